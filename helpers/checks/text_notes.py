"""What the text of a wrong function shows, added to its Diagnosis: each note is true whatever the function computes."""

import ast
import dataclasses
import inspect
import linecache
import os
import re

import numpy as np

from helpers.checks.calling import code_of
from helpers.checks.condition_notes import (
    CHOSEN_FOR_ALL,
    IS_A_CHAIN,
    chained_equality,
    conditions_on_all,
    else_of_the_second,
    texts_as_conditions,
)
from helpers.checks.contrast import ONLY_WHERE
from helpers.checks.hints import ANOTHER_ORDER, LOST, NO_RETURN, ONE_EXPECTED, without_question
from helpers.checks.judging import CHANGES, FROM_NOTEBOOK, NEVER_CALLS, NEVER_USES
from helpers.checks.message import GENERAL
from helpers.checks.number_hints import CUT_BY_TYPE, CUT_BY_VECTORIZE, ROWS_ALIKE
from helpers.checks.results import Diagnosis, Kind
from helpers.checks.scope_notes import (
    BETWEEN_CALLS,
    kept_between_calls,
    late_lambdas,
    loops_that_never_run,
    other_keys,
    results_in_one,
    used_up,
)
from helpers.checks.sharing_notes import of_the_caller, same_array_kept, shallow_copies
from helpers.checks.source_notes import (
    DRAWS,
    IS_ONE,
    STAYS_EMPTY,
    STILL_RAISES,
    built_in_sum,
    by_place,
    definition,
    dropped_values,
    flat_transposed,
    forgotten_raise,
    never_filled,
    none_of_methods,
    only_counted,
    random_numbers,
    rows_counted,
    summed_sets,
    unused_values,
    without_axis,
)
from helpers.checks.state_notes import (
    ANEW,
    EVERY_TURN,
    added_each_turn,
    begun_anew,
    draws_evenly,
    last_turn_only,
    of_two_names,
    one_row_for_all,
    sorted_as_text,
)
from helpers.repair.trees import called

# Notes that name a line, so that a place beside them says nothing.
NAMES_A_LINE = (
    STAYS_EMPTY,
    ANEW,
    EVERY_TURN,
    IS_ONE,
    IS_A_CHAIN,
    BETWEEN_CALLS,
    DRAWS,
    CUT_BY_VECTORIZE,
)
SQUEEZED = "squeeze takes out every dimension of length 1."
RIGHT_BY_NAME = (
    "the names in line {} stand in the right order: they are given each other's values above it."
)
UNUSED_BELOW = "nothing below line"
# Where something of the result is missing.
SMALLER = (Kind.WRONG_SHAPE, Kind.WRONG_TYPE)
# Notes beside which it says nothing that the numbers differ.
NAMES_ENOUGH = (*NAMES_A_LINE, CHOSEN_FOR_ALL, NEVER_USES, ONLY_WHERE)


