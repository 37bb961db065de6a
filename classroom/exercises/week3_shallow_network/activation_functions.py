"""The exercises of lesson 1, activation functions."""

import numpy as np

from classroom.exercises import Case, Exercise


def curve_inputs(rng):
    """Four numbers to work out by hand, single numbers, a row, a matrix with a zero in it, whole numbers
    that begin below zero and above, a matrix in the order of .T, and numbers
    where the curves are almost flat.
    """
    matrix = rng.normal(scale=2, size=(3, 4))
    matrix[1, 2] = 0.0
    return [
        Case((np.array([[3.0, -2.0, 0.0, 0.5]]),)),
        Case((0.5,)),
        Case((-1.5 - rng.random(),)),
        Case((rng.normal(size=(1, 5)) * np.array([[1, -1, 1, -1, 1]]),)),
        Case((matrix,)),
        Case((np.array([0.0, -0.3, 0.3]) * (1 + rng.random()),)),
        Case((np.array([[-3, 0, 1], [2, -1, 4]]),)),
        Case((np.array([2, -5]),)),
        Case((rng.normal(size=(2, 3)).T,)),
        Case((np.array([6.5, -5.5, -6.25]),)),
    ]


def large_inputs(rng):
    """As above, and values whose exponentials overflow."""
    remark = "for large |z| it overflows and gives nan or a warning: 2·sigmoid(2z) − 1 does not, if sigmoid does not."
    return [*curve_inputs(rng), flat_first(), Case((np.array([-1000.0, 1000.0]),), remark=remark, compared_if_finite=True)]


def flat_first():
    """Nearly flat places beside a steep one: for who takes the type of the first result, or its place, for all."""
    return Case((np.array([[25.0, 0.5, -25.0]]),))


def large_slope_inputs(rng):
    """As curve_inputs, nearly flat places beside a steep one, and values whose exponentials overflow."""
    remark = "for large |z| it overflows and gives nan: from the value a = tanh(z) it does not."
    return [*curve_inputs(rng), flat_first(), Case((np.array([-1000.0, 1000.0]),), remark=remark, compared_if_finite=True)]


def leaky_inputs(rng):
    """As curve_inputs, with the usual slope, with others, and without one."""
    slopes = [0.1, 0.01, 0.01, 0.2, 0.1 + rng.random() / 2, 0.05, 0.3, 0.01, 0.1, 0.2]
    cases = [Case((*case.arguments, slope)) for case, slope in zip(curve_inputs(rng), slopes)]
    return [*cases, Case((rng.normal(size=(4, 4)),))]


def layer_inputs(rng):
    """Two layers to work out by hand, others of different widths, square ones, and single units; no biases."""
    by_hand = (
        np.array([[1.0, 2.0, -1.0], [3.0, -2.0, 4.0]]),
        np.array([[2.0], [-3.0]]),
        np.array([[2.0, 5.0]]),
        np.array([[7.0]]),
    )
    cases = [Case(by_hand)]
    for n_x, n_h, n_y in ((2, 3, 1), (3, 4, 2), (2, 5, 3), (3, 3, 3), (1, 1, 1)):
        shapes = (n_h, n_x), (n_h, 1), (n_y, n_h), (n_y, 1)
        cases.append(Case(tuple(rng.normal(size=shape) for shape in shapes)))
    W1, _, W2, _ = cases[1].arguments
    return [*cases, Case((W1, np.zeros((3, 1)), W2, np.zeros((1, 1))))]


