"""The summary of a forward pass with dropout: three layers, two masks (week 5)."""

import dataclasses

import numpy as np

from helpers.checks.random_results import holds_numbers, kind_in_words, seed_in_words

CACHE = ("Z1", "D1", "A1", "W1", "b1", "Z2", "D2", "A2", "W2", "b2", "Z3", "A3", "W3", "b3")
# What is looked at, in the order of the facts; an exercise gives these names as its returned values.
FACTS = (
    "result",
    *(f"{name} in the cache" for name in ("D1", "D2")),
    "D1 and D2",
    "W and b in the cache",
    *(f"{name} in the cache" for name in ("Z1", "A1", "Z2", "A2", "Z3", "A3")),
    "A3",
    "seed",
)
WHOLE = "A3, and a cache of 14 arrays"


def dropout(call, arguments, wanted):
    """Forward through three layers with dropout: the masks, what they do to the activations, and whether all fits.

    arguments -- X, parameters, keep_prob
    wanted    -- {"keep_prob": …}, the same number; layers of many units, so that shares are never on the edge
    Puts a tuple of texts in place of the result, one for each of FACTS.
    """
    result = call(arguments)
    if result.error:
        return result
    facts = dict.fromkeys(FACTS, "not looked at")
    facts["result"] = shape_of_dropout(result.value, *arguments[:2])
    if facts["result"] == WHOLE:
        cache = dict(zip(CACHE, map(np.asarray, result.value[1])))
        facts |= masks_in_words(cache, wanted["keep_prob"])
        with np.errstate(all="ignore"):  # a wrong function may give infinity or nan
            facts |= layers_in_words(cache, *arguments[:2], wanted["keep_prob"])
        same = np.shape(result.value[0]) == cache["A3"].shape
        same = same and np.allclose(result.value[0], cache["A3"])
        facts["A3"] = "the one in the cache" if same else "not the one in the cache"
        facts["seed"] = "draws the masks anew"
        if wanted["keep_prob"] < 1:
            again, other = call(arguments).value, call(arguments, seed=12345).value
            masks = [value[1][1] for value in (result.value, again, other)]
            facts["seed"] = seed_in_words(*masks).replace("new for each seed", facts["seed"])
    return dataclasses.replace(result, value=tuple(facts[name] for name in FACTS))


def shape_of_dropout(value, X, parameters):
    """Whether a result is the pair (A3, cache) with arrays of the right shapes, or what it is instead."""
    if value is None:
        return "None: is there a return at the end?"
    if not isinstance(value, tuple) or len(value) != 2:
        return f"{kind_in_words(value)}, not the two values A3, cache"
    if isinstance(value[0], tuple | list):
        return f"{kind_in_words(value[0])} first, and then {kind_in_words(value[1])}"
    if not holds_numbers(value[0]):
        return f"{kind_in_words(value[0])} in place of A3"
    if not isinstance(value[1], tuple | list):
        return f"A3, and {kind_in_words(value[1])} in place of a tuple of 14"
    if len(value[1]) != len(CACHE):
        return f"A3, and a cache of {len(value[1])} in place of 14"
    shapes = {name: np.shape(parameters[name]) for name in parameters}
    for layer in "123":
        units = len(parameters[f"W{layer}"])
        shapes |= {f"{letter}{layer}": (units, X.shape[1]) for letter in "ZDA"}
    for position, (name, array) in enumerate(zip(CACHE, value[1]), start=1):
        if not holds_numbers(array):
            return f"{name}, number {position} in the cache, holds no numbers"
        if np.shape(array) != shapes[name]:
            what = f"the mask {name}" if name[0] == "D" else name
            of = f" of {name.replace('D', 'A')}" if name[0] == "D" else ""
            place = f"{what}, number {position} in the cache,"
            return f"{place} has shape {np.shape(array)}, not {shapes[name]}{of}"
    return WHOLE


