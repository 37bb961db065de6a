"""Values of arguments and results: compared item by item, described in messages, stored as JSON."""

import json

import numpy as np
import pytest

from helpers.checks import diagnose, load_exercises
from helpers.checks.comparing import compare
from helpers.checks.describing import describe_argument, signature
from helpers.checks.formulas import LinearFunction, PowerFunction, PowerSumForward
from helpers.checks.values import decode, encode
from tests.checks.support import flat


def test_lists_of_tuples_are_compared_item_by_item():
    """The caches of a deep network: arrays of several shapes."""
    caches = [
        ((np.ones((3, 2)), np.ones((1, 3))), np.ones((1, 2))),
        ((np.ones((1, 2)),), np.ones(1)),
    ]
    other = [
        ((np.ones((3, 2)), np.zeros((1, 3))), np.ones((1, 2))),
        ((np.ones((1, 2)),), np.ones(1)),
    ]
    assert compare(caches, caches) is None
    assert compare(caches, other, "caches").path == "caches[0][0][1]"
    assert compare(caches, caches[:1]).problem == "type"


def test_a_cache_among_the_arguments_is_shown_by_its_shapes():
    message = flat(diagnose("week4_deep_network/linear_backward", lambda dZ, cache: None))
    assert "input 1: dZ [[3 0 -6] [1 4 1]], cache ([[2 1 3]], [[4] [-2]], [[1] [0.5]])" in message
    assert as_shown("linear_backward", 2) == "dZ (2, 4), cache (3×4, 2×3, 2×1)"


def as_shown(name, position):
    """One input of a week-4 exercise, as the messages show it."""
    exercise = load_exercises("week4_deep_network")[name]
    return signature(exercise.parameters, exercise.cases[position - 1].arguments)


def test_caches_and_sizes_among_the_arguments_are_shown_readably():
    week = "week4_deep_network"
    shown = as_shown("L_model_backward", 2)
    assert shown.endswith("caches [((3×4, 2×3, 2×1), 2×4), ((2×4, 1×2, 1×1), 1×4)]")
    message = flat(diagnose(f"{week}/initialize_parameters_deep", lambda layers_dims, seed=3: None))
    assert "input 1: layers_dims [66, 267, 64, 16]" in message
    assert len(describe_argument([0.123] * 1000)) < 200


@pytest.mark.parametrize(
    "value",
    [
        np.arange(6).reshape(2, 3),
        np.array([[True]]),
        np.array([[np.nan, np.inf]]),
        (1, 2.5, None, "text"),
        {"dw": np.zeros((2, 1)), "db": 0.0},
        [1.0, [2]],
    ],
    ids=str,
)
def test_values_survive_json(value):
    back = decode(json.loads(json.dumps(encode(value))))
    assert type(back) is type(value)
    if not isinstance(value, list):
        assert compare(value, back) is None


def test_linear_functions_survive_json():
    back = decode(json.loads(json.dumps(encode(LinearFunction([[2, 0], [1, 3]], [1, -1])))))
    assert np.array_equal(back(np.array([1.0, 2.0])), [3, 6])
    assert decode(encode(LinearFunction(2, -2)))(6.0) == 10


def test_power_functions_survive_json():
    back = decode(json.loads(json.dumps(encode(PowerFunction(2.5, 3)))))
    assert back(2.0, -1.0) == -5.0
    assert str(back) == "the function 2.5 * x * theta**3"


def test_a_forward_pass_survives_json():
    back = decode(json.loads(json.dumps(encode(PowerSumForward(2)))))
    parameters = {"w": np.array([[3.0], [1.0]]), "b": np.array([[2.0]])}
    cost, cache = back(np.array([[1.0, 2.0]]), np.array([[0, 1]]), parameters)
    assert cost == 3 * 14 + 1 and list(cache) == ["w", "b"]
    assert "all parameters**2" in str(back)


def test_what_is_not_numbers_is_refused():
    with pytest.raises(TypeError, match="can't be stored"):
        encode(object())


def test_the_order_of_an_array_in_memory_survives_json():
    by_column = decode(json.loads(json.dumps(encode(np.arange(6.0).reshape(3, 2).T))))
    assert by_column.flags.f_contiguous and not by_column.flags.c_contiguous
    assert by_column.tolist() == [[0, 2, 4], [1, 3, 5]]
    assert decode(encode(np.ones((2, 3)))).flags.c_contiguous and decode(
        encode(np.zeros((0, 2)))
    ).shape == (0, 2)
