"""Two mistakes in one output, which inputs show apart; two names that are one object; loops that are left."""

import numpy as np
import pytest

from helpers.checks.place import RELATED, nearness
from helpers.repair import Place, Repair
from helpers.repair.words import KINDS, SURE, SURE_IF_CHEAP, is_sure, what
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


@needs_fork
def test_who_reads_rows_for_columns_is_shown_all_places_of_it():
    right = (
        "def scores(x, W):\n    m = len(x[0])\n    n = len(x)\n    S = np.zeros((len(W), m))\n"
        "    for i in range(m):\n        for k in range(len(W)):\n            t = 0\n"
        "            for j in range(n):\n                t += W[k, j] * x[j, i]\n"
        "            S[k, i] = t\n    return S\n"
    )
    wrong = right.replace("len(x[0])", "?").replace("len(x)", "len(x[0])").replace("?", "len(x)")
    wrong = wrong.replace("x[j, i]", "x[i, j]")
    rng = np.random.default_rng(1)
    given = [
        (rng.normal(size=(n, m)), rng.normal(size=(2, n))) for n, m in ((2, 2), (3, 2), (2, 4))
    ]
    repair = find(wrong, Equals(defined(right, "scores"), *given), "scores")
    assert [line for line, _ in shown(repair)] == [2, 3, 9] and repair.kind == "transpose"


@needs_fork
def test_rows_in_the_place_of_columns_are_shown_where_they_are_taken():
    right = (
        "def loss(S, y):\n    one = lambda s, k: np.log(np.sum(np.exp(s))) - s[k]\n"
        "    return sum(one(s, k) for s, k in zip(S.T, y))\n"
    )
    given = [(np.arange(6.0).reshape(2, 3) ** 2 % 5, [0, 1, 0]), (np.eye(3) + 1, [2, 1, 0])]
    given.append((np.array([[1.0, 5.0, 2.0], [0.0, 3.0, 1.0], [2.0, 0.5, 1.0]]), [0, 2, 1]))
    repair = find(right.replace("S.T", "S"), Equals(defined(right, "loss"), *given), "loss")
    assert shown(repair)[0][0] == 3 and shown(repair)[0][1] in ("S", "zip(S, y)")


@needs_fork
def test_one_of_two_mistakes_is_found_beside_one_that_ends_in_an_error():
    """The slope at 0 is wrong, and a plain number has no shape: the condition is shown."""
    right = "def slope(z):\n    return (np.asarray(z) > 0) * 1.0\n"
    wrong = (
        "def slope(z):\n    s = np.ones(z.shape)\n    for i in range(z.size):\n"
        "        if z.flat[i] < 0:\n            s.flat[i] = 0\n    return s\n"
    )
    given = (
        (np.array([3.0, 0.0, -1.0]),),
        (np.array([[0.0, 2.0]]),),
        (np.array([1.0, -1.0]),),
        (0.5,),
    )
    repair = find(wrong, Equals(defined(right, "slope"), *given), "slope")
    assert (4, "z.flat[i] < 0") in shown(repair) and repair.kind is None and repair.edits == 2
    without_error = find(wrong, Equals(defined(right, "slope"), *given[:3]), "slope")
    assert without_error.edits == 1


@needs_fork
def test_what_stands_outside_of_a_maximum_is_found():
    right = "def loss(a, b):\n    return sum(max(0, x - b + 1) for x in a)\n"
    wrong = right.replace("x - b + 1)", "x - b) + 1")
    given = ([1.0, -2.0, 0.5], 0.25), ([3.0, -0.5], 1.0)
    repair = find(wrong, Equals(defined(right, "loss"), *given), "loss")
    assert repair.kind == "brackets" and [line for line, _ in shown(repair)] == [2]


def test_of_a_comparison_that_is_missing_no_kind_is_told():
    """It makes 0 and 1 of whatever is there; math.exp(z) > 0, say, is 1."""
    place = Place(1, "return x", 7, 8)
    assert (
        what(Repair((place,), "missing comparison", 1, sure=is_sure("missing comparison", 0.8)))
        == ""
    )
    sign = Repair((place,), "sign", 1, sure=is_sure("sign", 0.8))
    assert what(sign) == "with another sign there the check passes."
    assert not is_sure("sign", 1.3) and is_sure("type", 1.7)
    assert KINDS.keys() >= SURE | SURE_IF_CHEAP
