"""The search for a repair finds planted mistakes at their place, says no more than is earned, and can do no harm."""

import ast
import math
import re
import sys
import time
from collections import Counter

import numpy as np
import pytest

from helpers.repair import (
    Place,
    Repair,
    child,
    find_places,
    model,
    statements,
    what,
    where,
)
from helpers.repair.edits import Scope
from helpers.repair.guard import refusal
from helpers.repair.trial import definitions
from helpers.repair.verdict import verdict
from helpers.repair.words import KINDS
from tests.repair.planting import table_of

needs_fork = pytest.mark.skipif(sys.platform != "linux", reason="searched for on Linux only")

SOFTMAX = """def softmax(x):
    e = np.exp(x - np.max(x, axis=1, keepdims=True))
    return e / np.sum(e, axis=0, keepdims=True)
"""


class Equals:
    """An oracle: the outputs of a function equal those of another on some inputs."""

    def __init__(self, right, *inputs):
        self.right, self.arguments, self.inputs = right, inputs, len(inputs)

    def __call__(self, function, k):
        """(number of right outputs, number of outputs)."""
        alike = self.alike(function, k)
        return sum(alike), len(alike)

    def wrong(self, function, k):
        """The positions of the wrong outputs."""
        return {position for position, right in enumerate(self.alike(function, k)) if not right}

    def alike(self, function, k):
        """For each output whether it is right."""
        mine, expected = function(*self.arguments[k]), self.right(*self.arguments[k])
        if not isinstance(expected, tuple):
            mine, expected = (mine,), (expected,)
        if not isinstance(mine, tuple) or len(mine) != len(expected):
            return [False] * len(expected)
        return [np.shape(a) == np.shape(b) and np.allclose(a, b) for a, b in zip(mine, expected)]


def softmax(x):
    """Each row of x, of shape (m, n), as probabilities."""
    e = np.exp(x)
    return e / np.sum(e, axis=1, keepdims=True)


ROWS = Equals(softmax, (np.array([[1.0, 2, 0], [3, 0, 1]]),), (np.eye(4),))


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """On a busy machine a search may take longer than its time of the processor."""
    monkeypatch.setattr(child, "PATIENCE", 20)


def find(source, oracle, name="softmax", **options):
    """find_places among numpy and math."""
    return find_places(source, name, {"np": np, "math": math}, oracle, 3.0, **options)


# --- what is found -----------------------------------------------------------------------------------


LAYER = """def layer(X, W, b, rate=0.5):
    m = X.shape[1]
    Z = W @ X + b
    A = np.where(Z > 0, np.exp(-Z), 1.0)
    total = 0
    for k in range(m):
        total += A[0, k]
    return Z * rate, np.sum(A, axis=1, keepdims=True) / m, total
"""


@needs_fork
@pytest.mark.parametrize(
    "right, wrong, line, kind",
    [
        ("W @ X", "W.T @ X", 3, "transpose"),
        ("W @ X", "W * X", 3, "operation"),
        ("W @ X + b", "W @ X - b", 3, "sign"),
        ("W @ X + b", "W @ (X + b)", 3, "brackets"),
        ("W @ X + b", "W @ X", 3, "missing term"),
        ("W @ X + b", "b + X", 3, "missing factor"),
        (") / m", ")", 8, "mean"),
        ("X.shape[1]", "len(W)", 2, "count"),
        ("Z > 0", "Z < 0", 4, "comparison"),
        ("1.0", "3.0", 4, "constant"),
        ("np.exp(-Z)", "np.log(-Z)", 4, "function"),
        ("np.exp(-Z)", "-Z", 4, "missing function"),
        ("np.exp", "exp", 4, "name"),
        ("A[0, k]", "Z[0, k]", 7, "name"),
        ("A[0, k]", "A[k, 0]", 7, "index"),
        ("X.shape[1]", "X.shape[0]", 2, "count"),
        ("range(m)", "range(1, m)", 6, "range"),
        ("total +=", "total =", 7, "update"),
        ("rate,", "0.5,", 8, "fixed number"),
        ("axis=1", "axis=0", 8, "axis"),
        (", keepdims=True", "", 8, "keepdims"),
        ("/ m, total", "/ m, (total, m)", 8, "too much"),
        ("/ m, total", "/ m, total, A", 8, "too much"),
        ("/ m, total", "/ m", 8, "missing result"),
        ("    return", "        return", 8, "indentation"),
        ("return ", "", 8, "missing return"),
        ("m = X", "n = X", 2, "target"),
    ],
)
def test_each_rule_finds_its_mistake(right, wrong, line, kind):
    space = {"np": np}
    exec(LAYER, space)
    rng = np.random.default_rng(3)
    sizes = ((4, 5), (3, 3))
    inputs = [
        (rng.normal(size=(n, m)), rng.normal(size=(n, n)), rng.normal(size=(n, 1)), rate)
        for (n, m), rate in zip(sizes, (0.5, 0.3))
    ]
    assert LAYER.count(right) == 1
    repair = find(LAYER.replace(right, wrong), Equals(space["layer"], *inputs), "layer")
    assert line in [place.line for place in repair.places]
    assert repair.kind in (kind, None)


