"""Every gradient of the course against automatic differentiation by others (HIPS autograd) and against small steps.

The costs are written here once more, in autograd's numpy and from the definitions, so that nothing of ours
judges itself. Both the helpers and the lessons' own answers are judged.
"""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from scipy.special import expit, logsumexp, softmax

from classroom.exercises.recording import solution_sources
from helpers import deep_network, logistic_regression, shallow_network

TOLERANCE = {"rtol": 1e-8, "atol": 1e-11}


def answer(week, name):
    """The function that a lesson's answer cell defines."""
    return solution_sources(week)[name][1][name]


def cross_entropy(Z, Y):
    """The mean of log(1 + e^z) − y·z, which is the cross-entropy of sigmoid(z)."""
    return anp.mean(anp.logaddexp(0, Z) - Y * Z)


def network_cost(parameters, X, Y, bend):
    """The cost of a network with `bend` in its hidden layers and a sigmoid at its output."""
    L, A = len(parameters) // 2, X
    for layer in range(1, L):
        A = bend(parameters[f"W{layer}"] @ A + parameters[f"b{layer}"])
    return cross_entropy(parameters[f"W{L}"] @ A + parameters[f"b{L}"], Y)


def relu(Z):
    """max(0, z), with slope 0 at 0."""
    return anp.where(Z > 0, Z, 0.0)


def problem(sizes, m, scale=1.0, seed=0):
    """Random parameters for layers of these sizes, and m random examples."""
    rng = np.random.default_rng([seed, m, *sizes])
    parameters = {}
    for layer, (n_prev, n) in enumerate(zip(sizes, sizes[1:]), start=1):
        parameters[f"W{layer}"] = scale * rng.normal(size=(n, n_prev)) / np.sqrt(n_prev)
        parameters[f"b{layer}"] = scale * rng.normal(size=(n, 1))
    return parameters, rng.normal(size=(sizes[0], m)), rng.integers(0, 2, size=(1, m))


def assert_gradients(ours, theirs):
    """Every "dW1", "db1", … is the derivative autograd finds for "W1", "b1", …."""
    for name, expected in theirs.items():
        assert np.shape(ours[f"d{name}"]) == np.shape(expected), name
        assert np.allclose(ours[f"d{name}"], expected, **TOLERANCE), name


SHALLOW = [(2, 4, 1), (1, 1, 1), (5, 1, 1), (3, 7, 1)]
DEEP = [(3, 1), (1, 1), (2, 1, 1), (4, 3, 1), (5, 4, 3, 1), (3, 3, 3, 3, 1), (2, 6, 5, 4, 3, 1)]
EXAMPLES = [1, 2, 9]


@pytest.mark.parametrize("m", EXAMPLES)
@pytest.mark.parametrize("n_x", [1, 3])
@pytest.mark.parametrize("source", ["helper", "lesson"])
def test_logistic_regression(source, n_x, m):
    parameters, X, Y = problem((n_x, 1), m)
    w, b = parameters["W1"].T, float(parameters["b1"][0, 0])
    week = "week2_logistic_regression"
    propagate = logistic_regression.propagate if source == "helper" else answer(week, "propagate")
    grads, cost = propagate(w, b, X, Y)

    def theirs(w, b):
        return cross_entropy(w.T @ X + b, Y)

    assert np.allclose(cost, theirs(w, b), **TOLERANCE)
    assert np.allclose(grads["dw"], grad(theirs, 0)(w, b), **TOLERANCE)
    assert np.allclose(grads["db"], grad(theirs, 1)(w, b), **TOLERANCE)


@pytest.mark.parametrize("m", EXAMPLES)
@pytest.mark.parametrize("sizes", SHALLOW, ids=str)
@pytest.mark.parametrize("source", ["helper", "lesson"])
def test_shallow_network(source, sizes, m):
    names = ("forward_propagation", "compute_cost", "backward_propagation")
    if source == "helper":
        forward, cost, backward = (getattr(shallow_network, name) for name in names)
    else:
        forward, cost, backward = (answer("week3_shallow_network", name) for name in names)
    parameters, X, Y = problem(sizes, m)
    A2, cache = forward(X, parameters)
    assert np.allclose(cost(A2, Y), network_cost(parameters, X, Y, anp.tanh), **TOLERANCE)
    assert_gradients(
        backward(parameters, cache, X, Y), grad(network_cost)(parameters, X, Y, anp.tanh)
    )


