"""What is said of a result that is a part of the expected one, or another output, and where nothing of it is said."""

import numpy as np
import pytest

from helpers.checks import diagnose
from helpers.checks.judging import diagnose_exercise
from helpers.checks.records import CaseRecord, ExerciseRecord
from helpers.checks.values import encode
from tests.checks.support import flat


def exercise_of(right, inputs, returns=("result",)):
    """The record of an exercise whose right answer is a function of x, on some inputs."""
    cases = [CaseRecord({"arguments": [encode(x)], "expected": encode(right(x))}) for x in inputs]
    return ExerciseRecord("f", ["x"], [], ["x"], list(returns), "", cases=tuple(cases))


def said(right, mine, inputs, returns=("result",)):
    """The message on a function that is not the right one."""
    exercise = exercise_of(right, inputs, returns)
    return flat(diagnose_exercise({"f": exercise}, "f", lambda x: mine(x)))


MATRICES = [
    np.array([[1.0, 2, 3], [4, 5, 7]]),
    np.array([[2.0, 5], [7, 1], [4, 3]]),
]
ROWS = [np.array([[3.0, 5, 8]]), np.array([[4.0, 9]])]
LISTS = [np.array([1.0, 4, 2, 7]), np.array([5.0, 3, 9, 8, 6])]
LAST, FIRST = "it is the last column alone.", "it is the first column alone."


@pytest.mark.parametrize(
    "inputs, part, words",
    [
        (MATRICES, lambda x: x[:, -1], f"shape (2, 3) is expected, (2,) came: {LAST}"),
        (MATRICES, lambda x: x[:, -1:], f"shape (2, 3) is expected, (2, 1) came: {LAST}"),
        (MATRICES, lambda x: x[:, 0], FIRST),
        (MATRICES, lambda x: x[:, [0]].T, FIRST),
        (ROWS, lambda x: x[0, :1], "shape (1, 3) is expected, (1,) came: it is the first value alone."),
        (LISTS, lambda x: x[-1:], "shape (4,) is expected, (1,) came: it is the last value alone."),
        (LISTS, lambda x: np.delete(x, 1), "4 values are expected, 3 came: those are right, 4 at index 1 is missing."),
        (LISTS, lambda x: x[2:], "2 came: those are right, 1 at index 0, 4 at index 1 are missing."),
        (
            [np.arange(1.0, 9), np.arange(2.0, 12)],
            lambda x: x[:3],
            "those are right, 4 at index 3, 5 at index 4, 6 at index 5 … are missing.",
        ),
    ],
)  # fmt: skip
def test_a_part_of_the_expected_values_is_named(inputs, part, words):
    message = said(lambda x: x, part, inputs)
    assert words in message, message


PARTS = ("alone.", "missing.")


@pytest.mark.parametrize(
    "inputs, part",
    [
        # The last column on one input only.
        (MATRICES, lambda x: x[:, -1] if len(x) == 2 else x[:, 0] + 0.5),
        (LISTS, lambda x: x[-1:] if len(x) == 4 else x[-1:] + 0.5),
        (LISTS, lambda x: x[1:] if len(x) == 4 else x[1:] + 0.5),
        # Another column, row, or value.
        (MATRICES, lambda x: x[:, 1] + 0.5),
        (MATRICES, lambda x: x[-1]),
        (LISTS, lambda x: x[1:2]),
        (LISTS, lambda x: x[1:2] + 0.5),
        # Values in another order, or one more than once.
        (LISTS, lambda x: x[:3][::-1]),
        (LISTS, lambda x: x[[0, 0, 1]]),
        # More values than there should be, or the right number of them.
        (LISTS, lambda x: np.append(x, 3)),
        (MATRICES, lambda x: np.hstack([x, x[:, -1:]])),
        (MATRICES, lambda x: x.ravel()),
        # A single number of a matrix, or no number.
        (MATRICES, lambda x: x[:1, 0]),
        (LISTS, lambda x: x[:0]),
    ],
)
def test_what_is_no_part_on_every_input_is_not_named_as_one(inputs, part):
    message = said(lambda x: x, part, inputs)
    assert not any(words in message for words in PARTS), message
    assert "hint" in message


def test_a_matrix_of_one_column_has_no_last_one():
    """Of (3, 1) the column is all: what is lost there is a dimension."""
    inputs = [np.array([[1.0], [2], [4]]), np.array([[5.0], [3]])]
    message = said(lambda x: x, lambda x: x[:, -1], inputs)
    assert "alone" not in message and "a dimension is lost" in message


TWO = ("dW", "db")


@pytest.mark.parametrize(
    "mine, inputs, words",
    [
        (lambda x: (x + 1, x + 1), MATRICES, "db has the values of dW."),
        (lambda x: (x * 2, x * 2), MATRICES, "dW has the values of db."),
        # On one input only.
        (lambda x: (x + 1, x + 1 if len(x) == 2 else x * 3), MATRICES, None),
        (lambda x: (x + 1, x + 1), MATRICES[:1], None),
        # Few numbers may be alike by chance.
        (lambda x: (x + 1, x + 1), [np.array([3.0]), np.array([5.0])], None),
        (lambda x: (x + 1, x * 3), MATRICES, None),
    ],
)
def test_an_output_with_the_values_of_another_is_named(mine, inputs, words):
    message = said(lambda x: (x + 1, x * 2), mine, inputs, TWO)
    assert (words in message) if words else "has the values of" not in message, message


