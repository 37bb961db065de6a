"""What is shown of a repair: the part of a line that tells where to look, over several lines where it goes on."""

import ast

import numpy as np
import pytest

from helpers.repair import Place, Repair, find_places, given_in, place_at, what, where
from helpers.repair.shown import whole_of
from helpers.repair.verdict import verdict
from helpers.repair.words import KINDS
from tests.repair.support import (
    ROWS,
    SOFTMAX,
    Equals,
    defined,
    drawn,
    find,
    needs_fork,
    shown,
)


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
@pytest.mark.parametrize(
    "more, expected, kind",
    [
        # What gives w its value is shown, and of that another name in the return says nothing.
        ("", [(4, "np.exp(b).std() * 3")], None),
        # The name itself, where it is read elsewhere, too.
        ("    u = u + w\n", [(6, "w")], "name"),
    ],
)
def test_of_a_name_in_a_return_that_is_shown_by_its_value_no_kind_is_said(more, expected, kind):
    right = (
        "def pair(a, b):\n    u = a * b\n    v = np.sin(a) @ u\n    w = np.exp(b).std() * 3\n"
        f"{more}    return u, v\n"
    )
    oracle = Equals(defined(right, "pair"), *drawn((3, 3), (3, 3)))
    repair = find(right.replace("u, v", "u, w"), oracle, "pair")
    assert shown(repair) == expected and repair.kind == kind


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
def test_the_place_is_shown_and_the_kind_said_without_the_answer():
    repair = find(SOFTMAX, ROWS)
    assert where(repair).splitlines() == [
        "line 3: return e / np.sum(e, axis=0, keepdims=True)",
        "                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
    ]
    assert repair.kind == "axis" and repair.edits == 1
    assert what(repair) == f"with {KINDS['axis']} there the check passes."


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


def test_a_long_line_is_cut_around_its_mark():
    text = "    value = " + " + ".join(f"term{k}" for k in range(40))
    start = text.index("term20")
    shown, mark = where(Repair((Place(7, text, start, start + 6),), None, 1)).splitlines()
    assert len(shown) < 85
    assert shown[mark.index("^") : mark.rindex("^") + 1] == "term20"


# --- more than what is edited ------------------------------------------------------------------------


@needs_fork
@pytest.mark.parametrize(
    "wrong, right, part",
    [
        # Something around a name: the operation it stands in, for it may be the other operand that is wrong.
        ("np.exp(x * b + 2)", "np.exp(x ** 2 * b + 2)", "x * b"),
        # A term beside an operation: all of it.
        ("np.exp(x * b) + 2", "np.exp(x * b) + 2 + x", "np.exp(x * b) + 2"),
        # A method of a name is called: the call.
        ("x.cumsum(axis=1) + b", "(x ** 2).cumsum(axis=1) + b", "x.cumsum(axis=1)"),
        # An argument of a call: the call.
        ("np.cumsum(x, axis=1) @ b", "np.cumsum(x ** 2, axis=1) @ b", "np.cumsum(x, axis=1)"),
        # An operand that should be transposed, or is: the operation.
        ("x @ b", "x @ b.T", "x @ b"),
        ("x.T @ b / 3", "(x ** 2).T @ b / 3", "x.T @ b / 3"),
        # One side of a comparison: both.
        ("np.where(x < b + 1, x, b)", "np.where(x < b - 1, x, b)", "x < b + 1"),
        # Of another edit no more than what it changes.
        ("np.exp(x * b - 2)", "np.exp(x * b + 2)", "x * b - 2"),
        ("np.sin(x) + b * 2", "np.cos(x) + b * 2", "np.sin(x)"),
    ],
)
def test_the_whole_is_shown_where_a_part_of_it_may_be_right(wrong, right, part):
    source = "def f(x, b):\n    y = {}\n    return y * 1.5\n"
    oracle = Equals(defined(source.format(right), "f"), *drawn((4, 4), (4, 4)))
    assert shown(find(source.format(wrong), oracle, "f")) == [(2, part)]


@pytest.mark.parametrize(
    "source, part, kind, whole",
    [
        ("f(a * b + c)", "a", "power", "a * b"),
        ("f(a * b + c)", "a", "missing term", "a * b + c"),
        ("f(a * b + c)", "a * b", "missing term", "a * b + c"),
        ("f(a * b + c)", "a", "name", "a"),
        ("f(a * b + c)", "a * b + c", "power", "a * b + c"),
        ("g + f(a)", "a", "power", "f(a)"),
        ("g + f(x=a)", "a", "power", "a"),
        ("g + a.sum()", "a", "power", "a.sum()"),
        ("g + (a * b).sum()", "a", "missing term", "a * b"),
        ("c @ a.T", "a", "transpose", "c @ a.T"),
        ("f(a.T)", "a", "transpose", "a.T"),
        ("c + a[0]", "a[0]", "power", "c + a[0]"),
        ("c + f(a)", "f(a)", "power", "f(a)"),
        ("c + f(a > b)", "b", "power", "a > b"),
        ("c + f(a > b)", "b", "name", "a > b"),
        ("c + f(a * b > 2)", "a", "name", "a"),
        ("(a *\n b)", "a", "power", "a"),
    ],
)
def test_how_much_is_shown_around_what_an_edit_changes(source, part, kind, whole):
    nodes = list(ast.walk(ast.parse(source)))
    holders = {child: node for node in nodes for child in ast.iter_child_nodes(node)}
    (mark,) = (n for n in nodes if isinstance(n, ast.expr) and ast.unparse(n) == part)
    assert ast.get_source_segment(source, whole_of(mark, holders, kind)) == whole


