"""A wrong value is found where it arises, whatever is wrong there; nothing is said where it may come from elsewhere."""

import ast
import copy
import signal
import sys
import time
import warnings
from collections import Counter
from types import SimpleNamespace

import numpy as np
import pytest

from classroom.exercises.recording import solution_sources, weeks
from helpers.checks import load_exercises
from helpers.checks.place import CaseOracle, steps_of
from helpers.checks.values import decode
from helpers.repair import find_places, value_replacement
from helpers.repair.known_values import lengths_in, numbers_in
from helpers.repair.observed import TEXTS, Recorder, instrumented, kept, leaves
from helpers.repair.search import find_edits
from helpers.repair.trees import only_use
from helpers.repair.trial import ALL, Trial, definitions
from helpers.repair.value_replacement import Replacement, Steps, blame, first_unknown
from helpers.repair.verdict import verdict

# No edit of the error model takes this back.
SPOILT = "1.37 * ({}) + 0.21"

SLOPES = """def slopes(A, Y, W):
    m = A.shape[1]
    dZ = A - Y
    dW = dZ @ A.T / m
    dA = W.T @ dZ
    dH = dA * (A > 0.5)
    db = np.sum(dH) / m
    return dW, db
"""


class Oracle:
    """Judges `slopes` by the two outputs of the right one, on two inputs."""

    inputs = 2
    alike = frozenset()

    def __init__(self, name="slopes", source=SLOPES, arguments=None):
        rng = np.random.default_rng(0)
        drawn = [tuple(rng.normal(size=(k, k)) for _ in range(3)) for k in (2, 3)]
        self.arguments = arguments or drawn
        space = {"np": np}
        exec(source, space)
        self.right = [space[name](*given) for given in self.arguments]

    def given(self, k):
        """The arguments on input k."""
        return self.arguments[k]

    def __call__(self, function, k):
        """(number of right outputs, of all)."""
        mine = function(*copy.deepcopy(self.arguments[k]))
        alike = [
            np.shape(a) == np.shape(b) and np.allclose(a, b) for a, b in zip(mine, self.right[k])
        ]
        return sum(alike), len(self.right[k])


def steps_of_source(source, oracle):
    """Steps of a right function, recorded as classroom.exercises.steps does it."""
    functions, expressions = instrumented(definitions(source))
    recorder = Recorder()
    space = {"np": np, "value_of": recorder}
    exec(compile(ast.Module(functions, []), "<right>", "exec"), space)
    rows = []
    for k in range(oracle.inputs):
        recorder.begin({})
        space[functions[-1].name](*oracle.given(k))
        rows.append({n: [v for _, v in seen] for n, seen in recorder.values.items()})
    steps = [[row[n] for row in rows] for n in rows[0] if not isinstance(expressions[n], ast.Name)]
    return Steps(list(range(oracle.inputs)), steps)


def started(source, oracle, seconds=20):
    """(a Trial of a wrong function, its scores)."""
    tree = definitions(source)
    trial = Trial(tree, tree[-1].name, {"np": np}, oracle, seconds, time.process_time() + seconds)
    function = trial.build()
    base = [trial.score(function, k) for k in range(oracle.inputs)]
    assert min(base) < ALL, "nothing is wrong"
    return trial, base


def blamed_lines(source, oracle, steps, namespace=None, seconds=20, skip=frozenset()):
    """(the lines blamed, per mistake, whether these are all)."""
    tree = definitions(source)
    name = tree[-1].name
    trial = Trial(
        tree, name, dict(namespace or {"np": np}), oracle, seconds, time.process_time() + seconds
    )
    function = trial.build()
    base = [trial.score(function, k) for k in range(oracle.inputs)]
    assert min(base) < ALL, "nothing is wrong"
    nodes, whole = blame(trial, steps, oracle.given, base, skip)
    return [node.lineno for node in nodes], whole


@pytest.mark.parametrize(
    "old, new, lines, whole",
    [
        ("dZ = A - Y", "dZ = np.sort(A) * 3 - Y", [3], True),
        ("dW = dZ @ A.T / m", "dW = np.cos(dZ @ A.T) / m", [4], True),
        ("dA * (A > 0.5)", "dA * np.exp(A)", [6], True),
        # A right value that lacks a step: it is wrong where it is given its name.
        ("dH = dA * (A > 0.5)", "dH = dA", [7], True),
        # An error on the way.
        ("W.T @ dZ", "np.dot(dZ, W[0, 0, 0])", [5], True),
    ],
)
def test_the_place_of_one_mistake(old, new, lines, whole):
    oracle = Oracle()
    steps = steps_of_source(SLOPES, oracle)
    assert old in SLOPES
    assert blamed_lines(SLOPES.replace(old, new), oracle, steps) == (lines, whole)


