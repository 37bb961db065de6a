"""A lesson gets the learner's own functions from the lesson before, or one sentence on what is missing."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.earlier_lesson import LessonError, functions_from

WEEK = "week2_logistic_regression"
ANSWER = "def sigmoid(z):\n    return half(z) * 2"
MARK = {"solution": True, "grade": False, "locked": False, "task": False, "schema_version": 3}


def write(folder, *answers, given="import numpy as np\nfrom math import exp\nraise SystemExit"):
    """A small lesson: a given cell, then answer cells."""
    cells = [new_markdown_cell("# Title"), new_code_cell(given), new_code_cell("%time 1")]
    for number, source in enumerate(answers):
        mark = {**MARK, "grade_id": f"answer{number}"}
        cells.append(new_code_cell(source, metadata={"nbgrader": mark}))
    nbformat.write(new_notebook(cells=cells), folder / "1_first.ipynb")


@pytest.fixture(autouse=True)
def beside(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_answers_run_in_order_with_the_imports_and_nothing_else(beside, capsys):
    write(
        beside,
        "def half(z):\n    return 0.5 / (1 + np.exp(-z))",
        ANSWER,
        "def square(z):\n    return z * z",
    )
    square, sigmoid = functions_from("1_first.ipynb", WEEK, "square", "sigmoid")
    assert square(3) == 9 and sigmoid(0) == 0.5
    assert capsys.readouterr().out == ""


def test_an_answer_that_fails_its_check_comes_with_a_note(beside, capsys):
    write(beside, "def sigmoid(z):\n    raise NotImplementedError")
    (sigmoid,) = functions_from("1_first.ipynb", WEEK, "sigmoid")
    assert "your sigmoid does not pass its check yet" in capsys.readouterr().out
    with pytest.raises(NotImplementedError):
        sigmoid(1)


@pytest.mark.parametrize(
    "answers, words",
    [
        (["def square(z):\n    return z * z"], "has no function sigmoid"),
        (["def sigmoid(z)\n    return z"], "answer0 can't be run \\(SyntaxError"),
        (["x = 1 / 0"], "can't be run \\(ZeroDivisionError"),
    ],
)
def test_what_is_wrong_with_the_lesson_is_said(beside, answers, words):
    write(beside, *answers)
    with pytest.raises(LessonError, match=words):
        functions_from("1_first.ipynb", WEEK, "sigmoid")


def test_a_missing_or_broken_notebook_is_said(beside):
    with pytest.raises(LessonError, match="is not beside this notebook"):
        functions_from("1_first.ipynb", WEEK, "sigmoid")
    (beside / "1_first.ipynb").write_text("{}")
    with pytest.raises(LessonError, match="is not a notebook"):
        functions_from("1_first.ipynb", WEEK, "sigmoid")
