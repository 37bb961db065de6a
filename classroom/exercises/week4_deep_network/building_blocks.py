"""The exercises of lesson 1, building blocks."""

import numpy as np

from classroom.exercises import Case, Exercise, wide
from helpers.activations import sigmoid


def labels(rng, m):
    """A row of m labels with both classes in it (of m = 1, one)."""
    return rng.permuted(np.arange(m) % 2)[np.newaxis]


def normal(rng, *shape):
    """Normal random numbers of two decimals, which a learner can follow by hand."""
    return np.round(rng.normal(size=shape), 2)


def probabilities(rng, m):
    """A row of m probabilities, none near 0, ½ or 1."""
    return np.where(rng.random((1, m)) < 0.5, rng.uniform(0.1, 0.4, (1, m)), rng.uniform(0.6, 0.9, (1, m)))


def whole(rng, *shape):
    """Whole numbers, as integers, none of them 0: an array made like one of these cuts off what is behind the point."""
    return rng.choice([-4, -3, -2, -1, 1, 2, 3, 4], shape)


def without_guard(body, guard, unguarded, mistakes):
    """The same mistakes in an answer without the guard against overflow, log(0) or 0/0, which comes later to most.

    body      -- the part of the reference that holds the guard and what the mistakes change
    unguarded -- what stands in place of the guard
    """
    patched = [(body.replace(old, new), sentence) for old, new, sentence in mistakes if body.count(old) == 1]
    return tuple((body, new.replace(guard, unguarded), sentence) for new, sentence in patched if guard in new)


def network(rng, sizes):
    """Parameters of random numbers, biases too, for layers of the given sizes."""
    parameters = {}
    for k in range(1, len(sizes)):
        parameters[f"W{k}"] = normal(rng, sizes[k], sizes[k - 1])
        parameters[f"b{k}"] = 0.5 * normal(rng, sizes[k], 1)
    return parameters


def backwards(dictionary):
    """The same dictionary with its keys in the opposite order: values belong to names, not to places."""
    return dict(reversed(dictionary.items()))


def lively(rng, sizes, m):
    """X, parameters, and the layers' (A_prev, Z) of a network whose relu units each say 0 to some and more to others.

    Drawn again until they do, so that no gradient vanishes by chance.
    """
    while True:
        X, parameters = normal(rng, sizes[0], m), network(rng, sizes)
        A, layers, last = X, [], len(sizes) - 1
        for k in range(1, last + 1):
            Z = parameters[f"W{k}"] @ A + parameters[f"b{k}"]
            layers.append((A, Z))
            A = np.maximum(0, Z) if k < last else sigmoid(Z)
        hidden = [Z > 0 for _, Z in layers[:-1]]
        mixed = all(on.any(axis=0).all() and 0.25 < on.mean() < 0.9 for on in hidden)
        if (mixed or m == 1 and all(on.any() for on in hidden)) and np.abs(layers[-1][1]).max() < 6:
            return X, parameters, layers


def initialize_inputs(rng):
    """Sizes big enough that shape, mean and spread can be told from a draw; one output unit once."""
    n_x, n_y = wide(rng, *rng.permutation([64, 256]))
    wanted = {"W1": 0.01, "b1": 0, "W2": 0.01, "b2": 0}
    return [Case((n_x, 128, n_y), wanted=wanted), Case((16, 1024, 1), wanted=wanted)]


def initialize_deep_inputs(rng):
    """Three layers of different and of equal size, a single one, and eleven: W10 is no W1."""
    first, second = wide(rng, *rng.permutation([64, 256]))
    cases = []
    for sizes in ([first, second, 64, 16], [64, 64, 64, 64], [first, 16], [16] * 12):
        wanted = {}
        for k in range(1, len(sizes)):
            wanted |= {f"W{k}": sizes[k - 1] ** -0.5, f"b{k}": 0}
        cases.append(Case((sizes,), wanted=wanted))
    return cases


# A, W and b of a layer, to compute by hand: Z is [[4, 15], [−5, −6], [6.5, −6.5]].
BY_HAND = (
    np.array([[3.0, 4.0], [0.0, 5.0]]),
    np.array([[1.0, 2.0], [-1.0, 0.0], [2.0, -3.0]]),
    np.array([[1.0], [-2.0], [0.5]]),
)


def linear_inputs(rng):
    """A, W, b: by hand; non-square, all square, one example, one unit; whole numbers; biases of zero, and whole ones."""
    sizes = ((3, 2, 4), (3, 3, 3), (2, 4, 1), (4, 1, 5))
    return [
        Case(BY_HAND),
        *(Case((normal(rng, n_prev, m), normal(rng, n, n_prev), normal(rng, n, 1))) for n_prev, n, m in sizes),
        Case((whole(rng, 3, 5), whole(rng, 4, 3), whole(rng, 4, 1))),
        Case((normal(rng, 2, 3), normal(rng, 3, 2), np.zeros((3, 1)))),
        Case((normal(rng, 3, 4), normal(rng, 2, 3), whole(rng, 2, 1))),
    ]


def layer_inputs(rng):
    """By hand; each activation: non-square, square, one example, and a Z of both signs; whole numbers; values too large
    for e to the power.
    """
    cases = [Case((*BY_HAND, "relu"))]
    for activation in ("relu", "sigmoid"):
        for n_prev, n, m in ((3, 2, 4), (3, 3, 3), (2, 4, 1)):
            while True:
                A, W, b = normal(rng, n_prev, m), normal(rng, n, n_prev), normal(rng, n, 1)
                Z = W @ A + b
                if (Z > 0.1).any() and (Z < -0.1).any() and Z[0, 0] < 0:  # np.vectorize takes its type for all
                    break
            cases.append(Case((A, W, b, activation)))
        cases.append(Case((whole(rng, 3, 5), whole(rng, 4, 3), whole(rng, 4, 1), activation)))
    cases.append(Case((np.array([[1.0, -1.0]]), np.array([[800.0]]), np.array([[0.0]]), "sigmoid")))
    return cases


# A network of two layers, to compute by hand.
SMALL = {
    "W1": np.array([[1.0], [-2.0]]),
    "b1": np.array([[1.0], [2.0]]),
    "W2": np.array([[1.0, 3.0]]),
    "b2": np.array([[-4.0]]),
}


def forward_inputs(rng):
    """By hand; one layer, two, three and four, three with all sizes equal, one example; whole numbers for X. Then two
    and more output units, as the lesson has them where it measures what the start values do. Eleven layers, whose
    names are in another order than their numbers. The layers in another order.
    """
    sizes = (([3, 2, 1], 4), ([2, 1], 3), ([4, 3, 2, 1], 5), ([3, 3, 3, 1], 3), ([2, 3, 1], 1), ([3, 5, 4, 2, 1], 6))
    return [
        Case((np.array([[3.0, 4.0, -1.0]]), SMALL)),
        *(Case(lively(rng, layers_dims, m)[:2]) for layers_dims, m in sizes),
        Case((whole(rng, 3, 5), network(rng, [3, 4, 1]))),
        Case(lively(rng, [3, 4, 2], 5)[:2]),
        Case((normal(rng, 3, 4), network(rng, [3] * 12))),
        Case((normal(rng, 3, 4), backwards(network(rng, [3, 3, 3, 1])))),
    ]


def cost_inputs(rng):
    """By hand; several examples, one, so many wrong that the product is no number any more; units rightly certain, of 1 and of 0, and wrongly of 0: the limits show. Wrongly of 1
    the last digits hang on how 1 − a is kept from 0, so that is not compared.
    """
    p, Y = float(rng.uniform(0.6, 0.9)), labels(rng, 90)
    return [
        Case((np.array([[0.8, 0.3, 0.6]]), np.array([[1, 0, 0]]))),
        Case((probabilities(rng, 5), labels(rng, 5))),
        Case((probabilities(rng, 4), np.array([[1, 1, 0, 1]]))),
        Case((np.array([[p]]), np.array([[1]]))),
        Case((np.abs(Y - rng.uniform(1e-6, 9e-6, Y.shape)), 1 - Y)),
        Case((np.array([[1.0, p, 1 - p]]), np.array([[1, 0, 1]]))),
        Case((np.array([[0.0, p, 1 - p]]), np.array([[0, 0, 1]]))),
        Case((np.array([[0.0, p, 1 - p]]), np.array([[1, 1, 0]]))),
        Case(
            (np.array([[1.0, p]]), np.array([[0, 1]])),
            remark="where the network is certain and wrong, your cost is not finite (log of 0): clip "
            "the probabilities.",
        ),
    ]


def linear_backward_inputs(rng):
    """dZ and the cache: by hand; non-square, all square, one example, one unit; whole numbers."""
    cache = np.array([[2.0, 1.0, 3.0]]), np.array([[4.0], [-2.0]]), np.array([[1.0], [0.5]])
    cases = [Case((np.array([[3.0, 0.0, -6.0], [1.0, 4.0, 1.0]]), cache))]
    for n_prev, n, m in ((3, 2, 4), (3, 3, 3), (2, 4, 1), (4, 1, 5)):
        cache = normal(rng, n_prev, m), normal(rng, n, n_prev), normal(rng, n, 1)
        cases.append(Case((normal(rng, n, m), cache)))
    cases.append(Case((whole(rng, 2, 5), (whole(rng, 3, 5), whole(rng, 2, 3), whole(rng, 2, 1)))))
    return cases


def signs(rng, shape):
    """Numbers of both signs, none near 0."""
    return np.round(rng.uniform(0.3, 2.0, shape), 2) * rng.choice([-1.0, 1.0], shape)


def activation_backward_inputs(rng):
    """dA and Z with all four pairs of signs: by hand, with a Z of 0; non-square, square, one example; whole numbers for
    either.
    """
    cases = [
        Case((np.array([[3.0, 4.0, -2.0], [5.0, -1.0, -6.0]]), np.array([[1.0, -2.0, 3.0], [0.0, 5.0, -4.0]])))
    ]
    for shape in ((3, 4), (3, 3), (4, 1)):
        dA, Z = np.abs(signs(rng, shape)), np.abs(signs(rng, shape))
        dA.flat[:4] *= [1, 1, -1, -1]
        Z.flat[:4] *= [1, -1, 1, -1]
        cases.append(Case((dA, Z)))
    cases.append(Case((signs(rng, (1, 3)), np.array([[0.0, 1.0, -5.0]]))))
    cases += [Case((signs(rng, (2, 5)), whole(rng, 2, 5))), Case((whole(rng, 2, 5), signs(rng, (2, 5))))]
    return [*cases, Case((signs(rng, (3, 2)).T, signs(rng, (2, 3))))]


