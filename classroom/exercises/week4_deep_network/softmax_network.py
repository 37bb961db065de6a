"""The exercises of lesson 3 that build and train its network: gradient at the scores, layers, mini-batches, epoch."""

import numpy as np

from classroom.exercises import Case, Exercise
from classroom.exercises.week4_deep_network.building_blocks import backwards, normal, without_guard
from classroom.exercises.week4_deep_network.softmax_classifier import (
    GRADIENT_BODY,
    POWERS,
    SHARE,
    WRONG_SLOPES,
    labels,
    softmax_inputs,
)

ONE_EACH = GRADIENT_BODY.replace("return P / m", "return P")
WRONG_AT_SCORES = (
    ("return P", "return P / m", "it is m times too small: each column is the slope of that example's own loss, P − Y; the mean over the examples is taken later, in dW and db."),
    ("return P", "return m * P", "it is m times too large: each column is P − Y as it is; nothing is multiplied by the number of examples."),
    ("return P", "return P / S.size", "it is divided by the number of all entries: each column is P − Y as it is."),
    ("return P", "return P / S.shape[0]", "it is divided by the number of classes: each column is P − Y as it is."),
    *(
        (old.replace("return P / m", "return P"), new.replace(" / m", ""), sentence.replace(" over m, and", ", and"))
        for old, new, sentence in WRONG_SLOPES
    ),
)

ALONG_ROWS = """powers = np.exp(S - np.max(S, axis=1, keepdims=True))
    P = powers / np.sum(powers, axis=1, keepdims=True)"""

SOFTMAX_BACKWARD = Exercise(
    "softmax_backward",
    softmax_inputs,
    "right for two to five classes, also for scores of ±1000; S stays as it was.",
    returns=("dZ",),
    no_loop=True,
    hints=(
        "The slope of an example's loss at its scores is probabilities minus one-hot label: 1 is taken away where the right class stands.",
        "P is (C, m), every column with the sum 1; y[0] says which row is right in each column. No factor 1/m: dW and db bring it.",
        "P[y[0], np.arange(m)] picks the probability of the right class in each column.",
    ),
    mistakes=(
        *WRONG_AT_SCORES,
        (f"powers = {POWERS}\n    P = {SHARE}", ALONG_ROWS, "the softmax is taken along the rows: the classes of one example stand in a column, so maximum and sum run along axis 0."),
        *without_guard(ONE_EACH, POWERS, "np.exp(S)", WRONG_AT_SCORES),
    ),
    right=(
        """
def softmax_backward(S, y):
    dZ = np.zeros(S.shape)
    for i in range(S.shape[1]):
        powers = np.exp(S[:, i] - max(S[:, i]))
        for k in range(S.shape[0]):
            dZ[k, i] = powers[k] / sum(powers) - (k == y[0, i])
    return dZ
""",
        """
def softmax_backward(S, y):
    Y = np.eye(S.shape[0])[:, y[0]]
    return np.exp(S - np.logaddexp.reduce(S, axis=0)) - Y
""",
        """
def softmax_backward(S, y):
    one_hot = np.arange(S.shape[0]).reshape(-1, 1) == y
    e = np.exp(S - S.max(axis=0, keepdims=True))
    return np.einsum("km,m->km", e, 1 / e.sum(axis=0)) - one_hot
""",
    ),
)

# X and parameters of a network of two layers with three classes, to compute by hand: Z1 is [[2, −1], [1, 4]].
BY_HAND = {
    "W1": np.array([[1.0], [-1.0]]),
    "b1": np.array([[0.0], [3.0]]),
    "W2": np.array([[1.0, 0.0], [0.0, 1.0], [1.0, -1.0]]),
    "b2": np.array([[0.0], [1.0], [-1.0]]),
}
FEW = np.array([[2.0, -1.0]])


def start_of(rng, sizes):
    """Random parameters of two decimals, biases too, for layers of these sizes."""
    parameters = {}
    for layer, (n_prev, n) in enumerate(zip(sizes, sizes[1:]), start=1):
        parameters[f"W{layer}"] = normal(rng, n, n_prev)
        parameters[f"b{layer}"] = 0.5 * normal(rng, n, 1)
    return parameters


def forward_by_layers(X, parameters):
    """Scores and caches, as network_forward gives them."""
    A, caches, L = X, [], len(parameters) // 2
    for layer in range(1, L + 1):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        Z = W @ A + b
        caches.append(((A, W, b), Z) if layer < L else (A, W, b))
        A = np.maximum(0, Z)
    return Z, caches


