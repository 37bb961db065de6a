"""What must hold of a random result, whatever the stream of random numbers: put into words and numbers.

A check compares values; two right random results differ. So an observer looks at the result (calling the function
more than once where that tells more) and puts facts in place of the numbers, the same for every right
answer. The check then compares these facts as it compares values.

An observer takes `call`, which runs the learner's function on a tuple of arguments and gives an Outcome, the
arguments of one input, and what the exercise wants to be looked at; it gives an Outcome.
"""

import dataclasses

import numpy as np


def initial_parameters(call, arguments, wanted):
    """Starting weights: shape, mean and spread of each array, and whether they follow the seed.

    wanted -- {"W1": the standard deviation expected, …}; 0 for arrays that are to be all zero
    """
    outcome = call(arguments)
    if outcome.error or not isinstance(outcome.value, dict):
        return outcome
    again, other = call(arguments).value, call(arguments, seed=12345).value
    facts = {}
    for name, value in outcome.value.items():
        if not isinstance(value, np.ndarray) or value.dtype.kind not in "fiu":
            facts[name] = value
            continue
        spread_tells = wanted.get(name) != 0 or np.std(value) == 0
        words = in_words(value, wanted.get(name) or 1.0) if spread_tells else "not all zero"
        facts[name] = f"shape {value.shape}, {words}"
        if np.std(value) > 0:
            facts[name] += ", " + seed_in_words(value, again.get(name), (other or {}).get(name))
            facts[name] += twin_in_words(name, outcome.value)
    return dataclasses.replace(outcome, value=facts)


def layer_parameters(call, arguments, wanted):
    """`initial_parameters`, and that there are no others: a network's layers are counted by its parameters."""
    outcome = initial_parameters(call, arguments, wanted)
    if outcome.error or not isinstance(outcome.value, dict):
        return outcome
    others = ", ".join(str(name) for name in outcome.value if name not in wanted)
    return dataclasses.replace(outcome, value={**outcome.value, "anything else": others or "none"})


def in_words(value, unit):
    """The distribution of an array's elements, its standard deviation rounded to unit · 2^(k/2)."""
    mean, spread = np.mean(value), np.std(value)
    if not np.isfinite(value).all():
        return "not all numbers"
    if spread == 0:
        return f"all {mean + 0.0:.4g}" if mean else "all zero"
    if len(value) > 1 and np.ptp(value, axis=0).max() == 0:
        return "all rows alike"
    rounded = unit * 2 ** (np.round(2 * np.log2(spread / unit)) / 2)
    centre = "mean 0" if abs(mean) < 0.3 * spread else "mean not 0"
    return f"{centre}, standard deviation about {rounded:.2g}"


def seed_in_words(value, again, other):
    """Whether the same seed gives the same numbers again, and another seed others."""
    if not np.array_equal(value, again):
        return "other numbers at the next call with the same seed"
    if np.array_equal(value, other):
        return "the same numbers whatever the seed"
    return "new for each seed"


def twin_in_words(name, arrays):
    """Which array before this one holds the very same numbers, as when each layer starts the stream anew."""
    earlier = list(arrays)[: list(arrays).index(name)]
    twins = [other for other in earlier if np.array_equal(arrays[other], arrays[name])]
    return f", the same numbers as {twins[0]}" if twins else ""


OBSERVERS = {"initial_parameters": initial_parameters, "layer_parameters": layer_parameters}
