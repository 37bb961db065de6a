"""The page a learner gets back for one notebook."""

import re
from collections.abc import Mapping

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from classroom.pages import document, escaped, points, visible
from classroom.results import ExerciseResult, SubmissionResult

LONGEST = 20_000  # characters of an answer or a message that are shown

STYLE = """
.sum { font-size: 1.25rem; margin: .25rem 0 1rem; }
.exercises td:first-child { width: 1.75rem; }
.message span { display: block; white-space: pre-wrap; min-height: 1.5em; }
.message .labelled { padding-left: 13ch; text-indent: -13ch; }
.message { border-left: 4px solid var(--bad); } .message.full { border-left-color: var(--good); }
.comment { margin: .75rem 0; padding: .1rem 1rem; border-left: 4px solid var(--link); background: var(--box); }
.comment p { white-space: pre-line; margin: .4rem 0; }
.points { font-weight: normal; font-size: 1rem; }
.answer .k, .answer .kn, .answer .kd, .answer .kc, .answer .kr, .answer .ow { color: var(--keyword); font-weight: 600; }
.answer .s1, .answer .s2, .answer .sd, .answer .sa, .answer .si, .answer .se { color: var(--text); }
.answer .mi, .answer .mf, .answer .mh { color: var(--number); }
.answer .c1, .answer .ch { color: var(--comment); font-style: italic; }
.answer .nf, .answer .nc, .answer .fm, .answer .nd { color: var(--name); font-weight: 600; }
@media (max-width: 40rem) { pre { font-size: .75rem; padding: .6rem; } body { padding: .5rem .9rem 3rem; }
  .message .labelled { padding-left: 4ch; text-indent: -4ch; } }
"""

LABELLED = re.compile(r" {2}\S.{8} {2}\S")  # as helpers.checks lays out a label and its text
GOES_ON = re.compile(r" {13}\S")


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
        f'<p class="quiet">{escaped(result.learner)}</p>',
    ]
    if exercises:
        reached = sum(manual.get(part.exercise, part.points) for part in exercises)
        maximum = sum(part.maximum for part in exercises)
        body.append(
            f'<p class="sum"><strong>{points(reached)}</strong> of {points(maximum)} points</p>'
        )
    else:
        body.append('<p class="sum">Not graded.</p>')
    if result.problem:
        body.append(f'<p class="bad">{escaped(result.problem)}</p>')
    body.append("</header>")
    if exercises:
        body.append(contents(exercises, manual))
    body.append("<main>")
    for number, part in enumerate(exercises, start=1):
        body.append(
            section(number, part, comments.get(part.exercise, ""), manual.get(part.exercise))
        )
    body.append("</main>")
    return document(f"{title} – {result.learner}", "\n".join(body), STYLE)


def contents(exercises: list[ExerciseResult], manual: Mapping[str, float]) -> str:
    """Return the table at the top: a line an exercise, which leads to it."""
    rows = []
    for number, part in enumerate(exercises, start=1):
        reached = manual.get(part.exercise, part.points)
        rows.append(
            f'<tr><td>{mark(reached, part.maximum)}</td><td><a href="#exercise-{number}">'
            f'{escaped(part.name)}</a></td><td class="number">{points(reached)} of '
            f"{points(part.maximum)}</td></tr>"
        )
    return (
        '<nav aria-label="Exercises">\n<table class="exercises"><tbody>\n'
        + "\n".join(rows)
        + "\n</tbody></table>\n</nav>"
    )


def mark(reached: float, maximum: float) -> str:
    """Return the sign for full, some or no points; the number of points stands beside it."""
    kind, sign = ("half", "◐") if 0 < reached < maximum else ("bad", "✗")
    if reached >= maximum:
        kind, sign = "good", "✓"
    return f'<span class="{kind}" aria-hidden="true">{sign}</span>'


def section(number: int, part: ExerciseResult, comment: str, by_hand: float | None) -> str:
    """Return what the page says about one exercise."""
    reached = part.points if by_hand is None else by_hand
    hand = "" if by_hand is None else ", given by hand"
    lines = [
        f'<section id="exercise-{number}" aria-labelledby="name-{number}">',
        f'<h2 id="name-{number}">{mark(reached, part.maximum)} {escaped(part.name)} '
        f'<span class="points quiet">{points(reached)} of {points(part.maximum)} points{hand}</span></h2>',
    ]
    if comment:
        lines += [
            f'<div class="comment"><h3>From your teacher</h3>\n<p>{escaped(comment)}</p></div>'
        ]
    kind = "message full" if part.solved else "message"
    lines += ["<h3>The check says</h3>", f'<pre class="{kind}">{message(part.message)}</pre>']
    if part.answer.strip():
        lines += [
            "<h3>Your answer</h3>",
            f'<pre class="answer" tabindex="0">{code(part.answer)}</pre>',
        ]
    lines.append("</section>")
    return "\n".join(lines)


def message(text: str) -> str:
    """Return a message as HTML, an element a line; what the check broke is whole again, to fit a phone."""
    lines = []
    for line in visible(shortened(text)).rstrip().split("\n"):
        if lines and GOES_ON.match(line) and LABELLED.match(lines[-1]):
            lines[-1] += " " + line.strip()
        else:
            lines.append(line)
    kinds = [' class="labelled"' if LABELLED.match(line) else "" for line in lines]
    return "".join(f"<span{kind}>{escaped(line)}</span>" for kind, line in zip(kinds, lines))


def code(source: str) -> str:
    """Return Python source as HTML with its words marked for colours."""
    text = visible(shortened(source)).strip("\n")
    return highlight(text, PythonLexer(), HtmlFormatter(nowrap=True)).rstrip("\n")


def shortened(text: str) -> str:
    """Return a text, cut after LONGEST characters."""
    more = len(text) - LONGEST
    return text if more <= 0 else f"{text[:LONGEST]}\n… and {more:,} more characters"
