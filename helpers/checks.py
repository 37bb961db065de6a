"""Checks that say which mistake was made.

    check = Checks("week2_logistic_regression")
    check(propagate)

The expected values in data/checks/ are numbers and sentences only: building the course (classroom/build_checks.py) ran
the reference answer, and copies of it with one typical mistake each, on the same inputs. A learner's
function is run on those inputs here. Where its results equal those of a mistaken copy, the mistake is
named; where they equal none, what can be said in general is said (shape, sign, a constant factor, …).
"""

import functools
import json
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from IPython import get_ipython

from helpers.clues import clue
from helpers.comparing import Difference, compare, describe, describe_argument, side_by_side
from helpers.frozen import decode
from helpers.observing import OBSERVERS
from helpers.outcome import Outcome
from helpers.subject import Subject, as_subject

FOLDER = Path(__file__).parents[1] / "data" / "checks"
WIDTH = 88  # of a message; JupyterLab would break longer lines in the middle of a word
OUTDATED = (
    "  note       the cell you ran before this one has an error of syntax and changed nothing: an\n"
    "             older version of the function was checked."
)
NOT_WRITTEN = (
    "not written yet. Write it in the cell above in place of `raise NotImplementedError`, run that "
    "cell, then this one. (If you have: did that cell end in an error, or did you rename the function?)"
)


@dataclass(frozen=True)
class Diagnosis:
    """What a check found.

    `mistake` is the sentence of the known mistake, or None; `message` is what the learner reads.
    """

    passed: bool
    mistake: str | None
    message: str


class CheckFailed(AssertionError):
    """A check's message, and the sentence of the known mistake if it is one.

    IPython shows the message alone, without the lines of code that led to it.
    """

    def __init__(self, message, mistake=None):
        super().__init__(message)
        self.mistake = mistake

    def _render_traceback_(self):
        return str(self).splitlines()


class Checks:
    """The checks of one week's exercises.

    week -- the folder's name, for example "week2_logistic_regression"
    Raises FileNotFoundError when there are no checks of that name.
    """

    def __init__(self, week):
        self.exercises = load_exercises(week)
        self.note = ""
        shell = get_ipython()
        if shell is not None:
            shell.events.register("post_run_cell", self.notice)

    def notice(self, result):
        """After each cell: remember whether it could not even begin, so that its function is an old one."""
        broken = isinstance(result.error_before_exec, SyntaxError)
        self.note = OUTDATED if broken else ""

    def __call__(self, function, name=None):
        """Print one line when the function is right, else raise CheckFailed with what is wrong and why."""
        if not callable(function):
            raise CheckFailed("✗ give the function itself to check, without brackets or arguments.")
        name = name or nameof(function)
        if name not in self.exercises:
            raise CheckFailed(
                f"✗ no exercise is called {name}: keep the name that the cell gave the function."
            )
        diagnosis = diagnose_exercise(self.exercises, name, function)
        message = f"{diagnosis.message}\n{self.note}" if self.note else diagnosis.message
        if not diagnosis.passed:
            raise CheckFailed(message, diagnosis.mistake)
        print(message)

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
    return read_exercises(path, path.stat().st_mtime_ns)


@functools.lru_cache
def read_exercises(path, changed):
    """A file of exercises, read once as long as the time of its last change stays the same."""
    return json.loads(path.read_text(encoding="utf-8"))


def diagnose_exercise(exercises, name, function):
    """`diagnose`, with the exercises already loaded."""
    exercise = find(exercises, name)
    if not (isinstance(function, Subject) or callable(function)):
        return failed(
            name,
            f"{name} is {describe(function)}, not a function: was the name used for something else?",
        )
    try:
        subject = as_subject(function)
        if not subject.takes(exercise["parameters"], exercise["optional"]):
            return failed(
                name,
                f"it must take the arguments ({', '.join(exercise['parameters'])}), as other cells "
                "call it with them: keep the first line of the cell as it was given.",
            )
        diagnosis = judge(exercise, run_cases(subject, exercise))
        if diagnosis.passed:
            return with_remark_on_loops(diagnosis, exercise, subject)
        unwritten = NOT_WRITTEN in " ".join(diagnosis.message.split())
        return diagnosis if unwritten else with_hints(diagnosis, exercises, name, subject)
    except Exception as error:  # a result so odd that looking at it fails
        return failed(
            name,
            f"the result could not be read ({type(error).__name__}): return plain numbers and arrays.",
        )


