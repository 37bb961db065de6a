"""The learner's copies: exercises empty, work never overwritten."""

import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from classroom.release.learner_copy import learner_copy
from lab import study
from tools.run_notebooks import KERNELSPEC

NAME = "week2_logistic_regression/3_logistic_regression.ipynb"
STEM = "week2_logistic_regression/3_logistic_regression"
BESIDE = f"{STEM} (new version).ipynb"
SECOND_BESIDE = f"{STEM} (new version 2).ipynb"


def metadata(grade_id, **kind):
    flags = {"grade": False, "locked": False, "solution": False, "task": False, **kind}
    return {"nbgrader": {"grade_id": grade_id, "schema_version": 3, **flags}}


def lesson(prose="Logistic regression"):
    """A lesson of a title with a picture, one exercise and its check."""
    title = new_markdown_cell(prose, id="title")
    title["attachments"] = {"result.png": {"image/png": "iVBORw0KGgo="}}
    exercise = new_code_cell(
        "def propagate(w, b, X, Y):\n"
        '    """Return grads and cost."""\n'
        "    if True:\n"
        "        ### BEGIN SOLUTION\n"
        "        secret = X @ Y\n"
        "        ### END SOLUTION\n"
        "    return secret",
        id="exercise",
        metadata=metadata("propagate", solution=True),
        execution_count=1,
        outputs=[new_output("stream", text="secret output\n")],
    )
    check = new_code_cell(
        "check(propagate)\n### BEGIN HIDDEN TESTS\nassert secret_test\n### END HIDDEN TESTS",
        id="check",
        metadata=metadata("test_propagate", grade=True, locked=True, points=3),
        execution_count=2,
    )
    return new_notebook(cells=[title, exercise, check])


# --- the copy


def test_copy_holds_no_answer_and_the_rest():
    copy = learner_copy(lesson())
    title, exercise, check = copy.cells
    text = nbformat.writes(copy)
    assert "secret =" not in text and "secret_test" not in text and "secret output" not in text
    assert "        # Your code here" in exercise.source
    assert "\n        raise NotImplementedError\n    return secret" in exercise.source
    assert check.source.strip() == "check(propagate)"
    assert title.attachments["result.png"]["image/png"] == "iVBORw0KGgo="
    assert [cell.id for cell in copy.cells] == ["title", "exercise", "check"]
    assert all(cell.execution_count is None for cell in (exercise, check))
    compile(exercise.source, "exercise", "exec")


def test_copy_has_the_metadata_that_this_kernel_gives(tmp_path):
    """JupyterLab writes both into a notebook on opening it, and marks it as changed where they differ."""
    from ipykernel.ipkernel import IPythonKernel
    from ipykernel.kernelspec import get_kernel_dict

    nbformat.write(lesson(), tmp_path / "lesson.ipynb")
    copy = nbformat.reads(study.make_copy(tmp_path / "lesson.ipynb"), as_version=4)
    assert copy.metadata.language_info == IPythonKernel.language_info
    assert KERNELSPEC["display_name"] == get_kernel_dict()["display_name"]


def test_copy_is_the_same_every_time_and_leaves_the_lesson_alone():
    original = lesson()
    before = nbformat.writes(original)
    first = nbformat.writes(learner_copy(original))
    assert first == nbformat.writes(learner_copy(lesson()))
    assert nbformat.writes(original) == before


def test_check_cell_is_locked_and_the_answer_can_be_edited():
    _, exercise, check = learner_copy(lesson()).cells
    assert check.metadata.editable is False
    assert "editable" not in exercise.metadata and exercise.metadata.deletable is False


@pytest.mark.parametrize(
    "source, kind",
    [
        ("### BEGIN SOLUTION\nx = 1", {"solution": True}),
        ("### BEGIN SOLUTION\nx = 1\n### END SOLUTION", {"locked": True}),
        ("### BEGIN HIDDEN TESTS\nx = 1\n### END HIDDEN TESTS", {"solution": True}),
    ],
)
def test_marks_that_do_not_fit_are_one_sentence(source, kind):
    bad = new_notebook(cells=[new_code_cell(source, metadata=metadata("a", **kind))])
    if "HIDDEN" in source:
        bad.cells[0].source = "### BEGIN SOLUTION\n### END SOLUTION\n" + source
    with pytest.raises(ValueError, match="No learner's copy of this lesson") as caught:
        learner_copy(bad)
    assert "\n" not in str(caught.value)


