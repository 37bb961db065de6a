"""What nbgrader as it comes gives for each submission: measured, since its marks are the reason for another grader.

One submission at a time, with a sound one sorted after it to see whether the batch goes on, in a scratch
course made from the same release, with default settings.
"""

import csv
import os
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from classroom.paths import ROOT
from tests.corpus.assignment import LESSON, TOTAL, VICTIM, WEEK, make_course
from tests.corpus.grade_all import (
    gradebook_marks,
    hand_in,
    left_in_shared_folders,
    listening,
    run_contained,
    scratch_folder,
)
from tests.corpus.submissions import RIGHT, Submission, filled_in_with

TABLE = Path(__file__).with_name("plain_nbgrader.csv")
SECONDS = 60  # for a submission and the one after it; usually it takes ten
GRACE = 22  # what attacks leave behind works on for so long
AFTER = "zzz"
PLAIN_NBGRADER = 'c = get_config()\nc.CourseDirectory.course_id = "corpus"\nc.CourseDirectory.source_directory = "notebooks"\n'
# Submissions that need another learner's to be there.
PARTNERS = {
    "neighbour": VICTIM,
    "folder_is_a_link": VICTIM,
    "neighbours_notebook": VICTIM,
    "links_to_folders": VICTIM,
    "collusion_takes": "collusion_gives",
}


def measure(
    template: Path, submission: Submission, partners: list[Submission]
) -> tuple[float | None, str]:
    """Return the points that nbgrader gives a submission, or None, and a note.

    template -- a scratch folder with a released course and nothing handed in; a copy of it is used
    """
    with scratch_folder() as scratch, listening(scratch) as contacts:
        shutil.copytree(template, scratch, dirs_exist_ok=True)
        course = scratch / "course"
        after = Submission(AFTER, TOTAL, "", filled_in_with(RIGHT))
        hand_in([*partners, submission, after], scratch)
        for folder in sorted((scratch / "inbox").iterdir()):
            place_in(course, folder)
        command = [sys.executable, "-m", "tests.corpus.plain_nbgrader", str(course)]
        report = run_contained(command, scratch, SECONDS, GRACE)
        try:
            marks = gradebook_marks(course)
        except Exception as error:  # an attack may have left anything there
            marks, report["code"] = {}, f"{type(error).__name__}"
        there, after = (
            (course / "autograded" / name / WEEK / LESSON).exists()
            for name in (submission.name, AFTER)
        )
        notes = []
        if report.get("code") is None:
            notes.append(f"stopped after {SECONDS} s")
        elif not after:
            notes.append("ends the batch")
        elif marks.get(AFTER) != TOTAL:
            notes.append("and others' marks")
        if report.get("at_once"):
            notes.append("leaves processes")
        if contacts:
            notes.append("uses the network")
        return (marks.get(submission.name) if there else None), ", ".join(notes)


def place_in(course: Path, folder: Path) -> None:
    """Move a learner's folder to where nbgrader looks: the folder in it that holds the notebook."""
    target = course / "submitted" / folder.name / WEEK
    target.parent.mkdir(parents=True)
    if folder.is_symlink():
        known = folder.readlink()
        neighbour = course / "submitted" / VICTIM / WEEK
        target.symlink_to(neighbour if known.name == VICTIM else known)
        folder.unlink()
        return
    homes = [path for path in sorted(folder.iterdir()) if (path / LESSON).is_file()]
    shutil.move(homes[-1] if homes and not (folder / LESSON).is_file() else folder, target)


def measure_all(submissions: list[Submission], tell=print, only_new: bool = False) -> None:
    """Measure all submissions, or those that were not measured yet, two at a time, and write plain_nbgrader.csv."""
    known = plain_nbgrader_marks() if only_new else {}
    by_name = {submission.name: submission for submission in submissions}

    def one(submission: Submission) -> dict:
        if submission.name in known:
            points, note = known[submission.name]
            return {"submission": submission.name, "points": points, "note": note}
        partners = [by_name[PARTNERS[submission.name]]] if submission.name in PARTNERS else []
        points, note = measure(template, submission, partners)
        tell(f"{submission.name:<20} {'none' if points is None else f'{points:g}':>5}  {note}")
        return {"submission": submission.name, "points": points, "note": note}

    with scratch_folder() as template, ThreadPoolExecutor(2) as pool:
        (make_course(template) / "nbgrader_config.py").write_text(PLAIN_NBGRADER, encoding="utf-8")
        rows = list(pool.map(one, submissions))
    for path in left_in_shared_folders():
        path.unlink()
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["submission", "points", "note"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def plain_nbgrader_marks() -> dict[str, tuple[float | None, str]]:
    """Return {submission: (points or None, note)} as they were measured last."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["submission"]: (float(row["points"]) if row["points"] else None, row["note"])
        for row in rows
    }


def main(course: Path) -> None:
    """Run `nbgrader autograde` on all submissions of a course, as a teacher would."""
    from nbgrader.apps import NbGraderApp

    os.chdir(course)
    # The kernels find the course's helpers, and `classroom` for the hidden tests.
    os.environ["PYTHONPATH"] = os.pathsep.join([str(course), str(ROOT)])
    os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
    NbGraderApp.launch_instance(["autograde", WEEK])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
