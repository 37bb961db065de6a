"""The folder .venv: make it, bring it up to date, and run programs in it.

Standard library only: this runs before anything is installed.
"""

import contextlib
import functools
import glob
import hashlib
import json
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
VENV = os.path.join(ROOT, ".venv")
STAMP = os.path.join(VENV, "course-setup.json")
LOG = os.path.join(VENV, "course-setup.log")

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
    "error::UserWarning,ignore:There is no current event loop:DeprecationWarning,"
    # pyzmq on Windows, whose loop it does without by a thread
    "ignore:Proactor event loop does not implement:RuntimeWarning",
}

# How pytest shares tests out: the cells of a notebook share one kernel, so a whole file goes to one
# worker, in the order of conftest.py.
BY_FILE = ["--dist", "loadfile", "--no-loadscope-reorder"]


class CourseError(Exception):
    """Something the reader can put right; its text is one clear sentence."""


def in_conda_environment():
    """Return True when this Python belongs to a conda environment that environment.yml made, whatever its name.

    `conda env create -n other` and Binder give it another name than the file's; the course is installed in it.
    Another environment, such as Anaconda's own (base), only lends its Python to .venv.
    """
    if not os.path.isdir(os.path.join(sys.prefix, "conda-meta")):
        return False
    packages = sysconfig.get_path("purelib", vars={"base": sys.prefix, "platbase": sys.prefix})
    return bool(glob.glob(os.path.join(glob.escape(packages), "networks_by_hand-*.dist-info")))


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
    if in_conda_environment() or found_stamp() == wanted_stamp():
        return
    require_writable(ROOT, ".venv")
    with only_one_setup():
        if found_stamp() != wanted_stamp():  # another one may have finished meanwhile
            set_up_anew()


def set_up_anew():
    """Make the environment in .venv, or bring it up to date. Raises CourseError as `set_up` does."""
    wanted, found = wanted_stamp(), found_stamp()
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
    say(f"Ready after {time.time() - start:.0f} seconds.")


def require_writable(folder, name):
    """Raise CourseError unless something called `name` can be made, or changed, in a folder of the course."""
    path = os.path.join(folder, name)
    if not os.access(path if os.path.exists(path) else folder, os.W_OK):
        raise CourseError(
            f"The course keeps {name} in its folder, and nothing can be written to {folder}: copy the course to a "
            "folder of your own, or ask for the right to write there."
        )


@contextlib.contextmanager
def only_one_setup():
    """Wait until no other setup of this course is at work. A setup that is killed lets the next one go on."""
    with open(os.path.join(ROOT, ".venv.lock"), "a+") as file:
        if not lock(file):
            say("Another setup of this course is at work here: waiting until it is done ...")
            while not lock(file):
                time.sleep(0.5)
        try:
            yield
        finally:
            unlock(file)


def lock(file):
    """Lock a file for this process; return False where another one has it."""
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def unlock(file):
    """Give a locked file free."""
    if os.name == "nt":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_UN)


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
    count = number_of_packages()
    for number, step in enumerate(steps):
        code, output = run_quietly(step, *([PackageProgress(count)] if number == 0 else []))
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
    return f"The packages can't be installed; pip's whole output is in {LOG}."


def number_of_packages():
    """Return how many packages requirements.txt names."""
    with open(os.path.join(ROOT, "requirements.txt"), encoding="utf-8") as file:
        return sum("==" in line and line[:1] not in "# \n" for line in file)


class PackageProgress:
    """Says which package pip is at, by pip's own lines: on one line of a terminal, else every twentieth."""

    def __init__(self, count):
        self.count, self.done, self.terminal = count, 0, sys.stdout.isatty()

    def __call__(self, line):
        """Take a line of pip's output."""
        if line.startswith("Installing collected packages"):
            self.tell("all packages are there: installing them")
            if self.terminal:
                sys.stdout.write("\n")
        if not line.startswith(("Collecting ", "Requirement already satisfied: ")):
            return
        self.done += 1
        if self.terminal or self.done % 20 == 1:
            name = re.split("[=<>!~; ]", re.sub("^.*?(satisfied: |ing )", "", line))[0]
            self.tell(f"package {self.done} of {max(self.count, self.done)}: {name}")

    def tell(self, text):
        """Write a line of progress."""
        if self.terminal:
            sys.stdout.write("\r\033[K  " + text)
            sys.stdout.flush()
        else:
            say("  " + text)