@needs_fork
def test_an_operation_over_several_lines_is_not_shown_for_a_name_in_it():
    source = "def f(x, b):\n    return np.exp(\n        x\n        * b\n    )\n"
    oracle = Equals(defined(source.replace("x\n", "x ** 2\n"), "f"), *drawn((3, 3), (3, 3)))
    assert shown(find(source, oracle, "f")) == [(3, "x")]


# --- several lines -----------------------------------------------------------------------------------


@needs_fork
def test_a_part_that_goes_on_in_other_lines_is_marked_in_each():
    source = "def f(x, b):\n    return np.exp(  # größer\n        x * b  \n        + np.sin(b)\n    ) + 2\n"
    wrong = source.replace("np.exp(", "np.log(")
    inputs = [(np.abs(x) + 5, np.abs(b)) for x, b in drawn((2, 2), (2, 2))]
    repair = find(wrong, Equals(defined(source, "f"), *inputs), "f", first_line=11)
    (place,) = repair.places
    assert [part.line for part in (place, *place.more)] == [12, 13, 14, 15]
    assert where(repair).splitlines() == [
        "line 12: return np.log(  # größer",
        "                ^^^^^^^^^^^^^^^^^",
        "line 13: x * b",
        "         ^^^^^",
        "line 14: + np.sin(b)",
        "         ^^^^^^^^^^^",
        "line 15: ) + 2",
        "         ^",
    ]


@pytest.mark.parametrize("last, lines", [(2, [2]), (3, [2, 3]), (5, [2, 3, 4, 5]), (6, [2])])
def test_of_what_goes_on_over_many_lines_the_first_is_shown(last, lines):
    source = ["def f(x):", "  y = max(  ", "    x,  ", "    2,", "    3,", "    4)"]
    place = place_at(source, [2, 6, len(source[last - 1].rstrip()), last], 1)
    assert [part.line for part in (place, *place.more)] == lines
    marked = [part.text[part.start : part.end] for part in (place, *place.more)]
    assert marked == ["max(", "x,", "2,", "3,", "4)"][: len(lines)]


# --- given lines -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given, found",
    [
        ([], set()),
        (["for k in x:"], {2}),
        (["  for k in x:  ", "", "return a"], {2, 6}),
        # Given twice, as it stands twice.
        (["for k in x:", "for k in x:"], {2, 4}),
        (["for k in x:"] * 3 + ["b()"], {2, 4}),
    ],
)
def test_a_line_that_stands_more_often_than_it_was_given_is_the_learners_own(given, found):
    lines = ["def f(x):", "    for k in x:", "        a = k", "    for k in x:", "", "    return a"]
    assert given_in(lines, given) == found


@needs_fork
@pytest.mark.parametrize("times, lines", [(1, [3]), (2, [])])
def test_a_mistake_in_a_line_like_a_given_one_is_found(times, lines):
    right = "def f(x):\n    x = x + 1\n    x = x + 2\n    return np.tanh(x)\n"
    wrong = right.replace("x + 2", "x + 1")
    oracle = Equals(defined(right, "f"), *drawn((2, 2)))
    repair = find(wrong, oracle, "f", given_lines=["x = x + 1"] * times + ["return np.tanh(x)"])
    assert [line for line, _ in shown(repair)] == lines


@needs_fork
def test_the_length_of_a_row_is_no_way_to_leave_out_a_division():
    """Y.shape[0] is 1, so it would hide the division that is too much; the line of it is shown."""
    wrong = "def f(D, Y):\n    m = Y.shape[1]\n    return D / m\n"
    oracle = Equals(lambda D, Y: D, *drawn((2, 3), (1, 3), inputs=1), *rows_of_one())
    repair = find(wrong, oracle, "f")
    assert shown(repair) == [(3, "D / m")]


def rows_of_one():
    """More arguments with a second array of one row."""
    rng = np.random.default_rng(4)
    return [(rng.normal(size=(2, m)), rng.normal(size=(1, m))) for m in (4, 5)]


@needs_fork
def test_the_index_of_another_array_may_belong_to_what_is_stored():
    right = (
        "def f(S, y):\n    right = S[y, np.arange(3)]\n    M = S - right\n"
        "    M[y, np.arange(3)] = 0\n    return M\n"
    )
    rng = np.random.default_rng(5)
    given = [(rng.normal(size=(4, 3)), rng.permutation(4)[:3]) for _ in range(3)]
    repair = find(
        right.replace("M[y, np.arange(3)] = 0", "M[y] = 0"),
        Equals(defined(right, "f"), *given),
        "f",
    )
    assert shown(repair) == [(4, "M[y] = 0")]


def hit(line, cost, defines=None, reads=()):
    """A single edit of a line, as plain data."""
    return {
        "kind": "brackets",
        "cost": cost,
        "places": [[line, 4, 9, line]],
        "defines": [defines],
        "reads": [list(reads)],
    }


def test_of_parts_the_use_of_a_name_is_shown_not_its_definition():
    """The definition of b, in line 5, may serve other outputs as well."""
    of_b = [hit(5, 1.1, "b"), hit(7, 1.1, None, ["b"])]
    places, kind, edits, told_by = verdict({"parts": [[hit(6, 1.1)], of_b]})
    assert [place[0] for place in places] == [6, 7]
    assert (kind, edits, told_by) == (None, 2, "parts")


def test_of_values_that_are_wrong_the_first_is_shown():
    places, _, edits, told_by = verdict({"blamed": [[3, 4, 9, 3], [8, 4, 9, 8]]})
    assert [place[0] for place in places] == [3]
    assert (edits, told_by) == (2, "blamed")
