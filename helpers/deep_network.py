"""A deep network of L layers: the finished form of the functions of week 4.

Layers 1 to L−1 are relu layers, layer L is one sigmoid unit. Shapes, everywhere: X (n_x, m) holds one example a column,
Y (1, m) its labels 0 or 1; W[l] is (n[l], n[l−1]) and b[l] (n[l], 1), in a plain dictionary "W1", "b1", "W2", …;
gradients are "dW1", "db1", …, and "dA{l}" is the gradient of A[l]. No function changes what it is given.
The formulas are derived in notebooks/week4_deep_network/1_building_blocks.ipynb.
"""

import numpy as np

from helpers.activations import sigmoid
from helpers.progress import iterations
from helpers.shallow_network import (
    initialize_parameters,
    require_labels,
    require_matrix,
    require_shape,
    update_parameters,
)

SMALLEST = 1e-15  # a probability is taken to be no nearer to 0 or 1: log and division stay finite


def initialize_parameters_deep(layers_dims, seed=3):
    """Layers of the sizes [n_x, n[1], …, n[L]]: W[l] normal with standard deviation 1/√n[l−1], b[l] zero.

    With this spread Z is about as large as the activations it comes from. Drawn from numpy's legacy stream
    `seed`, W1 first.
    Raises ValueError for fewer than two sizes.
    """
    if len(layers_dims) < 2:
        raise ValueError(
            f"layers_dims is {layers_dims}: the number of inputs and the size of each layer are expected, "
            "such as [12288, 20, 7, 5, 1]."
        )
    rng = np.random.RandomState(seed)
    parameters = {}
    for layer in range(1, len(layers_dims)):
        n, n_prev = layers_dims[layer], layers_dims[layer - 1]
        parameters[f"W{layer}"] = rng.randn(n, n_prev) / np.sqrt(n_prev)
        parameters[f"b{layer}"] = np.zeros((n, 1))
    return parameters


def linear_forward(A, W, b):
    """Z = W·A + b, shape (n, m), from A (n_prev, m), W (n, n_prev), b (n, 1). Returns Z and the cache (A, W, b).

    Raises ValueError for other shapes.
    """
    require_layer(A, W, b)
    return W @ A + b, (A, W, b)


def linear_activation_forward(A_prev, W, b, activation):
    """One layer, linear and then "relu" or "sigmoid". Returns A (n, m) and the cache (linear_cache, Z).

    Raises ValueError for another activation.
    """
    Z, linear_cache = linear_forward(A_prev, W, b)
    if activation == "relu":
        A = np.maximum(0, Z)
    elif activation == "sigmoid":
        A = sigmoid(Z)
    else:
        raise ValueError(f'The activation is {activation!r}: "relu" or "sigmoid" is expected.')
    return A, (linear_cache, Z)


def L_model_forward(X, parameters):
    """All L layers: A[0] = X, and A[L], shape (1, m), comes last. Returns A[L] and the list of the L caches.

    Raises ValueError when the shapes of X and the parameters do not fit together.
    """
    require_shapes(X, parameters)
    L = len(parameters) // 2
    A, caches = X, []
    for layer in range(1, L + 1):
        activation = "sigmoid" if layer == L else "relu"
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        A, cache = linear_activation_forward(A, W, b, activation)
        caches.append(cache)
    return A, caches


def away_from_0_and_1(AL):
    """AL, clipped to [1e-15, 1 − 1e-15]: a wrong and saturated unit then costs about 34.5, not infinity or nan."""
    return np.clip(AL, SMALLEST, 1 - SMALLEST)


def compute_cost(AL, Y):
    """The cross-entropy J = −mean(Y·log AL + (1 − Y)·log(1 − AL)), a finite float. AL and Y are (1, m).

    Raises ValueError when they have different shapes.
    """
    require_labels(Y, np.shape(AL)[-1] if np.ndim(AL) else 0)
    AL = away_from_0_and_1(AL)
    return float(-np.mean(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)))


def linear_backward(dZ, cache):
    """From dZ (n, m) and (A_prev, W, b): dA_prev = Wᵀ·dZ, dW = dZ·A_prevᵀ/m, db = the mean of dZ over examples.

    Raises ValueError when dZ has not the shape of the layer's Z.
    """
    A_prev, W, b = cache
    m = A_prev.shape[1]
    require_shape("dZ", dZ, (W.shape[0], m))
    return W.T @ dZ, dZ @ A_prev.T / m, np.sum(dZ, axis=1, keepdims=True) / m


