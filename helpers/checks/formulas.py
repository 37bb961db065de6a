"""Functions given by a formula, for exercises that take a function: they can be stored as a few numbers."""

import math

import numpy as np

from helpers.checks.describing import number, text_of


class LinearFunction:
    """The function x ↦ A·x + c, for exercises that take a function: it can be stored as numbers."""

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


class PowerSumForward:
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
