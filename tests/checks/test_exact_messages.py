"""What is said of a mistake is exact: last turns, sorted texts, moved values, one of two mistakes that is left."""

import ast
import linecache
import math

import numpy as np
import pytest

from classroom.exercises import recording
from helpers.checks import Diagnosis, Kind, load_exercises
from helpers.checks.contrast import ONLY_WHERE, only_where
from helpers.checks.error_hints import sentence_for
from helpers.checks.first_nonfinite import first_nonfinite
from helpers.checks.known_mistakes import most_exact
from helpers.checks.notebook import diagnose_with_place
from helpers.checks.number_hints import EARLY, LATE, moved_by_one
from helpers.checks.partial_results import is_permutation
from helpers.checks.place import line_of_error
from helpers.repair import given_in, what
from tests.checks.support import WEEK, flat
from tests.repair.support import needs_fork

SHALLOW, DEEP, IMPROVING = "week3_shallow_network", "week4_deep_network", "week5_improving_networks"


def told(week, name, source):
    """The Diagnosis of a wrong answer in a cell, with all that its code shows."""
    place = f"<cell {hash(source)}>"
    linecache.cache[place] = (len(source), None, source.splitlines(True), place)
    space = dict(recording.solution_sources(week)[name][1])
    exec(compile(source, place, "exec"), space)
    found = diagnose_with_place(load_exercises(week), name, space[name])
    assert not found.passed
    return found


# --- two mistakes, of which one is a known one ---------------------------------------------------------

BACKWARD = """def backward_propagation_with_regularization(X, Y, cache, lambd):
    Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = cache
    m = X.shape[1]
    reg = lambd / (2 * m)
    dZ3 = A3 - Y
    dZ2 = W3.T @ dZ3 * (Z2 > 0)
    dZ1 = W2.T @ dZ2
    out = {}
    out["dW3"] = dZ3 @ A2.T / m + reg * W3
    out["dW2"] = dZ2 @ A1.T / m + reg * W2
    out["dW1"] = dZ1 @ X.T / m + reg * W1
    out["db3"] = np.sum(dZ3, axis=1, keepdims=True) / m
    out["db2"] = np.sum(dZ2, axis=1, keepdims=True) / m
    out["db1"] = np.sum(dZ1, axis=1, keepdims=True) / m
    return out
"""
ALL_AT_ONCE = """def numerical_gradient_n(parameters, X, Y, epsilon=1e-7, forward=None):
    forward = forward or forward_propagation_n
    theta = dictionary_to_vector(parameters)
    gradapprox = np.zeros(theta.shape)
    for i in range(theta.shape[0]):
        J_plus, _ = forward(X, Y, vector_to_dictionary(theta + epsilon, parameters))
        J_minus, _ = forward(X, Y, vector_to_dictionary(theta - epsilon, parameters))
        gradapprox[i] = (J_plus - J_minus) / epsilon
    return gradapprox
"""


@needs_fork
def test_of_two_mistakes_one_is_shown_and_the_known_one_said():
    found = told(IMPROVING, "backward_propagation_with_regularization", BACKWARD)
    assert [one.line for one in found.place.places] == [4]
    words = "one mistake is left: gradients pass in layer 1 where Z1 is not above 0"
    assert words in flat(found)
    assert what(found.place) == ""  # the check does not pass with one change there


@needs_fork
def test_an_edit_that_makes_nothing_right_leaves_no_known_mistake():
    """With epsilon left out all slopes are 0, as those of a typical mistake, which this one has not made."""
    found = told(IMPROVING, "numerical_gradient_n", ALL_AT_ONCE)
    assert "one mistake is left" not in flat(found)


@needs_fork
def test_a_known_mistake_that_no_output_shows_is_not_said_to_be_left():
    """Trained on both sets in turn: with another learning rate in the first call it would look trained on one alone."""
    source = (
        "def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.005, print_cost=False):\n"
        "    w, b = initialize_with_zeros(X_train.shape[0])\n    options = num_iterations, learning_rate, print_cost\n"
        "    p, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)\n"
        '    p, _, costs = optimize(p["w"], p["b"], X_test, Y_test, *options)\n    w, b = p["w"], p["b"]\n'
        '    return {"costs": costs, "Y_prediction_test": predict(w, b, X_test),\n'
        '            "Y_prediction_train": predict(w, b, X_train), "w": w, "b": b,\n'
        '            "learning_rate": learning_rate, "num_iterations": num_iterations}\n'
    )
    assert "one mistake is left" not in flat(told(WEEK, "model", source))


# --- loops, sorted texts, whole numbers ----------------------------------------------------------------

LAST_ROW = """def normalize_rows(x):
    for row in x:
        row = row / np.linalg.norm(row)
    return row
"""


@pytest.mark.parametrize(
    "source, lines",
    [
        (LAST_ROW, "loop in line 2 gives row (line 3) a value anew"),
        (LAST_ROW.replace("row = row /", "unit = row /").replace("return row", "return unit"),
         "loop in line 2 gives unit (line 3) a value anew"),
        (LAST_ROW.replace("    for", "    s = x[0]\n    for").replace("row = row /", "s = s + row /")
         .replace("return row", "return s"), ""),
        (LAST_ROW.replace("(row)\n", "(row)\n        break\n"), ""),
    ],
)  # fmt: skip
def test_what_each_turn_gives_anew_is_told_where_it_is_all_that_is_returned(source, lines):
    message = flat(told(WEEK, "normalize_rows", source))
    assert lines in message if lines else "anew" not in message


SORTED = """def L_model_forward(X, parameters):
    A, caches = X, []
    names = sorted(n for n in parameters if n.startswith("W"))
    for name in names:
        kind = "sigmoid" if name == NAME else "relu"
        A, cache = linear_activation_forward(A, parameters[name], parameters["b" + name[1:]], kind)
        caches.append(cache)
    return A, caches
"""


def test_names_that_are_sorted_as_text_are_told_where_there_are_ten():
    right_to_nine = SORTED.replace("NAME", '"W" + str(len(parameters) // 2)')
    message = flat(told(DEEP, "L_model_forward", right_to_nine))
    assert (
        'line 3 sorts, and texts are sorted letter by letter: "W10" comes before "W2".' in message
    )
    other = flat(told(DEEP, "L_model_forward", SORTED.replace("NAME", "names[0]")))
    assert "letter by letter" not in other  # it is wrong with two layers already


