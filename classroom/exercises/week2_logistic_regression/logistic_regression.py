"""The exercises of lesson 3, logistic regression."""

import numpy as np

from classroom.exercises import Case, Exercise


def labels(rng, m):
    """A row of m labels with both classes in it (of m = 1, one)."""
    Y = np.arange(m) % 2
    return rng.permuted(Y)[np.newaxis]


def problem(rng, n_x, m, scale=1.0):
    """Arguments w, b, X, Y of random numbers."""
    return scale * rng.normal(size=(n_x, 1)), float(rng.normal()), rng.normal(size=(n_x, m)), labels(rng, m)


def sigmoid_inputs(rng):
    """A row to work out by hand, a number, a longer row, a square matrix, whole numbers, values far from zero, a matrix in
    the order of .T, as columns of pictures are.

    Where eᶻ is too large for a double, the task asks for nothing: a remark.
    """
    remark = "for z above 709 it gives nan: eᶻ is too large for the computer there; the form with e⁻ᶻ is right for such z too."
    return [
        Case((np.array([[0.0, 2.0, -3.0]]),)),
        Case((0.7,)),
        Case((rng.normal(size=(1, 5)),)),
        Case((rng.normal(size=(3, 3)),)),
        Case((np.array([[-1, 0, 2], [3, 1, -2]]),)),
        Case((np.array([[-600.0, -40.0, 0.0, 40.0, 200.0]]),)),
        Case((rng.normal(size=(2, 3)).T,)),
        Case((np.array([[-500.0, 800.0]]),), remark=remark, compared_if_finite=True),
    ]


def initialize_inputs(rng):
    """Three weights, one, and a few."""
    return [Case((3,)), Case((1,)), Case((int(rng.integers(4, 60)),))]


def by_hand():
    """Arguments w, b, X, Y to work out on paper: z is 1, 0 and −2."""
    return np.array([[2.0], [-3.0]]), 1.0, np.array([[3.0, 1.0, -3.0], [2.0, 1.0, -1.0]]), np.array([[0, 1, 1]])


def sure():
    """Arguments w, b, X, Y of a neuron that is right, and sure of it: the cost is small, and the surface nearly flat.

    A walk that stops by itself where the cost is small, or no longer falls, takes too few steps here.
    """
    return np.array([[12.0], [8.0]]), 0.0, np.array([[1.0, -1.0, 2.0], [1.0, -1.0, -0.5]]), np.array([[1, 0, 1]])


def neuron_inputs(rng):
    """By hand, with both labels; one feature, a few, whole numbers."""
    drawn = [(rng.normal(size=(n_x, 1)), float(rng.uniform(0.1, 0.9)), y) for n_x, y in ((1, 1), (3, 0), (4, 1))]
    by_hand_too = np.array([[2.0], [-3.0]])
    return [
        Case((by_hand_too, 0.25, 1)),
        Case((by_hand_too, 0.25, 0)),
        *map(Case, drawn),
        Case((np.array([[1], [-2], [3]]), 0.75, 1)),
    ]


def propagate_inputs(rng):
    """By hand, square, one example, one feature, whole numbers; units so sure that log(a) or log(1 − a) is infinite."""
    certain = np.array([[40.0]]), 0.0, np.array([[1.0, -1.0, 2.0]]), np.array([[0, 1, 0]])
    w, b, _, Y = problem(rng, 2, 5)
    return [
        Case(by_hand()),
        Case(problem(rng, 2, 3)),
        Case(problem(rng, 4, 4)),
        Case(problem(rng, 5, 1)),
        Case(problem(rng, 1, 4)),
        Case(problem(rng, 3, 6, scale=3.0)),
        Case((w, b, np.array([[1, -2, 0, 3, -1], [2, 1, -1, 0, -3]]), Y)),
        Case(
            certain,
            remark="where the estimate rounds to 0 or 1, your cost is not finite (log of 0); "
            "the section “A cost that survives certainty” shows a form that is.",
        ),
    ]


def optimize_inputs(rng):
    """Two steps, one, a few, and enough for two recorded costs, or for one and no step more; square and non-square; where it is nearly flat."""
    return [
        Case((*by_hand(), 2, 0.5)),
        Case((*problem(rng, 2, 3), 1, 0.25)),
        Case((*problem(rng, 3, 3), 4, 0.1)),
        Case((*problem(rng, 4, 6), 101, 0.05)),
        Case((*sure(), 101, 0.3, True)),
        Case((*problem(rng, 2, 5), 100, 0.05)),
    ]


def predict_inputs(rng):
    """By hand, with a z of 0 and one of 0.4; square, one feature, whole numbers, probabilities of exactly one half, and such as 0.5025."""
    w, b, X, _ = by_hand()
    more = problem(rng, 3, 5)[:3]
    return [
        Case((w, b, np.hstack([X, [[1.2], [1.0]]]))),
        Case(more),
        Case(problem(rng, 4, 4)[:3]),
        Case(problem(rng, 1, 6)[:3]),
        Case((np.array([[0.8], [0.3]]), 0.1, np.array([[0.1, -0.4, 0.5, 2.0], [0.2, 0.1, -0.9, 0.3]]))),
        Case((np.zeros((2, 1)), 0.0, rng.normal(size=(2, 3)))),
        Case((np.array([[0.5], [-0.75]]), 0.2, np.array([[1, -2, 4, 0], [2, 1, -1, 3]]))),
        Case((np.array([[0.01], [0.0]]), 0.0, np.array([[1.0, -1.0, 0.5], [2.0, 3.0, 1.0]]))),
    ]


