"""A verdict is compared without telling the right names."""

import pytest

from helpers.checks import calling
from helpers.checks.summaries.named_mistakes import RIGHT, named_mistakes


def observed(value):
    def call(arguments, **options):
        return calling.call(lambda number, m: value, arguments, **options)

    return named_mistakes(call, (1, 10), {"names": ["db2", "dW1"]}).value


@pytest.mark.parametrize(
    "value, words",
    [
        (["db2", "dW1"], RIGHT),
        (("db2", "dW1"), RIGHT),
        (["dW1", "db2"], f"{RIGHT}, in another order"),
        (["dW1"], "named: dW1 (more are wrong)"),
        (["dW1", "dW2"], "named: dW1, dW2"),
        (
            ["dW1", "dW2", "db2"],
            "named: dW1, dW2, db2 (too many: some only inherit what is wrong above them, or are right)",
        ),
        ([], "named: none"),
        (
            ["d", "W", "1"],
            "named: d, W, 1 (single letters: a list made of a text holds its letters; ['dW1'] holds a name)",
        ),
        (["W1", "b2"], "named: W1, b2 (a parameter's gradient has a d before its name)"),
        (RIGHT, "a str, not a list of names"),
        ([RIGHT], f"named: {RIGHT}"),
        ([1], "a list of 1, not a list of names"),
    ],
)
def test_verdicts_in_words(value, words):
    assert observed(value) == words
