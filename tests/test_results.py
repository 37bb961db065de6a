"""The plain data of a grading: what is written comes back, and nothing else does."""

import dataclasses
import json

import pytest

from classroom.results import ExerciseResult, SubmissionResult

HOSTILE = "✗ <script>\u202e\ud800\x00\x1b[31m\r\n\u2028"
SIGMOID = ExerciseResult("1_a", "test_sigmoid", 1.5, 2.0, HOSTILE, None, "def sigmoid(z): …")
TANH = ExerciseResult("1_a", "test_tanh", 1, 1, "✓ tanh: right.", "the sign is wrong.", "")
RESULT = SubmissionResult("Ana", "week3_x", 2**32, (SIGMOID, TANH), "1_b is missing", 0.25, "ab")


def test_what_is_written_comes_back():
    assert SubmissionResult.from_json(RESULT.to_json()) == RESULT
    RESULT.to_json().encode("ascii")  # even a lone surrogate can be written to a file


def test_totals():
    assert (RESULT.total, RESULT.maximum) == (2.5, 3.0)
    assert (SIGMOID.name, SIGMOID.solved, TANH.solved) == ("sigmoid", False, True)


def test_results_can_not_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        RESULT.problem = ""


def changed(**changes):
    return json.dumps(json.loads(RESULT.to_json()) | changes)


def with_exercise(**changes):
    return changed(exercises=[dataclasses.asdict(SIGMOID) | changes])


@pytest.mark.parametrize(
    "text",
    [
        "", "{}", "[]", "null", "3", RESULT.to_json()[:-9], "[" * 100_000,
        changed(learner=None), changed(more=1), changed(exercises=3), changed(exercises=[3]),
        changed(exercises=[[]]), changed(seed="1"), changed(seconds="1"), changed(seconds=True),
        with_exercise(points=None), with_exercise(points=float("nan")), with_exercise(maximum="2"),
        with_exercise(mistake=3), with_exercise(answer=["a"]), with_exercise(more=1),
    ],
)  # fmt: skip
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError):
        SubmissionResult.from_json(text)


def test_points_that_are_no_numbers_are_not_written():
    with pytest.raises(ValueError):
        dataclasses.replace(RESULT, seconds=float("nan")).to_json()