@pytest.mark.parametrize("m", EXAMPLES)
@pytest.mark.parametrize("sizes", DEEP, ids=str)
@pytest.mark.parametrize("source", ["helper", "lesson"])
def test_deep_network(source, sizes, m):
    names = ("L_model_forward", "compute_cost", "L_model_backward")
    if source == "helper":
        forward, cost, backward = (getattr(deep_network, name) for name in names)
    else:
        forward, cost, backward = (answer("week4_deep_network", name) for name in names)
    parameters, X, Y = problem(sizes, m)
    AL, caches = forward(X, parameters)
    grads = backward(AL, Y, caches)
    assert np.allclose(cost(AL, Y), network_cost(parameters, X, Y, relu), **TOLERANCE)
    assert_gradients(grads, grad(network_cost)(parameters, X, Y, relu))
    of_inputs = grad(lambda X: m * network_cost(parameters, X, Y, relu))(X)
    assert np.allclose(grads["dA0"], of_inputs, **TOLERANCE)  # of the losses, not of their mean


@pytest.mark.parametrize("sizes", [(3, 1), (3, 4, 1), (4, 3, 2, 1)], ids=str)
def test_saturated_units(sizes):
    """Logits beyond ±36, where sigmoid rounds to 0 or 1: cost and gradients stay finite and keep their direction."""
    parameters, X, Y = problem(sizes, 6, scale=40.0)
    parameters["b1"] = np.abs(parameters["b1"])
    AL, caches = deep_network.L_model_forward(X, parameters)
    assert ((AL < 1e-16) | (AL > 1 - 1e-16)).any()
    grads = deep_network.L_model_backward(AL, Y, caches)
    assert np.isfinite(deep_network.compute_cost(AL, Y))
    assert_gradients(grads, grad(network_cost)(parameters, X, Y, relu))


def test_one_step_to_either_side_says_the_same():
    """autograd is judged too: by the slope that central differences measure."""
    parameters, X, Y = problem((3, 4, 2, 1), 5)
    theirs = grad(network_cost)(parameters, X, Y, anp.tanh)
    for name, value in parameters.items():
        for place in np.ndindex(value.shape):
            costs = []
            for step in (1e-5, -1e-5):
                moved = {**parameters, name: value.copy()}
                moved[name][place] += step
                costs.append(network_cost(moved, X, Y, anp.tanh))
            assert theirs[name][place] == pytest.approx((costs[0] - costs[1]) / 2e-5, abs=1e-9)


@pytest.mark.parametrize(
    "name, bend",
    [
        ("tanh", anp.tanh),
        ("relu", relu),
        ("leaky_relu", lambda z: anp.where(z > 0, z, 0.01 * z)),
    ],
)
def test_activation_functions(name, bend):
    z = np.linspace(-6, 6, 49)
    week = "week3_shallow_network"
    slopes = np.array([grad(lambda x: bend(x))(point) for point in z])
    assert np.allclose(answer(week, name)(z), bend(z), **TOLERANCE)
    right_of_it = z > 0  # where a bend at 0 is concerned, autograd has a convention of its own
    ours = answer(week, f"{name}_derivative")(z)
    for side in (right_of_it, z < 0):
        assert np.allclose(ours[side], slopes[side], **TOLERANCE)
    if name != "tanh":
        assert ours[24] == answer(week, f"{name}_derivative")(-1.0)  # at 0, as on the left


def test_sigmoids_slope():
    z = np.linspace(-30, 30, 31)
    ours = answer("week2_logistic_regression", "sigmoid_derivative")(z)
    theirs = [grad(lambda x: 1 / (1 + anp.exp(-x)))(point) for point in z]
    assert np.allclose(ours, theirs, **TOLERANCE)


# --- week 4, several classes


def class_problem(classes, m, scale=1.0):
    """Random scores (classes, m) and right classes (1, m)."""
    rng = np.random.default_rng([classes, m])
    return scale * rng.normal(size=(classes, m)), rng.integers(0, classes, size=(1, m))


def of_right_class(S, y):
    """The score of each example's right class, chosen by a product with its one-hot label."""
    one_hot = (np.arange(len(S))[:, np.newaxis] == y).astype(float)
    return anp.sum(S * one_hot, axis=0), one_hot


@pytest.mark.parametrize("scale", [1.0, 300.0])
@pytest.mark.parametrize("classes, m", [(2, 1), (3, 5), (4, 4), (10, 7)])
def test_softmax(classes, m, scale):
    S, y = class_problem(classes, m, scale)

    def theirs(S):
        largest = anp.max(S, axis=0)
        log_sum = largest + anp.log(anp.sum(anp.exp(S - largest), axis=0))
        return anp.mean(log_sum - of_right_class(S, y)[0])

    loss = answer("week4_deep_network", "softmax_loss")(S, y)
    assert np.allclose(loss, np.mean(logsumexp(S, axis=0) - S[y[0], np.arange(m)]), **TOLERANCE)
    assert np.allclose(loss, theirs(S), **TOLERANCE)
    gradient = answer("week4_deep_network", "softmax_gradient")(S, y)
    assert np.allclose(gradient, grad(theirs)(S), **TOLERANCE)
    assert np.allclose(gradient, (softmax(S, axis=0) - of_right_class(S, y)[1]) / m, **TOLERANCE)
    dZ = answer("week4_deep_network", "softmax_backward")(S, y)
    assert np.allclose(dZ / m, grad(theirs)(S), **TOLERANCE)


