"""Shapes and values nobody thought of: every helper gives the right result or its documented error.

Never nan, never a result from arrays that do not fit together and were stretched in silence.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy.special import expit

from helpers import deep_network, logistic_regression, planar_data, shallow_network
from helpers.activations import sigmoid
from helpers.datasets import flatten_images

settings.register_profile("course", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("course")

NUMBERS = st.floats(-1e6, 1e6, allow_subnormal=False)
SIZE = st.integers(1, 5)
ANY_SHAPE = array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)


@st.composite
def networks(draw):
    """The sizes of a network's layers, its parameters, and data that fit; weights may be large enough to saturate."""
    sizes = [*draw(st.lists(SIZE, min_size=1, max_size=4)), 1]
    parameters = {}
    for layer, (n_prev, n) in enumerate(zip(sizes, sizes[1:]), start=1):
        parameters[f"W{layer}"] = draw(arrays(float, (n, n_prev), elements=st.floats(-30, 30)))
        parameters[f"b{layer}"] = draw(arrays(float, (n, 1), elements=st.floats(-30, 30)))
    m = draw(SIZE)
    X = draw(arrays(float, (sizes[0], m), elements=st.floats(-100, 100)))
    Y = draw(arrays(int, (1, m), elements=st.integers(0, 1)))
    return sizes, parameters, X, Y


@st.composite
def shallow_networks(draw):
    """The parameters of a network with one hidden layer, and data that fit."""
    n_x, n_h, m = draw(SIZE), draw(SIZE), draw(SIZE)
    shapes = {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (1, n_h), "b2": (1, 1)}
    elements = st.floats(-30, 30)
    parameters = {name: draw(arrays(float, s, elements=elements)) for name, s in shapes.items()}
    X = draw(arrays(float, (n_x, m), elements=st.floats(-100, 100)))
    Y = draw(arrays(int, (1, m), elements=st.integers(0, 1)))
    return parameters, X, Y


def all_finite(arrays_by_name):
    return all(np.isfinite(value).all() for value in arrays_by_name.values())


@given(arrays(float, ANY_SHAPE, elements=NUMBERS))
def test_sigmoid(z):
    with np.errstate(under="ignore"):
        assert np.allclose(sigmoid(z), expit(z), rtol=1e-12, atol=0)
    assert np.shape(sigmoid(z)) == z.shape


@given(networks())
def test_a_deep_network_that_fits_together(network):
    sizes, parameters, X, Y = network
    AL, caches = deep_network.L_model_forward(X, parameters)
    assert AL.shape == Y.shape and ((0 <= AL) & (AL <= 1)).all()
    assert np.isfinite(deep_network.compute_cost(AL, Y))
    grads = deep_network.L_model_backward(AL, Y, caches)
    assert all(grads[f"d{name}"].shape == value.shape for name, value in parameters.items())
    assert all(grads[f"dA{layer}"].shape == (n, X.shape[1]) for layer, n in enumerate(sizes[:-1]))
    assert all_finite(grads)
    assert np.array_equal(deep_network.predict(X, parameters), np.where(AL > 0.5, 1, 0))


@given(shallow_networks())
def test_a_shallow_network_that_fits_together(network):
    parameters, X, Y = network
    A2, cache = shallow_network.forward_propagation(X, parameters)
    assert np.isfinite(shallow_network.compute_cost(A2, Y))
    grads = shallow_network.backward_propagation(parameters, cache, X, Y)
    assert all(grads[f"d{name}"].shape == value.shape for name, value in parameters.items())
    assert all_finite(grads)
    assert np.array_equal(shallow_network.predict(parameters, X), np.where(A2 > 0.5, 1, 0))


