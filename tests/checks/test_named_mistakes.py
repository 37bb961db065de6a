"""A verdict is compared without telling the right names; of mistakes that overlap the more exact ones are named."""

import numpy as np
import pytest

from helpers.checks import calling, diagnose
from helpers.checks.known_mistakes import enough, most_exact
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


def test_what_tells_of_everything_at_once_is_left_out_beside_what_tells_of_its_parts():
    """Where one mistake explained all, it would stand alone; so two others were made."""
    parts = [("W is as it was.", {"W"}), ("b is as it was.", {"b"})]
    whole = ("nothing is changed.", {"W", "b"})
    assert most_exact([*parts, whole]) == ["W is as it was.", "b is as it was."]
    assert most_exact([parts[0], whole]) == ["W is as it was.", "nothing is changed."]


def test_of_mistakes_that_facts_can_not_tell_apart_so_many_are_told_as_explain_all():
    own, first, flat = ("own size", {"W1", "W2"}), ("first size", {"W2"}), ("flat", {"b1"})
    assert enough([first, own, flat]) == [own, flat]


def named_of(week, name, source):
    """The sentences of the mistakes that a check names in an answer."""
    space = {"np": np}
    exec(source, space)
    return " ".join(diagnose(f"{week}/{name}", space[name]).mistakes)


def test_what_is_mended_wrongly_is_not_said_to_be_left_as_it_was():
    source = (
        "def mended(gradients, m):\n    g = gradients\n"
        "    return {**g, 'db1': g['db1'] / m, 'dW2': g['dW2'] / 2}\n"
    )
    said = named_of("week5_improving_networks", "mended", source)
    assert "dW1 is left as it was" in said and "nothing is mended" not in said


def test_the_layers_own_size_is_not_said_to_be_that_of_the_features():
    source = (
        "def initialize_parameters_deep(layers_dims, seed=3):\n    sizes = layers_dims\n"
        "    rng, p = np.random.RandomState(seed), {}\n"
        "    for k in range(1, len(sizes)):\n"
        "        p[f'W{k}'] = rng.randn(sizes[k], sizes[k - 1]) / np.sqrt(sizes[k])\n"
        "        p[f'b{k}'] = np.zeros(sizes[k])\n    return p\n"
    )
    said = named_of("week4_deep_network", "initialize_parameters_deep", source)
    assert "the layer's own size" in said and "lost their second dimension" in said
    assert "the number of features" not in said
