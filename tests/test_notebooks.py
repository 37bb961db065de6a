"""What every lesson keeps to, beyond running: and that each of these rules can fail."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from classroom.exercises import exercises_of, recording
from classroom.paths import all_lessons
from tests.lesson_rules import (
    RULES,
    errors_and_warnings,
    html_picture,
    long_code_cells,
    metadata_of_one_machine,
    no_learners_copy,
    outputs_out_of_order,
    picture,
    pictures_out_of_date,
    pictures_without_words,
    words_of_one_machine,
)
from tools import lesson_pages
from tools.run_notebooks import (
    PICTURE,
    normalise,
    place_pictures,
)

ROOT = Path(__file__).resolve().parent.parent
LESSONS = all_lessons(ROOT / "notebooks")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_lesson(path, rule):
    assert list(rule(nbformat.read(path, as_version=4))) == []


def test_there_are_lessons():
    assert LESSONS


def test_the_map_names_every_lesson_and_every_function_to_write():
    text = (ROOT / "notebooks" / "README.md").read_text(encoding="utf-8")
    for path in LESSONS:
        if path.name != lesson_pages.START:
            assert f"({path.parent.name}/{path.name})" in text, path.name
    for week in recording.weeks():
        present = [name for name, one in exercises_of(week).items() if not one.reference]
        missing = [name for name in present if f"`{name}`" not in text]
        assert missing == [], week


def ruff(*files):
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format=concise"]
    return subprocess.run(
        command + [*map(str, files)], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )


def test_style():
    asked = ruff(".")
    assert asked.returncode == 0, asked.stdout


def test_style_can_fail(tmp_path):
    (tmp_path / "bad.py").write_text('"""Bad."""\nimport os\n')
    nbformat.write(new_notebook(cells=[new_code_cell("import os")]), tmp_path / "bad.ipynb")
    asked = ruff("--config", ROOT / "pyproject.toml", tmp_path)
    assert "bad.py" in asked.stdout and "bad.ipynb" in asked.stdout


# --- the rules themselves, on small made-up lessons


def good(picture=picture):
    """A lesson that keeps to every rule."""
    title = new_markdown_cell(f"# Title\n![A red square.](attachment:{PICTURE})", id="title")
    title.metadata["course"] = {"picture_of": "draw"}
    first = new_code_cell("1 + 1", id="first", execution_count=1)
    first.outputs = [new_output("execute_result", data={"text/plain": "2"}, execution_count=1)]
    draw = new_code_cell("show()", id="draw", execution_count=2, outputs=[picture()])
    notebook = new_notebook(cells=[title, first, draw])
    normalise(notebook)
    place_pictures(notebook)
    return notebook


@pytest.mark.parametrize("kind", [picture, html_picture])
def test_good_lesson_keeps_to_every_rule(kind):
    assert [list(rule(good(kind))) for rule in RULES] == [[] for _ in RULES]


def breaches(change):
    """Return the names of the rules that a changed good lesson breaks."""
    notebook = good()
    change(notebook)
    return {rule.__name__ for rule in RULES if list(rule(notebook))}


def stream(text, name="stdout"):
    return lambda nb: nb.cells[1].outputs.append(new_output("stream", text=text, name=name))


def set_item(target, key, value):
    target[key] = value


EXERCISE = {"grade": False, "grade_id": "a", "locked": False, "schema_version": 3, "task": False}


@pytest.mark.parametrize(
    "change, rule",
    [
        (lambda nb: set_item(nb.cells[2], "execution_count", None), outputs_out_of_order),
        (lambda nb: set_item(nb.cells[2], "execution_count", 3), outputs_out_of_order),
        (lambda nb: set_item(nb.cells[1].outputs[0], "execution_count", 9), outputs_out_of_order),
        (
            lambda nb: nb.cells[1].outputs.append(
                new_output("error", ename="ValueError", evalue="no", traceback=[])
            ),
            errors_and_warnings,
        ),
        (stream("RuntimeWarning: overflow", "stderr"), errors_and_warnings),
        (stream("/home/someone/course"), words_of_one_machine),
        (stream("C:\\Users\\someone"), words_of_one_machine),
        (stream("<function f at 0x7f3a5c0d1e10>"), words_of_one_machine),
        (
            lambda nb: set_item(nb.cells[1].outputs[0].data, "text/html", "/Users/me/x"),
            words_of_one_machine,
        ),
        (lambda nb: set_item(nb.cells[1], "source", "x = 1\n" * 16), long_code_cells),
        (lambda nb: set_item(nb.cells[2], "outputs", [picture(None)]), pictures_without_words),
        (lambda nb: set_item(nb.cells[2], "outputs", [picture(" ")]), pictures_without_words),
        (lambda nb: nb.cells[2].outputs.append(html_picture(None)), pictures_without_words),
        (lambda nb: nb.cells[2].outputs.append(html_picture("")), pictures_without_words),
        (
            lambda nb: set_item(nb.cells[2], "outputs", [html_picture(png="A")]),
            pictures_out_of_date,
        ),
        (
            lambda nb: nb.cells.append(new_markdown_cell("![](attachment:x.png)")),
            pictures_without_words,
        ),
        (
            lambda nb: set_item(nb.metadata.kernelspec, "display_name", ".venv"),
            metadata_of_one_machine,
        ),
        (
            lambda nb: set_item(nb.metadata.language_info, "version", "3.11.7"),
            metadata_of_one_machine,
        ),
        (lambda nb: nb.metadata.pop("kernelspec"), metadata_of_one_machine),
        (
            lambda nb: set_item(nb.cells[1].metadata, "execution", {"iopub.status": "1"}),
            metadata_of_one_machine,
        ),
        (
            lambda nb: set_item(nb.cells[2], "outputs", [picture(png="AAAA")]),
            pictures_out_of_date,
        ),
        (lambda nb: nb.cells[0].pop("attachments"), pictures_out_of_date),
        (lambda nb: set_item(nb.cells[2], "outputs", []), pictures_out_of_date),
        (lambda nb: set_item(nb.cells[2], "id", "other"), pictures_out_of_date),
        (lambda nb: set_item(nb.cells[0], "source", "# Title"), pictures_out_of_date),
        (
            lambda nb: set_item(nb.cells[1], "source", "### BEGIN SOLUTION\n### END SOLUTION"),
            no_learners_copy,
        ),
    ],
)
def test_each_rule_can_fail(change, rule):
    assert breaches(change) == {rule.__name__}


def test_long_exercise_is_no_breach():
    def change(notebook):
        cell = notebook.cells[1]
        cell.source = "### BEGIN SOLUTION\n" + "x = 1\n" * 30 + "### END SOLUTION"
        cell.metadata["nbgrader"] = {**EXERCISE, "solution": True}

    assert breaches(change) == set()


def test_old_format_is_a_breach():
    notebook = good()
    notebook.nbformat_minor = 4
    assert list(metadata_of_one_machine(notebook))
