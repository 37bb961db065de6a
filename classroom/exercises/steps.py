"""The values of the steps of right answers, recorded without their code, for helpers.repair.value_replacement."""

import ast
import itertools

from helpers.checks.calling import CheckedFunction
from helpers.checks.judging import call_on_case
from helpers.checks.known_mistakes import outputs
from helpers.checks.records import ExerciseRecord
from helpers.checks.values import encode
from helpers.repair.observed import HOOK, LONGEST, Recorder, instrumented, leaves
from helpers.repair.trial import definitions

INPUTS = 3  # on so many the steps are recorded
LARGEST = 150  # numbers in one value
MOST = 60  # steps of an exercise
DIGITS = 12  # of a stored number


def record_steps(exercise: ExerciseRecord, sources: list[str], namespace: dict) -> dict:
    """{"inputs": numbers of cases, from 0, remarks left out; "values": per step and input the encoded values}.

    sources -- of the reference and of other right answers
    {} for random results, and where nothing fits into the bounds.
    """
    if exercise.summary:
        return {}
    cases = [case for case in exercise.cases if not case.remark]
    # Only where no loop of the reference is long: of a long one too little is kept to say what is right.
    seen = (
        (k, run)
        for k, run in enumerate(observe(sources[0], exercise, cases, namespace))
        if fits(run)
    )
    reference = dict(itertools.islice(seen, INPUTS))
    inputs = list(reference)
    if not inputs:
        return {}
    steps: dict[str, list] = {}
    for row in [[outputs(cases[k].expected, exercise.returns) for k in inputs]]:
        for path in row[0]:
            add(steps, [[one[path]] for one in row if path in one], inputs)
    chosen = [cases[k] for k in inputs]
    others = (list(observe(source, exercise, chosen, namespace)) for source in sources[1:])
    for row in ([*reference.values()], *others):
        for number in row[0]:
            add(steps, [run.get(number) or () for run in row], inputs)
    return {"inputs": inputs, "values": list(steps.values())[:MOST]}


def observe(source, exercise, cases, namespace):
    """Of an answer, case after case: {number of an expression: its values, or None for too many}."""
    functions, expressions = instrumented(definitions(source))
    code = compile(ast.Module(functions, []), "<steps>", "exec")
    for case in cases:
        recorder = Recorder()
        space = {**namespace, HOOK: recorder}
        exec(code, space)
        result = call_on_case(CheckedFunction(space[exercise.name]), exercise, case)
        if result.error:
            raise ValueError(
                f"{exercise.name}: a right answer fails when it is observed: {result.error}"
            )
        yield found_values(recorder, expressions)


def found_values(recorder, expressions):
    """{number of an expression: its values, or None for too many} of one call."""
    found = {}
    for number, seen in recorder.values.items():
        values = [value for _, value in seen]
        if isinstance(
            expressions[number], ast.Name
        ):  # the values of others, but for what a list has become
            values = [value for value in values if isinstance(value, list)]
        if values:
            found[number] = values if recorder.calls[number] <= LONGEST else None
    return found


def fits(run):
    """Whether there is something to keep of a run, none of it too large."""
    if None in run.values():
        return False
    sizes = [
        leaf.size for values in run.values() for value in values for leaf in leaves(value) or ()
    ]
    return bool(sizes) and max(sizes) <= LARGEST


def add(steps, rows, inputs):
    """Keep the values of a step on the inputs, each once; of a container its items too."""
    values = [value for row in rows for value in row]
    if len(rows) < len(inputs) or not all(rows) or any(not leaves(value) for value in values):
        return
    stored = [[rounded(encode(value)) for value in row] for row in rows]
    steps.setdefault(repr(stored), stored)
    if all(isinstance(value, tuple) for value in values) and len(set(map(len, values))) == 1:
        for k in range(len(values[0])):
            add(steps, [[value[k] for value in row] for row in rows], inputs)


def rounded(encoded):
    """An encoded value with DIGITS digits in its numbers."""
    if isinstance(encoded, float):
        return float(f"{encoded:.{DIGITS}g}")
    if isinstance(encoded, list):
        return [rounded(item) for item in encoded]
    if isinstance(encoded, dict):
        return {key: rounded(item) for key, item in encoded.items()}
    return encoded
