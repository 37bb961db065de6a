"""The exercises of lesson 1, initialization."""

import numpy as np

from classroom.exercises import Case, Exercise, wide
from classroom.exercises.week4_deep_network.building_blocks import whole, without_guard


def features(rng, n, m, m_test):
    """A training and a test set whose features differ in size and lie off centre, each in its own way."""
    size, centre = rng.uniform(2, 30, size=(n, 1)), rng.uniform(5, 90, size=(n, 1))
    return centre + size * rng.normal(size=(n, m)), 1 + centre + 2 * size * rng.normal(size=(n, m_test))


def standardize_inputs(rng):
    """One to do by hand, with the means 5 and 60 and the deviations 3 and 30; random ones, a square one with a single test
    example, whole numbers, and a feature that never changes in training beside one that hardly does.
    """
    X_train = np.array([[0.0, 6.0, 6.0, 8.0], [110.0, 50.0, 50.0, 30.0]])
    small = X_train, np.array([[8.0, -1.0, 5.0], [90.0, 120.0, 0.0]])
    numbers = tuple(np.round(X).astype(int) for X in features(rng, 2, 7, 3))
    X_train, X_test = features(rng, 3, 6, 4)
    X_train[1], X_test[1] = 4.0, [5.5, 4.0, 1.0, 7.0]  # only the test set shows by what it was divided
    X_train[0], X_test[0] = X_train[0] / 100, X_test[0] / 100  # a deviation less than 1
    return [Case(small), Case(features(rng, 3, 5, 4)), Case(features(rng, 4, 4, 1)), Case(numbers), Case((X_train, X_test))]


def zeros_inputs(rng):
    """Two layers, one, three layers of different sizes, two equal sizes in a row, eleven layers."""
    sizes = [int(n) for n in rng.permutation(np.arange(2, 10))[:4]]
    return [Case(([3, 2, 4],)), Case(([3, 2],)), Case((sizes,)), Case(([4, 4, 1],)), Case(([1, 2] * 6,))]


def draws_inputs(spread):
    """Inputs for random weights of standard deviation spread(n_prev).

    Sizes are about powers of 4, so that one layer's width in place of another's changes the spread by a factor of almost 2 or more;
    thousands of weights each, so that chance does not. Two layers have the same shape. Then eleven layers: W10 is no W1.
    """

    def inputs(rng):
        few, many = wide(rng, *rng.permutation([64, 256]))
        return [case([256, 16]), case([few, many, 64, 64, 64, 1024, 4]), case([64] * 10 + [16, 64])]

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

TINY = (
    "a tiny number stands in for the deviation 0: a feature that is constant in training then blows up in the test set, where it may "
    "differ. Where the deviation is 0, divide by 1."
)

