"""Everything this course can do from a command line; `make lab` calls `python course.py lab`.

This file is kept readable for Python 2.7 and 3.6 (no f-strings, no annotations), and asks for the
version before it imports the rest, so that an old Python gets one clear line instead of a syntax error.
"""

import argparse
import os
import subprocess
import sys

OLDEST, NEWEST = (3, 10), (3, 13)  # what is tested; pyproject.toml says the same


def python_problem(version=None):
    """Return one line saying why this Python won't do, or None when it will.

    version is a tuple such as (3, 9, 18); by default that of the running Python.
    """
    version = tuple(version or sys.version_info)
    if OLDEST <= version[:2] <= NEWEST:
        return None
    return (
        "This course is tested with Python {}.{} to {}.{}, and this is Python {} ({}): install one "
        "of those from python.org and name it, for example `make lab PYTHON=python3.12` (on Windows: "
        "`py -3.12 course.py lab`)."
    ).format(*(OLDEST + NEWEST + (".".join(str(part) for part in version[:3]), sys.executable)))


if __name__ == "__main__" and python_problem():
    sys.stderr.write(python_problem() + "\n")
    sys.exit(1)

from tools.environment import (  # noqa: E402
    ROOT,
    CourseError,
    replace_by,
    require_writable,
    run,
    run_tests,
    say,
    set_up,
)

# The page that JupyterLab opens in study/; an option that follows it wins.
START_PAGE = "--LabApp.default_url=/lab/tree/START_HERE.ipynb"

# ------------------------------------------------------------------------------------- commands
# Each gets the words after its name and returns the exit code. Its docstring is its --help.


def lab(arguments):
    """Open your copies of the lessons (folder study/) in JupyterLab, at START_HERE.

    OPTION goes to JupyterLab, for example --port=9999.
    """
    require_writable(ROOT, "study")
    code = run(["-m", "lab.study"])
    return code or open_jupyter("study", [START_PAGE] + arguments)


def carry_over(arguments):
    """Take your answers over into the new versions of lessons that have changed.

    LESSON is the file name of your copy, such as 3_logistic_regression.ipynb; by default all are looked at.
    Your copy stays, under a name of its own.
    """
    return run(["-m", "lab.carry_over"] + arguments)


def solutions(arguments):
    """Open the lessons themselves, with solutions and outputs.

    OPTION goes to JupyterLab, for example --port=9999.
    """
    return open_jupyter("notebooks", arguments)


def open_jupyter(folder, arguments):
    """Start JupyterLab in a folder of the course; arguments go to JupyterLab."""
    # From WARN on, JupyterLab prints the address with its token, and problems, and nothing else.
    command = ["-m", "jupyterlab", "--log-level=WARN", "--LabApp.log_level=WARN"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container
    if has_browser():
        say("Opening {}/ in your browser. To stop: Ctrl-C here, then y.".format(folder))
    else:
        say("Open the address below in a browser. To stop: Ctrl-C here, then y.")
        command.append("--no-browser")
    settings = os.path.join(ROOT, "lab", "jupyter")
    inherited = os.environ.get("JUPYTER_CONFIG_PATH")
    path = settings + os.pathsep + inherited if inherited else settings
    where = os.path.join(ROOT, folder)
    return replace_by(command + arguments, where, JUPYTER_CONFIG_PATH=path)


def has_browser():
    """Return True when a browser window can open here."""
    import webbrowser  # only wanted here

    displays = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in displays):
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def test(arguments):
    """Run every notebook and the everyday tests, on all cores (8 at most).

    ARG goes to pytest, for example -k setup, or tests/test_setup.py; with it, long tests run too.
    """
    return run_tests(arguments or ["-m", "not long"])


def test_all(arguments):
    """Run every notebook and every test, the long ones too: grading, hostile submissions, many answers.

    ARG goes to pytest.
    """
    return run_tests(arguments)


def test_lowest(arguments):
    """Run the tests with the lowest versions allowed, Python's too (needs uv).

    They are installed in build/lowest, not in .venv. ARG goes to pytest.
    """
    return with_uv("test-lowest", arguments)


def test_newest(arguments):
    """Run the tests with the newest versions allowed, Python's too (needs uv).

    They are installed in build/newest, not in .venv. ARG goes to pytest.
    """
    return with_uv("test-newest", arguments)


def test_browser_versions(arguments):
    """Run the tests of what learners run with the versions that the browser has, those of Pyodide (needs uv).

    They are installed in build/browser, not in .venv. ARG goes to pytest.
    """
    what = ["notebooks"] + ["tests/" + name for name in "answers checks helpers repair".split()]
    return with_uv("test-browser-versions", arguments or what + ["-m", "not long"])


def style(arguments):
    """Look at the style of modules and notebooks, changing nothing.

    FILE is what to look at; by default everything.
    """
    files = ["--force-exclude"] + (arguments or ["."])
    code = run(["-m", "ruff", "check"] + files)
    return run(["-m", "ruff", "format", "--check"] + files) or code