def model_inputs(rng):
    """One step by hand, to w = (0.5, 0.2) and b = −0.1; more training than test examples, and the other way round.

    Once the rate is left out, and has its default; once the costs are printed.
    """
    _, _, X_train, _ = by_hand()
    first = X_train, np.array([[1, 0, 0]]), np.array([[1.0], [2.0]]), np.array([[1]]), 1, 0.6
    cases = [Case(first)]
    for n_x, m_train, m_test, more in ((3, 12, 5, (101, 0.3, True)), (2, 9, 11, (20, 0.05)), (4, 6, 7, (30,))):
        _, _, X_train, Y_train = problem(rng, n_x, m_train)
        _, _, X_test, Y_test = problem(rng, n_x, m_test)
        X_test[:, 0] = 0.0  # there the bias alone decides
        cases.append(Case((X_train, Y_train, X_test, Y_test, *more)))
    return cases


SIGMOID = Exercise(
    "sigmoid",
    sigmoid_inputs,
    "right for a number, a row and a matrix.",
    hints=(
        "The formula of the sigmoid again, but with numpy's exponential, which takes whole arrays.",
        "The result has the shape of z; nothing has to be looped over.",
        "The denominator is 1 + np.exp(-z).",
    ),
    mistakes=(
        ("np.exp(-z)", "np.exp(z)", "this is 1/(1 + eᶻ), which falls where the sigmoid rises: the exponent is minus z, and 1 stands above the line."),
        ("1 + np.exp", "1 - np.exp", "the denominator is 1 plus e⁻ᶻ, not 1 minus."),
        ("1 + np.exp(-z)", "np.exp(-z)", "this is eᶻ, or 1/e⁻ᶻ: the denominator is 1 plus e⁻ᶻ."),
        ("np.exp(-z)", "np.e * -z", "e is multiplied by −z: e to the power of −z is np.exp(-z)."),
        ("1 / (1 + np.exp(-z))", "np.maximum(0, z)", "this is relu, max(0, z); the sigmoid lies between 0 and 1."),
        ("1 / (1 + np.exp(-z))", "np.exp(z) / np.sum(np.exp(z))", "this is softmax, which divides by the sum over all elements: each element has a sigmoid of its own."),
        ("1 / (1 + np.exp(-z))", "1 / (1 + np.sum(np.exp(-z)))", "it adds up all the powers: each element has a sigmoid of its own."),
        ("1 / (1 + np.exp(-z))", "(1 / (1 + np.exp(-z))) * (1 - 1 / (1 + np.exp(-z)))", "this is the slope of the sigmoid, s(1 − s); the sigmoid itself is wanted."),
        ("1 / (1 + np.exp(-z))", "np.tanh(z)", "this is tanh, which lies between −1 and 1; the sigmoid lies between 0 and 1."),
        ("1 / (1 + np.exp(-z))", "1 / 1 + np.exp(-z)", "this is 1 + e⁻ᶻ: 1 is divided by that sum, 1 / (1 + …) with its brackets."),
        ("1 / (1 + np.exp(-z))", "np.round(1 / (1 + np.exp(-z)))", "it says only 0 or 1, the rounded probability: return the probability itself."),
        ("np.exp(-z)", "math.exp(-z)", "math.exp and float take a single number; np.exp takes arrays too."),
        ("return 1 / (1 + np.exp(-z))", "print(1 / (1 + np.exp(-z)))", "it prints and returns None: return hands the result back."),
    ),
    right=(
        "def sigmoid(x):\n    return np.exp(-np.logaddexp(0, -np.asarray(x)))",
        "def sigmoid(z):\n    return 0.5 * (1 + np.tanh(0.5 * z))",
        "def sigmoid(z):\n    return np.exp(z) / (1 + np.exp(z))",
        "def sigmoid(z):\n    s = np.power(1.0 + np.exp(np.negative(z)), -1)\n    return s",
    ),
)

INITIALIZE = Exercise(
    "initialize_with_zeros",
    initialize_inputs,
    "w has shape (dim, 1), and all is zero.",
    returns=("w", "b"),
    hints=(
        "Two start values: a column of weights and one bias. One neuron may start at zero.",
        "w is (dim, 1), with two axes; b is the plain number 0.0.",
        "np.zeros takes the shape as one tuple, so there are two pairs of brackets.",
    ),
    mistakes=(
        ("np.zeros((dim, 1))", "np.zeros(dim)", "w has shape (dim,), neither row nor column: np.zeros((dim, 1)) makes a column."),
        ("np.zeros((dim, 1))", "np.zeros(dim, 1)", "the shape goes in brackets of its own: np.zeros((dim, 1))."),
        ("np.zeros((dim, 1))", "np.zeros((1, dim))", "w is a row: a column of shape (dim, 1) is wanted."),
        ("np.zeros((dim, 1))", "np.zeros((dim, dim))", "w is a square matrix: one weight for each feature is enough."),
        ("np.zeros((dim, 1))", "np.ones((dim, 1))", "w holds ones: the start is zero."),
        ("1)), 0.0", "1)), np.zeros((dim, 1))", "b is one number, not one for each weight."),
        ("1)), 0.0", "1)), 1.0", "b starts at 0."),
        ("1)), 0.0", "1)), np.zeros((1, 1))", "b is an array; it is one number, 0.0."),
        ("np.zeros((dim, 1))", "[0.0] * dim", "w is a list: an array of shape (dim, 1) is wanted."),
        ("np.zeros((dim, 1)), 0.0", '{"w": np.zeros((dim, 1)), "b": 0.0}', "a dictionary is returned: the two results stand after return, with a comma between them."),
        ("np.zeros((dim, 1)), 0.0", "0.0, np.zeros((dim, 1))", "w comes first, then b."),
        ("np.zeros((dim, 1)), 0.0", "np.zeros((dim, 1))", "b is missing: return both, w and b."),
    ),
    right=(
        "def initialize_with_zeros(n):\n    return np.zeros(n).reshape(-1, 1), 0",
        "def initialize_with_zeros(dim):\n    w = np.array([[0.0]] * dim)\n    return w, np.array(0)",
    ),
)