def with_remark_on_loops(diagnosis, exercise, subject):
    """The diagnosis, with a remark when a loop is used where the exercise asks for none."""
    if not (exercise["no_loop"] and subject.loops()):
        return diagnosis
    remark = (
        "it loops; array operations do the same several times faster, and more so on larger data."
    )
    return Diagnosis(True, None, f"{diagnosis.message}\n{layout([('remark', remark)])}")


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


def run_cases(function, exercise):
    """The Outcomes of a function on all of an exercise's inputs; after an endless loop none is tried again."""
    subject, outcomes = as_subject(function), []
    for case in exercise["cases"]:
        endless = outcomes and (outcomes[-1].error or "").startswith("TimeoutError")
        outcomes.append(outcomes[-1] if endless else run_case(subject, exercise, case))
    return outcomes


def run_case(subject, exercise, case):
    """The Outcome of a Subject on one frozen input: of a single call, or what the exercise's observer saw."""
    stand_ins = {name: decode(stand_in) for name, stand_in in case.get("stand_ins", {}).items()}
    call = functools.partial(subject.run, parameters=exercise["parameters"], stand_ins=stand_ins)
    arguments = decode(case["arguments"])
    if "observe" not in exercise:
        return call(arguments)
    return OBSERVERS[exercise["observe"]](call, arguments, decode(case["wanted"]))


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
        expected = decode(case["expected"])
        difference = compare_outcome(expected, outcome, exercise["returns"])
        if not difference and exercise.get("nothing_else"):
            difference = others(expected, outcome.value, exercise["returns"][0])
        if difference:
            return explain(exercise, outcomes, k, difference)
        if outcome.warned:
            remarks.append(
                f"on input {k} there was a warning, “{textwrap.shorten(outcome.warned, 300)}”. "
                "The result is right all the same."
            )
    for k, outcome in enumerate(outcomes, start=1):
        if outcome.changed:
            return explain_change(exercise, k, outcome)
    message = f"✓ {name}: {exercise['tested']}"
    lines = [("remark", remark) for remark in remarks]
    return Diagnosis(True, None, "\n".join([message, layout(lines)]) if lines else message)


def explain(exercise, outcomes, position, difference):
    """The failed Diagnosis for the first difference: both values, and the mistake if it is a known one."""
    case, outcome = exercise["cases"][position - 1], outcomes[position - 1]
    if outcome.error and outcome.error.startswith("NotImplementedError"):
        place = re.match(r"line \d+ of (\w+):", outcome.where)
        unwritten = place[1] if place else exercise["name"]
        text = "" if unwritten == exercise["name"] else f"it calls {unwritten}, which is "
        return failed(exercise["name"], text + NOT_WRITTEN)
    lines = [("input", f"{position}: {signature(exercise, decode(case['arguments']))}")]
    other_functions = functions_standing_in(case)
    lines += [("where", f"{name} is {known}, for this input") for name, known in other_functions]
    if outcome.error:
        lines.append(("error", outcome.error))
        if outcome.where:
            lines.append(("at", outcome.where))
    else:
        yours, expected = side_by_side(difference)
        if difference.path != "result":
            lines.append(("output", difference.path))
        lines += [("yours", yours), ("expected", expected)]
    mistakes, spoilt = known_mistakes(exercise, outcomes)
    lines += [("mistake", mistake) for mistake in mistakes]
    if not mistakes or not lies_in(difference.path, spoilt | {""}):
        lines.append(("clue", clue(exercise, case, outcome, difference)))
    if not other_functions:
        call = f'{exercise["name"]}(*check.inputs("{exercise["name"]}", {position}))'
        lines.append(("try it", call))
    return failed(exercise["name"], layout(lines), " ".join(mistakes) or None)


