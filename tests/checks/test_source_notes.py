"""What is said of a function by its text alone, and of results in another order or unchanged."""

import json
import linecache
import re

import numpy as np
import pytest

from classroom.exercises import recording
from classroom.paths import ROOT
from helpers.checks import Kind, diagnose, diagnose_exercise, load_exercises
from helpers.checks.comparing import identical
from helpers.checks.place import copied, with_place
from helpers.checks.records import CaseRecord, ExerciseRecord
from helpers.checks.source_notes import definition, never_filled, unused_values
from helpers.checks.text_notes import for_text, leaves_a_loop, with_text_notes, without_general
from helpers.checks.values import encode
from lab.study import make_copy
from tests.checks.support import WEEK, flat
from tests.repair.support import needs_fork

DEEP = "week4_deep_network"
KEYS_OF_LAYERS = "(f'{kind}{l}' for l in range(1, len(layers_dims)) for kind in 'Wb')}\n"


def said(sources, week, name, source, searched=False):
    """The Diagnosis of an answer that stands in a cell of a notebook; with the place of the mistake where asked for."""
    place = f"<cell {hash(source)}>"
    linecache.cache[place] = (len(source), None, source.splitlines(True), place)
    space = dict(sources[week][name][1])
    exec(compile(source, place, "exec"), space)
    diagnosis = diagnose(f"{week}/{name}", space[name])
    diagnosis = with_text_notes(diagnosis, load_exercises(week), space[name])
    return with_place(diagnosis, load_exercises(week), space[name]) if searched else diagnosis


@pytest.mark.parametrize(
    "line, words",
    [
        ("s.reshape(-1, 1)", "line 3, s.reshape(-1, 1), computes a value that nothing keeps"),
        ("np.maximum(s, 2)", "line 3, np.maximum(s, 2), computes a value that nothing keeps"),
        ("s == 3", "line 3, s == 3, only compares"),
        ("s.take([0])", "line 3, s.take([0]), computes a value that nothing keeps"),
        ("s.fill(2.0)", ""),
        ("s.sort()", ""),
        ("set().add(1)", ""),
        ("np.add(s, 1)", "line 3, np.add(s, 1), computes a value that nothing keeps"),
        ("np.put(s, 0, 1.0)", ""),
        ("np.exp(z, s)", ""),
        ("np.clip(s, 0, 1, s)", ""),
        ("s.clip(0, 1, s)", ""),
        ("np.clip(s, 0, 1)", "line 3, np.clip(s, 0, 1), computes a value that nothing keeps"),
        ("s.clip(0, 1)", "line 3, s.clip(0, 1), computes a value that nothing keeps"),
        ("np.exp(z, out=s)", ""),
        ("sorted(s)", "line 3, sorted(s), computes a value that nothing keeps"),
        ("map(print, s)", "line 3, map(print, s), calls nothing by itself"),
        ("print(s)", ""),
    ],
)
def test_a_value_that_nothing_keeps_is_noticed(sources, line, words):
    source = f"def sigmoid(z):\n    s = np.array(z * 0.5)\n    {line}\n    return s\n"
    message = flat(said(sources, WEEK, "sigmoid", source))
    assert words in message
    assert words or "nothing keeps" not in message and "compares" not in message


@pytest.mark.parametrize(
    "name, body, words",
    [
        ("sigmoid", "s = np.exp(-z) if np.all(z > 0) else z", "line 2: all(…) gives one answer"),
        ("sigmoid", "s = z\n    if (z < 0).any():\n        s = -z", "line 3: any(…) gives one"),
        ("sigmoid", "s = np.where(z > 0, z, 1) * (1 - np.all(z > 3))", ""),
        ("L1", "s = 1.0 if np.all(y == y_hat) else 0.0", ""),  # one number for all
    ],
)
def test_a_condition_on_a_whole_array_is_noticed(sources, name, body, words):
    arguments = ", ".join(load_exercises(WEEK)[name].parameters)
    source = f"def {name}({arguments}):\n    {body}\n    return s\n"
    found = said(sources, WEEK, name, source)
    message = flat(found)
    assert words in message and (words or "gives one answer" not in message)
    assert not words or found.place is None  # a branch that a wrong condition chose