def test_a_row_that_becomes_zeros_by_the_type_of_its_first_number_is_told():
    source = (
        "def one(v):\n    return v if v > 0 else 0\n\ncut = np.vectorize(one)\n\n"
        "def relu(z):\n    return cut(z)\n"
    )
    message = flat(told(SHALLOW, "relu", source))
    assert "np.vectorize gives all results the type of the first" in message


# --- numbers and types ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "yours, expected, words",
    [
        ([[2, 3, 4]], [[1, 2, 3]], None),  # one row: its numbers are no sequence
        ([2, 3, 4], [1, 2, 3], EARLY),
        ([[1, 1], [1, 1], [2, 5]], [[1, 1], [2, 5], [3, 4]], LATE),
        ([0, 0, 0], [0, 0, 7], None),  # all alike
        ([2, 3], [1, 2], None),  # too few
    ],
)
def test_values_that_are_moved_by_one_place(yours, expected, words):
    assert moved_by_one([(np.array(yours, float), np.array(expected, float))]) == words


def test_np_array_is_recommended_only_where_it_gives_the_shape():
    flat_list = recording.solution_sources(IMPROVING)["numerical_gradient_n"][0].replace(
        "return gradapprox", "return [g[0] for g in gradapprox]"
    )
    message = flat(told(IMPROVING, "numerical_gradient_n", flat_list))
    assert "a list of 3 came" in message and "np.array(" not in message


def test_an_array_that_is_read_like_a_dictionary_is_told():
    source = recording.solution_sources(SHALLOW)["nn_model"][0].replace(
        "forward_propagation(X, parameters)", "forward_propagation(parameters, X)"
    )
    message = flat(told(SHALLOW, "nn_model", source))
    assert "an array came where a dictionary belongs" in message
    assert "an index is a whole number" not in message


# --- kinds of edits --------------------------------------------------------------------------------------

COST = """def compute_cost(A2, Y):
    A2, m = np.clip(A2, 1e-15, 1 - 1e-15), Y.shape[1]
    logs = Y * np.log(A2) + (1 - Y) * np.log(1 - A2)
    return -np.sum(logs, axis=1, keepdims=True) / m
"""


@needs_fork
@pytest.mark.parametrize(
    "week, name, source, kind",
    [
        (SHALLOW, "compute_cost", COST, "axes"),
        (SHALLOW, "predict",
         "def predict(parameters, X):\n    A2, _ = forward_propagation(X, parameters)\n"
         "    return np.mean(A2) > 0.5\n", "extra function"),
    ],
)  # fmt: skip
def test_an_axis_is_spoken_of_as_it_is(week, name, source, kind):
    assert told(week, name, source).place.kind == kind


@needs_fork
def test_a_statement_under_a_condition_too_strict_for_it_is_shown():
    source = recording.solution_sources(WEEK)["optimize"][0]
    lines = source.splitlines()
    start = next(k for k, line in enumerate(lines) if "for i in range" in line)
    source = "\n".join(lines[:start]) + (
        "\n    for i in range(num_iterations):\n        grads, cost = propagate(w, b, X, Y)\n"
        '        w, b = w - learning_rate * grads["dw"], b - learning_rate * grads["db"]\n'
        "        if print_cost and i % 100 == 0:\n            costs.append(cost)\n"
        '            print(f"cost after iteration {i}: {costs[-1]:.4f}")\n'
        '    return {"w": w, "b": b}, grads, costs\n'
    )
    place = told(WEEK, "optimize", source).place
    assert place.places[0].text.strip() == "costs.append(cost)"


@needs_fork
def test_a_name_is_changed_within_one_lambda_of_several():
    source = (
        "def linear_activation_backward(dA, cache, activation):\n"
        '    slopes = {"relu": lambda z: (z > 0) * 1.0, "sigmoid": lambda z: z * (1 - z)}\n'
        "    linear_cache, Z = cache\n"
        "    return linear_backward(dA * slopes[activation](Z), linear_cache)\n"
    )
    (place,) = told(DEEP, "linear_activation_backward", source).place.places
    assert place.text[place.start : place.end] == "z * (1 - z)"


@needs_fork
def test_twice_a_default_is_a_fixed_number():
    source = recording.solution_sources(IMPROVING)["numerical_gradient_n"][0]
    assert "(2 * epsilon)" in source
    place = told(IMPROVING, "numerical_gradient_n", source.replace("(2 * epsilon)", "2e-7")).place
    assert place.kind == "fixed number"


def test_calls_that_do_no_harm_are_not_held_up():
    """The cost of each step is computed; only the learning rate that shrinks is wrong."""
    source = recording.solution_sources(SHALLOW)["nn_model"][0]
    lines = source.splitlines()
    start = next(k for k, line in enumerate(lines) if "for i in range" in line)
    source = "\n".join(lines[:start]) + (
        "\n    for i in range(num_iterations):\n        A2, cache = forward_propagation(X, parameters)\n"
        "        now = compute_cost(A2, Y)\n        grads = backward_propagation(parameters, cache, X, Y)\n"
        "        parameters = update_parameters(parameters, grads, learning_rate)\n"
        "        if i % 100 == 0:\n            costs.append(now)\n            learning_rate = learning_rate / 2\n"
        "        if print_cost and i % 1000 == 0:\n            print(costs[-1])\n"
        "    return parameters, costs\n"
    )
    assert "compute_cost" not in "".join(
        text for label, text in told(SHALLOW, "nn_model", source).lines if label == "note"
    )


# --- inputs that are right and inputs that are wrong ------------------------------------------------------


@pytest.mark.parametrize(
    "cases, wrong, words",
    [
        ([[np.ones(3)], [np.ones((2, 3))], [np.ones((2, 2, 2))]], [0, 0, 1], "z has three dimensions or more"),
        ([[np.ones((2, 3))], [np.ones((4, 1))], [np.ones(3)]], [0, 0, 1], "z has one dimension"),
        ([[np.ones((2, 3))], [np.ones((4, 3))], [3.0]], [0, 0, 1], "z is a plain number"),
        ([[np.ones((2, 3))], [3.0]], [0, 1], ""),  # one right input tells too little
        ([[np.ones((2, 3))], [np.ones((1, 2))], [np.ones((3, 3))]], [0, 0, 1], ""),  # by chance
        ([[np.ones((2, 3))], [np.ones((4, 3))], [np.ones((4, 1))]], [0, 0, 1], "z has a single column"),
        ([["relu"], ["relu"], ["sigmoid"]], [0, 0, 1], "z is 'sigmoid'"),
        ([[np.ones((2, 3))], [np.ones((2, 3))], [np.ones((2, 3))]], [0, 0, 1], ""),
    ],
)  # fmt: skip
def test_what_wrong_inputs_have_in_common_is_told(cases, wrong, words):
    said = only_where(["z"], cases, list(map(bool, wrong)))
    assert said == (
        f"it is right on the other {wrong.count(0)} inputs, {ONLY_WHERE} {words}." if words else ""
    )


