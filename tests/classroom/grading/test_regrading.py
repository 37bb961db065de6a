"""Grading again: what has changed, what was stopped, killed or locked, and points given by hand."""

import contextlib
import csv
import functools
import html
import io
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import replace

import nbformat
import pytest

from bench.grading import kill_one
from classroom.errors import ClassroomError
from classroom.grading import __main__, export, marks_table, workers, workflow
from classroom.grading.export import (
    LEFT_OUT,
    NO_IDS,
    moodle_table,
    unknown_to_moodle,
    without_the_gone,
)
from classroom.grading.kept_results import GivenByHand, store_result
from classroom.grading.origins import note_origins, origins_of
from classroom.grading.roster import Learner, read_roster
from classroom.grading.sandbox.client import SandboxUnavailable
from classroom.grading.told import line_of, to_grade
from classroom.grading.workers import result_of
from classroom.grading.workflow import grade
from classroom.nbgrader_api import nbgrader_at_work, open_course
from classroom.paths import ROOT
from classroom.release.workflow import release
from classroom.results import ExerciseResult, SubmissionResult
from classroom.samples import filled_in
from tests.classroom.grading.submissions import (
    RIGHT,
    TITLE,
    page,
    submission,
    table,
)
from tests.classroom.tiny_course import (
    LESSON,
    TOTAL,
    WEEK,
    dump,
    make_course,
    tiny_lesson,
    write_lesson,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="grading is for Linux")


def test_a_second_run_grades_only_what_has_changed(graded, scheduler, tmp_path):
    root, told = tmp_path / "course", []
    shutil.copytree(graded.root, root)
    again = {
        result.learner: result
        for result in grade(2, root=root, tell=told.append, scheduler=scheduler)
    }
    assert again == {
        name: replace(result, problem=again[name].problem)
        for name, result in graded.results.items()
    }
    # no seed, as nothing was drawn
    unchanged = f"{len(again)} unchanged since they were graded."
    assert told[0].endswith(f": 0 submissions to grade, {unchanged}")
    submission(root, "untouched")
    told.clear()
    after = {
        result.learner: result.total
        for result in grade(2, root=root, tell=told.append, scheduler=scheduler)
    }
    assert ": 1 submission to grade" in told[0] and after["untouched"] == TOTAL


def test_a_run_that_was_stopped_goes_on_with_its_seed(graded, scheduler, tmp_path):
    root, told = tmp_path / "course", []
    shutil.copytree(graded.root, root)
    done = root / "autograded" / "solved" / WEEK / "result.json"
    done.rename(done.with_name("pending.json"))  # stopped before its marks were entered
    with nbgrader_at_work(), open_course(root).gradebook as gradebook:
        gradebook.remove_student("solved")
    shutil.rmtree(root / "autograded" / "noisy")
    (root / "autograded" / f".{WEEK}.run.json").write_text('{"seed": 7}')
    results = {
        result.learner: result
        for result in grade(2, root=root, tell=told.append, scheduler=scheduler)
    }
    assert ": 1 submission to grade" in told[0] and "GRADING_SEED=7 " in told[0]
    assert results["noisy"].seed == 7 and results["noisy"].total == TOTAL
    assert results["solved"].problem == ""
    assert done.exists() and not done.with_name("pending.json").exists()
    with nbgrader_at_work(), open_course(root).gradebook as gradebook:
        assert gradebook.find_submission(WEEK, "solved").score == TOTAL
    assert not (root / "autograded" / f".{WEEK}.run.json").exists()


def test_without_a_sandbox_it_refuses_in_one_sentence(graded, monkeypatch):
    def refuse():
        raise SandboxUnavailable("no sandbox: install one")

    monkeypatch.setattr(workflow, "require_sandbox", refuse)
    with pytest.raises(ClassroomError, match="no sandbox: install one"):
        grade(2, root=graded.root, tell=str)


