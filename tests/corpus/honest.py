"""Honest submissions: right or wrong answers, in all the forms in which learners hand them in."""

import json
import shutil
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from tests.corpus.assignment import LESSON, TOTAL, VICTIM
from tests.corpus.submissions import (
    RIGHT,
    Submission,
    cell_of,
    copy_of,
    filled_in_with,
    place,
    plain,
    raw,
)

DRESSED = {
    "sigmoid": """
import functools
from typing import Union

Numbers = Union[float, np.ndarray]


def told(function):
    @functools.wraps(function)
    def inner(*arguments, **options):
        return function(*arguments, **options)

    return inner


@told
def sigmoid(z: Numbers) -> Numbers:
    power = lambda x: np.exp(-x)

    def inner(x):
        return 1 / (1 + power(x))

    return inner(z)
""",
    "initialize_with_zeros": """
from dataclasses import dataclass


@dataclass
class Start:
    dim: int

    def both(self):
        return np.zeros((self.dim, 1)), 0.0


def initialize_with_zeros(dim: int, *, kind: str = "zeros") -> tuple:
    return Start(dim).both()
""",
    "predict": """
class Neuron:
    threshold = 0.5

    def __init__(self, w, b):
        self.w, self.b = w, b

    def __call__(self, X):
        yield from (sigmoid(self.w.T @ x + self.b) for x in X.T)


def predict(w, b, X):
    return np.array([float(a[0] > Neuron.threshold) for a in Neuron(w, b)(X)]).reshape(1, -1)
""",
}
NOISY = {
    "sigmoid": "import sys, warnings\n\ndef sigmoid(z):\n    print('working', file=sys.stderr)\n"
    "    warnings.warn('careful')\n    np.log(np.zeros(1))\n    return 1 / (1 + np.exp(-z))",
    "initialize_with_zeros": "import logging\n\ndef initialize_with_zeros(dim):\n"
    "    logging.warning('dim is %s', dim)\n    return np.zeros((dim, 1)), 0.0",
    "predict": "def predict(w, b, X):\n    print('shape', X.shape, '→ ✓')\n"
    "    return (np.dot(w.T, X) + b > 0).astype(float)",
}
OTHER_TYPES = {
    "sigmoid": "def sigmoid(z):\n    s = np.array(1 / (1 + np.exp(-z)), order='F')\n"
    "    return s[()] if np.ndim(z) == 0 else np.vstack([s, s])[: len(s)]",
    "initialize_with_zeros": "def initialize_with_zeros(dim):\n"
    "    return np.zeros((1, 2 * dim), dtype=np.float32)[:, ::2].T, 0",
    "predict": "def predict(w, b, X):\n    return (X.T @ w + b > 0).T",
}
IN_PLACE = "def sigmoid(z):\n    z *= -1\n    return 1 / (1 + np.exp(z))"
ALONE = "def predict(w, b, X):\n    return (np.dot(w.T, X) + b > 0).astype(float)"
HALF_RIGHT = RIGHT["predict"].replace("> 0.5", ">= 0.5")
ROW = RIGHT["initialize_with_zeros"].replace("(dim, 1)", "(1, dim)")


def swap_ids(notebook: NotebookNode) -> None:
    """Give two answers each other's grade_id, as after pasting each into the other's cell."""
    first, second = cell_of(notebook, "sigmoid"), cell_of(notebook, "predict")
    first.source, second.source = second.source, first.source
    positions = notebook.cells.index(first), notebook.cells.index(second)
    for position, cell in zip(positions, (second, first)):
        notebook.cells[position] = cell


def with_a_secret(folder: Path, released: Path) -> None:
    """Hand in right answers and a note that no other learner may read."""
    note = json.loads((released.parents[3] / "secrets.json").read_text(encoding="utf-8"))["learner"]
    filled_in_with(RIGHT, last=f"# {note}")(folder, released)


def colab(notebook: NotebookNode) -> None:
    """Make a notebook look as Google's editor saves it."""
    notebook.metadata["colab"] = {"provenance": [], "toc_visible": True}
    notebook.metadata["accelerator"] = "GPU"
    for number, cell in enumerate(notebook.cells):
        cell.metadata["id"] = f"aB3_{number}"
        if cell.cell_type == "code":
            cell.metadata["colab"] = {"base_uri": "https://localhost:8080/"}
            cell.outputs = [new_output("stream", name="stdout", text="old output\n")]
    plain(notebook, 2, "!pip --version\n%matplotlib inline")
    answer = cell_of(notebook, "sigmoid")
    answer.source = (
        f"#@title My answer\n%config InlineBackend.figure_format = 'svg'\n{answer.source}"
    )


