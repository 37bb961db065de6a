"""Markdown of the repository as a page of the site: its links and formulas in the site's form."""

import os
import re
from collections.abc import Mapping
from pathlib import PurePosixPath

# A formula or a piece of code, in which [2](3) is no link; or a link.
LINK = re.compile(
    r"\$\$.*?\$\$|\$[^$\n]+\$|`[^`\n]*`|(?<!!)\[((?:[^\[\]`]|`[^`]*`|\[[^\]]*\])*)\]\(([^()\s]+)\)",
    re.S,
)
GITHUB_FORMULA = re.compile(r"\$`([^`…]+)`\$")

# The sections of START_HERE that are pages of their own here.
SECTIONS = {
    "notebooks/START_HERE.ipynb#the-notation-on-one-page": "notation",
    "notebooks/START_HERE.ipynb#glossary-english--中文": "glossary",
}


def anchor(heading: str) -> str:
    """Return the anchor that the site gives to a heading, from JupyterLab's: "What-a-check-says" and so on."""
    words = re.sub(r"[^\w\- ]", "", heading.lower())
    return words.strip().replace(" ", "-")


def rewrite(text: str, file: str, page: str, pages: Mapping[str, str]) -> str:
    """Return Markdown with links between pages of the site; a link to another file of the course leaves its words.

    file  -- where the text stands in the course, such as "classroom/README.md"
    page  -- the page it becomes, such as "teachers_guide", without suffix
    pages -- {file: page} of the site, without suffixes
    """

    def link(found: re.Match) -> str:
        words, target = found.groups()
        if target is None or re.match(r"[a-z]+:", target):  # https:, attachment:
            return found.group()
        path, _, heading = target.partition("#")
        if not path:
            inside = f"{file}#{anchor(heading)}"
            new = SECTIONS.get(inside)
            return f"[{words}](#{anchor(heading)})" if new is None else to(words, new)
        named = os.path.normpath(PurePosixPath(file).parent / path).replace(os.sep, "/")
        inside = f"{named}#{anchor(heading)}"
        if inside in SECTIONS:
            return to(words, SECTIONS[inside])
        if named in pages:
            return to(words, pages[named], f"#{anchor(heading)}" if heading else "")
        return words

    def to(words: str, other: str, inside: str = "") -> str:
        return f"[{words}](/{other}{SUFFIX.get(other, '.md')}{inside})"

    SUFFIX = {name: PurePosixPath(source).suffix for source, name in pages.items()}
    return GITHUB_FORMULA.sub(r"$\1$", outside_code(LINK, link, text))


def outside_code(pattern: re.Pattern, replace, text: str) -> str:
    """Return the text with each match replaced, but for those in fenced blocks of code."""
    parts = re.split(r"(^```.*?^```[^\n]*$)", text, flags=re.M | re.S)
    return "".join(part if part.startswith("```") else pattern.sub(replace, part) for part in parts)