def linear_activation_backward(dA, cache, activation):
    """One layer backward: dZ = dA * g′(Z), then `linear_backward`. Returns dA_prev, dW, db.

    The derivative of relu at 0 is 0 by convention.
    Raises ValueError for another activation, and when dA has not the shape of the layer's Z.
    """
    linear_cache, Z = cache
    require_shape("dA", dA, Z.shape)
    if activation == "relu":
        dZ = dA * (Z > 0)
    elif activation == "sigmoid":
        A = away_from_0_and_1(sigmoid(Z))  # clipped as in dAL, so that their product is A − Y
        dZ = dA * A * (1 - A)
    else:
        raise ValueError(f'The activation is {activation!r}: "relu" or "sigmoid" is expected.')
    return linear_backward(dZ, linear_cache)


def L_model_backward(AL, Y, caches):
    """The gradients of the cost: "dW1", "db1", …, and "dA{l}" for A[l], l = 0 … L−1.

    AL and Y are (1, m), caches the list from L_model_forward. Raises ValueError when Y has another shape than AL.
    """
    require_labels(Y, AL.shape[1])
    L = len(caches)
    AL = away_from_0_and_1(AL)
    dA = (1 - Y) / (1 - AL) - Y / AL
    grads = {}
    for layer in range(L, 0, -1):
        activation = "sigmoid" if layer == L else "relu"
        dA, dW, db = linear_activation_backward(dA, caches[layer - 1], activation)
        grads[f"dA{layer - 1}"], grads[f"dW{layer}"], grads[f"db{layer}"] = dA, dW, db
    return grads


def two_layer_model(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, seed=1
):
    """Train a network of layers_dims = (n_x, n_h, 1) by gradient descent, from weights of standard deviation 0.01.

    Returns parameters, and costs: the cost of iterations 0, 100, 200, …
    Raises ValueError when X, Y and layers_dims do not fit together.
    """
    parameters = initialize_parameters(*layers_dims, seed=seed)
    return train(X, Y, parameters, learning_rate, num_iterations, print_cost)


def L_layer_model(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, seed=3
):
    """Train a network of layers_dims = [n_x, n[1], …, 1] by gradient descent on all examples.

    Returns parameters, and costs: the cost of iterations 0, 100, 200, …
    Raises ValueError when X, Y and layers_dims do not fit together.
    """
    parameters = initialize_parameters_deep(layers_dims, seed)
    return train(X, Y, parameters, learning_rate, num_iterations, print_cost)


def train(X, Y, parameters, learning_rate, num_iterations, print_cost=False):
    """Gradient descent from given parameters, which stay as they are. Returns parameters and costs as above."""
    require_shapes(X, parameters)
    require_labels(Y, X.shape[1])
    costs = []
    for i in iterations(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        if i % 100 == 0:
            costs.append(compute_cost(AL, Y))
            if print_cost:
                print(f"cost after iteration {i}: {costs[-1]:.4f}")
        parameters = update_parameters(parameters, L_model_backward(AL, Y, caches), learning_rate)
    return parameters, costs


def predict(X, parameters):
    """1 where the probability is above one half, else 0: whole numbers, shape (1, m).

    Raises ValueError when the shapes do not fit together.
    """
    AL, _ = L_model_forward(X, parameters)
    return (AL > 0.5).astype(int)


def require_shapes(X, parameters):
    """Raise ValueError, naming the first array that does not fit, unless X and the parameters fit together."""
    require_matrix(X)
    n, L = X.shape[0], len(parameters) // 2
    wanted = [f"{letter}{layer}" for layer in range(1, L + 1) for letter in "Wb"]
    missing = [name for name in wanted if name not in parameters]
    if missing or not parameters:
        raise ValueError(
            f"The parameters are {', '.join(parameters) or 'empty'}: W1, b1, W2, b2, … are expected."
        )
    for layer in range(1, L + 1):
        W = np.shape(parameters[f"W{layer}"])
        if len(W) != 2 or W[1] != n:
            below = "X has" if layer == 1 else f"layer {layer - 1} has"
            raise ValueError(
                f"W{layer} has shape {W}, and {below} {n} rows: (n[{layer}], {n}) is expected. "
                "One example a column: is X transposed, or were the parameters made for other data?"
            )
        require_shape(f"b{layer}", parameters[f"b{layer}"], (W[0], 1))
        n = W[0]


def require_layer(A, W, b):
    """Raise ValueError unless A, W and b of one layer fit together."""
    if np.ndim(A) != 2 or np.ndim(W) != 2 or np.shape(W)[1] != np.shape(A)[0]:
        raise ValueError(
            f"W has shape {np.shape(W)} and A {np.shape(A)}: (n, n_prev) and (n_prev, m) are expected, "
            "one example a column. Is one of them transposed?"
        )
    require_shape("b", b, (np.shape(W)[0], 1))
