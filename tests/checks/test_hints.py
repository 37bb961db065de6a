"""Hints and named mistakes in the message of a wrong result or an error."""

import dataclasses
import linecache
import math
import types

import numpy as np
import pytest

from classroom.exercises import exercises_of, recording
from helpers.checks import Kind, diagnose, judging
from helpers.checks.formulas import LinearFunction
from helpers.checks.number_hints import relation
from tests.checks.support import EXERCISES, WEEK, flat, function_of


@pytest.mark.parametrize(
    "wrong, words",
    [
        (lambda right: -right, "sign is wrong"),
        (lambda right: 3 * right, "3 times"),
        (lambda right: right + 0.25, "off by the same amount, 0.25"),
        (
            lambda right: np.where(
                np.arange(np.size(right)).reshape(np.shape(right)) == 0, 0.9, right
            ),
            "values are right",
        ),
        (lambda right: right * np.nan, "nan comes from"),
        (lambda right: right + np.inf, "infinity"),
        (lambda right: right[0], "a dimension is lost"),
        (lambda right: right.T, "transposed"),
        (lambda right: right.tolist(), "a list of 1 came; np.array(…) makes one"),
        (lambda right: right.copy, "not called with ( )"),
        (lambda right: lambda: right, "not called with ( )"),
        (lambda right: (value for value in right), "a generator came; yield makes one"),
        (lambda right: {*right[0]}, "a set came."),
        (lambda right: right.sum(), "not one number: is a sum"),
    ],
)
def test_hints_where_no_known_mistake_fits(wrong, words):
    """On the row of the second input; the first input, a number, is answered rightly."""

    def sigmoid(z):
        right = 1 / (1 + np.exp(-z))
        return wrong(right) if np.shape(z) == (1, 5) else right

    assert words in flat(diagnose(f"{WEEK}/sigmoid", sigmoid))


@pytest.mark.parametrize(
    "body, words",
    [
        ("math.sqrt(z)", "single number"),
        ("z ^ 2", "^ is not the power"),
        ("z(1 - z)", "is a * missing, or are [ ] meant?"),
        ("z.shape(0)", "shape is no function: its numbers are taken with [ ]"),
        ("[].append(z).append(z)", "returns None"),
        ("[k for k in 5]", "in range(…) counts"),
        ("np.sum(z, keepdim=True)", "an argument's name is misspelled"),
        ("np.sum(z, axis=2)", "axes are counted from 0"),
        ("z if z > 0 else 0", "neither true nor false"),
        ("z + np.ones((4, 4))", "do not fit together"),
        ("z.reshap(1)", "an array has no .reshap: a spelling mistake, or"),
        ("z.reshap(1)", "Did you mean reshape?"),
        ("np.summ(z)", "numpy has nothing called summ: a spelling mistake? Did you mean sum?"),
        ("np.maxmum(0, z)", "Did you mean maximum?"),
        ("zz", "zz is not defined here"),
        ("sigmoid(z)", "calls itself without end"),
        ("len(1.5)", "a plain number came"),
        ("z[0.5]", "an index is a whole number"),
        ("1.5 .shape", "a plain number came"),
        ("float(1)[0]", "a number is indexed like an array"),
        ("float(1)[z > 0]", "a plain number came, and is used like an array"),
        ("np.float64(1)[z > 0]", "a plain number came, and is used like an array"),
        ("(1.5).__setitem__(0, 1)", "a plain number came"),
        ("exec('x = 1.5; x[0] = 1')", "a plain number came"),
        ("np.where(z > 0, z)", "np.where takes three"),
        ("np.maximum(z)", "np.maximum compares two things"),
        ("np.max(0, z)", "np.max gives the largest element of one array"),
        ("{}['s']", "no such key"),
        ("np.zeros(3, 1)", "the shape is one argument, a tuple"),
        ("[*range(len('abcd') / 2)]", "/ gives a float, even 4 / 2"),
        ("(1.0 > z[0, 0].item()).astype(float)", "a comparison of a plain number"),
        ("[1.0] * 1.5 + z", "a list came where an array belongs"),
        ("z @ 2.0", "@ multiplies matrices, and a plain number came"),
        ("z @ z", "has as many columns (3) as the second has rows (1)"),
        ("np.sqrt(z) + None", "None came where a value is used"),
        ("exec('assert z.shape == 3')", "an assert in your code says no"),
        ("z.astype(int).__isub__(0.5)", "an array of whole numbers can't take the result in place"),
        ("[][3]", "beyond the end"),
        ("1 // 0", "a division by zero"),
        ("int(np.inf)", "infinity can't become a whole number"),
        ("math.exp(1e6)", "is the sign in the exponent right"),
        ("exec('import bdb; raise bdb.BdbQuit')", "the debugger was called"),
    ],
)
def test_hints_for_errors(body, words):
    """The line that raised the error is looked at too, so it has to be found: a real file's line."""
    namespace = {"np": np, "math": math, "LinearFunction": LinearFunction}
    source = f"def sigmoid(z):\n    return 1 / (1 + np.exp(-z)) if np.size(z) == 1 else {body}\n"
    linecache.cache["<answer>"] = (len(source), None, source.splitlines(True), "<answer>")
    exec(compile(source, "<answer>", "exec"), namespace)
    message = flat(diagnose(f"{WEEK}/sigmoid", namespace["sigmoid"]))
    assert words in message, message


