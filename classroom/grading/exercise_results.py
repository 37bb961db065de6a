"""From Verdicts of tests to what is kept of each exercise, and what of it a teacher should look at."""

from dataclasses import replace

from classroom.grading.merged_notebook import Cell, without_comments
from classroom.results import TRY_AGAIN, ExerciseResult
from helpers.checks import Diagnosis, Kind

LONGEST_ANSWER, LONGEST_OWN = 12_000, 6_000  # characters of code that pages show of an exercise
NO_TIME = (
    "right on the inputs that the lesson shows; on new ones it was not tried to the end, because the notebook had used "
    "up its time."
)
NOT_TRIED = "time was up before new inputs were tried to the end: {} " + TRY_AGAIN
NOT_WRITTEN = "not written: it still raises NotImplementedError."
NEEDS_UNWRITTEN = "it calls {}, which is not written: that raises NotImplementedError."
NOT_SHOWN = "more code was graded than pages show: {0}"
NOT_READ = "this notebook could not be read, or was not handed in."


def not_tried(verdicts: dict) -> list[str]:
    """Return, in words, the tests that time was up for, so that the teacher sees it."""
    found = [
        grade_id.removeprefix("test_")
        for grade_id, verdict in verdicts.items()
        if verdict.diagnosis and verdict.diagnosis.headline == NO_TIME
    ]
    return [NOT_TRIED.format(", ".join(found))] if found else []


def exercise_results(
    notebook: str, merged: tuple[Cell, ...], verdicts: dict, own: dict[int, str]
) -> list[ExerciseResult]:
    """Return the results in order; an exercise's answer is what stands between the test before it and its own.

    own -- what answers need of the learner's own cells, {position of the cell: source}
    """
    results, answer, needed = [], [], []
    for place, cell in enumerate(merged):
        if cell.kind == "answer":
            answer.append(cell.source)
        elif place in own:
            needed.append(own[place])
        elif cell.kind == "test":
            verdict = verdicts[cell.grade_id]
            results.append(
                ExerciseResult(
                    notebook,
                    cell.grade_id,
                    verdict.points,
                    cell.points,
                    after_grading(verdict.diagnosis),
                    verdict.text,
                    verdict.cell_error,
                    bounded("\n\n".join(answer), LONGEST_ANSWER),
                    "\n".join(needed)[:LONGEST_OWN],
                )
            )
            answer, needed = [], []
    return results


def after_grading(found: Diagnosis | None) -> Diagnosis | None:
    """Return a Diagnosis in the words of a page: those of a notebook ask to write, and to run cells again."""
    if found is None or found.kind is not Kind.NOT_WRITTEN:
        return found
    others = " and ".join(found.depends_on)
    return replace(found, headline=NEEDS_UNWRITTEN.format(others) if others else NOT_WRITTEN)


def bounded(source: str, longest: int) -> str:
    """Return code to show, without comments if it is too long, and cut if it still is."""
    return source if len(source) <= longest else without_comments(source)[:longest]


def not_shown(results: list[ExerciseResult]) -> list[str]:
    """Return, in words, the exercises of which code was graded that is not shown."""
    found = [
        part.name
        for part in results
        if len(part.answer) == LONGEST_ANSWER or len(part.own) == LONGEST_OWN
    ]
    return [NOT_SHOWN.format(", ".join(found))] if found else []


def unread_results(notebook: str, lesson: tuple[Cell, ...]) -> list[ExerciseResult]:
    """Return the results of a notebook that is not there: no points, and none of the lesson's answers."""
    return [
        ExerciseResult(notebook, cell.grade_id, 0.0, cell.points, text=NOT_READ, unread=True)
        for cell in lesson
        if cell.kind == "test"
    ]
