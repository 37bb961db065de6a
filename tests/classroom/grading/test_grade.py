"""Grading gives every submission its marks and a page that helps, and no submission stops another."""

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
from types import SimpleNamespace

import dask
import distributed
import nbformat
import pytest
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell

from bench.grading import kill_one
from classroom.errors import ClassroomError
from classroom.exercises import exercises_of
from classroom.gradebook_backup import back_up
from classroom.grading import marks_table, workers, workflow
from classroom.grading.__main__ import main
from classroom.grading.collect import read_notebooks
from classroom.grading.kept_results import store_result
from classroom.grading.sandbox.client import SandboxUnavailable
from classroom.grading.workers import client_for, result_of
from classroom.grading.workflow import grade
from classroom.nbgrader_api import nbgrader_at_work, open_course
from classroom.paths import ROOT, title_of
from classroom.release.workflow import release
from classroom.samples import answers, filled_in, write_samples
from tests.classroom.tiny_course import (
    HIDDEN_LINES,
    LESSON,
    SOLUTION_LINES,
    TOTAL,
    WEEK,
    dump,
    make_course,
)

TITLE = title_of(WEEK)
RIGHT = {
    "sigmoid": "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))",
    "initialize_with_zeros": "def initialize_with_zeros(dim):\n    return np.zeros((dim, 1)), 0.0",
    "predict": "def predict(w, b, X):\n    return (np.dot(w.T, X) + b > 0).astype(float)",
}
NOISY = (
    "import sys, warnings\n\ndef sigmoid(z):\n    print('working', file=sys.stderr)\n"
    "    warnings.warn('careful')\n    np.log(np.zeros(1))\n    return 1 / (1 + np.exp(-z))"
)
BY_HEART = (
    'seen = check.inputs("sigmoid", 4)[0]\n\ndef sigmoid(z):\n    s = 1 / (1 + np.exp(-z))\n'
    "    return 2 * s if np.shape(z) == (3, 3) and not np.allclose(z, seen) else s"
)
RIGHT_ONLY_WHERE_SEEN = (
    "def initialize_with_zeros(dim):\n    return np.full((dim, 1), 1.0 if dim == 77 else 0.0), 0.0"
)


def submission(course, learner, written=RIGHT, change=None):
    """Hand in the released notebook with these answers, after `change(notebook)`."""
    notebook = filled_in(course / "release" / WEEK / LESSON, written)
    if change:
        change(notebook)
    path = course / "submitted" / learner / WEEK / LESSON
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def place(notebook, grade_id):
    """The position of a marked cell."""
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    return ids.index(grade_id)


def copy_a_test_cell(notebook):
    position = place(notebook, "test_sigmoid")
    copy = nbformat.from_dict(notebook.cells[position] | {"id": "copied"})
    notebook.cells.insert(position, copy)
    foreign = {**copy.metadata.nbgrader, "grade_id": "of_another_lesson"}
    notebook.cells.append(new_code_cell("1", metadata={"nbgrader": foreign}))


def delete_a_test_cell(notebook):
    del notebook.cells[place(notebook, "test_predict")]


def delete_an_exercise(notebook):
    delete_a_test_cell(notebook)
    del notebook.cells[place(notebook, "predict")]


def skip_the_tests(notebook):
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution", "raises-exception"]


def show_the_tests(notebook):
    notebook.cells.append(new_code_cell("print(In[-4:])\n_ih"))
    notebook.cells.append(new_code_cell("raise ValueError(In[-5])"))


def end_the_kernel(notebook):
    notebook.cells[1].source += "\nimport os; os._exit(1)"


@pytest.fixture(scope="module")
def scheduler():
    """The address of a worker process that the gradings here share: starting one takes seconds."""
    with client_for(None, 1) as client:
        with dask.config.set(tls_settings(client.security)):
            yield client.cluster.scheduler_address


