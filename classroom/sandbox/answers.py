"""What the grader takes from a worker's answers: the fields it asked for, each in a closed form, nothing else.

The worker is the learner's once their code has run, so that any text in an answer may be the learner's. What can come
through: a value (as the wire lets it), four short texts that are shown as the learner's own, and names that the
grader, or the notebook, already holds.
"""

import re

from classroom.pages import visible
from helpers.outcome import Outcome

LONGEST = 2000  # characters of a text
MOST = 50  # names in a list
PLACE = re.compile(
    r"line \d{1,6} of [\w<>.]{1,80}: "
)  # as helpers.subject tells where an error was raised
KINDS = ("array", "function", "other")  # of names that a function reads


class BadForm(ValueError):
    """An answer that is not of the form asked for."""


def text_of(told) -> str:
    """Return a text, cut, and without characters that steer a terminal or the direction of writing."""
    if type(told) is not str:
        raise BadForm
    return visible(told[:LONGEST])[:LONGEST]


def fields_of(told, names: set[str]) -> dict:
    """Return a dictionary that has exactly these keys."""
    if type(told) is not dict or set(told) != names:
        raise BadForm
    return told


def error_of(told) -> str | None:
    """Return the error that a cell, or a call, ended in; None if there was none."""
    return None if told is None else text_of(told)


def outcome_of(told, parameters) -> Outcome:
    """Return the Outcome of a call. Raises BadForm.

    parameters -- of the exercise: only these can be among those that the call changed
    """
    told = fields_of(told, {"value", "error", "where", "changed", "printed", "warned"})
    changed, where = told["changed"], text_of(told["where"])
    if type(changed) is not list or len(changed) > len(parameters):
        raise BadForm
    if not all(type(name) is str and name in parameters for name in changed):
        raise BadForm
    return Outcome(
        told["value"],
        error_of(told["error"]),
        where if PLACE.match(where) else "",
        tuple(name for name in parameters if name in changed),
        "printed" if text_of(told["printed"]) else "",  # nothing but whether is asked
        text_of(told["warned"]),
    )


def look_of(told, known: frozenset[str]) -> dict:
    """Return what can be seen of a function without calling it. Raises BadForm.

    known -- the words of the notebook's cells: a name that is none of them is left out
    """
    told = fields_of(told, {"takes", "python", "loops", "unused", "reads"})
    unused, reads = told["unused"], told["reads"]
    if not all(type(told[name]) is bool for name in ("takes", "python", "loops")):
        raise BadForm
    if type(unused) is not list or type(reads) is not dict:
        raise BadForm
    if not all(type(name) is str for name in [*unused, *reads, *reads.values()]):
        raise BadForm
    return told | {
        "unused": [name for name in unused if name in known][:MOST],
        "reads": {n: k for n, k in list(reads.items())[:1000] if n in known and k in KINDS},
    }