def sigmoid_backward_inputs(rng):
    """As for relu; then units that are certain, with the dA that L_model_backward hands down: wrong ones, right ones."""
    Z = np.array([[40.0, -40.0, 800.0, -800.0, normal(rng, 1)[0]]])
    a = np.clip(sigmoid(Z), 1e-15, 1 - 1e-15)
    wrong, right = np.array([[0, 1, 0, 1, 0]]), np.array([[1, 0, 1, 0, 1]])
    certain = [Case(((1 - Y) / (1 - a) - Y / a, Z)) for Y in (wrong, right)]
    return [*activation_backward_inputs(rng), *certain]


def layer_backward_inputs(rng):
    """By hand; each activation: non-square, square with a Z of exactly 0, one example, whole numbers for dA."""
    A_prev, W, b = np.array([[1.0, 2.0, 0.0], [3.0, -1.0, 4.0]]), np.array([[2.0, -1.0]]), np.array([[2.0]])
    by_hand = np.array([[3.0, -6.0, 9.0]]), ((A_prev, W, b), np.array([[1.0, 7.0, -2.0]]))
    cases = [Case((*by_hand, "relu"))]
    for activation in ("relu", "sigmoid"):
        for n_prev, n, m in ((3, 2, 4), (3, 3, 3), (2, 4, 1)):
            dA, Z = np.abs(signs(rng, (n, m))), np.abs(signs(rng, (n, m)))
            dA.flat[:4] *= [1, 1, -1, -1]
            Z.flat[:4] *= [1, -1, 1, -1]
            Z[-1, -1] *= m != 3  # relu's slope at exactly 0
            linear_cache = normal(rng, n_prev, m), normal(rng, n, n_prev), normal(rng, n, 1)
            cases.append(Case((dA, (linear_cache, Z), activation)))
        cases.append(Case((whole(rng, 2, 3), ((normal(rng, 3, 3), normal(rng, 2, 3), normal(rng, 2, 1)), signs(rng, (2, 3))), activation)))
    return cases


def caches_of(parameters, layers):
    """The caches of a network, from `lively`'s layers."""
    return [((A, parameters[f"W{k}"], parameters[f"b{k}"]), Z) for k, (A, Z) in enumerate(layers, start=1)]


def backward_inputs(rng):
    """By hand; two layers, one, three, all sizes equal, one example, eleven layers, a hidden layer of one unit; then units that are
    certain, and wrong.
    """
    A0, Z1, A1 = np.array([[3.0]]), np.array([[4.0], [-4.0]]), np.array([[4.0], [0.0]])
    small = caches_of(SMALL, [(A0, Z1), (A1, np.array([[0.0]]))])
    cases = [Case((np.array([[0.5]]), np.array([[1]]), small))]
    for sizes, m in (([3, 2, 1], 4), ([2, 1], 3), ([4, 3, 2, 1], 5), ([3, 3, 3, 1], 3), ([2, 3, 1], 1), ([2] * 11 + [1], 2), ([3, 1, 2, 1], 1)):
        _, parameters, layers = lively(rng, sizes, m)
        cases.append(Case((sigmoid(layers[-1][1]), labels(rng, m), caches_of(parameters, layers))))
    W, X = np.array([[800.0]]), np.array([[1.0, -1.5, 0.001]])
    Z = W @ X
    cases.append(Case((sigmoid(Z), np.array([[0, 1, 1]]), [((X, W, np.zeros((1, 1))), Z)])))
    return cases


def update_inputs(rng):
    """By hand; networks of two, one, three, four and eleven layers. The gradients come as L_model_backward gives them: the last layer
    first, those of activations among the rest.
    """
    steps = {
        "dA1": np.array([[1.0], [0.0]]),
        "dW2": np.array([[2.0, -4.0]]),
        "db2": np.array([[6.0]]),
        "dA0": np.array([[5.0]]),
        "dW1": np.array([[-2.0], [8.0]]),
        "db1": np.array([[4.0], [-6.0]]),
    }
    cases = [Case((SMALL, steps, 0.5))]
    for sizes, rate in (([3, 2, 1], 0.3), ([2, 1], 0.1), ([2, 2, 2, 1], 1.2), ([5, 4, 3, 2, 1], 0.02), ([1, 2] * 6, 0.5)):
        parameters, grads = network(rng, sizes), {}
        for k in range(len(sizes) - 1, 0, -1):
            grads[f"dA{k - 1}"] = normal(rng, sizes[k - 1], 6)
            grads |= {f"d{letter}{k}": normal(rng, *parameters[f"{letter}{k}"].shape) for letter in "Wb"}
        cases.append(Case((parameters, grads, rate)))
    return cases


# The start of week 3 again: the lesson has only the deep one now.
INITIALIZE = Exercise(
    "initialize_parameters",
    initialize_inputs,
    "shapes, spread of the weights and zero biases are right, and the seed decides.",
    returns=("parameters",),
    summary="initial_parameters",
    nothing_else=True,
    hints=(
        "The same start as in week 3: small random weights so that hidden units differ, and biases of zero.",
        "W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1).",
        "Draw W1 first: W1 = rng.randn(n_h, n_x) * …",
    ),
    mistakes=(
        ("rng.randn(n_h, n_x) * 0.01", "rng.randn(n_h, n_x)", "the weights W1 are not made small: their standard deviation is 1, and is to be 0.01."),
        ("rng.randn(n_y, n_h) * 0.01", "rng.randn(n_y, n_h)", "the weights W2 are not made small: their standard deviation is 1, and is to be 0.01."),
        ("rng.randn(n_h, n_x)", "rng.randn(n_x, n_h)", "W1 is transposed: a row for each hidden unit, a column for each feature."),
        ("rng.randn(n_y, n_h)", "rng.randn(n_h, n_y)", "W2 is transposed: a row for each output unit, a column for each hidden unit."),
        ("rng.randn(n_h, n_x)", "rng.rand(n_h, n_x)", "W1 is drawn evenly between 0 and 1, so all weights are positive: randn draws normal numbers around 0."),
        ("rng.randn(n_y, n_h)", "rng.rand(n_y, n_h)", "W2 is drawn evenly between 0 and 1, so all weights are positive: randn draws normal numbers around 0."),
        ("rng.randn(n_h, n_x) * 0.01", "np.zeros((n_h, n_x))", "W1 is all zero: then all hidden units stay alike; weights start random."),
        ("rng.randn(n_y, n_h) * 0.01", "np.zeros((n_y, n_h))", "W2 is all zero: weights start random."),
        ("rng.randn(n_h, n_x) * 0.01", "rng.randn(n_h, n_x) / np.sqrt(n_x)", "W1 is scaled by 1/√n_x, the rule of deep networks; here the factor is 0.01."),
        ("rng.randn(n_y, n_h) * 0.01", "rng.randn(n_y, n_h) / np.sqrt(n_h)", "W2 is scaled by 1/√n_h, the rule of deep networks; here the factor is 0.01."),
        ("rng.randn(n_h, n_x)", "rng.randn((n_h, n_x))", "randn and rand take the sizes as two arguments, randn(2, 3), not as a pair in brackets of its own."),
        ("rng.randn(n_h, n_x) * 0.01", "rng.randn(n_h, n_x) * 0.1", "W1 is ten times too large: the factor is 0.01."),
        ('"b1": np.zeros((n_h, 1))', '"b1": rng.randn(n_h, 1) * 0.01', "b1 is random: biases start at zero."),
        ('"b2": np.zeros((n_y, 1))', '"b2": rng.randn(n_y, 1) * 0.01', "b2 is random: biases start at zero."),
        ("np.zeros((n_h, 1))", "np.zeros(n_h)", "b1 has lost its second dimension: a column (n_h, 1) is wanted."),
        ("np.zeros((n_y, 1))", "np.zeros(n_y)", "b2 has lost its second dimension: a column (n_y, 1) is wanted."),
        ("np.zeros((n_h, 1))", "np.zeros((n_x, 1))", "b1 has an entry for each feature: one for each hidden unit is wanted."),
        ("np.zeros((n_y, 1))", "np.zeros((n_h, 1))", "b2 has an entry for each hidden unit: one for each output unit is wanted."),
        ("rng.randn(n_y, n_h)", "np.random.RandomState(seed).randn(n_y, n_h)", "W2 begins with the numbers of W1: the stream of random numbers is begun anew for it; draw both from one rng."),
        ("np.zeros((n_h, 1))", "np.zeros((1, n_h))", "b1 is a row: a column (n_h, 1) is wanted, one bias for each hidden unit."),
        ("RandomState(seed)", "RandomState(1)", "the seed is fixed at 1: use the argument seed."),
        ("RandomState(seed)", "RandomState()", "the seed is not used: each call draws other numbers."),
    ),
    right=(
        """
def initialize_parameters(n_x, n_h, n_y, seed=1):
    rng = np.random.default_rng(seed)
    sizes = (n_x, n_h, n_y)
    parameters = {}
    for k in (1, 2):
        parameters["W" + str(k)] = rng.normal(scale=0.01, size=(sizes[k], sizes[k - 1]))
        parameters["b" + str(k)] = np.array([[0.0]] * sizes[k])
    return parameters
""",
        """
def initialize_parameters(n_x, n_h, n_y, seed=1):
    rng = np.random.RandomState(seed)
    W2, W1 = rng.randn(n_y, n_h) / 100, rng.randn(n_h, n_x) / 100
    return dict(b2=0 * W2[:, :1], W2=W2, b1=np.zeros_like(W1[:, [0]]), W1=W1)
""",
    ),
    reference='''
def initialize_parameters(n_x, n_h, n_y, seed=1):
    """Start values for a network with one hidden layer.

    n_x, n_h, n_y -- numbers of features, hidden units and output units
    seed          -- of the random numbers
    Returns a dictionary: "W1" (n_h, n_x) and "W2" (n_y, n_h), normal with standard
    deviation 0.01, and "b1" (n_h, 1) and "b2" (n_y, 1), all zero.
    """
    rng = np.random.RandomState(seed)
    ### BEGIN SOLUTION
    W1 = rng.randn(n_h, n_x) * 0.01
    W2 = rng.randn(n_y, n_h) * 0.01
    return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}
    ### END SOLUTION
'''.strip(),
)

