"""Checks that say which mistake was made.

    check = Checks("week2_logistic_regression")
    check(propagate)

The expected values in data/checks/ are numbers and sentences only: building the course (classroom/build_checks.py) ran
the reference answer, and copies of it with one typical mistake each, on the same inputs. A learner's
function is run on those inputs here. Where its results equal those of a mistaken copy, the mistake is
named; where they equal none, what can be said in general is said (shape, sign, a constant factor, …).
"""

import contextlib
import copy
import inspect
import io
import json
import traceback
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parents[1] / "data" / "checks"

# Two results count as equal when |a − b| ≤ ATOL + RTOL·|b|: far above what the order of additions changes in
# double precision, far below what any mistake changes.
RTOL, ATOL = 1e-6, 1e-9


@dataclass(frozen=True)
class Diagnosis:
    """What a check found. `mistake` is the sentence of the known mistake, or None; `message` is what the learner reads."""

    passed: bool
    mistake: str | None
    message: str


@dataclass(frozen=True)
class Outcome:
    """What one call did: returned `value`, or raised `error` ("ValueError: …"); what it changed, printed, warned of."""

    value: object = None
    error: str | None = None
    where: str = ""
    changed: tuple = ()
    printed: str = ""
    warned: str = ""


@dataclass(frozen=True)
class Difference:
    """The first place where a result is not what was expected: output, what is wrong, and both values."""

    path: str
    problem: str
    expected: object = None
    yours: object = None


class CheckFailed(AssertionError):
    """A check's message. IPython shows the message alone, without the lines of code that led to it."""

    def _render_traceback_(self):
        return str(self).splitlines()


class Checks:
    """The checks of one week's exercises.

    week -- the folder's name, for example "week2_logistic_regression"
    Raises FileNotFoundError when there are no checks of that name.
    """

    def __init__(self, week):
        self.exercises = load_exercises(week)

    def __call__(self, function, name=None):
        """Print one line when the function is right, else raise CheckFailed with what is wrong and why."""
        diagnosis = diagnose_exercise(self.exercises, name or nameof(function), function)
        if not diagnosis.passed:
            raise CheckFailed(diagnosis.message)
        print(diagnosis.message)

    def inputs(self, function, number):
        """The arguments of one of the check's inputs (the message of a failed check says its number)."""
        name = function if isinstance(function, str) else nameof(function)
        return decode(find(self.exercises, name)["cases"][number - 1]["arguments"])


def diagnose(exercise, function):
    """The Diagnosis of `function` as an answer to `exercise`, such as "week2_logistic_regression/propagate".

    Whatever the function does becomes part of the Diagnosis; only an unknown exercise raises (ValueError).
    """
    week, name = exercise.split("/")
    return diagnose_exercise(load_exercises(week), name, function)


def load_exercises(week):
    """The frozen exercises of a week, {name: exercise}; FileNotFoundError names the weeks there are."""
    path = FOLDER / f"{week}.json"
    if not path.is_file():
        weeks = ", ".join(sorted(file.stem for file in FOLDER.glob("*.json"))) or "none"
        raise FileNotFoundError(f"No checks called {week!r} in {FOLDER.name}/; there are: {weeks}.")
    return json.loads(path.read_text(encoding="utf-8"))


def diagnose_exercise(exercises, name, function):
    """`diagnose`, with the exercises already loaded."""
    exercise = find(exercises, name)
    if not callable(function):
        return failed(name, f"{name} is {describe(function)}, not a function: was the name used for something else?")
    try:
        outcomes = [run(function, decode(case["arguments"]), exercise["parameters"]) for case in exercise["cases"]]
        diagnosis = judge(exercise, outcomes)
        return diagnosis if diagnosis.passed else with_hints(diagnosis, exercises, name, function)
    except Exception as error:  # a result so odd that looking at it fails
        return failed(name, f"the result could not be read ({type(error).__name__}): return plain numbers and arrays.")