def test_a_network_with_one_layer_is_told_apart():
    source = recording.solution_sources(DEEP)["network_forward"][0]
    head = source[: source.index('"""', source.index('"""') + 3) + 3]
    source = head + (
        "\n    L = len(parameters) // 2\n"
        '    A, cache = linear_activation_forward(X, parameters["W1"], parameters["b1"], "relu")\n'
        "    caches = [cache]\n    for n in range(2, L):\n"
        '        A, cache = linear_activation_forward(A, parameters[f"W{n}"], parameters[f"b{n}"], "relu")\n'
        "        caches.append(cache)\n"
        '    S, cache = linear_forward(A, parameters[f"W{L}"], parameters[f"b{L}"])\n'
        "    return S, caches + [cache]\n"
    )
    assert "wrong only where the network has a single layer." in flat(
        told(DEEP, "network_forward", source)
    )


def test_a_text_that_is_a_condition_is_told():
    source = (
        "def linear_activation_backward(dA, cache, activation):\n    linear_cache, Z = cache\n"
        '    if activation == "sigmoid" or "Sigmoid":\n        dZ = sigmoid_backward(dA, Z)\n'
        "    else:\n        dZ = relu_backward(dA, Z)\n    return linear_backward(dZ, linear_cache)\n"
    )
    assert "line 3: a text by itself, 'Sigmoid', counts as true" in flat(
        told(DEEP, "linear_activation_backward", source)
    )


@needs_fork
def test_an_edit_that_undoes_a_guard_is_not_explained():
    """exp(-2z) without the |…| is right for these inputs and overflows for large ones: the sign is missing."""
    source = "def tanh(z):\n    t = np.exp(-2 * np.abs(z))\n    return (1 - t) / (1 + t)\n"
    assert what(told(SHALLOW, "tanh", source).place) == ""
    plain = "def tanh(z):\n    z = np.abs(z)\n    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))\n"
    assert (
        what(told(SHALLOW, "tanh", plain).place) == "with one function less there the check passes."
    )


@pytest.mark.parametrize(
    "step, passes",
    [
        ("x = x - learning_rate * gradient(x)", True),
        (
            "x = x.copy()\n        x -= learning_rate * gradient(x)",
            True,
        ),  # refused for whole numbers
        ("x = (x - learning_rate * gradient(x)).astype(start.dtype)", False),
        ("x = x.copy()\n        x += learning_rate * gradient(x)", False),
    ],
)
def test_a_start_of_whole_numbers_may_be_refused_and_not_cut_off(step, passes):
    source = (
        "def gradient_descent(gradient, x, learning_rate, num_steps):\n    start, rows = x, [x]\n"
        f"    for _ in range(num_steps):\n        {step}\n        rows.append(x)\n    return np.array(rows)\n"
    )
    space = dict(recording.solution_sources(WEEK)["gradient_descent"][1])
    exec(source, space)
    found = diagnose_with_place(load_exercises(WEEK), "gradient_descent", space["gradient_descent"])
    assert found.passed == passes
    if "+=" in step:
        assert "uphill" in flat(found) or "the step" in flat(found), found.message


# --- values that are wrong later, or not finite -------------------------------------------------------------


@needs_fork
def test_what_is_collected_and_wrong_in_a_later_turn_is_shown():
    source = (
        "def one_epoch(parameters, X, y, batches, learning_rate):\n    costs, total = [], 0\n"
        "    for chosen in batches:\n        S, caches = network_forward(X[:, chosen], parameters)\n"
        "        total += softmax_loss(S, y[:, chosen])\n"
        "        costs.append(total / (len(costs) + 1))\n"
        "        grads = network_backward(S, y[:, chosen], caches)\n"
        "        parameters = update_parameters(parameters, grads, learning_rate)\n"
        "    return parameters, costs\n"
    )
    (place,) = told(DEEP, "one_epoch", source).place.places
    assert place.text[place.start : place.end] == "total / (len(costs) + 1)"


def test_the_first_infinity_is_told_where_nothing_else_is_known():
    source = (
        "def softmax_loss(S, y):\n    C, m = S.shape\n    t = np.exp(S - S.max(axis=0, keepdims=True))\n"
        "    A = t / t.sum(axis=0, keepdims=True)\n    Y = np.arange(C).reshape(C, 1) == y\n"
        "    return float(-np.sum(np.log(A) * Y) / m)\n"
    )
    found = told(DEEP, "softmax_loss", source)
    assert found.place or "the first infinity comes up in line 6, at np.log(A)." in flat(found)
    space = dict(recording.solution_sources(DEEP)["softmax_loss"][1])
    exercise = load_exercises(DEEP)["softmax_loss"]
    exec(source, space)
    case = [one for one in exercise.cases if np.abs(one.arguments[0]).max() > 900][-1]
    tree = ast.parse(source)
    said = first_nonfinite(tree, space, exercise, case)
    assert said == "the first infinity comes up in line 6, at np.log(A)."
    assert first_nonfinite(tree, space, exercise, exercise.cases[0]) == ""


@pytest.mark.parametrize("before, told_of", [("", True), ("open('x', 'w') if False else ", False)])
def test_a_named_lambda_is_watched_and_what_may_do_harm_is_not(before, told_of):
    source = f"sigmoid = lambda z: {before}np.log(z - z) / np.log(z - z + 0.0)\n"
    message = flat(told(WEEK, "sigmoid", source))
    assert ("the first infinity comes up in line 1, at np.log(z - z)." in message) == told_of


def test_beside_a_named_mistake_no_edit_is_shown_that_may_make_up_for_it():
    """Three results are divided in one line: the product that a factor m would mend is right."""
    source = (
        "def linear_backward(dZ, cache):\n    A_prev, W, _ = cache\n    m = A_prev.shape[1]\n"
        '    totals = {"dA": np.einsum("jk,ji->ki", W, dZ), "dW": np.einsum("ji,ki->jk", dZ, A_prev),\n'
        '              "db": np.einsum("ji->j", dZ)[:, None]}\n'
        "    means = {name: total / m for name, total in totals.items()}\n"
        '    return means["dA"], means["dW"], means["db"]\n'
    )
    found = told(DEEP, "linear_backward", source)
    assert found.mistakes and found.place is None


