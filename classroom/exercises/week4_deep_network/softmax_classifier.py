"""The exercises of lesson 3, softmax classifier."""

import numpy as np

from classroom.exercises import Case, Exercise
from classroom.exercises.week4_deep_network.building_blocks import BY_HAND, whole, without_guard


def labels(rng, classes, m):
    """A row of m labels 0 … classes − 1, with as many different ones as there is room for."""
    return rng.permuted(np.resize(rng.permutation(classes), m))[np.newaxis]


def linear_problem(rng, n_x, classes, m):
    """Arguments x, W, b of random numbers."""
    return rng.normal(size=(n_x, m)), rng.normal(size=(classes, n_x)), rng.normal(size=(classes, 1))


def scored(rng, classes, m, scale=2.0):
    """Arguments S, y: random scores, and labels."""
    return scale * rng.normal(size=(classes, m)), labels(rng, classes, m)


def scores_inputs(rng):
    """By hand; one column, several, a square problem; fewer and more classes than features; whole numbers, all
    of them, those of W, those of b; biases of zero; features of zero.
    """
    return [
        Case(BY_HAND),
        Case(linear_problem(rng, 4, 3, 1)),
        Case(linear_problem(rng, 4, 3, 5)),
        Case(linear_problem(rng, 3, 3, 3)),
        Case(linear_problem(rng, 2, 5, 3)),
        Case(linear_problem(rng, 6, 2, 4)),
        Case((whole(rng, 3, 5), whole(rng, 4, 3), whole(rng, 4, 1))),
        Case((*linear_problem(rng, 2, 3, 4)[:2], np.zeros((3, 1)))),
        Case((rng.normal(size=(3, 2)), whole(rng, 4, 3), rng.normal(size=(4, 1)))),
        Case((rng.normal(size=(3, 2)), rng.normal(size=(4, 3)), whole(rng, 4, 1))),
        Case((np.array([[0.0, 2.0], [3.0, 0.0], [1.0, -4.0]]), rng.normal(size=(2, 3)), rng.normal(size=(2, 1)))),
    ]


def hinge_inputs(rng):
    """Scores in tenths, by hand; more examples, a square, one example, two classes; whole numbers."""
    small = np.array([[1.2, 0.3], [0.7, 0.4], [-0.6, 0.9]])
    return [
        Case((small, np.array([[0, 1]]))),
        Case(scored(rng, 3, 7)),
        Case(scored(rng, 4, 4)),
        Case(scored(rng, 5, 1)),
        Case(scored(rng, 2, 6)),
        Case((whole(rng, 4, 6), labels(rng, 4, 6))),
    ]


def softmax_inputs(rng):
    """As for the hinge loss, and scores of ±1000: of one size within a column, far apart, and in different columns; where the
    right class leads by far; where it is so far behind that e to the power overflows, but its probability is not yet 0;
    equal scores, as a start with zeros gives.
    """
    shift = np.array([[1000.0, -1000.0, 0.0]])
    apart = np.array([[1000.0, -1000.0], [-1000.0, 0.0], [0.0, 1000.0]])
    return [
        *hinge_inputs(rng),
        Case((shift + rng.normal(size=(4, 3)), labels(rng, 4, 3))),
        Case((apart, np.array([[1, 0]]))),
        Case((apart, np.array([[0, 2]]))),
        Case((np.array([[-365.0], [0.0], [365.0]]), np.array([[0]]))),
        Case((np.array([[0.5, 0.0], [0.5, 0.0], [-1.0, 0.0]]), np.array([[1, 2]]))),
    ]


def answered(rng, classes, m):
    """Arguments y, answers, classes: a good half of the answers are right."""
    y = labels(rng, classes, m)
    return y, np.where(rng.random((1, m)) < 0.6, y, rng.integers(classes, size=(1, m))), classes


def confusion_inputs(rng):
    """Small, with a pair that repeats; more examples; classes that don't occur; one example; as many examples as classes."""
    small = np.array([[0, 1, 1, 2, 1, 0]])
    return [
        Case((small, np.array([[0, 2, 1, 2, 2, 0]]), 3)),
        Case(answered(rng, 4, 30)),
        Case((rng.permuted(small, axis=1), np.array([[2, 1, 0, 2, 1, 1]]), 5)),
        Case(answered(rng, 3, 1)),
        Case(answered(rng, 4, 4)),
    ]


PRODUCT = "np.dot(W, x) + b"