def mixed(rng, sizes, m):
    """X and parameters of a network whose relu layers hold both signs of z, and whose scores leave no class near 0."""
    while True:
        X, parameters = normal(rng, sizes[0], m), start_of(rng, sizes)
        S, caches = forward_by_layers(X, parameters)
        hidden = [Z > 0 for _, Z in caches[:-1]]
        if all(0.25 < on.mean() < 0.9 and on.any(axis=0).all() for on in hidden) and np.ptp(S, axis=0).max() < 6:
            return X, parameters


SIZES = (([3, 2], 4), ([3, 4, 3], 5), ([3, 3, 3, 3], 3), ([4, 5, 3, 2], 6), ([2, 4, 3], 1), ([3, 5, 4, 4, 3], 7))


def network_forward_inputs(rng):
    """By hand, with two layers; one layer, two, three and four; all sizes equal; one example; eleven layers, whose names
    are in another order than their numbers; the layers in another order.
    """
    cases = [Case((FEW, BY_HAND)), *(Case(mixed(rng, sizes, m)) for sizes, m in SIZES)]
    cases.append(Case((rng.normal(size=(3, 4)), start_of(rng, [3] * 12))))
    return [*cases, Case((rng.normal(size=(3, 4)), backwards(start_of(rng, [3, 3, 3, 2]))))]


def network_backward_inputs(rng):
    """As for the way forward, each with labels; eleven layers among them; then scores in the thousands."""
    cases = []
    deep = rng.normal(size=(3, 4)), start_of(rng, [3] * 12)
    for X, parameters in [(FEW, BY_HAND), *(mixed(rng, sizes, m) for sizes, m in SIZES), deep]:
        S, caches = forward_by_layers(X, parameters)
        y = labels(rng, *S.shape) if cases else np.array([[1, 0]])
        cases.append(Case((S, y, caches)))
    X, parameters = mixed(rng, [3, 4, 3], 4)
    S, caches = forward_by_layers(X, parameters | {"W2": 1000 * parameters["W2"]})
    return [*cases, Case((S, labels(rng, 3, 4), caches))]


LINE = 'A, cache = linear_activation_forward(A, parameters[f"W{layer}"], parameters[f"b{layer}"], "relu")'
TOP = 'S, cache = linear_forward(A, parameters[f"W{L}"], parameters[f"b{L}"])'

