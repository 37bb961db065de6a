"""The checks pass every right answer, and reject and name every typical mistake."""

import itertools
import json
import linecache
import math
import types
import warnings

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from classroom.exercises import Case, Exercise, exercises_of, recording
from classroom.grading.hidden_tests import check_on_new_inputs
from helpers.checks import (
    CheckFailed,
    Checks,
    ChecksFileError,
    Kind,
    calling,
    diagnose,
    diagnose_exercise,
    judging,
    load_exercises,
    records,
)
from helpers.checks.comparing import compare
from helpers.checks.describing import describe_argument, signature
from helpers.checks.formulas import LinearFunction, PowerFunction, PowerSumForward
from helpers.checks.judging import RAISE_ERRORS, call_on_cases
from helpers.checks.records import CaseRecord, ExerciseRecord
from helpers.checks.summaries import initial_parameters
from helpers.checks.values import decode, encode

WEEK = "week2_logistic_regression"
EXERCISES = [
    (week, exercise) for week in recording.weeks() for exercise in exercises_of(week).values()
]
MISTAKES = [
    pytest.param(week, exercise, mistake, id=f"{exercise.name}: {mistake[2]}")
    for week, exercise in EXERCISES
    for mistake in exercise.mistakes
]
RIGHT = [
    pytest.param(week, exercise, source, id=f"{exercise.name}-{number}")
    for week, exercise in EXERCISES
    for number, source in enumerate(exercise.right)
]


def flat(diagnosis):
    """The message with its line breaks taken out."""
    return " ".join(diagnosis.message.split())


@pytest.fixture(scope="module")
def sources():
    """{week: {exercise: (reference source, namespace)}}"""
    return {week: recording.solution_sources(week) for week in recording.weeks()}


def function_of(sources, week, exercise, source=None):
    """The reference's function, or the one `source` defines among the reference's names."""
    reference, namespace = sources[week][exercise.name]
    return recording.define(source or reference, exercise.name, namespace)


@pytest.mark.parametrize(
    "week, exercise", EXERCISES, ids=lambda value: getattr(value, "name", value)
)
def test_reference_passes(sources, week, exercise):
    diagnosis = diagnose(f"{week}/{exercise.name}", function_of(sources, week, exercise))
    assert diagnosis.passed and diagnosis.message.startswith(f"✓ {exercise.name}: ")


@pytest.mark.parametrize("week, exercise, source", RIGHT)
def test_right_answer_written_differently_passes(sources, week, exercise, source):
    function = function_of(sources, week, exercise, source)
    diagnosis = diagnose(f"{week}/{exercise.name}", function)
    assert diagnosis.passed, diagnosis.message
    check_on_new_inputs(f"{week}/{exercise.name}", function, seed=7)


@pytest.mark.parametrize("week, exercise, mistake", MISTAKES)
def test_mistake_is_rejected_and_named(sources, week, exercise, mistake):
    old, new, sentence = mistake
    source = recording.patched(sources[week][exercise.name][0], old, new)
    function = function_of(sources, week, exercise, source)
    diagnosis = diagnose(f"{week}/{exercise.name}", function)
    assert not diagnosis.passed
    if not (sentence in flat(diagnosis) and diagnosis.mistake):
        assert worded_differently(week, exercise.name, sentence, function), diagnosis.message


def worded_differently(week, name, sentence, function):
    """Whether this numpy words the mistake's error otherwise than the one the checks were built with."""
    exercise = load_exercises(week)[name]
    known = {
        result.error
        for mistake in exercise.mistakes
        if mistake.sentence == sentence
        for result in mistake.results
        if result.error
    }
    now = [result.error for result in call_on_cases(function, exercise)]
    new = {error for error in now if error} - known
    return bool(new) and {e.split(":")[0] for e in new} <= {e.split(":")[0] for e in known}


@pytest.mark.parametrize(
    "week, exercise", EXERCISES, ids=lambda value: getattr(value, "name", value)
)
def test_mistakes_fail_the_hidden_test_too(sources, week, exercise):
    right = recording.record_exercise(week, exercise.name, seed=11, mistakes=False)
    for old, new, sentence in exercise.mistakes:
        source = recording.patched(sources[week][exercise.name][0], old, new)
        function = function_of(sources, week, exercise, source)
        diagnosis = diagnose_exercise({exercise.name: right}, exercise.name, function)
        assert not diagnosis.passed, sentence


