"""The playground of week 3: choose data, units, activation and learning rate, and see what comes out.

The training is scikit-learn's, with Adam, a quicker relative of gradient descent, so that a redraw takes a moment.
"""

import warnings

import numpy as np

from helpers.live.figure import Picture, menu, panel, show_live, slider
from helpers.planar_data import make_blobs, make_circles, make_flower, make_moons, make_quantiles
from helpers.plotting import GREY, plot_decision_boundary

DATA = {
    "flower": make_flower,
    "circles": make_circles,
    "moons": make_moons,
    "blobs": make_blobs,
    "quantiles": make_quantiles,
}
ACTIVATIONS = {"tanh": "tanh", "sigmoid": "logistic", "ReLU": "relu", "none": "identity"}
UNITS = (1, 2, 3, 4, 5, 6, 8, 10, 20, 50)
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
STEPS = 400
FRESH_SEED = 1000  # of the points that no network is trained on


def draw(data="flower", units=4, activation="tanh", learning_rate=0.1):
    """Train one hidden layer on a data set of the plane, and draw what it says and how its cost fell.

    data          -- a name in DATA
    units         -- number of hidden units
    activation    -- a name in ACTIVATIONS
    learning_rate -- of Adam

    Returns sentences that say what came out, and the pictures. The same choice gives the same result.
    """
    X, Y = DATA[data]()
    X_fresh, Y_fresh = DATA[data](m=2000, seed=FRESH_SEED)
    network = trained_network(X, Y, units, activation, learning_rate)
    right, fresh = network.score(X.T, Y[0]), network.score(X_fresh.T, Y_fresh[0])
    left, plane = panel(5.0, 4.0)
    plot_decision_boundary(
        lambda points: network.predict_proba(points.T)[:, 1], X, Y, plane, points=120
    )
    plane.set_title(f"{data}: {percent(right)} right")
    side, curve = panel(4.4, 4.0)
    curve.plot(network.loss_curve_, label="cost")
    curve.axhline(np.log(2), color=GREY, linestyle="--", label="knowing nothing: log 2")
    curve.set(xlabel="steps of Adam", ylabel="cost J", ylim=(0, 1), title="training")
    curve.legend(loc="upper right")
    sort = "linear" if activation == "none" else activation
    words = (
        f"{data}, {units} {sort} unit{'s' if units > 1 else ''}, learning rate {learning_rate:g}: "
        f"{percent(right)} of the {Y.size} points right, {percent(fresh)} of 2,000 fresh ones. "
    )
    pictures = [
        Picture(left, "The points, on the network's answers; the boundary is a black line."),
        Picture(side, "The cost against the steps, and the cost of knowing nothing, dashed."),
    ]
    return words + remark(network.loss_curve_, activation, right, fresh), pictures


def percent(share):
    """A share in whole per cent, rounded down: 100% means all."""
    return f"{int(100 * share + 1e-9)}%"


def trained_network(X, Y, units, activation, learning_rate):
    """A network of scikit-learn's after STEPS steps of Adam on all examples at once."""
    # Here, where it is used: every process that loads all helpers would hold scikit-learn's eight hundred modules.
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    network = MLPClassifier(
        (units,),
        activation=ACTIVATIONS[activation],
        learning_rate_init=learning_rate,
        alpha=0,
        batch_size=X.shape[1],
        shuffle=False,
        max_iter=STEPS,
        tol=0,
        n_iter_no_change=STEPS,
        random_state=1,
    )
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", ConvergenceWarning
        )  # it says that there could be more steps
        return network.fit(X.T, Y[0])


def remark(costs, activation, right, fresh):
    """One sentence on a training: what stands out in its costs and in its shares of right answers."""
    late = np.asarray(costs[STEPS // 4 :])
    rises = np.diff(late)[np.diff(late) > 0].sum()
    if activation == "none":
        return "Without a nonlinearity there is one straight line, however many units."
    if rises > 0.3:
        return "The cost goes up and down: the steps are too large."
    if abs(late[-1] - np.log(2)) < 0.02:
        return "The cost stays near log 2: hardly anything is learned."
    if late[-1] < 0.25 and right > 0.9 and fresh < min(0.95, right - 0.03):
        return "It knows its own points better than fresh ones: overfitting."
    if late[len(late) // 2] - late[-1] > 0.015:
        return "The cost is still falling: this rate needs more steps."
    if right < 0.85:
        return (
            "The cost has settled, and high: too few units, or training is stuck. "
            "Try another rate or one unit more."
        )
    return "The cost has settled."


def playground():
    """Menus and sliders for `draw`, and its pictures below them, drawn anew at every choice."""
    choices = {
        "data": menu("data set", list(DATA), "flower"),
        "units": slider("hidden units", UNITS, 4),
        "activation": menu("activation", list(ACTIVATIONS), "tanh"),
        "learning_rate": slider("learning rate", RATES, 0.1),
    }
    for name in ("units", "learning_rate"):
        choices[name].continuous_update = False  # training takes a moment: once, on letting go
    show_live(draw, choices)