def test_killed_processes_cost_nothing(graded, tmp_path, monkeypatch):
    """One that marks submissions, and one that sandboxes come from, at each of the first marks."""
    root, kills = tmp_path / "course", []
    shutil.copytree(graded.root, root)
    shutil.rmtree(root / "autograded")
    for name in ("anna", "bert", "carl", "dora", "emil", "fred"):
        submission(root, name)

    def stored(*arguments):
        if len(kills) < 4:
            kills.append(kill_one(os.getpid(), random.Random(len(kills))))
        return store_result(*arguments)

    monkeypatch.setattr(workflow, "store_result", stored)
    results = {result.learner: result for result in grade(2, root=root, tell=str, processes=2)}
    assert kills == [True] * 4
    marks = {name: result.total for name, result in results.items()}
    assert {name: marks[name] for name in graded.results} == {
        name: result.total for name, result in graded.results.items()
    }
    six = [results[name] for name in ("anna", "bert", "carl", "dora", "emil", "fred")]
    assert [result for result in six if result.total != TOTAL or result.problem] == []


def test_a_result_that_goes_with_its_worker_is_found_anew(graded, tmp_path, monkeypatch):
    root, lost = tmp_path / "course", []
    shutil.copytree(graded.root, root)
    submission(root, "anna")

    def too_late(future, task):
        if not lost:
            for process in future.client.run(os.getpid).values():
                os.kill(process, signal.SIGKILL)
            lost.extend(tmp_path.rglob("grading-*"))
            while future.status == "finished":
                time.sleep(0.01)
        return result_of(future, task)

    monkeypatch.setattr(workers, "result_of", too_late)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    results = {r.learner: r for r in grade(2, root=root, tell=str, processes=1)}
    assert lost and results["anna"].total == TOTAL and not results["anna"].problem
    assert not list(tmp_path.rglob("grading-*"))


SLOW_START = """
import os, signal, sys, dask
from classroom.grading.workers import client_for

busy, start = sys.argv[1:]
settings = {"distributed.worker.preload": [start], "distributed.deploy.lost-worker-timeout": "1s"}
if __name__ == "__main__":
    with dask.config.set(settings), client_for(None, 1) as client:
        open(busy, "w").close()
        (number,) = client.run(os.getpid).values()
        os.kill(number, signal.SIGKILL)
        assert client.submit(os.getpid, pure=False).result(timeout=60) != number
"""


