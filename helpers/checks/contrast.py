"""On which inputs a function is wrong, where it is right on others: what those have in common that the others lack.

It is a fact about the inputs, whatever the code is: "wrong only where z is a plain number".
"""

import itertools

import numpy as np

ONLY_WHERE = "and wrong only where"
LEAST_RIGHT = 2  # inputs that must be right: of one alone nearly all others differ in something
# Properties that tell wrong inputs from right ones: of more than MOST, none is known to be the reason.
MOST, SAID = 3, 2
# Properties that inputs may have by chance: they are told of two wrong inputs and more, where there is no other.
WEAK = (
    "holds a 0",
    "holds negative numbers",
    "as many rows as columns",
    "arrays of whole numbers",
    "whole numbers by type",
    "is not 0",
)
LARGE = 30  # beyond which exp of it makes a number certain


def only_where(parameters, cases, wrong):
    """In words what tells the inputs on which a function is wrong from those on which it is right; "" for nothing.

    parameters -- names of the arguments
    cases      -- lists of arguments, one per input
    wrong      -- for each of them whether the function is wrong there
    """
    right = len(wrong) - sum(wrong)
    if right < LEAST_RIGHT or not any(wrong):
        return ""
    rows = [properties(parameters, arguments) for arguments in cases]
    names = dict.fromkeys(itertools.chain.from_iterable(rows))
    found = [name for name in names if all((name in row) == bad for row, bad in zip(rows, wrong))]
    strong = [name for name in found if not name.endswith(WEAK)]
    found = strong if strong or sum(wrong) == 1 else found
    if not 0 < len(found) <= MOST:
        return ""
    return f"it is right on the other {right} inputs, {ONLY_WHERE} {' and '.join(found[:SAID])}."


def properties(parameters, arguments):
    """What can be said of arguments, in words."""
    found = equal_to_another(parameters, arguments)
    for name, value in itertools.zip_longest(parameters, arguments):
        if value is None and name not in parameters[: len(arguments)]:
            found.append(f"{name} is left out")
        elif isinstance(value, bool | str):
            found.append(f"{name} is {value!r}")
        elif isinstance(value, int | float | np.number):
            found += of_number(name, value)
        elif isinstance(value, np.ndarray):
            found += of_array(name, value)
        elif isinstance(value, dict):
            found += of_dictionary(name, value)
        elif isinstance(value, list):
            found += [f"{name} has a single item"] if len(value) == 1 else []
            found += [f"{name} is empty"] if not value else []
    return found


def equal_to_another(parameters, arguments):
    """Which arrays hold the number that another argument is."""
    pairs = list(zip(parameters, arguments))
    return [
        f"{name} holds a number equal to {other}"
        for name, value in pairs
        for other, number in pairs
        if isinstance(value, np.ndarray) and value.dtype.kind in "iuf"
        if type(number) in (int, float) and np.any(value == number)
    ]


def of_number(name, value):
    """What can be said of a number."""
    found = [f"{name} is a plain number"]
    found += [f"{name} is {int(value)}"] if value in (0, 1) else []
    found += [f"{name} is negative"] if value < 0 else []
    return found


def of_array(name, value):
    """What can be said of an array of numbers."""
    words = {0: "no dimension", 1: "one dimension", 2: "two dimensions"}
    found = [
        f"{name} is an array",
        f"{name} has {words.get(value.ndim, 'three dimensions or more')}",
    ]
    if value.ndim == 2:
        rows, columns = value.shape
        found += [f"{name} has a single row"] if rows == 1 else []
        found += (
            [f"{name} has a single column"] if columns == 1 else [f"{name} has several columns"]
        )
        found += [f"{name} has as many rows as columns"] if rows == columns else []
        if any(len(set(column.tolist())) < rows for column in value.T):
            found.append(f"a column of {name} holds the same number twice")
    if value.dtype.kind in "iu":
        found.append(f"{name} holds whole numbers by type")
    if value.dtype.kind in "iuf" and value.size:
        found += [f"{name} holds a 0"] if np.any(value == 0) else []
        found += [f"{name} holds nothing but 0"] if not np.any(value) else []
        found += [f"{name} holds negative numbers"] if np.any(value < 0) else []
        found += [f"{name} holds numbers beyond ±{LARGE}"] if np.any(np.abs(value) > LARGE) else []
    return found


def of_dictionary(name, value):
    """What can be said of a dictionary, as of the parameters of a network."""
    layers = sum(
        1 for key in value if isinstance(key, str) and key[:1] == "W" and key[1:].isdigit()
    )
    if not layers:
        return []
    found = [f"the network has {counted(layers)}"]
    found += ["the network has more than one layer"] if layers > 1 else []
    found += ["the network has more than two layers"] if layers > 2 else []
    found += [f"the keys of {name} do not begin with W1"] if next(iter(value)) != "W1" else []
    biases = [
        part for key, part in value.items() if key[:1] == "b" and isinstance(part, np.ndarray)
    ]
    found += ["a bias is not 0"] if any(np.any(one) for one in biases) else []
    types = {part.dtype.kind for part in value.values() if isinstance(part, np.ndarray)}
    found += [f"{name} holds arrays of whole numbers"] if types & {"i", "u"} else []
    return found


def counted(layers):
    """A number of layers in words."""
    words = {1: "a single layer", 2: "two layers"}
    return words.get(layers) or ("ten layers or more" if layers > 9 else "three layers or more")