@given(networks(), st.data())
def test_a_deep_network_with_one_array_of_another_shape(network, data):
    """Whatever is wrong, and however numpy could stretch it: a ValueError that names the array."""
    _, parameters, X, Y = network
    name = data.draw(st.sampled_from([*parameters, "X", "Y"])) if parameters else "X"
    right = {**parameters, "X": X, "Y": Y}[name].shape
    wrong = data.draw(ANY_SHAPE.filter(lambda shape: shape != right))
    spoilt = {**parameters, "X": X, "Y": Y, name: np.ones(wrong)}
    X, Y = spoilt.pop("X"), spoilt.pop("Y")
    if name == "X" and len(wrong) == 2 and wrong[0] == right[0] and wrong[1]:
        name = "Y"  # other examples, all right by themselves: it is Y that does not fit
    if name.startswith("W") and len(wrong) == 2 and wrong[1] == right[1] and wrong[0]:
        name = f"b{name[1:]}"  # as many inputs, other units (and at least one)
    if name == "X" and len(wrong) == 2 and all(wrong):
        name = "W1"  # other rows, all right by themselves: it is W1 that does not fit
    with pytest.raises(ValueError, match=f"^(The parameters|{name} has shape)"):
        deep_network.train(X, Y, spoilt, 0.1, 1)


@given(shallow_networks(), st.data())
def test_a_shallow_network_with_one_array_of_another_shape(network, data):
    parameters, X, Y = network
    name = data.draw(st.sampled_from([*parameters, "X", "Y", "A1", "A2"]))
    _, cache = shallow_network.forward_propagation(X, parameters)
    arrays_by_name = {**cache, **parameters, "X": X, "Y": Y}
    wrong = data.draw(ANY_SHAPE.filter(lambda shape: shape != arrays_by_name[name].shape))
    arrays_by_name[name] = np.ones(wrong)
    parameters = {name: arrays_by_name[name] for name in parameters}
    with pytest.raises(ValueError, match="has shape"):
        shallow_network.backward_propagation(
            parameters, arrays_by_name, arrays_by_name["X"], arrays_by_name["Y"]
        )


@pytest.mark.parametrize("name", ["W1", "W2"])
@pytest.mark.parametrize("forward", ["shallow", "deep"])
def test_weights_of_no_unit_are_named_not_the_biases(name, forward):
    parameters = shallow_network.initialize_parameters(4, 3, 1)
    parameters[name] = parameters[name][:0]
    with pytest.raises(ValueError, match=rf"^{name} has shape \(0, [34]\): .*at least one"):
        if forward == "shallow":
            shallow_network.forward_propagation(np.ones((4, 2)), parameters)
        else:
            deep_network.L_model_forward(np.ones((4, 2)), parameters)


@given(st.tuples(SIZE, SIZE, SIZE), st.integers(0, 2), ANY_SHAPE)
def test_one_layer_with_one_array_of_any_shape(sizes, place, shape):
    n, n_prev, m = sizes
    shapes = [(n_prev, m), (n, n_prev), (n, 1)]
    wrong_m = (
        place == 0 and len(shape) == 2 and shape[0] == n_prev
    )  # only other examples, so all right
    fits = shape == shapes[place] or wrong_m
    shapes[place] = shape
    A, W, b = map(np.ones, shapes)
    if fits:
        Z, cache = deep_network.linear_forward(A, W, b)
        assert Z.shape == (n, A.shape[1])
    else:
        with pytest.raises(ValueError, match="has shape"):
            deep_network.linear_forward(A, W, b)


@given(SIZE, SIZE, SIZE, ANY_SHAPE)
def test_a_gradient_of_any_shape_backward(n_prev, n, m, shape):
    _, linear_cache = deep_network.linear_forward(
        np.ones((n_prev, m)), np.ones((n, n_prev)), np.ones((n, 1))
    )
    calls = [
        lambda: deep_network.linear_backward(np.ones(shape), linear_cache),
        lambda: deep_network.linear_activation_backward(
            np.ones(shape), (linear_cache, np.ones((n, m))), "relu"
        ),
    ]
    for call in calls:
        if shape == (n, m):
            assert call()[0].shape == (n_prev, m)
        else:
            with pytest.raises(ValueError, match="has shape"):
                call()


