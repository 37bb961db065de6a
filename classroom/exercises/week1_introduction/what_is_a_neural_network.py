"""The exercises of lesson 1, what is a neural network."""

import numpy as np

from classroom.exercises import Case, Exercise


def relu_neuron_inputs(rng):
    """Sums on both sides of zero: four numbers to work out by hand, single numbers, arrays of several shapes, whole ones."""

    def mixed(shape, w, b):
        """Inputs whose sums w·x + b go by turns above and below zero, by 0.5 to 2."""
        signs = np.where(np.arange(np.prod(shape)) % 2, -1, 1).reshape(shape)
        return (signs * rng.uniform(0.5, 2, size=shape) - b) / w

    cases = [Case((np.array([3.0, -1.0, 4.0, -5.0]), 2.0, 3.0)), Case((4.0, 2.0, -1.0)), Case((1.0, 2.0, -5.0))]
    for shape, w, b in (((5,), 1.7, -0.9), ((1, 4), -0.6, 2.3), ((3, 2), 3.1, 1.4), ((3, 3), -2.2, -0.7)):
        w, b = w * float(rng.uniform(0.9, 1.1)), b * float(rng.uniform(0.9, 1.1))
        cases.append(Case((mixed(shape, w, b), w, b)))
    return [*cases, Case((np.array([4, -3, 1, -2]), 0.5, -0.25)), Case((mixed((3,), 1.3, 0.0), 1.3, 0.0)), Case((np.array([1, -2, 3]), 2, 0.5)), Case((np.array([-1.5, 2.0, 0.75]), 1.5, 0.25))]


def network(rng, n_x, n_h, price):
    """Arguments of predict_price: hidden sums by turns above and below zero, and a price of one to three times `price`.

    A new price in each draw: prices learnt by heart, one for each size of the network, are wrong there.
    """
    price = price * float(rng.integers(4, 13)) / 4
    features, W1 = rng.uniform(0.5, 2, size=n_x) * np.where(np.arange(n_x) % 2, -1, 1), rng.normal(size=(n_h, n_x))
    z = rng.uniform(0.5, 2, size=n_h) * np.where(np.arange(n_h) % 2, -1, 1)
    w2 = rng.uniform(0.5, 2, size=n_h) * np.where(np.arange(n_h) % 4 < 2, 1, -1)
    return features, W1, z - W1 @ features, w2, float(price - w2 @ np.maximum(0, z))


def predict_price_inputs(rng):
    """A network to work out by hand; one input, one unit; square tables; more units than inputs; a price below zero.

    Then no bias, so that what is wrong with a bias doesn't hide the rest. By hand the sums are 5, −4 and 3: the clipped unit stands in the middle, so that none can be left out unseen.
    """
    by_hand = (
        np.array([3.0, -2.0]),
        np.array([[2.0, 1.0], [1.0, 5.0], [-1.0, -4.0]]),
        np.array([1.0, 3.0, -2.0]),
        np.array([10.0, 20.0, -5.0]),
        7.0,
    )
    whole = np.array([100, 4, 2]), np.array([[0.1, 1.0, -0.5], [0.0, -0.25, 1.5]]), np.array([-8.5, -2.25]), np.array([4.0, 2.5]), 60.0
    return [
        Case(by_hand),
        Case(network(rng, 4, 3, 3.5)),
        Case(network(rng, 4, 4, 6.25)),
        Case(network(rng, 1, 1, 1.75)),
        Case(network(rng, 5, 7, -2.5)),
        Case(whole),
        Case((rng.uniform(0.5, 2, size=3), np.array([[1.0, 0.5, -0.2], [-1.0, 0.2, -2.0]]), np.zeros(2), np.array([3.0, 2.0]), 0.0)),
        Case((np.array([1.5, -0.75]), np.array([[1.0, 0.5], [-0.5, 1.0]]), np.array([0, 2]), np.array([10.0, 4.0]), 1.5)),
    ]


Z = "w * x + b"
NEURON = "np.maximum(0, w * x + b)"

