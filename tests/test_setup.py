"""course.py and the Makefile: the right Python, one setup, and no second one."""

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import sysconfig
import warnings
from pathlib import Path

import pytest

import course
from tools import environment

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A course of two files, in which setting up calls a recorded stand-in for venv and pip."""
    (tmp_path / "requirements.txt").write_text("numpy==2.2.0\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    monkeypatch.setattr(environment, "ROOT", str(tmp_path))
    monkeypatch.setattr(environment, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(environment, "STAMP", str(tmp_path / ".venv" / "stamp.json"))
    monkeypatch.setattr(environment, "LOG", str(tmp_path / ".venv" / "setup.log"))
    monkeypatch.setattr(environment, "in_conda_environment", lambda: False)
    steps = Steps()
    monkeypatch.setattr(environment, "run_quietly", steps)
    return steps


class Steps:
    """Stands in for `run_quietly`: notes what would run, and can fail."""

    def __init__(self):
        self.names, self.failing, self.output = [], None, ""

    def __call__(self, command, watch=None):
        words = " ".join(command)
        name = next(n for n in ("venv --clear", "-r requirements", "-e .", "pyplot") if n in words)
        self.names.append(name)
        if name == self.failing:
            return 1, self.output
        if name == "venv --clear":
            python = Path(environment.environment_python())
            shutil.rmtree(environment.VENV, ignore_errors=True)
            python.parent.mkdir(parents=True)
            python.touch()
            (Path(environment.VENV) / "pyvenv.cfg").touch()
        return 0, ""

    def since_last(self):
        names, self.names = self.names, []
        return names


EVERYTHING = ["venv --clear", "-r requirements", "-e .", "pyplot"]


def test_first_setup_installs_and_the_second_does_nothing(checkout, capsys):
    environment.set_up()
    assert checkout.since_last() == EVERYTHING
    assert "Ready" in capsys.readouterr().out
    environment.set_up()
    assert checkout.since_last() == []
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml"])
def test_changed_package_list_is_installed_into_the_same_environment(checkout, name):
    environment.set_up()
    checkout.since_last()
    Path(environment.ROOT, name).write_text("# changed\n")
    environment.set_up()
    assert checkout.since_last() == EVERYTHING[1:]


def test_interrupted_install_is_noticed_and_done_again(checkout):
    checkout.failing = "-e ."
    with pytest.raises(environment.CourseError):
        environment.set_up()
    checkout.failing = None
    checkout.since_last()
    environment.set_up()
    assert checkout.since_last() == EVERYTHING


def test_interrupted_update_is_noticed_too(checkout):
    environment.set_up()
    Path(environment.ROOT, "requirements.txt").write_text("# changed\n")
    checkout.failing = "-r requirements"
    with pytest.raises(environment.CourseError):
        environment.set_up()
    assert not Path(environment.STAMP).exists()


def test_moved_checkout_is_set_up_again(checkout, tmp_path, monkeypatch):
    environment.set_up()
    checkout.since_last()
    monkeypatch.setattr(environment, "ROOT", str(tmp_path / "elsewhere"))
    shutil.copytree(tmp_path, tmp_path / "elsewhere", ignore=shutil.ignore_patterns(".venv"))
    environment.set_up()
    assert checkout.since_last() == EVERYTHING


@pytest.mark.parametrize("damage", ["another python", "no python", "broken stamp"])
def test_damaged_environment_is_made_anew(checkout, damage):
    environment.set_up()
    checkout.since_last()
    stamp = Path(environment.STAMP)
    if damage == "another python":
        stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "python": "3.9"}))
    elif damage == "no python":
        Path(environment.environment_python()).unlink()
    else:
        stamp.write_text("{")
    environment.set_up()
    assert checkout.since_last() == EVERYTHING


def test_folder_that_is_no_environment_is_left_alone(checkout):
    Path(environment.VENV).mkdir()
    keepsake = Path(environment.VENV, "mine.txt")
    keepsake.write_text("mine")
    with pytest.raises(environment.CourseError, match="move it away"):
        environment.set_up()
    assert keepsake.read_text() == "mine"
    assert checkout.names == []


@pytest.mark.parametrize(
    "step, output, sentence",
    [
        ("venv --clear", "ensurepip is not available", "apt install python3.*-venv"),
        (
            "-r requirements",
            "WARNING: Retrying, NewConnectionError()\nERROR: No match",
            "is this computer online",
        ),
        ("-r requirements", "THESE PACKAGES DO NOT MATCH THE HASHES", "not the file"),
        ("-r requirements", "OSError: No space left on device", "disk is full"),
        ("-e .", "something new", "whole output"),
    ],
)
def test_failed_setup_says_why_in_one_line_and_then_quotes_the_end(
    checkout, step, output, sentence
):
    checkout.failing, checkout.output = step, "first line\n" + "more\n" * 50 + output
    with pytest.raises(environment.CourseError) as caught:
        environment.set_up()
    first, *quoted = str(caught.value).splitlines()
    assert re.search(sentence, first)
    assert output.splitlines()[-1] in quoted[-1]
    assert len(quoted) <= 6


def test_of_two_first_setups_one_waits_for_the_other(tmp_path):
    """Two processes at once, in which making an environment takes a second and must not happen twice."""
    program = """