def checks(arguments):
    """Freeze again what the lessons' checks compare with.

    WEEK is a name such as week3_shallow_network; by default all are frozen, into data/checks/.
    """
    return run(["-m", "tools.freeze_checks"] + arguments, steady=True)


def notebooks(arguments):
    """Run the notebooks again, from top to bottom, and save their outputs.

    FILE is a notebook; by default all are run.
    """
    files = [os.path.abspath(argument) for argument in arguments]
    return run(["-m", "tools.run_notebooks"] + files, steady=True)


def data(arguments):
    """Draw the data sets again."""
    scripts = ("draw_cats.py", "draw_football.py")
    codes = [run([os.path.join("data", script)], steady=True) for script in scripts]
    return max(codes)


def bench(arguments):
    """Measure how fast the networks are, and write bench/results.md.

    The ARG --quick tries it in half a minute.
    """
    return run(["-m", "bench.run"] + arguments)


def site(arguments):
    """Build the site, the lessons to read and to run in the browser, into site/.

    What builds it is installed in build/site, not in .venv.
    """
    return run(["-m", "tools.site"])


def test_site(arguments):
    """Build the site and test it, in Chromium where there is one.

    ARG goes to pytest, for example -k search.
    """
    return run(["-m", "tools.site", "test"] + arguments)


def lock(arguments):
    """Choose the exact versions in requirements.txt and docs/requirements.txt again (needs uv).

    ARG goes to uv, for example --upgrade.
    """
    return with_uv("lock", arguments)


def release(arguments):
    """Make the learners' copy of one week.

    WEEK is its number, for example 2.
    """
    return run(["-m", "classroom.release"] + week(arguments, "release"))


def grade(arguments):
    """Grade what learners handed in, in a sandbox.

    WEEK is its number, for example 2. After it comes the folder that was handed in, if it is not submitted/.
    --unsafe runs submissions without the sandbox, with your own rights.
    """
    arguments = week(arguments, "grade")
    rest = [
        a if a.startswith("-") else os.path.abspath(os.path.expanduser(a)) for a in arguments[1:]
    ]
    return run(["-m", "classroom.grading"] + arguments[:1] + rest)


def week(arguments, command):
    """Return the arguments, the first of which must be a week's number."""
    if not arguments or not arguments[0].isdigit():
        raise CourseError(
            "Which week? For example `make {0} WEEK=2` or `python course.py {0} 2`.".format(command)
        )
    return arguments


def with_uv(command, arguments):
    """Run a command of tools/versions.py with this Python: it needs uv, and no environment."""
    return subprocess.call([sys.executable, "-m", "tools.versions", command] + arguments, cwd=ROOT)


# name: its function, and the word for what follows it
COMMANDS = {
    "lab": (lab, "OPTION"),
    "solutions": (solutions, "OPTION"),
    "carry-over": (carry_over, "LESSON"),
    "test": (test, "ARG"),
    "test-all": (test_all, "ARG"),
    "test-lowest": (test_lowest, "ARG"),
    "test-newest": (test_newest, "ARG"),
    "test-browser-versions": (test_browser_versions, "ARG"),
    "style": (style, "FILE"),
    "checks": (checks, "WEEK"),
    "notebooks": (notebooks, "FILE"),
    "data": (data, None),
    "bench": (bench, "ARG"),
    "site": (site, None),
    "test-site": (test_site, "ARG"),
    "lock": (lock, "ARG"),
    "release": (release, "WEEK"),
    "grade": (grade, "WEEK"),
}
NEED_NO_ENVIRONMENT = ("test-lowest", "test-newest", "test-browser-versions", "lock")


def make_parser():
    """Return the parser of the command line; what follows a command is left to its function."""
    parser = argparse.ArgumentParser(
        prog="python course.py",
        formatter_class=lambda prog: argparse.HelpFormatter(prog, max_help_position=18),
        description="Everything this course can do from a command line.",
        epilog="Python {}.{} to {}.{}. The first command sets everything up in the folder .venv. "
        "More about one: python course.py COMMAND --help".format(*(OLDEST + NEWEST)),
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("check-python")  # how the Makefile looks for a Python that will do
    for name, (function, word) in COMMANDS.items():
        summary = function.__doc__.splitlines()[0]
        one = commands.add_parser(name, help=summary, description=function.__doc__)
        one.set_defaults(arguments=[])
        if word:
            one.add_argument("arguments", nargs="*", metavar=word)
    return parser


def main(arguments):
    """Do what the command line says and return the exit code.

    A command that is not there exits with 2, as argparse does.
    """
    parser = make_parser()
    takes_more = COMMANDS.get("".join(arguments[:1]), (None, None))[1]
    if takes_more and arguments[1:2] not in (["-h"], ["--help"]):
        arguments = arguments[:1] + ["--"] + arguments[1:]  # the options are another program's
    asked = parser.parse_args(arguments)
    if asked.command not in COMMANDS:
        if asked.command is None:
            parser.print_help()
        return 0
    try:
        if asked.command not in NEED_NO_ENVIRONMENT:
            set_up()
        return COMMANDS[asked.command][0](asked.arguments)
    except CourseError as error:
        sys.stderr.write("{}\n".format(error))
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
