"""From a function to a Diagnosis: call it on each case, compare, and look for a known mistake.

The expected values are those of data/checks/: building the course (tools/freeze_checks.py) ran the reference answer,
and copies of it with one typical mistake each, on the same inputs. Where a learner's results equal those of a
mistaken copy, the mistake is named; where they equal none, what can be said in general is said (helpers.checks.hints).
"""

import dataclasses
import functools
import os
import textwrap

import numpy as np

from helpers.checks.calling import CheckedFunction, as_checked, in_turn
from helpers.checks.comparing import REFUSED, first_difference, is_tolerated, lists_for_tuples
from helpers.checks.contrast import LEAST_RIGHT, only_where
from helpers.checks.describing import describe, side_by_side, signature
from helpers.checks.hints import hint, order_by_looks
from helpers.checks.known_mistakes import known_mistakes
from helpers.checks.partial_results import under_other_names
from helpers.checks.records import load_exercises
from helpers.checks.results import CallResult, Diagnosis, Kind
from helpers.checks.summaries import SUMMARIES
from helpers.repair.child import RAISE_ERRORS

NOT_WRITTEN = (
    "not written yet. Write it in the cell above in place of `raise NotImplementedError`, run that "
    "cell, then this one. (If you have: did that cell end in an error, or did you rename the function?)"
)
FROM_NOTEBOOK = "from the notebook"
LIST_FOR_TUPLE = "several results come in a list here; without [ ] around them they are a tuple, as in the other cells."
CHANGES, NEVER_USES, NEVER_CALLS = "changes its argument", "it never uses", "it never calls"
LARGEST_COST = 1e100  # a number above it is no number that such a function gives
UNREADABLE = "the result could not be read ({}): return plain numbers and arrays."
OWN_ERROR = (
    "the check itself has failed ({}); this is not your mistake. Please report it with your answer. "
    f"(With the environment variable {RAISE_ERRORS}=1 the whole error is shown.)"
)
KIND_OF_PROBLEM = {
    "none": Kind.NOTHING_RETURNED,
    "type": Kind.WRONG_TYPE,
    "length": Kind.WRONG_TYPE,
    "keys": Kind.WRONG_KEYS,
    "others": Kind.WRONG_KEYS,
    "shape": Kind.WRONG_SHAPE,
    "text": Kind.WRONG_VALUE,
    "value": Kind.WRONG_VALUE,
}


def diagnose(exercise, function):
    """The Diagnosis of `function` as an answer to `exercise`, such as "week2_logistic_regression/propagate".

    Whatever the function does becomes part of the Diagnosis; only an unknown exercise raises (ValueError).
    """
    week, name = exercise.split("/")
    return diagnose_exercise(load_exercises(week), name, function)


def diagnose_exercise(exercises, name, function):
    """`diagnose`, with the exercises already loaded: {name: ExerciseRecord}."""
    exercise = find(exercises, name)
    if not (isinstance(function, CheckedFunction) or callable(function)):
        text = (
            f"{name} is {describe(function)}, not a function: was the name used for something else?"
        )
        return Diagnosis(name, Kind.NOT_A_FUNCTION, text)
    checked, results = as_checked(function), []
    try:
        if not checked.takes(exercise.parameters, exercise.optional):
            return Diagnosis(
                name,
                Kind.WRONG_PARAMETERS,
                f"it must take the arguments ({', '.join(exercise.parameters)}), as other cells "
                "call it with them: keep the first line of the cell as it was given.",
            )
        other = checked.other_defaults(exercise.defaults)
        if other:
            text = (
                f"without {other[0]} it must use {exercise.defaults[other[0]]}: keep the first line of the "
                "cell as it was given."
            )
            return Diagnosis(name, Kind.WRONG_PARAMETERS, text)
        results += call_on_cases(checked, exercise)
        diagnosis = judge(exercise, results)
        if diagnosis.passed:
            return with_remark_on_loops(diagnosis, exercise, checked)
        if diagnosis.kind is Kind.NOT_WRITTEN:
            return diagnosis
        return with_notes(diagnosis, exercises, name, checked, results)
    except Exception as error:
        return diagnosis_of_error(name, results, error)


