"""Arguments and results as JSON: numbers, text, containers, arrays, linear functions, powers, a forward pass."""

import math

import numpy as np

from helpers.comparing import number, text_of


class LinearFunction:
    """The function x ↦ A·x + c, for exercises that take a function: it can be frozen as numbers."""

    def __init__(self, matrix, constant):
        self.matrix, self.constant = (
            np.asarray(matrix, dtype=float),
            np.asarray(constant, dtype=float),
        )

    def __call__(self, x):
        """A·x + c; for a single number a, a·x + c."""
        return (
            self.matrix @ x + self.constant if self.matrix.ndim else self.matrix * x + self.constant
        )

    def __str__(self):
        """The function as a formula."""
        if self.matrix.ndim:
            return f"the function A·x + c with A = {text_of(self.matrix)}, c = {text_of(self.constant)}"
        return f"the function {number(self.matrix)}·x + ({number(self.constant)})"


class PowerFunction:
    """The function (x, theta) ↦ factor·x·theta^power, to stand in for a cost or its derivative.

    A product of so many factors, which every machine rounds alike: differences of two values enlarge the rounding.
    """

    def __init__(self, factor, power):
        self.factor, self.power = factor, power

    def __call__(self, x, theta):
        """factor·x·theta^power."""
        return self.factor * x * math.prod([theta] * self.power)

    def __str__(self):
        """The function as a formula."""
        factor = "" if self.factor == 1 else f"{number(self.factor)} * "
        return f"the function {factor}x * theta**{self.power}"


class PowersForward:
    """A forward pass for arrays of any names and shapes: cost = sum(X)·(sum of all parameters^power) + sum(Y)."""

    def __init__(self, power):
        self.power = power

    def __call__(self, X, Y, parameters):
        """The cost, and a cache with the parameters."""
        powers = sum(np.sum(values**self.power) for values in parameters.values())
        return np.sum(X) * powers + np.sum(Y), dict(parameters)

    def __str__(self):
        """The cost as a formula."""
        return f"another network's: its cost is sum(X) * (the sum of all parameters**{self.power}) + sum(Y)"


def encode(value):
    """A value as JSON can hold it. Raises TypeError for anything but numbers, text, containers, functions as above."""
    if isinstance(value, np.ndarray):
        return {"array": value.tolist(), "dtype": str(value.dtype)}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, LinearFunction):
        return {"matrix": value.matrix.tolist(), "constant": value.constant.tolist()}
    if isinstance(value, PowerFunction):
        return {"factor": value.factor, "power": value.power}
    if isinstance(value, PowersForward):
        return {"power_of_parameters": value.power}
    if isinstance(value, tuple):
        return {"tuple": [encode(item) for item in value]}
    if isinstance(value, list):
        return [encode(item) for item in value]
    if isinstance(value, dict):
        return {"dict": [[key, encode(item)] for key, item in value.items()]}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"{type(value).__name__} can't be frozen as numbers.")


def decode(value):
    """The inverse of `encode`."""
    if isinstance(value, list):
        return [decode(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "array" in value:
        return np.array(value["array"], dtype=value["dtype"])
    if "matrix" in value:
        return LinearFunction(value["matrix"], value["constant"])
    if "factor" in value:
        return PowerFunction(value["factor"], value["power"])
    if "power_of_parameters" in value:
        return PowersForward(value["power_of_parameters"])
    if "tuple" in value:
        return tuple(decode(item) for item in value["tuple"])
    return {key: decode(item) for key, item in value["dict"]}
