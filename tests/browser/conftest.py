"""The built site behind a server of this process, and the system's Chromium."""

import functools
import http.server
import shutil
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "site"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)


def page_names():
    """The pages that Sphinx made, such as "notation.html"; JupyterLite's own are not among them."""
    found = [path.relative_to(SITE) for path in sorted(SITE.rglob("*.html"))]
    return [path.as_posix() for path in found if path.parts[0] not in ("lite", "_static")]


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and prints nothing."""

    def log_message(self, *words):
        """Say nothing."""


@pytest.fixture(scope="session")
def address():
    """The site's address, ending in /."""
    handler = functools.partial(Quiet, directory=str(SITE))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def chromium():
    """The browser; tests that need it are skipped where there is none."""
    if CHROMIUM is None:
        pytest.skip(
            "no Chromium here, so the site is not looked at in a browser: apt-get install chromium"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visit:
    """An open page, with what went wrong while it loaded."""

    def __init__(self, page):
        self.page, self.problems, self.asked = page, [], []
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on("requestfailed", lambda request: self.problems.append(f"failed: {request.url}"))
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("response", self.on_response)

    def on_console(self, message):
        """Note what a page says on the console, unless it is only a remark."""
        if message.type in ("error", "warning"):
            self.problems.append(f"console: {message.text}")

    def on_response(self, response):
        """Note a file that is not there."""
        if response.status >= 400:
            self.problems.append(f"{response.status}: {response.url}")

    def open(self, url):
        """Load a page and wait until its formulas are drawn."""
        self.page.goto(url)
        self.page.evaluate("window.MathJax?.startup?.promise.then(() => true)")
        self.page.evaluate("new Promise(requestAnimationFrame)")  # what waits for the formulas, too


@pytest.fixture
def visit(chromium):
    """A function that opens a browser window of a size and colour scheme, as a context."""

    @contextmanager
    def opened(viewport=DESK, scheme="light"):
        context = chromium.new_context(viewport=viewport, color_scheme=scheme)
        try:
            yield Visit(context.new_page())
        finally:
            context.close()

    return opened