SCORES = Exercise(
    "scores",
    scores_inputs,
    "right for one column and several, and for fewer and more classes than features.",
    hints=(
        "One template per class: its score is the weighted sum of the features plus its bias, for all classes at once.",
        "W (C, n_x) and x (n_x, m) give (C, m); b (C, 1) is stretched over the columns.",
        "It is the linear part of a layer: a matrix product, np.dot, and an addition.",
    ),
    mistakes=(
        (PRODUCT, "np.dot(W, x) + b[0, 0]", "every class gets the bias of the first: class k has b[k, 0]."),
        (PRODUCT, "np.dot(W, x)", "the bias b is missing: it is added to the product."),
        (PRODUCT, "np.dot(W, x) - b", "the bias is subtracted; it is added."),
        (PRODUCT, "np.dot(W, x + b)", "b is added to x; it belongs to the scores, after the product."),
        (PRODUCT, "np.dot(W.T, x) + b", "W is not to be transposed: its rows are the classes, (C, n_x) times (n_x, m) gives (C, m)."),
        (PRODUCT, "np.dot(W, x.T) + b", "x is not to be transposed: one example a column, (C, n_x) times (n_x, m)."),
        (PRODUCT, "W * x + b", "* multiplies element by element; each score sums over the features: a matrix product, np.dot or @."),
        (PRODUCT, "np.dot(W, x) + np.sum(b)", "all the biases are added to each score: row k of the scores gets b of class k alone."),
        (PRODUCT, "np.dot(W, x) + b[:, 0]", "b has lost its column shape, so it stretches along the rows or not at all: leave it (C, 1)."),
        (PRODUCT, "np.dot(W, x) + b.T", "b is transposed: as a column of shape (C, 1) it stretches over the examples."),
        (PRODUCT, "np.dot(x, W) + b", "the order of the product is W times x: matrices do not commute."),
        (PRODUCT, "(np.dot(W, x) + b).T", "the result is transposed: it should have a row for each class and a column for each example."),
        (PRODUCT, "np.maximum(0, np.dot(W, x) + b)", "there is a relu at the end: scores may be negative, no activation follows."),
        (PRODUCT, "1 / (1 + np.exp(-np.dot(W, x) - b))", "there is a sigmoid at the end: scores are any numbers, no activation follows."),
        (PRODUCT, "np.argmax(np.dot(W, x) + b, axis=0)", "this is the class of the largest score; the scores themselves are wanted."),
        (PRODUCT, "np.exp(np.dot(W, x) + b) / np.sum(np.exp(np.dot(W, x) + b), axis=0)", "these are probabilities; the scores before any softmax are wanted."),
        (PRODUCT, "np.dot(W, x[:, [0]]) + b", "only the first column of x is used: all columns are wanted."),
        ("return " + PRODUCT, f"print({PRODUCT})", "it prints and returns None: return hands the result back."),
    ),
    right=(
        "def scores(x, W, b):\n    return W @ x + b",
        'def scores(x, W, b):\n    return np.einsum("kj,jm->km", W, x) + b',
        """
def scores(x, W, b):
    S = np.zeros((W.shape[0], x.shape[1]))
    for k in range(W.shape[0]):
        for i in range(x.shape[1]):
            S[k, i] = sum(W[k, j] * x[j, i] for j in range(x.shape[0])) + b[k, 0]
    return S
""",
        "def scores(x, W, b):\n    return (x.T @ W.T + b.T).T",
    ),
)

LEAVE_OUT = "    margins[y[0], np.arange(m)] = 0\n"
MARGINS = "np.maximum(0, S - right + 1)"

