"""Write three sample submissions of a week, to try grading with: `python -m classroom.samples 2 [FOLDER]`.

solved      the released notebooks with the lessons' answers in them
half_right  every third answer holds a typical mistake, the first that classroom/exercises knows
untouched   the released notebooks as they are
By default they are written into submitted/, where `make grade` looks.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import nbformat

from classroom.errors import ClassroomError
from classroom.exercises import exercises_of
from classroom.exercises.recording import patched
from classroom.paths import ROOT, find_week


def answers(lesson: Path) -> dict[str, str]:
    """Return {grade_id: source} of a lesson's answer cells, without the lines that mark a solution."""
    found = {}
    for cell in nbformat.read(lesson, as_version=4).cells:
        mark = cell.metadata.get("nbgrader", {})
        if mark.get("solution"):
            lines = [
                line for line in cell.source.split("\n") if not line.strip().startswith("### ")
            ]
            found[mark["grade_id"]] = "\n".join(lines)
    return found


def half_right(week: str, right: dict[str, str]) -> dict[str, str]:
    """Return the answers with the first typical mistake of every third exercise put in."""
    exercises, result = exercises_of(week), dict(right)
    for name in list(right)[2::3]:
        old, new, _ = exercises[name].mistakes[0]
        result[name] = patched(right[name], old, new)
    return result


def filled_in(released: Path, written: dict[str, str]) -> nbformat.NotebookNode:
    """Return a released notebook with these answers, {grade_id: source}, in its answer cells."""
    notebook = nbformat.read(released, as_version=4)
    for cell in notebook.cells:
        mark = cell.metadata.get("nbgrader", {})
        if mark.get("solution") and mark["grade_id"] in written:
            cell.source = written[mark["grade_id"]]
    return notebook


def write_samples(week: str | int, folder: Path | None = None, root: Path = ROOT) -> Path:
    """Write the three submissions into `folder` (by default submitted/); return that folder.

    Raises ClassroomError if the week isn't released.
    """
    week = find_week(week, root)
    folder = folder or root / "submitted"
    released = sorted((root / "release" / week).glob("*.ipynb"))
    if not released:
        raise ClassroomError(f"There is no release/{week}/: release the week first.")
    kinds: dict[str, Callable] = {
        "solved": lambda right: right,
        "half_right": lambda right: half_right(week, right),
        "untouched": lambda right: {},
    }
    for path in released:
        right = answers(root / "notebooks" / week / path.name)
        for learner, choose in kinds.items():
            target = folder / learner / week / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(filled_in(path, choose(right)), target)
    return folder


def main(arguments: list[str]) -> int:
    """Write the samples of the week named on the command line; return the exit code."""
    if len(arguments) not in (1, 2):
        print("usage: python -m classroom.samples WEEK [FOLDER]", file=sys.stderr)
        return 2
    try:
        folder = write_samples(arguments[0], *map(Path, arguments[1:]))
    except ClassroomError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Written to {folder}: solved, half_right, untouched.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
