"""What a teacher reads about a graded week before the next lesson: one page for the whole class."""

import builtins
import re
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence

from classroom.pages import document, escaped, plural, table
from classroom.results import NOT_READ, ExerciseResult, SubmissionResult
from classroom.similarity import Pair, Shared

MOST = 30  # names in a list, reasons, and pairs; the page stays small for any class
FEW = 5  # mistakes of one exercise, answers of a pair
FIRST = 8  # mistakes at the top
LONGEST = 1500  # characters of an answer that are shown
TENTHS = [*(f"{10 * k}–{10 * k + 9} %" for k in range(10)), "100 %"]

STYLE = """
h3 { margin-top: 1.5rem; } header .boxed { font-size: 1.1rem; }
.marks { display: block; width: 100%; max-width: 36rem; margin-top: 1rem; }
.marks rect { fill: var(--bar); } .marks text { fill: var(--ink); font-size: 11px; text-anchor: middle; }
.marks path { stroke: var(--quiet); }
.marks .under { fill: var(--quiet); }
.bar svg { display: block; width: 100%; height: .8rem; margin-top: .35rem; }
.bar rect { fill: var(--bar); } .bar .whole { fill: var(--line); }
.more th, .more td { border-bottom: 0; padding-bottom: 0; } tbody th { font-weight: 600; }
ul { list-style: none; margin: 0 0 .5rem; padding: 0; }
summary { cursor: pointer; margin-left: 1.1rem; list-style-position: outside; }
details p { margin: .25rem 0 .5rem 1.1rem; color: var(--quiet); }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; margin-bottom: .75rem; }
.two h4 { font-size: .9rem; font-weight: normal; margin: .5rem 0 0; } .two div { min-width: 0; }
@media (max-width: 40rem) { .two { grid-template-columns: 1fr; } .marks text { font-size: 14px; } }
"""

# How the check words two reasons that are no mistake of the exercise itself.
UNWRITTEN = "not written yet"
FOLLOWS = "which does not pass its own check yet"
ERROR = re.compile(r" (?:error|ended in an error:) +“?(\w+):")  # as the checks' messages name it
# The names that may stand in the report: another one is a text of the learner's.
ERRORS = {"AxisError", "BdbQuit", "LinAlgError", "UFuncTypeError"} | {
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
}
NO_HINT = (
    "No two learners have more rare answers in common than chance explains. The fewer learners there are, the more "
    "such answers that takes: in a small class this finds little."
)

HINT = (
    "These learners share answers that few others gave, more than chance explains if all had worked alone. This "
    "is a hint, not an accusation: who learns together writes alike, and nothing here says who was first. Talk "
    "with them before you conclude anything."
)


