"""The exercises of lesson 2, image classifier."""

import numpy as np

from classroom.exercises import Case, Exercise


def labels(rng, m):
    """A row of m labels with both classes in it (of m = 1, one)."""
    return rng.permuted(np.arange(m) % 2)[np.newaxis]


def parameters_of(rng, layers_dims):
    """Random parameters in a dictionary, the biases positive, so that no relu unit is dead from the start."""
    parameters = {}
    for layer, (n_prev, n) in enumerate(zip(layers_dims, layers_dims[1:]), start=1):
        parameters[f"W{layer}"] = rng.normal(size=(n, n_prev)) / np.sqrt(n_prev)
        parameters[f"b{layer}"] = rng.uniform(0.1, 0.5, size=(n, 1))
    return parameters


def problem(rng, layers_dims, m):
    """Arguments X, Y, parameters."""
    return rng.normal(size=(layers_dims[0], m)), labels(rng, m), parameters_of(rng, layers_dims)


# X, Y and parameters of a network of two layers, to compute by hand: Z2 is [[0, 4]].
BY_HAND = (
    np.array([[1.0, 3.0]]),
    np.array([[1, 0]]),
    {
        "W1": np.array([[1.0], [-1.0]]),
        "b1": np.array([[0.0], [2.0]]),
        "W2": np.array([[1.0, -2.0]]),
        "b2": np.array([[1.0]]),
    },
)


def settled(rng, layers_dims, m):
    """A problem that is nearly solved, so that the cost hardly falls any more while the parameters still move."""
    while True:
        X, _, parameters = problem(rng, layers_dims, m)
        Z, last = X, len(layers_dims) - 1
        for layer in range(1, last + 1):
            A = np.maximum(0, Z) if layer > 1 else X
            Z = parameters[f"W{layer}"] @ A
        nearest = np.abs(Z).min()
        if nearest > 0.2 and len(np.unique(Z > 0)) == 2:
            parameters = {name: 0 * value if name[0] == "b" else value for name, value in parameters.items()}
            return X, (Z > 0).astype(int), parameters | {f"W{last}": 8 / nearest * parameters[f"W{last}"]}


def train_inputs(rng):
    """By hand, a single step; a few with three layers, one layer, one example; enough for three recorded costs, where
    an answer that ends early stops short; a hundred, for one cost and no step more; a rate so large that the costs rise,
    to and fro between two values: rounding must not grow, as other machines round otherwise.
    """
    return [
        Case((*BY_HAND, 0.5, 1)),
        Case((*problem(rng, [4, 3, 2, 1], 5), 0.1, 5)),
        Case((*problem(rng, [4, 1], 4), 0.3, 2)),
        Case((*problem(rng, [2, 3, 1], 1), 0.2, 3)),
        Case((*settled(rng, [3, 4, 1], 6), 0.5, 203)),
        Case((*problem(rng, [2, 3, 1], 4), 0.1, 100)),
        Case((np.array([[3.0, -3, 2, -1, 1]]), np.array([[1, 1, 0, 0, 1]]), {"W1": np.array([[0.1]]), "b1": np.zeros((1, 1))}, 3.0, 203)),
    ]


def two_layer_inputs(rng):
    """By hand; several sizes, rates, numbers of steps and seeds, 0 among them, from known start values; the deep ones are others. Then a call
    that is to print and one that is not: train stands in, and with no step an answer that does not call it gives the same.
    """
    cases = []
    for layers_dims, m, rate, steps in (((1, 2, 1), 2, 0.5, 1), ((4, 5, 1), 6, 0.1, 101), ((2, 3, 1), 4, 0.02, 11), *[((4, 3, 1), 5, 0.1, 0)] * 2):
        X, Y, start = problem(rng, layers_dims, m) if cases else BY_HAND
        seed, print_cost = int(rng.integers(10, 1000)) * (len(cases) != 2), len(cases) == 3
        known = {
            "initialize_parameters": ((*layers_dims, seed), start),
            "initialize_parameters_deep": ((layers_dims, seed), parameters_of(rng, layers_dims)),
        }
        if steps == 0:
            known["train"] = ((X, Y, start, rate, steps, print_cost), (start, []))
        cases.append(Case((X, Y, layers_dims, rate, steps, print_cost, seed), stand_ins=known))
    return cases


def L_layer_inputs(rng):
    """By hand; two, three and four layers, from known start values; then, as above, a call that is to print and one that is not."""
    cases = []
    for layers_dims, m, rate, steps in (([1, 2, 1], 2, 0.5, 1), ([4, 5, 3, 1], 6, 0.1, 101), ([6, 5, 4, 3, 1], 7, 0.05, 11), *[([4, 3, 2, 1], 5, 0.1, 0)] * 2):
        X, Y, start = problem(rng, layers_dims, m) if cases else BY_HAND
        seed, print_cost = int(rng.integers(10, 1000)) * (len(cases) != 2), len(cases) == 3
        known = {"initialize_parameters_deep": ((layers_dims, seed), start)}
        if len(layers_dims) == 3:  # for who takes the other function
            known["initialize_parameters"] = ((*layers_dims, seed), parameters_of(rng, layers_dims))
        if steps == 0:
            known["train"] = ((X, Y, start, rate, steps, print_cost), (start, []))
        cases.append(Case((X, Y, layers_dims, rate, steps, print_cost, seed), stand_ins=known))
    return cases