RELU_NEURON = Exercise(
    "relu_neuron",
    relu_neuron_inputs,
    "right for a number and for arrays, above and below zero.",
    hints=(
        "The neuron does two things in turn: it weighs the input and adds its bias, then it clips the sum at zero.",
        "The output has the shape of x: a number for a number, an array for an array. w and b are single numbers.",
        "Name the sum first, z = w * x + b; np.maximum compares two values at each place and keeps the larger.",
    ),
    mistakes=(
        (NEURON, Z, "nothing is clipped: where the sum is below zero, the output is 0."),
        (NEURON, "np.maximum(0, w * x)", "the bias b is missing from the sum."),
        (NEURON, "np.maximum(0, w * x) + b", "it clips before the bias is added: first the whole sum, then the clipping."),
        (NEURON, "w * np.maximum(0, x) + b", "it clips the input x; the sum of weight times input and bias is clipped."),
        (NEURON, "np.maximum(0, w * np.maximum(0, x) + b)", "it clips the input x as well as the sum: only the sum is clipped."),
        (NEURON, "np.maximum(0, w * x - b)", "the bias is subtracted: it is added, whatever its own sign."),
        (NEURON, "np.maximum(0, w * (x + b))", "the bias is multiplied by the weight: only the input is."),
        (NEURON, "np.maximum(0, w + x + b)", "the weight is added to the input: it multiplies it."),
        (NEURON, "np.maximum(0, b * x + w)", "weight and bias have changed places: w multiplies, b is added."),
        (NEURON, "np.minimum(0, w * x + b)", "it keeps the negative sums and clips the others: the larger of 0 and the sum is wanted."),
        (NEURON, "w * np.maximum(0, x + b)", "the bias is added to the input and not to the sum: weigh the input first, add the bias, then clip."),
        (NEURON, "np.maximum(1, w * x + b)", "the bend is at 0, not at 1."),
        (NEURON, "np.where(x > 0, w * x + b, 0)", "it looks at whether the input x is above zero: whether the sum w·x + b is decides."),
        (NEURON, "np.where(w * x + b > 0, x, 0)", "where the sum is above zero, the sum itself is wanted; this is the input x."),
        (NEURON, "np.maximum(w * x, b)", "it takes the larger of the two terms: add them, and compare the sum with 0."),
        (NEURON, "np.abs(w * x + b)", "this is the absolute value: it folds negative sums up, and they should become 0."),
        (NEURON, "1.0 * (w * x + b > 0)", "it says only whether the sum is above zero, with a 1; the sum itself is wanted there."),
        (NEURON, "np.maximum(0, np.sum(w * x + b))", "it adds up all the inputs: each input has an output of its own."),
        (NEURON, "np.max(np.maximum(0, w * x + b))", "this is the largest of all the outputs: each place has its own, as np.maximum compares place by place."),
        (NEURON, "1 / (1 + np.exp(-(w * x + b)))", "this is a sigmoid neuron: a relu neuron clips the sum at zero."),
        (NEURON, "max(0, w * x + b)", "max and if decide about one number; np.maximum compares a whole array, place by place."),
        (NEURON, "np.max(0, w * x + b)", "np.max looks for the largest number within one array; np.maximum compares two at each place."),
        (NEURON, "np.max([0, w * x + b])", "np.max looks for the largest number within one array; np.maximum compares two at each place."),
        ("return " + NEURON, "print(" + NEURON + ")", "it prints and returns None: return hands the result back."),
    ),
    right=(
        "def relu_neuron(x, w, b):\n    z = b + x * w\n    return np.where(z > 0, z, 0)",
        "def relu_neuron(size, weight, bias):\n    z = weight * size + bias\n    return (z + np.abs(z)) / 2",
        "def relu_neuron(x, w, b):\n    z = w * x + b\n    return z * (z > 0)",
        """
def relu_neuron(x, w, b):
    if np.ndim(x) == 0:
        return max(0, w * x + b)
    outputs = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        z = w * x[place] + b
        if z > 0:
            outputs[place] = z
    return outputs
""",
    ),
)

