"""Malformed submissions: files that are no sound notebook, and code that runs away without anybody meaning it."""

import json
import os
import zipfile
from pathlib import Path

from nbformat import NotebookNode

from classroom.paths import ROOT
from tests.corpus.assignment import LESSON, TOTAL, VICTIM
from tests.corpus.submissions import (
    RIGHT,
    Submission,
    cell_of,
    filled_in_with,
    place,
    plain,
    raw,
)

SOURCE = "notebooks/week2_logistic_regression"


def nothing(folder: Path, released: Path) -> None:
    """Hand in an empty folder."""


def a_folder(folder: Path, released: Path) -> None:
    """Hand in a folder named like the notebook."""
    (folder / LESSON).mkdir()


def a_pipe(folder: Path, released: Path) -> None:
    """Hand in a named pipe: who opens it waits for ever."""
    os.mkfifo(folder / LESSON)


def odd_files(folder: Path, released: Path) -> None:
    """Hand in right answers beside a pipe, links in a circle and to nowhere, and names that are no text."""
    filled_in_with(RIGHT)(folder, released)
    os.mkfifo(folder / "photo.jpg")
    (folder / "again").symlink_to(".")
    (folder / "nowhere").symlink_to("/nowhere/at/all")
    with open(os.fsencode(folder) + b"/pict\xffure\n.png", "wb"):
        pass


def deep_folders(folder: Path, released: Path) -> None:
    """Hand in right answers beside 1500 folders, one inside the other: longer than a path may be."""
    filled_in_with(RIGHT)(folder, released)
    current = os.open(folder, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("deeper", dir_fd=current)
        inner = os.open("deeper", os.O_RDONLY, dir_fd=current)
        os.close(current)
        current = inner
    os.close(current)


def large_file(folder: Path, released: Path) -> None:
    """Hand in right answers beside a file of 200 MB (it takes no room on the disk)."""
    filled_in_with(RIGHT)(folder, released)
    with (folder / "video.mp4").open("wb") as file:
        file.truncate(200_000_000)


def two_folders(folder: Path, released: Path) -> None:
    """Hand in two versions in two folders."""
    for name, written in (("first", {}), ("final", RIGHT)):
        (folder / name).mkdir()
        filled_in_with(written)(folder / name, released)


def link_to(target) -> object:
    """Return a `make` whose notebook is a symbolic link to target(released)."""

    def make(folder: Path, released: Path) -> None:
        (folder / LESSON).symlink_to(target(released))

    return make


def folder_is_a_link(folder: Path, released: Path) -> None:
    """Hand in a link to another learner's folder in place of one's own."""
    folder.rmdir()
    folder.symlink_to(folder.parent / VICTIM)


def folder_is_the_lessons(folder: Path, released: Path) -> None:
    """Hand in a link to the week's folder of lessons in place of one's own, as `unzip` restores it."""
    folder.rmdir()
    folder.symlink_to(lesson_of(released).parent)


def lesson_of(released: Path) -> Path:
    """Return the path of the teacher's notebook."""
    return released.parents[2] / "notebooks" / released.parent.name / LESSON


def links_to_folders(folder: Path, released: Path) -> None:
    """Hand in links to the lessons' folder and to another learner's, one with `..` in it."""
    (folder / "week2").symlink_to(lesson_of(released).parent)
    (folder / "again").symlink_to(f"../{VICTIM}")


def link_beside(folder: Path, released: Path) -> None:
    """Hand in right answers, and links to the lessons beside them."""
    filled_in_with(RIGHT)(folder, released)
    (folder / "lessons").symlink_to(lesson_of(released).parent)
    (folder / "other.ipynb").symlink_to(lesson_of(released))


def hard_link(folder: Path, released: Path) -> None:
    """Hand in another name of the lesson's own file."""
    os.link(lesson_of(released), folder / LESSON)


def hostile_zip(folder: Path, released: Path) -> None:
    """Hand in an archive whose names lead out of the folder."""
    with zipfile.ZipFile(folder / "week2.zip", "w") as archive:
        for name in (
            f"../{VICTIM}/{LESSON}",
            f"/tmp/corpus_left_behind/{LESSON}",
            f"../../{LESSON}",
        ):
            archive.writestr(name, "{}")


def other_lesson(folder: Path, released: Path) -> None:
    """Hand in another week's notebook under the right name."""
    other = sorted((ROOT / "notebooks").glob("week3_*/*.ipynb"))[0]
    (folder / LESSON).write_bytes(other.read_bytes())


def cut_off(folder: Path, released: Path) -> None:
    """Hand in a notebook that was not saved to its end."""
    filled_in_with(RIGHT)(folder, released)
    path = folder / LESSON
    path.write_bytes(path.read_bytes()[:900])


def bytes_of(content: bytes):
    """Return a `make` for a file of these bytes under the notebook's name."""
    return raw(lambda notebook: content)


def with_cell(**cell):
    """Return an edit that adds such a cell to a notebook, whether that is sound or not."""
    code = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}

    def edit(notebook: dict) -> None:
        notebook["cells"].insert(2, code | {"id": "odd", "source": ""} | cell)

    return edit