def predict_inputs(rng):
    """By hand, one unit a layer, with answers of both kinds; one layer, two, three, one example; exactly one half, and near it;
    eleven layers.
    """
    one = {"W1": np.ones((1, 1)), "b1": np.zeros((1, 1)), "W2": np.ones((1, 1)), "b2": np.array([[-1.5]])}
    few = np.array([[1.0, 2.0, 5.0, 9.0]])
    half = {"W1": rng.normal(size=(2, 3)), "b1": np.zeros((2, 1)), "W2": np.zeros((1, 2)), "b2": np.zeros((1, 1))}
    return [
        Case((few, one)),
        *(Case(problem(rng, sizes, m)[::2]) for sizes, m in (([3, 2, 1], 4), ([5, 4, 2, 1], 6), ([2, 5, 1], 1), ([3, 1], 7))),
        Case((rng.normal(size=(3, 5)), half)),
        Case((rng.normal(size=(3, 6)), {"W1": 0.01 * rng.normal(size=(1, 3)), "b1": np.zeros((1, 1))})),
        Case(problem(rng, [2] * 11 + [1], 5)[::2]),
    ]


def qr_inputs(rng):
    """By hand, with the one axis (0.6, 0.8) or its opposite; many more features than examples, with two layers, three, and
    one, as logistic regression has in the lesson; square; and fewer features than examples.
    """
    one_unit = {
        "W1": np.array([[1.0, -0.5]]),
        "b1": np.array([[0.0]]),
        "W2": np.array([[2.0]]),
        "b2": np.array([[-2.0]]),
    }
    return [
        Case((np.array([[3.0], [4.0]]), np.array([[1]]), one_unit, 0.5, 1)),
        Case((*problem(rng, [7, 2, 1], 3), 0.5, 1)),
        Case((*problem(rng, [6, 1], 4), 0.3, 2)),
        Case((*problem(rng, [9, 4, 3, 1], 4), 0.1, 101)),
        Case((*problem(rng, [4, 4, 1], 4), 0.2, 3)),
        Case((*problem(rng, [3, 2, 1], 5), 0.2, 3)),
    ]


def interval_inputs(rng):
    """By hand; most right, most wrong, and many more examples; the share of ones is never that of right answers. Then
    answers of True and False, as predict may give them; all wrong, all right.
    """
    cases = [Case((np.array([[1, 0, 1, 1, 0]]), np.array([[1, 0, 0, 1, 0]])))]
    for m, right in ((7, 5), (10, 3), (400, int(rng.integers(310, 340)))):
        Y = labels(rng, m)
        correct = rng.permuted(np.arange(m) < right)[np.newaxis]
        cases.append(Case((np.where(correct, Y, 1 - Y), Y)))
    prediction, Y = cases[1].arguments
    return [*cases, Case((prediction > 0, Y)), Case((1 - Y, Y)), Case((Y, Y))]


def validation_inputs(rng):
    """By hand, with no step; then one layer, two and three from random starts, for labels that a line gives nearly: of
    the examples held back, some are right and some wrong. Few are trained on, half of them, most.
    """
    by_hand = {"W1": np.array([[1.0]]), "b1": np.array([[-2.5]])}
    cases = [Case((np.array([[1.0, 2.0, 3.0, 4.0, 5.0]]), np.array([[0, 1, 1, 0, 1]]), by_hand, 0.5, np.array([3, 1, 0, 4, 2]), 2, 0))]
    for sizes, m, rate, fit, iterations in (([3, 1], 40, 0.5, 12, 3), ([4, 3, 1], 50, 0.3, 25, 5), ([2, 4, 1], 45, 0.2, 8, 20), ([3, 4, 2, 1], 60, 0.1, 45, 10)):
        X = rng.normal(size=(sizes[0], m))
        line = rng.normal(size=(1, sizes[0])) @ X + rng.normal(size=(1, m))
        Y = (line > np.median(line)).astype(int)
        cases.append(Case((X, Y, parameters_of(rng, sizes), rate, rng.permutation(m), fit, iterations)))
    return cases


FORWARD = "AL, caches = L_model_forward(X, parameters)"
STEP = "parameters = update_parameters(parameters, grads, learning_rate)"
AFTER = "L_model_forward(X, update_parameters(parameters, L_model_backward(AL, Y, caches), learning_rate))[0]"

ENDS_EARLY = "the training ends early, where the cost hardly falls any more: num_iterations steps are wanted."
COST_OF_STEP = """cost = compute_cost(AL, Y)
        before, last = (last if i else cost + 1), cost
"""
STOPS = {  # what a step that ends early begins or ends with: the cost compared with that of the step before, or with the one recorded before
    "at the start": (COST_OF_STEP + "        if before - cost < 1e-5:\n            break\n        ", ""),
    "at the end": (COST_OF_STEP + "        ", "\n        if before - cost < 1e-5:\n            break"),
    "recorded": ("", "\n        if len(costs) > 1 and costs[-2] - costs[-1] < 1e-3:\n            break"),
}

