"""An edit that can't help is told by its statement alone; where that is not sure, the whole function is run."""

import ast
import signal
import sys

import numpy as np
import pytest

from helpers.repair.precheck import Precheck, kept, repeatable, same
from helpers.repair.search import find_edits
from helpers.repair.statements import all_edits
from helpers.repair.trial import definitions
from helpers.repair.verdict import verdict
from tests.repair.planting import quiet
from tests.repair.support import LAYER, Equals, defined, drawn, started

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="edits are tried on Linux only")


def judged(source, *given):
    """{the function as an edit makes it, in one text: whether the Precheck calls that useless} for a call."""
    name = definitions(source)[0].name
    trial, precheck, scope = started(source, Equals(lambda *_: 0, given), name)
    verdicts = {}
    with quiet():
        for edit in all_edits(trial.functions, scope):
            with edit:
                text = ast.unparse(trial.functions[0]).partition("\n")[2]
                verdicts.setdefault(text, set()).add(precheck.useless(trial, edit))
    return verdicts


def useless(source, made, *given):
    """What the Precheck says of the edits that make these lines of the body of a function."""
    text = "\n".join(f"    {line}" for line in made.split("\n"))
    found = judged(source, *given)
    assert text in found, "no edit makes this"
    return found[text]


X = np.array([[1.0, 2, 3], [4, 5, 6]])
W = np.array([[1.0, -1], [2, 0], [0, 3]])


@pytest.mark.parametrize(
    "made, wrong",
    [
        ("y = X * W\nreturn y + 1", True),  # the shapes do not fit
        ("y = X.T @ W\nreturn y + 1", True),
        ("y = X @ X\nreturn y + 1", True),
        ("y = np.abs(X) @ W\nreturn y + 1", True),  # X is positive: nothing is changed
        ("y = X @ np.abs(W)\nreturn y + 1", False),
        ("y = -(X @ W)\nreturn y + 1", False),
        ("y = X @ W\nreturn y - 1", False),
        ("y = X @ W\nreturn X + 1", False),  # another shape is another value
    ],
)
def test_what_ends_in_an_error_or_changes_nothing_is_useless(made, wrong):
    source = "def f(X, W):\n    y = X @ W\n    return y + 1\n"
    assert useless(source, made, X, W) == {wrong}


@pytest.mark.parametrize("turns, wrong", [(1, True), (2, False)])
def test_what_changes_nothing_in_the_first_turn_of_a_loop_may_in_the_next(turns, wrong):
    """In the first turn x is positive, then negative."""
    source = "def f(x, n):\n    for k in range(n):\n        x = x - 4\n    return x\n"
    made = "for k in range(n):\n    x = np.abs(x) - 4\nreturn x"
    assert useless(source, made, np.array([3.0, 2.0]), turns) == {wrong}
    # What ends in an error there does so in each.
    source = source.replace("x - 4", "x @ x.T - 4")
    made = made.replace("np.abs(x) - 4", "x @ x - 4")
    assert useless(source, made, X, 1) == {True}


@pytest.mark.parametrize(
    "lines, made",
    [
        ("y = helper(x)\nreturn y", "y = helper(-x)\nreturn y"),
        ("y = [x].append(x)\nreturn x", "y = [x].append(-x)\nreturn x"),
        ("y = [x].pop(0)\nreturn y", "y = [x].pop(1)\nreturn y"),
        ("y = next(iter([x]))\nreturn y", "y = next(iter([-x]))\nreturn y"),
        ("y = (z := x) * 1.0\nreturn y", "y = (z := (-x)) * 1.0\nreturn y"),
        # It changes nothing here; what comes later changes x in place.
        ("y = x\nx *= 2.0\nreturn y", "y = x.copy()\nx *= 2.0\nreturn y"),
        ("y = x.T\nx *= 2.0\nreturn y", "y = x.copy().T\nx *= 2.0\nreturn y"),
        # What is assigned to is not worked out.
        ("y = x * 1.0\ny[0] = x[0]\nreturn y", "y = x * 1.0\ny[1] = x[0]\nreturn y"),
        ("y = x * 1.0\ny[0] += 1.0\nreturn y", "y = x * 1.0\ny[1] += 1.0\nreturn y"),
        # An error here may be what the except is for.
        (
            "try:\n    y = x * 1.0\nexcept ValueError:\n    y = x\nreturn y",
            "try:\n    y = x @ 1.0\nexcept ValueError:\n    y = x\nreturn y",
        ),
        # An edit of a whole statement.
        ("y = x * 1.0\ny = x + 0.0\nreturn y", "y = x * 1.0\ny += x + 0.0\nreturn y"),
    ],
)
def test_what_can_not_be_worked_out_alone_is_not_judged(lines, made):
    body = lines.replace("\n", "\n    ")
    source = f"def f(x):\n    {body}\n\ndef helper(z):\n    return z\n"
    assert useless(source, made, np.array([1.0, 2.0])) == {False}