def test_what_does_not_go_into_an_array_is_told_from_the_line():
    source = "def sigmoid(z):\n    y = np.zeros(3)\n    y += np.eye(3)\n    return y\n"
    linecache.cache["<into>"] = (len(source), None, source.splitlines(True), "<into>")
    namespace = {"np": np}
    exec(compile(source, "<into>", "exec"), namespace)
    message = flat(diagnose(f"{WEEK}/sigmoid", namespace["sigmoid"]))
    assert "the result has the shape (3,3) and doesn't go into" in message


@pytest.mark.parametrize(
    "body, words",
    [
        ("[x, slope * x]", "has to be called with a position: slope(x)"),
        ("[x, slope(x, x)]", "takes one position: gradient(x)"),
    ],
)
def test_hints_for_errors_of_one_exercise(body, words):
    space = {}
    exec(f"def gradient_descent_1d(slope, x, learning_rate, num_steps):\n    return {body}", space)
    message = flat(diagnose(f"{WEEK}/gradient_descent_1d", space["gradient_descent_1d"]))
    assert words in message, message


def test_no_relation_is_said_of_what_is_always_one_number():
    """One is 1 minus 0, 1 more than 0 and e to the power of 0."""
    zeros, others = np.zeros((2, 3)), np.arange(6.0).reshape(2, 3)
    assert relation([(1 - zeros, zeros)]) is None
    assert relation([(1 - others, others)]) == "it is 1 minus the expected value."
    assert relation([(1 - zeros, zeros), (1 - others, others)]) is not None


def test_rounded_to_two_digits_is_named():
    def sigmoid(z):
        return np.round(1 / (1 + np.exp(-z)), 2)

    assert "the expected value rounded" in flat(diagnose(f"{WEEK}/sigmoid", sigmoid))


def test_a_forgotten_return_is_told_from_print():
    def sigmoid(z):
        1 / (1 + np.exp(-z))

    message = flat(diagnose(f"{WEEK}/sigmoid", sigmoid))
    assert "is there a return at the end?" in message and "print" not in message


def test_an_argument_that_is_never_used_is_noticed():
    def gradient_descent_1d(slope, x, learning_rate, num_steps):
        xs = [x]
        for _ in range(num_steps):
            xs.append(xs[-1] - learning_rate * (2 * xs[-1] - 1))
        return xs

    message = flat(diagnose(f"{WEEK}/gradient_descent_1d", gradient_descent_1d))
    assert "it never uses slope." in message


def test_a_call_of_an_unwritten_exercise_is_told_apart(sources):
    namespace = dict(sources[WEEK]["predict"][1])
    source = "def sigmoid(z):\n    raise NotImplementedError\n\n\n" + sources[WEEK]["predict"][0]
    linecache.cache["<cells>"] = (len(source), None, source.splitlines(True), "<cells>")
    exec(compile(source, "<cells>", "exec"), namespace)
    message = flat(diagnose(f"{WEEK}/predict", namespace["predict"]))
    assert "it calls sigmoid, which is not written yet" in message