def test_the_line_of_an_error_is_not_shown_once_more_where_only_a_value_is_wrong(sources):
    """The loop ends too early, and the list of caches is lost: the last layer then gets the wrong matrix."""
    wrong = (
        "def L_model_forward(X, parameters):\n    L, A, caches = len(parameters) // 2, X, []\n"
        "    for l in range(1, L - 1):\n"
        '        A, cache = linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], "relu")\n'
        "        caches.append(cache)\n"
        '    AL, cache = linear_activation_forward(A, parameters[f"W{L}"], parameters[f"b{L}"], "sigmoid")\n'
        "    caches = [cache]\n    return AL, caches\n"
    )
    found = said(sources, DEEP, "L_model_forward", wrong)
    assert "called at" in dict(found.lines) and "look at" not in dict(found.lines)


@pytest.mark.parametrize(
    "body, words",
    [
        ("return parameters.update({})", "line 2: .update(…) changes what stands before the dot"),
        (
            "new = parameters.copy()\n    new = new.clear()\n    return new",
            "line 3: .clear(…) changes",
        ),
        ("parameters.update({})\n    return None", ""),
        ("grads = grads.copy()\n    del grads['dW1']\n    return print(grads)", ""),
    ],
)
def test_what_a_method_returns_that_changes_its_object_is_said(sources, body, words):
    source = f"def update_parameters(parameters, grads, learning_rate):\n    {body}\n"
    message = flat(said(sources, DEEP, "update_parameters", source))
    assert "returns None" in message and words in message
    assert words or "before the dot" not in message


def test_a_method_of_the_same_name_that_returns_something_is_not_blamed(sources):
    """A function of one's own may be called append; the result here is no None."""
    source = (
        "def L1(y_hat, y):\n    class Sums:\n        def append(self, x):\n            return np.sum(x)\n"
        "    total = Sums().append(y_hat - y)\n    return total\n"
    )
    assert "before the dot" not in flat(said(sources, WEEK, "L1", source))


def test_where_shapes_tell_another_order_no_part_is_claimed(sources):
    """dw and db have changed places, and dw is wrong: as the second result it is what a wrong db would be."""
    source = "def neuron_backward(x, a, y):\n    return a - y, a * x\n"
    found = said(sources, WEEK, "neuron_backward", source)
    assert not found.mistakes
    assert "another order: dw, db is expected, db, dw came." in flat(found)


def test_one_number_for_all_inputs_tells_no_mistake(sources):
    """da is 1 since dv is, and not because the chain rule is cut there."""
    source = (
        "def graph_backward(a, b, c):\n    dv = 1\n"
        '    return {"dv": dv, "du": dv, "da": dv, "db": b * dv, "dc": c * dv}\n'
    )
    found = said(sources, WEEK, "graph_backward", source)
    assert not found.mistakes and "mistake" not in dict(found.lines)


def test_a_hint_on_one_of_several_outputs_names_it(sources):
    source = sources[DEEP]["linear_backward"][0]
    wrong = recording.patched(
        source, "return dA_prev, dW, db", "return dA_prev, 0.37 * dW, db + 1e-3 * dW.sum()"
    )
    assert "dW: every value is 0.37 times the expected one." in flat(
        said(sources, DEEP, "linear_backward", wrong)
    )


def test_what_holds_on_one_input_only_is_not_said(sources):
    """On the first input all values are off by a half, on others by several amounts."""
    source = "def tanh(z):\n    return np.tanh(z) + 0.5 + 0.25 * (np.abs(z) > {})\n"
    week, known = "week3_shallow_network", "off by the same amount, 0.5"
    assert known in flat(said(sources, week, "tanh", source.format(1e9)))
    assert known not in flat(said(sources, week, "tanh", source.format(3.5)))


