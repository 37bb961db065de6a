"""The check as a learner calls it in a notebook."""

import sys

from IPython import get_ipython

from helpers.checks.judging import diagnose_exercise, find
from helpers.checks.message import layout
from helpers.checks.place import with_place
from helpers.checks.records import load_exercises

OUTDATED = (
    "the cell you ran before this one has an error of syntax and changed nothing: an older version "
    "of the function was checked."
)


def diagnose_with_place(exercises, name, function):
    """`diagnose_exercise`, and for a wrong function the place of the mistake in its own code where it is found."""
    return with_place(diagnose_exercise(exercises, name, function), exercises, function)


class CheckFailed(AssertionError):
    """A check's message, with the Diagnosis it tells of; None where there is none.

    IPython shows the message alone, without the lines of code that led to it.
    """

    def __init__(self, message, diagnosis=None):
        super().__init__(message)
        self.diagnosis = diagnosis

    def _render_traceback_(self):
        return str(self).splitlines()


class Checks:
    """The checks of one week's exercises.

    week -- the folder's name, for example "week2_logistic_regression"
    Raises FileNotFoundError when there are no checks of that name.
    """

    def __init__(self, week):
        self.exercises = load_exercises(week)
        self.outdated = False
        shell = get_ipython()
        if shell is not None:
            shell.events.register("post_run_cell", self.after_cell)

    def after_cell(self, result):
        """After each cell: remember whether it could not even begin, so that its function is an old one."""
        self.outdated = isinstance(result.error_before_exec, SyntaxError)

    def __call__(self, function, name=None):
        """Print one line when the function is right, else raise CheckFailed with what is wrong and why."""
        if not callable(function):
            raise CheckFailed("✗ give the function itself to check, without brackets or arguments.")
        name = name or self.name_of(function)
        if name not in self.exercises:
            raise CheckFailed(
                f"✗ no exercise is called {name}: keep the name that the cell gave the function."
            )
        diagnosis = diagnose_with_place(self.exercises, name, function)
        message = diagnosis.message
        if self.outdated:
            message += "\n" + layout([("note", OUTDATED)])
        if not diagnosis.passed:
            raise CheckFailed(message, diagnosis)
        print(message)

    def name_of(self, function):
        """The name of the exercise: that of the function, or that under which the notebook has a lambda or the like."""
        name = getattr(function, "__name__", type(function).__name__)
        if name in self.exercises:
            return name
        names = get_ipython().user_ns if get_ipython() else sys._getframe(2).f_globals
        found = [one for one in self.exercises if names.get(one) is function]
        return found[0] if found else name

    def inputs(self, function, position):
        """The arguments of one of the check's inputs; a failed check's message says which."""
        name = function if isinstance(function, str) else self.name_of(function)
        return find(self.exercises, name).cases[position - 1].arguments
