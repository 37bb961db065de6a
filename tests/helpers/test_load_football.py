"""The points on a football field: what load_football returns, and the errors of bad files."""

import numpy as np
import pytest
import scipy.io

from helpers.datasets import DataError, load_football
from tests.helpers.spoiled_files import (
    a_folder,
    assert_one_clear_sentence,
    empty,
    lfs_pointer,
    missing,
    truncated,
    web_page,
)


@pytest.fixture(autouse=True)
def no_file_of_their_own(monkeypatch):
    monkeypatch.delenv("FOOTBALL_FILE", raising=False)


def football(m_train=5, m_test=3):
    """What a good file holds, as the well-known one is stored."""
    rng = np.random.default_rng(0)
    return {
        "X": rng.normal(size=(m_train, 2)),
        "y": (np.arange(m_train) % 2).astype(np.uint8)[:, np.newaxis],
        "Xval": rng.normal(size=(m_test, 2)),
        "yval": (np.arange(m_test) % 2).astype(np.uint8)[:, np.newaxis],
    }


def test_the_drawn_football_field():
    train_X, train_Y, test_X, test_Y = load_football()
    assert (train_X.shape, train_Y.shape) == ((2, 211), (1, 211))
    assert (test_X.shape, test_Y.shape) == ((2, 200), (1, 200))
    assert train_X.dtype == float and train_Y.dtype.kind == "i"
    assert set(np.unique(train_Y)) == set(np.unique(test_Y)) == {0, 1}


def test_a_football_file_of_ones_own(tmp_path, monkeypatch):
    path, stored = tmp_path / "data.mat", football()
    scipy.io.savemat(path, stored)
    for given in (path, str(path)):
        for array, name in zip(load_football(given), ("X", "y", "Xval", "yval")):
            np.testing.assert_array_equal(array, stored[name].T)
    monkeypatch.setenv("FOOTBALL_FILE", str(path))
    assert load_football()[0].shape == (2, 5)
    assert path.exists()
    path.write_bytes(path.read_bytes())  # it is not held open


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"yval": None}, "holds no 'yval'"),
        ({"X": np.zeros((5, 3))}, "shape (5, 3), not (m, 2)"),
        ({"X": np.full((5, 2), np.nan)}, "finite numbers"),
        ({"y": np.zeros((4, 1))}, "shape (4, 1), not (5, 1)"),
        ({"yval": np.full((3, 1), 2)}, "other labels than 0 and 1"),
    ],
)
def test_wrong_football_contents(tmp_path, change, words):
    path = tmp_path / "data.mat"
    stored = {key: value for key, value in {**football(), **change}.items() if value is not None}
    scipy.io.savemat(path, stored)
    with pytest.raises(DataError) as caught:
        load_football(path)
    assert_one_clear_sentence(caught.value, path, words, "put a fresh copy of")


@pytest.mark.parametrize("spoil", [missing, a_folder, lfs_pointer, truncated, empty, web_page])
def test_a_broken_football_file(tmp_path, spoil):
    path = tmp_path / "data.mat"
    scipy.io.savemat(path, football(m_train=500))
    spoil(path)
    with pytest.raises(DataError) as caught:
        load_football(path)
    assert_one_clear_sentence(caught.value, path, "put a fresh copy of")