def with_text_notes(diagnosis: Diagnosis, exercises: dict, function) -> Diagnosis:
    """The diagnosis of a wrong function with what its text shows at once: see helpers.checks.source_notes."""
    source = None if diagnosis.passed or diagnosis.depends_on else source_of(function)
    if source is None:
        return diagnosis
    text, first_line = source
    node = definition(text, function.__name__)
    if node is None:
        return diagnosis
    if diagnosis.kind is Kind.NOT_WRITTEN:
        line = forgotten_raise(node, exercises[diagnosis.exercise].given_lines, text)
        if line is None:
            return diagnosis
        headline = STILL_RAISES.format(line + first_line - 1)
        return dataclasses.replace(diagnosis, kind=Kind.ERROR_RAISED, headline=headline)
    exercise = exercises[diagnosis.exercise]
    notes = dropped_values(node, text, first_line)
    notes += unused_values(node, exercise.given_lines, text, first_line)
    notes += never_filled(node, first_line)
    notes += begun_anew(node, first_line) + one_row_for_all(node, first_line)
    notes += of_two_names(node, first_line) + summed_sets(node, first_line)
    changed = CHANGES in diagnosis.message
    drawn = exercise.summary == "initial_parameters" and not diagnosis.mistakes
    if not diagnosis.mistakes:
        notes += added_each_turn(node, first_line) + by_place(node, first_line)
        notes += without_axis(node, first_line)
    if not diagnosis.mistakes or any("divided" in mistake for mistake in diagnosis.mistakes):
        notes += rows_counted(node, first_line, single_rows(exercise))
    notes += texts_as_conditions(node, first_line)
    notes += results_in_one(node, first_line, exercises)
    notes += late_lambdas(node, first_line) + used_up(node, first_line)
    notes += else_of_the_second(node, first_line)
    notes += last_turn_only(node, first_line) if diagnosis.kind in SMALLER else []
    notes += sorted_as_text(node, first_line) if first_with_many_layers(diagnosis, exercise) else []
    if any(text.endswith(ROWS_ALIKE) for _, text in diagnosis.lines):
        notes += same_array_kept(node, first_line)
    notes += flat_transposed(node, first_line) if diagnosis.kind is Kind.WRONG_SHAPE else []
    if diagnosis.kind is Kind.WRONG_SHAPE and one_number(diagnosis):
        notes += built_in_sum(node, first_line)
    notes += notes_on_errors(node, first_line, diagnosis, exercise)
    if changed:
        held = dictionaries(exercise)
        copies = shallow_copies(node, first_line, held)
        theirs = changed_ones(diagnosis, exercise)
        notes += copies or of_the_caller(node, first_line, theirs, theirs & held)
    notes += draws_evenly(node, first_line) if drawn else []
    notes += none_of_methods(node, first_line) if "None" in diagnosis.message else []
    if by_element(exercise) and not diagnosis.mistakes:
        notes += conditions_on_all(node, first_line)
    notes += only_counted(node, first_line)
    notes += chained_equality(node, first_line) + kept_between_calls(text, first_line)
    notes += only_in_given_lines(node, exercise, first_line)
    if any(ANOTHER_ORDER in said for _, said in diagnosis.lines):
        notes += right_by_name(node, exercise.returns, first_line)
    nothing_random = not exercise.summary and "seed" not in exercise.parameters
    notes += random_numbers(node, first_line) if nothing_random else []
    lines = [(label, for_text(label, said, node, text)) for label, said in diagnosis.lines]
    lines = [line for line in lines if line[1]]
    lines += [("note", note) for note in notes[:2]]
    told = [text for label, text in lines if label == "note"]
    if any(part in note for part in NAMES_ENOUGH for note in told):
        lines = without_general_hints(lines)
    instead = {"NameError": NEVER_USES, "ValueError": UNUSED_BELOW}.get(diagnosis.error_type or "")
    if instead and any(instead in note for note in told):
        # What the code takes in place of an argument has raised the error.
        lines = [line for line in lines if line[0] != "hint"]
    return dataclasses.replace(diagnosis, lines=tuple(lines))


def for_text(label, said, node, text):
    """A line of a message as it is true of the learner's text: a hint that only guesses at it is more exact, then."""
    if label == "mistake" and said.endswith("inside the loop?") and not leaves_a_loop(node):
        return without_question(said) or said
    if label == "mistake" and "range(" in said and "range(" not in text:
        return said.split(":")[0] + "."
    if label == "note" and FROM_NOTEBOOK in said and defined_in(text, said):
        return ""
    if label == "note" and said.startswith(NEVER_CALLS):
        name = said.removeprefix(NEVER_CALLS).split(",")[0].strip()
        return (
            "" if re.search(rf"\b{name}\(", text) else said
        )  # a function of the learner's own may call it
    if label != "hint":
        return said
    if said == NO_RETURN and returns_a_value(node.body):
        return said.split(";")[0] + "."
    if calls_squeeze(node) and "axis" not in text:
        said = said.replace(LOST, SQUEEZED)
    return said.replace(CUT_BY_TYPE, CUT_BY_VECTORIZE) if "vectorize" in text else said


def calls_squeeze(node):
    """Whether a definition calls squeeze."""
    return any(isinstance(n, ast.Call) and called(n) == "squeeze" for n in ast.walk(node))


def defined_in(text, said):
    """Whether the names that a note tells of are given values in the cell itself, above the function."""
    names = said.removeprefix("it reads ").split(f" {FROM_NOTEBOOK}")[0].split(" and ")
    targets = (t for s in ast.parse(text).body if isinstance(s, ast.Assign) for t in s.targets)
    return set(names) <= {getattr(target, "id", None) for target in targets}


def leaves_a_loop(node):
    """Whether a return or a break stands in a loop of a definition."""
    loops = (n for n in ast.walk(node) if isinstance(n, ast.For | ast.While))
    return any(isinstance(n, ast.Return | ast.Break) for loop in loops for n in ast.walk(loop))


def returns_a_value(statements):
    """Whether there is a return with a value among statements and what they hold, but for functions defined there."""
    for statement in statements:
        if isinstance(statement, ast.Return) and statement.value is not None:
            return True
        inner = [n for n in ast.iter_child_nodes(statement) if not isinstance(n, ast.expr)]
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef) and returns_a_value(inner):
            return True
    return False


def by_element(exercise) -> bool:
    """Whether the result is an array of the shape of the first argument, whatever that is."""
    shapes = [
        (np.shape(case.arguments[0]), np.shape(case.expected))
        for case in exercise.cases
        if not case.remark and isinstance(case.expected, np.ndarray)
    ]
    return bool(shapes) and all(given == expected for given, expected in shapes)


