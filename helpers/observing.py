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
        words = in_words(value, wanted.get(name) or 1.0) if spread_tells else Words("not all zero")
        before, after = f"shape {value.shape}, ", ""
        if np.std(value) > 0:
            after = ", " + seed_in_words(value, again.get(name), (other or {}).get(name))
            after += twin_in_words(name, outcome.value)
        facts[name] = Words(before + words + after, before + words.exact + after)
    return dataclasses.replace(outcome, value=facts)


class Words(str):
    """Words to compare, in which numbers are rounded so far that all right answers agree, and words to show.

    exact -- the same with the number that was measured
    """

    def __new__(cls, text, exact=None):
        """The text, with another to show."""
        words = super().__new__(cls, text)
        words.exact = exact or text
        return words


def in_words(value, unit):
    """The distribution of an array's elements, its standard deviation rounded to unit · 2^(k/2), as Words."""
    mean, spread = np.mean(value), np.std(value)
    if not np.isfinite(value).all():
        return Words("not all numbers")
    if spread == 0:
        return Words(f"all {mean + 0.0:.4g}" if mean else "all zero")
    if len(value) > 1 and np.ptp(value, axis=0).max() == 0:
        return Words("all rows alike")
    rounded = unit * 2 ** (np.round(2 * np.log2(spread / unit)) / 2)
    centre = "mean 0" if abs(mean) < 0.3 * spread else "mean not 0"
    measured = spread if rounded != unit else unit  # a right spread is no reason to wonder
    begin = f"{centre}, standard deviation about"
    return Words(f"{begin} {rounded:.2g}", f"{begin} {measured:.2g}")


def seed_in_words(value, again, other):
    """Whether the same seed gives the same numbers again, and another seed others."""
    if not np.array_equal(value, again):
        return "other numbers at the next call with the same seed"
    if np.array_equal(value, other):
        return "the same numbers whatever the seed"
    return "new for each seed"


def twin_in_words(name, arrays):
    """Which array, first by name, begins with the very same numbers, as when each layer starts the stream anew."""
    earlier = sorted(str(other) for other in arrays if str(other) < str(name))
    twins = [other for other in earlier if begin_alike(arrays.get(other), arrays[name])]
    return f", the same numbers as {twins[0]}" if twins else ""


def begin_alike(a, b):
    """Whether two arrays hold the same numbers in the same order, apart from a factor, as far as the shorter goes."""
    count = min(np.size(a), np.size(b))
    if count < 2 or np.asarray(a).dtype.kind not in "fiu":
        return False
    a, b = (np.ravel(x)[:count] / (np.linalg.norm(np.ravel(x)[:count]) or 1) for x in (a, b))
    return bool(np.any(a) and np.allclose(a, b))


OBSERVERS = {"initial_parameters": initial_parameters}
