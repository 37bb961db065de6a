"""What right answers ask of the lesson's other functions, recorded for helpers.checks.call_notes."""

from helpers.checks.call_notes import calls_watched, other_arguments
from helpers.checks.calling import CheckedFunction, global_names
from helpers.checks.records import ExerciseRecord
from helpers.checks.values import encode

INPUTS = 3  # on so many the calls are recorded
LARGEST = 60  # numbers in one argument


def record_calls(exercise: ExerciseRecord, functions: list) -> dict:
    """{"inputs": numbers of cases, from 0, remarks left out; "calls": per input {name: how often, the first arguments}}.

    functions -- the reference and other right answers
    A function is left out where they call it in several ways; {} where nothing remains, and for random results.
    """
    if exercise.summary:
        return {}
    cases = [case for case in exercise.cases if not case.remark][:INPUTS]
    rows = [calls_on(case, exercise, functions) for case in cases]
    several = {name for row in rows for name, known in row.items() if known is None}
    rows = [{name: row[name] for name in row if name not in several} for row in rows]
    return {"inputs": list(range(len(rows))), "calls": rows} if any(rows) else {}


def calls_on(case, exercise, functions):
    """{name: {"count": …, "first": …}, or None where those who call it do so in several ways} on one case."""
    seen = []
    for function in functions:
        names = [name for name in global_names(function) if name not in case.stand_ins]
        with calls_watched(function, names) as calls:
            CheckedFunction(function).call(case.arguments, exercise.parameters, case.stand_ins)
        seen.append(calls)
    found = {}
    for name in seen[0]:
        ways = [calls[name] for calls in seen if name in calls]
        first = [
            {name: encode(value) for name, value in given.items() if can_be_stored(value)}
            for given in ways[0].first
        ]
        same = all(alike(ways[0], way) for way in ways)
        found[name] = {"count": ways[0].count, "first": first} if same else None
    return found


def alike(one, other):
    """Whether two functions call another equally often and, as far as is kept, with equal arguments."""
    return one.count == other.count and other_arguments(one.first, other.first) is None


def can_be_stored(value):
    """Whether an argument is of plain values, and not too many."""
    try:
        return size_of(encode(value)) <= LARGEST
    except TypeError:
        return False


def size_of(encoded):
    """How many numbers an encoded value holds, about."""
    if isinstance(encoded, dict):
        return sum(map(size_of, encoded.values()))
    return sum(map(size_of, encoded)) if isinstance(encoded, list) else 1
