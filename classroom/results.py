"""What grading found, as plain data: one SubmissionResult per learner and week, one ExerciseResult per exercise.

The texts in it come from learners' programs and can hold anything; whoever shows them must escape them.
"""

import dataclasses
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass

from classroom.text import plural, points
from helpers.checks import Diagnosis, Kind
from helpers.checks.message import layout
from helpers.checks.results import CodeLine

VERSION = 3  # of the stored form; what an earlier version has stored is graded again


@dataclass(frozen=True)
class Late:
    """How late the notebooks of a submission are: those kept from a hand-in before have its time.

    penalties -- {notebook: points that it loses}
    delays    -- {notebook: seconds after the due date with the learner's extension}; 0 in time, or if it is not known
    marked    -- notebooks that Canvas calls late, and nothing says by how much
    """

    penalties: Mapping[str, float] = dataclasses.field(default_factory=dict)
    delays: Mapping[str, float] = dataclasses.field(default_factory=dict)
    marked: frozenset[str] = frozenset()

    @property
    def penalty(self) -> float:
        """The points that the week loses."""
        return math.fsum(self.penalties.values())

    @property
    def words(self) -> str:
        """A sentence on the notebooks that have penalties, be they 0; "" if these are in time."""
        said = []
        if delay := max((self.delays.get(one, 0.0) for one in self.penalties), default=0.0):
            less = "1 point less" if self.penalty == 1 else f"{points(self.penalty)} points less"
            cost = less if self.penalty else "it costs no points"
            said.append(f"Handed in late, by {time_span(delay)}: {cost}.")
        if self.marked & set(self.penalties):
            said.append(MARKED)
        return " ".join(said)


