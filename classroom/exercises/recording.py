"""Makes the ExerciseRecords that checks compare with: runs reference answers and mistaken copies, keeps the numbers.

The reference answers stand in the lessons; inputs and mistakes in the modules beside this one.
"""

import ast
import dataclasses
import inspect
import linecache
import math
import re
from functools import lru_cache
from pathlib import Path

import numpy as np

from classroom.exercises import exercises_of, practice
from classroom.exercises.calls import record_calls
from classroom.exercises.steps import record_steps
from helpers.checks.calling import unused_parameters
from helpers.checks.judging import call_on_cases
from helpers.checks.records import CaseRecord, ExerciseRecord, MistakeRecord
from helpers.checks.values import encode
from helpers.notebook_cells import cells_of

ROOT = Path(__file__).parents[2]
SEED = 1  # of the inputs that lessons show; hidden tests draw with others


def weeks():
    """The names of the weeks that have exercises."""
    return sorted(path.stem for path in Path(__file__).parent.glob("week*"))


@lru_cache
def solution_sources(week):
    """The answer cells of a week's lessons: {exercise name: (source, namespace)}, each at its first place.

    A cell's namespace holds numpy, math, what the cells above it in the same notebook import (as far as one of the
    week's answers, right or mistaken, uses it), and the answers of the week so far, as lessons may build on those of
    the lesson before. Exercises that have left their lessons come first: lessons may give their functions.
    """
    found, answers = {}, {}
    for exercise in exercises_of(week).values():
        if exercise.reference:
            namespace = {"np": np, "math": math}
            exec(compile(exercise.reference, f"<{exercise.name}>", "exec"), namespace)
            answers[exercise.name] = namespace[exercise.name]
            found[exercise.name] = (exercise.reference, namespace)
    lessons = {
        path: [cell for cell in cells_of(path.read_bytes()) if cell.kind == "code"]
        for path in sorted((ROOT / "notebooks" / week).glob("*.ipynb"))
    }
    written = [cell.source for cells in lessons.values() for cell in cells if cell.is_solution]
    for exercise in exercises_of(week).values():
        written += [*exercise.right, *(new for _, new, _ in exercise.mistakes)]
    used = set(re.findall(r"\w+", " ".join(written)))
    for path, cells in lessons.items():
        namespace = {"np": np, "math": math, **answers}
        for cell in cells:
            if not cell.is_solution:
                exec(imports_of(cell.source, used), namespace)
                continue
            before = set(namespace)
            place = f"<{path.stem}: {cell.grade_id}>"
            linecache.cache[place] = (1, None, cell.source.splitlines(True), place)  # as in IPython
            exec(compile(cell.source, place, "exec"), namespace)
            answers |= {name: namespace[name] for name in set(namespace) - before}
            found.setdefault(cell.grade_id, (cell.source, namespace))
    return found


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
            f"A mistake's old text {old!r} stands {source.count(old)} times, not once, in the reference (new text: "
            f"{new!r}):\n{source}"
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


def record(exercise, source, namespace, cases, mistakes=True):
    """The ExerciseRecord of an exercise: inputs, expected values, and the results of every mistake if asked for.

    source, namespace -- of the reference answer
    cases             -- Cases of the draw to record
    """
    reference = define(source, exercise.name, namespace)
    parameters = inspect.signature(reference).parameters
    fields = dict(
        name=exercise.name,
        parameters=list(parameters),
        optional=[name for name, p in parameters.items() if p.default is not p.empty],
        defaults={
            name: encode(p.default)
            for name, p in parameters.items()
            # any seed will do: helpers and lessons have their own
            if isinstance(p.default, bool | int | float | str | None) and name != "seed"
        },
        unused=unused_parameters(reference),
        returns=list(exercise.returns),
        tested=exercise.tested,
        no_loop=exercise.no_loop,
        nothing_else=exercise.nothing_else,
        whole_numbers=exercise.whole_numbers,
        summary=exercise.summary,
        given_lines=given_lines(source),
        error_hints=[list(pair) for pair in exercise.error_hints],
        hints=list(exercise.hints),
    )
    stored = [stored_case(case, exercise) for case in cases]
    without_results = ExerciseRecord(**fields, cases=tuple(map(CaseRecord, stored)))
    results = call_on_cases(reference, without_results)
    for case, result, drawn in zip(stored, results, cases):
        tolerated = "remark" in case or not result.warned
        if result.error or result.changed or not tolerated:
            raise ValueError(f"{exercise.name}: the reference itself fails: {result}")
        if "remark" not in case or drawn.compared_if_finite:
            case["expected"] = encode(result.value)
        if result.printed:
            case["prints"] = True
    known = []
    for old, new, sentence in exercise.mistakes if mistakes else ():
        wrong = define(patched(source, old, new), exercise.name, namespace)
        results = map(stored_result, call_on_cases(wrong, without_results))
        known.append(MistakeRecord(sentence, list(results)))
    recorded = ExerciseRecord(**fields, cases=without_results.cases, mistakes=tuple(known))
    if not mistakes:
        return recorded
    right = [source, *exercise.right]
    functions = [define(source, exercise.name, namespace) for source in right]
    return dataclasses.replace(
        recorded,
        steps=record_steps(recorded, right, namespace),
        calls=record_calls(recorded, functions),
    )


def given_lines(source):
    """The lines of an answer's cell outside its solution, without empty ones: they are in the learner's copy, too."""
    before, _, rest = source.partition("### BEGIN SOLUTION")
    lines = f"{before}\n{rest.partition('### END SOLUTION')[2]}".splitlines()
    return [line.strip() for line in lines if line.strip()]


def stored_case(case, exercise):
    """One input as JSON, without what is expected of it."""
    stored = {"arguments": encode(list(case.arguments))}
    if case.remark:
        stored["remark"] = case.remark
    if case.may_refuse:
        stored["may_refuse"] = True
    if case.stand_ins:
        stored["stand_ins"] = {name: encode(known) for name, known in case.stand_ins.items()}
    if exercise.summary:
        stored["wanted"] = encode(case.wanted)
    return stored


def stored_result(result):
    """A CallResult as JSON: its error, or its value."""
    if result.error:
        return {"error": result.error}
    if result.value is None:
        return {"value": None, "printed": bool(result.printed)}
    try:
        return {"value": encode(result.value)}
    except TypeError:  # a mistaken copy may return anything, a function say
        return {"value": f"<{type(result.value).__name__}>"}


def record_exercise(week, name, seed=SEED, mistakes=True):
    """The ExerciseRecord of one exercise. The same seed draws the same inputs. Raises ValueError where there is none.

    mistakes -- False leaves them out, most of the work: enough to tell right from wrong, not to name the mistake
    """
    exercises, sources = exercises_of(week), solution_sources(week)
    if name not in exercises or name not in sources:
        raise ValueError(
            f"{week}: {name!r} needs an answer cell of that grade_id and an entry in classroom/exercises."
        )
    cases = draw_inputs(exercises[name], list(exercises).index(name), seed)
    return record(exercises[name], *sources[name], cases, mistakes)


def record_practice():
    """The ExerciseRecord of the exercise in START_HERE, {name: record}; its answer is shown there."""
    rng = np.random.default_rng(SEED)
    exercise = practice.EXERCISE
    return {exercise.name: record(exercise, practice.ANSWER, {"np": np}, exercise.inputs(rng))}


def record_week(week, seed=SEED):
    """The ExerciseRecords of all exercises of a week, {name: record}."""
    return {name: record_exercise(week, name, seed) for name in exercises_of(week)}
