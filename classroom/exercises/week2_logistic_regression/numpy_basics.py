"""The exercises of lesson 1, numpy basics. (`sigmoid` returns in lesson 3 and stands there.)"""

import numpy as np

from classroom.exercises import Case, Exercise


def number_inputs(rng):
    """Single numbers, positive, negative and zero, a whole one among them, and such that are almost 0 or 1."""
    return [Case((z,)) for z in (2.0, -1.5, 0.0, float(rng.normal(scale=3)), -3, 30.0, 9.0, -12.0)]


def array_inputs(rng):
    """A row to work out by hand, a number, a longer row, a square matrix, whole numbers, a matrix in the order of .T."""
    by_hand, whole = np.array([[0.0, 2.0, -3.0]]), np.array([[-1, 0, 2], [3, 1, -2]])
    arrays = by_hand, 0.7, rng.normal(size=(1, 5)), rng.normal(size=(3, 3)), whole, rng.normal(size=(2, 3)).T
    return [Case((z,)) for z in arrays]


def slope_inputs(rng):
    """As array_inputs, nearly flat places beside a steep one, and values whose exponentials overflow."""
    flat_and_steep = Case((np.array([[25.0, 0.5, -25.0]]),))
    remark = "for large |z| it overflows and gives nan: from the value s of the sigmoid it does not."
    return [*array_inputs(rng), flat_and_steep, Case((np.array([-500.0, 800.0]),), remark=remark, compared_if_finite=True)]


def image_inputs(rng):
    """Two pixels; pictures that are not square, square, a single pixel wide; bytes, as picture files have them; one that memory holds
    column by column.
    """
    pixels = np.array([[[10.0, 20.0, 30.0], [40.0, 50.0, 60.0]]])
    shapes = [(2, 4, 3), (3, 3, 3), (5, 1, 3)]
    pictures = [rng.integers(0, 256, size=shape).astype(float) for shape in shapes]
    pictures.append(rng.integers(0, 256, size=(3, 2, 3)).astype(np.uint8))
    by_column = np.asfortranarray(rng.integers(0, 256, size=(2, 3, 3)).astype(float))
    return [Case((image,)) for image in (pixels, *pictures, by_column)]


def row_inputs(rng):
    """Lengths 5, 10 and 13 to work out by hand; non-square, square, one row; whole numbers."""
    by_hand, whole = np.array([[3.0, 4.0], [8.0, -6.0], [5.0, 12.0]]), np.array([[1, -2, 2], [2, 3, -6]])
    shapes = ((2, 4), (3, 3), (1, 5))
    return [Case((x,)) for x in (by_hand, *(rng.normal(size=shape) for shape in shapes), whole)]


def score_inputs(rng):
    """Two rows to work out by hand; non-square, square, one row; whole numbers; scores too large for eˣ.

    The large ones lie so far apart that only the largest of a row, and neither mean nor middle, tames their powers; where
    all are negative, the largest is not the one farthest from 0.
    """
    by_hand, whole = np.array([[1.0, 3.0, 2.0], [4.0, 0.0, -1.0]]), np.array([[2, 0, 1, -1], [5, 3, 4, 7]])
    large = np.array([[5000.0, 4999.0, 0.0], [-5000.0, -5001.0, -1000.0]])
    negative = np.array([[-5000.0, -5001.0, -1000.0]])
    shapes = ((2, 4), (3, 3), (1, 5))
    return [Case((x,)) for x in (by_hand, *(rng.normal(size=shape) for shape in shapes), whole, large, negative)]


def estimate_inputs(rng):
    """Misses of 2, 1.5 and 3 to work out by hand; a few lengths, in both directions off; whole numbers, of both, of
    the true values alone, of the estimates alone.
    """
    cases = [Case((np.array([3.0, 0.5, 2.0]), np.array([1.0, 2.0, 5.0])))]
    cases += [Case((rng.random(m), np.arange(m) % 2 * 1.0)) for m in (5, 8, 1)]
    cases.append(Case((np.array([2, -1, 4, 0]), np.array([5, 3, 3, 1]))))
    cases.append(Case((rng.random(6), np.arange(6) % 2)))
    return [*cases, Case((np.array([2, -1, 4]), rng.normal(size=3)))]


SIGMOID_BODY = "1 / (1 + math.exp(-z))"

