"""Whether a function is right, asked without the reason why not, is what its check tells."""

import functools

import numpy as np
import pytest

from classroom.exercises import recording
from classroom.grading.session import RemoteFunction, Session
from helpers.checks import Kind, diagnose_exercise, load_exercises
from helpers.checks.calling import CheckedFunction, as_checked
from helpers.checks.judging import is_right
from helpers.checks.records import CaseRecord, ExerciseRecord
from helpers.checks.values import encode
from tests.checks.support import EXERCISES, WEEK, function_of
from tests.classroom.grading.workers import LIMITS

DEEP = "week4_deep_network"


def told(week, name, function):
    """(whether a function passes its check, the Kind of it); `is_right` agrees."""
    exercises = load_exercises(week)
    found = diagnose_exercise(exercises, name, function)
    assert is_right(exercises[name], CheckedFunction(function)) == found.passed, found.message
    return found.passed, found.kind


@pytest.mark.parametrize(
    "week, exercise", EXERCISES, ids=lambda value: getattr(value, "name", value)
)
def test_of_every_exercise_a_right_and_a_wrong_answer_are_told_apart(sources, week, exercise):
    assert told(week, exercise.name, function_of(sources, week, exercise))[0]
    old, new, _ = exercise.mistakes[0]
    source = recording.patched(sources[week][exercise.name][0], old, new)
    assert not told(week, exercise.name, function_of(sources, week, exercise, source))[0]


class Strange:
    """An object that fails when it is read."""

    def __array__(self, *args, **kwargs):
        raise RuntimeError("no array")


@pytest.mark.parametrize(
    "source, kind",
    [
        ("lambda z: 1 / (1 + np.exp(-z))", Kind.RIGHT),
        ("lambda z, more=3: 1 / (1 + np.exp(-z))", Kind.RIGHT),
        ("lambda z: [] if np.max(z) > 700 else 1 / (1 + np.exp(-z))", Kind.WRONG_TYPE),
        ("lambda z: 1 / (1 + np.exp(z))", Kind.WRONG_VALUE),
        ("lambda z: np.sum(z)", Kind.WRONG_SHAPE),
        ("lambda z: None", Kind.NOTHING_RETURNED),
        ("lambda z: (z,)", Kind.WRONG_TYPE),
        ("lambda z: 1 / 0", Kind.ERROR_RAISED),
        ("lambda: 0.5", Kind.WRONG_PARAMETERS),
        ("lambda z, w: 0.5", Kind.WRONG_PARAMETERS),
        ("lambda z: Strange()", Kind.UNREADABLE_RESULT),
        ("lambda z: (1 / (1 + np.exp(-z)), np.copyto(z, 0))[0]", Kind.ARGUMENT_CHANGED),
    ],
)
def test_each_way_to_be_wrong_is_wrong(source, kind):
    # Numbers are no arrays that could be changed.
    source = source.replace("np.copyto(z, 0)", "np.ndim(z) and np.copyto(z, 0)")
    function = eval(source, {"np": np, "Strange": Strange})
    assert told(WEEK, "sigmoid", function) == (kind is Kind.RIGHT, kind)


def test_what_is_not_written_is_not_right():
    def sigmoid(z):
        raise NotImplementedError

    assert told(WEEK, "sigmoid", sigmoid) == (False, Kind.NOT_WRITTEN)


@pytest.mark.parametrize("printed, kind", [(True, Kind.RIGHT), (False, Kind.NOTHING_PRINTED)])
def test_what_should_be_printed_and_is_not_is_wrong(sources, printed, kind):
    reference = sources[WEEK]["optimize"][1]["optimize"]

    def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
        return reference(w, b, X, Y, num_iterations, learning_rate, print_cost and printed)

    assert told(WEEK, "optimize", optimize) == (kind is Kind.RIGHT, kind)