TRAIN = Exercise(
    "train",
    train_inputs,
    "parameters and costs are right after 1 to 5 and after 203 steps, for one layer, two and three, and the start stays as it was.",
    returns=("parameters", "costs"),
    hints=(
        "Four calls per round: forward, backward, now and then the cost, update.",
        "The parameters keep their shapes; costs gets an entry for i = 0, 100, 200, …",
        "The round begins with AL, caches = L_model_forward(…).",
    ),
    mistakes=(
        (STEP, STEP.replace("learning_rate", "-learning_rate"), "the walk goes uphill: pass the learning rate on as it is, update_parameters subtracts."),
        ("L_model_backward(AL, Y, caches)", "L_model_backward(Y, AL, caches)", "the answers and the labels have changed places: L_model_backward takes AL, Y, caches, in this order."),
        ("L_model_backward(AL, Y, caches)", "L_model_backward(X, Y, caches)", "L_model_backward begins at the output: it takes AL, not X."),
        ("compute_cost(AL, Y)", "compute_cost(Y, AL)", "the answers and the labels have changed places: compute_cost takes AL first, then Y."),
        ("compute_cost(AL, Y)", "AL", "the probabilities are recorded: the cost of them is wanted, a number."),
        ("AL, caches = L_model_forward", "caches, AL = L_model_forward", "the probabilities come first from L_model_forward, then the caches."),
        ("        if i % 100 == 0:\n            costs.append", "        if print_cost and i % 100 == 0:\n            costs.append", "without print_cost no cost is recorded: record one of every hundred in any case."),
        (STEP, STEP.replace("learning_rate", "1.0"), "the learning rate is missing from the step: pass it on to update_parameters."),
        (STEP, STEP.replace("learning_rate", "0.0075"), "the learning rate is fixed at 0.0075: pass on the one that was given."),
        (STEP, STEP.removeprefix("parameters = "), "the parameters never change: update_parameters returns the new ones, so give them the name parameters."),
        (STEP, STEP.replace("(parameters, ", "(dict(start), ").replace("parameters = ", "start = start if i else parameters\n        parameters = "), "each step starts from the start values again: it has to start from where the last one ended."),
        (f"    for i in range(num_iterations):\n        ### BEGIN SOLUTION\n        {FORWARD}", f"    {FORWARD}\n    for i in range(num_iterations):", "every iteration uses the forward pass of the start: each has new parameters and needs its own, inside the loop."),
        ("        if i % 100 == 0:\n            costs.append", "        if True:\n            costs.append", "every cost is recorded; one of every hundred iterations is wanted."),
        ("        if i % 100 == 0:\n            costs.append", "        if i % 10 == 0:\n            costs.append", "a cost is recorded every ten iterations: every hundred is wanted."),
        ("        if i % 100 == 0:\n            costs.append", "        if i % 100 == 99:\n            costs.append", "the counting is off by one: it begins at 0, and the costs of iterations 0, 100, 200, … are wanted."),
        ("        if i % 100 == 0:\n            costs.append", "        if i > 0 and i % 100 == 0:\n            costs.append", "the cost of iteration 0, before the first step, is missing."),
        ("        if i % 100 == 0:\n            costs.append", "        if i % 100 == 0 or i == num_iterations - 1:\n            costs.append", "the cost of the last iteration is recorded too: only those of iterations 0, 100, 200, … are wanted."),
        *(("grads = L_model_backward(AL, Y, caches)\n        if i % 100 == 0:\n            costs.append(compute_cost(AL, Y))\n        " + STEP, f"{begin}grads = L_model_backward(AL, Y, caches)\n        if i % 100 == 0:\n            costs.append(compute_cost(AL, Y))\n        {STEP}{end}", ENDS_EARLY) for begin, end in STOPS.values()),
        ("costs.append(compute_cost(AL, Y))", f"costs.append(compute_cost({AFTER}, Y))", "the cost is recorded after the step; the cost before the step of this iteration is wanted."),
        ("compute_cost(AL, Y)", "compute_cost(AL, Y) * X.shape[1]", "the cost is m times too large: compute_cost gives the mean over the examples already."),
        ("range(num_iterations)", "range(num_iterations - 1)", "one step is missing: num_iterations are wanted, as range(num_iterations) gives."),
        ("range(num_iterations)", "range(num_iterations + 1)", "one step too many: num_iterations are wanted, as range(num_iterations) gives."),
        ("range(num_iterations)", "range(2500)", "the number of steps is fixed: use num_iterations."),
        ("return parameters, costs", "return costs, parameters", "parameters come first, then costs."),
        ("return parameters, costs", "return parameters", "the costs are missing: return both, parameters and costs."),
        ("    return parameters", "        return parameters", "it ends after the first step: does a return or a break stand inside the loop?"),
    ),
    right=(
        """
def train(X, Y, parameters, learning_rate, num_iterations, print_cost=False):
    L, costs, i = len(parameters) // 2, [], 0
    parameters = dict(parameters)
    while i < num_iterations:
        AL, caches = L_model_forward(X, parameters)
        cost = compute_cost(AL, Y)
        grads = L_model_backward(AL, Y, caches)
        for l in range(1, L + 1):
            parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]
            parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]
        if not i % 100:
            costs += [np.squeeze(cost)]
        i += 1
    return parameters, costs
""",
        """
def train(X, Y, parameters, learning_rate, num_iterations, print_cost=False):
    costs = np.zeros(num_iterations)
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        costs[i] = compute_cost(AL, Y)
        parameters = update_parameters(parameters, L_model_backward(AL, Y, caches), learning_rate)
    return parameters, list(costs[::100])
""",
    ),
)

GO = "train(X, Y, parameters, learning_rate, num_iterations, print_cost)"

UNSEEDED = "the seed is not passed on: every seed gives the same start."