def lies_in(path, known):
    """Whether a path, such as cache[0], is one of the known ones or leads into one of them."""
    return any(path == other or path.startswith(f"{other}[") for other in known)


def functions_standing_in(case):
    """(name, function) for each function that another one stands in for on this input."""
    known = {name: decode(stand_in) for name, stand_in in case.get("stand_ins", {}).items()}
    return [(name, value) for name, value in known.items() if callable(value)]


def explain_change(exercise, position, outcome):
    """The failed Diagnosis of a function with right results that changed its arguments."""
    changed = [name for name in exercise["parameters"] if name in outcome.changed]
    mistake = (
        f"the result is right, but the call changes its argument {' and '.join(changed)}, "
        "which the caller may still need: work on a copy, or make a new array."
    )
    arguments = decode(exercise["cases"][position - 1]["arguments"])
    lines = [("input", f"{position}: {signature(exercise, arguments)}"), ("mistake", mistake)]
    return failed(exercise["name"], layout(lines), mistake)


def failed(name, text, mistake=None):
    """A failed Diagnosis with its headline; a text of several lines begins on a line of its own."""
    if text.startswith("  "):
        return Diagnosis(False, mistake, f"✗ {name}:\n{text}")
    return Diagnosis(
        False, mistake, textwrap.fill(f"✗ {name}: {text}", WIDTH, subsequent_indent="  ")
    )


def finite(outcome):
    """Whether a call returned numbers without nan and infinity among them."""
    if outcome.error:
        return False
    if isinstance(outcome.value, dict | tuple | list):
        parts = outcome.value.values() if isinstance(outcome.value, dict) else outcome.value
        return all(finite(Outcome(part)) for part in parts)
    return bool(np.isfinite(outcome.value).all())


def known_mistakes(exercise, outcomes):
    """The sentences of the mistakes that give the learner's results, and the set of outputs they explain.

    One mistake that explains every output on every input stands alone. Else, since a function can
    hold two at once, those that explain some: each output they spoil is spoilt alike here.
    """
    names = exercise["returns"]
    compared = [k for k, case in enumerate(exercise["cases"]) if "remark" not in case]
    mine = [outcomes[k] for k in compared]
    right = [outputs(decode(exercise["cases"][k]["expected"]), names) for k in compared]
    my_outputs = [outputs(outcome.value, names) for outcome in mine]
    paths = set().union(*right)
    sentences, explained = [], set()
    for mistake in exercise["mistakes"]:
        theirs = [decode_outcome(mistake["outcomes"][k]) for k in compared]
        if all(map(same, mine, theirs)):
            return [mistake["sentence"]], paths | {"", "result"}
        if any(outcome.error or outcome.value is None for outcome in mine + theirs):
            continue
        their_outputs = [outputs(outcome.value, names) for outcome in theirs]
        spoilt = spoilt_alike(paths, my_outputs, their_outputs, right)
        if spoilt:
            sentences.append(mistake["sentence"])
            explained |= spoilt
    return sentences, explained


def spoilt_alike(paths, mine, theirs, right):
    """The outputs that a mistake spoils, when the learner's are spoilt alike; else none."""
    spoilt = set()
    for path in paths:
        if not same_at(path, theirs, right):
            if not same_at(path, mine, theirs):
                return set()
            spoilt.add(path)
    return spoilt


def same(mine, other):
    """Whether two outcomes are alike: the same error, nothing returned, or equal values."""
    if mine.error or other.error:
        return plain_error(mine.error) == plain_error(other.error)
    if mine.value is None or other.value is None:
        return mine.value is other.value and bool(mine.printed) == bool(other.printed)
    # Both ways, since a dictionary may have more than the expected keys.
    return compare(other.value, mine.value) is None and compare(mine.value, other.value) is None


