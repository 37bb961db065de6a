"""Randomly initialized parameters: the summary of their shape, mean and spread, and its words for wrong ones."""

import re

import numpy as np
import pytest

from helpers.checks import calling, diagnose
from helpers.checks.summaries import initial_parameters
from tests.checks.support import flat


def observed(draw, wanted=None):
    """The words of the summary `initial_parameters` for what a function of a seed returns."""

    def call(arguments, **options):
        return calling.call(draw, arguments, **options)

    return initial_parameters(call, (), wanted or {"W1": 0.1}).value["W1"]


RIGHT_DRAWS = {
    "default_rng": lambda seed=3: np.random.default_rng(seed).normal(0, 0.1, (64, 64)),
    "RandomState": lambda seed=3: np.random.RandomState(seed).randn(64, 64) * 0.1,
    "uniform of the same spread": lambda seed=3: np.random.RandomState(seed).uniform(
        -0.1 * 3**0.5, 0.1 * 3**0.5, (64, 64)
    ),
}


@pytest.mark.parametrize("draw", RIGHT_DRAWS.values(), ids=RIGHT_DRAWS)
def test_every_stream_of_random_weights_looks_alike(draw):
    words = observed(lambda seed=3: {"W1": draw(seed)})
    assert words == "shape (64, 64), mean 0, standard deviation about 0.1, new for each seed"


@pytest.mark.parametrize(
    "draw, words",
    [
        (lambda seed: np.random.RandomState(seed).randn(64, 32) * 0.1, "shape (64, 32)"),
        (lambda seed: np.random.RandomState(seed).randn(64, 64), "standard deviation about 0.95"),
        (lambda seed: np.random.RandomState(seed).rand(64, 64), "mean not 0"),
        (lambda seed: np.random.RandomState(7).randn(64, 64), "same numbers whatever the seed"),
        (
            lambda seed: np.random.default_rng().normal(size=(64, 64)),
            "next call with the same seed",
        ),
        (lambda seed: np.zeros((64, 64)), "all zero"),
        (lambda seed: np.ones((64, 64)), "all 1"),
        (lambda seed: np.tile(np.random.RandomState(seed).randn(1, 64), (64, 1)), "all rows alike"),
        (
            lambda seed: np.repeat(np.random.RandomState(seed).randn(64, 1), 64, axis=1),
            "the same numbers several times over",
        ),
        (lambda seed: np.full((64, 64), np.nan), "not all numbers"),
    ],
)
def test_wrong_random_weights_are_put_into_words(draw, words):
    assert words in observed(lambda seed=3: {"W1": draw(seed)})


def test_random_numbers_where_zeros_belong_look_alike_whatever_their_spread():
    for scale in (1.0, 0.01):
        words = observed(
            lambda seed=3, scale=scale: {"W1": scale * np.random.RandomState(seed).randn(8, 1)},
            wanted={"W1": 0.0},
        )
        assert words == "shape (8, 1), not all zero, new for each seed"


@pytest.mark.parametrize("rows, scale", [(64, 1), (8, 1), (64, 0.1)])
def test_layers_that_hold_the_same_numbers_are_noticed(rows, scale):
    """In a layer of another size, or times another factor, too; whichever of them was drawn first."""

    def draw(seed=3):
        W1 = scale * np.random.RandomState(seed).randn(rows, 64)
        return {"W1": W1, "W0": np.random.RandomState(seed).randn(64, 64), "b1": np.zeros((9, 1))}

    assert observed(draw, {"W0": 1, "W1": 1}).endswith(", the same numbers as W0")


def test_the_spread_is_shown_as_it_was_measured():
    """What is compared is rounded; a learner who sees a rounded 1.1 in place of 1 distrusts the check."""

    def initialize_parameters(n_x, n_h, n_y, seed=1):
        rng = np.random.RandomState(seed)
        W1, W2 = rng.randn(n_h, n_x), rng.randn(n_y, n_h)
        return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}

    message = flat(diagnose("week4_deep_network/initialize_parameters", initialize_parameters))
    assert "standard deviation about 1, new for each seed expected" in message
    assert "standard deviation about 0.01, new" in message