def test_a_function_of_the_lesson_is_no_function_of_numpy():
    source = recording.solution_sources(DEEP)["linear_activation_forward"][0]
    wrong = source.replace("sigmoid(Z)", "np.sigmoid(Z)")
    assert wrong != source
    message = flat(told(DEEP, "linear_activation_forward", wrong))
    assert "sigmoid is a function of the lesson: call it by its name alone." in message
    assert "one mistake is left" not in message and "Did you mean" not in message


def test_lines_that_count_rows_are_told_beside_a_division_that_is_missing():
    source = (
        "def compute_cost(AL, Y):\n    m = len(Y)\n    p = np.clip(AL, 1e-15, 1 - 1e-15)\n"
        "    return float(-np.sum(Y * np.log(p) + (1 - Y) * np.log(1 - p)) / m)\n"
    )
    message = flat(told(DEEP, "compute_cost", source))
    assert (
        "is not divided by m" in message
        and "line 2: len(Y) is the number of rows of Y, which is 1." in message
    )


# --- chains, defaults, names that live on -------------------------------------------------------------------


@pytest.mark.parametrize(
    "week, name, source, words",
    [
        ("week1_introduction", "two_scores",
         "def two_scores(predicted, true, limit):\n    m, hits = len(true), 0\n    for k in range(m):\n"
         "        if predicted[k] > limit == true[k] > limit:\n            hits += 1\n"
         "    return sum(abs(p - t) for p, t in zip(predicted, true)) / m, hits / m\n",
         "line 4 is a chain of comparisons, which asks predicted[k] > limit and limit == true[k] and true[k] > limit"),
        (DEEP, "update_parameters",
         "def step(k, p, g, rate, done={}):\n    if f'W{k}' not in p:\n        return done\n"
         "    for n in (f'W{k}', f'b{k}'):\n        done[n] = p[n] - rate * g['d' + n]\n"
         "    return step(k + 1, p, g, rate, done)\n\n\n"
         "def update_parameters(parameters, grads, learning_rate):\n"
         "    return step(1, parameters, grads, learning_rate)\n",
         "line 1: the {} is made once, and done keeps what is put into it from one call to the next."),
        (IMPROVING, "numerical_gradient_n",
         "def numerical_gradient_n(parameters, X, Y, epsilon=1e-7, forward=None):\n"
         "    forward = forward or forward_propagation_n\n    theta = dictionary_to_vector(parameters)\n"
         "    E = np.eye(theta.size)\n"
         "    J = lambda v: forward_propagation_n(X, Y, vector_to_dictionary(v, parameters))[0]\n"
         "    along = [lambda h: J(theta + h * E[:, [i]]) for i in range(theta.size)]\n"
         "    return np.array([[(f(epsilon) - f(-epsilon)) / (2 * epsilon)] for f in along])\n",
         "nothing below line 2 uses forward."),
        (IMPROVING, "numerical_gradient_n",
         "def numerical_gradient_n(parameters, X, Y, epsilon=1e-7, forward=None):\n"
         "    forward = forward or forward_propagation_n\n    theta = dictionary_to_vector(parameters)\n"
         "    E = np.eye(theta.size)\n    J = lambda v: forward(X, Y, vector_to_dictionary(v, parameters))[0]\n"
         "    along = [lambda h: J(theta + h * E[:, [i]]) for i in range(theta.size)]\n"
         "    return np.array([[(f(epsilon) - f(-epsilon)) / (2 * epsilon)] for f in along])\n",
         "the lambda in line 6 looks i up when it is called"),
        (DEEP, "L_layer_model",
         "kept = {}\n\n\ndef start(dims, seed):\n    if tuple(dims) not in kept:\n"
         "        kept[tuple(dims)] = initialize_parameters_deep(dims, seed)\n    return kept[tuple(dims)]\n\n\n"
         "def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, seed=3):\n"
         "    return train(X, Y, start(layers_dims, seed), learning_rate, num_iterations, print_cost)\n",
         "line 6 keeps a value in kept, which stays as it is from one call to the next."),
    ],
)  # fmt: skip
def test_what_the_text_shows_is_told(week, name, source, words):
    message = flat(told(week, name, source))
    assert words in message
    assert "never calls initialize_parameters_deep" not in message


def test_a_cause_that_the_code_does_not_have_is_not_given():
    recursive = (
        "def L1(y_hat, y):\n    if len(y) < 2:\n        return 0.0\n"
        "    return abs(y[0] - y_hat[0]) + L1(y_hat[1:], y[1:])\n"
    )
    assert "mistake the last example is left out. " in flat(told(WEEK, "L1", recursive))
    loop = "def L1(y_hat, y):\n    return sum(abs(y[k] - y_hat[k]) for k in range(len(y) - 1))\n"
    assert "the last example is left out: range(m) ends at m − 1" in flat(told(WEEK, "L1", loop))


def test_a_question_that_ends_early_is_not_blamed_for_one_answer():
    source = (
        "def leaky_relu_derivative(z, slope=0.01):\n    result = np.full_like(z, slope)\n"
        "    if not np.any(z > 0):\n        return result\n    result[z > 0] = 1\n    return result\n"
    )
    assert "one answer for the whole array" not in flat(
        told(SHALLOW, "leaky_relu_derivative", source)
    )


def test_results_that_are_not_taken_apart_are_told():
    source = (
        "def linear_activation_forward(A_prev, W, b, activation):\n    Z = linear_forward(A_prev, W, b)\n"
        "    A = np.maximum(0, Z) if activation == 'relu' else sigmoid(Z)\n    return A, (Z[1], Z)\n"
    )
    assert "line 2 gives Z all that linear_forward returns, 2 results at once: Z, cache." in flat(
        told(DEEP, "linear_activation_forward", source)
    )
    apart = source.replace("    Z = linear", "    both = linear").replace(
        "    A =", "    Z = both[1]\n    A ="
    )
    assert "results at once" not in flat(told(DEEP, "linear_activation_forward", apart))


def test_of_mistakes_that_share_their_outputs_the_fewest_that_explain_all_are_said():
    found = [("tanh", {"A1", "A2"}), ("layer 2", {"A2"}), ("cache", {"Z1", "A1"})]
    assert most_exact(found) == ["layer 2", "cache"]
    assert most_exact([("both", {"a", "b"}), ("one", {"a"}), ("other", {"b"})]) == ["one", "other"]
    assert most_exact([("one", {"a"}), ("other", {"b"})]) == ["one", "other"]
    assert most_exact([("one", {"a", "b"}), ("other", {"b"})]) == ["one", "other"]


