"""What begins anew in each turn, and what is one object under two names, is seen in the text; and nothing else is."""

import ast
import textwrap

import pytest

from helpers.checks.condition_notes import else_of_the_second
from helpers.checks.scope_notes import late_lambdas, loops_that_never_run, other_keys, used_up
from helpers.checks.sharing_notes import of_the_caller, same_array_kept, shallow_copies
from helpers.checks.source_notes import (
    built_in_sum,
    by_place,
    flat_transposed,
    rows_counted,
    summed_sets,
    without_axis,
)
from helpers.checks.state_notes import (
    added_each_turn,
    begun_anew,
    draws_evenly,
    of_two_names,
    one_row_for_all,
)

SUMS = """
for i in range(m):
    s = 0
    t = np.zeros(3)
    for j in range(n):
        k = j
    s += x[i]
    t = t + x[i]
return s / m, t
"""


def notes(find, body, *more):
    source = "def f(x, m, n):\n" + textwrap.indent(textwrap.dedent(body).strip(), "    ")
    return find(ast.parse(source).body[0], 1, *more)


def test_sums_that_each_turn_begins_anew_are_told():
    (note,) = notes(begun_anew, SUMS)
    assert note == (
        "each turn of the loop in line 2 begins s and t (line 3) anew, so that only the last turn counts."
    )


def test_of_several_that_begin_in_one_line_all_are_told():
    together = SUMS.replace("    s = 0\n    t = np.zeros(3)\n", "    s, t = 0, np.zeros(3)\n")
    assert "line 2 begins s and t (line 3) anew" in notes(begun_anew, together)[0]
    one = together.replace("return s / m, t", "return s / m")
    assert "begins s (line 3) anew" in notes(begun_anew, one)[0]


@pytest.mark.parametrize(
    "old, new",
    [
        ("    s = 0\n    t = np.zeros(3)\n", ""),  # as it should be
        ("return s / m, t", "return found"),  # not used afterwards
        ("    t = t + x[i]", "    t = t + x[i]\n    found.append((s, t))"),  # used in each turn
        ("    s += x[i]\n    t = t + x[i]\n", "    s = x[i]\n    t = s\n"),  # nothing is added up
        ("    s = 0\n    t = np.zeros(3)\n", "    if i:\n        s = 0\n        t = 0\n"),
    ],
)
def test_what_a_turn_needs_for_itself_is_not_told(old, new):
    assert SUMS.count(old) == 1 and notes(begun_anew, SUMS.replace(old, new)) == []


def test_a_list_that_each_turn_begins_anew_is_told():
    body = "for i in range(m):\n    found = []\n    found.append(i)\nreturn np.array(found)"
    assert "begins found (line 3) anew" in notes(begun_anew, body)[0]


@pytest.mark.parametrize(
    "body, told",
    [
        ("Z = x @ x\nA = Z\nA[:] = np.tanh(Z)\nreturn A, Z", True),
        ("A = x\nfor i in range(m):\n    A[i] = 0\nreturn A + x", True),
        ("A = x\nA[0] += 1\nreturn x", True),
        ("A = x\nA[0] = 1\nreturn A", False),  # the other one is not used any more
        ("A = x.copy()\nA[0] = 1\nreturn A, x", False),
        ("A = x\nA = A + 1\nA[0] = 1\nreturn A, x", False),  # a new array by then
        ("A = x\nreturn A[0], x", False),
        ("A = x\nx = x + 1\nx = x + 1\nA[0] = 1\nreturn A, x", False),
    ],
)
def test_a_second_name_is_told_where_a_change_shows_under_the_first(body, told):
    found = notes(of_two_names, body)
    assert bool(found) is told and all("copies nothing: A and" in note for note in found)


@pytest.mark.parametrize(
    "make, told",
    [
        ("row = [0] * n\ntable = []\nfor a in range(n):\n    table.append(row)", "same row"),
        ("row = []\ntable = []\nfor a in range(n):\n    table.append(row)", "same row"),
        ("table = [[0] * n] * n", "same row"),
        ("table = []\nfor a in range(n):\n    row = [0] * n\n    table.append(row)", ""),
        ("table = [[0] * n for a in range(n)]", ""),
        ("table = np.zeros((n, n))", ""),
        ("table = [0] * n", ""),
    ],
)
def test_one_row_in_all_places_of_a_table_is_told(make, told):
    found = notes(one_row_for_all, f"{make}\nfor i in x:\n    table[i][i] += 1\nreturn table")
    assert [told in note for note in found] == [True] * bool(told)
    assert notes(one_row_for_all, f"{make}\nreturn table") == []  # nothing is changed