def masks_in_words(cache, keep_prob):
    """What the masks D1 and D2 hold, and how they are drawn."""
    facts = {}
    for name in ("D1", "D2"):
        mask = cache[name].astype(float)
        if keep_prob < 1 and np.isin(mask, (0, 1 / keep_prob)).all():
            text = "holds 0 and 1 / keep_prob, not 0 and 1"
        elif not np.isin(mask, (0, 1)).all():
            text = "holds other numbers than 0 and 1"
        elif keep_prob < 1 and np.ptp(mask, axis=1).max() == 0:
            text = "is the same for all examples"
        elif keep_prob < 1 and np.ptp(mask, axis=0).max() == 0:
            text = "is the same for all units"
        else:
            text = f"zeros and ones, {share_in_words(np.mean(mask), keep_prob)}"
        facts[f"{name} in the cache"] = text
    first, second = cache["D1"].ravel(), cache["D2"].ravel()
    common = min(first.size, second.size)
    alike = keep_prob < 1 and np.array_equal(first[:common], second[:common])
    facts["D1 and D2"] = "the same mask" if alike else "each drawn on its own"
    return facts


def share_in_words(share, keep_prob):
    """The share of ones in a mask beside the wanted one."""
    if abs(share - keep_prob) < 0.04:
        return "a share keep_prob of ones"
    if abs(share - (1 - keep_prob)) < 0.04:
        return "a share 1 − keep_prob of ones"
    return (
        "all ones" if share == 1 else "all zeros" if share == 0 else f"a share {share:.1f} of ones"
    )


def layers_in_words(cache, X, parameters, keep_prob):
    """Where Z, A and the parameters in the cache come from, layer by layer."""
    changed = [name for name in parameters if not np.array_equal(cache[name], parameters[name])]
    facts = {"W and b in the cache": f"{', '.join(changed)} changed" if changed else "as given"}
    sources = {"X": X}
    for layer in (1, 2, 3):
        Z, A = cache[f"Z{layer}"], cache[f"A{layer}"]
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        facts[f"Z{layer} in the cache"] = sum_in_words(Z, W, b, sources, layer)
        if layer < 3:
            mask, relu = cache[f"D{layer}"].astype(bool), np.maximum(0, Z)
            text = activations_in_words(A, Z, mask, keep_prob)
            facts[f"A{layer} in the cache"] = text.replace("(Z)", f"(Z{layer})")
            sources = {
                f"A{layer}": A,
                f"(relu(Z{layer})·D{layer} / keep_prob)": relu * mask / keep_prob,
                f"relu(Z{layer})": relu,
            }
        else:
            output = np.exp(-np.logaddexp(0, -Z))
            verb = "is" if np.allclose(A, output) else "is not"
            text = "is sigmoid(Z3), dropped in part" if partly(A, output) else f"{verb} sigmoid(Z3)"
            facts["A3 in the cache"] = text
    return facts


def sum_in_words(Z, W, b, sources, layer):
    """From which of the sources, {name: array}, the sum Z comes; the first is the right one."""
    for name, below in sources.items():
        if np.allclose(Z, W @ below + b):
            return f"is W{layer}·{name} + b{layer}"
        if np.allclose(Z, W @ below):
            return f"is W{layer}·{name}, without b{layer}"
    first, below = next(iter(sources.items()))
    inputs = np.linalg.lstsq(W, Z - b)[0] if np.isfinite(Z).all() else np.zeros(below.shape)
    if np.allclose(W @ inputs, Z - b) and partly(inputs, below):
        return f"is W{layer}·{first} + b{layer} with a part of {first} dropped"
    return f"is not W{layer}·{first} + b{layer}"


def partly(values, whole):
    """Whether an array is another one times one factor, but for elements that are 0."""
    kept, alive = ~np.isclose(values, 0), ~np.isclose(whole, 0)
    if not kept.any() or (kept & ~alive).any() or kept[alive].all():
        return False
    factors = values[kept] / whole[kept]
    return bool(np.allclose(factors, np.median(factors)))


def activations_in_words(A, Z, mask, keep_prob):
    """What became of the units that the mask keeps, and of those it drops."""
    dropped = "none" if mask.all() else "0" if not A[~mask].any() else "not 0"
    factors = {" / keep_prob": 1 / keep_prob}
    if keep_prob < 1:
        more = {"": 1, " · keep_prob": keep_prob, " / (1 − keep_prob)": 1 / (1 - keep_prob)}
        factors |= more | {" / keep_prob²": 1 / keep_prob**2}
    values = {"relu(Z)": np.maximum(0, Z), "Z": Z}
    fits = [
        f"{name}{text}"
        for name, value in values.items()
        for text, factor in factors.items()
        if np.allclose(A[mask], factor * value[mask])
    ]
    return f"{fits[0] if fits else 'not relu(Z) / keep_prob'} where kept, {dropped} where dropped"