@pytest.mark.parametrize(
    "old, new, lines",
    [
        ("dZ = A - Y", "dZ = np.sort(A) * 3 - Y", [3]),
        ("dA * (A > 0.5)", "(\n        dA * np.exp(A)\n    )", [6, 7, 8]),
        ("return dW, db", "return db, dW", []),  # each value is known
        # A count that right answers do without.
        ("dZ = A - Y", "k = 3 * len(A)\n    dZ = np.sort(A) * k - Y", [4]),
    ],
)
def test_where_a_value_comes_up_first_that_no_right_answer_has(old, new, lines):
    oracle = Oracle()
    steps = steps_of_source(SLOPES, oracle)
    trial, base = started(SLOPES.replace(old, new), oracle)
    assert list(first_unknown(trial, steps, oracle.given, base)) == lines


@pytest.mark.skipif(sys.platform != "linux", reason="edits are tried on Linux only")
def test_edits_are_tried_first_where_such_a_value_comes_up():
    oracle = Oracle()
    wrong = SLOPES.replace("dA * (A > 0.5)", "dA * (A > 1.5)")
    tried = []
    for steps in (None, steps_of_source(SLOPES, oracle)):
        arguments = wrong, "slopes", {"np": np}, oracle, (), (), frozenset(), 20.0, steps
        with np.errstate(), warnings.catch_warnings():  # it sets them for a process of its own
            found = find_edits(*arguments)
        assert [hit["places"][0][0] for hit in found["hits"]][:1] == [6]
        tried.append(found["tried"])
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    assert tried[1] < tried[0]


def test_two_mistakes_are_both_found():
    oracle = Oracle()
    steps = steps_of_source(SLOPES, oracle)
    wrong = SLOPES.replace("dZ @ A.T / m", "np.cos(dZ) @ A.T").replace("(A > 0.5)", "np.exp(A)")
    assert blamed_lines(wrong, oracle, steps) == ([4, 6], True)


def test_the_first_turn_of_a_loop_counts():
    right = (
        "def steps(w, g, rate):\n    for k in range(3):\n        slope = g * w\n"
        "        w = w - rate * slope\n    return w, w.sum()\n"
    )
    oracle = Oracle("steps", right)
    steps = steps_of_source(right, oracle)
    wrong = right.replace("w - rate * slope", "np.abs(w) - rate * slope")
    assert blamed_lines(wrong, oracle, steps) == ([4], True)


def test_in_a_loop_the_last_step_is_not_blamed_for_what_begins_it_anew():
    """The right values, given turn by turn to the step, would hide that each turn starts afresh."""
    right = "def walk(a, b, c):\n    x = a\n    for k in range(3):\n        x = x - b * (x @ c)\n    return x, 1\n"
    oracle = Oracle("walk", right)
    steps = steps_of_source(right, oracle)
    wrong = right.replace("        x = x -", "        x = a\n        x = x -")
    lines, _ = blamed_lines(wrong, oracle, steps)
    assert 5 not in lines


def test_what_a_turn_before_left_unchanged_is_not_blamed_on_the_next():
    right = (
        "def steps(w, b, rate):\n    for k in range(3):\n        slope = np.sin(w + b)\n"
        "        w = w - rate * slope\n        b = b - rate * slope\n    return w, b\n"
    )
    oracle = Oracle("steps", right)
    steps = steps_of_source(right, oracle)
    wrong = right.replace("        b = b - rate * slope\n", "")
    assert 3 not in blamed_lines(wrong, oracle, steps)[0]


def test_nothing_is_said_where_the_reason_may_lie_anywhere_before():
    """Steps that no right answer takes: what they give is not known as right, so the last line is not blamed alone."""
    oracle = Oracle()
    steps = steps_of_source(SLOPES, oracle)
    own_way = (
        "def slopes(A, Y, W):\n    a = np.exp(A)\n    b = np.sin(Y) + a\n    c = a * b\n    d = c @ W\n"
        "    return d - a, float(np.sum(d * b))\n"
    )
    assert blamed_lines(own_way, oracle, steps) == ([], False)


