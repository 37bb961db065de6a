"""Week 1: what the weight and the bias of one relu neuron do."""

import numpy as np

from helpers.live.figure import Picture, panel, show_live, slider
from helpers.plotting import BLUE, GREY, ORANGE, signed

WEIGHTS = np.arange(-4, 8.5, 0.5)  # thousand euros per square metre
BIASES = np.arange(-600, 620, 20)  # thousand euros


def one_neuron(neuron, sizes, prices):
    """Sliders for w and b, and the neuron's output over the houses.

    neuron -- function: neuron(x, w, b) is the output for an array x
    sizes  -- of the houses in square metres, shape (m,)
    prices -- in thousands of euros, shape (m,)
    """
    draw = drawing(neuron, sizes, prices)
    choices = {
        "w": slider("weight w", WEIGHTS.tolist(), 4.0, signed),
        "b": slider("bias b", BIASES.tolist(), -120, signed),
    }
    show_live(draw, choices)


def drawing(neuron, sizes, prices):
    """The function draw(w, b) that `show_live` calls."""
    shown = np.linspace(0, 170, 171)
    figure, axes = panel(5.6, 3.9, left=0.15)
    axes.scatter(sizes, prices, color=BLUE, label="the houses")
    (line,) = axes.plot(shown, shown, "--", color=GREY, label="w · size + b")
    (output,) = axes.plot(shown, shown, color=ORANGE, linewidth=3, label="the neuron")
    (bend,) = axes.plot([], [], "D", color="black", markersize=8, label="the bend")
    axes.set(xlabel="size (m²)", ylabel="price (thousand euros)", xlim=(-3, 173), ylim=(-150, 620))
    axes.legend(loc="upper left")
    alt = "Houses as points, and the output of one relu neuron: flat at zero on one side of a bend."
    picture = Picture(figure, alt, (line, output, bend))

    def draw(w, b):
        line.set_ydata(w * shown + b)
        output.set_ydata(neuron(shown, w, b))
        bend.set_data(([-b / w], [0]) if w else ([], []))
        away = np.abs(neuron(sizes, w, b) - prices).mean()
        says = f"w = {signed(w)}, b = {signed(b)}: {shape(w, b)}. "
        return says + f"On average {away:.0f} thousand euros away from the prices.", [picture]

    return draw


def shape(w, b):
    """What the output of a relu neuron looks like, in words."""
    if w == 0:
        return f"the same output for every size, {max(0, b):g}"
    place = f"{-b / w + 0.0:.0f} m²".replace("-", "−")
    if w > 0:
        return f"flat up to the bend at {place}, then {w:g} thousand euros more per square metre"
    return f"{-w:g} thousand euros less per square metre up to the bend at {place}, then flat"
