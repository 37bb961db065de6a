"""What is known of each exercise: inputs, typical mistakes, right answers written differently.

The reference answer is not here: it stands in the lesson, between BEGIN SOLUTION and END SOLUTION. Only an exercise
that has left its lesson holds its own.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module


@dataclass(frozen=True)
class Case:
    """One input of an exercise.

    remark    -- the remark is made unless results here are finite; they are not compared
    compared_if_finite -- with a remark: finite results are compared all the same, as only one is right
    stand_ins -- {name of a random function that the answer calls: (arguments expected, what it shall return)};
                 after it others may follow that an answer calls by mistake
    wanted    -- for the exercise's summary
    may_refuse -- that an array of whole numbers can't take a result in place is no mistake here; a wrong number is
    """

    arguments: tuple
    remark: str | None = None
    stand_ins: dict = field(default_factory=dict)
    wanted: dict = field(default_factory=dict)
    may_refuse: bool = False
    compared_if_finite: bool = False


@dataclass(frozen=True)
class Exercise:
    """One function a learner writes.

    name     -- of the function, as in the lesson
    inputs   -- rng ↦ list of Case. The checks store one draw; hidden tests draw afresh
    tested   -- completes "✓ name: …" when the answer is right
    returns  -- names of the returned values, for the messages
    mistakes -- (old text, new text, sentence): the reference's source with `old` replaced by `new` is a typical
                mistake, and the sentence is what a learner who made it should read
    right    -- sources of other right answers
    no_loop  -- a right answer with a loop passes with a remark
    summary  -- for random results: the name of the summary in helpers/checks/summaries that is compared
    nothing_else -- a dictionary may hold no more than the expected keys
    whole_numbers -- where the reference gives an int, 2.0 is wrong: what is made of it needs one
    error_hints  -- (part of an error's text or line, what it means in this exercise)
    hints        -- for who is stuck, one after the other: what to think of, the shapes, one line or a part of it; never
                    the whole answer
    reference    -- for an exercise that no lesson has any more, its answer cell: copies that learners have begun still
                    have it, and are checked as before
    """

    name: str
    inputs: Callable
    tested: str
    returns: tuple = ("result",)
    mistakes: tuple = ()
    right: tuple = ()
    no_loop: bool = False
    summary: str | None = None
    nothing_else: bool = False
    whole_numbers: bool = False
    error_hints: tuple = ()
    hints: tuple = ()
    reference: str = ""


def wide(rng, *sizes):
    """Layer sizes near the given ones, up to an eighth above: new in each draw, and their order of size stays."""
    return tuple(int(rng.integers(size, size + size // 8 + 1)) for size in sizes)


def exercises_of(week):
    """The week's exercises, {name: Exercise}; for example of "week2_logistic_regression".

    Raises ModuleNotFoundError for a week without exercises.
    """
    return {
        exercise.name: exercise
        for exercise in import_module(f"classroom.exercises.{week}").EXERCISES
    }
