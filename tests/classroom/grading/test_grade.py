"""Grading gives every submission its marks and a page that helps, and no submission stops another."""

import html
import os
import re
import shutil
import sys
from dataclasses import replace
from types import SimpleNamespace

import dask
import distributed
import nbformat
import pytest
from nbconvert import HTMLExporter

from classroom.errors import ClassroomError
from classroom.exercises import exercises_of
from classroom.gradebook_backup import back_up
from classroom.grading import workers, workflow
from classroom.grading.__main__ import main
from classroom.grading.exercise_results import after_grading
from classroom.grading.marking import mark_submission
from classroom.grading.merged_notebook import Unreadable, parse
from classroom.grading.sandbox.client import Limits
from classroom.grading.submitted import read_notebooks
from classroom.grading.workflow import grade
from classroom.nbgrader_api import nbgrader_at_work, open_course
from classroom.paths import ROOT
from classroom.release.workflow import release
from classroom.samples import answers, filled_in, write_samples
from helpers.checks import Diagnosis, Kind
from tests.classroom.grading.submissions import (
    RIGHT,
    page,
    submission,
    table,
    tls_settings,
    unwrapped,
)
from tests.classroom.tiny_course import (
    HIDDEN_LINES,
    LESSON,
    SOLUTION_LINES,
    TOTAL,
    WEEK,
    dump,
    make_course,
    tiny_lesson,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="grading is for Linux")


@pytest.mark.parametrize(
    "learner, points",
    [
        ("solved", TOTAL), ("untouched", 0), ("half_right", 3), ("copied", TOTAL), ("deleted", TOTAL),
        ("hidden", 4), ("by_heart", 5), ("noisy", TOTAL), ("renamed", 3), ("shown", TOTAL), ("skipped", 0),
        ("gone", 3), ("crashed", TOTAL),
    ],
)  # fmt: skip
def test_points(graded, learner, points):
    result = graded.results[learner]
    assert (result.problem, result.total, result.maximum) == ("", points, TOTAL)
    row = table(graded.root)[learner]
    assert (float(row["total"]), float(row["maximum"])) == (points, TOTAL)
    assert float(row["percentage"]) == pytest.approx(100 * points / TOTAL, abs=0.05)


def test_points_stand_cell_by_cell_in_the_lessons_order(graded):
    row = table(graded.root)["half_right"]
    assert list(row) == [
        "learner", "3_tiny/test_sigmoid", "3_tiny/test_initialize_with_zeros", "3_tiny/test_predict",
        "total", "maximum", "percentage", "note",
    ]  # fmt: skip
    assert list(row.values()) == ["half_right", "1", "2", "0", "3", "6", "50.0", ""]


def test_what_can_not_be_graded_is_listed_with_the_reason(graded):
    learner, reason = "cut_off", f"{LESSON} is not a whole notebook"
    assert reason in graded.results[learner].problem
    row = table(graded.root)[learner]
    assert reason in row["note"] and row["total"] == "" and row["3_tiny/test_sigmoid"] == ""
    assert any(line.startswith(learner) and reason in line for line in graded.told)
    assert not (graded.root / "feedback" / learner / WEEK).exists()


@pytest.mark.parametrize(
    "data, reason",
    [(b"", "is empty"), (b"\xef\xbb\xbf \n", "is empty"), (b"{", "is not a whole notebook"), (b"\xff", "is not in")],
)  # fmt: skip
def test_what_is_no_notebook_is_told_as_what_it_is(data, reason):
    with pytest.raises(Unreadable, match=f"^1_a.ipynb {reason}"):
        parse("1_a.ipynb", data)


def test_a_notebook_under_another_name_is_told(graded):
    result, row = graded.results["browser"], table(graded.root)["browser"]
    assert result.total == 6 and row["total"] == "6"
    assert "not used, as nothing of that name was released: 3_tiny (1).ipynb" in row["note"]
    told = "3_tiny (1).ipynb (to use one, rename it and grade again)"
    assert any(line.startswith("browser") and told in line for line in graded.told)
    text = page(graded.root, "browser")
    assert "3_tiny (1).ipynb" in text and "grade again" not in text


def test_a_missing_notebook_is_told(tmp_path):
    (tmp_path / "1_a.ipynb").touch()
    notebooks = read_notebooks(tmp_path, ["1_a.ipynb", "2_b.ipynb"])
    assert notebooks == {"1_a.ipynb": b"", "2_b.ipynb": "2_b.ipynb is not there"}