def find(exercises, name):
    """The exercise of that name, or a ValueError that lists the names there are."""
    if name not in exercises:
        raise ValueError(f"There is no exercise called {name!r} here; there are: {', '.join(exercises)}.")
    return exercises[name]


def nameof(function):
    """The name a function was defined under; for anything else, its type's name."""
    return getattr(function, "__name__", type(function).__name__)


# --- running the learner's function ----------------------------------------------------------------------------


def run(function, arguments, parameters=()):
    """Call `function` on copies of `arguments` and record what happened as an Outcome. Never raises."""
    given = copy.deepcopy(arguments)
    printed = io.StringIO()
    value, error, where = None, None, ""
    with warnings.catch_warnings(record=True) as caught, contextlib.redirect_stdout(printed):
        warnings.simplefilter("always")
        try:
            value = function(*given)
        except KeyboardInterrupt:
            raise
        except BaseException as exception:  # SystemExit too: a learner's function may do anything
            error, where = f"{type(exception).__name__}: {exception}", place(exception)
    changed = tuple(
        name for name, before, after in zip(parameters, arguments, given) if compare(before, after, name)
    )
    return Outcome(value, error, where, changed, printed.getvalue(), str(caught[0].message) if caught else "")


def place(exception):
    """The innermost line of the learner's own code that raised, or nothing when there is none to show."""
    frames = [frame for frame in traceback.extract_tb(exception.__traceback__)[1:] if frame.line]
    own = [frame for frame in frames if "site-packages" not in frame.filename] or frames
    return f"line {own[-1].lineno}: {own[-1].line}" if own else ""


# --- judging -----------------------------------------------------------------------------------------------------


def judge(exercise, outcomes):
    """The Diagnosis of an exercise's outcomes, one for each of its cases."""
    name, cases = exercise["name"], exercise["cases"]
    remarks = []
    for number, (case, outcome) in enumerate(zip(cases, outcomes), start=1):
        if "remark" in case:
            if not finite(outcome):
                remarks.append(case["remark"])
            continue
        difference = compare_outcome(decode(case["expected"]), outcome, exercise["returns"])
        if difference:
            return explain(exercise, outcomes, number, difference)
        if outcome.warned:
            remarks.append(f"on input {number} numpy warned: {outcome.warned}. The result is right all the same.")
    for number, outcome in enumerate(outcomes, start=1):
        if outcome.changed:
            return explain_change(name, exercise, number, outcome)
    message = f"✓ {name}: {exercise['tested']}"
    return Diagnosis(True, None, "\n".join([message, *(f"  Remark: {remark}" for remark in remarks)]))


def explain(exercise, outcomes, number, difference):
    """The failed Diagnosis for the first difference: both values, and the mistake if it is a known one."""
    case, outcome = exercise["cases"][number - 1], outcomes[number - 1]
    lines = [("input", f"{number}: {signature(exercise, decode(case['arguments']))}")]
    if outcome.error:
        lines.append(("error", outcome.error))
        if outcome.where:
            lines.append(("at", outcome.where))
    else:
        yours, expected = side_by_side(difference)
        lines += [("output", difference.path), ("yours", yours), ("expected", expected)]
    mistake = known_mistake(exercise, outcomes, difference)
    lines.append(("mistake", mistake) if mistake else ("clue", clue(exercise, case, outcome, difference)))
    lines.append(("try it", f'{exercise["name"]}(*check.inputs("{exercise["name"]}", {number}))'))
    return failed(exercise["name"], layout(lines), mistake)


def explain_change(name, exercise, number, outcome):
    """The failed Diagnosis of a function with right results that changed its arguments."""
    names = " and ".join(outcome.changed)
    mistake = (
        f"the result is right, but the call changes its argument {names}: whoever called still needs the old value. "
        f"Make a new array instead (x = x - step, not x -= step; a copy of a dictionary or list)."
    )
    return failed(name, layout([("input", str(number)), ("mistake", mistake)]), mistake)