@pytest.mark.parametrize(
    "week, exercise", EXERCISES, ids=lambda value: getattr(value, "name", value)
)
def test_hidden_inputs_are_never_all_known(week, exercise):
    index = list(exercises_of(week)).index(exercise.name)
    known = [
        encode(list(case.arguments))
        for case in exercise.inputs(np.random.default_rng([recording.SEED, index]))
    ]
    for seed in range(2, 30):
        cases = recording.draw_inputs(exercise, index, seed)
        assert any(encode(list(case.arguments)) not in known for case in cases), seed


def test_inputs_without_chance_are_refused():
    exercise = Exercise("twice", lambda rng: [Case((2,)), Case((3,))], "")
    assert len(recording.draw_inputs(exercise, 0, recording.SEED)) == 2
    with pytest.raises(ValueError, match="every draw gives the lesson's inputs"):
        recording.draw_inputs(exercise, 0, 2)


@pytest.mark.parametrize(
    "week, exercise", EXERCISES, ids=lambda value: getattr(value, "name", value)
)
def test_every_exercise_has_mistakes_and_another_right_answer(week, exercise):
    assert len(exercise.mistakes) >= 5
    assert len(exercise.right) >= 1


@pytest.mark.parametrize("week", recording.weeks())
def test_stored_checks_are_what_the_lessons_give_now(week):
    """After a change to a lesson or its exercises: make checks."""
    stored, built = load_exercises(week), recording.record_week(week)
    assert list(stored) == list(built)
    for name in stored:
        old, new = (
            comparable(json.loads(json.dumps(one[name].to_json()))) for one in (stored, built)
        )
        assert shape_of(old) == shape_of(new), f"{name}: run make checks"
        old, new = numbers_in(old), numbers_in(new)
        assert np.allclose(old, new, rtol=1e-9, atol=1e-12, equal_nan=True), (
            f"{name}: run make checks"
        )


def comparable(exercise):
    """A stored exercise without the outcomes of mistakes that end in an error.

    Which inputs raise, and in which words, changes with numpy's version; learners whose numpy differs
    get a clue there in place of the mistake.
    """
    mistakes = [
        mistake["sentence"] if any("error" in result for result in mistake["results"]) else mistake
        for mistake in exercise["mistakes"]
    ]
    return {**exercise, "mistakes": mistakes}