HINGE_LOSS = Exercise(
    "hinge_loss",
    hinge_inputs,
    "right for two to five classes, one example and several; S stays as it was.",
    no_loop=True,
    hints=(
        "For each example, each wrong class costs as much as it comes within 1 of the right one; the right class itself costs nothing.",
        "The right scores are (m,), one per column; S less these is (C, m) by broadcasting; the loss is one number.",
        "right = S[y[0], np.arange(m)] picks one score per column.",
    ),
    mistakes=(
        (MARGINS, "np.maximum(0, S - right)", "the margin is missing: a wrong class costs s_k − s_y + 1, not s_k − s_y."),
        (MARGINS, "np.maximum(0, S - right - 1)", "the margin has the wrong sign: 1 is added to s_k − s_y."),
        (LEAVE_OUT, "    margins[y[0]] = 0\n", "whole rows are set to 0, as margins[y[0]] does: only the right class's entry of each column is, so the columns must be named too."),
        (f"{LEAVE_OUT}    return np.sum(margins) / m", f"{LEAVE_OUT}    return np.sum(np.maximum(0, np.sum(S - right + 1, axis=0) - 1)) / m", "the maximum with 0 is taken of the sum over the classes, so that a class far behind pays for another: it is taken of each class by itself."),
        (LEAVE_OUT, "", "the right class is counted too: it adds max(0, 0 + 1) = 1 to every example."),
        (f"{LEAVE_OUT}    return np.sum(margins) / m", "    return np.sum(margins)", "the right class is counted too, with max(0, 0 + 1) = 1 for every example, and the sum is not divided by m."),
        (MARGINS, "np.maximum(0, right - S + 1)", "the difference has the wrong sign: a wrong class costs when its score is high, s_k − s_y."),
        (MARGINS, "S - right + 1", "the maximum with 0 is missing: a class that is beaten by more than the margin costs nothing, not less than nothing."),
        ("np.sum(margins) / m", "np.sum(margins)", "this is the sum over the examples; their mean is wanted, so divide by m."),
        ("np.sum(margins) / m", "np.sum(margins[:, 0])", "only the first example is counted: the mean runs over all m."),
        ("np.sum(margins) / m", "np.mean(margins)", "this is the mean over all entries: sum over the classes, and take the mean over the examples only."),
        ("np.sum(margins) / m", "np.sum(margins) / S.shape[0]", "the sum is divided by the number of classes: it is the mean over the m examples."),
        ("np.sum(margins) / m", "np.sum(margins[:, 1:]) / m", "the first example is left out: indices begin at 0."),
        ("np.sum(margins) / m", "np.sum(margins[1:]) / m", "the first class is left out of the sum: classes count from 0."),
        ("np.sum(margins) / m", "np.sum(margins, axis=0)", "these are the losses of the single examples: one number, their mean, is wanted."),
        ("np.sum(margins) / m", "np.sum(margins, axis=1) / m", "the sum runs over the examples only, one number for each class is left: sum over the classes too."),
        ("np.sum(margins) / m", "np.mean(np.max(margins, axis=0))", "only the worst of the wrong classes is counted: every one that comes too near costs, so sum over them."),
        ("np.sum(margins) / m", "np.sum(margins**2) / m", "the terms are squared; here they count as they are."),
        ("np.sum(margins) / m", "np.sum(margins > 0) / m", "this counts the wrong classes that come too near; sum by how much."),
        ("S[y[0], np.arange(m)]\n", "np.max(S, axis=0)\n", "the largest score is taken in place of the score of the right class, which y says."),
        ("S[y[0], np.arange(m)]\n", "S[y[0] - 1, np.arange(m)]\n", "the labels are taken to begin at 1: they are 0 … C − 1, and say the row as they are."),
        ("S[y[0], np.arange(m)]\n", "S[np.arange(m), y[0]]\n", "row and column are swapped: the row is the class, the column the example."),
        ("S[y[0], np.arange(m)]\n", "S[y[0]]\n", "whole rows of S are taken, as S[y[0]] does: one entry for each column is wanted, so the columns must be named too."),
        ("S[y[0], np.arange(m)]\n", "S[:, y[0]]\n", "whole columns of S are taken, as S[:, y[0]] does: the label says the row, and one entry of each column is wanted."),
        ("S[y[0], np.arange(m)]\n", "y[0]\n", "the number of the class is compared with; it is the score of that class, in the row that y says."),
        (MARGINS, "max(0, S - right + 1)", "max and if decide about single numbers; np.maximum works element by element."),
        (MARGINS, "np.max(S - right + 1)", "one number is left of all the margins, as np.max takes the largest; np.maximum(0, …) compares every entry with 0."),
        ("return np.sum(margins) / m", "print(np.sum(margins) / m)", "it prints and returns None: return hands the result back."),
        (f"margins = {MARGINS}", "S -= right\n    margins = np.maximum(0, S + 1)", "changes its argument S"),
    ),
    right=(
        """
def hinge_loss(S, y):
    total = 0
    for i in range(S.shape[1]):
        for k in range(S.shape[0]):
            if k != y[0, i]:
                total += max(0, S[k, i] - S[y[0, i], i] + 1)
    return total / S.shape[1]
""",
        """
def hinge_loss(S, y):
    wrong = np.arange(S.shape[0])[:, np.newaxis] != y
    right = np.take_along_axis(S, y, axis=0)
    return np.mean(np.sum(np.where(wrong, np.clip(S - right + 1, 0, None), 0), axis=0))
""",
        """
def hinge_loss(S, y):
    Y = np.eye(S.shape[0])[:, y[0]]
    return np.mean(np.sum(np.maximum(0, S - np.sum(Y * S, axis=0) + 1), axis=0)) - 1
""",
    ),
)

PICKED = "S[y[0], np.arange(m)]"
LOG_SUM = "largest + np.log(np.sum(np.exp(S - largest), axis=0))"
MEAN = f"np.mean(log_sum - {PICKED})"
SOFTMAX_OF_S = "np.exp(S - largest) / np.sum(np.exp(S - largest), axis=0)"