def test_an_error_of_another_layers_weights_is_not_that_of_a_missing_transpose():
    source = (
        'def backward_propagation(parameters, cache, X, Y):\n    m, W1, W2 = X.shape[1], parameters["W1"], '
        'parameters["W2"]\n    A1, A2 = cache["A1"], cache["A2"]\n    dZ2 = A2 - Y\n'
        "    dZ1 = np.dot({}, dZ2) * (1 - A1**2)\n"
        '    return {{"dW1": dZ1 @ X.T / m, "db1": dZ1.mean(axis=1, keepdims=True),\n'
        '            "dW2": dZ2 @ A1.T / m, "db2": dZ2.mean(axis=1, keepdims=True)}}\n'
    )
    wrong = told(SHALLOW, "backward_propagation", source.format("W1.T"))
    assert "W2 must be transposed" not in flat(wrong)
    assert "W2 must be transposed" in flat(
        told(SHALLOW, "backward_propagation", source.format("W2"))
    )


def test_equal_numbers_in_a_column_are_told_apart():
    source = (
        "def hinge_loss(S, y):\n    C, m = S.shape\n    total = 0.0\n    for i in range(m):\n"
        "        right = S[y[0, i], i]\n"
        "        total += sum(max(0.0, s - right + 1) for s in S[:, i] if s != right)\n    return total / m\n"
    )
    assert "wrong only where a column of S holds the same number twice." in flat(
        told(DEEP, "hinge_loss", source)
    )


@needs_fork
def test_a_step_that_is_the_same_in_each_turn_of_a_loop_is_shown():
    source = (
        "def update_parameters(parameters, grads, learning_rate):\n    new, layer = {}, 1\n"
        '    while f"W{layer}" in parameters:\n'
        '        W, b = parameters[f"W{layer}"].copy(), parameters[f"b{layer}"].copy()\n'
        '        dW, db = grads[f"dW{layer}"], grads[f"db{layer}"]\n'
        "        for unit in range(W.shape[0]):\n            for k in range(W.shape[1]):\n"
        "                W[unit, k] -= learning_rate * dW[unit, k]\n"
        "                b[unit, 0] -= learning_rate * db[unit, 0]\n"
        '        new[f"W{layer}"], new[f"b{layer}"] = W, b\n        layer += 1\n    return new\n'
    )
    place = told(DEEP, "update_parameters", source).place
    assert [one.line for one in place.places] == [9] and place.kind == "indentation"


# --- code that the search takes -----------------------------------------------------------------------------


@needs_fork
@pytest.mark.parametrize(
    "body",
    [
        "def tanh(z: np.ndarray) -> np.ndarray:\n    e: float = np.exp(z)\n    return (e + 1 / e) / (e + 1 / e)\n",
        "def tanh(z):\n    with np.errstate(over='ignore'):\n        e = np.exp(z)\n"
        "    return (e + 1 / e) / (e + 1 / e)\n",
        "def tanh(z):\n    z = z if isinstance(z, (np.ndarray, float)) else float(z)\n    e = np.exp(z)\n"
        "    return (e + 1 / e) / (e + 1 / e)\n",
        "def tanh(z):\n    try:\n        e = np.exp(z)\n    except AttributeError:\n        e = 1\n"
        "    return (e + 1 / e) / (e + 1 / e)\n",
    ],
)
def test_types_and_what_is_harmless_do_not_stop_the_search(body):
    found = told(SHALLOW, "tanh", body)
    assert found.place is not None and "return" in found.place.places[0].text


@needs_fork
def test_labels_in_another_order_than_their_examples_are_shown():
    source = (
        "def validation_accuracy(X, Y, start, rate, order, fit=150, iterations=1000):\n"
        "    X_fit, X_val = np.split(X[:, order], [fit], axis=1)\n    Y_fit, Y_val = np.split(Y, [fit], axis=1)\n"
        "    parameters, _ = train(X_fit, Y_fit, start, rate, iterations)\n"
        "    return np.mean(predict(X_val, parameters) == Y_val)\n"
    )
    assert [one.line for one in told(DEEP, "validation_accuracy", source).place.places] == [3]


def test_a_number_that_is_another_argument_is_told_apart():
    cases = [[np.array([1.0, 2.0]), 3.0], [np.array([4.0, 5.0]), 3.0], [np.array([3.0, 5.0]), 3.0]]
    words = f"it is right on the other 2 inputs, {ONLY_WHERE} prices holds a number equal to limit."
    assert only_where(["prices", "limit"], cases, [False, False, True]) == words


# --- what a loop takes, what a cell holds ---------------------------------------------------------------------


def test_what_is_only_counted_is_told():
    source = (
        "def one_epoch(parameters, X, y, batches, learning_rate):\n    costs, start = [], 0\n"
        "    for chosen in batches:\n        end = start + len(chosen)\n"
        "        S, caches = network_forward(X[:, start:end], parameters)\n"
        "        costs.append(softmax_loss(S, y[:, start:end]))\n"
        "        grads = network_backward(S, y[:, start:end], caches)\n"
        "        parameters = update_parameters(parameters, grads, learning_rate)\n        start = end\n"
        "    return parameters, costs\n"
    )
    assert "line 3: of chosen nothing is used but how many there are in it." in flat(
        told(DEEP, "one_epoch", source)
    )


@needs_fork
def test_a_division_in_each_turn_is_shown_with_its_loop():
    source = (
        "def linear_backward(dZ, cache):\n    A_prev, W, b = cache\n    m = A_prev.shape[1]\n"
        '    g = {"dW": np.zeros(W.shape), "db": np.zeros(b.shape)}\n    for i in range(m):\n'
        '        g["dW"] += np.outer(dZ[:, i], A_prev[:, i])\n        g["db"] += dZ[:, [i]]\n'
        "        for key in g:\n            g[key] /= m\n"
        '    return W.T @ dZ, g["dW"], g["db"]\n'
    )
    place = told(DEEP, "linear_backward", source).place
    assert place.places[0].line in (8, 9) and place.kind == "indentation"


def test_a_constant_of_the_cell_is_not_read_from_the_notebook():
    source = "FAR = 30.0\n\n\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-z / FAR))\n"
    assert "from the notebook" not in flat(told(WEEK, "sigmoid", source))


def test_numpys_append_keeps_nothing():
    source = (
        "def gradient_descent(gradient, x, learning_rate, num_steps):\n    path = np.array(x)\n"
        "    for _ in range(num_steps):\n        x = x - learning_rate * gradient(x)\n"
        "        path = np.append(path, x)\n    return path\n"
    )
    assert "from one call to the next" not in flat(told(WEEK, "gradient_descent", source))