TANH = Exercise(
    "tanh",
    large_inputs,
    "right for numbers, a row, a matrix and zero.",
    hints=(
        "tanh is a sigmoid that is stretched and moved: from between 0 and 1 to between −1 and 1, and twice as fast along z.",
        "The result has the shape of z.",
        "sigmoid(2 * z) is the part along z; what is left is to bring 0…1 to −1…1.",
    ),
    mistakes=(
        ("2 * sigmoid(2 * z) - 1", "sigmoid(z)", "this is the sigmoid, between 0 and 1; tanh lies between −1 and 1."),
        ("2 * sigmoid(2 * z) - 1", "2 * sigmoid(z) - 1", "this is 2σ(z) − 1, or tanh(z/2): z is doubled, tanh z = 2σ(2z) − 1."),
        ("2 * sigmoid(2 * z) - 1", "sigmoid(2 * z) - 1", "this is σ(2z) − 1: the factor 2 is missing, tanh z = 2σ(2z) − 1."),
        ("2 * sigmoid(2 * z) - 1", "2 * sigmoid(2 * z)", "this is 2σ(2z), or tanh z + 1: the − 1 is missing, since the curve goes through 0."),
        ("2 * sigmoid(2 * z) - 1", "(np.exp(z) + np.exp(-z)) / (np.exp(z) - np.exp(-z) + 0 * z)", "this is 1/tanh z: numerator and denominator have changed places."),
        ("2 * sigmoid(2 * z) - 1", "(np.exp(z) - np.exp(-z)) / 2", "this is the hyperbolic sine, half of eᶻ − e⁻ᶻ: divide by eᶻ + e⁻ᶻ instead of 2."),
        ("2 * sigmoid(2 * z) - 1", "2 * sigmoid(2 * z) + 1", "this is 2 more than tanh z: the sign of the 1 is wrong in 2σ(2z) − 1."),
        ("2 * sigmoid(2 * z) - 1", "sigmoid(2 * z)", "this is σ(2z) = eᶻ/(eᶻ + e⁻ᶻ), between 0 and 1: it is doubled and moved down, 2σ(2z) − 1 (eᶻ − e⁻ᶻ above the line)."),
        ("2 * sigmoid(2 * z) - 1", "np.exp(z) - np.exp(-z) / np.exp(z) + np.exp(-z)", "only e⁻ᶻ is divided, and only by eᶻ: brackets are missing around the numerator and around the denominator."),
        ("2 * sigmoid(2 * z) - 1", "1 - 2 * sigmoid(2 * z)", "the sign is wrong: tanh z is positive for positive z."),
        ("2 * sigmoid(2 * z) - 1", "2 * sigmoid(2 * z - 1)", "the 1 is subtracted inside the sigmoid: it belongs outside, 2σ(2z) − 1."),
        ("2 * sigmoid(2 * z) - 1", "2 * (sigmoid(2 * z) - 1)", "this is tanh z − 1: the 1 is subtracted once, not doubled, tanh z = 2σ(2z) − 1."),
        ("2 * sigmoid(2 * z) - 1", "2 * sigmoid(z / 2) - 1", "z is halved inside the sigmoid: it is doubled, tanh z = 2σ(2z) − 1."),
        ("2 * sigmoid(2 * z) - 1", "1 - np.tanh(z) ** 2", "this is the slope of tanh, 1 − a²; tanh itself is wanted."),
        ("2 * sigmoid(2 * z) - 1", "np.tan(z)", "this is the tangent of an angle (np.tan): the hyperbolic tangent is wanted."),
        ("2 * sigmoid(2 * z) - 1", "np.arctan(z)", "this is the arctangent (np.arctan), of a similar shape: its ends are at ±π/2, those of tanh at ±1."),
    ),
    right=(
        "def tanh(z):\n    return np.tanh(z)",
        "def tanh(z):\n    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))",
        "def tanh(z):\n    return 1 - 2 / (np.exp(2 * z) + 1)",
        "def tanh(x):\n    return np.sinh(x) / np.cosh(x)",
    ),
)

