"""Edits come by their cost, those of several outputs or lines are found together, one expression may be left over."""

import ast
from collections import Counter

import numpy as np
import pytest

from helpers.repair import search, what
from helpers.repair.search import STEPS_OF_COST, by_cost, up_to
from helpers.repair.statements import all_edits
from helpers.repair.trees import span
from tests.repair.support import LAYER, Equals, defined, drawn, find, needs_fork, shown, started

NONE = frozenset()


# --- by cost -----------------------------------------------------------------------------------------


def as_text(tree, edit):
    """What tells an edit from others: kind, cost, places, and the function that it makes."""
    with edit:
        source = "\n".join(map(ast.unparse, tree))
    return edit.kind, round(edit.cost, 9), str(list(map(span, edit.marks))), source


@needs_fork
@pytest.mark.parametrize("suspect, late", [(set(), ()), ({3, 8}, ()), (set(), (1, 2))])
def test_edits_made_in_steps_of_cost_are_all_edits_by_cost_and_each_comes_once(suspect, late):
    oracle = Equals(defined(LAYER, "layer"), (*drawn((4, 5), (4, 4), (4, 1))[0], 0.5))
    trial, _, scope = started(LAYER, oracle, "layer")
    tree, scope.suspect = trial.functions, suspect
    scope.late = {id(tree[0].body[line]) for line in late}
    edits = list(by_cost(tree, scope, NONE))
    costs = [edit.cost for edit in edits]
    assert late or costs == sorted(costs)
    assert all(low < costs[-1] for low in STEPS_OF_COST[:-1]), "each step has edits"
    at_once = up_to(np.inf, tree, scope, NONE)
    assert Counter(as_text(tree, edit) for edit in edits) == Counter(
        as_text(tree, edit) for edit in at_once
    )


@needs_fork
def test_dear_edits_are_not_made_before_they_are_asked_for(monkeypatch):
    trial, _, scope = started(LAYER, Equals(defined(LAYER, "layer"), ([], [], [])), "layer")
    made = []
    monkeypatch.setattr(
        search, "all_edits", lambda *given: made.append(scope.up_to) or all_edits(*given)
    )
    for edit in by_cost(trial.functions, scope, NONE):
        assert edit.cost <= made[-1]
        if edit.cost > STEPS_OF_COST[0]:
            break
    assert made == list(STEPS_OF_COST[:2]) and len(made) == 2


# --- several outputs ---------------------------------------------------------------------------------

THREE = """def three(a, b):
    u = a - b
    v = a * b + 3
    w = a.T * 2
    return u, v, w
"""
SQUARES = drawn((2, 2), (2, 2))


@needs_fork
def test_unlike_mistakes_of_several_outputs_are_each_found_at_their_place():
    """More than the two edits that are tried in pairs."""
    wrong = THREE.replace("a - b", "a + b").replace("+ 3", "- 3").replace("a.T", "a")
    repair = find(wrong, Equals(defined(THREE, "three"), *SQUARES), "three")
    assert shown(repair) == [(2, "a + b"), (3, "a * b - 3"), (4, "a * 2")]
    assert (repair.kind, repair.edits, repair.by_values) == (None, 3, False)
    assert what(repair) == ""  # of two edits the places alone are told


@needs_fork
@pytest.mark.parametrize(
    "third",
    [
        "np.cosh(b) + np.sin(a) * 7",  # no edit makes it right
        "np.where(a > 9, a, a.T * 2)",  # right on these inputs, not on the last
    ],
)
def test_of_several_outputs_none_is_claimed_where_one_can_not_be_made_right(third):
    wrong = THREE.replace("a - b", "a + b").replace("+ 3", "- 3").replace("a.T * 2", third)
    large = tuple(100 * part for part in SQUARES[0])
    repair = find(wrong, Equals(defined(THREE, "three"), *SQUARES, large), "three")
    assert shown(repair) == []


@needs_fork
def test_an_edit_that_spoils_another_output_is_no_part():
    """The cheapest edit takes the sign off u, which is right: v and w then would be, too."""
    right = (
        "def four(a, b):\n    u = a * b\n    u *= -1\n    v = -u\n    w = -u * 2\n    x = a - b\n"
        "    return u, v, w, x\n"
    )
    wrong = right.replace("v = -u", "v = u").replace("w = -u", "w = u").replace("a - b", "a + b")
    repair = find(wrong, Equals(defined(right, "four"), *SQUARES), "four")
    assert [line for line, _ in shown(repair)] == [4, 5, 6]


@needs_fork
def test_an_edit_that_makes_an_output_right_on_one_input_only_is_no_part():
    """On the first input m is 3, and 2 might have to be 3."""
    right = "def three(a, m):\n    u = a - m\n    v = a * m\n    w = a.T * 7\n    return u, v, w\n"
    wrong = right.replace("a - m", "a + m").replace("a * m", "a * 2").replace("a.T", "a")
    inputs = [(*given, m) for given, m in zip(drawn((2, 2)), (3, 5))]
    repair = find(wrong, Equals(defined(right, "three"), *inputs), "three")
    assert [line for line, _ in shown(repair)] == [2, 3, 4]


