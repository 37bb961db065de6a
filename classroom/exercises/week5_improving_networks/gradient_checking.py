"""The exercises of lesson 3, gradient checking.

A difference of two nearly equal costs enlarges their rounding by 1/epsilon. So that results are the same on every machine,
the inputs have large nudges or powers of two, or gradients that are wrong by a solid amount.
"""

import math

import numpy as np

from classroom.exercises import Case, Exercise
from classroom.exercises.week4_deep_network.building_blocks import without_guard
from helpers.checks.formulas import PowerFunction, PowerSumForward

MEAN = "the cost is the mean over the examples, not"


def number(rng, least=0.5):
    """A random number away from zero, of either sign."""
    return float(rng.choice([-1, 1]) * (least + rng.random()))


def one_inputs(rng):
    """By hand; negative numbers, zero, one, fractions; whole numbers; a product that rounding would change."""
    return [
        Case((3.0, 5.0)),
        Case((-3.0, 0.5)),
        Case((1.5, -2.0)),
        Case((0.7, 0.0)),
        Case((number(rng), number(rng))),
        Case((7, -2)),
        Case((2.5, 1.0)),
        Case((0.031, 0.00023)),
    ]


def pair_inputs(rng):
    """A column by hand, of lengths 5 and 13; numbers, columns, a matrix; small, opposite, either one zero, both zero, both zero at the end;
    whole numbers.
    """
    matrix = rng.normal(size=(3, 3))
    return [
        Case((np.array([[3.0], [4.0]]), np.array([[12.0], [5.0]]))),
        Case((3.0, 5.0)),
        Case((-3.0, -2.0)),
        Case((1.0, -1.5)),
        Case((2e-6, 3e-6)),
        Case((1e-9, 2e-9)),
        Case((2000.0, 2000.0001)),
        Case((rng.normal(size=(5, 1)), rng.normal(size=(5, 1)))),
        Case((matrix, matrix + 0.1 * rng.normal(size=(3, 3)))),
        Case((np.array([[3.0], [4.0]]), np.zeros((2, 1)))),
        Case((np.zeros((2, 1)), np.array([[3.0], [4.0]]))),
        Case((np.zeros((3, 1)), np.zeros((3, 1)))),
        Case((0.0, 0.0)),
        Case((7, -3)),
        Case((np.array([[3.0], [0.0]]), np.array([[5.0], [0.0]]))),
        Case((np.array([[2], [-5], [1]]), np.array([[4], [0], [-3]]))),
    ]


def check_inputs(rng):
    """The learner's own functions; then costs that bend, with right and with wrong derivatives, the first by hand: the slopes are
    12 and 18; at last with the nudge left out.
    """
    return [
        Case((3.0, 5.0, 0.5)),
        Case((2.0, 3.0, 0.5), stand_ins=standing(PowerFunction(1.0, 2), PowerFunction(3.0, 1))),
        Case((1.5, 2.0, 0.25), stand_ins=standing(PowerFunction(1.0, 3), PowerFunction(3.0, 2))),
        Case((0.5, -1.5, 0.125), stand_ins=standing(PowerFunction(1.0, 2), PowerFunction(2.5, 1))),
        Case((-2.0, 1.0, 0.5), stand_ins=standing(PowerFunction(2.0, 3), PowerFunction(-5.0, 2))),
        Case(
            (number(rng), number(rng, least=1.0), 0.0625),
            stand_ins=standing(PowerFunction(1.0, 4), PowerFunction(4.5, 3)),
        ),
        Case((1.5, 2.0), stand_ins=standing(PowerFunction(1.0, 2), PowerFunction(3.0, 1))),
    ]


def standing(forward, backward):
    """Stand-ins for the two functions that gradient_check calls."""
    return {"forward_propagation": forward, "backward_propagation": backward}


def network(rng, sizes, m):
    """Parameters, X and Y for layers of these sizes, [n_x, n1, n2, 1]."""
    parameters = {}
    for layer, (n_prev, n) in enumerate(zip(sizes, sizes[1:]), start=1):
        parameters[f"W{layer}"] = rng.normal(size=(n, n_prev))
        parameters[f"b{layer}"] = 0.5 * rng.normal(size=(n, 1))
    return parameters, rng.normal(size=(sizes[0], m)), rng.permuted(np.arange(m) % 2)[np.newaxis]


def lively_network(rng, sizes, m):
    """A network each of whose hidden units is above zero for some example and below for another."""
    while True:
        parameters, X, Y = network(rng, sizes, m)
        cache = cache_of(parameters, X)
        if all(np.ptp(np.sign(cache[name]), axis=1).all() for name in ("Z1", "Z2")):
            return parameters, X, Y


def cache_of(parameters, X):
    """What a forward pass keeps."""
    cache, A = dict(parameters), X
    for layer in (1, 2, 3):
        Z = parameters[f"W{layer}"] @ A + parameters[f"b{layer}"]
        A = np.maximum(0, Z) if layer < 3 else 1 / (1 + np.exp(-Z))
        cache[f"Z{layer}"], cache[f"A{layer}"] = Z, A
    return cache


def small_network(*X):
    """Parameters, X and Y of a network with one feature, two hidden units and one, to compute by hand; a unit of each layer rests
    for one of the examples 1 and 2.
    """
    parameters = {
        "W1": np.array([[1.0], [-1.0]]),
        "b1": np.array([[0.0], [1.5]]),
        "W2": np.array([[-1.0, 4.0]]),
        "b2": np.array([[1.0]]),
        "W3": np.array([[1.5]]),
        "b3": np.array([[-3.0]]),
    }
    return parameters, np.array([X]), 1 - np.arange(len(X))[np.newaxis] % 2


def networks(rng):
    """Different sizes, square, one example, one unit."""
    return [
        lively_network(rng, [2, 4, 3, 1], 5),
        lively_network(rng, [3, 3, 3, 1], 3),
        network(rng, [4, 3, 2, 1], 1),
        network(rng, [2, 1, 1, 1], 3),
    ]


def forward_inputs(rng):
    """By hand; as networks, and an output so sure that log(A3) or log(1 − A3) is infinite."""
    sure = {name: np.ones((1, 1)) for name in ("W1", "b1", "W2", "b2", "W3", "b3")}
    certain = Case(
        (np.array([[60.0, 70.0]]), np.array([[0, 1]]), sure),
        remark="the formula of the text, which is right, has log(0) where A3 rounds to exactly 1. That does no harm in this lesson; "
        "np.mean(np.logaddexp(0, Z) − Y·Z) with Z = Z3, from week 2, is the same cost and finite everywhere.",
    )
    problems = [small_network(1.0, 2.0), *networks(rng)]
    return [*(Case((X, Y, parameters)) for parameters, X, Y in problems), certain]


def backward_inputs(rng):
    """By hand, one example; as networks, and units that are exactly on the kink."""
    parameters, X, Y = small_network(2.0)
    problems = [(parameters | {"b2": np.array([[4.0]])}, X, Y), *networks(rng)]  # A3 is 1/2
    cases = [Case((X, Y, cache_of(parameters, X))) for parameters, X, Y in problems]
    parameters, X, Y = lively_network(rng, [2, 3, 2, 1], 5)
    parameters["b1"], X[:, 0] = np.zeros((3, 1)), 0.0
    parameters["b2"] = 0.5 + rng.random(size=(2, 1))
    Y[0, 0] = 1
    return [*cases, Case((X, Y, cache_of(parameters, X)))]


MATRICES_ONLY = "it takes matrices only: with the size of an array as a whole, and its shape as a whole, it takes any."


def vector_inputs(rng):
    """Round numbers; networks of different depth, square weights, and other names than W and b; whole numbers in `like`, which
    gives names and shapes alone; with a remark, arrays with one axis and with three.
    """
    shapes = (
        {"W1": (3, 3), "b1": (3, 1), "W2": (1, 3), "b2": (1, 1)},
        {"w": (4, 1), "b": (1, 1)},
        {"W1": (2, 4), "b1": (2, 1), "W2": (3, 2), "b2": (3, 1), "W3": (1, 3), "b3": (1, 1)},
        {"W2": (2, 2), "b2": (2, 1), "W1": (3, 2)},
    )
    few = np.array([[1.0], [2.0], [3.0], [4.0], [5.0], [6.0], [7.5], [8.5]])
    cases = [Case((few, {"W1": np.zeros((2, 3)), "b1": np.zeros((2, 1))}))]
    for named in shapes:
        n = sum(map(math.prod, named.values()))
        like = {name: rng.normal(size=shape) for name, shape in named.items()}
        cases.append(Case((rng.normal(size=(n, 1)), like)))
    whole = {"W1": np.array([[1, -2, 0], [3, 1, 2]]), "b1": np.array([[1], [4]])}
    other_axes = {"filters": np.zeros((2, 3, 2)), "shift": np.zeros(3)}
    return [*cases, Case((rng.normal(size=(8, 1)), whole)), Case((rng.normal(size=(15, 1)), other_axes), remark=MATRICES_ONLY, compared_if_finite=True)]


