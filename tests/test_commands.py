"""The commands of course.py and the Makefile, and the versions of packages."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import course
from tools import environment, versions

ROOT = Path(__file__).resolve().parent.parent


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
    assert options == {"steady": True, "python": None, "PYTHONDONTWRITEBYTECODE": ""}


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
    "command, end, python, choice",
    [
        ("test-lowest", "lowest", "3.10", ["--resolution", "lowest-direct"]),
        ("test-newest", "newest", "3.13", ["--resolution", "highest"]),
        ("test-browser-versions", "browser", "3.13", ["--constraint", "tools/site/pyodide.txt"]),
    ],
)
def test_the_ends_of_the_ranges_are_tried_in_an_environment_of_their_own(
    command, end, python, choice, monkeypatch
):
    steps, tested = [], []
    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(subprocess, "call", lambda words, cwd: steps.append(words) or 0)
    monkeypatch.setattr(
        environment, "run", lambda words, **options: tested.append((words, options)) or 5
    )
    assert versions.main([command, "-k", "setup"]) == 5
    made, installed, _ = steps
    assert made[-2:] == [python, str(ROOT / "build" / end)]
    place = installed.index(choice[0])
    assert installed[place : place + 2] == choice
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