def without_source(notebook: dict) -> None:
    """Leave the source out of an extra cell."""
    with_cell()(notebook)
    del notebook["cells"][2]["source"]


def odd_answer(source) -> object:
    """Return an edit that makes an answer's source something else than text."""

    def edit(notebook: dict) -> None:
        for cell in notebook["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == "predict":
                cell["source"] = source

    return edit


def same_ids(notebook: dict) -> None:
    """Give all cells the same id."""
    for cell in notebook["cells"]:
        cell["id"] = "same"


def metadata_is_a_list(notebook: dict) -> None:
    """Make an extra cell's metadata a list, and its nbgrader mark a text."""
    with_cell(metadata=[])(notebook)
    with_cell(metadata={"nbgrader": "yes"})(notebook)


def schema(version) -> object:
    """Return a change that gives all cells another version of nbgrader's metadata."""

    def change(notebook: NotebookNode) -> None:
        for cell in notebook.cells:
            if "nbgrader" in cell.metadata:
                cell.metadata.nbgrader.schema_version = version

    return change


def nested(notebook: dict) -> str:
    """Return the notebook's text with lists 100,000 deep in its metadata."""
    notebook["metadata"]["deep"] = 0
    text = json.dumps(notebook)
    return text.replace('"deep": 0', f'"deep": {"[" * 100_000}{"]" * 100_000}')


def sixty_megabytes(notebook: dict) -> None:
    """Keep 60 MB of outputs in the notebook."""
    text = {"output_type": "stream", "name": "stdout", "text": "x" * 60_000_000}
    with_cell(source="print('x' * 60_000_000)", outputs=[text])(notebook)


def other_kernel(notebook: NotebookNode) -> None:
    """Name a kernel that isn't there."""
    notebook.metadata["kernelspec"] = {"name": "../julia-1.9", "display_name": "Julia"}
    notebook.metadata["language_info"] = {"name": "julia"}


def to_markdown(notebook: NotebookNode) -> None:
    """Turn test cells into text by a slip of the keyboard."""
    for name in ("test_sigmoid", "test_predict"):
        cell = cell_of(notebook, name)
        cell.cell_type = "markdown"
        del cell["outputs"], cell["execution_count"]


def overwrites_answer(notebook: NotebookNode) -> None:
    """Call a result like the function that gave it, before the test."""
    source = "predict = predict(np.ones((2, 1)), 0.0, np.ones((2, 3)))"
    plain(notebook, place(notebook, "predict") + 1, source)


ONE_LINER = "def predict(w, b, X):\n    "
SHADOWED = """
check = "done"
list, sum, len, print, max = [1], 5, 3, None, 7
float_, str, type, isinstance, zip, map = 0.0, "text", "kind", False, (), {}
"""
TRAINS = """
import time
start = time.time()
while time.time() - start < 240:
    w = np.random.randn(100, 100) @ np.random.randn(100, 100)
"""
DEEP = """
import sys

sys.setrecursionlimit(10**9)


def predict(w, b, X):
    return predict(w, b, X) + predict(w, b, X)
"""
TALKS = "for _ in range(100):\n    print('x' * 1_000_000)"
STARTS_THREADS = """
import threading, time


def wait():
    while True:
        time.sleep(0.01)


for _ in range(20):
    threading.Thread(target=wait).start()
"""

MALFORMED = [
    Submission("empty_folder", None, "The folder is empty.", nothing),
    Submission("empty_file", None, "The notebook has no byte.", bytes_of(b"")),
    Submission("cut_off", None, "The notebook ends in the middle.", cut_off),
    Submission("not_utf8", None, "The file is no UTF-8.", raw(lambda notebook: b'{"cells": [], "metadata": {"\xe9": "\xff"}}')),
    Submission("zero_bytes", None, "The file holds zero bytes only.", bytes_of(bytes(100_000))),
    Submission("a_list", None, "JSON, but a list.", raw(lambda notebook: [notebook])),
    Submission("nested", None, "Lists 100,000 deep in the JSON.", raw(nested)),
    Submission("a_folder", None, "A folder has the notebook's name.", a_folder),
    Submission("a_pipe", None, "A named pipe has the notebook's name.", a_pipe),
    Submission("endless_file", None, "The notebook is a link to `/dev/zero`.", link_to(lambda released: "/dev/zero")),
    Submission("notebook_is_a_link", None, "The notebook is a link to the teacher's.", link_to(lesson_of)),
    Submission("neighbours_notebook", None, "The notebook is a link to another learner's.", link_to(lambda released: f"../{VICTIM}/{LESSON}")),
    Submission("folder_is_a_link", None, "The learner's folder is a link to another learner's.", folder_is_a_link),
    Submission("folder_is_lessons", None, "The learner's folder is a link to the lessons.", folder_is_the_lessons),
    Submission("links_to_folders", None, "The folder holds links to the lessons and to another learner's folder.", links_to_folders),
    Submission("link_beside", TOTAL, "Links to the lessons lie beside right answers.", link_beside),
    Submission("hard_link", None, "The notebook is a hard link to the teacher's.", hard_link),
    Submission("hostile_zip", None, "A zip whose names lead out of the folder.", hostile_zip),
    Submission("two_folders", None, "Two versions in two folders.", two_folders),
    Submission("other_lesson", 0, "Another week's notebook under this name.", other_lesson, or_refused=True),
    Submission("format_99", TOTAL, "The notebook claims a format of the future.", raw(lambda notebook: notebook | {"nbformat": 99}), or_refused=True),
    Submission("no_source", TOTAL, "An extra cell has no source.", raw(without_source), or_refused=True),
    Submission("number_source", 5, "An answer's source is a number.", raw(odd_answer(5)), or_refused=True),
    Submission("list_source", 5, "An answer's source is a list of lists.", raw(odd_answer([["def"], 1, None])), or_refused=True),
    Submission("odd_metadata", TOTAL, "Metadata are a list, nbgrader's mark a text.", raw(metadata_is_a_list), or_refused=True),
    Submission("same_ids", TOTAL, "All cells have the same id.", raw(same_ids), or_refused=True),
    Submission("zero_characters", TOTAL, "NUL and half a surrogate pair in an extra cell.", raw(with_cell(source="x = '\0\ud800'")), or_refused=True),
    Submission("sixty_megabytes", TOTAL, "60 MB of saved outputs.", raw(sixty_megabytes), or_refused=True),
    Submission("long_cell", TOTAL, "An extra cell of a megabyte.", filled_in_with(RIGHT, first=f"text = '{'x' * 1_000_000}'")),
    Submission("large_file", TOTAL, "A file of 200 MB beside the notebook.", large_file, or_refused=True),
    Submission("odd_files", TOTAL, "A pipe, circular links and names that are no text beside the notebook.", odd_files, or_refused=True),
    Submission("deep_folders", TOTAL, "1500 folders in each other beside the notebook.", deep_folders, or_refused=True),
    Submission("old_schema", TOTAL, "nbgrader's metadata of an old version.", filled_in_with(RIGHT, change=schema(1))),
    Submission("new_schema", TOTAL, "nbgrader's metadata of a version to come.", filled_in_with(RIGHT, change=schema(99))),
    Submission("other_kernel", TOTAL, "The notebook names a kernel that isn't there.", filled_in_with(RIGHT, change=other_kernel)),
    Submission("text_tests", TOTAL, "Test cells were turned into text.", filled_in_with(RIGHT, change=to_markdown)),
    Submission("shadowed", TOTAL, "Extra cells use `check`, `len`, `sum` … as names.", filled_in_with(RIGHT, first=SHADOWED)),
    Submission("overwritten", 5, "A result has the name of the function, before its test.", filled_in_with(RIGHT, change=overwrites_answer)),
    Submission("syntax_error", 5, "An answer is no Python.", filled_in_with(RIGHT | {"predict": "def predict(w, b, X)\n    return 1"})),
    Submission("endless_loop", 5, "`while True` in an answer.", filled_in_with(RIGHT | {"predict": ONE_LINER + "while True:\n        pass"})),
    Submission("endless_twice", 8, "`while True` in an answer that another calls.", filled_in_with(RIGHT | {"sigmoid": "def sigmoid(z):\n    while True:\n        z = z + 1"})),
    Submission("endless_cell", TOTAL, "An extra cell trains for minutes.", filled_in_with(RIGHT, last=TRAINS)),
    Submission("calls_itself", 5, "An answer calls itself without end.", filled_in_with(RIGHT | {"predict": ONE_LINER + "return predict(w, b, X)"})),
    Submission("overflows_stack", 5, "The same without Python's limit.", filled_in_with(RIGHT | {"predict": DEEP})),
    Submission("crashes", 5, "An answer reads address 0.", filled_in_with(RIGHT | {"predict": ONE_LINER + "import ctypes\n    return ctypes.string_at(0)"})),
    Submission("sys_exit", 5, "An answer calls `sys.exit()`.", filled_in_with(RIGHT | {"predict": ONE_LINER + "import sys\n    sys.exit()"})),
    Submission("exit_cell", TOTAL, "The last cell calls `exit()`.", filled_in_with(RIGHT, last="exit()")),
    Submission("too_large", TOTAL, "An extra cell asks for eight terabytes.", filled_in_with(RIGHT, first="big = np.zeros((10**6, 10**6))")),
    Submission("talks", TOTAL, "An extra cell prints 100 MB.", filled_in_with(RIGHT, last=TALKS)),
    Submission("threads", TOTAL, "Twenty threads are left running.", filled_in_with(RIGHT, first=STARTS_THREADS)),
]  # fmt: skip