# Parameters, X and Y for PowerSumForward(2), to compute by hand: the cost is 3·(the sum of the squares) + 1.
SQUARES_ONLY = ({"W1": np.array([[2.0, -1.0]]), "b1": np.array([[3.0]])}, np.array([[1.0, 2.0]]), np.array([[1, 0]]))


def numerical_inputs(rng):
    """By hand; networks, each with another nudge, large enough that rounding plays no part; then other forward passes. At last the
    nudge is left out, of a network whose slopes are 0 or so large that rounding is small beside them.
    """
    nudges = (0.01, 0.1, 0.05, 0.02)
    cases = [Case((*SQUARES_ONLY, 0.5, PowerSumForward(2)))]
    cases += [Case((*problem, epsilon)) for problem, epsilon in zip(networks(rng), nudges)]
    cases.append(Case(small_network(1.0, 2.0)))
    return cases + [Case((*problem, 0.1, forward)) for problem, forward in other_networks(rng)]


def other_networks(rng):
    """(parameters, X, Y) and a forward pass of their own: the usual names, and others."""
    parameters, X, Y = network(rng, [2, 3, 2, 1], 4)
    column = {"w": rng.normal(size=(3, 1)), "b": rng.normal(size=(1, 1))}
    examples = 0.5 + rng.random(size=(3, 5))
    return [((parameters, 1 + X**2, Y), PowerSumForward(3)), ((column, examples, np.ones((1, 5))), PowerSumForward(4))]


def check_n_inputs(rng):
    """By hand, with wrong gradients and with right ones; networks with gradients that are wrong, in the order of a backward pass, once
    with more in the dictionary; a slope of 0; at last with the nudge left out.
    """
    parameters, X, Y = SQUARES_ONLY
    wrong = {"db1": np.array([[10.0]]), "dW1": np.array([[12.0, 0.0]])}
    right = {"dW1": np.array([[12.0, -6.0]]), "db1": np.array([[18.0]])}
    cases = [Case((parameters, gradients, X, Y, 0.5, PowerSumForward(2))) for gradients in (wrong, right)]
    for k, (parameters, X, Y) in enumerate(networks(rng)):
        gradients = {f"d{name}": rng.normal(size=parameters[name].shape) for name in reversed(parameters)}
        if k == 3:
            gradients["dZ1"] = rng.normal(size=(1, 3))
        cases.append(Case((parameters, gradients, X, Y, (0.01, 0.1, 0.05, 0.2)[k])))
    for (parameters, X, Y), forward in other_networks(rng):
        gradients = {f"d{name}": rng.normal(size=values.shape) for name, values in parameters.items()}
        cases.append(Case((parameters, gradients, X, Y, 0.1, forward)))
    parameters, X, Y = small_network(1.0, 2.0)
    gradients = {f"d{name}": 0.5 + values for name, values in parameters.items()}
    _, X_small, Y_small = SQUARES_ONLY
    flat = {"W1": np.array([[2.0, -1.0]]), "b1": np.array([[0.0]])}
    none = {"dW1": np.array([[12.0, 0.0]]), "db1": np.array([[0.0]])}
    level = Case((flat, none, X_small, Y_small, 0.5, PowerSumForward(2)))
    return [*cases, level, Case((parameters, gradients, X, Y))]


FORWARD = Exercise(
    "forward_propagation",
    one_inputs,
    "the cost is right for positive and negative numbers and for zero.",
    returns=("J",),
    hints=(
        "The model has one parameter, and the text above the cell gives its cost as a formula: write that down.",
        "Both arguments are numbers, and so is J.",
        "It is a single product of the two arguments.",
    ),
    mistakes=(
        ("theta * x", "theta + x", "theta and x are added; the cost is their product."),
        ("theta * x", "x", "theta is missing: this is the derivative of J, not J."),
        ("theta * x", "theta", "x is missing from the product."),
        ("theta * x", "-theta * x", "the sign is wrong: the cost is the product itself."),
        ("theta * x", "1 / (1 + np.exp(-theta * x))", "there is no sigmoid here: the cost is the product itself."),
        ("theta * x", "theta * x / 2", "there is no ½ in this cost."),
        ("theta * x", "theta**2 * x", "theta is squared; the cost is linear in theta."),
        ("theta * x", "theta * x, x", "only J is wanted, one number."),
        ("return theta * x", "print(theta * x)", "it prints and returns None: return hands the cost back."),
    ),
    right=("def forward_propagation(x, theta):\n    J = np.dot(theta, x)\n    return J",),
)

BACKWARD = Exercise(
    "backward_propagation",
    one_inputs,
    "the derivative with respect to theta is right.",
    returns=("dtheta",),
    hints=(
        "By how much does J = θx change when θ changes by a little?",
        "The derivative is a number.",
        "Differentiate with respect to θ; x is a constant there, and θ itself is not in the result.",
    ),
    mistakes=(
        ("return x", "return theta * x / theta", "J divided by θ is x only where θ is not 0, and at 0 it is a division by zero: the derivative of θx is x itself."),
        ("return x", "return theta", "this is the derivative with respect to x; that with respect to theta is wanted."),
        ("return x", "return theta * x", "this is the cost J itself, not its derivative."),
        ("return x", "return 1.0", "the derivative of theta·x is 1·x: the factor x stays."),
        ("return x", "return 2 * x", "it is twice the slope: theta stands in the first power, so no 2 comes from it; a difference over both sides is divided by twice the step."),
        ("return x", "return -x", "the sign is wrong."),
        ("return x", "return 0.0", "0 would be the slope of a cost that theta does not change: here J changes by x times as much as theta."),
        ("return x", "return x + theta", "x and theta are added: where theta changes by a little, J changes by x times as much."),
        ("return x", "return x, theta", "only dtheta is wanted, one number."),
    ),
    right=("def backward_propagation(x, theta):\n    dtheta = np.multiply(1, x)\n    return dtheta",),
)

LENGTHS = """difference = np.linalg.norm(grad - gradapprox)
    total = np.linalg.norm(grad) + np.linalg.norm(gradapprox)"""
SQUARES = """difference = np.sum((grad - gradapprox) ** 2)
    total = np.sum(grad**2) + np.sum(gradapprox**2)"""
ABSOLUTES = """difference = np.sum(np.abs(grad - gradapprox))
    total = np.sum(np.abs(grad)) + np.sum(np.abs(gradapprox))"""
LARGEST = """difference = np.max(np.abs(grad - gradapprox))
    total = np.max(np.abs(grad)) + np.max(np.abs(gradapprox))"""
SIGNED = """difference = np.sum(grad - gradapprox)
    total = np.linalg.norm(grad) + np.linalg.norm(gradapprox)"""
QUOTIENT = "difference / total if total > 0 else 0.0"
ADDED = "a small number is added to the denominator against 0/0, and it spoils the result for small gradients: ask whether the total is 0 instead."
CLOSE = "gradients that are merely close give 0.0, as np.allclose calls them; it forgives 1e-8, and a share of 1e-5, which hides small errors and errors of small gradients: 0.0 is for two zeros only."

GRAD_ZERO = "where grad alone is zero the two do not agree, and the difference is 1: only two zeros give 0."

