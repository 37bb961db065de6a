"""Hidden tests: new inputs from another seed, on which the same mistakes are rejected and named."""

import numpy as np
import pytest

from classroom.exercises import Case, Exercise, exercises_of, recording
from classroom.grading.hidden_tests import check_on_new_inputs, recorded
from helpers.checks import CheckFailed, diagnose_exercise, load_exercises
from helpers.checks.values import encode
from tests.checks.support import EXERCISES, WEEK, function_of


@pytest.mark.parametrize(
    "week, exercise", EXERCISES, ids=lambda value: getattr(value, "name", value)
)
def test_mistakes_fail_the_hidden_test_too(sources, week, exercise):
    hidden = recorded(week, exercise.name, 11, False)
    for old, new, sentence in exercise.mistakes:
        source = recording.patched(sources[week][exercise.name][0], old, new)
        function = function_of(sources, week, exercise, source)
        diagnosis = diagnose_exercise(hidden, exercise.name, function)
        assert not diagnosis.passed, sentence


@pytest.mark.parametrize(
    "week, exercise", EXERCISES, ids=lambda value: getattr(value, "name", value)
)
def test_hidden_inputs_are_never_all_known(week, exercise):
    index = list(exercises_of(week)).index(exercise.name)
    known = [
        encode(list(case.arguments))
        for case in exercise.inputs(np.random.default_rng([recording.SEED, index]))
    ]
    for seed in range(2, 30):
        cases = recording.draw_inputs(exercise, index, seed)
        assert any(encode(list(case.arguments)) not in known for case in cases), seed


def size_of(value):
    """A value without its numbers: the shapes of its arrays, the types of what is no array."""
    if isinstance(value, np.ndarray):
        return value.shape
    if isinstance(value, dict):
        return sorted((name, size_of(part)) for name, part in value.items())
    if isinstance(value, list | tuple):
        return [size_of(part) for part in value]
    return type(value).__name__


@pytest.mark.parametrize(
    "week, exercise", EXERCISES, ids=lambda value: getattr(value, "name", value)
)
def test_results_learnt_by_heart_fail_the_hidden_test(week, exercise):
    """An answer that knows the lesson's result for each size of the arguments, and looks at nothing else."""
    lesson, hidden = load_exercises(week)[exercise.name], recorded(week, exercise.name, 11, False)
    if exercise.summary:
        pytest.skip("random results are compared by what they have in common")
    known = {}
    for case in lesson.cases:
        if not case.remark:
            known.setdefault(repr(size_of(case.arguments)), case.expected)

    def by_heart(*arguments, **options):
        return known[repr(size_of(arguments))]

    assert not diagnose_exercise(hidden, exercise.name, by_heart).passed


def test_inputs_without_chance_are_refused():
    exercise = Exercise("twice", lambda rng: [Case((2,)), Case((3,))], "")
    assert len(recording.draw_inputs(exercise, 0, recording.SEED)) == 2
    with pytest.raises(ValueError, match="every draw gives the lesson's inputs"):
        recording.draw_inputs(exercise, 0, 2)


def test_hidden_test_names_its_seed():
    with pytest.raises(CheckFailed, match="seed 3"):
        check_on_new_inputs(f"{WEEK}/sigmoid", lambda z: z, seed=3)


@pytest.mark.parametrize(
    "week, name",
    [
        (WEEK, "propagate"),
        ("week3_shallow_network", "initialize_parameters"),
        ("week4_deep_network", "L_model_backward"),
        ("week5_improving_networks", "forward_propagation_with_dropout"),
    ],
)
def test_hidden_test_names_the_mistake(sources, week, name):
    """On inputs that the stored checks have not seen; of random results, too."""
    exercise = exercises_of(week)[name]
    old, new, sentence = exercise.mistakes[0]
    source = recording.patched(sources[week][name][0], old, new)
    with pytest.raises(CheckFailed) as failure:
        check_on_new_inputs(f"{week}/{name}", function_of(sources, week, exercise, source), seed=11)
    assert sentence in " ".join(str(failure.value).split())


def test_hidden_test_runs_no_mistaken_copy_for_a_right_answer(sources, monkeypatch):
    """They take most of the time, and every grading runs every hidden test. A seed that no other test has recorded."""
    monkeypatch.setattr(recording, "patched", None)
    check_on_new_inputs(f"{WEEK}/propagate", sources[WEEK]["propagate"][1]["propagate"], seed=12)
    with pytest.raises(TypeError):
        check_on_new_inputs(f"{WEEK}/propagate", lambda w, b, X, Y: None, seed=12)


def test_hidden_test_fails_what_is_right_only_the_second_time():
    calls = []

    def sigmoid(z):
        calls.append(z)
        return 1 / (1 + np.exp(-z)) if len(calls) > 1 else None

    with pytest.raises(CheckFailed, match="✗ sigmoid"):
        check_on_new_inputs(f"{WEEK}/sigmoid", sigmoid, seed=3)
