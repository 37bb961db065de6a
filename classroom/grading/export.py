"""What goes back to Canvas and Moodle: marks as tables that they import, feedback as a zip in Moodle's layout.

Canvas (Grades > Import) finds learners by its ID or the SIS Login ID, and a week's assignment by its title. Moodle
(Grades > Import > CSV file) finds them by username, ID number or e-mail address, and lets the teacher choose columns.
An empty cell leaves the mark there as it is. Moodle's "Upload multiple feedback files in a zip" takes the names of
the folders in its own download.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from classroom.files import write_whole
from classroom.grading.learner_files import Refused, entered, read_file
from classroom.grading.marks_table import table
from classroom.grading.origins import origins_of
from classroom.grading.roster import Learner, other_ids
from classroom.paths import title_of, week_names
from classroom.release.archive import EARLIEST
from classroom.text import points

LARGEST_PAGE = 50 << 20  # bytes
NO_IDS = (
    "feedback/moodle.csv has names only for some learners, and Moodle imports none of it: put roster.csv, as Moodle "
    "exports it with usernames or e-mail addresses, at the top of the course and grade again."
)
LEFT_OUT = "Not in feedback/moodle.csv, as they are not on the roster and Moodle would refuse the file: {0}."
WeeksMarks = Mapping[str, tuple[float, Mapping[str, float]]]


def write_exports(
    root: Path, week: str, marks: WeeksMarks, learners: Iterable[str], roster: dict[str, Learner]
) -> None:
    """Write feedback/canvas.csv, feedback/moodle.csv and feedback/<week>_feedback.zip.

    marks    -- {week: (maximum, {learner: points})}; who has no mark is not in it
    learners -- whose pages go into the zip
    """
    feedback = root / "feedback"
    write_whole(feedback / "canvas.csv", canvas_table(root, marks, roster))
    write_whole(feedback / "moodle.csv", moodle_table(root, marks, roster))
    write_whole(feedback / f"{week}_feedback.zip", feedback_zip(root, week, learners))


def under_ids(marks: WeeksMarks, ids: Mapping[str, str]) -> WeeksMarks:
    """Return the marks with those of learners under another name, {name: id}, under their ids.

    Where there is a mark under the id too, that one counts.
    """
    found = {}
    for week, (most, reached) in marks.items():
        own = {learner: mark for learner, mark in reached.items() if learner not in ids}
        other = {ids[name]: reached[name] for name in sorted(reached) if name in ids}
        found[week] = (most, other | own)
    return found


def without_the_gone(root: Path, marks: WeeksMarks, roster: dict[str, Learner]) -> WeeksMarks:
    """Return the marks without those of learners who are not on the roster and have no folder in submitted/ any more.

    Without a roster all stay: what was handed in may have been put away.
    """
    if not roster:
        return marks
    here = set(roster) | {path.name for path in (root / "submitted").glob("*")}
    return {
        week: (most, {learner: mark for learner, mark in reached.items() if learner in here})
        for week, (most, reached) in marks.items()
    }


def everybody(marks: WeeksMarks, roster: dict[str, Learner]) -> list[str]:
    """Return the learners of the roster in its order, then the others."""
    others = {learner for _, reached in marks.values() for learner in reached} - set(roster)
    return [*roster, *sorted(others)]


def cells_of(marks: WeeksMarks, learner: str) -> list[str]:
    """Return a learner's points in each week, "" where there is no mark."""
    reached = [of_week.get(learner) for _, of_week in marks.values()]
    return ["" if one is None else points(one) for one in reached]