def shape_of(value):
    """A stored exercise with a word in place of each number."""
    if isinstance(value, dict):
        return {key: shape_of(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shape_of(item) for item in value]
    return "number" if isinstance(value, int | float) else value


def numbers_in(value):
    """All the numbers of a stored exercise, in order."""
    if isinstance(value, dict | list):
        items = value.values() if isinstance(value, dict) else value
        return list(itertools.chain.from_iterable(numbers_in(item) for item in items))
    return [value] if isinstance(value, int | float) else []


def test_no_source_in_the_learners_data():
    """The learner's file of checks holds numbers and sentences, no line of an answer."""
    for week in recording.weeks():
        text = (records.FOLDER / f"{week}.json").read_text(encoding="utf-8")
        for name, (source, _) in recording.solution_sources(week).items():
            body = source.split("### BEGIN SOLUTION")[1].split("### END SOLUTION")[0]
            for line in filter(lambda line: len(line) > 30, map(str.strip, body.splitlines())):
                assert line not in text, (name, line)


# --- whatever a learner's function does becomes a message -----------------------------------------------------------


class Strange:
    """An object that fails at whatever is done with it."""

    def __array__(self, *args, **kwargs):
        raise RuntimeError("no array")

    def __getattr__(self, name):
        raise RuntimeError("no attribute")


STRANGE_RESULTS = {
    "None": None,
    "text": "0.5",
    "complex": 1j,
    "object": Strange(),
    "ragged list": [[1], [2, 3]],
    "function": abs,
    "type": int,
    "nan": float("nan"),
    "infinity": float("inf"),
    "empty array": np.array([]),
    "array of objects": np.array([None, {}], dtype=object),
    "array of text": np.array(["a"]),
    "huge list": [0] * 100_000,
    "set": {1, 2},
    "tuple": (1, 2, 3),
    "masked": np.ma.masked_array([1.0], mask=[True]),
}


@pytest.mark.parametrize("name", [exercise.name for week, exercise in EXERCISES if week == WEEK])
@pytest.mark.parametrize("result", STRANGE_RESULTS.values(), ids=STRANGE_RESULTS)
def test_strange_results_become_a_message(name, result):
    diagnosis = diagnose(f"{WEEK}/{name}", lambda *arguments: result)
    assert not diagnosis.passed
    assert diagnosis.message.startswith(f"✗ {name}")


@pytest.mark.parametrize(
    "error", [ValueError("x"), SystemExit(1), RecursionError(), MemoryError(), AssertionError()]
)
def test_strange_exceptions_become_a_message(error):
    def sigmoid(z):
        raise error

    message = flat(diagnose(f"{WEEK}/sigmoid", sigmoid))
    assert type(error).__name__ in message and "raise error" in message


def test_unwritten_exercise_is_told_from_a_wrong_one():
    def sigmoid(z):
        raise NotImplementedError

    message = flat(diagnose(f"{WEEK}/sigmoid", sigmoid))
    assert "not written yet" in message and "never uses" not in message


def test_wrong_number_of_parameters():
    assert "it must take the arguments (z)" in flat(diagnose(f"{WEEK}/sigmoid", lambda: 0.5))


def test_not_a_function():
    assert "not a function" in flat(diagnose(f"{WEEK}/sigmoid", 3))


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
        ("zz", "Did you mean z?"),
        ("zz", "zz is not defined here"),
        ("sigmoid(z)", "calls itself without end"),
        ("len(1.5)", "a plain number came"),
        ("z[0.5]", "an index is a whole number"),
        ("1.5 .shape", "a plain number came"),
        ("float(1)[0]", "a number is indexed like an array"),
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


def test_another_default_is_refused(sources):
    def model(
        X_train, Y_train, X_test, Y_test, num_iterations=7, learning_rate=0.5, print_cost=False
    ):
        return {}

    found = diagnose(f"{WEEK}/model", model)
    assert (
        found.kind is Kind.WRONG_PARAMETERS
        and "without num_iterations it must use 2000" in flat(found)
    )


def test_what_should_be_printed_is_asked_for(sources):
    reference = sources[WEEK]["optimize"][1]["optimize"]

    def optimize(w, b, X, Y, num_iterations=2000, learning_rate=0.004, print_cost=False):
        return reference(w, b, X, Y, num_iterations, learning_rate)

    found = diagnose(f"{WEEK}/optimize", optimize)
    assert found.kind in (Kind.NOTHING_PRINTED, Kind.WRONG_PARAMETERS), flat(found)


def test_a_lambda_under_the_exercises_name_is_checked(capsys):
    space = {"np": np, "check": Checks(WEEK)}
    exec("sigmoid = lambda z: 1 / (1 + np.exp(-z))\ncheck(sigmoid)", space)
    assert capsys.readouterr().out.startswith("✓ sigmoid")
    exec("sigmoid = np.vectorize(lambda z: 1 / (1 + np.exp(-z)))\ncheck(sigmoid)", space)
    assert capsys.readouterr().out.startswith("✓ sigmoid")


def test_a_list_of_results_passes_with_a_remark():
    def initialize_with_zeros(dim):
        return [np.zeros((dim, 1)), 0.0]

    found = diagnose(f"{WEEK}/initialize_with_zeros", initialize_with_zeros)
    assert found.passed and "without [ ] around them they are a tuple" in flat(found)


def test_rounded_to_two_digits_is_named():
    def sigmoid(z):
        return np.round(1 / (1 + np.exp(-z)), 2)

    assert "the expected value rounded" in flat(diagnose(f"{WEEK}/sigmoid", sigmoid))


def test_async_gets_its_remedy():
    async def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # "never awaited"
        assert "async makes one: leave it out." in flat(diagnose(f"{WEEK}/sigmoid", sigmoid))


def test_a_forgotten_return_is_told_from_print():
    def sigmoid(z):
        1 / (1 + np.exp(-z))

    message = flat(diagnose(f"{WEEK}/sigmoid", sigmoid))
    assert "is there a return at the end?" in message and "print" not in message


def test_a_number_in_an_array_is_refused_with_the_remedy():
    """It would pass through the formulas, and break the printing of a later cell."""
    message = flat(diagnose(f"{WEEK}/L2", lambda a, b: np.sum((a - b) ** 2, keepdims=True)))
    assert "one number, but in a list or array of shape (1,): float(np.squeeze(…))" in message


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


def test_an_optional_argument_keeps_its_name():
    """A later cell gives it by name."""

    def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.005):
        return {}

    assert "it must take the arguments (X_train" in flat(diagnose(f"{WEEK}/model", model))


