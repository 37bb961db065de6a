"""A lesson as a page to read: the learner's copy with its outputs; hints, answers and what comes out folded away.

Nothing is run: the outputs are those saved in the lesson, which the tests hold true.
"""

import base64
import copy
import hashlib
import html
import re
from collections.abc import Mapping
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from classroom.exercises import exercises_of
from classroom.release.learner_copy import learner_copy
from tools.site.text_page import rewrite

DATA_IMAGE = re.compile(r'src="data:image/(png|gif|svg\+xml);base64,([^"]*)"')
ATTACHMENT = re.compile(r"!\[([^\]]*)\]\(attachment:([^)]+)\)")
GUESS = re.compile(r"\*\*Guess first\b")
FIGURES = "figures"  # the folder of pictures in the site
SHOWN, HIDDEN = "Show what comes out", "Hide what comes out"


def lesson_page(
    notebook: NotebookNode, file: str, page: str, pages: Mapping[str, str], site: Path
) -> NotebookNode:
    """Return the page of a lesson; the lesson given stays as it is. Writes its pictures below the folder `site`.

    file, page, pages -- as for `rewrite`
    """
    result = without_answers(notebook)
    fold_what_comes_out(result)
    exercises = exercises_of(file.split("/")[1])
    cells = []
    for lesson_cell, cell in zip(notebook.cells, result.cells, strict=True):
        mark = lesson_cell.metadata.get("nbgrader", {})
        cell.metadata.pop("nbgrader", None)
        if cell.cell_type == "markdown":
            cell.source = rewrite(cell.source, file, page, pages)
        take_pictures_out(cell, page, site)
        cells.append(cell)
        if mark.get("solution"):
            cells.append(
                help_cell(mark.grade_id, lesson_cell.source, exercises[mark.grade_id].hints)
            )
    cells[0].source = with_run_link(cells[0].source, page)
    result.cells = cells
    return result


def without_answers(notebook: NotebookNode) -> NotebookNode:
    """Return the learner's copy with the outputs of the lesson."""
    result = learner_copy(notebook)
    for lesson_cell, cell in zip(notebook.cells, result.cells, strict=True):
        if cell.cell_type == "code":
            cell.outputs = copy.deepcopy(lesson_cell.outputs)
            cell.execution_count = lesson_cell.execution_count
        cell.attachments = lesson_cell.get("attachments", {})
    return result


def help_cell(name: str, answer: str, hints: tuple[str, ...]) -> NotebookNode:
    """Return a cell with the hints and the answer of an exercise, each behind a click."""
    lines = [line for line in answer.splitlines() if not line.strip().startswith("### ")]
    parts = [
        folded(f"Hint {number} of {len(hints)}", html.escape(hint), "hint")
        for number, hint in enumerate(hints, 1)
    ]
    words = "The answer. Write your own first: what you have tried yourself stays with you."
    parts.append(folded(words, "```python\n" + "\n".join(lines) + "\n```", "answer"))
    return new_markdown_cell("\n\n".join(parts), id=f"help_{name}"[:64])


def folded(summary: str, text: str, kind: str) -> str:
    """Return Markdown behind a click."""
    begin = f'<details class="{kind}"><summary>{html.escape(summary)}</summary>'
    return f"{begin}\n\n{text}\n\n</details>"


def fold_what_comes_out(notebook: NotebookNode) -> None:
    """Fold away what answers a "Guess first": the outputs after it, and the text that reads them. In place."""
    cells, waiting = notebook.cells, False
    for number, cell in enumerate(cells):
        if cell.cell_type == "code":
            if waiting and cell.outputs:
                cell.metadata.tags = [*cell.metadata.get("tags", []), "hide-output"]
                prompts = {"code_prompt_show": SHOWN, "code_prompt_hide": HIDDEN}
                cell.metadata.mystnb = prompts
            continue
        guess = GUESS.search(cell.source)
        asks = guess and "<details" not in cell.source[guess.end() :]  # else its answer is with it
        follows = cells[number - 1 : number] and cells[number - 1].cell_type == "code"
        if waiting and follows:
            task = is_solution(cells[number + 1 : number + 2])
            reading, rest = reading_first(cell.source, task)
            parts = [folded("What to see in it", reading, "reading")] if reading else []
            cell.source = "\n\n".join(parts + ([rest] if rest else []))
        waiting = bool(asks) or (waiting and not follows)


def reading_first(text: str, task: bool) -> tuple[str, str]:
    """Return (what reads the output above, what goes on to something else) of a text.

    A text that asks the next question does so in a paragraph of its own, as the lessons are written; one that leads to
    an exercise (`task`) reads the output in its first paragraph, and the others say what the exercise needs.
    """
    paragraphs = text.split("\n\n")
    if text.startswith("#"):
        length = 0
    elif found := [n for n, paragraph in enumerate(paragraphs) if GUESS.search(paragraph)]:
        length = found[0]
    elif task:
        length = min(1, len(paragraphs) - 1)
    else:
        length = 0 if "<details" in text else len(paragraphs)
    return "\n\n".join(paragraphs[:length]), "\n\n".join(paragraphs[length:])


def is_solution(cells: list[NotebookNode]) -> bool:
    """Return whether the first of the cells is one that a learner writes."""
    return any(cell.metadata.get("nbgrader", {}).get("solution") for cell in cells)


def take_pictures_out(cell: NotebookNode, page: str, site: Path) -> None:
    """Write the pictures that a cell holds into files, and name these in their place. In place."""
    up = "../" * page.count("/")

    def written(data: bytes, suffix: str) -> str:
        name = f"{FIGURES}/{hashlib.sha256(data).hexdigest()[:16]}.{suffix}"
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return up + name

    def in_output(found: re.Match) -> str:
        suffix = {"svg+xml": "svg"}.get(found[1], found[1])
        return f'loading="lazy" src="{written(base64.b64decode(found[2]), suffix)}"'

    def attached(found: re.Match) -> str:
        ((_, data),) = cell.attachments[found[2]].items()
        source = written(base64.b64decode(data), Path(found[2]).suffix[1:])
        return f'<img alt="{html.escape(found[1])}" src="{source}">'

    if cell.cell_type == "markdown":
        cell.source = ATTACHMENT.sub(attached, cell.source)
        cell.pop("attachments", None)
        return
    cell.pop("attachments", None)
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if "text/html" in data:
            data["text/html"] = DATA_IMAGE.sub(in_output, data["text/html"])


def with_run_link(source: str, page: str) -> str:
    """Return a lesson's first cell with the link that opens the learner's copy in the browser, below the title."""
    title, _, rest = source.partition("\n")
    up = "../" * page.count("/")
    link = f'<a class="run-lesson" href="{up}lite/notebooks/index.html?path={page}.ipynb">Run this lesson</a>'
    words = "in the browser, on a computer, without installing anything."
    how = f'<a href="{up}index.html#in-the-browser">How it works</a>'
    return f'{title}\n\n<p class="run">{link} {words} {how}</p>\n{rest}'
