"""The exercises of lesson 1, initialization."""

import numpy as np

from classroom.exercises import Case, Exercise


def features(rng, n, m, m_test):
    """A training and a test set whose features differ in size and lie off centre, each in its own way."""
    size, centre = rng.uniform(2, 30, size=(n, 1)), rng.uniform(5, 90, size=(n, 1))
    return centre + size * rng.normal(size=(n, m)), 1 + centre + 2 * size * rng.normal(size=(n, m_test))


def standardize_inputs(rng):
    """A small one, one to do by hand, a square one with a single test example, and a feature that never changes."""
    small = np.array([[1.0, 3.0, 5.0], [10.0, 20.0, 60.0]]), np.array([[3.0, 7.0], [30.0, 50.0]])
    X_train, X_test = features(rng, 3, 6, 4)
    X_train[1], X_test[1] = 4.0, 4.0
    return [Case(small), Case(features(rng, 3, 5, 4)), Case(features(rng, 4, 4, 1)), Case((X_train, X_test))]


def zeros_inputs(rng):
    """One layer, three layers of different sizes, two equal sizes in a row."""
    sizes = [int(n) for n in rng.permutation([2, 3, 4, 5])]
    return [Case(([3, 2],)), Case((sizes,)), Case(([4, 4, 1],))]


def draws_inputs(spread):
    """Inputs for random weights of standard deviation spread(n_prev).

    Sizes are powers of 4, so that one layer's width in place of another's changes the spread by a factor of 2 or more;
    thousands of weights each, so that chance does not. Two layers have the same shape.
    """

    def inputs(rng):
        few, many = (int(n) for n in rng.permutation([64, 256]))
        return [case([256, 16]), case([few, many, 64, 64, 64, 1024, 4])]

    def case(layers_dims):
        pairs = enumerate(zip(layers_dims[1:], layers_dims), start=1)
        wanted = {}
        for layer, (_, n_prev) in pairs:
            wanted |= {f"W{layer}": float(spread(n_prev)), f"b{layer}": 0.0}
        return Case((layers_dims,), wanted=wanted)

    return inputs


STATISTICS = """mean = np.mean(X_train, axis=1, keepdims=True)
    deviation = np.std(X_train, axis=1, keepdims=True)"""
GUARD = "    deviation = np.where(deviation == 0, 1.0, deviation)\n"
RETURN = "return (X_train - mean) / deviation, (X_test - mean) / deviation"

# The test set by its own statistics, row by row so that one source serves with and without the guard against 0.
OWN = (
    "with np.errstate(all='ignore'):\n"
    "        rows = [(row - np.mean(row)) / np.float64(np.std(row){guard}) for row in X_test]\n"
    "        return (X_train - mean) / deviation, np.array(rows)"
)
OWN_STATISTICS = (
    "the test set is scaled with its own mean and deviation; both sets need the training set's, or the same flat would "
    "get other numbers in the test set than in training."
)

