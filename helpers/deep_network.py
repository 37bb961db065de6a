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
    require_units,
    update_parameters,  # noqa: F401  (the same in week 4)
)

SMALLEST = 1e-15  # a probability is taken to be no nearer to 0 or 1: its logarithm stays finite


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
        return np.maximum(0, Z), (linear_cache, Z)
    if activation == "sigmoid":
        return sigmoid(Z), (linear_cache, Z)
    raise ValueError(f'The activation is {activation!r}: "relu" or "sigmoid" is expected.')


def L_model_forward(X, parameters):
    """All L layers: A[0] = X, and A[L], shape (1, m), comes last. Returns A[L] and the list of the L caches.

    Raises ValueError when the shapes of X and the parameters do not fit together.
    """
    require_shapes(X, parameters)
    return forward(X, parameters)


def forward(X, parameters):
    """L_model_forward for X and parameters that are known to fit: training looks at the shapes once."""
    L = len(parameters) // 2
    A, caches = X, []
    for layer in range(1, L + 1):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        Z = W @ A + b
        caches.append(((A, W, b), Z))
        A = np.maximum(0, Z) if layer < L else sigmoid(Z)
    return A, caches


def compute_cost(AL, Y):
    """The cross-entropy J = −mean(Y·log AL + (1 − Y)·log(1 − AL)), a finite float. AL and Y are (1, m).

    A wrong and saturated unit costs about 34.5, not infinity or nan.
    Raises ValueError when they have different shapes.
    """
    require_labels(Y, np.shape(AL)[-1] if np.ndim(AL) else 0)
    # in double precision: float32 has no number between 1 − 6e-8 and 1
    AL = np.clip(np.asarray(AL, dtype=float), SMALLEST, 1 - SMALLEST)
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
        A = sigmoid(Z)
        dZ = dA * A * (1 - A)
    else:
        raise ValueError(f'The activation is {activation!r}: "relu" or "sigmoid" is expected.')
    return linear_backward(dZ, linear_cache)


def L_model_backward(AL, Y, caches):
    """The gradients of the cost: "dW1", "db1", …, and "dA{l}" for A[l], l = 0 … L−1.

    AL and Y are (1, m), caches the list from L_model_forward. Raises ValueError when Y has another shape than AL.
    """
    require_labels(Y, AL.shape[1])
    L, grads = len(caches), {}
    dZ = AL - Y  # sigmoid and cross-entropy together: what dA·g′(Z) comes to, without a division
    for layer in range(L, 0, -1):
        linear_cache, Z = caches[layer - 1]
        if layer < L:
            dZ = grads[f"dA{layer}"] * (Z > 0)
        dA_prev, dW, db = linear_backward(dZ, linear_cache)
        grads[f"dA{layer - 1}"], grads[f"dW{layer}"], grads[f"db{layer}"] = dA_prev, dW, db
    return grads


def two_layer_model(
    X,
    Y,
    layers_dims,
    learning_rate=0.0075,
    num_iterations=3000,
    print_cost=False,
    seed=1,
    lambd=0.0,
    shortcut=True,
):
    """Train a network of layers_dims = (n_x, n_h, 1) by gradient descent, from weights of standard deviation 0.01.

    lambd and shortcut are those of `train`.
    Returns parameters, and costs: the cost of iterations 0, 100, 200, …
    Raises ValueError when X, Y and layers_dims do not fit together.
    """
    parameters = initialize_parameters(*layers_dims, seed=seed)
    return train(X, Y, parameters, learning_rate, num_iterations, print_cost, lambd, shortcut)


def L_layer_model(
    X,
    Y,
    layers_dims,
    learning_rate=0.0075,
    num_iterations=3000,
    print_cost=False,
    seed=3,
    lambd=0.0,
    shortcut=True,
):
    """Train a network of layers_dims = [n_x, n[1], …, 1] by gradient descent on all examples.

    lambd and shortcut are those of `train`.
    Returns parameters, and costs: the cost of iterations 0, 100, 200, …
    Raises ValueError when X, Y and layers_dims do not fit together.
    """
    parameters = initialize_parameters_deep(layers_dims, seed)
    return train(X, Y, parameters, learning_rate, num_iterations, print_cost, lambd, shortcut)


