"""The one way to read a notebook's cells: plain JSON, since importing nbformat takes a second.

Whatever the file holds: cells of a form that no notebook has are left out.
"""

import json
from dataclasses import dataclass


class NotebookError(ValueError):
    """What was given is no notebook; the text completes "the file …"."""


@dataclass(frozen=True)
class NotebookCell:
    """One cell.

    kind        -- "code", "markdown" or "raw"
    grade_id    -- nbgrader's name for it; "" for a cell that nbgrader does not know
    is_solution -- whether a learner writes the answer here
    is_test     -- whether it is a test that gives points
    """

    kind: str
    source: str
    grade_id: str = ""
    is_solution: bool = False
    is_test: bool = False
    points: float = 0.0


def cells_of(data: bytes | str) -> list[NotebookCell]:
    """The cells of a notebook file's content, in order.

    Raises NotebookError for what is no notebook: empty, cut off, not in UTF-8, of another shape.
    """
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
        if not text.strip():
            raise NotebookError("is empty: there is nothing in the file")
        notebook = json.loads(text)
        # nbformat 3 has its cells one level deeper
        cells = notebook["cells"] if "cells" in notebook else notebook["worksheets"][0]["cells"]
        return [cell for cell in map(read_cell, cells) if cell is not None]
    except NotebookError:
        raise
    except UnicodeDecodeError:
        problem = "is not in UTF-8"
    except (ValueError, RecursionError, MemoryError):
        problem = "is not a whole notebook: it was cut off, or is another kind of file"
    except (TypeError, KeyError, AttributeError, IndexError):
        problem = "is not a notebook"
    raise NotebookError(problem)


def read_cell(cell) -> NotebookCell | None:
    """A cell from its JSON; None for one without a kind or a source."""
    if not isinstance(cell, dict) or not isinstance(cell.get("cell_type"), str):
        return None
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    if not isinstance(source, str):
        return None
    metadata = cell.get("metadata")
    mark = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    mark = mark if isinstance(mark, dict) else {}
    grade_id, points = mark.get("grade_id"), mark.get("points")
    return NotebookCell(
        cell["cell_type"],
        source.encode("utf-8", "replace").decode(),  # without halves of characters
        grade_id if isinstance(grade_id, str) else "",
        bool(mark.get("solution")),
        bool(mark.get("grade")),
        float(points) if isinstance(points, int | float) else 0.0,
    )
