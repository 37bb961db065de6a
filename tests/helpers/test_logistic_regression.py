"""Logistic regression against independent judges, and what it says to wrong shapes."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from helpers import logistic_regression
from helpers.activations import sigmoid
from helpers.logistic_regression import initialize_with_zeros, model, optimize, predict, propagate


def problem(m=40, n_x=3, seed=0):
    """Examples of two overlapping classes, so that the cost has one lowest point."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n_x, m))
    Y = (X[:1] - X[1:2] + rng.normal(size=(1, m)) > 0).astype(int)
    return X, Y


@pytest.mark.parametrize(
    "z", [0.3, -2.0, 0.0, np.linspace(-800, 800, 33), np.zeros((2, 3)), [1.0, -1.0]]
)
def test_sigmoid_is_scipys(z):
    with np.errstate(under="ignore"):
        assert np.allclose(sigmoid(z), expit(z), rtol=1e-12, atol=0)
    assert np.shape(sigmoid(z)) == np.shape(z)


@pytest.mark.parametrize("n_x, m", [(1, 1), (2, 5), (5, 2), (4, 4)])
def test_gradient_is_the_slope_of_the_cost(n_x, m):
    rng = np.random.default_rng(m)
    w, b, X, Y = (
        rng.normal(size=(n_x, 1)),
        0.3,
        rng.normal(size=(n_x, m)),
        rng.integers(0, 2, size=(1, m)),
    )
    grads, _ = propagate(w, b, X, Y)
    for k in range(n_x):
        step = 1e-6 * np.eye(n_x)[:, [k]]
        slope = (propagate(w + step, b, X, Y)[1] - propagate(w - step, b, X, Y)[1]) / 2e-6
        assert grads["dw"][k, 0] == pytest.approx(slope, rel=1e-6, abs=1e-9)
    slope = (propagate(w, b + 1e-6, X, Y)[1] - propagate(w, b - 1e-6, X, Y)[1]) / 2e-6
    assert grads["db"] == pytest.approx(slope, rel=1e-6, abs=1e-9)


def test_the_minimum_is_scipys_and_scikit_learns():
    X, Y = problem()
    params, _, costs = optimize(*initialize_with_zeros(3), X, Y, 3000, 1.0)

    def cost_and_gradient(theta):
        grads, cost = propagate(theta[:3, np.newaxis], theta[3], X, Y)
        return cost, np.append(grads["dw"], grads["db"])

    best = minimize(cost_and_gradient, np.zeros(4), jac=True, tol=1e-12)
    # not C=np.inf: scikit-learn 1.8.0 warns of it
    judge = LogisticRegression(C=1e20, tol=1e-10, max_iter=1000).fit(X.T, Y[0])
    ours = np.append(params["w"], params["b"])
    assert np.allclose(ours, best.x, atol=1e-5)
    assert np.allclose(ours, np.append(judge.coef_, judge.intercept_), atol=1e-5)
    assert costs == sorted(costs, reverse=True) and len(costs) == 30


def test_a_saturated_unit_has_a_large_finite_cost():
    grads, cost = propagate(np.array([[500.0]]), 0.0, np.array([[1.0, -2.0]]), np.array([[0, 1]]))
    assert cost == pytest.approx((500 + 1000) / 2)
    assert np.isfinite(grads["dw"]).all()


def test_optimize_leaves_its_arguments_alone_and_may_do_nothing():
    X, Y = problem()
    w = np.ones((3, 1))
    params, grads, costs = optimize(w, 0.5, X, Y, 0, 0.1)
    assert (grads, costs) == ({}, []) and params == {"w": w, "b": 0.5}
    optimize(w, 0.5, X, Y, 10, 0.1)
    assert np.array_equal(w, np.ones((3, 1)))


def test_optimize_prints_one_cost_in_a_hundred(capsys):
    X, Y = problem()
    _, _, costs = optimize(*initialize_with_zeros(3), X, Y, 201, 0.1, print_cost=True)
    assert capsys.readouterr().out.splitlines() == [
        f"cost after iteration {100 * k}: {cost:.4f}" for k, cost in enumerate(costs)
    ]


def test_the_cost_is_taken_only_where_it_is_kept(monkeypatch):
    taken = []
    monkeypatch.setattr(
        logistic_regression, "compute_cost", lambda Z, Y: taken.append(Z.shape) or 0.5
    )
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(3, 20)), rng.integers(0, 2, (1, 20))
    _, _, costs = logistic_regression.optimize(np.zeros((3, 1)), 0.0, X, Y, 201, 0.1)
    assert costs == [0.5] * 3 and len(taken) == 3


def test_model_learns_and_predicts_both_sets():
    X, Y = problem(m=200)
    d = model(X[:, :150], Y[:, :150], X[:, 150:], Y[:, 150:], num_iterations=300, learning_rate=0.5)
    assert d["Y_prediction_train"].shape == (1, 150) and d["Y_prediction_test"].shape == (1, 50)
    assert np.mean(d["Y_prediction_test"] == Y[:, 150:]) > 0.7
    assert np.array_equal(d["Y_prediction_test"], predict(d["w"], d["b"], X[:, 150:]))