NETWORK_FORWARD = Exercise(
    "network_forward",
    network_forward_inputs,
    "scores and caches are right for one layer, two, three and four.",
    returns=("S", "caches"),
    hints=(
        "As L_model_forward of lesson 1, with one difference at the top: the last layer gives scores, so it is linear and nothing more.",
        "L is half the number of parameters; the loop covers the layers 1 to L − 1; S is (C, m), and caches has L entries.",
        "After the loop: S, cache = linear_forward(A, …), and that cache goes into the list too.",
    ),
    mistakes=(
        ("range(1, L)", "range(1, L + 1)", "the last layer is taken twice, with relu and then again: the hidden layers end before it, at L − 1."),
        ("range(1, L)", "range(1, L - 1)", "layer L − 1 is left out: the hidden layers are 1 to L − 1, range(1, L)."),
        ("range(1, L)", "range(2, L)", "the first layer is left out: the layers count from 1."),
        ("range(1, L)", "range(L)", "W0 is asked for: the layers are counted from 1."),
        ("len(parameters) // 2", "len(parameters)", "a layer beyond the last is asked for: there are len(parameters) // 2 layers, a W and a b for each."),
        ("len(parameters) // 2", "len(parameters) / 2", "/ gives a number with a decimal point, which range does not take: // divides to a whole number."),
        ("len(parameters) // 2", "len(parameters) // 2 - 1", "L is one too small: the last layer is missing, and the one before it has lost its relu."),
        (TOP, TOP + "\n    S = np.maximum(0, S)", "there is a relu on top: scores may be negative, the last layer is linear alone."),
        (TOP, TOP + "\n    S = 1 / (1 + np.exp(-S))", "there is a sigmoid on top: the last layer is linear alone, and the softmax belongs to the loss."),
        (TOP, TOP + "\n    S = np.exp(S) / np.sum(np.exp(S), axis=0)", "these are probabilities: the scores themselves are wanted, since the softmax belongs to the loss."),
        (TOP, 'S, cache = linear_activation_forward(A, parameters[f"W{L}"], parameters[f"b{L}"], "relu")', "the last layer is a relu layer too: it is linear alone, by linear_forward, for scores may be negative."),
        (TOP, 'S, cache = linear_activation_forward(A, parameters[f"W{L}"], parameters[f"b{L}"], "sigmoid")', "the last layer ends in a sigmoid, as in lesson 1: here it is linear alone, by linear_forward."),
        ('"relu")', '"sigmoid")', "the hidden layers use the sigmoid: here they are relu layers."),
        (LINE, 'A, cache = linear_forward(A, parameters[f"W{layer}"], parameters[f"b{layer}"])', "the relu is missing in the hidden layers: without it all of them together are one linear layer."),
        ("linear_activation_forward(A, p", "linear_activation_forward(X, p", "every hidden layer gets X: each takes the A of the layer before it."),
        ("linear_forward(A, p", "linear_forward(X, p", "the last layer gets X: it takes the A of the layer before it."),
        ('parameters[f"W{layer}"]', 'parameters["W1"]', "every hidden layer uses W1: each has its own weights."),
        ('parameters[f"b{layer}"]', 'parameters["b1"]', "every hidden layer uses b1: each has its own biases."),
        (TOP + "\n    caches.append(cache)", TOP, "the cache of the last layer is missing: the way back begins with it."),
        (TOP + "\n    caches.append(cache)", TOP + "\n    caches.insert(0, cache)", "the last layer's cache stands first: that of layer 1 comes first, that of layer L last."),
        (TOP + "\n    caches.append(cache)", TOP + "\n    caches.append((cache, S))", "the last cache is that of linear_forward alone, (A, W, b): no activation follows that would need Z."),
        (TOP + "\n    caches.append(cache)", TOP + "\n    caches += cache", "the last cache is taken apart, and its parts stand in the list one by one, as += and extend do: append adds it as one."),
        (LINE + "\n        caches.append(cache)", LINE, "the caches of the hidden layers are missing: append each within the loop."),
        (LINE + "\n        caches.append(cache)", LINE + "\n        caches.append(cache[0])", "Z is missing from the hidden layers' caches: append the whole cache."),
        (LINE + "\n        caches.append(cache)", LINE + "\n        caches.append(A)", "the activations are collected, not the caches."),
        ("return S, caches", "return S", "the caches are missing: return S and the list."),
        ("return S, caches", "return caches, S", "S comes first, then the caches."),
        ("return S, caches", "return A, caches", "this is the A below the last layer: the scores S are wanted."),
        ("return S, caches", "return np.argmax(S, axis=0), caches", "these are the answers: the scores themselves are wanted."),
        ("return S, caches", "return S, cache", "the last cache alone is returned: the list of all is wanted."),
    ),
    right=(
        """
def network_forward(X, parameters):
    caches, S, L = [], X, len(parameters) // 2
    for l in range(1, L + 1):
        A = np.maximum(0, S) if l > 1 else X
        W, b = parameters["W" + str(l)], parameters["b" + str(l)]
        S = W @ A + b
        caches.append(((A, W, b), S) if l < L else (A, W, b))
    return S, caches
""",
        """
def network_forward(X, parameters):
    layers = sorted(int(name[1:]) for name in parameters if name[0] == "W")
    caches = []
    for l in layers[:-1]:
        X, cache = linear_activation_forward(X, parameters[f"W{l}"], parameters[f"b{l}"], activation="relu")
        caches += [cache]
    S, last = linear_forward(X, parameters[f"W{layers[-1]}"], parameters[f"b{layers[-1]}"])
    return S, [*caches, last]
""",
    ),
)

FIRST = "dA, dW, db = linear_backward(dZ, caches[L - 1])"
START = "dZ = softmax_backward(S, y)"
DOWN = 'dA, dW, db = linear_activation_backward(dA, caches[layer - 1], "relu")'
INTO = 'grads[f"dW{layer}"], grads[f"db{layer}"] = dW, db'

TOP_IS_LINEAR = (
    "the last layer's cache, A, W and b from linear_forward alone, is taken for a pair: "
    "linear_backward belongs to layer L, linear_activation_backward to the layers L − 1 to 1."
)

OTHER_ORDER = "the three results are taken in another order: both functions return dA, dW, db."

