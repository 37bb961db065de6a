"""What the live figures draw and say for the values of their controls, and the still where no kernel runs."""

import html
import io

import ipywidgets as widgets
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from PIL import Image

from helpers import deep_network, logistic_regression, planar_data, shallow_network
from helpers.live import (
    bends,
    descent,
    dropout,
    figure,
    hidden_layer,
    neuron,
    penalty,
    search,
    template,
)

VIEW = "application/vnd.jupyter.widget-view+json"


def relu_neuron(x, w, b):
    return np.maximum(0, w * x + b)


def descend(slope, x, learning_rate, num_steps):
    positions = [x]
    for _ in range(num_steps):
        x = x - learning_rate * slope(x)
        positions.append(x)
    return np.array(positions)


def drops_all_but_the_first(X, parameters, keep_prob, seed):
    """A stand-in for dropout: example e keeps the units up to e + seed, and all of them at keep_prob 1."""
    masks = [
        np.arange(units)[:, None] <= np.arange(X.shape[1]) + (seed - 1 if keep_prob < 1 else units)
        for units in dropout.SIZES[1:3]
    ]
    return None, (None, masks[0], None, None, None, None, masks[1])


@pytest.fixture(scope="module")
def flower():
    """The flower, and its network at a few iterations."""
    X, Y = planar_data.make_flower()
    stages, stage = {}, shallow_network.initialize_parameters(2, 4, 1, seed=2)
    for i in range(301):
        if i in (0, 100, 300):
            stages[i] = stage
        _, cache = shallow_network.forward_propagation(X, stage)
        grads = shallow_network.backward_propagation(stage, cache, X, Y)
        stage = shallow_network.update_parameters(stage, grads, 1.2)
    return X, Y, stages


@pytest.fixture(scope="module")
def small_pictures():
    """Eight random pictures as columns, half of them cats."""
    rng = np.random.default_rng(0)
    return rng.random((12288, 8)), np.array([[0, 1] * 4])


@pytest.fixture(scope="module")
def houses():
    """Houses whose prices come from two hidden units, and untrained networks that may look for them."""
    from sklearn.neural_network import MLPRegressor

    rng = np.random.default_rng(0)
    X = rng.uniform(-1, 1, (60, 2)) * (1, 10)
    ours = np.array([[1.0, 0.2], [0.0, -1.0]])
    prices = np.maximum(0, X @ ours.T + 0.5) @ (3.0, 2.0)
    starts = [MLPRegressor(hidden_layer_sizes=(2,), solver="lbfgs", random_state=k) for k in (0, 1)]
    return starts, X, prices, ours


@pytest.fixture(scope="module")
def field():
    """Networks of three λ, points, other points and a curve."""
    X, Y = planar_data.make_moons()
    networks = {
        lambd: deep_network.initialize_parameters_deep([2, 3, 1], seed=k)
        for k, lambd in enumerate((0, 0.7, 80))
    }

    def probability(points, parameters):
        return deep_network.L_model_forward(points, parameters)[0]

    return networks, probability, (X, Y), planar_data.make_moons(seed=1), np.sin


CALLS = {
    "neuron": lambda get: neuron.one_neuron(relu_neuron, np.arange(50.0), np.arange(50.0)),
    "bends": lambda get: bends.sum_of_bends(relu_neuron),
    "search": lambda get: search.network_being_found(
        *get("houses")[:3], ["size", "rooms"], get("houses")[3]
    ),
    "parabola": lambda get: descent.on_parabola(descend),
    "bowl": lambda get: descent.on_bowl(descend),
    "template": lambda get: template.template_forming(
        logistic_regression.optimize, *get("small_pictures"), 0.004
    ),
    "hidden_layer": lambda get: hidden_layer.as_hidden_layer_sees(
        *get("flower"), shallow_network.forward_propagation
    ),
    "dropout": lambda get: dropout.thinned_networks(drops_all_but_the_first),
    "penalty": lambda get: penalty.boundary_by_penalty(*get("field")),
}


def outputs_of(call, get):
    InteractiveShell.instance()
    with capture_output() as captured:
        call(get)
    return captured.outputs


@pytest.fixture(params=CALLS)
def call(request):
    return lambda: outputs_of(CALLS[request.param], request.getfixturevalue)


@pytest.fixture
def boxes(monkeypatch):
    """Somebody is there to choose; the boxes of the live figures that are shown."""
    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    made = []
    make = figure.live_box

    def live_box(draw, choices, words, pictures):
        made.append((make(draw, choices, words, pictures), choices))
        return made[-1][0]

    monkeypatch.setattr(figure, "live_box", live_box)
    return made


# --- every live figure


def test_where_a_program_runs_the_notebook_there_is_a_still_alone(call, monkeypatch):
    monkeypatch.setenv("TQDM_DISABLE", "1")
    (output,) = call()
    assert set(output.data) == {"text/html", "text/plain"}
    words = output.data["text/plain"].partition("\n")[0]
    assert output.data["text/html"].startswith(f"<p>{html.escape(words)}</p><img alt=")
    assert "panel: " in output.data["text/plain"]
    assert 'alt=""' not in output.data["text/html"]


