"""The two figures of bench/results.md, in the course's plain style. `results` as in bench.report."""

import numpy as np

from bench import report
from helpers.plotting import BLUE, GREEN, GREY, MARKERS, ORANGE, new_figure

OURS = ("plain loop", "exact shortcut")
EXPECTED = {
    "inputs": 1,
    "layers": 1,
    "width": 2,
}  # powers: what the number of multiplications follows
TITLES = {"inputs": "inputs", "layers": "layers", "width": "units of each layer"}


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
        axes.set(title=found["name"], xlabel="milliseconds an iteration")
        axes.margins(x=0.15)
        axes.grid(axis="y", visible=False)
        axes.tick_params(axis="y", length=0)
    return figure


def growth(results):
    """Time against each size, and memory against the number of images. Returns the figure."""
    figure, panels = new_figure(2, 3, width=11, height=6.6)
    images = results["images"]
    numbers = [one["m"] for one in images]
    follow(panels[0, 0], numbers, [one["seconds"] for one in images], 1)
    panels[0, 0].set(title="images", xlabel="images m", ylabel="seconds of one pass")
    memory(panels[0, 1], numbers, [one["memory"] for one in images])
    legend = panels[0, 2]
    for axes, (name, points) in zip(panels[1], results["sweeps"].items()):
        sizes, seconds, _ = zip(*points)
        follow(axes, sizes, [1000 * s for s in seconds], EXPECTED[name])
        axes.set(title=TITLES[name], xlabel=report.SWEEP_WORDS[name])
        axes.set_ylabel("milliseconds an iteration")
    legend.axis("off")
    legend.legend(*panels[1, 2].get_legend_handles_labels(), loc="center", fontsize=12)
    return figure


def follow(axes, sizes, times, power):
    """Points on log-log axes, and the straight line of that slope through the last of them."""
    sizes = np.array(sizes, float)
    line = times[-1] * (sizes / sizes[-1]) ** power
    axes.loglog(
        sizes, line, color=GREY, linestyle="--", label="straight line of the expected slope"
    )
    axes.loglog(sizes, times, MARKERS[0], color=BLUE, markersize=7, label="measured")
    slope = "m^1" if power == 1 else "n^2"
    axes.text(0.06, 0.9, f"line: ${slope}$", transform=axes.transAxes, color=GREY)


def memory(axes, numbers, megabytes):
    """The most memory a process ever held, on the scale of what the images alone would take."""
    axes.set(title="memory", xlabel="images m", ylabel="megabytes")
    if None in megabytes:  # Windows does not tell
        axes.text(0.5, 0.5, "not measured here", ha="center", transform=axes.transAxes)
        return
    numbers = np.array(numbers, float)
    whole = numbers * 64 * 64 * 3 * 8 / 1e6
    axes.loglog(numbers, whole, color=ORANGE, linestyle=":")
    axes.loglog(numbers, megabytes, MARKERS[0], color=BLUE, markersize=7)
    axes.text(numbers[-1], whole[-1], "all images\nas float64 ", ha="right", va="top", color=ORANGE)