NETWORK_BACKWARD = Exercise(
    "network_backward",
    network_backward_inputs,
    "all gradients are right for one layer, two, three and four, also for scores in the thousands.",
    returns=("grads",),
    hints=(
        "softmax_backward gives dZ of the last layer, which is linear alone; below it come the relu layers, the last first, as in L_model_backward.",
        "caches counts from 0, the layers from 1: layer l has caches[l − 1]. dA is handed down; dW and db go into grads.",
        "dA, dW, db = linear_backward(dZ, caches[…]) for the top; then a loop over range(L − 1, 0, −1).",
    ),
    mistakes=(
        (START, START + " / S.shape[1]", "dZ is divided by m before it goes down: linear_backward takes the mean itself, so here it is taken twice."),
        (START, "dZ = S.shape[1] * softmax_backward(S, y)", "dZ is multiplied by m: it is P − Y, and linear_backward takes the mean."),
        (START, "dZ = -softmax_backward(S, y)", "the sign of dZ is turned over: softmax_backward gives it as it is needed."),
        (START, "dZ = S - (np.arange(len(S))[:, np.newaxis] == y)", "the scores stand in place of the probabilities: dZ is what softmax_backward gives."),
        (START, "dZ = softmax_backward(S, y)\n    dZ = np.where(S > 0, dZ, 0)", "a relu's slope is multiplied in at the top: the last layer is linear alone."),
        (FIRST, 'dA, dW, db = linear_backward(dZ, caches[0])', "linear_backward gets a hidden layer's cache, a pair with Z: it belongs to layer L, with caches[L − 1], and linear_activation_backward to the others."),
        (FIRST, "dA, dW, db = linear_backward(dZ, caches[L])", "caches[L] is beyond the end of the list: it counts from 0, so layer L has caches[L − 1]."),
        (FIRST, 'dA, dW, db = linear_activation_backward(dZ, caches[L - 1], "relu")', TOP_IS_LINEAR),
        (FIRST, "dW, db, dA = linear_backward(dZ, caches[L - 1])", OTHER_ORDER),
        (DOWN, DOWN.replace("dA, dW, db =", "dW, db, dA ="), OTHER_ORDER),
        (FIRST, "dA, dW, db = linear_backward(S, caches[L - 1])", "the scores go into the way back: it is dZ, the slopes at the scores."),
        ("range(L - 1, 0, -1)", "range(L, 0, -1)", TOP_IS_LINEAR),
        ("range(L - 1, 0, -1)", "range(L - 1, 1, -1)", "layer 1 is missing: the count goes down to 1 (a range stops before its end, here 0)."),
        ("range(L - 1, 0, -1)", "range(L - 2, 0, -1)", "layer L − 1 is left out: the way down through the hidden layers begins there."),
        ("range(L - 1, 0, -1)", "range(L - 1, 0)", "the hidden layers' gradients are missing: the loop over them is not there, or never runs (counting down needs the step −1)."),
        (
            "for layer in range(L - 1, 0, -1):\n        dA, dW, db = linear_activation_backward(dA, caches[layer - 1], \"relu\")\n        grads[f\"dW{layer}\"], grads[f\"db{layer}\"] = dW, db",
            "for layer in range(L - 1, 0, -1):\n        dA, dW, db = linear_activation_backward(dA, caches[layer - 1], \"relu\")\n        grads[f\"dW{layer}\"], grads[f\"db{layer}\"] = dW, db\n"
            "    grads = {f\"{name}{l}\": grads[f\"{name}{L + 1 - l}\"] for l in range(1, L + 1) for name in (\"dW\", \"db\")}",
            "the layers are numbered from the top here: layer L is the last one, with the last cache, and layer 1 takes the features.",
        ),
        ("range(L - 1, 0, -1)", "range(1, L)", "the hidden layers are taken upwards: backward begins at the layer below the last and ends at layer 1."),
        ("range(L - 1, 0, -1)", "range(L - 1, -1, -1)", TOP_IS_LINEAR),
        ("caches[layer - 1]", "caches[layer]", "a hidden layer gets the cache of another: the list counts from 0, so layer l has caches[l − 1]."),
        ("caches[layer - 1]", "caches[0]", "every layer gets the cache of layer 1: layer l has caches[l − 1]."),
        ('"relu")', '"sigmoid")', "the hidden layers are taken backward as sigmoid layers: they are relu layers."),
        (DOWN, "dA, dW, db = linear_backward(dA, caches[layer - 1][0])", "the slope of relu is missing in the hidden layers: linear_activation_backward brings it."),
        (DOWN, 'below, dW, db = linear_activation_backward(dA, caches[layer - 1], "relu")', "dA is not handed down: what one layer returns first is what the next lower one takes."),
        (INTO, 'grads[f"dW{layer}"] = dW', "db is missing for the hidden layers: each has dW and db."),
        (INTO, 'grads[f"dW{layer - 1}"], grads[f"db{layer - 1}"] = dW, db', "the names are one layer off: the call for layer l gives dW and db of layer l."),
        (INTO, 'grads[f"W{layer}"], grads[f"b{layer}"] = dW, db', "the names lack the d: gradients are called dW1, db1 and so on."),
        (INTO, 'grads[f"dW{layer}"], grads[f"db{layer}"] = db, dW', "dW and db have changed places: the gradient of the weights comes before that of the biases."),
        (INTO, 'grads = {f"dW{layer}": dW, f"db{layer}": db}', "only the lowest layer is left: add to one dictionary, do not make a new one in each round."),
        ('grads = {f"dW{L}": dW, f"db{L}": db}', "grads = {}", "dW and db of the last layer are missing: they come from linear_backward."),
        ("    return grads", "        return grads", "the return stands inside the loop: it ends after one hidden layer, and with one layer alone nothing comes back."),
        ("return grads", "return grads, dA", "the dictionary alone is returned."),
        ("return grads", "return list(grads.values())", "the names are lost: return the dictionary."),
        ("return grads", "print(grads)", "it prints and returns None: return hands the result back."),
    ),
    right=(
        """
def network_backward(S, y, caches):
    d, grads = softmax_backward(S, y), {}
    for l in reversed(range(len(caches))):
        if l == len(caches) - 1:
            A, W, b = caches[l]
        else:
            (A, W, b), Z = caches[l]
            d = d * (Z > 0)
        grads["dW" + str(l + 1)] = d @ A.T / y.size
        grads["db" + str(l + 1)] = d.mean(axis=1, keepdims=True)
        d = W.T @ d
    return grads
""",
        """
def network_backward(S, y, caches):
    powers = np.exp(S - S.max(axis=0))
    dZ = powers / powers.sum(axis=0) - (np.arange(len(S))[:, None] == y)
    *hidden, last = caches
    dA, *top = linear_backward(dZ, last)
    found = [top]
    for cache in hidden[::-1]:
        dA, *pair = linear_activation_backward(dA, cache, "relu")
        found.insert(0, pair)
    grads = {}
    for l, (dW, db) in enumerate(found, start=1):
        grads.update({f"dW{l}": dW, f"db{l}": db})
    return grads
""",
    ),
)


