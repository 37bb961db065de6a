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
            copy.metadata.kernelspec = dict(KERNELSPEC)
            nbformat.write(copy, released / name)
        helpers, data = needed_helpers(week, copies, root), needed_data(week, copies, root)
        for name, content in package(week, released, helpers, data, root).items():
            if name not in ("requirements.txt", "README.txt"):
                path = released / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        if "playground" in helpers:
            shutil.copytree(
                ipywidgets,
                released / "ipywidgets",
                ignore=shutil.ignore_patterns("__pycache__", "tests"),
            )


def write_settings(folder: Path) -> None:
    """Write JupyterLite's settings into the folder that it is built from."""
    config = {
        "appName": "Networks by hand",
        "litePluginSettings": {KERNEL: {"loadPyodideOptions": {"packages": PRELOADED}}},
    }
    text = json.dumps({"jupyter-lite-schema-version": 0, "jupyter-config-data": config}, indent=1)
    (folder / "jupyter-lite.json").write_text(text, encoding="utf-8")


def read_json_as_text(lite: Path) -> None:
    """Change the settings of a built JupyterLite so that its kernel can open .json files.

    As it is built, they have the format "json", and for the kernel they are not there: the checks' data are such files.
    The build writes its own table of formats over the one of `write_settings`.
    """
    path = lite / "jupyter-lite.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    settings["jupyter-config-data"]["fileTypes"]["json"]["fileFormat"] = "text"
    path.write_text(json.dumps(settings, indent=1), encoding="utf-8")
