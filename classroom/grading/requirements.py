"""What must hold before a week is graded, so that no fault of the teacher's side is charged to learners."""

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from classroom.errors import ClassroomError
from classroom.paths import title_of, week_number
from classroom.results import SubmissionResult

WRITTEN = ("autograded", "feedback")  # folders that a grading writes to
NOT_WRITABLE = "{0}/ can't be written to ({1}): change its rights, or make room on the disk. Nothing was graded."
ANOTHER = "{0} is being graded by another process: wait until it has ended."
NOT_RELEASED = (
    "{0}: the lessons in notebooks/ and the release differ in {1}. Release the week again (make release WEEK={2}), "
    "take the change back, or, where learners have marks already, grade with the version of the course that the week "
    "was released from; until then marks would be those of another lesson. Nothing was graded."
)
LESSON_FAILS = (
    "Nothing was graded, as the lesson's own answers do not pass all tests, and learners' would not either: {0}. Run "
    "the lesson with GRADING_SEED={1} make solutions: its test cells show why. Is a hidden test misspelt, or were the "
    "checks not made anew (make checks)?"
)


@contextlib.contextmanager
def alone(root: Path, week: str) -> Iterator[None]:
    """Let one process at a time grade a week. Raises ClassroomError while another does, or if nothing can be written.

    The kernel gives the lock back however a process ends.
    """
    import fcntl  # Linux, where grading runs

    for name in WRITTEN:
        require_writable(root / name)
    with (root / "autograded" / f".{week}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ClassroomError(ANOTHER.format(title_of(week))) from None
        yield


def require_writable(folder: Path) -> None:
    """Raise ClassroomError unless files can be written to a folder, which is made if it is not there."""
    trial = folder / f".trial.{os.getpid()}"
    try:
        folder.mkdir(exist_ok=True)
        trial.write_bytes(b"?" * 10_000)
        trial.unlink()
    except OSError as error:
        with contextlib.suppress(OSError):
            trial.unlink(missing_ok=True)
        raise ClassroomError(NOT_WRITABLE.format(folder.name, error.strerror)) from error


def require_released(root: Path, week: str, maximum: Mapping[tuple[str, str], float]) -> None:
    """Raise ClassroomError unless the lessons have the exercises and points that were released.

    What lessons have beyond them is not graded: a week goes on as it was released when the course gets new exercises.
    maximum -- of the gradebook, {(notebook, test cell): points}
    """
    lessons = marked_cells(root / "notebooks" / week)
    released = marked_cells(root / "release" / week)
    points = {place: most for place, most in released.items() if most is not None}
    differ = [place for place in released if lessons.get(place, -1) != released[place]]
    differ += [place for place in points | dict(maximum) if points.get(place) != maximum.get(place)]
    if differ:
        named = list(dict.fromkeys(f"{notebook}/{cell}" for notebook, cell in differ))
        listed = ", ".join(named[:5]) + (", …" if len(named) > 5 else "")
        raise ClassroomError(NOT_RELEASED.format(title_of(week), listed, week_number(week)))


def marked_cells(folder: Path) -> dict[tuple[str, str], float | None]:
    """Return the cells that nbgrader knows in a folder of notebooks, {(notebook, grade_id): points, or None}."""
    found: dict[tuple[str, str], float | None] = {}
    for path in sorted(folder.glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            mark = cell["metadata"].get("nbgrader", {})
            if mark.get("grade"):
                found[path.stem, mark["grade_id"]] = float(mark["points"])
            elif mark.get("solution"):
                found[path.stem, mark["grade_id"]] = None
    return found


def as_released(lesson: Path, released: Path) -> str:
    """Return the text of a lesson without the tests of exercises that the release has not; their answers stay as given.

    lesson   -- the notebook's file
    released -- the week's folder of the release
    """
    text = lesson.read_text(encoding="utf-8")
    known = marked_cells(released)
    more = {cell for name, cell in marked_cells(lesson.parent) if name == lesson.stem} - {
        cell for name, cell in known if name == lesson.stem
    }
    if not more:
        return text
    notebook, kept = json.loads(text), []
    for cell in notebook["cells"]:
        mark = cell["metadata"].get("nbgrader", {})
        if mark.get("grade_id") not in more:
            kept.append(cell)
        elif not mark.get("grade"):
            del cell["metadata"]["nbgrader"]
            kept.append(cell)
    return json.dumps(notebook | {"cells": kept}, ensure_ascii=False, indent=1) + "\n"


def require_full_marks(result: SubmissionResult) -> None:
    """Raise ClassroomError unless the lesson's own answers, marked like a submission, have all points."""
    failed = [part.exercise for part in result.exercises if not part.solved]
    if failed or not result.exercises:
        raise ClassroomError(LESSON_FAILS.format(", ".join(failed) or result.problem, result.seed))