def test_where_somebody_is_there_to_choose_there_are_widgets_and_a_still_to_save(call, boxes):
    shown, names = call()
    assert set(shown.data) == {VIEW, "text/html", "text/plain"}
    assert shown.data["text/html"].count("<img alt=") >= 1
    assert "aria-label" in names.data["application/javascript"]


def test_every_control_has_a_name_and_gives_way_on_a_narrow_page(call, boxes):
    call()
    ((box, choices),) = boxes
    for control in choices.values():
        assert control.description and control.tooltip == control.description
    for widget in everything_in(box):
        layout = widget.layout
        assert layout.min_width == "0" and layout.width in ("100%", "auto")
        assert "px" not in f"{layout.width} {layout.max_width} {layout.flex}"
    assert box.children[0].layout.flex_flow == "row wrap"


def everything_in(box):
    yield box
    for child in box.children:
        if isinstance(child, widgets.Box):
            yield from everything_in(child)
        else:
            yield child


def test_every_choice_changes_the_picture(call, boxes):
    call()
    ((box, choices),) = boxes
    _, says, shows = box.children
    for control in choices.values():
        values = [value for _, value in control.options] if has_pairs(control) else control.options
        first = control.value, shows.value, says.value
        control.value = next(value for value in values if value != control.value)
        assert shows.value != first[1] and says.value != first[2]
        control.value = first[0]
        assert (shows.value, says.value) == first[1:]
        assert shows.value.count("max-width: 100%") == shows.value.count("<img")


def has_pairs(control):
    return isinstance(control.options[0], tuple)


def test_a_picture_drawn_on_its_background_is_the_picture_drawn_whole():
    draw = descent.parabola(descend)
    for choice in ((0.9, 20), (1.1, 40), (0.1, 3)):
        _, pictures = draw(*choice)
        quick = [image_of(picture.png()) for picture in pictures]
        _, afresh = descent.parabola(descend)(*choice)
        for one, other in zip(quick, afresh):
            assert np.array_equal(one, image_of(other.png()))


def image_of(png):
    return np.asarray(Image.open(io.BytesIO(png)))


# --- what each of them draws


def test_neuron_bends_where_its_sum_is_zero():
    draw = neuron.drawing(relu_neuron, np.array([50.0, 100.0]), np.array([80.0, 280.0]))
    words, (picture,) = draw(4.0, -120)
    line, output, bend = picture.moving
    assert bend.get_xdata() == [30] and bend.get_ydata() == [0]
    assert np.array_equal(output.get_ydata(), np.maximum(0, line.get_ydata()))
    assert "flat up to the bend at 30 m², then 4 thousand" in words and "0 thousand" in words
    assert "the same output for every size, 20" in draw(0, 20)[0]
    assert "2 thousand euros less per square metre up to the bend at 150 m²" in draw(-2, 300)[0]
    assert list(bend.get_xdata()) == [150]


@pytest.mark.parametrize("units", [1, 4, bends.MOST])
@pytest.mark.parametrize("curve", bends.CURVES)
def test_bends_meet_the_curve_at_each_bend(curve, units):
    words, (sums, terms) = bends.drawing(relu_neuron)(curve, units)
    wanted, total, marks = sums.moving
    places = np.append(marks.get_xdata(), bends.END)
    assert len(places) == units + 1
    reached = np.interp(places, total.get_xdata(), total.get_ydata())
    if 400 % units == 0:  # the bends are among the places drawn
        assert np.allclose(reached, bends.CURVES[curve](places), rtol=0, atol=1e-9)
    assert sum(line.get_visible() for line in terms.moving) == units
    away = np.abs(total.get_ydata() - wanted.get_ydata()).max()
    assert words.endswith(f"largest distance from the curve {away:.3f}.")


def test_more_neurons_come_nearer_but_not_to_a_jump():
    draw = bends.drawing(relu_neuron)
    away = {
        curve: [float(draw(curve, n)[0].split()[-1][:-1]) for n in (4, 16)]
        for curve in bends.CURVES
    }
    assert all(away[curve][1] < 0.6 * away[curve][0] for curve in ("wave", "parabola", "hill"))
    assert away["root"][1] < away["root"][0] and away["jump"][1] > 1


@pytest.mark.parametrize(
    "rate, way",
    [(0.1, "closer on one side"), (0.5, "there in one step"), (0.9, "from side to side, and closer"),
     (1.0, "to and fro for ever"), (1.1, "it runs away")],
)  # fmt: skip
def test_parabola_shows_the_walk_and_says_how_it_goes(rate, way):
    words, (walk, distances) = descent.parabola(descend)(rate, 10)
    path = descend(lambda x: 2 * x - 2, 6.0, rate, 10)
    seen = path[np.abs(path - 1) < 9.2]
    assert np.array_equal(walk.moving[0].get_xdata(), seen)
    assert len(distances.moving[0].get_ydata()) == 11
    assert words.endswith(f"{way}.")