# --- what is known, and what is no value of a calculation --------------------------------------------


@pytest.mark.parametrize(
    "value, numbers",
    [
        ((np.ones(2), "relu", 3, abs), [[1, 1], 3]),
        ({"W1": 2.5, "kind": "relu", "cache": [(np.zeros(1), None), 4]}, [2.5, [0], 4]),
        (["a", []], []),
        (None, []),
    ],
)
def test_numbers_among_arguments_are_known_whatever_stands_beside_them(value, numbers):
    assert [leaf.tolist() for leaf in numbers_in(value)] == numbers


def test_what_comes_out_of_arguments_with_texts_and_functions_in_them_is_no_wrong_value():
    """C and D, which no right answer reads, would lie in too many lines if they were not known."""
    right = (
        'def f(cache, kind, g):\n    A = cache["A"]\n    B = cache["B"]\n    U = A - B\n'
        "    return B.T @ U, np.sum(U)\n"
    )
    rng = np.random.default_rng(0)
    caches = [{key: rng.normal(size=(k, k)) for key in "ABCD"} for k in (2, 3)]
    oracle = Oracle("f", right, [(cache | {"name": "x"}, "relu", abs) for cache in caches])
    steps = steps_of_source(right, oracle)
    more = 'C = cache["C"]\n    D = cache["D"]\n    U = np.sort(A) * C * D'
    assert blamed_lines(right.replace("U = A - B", more), oracle, steps) == ([6], True)


@pytest.mark.parametrize(
    "value, sort",
    [
        ("relu", TEXTS),
        (["a", "b"], TEXTS),
        (("a",), TEXTS),
        ([], []),
        (["a", 1], None),
        (abs, None),
        (2.5, 2.5),
    ],
)
def test_texts_are_told_from_other_values_that_are_no_numbers(value, sort):
    assert kept(value) == sort


def test_lengths_of_arguments_are_those_of_all_that_is_in_them():
    given = (np.ones((2, 7)), {"W1": np.ones(5), "names": ["a", "b", "c", "d"]}, 9, "a text", None)
    assert lengths_in(given) == {5, 2, 7, 14, 4}
    assert lengths_in((np.ones((3, 0)), [])) == {2, 3, 0}


def test_lengths_and_texts_can_not_be_wrong_values():
    oracle = Oracle()
    trial, _ = started(SLOPES.replace("A - Y", "A + Y"), oracle)
    replacement = Replacement(trial, steps_of_source(SLOPES, oracle), oracle.given)
    # The arguments of the second input are three matrices of shape (3, 3).
    assert not any(replacement.may_be_wrong(value, 1) for value in (TEXTS, 3, 9, np.int64(3)))
    assert all(replacement.may_be_wrong(value, 1) for value in (4, 3.0, np.ones(3), None, []))
    assert not replacement.may_be_wrong(4, 0)


@pytest.mark.parametrize(
    "lines, found",
    [
        # Lengths and texts are never unsure, numbers are: here the reason may lie in three lines.
        (["a = A.size", "b = a * 1", "dZ = np.sort(A) * a * b - Y"], [5]),
        (["a = 'STABLE'.lower()", "b = a + ''", "dZ = np.sort(np.sort(A, kind=a), 0, b) - Y"], [5]),
        (["a = 7 * len(A)", "b = a + 1", "dZ = np.sort(A) * a * b - Y"], []),
        (["a = 2.5 * len(A)", "b = a + 1", "dZ = np.sort(A) * a * b - Y"], []),
    ],
)
def test_lengths_and_texts_are_no_reason_to_doubt_a_place(lines, found):
    oracle = Oracle()
    steps = steps_of_source(SLOPES, oracle)
    wrong = SLOPES.replace("dZ = A - Y", "\n    ".join(lines))
    assert blamed_lines(wrong, oracle, steps)[0] == found


def test_where_a_list_stays_empty_its_use_is_not_blamed():
    """The line that fills it is missing or fills nothing."""
    right = (
        "def total(A, B, C):\n    found = []\n    for k in range(3):\n"
        "        found.append(A[k % 2] * k)\n    s = np.sum(found)\n    return s, B * s\n"
    )
    oracle = Oracle("total", right)
    steps = steps_of_source(right, oracle)
    wrong = right.replace("found.append(A[k % 2] * k)", "A[k % 2] * k")
    assert blamed_lines(wrong, oracle, steps) == ([], False)
    filled = right.replace("A[k % 2] * k", "np.exp(A[k % 2])")
    assert blamed_lines(filled, oracle, steps)[0] != []


