"""Whatever a learner's function does becomes a message: strange results, exceptions, side effects, endless loops."""

import signal
import subprocess
import sys
import threading
import time
import warnings

import numpy as np
import pytest

from classroom.paths import ROOT
from helpers.checks import Checks, Kind, calling, diagnose, judging
from helpers.checks.judging import RAISE_ERRORS
from helpers.checks.time_limit import time_limit
from tests.checks.support import EXERCISES, WEEK, flat


class Strange:
    """An object that fails at whatever is done with it."""

    def __array__(self, *args, **kwargs):
        raise RuntimeError("no array")

    def __getattr__(self, name):
        raise RuntimeError("no attribute")


STRANGE_RESULTS = {
    "None": None,
    "text": "0.5",
    "complex": 1j,
    "object": Strange(),
    "ragged list": [[1], [2, 3]],
    "function": abs,
    "type": int,
    "nan": float("nan"),
    "infinity": float("inf"),
    "empty array": np.array([]),
    "array of objects": np.array([None, {}], dtype=object),
    "array of text": np.array(["a"]),
    "huge list": [0] * 100_000,
    "set": {1, 2},
    "tuple": (1, 2, 3),
    "masked": np.ma.masked_array([1.0], mask=[True]),
}


@pytest.mark.parametrize("name", [exercise.name for week, exercise in EXERCISES if week == WEEK])
@pytest.mark.parametrize("result", STRANGE_RESULTS.values(), ids=STRANGE_RESULTS)
def test_strange_results_become_a_message(name, result):
    diagnosis = diagnose(f"{WEEK}/{name}", lambda *arguments: result)
    assert not diagnosis.passed
    assert diagnosis.message.startswith(f"✗ {name}")


@pytest.mark.parametrize(
    "error", [ValueError("x"), SystemExit(1), RecursionError(), MemoryError(), AssertionError()]
)
def test_strange_exceptions_become_a_message(error):
    def sigmoid(z):
        raise error

    message = flat(diagnose(f"{WEEK}/sigmoid", sigmoid))
    assert type(error).__name__ in message and "raise error" in message


def test_unwritten_exercise_is_told_from_a_wrong_one():
    def sigmoid(z):
        raise NotImplementedError

    message = flat(diagnose(f"{WEEK}/sigmoid", sigmoid))
    assert "not written yet" in message and "never uses" not in message


def test_wrong_number_of_parameters():
    assert "it must take the arguments (z)" in flat(diagnose(f"{WEEK}/sigmoid", lambda: 0.5))


def test_not_a_function():
    assert "not a function" in flat(diagnose(f"{WEEK}/sigmoid", 3))


def test_another_default_is_refused(sources):
    def model(
        X_train, Y_train, X_test, Y_test, num_iterations=7, learning_rate=0.5, print_cost=False
    ):
        return {}

    found = diagnose(f"{WEEK}/model", model)
    assert (
        found.kind is Kind.WRONG_PARAMETERS
        and "without num_iterations it must use 2000" in flat(found)
    )


def test_what_should_be_printed_is_asked_for(sources):
    reference = sources[WEEK]["optimize"][1]["optimize"]

    def optimize(w, b, X, Y, num_iterations=2000, learning_rate=0.004, print_cost=False):
        return reference(w, b, X, Y, num_iterations, learning_rate)

    found = diagnose(f"{WEEK}/optimize", optimize)
    assert found.kind in (Kind.NOTHING_PRINTED, Kind.WRONG_PARAMETERS), flat(found)


def test_a_lambda_under_the_exercises_name_is_checked(capsys, monkeypatch):
    # Outside IPython, whichever test before this one has started a shell.
    monkeypatch.setattr("helpers.checks.notebook.get_ipython", lambda: None)
    space = {"np": np, "check": Checks(WEEK)}
    exec("sigmoid = lambda z: 1 / (1 + np.exp(-z))\ncheck(sigmoid)", space)
    assert capsys.readouterr().out.startswith("✓ sigmoid")
    exec("sigmoid = np.vectorize(lambda z: 1 / (1 + np.exp(-z)))\ncheck(sigmoid)", space)
    assert capsys.readouterr().out.startswith("✓ sigmoid")


def test_a_list_of_results_passes_with_a_remark():
    def initialize_with_zeros(dim):
        return [np.zeros((dim, 1)), 0.0]

    found = diagnose(f"{WEEK}/initialize_with_zeros", initialize_with_zeros)
    assert found.passed and "without [ ] around them they are a tuple" in flat(found)


def test_async_gets_its_remedy():
    async def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # "never awaited"
        assert "async makes one: leave it out." in flat(diagnose(f"{WEEK}/sigmoid", sigmoid))


def test_a_number_in_an_array_is_refused_with_the_remedy():
    """It would pass through the formulas, and break the printing of a later cell."""
    message = flat(diagnose(f"{WEEK}/L2", lambda a, b: np.sum((a - b) ** 2, keepdims=True)))
    assert "one number, but in a list or array of shape (1,): float(np.squeeze(…))" in message


def test_an_optional_argument_keeps_its_name():
    """A later cell gives it by name."""

    def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.005):
        return {}

    assert "it must take the arguments (X_train" in flat(diagnose(f"{WEEK}/model", model))


@pytest.fixture(params=["by_alarm", "by_thread"])
def limit(request, monkeypatch):
    """The limit where the system has an alarm, and where it has none; this one's name."""
    if request.param == "by_thread":
        monkeypatch.delattr(signal, "setitimer", raising=False)
    elif not hasattr(signal, "setitimer"):
        pytest.skip("no alarm here")
    return request.param


