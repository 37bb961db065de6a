"""Release a week: nbgrader makes release/<week>/ and enters the test cells in the gradebook, a zip comes beside it."""

import re
import shutil
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import MissingEntry
from nbgrader.apps.api import NbGraderAPI

from classroom.errors import ClassroomError
from classroom.files import write_whole
from classroom.gradebook_backup import back_up, restore
from classroom.nbgrader_api import nbgrader_at_work, open_course
from classroom.paths import ROOT, find_lessons, find_week, title_of
from classroom.release.archive import left_out, package, replace, zip_bytes
from classroom.release.colab import with_colab_cell
from classroom.release.contents import needed_data, needed_helpers
from classroom.release.learner_copy import learner_copy
from classroom.release.links import OVERVIEW, with_links_of_a_release


@nbgrader_at_work()
def release(week: str | int, root: Path = ROOT) -> str:
    """Release a week into release/<week>/ and release/<week>.zip; return one line that says what happened.

    Raises ClassroomError when that can't be done; release and gradebook are then as they were.
    """
    week = find_week(week, root)
    copies = {path.name: read_copy(path) for path in find_lessons(week, root)}
    helpers, data = needed_helpers(week, copies, root), needed_data(week, copies, root)
    kept = back_up(root)
    scratch = root / "release" / ".new"
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        graded = generate(week, root, scratch)
        mend_links(scratch / week, (root / "notebooks" / OVERVIEW).exists())
        archive = zip_bytes(week, package(week, scratch / week, helpers, data, root))
        happened = replace(week, root / "release", scratch / week, archive)
    except BaseException:
        restore(root, kept)
        raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return describe(week, happened, copies, len(archive), graded, left_out(week, root))


def write_colab_copies(week: str | int, address: str, root: Path = ROOT) -> str:
    """Write the released lessons of a week for Google Colab into release/<week>_colab/; return a line that says so.

    address -- where learners' computers find the week's zip
    Raises ClassroomError for what is no such address.
    """
    week = find_week(week, root)
    folder = root / "release" / f"{week}_colab"
    folder.mkdir(exist_ok=True)
    for path in sorted((root / "release" / week).glob("*.ipynb")):
        try:
            copy = with_colab_cell(nbformat.read(path, as_version=4), address)
        except ValueError as error:
            raise ClassroomError(str(error)) from error
        write_whole(folder / path.name, nbformat.writes(copy) + "\n")
    return f"For Google Colab: release/{week}_colab/; put release/{week}.zip at {address}."


def read_copy(lesson: Path) -> NotebookNode:
    """Return a lesson's learner's copy. Raises ClassroomError for a file that is no sound lesson."""
    try:
        return learner_copy(nbformat.read(lesson, as_version=4))
    except ValueError as error:
        raise ClassroomError(f"{lesson.name}: {error}") from error


def generate(week: str, root: Path, scratch: Path) -> int:
    """Let nbgrader make the release in the folder `scratch`; return the number of submissions it knows.

    Raises ClassroomError with nbgrader's reason in a sentence.
    """
    api = open_course(root)
    graded = submissions_of(api, week)
    api.coursedir.release_directory = scratch.relative_to(root).as_posix()
    api.coursedir.ignore = ["*"]  # nbgrader would release every other file of the folder too
    result = api.generate_assignment(week, force=True)
    if not result["success"]:
        raise ClassroomError(explain_refusal(week, result.get("log", "") + result["error"]))
    return graded


def mend_links(folder: Path, with_overview: bool) -> None:
    """Let the links in a release's notebooks lead nowhere outside of it.

    with_overview -- whether a page with the map, the notation and a glossary goes along
    """
    lessons = sorted(folder.glob("*.ipynb"))
    names = [path.name for path in lessons] + [OVERVIEW] * with_overview
    for path in lessons:
        notebook = with_links_of_a_release(nbformat.read(path, as_version=4), folder.name, names)
        write_whole(path, nbformat.writes(notebook) + "\n")


def explain_refusal(week: str, log: str) -> str:
    """Return nbgrader's reason for not releasing in a sentence."""
    if "submissions associated with" in log:
        return (
            f"{title_of(week)} has submissions in the gradebook, so its exercises, tests and notebooks "
            "can't be added, removed or renamed any more: keep the grade_ids and file names as they "
            "were released."
        )
    lines = [
        line.strip() for line in log.splitlines() if re.match(r"[\w.]*(Error|Exception)\b", line)
    ]
    other = [line for line in lines if "NbGraderException" not in line]
    return f"nbgrader can't release {week}: {(other or lines or ['no reason given'])[-1]}"


def submissions_of(api: NbGraderAPI, week: str) -> int:
    """Return how many submissions of a week the gradebook holds."""
    with api.gradebook as gradebook:
        try:
            return len(gradebook.find_assignment(week).submissions)
        except MissingEntry:
            return 0


def describe(week, happened, copies, size, graded, others) -> str:
    """Return the line that says what the release is, and what the teacher should know of it."""
    tests = [
        c.metadata.nbgrader for n in copies.values() for c in n.cells if "nbgrader" in c.metadata
    ]
    points = sum(mark["points"] for mark in tests if mark["grade"])
    begin = {
        "new": f"Released release/{week}.zip",
        "replaced": f"Replaced release/{week}.zip",
        "unchanged": f"Nothing has changed: release/{week}.zip is up to date",
    }[happened]
    line = f"{begin} ({count(len(copies), 'notebook')}, {points:g} points, {size / 1e6:.1f} MB)."
    if graded and happened == "replaced":
        line += f" Graded by the earlier tests: {count(graded, 'submission')}; grade again."
    if others:
        line += f" Not released: {', '.join(others)}."
    return line


def count(number: int, noun: str) -> str:
    """Return "1 notebook", "2 notebooks"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
