"""The exercises of lesson 2, planar classification."""

import numpy as np

from classroom.exercises import Case, Exercise, wide

HUGE = "for inputs of a million the result is not finite: tanh written with exponentials overflows there, np.tanh does not."


def labels(rng, m):
    """A row of m labels with both classes in it (of m = 1, one)."""
    return rng.permuted(np.arange(m) % 2)[np.newaxis]


def network(rng, n_x, n_h, scale=1.0):
    """Parameters of a network with n_h hidden units and one output, random numbers all."""
    shapes = {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (1, n_h), "b2": (1, 1)}
    return {name: scale * rng.normal(size=shape) for name, shape in shapes.items()}


def values(X, parameters):
    """What all units of a network compute: Z1, A1, Z2, A2."""
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = parameters["W2"] @ A1 + parameters["b2"]
    return {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": 1 / (1 + np.exp(-Z2))}


def by_hand():
    """X, Y and the parameters of two hidden units, to work out on paper."""
    parameters = {
        "W1": np.array([[0.5], [-1.0]]),
        "b1": np.array([[0.5], [0.2]]),
        "W2": np.array([[2.0, -1.0]]),
        "b2": np.array([[0.5]]),
    }
    return np.array([[1.0, -2.0, 3.0]]), np.array([[0, 1, 1]]), parameters


def sure(rng):
    """X, Y and the parameters of a network that is right, and sure of it: the cost is small, the surface nearly flat.

    A training that stops by itself where the cost is small, or no longer falls, takes too few steps here.
    """
    parameters = {
        "W1": np.array([[2.0, -1.0], [1.0, 1.5]]),
        "b1": np.array([[0.5], [-0.25]]),
        "W2": np.array([[9.0, 11.0]]),
        "b2": np.array([[0.25]]),
    }
    X = np.array([[1.0, -1.0, 2.0], [0.5, -0.5, 1.0]]) * (1 + rng.random() / 4)
    return X, np.array([[1, 0, 1]]), parameters


def reordered(dictionary, *names):
    """The same dictionary with its keys in another order: values belong to names, not to places."""
    return {name: dictionary[name] for name in names}


def sizes_inputs(rng):
    """Three features of two examples, and the usual four units; other numbers of units, features, outputs, examples.

    Some are drawn anew each time: sizes learnt by heart are wrong there.
    """
    n_x, n_h, m = map(int, (rng.integers(5, 20), rng.integers(5, 20), rng.integers(20, 40)))
    return [
        Case((np.array([[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]), np.array([[0, 1]]))),
        Case((rng.normal(size=(2, 6)), labels(rng, 6))),
        Case((rng.normal(size=(n_x, 3)), rng.normal(size=(2, 3)), n_h)),
        Case((rng.normal(size=(n_x, m)), labels(rng, m), 3)),
        Case((rng.normal(size=(4, 1)), labels(rng, 1), n_h)),
        Case((rng.normal(size=(2, 1)), rng.normal(size=(3, 1)))),
    ]


def initialize_inputs(rng):
    """Layers so wide that mean and spread of the weights are sure."""
    wanted = {"W1": 0.01, "b1": 0, "W2": 0.01, "b2": 0}
    sizes = wide(rng, 64, 256, 16), wide(rng, 256, 64, 256)
    return [Case(layers, wanted=wanted) for layers in sizes]


def forward_inputs(rng):
    """By hand; non-square, all square, one example, one feature; units far out on the flat parts of tanh; keys in
    another order; biases of zero, as at the start.
    """
    X, _, parameters = by_hand()
    shuffled = reordered(network(rng, 3, 2), "W2", "W1", "b2", "b1")
    start = network(rng, 2, 3) | {"b1": np.zeros((3, 1)), "b2": np.zeros((1, 1))}
    return [Case((X, parameters)), Case((rng.normal(size=(3, 4)), shuffled))] + [
        Case((rng.normal(size=(n_x, m)), network(rng, n_x, n_h, scale)))
        for n_x, n_h, m, scale in ((2, 4, 3, 1.0), (3, 3, 3, 1.0), (4, 2, 1, 1.0), (1, 3, 5, 1.0))
    ] + [Case((rng.normal(size=(2, 4)), start))] + [Case((np.array([[1e6, -1e6, 1.0]]), network(rng, 1, 2)), remark=HUGE)]


def cost_inputs(rng):
    """By hand; several examples, one example, so many wrong that the product is no number any more; and estimates of exactly 0 and 1, right ones and wrong ones."""
    certain = np.array([[0.0, 1.0, 1.0, 0.3, 0.0]]), np.array([[1, 1, 0, 1, 0]])
    drawn = [Case((rng.uniform(0.05, 0.95, size=(1, m)), labels(rng, m))) for m in (3, 1, 8)]
    Y = labels(rng, 90)
    drawn.append(Case((np.abs(Y - rng.uniform(1e-6, 9e-6, Y.shape)), 1 - Y)))
    return [Case((np.array([[0.8, 0.4, 0.7]]), np.array([[1, 0, 0]]))), *drawn, Case(certain)]


def backward_inputs(rng):
    """The network to work out by hand; non-square, all square, one example, one feature; keys in another order."""
    X, Y, parameters = by_hand()
    cases = [Case((parameters, values(X, parameters), X, Y))]
    for n_x, n_h, m in ((2, 4, 3), (3, 3, 3), (4, 2, 1), (1, 3, 6), (5, 2, 4)):
        X, parameters = rng.normal(size=(n_x, m)), network(rng, n_x, n_h)
        cache = values(X, parameters)
        if n_x == 5:
            parameters = reordered(parameters, "W2", "W1", "b2", "b1")
            cache = reordered(cache, "A2", "Z2", "A1", "Z1")
        cases.append(Case((parameters, cache, X, labels(rng, m))))
    return cases


def update_inputs(rng):
    """By hand; the usual rate, and two others; keys in another order, as backward propagation may return them."""
    grads = {
        "dW1": np.array([[0.4], [-3.0]]),
        "db1": np.array([[2.0], [1.0]]),
        "dW2": np.array([[-1.0, 0.6]]),
        "db2": np.array([[3.0]]),
    }
    cases = [Case((by_hand()[2], grads, 0.1))]
    for n_x, n_h, rate in ((2, 4, ()), (3, 3, (0.1,)), (4, 1, (2.5,)), (2, 3, (0.3,))):
        grads = {f"d{name}": value for name, value in network(rng, n_x, n_h).items()}
        if n_h == 3 and n_x == 2:
            grads = reordered(grads, "dW2", "db2", "dW1", "db1")
        cases.append(Case((network(rng, n_x, n_h), grads, *rate)))
    return cases


def training_inputs(rng):
    """Two steps by hand, one, a few, and enough for two recorded costs, from known start values; where it is nearly flat; a
    hundred, for one cost and no step more.

    The start has to be asked for with the seed that comes in; once seed and rate are left out, and have their defaults.
    """

    def case(X, Y, parameters, *more, seed=2):
        known = {"initialize_parameters": ((len(X), len(parameters["W1"]), 1, seed), parameters)}
        return Case((X, Y, len(parameters["W1"]), *more), stand_ins=known)

    cases = [case(*by_hand(), 2, False, 0.5, 7, seed=7)]
    for n_x, n_h, m, more in ((2, 3, 5, (1, False, 0.5)), (3, 2, 4, (4, False, 0.2)), (2, 5, 6, (101, False, 0.1)), (4, 3, 2, (3,))):
        cases.append(case(rng.normal(size=(n_x, m)), labels(rng, m), network(rng, n_x, n_h, 0.5), *more))
    hundred = case(rng.normal(size=(2, 5)), labels(rng, 5), network(rng, 2, 3, 0.5), 100, False, 0.1)
    return [*cases, case(*sure(rng), 101, True, 0.3, 5, seed=5), hundred]


def predict_inputs(rng):
    """By hand, with a Z2 between 0 and ½; non-square, square, one example; probabilities of exactly one half, and near it."""
    X, _, parameters = by_hand()
    hand = Case(({**parameters, "b2": np.array([[-2.0]])}, X))
    undecided = {name: np.zeros_like(value) for name, value in network(rng, 2, 3).items()}
    cases = []
    for n_x, n_h, m in ((2, 4, 6), (4, 4, 4), (3, 2, 1), (2, 3, 9)):
        parameters = network(rng, n_x, n_h)
        X = rng.normal(size=(n_x, m))
        parameters["b2"] += 0.7 - np.median(values(X, parameters)["Z2"])  # answers of both kinds, and probabilities off 1/2
        cases.append(Case((parameters, X)))
    near = network(rng, 2, 3)
    near = near | {"W2": 0.005 * near["W2"], "b2": np.zeros((1, 1))}
    return [hand, *cases, Case((undecided, rng.normal(size=(2, 3)))), Case((near, rng.normal(size=(2, 6))))]


SIZES = Exercise(
    "layer_sizes",
    sizes_inputs,
    whole_numbers=True,
    tested="features, hidden units and outputs are counted right, for four hidden units and for others.",
    returns=("n_x", "n_h", "n_y"),
    hints=(
        "Two of the three sizes are the numbers of rows of the tables; the third is handed over.",
        "X is (n_x, m) and Y is (n_y, m): rows are features and labels, columns are examples.",
        "X.shape[0] is the number of rows of X.",
    ),
    mistakes=(
        ("Y.shape[0]", "len(np.unique(Y))", "n_y is the number of different labels: the outputs are the rows of Y."),
        ("Y.shape[0]", "len(np.unique(Y[0]))", "n_y is the number of different labels: the outputs are the rows of Y."),
        ("X.shape[0]", "X.shape[1]", "n_x is the number of examples; the features are the rows of X."),
        ("Y.shape[0]", "Y.shape[1]", "n_y is the number of examples; the outputs are the rows of Y."),
        ("X.shape[0], n_h, Y.shape[0]", "X.shape[1], n_h, Y.shape[1]", "n_x and n_y are the number of examples; features and outputs are the rows of X and Y."),
        (", n_h, Y", ", 4, Y", "the number of hidden units is fixed at 4: use the argument n_h."),
        ("X.shape[0], n_h, Y.shape[0]", "X.shape[0], Y.shape[0], n_h", "the order is input, hidden, output: n_h stands in the middle."),
        ("X.shape[0], n_h, Y.shape[0]", "Y.shape[0], n_h, X.shape[0]", "n_x and n_y have changed places."),
        ("X.shape[0], n_h, Y.shape[0]", "X.shape[0], n_h, X.shape[0]", "n_y comes from Y, not from X."),
        ("X.shape[0], n_h, Y.shape[0]", "X.shape, n_h, Y.shape", "these are whole shapes; one number of each is wanted, that of its rows."),
        ("X.shape[0], n_h, Y.shape[0]", "X.ndim, n_h, Y.ndim", "n_x and n_y are numbers of axes here, as ndim gives: the numbers of rows are wanted."),
        ("X.shape[0], n_h, Y.shape[0]", "X.shape[0], n_h, 1", "n_y is fixed at 1: it is the number of rows of Y."),
        ("X.shape[0], n_h, Y.shape[0]", "X.shape[0], Y.shape[0]", "n_h is missing: three sizes are wanted, input, hidden, output."),
        ("return X.shape[0], n_h, Y.shape[0]", 'return {"n_x": X.shape[0], "n_h": n_h, "n_y": Y.shape[0]}', "a dictionary is returned: the three sizes stand after return, with commas between them."),
        ("X.shape[0]", "X.size", "n_x counts every number in X; the features are its rows alone."),
    ),
    right=(
        "def layer_sizes(X, Y, n_h=4):\n    (n_x, m), (n_y, _) = X.shape, Y.shape\n    return (n_x, n_h, n_y)",
        "def layer_sizes(data, labels, n_h=4):\n    return len(data), n_h, len(labels)",
    ),
)

INITIALIZE = Exercise(
    "initialize_parameters",
    initialize_inputs,
    "shapes, a spread of 0.01 around zero, zero biases, and the numbers follow the seed.",
    returns=("parameters",),
    summary="initial_parameters",
    nothing_else=True,
    hints=(
        "Weights must differ from each other, or all hidden units stay equal; biases may be zero. Draw with a generator that has the given seed.",
        "W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1): a row for each unit, a column for each of its inputs.",
        "np.random.RandomState(seed) makes the generator, and its randn(n_h, n_x) draws numbers of standard deviation 1; they should be a hundredth of that.",
    ),
    mistakes=(
        ("rng.randn(n_h, n_x) * 0.01\n    W2 = rng.randn(n_y, n_h) * 0.01", "rng.randn(n_h, n_x) * 0.1\n    W2 = rng.randn(n_y, n_h) * 0.1", "the weights are ten times too large: 0.01 is the standard deviation, not the variance."),
        (
            "rng.randn(n_h, n_x) * 0.01\n    W2 = rng.randn(n_y, n_h) * 0.01",
            "rng.randn(n_h, n_x) * 0.01\n    W2 = np.random.RandomState(seed).randn(n_y, n_h) * 0.01",
            "W1 and W2 begin with the same numbers: the generator starts anew for W2; make it once and draw both from it.",
        ),
        ("np.random.RandomState(seed)", "np.random.default_rng(seed)", "default_rng has no randn: its standard_normal does that, or RandomState, which has randn."),
        ("np.zeros((n_h, 1))", "np.zeros(n_h, 1)", "the shape goes in brackets of its own: np.zeros((n_h, 1))."),
        ('"b1": b1, "W2": W2', '"b1": b1, "W0": W1, "W2": W2', "there is a W0 too: layer 0, the input, has no weights; the dictionary holds W1, b1, W2 and b2."),
        ("W1 = rng.randn(n_h, n_x) * 0.01\n    W2 = rng.randn(n_y, n_h) * 0.01", "W1 = rng.randn(n_h, n_x)\n    W2 = rng.randn(n_y, n_h)", "the weights are 100 times too large: their standard deviation is 1, and is to be 0.01."),
        ("rng.randn(n_h, n_x) * 0.01", "rng.randn(n_h, n_x)", "W1 is 100 times too large: its standard deviation is 1, and is to be 0.01."),
        ("rng.randn(n_y, n_h) * 0.01", "rng.randn(n_y, n_h)", "W2 is 100 times too large: its standard deviation is 1, and is to be 0.01."),
        ("W1 = rng.randn(n_h, n_x) * 0.01\n    W2 = rng.randn(n_y, n_h) * 0.01", "W1 = np.full((n_h, n_x), rng.randn() * 0.01)\n    W2 = np.full((n_y, n_h), rng.randn() * 0.01)", "one random number is drawn for a whole matrix, so all units stay alike: each weight needs its own."),
        ("W1 = rng.randn(n_h, n_x) * 0.01\n    W2 = rng.randn(n_y, n_h) * 0.01", "W1 = np.zeros((n_h, n_x))\n    W2 = np.zeros((n_y, n_h))", "all weights are zero: then the hidden units stay equal for ever."),
        ("rng.randn(n_h, n_x) * 0.01", "np.zeros((n_h, n_x))", "W1 is zero; only the biases begin at zero."),
        ("rng.randn(n_y, n_h) * 0.01", "np.zeros((n_y, n_h))", "W2 is zero; only the biases begin at zero."),
        ("rng.randn(n_h, n_x) * 0.01\n    W2 = rng.randn(n_y, n_h) * 0.01", "rng.rand(n_h, n_x) * 0.01\n    W2 = rng.rand(n_y, n_h) * 0.01", "the weights are all positive, as rand draws them, between 0 and 1; randn draws from the normal distribution around 0."),
        ("rng.randn(n_h, n_x)", "rng.randon(n_h, n_x)", "there is no randon: the normal distribution is randn."),
        ("rng.randn(n_h, n_x)", "rng.randn((n_h, n_x))", "randn and rand take the two sizes as they are, without brackets of their own."),
        ("rng.randn(n_h, n_x)", "rng.randn(n_x, n_h)", "W1 is transposed: one row a hidden unit, one column a feature, (n_h, n_x)."),
        ("rng.randn(n_y, n_h)", "rng.randn(n_h, n_y)", "W2 is transposed: one row an output, one column a hidden unit, (n_y, n_h)."),
        ("rng.randn(n_h, n_x) * 0.01\n    W2 = rng.randn(n_y, n_h)", "rng.randn(n_x, n_h) * 0.01\n    W2 = rng.randn(n_h, n_y)", "W1 and W2 are transposed: rows are the units of the layer, columns what comes in."),
        ("np.zeros((n_h, 1))", "rng.randn(n_h, 1) * 0.01", "b1 is random; the biases begin at zero."),
        ("np.zeros((n_h, 1))", "np.zeros((n_y, 1))", "b1 has one row for each output; it belongs to the hidden units, (n_h, 1)."),
        ("np.zeros((n_h, 1))", "np.zeros((1, n_h))", "b1 is a row; it is a column, one bias under the other, (n_h, 1)."),
        ("np.zeros((n_h, 1))", "np.zeros(n_h)", "b1 has shape (n_h,), neither row nor column: np.zeros((n_h, 1)) makes a column."),
        ("np.zeros((n_h, 1))", "np.ones((n_h, 1))", "b1 holds ones; the biases begin at zero."),
        ("np.zeros((n_y, 1))", "0.0", "b2 is a plain number; an array of shape (n_y, 1) is wanted."),
        ('"b1": b1, "W2": W2, "b2": b2', '"b0": b1, "W2": W2, "b1": b2', "the biases are called b1 and b2, like the layers they belong to: layer 0, the input, has none."),
        ("np.random.RandomState(seed)", "np.random.RandomState(2)", "the seed is fixed: take the numbers from the generator that the argument seed starts."),
        ("np.random.RandomState(seed)", "np.random.RandomState()", "every call gives other numbers: they are drawn from no generator that has got the seed."),
        ('{"W1": W1, "b1": b1, "W2": W2, "b2": b2}', "W1, b1, W2, b2", "the arrays are returned one by one; a dictionary with their names is wanted."),
    ),
    right=(
        """
def initialize_parameters(n_x, n_h, n_y, seed=2):
    rng = np.random.default_rng(seed)
    sizes = [n_x, n_h, n_y]
    parameters = {}
    for l in (1, 2):
        parameters[f"W{l}"] = rng.normal(0, 0.01, size=(sizes[l], sizes[l - 1]))
        parameters[f"b{l}"] = np.zeros((sizes[l], 1))
    return parameters
""",
        """
def initialize_parameters(n_x, n_h, n_y, seed=2):
    rng = np.random.RandomState(seed)
    numbers = 0.01 * rng.standard_normal(n_h * (n_x + n_y))
    W1, W2 = numbers[: n_h * n_x].reshape(n_h, n_x), numbers[n_h * n_x :].reshape(n_y, n_h)
    return dict(W1=W1, W2=W2, b1=0 * W1[:, :1], b2=0 * W2[:, :1])
""",
    ),
)

FORWARD_LINES = """Z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]"""

FORWARD = Exercise(
    "forward_propagation",
    forward_inputs,
    "A2 and the cache are right: non-square and square layers, one example, one feature, large values.",
    returns=("A2", "cache"),
    no_loop=True,
    hints=(
        "Twice the same: weights times what comes in, plus biases, then the activation. The hidden layer bends with tanh, the output with the sigmoid.",
        "W1 (n_h, n_x) times X (n_x, m) gives Z1 (n_h, m); from there W2 (1, n_h) leads to (1, m).",
        "The first sum is Z1 = np.dot(parameters[\"W1\"], X) + …",
    ),
    mistakes=(
        ('np.dot(parameters["W1"], X)', 'np.dot(parameters["W1"].T, X)', "W1 is not transposed here: its rows are the units' weights already, so W1 times X fits."),
        ('np.dot(parameters["W2"], A1)', 'np.dot(parameters["W2"].T, A1)', "W2 is not transposed here: its row holds the output unit's weights already, so W2 times A1 fits."),
        ('np.dot(parameters["W1"], X)', 'np.dot(parameters["W1"], X.T)', "X is not transposed here: its columns are the examples, so W1 times X fits."),
        ('np.dot(parameters["W1"], X)', 'np.dot(X.T, parameters["W1"].T)', "Z1 has an example in each row; examples stand in columns: W1 times X, in this order."),
        ('np.dot(parameters["W1"], X)', 'parameters["W1"] * X', "W1 and X do not fit element by element (*): the weighted sum over the features is a matrix product."),
        ('np.dot(parameters["W2"], A1)', 'parameters["W2"].T * A1', "layer 2 multiplies element by element (*); the weighted sum over the hidden units needs a matrix product."),
        (FORWARD_LINES, FORWARD_LINES.replace('parameters["W1"]', "W1").replace('parameters["b1"]', "b1").replace('parameters["W2"]', "W2").replace('parameters["b2"]', "b2").replace("Z1 =", "W1, b1, W2, b2 = parameters.values()\n    Z1 =", 1), "it takes the parameters in the order in which they stand in the dictionary: look each up by its name."),
        ('np.dot(parameters["W2"], A1)', 'np.dot(A1.T, parameters["W2"].T)', "Z2 has an example in each row; examples stand in columns: W2 times A1, in this order."),
        (FORWARD_LINES, FORWARD_LINES.replace('parameters["W1"]', 'parameters["W1"].T').replace('parameters["W2"]', 'parameters["W2"].T'), "W1 is not transposed here: its rows are the units' weights already, so W1 times X fits."),
        ("return A2, {", "return Z2, {", "Z2 is returned in place of A2: the probability is the sigmoid of Z2."),
        ("A1 = np.tanh(Z1)", "A1 = np.tan(Z1)", "the hidden units use the tangent of an angle (np.tan): here they use the hyperbolic tangent, np.tanh."),
        (' + parameters["b2"]', ' + parameters["b1"]', "Z2 needs the output unit's bias b2; b1 belongs to the hidden layer."),
        (' + parameters["b1"]', "", "the bias b1 is missing from Z1."),
        (' + parameters["b2"]', "", "the bias b2 is missing from Z2."),
        (' + parameters["b1"]', ' + parameters["b2"]', "Z1 needs the hidden layer's bias b1; b2 belongs to the output."),
        (' + parameters["b1"]', ' + parameters["b0"]', "there is no b0: layer 0, the input, computes nothing; the hidden layer is layer 1."),
        ("A1 = np.tanh(Z1)", "A1 = sigmoid(Z1)", "the hidden units use the sigmoid; here they use tanh."),
        ("A1 = np.tanh(Z1)", "A1 = np.maximum(0, Z1)", "the hidden units use ReLU; here they use tanh."),
        ("A1 = np.tanh(Z1)", "A1 = Z1", "tanh is missing from the hidden layer."),
        ("A2 = sigmoid(Z2)", "A2 = np.tanh(Z2)", "the output uses tanh; a probability needs the sigmoid."),
        ("A2 = sigmoid(Z2)", "A2 = Z2", "the sigmoid is missing from the output: A2 is a probability, between 0 and 1."),
        ("A2 = sigmoid(Z2)", "A2 = np.round(sigmoid(Z2))", "A2 is rounded to 0 or 1; the probability itself is wanted."),
        ('np.dot(parameters["W2"], A1)', 'np.dot(parameters["W2"], Z1)', "layer 2 takes Z1; what it gets is the activation A1, after tanh."),
        ('np.dot(parameters["W2"], A1)', 'np.dot(parameters["W2"], X)', "layer 2 takes the input X; what it gets is A1, the output of layer 1."),
        ('"Z1": Z1, "A1": A1, "Z2"', '"Z1": A1, "A1": Z1, "Z2"', "Z1 and A1 have changed places in the cache."),
        ('{"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}', '{"A1": A1, "A2": A2}', "the cache needs all four: Z1, A1, Z2 and A2."),
        ('return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}', 'return {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}, A2', "A2 comes first, then the cache."),
        ('return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}', "return A2", "the cache is missing: return both, A2 and the cache."),
    ),
    right=(
        """
def forward_propagation(X, parameters):
    W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))
    cache = {"Z1": W1 @ X + b1}
    cache["A1"] = 2 * sigmoid(2 * cache["Z1"]) - 1
    cache["Z2"] = W2 @ cache["A1"] + b2
    cache["A2"] = sigmoid(cache["Z2"])
    return cache["A2"], cache
""",
        """
def forward_propagation(X, parameters):
    W1, b1, W2, b2 = parameters["W1"], parameters["b1"], parameters["W2"], parameters["b2"]
    n_h, m = W1.shape[0], X.shape[1]
    Z1, Z2 = np.zeros((n_h, m)), np.zeros((1, m))
    for i in range(m):
        for j in range(n_h):
            Z1[j, i] = sum(W1[j, k] * X[k, i] for k in range(X.shape[0])) + b1[j, 0]
        Z2[0, i] = W2[0] @ np.tanh(Z1[:, i]) + b2[0, 0]
    A2 = sigmoid(Z2)
    return A2, dict(Z1=Z1, A1=np.tanh(Z1), Z2=Z2, A2=A2)
""",
        """
def forward_propagation(X, parameters):
    Z1 = np.einsum("jk,ki->ji", parameters["W1"], X) + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = np.matmul(parameters["W2"], A1) + parameters["b2"]
    A2 = np.exp(-np.logaddexp(0, -Z2))
    return A2, {"A2": A2, "Z2": Z2, "A1": A1, "Z1": Z1}
""",
    ),
)

CLIP = "    A2 = np.clip(A2, 1e-15, 1 - 1e-15)"
ONE, ZERO = "Y * np.log(A2)", "(1 - Y) * np.log(1 - A2)"  # the two terms of the cost, for labels 1 and 0
MEAN = "-np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))"

COST = Exercise(
    "compute_cost",
    cost_inputs,
    "the mean cross-entropy, of several examples and of one, and finite where an estimate is 0 or 1.",
    returns=("cost",),
    no_loop=True,
    hints=(
        "For each example only one logarithm counts: log A where the label is 1, log(1 − A) where it is 0. The cost is minus their mean.",
        "The probabilities and Y are both (1, m); the cost is one number.",
        "The label chooses: Y times one logarithm plus (1 − Y) times the other.",
    ),
    mistakes=(
        ("-np.mean(", "-np.sum(", "the cost is m times too large: it is the mean of the losses, not their sum (m is Y.shape[1])."),
        ("-np.mean(", "np.mean(", "the cost has lost its minus sign."),
        ("(1 - Y) * np.log(1 - A2)", "(1 - Y) * np.log(A2)", "the second term takes the log of 1 − A2, not of A2."),
        (" + (1 - Y) * np.log(1 - A2)", "", "the cost has no term for the examples with label 0."),
        ("Y * np.log(A2) + ", "", "the cost has no term for the examples with label 1."),
        ("np.log(A2) + (1 - Y)", "np.log(A2) - (1 - Y)", "the two terms have unlike signs: they are added, and the one minus stands before the sum of both, in brackets."),
        (MEAN, f"-np.mean({ONE}) + np.mean({ZERO})", "the two terms have unlike signs: they are added, and the one minus stands before the sum of both, in brackets."),
        (MEAN, f"-1 / Y.shape[1] * np.sum({ONE}) + np.sum({ZERO})", "−1/m holds for the first term only: it belongs before the sum of both, in brackets."),
        (MEAN, f"-1 / Y.shape[1] * np.sum({ONE}) - np.sum({ZERO})", "the division by m holds for one term only: it belongs to the sum of both, in brackets."),
        (MEAN, f"-np.sum({ONE} + {ZERO} / Y.shape[1])", "the division by m holds for one term only: it belongs to the sum of both, in brackets."),
        (MEAN, f"-np.sum({ONE}) + np.sum({ZERO}) / Y.shape[1]", "the division by m and the minus sign hold for one term each: both belong to the sum of both terms, in brackets."),
        (MEAN, "-np.sum(Y * np.log(A2).T + (1 - Y) * np.log(1 - A2).T) / Y.shape[1]", "the cost takes in a table of every label with every estimate, as a row times a column makes with *: both stay rows there."),
        (MEAN, "-np.mean(Y * np.log(A2).T + (1 - Y) * np.log(1 - A2).T)", "the cost takes in a table of every label with every estimate, as a row times a column makes with *: both stay rows there."),
        (MEAN, "-np.sum(Y * np.log(A2).T + (1 - Y) * np.log(1 - A2)) / Y.shape[1]", "the cost takes in a table of every label with every estimate, as a row times a column makes with *: both stay rows there."),
        (MEAN, "-(np.dot(Y, np.log(A2)) + np.dot(1 - Y, np.log(1 - A2))) / Y.shape[1]", "np.dot of two rows does not fit: the second of each product must be a column, .T; or take * and np.sum."),
        (MEAN, MEAN.replace("1 - A2", "A2 - 1"), "the cost is nan, the log of something negative: log(A2) and log(1 − A2) are wanted, and A2 lies between 0 and 1."),
        (MEAN, MEAN + " / Y.shape[1]", "the cost is divided by m twice (np.mean divides by it already)."),
        (MEAN, MEAN.replace("np.mean", "np.sum") + " / 400", "m is fixed at 400: take it from the data, Y.shape[1]."),
        (CLIP + "\n", "", "for an estimate of exactly 0 or 1 the cost is not finite (log of 0): keep the given line with np.clip, and use what it makes."),
        *((CLIP, CLIP.replace("1e-15", limit), "the estimates are clipped at other limits than the given ones: keep the line with np.clip as it was.") for limit in ("1e-5", "1e-7", "1e-8", "1e-10", "1e-12")),
        (MEAN, MEAN.replace("np.log", "np.log2"), "the logarithm to base 2 is used; np.log is the natural one."),
        (MEAN, MEAN.replace("np.log", "np.log10"), "the logarithm to base 10 is used; np.log is the natural one."),
        (MEAN, MEAN.replace("A2", "sigmoid(A2)"), "the sigmoid is taken twice: A2 is a probability already."),
        (MEAN, "np.mean((A2 - Y) ** 2)", "this is the mean squared error; the cross-entropy is wanted."),
        (MEAN, "np.mean((A2 - Y) ** 2) / 2", "this is half the mean squared error; the cross-entropy is wanted."),
        (MEAN, MEAN.replace("np.mean", ""), "these are the losses, one an example; the cost is one number, their mean."),
        (MEAN, MEAN + " / 2", "the cost is halved: it is divided by m, not by 2m."),
        (MEAN, MEAN.replace("-np.mean", "-np.max"), "this is not the mean of the losses but their extreme."),
        (MEAN, "-np.sum((Y * np.log(A2) + (1 - Y) * np.log(1 - A2))[:, 1:]) / Y.shape[1]", "the first example is left out: indices begin at 0."),
    ),
    right=(
        """
def compute_cost(A2, Y):
    m = Y.shape[1]
    A2 = np.clip(A2, 1e-15, 1 - 1e-15)
    cost = -(np.dot(Y, np.log(A2).T) + np.dot(1 - Y, np.log(1 - A2).T)) / m
    return float(np.squeeze(cost))
""",
        """
def compute_cost(A2, Y):
    total = 0
    for a, y in zip(np.clip(A2, 1e-15, 1 - 1e-15)[0], Y[0]):
        total -= np.log(a if y == 1 else 1 - a)
    return total / A2.size
""",
        "def compute_cost(A2, Y):\n    A2 = np.clip(A2, 1e-15, 1 - 1e-15)\n    return np.average(np.where(Y == 1, -np.log(A2), -np.log(1 - A2)))",
    ),
)

RETURN = '{"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}'

MEAN_TWICE = "dW1 and db1 are m times too small: the mean is taken twice. dA1 and dZ1 belong to single examples, and are not divided by m."

BACKWARD = Exercise(
    "backward_propagation",
    backward_inputs,
    "all four gradients are right: non-square and square layers, one example, one feature.",
    returns=("grads",),
    no_loop=True,
    hints=(
        "From the end to the start: dZ2 is prediction minus label, and each layer gives the gradients of its weights and biases. To reach dZ1, go back through W2 and then through the slope of tanh.",
        "dZ2 is (1, m), dZ1 is (n_h, m); each gradient has the shape of its parameter, so db1 is (n_h, 1): keepdims=True.",
        "The slope of tanh in terms of its value: dZ1 = dA1 * (1 - … ** 2), with A1 from the cache.",
    ),
    mistakes=(
        ('cache["A2"] - Y', 'Y - cache["A2"]', "the sign is wrong: dZ2 is A2 − Y, estimate minus label; all gradients turn round with it."),
        ('cache["A2"] - Y', '(cache["A2"] - Y) * cache["A2"] * (1 - cache["A2"])', "a(1 − a) is once too often in dZ2: it cancels in the chain rule, and A2 − Y remains."),
        ('cache["A2"] - Y', 'np.round(cache["A2"]) - Y', "dZ2 uses the rounded answer; it needs the probability A2 itself."),
        ('cache["A2"] - Y', 'cache["Z2"] - Y', "dZ2 uses Z2; it needs the probability A2."),
        ('np.dot(parameters["W2"].T, dZ2)', 'np.dot(parameters["W2"].T, dZ2) / m', MEAN_TWICE),
        ('np.dot(dZ2, cache["A1"].T) / m', 'np.dot(dZ2, cache["A1"].T)', "dW2 is m times too large: the mean over the examples is missing."),
        ("np.sum(dZ2, axis=1, keepdims=True) / m", "np.sum(dZ2, axis=1, keepdims=True)", "db2 is m times too large: the mean over the examples is missing."),
        ("np.dot(dZ1, X.T) / m", "np.dot(dZ1, X.T)", "dW1 is m times too large: the mean over the examples is missing."),
        ("np.sum(dZ1, axis=1, keepdims=True) / m", "np.sum(dZ1, axis=1, keepdims=True)", "db1 is m times too large: the mean over the examples is missing."),
        ("m = X.shape[1]", "m = 1", "all gradients are m times too large: they are means over the examples."),
        ("m = X.shape[1]", "m = X.shape[0]", "all is divided by the number of features (X.shape[0], len(X)): m is the number of examples, X.shape[1]."),
        ("m = X.shape[1]", 'm = X.shape[1]\n    X, Y, cache = X[:, 1:], Y[:, 1:], {name: value[:, 1:] for name, value in cache.items()}', "the first example is left out: indices begin at 0."),
        ('np.dot(dZ2, cache["A1"].T)', 'np.dot(dZ2, cache["Z1"].T)', "dW2 uses Z1; what layer 2 gets is A1, after tanh."),
        ('np.dot(dZ2, cache["A1"].T)', 'np.dot(dZ2, X.T)', "dW2 uses X; what layer 2 gets is A1, the output of layer 1."),
        ('np.dot(dZ2, cache["A1"].T) / m', 'dZ2 * cache["A1"] / m', "dW2 has numbers for each example, as * gives: the sum over the examples is missing, which a matrix product takes."),
        ('np.dot(dZ2, cache["A1"].T) / m', 'np.dot(cache["A1"], dZ2.T) / m', "dW2 is transposed: it must have the shape of W2."),
        ('np.dot(parameters["W2"].T, dZ2)', 'np.dot(parameters["W2"], dZ2)', "W2 must be transposed on the way back: (n_h, 1) times (1, m) gives one row a hidden unit."),
        ('np.dot(parameters["W2"].T, dZ2)', 'np.dot(np.ones_like(parameters["W2"].T), dZ2)', "W2 is missing from dA1: each hidden unit gets its share by its weight to the output."),
        ('np.dot(parameters["W2"].T, dZ2)', 'np.dot(dW2.T, dZ2)', "dA1 uses the gradient dW2; it needs the weights W2 themselves."),
        ('dA1 * (1 - cache["A1"] ** 2)', 'np.dot(dA1, 1 - cache["A1"] ** 2)', "dZ1 needs the product element by element (*): each unit's slope, for each example, belongs to its own dA1."),
        ('dA1 * (1 - cache["A1"] ** 2)', 'np.dot(dA1, (1 - cache["A1"] ** 2).T)', "dZ1 takes a matrix product over the examples; the slope of tanh is multiplied element by element (*)."),
        ('dA1 * (1 - cache["A1"] ** 2)', "dA1", "the slope of tanh, 1 − A1², is missing from dZ1."),
        ('1 - cache["A1"] ** 2', '1 - cache["A1"]', "the square is missing from the slope of tanh, which is 1 − A1²."),
        ('1 - cache["A1"] ** 2', '1 - cache["Z1"] ** 2', "the slope of tanh is 1 − A1², with the activation A1, not Z1."),
        ('1 - cache["A1"] ** 2', '1 - np.tanh(cache["A1"]) ** 2', "tanh is taken twice: A1 is tanh(Z1) already."),
        ('(1 - cache["A1"] ** 2)', 'cache["A1"] * (1 - cache["A1"])', "A1(1 − A1) is the slope of a sigmoid; the hidden units are tanh, with slope 1 − A1²."),
        ('(1 - cache["A1"] ** 2)', 'cache["A1"]', "dZ1 multiplies by A1 itself; it needs the slope of tanh there, 1 − A1²."),
        ('(1 - cache["A1"] ** 2)', '(cache["A1"] > 0)', "this is the slope of ReLU; the hidden units are tanh, with slope 1 − A1²."),
        ('(1 - cache["A1"] ** 2)', '(1 - cache["A2"] ** 2)', "the slope of tanh is 1 − A1², with the hidden units' activations A1, not A2."),
        ('dA1 * (1 - cache["A1"] ** 2)', 'cache["A1"] - Y', "dZ1 is A1 − Y here, and that holds for the output alone: a hidden unit has no label, its blame comes back through W2."),
        ('1 - cache["A1"] ** 2', '1 - cache["A1"] * 2', "this takes 1 − 2 · A1 for the slope: the square is ** 2."),
        ('dA1 * (1 - cache["A1"] ** 2)', 'dA1 * 1 - cache["A1"] ** 2', "dZ1 is dA1 − A1² here: dA1 multiplies all of 1 − A1², in brackets."),
        ('cache["A2"] - Y', '-Y / cache["A2"] + (1 - Y) / (1 - cache["A2"])', "this is the slope with respect to A2; multiplied by a(1 − a), the slope of the sigmoid, it becomes A2 − Y."),
        ('cache["A2"] - Y', 'cache["A2"]', "the labels are missing from dZ2: it is A2 − Y."),
        ('np.dot(dZ2, cache["A1"].T)', 'np.dot(dZ2, cache["A1"])', "A1 must be transposed in dW2: (1, m) times (m, n_h) sums over the examples."),
        ('np.dot(dZ2, cache["A1"].T)', 'np.dot(dZ2, cache["A2"].T)', "dW2 uses A2; what layer 2 gets is A1, the output of layer 1."),
        ("np.sum(dZ2, axis=1, keepdims=True)", "np.sum(dZ2, axis=1)", "db2 has lost its second dimension: keepdims=True keeps it (1, 1)."),
        ("np.sum(dZ1, axis=1, keepdims=True)", "np.sum(dZ2, axis=1, keepdims=True)", "db1 uses dZ2; the hidden layer's bias needs its own, dZ1."),
        (
            'np.dot(dZ2, cache["A1"].T) / m',
            "np.dot(dZ2, list(cache.values())[1].T) / m",
            "it takes the cache in the order in which it stands in the dictionary: look each array up by its name.",
        ),
        ("np.dot(dZ1, X.T) / m", "dZ1 * X / m", "dZ1 and X do not fit element by element (*): the sum over the examples in dW1 is a matrix product."),
        ("np.dot(dZ1, X.T) / m", "dZ1 * X.T / m", "dW1 multiplies dZ1 and Xᵀ element by element (*); the sum over the examples needs a matrix product."),
        ("np.dot(dZ1, X.T) / m", "np.dot(dZ1, X) / m", "X must be transposed in dW1: (n_h, m) times (m, n_x) sums over the examples."),
        ("np.dot(dZ1, X.T) / m", "np.dot(X, dZ1.T) / m", "dW1 is transposed: it must have the shape of W1."),
        ("np.dot(dZ1, X.T) / m", "np.dot(dA1, X.T) / m", "dW1 uses dA1; the slope of tanh lies between, so it needs dZ1."),
        ("np.dot(dZ1, X.T) / m", 'np.dot(dZ1, cache["A1"].T) / m', "dW1 uses A1; what layer 1 gets is X."),
        ("np.dot(dZ1, X.T) / m", "np.sum(dZ1, axis=1, keepdims=True) / m", "X is missing from dW1: the slope of z with respect to a weight is what comes in there."),
        ("np.sum(dZ1, axis=1, keepdims=True)", "np.sum(dZ1, axis=1)", "db1 has lost its second dimension: keepdims=True keeps it (n_h, 1)."),
        ("np.sum(dZ2, axis=1, keepdims=True)", "np.sum(dZ2)", "db2 is a plain number; with axis=1 and keepdims=True it is an array (1, 1), like b2."),
        ("np.sum(dZ1, axis=1, keepdims=True)", "np.sum(dZ1, axis=0, keepdims=True)", "the sum in db1 runs over the hidden units (axis 0) instead of the examples (axis 1)."),
        ("np.sum(dZ1, axis=1, keepdims=True)", "np.sum(dZ1)", "db1 is one number for all units: the sum runs over the examples alone, axis=1."),
        ("np.sum(dZ1, axis=1, keepdims=True)", "np.sum(dA1, axis=1, keepdims=True)", "db1 uses dA1; the slope of tanh lies between, so it needs dZ1."),
        (RETURN, '{"dW1": dW1, "db1": db2, "dW2": dW2, "db2": db1}', "db1 and db2 have changed places."),
        (RETURN, '{"dW1": dW1, "db0": db1, "dW2": dW2, "db1": db2}', "the biases belong to layers 1 and 2: their gradients are db1 and db2."),
        (RETURN, "dW1, db1, dW2, db2", "the gradients are returned one by one; a dictionary with their names is wanted."),
        (RETURN, '{"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}', "the names of the gradients begin with d: dW1, db1, dW2, db2."),
    ),
    right=(
        """
def backward_propagation(parameters, cache, X, Y):
    n_x, m = X.shape
    W2, A1, A2 = parameters["W2"], cache["A1"], cache["A2"]
    grads = {"d" + name: np.zeros(value.shape) for name, value in parameters.items()}
    for i in range(m):
        dz2 = A2[0, i] - Y[0, i]
        grads["db2"][0, 0] += dz2 / m
        for j in range(W2.shape[1]):
            grads["dW2"][0, j] += dz2 * A1[j, i] / m
            dz1 = W2[0, j] * dz2 * (1 - A1[j, i] ** 2)
            grads["db1"][j, 0] += dz1 / m
            for k in range(n_x):
                grads["dW1"][j, k] += dz1 * X[k, i] / m
    return grads
""",
        """
def backward_propagation(parameters, cache, X, Y):
    dZ2 = (cache["A2"] - Y) / Y.size
    dZ1 = parameters["W2"].T @ dZ2 / np.cosh(cache["Z1"]) ** 2
    ones = np.ones((X.shape[1], 1))
    return dict(dW1=dZ1 @ X.T, db1=dZ1 @ ones, dW2=dZ2 @ cache["A1"].T, db2=dZ2 @ ones)
""",
        """
def backward_propagation(parameters, cache, X, Y):
    dZ2 = cache["A2"] - Y
    dZ1 = np.multiply(parameters["W2"].T * dZ2, 1 - np.power(cache["A1"], 2))
    return {
        "dW1": np.einsum("ji,ki->jk", dZ1, X) / X.shape[1],
        "db1": np.mean(dZ1, axis=1, keepdims=True),
        "dW2": np.mean(dZ2 * cache["A1"], axis=1).reshape(1, -1),
        "db2": dZ2.mean(axis=1, keepdims=True),
    }
""",
    ),
)

STEPS = """W1 = parameters["W1"] - learning_rate * grads["dW1"]
    b1 = parameters["b1"] - learning_rate * grads["db1"]
    W2 = parameters["W2"] - learning_rate * grads["dW2"]
    b2 = parameters["b2"] - learning_rate * grads["db2"]"""
INPLACE = STEPS.replace("\n    b1 =", '\n    parameters["W1"] = W1\n    b1 =')

UPDATE = Exercise(
    "update_parameters",
    update_inputs,
    "each array takes its step, at the usual rate and at others, and the arguments stay as they were.",
    returns=("parameters",),
    nothing_else=True,
    hints=(
        "Each of the four parameters takes one step against its own gradient, into a new dictionary.",
        "Every gradient has the shape of its parameter, so the shapes stay.",
        "For the first: W1 = parameters[\"W1\"] - learning_rate * …",
    ),
    mistakes=(
        (
            STEPS,
            "W1, b1, W2, b2 = (p - learning_rate * g for p, g in zip(parameters.values(), grads.values()))",
            "parameters and gradients are paired by their places in the two dictionaries, which may differ: look each gradient up by its name.",
        ),
        (STEPS, STEPS.replace(" = parameters", " = learning_rate * (parameters").replace(" - learning_rate * grads", " - grads").replace('"]\n', '"])\n') + ")", "the learning rate multiplies the parameters too: it belongs to the gradient alone."),
        (STEPS, STEPS.replace("grads[\"d", "parameters[\""), "the step is made of the parameters themselves: it is the learning rate times the gradient."),
        (STEPS, STEPS.replace("learning_rate *", "learning_rate +"), "the learning rate is added to the gradient: it multiplies it."),
        (STEPS, STEPS.replace("learning_rate * grads", "grads").replace('"]\n', '"] / learning_rate\n') + " / learning_rate", "the gradient is divided by the learning rate: it is multiplied by it."),
        ('parameters["W2"] - learning_rate * grads["dW2"]', 'parameters["W2"]', "W2 never moves: it needs a step too."),
        ('parameters["W1"] - learning_rate * grads["dW1"]', 'parameters["W1"]', "W1 never moves: it needs a step too."),
        ('{"W1": W1, "b1": b1, "W2": W2, "b2": b2}', '{**grads, "W1": W1, "b1": b1, "W2": W2, "b2": b2}', "the gradients are returned too: the dictionary holds the four new arrays alone."),
        (STEPS, STEPS.replace(" - ", " + "), "all steps go uphill: the step is minus the learning rate times the gradient."),
        (STEPS, STEPS.replace("learning_rate * ", ""), "the learning rate is missing from the steps."),
        (STEPS, STEPS.replace("learning_rate *", "1.2 *"), "the learning rate is fixed at 1.2: use the argument."),
        ('W1 = parameters["W1"] - learning_rate', 'W1 = parameters["W1"] + learning_rate', "W1 goes uphill: the step is minus the learning rate times dW1."),
        ('W2 = parameters["W2"] - learning_rate', 'W2 = parameters["W2"] + learning_rate', "W2 goes uphill: the step is minus the learning rate times dW2."),
        ('b1 = parameters["b1"] - learning_rate', 'b1 = parameters["b1"] + learning_rate', "b1 goes uphill: the step is minus the learning rate times db1."),
        ('parameters["b1"] - learning_rate * grads["db1"]', 'parameters["b1"]', "b1 never moves: it needs a step too."),
        ('parameters["b2"] - learning_rate * grads["db2"]', 'parameters["b2"]', "b2 never moves: it needs a step too."),
        ('b2 = parameters["b2"] -', 'b2 = parameters["b1"] -', "the new b2 starts from b1; it must start from b2."),
        ('b1 = parameters["b1"] - learning_rate * grads["db1"]\n', 'b1 = parameters["b1"] - learning_rate * grads["db2"]\n', "the step of b1 must use db1, not db2."),
        (STEPS, STEPS.replace('parameters["W1"] -', "-").replace('parameters["b1"] -', "-").replace('parameters["W2"] -', "-").replace('parameters["b2"] -', "-"), "only the steps are returned: they are added to the old values."),
        (STEPS, STEPS.replace('W1 = parameters["W1"] - learning_rate * grads["dW1"]', 'W1 = parameters["W1"]\n    W1 -= learning_rate * grads["dW1"]'), "changes its argument parameters"),
        (STEPS, INPLACE, "changes its argument parameters"),
        ('{"W1": W1, "b1": b1, "W2": W2, "b2": b2}', '{"W1": W1, "W2": W2}', "b1 and b2 are missing from the dictionary."),
        ('{"W1": W1, "b1": b1, "W2": W2, "b2": b2}', "W1, b1, W2, b2", "the arrays are returned one by one; a dictionary with their names is wanted."),
        ('{"W1": W1, "b1": b1, "W2": W2, "b2": b2}', '{"dW1": W1, "db1": b1, "dW2": W2, "db2": b2}', "the names are those of the parameters, without d."),
        ('{"W1": W1, "b1": b1, "W2": W2, "b2": b2}', "parameters", "the old parameters are returned, not the new ones."),
    ),
    right=(
        """
def update_parameters(parameters, grads, learning_rate=1.2):
    new = {}
    for name in parameters:
        new[name] = parameters[name] - learning_rate * grads["d" + name]
    return new
""",
        """
def update_parameters(parameters, grads, learning_rate=1.2):
    new = {name: value.copy() for name, value in parameters.items()}
    for name, slope in grads.items():
        new[name[1:]] -= slope * learning_rate
    return new
""",
    ),
)

LOOP = """if i % 100 == 0:
            costs.append(compute_cost(A2, Y))
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads, learning_rate)"""

TRAIN = Exercise(
    "nn_model",
    training_inputs,
    "parameters and costs are right after 1, 2, 3, 4 and 101 steps, from given start values.",
    returns=("parameters", "costs"),
    hints=(
        "One round is: forward, now and then the cost, backward, update. Each is one call of a function of yours.",
        "The parameters keep their shapes from round to round; costs gets an entry for i = 0, 100, 200, …",
        "The round begins with A2, cache = forward_propagation(…).",
    ),
    mistakes=(
        ("layer_sizes(X, Y, n_h)", "layer_sizes(X, Y)", "the network has 4 hidden units whatever n_h says: pass n_h on (without it layer_sizes takes its default of 4)."),
        ("update_parameters(parameters, grads, learning_rate)", "update_parameters(parameters, grads)", "the learning rate is always 1.2: pass it on (without it update_parameters takes its default of 1.2)."),
        ("n_h), seed=seed)", "n_h))", "the seed is always 2: keep the given line (without the seed initialize_parameters takes its default of 2)."),
        ("update_parameters(parameters, grads, learning_rate)", "update_parameters(parameters, grads, 1.2)", "the learning rate is always 1.2: pass it on (without it update_parameters takes its default of 1.2)."),
        ("compute_cost(A2, Y)", "compute_cost(Y, A2)", "A2 comes first in compute_cost, then the labels Y."),
        ("costs.append(compute_cost(A2, Y))", "costs.append((i, compute_cost(A2, Y)))", "costs holds pairs; each item is one number, the cost."),
        (LOOP, LOOP.replace("parameters = update", "    parameters = update").replace("grads = backward", "    grads = backward"), "only one of every hundred iterations takes a step: do the steps stand inside an if?"),
        (
            "        if i % 100 == 0:\n",
            "        if compute_cost(A2, Y) < 0.1:\n            break\n        if i % 100 == 0:\n",
            "it stops by itself where the cost is small or the surface flat: make all num_iterations steps.",
        ),
        (
            LOOP,
            LOOP.replace("parameters = update", 'if np.linalg.norm(grads["dW1"]) < 1e-3:\n            break\n        parameters = update'),
            "it stops by itself where the cost is small or the surface flat: make all num_iterations steps.",
        ),
        ("        if i % 100 == 0:\n            costs.append", "        if i / 100 == 0:\n            costs.append", "costs of iterations 100, 200, … are missing: one of every hundred is wanted, and the remainder (%) of a division by 100 says which."),
        (
            "    for i in range(num_iterations):\n        ### BEGIN SOLUTION\n",
            "    for i in range(num_iterations):\n        parameters = initialize_parameters(*layer_sizes(X, Y, n_h), seed=seed)\n",
            "every iteration begins from the first values again: it has to go on from the parameters that the one before has left.",
        ),
        ("        parameters = update_parameters", "        update_parameters", "the parameters never change: update_parameters returns the new ones, so give them the name."),
        (
            "    for i in range(num_iterations):\n        ### BEGIN SOLUTION\n        A2, cache = forward_propagation(X, parameters)",
            "    A2, cache = forward_propagation(X, parameters)\n    for i in range(num_iterations):",
            "every step uses the forward propagation of the start: each needs the values at the new place, computed inside the loop.",
        ),
        ("        if i % 100 == 0:\n            costs.append", "        if True:\n            costs.append", "every cost is recorded; one of every hundred iterations is wanted."),
        ("        if i % 100 == 0:\n            costs.append", "        if i % 1000 == 0:\n            costs.append", "costs of iterations 100, 200, … are missing: one of every hundred is wanted, and the remainder (%) of a division by 100 says which."),
        ("        if i % 100 == 0:\n            costs.append", "        if i % 10 == 0:\n            costs.append", "one cost of every ten iterations is recorded; one of every hundred is wanted."),
        ("        if i % 100 == 0:\n            costs.append", "        if i % 100 == 99:\n            costs.append", "the counting is off by one: it begins at 0, and the costs of iterations 0, 100, 200, … are wanted."),
        ("        if i % 100 == 0:\n            costs.append", "        if i > 0 and i % 100 == 0:\n            costs.append", "the cost of iteration 0, before the first step, is missing."),
        ("range(num_iterations)", "range(1, num_iterations + 1)", "the counting is off by one: it begins at 0, and the costs of iterations 0, 100, 200, … are wanted."),
        ("range(num_iterations)", "range(num_iterations - 1)", "one step is missing: num_iterations are wanted, as range(num_iterations) gives."),
        ("range(num_iterations)", "range(num_iterations + 1)", "one step too many: num_iterations are wanted, as range(num_iterations) gives."),
        ("range(num_iterations)", "range(10)", "the number of steps is fixed: use num_iterations."),
        (
            LOOP,
            """grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads, learning_rate)
        if i % 100 == 0:
            costs.append(compute_cost(forward_propagation(X, parameters)[0], Y))""",
            "the cost is taken after the step: it belongs before it, from the A2 that the gradients come from.",
        ),
        ("A2, cache = forward_propagation(X, parameters)", "A2 = forward_propagation(X, parameters)", "forward_propagation returns two things, A2 and the cache: take them apart."),
        ("costs.append(compute_cost(A2, Y))", "costs.append(i)", "costs holds the numbers of the iterations; the cost is wanted, from compute_cost."),
        ("costs.append(compute_cost(A2, Y))", "costs.append(A2)", "costs holds the estimates A2; a cost is one number, from compute_cost."),
        ("costs.append(compute_cost(A2, Y))", "costs = [compute_cost(A2, Y)]", "costs keeps only the last: append each to the list."),
        (
            "        parameters = update_parameters(parameters, grads, learning_rate)",
            "        parameters = update_parameters(parameters, grads, learning_rate)\n        parameters = update_parameters(parameters, grads, learning_rate)",
            "each iteration takes two steps: update once.",
        ),
        ("update_parameters(parameters, grads, learning_rate)", "update_parameters(parameters, grads, -learning_rate)", "it walks uphill: each step is minus the learning rate times the gradient, and update_parameters brings that minus sign."),
        (
            LOOP,
            LOOP.partition("\n")[0] + """
            costs.append(compute_cost(A2, Y))
        for j in range(X.shape[1]):
            A2, cache = forward_propagation(X[:, [j]], parameters)
            grads = backward_propagation(parameters, cache, X[:, [j]], Y[:, [j]])
            parameters = update_parameters(parameters, grads, learning_rate)""",
            "a step is taken after each example: an iteration takes one step, with the gradients of all examples together.",
        ),
        ("    return parameters, costs", "    return costs, parameters", "parameters comes first, then costs."),
        ("    return parameters, costs", "    return parameters", "the list of costs is missing: return both."),
        ("    return parameters, costs", "        return parameters, costs", "it ends after the first step: does a return or a break stand inside the loop?"),
    ),
    right=(
        """
def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False, learning_rate=1.2, seed=2):
    parameters, costs, i = initialize_parameters(len(X), n_h, len(Y), seed=seed), [], 0
    while i < num_iterations:
        A2, cache = forward_propagation(X, parameters)
        costs += [] if i % 100 else [np.array(compute_cost(A2, Y))]
        if print_cost and i % 1000 == 0:
            print(i, costs[-1])
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads, learning_rate=learning_rate)
        i += 1
    return parameters, np.array(costs)
""",
        """
def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False, learning_rate=1.2, seed=2):
    m = X.shape[1]
    p = initialize_parameters(X.shape[0], n_h, 1, seed=seed)
    costs = []
    for i in range(num_iterations):
        A1 = np.tanh(p["W1"] @ X + p["b1"])
        Z2 = p["W2"] @ A1 + p["b2"]
        if i % 100 == 0:
            costs.append(float(np.mean(np.logaddexp(0, Z2) - Y * Z2)))
            print(costs[-1]) if print_cost else None
        dZ2 = (1 / (1 + np.exp(-Z2)) - Y) / m
        dZ1 = p["W2"].T @ dZ2 * (1 - A1**2)
        slopes = {"W1": dZ1 @ X.T, "b1": dZ1.sum(1, keepdims=True), "W2": dZ2 @ A1.T, "b2": dZ2.sum(1, keepdims=True)}
        p = {name: p[name] - learning_rate * slopes[name] for name in p}
    return p, costs
""",
    ),
)

PREDICT = Exercise(
    "predict",
    predict_inputs,
    "zeros and ones of shape (1, m), and exactly one half is a 0.",
    returns=("answers",),
    hints=(
        "Run the network forward and decide at one half.",
        "The probabilities are (1, m), and so are the zeros and ones.",
        "forward_propagation returns two things; only the first is needed: A2, _ = …",
    ),
    mistakes=(
        ("A2 > 0.5", "np.round(A2, 2) > 0.5", "the probabilities are rounded before they are compared: 0.502 is above one half."),
        ("A2 > 0.5", "A2 >= 0.5", "a probability of exactly one half is a 0 here: a 1 where it is > 0.5."),
        ("A2 > 0.5", "A2 == 1", "every answer is 0: the threshold is one half, so compare each probability with 0.5. (int cuts off what is below 1, == 1 asks for exactly 1, and argmax down a column of one number is 0.)"),
        ("A2 > 0.5", "A2 < 0.5", "the answer is the wrong way round: above one half is a 1."),
        ("A2 > 0.5", "A2 > 0", "every answer is 1; only where the probability is above one half it should be."),
        ("(A2 > 0.5).astype(int)", "A2", "these are the probabilities; a 1 where they are above one half, else a 0 is wanted."),
        ("A2 > 0.5", "_[\"Z2\"] > 0.5", "z is compared with one half; the probability is A2, the sigmoid of z."),
        ("A2 > 0.5", "_[\"A1\"] > 0.5", "the hidden units A1 are compared; the answer comes from the output A2."),
        ("A2 > 0.5", "A2[0] > 0.5", "the answer has lost a dimension: its shape is (1, m)."),
        ("(A2 > 0.5)", "(A2 > 0.5).T", "the answer is transposed: its shape is (1, m)."),
        ("(A2 > 0.5).astype(int)", "np.where(A2 > 0.5, 1, A2)", "where it is not above one half, the probability is left: a 0 is wanted there."),
        ("(A2 > 0.5).astype(int)", "np.argmax(A2, axis=0)", "every answer is 0, in shape (m,), as np.argmax gives for columns of one number: compare each probability with one half."),
        ("(A2 > 0.5).astype(int)", "np.where(np.arange(X.shape[1]) > 0, A2 > 0.5, 0)", "the first example is left out: indices begin at 0."),
        ("(A2 > 0.5).astype(int)", "np.where(np.arange(X.shape[1]) < X.shape[1] - 1, A2 > 0.5, 0)", "the last example is left out: range(m) ends at m − 1 by itself, and a slice stops before its end."),
        ("(A2 > 0.5).astype(int)", "np.where(np.arange(X.shape[1]) < 1, A2 > 0.5, 0)", "only the first example is answered: is a return inside the loop?"),
        ("(A2 > 0.5).astype(int)", "np.where(np.arange(X.shape[1]) < 1, A2 > 0.5, A2)", "only the first example is answered: is a return inside the loop?"),
        ("(A2 > 0.5).astype(int)", "(A2 > 0.5).astype(int).tolist()", "it returns a list: np.array makes an array of it."),
        ("(A2 > 0.5).astype(int)", "[int(a > 0.5) for a in A2[0]]", "it returns a list: an array of shape (1, m) is wanted."),
        ("(A2 > 0.5).astype(int)", "1 if A2 > 0.5 else 0", "max and if decide about one number, and A2 holds many: compare the whole array, or loop over its columns."),
        ("A2 > 0.5", "A2 > np.mean(A2)", "the threshold is one half, not the mean of the probabilities."),
        ("A2, _ = forward_propagation(X, parameters)", "A2 = forward_propagation(X, parameters)", "forward_propagation returns two things, A2 and the cache: take them apart."),
        ("forward_propagation(X, parameters)", "forward_propagation(parameters, X)", "an array is asked for a name, as if it were a dictionary: X comes first in forward_propagation, then the parameters."),
    ),
    right=(
        "def predict(parameters, X):\n    return forward_propagation(X, parameters)[0] > 0.5",
        "def predict(parameters, X):\n    A2, cache = forward_propagation(X, parameters)\n    return np.where(cache['Z2'] > 0, 1.0, 0.0)",
        """
def predict(parameters, X):
    A2 = forward_propagation(X, parameters)[0]
    answers = np.zeros(A2.shape)
    for i in range(A2.shape[1]):
        answers[0, i] = 1 if A2[0, i] > 0.5 else 0
    return answers
""",
    ),
)

EXERCISES = (SIZES, INITIALIZE, FORWARD, COST, BACKWARD, UPDATE, TRAIN, PREDICT)
