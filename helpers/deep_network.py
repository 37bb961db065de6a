"""A deep network of L layers: relu in layers 1 to L-1, one sigmoid unit in layer L.

Shapes: X is (n_x, m), one example a column; Y is (1, m), zeros and ones. W[l] is (n[l], n[l-1]) and
b[l] is (n[l], 1), in a plain dictionary: "W1", "b1", "W2", ...; gradients are "dW1", "db1", ...
No function here changes what it is given or touches numpy's global random state.
"""

import numpy as np

from helpers.activations import sigmoid


def initialize_parameters_deep(layers_dims, seed=3):
    """Return small random weights and zero biases for layers of the given sizes.

    layers_dims: [n_x, n[1], ..., n[L]].  Returns the dictionary W1 (n[1], n_x), b1 (n[1], 1), ...
    Weights have standard deviation 1 / sqrt(n[l-1]), so that Z keeps its size from layer to layer.
    """
    rng = np.random.RandomState(seed)
    parameters = {}
    for layer in range(1, len(layers_dims)):
        n, n_prev = layers_dims[layer], layers_dims[layer - 1]
        parameters[f"W{layer}"] = rng.randn(n, n_prev) / np.sqrt(n_prev)
        parameters[f"b{layer}"] = np.zeros((n, 1))
    return parameters


def linear_forward(A, W, b):
    """Z = W A + b.  A (n_prev, m), W (n, n_prev), b (n, 1) -> Z (n, m), cache (A, W, b)."""
    return W @ A + b, (A, W, b)


def linear_activation_forward(A_prev, W, b, activation):
    """One layer: linear, then "relu" or "sigmoid".  Returns A (n, m), cache (linear_cache, Z)."""
    Z, linear_cache = linear_forward(A_prev, W, b)
    if activation == "relu":
        A = np.maximum(0, Z)
    elif activation == "sigmoid":
        A = sigmoid(Z)
    else:
        raise ValueError(f'activation must be "relu" or "sigmoid", not {activation!r}.')
    return A, (linear_cache, Z)


def L_model_forward(X, parameters):
    """All L layers.  X (n_x, m) -> AL (1, m), caches: a list with one cache for each layer."""
    L = len(parameters) // 2
    A, caches = X, []
    for layer in range(1, L + 1):
        activation = "sigmoid" if layer == L else "relu"
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        A, cache = linear_activation_forward(A, W, b, activation)
        caches.append(cache)
    return A, caches


def _away_from_0_and_1(AL):
    """Clip AL to [1e-15, 1 - 1e-15]: a saturated unit then costs about 34.5, never inf or nan."""
    return np.clip(AL, 1e-15, 1 - 1e-15)


def compute_cost(AL, Y):
    """Return the cross-entropy -mean(Y log AL + (1 - Y) log(1 - AL)) as a float.  AL, Y (1, m)."""
    AL = _away_from_0_and_1(AL)
    return float(-np.mean(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)))


def linear_backward(dZ, cache):
    """dZ (n, m) and cache (A_prev, W, b) -> dA_prev (n_prev, m), dW (n, n_prev), db (n, 1)."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, np.sum(dZ, axis=1, keepdims=True) / m


def linear_activation_backward(dA, cache, activation):
    """dA (n, m) and the layer's cache -> dA_prev (n_prev, m), dW (n, n_prev), db (n, 1)."""
    linear_cache, Z = cache
    if activation == "relu":
        dZ = dA * (Z > 0)
    elif activation == "sigmoid":
        A = _away_from_0_and_1(sigmoid(Z))  # clipped as in dAL: their product is A - Y
        dZ = dA * A * (1 - A)
    else:
        raise ValueError(f'activation must be "relu" or "sigmoid", not {activation!r}.')
    return linear_backward(dZ, linear_cache)


def L_model_backward(AL, Y, caches):
    """Return the gradients of the cost: "dW1", "db1", ..., and "dA{l}" for A[l], l = 0 to L-1.

    AL and Y are (1, m); caches is the list from L_model_forward.
    """
    L = len(caches)
    AL = _away_from_0_and_1(AL)
    dA = (1 - Y) / (1 - AL) - Y / AL
    grads = {}
    for layer in range(L, 0, -1):
        activation = "sigmoid" if layer == L else "relu"
        dA, dW, db = linear_activation_backward(dA, caches[layer - 1], activation)
        grads[f"dA{layer - 1}"], grads[f"dW{layer}"], grads[f"db{layer}"] = dA, dW, db
    return grads


def update_parameters(parameters, grads, learning_rate):
    """One step of gradient descent; returns a new dictionary, the given one stays as it is."""
    return {name: value - learning_rate * grads["d" + name] for name, value in parameters.items()}


def L_layer_model(
    X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, seed=3
):
    """Train by full-batch gradient descent.

    X (n_x, m), Y (1, m), layers_dims [n_x, n[1], ..., 1].
    Returns parameters and costs, the list of the costs before iterations 0, 100, 200, ...
    """
    parameters = initialize_parameters_deep(layers_dims, seed)
    costs = []
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        if i % 100 == 0:
            costs.append(compute_cost(AL, Y))
            if print_cost:
                print(f"Cost after iteration {i}: {costs[-1]:.4f}")
        grads = L_model_backward(AL, Y, caches)
        parameters = update_parameters(parameters, grads, learning_rate)
    return parameters, costs


def predict(X, parameters):
    """Return 1 where the probability is above one half, else 0.  X (n_x, m) -> int64 (1, m)."""
    AL, _ = L_model_forward(X, parameters)
    return (AL > 0.5).astype(np.int64)