def failed(name, text, mistake=None):
    """A failed Diagnosis with its headline."""
    separator = "\n" if "\n" in text or text.startswith("  ") else " "
    return Diagnosis(False, mistake, f"✗ {name}:{separator}{text}" if separator == " " else f"✗ {name}\n{text}")


def finite(outcome):
    """Whether a call returned numbers without nan and infinity among them."""
    if outcome.error:
        return False
    if isinstance(outcome.value, dict | tuple | list):
        parts = outcome.value.values() if isinstance(outcome.value, dict) else outcome.value
        return all(finite(Outcome(part)) for part in parts)
    return bool(np.isfinite(outcome.value).all())


def known_mistake(exercise, outcomes, difference):
    """The sentence of the mistake that gives the learner's results, or None.

    A mistake that explains every output on every input comes first; else one that explains the output at the
    first difference on every input, since a function can hold two mistakes at once.
    """
    path, names = difference.path, exercise["returns"]
    compared = [k for k, case in enumerate(exercise["cases"]) if "remark" not in case]
    mine = [outcomes[k] for k in compared]
    right = [Outcome(decode(exercise["cases"][k]["expected"])) for k in compared]
    same_output = None
    for mistake in exercise["mistakes"]:
        theirs = [decode_outcome(mistake["outcomes"][k]) for k in compared]
        if same_errors(mine, theirs) and all(map(same, mine, theirs)):
            return mistake["sentence"]
        if same_output is None and same_errors(mine, theirs):
            alike = all(same_at(path, a, b, names) for a, b in zip(mine, theirs))
            touches_it = not all(same_at(path, a, b, names) for a, b in zip(theirs, right))
            same_output = mistake["sentence"] if alike and touches_it else None
    return same_output


def same_errors(mine, theirs):
    """Whether two rows of outcomes hold errors of the same kind in the same places.

    A row of nothing but errors must have the same texts too: many slips end in a ValueError.
    """
    texts = [(a.error or "", b.error or "") for a, b in zip(mine, theirs)]
    if all(a and b for a, b in texts):
        return all(a == b for a, b in texts)
    return all(a.split(":")[0] == b.split(":")[0] for a, b in texts)


def same(mine, other):
    """Whether two outcomes have equal values; two errors count as alike."""
    return bool(other.error) if mine.error else compare(other.value, mine.value) is None


def same_at(path, mine, other, names):
    """Whether two outcomes are alike in the one output called `path`."""
    if mine.error or other.error:
        return bool(mine.error and other.error)
    mine, other = outputs(mine.value, names), outputs(other.value, names)
    return path in mine and path in other and compare(other[path], mine[path]) is None


def outputs(value, names):
    """A returned value taken apart: {name of the output: number or array}."""
    if isinstance(value, tuple) and len(value) == len(names):
        return {key: part for item, name in zip(value, names) for key, part in outputs(item, [name]).items()}
    name = names[0] if names else "result"
    if isinstance(value, dict):
        return {f'{name}["{key}"]': part for key, part in value.items()}
    return {name: value}


# --- comparing ---------------------------------------------------------------------------------------------------


def compare_outcome(expected, outcome, names):
    """The first Difference between the expected value and what a call did, or None."""
    if outcome.error:
        return Difference("", "error")
    if isinstance(expected, tuple):
        if not isinstance(outcome.value, tuple):
            return Difference("result", "type", expected, outcome.value)
        if len(outcome.value) != len(expected):
            return Difference("result", "length", expected, outcome.value)
        parts = zip(expected, outcome.value, names)
        return next((d for e, y, name in parts if (d := compare(e, y, name))), None)
    return compare(expected, outcome.value, names[0] if names else "result")


