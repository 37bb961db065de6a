"""Every page in Chromium: nothing fails, nothing is wider than the screen, nothing is hidden from screen readers."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from conftest import DESK, PHONE, SITE, page_names

PAGES = page_names()
# Every colour of the site is on one of these.
WITH_ALL_COLOURS = ["index.html", "start_here.html", "glossary.html", "search.html"]
BAD = ("serious", "critical")


def too_wide(page):
    """What is wider than the screen, in words; [] when nothing is."""
    return page.evaluate(
        """() => {
        const root = document.documentElement;
        if (root.scrollWidth <= window.innerWidth) return [];
        const cut = e => getComputedStyle(e).overflowX !== 'visible';
        const scrolls = e => e !== document.body && (cut(e) || scrolls(e.parentElement));
        return [...document.querySelectorAll('main *')]
            .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1 && !scrolls(e.parentElement))
            .slice(0, 5).map(e => e.tagName + '.' + e.className + ': ' + e.textContent.slice(0, 60));
        }"""
    )


def findings(page, **options):
    """What axe finds that is serious or critical, a line for each.

    Colours go over into those of a scheme by a transition: what counts is where it ends.
    """
    page.evaluate("document.getAnimations().forEach(one => one.finish())")
    found = (
        Axe()
        .run(page, options={"resultTypes": ["violations"], "preload": False, **options})
        .response["violations"]
    )
    return [
        f"{one['impact']} {one['id']}: {one['nodes'][0]['html'][:150]} ({len(one['nodes'])} times)"
        for one in found
        if one["impact"] in BAD
    ]


def open_all(page):
    """Open everything that is folded away."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


@pytest.mark.parametrize("name", PAGES)
def test_page_loads_fits_and_can_be_read_by_all(name, address, visit):
    with visit(PHONE, "dark") as window:
        window.open(address + name)
        assert window.problems == []
        assert [url for url in window.asked if not url.startswith((address, "data:"))] == []
        formulas = "math notranslate" in (SITE / name).read_text(encoding="utf-8")
        assert (window.page.locator("mjx-container").count() > 0) == formulas
        assert window.page.locator("mjx-merror").all_text_contents() == []
        assert too_wide(window.page) == []
        open_all(window.page)
        assert too_wide(window.page) == []
        # Contrast takes most of axe's time, and has a test of its own.
        assert findings(window.page, rules={"color-contrast": {"enabled": False}}) == []
        window.page.set_viewport_size(DESK)
        assert too_wide(window.page) == []
        assert window.problems == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", WITH_ALL_COLOURS)
def test_colours_have_contrast(name, scheme, address, visit):
    with visit(DESK, scheme) as window:
        window.open(address + name)
        assert window.page.evaluate("document.documentElement.dataset.theme") == scheme
        open_all(window.page)
        assert findings(window.page, runOnly=["color-contrast"]) == []


def test_a_printed_lesson_has_its_outputs_and_no_answers(address, visit):
    with visit() as window:
        window.open(address + "week3_shallow_network/2_planar_classification.html")
        window.page.emulate_media(media="print")

        def in_view(selector):
            """Whether all, or none, or some of what fits a selector is drawn."""
            return window.page.eval_on_selector_all(
                selector,
                "all => [...new Set(all.map(e => e.checkVisibility({contentVisibilityAuto: true})))]",
            )

        assert in_view("details.answer") == in_view("details.hint") == [False]
        assert in_view("details.hide > summary") == [True], "“What comes out”, from the style sheet"
        assert in_view("details.hide > summary > p") == [False], "“Show” and “Hide” are for a click"
        assert in_view("details.reading > p") == in_view("details.below-input .output") == [True]
        for part in (".bd-sidebar-primary", ".bd-sidebar-secondary", ".prev-next-footer", "p.run"):
            assert in_view(part) == [False], part


def test_a_dark_page_is_printed_light(address, visit):
    with visit(scheme="dark") as window:
        window.open(address + "glossary.html")
        theme = "document.documentElement.dataset.theme"
        window.page.evaluate(f"addEventListener('beforeprint', () => window.printed = {theme})")
        window.page.pdf()
        assert window.page.evaluate("window.printed") == "light"
        assert window.page.evaluate(theme) == "dark", "as before"


def test_formulas_are_drawn_without_a_server(visit):
    with visit() as window:
        window.open((SITE / "notation.html").as_uri())
        window.page.wait_for_selector("mjx-container svg")
        assert window.problems == []
        assert window.page.locator("mjx-merror").count() == 0


@pytest.mark.parametrize(
    "query, page",
    [
        ("cross-entropy", "glossary.html"),  # a formula's name
        ("sigmoid_derivative", "week2_logistic_regression/1_numpy_basics.html"),  # a function
        ("square of the mean", "start_here.html"),  # a mistake's sentence
    ],
)
def test_search_finds(query, page, address, visit):
    with visit() as window:
        window.open(f"{address}search.html?q={query.replace(' ', '+')}")
        window.page.wait_for_selector("ul.search li a")
        window.page.wait_for_function(
            "document.querySelector('.search-summary')?.textContent.match(/\\d/)"
        )
        links = window.page.eval_on_selector_all(
            "ul.search li a", "all => all.map(a => a.pathname)"
        )
        assert "/" + page in links, links
        assert "\\(" not in window.page.locator("ul.search").inner_text(), "formulas as TeX"


def test_a_checks_sentence_wraps_and_its_marks_stay_below_the_code(address, visit):
    with visit(PHONE) as window:
        window.open(address + "start_here.html")
        right, wrong = (
            window.page.locator(".output pre").filter(has_text=sign).first for sign in "✓✗"
        )
        wider = "one => one.scrollWidth > one.clientWidth"
        assert not right.evaluate(wider) and wrong.evaluate(wider)
