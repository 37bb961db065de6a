"""Staged hints, answers for who has tried, the summary of a lesson, and the file that keeps the progress."""

import json
import os
import re
import subprocess
import sys

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

from classroom.exercises import exercises_of, practice, recording
from helpers.checks import CheckFailed, Checks, load_exercises, progress
from helpers.checks import notebook as notebook_checks
from helpers.checks.solutions import answer_of

WEEK = "week2_logistic_regression"
EXERCISES = [
    (week, exercise) for week in recording.weeks() for exercise in exercises_of(week).values()
]
IN_LESSONS = [(week, exercise) for week, exercise in EXERCISES if not exercise.reference]
ALL = [*EXERCISES, ("practice", practice.EXERCISE)]


def ids(value):
    return getattr(value, "name", value)


def bare(text):
    return "".join(text.split())


@pytest.fixture
def study(tmp_path, monkeypatch):
    """A course of its own with a learner at work in its study folder; returns the course's folder."""
    folder = tmp_path / "study" / WEEK
    folder.mkdir(parents=True)
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr(
        notebook_checks.progress, "progress_file", lambda root=tmp_path: real_progress_file(root)
    )
    return tmp_path


real_progress_file = progress.progress_file


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def wrong(z):
    return 1 / (1 + np.exp(z))


def unwritten(z):
    raise NotImplementedError


def failing(check, function, name):
    with pytest.raises(CheckFailed) as caught:
        check(function, name)
    return str(caught.value)


# --- hints


@pytest.mark.parametrize("week, exercise", ALL, ids=ids)
def test_every_exercise_has_three_hints_in_sentences(week, exercise):
    assert len(exercise.hints) == 3 and len(set(exercise.hints)) == 3
    assert all(25 <= len(hint) <= 240 for hint in exercise.hints)
    assert load_exercises(week)[exercise.name].hints == list(exercise.hints)


def gives_away(hint, source):
    """Whether a hint holds an answer: what is returned, in whole, or two lines of it."""
    solution = re.search(r"### BEGIN SOLUTION\n(.*)### END SOLUTION", source, re.S)
    lines = [bare(line) for line in solution[1].splitlines() if line.strip()]
    whole = [lines[-1].removeprefix("return")] if len(lines) == 1 else []
    found = [line for line in lines if len(line) > 12 and line in bare(hint)]
    # "x" alone stands in every sentence; an answer that short can't be looked for.
    return len(found) > 1 or any(len(part) > 9 and part in bare(hint) for part in whole)


@pytest.mark.parametrize("week, exercise", EXERCISES, ids=ids)
def test_no_hint_is_the_answer(week, exercise):
    source, _ = recording.solution_sources(week)[exercise.name]
    assert [hint for hint in exercise.hints if gives_away(hint, source)] == []


def test_an_answer_in_a_hint_is_found():
    source = "def f(x):\n    ### BEGIN SOLUTION\n    return np.maximum(0, x)\n    ### END SOLUTION"
    assert gives_away("Write np.maximum(0,x) there.", source)
    assert not gives_away("np.maximum compares two values.", source)
    two = source.replace("return np", "larger_one = x * 2 + 1\n    return np")
    assert gives_away("larger_one = x * 2 + 1, then return np.maximum(0, x)", two)
    assert not gives_away("Begin with larger_one = x * 2 + 1.", two)


def test_hints_come_one_after_the_other_and_the_last_again(capsys):
    check = Checks(WEEK)
    for number, wanted in ((1, 0), (2, 1), (3, 2), (3, 2)):
        check.hint("propagate")
        printed = " ".join(capsys.readouterr().out.split())
        assert f"hint {number}/3" in printed
        assert check.exercises["propagate"].hints[wanted] in printed
        assert ("check.solution" in printed) == (number == 3)
    check.hint(sigmoid)  # each exercise counts for itself
    assert "hint 1/3" in capsys.readouterr().out


def test_a_failed_check_says_where_hints_are(study):
    assert 'check.hint("sigmoid")' in failing(Checks(WEEK), wrong, "sigmoid")


def test_unknown_exercises_are_said():
    for ask in (Checks(WEEK).hint, Checks(WEEK).solution, Checks(WEEK).summary):
        with pytest.raises(CheckFailed, match="no exercise is called nothing"):
            ask("nothing")


# --- the answer


def test_answer_comes_after_three_tries(study, capsys):
    check = Checks(WEEK)
    for _ in range(3):
        failing(check, wrong, "sigmoid")
    check.solution("sigmoid")
    printed = capsys.readouterr().out
    assert "return 1 / (1 + np.exp(-z))" in printed and "###" not in printed


