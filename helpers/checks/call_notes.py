"""What a wrong function asks of the lesson's other functions, beside what right answers ask: how often, with what.

Said only where no known mistake explains the results. Of a function that right answers call in several ways nothing is
stored (classroom.exercises.calls), and nothing is said of one that is called for each example in turn.
"""

import contextlib
import dataclasses
import functools
from dataclasses import dataclass, field

import numpy as np

from helpers.checks.calling import CheckedFunction, bound_arguments, globals_of
from helpers.checks.comparing import compare, first_difference
from helpers.checks.describing import FEW, describe, describe_argument, number
from helpers.checks.results import Diagnosis, Kind
from helpers.checks.text_notes import without_general_hints
from helpers.checks.values import decode
from helpers.repair.precheck import kept

FIRST = ("first", "second", "third", "fourth")
KEPT = len(FIRST)  # calls of one function whose arguments are looked at
TEXTS = 60  # characters of both values, up to which they are shown
TOLD_OF = (
    Kind.ERROR_RAISED,
    Kind.WRONG_TYPE,
    Kind.WRONG_KEYS,
    Kind.WRONG_SHAPE,
    Kind.WRONG_VALUE,
)


@dataclass
class Calls:
    """The calls of one function: how many, and the arguments of the first ones, {parameter: value}."""

    count: int = 0
    first: list[dict] = field(default_factory=list)


@contextlib.contextmanager
def calls_watched(function, names):
    """Yield {name: Calls}, filled while `function` runs, of the functions `names` that it reads from its notebook.

    What one of them calls itself does not count.
    """
    space, seen, within = globals_of(function), {}, []
    before = {name: space[name] for name in names if callable(space.get(name))}

    def watched(name, original):
        @functools.wraps(original)
        def call(*arguments, **options):
            if within:
                return original(*arguments, **options)
            calls = seen.setdefault(name, Calls())
            calls.count += 1
            if len(calls.first) < KEPT:
                bound = bound_arguments(original, arguments, options)
                calls.first.append(kept(bound.arguments) if bound else {})
            within.append(name)
            try:
                return original(*arguments, **options)
            finally:
                within.pop()

        return call

    space.update({name: watched(name, original) for name, original in before.items()})
    try:
        yield seen
    finally:
        space.update(before)


def with_call_notes(diagnosis: Diagnosis, exercises: dict, function) -> Diagnosis:
    """The diagnosis of a wrong function whose mistake is not named, with what it asks of other functions."""
    exercise = exercises[diagnosis.exercise]
    explained = diagnosis.mistakes or diagnosis.depends_on
    if explained or diagnosis.kind not in TOLD_OF or not exercise.calls:
        return diagnosis
    note = call_note(exercise, function)
    if not note:
        return diagnosis
    return dataclasses.replace(
        diagnosis, lines=(*without_general_hints(diagnosis.lines), ("note", note))
    )


def call_note(exercise, function) -> str:
    """The first call that is other than in right answers, in words; "" where none is, on the inputs that are stored."""
    cases = [case for case in exercise.cases if not case.remark]
    for k, names in zip(exercise.calls["inputs"], exercise.calls["calls"]):
        with calls_watched(function, names) as seen:
            result = CheckedFunction(function).call(
                cases[k].arguments, exercise.parameters, cases[k].stand_ins
            )
        if first_difference(exercise, cases[k].expected, result) is None:
            continue  # whatever it asks, it does not matter here
        for name in seen:
            said = difference(name, seen[name], names[name], finished=not result.error)
            if said:
                return f"on input {1 + exercise.cases.index(cases[k])}, {said}."
    return ""


