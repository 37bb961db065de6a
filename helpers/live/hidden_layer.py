"""Week 3: the flower in the plane, and as the output unit gets it from the hidden layer."""

import numpy as np

from helpers.live.figure import Picture, contour_lines, panel, show_live, slider
from helpers.plotting import BLUE, CLASSES, ORANGE


def as_hidden_layer_sees(X, Y, stages, forward):
    """A slider over the iterations; the boundary in the plane beside the same points seen by the output unit.

    X, Y    -- points, shape (2, m), and classes, shape (1, m)
    stages  -- {iteration: parameters at that iteration}
    forward -- function: forward(X, parameters) returns A2 and the cache with "A1"
    """
    iterations = list(stages)
    choices = {"iteration": slider("iterations", iterations, iterations[-1], "{:,}".format)}
    show_live(drawing(X, Y, stages, forward), choices)


def seen_from_the_side(A1, parameters, before):
    """Hidden values A1 (n_h, m) as points of a plane: across the boundary, and along it where they spread most.

    In the space of the hidden units the output unit's boundary W2·a + b2 = 0 is flat. Across is the distance from it,
    with its sign; along is the direction within the flat in which the points spread most, turned like `before`.
    Returns across (m,), along (m,), the direction (n_h,).
    """
    w2 = parameters["W2"][0]
    length = np.linalg.norm(w2)
    normal = w2 / length
    across = normal @ A1 + parameters["b2"][0, 0] / length
    centred = A1 - A1.mean(axis=1, keepdims=True)
    within = centred - np.outer(normal, normal @ centred)
    direction = np.linalg.svd(within, full_matrices=False)[0][:, 0]
    if before is not None and direction @ before < 0:
        direction = -direction
    return across, direction @ A1, direction


def drawing(X, Y, stages, forward):
    """The function draw(iteration) that `show_live` calls."""
    edge = 1.1 * np.abs(X).max()
    ticks = np.linspace(-edge, edge, 80)
    x1, x2 = np.meshgrid(ticks, ticks)
    left, plane = panel(4.8, 4.2)
    extent = (-edge, edge, -edge, edge)
    style = {"origin": "lower", "extent": extent, "cmap": CLASSES, "vmin": 0, "vmax": 1}
    image = plane.imshow(np.full(x1.shape, 0.5), **style)
    fixed = scatter(plane, Y)
    for points, label in zip(fixed, (0, 1)):
        points.set_offsets(X[:, Y[0] == label].T)
    plane.set(xlabel="$x_1$", ylabel="$x_2$", title="the plane")
    plane.grid(False)
    right, hidden = panel(4.8, 4.2, left=0.17)
    hidden.axvline(0, color="black", linewidth=1.5)
    moved = scatter(hidden, Y)
    hidden.set(xlabel="across the boundary", ylabel="along it", title="the hidden layer's values")
    hidden.legend(loc="lower right", fontsize=10)

    views, direction = {}, None
    for iteration, parameters in stages.items():
        A2, cache = forward(X, parameters)
        *view, direction = seen_from_the_side(cache["A1"], parameters, direction)
        grid = forward(np.vstack([x1.ravel(), x2.ravel()]), parameters)[0].reshape(x1.shape)
        views[iteration] = np.array(view), grid, int(np.sum((A2 > 0.5) == Y))
    border = {each: contour_lines(plane, x1, x2, grid) for each, (_, grid, _) in views.items()}
    widest = 1.05 * np.max([np.abs(view).max(axis=1) for view, _, _ in views.values()], axis=0)
    hidden.set(xlim=(-widest[0], widest[0]), ylim=(-widest[1], widest[1]))
    alt = "The same points by the values of the hidden units, with the boundary as an upright line."
    pictures = [
        Picture(
            left,
            "The flower in the plane, on the network's answers.",
            (image, *border.values(), *fixed),
        ),
        Picture(right, alt, tuple(moved)),
    ]

    def draw(iteration):
        view, grid, right_answers = views[iteration]
        image.set_data(grid)
        for each, lines in border.items():
            lines.set_visible(each == iteration)
        for points, label in zip(moved, (0, 1)):
            points.set_offsets(view[:, Y[0] == label].T)
        m = Y.size
        return (
            f"After {iteration:,} iterations: {right_answers} of {m} points on their own side of one "
            f"flat boundary, {right_answers / m:.0%}."
        ), pictures

    return draw


def scatter(axes, Y):
    """The points of both classes, still without places: 0 blue circles, 1 orange squares."""
    made = []
    for label, colour, marker in ((0, BLUE, "o"), (1, ORANGE, "s")):
        nowhere = np.zeros(int(np.sum(Y[0] == label)))
        style = {"c": colour, "marker": marker, "s": 18, "edgecolors": "white", "linewidths": 0.4}
        made.append(axes.scatter(nowhere, nowhere, label=f"class {label}", **style))
    return made
