"""The corpus of submissions: every mark is fair, and no attack reads, changes or leaves anything."""

import sys

import pytest

from tests.corpus import SUBMISSIONS
from tests.corpus.__main__ import BEGIN, END, README, is_fair
from tests.corpus.assignment import TOTAL
from tests.corpus.grade_all import can_contain, grade_corpus
from tests.corpus.plain_nbgrader import plain_nbgrader_marks

FEWEST = 40


@pytest.fixture(scope="module")
def report():
    """All submissions, graded in one batch."""
    if sys.platform != "linux":
        pytest.skip("grading, and what contains the attacks, is for Linux")
    assert can_contain(), (
        "No namespaces here (unshare --pid): attacks can't be contained, so nothing is known."
    )
    return grade_corpus(SUBMISSIONS)


@pytest.mark.parametrize("submission", SUBMISSIONS, ids=lambda submission: submission.name)
def test_mark_is_fair(report, submission):
    given = report.marks.get(submission.name)
    assert is_fair(submission, given), (submission.why, submission.fair, given, report.log[-2000:])
    if given[0] is not None:
        assert given[1] == TOTAL


def test_batch_goes_on_to_its_end(report):
    assert report.code == 0, report.log
    assert set(report.marks) == {submission.name for submission in SUBMISSIONS}


def test_nothing_of_the_teachers_is_readable(report):
    assert report.leaks == {}


def test_nobody_speaks_in_the_teachers_name(report):
    assert report.forged == []


def test_nothing_of_the_teachers_is_changed(report):
    assert report.changed == []
    assert report.dropped == []
    marks = {name: given[0] or 0 for name, given in report.marks.items()}
    assert report.gradebook == {name: marks[name] for name in report.gradebook}


def test_nothing_is_left_running(report):
    assert report.left == []


def test_nobody_is_contacted(report):
    assert report.contacts == []


def test_what_is_told_can_be_printed(report):
    lines = [*report.told, *(given[2] for given in report.marks.values())]
    assert [line for line in lines if not line.replace("\n", "").isprintable()] == []


def test_corpus_is_large_and_names_are_its_own():
    names = [submission.name for submission in SUBMISSIONS]
    assert len(set(names)) == len(names) >= FEWEST
    assert set(plain_nbgrader_marks()) == set(
        names
    )  # else: python -m tests.corpus --plain_nbgrader


def test_readme_shows_every_submission():
    shown = README.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    assert [s.name for s in SUBMISSIONS if f"| {s.why} |" not in shown] == []