def mini_batches_inputs(rng):
    """A round number with a rest; no rest; fewer examples than a mini-batch would take; a rest of one; many."""
    m = int(rng.integers(90, 120))
    cases = [(10, 4), (12, 3), (11, 20), (33, 16), (m, 8)]
    return [Case(pair, wanted={"m": pair[0]}) for pair in cases]


ORDER = "order = rng.permutation(m)"
CUT = "[order[start : start + batch] for start in range(0, m, batch)]"

REPLACED = "the numbers are drawn with replacement: some examples come again, and others never. permutation shuffles."
AS_THEY_STAND = "the examples come in the order of the file, in every epoch: nothing is shuffled, or it is sorted again."
NO_SEED = "the seed is not used, and each call shuffles anew: take the generator that it starts."
NO_REST = "what is left after the full mini-batches is thrown away: it makes a last, shorter one."

MINI_BATCHES = Exercise(
    "mini_batches",
    mini_batches_inputs,
    "every example comes once, in a new order for each seed; the last mini-batch may be shorter.",
    returns=("result", "numbers in each mini-batch", "examples", "order", "seed"),
    summary="shuffled_batches",
    hints=(
        "First an order of all the examples, at random; then cut it into pieces, one after the other. The last piece is what is left.",
        "order has the m numbers 0 … m − 1; the pieces begin at 0, batch, 2 · batch, … and have `batch` numbers, the last perhaps fewer.",
        "A slice order[a:b] that reaches beyond the end simply stops there; range(0, m, batch) gives the starts.",
    ),
    mistakes=(
        (ORDER, "order = np.arange(m)", AS_THEY_STAND),
        (ORDER, "order = np.arange(m)[::-1]", "the order is turned around, not shuffled: it is the same in every epoch."),
        (ORDER, "order = rng.integers(0, m, m)", REPLACED),
        (ORDER, "order = rng.choice(m, m)", REPLACED),
        (ORDER, "order = np.sort(rng.permutation(m))", AS_THEY_STAND),
        (ORDER, "order = np.argsort(rng.permutation(m)) + 1", "the numbers run from 1 to m: examples count from 0."),
        (ORDER, "order = rng.permutation(m - 1)", "one example is never used: the numbers are 0 … m − 1, and permutation(m) gives just these."),
        (ORDER, "order = rng.permutation(m + 1)", "there is a number m, which no example has: they are 0 … m − 1."),
        (ORDER, "order = rng.random(m)", "these are m numbers between 0 and 1: the numbers of the examples are wanted, in a random order."),
        (ORDER, "order = np.random.permutation(m)", NO_SEED),
        ("default_rng(seed)", "default_rng()", NO_SEED),
        ("default_rng(seed)", "default_rng(0)", "the seed is fixed at 0: use the argument seed, or every epoch has the same order."),
        ("range(0, m, batch)", "range(0, m - batch + 1, batch)", NO_REST),
        ("range(0, m, batch)", "range(0, m - m % batch, batch)", NO_REST),
        ("range(0, m, batch)", "range(0, m + 1, batch)", "where m is a multiple of the size there is an empty mini-batch at the end: the last one starts below m."),
        ("range(0, m, batch)", "range(0, m, batch + 1)", "the starts are one too far apart, so an example between two mini-batches is lost: range(0, m, batch)."),
        ("range(0, m, batch)", "range(0, m)", "a mini-batch begins at every example: the starts are `batch` apart."),
        ("range(0, m, batch)", "range(batch, m, batch)", "the first mini-batch is missing: the starts begin at 0."),
        ("range(0, m, batch)", "range(m // batch)", "the last, shorter mini-batch is missing, and some examples come twice: the starts are 0, batch, 2·batch, …"),
        ("start : start + batch]", "start : start + batch - 1]", "each mini-batch is one too short: a slice stops before its end already."),
        ("start : start + batch]", "start : start + batch + 1]", "the mini-batches overlap by one: a slice from start to start + batch has `batch` numbers."),
        ("start : start + batch]", "start:batch]", "all mini-batches but the first are empty: each ends at start + batch, not at `batch`."),
        ("start : start + batch]", "start:]", "each mini-batch reaches to the end of the order: it ends at start + batch."),
        ("start : start + batch]", "start::batch]", "each mini-batch reaches to the end of the order, with steps: a slice start:end of neighbours is wanted."),
        (f"return {CUT}", "return np.array_split(order, range(batch, m, batch))[:-1]", "the last mini-batch is cut off."),
        (f"return {CUT}", "return np.array_split(order, m // batch + 1)", "the examples are dealt out evenly: all mini-batches have `batch` numbers, and only the last may have fewer."),
        (f"return {CUT}", "return np.array_split(order, m // batch or 1)", "the examples are dealt out evenly: all mini-batches have `batch` numbers, and only the last may have fewer."),
        (f"return {CUT}", "return np.array_split(order, -(-m // batch))", "the examples are dealt out evenly: all mini-batches have `batch` numbers, and only the last may have fewer."),
        (f"return {CUT}", "return [rng.permutation(m)[start : start + batch] for start in range(0, m, batch)]", "each mini-batch comes from an order of its own, so examples come again and others never: shuffle once for the epoch."),
        (f"return {CUT}", "return [rng.choice(m, batch) for start in range(0, m, batch)]", "each mini-batch is drawn on its own, so examples come again and others never: shuffle once, then cut."),
        (f"return {CUT}", "return [np.sort(order[start : start + batch]) for start in range(0, m, batch)]", "each mini-batch is sorted: leave it in the order that was drawn."),
        (f"return {CUT}", "return [np.arange(m)[start : start + batch] for start in rng.permutation(range(0, m, batch))]", "only the mini-batches are shuffled, and each holds neighbours of the file: shuffle the examples, then cut."),
        (f"return {CUT}", "return [rng.permutation(np.arange(m)[start : start + batch]) for start in range(0, m, batch)]", "the examples are cut before they are shuffled, so each mini-batch holds the same examples in every epoch: shuffle all the numbers first, then cut."),
        (f"return {CUT}", "return [order[start : start + batch][np.newaxis] for start in range(0, m, batch)]", "the mini-batches have a second dimension: plain arrays of numbers, shape (batch,), are wanted."),
        (f"return {CUT}", "return order", "this is the order, not cut yet: a list of mini-batches is wanted."),
        (f"return {CUT}", "return order[:batch]", "this is the first mini-batch alone: the list of all is wanted."),
        (f"return {CUT}", "for start in range(0, m, batch):\n        return [order[start : start + batch]]", "only the first mini-batch is there: does a return stand inside the loop?"),
        (f"return {CUT}", f"print({CUT})", "it prints and returns None: return hands the result back."),
    ),
    right=(
        """
def mini_batches(m, batch, seed=0):
    rng = np.random.default_rng(seed)
    order = np.arange(m)
    rng.shuffle(order)
    return np.split(order, np.arange(batch, m, batch))
""",
        """
def mini_batches(m, batch, seed=0):
    rng = np.random.RandomState(seed)
    left, found = list(rng.permutation(m)), []
    while left:
        found.append(left[:batch])
        left = left[batch:]
    return found
""",
        """
def mini_batches(m, batch, seed=0):
    rng = np.random.default_rng(seed)
    order = rng.choice(m, m, replace=False)
    count = m // batch + (m % batch > 0)
    return [order[k * batch : min(m, (k + 1) * batch)] for k in range(count)]
""",
    ),
)