TANH_DERIVATIVE = Exercise(
    "tanh_derivative",
    large_slope_inputs,
    "right for numbers, a row, a matrix and zero.",
    hints=(
        "As with the sigmoid, the slope can be written with the function's own value: it is largest where tanh is 0, and none where tanh is ±1.",
        "The result has the shape of z, with values between 0 and 1.",
        "Take a = tanh(z); the slope is 1 less the square of it.",
    ),
    mistakes=(
        ("1 - tanh(z) ** 2", "tanh(z) * (1 - tanh(z))", "a(1 − a) is the slope of the sigmoid; that of tanh is 1 − a²."),
        ("1 - tanh(z) ** 2", "1 - z**2", "the formula holds for a = tanh(z), not for z itself."),
        ("1 - tanh(z) ** 2", "1 - tanh(z)", "the square is missing: 1 − a²."),
        ("1 - tanh(z) ** 2", "(1 - tanh(z)) ** 2", "this is (1 − a)²: the square belongs to a alone, 1 − a²."),
        ("1 - tanh(z) ** 2", "1 + tanh(z) ** 2", "the sign is wrong: 1 − a²."),
        ("1 - tanh(z) ** 2", "tanh(z) ** 2", "this is a²: the slope is 1 − a²."),
        ("1 - tanh(z) ** 2", "1 - sigmoid(z) ** 2", "a is tanh(z) here, not sigmoid(z)."),
        ("1 - tanh(z) ** 2", "tanh(z)", "this is tanh itself; its slope is wanted."),
        ("1 - tanh(z) ** 2", "tanh(z) ** 2 - 1", "the sign is wrong: 1 − a², positive everywhere, since tanh rises."),
        ("1 - tanh(z) ** 2", "1 - tanh(z) * 2", "this is 1 − 2a: the square of a is a ** 2, or a * a."),
        ("1 - tanh(z) ** 2", "sigmoid(z) * (1 - sigmoid(z))", "this is the slope of the sigmoid; that of tanh is 1 − a², with a = tanh(z)."),
        ("1 - tanh(z) ** 2", "sigmoid(2 * z) * (1 - sigmoid(2 * z))", "this is a quarter of the slope: the two factors 2 of tanh z = 2σ(2z) − 1 count, before σ and by the chain rule (or the half of cosh z = (eᶻ + e⁻ᶻ)/2, squared)."),
        ("1 - tanh(z) ** 2", "2 * sigmoid(2 * z) * (1 - sigmoid(2 * z))", "this is half the slope: of tanh z = 2σ(2z) − 1 the 2 before σ counts, and the chain rule brings another."),
        ("1 - tanh(z) ** 2", "1 - np.dot(tanh(z), tanh(z))", "this is a matrix product (np.dot): the square goes element by element, ** 2."),
        ("1 - tanh(z) ** 2", "1 / np.cosh(z)", "this is 1/cosh z, the root of the slope: the slope is 1 over cosh², or 1 − a²."),
        ("1 - tanh(z) ** 2", "1 - tanh(z**2)", "the value is to be squared, not its argument: tanh(z)², not tanh(z²)."),
    ),
    right=(
        "def tanh_derivative(z):\n    a = np.tanh(z)\n    return (1 - a) * (1 + a)",
        "def tanh_derivative(z):\n    return 1 / np.cosh(z) ** 2",
        "def tanh_derivative(z):\n    return 4 * sigmoid(2 * z) * (1 - sigmoid(2 * z))",
    ),
)

