"""Stand-ins: functions that replace those an answer calls, while the check runs."""

import numpy as np
import pytest

from classroom.exercises import exercises_of, recording
from helpers.checks import calling, diagnose, diagnose_exercise
from helpers.checks.formulas import PowerFunction
from helpers.checks.records import CaseRecord, ExerciseRecord
from helpers.checks.values import encode
from tests.checks.support import flat, function_of


def start(n, seed=1):
    return {"W1": np.random.RandomState(seed).randn(n, 1)}


def test_a_stand_in_takes_the_place_of_a_random_function_and_goes_again():
    def train(n):
        return start(n, seed=5)["W1"]

    known = {"start": ((2,), {"W1": np.ones((2, 1))})}
    assert np.array_equal(calling.call(train, (2,), stand_ins=known).value, np.ones((2, 1)))
    assert (
        "start is called with (3, …) where (2) is expected"
        in calling.call(train, (3,), stand_ins=known).error
    )
    assert np.array_equal(train(2), start(2, seed=5)["W1"])
    assert calling.call(lambda n: n, (2,), stand_ins=known).value == 2


@pytest.mark.parametrize(
    "call", ["(n)", "(n, 5)", "(n, seed=5)", "(n=n)", "(n=n, seed=5)"], ids=lambda call: call
)
def test_a_stand_in_takes_no_notice_of_what_follows_the_arguments_expected(call):
    """The notes write initialize_parameters_deep(layers_dims); a seed may follow, by place or by name."""
    for n in (2, [12, 4, 1]):
        known = {"start": ((n,), 7.0)}
        namespace = {"start": None}
        exec(f"def train(n):\n    return start{call}", namespace)
        assert calling.call(namespace["train"], (n,), stand_ins=known).value == 7.0
        assert (
            "start is called with" in calling.call(namespace["train"], (3,), stand_ins=known).error
        )


@pytest.mark.parametrize(
    ("call", "wrong"),
    [
        ("(n, 5)", ""),
        ("(n, seed=5)", ""),
        ("(seed=5, n=n)", ""),
        ("(n)", "(2, 1) where (2, 5)"),
        ("(n, seed=3)", "(2, 3) where (2, 5)"),
        ("(5, n)", "(5, 2) where (2, 5)"),
        ("(n, True)", "(2, True) where (2, 5)"),
    ],
    ids=lambda text: text,
)
def test_a_stand_in_may_expect_a_seed_by_place_or_by_name(call, wrong):
    namespace = {"start": start}
    exec(f"def train(n):\n    return start{call}", namespace)
    result = calling.call(namespace["train"], (2,), stand_ins={"start": ((2, 5), 7.0)})
    if wrong:
        assert f"start is called with {wrong} is expected" in result.error
    else:
        assert result.value == 7.0 and not result.error


def test_a_stand_in_that_is_never_called_is_noted(monkeypatch):
    def train(n):
        return n + 1

    stand_ins = {
        "start": encode(((2,), 1.0)),
        "other": encode(((2,), 3.0)),
    }  # the second by mistake only
    case = CaseRecord({"arguments": [1], "expected": 1, "stand_ins": stand_ins})
    record = ExerciseRecord("train", ["n"], [], [], ["n"], "right.", cases=(case,))
    message = flat(diagnose_exercise({"train": record}, "train", train))
    assert "it never calls start, which belongs in this function" in message
    assert "other" not in message


def test_a_function_stands_in_for_another_only_while_the_check_runs():
    def forward_propagation(x, theta):
        return theta * x

    space = {"forward_propagation": forward_propagation}
    exec("def twice(x):\n    return 2 * forward_propagation(x, 3.0)", space)
    stand_ins = {
        "forward_propagation": PowerFunction(1.0, 2),
        "never_called": PowerFunction(1.0, 1),
    }
    assert calling.call(space["twice"], [5.0], stand_ins=stand_ins).value == 90.0
    assert space["twice"](5.0) == 30.0


def test_message_says_which_function_stands_in(sources):
    exercise = exercises_of("week5_improving_networks")["gradient_check"]
    source, _ = sources["week5_improving_networks"]["gradient_check"]
    wrong = recording.patched(source, "theta - epsilon", "theta")
    function = function_of(sources, "week5_improving_networks", exercise, wrong)
    text = flat(diagnose("week5_improving_networks/gradient_check", function))
    assert "try it" in text  # on the first input nothing stands in
    # Right for a nudge of 0.5, that of the first two inputs.
    function = function_of(
        sources,
        "week5_improving_networks",
        exercise,
        source.replace("(2 * epsilon)", "(2 * 0.5)"),
    )
    text = flat(diagnose("week5_improving_networks/gradient_check", function))
    assert "forward_propagation is the function x * theta**3, for this input" in text
    assert "try it" not in text