def test_where_a_name_has_no_value_no_value_is_blamed(sources):
    """A is missing before the loop: the hint says so, and the call that reads it is right."""
    source = (
        "def network_forward(X, parameters):\n    L, caches = len(parameters) // 2, []\n"
        "    for l in range(1, L):\n        A_prev = X if l == 1 else A\n"
        '        W, b = parameters[f"W{l}"], parameters[f"b{l}"]\n'
        '        A, cache = linear_activation_forward(A_prev, W, b, "relu")\n'
        "        caches.append(cache)\n"
        '    S, cache = linear_forward(A, parameters[f"W{L}"], parameters[f"b{L}"])\n'
        "    caches.append(cache)\n    return S, caches\n"
    )
    found = said(sources, DEEP, "network_forward", source)
    assert found.error_type == "UnboundLocalError" and "A is used before" in flat(found)
    assert found.place is None or not found.place.by_values


def test_beside_two_named_mistakes_stands_no_place(sources):
    source = sources["week3_shallow_network"]["backward_propagation"][0]
    wrong = source.replace("dZ1 = ", "dZ1 = 1 / m * m * m * ", 1)
    found = said(sources, "week3_shallow_network", "backward_propagation", wrong)
    assert len(found.mistakes) == 2 and found.place is None, found.message


def test_what_candidates_do_to_their_arguments_stays_theirs():
    given = [np.zeros((2, 2)), {"W1": np.ones(3), "names": ["a"]}, (np.arange(3), 1.5)]
    mine = copied(given)
    mine[0] += 1
    mine[1]["W1"][0] = 7
    mine[1]["names"].append("b")
    mine[2][0][:] = 9
    assert identical(
        given, [np.zeros((2, 2)), {"W1": np.ones(3), "names": ["a"]}, (np.arange(3), 1.5)]
    )


def test_an_array_that_is_filled_afterwards_is_not_blamed(sources):
    """The walk goes uphill, and ends too early: the zeros it is written into are right."""
    source = (
        "def gradient_descent(gradient, x, learning_rate, num_steps):\n    n = x.shape[0]\n"
        "    walk = np.zeros((num_steps + 1, n))\n    walk[0, :] = x\n"
        "    for k in range(1, num_steps):\n        g = gradient(walk[k - 1, :])\n"
        "        walk[k, :] = walk[k - 1, :] + learning_rate * g\n    return walk\n"
    )
    place = said(sources, WEEK, "gradient_descent", source).place
    assert place is None or 3 not in [one.line for one in place.places]


def test_random_numbers_are_noticed_where_the_result_follows_from_the_arguments(sources):
    drawn = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z)) + 1e-3 * np.random.rand()\n"
    assert "line 2 draws random numbers" in flat(said(sources, WEEK, "sigmoid", drawn))
    source = sources[DEEP]["initialize_parameters_deep"][0]
    wrong = recording.patched(source, "np.zeros(", "np.ones(")
    assert "draws random" not in flat(said(sources, DEEP, "initialize_parameters_deep", wrong))


def test_of_a_described_result_the_parts_that_differ_are_said(sources):
    source = sources[DEEP]["initialize_parameters_deep"][0]
    wrong = recording.patched(source, "/ np.sqrt(n_prev)", "* 0.77")
    message = flat(said(sources, DEEP, "initialize_parameters_deep", wrong))
    assert re.search(
        r'hint parameters\["W1"\]: standard deviation about [\d.]+ is expected, '
        r"standard deviation about 0.77 came\.",
        message,
    ), message


def test_what_is_no_array_at_all_is_said(sources):
    source = (
        "def initialize_parameters_deep(layers_dims, seed=3):\n    return {name: 0 for name in "
    )
    found = flat(said(sources, DEEP, "initialize_parameters_deep", source + KEYS_OF_LAYERS))
    words = "new for each seed is expected; an int: no array of numbers came."
    assert 'hint parameters["W1"]: shape (267, 66), mean 0' in found and words in found, found


def test_one_sentence_is_said_once(sources):
    """That mini-batches ignore the seed shows in two of their facts."""
    source = (
        "def mini_batches(m, batch, seed=0):\n    order = np.random.permutation(m) + 1\n"
        "    return [order[k : k + batch] for k in range(0, m, batch)]\n"
    )
    found = said(sources, DEEP, "mini_batches", source)
    assert len(found.mistakes) == len(set(found.mistakes)) == 2