def difference(name, mine, stored, finished) -> str:
    """How the calls of one function differ from the stored ones of right answers, in words; "" where they don't."""
    count = stored["count"]
    expected = [
        {parameter: decode(value) for parameter, value in one.items()} for one in stored["first"]
    ]
    other = other_arguments(mine.first, expected)
    # Of more calls than in right answers only the first is surely in the place of theirs; the others may do no harm.
    if mine.count > count and (other is None or other[0] != FIRST[0]):
        return ""
    if other is None:
        if count == mine.count or not finished:
            return ""
        return f"it calls {name} {times(mine.count)}, where {times(count)} is right"
    which, said, in_parts = other
    return "" if in_parts else f"its {which} call of {name} {said}"


def other_arguments(mine: list[dict], expected: list[dict]) -> tuple[str, str, bool] | None:
    """Of the first call with other arguments than expected: which, what it gets, whether that is a smaller array.

    None where there is none. The same calls in another order are no others.
    """
    left = list(expected)
    for k, given in enumerate(mine[: len(expected)]):
        wrong = [wrong_argument(given, one) for one in left]
        if wrong[0] is not None and None not in wrong:
            parameter, (path, yours, wanted) = wrong[0]
            in_parts = wanted is not None and np.size(yours) < np.size(wanted)
            before = mine[k - 1].get(parameter) if k else None
            if before is not None and first_other(given[parameter], before, "") is None:
                return FIRST[k], f"gets the same {parameter} as the call before", in_parts
            return FIRST[k], f"gets {in_words(path, yours, wanted)}", in_parts
        del left[wrong.index(None)]
    return None


def wrong_argument(given: dict, right: dict) -> tuple | None:
    """(parameter, `first_other`) of the first argument that is not as expected; None where all are."""
    for parameter, value in right.items():
        wrong = parameter in given and first_other(given[parameter], value, parameter)
        if wrong:
            return parameter, wrong
    return None


def first_other(yours, expected, path):
    """(path, yours, expected) of the first part that differs; None where all is equal."""
    if isinstance(yours, dict) and isinstance(expected, dict):
        for key in expected:
            if key not in yours:
                return f"{path} without {key!r}", None, None
            if other := first_other(yours[key], expected[key], f"{path}[{key!r}]"):
                return other
        return None
    if isinstance(yours, tuple | list) and isinstance(expected, tuple | list):
        if len(yours) == len(expected):
            parts = (
                first_other(a, b, f"{path}[{k}]") for k, (a, b) in enumerate(zip(yours, expected))
            )
            return next((part for part in parts if part), None)
    try:
        return (path, yours, expected) if compare(expected, yours) else None
    except Exception:  # values of types that can't be compared
        return path, yours, expected


def in_words(path, yours, expected) -> str:
    """What came in the place of what: values where they are short, shapes where these differ."""
    if expected is None:
        return path
    if isinstance(yours, dict) != isinstance(expected, dict):
        return f"{describe(yours)} as {path}, where {describe(expected)} is right"
    if np.shape(yours) != np.shape(expected) and np.ndim(expected):
        return f"{path} of shape {np.shape(yours)}, where {np.shape(expected)} is right"
    factor = factor_of(yours, expected)
    if factor is not None:
        return f"{path} that is {number(factor)} times what is right"
    whole = np.size(yours) <= FEW
    texts = [value_in_words(value, whole) for value in (yours, expected)]
    if texts[0] == texts[1] or sum(map(len, texts)) > TEXTS:
        return f"{path} with other values than are right"
    return f"{path} = {texts[0]}, where {texts[1]} is right"


def factor_of(yours, expected) -> float | None:
    """The one number by which an array is larger than the expected one; None where there is none."""
    if not (isinstance(yours, np.ndarray) and yours.size > 2 and np.any(expected)):
        return None
    factor = np.vdot(expected, yours) / np.vdot(expected, expected)
    return float(factor) if factor and compare(factor * expected, yours) is None else None


def value_in_words(value, whole):
    """A value in short; text in quotes."""
    if isinstance(value, str):
        return repr(value)
    return "a function" if callable(value) else describe_argument(value, whole)


def times(count) -> str:
    """How often: once, or so many times."""
    return "once" if count == 1 else f"{count} times"