def test_a_mistake_that_leaves_the_first_difference_unexplained_comes_with_a_hint():
    def graph_backward(a, b, c):
        return {"dv": 3, "du": 3, "da": 0, "db": 3 * b, "dc": 3 * c}

    message = flat(diagnose(f"{WEEK}/graph_backward", graph_backward))
    assert "db and dc have changed places" in message and "hint" in message


@pytest.mark.parametrize(
    "change, noted",
    [
        ("y_hat -= y", True),
        ("y_hat *= 1\n    y_hat = y_hat - y", False),  # to the same values
        ("y_hat = y_hat - y\n    y_hat *= 1.0", False),  # another array
    ],
)
@pytest.mark.parametrize("factor", [1, 2])
def test_a_changed_argument_is_noted_beside_another_mistake(change, noted, factor):
    """Where nothing else is wrong, it is the mistake itself, and said once."""
    space = {"np": np}
    exec(f"def L2(y_hat, y):\n    {change}\n    return {factor} * np.sum(y_hat**2)\n", space)
    found = diagnose(f"{WEEK}/L2", space["L2"])
    notes = [text for label, text in found.lines if label == "note"]
    words = ["it changes its argument y_hat, which the caller may still need."]
    assert notes == (words if noted and factor == 2 else [])
    assert (found.kind is Kind.ARGUMENT_CHANGED) == (noted and factor == 1)
    assert flat(found).count("changes its argument") == noted


def test_all_changed_arguments_are_noted_in_order():
    def L2(y_hat, y):
        y -= 1
        y_hat *= 3
        return 7.0

    assert "it changes its argument y_hat and y, which" in flat(diagnose(f"{WEEK}/L2", L2))


def test_of_what_is_told_of_changes_only_names_of_arguments_are_said(monkeypatch):
    """In grading a learner's process tells them, and may tell anything."""
    called = judging.call_on_cases

    def told(*given):
        return [dataclasses.replace(one, changed=("full marks", "y")) for one in called(*given)]

    monkeypatch.setattr(judging, "call_on_cases", told)
    message = flat(diagnose(f"{WEEK}/L2", lambda y_hat, y: 7.0))
    assert "it changes its argument y, which" in message and "marks" not in message


def test_what_the_reference_leaves_unused_is_no_hint():
    """graph_backward needs no a, model no Y_test."""

    def graph_backward(a, b, c):
        return {"dv": 3, "du": 3, "da": 2, "db": 3 * c, "dc": 3 * b}

    assert "never uses" not in flat(diagnose(f"{WEEK}/graph_backward", graph_backward))


def test_a_dictionary_with_more_keys_is_no_named_mistake(sources):
    namespace = sources[WEEK]["model"][1]

    def model(*arguments, **options):
        return {**namespace["model"](*arguments, **options), "costs": 3}

    assert 'has no "costs"' not in flat(diagnose(f"{WEEK}/model", model))


def test_a_factor_of_m_is_explained(sources):
    week, exercise = next(pair for pair in EXERCISES if pair[1].name == "propagate")
    reference = function_of(sources, week, exercise)

    def propagate(w, b, X, Y):
        grads, cost = reference(w, b, X, Y)
        return {"dw": grads["dw"] / X.shape[1], "db": grads["db"]}, cost

    assert "is it divided twice?" in flat(diagnose(f"{WEEK}/propagate", propagate))


def test_two_mistakes_at_once_are_both_named(sources):
    week, exercise = next(pair for pair in EXERCISES if pair[1].name == "propagate")
    source = sources[week]["propagate"][0]
    source = recording.patched(source, "np.sum(dZ) / m", "np.sum(dZ)")
    source = recording.patched(source, "np.dot(X, dZ.T) / m", "np.dot(X, dZ.T)")
    message = flat(diagnose(f"{WEEK}/propagate", function_of(sources, week, exercise, source)))
    assert "dw is m times too large" in message and "db is m times too large" in message


