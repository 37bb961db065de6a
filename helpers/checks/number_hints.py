"""What can be said of wrong numbers where no known mistake gives them: unchanged, a relation, a factor, a property, …

A sentence is said only where it holds on every input on which the result is wrong.
"""

import numpy as np

from helpers.checks.comparing import close
from helpers.checks.describing import number
from helpers.checks.known_mistakes import outputs
from helpers.checks.partial_results import (
    argument_expected,
    compared,
    exchanged_numbers,
    in_another_place,
    same_as_another,
)

# (what makes one's own numbers from the expected ones, in words): asked in this order.
RELATIONS = (
    (lambda e: -e, "the sign is wrong."),
    (lambda e: 1 - e, "it is 1 minus the expected value."),
    (lambda e: e**2, "it is the square of the expected value."),
    (np.sqrt, "it is the square root of the expected value."),
    (np.exp, "it is the exponential of the expected value."),
    (np.log, "it is the logarithm of the expected value."),
    (np.abs, "it is the expected value without its sign."),
    (lambda e: 1 / e, "it is 1 divided by the expected value."),
    (lambda e: e + 1, "it is 1 too large."),
    (lambda e: e - 1, "it is 1 too small."),
)


EARLY = "each value is the one that should come after it: the first is missing."
LATE = "each value is the one that should come before it: the last is missing."
NAN = (
    "nan comes from 0·∞ as in 0·log(0), from 0/0, ∞/∞ or ∞ − ∞, or from the log or root of a negative number: look at "
    "the intermediate values one at a time."
)
COLUMNS = "the number of columns of"
ROWS_ALIKE = "all rows are alike; they should differ."
ROUNDING = 1e-6  # what rounding may add to a number from 0 to 1

CUT_BY_TYPE = (
    "return the number as it is. (Arrays of whole numbers, int, // and np.vectorize, whose results are all of the type "
    "of the first, cut off what is behind the point.)"
)
CUT_BY_VECTORIZE = (
    "np.vectorize gives all results the type of the first, so where that is a whole number the others lose what is "
    "behind the point; otypes=[float] keeps it."
)
ROUNDED = f"it equals the expected value rounded: {CUT_BY_TYPE}"
CUT_OFF = f"it is the expected value without what is behind the point: {CUT_BY_TYPE}"


def hint_for_values(exercise, results, position, difference):
    """What wrong numbers usually come from."""
    yours = np.asarray(difference.yours, dtype=float)
    expected = np.asarray(difference.expected, dtype=float)
    if np.isnan(yours).any():
        return NAN
    if np.isinf(yours).any():
        return "an infinity comes from log(0), a division by zero or an overflow."
    if unchanged := unchanged_argument(exercise, results):
        return unchanged
    if another := same_as_another(exercise, results, difference.path):
        return another
    if exchanged := in_another_place(exercise, results, position, difference.path):
        return exchanged
    if numbers := exchanged_numbers(exercise, results):
        return numbers
    pairs = all_pairs(exercise, results, difference.path) or [(yours, expected)]
    whole = np.asarray(difference.yours).dtype.kind in "iu"
    of_this_output = (
        (whole and cut_off(pairs))
        or relation(pairs)
        or factor(exercise, results, difference.path, pairs)
        or property_in_words(difference.path, yours, expected, pairs)
        or arrangement(yours, expected, pairs)
    )
    if of_this_output and len(outputs(exercise.cases[position - 1].expected, exercise.returns)) > 1:
        return f"{short([difference.path])[0]}: {of_this_output}"
    return (
        of_this_output
        or argument_expected(exercise, results, difference.path)
        or other_outputs(exercise, results[position - 1], position, difference.path)
        or by_hand(yours, expected)
    )


def unchanged_argument(exercise, results):
    """The words for an output that comes back as it came in by an argument of its name, or None.

    On all inputs where it should be another, two at least.
    """
    came_back, names = {}, {}
    for case, result in () if exercise.summary else compared(exercise, results):
        given = dict(zip(exercise.parameters, case.arguments))
        given |= {
            k: v for value in given.values() if isinstance(value, dict) for k, v in value.items()
        }
        mine = outputs(result.value, exercise.returns)
        for path, right in outputs(case.expected, exercise.returns).items():
            name = short([path])[0]
            if name in given and not equal(given[name], right):
                came_back.setdefault(path, []).append(equal(mine.get(path), given[name]))
                names[path] = name
    found = [names[path] for path, same in came_back.items() if len(same) > 1 and all(same)]
    if not found or len(found) > 4:
        return None
    verb = "comes back as it was given" if len(found) == 1 else "come back as they were given"
    return f"{' and '.join(found)} {verb}, unchanged."