def train(
    X,
    Y,
    parameters,
    learning_rate,
    num_iterations,
    print_cost=False,
    lambd=0.0,
    shortcut=True,
):
    """Gradient descent on all examples from given parameters, which stay as they are.

    lambd    -- λ of L2 regularization: λ/2m times the sum of all squared weights is added to the cost
    shortcut -- with fewer examples than features, train in the span of the examples (`train_in_the_span`): the same
                parameters and costs but for rounding, in a fraction of the time. It needs inputs that stay the same
                from step to step: no mini-batches, no dropout or noise on them; here that is always so. Where
                n_x ≤ m there is nothing to leave out, and for fewer than m/n[1] iterations finding the span
                takes longer than training: then, and with shortcut=False, the plain loop runs (`descend`).

    All is computed in the precision of X: float32 if X is float32, else float64.
    Returns parameters and costs: the cost of iterations 0, 100, 200, …
    Raises ValueError when X, Y and the parameters do not fit together.
    """
    require_shapes(X, parameters)
    require_labels(Y, X.shape[1])
    # One float64 array among float32 ones would turn all that it meets, and X at each product, into float64.
    dtype = np.float32 if X.dtype == np.float32 else np.float64
    X, Y = X.astype(dtype, copy=False), np.asarray(Y, dtype)
    parameters = {name: np.array(value, dtype) for name, value in parameters.items()}
    (n_x, m), units = X.shape, len(parameters["W1"])
    way = train_in_the_span if shortcut and n_x > m and num_iterations * units > m else descend
    # A float of Python's own takes on the precision of the array it meets, one of numpy's does not.
    return way(X, Y, parameters, num_iterations, float(learning_rate), lambd, print_cost)


def descend(X, Y, parameters, num_iterations, learning_rate, lambd, print_cost):
    """The plain loop; it changes the parameters it is given. Returns parameters and costs.

    Of the large arrays, X and W1, an iteration makes two products, W1·X and dZ1·Xᵀ, and one subtraction.
    """
    m = X.shape[1]
    weights = [value for name, value in parameters.items() if name.startswith("W")]
    steps = {name: np.empty_like(value) for name, value in parameters.items()}
    costs = []
    for i in iterations(num_iterations):
        AL, caches = forward(X, parameters)
        if i % 100 == 0:
            penalty = lambd / (2 * m) * sum(float(np.sum(W**2)) for W in weights)
            costs.append(compute_cost(AL, Y) + penalty)
            if print_cost:
                print(f"cost after iteration {i}: {costs[-1]:.4f}")
        write_steps(steps, AL, Y, caches, learning_rate)
        if lambd:
            for W in weights:
                W *= 1 - learning_rate * lambd / m  # the step of the penalty: weight decay
        for name, value in parameters.items():
            value -= steps[name]
    return parameters, costs


def write_steps(steps, AL, Y, caches, learning_rate):
    """Backward through all layers: what a step subtracts from each W and b, written into the arrays `steps`.

    L_model_backward without what training has no use for: the gradient of the inputs, a third of the work of a wide
    first layer; new memory for gradients as large as W1; passes over them for 1/m and the learning rate. Whatever
    multiplies the first dZ multiplies all gradients, and it is the smallest array.
    """
    dZ = (AL - Y) * (learning_rate / Y.shape[1])
    for layer in range(len(caches), 0, -1):
        (A_prev, W, _), _ = caches[layer - 1]
        np.matmul(dZ, A_prev.T, out=steps[f"W{layer}"])
        np.sum(dZ, axis=1, keepdims=True, out=steps[f"b{layer}"])
        if layer > 1:
            dZ = (W.T @ dZ) * (A_prev > 0)  # a relu unit that is at 0 had Z ≤ 0: slope 0


def train_in_the_span(X, Y, parameters, num_iterations, learning_rate, lambd, print_cost):
    """The same descent in coordinates of the examples' span: exact, for fewer examples than features.

    X = Q·R, the columns of Q perpendicular and of length 1. The network sees W1 as W1·X = (W1·Q)·R alone, and a step
    changes it by multiples of dZ1·Xᵀ = (dZ1·Rᵀ)·Qᵀ: the descent of V = W1·Q on R, with rows of m numbers in place of
    n_x, is the descent of W1 on X. What W1 has outside the span stays as it was, so the change of V is all there is
    to add. Weight decay shrinks that part too; then the span is made to hold the first W1 as well, and W1 = V·Qᵀ.
    """
    W1, m = parameters["W1"], X.shape[1]
    Q, R = np.linalg.qr(np.hstack([X, W1.T]) if lambd else X)
    start, R = W1 @ Q, R[:, :m]
    trained, costs = descend(
        R, Y, {**parameters, "W1": start.copy()}, num_iterations, learning_rate, lambd, print_cost
    )
    V = trained["W1"]
    return {**trained, "W1": V @ Q.T if lambd else W1 + (V - start) @ Q.T}, costs


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
        require_units(f"W{layer}", W)
        require_shape(f"b{layer}", parameters[f"b{layer}"], (W[0], 1))
        n = W[0]


def require_layer(A, W, b):
    """Raise ValueError unless A, W and b of one layer fit together."""
    if np.ndim(A) != 2 or np.ndim(W) != 2 or np.shape(W)[1] != np.shape(A)[0]:
        raise ValueError(
            f"W has shape {np.shape(W)} and A {np.shape(A)}: (n, n_prev) and (n_prev, m) are expected, "
            "one example a column. Is one of them transposed?"
        )
    require_units("W", np.shape(W))
    require_shape("b", b, (np.shape(W)[0], 1))
