"""All pages of the site as files that Sphinx reads: from docs/, the lessons and the README files."""

import posixpath
import re
import shutil
from pathlib import Path, PurePosixPath

import nbformat

from classroom.paths import ROOT, find_lessons, week_names
from tools.lesson_pages import START, sections
from tools.site.lesson_page import lesson_page, take_pictures_out
from tools.site.text_page import rewrite

# README files that become pages, and the names of these.
TEXTS = {
    "classroom/README.md": "teachers_guide",
    "CONTRIBUTING.md": "contributing",
    "CHANGELOG.md": "changelog",
    "data/README.md": "data",
}
START_PAGE = "start_here"
# Cells of START_HERE that the site has as pages of their own, or that only make sense in a copy of one's own.
LEFT_OUT = {"notation", "glossary", "progress_words", "progress"}
# What START_HERE says to who has it open in JupyterLab, and what the site says in its place.
ON_THE_SITE = {
    " · [your progress](#Your-progress)": "",
    "A cell is run with **Shift + Enter**; run those on this page one after the other, from top to bottom.": (
        "On this page nothing is run; a lesson is, by the button *Run this lesson* at its top. There, a cell is run "
        "with **Shift + Enter**, one after the other, from top to bottom."
    ),
}
IMAGE = re.compile(r"!\[([^\]]*)\]\(([^():\s]+)\)")


def all_pages(root: Path = ROOT) -> dict[str, str]:
    """Return {file of the course: page of the site, without suffix}."""
    lessons = [path for week in week_names(root) for path in find_lessons(week, root)]
    found = {f"notebooks/{path.parent.name}/{path.name}": path for path in lessons}
    pages = {file: f"{path.parent.name}/{path.stem}" for file, path in found.items()}
    return pages | {f"notebooks/{START}": START_PAGE} | TEXTS


def write_sources(folder: Path, extra: Path, root: Path = ROOT) -> list[str]:
    """Write all pages into `folder`, and the pictures of lessons into `extra`; return the pages' names.

    Both folders are made anew.
    """
    for one in (folder, extra):
        shutil.rmtree(one, ignore_errors=True)
    shutil.copytree(root / "docs", folder, ignore=shutil.ignore_patterns("__pycache__"))
    for path in sorted(folder.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        path.write_text(with_images(text, f"docs/{path.name}", folder, root), encoding="utf-8")
    pages = all_pages(root)
    for file, page in pages.items():
        target = folder / f"{page}{PurePosixPath(file).suffix}"
        target.parent.mkdir(parents=True, exist_ok=True)
        if file == f"notebooks/{START}":
            nbformat.write(start_page(root, pages, extra), target)
        elif file.endswith(".ipynb"):
            lesson = nbformat.read(root / file, as_version=4)
            nbformat.write(lesson_page(lesson, file, page, pages, extra), target)
        else:
            text = (root / file).read_text(encoding="utf-8")
            text = with_images(rewrite(text, file, page, pages), file, folder, root)
            target.write_text(text, encoding="utf-8")
    readme = (root / "notebooks" / "README.md").read_text(encoding="utf-8")
    for name, text in sections(readme).items():
        if name != "map":
            text = rewrite(text, "notebooks/README.md", name, pages)
            text = meaning_second(text) if name == "notation" else text
            (folder / f"{name}.md").write_text(text.removeprefix("#") + "\n", encoding="utf-8")
    return [*pages.values(), "notation", "glossary", "index"]


def meaning_second(text: str) -> str:
    """Return the notation with its last column after the first: a phone shows two, and these belong together."""
    lines = []
    for line in text.split("\n"):
        if line.startswith("|"):
            symbol, code, shape, meaning = line.strip("|").split("|")
            line = f"|{symbol}|{meaning}|{code}|{shape}|"
        lines.append(line)
    return "\n".join(lines)


def start_page(root: Path, pages: dict[str, str], extra: Path) -> nbformat.NotebookNode:
    """Return START_HERE as a page, without what the site has as pages of their own."""
    notebook = nbformat.read(root / "notebooks" / START, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.id not in LEFT_OUT]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for words, others in ON_THE_SITE.items():
                cell.source = cell.source.replace(words, others)
            cell.source = rewrite(cell.source, f"notebooks/{START}", START_PAGE, pages)
        take_pictures_out(cell, START_PAGE, extra)
    return notebook


def with_images(text: str, file: str, folder: Path, root: Path) -> str:
    """Return a README's text with its pictures copied into images/ of the site's sources."""

    def copied(found: re.Match) -> str:
        source = posixpath.normpath(PurePosixPath(file).parent / found[2])
        target = folder / "images" / source
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / source, target)
        return f"![{found[1]}](/images/{source})"

    return IMAGE.sub(copied, text)