SPREAD = "np.std(X_train, axis=1, keepdims=True)"
WRONG_SCALES = (  # named with the guard against a deviation of 0 and without it
    (STATISTICS, STATISTICS.replace("X_train", "X_test"), "mean and deviation come from the test set; the training set's are wanted."),
    (STATISTICS, STATISTICS.replace("axis=1", "axis=0"), "the statistics run over the features (axis 0); each feature needs its own, over the examples (axis 1)."),
    (STATISTICS, STATISTICS.replace(", axis=1, keepdims=True", ""), "one mean and one deviation are taken over the whole table; each feature, a row, needs its own."),
    (STATISTICS, STATISTICS.replace(", keepdims=True", ""), "mean and deviation have lost their second dimension: keepdims=True keeps it (n_x, 1), so that they broadcast along the rows."),
    ("np.std(X_train, axis=1", "np.var(X_train, axis=1", "it divides by the variance; the standard deviation is its square root."),
    ("np.std(X_train, axis=1", "np.std(X_train, ddof=1, axis=1", "the deviation divides by m − 1; np.std's own default, m, is wanted here."),
    ("np.std(X_train, axis=1", "np.ptp(X_train, axis=1", "it divides by largest minus smallest value; the standard deviation is wanted."),
    ("np.std(X_train, axis=1", "np.max(np.abs(X_train), axis=1", "it divides by the largest size; the standard deviation is wanted."),
    ("np.mean(X_train, axis=1", "np.median(X_train, axis=1", "it centres at the median; the mean is wanted."),
    (RETURN, RETURN.replace(" / deviation", ""), "the sets are centred and not scaled: the division by the deviation is missing."),
    (RETURN, RETURN.replace("(X_train - mean)", "X_train").replace("(X_test - mean)", "X_test"), "the sets are scaled and not centred: the mean has to be subtracted first."),
    (RETURN, RETURN.replace("(X_train - mean)", "X_train - mean").replace("(X_test - mean)", "X_test - mean"), "only the mean is divided: brackets around the difference are missing."),
    (RETURN, "return (X_train - mean) / deviation, X_test", "the test set comes back as it was; it needs the same mean and deviation as the training set."),
    (RETURN, "return (X_train - mean) * deviation, (X_test - mean) * deviation", "it multiplies by the deviation; to make every feature's deviation 1, divide."),
    (SPREAD, "np.sqrt(np.mean(X_train**2, axis=1, keepdims=True))", "it divides by the root mean square; the deviation is that of the centred values, so the mean comes off before the squares."),
    (SPREAD, "np.linalg.norm(X_train, axis=1, keepdims=True)", "it divides by the length of each row; the standard deviation is wanted, the root of the mean square after centring."),
    (SPREAD, "np.linalg.norm(X_train - mean, axis=1, keepdims=True)", "it divides by the length of each centred row, √m times the deviation: the mean of the squares is wanted, not their sum."),
)