NEURON_BACKWARD = Exercise(
    "neuron_backward",
    neuron_inputs,
    "both slopes are right: one feature and several, label 0 and label 1.",
    returns=("dw", "db"),
    hints=(
        "Two slopes of the loss of one example. Both begin with the slope with respect to z, and the sigmoid's cancels in it.",
        "dw is a column like x; db is one number.",
        "How far is the probability a from the label y? That number is db, and each input is weighed with it in dw.",
    ),
    mistakes=(
        ("dz = a - y", "dz = y - a", "the sign is wrong: dz is a − y, estimate minus label."),
        ("dz = a - y", "dz = a", "the label is missing: dz is a − y, estimate minus label."),
        ("dz = a - y", "dz = -y / a + (1 - y) / (1 - a)", "this is the slope with respect to a; multiplied by a(1 − a), the slope of the sigmoid, it becomes a − y."),
        (
            "dz = a - y",
            "dz = (a - y) * a * (1 - a)",
            "a(1 − a) is once too often in dz: it cancels in the chain rule, and a − y remains "
            "(with the factor it would be the gradient of the squared error).",
        ),
        ("dz = a - y", "dz = a * (1 - a)", "this is the slope of the sigmoid alone; times the slope of the loss it becomes a − y."),
        ("x * dz, dz", "dz, dz", "x is missing from dw: the slope of z with respect to w is x."),
        ("x * dz, dz", "x * dz, np.sum(x * dz)", "db is the sum of dw: the slope of z with respect to b is 1, so db is dz."),
        ("x * dz, dz", "x * dz, np.mean(x * dz)", "db is the mean of dw: the slope of z with respect to b is 1, so db is dz."),
        ("x * dz, dz", "x * dz, x * dz", "db is the same as dw: the slope of z with respect to b is 1, so db is dz."),
        ("x * dz, dz", "np.sum(x * dz), dz", "dw is one number for all weights: each weight has a slope of its own."),
        ("x * dz, dz", "x * a, dz", "dw has a in place of dz: it is x times a − y."),
        ("x * dz, dz", "x * dz / len(x), dz / len(x)", "it is divided by the number of features: this is one example, and no mean is taken."),
        ("x * dz, dz", "x * dz / len(x), dz", "dw is divided by the number of features: this is one example, and no mean is taken."),
        ("x * dz, dz", "(x * dz).T, dz", "dw is a row: it must have the shape of w, a column."),
        ("x * dz, dz", "(x * dz)[:, 0], dz", "dw has shape (n_x,), neither row nor column: it must have the shape of w, (n_x, 1)."),
        ("x * dz, dz", "dz, x * dz", "dw comes first, then db."),
        ("x * dz, dz", '{"dw": x * dz, "db": dz}', "a dictionary is returned: the two results stand after return, with a comma between them."),
        ("x * dz, dz", "x * dz", "db is missing: return both, dw and db."),
        ("return x * dz, dz", "print(x * dz, dz)", "it prints and returns None: return hands both results back."),
    ),
    right=(
        "def neuron_backward(x, a, y):\n    dw = np.dot(x, np.array([[a - y]]))\n    return dw, a - y",
        "def neuron_backward(x, a, y):\n    db = -(1 - a) if y == 1 else a\n    return db * x, db",
        "def neuron_backward(x, a, y):\n    dw = np.zeros(x.shape)\n    for j in range(x.shape[0]):\n        dw[j, 0] = x[j, 0] * (a - y)\n    return dw, float(a - y)",
    ),
)

ONE, ZERO = "Y * np.log(A)", "(1 - Y) * np.log(1 - A)"  # the two terms of the cost, for labels 1 and 0
COST = "cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m"

