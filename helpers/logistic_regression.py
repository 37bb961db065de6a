"""Logistic regression as one neuron: the finished form of the functions of week 2.

Shapes, everywhere: X (n_x, m) holds one example a column, Y (1, m) its labels 0 or 1, w is (n_x, 1) and
b a number. The formulas are derived in notebooks/week2_logistic_regression/3_logistic_regression.ipynb.
"""

import numpy as np

from helpers.activations import sigmoid
from helpers.progress import iterations


def initialize_with_zeros(dim):
    """Start values: w a column of `dim` zeros, shape (dim, 1), and b = 0.0. Returns w, b."""
    return np.zeros((dim, 1)), 0.0


def propagate(w, b, X, Y):
    """The cost and its gradients, for all m examples at once.

    J = mean of log(1 + eᶻ) − y·z, which is −y log a − (1 − y) log(1 − a) with a = sigmoid(z) put in: taken from
    z it stays finite where a rounds to 0 or 1.

    Returns grads, cost: grads["dw"] (n_x, 1) and grads["db"] are ∂J/∂w and ∂J/∂b, cost is J.
    Raises ValueError when the shapes of w, X and Y do not fit together.
    """
    require_shapes(w, X, Y)
    Z = np.dot(w.T, X) + b
    return gradients(Z, X, Y), compute_cost(Z, Y)


def gradients(Z, X, Y):
    """The gradients {"dw", "db"} of the cost, where the scores wᵀ·X + b are Z, shape (1, m)."""
    m = X.shape[1]
    dZ = sigmoid(Z) - Y
    return {"dw": np.dot(X, dZ.T) / m, "db": float(np.sum(dZ) / m)}


def compute_cost(Z, Y):
    """The cost J of `propagate` from the scores Z and the labels Y, both (1, m): a float."""
    return float(np.mean(np.logaddexp(0, Z) - Y * Z))


def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False, shortcut=True):
    """Gradient descent: w ← w − learning_rate · dw and b ← b − learning_rate · db, num_iterations times.

    shortcut -- with fewer examples than features (n_x > m), and more iterations than examples, descend in the span of
                the examples (`optimize_in_the_span`): the same results but for rounding, in a fraction of the time.
                Otherwise, and with shortcut=False, in the full space (`descend`).

    All is computed in the precision of X: float32 if X is float32, else float64.
    Returns params {"w", "b"}, grads {"dw", "db"} of the last iteration (empty after none), and costs, the cost
    of iterations 0, 100, 200, … . The arguments are left as they are.
    Raises ValueError when the shapes do not fit together.
    """
    require_shapes(w, X, Y)
    # One float64 array among float32 ones would turn X into float64 at each product, and numpy's own float the step.
    dtype = np.float32 if X.dtype == np.float32 else np.float64
    w, X, Y = (np.asarray(array, dtype) for array in (w, X, Y))
    n_x, m = X.shape
    way = optimize_in_the_span if shortcut and n_x > m and num_iterations > m else descend
    return way(w, float(b), X, Y, num_iterations, float(learning_rate), print_cost)


def descend(w, b, X, Y, num_iterations, learning_rate, print_cost):
    """Gradient descent as in the lesson, but the cost is taken only where it is kept; arguments as for `optimize`."""
    grads, costs = {}, []
    for i in iterations(num_iterations):
        Z = np.dot(w.T, X) + b
        if i % 100 == 0:
            costs.append(compute_cost(Z, Y))
            if print_cost:
                print(f"cost after iteration {i}: {costs[-1]:.4f}")
        grads = gradients(Z, X, Y)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
    return {"w": w, "b": b}, grads, costs


def optimize_in_the_span(w, b, X, Y, num_iterations, learning_rate, print_cost):
    """The same descent in coordinates of the examples' span: exact, for fewer examples than features.

    X = Q·R, the columns of Q perpendicular and of length 1. The neuron sees w as wᵀ·X = (Qᵀ·w)ᵀ·R alone, and a step
    dw = X·dZᵀ/m = Q·(R·dZᵀ/m) stays in the span: the descent of v = Qᵀ·w on R, m numbers in place of n_x, is the
    descent of w on X. What w has outside the span stays as it was, so the change of v is all there is to add.
    """
    Q, R = np.linalg.qr(X)
    v = Q.T @ w
    params, grads, costs = descend(v, b, R, Y, num_iterations, learning_rate, print_cost)
    grads = {"dw": Q @ grads["dw"], "db": grads["db"]}
    return {"w": w + Q @ (params["w"] - v), "b": params["b"]}, grads, costs


def predict(w, b, X):
    """1.0 where the probability is above one half, else 0.0; shape (1, m)."""
    require_shapes(w, X)
    return (sigmoid(np.dot(w.T, X) + b) > 0.5).astype(float)


def model(
    X_train,
    Y_train,
    X_test,
    Y_test,
    num_iterations=2000,
    learning_rate=0.005,
    print_cost=False,
    shortcut=True,
):
    """Train on one set, predict both. The shortcut is that of `optimize`.

    Returns a dictionary: "costs", "Y_prediction_test" and "Y_prediction_train" (each (1, m)), "w", "b",
    "learning_rate", "num_iterations". Raises ValueError when shapes do not fit together.
    """
    w, b = initialize_with_zeros(X_train.shape[0])
    require_shapes(w, X_test, Y_test)
    params, _, costs = optimize(
        w, b, X_train, Y_train, num_iterations, learning_rate, print_cost, shortcut
    )
    w, b = params["w"], params["b"]
    return {
        "costs": costs,
        "Y_prediction_test": predict(w, b, X_test),
        "Y_prediction_train": predict(w, b, X_train),
        "w": w,
        "b": b,
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }


def require_shapes(w, X, Y=None):
    """Raise ValueError, with what was expected, what came and the usual cause, unless w, X and Y fit together."""
    if np.ndim(X) != 2 or np.size(X) == 0:
        raise ValueError(
            f"X has shape {np.shape(X)}: a matrix (n_x, m) with one example a column is expected; "
            "flatten images first (helpers.datasets.flatten_images)."
        )
    n_x, m = X.shape
    if np.shape(w) != (n_x, 1):
        if np.shape(w) == (m, 1):
            cause = "one example a column is expected; transpose X."
        elif np.size(w) == n_x:
            cause = f"w must be a column ({n_x}, 1); reshape it with w.reshape(-1, 1)."
        else:
            cause = "w needs one row for each row of X; was it made for other data?"
        raise ValueError(f"w has shape {np.shape(w)} and X has shape {X.shape}: {cause}")
    if Y is not None and np.shape(Y) != (1, m):
        if np.size(Y) == m:
            cause = "Y must be a row; reshape it with Y.reshape(1, -1)."
        elif np.size(Y) == n_x:
            cause = "one example a column is expected; transpose X."
        else:
            cause = "every column of X needs one label."
        raise ValueError(
            f"Y has shape {np.shape(Y)} and X has shape {X.shape}: (1, {m}) is expected; {cause}"
        )