def vscode(notebook: NotebookNode) -> None:
    """Make a notebook look as VS Code saves it: no kernelspec, cells with its language mark."""
    notebook.metadata = nbformat.from_dict({"language_info": {"name": "python", "version": "3.12"}})
    for cell in notebook.cells:
        cell.metadata["vscode"] = {"languageId": "python"}
        if cell.cell_type == "code":
            cell.execution_count = 7


def with_magics(notebook: NotebookNode) -> None:
    """Time an answer cell, and use other commands of the notebook in another."""
    cell_of(notebook, "sigmoid").source = "%%time\n" + RIGHT["sigmoid"]
    cell_of(notebook, "predict").source = (
        RIGHT["predict"] + "\n\n%timeit -n1 -r1 sigmoid(0.0)\nsigmoid?"
    )


def split(notebook: NotebookNode) -> None:
    """Split an answer cell, as JupyterLab does: both halves carry the metadata."""
    position = place(notebook, "sigmoid")
    cell = notebook.cells[position]
    cell.source = "def power(z):\n    return np.exp(-z)"
    notebook.cells.insert(
        position + 1, copy_of(cell, "def sigmoid(z):\n    return 1 / (1 + power(z))")
    )


def split_plainly(notebook: NotebookNode) -> None:
    """Split an answer cell so that the second half is a cell without metadata."""
    cell_of(notebook, "sigmoid").source = "def power(z):\n    return np.exp(-z)"
    second = "def sigmoid(z):\n    return 1 / (1 + power(z))"
    plain(notebook, place(notebook, "sigmoid") + 1, second)


def copy_answers(notebook: NotebookNode) -> None:
    """Keep an earlier, wrong try above each answer, as a copy of the cell."""
    for name, source in RIGHT.items():
        cell = cell_of(notebook, name)
        earlier = copy_of(cell, source.partition("\n")[0] + "\n    return 0")
        notebook.cells.insert(place(notebook, name), earlier)


def copy_tests(notebook: NotebookNode) -> None:
    """Copy test cells, and one from another lesson."""
    position = place(notebook, "test_sigmoid")
    notebook.cells.insert(position, copy_of(notebook.cells[position]))
    notebook.cells.append(copy_of(cell_of(notebook, "test_predict")))
    foreign = copy_of(cell_of(notebook, "test_predict"), "check(model)")
    foreign.metadata.nbgrader.grade_id = "test_model"
    notebook.cells.append(foreign)


def delete_tests(notebook: NotebookNode) -> None:
    """Delete all test cells."""
    notebook.cells = [
        cell
        for cell in notebook.cells
        if not cell.metadata.get("nbgrader", {}).get("grade_id", "").startswith("test_")
    ]


def delete_exercise(notebook: NotebookNode) -> None:
    """Delete the last exercise, answer and test."""
    del notebook.cells[place(notebook, "test_predict")]
    del notebook.cells[place(notebook, "predict")]


def delete_imports(notebook: NotebookNode) -> None:
    """Delete the given first code cell."""
    del notebook.cells[1]


def more_imports(notebook: NotebookNode) -> None:
    """Add an import to the given first code cell, and use it."""
    notebook.cells[1].source += "\nfrom scipy import special"
    cell_of(notebook, "sigmoid").source = "def sigmoid(z):\n    return special.expit(z)"


def reverse(notebook: NotebookNode) -> None:
    """Put all cells after the imports into the opposite order."""
    notebook.cells[2:] = notebook.cells[:1:-1]


def move_an_answer(notebook: NotebookNode) -> None:
    """Write an answer into a cell of its own, and leave the given one as it is."""
    plain(notebook, place(notebook, "predict") + 1, RIGHT["predict"])


def move_and_delete(notebook: NotebookNode) -> None:
    """Write an answer into a cell of its own, in place of the given one."""
    notebook.cells[place(notebook, "predict")] = new_code_cell(RIGHT["predict"])


def no_ids(notebook: dict) -> None:
    """Make an older notebook of it, without cell ids, with Windows' line ends."""
    notebook["nbformat_minor"] = 2
    for cell in notebook["cells"]:
        cell.pop("id", None)
        cell["source"] = "".join(cell["source"]).replace("\n", "\r\n")