def test_answer_comes_when_asked_twice(study, capsys):
    check = Checks(WEEK)
    failing(check, wrong, "sigmoid")
    check.solution(sigmoid)
    assert "tried it 1 of 3 times" in capsys.readouterr().out
    check.solution(sigmoid)
    assert "return 1 / (1 + np.exp(-z))" in capsys.readouterr().out


def test_tries_of_another_day_count(study, capsys):
    for _ in range(3):
        failing(Checks(WEEK), wrong, "sigmoid")
    Checks(WEEK).solution("sigmoid")
    assert "return" in capsys.readouterr().out


def test_an_unwritten_exercise_is_no_try(study, capsys):
    check = Checks(WEEK)
    for _ in range(3):
        failing(check, unwritten, "sigmoid")
    check.solution("sigmoid")
    assert "not tried it yet" in capsys.readouterr().out
    assert not (study / progress.NAME).exists()


def test_a_copy_without_the_lessons_holds_no_answer(tmp_path, capsys, monkeypatch):
    assert answer_of(WEEK, "sigmoid", tmp_path) is None
    monkeypatch.setattr(notebook_checks, "answer_of", lambda week, name: None)
    check = Checks(WEEK)
    check.solution("sigmoid")
    check.solution("sigmoid")
    assert capsys.readouterr().out.count("holds no answers") == 2


@pytest.mark.parametrize("week, exercise", IN_LESSONS, ids=ids)
def test_every_answer_can_be_shown(week, exercise):
    answer = answer_of(week, exercise.name)
    assert f"def {exercise.name}(" in answer and "###" not in answer
    compile(answer, exercise.name, "exec")


# --- the summary of a lesson


@pytest.fixture
def notebook(monkeypatch):
    """The names of a notebook that Checks looks at."""
    shell = InteractiveShell.instance()
    names = {}
    monkeypatch.setattr(shell, "user_ns", names)
    monkeypatch.setattr(notebook_checks, "get_ipython", lambda: shell)
    return names


def test_summary_says_what_is_open(study, notebook, capsys):
    notebook.update(sigmoid=sigmoid, basic_sigmoid=wrong, softmax=unwritten)
    Checks(WEEK).summary("sigmoid", "basic_sigmoid", "softmax", "L1")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "✓ sigmoid"
    assert lines[1].startswith("✗ basic_sigmoid: not right yet")
    assert lines[2:4] == ["· softmax: not written yet", "· L1: its cell has not been run"]
    assert lines[-2:] == [
        "Open: basic_sigmoid, softmax, L1.",
        "The next one to write is basic_sigmoid.",
    ]


def test_summary_of_a_finished_lesson(study, notebook, capsys):
    notebook.update(sigmoid=sigmoid)
    Checks(WEEK).summary("sigmoid")
    assert capsys.readouterr().out == "✓ sigmoid\n\nEvery exercise of this lesson is right.\n"


def test_summary_counts_no_tries_and_notes_what_is_right(study, notebook):
    notebook.update(sigmoid=sigmoid, basic_sigmoid=wrong)
    check = Checks(WEEK)
    for _ in range(3):
        check.summary("sigmoid", "basic_sigmoid")
    tries = progress.read_tries(study / progress.NAME)
    assert tries == {(WEEK, "sigmoid"): progress.Tries(0, True)}


# --- the file


def test_a_try_and_then_success_are_kept(study):
    check = Checks(WEEK)
    failing(check, wrong, "sigmoid")
    failing(check, wrong, "sigmoid")
    assert progress.read_tries(study / progress.NAME) == {
        (WEEK, "sigmoid"): progress.Tries(2, False)
    }
    check(sigmoid)
    check(sigmoid)
    assert progress.read_tries(study / progress.NAME) == {
        (WEEK, "sigmoid"): progress.Tries(2, True)
    }
    assert len((study / progress.NAME).read_text().splitlines()) == 3, "right twice is one line"


def test_an_answer_spoiled_again_is_tried_again(study):
    check = Checks(WEEK)
    check(sigmoid)
    failing(check, wrong, "sigmoid")
    assert not progress.read_tries(study / progress.NAME)[WEEK, "sigmoid"].right


def test_nothing_is_kept_where_no_learner_works(study, monkeypatch):
    monkeypatch.chdir(study / "notebooks")
    Checks(WEEK)(sigmoid)
    assert not (study / progress.NAME).exists()