@needs_fork
def test_another_item_in_a_comparison_is_found():
    source = (
        "def others(S, y):\n    total = 0\n    for i in range(S.shape[1]):\n"
        "        own = S[y[i], i]\n        for k in range(S.shape[0]):\n            if k != i:\n"
        "                total += S[k, i] - own + 1\n    return total\n"
    )
    space = {}
    exec(source.replace("k != i", "k != y[i]"), space)
    S = np.random.default_rng(4).normal(size=(3, 4))
    oracle = Equals(space["others"], (S, [2, 0, 1, 0]), (S, [0, 0, 0, 0]))
    (place,) = find(source, oracle, "others").places
    assert place.line == 6 and place.text[place.start : place.end] == "k != i"


@needs_fork
@pytest.mark.parametrize("text", ["ij,ik->i", "ij,jj->i", "ik,ij->i"])
def test_a_letter_of_einsum_is_found(text):
    source = f"def squares(X):\n    return np.einsum({text!r}, X, X)\n"
    inputs = [(np.arange(1.0, 10).reshape(3, 3),), (np.eye(3) + 2,)]
    repair = find(source, Equals(lambda X: np.sum(X**2, axis=1), *inputs), "squares")
    (place,) = repair.places
    assert repair.kind == "index" and place.text[place.start : place.end] == repr(text)


@needs_fork
def test_a_value_that_one_of_the_earlier_functions_gives_is_shown_where_it_is_given():
    """The name is read once, below: an edit there puts the call in its place."""
    source = "def cost(A, Y):\n    error = A - Y\n    return np.sum(error) / 4\n"
    space = {"np": np}
    exec("def loss(A, Y):\n    return np.log(A) * Y ** 3\n", space)
    oracle = Equals(
        lambda A, Y: np.sum(space["loss"](A, Y)) / 4,
        *((rng.random((1, 4)) + 0.1, rng.random((1, 4))) for rng in [np.random.default_rng(2)] * 2),
    )
    repair = find_places(source, "cost", space, oracle, 3.0, functions=["loss"])
    assert [(place.line, place.text[place.start : place.end]) for place in repair.places] == [
        (2, "A - Y")
    ]


SLOPES = """def slopes(a, b, c):
    dv = 3
    da = dv * 1
    db = dv * c
    dc = dv * b
    return {"dv": dv, "da": da, "db": db, "dc": dc}
"""


@needs_fork
@pytest.mark.parametrize(
    "right, wrong, shown",
    [
        ("da = dv * 1", "da = dv * a", [(3, "dv * a")]),
        (  # each under its own name: not the dictionary is wrong
            "db = dv * c\n    dc = dv * b",
            "db = dv * b\n    dc = dv * c",
            [(4, "dv * b"), (5, "dv * c")],
        ),
        (
            '"db": db, "dc": dc',
            '"db": dc, "dc": db',
            [(6, '{"dv": dv, "da": da, "db": dc, "dc": db}')],
        ),
    ],
)
def test_what_a_return_only_collects_is_shown_where_it_gets_its_value(right, wrong, shown):
    space = {}
    exec(SLOPES, space)

    class Each(Equals):
        """Judges each entry of the dictionary."""

        def __call__(self, function, k):
            mine, expected = function(*self.arguments[k]), self.right(*self.arguments[k])
            return sum(mine[key] == value for key, value in expected.items()), len(expected)

    assert SLOPES.count(right) == 1
    repair = find(
        SLOPES.replace(right, wrong), Each(space["slopes"], (2, 5, 4), (3, -1, 7)), "slopes"
    )
    assert [(p.line, p.text[p.start : p.end]) for p in repair.places] == shown