STANDARDIZE = Exercise(
    "standardize",
    standardize_inputs,
    "both sets are centred and scaled with the training set's numbers, a constant feature gives no nan, and the "
    "arguments stay as they were.",
    returns=("X_train_standardized", "X_test_standardized"),
    mistakes=(
        (RETURN, OWN.format(guard=" or 1"), OWN_STATISTICS),
        (RETURN, OWN.format(guard=""), OWN_STATISTICS),
        (GUARD + "    " + RETURN, "    " + OWN.format(guard=""), OWN_STATISTICS + " And 0/0, for a feature that never changes, is nan."),
        (
            STATISTICS,
            STATISTICS.replace("X_train", "np.hstack([X_train, X_test])"),
            "mean and deviation are taken over both sets together; the test set must not have a say in training.",
        ),
        (STATISTICS, STATISTICS.replace("X_train", "X_test"), "mean and deviation come from the test set; the training set's are wanted."),
        (STATISTICS, STATISTICS.replace("axis=1", "axis=0"), "the statistics run over the features (axis 0); each feature needs its own, over the examples (axis 1)."),
        (STATISTICS, STATISTICS.replace(", axis=1, keepdims=True", ""), "one mean and one deviation are taken over the whole table; each feature, a row, needs its own."),
        (STATISTICS, STATISTICS.replace(", keepdims=True", ""), "mean and deviation have lost their second dimension: keepdims=True keeps it (n_x, 1), so that they broadcast along the rows."),
        ("np.std(X_train, axis=1", "np.var(X_train, axis=1", "it divides by the variance; the standard deviation is its square root."),
        ("np.std(X_train, axis=1", "np.std(X_train, ddof=1, axis=1", "the deviation divides by m − 1; np.std's own default, m, is wanted here."),
        ("np.std(X_train, axis=1", "np.ptp(X_train, axis=1", "it divides by largest minus smallest value; the standard deviation is wanted."),
        ("np.std(X_train, axis=1", "np.max(np.abs(X_train), axis=1", "it divides by the largest size; the standard deviation is wanted."),
        ("np.mean(X_train, axis=1", "np.median(X_train, axis=1", "it centres at the median; the mean is wanted."),
        (GUARD, "", "a feature that is the same in all examples has the deviation 0, and 0/0 is nan: divide such a feature by 1."),
        (RETURN, RETURN.replace(" / deviation", ""), "the sets are centred and not scaled: the division by the deviation is missing."),
        (RETURN, RETURN.replace("(X_train - mean)", "X_train").replace("(X_test - mean)", "X_test"), "the sets are scaled and not centred: the mean has to be subtracted first."),
        (RETURN, RETURN.replace("(X_train - mean)", "X_train - mean").replace("(X_test - mean)", "X_test - mean"), "only the mean is divided: brackets around the difference are missing."),
        (RETURN, "return (X_train - mean) / deviation, X_test", "the test set comes back as it was; it needs the same mean and deviation as the training set."),
        (RETURN, "return (X_train - mean) * deviation, (X_test - mean) * deviation", "it multiplies by the deviation; to make every feature's deviation 1, divide."),
        (RETURN, "return (X_test - mean) / deviation, (X_train - mean) / deviation", "the training set comes first, then the test set."),
        (RETURN, "X_train -= mean\n    return X_train / deviation, (X_test - mean) / deviation", "changes its argument X_train"),
    ),
    right=(
        """
def standardize(X_train, X_test):
    mu = X_train.mean(axis=1).reshape(-1, 1)
    sigma = np.sqrt(np.mean((X_train - mu) ** 2, axis=1, keepdims=True))
    sigma[sigma == 0] = 1
    return (X_train - mu) / sigma, (X_test - mu) / sigma
""",
        """
def standardize(X_train, X_test):
    results = np.empty(X_train.shape), np.empty(X_test.shape)
    for row in range(X_train.shape[0]):
        centre, spread = np.mean(X_train[row]), np.std(X_train[row])
        for X, result in zip((X_train, X_test), results):
            result[row] = (X[row] - centre) / (spread if spread > 0 else 1)
    return results
""",
        """
def standardize(X_train, X_test):
    mu, sigma = np.mean(X_train, 1, keepdims=True), np.std(X_train, 1, keepdims=True) + 1e-8
    return (X_train - mu) / sigma, (X_test - mu) / sigma
""",
    ),
)

WEIGHTS = "(layers_dims[layer], layers_dims[layer - 1])"
BIASES = "np.zeros((layers_dims[layer], 1))"
LAYERS = "range(1, len(layers_dims))"