INITIALIZE_DEEP = Exercise(
    "initialize_parameters_deep",
    initialize_deep_inputs,
    "one layer and three: names, shapes and spreads are right, and the biases are zero.",
    returns=("parameters",),
    summary="initial_parameters",
    nothing_else=True,
    hints=(
        "One round per layer, from 1 to L. The more inputs a layer has, the smaller its weights must be.",
        "layers_dims has L + 1 sizes; W of layer l is (layers_dims[l], layers_dims[l − 1]), b is (layers_dims[l], 1).",
        "The loop is for layer in range(1, len(layers_dims)), and a key is written f\"W{layer}\".",
    ),
    mistakes=(
        (" / np.sqrt(n_prev)", "", "the weights are not scaled: divide them by the square root of the number of units below."),
        (" / np.sqrt(n_prev)", " * 0.01", "the factor 0.01 is used whatever the layer's width: in a deep network the signal then fades from layer to layer; 1/√n[l−1] belongs here."),
        ("np.sqrt(n_prev)", "np.sqrt(n)", "the root is taken of the layer's own size: z sums over the units of the layer below, so n[l−1] belongs there."),
        ("np.sqrt(n_prev)", "n_prev", "the root is missing: the weights are divided by √n[l−1], not by n[l−1]."),
        ("/ np.sqrt(n_prev)", "* np.sqrt(n_prev)", "the weights are multiplied by the root; they are divided by it."),
        ("/ np.sqrt(n_prev)", "/ n_prev ** 1 / 2", "a power comes before a division: n ** 1 / 2 is n / 2, half of n. The root is n ** 0.5, or np.sqrt(n)."),
        ("/ np.sqrt(n_prev)", "/ (n_prev ** 1 / 2)", "a power comes before a division: n ** 1 / 2 is n / 2, half of n. The root is n ** 0.5, or np.sqrt(n)."),
        ("rng.randn(n, n_prev) / np.sqrt(n_prev)", "rng.randn(n, n_prev) * np.sqrt(2 / n_prev)", "this is He's spread √(2/n[l−1]), which week 5 uses; here it is 1/√n[l−1]."),
        ("rng.randn(n, n_prev)", "rng.randn(n_prev, n)", "the weights are transposed: W[l] is (n[l], n[l−1])."),
        ("rng.randn(n, n_prev)", "rng.rand(n, n_prev)", "the weights are drawn evenly between 0 and 1, so all are positive: randn draws normal numbers around 0."),
        ("rng.randn(n, n_prev) / np.sqrt(n_prev)", "np.full((n, n_prev), rng.randn() / np.sqrt(n_prev))", "one random number is drawn for the whole matrix, so all units of a layer stay alike: each weight needs its own."),
        ("rng.randn(n, n_prev) / np.sqrt(n_prev)", "np.zeros((n, n_prev))", "the weights are all zero: then all units of a layer stay alike; weights start random."),
        ("np.zeros((n, 1))", "rng.randn(n, 1) / np.sqrt(n_prev)", "the biases are random: they start at zero."),
        ("np.zeros((n, 1))", "np.zeros(n)", "the biases have lost their second dimension: columns (n[l], 1) are wanted."),
        ("np.zeros((n, 1))", "np.zeros((1, n))", "the biases are rows: columns (n[l], 1) are wanted."),
        ("rng.randn(n, n_prev)", "rng.randn((n, n_prev))", "randn and rand take the sizes as two arguments, randn(2, 3), not as a pair in brackets of its own."),
        ("np.sqrt(n_prev)", "np.sqrt(layers_dims[0])", "the number of features is taken for every layer: each needs the size of the layer just below it, n[l−1]."),
        ("    return parameters", "        return parameters", "only the first layer is made: does a return or a break stand inside the loop?"),
        ("np.zeros((n, 1))", "np.zeros((n_prev, 1))", "the biases have an entry for each unit below: one for each unit of the layer itself is wanted."),
        ("range(1, len(layers_dims))", "range(1, len(layers_dims) - 1)", "the last layer, number len(layers_dims) − 1, is missing (a range stops before its end)."),
        ("range(1, len(layers_dims))", "range(1, len(layers_dims) + 1)", "a layer too many is asked for: the list has L + 1 sizes, counted from 0 to L."),
        ("range(1, len(layers_dims))", "range(len(layers_dims))", "there is a layer 0 with weights: the input has none, so the layers begin at 1."),
        ('parameters[f"W{layer}"] = rng.randn(n, n_prev) / np.sqrt(n_prev)\n        parameters[f"b{layer}"]', 'parameters[f"W{layer - 1}"] = rng.randn(n, n_prev) / np.sqrt(n_prev)\n        parameters[f"b{layer - 1}"]', "the names begin at W0: the first layer is number 1, and the input is layer 0."),
        ("rng.randn(n, n_prev)", "np.random.RandomState(seed).randn(n, n_prev)", "every layer begins with the same numbers: the stream of random numbers is begun anew in the loop; one rng, made before it, serves all layers."),
        ("RandomState(seed)", "RandomState(3)", "the seed is fixed at 3: use the argument seed."),
        ("RandomState(seed)", "RandomState()", "the seed is not used: each call draws other numbers."),
    ),
    right=(
        """
def initialize_parameters_deep(layers_dims, seed=3):
    rng, L, parameters = np.random.default_rng(seed), len(layers_dims), {}
    for l in range(L - 1):
        parameters["W" + str(l + 1)] = rng.normal(0, layers_dims[l] ** -0.5, (layers_dims[l + 1], layers_dims[l]))
    for l in range(L - 1):
        parameters["b" + str(l + 1)] = np.full((layers_dims[l + 1], 1), 0.0)
    return parameters
""",
        """
def initialize_parameters_deep(layers_dims, seed=3):
    rng = np.random.RandomState(seed)
    parameters = {}
    for l, (below, n) in enumerate(zip(layers_dims, layers_dims[1:]), start=1):
        parameters |= {f"W{l}": rng.randn(n, below) * np.sqrt(1 / below), f"b{l}": np.zeros((n, 1))}
    return parameters
""",
    ),
)

LINEAR_FORWARD = Exercise(
    "linear_forward",
    linear_inputs,
    "Z and the cache are right: non-square and square W, one example, one unit.",
    returns=("Z", "cache"),
    no_loop=True,
    hints=(
        "One matrix product and one addition; and keep what came in, since the way back needs it.",
        "W (n, n_prev) times A (n_prev, m) gives (n, m); b (n, 1) is stretched over the m columns.",
        "The cache is the plain tuple (A, W, b).",
    ),
    mistakes=(
        ("np.dot(W, A) + b", "np.dot(W, A)", "the biases b are missing from Z."),
        ("np.dot(W, A) + b", "np.dot(W, A) + b[0, 0]", "every unit gets the bias of the first: unit k has b[k, 0]."),
        ("np.dot(W, A) + b", "np.dot(W, A + b)", "b is added to A; it belongs to the weighted sum, outside the product."),
        ("np.dot(W, A) + b", "np.dot(W, A) - b", "b is subtracted: it is added."),
        ("np.dot(W, A)", "np.dot(W.T, A)", "W needs no transpose: its rows hold the weights of one unit each."),
        ("np.dot(W, A)", "np.dot(A, W)", "the order of the product: W comes first, (n, n_prev) times (n_prev, m)."),
        ("np.dot(W, A)", "W * A", "W and A are multiplied element by element (*): the weighted sums need a matrix product, np.dot or @."),
        ("np.dot(W, A)", "np.dot(W, A.T)", "A needs no transpose: one example a column, (n, n_prev) times (n_prev, m)."),
        ("+ b", "+ b.T", "b is a row here, dealt out to the examples: as a column it is added to every example."),
        ("+ b", "+ np.sum(b)", "the sum of all biases is added to every unit: each has its own."),
        ("return Z, (A, W, b)", "return Z, (Z, W, b)", "the cache holds Z in place of the input A."),
        ("return Z, (A, W, b)", "return Z, (W, A, b)", "the order in the cache is A, W, b."),
        ("return Z, (A, W, b)", "return Z, (A, W)", "b is missing from the cache: A, W and b go in."),
        ("return Z, (A, W, b)", "return Z", "the cache is missing: return Z and the tuple (A, W, b)."),
        ("return Z, (A, W, b)", "return (A, W, b), Z", "Z comes first, then the cache."),
        ("return Z, (A, W, b)", "return Z, A, W, b", "the cache is one result: put A, W and b into a tuple of their own."),
    ),
    right=(
        """
def linear_forward(A, W, b):
    Z = np.zeros((W.shape[0], A.shape[1]))
    for j in range(Z.shape[0]):
        for i in range(Z.shape[1]):
            Z[j, i] = b[j, 0] + sum(W[j, k] * A[k, i] for k in range(W.shape[1]))
    cache = (A, W, b)
    return Z, cache
""",
        "def linear_forward(A, W, b):\n    return np.einsum('jk,ki->ji', W, A) + b, (A, W, b)",
        "def linear_forward(A, W, b):\n    return b + (A.T @ W.T).T, tuple([A, W, b])",
    ),
)

