"""The learner's progress: which exercises were tried, and which are right.

The checks add one line per try to the file progress.jsonl in the folder of the course. Nothing sends it anywhere,
and it can be deleted at any time. Lines are added and never changed, so that two notebooks at once lose none.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from helpers.checks.records import FOLDER, load_exercises
from helpers.notebook_cells import NotebookError, cells_of

ROOT = FOLDER.parents[1]  # of the course, or of a week's unpacked zip
NAME = "progress.jsonl"
WIDTH = 34  # of a lesson's name in the table


@dataclass(frozen=True)
class Tries:
    """How often an exercise was tried without success, and whether the last try was right."""

    failed: int = 0
    right: bool = False


def progress_file(root: Path = ROOT) -> Path | None:
    """The file that tries in the present working directory belong into; None where no learner works.

    A learner works in study/; in a week's zip, which has no notebooks/, anywhere in its folder. Elsewhere the course
    itself is run, by `make notebooks` or by tests.
    """
    home = root / "study" if (root / "notebooks").is_dir() else root
    try:
        inside = Path.cwd().resolve().is_relative_to(home.resolve())
    except OSError:  # the directory was removed
        return None
    return root / NAME if inside else None


def note_try(path: Path | None, week: str, exercise: str, right: bool) -> None:
    """Add a try to the file, unless it is right as the last one was. A file that can't be written changes nothing."""
    if path is None or (right and read_tries(path).get((week, exercise), Tries()).right):
        return
    line = json.dumps({"week": week, "exercise": exercise, "right": right}) + "\n"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    except OSError:  # a folder that can only be read, for example
        return
    try:
        os.write(handle, line.encode())  # in one piece, so that lines of two notebooks don't mix
    except OSError:  # no room left
        pass
    finally:
        os.close(handle)


def read_tries(path: Path | None) -> dict[tuple[str, str], Tries]:
    """{(week, exercise): Tries} of the file; lines that can't be read are left out, and so is a missing file."""
    found: dict[tuple[str, str], Tries] = {}
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path else []
    except OSError:
        return found
    for line in lines:
        try:
            stored = json.loads(line)
            key, right = (str(stored["week"]), str(stored["exercise"])), bool(stored["right"])
        except (ValueError, KeyError, TypeError):
            continue
        found[key] = Tries(found.get(key, Tries()).failed + (not right), right)
    return found


def lessons(root: Path = ROOT) -> list[tuple[str, Path]]:
    """(week, notebook) of every lesson, in order: the learner's in study/, those of a week's zip, or the course's."""
    if (root / "notebooks").is_dir():
        home = root / ("study" if progress_file(root) else "notebooks")
        return [(path.parent.name, path) for path in sorted(home.glob("week*_*/[0-9]*.ipynb"))]
    weeks = [path.stem for path in FOLDER.glob("week*.json")]
    return [(week, path) for week in weeks[:1] for path in sorted(root.glob("[0-9]*.ipynb"))]


def exercises_in(lesson: Path, week: str) -> list[str]:
    """The names of the exercises in a lesson that have a check; [] for a file that can't be read."""
    try:
        cells = cells_of(lesson.read_bytes())
        known = load_exercises(week)
    except (OSError, NotebookError, ValueError):
        return []
    return [cell.grade_id for cell in cells if cell.is_solution and cell.grade_id in known]


def progress_table(root: Path = ROOT) -> str:
    """The progress as text: for each lesson its exercises that are right, tried and open.

    Where no learner works, all are open.
    """
    tries = read_tries(progress_file(root))
    lines, week_before = [], None
    for week, path in lessons(root):
        if path.stem.endswith(")"):
            continue  # a new version or an earlier copy: its exercises are those of the one beside it
        found = [tries.get((week, name)) for name in exercises_in(path, week)]
        right = sum(one is not None and one.right for one in found)
        tried = sum(one is not None and not one.right for one in found)
        if week != week_before:
            lines.append(week.replace("_", " "))
            week_before = week
        state = f"{right} right, {tried} tried, {len(found) - right - tried} open"
        lines.append(
            f"  {path.stem:<{WIDTH}} {'✓' if found and right == len(found) else ' '} {state}"
        )
    return "\n".join(lines) or "There are no lessons here yet."