@pytest.mark.parametrize(
    "draw, told",
    [
        ("rng.rand(n, m)", True),
        ("np.random.uniform(-1, 1, (n, m))", True),
        ("rng.randn(n, m)", False),
        ("rng.normal(size=(n, m)) + rng.random()", False),
        ("np.zeros((n, m))", False),
    ],
)
def test_draws_that_are_not_normal_are_told(draw, told):
    found = notes(draws_evenly, f"W = 0.01 * {draw}\nreturn W")
    assert bool(found) is told and all("line 2 draws" in note for note in found)
    again = notes(draws_evenly, f"W = 0.01 * {draw}\nV = {draw}\nreturn W, V")
    assert bool(again) is told and all("lines 2 and 3 draw numbers" in note for note in again)


@pytest.mark.parametrize(
    "body, term",
    [
        ("s = 0\nfor k in range(n):\n    s = s + x[k] * m + n\nreturn s", "n"),
        ("s = 0\nfor v in x:\n    s += v * v + x[0]\nreturn s", "x[0]"),
        ("return sum(v * m + n for v in x)", "n"),
        ("for k in range(n):\n    for v in x:\n        m[k] += v * v + x[k]\nreturn m", "x[k]"),
        ("return reduce(lambda t, v: t + v * n + m, x, 0)", "m"),
        ("for j in x:\n    s = 0\n    for k in j:\n        s = s + k + m\n    t = s", "m"),
    ],
)
def test_a_term_that_each_turn_adds_again_is_told(body, term):
    (note,) = notes(added_each_turn, body)
    assert f"adds {term} once in every turn" in note


@pytest.mark.parametrize(
    "body",
    [
        "s = m\nfor v in x:\n    s = s + v\nreturn s",
        "s = 0\nfor v in x:\n    s += n\nreturn s",  # a step
        "for v in x:\n    s = v + m\nreturn s",  # not a sum that goes on
        "s = 0\nfor v in x:\n    m = v\n    s = s + v + m\nreturn s",
        "s = 0\nfor v in x:\n    s = s + v + 1\nreturn s",
        "return sum(v * m for v in x) + n",
        "for k in range(n):\n    m[k] += x[k] + n\nreturn m",  # each place once
        "return reduce(lambda t, v: t + v, x, 0)",
        "return max(v + m for v in x)",
    ],
)
def test_sums_whose_terms_are_all_new_are_not_blamed(body):
    assert notes(added_each_turn, body) == []


def test_an_else_that_belongs_to_the_second_condition_alone_is_told():
    twice = 'if m == "a":\n    s = x\nif m == "b":\n    s = n\nelse:\n    s = 0\nreturn s'
    assert (
        "the else above line 7 belongs to the if before it alone"
        in notes(else_of_the_second, twice)[0]
    )
    assert notes(else_of_the_second, twice.replace("s = 0", "raise ValueError"))
    assert notes(else_of_the_second, twice.replace('if m == "b"', 'elif m == "b"')) == []
    assert notes(else_of_the_second, twice.replace('if m == "b"', 'if n == "b"')) == []
    assert notes(else_of_the_second, twice.replace("    s = x", "    return x")) == []
    assert notes(else_of_the_second, twice.replace("s = 0", "t = 0")) == []


def test_a_copy_of_a_dictionary_whose_arrays_are_changed_is_told():
    copied = 'p = x.copy()\nfor k in range(n):\n    p["W" + str(k)] -= m\nreturn p'
    words = "line 2 copies the dictionary, not the arrays in it, and"

    def told(body, dictionaries=()):
        return notes(shallow_copies, body, dictionaries)

    assert told(copied) == [f"{words} line 4 changes those in place."]
    twice = copied.replace("\nreturn", '\n    p["b" + str(k)] -= m\nreturn')
    assert told(twice) == [f"{words} lines 4 and 5 change those in place."]
    assert told(copied.replace("x.copy()", "{**x}"))
    assert told(copied.replace("x.copy()", "copy.deepcopy(x)")) == []
    assert told(copied.replace("x.copy()", "dict((k, v.copy()) for k, v in x.items())")) == []
    assert told(copied.replace("    p[", '    p["W" + str(k)] = x[k] + 0.0\n    p[', 1)) == []
    assert told(copied.replace('p["W" + str(k)] -=', 'p["W" + str(k)] =')) == []
    unnamed = copied.replace('"W" + str(k)', "k")
    assert told(unnamed) == []  # of an array
    assert told(unnamed, {"x"}) and told(unnamed.replace("x.copy()", "copy.copy(x)"), {"x"})


def test_a_sum_over_a_set_is_told():
    assert (
        "line 2 puts the values into a set"
        in notes(summed_sets, "return sum({v * n for v in x})")[0]
    )
    assert (
        notes(summed_sets, "return np.sum(set(x))")
        and notes(summed_sets, "return sum([v for v in x])") == []
    )
    assert notes(summed_sets, "return len({v for v in x})") == []


