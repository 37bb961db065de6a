"""Your own functions from another lesson of the week, so that a lesson can build on the one before."""

import ast
import linecache
import math
from pathlib import Path

import numpy as np

from helpers.checks import diagnose_exercise, load_exercises
from helpers.notebook_cells import NotebookError, cells_of


class LessonError(ValueError):
    """A lesson beside this one can't be used as it is; the message says why, and the remedy."""


def functions_from(lesson, week, *names):
    """The functions you wrote in another lesson, as its saved notebook has them now.

    lesson -- the notebook's file name; it lies beside the present one
    week   -- the folder's name in the course, for example "week4_deep_network"
    names  -- the functions wanted
    Returns them in that order. Prints a note for each that does not pass its own check yet.
    Raises LessonError when the notebook is not there, can't be read, or does not define one of the names.
    """
    namespace = {"np": np, "math": math, "__name__": Path(lesson).stem}
    for identity, source in answer_cells(lesson):
        run_cell(source, f"<{lesson}: {identity}>", namespace)
    missing = [name for name in names if not callable(namespace.get(name))]
    if missing:
        raise LessonError(
            f"{lesson} has no function {missing[0]} in its answer cells: was a cell deleted or renamed? "
            "Then take it from a fresh copy of that lesson."
        )
    exercises = load_exercises(week)
    for name in names:
        if name in exercises and not diagnose_exercise(exercises, name, namespace[name]).passed:
            print(
                f"note: your {name} does not pass its check yet: finish it in {lesson} and save it there."
            )
    return tuple(namespace[name] for name in names)


def answer_cells(lesson):
    """The (name, source) of the lesson's answer cells, after the imports of the cells above each."""
    try:
        cells = cells_of(Path(lesson).read_bytes())
    except FileNotFoundError:
        raise LessonError(
            f"{lesson} is not beside this notebook: this lesson uses the functions you write there. "
            "Put your copy of it into the same folder, under that name."
        ) from None
    except NotebookError as error:
        raise LessonError(f"{lesson} {error}: save it again.") from None
    for cell in cells:
        if cell.kind == "code" and cell.is_solution:
            yield cell.grade_id, cell.source
        elif cell.kind == "code":
            yield "imports", imports_in(cell.source)


def imports_in(source):
    """The import statements at the top level of a cell; none of a cell that is no plain Python."""
    try:
        body = ast.parse(source).body
    except SyntaxError:  # one of IPython's own commands, or an unfinished cell
        return ""
    return "\n".join(
        ast.unparse(node) for node in body if isinstance(node, ast.Import | ast.ImportFrom)
    )


def run_cell(source, place, namespace):
    """Run a cell in a namespace; error messages can show its lines."""
    linecache.cache[place] = (len(source), None, source.splitlines(keepends=True), place)
    try:
        exec(compile(source, place, "exec"), namespace)
    except Exception as error:
        raise LessonError(
            f"{place.strip('<>')} can't be run ({type(error).__name__}: {error}): mend it there and save."
        ) from error
