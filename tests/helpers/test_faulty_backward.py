"""The faulty backward passes are wrong just where the lesson's verdict says, with one example and with several."""

import numpy as np
import pytest

from classroom.exercises.recording import solution_sources
from helpers import faulty_backward

WEEK = "week5_improving_networks"
# What is wrong in the result where a line is wrong: a dZ spoils its layer and all below.
SPOILT = {"db3": {"db3"}, "dZ2": {"dW2", "db2", "dW1", "db1"}, "db2": {"db2"}, "dW1": {"dW1"}}


def problem(m):
    """X, Y and the right functions' cache and gradients, of a random network."""
    rng = np.random.default_rng(m)
    sizes = (4, 5, 3, 1)
    parameters = {}
    for layer in (1, 2, 3):
        parameters[f"W{layer}"] = rng.normal(size=(sizes[layer], sizes[layer - 1]))
        parameters[f"b{layer}"] = rng.normal(size=(sizes[layer], 1))
    X, Y = rng.normal(size=(4, m)), rng.integers(2, size=(1, m))
    forward, backward = (
        solution_sources(WEEK)[name][1][name]
        for name in ("forward_propagation_n", "backward_propagation_n")
    )
    _, cache = forward(X, Y, parameters)
    return X, Y, cache, backward(X, Y, cache)


@pytest.mark.parametrize("m", [1, 2, 10, 40])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_pass_is_wrong_where_it_is_said_to_be(number, m):
    X, Y, cache, right = problem(m)
    found = faulty_backward.PASSES[number](X, Y, cache)
    wrong = {name for name in right if not np.allclose(found[name], right[name])}
    said = set().union(*(SPOILT[name] for name in faulty_backward.mistakes_in(number, m)))
    assert wrong == said or (m == 1 and number == 2 and (cache["Z2"] > 0).all())


def test_the_source_opens_after_a_right_verdict_only():
    for number in (1, 2, 3):
        right = faulty_backward.mistakes_in(number, m=10)
        assert faulty_backward.source_of(number, right).startswith("def ")
        assert "stays closed" in faulty_backward.source_of(number, ["dZ1"])
    with pytest.raises(ValueError, match="1, 2 and 3"):
        faulty_backward.source_of(4, [])