def diagnosis_of_error(name, results, error):
    """The Diagnosis where looking at the results has failed: because of what came, or of the check itself."""
    if not all(is_plain(result.value) for result in results):
        return Diagnosis(name, Kind.UNREADABLE_RESULT, UNREADABLE.format(type(error).__name__))
    if os.environ.get(RAISE_ERRORS):
        raise error
    return Diagnosis(name, Kind.CHECK_FAILED, OWN_ERROR.format(f"{type(error).__name__}: {error}"))


def is_plain(value):
    """Whether a value is made of numbers, text, containers and arrays of numbers, of no other types."""
    if type(value) in (tuple, list):
        return all(map(is_plain, value))
    if type(value) is dict:
        return all(is_plain(key) and is_plain(item) for key, item in value.items())
    if type(value) is np.ndarray:
        return value.dtype.kind in "biufcU"
    return value is None or isinstance(value, np.generic) or type(value) in (bool, int, float, str)


def with_remark_on_loops(diagnosis, exercise, checked):
    """The diagnosis, with a remark when a loop is used where the exercise asks for none."""
    if not (exercise.no_loop and checked.loops()):
        return diagnosis
    remark = (
        "it loops; array operations do the same several times faster, and more so on larger data."
    )
    return dataclasses.replace(diagnosis, lines=(*diagnosis.lines, ("remark", remark)))


def find(exercises, name):
    """The exercise of that name, or a ValueError that lists the names there are."""
    if name not in exercises:
        raise ValueError(
            f"There is no exercise called {name!r} here; there are: {', '.join(exercises)}."
        )
    return exercises[name]


# --- calling the function on the cases ----------------------------------------------------------------


def call_on_cases(function, exercise):
    """The CallResults of a function, one per case; after a call that timed out no other is tried."""
    checked = as_checked(function)
    if not exercise.summary:
        return checked.call_all(exercise.cases, exercise.parameters)
    return in_turn(functools.partial(call_on_case, checked, exercise), exercise.cases)


def call_on_case(checked, exercise, case):
    """The CallResult of a CheckedFunction on one case: of a single call, or with the exercise's summary as value."""
    call = functools.partial(checked.call, parameters=exercise.parameters, stand_ins=case.stand_ins)
    if not exercise.summary:
        return call(case.arguments)
    return SUMMARIES[exercise.summary](call, case.arguments, case.wanted)


# --- judging ------------------------------------------------------------------------------------------


def judge(exercise, results):
    """The Diagnosis of an exercise's CallResults, one per case."""
    wrong, changed = first_wrong(exercise, results), first_changed(results)
    if wrong:
        found = explain(exercise, results, *wrong)
        # Where an argument refuses to be changed, those before it, which were changed, tell more.
        earlier = changed and changed < wrong[0]
        if found.mistakes or not (earlier and REFUSED.search(results[wrong[0] - 1].error or "")):
            return found
    if changed:
        return explain_change(exercise, changed, results[changed - 1])
    silent = first_silent(exercise, results)
    if silent:
        arguments = exercise.cases[silent - 1].arguments
        lines = (("input", f"{silent}: {signature(exercise.parameters, arguments)}"),)
        text = "the result is right, but nothing is printed on this input, and something should be."
        return Diagnosis(exercise.name, Kind.NOTHING_PRINTED, text, lines, position=silent)
    remarks, headline = remarks_on(exercise, results), exercise.tested
    if any(case.remark and not finite(result) for case, result in zip(exercise.cases, results)):
        headline = "right, with a remark."  # what was tested would contradict it
    lines = tuple(("remark", remark) for remark in remarks)
    return Diagnosis(exercise.name, Kind.RIGHT, headline, lines)


def is_right(exercise, checked):
    """Whether a CheckedFunction passes: the same as `diagnose_exercise` tells, without asking why not."""
    try:
        if not checked.takes(exercise.parameters, exercise.optional):
            return False
        if checked.other_defaults(exercise.defaults):
            return False
        results = call_on_cases(checked, exercise)
        wrong = first_wrong(exercise, results)
        return not (wrong or first_changed(results) or first_silent(exercise, results))
    except Exception:  # what came can't be looked at
        return False


def first_wrong(exercise, results):
    """(position of the first case with another result than expected, the Difference); None where there is none."""
    for position, (case, result) in enumerate(zip(exercise.cases, results), start=1):
        difference = difference_on(exercise, case, result)
        if difference:
            return position, difference
    return None


