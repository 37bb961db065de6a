"""The two figures of bench/results.md, in the course's plain style. `results` as in bench.report."""

import numpy as np
from matplotlib.ticker import NullFormatter

from bench import report
from helpers.plotting import BLUE, GREEN, GREY, MARKERS, ORANGE, new_figure

IMAGE_BYTES = 64 * 64 * 3 * 8  # as float64
OURS = ("plain loop", "exact shortcut")
# The power that the number of multiplications follows, and how the figure writes it.
EXPECTED = {"inputs": (1, "n_x"), "layers": (1, "L"), "width": (2, "n^2")}
LABELS = {
    "inputs": "inputs $n_x$",
    "layers": "hidden layers $L$",
    "width": "units $n$ of each layer",
}


def speed(results):
    """Bars: milliseconds an iteration in float64 with one thread, a panel a case. Returns the figure."""
    chosen = [c for c in results["comparisons"] if (c["dtype"], c["threads"]) == ("float64", 1)]
    figure, panels = new_figure(1, len(chosen), width=11, height=3.6, squeeze=False)
    for axes, found in zip(panels[0], chosen):
        times = {name: np.median(values) for name, values in found["times"].items()}
        names = sorted(times, key=lambda name: -times[name])
        colours = [BLUE if n in OURS else GREEN if n.startswith("matrix") else GREY for n in names]
        bars = axes.barh(names[::-1], [times[n] for n in names[::-1]], color=colours[::-1])
        axes.bar_label(bars, [report.digits(times[n]) for n in names[::-1]], padding=4)
        axes.set(title=found["name"], xlabel="milliseconds an iteration, float64, 1 thread")
        axes.margins(x=0.15)
        axes.grid(axis="y", visible=False)
        axes.tick_params(axis="y", length=0)
    return figure


def growth(results):
    """Time against each size, and memory against the number of images. Returns the figure."""
    figure, panels = new_figure(2, 3, width=11, height=6.6)
    images = results["images"]
    numbers = [one["m"] for one in images]
    follow(panels[0, 0], numbers, [one["seconds"] for one in images], 1, "m")
    panels[0, 0].set(xlabel="images $m$", ylabel="seconds of one pass")
    memory(panels[0, 1], numbers, [one["memory"] for one in images])
    legend = panels[0, 2]
    for axes, (name, points) in zip(panels[1], results["sweeps"].items()):
        sizes, seconds, _ = zip(*points)
        follow(axes, sizes, [1000 * s for s in seconds], *EXPECTED[name])
        axes.set(xlabel=LABELS[name], ylabel="milliseconds an iteration")
    legend.axis("off")
    legend.legend(*panels[0, 0].get_legend_handles_labels(), loc="center left")
    return figure


def follow(axes, sizes, times, power, formula):
    """Points on log-log axes, and the straight line of that slope through the last of them."""
    sizes = np.array(sizes, float)
    line = times[-1] * (sizes / sizes[-1]) ** power
    axes.loglog(sizes, line, color=GREY, linestyle="--", label="what the multiplications follow")
    axes.loglog(sizes, times, MARKERS[0], color=BLUE, markersize=7, label="measured")
    axes.text(0.06, 0.88, f"∝ ${formula}$", transform=axes.transAxes, color=GREY)
    only_powers_of_ten(axes)


def memory(axes, numbers, megabytes):
    """The most memory a process ever held, and what all the images would take at once."""
    axes.set(xlabel="images $m$", ylabel="most memory ever, MB")
    if None in megabytes:  # Windows does not tell
        axes.text(0.5, 0.5, "not measured here", ha="center", transform=axes.transAxes)
        return
    whole = np.array(numbers) * IMAGE_BYTES / 1e6
    axes.loglog(numbers, whole, color=ORANGE, linestyle="--")
    axes.loglog(numbers, megabytes, MARKERS[0], color=BLUE, markersize=7)
    axes.text(0.06, 0.88, "all images at once", transform=axes.transAxes, color=ORANGE)
    only_powers_of_ten(axes)


def only_powers_of_ten(axes):
    """Leave out the labels between them, which run into each other."""
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_minor_formatter(NullFormatter())
