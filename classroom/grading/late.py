"""Late submissions: due dates, a learner's extension, and the rule that takes points, by nbgrader's plugin interface.

In nbgrader_config.py c.Grading.due_dates has the date of each week (else it is the gradebook's, which formgrader's
Manage Assignments edits), and c.AssignLatePenalties.plugin_class names a nbgrader.plugins.LateSubmissionPlugin. When a
submission was handed in is known from nbgrader's own timestamp.txt in submitted/, or from the times in a download of
Canvas or Moodle. What is not known costs nothing: Canvas' mark in a file's name, which says no time, is only noted.
"""

import datetime
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc
from traitlets.config import Config

from classroom.errors import ClassroomError
from classroom.files import write_whole
from classroom.grading.origins import origins_of
from classroom.grading.roster import Learner
from classroom.grading.submitted import timestamp_in
from classroom.paths import title_of, week_names
from classroom.results import Late

NO_DATE = (
    "nbgrader_config.py: c.Grading.due_dates has {0!r} for {1}, and a date with time and zone is expected, such as "
    '"2026-10-12 23:59 Europe/Berlin" (without a zone it is UTC).'
)
NO_WEEK = "nbgrader_config.py: c.Grading.due_dates names {0}, and there are the weeks {1}."
NO_RULE = "The rule for late submissions fails ({0}): look at c.AssignLatePenalties.plugin_class in nbgrader_config.py."
CANVAS_MARK = "late, by Canvas' mark"
DATE = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[ T](?P<time>\d\d:\d\d(:\d\d)?) ?(?P<zone>[A-Za-z][\w/+-]*)?"
)
Arrival = tuple[datetime.datetime | None, bool]


@dataclass(frozen=True)
class LateRule:
    """What lateness costs in one week.

    due     -- the date, in UTC without a zone as nbgrader stores it; None if there is none, and nobody is late
    plugin  -- says how many points a notebook loses
    handed_in, extensions -- {learner: time in UTC}, {learner: days}
    marked_late -- learners whom Canvas calls late
    kept    -- {learner: {notebook: (time in UTC or None, whether Canvas calls it late)}} of the hand-in before
    """

    due: datetime.datetime | None = None
    plugin: LateSubmissionPlugin | None = None
    handed_in: Mapping[str, datetime.datetime] = field(default_factory=dict)
    extensions: Mapping[str, float] = field(default_factory=dict)
    marked_late: frozenset[str] = frozenset()
    kept: Mapping[str, Mapping[str, Arrival]] = field(default_factory=dict)

    def delay(self, learner: str, notebook: str) -> float | None:
        """Return how many seconds late a notebook is, 0 if it is not; None if only Canvas' mark says that it is."""
        if self.due is None:
            return 0.0
        extension = datetime.timedelta(days=self.extensions.get(learner, 0.0))
        own = self.handed_in.get(learner), learner in self.marked_late
        time, marked = self.kept.get(learner, {}).get(notebook, own)
        if time is not None:
            return max(0.0, (time - self.due - extension).total_seconds())
        return None if marked and not extension else 0.0

    def on_mark(self, learner: str) -> str:
        """Return words on Canvas' mark for a learner who is not late by this rule, "" where there is none."""
        if learner not in self.marked_late:
            return ""
        if self.due is not None and self.extensions.get(learner):
            return f"{CANVAS_MARK}, within the extension"
        known = self.due is not None and learner in self.handed_in
        return f"{CANVAS_MARK}, and in time by the file's" if known else CANVAS_MARK

    def late(self, learner: str, reached: Mapping[str, float]) -> Late:
        """Return how late a learner's submission is and what that costs; `reached` is {notebook: points}.

        As in nbgrader, the plugin is asked for each notebook; it can't take more than there is, or give any.
        Raises ClassroomError for a plugin that fails.
        """
        delays = {notebook: self.delay(learner, notebook) for notebook in reached}
        marked = frozenset(notebook for notebook, delay in delays.items() if delay is None)
        known = {notebook: delay or 0.0 for notebook, delay in delays.items()}
        found = dict.fromkeys(reached, 0.0)
        for notebook, score in reached.items():
            if self.plugin is None or not known[notebook]:
                continue
            try:
                taken = self.plugin.late_submission_penalty(learner, score, known[notebook])
                penalty = 0.0 if taken is None else min(max(0.0, float(taken)), score)
            except Exception as error:  # a teacher's own program
                raise ClassroomError(NO_RULE.format(f"{type(error).__name__}: {error}")) from error
            if not math.isfinite(penalty):
                raise ClassroomError(NO_RULE.format(f"it takes {taken} points"))
            found[notebook] = penalty
        return Late(found, known, marked)


