"""No fault of the teacher's side is charged to learners, and nothing graded is lost by a slip of the hand."""

import errno
import fcntl
import os
import shutil
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
import sqlalchemy

from classroom.errors import ClassroomError
from classroom.gradebook_backup import back_up
from classroom.grading.__main__ import main
from classroom.grading.gradebook import Marks
from classroom.grading.workflow import grade
from classroom.nbgrader_api import nbgrader_at_work, open_course
from classroom.release.workflow import release
from classroom.results import SubmissionResult
from classroom.samples import filled_in
from tests.classroom.grading.submissions import RIGHT, submission, table
from tests.classroom.tiny_course import LESSON, TOTAL, WEEK, dump, make_course

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="grading is for Linux")


@pytest.fixture(scope="module")
def released(tmp_path_factory, scheduler):
    """A course with one graded submission."""
    root = make_course(tmp_path_factory.mktemp("requirements") / "course")
    release(2, root)
    submission(root, "anna")
    grade(2, root=root, tell=str, scheduler=scheduler)
    return root


@pytest.fixture
def course(released, tmp_path):
    """A copy of it."""
    return Path(shutil.copytree(released, tmp_path / "course"))


def changed(root, old, new):
    """Change the lesson's text."""
    path = root / "notebooks" / WEEK / LESSON
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_misspelt_hidden_test_costs_nobody_points(course, scheduler):
    before = dump(course / "gradebook.db")
    changed(course, "secret_answer.sum() == 0", "secret_anwser.sum() == 0")
    with pytest.raises(ClassroomError, match="lesson's own answers.*test_predict.*GRADING_SEED="):
        grade(2, root=course, tell=str, scheduler=scheduler)
    assert dump(course / "gradebook.db") == before


@pytest.mark.parametrize(
    "old, new, named",
    [
        (r"\"points\": 3", r"\"points\": 4", "test_predict"),
        (r"\"test_predict\"", r"\"test_predict_price\"", "test_predict"),
        (r"\"grade_id\": \"predict\"", r"\"grade_id\": \"guess\"", "predict"),
    ],
)
def test_a_lesson_that_was_not_released_again_is_refused(course, old, new, named):
    changed(course, old.replace("\\", ""), new.replace("\\", ""))
    with pytest.raises(ClassroomError, match=f"(?s)differ in .*{named}.*Release the week again"):
        grade(2, root=course, tell=str)


def test_what_lessons_have_beyond_the_release_is_not_graded(course, scheduler):
    """A new version of the course with one exercise more: the week goes on as it was released."""
    path = course / "notebooks" / WEEK / LESSON
    notebook = nbformat.read(path, as_version=4)
    for grade_id, copied in (("more", "predict"), ("test_more", "test_predict")):
        (cell,) = (
            c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == copied
        )
        more = nbformat.from_dict(cell)
        more["id"], more["source"] = grade_id, "more = 1"
        more["metadata"] = {"nbgrader": {**cell.metadata["nbgrader"], "grade_id": grade_id}}
        notebook.cells.append(nbformat.from_dict(more))
    nbformat.write(notebook, path)
    before = table(course)
    (result,) = grade(2, root=course, tell=str, scheduler=scheduler)
    assert result.total == TOTAL
    assert table(course) == before


def test_another_weeks_inbox_changes_nothing(course, tmp_path, scheduler):
    inbox = tmp_path / "inbox"
    (inbox / "anna").mkdir(parents=True)
    shutil.copy(course / "submitted" / "anna" / WEEK / LESSON, inbox / "anna" / "4_other.ipynb")
    (inbox / "berta").mkdir()
    before, table_before = dump(course / "gradebook.db"), table(course)
    with pytest.raises(ClassroomError, match="no learner has a notebook of Week 2.*another week's"):
        grade(2, inbox, root=course, tell=str, scheduler=scheduler)
    assert (dump(course / "gradebook.db"), table(course)) == (before, table_before)
    # one of the class who hands in another week's keeps the marks there are, and is listed
    (inbox / "carla").mkdir()
    nbformat.write(filled_in(course / "release" / WEEK / LESSON, RIGHT), inbox / "carla" / LESSON)
    results = {r.learner: r for r in grade(2, inbox, root=course, tell=str, scheduler=scheduler)}
    assert results["anna"].total == results["carla"].total == TOTAL
    assert "4_other.ipynb has another name" in results["anna"].problem
    assert "no notebook of the week" in results["berta"].problem


@pytest.mark.parametrize(
    "folder", [".", "..", "notebooks", "release/..", "submitted", "feedback/anna"]
)
def test_the_course_is_no_inbox(course, folder):
    with pytest.raises(ClassroomError, match="is not a folder of submissions"):
        grade(2, course / folder, root=course, tell=str)
    assert sorted(os.listdir(course / "submitted")) == ["anna"]