LAYER_FORWARD = Exercise(
    "linear_activation_forward",
    layer_inputs,
    "A and the cache are right for relu and for sigmoid, for large Z too.",
    returns=("A", "cache"),
    no_loop=True,
    hints=(
        "Use linear_forward for the first half, then choose the activation by its name. Keep the cache that came back, and Z.",
        "Z and A are both (n, m); the cache is a tuple of two: (linear_cache, Z).",
        "The first line is Z, linear_cache = linear_forward(…).",
    ),
    mistakes=(
        ('activation == "relu"', 'activation == "sigmoid"', "relu and sigmoid have changed places."),
        ('activation == "relu"', 'activation == "ReLU"', "the sigmoid is used always, also where activation is \"relu\" (in small letters)."),
        ('if activation == "relu"', "if True", "relu is used always: activation says which it is."),
        ("np.maximum(0, Z)", "np.max(Z)", "the largest number of all stands in place of relu(Z), as np.max gives it; np.maximum compares element by element."),
        ("np.maximum(0, Z)", "np.max(0, Z)", "np.max looks for the largest number of one array; np.maximum compares two things element by element."),
        ("A = np.maximum(0, Z)", "A = Z\n        A[A < 0] = 0", "the Z in the cache has lost its negative numbers: where A and Z are the same array, setting numbers of A to 0 spoils Z; make a new array."),
        ("np.maximum(0, Z)", "np.minimum(0, Z)", "this keeps the negative values: relu is the maximum of 0 and z."),
        ("np.maximum(0, Z)", "np.abs(Z)", "this is the absolute value: relu gives 0 for negative z."),
        ("np.maximum(0, Z)", "(Z > 0).astype(float)", "this is relu's slope, 0 or 1: where z is positive relu gives z itself."),
        ("np.maximum(0, Z)", "np.maximum(0.01 * Z, Z)", "this is leaky relu: relu gives 0 for negative z."),
        ("np.maximum(0, Z)", "np.maximum(0, A_prev)", "relu is applied to the input A_prev: it takes Z."),
        ("sigmoid(Z)", "sigmoid(A_prev)", "the sigmoid is applied to the input A_prev: it takes Z."),
        ("sigmoid(Z)", "sigmoid(np.maximum(0, Z))", "relu and then the sigmoid: only the one that is asked for."),
        ("sigmoid(Z)", "np.tanh(Z)", "this is tanh, between −1 and 1: the sigmoid is asked for."),
        ("sigmoid(Z)", "(np.exp(Z) / (1 + np.exp(Z)))", "for large Z the result is nan, as eᶻ/(1 + eᶻ) comes to ∞/∞: use the sigmoid that is imported."),
        ("sigmoid(Z)", "Z", "A is Z itself, where the sigmoid of it belongs."),
        ("return A, (linear_cache, Z)", "return A, (linear_cache, A)", "the cache holds A in place of Z: the slope of the activation is taken at Z."),
        ("return A, (linear_cache, Z)", "return A, (Z, linear_cache)", "the order in the cache: the linear part's first, then Z."),
        ("return A, (linear_cache, Z)", "return A, linear_cache", "Z is missing from the cache: the pair (linear_cache, Z) is wanted."),
        ("return A, (linear_cache, Z)", "return A, (A_prev, W, b, Z)", "the cache is a pair: the linear part's cache, itself a tuple, and Z."),
        ("return A, (linear_cache, Z)", "return A, (Z, *linear_cache)", "the cache is a pair: the linear part's cache, itself a tuple, first, and then Z."),
        ("return A, (linear_cache, Z)", "return A", "the cache is missing: return A and the pair (linear_cache, Z)."),
        ("return A, (linear_cache, Z)", "return Z, (linear_cache, Z)", "Z is returned in place of A: A is what the activation makes of it."),
    ),
    right=(
        """
def linear_activation_forward(A_prev, W, b, activation):
    Z = W @ A_prev + b
    A = {"relu": Z * (Z > 0), "sigmoid": 0.5 * (1 + np.tanh(Z / 2))}[activation]
    return A, ((A_prev, W, b), Z)
""",
        """
def linear_activation_forward(A_prev, W, b, activation):
    Z, cache = linear_forward(A_prev, W, b)
    if activation == "sigmoid":
        return sigmoid(Z), (cache, Z)
    A = Z.copy()
    A[A < 0] = 0
    return A, (cache, Z)
""",
    ),
)

LAYERS = 'for layer in range(1, L + 1):\n        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]'
BY_NAME = """numbers = sorted(name[1:] for name in parameters if name[0] == "W")
    for layer in range(1, L + 1):
        W, b = parameters["W" + numbers[layer - 1]], parameters["b" + numbers[layer - 1]]"""

MODEL_FORWARD = Exercise(
    "L_model_forward",
    forward_inputs,
    "probabilities and caches are right for one, two and three layers.",
    returns=("AL", "caches"),
    hints=(
        "What one layer gives is the input of the next: start with A = X, and go through the layers. All but the last are relu layers.",
        "There are two parameters per layer, so L is half their number; caches has L entries, and A ends as (n[L], m).",
        "In each round, A, cache = linear_activation_forward(A, …), and the cache goes into the list.",
    ),
    mistakes=(
        ("layer < L", "W.shape[0] > 1", "the activation goes by the number of units: it goes by the layer's place, relu for all but the last, sigmoid for that."),
        ("layer < L", "layer <= L", "the last layer is a relu layer too: a probability needs the sigmoid there."),
        ("layer < L", "layer > L", "the hidden layers use the sigmoid: it belongs to the last layer only."),
        ("layer < L", "layer < L - 1", "the sigmoid begins a layer too early: only layer L has it."),
        ('"relu" if layer < L else "sigmoid"', '"relu" if layer > 1 else "sigmoid"', "the sigmoid is in the first layer: it belongs to the last."),
        ("return A, caches", "assert A.shape == (1, X.shape[1])\n    return A, caches", "the assert holds for a single output unit only; the lesson also runs networks that end in more, and then A[L] has n[L] rows."),
        (
            LAYERS,
            BY_NAME,
            "from ten layers on they come in another order: sorted puts names in the order of their letters, W10 before W2.",
        ),
        ("len(parameters) // 2", "len(parameters)", "a layer beyond the last is asked for: there are len(parameters) // 2 layers, a W and a b for each."),
        ("len(parameters) // 2", "len(parameters) / 2", "/ gives a number with a decimal point, which range does not take: // divides to a whole number."),
        ("len(parameters) // 2", "len(parameters) // 2 - 1", "L is one too small: the last layer is missing, and the one before it got the sigmoid."),
        ("range(1, L + 1)", "range(1, L)", "the last layer is missing (a range stops before its end)."),
        ("range(1, L + 1)", "range(1, L - 1)", "the last two layers are missing: L itself belongs to them (a range stops before its end)."),
        ("range(1, L + 1)", "[k for k in range(1, L + 1) if k != L - 1]", "layer L − 1 is left out: the hidden layers are 1 to L − 1, range(1, L)."),
        ("range(1, L + 1)", "range(L)", "W0 is asked for: the layers are counted from 1, and L belongs to them."),
        ("range(1, L + 1)", "range(2, L + 1)", "the first layer is left out: the count begins at 1."),
        ("linear_activation_forward(A, W", "linear_activation_forward(X, W", "every layer gets X: each takes the A of the layer before it."),
        ("linear_activation_forward(A, W", "linear_activation_forward(A if layer < L else X, W", "the last layer gets X: each takes the A of the layer before it."),
        ('parameters[f"W{layer}"]', 'parameters["W1"]', "every layer uses W1: each has its own weights."),
        ('parameters[f"b{layer}"]', 'parameters["b1"]', "every layer uses b1: each has its own biases."),
        ("caches.append(cache)", "caches.insert(0, cache)", "the caches are in the wrong order: that of layer 1 comes first."),
        ("caches.append(cache)", "caches = [cache]", "only the last cache is left: append each to one list, within the loop."),
        ("caches.append(cache)", "caches += [cache] if layer < L else []", "the last cache is missing: that of the sigmoid layer belongs in the list too."),
        ("caches.append(cache)\n    return A", "caches.append(cache)\n        return A", "only the first layer is made: does a return or a break stand inside the loop?"),
        ("caches.append(cache)", "caches.append(A)", "the activations are collected, not the caches."),
        ("caches.append(cache)", "caches += cache", "each cache is taken apart, and its two parts stand in the list one by one, as += and extend do: append adds it as one."),
        ("caches.append(cache)", "caches.append(cache[0])", "Z is missing from the caches: append the whole cache."),
        ("return A, caches", "return A", "the caches are missing: return AL and the list."),
        ("return A, caches", "return A, cache", "the last cache alone is returned: the list of all is wanted."),
        ("return A, caches", "return caches, A", "AL comes first, then the caches."),
        ("return A, caches", "return (A > 0.5) * 1.0, caches", "the answers 0 or 1 are returned: the probabilities are wanted."),
    ),
    right=(
        """
def L_model_forward(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L):
        A_prev = A
        A, cache = linear_activation_forward(A_prev, parameters["W" + str(l)], parameters["b" + str(l)], "relu")
        caches.append(cache)
    AL, cache = linear_activation_forward(A, parameters["W" + str(L)], parameters["b" + str(L)], "sigmoid")
    caches.append(cache)
    return AL, caches
""",
        """
def L_model_forward(X, parameters):
    A, caches, l = X, [], 0
    while f"W{l + 1}" in parameters:
        l += 1
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        Z = W @ A + b
        caches += [((A, W, b), Z)]
        A = Z.clip(min=0)
    return 1 / (1 + np.exp(-Z)), caches
""",
    ),
)