def test_a_forgotten_raise_is_told_from_an_unwritten_function(sources):
    unwritten = 'def sigmoid(z):\n    """Text."""\n    raise NotImplementedError\n'
    assert said(sources, WEEK, "sigmoid", unwritten).kind is Kind.NOT_WRITTEN
    written = unwritten.replace("    raise", "    s = 1 / (1 + np.exp(-z))\n    raise")
    found = said(sources, WEEK, "sigmoid", written)
    assert found.kind is Kind.ERROR_RAISED
    assert "line 4 is still `raise NotImplementedError`" in flat(found)


@pytest.mark.parametrize(
    "lesson, name",
    [("2_image_classifier", "train"), ("3_softmax_classifier", "mini_batches")],
)
def test_what_the_cell_gave_is_no_answer(sources, lesson, name):
    """The cell as a learner gets it, with given lines around the raise, and with one own line before it."""
    cells = json.loads(make_copy(ROOT / "notebooks" / DEEP / f"{lesson}.ipynb"))["cells"]
    texts = map("".join, (cell["source"] for cell in cells))
    unwritten = next(text for text in texts if text.startswith(f"def {name}("))
    assert said(sources, DEEP, name, unwritten).kind is Kind.NOT_WRITTEN
    written = re.sub(r"( *)raise", r"\1own = 3\n\1raise", unwritten)
    assert said(sources, DEEP, name, written).kind is Kind.ERROR_RAISED


def test_results_in_another_order_are_told_by_shapes_and_by_values(sources):
    source, namespace = sources[DEEP]["linear_backward"]
    by_shape = recording.patched(source, "return dA_prev, dW, db", "return 2 * dW, db, dA_prev")
    message = flat(said(sources, DEEP, "linear_backward", by_shape))
    assert "another order: dA_prev, dW, db is expected, dW, db, dA_prev came." in message

    def accuracy_interval(*arguments):
        p, low, high = sources[DEEP]["accuracy_interval"][1]["accuracy_interval"](*arguments)
        return low, p, high

    names = ", ".join(load_exercises(DEEP)["accuracy_interval"].returns)
    assert f"another order: {names} is expected" in flat(
        diagnose(f"{DEEP}/accuracy_interval", accuracy_interval)
    )


def test_no_order_is_claimed_where_only_the_numbers_are_wrong(sources):
    source = sources[DEEP]["linear_backward"][0]
    wrong = recording.patched(source, "return dA_prev, dW, db", "return dA_prev, 2 * dW + 1, db")
    assert "another order" not in flat(said(sources, DEEP, "linear_backward", wrong))


def test_what_is_never_changed_is_said(sources):
    source = sources[WEEK]["optimize"][0]
    wrong = recording.patched(source, 'b - learning_rate * grads["db"]', "b")
    wrong = recording.patched(
        wrong, "i % 100 == 0:\n            costs", "i % 99 == 0:\n            costs"
    )
    message = flat(said(sources, WEEK, "optimize", wrong))
    assert "b comes back as it was given, unchanged." in message


@pytest.mark.parametrize(
    "body, words",
    [
        ('{"first": z}["w"]', "no such key."),
        ('found["dW"]', "Did you mean dw?"),
        ('found["z"]', "It has 'dw', 'db'."),
        ("total", "total is used before it has a value"),
    ],
)
def test_errors_name_the_keys_and_the_variable(sources, body, words):
    source = (
        f"def sigmoid(z):\n    found = {{'dw': 1, 'db': np.ones(2)}}\n    s = {body}\n"
        "    total = s\n    return total\n"
    )
    assert words in flat(said(sources, WEEK, "sigmoid", source))


def test_what_is_added_to_before_it_has_a_value_is_named(sources):
    source = "def L1(y_hat, y):\n    for a, b in zip(y_hat, y):\n        loss += abs(a - b)\n    return loss\n"
    message = flat(said(sources, WEEK, "L1", source))
    assert "loss is to be changed before it has a first value" in message