# Mistakes in the call of train, the same in both models.
WRONG_CALLS = (
    (GO, GO.replace("learning_rate", "0.0075"), "the learning rate is fixed at 0.0075: pass on the one that was given."),
    (GO, GO.replace(", print_cost", ""), "print_cost is not passed on to train: with print_cost=True nothing would be printed."),
    (GO, GO.replace("print_cost", "True"), "print_cost is fixed: pass on what was given."),
    (GO, GO.replace("num_iterations", "2500"), "the number of iterations is fixed at 2500: pass on the one that was given."),
    (GO, GO.replace("num_iterations", "3000"), "the number of iterations is fixed at 3000, the default: pass on the one that was given."),
    (GO, GO.replace("learning_rate, num_iterations", "0.0075, 3000"), "the learning rate and the number of iterations are fixed at 0.0075 and 3000, the defaults: pass on those that were given."),
    (GO, GO.replace("num_iterations", "100"), "the number of iterations is fixed at 100: pass on the one that was given."),
    (GO, GO.replace("learning_rate, num_iterations", "num_iterations, learning_rate"), "train takes the learning rate before the number of iterations: in its call they have changed places."),
    (GO, GO.replace("parameters, ", ""), "train needs the start values too: train(X, Y, parameters, …)."),
    (GO, GO.replace("X, Y", "X.T, Y"), "X holds one example a column already: no transpose."),
    *(
        (
            f"return {GO}",
            f"costs = []\n    for _ in {blocks}:\n        parameters, cost = train(X, Y, parameters, learning_rate, 100, print_cost)\n        costs += cost\n    return parameters, costs",
            f"train is called for blocks of 100 iterations, {what}: one call takes them all.",
        )
        for blocks, what in (
            ("range(num_iterations // 100)", "and those that do not fill one are left out"),
            ("range(0, num_iterations, 100)", "and the last block may be too many"),
        )
    ),
    (
        f"return {GO}",
        "costs = []\n    for _ in range(num_iterations):\n        parameters, cost = train(X, Y, parameters, learning_rate, 1, print_cost)\n        costs += cost\n    return parameters, costs",
        "train is called for one iteration at a time, and each call records the cost of its first: one call takes them all.",
    ),
    (f"return {GO}", f"return {GO}[0]", "the costs are missing: return both, parameters and costs."),
    (f"return {GO}", f"return {GO}[::-1]", "parameters come first, then costs."),
    (f"return {GO}", f"return parameters, {GO}[1]", "these are the start values: the trained parameters are wanted, which train returns."),
    (f"return {GO}", GO, "it trains and returns None: return hands the result back."),
)

TWO_LAYER = Exercise(
    "two_layer_model",
    two_layer_inputs,
    "it starts from initialize_parameters with the given seed, and hands rate, number of iterations and print_cost on.",
    returns=("parameters", "costs"),
    hints=(
        "Start values, then training: two calls of functions that are there.",
        "layers_dims is (n_x, n_h, n_y); the parameters are those of initialize_parameters.",
        "n_x, n_h, n_y = layers_dims takes the three sizes apart.",
    ),
    mistakes=(
        ("initialize_parameters(n_x, n_h, n_y, seed)", "initialize_parameters_deep(layers_dims, seed)", "the start values come from initialize_parameters_deep; in this model they come from initialize_parameters."),
        ("initialize_parameters(n_x, n_h, n_y, seed)", "initialize_parameters(n_x, n_h, n_y)", UNSEEDED),
        ("initialize_parameters(n_x, n_h, n_y, seed)", "initialize_parameters(n_x, n_h, n_y, 3)", UNSEEDED),
        ("initialize_parameters(n_x, n_h, n_y, seed)", "initialize_parameters(n_h, n_x, n_y, seed)", "n_x and n_h have changed places: first the inputs, then the hidden units."),
        ("initialize_parameters(n_x, n_h, n_y, seed)", "initialize_parameters(n_x, n_y, n_h, seed)", "n_h and n_y have changed places: inputs, hidden units, output units."),
        ("initialize_parameters(n_x, n_h, n_y, seed)", "initialize_parameters(layers_dims, seed)", "initialize_parameters takes three sizes, not one tuple: take layers_dims apart."),
        ("initialize_parameters(n_x, n_h, n_y, seed)", "initialize_parameters(12288, 7, 1, seed)", "the sizes are fixed at 12288, 7 and 1: take them from layers_dims."),
        ("initialize_parameters(n_x, n_h, n_y, seed)", "initialize_parameters(X.shape[1], n_h, n_y, seed)", "X.shape[1] is the number of examples; the number of inputs is X.shape[0], or layers_dims[0]."),
        *WRONG_CALLS,
    ),
    right=(
        """
def two_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, seed=1):
    costs = []
    p = initialize_parameters(*layers_dims, seed)
    for i in range(0, num_iterations):
        A1, cache1 = linear_activation_forward(X, p["W1"], p["b1"], "relu")
        A2, cache2 = linear_activation_forward(A1, p["W2"], p["b2"], "sigmoid")
        cost = compute_cost(A2, Y)
        dA2 = -(np.divide(Y, A2) - np.divide(1 - Y, 1 - A2))
        dA1, dW2, db2 = linear_activation_backward(dA2, cache2, "sigmoid")
        dA0, dW1, db1 = linear_activation_backward(dA1, cache1, "relu")
        p = update_parameters(p, {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}, learning_rate)
        if i % 100 == 0:
            costs.append(cost)
    return p, costs
""",
        """
def two_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, seed=1):
    start = initialize_parameters(layers_dims[0], layers_dims[1], layers_dims[2], seed=seed)
    parameters, costs = train(X, Y, start, learning_rate, num_iterations, print_cost=print_cost)
    return parameters, costs
""",
        """
def two_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, seed=1):
    n_x, n_h, n_y = layers_dims
    start = initialize_parameters(n_x=n_x, n_h=n_h, n_y=n_y, seed=seed)
    return train(X, Y, start, print_cost=print_cost, num_iterations=num_iterations, learning_rate=learning_rate)
""",
    ),
)

