"""What the summary of dropout says of right and wrong forward passes."""

import functools

import numpy as np
import pytest

from helpers.checks import calling
from helpers.checks.summaries.dropout import FACTS, dropout


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
    """The summary's facts on one network."""
    rng = np.random.default_rng(0)
    sizes, parameters = (2, 64, 64, 1), {}
    for layer in (1, 2, 3):
        parameters[f"W{layer}"] = rng.normal(size=(sizes[layer], sizes[layer - 1])) / 4
        parameters[f"b{layer}"] = rng.normal(size=(sizes[layer], 1)) / 4
    arguments = (rng.normal(size=(2, 256)), parameters, keep_prob)
    call = functools.partial(calling.call, function)
    return dict(zip(FACTS, dropout(call, arguments, {"keep_prob": keep_prob}).value))


def test_a_right_pass():
    seen = facts(forward)
    assert seen["result"] == "A3, and a cache of 14 arrays"
    for layer in "12":
        mask, activation = seen[f"D{layer} in the cache"], seen[f"A{layer} in the cache"]
        assert mask == "zeros and ones, a share keep_prob of ones"
        assert activation == f"relu(Z{layer}) / keep_prob where kept, 0 where dropped"
    assert seen["D1 and D2"] == "each drawn on its own"
    assert seen["W and b in the cache"] == "as given"
    assert seen["Z2 in the cache"] == "is W2·A1 + b2"
    assert seen["A3 in the cache"] == "is sigmoid(Z3)" and seen["A3"] == "the one in the cache"
    assert seen["seed"] == "draws the masks anew"


def test_the_stream_does_not_matter():
    other = functools.partial(
        forward, draw=lambda rng, shape: rng.random_sample(shape[::-1]).T >= 0.2
    )
    assert facts(other) == facts(forward)


def test_everything_kept():
    seen = facts(forward, keep_prob=1.0)
    assert seen["A1 in the cache"] == "relu(Z1) / keep_prob where kept, none where dropped"
    assert seen["seed"] == "draws the masks anew"


@pytest.mark.parametrize(
    ("spoilt", "key", "words"),
    [
        ({"draw": lambda r, s: r.random_sample(s) > 0.8}, "D1", "a share 1 − keep_prob of ones"),
        ({"draw": lambda r, s: r.random_sample(s)}, "D2", "other numbers than 0 and 1"),
        (
            {"draw": lambda r, s: np.tile(r.random_sample((1, s[1])) < 0.8, (s[0], 1))},
            "D1",
            "is the same for all units",
        ),
        (
            {"draw": lambda r, s: (r.random_sample(s) < 0.8) / 0.8, "scale": 1.0},
            "D1",
            "holds 0 and 1 / keep_prob",
        ),
        ({"scale": 1.0}, "A1", "relu(Z1) where kept"),
        ({"scale": 0.2}, "A2", "relu(Z2) / (1 − keep_prob) where kept"),
        ({"scale": 0.64}, "A2", "relu(Z2) / keep_prob² where kept"),
    ],
)
def test_a_spoilt_pass(spoilt, key, words):
    assert words in facts(functools.partial(forward, **spoilt))[f"{key} in the cache"]


@pytest.mark.parametrize("shape", [(64, 1), (1, 256)])
def test_a_mask_of_a_wrong_shape(shape):
    def draw(rng, _):
        return rng.random_sample(shape) < 0.8

    seen = facts(functools.partial(forward, draw=draw))["result"]
    assert seen == f"the mask D1, number 2 in the cache, has shape {shape}, not (64, 256) of A1"


def test_a_cache_with_the_whole_activations():
    def whole(X, p, k, seed=1):
        A3, cache = forward(X, p, k, seed)
        return A3, (*cache[:2], np.maximum(0, cache[0]), *cache[3:])

    seen = facts(whole)
    assert seen["A1 in the cache"] == "relu(Z1) where kept, not 0 where dropped"
    assert seen["Z2 in the cache"] == "is W2·(relu(Z1)·D1 / keep_prob) + b2"


def test_what_is_dropped_beside_the_units():
    def less(X, p, k, seed=1):
        mask = np.random.RandomState(seed).random_sample(X.shape) < k
        A3, cache = forward(X * mask / k, p, k, seed)
        A3 = A3 * mask[:1]
        return A3, (*cache[:11], A3, *cache[12:])

    seen = facts(less)
    assert seen["Z1 in the cache"] == "is W1·X + b1 with a part of X dropped"
    assert seen["A3 in the cache"] == "is sigmoid(Z3), dropped in part"

    seen = facts(lambda X, p, k, seed=1: forward(X + 1, p, k, seed))
    assert seen["Z1 in the cache"] == "is not W1·X + b1"


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (3.0, "a float, not the two values A3, cache"),
        ({}, "a dictionary, not the two values A3, cache"),
        (np.ones((1, 4)), "an array of shape (1, 4), not the two values A3, cache"),
        ((0,) * 14, "a tuple of 14, not the two values A3, cache"),
        (((0,) * 14, 0.5), "a tuple of 14 first, and then a float"),
        ((0.5, {}), "A3, and a dictionary in place of a tuple of 14"),
        ((0.5, (0, 0)), "A3, and a cache of 2 in place of 14"),
        ((0.5, ("no",) * 14), "Z1, number 1 in the cache, holds no numbers"),
        (None, "None: is there a return at the end?"),
    ],
)
def test_what_is_no_result(result, words):
    seen = facts(lambda X, p, k, seed=1: result)
    assert seen["result"] == words and seen["D1 in the cache"] == "not looked at"