def old_outputs(notebook: NotebookNode) -> None:
    """Keep two megabytes of outputs in the notebook, text and a picture."""
    seen = new_code_cell("print('x' * 10)", execution_count=3)
    picture = {"image/png": "iVBORw0KGgo" + "A" * 1_000_000}
    seen.outputs = [
        new_output("stream", name="stdout", text="x" * 1_000_000),
        new_output("display_data", picture),
    ]
    notebook.cells.append(seen)


def notes(notebook: NotebookNode) -> None:
    """Write markdown and raw cells between the others."""
    notebook.cells.insert(3, new_markdown_cell("Why does $e^{-z}$ not overflow? ✎"))
    notebook.cells.insert(5, nbformat.v4.new_raw_cell("check(sigmoid)"))


def whole_zip(folder: Path, released: Path) -> None:
    """Hand in the unpacked zip in a folder of its own, with helpers, data and a photo."""
    home = folder / "week2_logistic_regression (1)"
    home.mkdir()
    course = released.parents[2]
    for name in ("helpers", "data"):
        shutil.copytree(course / name, home / name)
    filled_in_with(RIGHT, beside={"photo.jpg": b"\xff\xd8 picture"})(home, released)


def twice_downloaded(folder: Path, released: Path) -> None:
    """Hand in the notebook, and an earlier, empty download of it under another name."""
    filled_in_with({})(folder, released)
    (folder / LESSON).rename(folder / "3_corpus (1).ipynb")
    filled_in_with(RIGHT)(folder, released)


EXTRA = """
from functools import reduce
import matplotlib.pyplot as plt


def z_of(w, b, X):
    return w.T @ X + b
"""
FAILING = "print(undefined_name)\n1 / 0"
OWN_TESTS = """
assert np.allclose(predict(np.ones((2, 1)), 0.0, np.ones((2, 3))), 1)
figure, axes = plt.subplots()
axes.plot(np.linspace(-5, 5), sigmoid(np.linspace(-5, 5)))
plt.show()
sigmoid(3)
"""
USES_EXTRA = RIGHT | {
    "predict": "def predict(w, b, X):\n    return (sigmoid(z_of(w, b, X)) > 0.5).astype(float)"
}


def with_limit(limit: str) -> dict[str, str]:
    """Return right answers; that of predict takes its threshold from a name that an extra cell makes."""
    source = RIGHT["predict"].replace("0.5", limit)
    return RIGHT | {"predict": source}


LOOP = """
table = []
for i in range(3):
    table.append(i / 2)
"""
UPDATED = """
settings = {"threshold": 0.9}
if "rate" not in settings:
    settings.update(threshold=0.5)
"""
GLOBAL = """
def set_up():
    global threshold
    threshold = 0.5


set_up()
"""
REGISTERED = """
known = {}


def register(name):
    def inner(function):
        known[name] = function
        return function

    return inner


@register("positive")
def positive(a):
    return a > 0.5
"""
BY_REGISTER = RIGHT | {
    "predict": "def predict(w, b, X):\n    return known['positive'](sigmoid(w.T @ X + b)).astype(float)"
}
FILLED = """
thresholds = np.zeros(3)


def fill(array, value):
    array[:] = value


fill(thresholds, 0.5)
"""
SET_ATTRIBUTE = """
from types import SimpleNamespace

settings = SimpleNamespace(threshold=0.9)
setattr(settings, "threshold", 0.5)
"""
HEAP = """
import heapq

queue = [0.7, 0.9]
heapq.heapify(queue)
heapq.heappush(queue, 0.5)
"""
MATCHED = """
kind = "middle"
match kind:
    case "low":
        threshold = 0.1
    case "middle":
        threshold = 0.5
"""
EXECUTED = """
for name in ["threshold", "other"]:
    exec(f"{name} = 0.5")
globals()["also"] = 0.0
"""
ALIASED = """
thresholds = [0.9]
mine = thresholds
mine[0] = 0.5
"""
CLASS_DECORATOR = """
class Counted:
    def __init__(self, function):
        self.function, self.calls = function, 0

    def __call__(self, *arguments, **options):
        self.calls += 1
        return self.function(*arguments, **options)
"""
COUNTED = {name: f"@Counted\n{source}" for name, source in RIGHT.items()}
PARTIAL = RIGHT | {
    "predict": "import functools\n\n\ndef with_threshold(w, b, X, threshold):\n"
    "    return (sigmoid(np.dot(w.T, X) + b) > threshold).astype(float)\n\n\n"
    "predict = functools.partial(with_threshold, threshold=0.5)"
}
TIMED_EXTRA = """
%%capture out
%%time
threshold = 0.5
print(threshold)
"""
TIMED_LINE = "# how long?\n%time threshold = 0.5"
LONG_OWN_CELL = """
import time

history = []
threshold = 0.9
start = time.time()
while time.time() - start < 3:
    history.append(np.random.randn(50, 50) @ np.random.randn(50, 50))
threshold = 0.5
"""
NEWER = RIGHT | {"predict": "type Row = np.ndarray\n\n\n" + RIGHT["predict"]}


