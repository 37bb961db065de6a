"""Where in the learner's own code the mistake is: helpers.repair searches, the exercise's cases judge."""

import copy
import dataclasses
import inspect
import math
import re

import numpy as np

from helpers.checks.calling import CheckedFunction, standing_in
from helpers.checks.comparing import close, first_difference, identical, is_tolerated
from helpers.checks.condition_notes import CHOSEN_FOR_ALL
from helpers.checks.contrast import ONLY_WHERE
from helpers.checks.hints import ANOTHER_ORDER
from helpers.checks.judging import call_on_case
from helpers.checks.known_mistakes import equal_results
from helpers.checks.partial_results import OF_ANOTHER, leaves
from helpers.checks.results import CallResult, Diagnosis, Kind
from helpers.checks.text_notes import NAMES_A_LINE, source_of, without_general
from helpers.checks.values import decode
from helpers.repair import find_places, where
from helpers.repair.precheck import kept
from helpers.repair.shown import AROUND
from helpers.repair.value_replacement import Steps

LEFT = "with that put right, one mistake is left: {}"
NOT_ONE_TRUTH = "truth value of an array"
WEIGHTS = 1 + np.cos(np.arange(4096.0))  # of the numbers of an array
LARGE = 5000.0  # times an argument, where exp is to overflow
RELATED = 0.7  # the nearness of an output that is off by a factor
SECONDS = 1.0  # of processor time for a search
SECONDS_WHERE_NAMED = 0.3  # where a known mistake has its sentence already
# Kinds of edits that may make up for a mistake anywhere: beside a sentence that names one, they say nothing.
COMPENSATING = frozenset(
    ("missing call", "missing comparison", "missing statement", "range", "statement order")
)
SEARCHED = (
    Kind.ERROR_RAISED,
    Kind.NOTHING_RETURNED,
    Kind.WRONG_TYPE,
    Kind.WRONG_KEYS,
    Kind.WRONG_SHAPE,
    Kind.WRONG_VALUE,
    Kind.ARGUMENT_CHANGED,
)


class CaseOracle:
    """Judges a function on the cases of an exercise: how many of the outputs are right on one of them.

    It runs thousands of candidates, so all is decoded once, and a candidate is called as it is: the search swallows
    what it prints, and bounds its time.
    """

    def __init__(self, exercise):
        self.exercise = exercise
        self.cases = [case for case in exercise.cases if not case.remark]
        self.inputs = len(self.cases)
        self.arguments = [case.arguments for case in self.cases]
        self.expected = [case.expected for case in self.cases]
        self.outputs = [leaves(value, exercise.returns) for value in self.expected]
        self.stand_ins = [case.stand_ins for case in self.cases]
        several = max(map(len, self.outputs)) > 1 and not exercise.summary
        self.mistakes = known(exercise) if several else []
        self.alike = frozenset()
        alone = [given[0] for given in self.arguments if len(given) == 1]
        self.large = [[LARGE * x] for x in alone if getattr(x, "dtype", type(x)) in (float, int)]

    def given(self, k):
        """The arguments on input k, not to be changed."""
        return self.arguments[k]

    def __call__(self, function, k):
        """(right outputs, all outputs) on case k; a part of 1 more for those that are near. Raises what it raises."""
        self.alike = frozenset()
        try:
            result, given = self.called(function, k)
        except TypeError as error:
            if not is_tolerated(self.cases[k], str(error)):
                raise
            self.alike = frozenset(number for number, *_ in self.mistakes)
            return 1, 1
        total = max(1, len(self.outputs[k]))
        if result.error or result.value is None:
            return 0, total
        mine = leaves(result.value, self.exercise.returns)
        self.alike = self.alike_to(result, mine, k) if self.mistakes else frozenset()
        scores = [nearness(mine.get(path), right) for path, right in self.outputs[k].items()]
        right = sum(score == 1 for score in scores)
        if right == len(scores) and not first_difference(self.exercise, self.expected[k], result):
            changed = not (self.exercise.summary or identical(self.arguments[k], given))
            return (total - 0.1, total) if changed else (total, total)
        near = sum(score for score in scores if score < 1) / total
        return min(right + 0.9 * near, total - 0.1), total

    def alike_to(self, result, mine, k):
        """The numbers of the known mistakes that give a result, which has the outputs `mine`, on case k."""
        size = fingerprint(mine)
        return frozenset(
            number
            for number, sizes, theirs in self.mistakes
            if abs(size - sizes[k]) <= 1e-5 * abs(size) + 1e-8 and equal_results(result, theirs[k])
        )

    def look_for(self, function):
        """Of the known mistakes keep those of which a function shows at least one wrong output on all cases."""
        mistakes, self.mistakes = self.mistakes, []
        results = [self.called(function, k)[0] for k in range(self.inputs)] if mistakes else []
        if any(one.error or one.value is None for one in results):
            return
        mine = [leaves(one.value, self.exercise.returns) for one in results]
        for mistake in mistakes:
            theirs = [leaves(one.value, self.exercise.returns) for one in mistake[2]]
            if any(self.shown_in(path, mine, theirs) for path in self.outputs[0]):
                self.mistakes.append(mistake)

    def shown_in(self, path, mine, theirs):
        """Whether an output is as another function has it on all cases that have it, and wrong on one of them."""
        rows = [row for row in zip(mine, theirs, self.outputs) if path in row[2]]
        alike = all(nearness(a.get(path), b.get(path)) == 1 for a, b, _ in rows if path in b)
        wrong = any(nearness(b.get(path), right[path]) < 1 for _, b, right in rows)
        return alike and wrong and all(path in b for _, b, _ in rows)

    def wrong(self, function, k):
        """The names of the outputs that are wrong on case k, all where it ends in an error. Raises what it raises."""
        result, _ = self.called(function, k)
        if result.error or result.value is None:
            return set(self.outputs[k])
        mine = leaves(result.value, self.exercise.returns)
        return {
            path for path, right in self.outputs[k].items() if nearness(mine.get(path), right) < 1
        }

    def called(self, function, k):
        """(CallResult on case k, the arguments as the call left them)."""
        if self.exercise.summary:
            return call_on_case(CheckedFunction(function), self.exercise, self.cases[k]), None
        given = copied(self.arguments[k])
        with standing_in(function, self.stand_ins[k]):
            return CallResult(function(*given)), given