LAST = (LAYERS, "range(1, len(layers_dims) - 1)", "the last layer is missing: len(layers_dims) counts the input layer too, so range(1, len(layers_dims)) reaches all.")
FLAT = (BIASES, "np.zeros(layers_dims[layer])", "the biases have one dimension: columns of shape (n[l], 1) are wanted.")
ROW = (BIASES, "np.zeros((1, layers_dims[layer]))", "the biases are rows: columns of shape (n[l], 1) are wanted.")
ONES = (BIASES, "np.ones((layers_dims[layer], 1))", "the biases are 1: they start at 0.")

INITIALIZE_ZEROS = Exercise(
    "initialize_parameters_zeros",
    zeros_inputs,
    "all shapes are right, and every number is 0, for one, two and three layers.",
    returns=("parameters",),
    mistakes=(
        LAST,
        FLAT,
        ROW,
        ONES,
        (f"np.zeros({WEIGHTS})", "np.zeros((layers_dims[layer - 1], layers_dims[layer]))", "the weights are transposed: W[l] is (n[l], n[l−1]), one row for each unit of its own layer."),
        (f"np.zeros({WEIGHTS})", f"np.ones({WEIGHTS})", "the weights are 1: zeros are wanted here."),
        (f"np.zeros({WEIGHTS})", "np.zeros((layers_dims[layer], layers_dims[layer]))", "W[l] is square here: it has one column for each unit of the layer before, n[l−1]."),
        (f"np.zeros({WEIGHTS})", f"np.random.RandomState(3).randn{WEIGHTS} * 0.01", "the weights are random: zeros are wanted here."),
        (f"np.zeros({WEIGHTS})", "0.0", "W[l] is a single number: a matrix (n[l], n[l−1]) of zeros is wanted."),
        (BIASES, "0.0", "b[l] is a single number: a column (n[l], 1) of zeros is wanted."),
        (BIASES, "np.zeros((layers_dims[layer - 1], 1))", "the bias has the size of the layer before: one for each unit of its own layer, n[l], is wanted."),
        (f'        parameters[f"b{{layer}}"] = {BIASES}\n', "", "the biases are missing: every layer has a \"b\"."),
        ("    return parameters", "        return parameters", "the return stands inside the loop: it ends after the first layer."),
    ),
    right=(
        """
def initialize_parameters_zeros(layers_dims):
    parameters = {}
    for l, (n_prev, n) in enumerate(zip(layers_dims, layers_dims[1:])):
        parameters.update({"b" + str(l + 1): np.zeros([n, 1]), "W" + str(l + 1): np.zeros([n, n_prev])})
    return parameters
""",
        """
def initialize_parameters_zeros(layers_dims):
    shapes = list(zip(layers_dims[1:], layers_dims[:-1]))
    weights = {f"W{k}": np.full(shape, 0) for k, shape in enumerate(shapes, 1)}
    return weights | {f"b{k}": 0 * np.ones((shape[0], 1)) for k, shape in enumerate(shapes, 1)}
""",
    ),
)

DRAW = f"rng.randn{WEIGHTS}"
START = "    rng = np.random.RandomState(seed)\n"

RANDOM_MISTAKES = (
    LAST,
    FLAT,
    ROW,
    ONES,
    (BIASES, "rng.randn(layers_dims[layer], 1)", "the biases are random: they can start at 0, as the random weights already make the units differ."),
    (DRAW, f"rng.rand{WEIGHTS}", "the weights are uniform between 0 and 1, all positive: randn draws from the normal distribution with mean 0."),
    (DRAW, "rng.randn(layers_dims[layer - 1], layers_dims[layer])", "the weights are transposed: W[l] is (n[l], n[l−1]), one row for each unit of its own layer."),
    (DRAW, "rng.randn(1, layers_dims[layer - 1]) * np.ones((layers_dims[layer], 1))", "all units of a layer get the same weights: draw the whole matrix, so that they differ."),
    (DRAW, f"np.random.RandomState(seed).randn{WEIGHTS}", "the random numbers start anew in every layer, so that layers of the same shape get the same weights: make the generator once, before the loop."),
    (START, "    rng = np.random.RandomState(3)\n", "the seed is fixed: hand the argument seed to the generator."),
    (START, "    rng = np.random.RandomState()\n", "the seed is not used, so that every call gives other numbers: hand it to the generator."),
)


