"""A live figure in a real browser: JupyterLab with the first lesson, headless Chromium, the keyboard.

These run wherever there is a Chromium with its driver, for what they test is in no other test: that ipywidgets puts
into the page what we count on. They take half a minute, and are skipped elsewhere. The test with axe-core also needs
that script: `npm install axe-core`, and its axe.min.js in the environment variable AXE_CORE.
"""

import os
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.live import browser as browsing

pytestmark = pytest.mark.skipif(
    not (browsing.CHROMIUM and browsing.DRIVER),
    reason="no Chromium with its driver (chromedriver) on this machine",
)
LESSON = "week1_introduction/1_what_is_a_neural_network.ipynb"
PICTURES = 3  # of the two live figures that the lesson has up to there
SLIDERS = ".live-figure .noUi-handle"
PICTURE = "return document.querySelector('.live-figure img').src"
WORDS = "return document.querySelector('.live-figure [role=status]').textContent"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("browser")
    browsing.lesson_up_to(LESSON, "bends_live", folder)
    return folder


@pytest.fixture(scope="module")
def address(folder):
    with browsing.jupyterlab(folder) as address:
        yield address


@pytest.fixture(scope="module")
def browser(folder):
    with browsing.chromium(folder) as browser:
        yield browser


@pytest.fixture(scope="module")
def page(browser, address):
    """The lesson in the notebook view, where a page of any width can be read, all its cells run."""
    browsing.resize(browser, 1280)
    browsing.run_lesson(browser, f"{address}/notebooks/lesson.ipynb", PICTURES)
    return browser


def test_a_slider_moved_by_keyboard_changes_the_picture_and_the_words(page):
    slider = page.find_element(By.CSS_SELECTOR, SLIDERS)
    picture, words = page.execute_script(PICTURE), page.execute_script(WORDS)
    assert words.startswith("w = 4, b = −120:")
    slider.send_keys(Keys.ARROW_RIGHT)
    browsing.wait(page, f"{PICTURE} !== arguments[0]", picture)
    assert page.execute_script(WORDS).startswith("w = 4.5, b = −120:")
    assert slider.get_attribute("aria-valuetext") == "4.5"
    slider.send_keys(Keys.ARROW_LEFT)
    browsing.wait(page, f"{WORDS} === arguments[0]", words)


def test_a_menu_changed_by_keyboard_changes_the_picture_and_the_words(page):
    """JupyterLab would take the arrow for going to the next cell."""
    words = "return [...document.querySelectorAll('.live-figure [role=status]')][1].textContent"
    assert page.execute_script(words).startswith("wave, 4 neurons:")
    page.find_element(By.CSS_SELECTOR, ".live-figure select").send_keys(Keys.ARROW_DOWN)
    browsing.wait(page, f"{words}.startsWith('parabola, 4 neurons:')")


def test_every_control_has_a_role_and_a_name(page):
    sliders = page.find_elements(By.CSS_SELECTOR, SLIDERS)
    named = [(slider.aria_role, slider.accessible_name) for slider in sliders]
    assert named == [("slider", "weight w"), ("slider", "bias b"), ("slider", "neurons")]
    assert [slider.get_attribute("aria-valuetext") for slider in sliders] == ["4", "−120", "4"]
    menu = page.find_element(By.CSS_SELECTOR, ".live-figure select")
    assert (menu.aria_role, menu.accessible_name) == ("combobox", "curve")
    image = page.find_element(By.CSS_SELECTOR, ".live-figure img")
    assert image.accessible_name.startswith("Houses as points")


@pytest.mark.parametrize(
    "width, dots", [(1280, 1), (640, 2), (390, 3)], ids=["full", "zoom", "phone"]
)
def test_nothing_is_cut_off(page, width, dots):
    """640 pixels are a page of 1280 at 200 % zoom."""
    browsing.resize(page, width, dots=dots)
    inner, scroll = "arguments[0].clientWidth", "arguments[0].scrollWidth"
    for figure in page.find_elements(By.CSS_SELECTOR, ".live-figure"):
        browsing.wait(page, f"return {inner} < {width}", figure)
        assert page.execute_script(f"return {scroll} - {inner}", figure) <= 0
    around = "[...document.querySelectorAll('.live-figure, .live-figure *')]"
    right = f"return Math.max(...{around}.map((part) => part.getBoundingClientRect().right))"
    assert page.execute_script(right) <= width
    track = page.find_element(By.CSS_SELECTOR, ".live-figure .noUi-base")
    assert track.size["width"] > 80  # the playground's once shrank to nothing
    browsing.resize(page, 1280)


@pytest.mark.skipif(
    not os.environ.get("AXE_CORE"), reason="AXE_CORE does not name axe-core's axe.min.js"
)
def test_axe_finds_nothing_critical(page):
    page.execute_script(Path(os.environ["AXE_CORE"]).read_text(encoding="utf-8"))
    found = page.execute_async_script(
        "const done = arguments[0]; axe.run('.live-figure').then((all) => done(all.violations))"
    )
    grave = [
        (each["id"], each["help"]) for each in found if each["impact"] in ("critical", "serious")
    ]
    assert grave == []


def test_jupyterlab_shows_it_too(browser, address):
    browsing.resize(browser, 1280)
    browsing.run_lesson(browser, f"{address}/lab/tree/lesson.ipynb", PICTURES)
    browsing.wait(
        browser, f"return document.querySelectorAll('{SLIDERS}[aria-label]').length === 3"
    )