NUMERATOR = "np.linalg.norm(grad - gradapprox)"
TOTAL = "np.linalg.norm(grad) + np.linalg.norm(gradapprox)"
RETURNED = f"return {QUOTIENT}"
PERCENT = "this is in percent: the quotient itself is wanted, between 0 and 1."
NO_BRACKETS = "a / b + c divides by b alone: the sum of the two lengths needs brackets."
WRONG_LENGTHS = (  # named with the question whether the total is 0 and without it
    (LENGTHS, SQUARES, "the squares of the lengths are used: the square root is missing (np.linalg.norm takes it)."),
    (LENGTHS, ABSOLUTES, "the absolute values are added up; the length is the square root of the sum of squares."),
    (LENGTHS, LARGEST, "only the largest elements are compared; the length takes all of them."),
    (LENGTHS, SIGNED, "the numerator is a sum with signs, in which errors cancel: take the length of the difference."),
    (" + np.linalg.norm(gradapprox)", "", "it is divided by the length of grad alone: the length of gradapprox belongs there too."),
    ("np.linalg.norm(grad) + np.linalg.norm(gradapprox)", "np.linalg.norm(gradapprox)", "it is divided by the length of gradapprox alone: the length of grad belongs there too."),
    ("np.linalg.norm(grad) + np.linalg.norm(gradapprox)", "np.linalg.norm(grad + gradapprox)", "it is divided by the length of the sum; the sum of the two lengths is wanted."),
    ("np.linalg.norm(grad) + np.linalg.norm(gradapprox)", "np.linalg.norm(grad - gradapprox)", "it is divided by the length of the difference, which always gives 1: the sum of the two lengths is wanted."),
    ("np.linalg.norm(grad) + np.linalg.norm(gradapprox)", "np.linalg.norm(grad) * np.linalg.norm(gradapprox)", "the two lengths are multiplied: they are to be added."),
    ("np.linalg.norm(grad) + np.linalg.norm(gradapprox)", "max(np.linalg.norm(grad), np.linalg.norm(gradapprox))", "it is divided by the larger length (some books do): here the sum of both is wanted."),
    ("np.linalg.norm(grad) + np.linalg.norm(gradapprox)", "(np.linalg.norm(grad) + np.linalg.norm(gradapprox)) / 2", "it is twice as large: the sum of the two lengths stands below the line, not their mean."),
    ("np.linalg.norm(grad - gradapprox)", "np.linalg.norm(grad + gradapprox)", "the numerator is the length of the sum; the length of the difference is wanted."),
    ("np.linalg.norm(grad - gradapprox)", "(np.linalg.norm(grad) - np.linalg.norm(gradapprox))", "the lengths are subtracted, so that direction and sign are lost: take the length of grad − gradapprox."),
    ("np.linalg.norm(grad - gradapprox)", "np.abs(np.linalg.norm(grad) - np.linalg.norm(gradapprox))", "the lengths are subtracted, so that direction and sign are lost: take the length of grad − gradapprox."),
    (RETURNED, f"return 100 * ({QUOTIENT})", PERCENT),
)

RELATIVE = Exercise(
    "relative_difference",
    pair_inputs,
    "right for numbers, columns and matrices, for small values, and where both are zero.",
    returns=("difference",),
    hints=(
        "The length of the difference, divided by the two lengths together. Two zeros are equal, and nothing may be divided by 0.",
        "The lengths are numbers, whether the gradients are numbers or arrays.",
        "The denominator is np.linalg.norm(grad) + np.linalg.norm(gradapprox).",
    ),
    mistakes=(
        *WRONG_LENGTHS,
        *without_guard(f"{LENGTHS}\n    {RETURNED}", QUOTIENT, "difference / total", WRONG_LENGTHS),
        (f"{LENGTHS}\n    {RETURNED}", f"return {NUMERATOR} / {TOTAL}", NO_BRACKETS),
        *(
            (
                f"return {QUOTIENT}",
                f"return {mean}(np.abs(grad - gradapprox) / np.maximum(np.abs(grad) + np.abs(gradapprox), {least}))",
                "each pair of numbers is compared by itself, and then a mean or the largest is taken: two lengths of the whole gradients are wanted, and one quotient.",
            )
            for mean in ("np.mean", "np.max")
            for least in (0, 1e-300)
        ),
        (QUOTIENT, "difference", "this is the absolute distance: divide by the sum of the two lengths."),
        (QUOTIENT, "difference / total", "where both gradients are zero the result is nan, as 0/0 is: they agree, so 0.0 is wanted."),
        (QUOTIENT, "0.0 if np.allclose(grad, gradapprox) else difference / total", CLOSE),
        (QUOTIENT, "0.0 if np.allclose(grad, gradapprox, atol=0) else difference / total", "gradients that are merely close give 0.0, as np.allclose calls them; it forgives a share of 1e-5, which hides small errors: 0.0 is for two zeros only."),
        (QUOTIENT, "difference / (total + 1e-7)", ADDED),
        (QUOTIENT, "difference / (total + 1e-8)", ADDED),
        (QUOTIENT, "difference / (total + 1e-10)", ADDED),
        (QUOTIENT, "difference / (total + 1e-12)", ADDED),
        ("return " + QUOTIENT, "if total == 0:\n        return 0.0\n    return difference / np.linalg.norm(grad) + np.linalg.norm(gradapprox)", "a / b + c divides by b alone: the sum of the two lengths needs brackets."),
        (f"{LENGTHS}\n    {RETURNED}", f"if np.linalg.norm(grad) == 0:\n        return 0.0\n    {LENGTHS}\n    return difference / total", GRAD_ZERO),
        (QUOTIENT, "difference / total if np.linalg.norm(grad) > 0 else 0.0", GRAD_ZERO),
        (QUOTIENT, "difference / total if np.linalg.norm(gradapprox) > 0 else 0.0", "where gradapprox alone is zero the two do not agree, and the difference is 1: only two zeros give 0."),
        (QUOTIENT, "difference / total if np.any(grad) and np.any(gradapprox) else 0.0", "where one of the two alone is zero they do not agree, and the difference is 1: only two zeros give 0."),
        (QUOTIENT, "difference / total if total > 0 else 1.0", "where both gradients are zero they agree: 0.0 is wanted."),
        (QUOTIENT, "np.abs(grad - gradapprox) / (np.abs(grad) + np.abs(gradapprox) + 1e-300)", "element by element is not one number: take the lengths first, then divide."),
        (QUOTIENT, "bool(difference / (total + 1e-300) < 1e-7)", "this is a verdict: the number itself is wanted."),
        (QUOTIENT, "total / difference if difference > 0 else 0.0", "this is the quotient upside down: numerator and denominator have changed places."),
    ),
    right=(
        """
def relative_difference(grad, gradapprox):
    numerator = np.sqrt(np.sum(np.square(grad - gradapprox)))
    denominator = np.sqrt(np.sum(np.square(grad))) + np.sqrt(np.sum(np.square(gradapprox)))
    if denominator == 0:
        return 0
    return numerator / denominator
""",
        """
def relative_difference(g, h):
    return float(np.linalg.norm(np.subtract(g, h)) / max(np.linalg.norm(g) + np.linalg.norm(h), 1e-300))
""",
    ),
)

PLUS_MINUS = """J_plus = forward_propagation(x, theta + epsilon)
    J_minus = forward_propagation(x, theta - epsilon)"""
ONE_SIDED = """J_minus = forward_propagation(x, theta)
    gradapprox = (J_plus - J_minus) / epsilon"""
LEFT_SIDED = """J_plus = forward_propagation(x, theta)
    J_minus = forward_propagation(x, theta - epsilon)
    gradapprox = (J_plus - J_minus) / epsilon"""
BOTH_SIDED = """J_minus = forward_propagation(x, theta - epsilon)
    gradapprox = (J_plus - J_minus) / (2 * epsilon)"""
COMPARED = "return relative_difference(grad, gradapprox)"
CALLS = f"""{PLUS_MINUS}
    gradapprox = (J_plus - J_minus) / (2 * epsilon)
    grad = backward_propagation(x, theta)"""

SAME_SLOPE = "the result is 0 for any two functions: gradapprox is to come from forward_propagation, grad from backward_propagation, and these two are to be compared."

