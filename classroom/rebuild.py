"""What of a submission counts: the text of its answers, and the learner's own code cells. The rest is the teacher's.

A submission's notebook is only read here, never believed: cells are matched with the lesson's by their grade_id; its
metadata, tags, tests, points and outputs are left aside.
"""

import ast
import json
from dataclasses import dataclass
from functools import lru_cache

from classroom.sandbox.needed import binds

LONGEST = 200_000  # characters of a cell's source that are read
BEGIN, END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"


class Unreadable(ValueError):
    """A submission that is no notebook; the text completes "not graded: "."""


@dataclass(frozen=True)
class Cell:
    """One code cell of a lesson or of what was rebuilt from it.

    kind -- "given", "answer", "test", or "extra", a cell of the learner's own
    """

    kind: str
    source: str
    grade_id: str = ""
    points: float = 0.0

    @property
    def visible(self) -> str:
        """A test as the learner has it."""
        before, mark, rest = self.source.partition(BEGIN)
        return before + rest.partition(END)[2] if mark else self.source

    @property
    def hidden(self) -> str:
        """The hidden part of a test, "" if it has none."""
        return self.source.partition(BEGIN)[2].partition(END)[0]


@lru_cache(maxsize=32)
def lesson_cells(text: str) -> tuple[Cell, ...]:
    """Return the code cells of a lesson, given as a notebook's text (format 4, as JupyterLab writes it)."""
    cells = []
    for cell in json.loads(text)["cells"]:  # plain JSON: to import nbformat takes a second
        source, mark = "".join(cell["source"]), cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] != "code":
            continue
        if mark.get("grade"):
            cells.append(Cell("test", source, mark["grade_id"], float(mark["points"])))
        elif mark.get("solution"):
            cells.append(Cell("answer", source, mark["grade_id"]))
        else:
            cells.append(Cell("given", source))
    return tuple(cells)


def names_of_answers(cells: tuple[Cell, ...]) -> frozenset[str]:
    """Return the names that a lesson's answer cells define: those that tests take from the learner."""
    return frozenset(
        name
        for cell in cells
        if cell.kind == "answer"
        for node in ast.parse(cell.source).body
        for name in binds(node)
    )


def parse(name: str, data: bytes) -> list[tuple[str, str]]:
    """Return the code cells of a notebook in order: (grade_id, or "" if it has none, and source).

    Raises Unreadable for what is no notebook: cut off, not in UTF-8, of another shape.
    """
    try:
        return code_cells(json.loads(data.decode("utf-8-sig")))
    except UnicodeDecodeError:
        problem = "is not in UTF-8"
    except (ValueError, RecursionError, MemoryError):
        problem = "is not a whole notebook: it was cut off, or is another kind of file"
    except (TypeError, KeyError, AttributeError, IndexError):
        problem = "is not a notebook"
    raise Unreadable(f"{name} {problem}")


def code_cells(notebook: dict) -> list[tuple[str, str]]:
    """Return the code cells, (grade_id, source); a cell of a strange shape is left out. Raises KeyError, TypeError."""
    cells = notebook["cells"] if "cells" in notebook else notebook["worksheets"][0]["cells"]
    found = []
    for cell in cells:
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source = cell.get("source", cell.get("input", ""))
        if isinstance(source, list):
            source = "".join(part for part in source if isinstance(part, str))
        if isinstance(source, str):
            source = source.encode("utf-8", "replace").decode()[:LONGEST]
            found.append((grade_id_of(cell.get("metadata")), source))
    return found


def grade_id_of(metadata) -> str:
    """Return the grade_id in a cell's metadata, whatever else that holds."""
    mark = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = mark.get("grade_id") if isinstance(mark, dict) else None
    return grade_id if isinstance(grade_id, str) else ""


def rebuild(lesson: tuple[Cell, ...], submitted: list[tuple[str, str]]) -> tuple[Cell, ...]:
    """Return the lesson's cells with the learner's answers in them.

    An answer's text is that of all cells with its grade_id, in order: one that was split comes whole again. Other
    code cells that the lesson doesn't have are kept, each after the cell of the lesson that it stands behind.
    Raises Unreadable if no answer is there at all.
    """
    places = {cell.grade_id or cell.source.strip() for cell in lesson}
    answers: dict[str, list[str]] = {}
    extras: dict[str, list[str]] = {}
    behind = ""
    for grade_id, source in submitted:
        if grade_id in places:
            behind = grade_id
            answers.setdefault(grade_id, []).append(source)
        elif source.strip() in places:
            behind = source.strip()
        elif source.strip():
            extras.setdefault(behind, []).append(source)
    if not any(cell.grade_id in answers for cell in lesson if cell.kind == "answer"):
        raise Unreadable(
            "no exercise is in it: is it another notebook, or did a program drop the cells' metadata?"
        )
    cells = [Cell("extra", source) for source in extras.get("", [])]
    for cell in lesson:
        if cell.kind != "answer":
            cells.append(cell)
        else:
            texts = joined(answers.get(cell.grade_id, []))
            cells += [Cell("answer", text, cell.grade_id) for text in texts]
        place = cell.grade_id or cell.source.strip()
        cells += [Cell("extra", source) for source in extras.pop(place, [])]
    return tuple(cells)


def joined(parts: list[str]) -> list[str]:
    """Return the parts of a split answer as one text; copies of it, which are whole, one by one."""
    whole = any(part.startswith(("def ", "class ", "@", "import ", "from ")) for part in parts[1:])
    return parts if whole else ["\n".join(parts)][: len(parts)]
