"""Late submissions: due dates, a learner's extension, and the rule that takes points, by nbgrader's plugin interface.

In nbgrader_config.py c.Grading.due_dates has the date of each week (else it is the gradebook's, which formgrader's
Manage Assignments edits), and c.AssignLatePenalties.plugin_class names a nbgrader.plugins.LateSubmissionPlugin. When a
submission was handed in is known from nbgrader's own timestamp.txt in submitted/, from the times in a download of
Canvas or Moodle, or, that it was late at all, from Canvas' mark in the file's name. What is not known costs nothing.
"""

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc
from traitlets.config import Config

from classroom.errors import ClassroomError
from classroom.grading.collect import origins_of, timestamp_in
from classroom.grading.roster import Learner
from classroom.paths import title_of, week_names
from classroom.results import AT_LEAST, Late

NO_DATE = (
    "nbgrader_config.py: c.Grading.due_dates has {0!r} for {1}, and a date with time and zone is expected, such as "
    '"2026-10-12 23:59 Europe/Berlin" (without a zone it is UTC).'
)
NO_WEEK = "nbgrader_config.py: c.Grading.due_dates names {0}, and there are the weeks {1}."
NO_RULE = "The rule for late submissions fails ({0}): look at c.AssignLatePenalties.plugin_class in nbgrader_config.py."


@dataclass(frozen=True)
class LateRule:
    """What lateness costs in one week.

    due     -- the date, in UTC without a zone as nbgrader stores it; None if there is none, and nobody is late
    plugin  -- says how many points a notebook loses
    handed_in, extensions -- {learner: time in UTC}, {learner: days}
    marked_late -- learners whom Canvas calls late
    """

    due: datetime.datetime | None = None
    plugin: LateSubmissionPlugin | None = None
    handed_in: Mapping[str, datetime.datetime] = field(default_factory=dict)
    extensions: Mapping[str, float] = field(default_factory=dict)
    marked_late: frozenset[str] = frozenset()

    def seconds(self, learner: str) -> float:
        """Return how late a learner's submission is, 0 if it is not, or if nothing is known of it."""
        if self.due is None:
            return 0.0
        extension = datetime.timedelta(days=self.extensions.get(learner, 0.0))
        if learner in self.handed_in:
            return max(0.0, (self.handed_in[learner] - self.due - extension).total_seconds())
        return AT_LEAST if learner in self.marked_late and not extension else 0.0

    def late(self, learner: str, reached: Mapping[str, float]) -> Late:
        """Return how late a learner's submission is and what that costs; `reached` is {notebook: points}.

        As in nbgrader, the plugin is asked for each notebook; it can't take more than there is, or give any.
        Raises ClassroomError for a plugin that fails.
        """
        seconds = self.seconds(learner)
        if not seconds or self.plugin is None:
            return Late(seconds)
        found = {}
        for notebook, score in reached.items():
            try:
                taken = self.plugin.late_submission_penalty(learner, score, seconds)
                penalty = 0.0 if taken is None else min(max(0.0, float(taken)), score)
            except Exception as error:  # a teacher's own program
                raise ClassroomError(NO_RULE.format(f"{type(error).__name__}: {error}")) from error
            if not math.isfinite(penalty):
                raise ClassroomError(NO_RULE.format(f"it takes {taken} points"))
            found[notebook] = penalty
        return Late(seconds, found)


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
    due = due_dates(config, week_names(root)).get(week, known)
    if due is None:
        return LateRule()
    origins = origins_of(root, week)
    times = {learner: handed_in(root, week, learner, origins.get(learner)) for learner in learners}
    return LateRule(
        due,
        AssignLatePenalties(config=config).plugin_class(config=config),
        {learner: time for learner, time in times.items() if time},
        {name: one.extension for name, one in roster.items() if one.extension},
        frozenset(learner for learner, origin in origins.items() if origin["late"]),
    )


def due_dates(config: Config, weeks: list[str]) -> dict[str, datetime.datetime]:
    """Return the due dates of nbgrader_config.py in UTC. Raises ClassroomError for one that is none."""
    found = {}
    for week, text in dict(config.Grading.get("due_dates", {})).items():
        if week not in weeks:
            raise ClassroomError(NO_WEEK.format(week, ", ".join(weeks)))
        try:
            found[week] = parse_utc(text if isinstance(text, str) else str(text))
        except (ValueError, OverflowError) as error:
            raise ClassroomError(NO_DATE.format(text, title_of(week))) from error
    return found


def handed_in(
    root: Path, week: str, learner: str, origin: Mapping | None
) -> datetime.datetime | None:
    """Return when a submission was handed in, in UTC, None if that is not known.

    origin -- where it was collected from; a timestamp.txt from an inbox would be the learner's own word
    """
    if origin is not None:
        text = origin.get("time", "")
    else:
        text = timestamp_in(root / "submitted" / learner / week)
    try:
        return parse_utc(text) if text else None
    except (ValueError, OverflowError):
        return None
