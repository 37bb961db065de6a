"""A JupyterLab of our own with one lesson in it, and a headless Chromium that looks at it."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

from tools.environment import STEADY

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
DRIVER = shutil.which("chromedriver")
PATIENCE = 90  # seconds for a page or a cell, on a busy machine


def lesson_up_to(lesson, cell_id, folder):
    """Write the lesson without outputs, up to and with a cell, into a folder; returns the file's name."""
    notebook = nbformat.read(ROOT / "notebooks" / lesson, as_version=4)
    last = next(k for k, cell in enumerate(notebook.cells) if cell.id == cell_id)
    notebook.cells = notebook.cells[: last + 1]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            cell.source = cell.source.partition("### BEGIN HIDDEN TESTS")[0]
    nbformat.write(notebook, folder / "lesson.ipynb")
    return "lesson.ipynb"


@contextlib.contextmanager
def jupyterlab(folder):
    """Serve a folder on a free port, until the end of the with block; gives the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name not in STEADY}
    for name in ("CONFIG", "RUNTIME", "DATA"):
        environment[f"JUPYTER_{name}_DIR"] = str(folder / f".{name.lower()}")
    environment["PYTHONPATH"] = str(ROOT)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", f"--ServerApp.port={port}"]
    command += ["--ServerApp.port_retries=0", "--IdentityProvider.token=", "--allow-root"]
    command += [f"--ServerApp.root_dir={folder}", "--LabApp.expose_app_in_browser=True"]
    command += ["--JupyterNotebookApp.expose_app_in_browser=True"]
    with open(folder / "server.log", "w") as log:
        server = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for_server(server, address, folder / "server.log")
        yield address
    finally:
        server.terminate()  # it ends its kernels
        server.wait(timeout=20)


def wait_for_server(server, address, log):
    """Return when the server answers. Raises RuntimeError with its log if it ends or stays silent."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/api", timeout=2).close()
            return
        time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")


@contextlib.contextmanager
def chromium(folder):
    """A headless Chromium, until the end of the with block."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage"):
        options.add_argument(f"--{argument}")
    options.add_argument(f"--user-data-dir={folder / '.browser'}")
    browser = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
    try:
        yield browser
    finally:
        browser.quit()


def resize(browser, width, height=900, dots=1):
    """Make the page that many CSS pixels wide; `dots` device pixels for each. A zoom of 200 % halves the width."""
    metrics = {"width": width, "height": height, "deviceScaleFactor": dots, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def wait(browser, script, *arguments):
    """Wait until a script returns something true, and return that."""
    return WebDriverWait(browser, PATIENCE, 0.1).until(
        lambda _: browser.execute_script(script, *arguments), f"in vain: {script}"
    )


def run_lesson(browser, page, pictures):
    """Open a notebook's page and run all its cells; returns when so many pictures of live figures are there."""
    browser.get(page)
    ready = (
        "const app = window.jupyterapp, page = app && app.shell.currentWidget;"
        "const session = page && page.context && page.context.isReady && page.sessionContext.session;"
        "return !!session && session.kernel && session.kernel.status === 'idle'"
    )
    wait(browser, ready)
    run = "notebook:run-all-cells"
    browser.execute_script(f"window.jupyterapp.commands.execute('{run}')")
    wait(
        browser,
        "const all = [...document.querySelectorAll('.live-figure img')];"
        "return all.length === arguments[0] && all.every((picture) => picture.complete)",
        pictures,
    )