PROPAGATE = Exercise(
    "propagate",
    propagate_inputs,
    "cost, dw and db are right: non-square and square X, one example, one feature.",
    returns=("grads", "cost"),
    no_loop=True,
    hints=(
        "Forward first: sums, probabilities, cost. Then backward from dZ, which is prediction minus label. The mean over the m examples is taken in the cost, in dw and in db.",
        "w.T is (1, n_x) and X is (n_x, m), so A and dZ are (1, m); dw must come out as w, (n_x, 1), and db is one number.",
        "For the forward pass: A = sigmoid(np.dot(w.T, …) + b). For dw, X stands first and dZ transposed.",
    ),
    mistakes=(
        ("np.sum(dZ) / m", "np.sum(dZ)", "db is m times too large: the mean over the examples is missing."),
        ("np.dot(X, dZ.T) / m", "np.dot(X, dZ.T)", "dw is m times too large: the mean over the examples is missing."),
        ("np.log(1 - A)) / m", "np.log(1 - A))", "the cost is m times too large: it is the mean of the losses, not their sum."),
        ("np.dot(X, dZ.T) / m", "dZ.T / m", "X is missing from dw: the slope of z with respect to w is x."),
        ("np.dot(X, dZ.T) / m", "X * dZ / m", "dw has numbers for each example, as * gives: the sum over the examples is missing, which a matrix product (np.dot, @) takes."),
        ("np.dot(X, dZ.T) / m", "np.sum(X * dZ) / m", "dw is one number for all weights: each feature has a slope of its own, so the sum runs over the examples alone."),
        ("np.dot(X, dZ.T) / m", "np.dot(X, dZ) / m", "dZ must be transposed in dw: (n_x, m) times (m, 1) sums over the examples."),
        ("np.dot(X, dZ.T) / m", "np.dot(X.T, dZ.T) / m", "X is not transposed in dw: (n_x, m) times (m, 1) fits as it is."),
        ("np.dot(X, dZ.T) / m", "np.dot(X, A - Y.T) / m", ".T belongs to the whole difference, (A − Y).T: a row minus a column is a table."),
        ("np.dot(X, dZ.T) / m", "np.dot(X, A.T) / m", "the labels are missing from dw: it needs A − Y, not A."),
        ("np.dot(X, dZ.T) / m", "np.dot(X, -dZ.T) / m", "the sign of dw is wrong: dZ is A − Y, estimate minus label."),
        ("np.sum(dZ) / m", "-np.sum(dZ) / m", "the sign of db is wrong: dZ is A − Y, estimate minus label."),
        ("np.sum(dZ) / m", "np.mean(dw)", "db is the mean of dw; it is the mean of dZ over the examples."),
        ("np.dot(X, dZ.T) / m", "np.dot(X, dZ.T).T / m", "dw is transposed: it must have the shape of w."),
        ("np.dot(X, dZ.T) / m", "np.mean(X * dZ, axis=1)", "dw has lost its second dimension: keepdims=True, or a matrix product, keeps it (n_x, 1)."),
        ("np.dot(X, dZ.T) / m", "np.mean(X * dZ, axis=0, keepdims=True).T", "the mean in dw runs over the features (axis 0) instead of the examples (axis 1)."),
        ("dZ = A - Y", "dZ = Y - A", "the sign of the gradient is wrong: dZ is A − Y, estimate minus label."),
        ("dZ = A - Y", "dZ = -Y / A + (1 - Y) / (1 - A)", "this is the slope with respect to a; multiplied by a(1 − a), the slope of the sigmoid, it becomes A − Y."),
        (
            "dZ = A - Y",
            "dZ = (A - Y) * A * (1 - A)",
            "a(1 − a) is once too often in dZ: it cancels in the chain rule, and A − Y remains "
            "(with the factor it would be the gradient of the squared error).",
        ),
        ("-np.sum(Y * np.log", "np.sum(Y * np.log", "the cost has lost its minus sign."),
        ("(1 - Y) * np.log(1 - A)", "(1 - Y) * np.log(A)", "the second term of the cost takes the log of 1 − A, not of A."),
        (" + (1 - Y) * np.log(1 - A)", "", "the cost has no term for the examples with label 0."),
        ("Y * np.log(A) + ", "", "the cost has no term for the examples with label 1."),
        ("np.log(A) + (1 - Y)", "np.log(A) - (1 - Y)", "the two terms of the cost have unlike signs: they are added, and the one minus stands before the sum of both, in brackets."),
        (COST, f"cost = -1 / m * np.sum({ONE}) + np.sum({ZERO})", "−1/m holds for the first term of the cost only: it belongs before the sum of both, in brackets."),
        (COST, f"cost = -1 / m * np.sum({ONE}) - np.sum({ZERO})", "the division by m holds for one term of the cost only: it belongs to the sum of both, in brackets."),
        (COST, f"cost = -np.sum({ONE} + {ZERO} / m)", "the division by m holds for one term of the cost only: it belongs to the sum of both, in brackets."),
        (COST, f"cost = -np.sum({ONE}) + np.sum({ZERO}) / m", "the division by m and the minus sign hold for one term of the cost each: both belong to the sum of both terms, in brackets."),
        (COST, COST.replace("np.log(A)", "np.log(A).T").replace("np.log(1 - A)", "np.log(1 - A).T"), "the cost adds up a table of every label with every estimate, as a row times a column makes with *: both stay rows there."),
        (COST, COST.replace("np.log(A)", "np.log(A).T"), "the cost adds up a table of every label with every estimate, as a row times a column makes with *: both stay rows there."),
        (COST, COST.replace("np.log(1 - A)", "np.log(1 - A).T"), "the cost adds up a table of every label with every estimate, as a row times a column makes with *: both stay rows there."),
        (COST, "cost = -(np.dot(Y, np.log(A)) + np.dot(1 - Y, np.log(1 - A))) / m", "np.dot of two rows does not fit: the second of each product must be a column, .T; or take * and np.sum."),
        (COST, COST.replace("np.sum", "np.mean"), "the cost is divided by m twice (np.mean divides by it already)."),
        (COST, COST + " / 2", "the cost is halved: it is divided by m, not by 2m."),
        (COST, "cost = -np.sum(A * np.log(Y + 1e-15) + (1 - A) * np.log(1 - Y + 1e-15)) / m", "labels and estimates have changed places in the cost: the logarithm is taken of the estimate A."),
        ("np.log(1 - A)) / m", "np.log(1 - A)) / m / np.log(2)", "the cost uses the logarithm to base 2; np.log is the natural one."),
        (COST, "cost = np.sum((A - Y) ** 2) / (2 * m)", "the cost is the squared error; the cross-entropy is wanted."),
        (COST, COST.replace("log(A)", "log(sigmoid(A))").replace("log(1 - A)", "log(1 - sigmoid(A))"), "the cost takes the sigmoid of a sigmoid: A is a probability already."),
        (COST, COST.replace("np.sum(Y", "(Y").replace("(1 - A)) / m", "(1 - A)) / m"), "the cost is one number for all examples: the sum over them is missing."),
        ("np.dot(w.T, X) + b)", "np.dot(w.T, X))", "the bias b is missing from z."),
        ("A = sigmoid(np.dot(w.T, X) + b)", "A = np.dot(w.T, X) + b", "the sigmoid is missing: A is a probability, between 0 and 1."),
        ("np.dot(w.T, X)", "np.dot(w, X)", "w must be transposed: (1, n_x) times (n_x, m) gives the row of all z."),
        ("np.dot(w.T, X)", "np.dot(X.T, w)", "Z is a column here, and Y a row: w.T times X gives a row of shape (1, m)."),
        ("np.dot(w.T, X)", "w * X", "w and X are multiplied element by element (*): the weighted sum over the features needs a matrix product."),
        ("np.dot(w.T, X)", "np.sum(w * X)", "the sum runs over the examples too: each example has a z of its own."),
        ("m = X.shape[1]", "m = X.size", "all is divided by the count of every number in X (X.size): m is the number of examples, X.shape[1]."),
        ("m = X.shape[1]", "m = X.shape[0]", "all is divided by the number of features (X.shape[0], len(X)): m is the number of examples, X.shape[1]."),
        ("m = X.shape[1]", "m = Y.shape[0]", "all is m times too large: cost and gradients are means over the examples, divided by m = Y.shape[1] (Y.shape[0] and len(Y) are 1)."),
        ("m = X.shape[1]", "m = X.shape[1]\n    X, Y = X[:, 1:], Y[:, 1:]", "the first example is left out: indices begin at 0."),
        ("np.dot(w.T, X) + b)", "np.dot(w.T, X + b))", "b is added to X; it belongs to the weighted sum, outside the product."),
        ("np.log(A) + (1 - Y) * np.log(1 - A)", "np.log10(A) + (1 - Y) * np.log10(1 - A)", "the cost uses the logarithm to base 10; np.log is the natural one."),
        ("np.log(A)", "math.log(A)", "math's functions and float take a single number; np.log and np.exp take arrays."),
        ("np.log(1 - A)", "np.log(A - 1)", "the cost is nan, the log of something negative: log(A) and log(1 − A) are wanted, and A lies between 0 and 1."),
        ("m = X.shape[1]", "m = 209", "m is fixed at 209: take it from the data, X.shape[1]."),
        ("dZ = A - Y", "dZ = np.round(A) - Y", "the gradient uses the rounded answer; it needs the probability A itself."),
        ("np.sum(dZ) / m", "dZ / m", "db is one number: the sum over the examples is missing."),
        ('{"dw": dw, "db": db}, cost', 'cost, {"dw": dw, "db": db}', "grads comes first, then cost."),
        ('{"dw": dw, "db": db}, cost', '{"dw": db, "db": dw}, cost', "dw and db have changed places in the dictionary."),
    ),
    right=(
        """
def propagate(w, b, X, Y):
    n_x, m = X.shape
    dw, db, J = np.zeros((n_x, 1)), 0.0, 0.0
    for i in range(m):
        z = b
        for j in range(n_x):
            z += w[j, 0] * X[j, i]
        a = 1 / (1 + np.exp(-z))
        y = Y[0, i]
        J += -np.log(a) if y == 1 else -np.log(1 - a)
        for j in range(n_x):
            dw[j, 0] += X[j, i] * (a - y)
        db += a - y
    return {"dw": dw / m, "db": db / m}, J / m
""",
        """
def propagate(w, b, X, Y):
    Z = w.T @ X + b
    dZ = sigmoid(Z) - Y
    return {"db": np.squeeze(dZ.mean(axis=1, keepdims=True)), "dw": X @ dZ.T / Y.size}, np.mean(np.logaddexp(0, Z) - Y * Z)
""",
        """
def propagate(w, b, X, Y):
    A = np.clip(sigmoid(np.einsum("ji,jm->im", w, X) + b), 1e-15, 1 - 1e-15)
    cost = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A), axis=1)[0]
    return dict(dw=np.einsum("jm,im->ji", X, A - Y) / X.shape[1], db=np.average(A - Y)), cost
""",
    ),
)

