"""The deep network's gradients against the slope of its cost, and that it learns."""

import collections

import numpy as np
import pytest

from helpers import deep_network
from helpers.deep_network import (
    L_layer_model,
    L_model_backward,
    L_model_forward,
    compute_cost,
    initialize_parameters_deep,
    predict,
    train,
    two_layer_model,
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


class Counted(np.ndarray):
    """An array that counts the calculations in which it, or anything made of it, is WIDE numbers wide or long."""

    WIDE = 101
    counts = collections.Counter()

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        """Count, calculate with plain arrays, and let the result count on."""
        inputs, out = (
            [x.view(np.ndarray) if isinstance(x, Counted) else x for x in arrays]
            for arrays in (inputs, options.pop("out", ()))
        )
        result = getattr(ufunc, method)(*inputs, **options, **({"out": tuple(out)} if out else {}))
        if self.WIDE in [size for x in [*inputs, result] for size in np.shape(x)]:
            Counted.counts[f"{ufunc.__name__} {np.result_type(*inputs)}"] += 1
        return result.view(Counted)


@pytest.fixture
def counted():
    """Examples of 101 numbers that count calculations, their labels, and the counts, empty."""
    X, Y = problem(Counted.WIDE, 12)
    Counted.counts.clear()
    return X.view(Counted), Y, Counted.counts


@pytest.mark.parametrize("num_iterations", [1, 7, 101])
@pytest.mark.parametrize("layers_dims", [[101, 1], [101, 4, 1], [101, 4, 3, 1]])
def test_an_iteration_of_the_plain_loop_makes_two_wide_products(
    counted, layers_dims, num_iterations
):
    X, Y, counts = counted
    start = initialize_parameters_deep(layers_dims)
    train(X, Y, start, 0.1, num_iterations, shortcut=False)
    assert counts == {"matmul float64": 2 * num_iterations}


def test_the_notes_backward_step_makes_three_and_one_more_pass(counted):
    X, Y, counts = counted
    AL, caches = L_model_forward(X, initialize_parameters_deep([101, 4, 1]))
    L_model_backward(AL, Y, caches)
    assert counts == {"matmul float64": 3, "divide float64": 1}


def test_the_shortcut_makes_two_wide_products_in_all(counted):
    X, Y, counts = counted
    L_layer_model(X, Y, [101, 4, 3, 1], num_iterations=200)
    assert counts == {"matmul float64": 2, "add float64": 1}


@pytest.mark.parametrize("n_x, m, num_iterations", [(12, 12, 300), (5, 12, 300), (101, 12, 3)])
def test_where_the_shortcut_does_not_pay_the_plain_loop_runs(monkeypatch, n_x, m, num_iterations):
    """As many examples as features or more; or so few iterations that finding the span would take longer."""
    monkeypatch.setattr(deep_network, "train_in_the_span", None)
    X, Y = problem(n_x, m)
    L_layer_model(X, Y, [n_x, 4, 1], num_iterations=num_iterations)
    with pytest.raises(TypeError):
        L_layer_model(*problem(13, 12), [13, 4, 1], num_iterations=300)
    L_layer_model(*problem(13, 12), [13, 4, 1], num_iterations=300, shortcut=False)


def repeated(X):
    """As many columns, of which all but three are sums of those three: X has rank 3."""
    return X[:, :3] @ np.random.default_rng(5).normal(size=(3, X.shape[1]))


@pytest.mark.parametrize("lambd", [0.0, 0.7])
@pytest.mark.parametrize("layers_dims", [[40, 1], [40, 6, 1], [40, 6, 5, 4, 1]])
@pytest.mark.parametrize(
    "m, change",
    [
        (25, None),
        (39, None),
        (1, None),
        (25, repeated),
        (25, np.zeros_like),
        (25, np.asfortranarray),
    ],
    ids=["wide", "nearly square", "one example", "rank 3", "all zero", "other order"],
)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_shortcut_is_exact(m, change, layers_dims, lambd, seed):
    X, Y = problem(40, m, seed)
    X = X if change is None else change(X)
    rng = np.random.default_rng(seed)
    start = {
        n: v + 0.1 * rng.normal(size=v.shape)
        for n, v in initialize_parameters_deep(layers_dims).items()
    }
    before = {name: value.copy() for name, value in start.items()}
    ways = [
        train(X, Y, start, 0.1, 301, lambd=lambd, shortcut=shortcut) for shortcut in (False, True)
    ]
    assert_same(*ways, 1e-10)
    assert all(np.array_equal(start[name], before[name]) for name in start)


def assert_same(one, other, tolerance):
    """Parameters and costs of two trainings differ by no more than rounding, as a share of the whole array."""
    (parameters, costs), (others, other_costs) = one, other
    assert np.allclose(costs, other_costs, rtol=tolerance, atol=0)
    assert list(parameters) == list(others)
    for name, value in parameters.items():
        away = np.linalg.norm(others[name] - value)
        assert away <= tolerance * np.linalg.norm(value) and value.shape == others[name].shape, name


def test_assert_same_sees_a_difference():
    start = initialize_parameters_deep([3, 1])
    with pytest.raises(AssertionError):
        assert_same((start, [1.0]), ({**start, "W1": start["W1"] * (1 + 1e-9)}, [1.0]), 1e-10)
    with pytest.raises(AssertionError):
        assert_same((start, [1.0]), (start, [1.0 + 1e-9]), 1e-10)


@pytest.mark.parametrize(
    "model, sizes", [(L_layer_model, [40, 6, 5, 1]), (two_layer_model, (40, 6, 1))]
)
def test_the_models_hand_the_choice_on(model, sizes, monkeypatch):
    X, Y = problem(40, 25)
    ways = [
        model(X, Y, sizes, 0.1, 201, lambd=0.3, shortcut=shortcut) for shortcut in (False, True)
    ]
    assert_same(*ways, 1e-10)
    assert not np.array_equal(ways[0][0]["W1"], ways[1][0]["W1"])  # two ways, not one of them twice
    monkeypatch.setattr(deep_network, "train_in_the_span", None)
    model(X, Y, sizes, 0.1, 201, shortcut=False)


@pytest.mark.parametrize("shortcut", [False, True])
def test_the_loop_takes_the_steps_of_the_published_functions(shortcut):
    """Forward, cost, backward, update: what the lesson writes, one by one."""
    X, Y = problem(40, 25)
    parameters = start = initialize_parameters_deep([40, 6, 5, 1])
    costs = []
    for i in range(201):
        AL, caches = L_model_forward(X, parameters)
        if i % 100 == 0:
            costs.append(compute_cost(AL, Y))
        parameters = update_parameters(parameters, L_model_backward(AL, Y, caches), 0.3)
    assert_same((parameters, costs), train(X, Y, start, 0.3, 201, shortcut=shortcut), 1e-10)


@pytest.mark.parametrize("shortcut", [False, True])
def test_l2_is_the_slope_of_its_cost(shortcut):
    """One step with λ against the numerical slope of cost plus penalty, which `train` itself reports."""
    X, Y = problem(5, 4)
    start = initialize_parameters_deep([5, 3, 1], seed=2)
    start = {name: value + 0.1 for name, value in start.items()}

    def cost(parameters):
        return train(X, Y, parameters, 0.0, 1, lambd=0.9)[1][0]

    squares = sum(np.sum(start[name] ** 2) for name in ("W1", "W2"))
    plain = compute_cost(L_model_forward(X, start)[0], Y)
    assert cost(start) == pytest.approx(plain + 0.9 / 8 * squares, rel=1e-12)
    trained, _ = train(X, Y, start, 1e-3, 2, lambd=0.9, shortcut=shortcut)
    halfway, _ = train(X, Y, start, 1e-3, 1, lambd=0.9, shortcut=False)
    for name in start:
        for index in np.ndindex(start[name].shape):
            nudged = [{**halfway, name: halfway[name].copy()} for _ in range(2)]
            for parameters, nudge in zip(nudged, (1e-6, -1e-6)):
                parameters[name][index] += nudge
            slope = (cost(nudged[0]) - cost(nudged[1])) / 2e-6
            step = (halfway[name] - trained[name])[index] / 1e-3
            assert step == pytest.approx(slope, rel=1e-5, abs=1e-8)


@pytest.mark.parametrize("lambd", [0.0, 0.7])
@pytest.mark.parametrize("shortcut", [False, True])
def test_float32_stays_float32(shortcut, lambd):
    X, Y = problem(40, 25)
    start = initialize_parameters_deep([40, 6, 5, 1])
    exact = train(X, Y, start, 0.1, 201, lambd=lambd)
    half = train(
        X.astype("f4"), Y, start, np.float64(0.1), 201, lambd=np.float64(lambd), shortcut=shortcut
    )
    assert {value.dtype for value in half[0].values()} == {np.dtype("f4")}
    assert_same(exact, half, 1e-4)
    assert np.linalg.norm(half[0]["W1"] - exact[0]["W1"]) > 1e-9  # in single precision indeed


def test_the_products_of_float32_data_are_those_of_float32(counted):
    X, Y, counts = counted
    start = initialize_parameters_deep([101, 4, 3, 1])
    train(X.astype("f4"), Y, start, np.float64(0.1), 3, shortcut=False)
    assert counts == {"matmul float32": 6}


def test_whole_numbers_are_trained_on_as_floats():
    X, Y = problem(40, 25)
    whole = np.round(10 * X).astype(np.uint8)
    start = initialize_parameters_deep([40, 6, 1])
    assert_same(train(whole, Y, start, 0.01, 101), train(whole * 1.0, Y, start, 0.01, 101), 1e-12)


def test_saturated_units_cost_much_but_not_infinitely():
    for dtype in ("f4", "f8"):
        AL = np.array([[0.0, 1.0]], dtype)
        assert compute_cost(AL, np.array([[1, 0]])) == pytest.approx(34.54, abs=0.01)
        assert compute_cost(AL, np.array([[0, 1]])) == pytest.approx(0, abs=1e-14)
