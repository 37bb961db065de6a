"""course.py and the Makefile: the right Python, one setup, and no second one."""

import importlib.util
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
from types import SimpleNamespace

import pytest

import course
from tools import environment, versions

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


# --- commands


@pytest.fixture
def jupyter(monkeypatch):
    """Catch what would become JupyterLab; without a display unless the test sets one."""
    started = []
    monkeypatch.setattr(course, "replace_by", lambda *a, **k: started.append((a, k)) or 0)
    monkeypatch.setattr(course, "run", lambda arguments, **k: started.append((arguments, k)) or 0)
    monkeypatch.setattr(course, "set_up", lambda: None)
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    return started


def test_lab_makes_the_copies_and_opens_them(jupyter, capsys):
    assert course.main(["lab", "--port=9999"]) == 0
    (study, _), ((command, folder), variables) = jupyter
    assert study == ["-m", "lab.study"]
    assert folder == str(ROOT / "study")
    assert "--no-browser" in command and command[-1] == "--port=9999"
    assert "--LabApp.default_url=/lab/tree/START_HERE.ipynb" in command
    assert (ROOT / "notebooks" / "START_HERE.ipynb").is_file(), (
        "which becomes study/START_HERE.ipynb"
    )
    assert variables["JUPYTER_CONFIG_PATH"].startswith(str(ROOT / "lab" / "jupyter"))
    assert "Open the address below" in capsys.readouterr().out