STEP = """w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]"""

NEXT = "\n        "
ALL = f"{STEP}\n        if i % 100 == 0:\n            costs.append(cost)"

OPTIMIZE = Exercise(
    "optimize",
    optimize_inputs,
    "parameters, gradients and costs are right after 1, 2, 4 and 101 steps, and the arguments stay as they were.",
    returns=("params", "grads", "costs"),
    hints=(
        "One round does three things: ask propagate for gradients and cost, step against both gradients, and now and then keep the cost.",
        "w stays (n_x, 1) and b a number; costs gets one entry for i = 0, 100, 200, …",
        "The round begins with grads, cost = propagate(…); i % 100 == 0 says when to keep the cost.",
    ),
    mistakes=(
        ("w = w - learning_rate", "w = w + learning_rate", "w moves up the slope: the step is minus the learning rate times dw."),
        ("b = b - learning_rate", "b = b + learning_rate", "b moves up the slope: the step is minus the learning rate times db."),
        (STEP, STEP.replace(" - ", " + "), "both walk uphill: the step is minus the learning rate times the gradient."),
        (STEP, STEP.replace("learning_rate * ", ""), "the learning rate is missing from both steps."),
        (
            "    for i in range(num_iterations):\n        ### BEGIN SOLUTION\n        grads, cost = propagate(w, b, X, Y)",
            "    grads, cost = propagate(w, b, X, Y)\n    for i in range(num_iterations):",
            "every step uses the gradient of the start: each needs the one at the new place, computed inside the loop.",
        ),
        ('w = w - learning_rate * grads["dw"]', 'w = w - grads["dw"]', "the learning rate is missing from the step of w."),
        ('b = b - learning_rate * grads["db"]', 'b = b - grads["db"]', "the learning rate is missing from the step of b."),
        (STEP, STEP.replace("w = w - learning_rate", "w = -learning_rate").replace("b = b - learning_rate", "b = -learning_rate"), "the old values are missing: the new ones are w and b minus their steps (w -= …, not w =- …)."),
        (STEP, STEP.replace('"dw"', '"d?"').replace('"db"', '"dw"').replace('"d?"', '"db"'), "dw and db have changed places: w steps by dw, b by db."),
        (STEP, STEP + "\n        grads, cost = propagate(w, b, X, Y)", "gradient and cost are those after the step: those from before it are recorded and returned."),
        (STEP, STEP.replace("\n", "\n        grads, cost = propagate(w, b, X, Y)\n", 1), "b steps by a gradient from the new w: both steps use the one gradient from before them."),
        (STEP, STEP.replace('"dw"]', '"dw"] / X.shape[1]').replace('"db"]', '"db"] / X.shape[1]'), "both steps divide by m again: the gradients are means already."),
        (ALL, f"if i % 100 == 0:\n            costs.append(cost)\n            {STEP.replace(NEXT, NEXT + '    ')}", "only one of every hundred iterations takes a step: do the steps stand inside an if?"),
        (ALL, f"{STEP}\n        costs = [cost]", "costs keeps only the last: append one of every hundred to the list."),
        (STEP, "if cost < 0.1:\n            break\n        " + STEP, "it stops by itself where the cost is small or the surface flat: make all num_iterations steps."),
        (STEP, "if np.linalg.norm(grads[\"dw\"]) < 1e-3:\n            break\n        " + STEP, "it stops by itself where the cost is small or the surface flat: make all num_iterations steps."),
        (STEP, STEP.replace("learning_rate", "0.5"), "the learning rate is fixed at 0.5: use the argument."),
        (STEP, STEP.replace("learning_rate", "0.005"), "the learning rate is fixed at 0.005: use the argument."),
        (
            'return {"w": w, "b": b}, grads, costs',
            'return {"w": w, "b": b}, propagate(w, b, X, Y)[0], costs',
            "the gradients are computed once more, after the last step: those of the last iteration, from before its step, are wanted.",
        ),
        ("costs.append(cost)", "costs.append(i)", "costs holds the numbers of the iterations; the cost is wanted."),
        ("        if i % 100 == 0:\n            costs.append", "        if i / 100 == 0:\n            costs.append", "costs of iterations 100, 200, … are missing: one of every hundred is wanted, and the remainder (%) of a division by 100 says which."),
        ("        if i % 100 == 0:\n            costs.append", "        if i % 10 == 0:\n            costs.append", "one cost of every ten iterations is recorded; one of every hundred is wanted."),
        ("}, grads, costs", "}, costs, grads", "the order is params, grads, costs."),
        ('        b = b - learning_rate * grads["db"]\n', "", "b never moves: it needs a step too."),
        ('        w = w - learning_rate * grads["dw"]\n', "", "w never moves: it needs a step too."),
        ('b = b - learning_rate * grads["db"]', 'b = b - learning_rate * np.mean(grads["dw"])', "the step of b must use db, not dw."),
        ('w = w - learning_rate * grads["dw"]', 'w -= learning_rate * grads["dw"]', "changes its argument w"),
        (
            'w = w - learning_rate * grads["dw"]',
            'w = w - learning_rate * grads["dw"] / X.shape[1]',
            "the step of w divides by m again: the gradient is a mean already.",
        ),
        ("        if i % 100 == 0:\n            costs.append", "        if True:\n            costs.append", "every cost is recorded; one of every hundred iterations is wanted."),
        ("        if i % 100 == 0:\n            costs.append", "        if i % 100 == 99:\n            costs.append", "the counting is off by one: it begins at 0, and the costs of iterations 0, 100, 200, … are wanted."),
        ("        if i % 100 == 0:\n            costs.append", "        if i > 0 and i % 100 == 0:\n            costs.append", "the cost of iteration 0, before the first step, is missing."),
        ("costs.append(cost)", "costs.append(propagate(w, b, X, Y)[1])", "the cost is recorded after the step; the cost before the step of this iteration is wanted."),
        ("range(num_iterations)", "range(1, num_iterations + 1)", "the counting is off by one: it begins at 0, and the costs of iterations 0, 100, 200, … are wanted."),
        ("range(num_iterations)", "range(num_iterations - 1)", "one step is missing: num_iterations are wanted, as range(num_iterations) gives."),
        ("range(num_iterations)", "range(num_iterations + 1)", "one step too many: num_iterations are wanted, as range(num_iterations) gives."),
        ("range(num_iterations)", "range(100)", "the number of steps is fixed: use num_iterations."),
        ("range(num_iterations)", "range(2000)", "the number of steps is fixed: use num_iterations."),
        ("return {", "    return {", "it ends after the first step: does a return or a break stand inside the loop?"),
    ),
    right=(
        """
def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    w, costs, i = w.copy(), [], 0
    while i < num_iterations:
        grads, cost = propagate(w, b, X, Y)
        if not i % 100:
            costs += [np.squeeze(cost)]
            print(cost) if print_cost else None
        w -= learning_rate * grads["dw"]
        b -= learning_rate * grads["db"]
        i += 1
    return {"b": b, "w": w}, grads, np.array(costs)
""",
    ),
)