def test_an_endless_loop_is_stopped_once(monkeypatch):
    monkeypatch.setattr(calling, "SECONDS", 0.2)
    calls = []

    def sigmoid(z):
        calls.append(z)
        while True:
            pass

    message = flat(diagnose(f"{WEEK}/sigmoid", sigmoid))
    assert "no result after 0.2 seconds" in message and "does the loop ever end?" in message
    assert len(calls) == 1


def test_a_loop_where_none_is_wanted_passes_with_a_remark():
    def without_loop(x):
        return x / np.sqrt((x**2).sum(axis=1, keepdims=True))

    def loop(x):
        rows = []
        for row in x:
            rows.append(row / np.sqrt(row @ row))
        return np.array(rows)

    for function, remarked in ((without_loop, False), (loop, True)):
        diagnosis = diagnose(f"{WEEK}/normalize_rows", function)
        assert diagnosis.passed and ("it loops" in flat(diagnosis)) == remarked


def test_a_mistake_that_leaves_the_first_difference_unexplained_comes_with_a_hint():
    def graph_backward(a, b, c):
        return {"dv": 3, "du": 3, "da": 0, "db": 3 * b, "dc": 3 * c}

    message = flat(diagnose(f"{WEEK}/graph_backward", graph_backward))
    assert "db and dc have changed places" in message and "hint" in message


def test_what_the_reference_leaves_unused_is_no_hint():
    """graph_backward needs no a, model no Y_test."""

    def graph_backward(a, b, c):
        return {"dv": 3, "du": 3, "da": 2, "db": 3 * c, "dc": 3 * b}

    assert "never uses" not in flat(diagnose(f"{WEEK}/graph_backward", graph_backward))


def test_a_cell_with_a_syntax_error_leaves_a_note():
    shell = InteractiveShell.instance()
    shell.run_cell("from helpers.checks import Checks; import numpy as np")
    shell.run_cell(f"check = Checks({WEEK!r})")
    shell.run_cell("def sigmoid(z):\n    return 1 / (1 + np.exp(-z))")
    shell.run_cell("def sigmoid(z):\n    return 1 / (1 + np.exp(-z)")
    with capture_output() as captured:
        shell.run_cell("check(sigmoid)")
    assert "older version of the function was checked" in captured.stdout
    shell.run_cell("def sigmoid(z):\n    return 1 / (1 + np.exp(-z))")
    with capture_output() as captured:
        shell.run_cell("check(sigmoid)")
    assert "✓ sigmoid" in captured.stdout and "older version" not in captured.stdout


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


def test_arguments_are_copies(sources):
    """A function that destroys its input spoils neither the other inputs nor the next check."""

    def sigmoid(z):
        result = 1 / (1 + np.exp(-np.array(z)))
        if np.ndim(z):
            z[...] = 0
        return result

    for _ in range(2):
        assert "changes its argument z" in flat(diagnose(f"{WEEK}/sigmoid", sigmoid))


def test_a_change_too_small_for_the_tolerance_is_a_change():
    def compute_cost(AL, Y):
        np.clip(AL, 1e-15, 1 - 1e-15, out=AL)
        return -np.mean(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))

    message = flat(diagnose("week4_deep_network/compute_cost", compute_cost))
    assert "changes its argument AL" in message