def all_pairs(exercise, results, path):
    """(yours, expected) as arrays for the output called `path` on each input where it differs; [] where not all fit."""
    pairs = []
    for case, result in compared(exercise, results):
        mine = as_numbers(outputs(result.value, exercise.returns).get(path))
        right = as_numbers(outputs(case.expected, exercise.returns).get(path))
        if mine is None or right is None:
            return []
        if mine.shape != right.shape:
            return []
        if not close(mine, right).all():
            pairs.append((mine, right))
    return pairs


def relation(pairs):
    """The words for what one's own numbers are of the expected ones, on every input where they differ; or None.

    A single number or two may fit by chance: then it takes more inputs than one. So may any, where all that is
    expected is one number.
    """
    if sum(yours.size for yours, _ in pairs) < 3:
        return None
    if np.ptp(np.concatenate([expected.ravel() for _, expected in pairs])) == 0:
        return None
    with np.errstate(all="ignore"):
        for function, words in RELATIONS:
            if all(close(yours, function(expected)).all() for yours, expected in pairs):
                return words
        if all(yours.ndim == 2 and yours.shape[0] == yours.shape[1] and close(yours.T, expected).all()
               for yours, expected in pairs):  # fmt: skip
            return "it is transposed."
        for digits in range(5):
            rounded = [(yours, np.round(expected, digits)) for yours, expected in pairs]
            if all(np.any(yours) and close(yours, target).all() for yours, target in rounded):
                return ROUNDED
        cut = [(yours, np.trunc(expected)) for yours, expected in pairs]
        if all(np.any(yours) and close(yours, target).all() for yours, target in cut):
            return CUT_OFF
    if all(np.allclose(yours, expected, rtol=1e-3, atol=1e-9) for yours, expected in pairs):
        return "it is nearly right, but not to all digits: is something approximated or rounded on the way?"
    return None


def cut_off(pairs):
    """The words for whole numbers that are the expected ones without what is behind the point; None for others."""
    if all(close(yours, np.trunc(expected)).all() for yours, expected in pairs):
        return CUT_OFF if any(expected.size > 1 for _, expected in pairs) else None
    return None


def factor(exercise, results, path, pairs):
    """The words for a constant factor between one's own numbers and the expected ones, or None.

    The same one on every input, or on each a count of the rows, columns or entries of an argument, in several numbers.
    """
    factors = [constant_factor(yours, expected) for yours, expected in pairs]
    if None in factors:
        return None
    numbers = sum(yours.size for yours, _ in pairs)
    if np.allclose(factors, factors[0], rtol=1e-6) and numbers > 2:
        which = "every value" if any(yours.size > 1 for yours, _ in pairs) else "it"
        return f"{which} is {number(factors[0])} times the expected one."
    for counted, counts in counts_of(exercise, results, path):
        if len(counts) != len(factors) or len(set(counts)) == 1:
            continue
        columns = counted.startswith(COLUMNS)
        if np.allclose(factors, counts):
            question = "is a mean missing?" if columns else "is a division by it missing?"
            return f"it is {counts[0]} times too large, {counted}: {question}"
        if np.allclose(factors, 1 / np.array(counts)):
            question = "is it divided twice?" if columns else "is it divided by that, too?"
            return f"it is {counts[0]} times too small, {counted}: {question}"
    return None


def constant_factor(yours, expected):
    """The number r with yours = r · expected everywhere, or None."""
    if not np.any(expected):
        return None
    largest = np.argmax(np.abs(expected))
    ratio = float(yours.flat[largest] / expected.flat[largest])
    return ratio if ratio != 0 and close(yours, ratio * expected).all() else None


def counts_of(exercise, results, path):
    """(what is counted of an argument, in words, the counts on the inputs where the output `path` differs)."""
    counts = {}
    for case, result in compared(exercise, results):
        if equal(
            outputs(result.value, exercise.returns).get(path),
            outputs(case.expected, exercise.returns).get(path),
        ):
            continue
        for name, value in zip(exercise.parameters, case.arguments):
            if isinstance(value, np.ndarray) and value.ndim == 2:
                rows, columns = value.shape
                counts.setdefault(f"{COLUMNS} {name}", []).append(columns)
                counts.setdefault(f"the number of rows of {name}", []).append(rows)
                counts.setdefault(f"the number of rows of {name} less 1", []).append(rows - 1)
                counts.setdefault(f"the number of entries of {name}", []).append(value.size)
    return counts.items()