def he_times(factor, layer):
    """He's start with one layer's weights multiplied by a factor."""

    def initialize_parameters_he(layers_dims, seed=3):
        rng, parameters = np.random.default_rng(seed), {}
        for k, (n_prev, n) in enumerate(zip(layers_dims, layers_dims[1:]), start=1):
            spread = np.sqrt(2 / n_prev) * (factor if k == layer else 1)
            parameters[f"W{k}"], parameters[f"b{k}"] = (
                spread * rng.normal(size=(n, n_prev)),
                np.zeros((n, 1)),
            )
        return parameters

    return initialize_parameters_he


@pytest.mark.parametrize("layer", [1, 3])
def test_random_weights_that_no_known_mistake_draws_get_a_hint(layer):
    exercise = "week5_improving_networks/initialize_parameters_he"
    assert diagnose(exercise, he_times(1, layer)).passed
    found = diagnose(exercise, he_times(7, layer))
    assert not found.passed and f'output     parameters["W{layer}"]' in found.message
    hint = " ".join(dict(found.lines)["hint"].split())
    spread = r"standard deviation about \d?[.]\d+"
    assert re.fullmatch(rf'parameters\["W{layer}"\]: {spread} is expected, {spread} came\.', hint)


@pytest.mark.parametrize(
    "factor, passes", [(1.0, True), (1.1, False), (0.9, False), (1.25**0.5, False)]
)
def test_a_spread_that_is_a_tenth_off_is_noticed(factor, passes):
    words = observed(lambda seed=3: {"W1": RIGHT_DRAWS["default_rng"](seed) * factor})
    assert ("standard deviation about 0.1," in words) == passes


@pytest.mark.parametrize(
    "W1, W2, named",
    [
        ("rng.randn(n_h, n_x)", "rng.randn(n_y, n_h) * 0.01", True),
        ("rng.randn(n_h, n_x)", "rng.rand(n_y, n_h) * 0.3", False),  # W2 remains unexplained
        ("rng.randn(n_h, n_x) * 0.01", "rng.rand(n_y, n_h) * 0.3", False),
        ("rng.randn(n_h, n_x)", "np.zeros((n_y, n_h))", True),  # two mistakes that explain all
    ],
)
def test_of_random_weights_no_mistake_is_named_that_explains_a_part_only(W1, W2, named):
    """The facts are coarse: what is too large for one reason may be so for another, which explains the rest, too."""
    space = {"np": np}
    exec(
        "def initialize_parameters(n_x, n_h, n_y, seed=2):\n    rng = np.random.RandomState(seed)\n"
        f"    W1 = {W1}\n    W2 = {W2}\n"
        '    return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}\n',
        space,
    )
    found = diagnose("week3_shallow_network/initialize_parameters", space["initialize_parameters"])
    assert not found.passed
    assert ("W1 is 100 times too large" in (found.mistake or "")) == named
    assert ("hint" in dict(found.lines)) != named
    assert not found.mistakes or named


def scaled(values):
    """Normal numbers scaled so that their standard deviation is exactly 0.1."""
    return values / np.std(values) * 0.1


@pytest.mark.parametrize(
    "draw, exact",
    [
        (lambda rng: scaled(rng.normal(size=(64, 64))), True),
        (lambda rng: scaled(rng.normal(size=(2, 5))), True),
        (lambda rng: rng.normal(size=(64, 64)) * 0.1, False),
        (lambda rng: scaled(rng.normal(size=(64, 64))) * (1 + 1e-6), False),
        (lambda rng: scaled(rng.normal(size=(64, 64))) * 2, False),
        # Of few numbers, and of one, it may be by chance.
        (lambda rng: rng.permutation([[-0.1], [0.1]]), False),
    ],
)
def test_a_deviation_that_no_draw_has_by_chance_is_told_apart(draw, exact):
    words = observed(lambda seed=3: {"W1": draw(np.random.default_rng(seed))})
    told = "standard deviation exactly 0.1 (which no draw has by chance)"
    assert (told in words) == exact and ("exactly" in words) == exact


def test_weights_divided_by_their_own_deviation_are_no_right_ones():
    def initialize_parameters_he(layers_dims, seed=3):
        parameters = he_times(1, 0)(layers_dims, seed)
        for k, n_prev in enumerate(layers_dims[:-1], start=1):
            W = parameters[f"W{k}"]
            parameters[f"W{k}"] = W / np.std(W) * np.sqrt(2 / n_prev)
        return parameters

    exercise = "week5_improving_networks/initialize_parameters_he"
    found = diagnose(exercise, initialize_parameters_he)
    assert "divided by the deviation that this draw happens to have" in (found.mistake or "")