RELU = Exercise(
    "relu",
    curve_inputs,
    "right for numbers, a row, a matrix and zero.",
    hints=(
        "Compare each element with zero and keep the larger.",
        "The result has the shape of z; a single number gives a single number.",
        "np.maximum compares place by place; np.max would look for the largest of all.",
    ),
    mistakes=(
        ("np.maximum(0, z)", "max(0, z)", "max and if look at an array as a whole; np.maximum and np.where go element by element."),
        ("return np.maximum(0, z)", "z[z < 0] = 0\n    return z", "z[…] = 0 fails for a plain number, and in the caller's array it changes the argument: np.maximum makes a new array."),
        ("np.maximum(0, z)", "np.max(0, z)", "np.max looks for the largest number within one array; np.maximum compares two at each place."),
        ("np.maximum(0, z)", "np.max(z, axis=0)", "this is the largest element of each column (np.max along an axis); np.maximum compares with 0 element by element."),
        ("np.maximum(0, z)", "np.where(z > 0, z)", "np.where needs a third argument: the values where the condition does not hold."),
        ("np.maximum(0, z)", "max(0, np.max(z))", "this is the one largest element; np.maximum compares with 0 element by element."),
        ("np.maximum(0, z)", "np.where(z > 1, z, 0)", "the bend is at 0, not at 1."),
        ("np.maximum(0, z)", "np.max(z)", "this is the one largest element; np.maximum compares with 0 element by element."),
        ("np.maximum(0, z)", "np.minimum(0, z)", "this keeps the negative part; relu keeps the positive one."),
        ("np.maximum(0, z)", "np.abs(z)", "negative values become 0, not positive."),
        ("np.maximum(0, z)", "np.maximum(0, -z)", "the sign is wrong: positive values are kept."),
        ("np.maximum(0, z)", "np.where(z > 0, 1.0, 0.0)", "this is the slope of relu; relu itself keeps z where it is positive."),
        ("np.maximum(0, z)", "np.maximum(0.01 * z, z)", "this is the leaky relu; relu is 0 for negative z."),
        ("np.maximum(0, z)", "np.maximum(1, z)", "the bend is at 0, not at 1: max(0, z)."),
        ("np.maximum(0, z)", "z", "negative values have to become 0."),
        ("np.maximum(0, z)", "np.clip(z, 0, 1)", "relu has no upper bound: only negative values are cut off."),
    ),
    right=(
        "def relu(z):\n    return z * (z > 0)",
        "def relu(z):\n    return np.where(z > 0, z, 0)",
        "def relu(z):\n    return (z + np.abs(z)) / 2",
        "def relu(z):\n    return np.clip(z, 0, None)",
    ),
)

STEP = "np.where(z > 0, 1.0, 0.0)"

RELU_DERIVATIVE = Exercise(
    "relu_derivative",
    curve_inputs,
    "right left and right of zero, and 0 at zero.",
    hints=(
        "The slope is a choice between two numbers, and the sign of z decides, element by element.",
        "The result has the shape of z, whatever that is.",
        "np.where(condition, a, b) takes a where the condition holds and b elsewhere; the condition is z > 0.",
    ),
    mistakes=(
        (STEP, "np.where(z >= 0, 1.0, 0.0)", "at z = 0 the slope is 0 by convention here; yours is 1 there."),
        (STEP, "np.where(z > 0, 1.0, np.where(z < 0, 0.0, 0.5))", "at z = 0 the slope is 0 by convention here; yours is ½ there."),
        (STEP, "np.where(z > 0, z, 0.0)", "this is relu itself; its slope is 1 where z is positive, not z."),
        (STEP, "np.where(z > 0, 0.0, 1.0)", "the sides have changed places: the slope is 1 where z is positive, 0 elsewhere."),
        (STEP, "np.where(z < 0, 1.0, 0.0)", "left and right have changed places: the slope is 1 where z is positive."),
        (STEP, "np.where(z > 0, 1.0, -1.0)", "left of zero relu is flat: its slope there is 0, not −1."),
        (STEP, "np.where(z > 0, 1.0, 0.01)", "this is the slope of leaky relu; that of relu is 0 left of zero."),
        (STEP, "np.where(z > 1, 1.0, 0.0)", "the bend is at 0, not at 1."),
        (STEP, "(z > 0).astype(float)", "right for arrays; of a plain number, z > 0 is True or False, which has no astype."),
        (STEP, "1.0 if z > 0 else 0.0", "max and if look at an array as a whole; np.maximum and np.where go element by element."),
        (STEP, "float(z > 0)", "float and int make one number only: z may be an array."),
        ("return " + STEP, "z[z > 0] = 1\n    z[z <= 0] = 0\n    return z", "z[…] = … fails for a plain number, and in the caller's array it changes the argument: np.where makes a new array."),
        (STEP, "np.maximum(0, z) / z", "at z = 0 the result is nan, as 0/0 is: the slope is 0 there."),
        (STEP, "np.where(z != 0, 1.0, 0.0)", "left of zero relu is flat: its slope there is 0."),
        (STEP, "np.where(z > 0, 1.0)", "np.where needs a third argument: the values where the condition does not hold."),
        (STEP, "np.sign(z)", "left of zero relu is flat: its slope there is 0, and not −1 as np.sign gives."),
        (STEP, "np.ones_like(z)", "left of zero relu is flat: its slope there is 0."),
    ),
    right=(
        "def relu_derivative(z):\n    return (np.asarray(z) > 0).astype(float)",
        "def relu_derivative(z):\n    return z > 0",
        "def relu_derivative(z):\n    return np.heaviside(z, 0)",
        "def relu_derivative(z):\n    d = np.array(z, dtype=float)\n    d[d <= 0] = 0\n    d[d > 0] = 1\n    return d",
    ),
)