def property_in_words(path, yours, expected, pairs):
    """A property that the expected numbers have and one's own lack, or None.

    pairs -- (yours, expected) on every input where they differ
    """
    if ("cost" in path or "loss" in path) and np.all(expected > 0) and np.any(yours < 0):
        return "it is negative, which a cost never is."
    if expected.ndim == 2 and min(expected.shape) > 1:
        rows, columns = (close(expected.sum(axis=axis), np.array(1.0)).all() for axis in (1, 0))
        my_rows, my_columns = (close(yours.sum(axis=axis), np.array(1.0)).all() for axis in (1, 0))
        if columns and not rows and my_rows and not my_columns:
            return "every row sums to 1, every column should."
        if rows and not columns and my_columns and not my_rows:
            return "every column sums to 1, every row should."
        if (columns or rows) and not (my_columns or my_rows):
            return (
                f"the numbers of each {'column' if columns else 'row'} should sum to 1; not all do."
            )
        if len(set(map(tuple, yours))) == 1 and len(set(map(tuple, expected))) > 1:
            return ROWS_ALIKE
    # On one small input, numbers of any kind may lie between 0 and 1.
    right = np.concatenate([values.ravel() for _, values in pairs])
    probabilities = right.size > 5 and np.all((right >= 0) & (right <= 1))
    if (
        probabilities
        and np.any(expected > 0)
        and np.any((yours < -ROUNDING) | (yours > 1 + ROUNDING))
    ):
        return "some values lie outside 0 … 1; none should."
    return None


def arrangement(yours, expected, pairs):
    """Which part is right, or that the right numbers stand in other places; or None.

    pairs -- (yours, expected) on every input where they differ
    """
    if expected.size < 2:
        return None
    if all(close(np.sort(a, axis=None), np.sort(b, axis=None)).all() for a, b in pairs):
        return "these are the right numbers in other places."
    if shifted := moved_by_one(pairs):
        return shifted
    if all(close(a - a.flat[0], b - b.flat[0]).all() for a, b in pairs):
        return f"every value is off by the same amount, {number(yours.flat[0] - expected.flat[0])}."
    right = close(yours, expected)
    if right.ndim == 2 and min(right.shape) > 1 and right.any():
        for axis, word in ((1, "row"), (0, "column")):
            whole = right.all(axis=axis)
            if whole.any() and not right.any(axis=axis)[~whole].any():
                return f"{listed(word, np.flatnonzero(whole))} right, {listed(word, np.flatnonzero(~whole))} not."
    negative = expected < 0
    if min(negative.sum(), (~negative).sum()) > 1:  # a single one may differ for another reason
        if np.array_equal(right, ~negative):
            return "it is right where the expected value is not negative, and wrong where it is."
        if np.array_equal(right, negative):
            return "it is right where the expected value is negative, and wrong elsewhere."
    return None


def moved_by_one(pairs):
    """The words for values, or rows, of which each is the one that should come after it, or before it; else None."""
    if min(np.ndim(a) and len(a) for a, _ in pairs) < 2 or max(len(a) for a, _ in pairs) < 3:
        return None
    for words, mine, right in (
        (EARLY, slice(-1), slice(1, None)),
        (LATE, slice(1, None), slice(-1)),
    ):
        rows = [(a[mine], b[right]) for a, b in pairs]
        if all(close(a, b).all() for a, b in rows) and any(np.ptp(b) for _, b in rows):
            return words
    return None


def listed(word, places):
    """ "row 0 is", "rows 0 and 2 are", "5 rows are"."""
    if len(places) > 3:
        return f"{len(places)} {word}s are"
    names = " and ".join(map(str, places))
    return f"{word}{'s' if len(places) > 1 else ''} {names} {'are' if len(places) > 1 else 'is'}"


def other_outputs(exercise, result, position, path):
    """Which of several outputs are right and which are not, where that tells the wrong one apart; or None."""
    expected = outputs(exercise.cases[position - 1].expected, exercise.returns)
    mine = outputs(result.value, exercise.returns)
    if len(expected) < 2 or path not in expected:
        return None
    right = [name for name in expected if name in mine and equal(mine[name], expected[name])]
    wrong = [name for name in expected if name not in right]
    if not right:
        return None
    return f"wrong on this input: {', '.join(short(wrong))}; right: {', '.join(short(right))}."


def short(names):
    """Names of outputs, a dictionary's by their keys alone where these are unlike, at most six."""
    keys = [name.split('"')[1] if '"' in name else name for name in names]
    if len(set(keys)) < len(keys):
        keys = names
    return keys if len(keys) <= 6 else [*keys[:5], "…"]


def equal(mine, expected):
    """Whether two outputs are equal numbers."""
    mine, expected = as_numbers(mine), as_numbers(expected)
    if mine is None or expected is None:
        return False
    return mine.shape == expected.shape and bool(close(mine, expected).all())


def as_numbers(value):
    """A value as an array of floats; None where it is something else: a text, a complex or a far too large number."""
    try:
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError, OverflowError):
        return None


def by_hand(yours, expected):
    """What is left to say."""
    if expected.size > 1:
        right = int(close(yours, expected).sum())
        return f"{right} of {expected.size} values are right; compare with the formula on this small input by hand."
    return "the number differs; compute this small input by hand, step by step, and compare."