def test_feedback_names_the_mistake(graded):
    sentence = exercises_of(WEEK)["predict"].mistakes[0][2]
    assert sentence in page(graded.root, "half_right")
    text = page(graded.root, "untouched")
    assert "✗ sigmoid: not written: it still raises NotImplementedError.\n" in text
    assert "cell above" not in text
    assert "nothing of this name is there" in page(graded.root, "renamed")
    for learner in ("hidden", "by_heart"):
        assert "wrong on new ones" in page(graded.root, learner)


def test_what_calls_an_unwritten_function_says_so_in_words_of_a_page():
    found = Diagnosis("predict", Kind.NOT_WRITTEN, "write it above", depends_on=("sigmoid",))
    words = "it calls sigmoid, which is not written: that raises NotImplementedError."
    assert after_grading(found) == replace(found, headline=words)
    other = Diagnosis("predict", Kind.WRONG_VALUE, "the sign")
    assert after_grading(other) is other and after_grading(None) is None


def test_a_newer_python_is_named_only_where_it_may_be_the_reason(fork_server):
    def problem_of(source):
        lesson = nbformat.writes(tiny_lesson())
        notebook = tiny_lesson()
        notebook.cells[-1].source = source
        notebook.metadata["language_info"] = {"name": "python", "version": "3.99.1"}
        handed_in = {LESSON: nbformat.writes(notebook).encode()}
        return mark_submission(
            "ana", WEEK, handed_in, {LESSON: lesson}, fork_server, 1, Limits()
        ).problem

    assert "3_tiny.ipynb was last run with Python 3.99" in problem_of("kind Row = int")
    assert problem_of("def f():\nreturn 1") == ""


def test_no_hidden_test_shows_in_any_feedback(graded):
    pages = list((graded.root / "feedback").glob(f"*/{WEEK}/*"))
    assert len(pages) == 2 * 14  # of the notebook, and of the week
    for path in pages:
        text = page(graded.root, path.parent.parent.name)
        for line in HIDDEN_LINES:
            assert line not in text, (path, line)
    for learner in ("half_right", "untouched"):
        text = page(graded.root, learner)
        assert SOLUTION_LINES[2] not in text