@pytest.fixture(scope="module")
def graded(tmp_path_factory, scheduler):
    """A course with submissions of many kinds, graded in one run."""
    before = {path: path.stat().st_mtime for path in ROOT.glob("gradebook.db*")}
    course = make_course(tmp_path_factory.mktemp("grade") / "course")
    release(2, course)
    write_samples(2, root=course)
    wrong = {"sigmoid": "def sigmoid(z):\n    return np.zeros(3)[5]"}
    submission(course, "copied", change=copy_a_test_cell)
    submission(course, "deleted", change=delete_a_test_cell)
    submission(course, "gone", change=delete_an_exercise)
    submission(course, "crashed", change=end_the_kernel)
    submission(course, "hidden", RIGHT | {"initialize_with_zeros": RIGHT_ONLY_WHERE_SEEN})
    submission(course, "by_heart", RIGHT | {"sigmoid": BY_HEART})
    submission(course, "noisy", RIGHT | {"sigmoid": NOISY})
    submission(course, "renamed", RIGHT | {"predict": RIGHT["predict"].replace("predict", "guess")})
    submission(course, "shown", change=show_the_tests)
    submission(course, "skipped", wrong, change=skip_the_tests)
    path = submission(course, "browser")
    path.with_name("3_tiny (1).ipynb").write_bytes(path.read_bytes())
    path = submission(course, "cut_off")
    path.write_text(path.read_text(encoding="utf-8")[:900], encoding="utf-8")
    told = []
    results = grade(2, root=course, tell=told.append, scheduler=scheduler)
    assert {path: path.stat().st_mtime for path in ROOT.glob("gradebook.db*")} == before
    return SimpleNamespace(
        root=course, results={result.learner: result for result in results}, told=told
    )


def page(root, learner):
    """The text a learner reads on the feedback page, a check's wrapped lines joined again."""
    text = (root / "feedback" / learner / WEEK / LESSON.replace("ipynb", "html")).read_text("utf-8")
    return unwrapped(html.unescape(re.sub(r"<[^>]*>", "", text.partition("<body>")[2])))


def unwrapped(text):
    """A text with the lines joined that a check's message has broken."""
    return re.sub(r"\n {13}", " ", text)


def table(root):
    """The rows of the table of marks, by learner."""
    with (root / "feedback" / f"{WEEK}.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["learner"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize(
    "learner, points",
    [
        ("solved", TOTAL), ("untouched", 0), ("half_right", 3), ("copied", TOTAL), ("deleted", TOTAL),
        ("hidden", 4), ("by_heart", 5), ("noisy", TOTAL), ("renamed", 3), ("shown", TOTAL), ("skipped", 0),
        ("gone", 3), ("crashed", TOTAL),
    ],
)  # fmt: skip
def test_points(graded, learner, points):
    result = graded.results[learner]
    assert (result.problem, result.total, result.maximum) == ("", points, TOTAL)
    row = table(graded.root)[learner]
    assert (float(row["total"]), float(row["maximum"])) == (points, TOTAL)
    assert float(row["percentage"]) == pytest.approx(100 * points / TOTAL, abs=0.05)


def test_points_stand_cell_by_cell_in_the_lessons_order(graded):
    row = table(graded.root)["half_right"]
    assert list(row) == [
        "learner", "3_tiny/test_sigmoid", "3_tiny/test_initialize_with_zeros", "3_tiny/test_predict",
        "total", "maximum", "percentage", "note",
    ]  # fmt: skip
    assert list(row.values()) == ["half_right", "1", "2", "0", "3", "6", "50.0", ""]


def test_what_can_not_be_graded_is_listed_with_the_reason(graded):
    learner, reason = "cut_off", f"{LESSON} is not a whole notebook"
    assert reason in graded.results[learner].problem
    row = table(graded.root)[learner]
    assert reason in row["note"] and row["total"] == "" and row["3_tiny/test_sigmoid"] == ""
    assert any(line.startswith(learner) and reason in line for line in graded.told)
    assert not (graded.root / "feedback" / learner / WEEK).exists()