NOT_STABLE = "np.log(np.sum(np.exp(S), axis=0))"
LOSS_BODY = f"log_sum = {LOG_SUM}\n    return {MEAN}"
P_OF_Y = "np.log((np.exp(S) / np.sum(np.exp(S), axis=0))[y[0], np.arange(m)])"
STABLE_P_OF_Y = f"np.log(({SOFTMAX_OF_S})[y[0], np.arange(m)])"
WRONG_MEANS = (  # of losses; named for log-sum-exp, without the largest score taken out, and from probabilities
    ("np.mean(-{0})", "the sign is wrong: a loss is minus the logarithm of the probability, never below 0."),
    ("np.sum({0})", "this is the sum over the examples; their mean is wanted."),
    ("np.sum({0}) / S.size", "the sum is divided by the number of all entries: it is the mean over the m examples."),
    ("np.sum({0}) / S.shape[0]", "the sum is divided by the number of classes: it is the mean over the m examples."),
    ("{0}", "these are the losses of the single examples: one number, their mean, is wanted."),
    ("np.mean({0}) / np.log(2)", "this is the logarithm to base 2; np.log is the natural one."),
    ("np.mean({0}) / np.log(10)", "this is the logarithm to base 10; np.log is the natural one."),
)
LOSSES = (f"({NOT_STABLE} - {PICKED})", f"(log_sum - {PICKED})", f"(-{P_OF_Y})", f"(-{STABLE_P_OF_Y})")

