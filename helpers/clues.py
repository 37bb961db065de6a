"""What can be said about a wrong result when no known mistake gives it: type, shape, sign, a constant factor, …"""

import numpy as np

from helpers.comparing import close, describe, keys_of, number
from helpers.frozen import decode


def clue(exercise, case, outcome, difference):
    """What can be said in general about a difference."""
    if difference.problem == "error":
        return clue_about_error(outcome)
    if difference.problem == "none" and outcome.value is not None:
        return f"{difference.path} is None: was it computed?"
    if difference.problem == "none":
        cause = (
            "it prints its result instead." if outcome.printed else "is there a return at the end?"
        )
        return f"the function returns None; {cause}"
    if difference.problem == "keys":
        missing = keys_of([key for key in difference.expected if key not in difference.yours])
        return f"the dictionary has no {missing}."
    if difference.problem == "others":
        others = keys_of([key for key in difference.yours if key not in difference.expected])
        return f"the dictionary also has {others}: nothing else belongs there, since later functions count its entries."
    if difference.problem == "length":
        return f"{', '.join(exercise['returns'])} are expected, {len(difference.expected)} results in this order."
    if difference.problem == "type":
        came, expected = describe(difference.yours), describe(difference.expected)
        remedy = remedy_for_type(
            type(difference.yours).__name__, type(difference.expected).__name__
        )
        return f"{expected} is expected here, {came} came{remedy}"
    if difference.problem == "text":
        return f"{difference.path} is not as described: compare both lines above."
    if difference.problem == "shape":
        return clue_about_shape(np.shape(difference.yours), np.shape(difference.expected))
    return clue_about_values(exercise, case, difference)


# What turns one type into another, by the names of what came and of what is expected ("" for whatever it is).
REMEDIES = {
    ("list", "ndarray"): "np.array(…) makes one",
    ("list", "tuple"): "results are returned without [ ] around them",
    ("function", ""): "is a function named, but not called with ( )?",
    ("builtin_function_or_method", ""): "is a function named, but not called with ( )?",
    ("generator", ""): "yield makes one, and so do ( ) around a for: is return, or [ ], meant?",
    ("coroutine", ""): "async makes one: leave it out",
}


def remedy_for_type(yours, expected):
    """The end of a sentence: what helps, if that is known."""
    remedy = REMEDIES.get((yours, expected)) or REMEDIES.get((yours, ""))
    return "." if remedy is None else f"; {remedy}" + ("" if remedy.endswith("?") else ".")


# (part of the error or of the line that raised it, what it usually means); the first that fits is said.
ERRORS = (
    ("LinearFunction.__call__", "the function given as argument takes one position: gradient(x)."),
    ("LinearFunction'", "a function given as argument has to be called with a position: slope(x)."),
    ("no attribute 'append'", "append belongs to lists, changes the list itself and returns None."),
    (
        "does not support item assignment",
        "a plain number came, and is used like an array: np.where, np.maximum and the like take both.",
    ),
    (
        "'float' object",
        "a plain number came, and is used like an array: numpy's functions, np.…, take both.",
    ),
    (
        "both or neither of x and y",
        "np.where takes three: the condition, what to take where it holds, what to take elsewhere.",
    ),
    ("maximum() takes", "np.maximum compares two things, element by element: give it both."),
    (
        "np.max(",
        "np.max gives the largest element of one array; np.maximum compares two things element by element.",
    ),
    ("has no len()", "a plain number came, and has no len: numpy's functions, np.…, take both."),
    ("is not iterable", "a loop over a number: for … in range(…) counts."),
    ("TimeoutError", "does the loop ever end?"),
    ("BdbQuit", "the debugger was called: take breakpoint() or set_trace() out."),
    (
        "invalid index to scalar",
        "a number is indexed like an array or a dictionary: leave the [ ] out, or are two results swapped?",
    ),
    ("is not subscriptable", "what stands before the [ ] is no array: are two results swapped?"),
    (
        "only integers, slices",
        "an index is a whole number: range(len(…)) counts. (Or is a dictionary meant, or are results swapped?)",
    ),
    ("values to unpack", "the names left of = are not as many as the results on the right."),
    ("math.", "math works on single numbers; use numpy's function of the same name, np.…"),
    (
        "can be converted to Python scalars",
        "an array came, and float takes one number only: leave float out, or take one element.",
    ),
    ("^", "^ is not the power: write **."),
    (
        "object is not callable",
        "a bracket after a number or array calls it like a function: is a * missing?",
    ),
    ("unexpected keyword argument", "an argument's name is misspelled."),
    (
        "positional argument",
        "the number of arguments does not fit: were the parameters of the function changed?",
    ),
    ("out of bounds for array of dimension", "there is no such axis: axes are counted from 0."),
    (
        "could not be broadcast",
        "the shapes do not fit together: print each operand's .shape just above this line.",
    ),
    (
        "truth value of an array",
        "an array is neither true nor false: np.maximum and np.where go element by element, where max and if can't.",
    ),
    (
        "NameError",
        "a name is not defined: a spelling mistake, a missing * between two names, or a cell not run?",
    ),
    (
        "AttributeError",
        "is the name after the dot spelled right, and is what stands before it what you think?",
    ),
    ("UnboundLocalError", "a variable is used before it has a value."),
    ("RecursionError", "the function calls itself without end."),
    ("ZeroDivisionError", "a division by zero."),
    ("KeyError", "a dictionary has no such key: compare the names with those in the docstring."),
    ("IndexError", "an index is beyond the end: how long is this array or list?"),
    ("ValueError", "look at the shapes: print each operand's .shape just above this line."),
    (
        "TypeError",
        "an operation got something it cannot work with: print its parts just above this line.",
    ),
)


