"""The pages a learner gets back: one for each notebook, and one for the week."""

import functools
import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from classroom.reports.pages import render
from classroom.results import IN_TIME, ExerciseResult, Late, SubmissionResult
from classroom.text import shortened, visible, without_folders
from helpers.checks.message import LABEL

LONGEST = 20_000  # characters of an answer or a text that are shown
LEXER, FORMATTER = PythonLexer(stripnl=False, ensurenl=False), HtmlFormatter(nowrap=True)
# Labels whose text is the learner's program's: put in quotation marks, so that nobody takes it for the check's words.
FROM_THE_PROGRAM = ("error", "at")
KEPT = "From the hand-in before, as the last one lacks it: {}."


def page(
    result: SubmissionResult,
    notebook: str,
    comments: Mapping[str, str],
    title: str,
    manual: Mapping[str, float],
    late: Late = IN_TIME,
    name: str = "",
    kept: Collection[str] = (),
) -> str:
    """Return one notebook's feedback as a self-contained HTML page; it holds only what is given here.

    notebook -- its name without .ipynb; exercises of others are left out
    comments -- {exercise: what the teacher wrote}
    title    -- the heading
    manual   -- {exercise: points given by hand}, in place of those by the tests
    late     -- what lateness takes
    name     -- the learner's, "" where it is not known
    kept     -- file names of the notebooks that are of an earlier hand-in
    """
    exercises = exercises_shown(result, notebook, comments, manual)
    return render(
        "learner_page.html",
        title=title,
        learner=result.learner,
        name="" if name == result.learner else name,
        problem=without_folders(result.problem_to_learner),
        reached=math.fsum(exercise["reached"] for exercise in exercises)
        - late.penalties.get(notebook, 0.0),
        maximum=math.fsum(exercise["maximum"] for exercise in exercises),
        exercises=exercises,
        kept=kept_words({f"{notebook}.ipynb"} & set(kept)),
        late=replace(late, penalties={notebook: late.penalties.get(notebook, 0.0)}).words,
    )


def week_page(
    result: SubmissionResult,
    comments: Mapping[tuple[str, str], str],
    title: str,
    manual: Mapping[tuple[str, str], float],
    late: Late = IN_TIME,
    name: str = "",
    kept: Collection[str] = (),
) -> str:
    """Return a week's feedback as one self-contained HTML page, its total first.

    comments, manual -- as for `page`, by (notebook, exercise); late, name, kept as there
    """
    notebooks, number = [], 0
    for notebook in dict.fromkeys(part.notebook for part in result.exercises):
        written = {name: text for (where, name), text in comments.items() if where == notebook}
        given = {name: points for (where, name), points in manual.items() if where == notebook}
        exercises = exercises_shown(result, notebook, written, given)
        for exercise in exercises:
            number += 1
            exercise["number"] = number
        notebooks.append(
            {
                "name": notebook.partition("_")[2].replace("_", " "),
                "reached": math.fsum(exercise["reached"] for exercise in exercises),
                "maximum": math.fsum(exercise["maximum"] for exercise in exercises),
                "exercises": exercises,
            }
        )
    return render(
        "learner_week.html",
        title=title,
        learner=result.learner,
        name="" if name == result.learner else name,
        problem=without_folders(result.problem_to_learner),
        reached=math.fsum(notebook["reached"] for notebook in notebooks) - late.penalty,  # type: ignore[misc]
        late=late.words,
        kept=kept_words(kept),
        maximum=math.fsum(notebook["maximum"] for notebook in notebooks),  # type: ignore[misc]
        notebooks=notebooks,
    )


def kept_words(kept: Collection[str]) -> str:
    """Return a sentence on notebooks that were not handed in again, "" if there are none."""
    return KEPT.format(", ".join(sorted(kept))) if kept else ""


def exercises_shown(
    result: SubmissionResult, notebook: str, comments: Mapping, manual: Mapping
) -> list[dict]:
    """Return what a page shows of each exercise of a notebook."""
    return [
        {
            "name": part.name,
            "reached": manual.get(part.exercise, part.points),
            "maximum": part.maximum,
            "by_hand": part.exercise in manual,
            "tests_give_more": part.points > manual.get(part.exercise, part.points),
            "by_tests": part.points,
            "comment": comments.get(part.exercise, ""),
            "mistake": part.mistake,
            "message": list(message(part)),
            "answer": code(part.code) if part.code.strip() else (),
        }
        for part in result.exercises
        if part.notebook == notebook
    ]


def message(part: ExerciseResult) -> Iterator[tuple[str, str]]:
    """Yield the message's lines as (CSS class or "", text); the mistake is left out, as it stands above."""
    lines: list[tuple[str, str]] = []
    if part.diagnosis:
        mark = "✓" if part.diagnosis.passed else "✗"
        yield (
            "",
            without_folders(
                f"{mark} {part.diagnosis.exercise}: {part.diagnosis.headline}".rstrip()
            ),
        )
        lines += part.diagnosis.lines
    else:
        for line in shortened(without_folders(part.text), LONGEST).rstrip().split("\n"):
            yield "", line
    if part.note:
        lines.append(("note", part.note))
    for label, text in lines:
        if label != "mistake":
            text = shortened(without_folders(text), LONGEST)
            first, *more = (f"“{text}”" if label in FROM_THE_PROGRAM else text).split("\n")
            yield "labelled", f"  {label:<{LABEL}}  {first}"
            for line in more:
                yield "labelled", " " * (LABEL + 4) + line


@functools.lru_cache(maxsize=256)  # an answer is on the page of its lesson and on that of the week
def code(source: str) -> tuple[Markup, ...]:
    """Return the lines of Python source as HTML, its words marked for colours.

    Empty lines at its beginning stay: checks name lines by their numbers.
    """
    text = visible(shortened(source, LONGEST)).rstrip()
    lines = highlight(text, LEXER, FORMATTER).removesuffix("\n").split("\n")
    return tuple(Markup(line) for line in lines)