def one_epoch_inputs(rng):
    """By hand, from zeros: one layer, two mini-batches; then one layer to three, mini-batches of different length, a
    single one, and one example each; examples that no mini-batch holds.
    """
    zeros = {"W1": np.zeros((2, 1)), "b1": np.zeros((2, 1))}
    few = np.array([[1.0, 2.0, 3.0, 4.0]]), np.array([[0, 1, 1, 0]]), [np.array([0, 1]), np.array([3, 2])]
    cases = [Case((zeros, *few, 1.0))]
    for sizes, m, starts, rate in (
        ([3, 3], 7, (3, 6), 0.5),
        ([3, 4, 3], 8, (3, 6), 0.2),
        ([4, 5, 3, 2], 6, (), 0.3),
        ([2, 4, 3], 3, (1, 2), 0.1),
    ):
        X, parameters = mixed(rng, sizes, m)
        cases.append(Case((parameters, X, labels(rng, sizes[-1], m), np.split(rng.permutation(m), starts), rate)))
    X, parameters = mixed(rng, [3, 4, 3], 9)
    cases.append(Case((parameters, X, labels(rng, 3, 9), np.split(rng.permutation(9)[:5], [3]), 0.4)))
    return cases


PICK = "X_batch, y_batch = X[:, chosen], y[:, chosen]"
RUN = "S, caches = network_forward(X_batch, parameters)"
COST = "costs.append(softmax_loss(S, y_batch))"
BACK = "grads = network_backward(S, y_batch, caches)"
STEP = "parameters = update_parameters(parameters, grads, learning_rate)"

