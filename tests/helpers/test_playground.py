"""What the playground draws and says, with and without somebody there to play."""

import html
import itertools

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from helpers import playground
from helpers.plotting import describe


@pytest.mark.parametrize(
    "choice, remark",
    [
        ({}, "settled."),
        ({"units": 2}, "too few units, or training is stuck."),
        ({"learning_rate": 1.0}, "too few units, or training is stuck."),
        ({"data": "moons", "units": 4}, "settled."),
        ({"units": 50, "activation": "none"}, "one straight line"),
        ({"units": 50, "learning_rate": 0.3}, "overfitting."),
        ({"units": 20, "learning_rate": 0.001}, "still falling"),
        ({"units": 50, "activation": "ReLU", "learning_rate": 1.0}, "steps are too large."),
        ({"data": "moons", "units": 1, "activation": "ReLU"}, "hardly anything is learned."),
    ],
)
def test_words_say_what_stands_out(choice, remark):
    figure, words = playground.draw(**choice)
    assert remark in words
    assert words.count("% of") == 2 and words.endswith(".")


def test_figure_has_boundary_points_and_cost():
    figure, words = playground.draw("moons", units=6)
    plane, curve = describe(figure).splitlines()
    for part in ("QuadContourSet", "PathCollection 100 “class 0”", "picture 120 × 120", "right"):
        assert part in plane
    assert f"line of {playground.STEPS} “cost”" in curve
    assert words.startswith("moons, 6 tanh units, learning rate 0.1: ")


@pytest.mark.parametrize("data", playground.DATA)
def test_a_few_units_solve_every_data_set_but_a_line_none_of_the_round_ones(data):
    shares = {}
    for activation in ("tanh", "none"):
        X, Y = playground.DATA[data]()
        network = playground.trained_network(X, Y, 8, activation, 0.1)
        shares[activation] = network.score(X.T, Y[0])
    assert shares["tanh"] > 0.88
    assert shares["none"] < (0.9 if data == "moons" else 0.65)


def test_same_choice_gives_the_same_figure():
    (first, words), (second, again) = (playground.draw("blobs", 4, "sigmoid") for _ in range(2))
    assert words == again
    assert np.array_equal(first.axes[1].lines[0].get_ydata(), second.axes[1].lines[0].get_ydata())


def test_extremes_draw_without_a_warning():
    data, activations = playground.DATA, playground.ACTIVATIONS
    units, rates = playground.UNITS[:: len(playground.UNITS) - 1], playground.RATES[-1:]
    for choice in itertools.product(list(data)[:2], units, activations, rates):
        playground.draw(*choice)


def outputs_of_playground():
    InteractiveShell.instance()
    with capture_output() as captured:
        playground.playground()
    return captured.outputs


def test_where_a_program_runs_the_notebook_there_is_a_figure_alone(monkeypatch):
    monkeypatch.setenv("TQDM_DISABLE", "1")
    (output,) = outputs_of_playground()
    assert set(output.data) == {"text/html", "text/plain"}
    assert output.data["text/html"].startswith('<img alt="flower, 4 tanh units')


def test_where_somebody_plays_there_are_widgets_and_a_picture_to_save(monkeypatch):
    monkeypatch.delenv("TQDM_DISABLE")
    (output,) = outputs_of_playground()
    widget = "application/vnd.jupyter.widget-view+json"
    assert set(output.data) == {widget, "text/html", "text/plain"}
    assert f'alt="{html.escape(output.data["text/plain"])}"' in output.data["text/html"]
    assert output.data["text/plain"].startswith("flower, 4 tanh units")


def test_every_choice_redraws_the_picture(monkeypatch):
    monkeypatch.delenv("TQDM_DISABLE")
    parts = []
    make = playground.controls

    def controls():
        parts.extend(make())
        return parts

    monkeypatch.setattr(playground, "controls", controls)
    outputs_of_playground()
    _, choices, picture = parts
    for name, value in (
        ("data", "circles"),
        ("units", 1),
        ("activation", "none"),
        ("learning_rate", 0.01),
    ):
        before = picture.value
        choices[name].value = value
        assert picture.value.split("base64,")[1] != before.split("base64,")[1]
    words, image = picture.value.split("<br>")
    assert words.startswith("circles, 1 linear unit, learning rate 0.01: ")
    assert image.startswith(f'<img alt="{words}" src="data:image/png;base64,')
