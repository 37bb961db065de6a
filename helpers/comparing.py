"""Whether two results are equal, where they first differ, and words for values."""

from dataclasses import dataclass

import numpy as np

# Two results count as equal when |a − b| ≤ ATOL + RTOL·|b|: far above what the order of additions changes in
# double precision, far below what any mistake changes.
RTOL, ATOL = 1e-6, 1e-9
LONGEST = 176  # characters of an argument in a message, two lines


@dataclass(frozen=True)
class Difference:
    """The first place where a result is not what was expected: output, what is wrong, and both values."""

    path: str
    problem: str
    expected: object = None
    yours: object = None


def compare(expected, yours, path="result"):
    """The first Difference between two values, or None. Looks at type, then shape, then numbers."""
    if yours is None and expected is not None:
        return Difference(path, "none", expected, yours)
    if isinstance(expected, dict):
        return compare_dictionaries(expected, yours, path)
    if isinstance(expected, tuple):
        if not isinstance(yours, tuple) or len(yours) != len(expected):
            return Difference(path, "type", expected, yours)
        return compare_in_turn(expected, yours, path)
    if isinstance(expected, str) and isinstance(yours, str):
        return None if yours == expected else Difference(path, "text", expected, yours)
    if isinstance(expected, list) and any(
        isinstance(item, list | tuple | str | np.ndarray) for item in expected
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
    if array.shape != target.shape:
        return Difference(path, "shape", expected, yours)
    array = array.astype(float)
    return None if close(array, target).all() else Difference(path, "value", expected, yours)


def close(yours, expected):
    """Element by element: equal within the tolerance; nan equals nan, and an infinity the same infinity."""
    # As np.isclose, which takes three times as long over small arrays: a check compares thousands.
    with np.errstate(invalid="ignore"):  # infinity minus infinity
        near = np.abs(yours - expected) <= ATOL + RTOL * np.abs(expected)
    both_nan = np.isnan(yours) & np.isnan(expected)
    return (near & np.isfinite(expected)) | (yours == expected) | both_nan


def describe(value):
    """What kind of thing a value is, in words."""
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        kind = {"U": " of text", "O": " of objects", "c": " of complex numbers"}.get(
            value.dtype.kind, ""
        )
        return f"an array{kind} of shape {value.shape}"
    if isinstance(value, bool | int | float | np.number):
        return f"the number {number(value)}"
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    if isinstance(value, tuple | list):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, dict):
        return "a dictionary with " + (keys_of(value) or "no keys")
    return f"a {type(value).__name__}"


def keys_of(names):
    """The first names of a dictionary or list, each as Python writes it."""
    first = ", ".join(repr(name)[:40] for name, _ in zip(names, range(20)))
    return f"{first}, …" if len(names) > 20 else first


def side_by_side(difference):
    """Both values as text, with as many digits as it takes to tell them apart."""
    if difference.problem == "text":
        yours = getattr(difference.yours, "exact", difference.yours)
        return yours[:500], difference.expected
    if difference.problem in ("shape", "type", "length", "keys", "others", "none"):
        return describe(difference.yours), describe(difference.expected)
    for digits in (4, 8, 17):
        texts = text_of(difference.yours, digits), text_of(difference.expected, digits)
        if texts[0] != texts[1]:
            break
    return texts


def text_of(value, digits=4):
    """A number or array on one line, long arrays shortened."""
    array = np.asarray(value, dtype=float)
    if array.ndim == 0:
        return number(array, digits)
    text = np.array2string(
        array,
        threshold=12,
        edgeitems=3,
        formatter={"float_kind": lambda x: number(x, digits)},
        separator=" ",
    )
    return " ".join(text.split())


def number(value, digits=4):
    """A number with so many significant digits, never −0."""
    return f"{float(value) + 0.0:.{digits}g}"


def mixed(value):
    """Whether a value is a tuple or list that holds arrays, such as a cache; it has no shape of its own."""
    return isinstance(value, tuple | list) and any(
        isinstance(item, np.ndarray | tuple) for item in value
    )


def describe_argument(value):
    """One argument in short."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} {np.shape(part)}" for key, part in value.items()) + "}"
    if isinstance(value, tuple | list):
        text = nested(value) if mixed(value) else str(value)
        return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"
    if np.ndim(value) > 0:
        return str(np.shape(value))
    return number(value) if isinstance(value, int | float | np.number) else str(value)


def nested(value):
    """A tuple or list that holds arrays, such as a cache: ((3×4, 2×3, 2×1), 2×4)."""
    if isinstance(value, np.ndarray) and value.ndim == 2:
        return f"{value.shape[0]}×{value.shape[1]}"
    if not isinstance(value, tuple | list):
        return describe_argument(value)
    text = ", ".join(map(nested, value))
    return f"[{text}]" if isinstance(value, list) else f"({text})"


def shown(arguments):
    """Arguments in brackets, arrays by their shapes."""
    texts = [str(a) if isinstance(a, bool) else describe_argument(a) for a in arguments]
    return "(" + ", ".join(texts) + ")"
