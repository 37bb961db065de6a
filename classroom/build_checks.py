"""Freeze what the checks compare with.

Runs every reference answer and its mistaken copies, and keeps only numbers and sentences.

python -m classroom.build_checks          writes data/checks/<week>.json for every week
"""

import inspect
import json
import math
from functools import lru_cache
from pathlib import Path

import nbformat
import numpy as np

from classroom.exercises import exercises_of
from helpers.checks import FOLDER, run, unused_parameters
from helpers.frozen import encode

ROOT = Path(__file__).parents[1]
SEED = 1  # of the frozen draw of inputs


def weeks():
    """The names of the weeks that have exercises."""
    return sorted(path.stem for path in (ROOT / "classroom" / "exercises").glob("week*"))


@lru_cache
def solution_sources(week):
    """The answer cells of a week's lessons: {exercise name: (source, namespace)}, each at its first place.

    A cell's namespace holds numpy, math and whatever the answer cells above it in the same notebook define.
    """
    found = {}
    for path in sorted((ROOT / "notebooks" / week).glob("*.ipynb")):
        namespace = {"np": np, "math": math}
        for cell in nbformat.read(path, as_version=4).cells:
            mark = cell.metadata.get("nbgrader", {})
            if cell.cell_type == "code" and mark.get("solution"):
                exec(compile(cell.source, f"<{path.stem}: {mark['grade_id']}>", "exec"), namespace)
                found.setdefault(mark["grade_id"], (cell.source, namespace))
    return found


def define(source, name, namespace):
    """The function `name` that `source` defines, within a copy of `namespace`."""
    space = dict(namespace)
    exec(compile(source, f"<{name}>", "exec"), space)
    return space[name]


def patched(source, old, new):
    """The source with its one occurrence of `old` replaced. Raises ValueError unless there is exactly one."""
    if source.count(old) != 1:
        raise ValueError(
            f"{old!r} stands {source.count(old)} times, not once, in the reference:\n{source}"
        )
    return source.replace(old, new)


def freeze(exercise, source, namespace, rng):
    """One exercise as the checks read it: inputs, expected values, and the outcomes of every mistake."""
    reference = define(source, exercise.name, namespace)
    parameters = inspect.signature(reference).parameters
    cases = exercise.inputs(rng)
    frozen = []
    for case in cases:
        outcome = run(reference, case.arguments, parameters)
        if outcome.error or outcome.changed or (outcome.warned and not case.remark):
            raise ValueError(f"{exercise.name}: the reference itself fails: {outcome}")
        judged = {"remark": case.remark} if case.remark else {"expected": encode(outcome.value)}
        frozen.append({"arguments": encode(list(case.arguments)), **judged})
    mistakes = []
    for old, new, sentence in exercise.mistakes:
        wrong = define(patched(source, old, new), exercise.name, namespace)
        outcomes = [freeze_outcome(run(wrong, case.arguments, parameters)) for case in cases]
        mistakes.append({"sentence": sentence, "outcomes": outcomes})
    return {
        "name": exercise.name,
        "parameters": list(parameters),
        "optional": [name for name, p in parameters.items() if p.default is not p.empty],
        "unused": unused_parameters(reference),
        "returns": list(exercise.returns),
        "tested": exercise.tested,
        "no_loop": exercise.no_loop,
        "cases": frozen,
        "mistakes": mistakes,
    }


def freeze_outcome(outcome):
    """An Outcome as JSON: its error, or its value."""
    if outcome.error:
        return {"error": outcome.error}
    if outcome.value is None:
        return {"value": None, "printed": bool(outcome.printed)}
    try:
        return {"value": encode(outcome.value)}
    except TypeError:  # a mistaken copy may return anything, a function say
        return {"value": f"<{type(outcome.value).__name__}>"}


def freeze_exercise(week, name, seed=SEED):
    """One exercise of a week, frozen. The same seed draws the same inputs. Raises ValueError where there is none."""
    exercises, sources = exercises_of(week), solution_sources(week)
    if name not in exercises or name not in sources:
        raise ValueError(
            f"{week}: {name!r} needs an answer cell of that grade_id and an entry in classroom/exercises."
        )
    rng = np.random.default_rng([seed, list(exercises).index(name)])
    return freeze(exercises[name], *sources[name], rng)


def freeze_week(week, seed=SEED):
    """All exercises of a week, frozen: {name: exercise}."""
    return {name: freeze_exercise(week, name, seed) for name in exercises_of(week)}


def write(week):
    """Freeze a week into data/checks/<week>.json, one line a value so that changes can be read in a diff."""
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(freeze_week(week), ensure_ascii=False, indent=None, separators=(",", ":"))
    path = FOLDER / f"{week}.json"
    path.write_text(
        text.replace('{"sentence"', '\n{"sentence"').replace('{"arguments"', '\n{"arguments"')
        + "\n",
        "utf-8",
    )
    return path


if __name__ == "__main__":
    for week in weeks():
        print(write(week).relative_to(ROOT))
