"""A course with one lesson of three exercises, for the tests of release and grading."""

import shutil
import sqlite3

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from classroom.paths import ROOT

WEEK = "week2_logistic_regression"
LESSON = "3_tiny.ipynb"
ANSWERS = {
    "sigmoid": "def sigmoid(z):\n    ### BEGIN SOLUTION\n"
    "    return 1 / (1 + np.exp(-z))\n    ### END SOLUTION",
    "initialize_with_zeros": "def initialize_with_zeros(dim):\n    ### BEGIN SOLUTION\n"
    "    return np.zeros((dim, 1)), 0.0\n    ### END SOLUTION",
    "predict": "def predict(w, b, X):\n    ### BEGIN SOLUTION\n"
    "    A = sigmoid(np.dot(w.T, X) + b)\n    return (A > 0.5).astype(float)\n    ### END SOLUTION",
}
HIDDEN = {
    "sigmoid": "from classroom.grading.hidden_tests import check_on_new_inputs\n\n"
    f'check_on_new_inputs("{WEEK}/sigmoid", sigmoid)',
    "initialize_with_zeros": "secret_start = initialize_with_zeros(77)[0]\n"
    "assert not secret_start.any()",
    "predict": "secret_answer = predict(np.ones((2, 1)), 0.0, -np.ones((2, 3)))\n"
    "assert secret_answer.sum() == 0",
}
POINTS = {"sigmoid": 1, "initialize_with_zeros": 2, "predict": 3}
TOTAL = sum(POINTS.values())
SOLUTION_LINES = ["1 / (1 + np.exp(-z))", "np.zeros((dim, 1)), 0.0", "(A > 0.5)"]
HIDDEN_LINES = [
    "HIDDEN",
    "check_on_new_inputs(",
    "secret_start",
    "secret_answer",
    "classroom.grading.hidden_tests",
]


def marked(grade_id, source, **mark):
    """A cell with nbgrader's metadata."""
    plain = {"grade": False, "solution": False, "locked": False, "task": False}
    return new_code_cell(
        source,
        id=f"cell_{grade_id}",
        metadata={"nbgrader": {"schema_version": 3, "grade_id": grade_id, **plain, **mark}},
    )


def tiny_lesson():
    """A lesson with three exercises."""
    start = f'import numpy as np\n\nfrom helpers.checks import Checks\n\ncheck = Checks("{WEEK}")'
    cells = [new_markdown_cell("# Tiny", id="title"), new_code_cell(start, id="start")]
    for name, answer in ANSWERS.items():
        hidden = f"### BEGIN HIDDEN TESTS\n{HIDDEN[name]}\n### END HIDDEN TESTS"
        cells += [
            marked(name, answer, solution=True),
            marked(
                f"test_{name}",
                f"check({name})\n{hidden}",
                grade=True,
                locked=True,
                points=POINTS[name],
            ),
        ]
    seen = new_code_cell("sigmoid(0.3)", id="seen")
    seen.outputs = [new_output("execute_result", {"text/plain": "0.57444"}, execution_count=1)]
    notebook = new_notebook(cells=[*cells, seen])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    return notebook


def write_lesson(root, notebook, name=LESSON):
    """Write a notebook among the lessons of a course."""
    path = root / "notebooks" / WEEK / name
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def make_course(root):
    """A course of its own in `root`, with the real helpers and settings and the tiny lesson."""
    root.mkdir(exist_ok=True)
    for name in ("pyproject.toml", "nbgrader_config.py"):
        shutil.copy(ROOT / name, root)
    shutil.copytree(ROOT / "helpers", root / "helpers")
    (root / "data" / "checks").mkdir(parents=True)
    shutil.copy(ROOT / "data" / "checks" / f"{WEEK}.json", root / "data" / "checks")
    write_lesson(root, tiny_lesson())
    shutil.copy(ROOT / "notebooks" / "START_HERE.ipynb", root / "notebooks")
    return root


def dump(path):
    """A data base as text."""
    with sqlite3.connect(path) as data_base:
        return "\n".join(data_base.iterdump())