COST = "-np.mean(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))"
CLIP = "np.clip(AL, 1e-15, 1 - 1e-15)"
TWO_SUMS = "-np.mean(Y * np.log(AL)) + np.{0}((1 - Y) * np.log(1 - AL))"
PAIRED = "every label is paired with every probability, in a table (m, m), as a row times a column by * does, or a column times a row by np.dot: each label goes with its own example."
ROW_BY_ROW = "np.dot of two rows does not fit: (1, m) times (m, 1) would, and * needs no product of matrices."
WRONG_COSTS = (  # named with the clip and without it
    ("-np.mean", "np.mean", "the cost has lost its minus sign."),
    ("-np.mean", "-np.sum", "the sum over the examples is not divided by m: the cost is the mean."),
    (COST, TWO_SUMS.format("sum"), "−1/m stands before the first sum alone, and the second is added as it is: both belong in one bracket."),
    (COST, "-np.mean(Y * np.log(AL)) - np.sum((1 - Y) * np.log(1 - AL))", "the second sum is not divided by m: the mean is taken of both terms."),
    (COST, "-np.sum(Y * np.log(AL)) - np.mean((1 - Y) * np.log(1 - AL))", "the first sum is not divided by m: the mean is taken of both terms."),
    (COST, "-np.sum(Y * np.log(AL)) + np.mean((1 - Y) * np.log(1 - AL))", "the first sum is not divided by m, and the minus stands before it alone: minus and mean belong to both terms."),
    (COST, "-np.sum(Y * np.log(AL).T + (1 - Y) * np.log(1 - AL).T) / Y.shape[1]", PAIRED),
    (COST, "-np.mean(Y * np.log(AL).T + (1 - Y) * np.log(1 - AL).T)", PAIRED),
    (COST, "-(Y * np.log(AL).T + (1 - Y) * np.log(1 - AL).T) / Y.shape[1]", PAIRED),
    (COST, "-(np.dot(Y.T, np.log(AL)) + np.dot((1 - Y).T, np.log(1 - AL))) / Y.shape[1]", PAIRED),
    (COST, "-(np.dot(Y, np.log(AL)) + np.dot(1 - Y, np.log(1 - AL))) / Y.shape[1]", ROW_BY_ROW),
    (COST, "np.squeeze(-(np.dot(Y, np.log(AL)) + np.dot(1 - Y, np.log(1 - AL))) / Y.shape[1])", ROW_BY_ROW),
    ("np.log(1 - AL)", "np.log(AL)", "the second term takes the log of 1 − AL, not of AL."),
    ("np.log(1 - AL)", "np.log(AL - 1)", "log(AL − 1) is that of a negative number, nan: it is 1 − AL."),
    (" + (1 - Y) * np.log(1 - AL)", "", "the cost has no term for the examples with label 0."),
    ("Y * np.log(AL) + ", "", "the cost has no term for the examples with label 1."),
    (COST, "-np.mean(Y * np.log(1 - AL) + (1 - Y) * np.log(AL))", "the labels have changed places: log AL goes with label 1, log(1 − AL) with label 0."),
    (" + (1 - Y)", " - (1 - Y)", "the second term has the wrong sign: the minus in front belongs to both."),
    ("np.log(AL) + (1 - Y) * np.log(1", "np.log10(AL) + (1 - Y) * np.log10(1", "the cost uses the logarithm to base 10; np.log is the natural one."),
    ("np.log(AL) + (1 - Y) * np.log(1", "np.log2(AL) + (1 - Y) * np.log2(1", "the cost uses the logarithm to base 2; np.log is the natural one."),
    ("np.log(1 - AL))", "np.log(1 - AL), axis=1)", "the cost is a number, and an array of shape (1,) is returned: take the mean of everything."),
    ("np.log(1 - AL))", "np.log(1 - AL), axis=0)", "every example keeps its loss, in shape (m,), as a mean over axis 0 leaves it: one number for all is wanted."),
    ("return -np.mean(", "return -(", "the losses of the examples are returned: their mean is wanted."),
)
OTHER_LIMITS = (4, 5, 6, 7, 8, 9, 10, 12, 16)  # 1e-4, … in place of 1e-15

COMPUTE_COST = Exercise(
    "compute_cost",
    cost_inputs,
    "the mean loss is right, and finite where a probability is 0 or 1.",
    returns=("cost",),
    no_loop=True,
    hints=(
        "Cross-entropy as before, but log 0 must not happen: keep the probabilities a little away from 0 and 1 first.",
        "AL and Y are (1, m), the cost is one number.",
        "np.clip(AL, 1e-15, 1 - 1e-15) keeps every element within the two bounds.",
    ),
    mistakes=(
        (CLIP, "AL", "log(0) makes the cost infinite or nan: keep the probabilities a little away from 0 and 1 (np.clip) before the logarithms."),
        (CLIP, "np.maximum(AL, 1e-15)", "a probability of exactly 1 still gives log(0): keep them below 1 too, by more than 1e-16, since 1 − 1e-20 is exactly 1 for the computer."),
        (CLIP, "np.minimum(AL, 1 - 1e-15)", "a probability of exactly 0 still gives log(0): keep them above 0 too."),
        (CLIP, "np.clip(AL, 0.01, 0.99)", "the clipping is so coarse that it changes ordinary costs: 1e-15 is enough to keep the logarithm finite."),
        ("1e-15, 1 - 1e-15", "1e-20, 1 - 1e-20", "a probability of exactly 1 still gives log(0): 1 − 1e-20 is exactly 1 for the computer. The limits are 1e-15 and 1 − 1e-15."),
        (CLIP, "np.clip(Y, 1e-15, 1 - 1e-15)", "the labels are clipped and taken for the probabilities: AL is clipped."),
        *(("1e-15, 1 - 1e-15", f"1e-{k}, 1 - 1e-{k}", "the probabilities are kept away from 0 and 1 by another amount than 1e-15, so that a certain and wrong answer does not cost the 34.5 of −log 1e-15.") for k in OTHER_LIMITS),
        (f"AL = {CLIP}\n    return {COST}", f"return {COST.replace('-np.mean(', '-np.mean(np.nan_to_num(')})", "nan and infinity are turned into 0 and the largest number there is, after the logarithm has failed: clip the probabilities before it."),
        *WRONG_COSTS,
        *without_guard(f"AL = {CLIP}\n    return {COST}", CLIP, "AL", WRONG_COSTS),
        (COST, "np.mean((AL - Y) ** 2) / 2", "this is the squared error; the cross-entropy is wanted."),
        (CLIP, "np.clip(sigmoid(AL), 1e-15, 1 - 1e-15)", "the cost takes the sigmoid of a sigmoid: AL is a probability already."),
    ),
    right=(
        """
def compute_cost(AL, Y):
    m = Y.shape[1]
    AL = np.minimum(np.maximum(AL, 1e-15), 1 - 1e-15)
    return np.squeeze(-(np.dot(Y, np.log(AL).T) + np.dot(1 - Y, np.log(1 - AL).T)) / m)
""",
        """
def compute_cost(AL, Y):
    return float(-np.log(np.where(Y == 1, AL, 1 - AL) + 1e-15).mean())
""",
        """
def compute_cost(AL, Y):
    total = 0.0
    for a, y in zip(AL[0], Y[0]):
        a = min(max(a, 1e-15), 1 - 1e-15)
        total -= np.log(a) if y == 1 else np.log(1 - a)
    return total / Y.size
""",
    ),
)

LINEAR_BACKWARD = Exercise(
    "linear_backward",
    linear_backward_inputs,
    "dA_prev, dW and db are right: non-square and square W, one example, one unit.",
    returns=("dA_prev", "dW", "db"),
    no_loop=True,
    hints=(
        "Three results: back to the input through W, to the weights through the input, to the biases by a sum. The mean over examples is taken in dW and db, not in dA_prev.",
        "Let the shapes lead: dA_prev (n_prev, m) comes from W (n, n_prev) and dZ (n, m); dW (n, n_prev) from dZ and A_prev (n_prev, m).",
        "dW = np.dot(dZ, A_prev.T) / m",
    ),
    mistakes=(
        ("np.dot(dZ, A_prev.T) / m", "np.dot(dZ, A_prev.T)", "dW is m times too large: the mean over the examples is missing."),
        ("keepdims=True) / m", "keepdims=True)", "db is m times too large: the mean over the examples is missing."),
        ("np.dot(W.T, dZ)", "np.dot(W.T, dZ) / m", "dA_prev is divided by m: each column belongs to one example, and nothing is averaged."),
        ("A_prev.shape[1]", "A_prev.shape[0]", "it divides by the number of units below (A_prev.shape[0], len(A_prev)): m is the number of examples, A_prev.shape[1]."),
        ("m = A_prev.shape[1]", "m = W.shape[0]", "it divides by the number of units of the layer, the rows of W and of dZ: m is the number of examples, the columns of A_prev."),
        ("np.dot(W.T, dZ)", "np.dot(W, dZ)", "dA_prev needs Wᵀ: a unit below gets a share from every unit it feeds, the sum over the rows of W."),
        ("np.dot(W.T, dZ)", "np.dot(dZ, W.T)", "the order of the product in dA_prev: Wᵀ comes first, (n_prev, n) times (n, m)."),
        ("np.dot(W.T, dZ)", "np.dot(dZ, W)", "dA_prev is Wᵀ times dZ, in this order: (n_prev, n) times (n, m)."),
        ("np.dot(W.T, dZ)", "np.dot(A_prev.T, dZ)", "dA_prev is made from A_prev: what leads from a unit below to this layer is W."),
        ("np.dot(dZ, A_prev.T) / m", "np.dot(dZ, W.T) / m", "dW is made from W: the slope of z with respect to a weight is the activation it multiplies, A_prev."),
        ("np.dot(W.T, dZ)", "W.T * dZ", "dA_prev multiplies element by element (*): the sum over the units needs a matrix product."),
        ("np.dot(W.T, dZ)", "np.dot(dZ.T, W)", "dA_prev is transposed: one example a column."),
        ("np.dot(dZ, A_prev.T) / m", "np.dot(dZ, A_prev) / m", "dW needs the transpose of A_prev: (n, m) times (m, n_prev)."),
        ("np.dot(dZ, A_prev.T) / m", "dZ * A_prev / m", "dW multiplies element by element (*): the sum over the examples needs a matrix product with the transpose."),
        ("np.dot(dZ, A_prev.T) / m", "np.dot(A_prev, dZ.T) / m", "dW is transposed: it has the shape of W."),
        ("np.dot(dZ, A_prev.T) / m", "dZ / m", "A_prev is missing from dW: the slope of z with respect to a weight is the activation it multiplies."),
        ("np.dot(dZ, A_prev.T) / m", "np.dot(dZ[:, 1:], A_prev[:, 1:].T) / m", "the first example is left out of dW: indices begin at 0."),
        ("np.dot(dZ, A_prev.T) / m", "np.dot(dZ, A_prev.T) / m**2", "dW is divided by m twice."),
        ("axis=1, keepdims", "axis=0, keepdims", "the sum in db runs down the columns (axis 0): the examples lie along axis 1."),
        ("axis=1, keepdims", "axis=None, keepdims", "db is one number for the whole layer: each unit has its own, the sum along its row."),
        ("axis=1, keepdims=True", "axis=0", "the sum in db runs down the columns (axis 0): the examples lie along axis 1."),
        ("np.sum(dZ, axis=1, keepdims=True) / m", "np.mean(dZ, axis=0, keepdims=True)", "the mean in db runs down the columns (axis 0): the examples lie along axis 1."),
        ("axis=1, keepdims=True", "axis=1", "db has lost its second dimension: keepdims=True keeps it a column (n, 1)."),
        ("np.sum(dZ, axis=1, keepdims=True)", "np.sum(dZ)", "db is one number for the whole layer: each unit has its own, the sum along its row."),
        ("np.sum(dZ, axis=1, keepdims=True) / m", "np.mean(dZ)", "db is one number for the whole layer: each unit has its own, the mean along its row."),
        ("np.sum(dZ, axis=1, keepdims=True)", "np.squeeze(np.sum(dZ, axis=1, keepdims=True))", "db has lost its dimensions of length 1, as np.squeeze takes them: it stays a column (n, 1), the shape of b."),
        ("np.sum(dZ, axis=1, keepdims=True) / m", "dZ", "db has a column for each example: the mean along each row is missing."),
        ("np.sum(dZ, axis=1, keepdims=True) / m", "b", "b itself is returned in place of its gradient db."),
        ("A_prev, W, b = cache", "W, A_prev, b = cache", "A_prev and W have changed places: the cache holds A_prev, W, b in this order."),
        ("return dA_prev, dW, db", "return dW, db, dA_prev", "the order is dA_prev, dW, db."),
        ("return dA_prev, dW, db", "return dA_prev, db, dW", "dW and db have changed places."),
        ("return dA_prev, dW, db", "return dW, db", "dA_prev is missing: the layer below needs it."),
    ),
    right=(
        """
def linear_backward(dZ, cache):
    A_prev, W, _ = cache
    n, m = dZ.shape
    dW, db, dA_prev = np.zeros(W.shape), np.zeros((n, 1)), np.zeros(A_prev.shape)
    for i in range(m):
        for j in range(n):
            db[j, 0] += dZ[j, i] / m
            for k in range(W.shape[1]):
                dW[j, k] += dZ[j, i] * A_prev[k, i] / m
                dA_prev[k, i] += W[j, k] * dZ[j, i]
    return dA_prev, dW, db
""",
        """
def linear_backward(dZ, cache):
    A, W = cache[:2]
    return np.einsum("jk,ji->ki", W, dZ), np.einsum("ji,ki->jk", dZ, A) / dZ.shape[1], dZ.mean(axis=1).reshape(-1, 1)
""",
        """
def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return (dZ.T @ W).T, (A_prev @ dZ.T).T / m, dZ @ np.ones((m, 1)) / m
""",
    ),
)

