"""What the grader takes from a worker's answers: the fields it asked for, each in a closed form, nothing else.

The worker is the learner's once their code has run, so that any text in an answer may be the learner's. What can come
through: a value (as the protocol allows it), short texts that are shown as the learner's own, and names that the
grader, or the notebook, already holds.
"""

import re

from classroom.text import visible
from helpers.checks.calling import KINDS
from helpers.checks.results import CallResult, CodeLine

LONGEST = 2000  # characters of a text
MOST = 50  # names in a list
MOST_LINES = 2  # of code, for one error: the first and the last that it came through
FUNCTION = re.compile(r"[\w<>.]{1,80}")
SUGGESTION = re.compile(r"Did you mean \w{1,80}\?")


class InvalidResponse(ValueError):
    """An answer that is not of the form asked for."""


def text_of(told) -> str:
    """Return a text, cut, and without characters that steer a terminal or the direction of writing."""
    if type(told) is not str:
        raise InvalidResponse
    return visible(told[:LONGEST])[:LONGEST]


def fields_of(told, names: set[str]) -> dict:
    """Return a dictionary that has exactly these keys."""
    if type(told) is not dict or set(told) != names:
        raise InvalidResponse
    return told


def error_of(told) -> str | None:
    """Return the error that a cell, or a call, ended in; None if there was none."""
    return None if told is None else text_of(told)


def call_result_of(told, parameters) -> CallResult:
    """Return the CallResult of a call. Raises InvalidResponse.

    parameters -- of the exercise: only these can be among those that the call changed
    """
    told = fields_of(
        told,
        {"value", "error", "lines", "changed", "printed", "warned", "suggestion", "processor"},
    )
    processor_time_of(told)
    changed, suggestion = told["changed"], text_of(told["suggestion"])
    if type(changed) is not list or len(changed) > len(parameters):
        raise InvalidResponse
    if not all(type(name) is str and name in parameters for name in changed):
        raise InvalidResponse
    return CallResult(
        told["value"],
        error_of(told["error"]),
        lines_of(told["lines"]),
        tuple(name for name in parameters if name in changed),
        "printed" if told["printed"] is True else "",  # nothing but whether is asked
        text_of(told["warned"]),
        suggestion if SUGGESTION.fullmatch(suggestion) else "",
    )


def processor_time_of(told) -> float:
    """Return the seconds of processor time that a call took, by its own word. Raises InvalidResponse."""
    seconds = told["processor"]
    if type(seconds) is not float or not 0 <= seconds < 1e6:
        raise InvalidResponse
    return seconds


def lines_of(told) -> tuple[CodeLine, ...]:
    """Return the first and the last line of code that an error came through. Raises InvalidResponse."""
    if type(told) is not list or not all(type(line) is list and len(line) == 3 for line in told):
        raise InvalidResponse
    return tuple(
        line_of(*line) for line in (told if len(told) <= MOST_LINES else [told[0], told[-1]])
    )


def line_of(number, function, text) -> CodeLine:
    """Return a line of code. Raises InvalidResponse."""
    if type(number) is not int or not 0 <= number < 1_000_000 or type(function) is not str:
        raise InvalidResponse
    if not FUNCTION.fullmatch(function):
        raise InvalidResponse
    return CodeLine(number, function, text_of(text))


def bool_of(told) -> bool:
    """Return True or False. Raises InvalidResponse for anything else."""
    if type(told) is not bool:
        raise InvalidResponse
    return told


def names_of(told, known) -> list[str]:
    """Return those of the known names, in their order, that a list of names holds. Raises InvalidResponse."""
    if type(told) is not list or not all(type(name) is str for name in told):
        raise InvalidResponse
    return [name for name in known if name in told]


def look_of(told, known: frozenset[str]) -> dict:
    """Return what can be seen of a function without calling it. Raises InvalidResponse.

    known -- the words of the notebook's cells: a name that is none of them is left out
    """
    told = fields_of(told, {"python", "loops", "unused", "reads"})
    unused, reads = told["unused"], told["reads"]
    bool_of(told["python"]), bool_of(told["loops"])
    if type(unused) is not list or type(reads) is not dict:
        raise InvalidResponse
    if not all(type(name) is str for name in [*unused, *reads, *reads.values()]):
        raise InvalidResponse
    return told | {
        "unused": [name for name in unused if name in known][:MOST],
        "reads": {n: k for n, k in list(reads.items())[:1000] if n in known and k in KINDS},
    }