@pytest.mark.parametrize(
    "vectorized, otypes, words",
    [
        (True, "", "np.vectorize gives all results the type of the first"),
        (True, ", otypes=[float]", None),  # right
        (False, "", "Arrays of whole numbers, int, // and np.vectorize"),
    ],
)
def test_what_cuts_off_all_digits_is_told_from_the_text(vectorized, otypes, words):
    """On negative numbers the result is 0, a whole number, and so all are whole that follow a negative one."""
    x = np.array([-1.5, 1.2, 2.3, 7.8])
    case = CaseRecord({"arguments": [encode(x)], "expected": encode(np.maximum(x, 0))})
    exercise = ExerciseRecord("signed", ["x"], [], [], ["result"], "", cases=(case,))
    source = "def signed(x):\n    return np.maximum(x, 0).astype(int)\n"
    if vectorized:
        source = (
            "def signed(x):\n    one = lambda k: 0 if k < 0 else k\n"
            f"    return np.vectorize(one{otypes})(x)\n"
        )
    name = f"<signed {vectorized} {otypes}>"
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    space = {"np": np}
    exec(compile(source, name, "exec"), space)
    found = with_text_notes(
        diagnose_exercise({"signed": exercise}, "signed", space["signed"]),
        {"signed": exercise},
        space["signed"],
    )
    assert found.passed if words is None else words in flat(found), found.message
    assert words is None or ("Arrays of whole numbers" in flat(found)) != vectorized


@pytest.mark.parametrize(
    "body, asks",
    [
        ("if np.ndim(z) == 0:\n        return 1 / (1 + np.exp(-z))", False),
        ("for k in range(0):\n        return 1 / (1 + np.exp(-z))", False),
        ("s = 1 / (1 + np.exp(-z))", True),
        ("s = 1 / (1 + np.exp(-z))\n    return", True),
        ("def one(x):\n        return 1 / (1 + np.exp(-x))\n    s = one(z)", True),
    ],
)
def test_where_a_return_stands_none_is_asked_for(sources, body, asks):
    message = flat(said(sources, WEEK, "sigmoid", f"def sigmoid(z):\n    {body}\n"))
    assert "the function returns None" in message
    assert ("is there a return at the end?" in message) == asks


@pytest.mark.parametrize(
    "last, shown",
    [
        # A wrong value, and the results in another order: where a value is wrong is not sure.
        ("dW = np.sin(dW) * 1.3 + 0.2\n    return db, dA_prev, dW", False),
        # The same in the right order.
        ("dW = np.sin(dW) * 1.3 + 0.2\n    return dA_prev, dW, db", True),
        # The order is all that is wrong: an edit shows it.
        ("return db, dW, dA_prev", True),
    ],
)
def test_no_place_is_told_by_values_where_results_stand_in_another_order(sources, last, shown):
    source = (
        "def linear_backward(dZ, cache):\n    A_prev, W, b = cache\n    m = A_prev.shape[1]\n"
        "    dW = dZ @ A_prev.T / m\n    db = np.sum(dZ, axis=1, keepdims=True) / m\n"
        f"    dA_prev = W.T @ dZ\n    {last}\n"
    )
    found = said(sources, DEEP, "linear_backward", source, searched=True)
    assert (found.place is not None) == shown, found.message
    assert ("stand in another order" in flat(found)) == ("return db" in last)


def function_with(body):
    """(the definition of a function f(x, n) with a body, its source)."""
    source = f"def f(x, n):\n    {body}\n"
    return definition(source, "f"), source


@pytest.mark.parametrize(
    "body, names",
    [
        ("s = x * 2\n    return x", ["s"]),
        ("s = x * 2\n    t = x + 1\n    for k in x:\n        u = k\n    return t", ["s", "u"]),
        ("s = x * 2\n    return s", []),
        ("x = x * 2\n    return n", []),
        # A length may be there for its name alone; a name with _ says that nothing uses it.
        ("m = x.shape[1]\n    k = len(x)\n    size = 2 * x.size\n    return x", []),
        ("_ = x * 2\n    _s = x + 1\n    return x", []),
        ("_s, t = n\n    return x", []),
        # What a function in it, a text or a lambda uses is used.
        ("s = x * 2\n    def g():\n        return s\n    return g()", []),
        ("s = x * 2\n    return f'{s}'", []),
        ("s = x * 2\n    return (lambda: s)()", []),
        ("def g():\n        s = x * 2\n        return x\n    return g()", ["s"]),
        # A first value that is added to is no value that nothing uses, if its name is read.
        ("s = 0.5\n    s += x\n    return s", []),
        ("s = np.zeros(n)\n    s[0] = x\n    return x", []),
        ("s = n['W']\n    s -= x\n    return n", []),  # changes what it names
    ],
)
def test_values_that_nothing_uses_are_noticed(body, names):
    found = unused_values(*given_to(body))
    assert [re.search(r"gives (\w+) a value", note)[1] for note in found] == names