def other_spread(old, new, sentence):
    """A mistake in the factor of the weights."""
    return (f"= W * {old}", f"= W * {new}", sentence)


def slips(old, others):
    """The mistakes of a function whose factor is `old`."""
    return RANDOM_MISTAKES + tuple(other_spread(old, new, sentence) for new, sentence in others)


INITIALIZE_RANDOM = Exercise(
    "initialize_parameters_random",
    draws_inputs(lambda n_prev: 10.0),
    "the weights have mean 0 and standard deviation 10 in every layer, new ones for each seed; the biases are 0.",
    returns=("parameters",),
    observe="initial_parameters",
    mistakes=slips(
        "10",
        (
            ("0.01", "the factor is 0.01: this start is the large one, × 10."),
            ("1", "the factor 10 is missing: these weights have the standard deviation 1."),
            ("0.1", "the weights are divided by 10: this start multiplies them."),
            ("np.sqrt(10)", "the factor is the root of 10: a standard deviation of 10, not a variance, is wanted."),
            ("100", "the factor is 100: a variance of 100 is a standard deviation of 10."),
            ("np.sqrt(2 / layers_dims[layer - 1])", "this is He's start; the large one is × 10 whatever the layer's size."),
        ),
    ),
    right=(
        """
def initialize_parameters_random(layers_dims, seed=3):
    rng = np.random.default_rng(seed)
    parameters = {}
    for layer, (n_prev, n) in enumerate(zip(layers_dims, layers_dims[1:]), start=1):
        parameters[f"b{layer}"] = np.zeros((n, 1))
        parameters[f"W{layer}"] = rng.normal(0, 10, size=(n, n_prev))
    return parameters
""",
        """
def initialize_parameters_random(layers_dims, seed=3):
    np.random.seed(seed)
    parameters = {}
    L = len(layers_dims)
    for l in range(1, L):
        parameters["W" + str(l)] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * 10
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters
""",
    ),
)

OF_BOTH = (
    ("0.01", "the factor is 0.01 whatever the layer's width: it has to depend on n[l−1]."),
    ("10", "the factor is 10: it has to depend on n[l−1]."),
    ("1", "the factor is missing: it has to depend on n[l−1]."),
    ("np.sqrt(2 / (layers_dims[layer - 1] + layers_dims[layer]))", "this is the form of Glorot's paper, with both layers' widths: here the width of the layer before alone is wanted."),
)

