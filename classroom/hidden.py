"""Hidden tests: the checks of a lesson on inputs that nobody has seen. Never in a learner's copy."""

import functools
import os
import secrets

from classroom.build_checks import freeze_exercise
from helpers.checks import CheckFailed, diagnose_exercise


@functools.lru_cache(maxsize=256)
def frozen(week, name, seed):
    """An exercise on the inputs of one seed. A grader needs it for each learner, and draws it once."""
    return freeze_exercise(week, name, seed)


def check_on_new_inputs(exercise, function, seed=None):
    """Raise CheckFailed unless `function` is right on freshly drawn inputs.

    exercise -- for example "week2_logistic_regression/propagate"
    seed     -- of the draw; by default GRADING_SEED from the environment, else a new one. The message names it, so
                that a mark can be repeated.
    """
    week, name = exercise.split("/")
    seed = int(os.environ.get("GRADING_SEED", secrets.randbits(32))) if seed is None else seed
    diagnosis = diagnose_exercise({name: frozen(week, name, seed)}, name, function)
    if not diagnosis.passed:
        # "try it" would lead to the lesson's inputs, not to these.
        lines = [line for line in diagnosis.message.splitlines() if "check.inputs(" not in line]
        raise CheckFailed("\n".join([f"On new inputs (seed {seed}):", *lines]), diagnosis.mistake)
