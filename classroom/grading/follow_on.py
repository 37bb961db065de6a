"""Follow-on credit: an exercise that is right on top of a wrong one of the learner's keeps its points.

One forgotten factor in a function costs its own points, not those of every function that calls it. A failed exercise
that reads an earlier failed one is marked again with the lesson's answer in the place of the earlier ones.
Only earlier ones are replaced: with them right, the learner would have had the same functions to build on. Nothing of
the second run is passed on but points, since the lesson's answers are in it.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from classroom.grading.merged_notebook import Cell, names_of_answers
from classroom.grading.sandbox.slicing import names_read

KEPT = "right with the lesson's {} in place of yours, which {} wrong or not written; it keeps its points."


@dataclass(frozen=True)
class Exercise:
    """An exercise of a lesson: its test, its answer cells, the names these define, and those that are read."""

    test: str
    answers: tuple[Cell, ...]
    names: frozenset[str]
    reads: frozenset[str]


def with_follow_on(
    lesson: tuple[Cell, ...],
    merged: tuple[Cell, ...],
    verdicts: dict,
    mark: Callable[[tuple[Cell, ...]], dict],
) -> dict:
    """Return a notebook's Verdicts, {grade_id of the test: Verdict}, with the points that follow-on credit keeps.

    merged -- the lesson's cells with the learner's answers
    mark   -- marks such cells, and returns the Verdicts of the tests among them
    """
    exercises = exercises_of(lesson, merged)
    groups = defaultdict(list)  # exercises that are marked again in one run
    for number, exercise in enumerate(exercises):
        if not verdicts[exercise.test].points:
            earlier = exercises[:number]
            wrong = [one for one in earlier if not verdicts[one.test].points]
            below = reached(exercise, earlier)
            if replaced := tuple(one for one in wrong if one in below):
                groups[replaced].append(exercise.test)
    kept = {}
    for replaced, tests in groups.items():
        for test, verdict in mark(with_references(merged, replaced, tests)).items():
            if verdict.points:
                kept[test] = verdict, replaced
    return verdicts | {
        test: dataclasses.replace(
            verdict,
            diagnosis=None,
            text=kept_on([one.test for one in replaced if one.test not in kept]),
            cell_error="",
        )
        for test, (verdict, replaced) in kept.items()
    }


def kept_on(wrong: list[str]) -> str:
    """Return what a learner reads of an exercise that keeps its points.

    wrong -- the tests of the earlier exercises that keep none: of those replaced, the first is always among them
    """
    *names, last = [test.removeprefix("test_") for test in wrong]
    listed = f"{', '.join(names)} and {last}" if names else last
    return KEPT.format(listed, "are" if names else "is")


def exercises_of(lesson: tuple[Cell, ...], merged: tuple[Cell, ...]) -> list[Exercise]:
    """Return the exercises of a lesson in order."""
    written = defaultdict(list)
    for cell in merged:
        if cell.kind == "answer":
            written[cell.grade_id].append(cell.source)
    found, answers = [], []
    for cell in lesson:
        if cell.kind == "answer":
            answers.append(cell)
        elif cell.kind == "test":
            names = names_of_answers(tuple(answers))
            sources = [source for one in answers for source in written[one.grade_id]]
            found.append(Exercise(cell.grade_id, tuple(answers), names, reads_of(sources)))
            answers = []
    return found


def reads_of(sources: list[str]) -> frozenset[str]:
    """Return the names that a learner's answer reads; none for one that is no Python."""
    try:
        return frozenset(name for source in sources for name in names_read(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()


def reached(exercise: Exercise, earlier: list[Exercise]) -> list[Exercise]:
    """Return the earlier exercises that an exercise reads, itself or through others of them."""
    found: list[Exercise] = []
    waiting = [exercise]
    while waiting:
        reads = waiting.pop().reads
        more = [one for one in earlier if one not in found and one.names & reads]
        found += more
        waiting += more
    return found


def with_references(
    merged: tuple[Cell, ...], replaced: tuple[Exercise, ...], tests: list[str]
) -> tuple[Cell, ...]:
    """Return a notebook with the lesson's answers of some exercises, and with no other tests than `tests`."""
    ids = {cell.grade_id for one in replaced for cell in one.answers}
    at_test = {one.test: one.answers for one in replaced}
    cells: list[Cell] = []
    for cell in merged:
        if cell.kind == "test":
            cells += at_test.get(cell.grade_id, ())
            cells += [cell] if cell.grade_id in tests else []
        elif cell.grade_id not in ids:
            cells.append(cell)
    return tuple(cells)