NOT_CUT = "y is not cut: y[:, chosen] belongs to X[:, chosen], in the cost and in the backward pass."
STEP_LOST = "the parameters come back as they were: parameters = update_parameters(…) keeps each step, for the next mini-batch."
FIRST_ONLY = "only the first mini-batch is used: every one makes a step (the return comes after the loop)."

ONE_EPOCH = Exercise(
    "one_epoch",
    one_epoch_inputs,
    "parameters and costs are right for one to three layers and for mini-batches of different length.",
    returns=("parameters", "costs"),
    hints=(
        "For each mini-batch: pick its examples, forward, note the cost, backward, one step. The next mini-batch begins with the new parameters.",
        "X[:, chosen] is (n_x, size of the mini-batch), and y[:, chosen] is (1, the same); costs gets one number per mini-batch.",
        "Four calls in a row: network_forward, softmax_loss, network_backward, update_parameters; each with the mini-batch's own X and y.",
    ),
    mistakes=(
        (PICK, "X_batch, y_batch = X, y", "every step looks at all the examples: pick the columns of the mini-batch, X[:, chosen] and y[:, chosen]."),
        (PICK, "X_batch, y_batch = X[:, : len(chosen)], y[:, : len(chosen)]", "the first examples are taken in every round: `chosen` says which columns it is to be."),
        (PICK, "X_batch, y_batch = X[:, chosen], y[:, : len(chosen)]", "the labels are not those of the examples picked: y[:, chosen] belongs to X[:, chosen]."),
        (PICK, "X_batch, y_batch = X[:, chosen], y", NOT_CUT),
        (PICK, "X_batch, y_batch = X, y[:, chosen]", "X is not cut: X[:, chosen] belongs to y[:, chosen], one example a column."),
        (BACK, "grads = network_backward(S, y, caches)", NOT_CUT),
        (COST, "costs.append(softmax_loss(S, y))", NOT_CUT),
        (PICK, "X_batch, y_batch = X[:, np.sort(chosen)], y[:, chosen]", "X and y are not in the same order any more: both are picked by `chosen` as it is."),
        (PICK, "X_batch, y_batch = X[chosen], y[:, chosen]", "X[chosen] picks rows, which are features: one example a column, X[:, chosen]."),
        (PICK, "X_batch, y_batch = X[:, chosen], y[chosen]", "y[chosen] picks rows, and there is only one: y[:, chosen]."),
        (PICK, "X_batch, y_batch = X[:, chosen], y[0, chosen]", "the labels are no row any more: softmax_loss takes them as (1, m), and y[:, chosen] is one."),
        (COST, "costs.append(softmax_loss(network_forward(X, parameters)[0], y))", "the cost is that of all the examples: that of the mini-batch is wanted, which its scores give."),
        (COST, "costs.append(len(chosen) * softmax_loss(S, y_batch))", "the cost is the sum over the mini-batch: softmax_loss has taken the mean, and that is wanted."),
        (COST, "costs = [softmax_loss(S, y_batch)]", "only the last cost is left: append each to one list."),
        (COST, "costs = softmax_loss(S, y_batch)", "only the last cost is left, as a number: append each to the list."),
        (COST + "\n        ", "", "the costs are missing: append the mini-batch's cost in each round."),
        (f"{BACK}\n        {STEP}", f"{BACK}\n        {STEP}\n        costs[-1] = softmax_loss(network_forward(X_batch, parameters)[0], y_batch)", "the cost is that after the step: it is noted before the step."),
        (STEP, "after = update_parameters(parameters, grads, learning_rate)", STEP_LOST),
        (STEP, "update_parameters(parameters, grads, learning_rate)", STEP_LOST),
        (
            f"{STEP}\n        ### END SOLUTION\n    return parameters, costs",
            "new = update_parameters(parameters, grads, learning_rate)\n    return new, costs",
            "every step begins with the first parameters: parameters = update_parameters(…) lets the next mini-batch go on from it.",
        ),
        (STEP, "parameters = update_parameters(parameters, grads, -learning_rate)", "the step goes uphill: update_parameters subtracts already."),
        (STEP, "parameters = update_parameters(parameters, grads, learning_rate / len(chosen))", "the rate is divided by the size of the mini-batch: dW and db are means already."),
        (STEP, "parameters = update_parameters(parameters, grads, learning_rate * len(chosen))", "the rate is multiplied by the size of the mini-batch: dW and db are means, and the rate stays what it is."),
        (STEP, "parameters = update_parameters(parameters, grads, learning_rate / len(batches))", "the rate is divided by the number of mini-batches: each makes a whole step."),
        (f"{PICK}\n        {RUN}", f"{PICK}\n        start = start if costs else parameters\n        S, caches = network_forward(X_batch, start)", "every gradient is that of the start: each mini-batch begins with the parameters that the one before has left."),
        ("for chosen in batches:", "for chosen in batches[:-1]:", "the last mini-batch is left out."),
        ("for chosen in batches:", "for chosen in batches[1:]:", "the first mini-batch is left out."),
        ("for chosen in batches:", "for chosen in batches[:1]:", FIRST_ONLY),
        ("for chosen in batches:", "for chosen in batches[::-1]:", "the mini-batches are taken from the last to the first: their order is that of the list."),
        ("for chosen in batches:", "for chosen in [np.concatenate(batches)]:", "all mini-batches are joined into one step: each makes a step of its own."),
        ("    return parameters, costs", "        return parameters, costs", FIRST_ONLY),
        ("return parameters, costs", "return parameters", "the costs are missing: return both."),
        ("return parameters, costs", "return costs, parameters", "the parameters come first, then the costs."),
        ("return parameters, costs", "return grads, costs", "these are the last gradients: the parameters after the last step are wanted."),
        ("return parameters, costs", "return parameters, np.mean(costs)", "this is the mean of the costs: the list of all is wanted, one for each mini-batch."),
    ),
    right=(
        """
def one_epoch(parameters, X, y, batches, learning_rate):
    current, costs = dict(parameters), []
    for k in range(len(batches)):
        S, caches = network_forward(X[:, batches[k]], current)
        labels = y[:, batches[k]]
        grads = network_backward(S, labels, caches)
        current = {name: current[name] - learning_rate * grads["d" + name] for name in current}
        costs += [softmax_loss(S, labels)]
    return current, costs
""",
        """
def one_epoch(parameters, X, y, batches, learning_rate):
    costs = []
    for chosen in batches:
        Xb, yb = np.take(X, chosen, axis=1), np.take(y, chosen, axis=1)
        scores, caches = network_forward(Xb, parameters)
        costs.append(float(softmax_loss(scores, yb)))
        parameters = update_parameters(parameters, network_backward(scores, yb, caches), learning_rate=learning_rate)
    return parameters, costs
""",
    ),
)

EXERCISES = (SOFTMAX_BACKWARD, NETWORK_FORWARD, NETWORK_BACKWARD, MINI_BATCHES, ONE_EPOCH)
