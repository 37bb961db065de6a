"""Every exercise: its right answers pass, its typical mistakes are rejected and named."""

import pytest

from classroom.exercises import recording
from classroom.grading.hidden_tests import check_on_new_inputs
from classroom.paths import find_lessons
from helpers.checks import diagnose, load_exercises
from helpers.checks.judging import call_on_cases
from helpers.notebook_cells import cells_of
from tests.checks.support import EXERCISES, flat, function_of

MISTAKES = [
    pytest.param(week, exercise, mistake, id=f"{exercise.name}: {mistake[2]}")
    for week, exercise in EXERCISES
    for mistake in exercise.mistakes
]
RIGHT = [
    pytest.param(week, exercise, source, id=f"{exercise.name}-{number}")
    for week, exercise in EXERCISES
    for number, source in enumerate(exercise.right)
]


@pytest.mark.parametrize(
    "week, exercise", EXERCISES, ids=lambda value: getattr(value, "name", value)
)
def test_reference_passes(sources, week, exercise):
    diagnosis = diagnose(f"{week}/{exercise.name}", function_of(sources, week, exercise))
    assert diagnosis.passed and diagnosis.message.startswith(f"✓ {exercise.name}: ")


@pytest.mark.parametrize("week, exercise, source", RIGHT)
def test_right_answer_written_differently_passes(sources, week, exercise, source):
    function = function_of(sources, week, exercise, source)
    diagnosis = diagnose(f"{week}/{exercise.name}", function)
    assert diagnosis.passed, diagnosis.message
    check_on_new_inputs(f"{week}/{exercise.name}", function, seed=7)


@pytest.mark.parametrize("week, exercise, mistake", MISTAKES)
def test_mistake_is_rejected_and_named(sources, week, exercise, mistake):
    old, new, sentence = mistake
    source = recording.patched(sources[week][exercise.name][0], old, new)
    function = function_of(sources, week, exercise, source)
    diagnosis = diagnose(f"{week}/{exercise.name}", function)
    assert not diagnosis.passed, f"{sentence!r}: what it stands for is right on every input"
    if not (sentence in flat(diagnosis) and diagnosis.mistake):
        assert worded_differently(week, exercise.name, sentence, function), diagnosis.message


def worded_differently(week, name, sentence, function):
    """Whether this numpy words the mistake's error otherwise than the one the checks were built with."""
    exercise = load_exercises(week)[name]
    known = {
        result.error
        for mistake in exercise.mistakes
        if mistake.sentence == sentence
        for result in mistake.results
        if result.error
    }
    now = [result.error for result in call_on_cases(function, exercise)]
    new = {error for error in now if error} - known
    return bool(new) and {e.split(":")[0] for e in new} <= {e.split(":")[0] for e in known}


@pytest.mark.parametrize(
    "week, exercise", EXERCISES, ids=lambda value: getattr(value, "name", value)
)
def test_every_exercise_has_mistakes_and_another_right_answer(week, exercise):
    assert len(exercise.mistakes) >= 5
    assert len(exercise.right) >= 1


@pytest.mark.parametrize("week", recording.weeks())
def test_each_answer_stands_in_one_place(week):
    """In a lesson, or, for an exercise that has left its lesson, beside its mistakes."""
    cells = [cell for path in find_lessons(week) for cell in cells_of(path.read_bytes())]
    in_lessons = {cell.grade_id for cell in cells if cell.is_solution}
    exercises = {exercise.name: exercise for one, exercise in EXERCISES if one == week}
    assert in_lessons == {name for name, exercise in exercises.items() if not exercise.reference}