RELU_BACKWARD = Exercise(
    "relu_backward",
    activation_backward_inputs,
    "dZ is right for all signs of dA and Z, and at Z = 0.",
    returns=("dZ",),
    no_loop=True,
    hints=(
        "relu lets the slope through where Z was positive, and stops it elsewhere.",
        "dA, Z and the result are all (n, m): element by element.",
        "A comparison such as cache > 0 counts as 1 and 0 in a product.",
    ),
    mistakes=(
        ("dA * (cache > 0)", "dA * (dA > 0)", "the mask looks at dA: whether a gradient passes depends on the sign of Z, the cache."),
        ("dA * (cache > 0)", "dA * (cache > 0) * (dA > 0)", "negative gradients are cut off too: only the sign of Z decides."),
        ("cache > 0", "cache >= 0", "the slope at Z = 0 counts as 1: by our convention it is 0."),
        ("cache > 0", "cache < 0", "the mask is the wrong way round: a gradient passes where Z is positive."),
        ("dA * (cache > 0)", "dA * np.maximum(0, cache)", "dA is multiplied by relu(Z); its slope belongs there, which is 1 or 0."),
        ("dA * (cache > 0)", "dA * cache", "dA is multiplied by Z; the slope of relu belongs there, which is 1 or 0."),
        ("dA * (cache > 0)", "(cache > 0).astype(float)", "this is the slope alone: dA is missing."),
        ("dA * (cache > 0)", "dA", "dA passes unchanged: where Z is not positive relu's slope is 0."),
        ("dA * (cache > 0)", "np.maximum(0, cache)", "this is relu forward: backward, dA is multiplied by the slope."),
        ("dA * (cache > 0)", "np.where(cache > 0, dA, 0.01 * dA)", "this is leaky relu's slope, 0.01 for negative Z: relu's is 0."),
        ("dA * (cache > 0)", "np.dot(dA, (cache > 0).T)", "this is a matrix product: each number is multiplied by the slope at its own place (*)."),
        ("dA * (cache > 0)", "np.dot(dA, cache > 0)", "this is a matrix product: each number is multiplied by the slope at its own place (*)."),
        ("dA * (cache > 0)", "dA[cache > 0]", "this picks out the numbers that pass, in one row: those that don't pass stay as zeros, each at its place."),
        ("return dA * (cache > 0)", "return dA if cache > 0 else 0", "max and if ask about one number, and the cache holds many: a comparison gives a whole array of answers, which can multiply dA."),
        ("dA * (cache > 0)", "dA * (cache > 0) / dA.shape[1]", "dZ is divided by m: the mean over the examples comes with dW and db, not here."),
        ("return dA * (cache > 0)", "_, Z = cache\n    return dA * (Z > 0)", "the cache is Z itself, an array: there is nothing to take apart."),
        ("cache > 0", "cache[1] > 0", "the cache is Z itself, an array: cache[1] is its second row."),
        ("return dA * (cache > 0)", "dA[cache <= 0] = 0\n    return dA", "changes its argument dA"),
    ),
    right=(
        "def relu_backward(dA, cache):\n    dZ = np.array(dA, copy=True)\n    dZ[cache <= 0] = 0\n    return dZ",
        "def relu_backward(dA, cache):\n    return np.where(cache > 0, dA, 0)",
        """
def relu_backward(dA, cache):
    dZ = np.zeros(dA.shape)
    for index, z in np.ndenumerate(cache):
        if z > 0:
            dZ[index] = dA[index]
    return dZ
""",
    ),
)

SLOPE, S_CLIPPED = "dA * s * (1 - s)", "np.clip(sigmoid(cache), 1e-15, 1 - 1e-15)"
S_AND_SLOPE = f"s = {S_CLIPPED}\n    return {SLOPE}"
WRONG_SLOPES = (  # named with the clip and without it
    ("dA * s", "the factor 1 − σ is missing: the sigmoid's slope is σ(1 − σ)."),
    ("dA * (1 - s)", "the factor σ is missing: the sigmoid's slope is σ(1 − σ)."),
    ("s * (1 - s)", "this is the slope alone: dA is missing."),
    ("dA * s * 1 - s", "this is dA · σ − σ: brackets are missing, the factor is (1 − σ)."),
    ("dA * s * (1 + s)", "it is 1 − σ, not 1 + σ: the slope is σ(1 − σ)."),
    ("dA * s * (s - 1)", "the sign is wrong: the slope is σ(1 − σ), which is positive."),
    ("dA * (1 - s**2)", "1 − σ² is the slope formula of tanh; the sigmoid's is σ(1 − σ)."),
    ("dA * (cache > 0)", "this is relu's slope; the sigmoid's is σ(1 − σ)."),
    ("s - dA", "dA is not the label: multiply it by the slope σ(1 − σ)."),
    ("np.dot(dA, s * (1 - s))", "this is a matrix product: each number is multiplied by the slope at its own place (*)."),
    ("np.dot(dA, (s * (1 - s)).T)", "this is a matrix product: each number is multiplied by the slope at its own place (*)."),
    ("dA * s * (1 - s) / dA.shape[1]", "dZ is divided by m: the mean over the examples comes with dW and db, not here."),
)

SIGMOID_BACKWARD = Exercise(
    "sigmoid_backward",
    sigmoid_backward_inputs,
    "dZ is right for all signs of dA and Z, and where a unit is certain.",
    returns=("dZ",),
    no_loop=True,
    hints=(
        "The chain rule: what comes in, times the slope of the sigmoid at Z, which can be written with the sigmoid's own value.",
        "dA, Z and the result are all (n, m): element by element.",
        "The value kept in bounds is s = np.clip(sigmoid(cache), 1e-15, …).",
    ),
    mistakes=(
        *((SLOPE, new, sentence) for new, sentence in WRONG_SLOPES),
        *((S_AND_SLOPE, f"s = sigmoid(cache)\n    return {new}", sentence) for new, sentence in WRONG_SLOPES),
        (SLOPE, "dA * cache * (1 - cache)", "Z is taken for σ(Z): the cache holds Z, so the sigmoid comes first."),
        ("sigmoid(cache)", "sigmoid(dA)", "the sigmoid is taken of dA: the slope is that at Z, the cache."),
        ("sigmoid(cache)", "sigmoid(sigmoid(cache))", "the sigmoid is taken twice: the cache holds Z, once is enough."),
        ("s = np.clip(sigmoid(cache)", "_, Z = cache\n    s = np.clip(sigmoid(Z)", "the cache is Z itself, an array: there is nothing to take apart."),
        ("sigmoid(cache)", "sigmoid(cache[1])", "the cache is Z itself, an array: cache[1] is its second row."),
        ("sigmoid(cache)", "cache", "Z is taken for σ(Z): the cache holds Z, so the sigmoid comes first."),
        ("sigmoid(cache)", "(np.exp(cache) / (1 + np.exp(cache)))", "for large Z the result is nan, as eᶻ/(1 + eᶻ) comes to ∞/∞: use the sigmoid that is imported."),
        (S_AND_SLOPE, "with np.errstate(all='ignore'):\n        return dA * np.exp(-cache) / (1 + np.exp(-cache)) ** 2", "right where Z is moderate, but for very negative Z the result is nan (∞/∞), and nothing is clipped: take the slope from the clipped σ(Z)."),
        (S_CLIPPED, "sigmoid(cache)", "where the unit is certain the slope comes out 0 or far too small: σ(Z) is not clipped; keep it in [1e-15, 1 − 1e-15]."),
        (SLOPE, "dA * s * (1 - sigmoid(cache))", "for large Z the factor 1 − σ is exactly 0: clip σ(Z) from above too, and use it in both factors."),
        (SLOPE, "dA * sigmoid(cache) * (1 - s)", "for very negative Z the factor σ is far too small: clip σ(Z) from below too, and use it in both factors."),
        (SLOPE, "dA * np.clip(sigmoid(cache) * (1 - sigmoid(cache)), 1e-15, 1 - 1e-15)", "σ and 1 − σ are not made from one clipped σ(Z): clip σ(Z) itself, then both factors fit the clipped probability in dA."),
        (S_CLIPPED, "np.minimum(sigmoid(cache), 1 - 1e-15)", "for very negative Z the factor σ is far too small: clip σ(Z) from below too, and use it in both factors."),
        (S_CLIPPED, "np.maximum(sigmoid(cache), 1e-15)", "for large Z the factor 1 − σ is exactly 0: clip σ(Z) from above too, and use it in both factors."),
        (S_CLIPPED, "sigmoid(np.clip(cache, 1e-15, 1 - 1e-15))", "Z is clipped: it is σ(Z) that belongs between 1e-15 and 1 − 1e-15."),
        *(("1e-15, 1 - 1e-15", f"1e-{k}, 1 - 1e-{k}", "the limits of the clipping are not those that dA was made with, so the two don't cancel: 1e-15 and 1 − 1e-15.") for k in OTHER_LIMITS),
        ("1e-15, 1 - 1e-15", "0.01, 0.99", "the clipping is so coarse that it changes ordinary slopes: the limits are 1e-15 and 1 − 1e-15."),
    ),
    right=(
        "def sigmoid_backward(dA, cache):\n    s = np.clip(1 / (1 + np.exp(-cache)), 1e-15, 1 - 1e-15)\n    return dA * (s - s**2)",
        "def sigmoid_backward(dA, cache):\n    a = np.minimum(np.maximum(sigmoid(cache), 1e-15), 1 - 1e-15)\n    return np.multiply(1 - a, a) * dA",
        """
def sigmoid_backward(dA, cache):
    dZ = np.zeros(dA.shape)
    for index, z in np.ndenumerate(cache):
        s = min(max(sigmoid(z), 1e-15), 1 - 1e-15)
        dZ[index] = dA[index] * s * (1 - s)
    return dZ
""",
    ),
)