def run_quietly(command, watch=None):
    """Run a command in the course's folder, its output kept in LOG; return (exit code, output).

    watch -- is called with each line of the output
    """
    environment = course_environment()
    environment["PYTHONIOENCODING"] = "utf-8"
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    lines = []
    for line in process.stdout:
        lines.append(line.decode("utf-8", "replace"))
        if watch:
            watch(lines[-1])
    process.stdout.close()
    process.wait()
    output = "".join(lines)
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


def course_environment(steady=False, python=None):
    """Return the environment variables for a program of the course.

    steady adds the settings that make outputs the same on every machine; python is the interpreter
    that runs it, by default the environment's.
    """
    python = python or environment_python()
    environment = dict(os.environ)
    for name in ("PYTHONPATH", "PYTHONHOME"):  # would mix other packages in
        environment.pop(name, None)
    environment["PATH"] = os.path.dirname(python) + os.pathsep + os.environ["PATH"]
    environment["JUPYTER_PREFER_ENV_PATH"] = "1"  # this environment's kernel, not a personal one
    environment.update(folders_without_home())
    if steady:
        for name in (
            "MPLBACKEND",
            "CATS_FOLDER",
            "FOOTBALL_FILE",
        ):  # the notebook's own choice; the course's pictures and points
            environment.pop(name, None)
        environment.update(STEADY)
    return environment


@functools.cache
def private_folder():
    """Return a folder that nobody else can write to: in .venv, else a temporary one."""
    if not os.path.exists(VENV) or os.access(VENV, os.W_OK):
        return os.path.join(VENV, "home")
    return tempfile.mkdtemp(prefix="networks-by-hand-")


def folders_without_home():
    """Return variables that move Jupyter's, IPython's and matplotlib's folders where HOME can't be written to."""
    home = os.path.expanduser("~")
    if os.path.isdir(home) and os.access(home, os.W_OK):
        return {}
    top = private_folder()
    names = {
        "JUPYTER_CONFIG_DIR": "jupyter-config",
        "JUPYTER_DATA_DIR": "jupyter-data",
        "JUPYTER_RUNTIME_DIR": "jupyter-runtime",
        "JUPYTERLAB_SETTINGS_DIR": "lab-settings",
        "JUPYTERLAB_WORKSPACES_DIR": "lab-workspaces",
        "IPYTHONDIR": "ipython",
        "MPLCONFIGDIR": "matplotlib",
        "PIP_CACHE_DIR": "pip",
    }
    chosen = {n: os.path.join(top, f) for n, f in names.items() if n not in os.environ}
    for folder in chosen.values():
        if os.path.isdir(os.path.dirname(top)):  # before .venv is there, nothing may be in it
            os.makedirs(folder, mode=0o700, exist_ok=True)
    return chosen


def run(arguments, steady=False, folder=ROOT, python=None, **variables):
    """Run the environment's Python, or another, with these arguments; return its exit code."""
    environment = course_environment(steady, python)
    environment.update(variables)
    command = [python or environment_python()] + arguments
    process = subprocess.Popen(command, cwd=folder, env=environment)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:  # the program got it too, and decides what it means
            pass


def run_tests(arguments, python=None):
    """Run pytest with these arguments on all cores, 8 at most; return its exit code."""
    # One process more than cores: at times one waits, for a sandbox to end or for a lock.
    workers = str(min(os.cpu_count() or 2, 8) + 1)
    command = ["-m", "pytest", "-n", workers] + BY_FILE + arguments
    # Many containers set this variable; each of hundreds of processes would compile our modules again.
    return run(command, steady=True, python=python, PYTHONDONTWRITEBYTECODE="")


def replace_by(arguments, folder, **variables):
    """Become the environment's Python with these arguments (on Windows: start and await it)."""
    if os.name == "nt":  # there, exec gives the prompt back while the program still runs
        return run(arguments, folder=folder, **variables)
    environment = course_environment()
    environment.update(variables)
    os.chdir(folder)
    os.execve(environment_python(), [environment_python()] + arguments, environment)
