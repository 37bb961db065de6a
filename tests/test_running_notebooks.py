"""Running lessons: what is saved, what may differ, and that pytest runs notebooks as `make test` needs it."""

import configparser
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.lesson_rules import PNG, RULES, html_picture
from tools.environment import BY_FILE
from tools.run_notebooks import (
    PICTURE,
    keep_timings,
    run_notebook,
)

ROOT = Path(__file__).resolve().parent.parent


def write(path, *sources):
    cells = [
        source if not isinstance(source, str) else new_code_cell(source, id=f"cell{number}")
        for number, source in enumerate(sources, start=1)
    ]
    nbformat.write(new_notebook(cells=cells), path)
    return path


PLOT = (
    "import base64\nfrom IPython.display import display\n"
    f"display({{'image/png': '{PNG}'}}, raw=True, metadata={{'image/png': {{'alt': 'Red.'}}}})"
)


def test_run_saves_what_keeps_to_the_rules(tmp_path):
    top = new_markdown_cell(f"![Red.](attachment:{PICTURE})", id="top")
    top.metadata["course"] = {"picture_of": "cell2"}
    path = write(tmp_path / "lesson.ipynb", top, PLOT, "print('a')\nprint('b')\n1 + 1")
    assert run_notebook(path) is None
    notebook = nbformat.read(path, as_version=4)
    assert [list(rule(notebook)) for rule in RULES] == [[] for _ in RULES]
    assert notebook.cells[0].attachments[PICTURE]["image/png"] == PNG
    assert notebook.cells[2].outputs[0].text == "a\nb\n"
    before = path.read_bytes()
    assert run_notebook(path) is None
    assert path.read_bytes() == before


@pytest.mark.parametrize("changed", ["picture", "words"])
def test_only_the_dots_of_a_picture_may_differ(changed):
    """What nbval compares of a figure: tests/sanitize.cfg lets its dots through, and nothing around them."""
    config = configparser.RawConfigParser()
    config.read(ROOT / "tests" / "sanitize.cfg")
    pattern = re.compile(config["picture"]["regex"])
    before, after = (html_picture(png=png).data["text/html"] for png in ("AAAA", "BBBB"))
    if changed == "words":
        after += "words"
    same = pattern.sub("", before) == pattern.sub("", after)
    assert same == (changed == "picture") and before != after


@pytest.mark.parametrize(
    "before, after, kept",
    [
        ("5 times (timing)\n", "6 times (timing)\n", True),
        ("sum 1\n5 times (timing)\n", "sum 2\n6 times (timing)\n", False),
    ],
)
def test_only_a_change_of_timings_is_no_change(before, after, kept):
    lessons = [
        new_notebook(cells=[new_code_cell("1", id="a", outputs=[new_output("stream", text=text)])])
        for text in (before, after)
    ]
    keep_timings(*lessons)
    assert lessons[1].cells[0].outputs[0].text == (before if kept else after)


def test_cell_that_fails_is_named_and_the_file_unchanged(tmp_path):
    path = write(tmp_path / "lesson.ipynb", "1 + 1", "1 / 0")
    before = path.read_bytes()
    problem = run_notebook(path)
    assert problem.endswith("lesson.ipynb: cell 2 (id cell2): ZeroDivisionError: division by zero")
    assert "\n" not in problem
    assert path.read_bytes() == before


def test_numpy_warning_is_an_error_when_a_lesson_runs(tmp_path):
    path = write(tmp_path / "lesson.ipynb", "import numpy as np\nnp.ones(2) / 0")
    assert "RuntimeWarning: divide by zero" in run_notebook(path)


def test_missing_picture_is_named_and_the_file_unchanged(tmp_path):
    top = new_markdown_cell("x", metadata={"course": {"picture_of": "gone"}})
    path = write(tmp_path / "lesson.ipynb", top, "1 + 1")
    before = path.read_bytes()
    assert "'gone'" in run_notebook(path)
    assert path.read_bytes() == before


def test_file_that_is_no_notebook_is_one_line(tmp_path):
    path = tmp_path / "lesson.ipynb"
    path.write_text("{")
    assert "can't be read" in run_notebook(path)


# --- pytest runs notebooks as it should

COUNTING = 13  # cells of the notebook whose cells need the ones before


@pytest.fixture(scope="module")
def nbval(tmp_path_factory):
    """{test: "PASSED" or "FAILED"} of made-up lessons that pytest ran as `make test` runs the real ones."""
    folder = tmp_path_factory.mktemp("nbval")
    timed, changed = "print('trained in 3.2 s (timing)')", "print(7)"
    lessons = {
        "one": [("x = 1", ""), *[("x += 1\nprint(x)", f"{x}\n") for x in range(2, COUNTING + 1)]],
        "timings": [(timed, "trained in 9.9 s (timing)\n"), (changed, "8\n"), (changed, "7\n")],
    }
    lessons["two"] = lessons["one"]
    for name, cells in lessons.items():
        code = [
            new_code_cell(
                source,
                id=f"cell{number}",
                execution_count=number,
                outputs=[new_output("stream", text=text)] if text else [],
            )
            for number, (source, text) in enumerate(cells, start=1)
        ]
        nbformat.write(new_notebook(cells=code), folder / f"{name}.ipynb")
    command = [sys.executable, "-m", "pytest", "-rA", "-c", str(ROOT / "pyproject.toml")]
    command += ["--rootdir", str(folder), f"--nbval-sanitize-with={ROOT / 'tests/sanitize.cfg'}"]
    command += [*BY_FILE, "-n", "2", str(folder)]
    asked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert asked.returncode == 1, asked.stdout + asked.stderr
    found = re.findall(r"^(PASSED|FAILED) (?:\S*/)?(\w+\.ipynb::Cell \d+)", asked.stdout, re.M)
    return {test: outcome for outcome, test in found}


def test_timings_may_differ_and_nothing_else(nbval):
    outcomes = [nbval[f"timings.ipynb::Cell {k}"] for k in range(3)]
    assert outcomes == ["PASSED", "FAILED", "PASSED"]


def test_cells_of_a_notebook_stay_on_one_worker(nbval):
    for name in ("one", "two"):
        outcomes = [nbval[f"{name}.ipynb::Cell {k}"] for k in range(COUNTING)]
        assert outcomes == ["PASSED"] * COUNTING
