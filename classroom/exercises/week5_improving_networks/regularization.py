"""The exercises of lesson 2, regularization."""

import numpy as np

from classroom.exercises import Case, Exercise
from helpers.checks.summaries.dropout import FACTS


def network(rng, n_x, n1, n2):
    """Parameters of three layers, with biases that are not zero."""
    sizes, parameters = (n_x, n1, n2, 1), {}
    for layer in (1, 2, 3):
        n, n_prev = sizes[layer], sizes[layer - 1]
        parameters[f"W{layer}"] = np.round(rng.normal(size=(n, n_prev)) * np.sqrt(2 / n_prev), 3)
        parameters[f"b{layer}"] = np.round(rng.normal(size=(n, 1)), 3)
    return parameters


def labels(rng, m):
    """A row of m labels with both classes in it (of m = 1, one)."""
    return rng.permuted(np.arange(m) % 2)[np.newaxis]


def forward(X, p, keep_prob=1.0, rng=None, masks=(1.0, 1.0)):
    """Both caches: the plain one of 12 arrays and the one of 14 with masks, drawn from rng if it is given."""
    Z1 = p["W1"] @ X + p["b1"]
    D1 = np.ones(Z1.shape) * masks[0] if rng is None else mask(rng, Z1.shape, keep_prob)
    A1 = np.maximum(0, Z1) * D1 / keep_prob
    Z2 = p["W2"] @ A1 + p["b2"]
    D2 = np.ones(Z2.shape) * masks[1] if rng is None else mask(rng, Z2.shape, keep_prob)
    A2 = np.maximum(0, Z2) * D2 / keep_prob
    Z3 = p["W3"] @ A2 + p["b3"]
    A3 = 1 / (1 + np.exp(-Z3))
    plain = Z1, A1, p["W1"], p["b1"], Z2, A2, p["W2"], p["b2"], Z3, A3, p["W3"], p["b3"]
    return plain, (Z1, D1, *plain[1:5], D2, *plain[5:])


def mask(rng, shape, keep_prob):
    """Zeros and ones, with at least one of each in every array of more than one element."""
    D = (rng.random(shape) < keep_prob).astype(float)
    D.flat[0], D.flat[-1] = 1.0, 0.0
    return D


def small_network():
    """Parameters of three layers for one feature, to compute by hand; the squares of the weights add up to 24."""
    return {
        "W1": np.array([[1.0], [-1.0]]),
        "b1": np.array([[0.0], [3.0]]),
        "W2": np.array([[2.0, -1.0]]),
        "b2": np.array([[0.5]]),
        "W3": np.array([[4.0]]),
        "b3": np.array([[-2.0]]),
    }


def cost_inputs(rng):
    """By hand; few and several examples, square weights, one example, no penalty."""
    by_hand = np.array([[0.8, 0.4, 0.7]]), np.array([[1, 0, 0]]), small_network(), 0.5
    cases = [Case(by_hand)]
    for (n_x, n1, n2, m), lambd in (((2, 4, 3, 5), 0.7), ((3, 3, 3, 4), 0.1), ((2, 5, 4, 1), 2.0), ((4, 2, 3, 6), 0.0)):
        cases.append(Case((rng.uniform(0.1, 0.9, (1, m)), labels(rng, m), network(rng, n_x, n1, n2), lambd)))
    return cases


def living(rng, n_x, n1, n2, m, keep_prob=None):
    """X, Y and a cache whose first and second layers have both active and resting units."""
    while True:
        X, p = rng.normal(size=(n_x, m)), network(rng, n_x, n1, n2)
        plain, masked = forward(X, p, keep_prob or 1.0, None if keep_prob is None else rng)
        Z1, D1, A1, _, _, Z2, D2, A2 = masked[:8]
        rest = all((Z < 0).any() and (A > 0).sum() > 1 for Z, A in ((Z1, A1), (Z2, A2)))
        # some active unit of the first layer feeds an active one of the second, and some dropped one would have
        useful = ((Z1 > 0) & (D1 == 0)).any() and ((Z2 > 0) & (D2 == 0)).any() if keep_prob else True
        if rest and useful and (((A1 > 0).any(axis=0)) & ((A2 > 0).any(axis=0))).any():
            return X, labels(rng, m), plain if keep_prob is None else masked


def backward_inputs(rng):
    """By hand; non-square, square, one example, no penalty; sums of exactly 0, where relu has no slope."""
    X, p = np.array([[4.0]]), small_network()
    p |= {"b1": np.array([[-1.0], [2.0]]), "b3": np.array([[-26.0]])}  # one unit of layer 1 rests; A3 is 1/2
    drawn = [Case((*living(rng, *sizes), lambd)) for *sizes, lambd in ((2, 3, 4, 5, 0.7), (3, 3, 3, 3, 0.1), (2, 6, 5, 1, 2.0), (4, 5, 3, 8, 0.0))]
    X_zero, p_zero = rng.normal(size=(2, 4)), network(rng, 2, 3, 3)
    p_zero |= {"b1": -np.abs(p_zero["b1"]), "b2": np.zeros((3, 1))}
    X_zero[:, 0] = 0.0  # all of layer 1 rests, and the sums of layer 2 are exactly 0
    cases = [Case((X, np.array([[1]]), forward(X, p)[0], 0.5)), *drawn]
    return [*cases, Case((X_zero, labels(rng, 4), forward(X_zero, p_zero)[0], 0.3))]