SOFTMAX_LOSS = Exercise(
    "softmax_loss",
    softmax_inputs,
    "right for two to five classes, and finite and exact for scores of ±1000; S stays as it was.",
    no_loop=True,
    hints=(
        "The loss of one example is log of the sum of e^score, less the right score. Take the largest score out of the sum first, or it overflows.",
        "Largest scores, logarithms and right scores are all (m,), one per column; their mean is one number.",
        "largest = np.max(S, axis=0); the sum is then over np.exp(S - largest).",
    ),
    mistakes=(
        *((MEAN, mean.format(losses), sentence) for mean, sentence in WRONG_MEANS for losses in LOSSES),
        (MEAN, f"-np.mean({P_OF_Y})", "right for small scores, but e¹⁰⁰⁰ overflows, and the probability can round to 0: work with the logarithm of the sum, the largest score taken out, and do not form the probability."),
        (MEAN, "np.mean(log_sum - (S - largest)[y[0], np.arange(m)])", "the largest score is taken from s_y too, although it was added to the logarithm again: take it out of the exponents alone."),
        ("np.max(S, axis=0)", "np.mean(S, axis=0)", "the mean of the scores is taken out: a score far above it still overflows. With the largest no exponent is above 0."),
        ("np.max(S, axis=0)", "S[y[0], np.arange(m)]", "the score of the right class is taken out: another may lie far above it, and still overflow. With the largest no exponent is above 0."),
        (LOG_SUM, NOT_STABLE, "right for small scores, but e¹⁰⁰⁰ overflows: take the largest score of each column out first."),
        (
            MEAN,
            f"-np.mean(np.log(({SOFTMAX_OF_S})[y[0], np.arange(m)]))",
            "this is the logarithm of the probability, and that can round to 0, whose logarithm is infinite; work with the logarithm of the sum, and do not form the probability.",
        ),
        *(
            (
                MEAN,
                f"-np.mean(np.log({probability}))",
                "the probability is kept away from 0, by a small number added or as its least value, so a very wrong example costs too little: the logarithm of the sum needs no such help.",
            )
            for small in ("1e-15", "1e-12", "1e-10", "1e-8")
            for probability in (
                f"np.maximum({SOFTMAX_OF_S}, {small})[y[0], np.arange(m)]",
                f"({SOFTMAX_OF_S})[y[0], np.arange(m)] + {small}",
            )
        ),
        ("largest + np.log", "np.log", "the largest score was taken out of the exponents and is not added again after the logarithm."),
        ("np.max(S, axis=0)", "np.max(S)", "the largest of all scores is taken out, so other columns can come to log 0: each column needs its own."),
        ("np.max(S, axis=0)", "np.max(S, axis=1, keepdims=True)", "the largest is looked for along the examples: each example's classes stand in a column, axis 0."),
        ("np.max(S, axis=0)", "np.max(S, axis=1)", "the largest of each row is taken, one for each class, as axis=1 does: the largest of each column is wanted, axis 0."),
        ("np.max(S, axis=0)", "max(S)", "max and if decide about single numbers, and the rows of a matrix are none: np.max with axis=0 takes the largest of each column."),
        ("largest), axis=0))", "largest), axis=1, keepdims=True))", "the sum runs along the examples: the classes of one example stand in a column, axis 0."),
        ("largest), axis=0))", "largest)))", "the exponentials of all examples are added up: each column needs its own sum, axis 0."),
        (
            LOG_SUM,
            "np.max(S) + np.log(np.sum(np.exp(S - np.max(S))))",
            "one log-sum-exp is taken over all examples, as scipy's logsumexp does without an axis: each column needs its own, axis 0.",
        ),
        (
            MEAN,
            "-np.mean(np.log((np.exp(S - np.max(S)) / np.sum(np.exp(S - np.max(S))))[y[0], np.arange(m)]))",
            "all entries together have the sum 1, as scipy's softmax gives them without an axis: each column needs its own sum, axis 0; and the logarithm of a probability can be infinite.",
        ),
        (LOG_SUM, "np.log(largest + np.sum(np.exp(S - largest), axis=0))", "the largest score is inside the logarithm: it is added to the logarithm of the sum."),
        ("np.exp(S - largest)", "np.exp(largest - S)", "the sign of the exponent is wrong: it is score minus largest score, never above 0."),
        (LOG_SUM, "largest + np.sum(np.exp(S - largest), axis=0)", "the logarithm of the sum is missing."),
        (MEAN, f"np.sum((log_sum - {PICKED})[1:]) / m", "the first example is left out: indices begin at 0."),
        (MEAN, "np.mean(log_sum)", "the score of the right class is not subtracted: without it the loss does not look at y."),
        (MEAN, "np.mean(log_sum - S)", "the scores of all classes are subtracted and averaged: only that of the right class belongs there."),
        (MEAN, "np.mean(log_sum - y[0])", "the number of the class is subtracted; it is the score of that class, in the row that y says."),
        (MEAN, f"np.mean(log_sum) - np.sum({PICKED})", "the mean is taken of the first term only: the scores of the right classes are summed, and want their mean too."),
        (MEAN, "np.mean(log_sum - np.sum(np.eye(S.shape[0])[y[0]] * S, axis=0))", "the one-hot labels are rows here, one for each example: transposed with .T they stand in columns, as S does."),
        (MEAN, "np.mean(log_sum - largest)", "the largest score is taken in place of the score of the right class, which y says."),
        (MEAN, f"-np.log(np.mean(np.exp({PICKED} - log_sum)))", "the logarithm comes after the mean: it is the mean of the logarithms."),
        (MEAN, f"np.mean(1 - np.exp({PICKED} - log_sum))", "this is the missing probability, 1 − p; the loss is −log p."),
        (
            MEAN,
            f"np.mean(log_sum - {PICKED}) - np.sum(np.where(np.arange(len(S))[:, np.newaxis] == y, 0, np.log1p(-({SOFTMAX_OF_S})))) / m",
            "the terms log(1 − p) of the wrong classes belong to sigmoid outputs: here the right class alone counts.",
        ),
        ("m = S.shape[1]", "S = np.exp(S - np.max(S, axis=0))\n    S = S / np.sum(S, axis=0)\n    m = S.shape[1]", "the softmax is taken twice: S holds scores, and the loss contains the softmax already."),
        (PICKED, "S[y[0] - 1, np.arange(m)]", "the labels are taken to begin at 1: they are 0 … C − 1, and say the row as they are."),
        (PICKED, "S[np.arange(m), y[0]]", "row and column are swapped: the row is the class, the column the example."),
        (PICKED, "S[:, y[0]]", "whole columns of S are taken, as S[:, y[0]] does: the label says the row, and one entry of each column is wanted."),
        (PICKED, "S[y[0]]", "whole rows of S are taken, as S[y[0]] does: one entry for each column is wanted, so the columns must be named too."),
        ("np.log(np", "math.log(np", "math's functions and float take a single number; np.log and np.exp take arrays."),
        ("return " + MEAN, f"print({MEAN})", "it prints and returns None: return hands the result back."),
        (f"log_sum = {LOG_SUM}", "S -= largest\n    log_sum = np.log(np.sum(np.exp(S), axis=0))", "changes its argument S"),
    ),
    right=(
        """
def softmax_loss(S, y):
    total = 0.0
    for i in range(S.shape[1]):
        s = S[:, i] - max(S[:, i])
        total += np.log(sum(np.exp(s))) - s[y[0, i]]
    return total / S.shape[1]
""",
        "def softmax_loss(S, y):\n    return np.mean(np.logaddexp.reduce(S, axis=0, keepdims=True) - np.take_along_axis(S, y, axis=0))",
        """
def softmax_loss(S, y):
    Y = np.arange(S.shape[0])[:, np.newaxis] == y
    shifted = S - S.max(axis=0, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=0, keepdims=True))
    return -np.sum(Y * log_P) / y.size
""",
        """
def softmax_loss(S, y):
    right = S[y[0], np.arange(y.size)]
    return np.average(np.logaddexp.reduce(S - right, axis=0))
""",
    ),
)

