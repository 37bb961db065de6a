"""The lessons to run in the browser: for each week a folder like the learners' zip, with JupyterLite around them.

A week's folder holds the learner's copies, the modules of helpers/ and the files of data/ that they need, as in the zip
that `make release` makes; so a lesson finds everything where it looks for it. Python itself and the packages with
compiled parts come from Pyodide's public server when a learner opens a lesson: only who opens one needs a network.
"""

import json
import shutil
from pathlib import Path

import nbformat

from classroom.paths import ROOT, find_lessons, week_names
from classroom.release.archive import package
from classroom.release.contents import needed_data, needed_helpers
from classroom.release.links import OVERVIEW, with_links_of_a_release
from classroom.release.workflow import read_copy

# What modules of helpers/ import when they are called; what a cell imports itself, the kernel gets by itself.
PRELOADED = ["numpy", "matplotlib", "h5py", "pillow", "scipy", "tqdm"]
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
# Another name than the kernel's own makes JupyterLite ask at each opening which kernel is meant.
KERNELSPEC = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
APPS = ("notebooks", "tree")


def write_contents(folder: Path, ipywidgets: Path, root: Path = ROOT) -> None:
    """Write each week's folder as learners get it; `folder` is made anew.

    ipywidgets -- its installed package: Pyodide has none, and it is Python alone
    """
    shutil.rmtree(folder, ignore_errors=True)
    for week in week_names(root):
        copies = {path.name: read_copy(path) for path in find_lessons(week, root)}
        released = folder / week
        released.mkdir(parents=True)
        for name, copy in copies.items():
            lesson = with_links_of_a_release(copy, week, [*copies, OVERVIEW])
            lesson.metadata.kernelspec = dict(KERNELSPEC)
            nbformat.write(lesson, released / name)
        helpers, data = needed_helpers(week, copies, root), needed_data(week, copies, root)
        for name, content in package(week, released, helpers, data, root).items():
            if name not in ("requirements.txt", "README.txt"):
                name, content = in_the_browsers_form(name, content)
                path = released / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        if any(
            b"import ipywidgets" in path.read_bytes() for path in released.rglob("helpers/**/*.py")
        ):
            shutil.copytree(
                ipywidgets,
                released / "ipywidgets",
                ignore=shutil.ignore_patterns("__pycache__", "tests", "*.json"),
            )


def write_settings(folder: Path) -> None:
    """Write JupyterLite's settings into the folder that it is built from."""
    config = {
        "appName": "Networks by hand",
        "litePluginSettings": {KERNEL: {"loadPyodideOptions": {"packages": PRELOADED}}},
    }
    text = json.dumps({"jupyter-lite-schema-version": 0, "jupyter-config-data": config}, indent=1)
    (folder / "jupyter-lite.json").write_text(text, encoding="utf-8")


def in_the_browsers_form(name: str, content: bytes) -> tuple[str, bytes]:
    """Return the name and the content of a file as JupyterLite's kernel can open it.

    It opens no file that is called .json (JupyterLite 0.8.6): the checks' data are called .txt here, and the modules
    that read them ask for that.
    """
    if name == OVERVIEW:
        notebook = nbformat.reads(content.decode(), as_version=4)
        notebook.metadata.kernelspec = dict(KERNELSPEC)
        return name, nbformat.writes(notebook).encode()
    if name.startswith("data/checks/"):
        return name.removesuffix(".json") + ".txt", content
    if name.startswith("helpers/checks/"):
        return name, content.replace(b'.json"', b'.txt"')
    return name, content
