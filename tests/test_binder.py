"""What repo2docker does with this repository, as far as that needs no network: its rules are those of 2026.4.

It takes environment.yml into an environment of its own, then runs ./postBuild in the course's folder, which is the
user's home folder, and starts Jupyter there, without course.py.
"""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
WEEK = "week1_introduction"  # one week's copies show what the others would
PARTS = ("classroom", "helpers", "lab", "tools", f"notebooks/{WEEK}")
FILES = (
    "notebooks/START_HERE.ipynb",
    "environment.yml",
    "postBuild",
    "course.py",
    "pyproject.toml",
)
# What repo2docker looks for before it looks for environment.yml, or instead of files at the top.
FIRST = "binder .binder Dockerfile Project.toml REQUIRE default.nix runtime.txt install.R DESCRIPTION".split()

needs_bash = pytest.mark.skipif(
    sys.platform == "win32", reason="repo2docker runs postBuild on Linux"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """(the course's folder, its environment) after postBuild, in a home folder and an environment of their own."""
    home, prefix = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("env")
    for name in PARTS:
        shutil.copytree(ROOT / name, home / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, home / name)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(prefix)], check=True)
    # The packages of this environment, but not the course, which an editable install would add.
    packages = sysconfig.get_path("purelib", vars={"base": prefix, "platbase": prefix})
    Path(packages, "packages.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    run(home, prefix, "./postBuild")
    return home, prefix


def run(home, prefix, *command):
    """Run a command as repo2docker does, in the home folder, the environment's programs first; return its output."""
    path = os.pathsep.join([str(home / ".local" / "bin"), str(prefix / "bin"), os.environ["PATH"]])
    variables = {name: value for name, value in os.environ.items() if "JUPYTER" not in name}
    variables.pop("PYTHONPATH", None)
    variables |= {"HOME": str(home), "PATH": path}
    ran = subprocess.run(command, cwd=home, env=variables, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_repo2docker_takes_environment_yml():
    assert [name for name in FIRST if (ROOT / name).exists()] == []
    packages = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    (by_pip,) = [one["pip"] for one in packages if isinstance(one, dict)]
    # A folder in pip's part makes repo2docker copy the repository before it installs; a file's name would not.
    assert by_pip == ["-e ."]
    # It would start the server by a script of this name, which would have to hand its arguments on.
    assert not (ROOT / "start").exists()


@needs_bash
def test_post_build_puts_the_copies_in_place_and_sets_nothing_else_up(built):
    home, _ = built
    assert os.access(ROOT / "postBuild", os.X_OK)
    lessons = sorted(path.name for path in (ROOT / "notebooks" / WEEK).glob("*.ipynb"))
    assert sorted(path.name for path in (home / "study" / WEEK).glob("*.ipynb")) == lessons
    assert (home / "study" / "START_HERE.ipynb").is_file()
    for path in (home / "study").rglob("week*/*.ipynb"):
        text = path.read_text(encoding="utf-8")
        assert "NotImplementedError" in text and "BEGIN SOLUTION" not in text
    assert not (home / ".venv").exists()


@needs_bash
def test_a_server_started_without_course_py_has_the_courses_settings(built):
    home, prefix = built
    program = (
        "import json\n"
        "from jupyter_core.paths import jupyter_config_path\n"
        "from jupyter_server.extension.config import ExtensionConfigManager\n"
        "from jupyterlab_server.config import get_page_config\n"
        "paths = jupyter_config_path()\n"
        "extensions = ExtensionConfigManager(read_config_path=paths).get_jpserver_extensions()\n"
        "print(json.dumps([extensions, get_page_config(paths)['disabledExtensions']]))\n"
    )
    extensions, disabled = json.loads(run(home, prefix, "python", "-c", program))
    settings = ROOT / "lab" / "jupyter"
    server = json.loads((settings / "jupyter_server_config.json").read_text("utf-8"))
    wanted = server["ServerApp"]["jpserver_extensions"]
    assert wanted and {name: extensions.get(name) for name in wanted} == wanted
    page = json.loads((settings / "labconfig" / "page_config.json").read_text("utf-8"))
    assert {name for name, off in page["disabledExtensions"].items() if off} <= set(disabled)


@needs_bash
def test_commands_in_binders_environment_make_no_second_one(built):
    """Its mark is conda's folder beside the installed course; `set_up` is the first that each command does."""
    home, prefix = built
    packages = sysconfig.get_path("purelib", vars={"base": prefix, "platbase": prefix})
    (prefix / "conda-meta").mkdir(exist_ok=True)
    Path(packages, "networks_by_hand-0.1.0.dist-info").mkdir(exist_ok=True)
    run(home, prefix, "python", "-c", "from tools.environment import set_up; set_up()")
    assert not (home / ".venv").exists()