@needs_fork
def test_the_spectral_norm_is_shown_wherever_it_is_taken():
    source = (
        "def compute_cost_with_regularization(A3, Y, parameters, lambd):\n    m = Y.shape[1]\n"
        "    squares = np.linalg.norm(parameters['W1'], ord=2) ** 2\n"
        "    squares += np.linalg.norm(parameters['W2'], ord=2) ** 2\n"
        "    squares += np.linalg.norm(parameters['W3'], ord=2) ** 2\n"
        "    return compute_cost(A3, Y) + lambd * squares / (2 * m)\n"
    )
    place = told(IMPROVING, "compute_cost_with_regularization", source).place
    assert {one.line for one in place.places} <= {3, 4, 5} and len(place.places) >= 2


# --- beyond what the task asks for ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "week, name, body, passes",
    [
        (SHALLOW, "tanh", "r = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))\n    return {}", "r"),
        (SHALLOW, "tanh", "r = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))\n    return {}",
         "np.where(np.isnan(r), np.sign(z), r)"),
        (SHALLOW, "tanh", "r = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))\n    return {}", None),
        (WEEK, "sigmoid", "r = np.exp(z) / (1 + np.exp(z))\n    return {}", "r"),
        (WEEK, "sigmoid", "r = np.exp(z) / (1 + np.exp(z))\n    return {}", None),
    ],
)  # fmt: skip
def test_nan_may_come_far_out_and_a_wrong_number_may_not(week, name, body, passes):
    wrong = {"tanh": "np.nan_to_num(r, nan=1.0)", "sigmoid": "np.nan_to_num(r)"}[name]
    space = dict(recording.solution_sources(week)[name][1])
    exec(f"def {name}(z):\n    {body.format(passes or wrong)}\n", space)
    found = diagnose_with_place(load_exercises(week), name, space[name])
    assert found.passed == bool(passes)
    assert not (passes == "r" and "remark" not in flat(found))


# --- places that are not earned ---------------------------------------------------------------------------------


@needs_fork
def test_of_a_single_output_what_is_right_on_some_inputs_shows_no_place():
    """The mean of each class by itself: with other numbers in the place of A2[Y == 1] a few costs come out right."""
    source = (
        "def compute_cost(A2, Y):\n    A2 = np.clip(A2, 1e-15, 1 - 1e-15)\n    ones = np.log(A2[Y == 1])\n"
        "    zeros = np.log(1 - A2[Y == 0])\n    cost = -(np.mean(ones) + np.mean(zeros))\n    return cost\n"
    )
    place = told(SHALLOW, "compute_cost", source).place
    assert place is None or 3 not in [one.line for one in place.places]


@needs_fork
def test_no_value_is_marked_below_the_line_of_the_error():
    source = (
        "def numerical_gradient_n(parameters, X, Y, epsilon=1e-7, forward=None):\n"
        "    forward = forward or forward_propagation_n\n    epsilon = 1e-7\n"
        "    theta = dictionary_to_vector(parameters)\n    gradapprox = np.zeros(theta.shape)\n"
        "    for i in range(len(theta)):\n        plus = theta.copy()\n        plus[i, 0] += epsilon\n"
        "        minus = theta.copy()\n        minus[i, 0] -= epsilon\n"
        "        J_plus, _ = forward_propagation_n(X, Y, vector_to_dictionary(plus, parameters))\n"
        "        J_minus, _ = forward_propagation_n(X, Y, vector_to_dictionary(minus, parameters))\n"
        "        gradapprox[i, 0] = (J_plus - J_minus) / (2 * epsilon)\n    return gradapprox\n"
    )
    found = told(IMPROVING, "numerical_gradient_n", source)
    assert found.code_line.number == 11 and found.place is None
    lines = (("at", "line 11 of f: x"), ("called at", "line 3 of g: f(x)"))
    assert line_of_error(Diagnosis("f", Kind.ERROR_RAISED, lines=lines)) == 11
    assert line_of_error(Diagnosis("g", Kind.ERROR_RAISED, lines=lines)) == 3
    assert line_of_error(Diagnosis("h", Kind.WRONG_VALUE)) == math.inf


def test_of_lines_that_stand_twice_the_one_beside_a_given_line_is_given():
    lines = ["for i in n:", "    if c:", "        keep(i)", "    if c:", "        print(i)"]
    assert given_in(lines, ["if c:", "print(i)"]) == {4, 5}
    assert given_in(lines, ["if c:", "if c:"]) == {2, 4}


# --- what is said of shapes, keys, errors and what is printed ------------------------------------------------------


def test_values_too_many_are_told_where_the_others_are_right():
    source = (
        "def signal_sizes(X, parameters):\n    size = lambda A: np.sqrt(np.mean(A**2))\n"
        "    A, sizes = X, [size(X)]\n    for l in range(1, len(parameters) // 2):\n"
        "        A = np.maximum(0, parameters[f'W{l}'] @ A + parameters[f'b{l}'])\n"
        "        sizes.append(size(A))\n    sizes.append(1.5)\n    return np.array(sizes)\n"
    )
    words = "2 values are expected, 3 came: 1.5 at index 2 is too many."
    assert words in flat(told(IMPROVING, "signal_sizes", source))
    wrong = source.replace("size(A))", "size(A) + 0.5)")
    assert "2 values are expected, 3 came." in flat(told(IMPROVING, "signal_sizes", wrong))


def test_a_factor_that_is_a_count_of_rows_less_one_is_told():
    source = (
        "def hinge_loss(S, y):\n    C, m = S.shape\n"
        "    gap = lambda k, i: max(0, S[k, i] - S[y[0, i], i] + 1)\n"
        "    return np.mean([gap(k, i) for i in range(m) for k in range(C) if k != y[0, i]])\n"
    )
    found = flat(told(DEEP, "hinge_loss", source))
    assert (
        "it is 2 times too small, the number of rows of S less 1: is it divided by that, too?"
        in found
    )


def test_results_whose_names_stand_in_the_right_order_have_each_others_values():
    source = (
        "def linear_activation_backward(dA, cache, activation):\n    linear, Z = cache\n"
        "    dZ = relu_backward(dA, Z) if activation == 'relu' else sigmoid_backward(dA, Z)\n"
        "    dA_prev, db, dW = linear_backward(dZ, linear)\n    return dA_prev, dW, db\n"
    )
    words = (
        "the names in line 5 stand in the right order: they are given each other's values above it."
    )
    assert words in flat(told(DEEP, "linear_activation_backward", source))
    exchanged = source.replace("dA_prev, db, dW =", "dA_prev, dW, db =").replace(
        "return dA_prev, dW, db", "return dA_prev, db, dW"
    )
    found = flat(told(DEEP, "linear_activation_backward", exchanged))
    assert "the results stand in another order" in found and "right order" not in found