def known(exercise):
    """[(number of a mistake, fingerprint per case, CallResult per case)] of those that return something each time."""
    numbers = [k for k, case in enumerate(exercise.cases) if not case.remark]
    found = []
    for number, mistake in enumerate(exercise.mistakes):
        results = [mistake.results[k] for k in numbers]
        if not any(result.error or result.value is None for result in results):
            sizes = [fingerprint(leaves(one.value, exercise.returns)) for one in results]
            found.append((number, sizes, results))
    return found


def fingerprint(outputs) -> float:
    """A number that differs for most other outputs, see `leaves`, and for equal ones by rounding only."""
    total = 0.0
    with np.errstate(all="ignore"):
        for value in outputs.values():
            if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
                flat = value.ravel()
                weights = WEIGHTS[: flat.size] if flat.size <= WEIGHTS.size else np.ones(flat.size)
                total += float(np.sum(flat * weights))
    return total


def copied(value):
    """A copy of arguments, of whatever they are."""
    return kept(value, copy.deepcopy)


def nearness(mine, expected) -> float:
    """1 for an equal output; less for one of the same shape, the more of its numbers are right; 0 for another.

    One that is off by a factor, or by a number for each row, is nearer than one that is wrong throughout: of two
    mistakes one is left. An output is an array or a text, see partial_results.leaves; None where there is none.
    """
    if isinstance(mine, str) or isinstance(expected, str) or mine is None:
        return float(mine == expected)
    if mine.shape != expected.shape:
        return 0.1 if mine.size == expected.size else 0.0
    right = close(mine, expected)
    if right.all():
        return 1.0
    share = 0.5 + 0.4 * float(right.mean())
    return max(share, RELATED) if off_by_little(mine, expected) else share


def off_by_little(mine, expected) -> bool:
    """Whether an array of several numbers is the expected one times a factor, or plus a number for each row."""
    numbers = mine.dtype.kind in "iuf" and expected.dtype.kind in "iuf"
    if mine.size < 3 or not (numbers and np.isfinite(mine).all() and np.isfinite(expected).all()):
        return False
    if (
        mine.any()
        and close(mine * np.vdot(expected, expected), expected * np.vdot(mine, expected)).all()
    ):
        return True
    off = mine - expected
    return mine.ndim == 2 and mine.shape[1] > 2 and bool(close(off, off[:, :1] + 0 * off).all())


def with_place(diagnosis: Diagnosis, exercises: dict, function) -> Diagnosis:
    """The diagnosis of a wrong function with the places that an edit of its own code points to, where it is earned.

    exercises -- {name: ExerciseRecord} of the week; the function may call those
    Nothing is searched for where an exercise that the function calls is wrong itself: that comes first.
    """
    if diagnosis.kind not in SEARCHED or diagnosis.depends_on:
        return diagnosis
    source = source_of(function)
    if source is None:
        return diagnosis
    exercise, space = exercises[diagnosis.exercise], function.__globals__
    text, first_line = source
    found = find_places(
        text,
        function.__name__,
        space,
        CaseOracle(exercise),
        SECONDS_WHERE_NAMED if diagnosis.mistakes else SECONDS,
        functions=functions_of_lesson(exercise, exercises, space),
        words=words_of(exercise),
        given_lines=exercise.given_lines,
        first_line=first_line,
        steps=steps_of(exercise),
    )
    if found is None or not needed(found, diagnosis, exercise):
        return diagnosis
    if (
        NOT_ONE_TRUTH in diagnosis.message
    ):  # whatever makes one number of the arrays passes, wherever it stands
        found = dataclasses.replace(found, kind=None)
    if exercise.summary:  # whatever changes a fact alike would do
        found = dataclasses.replace(found, sure=False)
    lines = [line for line in map(without_general, diagnosis.lines) if line[1]]
    if not found.by_values:
        lines = [line for line in lines if ONLY_WHERE not in line[1]]
    labels = [label for label, _ in lines]
    place = next(
        (labels.index(label) for label in ("hint", "try it", "note") if label in labels), len(lines)
    )
    lines.insert(place, ("look at", where(found)))
    if found.left is not None:
        lines.insert(place + 1, ("note", LEFT.format(exercise.mistakes[found.left].sentence)))
    return dataclasses.replace(diagnosis, lines=tuple(lines), place=found)