BASIC_SIGMOID = Exercise(
    "basic_sigmoid",
    number_inputs,
    "right for positive and negative numbers and for 0.",
    hints=(
        "Translate the formula σ(z) = 1/(1 + e^(−z)) as it stands, for one number.",
        "z is a number and so is the result: no array is needed.",
        "The power e^(−z) is math.exp(-z), with the minus inside.",
    ),
    mistakes=(
        ("math.exp(-z)", "math.exp(z)", "this is 1/(1 + eᶻ), which falls where the sigmoid rises: the exponent is minus z, and 1 stands above the line."),
        ("1 + math.exp(-z)", "math.exp(-z)", "this is eᶻ, or 1/e⁻ᶻ: the denominator is 1 plus e⁻ᶻ."),
        ("math.exp(-z)", "math.e * -z", "e is multiplied by −z: e to the power of −z is math.exp(-z)."),
        (
            SIGMOID_BODY,
            "float(z > 0) if abs(z) > 6 else 1 / (1 + math.exp(-z))",
            "far from 0 it returns 0 or 1: the sigmoid comes close to them, and never is one of them.",
        ),
        (SIGMOID_BODY, "max(0, z)", "this is relu, max(0, z); the sigmoid lies between 0 and 1."),
        (SIGMOID_BODY, "round(1 / (1 + math.exp(-z)), 3)", "the probability is rounded: return it as it is."),
        ("1 + math.exp", "1 - math.exp", "the denominator is 1 plus e⁻ᶻ, not 1 minus."),
        (SIGMOID_BODY, "1 / 1 + math.exp(-z)", "this is 1 + e⁻ᶻ: 1 is divided by that sum, 1 / (1 + …) with its brackets."),
        (SIGMOID_BODY, "math.tanh(z)", "this is tanh, which lies between −1 and 1; the sigmoid lies between 0 and 1."),
        (SIGMOID_BODY, "round(1 / (1 + math.exp(-z)))", "the probability is rounded: return it as it is."),
        (SIGMOID_BODY, "1 / (1 + 2.718 ** -z)", "2.718 is too coarse for e: use math.exp."),
        ("return " + SIGMOID_BODY, f"print({SIGMOID_BODY})", "it prints and returns None: return hands the result back."),
    ),
    right=(
        "def basic_sigmoid(x):\n    return math.exp(x) / (1 + math.exp(x))",
        "def basic_sigmoid(z):\n    return np.array(1 / (1 + np.exp(-z)))",
    ),
)