def test_a_worker_that_is_slow_to_start_again_is_awaited(tmp_path):
    """On a busy machine it takes longer than Dask waits for one, which is a second here."""
    program, busy, start = (tmp_path / name for name in ("program.py", "busy", "start.py"))
    program.write_text(SLOW_START)
    start.write_text(
        f"import os, time\ntime.sleep(8 * os.path.exists({str(busy)!r}))\n\n"
        "def dask_setup(worker):\n    pass\n"
    )
    command = [sys.executable, str(program), str(busy), str(start)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_where_there_is_no_linux_it_refuses_in_one_sentence(graded, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    for sandboxed in (True, False):
        with pytest.raises(ClassroomError, match="Grading needs Linux"):
            grade(2, root=graded.root, tell=str, sandboxed=sandboxed)


def test_grading_without_the_sandbox_is_marked_and_changes_no_mark(graded, tmp_path, monkeypatch):
    root = tmp_path / "course"
    shutil.copytree(graded.root, root)
    report = root / "feedback" / f"{WEEK}.html"
    words = "submissions ran with the teacher's rights"
    assert words not in html.unescape(report.read_text("utf-8"))
    monkeypatch.setattr(workflow, "require_sandbox", None)  # not asked for
    results = grade(2, root=root, tell=str, sandboxed=False)
    assert words in html.unescape(report.read_text("utf-8"))
    assert {r.learner: r.total for r in results} == {
        name: result.total for name, result in graded.results.items()
    }


def test_a_locked_gradebook_loses_nothing(graded, scheduler, tmp_path, monkeypatch):
    root = tmp_path / "course"
    shutil.copytree(graded.root, root)
    submission(root, "late")
    monkeypatch.setattr(workflow, "back_up", lambda root: lock.execute("BEGIN IMMEDIATE"))
    monkeypatch.setattr(workflow.Marks, "clear", lambda self, learners: None)
    impatient = functools.partial(sqlite3.connect, timeout=0.1)  # else it waits for 5 seconds
    monkeypatch.setattr(sqlite3.dbapi2, "connect", impatient)
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as lock:
        lock.isolation_level = None
        results = {r.learner: r for r in grade(2, root=root, tell=str, scheduler=scheduler)}
    assert "can't be written to" in results["late"].problem and results["late"].total == TOTAL
    assert results["solved"] == graded.results["solved"]
    monkeypatch.undo()
    told = []
    results = {r.learner: r for r in grade(2, root=root, tell=told.append, scheduler=scheduler)}
    assert ": 0 submissions to grade" in told[0] and results["late"].problem == ""
    with nbgrader_at_work(), open_course(root).gradebook as gradebook:
        assert gradebook.find_submission(WEEK, "late").score == TOTAL


def contents(root):
    """{path: bytes} of what grading made, and of the gradebook's rows."""
    found = {
        path: path.read_bytes()
        for top in ("feedback", "autograded")
        for path in sorted((root / top).rglob("*"))
        if path.is_file()
    }
    return found | {"gradebook": dump(root / "gradebook.db")}


@pytest.mark.parametrize(
    "button, arguments",
    [("autograde", ["solved"]), ("generate_feedback", ["solved"]), ("generate_feedback", [])],
)
def test_formgraders_buttons_refuse_and_change_nothing(graded, tmp_path, button, arguments):
    root = tmp_path / "course"
    shutil.copytree(graded.root, root)
    before = contents(root)
    with nbgrader_at_work():
        told = getattr(open_course(root), button)(WEEK, *arguments, force=True)
    assert not told["success"] and "make grade" in told["log"]
    assert contents(root) == before


def test_what_others_did_to_its_files_and_marks_is_put_right(graded, scheduler, tmp_path):
    root, told = tmp_path / "course", []
    shutil.copytree(graded.root, root)
    before = contents(root)
    pages = {name: root / "feedback" / name / WEEK for name in ("solved", "noisy", "half_right")}
    (pages["solved"] / "3_tiny.html").write_text("nbgrader's", "utf-8")
    (pages["noisy"] / "result.json").write_text('{"seed": 1}', "utf-8")
    (pages["half_right"] / "own.txt").write_text("a teacher's", "utf-8")
    shutil.rmtree(root / "feedback" / "shown")
    (root / "autograded" / "hidden" / WEEK / LESSON).unlink()
    with nbgrader_at_work(), open_course(root).gradebook as gradebook:
        gradebook.find_grade("test_predict", "3_tiny", WEEK, "copied").auto_score = 0
        gradebook.db.commit()
    grade(2, root=root, tell=told.append, scheduler=scheduler)
    assert ": 0 submissions to grade" in told[0]
    assert told[1].endswith("changed: the pages of 4 learners.")
    assert (pages["half_right"] / "own.txt").read_text() == "a teacher's"
    (pages["half_right"] / "own.txt").unlink()
    after = contents(root)
    assert {path.relative_to(root) for path in after if path != "gradebook"} == {
        path.relative_to(graded.root) for path in contents(graded.root) if path != "gradebook"
    }
    assert {path: data for path, data in after.items() if path in before} == before
    told.clear()
    grade(2, root=root, tell=told.append, scheduler=scheduler)
    assert len(told) == 1


def test_points_given_by_hand_are_the_same_everywhere(graded, scheduler, tmp_path):
    root, told = tmp_path / "course", []
    shutil.copytree(graded.root, root)

    def give(points, comment):
        with nbgrader_at_work(), open_course(root).gradebook as gradebook:
            gradebook.find_grade("test_predict", "3_tiny", WEEK, "half_right").manual_score = points
            found = gradebook.find_comment("predict", "3_tiny", WEEK, "half_right")
            found.manual_comment = comment
            gradebook.db.commit()

    give(2.5, "Nearly.")
    grade(2, root=root, tell=str, scheduler=scheduler)
    assert "Nearly." in page(root, "half_right") and "5.5 of 6" in page(root, "half_right")
    submission(root, "half_right", {})
    grade(2, root=root, tell=told.append, scheduler=scheduler)
    assert table(root)["half_right"]["total"] == "2.5"
    report = (root / "feedback" / f"{WEEK}.html").read_text("utf-8")
    row = f'href="./half_right/{WEEK}/{WEEK}.html"><bdi>half_right</bdi></a></td><td class="short number">2.5 of 6'
    assert row in " ".join(report.split()).replace("> <", "><")
    assert "half_right           2.5 of 6 points, some by hand" in told[1]
    assert "2.5 of 6" in page(root, "half_right")
    give(None, None)  # taken back
    told.clear()
    grade(2, root=root, tell=told.append, scheduler=scheduler)
    assert len(told) == 1 and "0 of 6" in page(root, "half_right")
    report = html.unescape((root / "feedback" / f"{WEEK}.html").read_text("utf-8"))
    assert "Points given by hand are counted." in report
    assert "Nearly." not in page(root, "half_right")


def test_points_by_hand_that_a_later_answer_exceeds_are_told(graded, scheduler, tmp_path):
    root, told = tmp_path / "course", []
    shutil.copytree(graded.root, root)
    words = "predict: 1.5 by hand from before it was last marked, 3 by the tests"

    def grade_again():
        told.clear()
        results = grade(2, root=root, tell=told.append, scheduler=scheduler)
        return next(result.problem for result in results if result.learner == "half_right")

    def give(points):
        """As formgrader does."""
        with nbgrader_at_work(), open_course(root).gradebook as gradebook:
            mark = gradebook.find_grade("test_predict", "3_tiny", WEEK, "half_right")
            mark.manual_score, mark.needs_manual_grade = points, False
            gradebook.db.commit()

    give(1.5)
    assert (
        grade_again() == "" and len(told) == 1
    )  # what a teacher gave for this answer is no question
    submission(root, "half_right")
    for lines in (2, 1):  # it stays on the list until somebody has looked
        assert grade_again().startswith(words) and len(told) == lines
        assert words in (root / "feedback" / f"{WEEK}.html").read_text("utf-8")
    assert "1.5 of 3 points, given by hand; the tests give 3" in page(root, "half_right")
    assert "formgrader" not in page(root, "half_right")
    give(1.5)  # entered again
    assert grade_again() == ""
    with nbgrader_at_work(), open_course(root).gradebook as gradebook:
        gradebook.find_grade("test_predict", "3_tiny", WEEK, "half_right").auto_score = 0.0
        gradebook.db.commit()
    for _ in range(2):  # the tests' points are put right, which marks nothing anew
        assert grade_again() == ""
    submission(root, "half_right", {})
    assert grade_again() == "" and "some by hand" in told[1]  # more than the tests give


def test_the_roster_names_learners_and_tells_who_is_missing(graded, scheduler, tmp_path):
    root, told = tmp_path / "course", []
    shutil.copytree(graded.root, root)
    rows = 'Student,ID,SIS User ID,SIS Login ID,Section\n"Doe, Jane",123,S1,jd,A\n"Roe, Jo",124,S2,jo,A\n'
    (root / "roster.csv").write_text(rows)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    right = (root / "submitted" / "solved" / WEEK / LESSON).read_bytes()
    (inbox / "doejane_123_77_3_tiny-1.ipynb").write_bytes(right)
    (inbox / "stranger_LATE_125_78_3_tiny.ipynb").write_bytes(right)
    results = grade(2, inbox, root=root, tell=told.append, scheduler=scheduler)
    assert [(result.learner, result.total) for result in results] == [
        ("jd", TOTAL), ("stranger_125", TOTAL),
    ]  # fmt: skip
    assert "Not on the roster: stranger_125." in told
    assert "Nothing handed in, 1 of 2 on the roster: jo (Jo Roe)." in told
    assert any("3_tiny-1.ipynb is used as 3_tiny.ipynb" in line for line in told)
    assert table(root)["jo"]["note"] == "not graded: nothing handed in"
    assert table(root)["jo"]["total"] == "" and table(root)["jd"]["note"] == ""
    assert table(root)["stranger_125"]["note"] == "late, by Canvas' mark"
    for path in (root / "feedback" / "jd" / WEEK).glob("*.html"):
        assert "<bdi>jd</bdi> (<bdi>Jane Doe</bdi>)" in path.read_text("utf-8")
    report = re.sub("<[^>]*>", "", (root / "feedback" / f"{WEEK}.html").read_text("utf-8"))
    assert "jo (Jo Roe)" in report and "jd (Jane Doe)" in report
    (root / "roster.csv").write_text(rows.replace("Jane", "Janet"))
    with_jd = inbox / "doejane_123_77_3_tiny-1.ipynb"
    with_jd.write_bytes(right[:100])
    told.clear()
    grade(2, inbox, root=root, tell=told.append, scheduler=scheduler)
    assert any(line.startswith("jd (Janet Doe)") for line in told)
    (root / "roster.csv").write_text(rows)
    with_jd.write_bytes(right)
    grade(2, inbox, root=root, tell=told.append, scheduler=scheduler)
    names = {name: row["name"] for name, row in table(root).items()}
    assert names["jd"] == "Jane Doe" and names["jo"] == "Jo Roe" and names["stranger_125"] == ""
    with nbgrader_at_work(), open_course(root).gradebook as gradebook:
        jane = gradebook.find_student("jd")
        assert (jane.first_name, jane.last_name) == ("Jane", "Doe")


def test_a_hand_in_with_fewer_points_and_a_comment_that_is_old_are_told():
    part = ExerciseResult("3_tiny", "test_sigmoid", 2.0, 2.0)
    worse = SubmissionResult(
        "anna", WEEK, 1, (part, ExerciseResult("3_tiny", "test_predict", 0.0, 3.0)), "", 0.0, ""
    )
    nothing = GivenByHand({}, {})
    assert line_of(nothing, {}, worse) == line_of(nothing, {"anna": 2.0}, worse) == ""
    assert line_of(nothing, {"anna": 4.5}, worse).endswith("2 of 5 points, 4.5 before")
    noted = GivenByHand({}, {"anna": {("3_tiny", "sigmoid"): "…", ("3_tiny", "predict"): "…"}})
    assert line_of(noted, {}, worse).endswith("comment from before, on what is right now: sigmoid")


def test_what_is_given_by_hand_is_counted_in_the_first_line():
    assert to_grade(0, 33, 7, 4).endswith(
        "33 unchanged since they were graded; points or comments by hand: 4 learners"
    )
    assert "by hand" not in to_grade(1, 0, 7)


def test_who_is_gone_is_in_no_export(tmp_path):
    marks = {WEEK: (6.0, {"anna": 5.0, "gone": 4.0, "stranger": 3.0})}
    (tmp_path / "submitted" / "stranger").mkdir(parents=True)
    roster = {"anna": Learner("anna", "", "", "", 0.0, {})}
    (_, reached) = without_the_gone(tmp_path, marks, roster)[WEEK]
    assert reached == {"anna": 5.0, "stranger": 3.0}
    assert without_the_gone(tmp_path, marks, {}) == marks


def test_points_of_notebooks_that_are_not_handed_in_again_stay(scheduler, tmp_path):
    root, told = make_course(tmp_path / "course"), []
    write_lesson(root, tiny_lesson(), "4_more.ipynb")
    release(2, root)
    for number, name in enumerate((LESSON, "4_more.ipynb")):
        notebook = filled_in(root / "release" / WEEK / name, RIGHT)
        inbox = tmp_path / f"inbox{number}"
        inbox.mkdir()
        nbformat.write(notebook, inbox / f"doe_1_{number}_{name}")
        (result,) = grade(2, inbox, root=root, tell=told.append, scheduler=scheduler)
        assert result.total == TOTAL * (1 + number)
    said = f"kept from the hand-in before: {LESSON}"
    assert [line for line in told if "kept" in line] == [f"{'doe_1':<20} {said}"]
    assert table(root)["doe_1"]["note"] == said and result.problem == ""


def test_a_roster_that_comes_after_the_first_grading(graded, scheduler, tmp_path):
    root, told = shutil.copytree(graded.root, tmp_path / "course"), []
    for folder in (root / "submitted").iterdir():
        if folder.name != "solved":
            shutil.rmtree(folder)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    right = (root / "submitted" / "solved" / WEEK / LESSON).read_bytes()
    (inbox / "doejane_123_77_3_tiny.ipynb").write_bytes(right)
    grade(2, inbox, root=root, tell=str, scheduler=scheduler)
    rows = 'Student,ID,SIS User ID,SIS Login ID,Section\n"Doe, Jane",123,S1,jd,A\n'
    (root / "roster.csv").write_text(rows)
    old, new = (root / "submitted" / name / WEEK for name in ("doejane_123", "jd"))

    def graded_again():
        """What is told, the names in the table, and Jane's rows for Canvas."""
        told.clear()
        grade(2, root=root, tell=told.append, scheduler=scheduler)
        text = (root / "feedback" / "canvas.csv").read_text("utf-8-sig")
        rows = [row for row in csv.reader(text.splitlines()) if "123" in "".join(row)]
        return " ".join(told[1:]), set(table(root)), rows

    jane = ["Doe, Jane", "123", "S1", "jd", "A", f"{TOTAL}"]
    said, names, rows = graded_again()
    assert said.startswith("On the roster under another id: doejane_123 is jd. Rename submitted/")
    assert "Nothing handed in" not in said and names == {"doejane_123", "solved"} and rows == [jane]
    assert table(root)["doejane_123"]["name"] == "Jane Doe"
    new.parent.mkdir()
    shutil.copytree(old, new)
    said, names, rows = graded_again()
    assert said.startswith("Handed in under two names: doejane_123 is jd. What lies under the id")
    assert names == {"jd", "solved"} and rows == [jane]
    shutil.rmtree(old)
    assert graded_again() == ("", {"jd", "solved"}, [jane])
    assert origins_of(root, WEEK)["jd"]["id"] == "123"


def test_the_last_lines_name_learners(monkeypatch, capsys):
    """Beside the id stands the roster's name, on one line and without what a terminal would obey."""
    found = [SubmissionResult(name, WEEK, 1, (), "empty", 0.1, "") for name in ("jd", "jo")]
    monkeypatch.setattr(__main__, "grade", lambda *arguments, **options: found)
    jane = Learner("jd", "Jane\n\x1b[31m", "Doe", "", 0.0, {})
    monkeypatch.setattr(__main__, "read_roster", lambda: {"jd": jane})
    assert __main__.main(["2"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2:] == [
        "  jd (Jane ⟨U+001B⟩[31m Doe): not graded: empty",
        "  jo: not graded: empty",
    ]


def test_marks_and_pages_go_back_to_canvas_and_moodle(graded, scheduler, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(graded.root, root)
    rows = f'Student,ID,SIS User ID,SIS Login ID,Section,{TITLE} (4711)\n"Doe, Jane",123,S1,jd,A,\n'
    rows += '"Roe, Jo",124,S2,jo,B,\n'
    (root / "roster.csv").write_text(rows)
    inbox = tmp_path / "inbox"
    right = (root / "submitted" / "solved" / WEEK / LESSON).read_bytes()
    for name in ("doejane_123_77_3_tiny.ipynb", "Zoë Müller_9_assignsubmission_file_/3_tiny.ipynb"):
        (inbox / name).parent.mkdir(exist_ok=True)
        (inbox / name).write_bytes(right)
    shutil.copytree(root / "submitted" / "half_right" / WEEK, inbox / "=2;x")
    told: list[str] = []
    grade(2, inbox, root=root, tell=told.append, scheduler=scheduler)
    assert told[-1] == LEFT_OUT.format("Zoë Müller")
    with nbgrader_at_work(), open_course(root).gradebook as gradebook:
        gradebook.find_grade("test_predict", "3_tiny", WEEK, "jd").manual_score = 1.5
        gradebook.db.commit()
    grade(2, root=root, tell=str, scheduler=scheduler)

    def lines(name):
        text = (root / "feedback" / name).read_text("utf-8-sig")
        return list(csv.reader(text.splitlines()))

    head, possible, jane, jo, *others = lines("canvas.csv")
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", f"{TITLE} (4711)"]
    assert possible == ["    Points Possible", "", "", "", "", "6"]
    assert jane == ["Doe, Jane", "123", "S1", "jd", "A", "4.5"]
    assert jo == ["Roe, Jo", "124", "S2", "jo", "B", ""]
    assert ["'=2;x", "", "", "'=2;x", "", "3"] in others
    assert not [row for row in others if row[0] == "cut_off"]  # no mark
    text = (root / "feedback" / f"{WEEK}.csv").read_text("utf-8-sig")
    assert '"\'=2;x","","1","2","0","3"' in text  # it has no name on the roster
    moodle = lines("moodle.csv")
    assert moodle[0] == ["First name", "Last name", "Username", "ID number", "Email address", TITLE]
    assert moodle[1:] == [["Jane", "Doe", "jd", "", "", "4.5"], ["Jo", "Roe", "jo", "", "", ""]]
    with zipfile.ZipFile(root / "feedback" / f"{WEEK}_feedback.zip") as archive:
        names = archive.namelist()
        shown = archive.read(f"jd/{WEEK}.html").decode()
    assert f"Zoë Müller_9_assignsubmission_file_/{WEEK}.html" in names and len(names) == 17
    assert shown.index("<strong>4.5</strong> of 6 points") < shown.index("sigmoid")


def test_who_has_no_id_for_moodle_is_told_of(tmp_path, monkeypatch):
    monkeypatch.setattr(export, "week_names", lambda root: [WEEK])
    marks = {WEEK: (6, {"Zoë Müller": 6, "Ann": 3, "bert": 1})}
    note_origins(tmp_path, WEEK, {"Ann": {"system": "moodle"}, "bert": {"system": ""}})

    def written(roster):
        text = moodle_table(tmp_path, marks, roster).decode("utf-8-sig")
        return list(csv.reader(text.splitlines()))[1:]

    assert written({}) == [
        ["", "Ann", "", "", "", "3"], ["Zoë", "Müller", "", "", "", "6"], ["", "bert", "bert", "", "", "1"],
    ]  # fmt: skip
    assert unknown_to_moodle(tmp_path, marks, {}) == NO_IDS
    assert unknown_to_moodle(tmp_path, {WEEK: (6, {"bert": 1})}, {}) == ""
    (tmp_path / "roster.csv").write_text("id,name,e-mail\nbert,Bert B,b@x.org\n")
    roster = read_roster(tmp_path)
    assert written(roster) == [["Bert", "B", "bert", "", "b@x.org", "1"]]
    assert unknown_to_moodle(tmp_path, marks, roster) == LEFT_OUT.format("Ann, Zoë Müller")
    (tmp_path / "roster.csv").write_text('Student,ID\n"B, Bert",1\n')
    assert unknown_to_moodle(tmp_path, {WEEK: (6, {"x_2": 1})}, read_roster(tmp_path)) == ""


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_becomes_a_formula(begin):
    cell = begin + "cmd|' /C calc'!A0"
    (row,) = csv.reader(
        io.StringIO(marks_table.table([[cell, "a;b"]]).decode("utf-8-sig"), newline="")
    )
    assert row == ["'" + cell, "a;b"]
    assert b'"a;b"' in marks_table.table([["a;b"]])