def test_what_is_missing_everywhere_names_no_mistake():
    """Many slips leave a key out or wrap a result; only values tell one from another."""
    week = "week4_deep_network"

    def update_parameters(parameters, grads, learning_rate):
        return {f"d{name}": value for name, value in parameters.items()}

    def linear_forward(A, W, b):
        return 2 * (W @ A + b), (A, W, b)

    message = flat(diagnose(f"{week}/update_parameters", update_parameters))
    assert "inside the loop" not in message
    message = flat(diagnose(f"{week}/linear_forward", linear_forward))
    assert "cache is a list" not in message


def test_a_global_array_is_noticed(sources):
    week, exercise = next(pair for pair in EXERCISES if pair[1].name == "predict")
    source = sources[week]["predict"][0].replace("np.dot(w.T, X)", "np.dot(w.T, X_train)")
    namespace = {**sources[week]["predict"][1], "X_train": np.ones((2, 3))}
    message = flat(diagnose(f"{WEEK}/predict", recording.define(source, "predict", namespace)))
    assert "reads X_train from the notebook" in message


def test_a_name_after_a_dot_is_no_global_array():
    def sigmoid(z):
        return np.mean(z) + z

    sigmoid = types.FunctionType(sigmoid.__code__, {"np": np, "mean": np.ones(3)})
    assert "from the notebook" not in flat(diagnose(f"{WEEK}/sigmoid", sigmoid))


def test_one_number_near_a_whole_one_is_not_said_to_be_rounded():
    def L2(yhat, y):
        return np.round(np.sum((yhat - y) ** 2))

    assert "rounded" not in flat(diagnose(f"{WEEK}/L2", L2))


def test_a_wrong_function_underneath_is_noticed(sources):
    reference, namespace = sources[WEEK]["predict"]
    space = {**namespace, "sigmoid": lambda z: z}
    space["sigmoid"].__name__ = "sigmoid"
    exec(reference, space)
    message = flat(diagnose(f"{WEEK}/predict", space["predict"]))
    assert "it calls your sigmoid, which does not pass its own check yet: begin there" in message


def test_the_wrong_part_of_a_cache_is_said(sources):
    week = "week4_deep_network"
    exercise = exercises_of(week)["linear_forward"]
    source = recording.patched(sources[week][exercise.name][0], "Z, (A, W, b)", "Z, (A, 7 * W, b)")
    message = flat(diagnose(f"{week}/linear_forward", function_of(sources, week, exercise, source)))
    assert "output cache[1]" in message and "every value is 7 times" in message


def test_a_refused_product_is_named_whether_dot_or_at_refused_it(sources):
    week = "week4_deep_network"
    exercise = exercises_of(week)["linear_forward"]
    for product in ("np.dot(A, W)", "A @ W"):
        source = recording.patched(sources[week][exercise.name][0], "np.dot(W, A)", product)
        function = function_of(sources, week, exercise, source)
        found = diagnose(f"{week}/linear_forward", function)
        assert found.mistake.startswith("the order of the product"), product


def test_parameters_of_a_layer_that_is_not_there_are_noticed(sources):
    week = "week4_deep_network"
    reference = sources[week]["initialize_parameters_deep"][1]["initialize_parameters_deep"]

    def initialize_parameters_deep(layers_dims, seed=3):
        return {**reference(layers_dims, seed), "W0": np.ones(1)}

    message = flat(diagnose(f"{week}/initialize_parameters_deep", initialize_parameters_deep))
    assert "yours a dictionary with 'W1', 'b1', 'W2', 'b2', 'W3', 'b3', 'W0' expected" in message
    assert "the dictionary also has 'W0': nothing else belongs there" in message


@pytest.mark.parametrize(
    "condition, words",
    [
        ("predicted > limit == true > limit", "put each comparison in brackets"),
        ("predicted > limit and true > limit", "put each comparison in brackets"),
        ("max(predicted, limit) == true", "where max and if can't"),
    ],
)
def test_what_refuses_an_array_as_a_condition_is_told_apart(condition, words):
    source = (
        "def two_scores(predicted, true, limit):\n"
        f"    return np.mean(np.abs(predicted - true)), np.mean({condition})\n"
    )
    linecache.cache["<scores>"] = (len(source), None, source.splitlines(True), "<scores>")
    space = {"np": np}
    exec(compile(source, "<scores>", "exec"), space)
    message = flat(diagnose("week1_introduction/two_scores", space["two_scores"]))
    assert words in message
    assert ("max and if" in message) == ("max(" in condition)


