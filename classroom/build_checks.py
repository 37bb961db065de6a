"""Freeze what the checks compare with.

Runs every reference answer and its mistaken copies, and keeps only numbers and sentences.

python -m classroom.build_checks [WEEK …]     writes data/checks/<week>.json, for every week unless some are named
"""

import ast
import inspect
import json
import math
import sys
from functools import lru_cache
from pathlib import Path

import nbformat
import numpy as np

from classroom.exercises import exercises_of
from helpers.checks import FOLDER, run_cases
from helpers.frozen import encode
from helpers.subject import unused_parameters

ROOT = Path(__file__).parents[1]
SEED = 1  # of the frozen draw of inputs


def weeks():
    """The names of the weeks that have exercises."""
    return sorted(path.stem for path in (ROOT / "classroom" / "exercises").glob("week*"))


@lru_cache
def solution_sources(week):
    """The answer cells of a week's lessons: {exercise name: (source, namespace)}, each at its first place.

    A cell's namespace holds numpy, math, what the cells above it in the same notebook import, and the answers of the
    week so far, as lessons may build on those of the lesson before.
    """
    found, answers = {}, {}
    for path in sorted((ROOT / "notebooks" / week).glob("*.ipynb")):
        namespace = {"np": np, "math": math, **answers}
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type != "code":
                continue
            mark = cell.metadata.get("nbgrader", {})
            if not mark.get("solution"):
                exec(imports_of(cell.source), namespace)
                continue
            before = set(namespace)
            exec(compile(cell.source, f"<{path.stem}: {mark['grade_id']}>", "exec"), namespace)
            answers |= {name: namespace[name] for name in set(namespace) - before}
            found.setdefault(mark["grade_id"], (cell.source, namespace))
    return found


def imports_of(source):
    """The import statements at the top level of a cell, compiled; none for a cell that is no plain Python."""
    try:
        body = ast.parse(source).body
    except SyntaxError:  # one of IPython's own commands
        body = []
    kept = [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
    return compile(ast.Module(kept, []), "<imports>", "exec")


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
    frozen = {
        "name": exercise.name,
        "parameters": list(parameters),
        "optional": [name for name, p in parameters.items() if p.default is not p.empty],
        "unused": unused_parameters(reference),
        "returns": list(exercise.returns),
        "tested": exercise.tested,
        "no_loop": exercise.no_loop,
        **({"observe": exercise.observe} if exercise.observe else {}),
        **({"nothing_else": True} if exercise.nothing_else else {}),
        "cases": [freeze_case(case, exercise) for case in exercise.inputs(rng)],
        "mistakes": [],
    }
    for case, outcome in zip(frozen["cases"], run_cases(reference, frozen)):
        tolerated = "remark" in case or not outcome.warned
        if outcome.error or outcome.changed or not tolerated:
            raise ValueError(f"{exercise.name}: the reference itself fails: {outcome}")
        if "remark" not in case:
            case["expected"] = encode(outcome.value)
    for old, new, sentence in exercise.mistakes:
        wrong = define(patched(source, old, new), exercise.name, namespace)
        outcomes = [freeze_outcome(outcome) for outcome in run_cases(wrong, frozen)]
        frozen["mistakes"].append({"sentence": sentence, "outcomes": outcomes})
    return frozen


def freeze_case(case, exercise):
    """One input as JSON, without what is expected of it."""
    frozen = {"arguments": encode(list(case.arguments))}
    if case.remark:
        frozen["remark"] = case.remark
    if case.stand_ins:
        frozen["stand_ins"] = {name: encode(known) for name, known in case.stand_ins.items()}
    if exercise.observe:
        frozen["wanted"] = encode(case.wanted)
    return frozen


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
    for week in sys.argv[1:] or weeks():
        print(write(week).relative_to(ROOT))
