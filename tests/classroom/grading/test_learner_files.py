"""No path of a submission leads out of the learner's own folder, and no text of a reference answer to a learner."""

import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from types import SimpleNamespace

import nbformat
import pytest

from classroom.grading import learner_files
from classroom.grading.collect import collect
from classroom.grading.kept_results import graded_notebook
from classroom.grading.learner_files import (
    Refused,
    entered,
    folder_for,
    opened,
    read_file,
    shown,
    walk,
)
from classroom.grading.submitted import misnamed, submitted_learners
from classroom.grading.workflow import grade
from classroom.paths import ROOT
from classroom.release.workflow import release
from classroom.results import SubmissionResult
from classroom.samples import filled_in
from tests.classroom.grading.submissions import RIGHT, submission, table
from tests.classroom.tiny_course import LESSON, TOTAL, WEEK, make_course

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="grading is for Linux")

CANARY = "the lesson's own answer, line "


def lesson_with_canaries(course):
    """Put a distinctive line into each of the lesson's answers."""
    path = course / "notebooks" / WEEK / LESSON
    notebook = nbformat.read(path, 4)
    for number, cell in enumerate(notebook.cells):
        if cell.metadata.get("nbgrader", {}).get("solution"):
            line = "### BEGIN SOLUTION"
            cell.source = cell.source.replace(line, f"{line}\n    # {CANARY}{number}")
    nbformat.write(notebook, path)
    return path


def links(course):
    """{learner: a function that puts something foreign at submitted/<learner>}."""
    lessons = course / "notebooks" / WEEK
    submitted = course / "submitted"

    def at(*names):
        path = submitted.joinpath(*names)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    return {
        "week_is_lessons": lambda name: at(name, WEEK).symlink_to(lessons),
        "week_by_dots": lambda name: at(name, WEEK).symlink_to(f"../../notebooks/{WEEK}"),
        "week_of_neighbour": lambda name: at(name, WEEK).symlink_to(submitted / "solved" / WEEK),
        "learner_is_neighbour": lambda name: at(name).symlink_to("solved"),
        "learner_is_lessons": lambda name: at(name).symlink_to(course / "notebooks"),
        "learner_is_nowhere": lambda name: at(name).symlink_to("/nowhere/at/all"),
        "learner_is_itself": lambda name: at(name).symlink_to(name),
        "notebook": lambda name: at(name, WEEK, LESSON).symlink_to(lessons / LESSON),
        "notebook_of_neighbour": lambda name: at(name, WEEK, LESSON).symlink_to(
            submitted / "solved" / WEEK / LESSON
        ),
        "endless": lambda name: at(name, WEEK, LESSON).symlink_to("/dev/zero"),
        "hard": lambda name: os.link(lessons / LESSON, at(name, WEEK, LESSON)),
        "pipe": lambda name: os.mkfifo(at(name, WEEK, LESSON)),
        "week_is_a_pipe": lambda name: os.mkfifo(at(name, WEEK)),
        "folder": lambda name: at(name, WEEK, LESSON).mkdir(),
    }


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A course whose submitted/ holds links of every kind, put there by hand, beside honest work; graded."""
    course = make_course(tmp_path_factory.mktemp("links") / "course")
    lesson_with_canaries(course)
    release(2, course)
    submission(course, "solved")
    submission(course, "untouched", {})
    for learner, make in links(course).items():
        make(learner)
    told = []
    results = grade(2, root=course, tell=told.append, processes=2)
    return SimpleNamespace(root=course, results={r.learner: r for r in results}, told=told)


REASONS = {
    "week_is_lessons": "is a link", "week_by_dots": "is a link", "week_of_neighbour": "is a link",
    "learner_is_neighbour": "is a link", "learner_is_lessons": "is a link",
    "learner_is_nowhere": "is a link", "learner_is_itself": "is a link", "notebook": "is a link",
    "notebook_of_neighbour": "is a link", "endless": "is a link", "hard": "is a hard link",
    "pipe": "not a file", "week_is_a_pipe": "not a folder", "folder": "not a file",
}  # fmt: skip


@pytest.mark.parametrize("learner, reason", REASONS.items())
def test_what_is_not_the_learners_is_not_graded(graded, learner, reason):
    result = graded.results[learner]
    assert result.exercises == () and reason in result.problem
    assert f"not graded: {result.problem}" == table(graded.root)[learner]["note"]
    assert any(line.startswith(learner) and reason in line for line in graded.told)
    assert not (graded.root / "feedback" / learner / WEEK).exists()


def test_the_others_are_graded(graded):
    assert graded.results["solved"].total == TOTAL and not graded.results["solved"].problem
    assert graded.results["untouched"].maximum == TOTAL
    assert set(graded.results) == {"solved", "untouched", *REASONS}


def texts_of_grading(root):
    """{path: text without its tags} of all that grading writes: pages, tables, reports, notebooks, gradebook, log."""
    found = {}
    for top in ("feedback", "autograded", "gradebook.db"):
        path = root / top
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            if file.is_file():
                text = file.read_bytes().decode("utf-8", "replace")
                found[file.relative_to(root).as_posix()] = html.unescape(
                    re.sub("<[^>]*>", "", text)
                )
    return found


def with_reference(texts):
    """The texts that hold a line of a reference answer; JSON's quotes make no difference."""
    forms = (CANARY, json.dumps(CANARY)[1:-1], "BEGIN SOLUTION")
    return [name for name, text in texts.items() if any(form in text for form in forms)]