POWERS = "np.exp(S - np.max(S, axis=0))"
SHARE = "powers / np.sum(powers, axis=0)"
MINUS_ONE = "P[y[0], np.arange(m)] -= 1"

GRADIENT_BODY = f"powers = {POWERS}\n    P = {SHARE}\n    {MINUS_ONE}\n    return P / m"
WRONG_FACTORS = (
    ("return P / m", "return P", "it is m times too large: the loss is a mean over the examples, so its gradient has the factor 1/m."),
    ("return P / m", "return P / S.size", "it is divided by the number of all entries: the factor is 1 over the number of examples."),
    ("return P / m", "return P / S.shape[0]", "it is divided by the number of classes: the factor is 1 over the number of examples."),
    (f"{MINUS_ONE}\n    return P / m", "P[y[0], np.arange(m)] -= 1 / m\n    return P", "the factor 1/m stands at the label only: the probabilities get it too."),
    (f"{MINUS_ONE}\n    return P / m", f"P = P / m\n    {MINUS_ONE}\n    return P", "the factor 1/m stands at the probabilities only: the label gets it too."),
    ("return P / m", "return P / m**2", "it is divided by m twice."),
)
WRONG_SLOPES = (
    ("return P / m", "return -P / m", "the sign is wrong: it is probability minus one-hot label, negative for the right class."),
    ("return P / m", "return P.T / m", "it is transposed: the gradient has the shape of S."),
    ("return P / m", "return np.mean(P, axis=1, keepdims=True)", "the mean over the examples is taken: the gradient has a column for each example, as S has."),
    ("    " + MINUS_ONE + "\n", "", "the label is missing: these are the probabilities over m, and 1 is to be subtracted from that of the right class."),
    (MINUS_ONE, "P[y[0], np.arange(m)] += 1", "1 is added at the right class; it is subtracted."),
    (MINUS_ONE, "P -= 1", "1 is subtracted everywhere: only the entry of the right class gets it."),
    (MINUS_ONE, "P[y[0]] -= 1", "1 is subtracted in whole rows: in each column only the entry of its right class gets it, so the columns must be named too."),
    (MINUS_ONE, "P[np.arange(m), y[0]] -= 1", "row and column are swapped: the row is the class, the column the example."),
    (MINUS_ONE, "P[y[0] - 1, np.arange(m)] -= 1", "the labels are taken to begin at 1: they are 0 … C − 1, and say the row as they are."),
    (MINUS_ONE, "P[y[0, 1:], np.arange(1, m)] -= 1", "the label of the first example is left out: indices begin at 0."),
    (MINUS_ONE, "P = P - y", "the number of the class is subtracted; it is a one-hot label: 1 at the right class, 0 elsewhere."),
    (MINUS_ONE, "P = P - np.eye(S.shape[0])[y[0]]", "the one-hot labels are rows here, one for each example: transposed with .T they stand in columns, as the probabilities do."),
    (MINUS_ONE, "P[:, y[0]] -= 1", "1 is subtracted in whole columns: the label says the row, and each column has one right class."),
    (MINUS_ONE, "P[np.argmax(S, axis=0), np.arange(m)] -= 1", "1 is subtracted at the largest score; it belongs to the right class, which y says."),
    (POWERS, "np.exp(S)", "right for small scores, but e¹⁰⁰⁰ overflows and infinity over infinity is nan: subtract the largest score of each column first."),
    (POWERS, "np.exp(S - np.max(S))", "the largest of all scores is subtracted, so whole columns can come to 0/0: each column needs its own."),
    (POWERS, "np.exp(S - np.mean(S, axis=0))", "the mean of the scores is subtracted: a score far above it still overflows. With the largest no exponent is above 0."),
    (POWERS, "np.exp(S - np.max(S, axis=1, keepdims=True))", "the largest is looked for along the examples; it has to be one number for the whole column, axis 0, to cancel."),
    (POWERS, "np.exp(S - np.max(S, axis=1))", "the largest of each row is taken, one for each class, as axis=1 does: the largest of each column is wanted, axis 0."),
    (POWERS, "np.exp(np.max(S, axis=0) - S)", "the sign of the exponent is wrong: the largest score should get the largest probability."),
    (POWERS, "S - np.min(S, axis=0)", "the exponential is missing: the scores themselves are divided by their sum."),
    (SHARE, "powers / np.sum(powers, axis=1, keepdims=True)", "the rows have the sum 1: the classes of one example stand in a column, so the sum runs along axis 0."),
    (SHARE, "powers / np.sum(powers, axis=1)", "the sums are those of the rows, one for each class, as axis=1 gives: each column needs its own, axis 0."),
    (SHARE, "powers / np.sum(powers)", "all entries together have the sum 1: each column needs its own sum, axis 0."),
    (
        f"powers = {POWERS}\n    P = {SHARE}",
        "powers = np.exp(S - np.max(S))\n    P = powers / np.sum(powers)",
        "all entries together have the sum 1, as scipy's softmax gives them without an axis: each column needs its own largest and its own sum, axis 0.",
    ),
    (SHARE, "1.0 * S", "the scores themselves stand in place of the probabilities: softmax comes first, then the label is subtracted."),
    (SHARE, "powers", "the division by the sum is missing: the columns of probabilities do not have the sum 1."),
    (f"P = {SHARE}", "P = 0.5 * (1 + np.tanh(S / 2))", "this is the sigmoid of each score on its own; softmax shares one whole among the classes."),
    (
        "return P / m",
        "return P * (powers / np.sum(powers, axis=0)) * (1 - powers / np.sum(powers, axis=0)) / m",
        "p(1 − p) is once too often: it has cancelled, and probability minus one-hot label remains.",
    ),
    (
        MINUS_ONE,
        "P = np.where(np.arange(len(S))[:, np.newaxis] == y, -1 / np.maximum(P, 1e-15), 0)",
        "this is the gradient with respect to the probabilities, −1/p; wanted is that with respect to the scores.",
    ),
    ("return P / m", "print(P / m)", "it prints and returns None: return hands the result back."),
    (f"powers = {POWERS}", "S -= np.max(S, axis=0)\n    powers = np.exp(S)", "changes its argument S"),
)
WRONG_GRADIENTS = (*WRONG_FACTORS, *WRONG_SLOPES)