@pytest.mark.parametrize("classes, m", [(2, 1), (3, 5), (4, 4)])
def test_hinge_loss(classes, m):
    S, y = class_problem(classes, m)
    losses = [
        sum(max(0.0, S[j, i] - S[y[0, i], i] + 1) for j in range(classes) if j != y[0, i])
        for i in range(m)
    ]
    assert np.allclose(
        answer("week4_deep_network", "hinge_loss")(S, y), np.mean(losses), **TOLERANCE
    )


# --- week 5

WEEK5 = "week5_improving_networks"
THREE_LAYERS = [(2, 4, 3, 1), (1, 1, 1, 1), (3, 3, 3, 1), (5, 2, 4, 1)]


def values_with_masks(parameters, X, masks=(1.0, 1.0), keep_prob=1.0):
    """Z and A of a network with two hidden relu layers, units switched off by the masks."""
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1 = relu(Z1) * masks[0] / keep_prob
    Z2 = parameters["W2"] @ A1 + parameters["b2"]
    A2 = relu(Z2) * masks[1] / keep_prob
    return Z1, A1, Z2, A2, parameters["W3"] @ A2 + parameters["b3"]


@pytest.mark.parametrize("m", EXAMPLES)
@pytest.mark.parametrize("sizes", THREE_LAYERS, ids=str)
def test_gradient_checkings_network(sizes, m):
    parameters, X, Y = problem(sizes, m)
    cost, cache = answer(WEEK5, "forward_propagation_n")(X, Y, parameters)
    assert np.allclose(cost, network_cost(parameters, X, Y, relu), **TOLERANCE)
    theirs = grad(network_cost)(parameters, X, Y, relu)
    assert_gradients(answer(WEEK5, "backward_propagation_n")(X, Y, cache), theirs)
    measured = answer(WEEK5, "numerical_gradient_n")(parameters, X, Y, 1e-5)
    in_order = np.concatenate([np.ravel(theirs[name]) for name in parameters])
    assert np.allclose(measured[:, 0], in_order, atol=1e-8)


@pytest.mark.parametrize("lambd", [0.0, 0.7, 10.0])
@pytest.mark.parametrize("m", EXAMPLES)
@pytest.mark.parametrize("sizes", THREE_LAYERS, ids=str)
def test_l2(sizes, m, lambd):
    parameters, X, Y = problem(sizes, m)

    def theirs(parameters):
        squares = sum(anp.sum(parameters[name] ** 2) for name in ("W1", "W2", "W3"))
        return network_cost(parameters, X, Y, relu) + lambd / (2 * m) * squares

    Z1, A1, Z2, A2, Z3 = values_with_masks(parameters, X)
    A3 = expit(Z3)
    W1, b1, W2, b2, W3, b3 = parameters.values()
    cache = (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)
    cost = answer(WEEK5, "compute_cost_with_regularization")(A3, Y, parameters, lambd)
    assert np.allclose(cost, theirs(parameters), **TOLERANCE)
    grads = answer(WEEK5, "backward_propagation_with_regularization")(X, Y, cache, lambd)
    assert_gradients(grads, grad(theirs)(parameters))


@pytest.mark.parametrize("keep_prob", [0.3, 0.86, 1.0])
@pytest.mark.parametrize("m", EXAMPLES)
@pytest.mark.parametrize("sizes", THREE_LAYERS, ids=str)
def test_dropout(sizes, m, keep_prob):
    """With the masks of one forward pass held fast, backward gives the derivative of that pass's cost."""
    parameters, X, Y = problem(sizes, m)
    A3, cache = answer(WEEK5, "forward_propagation_with_dropout")(X, parameters, keep_prob)
    masks = cache[1], cache[6]

    def theirs(parameters):
        return cross_entropy(values_with_masks(parameters, X, masks, keep_prob)[-1], Y)

    assert np.allclose(A3, expit(values_with_masks(parameters, X, masks, keep_prob)[-1]))
    grads = answer(WEEK5, "backward_propagation_with_dropout")(X, Y, cache, keep_prob)
    assert_gradients(grads, grad(theirs)(parameters))