PREDICT = Exercise(
    "predict",
    predict_inputs,
    "zeros and ones of shape (1, m), and exactly one half is a 0.",
    hints=(
        "Probabilities as in the forward pass, then a decision at one half.",
        "The probabilities are (1, m), and so are the zeros and ones.",
        "A > 0.5 is an array of True and False; .astype(float) turns them into ones and zeros.",
    ),
    mistakes=(
        ("A > 0.5", "np.round(A, 2) > 0.5", "the probabilities are rounded before they are compared: 0.502 is above one half."),
        ("A > 0.5", "A >= 0.5", "a probability of exactly one half is a 0 here: a 1 where it is > 0.5."),
        ("A > 0.5", "A == 1", "every answer is 0: the threshold is one half, so compare each probability with 0.5. (int cuts off what is below 1, == 1 asks for exactly 1, and argmax down a column of one number is 0.)"),
        ("A > 0.5", "A < 0.5", "the answer is the wrong way round: above one half is a 1."),
        ("A > 0.5", "A > 0", "every answer is 1; only where the probability is above one half it should be."),
        ("(A > 0.5).astype(float)", "np.where(A > 0.5, 1, A)", "where it is not above one half, the probability is left: a 0 is wanted there."),
        ("(A > 0.5).astype(float)", "np.where(np.arange(X.shape[1]) > 0, A > 0.5, 0)", "the first example is left out: indices begin at 0."),
        ("(A > 0.5).astype(float)", "np.where(np.arange(X.shape[1]) < X.shape[1] - 1, A > 0.5, 0)", "the last example is left out: range(m) ends at m − 1 by itself, and a slice stops before its end."),
        ("(A > 0.5).astype(float)", "np.where(np.arange(X.shape[1]) < 1, A > 0.5, 0)", "only the first example is answered: is a return inside the loop?"),
        ("(A > 0.5).astype(float)", "np.where(np.arange(X.shape[1]) < 1, A > 0.5, A)", "only the first example is answered: is a return inside the loop?"),
        ("(A > 0.5).astype(float)", "(A > 0.5).astype(int).tolist()", "it returns a list: np.array makes an array of it."),
        ("(A > 0.5).astype(float)", "[int(a > 0.5) for a in A[0]]", "it returns a list: an array of shape (1, m) is wanted."),
        ("(A > 0.5).astype(float)", "np.argmax(A, axis=0)", "every answer is 0, in shape (m,), as np.argmax gives for columns of one number: compare each probability with one half."),
        ("(A > 0.5).astype(float)", "1.0 if A > 0.5 else 0.0", "max and if decide about one number, and A holds many: compare the whole array, or loop over its columns."),
        ("np.dot(w.T, X) + b", "np.sum(w * X) + b", "the sum runs over the examples too: each example has a z of its own."),
        ("(A > 0.5).astype(float)", "A", "these are the probabilities; a 1 where they are above one half, else a 0 is wanted."),
        ("np.dot(w.T, X) + b", "np.dot(w.T, X)", "the bias b is missing from z."),
        ("sigmoid(np.dot(w.T, X) + b)", "np.dot(w.T, X) + b", "z is compared with one half; the probability is the sigmoid of z."),
        ("A > 0.5", "A[0] > 0.5", "the answer has lost a dimension: its shape is (1, m)."),
        ("(A > 0.5)", "(A > 0.5).T", "the answer is transposed: its shape is (1, m)."),
        ("A > 0.5", "A > np.mean(A)", "the threshold is one half, not the mean of the probabilities."),
        ("np.dot(w.T, X)", "np.dot(w, X)", "w must be transposed: (1, n_x) times (n_x, m) gives the row of all z."),
    ),
    right=(
        "def predict(w, b, X):\n    return w.T @ X + b > 0",
        "def predict(w, b, X):\n    return np.where(sigmoid(w.T @ X + b) > 0.5, 1, 0)",
        """
def predict(w, b, X):
    m = X.shape[1]
    answers = np.zeros((1, m))
    A = sigmoid(np.dot(w.T, X) + b)
    for i in range(m):
        if A[0, i] > 0.5:
            answers[0, i] = 1
    return answers
""",
    ),
)