SUM = "np.sum(weights * features) + bias"
Z_AND_STEP = "z = np.sum(weights * features) + bias\n        price = price + w * max(0, z)"
HIDDEN = "np.array([max(0, np.sum(row * features) + c) for row, c in zip(W1, b1)])"
STEP = "price = price + w * max(0, z)"
BODY = (
    "price = b2\n    for weights, bias, w in zip(W1, b1, w2):\n        z = np.sum(weights * features) + bias\n"
    "        price = price + w * max(0, z)\n    return price"
)
BY_INDEX = "    for j in range({}):\n        z = np.sum(W1[j] * features) + b1[j]\n        price = price + w2[j] * max(0, z)\n    return price"
BY_INPUT = "return b2 + sum(w2[j] * max(0, sum(W1[j, i] * features[i] for i in range({})) + b1[j]) for j in range({}))"
STEP_AND_RETURN = "        price = price + w * max(0, z)\n    return price"

PREDICT_PRICE = Exercise(
    "predict_price",
    predict_price_inputs,
    "right for one to seven hidden units and one to five inputs, a price below zero among them.",
    hints=(
        "Work out the hidden units one after the other, each as relu_neuron does but with several inputs; then the last unit weighs their outputs and adds them up.",
        "Row j of W1 has shape (n_x,), as features has: their product element by element is summed to one number. The price is one number, too.",
        "The sum of hidden unit j before clipping is np.sum(W1[j] * features) + b1[j].",
    ),
    mistakes=(
        ("max(0, z)", "z", "the hidden units are not clipped: a sum below zero counts as 0."),
        (STEP_AND_RETURN, "        price = price + w * z\n    return max(0, price)", "it clips the price and not the hidden units: it is the other way round."),
        ("return price", "return max(0, price)", "the price is clipped too: only the hidden units are."),
        ("w * max(0, z)", "max(0, w * z)", "it clips after the weight of the last unit: clip the hidden sum first, then weigh it."),
        ("w * max(0, z)", "max(0, z)", "the weights w2 of the last unit are missing."),
        ("w * max(0, z)", "w + max(0, z)", "the weight of the last unit is added: it multiplies."),
        ("w * max(0, z)", "w * min(0, z)", "it keeps the negative sums and clips the others: the larger of 0 and the sum is wanted."),
        ("w * max(0, z)", "w * abs(z)", "the absolute value folds negative sums up: they count as 0."),
        (
            BODY,
            "active = [z for row, c in zip(W1, b1) if (z := np.sum(row * features) + c) > 0]\n    return b2 + sum(w * a for w, a in zip(w2, active))",
            "the units whose sum is below zero are left out, so the answers of the others meet the wrong weights of w2: such a unit answers 0 and keeps its place.",
        ),
        ("w * max(0, z)", "w * (z > 0)", "a hidden unit says only on or off here: where its sum is above zero, the sum itself is its answer."),
        (SUM, "np.sum(weights * features)", "the biases b1 of the hidden units are missing."),
        (SUM, "np.sum(weights * features) - bias", "the biases b1 are subtracted: they are added, whatever their sign."),
        (SUM, "np.sum(weights * features + bias)", "the bias is added once for every input: add it once, outside the sum."),
        (SUM, "np.sum(weights + features) + bias", "weights and inputs are added: each weight multiplies its input."),
        (SUM, "np.prod(weights * features) + bias", "the weighted inputs are multiplied: they are added up."),
        (SUM, "np.sum(np.maximum(0, weights * features)) + bias", "each weighted input is clipped: only the whole sum of a hidden unit is."),
        (SUM, "np.sum(weights * np.maximum(0, features)) + bias", "the inputs are clipped: only the sums of the hidden units are."),
        (SUM, "np.sum(np.maximum(0, weights * features + bias))", "each weighted input is clipped with the bias, as relu_neuron does for one input: add up all of them and the bias once, then clip."),
        ("z = " + SUM + "\n        price = price + w * max(0, z)", "z = np.sum(np.maximum(0, weights * features)) + bias\n        price = price + w * z", "each weighted input is clipped, and their sum with the bias is not: clip only that sum."),
        (SUM, "np.sum(W1 * features) + bias", "every hidden unit adds up the whole table W1: its own weights are one row, W1[j]."),
        (SUM, "np.sum(W1 * features, axis=1) + bias", "max and if decide about one number, and several come: hidden unit j has one sum, over W1[j] * features, and one bias, b1[j]; np.maximum clips the sums of all units at once."),
        (BODY, "return np.sum(w2 * np.maximum(0, features @ W1 + b1)) + b2", "features times W1 goes down the columns of W1: each hidden unit has a row, so W1 comes first in the product."),
        (BODY, "return np.sum(w2 * np.maximum(0, W1.T @ features + b1)) + b2", "W1 is transposed: its rows belong to the hidden units already."),
        (BODY, "return np.sum(w2 * np.maximum(0, np.sum(W1 * features, axis=0) + b1)) + b2", "the sums run down the columns of W1 (axis 0), over the hidden units: each unit has a row, and its sum runs along it."),
        (BODY, "return np.sum(w2 * max(0, W1 @ features + b1)) + b2", "max and if decide about one number; np.maximum compares a whole array, place by place."),
        (Z_AND_STEP, Z_AND_STEP.replace("+ bias", "+ b1").replace("max(0, z)", "np.maximum(0, z)"), "all of b1 is added to the sum of each hidden unit: unit j has one bias, b1[j]."),
        (SUM, "np.sum(weights * features) + b1", "max and if decide about one number, and several come: hidden unit j has one sum, over W1[j] * features, and one bias, b1[j]; np.maximum clips the sums of all units at once."),
        (BODY, BODY.replace("price = b2", "price, z = b2, 0").replace("z = np.sum", "z = z + np.sum"), "the sum of one hidden unit goes on into that of the next: begin each anew."),
        ("z = " + SUM, "z = np.sum(weights * features)\n        price = price + w * bias", "it clips before the bias is added: first the whole sum with its bias, then the clipping."),
        (Z_AND_STEP, "z = np.sum(weights * features)\n        price = price + w * max(0, z) + bias", "the biases b1 are added to the price: each belongs to the sum of its hidden unit, before the clipping."),
        ("price = b2\n", "price = 0\n", "the bias b2 of the last unit is missing."),
        (STEP, STEP + " + b2", "b2 is added for every hidden unit: it belongs to the last unit, once."),
        (BODY, BODY.replace("price = b2", "price = 0").replace("max(0, z)", "max(0, z) + b2"), "b2 is added once for every hidden unit: it belongs to the last unit, once."),
        (STEP, "price = b2 + w * max(0, z)", "only the last hidden unit counts: add up the answers of all."),
        ("    return price", "        return price", "only the first hidden unit counts: is a return or a break inside the loop?"),
        (STEP, "if z <= 0:\n            break\n        " + STEP, "at the first hidden unit that answers 0 the loop ends, and those after it are left out: continue goes on with the next."),
        ("zip(W1, b1, w2)", "zip(W1.T, b1, w2)", "W1 is read by columns: each hidden unit has a row, W1[j]."),
        ("zip(W1, b1, w2)", "list(zip(W1, b1, w2))[:-1]", "the last hidden unit is left out: range(n) ends at n − 1 by itself, and a slice stops before its end."),
        ("zip(W1, b1, w2)", "list(zip(W1, b1, w2))[1:]", "the first hidden unit is left out: indices begin at 0."),
        (BODY, "price = b2\n" + BY_INDEX.format("len(features)"), "as many hidden units are gone through as there are inputs: their number is that of the rows of W1."),
        (BODY, "price = b2\n" + BY_INDEX.format(3), "it works only for 3 hidden units: how many there are, the number of rows of W1 says."),
        (BODY, "price = b2\n" + BY_INDEX.format(4), "it works only for 4 hidden units: how many there are, the number of rows of W1 says."),
        (BODY, BY_INPUT.format(4, "len(b1)"), "it works only for 4 inputs: how many there are, the length of features says."),
        (BODY, BY_INPUT.format(4, 3), "it works only for 4 inputs and 3 hidden units: the shape of W1 says how many there are."),
        ("zip(W1, b1, w2)", "list(zip(W1, b1, w2))[:3]", "the number of hidden units is fixed at 3: take it from W1, which has a row for each."),
        (SUM, "np.sum(weights[1:] * features[1:]) + bias", "the first input is left out: indices begin at 0."),
        (Z_AND_STEP, "hidden = np.maximum(0, weights * features + bias)\n        price = price + w * hidden", "the sum over the inputs is missing: each hidden unit adds up its weighted inputs to one number."),
        ("return price", "return b2 + w2 * " + HIDDEN, "the sum over the hidden units is missing: their weighted answers are added up to one price."),
        ("return price", "return " + HIDDEN, "these are the answers of the hidden units: the last unit weighs them with w2 and adds them up."),
        ("max(0, z)", "1 / (1 + np.exp(-z))", "the hidden units are sigmoids here: relu units clip their sum at zero."),
        ("return price", "print(price)", "it prints and returns None: return hands the price back."),
    ),
    right=(
        "def predict_price(features, W1, b1, w2, b2):\n    return np.dot(w2, np.maximum(0, np.dot(W1, features) + b1)) + b2",
        "def predict_price(x, W1, b1, w2, b2):\n    z = np.einsum('ji,i->j', W1, x) + b1\n    return np.sum(w2 * np.where(z > 0, z, 0)) + b2",
        """
def predict_price(features, W1, b1, w2, b2):
    answers = []
    for j in range(len(b1)):
        z = b1[j]
        for i in range(len(features)):
            z += W1[j, i] * features[i]
        answers.append(z if z > 0 else 0)
    return sum(w2[j] * answers[j] for j in range(len(answers))) + b2
""",
        """
def predict_price(features, W1, b1, w2, b2):
    hidden = np.array([np.maximum(0, np.sum(W1[j] * features) + b1[j]) for j in range(W1.shape[0])])
    return (hidden @ w2.T) + b2
""",
    ),
)