def canvas_table(root: Path, marks: WeeksMarks, roster: dict[str, Learner]) -> bytes:
    """Return the marks as Canvas imports them: its five columns, one per week, and a row of the possible points."""
    titles = dict(map(lambda week: (week, canvas_title(week, roster)), marks))
    rows = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *titles.values()]]
    rows.append(
        ["    Points Possible", "", "", "", "", *(points(most) for most, _ in marks.values())]
    )
    ids = {learner: one["id"] for learner, one in origins(root) if one["system"] == "canvas"}
    for learner in everybody(marks, roster):
        one = roster.get(learner)
        known = one.columns if one and one.canvas_id else {}
        name = known.get("student") or (f"{one.last_name}, {one.first_name}" if one else learner)
        number = known.get("id") or ids.get(learner, "")
        login = known.get("sis login id", "") if known or number else learner
        rows.append(
            [name, number, known.get("sis user id", ""), login, known.get("section", ""), *cells_of(marks, learner)]
        )  # fmt: skip
    return table(rows)


def canvas_title(week: str, roster: dict[str, Learner]) -> str:
    """Return a week's column: its title, with Canvas' number of the assignment if the roster has such a column."""
    title = title_of(week)
    for learner in roster.values():
        for column in learner.columns:
            if found := re.fullmatch(re.escape(title.lower()) + r"( \(\d+\))", column):
                return title + found[1]
    return title


def moodle_table(root: Path, marks: WeeksMarks, roster: dict[str, Learner]) -> bytes:
    """Return the marks with the columns by which Moodle finds a learner, and one per week.

    Moodle refuses a whole file for one learner whom it doesn't find: where there is a roster, others are left out.
    """
    rows = [
        ["First name", "Last name", "Username", "ID number", "Email address", *map(title_of, marks)]
    ]
    for one in roster.values():
        own, user = one.columns, one.columns.get("username", "")
        if not {"username", "id number"} & set(own) and one.id != one.email:
            user = one.id
        ids = [user, own.get("id number", ""), one.email]
        rows.append([one.first_name, one.last_name, *ids, *cells_of(marks, one.id)])
    named = only_named(root, marks)
    for learner in () if roster else everybody(marks, roster):
        names = ["", learner] if " " not in learner else learner.rsplit(" ", 1)
        user = "" if learner in named else learner
        rows.append([*names, user, "", "", *cells_of(marks, learner)])
    return table(rows)


def only_named(root: Path, marks: WeeksMarks) -> list[str]:
    """Return the learners with marks whose folder is called by their name, as from Moodle, not by an id."""
    from_moodle = {learner for learner, one in origins(root) if one["system"] == "moodle"}
    return [one for one in everybody(marks, {}) if " " in one or one in from_moodle]


def unknown_to_moodle(root: Path, marks: WeeksMarks, roster: dict[str, Learner]) -> str:
    """Return a sentence on the learners whom moodle.csv lacks, or has without an id; "" if there are none."""
    named = only_named(root, marks)
    if not roster:
        return NO_IDS if named else ""
    canvas = any(one.canvas_id for one in roster.values())  # nobody's marks go to Moodle but theirs
    others = named if canvas else everybody(marks, {})
    missing = [learner for learner in others if learner not in roster]
    return LEFT_OUT.format(", ".join(missing)) if missing else ""


def origins(root: Path) -> Iterable[tuple[str, dict]]:
    """Yield (learner, where it came from) of all submissions that were collected."""
    for week in week_names(root):
        yield from origins_of(root, week).items()


def other_ids_in(root: Path, marks: WeeksMarks, roster: dict[str, Learner]) -> dict[str, str]:
    """Return {name: id} of learners with marks in any week whom the roster knows under another id."""
    names = {learner for _, reached in marks.values() for learner in reached}
    return other_ids(sorted(names), dict(origins(root)), roster)


def feedback_zip(root: Path, week: str, learners: Iterable[str]) -> bytes:
    """Return a zip with each learner's page of the week, in the folder that Moodle's download had for the learner."""
    known, buffer = origins_of(root, week), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for learner in learners:
            try:
                with entered(root / "feedback", learner, week) as folder:
                    page = read_file(f"{week}.html", folder, LARGEST_PAGE)
            except (OSError, Refused):
                continue
            home = known.get(learner, {}).get("folder") or learner
            entry = zipfile.ZipInfo(f"{home}/{week}.html", EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, page)
    return buffer.getvalue()
