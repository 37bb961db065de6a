"""The points of the football field: the same bytes everywhere, by the rule, and never over a file of somebody else."""

from pathlib import Path

import numpy as np
import pytest
import scipy.io

from data import draw_football
from helpers.datasets import load_football
from helpers.planar_data import make_football

DATA = Path(__file__).parents[2] / "data"


def test_the_committed_file_is_what_the_script_draws(tmp_path):
    path = tmp_path / "football.mat"
    for _ in range(2):  # it redraws its own
        draw_football.main(path)
        assert path.read_bytes() == (DATA / "football.mat").read_bytes()


def test_the_file_has_the_well_known_schema():
    stored = scipy.io.loadmat(DATA / "football.mat")
    shapes = {name: stored[name].shape for name in ("X", "y", "Xval", "yval")}
    assert shapes == {"X": (211, 2), "y": (211, 1), "Xval": (200, 2), "yval": (200, 1)}
    assert stored["X"].dtype == np.float64 and stored["y"].dtype == np.uint8
    assert b"Created on" not in (DATA / "football.mat").read_bytes()[:116]


@pytest.mark.parametrize("content", [b"MATLAB 5.0 MAT-file, Platform: GLNXA64", b""])
def test_the_script_refuses_to_overwrite_what_it_did_not_draw(tmp_path, content):
    path = tmp_path / "football.mat"
    path.write_bytes(content)
    with pytest.raises(SystemExit, match="was not drawn by this script") as stop:
        draw_football.main(path)
    assert str(path) in str(stop.value)
    assert path.read_bytes() == content


def test_the_points_follow_the_rule():
    X, Y = make_football(5000, seed=3)
    again = make_football(5000, seed=3)
    assert np.array_equal(X, again[0]) and np.array_equal(Y, again[1])
    assert not np.array_equal(X, make_football(5000, seed=4)[0])
    t = X[0] + 0.2
    below = X[1] < 0.9 * t + t**2 - 2 * t**3
    assert np.array_equal(make_football(5000, noise=0, seed=3)[1][0], below)
    assert 0.80 < np.mean(Y[0] == below) < 0.88  # data/README.md: about 84 %


def test_it_takes_the_first_points_of_one_draw():
    X, Y = make_football(411, seed=draw_football.COMMITTED_SEED)
    train_X, train_Y, test_X, test_Y = load_football(DATA / "football.mat")
    np.testing.assert_array_equal(np.hstack([train_X, test_X]), X)
    np.testing.assert_array_equal(np.hstack([train_Y, test_Y]), Y)