@needs_fork
def test_the_call_is_shown_where_its_argument_is_but_a_name():
    source = "def shares(x):\n    return x / np.linalg.norm(x, axis=1, keepdims=True)\n"
    oracle = Equals(lambda x: x / np.sum(x, axis=1, keepdims=True), (np.array([[1.0, 4], [9, 4]]),))
    repair = find(source, oracle, "shares")
    assert [p.text[p.start : p.end] for p in repair.places] == [
        "np.linalg.norm(x, axis=1, keepdims=True)"
    ]


@needs_fork
def test_the_whole_of_a_comparison_and_the_opposite_of_a_condition():
    source = "def chosen(n):\n    return [k for k in range(n) if k > 3]\n"
    space = {}
    exec(source.replace("> 3", "> 4"), space)
    oracle = Equals(lambda n: np.array(space["chosen"](n)), (9,), (20,), (7,))
    (place,) = find(source, oracle, "chosen").places
    assert place.text[place.start : place.end] == "k > 3"
    source = (
        "def hundreds(n):\n    found = []\n    for k in range(n):\n        if k % 100:\n"
        "            found.append(k)\n    return found\n"
    )
    oracle = Equals(lambda n: np.arange(0, n, 100), (250,), (3,))
    repair = find(source, oracle, "hundreds")
    assert [p.line for p in repair.places] == [4] and repair.kind == "condition"


@needs_fork
def test_planted_mistakes_are_found_at_their_place():
    """A sample; `python -m tests.repair.planting 1` gives the whole table."""
    table, _ = table_of(0.025, step=9)
    counts = sum(table.values(), Counter())
    assert counts.total() >= 10
    assert counts["found"] >= 0.6 * counts.total(), table
    assert counts["elsewhere"] <= 0.1 * counts.total(), table


@needs_fork
def test_the_place_is_shown_and_the_kind_said_without_the_answer():
    repair = find(SOFTMAX, ROWS)
    assert where(repair).splitlines() == [
        "line 3: return e / np.sum(e, axis=0, keepdims=True)",
        "                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
    ]
    assert repair.kind == "axis" and repair.edits == 1
    assert what(repair) == KINDS["axis"] + "."


@needs_fork
@pytest.mark.parametrize(
    "wrong",
    [
        "def softmax(x):\n    e = exp(x)\n    return e / np.sum(e, axis=1, keepdims=True)",
        "def softmax(x):\n    e = np.exp(x)\n    return e / np.sum(f, axis=1, keepdims=True)",
        "def softmax(x):\n    e = np.exp(x)\n    e / np.sum(e, axis=1, keepdims=True)",
        "def softmax(x):\n    e = np.exp(x)\n    return e / np.sum(e, axis=1)",
        "def softmax(x):\n    e = np.exp(x)\n    return e / np.sum(e, axis=2, keepdims=True)",
        "softmax = lambda x: np.exp(x) / np.sum(np.exp(-x), axis=1, keepdims=True)",
    ],
)
def test_functions_that_raise_return_nothing_or_are_lambdas_are_searched_too(wrong):
    repair = find(wrong, ROWS)
    assert repair is not None and repair.edits == 1


@needs_fork
def test_two_mistakes_give_both_places_and_no_kind():
    wrong = "def both(x, y):\n    a = x + y\n    b = x * y\n    return a, b"
    oracle = Equals(lambda x, y: (x - y, x / y), (3.0, 4.0), (2.0, 5.0), (1.0, 7.0))
    repair = find(wrong, oracle, "both")
    assert [place.line for place in repair.places] == [2, 3]
    assert (repair.kind, repair.edits) == (None, 2)
    assert what(repair) == "there is more than one mistake: look at each of these places."


