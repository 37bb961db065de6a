"""The exercises of lesson 1, numpy basics. (`sigmoid` returns in lesson 3 and stands there.)"""

import numpy as np

from classroom.exercises import Case, Exercise


def number_inputs(rng):
    """Single numbers, positive, negative and zero."""
    return [Case((float(z),)) for z in (0.7, -2.0, 0.0, float(rng.normal(scale=3)), 30.0)]


def array_inputs(rng):
    """A number, a row and a square matrix."""
    return [Case((0.7,)), Case((rng.normal(size=(1, 5)),)), Case((rng.normal(size=(3, 3)),))]


def image_inputs(rng):
    """Pictures that are not square, square, and a single pixel wide."""
    shapes = [(2, 4, 3), (3, 3, 3), (5, 1, 3)]
    return [Case((rng.integers(0, 256, size=shape).astype(float),)) for shape in shapes]


def matrix_inputs(rng):
    """Non-square, square, one row."""
    return [Case((rng.normal(size=shape),)) for shape in ((2, 4), (3, 3), (1, 5))]


def score_inputs(rng):
    """Non-square, square, one row, and scores too large for eˣ."""
    large = np.array([[1000.0, 999.0, 0.0], [-1000.0, -1001.0, -1000.0]])
    return [*matrix_inputs(rng), Case((large,))]


def estimate_inputs(rng):
    """Estimates and true values of a few lengths, in both directions off."""
    return [Case((rng.random(m), np.arange(m) % 2 * 1.0)) for m in (5, 3, 1)]


SIGMOID_BODY = "1 / (1 + math.exp(-z))"

BASIC_SIGMOID = Exercise(
    "basic_sigmoid",
    number_inputs,
    "right for positive and negative numbers and for 0.",
    mistakes=(
        ("math.exp(-z)", "math.exp(z)", "the sign of the exponent is lost: it is e to the power of minus z."),
        ("1 + math.exp", "1 - math.exp", "the denominator is 1 plus e⁻ᶻ, not 1 minus."),
        (SIGMOID_BODY, "1 / 1 + math.exp(-z)", "1 is not divided by the whole sum: 1 / (1 + …) needs the fraction and its brackets."),
        (SIGMOID_BODY, "math.tanh(z)", "this is tanh, which lies between −1 and 1; the sigmoid lies between 0 and 1."),
        (SIGMOID_BODY, "round(1 / (1 + math.exp(-z)))", "the probability is rounded: return it as it is."),
        (SIGMOID_BODY, "1 / (1 + 2.718 ** -z)", "2.718 is too coarse for e: use math.exp."),
        ("return " + SIGMOID_BODY, f"print({SIGMOID_BODY})", "it prints the result and returns None: return hands the result back."),
    ),
    right=(
        "def basic_sigmoid(x):\n    return math.exp(x) / (1 + math.exp(x))",
        "def basic_sigmoid(z):\n    return np.array(1 / (1 + np.exp(-z)))",
    ),
)

SIGMOID_DERIVATIVE = Exercise(
    "sigmoid_derivative",
    array_inputs,
    "right for a number, a row and a matrix.",
    mistakes=(
        ("s * (1 - s)", "s * (1 + s)", "the second factor is 1 − s, not 1 + s."),
        ("s * (1 - s)", "1 - s**2", "1 − s² is the slope of tanh; the sigmoid's is s(1 − s)."),
        ("s * (1 - s)", "s * 1 - s", "brackets are missing: s · (1 − s)."),
        ("s * (1 - s)", "s", "this is the sigmoid itself; its slope is s(1 − s)."),
        ("s = sigmoid(z)", "s = z", "z(1 − z): the sigmoid is missing, s is sigmoid(z)."),
        ("s * (1 - s)", "sigmoid(s) * (1 - sigmoid(s))", "the sigmoid is taken twice: s is sigmoid(z) already."),
        ("s * (1 - s)", "-s * (1 - s)", "the sign is wrong: the sigmoid rises everywhere, its slope is positive."),
        ("s * (1 - s)", "np.dot(s, 1 - s)", "np.dot is the matrix product; element by element is *."),
    ),
    right=(
        "def sigmoid_derivative(z):\n    return np.exp(-z) / (1 + np.exp(-z)) ** 2",
        "def sigmoid_derivative(z):\n    return sigmoid(z) * sigmoid(-z)",
    ),
)