@pytest.mark.parametrize(
    "w, X, Y, words",
    [
        ((12288, 1), (209, 12288), (1, 209), "one example a column is expected; transpose X"),
        ((3, 1), (3,), (1, 3), "a matrix (n_x, m) with one example a column"),
        ((3, 1), (5, 2, 2, 3), (1, 5), "flatten images first"),
        ((3,), (3, 4), (1, 4), "w must be a column (3, 1)"),
        ((1, 3), (3, 4), (1, 4), "w must be a column (3, 1)"),
        ((2, 1), (3, 4), (1, 4), "one row for each row of X"),
        ((3, 1), (3, 4), (4,), "Y must be a row"),
        ((3, 1), (3, 4), (4, 1), "Y must be a row"),
        ((3, 1), (3, 4), (1, 5), "every column of X needs one label"),
        ((3, 1), (3, 4), (1, 3), "transpose X"),
    ],
)
def test_wrong_shapes_are_said(w, X, Y, words):
    with pytest.raises(ValueError) as caught:
        propagate(np.zeros(w), 0.0, np.zeros(X), np.zeros(Y))
    assert words in str(caught.value) and str(X) in str(caught.value)


def test_predict_and_model_look_at_shapes_too():
    with pytest.raises(ValueError, match="transpose X"):
        predict(np.zeros((3, 1)), 0.0, np.zeros((2, 3)))
    with pytest.raises(ValueError, match="w has shape"):
        model(np.zeros((3, 4)), np.zeros((1, 4)), np.zeros((4, 3)), np.zeros((1, 3)), 1, 0.1)


@pytest.mark.parametrize("change", [None, "rank 3", "zero"])
@pytest.mark.parametrize("m", [1, 25, 39])
def test_the_shortcut_is_exact(m, change):
    X, Y = problem(m, 40)
    if change:
        few = X[:, :3] @ np.random.default_rng(5).normal(size=(min(m, 3), m))
        X = few if change == "rank 3" else 0 * X
    w, b = np.random.default_rng(1).normal(size=(40, 1)), 0.3
    before = w.copy()
    plain, fast = (optimize(w, b, X, Y, 301, 0.1, shortcut=shortcut) for shortcut in (False, True))
    assert np.array_equal(w, before)
    assert np.allclose(plain[2], fast[2], rtol=1e-10, atol=0)
    for one, other in zip(plain[:2], fast[:2]):
        for name, value in one.items():
            away = np.linalg.norm(other[name] - value)
            assert np.shape(other[name]) == np.shape(value)
            assert away <= 1e-10 * max(np.linalg.norm(value), 1e-3), name


def test_the_shortcut_runs_where_it_pays_and_can_be_switched_off(monkeypatch):
    monkeypatch.setattr(logistic_regression, "optimize_in_the_span", None)
    X, Y = problem(12, 13)
    w, b = initialize_with_zeros(13)
    with pytest.raises(TypeError):
        optimize(w, b, X, Y, 13, 0.1)
    with pytest.raises(TypeError):
        model(X, Y, X, Y, 13)
    optimize(w, b, X, Y, 12, 0.1)  # so few iterations that finding the span would take longer
    optimize(w, b, X, Y, 13, 0.1, shortcut=False)
    model(X, Y, X, Y, 13, shortcut=False)
    X, Y = problem(13, 13)
    optimize(w, b, X, Y, 300, 0.1)  # nothing to leave out


def test_the_model_is_the_same_with_the_shortcut():
    X, Y = problem(30, 40)
    plain, fast = (model(X, Y, X, Y, 201, 0.1, shortcut=shortcut) for shortcut in (False, True))
    assert np.allclose(plain["w"], fast["w"], rtol=1e-10)
    assert not np.array_equal(plain["w"], fast["w"])  # two ways, not one of them twice


@pytest.mark.parametrize("shortcut", [False, True])
def test_float32_stays_float32(shortcut, monkeypatch):
    X, Y = problem(30, 40)
    seen, right = set(), logistic_regression.gradients

    def look(Z, X, Y):
        grads = right(Z, X, Y)
        seen.update((Z.dtype, X.dtype, Y.dtype, grads["dw"].dtype))
        return grads

    monkeypatch.setattr(logistic_regression, "gradients", look)
    w, b = initialize_with_zeros(40)
    half, _, costs = optimize(w, b, X.astype("f4"), Y, 101, np.float64(0.1), shortcut=shortcut)
    assert seen == {np.dtype("f4")} == {half["w"].dtype}
    exact, _, exact_costs = optimize(w, b, X, Y, 101, 0.1)
    assert np.allclose(half["w"], exact["w"], rtol=1e-4, atol=1e-5)
    assert np.allclose(costs, exact_costs, rtol=1e-5) and not np.array_equal(half["w"], exact["w"])