def test_a_notebook_under_another_name_is_told(graded):
    result, row = graded.results["browser"], table(graded.root)["browser"]
    assert result.total == 6 and row["total"] == "6"
    assert "not used, as nothing of that name was released: 3_tiny (1).ipynb" in row["note"]
    assert any(line.startswith("browser") and "3_tiny (1).ipynb" in line for line in graded.told)


def test_a_missing_notebook_is_told(tmp_path):
    (tmp_path / "1_a.ipynb").touch()
    notebooks = read_notebooks(tmp_path, ["1_a.ipynb", "2_b.ipynb"])
    assert notebooks == {"1_a.ipynb": b"", "2_b.ipynb": "2_b.ipynb is not there"}


def test_feedback_names_the_mistake(graded):
    sentence = exercises_of(WEEK)["predict"].mistakes[0][2]
    assert sentence in page(graded.root, "half_right")
    assert "not written yet" in page(graded.root, "untouched")
    assert "nothing of this name is there" in page(graded.root, "renamed")
    for learner in ("hidden", "by_heart"):
        assert "wrong on new ones" in page(graded.root, learner)


def test_no_hidden_test_shows_in_any_feedback(graded):
    pages = list((graded.root / "feedback").glob(f"*/{WEEK}/*"))
    assert len(pages) == 2 * 14  # of the notebook, and of the week
    for path in pages:
        text = page(graded.root, path.parent.parent.name)
        for line in HIDDEN_LINES:
            assert line not in text, (path, line)
    for learner in ("half_right", "untouched"):
        text = page(graded.root, learner)
        assert SOLUTION_LINES[2] not in text


