"""Submissions of the tiny course for the tests of grading, and how its tables and pages are read."""

import csv
import html
import re

import nbformat
from nbformat.v4 import new_code_cell

from classroom.paths import title_of
from classroom.samples import filled_in
from tests.classroom.tiny_course import (
    LESSON,
    WEEK,
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


def tls_settings(security):
    """Dask's own settings with the key of a cluster, as a teacher names its files."""
    return {
        "distributed.comm.tls.ca-file": security.tls_ca_file,
        "distributed.comm.tls.client.cert": security.tls_client_cert,
        "distributed.comm.tls.client.key": security.tls_client_key,
    }