def functions_of_lesson(exercise, exercises: dict, space: dict) -> set[str]:
    """The names of the functions that an answer may call: exercises, ours, and those that are replaced for an input."""
    ours = [name for name, value in space.items() if from_helpers(value)]
    return {*exercises, *ours, *exercise.cases[0].stand_ins}


def needed(found, diagnosis: Diagnosis, exercise) -> bool:
    """Whether the places say more than the message does without them, and surely nothing else.

    A sentence that names a mistake needs no line that may be right: a wrong value may show only where it is used. So it
    does in the call of a function that then raises, and in a branch that a wrong condition has chosen.
    """
    if diagnosis.mistakes:
        # Of random results only facts are compared, which an edit elsewhere may change alike.
        certain = not (found.by_values or found.others or exercise.summary) and found.edits == 1
        # Another kind of edit may make up for the mistake that is named.
        certain = certain and found.sure
        if diagnosis.code_line and diagnosis.code_line.number == found.places[0].line:
            return False  # the message shows the line of the error already
        around_all = found.kind in AROUND and is_whole_return(found.places[0])
        if around_all or found.kind in COMPENSATING:
            return False
        return certain and len(diagnosis.mistakes) == len(found.places) == 1
    if found.kind == "result order" and names_as_wanted(found.places[0], exercise):
        return False  # what the names stand for has changed places
    said = [text for _, text in diagnosis.lines]
    if found.by_values and any(
        part in text for part in (ANOTHER_ORDER, OF_ANOTHER) for text in said
    ):
        return False  # one result is taken for another
    if found.by_values and found.places[0].line > line_of_error(diagnosis):
        return False  # it has not come as far as there
    if chosen_for_all(diagnosis) or any(part in text for part in NAMES_A_LINE for text in said):
        return False  # a note names the condition, the list that nothing is put into, or the loop
    lines = [f"line {place.line} of {diagnosis.exercise}:" for place in found.places]
    if diagnosis.error_type in ("NameError", "UnboundLocalError"):  # its hint says which name
        return not found.by_values
    raised = [text for label, text in diagnosis.lines if label == "called at"]
    known = len(lines) == 1 and any(text.startswith(lines[0]) for text in raised)
    return not (found.by_values and known)


def line_of_error(diagnosis: Diagnosis) -> float:
    """The line of the exercise's own function on which it ended in an error; infinity where it did not."""
    own = re.compile(rf"line (\d+) of {re.escape(diagnosis.exercise)}:")
    found = [own.match(text) for label, text in diagnosis.lines if label in ("at", "called at")]
    return next((float(one[1]) for one in found if one), math.inf)


def names_as_wanted(place, exercise) -> bool:
    """Whether a place reads like the results that are expected: their names, in their order."""
    return place.text[place.start : place.end].strip("() ").split(", ") == list(exercise.returns)


def is_whole_return(place) -> bool:
    """Whether a place is all that a line returns."""
    return place.text.strip() == f"return {place.text[place.start : place.end]}"


def chosen_for_all(diagnosis: Diagnosis) -> bool:
    """Whether a note tells of a condition on a whole array."""
    return any(CHOSEN_FOR_ALL in text for label, text in diagnosis.lines if label == "note")


def steps_of(exercise):
    """The stored Steps of right answers, or None."""
    if not exercise.steps:
        return None
    return Steps(
        exercise.steps["inputs"],
        [[list(map(decode, row)) for row in step] for step in exercise.steps["values"]],
    )


def from_helpers(value) -> bool:
    """Whether a value is a function of ours, imported by the lesson."""
    return inspect.isfunction(value) and (value.__module__ or "").startswith("helpers.")


def words_of(exercise) -> list[str]:
    """The keys of the dictionaries that are expected, which may belong in the code."""
    found: dict[str, None] = {}
    for case in exercise.cases:
        if not case.remark:
            value = case.expected
            for part in value if isinstance(value, tuple) else (value,):
                found |= dict.fromkeys(part if isinstance(part, dict) else ())
    return [word for word in found if isinstance(word, str)]
