"""The plain data of a grading: what is written comes back, and nothing else does."""

import dataclasses
import json

import pytest

from classroom.results import ExerciseResult, SubmissionResult
from helpers.checks import Diagnosis, Kind
from helpers.checks.results import CodeLine

HOSTILE = "✗ <script>\u202e\ud800\x00\x1b[31m\r\n\u2028"
FOUND = Diagnosis(
    "sigmoid", Kind.ERROR_RAISED, HOSTILE, (("error", HOSTILE),), ("the sign is wrong.",), "ValueError", 2,
    CodeLine(3, "sigmoid", HOSTILE), ("tanh",),
)  # fmt: skip
SIGMOID = ExerciseResult("1_a", "test_sigmoid", 1.5, 2.0, FOUND, answer="def sigmoid(z): …")
TANH = ExerciseResult("1_a", "test_tanh", 1, 1, text="✓ tanh: right.", cell_error="KeyError: 1")
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


def with_found(**changes):
    return with_exercise(diagnosis=dataclasses.asdict(FOUND) | changes)


EARLIER = {
    **{"learner": "Ana", "week": "week3_x", "seed": 1, "problem": "", "seconds": 0.1, "digest": "ab"},
    "exercises": [
        {"notebook": "1_a", "exercise": "test_f", "points": 1, "maximum": 1, "message": "✓", "answer": ""},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "", "{}", "[]", "null", "3", RESULT.to_json()[:-9], "[" * 100_000,
        changed(learner=None), changed(more=1), changed(exercises=3), changed(exercises=[3]),
        changed(exercises=[[]]), changed(seed="1"), changed(seconds="1"), changed(seconds=True),
        with_exercise(points=None), with_exercise(points=float("nan")), with_exercise(maximum="2"),
        with_exercise(answer=["a"]), with_exercise(more=1), with_exercise(unread="yes"), with_exercise(points=True),
        with_found(kind="forged"), with_found(lines=[["a"]]), with_found(lines=[[1, "b"]]), with_found(mistakes=[3]),
        with_found(position="1"), with_found(code_line={"number": "1", "function": "f", "text": ""}),
        with_found(more=1), changed(version=1), changed(version=None), json.dumps(EARLIER),
    ],
)  # fmt: skip
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError):
        SubmissionResult.from_json(text)


def test_points_that_are_no_numbers_are_not_written():
    with pytest.raises(ValueError):
        dataclasses.replace(RESULT, seconds=float("nan")).to_json()
