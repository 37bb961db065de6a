"""Write what is the same in every lesson, and the copied parts of START_HERE: `python -m tools.lesson_pages`.

- the end of each lesson: a cell that checks its exercises, and the links to the next lesson, notation and glossary
- in START_HERE: map, notation and glossary, which stand in notebooks/README.md

It can be run at any time, and changes nothing when all is as it should be. `--check` writes nothing and returns 1 if
there would be something to write.
"""

import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from classroom.files import write_whole
from classroom.paths import ROOT, find_lessons, week_names

START = "START_HERE.ipynb"
LINE = 88  # characters of a line of code
HEADINGS = {
    "map": "## The map",
    "notation": "## The notation on one page",
    "glossary": "## Glossary",
}
NOTATION, GLOSSARY = "#The-notation-on-one-page", "#Glossary,-English-–-中文"

WHAT_IS_OPEN = """## What is still open?

The next cell checks every exercise of this lesson as it is now. If **Run All** brought you here and there is no output
below that cell: an exercise above is open, and Run All stops at the first one. Run the cell by itself: it says which.
"""
ALL_RIGHT = "Every exercise of this lesson is right."


def summary_source(names: list[str]) -> str:
    """Return the code that checks these exercises, in lines that are not too long."""
    calls, line = [], ""
    for name in names:
        if line and len(line) + len(name) + 9 > LINE:  # with indent, quotes, commas and a space
            calls.append(line)
            line = ""
        line += f'{", " if line else ""}"{name}"'
    if not calls and len(line) + 15 <= LINE:
        return f"check.summary({line})"
    return "check.summary(\n" + "".join(f"    {one},\n" for one in [*calls, line]) + ")"


def way_on(lesson: Path, following: Path | None) -> str:
    """Return the text of a lesson's last cell: where to go from here."""
    links = []
    if following is not None:
        beside = following.parent == lesson.parent
        place = following.name if beside else f"../{following.parent.name}/{following.name}"
        links.append(f"**Next lesson:** [{title_of_lesson(following)}]({place})")
    else:
        links.append("**This was the last lesson.**")
    links.append(f"[Notation](../{START}{NOTATION})")
    links.append(f"[Glossary](../{START}{GLOSSARY})")
    links.append(f"[All lessons, and your progress](../{START})")
    return " · ".join(links)


def title_of_lesson(lesson: Path) -> str:
    """Return the heading in a lesson's first cell."""
    return nbformat.read(lesson, as_version=4).cells[0].source.splitlines()[0].lstrip("# ")


def end_of_lesson(lesson: Path, following: Path | None) -> list[NotebookNode]:
    """Return the cells that close a lesson, with the output of a run in which every exercise is right."""
    cells = nbformat.read(lesson, as_version=4).cells
    marks = [cell.metadata.get("nbgrader", {}) for cell in cells]
    names = [mark["grade_id"] for mark in marks if mark.get("solution")]
    printed = "".join(f"✓ {name}\n" for name in names) + f"\n{ALL_RIGHT}\n"
    summary = new_code_cell(summary_source(names), id="summary")
    summary.outputs = [new_output("stream", text=printed)]
    return [
        new_markdown_cell(WHAT_IS_OPEN.rstrip(), id="what_is_open"),
        summary,
        new_markdown_cell(way_on(lesson, following), id="way_on"),
    ]


def with_end(notebook: NotebookNode, end: list[NotebookNode]) -> None:
    """Put these cells at a notebook's end, in place, instead of those with their ids."""
    own = {cell.id for cell in end}
    kept = [cell for cell in notebook.cells if cell.id not in own]
    count = sum(cell.cell_type == "code" for cell in kept)
    for cell in end:
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
    notebook.cells = kept + end


def sections(readme: str) -> dict[str, str]:
    """Return {name in HEADINGS: the section} of notebooks/README.md, headings included."""
    parts = {}
    for name, heading in HEADINGS.items():
        begin = readme.index(heading)
        end = readme.find("\n## ", begin + 1)
        parts[name] = readme[begin : end if end >= 0 else len(readme)].rstrip()
    return parts


def with_sections(notebook: NotebookNode, readme: str) -> None:
    """Put map, notation and glossary into the cells of START_HERE with those ids, in place."""
    texts = sections(readme)
    for cell in notebook.cells:
        if cell.id in texts:
            cell.source = texts[cell.id]


def pages(root: Path = ROOT) -> dict[Path, str]:
    """Return {notebook: its text as it should be}, for each lesson and START_HERE."""
    lessons = [path for week in week_names(root) for path in find_lessons(week, root)]
    result = {}
    for lesson, following in zip(lessons, [*lessons[1:], None]):
        notebook = nbformat.read(lesson, as_version=4)
        with_end(notebook, end_of_lesson(lesson, following))
        result[lesson] = nbformat.writes(notebook).rstrip("\n") + "\n"
    start = root / "notebooks" / START
    notebook = nbformat.read(start, as_version=4)
    with_sections(notebook, (root / "notebooks" / "README.md").read_text(encoding="utf-8"))
    result[start] = nbformat.writes(notebook).rstrip("\n") + "\n"
    return result


def main(arguments: list[str]) -> int:
    """Write the notebooks that change, a line for each; return the exit code."""
    changed = {
        path: text for path, text in pages().items() if path.read_text(encoding="utf-8") != text
    }
    for path, text in changed.items():
        if "--check" not in arguments:
            write_whole(path, text)
        print(path.relative_to(ROOT))
    return int(bool(changed) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