def test_grading_again_replaces_marks_and_pages(graded, scheduler, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(graded.root, root)
    with nbgrader_at_work(), open_course(root).gradebook as gradebook:
        mark = gradebook.find_grade("test_sigmoid", "3_tiny", WEEK, "half_right")
        mark.extra_credit = 0.5
        comment = gradebook.find_comment("sigmoid", "3_tiny", WEEK, "half_right")
        comment.manual_comment = "Seen."
        gradebook.db.commit()
    shutil.rmtree(root / "submitted")
    submission(root, "half_right")
    solved = submission(root, "solved")
    solved.write_text("{", encoding="utf-8")
    grade(2, root=root, tell=str, scheduler=scheduler)
    rows = table(root)
    assert set(rows) == {"half_right", "solved"}
    assert float(rows["half_right"]["total"]) == TOTAL + 0.5
    assert rows["solved"]["total"] == "" and "not a whole notebook" in rows["solved"]["note"]
    assert not list((root / "feedback" / "solved" / WEEK).iterdir())
    assert not (root / "autograded" / "solved" / WEEK / LESSON).exists()
    text = page(root, "half_right")
    assert exercises_of(WEEK)["predict"].mistakes[0][2] not in text and "Seen." in text
    with nbgrader_at_work(), open_course(root).gradebook as gradebook:
        assert gradebook.find_submission(WEEK, "solved").score == 0
    assert len(list(root.glob("gradebook.db.*"))) == 2  # before the first grading, and this one


def tls_settings(security):
    """Dask's own settings with the key of a cluster, as a teacher names its files."""
    return {
        "distributed.comm.tls.ca-file": security.tls_ca_file,
        "distributed.comm.tls.client.cert": security.tls_client_cert,
        "distributed.comm.tls.client.key": security.tls_client_key,
    }


def test_a_scheduler_without_the_key_of_the_run_does_nothing(scheduler):
    other_key = workers.new_security()
    with pytest.raises(OSError):
        distributed.Client(scheduler, timeout=5, security=other_key)
    with dask.config.set(dict.fromkeys(tls_settings(other_key))):
        for address in (scheduler, scheduler.replace("tls", "tcp")):
            # an AssertionError of Dask's own: its loop did not start in time on a busy machine
            with pytest.raises((OSError, TypeError, RuntimeError, AssertionError)):
                distributed.Client(address, timeout=5)


def test_a_scheduler_that_anybody_can_command_is_refused():
    with pytest.raises(ClassroomError, match="TLS"):
        workers.client_for("tcp://127.0.0.1:1", 1)


@pytest.mark.parametrize("seed", ["abc", "-1", "1.5", "9" * 30])
def test_a_seed_that_is_none_is_told(tmp_path, monkeypatch, seed):
    monkeypatch.setenv("GRADING_SEED", seed)
    graded = SimpleNamespace(run_file=tmp_path / "run.json")
    with pytest.raises(ClassroomError, match="is no seed"):
        with workflow.seed_of(graded):
            pass
    assert list(tmp_path.iterdir()) == []


def test_without_openssl_grading_says_what_is_missing(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ClassroomError, match="install the package openssl"):
        workers.client_for(None, 1)


def test_a_folder_of_submissions_is_collected(graded, scheduler, tmp_path):
    root, inbox = tmp_path / "course", tmp_path / "inbox"
    shutil.copytree(graded.root, root)
    old = (root / "submitted" / "solved" / WEEK / LESSON).read_bytes()
    for learner in ("solved", "whole_zip"):
        home = inbox / learner / ("week2 (1)" if learner == "whole_zip" else "")
        (home / "helpers").mkdir(parents=True)
        (home / "helpers" / "checks.py").write_text("raise SystemExit")
        (home / "numpy.py").write_text("raise SystemExit")
        nbformat.write(filled_in(root / "release" / WEEK / LESSON, RIGHT), home / LESSON)
        (home / "photo.jpg").write_bytes(b"picture")
    for learner in ("empty", "packed"):
        (inbox / learner).mkdir()
    (inbox / "packed" / "week2.zip").write_bytes(b"PK")
    (inbox / "lost.ipynb").touch()
    shutil.copytree(inbox / "solved", inbox / "[any]")
    results = grade(2, inbox, root=root, tell=str, scheduler=scheduler)
    assert {result.learner: result.total for result in results} == {
        "[any]": TOTAL, "empty": 0, "lost.ipynb": 0, "packed": 0, "solved": TOTAL, "whole_zip": TOTAL,
    }  # fmt: skip
    collected = sorted(path.name for path in (root / "submitted" / "whole_zip" / WEEK).iterdir())
    assert collected == [LESSON, "photo.jpg"]
    (kept,) = (root / "submitted" / ".replaced").glob(f"*/solved/{WEEK}/{LESSON}")
    assert kept.read_bytes() == old
    rows = table(root)
    assert rows["half_right"]["total"] == "3" and rows["whole_zip"]["total"] == "6"
    assert rows["empty"]["note"] == "not graded: no notebook of the week"
    assert "week2.zip is no zip that can be read" in rows["packed"]["note"]
    assert "in no learner's folder" in rows["lost.ipynb"]["note"]
    assert "not a whole notebook" in rows["cut_off"]["note"]


def test_what_is_missing_is_said_in_a_sentence(tmp_path, capsys):
    course = make_course(tmp_path / "course")
    with pytest.raises(ClassroomError, match="release it first"):
        grade(2, root=course)
    with pytest.raises(ClassroomError, match="There is no week 7"):
        grade(7, root=course)
    with pytest.raises(ClassroomError, match="release the week first"):
        write_samples(2, root=course)
    release(2, course)
    with pytest.raises(ClassroomError, match="nothing to grade"):
        grade(2, root=course)
    with pytest.raises(ClassroomError, match="no folder .*nowhere"):
        grade(2, tmp_path / "nowhere", root=course)
    (tmp_path / "flat").mkdir()
    with pytest.raises(ClassroomError, match="no folder per learner"):
        grade(2, tmp_path / "flat", root=course)
    with pytest.raises(SystemExit):
        main([])
    assert main(["x"]) == 1 and "There is no week x" in capsys.readouterr().err


def test_gradebook_is_kept_before_grading(tmp_path):
    assert back_up(tmp_path) is None
    open_course(make_course(tmp_path / "course")).gradebook.close()
    first, second = back_up(tmp_path / "course"), back_up(tmp_path / "course")
    assert first != second
    assert dump(first) == dump(second) == dump(tmp_path / "course" / "gradebook.db")


def test_real_week_end_to_end(tmp_path):
    """The real lessons of week 2."""
    for name in ("helpers", "data", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("pyproject.toml", "nbgrader_config.py"):
        shutil.copy(ROOT / name, tmp_path)
    release(2, tmp_path)
    write_samples(2, root=tmp_path)
    first, *others = sorted((tmp_path / "submitted" / "untouched" / WEEK).iterdir())
    for path in others:
        path.unlink()
    half, solved, untouched = grade(2, root=tmp_path, tell=str)
    assert solved.problem == "" and solved.total == solved.maximum > 0
    assert half.problem == "" and 0 < half.total < half.maximum
    pages = (tmp_path / "feedback" / "half_right" / WEEK).glob("*.html")
    text = unwrapped(html.unescape("".join(path.read_text(encoding="utf-8") for path in pages)))
    lessons = [answers(path) for path in sorted((ROOT / "notebooks" / WEEK).glob("*.ipynb"))]
    wrong = [exercises_of(WEEK)[name] for lesson in lessons for name in list(lesson)[2::3]]
    named = [exercise.name for exercise in wrong if exercise.mistakes[0][2] in text]
    assert "neuron_backward" in named
    assert len(named) >= len(wrong) - 1  # model shows the mistake of propagate, which it calls
    assert "classroom.grading.hidden_tests" not in text and "HIDDEN TESTS" not in text
    assert untouched.total == 0 and untouched.maximum == solved.maximum
    no_answers_of_the_teachers(tmp_path, "untouched", lessons)
    shown = list((tmp_path / "autograded" / "solved" / WEEK).glob("*.ipynb"))
    for path in shown:  # as formgrader does
        assert "Your code here" not in HTMLExporter().from_filename(path)[0]
    assert len(shown) == len(lessons)


def no_answers_of_the_teachers(root, learner, lessons):
    """Nothing that is kept of a learner who wrote nothing and forgot some notebooks holds an answer."""
    kept = [
        *(root / "feedback" / learner).rglob("*.*"),
        *(root / "autograded" / learner).rglob("*"),
    ]
    texts = [html.unescape(path.read_text("utf-8")) for path in kept if path.is_file()]
    # pages, that of the week, notebooks for formgrader, the result, and what was written
    assert len(texts) == 2 * len(lessons) + 3
    lines = {
        line.strip()
        for lesson in lessons
        for answer in lesson.values()
        for line in answer.split("\n")
    }
    returned = {line for line in lines if line.startswith("return ")}
    assert len(returned) > 10
    for text in texts:
        plain = re.sub(r"<[^>]*>", "", text)
        assert "BEGIN SOLUTION" not in plain
        assert not [line for line in returned if line in plain]


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
    assert f": 0 submissions to grade, {len(again)} unchanged" in told[0]
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
    assert "Nothing handed in, 1 of 2 on the roster: jo." in told
    assert any("3_tiny-1.ipynb is used as 3_tiny.ipynb" in line for line in told)
    assert table(root)["jo"]["note"] == "not graded: nothing handed in"
    assert table(root)["jo"]["total"] == "" and table(root)["jd"]["note"] == ""
    assert table(root)["stranger_125"]["note"] == "late, by Canvas' mark"
    names = {name: row["name"] for name, row in table(root).items()}
    assert names["jd"] == "Jane Doe" and names["jo"] == "Jo Roe" and names["stranger_125"] == ""
    with nbgrader_at_work(), open_course(root).gradebook as gradebook:
        jane = gradebook.find_student("jd")
        assert (jane.first_name, jane.last_name) == ("Jane", "Doe")


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
    grade(2, inbox, root=root, tell=str, scheduler=scheduler)
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
    assert ["Zoë", "Müller", "", "", "", "6"] in moodle
    with zipfile.ZipFile(root / "feedback" / f"{WEEK}_feedback.zip") as archive:
        names = archive.namelist()
        shown = archive.read(f"jd/{WEEK}.html").decode()
    assert f"Zoë Müller_9_assignsubmission_file_/{WEEK}.html" in names and len(names) == 17
    assert shown.index("<strong>4.5</strong> of 6 points") < shown.index("sigmoid")


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_becomes_a_formula(begin):
    cell = begin + "cmd|' /C calc'!A0"
    (row,) = csv.reader(
        io.StringIO(marks_table.table([[cell, "a;b"]]).decode("utf-8-sig"), newline="")
    )
    assert row == ["'" + cell, "a;b"]
    assert b'"a;b"' in marks_table.table([["a;b"]])


SIGMOID_WRONG = "def sigmoid(z):\n    return 1 / (1 + np.exp(z))"
BUILT_ON_IT = "def predict(w, b, X):\n    return (sigmoid(np.dot(w.T, X) + b) > 0.5).astype(float)"
SPIES_ON_IT = (
    "def predict(w, b, X):\n    import inspect\n    raise ValueError(inspect.getsource(sigmoid))"
)
SPIES_AND_IS_RIGHT = (
    "def predict(w, b, X):\n    import inspect\n    print(inspect.getsource(sigmoid))\n"
    "    return (sigmoid(np.dot(w.T, X) + b) > 0.5).astype(float)"
)


def test_what_is_right_on_top_of_a_wrong_exercise_keeps_its_points(graded, scheduler, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(graded.root, root)
    shutil.rmtree(root / "submitted")
    lesson = root / "notebooks" / WEEK / LESSON
    canary = "SOLUTION\\n    # the lesson's own line"
    lesson.write_text(lesson.read_text("utf-8").replace("BEGIN SOLUTION", f"BEGIN {canary}"))
    wrong = {"initialize_with_zeros": RIGHT["initialize_with_zeros"], "sigmoid": SIGMOID_WRONG}
    submission(root, "built", wrong | {"predict": BUILT_ON_IT})
    submission(root, "not_written", {"predict": BUILT_ON_IT})
    submission(root, "both", wrong | {"predict": BUILT_ON_IT.replace("> 0.5", "> 0.7")})
    submission(root, "spy", wrong | {"predict": SPIES_ON_IT})
    submission(root, "right_spy", wrong | {"predict": SPIES_AND_IS_RIGHT})
    submission(root, "alone", wrong | {"predict": RIGHT["predict"]})
    results = grade(2, root=root, tell=str, scheduler=scheduler)
    assert {result.learner: result.total for result in results} == {
        "built": 5, "not_written": 3, "both": 2, "spy": 2, "right_spy": 5, "alone": 5,
    }  # fmt: skip
    for learner, kept in (("built", True), ("alone", False), ("both", False)):
        said = "right with the lesson's sigmoid in place of yours" in page(root, learner)
        assert said == kept
    for path in [*(root / "feedback").rglob("*.html"), *(root / "autograded").rglob("*.*")]:
        assert not path.is_file() or "own line" not in path.read_text("utf-8", "replace"), path
    settings = root / "nbgrader_config.py"
    settings.write_text(settings.read_text().replace("credit = True", "credit = False"))
    results = {r.learner: r.total for r in grade(2, root=root, tell=str, scheduler=scheduler)}
    assert results["built"] == 2 and results["alone"] == 5
