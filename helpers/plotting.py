"""Figures in one style, each with a sentence for those who cannot see it.

A lesson draws with plain matplotlib on `new_figure()` and ends with `show(figure, "what there is to see")`.
"""

import base64
import html
import io

import matplotlib
import numpy as np
from IPython.display import display
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.rcsetup import cycler

# Okabe and Ito's colours, which stay apart for colour-blind eyes (Color Universal Design, 2008).
BLUE, ORANGE, GREEN, RED, PURPLE, SKY, GREY = (
    "#0072B2 #E69F00 #009E73 #D55E00 #CC79A7 #56B4E9 #6E6E6E".split()
)
COLOURS = [BLUE, ORANGE, GREEN, RED, PURPLE, SKY]
CLASSES = LinearSegmentedColormap.from_list("classes", ["#7FB8DB", "#FFFFFF", "#F2CF80"])
MARKERS = ["o", "s", "^", "D", "v", "P"]

STYLE = {
    "figure.facecolor": "white",  # opaque, so that axes stay readable on a dark page
    "figure.dpi": 100,
    "font.size": 12,
    "axes.titlesize": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#DDDDDD",
    "axes.axisbelow": True,
    "lines.linewidth": 2,
    "legend.frameon": False,
    "image.interpolation": "nearest",
    "axes.prop_cycle": cycler(color=COLOURS),
}
matplotlib.rcParams.update(STYLE)  # type: ignore[arg-type]  # so that a learner's own figures look the same


def new_figure(rows=1, columns=1, width=6.4, height=4.0, **options):
    """A figure and its axes; width and height in inches, `options` as for matplotlib's `subplots`.

    Made without pyplot, so that a figure appears only where `show` puts it and none piles up in memory.
    """
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(rows, columns, **options)


def show(figure, alt):
    """Put the figure on the page with `alt`, one or two sentences that say what it shows.

    It is the alternative text of an HTML picture, which screen readers read in JupyterLab and in exported pages; in an
    output's metadata they do not find it. As the output's plain text it stands above a summary of what is drawn
    (panels, labels, numbers of points), which the tests compare on every run.
    """
    display(
        {"text/html": as_html(figure, alt), "text/plain": f"{alt}\n{describe(figure)}"}, raw=True
    )


def as_html(figure, alt):
    """The figure as an HTML picture with its alternative text, two dots per CSS pixel for dense screens.

    The width in CSS pixels is that of the figure at 100 dots per inch; on a narrower page it shrinks.
    """
    data = png(figure)
    width = int.from_bytes(data[16:20], "big") // 2  # PNG: the header's first field
    picture = base64.b64encode(data).decode()
    return (
        f'<img alt="{html.escape(alt)}" width="{width}" style="max-width: 100%; height: auto" '
        f'src="data:image/png;base64,{picture}">'
    )


def png(figure):
    """The figure as the bytes of a PNG file, 200 dots per inch.

    It has 256 colours at most, which are chosen for it: that is a third of the size, and no difference to be seen in
    a diagram. Figures that show colour pictures keep every colour.
    """
    from PIL import Image  # wanted only here, and slow to load

    buffer = io.BytesIO()
    # "tight" because constrained layout forgets labels beside pictures; no version number in the file
    figure.savefig(buffer, format="png", dpi=200, bbox_inches="tight", metadata={"Software": None})
    pictures = [image.get_array() for axes in figure.axes for image in axes.images]
    if any(picture.ndim == 3 for picture in pictures):
        return buffer.getvalue()
    colours = Image.open(buffer).convert("RGB").quantize(256, method=Image.Quantize.MEDIANCUT)
    small = io.BytesIO()
    colours.save(small, format="PNG", optimize=True)
    return small.getvalue()


def describe(figure):
    """What a figure draws, a line a panel: labels, and how many points, pictures, arrows and texts."""
    return "\n".join(describe_panel(axes) for axes in figure.axes)


def describe_panel(axes):
    """One panel's line of `describe`."""
    labels = [axes.get_title(), axes.get_xlabel(), axes.get_ylabel()]
    parts = [" | ".join(label.replace("\n", " ") for label in labels if label) or "no labels"]
    parts += [f"line of {len(line.get_xdata())}{named(line)}" for line in seen(axes.lines)]
    for collection in seen(axes.collections):
        kind = type(collection).__name__
        points = len(collection.get_offsets()) if kind == "PathCollection" else ""
        parts.append(f"{kind} {points}".strip() + named(collection))
    pictures = seen(axes.images)
    parts += [f"picture {' × '.join(map(str, image.get_array().shape))}" for image in pictures]
    if axes.patches:
        parts.append(f"{len(axes.patches)} shapes")
    parts += [f"text “{text.get_text()}”" for text in axes.texts if text.get_text()]
    arrows = sum(getattr(text, "arrow_patch", None) is not None for text in axes.texts)
    if arrows:
        parts.append(f"{arrows} arrows")
    return "panel: " + "; ".join(parts)


