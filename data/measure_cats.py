"""Measure how well logistic regression and two networks learn the drawn cats.

    python data/measure_cats.py             the tables of data/README.md, in 1 to 5 minutes
    python data/measure_cats.py --check     compares the short way of training with the plain one

There are fewer pictures than pixels, so the helpers train in the span of the pictures, on 209 numbers in place of
12288: the same steps but for rounding (`deep_network.train_in_the_span`).
"""

import sys
from functools import partial

import numpy as np
from cat_drawing import COMMITTED_SEED, M_TEST, M_TRAIN, draw_cats

from helpers import deep_network, logistic_regression
from helpers.datasets import flatten_images

FRESH = 1000  # images to test on
SEEDS = range(1, 21)  # one training set each; the networks also start from this seed
TWO_LAYERS, FOUR_LAYERS = (12288, 7, 1), (12288, 20, 7, 5, 1)
MODELS = ("logistic regression", "two layers (7, 1)", "four layers (20, 7, 5, 1)")


def train_logistic_regression(X, Y, num_iterations=2000, learning_rate=0.005, shortcut=True):
    """Train from zeros.  X (n_x, m), Y (1, m).  Returns "w" (n_x, 1) and "b"."""
    w, b = logistic_regression.initialize_with_zeros(X.shape[0])
    params, _, _ = logistic_regression.optimize(
        w, b, X, Y, num_iterations, learning_rate, shortcut=shortcut
    )
    return params


def train_network(X, Y, layers_dims, seed, num_iterations=2500, shortcut=True):
    """Train a network.  X (n_x, m), Y (1, m).  Returns its parameters."""
    parameters, _ = deep_network.L_layer_model(
        X, Y, layers_dims, num_iterations=num_iterations, seed=seed, shortcut=shortcut
    )
    return parameters


def predictors(X, Y, seed):
    """Train the three models.  Returns three functions from X to predictions (1, m)."""
    one = train_logistic_regression(X, Y)
    two = train_network(X, Y, TWO_LAYERS, seed)
    four = train_network(X, Y, FOUR_LAYERS, seed)
    return (
        lambda X: logistic_regression.predict(one["w"], one["b"], X),
        lambda X: deep_network.predict(X, two),
        lambda X: deep_network.predict(X, four),
    )


def percent_right(predict, X, Y):
    """Return the share of right predictions in percent."""
    return 100 * float(np.mean(predict(X) == Y))


def measure(images, labels, seed, parts):
    """Train on the first part, test on all.  Returns an array of percentages (3 models, parts)."""
    X, Y = flatten_images(images), labels.reshape(1, -1)
    train = parts[0]
    return np.array(
        [
            [percent_right(predict, X[:, part], Y[:, part]) for part in parts]
            for predict in predictors(X[:, train], Y[:, train], seed)
        ]
    )


def print_table(title, columns, rows):
    """Print a Markdown table, one row a model."""
    print(f"\n{title}\n\n| | {' | '.join(columns)} |\n|---|{'---:|' * len(columns)}")
    for name, cells in zip(MODELS, rows, strict=True):
        print(f"| {name} | {' | '.join(cells)} |")


def measure_many():
    """Print mean ± standard deviation over drawn training sets."""
    train, fresh = slice(0, M_TRAIN), slice(M_TRAIN, M_TRAIN + FRESH)
    results = np.array(
        [measure(*draw_cats(M_TRAIN + FRESH, seed), seed, (train, fresh)) for seed in SEEDS]
    )
    rows = [
        [f"{p.mean():.1f} ± {p.std(ddof=1):.1f}" for p in percents.T]
        + [f"{percents[:, 1].min():.1f} to {percents[:, 1].max():.1f}"]
        for percents in results.swapaxes(0, 1)
    ]
    title = f"{len(SEEDS)} training sets of {M_TRAIN}: percent right, mean ± standard deviation"
    print_table(title, ("train", f"{FRESH} fresh images", "of those, least to most"), rows)


def measure_committed():
    """Print what the committed files give."""
    after = M_TRAIN + M_TEST
    images, labels = draw_cats(after + FRESH, COMMITTED_SEED)
    parts = (slice(0, M_TRAIN), slice(M_TRAIN, after), slice(after, after + FRESH))
    results = measure(images, labels, 3, parts)
    rows = [[f"{percent:.1f}" for percent in row] for row in results]
    title = "The committed files, networks started from seed 3: percent right"
    columns = (f"train, {M_TRAIN}", f"test, {M_TEST}", f"{FRESH} fresh images")
    print_table(title, columns, rows)


def apart(train):
    """Return the largest difference of a parameter between `train(shortcut=True)` and `train(shortcut=False)`."""
    short, plain = train(shortcut=True), train(shortcut=False)
    return max(float(np.abs(short[name] - plain[name]).max()) for name in plain)


def check(m=M_TRAIN, num_iterations=300):
    """Print how far apart the short and the plain way of training end, for the first m committed pictures."""
    images, labels = draw_cats(m, COMMITTED_SEED)
    X, Y = flatten_images(images), labels.reshape(1, -1)
    trainings = (
        partial(train_logistic_regression, X, Y, num_iterations),
        partial(train_network, X, Y, TWO_LAYERS, 3, num_iterations),
        partial(train_network, X, Y, FOUR_LAYERS, 3, num_iterations),
    )
    for name, train in zip(MODELS, trainings, strict=True):
        print(
            f"{name}: no parameter differs by more than {apart(train):.1e} "
            f"after {num_iterations} iterations"
        )


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        check()
    else:
        measure_many()
        measure_committed()
