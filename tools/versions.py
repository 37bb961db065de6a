"""Choose the versions of the packages, and try the ends of their ranges: needs uv, and no environment.

python -m tools.versions lock [ARG …]          requirements.txt and docs/requirements.txt again; ARG goes to uv
python -m tools.versions test-lowest [ARG …]   the tests with the lowest versions allowed; ARG goes to pytest
python -m tools.versions test-newest [ARG …]   the tests with the newest versions allowed
python -m tools.versions test-browser-versions [ARG …]   the tests with the versions that lessons meet in the browser
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.environment import ROOT, CourseError, run_tests, say

# Direct dependencies alone take their lowest version: nobody promises the lowest of everything below them.
RANGE = re.search(
    r'requires-python = ">=3\.(\d+),<3\.(\d+)"', Path(ROOT, "pyproject.toml").read_text("utf-8")
)
assert RANGE is not None, "pyproject.toml says which Pythons it takes"
OLDEST, NEWEST = (3, int(RANGE[1])), (3, int(RANGE[2]) - 1)
ENDS = {
    "lowest": (OLDEST, ["--resolution", "lowest-direct"]),
    "newest": (NEWEST, ["--resolution", "highest"]),
    # Pyodide's own Python is 3.14: the newest that the course takes is the nearest to it.
    "browser": (NEWEST, ["--constraint", "tools/site/pyodide.txt"]),
}
COMPILE = "uv pip compile --universal --generate-hashes --quiet --no-emit-index-url --no-emit-find-links".split()
# pip 23 finds the pin of a package that others ask for with an extra only where the extra stands in it
COMPILE += ["--no-strip-extras", "--custom-compile-command", "make lock"]
# What each list is made of. That of the site takes the versions of the other, where both name a package.
LISTS = {
    "requirements.txt": "pyproject.toml --all-extras --python-version {}.{}".format(*OLDEST),
    "docs/requirements.txt": "--group site -c requirements.txt --python-version 3.11",
}


def lock(arguments):
    """Choose the exact versions in LISTS again; return uv's exit code.

    Raises CourseError, with the file as it was before, when it would name a place to download from.
    """
    for name, words in LISTS.items():
        path = Path(ROOT, name)
        before = path.read_bytes()
        code = subprocess.call([*COMPILE, *words.split(), "-o", name, *arguments], cwd=ROOT)
        places = named_places(path.read_text(encoding="utf-8"))
        if places:  # someone's private mirror has no business in everybody's list
            path.write_bytes(before)
            raise CourseError(f"{name} would name a download place: {places[0]}")
        if code:
            return code
    return 0


def named_places(requirements):
    """Return the lines of a requirements file that name a place to download from."""
    options = ("-i ", "-f ", "--index-url", "--extra-index-url", "--find-links")
    lines = [line.strip() for line in requirements.splitlines()]
    return [line for line in lines if "://" in line or line.startswith(options)]


def test(end, arguments):
    """Run the tests with one set of versions, a name in ENDS, in build/<end>; return pytest's exit code.

    Raises CourseError when uv has no such Python or can't install the packages.
    """
    (major, minor), choice = ENDS[end]
    folder = Path(ROOT, "build", end)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    say(f"Installing the {end} versions for Python {major}.{minor} in build/{end} ...")
    install = ["uv", "pip", "install", "--quiet", *choice, "--python"]
    for step in (
        ["uv", "venv", "--quiet", "--clear", "--python", f"{major}.{minor}", str(folder)],
        [*install, str(python), "-e", ".[teach,test]"],
        # Matplotlib looks through the fonts once, and would say so inside somebody's notebook.
        [str(python), "-c", "import matplotlib.pyplot"],
    ):
        if subprocess.call(step, cwd=ROOT):
            raise CourseError(
                f"The {end} versions can't be installed for Python {major}.{minor}; the reason stands above."
            )
    return run_tests(arguments, python=str(python))


def main(arguments):
    """Do what the command line says; return the exit code."""
    command, *rest = arguments
    if not shutil.which("uv"):
        print(f"`make {command}` needs uv: `pip install uv`, then try again.", file=sys.stderr)
        return 1
    try:
        if command == "lock":
            return lock(rest)
        return test(command.removeprefix("test-").removesuffix("-versions"), rest)
    except CourseError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
