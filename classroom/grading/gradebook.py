"""nbgrader's gradebook: marks go in, and what a teacher gave by hand comes out. One process writes to it."""

import contextlib
import datetime
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    InvalidEntry,
    MissingEntry,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from classroom.errors import ClassroomError
from classroom.grading.late import LateRule
from classroom.grading.roster import Learner
from classroom.paths import week_number
from classroom.results import Late, SubmissionResult

LOCKED = (
    "The gradebook can't be written to ({}): does another program have it open? What was graded is kept; close that "
    "program and grade again to enter the marks."
)


def marks_of_all_weeks(gradebook: Gradebook) -> dict[str, tuple[float, dict[str, float]]]:
    """Return {week: (maximum, {learner: points})} as formgrader shows them; who has no mark is left out."""
    rows = (
        select(Assignment.name, Student.id, Grade.score)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Student, SubmittedAssignment.student_id == Student.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .where(
            Grade.auto_score.is_not(None)
            | Grade.manual_score.is_not(None)
            | Grade.extra_credit.is_not(None)
        )
    )
    weeks = sorted(gradebook.assignments, key=lambda one: week_number(one.name))
    found: dict = {one.name: (one.max_score, defaultdict(float)) for one in weeks}
    for week, learner, score in gradebook.db.execute(rows):
        found[week][1][learner] += score or 0.0
    taken = select(Assignment.name, Student.id, SubmittedNotebook.late_submission_penalty)
    taken = taken.join(
        SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id
    )
    taken = taken.join(Student, SubmittedAssignment.student_id == Student.id)
    taken = taken.join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
    for week, learner, penalty in gradebook.db.execute(
        taken.where(SubmittedNotebook.late_submission_penalty > 0)
    ):
        if learner in found[week][1]:
            found[week][1][learner] -= penalty
    return {week: (maximum, dict(reached)) for week, (maximum, reached) in found.items()}


