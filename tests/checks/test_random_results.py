"""Random results are compared as facts about arrays: the words for these facts, returned as they are, get nothing."""

import json
import sys

import numpy as np
import pytest

from classroom.exercises import exercises_of
from classroom.exercises.recording import solution_sources, weeks
from classroom.grading.hidden_tests import recorded
from classroom.grading.sandbox.client import ForkServer, Limits
from classroom.grading.session import RemoteFunction, Session
from helpers.checks import diagnose_exercise, load_exercises
from helpers.checks.random_results import begin_alike
from helpers.checks.records import FOLDER

OBSERVED = [
    (week, name)
    for week in weeks()
    for name, exercise in exercises_of(week).items()
    if exercise.summary
]
SEED = 7

# Functions of (arguments): the expected facts of the case with these arguments, dressed up in some way.
DISGUISES = {
    "as they are": "facts(given)",
    "class of text": "dressed(facts(given), Text)",
    "numpy text": "dressed(facts(given), np.str_)",
    "array of text": "dressed(facts(given), np.array)",
    "array of objects": "dressed(facts(given), lambda text: np.array(text, dtype=object))",
    "list of text": "dressed(facts(given), lambda text: [text])",
    "equal to all": "dressed(facts(given), lambda text: Equal())",
    "class of dictionary": "Pairs(facts(given)) if isinstance(facts(given), dict) else facts(given)",
}
PROGRAM = """
import json
import numpy as np
from helpers.checks.values import decode

cases = json.loads(@CASES@)


class Text(str):
    exact = "exact"


class Equal:
    def __eq__(self, other):
        return True

    __hash__ = None


class Pairs(dict):
    pass


def facts(given):
    for case in cases:
        arguments = decode(case["arguments"])
        if all(map(np.array_equal, map(shape, arguments), map(shape, given))):
            return decode(case["expected"])


def shape(value):
    return [np.shape(v) for v in value.values()] if isinstance(value, dict) else value


def dressed(value, make):
    if isinstance(value, dict):
        return {key: make(text) for key, text in value.items()}
    return tuple(map(make, value))
"""


def program(exercise, disguise):
    """The source of an answer that returns the facts it is to be judged by."""
    cases = repr(json.dumps([case.stored for case in exercise.cases]))
    names = [n if n not in exercise.optional else f"{n}=3" for n in exercise.parameters]
    head = f"def {exercise.name}({', '.join(names)}, **named):"
    required = [n for n in exercise.parameters if n not in exercise.optional]
    body = f"    given = [{', '.join(required)}]\n    return {DISGUISES[disguise]}"
    return f"{PROGRAM.replace('@CASES@', cases)}\n\n{head}\n{body}\n"


def test_there_are_such_exercises_in_three_weeks():
    assert len(OBSERVED) == 8 and len({week for week, _ in OBSERVED}) == 3
    assert (FOLDER / f"{OBSERVED[0][0]}.json").is_file()


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("week, name", OBSERVED)
def test_words_for_facts_do_not_pass_a_check(week, name, disguise):
    exercises = load_exercises(week)
    space = {}
    exec(program(exercises[name], disguise), space)
    first = exercises[name].cases[0]
    assert space["facts"](first.arguments) is not None
    diagnosis = diagnose_exercise(exercises, name, space[name])
    assert not diagnosis.passed and "could not be read" not in diagnosis.message


@pytest.fixture(scope="module")
def fork_server():
    """Where workers come from."""
    if sys.platform != "linux":
        pytest.skip("the sandbox is made of Linux")
    from classroom.paths import ROOT

    with ForkServer(ROOT) as fork_server:
        yield fork_server


@pytest.mark.parametrize("week, name", OBSERVED)
def test_words_for_facts_get_nothing_in_grading(fork_server, week, name):
    """On the lesson's inputs, and where the hidden ones are known."""
    for exercises in (load_exercises(week), recorded(week, name, SEED, False)):
        for disguise in DISGUISES:
            cells = [{"kind": "answer", "source": program(exercises[name], disguise)}]
            assert not passes(fork_server, exercises, name, cells), disguise
        source, _ = solution_sources(week)[name]
        given = "import numpy as np\nfrom helpers.activations import *"
        cells = [{"kind": "answer", "source": text} for text in (given, *beside(week), source)]
        assert passes(fork_server, exercises, name, cells)


def beside(week):
    """The sources of a week's other answers, which an answer may call."""
    return [source for source, _ in solution_sources(week).values()]


def passes(fork_server, exercises, name, cells):
    """Whether an answer passes, run in the sandbox."""
    session = Session(fork_server, {}, cells, [name], Limits(), deadline=float("inf"))
    try:
        for number in range(len(cells)):
            session.run(number)
        return diagnose_exercise(exercises, name, RemoteFunction(session, (name,))).passed
    finally:
        session.close()


def test_a_worker_that_answers_with_facts_gets_nothing():
    """Even a number that calls itself an array has to be one."""

    class Array(np.ndarray):
        shape = (4, 2)

    from helpers.checks.random_results import array_of_numbers

    assert array_of_numbers(np.ones(3).view(Array)).shape == (3,)
    for value in ("text", np.array("text"), np.array([1], object), [1.0], 1.0, np.float64(1), None):
        assert array_of_numbers(value) is None


def test_numbers_of_any_size_are_compared_without_a_warning():
    """As np.empty may hold them."""
    huge = np.array([[1e300, -1e300, 3.0]])
    assert not begin_alike(huge, huge[:, :2])  # their lengths are beyond all numbers
    assert not begin_alike(huge, np.array([1.0, 2.0, 4.0]))
    assert begin_alike(np.array([1.0, 2.0]), np.array([2.0, 4.0, 5.0]))