LEAKY = "np.where(z > 0, z, slope * z)"

LEAKY_RELU = Exercise(
    "leaky_relu",
    leaky_inputs,
    "right on both sides of zero, with the usual slope and with others.",
    hints=(
        "Where z is positive nothing happens to it; elsewhere it is made small, not zero.",
        "The result has the shape of z; slope is one number.",
        "np.where(z > 0, …, …) chooses at each place; the second choice is slope * z.",
    ),
    mistakes=(
        (LEAKY, "np.where(z > 0, z, 0.01 * z)", "the slope left of zero is always 0.01: use the argument slope."),
        (LEAKY, "np.maximum(0, z)", "this is relu: left of zero the value is slope · z, not 0."),
        (LEAKY, "np.where(z > 0, z, slope)", "left of zero the value is slope · z, not slope alone."),
        (LEAKY, "np.where(z > 0, z, -slope * z)", "the sign is wrong left of zero: slope · z is negative there."),
        (LEAKY, "np.where(z > 0, slope * z, z)", "the sides have changed places: the small slope belongs left of zero."),
        (LEAKY, "np.where(z > 0, 1.0, slope)", "this is the slope of leaky relu; the function itself keeps z where it is positive."),
        (LEAKY, "np.maximum(0, z) + slope * z", "right of zero slope · z is added too: it belongs to the left side alone."),
        (LEAKY, "np.maximum(slope, z)", "this is the larger of z and the slope: left of zero the value is slope · z."),
        ("return " + LEAKY, "z[z < 0] = slope * z[z < 0]\n    return z", "z[…] = … fails for a plain number, and in the caller's array it changes the argument: np.where makes a new array."),
        (
            "return " + LEAKY,
            "result = np.zeros_like(z)\n    result[z > 0] = np.asarray(z)[z > 0]\n    result[z <= 0] = slope * np.asarray(z)[z <= 0]\n    return result",
            "where z holds whole numbers, the values left of zero are cut to such: the result takes the type of z, as np.zeros_like does.",
        ),
        (LEAKY, "np.where(z > 1, z, slope * z)", "the bend is at 0, not at 1."),
        (LEAKY, "np.maximum(0, z) + np.minimum(0, z)", "left of zero z is multiplied by the slope: here it is left as it was."),
        (LEAKY, "slope * z", "right of zero the value is z itself."),
        (LEAKY, "np.where(z > 0, z, z - slope)", "left of zero z is multiplied by the slope, not lowered by it."),
        (LEAKY, "np.where(z > 0, z, z / slope)", "left of zero z is multiplied by the slope, not divided by it."),
        (LEAKY, "np.maximum(0.01, z)", "this is the larger of z and 0.01: left of zero the value is slope · z."),
        (LEAKY, "max(slope * z, z)", "max and if look at an array as a whole; np.maximum and np.where go element by element."),
    ),
    right=(
        "def leaky_relu(z, slope=0.01):\n    return np.maximum(slope * z, z)",
        "def leaky_relu(z, slope=0.01):\n    return np.maximum(0, z) + slope * np.minimum(0, z)",
        "def leaky_relu(z, slope=0.01):\n    return z * np.where(z > 0, 1, slope)",
    ),
)

LEAKY_STEP = "np.where(z > 0, 1.0, slope)"