def late_rule(
    root: Path,
    week: str,
    config: Config,
    known: datetime.datetime | None,
    learners: list[str],
    roster: Mapping[str, Learner],
) -> LateRule:
    """Return the rule of a week. Raises ClassroomError for settings that can't be read.

    known    -- the week's due date in the gradebook
    learners -- of whom something was handed in
    roster   -- {what a learner is called in submitted/: Learner}
    """
    due = due_date(root, week, config, known)
    origins = origins_of(root, week)
    marked = frozenset(learner for learner, origin in origins.items() if origin["late"])
    if due is None:
        return LateRule(marked_late=marked)
    times = {learner: handed_in(root, week, learner, origins.get(learner)) for learner in learners}
    return LateRule(
        due,
        AssignLatePenalties(config=config).plugin_class(config=config),
        {learner: time for learner, time in times.items() if time},
        {name: one.extension for name, one in roster.items() if one.extension},
        marked,
        {learner: kept_arrivals(origin) for learner, origin in origins.items()},
    )


def kept_arrivals(origin: Mapping) -> dict[str, Arrival]:
    """Return {notebook: when it came, and whether Canvas calls it late} of those that came with an earlier hand-in."""
    kept = origin.get("same", {}) | origin.get("kept", {})
    return {Path(name).stem: (utc(one["time"]), one["late"]) for name, one in kept.items()}


def due_date(
    root: Path, week: str, config: Config, known: datetime.datetime | None
) -> datetime.datetime | None:
    """Return a week's due date: of nbgrader_config.py, else that of the gradebook, `known`, if formgrader set it.

    What nbgrader_config.py had is noted in autograded/, as it goes into the gradebook too: emptied here, it is gone.
    """
    due = due_dates(config, week_names(root)).get(week)
    note = root / "autograded" / f".{week}.due"
    if due is not None:
        write_whole(note, due.isoformat())
        return due
    noted = note.read_text("utf-8") if note.exists() else ""
    return None if known and known.isoformat() == noted else known


def due_dates(config: Config, weeks: list[str]) -> dict[str, datetime.datetime]:
    """Return the due dates of nbgrader_config.py in UTC. Raises ClassroomError for one that is none."""
    found = {}
    for week, text in dict(config.Grading.get("due_dates", {})).items():
        if week not in weeks:
            raise ClassroomError(NO_WEEK.format(week, ", ".join(weeks)))
        found[week] = due_in_utc(str(text), NO_DATE.format(text, title_of(week)))
    return found


def due_in_utc(text: str, refusal: str) -> datetime.datetime:
    """Return a date in UTC without a zone. Raises ClassroomError with `refusal` for what could be read in two ways."""
    found = DATE.fullmatch(text.strip())
    if found is None:
        raise ClassroomError(refusal)
    try:
        date = datetime.datetime.fromisoformat(f"{found['day']} {found['time']}")
        date = date.replace(tzinfo=ZoneInfo(found["zone"] or "UTC"))
        return date.astimezone(datetime.timezone.utc).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError, ZoneInfoNotFoundError) as error:
        raise ClassroomError(refusal) from error


def handed_in(
    root: Path, week: str, learner: str, origin: Mapping | None
) -> datetime.datetime | None:
    """Return when a submission was handed in, in UTC, None if that is not known.

    origin -- where it was collected from; a timestamp.txt from an inbox would be the learner's own word
    """
    if origin is not None:
        return utc(origin.get("time", ""))
    return stamped(root / "submitted" / learner / week)


def stamped(submission: Path) -> datetime.datetime | None:
    """Return the time in a submission's timestamp.txt, in UTC, None if there is none."""
    return utc(timestamp_in(submission))


def utc(text: str) -> datetime.datetime | None:
    """Return the time that a text tells, in UTC, None if it tells none."""
    try:
        return parse_utc(text) if text else None
    except (ValueError, OverflowError):
        return None
