"""The summary of a verdict on code: a list of names, compared without showing the right ones (week 5)."""

import dataclasses

from helpers.checks.random_results import kind_in_words

RIGHT = "the gradients whose own line is wrong"


def named_mistakes(call, arguments, wanted):
    """Which names a verdict holds, in words that don't tell the right ones.

    wanted -- {"names": the list wanted}
    Puts a text in the place of the result.
    """
    result = call(arguments)
    if result.error or result.value is None:
        return result
    return dataclasses.replace(result, value=verdict_in_words(result.value, wanted["names"]))


def verdict_in_words(value, wanted):
    """What a verdict is: right, right in another order, or other names, which are shown."""
    if type(value) not in (list, tuple) or not all(type(name) is str for name in value):
        return f"{kind_in_words(value)}, not a list of names"
    names = list(value)
    if names == wanted:
        return RIGHT
    if sorted(names) == sorted(wanted):
        return f"{RIGHT}, in another order"
    said = f"named: {', '.join(names) or 'none'}"
    if names and all(len(name) == 1 for name in names):
        return f"{said} (single letters: a list made of a text holds its letters; ['dW1'] holds a name)"
    if any(name[:1] in "WbZA" for name in names):
        return f"{said} (a parameter's gradient has a d before its name)"
    if set(wanted) < set(names):
        return f"{said} (too many: some only inherit what is wrong above them, or are right)"
    if names and set(names) < set(wanted):
        return f"{said} (more are wrong)"
    return said