STANDARDIZE = Exercise(
    "standardize",
    standardize_inputs,
    "both sets are centred and scaled with the training set's numbers, a constant feature is centred only, and the "
    "arguments stay as they were.",
    returns=("X_train_standardized", "X_test_standardized"),
    hints=(
        "Mean and standard deviation of each feature come from the training set alone and are used for both sets. A standard deviation of 0 must not divide.",
        "One mean and one deviation per feature: columns (n_x, 1), so along axis 1 with keepdims.",
        "np.where(deviation == 0, 1.0, deviation) replaces the zeros.",
    ),
    mistakes=(
        *WRONG_SCALES,
        *without_guard(f"{STATISTICS}\n{GUARD}    {RETURN}", GUARD, "", WRONG_SCALES),
        (RETURN, OWN.format(guard=" or 1"), OWN_STATISTICS),
        (RETURN, OWN.format(guard=""), OWN_STATISTICS),
        (GUARD + "    " + RETURN, "    " + OWN.format(guard=""), OWN_STATISTICS + " And 0/0, for a feature that never changes, is nan."),
        (
            STATISTICS,
            STATISTICS.replace("X_train", "np.hstack([X_train, X_test])"),
            "mean and deviation are taken over both sets together; the test set must not have a say in training.",
        ),
        (GUARD, "", "a feature that is the same in all examples has the deviation 0, and 0/0 is nan: divide such a feature by 1."),
        (GUARD, "    deviation = np.maximum(deviation, 1)\n", "a deviation less than 1 counts as 1, too: only one of 0 is to be replaced."),
        (GUARD, "    deviation = deviation + 1e-8\n", TINY),
        (GUARD, "    deviation = np.maximum(deviation, 1e-12)\n", TINY),
        (
            GUARD + "    " + RETURN,
            "    with np.errstate(all='ignore'):\n        return tuple(np.nan_to_num((X - mean) / deviation) for X in (X_train, X_test))",
            "nan is turned into 0 after the division by 0; a value of the test set that differs from the training set's constant "
            "becomes enormous. Where the deviation is 0, divide by 1.",
        ),
        (
            GUARD,
            "    mean, deviation = np.where(deviation == 0, 0.0, mean), np.where(deviation == 0, np.inf, deviation)\n",
            "a feature that is constant in training is set to 0 in the test set as well; it is to be centred only, and keeps its difference "
            "from the training set's value.",
        ),
        (
            GUARD,
            "    mean, deviation = np.where(deviation == 0, 0.0, mean), np.where(deviation == 0, 1.0, deviation)\n",
            "a feature that is constant in training is left as it was: centre it, only the division is left out.",
        ),
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
    mu, sigma = np.mean(X_train, 1, keepdims=True), np.std(X_train, 1, keepdims=True)
    safe = sigma + (sigma == 0)
    return (X_train - mu) / safe, (X_test - mu) / safe
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

KEYS_FROM_0 = (
    f"    for layer in {LAYERS}:\n",
    f"    class From0(dict):\n"
    f"        def __setitem__(self, key, value):\n"
    f"            super().__setitem__(f'{{key[0]}}{{int(key[1:]) - 1}}', value)\n\n"
    f"    parameters = From0()\n    for layer in {LAYERS}:\n",
    'the numbering starts at 0: the layers are numbered from 1, so the first keys are "W1" and "b1".',
)

INITIALIZE_ZEROS = Exercise(
    "initialize_parameters_zeros",
    zeros_inputs,
    "all shapes are right, and every number is 0, for one, two and three layers.",
    returns=("parameters",),
    nothing_else=True,
    hints=(
        "One round per layer, from 1 to L, with zeros in both.",
        "W of layer l is (layers_dims[l], layers_dims[l − 1]), b is (layers_dims[l], 1).",
        "The loop is for layer in range(1, len(layers_dims)), and a key is written f\"W{layer}\".",
    ),
    mistakes=(
        LAST,
        FLAT,
        ROW,
        ONES,
        KEYS_FROM_0,
        ("    return parameters", "    return list(parameters.values())", "the arrays come in a list: a dictionary is wanted, each array under its name, \"W1\", \"b1\", …"),
        (f"np.zeros({WEIGHTS})", "np.zeros((layers_dims[layer - 1], layers_dims[layer]))", "the weights are transposed: W[l] is (n[l], n[l−1]), one row for each unit of its own layer."),
        (f"np.zeros({WEIGHTS})", f"np.ones({WEIGHTS})", "the weights are 1: zeros are wanted here."),
        (f"np.zeros({WEIGHTS})", "np.zeros((layers_dims[layer], layers_dims[layer]))", "W[l] is square here: it has one column for each unit of the layer before, n[l−1]."),
        (f"np.zeros({WEIGHTS})", f"np.random.RandomState(3).randn{WEIGHTS} * 0.01", "the weights are random: zeros are wanted here."),
        (f"np.zeros({WEIGHTS})", "0.0", "W[l] is a single number: a matrix (n[l], n[l−1]) of zeros is wanted."),
        (BIASES, "0.0", "b[l] is a single number: a column (n[l], 1) of zeros is wanted."),
        (BIASES, "np.zeros((layers_dims[layer - 1], 1))", "the bias has the size of the layer before: one for each unit of its own layer, n[l], is wanted."),
        (
            f'parameters[f"W{{layer}}"] = np.zeros({WEIGHTS})\n        parameters[f"b{{layer}}"]',
            f'parameters["W{{layer}}"] = np.zeros({WEIGHTS})\n        parameters["b{{layer}}"]',
            'the f before the text is missing, so every layer has the same name, "W{layer}": f"W{layer}" puts the number in.',
        ),
        (f'        parameters[f"b{{layer}}"] = {BIASES}\n', "", "the biases are missing: every layer has a \"b\"."),
        ("    return parameters", "        return parameters", "it ends after the first layer: does a return or a break stand inside the loop?"),
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

def biases_too(line, value):
    """A patch that sets the biases as well, in the loop, after the line that sets the weights."""
    return line, f'{line}\n        parameters[f"b{{layer}}"] = {value}'


def bias_slips(line):
    """The mistakes of who sets the biases as well, though they are there."""
    return (
        (*biases_too(line, "np.zeros(layers_dims[layer])"), FLAT[2]),
        (*biases_too(line, "np.zeros((1, layers_dims[layer]))"), ROW[2]),
        (*biases_too(line, "np.ones((layers_dims[layer], 1))"), ONES[2]),
        (*biases_too(line, "np.random.RandomState(seed).randn(layers_dims[layer], 1)"), "the biases are random: they can start at 0, as the random weights already make the units differ."),
    )


def own_loop(body, factor, mistakes):
    """The mistakes of who writes the whole loop anew, with a dictionary of their own, in place of `body`."""
    written = (
        f"{START}    parameters = {{}}\n    for layer in {LAYERS}:\n        W = {DRAW}\n"
        f'        parameters[f"W{{layer}}"] = W * {factor}\n        parameters[f"b{{layer}}"] = {BIASES}\n    return parameters'
    )
    patched = [(written.replace(old, new), sentence) for old, new, sentence in mistakes if written.count(old) == 1]
    return tuple((body, new, sentence) for new, sentence in patched)


PAIR = (DRAW, f"rng.randn({WEIGHTS})", "randn and rand take the sizes as two arguments, randn(3, 2), not as a pair in brackets of its own.")
ALIKE = (DRAW, "rng.randn(1, layers_dims[layer - 1]) * np.ones((layers_dims[layer], 1))", "all units of a layer get the same weights: draw the whole matrix, so that they differ.")
FIXED = (START, "    rng = np.random.RandomState(3)\n", "the seed is fixed: take the numbers from the generator that the argument seed starts.")
TEN_BODY = f"""{START}    parameters = initialize_parameters_zeros(layers_dims)
    ### BEGIN SOLUTION
    for layer in {LAYERS}:
        W = {DRAW}
        parameters[f"W{{layer}}"] = W * 10
    ### END SOLUTION
    return parameters"""
HE_BODY = f"""    parameters = initialize_parameters_random(layers_dims, seed)
    ### BEGIN SOLUTION
    for layer in {LAYERS}:
        parameters[f"W{{layer}}"] = parameters[f"W{{layer}}"] / 10 * np.sqrt(2 / layers_dims[layer - 1])
    ### END SOLUTION
    return parameters"""
TEN = 'parameters[f"W{layer}"] = W * 10'
TEN_MISTAKES = (
    (LAYERS, LAST[1], "the last layer's weights are still zero: len(layers_dims) counts the input layer too, so range(1, len(layers_dims)) reaches all."),
    (LAYERS, "range(2, len(layers_dims))", "the first layer's weights are still zero: the layers count from 1."),
    (TEN, TEN.replace("{layer}", "{layer - 1}"), 'the numbering starts at 0: the layers are numbered from 1, so the first weights go under the name "W1".'),
    (TEN, TEN.replace('f"W', '"W'), 'the weights go under other names than "W1", "W2", …, which stay as they were: f"W{layer}", with the f, puts the number in.'),
    (TEN, TEN.replace(" = W * 10", " *= W * 10"), "all weights are still zero: the new ones take the place of the zeros in the dictionary (with =; *= would multiply them into the zeros)."),
    (TEN, "parameters = W * 10", "the dictionary is overwritten by one layer's weights: put them under their name in it."),
    ("    return parameters", "        return parameters", "it ends after the first layer: does a return or a break stand inside the loop?"),
    *bias_slips(TEN),
    PAIR,
    (DRAW, f"np.abs(rng.randn{WEIGHTS})", "the weights are all positive: leave the normal numbers their signs."),
    (DRAW, f"rng.rand{WEIGHTS}", "the weights are uniform and all positive (rand): randn draws from the normal distribution with mean 0."),
    (DRAW, "rng.randn(layers_dims[layer - 1], layers_dims[layer])", "the weights are transposed: W[l] is (n[l], n[l−1]), one row for each unit of its own layer."),
    ALIKE,
    (DRAW, f"np.random.RandomState(seed).randn{WEIGHTS}", "the random numbers start anew in every layer, so that layers of the same shape get the same weights: make the generator once, before the loop."),
    FIXED,
    (START, "    rng = np.random.RandomState()\n", "the seed is not used, so that every call gives other numbers: draw them from the generator that it starts."),
    *own_loop(TEN_BODY, "10", (LAST, KEYS_FROM_0)),
)

INITIALIZE_RANDOM = Exercise(
    "initialize_parameters_random",
    draws_inputs(lambda n_prev: 10.0),
    "the weights have mean 0 and standard deviation 10 in every layer, new ones for each seed; the biases are 0.",
    returns=("parameters",),
    summary="initial_parameters",
    nothing_else=True,
    hints=(
        "As with zeros, but the weights are drawn, and large: numbers of standard deviation 1, times 10.",
        "W of layer l is (layers_dims[l], layers_dims[l − 1]); the biases are there, and stay zero.",
        "rng.randn(…, …) draws the matrix of one layer: replace the weights in parameters by it, times 10.",
    ),
    mistakes=TEN_MISTAKES
    + tuple(
        ("= W * 10", f"= W * {factor}", sentence)
        for factor, sentence in (
            ("0.01", "the factor is 0.01: this start is the large one, × 10."),
            ("1 + 10", "10 is added to the weights: their mean is then 10; multiply by 10, so that the standard deviation is."),
            ("0 + rng.uniform(-10, 10, W.shape)", "the weights are uniform between −10 and 10, with a deviation of 5.8: normal numbers of standard deviation 10 are wanted."),
            ("1", "the factor 10 is missing: these weights have the standard deviation 1."),
            ("0.1", "the weights are divided by 10: this start multiplies them."),
            ("np.sqrt(10)", "the factor is the root of 10: a standard deviation of 10, not a variance, is wanted."),
            ("100", "the factor is 100: a variance of 100 is a standard deviation of 10."),
            ("np.sqrt(2 / layers_dims[layer - 1])", "this is He's start; the large one is × 10 whatever the layer's size."),
        )
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

STILL_TEN = (
    "the weights are those of the × 10 start: their factor has to depend on n[l−1], and the new ones go into the dictionary, "
    "under their name."
)
OF_BOTH = (
    ("0.01", "the factor is 0.01 whatever the layer's width: it has to depend on n[l−1]."),
    ("10", STILL_TEN),
    ("1", "the factor is missing: it has to depend on n[l−1]."),
    ("np.sqrt(2 / (layers_dims[layer - 1] + layers_dims[layer]))", "this is the form of Glorot's paper, with both layers' widths: here the width of the layer before alone is wanted."),
)

HE = "/ 10 * np.sqrt(2 / layers_dims[layer - 1])"
HE_LINE = f'parameters[f"W{{layer}}"] = parameters[f"W{{layer}}"] {HE}'
LARGE = 'parameters[f"W{layer}"] / 10 *'
HE_MISTAKES = (
    (HE, HE.removeprefix("/ 10 "), "the weights are ten times too large; if they are made from the × 10 start, divide them by 10."),
    (HE, HE.replace("10", "100"), "the weights are ten times too small: the factor 10 is to be taken out once."),
    (HE, HE.replace("/ 10", "* 10"), "the weights are multiplied by 10 once more: the factor 10 is to be taken out."),
    (LAYERS, LAST[1], "the last layer has kept its factor 10: len(layers_dims) counts the input layer too, so range(1, len(layers_dims)) reaches all."),
    (LAYERS, "range(2, len(layers_dims))", "the first layer has kept its factor 10: the layers count from 1."),
    (HE_LINE, HE_LINE.replace("W{layer}", "W{layer - 1}", 1), 'the numbering starts at 0: the layers are numbered from 1, so the first weights go under the name "W1".'),
    (HE_LINE, HE_LINE.replace('parameters[f"W{layer}"] =', "W ="), STILL_TEN),
    ("    return parameters", "        return parameters", "it ends after the first layer: does a return or a break stand inside the loop?"),
    *bias_slips(HE_LINE),
    (LARGE, f"np.random.RandomState(seed).rand{WEIGHTS} *", "the weights are uniform and all positive (rand): randn draws from the normal distribution with mean 0."),
    (LARGE, f"np.random.RandomState(seed).randn{WEIGHTS} *", "the random numbers start anew in every layer, so that layers of the same shape get the same weights: make the generator once, before the loop."),
    (LARGE, f"np.random.RandomState().randn{WEIGHTS} *", "the seed is not used, so that every call gives other numbers: draw them from the generator that it starts."),
    (LARGE, 'parameters[f"W{layer}"].T / 10 *', "the weights are transposed: W[l] is (n[l], n[l−1]), one row for each unit of its own layer."),
    (LARGE, 'parameters[f"W{layer}"] / np.std(parameters[f"W{layer}"]) *', "the weights are divided by the deviation that this draw happens to have: divide them by 10, the one they are drawn with."),
    (LARGE, 'np.abs(parameters[f"W{layer}"]) / 10 *', "the weights are all positive: leave the normal numbers their signs."),
    ("initialize_parameters_random(layers_dims, seed)", "initialize_parameters_random(layers_dims)", FIXED[2]),
    *own_loop(HE_BODY, "np.sqrt(2 / layers_dims[layer - 1])", (LAST, KEYS_FROM_0, PAIR, ALIKE, FIXED)),
)

INITIALIZE_HE = Exercise(
    "initialize_parameters_he",
    draws_inputs(lambda n_prev: np.sqrt(2 / n_prev)),
    "every layer's weights have mean 0 and He's standard deviation, new ones for each seed; the biases are 0.",
    returns=("parameters",),
    summary="initial_parameters",
    nothing_else=True,
    hints=(
        "Only the factor is new: take the 10 out, and put the right one in. A variance of 2/n means that the standard deviation is its root.",
        "n[l − 1] is the number of inputs of layer l, layers_dims[l − 1]; the shapes of the weights stay.",
        "The × 10 weights, divided by 10, are to be multiplied by np.sqrt(2 / layers_dims[layer - 1]).",
    ),
    mistakes=HE_MISTAKES
    + tuple(
        (HE, f"/ 10 * {factor}", sentence)
        for factor, sentence in (
            *OF_BOTH,
            ("np.sqrt(2 / layers_dims[layer])", "it takes the layer's own width n[l]; each unit adds up n[l−1] inputs, so the width of the layer before counts."),
            ("np.sqrt(2 / layers_dims[0])", "it takes the width of the input for all layers; each layer needs that of the layer before it, n[l−1]."),
            ("np.sqrt(2 / (layers_dims[layer - 1] * layers_dims[layer]))", "the number of weights is taken; each unit adds up n[l−1] inputs, so only the width of the layer before counts."),
            ("np.sqrt(2 / len(layers_dims))", "the number of layers is taken; each unit adds up n[l−1] inputs, so the width of the layer before counts."),
            ("(2 / layers_dims[layer - 1])", "the square root is missing: 2/n[l−1] is the variance, the standard deviation is its root."),
            ("(2 / layers_dims[layer])", "the square root is missing, and it takes the layer's own width n[l] for that of the layer before, n[l−1]."),
            ("np.sqrt(1 / layers_dims[layer])", "this is 1/n with the layer's own width n[l]: He's variance is 2/n, with the width of the layer before, n[l−1]."),
            ("(np.sqrt(2) / layers_dims[layer - 1])", "the root covers the 2 alone: n[l−1] belongs under it too."),
            ("np.sqrt(layers_dims[layer - 1] / 2)", "the fraction is upside down: the more inputs, the smaller the weights."),
            ("np.sqrt(1 / layers_dims[layer - 1])", "this is Xavier's start, 1/n[l−1]: He's variance is twice that, as relu halves the mean square."),
            ("np.sqrt(2 // layers_dims[layer - 1])", "the weights are all zero: 2/n[l−1] is a fraction, which // drops and / keeps."),
            ("(2 / layers_dims[layer - 1]) ** 1 / 2", "a power comes before a division: (2/n) ** 1 / 2 is half of 2/n. The root is (2/n) ** 0.5, or np.sqrt(2/n)."),
            ("(2 / np.sqrt(layers_dims[layer - 1]))", "the root covers n[l−1] alone: the 2 belongs under it too."),
        )
    )
    + tuple(
        (HE, f"* {factor}", f"the 10 of the random start is still in the weights, and {sentence}")
        for factor, sentence in (
            ("np.sqrt(2 / layers_dims[layer])", "the factor takes the layer's own width n[l] for that of the layer before, n[l−1]."),
            ("(2 / layers_dims[layer - 1])", "the factor lacks its square root."),
            ("np.sqrt(1 / layers_dims[layer - 1])", "the factor is Xavier's: He's variance, 2/n[l−1], is twice that."),
        )
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


def signal_inputs(rng):
    """A relu layer to follow by hand, the size of whose input is 5; four layers of different widths, and one layer only, whose
    input alone counts; whole numbers; eleven layers, whose names are in another order than their numbers; biases of zero.
    """
    small = {"W1": np.array([[1.0], [-1.0]]), "b1": np.array([[1.0], [3.0]])}
    small |= {"W2": np.array([[1.0, 2.0]]), "b2": np.array([[-1.0]])}
    X = np.array([[1.0, 7.0]])
    single = {"W1": rng.normal(size=(1, 3)), "b1": rng.normal(size=(1, 1))}
    return [
        Case((X, small)),
        Case((2 + 3 * rng.normal(size=(4, 7)), network(rng, [4, 8, 6, 5, 1]))),
        Case((rng.normal(size=(6, 1)), network(rng, [6, 6, 6, 1]))),
        Case((rng.normal(size=(3, 5)), single)),
        Case((whole(rng, 3, 6), network(rng, [3, 5, 4, 1]))),
        Case((rng.normal(size=(3, 4)), network(rng, [3] * 12))),
        Case((rng.normal(size=(2, 5)), without_biases(network(rng, [2, 4, 3, 1])))),
    ]


def network(rng, layers_dims):
    """Weights and biases, of which enough are positive that no layer falls silent."""
    parameters = {}
    for layer, (n_prev, n) in enumerate(zip(layers_dims, layers_dims[1:]), start=1):
        parameters[f"W{layer}"] = rng.normal(0.3, 1, size=(n, n_prev))
        parameters[f"b{layer}"] = rng.uniform(0.5, 2, size=(n, 1))
    return parameters


def without_biases(parameters):
    """The same weights, and biases of zero."""
    return {name: 0 * value if name[0] == "b" else value for name, value in parameters.items()}


SQUARES = "        sizes.append(np.sqrt(np.mean(A**2)))"
FIRST = "sizes = [np.sqrt(np.mean(A**2))]"
RELU = 'np.maximum(0, parameters[f"W{layer}"] @ A + parameters[f"b{layer}"])'
BODY = f"""    {FIRST}
    for layer in range(1, L):
        A = {RELU}
{SQUARES}
"""


def measured_by(measure):
    """The body with another measure of the size."""
    return (BODY, BODY.replace("np.sqrt(np.mean(A**2))", measure))


SIGNAL_SIZES = Exercise(
    "signal_sizes",
    signal_inputs,
    "the sizes of the inputs and of every relu layer are right, for networks of one to four layers.",
    returns=("sizes",),
    hints=(
        "Run forward through the relu layers, and note one number at X and after each layer. The output layer is not among them.",
        "There are L layers, so L − 1 relu layers and L sizes; each activation is (n[l], m).",
        "The root mean square of A is np.sqrt(np.mean(A**2)).",
    ),
    mistakes=(
        (*measured_by("np.mean(A)"), "this is the mean; square the numbers first, and take the root of the mean of the squares."),
        (*measured_by("np.mean(np.abs(A))"), "this is the mean of the sizes |a|; square them, and take the root of the mean of the squares."),
        (*measured_by("np.mean(A**2)"), "the root is missing: this is the mean square."),
        (*measured_by("np.std(A)"), "the mean is subtracted first, as np.std does, and relu's activations have one that is not 0: the root of the mean of the squares is wanted."),
        (*measured_by("np.linalg.norm(A)"), "the squares are added up and not averaged, so that the size grows with the number of units and examples."),
        (*measured_by("np.max(np.abs(A))"), "this is the largest number; the root of the mean of the squares is wanted."),
        (*measured_by("np.linalg.norm(A) / np.sqrt(A.shape[0])"), "the squares are averaged over the units only; the mean runs over units and examples."),
        (*measured_by("np.linalg.norm(A) / np.sqrt(A.shape[1])"), "the squares are averaged over the examples only; the mean runs over units and examples."),
        (*measured_by("A.size"), "these are the numbers of elements; the size of a signal is the root of the mean of the squares."),
        (*measured_by("np.sqrt(np.mean(A**2, axis=1))"), "each unit has a size of its own here; the mean runs over units and examples, one number for a layer."),
        (*measured_by("np.sqrt(np.mean(A**2, axis=0))"), "each example has a size of its own here; the mean runs over units and examples, one number for a layer."),
        (
            BODY,
            BODY.replace(FIRST, "sizes = []").replace("range(1, L)", "range(1, L + 1)"),
            "the sizes are those of A[1] … A[L]: begin with the inputs, A[0] = X, and leave layer L, the sigmoid, out.",
        ),
        (FIRST, "sizes = []", "the inputs A[0] = X are missing: their size comes first."),
        ("for layer in range(1, L)", "for layer in range(1, L - 1)", "the last relu layer, L − 1, is missing."),
        ("for layer in range(1, L)", "for layer in range(1, L + 1)", "one size too many: layer L is the sigmoid and is left out."),
        (RELU, 'parameters[f"W{layer}"] @ A + parameters[f"b{layer}"]', "relu is missing: the size of A[l] is wanted, not that of Z[l]."),
        (RELU, 'np.maximum(0, parameters[f"W{layer}"] @ A)', "the biases are missing in Z."),
        (RELU, 'np.tanh(parameters[f"W{layer}"] @ A + parameters[f"b{layer}"])', "the activation is tanh; these are relu layers."),
        (
            f"        A = {RELU}\n{SQUARES}",
            '        Z = parameters[f"W{layer}"] @ A + parameters[f"b{layer}"]\n        A = np.maximum(0, Z)\n        sizes.append(np.sqrt(np.mean(Z**2)))',
            "the signal is handed on through relu, and measured before it: the size of A[l] is wanted, not that of Z[l].",
        ),
        ("    return np.array(sizes)", "    return sizes[-1]", "only the last layer's size comes back: the sizes of all layers are wanted, in one array."),
        ("    return np.array(sizes)", "    return sizes", "the sizes come in a list: an array of shape (L,) is wanted."),
    ),
    right=(
        """
def signal_sizes(X, parameters):
    _, caches = L_model_forward(X, parameters)
    return np.array([np.mean(cache[0][0] ** 2) ** 0.5 for cache in caches])
""",
        """
def signal_sizes(X, parameters):
    L = len(parameters) // 2
    sizes = np.zeros(L)
    for l in range(L):
        sizes[l] = np.linalg.norm(X) / np.sqrt(X.size)
        X = parameters["W" + str(l + 1)] @ X + parameters["b" + str(l + 1)]
        X = X * (X > 0)
    return sizes
""",
    ),
)

EXERCISES = (STANDARDIZE, INITIALIZE_ZEROS, INITIALIZE_RANDOM, INITIALIZE_HE, SIGNAL_SIZES)