def test_bowl_runs_away_from_a_rate_on_that_the_steep_direction_sets():
    draw = descent.bowl(descend)
    words, (path, heights) = draw(0.048, 40)
    assert "downhill" in words and path.moving[0].get_xdata()[0] == -3.5
    assert heights.moving[0].get_ydata()[-1] < heights.moving[0].get_ydata()[0]
    assert "higher than it began: it runs away." in draw(0.052, 40)[0]
    assert "its last step goes up: it runs away, slowly." in draw(0.05, 40)[0]
    assert "changed sides not once" in draw(0.005, 40)[0]


def test_template_takes_the_steps_of_the_training_itself(small_pictures):
    X, Y = small_pictures
    stages = template.train(logistic_regression.optimize, X, Y, 0.004)
    for iteration in (5, 50, 300):
        w, b = logistic_regression.initialize_with_zeros(X.shape[0])
        params, _, _ = logistic_regression.optimize(w, b, X, Y, iteration, 0.004)
        _, cost = logistic_regression.propagate(params["w"], params["b"], X, Y)
        assert np.allclose(stages[iteration][0], params["w"], rtol=0, atol=1e-12)
        assert np.isclose(stages[iteration][1], cost, rtol=1e-9)
    words, (weights, falling) = template.drawing(stages, 8)(300)
    shown = weights.moving[0].get_array()
    assert np.isclose(np.abs(shown).max(), 1)
    assert falling.moving[0].get_ydata() == [stages[300][1]] and "of 8 pictures right" in words


def test_hidden_layer_puts_the_boundary_where_the_network_says_one_half(flower):
    X, Y, stages = flower
    draw = hidden_layer.drawing(X, Y, stages, shallow_network.forward_propagation)
    for iteration in stages:
        words, (plane, hidden) = draw(iteration)
        A2, _ = shallow_network.forward_propagation(X, stages[iteration])
        for label, points in zip((0, 1), hidden.moving):
            across = points.get_offsets()[:, 0]
            assert np.array_equal(across > 0, (A2 > 0.5)[Y == label])
        right = np.sum((A2 > 0.5) == Y)
        assert words.startswith(f"After {iteration:,} iterations: {right} of 400 points")
        visible = [artist.get_visible() for artist in plane.moving[1:-2]]
        assert visible == [each == iteration for each in stages]


def test_hidden_layer_parts_the_classes_in_the_course_of_the_training(flower):
    X, Y, stages = flower
    draw = hidden_layer.drawing(X, Y, stages, shallow_network.forward_propagation)
    right = [int(draw(iteration)[0].split()[3]) for iteration in (0, 300)]
    assert right[0] < 260 and right[1] > 340


def test_dropout_draws_the_units_and_connections_that_are_left():
    draw = dropout.drawing(drops_all_but_the_first)
    words, (picture,) = draw(0.5, 2, 3)
    lines, dropped, kept = picture.moving
    assert "4 of 8 units take part in layer 1, 4 of 5 in layer 2, and each counts 2 times" in words
    assert len(kept.get_offsets()) == 2 + 4 + 4 + 1 and len(dropped.get_offsets()) == 4 + 1
    assert len(lines.get_segments()) == 2 * 4 + 4 * 4 + 4
    ends = {tuple(end) for segment in lines.get_segments() for end in segment}
    assert not ends & {tuple(place) for place in dropped.get_offsets()}


def test_penalty_shows_the_border_of_its_own_network(field):
    networks, probability, points, fresh, curve = field
    draw = penalty.drawing(networks, probability, points, fresh, curve)
    for place, (lambd, parameters) in enumerate(networks.items()):
        words, (plane, scores) = draw(lambd)
        shares = [
            100 * np.mean((probability(X, parameters) > 0.5) == Y) for X, Y in (points, fresh)
        ]
        assert words.startswith(f"λ = {lambd:g}: {shares[0]:.0f} % right of the points")
        assert f"{shares[1]:.0f} % of fresh ones" in words
        image, _, *border = plane.moving
        visible = [lines.get_visible() for lines in border[: len(networks)]]
        assert visible == [k == place for k in range(len(networks))]
        assert scores.moving[0].get_xdata() == [place, place]
        assert image.get_array().min() >= 0 and image.get_array().max() <= 1


def test_search_shows_the_weights_of_the_network_after_so_many_steps(houses):
    starts, X, prices, ours = houses
    train = search.training(starts, X, prices)
    draw = search.drawing(train, X, prices, ["size", "rooms"], ours, np.ones(2))
    words, (weights, answers) = draw(1, 12)
    network = train(1, 12)
    assert network.n_iter_ <= 12 and network.random_state == 1
    found = search.most_like(network.coefs_[0].T, ours).ravel()
    assert np.allclose([bar.get_height() for bar in weights.moving[:4]], found)
    assert np.allclose(answers.moving[0].get_offsets()[:, 1], network.predict(X))
    assert words.startswith("Start 2, 12 steps: on average ")


def test_rows_are_compared_whatever_their_order_and_size():
    ours = np.array([[1.0, 0.5], [0.0, -2.0]])
    found = np.array([[0.1, -4.0], [3.0, 1.5]])
    assert np.allclose(search.most_like(found, ours), [[1, 0.5], [0.025, -1]])
