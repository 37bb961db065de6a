"""Pyodide's own core, run by node: what works there before any package with compiled parts is loaded.

The packages lie on a public server that is not asked here; its list of packages, which comes with the core, is.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION

from conftest import ROOT, SITE

HERE = Path(__file__).resolve().parent
PACKAGES = {"sklearn": "scikit-learn", "PIL": "pillow", "IPython": "ipython"}
BESIDE = {"ipywidgets", "helpers"}  # in the week's own folder
KERNELS = {"ipython", "comm", "traitlets"}  # the kernel loads them before the first cell


@pytest.fixture(scope="module")
def core():
    """The folder of Pyodide's core, of the version that the site's kernel loads."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip(
            "no node and npm here, so Pyodide's core is not tried: apt-get install nodejs npm"
        )
    place = ROOT / "build" / "site" / "node"
    words = [
        "npm",
        "install",
        "--silent",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--no-save",
        "--prefix",
    ]
    got = subprocess.run(
        [*words, str(place), f"pyodide@{PYODIDE_VERSION}"], capture_output=True, text=True
    )
    if got.returncode:
        pytest.skip("npm can't get Pyodide's core here, so it is not tried")
    return place / "node_modules" / "pyodide"


@pytest.fixture(scope="module")
def found(core):
    """{week: what works}, from tests/browser/in_pyodide.py."""
    command = ["node", str(HERE / "in_pyodide.mjs"), str(core), str(SITE / "lite" / "files")]
    ran = subprocess.run(
        [*command, str(HERE / "in_pyodide.py")], capture_output=True, text=True, timeout=300
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return json.loads(re.search("^RESULT (.*)$", ran.stdout, re.M)[1])


@pytest.fixture(scope="module")
def locked(core):
    return json.loads((core / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]


def test_modules_are_imported_up_to_the_first_package(found, locked):
    assert len(found) == 5
    for week, one in found.items():
        assert "helpers.notebook_cells" in one["imported"], week
        assert one["missing"]["helpers.checks"] == "numpy", "the first package that is not there"
        asked = {PACKAGES.get(name, name) for name in one["missing"].values()}
        assert asked <= set(locked) | KERNELS, (
            "a module asks for what neither Pyodide nor the kernel has"
        )


def test_files_are_where_lessons_look_for_them(found):
    assert sum(len(one["lessons"]) for one in found.values()) == 12
    assert all(one["exercises"] >= 2 for one in found.values())


def test_versions_that_are_tried_natively_are_those_of_pyodides_list(locked):
    lines = (ROOT / "tools" / "site" / "pyodide.txt").read_text(encoding="utf-8").splitlines()
    tried = dict(line.split("==") for line in lines if not line.startswith("#"))
    assert tried == {name: locked[name]["version"] for name in tried}
    assert {"numpy", "scipy", "matplotlib", "h5py", "scikit-learn", "pillow"} <= set(tried)


def test_every_package_that_lessons_import_is_in_pyodides_list(found, locked):
    kernel = json.loads((SITE / "lite" / "jupyter-lite.json").read_text(encoding="utf-8"))
    settings = kernel["jupyter-config-data"]["litePluginSettings"][
        "@jupyterlite/pyodide-kernel-extension:kernel"
    ]
    preloaded = settings["loadPyodideOptions"]["packages"]
    assert set(preloaded) <= set(locked)
    imported = {name for one in found.values() for name in one["imports"]}
    packages = {
        PACKAGES.get(name, name) for name in imported - set(sys.stdlib_module_names) - BESIDE
    }
    assert {"numpy", "scikit-learn", "scipy"} <= packages <= set(locked)
