"""A long training shows its progress on a screen, and nowhere else."""

import numpy as np
import pytest

from helpers import deep_network, logistic_regression, progress, shallow_network

X, Y = np.ones((2, 3)), np.ones((1, 3))
TRAININGS = {
    "logistic regression": lambda: logistic_regression.model(X, Y, X, Y, 3, 0.1),
    "shallow network": lambda: shallow_network.nn_model(X, Y, 2, 3),
    "deep network": lambda: deep_network.L_layer_model(X, Y, [2, 1], 0.1, 3),
}


@pytest.mark.parametrize("value, hidden", [("1", True), ("", False)])
@pytest.mark.parametrize("training", TRAININGS)
def test_progress_is_hidden_where_the_environment_says_so(monkeypatch, training, value, hidden):
    """make test and make notebooks set TQDM_DISABLE: a bar would be one more output of a slow run."""
    seen = []
    monkeypatch.setenv("TQDM_DISABLE", value)
    monkeypatch.setattr(progress, "trange", lambda n, **o: seen.append((n, o)) or range(n))
    TRAININGS[training]()
    ((number, options),) = seen
    assert number == 3 and options["disable"] is hidden and options["delay"] > 0
