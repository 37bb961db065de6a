"""Whether two results are equal, and where they first differ."""

import re
from dataclasses import dataclass

import numpy as np

# Two results count as equal when |a − b| ≤ ATOL + RTOL·|b|: far above what the order of additions changes in
# double precision, far below what any mistake changes.
RTOL, ATOL = 1e-6, 1e-9


@dataclass(frozen=True)
class Difference:
    """The first place where a result is not what was expected: output, what is wrong, and both values."""

    path: str
    problem: str
    expected: object = None
    yours: object = None


# What numpy says of an array of whole numbers, or of another order in memory, that can't become something in place.
REFUSED = re.compile(r"Cannot cast ufunc|Incompatible shape for in-place")


def is_tolerated(case, error) -> bool:
    """Whether an error's text on a case is no mistake, see CaseRecord.may_refuse."""
    return case.may_refuse and bool(REFUSED.search(error or ""))


def first_difference(exercise, expected, result):
    """The first Difference between the expected value and what a call did, or None."""
    names = exercise.returns
    if result.error:
        return Difference("", "error")
    if result.value is None:
        return Difference("result", "none", expected, None)
    if not isinstance(expected, tuple):
        path = names[0] if names else "result"
        difference = compare(expected, result.value, path)
        return difference or (unexpected_keys(exercise, expected, result.value, path))
    if not isinstance(result.value, tuple | list):
        return Difference("result", "type", expected, result.value)
    if len(result.value) != len(expected):
        return Difference("result", "length", expected, result.value)
    for e, y, name in zip(expected, result.value, names):
        if difference := compare(e, y, name) or unexpected_keys(exercise, e, y, name):
            return difference
        if exercise.whole_numbers and isinstance(e, int) and isinstance(y, float | np.floating):
            return Difference(name, "type", e, y)
    return None


def unexpected_keys(exercise, expected, yours, path):
    """The Difference of a dictionary with more than the expected keys, where an exercise allows none; else None."""
    if not (exercise.nothing_else and isinstance(expected, dict) and isinstance(yours, dict)):
        return None
    more = any(key not in expected for key in yours)
    return Difference(path, "others", expected, yours) if more else None


def compare(expected, yours, path="result"):
    """The first Difference between two values, or None. Looks at type, then shape, then numbers."""
    if yours is None and expected is not None:
        return Difference(path, "none", expected, yours)
    if isinstance(expected, dict):
        return compare_dictionaries(expected, yours, path)
    if isinstance(expected, tuple):
        # a list of as many does as well: both are taken apart alike
        if not isinstance(yours, tuple | list) or len(yours) != len(expected):
            return Difference(path, "type", expected, yours)
        return compare_in_turn(expected, yours, path)
    if isinstance(expected, str) and isinstance(yours, str):
        return None if yours == expected else Difference(path, "text", expected, yours)
    if isinstance(expected, list) and any(
        isinstance(item, list | tuple | dict | str | np.ndarray) for item in expected
    ):
        return compare_lists(expected, yours, path)
    if expected is None or isinstance(expected, str) or callable(expected):
        equal = expected is yours or callable(expected)
        return None if equal else Difference(path, "type", expected, yours)
    return compare_numbers(expected, yours, path)


def identical(before, after):
    """Whether a value is what it was, to the last bit; nan is nan."""
    if isinstance(before, dict):
        same_keys = isinstance(after, dict) and list(before) == list(after)
        return same_keys and all(identical(before[key], after[key]) for key in before)
    if isinstance(before, list | tuple):
        pairs = zip(before, after)
        return len(before) == len(after) and all(identical(a, b) for a, b in pairs)
    if isinstance(before, np.ndarray):
        return np.array_equal(before, after, equal_nan=before.dtype.kind == "f")
    return compare(before, after) is None


def compare_dictionaries(expected, yours, path):
    """`compare` for a dictionary: the keys, then the values in turn."""
    if not isinstance(yours, dict):
        return Difference(path, "type", expected, yours)
    missing = [key for key in expected if key not in yours]
    if missing:
        return Difference(path, "keys", expected, yours)
    pairs = ((expected[key], yours[key], f'{path}["{key}"]') for key in expected)
    return next((d for e, y, name in pairs if (d := compare(e, y, name))), None)


def compare_lists(expected, yours, path):
    """`compare` for lists whose items are texts, lists, tuples or arrays: the length, then the items in turn."""
    if not isinstance(yours, list | tuple) or len(yours) != len(expected):
        return Difference(path, "type", expected, yours)
    return compare_in_turn(expected, yours, path)


def compare_in_turn(expected, yours, path):
    """The first Difference between the items of two lists or tuples of equal length; its path says which item."""
    pairs = enumerate(zip(expected, yours))
    return next((d for k, (e, y) in pairs if (d := compare(e, y, f"{path}[{k}]"))), None)


def compare_numbers(expected, yours, path):
    """`compare` for numbers and arrays. A scalar may come as an array of shape ()."""
    listed = isinstance(yours, list | tuple)
    if isinstance(yours, tuple) or (listed and isinstance(expected, np.ndarray)):
        return Difference(path, "type", expected, yours)
    try:
        array = np.asarray(yours)
    except ValueError:  # a ragged list
        return Difference(path, "type", expected, yours)
    if array.dtype.kind not in "bifu":
        return Difference(path, "type", expected, yours)
    target = np.asarray(expected)
    if target.dtype.kind not in "bifu":
        return Difference(path, "type", expected, yours)
    if array.shape != target.shape:
        return Difference(path, "shape", expected, yours)
    array = array.astype(float)
    return None if close(array, target).all() else Difference(path, "value", expected, yours)


def close(yours, expected):
    """Element by element: equal within the tolerance; nan equals nan, and an infinity the same infinity."""
    # As np.isclose, which takes three times as long over small arrays: a check compares thousands.
    equal = yours == expected
    if equal.all():
        return equal
    with np.errstate(invalid="ignore"):  # infinity minus infinity
        near = np.abs(yours - expected) <= ATOL + RTOL * np.abs(expected)
    both_nan = np.isnan(yours) & np.isnan(expected)
    return (near & np.isfinite(expected)) | equal | both_nan


def lists_for_tuples(expected, yours):
    """Whether a list stands anywhere in the place of a tuple."""
    if isinstance(expected, tuple) and isinstance(yours, list):
        return True
    if isinstance(expected, tuple | list) and isinstance(yours, tuple | list):
        return any(map(lists_for_tuples, expected, yours))
    return False