L_LAYER = Exercise(
    "L_layer_model",
    L_layer_inputs,
    "it starts from initialize_parameters_deep with the given seed, trains two, three and four layers, and hands print_cost on.",
    returns=("parameters", "costs"),
    hints=(
        "As in two_layer_model, with the start values for any depth.",
        "layers_dims goes on as it is, the list of all sizes.",
        "The start is parameters = initialize_parameters_deep(…).",
    ),
    mistakes=(
        ("initialize_parameters_deep(layers_dims, seed)", "initialize_parameters(*layers_dims, seed)", "initialize_parameters knows two layers only: take initialize_parameters_deep."),
        ("initialize_parameters_deep(layers_dims, seed)", "initialize_parameters_deep(layers_dims)", UNSEEDED),
        ("initialize_parameters_deep(layers_dims, seed)", "initialize_parameters_deep(layers_dims, 1)", UNSEEDED),
        ("initialize_parameters_deep(layers_dims, seed)", "initialize_parameters_deep(layers_dims[1:], seed)", "layers_dims begins with the number of inputs, which belongs to it: pass the whole list."),
        ("initialize_parameters_deep(layers_dims, seed)", "initialize_parameters_deep([X.shape[0], *layers_dims], seed)", "layers_dims begins with the number of inputs already: pass it as it is."),
        ("initialize_parameters_deep(layers_dims, seed)", "initialize_parameters_deep(*layers_dims)", "initialize_parameters_deep takes the whole list of sizes, not the sizes one by one."),
        ("initialize_parameters_deep(layers_dims, seed)", "initialize_parameters_deep([12288, 20, 7, 5, 1], seed)", "the sizes are fixed at [12288, 20, 7, 5, 1]: use layers_dims."),
        *WRONG_CALLS,
    ),
    right=(
        """
def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, seed=3):
    costs = []
    parameters = initialize_parameters_deep(layers_dims, seed)
    for i in range(0, num_iterations):
        AL, caches = L_model_forward(X, parameters)
        cost = compute_cost(AL, Y)
        grads = L_model_backward(AL, Y, caches)
        parameters = update_parameters(parameters, grads, learning_rate)
        if i % 100 == 0:
            costs.append(cost)
    return parameters, costs
""",
        """
def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, seed=3):
    return train(X, Y, initialize_parameters_deep(layers_dims, seed=seed), learning_rate, num_iterations, print_cost)
""",
        """
def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, seed=3):
    start = initialize_parameters_deep(seed=seed, layers_dims=layers_dims)
    return train(parameters=start, X=X, Y=Y, learning_rate=learning_rate, num_iterations=num_iterations, print_cost=print_cost)
""",
    ),
)

PREDICT = Exercise(
    "predict",
    predict_inputs,
    "zeros and ones of shape (1, m), for two layers and three, and exactly one half is a 0.",
    hints=(
        "Run the network forward and decide at one half.",
        "The probabilities are (1, m), and so are the zeros and ones.",
        "L_model_forward returns two things; only the first is needed: AL, _ = …",
    ),
    mistakes=(
        ("AL > 0.5", "np.round(AL, 2) > 0.5", "the probabilities are rounded before they are compared: 0.502 is above one half."),
        ("AL > 0.5", "AL >= 0.5", "a probability of exactly one half is a 0 here: a 1 where it is > 0.5."),
        ("AL > 0.5", "AL == 1", "every answer is 0: the threshold is one half, so compare each probability with 0.5. (int cuts off what is below 1, == 1 asks for exactly 1, and argmax down a column of one number is 0.)"),
        ("AL > 0.5", "AL < 0.5", "the answer is the wrong way round: above one half is a 1."),
        ("AL > 0.5", "AL > 0", "every picture is called a cat: is the threshold 0, or the sigmoid taken of what is a probability already?"),
        ("(AL > 0.5).astype(int)", "np.where(AL > 0.5, 0, 1)", "the answer is the wrong way round: above one half is a 1."),
        ("(AL > 0.5).astype(int)", "np.round(AL, 1)", "these are rounded probabilities; a 1 where they are above one half, else a 0 is wanted."),
        ("(AL > 0.5).astype(int)", "AL", "these are the probabilities; a 1 where they are above one half, else a 0 is wanted."),
        ("AL > 0.5", "AL[0] > 0.5", "the answer has lost a dimension: its shape is (1, m)."),
        ("(AL > 0.5).astype(int)", "[int(a > 0.5) for a in AL[0]]", "the answers stand in a flat list: an array of shape (1, m) is wanted."),
        ("(AL > 0.5).astype(int)", "np.argmax(AL, axis=0)", "every answer is 0, in shape (m,), as argmax gives for columns of one number: compare each probability with one half."),
        ("return (AL > 0.5).astype(int)", "return 1 if AL > 0.5 else 0", "max and if ask about one number, and AL holds a probability for each example: a comparison of the whole array answers for all."),
        ("(AL > 0.5)", "(AL > 0.5).T", "the answer is transposed: its shape is (1, m)."),
        ("(AL > 0.5).astype(int)", "np.mean(AL > 0.5)", "this is the share of ones; an answer for each example is wanted."),
        ("AL > 0.5", "AL > np.mean(AL)", "the threshold is one half, not the mean of the probabilities."),
        ("AL, _ = L_model_forward", "AL = L_model_forward", "L_model_forward returns two things, the probabilities and the caches: take the first."),
        ("AL, _ = L_model_forward", "_, AL = L_model_forward", "the probabilities come first from L_model_forward, then the caches."),
        ("L_model_forward(X, parameters)", "L_model_forward(parameters, X)", "X comes first in L_model_forward, then the parameters."),
        ("L_model_forward(X, parameters)", "L_model_forward(X.T, parameters)", "X holds one example a column already: no transpose."),
    ),
    right=(
        "def predict(X, parameters):\n    return L_model_forward(X, parameters)[0] > 0.5",
        "def predict(X, parameters):\n    probability, _ = L_model_forward(X, parameters)\n    return np.where(probability > 0.5, 1.0, 0.0)",
        """
def predict(X, parameters):
    p = np.zeros((1, X.shape[1]), dtype=int)
    probas, caches = L_model_forward(X, parameters)
    for i in range(probas.shape[1]):
        if probas[0, i] > 0.5:
            p[0, i] = 1
    return p
""",
    ),
)

