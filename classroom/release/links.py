"""Links of released notebooks, which lie in one folder, without the course's other weeks."""

import copy
import re

from nbformat import NotebookNode

OVERVIEW = "START_HERE.ipynb"
# Of START_HERE, what needs no code: the map, notation and glossary.
SECTIONS = ("The map", "The notation on one page", "Glossary")
HEAD = (
    "# The course on one page\n\n"
    "[The map](#The-map) · [notation](#The-notation-on-one-page) · [glossary](#Glossary,-English-–-中文): "
    "to be looked up when you need them. There is nothing to hand in here."
)
# [text](folder/name#place), with or without the folder above in front
LINK = re.compile(r"\[([^\]]*)\]\((?:\.\./)?(?:([\w-]+)/)?([\w-]+\.ipynb)(#[^)]*)?\)")
PROGRESS = ", and your progress"  # which the whole course keeps alone


def with_links_of_a_release(notebook: NotebookNode, week: str, names: list[str]) -> NotebookNode:
    """Return a copy of a notebook whose links lead to notebooks of a week's release; of others the text is left.

    names -- the release's notebooks, START_HERE among them
    """
    result = copy.deepcopy(notebook)
    for cell in result.cells:
        if cell.cell_type == "markdown":
            cell.source = LINK.sub(lambda found: link(found, week, names), cell.source)
    return result


def link(found: re.Match, week: str, names: list[str]) -> str:
    """Return what stands in the place of one link."""
    text, folder, name, place = found.groups(default="")
    text = text.replace(PROGRESS, "")
    return f"[{text}]({name}{place})" if folder in ("", week) and name in names else text


def overview(start_here: NotebookNode, week: str, names: list[str]) -> NotebookNode:
    """Return the notebook that goes along with a week's release, of notebooks `names`, in the place of START_HERE."""
    result = copy.deepcopy(start_here)
    titles = tuple(f"## {title}" for title in SECTIONS)
    kept = [cell for cell in result.cells if cell.source.startswith(titles)]
    head = copy.deepcopy(result.cells[0])
    head.source = HEAD
    result.cells = [head, *kept]
    return with_links_of_a_release(result, week, names)