def seen(artists):
    """Those of some artists that are drawn: a live figure hides what belongs to other choices."""
    return [artist for artist in artists if artist.get_visible()]


def named(artist):
    """The label an artist has in the legend, in quotes, or nothing."""
    label = str(artist.get_label())
    return "" if label.startswith("_") else f" “{label}”"


def plot_costs(curves, every=100):
    """Cost against iterations, one labelled line a training. Returns the figure.

    curves -- {label: list of costs, one for every `every` iterations}
    """
    figure, axes = new_figure()
    for (label, costs), marker in zip(curves.items(), MARKERS):
        iterations = every * np.arange(len(costs))
        axes.plot(iterations, costs, label=label, marker=marker, markevery=max(1, len(costs) // 20))
    axes.set(xlabel="iterations of gradient descent", ylabel="cost J")
    axes.set_ylim(bottom=0)
    if len(curves) > 1:
        axes.legend()
    return figure


def plot_points(X, Y, axes=None):
    """The points X (2, m), marked by their class Y (1, m): 0 blue circles, 1 orange squares. Returns the figure."""
    figure = axes.figure if axes else None
    if axes is None:
        figure, axes = new_figure(width=5, height=4.5)
    for label, colour, marker in ((0, BLUE, "o"), (1, ORANGE, "s")):
        chosen = Y[0] == label
        style = {"c": colour, "marker": marker, "s": 22, "edgecolors": "white", "linewidths": 0.6}
        axes.scatter(*X[:, chosen], label=f"class {label}", zorder=3, **style)
    axes.set(xlabel="$x_1$", ylabel="$x_2$")
    return figure


def plot_decision_boundary(probability, X, Y, axes=None, points=200):
    """What a classifier of the plane says everywhere: its probability of class 1 as colour, the 0.5 line, the data.

    probability -- function from points (2, k) to probabilities, (1, k) or (k,)
    points      -- of the grid, along each side
    Returns the figure.
    """
    figure = axes.figure if axes else None
    if axes is None:
        figure, axes = new_figure(width=5, height=4.5)
    margin = 0.08 * np.ptp(X, axis=1)
    (left, bottom), (right, top) = X.min(axis=1) - margin, X.max(axis=1) + margin
    x1, x2 = np.meshgrid(np.linspace(left, right, points), np.linspace(bottom, top, points))
    p = np.reshape(probability(np.vstack([x1.ravel(), x2.ravel()])), x1.shape)
    extent = (left, right, bottom, top)
    axes.imshow(p, origin="lower", extent=extent, aspect="auto", cmap=CLASSES, vmin=0, vmax=1)
    if p.min() < 0.5 < p.max():
        axes.contour(x1, x2, p, levels=[0.5], colors="black", linewidths=1.5)
    plot_points(X, Y, axes)
    axes.grid(False)
    axes.set(xlim=(left, right), ylim=(bottom, top))
    return figure


def plot_images(images, titles=None, columns=6, size=1.5):
    """Pictures in rows, each under its title. Returns the figure.

    images -- uint8 (k, height, width, 3), or (k, height, width) for grey pictures in [0, 1]
    """
    rows = -(-len(images) // columns)
    extra = 0.25 * (1 + max(title.count("\n") for title in titles)) if titles else 0
    figure, grid = new_figure(
        rows, columns, width=columns * size, height=rows * (size + extra), squeeze=False
    )
    for axes in grid.flat:
        axes.axis("off")
    for k, (image, axes) in enumerate(zip(images, grid.flat)):
        axes.imshow(image, cmap="gray", vmin=0, vmax=1 if image.ndim == 2 else None)
        if titles:
            axes.set_title(titles[k], fontsize=11)
    return figure


def plot_graph(nodes, edges, width=9.0, height=3.2):
    """A computation graph: boxes joined by arrows from input to output. Returns the figure.

    nodes -- {name: (column, row, forward, backward)}: where the box stands, the text in it (blue, from left to
             right) and the derivative below it (red, from right to left)
    edges -- list of (from name, to name)
    """
    figure, axes = new_figure(width=width, height=height)
    axes.axis("off")
    boxes = {}
    for name, (column, row, forward, backward) in nodes.items():
        style = {
            "boxstyle": "round,pad=0.5",
            "facecolor": "white",
            "edgecolor": BLUE,
            "linewidth": 1.5,
        }
        text = axes.text(column, row, forward, ha="center", va="center", color=BLUE, bbox=style)
        axes.text(column, row - 0.42, backward, ha="center", va="center", color=RED, fontsize=11)
        boxes[name] = text.get_bbox_patch()
    for start, end in edges:
        ends = {"patchA": boxes[start], "patchB": boxes[end], "shrinkA": 3, "shrinkB": 3}
        arrow = {"arrowstyle": "-|>", "color": GREY, "linewidth": 1.5, **ends}
        axes.annotate("", xy=nodes[end][:2], xytext=nodes[start][:2], arrowprops=arrow)
    columns, rows = zip(*(node[:2] for node in nodes.values()))
    axes.set(xlim=(min(columns) - 0.5, max(columns) + 0.5), ylim=(min(rows) - 0.6, max(rows) + 0.4))
    return figure


def plot_small_network(x, parameters, cache, loss, slopes=None, weight_slopes=()):
    """Two inputs, two hidden units, one output and its loss, for one example: values in boxes, weights on arrows.

    x             -- the example, shape (2, 1)
    parameters    -- dictionary with "W1" (2, 2) and "W2" (1, 2)
    cache         -- dictionary with "Z1", "A1", both (2, 1), and "Z2", "A2", both (1, 1)
    loss          -- a number
    slopes        -- {"unit1", "unit2" or "out": text beside that box}, in orange
    weight_slopes -- of the six weights, W1 row by row and then W2; None where there is none yet

    Returns the figure.
    """
    boxes = {f"x{k + 1}": (0, 2 - 2 * k, f"$x_{k + 1}$ = {x[k, 0]:g}") for k in (0, 1)}
    places = {
        "unit1": (1, 2, "1", 0, ".3g"),
        "unit2": (1, 0, "1", 1, ".3g"),
        "out": (2, 1, "2", 0, ".3f"),
    }
    for name, (column, row, layer, unit, digits) in places.items():
        z, a = cache[f"Z{layer}"][unit, 0], cache[f"A{layer}"][unit, 0]
        boxes[name] = column, row, f"z = {z:{digits}}\na = {a:.3f}"
    boxes["loss"] = 3, 1, f"loss = {loss:.3f}"
    edges = [(f"x{k}", f"unit{j}") for j in (1, 2) for k in (1, 2)]
    edges += [("unit1", "out"), ("unit2", "out"), ("out", "loss")]
    figure = plot_graph({name: (*box, "") for name, box in boxes.items()}, edges, height=4)
    (axes,), style = figure.axes, {"ha": "center", "fontsize": 11}
    style["bbox"] = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    for name, slope in (slopes or {}).items():
        column, row, _ = boxes[name]
        axes.text(column, row + (0.4 if row == 2 else -0.5), slope, color=RED, **style)
    weights = [*parameters["W1"].ravel(), *parameters["W2"].ravel()]
    for k, (weight, (start, end)) in enumerate(zip(weights, edges)):
        share = 0.3 if k < 4 else 0.5  # of its way: the arrows of layer 1 cross in the middle
        spot = (1 - share) * np.array(boxes[start][:2]) + share * np.array(boxes[end][:2])
        axes.text(*spot, f"{weight:g}", va="bottom", color=BLUE, **style)
        if k < len(weight_slopes) and weight_slopes[k] is not None:
            axes.text(*spot, f"{weight_slopes[k]:.3f}", va="top", color=RED, **style)
    return figure


def plot_blocks(forward, width=10.5, height=5.2):
    """A deep network as blocks: one forward (blue) and one backward (orange) for each layer. Returns the figure.

    forward -- the lines of text in each forward block, first layer first: [("linear", "relu"), …]; in the backward
               blocks they stand the other way round
    """
    figure, axes = new_figure(width=width, height=height)
    axes.axis("off")
    last, top, bottom = len(forward), 2.0, 0.0
    axes.set(xlim=(-0.5, last + 0.42), ylim=(-0.85, 2.85))
    blue, orange = [], []
    for k, lines in enumerate(forward):
        blue.append(block(axes, k, top, lines, BLUE))
        orange.append(block(axes, k, bottom, lines[::-1], RED))
    blue.append(block(axes, last, top, ("cost", "$J$"), GREY))
    orange.append(block(axes, last, bottom, ("slope", "of loss"), GREY))
    join(axes, (-0.5, top), blue[0], "$X = A^{[0]}$", BLUE, (-0.06, 0.2))
    join(axes, orange[0], (-0.5, bottom), r"$\mathrm{d}A^{[0]}$", RED, (-0.06, 0.2))
    for k in range(1, last + 1):
        join(axes, blue[k - 1], blue[k], f"$A^{{[{k}]}}$", BLUE, (0, 0.2))
        join(axes, orange[k], orange[k - 1], rf"$\mathrm{{d}}A^{{[{k}]}}$", RED, (0, 0.2))
        join(axes, (k - 1, 2.85), blue[k - 1], f"$W^{{[{k}]}}, b^{{[{k}]}}$", BLUE, (0.23, 0.15))
        gradients = rf"$\mathrm{{d}}W^{{[{k}]}}, \mathrm{{d}}b^{{[{k}]}}$"
        join(axes, orange[k - 1], (k - 1, -0.85), gradients, RED, (0.28, -0.15))
        join(axes, blue[k - 1], orange[k - 1], f"cache {k}", GREY, (0.21, 0))
    join(axes, (last, 2.85), blue[last], "$Y$", GREY, (0.08, 0.15))
    join(axes, blue[last], orange[last], f"$A^{{[{last}]}}, Y$", GREY, (0.21, 0))
    return figure


def block(axes, x, y, lines, colour):
    """A box with lines of text in it; returns the text."""
    style = {"boxstyle": "round,pad=0.5", "fc": "white", "ec": colour, "lw": 2}
    place = {"ha": "center", "va": "center", "color": colour, "fontsize": 13}
    return axes.text(x, y, "\n".join(lines), bbox=style, **place)


def join(axes, start, end, text, colour, shift):
    """An arrow from a block, or a place, to another, and its text, `shift` away from the middle between them."""
    arrow = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.5, "shrinkA": 0, "shrinkB": 0}
    places = []
    for side, what in (("patchA", start), ("patchB", end)):
        if isinstance(what, tuple):
            places.append(np.array(what))
        else:
            arrow[side] = what.get_bbox_patch()
            places.append(np.array(what.get_position()))
    axes.annotate("", xy=places[1], xytext=places[0], arrowprops=arrow)
    middle = (places[0] + places[1]) / 2 + shift
    axes.text(*middle, text, ha="center", va="center", color=colour, fontsize=13)


def plot_network(names, weights, biases, width=8.5, height=4.4):
    """A small network: a box for each input and unit, a line with its number for each weight. Returns the figure.

    names   -- for each layer, the inputs first, the names of its units
    weights -- for each layer after the inputs its table, shape (units, units before); lines are blue if the weight
               is positive, red and dashed if it is negative, and grey without a number if it is zero
    biases  -- for each layer after the inputs its biases, shape (units,)
    """
    figure, axes = new_figure(width=width, height=height)
    axes.axis("off")
    most = max(map(len, names))
    places = []
    for column, units in enumerate(names):
        gap = 1 if len(units) == most else min(1.2, most / len(units))
        places.append([(column, gap * ((len(units) - 1) / 2 - k)) for k in range(len(units))])
    for column, table in enumerate(weights):
        lines = [
            (start, end, weight)
            for end, row in zip(places[column + 1], table)
            for start, weight in zip(places[column], row)
        ]
        draw_connections(axes, lines)
    fills = ["#EEEEEE"] + ["#F8E3B4"] * (len(names) - 2) + ["#CFE5F3"]
    for units, spots, fill, bias in zip(names, places, fills, [None, *biases]):
        for k, (name, spot) in enumerate(zip(units, spots)):
            text = name if bias is None else f"{name}\nbias {signed(bias[k])}"
            style = {"boxstyle": "round,pad=0.55", "facecolor": fill, "edgecolor": GREY}
            axes.text(*spot, text, ha="center", va="center", bbox=style)
    axes.set(xlim=(-0.25, len(names) - 0.75), ylim=(-0.5 * most, 0.5 * most))
    return figure


def draw_connections(axes, lines):
    """The lines between two layers, and each weight that is not zero where it is farthest from the other lines."""
    steps = np.linspace(0, 1, 101)[:, None]
    paths = [(1 - steps) * start + steps * end for start, end, _ in map(as_arrays, lines)]
    for k, ((start, end, weight), path) in enumerate(zip(lines, paths)):
        style = {"color": BLUE if weight > 0 else RED, "linestyle": "-" if weight > 0 else "--"}
        if weight == 0:
            style = {"color": "#DDDDDD", "linewidth": 1}
        axes.plot([start[0], end[0]], [start[1], end[1]], zorder=1, **style)
        if weight == 0:
            continue
        spots = path[26:71]  # clear of the boxes at both ends
        others = [other for j, other in enumerate(paths) if j != k]
        room = [min([away(spot, other) for other in others], default=0) for spot in spots]
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1}
        best = spots[np.argmax(np.round(room, 6))]
        axes.text(*best, signed(weight), ha="center", va="center", fontsize=11, bbox=box)


def as_arrays(line):
    """A line's two ends as arrays, and its weight."""
    start, end, weight = line
    return np.array(start), np.array(end), weight


def away(spot, path):
    """How far a place is from the nearest point of a path; a column is about three times as wide as a row is high."""
    return np.min(np.linalg.norm((path - spot) * (3, 1), axis=1))


def signed(number):
    """A number in few digits, with a real minus sign."""
    return f"{number:.3g}".replace("-", "−")