def test_grading_again_replaces_marks_and_pages(graded, scheduler, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(graded.root, root)
    with nbgrader_at_work(), open_course(root).gradebook as gradebook:
        mark = gradebook.find_grade("test_sigmoid", "3_tiny", WEEK, "half_right")
        mark.extra_credit = 0.5
        comment = gradebook.find_comment("sigmoid", "3_tiny", WEEK, "half_right")
        comment.manual_comment = "Seen."
        gradebook.db.commit()
    shutil.rmtree(root / "submitted")
    submission(root, "half_right")
    solved = submission(root, "solved")
    solved.write_text("{", encoding="utf-8")
    grade(2, root=root, tell=str, scheduler=scheduler)
    rows = table(root)
    assert set(rows) == {"half_right", "solved"}
    assert float(rows["half_right"]["total"]) == TOTAL + 0.5
    assert rows["solved"]["total"] == "" and "not a whole notebook" in rows["solved"]["note"]
    assert not list((root / "feedback" / "solved" / WEEK).iterdir())
    assert not (root / "autograded" / "solved" / WEEK / LESSON).exists()
    text = page(root, "half_right")
    assert exercises_of(WEEK)["predict"].mistakes[0][2] not in text and "Seen." in text
    with nbgrader_at_work(), open_course(root).gradebook as gradebook:
        assert gradebook.find_submission(WEEK, "solved").score == 0
    assert len(list(root.glob("gradebook.db.*"))) == 2  # before the first grading, and this one


def test_a_scheduler_without_the_key_of_the_run_does_nothing(scheduler):
    other_key = workers.new_security()
    with pytest.raises(OSError):
        distributed.Client(scheduler, timeout=5, security=other_key)
    with dask.config.set(dict.fromkeys(tls_settings(other_key))):
        for address in (scheduler, scheduler.replace("tls", "tcp")):
            # an AssertionError of Dask's own: its loop did not start in time on a busy machine
            with pytest.raises((OSError, TypeError, RuntimeError, AssertionError)):
                distributed.Client(address, timeout=5)


def test_a_scheduler_that_anybody_can_command_is_refused():
    with pytest.raises(ClassroomError, match="TLS"):
        workers.client_for("tcp://127.0.0.1:1", 1)


@pytest.mark.parametrize("seed", ["abc", "-1", "1.5", "9" * 30])
def test_a_seed_that_is_none_is_told(tmp_path, monkeypatch, seed):
    monkeypatch.setenv("GRADING_SEED", seed)
    graded = SimpleNamespace(run_file=tmp_path / "run.json")
    with pytest.raises(ClassroomError, match="is no seed"):
        with workflow.seed_of(graded):
            pass
    assert list(tmp_path.iterdir()) == []


def test_without_openssl_grading_says_what_is_missing(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ClassroomError, match="install the package openssl"):
        workers.client_for(None, 1)


def test_a_folder_of_submissions_is_collected(graded, scheduler, tmp_path):
    root, inbox = tmp_path / "course", tmp_path / "inbox"
    shutil.copytree(graded.root, root)
    old = (root / "submitted" / "solved" / WEEK / LESSON).read_bytes()
    for learner in ("solved", "whole_zip"):
        home = inbox / learner / ("week2 (1)" if learner == "whole_zip" else "")
        (home / "helpers").mkdir(parents=True)
        (home / "helpers" / "checks.py").write_text("raise SystemExit")
        (home / "numpy.py").write_text("raise SystemExit")
        nbformat.write(filled_in(root / "release" / WEEK / LESSON, RIGHT), home / LESSON)
        (home / "photo.jpg").write_bytes(b"picture")
    for learner in ("empty", "packed"):
        (inbox / learner).mkdir()
    (inbox / "packed" / "week2.zip").write_bytes(b"PK")
    (inbox / "lost.ipynb").touch()
    shutil.copytree(inbox / "solved", inbox / "[any]")
    results = grade(2, inbox, root=root, tell=str, scheduler=scheduler)
    assert {result.learner: result.total for result in results} == {
        "[any]": TOTAL, "empty": 0, "lost.ipynb": 0, "packed": 0, "solved": TOTAL, "whole_zip": TOTAL,
    }  # fmt: skip
    collected = sorted(path.name for path in (root / "submitted" / "whole_zip" / WEEK).iterdir())
    assert collected == [LESSON, "photo.jpg"]
    (kept,) = (root / "submitted" / ".replaced").glob(f"*/solved/{WEEK}/{LESSON}")
    assert kept.read_bytes() == old
    rows = table(root)
    assert rows["half_right"]["total"] == "3" and rows["whole_zip"]["total"] == "6"
    assert rows["empty"]["note"] == "not graded: no notebook of the week"
    assert "week2.zip is no zip that can be read" in rows["packed"]["note"]
    assert "in no learner's folder" in rows["lost.ipynb"]["note"]
    assert "not a whole notebook" in rows["cut_off"]["note"]


def test_what_is_missing_is_said_in_a_sentence(tmp_path, capsys):
    course = make_course(tmp_path / "course")
    with pytest.raises(ClassroomError, match="release it first"):
        grade(2, root=course)
    with pytest.raises(ClassroomError, match="There is no week 7"):
        grade(7, root=course)
    with pytest.raises(ClassroomError, match="release the week first"):
        write_samples(2, root=course)
    release(2, course)
    with pytest.raises(ClassroomError, match="nothing to grade"):
        grade(2, root=course)
    with pytest.raises(ClassroomError, match="no folder .*nowhere"):
        grade(2, tmp_path / "nowhere", root=course)
    (tmp_path / "flat").mkdir()
    with pytest.raises(ClassroomError, match="no folder per learner"):
        grade(2, tmp_path / "flat", root=course)
    with pytest.raises(SystemExit):
        main([])
    assert main(["x"]) == 1 and "There is no week x" in capsys.readouterr().err


def test_gradebook_is_kept_before_grading(tmp_path):
    assert back_up(tmp_path) is None
    open_course(make_course(tmp_path / "course")).gradebook.close()
    root = tmp_path / "course"
    first = back_up(root)
    assert back_up(root) == first  # nothing was written since
    os.utime(root / "gradebook.db")
    second = back_up(root)
    assert first != second
    assert dump(first) == dump(second) == dump(tmp_path / "course" / "gradebook.db")


def test_real_week_end_to_end(tmp_path):
    """The real lessons of week 2."""
    for name in ("helpers", "data", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("pyproject.toml", "nbgrader_config.py"):
        shutil.copy(ROOT / name, tmp_path)
    release(2, tmp_path)
    write_samples(2, root=tmp_path)
    first, *others = sorted((tmp_path / "submitted" / "untouched" / WEEK).iterdir())
    for path in others:
        path.unlink()
    half, solved, untouched = grade(2, root=tmp_path, tell=str)
    assert solved.problem == "" and solved.total == solved.maximum > 0
    assert half.problem == "" and 0 < half.total < half.maximum
    pages = (tmp_path / "feedback" / "half_right" / WEEK).glob("*.html")
    text = unwrapped(html.unescape("".join(path.read_text(encoding="utf-8") for path in pages)))
    lessons = [answers(path) for path in sorted((ROOT / "notebooks" / WEEK).glob("*.ipynb"))]
    wrong = [exercises_of(WEEK)[name] for lesson in lessons for name in list(lesson)[2::3]]
    named = [exercise.name for exercise in wrong if exercise.mistakes[0][2] in text]
    assert "neuron_backward" in named
    assert len(named) >= len(wrong) - 1  # model shows the mistake of propagate, which it calls
    assert "classroom.grading.hidden_tests" not in text and "HIDDEN TESTS" not in text
    assert untouched.total == 0 and untouched.maximum == solved.maximum
    no_answers_of_the_teachers(tmp_path, "untouched", lessons)
    shown = list((tmp_path / "autograded" / "solved" / WEEK).glob("*.ipynb"))
    for path in shown:  # as formgrader does
        assert "Your code here" not in HTMLExporter().from_filename(path)[0]
    assert len(shown) == len(lessons)


def no_answers_of_the_teachers(root, learner, lessons):
    """Nothing that is kept of a learner who wrote nothing and forgot some notebooks holds an answer."""
    kept = [
        *(root / "feedback" / learner).rglob("*.*"),
        *(root / "autograded" / learner).rglob("*"),
    ]
    texts = [html.unescape(path.read_text("utf-8")) for path in kept if path.is_file()]
    # pages, that of the week, notebooks for formgrader, the result, and what was written
    assert len(texts) == 2 * len(lessons) + 3
    lines = {
        line.strip()
        for lesson in lessons
        for answer in lesson.values()
        for line in answer.split("\n")
    }
    returned = {line for line in lines if line.startswith("return ")}
    assert len(returned) > 10
    for text in texts:
        plain = re.sub(r"<[^>]*>", "", text)
        assert "BEGIN SOLUTION" not in plain
        assert not [line for line in returned if line in plain]


SIGMOID_WRONG = "def sigmoid(z):\n    return 1 / (1 + np.exp(z))"
BUILT_ON_IT = "def predict(w, b, X):\n    return (sigmoid(np.dot(w.T, X) + b) > 0.5).astype(float)"
SPIES_ON_IT = (
    "def predict(w, b, X):\n    import inspect\n    raise ValueError(inspect.getsource(sigmoid))"
)
SPIES_AND_IS_RIGHT = (
    "def predict(w, b, X):\n    import inspect\n    print(inspect.getsource(sigmoid))\n"
    "    return (sigmoid(np.dot(w.T, X) + b) > 0.5).astype(float)"
)


def test_what_is_right_on_top_of_a_wrong_exercise_keeps_its_points(graded, scheduler, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(graded.root, root)
    shutil.rmtree(root / "submitted")
    lesson = root / "notebooks" / WEEK / LESSON
    canary = "SOLUTION\\n    # the lesson's own line"
    lesson.write_text(lesson.read_text("utf-8").replace("BEGIN SOLUTION", f"BEGIN {canary}"))
    wrong = {"initialize_with_zeros": RIGHT["initialize_with_zeros"], "sigmoid": SIGMOID_WRONG}
    submission(root, "built", wrong | {"predict": BUILT_ON_IT})
    submission(root, "not_written", {"predict": BUILT_ON_IT})
    submission(root, "both", wrong | {"predict": BUILT_ON_IT.replace("> 0.5", "> 0.7")})
    where_seen = BUILT_ON_IT.replace("X) + b)", "X) + b + 99 * (X == -1).all())")
    submission(root, "where_seen", wrong | {"predict": where_seen})
    submission(root, "spy", wrong | {"predict": SPIES_ON_IT})
    submission(root, "right_spy", wrong | {"predict": SPIES_AND_IS_RIGHT})
    submission(root, "alone", wrong | {"predict": RIGHT["predict"]})
    results = grade(2, root=root, tell=str, scheduler=scheduler)
    assert {result.learner: result.total for result in results} == {
        "built": 5, "not_written": 3, "both": 2, "where_seen": 2, "spy": 2, "right_spy": 5, "alone": 5,
    }  # fmt: skip
    for learner, kept in (("built", True), ("alone", False), ("both", False)):
        said = "right with the lesson's sigmoid in place of yours" in page(root, learner)
        assert said == kept
    for path in [*(root / "feedback").rglob("*.html"), *(root / "autograded").rglob("*.*")]:
        assert not path.is_file() or "own line" not in path.read_text("utf-8", "replace"), path
    settings = root / "nbgrader_config.py"
    settings.write_text(settings.read_text().replace("credit = True", "credit = False"))
    results = {r.learner: r.total for r in grade(2, root=root, tell=str, scheduler=scheduler)}
    assert results["built"] == 2 and results["alone"] == 5