def test_outputs_that_should_be_alike_are_not_said_to_be():
    message = said(lambda x: (x + 1, x + 1), lambda x: (x * 3, x * 3), MATRICES, TWO)
    assert "has the values of" not in message


@pytest.mark.parametrize(
    "key, words", [("b", 'grads["b"] has the values of grads["W"].'), ("W", None)]
)
def test_an_entry_of_a_dictionary_with_the_values_of_another_is_named(key, words):
    def right(x):
        return {"W": x + 1, "b": x * 2}

    message = said(right, lambda x: right(x) | {key: x + 1}, MATRICES, ["grads"])
    assert words is None or words in message, message


def test_a_part_of_a_cache_with_the_values_of_another_is_named():
    message = said(
        lambda x: (x * 2, (x, x + 3)), lambda x: (x * 2, (x * 2, x + 3)), MATRICES, ("Z", "cache")
    )
    assert "cache[0] has the values of Z." in message, message


def test_a_dictionary_that_holds_itself_is_told_of_like_any_other():
    def graph_backward(a, b, c):
        found = {"dv": 3.0, "du": 3.0, "da": 3.0, "db": 1.0, "dc": 1.0}
        found["all"] = found
        return found

    assert 'derivatives["db"]' in flat(
        diagnose("week2_logistic_regression/graph_backward", graph_backward)
    )


def test_an_output_that_should_be_an_argument_is_told():
    def kept(mine, right=lambda x: (x, x.sum())):
        return said(right, mine, MATRICES, ("kept", "total"))

    words = "kept should be the argument x as it came"
    assert words in kept(lambda x: (x @ x.T, x.sum()))
    assert words in kept(lambda x: (np.sinh(x), x.sum()))
    assert "it is transposed" in kept(lambda x: (x.T, x.sum()))
    assert words not in kept(lambda x: (np.exp(x), x.sum()), lambda x: (x + 1, x.sum()))
    assert words not in kept(lambda x: (x, 2 * x.sum()))


def test_outputs_that_have_changed_places_are_told():
    def grads(mine):
        return said(lambda x: {"dW1": np.sin(x), "dW2": np.cos(x)}, mine, MATRICES, ("grads",))

    both = grads(lambda x: {"dW1": np.cos(x), "dW2": np.sin(x)})
    assert 'on this input, grads["dW1"] and grads["dW2"] have changed places.' in both
    one = grads(lambda x: {"dW1": np.cos(x), "dW2": np.exp(x)})
    assert 'on this input, grads["dW1"] has the values that grads["dW2"] should have.' in one
    # Where it holds on one input alone, it may be chance.
    chance = grads(lambda x: {"dW1": np.cos(x) if x[0, 0] == 1 else np.exp(x), "dW2": np.sin(x)})
    assert "on this input, grads" not in chance


def test_small_arrays_are_not_called_transposed_where_others_are_not():
    def mine(x):
        return x.sum(axis=0, keepdims=True) if x.shape == (2, 2) else x.mean(axis=0, keepdims=True)

    square, long = np.array([[1.0, 4], [4, 2]]), np.arange(6.0).reshape(2, 3)
    found = said(lambda x: x.sum(axis=1, keepdims=True), mine, [square, long])
    assert "shape (2, 1) is expected, (1, 2) came." in found and "transposed" not in found


def test_sizes_are_whole_numbers():
    for sizes, words in (
        (lambda X, Y, n_h=4: (X.size / X.shape[1], n_h, len(Y)), "one with a point: // does not"),
        (lambda X, Y, n_h=4: (np.int64(len(X)), n_h, len(Y)), "✓"),
    ):
        assert words in flat(diagnose("week3_shallow_network/layer_sizes", sizes))


def test_values_that_stand_under_other_names_are_told():
    """J is v here and v is u: no factor is missing."""
    space = {"np": np}
    exec("def graph_forward(a, b, c):\n    return {'u': b, 'v': b * c, 'J': a + b * c}\n", space)
    found = diagnose("week2_logistic_regression/graph_forward", space["graph_forward"])
    assert found.mistake is None
    assert (
        'values["v"] holds what values["u"] should be, and values["J"] holds what values["v"] should be'
        in flat(found)
    )
    exec(
        "def graph_forward(a, b, c):\n    u = b * c\n    return {'u': u, 'v': a + u, 'J': a + u}\n",
        space,
    )
    assert (
        "the factor 3 is missing"
        in diagnose("week2_logistic_regression/graph_forward", space["graph_forward"]).mistake
    )


EMPTY_PLACE = """
def gradient_descent_1d(slope, x, learning_rate, num_steps):
    found = [None] * (num_steps + 2)
    found[1] = x
    for k in range(num_steps):
        found[k + 2] = found[k + 1] - learning_rate * slope(found[k + 1])
    return found
"""


def test_a_list_with_a_place_that_stays_empty_is_told():
    space = {}
    exec(EMPTY_PLACE, space)
    found = diagnose("week2_logistic_regression/gradient_descent_1d", space["gradient_descent_1d"])
    said = "nothing is put into its place 0 (counted from 0), which holds None"
    assert said in flat(found)
