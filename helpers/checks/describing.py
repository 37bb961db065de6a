"""Words for values: what kind of thing a value is, numbers with few digits, arguments in short."""

import numpy as np

LONGEST = 176  # characters of an argument in a message, two lines
FEW = 20  # numbers of an input that is shown in full: so many can be calculated with on paper


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


def text_of(value, digits=4):
    """A number or array on one line, long arrays shortened."""
    array = np.asarray(value, dtype=float)
    if array.ndim == 0:
        return number(array, digits)
    text = np.array2string(
        array,
        threshold=FEW,
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


def signature(names, arguments):
    """The arguments of a call in short: few numbers in full, of larger arrays the shapes."""
    whole = sum(map(count_numbers, arguments)) <= FEW
    return ", ".join(
        f"{name} {describe_argument(value, whole)}" for name, value in zip(names, arguments)
    )


def count_numbers(value):
    """How many numbers a value holds."""
    if isinstance(value, dict):
        return sum(map(count_numbers, value.values()))
    if isinstance(value, tuple | list):
        return sum(map(count_numbers, value))
    return int(np.size(value))


def describe_argument(value, whole=False):
    """One argument in short: of arrays the shapes, or all numbers if `whole`."""
    if isinstance(value, dict):
        entries = (f"{key} {describe_argument(part, whole)}" for key, part in value.items())
        return "{" + ", ".join(entries) + "}"
    if isinstance(value, tuple | list):
        text = nested(value, whole) if mixed(value) else str(value)
        return text if whole or len(text) <= LONGEST else f"{text[:LONGEST]} …"
    if np.ndim(value) > 0:
        return text_of(value) if whole and value.dtype.kind in "biuf" else str(np.shape(value))
    if isinstance(value, bool):
        return str(value)
    return number(value) if isinstance(value, int | float | np.number) else str(value)


def nested(value, whole=False):
    """A tuple or list that holds arrays, such as a cache: ((3×4, 2×3, 2×1), 2×4), or all numbers if `whole`."""
    if isinstance(value, np.ndarray) and value.ndim == 2 and not whole:
        return f"{value.shape[0]}×{value.shape[1]}"
    if not isinstance(value, tuple | list):
        return describe_argument(value, whole)
    text = ", ".join(nested(item, whole) for item in value)
    return f"[{text}]" if isinstance(value, list) else f"({text})"


def shown(arguments):
    """Arguments in brackets, arrays by their shapes."""
    texts = [str(a) if isinstance(a, bool) else describe_argument(a) for a in arguments]
    return "(" + ", ".join(texts) + ")"


def side_by_side(difference):
    """A Difference's values as text, with as many digits as it takes to tell them apart."""
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
