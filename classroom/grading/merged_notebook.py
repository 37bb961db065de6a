"""What of a submission counts: the text of its answers, and the learner's own code cells. The rest is the teacher's.

A submission's notebook is only read here, never believed: cells are matched with the lesson's by their grade_id; its
metadata, tags, tests, points and outputs are left aside.
"""

import ast
import json
import re
import sys
from dataclasses import dataclass
from functools import lru_cache

from classroom.grading.sandbox.slicing import binds, plain_python, steps_of
from helpers.notebook_cells import NotebookError, cells_of

LONGEST = 200_000  # characters of a cell's source that are read
VERSION = re.compile(r"3\.(\d{1,2})(?!\d)")
# Errors of syntax that a newer Python may not give: (3.x that reads it, pattern of the error's message and line).
NEWER_SYNTAX = (
    (
        12,
        r"f-string: (unmatched|expecting '}')|f-string expression part",
    ),  # quotes in { } and the like
    (
        12,
        r"unterminated string literal.*\n.*[fF][rR]?['\"].*\{[^}]*$",
    ),  # lines in { } of an f-string
    (12, r".*\n\s*(async\s+)?(def|class)\s+\w+\s*\["),  # def first[T](…)
    (12, r".*\n\s*type\s+\w+\s*[\[=]"),  # type Row = …
    (14, r"multiple exception types must be parenthesized"),
    (14, r".*\n.*\b([tT][rR]?|[rR][tT])['\"]"),  # t"…"
)
NEWEST = (
    14  # of what comes after Python 3.14 nothing is known here but that it may be "invalid syntax"
)
BEGIN, END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"


class Unreadable(ValueError):
    """A submission that is no notebook; the text completes "not graded: "."""


@dataclass(frozen=True)
class Cell:
    """One code cell of a lesson or of a notebook merged from it.

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
    for cell in cells_of(text):
        if cell.kind != "code":
            continue
        if cell.is_test:
            cells.append(Cell("test", cell.source, cell.grade_id, cell.points))
        elif cell.is_solution:
            cells.append(Cell("answer", cell.source, cell.grade_id))
        else:
            cells.append(Cell("given", cell.source))
    return tuple(cells)


@lru_cache(maxsize=512)
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

    Raises Unreadable for what is no notebook: empty, cut off, not in UTF-8, of another shape.
    """
    try:
        cells = cells_of(data)
    except NotebookError as problem:
        raise Unreadable(f"{name} {problem}") from None
    return [(cell.grade_id, cell.source[:LONGEST]) for cell in cells if cell.kind == "code"]


def newer_python(data: bytes | str) -> str:
    """Return the version of Python that a notebook says it was last run with, if it is newer than ours; else ""."""
    try:
        said = json.loads(data)["metadata"]["language_info"]["version"]
        found = VERSION.match(said)
    except (ValueError, TypeError, KeyError, RecursionError, MemoryError):
        return ""
    return found[0] if found and (3, int(found[1])) > sys.version_info[:2] else ""


def may_be_newer_syntax(cells: tuple[Cell, ...], version: str) -> bool:
    """Return whether a learner's cell that is no Python for ours may be Python for another version, "3.14"."""
    for cell in cells:
        if cell.kind in ("answer", "extra"):
            try:
                ast.parse(plain_python(cell.source))
            except SyntaxError as error:
                if not isinstance(error, IndentationError) and may_be_newer(error, version):
                    return True
            except (ValueError, RecursionError, MemoryError):
                pass
    return False


def may_be_newer(error: SyntaxError, version: str) -> bool:
    """Return whether a newer Python may take what is an error of syntax for ours."""
    newer, found = int(version.partition(".")[2]), f"{error.msg}\n{error.text or ''}".rstrip()
    if newer > NEWEST and error.msg == "invalid syntax":
        return True
    return any(
        sys.version_info[1] < since <= newer and re.match(pattern, found)
        for since, pattern in NEWER_SYNTAX
    )


def merge(lesson: tuple[Cell, ...], submitted: list[tuple[str, str]]) -> tuple[Cell, ...]:
    """Return the lesson's cells with the learner's answers in them.

    An answer's text is that of all cells with its grade_id, in order: one that was split comes whole again. Other
    code cells that the lesson doesn't have are kept, each after the cell of the lesson that it stands behind.
    Raises Unreadable if no answer is there at all.
    """
    submitted = with_ids_by_names(lesson, submitted)
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


def with_ids_by_names(
    lesson: tuple[Cell, ...], submitted: list[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return a learner's cells, with the grade_id that fits what they define where grade_ids have changed places.

    A cell belongs to another answer if it defines that one's names and none of its own, and no cell with that
    grade_id defines them.
    """
    names = {c.grade_id: names_of_answers((c,)) for c in lesson if c.kind == "answer"}
    defined: dict[str, set[str]] = {grade_id: set() for grade_id in names}
    for grade_id, source in submitted:
        if grade_id in names:
            defined[grade_id] |= names_defined(source)
    moved: dict[str, str] = {}
    for grade_id, own in names.items():
        if not defined[grade_id] & own:
            fitting = [
                other
                for other, theirs in names.items()
                if theirs and theirs <= defined[grade_id] and not theirs & defined[other]
            ]
            moved |= {grade_id: fitting[0]} if len(fitting) == 1 else {}
    return [(moved.get(grade_id, grade_id), source) for grade_id, source in submitted]


def names_defined(source: str) -> frozenset[str]:
    """Return the names that a cell defines at its top level; none for one that is no Python."""
    try:
        nodes = ast.parse(plain_python(source)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    return frozenset(name for node in nodes for name in binds(node))


def joined(parts: list[str]) -> list[str]:
    """Return the parts of a split answer as one text; copies of it, which are whole, one by one."""
    whole = any(part.startswith(("def ", "class ", "@", "import ", "from ")) for part in parts[1:])
    return parts if whole else ["\n".join(parts)][: len(parts)]


def own_code(merged: tuple[Cell, ...], wanted: frozenset[str]) -> dict[int, str]:
    """Return what answers need of a learner's own cells, {position of the cell: source}; it has no comments.

    wanted -- names that tests take from the learner
    """
    places = [place for place, cell in enumerate(merged) if cell.kind != "test"]
    cells = tuple((merged[place].kind, merged[place].source) for place in places)
    found: dict[int, str] = {}
    for place, steps in zip(places, steps_of(cells, wanted), strict=True):
        if merged[place].kind == "extra":
            needed = "\n".join(step.source for step in steps or () if step.needed)
            found |= {place: needed} if needed else {}
    return found


def without_comments(source: str) -> str:
    """Return a cell's code without comments and empty lines; one that is no Python as it is."""
    try:
        return ast.unparse(ast.parse(plain_python(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source
