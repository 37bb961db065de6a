"""A late submission loses what the rule says, counted from the due date with the learner's extension."""

import csv
import io
import os
import shutil
import sys
import time
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import nbformat
import pytest
from nbgrader.plugins import LateSubmissionPlugin
from traitlets.config import Config

from classroom.errors import ClassroomError
from classroom.grading.late import LateRule, due_dates
from classroom.grading.told import late_lines, listed
from classroom.grading.workflow import grade
from classroom.nbgrader_api import nbgrader_at_work, open_course
from classroom.release.workflow import release
from classroom.results import MARKED, time_span
from classroom.samples import filled_in
from tests.classroom.grading.submissions import RIGHT, submission, table
from tests.classroom.tiny_course import LESSON, TOTAL, WEEK, make_course

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="grading is for Linux")
DUE = f'c.Grading.due_dates = {{"{WEEK}": "2026-03-05 23:00 Europe/Berlin"}}\n'  # 22:00 UTC
ROSTER = "id,name,extension\nanna,A A,\nberta,B B,0\ncarla,C C,3\nunknown,U U,\n"
A_POINT_A_DAY = """
import math
from nbgrader.plugins import LateSubmissionPlugin

class APointADay(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return math.ceil(total_seconds_late / 86_400)

c.AssignLatePenalties.plugin_class = APointADay
"""