SIGMOID_DERIVATIVE = Exercise(
    "sigmoid_derivative",
    slope_inputs,
    "right for a number, a row and a matrix.",
    hints=(
        "The slope can be written with the value of the sigmoid itself, so work that out once and give it a name.",
        "s = sigmoid(z) has the shape of z, and so has the result: everything is element by element.",
        "The slope is s times what s lacks to 1.",
    ),
    mistakes=(
        ("s * (1 - s)", "s * (1 + s)", "the second factor is 1 − s, not 1 + s."),
        ("s * (1 - s)", "1 - s**2", "1 − s² is the slope of tanh; the sigmoid's is s(1 − s)."),
        ("s * (1 - s)", "sigmoid(1 - sigmoid(z))", "the sigmoid is taken of 1 − s: the product of s and 1 − s is wanted."),
        ("s * (1 - s)", "s * 1 - s", "this is 0 everywhere, as s · 1 − s is: brackets are missing, s · (1 − s)."),
        ("s * (1 - s)", "s * (1 - z)", "the second factor is 1 − s, with the value of the sigmoid, not 1 − z."),
        ("s * (1 - s)", "z * (1 - s)", "the first factor is s, the value of the sigmoid, not z."),
        ("s * (1 - s)", "1 - s", "the factor s is missing: the slope is s(1 − s)."),
        ("s * (1 - s)", "s**2", "this is s²; the slope is s(1 − s)."),
        ("s * (1 - s)", "np.exp(-z) / (1 + np.exp(-z) ** 2)", "the square belongs to the whole denominator: (1 + e⁻ᶻ)²."),
        ("s * (1 - s)", "s", "this is the sigmoid itself; its slope is s(1 − s)."),
        ("s = sigmoid(z)", "s = z", "z(1 − z): the sigmoid is missing, s is sigmoid(z)."),
        ("s * (1 - s)", "sigmoid(s) * (1 - sigmoid(s))", "the sigmoid is taken twice: s is sigmoid(z) already."),
        ("s * (1 - s)", "-s * (1 - s)", "the sign is wrong: the sigmoid rises everywhere, its slope is positive."),
        ("s * (1 - s)", "np.dot(s, 1 - s)", "this is a matrix product (np.dot): s · (1 − s) goes element by element, with *."),
        ("s * (1 - s)", "s @ (1 - s)", "this is a matrix product (@): s · (1 − s) goes element by element, with *."),
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
    hints=(
        "No number changes, only the shape: an array's method reshape does that.",
        "From (height, width, 3) to one column, (height * width * 3, 1). Read the sizes from the picture, or let numpy work out one of them.",
        "In reshape, −1 stands for the size that numpy works out from the others.",
    ),
    mistakes=(
        ("image.reshape(-1, 1)", "image.reshape(-1)", "the shape is (k,), neither row nor column: a column has the shape (k, 1)."),
        ("image.reshape(-1, 1)", "image.reshape(1, -1)", "this is a row: a column has the shape (k, 1)."),
        ("image.reshape(-1, 1)", "image.reshape(12288, 1)", "12288 fits only pictures of 64 × 64: take the size from the array."),
        ("image.reshape(-1, 1)", "image.reshape(image.shape[0] * image.shape[1], 1)", "the colours are not counted: a picture has height · width · 3 numbers."),
        ("image.reshape(-1, 1)", "image.reshape(len(image), 1)", "the height alone is counted: a picture has height · width · 3 numbers."),
        ("image.reshape(-1, 1)", "image.transpose(2, 0, 1).reshape(-1, 1)", "the numbers are in another order, all red ones first: reshape alone reads row by row, the three colours of each pixel together."),
        ("image.reshape(-1, 1)", "image.transpose(1, 0, 2).reshape(-1, 1)", "the pixels are read down the columns: keep the reading order of reshape, row by row."),
        ("image.reshape(-1, 1)", "image.T.reshape(-1, 1)", "the numbers are in another order: reshape alone reads row by row, the three colours of each pixel together."),
        (
            "image.reshape(-1, 1)",
            'image.reshape(-1, 1, order="F")[::-1]',
            "the numbers are in another order: reshape alone reads row by row, the three colours of each pixel together.",
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

NORMALIZED = "x / np.linalg.norm(x, axis=1, keepdims=True)"

NORMALIZE_ROWS = Exercise(
    "normalize_rows",
    row_inputs,
    "every row has length 1, and the argument stays unchanged.",
    no_loop=True,
    hints=(
        "First the length of each row, then each row divided by its length. Broadcasting does the division without a loop.",
        "x is (n, m); the lengths must be a column (n, 1) to be divided into the rows.",
        "np.linalg.norm(…, axis=1, keepdims=True) gives the lengths as a column.",
    ),
    mistakes=(
        ("axis=1, keepdims=True", "axis=0, keepdims=True", "the columns get length 1, not the rows: axis=1 is the one that disappears when each row gives one length."),
        ("axis=1, keepdims=True", "axis=1", "lengths of shape (n,) do not stretch along the rows: a column (n, 1) does, and keepdims=True makes one."),
        ("np.linalg.norm(x, axis=1, keepdims=True)", "np.linalg.norm(x, 1)", "everything is divided by one number, the largest sum of absolute values in a column, which norm(x, 1) is: its second argument is a kind of length, so write axis=1."),
        (", axis=1, keepdims=True", "", "everything is divided by one length, that of the whole matrix: each row has its own."),
        ("np.linalg.norm(x, axis=1, keepdims=True)", "np.sum(x, axis=1, keepdims=True)", "the rows are divided by their sum: the length is the root of the sum of squares."),
        ("np.linalg.norm(x, axis=1, keepdims=True)", "np.sum(x**2, axis=1, keepdims=True)", "the root is missing: the length is the root of the sum of squares."),
        ("np.linalg.norm(x, axis=1, keepdims=True)", "np.sum(np.abs(x), axis=1, keepdims=True)", "the rows are divided by the sum of absolute values: the length is the root of the sum of squares."),
        ("np.linalg.norm(x, axis=1, keepdims=True)", "np.max(np.abs(x), axis=1, keepdims=True)", "the rows are divided by their largest value: the length is the root of the sum of squares."),
        ("    return x / np", "    return x * np", "the rows are multiplied by their length: each is divided by it."),
        ("return x / np", "return np", "these are the lengths alone: each row is still to be divided by its own."),
        (NORMALIZED, "x / np.sqrt(x**2)", "only the signs are left, as when each number is divided by its own size: a row's length comes from the sum of its squares."),
        (NORMALIZED, "x / np.sqrt(np.dot(x, x.T))", "x times xᵀ multiplies every row with every other: the sum of the squares of each row is wanted, np.sum(x**2, …) along it."),
        (NORMALIZED, "(x - np.mean(x, axis=1, keepdims=True)) / np.std(x, axis=1, keepdims=True)", "the rows are standardised to mean 0 and spread 1; here they are only divided by their length."),
        (NORMALIZED, "x", "x comes back as it was: a quotient alone, or `row = row / …` in a loop, makes a new array and leaves x alone."),
        (
            "    return " + NORMALIZED,
            "    result = np.zeros_like(x)\n    for i in range(len(x)):\n        result[i] = x[i] / np.linalg.norm(x[i])\n    return result",
            "where x holds whole numbers, the results are cut to such: they are put into an array of its type, as np.zeros_like(x) and x itself are.",
        ),
        ("    return x / np", "    x /= np", "it returns None: x /= … also changes the caller's array. Return a new one."),
        ("    return x / np.linalg.norm(x, axis=1, keepdims=True)", "    x /= np.linalg.norm(x, axis=1, keepdims=True)\n    return x", "x /= … changes the caller's array (and fails for whole numbers): make a new one."),
    ),
    right=(
        "def normalize_rows(x):\n    return x / np.sqrt((x * x).sum(axis=1)).reshape(-1, 1)",
        "def normalize_rows(x):\n    return np.array([row / np.sqrt(row @ row) for row in x])",
        'def normalize_rows(x):\n    return np.einsum("ij,i->ij", x, np.einsum("ij,ij->i", x, x) ** -0.5)',
    ),
)

POWERS = "np.exp(x - np.max(x, axis=1, keepdims=True))"
SUM = "np.sum(powers, axis=1, keepdims=True)"
BOTH = f"{POWERS}\n    return powers / {SUM}"


def softmax_with(maximum, total):
    """A softmax that subtracts one thing, and divides by the sum of the powers in one way."""
    shift = f" - np.max(x{maximum})" if maximum is not None else ""
    return f"np.exp(x{shift})\n    return powers / np.sum(powers{total})"


SOFTMAX = Exercise(
    "softmax",
    score_inputs,
    "rows of probabilities, finite for scores of ±1000 too.",
    hints=(
        "Exponentials of large scores overflow: take the largest score of each row away first, which changes no share. Then divide by each row's sum.",
        "The largest scores and the sums are columns (n, 1), one number per row; the result is (n, m).",
        "The scores to exponentiate are x - np.max(x, axis=1, keepdims=True).",
    ),
    mistakes=(
        (POWERS, "np.exp(x)", "right for small scores, but e¹⁰⁰⁰ overflows: subtract the largest score of each row first."),
        (SUM, "np.sum(powers, axis=0, keepdims=True)", "the columns have the sum 1: the sum has to run along each row, axis=1."),
        (BOTH, softmax_with(", axis=0, keepdims=True", ", axis=0, keepdims=True"), "the columns have the sum 1: maximum and sum have to run along each row, axis=1."),
        (BOTH, softmax_with(None, ", axis=0, keepdims=True"), "the columns have the sum 1: the sum has to run along each row, axis=1."),
        (BOTH, softmax_with("", ", axis=0, keepdims=True"), "the columns have the sum 1: the sum has to run along each row, axis=1."),
        (BOTH, softmax_with(None, ", axis=1"), "sums of shape (n,) do not stretch along the rows: a column (n, 1) does, and keepdims=True makes one."),
        (BOTH, softmax_with("", ", axis=1"), "sums of shape (n,) do not stretch along the rows: a column (n, 1) does, and keepdims=True makes one."),
        (BOTH, softmax_with(", axis=1", ", axis=1"), "an array of shape (n,) does not stretch along the rows: a column (n, 1) does, and keepdims=True makes one."),
        (BOTH, softmax_with(None, ""), "all entries together have the sum 1: each row needs its own sum."),
        (SUM, "np.sum(np.exp(x), axis=1, keepdims=True)", "the largest score is subtracted above the line only: the sum below needs the same powers."),
        (BOTH, softmax_with("", ""), "all entries together have the sum 1: each row needs its own sum."),
        (POWERS, "np.exp(x - np.mean(x, axis=1, keepdims=True))", "what is subtracted is smaller than the row's largest score (the mean, say, or the smallest): a score far above it still overflows."),
        (POWERS, "np.exp(x) - np.max(x, axis=1, keepdims=True)", "the largest score is subtracted from the powers: it belongs into the exponent, np.exp of the difference."),
        ("return powers / " + SUM, "return 1 / (1 + np.exp(-x))", "this is the sigmoid of each score by itself: softmax divides the powers of a row by their sum."),
        ("return powers / " + SUM, "return np.log(powers / " + SUM + ")", "these are the logarithms of the probabilities: return the probabilities."),
        (
            "return powers / " + SUM,
            "result = np.zeros_like(x)\n    for i in range(len(x)):\n        result[i] = powers[i] / np.sum(powers[i])\n    return result",
            "where the scores are whole numbers, the probabilities are cut to 0: they are put into an array of the type of x, as np.zeros_like(x) and x itself are.",
        ),
        (SUM, "np.sum(powers, axis=1)", "sums of shape (n,) do not stretch along the rows: a column (n, 1) does, and keepdims=True makes one."),
        (POWERS, "np.exp(x - np.max(np.abs(x), axis=1, keepdims=True))", "the largest size is subtracted: where all scores of a row are below zero, that is not its largest score, and the row can come to 0/0."),
        (POWERS, "np.exp(x - np.max(x))", "the largest of all scores is subtracted, so whole rows can come to 0/0: each row needs its own largest score."),
        (POWERS, "np.exp(x - np.max(x, axis=1))", "the largest scores, of shape (n,), do not stretch along the rows: a column (n, 1) does, and keepdims=True makes one."),
        (POWERS, "np.exp(x - max(x))", "max and if decide about single numbers, and the rows of a matrix are none: np.max with axis=1 takes the largest of each row."),
        (POWERS, "math.exp(x - np.max(x, axis=1, keepdims=True))", "math.exp and float take a single number; np.exp takes arrays."),
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

CUT = "where the true values are whole numbers, each loss is cut to one: an array from np.zeros_like(y) takes the type of y."

L1_LOSS = Exercise(
    "L1",
    estimate_inputs,
    "right for several lengths, with estimates above and below.",
    hints=(
        "How far apart are the two values at each place, whichever is larger? Add that up.",
        "The differences have shape (m,), their sum is one number.",
        "np.abs takes the sign away; np.sum adds up.",
    ),
    mistakes=(
        ("np.sum(np.abs(y - y_hat))", "np.mean(np.abs(y - y_hat))", "this is the mean; the sum is wanted."),
        ("np.sum(np.abs(y - y_hat))", "np.abs(np.sum(y - y_hat))", "the absolute value comes after the sum, so misses in opposite directions cancel: take it of each difference."),
        ("np.sum(np.abs(y - y_hat))", "np.sum(y - y_hat)", "the absolute value is missing, so misses in opposite directions cancel."),
        ("np.sum(np.abs(y - y_hat))", "np.abs(y - y_hat)", "the sum is missing: one number is wanted."),
        ("np.abs(y - y_hat)", "(y - y_hat) ** 2", "these are squares; the absolute differences are wanted."),
        ("np.sum(np.abs(y - y_hat))", "np.sum(np.abs(y - y_hat)[1:])", "the first example is left out: indices begin at 0."),
        ("np.sum(np.abs(y - y_hat))", "np.sum(np.abs(y - y_hat)[:-1])", "the last example is left out: range(m) ends at m − 1 by itself, and a slice stops before its end."),
        ("np.sum(np.abs(y - y_hat))", "np.sum(np.abs(y - y_hat)[:1])", "only the first example counts: is a return inside the loop?"),
        ("np.sum(np.abs(y - y_hat))", "np.linalg.norm(y - y_hat)", "this is the root of the sum of squares (norm without more): the sum of the absolute differences is wanted."),
        ("np.sum(np.abs(y - y_hat))", "np.sum(np.abs(y) - np.abs(y_hat))", "the absolute value is taken of y and of ŷ: take it of their difference."),
        ("np.sum(np.abs(y - y_hat))", "-np.sum(np.abs(y - y_hat))", "the sign is wrong: a loss is a sum of absolute values, never negative."),
        ("np.sum(np.abs(y - y_hat))", "np.sum(np.abs(y[:, np.newaxis] - y_hat))", "every estimate is compared with every true value: each belongs with its own (one loop, not two, and no table)."),
        (
            "return np.sum(np.abs(y - y_hat))",
            "losses = np.zeros_like(y)\n    losses[:] = np.abs(y - y_hat)\n    return np.sum(losses)",
            CUT,
        ),
        ("np.sum(np.abs(y - y_hat))", "np.max(np.abs(y - y_hat))", "this is the largest difference; the sum of all is wanted."),
    ),
    right=(
        "def L1(yhat, y):\n    return sum(abs(a - b) for a, b in zip(yhat, y))",
        "def L1(yhat, y):\n    return np.linalg.norm(yhat - y, ord=1)",
    ),
)

DOT = "np.dot(y - y_hat, y - y_hat)"

L2_LOSS = Exercise(
    "L2",
    estimate_inputs,
    "right for several lengths, with estimates above and below.",
    hints=(
        "Square the difference at each place, and add up. There is no root and no mean in it.",
        "The differences have shape (m,), the result is one number.",
        "The dot product of a vector with itself is the sum of its squares.",
    ),
    mistakes=(
        ("np.dot(y - y_hat, y - y_hat)", "np.mean((y - y_hat) ** 2)", "this is the mean; the sum is wanted."),
        ("np.dot(y - y_hat, y - y_hat)", "np.sqrt(np.dot(y - y_hat, y - y_hat))", "the root is once too often: the sum of the squares itself is wanted."),
        ("np.dot(y - y_hat, y - y_hat)", "np.sum(y - y_hat) ** 2", "it is the square of the sum: square each difference first, then add."),
        ("np.dot(y - y_hat, y - y_hat)", "(y - y_hat) ** 2", "the sum is missing: one number is wanted."),
        ("np.dot(y - y_hat, y - y_hat)", "np.dot(y - y_hat, y - y_hat) / 2", "the factor ½ belongs to another definition; here it is the plain sum."),
        ("np.dot(y - y_hat, y - y_hat)", "np.dot(y, y_hat)", "this multiplies estimates and labels; the differences are to be squared."),
        ("np.dot(y - y_hat, y - y_hat)", "np.sum(np.abs(y - y_hat))", "these are the absolute differences; their squares are wanted."),
        (DOT, "np.sum(np.abs(y - y_hat)) ** 2", "it is the square of the sum: square each difference first, then add."),
        *(
            (DOT, wrong, "y and ŷ are squared one by one: square their difference.")
            for wrong in ("np.sum(y**2 - y_hat**2)", "np.sum(y_hat**2 - y**2)", "np.abs(np.sum(y**2 - y_hat**2))", "np.sum(np.abs(y**2 - y_hat**2))")
        ),
        (DOT, "np.sum(y - y_hat**2)", "only ŷ is squared: the square belongs to the whole difference, in brackets."),
        (DOT, "np.sum((y - y_hat) * 2)", "the differences are doubled, not squared: * 2 doubles, ** 2 squares."),
        (DOT, "np.sum(np.square(y - y_hat)[1:])", "the first example is left out: indices begin at 0."),
        (DOT, "np.sum(np.square(y - y_hat)[:-1])", "the last example is left out: range(m) ends at m − 1 by itself, and a slice stops before its end."),
        (DOT, "np.sum(np.square(y - y_hat)[:1])", "only the first example counts: is a return inside the loop?"),
        (DOT, "np.dot(y + y_hat, y + y_hat)", "estimates and true values are added: subtract them, then square."),
        (DOT, "np.sum((y[:, np.newaxis] - y_hat) ** 2)", "every estimate is compared with every true value: each belongs with its own (one loop, not two, and no table)."),
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