def given_to(body, given_lines=(), first_line=1):
    """The arguments of `unused_values` for a function with a body."""
    node, source = function_with(body)
    return node, given_lines, source, first_line


def test_of_a_value_that_nothing_uses_the_line_is_said_and_no_given_one():
    body = "s = x * 2\n    t = x + 1\n    return x"
    assert unused_values(*given_to(body, first_line=11)) == [
        "line 12 gives s a value that nothing uses.",
        "line 13 gives t a value that nothing uses.",
    ]
    assert unused_values(*given_to(body, ("  s = x * 2 ", "return x"))) == [
        "line 3 gives t a value that nothing uses."
    ]


@pytest.mark.parametrize(
    "body, empty",
    [
        ("s = []\n    return s", True),
        ("s = list()\n    return np.array(s)", True),
        ("s = {}\n    return s, len(s)", True),
        ("s = dict()\n    return s", True),
        ("s = []\n    np.append(s, x)\n    return s", True),  # gives a new array
        ("s = []\n    for k in x:\n        k * 2\n    return s", True),
        ("s = []\n    return x", False),  # nothing uses it: another note
        ("s = []\n    s.append(x)\n    return s", False),
        ("s = []\n    for k in x:\n        s.append(k)\n    return s", False),
        ("s = {}\n    s['a'] = x\n    return s", False),
        ("s = {}\n    s.update(a=x)\n    return s", False),
        ("s = []\n    s += [x]\n    return s", False),
        ("s = []\n    s = s + [x]\n    return s", False),
        ("s = {}\n    s |= x\n    return s", False),
        ("s = []\n    fill(s, x)\n    return s", False),
        ("s = []\n    n.fill(x, s)\n    return s", False),
        ("s = []\n    def g():\n        s.append(x)\n    g()\n    return s", False),
        ("s = [0]\n    return s", False),
        ("s = []\n    for s in x:\n        n += s\n    return s", False),
    ],
)
def test_lists_and_dictionaries_that_stay_empty_are_noticed(body, empty):
    note = "s, made in line 8, stays empty: nothing is put into it."
    assert never_filled(function_with(body)[0], 7) == [note] * empty


def test_what_nothing_uses_and_what_stays_empty_is_said_in_the_message(sources):
    source = (
        "def L1(y_hat, y):\n    parts = []\n    for a, b in zip(y_hat, y):\n"
        "        part = abs(a - b)\n    return float(np.sum(parts))\n"
    )
    message = flat(said(sources, WEEK, "L1", source))
    assert "line 4 gives part a value that nothing uses." in message
    assert "parts, made in line 2, stays empty: nothing is put into it." in message
    right = source.replace("part = abs(a - b)", "part = 3\n        parts.append(abs(a - b))")
    found = said(sources, WEEK, "L1", right)
    assert found.passed and "nothing uses" not in flat(found)


# --- questions that the text or the place answers ----------------------------------------------------


@pytest.mark.parametrize(
    "body, leaves",
    [
        ("for k in x:\n        return k", True),
        ("for k in x:\n        if k:\n            break\n    return x", True),
        ("while n:\n        for k in x:\n            n -= k\n        return n", True),
        ("for k in x:\n        n += k\n    return n", False),
        ("for k in x:\n        if k:\n            continue\n    return n", False),
        ("if n:\n        return x\n    return sum(k for k in x)", False),
    ],
)
def test_whether_a_loop_is_left_before_its_end(body, leaves):
    assert leaves_a_loop(function_with(body)[0]) is leaves