IMAGE2VECTOR = Exercise(
    "image2vector",
    image_inputs,
    "a column in reading order, for pictures of any size.",
    mistakes=(
        ("image.reshape(-1, 1)", "image.reshape(-1)", "the shape is (k,), neither row nor column: a column has the shape (k, 1)."),
        ("image.reshape(-1, 1)", "image.reshape(1, -1)", "this is a row: a column has the shape (k, 1)."),
        ("image.reshape(-1, 1)", "image.reshape(12288, 1)", "12288 fits only pictures of 64 × 64: take the size from the array."),
        ("image.reshape(-1, 1)", "image.T.reshape(-1, 1)", "the numbers are in another order: keep the reading order of reshape (no transpose, no order=)."),
        (
            "image.reshape(-1, 1)",
            'image.reshape(-1, 1, order="F")[::-1]',
            "the numbers are in reversed order: leave the reading order of reshape as it is.",
        ),
        ("image.reshape(-1, 1)", "image.reshape(-1, 3)", "the colours are still apart: one column of height · width · 3 numbers is wanted."),
        ("image.reshape(-1, 1)", "image[:, :, 0].reshape(-1, 1)", "only the red numbers are there: all three colours are wanted."),
        ("image.reshape(-1, 1)", "image.reshape(-1, 1) / 255", "the numbers are divided by 255: here they stay as they are."),
    ),
    right=(
        "def image2vector(image):\n    return image.reshape(image.shape[0] * image.shape[1] * image.shape[2], 1)",
        "def image2vector(image):\n    return np.array([[value] for value in image.flatten()])",
    ),
)

NORMALIZE_ROWS = Exercise(
    "normalize_rows",
    matrix_inputs,
    "every row has length 1, and the argument stays unchanged.",
    no_loop=True,
    mistakes=(
        ("axis=1, keepdims=True", "axis=0, keepdims=True", "the columns are scaled: axis=1 is the one that disappears when each row gives one length."),
        ("axis=1, keepdims=True", "axis=1", "keepdims=True is missing: lengths of shape (n,) do not stretch along the rows."),
        ("np.linalg.norm(x, axis=1, keepdims=True)", "np.linalg.norm(x, 1)", "the second argument of norm is another kind of length, not the axis: write axis=1."),
        (", axis=1, keepdims=True", "", "everything is divided by one length, that of the whole matrix: each row has its own."),
        ("np.linalg.norm(x, axis=1, keepdims=True)", "np.sum(x, axis=1, keepdims=True)", "the rows are divided by their sum: the length is the root of the sum of squares."),
        ("np.linalg.norm(x, axis=1, keepdims=True)", "np.sum(x**2, axis=1, keepdims=True)", "the root is missing: the length is the root of the sum of squares."),
        ("np.linalg.norm(x, axis=1, keepdims=True)", "np.sum(np.abs(x), axis=1, keepdims=True)", "the rows are divided by the sum of absolute values: the length is the root of the sum of squares."),
        ("np.linalg.norm(x, axis=1, keepdims=True)", "np.max(np.abs(x), axis=1, keepdims=True)", "the rows are divided by their largest value: the length is the root of the sum of squares."),
        ("    return x / np", "    x /= np", "it returns None: x /= … also changes the caller's array. Return a new one."),
        ("    return x / np.linalg.norm(x, axis=1, keepdims=True)", "    x /= np.linalg.norm(x, axis=1, keepdims=True)\n    return x", "changes its argument x"),
    ),
    right=(
        "def normalize_rows(x):\n    return x / np.sqrt((x * x).sum(axis=1)).reshape(-1, 1)",
        "def normalize_rows(x):\n    return np.array([row / np.sqrt(row @ row) for row in x])",
        'def normalize_rows(x):\n    return np.einsum("ij,i->ij", x, np.einsum("ij,ij->i", x, x) ** -0.5)',
    ),
)

POWERS = "np.exp(x - np.max(x, axis=1, keepdims=True))"
SUM = "np.sum(powers, axis=1, keepdims=True)"