def dropout_forward_inputs(rng):
    """Much kept, little kept, everything, and the default, one half; layers of different widths."""
    cases = []
    for n1, n2, m, keep_prob in ((64, 48, 256, 0.8), (48, 64, 256, 0.3), (64, 48, 100, 1.0), (64, 48, 100, None)):
        X = np.round(rng.normal(size=(2, m)), 3)
        parameters = network(rng, 2, n1, n2)
        for layer in (1, 2):
            parameters[f"b{layer}"] += 0.5
        given = (X, parameters, keep_prob) if keep_prob else (X, parameters)
        cases.append(Case(given, wanted={"keep_prob": keep_prob or 0.5}))
    return cases


def dropout_backward_inputs(rng):
    """Round numbers, with a unit dropped in either layer; much kept and little kept, non-square and square, then with masks
    of True and False, as the forward pass may give them; at last with sums of exactly 0, where relu has no slope.
    """
    X, Y, p = np.array([[1.0, 2.0]]), np.array([[1, 0]]), small_network()
    p |= {"b3": np.array([[-15.0]]), "b1": np.array([[0.0], [3.0]])}
    D1, D2 = np.array([[1.0, 1.0], [0.0, 1.0]]), np.array([[1.0, 0.0]])
    few = masked(rng, 2, 9, 8, 7, 0.3)
    X_zero, Y_zero, p_zero = rng.normal(size=(2, 5)), labels(rng, 5), network(rng, 2, 4, 3)
    p_zero |= {"b2": np.zeros((3, 1))}
    rests = np.ones((4, 5)), np.ones((3, 5))
    rests[0][:, :2] = 0.0  # where all of layer 1 is dropped, the sums of layer 2 are exactly 0
    return [
        Case((X, Y, forward(X, p, 0.8, masks=(D1, D2))[1], 0.8)),
        Case((*living(rng, 2, 4, 3, 6, 0.8), 0.8)),
        Case((*living(rng, 4, 4, 4, 4, 0.6), 0.6)),
        Case((*few, 0.3)),
        Case((X_zero, Y_zero, forward(X_zero, p_zero, 0.8, masks=rests)[1], 0.8)),
    ]


def masked(rng, *sizes):
    """`living` with masks of True and False."""
    X, Y, cache = living(rng, *sizes)
    return X, Y, tuple(part.astype(bool) if k in (1, 6) else part for k, part in enumerate(cache))


PENALTY = "lambd / (2 * m) * (np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2))"

COST = Exercise(
    "compute_cost_with_regularization",
    cost_inputs,
    "cross-entropy plus penalty is right, for several layer sizes and λ, among them 0, and for one example.",
    returns=("cost",),
    hints=(
        "The cost of before, plus the penalty λ/(2m) times the sum of all squared weights. Biases are not in it.",
        "Each np.sum(W**2) is one number, whatever the shape of W; m is the number of columns of Y.",
        "The first part is compute_cost(A3, Y).",
    ),
    mistakes=(
        ("lambd / (2 * m)", "lambd / m", "λ/(2m) belongs before the sum of squares, not λ/m."),
        ("lambd / (2 * m)", "lambd / 2", "the penalty is not divided by m, or m is 1: the factor is λ/(2m), and m counts the examples, which are the columns, Y.shape[1]."),
        ("lambd / (2 * m)", "1 / (2 * m)", "λ is missing from the penalty: the factor is λ/(2m)."),
        ("lambd / (2 * m)", "lambd", "the division by 2m is missing from the penalty: the factor is λ/(2m)."),
        ("lambd / (2 * m)", "lambd / 2 * m", "the penalty is multiplied by m: without brackets λ / 2 * m is (λ/2)·m."),
        ("lambd / (2 * m) * ", "", "the factor λ/(2m) before the sum of squares is missing."),
        ("(np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2))", "np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2)", "the factor λ/(2m) reaches the first sum only: brackets around all three are missing."),
        ("compute_cost(A3, Y) + ", "compute_cost(A3, Y) / m + ", "the cross-entropy is divided by m once more: compute_cost gives the mean already."),
        (
            "(np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2))",
            "(np.sum(np.dot(W1, W1.T)) + np.sum(np.dot(W2, W2.T)) + np.sum(np.dot(W3, W3.T)))",
            "every row is multiplied with every other, as W times Wᵀ does: the square of each weight is wanted, W**2 or np.square(W).",
        ),
        (" + np.sum(W3**2)", "", "the weights of layer 3 are not penalised: all three layers belong into the sum."),
        (" + np.sum(W2**2)", "", "the weights of layer 2 are not penalised: all three layers belong into the sum."),
        ("np.sum(W1**2) + ", "", "the weights of layer 1 are not penalised: all three layers belong into the sum."),
        (
            "np.sum(W3**2)",
            'np.sum(W3**2) + np.sum(parameters["b1"] ** 2) + np.sum(parameters["b2"] ** 2) + np.sum(parameters["b3"] ** 2)',
            "the biases are penalised too: only the weights are.",
        ),
        (
            "(np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2))",
            "(np.sqrt(np.sum(W1**2)) + np.sqrt(np.sum(W2**2)) + np.sqrt(np.sum(W3**2)))",
            "these are the norms of the matrices; the penalty takes their squares, without a root.",
        ),
        (
            "(np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2))",
            "(np.sum(np.abs(W1)) + np.sum(np.abs(W2)) + np.sum(np.abs(W3)))",
            "these are absolute values (that would be L1); the L2 penalty takes squares.",
        ),
        (
            "(np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2))",
            "(np.sum(W1) ** 2 + np.sum(W2) ** 2 + np.sum(W3) ** 2)",
            "the sum is squared; each weight is squared first, then comes the sum.",
        ),
        (
            "(np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2))",
            "(np.sum(W1) + np.sum(W2) + np.sum(W3))",
            "the weights are added up without being squared, so that negative ones lower the cost: each weight is squared first.",
        ),
        (
            "(np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2))",
            "(np.mean(W1**2) + np.mean(W2**2) + np.mean(W3**2))",
            "the penalty takes the sum of the squared weights, not their mean.",
        ),
        (f"compute_cost(A3, Y) + {PENALTY}", "compute_cost(A3, Y)", "the penalty is missing: this is the cross-entropy alone."),
        (f"compute_cost(A3, Y) + {PENALTY}", PENALTY, "the cross-entropy is missing: this is the penalty alone."),
        ("compute_cost(A3, Y) + ", "compute_cost(A3, Y) - ", "the penalty is subtracted, which rewards large weights; it is added."),
    ),
    right=(
        """
def compute_cost_with_regularization(A3, Y, parameters, lambd):
    squares = sum(np.linalg.norm(parameters[f"W{l}"]) ** 2 for l in (1, 2, 3))
    losses = -np.log(np.where(Y == 1, A3, 1 - A3))
    return (np.sum(losses) + lambd * squares / 2) / Y.size
""",
        """
def compute_cost_with_regularization(A3, Y, parameters, lambd):
    m = A3.shape[1]
    cross_entropy = -1 / m * np.sum(np.multiply(np.log(A3), Y) + np.multiply(np.log(1 - A3), 1 - Y))
    total = 0
    for name, value in parameters.items():
        if name.startswith("W"):
            for w in value.ravel():
                total += w * w
    return np.squeeze(cross_entropy + 1 / m * lambd / 2 * total)
""",
    ),
)

