"""Edits of values, lists, running products and types; and what is no edit, as it only makes up for a mistake."""

import ast

import numpy as np
import pytest

from helpers.repair import statements
from helpers.repair.guard import refusal
from helpers.repair.search import has_idle_loop
from helpers.repair.trial import definitions
from helpers.repair.verdict import of_singles
from helpers.repair.words import KINDS
from tests.repair.support import Equals, defined, find, needs_fork, shown, started


def test_a_row_of_names_takes_the_values_of_a_dictionary_by_their_keys():
    source = "def ratio(cache):\n    b, W, Z, m = cache.values()\n    return (Z - b) / (W * m)\n"
    given = {"Z": 6.0, "W": 2.0, "m": 5.0, "b": 1.5}, {"W": 4.0, "m": 3.0, "b": 0.5, "Z": 1.0}
    right = source.replace("cache.values()", "(cache[name] for name in 'bWZm')")
    oracle = Equals(defined(right, "ratio"), *((one,) for one in given))
    assert shown(find(source, oracle, "ratio")) == [(2, "b, W, Z, m = cache.values()")]


@needs_fork
def test_what_is_added_to_a_list_in_parts_is_appended():
    source = (
        "def caches(x):\n    found = []\n    for k in range(3):\n        found += (x, k)\n"
        "    found += (x, x)\n    return np.array([np.size(c) * x for c in found])\n"
    )
    right = source.replace("found += (x, k)", "found.append((x, k))")
    right = right.replace("found += (x, x)", "found.append((x, x))")
    repair = find(source, Equals(defined(right, "caches"), (2.0,), (3.0,)), "caches")
    assert [line for line, _ in shown(repair)] == [4, 5] and repair.kind == "operation"


@needs_fork
def test_a_factor_that_runs_on_from_turn_to_turn_is_found():
    right = (
        "def scaled(sizes):\n    scale, found = 0.1, []\n    for n in sizes:\n"
        "        found.append(scale * np.sqrt(2 / n))\n    return np.array(found)\n"
    )
    wrong = (
        "def scaled(sizes):\n    found = []\n    scale = 1 / 10\n    for n in sizes:\n"
        "        scale *= np.sqrt(2 / n)\n        found.append(scale)\n    return np.array(found)\n"
    )
    oracle = Equals(defined(right, "scaled"), ([3, 5, 2],), ([7, 4],))
    repair = find(wrong, oracle, "scaled")
    assert (5, "scale *= np.sqrt(2 / n)") in shown(repair) and repair.kind == "update"


@needs_fork
def test_an_array_of_whole_numbers_needs_another_type_and_no_other_step():
    source = (
        "def slopes(a, b):\n    h = 1.0e-4\n    x = np.array([a, b])\n    d = np.zeros(2)\n"
        "    for k in range(2):\n        s = x[k]\n        x[k] = s + h\n        up = x[0] * x[1]\n"
        "        x[k] = s - h\n        d[k] = (up - x[0] * x[1]) / (2 * h)\n        x[k] = s\n    return d\n"
    )
    oracle = Equals(lambda a, b: np.array([b, a]), (3.0, 2.0), (3, 7), (5, 4))
    repair = find(source, oracle, "slopes")
    assert shown(repair) == [(3, "np.array([a, b])")] and repair.kind in ("type", "extra function")
    kinds = {kind for kind, text in edits_of(source, (3.0, 2.0)) if "astype(float)" in text}
    assert kinds == {"type"} and KINDS["type"] == "another type of numbers"


def edits_of(source, *begin):
    """The functions that single edits make of a source, each with the edit's kind."""
    oracle = Equals(lambda *given: 0.0, *begin)
    trial, _, scope = started(source, oracle, ast.parse(source).body[0].name)
    found = []
    for edit in statements.all_edits(trial.functions, scope):
        with edit:
            found.append((edit.kind, ast.unparse(trial.functions[0])))
    return found


def test_a_term_that_is_in_already_is_not_taken_away_again():
    source = "def merged(W, b):\n    T = np.hstack([W, b])\n    M = T @ T.T\n    return M[:, :1]\n"
    given = np.eye(2), np.ones((2, 1))
    made = [text for kind, text in edits_of(source, given) if kind == "missing term"]
    assert not [text for text in made if "M[:, :1] - b" in text or "M[:, :1] + b" in text]
    apart = source.replace("[W, b]", "[W, W]")  # there it may be missing
    assert any("M[:, :1] + b" in text for _, text in edits_of(apart, given))


@pytest.mark.parametrize(
    "loop, text, made",
    [
        ("range(0, n - 1)", "range(-1, n - 1)", False),
        ("range(n - 1, 0, -1)", "range(n - 1, -1, -1)", True),
        ("range(1, n)", "range(0, n)", True),
    ],
)
def test_a_loop_does_not_begin_before_0(loop, text, made):
    source = f"def total(x):\n    n, s = len(x), 0.0\n    for k in {loop}:\n        s += x[k]\n    return s\n"
    assert any(text in new for _, new in edits_of(source, (np.arange(4.0),))) is made


def test_a_small_step_is_exchanged_for_small_ones_only():
    source = "def slope(x):\n    h = 0.0001\n    return ((x + h) ** 2 - x**2) / h\n"
    made = [ast.parse(text).body[0].body[0].value for _, text in edits_of(source, (2.0,))]
    numbers = {node.value for node in made if isinstance(node, ast.Constant)}
    assert 1e-7 in numbers and max(numbers) <= 0.01


