"""Three backward passes with mistakes in them (week 5, lesson 3).

Don't read on before you have found them from outside: the lesson shows each source after your verdict.
"""

import inspect

import numpy as np


def first(X, Y, cache):
    """A backward pass for the three-layer network; arguments and result as in backward_propagation_n."""
    m = X.shape[1]
    dZ3 = cache["A3"] - Y
    dZ2 = cache["W3"].T @ dZ3 * (cache["Z2"] > 0)
    dZ1 = cache["W2"].T @ dZ2 * (cache["Z1"] > 0)
    return {
        "dW3": dZ3 @ cache["A2"].T / m,
        "db3": np.sum(Y - cache["A3"], axis=1, keepdims=True) / m,  # the sign
        "dW2": dZ2 @ cache["A1"].T / m,
        "db2": np.sum(dZ2, axis=1, keepdims=True) / m,
        "dW1": dZ1 @ X.T / m,
        "db1": np.sum(dZ1, axis=1, keepdims=True) / m,
    }


def second(X, Y, cache):
    """Another one."""
    m = X.shape[1]
    dZ3 = cache["A3"] - Y
    dZ2 = cache["W3"].T @ dZ3 * (cache["A2"] >= 0)  # the activations are never below 0
    dZ1 = cache["W2"].T @ dZ2 * (cache["A1"] > 0)
    return {
        "dW3": dZ3 @ cache["A2"].T / m,
        "db3": np.sum(dZ3, axis=1, keepdims=True) / m,
        "dW2": dZ2 @ cache["A1"].T / m,
        "db2": np.sum(dZ2, axis=1, keepdims=True) / m,
        "dW1": dZ1 @ X.T / m,
        "db1": np.sum(dZ1, axis=1, keepdims=True) / m,
    }


def third(X, Y, cache):
    """And another; it has two mistakes."""
    m = X.shape[1]
    dZ3 = cache["A3"] - Y
    dZ2 = cache["W3"].T @ dZ3 * (cache["Z2"] > 0)
    dZ1 = cache["W2"].T @ dZ2 * (cache["Z1"] > 0)
    return {
        "dW3": dZ3 @ cache["A2"].T / m,
        "db3": np.sum(dZ3, axis=1, keepdims=True) / m,
        "dW2": dZ2 @ cache["A1"].T / m,
        "db2": np.sum(dZ2, axis=1, keepdims=True),  # the mean: of one example it is the sum
        "dW1": dZ1 @ X.T / (2 * m),  # the factor
        "db1": np.sum(dZ1, axis=1, keepdims=True) / m,
    }


PASSES = {1: first, 2: second, 3: third}


def mistakes_in(number, m):
    """The gradients whose own line is wrong in a pass, with m examples: those of the last layer first."""
    if number == 3:
        return ["db2", "dW1"] if m > 1 else ["dW1"]
    return {1: ["db3"], 2: ["dZ2"]}[number]


def source_of(number, verdict):
    """The source of a pass, for who has found its mistakes.

    number  -- 1, 2 or 3
    verdict -- the gradients whose own line is wrong, a list of names, with more than one example
    Returns the source, or a sentence that the verdict is not right yet.
    Raises ValueError for another number.
    """
    if number not in PASSES:
        raise ValueError(f"There is no pass {number!r}: they have the numbers 1, 2 and 3.")
    if list(verdict) != mistakes_in(number, m=2):
        return f"pass {number}: {verdict} is not it yet; the source stays closed."
    return inspect.getsource(PASSES[number])
