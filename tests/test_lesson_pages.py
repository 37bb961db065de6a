"""START_HERE and the end of each lesson: in step with the lessons, and every link leads somewhere."""

import re
import urllib.parse

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from classroom.paths import ROOT, all_lessons
from tools import lesson_pages
from tools.lesson_pages import START, pages, sections, summary_source, way_on, with_end

LESSONS = all_lessons(ROOT / "notebooks")
LINK = re.compile(r"\]\(([^)#\s]*\.ipynb)?(#[^)\s]+)?\)")


def test_pages_are_in_step_with_the_lessons():
    late = [path.name for path, text in pages().items() if path.read_text("utf-8") != text]
    assert late == [], "python -m tools.lesson_pages writes them"


def headings(path):
    """The anchors that JupyterLab gives to the headings of a notebook."""
    cells = nbformat.read(path, as_version=4).cells
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return {line.lstrip("# ").replace(" ", "-") for line in text.splitlines() if line[:1] == "#"}


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_link_to_a_notebook_leads_to_one(path):
    cells = nbformat.read(path, as_version=4).cells
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    for place, anchor in LINK.findall(text):
        target = (path.parent / urllib.parse.unquote(place)).resolve() if place else path
        assert target.is_file(), place
        assert not anchor or urllib.parse.unquote(anchor[1:]) in headings(target), anchor


def test_start_links_every_lesson():
    text = "\n".join(
        cell.source for cell in nbformat.read(ROOT / "notebooks" / START, as_version=4).cells
    )
    for path in LESSONS:
        if path.name != START:
            assert f"({path.parent.name}/{path.name})" in text


def test_sections_end_where_the_next_begins():
    readme = "# A\n\n## The map\n\n1\n\n## The notation on one page\n\n2\n\n## Glossary, x\n\n3\n"
    assert sections(readme) == {
        "map": "## The map\n\n1",
        "notation": "## The notation on one page\n\n2",
        "glossary": "## Glossary, x\n\n3",
    }


def test_end_is_replaced_and_not_repeated():
    notebook = new_notebook(cells=[new_code_cell("1", id="one", execution_count=1)])
    for text in ("old", "new"):
        end = [new_markdown_cell(text, id="words"), new_code_cell("2", id="summary")]
        with_end(notebook, end)
    assert [cell.source for cell in notebook.cells] == ["1", "new", "2"]
    assert notebook.cells[-1].execution_count == 2


def test_summary_fits_the_page():
    assert summary_source(["a", "b"]) == 'check.summary("a", "b")'
    names = [f"exercise_number_{k}" for k in range(12)]
    lines = summary_source(names).splitlines()
    assert max(map(len, lines)) <= lesson_pages.LINE and len(lines) <= 15
    assert re.findall(r"\w+_\d+", summary_source(names)) == names


def test_way_on_goes_to_the_next_lesson_of_this_week_or_the_next():
    first, second, last = LESSONS[1], LESSONS[2], LESSONS[-1]
    assert f"]({second.name})" in way_on(first, second) or f"/{second.name})" in way_on(
        first, second
    )
    other = next(path for path in LESSONS if path.parent not in (first.parent, ROOT / "notebooks"))
    assert f"](../{other.parent.name}/{other.name})" in way_on(first, other)
    assert "last lesson" in way_on(last, None)