@pytest.mark.parametrize(
    "body, expressions",
    [
        ("out = [0] * n\n    out[0] = x", []),
        ("out = [0] * n\n    out[0] += x", []),
        ("out = [[0] * n]\n    out[0] = x", ["[0] * n"]),
        ("out = [0] * n\n    out.append(x)", ["[0] * n"]),
        ("out = np.zeros(n)\n    out[0] = x", []),
        ("out = np.zeros(n)\n    out = out + x", ["np.zeros(n)", "out + x"]),
        ("out = x * n\n    out[0] = 1", ["x * n"]),
    ],
)
def test_a_list_or_array_that_is_filled_by_items_is_no_step(body, expressions):
    _, found = instrumented(definitions(f"def f(x, n):\n    {body}\n"))
    found = [ast.unparse(node) for node in found.values() if not isinstance(node, ast.Name)]
    assert found == expressions


def test_a_list_that_is_filled_too_late_is_not_blamed_for_its_zeros():
    right = (
        "def count(A, B, C):\n    s = np.sum(A)\n    out = [s] + [s * 2] + [s * 3]\n"
        "    return out, B\n"
    )
    oracle = Oracle("count", right)
    wrong = right.replace(
        "[s] + [s * 2] + [s * 3]",
        "[0] * 3\n    for k in range(2):\n        out[k] = s * (k + 1)",
    )
    assert blamed_lines(wrong, oracle, steps_of_source(right, oracle)) == ([], False)


def test_what_a_helper_of_ones_own_gives_is_not_blamed_where_it_is_used():
    right = SLOPES.replace("dA * (A > 0.5)", "np.tanh(dA)")
    oracle = Oracle(source=right)
    steps = steps_of_source(right, oracle)
    own = right.replace("dH = np.tanh(dA)", "t = {}\n    dH = t * 1.5")
    helper = "def part(x):\n    return np.cos(x)\n\n\n"
    assert blamed_lines(helper + own.format("part(dA)"), oracle, steps) == ([], False)
    # The same without one.
    assert blamed_lines(own.format("np.cos(dA)"), oracle, steps) == ([7], True)


# --- of a right value that lacks a step, the use -----------------------------------------------------


@pytest.mark.parametrize(
    "body, use",
    [
        ("u = a * b\n    return np.sin(u) + 1", "np.sin(u)"),
        ("u = a * b\n    return u + 1", "u + 1"),
        ("u = a * b\n    return -u", "-u"),
        ("u = a * b\n    return u, a", "u"),
        ("u = a * b\n    return u[0] + 1", "u"),
        ("u = a * b\n    return u * u", "a * b"),  # which of its uses, nobody knows
        ("u = a * b\n    return a", "a * b"),
        ("u = v = a * b\n    return u + 1", "u + 1"),
        ("u, v = a * b, 2\n    return u + 1", "a * b"),
        ("return a * b + 1", "a * b"),
    ],
)
def test_the_only_use_of_a_value_is_what_it_stands_in_there(body, use):
    tree = definitions(f"def f(a, b):\n    {body}\n")
    (node,) = (n for n in ast.walk(tree[0]) if ast.unparse(n) == "a * b")
    assert ast.unparse(only_use(tree, node)) == use


def test_a_part_of_something_is_shown_where_it_gets_its_name():
    tree = definitions("def f(cache):\n    A = cache['A']\n    return np.sin(A)\n")
    (node,) = (n for n in ast.walk(tree[0]) if isinstance(n, ast.Subscript))
    assert only_use(tree, node) is node


@pytest.mark.parametrize("more, lines", [("", [6]), ("    dA.sum()\n", [5])])
def test_where_a_right_value_lacks_a_step_its_one_use_is_shown(more, lines):
    right = SLOPES.replace("    db = np.sum(dH) / m\n    return dW, db", "    return dW, dH")
    oracle = Oracle(source=right)
    wrong = right.replace("    dH = dA * (A > 0.5)\n", more).replace("dW, dH", "dW, dA")
    assert blamed_lines(wrong, oracle, steps_of_source(right, oracle)) == (lines, True)


def test_of_several_wrong_values_the_first_is_shown():
    places = [[4, 9, 20, 4], [6, 9, 12, 6]]
    assert verdict({"blamed": places}) == ([places[0]], None, 2, "blamed")