def test_an_endless_loop_is_stopped_once(monkeypatch, limit):
    monkeypatch.setattr(calling, "SECONDS", 0.2)
    calls = []

    def sigmoid(z):
        calls.append(z)
        while True:
            pass

    message = flat(diagnose(f"{WEEK}/sigmoid", sigmoid))
    assert "no result after 0.2 seconds" in message and "does the loop ever end?" in message
    assert "pass" in message or "while True" in message  # where it was
    assert len(calls) == 1


def test_the_limit_is_over_when_the_call_is(limit):
    """What ends in time keeps its result and its own exception, and nothing is raised later."""
    for seconds in (0.02, 30):
        with time_limit(seconds):
            result = 1
        with pytest.raises(TimeoutError, match="the learner's own"):
            with time_limit(seconds):
                raise TimeoutError("the learner's own")
    end = time.monotonic() + 0.1
    while time.monotonic() < end:
        result += 1
    assert result > 1


def test_a_limit_that_runs_out_at_the_very_end_spoils_nothing(limit):
    """Either the result is there or the error, whichever came first, and never an error afterwards."""

    def busy():
        end = time.monotonic() + 0.002
        while time.monotonic() < end:
            pass

    late = []
    for _ in range(200):
        try:
            with time_limit(0.002):
                busy()
        except TimeoutError as error:
            late.append(f"{type(error).__name__}: {error}")
        for _ in range(1000):
            pass
    assert set(late) <= {"TimeoutError: no result after 0.002 seconds"}


def test_outside_the_main_thread_an_endless_loop_ends_too():
    messages = []

    def endless():
        with pytest.raises(TimeoutError, match="no result after 0.1 seconds"):
            with time_limit(0.1):
                while True:
                    pass
        messages.append("ended")

    thread = threading.Thread(target=endless, daemon=True)
    thread.start()
    thread.join(20)
    assert messages == ["ended"]


TRACED = """
import signal, sys, time
del signal.setitimer
from helpers.checks.time_limit import time_limit
for seconds in (30, 0.001):
    for _ in range(50):
        try:
            with time_limit(seconds):
                end = time.monotonic() + (0.001 if seconds < 1 else 0)
                while time.monotonic() < end:
                    pass
        except TimeoutError:
            pass
def traced():
    return "done"
sys.settrace(lambda *_: None)
said = traced()
sys.settrace(None)
print(said)
"""


def test_after_a_limit_by_a_thread_functions_can_be_traced():
    """Python 3.11 would never end where an exception was asked for and taken back."""
    command = [sys.executable, "-c", TRACED]
    asked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert asked.stdout == "done\n", asked.stderr


def test_without_alarm_and_threads_there_is_no_limit(monkeypatch):
    """As in a browser."""

    def start(thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.delattr(signal, "setitimer", raising=False)
    monkeypatch.setattr(threading.Thread, "start", start)
    with time_limit(0.01):
        time.sleep(0.03)


def test_a_loop_where_none_is_wanted_passes_with_a_remark():
    def without_loop(x):
        return x / np.sqrt((x**2).sum(axis=1, keepdims=True))

    def loop(x):
        rows = []
        for row in x:
            rows.append(row / np.sqrt(row @ row))
        return np.array(rows)

    for function, remarked in ((without_loop, False), (loop, True)):
        diagnosis = diagnose(f"{WEEK}/normalize_rows", function)
        assert diagnosis.passed and ("it loops" in flat(diagnosis)) == remarked


def test_arguments_are_copies(sources):
    """A function that destroys its input spoils neither the other inputs nor the next check."""

    def sigmoid(z):
        result = 1 / (1 + np.exp(-np.array(z)))
        if np.ndim(z):
            z[...] = 0
        return result

    for _ in range(2):
        assert "changes its argument z" in flat(diagnose(f"{WEEK}/sigmoid", sigmoid))


def test_a_change_too_small_for_the_tolerance_is_a_change():
    def compute_cost(AL, Y):
        np.clip(AL, 1e-15, 1 - 1e-15, out=AL)
        return -np.mean(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))

    message = flat(diagnose("week4_deep_network/compute_cost", compute_cost))
    assert "changes its argument AL" in message


def test_warnings_are_a_remark_not_a_failure():
    def sigmoid(z):
        np.log(np.zeros(1))
        return 1 / (1 + np.exp(-z))

    diagnosis = diagnose(f"{WEEK}/sigmoid", sigmoid)
    assert diagnosis.passed and "divide by zero" in diagnosis.message


def test_an_error_in_the_check_itself_is_not_the_learners(monkeypatch, sources):
    sigmoid = sources[WEEK]["sigmoid"][1]["sigmoid"]
    monkeypatch.setattr(judging, "judge", lambda exercise, results: 1 / 0)
    found = diagnose(f"{WEEK}/sigmoid", sigmoid)
    assert found.kind is Kind.CHECK_FAILED and "this is not your mistake" in flat(found)
    assert f"{RAISE_ERRORS}=1" in flat(found)
    assert diagnose(f"{WEEK}/sigmoid", lambda z: Strange()).kind is Kind.UNREADABLE_RESULT
    monkeypatch.setenv(RAISE_ERRORS, "1")
    with pytest.raises(ZeroDivisionError):
        diagnose(f"{WEEK}/sigmoid", sigmoid)
