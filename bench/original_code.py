"""The algorithm of the notes, written anew, with exactly the work that the notes' code does.

What the course was built from are notes on Andrew Ng's course, with their own code. This is that algorithm at that
code's cost: `np.dot` with transposed matrices; caches of every layer's A, W, b and Z; the cost in every iteration;
the slope of the loss in A[L] divided out and multiplied back; a relu derivative that copies dA and sets zeros; and
the gradient dA[0] of the inputs, one product in three of the first layer, which nobody uses. The helpers of the
activations, which the notes import from the course they follow, are taken to be its well-known ones.

Only the start weights are arguments, so that all competitors start from the same. Shapes as in helpers.deep_network.
"""

import numpy as np


def sigmoid(Z):
    """The sigmoid of Z, and Z as its cache."""
    return 1 / (1 + np.exp(-Z)), Z


def relu(Z):
    """The larger of 0 and Z, and Z as its cache."""
    return np.maximum(0, Z), Z


def layer_forward(A_prev, W, b, activation):
    """One layer. Returns A and the cache ((A_prev, W, b), Z)."""
    A, Z = activation(np.dot(W, A_prev) + b)
    return A, ((A_prev, W, b), Z)


def forward(X, parameters):
    """All layers: relu, and sigmoid in the last. Returns A[L] and the list of caches."""
    A, caches, L = X, [], len(parameters) // 2
    for layer in range(1, L + 1):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        A, cache = layer_forward(A, W, b, relu if layer < L else sigmoid)
        caches.append(cache)
    return A, caches


def cost_of(AL, Y):
    """The cross-entropy, without any protection where AL is 0 or 1."""
    m = Y.shape[1]
    logs = np.multiply(np.log(AL), Y) + np.multiply(np.log(1 - AL), 1 - Y)
    return np.squeeze(-np.sum(logs) / m)


def relu_backward(dA, Z):
    """dZ of a relu layer."""
    dZ = np.array(dA, copy=True)
    dZ[Z <= 0] = 0
    return dZ


def sigmoid_backward(dA, Z):
    """dZ of a sigmoid layer."""
    s = 1 / (1 + np.exp(-Z))
    return dA * s * (1 - s)


def layer_backward(dA, cache, activation_backward):
    """One layer backward. Returns dA_prev, dW, db."""
    (A_prev, W, _), Z = cache
    m = A_prev.shape[1]
    dZ = activation_backward(dA, Z)
    dW = np.dot(dZ, A_prev.T) / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    return np.dot(W.T, dZ), dW, db


def backward(AL, Y, caches):
    """The gradients of all layers, that of the inputs included."""
    grads, L = {}, len(caches)
    dA = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    for layer in range(L, 0, -1):
        way = sigmoid_backward if layer == L else relu_backward
        dA, dW, db = layer_backward(dA, caches[layer - 1], way)
        grads[f"dA{layer - 1}"], grads[f"dW{layer}"], grads[f"db{layer}"] = dA, dW, db
    return grads


def update(parameters, grads, learning_rate):
    """One step of gradient descent, in the dictionary it is given."""
    for name in parameters:
        parameters[name] = parameters[name] - learning_rate * grads[f"d{name}"]
    return parameters


def train_network(X, Y, parameters, learning_rate, num_iterations):
    """Gradient descent from given parameters. Returns the costs of iterations 0, 100, 200, …"""
    parameters, costs = dict(parameters), []
    for i in range(num_iterations):
        AL, caches = forward(X, parameters)
        cost = cost_of(AL, Y)
        grads = backward(AL, Y, caches)
        parameters = update(parameters, grads, learning_rate)
        if i % 100 == 0:
            costs.append(float(cost))
    return costs


def train_neuron(X, Y, parameters, learning_rate, num_iterations):
    """Logistic regression, from a network's parameters of one layer. Returns the costs of iterations 0, 100, 200, …

    The notes' dw lacks the product with X, a slip of the pen; here it is.
    """
    w, b, m, costs = parameters["W1"].T, parameters["b1"], X.shape[1], []
    for i in range(num_iterations):
        A, _ = sigmoid(np.dot(w.T, X) + b)
        cost = -1 / m * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
        dZ = A - Y
        dw = 1 / m * np.dot(X, dZ.T)
        db = 1 / m * np.sum(dZ)
        w, b = w - learning_rate * dw, b - learning_rate * db
        if i % 100 == 0:
            costs.append(float(cost))
    return costs
