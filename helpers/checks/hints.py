"""What can be said of a wrong result where no known mistake gives it: the order of results, their type, their shape.

Wrong numbers have a module of their own, number_hints, and so have errors, error_hints.
"""

import itertools
import re

import numpy as np

from helpers.checks.comparing import close, compare
from helpers.checks.describing import describe, keys_of
from helpers.checks.error_hints import hint_for_error
from helpers.checks.known_mistakes import outputs
from helpers.checks.number_hints import hint_for_values
from helpers.checks.partial_results import (
    argument_expected,
    items_in_another_order,
    more_that_came,
    part_that_came,
)

ONE_EXPECTED = "one number is expected, an array of shape "
LOST = "a dimension is lost: reshape brings it back, keepdims=True keeps it in a sum."
ANOTHER_ORDER = "the results stand in another order"
TRANSPOSED = ": it is transposed."
NO_RETURN = "the function returns None; is there a return at the end?"


def hint(exercise, results, position, difference):
    """The sentence for the first difference, found on the case at `position` (from 1) among the CallResults."""
    result = results[position - 1]
    if difference.problem == "error":
        return hint_for_error(exercise, result)
    with np.errstate(all="ignore"):  # a learner's numbers may be infinite or nan
        return hint_for_result(exercise, results, position, difference)


def hint_for_result(exercise, results, position, difference):
    """The sentence for a result that came, and is not the expected one."""
    result = results[position - 1]
    if order := order_of_results(exercise, results):
        return order
    if order := items_in_another_order(exercise, results, difference.path):
        return order
    if difference.problem == "none":
        return hint_for_none(result, difference)
    if difference.problem == "keys":
        return hint_for_keys(difference)
    if difference.problem == "others":
        others = keys_of([key for key in difference.yours if key not in difference.expected])
        return f"the dictionary also has {others}: nothing else belongs there, since later functions count its entries."
    if difference.problem == "length":
        return hint_for_length(exercise, difference)
    if difference.problem == "type":
        return hint_for_type(exercise, difference)
    if difference.problem == "text":
        return hint_for_description(difference)
    if difference.problem == "shape":
        return hint_for_another_shape(exercise, results, difference)
    return hint_for_values(exercise, results, position, difference)


# --- the right results in another order ----------------------------------------------------------------


def order_of_results(exercise, results):
    """The words for several results that come in another order than the expected one, or None.

    The order must be told on every input by types and shapes alone, or, where these are alike, by all the values.
    """
    return order_by_looks(exercise, results) or order_told_by(same_values, exercise, results)


def order_by_looks(exercise, results):
    """The words for an order that types and shapes tell on every input, or None."""
    return order_told_by(same_look, exercise, results)


def order_told_by(told_by, exercise, results):
    """The words for another order, where told_by(mine, right) holds on every input for that order and no other."""
    pairs = [
        (result.value, case.expected)
        for case, result in zip(exercise.cases, results)
        if not case.remark and not result.error
    ]
    count = len(exercise.returns)
    if not pairs or count not in (2, 3, 4) or exercise.summary:
        return None
    if not all(
        type(part) in (tuple, list) and len(part) == count for pair in pairs for part in pair
    ):
        return None
    orders = [
        order
        for order in itertools.permutations(range(count))
        if all(told_by(mine[k], right[i]) for mine, right in pairs for i, k in enumerate(order))
    ]
    if len(orders) != 1 or orders[0] == tuple(range(count)):
        return None
    came = [exercise.returns[orders[0].index(k)] for k in range(count)]
    return f"{ANOTHER_ORDER}: {', '.join(exercise.returns)} is expected, {', '.join(came)} came."


def same_look(mine, right):
    """Whether two values are of the same type and shape, the parts of a tuple or list too."""
    if isinstance(right, tuple | list):
        same = isinstance(mine, tuple | list) and len(mine) == len(right)
        return same and all(map(same_look, mine, right))
    if isinstance(right, dict):
        return isinstance(mine, dict) and mine.keys() == right.keys()
    return not isinstance(mine, tuple | list | dict | str) and np.shape(mine) == np.shape(right)


def same_values(mine, right):
    """Whether two values are equal, whatever they are made of."""
    return compare(right, mine, "") is None


# --- nothing, another type, another shape -------------------------------------------------------------

REPEATED = "the same numbers several times over"
ONE_NUMBER = r"\ball (?!zero|rows)"  # of an array of random numbers