# An earlier form of the lesson took the mean over the examples here; softmax_backward has taken its place.
SOFTMAX_GRADIENT = Exercise(
    "softmax_gradient",
    softmax_inputs,
    "right for two to five classes, also for scores of ±1000; S stays as it was.",
    no_loop=True,
    hints=(
        "The slope of the loss at the scores is probabilities minus labels: 1 is taken away where the right class stands. The mean over examples is in it.",
        "P is (C, m), every column with the sum 1; y[0] says which row is right in each column.",
        "P[y[0], np.arange(m)] -= 1",
    ),
    mistakes=(
        *WRONG_GRADIENTS,
        *without_guard(GRADIENT_BODY, POWERS, "np.exp(S)", WRONG_GRADIENTS),
    ),
    right=(
        """
def softmax_gradient(S, y):
    gradient = np.zeros(S.shape)
    for i in range(S.shape[1]):
        powers = np.exp(S[:, i] - max(S[:, i]))
        for k in range(S.shape[0]):
            gradient[k, i] = (powers[k] / sum(powers) - (k == y[0, i])) / S.shape[1]
    return gradient
""",
        """
def softmax_gradient(S, y):
    Y = np.eye(S.shape[0])[:, y[0]]
    return (np.exp(S - np.logaddexp.reduce(S, axis=0)) - Y) / y.size
""",
        """
def softmax_gradient(S, y):
    one_hot = (np.arange(S.shape[0]).reshape(-1, 1) == y).astype(float)
    e = np.exp(S - S.max(axis=0, keepdims=True))
    return np.einsum("km,m->km", e, 1 / e.sum(axis=0) / S.shape[1]) - one_hot / S.shape[1]
""",
    ),
    reference='''
def softmax_gradient(S, y):
    """The gradient of softmax_loss with respect to the scores.

    S -- scores, shape (C, m)
    y -- the right classes 0 … C − 1, shape (1, m)
    Returns an array of shape (C, m), the factor 1/m included.
    """
    ### BEGIN SOLUTION
    m = S.shape[1]
    powers = np.exp(S - np.max(S, axis=0))
    P = powers / np.sum(powers, axis=0)
    P[y[0], np.arange(m)] -= 1
    return P / m
    ### END SOLUTION
'''.strip(),
)

COUNT = "matrix[digit, answer] += 1"
LOOP = """    for digit, answer in zip(y[0], answers[0]):
        matrix[digit, answer] += 1
"""
EMPTY = "np.zeros((classes, classes), dtype=int)"