LEAKY_RELU_DERIVATIVE = Exercise(
    "leaky_relu_derivative",
    leaky_inputs,
    "right on both sides of zero and at zero, with the usual slope and with others.",
    hints=(
        "Two straight lines meet at zero: at each place ask which of them z is on, and give that line's slope.",
        "The result has the shape of z, with only two different values in it.",
        "np.where again, with the condition z > 0; the values to choose from are numbers, not z.",
    ),
    mistakes=(
        (LEAKY_STEP, "np.where(z > 0, 1.0, 0.01)", "the slope left of zero is always 0.01: use the argument slope."),
        (LEAKY_STEP, "np.where(z > 0, 1.0, 0.0)", "this is the slope of relu; left of zero it is `slope` here, not 0."),
        (LEAKY_STEP, "np.where(z > 0, 1.0, np.where(z < 0, slope, (1 + slope) / 2))", "at z = 0 it is the mean of both slopes, as one that is measured to both sides gives: we take the left one there."),
        (LEAKY_STEP, "np.where(z >= 0, 1.0, slope)", "at z = 0 we take the left slope; yours is 1 there."),
        (LEAKY_STEP, "np.where(z > 0, z, slope * z)", "this is leaky relu itself; its derivative is wanted."),
        (LEAKY_STEP, "np.where(z > 0, slope, 1.0)", "the sides have changed places: the small slope belongs left of zero."),
        (LEAKY_STEP, "np.where(z > 0, 1.0, -slope)", "the sign is wrong: left of zero the line rises too, with slope `slope`."),
        (LEAKY_STEP, "np.where(z > 0, 1.0, slope * z)", "left of zero the derivative of slope · z is slope; the z is gone."),
        (LEAKY_STEP, "np.where(z > 0, 1.0, 0.0) + slope", "right of zero the slope is added too: it belongs to the left side alone."),
        (
            "return " + LEAKY_STEP,
            "result = np.zeros_like(z)\n    result[z > 0] = 1\n    result[z <= 0] = slope\n    return result",
            "where z holds whole numbers, the slope is cut to 0: the result takes the type of z, as np.zeros_like and np.ones_like do.",
        ),
        ("return " + LEAKY_STEP, "z[z > 0] = 1\n    z[z <= 0] = slope\n    return z", "z[…] = … fails for a plain number, and in the caller's array it changes the argument: np.where makes a new array."),
        (LEAKY_STEP, "1.0 if z > 0 else slope", "max and if look at an array as a whole; np.maximum and np.where go element by element."),
        (LEAKY_STEP, "leaky_relu(z, slope) / z", "at z = 0 the result is nan, as 0/0 is: we take the left slope there."),
        (LEAKY_STEP, "np.where(z > 0, 1.0, np.where(z < 0, slope, 0.0))", "at z = 0 we take the left slope; yours is 0 there."),
        (LEAKY_STEP, "np.where(z > slope, 1.0, slope)", "the bend is at 0, not at the slope."),
        (LEAKY_STEP, "np.maximum(slope, 1) + 0 * z", "this is 1 everywhere: left of zero it is slope. The sign of z says which of them holds, not that of an array into which slope is put already."),
        (LEAKY_STEP, "np.where(z > 0, z, slope)", "right of zero the derivative of z is 1."),
    ),
    right=(
        "def leaky_relu_derivative(z, slope=0.01):\n    return slope + (1 - slope) * (z > 0)",
        "def leaky_relu_derivative(z, slope=0.01):\n    d = np.full(np.shape(z), float(slope))\n    d[np.asarray(z) > 0] = 1\n    return d",
    ),
)

