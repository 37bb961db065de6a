"""The roster: who takes the course, read from roster.csv at the top of the course.

Its columns are id, name, e-mail, extension (in days); or it is a file as Canvas (Grades > Export) or Moodle (grade
export, list of participants, or an assignment's grading worksheet) make it. Canvas' and Moodle's own columns are kept,
so that marks go back with the ids that these systems know.
"""

import csv
import io
import math
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from classroom.errors import ClassroomError
from classroom.grading.inbox import Source
from classroom.paths import ROOT

# Names of columns, in lower case. Those of Canvas: Student, ID, SIS User ID, SIS Login ID, Section.
NAMES = ("name", "full name", "student")
FIRST, LAST = ("first name", "first_name"), ("last name", "surname", "last_name")
EMAILS = ("e-mail", "email", "email address", "mail")
EXTENSIONS = ("extension", "extension in days", "extension (days)")
CANVAS = ("student", "id", "sis user id", "sis login id", "section")
OWN_IDS = ("id", "learner")
MOODLE_IDS = ("username", "id number", "email address")


@dataclass(frozen=True)
class Learner:
    """One line of the roster.

    id        -- what the learner is called in this course
    extension -- days that this learner has longer
    columns   -- {column in lower case: text} as they stand in the file
    """

    id: str
    first_name: str
    last_name: str
    email: str
    extension: float
    columns: dict[str, str]

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def canvas_id(self) -> str:
        """Canvas' number of the learner, "" if the roster is not Canvas'."""
        return self.columns.get("id", "") if is_canvas(self.columns) else ""

    @property
    def participant(self) -> str:
        """Moodle's number of the learner in one assignment, from its grading worksheet, or ""."""
        return self.columns.get("identifier", "").removeprefix("Participant ")


def read_roster(root: Path = ROOT) -> dict[str, Learner]:
    """Return the roster, {id: Learner}, in the file's order; {} if there is no roster.csv.

    Raises ClassroomError, with the line, for one that can't be read.
    """
    try:
        data = (root / "roster.csv").read_bytes()
    except FileNotFoundError:
        return {}
    text = decoded(data)
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)  # Moodle's and Excel's choice differs by country
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    found: dict[str, Learner] = {}
    lines: dict[str, int] = {}
    for row in rows:
        columns = {
            (name or "").strip().lower(): (value or "").strip()
            for name, value in row.items()
            if isinstance(value, str)
        }
        if not any(columns.values()) or is_no_learner(columns):
            continue
        learner = learner_of(columns, rows.line_num)
        if learner.id in found:
            raise ClassroomError(
                f"roster.csv, line {rows.line_num}: {learner.id} is there twice, in line {lines[learner.id]} too; each "
                "learner needs an id of their own."
            )
        found[learner.id], lines[learner.id] = learner, rows.line_num
    return found


def names_of(roster: dict[str, Learner]) -> dict[str, str]:
    """Return {id: name} of those whose name is known."""
    return {learner.id: learner.name for learner in roster.values() if learner.name}


def decoded(data: bytes) -> str:
    """Return a table's text: UTF-8, as Canvas and Moodle write it, or what Excel saves on Windows."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def is_canvas(columns: dict[str, str]) -> bool:
    """Return whether a row is of Canvas' export."""
    return "student" in columns and "id" in columns


def is_no_learner(columns: dict[str, str]) -> bool:
    """Return whether a row of Canvas' export is that of the possible points, or Canvas' test student."""
    name = columns.get("student", "x")
    return is_canvas(columns) and (
        not columns["id"] or name in ("Points Possible", "Student, Test")
    )


def learner_of(columns: dict[str, str], line: int) -> Learner:
    """Return the Learner of a row. Raises ClassroomError, with the line, if there is no id in it."""
    ids = ("sis login id", "sis user id", "id") if is_canvas(columns) else (*OWN_IDS, *MOODLE_IDS)
    id = first_of(columns, ids)
    if not id or "/" in id or id.startswith(".") or not id.isprintable():
        raise ClassroomError(
            f"roster.csv, line {line}: there is no id that can be a folder's name ({id!r}). Expected are the columns "
            "id, name, e-mail, extension, or an export of Canvas or Moodle."
        )
    first, last = first_of(columns, FIRST), first_of(columns, LAST)
    if not first and not last:
        first, last = parted(first_of(columns, NAMES))
    days = first_of(columns, EXTENSIONS) or "0"
    try:
        extension = float(days.replace(",", "."))
    except ValueError:
        extension = math.nan
    if not 0 <= extension < 10_000:
        raise ClassroomError(
            f"roster.csv, line {line}: the extension of {id} is {days!r}, and a number of days is expected."
        )
    id, email = unicodedata.normalize("NFC", id), first_of(columns, EMAILS)
    return Learner(id, first, last, email, extension, columns)


def first_of(columns: dict[str, str], names: tuple[str, ...]) -> str:
    """Return the first column among `names` that holds something, "" if none does."""
    return next((columns[name] for name in names if columns.get(name)), "")


def parted(name: str) -> tuple[str, str]:
    """Return the first and last name of "Doe, Jane" or "Jane Doe"."""
    if "," in name:
        last, _, first = name.partition(",")
    else:
        first, _, last = name.rpartition(" ")
    return first.strip(), last.strip()


def name_on_roster(source: Source, roster: dict[str, Learner]) -> str:
    """Return what the learner of a submission is called: the roster's id where one learner fits, else as it came."""
    if source.system == "canvas":
        found = [one for one in roster.values() if one.canvas_id == source.id]
    elif source.system == "moodle":
        found = [one for one in roster.values() if one.participant == source.id]
        found = found or with_name(source.learner, roster)
    else:
        found = [roster[source.learner]] if source.learner in roster else []
        found = found or with_name(source.learner, roster)
    return found[0].id if len(found) == 1 else source.learner


def other_ids(
    names: Iterable[str], origins: Mapping[str, Mapping], roster: dict[str, Learner]
) -> dict[str, str]:
    """Return {name: id} of the learners whom the roster knows, but not under this name.

    origins -- where submissions were collected from, {name: {"system", "id", …}}
    These were collected before the roster was there: it decides as it would if they were collected now.
    """
    found = {}
    for name in names:
        origin = origins.get(name, {})
        source = Source(name, Path(), (), origin.get("system", ""), origin.get("id", ""))
        if name not in roster and (id := name_on_roster(source, roster)) != name:
            found[name] = id
    return found


def with_name(name: str, roster: dict[str, Learner]) -> list[Learner]:
    """Return the learners of this name or e-mail address."""
    wanted = plain(name)
    return [
        one
        for one in roster.values()
        if wanted in (plain(one.name), plain(f"{one.last_name} {one.first_name}"), plain(one.email))
    ]


def plain(name: str) -> str:
    """Return a name in a form to compare."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().replace(",", " ").split())