def test_a_second_grader_of_a_week_waits_for_the_first(course):
    with (course / "autograded" / f".{WEEK}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(ClassroomError, match="graded by another process"):
            grade(2, root=course, tell=str)


@pytest.mark.parametrize("folder", ["feedback", "autograded"])
def test_a_folder_that_can_not_be_written_is_told_before_anything_is_done(course, folder):
    shutil.rmtree(course / folder)
    (course / folder).write_text("a file where a folder belongs: root may write to any folder")
    with pytest.raises(ClassroomError, match=f"{folder}/ can't be written to"):
        grade(2, root=course, tell=str)


def test_a_full_disk_is_told_in_a_sentence(course, monkeypatch, capsys):
    def full(*given, **named):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "feedback/week.csv")

    monkeypatch.setattr("classroom.grading.__main__.grade", full)
    assert main(["2"]) == 1
    said = capsys.readouterr().err
    assert "No space left" in said and "goes on from there" in said and "\n" == said[-1]


def test_a_gradebook_that_can_not_be_copied_is_not_called_broken(course, monkeypatch):
    (course / "no_folder").write_text("")
    monkeypatch.setattr(
        "classroom.gradebook_backup.unused_path", lambda path: course / "no_folder" / "copy"
    )
    with pytest.raises(ClassroomError, match="can't be copied.*make room"):
        back_up(course)
    monkeypatch.undo()
    (course / "gradebook.db").write_bytes(b"no data base" * 1000)
    with pytest.raises(ClassroomError, match="can't be read"):
        back_up(course)


def test_names_that_are_no_text_end_no_batch(course, tmp_path, scheduler):
    """Debian's unzip makes such names of an old zip from Windows."""
    inbox, odd = tmp_path / "inbox", b"M\x81ller"
    released = course / "release" / WEEK / LESSON
    for folder in (os.fsencode(inbox) + b"/" + odd, os.fsencode(inbox / "berta")):
        os.makedirs(folder)
        nbformat.write(filled_in(released, RIGHT), os.fsdecode(folder + b"/" + LESSON.encode()))
        Path(os.fsdecode(folder + b"/" + odd + b".ipynb")).write_text("{}")
    with zipfile.ZipFile(
        os.fsdecode(os.fsencode(inbox) + b"/zip of " + odd + b".zip"), "w"
    ) as archive:
        archive.write(released, LESSON)
    Path(os.fsdecode(os.fsencode(inbox) + b"/" + odd + b".ipynb")).write_text("{}")
    told = []
    results = {
        r.learner: r for r in grade(2, inbox, root=course, tell=told.append, scheduler=scheduler)
    }
    assert results["berta"].total == TOTAL
    rows = table(course)
    odd_ones = [r"M\x81ller", r"zip of M\x81ller"]
    assert {"anna", "berta", *odd_ones, r"M\x81ller.ipynb"} <= set(rows)
    assert all("can't be printed" in rows[name]["note"] for name in odd_ones)
    for text in [*told, *results, *(r.problem for r in results.values())]:
        text.encode()


def test_code_behind_a_long_comment_and_in_own_cells_is_shown(course, scheduler):
    def pad(notebook):
        for cell in notebook.cells:
            mark = cell.metadata.get("nbgrader", {})
            if mark.get("grade_id") == "sigmoid":
                cell.source = "# nothing to see\n" * 2000 + cell.source.replace(
                    "np.exp", "secretly.exp"
                )
            if mark.get("grade_id") == "predict":
                cell.source = '"""' + "nothing " * 9000 + '"""\n' + cell.source
        notebook.cells.insert(
            2, nbformat.v4.new_code_cell("import numpy as secretly\nprint('unneeded')")
        )

    submission(course, "padded", change=pad)
    results = {r.learner: r for r in grade(2, root=course, tell=str, scheduler=scheduler)}
    assert results["padded"].total == TOTAL
    assert results["padded"].problem == "more code was graded than pages show: predict"
    sigmoid = results["padded"].exercises[0]
    assert "secretly.exp" in sigmoid.code and "import numpy as secretly" in sigmoid.code
    assert "unneeded" not in sigmoid.code
    for place in (f"feedback/padded/{WEEK}/{WEEK}.html", f"autograded/padded/{WEEK}/{LESSON}"):
        text = (course / place).read_text("utf-8")
        assert "secretly" in text and "cells of your own" in text


def test_a_learner_is_entered_by_one_commit(course):
    """Each waits for the disk: on a busy one, five of them a learner looked like a grading that hangs."""
    commits = []
    with nbgrader_at_work(), open_course(course).gradebook as gradebook:
        marks = Marks(gradebook, WEEK)
        sqlalchemy.event.listen(gradebook.engine, "commit", commits.append)
        for learner in ("berta", "carla"):
            marks.enter(SubmissionResult(learner, WEEK, 0, (), "", 0.0, ""))
        assert len(commits) == 2
        gradebook.add_student("doris")  # nbgrader's own again
        assert len(commits) == 3
        assert {one.id for one in gradebook.students} == {"anna", "berta", "carla", "doris"}
