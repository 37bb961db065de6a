"""Hidden tests: the checks of a lesson on inputs that nobody has seen. Never in a learner's copy."""

import dataclasses
import functools
import os
import secrets

from classroom.exercises.recording import record_exercise
from helpers.checks import CheckFailed, diagnose_exercise


@functools.lru_cache(maxsize=512)
def recorded(week, name, seed, mistakes):
    """An exercise on the inputs of one seed. A grader needs it for each learner, and records it once."""
    return {name: record_exercise(week, name, seed, mistakes)}


def check_on_new_inputs(exercise, function, seed=None):
    """Raise CheckFailed unless `function` is right on freshly drawn inputs.

    exercise -- for example "week2_logistic_regression/propagate"
    seed     -- of the draw; by default GRADING_SEED from the environment, else a new one. The message names it, so
                that a mark can be repeated.
    """
    week, name = exercise.split("/")
    seed = int(os.environ.get("GRADING_SEED", secrets.randbits(32))) if seed is None else seed
    diagnosis = diagnose_exercise(recorded(week, name, seed, False), name, function)
    if diagnosis.passed:
        return
    # Only now the mistaken copies, which take most of the time: they name the mistake.
    named = diagnose_exercise(recorded(week, name, seed, True), name, function)
    diagnosis = diagnosis if named.passed else named
    # "try it" would lead to the lesson's inputs, not to these.
    lines = tuple(line for line in diagnosis.lines if line[0] != "try it")
    diagnosis = dataclasses.replace(diagnosis, lines=lines)
    raise CheckFailed(f"On new inputs (seed {seed}):\n{diagnosis.message}", diagnosis)
