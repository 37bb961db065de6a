"""The mini-batches of an epoch: the summary of what must hold of them, and its words for wrong ones."""

import numpy as np
import pytest

from helpers.checks import calling
from helpers.checks.summaries.shuffled_batches import FACTS, shuffled_batches


def observed(function, m=10, batch=4):
    """{fact: words} of the summary for what a function of m, batch and seed returns."""

    def call(arguments, **options):
        return calling.call(function, arguments, **options)

    return dict(zip(FACTS, shuffled_batches(call, (m, batch), {"m": m}).value))


def cut(order, batch):
    return [order[start : start + batch] for start in range(0, len(order), batch)]


def right(m, batch, seed=0):
    return cut(np.random.default_rng(seed).permutation(m), batch)


@pytest.mark.parametrize(
    "function",
    [
        right,
        lambda m, batch, seed=0: tuple(right(m, batch, seed)),
        lambda m, batch, seed=0: [part.tolist() for part in right(m, batch, seed + 1)],
        lambda m, batch, seed=0: cut(np.random.RandomState(seed).permutation(m), batch),
    ],
)
def test_every_right_way_gives_the_same_facts(function):
    assert observed(function) == dict(
        zip(
            FACTS,
            (
                "a list of arrays of whole numbers",
                "4, 4, 2",
                "each of 0 … m − 1 once",
                "shuffled",
                "new for each seed",
            ),
        )
    )


@pytest.mark.parametrize(
    "function, fact, words",
    [
        (lambda m, batch, seed=0: None, "result", "a NoneType, not a list"),
        (lambda m, batch, seed=0: FACTS, "result", "holds a str"),
        (lambda m, batch, seed=0: np.arange(m), "result", "an array of shape (10,), not a list"),
        (lambda m, batch, seed=0: [np.arange(m)[np.newaxis]], "result", "shape (1, 10)"),
        (lambda m, batch, seed=0: [np.arange(m) + 0.5], "result", "decimal point"),
        (lambda m, batch, seed=0: cut(np.arange(m), batch), "order", "as they stand"),
        (lambda m, batch, seed=0: cut(np.arange(m)[::-1], batch), "order", "backwards"),
        (lambda m, batch, seed=0: right(m, batch, seed)[:-1], "examples", "some are missing"),
        (lambda m, batch, seed=0: right(m, batch) * 2, "examples", "some come again"),
        (lambda m, batch, seed=0: right(m + 3, batch, seed), "examples", "beyond"),
        (lambda m, batch, seed=0: right(m, batch, 5), "seed", "whatever the seed"),
        (lambda m, batch, seed=0: right(m, batch, None), "seed", "the next call"),
    ],
)
def test_wrong_mini_batches_are_put_into_words(function, fact, words):
    assert words in observed(function)[fact]


def test_mini_batches_sorted_within_are_told_where_there_are_enough_numbers():
    def sorted_within(m, batch, seed=0):
        return [np.sort(part) for part in right(m, batch, seed)]

    assert "rising within" in observed(sorted_within, 26, 10)["order"]
    assert observed(sorted_within, 10, 4)["order"] == "shuffled"  # it may be chance


def shuffled_within(m, batch, seed=0):
    rng = np.random.default_rng(seed)
    return [rng.permutation(part) for part in cut(np.arange(m), batch)]


def shuffled_within_and_dealt(m, batch, seed=0):
    parts = shuffled_within(m, batch, seed)
    return [parts[place] for place in np.random.default_rng(seed).permutation(len(parts))]


@pytest.mark.parametrize("function", [shuffled_within, shuffled_within_and_dealt])
def test_cut_before_the_shuffle_is_told_where_there_are_enough_numbers(function):
    assert "which holds neighbours" in observed(function, 33, 16)["order"]
    assert "which holds neighbours" in observed(function, 96, 8)["order"]
    assert observed(function, 10, 4)["order"] == "shuffled"  # it may be chance


@pytest.mark.parametrize("m, batch", [(11, 10), (11, 20), (33, 16), (96, 8), (20, 1)])
def test_mini_batches_that_hold_neighbours_by_chance_are_right(m, batch):
    for first in range(200):

        def another(m, batch, seed=0, first=first):
            return right(m, batch, first + seed)

        assert observed(another, m, batch)["order"] == "shuffled"


def test_where_the_smaller_one_stands_by_chance_is_one_and_the_same():
    def pieces(order, numbers=np.arange):
        return lambda m, batch, seed=0: [cut(numbers(m), batch)[k] for k in order]

    def mixed(m):
        return np.random.default_rng(1).permutation(m)

    sizes = {observed(pieces(order, mixed))[FACTS[1]] for order in ([2, 0, 1], [0, 2, 1])}
    assert sizes == {"4, 4, 2, but not the smallest at the end"}
    # Of mini-batches that are cut first and mixed afterwards the small one may stand anywhere.
    sizes = {observed(pieces(order))[FACTS[1]] for order in ([2, 0, 1], [0, 2, 1], [1, 0, 2])}
    assert sizes == {"4, 4, 2, each of neighbours"}
