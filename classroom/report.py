"""What a teacher reads about a graded week before the next lesson: one page for the whole class."""

import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence

from classroom.pages import document, escaped, plural
from classroom.results import ExerciseResult, SubmissionResult
from classroom.similarity import Pair

MOST = 30  # names in a list, and rows of mistakes and pairs; the page stays small for any class

STYLE = """
.bar { width: 35%; min-width: 5rem; } .bar svg { display: block; width: 100%; height: 1rem; margin-top: .3rem; }
.bar rect { fill: var(--bar); } .bar .whole { fill: var(--box); }
summary { cursor: pointer; color: var(--link); } details p { margin: .25rem 0; }
.count { width: 6.5rem; } td p { margin: 0; }
@media (max-width: 40rem) { body { padding: .5rem .9rem 3rem; } .count { width: auto; }
  .marks .count { white-space: nowrap; } }
"""

# How the check words two reasons that are no mistake of the exercise itself.
UNWRITTEN = "not written yet"
FOLLOWS = "which does not pass its own check yet"


def class_report(
    results: Iterable[SubmissionResult], title: str, similar: Sequence[Pair] = ()
) -> str:
    """Return the report on one week as a self-contained HTML page.

    results -- of all learners, in any order: the page is the same
    title   -- of the week
    similar -- what classroom.similarity.similar_pairs found
    """
    results = sorted(results, key=lambda result: result.learner)
    graded = [result for result in results if result.exercises]
    answers = by_exercise(graded)
    sections = [
        f"<header>\n<h1>{escaped(title)}</h1>\n{summary(results, graded)}\n</header>\n<main>",
        problems(results),
        marks(graded),
        exercises(answers),
        mistakes(answers),
        unnamed(answers),
        resemblances(similar),
        "</main>",
    ]
    return document(title, "\n".join(filter(None, sections)), STYLE)


def by_exercise(graded: list[SubmissionResult]) -> dict:
    """Return {(notebook, exercise): [(learner, ExerciseResult)]}, in the lessons' order."""
    found = defaultdict(list)
    for result in sorted(graded, key=lambda result: -len(result.exercises)):  # whole ones first
        for part in result.exercises:
            found[part.notebook, part.exercise].append((result.learner, part))
    in_order = sorted(found.items(), key=lambda item: item[0][0])
    return {place: sorted(parts, key=lambda pair: pair[0]) for place, parts in in_order}


# ------------------------------------------------------------------------------------------ sections


def summary(results: list[SubmissionResult], graded: list[SubmissionResult]) -> str:
    """Return the first lines: how many were graded, and the middle mark."""
    text = f"{plural(len(results), 'submission')}: {len(graded):,} graded, {len(results) - len(graded):,} not graded."
    if graded:
        middle = statistics.median(map(percentage, graded))
        text += f" Half of the learners reached {middle:.0f} % of the points or more."
    return f"<p>{text}</p>"


def problems(results: list[SubmissionResult]) -> str:
    """Return the section on submissions to look at: not graded, or graded with a note, by reason."""
    reasons = defaultdict(list)
    for result in results:
        if result.problem or not result.exercises:
            reasons[not result.exercises, result.problem or "no reason is given"].append(
                result.learner
            )
    if not reasons:
        return ""
    rows = [
        f'<tr><td class="count">{"not graded" if none else "graded"}</td>'
        f"<td>{escaped(reason[:300])}<br>{names(learners)}</td></tr>"
        for (none, reason), learners in most_frequent_first(reasons)[:MOST]
    ]
    return section("Look at these", table(("", "Reason"), rows) + and_more(reasons, "reason"))


def marks(graded: list[SubmissionResult]) -> str:
    """Return the section on the distribution of marks, in tenths of the points; full marks apart."""
    if not graded:
        return ""
    counts = [0] * 11
    for result in graded:
        counts[min(10, int(percentage(result) / 10 + 1e-9))] += 1
    labels = [*(f"{10 * k}–{10 * k + 9} %" for k in range(10)), "100 %"]
    rows = [
        f'<tr><td class="count">{label}</td><td class="bar">{bar(count / max(counts))}</td>'
        f'<td class="number">{count:,}</td></tr>'
        for label, count in reversed(list(zip(labels, counts)))
    ]
    body = table(("Share of the points", "", "Learners"), rows)
    return section("Marks", body.replace("<table>", '<table class="marks">'))


def exercises(answers: dict) -> str:
    """Return the section with a row an exercise: how many have all its points."""
    rows, last = [], None
    for (notebook, _), parts in answers.items():
        if notebook != last:
            rows.append(
                f'<tr><th colspan="3" scope="rowgroup"><strong>{escaped(notebook)}</strong></th></tr>'
            )
            last = notebook
        solved = sum(part.solved for _, part in parts)
        share = solved / len(parts)
        rows.append(
            f"<tr><td>{escaped(parts[0][1].name)}</td>"
            f'<td class="bar">{bar(share)}</td>'
            f'<td class="number">{solved:,} of {len(parts):,} ({100 * share:.0f} %)</td></tr>'
        )
    return section("Exercises", table(("Exercise", "", "Full marks"), rows)) if rows else ""


