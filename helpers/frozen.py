"""Arguments and results as JSON: numbers, text, containers, arrays, and linear functions."""

import numpy as np


class Linear:
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
        return f"({self.matrix.tolist()}·x + {self.constant.tolist()})"


def encode(value):
    """A value as JSON can hold it. Raises TypeError for anything but numbers, text, containers and Linear."""
    if isinstance(value, np.ndarray):
        return {"array": value.tolist(), "dtype": str(value.dtype)}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Linear):
        return {"matrix": value.matrix.tolist(), "constant": value.constant.tolist()}
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
        return Linear(value["matrix"], value["constant"])
    if "tuple" in value:
        return tuple(decode(item) for item in value["tuple"])
    return {key: decode(item) for key, item in value["dict"]}