CONFUSION_MATRIX = Exercise(
    "confusion_matrix",
    confusion_inputs,
    "counts for three to five classes, also those that do not occur; one example and many.",
    hints=(
        "Go through the examples and count one in the cell of its pair: the right class is the row, the answer the column.",
        "The table is (classes, classes), also where a class never occurs; y[0] and answers[0] are the plain rows of classes.",
        "zip(y[0], answers[0]) gives the pairs one after the other.",
    ),
    mistakes=(
        (COUNT, "matrix[answer, digit] += 1", "it is transposed: the right class says the row, the answer the column."),
        (COUNT, "matrix[digit, answer] += digit != answer", "the right answers are missing: they are counted too, on the diagonal."),
        (COUNT, "matrix[digit, answer] += digit == answer", "the mistakes are missing: every pair of right class and answer is counted."),
        (COUNT, "matrix[digit, digit] += 1", "this counts the right classes only; the column is the answer."),
        (COUNT, "matrix[answer, answer] += 1", "this counts the answers only; the row is the right class."),
        (COUNT, "matrix[digit, answer] = 1", "a pair that comes several times is counted once: every example adds 1. (It comes of whole arrays of indices in the brackets, which add to each entry only once, or of a product of tables of True and False.)"),
        (COUNT, "matrix[answer, digit] = 1", "it is transposed, for the right class says the row; and a pair that comes several times is counted once, where every example adds 1."),
        (COUNT, "matrix[digit, answer] -= 1", "it counts downwards: every example adds 1."),
        (COUNT, "matrix[digit] += 1", "a whole row is counted up: only the column of the answer gets the 1."),
        (COUNT, "matrix[:, answer] += 1", "a whole column is counted up: only the row of the right class gets the 1."),
        (COUNT, "matrix[digit - 1, answer - 1] += 1", "the classes are taken to begin at 1: they are 0 … classes − 1, and say row and column as they are."),
        (COUNT, "matrix[digit, answer] += answer", "the number of the class is added; every example adds 1."),
        (LOOP, "    matrix[y[0], answers[0]] += np.arange(1, y.size + 1)\n", "the numbers of the examples are entered: every example adds 1 to its pair."),
        (EMPTY, "np.zeros((np.max(y) + 1, np.max(y) + 1), dtype=int)", "the size is guessed from the labels: a class may occur in none of them, so take `classes`."),
        (EMPTY, "np.ones((classes, classes), dtype=int)", "the counts begin at 1: they begin at 0."),
        ("zip(y[0], answers[0])", "zip(y[0, 1:], answers[0, 1:])", "the first example is left out: indices begin at 0."),
        ("zip(y[0], answers[0])", "zip(y[0, :-1], answers[0, :-1])", "the last example is left out."),
        ("return matrix", "return matrix / y.size", "these are shares of all examples; the counts are wanted."),
        ("return matrix", "return matrix / np.maximum(np.sum(matrix, axis=1, keepdims=True), 1)", "these are shares of each row; the counts are wanted."),
        ("return matrix", "with np.errstate(all='ignore'):\n        return matrix / np.sum(matrix, axis=1, keepdims=True)", "these are shares of each row, nan where a class does not occur; the counts are wanted."),
        ("return matrix", "with np.errstate(all='ignore'):\n        return matrix / np.sum(matrix, axis=0)", "these are shares of each column, nan where an answer does not occur; the counts are wanted."),
        ("return matrix", "return matrix / np.maximum(np.sum(matrix, axis=0), 1)", "these are shares of each column; the counts are wanted."),
        ("return matrix", "return np.trace(matrix)", "this is the number of right answers; the whole table is wanted."),
        ("return matrix", "return np.diag(matrix)", "these are the right answers of each class; the whole table is wanted."),
        ("return matrix", "print(matrix)", "it prints and returns None: return hands the result back."),
    ),
    right=(
        """
def confusion_matrix(y, answers, classes):
    numbers = np.arange(classes)[:, np.newaxis]
    return (numbers == y).astype(int) @ (numbers == answers).astype(int).T
""",
        """
def confusion_matrix(y, answers, classes):
    matrix = np.zeros((classes, classes))
    np.add.at(matrix, (y[0], answers[0]), 1)
    return matrix
""",
        """
def confusion_matrix(y, answers, classes):
    return np.bincount(classes * y[0] + answers[0], minlength=classes**2).reshape(classes, classes)
""",
        """
def confusion_matrix(y, answers, classes):
    return np.array([[np.sum((y == a) & (answers == k)) for k in range(classes)] for a in range(classes)])
""",
    ),
)

EXERCISES = (SCORES, HINGE_LOSS, SOFTMAX_LOSS, SOFTMAX_GRADIENT, CONFUSION_MATRIX)