def clue_about_error(outcome):
    """What usually leads to an exception of this kind."""
    text = f"{outcome.error} {outcome.where}"
    return next((meaning for part, meaning in ERRORS if part in text), "the function stops here.")


def clue_about_shape(yours, expected):
    """What a wrong shape usually comes from."""
    if expected == () and np.prod(yours) == 1:
        return f"it is one number, but in a list or array of shape {yours}: float(np.squeeze(…)) takes it out."
    if expected == ():
        return "one number is expected, not an array: is a sum or a mean missing?"
    if yours == ():
        return f"an array of shape {expected} is expected, not one number: is a sum taken over everything?"
    text = f"shape {expected} is expected, {yours} came"
    if yours == expected[::-1]:
        return f"{text}: it is transposed."
    if len(yours) == len(expected) == 1:
        return f"{expected[0]} values are expected, {yours[0]} came."
    if yours == tuple(length for length in expected if length > 1) != expected:
        return f"{text}: a dimension is lost; keepdims=True or reshape keeps it."
    if np.prod(yours) == np.prod(expected):
        return f"{text}: the numbers fit, their arrangement does not."
    return f"{text}."


def clue_about_values(exercise, case, difference):
    """What a wrong number usually comes from: nan, sign, a constant factor, order, rounding."""
    yours = np.asarray(difference.yours, dtype=float)
    expected = np.asarray(difference.expected, dtype=float)
    if np.isnan(yours).any():
        return "nan comes from log(0), 0·∞ or 0/0: look at the intermediate values one at a time."
    if np.isinf(yours).any():
        return "an infinity comes from log(0), a division by zero or an overflow."
    if (
        expected.ndim == 2
        and expected.shape[0] == expected.shape[1]
        and close(yours.T, expected).all()
    ):
        return "it is transposed."
    digits = range(0 if yours.size > 1 else 1, 5)  # one number may be near a whole one by chance
    if np.any(yours) and any(close(yours, np.round(expected, k)).all() for k in digits):
        return "it equals the expected value rounded: return the number as it is."
    if np.allclose(yours, expected, rtol=1e-3, atol=1e-9):
        return "it is nearly right, but not to all digits: is something approximated or rounded on the way?"
    factor = constant_factor(yours, expected)
    meaning = name_factor(factor, exercise, case) if factor is not None else None
    if meaning:
        return meaning
    if factor is not None and expected.size > 2:
        return f"every value is {number(factor)} times the expected one."
    if expected.size > 1 and close(yours - yours.flat[0], expected - expected.flat[0]).all():
        return f"every value is off by the same amount, {number(yours.flat[0] - expected.flat[0])}."
    if expected.size > 1:
        right = int(close(yours, expected).sum())
        return f"{right} of {expected.size} values are right; compare with the formula on this small input by hand."
    return "the number differs; compute this small input by hand, step by step, and compare."


def constant_factor(yours, expected):
    """The number r with yours = r · expected everywhere, or None."""
    if not np.any(expected):
        return None
    factor = float(
        yours.flat[np.argmax(np.abs(expected))] / expected.flat[np.argmax(np.abs(expected))]
    )
    return factor if factor != 0 and close(yours, factor * expected).all() else None


def name_factor(factor, exercise, case):
    """What a factor usually comes from, in words; None for one without a usual cause."""
    if np.isclose(factor, -1):
        return "the sign is wrong."
    if np.isclose(factor, 2) or np.isclose(factor, 0.5):
        return f"it is {number(factor)} times the expected value."
    for name, value in zip(exercise["parameters"], decode(case["arguments"])):
        count = value.shape[1] if isinstance(value, np.ndarray) and value.ndim == 2 else 1
        if count > 1 and np.isclose(factor, count):
            return f"it is {count} times too large, the number of columns of {name}: is a mean missing?"
        if count > 1 and np.isclose(factor, 1 / count):
            return f"it is {count} times too small, the number of columns of {name}: is it divided twice?"
    return None