def compare(expected, yours, path="result"):
    """The first Difference between two values, or None. Looks at type, then shape, then numbers."""
    if yours is None and expected is not None:
        return Difference(path, "none", expected, yours)
    if isinstance(expected, dict):
        return compare_dictionaries(expected, yours, path)
    if isinstance(expected, tuple):
        if not isinstance(yours, tuple) or len(yours) != len(expected):
            return Difference(path, "type", expected, yours)
        return next((d for e, y in zip(expected, yours) if (d := compare(e, y, path))), None)
    if expected is None or isinstance(expected, str) or callable(expected):
        equal = expected is yours or callable(expected) or (isinstance(yours, str) and yours == expected)
        return None if equal else Difference(path, "type", expected, yours)
    return compare_numbers(expected, yours, path)


def compare_dictionaries(expected, yours, path):
    """`compare` for a dictionary: the keys, then the values in turn."""
    if not isinstance(yours, dict):
        return Difference(path, "type", expected, yours)
    missing = [key for key in expected if key not in yours]
    if missing:
        return Difference(path, "keys", expected, yours)
    pairs = ((expected[key], yours[key], f'{path}["{key}"]') for key in expected)
    return next((d for e, y, name in pairs if (d := compare(e, y, name))), None)


def compare_numbers(expected, yours, path):
    """`compare` for numbers and arrays. A scalar may come as a 0-d array or in any array of one element."""
    if isinstance(expected, np.ndarray) and not isinstance(yours, np.ndarray | np.generic):
        return Difference(path, "type", expected, yours)
    try:
        array = np.asarray(yours)
    except ValueError:  # a ragged list
        return Difference(path, "type", expected, yours)
    if array.dtype.kind not in "bifu":
        return Difference(path, "type", expected, yours)
    target = np.asarray(expected)
    if array.shape != target.shape and not (target.ndim == 0 and array.size == 1):
        return Difference(path, "shape", expected, yours)
    array = array.astype(float).reshape(target.shape)
    return None if close(array, target).all() else Difference(path, "value", expected, yours)


def close(yours, expected):
    """Element by element: equal within the tolerance; nan equals nan, and an infinity the same infinity."""
    return np.isclose(yours, expected, rtol=RTOL, atol=ATOL, equal_nan=True)


# --- saying what is wrong when no known mistake fits ---------------------------------------------------------------


def clue(exercise, case, outcome, difference):
    """What can be said in general about a difference."""
    if difference.problem == "error":
        return clue_about_error(exercise, case, outcome)
    if difference.problem == "none":
        printed = "it prints its result instead" if outcome.printed else "is there a return at the end?"
        return f"the function returns None; {printed}."
    if difference.problem == "keys":
        missing = ", ".join(repr(key) for key in difference.expected if key not in difference.yours)
        return f"the dictionary has no {missing}."
    if difference.problem == "length":
        return f"{', '.join(exercise['returns'])} are expected, {len(difference.expected)} results in this order."
    if difference.problem == "type":
        return f"{describe(difference.expected)} is expected here; {describe(difference.yours)} came."
    if difference.problem == "shape":
        return clue_about_shape(np.shape(difference.yours), np.shape(difference.expected))
    return clue_about_values(exercise, case, difference)


def clue_about_error(exercise, case, outcome):
    """What usually leads to an exception of this kind."""
    kind = outcome.error.split(":")[0]
    if kind == "NotImplementedError":
        return "not written yet. Write it in the cell above, run that cell, then this one."
    return {
        "NameError": "a name is used that is not defined: a spelling mistake, or a cell above that was not run?",
        "UnboundLocalError": "a variable is used before it has a value.",
        "ZeroDivisionError": "a division by zero.",
        "KeyError": "a dictionary has no such key: compare the names with those in the docstring.",
        "IndexError": "an index is beyond the end: how long is this array or list?",
        "ValueError": "look at the shapes: print each operand's .shape just above this line.",
        "TypeError": "an operation got something it cannot work with: print type() of its parts just above this line.",
    }.get(kind, "the function stops before it returns.")


