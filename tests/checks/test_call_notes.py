"""What a wrong function asks of the lesson's other functions, where right answers ask otherwise."""

import numpy as np
import pytest

from classroom.exercises import recording
from helpers.checks import load_exercises
from helpers.checks.call_notes import calls_watched, other_arguments
from helpers.checks.notebook import diagnose_with_place


def notes_on(week, name, source):
    """The notes of the check on an answer beside the lesson's other functions."""
    space = dict(recording.solution_sources(week)[name][1])
    exec(source, space)
    found = diagnose_with_place(load_exercises(week), name, space[name])
    assert not found.passed
    return [text for label, text in found.lines if label == "note"]


OPTIMIZE = """
def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    costs, w0, b0 = [], w, b
    for i in range(num_iterations):
        grads, cost = propagate(w0, b0, X, Y)
        w, b = w0 - learning_rate * grads["dw"], b0 - learning_rate * grads["db"]
        w, b = w + 0.0, b + 0.5
        if i % 100 == 0:
            costs.append(cost)
    return {"w": w, "b": b}, grads, costs
"""
FORWARD = """
def network_forward(X, parameters):
    L, A, caches = len(parameters) // 2, X, []
    for k in range(1, L):
        A, cache = linear_activation_forward(A, parameters[f"W{k}"], parameters[f"b{k}"], "sigmoid")
        caches = [cache] + caches
    S, cache = linear_forward(A, parameters[f"W{L}"], parameters[f"b{L}"])
    return S, [cache] + caches
"""
TRAIN = """
def train(X, Y, parameters, learning_rate, num_iterations, print_cost=False):
    costs = []
    for i in range(1, num_iterations):
        AL, caches = L_model_forward(X, parameters)
        if i % 100 == 1:
            costs.append(2 * compute_cost(AL, Y))
        parameters = update_parameters(parameters, L_model_backward(AL, Y, caches), learning_rate)
        if print_cost:
            print(i, costs[-1])
    return parameters, costs
"""


AGAIN = "its second call of propagate gets the same w as the call before."
SIGMOID = "its first call of linear_activation_forward gets activation = 'sigmoid', where 'relu' is right."
ONE_LESS = "it calls L_model_forward 4 times, where 5 times is right."


@pytest.mark.parametrize(
    "week, name, source, said",
    [
        ("week2_logistic_regression", "optimize", OPTIMIZE, AGAIN),
        ("week4_deep_network", "network_forward", FORWARD, SIGMOID),
        ("week4_deep_network", "train", TRAIN, ONE_LESS),
    ],
)
def test_a_call_that_differs_is_told(week, name, source, said):
    assert any(said in note for note in notes_on(week, name, source))


def test_a_function_that_is_called_for_each_example_in_turn_is_not_blamed():
    source = """
def predict(w, b, X):
    return np.array([[float(sigmoid(np.sum(w[:, 0] * X[:, i]) + b) <= 0.5) for i in range(X.shape[1])]])
"""
    assert not any(
        "call" in note for note in notes_on("week2_logistic_regression", "predict", source)
    )


def test_the_order_of_calls_makes_no_difference():
    """The cost at θ − ε may be measured before that at θ + ε; but each once."""
    right = [{"theta": 5.5}, {"theta": 4.5}]
    assert other_arguments([{"theta": 4.5}, {"theta": 5.5}], right) is None
    assert other_arguments([{"theta": 4.5}, {"theta": 4.5}], right)[:2] == (
        "second",
        "gets the same theta as the call before",
    )
    assert (
        other_arguments([{"theta": 4.5}, {"theta": 5}], right)[1]
        == "gets theta = 5, where 5.5 is right"
    )


def test_of_functions_that_right_answers_call_in_several_ways_nothing_is_stored():
    """The slopes may be measured parameter by parameter in any order, and row by row or column by column."""
    for row in load_exercises("week5_improving_networks")["numerical_gradient_n"].calls["calls"]:
        assert "forward_propagation_n" not in row and "vector_to_dictionary" not in row


def test_only_direct_calls_count_and_the_notebook_is_as_before():
    space = {"np": np}
    exec("def g(x):\n    return f(x) + f(x + 1)\ndef f(x):\n    return 2 * x\n", space)
    exec("def h(x):\n    return g(x) + f(x)\n", space)
    before = dict(space)
    with calls_watched(space["h"], ["f", "g", "none"]) as seen:
        assert space["h"](3) == 20
    assert {name: calls.count for name, calls in seen.items()} == {"g": 1, "f": 1}
    assert seen["f"].first == [{"x": 3}]
    assert space == before


def test_of_an_input_where_the_result_is_right_nothing_is_said_of_calls():
    """The costs are those of a second pass; on input 1, of a single iteration, they are right."""
    source = """
def train(X, Y, parameters, learning_rate, num_iterations, print_cost=False):
    P = [parameters]
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, P[-1])
        P.append(update_parameters(P[-1], L_model_backward(AL, Y, caches), learning_rate))
    costs = [compute_cost(L_model_forward(X, p)[0], Y) for p in P[::100]]
    if print_cost:
        print(costs)
    return P[-1], costs
"""
    said = notes_on("week4_deep_network", "train", source)
    assert not any("on input 1, it calls L_model_forward" in note for note in said)
