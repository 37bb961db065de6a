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
        (["dW1"], "named: dW1"),
        ([], "named: none"),
        (RIGHT, "a str, not a list of names"),
        ([RIGHT], f"named: {RIGHT}"),
        ([1], "a list of 1, not a list of names"),
    ],
)
def test_verdicts_in_words(value, words):
    assert observed(value) == words