def clue_about_shape(yours, expected):
    """What a wrong shape usually comes from."""
    text = f"shape {expected} is expected, {yours} came"
    if yours == expected[::-1]:
        return f"{text}: it is transposed."
    if len(yours) < len(expected) and np.prod(yours) == np.prod(expected):
        return f"{text}: a dimension is lost; keepdims=True or reshape keeps it."
    if np.prod(yours) == np.prod(expected):
        return f"{text}: the numbers fit, their arrangement does not."
    if expected == ():
        return f"{text}: one number is expected; is a sum or a mean missing?"
    if yours == ():
        return f"{text}: one number is too few; is a sum taken over everything?"
    return f"{text}."


def clue_about_values(exercise, case, difference):
    """What a wrong number usually comes from: nan, sign, a constant factor, order, rounding."""
    yours = np.asarray(difference.yours, dtype=float).reshape(np.shape(difference.expected))
    expected = np.asarray(difference.expected, dtype=float)
    if np.isnan(yours).any():
        return "nan comes from log(0), 0·∞ or 0/0: look at the intermediate values one at a time."
    if np.isinf(yours).any():
        return "an infinity comes from log(0), a division by zero or an overflow."
    if expected.ndim == 2 and expected.shape[0] == expected.shape[1] and close(yours.T, expected).all():
        return "it is transposed."
    if close(yours, np.round(expected)).all():
        return "it is rounded: return the number itself."
    factor = constant_factor(yours, expected)
    if factor is not None:
        return f"every value is {name_factor(factor, exercise, case)} the expected one."
    if expected.size > 1 and close(yours - yours.flat[0], expected - expected.flat[0]).all():
        return f"every value is too large by the same {number(yours.flat[0] - expected.flat[0])}."
    if expected.size > 1:
        right = int(close(yours, expected).sum())
        return f"{right} of {expected.size} values are right; compare with the formula on this small input by hand."
    return "the number differs; compute this small input by hand, step by step, and compare."


def constant_factor(yours, expected):
    """The number r with yours = r · expected everywhere, or None."""
    if not np.any(expected):
        return None
    factor = float(yours.flat[np.argmax(np.abs(expected))] / expected.flat[np.argmax(np.abs(expected))])
    return factor if factor != 0 and close(yours, factor * expected).all() else None


def name_factor(factor, exercise, case):
    """A factor in words: a sign, or the number of examples where the inputs have that many columns."""
    columns = {
        np.shape(value)[1]: f"the number of columns of {name}"
        for name, value in zip(exercise["parameters"], decode(case["arguments"]))
        if np.ndim(value) == 2
    }
    if np.isclose(factor, -1):
        return "−1 times (the sign is wrong)"
    for count, meaning in columns.items():
        if count > 1 and np.isclose(factor, count):
            return f"{count} times ({count} is {meaning}: is a mean missing?)"
        if count > 1 and np.isclose(factor, 1 / count):
            return f"1/{count} of ({count} is {meaning}: is it divided twice?)"
    return f"{number(factor)} times"


def with_hints(diagnosis, exercises, name, function):
    """The diagnosis, with a word about names it reads from outside and about other exercises it relies on."""
    code, outside = getattr(function, "__code__", None), getattr(function, "__globals__", {})
    used = [used for used in (code.co_names if code else ()) if used in outside]
    arrays = [used for used in used if isinstance(outside[used], np.ndarray)]
    hints = []
    if arrays:
        hints.append(
            f"  note       it reads {', '.join(arrays)} from the notebook instead of its own arguments "
            f"({', '.join(exercises[name]['parameters'])})."
        )
    for other in used:
        if other in exercises and other != name and inspect.isfunction(outside[other]):
            if not diagnose_exercise(without(exercises, name), other, outside[other]).passed:
                hints.append(f"  note       it calls your {other}, which does not pass its own check yet: begin there.")
    return Diagnosis(False, diagnosis.mistake, "\n".join([diagnosis.message, *hints]))


