"""What the figures draw, and that each carries its words."""

import base64
import io
from html.parser import HTMLParser

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from PIL import Image

from helpers.plotting import (
    as_html,
    describe,
    new_figure,
    plot_blocks,
    plot_costs,
    plot_graph,
    plot_images,
    plot_network,
    plot_small_network,
    png,
    show,
)


def shown(figure, alt):
    """The data of the one output of `show`."""
    InteractiveShell.instance()
    with capture_output() as captured:
        show(figure, alt)
    (output,) = captured.outputs
    return output.data


def parse(text):
    """The attributes of the one <img> in an HTML text."""
    found = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: found.append((tag, dict(attributes)))
    parser.feed(text)
    ((tag, attributes),) = found
    assert tag == "img"
    return attributes


def png_of(image):
    """The file in the src of an <img>."""
    return base64.b64decode(image["src"].removeprefix("data:image/png;base64,"))


def test_show_puts_out_a_picture_with_its_words():
    figure, axes = new_figure()
    axes.plot([1, 2, 3], [3, 1, 2], label="a line")
    axes.set(xlabel="steps", ylabel="cost")
    data = shown(figure, 'A line that falls, then "rises" < 3.')
    image = parse(data["text/html"])
    assert image["alt"] == 'A line that falls, then "rises" < 3.'
    assert png_of(image).startswith(b"\x89PNG")
    assert (
        data["text/plain"]
        == 'A line that falls, then "rises" < 3.\npanel: steps | cost; line of 3 “a line”'
    )


def test_picture_has_two_dots_per_css_pixel_and_shrinks_with_the_page():
    figure, _ = new_figure(width=5, height=3)
    image = parse(as_html(figure, "Empty axes."))
    picture = Image.open(io.BytesIO(png_of(image)))
    assert picture.width == pytest.approx(2 * int(image["width"]), abs=1)
    assert 470 < int(image["width"]) < 530, "inches of 100 CSS pixels"
    assert "max-width: 100%" in image["style"] and "height: auto" in image["style"]


def test_diagrams_have_few_colours_and_colour_pictures_all():
    noise = np.random.default_rng(0).integers(0, 256, size=(1, 64, 64, 3), dtype=np.uint8)
    assert len(np.unique(noise.reshape(-1, 3), axis=0)) > 2000
    colours = {}
    for name, images in (("colour", noise), ("grey", noise[..., 0] / 255)):
        picture = Image.open(io.BytesIO(png(plot_images(images))))
        colours[name] = picture.convert("RGB").getcolors(2**24)
    assert len(colours["grey"]) <= 256 and len(colours["colour"]) > 2000


def test_description_changes_with_what_is_drawn():
    """nbval compares it: a curve that loses a point, a label or a panel fails the lesson's test."""
    descriptions = set()
    for points, label, title in ((3, "a", "t"), (4, "a", "t"), (3, "b", "t"), (3, "a", "u")):
        figure, axes = new_figure()
        axes.plot(range(points), range(points), label=label)
        axes.set_title(title)
        descriptions.add(describe(figure))
    assert len(descriptions) == 4


def test_description_counts_points_pictures_and_arrows():
    figure, (left, right) = new_figure(1, 2)
    left.scatter(range(7), range(7), label="cats")
    right.imshow(np.zeros((4, 5)))
    right.annotate("here", xy=(0, 0), xytext=(1, 1), arrowprops={"arrowstyle": "->"})
    assert describe(figure).splitlines() == [
        "panel: no labels; PathCollection 7 “cats”",
        "panel: no labels; picture 4 × 5; text “here”; 1 arrows",
    ]


def test_costs_stand_at_their_iterations():
    figure = plot_costs({"slow": [3.0, 2.0, 1.5], "fast": [3.0, 1.0, 0.5]}, every=100)
    (axes,) = figure.axes
    assert [list(line.get_xdata()) for line in axes.lines] == [[0, 100, 200]] * 2
    assert list(axes.lines[1].get_ydata()) == [3.0, 1.0, 0.5]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["slow", "fast"]
    assert axes.lines[0].get_marker() != axes.lines[1].get_marker(), "not by colour alone"
    assert axes.lines[0].get_color() != axes.lines[1].get_color()
    assert axes.get_ylim()[0] == 0 and axes.get_xlabel() and axes.get_ylabel()


def test_one_curve_needs_no_legend():
    assert plot_costs({"only": [1.0, 0.5]}).axes[0].get_legend() is None


@pytest.mark.parametrize("count, panels", [(1, 6), (6, 6), (7, 12)])
def test_images_are_drawn_unchanged_and_in_order(count, panels):
    images = np.random.default_rng(0).integers(0, 256, size=(count, 8, 8, 3), dtype=np.uint8)
    figure = plot_images(images, [str(k) for k in range(count)])
    assert len(figure.axes) == panels
    for k, axes in enumerate(figure.axes[:count]):
        assert np.array_equal(axes.images[0].get_array(), images[k])
        assert axes.get_title() == str(k)
    assert not any(axes.images for axes in figure.axes[count:])


