"""pyproject.toml, requirements.txt, environment.yml and the imports name the same packages."""

import ast
import json
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from tools.versions import named_places

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # pytest brings it for Python 3.10

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
REQUIREMENTS = (ROOT / "requirements.txt").read_text(encoding="utf-8")
SITE = (ROOT / "docs" / "requirements.txt").read_text(encoding="utf-8")
CONDA = (ROOT / "environment.yml").read_text(encoding="utf-8")

# The distribution of a module where the names differ.
DISTRIBUTION = {"sklearn": "scikit-learn", "PIL": "pillow"}
# Parts of a direct dependency that are imported under a name of their own.
COMES_WITH = {
    "IPython": ("ipython", "jupyter"),
    "dask": ("dask", "distributed"),
    "markupsafe": ("markupsafe", "jinja2"),
    "nbclient": ("nbclient", "nbgrader"),
    "nbconvert": ("nbconvert", "nbgrader"),
    "nbformat": ("nbformat", "nbgrader"),
    "traitlets": ("traitlets", "nbgrader"),
    "packaging": ("packaging", "pytest"),
    "tomli": ("tomli", "pytest"),
    "yaml": ("pyyaml", "jupyter"),
}
# Used as a command, by pytest or by nbgrader's pages, never imported.
COMMANDS = {
    "jupyter": "make lab",
    "nbval": "pytest",
    "pytest-xdist": "pytest",
    "mypy": "make test",
    "ruff": "make test",
}
DRAWING = {"plotting", "playground"}
SLOW_TO_LOAD = {"matplotlib", "h5py", "scipy", "sklearn", "PIL", "ipywidgets", "nbformat"}
OURS = {"bench", "classroom", "course", "helpers", "lab", "tests", "tools"}
PYTHONS_OWN = set(sys.stdlib_module_names) | {"tomllib"}  # of which Python 3.10 has none yet


def direct_dependencies():
    """Return name -> requirement, of the project and all its extras."""
    project = PYPROJECT["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    found = [Requirement(line) for group in groups for line in group]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def pins(text):
    """Return name -> the versions that a requirements file pins (one for each marker)."""
    found = {}
    for name, version in re.findall(r"^([A-Za-z0-9_.-]+)(?:\[\S+\])?==([^\s;\\]+)", text, re.M):
        found.setdefault(canonicalize_name(name), []).append(version)
    return found


def conda_dependencies(text):
    """Return name -> range of the conda packages in an environment.yml."""
    found = re.findall(r"^  - ([a-z0-9-]+)(?: ([<>=0-9.,]+))?$", text, re.M)
    return {name: SpecifierSet(versions) for name, versions in found if name != "conda-forge"}


def imported_modules(source):
    """Return the top-level names of the modules that a piece of Python imports."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


def notebook_code(path):
    """Return the Python of a notebook, without IPython's own lines."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(("%", "!")))


def imports_by_file(folders):
    """Return file -> modules it imports that are neither ours nor Python's."""
    found = {}
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix == ".py":
                source = path.read_text(encoding="utf-8")
            elif path.suffix == ".ipynb" and ".ipynb_checkpoints" not in path.parts:
                source = notebook_code(path)
            else:
                continue
            here = {other.stem for other in path.parent.glob("*.py")}
            here |= {other.parent.name for other in path.parent.glob("*/__init__.py")}
            found[str(path.relative_to(ROOT))] = (
                imported_modules(source) - PYTHONS_OWN - OURS - here
            )
    return found


def pinned_on(name, environment):
    """Return the versions of a package that requirements.txt pins for one system and Python."""
    pin = rf"^{re.escape(name)}(?:\[\S+\])?==([^\s;\\]+)(?: ; ([^\\\n]+))?"
    found = re.findall(pin, REQUIREMENTS, re.M)
    return [v for v, marker in found if not marker or Marker(marker).evaluate(environment)]


INTEL_MAC = {"sys_platform": "darwin", "platform_machine": "x86_64"}
LINUX = {"sys_platform": "linux", "platform_machine": "x86_64"}


@pytest.mark.parametrize("system", [INTEL_MAC, LINUX], ids=["Intel Mac", "Linux"])
@pytest.mark.parametrize("line", PYPROJECT["tool"]["uv"]["constraint-dependencies"])
def test_pins_keep_to_the_constraints(line, system):
    constraint = Requirement(line)
    versions = pinned_on(constraint.name, system)
    assert len(versions) == 1
    if constraint.marker is None or constraint.marker.evaluate(system):
        assert versions[0] in constraint.specifier


def test_a_constraint_of_one_system_holds_back_no_other():
    assert pinned_on("argon2-cffi-bindings", LINUX) != pinned_on("argon2-cffi-bindings", INTEL_MAC)


@pytest.mark.parametrize("name", direct_dependencies())
def test_pins_lie_inside_the_ranges(name):
    versions = pins(REQUIREMENTS).get(name)
    assert versions, f"{name} is missing from requirements.txt: run `make lock`"
    outside = [v for v in versions if v not in direct_dependencies()[name].specifier]
    assert outside == []


def test_build_tool_is_pinned_inside_its_range():
    """It is installed first and used without pip's own isolated copy."""
    (tool,) = [Requirement(line) for line in PYPROJECT["build-system"]["requires"]]
    assert all(version in tool.specifier for version in pins(REQUIREMENTS)[tool.name])


def test_environment_yml_has_the_same_ranges():
    conda = conda_dependencies(CONDA)
    assert conda.pop("python") == SpecifierSet(PYPROJECT["project"]["requires-python"])
    assert conda.pop("pip") == SpecifierSet()
    wanted = {name: r.specifier for name, r in direct_dependencies().items()}
    assert conda == wanted
    assert CONDA.rstrip().endswith("- pip:\n      - -e .")
    assert f"name: {PYPROJECT['project']['name']}\n" in CONDA


def test_every_import_is_a_direct_dependency():
    direct = direct_dependencies()
    for file, modules in imports_by_file(
        ["helpers", "classroom", "data", "notebooks", "tools"]
    ).items():
        for module in modules:
            name = canonicalize_name(DISTRIBUTION.get(module, module))
            assert name in direct or module in COMES_WITH, f"{file} imports {module}"


def test_only_helpers_that_draw_load_what_takes_long_to_load():
    """So that the mathematics, and a check of it, is there at once."""
    helpers = {path.stem for path in (ROOT / "helpers").glob("*.py")} - DRAWING - {"__init__"}
    assert {"deep_network", "logistic_regression", "shallow_network", "datasets"} <= helpers
    program = (
        "import importlib, sys\n"
        "for name in sys.argv[1:]:\n"
        "    before = set(sys.modules)\n"
        "    importlib.import_module(f'helpers.{name}')\n"
        f"    for heavy in {SLOW_TO_LOAD} & (set(sys.modules) - before):\n"
        "        print(f'helpers.{name} loads {heavy}')\n"
    )
    command = [sys.executable, "-c", program, *sorted(helpers)]
    asked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert asked.stdout == ""


def test_every_direct_dependency_is_used():
    folders = ["helpers", "classroom", "data", "notebooks", "tests", "tools"]
    modules = set().union(*imports_by_file(folders).values())
    used = {canonicalize_name(DISTRIBUTION.get(module, module)) for module in modules}
    assert set(direct_dependencies()) - used - set(COMMANDS) == set()


@pytest.mark.parametrize("module", sorted(set(COMES_WITH) - {"tomli"}))
def test_what_comes_with_a_dependency_really_does(module):
    distribution, parent = COMES_WITH[module]
    assert canonicalize_name(parent) in direct_dependencies()
    assert distribution in everything_below(parent)


def everything_below(distribution):
    """Return the names of all packages that an installed one brings, directly or not."""
    found, waiting = set(), [distribution]
    while waiting:
        try:
            lines = requires(waiting.pop()) or []
        except PackageNotFoundError:  # for another system, or an extra
            continue
        new = {canonicalize_name(Requirement(line).name) for line in lines} - found
        found |= new
        waiting += new
    return found


def test_tables_hold_nothing_that_is_not_there():
    direct = set(direct_dependencies())
    assert set(COMMANDS) <= direct
    assert set(DISTRIBUTION.values()) <= direct


@pytest.mark.parametrize("text", [REQUIREMENTS, SITE], ids=["course", "site"])
def test_every_pin_has_a_hash(text):
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text)
    unhashed = [b.split()[0] for b in blocks if "==" in b.split("\n")[0] and "--hash=" not in b]
    assert unhashed == []


