"""What the checks say of answers that others have written does not get worse: floors for the worked-on part."""

import random
import sys
import warnings

import pytest

from helpers.repair.child import RAISE_ERRORS
from tests.answers.measure import Answer, load_answers, load_verdicts, table, try_answer

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="edits are tried on Linux only")
MARKED_RIGHT = 0.75  # of the marks on answers whose wrong lines are known; 0.82 of 202
NAMED_OR_PLACED = 0.9  # of the wrong answers; 0.919 of 344 on a busy machine


@pytest.fixture(autouse=True)
def errors_are_raised(monkeypatch):
    """A search that ends in an error would look like one that finds nothing."""
    monkeypatch.setenv(RAISE_ERRORS, "1")


def tried(answers):
    """What the checks say of answers, without the warnings that these give."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [one for one in map(try_answer, answers) if one is not None]


def shares(answers):
    """(share of the wrong answers that are named or placed, number accepted, number of right ones refused)."""
    found = tried(answers)
    print(table(found, load_verdicts()))
    columns = [one.sort(load_verdicts()) for one in found]
    wrong = sum(not one.answer.right for one in found)
    good = columns.count("named") + columns.count("placed")
    return good / wrong, columns.count("accepted"), columns.count("rejected")


def test_a_part_of_the_answers():
    answers = random.Random(1).sample(load_answers("worked_on"), 60)
    share, accepted, rejected = shares(answers)
    assert share >= NAMED_OR_PLACED - 0.05
    assert accepted <= 1 and rejected == 0


@pytest.mark.long
def test_many_answers():
    answers = random.Random(2).sample(load_answers("worked_on"), 400)
    share, accepted, rejected = shares(answers)
    assert share >= NAMED_OR_PLACED
    assert accepted <= 3  # what they change is read by no later cell
    assert rejected <= 1  # L_model_forward with a shape that a later cell can't use


@pytest.mark.long
def test_marks_stand_on_lines_that_are_wrong():
    """Most of the others stand on a line that uses what is wrong, or where a change would help as well."""
    told = [answer for answer in load_answers("judged") if answer.where]
    marks = [one.mark_is_right for one in tried(random.Random(3).sample(told, 150))]
    marks = [mark for mark in marks if mark is not None]
    assert len(marks) > 30 and sum(marks) >= MARKED_RIGHT * len(marks)


def test_the_lines_of_wrong_texts():
    source = "def f(x):\n    y = x\n    z = y + (\n        1)\n    return z\n"
    assert Answer("a/b", "f", False, "", source, ("y = x", "y + (\n        1)")).wrong_lines == {
        2,
        3,
        4,
    }
    assert Answer("a/b", "f", False, "", source).wrong_lines == set()