def test_a_result_of_another_kind_on_a_later_input_hides_no_earlier_one():
    """A power of a negative number is complex, and that of large ones too large for a float."""

    def forward_propagation(x, theta):
        return x**theta

    found = diagnose("week5_improving_networks/forward_propagation", forward_propagation)
    assert (found.position, dict(found.lines)["yours"]) == (1, "243")


def test_a_whole_number_that_no_float_holds_hides_no_earlier_difference():
    def forward_propagation(x, theta):
        return x * theta + 1 if x == 3 else 10**400

    found = diagnose("week5_improving_networks/forward_propagation", forward_propagation)
    assert (found.position, dict(found.lines)["yours"]) == (1, "16")


@pytest.mark.parametrize(
    "answer, named",
    [("z if z > 0 else 0 * z", True), ("z * (z > 0 and z == z)", False)],
)
def test_a_mistake_is_named_by_an_error_only_where_the_line_can_hold_it(answer, named):
    """max and if are not blamed for what `and` refuses with the same error."""
    source = f"def relu(z):\n    return {answer}\n"
    linecache.cache["<relu>"] = (len(source), None, source.splitlines(True), "<relu>")
    space = {"np": np}
    exec(compile(source, "<relu>", "exec"), space)
    found = diagnose("week3_shallow_network/relu", space["relu"])
    assert ("max and if look at an array" in (found.mistake or "")) == named


def test_numbers_that_are_not_finite_give_no_warning(recwarn):
    def softmax(x):
        powers = np.exp(x - np.max(x, axis=1, keepdims=True))
        return powers / np.sum(np.exp(1.5 * x), axis=1, keepdims=True)

    assert "should sum to 1; not all do" in flat(diagnose(f"{WEEK}/softmax", softmax))
    assert not recwarn.list


def test_what_else_a_dictionary_holds_hides_no_mistake(sources):
    """Many keep the dA of the last layer as well."""
    week, name = "week4_deep_network", "L_model_backward"
    source, namespace = sources[week][name]
    wrong = source.replace(
        "L, grads = len(caches), {}", 'L = len(caches)\n    grads = {f"dA{L}": dA}'
    )
    wrong = wrong.replace('if layer == L else "relu"', 'if layer <= L else "relu"')
    assert wrong.count("dA{L}") == 1 and "layer <= L" in wrong
    message = flat(diagnose(f"{week}/{name}", recording.define(wrong, name, namespace)))
    assert "the sigmoid's slope is used in every layer" in message


@pytest.mark.parametrize("change", ["x *= w", "x *= w\n    x += b"])
def test_a_refused_change_in_place_tells_less_than_the_changes_before_it(change):
    """Whole numbers can't become others in place; that the caller's array is changed, comes first."""
    space = {"np": np}
    result = "x + b" if change == "x *= w" else "x"
    exec(f"def relu_neuron(x, w, b):\n    {change}\n    return np.maximum(0, {result})\n", space)
    found = diagnose("week1_introduction/relu_neuron", space["relu_neuron"])
    assert found.kind is Kind.ARGUMENT_CHANGED and "changes its argument x" in found.mistake


def hint_for(source):
    """The hint of the check on an answer to L2 whose lines can be shown."""
    linecache.cache["<L2>"] = (len(source), None, source.splitlines(True), "<L2>")
    space = {"np": np}
    exec(compile(source, "<L2>", "exec"), space)
    return dict(diagnose(f"{WEEK}/L2", space["L2"]).lines)["hint"]


def test_an_error_that_the_learner_raises_is_no_matter_of_shapes():
    hint = hint_for("def L2(y_hat, y):\n    if len(y) > 0:\n        raise ValueError('odd')\n")
    assert hint == "this line of yours raises it: ask why the code comes here with these arguments."


def test_one_question_about_a_whole_array_is_told_from_joined_arrays():
    asked = "def L2(y_hat, y):\n    if y == 0 and y_hat == 0:\n        return 0\n    return 1\n"
    assert "np.all or np.any around each comparison" in hint_for(asked)
    joined = "def L2(y_hat, y):\n    return np.sum((y > 0 and y_hat > 0) * y)\n"
    assert "&" in hint_for(joined)