def plain_error(error):
    """An error's text; that of a matrix product is worded alike, whether np.dot or @ refused the shapes."""
    dot = re.search(r"not aligned: (\d+) \(dim \d\) != (\d+) \(dim \d\)", error or "")
    if dot:
        return f"{dot[1]} columns times {dot[2]} rows"
    matmul = re.search(r"matmul: .*\(size (\d+) is different from (\d+)\)", error or "")
    return f"{matmul[2]} columns times {matmul[1]} rows" if matmul else error


def same_at(path, mine, theirs):
    """Whether two rows of `outputs` are alike in the one called `path`, which not every input need have.

    That it is missing everywhere tells nothing: many mistakes can be the reason.
    """
    pairs = list(zip(mine, theirs))
    present = [(a[path], b[path]) for a, b in pairs if path in a and path in b]
    alike = all((path in a) == (path in b) for a, b in pairs) and all(
        compare(b, a) is None and compare(a, b) is None for a, b in present
    )
    return bool(present) and alike


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
    if outcome.value is None:
        return Difference("result", "none", expected, None)
    if isinstance(expected, tuple):
        if not isinstance(outcome.value, tuple):
            return Difference("result", "type", expected, outcome.value)
        if len(outcome.value) != len(expected):
            return Difference("result", "length", expected, outcome.value)
        parts = zip(expected, outcome.value, names)
        return next((d for e, y, name in parts if (d := compare(e, y, name))), None)
    return compare(expected, outcome.value, names[0] if names else "result")


def others(expected, yours, path):
    """The Difference of a dictionary that has more than the expected keys, or None."""
    more = isinstance(yours, dict) and any(key not in expected for key in yours)
    return Difference(path, "others", expected, yours) if more else None


def decode_outcome(frozen):
    """The Outcome a mistaken copy had when the course was built."""
    printed = "printed" if frozen.get("printed") else ""
    return Outcome(value=decode(frozen.get("value")), error=frozen.get("error"), printed=printed)


# --- the message -------------------------------------------------------------------------------------


def layout(lines):
    """Label and text in two columns; a long text goes on below itself, at a space."""
    return "\n".join(
        textwrap.fill(
            f"  {label:<9}  {text}",
            WIDTH,
            subsequent_indent=" " * 13,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for label, text in lines
    )


def signature(exercise, arguments):
    """The arguments in short: shapes of arrays, values of numbers."""
    return ", ".join(
        f"{name} {describe_argument(value)}"
        for name, value in zip(exercise["parameters"], arguments)
    )


def with_hints(diagnosis, exercises, name, subject):
    """The diagnosis, with notes on what the function reads, leaves unused, or relies on."""
    reads = subject.reads()
    arrays = [used for used, kind in reads.items() if kind == "array"]
    notes = []
    unused = [n for n in subject.unused() if n not in exercises[name]["unused"]]
    if unused:
        notes.append(f"it never uses {' and '.join(unused)}.")
    if arrays:
        notes.append(
            f"it reads {' and '.join(arrays)} from the notebook; what it needs must come in by its "
            "arguments."
        )
    for needed in list(exercises[name]["cases"][0].get("stand_ins", {}))[:1]:
        if subject.is_python() and needed not in reads:
            notes.append(f"it never calls {needed}, from which its start values should come.")
    for other, kind in reads.items():
        if other in exercises and other != name and kind == "function":
            if not diagnose_exercise(without(exercises, name), other, subject.beside(other)).passed:
                notes.append(
                    f"it calls your {other}, which does not pass its own check yet: begin there."
                )
    lines = [diagnosis.message, *(layout([("note", note)]) for note in notes)]
    return Diagnosis(False, diagnosis.mistake, "\n".join(lines))


def without(exercises, name):
    """The exercises but one, so that two functions that call each other are not followed for ever."""
    return {key: value for key, value in exercises.items() if key != name}
