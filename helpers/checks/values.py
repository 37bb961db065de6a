"""Arguments and results as JSON: numbers, text, containers, arrays, and functions given by a formula."""

import numpy as np

from helpers.checks.formulas import LinearFunction, PowerFunction, PowerSumForward


def encode(value):
    """A value as JSON can hold it. Raises TypeError for anything but numbers, text, containers, functions as above."""
    if isinstance(value, np.ndarray):
        more = {} if value.size else {"shape": list(value.shape)}  # a list tells it of none
        if (
            value.flags.f_contiguous and not value.flags.c_contiguous
        ):  # as images.reshape(m, -1).T is
            more["order"] = "F"
        return {"array": value.tolist(), "dtype": str(value.dtype), **more}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, LinearFunction):
        return {"matrix": value.matrix.tolist(), "constant": value.constant.tolist()}
    if isinstance(value, PowerFunction):
        return {"factor": value.factor, "power": value.power}
    if isinstance(value, PowerSumForward):
        return {"power_of_parameters": value.power}
    if isinstance(value, tuple):
        return {"tuple": [encode(item) for item in value]}
    if isinstance(value, list):
        return [encode(item) for item in value]
    if isinstance(value, dict):
        return {"dict": [[key, encode(item)] for key, item in value.items()]}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"{type(value).__name__} can't be stored as numbers.")


def decode(value):
    """The inverse of `encode`."""
    if isinstance(value, list):
        return [decode(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "array" in value:
        array = np.array(value["array"], dtype=value["dtype"], order=value.get("order"))
        return array.reshape(value["shape"]) if "shape" in value else array
    if "matrix" in value:
        return LinearFunction(value["matrix"], value["constant"])
    if "factor" in value:
        return PowerFunction(value["factor"], value["power"])
    if "power_of_parameters" in value:
        return PowerSumForward(value["power_of_parameters"])
    if "tuple" in value:
        return tuple(decode(item) for item in value["tuple"])
    return {key: decode(item) for key, item in value["dict"]}