def without(exercises, name):
    """The exercises but one, so that two functions that call each other are not followed for ever."""
    return {key: value for key, value in exercises.items() if key != name}


# --- words for values ----------------------------------------------------------------------------------------------


def layout(lines):
    """Label and text in two columns."""
    return "\n".join(f"  {label:<9}  {text}" for label, text in lines)


def signature(exercise, arguments):
    """The arguments in short: shapes of arrays, values of numbers."""
    return ", ".join(
        f"{name} {np.shape(value) if np.ndim(value) > 0 else describe_argument(value)}"
        for name, value in zip(exercise["parameters"], arguments)
    )


def describe_argument(value):
    """One argument in short."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} {np.shape(part)}" for key, part in value.items()) + "}"
    return number(value) if isinstance(value, int | float | np.number) else str(value)


def describe(value):
    """What kind of thing a value is, in words."""
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}" + (f" and type {value.dtype}" if value.dtype.kind not in "bifu" else "")
    if isinstance(value, bool | int | float | np.number):
        return f"the number {number(value)}"
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    if isinstance(value, tuple | list):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, dict):
        return "a dictionary with " + (", ".join(map(repr, value)) or "no keys")
    return f"a {type(value).__name__}"


def side_by_side(difference):
    """Both values as text, with as many digits as it takes to tell them apart."""
    if difference.problem in ("shape", "type", "length", "keys", "none"):
        return describe(difference.yours), describe(difference.expected)
    for digits in (4, 8, 17):
        texts = text_of(difference.yours, digits), text_of(difference.expected, digits)
        if texts[0] != texts[1]:
            break
    return texts


def text_of(value, digits=4):
    """A number or array on one line, long arrays shortened."""
    array = np.asarray(value, dtype=float)
    if array.ndim == 0:
        return number(array, digits)
    text = np.array2string(
        array, threshold=12, edgeitems=3, formatter={"float_kind": lambda x: number(x, digits)}, separator=" "
    )
    return " ".join(text.split())


def number(value, digits=4):
    """A number with so many significant digits, never −0."""
    return f"{float(value) + 0.0:.{digits}g}"


# --- numbers in JSON -------------------------------------------------------------------------------------------------


class Linear:
    """The function x ↦ A·x + c, for exercises that take a function: it can be frozen as numbers."""

    def __init__(self, matrix, constant):
        self.matrix, self.constant = np.asarray(matrix, dtype=float), np.asarray(constant, dtype=float)

    def __call__(self, x):
        return self.matrix @ x + self.constant if self.matrix.ndim else self.matrix * x + self.constant

    def __str__(self):
        return f"({self.matrix.tolist()}·x + {self.constant.tolist()})"


def encode(value):
    """A value as JSON can hold it. Raises TypeError for anything but numbers, text, containers and Linear."""
    if isinstance(value, np.ndarray):
        return {"array": value.tolist(), "dtype": str(value.dtype)}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Linear):
        return {"matrix": value.matrix.tolist(), "constant": value.constant.tolist()}
    if isinstance(value, tuple):
        return {"tuple": [encode(item) for item in value]}
    if isinstance(value, list):
        return [encode(item) for item in value]
    if isinstance(value, dict):
        return {"dict": [[key, encode(item)] for key, item in value.items()]}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"{type(value).__name__} can't be frozen as numbers.")


def decode(value):
    """The inverse of `encode`."""
    if isinstance(value, list):
        return [decode(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "array" in value:
        return np.array(value["array"], dtype=value["dtype"])
    if "matrix" in value:
        return Linear(value["matrix"], value["constant"])
    if "tuple" in value:
        return tuple(decode(item) for item in value["tuple"])
    return {key: decode(item) for key, item in value["dict"]}


def decode_outcome(frozen):
    """The Outcome a mistaken copy had when the course was built."""
    return Outcome(value=decode(frozen.get("value")), error=frozen.get("error"))