WANT_Z = "relu_backward and sigmoid_backward want Z alone, the second part of the pair."
PAIR = "the cache is a pair, its first part a tuple of three: take the pair apart first."

LAYER_BACKWARD = Exercise(
    "linear_activation_backward",
    layer_backward_inputs,
    "dA_prev, dW and db are right for relu and for sigmoid.",
    returns=("dA_prev", "dW", "db"),
    error_hints=(
        ("not supported between instances of 'tuple' and ", WANT_Z),  # relu's comparison with 0
        ("inhomogeneous", WANT_Z),  # the sigmoid of a pair
        ("(expected 4, got 2)", PAIR),
    ),
    hints=(
        "The forward order, backward: first through the activation to dZ, then through the linear part.",
        "The cache is (linear_cache, Z): the second is for the activation, the first for linear_backward.",
        "For one of the two activations: dZ = relu_backward(dA, Z)",
    ),
    mistakes=(
        ('activation == "relu"', 'activation == "sigmoid"', "relu and sigmoid have changed places."),
        ('if activation == "relu"', "if True", "relu's slope is used always: activation says which it is."),
        ('if activation == "relu"', "if False", "the sigmoid's slope is used always: activation says which it is."),
        ("linear_backward(dZ, linear_cache)", "linear_backward(dA, linear_cache)", "the linear part gets dA: the activation's slope is left out, dZ belongs there."),
        ("dZ = relu_backward(dA, Z)", "dZ = dA", "relu's slope is left out."),
        ("dZ = sigmoid_backward(dA, Z)", "dZ = dA", "the sigmoid's slope is left out."),
        ("relu_backward(dA, Z)", "relu_backward(Z, dA)", "the arguments of relu_backward have changed places: dA comes first, then Z."),
        ("sigmoid_backward(dA, Z)", "sigmoid_backward(Z, dA)", "the arguments of sigmoid_backward have changed places: dA comes first, then Z."),
        ("sigmoid_backward(dA, Z)", "sigmoid_backward(dA, sigmoid(Z))", "sigmoid_backward takes the sigmoid itself: it wants Z, not A."),
        (
            "dZ = relu_backward(dA, Z)\n    else:\n        dZ = sigmoid_backward(dA, Z)\n    return linear_backward(dZ, linear_cache)",
            "dA_prev, dW, db = linear_backward(dA, linear_cache)\n        return relu_backward(dA_prev, Z), dW, db\n    dA_prev, dW, db = linear_backward(dA, linear_cache)\n    return sigmoid_backward(dA_prev, Z), dW, db",
            "the linear part comes first and the activation second: backward it is the other way round.",
        ),
        ("linear_cache, Z = cache", "Z, linear_cache = cache", "the cache is taken apart in the wrong order: the linear part's cache comes first, then Z."),
        ("linear_backward(dZ, linear_cache)", "linear_backward(dZ, cache)", "the whole cache is taken for the linear part's: it is a pair, and linear_backward wants the first of the two."),
        ("relu_backward(dA, Z)", "relu_backward(dA, cache)", "relu_backward gets the whole cache: it wants Z."),
        ("sigmoid_backward(dA, Z)", "sigmoid_backward(dA, cache)", "sigmoid_backward gets the whole cache: it wants Z."),
        ("dZ = relu_backward(dA, Z)\n    else:\n        dZ = sigmoid_backward(dA, Z)", "dZ = relu_backward(dA, cache)\n    else:\n        dZ = sigmoid_backward(dA, cache)", WANT_Z),
        ("linear_cache, Z = cache", "A_prev, W, b, Z = cache\n    linear_cache = A_prev, W, b", PAIR),
        ("return linear_backward(dZ, linear_cache)", "return (dZ, *linear_backward(dZ, linear_cache)[1:])", "dZ is returned in place of dA_prev, the gradient of the layer's input."),
        ("return linear_backward(dZ, linear_cache)", "return dZ", "only the activation has been passed: the linear part is still to come."),
    ),
    right=(
        """
def linear_activation_backward(dA, cache, activation):
    (A_prev, W, b), Z = cache
    s = sigmoid(Z)
    dZ = dA * {"relu": Z > 0, "sigmoid": s * (1 - s)}[activation]
    m = Z.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, dZ.mean(axis=1, keepdims=True)
""",
        """
def linear_activation_backward(dA, cache, activation="relu"):
    linear_cache, activation_cache = cache
    if activation == "relu":
        dZ = relu_backward(dA, activation_cache)
        dA_prev, dW, db = linear_backward(dZ, linear_cache)
    elif activation == "sigmoid":
        dZ = sigmoid_backward(dA, activation_cache)
        dA_prev, dW, db = linear_backward(dZ, linear_cache)
    return dA_prev, dW, db
""",
    ),
)

START = "AL = np.clip(AL, 1e-15, 1 - 1e-15)\n    dA = (1 - Y) / (1 - AL) - Y / AL"
DAL = "dA = (1 - Y) / (1 - AL) - Y / AL"
NO_BRACKETS = "brackets are missing around 1 − Y or 1 − AL: 1 - Y / 1 - AL divides Y by 1."
WRONG_STARTS = (  # named with the clip and without it
    (DAL, "dA = Y / AL - (1 - Y) / (1 - AL)", "the sign of dAL is lost, so every gradient has the wrong sign: Y/AL goes with the minus."),
    (DAL, "dA = (1 - Y) / (1 - AL) + Y / AL", "the minus before Y/AL is lost."),
    (DAL, "dA = -(Y / AL + (1 - Y) / (1 - AL))", "both terms of dAL are negative: only Y/AL goes with the minus."),
    (DAL, "dA = 1 - Y / 1 - AL - Y / AL", NO_BRACKETS),
    (DAL, "dA = -(Y / AL - 1 - Y / 1 - AL)", NO_BRACKETS),
    (DAL, "dA = -(Y / AL) - (1 - Y / 1 - AL)", NO_BRACKETS),
    (DAL, "dA = -(Y / AL - (1 - Y / 1 - AL))", NO_BRACKETS),
    (DAL, "dA = -Y / AL", "the term for label 0 is missing from dAL."),
    (DAL, "dA = (1 - Y) / (1 - AL)", "the term for label 1 is missing from dAL."),
    (DAL, "dA = ((1 - Y) / (1 - AL) - Y / AL) / AL.shape[1]", "dAL is divided by m, and dW and db are again: the mean over the examples is taken in linear_backward."),
)

