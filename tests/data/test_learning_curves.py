"""The measured learning curves: what the file says, what is refused, and that the script still runs."""

import sys
from pathlib import Path

import numpy as np
import pytest

from helpers.datasets import LEARNING_CURVES, DataError, MissingDataError, load_learning_curves

sys.path.insert(0, str(Path(__file__).parents[2] / "data"))

import measure_learning_curves as script  # noqa: E402
from cat_drawing import draw_cats  # noqa: E402


def test_the_committed_file_is_what_the_script_describes():
    sizes, test, train = load_learning_curves()
    np.testing.assert_array_equal(sizes, script.SIZES)
    assert list(test) == list(train) == list(script.HIDDEN)
    for accuracy in (*test.values(), *train.values()):
        assert accuracy.shape == (len(script.SIZES), len(script.SEEDS))
        assert (accuracy > 0.5).all() and (accuracy <= 1).all()
    assert LEARNING_CURVES == script.RESULT and LEARNING_CURVES.stat().st_size < 20_000


def test_what_the_lesson_says_of_the_curves():
    _, test, train = load_learning_curves()
    linear, small, medium, large = (accuracy.mean(axis=1) for accuracy in test.values())
    for curve in (linear, small, medium, large):
        assert (np.diff(curve) > 0).all()  # more data helps every model
    assert (linear < small).all() and (small < medium).all() and (medium < large).all()
    low, high = (f(test["small network"][0]) for f in (np.min, np.max))
    linear_runs = test["linear model"][0]
    assert low < linear_runs.min() and linear_runs.max() < high  # at 100 its band covers the other
    for row in range(7):  # up to 10,000 the bands of the two larger networks overlap
        assert test["large network"][row].min() < test["medium network"][row].max()
    assert test["large network"][-1].min() > test["medium network"][-1].max()  # not at 20,000
    assert (1 - large[-1]) < 0.55 * (1 - large[-2])  # the large network halves its mistakes
    assert (1 - medium[-1]) > 0.55 * (1 - medium[-2])  # the medium one takes away less
    assert (train["large network"] == 1).all()
    assert (np.diff(train["linear model"].mean(axis=1)) <= 0).all()


def test_rows_in_any_order_give_the_same(tmp_path):
    header, *rows = LEARNING_CURVES.read_text(encoding="utf-8").splitlines()
    rows[: len(rows) // 2] = rows[: len(rows) // 2][::-1]
    path = tmp_path / "shuffled.csv"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    for given in (path, str(path)):
        sizes, test, train = load_learning_curves(given)
        assert np.array_equal(sizes, script.SIZES)
        for model, accuracy in load_learning_curves()[1].items():
            np.testing.assert_array_equal(test[model], accuracy)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda text: text[: text.rindex("\n", 0, -1)] + "\n", "rows missing"),
        (lambda text: text.splitlines()[0] + "\n", "rows missing"),
        (lambda text: "", "rows missing"),
        (lambda text: text.replace("test_accuracy", "accuracy"), "damaged"),
        (lambda text: text.replace("101,1.0000", "101,none", 1), "damaged"),
        (lambda text: text[:-9], "damaged"),
        (lambda text: "<!DOCTYPE html>\n<html>Sign in</html>\n", "damaged"),
        (lambda text: "version https://git-lfs.github.com/spec/v1\n", "Git LFS pointer"),
    ],
)
def test_a_broken_file_is_one_clear_sentence(tmp_path, spoil, words):
    path = tmp_path / "learning_curves.csv"
    path.write_text(spoil(LEARNING_CURVES.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_learning_curves(path)
    message = str(caught.value)
    assert str(path) in message and words in message and "\n" not in message
    assert "measure_learning_curves.py" in message and message.endswith(".")


def test_a_missing_file(tmp_path):
    with pytest.raises(MissingDataError, match="is missing"):
        load_learning_curves(tmp_path / "nowhere.csv")


def test_shrinking_averages_blocks():
    images = np.zeros((2, 64, 64, 3), np.uint8)
    images[1, 4:8, 8:12, 2] = 200  # the whole block in row 1, column 2, blue
    images[1, 0, 0, 0] = 160  # one pixel of sixteen
    X = script.shrink(images)
    assert (X.shape, X.dtype) == ((2, 768), np.float32)
    small = X.reshape(2, 16, 16, 3)
    assert small[1, 1, 2, 2] == 200 and small[1, 0, 0, 0] == 10 and X.sum() == 210


def test_the_script_measures_and_writes_what_is_loaded(tmp_path):
    images, y_test = draw_cats(60, 9)
    hidden = {"linear model": None, "small network": 4}
    rows = []
    for seed in (1, 2):
        rows += script.measure(seed, (20, 50), script.shrink(images), y_test, hidden)
    script.write(rows, tmp_path / "curves.csv")
    sizes, test, train = load_learning_curves(tmp_path / "curves.csv")
    assert sizes.tolist() == [20, 50] and list(test) == list(hidden)
    assert test["small network"].shape == (2, 2)
    assert (train["linear model"] == 1).all() and (test["linear model"] > 0.3).all()