def test_layers_that_are_numbered_from_0_are_told_beside_another_mistake():
    source = (
        "def initialize_parameters_deep(layers_dims, seed=3):\n    rng, found = np.random.RandomState(seed), {}\n"
        "    for l, (p, q) in enumerate(zip(layers_dims[:-1], layers_dims[1:])):\n"
        "        found[f'W{l}'] = rng.randn(q, p) / np.sqrt(p)\n"
        "        found[f'b{l}'] = np.zeros(q)\n    return found\n"
    )
    assert "The layers are numbered from 1." in flat(
        told(DEEP, "initialize_parameters_deep", source)
    )


def test_a_switch_that_is_never_used_is_told_where_nothing_is_printed():
    source = (
        "def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.005, print_cost=False):\n"
        "    w, b = initialize_with_zeros(len(X_train))\n"
        "    params, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)\n"
        "    w, b = params['w'], params['b']\n"
        "    return {'costs': costs, 'Y_prediction_test': predict(w, b, X_test), 'w': w, 'b': b,\n"
        "            'Y_prediction_train': predict(w, b, X_train), 'learning_rate': learning_rate,\n"
        "            'num_iterations': num_iterations}\n"
    )
    found = told("week2_logistic_regression", "model", source)
    assert found.kind is Kind.NOTHING_PRINTED and "it never uses print_cost." in flat(found)
    wrong = source.replace("learning_rate)\n", "0.01)\n")
    assert "never uses print_cost" not in flat(told("week2_logistic_regression", "model", wrong))


def test_a_mistake_is_named_though_an_assert_of_ones_own_stops_on_one_input():
    source = (
        "def gradient_check_n(parameters, gradients, X, Y, epsilon=1e-7, forward=None):\n"
        "    approx = numerical_gradient_n(parameters, X, Y, epsilon, forward)\n"
        "    grad = dictionary_to_vector(gradients)\n    assert grad.shape == approx.shape\n"
        "    return relative_difference(grad, approx)\n"
    )
    words = "the gradients are packed in the order of their own dictionary"
    assert words in flat(told(IMPROVING, "gradient_check_n", source))
    always = source.replace("grad.shape == approx.shape", "grad is None")
    assert words not in flat(told(IMPROVING, "gradient_check_n", always))


def test_arrays_with_other_axes_are_a_matter_of_a_remark():
    source = (
        "def vector_to_dictionary(theta, like):\n    found, k = {}, 0\n    for name in like:\n"
        "        rows, columns = like[name].shape\n"
        "        found[name] = theta[k : k + rows * columns].reshape(rows, columns)\n"
        "        k += rows * columns\n    return found\n"
    )
    space = dict(recording.solution_sources(IMPROVING)["vector_to_dictionary"][1])
    exec(source, space)
    found = diagnose_with_place(
        load_exercises(IMPROVING), "vector_to_dictionary", space["vector_to_dictionary"]
    )
    assert found.passed and "it takes matrices only" in flat(found)


@needs_fork
def test_a_key_that_is_put_together_may_begin_otherwise():
    source = (
        "def update_parameters(parameters, grads, learning_rate):\n    found = {}\n"
        "    for k in range(1, len(parameters) // 2 + 1):\n        l = str(k)\n"
        '        found["W" + l] = parameters["W" + l] - learning_rate * grads["dW" + l]\n'
        '        found["b" + l] = parameters["b" + l] - learning_rate * grads["dW" + l]\n    return found\n'
    )
    found = told(DEEP, "update_parameters", source)
    place = found.place.places[0]
    assert (
        place.line == 6
        and place.text[place.start : place.end] == '"dW"'
        and found.place.kind == "key"
    )


def test_one_place_where_the_curve_is_flat_makes_it_flat_nowhere_else():
    source = (
        "def sigmoid_derivative(z):\n    if np.max(np.abs(z)) > 20:\n        return 0.0 * z\n"
        "    s = sigmoid(z)\n    return s * (1 - s)\n"
    )
    assert "z [[25 0.5 -25]]" in flat(
        told("week2_logistic_regression", "sigmoid_derivative", source)
    )


def test_parts_of_a_result_that_come_side_by_side_belong_in_brackets():
    source = (
        "def linear_activation_forward(A_prev, W, b, activation):\n    Z, linear = linear_forward(A_prev, W, b)\n"
        "    A = np.maximum(0, Z) if activation == 'relu' else sigmoid(Z)\n    return A, linear, Z\n"
    )
    words = "What cache is made of belongs in brackets of its own."
    assert words in flat(told(DEEP, "linear_activation_forward", source))
    other = source.replace("return A, linear, Z", "return A, linear, b")
    assert words not in flat(told(DEEP, "linear_activation_forward", other))


def test_what_squeeze_takes_out_is_said_where_it_is_called():
    source = (
        "def predict(parameters, X):\n    A2, _ = forward_propagation(X, parameters)\n"
        "    return (A2 > 0.5).astype(float).squeeze()\n"
    )
    found = flat(told(SHALLOW, "predict", source))
    assert "squeeze takes out every dimension of length 1" in found and "keepdims" not in found


@needs_fork
def test_of_a_quotient_with_two_likely_places_beside_a_named_mistake_none_is_shown():
    source = "def sigmoid(z):\n    e = np.exp(-z)\n    return e / (1 + e)\n"
    found = told("week2_logistic_regression", "sigmoid", source)
    assert "1 stands above the line" in flat(found) and found.place is None


@needs_fork
def test_lengths_with_a_negative_index_are_shown_whole():
    source = "def layer_sizes(X, Y, n_h=4):\n    return X.shape[-1], n_h, Y.shape[-1]\n"
    place = told(SHALLOW, "layer_sizes", source).place.places[0]
    assert place.text[place.start : place.end] == "X.shape[-1], n_h, Y.shape[-1]"


