"""The packages that build and test the site, in build/site/env: nobody who learns or teaches needs them."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.environment import ROOT, CourseError, run_quietly, say, tail

REQUIREMENTS = Path(ROOT, "docs", "requirements.txt")
ENVIRONMENT = Path(ROOT, "build", "site", "env")
STAMP = ENVIRONMENT / "stamp.json"
OLDEST = (3, 11)  # Sphinx asks for it


def wanted() -> dict[str, str]:
    """Return what a finished environment writes down: its Python, and which packages."""
    digest = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    return {"python": sys.version.split()[0], "packages": digest}


def program(name: str) -> str:
    """Return the path of a program in the environment, such as "python" or "sphinx-build"."""
    folder = "Scripts" if os.name == "nt" else "bin"
    return str(ENVIRONMENT / folder / (name + (".exe" if os.name == "nt" else "")))


def set_up() -> None:
    """Make the environment, unless it is there with these packages.

    Raises CourseError, with the end of pip's words, when that can't be done.
    """
    if sys.version_info < OLDEST:
        raise CourseError(
            "The site is built with Python {}.{} or newer, and .venv has {}.{}: `make site PYTHON=python3.12`, for "
            "example.".format(*OLDEST, *sys.version_info[:2])
        )
    try:
        if json.loads(STAMP.read_text(encoding="utf-8")) == wanted():
            return
    except (OSError, ValueError):  # not there, or cut short
        pass
    say("Installing what builds the site in build/site/env: once, about a minute ...")
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    base = getattr(sys, "_base_executable", None) or sys.executable
    pip = [program("python"), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    steps = (
        [base, "-m", "venv", str(ENVIRONMENT)],
        [*pip, "--require-hashes", "-r", str(REQUIREMENTS)],
    )
    for step in steps:
        code, output = run_quietly(step)
        if code:
            raise CourseError("What builds the site can't be installed:" + tail(output))
    STAMP.write_text(json.dumps(wanted()), encoding="utf-8")


def package_folder(name: str) -> Path:
    """Return the folder of a package installed in the environment."""
    ask = f"import importlib.util as u; print(u.find_spec({name!r}).submodule_search_locations[0])"
    answer = subprocess.run(
        [program("python"), "-c", ask], capture_output=True, text=True, check=True
    )
    return Path(answer.stdout.strip())


def run(name: str, arguments: list[str], folder: str | Path = ROOT, log=None) -> int:
    """Run a program of the environment in a folder; return its exit code.

    log -- the open file that gets what it prints; by default it is printed
    """
    environment = {
        **os.environ,
        "PATH": os.path.dirname(program(name)) + os.pathsep + os.environ["PATH"],
    }
    for variable in ("PYTHONPATH", "PYTHONHOME", "PYTHONWARNINGS"):  # would mix other packages in
        environment.pop(variable, None)
    return subprocess.call(
        [program(name), *arguments], cwd=folder, env=environment, stdout=log, stderr=log
    )