def mistakes(answers: dict) -> str:
    """Return the section on known mistakes, the most frequent first."""
    found = defaultdict(list)
    for parts in answers.values():
        for learner, part in parts:
            if not part.solved and part.mistake:
                found[part.name, part.mistake].append(learner)
    if not found:
        return ""
    rows = [
        row(len(learners), f"<strong>{escaped(name)}</strong>: {escaped(sentence)}", learners)
        for (name, sentence), learners in most_frequent_first(found)[:MOST]
    ]
    body = table(("Learners", "Mistake"), rows) + and_more(found, "mistake")
    return section("Mistakes, the most frequent first", body)


def unnamed(answers: dict) -> str:
    """Return the section on wrong answers that no mistake is named for."""
    found = defaultdict(list)
    for parts in answers.values():
        for learner, part in parts:
            if not part.solved and not part.mistake:
                found[part.name, reason_of(part)].append(learner)
    if not found:
        return ""
    rows = [
        row(len(learners), f"<strong>{escaped(name)}</strong>: {reason}", learners)
        for (name, reason), learners in most_frequent_first(found)[:MOST]
    ]
    body = table(("Learners", "What happened"), rows) + and_more(found, "line")
    return section("Wrong, and no mistake named", body)


def reason_of(part: ExerciseResult) -> str:
    """Return what can be said of a wrong answer without a named mistake."""
    text = " ".join(part.message.split())
    if UNWRITTEN in text:
        return "not written, or it calls one that is not written"
    if FOLLOWS in text:
        return "it calls a function of theirs that is wrong itself"
    return "wrong in another way"


def resemblances(similar: Sequence[Pair]) -> str:
    """Return the section on similar answers."""
    if not similar:
        return ""
    rows = []
    for pair in similar[:MOST]:
        wrong = sum(part.wrong for part in pair.shared)
        answers = ", ".join(
            f"{escaped(part.exercise.removeprefix('test_'))}{' (wrong)' if part.wrong else ''}"
            for part in pair.shared[:MOST]
        )
        rows.append(
            f"<tr><td>{' and '.join(f'<bdi>{escaped(name)}</bdi>' for name in pair.learners)}</td>"
            f"<td><details><summary>{plural(len(pair.shared), 'rare answer')} in common, "
            f"{wrong} of them wrong</summary><p>{answers}</p></details></td>"
            f'<td class="number">{pair.score:.1f}</td></tr>'
        )
    hint = (
        "<p>These learners share answers that few others gave, more than chance explains if all had worked "
        "alone. This is a hint, not an accusation: who learns together writes alike, and nothing here says "
        "who was first. Talk with them before you conclude anything.</p>"
    )
    body = hint + table(("Learners", "Answers", "Score"), rows) + and_more(similar, "pair")
    return section("Similar answers: a hint", body)


# -------------------------------------------------------------------------------------------- pieces


def percentage(result: SubmissionResult) -> float:
    """Return a submission's share of the points, between 0 and 100."""
    return 100 * result.total / result.maximum if result.maximum else 0.0


def most_frequent_first(found: dict) -> list:
    """Return the items of {key: [learners]}, those with most learners first; equal ones as they are."""
    return sorted(found.items(), key=lambda item: -len(item[1]))


def section(heading: str, body: str) -> str:
    """Return a section under its heading."""
    return f"<section>\n<h2>{heading}</h2>\n{body}\n</section>"


def table(heads: Sequence[str], rows: list[str]) -> str:
    """Return a table; a head without text is for the eye alone."""
    cells = "".join(f'<th scope="col">{head}</th>' if head else "<td></td>" for head in heads)
    body = "\n".join(rows)
    return f"<table>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def row(count: int, text: str, learners: list[str]) -> str:
    """Return a row of a table: how many, what, and folded away who."""
    return (
        f'<tr><td class="count">{count:,}</td><td><p>{text}</p>'
        f"<details><summary>Who</summary><p>{names(learners)}</p></details></td></tr>"
    )


def names(learners: list[str]) -> str:
    """Return the first names of a list, and how many more there are."""
    shown = ", ".join(f"<bdi>{escaped(name[:80])}</bdi>" for name in learners[:MOST])
    more = len(learners) - MOST
    return f"{shown} and {more:,} more" if more > 0 else shown


def and_more(found: Sequence | dict, noun: str) -> str:
    """Return a line about what is left out of a table; nothing if it is whole."""
    more = len(found) - MOST
    return f"<p>… and {plural(more, f'more {noun}')}.</p>" if more > 0 else ""


def bar(share: float) -> str:
    """Return a bar of a length between 0 and 1; its number stands beside it in words."""
    return (
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="whole" width="100" height="10"/>'
        f'<rect width="{100 * share:.1f}" height="10"/></svg>'
    )
