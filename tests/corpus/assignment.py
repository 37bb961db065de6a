"""A scratch course with one assignment for the corpus: three functions, ten points, and secrets to be read."""

import json
import os
import secrets
import shutil
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from classroom.nbgrader_api import nbgrader_at_work
from classroom.paths import ROOT
from classroom.release.workflow import release

WEEK = "week2_logistic_regression"  # three of its exercises; their checks and hidden tests are the real ones
LESSON = "3_corpus.ipynb"
POINTS = {"sigmoid": 2, "initialize_with_zeros": 3, "predict": 5}
TOTAL = sum(POINTS.values())
SOLUTIONS = {
    "sigmoid": ("def sigmoid(z):", "return 1 / (1 + np.exp(-z))"),
    "initialize_with_zeros": (
        "def initialize_with_zeros(dim):",
        "return np.zeros((dim, 1)), 0.0",
    ),
    "predict": (
        "def predict(w, b, X):",
        "return (sigmoid(np.dot(w.T, X) + b) > 0.5).astype(float)",
    ),
}
START = f'import numpy as np\n\nfrom helpers.checks import Checks\n\ncheck = Checks("{WEEK}")'
# What only the teacher may read, by the place where it stands.
SECRETS = ("solution", "hidden", "gradebook", "learner", "environment", "home")
VICTIM = "anna"  # the learner whose notebook holds a secret


def make_course(scratch: Path) -> Path:
    """Make a released course in `scratch`/course, with secrets and a home around it; return its path.

    scratch/secrets.json  {place: secret text}
    scratch/home          the home folder of the grading process
    scratch/drop          an empty folder of the teacher's
    scratch/inbox         one folder a learner, to be filled
    """
    course = scratch / "course"
    hidden = {place: f"canary-{place}-{secrets.token_hex(8)}" for place in SECRETS}
    (scratch / "secrets.json").write_text(json.dumps(hidden), encoding="utf-8")
    for folder in ("home/.ssh", "drop", "inbox", "tmp", f"course/notebooks/{WEEK}"):
        (scratch / folder).mkdir(parents=True)
    (scratch / "home" / ".ssh" / "id_secret").write_text(hidden["home"], encoding="utf-8")
    for name in ("pyproject.toml", "nbgrader_config.py"):
        shutil.copy(ROOT / name, course)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "helpers", course / "helpers", ignore=ignored)
    (course / "data" / "checks").mkdir(parents=True)
    shutil.copy(ROOT / "data" / "checks" / f"{WEEK}.json", course / "data" / "checks")
    nbformat.write(lesson(hidden), course / "notebooks" / WEEK / LESSON)
    shutil.copy(ROOT / "notebooks" / "START_HERE.ipynb", course / "notebooks")
    release(WEEK, course)
    with nbgrader_at_work(), Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        gradebook.add_student("berta", email=hidden["gradebook"])
    return course


def lesson(hidden: dict[str, str]) -> NotebookNode:
    """Return the teacher's notebook, secrets in its solutions and hidden tests."""
    cells = [new_markdown_cell("# Bank", id="title"), new_code_cell(START, id="start")]
    for name, (head, answer) in SOLUTIONS.items():
        solution = (
            f"{head}\n    ### BEGIN SOLUTION\n    # {hidden['solution']}\n"
            f"    {answer}\n    ### END SOLUTION"
        )
        test = (
            f"check({name})\n### BEGIN HIDDEN TESTS\n"
            "from classroom.grading.hidden_tests import check_on_new_inputs\n\n"
            f'check_on_new_inputs("{WEEK}/{name}", {name})  # {hidden["hidden"]}\n'
            "### END HIDDEN TESTS"
        )
        points = POINTS[name]
        cells.append(marked(name, solution, solution=True))
        cells.append(marked(f"test_{name}", test, grade=True, locked=True, points=points))
    notebook = new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    return notebook


def marked(grade_id: str, source: str, **mark) -> NotebookNode:
    """Return a code cell with nbgrader's metadata."""
    plain = {"grade": False, "solution": False, "locked": False, "task": False}
    metadata = {"schema_version": 3, "grade_id": grade_id, **plain, **mark}
    return new_code_cell(source, id=f"cell_{grade_id}", metadata={"nbgrader": metadata})


def released_lesson(course: Path) -> Path:
    """Return the path of the released notebook."""
    return course / "release" / WEEK / LESSON


def environment(scratch: Path, **more: str) -> dict[str, str]:
    """Return the environment a grading process runs in, a teacher's: a home of its own, and a secret."""
    hidden = json.loads((scratch / "secrets.json").read_text(encoding="utf-8"))
    unwanted = ["IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_CONFIG_PATH", "GRADING_SEED"]
    unwanted += ["PYTHONWARNINGS"]  # the tests': libraries that nbgrader loads warn here and there
    kept = {key: value for key, value in os.environ.items() if key not in unwanted}
    return kept | {
        "HOME": str(scratch / "home"),
        "TMPDIR": str(scratch / "tmp"),
        "TEACHERS_PASSWORD": hidden["environment"],
        **more,
    }