@given(ANY_SHAPE, ANY_SHAPE)
def test_an_update_of_any_shape(shape, gradient):
    parameters = {"W1": np.ones(shape)}
    if shape == gradient:
        new = shallow_network.update_parameters(parameters, {"dW1": np.ones(shape)}, 0.25)
        assert np.array_equal(new["W1"], np.full(shape, 0.75))
    else:
        with pytest.raises(ValueError, match="dW1 has shape"):
            shallow_network.update_parameters(parameters, {"dW1": np.ones(gradient)}, 0.25)
    with pytest.raises(ValueError, match="no dW1"):
        shallow_network.update_parameters(parameters, {}, 0.25)


@given(ANY_SHAPE, ANY_SHAPE, ANY_SHAPE)
def test_logistic_regression_of_any_shapes(w, X, Y):
    fits = len(X) == 2 and min(X) > 0 and w == (X[0], 1) and Y == (1, X[1])
    arguments = np.ones(w), 0.5, np.ones(X), np.ones(Y)
    if fits:
        grads, cost = logistic_regression.propagate(*arguments)
        assert np.isfinite(cost) and grads["dw"].shape == w
    else:
        with pytest.raises(ValueError, match="has shape"):
            logistic_regression.propagate(*arguments)


@given(st.data(), SIZE, SIZE)
def test_logistic_regression_of_any_values(data, n_x, m):
    w = data.draw(arrays(float, (n_x, 1), elements=NUMBERS))
    X = data.draw(arrays(float, (n_x, m), elements=NUMBERS))
    Y = data.draw(arrays(int, (1, m), elements=st.integers(0, 1)))
    grads, cost = logistic_regression.propagate(w, data.draw(NUMBERS), X, Y)
    assert np.isfinite(cost) and cost >= 0
    assert np.isfinite(grads["dw"]).all() and np.isfinite(grads["db"])


@given(st.lists(SIZE, max_size=5), st.integers(0, 2**32 - 1))
def test_starting_weights(layers_dims, seed):
    if len(layers_dims) < 2:
        with pytest.raises(ValueError, match="layers_dims is"):
            deep_network.initialize_parameters_deep(layers_dims, seed)
        return
    parameters = deep_network.initialize_parameters_deep(layers_dims, seed)
    for layer, (n_prev, n) in enumerate(zip(layers_dims, layers_dims[1:]), start=1):
        assert parameters[f"W{layer}"].shape == (n, n_prev)
        assert not parameters[f"b{layer}"].any() and parameters[f"b{layer}"].shape == (n, 1)
    again = deep_network.initialize_parameters_deep(layers_dims, seed)
    assert all(np.array_equal(parameters[name], again[name]) for name in parameters)


MAKERS = [getattr(planar_data, name) for name in dir(planar_data) if name.startswith("make_")]


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
@given(half=st.integers(1, 60), seed=st.integers(0, 2**32 - 1))
def test_points_in_the_plane(make, half, seed):
    X, Y = make(m=2 * half, seed=seed)
    assert X.shape == (2, 2 * half) and Y.shape == (1, 2 * half)
    assert np.isfinite(X).all() and set(np.unique(Y)) <= {0, 1}
    again = make(m=2 * half, seed=seed)
    assert np.array_equal(X, again[0]) and np.array_equal(Y, again[1])


@given(st.lists(st.integers(1, 4), max_size=5), st.sampled_from([np.uint8, np.int64, float, bool]))
def test_images_of_any_shape(shape, dtype):
    images = np.ones(shape, dtype)
    if len(shape) == 4 and shape[3] == 3 and np.issubdtype(dtype, np.integer):
        X = flatten_images(images)
        assert X.shape == (images[0].size, shape[0]) and np.allclose(X, 1 / 255)
    else:
        with pytest.raises(ValueError, match="images (has shape|is)"):
            flatten_images(images)


@given(arrays(np.uint8, st.tuples(SIZE, SIZE, SIZE, st.just(3))))
def test_flattened_images_hold_the_same_numbers(images):
    X = flatten_images(images)
    for k, image in enumerate(images):
        assert np.array_equal(np.round(X[:, k] * 255), image.ravel())