@needs_fork
def test_lines_count_from_the_cell_and_columns_in_letters():
    wrong = SOFTMAX.replace("return e", 'assert "größe"; return e')
    (place,) = find(wrong, ROWS, first_line=11).places
    assert place.line == 13
    assert place.text[place.start : place.end] == "np.sum(e, axis=0, keepdims=True)"
    indented = "".join("    " + line for line in SOFTMAX.splitlines(keepends=True))
    assert find(indented, ROWS).places[0].line == 3


@needs_fork
def test_given_lines_are_never_blamed():
    assert find(SOFTMAX, ROWS, given_lines=[SOFTMAX.splitlines()[2].strip()]) is None


@needs_fork
def test_a_right_answer_has_no_place():
    assert find(SOFTMAX.replace("axis=0", "axis=1"), ROWS) is None


@needs_fork
def test_an_edit_that_ignores_an_argument_is_no_repair():
    wrong = "def total(x, y):\n    return -x + y"
    repair = find(wrong, Equals(lambda x, y: y, (3.0, 4.0), (2.0, 5.0)), "total")
    assert repair is None or repair.kind != "too much"


@needs_fork
def test_the_result_is_the_same_each_time():
    assert len({find(SOFTMAX, ROWS) for _ in range(4)}) == 1


def test_no_edit_hides_a_mistake():
    rows = [row[-1] for row in model.REWRITES + model.WRAPS_OF_ARRAYS + model.WRAPS_OF_NUMBERS]
    functions = [function for family in model.FAMILIES for function in family]
    assert not [text for text in rows + functions if re.search("nan|isfinite|errstate", text)]


# --- what may be said --------------------------------------------------------------------------------


def hit(line, cost=1.0, kind="sign", defines=None, reads=()):
    """A found edit as data."""
    return {
        "kind": kind,
        "cost": cost,
        "places": [[line, 4, 9]],
        "defines": [defines],
        "reads": [list(reads)],
    }


def said(hits, pairs=()):
    """The lines and the kind of the verdict on some edits; None where nothing is said."""
    result = verdict({"hits": hits, "pairs": list(pairs)})
    return result and ([place[0] for place in result[0]], result[1])


def test_a_place_only_where_the_edits_agree():
    assert said([]) is None
    assert said([hit(2), hit(2, 1.1)]) == ([2], "sign")
    assert said([hit(2), hit(5)]) == ([2, 5], "sign")  # two lines tie: both
    assert said([hit(2), hit(5, 1.3)]) == ([2], "sign")  # a much less likely one does not count
    assert said([hit(2), hit(5), hit(7)]) is None


def test_definition_and_use_of_a_name_are_one_place():
    definition, use = hit(2, defines="t", reads=["z"]), hit(4, 1.3, defines="y", reads=["t"])
    assert said([definition, use, hit(6, 1.3, reads=["t"])]) == ([2], "sign")
    assert said([definition, use | {"cost": 1.2}]) == (
        [2, 4],
        "sign",
    )  # as likely: both lines of it


def test_kinds_that_disagree_are_not_named():
    assert said([hit(2, kind="sign"), hit(2, kind="name")]) == ([2], None)
    assert said([hit(2, kind="sign"), hit(2, 1.3, kind="name")]) == ([2], "sign")


def test_of_two_edits_the_places_only():
    pair = {"first": hit(5), "second": hit(3), "cost": 2.0}
    assert said([], [pair]) == ([3, 5], None)
    # Of two pairs that are as likely, what they share.
    assert said([], [pair, {"first": hit(5), "second": hit(4), "cost": 2.0}]) == ([5], None)
    assert said([], [pair, {"first": hit(6), "second": hit(4), "cost": 2.0}]) is None


# --- words -------------------------------------------------------------------------------------------


