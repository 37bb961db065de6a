"""Week 1: a network on its way to its hidden units, from eight random starts."""

import functools
import warnings

import numpy as np

from helpers.live.figure import Picture, menu, panel, show_live, slider
from helpers.plotting import BLUE, GREY, ORANGE

STEPS = (1, 2, 3, 5, 8, 12, 20, 30, 40, 60, 80, 100, 150, 200, 300)


def network_being_found(starts, houses, paid, inputs, ours):
    """A menu of starts and a slider over the steps: the hidden units on the way, and the prices the network says.

    starts -- untrained networks of scikit-learn with one hidden layer (MLPRegressor), one for each start
    houses -- those learned from, one a row, shape (m, n_x)
    paid   -- their prices, shape (m,)
    inputs -- names of the n_x inputs
    ours   -- weights of the hidden units that made the prices, one unit a row, shape (n_h, n_x)
    """
    mean, spread = houses.mean(axis=0), houses.std(axis=0)
    train = training(starts, (houses - mean) / spread, paid)
    names = [(f"start {k + 1}", k) for k in range(len(starts))]
    # rounded, so that of starts equally good the first one is taken on every machine
    best = min(range(len(starts)), key=lambda start: round(train(start, STEPS[-1]).loss_, 1))
    choices = {
        "start": menu("random start", names, best),
        "steps": slider("steps", STEPS, STEPS[-1]),
    }
    show_live(drawing(train, (houses - mean) / spread, paid, inputs, ours, spread), choices)


def training(starts, X, paid):
    """A function: train(start, steps) is the network of a start after so many steps. It remembers what it has done."""
    from sklearn.base import clone
    from sklearn.exceptions import ConvergenceWarning

    @functools.cache
    def train(start, steps):
        network = clone(starts[start]).set_params(max_iter=steps)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # it is stopped early on purpose
            return network.fit(X, paid)

    return train


def by_largest(W):
    """Each row divided by its largest weight, signs aside."""
    return W / np.abs(W).max(axis=1, keepdims=True)


def most_like(found, ours):
    """For each row of ours the row of found that is most like it, both divided by their largest weights."""
    found, ours = by_largest(found), by_largest(ours)
    return found[np.argmax(ours @ found.T, axis=1)]


def drawing(train, X, paid, inputs, ours, spread):
    """The function draw(start, steps) that `show_live` calls."""
    units, n_x = ours.shape
    left, axes = panel(5.6, 3.9, left=0.14, bottom=0.2)
    place = np.arange(units * (n_x + 1)).reshape(units, n_x + 1)[:, :n_x]  # a gap after each unit
    bars = axes.bar(place.ravel(), np.zeros(units * n_x), color=ORANGE, label="found")
    wanted = by_largest(ours).ravel()
    axes.plot(place.ravel(), wanted, "D", color="black", markersize=7, label="ours")
    axes.axhline(0, color="black", linewidth=1)
    axes.set_xticks(place.ravel(), inputs * units, fontsize=10, rotation=60)
    axes.set(ylim=(-1.15, 1.5), ylabel="weight, largest 1")
    for k in range(units):
        axes.text(place[k].mean(), 1.15, f"unit {k + 1}", ha="center")
    axes.legend(loc="upper right", ncols=2, bbox_to_anchor=(1, 1.12), fontsize=10)
    right, prices = panel(4.2, 3.8, left=0.19)
    ends = [0, paid.max() * 1.05]
    prices.plot(ends, ends, color=GREY, linewidth=1)
    points = prices.scatter(paid, paid, s=10, color=BLUE)
    prices.set(xlabel="paid (thousand euros)", ylabel="the network says", xlim=ends, ylim=ends)
    alt = "The weights of each hidden unit as bars, and ours as diamonds."
    pictures = [
        Picture(left, alt, (*bars, *axes.lines)),
        Picture(right, "What the network says against what was paid, house by house.", (points,)),
    ]

    def draw(start, steps):
        network = train(start, steps)
        # scikit-learn keeps a unit a column; undo the scaling of the inputs
        found = most_like(network.coefs_[0].T / spread, ours)
        for bar, height in zip(bars, found.ravel()):
            bar.set_height(height)
        says = network.predict(X)
        points.set_offsets(np.column_stack([paid, says]))
        away = np.abs(found.ravel() - wanted).max()
        result = "all are ours" if away < 0.15 else f"a weight is off by {away:.2f}"
        return (
            f"Start {start + 1}, {steps} step{'s' if steps > 1 else ''}: on average "
            f"{np.abs(says - paid).mean():.0f} thousand euros away from what was paid. Hidden units: {result}."
        ), pictures

    return draw