def test_in_a_weeks_zip_it_lies_beside_the_notebooks(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert progress.progress_file(tmp_path) == tmp_path / progress.NAME
    monkeypatch.chdir(tmp_path.parent)
    assert progress.progress_file(tmp_path) is None


@pytest.mark.parametrize("obstacle", ["folder", "unwritable"])
def test_a_file_that_cannot_be_written_breaks_no_check(study, obstacle, capsys, monkeypatch):
    if obstacle == "folder":
        (study / progress.NAME).mkdir()
    else:

        def refuse(*arguments):
            raise PermissionError("read-only file system")

        monkeypatch.setattr(progress.os, "open", refuse)
    check = Checks(WEEK)
    check(sigmoid)
    assert capsys.readouterr().out.startswith("✓ sigmoid")
    assert "stuck?" in failing(check, wrong, "sigmoid")
    check.progress()


@pytest.mark.parametrize("content", [b"\xff\xfe{", b"[]\n3\nnull\n", b'{"week": "a"}\n', b"{"])
def test_lines_that_cannot_be_read_are_left_out(study, content):
    path = study / progress.NAME
    path.write_bytes(content + b"\n")
    Checks(WEEK)(sigmoid)
    assert progress.read_tries(path) == {(WEEK, "sigmoid"): progress.Tries(0, True)}


def test_two_notebooks_at_once_lose_nothing(tmp_path):
    path = tmp_path / progress.NAME
    code = (
        "import sys; from pathlib import Path; from helpers.checks import progress\n"
        "for k in range(300):\n"
        "    progress.note_try(Path(sys.argv[1]), sys.argv[2], f'exercise{k}', False)"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(path), f"week{k}"]) for k in range(3)
    ]
    assert [process.wait() for process in running] == [0, 0, 0]
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert len(lines) == 900
    assert len({(line["week"], line["exercise"]) for line in lines}) == 900


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_only_the_learner_can_read_it(study):
    Checks(WEEK)(sigmoid)
    assert (study / progress.NAME).stat().st_mode & 0o077 == 0


# --- the table


def lesson_file(path, *names):
    marks = [{"nbgrader": {"grade_id": name, "solution": True}} for name in names]
    cells = [{"cell_type": "code", "source": "", "metadata": mark} for mark in marks]
    path.write_text(json.dumps({"cells": cells}))


def test_table_counts_right_tried_and_open(study):
    folder = study / "study" / WEEK
    lesson_file(folder / "1_first.ipynb", "sigmoid", "L1", "L2", "no_check_of_that_name")
    lesson_file(folder / "1_first (new version).ipynb", "sigmoid", "L1", "L2")
    lesson_file(folder / "2_second.ipynb", "softmax")
    (folder / "3_broken.ipynb").write_text("{")
    for name, right in (("sigmoid", True), ("L1", False), ("softmax", True)):
        progress.note_try(study / progress.NAME, WEEK, name, right)
    table = progress.progress_table(study).splitlines()
    assert table[0] == "week2 logistic regression"
    words = [re.sub(" +", " ", line.strip()) for line in table[1:]]
    assert words == [
        "1_first 1 right, 1 tried, 1 open",
        "2_second ✓ 1 right, 0 tried, 0 open",
        "3_broken 0 right, 0 tried, 0 open",
    ]


def test_table_of_a_weeks_zip(tmp_path, monkeypatch):
    stored = tmp_path / "data" / "checks"
    stored.mkdir(parents=True)
    (stored / f"{WEEK}.json").write_bytes((progress.FOLDER / f"{WEEK}.json").read_bytes())
    monkeypatch.setattr(progress, "FOLDER", stored)
    monkeypatch.chdir(tmp_path)
    lesson_file(tmp_path / "1_first.ipynb", "sigmoid")
    progress.note_try(tmp_path / progress.NAME, WEEK, "sigmoid", True)
    assert "✓ 1 right, 0 tried, 0 open" in progress.progress_table(tmp_path)


def test_table_of_the_course_itself_depends_on_no_learner(study, monkeypatch):
    (study / "notebooks" / WEEK).mkdir()
    lesson_file(study / "notebooks" / WEEK / "1_first.ipynb", "sigmoid")
    progress.note_try(study / progress.NAME, WEEK, "sigmoid", True)
    monkeypatch.chdir(study / "notebooks")
    assert "0 right, 0 tried, 1 open" in progress.progress_table(study)


def test_practice_checks_are_what_the_exercise_gives_now():
    (name,) = load_exercises("practice")
    stored = load_exercises("practice")[name].to_json()
    assert stored == json.loads(json.dumps(recording.record_practice()[name].to_json()))