def two_scores_inputs(rng):
    """Four prices by hand; several sizes, also square numbers; a limit that is met exactly; all on one side; whole numbers.

    Errors lie on both sides of zero and are not alike, kinds are right and wrong on both sides of the limit.
    """
    by_hand = np.array([300.0, 420.0, 340.0, 100.0]), np.array([310.0, 380.0, 360.0, 90.0]), 350.0
    by_hand_wrong = np.array([300.0, 420.0, 340.0, 100.0, 200.0]), np.array([310.0, 340.0, 360.0, 90.0, 150.0]), 350.0
    cases = [Case(by_hand), Case(by_hand_wrong)]
    for m, limit in ((9, 250.0), (4, -1.5), (16, 0.5)):
        true = limit + np.where(np.arange(m) % 2, 1, -1) * rng.uniform(1, 40, size=m)
        predicted = true + rng.normal(0, 20, size=m) + 7
        cases.append(Case((predicted, true, limit)))
    met = np.array([5.0, 6.0, 5.0, 4.0, 4.5, 4.0]), np.array([5.0, 5.0, 8.0, 5.0, 5.0, 5.0]), 5.0
    all_above = 60 + rng.uniform(0, 9, size=3), 60 + rng.uniform(0, 9, size=3), 50.0
    whole = np.array([3, 9, 4, 12, 8, 1]), np.array([5, 4, 4, 10, 9, 7]), 6
    return [*cases, Case(met), Case(all_above), Case((np.array([40.0]), np.array([55.0]), 50.0)), Case(whole)]