def test_warnings_are_a_remark_not_a_failure():
    def sigmoid(z):
        np.log(np.zeros(1))
        return 1 / (1 + np.exp(-z))

    diagnosis = diagnose(f"{WEEK}/sigmoid", sigmoid)
    assert diagnosis.passed and "divide by zero" in diagnosis.message


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


# --- random results -------------------------------------------------------------------------------------------------


def observed(draw, wanted=None):
    """The words of the observer `initial_parameters` for what a function of a seed returns."""

    def call(arguments, **options):
        return calling.call(draw, arguments, **options)

    return initial_parameters(call, (), wanted or {"W1": 0.1}).value["W1"]


RIGHT_DRAWS = {
    "default_rng": lambda seed=3: np.random.default_rng(seed).normal(0, 0.1, (64, 64)),
    "RandomState": lambda seed=3: np.random.RandomState(seed).randn(64, 64) * 0.1,
    "uniform of the same spread": lambda seed=3: np.random.RandomState(seed).uniform(
        -0.1 * 3**0.5, 0.1 * 3**0.5, (64, 64)
    ),
}


@pytest.mark.parametrize("draw", RIGHT_DRAWS.values(), ids=RIGHT_DRAWS)
def test_every_stream_of_random_weights_looks_alike(draw):
    words = observed(lambda seed=3: {"W1": draw(seed)})
    assert words == "shape (64, 64), mean 0, standard deviation about 0.1, new for each seed"


@pytest.mark.parametrize(
    "draw, words",
    [
        (lambda seed: np.random.RandomState(seed).randn(64, 32) * 0.1, "shape (64, 32)"),
        (lambda seed: np.random.RandomState(seed).randn(64, 64), "standard deviation about 0.95"),
        (lambda seed: np.random.RandomState(seed).rand(64, 64), "mean not 0"),
        (lambda seed: np.random.RandomState(7).randn(64, 64), "same numbers whatever the seed"),
        (
            lambda seed: np.random.default_rng().normal(size=(64, 64)),
            "next call with the same seed",
        ),
        (lambda seed: np.zeros((64, 64)), "all zero"),
        (lambda seed: np.ones((64, 64)), "all 1"),
        (lambda seed: np.tile(np.random.RandomState(seed).randn(1, 64), (64, 1)), "all rows alike"),
        (lambda seed: np.full((64, 64), np.nan), "not all numbers"),
    ],
)
def test_wrong_random_weights_are_put_into_words(draw, words):
    assert words in observed(lambda seed=3: {"W1": draw(seed)})


def test_random_numbers_where_zeros_belong_look_alike_whatever_their_spread():
    for scale in (1.0, 0.01):
        words = observed(
            lambda seed=3, scale=scale: {"W1": scale * np.random.RandomState(seed).randn(8, 1)},
            wanted={"W1": 0.0},
        )
        assert words == "shape (8, 1), not all zero, new for each seed"


@pytest.mark.parametrize("rows, scale", [(64, 1), (8, 1), (64, 0.1)])
def test_layers_that_hold_the_same_numbers_are_noticed(rows, scale):
    """In a layer of another size, or times another factor, too; whichever of them was drawn first."""

    def draw(seed=3):
        W1 = scale * np.random.RandomState(seed).randn(rows, 64)
        return {"W1": W1, "W0": np.random.RandomState(seed).randn(64, 64), "b1": np.zeros((9, 1))}

    assert observed(draw, {"W0": 1, "W1": 1}).endswith(", the same numbers as W0")


def test_the_spread_is_shown_as_it_was_measured():
    """What is compared is rounded; a learner who sees a rounded 1.1 in place of 1 distrusts the check."""

    def initialize_parameters(n_x, n_h, n_y, seed=1):
        rng = np.random.RandomState(seed)
        W1, W2 = rng.randn(n_h, n_x), rng.randn(n_y, n_h)
        return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}

    message = flat(diagnose("week4_deep_network/initialize_parameters", initialize_parameters))
    assert "standard deviation about 1, new for each seed expected" in message
    assert "standard deviation about 0.01, new" in message