def test_two_cells_with_one_grade_id_are_refused():
    bad = lesson()
    bad.cells[2].metadata.nbgrader.grade_id = "propagate"
    with pytest.raises(ValueError, match="No learner's copy"):
        learner_copy(bad)


# --- the folder


@pytest.fixture
def folders(tmp_path):
    """A course of one lesson and the place for its copies."""
    (tmp_path / "notebooks" / NAME).parent.mkdir(parents=True)
    nbformat.write(lesson(), tmp_path / "notebooks" / NAME)
    return tmp_path / "notebooks", tmp_path / "study"


def change_lesson(folders, prose):
    nbformat.write(lesson(prose), folders[0] / NAME)


def work_in(path):
    """Run a cell, as a learner does."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].outputs = [new_output("stream", text="mine\n")]
    nbformat.write(notebook, path)


def files(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.ipynb")}


def test_first_use_makes_the_copies(folders):
    told = study.update_study(*folders)
    assert told == ["New lesson: 3_logistic_regression.ipynb"]
    assert set(files(folders[1])) == {NAME}
    assert b"secret =" not in files(folders[1])[NAME]


def test_second_use_makes_no_copy_and_writes_nothing(folders):
    def never(path):
        raise AssertionError("a copy was made")

    study.update_study(*folders)
    stamps = {path: path.stat().st_mtime_ns for path in folders[1].rglob("*")}
    assert study.update_study(*folders, make=never) == []
    assert {path: path.stat().st_mtime_ns for path in folders[1].rglob("*")} == stamps


def test_second_use_does_not_even_import_nbgrader(folders):
    """Importing it takes most of a second."""
    study.update_study(*folders)
    code = (
        "import sys; from pathlib import Path; from lab import study;"
        f"study.update_study(Path({str(folders[0])!r}), Path({str(folders[1])!r}));"
        "print([name for name in ('nbgrader', 'nbformat') if name in sys.modules])"
    )
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert asked.stdout == "[]\n"


def test_untouched_copy_is_renewed(folders):
    study.update_study(*folders)
    change_lesson(folders, "A better lesson")
    (line,) = study.update_study(*folders)
    assert line.startswith("Renewed")
    assert set(files(folders[1])) == {NAME}
    assert b"A better lesson" in files(folders[1])[NAME]


def test_opening_and_saving_is_no_touch(folders):
    study.update_study(*folders)
    path = folders[1] / NAME
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["language_info"] = {"name": "python", "version": "3.99"}
    notebook.cells[1].execution_count = 7
    notebook.cells[1].metadata["scrolled"] = True
    nbformat.write(notebook, path)
    change_lesson(folders, "A better lesson")
    study.update_study(*folders)
    assert set(files(folders[1])) == {NAME}


def test_touched_copy_stays_and_the_new_version_lies_beside(folders):
    study.update_study(*folders)
    work_in(folders[1] / NAME)
    mine = files(folders[1])[NAME]
    change_lesson(folders, "A better lesson")
    (line,) = study.update_study(*folders)
    assert "yours stays" in line and "(new version)" in line
    now = files(folders[1])
    assert now[NAME] == mine
    assert set(now) == {NAME, BESIDE} and b"A better lesson" in now[BESIDE]


def test_the_version_beside_is_renewed_or_kept_like_any_copy(folders):
    study.update_study(*folders)
    work_in(folders[1] / NAME)
    change_lesson(folders, "second")
    study.update_study(*folders)
    change_lesson(folders, "third")
    study.update_study(*folders)
    assert b"third" in files(folders[1])[BESIDE]
    work_in(folders[1] / BESIDE)
    kept = files(folders[1])
    change_lesson(folders, "fourth")
    study.update_study(*folders)
    now = files(folders[1])
    assert set(now) == {NAME, BESIDE, SECOND_BESIDE} and b"fourth" in now[SECOND_BESIDE]
    assert {name: now[name] for name in kept} == kept


def test_a_lesson_that_changed_in_its_outputs_only_is_no_news(folders):
    study.update_study(*folders)
    work_in(folders[1] / NAME)
    mine = files(folders[1])
    changed = lesson()
    changed.cells[1].outputs = [new_output("stream", text="another output\n")]
    nbformat.write(changed, folders[0] / NAME)
    assert study.update_study(*folders) == []
    assert files(folders[1]) == mine


def test_a_new_version_says_so_and_which_at_its_top(folders):
    """File names are cut off in the browser's list; the notice is none of a lesson's content."""
    study.update_study(*folders)
    for number, prose in enumerate(["second", "third"], start=1):
        work_in(folders[1] / (NAME if number == 1 else BESIDE))
        change_lesson(folders, prose)
        study.update_study(*folders)
    for number, name in ((1, BESIDE), (2, SECOND_BESIDE)):
        first, title, *_ = nbformat.read(folders[1] / name, as_version=4).cells
        assert f"new version {number} of the lesson" in first.source
        assert "[3_logistic_regression.ipynb](3_logistic_regression.ipynb)" in first.source
        assert title.id == "title"
    assert nbformat.read(folders[1] / NAME, as_version=4).cells[0].id == "title"
    assert study.update_study(*folders, maker="another") == [], "the notice makes no new version"


@pytest.mark.parametrize("record", ["", "{", "[]", '{"issued": 1, "lessons": 2}', None])
def test_without_a_record_every_copy_counts_as_touched(folders, record):
    study.update_study(*folders)
    mine = files(folders[1])
    path = folders[1] / study.RECORD
    path.unlink() if record is None else path.write_text(record)
    change_lesson(folders, "A better lesson")
    study.update_study(*folders)
    now = files(folders[1])
    assert set(now) == {NAME, BESIDE} and now[NAME] == mine[NAME]


def test_without_a_record_the_same_lesson_is_no_news(folders):
    study.update_study(*folders)
    mine = files(folders[1])
    (folders[1] / study.RECORD).unlink()
    assert study.update_study(*folders) == []
    assert files(folders[1]) == mine


def test_a_file_that_is_no_notebook_any_more_is_kept(folders):
    study.update_study(*folders)
    (folders[1] / NAME).write_text("half a notebook {")
    change_lesson(folders, "A better lesson")
    study.update_study(*folders)
    assert (folders[1] / NAME).read_text() == "half a notebook {"
    assert BESIDE in files(folders[1])


def test_a_deleted_copy_comes_back_fresh(folders):
    study.update_study(*folders)
    (folders[1] / NAME).unlink()
    study.update_study(*folders)
    assert set(files(folders[1])) == {NAME}


def test_learners_own_files_and_removed_lessons_stay(folders):
    study.update_study(*folders)
    own = folders[1] / "week2_logistic_regression" / "my notes.ipynb"
    own.write_text("mine")
    (folders[0] / NAME).unlink()
    assert study.update_study(*folders) == []
    assert set(files(folders[1])) == {NAME, "week2_logistic_regression/my notes.ipynb"}
    assert own.read_text() == "mine"


@pytest.mark.parametrize("content", [b"{", b'{"cells": 3}', b"\xff\xfe\x00"])
def test_a_broken_lesson_is_named_and_the_others_are_issued(folders, content):
    (folders[0] / "week1").mkdir()  # before the sound one in order
    (folders[0] / "week1" / "broken.ipynb").write_bytes(content)
    told = study.update_study(*folders)
    assert any("No copy could be made of week1/broken.ipynb" in line for line in told)
    assert NAME in files(folders[1]) and "week1/broken.ipynb" not in files(folders[1])
    (line,) = study.update_study(*folders)
    assert "week1/broken.ipynb" in line


def test_a_new_maker_of_copies_looks_again(folders):
    study.update_study(*folders, maker="one")
    made = []
    study.update_study(
        *folders, make=lambda path: made.append(path) or study.make_copy(path), maker="two"
    )
    assert len(made) == 1
