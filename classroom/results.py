"""What grading found, as plain data: one SubmissionResult a learner and week, one ExerciseResult an exercise.

The texts in it come from learners' programs and can hold anything; whoever shows them must escape them.
"""

import dataclasses
import json
import math
from dataclasses import dataclass

NOT_READ = "this notebook could not be read, or was not handed in"  # the message of its exercises


@dataclass(frozen=True)
class ExerciseResult:
    """What the tests of one exercise found.

    notebook -- its name without .ipynb, "2_planar_classification"
    exercise -- the grade_id of its test cell, "test_sigmoid"
    points   -- by the tests; maximum: those there are
    message  -- what the learner reads: plain text laid out for a fixed width, of several lines
    mistake  -- the sentence of the known mistake, or None
    answer   -- the source of the learner's answer
    """

    notebook: str
    exercise: str
    points: float
    maximum: float
    message: str
    mistake: str | None
    answer: str

    @property
    def name(self) -> str:
        """What to call the exercise: "sigmoid" for the test cell "test_sigmoid"."""
        return self.exercise.removeprefix("test_")

    @property
    def solved(self) -> bool:
        """Whether it has all its points."""
        return self.points >= self.maximum


@dataclass(frozen=True)
class SubmissionResult:
    """What became of one learner's submission.

    week      -- the folder's name, "week3_shallow_network"
    seed      -- of the hidden tests' inputs
    exercises -- ExerciseResults in the lessons' order; none when it could not be graded
    problem   -- one sentence: why it wasn't graded, or a notebook that is missing; "" when all is well
    seconds   -- grading took
    digest    -- of what was graded
    """

    learner: str
    week: str
    seed: int
    exercises: tuple[ExerciseResult, ...]
    problem: str
    seconds: float
    digest: str

    @property
    def total(self) -> float:
        """The points reached."""
        return math.fsum(exercise.points for exercise in self.exercises)

    @property
    def maximum(self) -> float:
        """The points there are."""
        return math.fsum(exercise.maximum for exercise in self.exercises)

    def to_json(self) -> str:
        """Return it as JSON. Raises ValueError for points that are no finite numbers."""
        return json.dumps(dataclasses.asdict(self), allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> "SubmissionResult":
        """Return what `to_json` wrote. Raises ValueError for anything else."""
        try:
            found = json.loads(text)
            parts = [_checked(ExerciseResult(**part)) for part in found.pop("exercises")]
            return _checked(cls(**found, exercises=tuple(parts)))
        except (TypeError, KeyError, AttributeError, RecursionError) as error:
            raise ValueError(f"Not the result of a submission: {error}") from error


_KINDS = {
    "points": (int, float), "maximum": (int, float), "seconds": (int, float), "seed": (int,),
    "mistake": (str, type(None)), "exercises": (tuple,),
}  # fmt: skip


def _checked(result):
    """Return a dataclass as it is. Raises TypeError for a field of another type, or a number that isn't finite."""
    for field in dataclasses.fields(result):
        value, kinds = getattr(result, field.name), _KINDS.get(field.name, (str,))
        if not isinstance(value, kinds) or isinstance(value, bool):
            raise TypeError(f"{field.name} is {value!r:.40}")
        if isinstance(value, float) and not math.isfinite(value):
            raise TypeError(f"{field.name} is {value}")
    return result
