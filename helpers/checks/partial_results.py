"""What came in the place of an output: a part of the expected array, or the values of another output.

A sentence is said only where it holds on every input on which the output is wrong.
"""

import numpy as np

from helpers.checks.comparing import close
from helpers.checks.describing import number

DEPTH = 5  # of containers in one another: a learner's dictionary may hold itself


def part_that_came(exercise, results, difference):
    """The words for an array that holds a part of the expected values, such as the last column alone; or None."""
    pairs = pairs_of(exercise, results, difference.path)
    pairs = [(mine, right) for mine, right in pairs if mine.shape != right.shape]
    if not pairs or any(mine.size >= right.size for mine, right in pairs):
        return None
    mine, right = np.asarray(difference.yours), np.asarray(difference.expected)
    begin = f"shape {right.shape} is expected, {mine.shape} came"
    for place, words in ((-1, "the last"), (0, "the first")):
        if all(is_column(yours, expected, place) for yours, expected in pairs):
            return f"{begin}: it is {words} column alone."
        if all(is_item(yours, expected, place) for yours, expected in pairs):
            return f"{begin}: it is {words} value alone."
    if any(yours.size < 2 for yours, _ in pairs):
        return None
    missing = [missing_values(yours, expected) for yours, expected in pairs]
    if None in missing:
        return None
    left_out = missing_values(mine, right)
    values = ", ".join(f"{number(right[k])} at index {k}" for k in left_out[:3])
    verb = " is" if len(left_out) == 1 else " are" if len(left_out) < 4 else " … are"
    return f"{right.size} values are expected, {mine.size} came: those are right, {values}{verb} missing."


def is_column(yours, expected, place):
    """Whether an array is one column of a matrix with several."""
    if expected.ndim != 2 or expected.shape[1] < 2 or yours.size != expected.shape[0]:
        return False
    return bool(yours.size > 1 and close(yours.ravel(), expected[:, place]).all())


def is_item(yours, expected, place):
    """Whether a single number is one of a row or list of several."""
    if yours.size != 1 or expected.size not in expected.shape:
        return False
    return bool(close(yours.ravel(), expected.ravel()[[place]]).all())


def missing_values(yours, expected):
    """The indices of the values that are missing in a list of the others, in their order; None for other lists."""
    if yours.ndim != 1 or expected.ndim != 1:
        return None
    missing, place = [], 0
    for k, value in enumerate(expected):
        if place < yours.size and close(yours[place : place + 1], np.array([value])).all():
            place += 1
        else:
            missing.append(k)
    return missing if place == yours.size else None


def same_as_another(exercise, results, path):
    """The words for an output with the values of another one, where the two should differ; or None."""
    wrong = [
        (leaves(result.value, exercise.returns), leaves(case.expected, exercise.returns))
        for case, result in compared(exercise, results)
    ]
    wrong = [pair for pair in wrong if not equal(pair[0].get(path), pair[1].get(path))]
    if len(wrong) < 2 or sum(np.size(mine.get(path, 0)) for mine, _ in wrong) < 4:
        return None
    for other in wrong[0][1]:
        alike = (equal(mine.get(path), mine.get(other)) for mine, _ in wrong)
        differ = (not equal(right.get(path), right.get(other)) for _, right in wrong)
        if other != path and all(alike) and all(differ):
            return f"{path} has the values of {other}."
    return None


def compared(exercise, results):
    """The cases with the CallResults of those that gave a value."""
    pairs = zip(exercise.cases, results)
    return [
        (case, result)
        for case, result in pairs
        if not case.remark and not result.error and result.value is not None
    ]


def pairs_of(exercise, results, path):
    """(yours, expected) of an output as arrays, on each input where both are numbers."""
    pairs = [
        (
            leaves(result.value, exercise.returns).get(path),
            leaves(case.expected, exercise.returns).get(path),
        )
        for case, result in compared(exercise, results)
    ]
    return [pair for pair in pairs if all(isinstance(part, np.ndarray) for part in pair)]


def leaves(value, names):
    """What a returned value is made of, by paths such as cache[1] or grads["dW1"]: numbers as arrays, and texts."""
    if isinstance(value, tuple | list) and len(value) == len(names) > 1:
        parts = zip(names, value)
    else:
        parts = [(names[0] if names else "result", value)]
    found = {}
    for path, part in parts:
        collect(path, part, found)
    return found


def collect(path, value, found, depth=DEPTH):
    """Put the numbers and texts of a value into `found`, by their paths; what lies deeper than `depth` is left out."""
    if isinstance(value, dict):
        parts = [(f'{path}["{key}"]', part) for key, part in value.items()]
    elif isinstance(value, tuple) or isinstance(value, list) and any(map(is_container, value)):
        parts = [(f"{path}[{k}]", part) for k, part in enumerate(value)]
    else:
        parts = None
    if parts is not None:
        for inner, part in parts if depth else ():
            collect(inner, part, found, depth - 1)
        return
    if isinstance(value, str):
        found[path] = value
        return
    try:
        found[path] = np.asarray(value, dtype=float)
    except (TypeError, ValueError, OverflowError):
        return


def is_container(value):
    """Whether a value holds others."""
    return isinstance(value, tuple | list | dict | np.ndarray)


def equal(a, b):
    """Whether two outputs are arrays of one shape, and equal."""
    arrays = isinstance(a, np.ndarray) and isinstance(b, np.ndarray)
    return arrays and a.shape == b.shape and bool(close(a, b).all())