def he_times(factor, layer):
    """He's start with one layer's weights multiplied by a factor."""

    def initialize_parameters_he(layers_dims, seed=3):
        rng, parameters = np.random.default_rng(seed), {}
        for k, (n_prev, n) in enumerate(zip(layers_dims, layers_dims[1:]), start=1):
            spread = np.sqrt(2 / n_prev) * (factor if k == layer else 1)
            parameters[f"W{k}"], parameters[f"b{k}"] = (
                spread * rng.normal(size=(n, n_prev)),
                np.zeros((n, 1)),
            )
        return parameters

    return initialize_parameters_he


@pytest.mark.parametrize("layer", [1, 3])
def test_random_weights_that_no_known_mistake_draws_get_a_hint(layer):
    exercise = "week5_improving_networks/initialize_parameters_he"
    assert diagnose(exercise, he_times(1, layer)).passed
    found = diagnose(exercise, he_times(7, layer))
    assert not found.passed and f'output     parameters["W{layer}"]' in found.message
    assert "compare both lines above" in found.message


@pytest.mark.parametrize(
    "factor, passes", [(1.0, True), (1.1, False), (0.9, False), (1.25**0.5, False)]
)
def test_a_spread_that_is_a_tenth_off_is_noticed(factor, passes):
    words = observed(lambda seed=3: {"W1": RIGHT_DRAWS["default_rng"](seed) * factor})
    assert ("standard deviation about 0.1," in words) == passes


def start(n, seed=1):
    return {"W1": np.random.RandomState(seed).randn(n, 1)}


def test_a_stand_in_takes_the_place_of_a_random_function_and_goes_again():
    def train(n):
        return start(n, seed=5)["W1"]

    known = {"start": ((2,), {"W1": np.ones((2, 1))})}
    assert np.array_equal(calling.call(train, (2,), stand_ins=known).value, np.ones((2, 1)))
    assert (
        "start is called with (3) where (2) is expected"
        in calling.call(train, (3,), stand_ins=known).error
    )
    assert np.array_equal(train(2), start(2, seed=5)["W1"])
    assert calling.call(lambda n: n, (2,), stand_ins=known).value == 2


@pytest.mark.parametrize(
    "call", ["(n)", "(n, 5)", "(n, seed=5)", "(n=n)", "(n=n, seed=5)"], ids=lambda call: call
)
def test_a_stand_in_takes_no_notice_of_what_follows_the_arguments_expected(call):
    """The notes write initialize_parameters_deep(layers_dims); a seed may follow, by place or by name."""
    for n in (2, [12, 4, 1]):
        known = {"start": ((n,), 7.0)}
        namespace = {"start": None}
        exec(f"def train(n):\n    return start{call}", namespace)
        assert calling.call(namespace["train"], (n,), stand_ins=known).value == 7.0
        assert (
            "start is called with" in calling.call(namespace["train"], (3,), stand_ins=known).error
        )


@pytest.mark.parametrize(
    ("call", "wrong"),
    [
        ("(n, 5)", ""),
        ("(n, seed=5)", ""),
        ("(seed=5, n=n)", ""),
        ("(n)", "(2, 1) where (2, 5)"),
        ("(n, seed=3)", "(2, 3) where (2, 5)"),
        ("(5, n)", "(5, 2) where (2, 5)"),
        ("(n, True)", "(2, True) where (2, 5)"),
    ],
    ids=lambda text: text,
)
def test_a_stand_in_may_expect_a_seed_by_place_or_by_name(call, wrong):
    namespace = {"start": start}
    exec(f"def train(n):\n    return start{call}", namespace)
    result = calling.call(namespace["train"], (2,), stand_ins={"start": ((2, 5), 7.0)})
    if wrong:
        assert f"start is called with {wrong} is expected" in result.error
    else:
        assert result.value == 7.0 and not result.error


def test_a_stand_in_that_is_never_called_is_noted(monkeypatch):
    def train(n):
        return n + 1

    stand_ins = {
        "start": encode(((2,), 1.0)),
        "other": encode(((2,), 3.0)),
    }  # the second by mistake only
    case = CaseRecord({"arguments": [1], "expected": 1, "stand_ins": stand_ins})
    record = ExerciseRecord("train", ["n"], [], [], ["n"], "right.", cases=(case,))
    message = flat(diagnose_exercise({"train": record}, "train", train))
    assert "it never calls start, which belongs in this function" in message
    assert "other" not in message