# For an error in the product of linear_forward, whose words depend on how the learner wrote it.
SHORT_W1 = (
    "the first layer does not fit the examples that train gets: on R, with one row for each column of Q, it starts "
    "from V = W1 Q."
)

THROUGH_QR = Exercise(
    "train_through_qr",
    qr_inputs,
    "the same parameters and costs as the plain way, for long, square and broad X.",
    returns=("parameters", "costs"),
    error_hints=tuple((product, SHORT_W1) for product in ("W @ A", "W, A)", "W.dot(A)")),
    hints=(
        "X = QR, so W1 X = (W1 Q) R: train on R with W1 Q in the place of W1. At the end, what was learned goes back through Q, and the part of W1 outside the pictures stays.",
        "Q is (n_x, k) and R is (k, m), with k the smaller of n_x and m; V = W1 Q is (n[1], k), and W1 comes back as (n[1], n_x).",
        "The training is trained, costs = train(R, Y, {**parameters, \"W1\": …}, learning_rate, num_iterations).",
    ),
    mistakes=(
        ("W1 + (trained[\"W1\"] - V) @ Q.T", "trained[\"W1\"] @ Q.T", "what lay outside the pictures' span at the start is lost from W1: it never changes, but the start has it."),
        ("W1 + (trained[\"W1\"] - V) @ Q.T", "W1 + trained[\"W1\"] @ Q.T", "the start is counted twice: only what training changed, V at the end minus V at the start, is added to W1."),
        ("W1 + (trained[\"W1\"] - V) @ Q.T", "(trained[\"W1\"] - V) @ Q.T", "this is the change alone: it is added to the W1 of the start."),
        ("W1 + (trained[\"W1\"] - V) @ Q.T", "W1 - (trained[\"W1\"] - V) @ Q.T", "the change has the wrong sign: it is V at the end minus V at the start, added to W1."),
        ("W1 + (trained[\"W1\"] - V) @ Q.T", "W1 + (trained[\"W1\"] - V) @ Q", "Q must be transposed on the way back: (n_1, k) times (k, n_x)."),
        ("W1 + (trained[\"W1\"] - V) @ Q.T", "trained[\"W1\"]", "the W1 that comes back is the short one that belongs to R: the one that is mapped back belongs there."),
        ("W1 + (trained[\"W1\"] - V) @ Q.T", "W1", "W1 is that of the start: add to it what training changed."),
        ("return {**trained, ", "return {**parameters, ", "only W1 comes back trained; b1, W2, b2, … are still those of the start: take them from what train returned."),
        ("return {**trained, ", "return {", "only W1 is returned: the other parameters belong to the network too."),
        ("train(R, Y, ", "train(X, Y, ", "it trains on X with the short W1: the short W1 belongs to R."),
        ("train(R, Y, ", "train(Q.T, Y, ", "it trains on Q: the columns of R are what stands for the pictures."),
        ("train(R, Y, ", "train(Q, Y, ", "it trains on Q: the columns of R are what stands for the pictures."),
        ("train(R, Y, {**parameters, \"W1\": V}", "train(R, Y, parameters", "training on R starts with W1 of its full width: R has one row for each column of Q, and W1·Q is what belongs to it."),
        ("trained, costs = train(R, Y, {**parameters, \"W1\": V}, learning_rate, num_iterations)", "trained = train(R, Y, {**parameters, \"W1\": V}, learning_rate, num_iterations)\n    costs = trained[1]", "train returns two things, the parameters and the costs: give each a name."),
        ("train(R, Y, ", "train(R.T, Y, ", "R is transposed: its columns are the examples, as they are."),
        ("V = W1 @ Q\n", "V = W1 @ Q @ R\n", "V is W1·Q, without R: train multiplies by R in the forward pass."),
        ("V = W1 @ Q\n", "V = W1 @ Q.T\n", "V is W1·Q, without a transpose: (n_1, n_x) times (n_x, k)."),
        ("V = W1 @ Q\n", "V = W1 @ R\n", "V is W1·Q: W1 has a column for each feature, and so has Q a row; R takes the place of X."),
        ("V = W1 @ Q\n", "V = 0 * W1 @ Q\n", "V starts at zero: the same steps come only from the same start, W1·Q."),
        ("learning_rate, num_iterations)\n", "0.0075, num_iterations)\n", "the learning rate is fixed at 0.0075: pass on the one that was given."),
        ("learning_rate, num_iterations)\n", "learning_rate, 2500)\n", "the number of iterations is fixed at 2500: pass on the one that was given."),
        ("Q.T}, costs", "Q.T}", "the costs are missing: return both, parameters and costs."),
    ),
    right=(
        """
def train_through_qr(X, Y, parameters, learning_rate, num_iterations):
    U, sizes, Vt = np.linalg.svd(X, full_matrices=False)
    short = {name: value.copy() for name, value in parameters.items()}
    short["W1"] = np.dot(parameters["W1"], U)
    before = short["W1"].copy()
    parameters_R, costs = train(sizes[:, np.newaxis] * Vt, Y, short, learning_rate, num_iterations)
    parameters_R = dict(parameters_R)
    parameters_R["W1"] = parameters["W1"] + np.dot(parameters_R["W1"] - before, U.T)
    return parameters_R, costs
""",
        """
def train_through_qr(X, Y, parameters, learning_rate, num_iterations):
    Q, R = np.linalg.qr(X)
    outside = parameters["W1"] - parameters["W1"] @ Q @ Q.T
    after, costs = train(R, Y, parameters | {"W1": parameters["W1"] @ Q}, learning_rate, num_iterations)
    return after | {"W1": outside + after["W1"] @ Q.T}, costs
""",
    ),
)