def difference_on(exercise, case, result):
    """The Difference of a result on a case; None where there is none, or where none counts."""
    passed_over = case.remark and not (case.compared_if_finite and finite(result))
    if passed_over or is_tolerated(case, result.error):
        return None
    return first_difference(exercise, case.expected, result)


def first_changed(results):
    """The position of the first case on which the arguments were changed; None where there is none."""
    return next((p for p, result in enumerate(results, start=1) if result.changed), None)


def first_silent(exercise, results):
    """The position of the first case on which nothing was printed and should be; None where there is none."""
    pairs = enumerate(zip(exercise.cases, results), start=1)
    return next((p for p, (case, result) in pairs if case.prints and not result.printed), None)


def remarks_on(exercise, results):
    """What may be said of a function whose results are right, each once."""
    remarks = []
    for position, (case, result) in enumerate(zip(exercise.cases, results), start=1):
        if case.remark:
            remarks += [] if finite(result) else [case.remark]
            continue
        if lists_for_tuples(case.expected, result.value):
            remarks.append(LIST_FOR_TUPLE)
        if result.warned:
            remarks.append(
                f"on input {position} there was a warning, “{textwrap.shorten(result.warned, 300)}”. "
                "The result is right all the same."
            )
    return list(dict.fromkeys(remarks))


def finite(result):
    """Whether a call returned numbers without nan and infinity among them."""
    if result.error:
        return False
    if isinstance(result.value, dict | tuple | list):
        parts = result.value.values() if isinstance(result.value, dict) else result.value
        return all(finite(CallResult(part)) for part in parts)
    if (
        not is_plain(result.value)
        or result.value is None
        or np.asarray(result.value).dtype.kind == "U"
    ):
        return False
    return bool(
        np.isfinite(result.value).all() and np.abs(result.value).max(initial=0) < LARGEST_COST
    )


def explain(exercise, results, position, difference):
    """The failed Diagnosis for the first difference: both values, and the mistake if it is a known one."""
    case, result = exercise.cases[position - 1], results[position - 1]
    if result.error_type == "NotImplementedError":
        return not_written(exercise.name, result)
    lines = [("input", f"{position}: {signature(exercise.parameters, case.arguments)}")]
    replaced = [(name, known) for name, known in case.stand_ins.items() if callable(known)]
    lines += [("where", f"{name} is {known}, for this input") for name, known in replaced]
    if result.error:
        lines.append(("error", result.error))
        lines += where_raised(exercise.name, result.lines)
    else:
        yours, expected = side_by_side(difference)
        if difference.path != "result":
            lines.append(("output", difference.path))
        lines += [("yours", yours), ("expected", expected)]
    mistakes, explained = known_mistakes(exercise, results)
    other_names = under_other_names(exercise, results)
    if (order_by_looks(exercise, results) or other_names) and "" not in explained:
        mistakes, explained = [], set()  # what explains a part took one result for another
    lines += [("mistake", mistake) for mistake in mistakes]
    if not mistakes or not lies_in(difference.path, explained | {""}):
        lines.append(("hint", other_names or hint(exercise, results, position, difference)))
    if not replaced:
        lines.append(("try it", f'{exercise.name}(*check.inputs("{exercise.name}", {position}))'))
    return Diagnosis(
        exercise.name,
        kind_of(result, difference),
        lines=tuple(lines),
        mistakes=tuple(mistakes),
        error_type=result.error_type,
        position=position,
        code_line=result.lines[-1] if result.lines else None,
    )


def where_raised(name, code_lines):
    """The line that raised, and the exercise's own line that led there, where it is another function's."""
    lines = [("at", str(line)) for line in code_lines[-1:]]
    own = [line for line in code_lines if line.function == name]
    if own and code_lines[-1].function != name:
        lines.append(("called at", str(own[-1])))
    return lines


def kind_of(result, difference):
    """The Kind of a failed Diagnosis."""
    if result.error:
        return Kind.TIMED_OUT if result.error_type == "TimeoutError" else Kind.ERROR_RAISED
    return KIND_OF_PROBLEM[difference.problem]