@pytest.mark.parametrize("line", PYPROJECT["dependency-groups"]["site"])
def test_pins_of_the_site_lie_inside_its_ranges(line):
    requirement = Requirement(line)
    versions = pins(SITE).get(canonicalize_name(requirement.name))
    assert versions, f"{requirement.name} is missing from docs/requirements.txt: run `make lock`"
    assert [v for v in versions if v not in requirement.specifier] == []


def test_what_only_the_site_needs_is_nobody_elses():
    assert {"sphinx", "playwright", "jupyterlite-core"} <= set(pins(SITE)) - set(pins(REQUIREMENTS))


def test_no_file_names_a_place_to_download_from():
    assert named_places(REQUIREMENTS) == named_places(SITE) == []
    for path in (ROOT / "notebooks").rglob("*.ipynb"):
        assert not re.search(
            r"--(extra-)?index-url|--find-links|pip\.conf", path.read_text("utf-8")
        )
    assert not list(ROOT.glob("pip.*"))
    assert "[[tool.uv" not in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


# --- the readers of these files, on small made-up ones


def test_pins_are_read_with_every_marker():
    text = "numpy==2.2.6 ; python_full_version < '3.11' \\\n    --hash=sha256:00\nnumpy==2.4.6 \\\n"
    assert pins(text + "    # via\n    #   scipy==9\n") == {"numpy": ["2.2.6", "2.4.6"]}


def test_conda_ranges_are_read():
    text = "channels:\n  - conda-forge\ndependencies:\n  - python >=3.10,<3.14\n  - pip\n"
    read = conda_dependencies(text + "  - pip:\n      - -e .\n")
    assert read == {"python": SpecifierSet(">=3.10,<3.14"), "pip": SpecifierSet()}


def test_imports_are_found_wherever_they_stand():
    source = "import numpy.linalg as la\ndef f():\n    from scipy import io\nfrom . import x\n"
    assert imported_modules(source) == {"numpy", "scipy"}


@pytest.mark.parametrize(
    "line", ["--index-url x", "-f wheels", "pkg @ https://x.example/p.whl", "--find-links=/w"]
)
def test_a_place_to_download_from_is_found(line):
    assert named_places(f"numpy==2.0\n{line}\n") == [line]
    assert named_places("httpx==0.28.1 \\\n    --hash=sha256:00\n") == []