@pytest.mark.parametrize(
    "source, why",
    [
        ("from functools import reduce\n    return reduce(lambda a, b: a + b, x)", None),
        ("import itertools as it\n    return sum(it.accumulate(x))", None),
        ("from collections import Counter\n    return Counter(x)", None),
        ("import functools\n    return functools.cache(x)", "it uses .cache"),
        ("import collections\n    return collections.abc.sys", "it uses .abc"),
        ("from operator import attrgetter\n    return attrgetter('a')(x)", "it imports attrgetter"),
        ("import operator\n    f = operator\n    return f.attrgetter('a')(x)", "it uses operator"),
        ("import os\n    return os.sep", "it imports os"),
        ("import collections.abc\n    return 1", "it imports collections.abc"),
        ("from collections import abc\n    return abc", "it imports abc"),
        ("from functools import *\n    return 1", "it imports *"),
    ],
)
def test_of_some_modules_what_only_calculates_may_be_used(source, why):
    tree = ast.parse(f"def f(x):\n    {source}\n")
    assert refusal(tree, {"np": np}, ()) == why


def test_modules_of_the_notebook_are_held_to_the_same():
    import collections
    import functools
    import operator

    space = {"ft": functools, "c": collections, "getter": operator.attrgetter, "add": operator.add}
    for line, why in (
        ("ft.reduce(add, x)", None),
        ("c.abc.sys.modules", "it uses .abc"),
        ("getter('a')(x)", "it uses getter"),
        ("[ft][0].wraps", "it uses ft"),
    ):
        assert refusal(ast.parse(f"def f(x):\n    return {line}\n"), space, ()) == why


@needs_fork
def test_conditions_that_belong_in_one_chain_are_found():
    source = (
        "def bend(z, name):\n    if name == 'sigmoid':\n        a = 1 / (1 + np.exp(-z))\n"
        "    if name == 'relu':\n        a = np.maximum(z, 0)\n    else:\n        a = z.copy()\n    return a\n"
    )
    right = source.replace("    if name == 'relu'", "    elif name == 'relu'")
    given = [(np.array([[1.0, -2, 3]]), name) for name in ("relu", "sigmoid", "none")]
    repair = find(source, Equals(defined(right, "bend"), *given), "bend")
    assert shown(repair) == [(4, "name == 'relu'")] and repair.kind == "chain"


def test_a_loop_that_never_runs_gives_no_place_by_values():
    tree = ast.parse("def f(n):\n    s = 0\n    for k in range(n):\n        s += k\n    return s\n")
    assert has_idle_loop(tree.body, {2, 3, 5}) and not has_idle_loop(tree.body, {2, 3, 4, 5})
    assert not has_idle_loop(tree.body, {2})  # it was not come to


@needs_fork
def test_the_arguments_of_a_lambda_may_be_in_the_wrong_order():
    source = (
        "def walk(x, n):\n    step = lambda _, p: p - 0.1 * p**2\n"
        "    places = [x]\n    for k in range(n):\n        places.append(step(places[-1], k))\n"
        "    return np.array(places)\n"
    )
    right = source.replace("_, p", "p, _")
    repair = find(source, Equals(defined(right, "walk"), (2.0, 3), (1.5, 2)), "walk")
    there = [(2, "lambda _, p: p - 0.1 * p**2"), (5, "step(places[-1], k)")]
    assert shown(repair) == there  # either of them
    assert repair.kind == "argument order"


def test_where_a_copy_helps_whatever_else_makes_a_new_object_is_not_named():
    def hit(kind, cost):
        place = {"places": [[2, 8, 9, 2]], "defines": [None], "reads": [[]]}
        return {"kind": kind, "cost": cost} | place

    assert of_singles([hit("sign", 0.9), hit("copy", 1.2)])[1] == "copy"
    assert of_singles([hit("sign", 0.9), hit("power", 1.2)])[1] == "sign"


@pytest.mark.parametrize(
    "body, why",
    [
        ("return isinstance(x, np.ndarray)", None),
        ("return isinstance(x, (np.ndarray, float))", None),
        ("return np.ndarray((2,), buffer=x)", "it uses .ndarray"),
        ("t = np.ndarray\n    return t((2,))", "it uses .ndarray"),
        (
            "isinstance = lambda a, b: b((2,))\n    return isinstance(x, np.ndarray)",
            "it uses .ndarray",
        ),
        ("with np.errstate(over='ignore'):\n        return x", None),
        ("with np.errstate(over='ignore') as y:\n        return x", "it uses with"),
        ("with np.errstate(), open('a') as y:\n        return x", "it uses with"),
        ("with np.load(x):\n        return x", "it uses with"),
    ],
)
def test_types_are_asked_for_and_not_made(body, why):
    assert refusal(ast.parse(f"def f(x):\n    {body}\n"), {"np": np}, ()) == why


def test_types_are_taken_off():
    (function,) = definitions(
        "def f(x: list[int], *, y: float = 1) -> int:\n    z: int = x\n    return z\n"
    )
    assert ast.unparse(function) == "def f(x, *, y=1):\n    z = x\n    return z"