def test_nothing_that_grading_writes_holds_text_of_a_reference_answer(graded):
    texts = texts_of_grading(graded.root)
    kinds = {name.rpartition(".")[2] for name in texts}
    assert {"html", "csv", "ipynb", "json", "db"} <= kinds
    assert with_reference(texts) == []
    assert not [line for line in graded.told if CANARY in line]
    lesson = (graded.root / "notebooks" / WEEK / LESSON).read_text("utf-8")
    assert with_reference({"the lesson": lesson}) == ["the lesson"]


def test_a_written_answer_of_the_lessons_is_not_kept_beside_the_learners():
    mark = {"grade_id": "why", "solution": True, "grade": True, "points": 1}
    cell = {"cell_type": "markdown", "metadata": {"nbgrader": mark}, "source": CANARY}
    unmarked = {"cell_type": "markdown", "metadata": {}, "source": "text"}
    lesson = json.dumps({"cells": [cell, unmarked], "metadata": {}, "nbformat": 4})
    result = SubmissionResult("anna", WEEK, 1, (), "", 0.0, "")
    shown = json.loads(graded_notebook(lesson, "3_tiny", result))
    assert [cell["source"] for cell in shown["cells"]] == ["", "text"]


def test_links_where_grading_writes_lead_nowhere(graded, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(
        graded.root, root, symlinks=True, ignore=shutil.ignore_patterns("pipe", "week_is_a_pipe")
    )
    for top, learner in (("feedback", "solved"), ("autograded", "untouched")):
        shutil.rmtree(root / top / learner, ignore_errors=True)
        (tmp_path / top).mkdir()
        (root / top / learner).symlink_to(tmp_path / top)
    shutil.rmtree(root / "autograded" / "solved")
    results = {r.learner: r for r in grade(2, root=root, tell=str, processes=2)}
    for learner, top in (("solved", "feedback"), ("untouched", "autograded")):
        assert f"{top}/{learner} is a link" in results[learner].problem
        assert list((tmp_path / top).iterdir()) == []


# ------------------------------------------------------------------------------------------ collection


def inbox(course, folder):
    """An inbox with an honest learner and foreign things, and {learner: part of the reason}."""
    lessons = course / "notebooks" / WEEK
    honest = folder / "anna"
    honest.mkdir(parents=True)
    nbformat.write(filled_in(course / "release" / WEEK / LESSON, RIGHT), honest / LESSON)
    (honest / "lessons").symlink_to(lessons)
    (honest / "picture.png").symlink_to("/etc/passwd")
    os.mkfifo(honest / "pipe")
    for name in ("inside", "hard", "deep"):
        (folder / name).mkdir()
    (folder / "linked").symlink_to(lessons)
    (folder / "neighbour").symlink_to("anna")
    (folder / "loop").symlink_to("loop")
    (folder / "inside" / "week2").symlink_to(lessons)
    os.link(lessons / LESSON, folder / "hard" / LESSON)
    (folder / "deep" / "a").mkdir()
    (folder / "deep" / "a" / LESSON).symlink_to(f"../../anna/{LESSON}")
    return {
        "anna": "", "linked": "linked is a link", "neighbour": "neighbour is a link",
        "loop": "loop is a link", "inside": "week2 is a link", "hard": "is a hard link",
        "deep": f"{LESSON} is a link",
    }  # fmt: skip


def test_collection_follows_no_link(graded, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(graded.root / "notebooks", root / "notebooks")
    shutil.copytree(graded.root / "release", root / "release")
    reasons = inbox(root, tmp_path / "inbox")
    (root / "submitted").mkdir()
    found = collect(tmp_path / "inbox", WEEK, root, [LESSON], [".*"])
    assert set(found) == set(reasons)
    for learner, reason in reasons.items():
        assert found[learner] == "" if reason == "" else reason in found[learner]
    assert submitted_learners(root, WEEK) == ["anna"]
    assert [path.name for path in (root / "submitted" / "anna" / WEEK).iterdir()] == [LESSON]


def test_collection_writes_through_no_link(graded, tmp_path):
    root, folder = tmp_path / "course", tmp_path / "inbox"
    for learner in ("anna", "berta"):
        (folder / learner).mkdir(parents=True)
        (folder / learner / LESSON).write_text(learner)
    (root / "submitted").mkdir(parents=True)
    (root / "submitted" / "berta").symlink_to("anna")
    lessons = tmp_path / "lessons"
    lessons.mkdir()
    (root / "submitted" / "anna").mkdir()
    (root / "submitted" / "anna" / WEEK).symlink_to(lessons)
    found = collect(folder, WEEK, root, [LESSON], [])
    assert found["anna"] == "" and "submitted/berta is a link" in found["berta"]
    assert (root / "submitted" / "anna" / WEEK / LESSON).read_text() == "anna"
    assert not (root / "submitted" / "anna" / WEEK).is_symlink() and not list(lessons.iterdir())


def test_names_reach_nobody_raw(tmp_path):
    folder = tmp_path / "inbox"
    (folder / "anna").mkdir(parents=True)
    os.mkdir(os.fsencode(folder) + b"/b\xffrta")
    (folder / "\x1b[31mred.ipynb").touch()
    (folder / "anna" / "\x1b]0;title\x07.zip").touch()
    found = collect(folder, WEEK, tmp_path / "course", [LESSON], [])
    for text in [*found, *found.values()]:
        assert text.isprintable() or text == ""
        text.encode()
    assert len(found) == 3
    assert shown("x" * 300) == "x" * learner_files.LONGEST_NAME
    (tmp_path / "submitted" / "anna" / WEEK).mkdir(parents=True)
    (tmp_path / "submitted" / "anna" / WEEK / "a\x1b\n.ipynb").touch()
    assert misnamed(tmp_path / "submitted" / "anna" / WEEK, [LESSON]).isprintable()


# --------------------------------------------------------------------------------------- the functions


def test_a_mount_is_not_entered():
    """In a mount namespace of its own, a folder and a file of the teacher's are mounted into a learner's."""
    program = """
import sys, pathlib, subprocess
from classroom.grading.submitted import read_notebooks
from classroom.grading.learner_files import Refused, entered
top = pathlib.Path(sys.argv[1])
for name in ("lessons", "anna/week", "berta/week"):
    (top / name).mkdir(parents=True)
(top / "lessons" / "a.ipynb").write_text("answer")
(top / "berta" / "week" / "a.ipynb").touch()
subprocess.run(["mount", "--bind", top / "lessons", top / "anna" / "week"], check=True)
subprocess.run(["mount", "--bind", top / "lessons" / "a.ipynb", top / "berta/week/a.ipynb"], check=True)
for learner in ("anna", "berta"):
    print(read_notebooks(top / learner / "week", ["a.ipynb"])["a.ipynb"])
print(read_notebooks(top / "lessons", ["a.ipynb"])["a.ipynb"])
"""
    user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    with_mounts = ["unshare", *user, "--mount", sys.executable, "-c", program]
    with tempfile.TemporaryDirectory() as top:
        done = subprocess.run(
            [*with_mounts, top],
            capture_output=True,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
    if "unshare" in done.stderr:
        pytest.skip("no mounts can be made here")
    first, second, third = done.stdout.splitlines()
    assert first.startswith("week is mounted from elsewhere")
    assert second.startswith("a.ipynb is mounted from elsewhere")
    assert third == "b'answer'"


@pytest.mark.parametrize("step", range(6))
def test_a_file_that_is_exchanged_for_a_link_is_never_read(step, tmp_path, monkeypatch):
    """Between the check and the use: a link takes its place before any of the calls that read it."""
    learner = tmp_path / "learner"
    learner.mkdir()
    (tmp_path / "secret").write_bytes(b"secret")
    (learner / "a").write_bytes(b"own")
    (learner / "new").symlink_to("../secret")
    calls = []

    def exchanging(call):
        def called(*arguments, **options):
            if len(calls) == step:
                os.replace(learner / "new", learner / "a")
            calls.append(call.__name__)
            return call(*arguments, **options)

        return called

    with entered(learner) as folder:
        for owner, name in ((os, "open"), (os, "fstat"), (learner_files, "mount_of")):
            monkeypatch.setattr(owner, name, exchanging(getattr(owner, name)))
        if step == 0:
            with pytest.raises(Refused, match="a is a link"):
                read_file("a", folder, 100)
        else:
            assert read_file("a", folder, 100) == b"own"
        monkeypatch.undo()
    if step > 0:
        assert calls == ["open", "fstat", "mount_of", "mount_of", "open"]
    # The last step exchanges nothing: five calls are all there are.
    assert (learner / "new").is_symlink() == (step >= 5)


def test_a_file_that_is_too_large_is_refused_as_such(tmp_path):
    (tmp_path / "a").write_bytes(b"1234")
    with entered(tmp_path) as folder:
        assert read_file("a", folder, 4) == b"1234"
        with pytest.raises(Refused, match="clear its outputs"):
            read_file("a", folder, 3)


def test_a_folder_is_no_file_and_a_file_no_folder(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with entered(tmp_path) as top:
        for name, folder in (("folder", False), ("file", True)):
            with pytest.raises(Refused), opened(name, top, folder):
                pass
        assert [(name, reason) for _, name, _, reason in walk(top)] == [
            ("file", ""),
            ("folder", ""),
        ]
    with pytest.raises(Refused):
        folder_for(tmp_path, "file", "below")
    assert folder_for(tmp_path, "none", make=False) == tmp_path / "none"
    assert not (tmp_path / "none").exists()
