"""Hidden tests: the checks of a lesson on inputs that nobody has seen. Never in a learner's copy."""

import os
import secrets

from classroom.build_checks import freeze_exercise
from helpers.checks import CheckFailed, diagnose_exercise


def check_on_new_inputs(exercise, function, seed=None):
    """Raise CheckFailed unless `function` is right on freshly drawn inputs.

    exercise -- for example "week2_logistic_regression/propagate"
    seed     -- of the draw; by default GRADING_SEED from the environment, else a new one. The message names it, so
                that a mark can be repeated.
    """
    week, name = exercise.split("/")
    seed = int(os.environ.get("GRADING_SEED", secrets.randbits(32))) if seed is None else seed
    right = freeze_exercise(week, name, seed, mistakes=False)
    diagnosis = diagnose_exercise({name: right}, name, function)
    if diagnosis.passed:
        return
    # Only now the mistaken copies, which take most of the time: they name the mistake.
    named = diagnose_exercise({name: freeze_exercise(week, name, seed)}, name, function)
    message = (diagnosis if named.passed else named).message
    # "try it" would lead to the lesson's inputs, not to these.
    lines = [line for line in message.splitlines() if "check.inputs(" not in line]
    raise CheckFailed("\n".join([f"On new inputs (seed {seed}):", *lines]))