WHOLE = "sizes are whole numbers, and / gives one with a point: // does not, and .shape has them"
# What turns one type into another, by the names of what came and of what is expected ("" for whatever it is).
REMEDIES = {
    ("list", "ndarray"): "np.array(…) makes one",
    **dict.fromkeys((("float", "int"), ("float64", "int")), WHOLE),
    ("function", ""): "is a function named, but not called with ( )?",
    ("builtin_function_or_method", ""): "is a function named, but not called with ( )?",
    ("generator", ""): "yield makes one, and so do ( ) around a for: is return, or [ ], meant?",
    ("coroutine", ""): "async makes one: leave it out",
    ("tuple", "ndarray"): "is a comma at the end of a line, or are two results returned?",
    ("tuple", "float"): "is a comma at the end of a line, or are two results returned?",
}


def hint_for_none(result, difference):
    """Where None is returned, or stands inside the result."""
    if result.value is not None:
        return f"{difference.path} is None: was it computed?"
    if result.printed:
        return "the function returns None; it prints its result instead."
    return NO_RETURN


def hint_for_length(exercise, difference):
    """Where there are more or fewer results: their names, and which of them is one in brackets of its own."""
    right, mine = difference.expected, difference.yours
    text = f"{', '.join(exercise.returns)} are expected, {len(right)} results in this order."
    whole = difference.path == "result" and isinstance(right, tuple)
    if not whole or not isinstance(mine, tuple):
        return text
    flat = [part for one in right for part in (one if isinstance(one, tuple) else (one,))]
    if len(flat) == len(mine) > len(right) and all(map(same_values, mine, flat)):
        names = [n for n, one in zip(exercise.returns, right) if isinstance(one, tuple)]
        return f"{text} What {' and '.join(names)} is made of belongs in brackets of its own."
    return text


NUMBERED_0 = re.compile(r"[A-Za-z]+0")


def hint_for_keys(difference):
    """Where keys are missing; those that stand in their place are named, too."""
    missing = [key for key in difference.expected if key not in difference.yours]
    others = [key for key in difference.yours if key not in difference.expected]
    text = f"the dictionary has no {keys_of(missing)}"
    text = f"{text}; {keys_of(others)} stands there instead." if others else f"{text}."
    begins = [{re.sub(r"\d+$", "", str(key)) for key in keys} for keys in (missing, others)]
    if begins[0] == begins[1] and all(NUMBERED_0.fullmatch(str(key)) for key in others):
        return f"{text} The layers are numbered from 1."
    return text


def hint_for_type(exercise, difference):
    """Where the type is wrong: both in words, and what helps, if that is known."""
    whole = difference.path == "result" and isinstance(difference.expected, tuple)
    if whole and not isinstance(difference.yours, tuple | list):
        names = ", ".join(exercise.returns)
        came = describe(difference.yours)
        if isinstance(difference.yours, dict) and len(difference.yours) == len(difference.expected):
            return f"{names} are expected, {len(difference.expected)} results side by side; {came} came."
        return f"{len(difference.expected)} results are expected, {names}; {came} alone came: what is missing?"
    yours, expected = type(difference.yours).__name__, type(difference.expected).__name__
    right, came = describe(difference.expected), describe(difference.yours)
    if right == came and isinstance(difference.yours, list):
        right, came = (
            f"a list of {kind_of_items(x)}" for x in (difference.expected, difference.yours)
        )
    text = f"{right} is expected here, {came} came"
    remedy = REMEDIES.get((yours, expected)) or REMEDIES.get((yours, ""))
    arrays = (yours, expected) == ("list", "ndarray")
    if arrays and shape_of_list(difference.yours) != np.shape(difference.expected):
        remedy = None
    if isinstance(difference.yours, list) and any(item is None for item in difference.yours):
        places = [str(k) for k, item in enumerate(difference.yours) if item is None]
        remedy = f"nothing is put into its place {', '.join(places[:4])} (counted from 0), which holds None"
    return f"{text}." if remedy is None else f"{text}; {remedy}" + "." * (remedy[-1] != "?")


def kind_of_items(items):
    """What the items of a list are: numbers, texts, arrays, or a word for several types."""
    words = {
        str: "texts",
        np.ndarray: "arrays",
        list: "lists",
        tuple: "tuples",
        dict: "dictionaries",
    }
    kinds = {
        words.get(type(item), "numbers" if np.isscalar(item) else "other things") for item in items
    }
    return kinds.pop() if len(kinds) == 1 else "things of several types"


