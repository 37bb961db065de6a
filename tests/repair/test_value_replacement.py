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
from helpers.repair.observed import Recorder, instrumented, leaves
from helpers.repair.search import find_edits
from helpers.repair.trial import ALL, Trial, definitions
from helpers.repair.value_replacement import Steps, blame, first_unknown

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

    def __init__(self, name="slopes", source=SLOPES):
        rng = np.random.default_rng(0)
        self.arguments = [tuple(rng.normal(size=(k, k)) for _ in range(3)) for k in (2, 3)]
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

        def score(self, row):
            return 0

    monkeypatch.setattr(value_replacement, "Replacement", Part)
    trial = SimpleNamespace(over=lambda: over)
    nodes, all_of_it = blame(trial, Steps([0], []), None, [0])
    assert (len(nodes), all_of_it) == (said, False)