def class_report(
    results: Iterable[SubmissionResult],
    title: str,
    similar: Sequence[Pair] = (),
    warning: str = "",
) -> str:
    """Return the report on one week as a self-contained HTML page.

    results -- of all learners, in any order: the page is the same
    title   -- of the week
    similar -- what classroom.similarity.similar_pairs found
    warning -- what to know of the whole run, shown first
    """
    results = sorted(results, key=lambda result: result.learner)
    graded = [result for result in results if result.exercises]
    answers = by_exercise(graded)
    sections = [
        header(results, graded, title, warning),
        "<main>",
        problems(results),
        marks(graded),
        frequent_mistakes(answers),
        exercises(answers),
        alike(similar) if len(graded) > 1 else "",
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


def header(
    results: list[SubmissionResult], graded: list[SubmissionResult], title: str, warning: str
) -> str:
    """Return the first lines: a warning, how many were graded, the middle mark, and the seeds."""
    lines = [f"<h1>{escaped(title)}</h1>"]
    if warning:
        lines.append(f'<p class="boxed"><strong>Mind:</strong> {escaped(warning)}.</p>')
    text = (
        f"{plural(len(results), 'submission')}: {len(graded):,} graded, "
        f"{len(results) - len(graded):,} not graded."
    )
    if graded:
        middle = statistics.median_high(map(percentage, graded))  # somebody's mark
        text += f" Half of the learners reached {middle:.0f} % of the points or more."
    lines.append(f"<p>{text}</p>")
    seeds = sorted({result.seed for result in graded})
    if seeds:
        shown = ", ".join(map(str, seeds[:FEW])) + (", …" if len(seeds) > FEW else "")
        lines.append(
            f'<p class="quiet">Points are those of the tests; what was given by hand is in the table of marks. '
            f"The hidden tests drew their inputs with GRADING_SEED {shown}.</p>"
        )
    return "<header>\n" + "\n".join(lines) + "\n</header>"


def problems(results: list[SubmissionResult]) -> str:
    """Return the section on submissions to look at: not graded, or graded with a note, by reason."""
    reasons = defaultdict(list)
    for result in results:
        if result.problem or not result.exercises:
            kind = kind_of(result)
            reasons[kind, result.problem or "no reason is given"].append(result.learner)
    if not reasons:
        return ""
    rows = [
        f'<tr><td class="short">{kind}</td><td>{escaped(reason[:300])}<br>{names(learners)}</td></tr>'
        for (kind, reason), learners in most_frequent_first(reasons)[:MOST]
    ]
    heads = (("What", "short"), ("Why, and whose", ""))
    body = table("Submissions to look at", heads, rows) + and_more(reasons, MOST, "reason")
    return section("Look at these", body)


def kind_of(result: SubmissionResult) -> str:
    """Return in a word or two whether a submission was graded."""
    if not result.exercises:
        return "not graded"
    unread = any(part.message == f"✗ {NOT_READ}." for part in result.exercises)
    return "graded in part" if unread else "graded"


def marks(graded: list[SubmissionResult]) -> str:
    """Return the section on the distribution of marks, in tenths of the points; full marks apart."""
    if not graded:
        return ""
    counts = [0] * len(TENTHS)
    for result in graded:
        counts[min(10, int(percentage(result) / 10 + 1e-9))] += 1
    words = ", ".join(
        f"{label}: {plural(count, 'learner')}" for label, count in zip(TENTHS, counts) if count
    )
    columns = []
    for k, count in enumerate(counts):
        height = 100 * count / max(counts)
        left = 36 * k + (30 if k == 10 else 12)  # full marks stand apart
        number = f'<text x="{left + 17}" y="{112 - height:.1f}">{count}</text>' if count else ""
        tick = '<text class="under" x="{}" y="130">{}</text>'
        columns.append(
            f'<rect x="{left}" y="{116 - height:.1f}" width="34" height="{height:.1f}"/>{number}'
            + (tick.format(left + 17, "100 %") if k == 10 else tick.format(left, 10 * k))
        )
    chart = (
        f'<svg class="marks" viewBox="0 0 430 136" role="img" aria-label="{words}">'
        '<path d="M12 116.5H372M390 116.5H424"/>' + "".join(columns) + "</svg>"
    )
    text = '<p class="quiet">How many learners reached how many per cent of the points</p>'
    return section("Marks", chart + text)


def frequent_mistakes(answers: dict) -> str:
    """Return the section on the mistakes that most learners made."""
    found = defaultdict(
        dict
    )  # {learner: None}: two notebooks can have an exercise of the same name
    for parts in answers.values():
        for learner, part in parts:
            if not part.solved and part.mistake:
                found[part.name, part.mistake][learner] = None
    if not found:
        return ""
    lines = [
        counted(list(learners), f"<strong>{escaped(name)}</strong>: {escaped(sentence)}")
        for (name, sentence), learners in most_frequent_first(found)[:FIRST]
    ]
    return section("The most frequent mistakes", listed(lines))


def exercises(answers: dict) -> str:
    """Return the section with each exercise: how many have all its points, and what happened to the others."""
    notebooks = defaultdict(list)
    for (notebook, _), parts in answers.items():
        solved, rest = sum(part.solved for _, part in parts), what_happened(parts)
        notebooks[notebook].append(
            f'<tr class="{"more" if rest else ""}"><th scope="row" class="short">{escaped(parts[0][1].name)}</th>'
            f'<td class="bar" aria-hidden="true">{bar(solved / len(parts))}</td>'
            f'<td class="short number">{solved:,} of {len(parts):,}</td></tr>'
        )
        if rest:
            notebooks[notebook].append(f'<tr><td colspan="3">{rest}</td></tr>')
    heads = (("Exercise", "short"), ("", ""), ("Full marks", "short number"))
    body = [
        f"<h3>{escaped(notebook)}</h3>\n" + table(f"Exercises of {escaped(notebook)}", heads, rows)
        for notebook, rows in notebooks.items()
    ]
    return section("Exercises", "\n".join(body)) if body else ""


def what_happened(parts: list[tuple[str, ExerciseResult]]) -> str:
    """Return the list of what is wrong in the answers to one exercise, the most frequent first."""
    found = defaultdict(list)
    for learner, part in parts:
        if not part.solved:
            found[part.mistake or reason_of(part)].append(learner)
    lines = [
        counted(learners, escaped(reason)) for reason, learners in most_frequent_first(found)[:FEW]
    ]
    return listed(lines) + and_more(found, FEW, "mistake") if lines else ""


def reason_of(part: ExerciseResult) -> str:
    """Return what can be said of a wrong answer without a named mistake."""
    text = " ".join(part.message.split())
    if UNWRITTEN in text:
        return "Not written, or it calls one that is not written."
    if NOT_READ in text:
        return "The notebook could not be read, or was not handed in."
    if FOLLOWS in text:
        return "It calls a function of theirs that is wrong itself."
    error = ERROR.search(text)
    if error and error[1] not in ERRORS:
        return "It ends in an error."
    if error:
        return f"It ends in an error: {error[1]}."
    return "Wrong in another way."


def alike(similar: Sequence[Pair]) -> str:
    """Return the section on similar answers, the two of a pair side by side."""
    if not similar:
        return section("Similar answers: a hint", f"<p>{NO_HINT}</p>")
    pairs = []
    for pair in similar[:MOST]:
        first, second = (person(name) for name in pair.learners)
        wrong = sum(part.wrong for part in pair.shared)
        pairs += [
            f"<h3>{first} and {second}</h3>",
            f"<p>{plural(len(pair.shared), 'rare answer')} in common, {wrong} of them wrong. If all had worked alone, "
            f"fewer than one class in {classes(pair.chance):,} would have such a pair.</p>",
            *(side_by_side(part, first, second) for part in pair.shared[:FEW]),
            and_more(pair.shared, FEW, "answer"),
        ]
    body = f"<p>{HINT}</p>\n" + "\n".join(pairs) + and_more(similar, MOST, "pair")
    return section("Similar answers: a hint", body)


def classes(chance: float) -> int:
    """Return the number of classes with one such pair among them, one digit and zeros: 800 for a chance of 0.0012."""
    digits = len(str(int(1 / chance))) - 1
    return int(1 / chance / 10**digits) * 10**digits


def side_by_side(part: Shared, first: str, second: str) -> str:
    """Return two learners' answers to one exercise, folded away; their names are HTML."""
    answers = "".join(
        f'<div><h4>{name}</h4><pre tabindex="0">{escaped(text[:LONGEST])}</pre></div>'
        for name, text in zip((first, second), part.answers)
    )
    wrong = "wrong, " if part.wrong else ""
    return (
        f"<details><summary>{escaped(part.name)}: {wrong}given by {part.sharing} in all</summary>"
        f'<div class="two">{answers}</div></details>'
    )


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


def listed(lines: list[str]) -> str:
    """Return a list without marks."""
    return "<ul>\n" + "\n".join(f"<li>{line}</li>" for line in lines) + "\n</ul>"


def counted(learners: list[str], text: str) -> str:
    """Return how many learners there are and a text, HTML, which opens to show who."""
    summary = f'<span class="quiet">{len(learners):,} ×</span> {text}'
    return f"<details><summary>{summary}</summary><p>{names(learners)}</p></details>"


def names(learners: list[str]) -> str:
    """Return the first names of a list, and how many more there are."""
    shown = ", ".join(map(person, learners[:MOST]))
    more = len(learners) - MOST
    return f"{shown} and {more:,} more" if more > 0 else shown


def person(learner: str) -> str:
    """Return a learner's name as HTML, whichever way its script runs."""
    return f"<bdi>{escaped(learner[:80])}</bdi>"


def and_more(found: Sequence | dict, shown: int, noun: str) -> str:
    """Return a line about what is left out of a list; nothing if it is whole."""
    more = len(found) - shown
    return f'<p class="quiet">… and {plural(more, f"more {noun}")}.</p>' if more > 0 else ""


def bar(share: float) -> str:
    """Return a bar of a length between 0 and 1; its number stands beside it in words."""
    return (
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none">'
        '<rect class="whole" width="100" height="10"/>'
        f'<rect width="{100 * share:.1f}" height="10"/></svg>'
    )
