"""Two mistakes in one output, which inputs show apart; two names that are one object; loops that are left."""

import numpy as np
import pytest

from helpers.checks.place import RELATED, nearness
from helpers.repair.words import KINDS
from tests.repair.support import Equals, defined, find, needs_fork, shown

TOTAL = """def total(x, w, b):
    found = 0
    for k in range(len(x)):
        z = w * x[k] + b
        found = found + z**2
    return found
"""


@needs_fork
def test_of_two_mistakes_one_is_found_where_the_other_does_not_show():
    """No bias is added, and the loop ends too early: neither alone makes a number right, but where the bias is zero."""
    wrong = TOTAL.replace(" + b", "").replace("range(len(x))", "range(len(x) - 1)")
    cases = [(np.array([1.0, 3.0]), 2.0, 1.0), (np.array([2.0, 4.0, 3.0]), 1.5, 0.5)]
    without_bias = (np.array([2.0, -1.0, 5.0]), 3.0, 0.0)
    repair = find(wrong, Equals(defined(TOTAL, "total"), *cases, without_bias), "total")
    assert (3, "len(x) - 1") in shown(repair) or (3, "1") in shown(repair)
    assert repair.edits == 2


@needs_fork
def test_where_a_copy_helps_no_sign_is_blamed():
    right = "def layer(W, X):\n    Z = W * X\n    return Z, np.tanh(Z)\n"
    wrong = "def layer(W, X):\n    Z = W * X\n    A = np.tanh(Z, out=Z)\n    return Z, A\n"
    given = [(np.array([[1.0, -2.0]]), 3.0), (np.array([[0.5, 3.0]]), 2.0)]
    assert find(wrong, Equals(defined(right, "layer"), *given), "layer").kind == "copy"


@needs_fork
@pytest.mark.parametrize(
    "wrong, right, kind",
    [
        ("            break", "            continue", "way out"),
        ("{w * abs(v) for v in x}", "[w * abs(v) for v in x]", "function"),
    ],
)
def test_a_loop_that_is_left_and_a_set_in_the_place_of_a_list(wrong, right, kind):
    source = (
        "def total(x, w):\n    found = 0\n    for v in x:\n        if v < 0:\n            continue\n"
        "        found += v * w\n    return found, sum([w * abs(v) for v in x])\n"
    )
    given = ([1.0, -2.0, 3.0, 3.0], 2.0), ([-1.0, 1.0, 5.0], 3.0)
    repair = find(source.replace(right, wrong), Equals(defined(source, "total"), *given), "total")
    assert repair.kind == kind and kind in KINDS


@needs_fork
def test_of_a_name_with_two_digits_more_than_one_character_is_read():
    source = (
        'def steps(p, g):\n    return np.array([p[n] - g["d" + n[0] + n[1]] for n in sorted(p)])\n'
    )
    given = [
        ({f"W{k}": float(k) for k in range(1, n)}, {f"dW{k}": k / 7 for k in range(1, n)})
        for n in (4, 13)
    ]
    oracle = Equals(defined(source.replace("n[1]]", "n[1:]]"), "steps"), *given)
    assert shown(find(source, oracle, "steps")) == [(2, "n[1]")]


@needs_fork
def test_layers_that_are_numbered_from_the_top_are_found():
    right = (
        "def named(x):\n    L = len(x)\n    return {f'd{L - k}': 2 * v for k, v in enumerate(x)}\n"
    )
    wrong = right.replace("{L - k}", "{k}")
    as_row = (
        ("    return {", "    f = {"),
        ("}\n", "}\n    return np.array([f.get(f'd{k}', -1) for k in range(9)])\n"),
    )
    for old, new in as_row:
        right, wrong = right.replace(old, new), wrong.replace(old, new)
    oracle = Equals(defined(right, "named"), ([5.0, 6.0, 7.0],), ([1.0, 2.0],))
    repair = find(wrong, oracle, "named")
    assert (3, "f'd{k}'") in shown(repair)


def test_what_is_off_by_a_factor_or_by_a_number_a_row_is_nearer_than_what_is_wrong_throughout():
    right = np.array([[1.0, 2.0, 4.0], [3.0, -1.0, 2.0]])
    assert nearness(right, right) == 1
    assert nearness(-2 * right, right) == RELATED
    assert nearness(right + [[1.0], [-3.0]], right) == RELATED
    assert nearness(right**2, right) < RELATED
    assert nearness(right + [[1.0, 2.0, 3.0]], right) < RELATED
    assert nearness(0 * right, right) < RELATED
    assert nearness(np.array(3.0), np.array(5.0)) < RELATED  # of one number that says nothing
    assert nearness(np.array([True, False, True]), np.array([1.0, 2.0, 1.0])) < 1
