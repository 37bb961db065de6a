"""Copied answers are found whatever a copyist does to them; honest classes are left alone; nothing breaks it."""

import random
import re

import pytest

from classroom.reports.similarity import (
    LONGEST,
    MOST_SHARING,
    REPORTED,
    expected_by_chance,
    form_of,
    length,
    rare_groups,
    similar_pairs,
)
from classroom.results import ExerciseResult, SubmissionResult

NAMES = [f"f{k}" for k in range(6)]
OWN = '''def {name}(x, y):
    """What is given."""
    costs = []
    for step in range(10):
        ### BEGIN SOLUTION
        costs.append(np.mean(np.abs(x - y)) * 2 ** step)
        ### END SOLUTION
    return np.array(costs)'''
REFERENCES = {("1_a", f"test_{name}"): OWN.format(name=name) for name in NAMES}
HANDED_OUT = OWN[: OWN.index("### BEGIN")] + "raise NotImplementedError\n    return np.array(costs)"


def answer(name, number):
    """A wrong answer of a learner's own, another one for each number."""
    return OWN.format(name=name).replace(
        "* 2", f"+ np.sum(x * {number}) * np.max(y, axis={number})"
    )


def submission(learner, answers, solved=False):
    points = 1.0 if solved else 0.0
    parts = [
        ExerciseResult("1_a", f"test_{name}", points, 1.0, answer=text)
        for name, text in answers.items()
    ]
    return SubmissionResult(learner, "week2_x", 1, tuple(parts), "", 0.1, "")


def independent(count, answer=answer):
    """A class in which no two answers are alike."""
    return [
        submission(
            f"learner {k:04}", {name: answer(name, 100 * k + j) for j, name in enumerate(NAMES)}
        )
        for k in range(count)
    ]


def copied(results, change=lambda text: text, exercises=NAMES):
    """The results, and one more learner who has the first one's answers to some exercises, changed."""
    theirs = {part.name: part.answer for part in results[0].exercises}
    mine = {name: change(theirs[name]) if name in exercises else answer(name, -1) for name in NAMES}
    return [*results, submission("copyist", mine)]


def found(results):
    return [pair.learners for pair in similar_pairs(results, REFERENCES)]


