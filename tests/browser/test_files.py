"""The site's files, without a browser: links, anchors, words for pictures, nothing from elsewhere."""

import json
import re
import urllib.parse
from html.parser import HTMLParser

import pytest

from conftest import SITE, page_names

PAGES = page_names()
LOADS = {("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src"), ("source", "src")}


class Page(HTMLParser):
    """The links, anchors and pictures of a page."""

    def __init__(self, name):
        super().__init__()
        self.links, self.loaded, self.anchors, self.without_words = [], [], set(), []
        self.feed((SITE / name).read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        """Note what the tag refers to."""
        given = dict(attributes)
        self.anchors |= {given[key] for key in ("id", "name") if given.get(key)}
        for key in ("href", "src"):
            if given.get(key):
                (self.loaded if (tag, key) in LOADS else self.links).append(given[key])
        if tag == "img" and not given.get("alt"):
            self.without_words.append(given.get("src"))


@pytest.fixture(scope="module")
def pages():
    return {name: Page(name) for name in PAGES}


def target(name, link):
    """(file of the site, anchor) that a link on a page leads to."""
    base = f"http://x/{name}"
    parts = urllib.parse.urlsplit(urllib.parse.urljoin(base, link))
    path = urllib.parse.unquote(parts.path).lstrip("/") or "index.html"
    return path, urllib.parse.unquote(parts.fragment)


def test_there_are_all_pages():
    lessons = [name for name in PAGES if name.startswith("week")]
    assert len(lessons) == 12
    others = {
        "index",
        "start_here",
        "notation",
        "glossary",
        "teachers_guide",
        "contributing",
        "changelog",
        "search",
    }
    assert others <= {name.removesuffix(".html") for name in PAGES}


def test_every_link_and_anchor_resolves(pages):
    broken = []
    for name, page in pages.items():
        for link in page.links + page.loaded:
            if re.match(r"(https?|data|mailto):", link):
                continue
            path, anchor = target(name, link)
            if not (SITE / path).is_file():
                broken.append(f"{name}: {link}")
            elif anchor and path in pages and anchor not in pages[path].anchors:
                broken.append(f"{name}: {link}, no such anchor")
    assert broken == []


def test_nothing_is_loaded_from_elsewhere(pages):
    elsewhere = {
        link for page in pages.values() for link in page.loaded if re.match(r"(https?:)?//", link)
    }
    assert elsewhere == set()
    for sheet in (SITE / "_static").rglob("*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//", sheet.read_text("utf-8")), sheet


def test_every_picture_has_its_words(pages):
    assert {name: page.without_words for name, page in pages.items() if page.without_words} == {}


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("week")])
def test_answers_and_what_comes_out_are_folded_away(name, pages):
    text = (SITE / name).read_text(encoding="utf-8")
    assert "NotImplementedError" in text
    assert "BEGIN SOLUTION" not in text and "HIDDEN TESTS" not in text
    assert text.count('<details class="answer">') == text.count("The answer. Write your own first")
    assert text.count('<details class="answer">') >= 2
    assert "Show what comes out" in text


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("week")])
def test_run_this_lesson_leads_to_the_learners_copy(name, pages):
    (link,) = [link for link in pages[name].links if "/lite/notebooks/" in link]
    path = urllib.parse.parse_qs(urllib.parse.urlsplit(link).query)["path"][0]
    assert path == name.removesuffix(".html") + ".ipynb"
    copy = json.loads((SITE / "lite" / "files" / path).read_text(encoding="utf-8"))
    source = "\n".join("".join(cell["source"]) for cell in copy["cells"])
    assert "raise NotImplementedError" in source and "BEGIN SOLUTION" not in source
    assert not any(cell.get("outputs") for cell in copy["cells"])
    week = path.split("/")[0]
    for needed in (f"data/checks/{week}.txt", "helpers/checks/__init__.py"):
        assert (SITE / "lite" / "files" / week / needed).is_file()
        listed = json.loads(
            (SITE / "lite" / "api" / "contents" / week / needed)
            .parent.joinpath("all.json")
            .read_text()
        )
        assert needed.split("/")[-1] in {one["name"] for one in listed["content"]}


def test_the_kernel_can_open_every_file():
    """JupyterLite's kernel finds no file that is called .json: tried with 0.8.6."""
    assert [path.name for path in (SITE / "lite" / "files").rglob("*.json")] == []
