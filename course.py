"""Everything this course can do from a command line; `make lab` calls `python course.py lab`.

Standard library only: this file runs before anything is installed. It is also kept readable for
Python 2.7 and 3.6 (no f-strings, no annotations), so that an old Python gets one clear line
instead of a syntax error.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.realpath(__file__))
VENV = os.path.join(ROOT, ".venv")
STAMP = os.path.join(VENV, "course-setup.json")
LOG = os.path.join(VENV, "course-setup.log")
OLDEST, NEWEST = (3, 10), (3, 13)  # what is tested; pyproject.toml says the same

USAGE = """usage: python course.py COMMAND

  lab                 open your copies of the lessons (folder study/) in JupyterLab
  solutions           open the lessons themselves, with solutions and outputs
  test [ARGS]         run every test and every notebook; ARGS go to pytest
  checks              freeze again what the lessons' checks compare with
  notebooks [FILES]   run the notebooks again, from top to bottom, and save their outputs
  data                draw the data sets again
  bench [ARGS]        measure how fast the networks are; --quick tries it in half a minute
  lock                choose the exact versions in requirements.txt again (needs uv)
  release WEEK        make the learners' copy of one week
  grade WEEK [FOLDER] grade what learners handed in, in a sandbox

Python 3.10 to 3.13. The first command sets everything up in the folder .venv."""

# Notebooks run under these settings, so that the same cells print the same lines everywhere.
# Warnings are errors.
STEADY = {
    "PYTHONHASHSEED": "0",
    "OPENBLAS_NUM_THREADS": "1",  # the cores have other notebooks to run
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TQDM_DISABLE": "1",
    "PYTHONWARNINGS": "error::RuntimeWarning,error::DeprecationWarning,error::FutureWarning,"
    # what Python 3.12 to 3.13 say of the kernel's own start (the last entry that fits counts)
    "error::UserWarning,ignore:There is no current event loop:DeprecationWarning",
}


class CourseError(Exception):
    """Something the reader can put right; its text is one clear sentence."""


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


# ----------------------------------------------------------------------------------- setting up


def in_conda_environment():
    """Return True when this Python belongs to the conda environment of environment.yml."""
    is_conda = os.path.isdir(os.path.join(sys.prefix, "conda-meta"))
    return is_conda and os.path.basename(sys.prefix) == "networks-by-hand"


def environment_python():
    """Return the path of the interpreter that has the course's packages."""
    if in_conda_environment():
        return sys.executable
    if os.name == "nt":
        return os.path.join(VENV, "Scripts", "python.exe")
    return os.path.join(VENV, "bin", "python")


def wanted_stamp():
    """Return what a finished setup writes down: its Python, its place, its packages."""
    digest = hashlib.sha256()
    for name in ("requirements.txt", "pyproject.toml"):
        with open(os.path.join(ROOT, name), "rb") as file:
            digest.update(file.read() + b"\0")
    python = "{}.{}".format(*sys.version_info[:2])
    return {"python": python, "place": ROOT, "packages": digest.hexdigest()}


def found_stamp():
    """Return what the last finished setup wrote down, {} when there is none to rely on."""
    try:
        with open(STAMP) as file:
            stamp = json.load(file)
    except (OSError, ValueError):
        return {}
    usable = isinstance(stamp, dict) and os.path.exists(environment_python())
    return stamp if usable else {}


def set_up():
    """Make the environment in .venv, or bring it up to date; do nothing when it is ready.

    Raises CourseError, with the end of pip's own words, when something can't be installed.
    """
    if in_conda_environment():
        return
    wanted, found = wanted_stamp(), found_stamp()
    if found == wanted:
        return
    start = time.time()
    if found and found.get("python") != wanted["python"]:
        say(
            "The folder .venv was made by Python {}, and this is {}: it is made anew.".format(
                found.get("python"), wanted["python"]
            )
        )
    say("Setting up the course in .venv: once, one to three minutes ...")
    # No stamp means that an earlier setup was cut short; a moved one holds its old paths in
    # every script. Both are made anew. When only the package list changed, pip goes over it.
    if (found.get("python"), found.get("place")) != (wanted["python"], wanted["place"]):
        make_environment()
    if os.path.exists(STAMP):
        os.remove(STAMP)
    install_packages()
    with open(STAMP, "w") as file:
        json.dump(wanted, file, indent=1)
    say("Ready after {:.0f} seconds.".format(time.time() - start))