def test_graph_joins_the_boxes():
    nodes = {"a": (0, 0, "a = 2", "da = 3"), "J": (1, 0, "J = 6", "dJ = 1")}
    (axes,) = plot_graph(nodes, [("a", "J")]).axes
    assert [text.get_text() for text in axes.texts] == ["a = 2", "da = 3", "J = 6", "dJ = 1", ""]
    arrow = axes.texts[-1].arrow_patch
    assert (
        arrow.patchA is axes.texts[0].get_bbox_patch()
        and arrow.patchB is axes.texts[2].get_bbox_patch()
    )


def test_small_network_shows_its_numbers_and_the_slopes_that_are_there():
    x = np.array([[1.0], [2.0]])
    weights = {"W1": np.array([[1, 3], [4, 5]]), "W2": np.array([[6, 7]])}
    cache = {"Z1": np.array([[8.0], [9]]), "A1": np.array([[0.1], [0.2]])}
    cache |= {"Z2": np.array([[0.3]]), "A2": np.array([[0.4]])}
    slopes = [None] * 4 + [0.5, 0.25]
    (axes,) = plot_small_network(x, weights, cache, 0.7, {"out": "dz = 1"}, slopes).axes
    place = {text.get_text(): text.get_position() for text in axes.texts if text.get_text()}
    boxes = [
        "$x_1$ = 1",
        "$x_2$ = 2",
        "z = 8\na = 0.100",
        "z = 9\na = 0.200",
        "z = 0.300\na = 0.400",
    ]
    numbers = ["loss = 0.700", "dz = 1", "1", "3", "4", "5", "6", "7", "0.500", "0.250"]
    assert sorted(place) == sorted(boxes + numbers)
    assert place["0.500"] == place["6"] and place["0.250"] == place["7"]
    # On its arrow, nearer to its input.
    for weight, start in (("1", 0), ("3", 1), ("4", 0), ("5", 1)):
        far, near = (abs(place[weight][1] - place[boxes[k]][1]) for k in (1 - start, start))
        assert near < far


@pytest.mark.parametrize("layers", [1, 3])
def test_blocks_of_a_deep_network_go_forward_and_backward(layers):
    (axes,) = plot_blocks([("linear", f"g{k}") for k in range(1, layers + 1)]).axes
    place = {text.get_text(): text.get_position() for text in axes.texts}
    for k in range(1, layers + 1):
        (x, above), (below_x, below) = place[f"linear\ng{k}"], place[f"g{k}\nlinear"]
        assert x == below_x and above > below
        assert f"cache {k}" in place and rf"$\mathrm{{d}}A^{{[{k}]}}$" in place
    assert {"$X = A^{[0]}$", "$Y$", f"$A^{{[{layers}]}}, Y$"} <= set(place)
    arrows = [text.arrow_patch for text in axes.texts if getattr(text, "arrow_patch", None)]
    assert len(arrows) == 5 * layers + 4


def test_network_names_its_units_and_numbers_its_weights():
    tables = [np.array([[0.5, -2.0, 0.0], [0.0, 1.0, 3.0]]), np.array([[-0.25, 4.0]])]
    names, biases = [["a", "b", "c"], ["h", "i"], ["y"]], [np.array([-8.0, 6.0]), np.array([60.0])]
    (axes,) = plot_network(names, tables, biases).axes
    place = {text.get_text(): text.get_position() for text in axes.texts}
    boxes = {"a", "b", "c", "h\nbias −8", "i\nbias 6", "y\nbias 60"}
    assert set(place) == boxes | {"0.5", "−2", "1", "3", "−0.25", "4"}
    assert place["a"][0] < place["h\nbias −8"][0] < place["y\nbias 60"][0]
    assert place["a"][1] > place["b"][1] > place["c"][1]
    styles = [(line.get_color(), line.get_linestyle()) for line in axes.lines]
    assert len(styles) == 8 and len(set(styles)) == 3, "positive, negative and zero differ"
    x, y = place["−2"]  # on its own line, from b to h, and on no other
    heights = [np.interp(x, line.get_xdata(), line.get_ydata()) for line in axes.lines[:6]]
    assert np.isclose(heights[1], y)
    assert all(abs(height - y) > 0.1 for k, height in enumerate(heights) if k != 1)


def test_network_of_one_unit_and_one_input():
    (axes,) = plot_network([["x"], ["y"]], [np.array([[2.0]])], [np.array([1.0])]).axes
    assert [text.get_text() for text in axes.texts] == ["2", "x", "y\nbias 1"]