def test_a_name_of_the_learners_own_tells_nothing_of_the_draws():
    assert notes(draws_evenly, "rand = np.random.randn\nreturn rand(n, m)") == []
    assert notes(draws_evenly, "return np.random.rand(n, m)")


def test_a_sum_that_is_begun_anew_and_added_to_in_a_loop_within_is_told():
    within = "for W in x:\n    s = 0.0\n    for k in range(n):\n        for v in W:\n            s += v * v\nreturn s"
    assert "line 2 begins s (line 3) anew" in notes(begun_anew, within)[0]
    assert (
        notes(
            begun_anew,
            within.replace(
                "        for v in W:\n            s += v * v", "        s += k\n        t = s"
            ),
        )
        == []
    )
    assert notes(begun_anew, within.replace("range(n)", "range(s)")) == []


def test_values_that_are_taken_by_their_places_are_told():
    told = "line 2 takes the values of x by their places"
    assert told in notes(by_place, "a, b = x.values()\nreturn a - b")[0]
    assert told in notes(by_place, "v = list(x.values())\nreturn v[0]")[0]
    assert told in notes(by_place, "return [a - b for a, b in zip(x.values(), m)]")[0]
    assert notes(by_place, "return sum(np.sum(v) for v in x.values())") == []
    assert notes(by_place, "a, b = x\nreturn a - b") == []
    assert notes(by_place, "y = {}\na, b = y.values()\nreturn a") == []  # of its own making


def test_an_array_that_is_changed_in_place_and_kept_each_time_is_told():
    body = "p = [x]\nfor _ in range(n):\n    x -= m\n    p.append(x)\nreturn np.stack(p)"
    told = ["line 5 keeps x itself, the one array that line 4 changes in place: no copy of it."]
    assert notes(same_array_kept, body) == told
    assert notes(same_array_kept, body.replace("append(x)", "append(x.copy())")) == []
    assert notes(same_array_kept, body.replace("x -= m", "x = x - m")) == []
    assert notes(same_array_kept, body.replace("x -= m", "x += 1")) == []  # a number that counts
    assert notes(same_array_kept, body.replace("x -= m", "x = x.copy()\n    x -= m")) == []


def test_the_lines_that_change_what_the_caller_has_are_told():
    def told(body):
        return notes(of_the_caller, body, {"x"}, {"x"})

    taken = 'W, b = x["W"], x["b"]\nW -= m\nb -= n\nreturn W, b'
    assert told(taken) == ["lines 3 and 4 change what the caller has handed over."]
    for body in (
        "x -= m",
        'x["W"] = m',
        'x["W"] -= m',
        "x.update(W=m)",
        "x[x < 0] = 0",
        "x.sort()",
    ):
        assert told(f"{body}\nreturn x") == ["line 2 changes what the caller has handed over."]
    filled = 'W = x["W"]\nW.fill(0)\nreturn W'
    assert told(filled) == ["line 3 changes what the caller has handed over."]
    assert notes(of_the_caller, "W = x[m]\nW -= n\nreturn W", {"x"}, set()) == []  # a mask copies
    for body in (
        'W = x["W"]\nW = W.copy()\nW -= n',
        'W = x["W"] - m\nW -= n',
        "x = x - m\nx -= n",
        "m -= n",
        'y = x["W"].copy()\ny -= m',
    ):
        assert told(f"{body}\nreturn x") == []


def test_what_zip_makes_and_is_gone_through_twice_is_told():
    body = "p = zip(x, m)\ns = sum(a * b for a, b in p)\nt = sum(b for _, b in p)\nreturn s, t"
    told = [
        "line 2: what zip makes can be gone through once. Line 3 does so, and nothing is left for line 4."
    ]
    assert notes(used_up, body) == told
    assert notes(used_up, body.replace("zip(x, m)", "list(zip(x, m))")) == []
    assert notes(used_up, body.replace("t = ", "p = zip(x, m)\nt = ")) == []
    assert notes(used_up, body.replace("zip(x, m)", "iter(x)")) == []
    rest = "p = zip(x, m)\nfor a in p:\n    break\nfor b in p:\n    n = b\nreturn n"
    assert notes(used_up, rest) == [] and notes(used_up, rest.replace("break", "n = a"))
    assert notes(used_up, "p = map(abs, x)\nreturn sum(p) if n else max(p)") == []
    once = "p = map(abs, x)\nif n:\n    return list(p)\nelse:\n    return sum(p)"
    assert notes(used_up, once) == []


def test_a_dictionary_that_is_made_anew_is_no_copy_of_one():
    made = 'p = dict(w=x, b=m)\np["w"] -= n\nreturn p'
    assert notes(shallow_copies, made, {"x"}) == []


def test_sums_without_an_axis_are_told_with_all_their_lines():
    twice = "s = np.sum(x, keepdims=True)\nt = np.sum(m, keepdims=True)\nreturn s + t"
    assert notes(without_axis, twice) == [
        "lines 2 and 3: no axis is given, so sum goes over all the numbers."
    ]