INITIALIZE_HE = Exercise(
    "initialize_parameters_he",
    draws_inputs(lambda n_prev: np.sqrt(2 / n_prev)),
    "every layer's weights have mean 0 and He's standard deviation, new ones for each seed; the biases are 0.",
    returns=("parameters",),
    observe="initial_parameters",
    mistakes=slips(
        "np.sqrt(2 / layers_dims[layer - 1])",
        (
            *OF_BOTH,
            ("np.sqrt(2 / layers_dims[layer])", "it takes the layer's own width n[l]; each unit adds up n[l−1] inputs, so the width of the layer before counts."),
            ("np.sqrt(2 / layers_dims[0])", "it takes the width of the input for all layers; each layer needs that of the layer before it, n[l−1]."),
            ("(2 / layers_dims[layer - 1])", "the square root is missing: 2/n[l−1] is the variance, the standard deviation is its root."),
            ("(np.sqrt(2) / layers_dims[layer - 1])", "the root covers the 2 alone: n[l−1] belongs under it too."),
            ("np.sqrt(layers_dims[layer - 1] / 2)", "the fraction is upside down: the more inputs, the smaller the weights."),
            ("np.sqrt(1 / layers_dims[layer - 1])", "this is Xavier's start, 1/n[l−1]: He's variance is twice that, as relu halves the mean square."),
            ("np.sqrt(2 // layers_dims[layer - 1])", "the weights are all zero: // drops the fraction; / keeps it."),
            ("(2 / np.sqrt(layers_dims[layer - 1]))", "the root covers n[l−1] alone: the 2 belongs under it too."),
        ),
    ),
    right=(
        """
def initialize_parameters_he(layers_dims, seed=3):
    rng = np.random.default_rng(seed)
    parameters = {}
    for layer, (n_prev, n) in enumerate(zip(layers_dims, layers_dims[1:]), start=1):
        parameters[f"W{layer}"] = rng.normal(scale=(2 / n_prev) ** 0.5, size=(n, n_prev))
        parameters[f"b{layer}"] = np.zeros((n, 1))
    return parameters
""",
        """
def initialize_parameters_he(layers_dims, seed=3):
    np.random.seed(seed)
    parameters = {}
    for l in range(len(layers_dims) - 1):
        W = np.random.standard_normal((layers_dims[l + 1], layers_dims[l]))
        parameters["W" + str(l + 1)] = W / np.sqrt(layers_dims[l] / 2)
        parameters["b" + str(l + 1)] = np.zeros(layers_dims[l + 1]).reshape(-1, 1)
    return parameters
""",
        """
def initialize_parameters_he(layers_dims, seed=3):
    parameters = initialize_parameters_random(layers_dims, seed)
    for l in range(1, len(layers_dims)):
        parameters[f"W{l}"] = parameters[f"W{l}"] / 10 * np.sqrt(2.0 / layers_dims[l - 1])
    return parameters
""",
    ),
)

INITIALIZE_XAVIER = Exercise(
    "initialize_parameters_xavier",
    draws_inputs(lambda n_prev: np.sqrt(1 / n_prev)),
    "every layer's weights have mean 0 and Xavier's standard deviation, new ones for each seed; the biases are 0.",
    returns=("parameters",),
    observe="initial_parameters",
    mistakes=slips(
        "np.sqrt(1 / layers_dims[layer - 1])",
        (
            *OF_BOTH,
            ("np.sqrt(1 / layers_dims[layer])", "it takes the layer's own width n[l]; each unit adds up n[l−1] inputs, so the width of the layer before counts."),
            ("np.sqrt(1 / layers_dims[0])", "it takes the width of the input for all layers; each layer needs that of the layer before it, n[l−1]."),
            ("(1 / layers_dims[layer - 1])", "the square root is missing: 1/n[l−1] is the variance, the standard deviation is its root."),
            ("np.sqrt(layers_dims[layer - 1])", "the fraction is upside down: the more inputs, the smaller the weights."),
            ("np.sqrt(2 / layers_dims[layer - 1])", "this is He's start, 2/n[l−1]: Xavier's variance is half that."),
            ("np.sqrt(1 // layers_dims[layer - 1])", "the weights are all zero: // drops the fraction; / keeps it."),
        ),
    ),
    right=(
        """
def initialize_parameters_xavier(layers_dims, seed=3):
    rng = np.random.default_rng(seed)
    parameters = {}
    for layer, (n_prev, n) in enumerate(zip(layers_dims, layers_dims[1:]), start=1):
        parameters[f"W{layer}"] = rng.normal(size=(n, n_prev)) / np.sqrt(n_prev)
        parameters[f"b{layer}"] = np.zeros((n, 1))
    return parameters
""",
        """
def initialize_parameters_xavier(layers_dims, seed=3):
    parameters = initialize_parameters_he(layers_dims, seed)
    return {name: value / np.sqrt(2) if name[0] == "W" else value for name, value in parameters.items()}
""",
    ),
)

EXERCISES = (STANDARDIZE, INITIALIZE_ZEROS, INITIALIZE_RANDOM, INITIALIZE_HE, INITIALIZE_XAVIER)
