"""The exercise of START_HERE, which shows what a check says. It belongs to no week, and gives no points."""

import numpy as np

from classroom.exercises import Case, Exercise

ANSWER = """
def mean_of_squares(x):
    ### BEGIN SOLUTION
    return np.mean(x**2)
    ### END SOLUTION
"""


def inputs(rng):
    """Lists of numbers of several lengths; the first can be worked out by hand."""
    return [
        Case((np.array([1.0, -2.0, 4.0]),)),
        *(Case((rng.normal(size=length),)) for length in (1, 5, 8)),
    ]


EXERCISE = Exercise(
    "mean_of_squares",
    inputs,
    "right for one to eight numbers, negative ones among them.",
    hints=(
        "Three steps: square each number, add up the squares, divide by how many there are.",
        "x has shape (m,), and so have the squares; the result is one number.",
        "x**2 squares each element; np.mean takes the mean of an array.",
    ),
    mistakes=(
        (
            "np.mean(x**2)",
            "np.mean(x) ** 2",
            "this is the square of the mean: square each number first, then take the mean.",
        ),
        (
            "np.mean(x**2)",
            "np.sum(x**2)",
            "this is the sum of the squares: it has to be divided by how many there are.",
        ),
        (
            "np.mean(x**2)",
            "np.sqrt(np.mean(x**2))",
            "there is a root too many: the mean of the squares itself is wanted.",
        ),
        ("np.mean(x**2)", "x**2", "these are the squares: their mean is wanted, one number."),
        (
            "np.mean(x**2)",
            "np.mean(np.abs(x))",
            "this is the mean size: each number has to be squared.",
        ),
    ),
    right=("def mean_of_squares(x):\n    return sum(value * value for value in x) / len(x)",),
)
