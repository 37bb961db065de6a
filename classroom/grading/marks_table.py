"""The table of marks that a teacher opens in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from classroom.files import write_whole
from classroom.grading.kept_results import GivenByHand, points_of
from classroom.results import SubmissionResult

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how one begins


def write_table(
    path: Path,
    results: list[SubmissionResult],
    by_hand: GivenByHand,
    cells: Mapping,
    names: Mapping[str, str] | None = None,
    remarks: Mapping[str, str] | None = None,
) -> None:
    """Write the table of marks, one row per learner: points per test cell, total, maximum, percentage, note.

    names   -- {learner: name}, for a column of its own where there are any
    remarks -- {learner: words} for the note
    """
    maximum = sum(cells.values())
    head = ["learner", "name"] if names else ["learner"]
    rows = [[*head, *map("/".join, cells), "total", "maximum", "percentage", "note"]]
    for result in results:
        points = points_of(result, by_hand)
        row = [f"{points[cell]:g}" if cell in points else "" for cell in cells]
        late = by_hand.late(result)
        total = sum(points.get(cell, 0.0) for cell in cells) - late.penalty
        sums = (
            [f"{total:g}", f"{maximum:g}", f"{100 * total / maximum:.1f}"]
            if points
            else ["", f"{maximum:g}", ""]
        )
        marked = "" if late.words else by_hand.rule.on_mark(result.learner)
        remark = (remarks or {}).get(result.learner, "")
        notes = [note_of(result), remark, marked, late.words]
        who = [result.learner, names.get(result.learner, "")] if names else [result.learner]
        rows.append([*who, *row, *sums, "; ".join(filter(None, notes))])
    write_whole(path, table(rows))


def table(rows: Iterable[list[str]]) -> bytes:
    """Return rows as CSV, every cell in quotation marks: some spreadsheets split at a semicolon."""
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(map(safe_in_a_sheet, row) for row in rows)
    return text.getvalue().encode("utf-8-sig")  # with the mark Excel looks for


def safe_in_a_sheet(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula. Points are never negative."""
    return f"'{text}" if text.startswith(FORMULA) else text


def note_of(result: SubmissionResult) -> str:
    """Return what the table says beside a learner's marks."""
    if result.problem and not result.exercises and result.problem != "not graded yet":
        return f"not graded: {result.problem}"
    return result.problem
