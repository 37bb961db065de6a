"""The summary of start weights: a dictionary of arrays drawn at random (weeks 3 to 5)."""

import dataclasses

from helpers.checks.random_results import (
    Fact,
    array_of_numbers,
    distribution_in_words,
    is_constant,
    kind_in_words,
    same_stream_in_words,
    seed_in_words,
)


def initial_parameters(call, arguments, wanted):
    """Starting weights: shape, mean and spread of each array, and whether they follow the seed.

    wanted -- {"W1": the standard deviation expected, …}; 0 for arrays that are to be all zero
    Puts facts in the place of what a dictionary or a tuple holds.
    """
    result = call(arguments)
    if result.error or not isinstance(result.value, dict | tuple):
        return result
    again, other = call(arguments).value, call(arguments, seed=12345).value
    if isinstance(result.value, tuple):
        values, again, other = (by_position(value) for value in (result.value, again, other))
        facts = tuple(facts_of(values, again, other, wanted).values())
    else:
        facts = facts_of(result.value, again, other, wanted)
    return dataclasses.replace(result, value=facts)


def by_position(values):
    """A tuple's items by their positions."""
    return dict(enumerate(values)) if isinstance(values, tuple) else {}


def arrays_of(values):
    """The arrays of numbers in a dictionary, {name: array}; none if it is no dictionary."""
    pairs = values.items() if isinstance(values, dict) else ()
    found = {name: array_of_numbers(part) for name, part in pairs}
    return {name: array for name, array in found.items() if array is not None}


def facts_of(values, again, other, wanted):
    """{name: Fact} for {name: value}; `again` and `other` hold the values of two further calls."""
    arrays, again, other = map(arrays_of, (values, again, other))
    return {
        name: fact_of(name, arrays, again, other, wanted)
        if name in arrays
        else Fact(f"{kind_in_words(value)}: no array of numbers")
        for name, value in values.items()
    }


def fact_of(name, arrays, again, other, wanted):
    """The Fact on one array."""
    value = arrays[name]
    before, after = f"shape {value.shape}, ", ""
    if wanted.get(name) == 0 and not is_constant(value):
        words = Fact("not all zero")
    else:
        words = distribution_in_words(value, wanted.get(name) or 1.0)
    if not is_constant(value):
        after = ", " + seed_in_words(value, again.get(name), other.get(name))
        after += same_stream_in_words(name, arrays)
    return Fact(before + words + after, before + words.exact + after)
