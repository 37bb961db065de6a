"""Week 5: which units and connections dropout leaves of a small network, example by example and step by step."""

import numpy as np
from matplotlib.collections import LineCollection

from helpers.live.figure import Picture, menu, panel, show_live, slider
from helpers.plotting import BLUE, GREY, ORANGE

SIZES = (2, 8, 5, 1)
EXAMPLES = 6
STEPS = range(1, 21)
KEPT = (1.0, 0.9, 0.8, 0.7, 0.5, 0.3)


def thinned_networks(forward_with_dropout):
    """Choose keep_prob, the step and the example, and see the network that is left.

    forward_with_dropout -- function: forward_with_dropout(X, parameters, keep_prob, seed) returns A3 and the cache
                            (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)
    """
    choices = {
        "keep_prob": menu("keep_prob", [(f"{p:g}", p) for p in KEPT], 0.7),
        "step": slider("training step", STEPS, 1),
        "example": slider("example", range(1, EXAMPLES + 1), 1),
    }
    show_live(drawing(forward_with_dropout), choices)


def drawing(forward_with_dropout):
    """The function draw(keep_prob, step, example) that `show_live` calls."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(SIZES[0], EXAMPLES))
    parameters = {}
    for layer, (before, units) in enumerate(zip(SIZES, SIZES[1:]), start=1):
        parameters[f"W{layer}"] = rng.normal(size=(units, before))
        parameters[f"b{layer}"] = np.zeros((units, 1))
    places = [
        np.column_stack([np.full(units, 1.0 * layer), np.arange(units) - (units - 1) / 2])
        for layer, units in enumerate(SIZES)
    ]
    figure, axes = panel(5.6, 4.0, left=0.02, right=0.98, bottom=0.12, top=0.98)
    axes.set(xlim=(-0.3, 3.3), ylim=(-4.2, 4.2), xticks=range(4), yticks=[])
    axes.set_xticklabels(["input", "hidden layer 1", "hidden layer 2", "output"])
    axes.tick_params(length=0)
    axes.grid(False)
    axes.spines[:].set_visible(False)
    lines = axes.add_collection(LineCollection([], colors=BLUE, linewidths=1.2))
    kept = axes.scatter([], [], s=260, color=ORANGE, edgecolors="black", label="takes part")
    dropped = axes.scatter([], [], s=150, color="white", edgecolors=GREY, marker="X")
    dropped.set_label("dropped")
    axes.legend(loc="upper right", markerscale=0.6)
    alt = "A network of 2 inputs, 8 and 5 hidden units and one output; dropped units are crosses "
    picture = Picture(figure, alt + "and have no lines.", (lines, dropped, kept))

    def draw(keep_prob, step, example):
        _, cache = forward_with_dropout(X, parameters, keep_prob, step)
        ones = np.ones(1, dtype=bool)
        D1, D2 = (np.asarray(cache[k])[:, example - 1] > 0 for k in (1, 6))
        masks = [np.repeat(ones, SIZES[0]), D1, D2, ones]
        everywhere, left = np.vstack(places), np.concatenate(masks)
        kept.set_offsets(everywhere[left])
        dropped.set_offsets(everywhere[~left])
        pairs = zip(zip(places, masks), zip(places[1:], masks[1:]))
        lines.set_segments(
            [
                (start, end)
                for (starts, here), (ends, there) in pairs
                for start in starts[here]
                for end in ends[there]
            ]
        )
        each = f"{1 / keep_prob:.3g}"
        return (
            f"keep_prob {keep_prob:g}, step {step}, example {example}: {D1.sum()} of {SIZES[1]} units take part "
            f"in layer 1, {D2.sum()} of {SIZES[2]} in layer 2, and each counts {each} times. "
            "The next example has another mask, and so has the next step."
        ), [picture]

    return draw
