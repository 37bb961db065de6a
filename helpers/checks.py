"""Checks that say which mistake was made.

    check = Checks("week2_logistic_regression")
    check(propagate)

The expected values in data/checks/ are numbers and sentences only: building the course (classroom/build_checks.py) ran
the reference answer, and copies of it with one typical mistake each, on the same inputs. A learner's
function is run on those inputs here. Where its results equal those of a mistaken copy, the mistake is
named; where they equal none, what can be said in general is said (shape, sign, a constant factor, …).
"""

import contextlib
import copy
import inspect
import io
import json
import traceback
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from helpers.clues import clue
from helpers.comparing import Difference, compare, describe, number, side_by_side
from helpers.frozen import decode

FOLDER = Path(__file__).parents[1] / "data" / "checks"
NOT_WRITTEN = (
    "not written yet. Write it in the cell above, run that cell, then this one. "
    "(If you have: did running that cell end in an error, or was the function renamed?)"
)


@dataclass(frozen=True)
class Diagnosis:
    """What a check found.

    `mistake` is the sentence of the known mistake, or None; `message` is what the learner reads.
    """

    passed: bool
    mistake: str | None
    message: str


@dataclass(frozen=True)
class Outcome:
    """What one call did: returned `value`, or raised `error` ("ValueError: …"); what it changed, printed, warned of."""

    value: object = None
    error: str | None = None
    where: str = ""
    changed: tuple = ()
    printed: str = ""
    warned: str = ""


class CheckFailed(AssertionError):
    """A check's message. IPython shows the message alone, without the lines of code that led to it."""

    def _render_traceback_(self):
        return str(self).splitlines()


class Checks:
    """The checks of one week's exercises.

    week -- the folder's name, for example "week2_logistic_regression"
    Raises FileNotFoundError when there are no checks of that name.
    """

    def __init__(self, week):
        self.exercises = load_exercises(week)

    def __call__(self, function, name=None):
        """Print one line when the function is right, else raise CheckFailed with what is wrong and why."""
        diagnosis = diagnose_exercise(self.exercises, name or nameof(function), function)
        if not diagnosis.passed:
            raise CheckFailed(diagnosis.message)
        print(diagnosis.message)

    def inputs(self, function, position):
        """The arguments of one of the check's inputs; a failed check's message says which."""
        name = function if isinstance(function, str) else nameof(function)
        return decode(find(self.exercises, name)["cases"][position - 1]["arguments"])


def diagnose(exercise, function):
    """The Diagnosis of `function` as an answer to `exercise`, such as "week2_logistic_regression/propagate".

    Whatever the function does becomes part of the Diagnosis; only an unknown exercise raises (ValueError).
    """
    week, name = exercise.split("/")
    return diagnose_exercise(load_exercises(week), name, function)


def load_exercises(week):
    """The frozen exercises of a week, {name: exercise}; FileNotFoundError names the weeks there are."""
    path = FOLDER / f"{week}.json"
    if not path.is_file():
        weeks = ", ".join(sorted(file.stem for file in FOLDER.glob("*.json"))) or "none"
        raise FileNotFoundError(f"No checks called {week!r} in {FOLDER.name}/; there are: {weeks}.")
    return json.loads(path.read_text(encoding="utf-8"))


def diagnose_exercise(exercises, name, function):
    """`diagnose`, with the exercises already loaded."""
    exercise = find(exercises, name)
    if not callable(function):
        return failed(
            name,
            f"{name} is {describe(function)}, not a function: was the name used for something else?",
        )
    try:
        outcomes = [
            run(function, decode(case["arguments"]), exercise["parameters"])
            for case in exercise["cases"]
        ]
        diagnosis = judge(exercise, outcomes)
        return diagnosis if diagnosis.passed else with_hints(diagnosis, exercises, name, function)
    except Exception as error:  # a result so odd that looking at it fails
        return failed(
            name,
            f"the result could not be read ({type(error).__name__}): return plain numbers and arrays.",
        )


def find(exercises, name):
    """The exercise of that name, or a ValueError that lists the names there are."""
    if name not in exercises:
        raise ValueError(
            f"There is no exercise called {name!r} here; there are: {', '.join(exercises)}."
        )
    return exercises[name]


def nameof(function):
    """The name a function was defined under; for anything else, its type's name."""
    return getattr(function, "__name__", type(function).__name__)


# --- running the learner's function ------------------------------------------------------------------