CHECK = Exercise(
    "gradient_check",
    check_inputs,
    "measures from both sides, runs your two functions, and gives the relative difference, also for other costs.",
    returns=("difference",),
    hints=(
        "Measure the slope with the cost a little to either side of θ, and compare it with what backward_propagation says.",
        "Everything is a number here; the two costs lie 2ε apart.",
        "One of the two costs: J_plus = forward_propagation(x, theta + …)",
    ),
    mistakes=(
        ("theta - epsilon", "theta + epsilon", "both costs are computed at the same place: one belongs at theta + epsilon, the other at theta − epsilon."),
        ("(2 * epsilon)", "epsilon", "it is divided by epsilon; from θ − ε to θ + ε it is 2ε."),
        ("(2 * epsilon)", "2 * epsilon", "the difference is halved and multiplied by ε, as / 2 * epsilon does: it is divided by 2ε, in brackets."),
        ("(2 * epsilon)", "2", "epsilon is missing from the denominator."),
        ("(J_plus - J_minus) / (2 * epsilon)", "J_plus - J_minus / (2 * epsilon)", "only the second cost is divided, as in a − b / c: the difference of the two is divided, in brackets."),
        ("(J_plus - J_minus) / (2 * epsilon)", "J_plus - J_minus / 2 * epsilon", "only the second cost is halved, and multiplied by ε, as in a − b / 2 * c: the difference of the two is divided by 2ε, with two pairs of brackets."),
        (BOTH_SIDED, ONE_SIDED, "the difference is one-sided (from θ to θ + ε); go to both sides, from θ − ε to θ + ε."),
        ("J_plus = forward_propagation(x, theta + epsilon)\n    " + BOTH_SIDED, LEFT_SIDED, "the difference is one-sided (from θ − ε to θ); go to both sides, from θ − ε to θ + ε."),
        ("theta - epsilon", "theta", "one of the two costs is that at θ itself, but the difference is divided by 2ε: they belong at θ + ε and θ − ε."),
        ("(J_plus - J_minus)", "(J_minus - J_plus)", "the sign of the measured slope is wrong: it is J(θ + ε) − J(θ − ε)."),
        ("(J_plus - J_minus)", "(J_plus + J_minus)", "the costs are added; their difference is wanted."),
        (PLUS_MINUS, PLUS_MINUS.replace("(x, theta", "(x + epsilon, theta"), "epsilon is added to x too: only theta is nudged."),
        (PLUS_MINUS, PLUS_MINUS.replace("(x, theta + epsilon", "(x + epsilon, theta").replace("(x, theta - epsilon", "(x - epsilon, theta"), "x is nudged; the derivative with respect to theta is wanted."),
        (PLUS_MINUS, PLUS_MINUS.replace("(x, theta", "(theta").replace("epsilon)", "epsilon, x)"), "the arguments of forward_propagation have changed places: x comes first."),
        (PLUS_MINUS, "J_plus = (theta + epsilon) * x\n    J_minus = (theta - epsilon) * x", "it computes theta·x itself: call forward_propagation, for the check must run the code that it checks."),
        ("grad = backward_propagation(x, theta)", "grad = x", "it writes the derivative down itself: call backward_propagation, for that is what is being checked."),
        ("grad = backward_propagation(x, theta)", "grad = backward_propagation(x, theta + epsilon)", "backward_propagation is called at θ + ε: the derivative at θ itself is wanted."),
        ("grad = backward_propagation(x, theta)", "grad = backward_propagation(theta, x)", "the arguments of backward_propagation have changed places: x comes first."),
        (CALLS, CALLS.replace("(x, theta + epsilon)", "(theta + epsilon, x)").replace("(x, theta - epsilon)", "(theta - epsilon, x)").replace("(x, theta)", "(theta, x)"), "the arguments of both functions have changed places: x comes first."),
        ("grad = backward_propagation(x, theta)", "grad = forward_propagation(x, theta)", "the cost is compared with the slope: grad comes from backward_propagation."),
        ("    J_plus = ", "    epsilon = 1e-7\n    J_plus = ", "epsilon is fixed inside: use the argument."),
        (COMPARED, "return abs(grad - gradapprox)", "this is the absolute distance; the relative difference is wanted."),
        (COMPARED, "return (grad - gradapprox) / (grad + gradapprox)", "absolute values are missing: with signs, the quotient says nothing."),
        (COMPARED, "return abs(grad - gradapprox) / abs(grad)", "it is divided by grad alone: the length of gradapprox belongs there too."),
        (COMPARED, "return abs(grad - gradapprox) / abs(grad) + abs(gradapprox)", "a / b + c divides by b alone: the sum of the two lengths needs brackets."),
        (COMPARED, "return abs(grad - gradapprox) / abs(grad + gradapprox)", "it is divided by the absolute value of the sum: take that of each, then add."),
        (COMPARED, "return (grad - gradapprox) ** 2 / (grad**2 + gradapprox**2)", "squares are used where absolute values are meant."),
        (COMPARED, "return bool(relative_difference(grad, gradapprox) < 1e-7)", "this is a verdict: the number itself is wanted."),
        (COMPARED, "return relative_difference(grad, grad)", SAME_SLOPE),
        (CALLS, "gradapprox = ((theta + epsilon) * x - (theta - epsilon) * x) / (2 * epsilon)\n    grad = x", SAME_SLOPE),
        (COMPARED, "return gradapprox", "this is the measured slope: compare it with grad."),
    ),
    right=(
        """
def gradient_check(x, theta, epsilon=1e-7):
    costs = [forward_propagation(x, theta + sign * epsilon) for sign in (1, -1)]
    gradapprox = 0.5 * (costs[0] - costs[1]) / epsilon
    grad = backward_propagation(x, theta)
    return np.linalg.norm(grad - gradapprox) / (np.linalg.norm(grad) + np.linalg.norm(gradapprox))
""",
        """
def gradient_check(x, theta, epsilon=1e-7):
    thetaplus, thetaminus = theta + epsilon, theta - epsilon
    measured = (forward_propagation(x, thetaplus) - forward_propagation(x, thetaminus)) / (thetaplus - thetaminus)
    return relative_difference(backward_propagation(x, theta), measured)
""",
    ),
)

COST = "np.mean(np.logaddexp(0, Z3) - Y * Z3)"
KEPT = 'cost, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2, "Z3": Z3, "A3": A3, **parameters}'
LOGS = "Y * np.log(A3) + (1 - Y) * np.log(1 - A3)"

