"""The bank of submissions: every mark is fair, and no attack reads, changes or leaves anything."""

import sys

import pytest

from classroom.bank import SUBMISSIONS
from classroom.bank.__main__ import BEGIN, END, README, is_fair
from classroom.bank.assignment import TOTAL
from classroom.bank.batch import can_contain, run_bank
from classroom.bank.stock import stock_marks

FEWEST = 40


@pytest.fixture(scope="module")
def outcome():
    """All submissions, graded in one batch."""
    if sys.platform != "linux":
        pytest.skip("grading, and what contains the attacks, is for Linux")
    assert can_contain(), (
        "No namespaces here (unshare --pid): attacks can't be contained, so nothing is known."
    )
    return run_bank(SUBMISSIONS)


@pytest.mark.parametrize("submission", SUBMISSIONS, ids=lambda submission: submission.name)
def test_mark_is_fair(outcome, submission):
    given = outcome.marks.get(submission.name)
    assert is_fair(submission, given), (submission.why, submission.fair, given, outcome.log[-2000:])
    if given[0] is not None:
        assert given[1] == TOTAL


def test_batch_goes_on_to_its_end(outcome):
    assert outcome.code == 0, outcome.log
    assert set(outcome.marks) == {submission.name for submission in SUBMISSIONS}


def test_nothing_of_the_teachers_is_readable(outcome):
    assert outcome.leaks == {}


def test_nothing_of_the_teachers_is_changed(outcome):
    assert outcome.changed == []
    assert outcome.dropped == []
    marks = {name: given[0] or 0 for name, given in outcome.marks.items()}
    assert outcome.gradebook == {name: marks[name] for name in outcome.gradebook}


def test_nothing_is_left_running(outcome):
    assert outcome.left == []


def test_nobody_is_contacted(outcome):
    assert outcome.contacts == []


def test_what_is_told_can_be_printed(outcome):
    lines = [*outcome.told, *(given[2] for given in outcome.marks.values())]
    assert [line for line in lines if not line.replace("\n", "").isprintable()] == []


def test_bank_is_large_and_names_are_its_own():
    names = [submission.name for submission in SUBMISSIONS]
    assert len(set(names)) == len(names) >= FEWEST
    assert set(stock_marks()) == set(names)  # else: python -m classroom.bank --stock


def test_readme_shows_every_submission():
    shown = README.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    assert [s.name for s in SUBMISSIONS if f"| {s.why} |" not in shown] == []