@pytest.mark.parametrize(
    "body, made",
    [
        # What stands there is an error itself: an edit need not be at fault.
        ("y = X @ X\nreturn y", "y = X @ np.abs(X)\nreturn y"),
        # Of two statements on one line the second is not seen to begin.
        ("X = X - 5; y = X + 1\nreturn y", "X = X - 5\ny = np.abs(X) + 1\nreturn y"),
    ],
)
def test_a_statement_that_was_not_seen_to_give_a_value_is_not_judged(body, made):
    source = "def f(X):\n    " + body.replace("\n", "\n    ") + "\n"
    text = "    " + made.replace("\n", "\n    ")
    assert judged(source, X).get(text, {False}) == {False}


@pytest.mark.parametrize(
    "value, alone",
    [
        ("np.sum(x) + x.max()", True),
        ("sum(x) / len(x)", True),
        ("x", True),
        ("sigmoid(x)", False),
        ("next(x)", False),
        ("x.pop()", False),
        ("(x + 1).sort()", False),
        ("rng.shuffle(x)", False),
        ("parameters.update(x)", False),
        ("(y := x)", False),
        ("map(lambda k: k, x)", False),
        ("[helper(k) for k in x]", False),
    ],
)
def test_which_values_can_be_worked_out_alone(value, alone):
    assert repeatable(ast.parse(value, mode="eval").body) is alone


def test_values_are_kept_as_they_were_before_each_statement():
    """What is done to them later, in place, would else end each edit in an error, or change what it gives."""
    source = (
        "def f(x, items, table):\n    y = x[0] + items[0] + table['k'][0]\n    x[0] = 9.0\n"
        "    items.clear()\n    table['k'] = None\n    return y\n"
    )
    arguments = np.array([1.0, 2.0]), [3.0, 4.0], {"k": [np.array([5.0])]}
    oracle = Equals(lambda *_: 0, arguments)
    trial, precheck, _ = started(source, oracle, "f")
    statement = trial.functions[0].body[0]
    assert precheck.values[id(statement)] == 1 + 3 + 5
    given = (X.copy(), [X.copy()], {"k": X.copy()})
    before = kept(given)
    for part in (given[0], given[1][0], given[2]["k"]):
        part[:] = 0
    assert before[0].all() and before[1][0].all() and before[2]["k"].all()


@pytest.mark.parametrize(
    "a, b, alike",
    [
        (X, X.copy(), True),
        (X, X + 1e-12, False),
        (X, X.T, False),
        (np.array([1.0, np.nan]), np.array([1.0, np.nan]), True),
        (np.array([1, 2]), np.array([1.0, 2.0]), False),
        (1, 1.0, False),
        (True, 1, False),
        (2.5, 2.5, True),
        ("relu", "relu", True),
        (np.float64(2), 2.0, False),
        ([1], [1], False),  # the same list, or another one: not looked at
        (np.zeros((1, 1)), np.float64(0), False),
    ],
)
def test_values_are_alike_only_in_type_shape_and_numbers(a, b, alike):
    assert bool(same(a, b)) is alike


@pytest.mark.parametrize(
    "right, wrong",
    [
        ("W @ X + b", "W.T @ X + b"),
        ("W @ X + b", "W @ (X + b)"),
        ("X.shape[1]", "len(W)"),
        ("np.exp(-Z)", "-Z"),
        ("A[0, k]", "A[k, 0]"),
        ("range(m)", "range(1, m)"),
        ("total +=", "total ="),
        ("axis=1", "axis=0"),
        ("/ m, total", "/ m, total, A"),
    ],
)
def test_the_same_is_found_without_it_of_more_candidates(right, wrong, monkeypatch):
    inputs = [(*given, 0.5 - 0.1 * k) for k, given in enumerate(drawn((3, 4), (3, 3), (3, 1)))]
    inputs = [(X, W, b[:, :1], rate) for X, W, b, rate in inputs]
    oracle = Equals(defined(LAYER, "layer"), *inputs)
    source = LAYER.replace(right, wrong)
    found = []
    for off in (False, True):
        if off:
            monkeypatch.setattr(Precheck, "useless", lambda *_: False)
        with quiet():
            arguments = source, "layer", {"np": np}, oracle, (), (), frozenset(), 20.0
            found.append(find_edits(*arguments))
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    tried = [one.pop("tried") for one in found]
    assert found[0] == found[1] and verdict(found[0]) is not None
    assert tried[0] < tried[1]