def time_span(seconds: float) -> str:
    """Return words for a time in days, hours and minutes, begun minutes not counted."""
    hours, minutes = divmod(int(seconds // 60), 60)
    days, hours = divmod(hours, 24)
    units = {"day": days, "hour": hours, "minute": minutes}
    return " ".join(plural(n, unit) for unit, n in units.items() if n) or "less than a minute"


IN_TIME = Late()
MARKED = "Canvas marks it as late, and by how much is not known: it costs no points unless the teacher decides so."
NOTHING = "nothing handed in"  # the problem of one on the roster without a submission
# What problems say to the teacher alone.
RENAME = "(to use one, rename it and grade again)"
TRY_AGAIN = (
    "(if this machine was to blame, delete the learner's folder in autograded/ and grade again)"
)
FROM_OWN_CELLS = "# from cells of your own:"


@dataclass(frozen=True)
class ExerciseResult:
    """What the tests of one exercise found.

    notebook   -- its name without .ipynb, "2_planar_classification"
    exercise   -- the grade_id of its test cell, "test_sigmoid"
    points     -- by the tests; maximum: those there are
    diagnosis  -- what the check found wrong; None where nothing is, or where the test is no check
    text       -- what the test printed, or its error, where there is no diagnosis
    cell_error -- what the answer's own cell raised, "KeyError: …"; ""
    answer     -- the source of the learner's answer
    own        -- what answers need of the learner's own cells that stand before its test, without comments
    unread     -- the notebook could not be read, or was not handed in
    """

    notebook: str
    exercise: str
    points: float
    maximum: float
    diagnosis: Diagnosis | None = None
    text: str = ""
    cell_error: str = ""
    answer: str = ""
    own: str = ""
    unread: bool = False

    @property
    def name(self) -> str:
        """What to call the exercise: "sigmoid" for the test cell "test_sigmoid"."""
        return self.exercise.removeprefix("test_")

    @property
    def code(self) -> str:
        """What was graded of the learner's code: the answer, then what it needs of own cells.

        In this order the answer's lines keep their numbers, which messages name.
        """
        return f"{self.answer}\n\n{FROM_OWN_CELLS}\n{self.own}" if self.own else self.answer

    @property
    def written(self) -> str:
        """The answer to compare with those of others: with own cells' code where the function is defined there."""
        return self.code if f"def {self.name}(" in self.own else self.answer

    @property
    def solved(self) -> bool:
        """Whether it has all its points."""
        return self.points >= self.maximum

    @property
    def mistake(self) -> str | None:
        """The sentences of the known mistakes, or None."""
        return self.diagnosis.mistake if self.diagnosis else None

    @property
    def message(self) -> str:
        """What the learner reads, as plain text laid out for a fixed width, of several lines."""
        text = self.diagnosis.message if self.diagnosis else self.text
        return f"{text}\n{layout([('note', self.note)])}" if self.cell_error else text

    @property
    def note(self) -> str:
        """The line on the error of the answer's own cell, "" if there was none."""
        return f"the cell ended in an error: “{self.cell_error}”" if self.cell_error else ""


@dataclass(frozen=True)
class SubmissionResult:
    """What became of one learner's submission.

    week      -- the folder's name, "week3_shallow_network"
    seed      -- of the hidden tests' inputs
    exercises -- ExerciseResults in the lessons' order; none when it could not be graded
    problem   -- one sentence: why it wasn't graded, or a notebook that is missing; "" when all is well
    seconds   -- grading took
    digest    -- of what was graded
    penalty   -- points taken for lateness, where marks are shown; 0 in what is stored
    """

    learner: str
    week: str
    seed: int
    exercises: tuple[ExerciseResult, ...]
    problem: str
    seconds: float
    digest: str
    penalty: float = 0.0

    @property
    def handed_in(self) -> bool:
        """Whether there is a submission: a roster also names those who handed in nothing."""
        return self.problem != NOTHING

    @property
    def problem_to_learner(self) -> str:
        """The problem, without what a teacher may do about it."""
        return self.problem.replace(f" {RENAME}", "").replace(f" {TRY_AGAIN}", "")

    @property
    def total(self) -> float:
        """The points reached, without those that lateness takes."""
        return math.fsum(exercise.points for exercise in self.exercises) - self.penalty

    @property
    def maximum(self) -> float:
        """The points there are."""
        return math.fsum(exercise.maximum for exercise in self.exercises)

    def to_json(self) -> str:
        """Return it as JSON. Raises ValueError for points that are no finite numbers."""
        stored = {"version": VERSION, **dataclasses.asdict(self)}
        return json.dumps(stored, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> "SubmissionResult":
        """Return what `to_json` wrote. Raises ValueError for anything else, an earlier version's result among it."""
        try:
            stored = json.loads(text)
            if stored.pop("version") != VERSION:
                raise ValueError("Not the result of this version.")
            parts = [read_exercise(part) for part in stored.pop("exercises")]
            return checked(cls(**stored, exercises=tuple(parts)))
        except (TypeError, KeyError, AttributeError, RecursionError) as error:
            raise ValueError(f"Not the result of a submission: {error}") from error


def read_exercise(stored: dict) -> ExerciseResult:
    """Return an ExerciseResult from its JSON. Raises TypeError or ValueError for anything else."""
    diagnosis = stored.pop("diagnosis")
    if diagnosis is not None:
        line = diagnosis.pop("code_line")
        diagnosis.pop("place")  # searched for in notebooks alone
        diagnosis = checked(
            Diagnosis(
                **diagnosis
                | {
                    "kind": Kind(diagnosis["kind"]),
                    "lines": tuple((text(label), text(said)) for label, said in diagnosis["lines"]),
                    "mistakes": tuple(map(text, diagnosis["mistakes"])),
                    "depends_on": tuple(map(text, diagnosis["depends_on"])),
                    "code_line": None if line is None else checked(CodeLine(**line)),
                }
            )
        )
    return checked(ExerciseResult(**stored, diagnosis=diagnosis))


KINDS = {
    "points": (int, float), "penalty": (int, float),
    "maximum": (int, float), "seconds": (int, float), "seed": (int,), "unread": (bool,),
    "exercises": (tuple,), "diagnosis": (Diagnosis, type(None)), "kind": (Kind,), "lines": (tuple,),
    "place": (type(None),),
    "mistakes": (tuple,), "depends_on": (tuple,), "error_type": (str, type(None)), "number": (int,),
    "position": (int, type(None)), "code_line": (CodeLine, type(None)),
}  # fmt: skip


def checked(result):
    """Return a dataclass as it is. Raises TypeError for a field of another type, or a number that isn't finite."""
    for field in dataclasses.fields(result):
        value, kinds = getattr(result, field.name), KINDS.get(field.name, (str,))
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise TypeError(f"{field.name} is {value!r:.40}")
        if isinstance(value, float) and not math.isfinite(value):
            raise TypeError(f"{field.name} is {value}")
    return result


def text(value) -> str:
    """Return a text as it is. Raises TypeError for anything else."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.40} is no text")
    return value