def add_to_settings(root, text):
    with (root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(text)


def handed_in(root, learner, when):
    submission(root, learner).with_name("timestamp.txt").write_text(when)


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    root = make_course(tmp_path_factory.mktemp("late") / "course")
    release(2, root)
    return root


@pytest.fixture
def course(released, tmp_path):
    root = shutil.copytree(released, tmp_path / "course")
    handed_in(root, "anna", "2026-03-05 21:59:00 UTC")
    handed_in(root, "berta", "2026-03-07 07:59:30.123 UTC")  # 1 day 10 hours late
    handed_in(root, "carla", "2026-03-07 08:00:00 UTC")
    submission(root, "unknown")
    (root / "roster.csv").write_text(ROSTER)
    return root


def totals(root, export=True, **options):
    """{learner: points} as grading returns them, the table, the export and formgrader's export have them: all one."""
    grade(2, root=root, tell=str, **options)
    found = {name: float(row["total"]) for name, row in table(root).items() if row["total"]}
    text = (root / "feedback" / "moodle.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    week = list(rows[0])[-1]
    exported = {row["Username"]: float(row[week]) for row in rows if row[week]}
    assert exported == found or not export
    with nbgrader_at_work(), open_course(root).gradebook as gradebook:
        known = gradebook.find_assignment(WEEK).submissions
        assert {one.student_id: one.score - one.late_submission_penalty for one in known} == found
    return found


def week_page(root, learner):
    return (root / "feedback" / learner / WEEK / f"{WEEK}.html").read_text("utf-8")


def test_by_default_lateness_costs_nothing(course, scheduler):
    assert set(totals(course, scheduler=scheduler).values()) == {TOTAL}
    assert "late" not in week_page(course, "berta").partition("<body>")[2]
    add_to_settings(course, DUE)  # a date, and no rule
    assert set(totals(course, scheduler=scheduler).values()) == {TOTAL}
    said = "Handed in late, by 1 day 9 hours 59 minutes: it costs no points."
    assert said in week_page(course, "berta") and said in table(course)["berta"]["note"]


def test_a_rule_takes_points_and_an_extension_counts(course, scheduler):
    add_to_settings(course, DUE + A_POINT_A_DAY)
    assert totals(course, scheduler=scheduler) == {
        "anna": TOTAL, "berta": TOTAL - 2, "carla": TOTAL, "unknown": TOTAL,
    }  # fmt: skip
    for learner, late in (("anna", False), ("berta", True), ("carla", False)):
        text = week_page(course, learner)
        assert ("by 1 day 9 hours 59 minutes: 2 points less." in text) == late
        assert f"<strong>{TOTAL - 2 * late}</strong> of {TOTAL}" in text
    report = (course / "feedback" / f"{WEEK}.html").read_text("utf-8")
    assert f"{TOTAL - 2} of {TOTAL}" in report
    # a longer extension, given afterwards: nothing is marked anew, and the points are back everywhere
    (course / "roster.csv").write_text(ROSTER.replace("B,0", "B,9"))
    assert set(totals(course, scheduler=scheduler).values()) == {TOTAL}
    assert "Handed in late" not in week_page(course, "berta")
    # the same for one who is in submitted/ under another name than the roster's
    (course / "roster.csv").write_text("id,name,extension\nb,Berta,9\nc,Carla,3\n")
    assert set(totals(course, scheduler=scheduler, export=False).values()) == {TOTAL}


def test_nbgraders_own_rule_and_a_due_date_set_in_formgrader(course, scheduler):
    with nbgrader_at_work(), open_course(course).gradebook as gradebook:
        gradebook.update_or_create_assignment(WEEK, duedate="2026-03-05 22:00 UTC")
    add_to_settings(course, 'c.LateSubmissionPlugin.penalty_method = "zero"\n')
    assert totals(course, scheduler=scheduler)["berta"] == 0
    assert totals(course, scheduler=scheduler)["carla"] == TOTAL


def test_a_date_that_is_taken_out_of_the_settings_is_gone(course, scheduler):
    settings = (course / "nbgrader_config.py").read_text("utf-8")
    add_to_settings(course, DUE + A_POINT_A_DAY)
    assert totals(course, scheduler=scheduler)["berta"] == TOTAL - 2
    (course / "nbgrader_config.py").write_text(settings + A_POINT_A_DAY, "utf-8")
    assert totals(course, scheduler=scheduler)["berta"] == TOTAL
    assert table(course)["berta"]["note"] == ""
    with nbgrader_at_work(), open_course(course).gradebook as gradebook:
        assert gradebook.find_assignment(WEEK).duedate is None
        gradebook.update_or_create_assignment(WEEK, duedate="2026-03-06 22:00 UTC")
    assert totals(course, scheduler=scheduler)["berta"] == TOTAL - 1  # formgrader's own counts
    with nbgrader_at_work(), open_course(course).gradebook as gradebook:
        gradebook.find_assignment(WEEK).duedate = None  # emptied there
        gradebook.db.commit()
    assert totals(course, scheduler=scheduler)["berta"] == TOTAL


class ADayAPoint(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return total_seconds_late / 86_400


def test_notebooks_kept_from_the_hand_in_before_have_its_time():
    due = datetime(2026, 3, 5, 22)
    kept = {"anna": {"1_a": (due, False), "2_b": (due + timedelta(days=1), False)}}
    kept["bert"] = {"1_a": (None, False), "2_b": (None, True)}
    times = {"anna": due + timedelta(days=2), "bert": due + timedelta(minutes=1.5)}
    rule = LateRule(due, ADayAPoint(), times, {}, frozenset({"anna"}), kept)
    reached = {"1_a": 3.0, "2_b": 3.0, "3_c": 3.0}
    anna, bert = rule.late("anna", reached), rule.late("bert", {"1_a": 1.0, "2_b": 1.0})
    assert anna.penalties == {"1_a": 0, "2_b": 1, "3_c": 2} and anna.delays["3_c"] == 2 * 86_400
    assert anna.words == "Handed in late, by 2 days: 3 points less."
    assert replace(anna, penalties={"1_a": 0.0}).words == ""  # on that notebook's own page
    assert bert.penalty == 0 and bert.words == MARKED
    assert rule.late("bert", {"3_c": 1.0}).words.startswith("Handed in late, by 1 minute: ")
    assert time_span(59.9) == "less than a minute" and time_span(90_060) == "1 day 1 hour 1 minute"
    nothing = LateRule().late("anna", reached)
    assert (nothing.words, nothing.penalty) == ("", 0)


@pytest.mark.parametrize(
    "settings, said",
    [
        (f'c.Grading.due_dates = {{"{WEEK}": "soon"}}', "a date with time and zone is expected"),
        ('c.Grading.due_dates = {"week9_none": "2026-03-05 22:00"}', "names week9_none"),
        (DUE + A_POINT_A_DAY.replace("math.ceil(", "math.no("), "late submissions fails"),
        (DUE + A_POINT_A_DAY.replace("math.ceil(", "math.inf * ("), None),
    ],
)
def test_settings_that_can_not_be_read_are_told(course, scheduler, settings, said):
    add_to_settings(course, settings + "\n")
    if said is None:  # a rule can't take more than there is
        assert totals(course, scheduler=scheduler)["berta"] == 0
        return
    with pytest.raises(ClassroomError, match=said):
        grade(2, root=course, tell=str, scheduler=scheduler)


def at(text):
    """A time in UTC as seconds since 1970."""
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc).timestamp()


def download(course, place, files):
    """A zip as Canvas or Moodle make it: {name: seconds since 1970, or None for now}."""
    notebook = nbformat.writes(filled_in(course / "release" / WEEK / LESSON, RIGHT))
    with zipfile.ZipFile(place, "w") as archive:
        for name, seconds in files.items():
            when = time.localtime(time.time() if seconds is None else seconds)[:6]
            archive.writestr(zipfile.ZipInfo(name, when), notebook)
    return place


@pytest.mark.parametrize(
    "text, utc",
    [
        ("2026-11-26 23:59 Europe/Berlin", "2026-11-26 22:59"),
        ("2026-06-01T12:00 America/New_York", "2026-06-01 16:00"),
        ("2026-11-26 23:59:30", "2026-11-26 23:59:30"),
        *(
            (text, None)
            for text in (
                "2026-11-26",
                "26.11.2026 23:59",
                "11/12/2026 23:59",
                "2026-11-26 23:59 Europe/Berlni",
            )
        ),
        *(
            (text, None)
            for text in ("2026-02-30 10:00", "next friday", "2026-11-26 23:59 +01:00 or so")
        ),
    ],
)
def test_a_due_date_is_read_in_one_way_or_refused(text, utc):
    config = Config()
    config.Grading.due_dates = {WEEK: text}
    if utc is None:
        with pytest.raises(ClassroomError, match="a date with time and zone is expected"):
            due_dates(config, [WEEK])
    else:
        assert due_dates(config, [WEEK]) == {WEEK: datetime.fromisoformat(utc)}


def test_settings_that_are_no_python_are_told_with_their_line(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\nc.Grading.due_dates = {\n")
    with pytest.raises(ClassroomError, match=r"nbgrader_config.py, line 2, is no Python"):
        open_course(tmp_path)


def test_who_is_late_is_told_with_what_it_costs():
    due = datetime(2026, 3, 5, 22)
    times = {name: due + timedelta(days=1) for name in "abc"}
    rule = LateRule(due, ADayAPoint(), times, {"c": 3.0}, frozenset("bcd"))
    late = {name: rule.late(name, {"1_a": 3.0}) for name in "abcd"}
    first, second, third = late_lines(late, rule, {"a": "Ann"})
    assert first == "Late: a (Ann), b; 2 points less in all."
    assert "not by Canvas' own mark: a (Ann)." in second and "time zone" in second
    assert third.startswith("Marked as late by Canvas, and by how much is not known: d.")
    assert rule.on_mark("c") == "late, by Canvas' mark, within the extension"
    assert replace(rule, handed_in={"b": due}).on_mark("b").endswith("in time by the file's")
    assert late_lines({"a": LateRule().late("a", {"1_a": 3.0})}, LateRule(), {}) == []
    assert listed(list("abcdefg"), {}) == "a, b, c, d, e and 2 more"


def in_formgrader(course):
    """What Manage Submissions shows: {learner: (points by the tests, whether it counts as graded)}."""
    with nbgrader_at_work():
        shown = open_course(course).get_submissions(WEEK)
    return {one["student"]: (one["score"], one["autograded"]) for one in shown}


def test_formgrader_shows_points_of_what_has_a_time(course, scheduler):
    grade(2, root=course, tell=str, scheduler=scheduler)
    assert (
        len(in_formgrader(course)) == 4
        and (course / "submitted" / "anna" / WEEK / "timestamp.txt").exists()
    )
    assert all(graded for _, graded in in_formgrader(course).values())


def test_times_of_downloads_count_and_a_learners_own_word_does_not(course, tmp_path, scheduler):
    add_to_settings(course, DUE + A_POINT_A_DAY)
    shutil.rmtree(course / "submitted")
    (course / "roster.csv").unlink()
    moodle = "{}_assignsubmission_file_/{}"
    files = {
        moodle.format("In Time_1", LESSON): at("2026-03-05T21:00"),
        moodle.format("Too Late_2", LESSON): at("2026-03-06T10:00"),
        moodle.format("Not Known_3", LESSON): None,
        moodle.format("Says So_4", LESSON): at("2026-03-06T10:00"),
        moodle.format("Says So_4", "timestamp.txt"): at("2026-03-05T21:00"),
    }
    results = grade(
        2,
        download(course, tmp_path / "moodle.zip", files),
        root=course,
        tell=str,
        scheduler=scheduler,
    )
    assert {r.learner for r in results} == {"In Time", "Too Late", "Not Known", "Says So"}
    found = {name: float(row["total"]) for name, row in table(course).items()}
    assert found == {"In Time": 6, "Too Late": 5, "Not Known": 6, "Says So": 5}
    stamp = course / "submitted" / "Says So" / WEEK / "timestamp.txt"
    assert stamp.read_text() == "2026-03-06T10:00:00+00:00"  # not the learner's word
    assert not (course / "submitted" / "Not Known" / WEEK / "timestamp.txt").exists()
    assert in_formgrader(course) == {
        name: (points + (points == 5), True) for name, points in found.items()
    }
    shutil.rmtree(course / "submitted")
    files = {"a_1_11_" + LESSON: None, "b_LATE_2_22_" + LESSON: None}
    grade(
        2,
        download(course, tmp_path / "canvas.zip", files),
        root=course,
        tell=str,
        scheduler=scheduler,
    )
    rows = table(course)
    assert (rows["a_1"]["total"], rows["b_2"]["total"]) == ("6", "6")  # by how much is not known
    said = "Canvas marks it as late, and by how much is not known: it costs no points unless the"
    assert rows["b_2"]["note"].startswith(said) and "Canvas' mark" not in rows["b_2"]["note"]
    assert said.replace("'", "&#39;") in week_page(course, "b_2")
    os.utime(tmp_path / "canvas.zip")
