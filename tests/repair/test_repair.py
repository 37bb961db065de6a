"""The search for a repair finds planted mistakes at their place, says no more than is earned, and can do no harm."""

import ast
import math
import re
import time
from collections import Counter

import numpy as np
import pytest

from helpers.repair import blocks, child, model, statements, watching, what
from helpers.repair.edits import Scope
from helpers.repair.guard import refusal
from helpers.repair.trial import definitions
from helpers.repair.verdict import helped_elsewhere, verdict
from helpers.repair.words import KINDS
from tests.repair.planting import table_of
from tests.repair.support import (
    LAYER,
    ROWS,
    SOFTMAX,
    Equals,
    defined,
    drawn,
    find,
    needs_fork,
    shown,
    started,
)

# --- what is found -----------------------------------------------------------------------------------


@needs_fork
@pytest.mark.parametrize(
    "right, wrong, line, kind",
    [
        ("W @ X", "W.T @ X", 3, "extra transpose"),
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


LOOP = """def total(rows):
    peaks = []
    c = 1
    for row in rows:
        c = c * 0.5 + np.sum(row)
        peaks.append(np.max(row))
    return np.array(peaks) * c
"""
TURN = "    for row in rows:\n"
NESTED = """def sums(rows):
    found = []
    for row in rows:
        s = 0
        for x in row:
            s = s * 0.5 + x
        found.append(s)
    return np.array(found)
"""
CLIMB = """def climb(rows):
    s = 3
    for row in rows:
        s += np.sum(row) * s
    return s
"""


@needs_fork
@pytest.mark.parametrize(
    "right, old, new, part, kind",
    [
        (LOOP, f"    c = 1\n{TURN}", f"{TURN}        c = 1\n", "c = 1", "indentation"),
        (
            LOOP,
            f"    peaks = []\n    c = 1\n{TURN}",
            f"    c = 1\n{TURN}        peaks = []\n",
            "peaks = []",
            "indentation",
        ),
        # Behind another line of the loop, which does not belong before it.
        (
            LOOP,
            f"    c = 1\n{TURN}",
            f"{TURN}        row = row * 1.0\n        c = 1\n",
            "c = 1",
            "indentation",
        ),
        (NESTED, f"{TURN}        s = 0\n", f"    s = 0\n{TURN}", "s = 0", "indentation"),
        (
            NESTED,
            f"    found = []\n{TURN}        s = 0\n",
            f"    s = 0\n    found = []\n{TURN}",
            "s = 0",
            "indentation",
        ),
        # Each turn begins anew with what was given before the loop.
        (LOOP, TURN, f"{TURN}        c = 1\n", "c = 1", "extra statement"),
        (CLIMB, "+=", "=", "s = np.sum(row) * s", "update"),
        (CLIMB.replace("+=", "-="), "-=", "=", "s = np.sum(row) * s", "update"),
    ],
)
def test_what_a_loop_begins_with_and_goes_on_from(right, old, new, part, kind):
    assert right.count(old) == 1
    name = definitions(right)[0].name
    inputs = drawn((3, 2), inputs=3)
    repair = find(right.replace(old, new), Equals(defined(right, name), *inputs), name)
    assert [text for _, text in shown(repair)] == [part]
    assert repair.kind in (kind, None)


@pytest.mark.parametrize(
    "line, start",
    [
        *((line, True) for line in ("s = 0", "s = []", "s = {}", "s = list()", "s = np.zeros(3)")),
        ("s = initialize_parameters(sizes)", True),
        *((line, False) for line in ("s = [x]", "s = {x: 1}", "s = x", "s = np.sum(x)", "s += 0")),
        *((line, False) for line in ("s[0] = 0", "s, t = 0, 1")),
    ],
)
def test_what_a_loop_goes_on_from_is_told_from_other_lines(line, start):
    assert blocks.is_start(ast.parse(line).body[0]) is start


def cheapest(source, kind, text, begin):
    """The lowest cost of an edit of a kind that makes a function with this text in it; a Scope that has seen it run."""
    trial, _, scope = started(source, Equals(lambda *given: 0, *begin), definitions(source)[0].name)
    costs = []
    for edit in statements.all_edits(trial.functions, scope):
        with edit:
            if edit.kind == kind and text in ast.unparse(trial.functions[0]):
                costs.append(edit.cost)
    return min(costs)


@needs_fork
def test_in_a_loop_a_line_that_stands_before_it_or_replaces_what_it_found_is_likelier_wrong():
    begin = drawn((3, 2))
    twice = LOOP.replace("in rows:\n", "in rows:\n        c = 1\n")
    once = LOOP.replace("    c = 1\n", "").replace("in rows:\n", "in rows:\n        c = 1\n")
    text = "in rows:\n        c = c *"
    assert cheapest(once, "indentation", f"    c = 1\n{TURN}", begin) < 1.4
    assert cheapest(twice, "extra statement", text, begin) < 1.5
    assert cheapest(once, "extra statement", text, begin) > 2
    replaced = CLIMB.replace("+=", "=")
    assert cheapest(replaced, "update", "s += np.sum", begin) < 1.2
    # A name that gets its first value in the loop is not added to.
    inside = replaced.replace("    s = 3\n", "").replace("* s", "* 2")
    assert cheapest(inside, "update", "s += np.sum", begin) > 1.4


@needs_fork
@pytest.mark.parametrize(
    "right, wrong",
    [
        ("Y * a + (1 - Y) * b", "Y * a + 1 - Y * b"),
        ("np.dot(Y, a) + (1 - Y) @ b", "np.dot(Y, a) + 1 - Y @ b"),
        ("Y / (a + b) * Y", "Y / a + b * Y"),
    ],
)
def test_brackets_that_are_missing_around_the_middle_of_an_operation_are_found(right, wrong):
    source = "def loss(Y, a, b):\n    return {}\n"
    oracle = Equals(defined(source.format(right), "loss"), *drawn((3, 3), (3, 3), (3, 3)))
    repair = find(source.format(wrong), oracle, "loss")
    assert shown(repair) == [(2, wrong)] and repair.kind == "brackets"


@pytest.mark.long
@needs_fork
def test_planted_mistakes_are_found_at_their_place():
    """A sample; `python -m tests.repair.planting 1` gives the whole table."""
    table, _ = table_of(0.025, step=9)
    counts = sum(table.values(), Counter())
    assert counts.total() >= 10
    assert counts["found"] >= 0.6 * counts.total(), table
    assert counts["elsewhere"] <= 0.1 * counts.total(), table


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
    assert what(repair) == ""  # of two edits the places alone are told


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


# --- statements in another order ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "line, names",
    [
        ("a = b", {"a"}),
        ("a, (b, c) = d", {"a", "b", "c"}),
        ("a += b", {"a"}),
        ("a[i] = b", {"a"}),
        ("a[0][1].x -= b", {"a"}),
        ("a.T[0] = b", {"a"}),
        ("del a[i]", {"a"}),
        ("for k in a:\n    b = k", {"b", "k"}),
        ("a.append(b)", {"a"}),
        ("a = b.pop()", {"a", "b"}),
        ("c['W'].append(b)", {"c"}),
        ("a = rng.normal(size=n)", {"a", "rng"}),
        ("a = np.random.rand(n)", {"a", "np"}),
        ("a = np.exp(b) + math.log(c)", {"a"}),
        ("return f(a)", set()),
    ],
)
def test_what_a_statement_may_change(line, names):
    assert blocks.changed_in(ast.parse(line).body[0]) == names


@pytest.mark.parametrize(
    "one, other, matters",
    [
        ("a = b", "c = a", True),
        ("a = b", "a = c", True),
        ("a = b", "c = b", False),
        ("a[i] = 0", "c = np.sum(a)", True),
        ("a[i] = 0", "c = i", False),
        ("c.append(a)", "d = len(c)", True),
        ("c.append(a)", "d = a", False),
        ("c.append(a)", "a = 2", True),
        ("a = rng.normal()", "b = rng.normal()", True),
        ("a = np.random.rand()", "b = np.random.rand()", True),
        ("a = np.exp(x)", "b = np.exp(y)", False),
        ("for k in x:\n    a += k", "return a", True),
    ],
)
def test_which_statements_give_another_result_in_the_other_order(one, other, matters):
    one, other = (ast.parse(line).body[0] for line in (one, other))
    assert blocks.order_matters(one, other) is matters
    assert blocks.order_matters(other, one) is matters


def test_a_statement_is_moved_only_past_others_where_that_makes_a_difference():
    body = ast.parse("a = x\nb = x * 2\nc.append(b)\nb = a").body
    moved = {
        (ast.unparse(mark), "; ".join(map(ast.unparse, block)), cost)
        for kind, cost, mark, block in blocks.order_edits(body, Scope({}, [], set(), {}, set()))
        if kind == "statement order"
    }
    assert moved == {
        ("a = x", "b = x * 2; c.append(b); b = a; a = x", 2.4),
        ("b = a", "b = a; a = x; b = x * 2; c.append(b)", 2.4),
        ("b = x * 2", "a = x; c.append(b); b = x * 2; b = a", 1.4),
        ("b = x * 2", "a = x; c.append(b); b = a; b = x * 2", 2.4),
        ("b = a", "a = x; b = a; b = x * 2; c.append(b)", 2.4),
        ("c.append(b)", "a = x; b = x * 2; b = a; c.append(b)", 1.4),
    }


@needs_fork
@pytest.mark.parametrize(
    "first, second, last",
    [
        # Overwritten before it is kept: in a list, in a tuple.
        ("c.append(A)", "A = np.tanh(B @ A)", "A, c[0]"),
        ("c = A, B", "A = np.tanh(B @ A)", "A, c[0], c[1]"),
        # An item is overwritten before the sum is taken.
        ("s = np.sum(A)", "A[0] = B[1]", "A, s"),
    ],
)
def test_two_statements_in_the_wrong_order_are_found(first, second, last):
    source = "def f(A, B):\n    c, A = [], A + B\n    {}\n    {}\n    return {}\n"
    right, wrong = source.format(first, second, last), source.format(second, first, last)
    repair = find(wrong, Equals(defined(right, "f"), *drawn((3, 3), (3, 3))), "f")
    assert shown(repair) == [(3, second)] and repair.kind == "statement order"


@needs_fork
def test_what_a_turn_of_a_loop_keeps_too_late_is_found():
    right = (
        "def walk(w, g):\n    seen = []\n    for k in range(4):\n        seen.append(np.sum(w))\n"
        "        w = w - g * w\n    return np.array(seen), w\n"
    )
    keep, step = right.splitlines(True)[3:5]
    oracle = Equals(defined(right, "walk"), *drawn((3, 2), (3, 2)))
    repair = find(right.replace(keep + step, step + keep), oracle, "walk")
    assert shown(repair) == [(4, "w = w - g * w")] and repair.kind == "statement order"


@needs_fork
def test_random_numbers_drawn_in_the_wrong_order_are_found():
    right = (
        "def two(seed, n):\n    rng = np.random.default_rng(seed)\n    a = rng.normal(size=n)\n"
        "    b = rng.normal(size=n)\n    return a * 2, b\n"
    )
    wrong = right.replace("a = rng", "c = rng").replace("b = rng", "a = rng").replace("c =", "b =")
    repair = find(wrong, Equals(defined(right, "two"), (3, 4), (5, 6)), "two")
    assert 3 in [line for line, _ in shown(repair)]


# --- items of other arrays, and fixed numbers in one case --------------------------------------------


def test_names_that_stand_for_one_item_are_known_with_their_index():
    source = (
        "def f(grad, Z, cache):\n    t = grad[j, i]\n    column = Z[:, [i]]\n"
        "    u = Z[0]\n    u = Z[1]\n    W = cache['W']\n    r = np.sum(Z)[0]\n    return t\n"
    )
    kinds = {"grad": "matrix", "Z": "array", "cache": "dict"}
    found = watching.item_names_in(list(ast.walk(ast.parse(source))), kinds)
    assert found == {"t": ("grad", "[j, i]"), "column": ("Z", "[:, [i]]")}


def test_calculated_values_are_known_by_what_they_are_given_to():
    source = (
        "def f(a, b, d):\n    if a > b:\n        d[:, [i]] = a - b\n        return a[:, [0]] - b\n"
        "    d[:, [i]] = a\n    c = d = a * 2\n    return b - a\n"
    )
    assert watching.cases_in(list(ast.walk(ast.parse(source)))) == {
        "": ["b - a", "a[:, [0]] - b"],
        "d[:, [i]]": ["a - b"],
        "c": ["a * 2"],
    }


@needs_fork
@pytest.mark.parametrize("index", ["0, i", ":, [i]"])
def test_a_name_for_an_item_where_that_of_another_array_belongs_is_found(index):
    right = (
        "def total(X, Y):\n    s = 0\n    for i in range(X.shape[1]):\n        t = X[@]\n"
        "        s = s + t * np.sin(Y[@])\n    return s\n"
    ).replace("@", index)
    oracle = Equals(defined(right, "total"), *drawn((3, 2), (3, 2)))
    repair = find(right.replace(f"Y[{index}]", "t"), oracle, "total")
    assert shown(repair) == [(5, "t")] and repair.kind == "name"


@needs_fork
def test_a_condition_on_an_item_of_the_wrong_array_is_found():
    right = (
        "def back(grad, Z):\n    dZ = np.zeros(Z.shape)\n    for j in range(Z.shape[0]):\n"
        "        for i in range(Z.shape[1]):\n            t = grad[j, i]\n"
        "            dZ[j, i] = t if Z[j, i] > 0 else 0.0\n    return dZ\n"
    )
    oracle = Equals(defined(right, "back"), *drawn((3, 2), (3, 2)))
    repair = find(right.replace("Z[j, i] > 0", "t > 0"), oracle, "back")
    assert shown(repair) == [(6, "t > 0")] and repair.kind == "name"


@needs_fork
@pytest.mark.parametrize("right", ["-(a - b * 3)", "a - b * 3"])
def test_a_fixed_number_returned_in_one_case_is_found(right):
    source = (
        "def f(a, b):\n    if a > b:\n        return a - b * 3\n    if a < 0:\n"
        "        return a\n    if b > 7:\n        return b\n    return {}\n"
    )
    inputs = (1.0, 3.0), (5.0, 2.0), (2.0, 9.0), (-2.0, 1.0)
    repair = find(source.format("0.0"), Equals(defined(source.format(right), "f"), *inputs), "f")
    assert shown(repair) == [(8, "0.0")] and repair.kind == "fixed number"


@needs_fork
def test_a_fixed_number_given_to_a_slice_in_one_case_is_found():
    right = (
        "def f(X, Y):\n    d = np.zeros(X.shape)\n    for i in range(X.shape[1]):\n"
        "        if X[0, i] > Y[0, i]:\n            d[:, [i]] = X[:, [i]] - Y[:, [i]]\n"
        "        else:\n            d[:, [i]] = Y[:, [i]] - X[:, [i]]\n    return d\n"
    )
    oracle = Equals(defined(right, "f"), *drawn((3, 2), (3, 2), inputs=3))
    repair = find(right.replace("Y[:, [i]] - X[:, [i]]", "0.0"), oracle, "f")
    assert shown(repair) == [(7, "0.0")] and repair.kind == "fixed number"


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


def test_that_an_edit_on_another_line_would_do_as_well_is_told():
    assert not helped_elsewhere({"hits": [hit(2), hit(2, 1.2)]})
    assert helped_elsewhere({"hits": [hit(2), hit(3, 1.3)]})
    assert not helped_elsewhere({"hits": [hit(2), hit(3)]})  # both are shown
    assert helped_elsewhere({"hits": [hit(2)], "others": True})
    assert not helped_elsewhere({"hits": [], "others": False})


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


def test_what_a_lesson_imports_of_scipy_special_may_be_run():
    special = pytest.importorskip("scipy.special")
    tree = ast.parse("def f(z):\n    return softmax(z, axis=0) + expit(z)")
    assert refusal(tree, {"softmax": special.softmax, "expit": special.expit}, ()) is None
    assert refusal(tree, {"softmax": special.softmax, "expit": special}, ()) == "it uses expit"


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
    monkeypatch.delenv(child.RAISE_ERRORS)
    monkeypatch.setattr(child, "PATIENCE", 2)
    begin = time.monotonic()
    path = tmp_path / "written"
    assert child.in_child(lambda: exec(work, {"path": str(path)}) or "done", 0.5) is None
    assert time.monotonic() - begin < 3
    assert not path.exists() or path.stat().st_size == 0
    out, err = capfd.readouterr()
    assert not out


@needs_fork
def test_an_error_of_the_search_itself_is_raised_where_errors_are_to_be_seen(monkeypatch):
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        child.in_child(lambda: 1 / 0, 0.5)
    monkeypatch.delenv(child.RAISE_ERRORS)
    assert child.in_child(lambda: 1 / 0, 0.5) is None


@needs_fork
def test_an_endless_candidate_costs_little():
    wrong = "def count(n):\n    k = 0\n    while k > n:\n        k += 1\n    return k + 1"
    repair = find(wrong, Equals(lambda n: n + 1.0, (5,), (9,)), "count")
    assert [place.line for place in repair.places] == [3]
