"""The check as a learner calls it in a notebook."""

import os
import sys
import textwrap

from IPython import get_ipython

from helpers.checks import progress
from helpers.checks.call_notes import with_call_notes
from helpers.checks.first_nonfinite import with_first_nonfinite
from helpers.checks.judging import diagnose_exercise, find
from helpers.checks.message import WIDTH, layout
from helpers.checks.place import with_place
from helpers.checks.records import load_exercises
from helpers.checks.results import Kind
from helpers.checks.solutions import ENOUGH, answer_of
from helpers.checks.text_notes import with_text_notes
from helpers.repair import what
from helpers.repair.child import RAISE_ERRORS

OUTDATED = (
    "the cell you ran before this one has an error of syntax and changed nothing: an older version "
    "of the function was checked."
)


def diagnose_with_place(exercises, name, function):
    """`diagnose_exercise`, and for a wrong function what its own code shows, such as the place of the mistake."""
    diagnosis = diagnose_exercise(exercises, name, function)
    for add in (with_text_notes, with_place, with_call_notes, with_first_nonfinite):
        try:
            diagnosis = add(diagnosis, exercises, function)
        except Exception:  # the diagnosis stands without it
            if os.environ.get(RAISE_ERRORS):
                raise
    return diagnosis


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
        self.week = week
        self.exercises = load_exercises(week)
        self.hints_given = {}  # {name: how many}
        self.failures = {}  # {name: how many tries failed since this notebook started}
        self.failed_in_a_row = {}  # {name: how many tries, without a right one between them}
        self.asked = set()  # the names whose solution was asked for
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
        name = self.known(name or function)
        diagnosis = diagnose_with_place(self.exercises, name, function)
        self.note(diagnosis)
        message = diagnosis.message
        if self.outdated:
            message += "\n" + layout([("note", OUTDATED)])
        if not diagnosis.passed:
            kind = what(diagnosis.place) if diagnosis.place and not diagnosis.mistakes else ""
            if kind and self.failed_in_a_row.get(name, 0) > 1:
                message += "\n" + layout([("kind", kind)])
            message += "\n" + layout([("stuck?", f'check.hint("{name}")')])
            raise CheckFailed(message, diagnosis)
        print(message)

    def note(self, diagnosis):
        """Count a try, unless nothing is written yet; the progress is kept beside the study folder."""
        if diagnosis.kind is not Kind.NOT_WRITTEN:
            name = diagnosis.exercise
            self.failures[name] = self.failures.get(name, 0) + (not diagnosis.passed)
            in_a_row = 0 if diagnosis.passed else self.failed_in_a_row.get(name, 0) + 1
            self.failed_in_a_row[name] = in_a_row
            progress.note_try(progress.progress_file(), self.week, name, diagnosis.passed)

    def hint(self, exercise):
        """Print the next of an exercise's three hints: what to think of, the shapes, one line.

        exercise -- its name, or the function
        """
        name = self.known(exercise)
        hints = self.exercises[name].hints
        if not hints:
            print(f"There are no hints for {name}.")
            return
        number = min(self.hints_given.get(name, 0), len(hints) - 1)
        last = number == len(hints) - 1
        self.hints_given[name] = number + 1
        more = f'check.solution("{name}")' if last else f'check.hint("{name}") again'
        label = f"hint {number + 1}/{len(hints)}"
        print(layout([(label, hints[number]), ("more", more)]))

    def solution(self, exercise):
        """Print an exercise's answer, once it was tried three times or when asked a second time.

        exercise -- its name, or the function
        A week's zip holds no answers; then it says so.
        """
        name = self.known(exercise)
        answer = answer_of(self.week, name)
        if answer is None:
            print("This copy of the course holds no answers: ask who gave it to you.")
            return
        noted = progress.read_tries(progress.progress_file()).get((self.week, name))
        failed = max(self.failures.get(name, 0), noted.failed if noted else 0)
        if failed < ENOUGH and name not in self.asked and not (noted and noted.right):
            self.asked.add(name)
            tried = "not tried it yet" if not failed else f"tried it {failed} of {ENOUGH} times"
            print(
                f'You have {tried}. check.hint("{name}") gives a hint. To see the answer now, run this '
                "cell once more."
            )
            return
        print(answer)

    def summary(self, *names):
        """Check these exercises as they are in the notebook now, and say what is still open.

        names -- by default all of the week
        """
        shell = get_ipython()
        there = shell.user_ns if shell is not None else {}
        open_ones = []
        for name in map(self.known, names or self.exercises):
            if name not in there:
                open_ones.append(name)
                print(f"· {name}: its cell has not been run")
                continue
            diagnosis = diagnose_exercise(self.exercises, name, there[name])
            if diagnosis.passed:  # what is wrong counts as a try where it is checked by itself
                self.note(diagnosis)
                print(f"✓ {name}")
                continue
            open_ones.append(name)
            unwritten = diagnosis.kind is Kind.NOT_WRITTEN
            words = "not written yet" if unwritten else "not right yet; its own check says why"
            print(f"{'·' if unwritten else '✗'} {name}: {words}")
        if open_ones:
            print(f"\n{textwrap.fill('Open: ' + ', '.join(open_ones) + '.', WIDTH)}")
            print(f"The next one to write is {open_ones[0]}.")
        else:
            print("\nEvery exercise of this lesson is right.")

    def progress(self):
        """Print the exercises that are right, tried and open, lesson by lesson."""
        print(progress.progress_table())

    def known(self, exercise):
        """The name of an exercise, given by name or by its function. Raises CheckFailed where there is none."""
        name = exercise if isinstance(exercise, str) else self.name_of(exercise, 3)
        if name not in self.exercises:
            raise CheckFailed(
                f"✗ no exercise is called {name}: keep the name that the cell gave the function."
            )
        return name

    def name_of(self, function, depth=2):
        """The name of the exercise: that of the function, or that under which the notebook has a lambda or the like.

        depth -- without a notebook: how many calls up the names are looked for
        """
        name = getattr(function, "__name__", type(function).__name__)
        if name in self.exercises:
            return name
        names = get_ipython().user_ns if get_ipython() else sys._getframe(depth).f_globals
        found = [one for one in self.exercises if names.get(one) is function]
        return found[0] if found else name

    def inputs(self, function, position):
        """The arguments of one of the check's inputs; a failed check's message says which."""
        name = function if isinstance(function, str) else self.name_of(function)
        return find(self.exercises, name).cases[position - 1].arguments
