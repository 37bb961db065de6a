"""The summary of start weights: a dictionary of arrays drawn at random (weeks 3 to 5)."""

import dataclasses

import numpy as np

from helpers.checks.random_results import (
    Fact,
    distribution_in_words,
    same_stream_in_words,
    seed_in_words,
)


def initial_parameters(call, arguments, wanted):
    """Starting weights: shape, mean and spread of each array, and whether they follow the seed.

    wanted -- {"W1": the standard deviation expected, …}; 0 for arrays that are to be all zero
    Puts facts in the place of the arrays of a dictionary or a tuple; what is no array of numbers stays as it is.
    """
    result = call(arguments)
    if result.error or not isinstance(result.value, dict | tuple):
        return result
    again, other = call(arguments).value, call(arguments, seed=12345).value
    if isinstance(result.value, tuple):
        values, again, other = (by_position(value) for value in (result.value, again, other))
        return dataclasses.replace(
            result, value=tuple(facts(values, again, other, wanted).values())
        )
    return dataclasses.replace(result, value=facts(result.value, again, other or {}, wanted))


def by_position(values):
    """A tuple's items by their positions."""
    return dict(enumerate(values)) if isinstance(values, tuple) else {}


def facts(values, again, other, wanted):
    """{name: Fact} for {name: array}; `again` and `other` hold the arrays of two further calls."""
    return {
        name: fact_of(name, values, again, other, wanted) if is_numeric(value) else value
        for name, value in values.items()
    }


def is_numeric(value):
    """Whether a value is an array of real numbers."""
    return isinstance(value, np.ndarray) and value.dtype.kind in "fiu"


def fact_of(name, values, again, other, wanted):
    """The Fact on one array."""
    value = values[name]
    before, after = f"shape {value.shape}, ", ""
    if wanted.get(name) == 0 and np.std(value) > 0:
        words = Fact("not all zero")
    else:
        words = distribution_in_words(value, wanted.get(name) or 1.0)
    if np.std(value) > 0:
        after = ", " + seed_in_words(value, again.get(name), other.get(name))
        after += same_stream_in_words(name, values)
    return Fact(before + words + after, before + words.exact + after)