ERROR = "np.mean(np.abs(predicted - true))"
SHARE = "np.mean((predicted > limit) == (true > limit))"

TWO_SCORES = Exercise(
    "two_scores",
    two_scores_inputs,
    "both scores are right: one example and several, prices on both sides of the limit, and on it.",
    returns=("error", "accuracy"),
    hints=(
        "Two separate questions: how far off is each price, whatever the direction; and is each price on the right side of the limit? Each ends in a mean over the examples.",
        "predicted, true, predicted - true and predicted > limit all have shape (m,), one value for each example; error and accuracy are one number each.",
        "Which examples are of the right kind: (predicted > limit) == (true > limit), True or False for each.",
    ),
    mistakes=(
        (ERROR, "np.mean(predicted - true)", "the signs are left in, so that errors above and below cancel: take np.abs of each before the mean."),
        (ERROR, "np.abs(np.mean(predicted - true))", "the absolute value is taken of the mean, where errors above and below have cancelled already: take it of each first."),
        (ERROR, "np.mean(np.abs(predicted) - np.abs(true))", "the absolute values of the prices are subtracted: subtract first, then take the absolute value of each difference."),
        (ERROR, "np.mean((predicted - true) ** 2)", "this is the mean of the squares: the mean absolute error takes np.abs of each difference."),
        (ERROR, "np.sqrt(np.mean((predicted - true) ** 2))", "this is the root of the mean square: the mean absolute error takes np.abs of each difference."),
        (ERROR, "np.sum(np.abs(predicted - true))", "the error is a sum: divide by the number of examples, or take np.mean."),
        (ERROR, "np.median(np.abs(predicted - true))", "this is the median of the errors: the mean is wanted."),
        (ERROR, "np.max(np.abs(predicted - true))", "this is the largest error: the mean of all is wanted."),
        (ERROR, "np.abs(predicted - true)", "these are the errors of the single examples: error is one number, their mean."),
        (ERROR, "np.mean(np.abs(predicted - true) / np.abs(true))", "each error is divided by its price: the mean absolute error leaves them in the unit of the prices."),
        (ERROR, "np.mean(np.abs(predicted - limit))", "the error is measured from the limit: it is measured from the true prices."),
        (ERROR, "np.sum(np.abs(predicted - true)) / (len(true) - 1 or 1)", "the sum of the errors is divided by m − 1: the mean divides by the number of examples, m."),
        (ERROR, "np.mean(predicted != true)", "this is the share of prices that are not exactly right: how far off they are is wanted."),
        (SHARE, "np.sum((predicted > limit) == (true > limit))", "the right answers are counted: accuracy is their share, the count divided by m."),
        (SHARE, "100 * np.mean((predicted > limit) == (true > limit))", "accuracy is in per cent: a share between 0 and 1 is wanted."),
        (SHARE, "np.mean((predicted > limit) != (true > limit))", "this is the share of wrong kinds: accuracy is that of the right ones."),
        (SHARE, "np.mean(predicted > limit)", "this is the share of predicted prices above the limit: the question is whether it agrees with the true price."),
        (SHARE, "np.mean(true > limit)", "this is the share of true prices above the limit: the question is whether the predicted price agrees."),
        (SHARE, "np.mean((predicted > limit) & (true > limit))", "only examples above the limit count: those that are rightly below it are right answers, too."),
        (SHARE, "np.mean((predicted > limit) | (true > limit))", "one of the two above the limit is enough here: both prices must be on the same side."),
        (SHARE, "np.mean(predicted == true)", "it asks whether the prices are equal: whether they are on the same side of the limit is wanted."),
        (SHARE, "np.mean(np.abs(predicted - true) <= limit)", "it asks whether the error is at most limit: whether both prices are on the same side of it is wanted."),
        (SHARE, "np.mean(np.abs(predicted - true) > limit)", "it asks whether the error is above limit: whether both prices are on the same side of it is wanted."),
        (SHARE, "float(error > limit)", "the error is compared with limit: whether the predicted and the true price of each example are on the same side of it is wanted."),
        (SHARE, "np.mean((predicted >= limit) == (true >= limit))", "a price of exactly limit is not above it: compare both prices by > limit, not by >= or <."),
        (SHARE, "(predicted > limit) == (true > limit)", "this says of each example whether it is right: accuracy is one number, the share of them."),
        (SHARE, "np.mean(predicted > true)", "it compares the two prices with each other: compare both with limit."),
        ("return error, accuracy", "return accuracy, error", "error comes first, then accuracy."),
        ("return error, accuracy", "return error", "accuracy is missing: return both, error and accuracy."),
        ("return error, accuracy", "print(error, accuracy)", "it prints and returns None: return hands both results back."),
    ),
    right=(
        "def two_scores(predicted, true, limit):\n    off = np.sum(np.maximum(predicted, true) - np.minimum(predicted, true))\n    right = np.sum((predicted > limit) * 1 == (true > limit) * 1)\n    return off / len(true), right / len(true)",
        """
def two_scores(predicted, true, limit):
    off, right = 0.0, 0
    for p, t in zip(predicted, true):
        off += abs(p - t)
        if (p > limit) == (t > limit):
            right += 1
    return off / len(true), right / len(true)
""",
        "def two_scores(said, price, limit):\n    wrong = np.logical_xor(said > limit, price > limit)\n    return np.abs(price - said).mean(), 1 - wrong.mean()",
    ),
)

EXERCISES = (RELU_NEURON, PREDICT_PRICE, TWO_SCORES)