def shape_of_list(items):
    """The shape of the array that np.array makes of a list; None where it makes none."""
    try:
        return np.shape(items)
    except ValueError:  # a ragged list
        return None


def hint_for_description(difference):
    """Where a result is compared by what can be said of it (see summaries): which parts of that differ."""
    measured = getattr(difference.yours, "exact", difference.yours)
    if "standard deviation" in str(difference.expected) and re.search(ONE_NUMBER, str(measured)):
        return f"{difference.path}: {measured} came: draw as many numbers as the array has, not one for all of it."
    if REPEATED in str(measured):
        return f"{difference.path}: {measured} came: draw as many numbers as the array has, all at once."
    yours, expected, shown = (
        re.split(r", (?![^(]*\))", str(text))
        for text in (difference.yours, difference.expected, measured)
    )
    if not len(yours) == len(expected) == len(shown):
        return f"{difference.path}: {difference.expected} is expected; {measured} came."
    parts = [part for part in zip(yours, expected, shown) if part[0] != part[1]]
    if parts and parts[0][1].startswith("shape "):
        parts = parts[:1]  # of another number of numbers the rest tells nothing
    said = [f"{right} is expected, {mine} came" for _, right, mine in parts]
    return f"{difference.path}: {'; '.join(said)}."


def hint_for_another_shape(exercise, results, difference):
    """Where the shape is wrong: what is told of it on every input comes first."""
    text = hint_for_shape(difference.yours, difference.expected)
    transposed = text.endswith(TRANSPOSED)
    if transposed and transposed_everywhere(exercise, results, difference.path):
        return text
    if transposed:
        text = f"{text.removesuffix(TRANSPOSED)}."  # small arrays may look like it by chance
    if exercise.summary:
        return text
    part = part_that_came(exercise, results, difference)
    part = part or more_that_came(exercise, results, difference)
    return part or argument_expected(exercise, results, difference.path) or text


def hint_for_shape(mine, right):
    """What a wrong shape usually comes from."""
    if isinstance(right, list) and not isinstance(mine, list | np.ndarray):
        return f"{describe(right)} is expected, {describe(mine)} came."
    yours, expected = np.shape(mine), np.shape(right)
    if expected == () and np.prod(yours) == 1:
        return f"it is one number, but in a list or array of shape {yours}: float(np.squeeze(…)) takes it out."
    if expected == ():
        return f"{ONE_EXPECTED}{yours} came: is a sum, a mean or an index missing?"
    if yours == ():
        return f"an array of shape {expected} is expected, not one number: is a sum taken over everything?"
    text = f"shape {expected} is expected, {yours} came"
    if yours == expected[::-1] and close(np.transpose(mine), right).all():
        return text + TRANSPOSED
    if yours == expected[::-1] and not same_numbers(mine, right):
        return f"{text}: rows and columns are exchanged, and the numbers are not the expected ones either."
    if len(yours) == len(expected) == 1:
        verb = "value is" if expected[0] == 1 else "values are"
        return f"{expected[0]} {verb} expected, {yours[0]} came."
    if yours == tuple(length for length in expected if length > 1) != expected:
        return f"{text}: {LOST}"
    if same_numbers(mine, right):
        return f"{text}: these are the right numbers, arranged otherwise."
    if np.prod(yours) == np.prod(expected):
        return f"{text}: the numbers fit, their arrangement does not."
    return f"{text}."


def same_numbers(mine, right):
    """Whether two arrays hold the same numbers, wherever they stand."""
    if np.size(mine) != np.size(right):
        return False
    return bool(close(np.sort(mine, axis=None), np.sort(right, axis=None)).all())


def transposed_everywhere(exercise, results, path):
    """Whether an output is the transpose of the expected one on every input where its shape is another."""
    names, pairs = exercise.returns, []
    for case, result in zip(exercise.cases, results):
        if case.remark:
            continue
        mine, right = outputs(result.value, names), outputs(case.expected, names)
        if path in mine and path in right:
            pairs.append((mine[path], right[path]))
    return all(
        np.shape(mine) == np.shape(right)
        or np.shape(mine) == np.shape(right)[::-1]
        and close(np.transpose(mine), right).all()
        for mine, right in pairs
    )


def without_question(text):
    """A hint without the question that it ends with, which a known place answers better; "" where nothing is left."""
    if not text.endswith("?") or "Did you mean" in text:
        return text
    statement = re.split(r"[:;.] (?=[^:;.]*\?$)", text)[0]
    return "" if statement.endswith("?") else f"{statement}."
