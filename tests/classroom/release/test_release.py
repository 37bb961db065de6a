"""A release holds what a learner needs, no answers, and is only replaced when nothing is lost."""

import ast
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from classroom.errors import ClassroomError
from classroom.exercises import exercises_of, recording
from classroom.nbgrader_api import nbgrader_at_work, open_course
from classroom.paths import ROOT
from classroom.release import contents
from classroom.release.__main__ import main
from classroom.release.archive import EARLIEST
from classroom.release.learner_copy import learner_copy
from classroom.release.links import overview, with_links_of_a_release
from classroom.release.workflow import release
from classroom.samples import answers, filled_in
from tests.classroom.tiny_course import (
    HIDDEN_LINES,
    LESSON,
    SOLUTION_LINES,
    WEEK,
    dump,
    make_course,
    tiny_lesson,
    write_lesson,
)


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path / "course")


def unpack(root, target):
    """Unpack the release's zip and return the folder in it."""
    with zipfile.ZipFile(root / "release" / f"{WEEK}.zip") as archive:
        archive.extractall(target)
    return target / WEEK


def zip_text(root):
    """All files of the zip as one text."""
    with zipfile.ZipFile(root / "release" / f"{WEEK}.zip") as archive:
        return "\n".join(
            archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
        )


def run_notebook_in(folder, name):
    """Run a notebook in a kernel started in `folder`, with nothing of this repository in the path."""
    program = (
        "import sys, nbformat\n"
        "from nbclient import NotebookClient\n"
        "notebook = nbformat.read(sys.argv[1], 4)\n"
        "where = nbformat.v4.new_code_cell('import helpers.checks; print(helpers.__file__)')\n"
        "notebook.cells.append(where)\n"
        "NotebookClient(notebook, timeout=60, kernel_name='python3').execute()\n"
        "print(notebook.cells[-1].outputs[0].text)\n"
        "print(sum('✓' in output.get('text', '') for c in notebook.cells"
        " for output in c.get('outputs', [])))\n"
    )
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    environment |= {"PYTHONWARNINGS": "ignore", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", program, name],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.split()


def test_zip_holds_what_is_needed_and_no_more(course):
    line = release(2, course)
    assert "1 notebook, 6 points" in line
    with zipfile.ZipFile(course / "release" / f"{WEEK}.zip") as archive:
        names = sorted(name.removeprefix(f"{WEEK}/") for name in archive.namelist())
        dates = {entry.date_time for entry in archive.infolist()}
    helpers = [name for name in names if name.startswith("helpers/")]
    others = [
        LESSON,
        "START_HERE.ipynb",
        "README.txt",
        f"data/checks/{WEEK}.json",
        "requirements.txt",
    ]
    assert names == sorted(others + helpers)
    assert {"helpers/__init__.py", "helpers/checks/judging.py"} <= set(helpers)
    for name in ("activations", "datasets", "logistic_regression", "plotting"):
        assert f"helpers/{name}.py" not in helpers
    assert dates == {EARLIEST}


def test_a_course_without_start_here_is_released_too(course):
    (course / "notebooks" / "START_HERE.ipynb").unlink()
    release(2, course)
    with zipfile.ZipFile(course / "release" / f"{WEEK}.zip") as archive:
        assert f"{WEEK}/START_HERE.ipynb" not in archive.namelist()
        assert "START_HERE" not in archive.read(f"{WEEK}/README.txt").decode()


def test_no_answer_no_hidden_test_and_no_output_in_the_zip(course):
    release(2, course)
    text = zip_text(course)
    for line in [*SOLUTION_LINES, *HIDDEN_LINES, "BEGIN SOLUTION", "0.57444"]:
        assert line not in text, line
    assert "raise NotImplementedError" in text


def test_released_notebook_is_the_learners_copy(course):
    release("week2_logistic_regression", course)
    released = nbformat.read(course / "release" / WEEK / LESSON, 4)
    assert released.cells == learner_copy(tiny_lesson()).cells


def test_unpacked_zip_runs_on_its_own(course, tmp_path):
    release(2, course)
    folder = unpack(course, tmp_path / "elsewhere")
    right = answers(course / "notebooks" / WEEK / LESSON)
    nbformat.write(filled_in(folder / LESSON, right), folder / LESSON)
    where, ticks = run_notebook_in(folder, LESSON)
    assert Path(where) == folder / "helpers" / "__init__.py"
    assert int(ticks) == 3


def test_requirements_are_those_of_the_lessons(course):
    text = contents.requirements(course)
    assert "numpy>=" in text and "jupyter>=" in text
    assert "nbgrader" not in text and "pytest" not in text


def test_same_release_gives_the_same_bytes(course, tmp_path):
    release(2, course)
    first = (course / "release" / f"{WEEK}.zip").read_bytes()
    other = make_course(tmp_path / "other")
    for path in other.rglob("*"):
        os.utime(path, (1e9, 1e9))
    release(2, other)
    assert (other / "release" / f"{WEEK}.zip").read_bytes() == first
    assert release(2, course).startswith("Nothing has changed")


def test_changed_lesson_replaces_an_untouched_release(course):
    release(2, course)
    lesson = tiny_lesson()
    lesson.cells[0].source = "# Tiny, better"
    write_lesson(course, lesson)
    assert release(2, course).startswith("Replaced")
    assert "Tiny, better" in zip_text(course)


def test_release_changed_by_hand_is_kept(course):
    release(2, course)
    path = course / "release" / WEEK / LESSON
    path.write_text(path.read_text(encoding="utf-8").replace("# Tiny", "# Mine"), encoding="utf-8")
    kept = path.read_bytes()
    gradebook = dump(course / "gradebook.db")
    with pytest.raises(ClassroomError, match="changed since it was released"):
        release(2, course)
    assert path.read_bytes() == kept
    assert dump(course / "gradebook.db") == gradebook


def test_exercises_are_frozen_once_a_submission_is_known(course):
    write_lesson(course, tiny_lesson(), "4_more.ipynb")
    release(2, course)
    zipped = (course / "release" / f"{WEEK}.zip").read_bytes()
    api = open_course(course)
    with nbgrader_at_work(), api.gradebook as gradebook:
        gradebook.add_student("anna")
        gradebook.add_submission(WEEK, "anna")
    before = dump(course / "gradebook.db")
    lesson = tiny_lesson()
    lesson.cells[3].metadata.nbgrader.points = 9  # nbgrader enters this, and only then comes to
    write_lesson(course, lesson)
    del lesson.cells[-3:-1]  # … what it refuses
    write_lesson(course, lesson, "4_more.ipynb")
    with pytest.raises(ClassroomError, match="keep the grade_ids") as refusal:
        release(2, course)
    assert "\n" not in str(refusal.value)
    assert (course / "release" / f"{WEEK}.zip").read_bytes() == zipped
    assert (course / "release" / WEEK / LESSON).exists()
    assert dump(course / "gradebook.db") == before


def test_stray_files_stay_behind(course):
    folder = course / "notebooks" / WEEK
    (folder / "solutions.txt").write_text("secret_start")
    (folder / ".ipynb_checkpoints").mkdir()
    shutil.copy(folder / LESSON, folder / ".ipynb_checkpoints")
    assert release(2, course).endswith("Not released: solutions.txt.")
    assert [path.name for path in (course / "release" / WEEK).iterdir()] == [LESSON]
    (folder / "Untitled.ipynb").write_text("{}")
    with pytest.raises(ClassroomError, match="Untitled.ipynb"):
        release(2, course)


def with_import(line):
    """The tiny lesson with one more import."""
    lesson = tiny_lesson()
    lesson.cells[1].source += f"\n{line}"
    return lesson


@pytest.mark.parametrize(
    "line",
    [
        "from helpers.activations import sigmoid",
        "import helpers.logistic_regression as finished",
        "from helpers import logistic_regression",
        "%matplotlib inline\nfrom helpers import between",
    ],
)
def test_finished_answers_are_refused(course, line):
    (course / "helpers" / "between.py").write_text("from .activations import sigmoid\n")
    write_lesson(course, with_import(line))
    with pytest.raises(ClassroomError, match="holds the answer to the exercise "):
        release(2, course)
    assert not (course / "release").exists() and not (course / "gradebook.db").exists()


def test_helpers_of_a_later_week_are_refused(course):
    """They would hand out what comes later; those of an earlier week may share a name with an exercise."""
    write_lesson(course, with_import("from helpers.deep_network import L_layer_model"))
    with pytest.raises(ClassroomError, match="helpers.deep_network, which holds answers of week 4"):
        release(2, course)
    later = course / "notebooks" / "week3_shallow_network"
    (course / "notebooks" / WEEK).rename(later)
    (course / "data" / "checks" / f"{WEEK}.json").rename(
        course / "data" / "checks" / f"{later.name}.json"
    )
    lesson = with_import("from helpers.activations import sigmoid")
    nbformat.write(lesson, later / LESSON)
    assert "1 notebook" in release(3, course)


def test_every_module_with_an_exercise_has_its_week():
    """Else a release could take an answer along unseen, or a module reach up to a later week."""
    for path in (ROOT / "helpers").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        own = contents.WEEK_OF.get(path.stem, 0)
        for module in contents.imported_helpers(tree, ROOT / "helpers"):
            assert contents.WEEK_OF.get(module, 0) <= own, f"{path.stem} imports {module}"
        names = contents.defined_functions(tree)
        for week in recording.weeks():
            for name in names & set(exercises_of(week)):
                assert own, f"helpers.{path.stem} defines {name} and has no entry in WEEK_OF"


def test_data_of_a_loader_comes_along(course):
    write_lesson(course, with_import("from helpers.datasets import load_photo"))
    with pytest.raises(ClassroomError, match="data/photos"):
        release(2, course)
    (course / "data" / "photos").mkdir()
    (course / "data" / "photos" / "cat.png").write_bytes(b"picture")
    release(2, course)
    with zipfile.ZipFile(course / "release" / f"{WEEK}.zip") as archive:
        assert archive.read(f"{WEEK}/data/photos/cat.png") == b"picture"
    write_lesson(course, with_import("from helpers.datasets import load_dogs"))
    with pytest.raises(ClassroomError, match="uses load_dogs"):
        release(2, course)


def test_unsound_lessons_are_refused_in_a_sentence(course):
    lesson = tiny_lesson()
    lesson.cells[2].source = lesson.cells[2].source.replace("### END SOLUTION", "")
    write_lesson(course, lesson)
    with pytest.raises(ClassroomError, match=f"{LESSON}: No learner's copy"):
        release(2, course)
    write_lesson(course, with_import("if"))
    with pytest.raises(ClassroomError, match="can't be read"):
        release(2, course)


def test_unknown_week_lists_the_weeks(course, capsys):
    with pytest.raises(ClassroomError, match="There is no week 9; there are: 2."):
        release(9, course)
    assert main(["nine"]) == 1
    assert re.search(r"There is no week nine; there are: [\d, ]+\.\n", capsys.readouterr().err)
    with pytest.raises(SystemExit):
        main([])


def test_damaged_gradebook_is_left_alone(course):
    (course / "gradebook.db").write_bytes(b"not a data base" * 100)
    with pytest.raises(ClassroomError, match="gradebook.db can't be read"):
        release(2, course)
    assert (course / "gradebook.db").read_bytes().startswith(b"not a data base")


def links_in(archive, week):
    """What the links of a zip's notebooks lead to, without those to the web and within a page."""
    found = set()
    for name in archive.namelist():
        for cell in nbformat.reads(archive.read(name), 4).cells if name.endswith(".ipynb") else ():
            if cell.cell_type == "markdown":
                found |= set(re.findall(r"\]\(([\w./-]+\.\w+)[^)]*\)", cell.source))
    return found


def test_links_lead_nowhere_out_of_a_release():
    text = (
        "[Next: shapes](2_b.ipynb) · [Notation](../START_HERE.ipynb#The-notation) · "
        "[All, and your progress](../START_HERE.ipynb) · [later](../week3_x/1_a.ipynb#There) · "
        "[paper](https://a.org/x.ipynb)"
    )
    notebook = new_notebook(cells=[new_markdown_cell(text), new_code_cell("'[a](../b.ipynb)'")])
    copy = with_links_of_a_release(
        notebook, "week2_y", ["1_a.ipynb", "2_b.ipynb", "START_HERE.ipynb"]
    )
    assert copy.cells[0].source == (
        "[Next: shapes](2_b.ipynb) · [Notation](START_HERE.ipynb#The-notation) · "
        "[All](START_HERE.ipynb) · later · [paper](https://a.org/x.ipynb)"
    )
    assert copy.cells[1] == notebook.cells[1] and notebook.cells[0].source == text


def test_the_page_that_goes_along_needs_no_code():
    start_here = nbformat.read(ROOT / "notebooks" / "START_HERE.ipynb", 4)
    page = overview(start_here, "week1_introduction", ["1_what_is_a_neural_network.ipynb"])
    assert {cell.cell_type for cell in page.cells} == {"markdown"}
    titles = [cell.source.split("\n")[0] for cell in page.cells]
    assert titles[1:] == [
        "## The map",
        "## The notation on one page",
        "## Glossary, English – 中文",
    ]
    assert "](1_what_is_a_neural_network.ipynb)" in page.cells[1].source
    assert "week2" not in page.cells[1].source and "Numpy basics" in page.cells[1].source


@pytest.mark.parametrize("week", [path.name for path in sorted((ROOT / "notebooks").glob("week*"))])
def test_real_weeks_can_be_released(tmp_path, week):
    for name in ("helpers", "data", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("pyproject.toml", "nbgrader_config.py"):
        shutil.copy(ROOT / name, tmp_path)
    release(week, tmp_path)
    archive = zipfile.ZipFile(io.BytesIO((tmp_path / "release" / f"{week}.zip").read_bytes()))
    lessons = sorted((ROOT / "notebooks" / week).glob("*.ipynb"))
    assert {f"{week}/{path.name}" for path in lessons} <= set(archive.namelist())
    for path in lessons:
        lesson = nbformat.read(path, 4)
        copy = nbformat.reads(archive.read(f"{week}/{path.name}").decode(), 4)
        code = "\n".join(cell.source for cell in copy.cells)
        assert "HIDDEN TESTS" not in code and "classroom" not in code
        assert not any(cell.get("outputs") for cell in copy.cells)
        for cell in lesson.cells:
            if "BEGIN SOLUTION" in cell.source:
                inside = cell.source.partition("### BEGIN SOLUTION")[2].partition("### END")[0]
                assert inside.strip() not in code
    links = links_in(archive, week)
    assert {"START_HERE.ipynb", lessons[0].name} <= links
    assert {f"{week}/{link}" for link in links} <= set(archive.namelist())
    exercises = contents.exercise_names([nbformat.read(path, 4) for path in lessons])
    for name in archive.namelist():
        earlier = (
            0 < contents.WEEK_OF.get(Path(name).stem, 0) < int(week[4])
        )  # a namesake, no answer
        if name.endswith(".py") and not earlier:
            assert not any(f"def {answer}(" in archive.read(name).decode() for answer in exercises)
