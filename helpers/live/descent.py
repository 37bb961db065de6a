"""Week 2: gradient descent with a learning rate and a number of steps that the learner chooses."""

import numpy as np

from helpers.live.figure import Picture, panel, show_live, slider
from helpers.plotting import BLUE, ORANGE, RED, signed

STEPS = (1, 2, 3, 5, 10, 20, 40)
PARABOLA_RATES = (0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0, 1.05, 1.1)
BOWL_RATES = (0.005, 0.01, 0.02, 0.025, 0.03, 0.035, 0.04, 0.045, 0.048, 0.05, 0.052)
NEAR = 1e-6  # what is nearer than this is drawn at the lower edge


def on_parabola(descend):
    """Sliders for η and the number of steps, and the walk from x = 6 on f(x) = (x − 1)² + 1.

    descend -- function: descend(slope, x, learning_rate, num_steps) returns the list of positions
    """
    choices = {
        "rate": slider("learning rate η", PARABOLA_RATES, 0.9),
        "steps": slider("steps", STEPS, 20),
    }
    show_live(parabola(descend), choices)


def on_bowl(descend):
    """Sliders for η and the number of steps, and the walk from (−3.5, 1) on h = x₁² + x₁x₂ + 20x₂².

    descend -- function: descend(gradient, x, learning_rate, num_steps) returns the positions, one a row
    """
    choices = {
        "rate": slider("learning rate η", BOWL_RATES, 0.045),
        "steps": slider("steps", STEPS, 20),
    }
    show_live(bowl(descend), choices)


def parabola(descend):
    """The function draw(rate, steps) for `on_parabola`."""
    figure, axes = panel(5.0, 3.8)
    x = np.linspace(-8, 10, 200)
    axes.plot(x, (x - 1) ** 2 + 1, color=BLUE, label="f(x)")
    axes.plot([6], [26], "s", color=ORANGE, markersize=9, label="start")
    (walk,) = axes.plot([], [], "o-", color=RED, markersize=5, linewidth=1, label="positions")
    axes.set(xlabel="x", ylabel="f(x)", xlim=(-8, 10), ylim=(-2, 85), title="the walk")
    axes.set_xticks(range(-6, 10, 2))
    axes.legend(loc="upper center")
    side, distance = along("distance from x = 1", (NEAR, 1e4))
    pictures = [
        Picture(figure, "A parabola, and on it the positions of gradient descent.", (walk,)),
        Picture(side, "The distance from the lowest point after each step.", (distance,)),
    ]

    def draw(rate, steps):
        path = np.array(descend(lambda x: 2 * x - 2, 6.0, rate, steps))
        seen = path[np.abs(path - 1) < 9.2]
        walk.set_data(seen, (seen - 1) ** 2 + 1)
        distance.set_data(range(len(path)), np.maximum(NEAR, np.abs(path - 1)))
        says = f"η = {rate:g}: each step multiplies the distance from 1 by {signed(1 - 2 * rate)}. "
        return says + f"After {counted(steps)} x = {signed(path[-1])}: {how(rate)}.", pictures

    return draw


def how(rate):
    """How gradient descent goes on the parabola at a learning rate."""
    factor = round(1 - 2 * rate, 9)
    if factor == 0:
        return "there in one step"
    if abs(factor) < 1:
        return "closer on one side" if factor > 0 else "from side to side, and closer"
    return "to and fro for ever" if abs(factor) == 1 else "it runs away"


def counted(steps):
    """A number of steps, in words."""
    return f"{steps} step{'s' if steps > 1 else ''}"


def along(label, limits):
    """A panel with a number on a logarithmic axis after each step. Returns the figure and the line."""
    figure, axes = panel(5.0, 3.8)
    (line,) = axes.plot([0, 1], [1, 1], "o-", color=RED, markersize=4, linewidth=1)
    axes.set(xlabel="step", yscale="log", xlim=(-1, STEPS[-1] + 1), ylim=limits, title=label)
    return figure, line


def bowl(descend):
    """The function draw(rate, steps) for `on_bowl`."""

    def height(x1, x2):
        return x1**2 + x1 * x2 + 20 * x2**2

    def gradient(x):
        return np.array([2 * x[0] + x[1], x[0] + 40 * x[1]])

    figure, axes = panel(5.8, 3.0, left=0.12, bottom=0.18, top=0.97)
    x1, x2 = np.meshgrid(np.linspace(-4.4, 4.4, 89), np.linspace(-1.8, 1.8, 73))
    axes.contour(x1, x2, height(x1, x2), levels=[1, 3, 6, 10, 15, 21, 28, 36], cmap="viridis")
    axes.plot(-3.5, 1, "s", color=ORANGE, markersize=9)
    (walk,) = axes.plot([], [], "o-", color=RED, markersize=4, linewidth=1)
    axes.set(xlabel="x₁", ylabel="x₂", xlim=(-4.4, 4.4), ylim=(-1.8, 1.8), aspect="equal")
    side, heights = along("height h", (NEAR, 1e4))
    pictures = [
        Picture(figure, "The bowl from above, and the path of gradient descent.", (walk,)),
        Picture(side, "The height after each step, on a logarithmic axis.", (heights,)),
    ]

    def draw(rate, steps):
        path = np.array(descend(gradient, np.array([-3.5, 1.0]), rate, steps))
        reached = height(*path.T)
        walk.set_data(*path.T)
        heights.set_data(range(len(path)), np.maximum(NEAR, reached))
        crossings = np.sum(np.diff(np.sign(path[:, 1])) != 0)
        says = (
            f"η = {rate:g}: after {counted(steps)} h = {reached[-1]:.3g}, from {reached[0]:.3g}. "
        )
        way = "downhill"
        if reached[-1] > reached[0]:
            way = "higher than it began: it runs away"
        elif reached[-1] > reached[-2:][0]:
            way = "its last step goes up: it runs away, slowly"
        return says + f"It changed sides {times(crossings)}; {way}.", pictures

    return draw


def times(count):
    """How many times, in words."""
    return {0: "not once", 1: "once"}.get(int(count), f"{count} times")