class Marks:
    """The marks of one week in a gradebook, open as long as the context lasts.

    Raises ClassroomError if the week isn't released, or the gradebook can't be written to.
    """

    def __init__(self, gradebook: Gradebook, week: str):
        self.gradebook, self.week = gradebook, week
        try:
            assignment = gradebook.find_assignment(week)
        except MissingEntry:
            raise ClassroomError(
                f"The gradebook doesn't know {week}: release it first (make release WEEK={week_number(week)})."
            ) from None
        cells = [(n.name, cell) for n in assignment.notebooks for cell in n.grade_cells]
        self.notebooks = sorted(f"{notebook.name}.ipynb" for notebook in assignment.notebooks)
        self.maximum = {(notebook, cell.name): cell.max_score for notebook, cell in cells}

    def enter_roster(self, roster: Mapping[str, Learner]) -> None:
        """Enter names and e-mail addresses, which formgrader shows; without a roster nothing changes."""
        with written(self.gradebook):
            for one in roster.values():
                known = {
                    "first_name": one.first_name,
                    "last_name": one.last_name,
                    "email": one.email,
                }
                self.gradebook.update_or_create_student(one.id, **known)

    def clear(self, learners: list[str]) -> None:
        """Clear the automatic marks of earlier runs; what a teacher marked or wrote by hand stays."""
        with written(self.gradebook) as database:
            for part in in_parts(learners, 500):
                rows = self.rows().where(Student.id.in_(part)).with_only_columns(Grade.id)
                change = update(Grade).where(Grade.id.in_(rows))
                database.execute(change.values(auto_score=None, needs_manual_grade=True))

    def enter(self, result: SubmissionResult) -> None:
        """Enter the marks of a learner; a mark given by hand stays, to be looked at again if it is older."""
        with written(self.gradebook) as database:
            self.gradebook.update_or_create_student(result.learner)
            self.gradebook.update_or_create_submission(self.week, result.learner)
            points = {(one.notebook, one.exercise): one.points for one in result.exercises}
            rows = self.rows().where(Student.id == result.learner)
            for grade, _, notebook, cell in database.execute(rows):
                if (notebook, cell) in points:
                    grade.auto_score = points[notebook, cell]
                    # `clear` has set it for those who are marked anew
                    grade.needs_manual_grade &= grade.manual_score is not None
        database.expunge_all()  # 20,000 learners' rows need not stay in memory

    @property
    def due(self) -> datetime.datetime | None:
        """The due date that the gradebook has for the week, in UTC."""
        return self.gradebook.find_assignment(self.week).duedate

    def enter_lateness(
        self,
        rule: LateRule,
        late: Mapping[str, Late],
        stamped: Mapping[str, datetime.datetime | None],
    ) -> None:
        """Enter the due date, when submissions came, extensions and penalties, where formgrader and exports find them.

        late    -- {learner: Late} of those with marks
        stamped -- {learner: time in timestamp.txt, in UTC}: formgrader takes a submission for ungraded unless the
                   gradebook has the same (nbgrader/apps/api.py, get_autograded_students)
        """
        assignment = self.gradebook.find_assignment(self.week)
        with written(self.gradebook):
            changes = rule.due is not None or self.penalised()
            assignment.duedate = rule.due
            for submission in assignment.submissions:
                learner = submission.student_id
                if learner not in late:
                    continue
                submission.timestamp = stamped.get(learner)
                if not changes:
                    continue
                days = rule.extensions.get(learner, 0.0)
                submission.extension = datetime.timedelta(days=days) if days else None
                for notebook in submission.notebooks:
                    notebook.late_submission_penalty = (
                        late[learner].penalties.get(notebook.name) or None
                    )

    def penalised(self) -> bool:
        """Return whether a submission of the week has a penalty for lateness."""
        rows = (
            select(SubmittedNotebook.id)
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .where(Assignment.name == self.week, SubmittedNotebook.late_submission_penalty > 0)
        )
        return self.gradebook.db.execute(rows.limit(1)).first() is not None

    def automatic(self) -> dict[str, dict[tuple[str, str], float]]:
        """Return the tests' marks, {learner: {(notebook, cell): points}}."""
        found: defaultdict = defaultdict(dict)
        rows = self.rows().where(Grade.auto_score.is_not(None))
        for grade, learner, notebook, cell in self.gradebook.db.execute(rows):
            found[learner][notebook, cell] = grade.auto_score
        self.gradebook.db.expunge_all()
        return found

    def by_hand(self) -> dict[str, dict[tuple[str, str], tuple[float | None, float]]]:
        """Return what a teacher gave: {learner: {(notebook, cell): (points in place of the tests', extra points)}}."""
        found: defaultdict = defaultdict(dict)
        given = (Grade.manual_score.is_not(None)) | (Grade.extra_credit.is_not(None))
        for grade, learner, notebook, cell in self.gradebook.db.execute(self.rows().where(given)):
            found[learner][notebook, cell] = grade.manual_score, grade.extra_credit or 0.0
        return found

    def by_hand_before(self, learners: Container[str]) -> dict[str, set[tuple[str, str]]]:
        """Return the places of points that were given by hand before the answer was last marked, by learner.

        learners -- those who are marked now: of these it is all
        """
        found: defaultdict = defaultdict(set)
        rows = self.rows().where(Grade.manual_score.is_not(None))
        for grade, learner, notebook, cell in self.gradebook.db.execute(rows):
            # `clear` sets the mark, and formgrader takes it away when a teacher saves points.
            if grade.needs_manual_grade or learner in learners:
                found[learner].add((notebook, cell))
        return found

    def comments(self) -> dict[str, dict[tuple[str, str], str]]:
        """Return what a teacher wrote, {learner: {(notebook, answer's cell): text}}."""
        found: defaultdict = defaultdict(dict)
        rows = self.rows(Comment).where(Comment.manual_comment.is_not(None))
        for comment, learner, notebook, cell in self.gradebook.db.execute(rows):
            found[learner][notebook, cell] = comment.comment
        return found

    def rows(self, kind=Grade):
        """The grades, or comments, of this week, each with its learner, notebook and cell."""
        return (
            select(kind, Student.id, Notebook.name, BaseCell.name)
            .join(SubmittedNotebook, kind.notebook_id == SubmittedNotebook.id)
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Student, SubmittedAssignment.student_id == Student.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
            .join(BaseCell, kind.cell_id == BaseCell.id)
            .where(Assignment.name == self.week)
        )


@contextlib.contextmanager
def written(gradebook: Gradebook) -> Iterator:
    """Write what happens in this context, all or nothing. Raises ClassroomError where the gradebook refuses.

    nbgrader's own functions commit at each step, and each commit waits for the disk, for seconds on a busy one: here
    they only flush, and one commit comes at the end.
    """
    commit = gradebook.db.commit
    gradebook.db.commit = gradebook.db.flush
    try:
        yield gradebook.db
        commit()
    except (OperationalError, InvalidEntry) as error:  # nbgrader makes the second of the first
        gradebook.db.rollback()
        raise ClassroomError(LOCKED.format(getattr(error, "orig", error))) from error
    finally:
        gradebook.db.commit = commit


def in_parts(items: list, size: int) -> Iterator[list]:
    """Yield a list in parts of at most `size`."""
    for begin in range(0, len(items), size):
        yield items[begin : begin + size]