def run(function, arguments, parameters=()):
    """Call `function` on copies of `arguments` and record what happened as an Outcome. Never raises."""
    given = copy.deepcopy(arguments)
    printed = io.StringIO()
    value, error, where = None, None, ""
    with warnings.catch_warnings(record=True) as caught, contextlib.redirect_stdout(printed):
        warnings.simplefilter("always")
        try:
            value = function(*given)
        except KeyboardInterrupt:
            raise
        except BaseException as exception:  # SystemExit too: a learner's function may do anything
            error, where = f"{type(exception).__name__}: {exception}", place(exception)
    changed = tuple(
        name
        for name, before, after in zip(parameters, arguments, given)
        if compare(before, after, name)
    )
    return Outcome(
        value, error, where, changed, printed.getvalue(), str(caught[0].message) if caught else ""
    )


def place(exception):
    """The innermost line of the learner's own code that raised, or nothing when there is none to show."""
    frames = [frame for frame in traceback.extract_tb(exception.__traceback__)[1:] if frame.line]
    own = [frame for frame in frames if "site-packages" not in frame.filename] or frames
    return f"line {own[-1].lineno}: {own[-1].line}" if own else ""


# --- judging -----------------------------------------------------------------------------------------


def judge(exercise, outcomes):
    """The Diagnosis of an exercise's outcomes, one for each of its cases."""
    name, cases = exercise["name"], exercise["cases"]
    remarks = []
    for k, (case, outcome) in enumerate(zip(cases, outcomes), start=1):
        if "remark" in case:
            if not finite(outcome):
                remarks.append(case["remark"])
            continue
        difference = compare_outcome(decode(case["expected"]), outcome, exercise["returns"])
        if difference:
            return explain(exercise, outcomes, k, difference)
        remarks += [note for note in boxed(case, outcome, exercise) if note not in remarks]
        if outcome.warned:
            remarks.append(
                f"on input {k} numpy warned: {outcome.warned}. The result is right all the same."
            )
    for k, outcome in enumerate(outcomes, start=1):
        if outcome.changed:
            return explain_change(exercise, k, outcome)
    message = f"✓ {name}: {exercise['tested']}"
    return Diagnosis(
        True, None, "\n".join([message, *(f"  Remark: {remark}" for remark in remarks)])
    )


def boxed(case, outcome, exercise):
    """A remark for each number that came as an array of one element."""
    right = outputs(decode(case["expected"]), exercise["returns"])
    mine = outputs(outcome.value, exercise["returns"])
    return [
        f"{path} is a number in an array of shape {np.shape(mine[path])}; float(np.squeeze(…)) takes it out."
        for path in right
        if np.ndim(right[path]) == 0 and np.ndim(mine.get(path)) > 0
    ]


def explain(exercise, outcomes, position, difference):
    """The failed Diagnosis for the first difference: both values, and the mistake if it is a known one."""
    case, outcome = exercise["cases"][position - 1], outcomes[position - 1]
    if outcome.error and outcome.error.startswith("NotImplementedError"):
        return failed(exercise["name"], NOT_WRITTEN)
    lines = [("input", f"{position}: {signature(exercise, decode(case['arguments']))}")]
    if outcome.error:
        lines.append(("error", outcome.error))
        if outcome.where:
            lines.append(("at", outcome.where))
    else:
        yours, expected = side_by_side(difference)
        lines += [("output", difference.path), ("yours", yours), ("expected", expected)]
    mistake = known_mistake(exercise, outcomes, difference)
    lines.append(
        ("mistake", mistake) if mistake else ("clue", clue(exercise, case, outcome, difference))
    )
    lines.append(("try it", f'{exercise["name"]}(*check.inputs("{exercise["name"]}", {position}))'))
    return failed(exercise["name"], layout(lines), mistake)


def explain_change(exercise, position, outcome):
    """The failed Diagnosis of a function with right results that changed its arguments."""
    mistake = (
        f"the result is right, but the call changes its argument {' and '.join(outcome.changed)}, "
        "which the caller may still need: work on a copy, or make a new array."
    )
    arguments = decode(exercise["cases"][position - 1]["arguments"])
    lines = [("input", f"{position}: {signature(exercise, arguments)}"), ("mistake", mistake)]
    return failed(exercise["name"], layout(lines), mistake)


def failed(name, text, mistake=None):
    """A failed Diagnosis with its headline; a text of several lines begins on a line of its own."""
    return Diagnosis(False, mistake, f"✗ {name}:" + ("\n" if text.startswith("  ") else " ") + text)


def finite(outcome):
    """Whether a call returned numbers without nan and infinity among them."""
    if outcome.error:
        return False
    if isinstance(outcome.value, dict | tuple | list):
        parts = outcome.value.values() if isinstance(outcome.value, dict) else outcome.value
        return all(finite(Outcome(part)) for part in parts)
    return bool(np.isfinite(outcome.value).all())


