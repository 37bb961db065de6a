"""The competitors: each does the same training from the same start, and returns its costs.

Every function takes X (n_x, m), Y (1, m) of the same kind of float, parameters "W1", "b1", … to start from, which stay
as they are, learning_rate and num_iterations, and returns the costs of iterations 0, 100, 200, … A network of one
layer is logistic regression. scikit-learn and PyTorch, which take a second to load, are loaded where they are used:
bench/growth.py measures the course's own training, each time in a new process.
"""

import importlib.util
import warnings

import numpy as np

from helpers import deep_network, logistic_regression

HAS_PYTORCH = importlib.util.find_spec("torch") is not None


def plain_loop(X, Y, parameters, learning_rate, num_iterations, shortcut=False):
    """The course's own training, in the plain loop."""
    if len(parameters) > 2:
        arguments = (X, Y, parameters, learning_rate, num_iterations)
        return deep_network.train(*arguments, shortcut=shortcut)[1]
    w, b = parameters["W1"].T, float(parameters["b1"][0, 0])
    arguments = (w, b, X, Y, num_iterations, learning_rate)
    return logistic_regression.optimize(*arguments, shortcut=shortcut)[2]


def exact_shortcut(X, Y, parameters, learning_rate, num_iterations):
    """The course's own training, in the span of the examples; there and back is part of its time."""
    return plain_loop(X, Y, parameters, learning_rate, num_iterations, shortcut=True)


def pytorch(X, Y, parameters, learning_rate, num_iterations):
    """PyTorch as its users write it, eager: linear layers, cost from the logits, backward(), optim.SGD.

    X's memory is shared, in the order PyTorch likes, one example a row. No gradient of the inputs is asked for.
    """
    import torch
    from torch.nn import functional

    X, Y = torch.from_numpy(X.T), torch.from_numpy(Y.T.copy())
    L = len(parameters) // 2
    W = [torch.tensor(parameters[f"W{layer}"], requires_grad=True) for layer in range(1, L + 1)]
    b = [torch.tensor(parameters[f"b{layer}"][:, 0]) for layer in range(1, L + 1)]
    for bias in b:
        bias.requires_grad_()
    optimizer, costs = torch.optim.SGD(W + b, lr=learning_rate), []
    for i in range(num_iterations):
        A = X
        for layer in range(L - 1):
            A = torch.relu(functional.linear(A, W[layer], b[layer]))
        cost = functional.binary_cross_entropy_with_logits(functional.linear(A, W[-1], b[-1]), Y)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        if i % 100 == 0:
            costs.append(cost.item())
    return costs


def scikit_learn(X, Y, parameters, learning_rate, num_iterations):
    """scikit-learn's MLPClassifier, made to do the same: all examples in one batch, no momentum, penalty or shuffling.

    It begins with a short training on two examples, so that it has weights which ours can replace. What differs: it
    takes the cost in every iteration, looks each time whether training still improves, and checks its input once.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    L, y = len(parameters) // 2, Y[0].astype(int)
    sizes = [parameters[f"W{layer}"].shape[0] for layer in range(1, L)]
    network = MLPClassifier(sizes, solver="sgd", alpha=0, learning_rate_init=learning_rate)
    network.set_params(momentum=0, shuffle=False, warm_start=True, batch_size=2, max_iter=1)
    with warnings.catch_warnings():  # that it stops after so many iterations is the plan
        warnings.simplefilter("ignore", ConvergenceWarning)
        network.fit(X.T[[np.argmin(y), np.argmax(y)]], y[[np.argmin(y), np.argmax(y)]])
        network.coefs_ = [parameters[f"W{layer}"].T.copy() for layer in range(1, L + 1)]
        network.intercepts_ = [parameters[f"b{layer}"][:, 0].copy() for layer in range(1, L + 1)]
        network.loss_curve_, network.best_loss_ = [], np.inf
        network.set_params(batch_size=X.shape[1], max_iter=num_iterations)
        network.set_params(n_iter_no_change=num_iterations).fit(X.T, y)
    return [float(cost) for cost in network.loss_curve_[::100]]


def matrix_products(X, Y, parameters, learning_rate, num_iterations):
    """No training: only the two products with X that each iteration needs, W1·X and dZ1·Xᵀ. Returns no costs.

    Into memory that is there already. No way to train with full-width weights can do less.
    """
    W = parameters["W1"]
    Z, dW = np.empty((len(W), X.shape[1]), X.dtype), np.empty(W.shape, X.dtype)
    for _ in range(num_iterations):
        np.matmul(W, X, out=Z)
        np.matmul(Z, X.T, out=dW)
    return []