MODEL = Exercise(
    "model",
    model_inputs,
    "trains on the training set alone, with the given rate and number of steps, and predicts both sets.",
    hints=(
        "Nothing new is computed: start values, training on the training set, then a prediction for each set, all by your own functions.",
        "The number of weights is the number of rows of X_train; the predictions are (1, m_train) and (1, m_test).",
        "The middle line is params, _, costs = optimize(w, b, …): the training set and the three settings stand for the dots.",
    ),
    mistakes=(
        (
            '    w, b = params["w"], params["b"]\n    return {\n        "costs": costs,\n        "Y_prediction_test": predict(w, b, X_test),\n        "Y_prediction_train": predict(w, b, X_train),',
            '    before = params\n    w, b = initialize_with_zeros(X_test.shape[0])\n    params, _, costs = optimize(w, b, X_test, Y_test, num_iterations, learning_rate, print_cost)\n'
            '    w, b = params["w"], params["b"]\n    return {\n        "costs": costs,\n        "Y_prediction_test": predict(w, b, X_test),\n        "Y_prediction_train": predict(before["w"], before["b"], X_train),',
            "a second neuron is trained on the test set, and answers for it: the test set is for judging the one that is trained on the training set.",
        ),
        ("b, X_train, Y_train, num", "b, np.hstack([X_train, X_test]), np.hstack([Y_train, Y_test]), num", "it trains on both sets together: the test set is for judging only."),
        ("b, X_train, Y_train, num", "b, X_test, Y_test, num", "it trains on the test set: that set is for judging only."),
        ("num_iterations, learning_rate, print_cost)\n    w", "2000, learning_rate, print_cost)\n    w", "the number of iterations is fixed at 2000: pass num_iterations on."),
        ("num_iterations, learning_rate, print_cost)\n    w", "2000, 0.005, print_cost)\n    w", "the number of iterations and the learning rate are fixed, at 2000 and 0.005: pass num_iterations and learning_rate on."),
        ("num_iterations, learning_rate, print_cost)\n    w", "num_iterations, 0.005, print_cost)\n    w", "the learning rate is fixed at 0.005: pass learning_rate on."),
        ("num_iterations, learning_rate, print_cost)\n    w", "learning_rate, num_iterations, print_cost)\n    w", "a whole number is needed where one with a decimal point stands: in the call of optimize num_iterations comes before learning_rate."),
        ("num_iterations, learning_rate, print_cost)\n    w", "num_iterations, 0.5, print_cost)\n    w", "the learning rate is fixed at 0.5: pass learning_rate on."),
        ('    w, b = params["w"], params["b"]\n', "", "the untrained zeros are used for the predictions: take w and b from the parameters that optimize returns."),
        ('    w, b = params["w"], params["b"]\n', '    w = params["w"]\n', "b is still the untrained zero: take it from the parameters that optimize returns, too."),
        ('"Y_prediction_test": predict(w, b, X_test)', '"Y_prediction_test": predict(w, b, X_train)', "the predictions of the test set were made from the training set."),
        ('"Y_prediction_train": predict(w, b, X_train)', '"Y_prediction_train": predict(w, b, X_test)', "the predictions of the training set were made from the test set."),
        ('"Y_prediction_test": predict(w, b, X_test)', '"Y_prediction_test": np.mean(predict(w, b, X_test) == Y_test)', "\"Y_prediction_test\" is the share of right answers; the answers themselves are wanted."),
        ('"Y_prediction_train": predict(w, b, X_train)', '"Y_prediction_train": np.mean(predict(w, b, X_train) == Y_train)', "\"Y_prediction_train\" is the share of right answers; the answers themselves are wanted."),
        ('"Y_prediction_train": predict(w, b, X_train)', '"Y_prediction_train": Y_train', "the labels are returned as if they were predictions."),
        ("initialize_with_zeros(X_train.shape[0])", "initialize_with_zeros(X_train.shape[1])", "one weight a feature: X_train.shape[0] of them; X_train.shape[1] is the number of examples."),
        ('        "costs": costs,\n', "", "the dictionary has no \"costs\"."),
    ),
    right=(
        """
def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.005, print_cost=False):
    start_w, start_b = np.zeros((len(X_train), 1)), 0.0
    params, grads, costs = optimize(start_w, start_b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    d = dict(params, costs=costs, learning_rate=learning_rate, num_iterations=num_iterations, extra="fine")
    for name, X in (("train", X_train), ("test", X_test)):
        d["Y_prediction_" + name] = predict(params["w"], params["b"], X)
    return d
""",
    ),
)

EXERCISES = (SIGMOID, INITIALIZE, NEURON_BACKWARD, PROPAGATE, OPTIMIZE, PREDICT, MODEL)
