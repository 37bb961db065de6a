"""The answer of an exercise, for who has tried: read from the lessons of the course, where they are there.

A week's zip has no notebooks/ and so no answers.
"""

from pathlib import Path

from helpers.checks.progress import ROOT
from helpers.notebook_cells import NotebookError, cells_of

ENOUGH = 3  # tries, after which the answer is shown at the first request


def answer_of(week: str, name: str, root: Path = ROOT) -> str | None:
    """The source of an exercise's answer cell, without the marks around the answer; None where it can't be had."""
    for path in sorted((root / "notebooks" / week).glob("*.ipynb")):
        try:
            cells = cells_of(path.read_bytes())
        except (OSError, NotebookError):
            continue
        for cell in cells:
            if cell.is_solution and cell.grade_id == name:
                lines = cell.source.splitlines()
                return "\n".join(line for line in lines if not line.strip().startswith("### "))
    return None