# --- of all exercises, and without a process of its own ----------------------------------------------


def test_stored_steps_hold_numbers_only():
    """Nothing of an answer's code reaches the learner's copy with them."""
    count = 0
    for week in weeks():
        for exercise in load_exercises(week).values():
            for step in exercise.steps.get("values", ()):
                for value in (decode(one) for row in step for one in row):
                    assert leaves(value), (exercise.name, value)
                    count += 1
    assert count > 5000


def spoilt_answers():
    """(exercise, line, source, namespace) for each value that a name is given in a reference, spoilt."""
    for week in weeks():
        for name, exercise in load_exercises(week).items():
            if not exercise.steps:
                continue
            source, namespace = solution_sources(week)[name]
            (function,) = (f for f in definitions(source) if getattr(f, "name", "") == name)
            for node in ast.walk(function):
                if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp | ast.Call):
                    text = ast.get_source_segment(source, node.value)
                    line = source.splitlines()[node.value.lineno - 1]
                    if text in line:
                        lines = source.splitlines()
                        lines[node.value.lineno - 1] = line.replace(text, SPOILT.format(text))
                        yield exercise, node.value.lineno, "\n".join(lines), namespace


def test_values_spoilt_in_every_reference_are_found_where_they_arise():
    found, false = Counter(), []
    for exercise, line, source, namespace in spoilt_answers():
        oracle = CaseOracle(exercise)
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            try:
                lines, _ = blamed_lines(source, oracle, steps_of(exercise), namespace)
            except AssertionError:  # right all the same, or on all inputs looked at
                continue
        found["all"] += 1
        found["found"] += line in lines
        if lines and line not in lines:
            false.append((exercise.name, line, lines))
    print(found, false)
    assert found["all"] > 100
    assert found["found"] >= 0.85 * found["all"], found
    assert len(false) <= 0.03 * found["all"], false


def found_without_process(source, monkeypatch, seconds=5):
    """The Repair of a wrong `slopes` on a system that can't fork a limited process."""
    monkeypatch.setattr(sys, "platform", "emscripten")
    for name in ("setitimer", "SIGVTALRM", "ITIMER_VIRTUAL"):
        monkeypatch.delattr(signal, name, raising=False)
    oracle = Oracle()
    steps = steps_of_source(SLOPES, oracle)
    return find_places(source, "slopes", {"np": np}, oracle, seconds, steps=steps)


def test_without_a_process_of_its_own_values_still_show_the_place(monkeypatch, capsys):
    wrong = SLOPES.replace("dA * (A > 0.5)", "dA * np.exp(A) + 0 * len(str(print(1)))")
    repair = found_without_process(wrong, monkeypatch)
    assert [place.line for place in repair.places] == [6]
    assert capsys.readouterr().out == ""


def test_without_a_process_code_that_may_not_end_is_left_alone(monkeypatch):
    wrong = SLOPES.replace(
        "    dH = dA * (A > 0.5)", "    while False: pass\n    dH = dA * np.exp(A)"
    )
    assert found_without_process(wrong, monkeypatch) is None


def test_given_lines_are_not_blamed():
    oracle = Oracle()
    steps = steps_of_source(SLOPES, oracle)
    wrong = SLOPES.replace("dZ = A - Y", "dZ = np.sort(A) * 3 - Y")
    assert blamed_lines(wrong, oracle, steps, skip={3})[0] != [3]


@pytest.mark.parametrize(
    "whole, over, said", [(False, True, 0), (False, False, 1), (True, True, 1)]
)
def test_what_explains_a_part_only_is_said_where_nothing_better_can_come(
    whole, over, said, monkeypatch
):
    """A search that its time ended may have found the use of a wrong value before what makes it."""

    class Part:
        function, rows = True, range(1)

        def __init__(self, *_):
            self.given = {}

        def first_wrong(self, failing):
            return (
                None
                if self.given
                else value_replacement.Wrong(7, "node", [None], ALL if whole else 1)
            )

        def collected_wrong(self, failing):
            return None

        def outputs(self):
            return 2

        def score(self, row):
            return 0

    monkeypatch.setattr(value_replacement, "Replacement", Part)
    trial = SimpleNamespace(over=lambda: over)
    nodes, all_of_it = blame(trial, Steps([0], []), None, [0])
    assert (len(nodes), all_of_it) == (said, False)