def not_written(name, result):
    """The Diagnosis of a function that has no body yet, or that calls one that has none."""
    other = result.lines[-1].function if result.lines else name
    if other == name:
        return Diagnosis(name, Kind.NOT_WRITTEN, NOT_WRITTEN)
    text = f"it calls {other}, which is {NOT_WRITTEN}"
    return Diagnosis(name, Kind.NOT_WRITTEN, text, depends_on=(other,))


def lies_in(path, known):
    """Whether a path, such as cache[0], is one of the known ones or leads into one of them."""
    return any(path == other or path.startswith(f"{other}[") for other in known)


def explain_change(exercise, position, result):
    """The failed Diagnosis of a function with right results that changed its arguments."""
    changed = [name for name in exercise.parameters if name in result.changed]
    arguments = exercise.cases[position - 1].arguments
    given = dict(zip(exercise.parameters, arguments))
    dictionary = any(isinstance(given[name], dict) for name in changed)
    remedy = (
        "work on a copy, with copies of its arrays"
        if dictionary
        else "work on a copy, or make a new array"
    )
    mistake = (
        f"the result is right, but the call {CHANGES} {' and '.join(changed)}, "
        f"which the caller may still need: {remedy}."
    )
    inputs = signature(exercise.parameters, arguments)
    return Diagnosis(
        exercise.name,
        Kind.ARGUMENT_CHANGED,
        lines=(("input", f"{position}: {inputs}"), ("mistake", mistake)),
        mistakes=(mistake,),
        position=position,
    )


# --- notes on what surrounds the function -------------------------------------------------------------


def contrast_note(exercise, results):
    """What the inputs have in common on which the results are wrong, see helpers.checks.contrast."""
    pairs = [(case, one) for case, one in zip(exercise.cases, results) if not case.remark]
    wrong = [difference_on(exercise, case, one) is not None for case, one in pairs]
    if wrong.count(False) < LEAST_RIGHT:  # before the arguments are read, which takes longer
        return ""
    return only_where(exercise.parameters, [case.arguments for case, _ in pairs], wrong)


def with_notes(diagnosis, exercises, name, checked, results):
    """The diagnosis, with notes on what the function reads, changes, leaves unused, or relies on."""
    exercise, reads = exercises[name], checked.reads()
    data = [used for used, kind in reads.items() if kind == "data"]
    silent = diagnosis.kind is Kind.NOTHING_PRINTED
    unused = [
        parameter
        for parameter in checked.unused()
        if parameter not in exercise.unused
        and (silent or not isinstance(exercise.defaults.get(parameter), bool))
    ]
    notes, wrong = [], []
    if unused:
        notes.append(f"{NEVER_USES} {' and '.join(unused)}.")
    if data:
        notes.append(
            f"it reads {' and '.join(data)} {FROM_NOTEBOOK}; what it needs must come in by its "
            "arguments."
        )
    told = {other for result in results for other in result.changed}
    changed = [other for other in exercise.parameters if other in told]  # words of ours alone
    if changed and diagnosis.kind is not Kind.ARGUMENT_CHANGED:
        notes.append(f"it {CHANGES} {' and '.join(changed)}, which the caller may still need.")
    if not diagnosis.mistakes and diagnosis.kind is not Kind.ARGUMENT_CHANGED:
        notes += filter(None, [contrast_note(exercise, results)])
    for source in list(exercise.cases[0].stand_ins)[:1]:
        if checked.is_python() and source not in reads:
            notes.append(f"{NEVER_CALLS} {source}, which belongs in this function.")
    for other, kind in reads.items():
        if other in exercises and other != name and kind == "function":
            if not checked.other_is_right(other, functools.partial(is_right, exercises[other])):
                wrong.append(other)
    lines = (*diagnosis.lines, *(("note", note) for note in notes))
    if not wrong:
        return dataclasses.replace(diagnosis, lines=lines)
    # What is wrong there may be the reason for all: nothing is claimed of this function.
    first = [
        ("first", f"it calls your {other}, which does not pass its own check yet: begin there.")
        for other in wrong
    ]
    kept = tuple(line for line in lines if line[0] not in ("mistake", "hint"))
    return dataclasses.replace(
        diagnosis, lines=(*first, *kept), mistakes=(), depends_on=tuple(wrong)
    )