@needs_fork
@pytest.mark.parametrize(
    "lost, kind, parts",
    [
        (" / m", "missing factor", ["np.dot(A, B.T)", "np.dot(B, C.T)", "np.dot(C, A.T)"]),
        (".T", None, ["np.dot(A, B)", "np.dot(B, C)", "np.dot(C, A)"]),
    ],
)
def test_the_same_mistake_on_three_lines_of_three_outputs_is_found_on_each(lost, kind, parts):
    right = (
        "def slopes(A, B, C, m):\n    dU = np.dot(A, B.T) / m\n    dV = np.dot(B, C.T) / m\n"
        "    dW = np.dot(C, A.T) / m\n    return dU, dV, dW\n"
    )
    inputs = [(*given, 3 + k) for k, given in enumerate(drawn((2, 2), (2, 2), (2, 2)))]
    repair = find(right.replace(lost, ""), Equals(defined(right, "slopes"), *inputs), "slopes")
    assert [line for line, _ in shown(repair)] == [2, 3, 4]
    assert all(part in text for part, (_, text) in zip(parts, shown(repair)))
    assert repair.kind in (kind, None)


@needs_fork
def test_where_an_edit_helps_the_same_edit_elsewhere_comes_next(monkeypatch):
    """Else the edits of three lines would come after all that cost less than three together."""
    right = "def three(a, b, c):\n    u = a - b\n    v = b - c\n    w = c - a\n    return u, v, w\n"
    wrong = right.replace(" - ", " + ")
    oracle = Equals(defined(right, "three"), *drawn((2, 2), (2, 2), (2, 2)))
    trial, precheck, scope = started(wrong, oracle, "three")
    base = [trial.score(trial.build(), k) for k in range(2)]
    edits = list(by_cost(trial.functions, scope, NONE))
    first = next(edit for edit in edits if edit.kind == "sign" and edit.groups)
    hits, _, _ = search.try_singles(trial, precheck, base, 0, iter([first]))
    assert [[mark.lineno for mark in hit.marks] for hit in hits] == [[2, 3, 4]]


# --- one expression is left --------------------------------------------------------------------------

ONE_LEFT = """def two(a, b):
    u = a * b
    v = np.sin(u) @ a.T
    w = v + np.sum(np.abs(u), axis=0).sum()
    return v, w
"""
NO_EDIT = "np.cosh(b).std() * 7"  # makes this of what stands there


@needs_fork
@pytest.mark.parametrize(
    "changes, expected",
    [
        # Of the right output v nothing can be wrong: w is.
        ({"np.sum(np.abs(u), axis=0).sum()": NO_EDIT}, [(4, "v + " + NO_EDIT)]),
        # So it is with an expression in the return itself.
        (
            {"    w = v + np.sum(np.abs(u), axis=0).sum()\n": "", "v, w": "v, v + " + NO_EDIT},
            [(4, "v + " + NO_EDIT)],
        ),
        # A value that nothing uses can not be what is wrong.
        (
            {
                "np.sum(np.abs(u), axis=0).sum()": NO_EDIT,
                "    v = ": "    x = np.exp(a) @ u\n    v = ",
            },
            [(5, "v + " + NO_EDIT)],
        ),
        # Two expressions that no right output needs: which of them it is, nobody knows.
        ({"    w = v + np.sum(np.abs(u), axis=0).sum()": f"    x = {NO_EDIT}\n    w = x * x"}, []),
        # What a branch needs on other inputs is not seen.
        (
            {
                "np.sum(np.abs(u), axis=0).sum()": NO_EDIT,
                "    v = ": "    if len(a) < 9:\n        u = u\n    v = ",
            },
            [],
        ),
    ],
)
def test_what_no_right_output_needs_is_shown_where_it_is_one_expression(changes, expected):
    wrong = ONE_LEFT
    for old, new in changes.items():
        assert wrong.count(old) == 1
        wrong = wrong.replace(old, new)
    repair = find(wrong, Equals(defined(ONE_LEFT, "two"), *drawn((3, 3), (3, 3))), "two")
    assert shown(repair) == expected
    assert not repair or repair.by_values and repair.kind is None


@needs_fork
def test_where_no_output_is_right_the_one_expression_is_not_shown():
    """All of a function of one line: that says nothing."""
    right = "def one(a, b):\n    return np.sin(a) * np.exp(b) - 3\n"
    wrong = f"def one(a, b):\n    return a + {NO_EDIT}\n"
    assert shown(find(wrong, Equals(defined(right, "one"), *drawn((3, 3), (3, 3))), "one")) == []


@needs_fork
def test_a_given_line_is_not_shown_as_the_one_that_is_left():
    wrong = ONE_LEFT.replace("np.sum(np.abs(u), axis=0).sum()", NO_EDIT)
    oracle = Equals(defined(ONE_LEFT, "two"), *drawn((3, 3), (3, 3)))
    assert find(wrong, oracle, "two", given_lines=[wrong.splitlines()[3]]) is None