def newer_python(notebook: NotebookNode) -> None:
    """Say that the notebook was run with a Python newer than any that grades it."""
    cell_of(notebook, "predict").source = NEWER["predict"].replace("type Row =", "kind Row =")
    notebook.metadata["language_info"] = {"name": "python", "version": "3.99.1"}


AWAITED = """
import asyncio
from helpers.checks import diagnose

await asyncio.sleep(0)
print(diagnose("week2_logistic_regression/sigmoid", np.tanh).message)
"""

HONEST = [
    Submission("right", TOTAL, "Right answers.", filled_in_with(RIGHT)),
    Submission(VICTIM, TOTAL, "Right answers, and a note others may not read.", with_a_secret),
    Submission("untouched", 0, "The released notebook as it is.", filled_in_with()),
    Submission("half_right", 5, "One answer is wrong where it is hard.", filled_in_with(RIGHT | {"predict": HALF_RIGHT})),
    Submission("first_only", 2, "Only the first exercise is done.", filled_in_with({"sigmoid": RIGHT["sigmoid"]})),
    Submission("wrong_shape", 7, "The weights are a row instead of a column.", filled_in_with(RIGHT | {"initialize_with_zeros": ROW})),
    Submission("in_place", 8, "A right result, but the argument is changed.", filled_in_with(RIGHT | {"sigmoid": IN_PLACE, "predict": ALONE})),
    Submission("renamed", 5, "A function has another name.", filled_in_with(RIGHT | {"predict": RIGHT["predict"].replace("predict", "guess")})),
    Submission("noisy", TOTAL, "Right answers that warn and print to both streams.", filled_in_with(NOISY)),
    Submission("dressed_up", TOTAL, "Type hints, decorators, classes, a generator, functions in functions.", filled_in_with(DRESSED)),
    Submission("other_types", TOTAL, "Right numbers as booleans, integers, views, float32.", filled_in_with(OTHER_TYPES)),
    Submission("colab", TOTAL, "As saved by Colab, with `!pip` and `%` lines.", filled_in_with(RIGHT, change=colab)),
    Submission("vscode", TOTAL, "As saved by VS Code, without a kernelspec.", filled_in_with(RIGHT, change=vscode)),
    Submission("magics", TOTAL, "`%%time` at the top of an answer, `%timeit` and `?` in another.", filled_in_with(RIGHT, change=with_magics)),
    Submission("split", TOTAL, "An answer cell is split in two, both with the metadata.", filled_in_with(RIGHT, change=split)),
    Submission("split_plainly", TOTAL, "An answer cell is split in two, one a plain cell.", filled_in_with(RIGHT, change=split_plainly)),
    Submission("copied_answers", TOTAL, "Earlier, wrong tries stand above the answers as copies.", filled_in_with(RIGHT, change=copy_answers)),
    Submission("copied_tests", TOTAL, "Test cells are copied, one comes from another lesson.", filled_in_with(RIGHT, change=copy_tests)),
    Submission("deleted_tests", TOTAL, "All test cells are deleted.", filled_in_with(RIGHT, change=delete_tests)),
    Submission("deleted_exercise", 5, "An answer and its test are deleted.", filled_in_with(RIGHT, change=delete_exercise)),
    Submission("deleted_imports", TOTAL, "The given imports are deleted.", filled_in_with(RIGHT, change=delete_imports)),
    Submission("more_imports", TOTAL, "An import is added to the given cell.", filled_in_with(RIGHT, change=more_imports)),
    Submission("reversed", TOTAL, "The cells stand in the opposite order.", filled_in_with(RIGHT, change=reverse)),
    Submission("moved_answer", TOTAL, "An answer stands in an extra cell below the given stub.", filled_in_with(RIGHT | {"predict": "def predict(w, b, X):\n    raise NotImplementedError"}, change=move_an_answer)),
    Submission("swapped_ids", TOTAL, "Two answer cells have each other's `grade_id`.", filled_in_with(RIGHT, change=swap_ids)),
    Submission("replaced_cell", TOTAL, "An answer stands in a plain cell in place of the given one.", filled_in_with(RIGHT, change=move_and_delete)),
    Submission("extra_cells", TOTAL, "Extra cells with imports, a helper function, own tests, a figure.", filled_in_with(USES_EXTRA, first=EXTRA, last=OWN_TESTS)),
    Submission("failing_cells", TOTAL, "Extra cells fail.", filled_in_with(RIGHT, first=FAILING, last="def broken(:")),
    Submission("awaiting", TOTAL, "An extra cell awaits, another asks for input, a third reads the checks.", filled_in_with(RIGHT, first="name = input('Your name? ')", last=AWAITED)),
    Submission("table_in_a_loop", TOTAL, "An extra cell fills a table in a loop.", filled_in_with(with_limit("table[1]"), first=LOOP)),
    Submission("settings_in_an_if", TOTAL, "An extra cell updates settings inside an `if`.", filled_in_with(with_limit("settings['threshold']"), first=UPDATED)),
    Submission("set_by_global", TOTAL, "A function of the learner's sets a constant by `global`.", filled_in_with(with_limit("threshold"), first=GLOBAL)),
    Submission("registered", TOTAL, "A decorator enters a helper into a table.", filled_in_with(BY_REGISTER, first=REGISTERED)),
    Submission("filled_array", TOTAL, "A function of the learner's fills an array.", filled_in_with(with_limit("thresholds[0]"), first=FILLED)),
    Submission("set_attribute", TOTAL, "`setattr` on a settings object.", filled_in_with(with_limit("settings.threshold"), first=SET_ATTRIBUTE)),
    Submission("heap", TOTAL, "`heapq` changes a list.", filled_in_with(with_limit("queue[0]"), first=HEAP)),
    Submission("matched", TOTAL, "A constant is chosen by `match`.", filled_in_with(with_limit("threshold"), first=MATCHED)),
    Submission("executed", TOTAL, "Constants are made by `exec` and `globals()`.", filled_in_with(with_limit("(threshold + also)"), first=EXECUTED)),
    Submission("another_name", TOTAL, "A list is changed by another name of it.", filled_in_with(with_limit("thresholds[0]"), first=ALIASED)),
    Submission("class_decorator", TOTAL, "A class decorates the answers.", filled_in_with(COUNTED, first=CLASS_DECORATOR)),
    Submission("partial", TOTAL, "An answer is a `functools.partial`.", filled_in_with(PARTIAL)),
    Submission("captured", TOTAL, "An extra cell begins with `%%capture` and `%%time`.", filled_in_with(with_limit("threshold"), first=TIMED_EXTRA.strip())),
    Submission("timed_line", TOTAL, "A remark, then `%time` before an assignment.", filled_in_with(with_limit("threshold"), first=TIMED_LINE)),
    Submission("long_own_cell", TOTAL, "A constant stands at the end of an extra cell that trains for seconds.", filled_in_with(with_limit("threshold"), first=LONG_OWN_CELL)),
    Submission("newer_python", 5, "An answer in the syntax of a newer Python, which the report says.", filled_in_with(RIGHT, change=newer_python)),
    Submission("notes", TOTAL, "Markdown and raw cells between the others.", filled_in_with(RIGHT, change=notes)),
    Submission("old_format", TOTAL, "An older notebook format, no cell ids, Windows' line ends.", raw(no_ids)),
    Submission("old_outputs", TOTAL, "Two megabytes of saved outputs.", filled_in_with(RIGHT, change=old_outputs)),
    Submission("whole_zip", TOTAL, "The whole unpacked zip, in a folder of its own.", whole_zip),
    Submission("downloaded_twice", TOTAL, "An empty copy under another name beside the notebook.", twice_downloaded),
    Submission("Zoë Müller 李", TOTAL, "The folder's name has spaces and letters of many scripts.", filled_in_with(RIGHT)),
    Submission("-rf..;$(id)", TOTAL, "The folder's name looks like an option, a path, a command.", filled_in_with(RIGHT)),
]  # fmt: skip