COPY = [("copyist", "learner 0000")]
CHANGES = {
    "nothing": lambda text: text,
    "comments": lambda text: text.replace("costs = []", "costs = []  # mine\n    # all mine"),
    "docstring": lambda text: text.replace("What is given.", "I wrote this."),
    "layout": lambda text: text.replace("    ", "  ").replace("(x, y)", "(\n x,\n y,\n)"),
    "names": lambda text: text.replace("costs", "J").replace("step", "epoch"),
    "arguments": lambda text: re.sub(r"\by\b", "b", re.sub(r"\bx\b", "a", text)),
    "type hints": lambda text: text.replace("(x, y):", "(x: np.ndarray, y: 'array') -> list:"),
    "a detour": lambda text: re.sub(r"return (.*)", r"result = \1\n    return result", text),
    "unused": lambda text: text.replace("    for", "    nothing = 3\n    for"),
    "prints": lambda text: text.replace("    return", "    print('done')\n    return"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_copy_is_found_whatever_is_changed_in_it(change):
    results = independent(20)
    text = results[0].exercises[0].answer
    assert change is CHANGES["nothing"] or change(text) != text
    assert form_of(change(text)) == form_of(text)
    assert found(copied(results, change)) == COPY


def test_the_order_of_statements_makes_no_difference():
    text = "def f(x):\n    a = g(x)\n    b = h(x)\n    return a * b + a / b"
    lines = text.split("\n")
    assert form_of(text) == form_of("\n".join([lines[0], lines[2], lines[1], lines[3]]))


def test_what_makes_a_difference_stays():
    for old, new in (("x - y", "y - x"), ("range(10)", "range(11)"), ("np.max", "np.min")):
        text = answer("f0", 1)
        assert form_of(text) != form_of(text.replace(old, new))


def test_what_a_pair_tells():
    (pair,) = similar_pairs(copied(independent(20), exercises=NAMES[:5]), REFERENCES)
    assert [part.name for part in pair.shared] == NAMES[:5]
    assert all(part.wrong and part.sharing == 2 for part in pair.shared)
    assert pair.shared[0].answers == (answer("f0", 0),) * 2
    assert 0 < pair.chance <= REPORTED


def test_the_rarest_answer_comes_first():
    third = submission("third", {"f0": answer("f0", 0)})
    (pair,) = similar_pairs([*copied(independent(20)), third], REFERENCES)
    assert [part.name for part in pair.shared] == [*NAMES[1:], "f0"]
    assert pair.shared[-1].sharing == 3


def test_the_order_of_results_makes_no_difference():
    results = copied(independent(20))
    shuffled = random.Random(0).sample(results, len(results))
    assert similar_pairs(results, REFERENCES) == similar_pairs(shuffled, REFERENCES) != []


def test_honest_classes_are_left_alone():
    assert found(independent(30)) == []


@pytest.mark.parametrize("text", [OWN, HANDED_OUT, "", "def {name}(x, y):\n    return x"])
def test_what_the_lesson_gives_or_is_obvious_is_no_copy(text):
    pair = [submission(name, {one: text.format(name=one) for one in NAMES}) for name in "ab"]
    assert found([*independent(20), *pair]) == []


def test_what_was_handed_out_is_no_answer():
    """Whoever left the exercises as they were counts as who deleted them: neither makes a form rarer."""
    chances = []
    for text in (HANDED_OUT, ""):
        lazy = [
            submission(f"lazy {k}", {one: text.format(name=one) for one in NAMES})
            for k in range(10)
        ]
        (pair,) = similar_pairs([*copied(independent(20)), *lazy], REFERENCES)
        chances.append(pair.chance)
    assert chances[0] == chances[1]


def test_python_that_warns_is_python():
    """A backslash in the wrong place is a warning, which is an error in these tests."""
    text = "def f(x):\n    return '\\d' + x"
    assert form_of(text) == form_of(text.replace("x", "y"))


def test_a_line_between_given_ones_is_obvious():
    """The lines around it are the lesson's: what two learners share is short."""
    answers = {name: HANDED_OUT.format(name=name).replace("raise NotImplementedError", "costs.append(x - y)")
               for name in NAMES}  # fmt: skip
    assert found([*independent(20), submission("a", answers), submission("b", answers)]) == []


@pytest.mark.parametrize(
    "count, groups", [(1, 0), (2, 6), (MOST_SHARING, 6), (MOST_SHARING + 1, 0)]
)
def test_a_form_that_many_share_says_nothing(count, groups):
    texts = {name: answer(name, 7) for name in NAMES}
    many = [submission(f"one of many {k}", texts) for k in range(count)]
    assert len(rare_groups([*independent(5), *many], REFERENCES)) == groups


@pytest.mark.parametrize("count", [0, 1, 2])
def test_tiny_classes(count):
    assert similar_pairs(independent(count), REFERENCES) == []
    assert similar_pairs([submission(name, {}) for name in "ab"[:count]], {}) == []


def test_the_bound_of_chance():
    """At most all pairs, a factor of two for each exercise, and exp(-score)."""
    assert expected_by_chance(0.0, 5, 10) == 45
    assert expected_by_chance(10.0, 3, 10) == pytest.approx(45 * 8 * 4.54e-5, rel=1e-3)


def test_independent_learners_are_rarely_reported():
    """Learners draw each answer from ten common ones: over many classes, fewer pairs than REPORTED a class."""
    draw = random.Random(0)
    classes = [independent(25, lambda name, _: answer(name, draw.randrange(10))) for _ in range(40)]
    assert sum(len(found(class_)) for class_ in classes) / 40 <= REPORTED


BOMBS = {
    "parentheses": "x = " + "(" * 10_000 + ")" * 9_000,
    "closed parentheses": "x = " + "(" * 9_000 + "1" + ")" * 9_000,
    "brackets": "[" * 10_000,
    "nested lists": "x = " + "[" * 90 + "]" * 90,
    "sum": "x = " + "1+" * 9_900 + "1",
    "minus": "x = " + "-" * 19_000 + "1",
    "not": "x = " + "not " * 4_900 + "x",
    "attributes": "x" + ".a" * 9_900,
    "calls": "f" + "()" * 9_900,
    "lambda": "x = " + "lambda: " * 2_400 + "1",
    "ifs": "".join(f"{' ' * k}if 1:\n" for k in range(90)) + " " * 90 + "pass",
    "elifs": "if 1: pass\n" + "elif 1: pass\n" * 1_400,
    "functions": "".join(f"{' ' * k}def f(a):\n" for k in range(90)) + " " * 90 + "return a",
    "assignments": "def f(x):\n" + "".join(f"  a{k} = [a{k - 1}, a{k - 1}]\n" for k in range(1, 800)),
    "chain": "def f(x):\n" + "".join(f"  a{k} = g(a{k - 1})\n" for k in range(1, 800)) + "  return a799",
    "numbers": "x = 0x" + "f" * 19_000,
    "digits": "x = " + "9" * 19_000,
    "f-strings": "x = f'" + "{f\"{1}\"}" * 2_000 + "'",
    "strings": "'" + "\\" * 19_000,
    "quotes": "'\"" * 9_900,
    "triple quotes": "\"\"\" ' " * 3_000,
    "surrogate": "x = '\ud800'",
    "nul": "x = '\x00'",
    "escapes": "x = '\\d\\p' is 'x'",
    "long line": "x" * 100_000,
    "lines": "\n" * 19_000,
    "control": "".join(map(chr, range(32))),
    "not ascii": "λ = '鈴木'; x² = 1",
    "magic": "%%time\n!pip install x\nx = 1?",
    "no python": "def f(:\n  retrun 1 +",
    "star": "*a, b = *c, (yield)",
    "annotations": "x: int\nx.y: int = 1\nx[0]: int = 2\nclass A:\n  x: int",
    "walrus": "def f(x):\n  if (y := x): return [y for y in (z := x)]\n  del y; global q",
    "match": "match x:\n  case [a, *b]: pass\n  case {'k': v, **w}: pass\n  case A(b=c) | c: pass",
}  # fmt: skip


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_any_text_has_a_form(text):
    assert isinstance(form_of(text), str)
    assert length(text, OWN) >= 0 <= length(OWN, text)


def test_no_answer_stops_the_others():
    bombs = [
        submission(f"{learner} {name}", dict.fromkeys(NAMES, text))
        for name, text in BOMBS.items()
        for learner in "ab"
    ]
    assert COPY[0] in found([*copied(independent(20)), *bombs])


def test_answers_that_do_not_parse_are_compared_too():
    broken = [submission(name, {one: answer(one, 5).replace("):", ")", 1) + tail for one in NAMES})
              for name, tail in (("a", ""), ("b", "  # mine"))]  # fmt: skip
    assert found([*independent(20), *broken]) == [("a", "b")]


def test_a_text_too_long_for_an_answer_is_left_aside():
    assert form_of("f(x)\n" * (LONGEST // 4)) == "" != form_of("f(x)\n" * (LONGEST // 5))


def test_a_large_class():
    """A thousand learners: time that grows with pairs of them would show."""
    assert found(copied(independent(1000))) == COPY