MERGE_LINEAR_LAYERS = Exercise(
    "merge_linear_layers",
    layer_inputs,
    "W and b are right for layers of several widths.",
    returns=("W", "b"),
    hints=(
        "Put the first layer into the second: W2(W1 x + b1) + b2. Multiply out, and read off what stands before x and what stands alone.",
        "W is (n_y, n_x) and b is (n_y, 1). (n_y, n_h) times (n_h, n_x) gives the first of them.",
        "What stands before x is np.dot(W2, W1).",
    ),
    mistakes=(
        ("np.dot(W2, W1)", "np.dot(W1, W2)", "the order is wrong: x meets W1 first, so W1 stands on the right."),
        ("np.dot(W2, W1)", "W1 @ W2", "the order is wrong: x meets W1 first, so W1 stands on the right."),
        ("np.dot(W2, W1), np.dot(W2, b1) + b2", "np.dot(W2, b1) + b2, np.dot(W2, W1)", "W and b have changed places: W is returned first."),
        ("np.dot(W2, W1)", "np.dot(W2.T, W1.T)", "nothing is to be transposed: W2 is (n_y, n_h) and W1 (n_h, n_x), which fit as they are."),
        ("np.dot(W2, W1)", "np.dot(W2, W1).T", "W is transposed: it must have a row for each output, (n_y, n_x)."),
        ("np.dot(W2, b1) + b2", "b1 + b2", "the first bias goes through the second layer too: it is multiplied by W2."),
        ("np.dot(W2, b1) + b2", "b2", "the first bias is lost: it goes through W2 and is added to b2."),
        ("np.dot(W2, b1) + b2", "np.dot(W2, b1)", "the second bias is lost."),
        ("np.dot(W2, b1) + b2", "np.dot(W2, b1 + b2)", "only b1 goes through W2; b2 is added after it."),
        ("np.dot(W2, b1) + b2", "np.dot(W2, b1) - b2", "b2 is added, not subtracted."),
        ("np.dot(W2, b1) + b2", "np.sum(W2 * b1) + b2", "W2 · b1 is a matrix product, row by row, not the sum of all products element by element."),
        ("np.dot(W2, b1) + b2", "W2 * b1 + b2", "W2 · b1 is a matrix product, not a product element by element."),
        ("np.dot(W2, W1)", "W2 * W1", "W2 · W1 is a matrix product, not a product element by element."),
        ("np.dot(W2, b1) + b2", "np.dot(W2, b1) * b2", "b2 is added, it does not multiply."),
        ("np.dot(W2, b1) + b2", "np.sum(W2 * b1.T, axis=1) + b2", "what b2 is added to has lost its second dimension: (n_y,) and the column b2 give (n_y, n_y), where a column (n_y, 1) belongs."),
        ("np.dot(W2, b1) + b2", "np.dot(b1, W2) + b2", "the order is wrong: b1 meets W2, so b1 stands on the right."),
        ("np.dot(W2, b1) + b2", "np.dot(W2, b1 * b2)", "b2 is added after W2 · b1, it does not multiply b1."),
        ("np.dot(W2, b1) + b2", "np.dot(np.dot(W2, W1), b1) + b2", "W1 comes in too: b1 is added after W1, so it passes through W2 alone."),
        ("np.dot(W2, W1)", "np.dot(W2, W1 + b1)", "b1 is no part of W: what does not multiply x belongs into b."),
        ("np.dot(W2, W1)", "W2 + W1", "layers in a row multiply their matrices; they do not add."),
    ),
    right=(
        "def merge_linear_layers(W1, b1, W2, b2):\n    return W2 @ W1, W2 @ b1 + b2",
        'def merge_linear_layers(W1, b1, W2, b2):\n    return np.einsum("ij,jk->ik", W2, W1), b2 + np.sum(W2 * b1.T, axis=1, keepdims=True)',
        """
def merge_linear_layers(W1, b1, W2, b2):
    n_x = W1.shape[1]
    b = W2 @ (W1 @ np.zeros((n_x, 1)) + b1) + b2
    return W2 @ (W1 @ np.eye(n_x) + b1) + b2 - b, b
""",
    ),
)

EXERCISES = (TANH, TANH_DERIVATIVE, RELU, RELU_DERIVATIVE, LEAKY_RELU, LEAKY_RELU_DERIVATIVE, MERGE_LINEAR_LAYERS)
