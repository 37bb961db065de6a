"""The summary of the mini-batches of one epoch: lists of the numbers of examples, drawn at random (week 4)."""

import dataclasses

import numpy as np

from helpers.checks.random_results import array_of_numbers, kind_in_words, seed_in_words

# What is looked at, in the order of the facts; an exercise gives these names as its returned values.
FACTS = ("result", "numbers in each mini-batch", "examples", "order", "seed")


def shuffled_batches(call, arguments, wanted):
    """The mini-batches of an epoch: how many numbers each holds, whether every example comes once, and in what order.

    arguments -- m, batch
    wanted    -- {"m": …}, the same number, of more than two mini-batches
    Puts a tuple of texts in place of the result, one for each of FACTS.
    """
    result = call(arguments)
    if result.error:
        return result
    facts = dict.fromkeys(FACTS, "not looked at")
    batches, facts["result"] = batches_in_words(result.value)
    if batches is not None:
        order = np.concatenate(batches)
        facts["numbers in each mini-batch"] = sizes_in_words(
            [batch.size for batch in batches], of_neighbours(batches) and not rising(order)
        )
        facts["examples"] = examples_in_words(order, wanted["m"])
        facts["order"] = order_in_words(order, batches)
        again, _ = batches_in_words(call(arguments).value)
        other, _ = batches_in_words(call(arguments, seed=12345).value)
        facts["seed"] = seed_in_words(order, *map(in_a_row, (again, other)))
    return dataclasses.replace(result, value=tuple(facts[name] for name in FACTS))


def of_neighbours(batches):
    """Whether each mini-batch holds numbers that follow each other."""
    inside = np.concatenate([np.diff(batch) for batch in batches])
    return bool(inside.size and np.all(inside == 1))


def rising(order):
    """Whether the numbers go up all the way."""
    return bool(np.all(np.diff(order) > 0))


def sizes_in_words(sizes, of_neighbours=False):
    """How many numbers each mini-batch holds; where a smaller one stands before others, which one is chance.

    of_neighbours -- cut first and mixed afterwards: then the small one may stand anywhere
    """
    full = max(sizes)
    if of_neighbours:
        return f"{', '.join(map(str, sorted(sizes, reverse=True)))}, each of neighbours"
    if sizes[-1] == full and sizes.count(full) == len(sizes) - 1:
        return (
            f"{', '.join(map(str, sorted(sizes, reverse=True)))}, but not the smallest at the end"
        )
    return ", ".join(map(str, sizes))


def batches_in_words(value):
    """The mini-batches as a list of arrays, or None where they are none; and what they are, in words."""
    if not isinstance(value, list | tuple) or not value:
        return None, f"{kind_in_words(value)}, not a list of arrays"
    batches = []
    for position, item in enumerate(value):
        numbers = array_of_numbers(np.asarray(item) if plain_list(item) else item)
        if numbers is None or numbers.ndim != 1:
            return None, f"a list that holds {kind_in_words(item)} at place {position}"
        if numbers.dtype.kind == "f":
            return None, "a list of arrays of numbers with a decimal point"
        batches.append(numbers)
    return batches, "a list of arrays of whole numbers"


def plain_list(item):
    """Whether an item is a list of whole numbers, which numpy takes as an index like an array."""
    return type(item) is list and all(isinstance(number, int | np.integer) for number in item)


def in_a_row(batches):
    """All numbers of the mini-batches, one after the other; None where there are none."""
    return None if batches is None else np.concatenate(batches)


def examples_in_words(order, m):
    """Whether each of the numbers 0 … m − 1 comes once."""
    expected = np.arange(m)
    if np.array_equal(np.sort(order), expected):
        return "each of 0 … m − 1 once"
    if not np.isin(order, expected).all():
        return "numbers beyond 0 … m − 1"
    missing, repeated = not np.isin(expected, order).all(), np.unique(order).size < order.size
    return " and ".join(["some are missing"] * missing + ["some come again"] * repeated)


def order_in_words(order, batches):
    """How the numbers follow each other: rising through all, rising or neighbours within each mini-batch, or mixed."""
    steps = np.diff(order)
    if np.all(steps == 1):
        return "0, 1, 2, … as they stand"
    if np.all(steps == -1):
        return "backwards"
    inside = np.concatenate([np.diff(batch) for batch in batches])
    if inside.size and np.all(inside == 1):
        return "neighbours stay together in a mini-batch"
    if inside.size > 9 and np.all(inside > 0):  # a few may rise by chance
        return "rising within each mini-batch"
    neighbours = np.concatenate([np.diff(np.sort(batch)) for batch in batches])
    if len(batches) > 2 and neighbours.size > 9 and np.all(neighbours == 1):  # a few may by chance
        return "shuffled within each mini-batch, which holds neighbours"
    return "shuffled"
