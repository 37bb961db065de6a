"""What a teacher reads about a graded week before the next lesson: one page for the whole class."""

import builtins
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from urllib.parse import quote

from classroom.reports.pages import render
from classroom.reports.similarity import Pair
from classroom.results import ExerciseResult, SubmissionResult
from classroom.text import plural
from helpers.checks import Diagnosis, Kind
from helpers.checks.message import GENERAL

MOST = 30  # names in a list, reasons, and pairs; the page stays small for any class
FEW = 5  # mistakes of one exercise, answers of a pair
FIRST = 10  # mistakes at the top
LONGEST_HINT = 300  # characters of what a check says
LONGEST = 1500  # characters of an answer that are shown
TENTHS = [*(f"{10 * k}–{10 * k + 9} %" for k in range(10)), "100 %"]
# The names of errors that may stand in the report: another one is a text of the learner's.
ERRORS = {"AxisError", "BdbQuit", "LinAlgError", "UFuncTypeError"} | {
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
}


def class_report(
    results: Iterable[SubmissionResult],
    title: str,
    similar: Sequence[Pair] = (),
    warning: str = "",
    pages: Mapping[str, str] = MappingProxyType({}),
    weeks: Mapping[str, Mapping[str, float]] = MappingProxyType({}),
    names: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return the report on one week as a self-contained HTML page.

    results -- of all learners, in any order: the page is the same
    title   -- of the week
    similar -- what classroom.reports.similarity.similar_pairs found
    warning -- what to know of the whole run, shown first
    pages   -- {learner: path of the learner's page from the report's folder}
    weeks   -- {title: {learner: share of the points, in per cent}} of all graded weeks in order
    names   -- {learner: name} where one is known
    """
    results = sorted(results, key=lambda result: result.learner)
    graded = [result for result in results if result.exercises]
    answers = by_exercise(graded)
    return render(
        "class_report.html",
        title=title,
        warning=warning,
        count=sum(result.handed_in for result in results),
        without=sum(not result.handed_in for result in results),
        graded=len(graded),
        middle=statistics.median_high(map(percentage, graded))
        if graded
        else None,  # somebody's mark
        mean=statistics.fmean(map(percentage, graded)) if graded else None,
        spread=statistics.stdev(map(percentage, graded)) if len(graded) > 1 else None,
        learners=[(result.learner, result.total, result.maximum) for result in graded],
        links={learner: quote(path.encode("utf-8", "replace")) for learner, path in pages.items()},
        called=names,
        weeks=changes(weeks),
        seeds=sorted({result.seed for result in graded}),
        problems=problems(results),
        marks=marks(graded) if graded else None,
        mistakes=frequent_mistakes(answers),
        notebooks=exercises(answers),
        similar=similar,
        classes=classes,
        **{"MOST": MOST, "FEW": FEW, "FIRST": FIRST, "LONGEST": LONGEST},
    )


def changes(weeks: Mapping[str, Mapping[str, float]]) -> list[dict]:
    """Return each week's mean, and its change since the week before among those who have marks in both."""
    found, before = [], None
    for title, shares in weeks.items():
        both = [learner for learner in shares if before and learner in before]
        moved = statistics.fmean(shares[one] - before[one] for one in both) if both else None  # type: ignore[index]
        mean = statistics.fmean(shares.values())
        count, both_count = len(shares), len(both)
        found.append(
            {"title": title, "count": count, "mean": mean, "both": both_count, "change": moved}
        )
        before = shares
    return found


def by_exercise(graded: list[SubmissionResult]) -> dict:
    """Return {(notebook, exercise): [(learner, ExerciseResult)]}, in the lessons' order."""
    found = defaultdict(list)
    for result in sorted(graded, key=lambda result: -len(result.exercises)):  # whole ones first
        for part in result.exercises:
            found[part.notebook, part.exercise].append((result.learner, part))
    in_order = sorted(found.items(), key=lambda item: item[0][0])
    return {place: sorted(parts, key=lambda pair: pair[0]) for place, parts in in_order}


def problems(results: list[SubmissionResult]) -> list:
    """Return [((kind, reason), learners)] of the submissions to look at, the most frequent reason first."""
    reasons = defaultdict(list)
    for result in results:
        if result.problem or not result.exercises:
            kind = kind_of(result)
            reasons[kind, result.problem or "no reason is given"].append(result.learner)
    return most_frequent_first(reasons)


def kind_of(result: SubmissionResult) -> str:
    """Return in a word or two whether there is a submission, and whether it was graded."""
    if not result.exercises:
        return "not graded" if result.handed_in else "no submission"
    return "graded in part" if any(part.unread for part in result.exercises) else "graded"


def marks(graded: list[SubmissionResult]) -> dict:
    """Return the distribution of marks, in tenths of the points, full marks apart: in words, and as columns."""
    counts = [0] * len(TENTHS)
    for result in graded:
        counts[min(10, int(percentage(result) / 10 + 1e-9))] += 1
    words = [
        f"{label}: {plural(count, 'learner')}" for label, count in zip(TENTHS, counts) if count
    ]
    columns = [
        {
            "left": 36 * k + (30 if k == 10 else 12),  # full marks stand apart
            "height": 100 * count / max(counts),
            "count": count,
            "label": "100 %" if k == 10 else 10 * k,
        }
        for k, count in enumerate(counts)
    ]
    return {"words": ", ".join(words), "columns": columns}


def frequent_mistakes(answers: dict) -> list:
    """Return [((exercise, sentence), learners)] of the known mistakes, the most frequent first."""
    # {learner: None}: two notebooks can have an exercise of the same name
    found: dict = defaultdict(dict)
    for parts in answers.values():
        for learner, part in parts:
            if not part.solved and part.mistake:
                found[part.name, part.mistake][learner] = None
    return most_frequent_first({key: list(learners) for key, learners in found.items()})


def exercises(answers: dict) -> dict[str, list]:
    """Return {notebook: its exercises}: how many have all points, and what happened to the others."""
    notebooks = defaultdict(list)
    for (notebook, _), parts in answers.items():
        reasons = defaultdict(list)
        for learner, part in parts:
            if not part.solved:
                reasons[part.mistake or reason_of(part)].append(learner)
        notebooks[notebook].append(
            {
                "name": parts[0][1].name,
                "solved": sum(part.solved for _, part in parts),
                "count": len(parts),
                "mean": 100 * statistics.fmean(share(part) for _, part in parts),
                "reasons": most_frequent_first(reasons),
            }
        )
    return dict(notebooks)


def share(part: ExerciseResult) -> float:
    """Return the share of an exercise's points that were reached, 1 where there are none to reach."""
    return part.points / part.maximum if part.maximum else 1.0


def reason_of(part: ExerciseResult) -> str:
    """Return what can be said of a wrong answer without a named mistake."""
    found = part.diagnosis
    if part.unread:
        return "The notebook could not be read, or was not handed in."
    if found and found.kind is Kind.NOT_WRITTEN:
        return "Not written, or it calls one that is not written."
    if found and found.depends_on:
        return "It calls a function of theirs that is wrong itself."
    said = dict(found.lines).get("error", "") if found else ""
    error = (found and found.error_type) or (said or part.cell_error).partition(":")[0]
    if error == "TimeoutError":
        return "There was no result in time."
    if error in ERRORS:
        return f"It ends in an error: {error}."
    if error:
        return "It ends in an error."
    return (words_of_the_check(found) if found else "") or "Wrong in another way."


def words_of_the_check(found: Diagnosis) -> str:
    """Return on one line what the check says of a wrong answer, "" where that is no more than that it is wrong."""
    hint = dict(found.lines).get("hint", "")
    known = "" if any(part in hint for part in GENERAL) else hint
    return " ".join((found.headline or known).split())[:LONGEST_HINT]


def classes(chance: float) -> int:
    """Return the number of classes with one such pair among them, one digit and zeros: 800 for a chance of 0.0012."""
    digits = len(str(int(1 / chance))) - 1
    return int(1 / chance / 10**digits) * 10**digits


def percentage(result: SubmissionResult) -> float:
    """Return a submission's share of the points, between 0 and 100."""
    return 100 * result.total / result.maximum if result.maximum else 0.0


def most_frequent_first(found: dict) -> list:
    """Return the items of {key: [learners]}, those with most learners first; equal ones as they are."""
    return sorted(found.items(), key=lambda item: -len(item[1]))
