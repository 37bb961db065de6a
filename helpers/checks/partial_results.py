"""What came in the place of an output: a part of the expected array, or the values of another output.

A sentence is said only where it holds on every input on which the output is wrong.
"""

import itertools

import numpy as np

from helpers.checks.comparing import close, compare
from helpers.checks.describing import number

OF_ANOTHER = "has the values of"
LONGEST = 10_000  # of lists whose values are looked for in each other
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


def more_that_came(exercise, results, difference):
    """The words for a list of numbers with the expected ones in their order and others among them; or None."""
    pairs = pairs_of(exercise, results, difference.path)
    pairs = [(mine, right) for mine, right in pairs if mine.shape != right.shape]
    # What is more than the expected ones is what these lack.
    if not pairs or any(missing_values(right, mine) is None for mine, right in pairs):
        return None
    mine, right = np.asarray(difference.yours), np.asarray(difference.expected)
    more = missing_values(right, mine)
    values = ", ".join(f"{number(mine[k])} at index {k}" for k in more[:3])
    verb = " is" if len(more) == 1 else " are" if len(more) < 4 else " … are"
    few = "value is" if right.size == 1 else "values are"
    return f"{right.size} {few} expected, {mine.size} came: {values}{verb} too many."


def is_column(yours, expected, place):
    """Whether an array is one column of a matrix with several."""
    if expected.ndim != 2 or expected.shape[1] < 2 or yours.size != expected.shape[0]:
        return False
    return bool(np.ptp(yours) and close(yours.ravel(), expected[:, place]).all())


def is_item(yours, expected, place):
    """Whether a single number is one of a row or list of several."""
    if yours.size != 1 or expected.size not in expected.shape:
        return False
    return bool(close(yours.ravel(), expected.ravel()[[place]]).all())


def missing_values(yours, expected):
    """The indices of the values that are missing in a list of the others, in their order; None for other lists.

    And for very long ones: it goes through them one by one.
    """
    if yours.ndim != 1 or expected.ndim != 1 or max(yours.size, expected.size) > LONGEST:
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
            return f"{path} {OF_ANOTHER} {other}."
    return None


def in_another_place(exercise, results, position, path):
    """The words for an output with the values that another one should have, here and wherever it is wrong; or None."""
    shown = exercise.cases[position - 1]
    pairs = [
        (case, leaves(result.value, exercise.returns), leaves(case.expected, exercise.returns))
        for case, result in compared(exercise, results)
    ]
    pairs = [row for row in pairs if not equal(row[1].get(path), row[2].get(path))]
    places = {id(case): place_of(mine.get(path), right) for case, mine, right in pairs}
    other = places.get(id(shown))
    if exercise.summary or other is None or None in places.values():
        return None
    mine, right = next(row[1:] for row in pairs if row[0] is shown)
    if equal(mine.get(other), right[path]):
        return f"on this input, {path} and {other} have changed places."
    return f"on this input, {path} has the values that {other} should have."


def exchanged_numbers(exercise, results):
    """The words for two numbers of a dictionary that have changed places, on every input; else None."""
    rows = [
        (leaves(result.value, exercise.returns), leaves(case.expected, exercise.returns))
        for case, result in compared(exercise, results)
        if isinstance(case.expected, dict)
    ]
    numbers = [path for path in rows[0][1] if np.size(rows[0][1][path]) == 1] if rows else []
    for one, other in itertools.combinations(numbers, 2):
        told = sum(not equal(right.get(one), right.get(other)) for _, right in rows) > 1
        if told and all(
            equal(mine.get(one), right.get(other)) and equal(mine.get(other), right.get(one))
            for mine, right in rows
        ):
            names = (path.split('"')[1] if '"' in path else path for path in (one, other))
            return f"{' and '.join(names)} have changed places."
    return None


def under_other_names(exercise, results):
    """The words for a dictionary of which two values or more belong under other names, on every input; else None.

    Two that have changed places are no matter of it.
    """
    rows = [
        (leaves(result.value, exercise.returns), leaves(case.expected, exercise.returns))
        for case, result in compared(exercise, results)
        if isinstance(case.expected, dict)
    ]
    if exercise.summary or not rows or any(rows[0][1].keys() ^ right.keys() for _, right in rows):
        return None
    belongs = {}
    for path in rows[0][1]:
        others = [
            other
            for other in rows[0][1]
            if all(equal(mine.get(path), right[other]) for mine, right in rows)
        ]
        if path not in others and len(others) == 1:
            belongs[path] = others[0]
    found = [path for path, other in belongs.items() if belongs.get(other) != path]
    if len(found) < 2:
        return None
    said = (f"{path} holds what {belongs[path]} should be" for path in found[:2])
    return f"{', and '.join(said)}: values stand under other names than theirs."


def place_of(value, right):
    """The path of the expected output that a value equals, where its numbers can tell; None if there is none."""
    if not isinstance(value, np.ndarray) or len(np.unique(value[value != 0])) < 2:
        return None
    return next((path for path, expected in right.items() if equal(value, expected)), None)


def items_in_another_order(exercise, results, path):
    """The words for a list among the results with the right items in another order, where it is wrong; or None.

    path -- of a wrong output; the list is the result that it lies in
    """
    name, k = path.partition("[")[0], None
    if name in exercise.returns:
        k = exercise.returns.index(name)
    found = []
    for case, result in compared(exercise, results):
        mine, right = (part_of(one, k, exercise.returns) for one in (result.value, case.expected))
        if not (isinstance(mine, list) and isinstance(right, list) and len(mine) == len(right)):
            return None
        if compare(right, mine) is not None:
            found.append(is_permutation(mine, right))
    return (
        f"the items of {name} are right, and stand in another order."
        if found and all(found)
        else None
    )


def part_of(value, k, returns):
    """One of several results, or the only one; None where there is no such."""
    if k is None or len(returns) == 1:
        return value
    several = isinstance(value, tuple | list) and len(value) == len(returns)
    return value[k] if several else None


def is_permutation(mine, right):
    """Whether two lists of as many items hold equal ones, in whatever order."""
    left = list(mine)
    for wanted in right:
        place = next((k for k, item in enumerate(left) if compare(wanted, item) is None), None)
        if place is None:
            return False
        del left[place]
    return True


def argument_expected(exercise, results, path):
    """The words for an output that should be an argument as it came, and is not; or None."""
    rows, count = [], 0
    for case, _ in compared(exercise, results):
        right = leaves(case.expected, exercise.returns).get(path)
        if isinstance(right, np.ndarray):
            count += right.size
            rows.append((case.arguments, right))
    if exercise.summary or len(rows) < 2 or count < 6:
        return None
    for k, name in enumerate(exercise.parameters):
        if all(k < len(given) and equal(as_array(given[k]), right) for given, right in rows):
            return (
                f"{path} should be the argument {name} as it came: "
                "has its name been given another value, or is another array meant?"
            )
    return None


def as_array(value):
    """An array of floats, None for what is no array."""
    return value.astype(float) if isinstance(value, np.ndarray) else None


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