# The lesson gives this function now.
FORWARD_N = Exercise(
    "forward_propagation_n",
    forward_inputs,
    "cost and cache are right: non-square and square weights, one example, one unit.",
    returns=("cost", "cache"),
    hints=(
        "Two relu layers and a sigmoid, each of them weights times input plus bias; then the cross-entropy, and all of it into the cache.",
        "Z1, Z2 and Z3 have as many rows as their layer has units, and m columns; the cost is one number.",
        "From the sums, the cost cannot overflow: the loss of each example is np.logaddexp(0, Z3) - Y * Z3.",
    ),
    mistakes=(
        ("A1 = np.maximum(0, Z1)", "A1 = Z1", "the relu of layer 1 is missing."),
        ("A2 = np.maximum(0, Z2)", "A2 = Z2", "the relu of layer 2 is missing."),
        ("A1 = np.maximum(0, Z1)", "A1 = sigmoid(Z1)", "layer 1 is a relu layer; the sigmoid belongs to the output only."),
        ("A2 = np.maximum(0, Z2)", "A2 = sigmoid(Z2)", "layer 2 is a relu layer; the sigmoid belongs to the output only."),
        ("A1 = np.maximum(0, Z1)", "A1 = np.tanh(Z1)", "layer 1 is a relu layer, not tanh."),
        ("A1 = np.maximum(0, Z1)", "A1 = np.max(Z1)", "A1 is one number here, as np.max and np.sum give: np.maximum(0, …) works element by element."),
        ("A3 = sigmoid(Z3)", "A3 = np.maximum(0, Z3)", "the output is a probability: sigmoid, not relu."),
        ("A3 = sigmoid(Z3)", "A3 = Z3", "the sigmoid of the output is missing."),
        ('parameters["W1"] @ X + parameters["b1"]', 'parameters["W1"] @ X', "b1 is missing from Z1."),
        ('parameters["W2"] @ A1 + parameters["b2"]', 'parameters["W2"] @ A1', "b2 is missing from Z2."),
        ('parameters["W3"] @ A2 + parameters["b3"]', 'parameters["W3"] @ A2', "b3 is missing from Z3."),
        ('parameters["W2"] @ A1', 'parameters["W2"] @ Z1', "layer 2 takes A1, what layer 1 puts out, not Z1."),
        ('parameters["W3"] @ A2', 'parameters["W3"] @ Z2', "layer 3 takes A2, what layer 2 puts out, not Z2."),
        ('parameters["W3"] @ A2', 'parameters["W3"] @ A1', "layer 3 takes A2, what layer 2 puts out, not A1."),
        ('parameters["W1"] @ X', 'X @ parameters["W1"]', "the order of the product: W comes first, (n1, n_x) times (n_x, m)."),
        ('parameters["W1"] @ X', 'parameters["W1"].T @ X', "W1 must not be transposed: (n1, n_x) times (n_x, m)."),
        (COST, COST.replace("mean", "sum"), f"{MEAN} their sum."),
        (COST, "np.sum(np.logaddexp(0, Z3) - Y * Z3) / X.shape[0]", "it is divided by the number of features: m is X.shape[1]."),
        (COST, "np.mean(Y * Z3 - np.logaddexp(0, Z3))", "the cost has lost its minus sign."),
        (COST, COST.replace("np.mean", ""), f"{MEAN} a row of losses."),
        (COST, "-np.mean(Y * np.log(A3))", "the cost has no term for the examples with label 0."),
        (COST, f"-np.mean({LOGS.replace('np.log', 'np.log10')})", "the cost uses the logarithm to base 10; np.log is the natural one."),
        (COST, "-np.mean(Y * np.log(A3)) + np.sum((1 - Y) * np.log(1 - A3))", "−1/m stands before the first sum alone, and the second is added as it is: both belong in one bracket."),
        (COST, "-np.mean(Y * np.log(A3)) + np.mean((1 - Y) * np.log(1 - A3))", "the minus stands before the first term alone: it belongs to both, in brackets."),
        (COST, "-np.sum(Y * np.log(A3).T + (1 - Y) * np.log(1 - A3).T) / X.shape[1]", "every label is paired with every probability, in a table (m, m), as a row times a column by * does: each label goes with its own example."),
        (f"A3 = sigmoid(Z3)\n    cost = {COST}", f"A3 = sigmoid(np.maximum(0, Z3))\n    cost = -np.mean({LOGS})", "there is a relu before the sigmoid of the output, so that no probability is below one half: the sigmoid takes Z3."),
        (COST, f"-np.mean({LOGS.replace('A3', 'sigmoid(A3)')})", "the cost takes the sigmoid of a sigmoid: A3 is a probability already."),
        (COST, "np.mean((A3 - Y) ** 2) / 2", "the cost is the squared error; the cross-entropy is wanted."),
        (", **parameters}", "}", "the cache lacks the parameters, which backward needs."),
        ("return cost, {", "return {", "the cost is missing: return cost, cache."),
        (KEPT, KEPT.replace("cost, ", "") + ", cost", "cost and cache are swapped: return cost, cache."),
    ),
    right=(
        """
def forward_propagation_n(X, Y, parameters):
    m = X.shape[1]
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = np.dot(W1, X) + b1
    A1 = Z1 * (Z1 > 0)
    Z2 = np.dot(W2, A1) + b2
    A2 = np.where(Z2 > 0, Z2, 0)
    Z3 = np.dot(W3, A2) + b3
    A3 = 1 / (1 + np.exp(-Z3))
    logprobs = np.multiply(-np.log(A3), Y) + np.multiply(-np.log(1 - A3), 1 - Y)
    cache = dict(Z1=Z1, A1=A1, W1=W1, b1=b1, Z2=Z2, A2=A2, W2=W2, b2=b2, Z3=Z3, A3=A3, W3=W3, b3=b3)
    return 1.0 / m * np.sum(logprobs), cache
""",
        """
def forward_propagation_n(X, Y, parameters):
    cache = {"A0": X, **parameters}
    for k in (1, 2, 3):
        cache[f"Z{k}"] = Z = np.einsum("ij,jm->im", cache[f"W{k}"], cache[f"A{k - 1}"]) + cache[f"b{k}"]
        cache[f"A{k}"] = sigmoid(Z) if k == 3 else (Z + np.abs(Z)) / 2
    A = np.clip(cache["A3"], 1e-15, 1 - 1e-15)
    return -np.mean(np.where(Y == 1, np.log(A), np.log(1 - A))), cache
""",
    ),
    reference='''
from helpers.activations import sigmoid


def forward_propagation_n(X, Y, parameters):
    """The cost of the three-layer network.

    X          -- examples, shape (n_x, m)
    Y          -- labels 0 or 1, shape (1, m)
    parameters -- dictionary "W1", "b1", "W2", "b2", "W3", "b3"

    Returns cost, cache:
    cost  -- a number
    cache -- dictionary "Z1", "A1", "Z2", "A2", "Z3", "A3", and all the parameters
    """
    ### BEGIN SOLUTION
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1 = np.maximum(0, Z1)
    Z2 = parameters["W2"] @ A1 + parameters["b2"]
    A2 = np.maximum(0, Z2)
    Z3 = parameters["W3"] @ A2 + parameters["b3"]
    A3 = sigmoid(Z3)
    cost = np.mean(np.logaddexp(0, Z3) - Y * Z3)
    return cost, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2, "Z3": Z3, "A3": A3, **parameters}
    ### END SOLUTION
'''.strip(),
)

BIASES = """{
        "dW3": dZ3 @ cache["A2"].T / m,
        "db3": np.sum(dZ3, axis=1, keepdims=True) / m,
        "dW2": dZ2 @ cache["A1"].T / m,
        "db2": np.sum(dZ2, axis=1, keepdims=True) / m,
        "dW1": dZ1 @ X.T / m,
        "db1": np.sum(dZ1, axis=1, keepdims=True) / m,
    }"""
MASKS = """dZ2 = cache["W3"].T @ dZ3 * (cache["Z2"] > 0)
    dZ1 = cache["W2"].T @ dZ2 * (cache["Z1"] > 0)"""