MODEL_BACKWARD = Exercise(
    "L_model_backward",
    backward_inputs,
    "all gradients are right for one, two and three layers, and where a unit is certain and wrong.",
    returns=("grads",),
    hints=(
        "Start with the slope of the loss at AL, then go from layer L down to 1; what one layer gives as dA_prev is the dA of the next. Only layer L has a sigmoid.",
        "caches[0] belongs to layer 1, so layer l has caches[l − 1]. dA0 is (n_x, m); dW and db have the shapes of W and b.",
        "The start is dA = (1 - Y) / (1 - AL) - …, with AL clipped first.",
    ),
    mistakes=(
        *WRONG_STARTS,
        *without_guard(START, "np.clip(AL, 1e-15, 1 - 1e-15)", "AL", WRONG_STARTS),
        (DAL, "dA = AL - Y", "AL − Y is dZ of the last layer; dAL is the step before it, and the sigmoid's slope comes after."),
        (DAL, "dA = Y - AL", "label minus estimate is −dZ of the last layer: dAL is the derivative of the loss with respect to AL."),
        (START, DAL, "certain and wrong, AL is exactly 0 or 1, and dAL divides by zero: clip AL here too."),
        (START, DAL.replace("= (", "= (np.abs(caches[-1][1]) < 36.7) * ((") + ")", "certain and wrong, a unit divides by zero: clip AL here, and σ(Z) in sigmoid_backward alike."),
        (DAL, DAL.replace("= (", "= (np.abs(caches[-1][1]) < 36.7) * ((") + ")", "certain and wrong, a unit gets the gradient 0: clip σ(Z) in sigmoid_backward as AL is clipped here, so that their product is A − Y."),
        *(("1e-15, 1 - 1e-15", f"1e-{k}, 1 - 1e-{k}", "the clip in sigmoid_backward and that of AL differ, so that a unit which is certain and wrong does not get A − Y: 1e-15 and 1 − 1e-15 at both places.") for k in OTHER_LIMITS),
        ('if layer == L else "relu"', 'if layer <= L else "relu"', "the sigmoid's slope is used in every layer: the hidden layers are relu layers."),
        ('"sigmoid" if layer == L', '"sigmoid" if layer > L', "relu's slope is used in every layer: the last one is a sigmoid."),
        ('"sigmoid" if layer == L', '"sigmoid" if layer == 1', "the sigmoid is taken to be the first layer: it is the last."),
        ("caches[layer - 1]", "caches[layer]", "the caches are off by one: the list counts from 0, so that of layer l has the position l − 1."),
        ("caches[layer - 1]", "caches[layer - 2]", "the caches are off by one: the list counts from 0, so that of layer l has the position l − 1."),
        ("caches[layer - 1]", "caches[L - layer]", "the layers and their caches do not go together: backward begins with the last layer, and its cache is the last of the list."),
        ("caches[layer - 1]", "caches[-1]", "a layer gets the cache of another: each has its own, layer l the one at position l − 1."),
        ("range(L, 0, -1)", "range(1, L + 1)", "the layers and their caches do not go together: backward begins with the last layer, and its cache is the last of the list."),
        ("    for layer in range(L, 0, -1):", "    for layer, cache in enumerate(reversed(caches), start=1):\n        caches = [cache] * L", "the layers are numbered from the top here: layer L is the last one, with the last cache, and layer 1 takes the features."),
        ("    for layer in range(L, 0, -1):\n        activation = \"sigmoid\" if layer == L", "    for layer, cache in enumerate(reversed(caches), start=1):\n        caches = [cache] * L\n        activation = \"sigmoid\" if layer == 1", "the layers are numbered from the top here: layer L is the last one, with the last cache, and layer 1 takes the features."),
        ("range(L, 0, -1)", "[L, *range(1, L)]", "after the last layer comes the one before it, L − 1, and so on down to 1: the count goes upwards here."),
        ("for layer in range(L, 0, -1):", 'for layer in [L, *range(1, L)]:\n        dA = dA if layer == L else grads[f"dA{layer}"]', "after the last layer comes the one before it, L − 1, and so on down to 1: the count goes upwards here."),
        ("for layer in range(L, 0, -1):", 'for layer in [L, *range(1, L)]:\n        dA = dA if layer == L else grads[f"dA{L - 1}"]', "the hidden layers all get dA[L−1], what layer L hands down: each needs what the layer just above it returned, counted down from L − 1 to 1."),
        ("range(L, 0, -1)", "range(L, 1, -1)", "the first layer is missing: the count goes down to 1 (a range stops before its end, here 0)."),
        ("range(L, 0, -1)", "range(L - 1, 0, -1)", "the last layer is left out: the count begins at L."),
        ("range(L, 0, -1)", "range(L, -1, -1)", "the count goes on to 0: there is no layer 0 to go through."),
        ("dA, dW, db = linear", "dA_prev, dW, db = linear", "dA is not handed on: every layer gets that of the last; each needs what the layer above it returned."),
        ('dA, dW, db = linear_activation_backward(dA, caches[layer - 1], activation)\n        grads[f"dA{layer - 1}"] = dA', 'dA_prev, dW, db = linear_activation_backward(dA, caches[layer - 1], activation)\n        grads[f"dA{layer - 1}"] = dA_prev', "dA is not handed on: every layer gets that of the last; each needs what the layer above it returned."),
        ('grads[f"dA{layer - 1}"]', 'grads[f"dA{layer}"]', "dA is stored one layer off: what layer l returns first is the gradient of its input A[l−1]."),
        ('        grads[f"dA{layer - 1}"] = dA\n', "", "the dA are missing from the dictionary."),
        ('grads[f"dW{layer}"]', 'grads[f"dW{layer - 1}"]', "dW is stored one layer off: it belongs to layer l, W[1] being the first."),
        ('grads[f"db{layer}"]', 'grads[f"db{layer - 1}"]', "db is stored one layer off: it belongs to layer l, b[1] being the first."),
        ("dA, dW, db = linear", "dA, db, dW = linear", "dW and db have changed places: the order is dA_prev, dW, db."),
        ("    return grads", "        return grads", "only the last layer is there: does a return or a break stand inside the loop, or does it never run (counting down needs the step −1)?"),
        ('L, grads = len(caches), {}', 'L, grads = len(caches) - 1, {}', "L is one too small: there is a cache for each layer."),
    ),
    right=(
        """
def L_model_backward(AL, Y, caches):
    grads = {}
    L = len(caches)
    AL = np.clip(AL, 1e-15, 1 - 1e-15)
    Y = Y.reshape(AL.shape)
    grads["dA" + str(L)] = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    current = linear_activation_backward(grads["dA" + str(L)], caches[L - 1], "sigmoid")
    grads["dA" + str(L - 1)], grads["dW" + str(L)], grads["db" + str(L)] = current
    for l in reversed(range(L - 1)):
        current = linear_activation_backward(grads["dA" + str(l + 1)], caches[l], "relu")
        grads["dA" + str(l)], grads["dW" + str(l + 1)], grads["db" + str(l + 1)] = current
    return grads
""",
        """
def L_model_backward(AL, Y, caches):
    grads, dZ = {}, AL - Y
    for l in reversed(range(len(caches))):
        (A_prev, W, b), Z = caches[l]
        dA_prev, dW, db = linear_backward(dZ, (A_prev, W, b))
        grads.update({f"dA{l}": dA_prev, f"dW{l + 1}": dW, f"db{l + 1}": db})
        if l:
            dZ = dA_prev * (caches[l - 1][1] > 0)
    return grads
""",
        """
def L_model_backward(AL, Y, caches):
    a = np.clip(AL, 1e-9, 1 - 1e-9)
    grads, L = {}, len(caches)
    linear_cache, Z = caches[-1]
    dA, dW, db = linear_backward(((1 - Y) / (1 - a) - Y / a) * a * (1 - a), linear_cache)
    grads |= {f"dA{L - 1}": dA, f"dW{L}": dW, f"db{L}": db}
    for l in range(L - 1, 0, -1):
        dA, dW, db = linear_activation_backward(dA, caches[l - 1], "relu")
        grads |= {f"dA{l - 1}": dA, f"dW{l}": dW, f"db{l}": db}
    return grads
""",
    ),
)

STEP = 'parameters[name] - learning_rate * grads["d" + name]'

UPDATE = Exercise(
    "update_parameters",
    update_inputs,
    "every layer takes its step, and the given parameters stay as they are.",
    returns=("parameters",),
    nothing_else=True,
    hints=(
        "The same step for every parameter, however many there are: go through the names, and put the results into a new dictionary.",
        "The gradient of a parameter has its shape, and its name with a d before it.",
        "The gradient that belongs to a name is grads[\"d\" + name].",
    ),
    mistakes=(
        (STEP, STEP.replace(" - ", " + "), "it walks uphill: the step is minus the learning rate times the gradient."),
        (STEP, 'parameters[name] - grads["d" + name]', "the learning rate is missing."),
        (STEP, STEP.replace("parameters[name] - ", "-"), "the step alone is returned: it is added to the old parameters."),
        (STEP, 'parameters[name] * learning_rate - grads["d" + name]', "the learning rate multiplies the parameters: it belongs to the gradient."),
        (STEP, 'parameters[name] - grads["d" + name] / learning_rate', "the gradient is divided by the learning rate: multiply it."),
        (STEP, STEP.replace('grads["d" + name]', 'np.mean(grads["d" + name])'), "every number takes the same step, the mean of the gradient: each has its own slope."),
        ('grads["d" + name]', "grads[name]", "the gradients have a d before the name: \"dW1\" belongs to \"W1\"."),
        ("for name in parameters:\n        new[name] = " + STEP, "for name, gradient in zip(parameters, grads.values()):\n        new[name] = parameters[name] - learning_rate * gradient", "parameters and gradients are paired by their order: that of grads is another, and it holds the dA too. The names say which belong together."),
        (STEP, STEP.replace('grads["d" + name]', "parameters[name]"), "the parameters are subtracted from themselves: the step goes along the gradient."),
        ("for name in parameters:", 'for name in [f"{letter}{k}" for k in range(1, len(parameters) + 1) for letter in "Wb"]:', "a layer beyond the last is asked for: there are len(parameters) // 2 layers, a W and a b for each."),
        ("for name in parameters:", 'for name in [f"{letter}{k}" for k in range(len(parameters) // 2) for letter in "Wb"]:', "W0 is asked for: the first layer is number 1, with W1 and b1."),
        ("new[name] = " + STEP, 'new[name] = parameters[name] - learning_rate * grads["d" + name] * (name[0] == "W")', "the biases b never move: they need a step too."),
        ("new[name] = " + STEP, 'new[name] = parameters[name] - learning_rate * grads["d" + name] * (name[0] == "b")', "the weights W never move: they need a step too."),
        ("for name in parameters:", 'for name in [f"{letter}{k}" for k in range(1, len(grads) // 2 + 1) for letter in "Wb"]:', "grads also holds the dA, so half of its length is not the number of layers: count the parameters."),
        ("for name in parameters:", "for name in list(parameters)[:-2]:", "the last layer is missing: there are len(parameters) // 2 layers (a range stops before its end)."),
        ("for name in parameters:", "for name in list(parameters)[:2]:", "only layer 1 comes back: does a return or a break stand inside the loop?"),
        ("for name in parameters:", "new = dict(parameters)\n    for name in list(parameters)[:-2]:", "the last layer never moves: there are len(parameters) // 2 layers (a range stops before its end)."),
        ("for name in parameters:", "new = dict(parameters)\n    for name in list(parameters)[2:]:", "the first layer never moves: the count begins at 1."),
        ("new = {}", "new = parameters", "changes its argument parameters"),
        ("new[name] = " + STEP, 'new[name] = parameters[name]\n        new[name] -= learning_rate * grads["d" + name]', "changes its argument parameters"),
        ("    return new", "        return new", "only the first array comes back: does a return or a break stand inside the loop?"),
        ("return new", "return parameters", "the old parameters are returned: the new ones are wanted."),
    ),
    right=(
        """
def update_parameters(parameters, grads, learning_rate):
    return {name: value - learning_rate * grads["d" + name] for name, value in parameters.items()}
""",
        """
def update_parameters(parameters, grads, learning_rate):
    parameters = {name: value.copy() for name, value in parameters.items()}
    L = len(parameters) // 2
    for l in range(L):
        parameters["W" + str(l + 1)] -= learning_rate * grads["dW" + str(l + 1)]
        parameters["b" + str(l + 1)] -= learning_rate * grads["db" + str(l + 1)]
    return parameters
""",
        """
def update_parameters(parameters, grads, learning_rate):
    parameters = dict(parameters)
    for name in grads:
        if name[1] in "Wb":
            parameters[name[1:]] = parameters[name[1:]] - learning_rate * grads[name]
    return parameters
""",
    ),
)

EXERCISES = (
    INITIALIZE,
    INITIALIZE_DEEP,
    LINEAR_FORWARD,
    LAYER_FORWARD,
    MODEL_FORWARD,
    COMPUTE_COST,
    LINEAR_BACKWARD,
    RELU_BACKWARD,
    SIGMOID_BACKWARD,
    LAYER_BACKWARD,
    MODEL_BACKWARD,
    UPDATE,
)