def test_solutions_opens_the_lessons_in_a_browser_where_there_is_one(jupyter, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr("webbrowser.get", lambda: object())
    assert course.main(["solutions"]) == 0
    (((command, folder), _),) = jupyter
    assert folder == str(ROOT / "notebooks")
    assert "--no-browser" not in command


def test_carry_over_hands_on_the_lesson(jupyter):
    assert course.main(["carry-over", "3_logistic_regression.ipynb"]) == 0
    assert jupyter == [(["-m", "lab.carry_over", "3_logistic_regression.ipynb"], {})]


def test_jupyter_settings_are_there_and_quiet():
    settings = ROOT / "lab" / "jupyter"
    server = json.loads((settings / "jupyter_server_config.json").read_text())
    assert not any(server["ServerApp"]["jpserver_extensions"].values())
    page = json.loads((settings / "labconfig" / "page_config.json").read_text())
    assert all(page["disabledExtensions"].values())


def test_test_command_keeps_a_notebook_on_one_worker_and_passes_the_code_on(monkeypatch):
    seen = []
    monkeypatch.setattr(course, "set_up", lambda: None)
    monkeypatch.setattr(environment, "run", lambda arguments, **k: seen.append((arguments, k)) or 5)
    assert course.main(["test", "-k", "setup"]) == 5
    ((arguments, options),) = seen
    assert arguments[arguments.index("--dist") + 1] == "loadfile"
    assert arguments[-2:] == ["-k", "setup"]
    assert options == {"steady": True, "python": None}


def test_longest_files_come_first_and_are_there():
    # by its path: folders of tests have a conftest of their own
    spec = importlib.util.spec_from_file_location("outermost_conftest", ROOT / "conftest.py")
    conftest = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(conftest)
    there = {path.name for folder in ("notebooks", "tests") for path in (ROOT / folder).rglob("*")}
    assert set(conftest.LONGEST) <= there
    assert all((ROOT / name).exists() for name in conftest.LONG)
    order = ["test_study.py", *reversed(conftest.LONGEST), "test_study.py", "test_setup.py"]
    items = [SimpleNamespace(path=Path(name)) for name in order]
    conftest.pytest_collection_modifyitems(items)
    assert [item.path.name for item in items] == [
        *conftest.LONGEST, "test_study.py", "test_study.py", "test_setup.py",
    ]  # fmt: skip


@pytest.mark.parametrize("arguments", [["release"], ["grade"], ["release", "two"]])
def test_a_week_must_be_named(arguments, monkeypatch, capsys):
    monkeypatch.setattr(course, "set_up", lambda: None)
    assert course.main(arguments) == 1
    assert capsys.readouterr().err.startswith("Which week?")


def test_help_names_every_command(capsys):
    assert course.main([]) == 0
    shown = capsys.readouterr().out
    assert re.findall(r"^    ([a-z-]+)\s", shown, re.M) == list(course.COMMANDS)


@pytest.mark.parametrize("command", course.COMMANDS)
def test_each_command_has_a_help_of_its_own(command, monkeypatch, capsys):
    monkeypatch.setattr(course, "set_up", lambda: pytest.fail("help sets nothing up"))
    with pytest.raises(SystemExit) as end:
        course.main([command, "--help"])
    assert end.value.code == 0
    shown = " ".join(capsys.readouterr().out.split())
    function, word = course.COMMANDS[command]
    assert shown.startswith(f"usage: python course.py {command} ")
    assert " ".join(function.__doc__.split()) in shown
    if word:
        assert f"[{word} ...]" in shown and word in function.__doc__


@pytest.mark.parametrize("words", [["frobnicate"], ["frobnicate", "-k", "x"], ["data", "more"]])
def test_unknown_command_is_refused(words, monkeypatch, capsys):
    monkeypatch.setattr(course, "set_up", lambda: pytest.fail("nothing is to be done"))
    with pytest.raises(SystemExit) as end:
        course.main(words)
    assert end.value.code == 2
    shown = capsys.readouterr().err
    assert (
        "frobnicate" in shown and "test-lowest" in shown or "unrecognized arguments: more" in shown
    )


@pytest.mark.parametrize(
    "words", [["-k", "a b"], ["x.py", "-k", "y", "--", "-h"], ["--", "z"], ["-x", "--help"]]
)
def test_what_follows_a_command_is_passed_on_as_it_is(words, monkeypatch):
    seen = []
    monkeypatch.setattr(course, "set_up", lambda: None)

    def record(given):
        """Stand in for `test`."""
        seen.append(given)
        return 3

    monkeypatch.setitem(course.COMMANDS, "test", (record, "ARG"))
    assert course.main(["test", *words]) == 3
    assert seen == [words]


def test_course_environment_keeps_other_packages_out(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    monkeypatch.setenv("MPLBACKEND", "agg")
    variables = environment.course_environment(steady=True)
    assert "PYTHONPATH" not in variables and "MPLBACKEND" not in variables
    assert variables["TQDM_DISABLE"] == "1"
    first = variables["PATH"].split(os.pathsep)[0]
    assert first == os.path.dirname(environment.environment_python())
    other = environment.course_environment(python=os.path.join("other", "bin", "python"))
    assert other["PATH"].split(os.pathsep)[0] == os.path.join("other", "bin")


# --- versions


@pytest.mark.parametrize("command", course.NEED_NO_ENVIRONMENT)
def test_commands_of_versions_need_uv_and_say_how_to_get_it(command, monkeypatch, capsys):
    monkeypatch.setattr(course, "set_up", lambda: pytest.fail("no environment is needed"))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(subprocess, "call", lambda words, cwd: versions.main(words[3:]))
    assert course.main([command]) == 1
    assert "pip install uv" in capsys.readouterr().err


def test_lock_takes_a_list_that_names_a_mirror_back(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(versions, "ROOT", str(tmp_path))
    monkeypatch.setattr(shutil, "which", lambda name: name)
    path = tmp_path / "requirements.txt"
    path.write_text("before\n")
    written = "--index-url mirror.example/simple\n"
    monkeypatch.setattr(subprocess, "call", lambda *a, **k: path.write_text(written) and 0)
    assert versions.main(["lock"]) == 1
    assert path.read_text() == "before\n"
    assert "--index-url" in capsys.readouterr().err


def test_lock_makes_both_lists_and_that_of_the_site_takes_the_others_versions(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(versions, "ROOT", str(tmp_path))
    monkeypatch.setattr(shutil, "which", lambda name: name)
    (tmp_path / "docs").mkdir()
    for name in versions.LISTS:
        (tmp_path / name).write_text("before\n")
    made = []
    monkeypatch.setattr(subprocess, "call", lambda words, cwd: made.append(words) or 0)
    assert versions.main(["lock", "--upgrade"]) == 0
    course_list, site_list = made
    assert "--all-extras" in course_list and "--group" not in course_list
    assert course_list[-3:] == ["-o", "requirements.txt", "--upgrade"]
    assert site_list[-3:] == ["-o", "docs/requirements.txt", "--upgrade"]
    assert site_list[site_list.index("-c") + 1] == "requirements.txt"
    monkeypatch.setattr(subprocess, "call", lambda words, cwd: 2)
    assert versions.main(["lock"]) == 2


@pytest.mark.parametrize(
    "end, python, resolution",
    [("lowest", "3.10", "lowest-direct"), ("newest", "3.13", "highest")],
)
def test_the_ends_of_the_ranges_are_tried_in_an_environment_of_their_own(
    end, python, resolution, monkeypatch
):
    steps, tested = [], []
    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(subprocess, "call", lambda words, cwd: steps.append(words) or 0)
    monkeypatch.setattr(
        environment, "run", lambda words, **options: tested.append((words, options)) or 5
    )
    assert versions.main([f"test-{end}", "-k", "setup"]) == 5
    made, installed, _ = steps
    assert made[-2:] == [python, str(ROOT / "build" / end)]
    assert installed[installed.index("--resolution") + 1] == resolution
    ((words, options),) = tested
    assert words[-2:] == ["-k", "setup"] and options["steady"]
    assert Path(options["python"]).is_relative_to(ROOT / "build" / end)


def test_ends_that_cannot_be_installed_are_not_tested(monkeypatch, capsys):
    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(subprocess, "call", lambda words, cwd: 2)
    monkeypatch.setattr(course, "run", lambda *a, **k: pytest.fail("nothing to test with"))
    assert versions.main(["test-lowest"]) == 1
    assert "can't be installed for Python 3.10" in capsys.readouterr().err


MAKES_OWN = ("MAKELEVEL", "MAKEFLAGS", "MAKEOVERRIDES", "PYTHON", "ARGS", "WEEK", "FOLDER")


def outside_make():
    """Return the environment without the marks of the `make test` that may run this test."""
    return {k: v for k, v in os.environ.items() if k not in MAKES_OWN}


@pytest.mark.skipif(os.name == "nt", reason="make is not there on Windows")
def test_makefile_calls_course_py_once_for_each_target():
    for command in course.COMMANDS:
        asked = subprocess.run(
            ["make", "-n", command, "PYTHON=py", "WEEK=2"],
            cwd=ROOT,
            env=outside_make(),
            capture_output=True,
            text=True,
            check=True,
        )
        week = " 2" if command in ("release", "grade") else ""
        assert asked.stdout.split("\n")[0].strip() == f"py course.py {command}{week}"
        assert asked.stdout.count("\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="make is not there on Windows")
def test_make_keeps_the_python_of_the_environment_that_is_there(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "course.py").write_text("")
    python = tmp_path / ".venv" / "bin" / "python"
    for there in (False, True):
        if there:
            python.parent.mkdir(parents=True)
            python.symlink_to(sys.executable)
        asked = subprocess.run(
            ["make", "-n", "lab"], cwd=tmp_path, env=outside_make(), capture_output=True, text=True
        )
        assert asked.stdout.startswith(".venv/bin/python course.py lab") == there, asked
    command = ["make", "-n", "lab", "PYTHON=python3.12"]
    asked = subprocess.run(
        command, cwd=tmp_path, env=outside_make(), capture_output=True, text=True
    )
    assert asked.stdout.startswith("python3.12 course.py lab")


@pytest.mark.skipif(os.name == "nt", reason="make is not there on Windows")
def test_makefile_says_in_one_line_that_there_is_no_python(tmp_path):
    for name in ("make", "sh"):
        (tmp_path / name).symlink_to(shutil.which(name))
    for name in ("python3", "python3.12"):  # such as a version manager leaves behind
        shim = tmp_path / name
        shim.write_text("#!/bin/sh\necho 'no version set' >&2\nexit 127\n")
        shim.chmod(0o755)
    # in a course without an environment, whose Python would be found
    bare = tmp_path / "course"
    bare.mkdir()
    for name in ("Makefile", "course.py"):
        shutil.copy(ROOT / name, bare)
    asked = subprocess.run(
        ["make", "lab"], cwd=bare, env={"PATH": str(tmp_path)}, capture_output=True, text=True
    )
    assert asked.returncode != 0
    assert asked.stderr.count("\n") == 1 and "Python 3.10 to 3.13" in asked.stderr
    assert asked.stdout == ""
