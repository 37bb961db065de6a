"""Random results put into words: what must hold of them, whatever the stream of random numbers.

A check compares values; two right random results differ. So a summary (helpers.checks.summaries) puts facts in the
place of the numbers, the same for every right answer; here is what several summaries share. Facts are made of arrays of
numbers alone; of anything else only its kind is told, so that a function that returns the words for a result has no
result.
"""

import numpy as np

MOST = 10_000_000  # numbers of an array that is looked at


def array_of_numbers(value):
    """A value as a plain numpy array if it is one of real numbers, not too large; None for anything else."""
    if not isinstance(value, np.ndarray):
        return None
    array = np.asarray(value)  # of numpy's own kind: a class of the learner's may tell anything
    return array if array.dtype.kind in "fiu" and array.size <= MOST else None


def holds_numbers(value):
    """Whether a value is an array, number or list of numbers (or True and False), not too large to be looked at."""
    if not isinstance(value, np.ndarray | np.generic | bool | int | float | list | tuple):
        return False
    try:
        array = np.asarray(value)
    except ValueError:  # a ragged list
        return False
    return array.dtype.kind in "bfiu" and array.size <= MOST


class Fact(str):
    """Words to compare, in which numbers are rounded so far that all right answers agree, and words to show.

    exact -- the same with the number that was measured
    """

    def __new__(cls, text, exact=None):
        """The text, with another to show."""
        words = super().__new__(cls, text)
        words.exact = exact or text
        return words


def is_constant(value):
    """Whether all elements of an array are one number; a standard deviation may be off 0 by rounding."""
    return value.size == 0 or np.ptp(value) == 0


def distribution_in_words(value, unit):
    """The distribution of an array's elements, as a Fact.

    The standard deviation is `unit` where it is as near to it as chance allows, else rounded to unit · 2^(k/4).
    """
    mean, spread = np.mean(value), np.std(value)
    if not np.isfinite(value).all():
        return Fact("not all numbers")
    if is_constant(value):
        return Fact(f"all {mean + 0.0:.4g}" if mean else "all zero")
    if len(value) > 1 and np.ptp(value, axis=0).max() == 0:
        return Fact("all rows alike")
    if value.size > 99 and len(np.unique(value)) < value.size / 2:
        return Fact("the same numbers several times over")
    if value.size > 9 and abs(spread / unit - 1) < 1e-9:
        return Fact(f"standard deviation exactly {unit:.2g} (which no draw has by chance)")
    chance = max(0.05, 4.5 / np.sqrt(2 * value.size))
    steps = np.round(4 * np.log2(spread / unit))
    if abs(spread / unit - 1) > chance and steps == 0:
        steps = np.sign(spread - unit)
    rounded = unit * 2 ** (steps / 4) if abs(spread / unit - 1) > chance else unit
    centre = "mean 0" if abs(mean) < 0.3 * spread else "mean not 0"
    measured = spread if rounded != unit else unit  # a right spread is no reason to wonder
    begin = f"{centre}, standard deviation about"
    return Fact(f"{begin} {rounded:.2g}", f"{begin} {measured:.2g}")


def seed_in_words(value, again, other):
    """Whether the same seed gives the same numbers again, and another seed others."""
    if again is None or not np.array_equal(value, again):
        return "other numbers at the next call with the same seed"
    if other is not None and np.array_equal(value, other):
        return "the same numbers whatever the seed"
    return "new for each seed"


def same_stream_in_words(name, arrays):
    """Which array, first by name, begins with the very same numbers, as when each layer starts the stream anew."""
    earlier = sorted(str(other) for other in arrays if str(other) < str(name))
    same = [other for other in earlier if begin_alike(arrays.get(other), arrays[name])]
    return f", the same numbers as {same[0]}" if same else ""


def begin_alike(a, b):
    """Whether two arrays hold the same numbers in the same order, apart from a factor, as far as the shorter goes."""
    count = min(np.size(a), np.size(b))
    if count < 2 or np.asarray(a).dtype.kind not in "fiu":
        return False
    with np.errstate(all="ignore"):  # what np.empty finds may be of any size
        a, b = (np.ravel(x)[:count] / (np.linalg.norm(np.ravel(x)[:count]) or 1) for x in (a, b))
        return bool(np.any(a) and np.allclose(a, b))


def kind_in_words(value):
    """What kind of thing a value is, without its numbers, which are others in each draw."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, tuple | list):
        return f"a {type(value).__name__} of {len(value)}"
    kind = "dictionary" if isinstance(value, dict) else type(value).__name__
    return f"an {kind}" if kind[0] in "aeio" else f"a {kind}"
