"""What the observer of dropout says of right and wrong forward passes."""

import functools

import numpy as np
import pytest

from helpers.checks import run
from helpers.observing import dropout


def forward(X, parameters, keep_prob=0.5, seed=1, draw=None, scale=None):
    """A forward pass whose mask and scale can be spoilt."""
    rng = np.random.RandomState(seed)
    draw = draw or (lambda rng, shape: rng.random_sample(shape) < keep_prob)
    scale = scale or keep_prob
    cache, A = [], X
    for layer in (1, 2):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        Z = W @ A + b
        D = draw(rng, Z.shape)
        A = np.maximum(0, Z) * D / scale
        cache += [Z, D, A, W, b]
    Z = parameters["W3"] @ A + parameters["b3"]
    A = 1 / (1 + np.exp(-Z))
    return A, (*cache, Z, A, parameters["W3"], parameters["b3"])


def facts(function, keep_prob=0.8):
    """The observer's facts on one network."""
    rng = np.random.default_rng(0)
    sizes, parameters = (2, 64, 64, 1), {}
    for layer in (1, 2, 3):
        parameters[f"W{layer}"] = rng.normal(size=(sizes[layer], sizes[layer - 1])) / 4
        parameters[f"b{layer}"] = rng.normal(size=(sizes[layer], 1)) / 4
    arguments = (rng.normal(size=(2, 256)), parameters, keep_prob)
    call = functools.partial(run, function)
    return dropout(call, arguments, {"keep_prob": keep_prob}).value


def test_a_right_pass():
    seen = facts(forward)
    assert seen["result"] == "A3, and a cache of 14 arrays"
    assert seen["D1"] == seen["D2"] == "zeros and ones, a share keep_prob of ones"
    assert seen["D1 and D2"] == "drawn apart" and seen["parameters"] == "as given"
    assert seen["A1"] == seen["A2"] == "relu(Z) / keep_prob where kept, 0 where dropped"
    assert seen["Z2"] == "is W2·A1 + b2" and seen["A3"] == "is sigmoid(Z3)"
    assert seen["seed"] == "new for each seed"


def test_the_stream_does_not_matter():
    other = functools.partial(
        forward, draw=lambda rng, shape: rng.random_sample(shape[::-1]).T >= 0.2
    )
    assert facts(other) == facts(forward)


def test_everything_kept():
    seen = facts(forward, keep_prob=1.0)
    assert seen["A1"] == "relu(Z) / keep_prob where kept, none where dropped"
    assert "seed" not in seen


@pytest.mark.parametrize(
    ("spoilt", "key", "words"),
    [
        ({"draw": lambda r, s: r.random_sample(s) > 0.8}, "D1", "a share 1 − keep_prob of ones"),
        ({"draw": lambda r, s: r.random_sample(s)}, "D2", "other numbers than 0 and 1"),
        ({"draw": lambda r, s: r.random_sample((s[0], 1)) < 0.8}, "result", "one column"),
        (
            {"draw": lambda r, s: np.tile(r.random_sample((1, s[1])) < 0.8, (s[0], 1))},
            "D1",
            "is the same for all units",
        ),
        ({"scale": 1.0}, "A1", "relu(Z) where kept"),
        ({"scale": 0.2}, "A2", "relu(Z) / (1 − keep_prob) where kept"),
    ],
)
def test_a_spoilt_pass(spoilt, key, words):
    assert words in facts(functools.partial(forward, **spoilt))[key]


def test_what_is_no_result():
    assert facts(lambda X, p, k, seed=1: 3.0)["result"] == "not the two values A3, cache"
    short = facts(lambda X, p, k, seed=1: (X, (X, X)))["result"]
    assert "of 2 that is not the tuple of 14" in short
    assert facts(lambda X, p, k, seed=1: None) is None