# --- the learner's side ---------------------------------------------------------------------------------------------


def test_check_prints_one_line_or_raises(sources, capsys):
    check = Checks(WEEK)
    check(sources[WEEK]["sigmoid"][1]["sigmoid"])
    assert capsys.readouterr().out.startswith("✓ sigmoid")
    with pytest.raises(CheckFailed, match="✗ sigmoid"):
        check(lambda z: z, name="sigmoid")
    with pytest.raises(CheckFailed, match="no exercise is called <lambda>"):
        check(lambda z: z)
    with pytest.raises(CheckFailed, match="without brackets"):
        check(0.5)


def test_inputs_can_be_had(sources):
    w, b, X, Y = Checks(WEEK).inputs("propagate", 1)
    assert w.shape == (2, 1) and X.shape == (2, 3) and Y.shape == (1, 3)


def test_unknown_names_are_said():
    with pytest.raises(ValueError, match="no exercise called 'nonsense'.*sigmoid"):
        diagnose(f"{WEEK}/nonsense", abs)
    with pytest.raises(FileNotFoundError, match="No checks called 'week9'.*week2"):
        Checks("week9")


def test_hidden_test_names_its_seed():
    with pytest.raises(CheckFailed, match="seed 3"):
        check_on_new_inputs(f"{WEEK}/sigmoid", lambda z: z, seed=3)


@pytest.mark.parametrize(
    "week, name",
    [
        (WEEK, "propagate"),
        ("week3_shallow_network", "initialize_parameters"),
        ("week4_deep_network", "L_model_backward"),
        ("week5_improving_networks", "forward_propagation_with_dropout"),
    ],
)
def test_hidden_test_names_the_mistake(sources, week, name):
    """On inputs that the frozen checks have not seen; of random results, too."""
    exercise = exercises_of(week)[name]
    old, new, sentence = exercise.mistakes[0]
    source = recording.patched(sources[week][name][0], old, new)
    with pytest.raises(CheckFailed) as failure:
        check_on_new_inputs(f"{week}/{name}", function_of(sources, week, exercise, source), seed=11)
    assert sentence in " ".join(str(failure.value).split())


def test_hidden_test_runs_no_mistaken_copy_for_a_right_answer(sources, monkeypatch):
    """They take most of the time, and every grading runs every hidden test. A seed that no other test has frozen."""
    monkeypatch.setattr(recording, "patched", None)
    check_on_new_inputs(f"{WEEK}/propagate", sources[WEEK]["propagate"][1]["propagate"], seed=12)
    with pytest.raises(TypeError):
        check_on_new_inputs(f"{WEEK}/propagate", lambda w, b, X, Y: None, seed=12)


def test_hidden_test_fails_what_is_right_only_the_second_time():
    calls = []

    def sigmoid(z):
        calls.append(z)
        return 1 / (1 + np.exp(-z)) if len(calls) > 1 else None

    with pytest.raises(CheckFailed, match="✗ sigmoid"):
        check_on_new_inputs(f"{WEEK}/sigmoid", sigmoid, seed=3)


@pytest.mark.parametrize(
    "source, imported",
    [
        ("import math as m\nimport sys", "m"),
        ("from math import pi, e", "pi e"),
        ("from math import e", ""),
        ("import os.path", "os"),
        ("if True:\n    import math as m", ""),
        ("%matplotlib inline\nimport math as m", ""),
    ],
)
def test_only_imports_that_an_answer_uses_are_run(source, imported):
    space = {}
    exec(recording.imports_of(source, used={"m", "pi", "os"}), space)
    assert set(space) - {"__builtins__"} == set(imported.split())


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