# The lesson gives this function now.
BACKWARD_N = Exercise(
    "backward_propagation_n",
    backward_inputs,
    "all six gradients are right: non-square and square weights, one example, one unit, and units exactly at 0.",
    returns=("gradients",),
    hints=(
        "dZ3 is prediction minus label; go back through W3 and the relu mask to dZ2, and the same way to dZ1. Then each layer's dW and db, with the mean over examples.",
        "Each gradient has the shape of its parameter: dW is dZ times the input transposed, db a column.",
        "One of the two ways back: dZ2 = cache[\"W3\"].T @ dZ3 * (… > 0)",
    ),
    mistakes=(
        ('dZ2 @ cache["A1"].T / m', 'dZ2 @ cache["A1"].T * 2 / m', "dW2 is twice too large: there is no 2 in a gradient."),
        ('"db1": np.sum(dZ1, axis=1, keepdims=True) / m', '"db1": 4 * np.sum(dZ1, axis=1, keepdims=True) / m', "db1 is four times too large: the mean is 1/m, not 4/m."),
        ('dZ3 @ cache["A2"].T / m', 'dZ3 @ cache["A2"].T', "dW3 is m times too large: the mean over the examples is missing."),
        ('dZ2 @ cache["A1"].T / m', 'dZ2 @ cache["A1"].T', "dW2 is m times too large: the mean over the examples is missing."),
        ("dZ1 @ X.T / m", "dZ1 @ X.T", "dW1 is m times too large: the mean over the examples is missing."),
        ('"db3": np.sum(dZ3, axis=1, keepdims=True) / m', '"db3": np.sum(dZ3, axis=1, keepdims=True)', "db3 is m times too large: the mean over the examples is missing."),
        ('"db2": np.sum(dZ2, axis=1, keepdims=True) / m', '"db2": np.sum(dZ2, axis=1, keepdims=True)', "db2 is m times too large: the mean over the examples is missing."),
        ('"db1": np.sum(dZ1, axis=1, keepdims=True) / m', '"db1": np.sum(dZ1, axis=1, keepdims=True)', "db1 is m times too large: the mean over the examples is missing."),
        ("m = X.shape[1]", "m = 1", "every gradient is m times too large: the mean over the examples is missing."),
        ('cache["A3"] - Y', '(cache["A3"] - Y) / m', "every gradient is divided by m twice: dZ3 is A3 − Y, and the mean is taken in dW and db."),
        ("m = X.shape[1]", "m = X.shape[0]", "it divides by the number of features (X.shape[0], len(X)): m is the number of examples, X.shape[1]."),
        (' * (cache["Z2"] > 0)', "", "the slope of the relu is missing from dZ2, or is 1 everywhere: it is 0 where Z is not above 0."),
        (' * (cache["Z1"] > 0)', "", "the slope of the relu is missing from dZ1, or is 1 everywhere: it is 0 where Z is not above 0."),
        ('(cache["Z1"] > 0)', '(cache["Z1"] >= 0)', "the slope of the relu at exactly 0 is 0 here, and yours is 1: it is 1 where Z > 0."),
        ('(cache["Z1"] > 0)', 'cache["A1"]', "dZ1 takes A1 for the slope of the relu: the slope is 1 or 0."),
        ('(cache["Z1"] > 0)', 'cache["Z1"]', "dZ1 takes Z1 for the slope of the relu: the slope is 1 where Z1 > 0, else 0."),
        ('(cache["Z2"] > 0)', 'cache["Z2"]', "dZ2 takes Z2 for the slope of the relu: the slope is 1 where Z2 > 0, else 0."),
        (MASKS, MASKS.replace("(cache", "cache").replace(" > 0)", ""), "dZ1 and dZ2 take Z for the slope of the relu: the slope is 1 where Z > 0, else 0."),
        (MASKS, MASKS.replace("(cache", "cache").replace(" > 0)", "").replace('* cache["Z', '* cache["A'), "dZ1 and dZ2 take A for the slope of the relu: the slope is 1 or 0."),
        (MASKS, MASKS.replace(' * (cache["Z2"] > 0)', "").replace(' * (cache["Z1"] > 0)', ""), "the slope of the relu is missing from dZ2 and dZ1, or is 1 everywhere: it is 0 where Z is not above 0."),
        ('(cache["Z2"] > 0)', 'cache["A2"]', "dZ2 takes A2 for the slope of the relu: the slope is 1 or 0."),
        ('(cache["Z2"] > 0)', '(cache["Z2"] < 0)', "the slope of the relu in dZ2 is upside down: it is 1 where Z2 is positive."),
        ('(cache["Z1"] > 0)', '(1 - cache["A1"] ** 2)', "1 − a² is the slope of tanh; layer 1 is a relu layer."),
        ('cache["A3"] - Y', 'Y - cache["A3"]', "the sign of every gradient is wrong: dZ3 is A3 − Y, estimate minus label."),
        ('cache["A3"] - Y', '(cache["A3"] - Y) * cache["A3"] * (1 - cache["A3"])', "a(1 − a) is once too often in dZ3: it cancels in the chain rule, and A3 − Y remains."),
        ('cache["A3"] - Y', 'cache["Z3"] - Y', "dZ3 needs the probability A3, not Z3."),
        ('cache["W3"].T @ dZ3', "dZ3", "W3 is missing on the way from dZ3 to dZ2."),
        ('cache["W3"].T @ dZ3', 'cache["W3"] @ dZ3', "a product on the way back does not fit: dZ2 comes from W3ᵀ·dZ3, and dZ1 from W2ᵀ·dZ2."),
        ('cache["W2"].T @ dZ2', 'cache["W2"] @ dZ2', "W2 must be transposed on the way back: W2ᵀ·dZ2."),
        ('cache["W2"].T @ dZ2', 'cache["W3"].T @ dZ3', "dZ1 goes back from dZ2 by W2; here it skips a layer."),
        ('dZ2 @ cache["A1"].T', 'dZ2 @ cache["Z1"].T', "dW2 needs A1, what layer 1 puts out, not Z1."),
        ('dZ2 @ cache["A1"].T', "dZ2 @ X.T", "dW2 needs A1, what layer 1 puts out; X belongs to dW1."),
        ('dZ3 @ cache["A2"].T', 'dZ3 @ cache["A1"].T', "dW3 needs A2, what layer 2 puts out, not A1."),
        (MASKS, """dA2 = cache["W3"].T @ dZ3
    dZ2 = dA2 * (dA2 > 0)
    dA1 = cache["W2"].T @ dZ2
    dZ1 = dA1 * (dA1 > 0)""", "the slope of the relu is taken at dA: whether a gradient passes depends on the sign of Z."),
        (BIASES, BIASES.replace('"d', '"'), "the names lack the d: the gradient of W1 is called dW1."),
        ('dZ3 @ cache["A2"].T', 'dZ3 @ cache["Z2"].T', "dW3 needs A2, what layer 2 puts out, not Z2."),
        ('"db1": np.sum(dZ1, axis=1, keepdims=True) / m', '"db1": np.sum(dZ1) / m', "the sum in db1 runs over units and examples: over the examples only (axis=1)."),
        ('"db1": np.sum(dZ1, axis=1, keepdims=True) / m', '"db1": np.sum(dZ1, axis=1) / m', "db1 has lost its second dimension: keepdims=True keeps it (n1, 1)."),
        ('"db2": np.sum(dZ2, axis=1, keepdims=True) / m', '"db2": np.sum(dZ2, axis=1) / m', "db2 has lost its second dimension: keepdims=True keeps it (n2, 1)."),
        ('"db3": np.sum(dZ3, axis=1, keepdims=True) / m', '"db3": np.sum(dZ3, axis=1) / m', "db3 has lost its second dimension: keepdims=True keeps it (1, 1)."),
        (BIASES, BIASES.replace(", keepdims=True", ""), "db3, db2 and db1 have lost their second dimension: keepdims=True keeps it."),
        (BIASES, BIASES.replace(", axis=1, keepdims=True", ""), "the sums in db3, db2 and db1 run over units and examples: over the examples only (axis=1, keepdims=True)."),
        (BIASES, BIASES.replace("axis=1", "axis=0"), "the sums in db3, db2 and db1 run over the units: over the examples (axis=1)."),
        (BIASES, BIASES.replace("keepdims=True) / m", "keepdims=True)"), "db3, db2 and db1 are m times too large: the mean over the examples is missing."),
        (BIASES, BIASES.replace(".T / m", ".T"), "dW3, dW2 and dW1 are m times too large: the mean over the examples is missing."),
        ('dZ3 @ cache["A2"].T / m', '(dZ3 @ cache["A2"].T / m).T', "dW3 is transposed: it must have the shape of W3."),
    ),
    right=(
        """
def backward_propagation_n(X, Y, cache):
    m = X.shape[1]
    gradients, A = {}, {0: X, 1: cache["A1"], 2: cache["A2"]}
    dZ = np.subtract(cache["A3"], Y)
    for k in (3, 2, 1):
        gradients[f"dZ{k}"], gradients[f"dW{k}"] = dZ, np.einsum("im,jm->ij", dZ, A[k - 1]) / m
        gradients[f"db{k}"] = np.mean(dZ, axis=1, keepdims=True)
        dZ = np.where(A[k - 1] > 0, np.dot(cache[f"W{k}"].T, dZ), 0)
    return gradients
""",
        """
def backward_propagation_n(X, Y, cache):
    m = X.shape[1]
    d3 = (cache["A3"] - Y) / m
    d2 = np.multiply(np.dot(cache["W3"].T, d3), np.int64(cache["A2"] > 0))
    d1 = np.multiply(np.dot(cache["W2"].T, d2), np.int64(cache["A1"] > 0))
    ones = np.ones((m, 1))
    return {"dW1": d1 @ X.T, "dW2": d2 @ cache["A1"].T, "dW3": d3 @ cache["A2"].T, "db1": d1 @ ones, "db2": d2 @ ones, "db3": d3 @ ones}
""",
    ),
    reference='''
def backward_propagation_n(X, Y, cache):
    """The gradients of the three-layer network.

    X, Y  -- as in forward_propagation_n
    cache -- from forward_propagation_n

    Returns a dictionary "dW3", "db3", "dW2", "db2", "dW1", "db1" with the shapes of the
    parameters.
    """
    ### BEGIN SOLUTION
    m = X.shape[1]
    dZ3 = cache["A3"] - Y
    dZ2 = cache["W3"].T @ dZ3 * (cache["Z2"] > 0)
    dZ1 = cache["W2"].T @ dZ2 * (cache["Z1"] > 0)
    return {
        "dW3": dZ3 @ cache["A2"].T / m,
        "db3": np.sum(dZ3, axis=1, keepdims=True) / m,
        "dW2": dZ2 @ cache["A1"].T / m,
        "db2": np.sum(dZ2, axis=1, keepdims=True) / m,
        "dW1": dZ1 @ X.T / m,
        "db1": np.sum(dZ1, axis=1, keepdims=True) / m,
    }
    ### END SOLUTION
'''.strip(),
)

PIECE = "theta[start:end].reshape(values.shape)"