def test_a_list_that_is_taken_apart_for_a_call_is_told():
    source = (
        "def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, seed=3):\n"
        "    n_x, n_h, n_y = layers_dims\n    start = initialize_parameters_deep(n_x, n_h, n_y, seed)\n"
        "    return train(X, Y, start, learning_rate, num_iterations, print_cost)\n"
    )
    found = flat(told(DEEP, "L_layer_model", source))
    assert "is called with (1, 2, …) where ([1, 2, 1], 877) is expected" in found
    assert "initialize_parameters_deep takes the whole list as one argument" in found
    whole = "start is called with ([1, 2, 1], 5) where (1, 2, 1, 5) is expected"
    assert (
        sentence_for("ValueError", whole, "")
        == "start takes numbers one by one: a whole list came."
    )


def test_items_of_a_list_in_another_order_are_told():
    source = (
        "def network_forward(X, parameters):\n    A, caches, L = X, [], len(parameters) // 2\n"
        "    for l in range(1, L):\n"
        "        A, cache = linear_activation_forward(A, parameters[f'W{l}'], parameters[f'b{l}'], 'relu')\n"
        "        caches.insert(0, cache)\n    S, last = linear_forward(A, parameters[f'W{L}'], parameters[f'b{L}'])\n"
        "    return S, caches + [last]\n"
    )
    words = "the items of caches are right, and stand in another order."
    assert words in flat(told(DEEP, "network_forward", source))
    wrong = source.replace("caches.insert(0, cache)", "caches.insert(0, (cache[0], cache[1] + 1))")
    assert words not in flat(told(DEEP, "network_forward", wrong))
    assert is_permutation([2.0, 1.0], [1.0, 2.0]) and not is_permutation([1.0, 2.0], [1.0, 1.0])
    second = source.replace("insert(0, cache)", "append(cache)")
    second = second.replace("caches + [last]", "caches[:1] + [last] + caches[1:]")
    assert words in flat(told(DEEP, "network_forward", second))


def test_an_assert_that_stops_most_inputs_lets_no_mistake_be_named():
    source = (
        "def compute_cost(A2, Y):\n    assert Y.shape == (1, 3)\n    A2 = np.clip(A2, 1e-15, 1 - 1e-15)\n"
        "    terms = Y * np.log(A2) + (1 - Y) * np.log(1 - A2)\n"
        "    return -float(np.sum(terms[:, 1:])) / Y.shape[1]\n"
    )
    assert not told(SHALLOW, "compute_cost", source).mistakes


def test_a_condition_that_compares_texts_is_not_what_an_error_of_max_is_about():
    line = '    if activation == "relu": A = max(0, Z)'
    said = sentence_for("ValueError", "The truth value of an array is ambiguous", line)
    assert "np.maximum" in said
    assert "asks one question" in sentence_for(
        "ValueError", "truth value of an array", "if a == b:"
    )


NOTED = (
    (
        "week2_logistic_regression",
        "def gradient_descent(gradient, x, learning_rate, num_steps):\n    p = x.astype(float)\n    path = [p]\n"
        "    for _ in range(num_steps):\n        p -= learning_rate * gradient(p)\n        path.append(p)\n"
        "    return np.stack(path)\n",
        "line 6 keeps p itself, the one array that line 5 changes in place",
    ),
    (
        "week2_logistic_regression",
        "def image2vector(image):\n    flat = image.ravel()\n    return flat.T\n",
        "line 3: .T changes nothing in a flat array",
    ),
    (
        SHALLOW,
        "def compute_cost(A2, Y):\n    A2 = np.clip(A2, 1e-15, 1 - 1e-15)\n"
        "    L = Y * np.log(A2) + (1 - Y) * np.log(1 - A2)\n    return -1 / Y.shape[1] * sum(L)\n",
        "line 4: Python's own sum adds up the rows",
    ),
    (
        SHALLOW,
        "def update_parameters(parameters, grads, learning_rate=1.2):\n    W = parameters['W1']\n"
        "    W -= learning_rate * grads['dW1']\n"
        "    new = {k: parameters[k] - learning_rate * grads['d' + k] for k in ('b1', 'W2', 'b2')}\n"
        "    return {'W1': W, **new}\n",
        "line 3 changes what the caller has handed over",
    ),
    (
        DEEP,
        "def update_parameters(parameters, grads, learning_rate):\n    new = parameters.copy()\n"
        "    for k in new:\n        new[k] -= learning_rate * grads['d' + k]\n    return new\n",
        "work on a copy, with copies of its arrays.",
    ),
    (
        DEEP,
        "def update_parameters(parameters, grads, learning_rate):\n    new = parameters.copy()\n"
        "    for k in new:\n        new[k] -= learning_rate * grads['d' + k]\n    return new\n",
        "line 2 copies the dictionary, not the arrays in it, and line 4 changes those in place",
    ),
    (
        DEEP,
        "def update_parameters(parameters, grads, learning_rate):\n"
        "    return {k[1:]: parameters[k[1:]] - learning_rate * g for k, g in grads.items()}\n",
        "line 2 goes through all keys of grads, and 'dA1' is one of them",
    ),
    (
        DEEP,
        "def network_forward(X, parameters):\n    A, c = X, []\n    for l in range(1, len(parameters) // 2):\n"
        "        A, k = linear_activation_forward(A, parameters[f'W{l}'], parameters[f'b{l}'], 'relu')\n"
        "        c.append(k)\n    S, k = linear_forward(A, parameters[f'W{l + 1}'], parameters[f'b{l + 1}'])\n"
        "    return S, c + [k]\n",
        "the loop in line 3, which gives l its values, does not run on this input",
    ),
    (
        SHALLOW,
        "def backward_propagation(parameters, cache, X, Y):\n    A1, m = cache['A1'], X.shape[1]\n"
        "    dZ2 = cache['A2'] - Y\n    dZ1 = parameters['W2'].T @ dZ2 * (1 - A1**2)\n"
        "    pairs = zip(dZ1.T, X.T)\n    dW1 = sum(np.outer(d, a) for d, a in pairs) / m\n"
        "    db1 = sum((d for d, _ in pairs), np.zeros(len(dZ1))).reshape(-1, 1) / m\n"
        "    db2 = np.mean(dZ2, axis=1, keepdims=True)\n"
        "    return {'dW1': dW1, 'db1': db1, 'dW2': dZ2 @ A1.T / m, 'db2': db2}\n",
        "line 5: what zip makes can be gone through once",
    ),
)


@pytest.mark.parametrize(
    ("week", "source", "words"),
    NOTED,
    ids=["same array", "flat", "sum", "caller", "copies", "shallow", "keys", "loop", "used up"],
)
def test_notes_on_the_text_stand_in_the_message(week, source, words):
    assert words in flat(told(week, ast.parse(source).body[0].name, source))