INTERVAL = Exercise(
    "accuracy_interval",
    interval_inputs,
    "the share of right answers and both ends of its interval are right, for 5 to 400 examples.",
    returns=("p", "low", "high"),
    hints=(
        "A share p of n answers is right. By chance it spreads with the standard deviation √(p(1 − p)/n); 95 % lie within 1.96 of these.",
        "prediction == Y is (1, n); p, low and high are numbers.",
        "The mean of True and False is the share of True: np.mean(prediction == Y).",
    ),
    mistakes=(
        ("np.sqrt(p * (1 - p) / n)", "p * (1 - p) / n", "the root is missing: the standard error is √(p(1 − p)/n)."),
        ("np.sqrt(p * (1 - p) / n)", "np.sqrt(p * (1 - p)) / n", "n stands outside the root: the standard error is √(p(1 − p)/n)."),
        ("np.sqrt(p * (1 - p) / n)", "p * (1 - p) / np.sqrt(n)", "p(1 − p) stands outside the root: the standard error is √(p(1 − p)/n)."),
        ("np.sqrt(p * (1 - p) / n)", "np.sqrt(p * (1 - p) / (n - 1))", "n − 1 stands in place of n: here the standard error is √(p(1 − p)/n)."),
        ("np.sqrt(p * (1 - p) / n)", "np.sqrt(p * (1 - p))", "n is missing, or 1: this is the spread of a single answer; n is the number of examples, Y.shape[1]."),
        ("np.sqrt(p * (1 - p) / n)", "np.sqrt(p * p / n)", "it is p times 1 − p: the variance of a thing that is 1 with probability p."),
        ("1.96 * ", "2 * ", "2 stands in place of 1.96: nearly the same, but the formula has 1.96."),
        ("p, p - margin, p + margin", "p, max(0, p - margin), min(1, p + margin)", "an end is cut off at 0 or 1: leave it as the formula gives it, even beyond."),
        ("p, p - margin, p + margin", "100 * p, 100 * (p - margin), 100 * (p + margin)", "these are percent: shares between 0 and 1 are wanted."),
        ("p, p - margin, p + margin", "p, (p - margin, p + margin)", "three numbers are wanted, p, low, high, not p and a pair."),
        ("1.96 * ", "", "1.96 is missing: one standard error each way catches the truth about two times in three, not 19 in 20."),
        ("1.96 * ", "2 * 1.96 * ", "the whole interval is 2 · 1.96 standard errors wide: 1.96 on each side."),
        ("n = Y.shape[1]", "n = 50", "n is fixed at 50: take it from the data."),
        ("n = Y.shape[1]", "n = 209", "n is 209, the number of training pictures: it is the number of answers that came in, Y.shape[1]."),
        ("prediction == Y", "prediction != Y", "this is the share of wrong answers: the right ones count."),
        ("np.mean(prediction == Y)", "np.mean(prediction)", "this is the share of answers 1: the share of answers equal to Y is wanted."),
        ("np.mean(prediction == Y)", "np.mean(prediction * Y)", "only ones that are answered 1 count here: a 0 answered 0 is right too."),
        ("np.mean(prediction == Y)", "np.sum(prediction == Y)", "this is the number of right answers: their share, the mean, is wanted."),
        ("p - margin, p + margin", "p + margin, p - margin", "the lower end comes first, then the upper one."),
        ("p, p - margin, p + margin", "p - margin, p + margin", "p itself is missing: return p, the lower and the upper end."),
        ("p, p - margin, p + margin", "p, -margin, margin", "these are distances from p: the ends are p minus and p plus them."),
    ),
    right=(
        """
def accuracy_interval(prediction, Y):
    right = (np.asarray(prediction) == Y).astype(float)
    error = right.std() / right.size**0.5
    return right.mean(), right.mean() - 1.96 * error, right.mean() + 1.96 * error
""",
        """
def accuracy_interval(prediction, Y):
    n, right = Y.size, 0
    for i in range(n):
        right += prediction[0, i] == Y[0, i]
    p = right / n
    return p, p - 1.96 * (p * (1 - p) / n) ** 0.5, p + 1.96 * (p * (1 - p) / n) ** 0.5
""",
    ),
)