ALL_L2 = """    dW3 = np.dot(dZ3, A2.T) / m + lambd / m * W3
    db3 = np.sum(dZ3, axis=1, keepdims=True) / m
    dZ2 = np.dot(W3.T, dZ3) * (Z2 > 0)
    dW2 = np.dot(dZ2, A1.T) / m + lambd / m * W2
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = np.dot(W2.T, dZ2) * (Z1 > 0)
    dW1 = np.dot(dZ1, X.T) / m + lambd / m * W1
"""

BACKWARD = Exercise(
    "backward_propagation_with_regularization",
    backward_inputs,
    "all six gradients are right: non-square and square weights, one example, λ = 0 too.",
    returns=("grads",),
    hints=(
        "The backward pass as it was; the penalty adds λ/m times the weights to each dW, and nothing anywhere else.",
        "dZ3 is (1, m); each dW has the shape of its W, so W and dW can be added; each db is a column.",
        "For the last layer: dW3 = np.dot(dZ3, A2.T) / m + …, where the dots are the slope of the penalty.",
    ),
    mistakes=(
        (ALL_L2, ALL_L2.replace("lambd / m", "lambd / (2 * m)"), "the derivative of W² is 2W: it cancels the 2, and λ/m·W is added, not λ/(2m)·W."),
        (ALL_L2, ALL_L2.replace("lambd / m", "lambd"), "λ/m·W belongs to each dW: the division by m is missing."),
        (ALL_L2, ALL_L2.replace("+ lambd / m", "- lambd / m"), "the penalty's gradient is subtracted: it is added, so that the step makes weights smaller."),
        (ALL_L2, ALL_L2.replace(" + lambd / m * W3", "").replace(" + lambd / m * W2", "").replace(" + lambd / m * W1", ""), "the gradient of the penalty is missing: each dW gets λ/m·W more."),
        (ALL_L2, ALL_L2.replace("lambd / m * W", "lambd / m + 0 * W"), "λ/m is added without the weights: it is λ/m times W."),
        (ALL_L2, ALL_L2.replace("/ m * W3", "/ m * W3**2").replace("/ m * W2", "/ m * W2**2").replace("/ m * W1", "/ m * W1**2"), "the weights are still squared: the derivative of W² is 2W."),
        ("A2.T) / m + lambd / m * W3", "A2.T) / m", "the penalty's gradient is missing in layer 3."),
        ("A1.T) / m + lambd / m * W2", "A1.T) / m", "the penalty's gradient is missing in layer 2."),
        ("X.T) / m + lambd / m * W1", "X.T) / m", "the penalty's gradient is missing in layer 1."),
        (
            'return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2, "dW3": dW3, "db3": db3}',
            'return {"dW1": dW1, "db1": db1 + lambd / m * b1, "dW2": dW2, "db2": db2 + lambd / m * b2, "dW3": dW3, "db3": db3 + lambd / m * b3}',
            "the biases get a penalty too: only the weights are penalised.",
        ),
        (ALL_L2, ALL_L2.replace("A2.T) / m", "A2.T)").replace("A1.T) / m", "A1.T)").replace("X.T) / m", "X.T)"), "the mean over the examples is missing from the matrix products of dW: they are divided by m too."),
        ("db3 = np.sum(dZ3, axis=1, keepdims=True) / m", "db3 = np.sum(dZ3, axis=1, keepdims=True)", "db3 is m times too large: the mean over the examples is missing."),
        ("db2 = np.sum(dZ2, axis=1, keepdims=True) / m", "db2 = np.sum(dZ2, axis=1, keepdims=True)", "db2 is m times too large: the mean over the examples is missing."),
        ("db1 = np.sum(dZ1, axis=1, keepdims=True) / m", "db1 = np.sum(dZ1, axis=1, keepdims=True)", "db1 is m times too large: the mean over the examples is missing."),
        ("dZ3 = A3 - Y", "dZ3 = (A3 - Y) / m", "every gradient is divided by m twice: dZ3 is A3 − Y, and the mean is taken in dW and db."),
        (ALL_L2, ALL_L2.replace("W3.T", "W3").replace("W2.T", "W2"), "W is not transposed on the way back: dA of the layer below is Wᵀ·dZ."),
        ("np.dot(dZ3, A2.T)", "np.dot(dZ3, Z2.T)", "dW3 is made from Z2: the weights of layer 3 multiply A2."),
        ("np.dot(dZ2, A1.T)", "np.dot(dZ2, Z1.T)", "dW2 is made from Z1: the weights of layer 2 multiply A1."),
        (ALL_L2, ALL_L2.replace("lambd / m * W3", "lambd / (2 * m) * np.sum(W3**2)").replace("lambd / m * W2", "lambd / (2 * m) * np.sum(W2**2)").replace("lambd / m * W1", "lambd / (2 * m) * np.sum(W1**2)"), "the penalty itself is added to the gradients: its derivative with respect to a weight is λ/m times this weight."),
        ("dZ3 = A3 - Y", "dZ3 = Y - A3", "the sign of dZ3 is wrong: it is A3 − Y."),
        ("dZ3 = A3 - Y", "dZ3 = (A3 - Y) * A3 * (1 - A3)", "dZ3 is multiplied by the derivative of the sigmoid; with the cross-entropy that has cancelled, and dZ3 is A3 − Y."),
        ("np.dot(W3.T, dZ3) * (Z2 > 0)", "(np.dot(W3.T, dZ3) + lambd / m * W3.T) * (Z2 > 0)", "the penalty also enters what flows down to layer 2: dA2 knows nothing of it, only the dW get λ/m·W."),
        (ALL_L2, ALL_L2.replace("* W3", "* np.sum(W3)").replace("* W2", "* np.sum(W2)").replace("* W1", "* np.sum(W1)"), "the sum of the weights is added to every element of dW; each element gets λ/m times its own weight."),
        (ALL_L2, ALL_L2.replace("* (Z2 > 0)", "* np.maximum(0, Z2)").replace("* (Z1 > 0)", "* np.maximum(0, Z1)"), "relu(Z) stands where its derivative belongs, which is 1 where Z is above 0, else 0."),
        (" * (Z2 > 0)", "", "gradients pass in layer 2 where Z2 is not above 0: relu's derivative is 0 there."),
        (" * (Z1 > 0)", "", "gradients pass in layer 1 where Z1 is not above 0: relu's derivative is 0 there."),
        (ALL_L2, ALL_L2.replace(" * (Z2 > 0)", "").replace(" * (Z1 > 0)", ""), "gradients pass where Z is not above 0: relu's derivative is 0 there."),
        ("m = X.shape[1]", "m = X.shape[0]", "it divides by the number of features (X.shape[0], len(X)): m is the number of examples, X.shape[1]."),
    ),
    right=(
        """
def backward_propagation_with_regularization(X, Y, cache, lambd):
    (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) = cache
    m = X.shape[1]
    dZ3 = A3 - Y
    dW3 = 1.0 / m * np.dot(dZ3, A2.T) + (lambd * W3) / m
    db3 = 1.0 / m * np.sum(dZ3, axis=1, keepdims=True)
    dA2 = np.dot(W3.T, dZ3)
    dZ2 = np.multiply(dA2, np.int64(A2 > 0))
    dW2 = 1.0 / m * np.dot(dZ2, A1.T) + (lambd * W2) / m
    db2 = 1.0 / m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = np.multiply(dA1, np.int64(A1 > 0))
    dW1 = 1.0 / m * np.dot(dZ1, X.T) + (lambd * W1) / m
    db1 = 1.0 / m * np.sum(dZ1, axis=1, keepdims=True)
    return {"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2, "dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1}
""",
        """
def backward_propagation_with_regularization(X, Y, cache, lambd):
    A = (X, cache[1], cache[5], cache[9])
    W = (None, cache[2], cache[6], cache[10])
    grads, dZ = {}, (A[3] - Y) / Y.size
    for l in (3, 2, 1):
        grads[f"dW{l}"] = np.einsum("im,jm->ij", dZ, A[l - 1]) + lambd * W[l] / Y.size
        grads[f"db{l}"] = dZ.sum(axis=1).reshape(-1, 1)
        dZ = W[l].T @ dZ * (A[l - 1] > 0)
    return grads
""",
    ),
)