@pytest.mark.parametrize(
    "optional, kind",
    [
        ("num_iterations=2000, learning_rate=0.005", Kind.RIGHT),
        ("num_iterations=7, learning_rate=0.005", Kind.WRONG_PARAMETERS),
        ("iterations=2000, learning_rate=0.005", Kind.WRONG_PARAMETERS),
    ],
)
def test_right_results_with_another_first_line_are_wrong(sources, optional, kind):
    first = f"X_train, Y_train, X_test, Y_test, {optional}, print_cost=False"
    given = ", ".join(part.split("=")[0] for part in first.split(", "))
    model = eval(f"lambda {first}: known({given})", {"known": sources[WEEK]["model"][1]["model"]})
    assert told(WEEK, "model", model) == (kind is Kind.RIGHT, kind)


def test_of_random_results_the_facts_are_looked_at(sources):
    """initialize_parameters_deep, scaled as it should be and a hundred times smaller."""
    source, namespace = sources[DEEP]["initialize_parameters_deep"]
    name = "initialize_parameters_deep"
    assert told(DEEP, name, namespace[name]) == (True, Kind.RIGHT)
    wrong = recording.patched(source, "/ np.sqrt(n_prev)", "* 0.01")
    assert not told(DEEP, name, recording.define(wrong, name, namespace))[0]


@pytest.mark.parametrize(
    "mine, right",
    [
        (lambda x: {"a": x}, True),
        (lambda x: {"a": x, "b": x}, False),  # where nothing else is allowed
        (lambda x: {"b": x}, False),
    ],
)
def test_more_than_the_expected_keys_is_wrong_where_nothing_else_may_come(mine, right):
    x = np.array([1.0, 2])
    case = CaseRecord({"arguments": [encode(x)], "expected": encode({"a": x})})
    exercise = ExerciseRecord("f", ["x"], [], [], ["result"], "", nothing_else=True, cases=(case,))
    assert is_right(exercise, CheckedFunction(mine)) is right
    assert diagnose_exercise({"f": exercise}, "f", mine).passed is right


# --- asked of a function that others call ------------------------------------------------------------


def test_beside_a_wrong_function_each_that_calls_it_is_asked_about():
    exercises = load_exercises(WEEK)
    space = {"np": np}
    exec("def sigmoid(z):\n    return 1 / (1 + np.exp(z))\n", space)
    exec("def propagate(w, b, X, Y):\n    return sigmoid(w.T @ X + b), 0\n", space)
    checked = CheckedFunction(space["propagate"])
    right = functools.partial(is_right, exercises["sigmoid"])
    assert checked.other_is_right("sigmoid", right) is False
    exec("def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n", space)
    assert checked.other_is_right("sigmoid", right) is True  # a learner's notebook goes on


def test_in_grading_a_function_that_others_call_is_asked_about_once_until_another_cell_runs():
    session = Session(None, {}, [], [], LIMITS, deadline=float("inf"))
    asked = []

    def right(function):
        asked.append(function.path)
        return len(asked) > 2

    def told_of(name, other="g"):
        return RemoteFunction(session, (name,)).other_is_right(other, right)

    assert [told_of("f"), told_of("f"), told_of("h")] == [False] * 3
    assert asked == [("f", "g")]
    assert told_of("f", "other") is False  # of each function for itself
    session.done.append(0)
    assert [told_of("f"), told_of("h")] == [True, True]
    assert asked == [("f", "g"), ("f", "other"), ("f", "g")]


@pytest.mark.parametrize(
    "body, loops",
    [
        ("for k in range(len(x)):\n        s = k", True),
        ("for k in x:\n        s = k", True),
        ("s = [k for k in x]", None),  # one more line, and not slower than others
        ("for k in ('W1', 'b1'):\n        s = k", False),
        ("for k, v in ((1, x), (2, x)):\n        s = v", False),
        ("for k in [x, x]:\n        s = k", False),
        ("for k in (1, 2):\n        for j in x:\n            s = j", True),
        ("s = x", False),
    ],
)
def test_a_loop_over_a_few_things_that_are_written_out_is_not_called_slow(body, loops):
    space = {}
    exec(f"def f(x):\n    {body}\n    return s\n", space)
    if loops is not None:
        assert as_checked(space["f"]).loops() is loops
