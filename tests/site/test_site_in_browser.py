"""The folders that JupyterLite serves, and a lesson where nothing is there that a browser lacks."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import ipywidgets
import nbformat
import pytest

from classroom.exercises import exercises_of
from classroom.exercises.recording import patched
from classroom.paths import ROOT, find_lessons, week_names
from classroom.samples import answers, filled_in
from tools.site.in_browser import PRELOADED, write_contents, write_settings

HERE = Path(__file__).resolve().parent
# Environment variable: all lessons are run, else the first of each week.
EVERY_LESSON = "EVERY_LESSON"
LESSONS = [
    f"{week}/{path.name}"
    for week in week_names()
    for path in find_lessons(week)[: None if os.environ.get(EVERY_LESSON) else 1]
]
needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="limits memory as Linux does")


@pytest.fixture(scope="module")
def contents(tmp_path_factory):
    folder = tmp_path_factory.mktemp("contents")
    write_contents(folder, Path(ipywidgets.__file__).parent)
    return folder


def test_each_week_has_its_lessons_and_what_they_need(contents):
    assert sorted(path.name for path in contents.iterdir()) == week_names()
    for week in week_names():
        names = [path.name for path in find_lessons(week)]
        assert [*names, "START_HERE.ipynb"] == sorted(
            path.name for path in (contents / week).glob("*.ipynb")
        )
        assert "](START_HERE.ipynb#" in (contents / week / names[0]).read_text(encoding="utf-8")
        assert (contents / week / "data" / "checks" / f"{week}.txt").is_file()
        assert (contents / week / "helpers" / "checks" / "__init__.py").is_file()
    assert (contents / "week3_shallow_network" / "ipywidgets" / "__init__.py").is_file()


def test_no_answer_of_a_week_lies_in_its_folder(contents):
    assert not (
        contents / "week2_logistic_regression" / "helpers" / "logistic_regression.py"
    ).exists()
    for path in contents.rglob("*.ipynb"):
        text = path.read_text(encoding="utf-8")
        assert ("NotImplementedError" in text) == (path.name != "START_HERE.ipynb")
        assert "BEGIN SOLUTION" not in text and "hidden_tests" not in text
        assert json.loads(text)["metadata"]["kernelspec"]["name"] == "python", "Pyodide's kernel"


def test_settings_name_the_packages_to_load_first(tmp_path):
    write_settings(tmp_path)
    text = json.loads((tmp_path / "jupyter-lite.json").read_text(encoding="utf-8"))
    (kernel,) = text["jupyter-config-data"]["litePluginSettings"].values()
    assert kernel["loadPyodideOptions"]["packages"] == PRELOADED


def run_without(folder, notebook, tmp_path):
    """Run a notebook in a copy of a week's folder, its other lessons solved, by lesson_without.py."""
    place = shutil.copytree(folder, tmp_path / folder.name)
    for path in find_lessons(folder.name):
        solved = filled_in(place / path.name, answers(path))
        nbformat.write(solved, place / path.name)
    nbformat.write(notebook, place / "lesson.ipynb")
    variables = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    variables.pop("PYTHONPATH", None)
    command = [sys.executable, "-I", str(HERE / "lesson_without.py"), "lesson.ipynb"]
    return subprocess.run(
        command, cwd=place, env=variables, capture_output=True, text=True, timeout=300
    )


@needs_linux
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_runs_without_what_a_browser_lacks(lesson, contents, tmp_path):
    right = answers(ROOT / "notebooks" / lesson)
    ran = run_without(
        contents / lesson.split("/")[0], filled_in(contents / lesson, right), tmp_path
    )
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-2000:]
    assert "Every exercise of this lesson is right." in ran.stdout
    said = [line.partition(":")[0] for line in ran.stdout.splitlines() if line.startswith("✓ ")]
    assert {name: said.count(f"✓ {name}") for name in right} == dict.fromkeys(right, 2), (
        "each by its own check and in the summary"
    )


@needs_linux
def test_a_mistake_is_named_without_what_a_browser_lacks(contents, tmp_path):
    week, name = "week2_logistic_regression", "sigmoid_derivative"
    lesson = f"{week}/1_numpy_basics.ipynb"
    right = answers(ROOT / "notebooks" / lesson)
    old, new, sentence = exercises_of(week)[name].mistakes[0]
    wrong = {**right, name: patched(right[name], old, new)}
    ran = run_without(contents / week, filled_in(contents / lesson, wrong), tmp_path)
    assert ran.returncode == 1
    last = " ".join((ran.stdout + ran.stderr).split())
    assert f"✗ {name}:" in last and " ".join(sentence.split()) in last
