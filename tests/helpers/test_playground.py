"""What the playground draws and says, with and without somebody there to play."""

import itertools

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from helpers import playground
from helpers.live.figure import values_of
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
    words, _ = playground.draw(**choice)
    assert remark in words
    assert words.count("% of") == 2 and words.endswith(".")


def test_figure_has_boundary_points_and_cost():
    words, pictures = playground.draw("moons", units=6)
    plane, curve = (describe(picture.figure) for picture in pictures)
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
    (words, first), (again, second) = (playground.draw("blobs", 4, "sigmoid") for _ in range(2))
    assert words == again
    costs = [pictures[1].figure.axes[0].lines[0].get_ydata() for pictures in (first, second)]
    assert np.array_equal(*costs)


def test_extremes_draw_without_a_warning():
    data, activations = playground.DATA, playground.ACTIVATIONS
    units, rates = playground.UNITS[:: len(playground.UNITS) - 1], playground.RATES[-1:]
    for choice in itertools.product(list(data)[:2], units, activations, rates):
        playground.draw(*choice)


def test_playground_is_a_live_figure_with_a_control_for_each_choice(monkeypatch):
    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    InteractiveShell.instance()
    with capture_output() as captured:
        playground.playground()
    shown, _ = captured.outputs
    assert "application/vnd.jupyter.widget-view+json" in shown.data
    assert shown.data["text/plain"].startswith("flower, 4 tanh units, learning rate 0.1: ")


def test_every_choice_of_the_playground_redraws_it(monkeypatch):
    given = []
    monkeypatch.setattr(playground, "show_live", lambda *arguments: given.extend(arguments))
    playground.playground()
    draw, choices = given
    before, _ = draw(**values_of(choices))
    for name, value in (
        ("data", "circles"),
        ("units", 1),
        ("activation", "none"),
        ("learning_rate", 0.01),
    ):
        choices[name].value = value
        words, pictures = draw(**values_of(choices))
        assert words != before
        before = words
    assert words.startswith("circles, 1 linear unit, learning rate 0.01: ")
    assert len(pictures) == 2
