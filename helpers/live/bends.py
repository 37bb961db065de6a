"""Week 1: relu neurons with their bends side by side add up to a curve."""

import numpy as np

from helpers.live.figure import Picture, menu, panel, show_live, slider
from helpers.plotting import GREY, ORANGE, SKY

MOST = 16  # neurons
END = 8.0  # of the stretch, which begins at 0
CURVES = {
    "wave": lambda x: np.sin(x) + 0.3 * x,
    "parabola": lambda x: (x - 4) ** 2 / 5,
    "hill": lambda x: 2.5 * np.exp(-((x - 3) ** 2)),
    "root": lambda x: np.sqrt(x),
    "jump": lambda x: np.where(x < 3.7, 0.0, 2.5),
}


def sum_of_bends(neuron):
    """A menu of curves, a slider for the number of neurons, and the sum of the neurons beside each by itself.

    neuron -- function: neuron(x, w, b) is the output of a relu neuron for an array x
    """
    choices = {
        "curve": menu("curve", list(CURVES), "wave"),
        "units": slider("neurons", range(1, MOST + 1), 4),
    }
    show_live(drawing(neuron), choices)


def drawing(neuron):
    """The function draw(curve, units) that `show_live` calls."""
    x = np.linspace(0, END, 401)
    left, sums = panel(5.0, 3.8, left=0.12)
    (wanted,) = sums.plot(x, x, "--", color=GREY, label="the curve")
    (total,) = sums.plot(x, x, color=ORANGE, label="sum of the neurons")
    (bends,) = sums.plot([], [], "D", color="black", markersize=5, label="bends")
    sums.set(xlabel="x", ylabel="output", ylim=(-0.6, 4.9), title="the sum")
    sums.legend(loc="upper left", fontsize=10)
    right, terms = panel(5.0, 3.8, left=0.12)
    lines = [terms.plot(x, x, color=SKY, linewidth=1.5)[0] for _ in range(MOST)]
    terms.set(xlabel="x", ylim=(-9, 9), title="each neuron, weighted")
    pictures = [
        Picture(left, "A dashed curve and the sum of the neurons.", (wanted, total, bends)),
        Picture(right, "The output of each neuron times its weight.", tuple(lines)),
    ]

    def draw(curve, units):
        follow = CURVES[curve]
        places = np.linspace(0, END, units + 1)  # the last is the end of the stretch
        slopes = np.diff(follow(places)) / np.diff(places)
        turns = np.diff(slopes, prepend=0)  # what each neuron adds to the slope
        outputs = [turn * neuron(x, 1, -place) for turn, place in zip(turns, places)]
        reached = follow(0.0) + sum(outputs)  # the last unit's bias is where the curve begins
        for k, line in enumerate(lines):
            line.set_visible(k < units)
            if k < units:
                line.set_ydata(outputs[k])
        wanted.set_ydata(follow(x))
        total.set_ydata(reached)
        bends.set_data(places[:-1], follow(places[:-1]))
        away = np.abs(reached - follow(x)).max()
        count = f"{units} neuron{'s' if units > 1 else ''}"
        return f"{curve}, {count}: largest distance from the curve {away:.3f}.", pictures

    return draw