def test_every_kind_has_its_sentence():
    functions = definitions(
        "def f(x, y=0.5, n=3):\n"
        "    c, grads = [], {'W1': x, 'b1': y}\n"
        "    for l in range(1, n):\n"
        "        z = np.dot(x, y) - grads[f'W{l}'] * 2\n"
        "        x -= np.sum(z, axis=1) if l > 1 and not y else x.T[0, 1:]\n"
        "        q = g(x, 'relu')\n"
        "        print(q)\n"
        "    return x, {'z': z, 'q': q}, len(x)\n"
    )
    kinds = dict.fromkeys("xyz", "matrix") | {
        "n": "int",
        "c": "list",
        "grads": "dict",
        "l": "int",
        "q": None,
    }
    scope = Scope(
        kinds,
        ["x", "y", "n"],
        set("xyzlq"),
        {"g": ["a", "activation", "y"]},
        {"np", "g"},
        words=["relu", "tanh"],
    )
    made = {edit.kind for edit in statements.all_edits(functions, scope)}
    tables = {row[0] for row in model.REWRITES + model.WRAPS_OF_ARRAYS + model.WRAPS_OF_NUMBERS}
    assert made | tables <= set(KINDS)
    assert len(made) > 30


def test_a_long_line_is_cut_around_its_mark():
    text = "    value = " + " + ".join(f"term{k}" for k in range(40))
    start = text.index("term20")
    shown, mark = where(Repair((Place(7, text, start, start + 6),), None, 1)).splitlines()
    assert len(shown) < 85
    assert shown[mark.index("^") : mark.rindex("^") + 1] == "term20"


# --- no harm -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "open('x', 'w')",
        "__import__('os')",
        "import os",
        "from os import system",
        "from numpy import save",
        "os.system('x')",
        "np.save('x', z)",
        "z.tofile('x')",
        "z.dump('x')",
        "np.lib.format.open_memmap('x')",
        "np.testing.assert_equal(1, z)",
        "z.__class__",
        "().__class__.__bases__",
        "eval('1')",
        "exec('1')",
        "getattr(z, 'tofile')",
        "input()",
        "globals()",
        "breakpoint()",
        "z.ctypes",
        "'{0.__class__}'.format(z)",
        "helper(z)",
        "with z: pass",
        "global w",
    ],
)
def test_only_what_reaches_nothing_but_numbers_is_run(body):
    tree = ast.parse(f"def f(z):\n    {body}\n    return z")
    namespace = {"np": np, "math": math, "os": __import__("os"), "helper": lambda z: z}
    assert refusal(tree, namespace, ())
    harmless = ast.parse(
        "def f(z):\n    import numpy as np\n    return np.linalg.norm(helper(z)) + math.pi + nowhere"
    )
    assert refusal(harmless, namespace, ["helper"]) is None


@needs_fork
@pytest.mark.parametrize(
    "work",
    [
        pytest.param("x = [0]\nwhile True: x += x", id="memory"),
        pytest.param("while True: pass", id="endless"),
        pytest.param(
            "while True:\n  try:\n    while True: pass\n  except BaseException: pass",
            id="bare except",
        ),
        pytest.param("import time; time.sleep(60)", id="sleeps"),
        pytest.param("open(path, 'w').write('x' * 9999)", id="file"),
        pytest.param("print('x' * 10**6); import os; os.write(1, b'x'); 1 / 0", id="prints"),
        pytest.param("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", id="crash"),
    ],
)
def test_the_process_ends_whatever_is_done_in_it(work, tmp_path, capfd, monkeypatch):
    monkeypatch.setattr(child, "PATIENCE", 2)
    begin = time.monotonic()
    path = tmp_path / "written"
    assert child.in_child(lambda: exec(work, {"path": str(path)}) or "done", 0.5) is None
    assert time.monotonic() - begin < 3
    assert not path.exists() or path.stat().st_size == 0
    out, err = capfd.readouterr()
    assert not out


@needs_fork
def test_an_endless_candidate_costs_little():
    wrong = "def count(n):\n    k = 0\n    while k > n:\n        k += 1\n    return k + 1"
    repair = find(wrong, Equals(lambda n: n + 1.0, (5,), (9,)), "count")
    assert [place.line for place in repair.places] == [3]
