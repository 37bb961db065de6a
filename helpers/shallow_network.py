"""A network with one hidden layer: the finished form of the functions of week 3.

n_h tanh units, then one sigmoid unit. Shapes, everywhere: X (n_x, m) holds one example a column, Y (1, m) its labels
0 or 1; W1 (n_h, n_x), b1 (n_h, 1), W2 (1, n_h), b2 (1, 1), in a plain dictionary; gradients are "dW1", "db1", ….
No function changes what it is given.
The formulas are derived in notebooks/week3_shallow_network/2_planar_classification.ipynb.
"""

import numpy as np

from helpers.activations import sigmoid
from helpers.progress import iterations


def layer_sizes(X, Y, n_h=4):
    """The sizes (n_x, n_h, n_y) of the layers for data X (n_x, m), Y (n_y, m)."""
    return X.shape[0], n_h, Y.shape[0]


def initialize_parameters(n_x, n_h, n_y, seed=2):
    """W1 (n_h, n_x) and W2 (n_y, n_h) normal with standard deviation 0.01, b1 and b2 zero.

    Drawn from numpy's legacy stream `seed`, W1 first.
    """
    rng = np.random.RandomState(seed)
    return {
        "W1": rng.randn(n_h, n_x) * 0.01,
        "b1": np.zeros((n_h, 1)),
        "W2": rng.randn(n_y, n_h) * 0.01,
        "b2": np.zeros((n_y, 1)),
    }


def forward_propagation(X, parameters):
    """Z1 = W1·X + b1, A1 = tanh Z1, Z2 = W2·A1 + b2, A2 = sigmoid Z2. Returns A2 (1, m) and the cache of all four.

    Raises ValueError when the shapes of X and the parameters do not fit together.
    """
    require_shapes(X, parameters)
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = parameters["W2"] @ A1 + parameters["b2"]
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


def compute_cost(A2, Y):
    """The cross-entropy J = −mean(Y·log A2 + (1 − Y)·log(1 − A2)), a float; A2 is kept 1e-15 away from 0 and 1.

    Raises ValueError when A2 and Y have different shapes.
    """
    require_labels(Y, np.shape(A2)[-1] if np.ndim(A2) else 0)
    A2 = np.clip(A2, 1e-15, 1 - 1e-15)
    return float(-np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)))


def backward_propagation(parameters, cache, X, Y):
    """The gradients "dW1", "db1", "dW2", "db2" of the cost, from the cache of `forward_propagation`.

    dZ2 = A2 − Y, dW2 = dZ2·A1ᵀ/m, db2 = the mean of dZ2; dZ1 = W2ᵀ·dZ2 * (1 − A1²), dW1 = dZ1·Xᵀ/m, db1 = the mean.
    Raises ValueError when shapes do not fit together.
    """
    require_shapes(X, parameters)
    m = X.shape[1]
    require_labels(Y, m)
    A1, A2 = cache["A1"], cache["A2"]
    require_shape("A1", A1, (parameters["W1"].shape[0], m))
    require_shape("A2", A2, (1, m))
    dZ2 = A2 - Y
    dZ1 = parameters["W2"].T @ dZ2 * (1 - A1**2)
    return {
        "dW1": dZ1 @ X.T / m,
        "db1": np.sum(dZ1, axis=1, keepdims=True) / m,
        "dW2": dZ2 @ A1.T / m,
        "db2": np.sum(dZ2, axis=1, keepdims=True) / m,
    }


def update_parameters(parameters, grads, learning_rate=1.2):
    """One step of gradient descent, W − learning_rate·dW and so on, in a new dictionary.

    Raises ValueError for a gradient that is missing or has not the shape of its parameter.
    """
    for name, value in parameters.items():
        if f"d{name}" not in grads:
            raise ValueError(
                f"The gradients have no d{name}; there are: {', '.join(grads) or 'none'}."
            )
        require_shape(f"d{name}", grads[f"d{name}"], np.shape(value))
    return {name: value - learning_rate * grads[f"d{name}"] for name, value in parameters.items()}


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False, learning_rate=1.2, seed=2):
    """Train a network with n_h hidden units by gradient descent on all examples.

    Returns parameters, and costs: the cost of iterations 0, 100, 200, …
    Raises ValueError when X and Y do not fit together.
    """
    require_matrix(X)
    require_labels(Y, X.shape[1])
    parameters = initialize_parameters(*layer_sizes(X, Y, n_h), seed=seed)
    costs = []
    for i in iterations(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        if i % 100 == 0:
            costs.append(compute_cost(A2, Y))
            if print_cost:
                print(f"cost after iteration {i}: {costs[-1]:.4f}")
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads, learning_rate)
    return parameters, costs


def predict(parameters, X):
    """1 where the probability is above one half, else 0: whole numbers, shape (1, m).

    Raises ValueError when the shapes do not fit together.
    """
    A2, _ = forward_propagation(X, parameters)
    return (A2 > 0.5).astype(int)


def require_matrix(X):
    """Raise ValueError unless X is a matrix with numbers in it."""
    if np.ndim(X) != 2 or np.size(X) == 0:
        raise ValueError(
            f"X has shape {np.shape(X)}: a matrix (n_x, m) with one example a column is expected; "
            "flatten images first (helpers.datasets.flatten_images)."
        )


def require_shape(name, value, shape):
    """Raise ValueError unless an array has the shape it should have."""
    if np.shape(value) != tuple(shape):
        raise ValueError(
            f"{name} has shape {np.shape(value)}: {tuple(shape)} is expected; was keepdims=True left out, or "
            "is it transposed?"
        )


def require_shapes(X, parameters):
    """Raise ValueError, naming the first array that does not fit, unless X and the parameters fit together."""
    require_matrix(X)
    missing = [name for name in ("W1", "b1", "W2", "b2") if name not in parameters]
    if missing:
        raise ValueError(
            f"The parameters have no {', '.join(missing)}: W1, b1, W2, b2 are expected."
        )
    n_h, n_y = (np.shape(parameters[name])[:1] or (1,) for name in ("W1", "W2"))
    wanted = {
        "W1": (*n_h, X.shape[0]),
        "b1": (*n_h, 1),
        "W2": (*n_y, *n_h),
        "b2": (*n_y, 1),
    }
    for name, shape in wanted.items():
        if np.shape(parameters[name]) != shape:
            raise ValueError(
                f"{name} has shape {np.shape(parameters[name])} beside X {X.shape} and W1 "
                f"{np.shape(parameters['W1'])}: {shape} is expected. One example a column: is X transposed, or "
                "were the parameters made for other data?"
            )
        if name.startswith("W"):
            require_units(name, shape)


def require_units(name, shape):
    """Raise ValueError unless the shape (n, n_prev) of a weight matrix is that of at least one unit."""
    if shape[0] == 0:
        raise ValueError(
            f"{name} has shape {shape}: one row per unit, and at least one, is expected; "
            "was the size of a layer 0?"
        )


def require_labels(Y, m):
    """Raise ValueError unless Y is a row of m labels."""
    if np.shape(Y) != (1, m):
        raise ValueError(
            f"Y has shape {np.shape(Y)}: one label for each of the {m} examples is expected, as a row (1, {m}); "
            "reshape it with Y.reshape(1, -1)."
        )