def test_a_flat_array_that_is_transposed_is_told():
    told = ["line 2: .T changes nothing in a flat array, of shape (n,)."]
    assert notes(flat_transposed, "return x.flatten().T") == told
    assert notes(flat_transposed, "return x.reshape(-1).T") == told
    assert notes(flat_transposed, "v = np.ravel(x)\nreturn v.T")
    assert notes(flat_transposed, "return x.reshape(-1, 1).T") == []
    assert notes(flat_transposed, "return x.T.flatten()") == []
    assert notes(flat_transposed, "v = x.ravel()\nv = v.reshape(-1, 1)\nreturn v.T") == []
    assert notes(flat_transposed, 'o["v"] = x.ravel()\nreturn (x + m).T') == []


def test_pythons_own_sum_of_an_array_is_told():
    assert (
        "line 2: Python's own sum adds up the rows" in notes(built_in_sum, "return sum(x * m)")[0]
    )
    assert notes(built_in_sum, "return np.sum(x * m)") == []
    assert notes(built_in_sum, "return sum(v for v in x)") == []
    assert notes(built_in_sum, "n = [len(v) for v in x]\nreturn m / sum(n)") == []


def test_a_loop_that_never_runs_and_gives_no_value_is_told():
    error = "UnboundLocalError: cannot access local variable 'k' where it is not associated with a value"
    body = "for k in range(n):\n    x = x + k\nreturn x * k"
    told = ["the loop in line 2, which gives k its values, does not run on this input."]
    assert notes(loops_that_never_run, body, error, 4) == told
    older = "UnboundLocalError: local variable 'k' referenced before assignment"
    assert notes(loops_that_never_run, body, older, 4) == told
    assert notes(loops_that_never_run, body, error, 3) == []  # within it
    assert notes(loops_that_never_run, body.replace("\nreturn", "\ndel k\nreturn"), error, 5) == []
    assert notes(loops_that_never_run, "if n:\n    k = 1\n" + body, error, 6) == []


def test_a_key_made_of_one_of_many_is_told():
    given = {"x": {"dW1": 1, "dA0": 2}, "m": {"W1": 3}}
    told = ["line 2 goes through all keys of x, and 'dA0' is one of them."]
    for loop in ("for k in x:", "for k, v in x.items():", "for k in x.keys():"):
        body = f"{loop}\n    n = m[k[1:]]\nreturn n"
        assert notes(other_keys, body, "KeyError: 'A0'", given) == told
    assert notes(other_keys, "return {k: m[k[1:]] for k in x}", "KeyError: 'A0'", given) == told
    body = "for k in m:\n    n = x[k]\nreturn n"
    assert notes(other_keys, body, "KeyError: 'W1'", given) == []
    assert notes(other_keys, body.replace("in m", "in x"), "KeyError: 'b'", given) == []


def test_a_lambda_that_reads_what_the_loop_changes_is_told():
    late = "found = {}\nfor k in range(n):\n    found[k] = lambda v: v * k\nreturn found"
    assert "the lambda in line 4 looks k up when it is called" in notes(late_lambdas, late)[0]
    appended = late.replace("found[k] = lambda v: v * k", "found.append(lambda v: v * k)")
    assert notes(late_lambdas, appended)
    assert notes(late_lambdas, late.replace("lambda v: v * k", "lambda v, k=k: v * k")) == []
    assert notes(late_lambdas, late.replace("v * k", "v * m")) == []
    assert notes(late_lambdas, late.replace("found[k] =", "f =")) == []  # used in the same turn


def test_the_one_row_of_labels_that_is_counted_is_told():
    def counted(body):
        return notes(lambda node, line: rows_counted(node, line, {"x"}), body)

    assert counted("k = len(x)\nreturn m / k") == [
        "line 2: len(x) is the number of rows of x, which is 1."
    ]
    assert counted("return m / (2 * x.shape[0])") and counted("k = x.shape[0]\nreturn 1 / k * m")
    assert counted("return m / x.shape[1]") == counted("return m / len(n)") == []
    assert counted("return np.zeros((x.shape[0], n))") == []  # no division
    assert counted("x = x.T\nreturn m / len(x)") == []  # another array


def test_a_mean_without_axis_that_keeps_its_dimensions_is_told():
    told = "line 2: no axis is given, so mean goes over all the numbers."
    assert notes(without_axis, "return x.mean(keepdims=True)") == [told]
    assert notes(without_axis, "return np.mean(x, keepdims=True)") == [told]
    for given in (
        "x.mean(1, keepdims=True)",
        "np.mean(x, 1, keepdims=True)",
        "np.sum(x, axis=0, keepdims=True)",
    ):
        assert notes(without_axis, f"return {given}") == []