def only_in_given_lines(node, exercise, first_line) -> list[str]:
    """A sentence per argument that is read in a line of the lesson's own, which gives it a value, and nowhere else."""
    given, found = {line.strip() for line in exercise.given_lines}, []
    loads = [n for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]
    for statement in node.body:
        target = getattr(statement, "targets", [None])[0]
        name = getattr(target, "id", None)
        if name in exercise.parameters and ast.unparse(statement) in given:
            lines = {n.lineno for n in loads if n.id == name}
            if lines == {statement.lineno}:
                found.append(f"{UNUSED_BELOW} {statement.lineno + first_line - 1} uses {name}.")
    return found


def one_number(diagnosis) -> bool:
    """Whether an array came where one number is expected."""
    return any(label == "hint" and text.startswith(ONE_EXPECTED) for label, text in diagnosis.lines)


def notes_on_errors(node, first_line, diagnosis, exercise) -> list[str]:
    """Why a name had no value, or a key was not there."""
    error = next((text for label, text in diagnosis.lines if label == "error"), "")
    if not (error and diagnosis.code_line and diagnosis.position):
        return []
    given = dict(zip(exercise.parameters, exercise.cases[diagnosis.position - 1].arguments))
    notes = other_keys(node, first_line, error, given)
    if diagnosis.code_line.function == exercise.name:
        notes += loops_that_never_run(node, first_line, error, diagnosis.code_line.number)
    return notes


def right_by_name(node, returns, first_line) -> list[str]:
    """A sentence where what is returned are names in the order of the results: then they have each other's values."""
    inner = [n for n in ast.walk(node) if isinstance(n, ast.FunctionDef) and n is not node]
    within = {id(n) for one in inner for n in ast.walk(one)}
    found = [n for n in ast.walk(node) if isinstance(n, ast.Return) and id(n) not in within]
    value = found[-1].value if found else None
    names = [getattr(part, "id", None) for part in getattr(value, "elts", [])]
    if names != list(returns):
        return []
    return [RIGHT_BY_NAME.format(found[-1].lineno + first_line - 1)]


def changed_ones(diagnosis, exercise) -> set[str]:
    """The arguments of which a message says that the call changes them."""
    text = " ".join(said for _, said in diagnosis.lines if CHANGES in said)
    named = text.partition(CHANGES)[2].partition(",")[0]
    return {name for name in exercise.parameters if re.search(rf"\b{name}\b", named)}


def dictionaries(exercise) -> set[str]:
    """The arguments that are dictionaries."""
    given = exercise.cases[0].arguments
    return {name for name, value in zip(exercise.parameters, given) if isinstance(value, dict)}


def first_with_many_layers(diagnosis, exercise) -> bool:
    """Whether a function is wrong first on an input with ten layers or more, in a dictionary of parameters."""
    many = [
        any(isinstance(value, dict) and "W10" in value for value in case.arguments)
        for case in exercise.cases
    ]
    return (
        bool(diagnosis.position) and many.index(True) == diagnosis.position - 1
        if any(many)
        else False
    )


def single_rows(exercise) -> set[str]:
    """The arguments that are one row of several numbers, as labels are."""
    found = set()
    for k, name in enumerate(exercise.parameters):
        given = [case.arguments[k] for case in exercise.cases if k < len(case.arguments)]
        rows = [isinstance(one, np.ndarray) and one.ndim == 2 and len(one) == 1 for one in given]
        if rows and all(rows) and max(one.size for one in given) > 1:
            found.add(name)
    return found


def without_general_hints(lines):
    """The lines of a message without hints that only say that something is wrong."""
    return [line for line in lines if line[0] != "hint" or without_general(line)[1]]


def without_general(line: tuple[str, str]) -> tuple[str, str]:
    """A line of a message as it is where the place is known: without questions, "" for a general hint."""
    label, text = line
    if label == "mistake":
        return label, without_question(text) or text
    if label != "hint":
        return line
    return label, "" if any(part in text for part in GENERAL) else without_question(text)


def source_of(function) -> tuple[str, int] | None:
    """The source in which a function stands, and the number of its first line: the cell's, or the function's own."""
    code = code_of(function)
    if code is None or not hasattr(function, "__globals__"):
        return None
    lines = linecache.getlines(code.co_filename)
    if lines and not os.path.exists(code.co_filename):  # a cell of a notebook
        try:
            compile("".join(lines), "<cell>", "exec")
            return "".join(lines), 1
        except SyntaxError:  # with IPython's own commands in it
            pass
    try:
        lines, first_line = inspect.getsourcelines(function)
    except (OSError, TypeError):
        return None
    return "".join(lines), first_line
