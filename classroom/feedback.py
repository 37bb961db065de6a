"""The page a learner gets back for one notebook."""

import re
from collections.abc import Mapping

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from classroom.pages import document, escaped, points, table, visible
from classroom.results import ExerciseResult, SubmissionResult

LONGEST = 20_000  # characters of an answer or a message that are shown

STYLE = """
.sum { font-size: 1.25rem; margin: .25rem 0 1rem; }
.points { font-weight: normal; font-size: 1rem; white-space: nowrap; }
.comment { border-left-color: var(--link); } .comment h3 { margin: 0; } .comment p { white-space: pre-line; margin: 0; }
.message span { display: block; white-space: pre-wrap; min-height: 1.5em; }
.message .labelled { padding-left: 13ch; text-indent: -13ch; }
.answer { counter-reset: line; }
.answer > span { display: block; padding-left: 4ch; }
.answer > span::before { counter-increment: line; content: counter(line); display: inline-block; width: 2ch;
  margin: 0 2ch 0 -4ch; text-align: right; color: var(--quiet); user-select: none; }
.answer .k, .answer .kn, .answer .kd, .answer .kc, .answer .kr, .answer .ow { color: var(--keyword); font-weight: 600; }
.answer .s1, .answer .s2, .answer .sd, .answer .sa, .answer .si, .answer .se { color: var(--text); }
.answer .mi, .answer .mf, .answer .mh { color: var(--number); }
.answer .c1, .answer .ch { color: var(--comment); font-style: italic; }
.answer .nf, .answer .nc, .answer .fm, .answer .nd { color: var(--name); font-weight: 600; }
@media (max-width: 40rem) { .message .labelled { padding-left: 4ch; text-indent: -4ch; } }
"""

LABELLED = re.compile(r" {2}\S.{8} {2}\S")  # as helpers.checks lays out a label and its text
FROM_THE_PROGRAM = ("  error      ", "  at         ")  # lines whose text is the learner's program's
GOES_ON = re.compile(r" {13}\S")
LEXER, FORMATTER = PythonLexer(stripnl=False, ensurenl=False), HtmlFormatter(nowrap=True)
FOLDERS = re.compile(r"(?<![\w./~])/(?:[^\s/'\"()<>:,]+/)+")  # of a path from the root


def page(
    result: SubmissionResult,
    notebook: str,
    comments: Mapping[str, str],
    title: str,
    manual: Mapping[str, float],
) -> str:
    """Return one notebook's feedback as a self-contained HTML page; it holds only what is given here.

    notebook -- its name without .ipynb; exercises of others are left out
    comments -- {exercise: what the teacher wrote}
    title    -- the heading
    manual   -- {exercise: points given by hand}, in place of those by the tests
    """
    exercises = [part for part in result.exercises if part.notebook == notebook]
    body = [
        f"<header>\n<h1>{escaped(title)}</h1>",
        f'<p class="quiet"><bdi>{escaped(result.learner)}</bdi></p>',
        total(exercises, manual),
    ]
    if result.problem:
        body.append(f'<p class="boxed">{escaped(without_folders(result.problem))}</p>')
    body.append("</header>")
    if exercises:
        body.append(contents(exercises, manual))
    body.append("<main>")
    body += [
        section(number, part, comments.get(part.exercise, ""), manual.get(part.exercise))
        for number, part in enumerate(exercises, start=1)
    ]
    body.append("</main>")
    return document(f"{title} – {result.learner}", "\n".join(body), STYLE)


def total(exercises: list[ExerciseResult], manual: Mapping[str, float]) -> str:
    """Return the line with all points of the page."""
    if not exercises:
        return '<p class="sum">Not graded.</p>'
    reached = sum(manual.get(part.exercise, part.points) for part in exercises)
    maximum = sum(part.maximum for part in exercises)
    return f'<p class="sum"><strong>{points(reached)}</strong> of {points(maximum)} points</p>'