import os, sys, time
from tools import environment
top = sys.argv[1]
environment.ROOT, environment.VENV = top, os.path.join(top, ".venv")
environment.STAMP = os.path.join(top, ".venv", "stamp.json")
environment.LOG = os.path.join(top, ".venv", "log")
def run_quietly(command, watch=None):
    if "venv" in command:
        os.mkdir(environment.VENV)  # fails the second time
        os.makedirs(os.path.dirname(environment.environment_python()), exist_ok=True)
        open(environment.environment_python(), "w").close()
        open(os.path.join(environment.VENV, "pyvenv.cfg"), "w").close()
    time.sleep(0.4)
    return 0, ""
environment.run_quietly = run_quietly
environment.set_up()
"""
    for name in ("requirements.txt", "pyproject.toml"):
        (tmp_path / name).write_text("")
    command = [sys.executable, "-c", program, str(tmp_path)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    both = [subprocess.Popen(command, cwd=ROOT, **pipes) for _ in range(2)]
    said = [one.communicate(timeout=60) for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    out = "".join(text for text, _ in said)
    assert out.count("Setting up") == out.count("Ready") == 1
    assert out.count("waiting until it is done") == 1


def test_setup_tells_which_package_it_is_at(checkout, capsys):
    names = [f"package{k}==1.{k}" for k in range(45)]
    Path(environment.ROOT, "requirements.txt").write_text(
        "# a list\n" + " \\\n    --hash=x\n".join(names)
    )
    assert environment.number_of_packages() == 45
    progress = environment.PackageProgress(45)
    for name in names:
        progress(f"Collecting {name} (from -r requirements.txt (line 3))\n")
        progress("  Downloading x-1.whl (3 kB)\n")
    progress("Installing collected packages: a, b\n")
    assert capsys.readouterr().out.splitlines() == [
        "  package 1 of 45: package0", "  package 21 of 45: package20", "  package 41 of 45: package40",
        "  all packages are there: installing them",
    ]  # fmt: skip


def test_lines_are_watched_while_they_come(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "VENV", str(tmp_path / "none"))
    seen = []
    code, output = environment.run_quietly(
        [sys.executable, "-c", "print('a'); print('b'); raise SystemExit(3)"], seen.append
    )
    assert code == 3 and "".join(seen) == output and len(seen) == 2


def test_a_course_that_cannot_be_written_to_is_said_in_a_sentence(checkout, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(environment.CourseError, match="copy the course to a folder of your own"):
        environment.set_up()
    assert checkout.names == []


@pytest.mark.parametrize("home", ["there", "missing", "read-only"])
def test_without_a_home_folders_are_moved(tmp_path, monkeypatch, home):
    monkeypatch.setattr(environment, "VENV", str(tmp_path / ".venv"))
    environment.private_folder.cache_clear()
    (tmp_path / ".venv").mkdir()
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / ("none" if home == "missing" else "home")))
    monkeypatch.setenv("USERPROFILE", os.environ["HOME"])
    for name in ("MPLCONFIGDIR", "IPYTHONDIR", "JUPYTER_CONFIG_DIR"):
        monkeypatch.delenv(name, raising=False)
    if home == "read-only":
        true = os.access
        monkeypatch.setattr(os, "access", lambda p, m: str(p) != os.environ["HOME"] and true(p, m))
    variables = environment.course_environment()
    if home == "there":
        assert "MPLCONFIGDIR" not in variables
    for name in [] if home == "there" else ("MPLCONFIGDIR", "IPYTHONDIR", "JUPYTER_CONFIG_DIR"):
        assert Path(variables[name]).is_dir() and variables[name].startswith(str(tmp_path))


def test_conda_environment_is_used_as_it_is(checkout, monkeypatch):
    monkeypatch.setattr(environment, "in_conda_environment", lambda: True)
    environment.set_up()
    assert checkout.names == []
    assert environment.environment_python() == sys.executable


@pytest.mark.parametrize("name", ["networks-by-hand", "other", "notebook"])
def test_a_conda_environment_with_the_course_in_it_is_known_by_any_name(
    tmp_path, monkeypatch, name
):
    prefix = tmp_path / name
    monkeypatch.setattr(sys, "prefix", str(prefix))
    packages = Path(
        sysconfig.get_path("purelib", vars={"base": str(prefix), "platbase": str(prefix)})
    )
    assert packages.is_relative_to(prefix)
    (packages / "networks_by_hand-0.1.0.dist-info").mkdir(parents=True)
    assert not environment.in_conda_environment()  # no environment of conda's
    (prefix / "conda-meta").mkdir()
    assert environment.in_conda_environment()
    (packages / "networks_by_hand-0.1.0.dist-info").rmdir()
    assert not environment.in_conda_environment()  # Anaconda's own, say: it only makes .venv


def test_the_event_loop_of_windows_is_no_error(tmp_path):
    """What pyzmq says of it, in kernels and programs that run under steady settings; other such warnings end them."""
    code = "import warnings; warnings.warn({!r}, RuntimeWarning)"
    said = "Proactor event loop does not implement add_reader family of methods required for zmq."
    variables = {**os.environ, **environment.STEADY}
    for text, expected in ((said, 0), (f"x{said}", 1), ("overflow", 1)):
        done = subprocess.run(
            [sys.executable, "-c", code.format(text)], env=variables, capture_output=True
        )
        assert done.returncode == expected, done.stderr
    warnings.warn(said, RuntimeWarning, stacklevel=1)  # in the tests themselves, by pyproject.toml


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 9, 18), (3, 14, 0), (4, 0, 0)])
def test_untested_python_gets_one_line(version, monkeypatch, capsys):
    problem = course.python_problem(version)
    assert "\n" not in problem
    assert ".".join(map(str, version)) in problem and "3.10 to 3.13" in problem
    monkeypatch.setattr(sys, "version_info", version)
    monkeypatch.setitem(sys.modules, "tools.environment", None)  # nothing else may be read
    with pytest.raises(SystemExit) as end:
        runpy.run_path(course.__file__, run_name="__main__")
    assert end.value.code == 1
    assert capsys.readouterr().err == problem + "\n"


@pytest.mark.parametrize("version", [(3, 10, 0), (3, 11, 7), (3, 12, 1), (3, 13, 9)])
def test_tested_python_passes(version):
    assert course.python_problem(version) is None


def test_course_py_can_be_read_by_an_old_python():
    """Where an old Python is installed it judges; the words below judge everywhere."""
    text = Path(course.__file__).read_bytes().decode("ascii")
    assert not re.search(r"\bf\"|\bf'|:=|\) ->|\bnonlocal\b|\bmatch\b .*:$|print\(.*=", text, re.M)
    for name in ("python2.7", "python3.6", "python3.7", "python3.8", "python3.9"):
        path = shutil.which(name)
        ask = [path, "-c", "import sys; print(sys.version_info[0])"]
        if path and subprocess.run(ask, capture_output=True).returncode == 0:
            asked = subprocess.run([path, course.__file__, "lab"], capture_output=True, text=True)
            assert asked.returncode == 1
            assert asked.stderr.count("\n") == 1 and "3.10 to 3.13" in asked.stderr


def test_versions_agree_with_pyproject():
    pyproject = (ROOT / "pyproject.toml").read_text()
    wanted = f">={course.OLDEST[0]}.{course.OLDEST[1]},<{course.NEWEST[0]}.{course.NEWEST[1] + 1}"
    assert f'requires-python = "{wanted}"' in pyproject
