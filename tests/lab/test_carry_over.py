"""Answers are carried over into the new version of a lesson, and nothing of the learner's is lost."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from classroom.release.learner_copy import CODE_STUB
from lab import study
from lab.carry_over import UNWRITTEN, carry_over, main
from tests.lab.test_study import metadata

NAME = "week2_logistic_regression/3_logistic_regression.ipynb"
BESIDE = NAME.replace(".ipynb", " (new version).ipynb")
BEFORE = NAME.replace(".ipynb", " (before).ipynb")


def lesson(*signatures, prose="x = 1"):
    """A lesson with an exercise for each signature, such as "f(x)"."""
    cells = [new_code_cell(prose, id="prose")]
    for signature in signatures:
        name = signature.partition("(")[0]
        text = f"def {signature}:\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION"
        cells.append(new_code_cell(text, id=name, metadata=metadata(name, solution=True)))
    return new_notebook(cells=cells)


@pytest.fixture
def folders(tmp_path):
    """A course whose lesson with f, g and h a learner has begun: f is written, g is not, h is half-written."""
    (tmp_path / "notebooks" / NAME).parent.mkdir(parents=True)
    issue(tmp_path, lesson("f(x)", "g(x)", "h(x)"))
    write(tmp_path / "study" / NAME, f="def f(x):\n    return x  # mine")
    return tmp_path


def issue(root, notebook):
    nbformat.write(notebook, root / "notebooks" / NAME)
    return study.update_study(root / "notebooks", root / "study")


def write(path, **answers):
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source)
    nbformat.write(notebook, path)


def sources(path):
    return {cell.id: cell.source for cell in nbformat.read(path, as_version=4).cells}


def notebooks(root):
    return {p.relative_to(root / "study").as_posix() for p in (root / "study").rglob("*.ipynb")}


def test_answers_go_into_the_new_version_and_the_earlier_copy_stays(folders):
    mine = (folders / "study" / NAME).read_bytes()
    issue(folders, lesson("f(x)", "g(x)", "k(x)", prose="x = 2"))
    told = carry_over(folders / "study", [])
    now = sources(folders / "study" / NAME)
    assert now["prose"] == "x = 2" and now["f"] == "def f(x):\n    return x  # mine"
    assert UNWRITTEN in now["g"] and UNWRITTEN in now["k"]
    assert study.NOTICE not in now
    assert (folders / "study" / BEFORE).read_bytes() == mine
    assert notebooks(folders) == {NAME, BEFORE}
    assert told[1:] == ["  f: taken over; run its check again."]


def test_what_is_written_in_the_new_version_stays(folders):
    issue(folders, lesson("f(x)", "g(x)", prose="x = 2"))
    write(folders / "study" / BESIDE, f="def f(x):\n    return 7", g="def g(x):\n    return 8")
    told = carry_over(folders / "study", [])
    now = sources(folders / "study" / NAME)
    assert now["f"].endswith("7") and now["g"].endswith("8")
    assert any("f: written in the new version already" in line for line in told)


def test_an_exercise_with_other_arguments_is_left_to_the_learner(folders):
    issue(folders, lesson("f(x, y)", "g(x)"))
    told = carry_over(folders / "study", [])
    assert UNWRITTEN in sources(folders / "study" / NAME)["f"]
    assert any("f: it takes other arguments now" in line for line in told)


def test_an_exercise_that_is_gone_is_said(folders):
    issue(folders, lesson("g(x)"))
    assert any(
        "f: the new version has no such" in line for line in carry_over(folders / "study", [])
    )
    assert "# mine" in sources(folders / "study" / BEFORE)["f"]


def test_the_carried_copy_counts_as_worked_in(folders):
    issue(folders, lesson("f(x)", prose="x = 2"))
    carry_over(folders / "study", [])
    mine = (folders / "study" / NAME).read_bytes()
    issue(folders, lesson("f(x)", prose="x = 3"))
    assert (folders / "study" / NAME).read_bytes() == mine
    assert BESIDE in notebooks(folders)
    carry_over(folders / "study", [])
    now = sources(folders / "study" / NAME)
    assert now["prose"] == "x = 3" and "# mine" in now["f"]
    assert notebooks(folders) == {NAME, BEFORE, BEFORE.replace("before", "before 2")}


def test_without_a_record_nothing_is_renewed_over_answers(folders):
    issue(folders, lesson("f(x)", prose="x = 2"))
    (folders / "study" / study.RECORD).unlink()
    carry_over(folders / "study", [])
    mine = (folders / "study" / NAME).read_bytes()
    issue(folders, lesson("f(x)", prose="x = 3"))
    assert (folders / "study" / NAME).read_bytes() == mine


def test_the_newest_of_several_versions_is_taken(folders):
    for number in (2, 3):
        issue(folders, lesson("f(x)", prose=f"x = {number}"))
        write(folders / "study" / BESIDE, prose="my own remark")
    carry_over(folders / "study", [])
    assert sources(folders / "study" / NAME)["prose"] == "x = 3"
    assert sources(folders / "study" / BESIDE)["prose"] == "my own remark"


def test_nothing_to_do_is_said_and_done(folders):
    before = {path: path.read_bytes() for path in folders.rglob("*") if path.is_file()}
    (line,) = carry_over(folders / "study", [])
    assert "nothing to do" in line
    assert {path: path.read_bytes() for path in folders.rglob("*") if path.is_file()} == before


def test_only_the_lesson_that_is_named(folders):
    issue(folders, lesson("f(x)", prose="x = 2"))
    told = carry_over(folders / "study", ["4_other.ipynb"])
    assert told == ["There is no lesson 4_other.ipynb in study/."]
    assert BESIDE in notebooks(folders)
    carry_over(folders / "study", ["3_logistic_regression.ipynb"])
    assert BESIDE not in notebooks(folders)


@pytest.mark.parametrize("broken", [NAME, BESIDE])
@pytest.mark.parametrize("text", ["{", "[]", '{"cells": 3}'])
def test_a_broken_file_stays_as_it_is(folders, broken, text):
    issue(folders, lesson("f(x)", prose="x = 2"))
    (folders / "study" / broken).write_text(text)
    before = {path: path.read_bytes() for path in folders.rglob("*") if path.is_file()}
    (line,) = carry_over(folders / "study", [])
    assert "can't be read" in line
    assert {path: path.read_bytes() for path in folders.rglob("*") if path.is_file()} == before


def test_the_mark_of_an_unwritten_answer_is_the_one_in_copies():
    assert UNWRITTEN in CODE_STUB


def test_without_a_study_folder_it_says_what_makes_one(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("lab.carry_over.ROOT", tmp_path)
    assert main([]) == 1
    assert "make lab" in capsys.readouterr().out


def test_result_is_a_sound_notebook(folders):
    issue(folders, lesson("f(x)", prose="x = 2"))
    carry_over(folders / "study", [])
    nbformat.validate(nbformat.read(folders / "study" / NAME, as_version=4))
    assert json.loads((folders / "study" / study.RECORD).read_text())["issued"]