ENDS = "it ends after the first step: does a return or a break stand inside the loop?"


@pytest.mark.parametrize(
    "label, line, without",
    [
        ("mistake", ENDS, "it ends after the first step."),
        # No question: a claim stays what it is.
        ("mistake", "the return stands inside the loop: it ends at once.", None),
        ("mistake", "the factor 2 is missing: is it left out?", None),
        ("hint", ENDS, None),
    ],
)
def test_a_return_in_a_loop_is_asked_about_only_where_one_stands(label, line, without):
    (with_return, _), (straight, _) = map(
        function_with,
        ("for k in x:\n        return k", "for k in x:\n        n += k\n    return n"),
    )
    assert for_text(label, line, with_return, "") == line
    assert for_text(label, line, straight, "") == (without or line)


# The first example alone, by a return in the loop or by the loop's length.
ONE_ONLY = (
    "def L1(y_hat, y):\n    total = 0.0\n    for k in range({}):\n"
    "        total += abs(y_hat[k] - y[k])\n{}    return total\n"
)


@pytest.mark.parametrize("given, asks", [(("len(y)", "    "), True), (("1", ""), False)])
def test_the_message_asks_about_a_return_in_a_loop_where_one_stands(sources, given, asks):
    message = flat(said(sources, WEEK, "L1", ONE_ONLY.format(*given)))
    assert "only the first example counts" in message
    assert ("is a return inside the loop?" in message) == asks


@pytest.mark.parametrize(
    "line, left",
    [
        (("mistake", ENDS), ("mistake", "it ends after the first step.")),
        (("mistake", "is the mean missing?"), ("mistake", "is the mean missing?")),
        (("mistake", "the mean is missing."), ("mistake", "the mean is missing.")),
        (("hint", "the values differ: is the mean missing?"), ("hint", "the values differ.")),
        (("hint", "is the mean missing?"), ("hint", "")),
        (("note", "does it end?"), ("note", "does it end?")),
    ],
)
def test_beside_a_place_no_question_is_asked(line, left):
    assert without_general(line) == left


@needs_fork
def test_beside_the_place_of_a_named_mistake_its_question_is_left_out(sources):
    wrong = ONE_ONLY.format("len(y)", "    ")
    found = said(sources, WEEK, "L1", wrong, searched=True)
    assert [place.line for place in found.place.places] == [5], found.message
    assert "only the first example counts." in flat(found)
    assert "inside the loop?" not in flat(found)


@pytest.mark.parametrize(
    "filled",
    [
        "step(x, into=costs)",
        "keep = costs\n    keep.append(1)",
        "history = {'costs': costs}\n    history['costs'].append(1)",
        "for out in (costs,):\n        out.append(1)",
    ],
)
def test_what_may_be_filled_under_another_name_is_not_said_to_stay_empty(filled):
    function = definition(f"def f(x):\n    costs = []\n    {filled}\n    return x, costs", "f")
    assert never_filled(function, 1) == []


def test_the_half_of_a_question_that_may_help_stays():
    node = definition("def f(x):\n    for k in range(3, 0):\n        x = x + 1\n    return x", "f")
    said = "only one is there: does a return stand inside the loop, or does it never run?"
    assert for_text("mistake", said, node, "") == said
    assert (
        for_text("mistake", "only one: does a return stand inside the loop?", node, "")
        == "only one."
    )


def test_where_a_loop_never_runs_no_value_before_it_is_blamed(sources):
    """With the trained parameters given in line 2, all would be right: the loop makes none of a few steps."""
    source = (
        "def two_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False, seed=1):\n"
        "    parameters = initialize_parameters(*layers_dims, seed)\n    costs = []\n"
        "    for block in range(num_iterations // 50):\n"
        "        parameters, more = train(X, Y, parameters, learning_rate, 50, print_cost)\n"
        "        costs = costs + more[:1]\n    return parameters, costs\n"
    )
    message = said(sources, "week4_deep_network", "two_layer_model", source, True).message
    assert message.startswith("✗ two_layer_model:") and "look at" not in message