LAYERS = """    Z1 = np.dot(W1, X) + b1
    D1 = rng.random(Z1.shape) < keep_prob
    A1 = np.maximum(0, Z1) * D1 / keep_prob
    Z2 = np.dot(W2, A1) + b2
    D2 = rng.random(Z2.shape) < keep_prob
    A2 = np.maximum(0, Z2) * D2 / keep_prob
"""

DROPOUT_FORWARD = Exercise(
    "forward_propagation_with_dropout",
    dropout_forward_inputs,
    "masks drawn for each unit and example, both hidden layers masked and scaled, the output whole, new for each seed.",
    returns=FACTS,
    summary="dropout",
    hints=(
        "After each hidden layer draw a mask, switch off the units it leaves out, and divide by keep_prob so that the expected size stays. The output layer has none.",
        "D1 has the shape of Z1 and D2 that of Z2: every unit is drawn anew for every example.",
        "A mask is rng.random(…) < keep_prob, of the shape of its layer, with one generator for both masks.",
    ),
    mistakes=(
        (LAYERS, LAYERS.replace("< keep_prob", "> keep_prob"), "the mask is the wrong way round: a unit is kept, 1, where the random number is below keep_prob."),
        (LAYERS, LAYERS.replace(" / keep_prob", ""), "A1 and A2, as the cache holds them, are not divided by keep_prob: without that the mean of the activations shrinks."),
        (LAYERS, LAYERS.replace("/ keep_prob", "/ (1 - keep_prob)"), "what is kept is divided by 1 − keep_prob; divide by keep_prob, the share that is kept."),
        (LAYERS, LAYERS.replace("/ keep_prob", "* keep_prob"), "what is kept is multiplied by keep_prob; it is divided by it, to make up for what is dropped."),
        (LAYERS, LAYERS.replace("Z1.shape)", "(len(Z1), 1))").replace("Z2.shape)", "(len(Z2), 1))").replace("< keep_prob", "< keep_prob * np.ones((1, X.shape[1]))"), "one mask serves all the examples: each example drops units of its own, so the mask has the shape of A."),
        (LAYERS, LAYERS.replace("Z1.shape)", "(len(Z1), 1))").replace("Z2.shape)", "(len(Z2), 1))"), "the mask is one column for all the examples: each example drops units of its own, so the mask has the shape of A."),
        (LAYERS, LAYERS.replace("Z1.shape) < keep_prob", "(1, X.shape[1])) < keep_prob * np.ones((len(Z1), 1))").replace("Z2.shape) < keep_prob", "(1, X.shape[1])) < keep_prob * np.ones((len(Z2), 1))"), "one row of the mask serves all the units: each unit is dropped or kept on its own."),
        (LAYERS, LAYERS.replace("Z1.shape)", "(1, X.shape[1]))").replace("Z2.shape)", "(1, X.shape[1]))"), "the mask is one row for all the units: each unit is dropped on its own for each example, so the mask has the shape of A."),
        (LAYERS, LAYERS.replace("A1) + b2", "np.maximum(0, Z1)) + b2"), "Z2 is computed from the whole activations: the masked and scaled A1 goes into layer 2."),
        (
            LAYERS,
            LAYERS.replace("A1 = np.maximum(0, Z1) * D1 / keep_prob", "A1 = np.maximum(0, Z1)").replace("A1) + b2", "A1 * D1 / keep_prob) + b2"),
            "Z2 comes from the masked A1, but the A1 in the cache is not masked: the way back needs the one that was used.",
        ),
        (
            LAYERS,
            LAYERS.replace("np.maximum(0, Z1)", "Z1").replace("np.maximum(0, Z2)", "Z2"),
            "relu is missing in both hidden layers: A is relu(Z), masked and scaled.",
        ),
        (LAYERS, LAYERS.replace("np.maximum(0, Z1)", "Z1"), "relu is missing in layer 1: A1 is relu(Z1), masked and scaled."),
        (LAYERS, LAYERS.replace("np.maximum(0, Z2)", "Z2"), "relu is missing in layer 2: A2 is relu(Z2), masked and scaled."),
        (
            LAYERS,
            "    X = X * (rng.random(X.shape) < keep_prob) / keep_prob\n" + LAYERS,
            "the input is dropped too: only hidden units are, and Z1 comes from the whole X.",
        ),
        (LAYERS, LAYERS.replace("D1 / keep_prob", "D1 / np.mean(D1)").replace("D2 / keep_prob", "D2 / np.mean(D2)"), "it divides by the share that this mask happens to keep; divide by keep_prob, the same for every mask."),
        (LAYERS, LAYERS.replace("D2 / keep_prob", "D2"), "A2, as the cache holds it, is not divided by keep_prob: both hidden layers are masked and scaled."),
        (LAYERS, LAYERS.replace("D1 / keep_prob", "D1"), "A1, as the cache holds it, is not divided by keep_prob: both hidden layers are masked and scaled."),
        (LAYERS, LAYERS.replace("/ keep_prob", "/ keep_prob / keep_prob"), "it divides by keep_prob twice; once makes up for what is dropped."),
        (LAYERS, LAYERS.replace("* D2 / keep_prob", ""), "the second layer is left whole: both hidden layers are masked and scaled."),
        (LAYERS, LAYERS.replace("* D1 / keep_prob", ""), "the first layer is left whole: both hidden layers are masked and scaled."),
        (LAYERS, LAYERS.replace("* D1 /", "/").replace("* D2 /", "/"), "the masks are drawn, but never multiply the activations."),
        (LAYERS, LAYERS.replace("keep_prob", "0.5"), "keep_prob is fixed at 0.5: use the argument."),
        (LAYERS, LAYERS.replace("random(Z2.shape)", "random(Z1.shape)"), "the mask D2 has the shape of layer 1: it belongs to A2, with a row for each unit of layer 2."),
        (LAYERS, LAYERS.replace("random(Z1.shape)", "random(Z1.shape[0], Z1.shape[1])").replace("random(Z2.shape)", "random(Z2.shape[0], Z2.shape[1])"), "random takes the shape as one pair, random((2, 3)); rows and columns as two arguments is how the older rand takes them."),
        (LAYERS, LAYERS.replace("np.maximum(0, Z1)", "sigmoid(Z1)").replace("np.maximum(0, Z2)", "sigmoid(Z2)"), "the hidden layers use another activation than relu: A is relu(Z), masked and scaled."),
        (
            LAYERS,
            LAYERS.replace("rng.random(Z1.shape) < keep_prob", "np.array(rng.random(Z1.shape) < keep_prob) / keep_prob").replace("rng.random(Z2.shape) < keep_prob", "np.array(rng.random(Z2.shape) < keep_prob) / keep_prob").replace("D1 / keep_prob\n    Z2", "D1\n    Z2").replace("* D2 / keep_prob", "* D2"),
            "the division is stored in the masks: D1 and D2 hold only zeros and ones, as the way back divides again.",
        ),
        (
            LAYERS,
            "    D1 = rng.random(W1.shape) < keep_prob\n    D2 = rng.random(W2.shape) < keep_prob\n    W1, W2 = W1 * D1 / keep_prob, W2 * D2 / keep_prob\n"
            "    Z1 = np.dot(W1, X) + b1\n    A1 = np.maximum(0, Z1)\n    Z2 = np.dot(W2, A1) + b2\n    A2 = np.maximum(0, Z2)\n",
            "parameters are dropped; dropout drops units: the masks multiply A1 and A2, and the weights stay.",
        ),
        (LAYERS, LAYERS.replace("rng.random(Z", "rng.normal(size=Z"), "the random numbers are normal; numbers uniform between 0 and 1 lie below keep_prob with that probability."),
        (LAYERS, LAYERS.replace(" < keep_prob", ""), "the random numbers themselves are the mask: compare them with keep_prob, which gives zeros and ones."),
        ("A3 = sigmoid(Z3)", "A3 = sigmoid(Z3) * (rng.random((1, X.shape[1])) < keep_prob) / keep_prob", "the output is dropped too: only hidden units are; the answer is needed for every example."),
        ("default_rng(seed)", "default_rng(1)", "the seed is fixed: use the argument, so that each step of the training drops other units."),
        ("default_rng(seed)", "default_rng()", "the seed is not used: the same seed must give the same masks."),
        ("    D2 = rng", "    rng = np.random.default_rng(seed)\n    D2 = rng", "both layers have the same mask: draw a second one from the same generator, which is made once."),
        ("cache = (Z1, D1, A1, W1, b1, Z2, D2,", "cache = (Z1, A1, W1, b1, Z2,", "A3 and a tuple of 14 are expected; these are the 12 of the plain pass, without the masks, which the way back needs."),
        ("cache = (Z1, D1, A1, W1, b1, Z2, D2, A2,", "cache = (Z1, A1, D1, W1, b1, Z2, A2, D2,", "A and D have changed places in the cache: the order is Z1, D1, A1, …, as the docstring says."),
        ("cache = (Z1, D1, A1, W1", "cache = (Z1, A1, D1, W1", "A1 and D1 have changed places in the cache: the order is Z1, D1, A1, …, as the docstring says."),
        ("return A3, cache", "return cache", "A3 and a tuple of 14 are expected; this is the cache alone."),
        ("return A3, cache", "return A3", "A3 and a tuple of 14 are expected; this is A3 alone: the way back needs the cache."),
        ("return A3, cache", "return cache, A3", "A3 and the cache have changed places: A3 comes first."),
        (
            "cache = (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)",
            'cache = {"Z1": Z1, "D1": D1, "A1": A1, "W1": W1, "b1": b1, "Z2": Z2, "D2": D2, "A2": A2, "W2": W2, "b2": b2, "Z3": Z3, "A3": A3, "W3": W3, "b3": b3}',
            "A3 and a tuple of 14 are expected; this cache is a dictionary, and the way back unpacks a tuple.",
        ),
        ("return A3, cache", 'return {"A3": A3, "cache": cache}', "A3 and a tuple of 14 are expected, two values; this is one dictionary."),
    ),
    right=(
        """
def forward_propagation_with_dropout(X, parameters, keep_prob=0.5, seed=1):
    rng = np.random.RandomState(seed)
    W1, b1, W2, b2, W3, b3 = (parameters[k] for k in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = np.dot(W1, X) + b1
    A1 = np.maximum(0, Z1)
    D1 = rng.rand(A1.shape[0], A1.shape[1])
    D1 = (D1 < keep_prob).astype(int)
    A1 = A1 * D1
    A1 = A1 / keep_prob
    Z2 = np.dot(W2, A1) + b2
    A2 = np.maximum(0, Z2)
    D2 = rng.rand(A2.shape[0], A2.shape[1])
    D2 = (D2 < keep_prob).astype(int)
    A2 = A2 * D2
    A2 = A2 / keep_prob
    Z3 = np.dot(W3, A2) + b3
    A3 = 1 / (1 + np.exp(-Z3))
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)
""",
        """
def forward_propagation_with_dropout(X, parameters, keep_prob=0.5, seed=1):
    rng = np.random.default_rng(seed)
    n1, n2, m = len(parameters["W1"]), len(parameters["W2"]), X.shape[1]
    D2, D1 = rng.binomial(1, keep_prob, (n2, m)), rng.random((m, n1)).T >= 1 - keep_prob
    cache, A = [], X
    for l, D in ((1, D1), (2, D2), (3, None)):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        Z = W @ A + b
        if l == 3:
            A = sigmoid(Z)
            cache += [Z, A, W, b]
        else:
            A = np.maximum(0, Z * D) / keep_prob
            cache += [Z, D, A, W, b]
    return A, tuple(cache)
""",
    ),
)

