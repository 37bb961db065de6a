"""Which statements of a notebook run before an answer is tried."""

import pytest

from classroom.grading.sandbox import slicing
from tests.classroom.grading.workers import cell


@pytest.mark.parametrize(
    "given_cell, kept",
    [
        ("import numpy as np\nlong_demonstration()", "import numpy as np"),
        ("a = 1\nb = 2", ""),
        ("rate = 1\nrate += 1\nprint(rate)", "rate = 1\nrate += 1"),
        ("start = 3\nrate = start", "start = 3\nrate = start"),
        ("from math import *", "from math import *"),
        (
            "rate = {}\nrate['a'] = 1\nrate.update(b=2)",
            "rate = {}\nrate['a'] = 1\nrate.update(b=2)",
        ),
        ("if True:\n    rate = 3", "if True:\n    rate = 3"),
        ("def other():\n    rate = 1", ""),
        ("%matplotlib inline\nrate = 1", "rate = 1"),
        ("this is no Python", ""),
    ],
)
def test_of_given_cells_what_answers_need_is_run(given_cell, kept):
    answer = "def f(x):\n    return np.abs(x) * rate"
    assert needed([cell("given", given_cell), cell("answer", answer)]) == [kept, answer]


def needed(cells, wanted=()):
    """What of each cell something needs, as text."""
    return [
        "\n".join(step.source for step in steps or () if step.needed)
        for steps in slicing.steps_to_run(cells, wanted)
    ]


def test_answers_run_whole_even_where_they_are_wrong():
    broken = "def f(:\n  pass"
    assert slicing.steps_to_run([cell("answer", broken), cell("extra", broken)]) == [None, None]


def test_what_a_later_answer_changes_is_needed_before():
    cells = [
        cell("given", "n = 1"),
        cell("answer", "def f():\n    return 1"),
        cell("given", "f = n"),
    ]
    assert needed(cells, wanted=["f"]) == ["n = 1", cells[1]["source"], "f = n"]


@pytest.mark.parametrize(
    "statement",
    [
        "for i in range(3):\n    table.append(i)",
        "[table.append(i) for i in range(3)]",
        "if True:\n    table.update(a=1)",
        "while not table:\n    table[0] = 1",
        "with open('x') as file:\n    table.extend(file)",
        "try:\n    table += [1]\nexcept ValueError:\n    pass",
        "setattr(table, 'a', 1)",
        "heapq.heappush(table, 1)",
        "for i in range(3):\n    heapq.heappush(table, i)",
        "random.shuffle(x=table)",
        "own(table)",
        "own(*table)",
        "fill()",
        "x = fill()",
        "fill_by_another()",
        "class Of:\n    fill()",
        "@fills\ndef g():\n    pass",
        "@fills_when_called(1)\ndef g():\n    pass",
        "@table.entry\nclass C:\n    pass",
        "@Fills\ndef g():\n    pass",
        "globals()['table'] = 1",
        "exec('table = 1')",
        "match 1:\n    case table:\n        pass",
        "match {1: 2}:\n    case {1: 2, **table}:\n        pass",
        "%time table = 1",
        "%%time\ntable = 1",
        "%%capture out\n%%time\ntable = 1",
        "# a remark\n\n%%time\ntable = 1",
    ],
)
def test_of_own_cells_whatever_may_change_what_an_answer_reads_is_needed(statement):
    before = """
import heapq, random

def own(x):
    x.append(1)

def fill():
    global table
    table = 1

def fill_by_another():
    fill()

def fills(function):
    table[function.__name__] = function

def fills_when_called(number):
    def inner(function):
        table.append(function)
    return inner

class Fills:
    def __init__(self, function):
        table.append(function)
"""
    answer = "def f(x):\n    return table"
    kept = needed([cell("extra", before), cell("extra", statement), cell("answer", answer)])[1]
    last = slicing.plain_python(statement).strip().splitlines()[-1]
    assert last in kept, kept


@pytest.mark.parametrize(
    "statement",
    [
        "print(table)",
        "plt.plot(table)",
        "w = np.dot(w, w)",
        "for i in range(10**9):\n    w = np.dot(w, w)",
        "check(f)",
        "parameters = train(f, X, Y)",
    ],
)
def test_own_statements_that_change_nothing_an_answer_reads_run_only_as_time_allows(statement):
    before = "import numpy as np, matplotlib.pyplot as plt"
    answer = "def f(x):\n    return np.abs(x) + table"
    cells = [cell("extra", before), cell("extra", statement), cell("answer", answer)]
    steps = slicing.steps_to_run(cells)[1]
    assert [step.needed for step in steps] == [False], steps
