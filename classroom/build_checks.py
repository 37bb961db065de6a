"""Freeze what the checks compare with.

Runs every reference answer and its mistaken copies, and keeps only numbers and sentences.

python -m classroom.build_checks [WEEK …]     writes data/checks/<week>.json, for every week unless some are named
"""

import ast
import inspect
import json
import math
import re
import sys
from functools import lru_cache
from pathlib import Path

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

    A cell's namespace holds numpy, math, what the cells above it in the same notebook import (as far as one of the
    week's answers, right or mistaken, uses it), and the answers of the week so far, as lessons may build on those of
    the lesson before.
    """
    found, answers = {}, {}
    lessons = {
        path: code_cells(path) for path in sorted((ROOT / "notebooks" / week).glob("*.ipynb"))
    }
    written = [
        source for cells in lessons.values() for source, mark in cells if mark.get("solution")
    ]
    for exercise in exercises_of(week).values():
        written += [*exercise.right, *(new for _, new, _ in exercise.mistakes)]
    used = set(re.findall(r"\w+", " ".join(written)))
    for path, cells in lessons.items():
        namespace = {"np": np, "math": math, **answers}
        for source, mark in cells:
            if not mark.get("solution"):
                exec(imports_of(source, used), namespace)
                continue
            before = set(namespace)
            exec(compile(source, f"<{path.stem}: {mark['grade_id']}>", "exec"), namespace)
            answers |= {name: namespace[name] for name in set(namespace) - before}
            found.setdefault(mark["grade_id"], (source, namespace))
    return found


def code_cells(path):
    """The code cells of a lesson as (source, nbgrader's mark) in order, {} for a cell without a mark."""
    # Plain JSON: importing nbformat takes a second, and the first hidden test of every lesson would wait for it.
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    return [("".join(cell["source"]), cell["metadata"].get("nbgrader", {})) for cell in code]


def imports_of(source, used):
    """The import statements at the top level of a cell that bring one of the names `used`, compiled.

    None for a cell that is no plain Python. The others are left out since some take a second (scikit-learn).
    """
    try:
        body = ast.parse(source).body
    except SyntaxError:  # one of IPython's own commands
        body = []
    kept = [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
    kept = [node for node in kept if used & set(map(bound_name, node.names))]
    return compile(ast.Module(kept, []), "<imports>", "exec")


def bound_name(alias):
    """The name that an import statement gives to one of the things it imports: `a` for `import a.b`."""
    return alias.asname or alias.name.split(".")[0]


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


def draw_inputs(exercise, index, seed):
    """The cases of the exercise, from a seed. With another seed than the lesson's at least one case is new.

    Else an answer that looks up the lesson's expected values could pass a hidden test by luck.
    Raises ValueError for inputs that are the same in every draw.
    """
    rng = np.random.default_rng([seed, index])
    if seed == SEED:
        return exercise.inputs(rng)
    known = [encode(list(case.arguments)) for case in draw_inputs(exercise, index, SEED)]
    for _ in range(20):
        cases = exercise.inputs(rng)
        if any(encode(list(case.arguments)) not in known for case in cases):
            return cases
    raise ValueError(f"{exercise.name}: every draw gives the lesson's inputs; some must be random")


def freeze(exercise, source, namespace, cases, mistakes=True):
    """One exercise as the checks read it: inputs, expected values, and the outcomes of every mistake if asked for."""
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
        "cases": [freeze_case(case, exercise) for case in cases],
        "mistakes": [],
    }
    for case, outcome in zip(frozen["cases"], run_cases(reference, frozen)):
        tolerated = "remark" in case or not outcome.warned
        if outcome.error or outcome.changed or not tolerated:
            raise ValueError(f"{exercise.name}: the reference itself fails: {outcome}")
        if "remark" not in case:
            case["expected"] = encode(outcome.value)
    for old, new, sentence in exercise.mistakes if mistakes else ():
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


def freeze_exercise(week, name, seed=SEED, mistakes=True):
    """One exercise of a week, frozen. The same seed draws the same inputs. Raises ValueError where there is none.

    mistakes -- False leaves them out, most of the work: enough to tell right from wrong, not to name the mistake
    """
    exercises, sources = exercises_of(week), solution_sources(week)
    if name not in exercises or name not in sources:
        raise ValueError(
            f"{week}: {name!r} needs an answer cell of that grade_id and an entry in classroom/exercises."
        )
    cases = draw_inputs(exercises[name], list(exercises).index(name), seed)
    return freeze(exercises[name], *sources[name], cases, mistakes)


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
