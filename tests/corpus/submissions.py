"""What a submission of the corpus is, and the means to write one."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from classroom.paths import ROOT
from classroom.samples import filled_in
from tests.corpus.assignment import LESSON, SOLUTIONS

RIGHT = {name: f"{head}\n    {answer}" for name, (head, answer) in SOLUTIONS.items()}
FIRST, LAST = 2, None  # where an extra cell stands: after the imports, at the end


@dataclass(frozen=True)
class Submission:
    """What a learner hands in, and the mark it should get.

    name       -- of the learner's folder
    fair       -- points, or None where there is nothing that could be graded
    why        -- what it holds, in a sentence
    make       -- make(folder, released) writes it, into an existing folder, from the released notebook's path
    or_refused -- it is as fair to give no mark and say why
    """

    name: str
    fair: float | None
    why: str
    make: Callable[[Path, Path], None]
    or_refused: bool = False


def filled_in_with(
    written: dict[str, str] | None = None,
    first: str = "",
    last: str = "",
    change: Callable[[NotebookNode], None] | None = None,
    beside: dict[str, str | bytes] | None = None,
) -> Callable[[Path, Path], None]:
    """Return a `make` that fills in the released notebook.

    written     -- {exercise: source} of the answer cells that are filled in
    first, last -- source of an extra cell after the imports, and at the end
    change      -- change(notebook) does the rest
    beside      -- {path: content} of other files in the folder
    In all sources and texts the words of `places` stand for paths.
    """

    def make(folder: Path, released: Path) -> None:
        notebook = filled_in(released, written or {})
        if first:
            notebook.cells.insert(FIRST, new_code_cell(first))
        if last:
            notebook.cells.append(new_code_cell(last))
        if change:
            change(notebook)
        known = places(released)
        for cell in notebook.cells:
            cell.source = put_in(cell.source, known)
        write(notebook, folder / LESSON)
        for name, content in (beside or {}).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            content = put_in(content, known).encode() if isinstance(content, str) else content
            path.write_bytes(content)

    return make


def places(released: Path) -> dict[str, str]:
    """Return what a learner who knows the machine could know: {word: path or number}."""
    course = released.parents[2]
    port = course.parent / "port"
    return {
        "@COURSE@": str(course),
        "@SCRATCH@": str(course.parent),
        "@REPOSITORY@": str(ROOT),
        "@PORT@": port.read_text() if port.exists() else "9",
        "@HARNESS@": str(os.getpid()),
    }


def put_in(text: str, known: dict[str, str]) -> str:
    """Return a text with the words of `places` replaced."""
    for word, meaning in known.items():
        text = text.replace(word, meaning)
    return text


def raw(edit: Callable[[dict], object], written: dict[str, str] = RIGHT):
    """Return a `make` for notebooks that nbformat would refuse to write.

    edit(notebook) changes the notebook, a dictionary, or returns what is to be written in its place: text,
    bytes, or anything that JSON knows.
    """

    def make(folder: Path, released: Path) -> None:
        notebook = json.loads(nbformat.writes(filled_in(released, written)))
        content = edit(notebook)
        content = notebook if content is None else content
        if not isinstance(content, str | bytes):
            content = json.dumps(content)
        content = content.encode() if isinstance(content, str) else content
        (folder / LESSON).write_bytes(content)

    return make


def write(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook as it is, sound or not."""
    path.write_text(nbformat.v4.writes(notebook), encoding="utf-8")


def place(notebook: NotebookNode, grade_id: str) -> int:
    """Return the position of the first cell with this grade_id."""
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    return ids.index(grade_id)


def cell_of(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    """Return the first cell with this grade_id."""
    return notebook.cells[place(notebook, grade_id)]


def copy_of(cell: NotebookNode, source: str | None = None) -> NotebookNode:
    """Return a copy of a cell with its metadata, an id of its own and perhaps another source."""
    copy = nbformat.from_dict(cell | {"id": f"copy_of_{cell.id}"})
    if source is not None:
        copy.source = source
    return copy


def plain(notebook: NotebookNode, position: int | None, source: str) -> None:
    """Put an extra code cell into a notebook; at the end for None."""
    notebook.cells.insert(
        len(notebook.cells) if position is None else position, new_code_cell(source)
    )