SOFTMAX = Exercise(
    "softmax",
    score_inputs,
    "rows of probabilities, finite for scores of ±1000 too.",
    mistakes=(
        (POWERS, "np.exp(x)", "right for small scores, but e¹⁰⁰⁰ overflows: subtract the largest score of each row first."),
        (SUM, "np.sum(powers, axis=0, keepdims=True)", "the columns have the sum 1: the sum has to run along each row, axis=1."),
        (SUM, "np.sum(powers, axis=1)", "keepdims=True is missing: sums of shape (n,) do not stretch along the rows."),
        (POWERS, "np.exp(x - np.max(x))", "the largest of all scores is subtracted, so whole rows can come to 0/0: each row needs its own largest score."),
        (POWERS, "np.exp(x - np.max(x, axis=1))", "keepdims=True is missing in the maximum: an array of shape (n,) does not stretch along the rows."),
        (POWERS, "np.exp(x - max(x))", "Python's own max does not work on matrices: np.max with axis=1 takes the largest of each row."),
        (POWERS, "math.exp(x - np.max(x, axis=1, keepdims=True))", "math.exp takes a single number; np.exp takes arrays."),
        (SUM, "np.sum(powers)", "all entries together have the sum 1: each row needs its own sum."),
        (POWERS, "np.exp(np.max(x, axis=1, keepdims=True) - x)", "the sign of the exponent is wrong: the largest score should get the largest probability."),
        ("return powers / " + SUM, "return powers", "the division by the sum is missing: the rows do not have the sum 1."),
        (
            POWERS,
            "np.exp(x - np.max(x, axis=0, keepdims=True))",
            "the largest of each column is subtracted; it has to be one number for the whole row, axis=1, to cancel.",
        ),
        (POWERS, "x - np.min(x, axis=1, keepdims=True)", "the exponential is missing: the scores themselves are divided by their sum."),
        ("return powers / " + SUM, "return np.argmax(x, axis=1)", "this is the place of the largest score; the probabilities are wanted."),
    ),
    right=(
        "def softmax(scores):\n    e = np.exp((scores.T - scores.max(axis=1)).T)\n    return (e.T / e.sum(axis=1)).T",
        """
def softmax(x):
    rows = []
    for row in x:
        powers = np.exp(row - max(row))
        rows.append(powers / sum(powers))
    return np.array(rows)
""",
        "def softmax(x):\n    return np.exp(x - np.logaddexp.reduce(x, axis=1, keepdims=True))",
    ),
)

L1_LOSS = Exercise(
    "L1",
    estimate_inputs,
    "right for several lengths, with estimates above and below.",
    mistakes=(
        ("np.sum(np.abs(y - y_hat))", "np.mean(np.abs(y - y_hat))", "this is the mean; the sum is wanted."),
        ("np.sum(np.abs(y - y_hat))", "np.abs(np.sum(y - y_hat))", "the absolute value comes after the sum, so misses in opposite directions cancel: take it of each difference."),
        ("np.sum(np.abs(y - y_hat))", "np.sum(y - y_hat)", "the absolute value is missing, so misses in opposite directions cancel."),
        ("np.sum(np.abs(y - y_hat))", "np.abs(y - y_hat)", "the sum is missing: one number is wanted."),
        ("np.abs(y - y_hat)", "(y - y_hat) ** 2", "these are squares; the absolute differences are wanted."),
        ("np.sum(np.abs(y - y_hat))", "np.sum(np.abs(y - y_hat)[1:])", "the first example is left out: indices begin at 0."),
        ("np.sum(np.abs(y - y_hat))", "np.max(np.abs(y - y_hat))", "this is the largest difference; the sum of all is wanted."),
    ),
    right=(
        "def L1(yhat, y):\n    return sum(abs(a - b) for a, b in zip(yhat, y))",
        "def L1(yhat, y):\n    return np.linalg.norm(yhat - y, ord=1)",
    ),
)

L2_LOSS = Exercise(
    "L2",
    estimate_inputs,
    "right for several lengths, with estimates above and below.",
    mistakes=(
        ("np.dot(y - y_hat, y - y_hat)", "np.mean((y - y_hat) ** 2)", "this is the mean; the sum is wanted."),
        ("np.dot(y - y_hat, y - y_hat)", "np.sqrt(np.dot(y - y_hat, y - y_hat))", "the root is once too often: the sum of the squares itself is wanted."),
        ("np.dot(y - y_hat, y - y_hat)", "np.sum(y - y_hat) ** 2", "the square comes after the sum: square each difference first."),
        ("np.dot(y - y_hat, y - y_hat)", "(y - y_hat) ** 2", "the sum is missing: one number is wanted."),
        ("np.dot(y - y_hat, y - y_hat)", "np.dot(y - y_hat, y - y_hat) / 2", "the factor ½ belongs to another definition; here it is the plain sum."),
        ("np.dot(y - y_hat, y - y_hat)", "np.dot(y, y_hat)", "this multiplies estimates and labels; the differences are to be squared."),
        ("np.dot(y - y_hat, y - y_hat)", "np.sum(np.abs(y - y_hat))", "these are the absolute differences; their squares are wanted."),
        ("np.dot(y - y_hat, y - y_hat)", "np.outer(y - y_hat, y - y_hat)", "this is a table of all products; the sum of the squares alone is wanted."),
    ),
    right=(
        "def L2(yhat, y):\n    return np.sum((yhat - y) ** 2)",
        "def L2(yhat, y):\n    total = 0\n    for i in range(len(y)):\n        total += (yhat[i] - y[i]) ** 2\n    return total",
    ),
)

EXERCISES = (
    IMAGE2VECTOR,
    BASIC_SIGMOID,
    SIGMOID_DERIVATIVE,
    NORMALIZE_ROWS,
    SOFTMAX,
    L1_LOSS,
    L2_LOSS,
)