VECTOR = Exercise(
    "vector_to_dictionary",
    vector_inputs,
    "names, shapes and numbers are right for networks of any depth.",
    returns=("dictionary",),
    nothing_else=True,
    hints=(
        "Walk along the vector: each array takes as many numbers as it has, in the order of the dictionary, and the next one begins where it ends.",
        "An array values takes values.size numbers and gives them its own shape, values.shape.",
        "Inside the loop: dictionary[name] = theta[start:end].reshape(…)",
    ),
    mistakes=(
        (PIECE, "theta[start:end]", "the pieces stay columns: each needs the shape of its array in like."),
        (PIECE, "theta[start:end].reshape(values.T.shape)", "the shapes are transposed."),
        (PIECE, 'theta[start:end].reshape(values.shape, order="F")', "the numbers fill the columns one after the other; they were packed row by row."),
        (PIECE, "theta[start:values.size].reshape(values.shape)", "a piece ends at its start plus the number of its elements: the end of a slice is a place in theta, not a length."),
        ("        start = end\n", "", "every piece begins at the start of theta: move on by the size of each array."),
        ("start + values.size", "start + len(values)", "each piece has as many numbers as its array has rows, as len counts them: it takes as many as the array has elements, its size."),
        ("        start = end\n", "        start = end + 1\n", "a number is skipped between two pieces: an end that is not included is the next start."),
        ("dictionary, start = {}, 0", "dictionary, start = {}, 1", "the first number is left out: indices begin at 0."),
        ("in like.items()", "in sorted(like.items())", "the pieces are cut in alphabetical order; the order of like is wanted."),
        ("dictionary[name] =", 'dictionary["d" + name] =', "the names are changed: those of like are wanted."),
        (PIECE, "values", "it gives the numbers of like back: those of theta are wanted."),
        ("    return dictionary\n    ### END", "        return dictionary\n    ### END", "it ends after the first array: does a return or a break stand inside the loop?"),
        ("for name, values in like.items()", 'for name, values in [(k, like[k]) for k in ("W1", "b1", "W2", "b2", "W3", "b3")]', "the names are written into the code: take them from like."),
        ("for name, values in like.items()", 'for name, values in [(f"{letter}{k}", like[f"{letter}{k}"]) for k in range(1, len(like) // 2 + 1) for letter in "Wb"]', "the names W1, b1, … are written into the code: like may have others, and fewer."),
    ),
    right=(
        """
def vector_to_dictionary(theta, like):
    ends = np.cumsum([np.size(values) for values in like.values()])
    pieces = np.split(np.ravel(theta), ends[:-1])
    return {name: np.reshape(piece, np.shape(like[name])) for name, piece in zip(like, pieces)}
""",
        """
def vector_to_dictionary(theta, like):
    numbers = iter(theta[:, 0])
    result = {}
    for name in like:
        result[name] = np.zeros(like[name].shape)
        for i in range(like[name].shape[0]):
            for j in range(like[name].shape[1]):
                result[name][i, j] = next(numbers)
    return result
""",
    ),
)

COPIES = "theta_plus, theta_minus = theta.copy(), theta.copy()"
COSTS_N = """J_plus, _ = forward(X, Y, vector_to_dictionary(theta_plus, parameters))
        J_minus, _ = forward(X, Y, vector_to_dictionary(theta_minus, parameters))"""
SLOPE_N = "gradapprox[i] = (J_plus - J_minus) / (2 * epsilon)"
SAME_PLACE = "both costs are computed at the same place: one belongs at θᵢ + ε, the other at θᵢ − ε, each in a copy of its own."
AT_ITSELF = "one of the two costs is that at θ itself, but the difference is divided by 2ε: they belong at θᵢ + ε and θᵢ − ε, and both nudges start from the same θᵢ, each in a copy of its own."
STAYS_NUDGED = "θᵢ stays nudged while the next one is measured: put it back, or nudge a copy."
SIDE_N = "the difference is one-sided (from θ to θ + ε); go to both sides, from θ − ε to θ + ε."
RIGHT_SIDE = "J_minus, _ = forward(X, Y, parameters)\n        gradapprox[i] = (J_plus - J_minus) / epsilon"
MINUS_AND_SLOPE = f"J_minus, _ = forward(X, Y, vector_to_dictionary(theta_minus, parameters))\n        {SLOPE_N}"
LOOP = f"""for i in range(len(theta)):
        {COPIES}
        theta_plus[i] += epsilon
        theta_minus[i] -= epsilon
        {COSTS_N}
        {SLOPE_N}"""
LOOP_ONE_COLUMN = f"""for i in range(len(theta)):
        theta[i] += epsilon
        J_plus, _ = forward(X, Y, vector_to_dictionary(theta, parameters))
        theta[i] -= 2 * epsilon
        J_minus, _ = forward(X, Y, vector_to_dictionary(theta, parameters))
        {SLOPE_N}"""
LOOP_UNCOPIED = LOOP_ONE_COLUMN.replace("-= 2 * epsilon", "-= epsilon")
IN_PLACE = """i = 0
    for values in parameters.values():
        for index in np.ndindex(values.shape):
            values[index] += epsilon
            J_plus, _ = forward(X, Y, parameters)
            values[index] -= 2 * epsilon
            J_minus, _ = forward(X, Y, parameters)
            gradapprox[i] = (J_plus - J_minus) / (2 * epsilon)
            i += 1"""

NUMERICAL_N = Exercise(
    "numerical_gradient_n",
    numerical_inputs,
    "measures from both sides, one parameter at a time, with the given nudge, and leaves the parameters as they were.",
    returns=("gradapprox",),
    hints=(
        "One parameter after the other: a nudge up, a nudge down, the cost at both. All other parameters stay as they are, so each nudge is made on a copy.",
        "theta and gradapprox are (n, 1); forward wants a dictionary, so each nudged vector goes through vector_to_dictionary.",
        "One of the two costs: J_plus, _ = forward(X, Y, vector_to_dictionary(theta_plus, …))",
    ),
    mistakes=(
        ("vector_to_dictionary(theta_minus, parameters)", "vector_to_dictionary(theta_plus, parameters)", SAME_PLACE),
        (COPIES, "theta_plus = theta_minus = theta.copy()", SAME_PLACE),
        ("(2 * epsilon)", "epsilon", "it is divided by epsilon; from θ − ε to θ + ε it is 2ε."),
        ("(2 * epsilon)", "2 * epsilon", "the difference is halved and multiplied by ε, as / 2 * epsilon does: it is divided by 2ε, in brackets."),
        ("(J_plus - J_minus) / (2 * epsilon)", "J_plus - J_minus / (2 * epsilon)", "only the second cost is divided, as in a − b / c: the difference of the two is divided, in brackets."),
        (MINUS_AND_SLOPE, RIGHT_SIDE, SIDE_N),
        ("        theta_minus[i] -= epsilon\n", "", AT_ITSELF),
        (LOOP, LOOP_UNCOPIED, AT_ITSELF),
        ("(J_plus - J_minus)", "(J_minus - J_plus)", "the sign of the measured slope is wrong: it is J(θ + ε) − J(θ − ε)."),
        ("theta_minus[i] -= epsilon", "theta_minus[i] += epsilon", SAME_PLACE),
        (f"for i in range(len(theta)):\n        {COPIES}", f"{COPIES}\n    for i in range(len(theta)):", "the nudges pile up: each parameter must be back at its own value before the next is nudged."),
        (LOOP, IN_PLACE, STAYS_NUDGED),
        (LOOP, LOOP_ONE_COLUMN, STAYS_NUDGED),
        (SLOPE_N, f"{SLOPE_N}\n        theta = theta_plus", STAYS_NUDGED),
        (SLOPE_N, f"{SLOPE_N}\n        theta = theta_minus", STAYS_NUDGED),
        (COPIES, "theta_plus, theta_minus = theta, theta.copy()", STAYS_NUDGED),
        ("range(len(theta))", "range(1, len(theta))", "the first parameter is left out: indices begin at 0."),
        ("range(len(theta))", "range(len(theta) - 1)", "the last parameter is left out."),
        ("range(len(theta))", "range(len(parameters))", "as many numbers are nudged as there are arrays, len(parameters): all the numbers of the column are to be, len(theta)."),
        ("theta_plus[i] += epsilon\n        theta_minus[i] -= epsilon", "theta_plus += epsilon\n        theta_minus -= epsilon", "all parameters are nudged at once: nudge element i alone."),
        ("np.zeros(theta.shape)", "np.zeros(len(theta))", "gradapprox has lost its second dimension: a column of shape (n, 1) is wanted."),
        ("np.zeros(theta.shape)", "np.zeros(theta.T.shape)[0]", "gradapprox has lost its second dimension: a column of shape (n, 1) is wanted."),
        ("    return gradapprox\n", "        return gradapprox\n", "it ends after the first parameter: does a return or a break stand inside the loop?"),
        ("theta_plus[i] += epsilon\n        theta_minus[i] -= epsilon", "theta_plus[0] += epsilon\n        theta_minus[0] -= epsilon", "element 0 is nudged in every turn: nudge element i."),
        (COSTS_N, COSTS_N.replace("_plus, _ =", "_plus =").replace("_minus, _ =", "_minus ="), "forward returns cost and cache: take the cost out of the two, with [0]."),
        (COSTS_N, COSTS_N.replace("vector_to_dictionary(theta_plus, parameters)", "theta_plus").replace("vector_to_dictionary(theta_minus, parameters)", "theta_minus"), "forward wants a dictionary in third place, after X and Y: vector_to_dictionary makes one of the column."),
        (COSTS_N, COSTS_N.replace("forward(", "forward_propagation_n("), "forward_propagation_n is called, whatever network the caller hands over: call forward."),
        (COSTS_N, COSTS_N.replace("(X, Y,", "(Y, X,"), "X and Y have changed places in the call of forward: X comes first."),
        ("return gradapprox", "return gradapprox.T", "gradapprox is a row: a column of shape (n, 1) is wanted."),
        ("return gradapprox", "return vector_to_dictionary(gradapprox, parameters)", "this is a dictionary: the column itself is wanted."),
        *(("    theta = dictionary", f"    epsilon = {nudge}\n    theta = dictionary", "epsilon is fixed inside: use the argument.") for nudge in ("0.001", "1e-4", "1e-5", "1e-7")),
        ("theta_plus[i] += epsilon\n        theta_minus[i] -= epsilon", "theta_plus[i] *= 1 + epsilon\n        theta_minus[i] *= 1 - epsilon", "the nudge is a share of the parameter: add epsilon itself."),
        ("theta_plus[i] += epsilon\n        theta_minus[i] -= epsilon", "theta_plus[i] = epsilon\n        theta_minus[i] = -epsilon", "the parameter is replaced by epsilon: add it to the parameter."),
        (COSTS_N, COSTS_N.replace("J_plus, _", "_, J_plus").replace("J_minus, _", "_, J_minus"), "cost and cache are swapped: forward returns the cost first."),
        ("        gradapprox[i] = (J_plus", "        gradapprox = (J_plus", "one slope alone is left, that of the last parameter: put each in its own place of gradapprox."),
    ),
    right=(
        """
def numerical_gradient_n(parameters, X, Y, epsilon=1e-7, forward=None):
    forward = forward or forward_propagation_n
    slopes = []
    nudged = {name: np.array(values, dtype=float) for name, values in parameters.items()}
    for values in nudged.values():
        for index in np.ndindex(values.shape):
            before = values[index]
            values[index] = before + epsilon
            J_plus = forward(X, Y, nudged)[0]
            values[index] = before - epsilon
            J_minus = forward(X, Y, nudged)[0]
            values[index] = before
            slopes.append([(J_plus - J_minus) / 2 / epsilon])
    return np.array(slopes)
""",
        """
def numerical_gradient_n(parameters, X, Y, epsilon=1e-7, forward=None):
    forward = forward or forward_propagation_n
    theta = dictionary_to_vector(parameters)
    n = len(theta)
    step = epsilon * np.eye(n)
    def J(t):
        return forward(X, Y, vector_to_dictionary(t, parameters))[0]
    return np.array([J(theta + step[:, [i]]) - J(theta - step[:, [i]]) for i in range(n)]).reshape(n, 1) / (2 * epsilon)
""",
        """
def numerical_gradient_n(parameters, X, Y, epsilon=1e-7, forward=None):
    forward = forward or forward_propagation_n
    theta = dictionary_to_vector(parameters)
    gradapprox = np.zeros(theta.shape)
    for i in reversed(range(len(theta))):
        for sign in (-1, 1):
            nudged = theta.copy()
            nudged[i] += sign * epsilon
            J, _ = forward(X, Y, vector_to_dictionary(nudged, parameters))
            gradapprox[i] += sign * J
    return gradapprox / (2 * epsilon)
""",
    ),
)