def make_environment():
    """Make an empty environment in .venv. Raises CourseError when this Python can't."""
    # The environment's own Python must not be the one that clears the environment away.
    base = getattr(sys, "_base_executable", None) or sys.executable
    if os.path.lexists(VENV) and not os.path.exists(os.path.join(VENV, "pyvenv.cfg")):
        raise CourseError(
            "The folder .venv is there but is no Python environment: move it away and try again."
        )
    code, output = run_quietly([base, "-m", "venv", "--clear", VENV])
    if code:
        raise CourseError(
            "This Python ({}) can't make an environment: on Debian or Ubuntu, run "
            "`sudo apt install python{}.{}-venv` and try again.".format(base, *sys.version_info[:2])
            + tail(output)
        )


def install_packages():
    """Install the exact packages of requirements.txt, then the course itself, into .venv."""
    pip = [environment_python(), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    pip += ["install"]
    steps = [
        pip + ["--require-hashes", "-r", "requirements.txt"],
        # An editable install makes `import helpers` work from whatever folder a notebook is in.
        pip + ["--no-deps", "--no-build-isolation", "-e", "."],
        # Matplotlib looks through the fonts once, and would say so inside somebody's notebook.
        [environment_python(), "-c", "import matplotlib.pyplot"],
    ]
    for step in steps:
        code, output = run_quietly(step)
        if code:
            raise CourseError(install_problem(output) + tail(output))


def install_problem(output):
    """Return one sentence saying why pip failed, judged by its output."""
    offline = ("Connection", "NameResolution", "ProxyError", "Timeout", "timed out", "unreachable")
    if any("Retrying" in line and any(w in line for w in offline) for line in output.splitlines()):
        return "The packages can't be downloaded: is this computer online? Then try again."
    if "DO NOT MATCH THE HASHES" in output:
        return "A download is not the file that requirements.txt names: try again, or tell us."
    if "No space left" in output:
        return "The disk is full: the course's packages need about 1 GB."
    return "The packages can't be installed; pip's whole output is in {}.".format(LOG)


def run_quietly(command):
    """Run a command in the course's folder, its output kept in LOG; return (exit code, output)."""
    environment = course_environment()
    environment["PYTHONIOENCODING"] = "utf-8"
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    output = process.communicate()[0].decode("utf-8", "replace")
    if os.path.isdir(VENV):
        with open(LOG, "ab") as file:
            file.write((" ".join(command) + "\n" + output).encode("utf-8"))
    return process.returncode, output


def tail(output, lines=6):
    """Return the last lines of a program's output, indented, to stand below a message."""
    kept = [line for line in output.splitlines() if line.strip()][-lines:]
    return "".join("\n    " + line for line in kept)


# ------------------------------------------------------------------------------- running things


def say(line):
    """Print a line at once, also where standard output is a file."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def course_environment(steady=False):
    """Return the environment variables for a program of the course.

    steady adds the settings that make outputs the same on every machine.
    """
    environment = dict(os.environ)
    for name in ("PYTHONPATH", "PYTHONHOME"):  # would mix other packages in
        environment.pop(name, None)
    environment["PATH"] = os.path.dirname(environment_python()) + os.pathsep + os.environ["PATH"]
    environment["JUPYTER_PREFER_ENV_PATH"] = "1"  # this environment's kernel, not a personal one
    if steady:
        for name in (
            "MPLBACKEND",
            "CATS_FOLDER",
            "FOOTBALL_FILE",
        ):  # the notebook's own choice; the course's pictures and points
            environment.pop(name, None)
        environment.update(STEADY)
    return environment


def run(arguments, steady=False, folder=ROOT, **variables):
    """Run the environment's Python with these arguments; return its exit code."""
    environment = course_environment(steady)
    environment.update(variables)
    process = subprocess.Popen([environment_python()] + arguments, cwd=folder, env=environment)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:  # the program got it too, and decides what it means
            pass


def replace_by(arguments, folder, **variables):
    """Become the environment's Python with these arguments (on Windows: start and await it)."""
    if os.name == "nt":  # there, exec gives the prompt back while the program still runs
        return run(arguments, folder=folder, **variables)
    environment = course_environment()
    environment.update(variables)
    os.chdir(folder)
    os.execve(environment_python(), [environment_python()] + arguments, environment)


# ------------------------------------------------------------------------------------- commands


def lab(arguments):
    """Open the learner's copies of the lessons; return the exit code."""
    code = run(["-m", "lab.study"])
    return code or open_jupyter("study", arguments)


def solutions(arguments):
    """Open the lessons with their solutions; return the exit code."""
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


# How pytest shares tests out: the cells of a notebook share one kernel, so a whole file goes to one
# worker, in the order of conftest.py.
BY_FILE = ["--dist", "loadfile", "--no-loadscope-reorder"]


def test(arguments):
    """Run the tests and the notebooks on all cores (8 at most); return pytest's exit code."""
    # One process more than cores: at times one waits, for a sandbox to end or for a lock.
    workers = str(min(os.cpu_count() or 2, 8) + 1)
    return run(["-m", "pytest", "-n", workers] + BY_FILE + arguments, steady=True)


def notebooks(arguments):
    """Run all notebooks, or those named, and save their outputs; return the exit code."""
    files = [os.path.abspath(argument) for argument in arguments]
    return run(["-m", "tools.run_notebooks"] + files, steady=True)


def checks(arguments):
    """Freeze again what the lessons' checks compare with; return the exit code."""
    return run(["-m", "tools.freeze_checks"] + arguments, steady=True)


def data(arguments):
    """Draw the data sets again; return the exit code."""
    scripts = ("draw_cats.py", "draw_football.py")
    codes = [run([os.path.join("data", script)] + arguments, steady=True) for script in scripts]
    return max(codes)


def bench(arguments):
    """Measure how fast the networks are, and write bench/results.md; return the exit code."""
    return run(["-m", "bench.run"] + arguments)


def release(arguments):
    """Make the learners' copy of a week; return the exit code."""
    return run(["-m", "classroom.release"] + week(arguments, "release"))


def grade(arguments):
    """Grade a week; return the exit code."""
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


def lock(arguments):
    """Choose the exact versions in requirements.txt again; arguments go to uv (`--upgrade`)."""
    if not shutil.which("uv"):
        raise CourseError("`make lock` needs uv: `pip install uv`, then try again.")
    command = "uv pip compile pyproject.toml --universal --all-extras --generate-hashes --quiet"
    # pip 23 finds the pin of a package that others ask for with an extra only where the extra stands in it
    command += " --no-strip-extras"
    command += " --python-version 3.10 --no-emit-index-url --no-emit-find-links"
    command = command.split() + ["--custom-compile-command", "make lock", "-o", "requirements.txt"]
    path = os.path.join(ROOT, "requirements.txt")
    with open(path, "rb") as file:
        before = file.read()
    code = subprocess.call(command + arguments, cwd=ROOT)
    with open(path) as file:
        places = named_places(file.read())
    if places:  # someone's private mirror has no business in everybody's list
        with open(path, "wb") as file:
            file.write(before)
        raise CourseError("requirements.txt would name a download place: " + places[0])
    return code


def named_places(requirements):
    """Return the lines of a requirements file that name a place to download from."""
    options = ("-i ", "-f ", "--index-url", "--extra-index-url", "--find-links")
    lines = [line.strip() for line in requirements.splitlines()]
    return [line for line in lines if "://" in line or line.startswith(options)]


COMMANDS = {
    "lab": lab,
    "solutions": solutions,
    "test": test,
    "checks": checks,
    "notebooks": notebooks,
    "data": data,
    "bench": bench,
    "release": release,
    "grade": grade,
}


def main(arguments):
    """Do what the command line says; return the exit code."""
    problem = python_problem()
    if problem:
        sys.stderr.write(problem + "\n")
        return 1
    command, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    try:
        if command == "lock":  # needs no environment
            return lock(rest)
        if command in COMMANDS:
            set_up()
            return COMMANDS[command](rest)
    except CourseError as error:
        sys.stderr.write("{}\n".format(error))
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        return 130
    if command == "check-python":  # how the Makefile looks for a Python that will do
        return 0
    say(USAGE)
    return 0 if command in ("help", "-h", "--help") else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
