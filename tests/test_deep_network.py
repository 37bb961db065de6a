"""The deep network's gradients against the slope of its cost, and that it learns."""

import numpy as np
import pytest

from helpers import deep_network
from helpers.checks import diagnose
from helpers.deep_network import (
    L_layer_model,
    L_model_backward,
    L_model_forward,
    compute_cost,
    initialize_parameters_deep,
    predict,
    update_parameters,
)


def problem(n_x=4, m=6, seed=0):
    """Random examples, labelled by a rule that no straight line follows."""
    X = np.random.default_rng(seed).normal(size=(n_x, m))
    return X, (X[:1] * X[1:2] > 0).astype(int)


@pytest.mark.parametrize("layers_dims", [[4, 1], [4, 3, 1], [4, 5, 3, 2, 1]])
def test_gradients_are_the_slopes_of_the_cost(layers_dims):
    X, Y = problem()
    parameters = initialize_parameters_deep(layers_dims, seed=1)
    parameters = {name: value + 0.1 for name, value in parameters.items()}  # off the kinks of relu
    AL, caches = L_model_forward(X, parameters)
    grads = L_model_backward(AL, Y, caches)
    for name, value in parameters.items():
        for index in np.ndindex(value.shape):
            costs = []
            for nudge in (1e-6, -1e-6):
                nudged = {**parameters, name: value.copy()}
                nudged[name][index] += nudge
                costs.append(compute_cost(L_model_forward(X, nudged)[0], Y))
            slope = (costs[0] - costs[1]) / 2e-6
            assert grads["d" + name][index] == pytest.approx(slope, rel=1e-5, abs=1e-8)


def test_it_learns_what_no_straight_line_can():
    X, Y = problem(n_x=2, m=200)
    parameters, costs = L_layer_model(X, Y, [2, 20, 10, 1], learning_rate=0.3, num_iterations=2000)
    assert len(costs) == 20 and costs[-1] < costs[0] / 3
    assert np.mean(predict(X, parameters) == Y) > 0.95


def test_update_returns_new_parameters():
    parameters = initialize_parameters_deep([2, 1])
    before = {name: value.copy() for name, value in parameters.items()}
    new = update_parameters(parameters, {"dW1": np.ones((1, 2)), "db1": np.ones((1, 1))}, 0.5)
    assert all(np.array_equal(parameters[name], before[name]) for name in before)
    assert np.allclose(new["W1"], before["W1"] - 0.5)


def test_first_weights_are_those_of_numpys_legacy_stream_and_no_global_state_is_touched():
    np.random.seed(3)
    expected = np.random.randn(3, 4) / np.sqrt(4)
    state = np.random.get_state()[1].copy()
    assert np.array_equal(initialize_parameters_deep([4, 3, 1])["W1"], expected)
    assert np.array_equal(np.random.get_state()[1], state)


FINISHED = (
    "initialize_parameters",
    "initialize_parameters_deep",
    "linear_forward",
    "linear_activation_forward",
    "L_model_forward",
    "compute_cost",
    "linear_backward",
    "linear_activation_backward",
    "L_model_backward",
    "update_parameters",
)


@pytest.mark.parametrize("name", FINISHED)
def test_finished_form_passes_the_lessons_check(name):
    diagnosis = diagnose(f"week4_deep_network/{name}", getattr(deep_network, name))
    assert diagnosis.passed, diagnosis.message