ALL_DROPOUT = """    dA2 = np.dot(W3.T, dZ3) * D2 / keep_prob
    dZ2 = dA2 * (Z2 > 0)
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dA1 = np.dot(W2.T, dZ2) * D1 / keep_prob
"""

DROPOUT_BACKWARD = Exercise(
    "backward_propagation_with_dropout",
    dropout_backward_inputs,
    "all six gradients are right, with much and with little dropped.",
    returns=("grads",),
    hints=(
        "The slope goes back only through units that were kept, and is scaled as they were: the same masks and the same keep_prob at dA2 and dA1.",
        "D2 has the shape of dA2, D1 that of dA1: element by element. The gradients have the shapes of the parameters.",
        "For the upper hidden layer: dA2 = np.dot(W3.T, dZ3) * … / keep_prob",
    ),
    mistakes=(
        (ALL_DROPOUT, ALL_DROPOUT.replace(" * D2 / keep_prob", "").replace(" * D1 / keep_prob", ""), "the masks are missing on the way back: no gradient passes a unit that was dropped."),
        (ALL_DROPOUT, ALL_DROPOUT.replace(" * D2", "").replace(" * D1", ""), "it divides by keep_prob but does not multiply by the masks: no gradient passes a unit that was dropped."),
        (ALL_DROPOUT, ALL_DROPOUT.replace(" / keep_prob", ""), "the division by keep_prob is missing: what was scaled on the way forward is scaled on the way back."),
        (ALL_DROPOUT, ALL_DROPOUT.replace("/ keep_prob", "* keep_prob"), "it multiplies by keep_prob; the way forward divided, and so does the way back."),
        (ALL_DROPOUT, ALL_DROPOUT.replace("/ keep_prob", "/ (1 - keep_prob)"), "it divides by 1 − keep_prob; the way forward divided by keep_prob, and so does the way back."),
        (ALL_DROPOUT, ALL_DROPOUT.replace("* D2", "* (1 - D2)").replace("* D1", "* (1 - D1)"), "the masks are the wrong way round: 1 means kept, and there the gradient passes."),
        (ALL_DROPOUT, ALL_DROPOUT.replace(" * D2 / keep_prob", ""), "mask and scale are missing in layer 2: they belong to dA2 as to dA1."),
        (ALL_DROPOUT, ALL_DROPOUT.replace(" * D1 / keep_prob", ""), "mask and scale are missing in layer 1: they belong to dA1 as to dA2."),
        (ALL_DROPOUT, ALL_DROPOUT.replace(" * D2 /", " /"), "the mask of layer 2 is missing: no gradient passes a unit that was dropped."),
        (ALL_DROPOUT, ALL_DROPOUT.replace("D2 / keep_prob", "D2"), "the division by keep_prob is missing in layer 2."),
        (ALL_DROPOUT, ALL_DROPOUT.replace("D1 / keep_prob", "D1"), "the division by keep_prob is missing in layer 1."),
        ("db3 = np.sum(dZ3, axis=1, keepdims=True) / m", "db3 = np.sum(dZ3, axis=1, keepdims=True)", "db3 is m times too large: the mean over the examples is missing."),
        ("db2 = np.sum(dZ2, axis=1, keepdims=True) / m", "db2 = np.sum(dZ2, axis=1, keepdims=True)", "db2 is m times too large: the mean over the examples is missing."),
        ("db1 = np.sum(dZ1, axis=1, keepdims=True) / m", "db1 = np.sum(dZ1, axis=1, keepdims=True)", "db1 is m times too large: the mean over the examples is missing."),
        ("dZ3 = A3 - Y", "dZ3 = (A3 - Y) / m", "every gradient is divided by m twice: dZ3 is A3 − Y, and the mean is taken in dW and db."),
        (ALL_DROPOUT, ALL_DROPOUT.replace("D2", "D0").replace("D1", "D2").replace("D0", "D1"), "the masks have changed places: D2 belongs to dA2, D1 to dA1."),
        (ALL_DROPOUT, ALL_DROPOUT.replace("W3.T", "W3").replace("W2.T", "W2"), "W is not transposed on the way back: dA of the layer below is Wᵀ·dZ."),
        ("np.dot(dZ3, A2.T)", "np.dot(dZ3, Z2.T)", "dW3 is made from Z2: the weights of layer 3 multiply A2."),
        ("np.dot(dZ2, A1.T)", "np.dot(dZ2, Z1.T)", "dW2 is made from Z1: the weights of layer 2 multiply A1."),
        ("dZ3 = A3 - Y", "dZ3 = Y - A3", "the sign of dZ3 is wrong: it is A3 − Y."),
        (ALL_DROPOUT + "    dZ1 = dA1 * (Z1 > 0)", ALL_DROPOUT.replace(" * (Z2 > 0)", "") + "    dZ1 = dA1", "the derivative of relu is missing: where Z is not above 0 no gradient passes, in a kept unit neither."),
        (
            ALL_DROPOUT,
            "    rng = np.random.default_rng(1)\n    D1, D2 = rng.random(A1.shape) < keep_prob, rng.random(A2.shape) < keep_prob\n" + ALL_DROPOUT,
            "the masks are drawn anew: D1 and D2 of the way forward are in the cache, and only they say which units were dropped.",
        ),
        (
            "np.dot(dZ3, A2.T) / m",
            "np.dot(dZ3, (A2 * D2 / keep_prob).T) / m",
            "dW3 is 1/keep_prob once too often: the A2 in the cache is masked and divided already.",
        ),
        (
            "np.dot(dZ2, A1.T) / m",
            "np.dot(dZ2, (A1 * D1 / keep_prob).T) / m",
            "dW2 is 1/keep_prob once too often: the A1 in the cache is masked and divided already.",
        ),
        (ALL_DROPOUT, ALL_DROPOUT.replace("/ keep_prob", "/ keep_prob / keep_prob"), "1/keep_prob once too often: each dA is divided once."),
        (ALL_DROPOUT, ALL_DROPOUT.replace(" * D1 /", " /"), "the mask of layer 1 is missing: no gradient passes a unit that was dropped."),
        ("dZ3 = A3 - Y", "dZ3 = (A3 - Y) * A3 * (1 - A3)", "dZ3 is multiplied by the derivative of the sigmoid; with the cross-entropy that has cancelled, and dZ3 is A3 − Y."),
        ("m = X.shape[1]", "m = X.shape[0]", "it divides by the number of features (X.shape[0], len(X)): m is the number of examples, X.shape[1]."),
        ("dA2 * (Z2 > 0)", "dA2", "gradients pass in layer 2 where Z2 is not above 0: relu's derivative is 0 there."),
        ("dA1 * (Z1 > 0)", "dA1", "gradients pass in layer 1 where Z1 is not above 0: relu's derivative is 0 there."),
    ),
    right=(
        """
def backward_propagation_with_dropout(X, Y, cache, keep_prob):
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache
    m = X.shape[1]
    dZ3 = A3 - Y
    dW3 = 1.0 / m * np.dot(dZ3, A2.T)
    db3 = 1.0 / m * np.sum(dZ3, axis=1, keepdims=True)
    dA2 = np.dot(W3.T, dZ3)
    dA2 = dA2 * D2
    dA2 = dA2 / keep_prob
    dZ2 = np.multiply(dA2, np.int64(A2 > 0))
    dW2 = 1.0 / m * np.dot(dZ2, A1.T)
    db2 = 1.0 / m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(W2.T, dZ2)
    dA1 = dA1 * D1
    dA1 = dA1 / keep_prob
    dZ1 = np.multiply(dA1, np.int64(A1 > 0))
    dW1 = 1.0 / m * np.dot(dZ1, X.T)
    db1 = 1.0 / m * np.sum(dZ1, axis=1, keepdims=True)
    return {"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2, "dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1}
""",
        """
def backward_propagation_with_dropout(X, Y, cache, keep_prob):
    Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3 = cache
    grads, dZ = {}, (A3 - Y) / Y.size
    for l, below, W, active in ((3, A2, W3, A2 > 0), (2, A1, W2, A1 > 0), (1, X, W1, 0)):
        grads[f"dW{l}"], grads[f"db{l}"] = dZ @ below.T, dZ.sum(axis=1, keepdims=True)
        dZ = (W.T @ dZ) * active / keep_prob
    return grads
""",
    ),
)

EXERCISES = (COST, BACKWARD, DROPOUT_FORWARD, DROPOUT_BACKWARD)
