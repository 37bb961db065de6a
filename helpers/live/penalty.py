"""Week 5: the boundary of one network, trained with different λ."""

import numpy as np

from helpers.live.figure import Picture, contour_lines, panel, show_live, slider
from helpers.plotting import BLUE, CLASSES, GREY, ORANGE, plot_points

POINTS = 100  # of the grid, along each side


def boundary_by_penalty(networks, probability, points, fresh, curve):
    """A slider over λ, the boundary that belongs to it, and the accuracies on both sets.

    networks    -- {λ: parameters trained with it}
    probability -- function: probability(X, parameters) for points X (2, k), as they lie on the field, (1, k)
    points      -- the points learned from: X (2, m), Y (1, m)
    fresh       -- other points, in the same form
    curve       -- function: curve(x1) is the height of the true curve
    """
    lambdas = list(networks)
    choices = {"lambd": slider("λ", lambdas, 0.7 if 0.7 in networks else lambdas[0])}
    show_live(drawing(networks, probability, points, fresh, curve), choices)


def drawing(networks, probability, points, fresh, curve):
    """The function draw(lambd) that `show_live` calls."""
    X, Y = points
    margin = 0.08 * np.ptp(X, axis=1)
    (left, bottom), (right, top) = X.min(axis=1) - margin, X.max(axis=1) + margin
    x1, x2 = np.meshgrid(np.linspace(left, right, POINTS), np.linspace(bottom, top, POINTS))
    places = np.vstack([x1.ravel(), x2.ravel()])
    grids = {
        each: np.reshape(probability(places, parameters), x1.shape)
        for each, parameters in networks.items()
    }
    right_on = {
        each: [
            100 * np.mean((probability(some, parameters) > 0.5) == labels)
            for some, labels in (points, fresh)
        ]
        for each, parameters in networks.items()
    }

    figure, field = panel(5.0, 4.2)
    style = {"origin": "lower", "cmap": CLASSES, "vmin": 0, "vmax": 1, "aspect": "auto"}
    image = field.imshow(x1, extent=(left, right, bottom, top), **style)
    plot_points(X, Y, field)
    ticks = np.linspace(left, right, 100)
    (true,) = field.plot(ticks, curve(ticks), "--", color="black", linewidth=1)
    field.grid(False)
    field.set(xlim=(left, right), ylim=(bottom, top), title="the field")
    border = [contour_lines(field, x1, x2, grids[each]) for each in networks]
    for lines in border:
        lines.set_visible(False)
    scored, axes = panel(5.0, 4.2)
    names = [f"{each:g}" for each in networks]
    for k, (label, colour, marker) in enumerate(
        [("learned from", BLUE, "o-"), ("fresh", ORANGE, "s-")]
    ):
        axes.plot(
            names, [shares[k] for shares in right_on.values()], marker, color=colour, label=label
        )
    axes.set(xlabel="λ", title="right (%)")
    (here,) = axes.plot([], [], color=GREY, linewidth=8, alpha=0.4)
    axes.legend(loc="lower left")
    low, high = axes.get_ylim()
    axes.set_ylim(low, high)
    alt = "The points on the field, the network's border (solid) and the true curve (dashed)."
    moving = (image, true, *border, *field.collections[:2])
    pictures = [
        Picture(figure, alt, moving),
        Picture(
            scored, "The share of right answers for each λ; a grey bar marks this one.", (here,)
        ),
    ]

    def draw(lambd):
        place = list(networks).index(lambd)
        image.set_data(grids[lambd])
        for k, lines in enumerate(border):
            lines.set_visible(k == place)
        here.set_data([place, place], [low, high])
        seen, unseen = right_on[lambd]
        return (
            f"λ = {lambd:g}: {seen:.0f} % right of the points learned from, {unseen:.0f} % of fresh ones."
        ), pictures

    return draw
