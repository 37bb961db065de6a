"""Where the first nan or infinity comes up in a wrong function whose result should be finite."""

import ast
import dataclasses

import numpy as np

from helpers.checks.calling import CheckedFunction
from helpers.checks.judging import finite
from helpers.checks.place import functions_of_lesson
from helpers.checks.results import CallResult, Diagnosis, Kind
from helpers.checks.text_notes import source_of
from helpers.repair.guard import refusal
from helpers.repair.observed import HOOK, instrumented, leaves
from helpers.repair.trial import definitions

LONGEST = 60  # characters of an expression that is shown


class FirstNonfinite:
    """Called in the place of each expression, computes it, and keeps the number of the first that is not finite."""

    def __init__(self):
        self.number, self.word = None, ""

    def __call__(self, number, compute):
        """The value of an expression."""
        value = compute()
        if self.number is None:
            parts = leaves(value) or ()
            if any(np.isnan(part).any() for part in parts):
                self.number, self.word = number, "nan"
            elif any(np.isinf(part).any() for part in parts):
                self.number, self.word = number, "infinity"
        return value


def with_first_nonfinite(diagnosis: Diagnosis, exercises: dict, function) -> Diagnosis:
    """The diagnosis of a wrong function, with the place of its first nan or infinity where nothing else is known."""
    explained = diagnosis.mistakes or diagnosis.depends_on or diagnosis.place
    if explained or diagnosis.kind is not Kind.WRONG_VALUE:
        return diagnosis
    exercise = exercises[diagnosis.exercise]
    source, position = source_of(function), diagnosis.position or 1
    case = exercise.cases[position - 1]
    if source is None or exercise.summary or not finite(CallResult(case.expected)):
        return diagnosis
    text, first_line = source
    tree, space = ast.Module(definitions(text), []), function.__globals__
    if refusal(tree, space, functions_of_lesson(exercise, exercises, space)):
        return diagnosis  # the cell's definitions are run once more only where that can do no harm
    found = first_nonfinite(tree, space, exercise, case, first_line)
    if not found:
        return diagnosis
    return dataclasses.replace(diagnosis, lines=(*diagnosis.lines, ("note", found)))


def first_nonfinite(tree, space, exercise, case, first_line=1) -> str:
    """In words where the first value comes up that is not finite, on a case; "" where the result is finite.

    tree  -- of the definitions of a cell
    space -- what they may read
    """
    functions, expressions = instrumented(tree.body)
    seen = FirstNonfinite()
    space = {**space, HOOK: seen}
    exec(compile(ast.Module(functions, []), "<cell>", "exec"), space)
    watched = CheckedFunction(space[exercise.name])
    result = watched.call(case.arguments, exercise.parameters, case.stand_ins)
    if result.error or finite(result) or seen.number is None:
        return ""
    node = expressions[seen.number]
    code = ast.unparse(node)
    where = f", at {code}" if len(code) <= LONGEST else ""
    return f"the first {seen.word} comes up in line {node.lineno + first_line - 1}{where}."
