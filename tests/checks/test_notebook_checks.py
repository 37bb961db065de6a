"""What a notebook calls: Checks, its inputs, and the record that diagnose returns."""

import linecache
import sys

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from helpers.checks import CheckFailed, Checks, Kind, diagnose, notebook
from tests.checks.support import WEEK


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


@pytest.mark.skipif(sys.platform != "linux", reason="edits are tried on Linux only")
def test_the_place_comes_at_once_and_the_kind_at_the_second_try_in_a_row(monkeypatch, sources):
    monkeypatch.setattr(notebook, "get_ipython", lambda: None)
    check = Checks(WEEK)
    wrong = "def normalize_rows(x):\n    n = np.sqrt(np.sum(x + x, axis=1, keepdims=True))\n    return x / n\n"
    linecache.cache["<rows>"] = (len(wrong), None, wrong.splitlines(True), "<rows>")
    space = {"np": np}
    exec(compile(wrong, "<rows>", "exec"), space)
    right = sources[WEEK]["normalize_rows"][1]["normalize_rows"]
    said = []
    for function in ("wrong", "wrong", right, "wrong"):
        try:
            check(space["normalize_rows"] if function == "wrong" else function)
        except CheckFailed as failure:
            said.append(str(failure))
    assert all("  look at    line 2: " in text and "^^^" in text for text in said)
    assert ["  kind  " in text for text in said] == [False, True, False]


@pytest.mark.skipif(sys.platform != "linux", reason="edits are tried on Linux only")
@pytest.mark.parametrize(
    "name, source, marked",
    [
        (  # one edit, at one place
            "normalize_rows",
            "def normalize_rows(x):\n    n = np.sqrt(np.sum(x**2, axis=0, keepdims=True))\n    return x / n\n",
            True,
        ),
        (  # two places
            "softmax",
            "def softmax(x):\n    top = np.max(x)\n    e = np.exp(x - top)\n    return e / np.sum(e)\n",
            False,
        ),
        (  # a value that is used where the code is right
            "tanh_derivative",
            "def tanh_derivative(z):\n    rest = 1 - np.tanh(z)\n    return rest ** 2\n",
            False,
        ),
    ],
)
def test_beside_a_named_mistake_stands_one_sure_place_and_no_kind(
    name, source, marked, monkeypatch, sources
):
    monkeypatch.setattr(notebook, "get_ipython", lambda: None)
    week = next(week for week in sources if name in sources[week])
    place = f"<{name}>"
    linecache.cache[place] = (len(source), None, source.splitlines(True), place)
    space = dict(sources[week][name][1])
    exec(compile(source, place, "exec"), space)
    check = Checks(week)
    for _ in range(2):
        with pytest.raises(CheckFailed) as failure:
            check(space[name])
    text = str(failure.value)
    assert "  mistake  " in text and "  kind  " not in text
    assert ("  look at  " in text) == marked


@pytest.mark.skipif(sys.platform != "linux", reason="edits are tried on Linux only")
def test_the_mark_stands_below_its_part_of_a_long_line(monkeypatch, sources):
    monkeypatch.setattr(notebook, "get_ipython", lambda: None)
    cost = "-1 / m * np.dot(Y, np.log(A).T) + np.dot(1 - Y, np.log(1 - A).T)"
    wrong = (
        "def propagate(w, b, X, Y):\n    m = X.shape[1]\n    A = sigmoid(w.T @ X + b)\n"
        f"    the_cost_of_all_examples = {cost}\n    dZ = A - Y\n"
        '    return {"dw": X @ dZ.T / m, "db": np.sum(dZ) / m}, float(np.squeeze(the_cost_of_all_examples))\n'
    )
    linecache.cache["<long>"] = (len(wrong), None, wrong.splitlines(True), "<long>")
    space = {"np": np, "sigmoid": sources[WEEK]["sigmoid"][1]["sigmoid"]}
    exec(compile(wrong, "<long>", "exec"), space)
    with pytest.raises(CheckFailed) as failure:
        Checks(WEEK)(space["propagate"])
    lines = str(failure.value).splitlines()
    (place,) = (number for number, line in enumerate(lines) if line.startswith("  look at"))
    assert max(map(len, lines)) <= 88
    assert set(lines[place + 1]) == {" ", "^"}
