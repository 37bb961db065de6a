"""JupyterLite in Chromium: a lesson opens; with the network, two lessons run."""

import os
import re

import pytest

from conftest import DESK

LESSON = "lite/notebooks/index.html?path=week2_logistic_regression/1_numpy_basics.ipynb"
RUN = [
    ("week2_logistic_regression/1_numpy_basics.ipynb", "check(image2vector)"),
    ("week3_shallow_network/1_activation_functions.ipynb", "check(tanh)"),
]


def test_run_this_lesson_opens_the_learners_copy(address, visit):
    """Without a kernel: what the kernel needs comes from a public server, which is not asked here."""
    with visit(DESK) as window:
        window.page.route(re.compile("^https?://(?!127.0.0.1)"), lambda route: route.abort())
        window.page.goto(address + LESSON)
        window.page.get_by_role("heading", name="numpy basics").wait_for(timeout=90_000)
        assert (
            "Neural networks are arithmetic on arrays"
            in window.page.locator(".jp-Notebook").inner_text()
        )
        assert window.page.locator(".jp-Dialog").count() == 0, (
            "nobody is asked which kernel is meant"
        )
        ours = [line for line in window.problems if address in line and "favicon" not in line]
        assert ours == []


@pytest.mark.skipif(
    not os.environ.get("SITE_WITH_NETWORK"),
    reason="running lessons in the browser asks a public server: only with SITE_WITH_NETWORK=1",
)
@pytest.mark.parametrize("lesson, check", RUN)
def test_lessons_run_in_the_browser(lesson, check, address, visit):
    """All cells up to the first exercise, whose check says that it is not written yet."""
    with visit(DESK) as window:
        page = window.page
        page.goto(f"{address}lite/notebooks/index.html?path={lesson}")
        page.get_by_text(check, exact=True).first.wait_for(timeout=120_000)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        failed = page.locator(".jp-OutputArea-output").filter(
            has_text=re.compile("NotImplementedError|not written")
        )
        failed.first.wait_for(timeout=400_000)
        assert (
            page.locator(".jp-OutputArea-output").filter(has_text="ModuleNotFoundError").count()
            == 0
        )