FIT, SCORE = "train(X[:, fitted], Y[:, fitted], start, rate, iterations)", "predict(X[:, held_back], trained) == Y[:, held_back]"
IN_TRAINING = "the number is that of the examples trained on: judge on those held back."
NOT_SPLIT = "X and Y are split differently: an example and its label have the same column, so take the same columns of both."

VALIDATION = Exercise(
    "validation_accuracy",
    validation_inputs,
    "the accuracy on the examples held back, for one layer, two and three, and for several splits.",
    returns=("accuracy",),
    hints=(
        "The first of order are for training, the rest for judging; nothing of the rest may enter the training.",
        "order[:fit] has fit column numbers, order[fit:] the m − fit others; X[:, order[:fit]] is (n, fit), and Y[:, order[:fit]] is (1, fit).",
        "The training is trained, _ = train(X[:, order[:fit]], …); predict then gets the other columns.",
    ),
    mistakes=(
        (FIT, "train(X, Y, start, rate, iterations)", "it trains on all the examples: those held back must have no part in the training, or the number says nothing about fresh ones."),
        (SCORE, "predict(X[:, fitted], trained) == Y[:, fitted]", IN_TRAINING),
        (SCORE, "predict(X, trained) == Y", "all the examples are judged: only those held back say how the network does on others than it was trained on."),
        ("order[:fit], order[fit:]", "order[fit:], order[:fit]", "the two parts have changed places: the first fit columns of order are for training."),
        ("order[:fit], order[fit:]", "range(fit), range(fit, X.shape[1])", "the columns are taken as they stand: order says which of them come first."),
        ("order[:fit], order[fit:]", "order[:-fit], order[-fit:]", "the last fit columns of order are held back: the first fit are for training, all others held back."),
        ("order[:fit], order[fit:]", "order[:fit], order[fit + 1:]", "one example is in neither part: those held back begin at order[fit]."),
        ("order[:fit], order[fit:]", "order[:fit - 1], order[fit:]", "one example is in neither part: order[:fit] ends before the place fit, so it holds fit of them."),
        ("order[:fit], order[fit:]", "order[:150], order[150:]", "the number of examples for training is fixed at 150: use fit."),
        (FIT, "train(X[:, fitted], Y, start, rate, iterations)", NOT_SPLIT),
        (FIT, "train(X[:, fitted], Y[:, :fit], start, rate, iterations)", NOT_SPLIT),
        (SCORE, "predict(X[:, held_back], trained) == Y", NOT_SPLIT),
        (SCORE, "predict(X[:, held_back], trained) == Y[:, fit:]", NOT_SPLIT),
        (FIT, "train(X[fitted], Y[fitted], start, rate, iterations)", "order chooses examples, and these are columns: X[:, …]."),
        (FIT, "train(X[:, fitted], Y[:, fitted], start, iterations, rate)", "train takes the learning rate before the number of iterations: in its call they have changed places."),
        (FIT, "train(X[:, fitted], Y[:, fitted], start, rate, 1000)", "the number of iterations is fixed at 1000: pass on the one that was given."),
        (FIT, "train(X[:, fitted], Y[:, fitted], start, 0.0075, iterations)", "the learning rate is fixed at 0.0075: pass on the one that was given."),
        ("trained, _ = train", "trained = train", "train returns two things, the parameters and the costs: take the first."),
        (SCORE, "predict(X[:, held_back], start) == Y[:, held_back]", "the start is judged: predict needs the parameters that train returned."),
        (SCORE, SCORE.replace("==", "!="), "this is the share of wrong answers: the right ones count."),
        (SCORE, "predict(X[:, held_back], trained)", "this is the share of answers 1: the share of answers equal to the label is wanted."),
        (f"np.mean({SCORE})", f"np.sum({SCORE})", "this is the number of right answers: their share, the mean, is wanted."),
        (f"np.mean({SCORE})", "accuracy_interval(predict(X[:, held_back], trained), Y[:, held_back])", "the share alone is wanted, without the interval: the first of what accuracy_interval returns."),
    ),
    right=(
        """
def validation_accuracy(X, Y, start, rate, order, fit=150, iterations=1000):
    inside = np.isin(np.arange(X.shape[1]), order[:fit])
    parameters, costs = train(X[:, inside], Y[:, inside], start, rate, iterations)
    return accuracy_interval(predict(X[:, ~inside], parameters), Y[:, ~inside])[0]
""",
        """
def validation_accuracy(X, Y, start, rate, order, fit=150, iterations=1000):
    X, Y = X[:, order], Y[:, order]
    parameters = train(X[:, :fit], Y[:, :fit], start, rate, iterations)[0]
    answers, right = predict(X[:, fit:], parameters), 0
    for i in range(answers.shape[1]):
        right += int(answers[0, i] == Y[0, fit + i])
    return right / answers.shape[1]
""",
    ),
)

EXERCISES = (TRAIN, TWO_LAYER, L_LAYER, PREDICT, THROUGH_QR, INTERVAL, VALIDATION)