def test_a_function_stands_in_for_another_only_while_the_check_runs():
    def forward_propagation(x, theta):
        return theta * x

    space = {"forward_propagation": forward_propagation}
    exec("def twice(x):\n    return 2 * forward_propagation(x, 3.0)", space)
    stand_ins = {
        "forward_propagation": PowerFunction(1.0, 2),
        "never_called": PowerFunction(1.0, 1),
    }
    assert calling.call(space["twice"], [5.0], stand_ins=stand_ins).value == 90.0
    assert space["twice"](5.0) == 30.0


def test_message_says_which_function_stands_in(sources):
    exercise = exercises_of("week5_improving_networks")["gradient_check"]
    source, _ = sources["week5_improving_networks"]["gradient_check"]
    wrong = recording.patched(source, "theta - epsilon", "theta")
    function = function_of(sources, "week5_improving_networks", exercise, wrong)
    text = flat(diagnose("week5_improving_networks/gradient_check", function))
    assert "try it" in text  # on the first input nothing stands in
    # Right for a nudge of 0.5, that of the first two inputs.
    function = function_of(
        sources,
        "week5_improving_networks",
        exercise,
        source.replace("(2 * epsilon)", "(2 * 0.5)"),
    )
    text = flat(diagnose("week5_improving_networks/gradient_check", function))
    assert "forward_propagation is the function x * theta**3, for this input" in text
    assert "try it" not in text


def test_what_is_not_numbers_is_refused():
    with pytest.raises(TypeError, match="can't be stored"):
        encode(object())


def test_an_error_in_the_check_itself_is_not_the_learners(monkeypatch, sources):
    sigmoid = sources[WEEK]["sigmoid"][1]["sigmoid"]
    monkeypatch.setattr(judging, "judge", lambda exercise, results: 1 / 0)
    found = diagnose(f"{WEEK}/sigmoid", sigmoid)
    assert found.kind is Kind.CHECK_FAILED and "this is not your mistake" in flat(found)
    assert f"{RAISE_ERRORS}=1" in flat(found)
    assert diagnose(f"{WEEK}/sigmoid", lambda z: Strange()).kind is Kind.UNREADABLE_RESULT
    monkeypatch.setenv(RAISE_ERRORS, "1")
    with pytest.raises(ZeroDivisionError):
        diagnose(f"{WEEK}/sigmoid", sigmoid)


def test_a_diagnosis_is_a_record(sources):
    def propagate(w, b, X, Y):
        return np.dot(X, w), b

    found = diagnose(f"{WEEK}/propagate", propagate)
    assert (found.kind, found.error_type, found.position) == (Kind.ERROR_RAISED, "ValueError", 1)
    assert (
        found.code_line.text == "return np.dot(X, w), b" and found.code_line.function == "propagate"
    )
    assert [label for label, _ in found.lines][:3] == ["input", "error", "at"]
    assert diagnose(f"{WEEK}/propagate", sources[WEEK]["propagate"][1]["propagate"]).passed


def test_files_of_checks_of_other_versions(tmp_path, monkeypatch):
    """Those of version 1, which had no version field, are read; others are refused in one sentence."""
    monkeypatch.setattr(records, "FOLDER", tmp_path)
    one = {
        **{"name": "twice", "parameters": ["n"], "optional": [], "unused": [], "returns": ["n"]},
        **{"tested": "right.", "no_loop": False, "cases": [{"arguments": [1], "expected": 2}]},
        "mistakes": [{"sentence": "it adds 2.", "outcomes": [{"value": 3}]}],
    }
    path = tmp_path / "week9.json"
    path.write_text(json.dumps({"twice": one}))
    assert diagnose("week9/twice", lambda n: 2 * n).passed
    assert diagnose("week9/twice", lambda n: n + 2).mistake == "it adds 2."
    for text, words in (
        (json.dumps({"version": 99}), "has version 99, these helpers read version 2"),
        ("{", "can't be read as checks"),
        (json.dumps({"version": 2, "exercises": {"twice": {}}}), "can't be read as checks"),
    ):
        path.write_text(text)
        records.read_exercises.cache_clear()
        with pytest.raises(ChecksFileError, match=words):
            diagnose("week9/twice", lambda n: n)


def test_patch_must_fit_exactly_once():
    with pytest.raises(ValueError, match="stands 2 times, not once"):
        recording.patched("a + a", "a", "b")