def known_mistake(exercise, outcomes, difference):
    """The sentence of the mistake that gives the learner's results, or None.

    A mistake that explains every output on every input comes first; else one that explains the
    output at the first difference on every input, since a function can hold two mistakes at once.
    """
    path, names = difference.path, exercise["returns"]
    compared = [k for k, case in enumerate(exercise["cases"]) if "remark" not in case]
    mine = [outcomes[k] for k in compared]
    right = [Outcome(decode(exercise["cases"][k]["expected"])) for k in compared]
    same_output = None
    for mistake in exercise["mistakes"]:
        theirs = [decode_outcome(mistake["outcomes"][k]) for k in compared]
        if all(map(same, mine, theirs)):
            return mistake["sentence"]
        alike = all(same_at(path, a, b, names) for a, b in zip(mine, theirs))
        harmless = all(same_at(path, a, b, names) for a, b in zip(theirs, right))
        if alike and not harmless and same_output is None:
            same_output = mistake["sentence"]
    return same_output


def same(mine, other):
    """Whether two outcomes are alike: the same error, nothing returned, or equal values."""
    if mine.error or other.error:
        return mine.error == other.error
    if mine.value is None or other.value is None:
        return mine.value is other.value and bool(mine.printed) == bool(other.printed)
    return compare(other.value, mine.value) is None


def same_at(path, mine, other, names):
    """Whether two outcomes are alike in the one output called `path`."""
    if mine.error or other.error or mine.value is None or other.value is None:
        return same(mine, other)
    mine, other = outputs(mine.value, names), outputs(other.value, names)
    return path in mine and path in other and compare(other[path], mine[path]) is None


def outputs(value, names):
    """A returned value taken apart: {name of the output: number or array}."""
    if isinstance(value, tuple) and len(value) == len(names):
        return {
            key: part
            for item, name in zip(value, names)
            for key, part in outputs(item, [name]).items()
        }
    name = names[0] if names else "result"
    if isinstance(value, dict):
        return {f'{name}["{key}"]': part for key, part in value.items()}
    return {name: value}


def compare_outcome(expected, outcome, names):
    """The first Difference between the expected value and what a call did, or None."""
    if outcome.error:
        return Difference("", "error")
    if isinstance(expected, tuple):
        if not isinstance(outcome.value, tuple):
            return Difference("result", "type", expected, outcome.value)
        if len(outcome.value) != len(expected):
            return Difference("result", "length", expected, outcome.value)
        parts = zip(expected, outcome.value, names)
        return next((d for e, y, name in parts if (d := compare(e, y, name))), None)
    return compare(expected, outcome.value, names[0] if names else "result")


def decode_outcome(frozen):
    """The Outcome a mistaken copy had when the course was built."""
    printed = "printed" if frozen.get("printed") else ""
    return Outcome(value=decode(frozen.get("value")), error=frozen.get("error"), printed=printed)


# --- the message -------------------------------------------------------------------------------------


def layout(lines):
    """Label and text in two columns."""
    return "\n".join(f"  {label:<9}  {text}" for label, text in lines)


def signature(exercise, arguments):
    """The arguments in short: shapes of arrays, values of numbers."""
    return ", ".join(
        f"{name} {np.shape(value) if np.ndim(value) > 0 else describe_argument(value)}"
        for name, value in zip(exercise["parameters"], arguments)
    )


def describe_argument(value):
    """One argument in short."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} {np.shape(part)}" for key, part in value.items()) + "}"
    return number(value) if isinstance(value, int | float | np.number) else str(value)


def with_hints(diagnosis, exercises, name, function):
    """The diagnosis, with a word about names it reads from outside and about other exercises it relies on."""
    code, outside = getattr(function, "__code__", None), getattr(function, "__globals__", {})
    used = [used for used in (code.co_names if code else ()) if used in outside]
    arrays = [used for used in used if isinstance(outside[used], np.ndarray)]
    hints = []
    if arrays:
        hints.append(
            f"  note       it reads {', '.join(arrays)} from the notebook instead of its own arguments "
            f"({', '.join(exercises[name]['parameters'])})."
        )
    for other in used:
        if other in exercises and other != name and inspect.isfunction(outside[other]):
            if not diagnose_exercise(without(exercises, name), other, outside[other]).passed:
                hints.append(
                    f"  note       it calls your {other}, which does not pass its own check yet: begin there."
                )
    return Diagnosis(False, diagnosis.mistake, "\n".join([diagnosis.message, *hints]))


def without(exercises, name):
    """The exercises but one, so that two functions that call each other are not followed for ever."""
    return {key: value for key, value in exercises.items() if key != name}
