"""What is said of a function by its text alone, and of results in another order or unchanged."""

import json
import linecache
import re

import pytest

from classroom.exercises import recording
from classroom.paths import ROOT
from helpers.checks import Kind, diagnose, load_exercises
from helpers.checks.notebook import diagnose_with_place
from lab.study import make_copy
from tests.checks.support import WEEK, flat

DEEP = "week4_deep_network"


def said(sources, week, name, source):
    """The Diagnosis of an answer that stands in a cell of a notebook."""
    place = f"<cell {hash(source)}>"
    linecache.cache[place] = (len(source), None, source.splitlines(True), place)
    space = dict(sources[week][name][1])
    exec(compile(source, place, "exec"), space)
    return diagnose_with_place(load_exercises(week), name, space[name])


@pytest.mark.parametrize(
    "line, words",
    [
        ("s.reshape(-1, 1)", "line 3, s.reshape(-1, 1), computes a value that nothing keeps"),
        ("np.maximum(s, 2)", "line 3, np.maximum(s, 2), computes a value that nothing keeps"),
        ("s == 3", "line 3, s == 3, only compares"),
        ("s.take([0])", "line 3, s.take([0]), computes a value that nothing keeps"),
        ("s.fill(2.0)", ""),
        ("s.sort()", ""),
        ("set().add(1)", ""),
        ("np.add(s, 1)", "line 3, np.add(s, 1), computes a value that nothing keeps"),
        ("np.put(s, 0, 1.0)", ""),
        ("np.exp(z, s)", ""),
        ("np.clip(s, 0, 1, s)", ""),
        ("s.clip(0, 1, s)", ""),
        ("np.clip(s, 0, 1)", "line 3, np.clip(s, 0, 1), computes a value that nothing keeps"),
        ("s.clip(0, 1)", "line 3, s.clip(0, 1), computes a value that nothing keeps"),
        ("np.exp(z, out=s)", ""),
        ("sorted(s)", "line 3, sorted(s), computes a value that nothing keeps"),
        ("print(s)", ""),
    ],
)
def test_a_value_that_nothing_keeps_is_noticed(sources, line, words):
    source = f"def sigmoid(z):\n    s = np.array(z * 0.5)\n    {line}\n    return s\n"
    message = flat(said(sources, WEEK, "sigmoid", source))
    assert words in message
    assert words or "nothing keeps" not in message and "compares" not in message


def test_a_forgotten_raise_is_told_from_an_unwritten_function(sources):
    unwritten = 'def sigmoid(z):\n    """Text."""\n    raise NotImplementedError\n'
    assert said(sources, WEEK, "sigmoid", unwritten).kind is Kind.NOT_WRITTEN
    written = unwritten.replace("    raise", "    s = 1 / (1 + np.exp(-z))\n    raise")
    found = said(sources, WEEK, "sigmoid", written)
    assert found.kind is Kind.ERROR_RAISED
    assert "line 4 is still `raise NotImplementedError`" in flat(found)


@pytest.mark.parametrize(
    "lesson, name",
    [("2_image_classifier", "train"), ("3_softmax_classifier", "mini_batches")],
)
def test_what_the_cell_gave_is_no_answer(sources, lesson, name):
    """The cell as a learner gets it, with given lines around the raise, and with one own line before it."""
    cells = json.loads(make_copy(ROOT / "notebooks" / DEEP / f"{lesson}.ipynb"))["cells"]
    texts = map("".join, (cell["source"] for cell in cells))
    unwritten = next(text for text in texts if text.startswith(f"def {name}("))
    assert said(sources, DEEP, name, unwritten).kind is Kind.NOT_WRITTEN
    written = re.sub(r"( *)raise", r"\1own = 3\n\1raise", unwritten)
    assert said(sources, DEEP, name, written).kind is Kind.ERROR_RAISED


def test_results_in_another_order_are_told_by_shapes_and_by_values(sources):
    source, namespace = sources[DEEP]["linear_backward"]
    by_shape = recording.patched(source, "return dA_prev, dW, db", "return 2 * dW, db, dA_prev")
    message = flat(said(sources, DEEP, "linear_backward", by_shape))
    assert "another order: dA_prev, dW, db is expected, dW, db, dA_prev came." in message

    def accuracy_interval(*arguments):
        p, low, high = sources[DEEP]["accuracy_interval"][1]["accuracy_interval"](*arguments)
        return low, p, high

    names = ", ".join(load_exercises(DEEP)["accuracy_interval"].returns)
    assert f"another order: {names} is expected" in flat(
        diagnose(f"{DEEP}/accuracy_interval", accuracy_interval)
    )


def test_no_order_is_claimed_where_only_the_numbers_are_wrong(sources):
    source = sources[DEEP]["linear_backward"][0]
    wrong = recording.patched(source, "return dA_prev, dW, db", "return dA_prev, 2 * dW + 1, db")
    assert "another order" not in flat(said(sources, DEEP, "linear_backward", wrong))


def test_what_is_never_changed_is_said(sources):
    source = sources[WEEK]["optimize"][0]
    wrong = recording.patched(source, 'b - learning_rate * grads["db"]', "b")
    wrong = recording.patched(
        wrong, "i % 100 == 0:\n            costs", "i % 99 == 0:\n            costs"
    )
    message = flat(said(sources, WEEK, "optimize", wrong))
    assert "b comes back as it was given, unchanged." in message


@pytest.mark.parametrize(
    "body, words",
    [
        ('{"first": z}["w"]', "no such key."),
        ('found["dW"]', "Did you mean dw?"),
        ('found["z"]', "It has 'dw', 'db'."),
        ("total", "total is used before it has a value"),
    ],
)
def test_errors_name_the_keys_and_the_variable(sources, body, words):
    source = (
        f"def sigmoid(z):\n    found = {{'dw': 1, 'db': np.ones(2)}}\n    s = {body}\n"
        "    total = s\n    return total\n"
    )
    assert words in flat(said(sources, WEEK, "sigmoid", source))


def test_what_is_added_to_before_it_has_a_value_is_named(sources):
    source = "def L1(y_hat, y):\n    for a, b in zip(y_hat, y):\n        loss += abs(a - b)\n    return loss\n"
    message = flat(said(sources, WEEK, "L1", source))
    assert "loss is to be changed before it has a first value" in message
