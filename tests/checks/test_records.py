"""The stored checks: recorded from the lessons, up to date, of a known version, and without a line of an answer."""

import itertools
import json

import numpy as np
import pytest

from classroom.exercises import recording
from helpers.checks import ChecksFileError, diagnose, load_exercises, records


@pytest.mark.parametrize("week", recording.weeks())
def test_stored_checks_are_what_the_lessons_give_now(week):
    """After a change to a lesson or its exercises: make checks."""
    stored, built = load_exercises(week), recording.record_week(week)
    assert list(stored) == list(built)
    for name in stored:
        old, new = (
            comparable(json.loads(json.dumps(one[name].to_json()))) for one in (stored, built)
        )
        assert shape_of(old) == shape_of(new), f"{name}: run make checks"
        old, new = numbers_in(old), numbers_in(new)
        # Machines round otherwise, and slopes measured with a step of 1e-7 hold 1e7 times as much of it.
        rtol = 1e-8 if "epsilon" in stored[name].parameters else 1e-9
        assert np.allclose(old, new, rtol=rtol, atol=1e-12, equal_nan=True), (
            f"{name}: run make checks"
        )


def comparable(exercise):
    """A stored exercise without the results of mistakes that end in an error.

    Which inputs raise, and in which words, changes with numpy's version; learners whose numpy differs
    get a hint there in place of the mistake.
    """
    mistakes = [
        mistake["sentence"] if any("error" in result for result in mistake["results"]) else mistake
        for mistake in exercise["mistakes"]
    ]
    return {**exercise, "mistakes": mistakes}


def shape_of(value):
    """A stored exercise with a word in place of each number."""
    if isinstance(value, dict):
        return {key: shape_of(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shape_of(item) for item in value]
    return "number" if isinstance(value, int | float) else value


def numbers_in(value):
    """All the numbers of a stored exercise, in order."""
    if isinstance(value, dict | list):
        items = value.values() if isinstance(value, dict) else value
        return list(itertools.chain.from_iterable(numbers_in(item) for item in items))
    return [value] if isinstance(value, int | float) else []


def test_no_source_in_the_learners_data():
    """The learner's file of checks holds numbers and sentences, no line of an answer."""
    for week in recording.weeks():
        text = (records.FOLDER / f"{week}.json").read_text(encoding="utf-8")
        for name, (source, _) in recording.solution_sources(week).items():
            body = source.split("### BEGIN SOLUTION")[1].split("### END SOLUTION")[0]
            for line in filter(lambda line: len(line) > 30, map(str.strip, body.splitlines())):
                assert line not in text, (name, line)


def test_files_of_checks_of_other_versions(tmp_path, monkeypatch):
    """Those of version 1, which had no version field, are read; others are refused in one sentence."""
    monkeypatch.setattr(records, "FOLDER", tmp_path)
    one = {
        **{"name": "twice", "parameters": ["n"], "optional": [], "unused": [], "returns": ["n"]},
        **{"tested": "right.", "no_loop": False, "cases": [{"arguments": [1], "expected": 2}]},
        "mistakes": [{"sentence": "it adds 2.", "outcomes": [{"value": 3}]}],
    }
    path = tmp_path / "week9.json"
    path.write_text(json.dumps({"twice": one}))
    assert diagnose("week9/twice", lambda n: 2 * n).passed
    assert diagnose("week9/twice", lambda n: n + 2).mistake == "it adds 2."
    for text, words in (
        (json.dumps({"version": 99}), "has version 99, these helpers read version 2"),
        ("{", "can't be read as checks"),
        (json.dumps({"version": 2, "exercises": {"twice": {}}}), "can't be read as checks"),
    ):
        path.write_text(text)
        records.read_exercises.cache_clear()
        with pytest.raises(ChecksFileError, match=words):
            diagnose("week9/twice", lambda n: n)


@pytest.mark.parametrize(
    "source, imported",
    [
        ("import math as m\nimport sys", "m"),
        ("from math import pi, e", "pi e"),
        ("from math import e", ""),
        ("import os.path", "os"),
        ("if True:\n    import math as m", ""),
        ("%matplotlib inline\nimport math as m", ""),
    ],
)
def test_only_imports_that_an_answer_uses_are_run(source, imported):
    space = {}
    exec(recording.imports_of(source, used={"m", "pi", "os"}), space)
    assert set(space) - {"__builtins__"} == set(imported.split())


def test_patch_must_fit_exactly_once():
    with pytest.raises(ValueError, match="stands 2 times, not once"):
        recording.patched("a + a", "a", "b")


def test_no_file_of_checks_is_large():
    """Each notebook reads one when it starts; one mistake that returns a table of 1,500 × 1,500 makes 200 MB of it."""
    sizes = {path.name: path.stat().st_size for path in records.FOLDER.glob("*.json")}
    assert len(sizes) == 6 and max(sizes.values()) < 6e6, sizes