def contents(exercises: list[ExerciseResult], manual: Mapping[str, float]) -> str:
    """Return the table at the top: a line an exercise, which leads to it."""
    rows = []
    for number, part in enumerate(exercises, start=1):
        reached = manual.get(part.exercise, part.points)
        rows.append(
            f'<tr><td>{mark(reached, part.maximum)} <a href="#exercise-{number}">'
            f'{escaped(part.name)}</a></td><td class="short number">{points(reached)} of '
            f"{points(part.maximum)}</td></tr>"
        )
    heads = (("Exercise", ""), ("Points", "short number"))
    return f'<nav aria-label="Exercises">\n{table("Points of each exercise", heads, rows)}\n</nav>'


def mark(reached: float, maximum: float) -> str:
    """Return the sign for full, some or no points; the number of points stands beside it."""
    kind, sign = ("half", "◐") if 0 < reached < maximum else ("bad", "✗")
    if reached >= maximum:
        kind, sign = "good", "✓"
    return f'<span class="{kind}" aria-hidden="true">{sign}</span>'


def section(number: int, part: ExerciseResult, comment: str, by_hand: float | None) -> str:
    """Return what the page says about one exercise: the mistake first, then the check's message, then the answer."""
    reached = part.points if by_hand is None else by_hand
    hand = "" if by_hand is None else ", given by hand"
    noun = "point" if part.maximum == 1 else "points"
    lines = [
        f'<section id="exercise-{number}" aria-labelledby="name-{number}">',
        f'<h2 id="name-{number}">{mark(reached, part.maximum)} {escaped(part.name)} '
        f'<span class="points quiet">{points(reached)} of {points(part.maximum)} {noun}{hand}</span></h2>',
    ]
    if comment:
        lines.append(
            f'<div class="boxed comment"><h3>From your teacher</h3>\n<p>{escaped(comment)}</p></div>'
        )
    if part.mistake:
        lines.append(f'<p class="boxed"><strong>Mistake:</strong> {escaped(part.mistake)}</p>')
    lines += [
        "<h3>The check says</h3>",
        f'<pre class="message">{message(part.message, without_mistake=bool(part.mistake))}</pre>',
        "<h3>Your answer</h3>",
    ]
    if part.answer.strip():
        label = f"Your answer to {escaped(part.name)}"
        lines.append(
            f'<pre class="answer" tabindex="0" role="region" aria-label="{label}">{code(part.answer)}</pre>'
        )
    else:
        lines.append('<p class="quiet">Nothing is written here.</p>')
    lines.append("</section>")
    return "\n".join(lines)


def message(text: str, without_mistake: bool = False) -> str:
    """Return a message as HTML, an element a line; what the check broke is whole again, to fit a phone.

    What the learner's program said is put in quotation marks, so that nobody takes it for the check's own words.
    without_mistake -- leave out the lines that name the mistake: it stands above
    """
    lines = []
    for line in visible(shortened(without_folders(text))).rstrip().split("\n"):
        if lines and GOES_ON.match(line) and LABELLED.match(lines[-1]):
            lines[-1] += " " + line.strip()
        else:
            lines.append(line)
    lines = [
        f"{line[:13]}“{line[13:]}”" if line.startswith(FROM_THE_PROGRAM) else line for line in lines
    ]
    if without_mistake:
        lines = [line for line in lines if not line.startswith("  mistake    ")]
    kinds = [' class="labelled"' if LABELLED.match(line) else "" for line in lines]
    return "".join(f"<span{kind}>{escaped(line)}</span>" for kind, line in zip(kinds, lines))


def code(source: str) -> str:
    """Return Python source as HTML, an element a line, its words marked for colours.

    Empty lines at its beginning stay: checks name lines by their numbers.
    """
    text = visible(shortened(source)).rstrip()
    lines = highlight(text, LEXER, FORMATTER).removesuffix("\n").split("\n")
    return "".join(f"<span>{line}\n</span>" for line in lines)


def without_folders(text: str) -> str:
    """Return a text with the folders of each path from the root left out: a learner need not know the teacher's."""
    return FOLDERS.sub("…/", text)


def shortened(text: str) -> str:
    """Return a text, cut after LONGEST characters."""
    more = len(text) - LONGEST
    return text if more <= 0 else f"{text[:LONGEST]}\n… and {more:,} more characters"