GRADIENTS = "gradients_to_vector(gradients, parameters)"

CHECK_N = Exercise(
    "gradient_check_n",
    check_n_inputs,
    "gives the relative difference for gradients in any order, with the given nudge.",
    returns=("difference",),
    hints=(
        "Two long vectors: the gradients given, and the measured ones. All the parts are functions that are there.",
        "Both vectors are (n, 1), in the order of the parameters, not of the gradients' own dictionary.",
        "gradients_to_vector brings the first into order, with the parameters to say which.",
    ),
    mistakes=(
        (GRADIENTS, "dictionary_to_vector(gradients)", "the gradients are packed in the order of their own dictionary: gradients_to_vector puts them in that of the parameters."),
        (GRADIENTS, "dictionary_to_vector(parameters)", "the parameters are compared with the measured gradient: compare the gradients."),
        (GRADIENTS, "gradients_to_vector(backward_propagation_n(X, Y, forward_propagation_n(X, Y, parameters)[1]), parameters)", "it computes gradients of its own: those given are to be checked."),
        ("Y, epsilon, forward)", "Y, 1e-4, forward)", "epsilon is not handed on."),
        ("Y, epsilon, forward)", "Y, forward=forward)", "epsilon is not handed on."),
        ("Y, epsilon, forward)", "Y, epsilon)", "forward is not handed on, so that another network's gradients are compared with slopes of forward_propagation_n."),
        ("Y, epsilon, forward)", "Y, epsilon, forward_propagation_n)", "forward is not handed on, so that another network's gradients are compared with slopes of forward_propagation_n."),
        ("Y, epsilon, forward)", "Y)", "epsilon and forward are not handed on."),
        ("return relative_difference(grad, gradapprox)", "return np.linalg.norm(grad - gradapprox) / np.linalg.norm(grad) + np.linalg.norm(gradapprox)", "a / b + c divides by b alone: the sum of the two lengths needs brackets."),
        ("return relative_difference(grad, gradapprox)", "return np.linalg.norm(grad - gradapprox)", "this is the absolute distance; the relative difference is wanted."),
        ("return relative_difference(grad, gradapprox)", "return np.linalg.norm(grad - gradapprox) / np.linalg.norm(grad)", "it is divided by the length of grad alone: the length of gradapprox belongs there too."),
        ("return relative_difference(grad, gradapprox)", "return np.linalg.norm(grad - gradapprox) / np.linalg.norm(grad + gradapprox)", "it is divided by the length of the sum; the sum of the two lengths is wanted."),
        ("return relative_difference(grad, gradapprox)", "return np.sum((grad - gradapprox) ** 2) / (np.sum(grad**2) + np.sum(gradapprox**2))", "the squares of the lengths are used: the square root is missing."),
        ("return relative_difference(grad, gradapprox)", "return relative_difference(grad, gradapprox.ravel())", "a column minus a flat array broadcasts to a square of (n, n): both must have shape (n, 1)."),
        ("return relative_difference(grad, gradapprox)", "return relative_difference(grad, -gradapprox)", "the gradients are added where they should be subtracted."),
        ("return relative_difference(grad, gradapprox)", "return np.mean([relative_difference(a, b) for a, b in zip(grad, gradapprox)])", "this is a mean over the elements: the relative difference of the whole vectors is wanted."),
        ("return relative_difference(grad, gradapprox)", "return np.max([relative_difference(a, b) for a, b in zip(grad, gradapprox)])", "this is the largest among the elements: the relative difference of the whole vectors is wanted."),
        ("return relative_difference(grad, gradapprox)", "return bool(relative_difference(grad, gradapprox) < 1e-7)", "this is a verdict: the number itself is wanted."),
        (
            "return relative_difference(grad, gradapprox)",
            'measured = vector_to_dictionary(gradapprox, parameters)\n    return max(relative_difference(gradients["d" + name], measured[name]) for name in parameters)',
            "this is the largest among the parameters, compared one by one: the relative difference of the whole vectors is wanted.",
        ),
        ("return relative_difference(grad, gradapprox)", "return relative_difference(grad, grad)", "one of the two gradients is compared with itself, which always gives 0: grad and gradapprox belong there."),
        ("return relative_difference(grad, gradapprox)", "return gradapprox", "this is the measured gradient: compare it with grad."),
    ),
    right=(
        """
def gradient_check_n(parameters, gradients, X, Y, epsilon=1e-7, forward=None):
    gradapprox = numerical_gradient_n(parameters, X, Y, epsilon=epsilon, forward=forward)
    grad = np.vstack([gradients["d" + name].reshape(-1, 1) for name in parameters])
    return np.linalg.norm(grad - gradapprox) / (np.linalg.norm(grad) + np.linalg.norm(gradapprox))
""",
        """
def gradient_check_n(parameters, gradients, X, Y, epsilon=1e-7, forward=None):
    measured = vector_to_dictionary(numerical_gradient_n(parameters, X, Y, epsilon, forward), parameters)
    both = [(np.ravel(gradients["d" + name]), np.ravel(measured[name])) for name in parameters]
    g, h = (np.concatenate(parts) for parts in zip(*both))
    return float(relative_difference(g, h))
""",
    ),
)

EXERCISES = (FORWARD, BACKWARD, RELATIVE, CHECK, FORWARD_N, BACKWARD_N, VECTOR, NUMERICAL_N, CHECK_N)
