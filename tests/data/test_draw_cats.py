"""The drawn pictures: the same everywhere, of both kinds, and telling nothing to a lazy feature."""

import random
import re
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest

from helpers.datasets import load_cats

DATA = Path(__file__).parents[2] / "data"
sys.path.insert(0, str(DATA))

import cat_drawing  # noqa: E402
import draw_cats  # noqa: E402
import measure_cats  # noqa: E402
from cat_drawing.canvas import WHITE, Canvas  # noqa: E402
from cat_drawing.cats import CAT_POSES  # noqa: E402
from cat_drawing.choices import choose_look  # noqa: E402
from cat_drawing.other_objects import OTHERS  # noqa: E402


@pytest.fixture(scope="module")
def drawn():
    """800 pictures of a seed nothing was tuned on, and their labels."""
    return cat_drawing.draw_cats(800, 424242)


def brightness(images, rows, columns):
    """Return the mean pixel of a region of each image, shape (m,)."""
    return images[:, rows, columns].mean(axis=(1, 2, 3))


def surroundings(images):
    """Return the mean pixel of the upper left and upper right corners, shape (m,)."""
    left, right = slice(0, 10), slice(54, 64)
    return (brightness(images, left, left) + brightness(images, left, right)) / 2


# ------------------------------------------------------------------ the same everywhere


def test_committed_files_are_what_the_script_draws():
    # exactly: no library rasterises or smooths anything here
    train_x, train_y, test_x, test_y, classes = load_cats(DATA / "cats")
    images, labels = cat_drawing.draw_cats(209 + 50, cat_drawing.COMMITTED_SEED)
    np.testing.assert_array_equal(train_x, images[:209])
    np.testing.assert_array_equal(test_x, images[209:])
    np.testing.assert_array_equal(train_y, labels[np.newaxis, :209])
    np.testing.assert_array_equal(test_y, labels[np.newaxis, 209:])
    assert classes.tolist() == [b"non-cat", b"cat"]
    assert (train_y.sum(), test_y.sum()) == (100, 25)  # the numbers in data/README.md


def test_committed_files_have_the_well_known_schema():
    for name, m in (("train", 209), ("test", 50)):
        with h5py.File(DATA / "cats" / f"{name}_catvnoncat.h5", "r") as file:
            assert sorted(file) == sorted([f"{name}_set_x", f"{name}_set_y", "list_classes"])
            x, y = file[f"{name}_set_x"], file[f"{name}_set_y"]
            assert (x.shape, x.dtype, x.compression) == ((m, 64, 64, 3), np.uint8, "gzip")
            assert (y.shape, y.dtype) == ((m,), np.int64)
            assert file["list_classes"].dtype == "S7"


def test_a_picture_depends_on_seed_and_number_alone():
    few, many = cat_drawing.draw_cats(3, 5), cat_drawing.draw_cats(7, 5)
    np.testing.assert_array_equal(few[0], many[0][:3])
    np.testing.assert_array_equal(few[1], many[1][:3])
    np.testing.assert_array_equal(cat_drawing.draw_one(5, 6)[0], many[0][6])
    assert (cat_drawing.draw_cats(7, 6)[0] != many[0]).any(axis=(1, 2, 3)).all()


def test_no_global_random_state_is_used():
    np.random.seed(1)
    random.seed(1)
    before, before_python = np.random.get_state(), random.getstate()
    first = cat_drawing.draw_cats(5, 8)[0]
    after = np.random.get_state()
    assert (before[1] == after[1]).all() and before[2:] == after[2:]
    assert random.getstate() == before_python
    np.random.seed(2)
    np.testing.assert_array_equal(cat_drawing.draw_cats(5, 8)[0], first)


def test_pixels_need_no_rounding_luck():
    """Sines and powers differ in the last digit between computers, so the script calls none."""
    inexact = ("sin(", "cos(", "exp(", "log(", "hypot(", "power(", "**", ".randn(", ".normal(")
    modules = sorted((DATA / "cat_drawing").glob("*.py"))
    assert len(modules) == 7
    for path in modules:
        source = path.read_text(encoding="utf-8")
        for name in inexact:
            assert name not in source, (path.name, name)


# ------------------------------------------------------------------ what is drawn


def test_types_and_shares(drawn):
    images, labels = drawn
    assert (images.shape, images.dtype) == ((800, 64, 64, 3), np.uint8)
    assert (labels.shape, labels.dtype) == ((800,), np.int64)
    assert set(labels) == {0, 1}
    assert 0.44 < labels.mean() < 0.56
    assert len(np.unique(images.reshape(800, -1), axis=0)) == 800
    assert (images.reshape(800, -1).std(axis=1) > 8).all()  # none is empty


@pytest.mark.parametrize("label", [0, 1])
def test_objects_are_both_lighter_and_darker_than_what_is_behind(drawn, label):
    images, labels = drawn
    images = images[labels == label]
    contrast = brightness(images, slice(26, 38), slice(26, 38)) - surroundings(images)
    assert (contrast > 10).mean() > 0.3
    assert (contrast < -10).mean() > 0.3


def test_lazy_features_cannot_tell_cats(drawn):
    """Neither brightness, nor a colour, nor the middle, nor the contrast is enough to guess by."""
    images, labels = drawn
    middle = brightness(images, slice(20, 44), slice(20, 44))
    features = [
        images.mean(axis=(1, 2, 3)),
        *images.mean(axis=(1, 2)).T,
        images.std(axis=(1, 2, 3)),
        middle,
        middle - surroundings(images),
    ]
    for feature in features:
        in_order = labels[np.argsort(feature)]
        below = np.cumsum(in_order)  # cats below each threshold
        right = below + np.arange(len(labels), 0, -1) - 1 - (labels.sum() - below)
        best = max(right.max(), len(labels) - right.min()) / len(labels)
        assert best < 0.62


@pytest.mark.parametrize("draw", OTHERS + CAT_POSES, ids=lambda f: f.__name__)
def test_everything_leaves_a_mark(draw):
    rng = np.random.RandomState(0)
    canvas = Canvas()
    canvas.pixels[:] = 128
    draw(canvas, rng, choose_look(rng, light=True))
    changed = (np.abs(canvas.pixels - 128).max(axis=0) > 5).mean()
    assert 0.08 < changed < 0.9
    assert np.isfinite(canvas.pixels).all()


def test_shapes_have_the_area_they_should():
    white = WHITE * 0 + 1
    corners = [(-1, -1), (1, -1), (0, 1)]
    for tilt in (0.0, 0.3):
        canvas = Canvas()
        canvas.place(32, 30, 10, tilt)
        canvas.ellipse(0, 0, 2, 1, white)
        assert abs(canvas.pixels[0].sum() - np.pi * 200) < 6
        for points in (corners, corners[::-1]):  # either way round
            canvas = Canvas()
            canvas.place(32, 30, 10, tilt)
            canvas.polygon(points, white)
            assert abs(canvas.pixels[0].sum() - 200) < 4
        canvas = Canvas()
        canvas.place(32, 30, 10, tilt)
        canvas.stroke([(-1, 0), (1, 0)], 0.4, white)
        assert abs(canvas.pixels[0].sum() - (80 + np.pi * 4)) < 4


def test_a_mirrored_pen_mirrors():
    pictures = []
    for flip in (False, True):
        canvas = Canvas()
        canvas.place(32, 32, 10, flip=flip)
        canvas.polygon([(0, 0), (2, 0.3), (1, 1)], WHITE)
        pictures.append(canvas.pixels)
    np.testing.assert_allclose(pictures[0], pictures[1][:, :, ::-1], atol=1e-3)


def test_shapes_outside_the_picture_are_left_out():
    canvas = Canvas()
    for x, y in ((-50, 20), (120, 20), (20, -50), (20, 120)):
        canvas.place(x, y, 8)
        canvas.ellipse(0, 0, 1, 1, WHITE)
        canvas.shadow(0, 0, 1, 1)
        canvas.polygon([(-1, -1), (1, -1), (0, 1)], WHITE)
        canvas.stroke([(-1, 0), (1, 0)], 0.4, WHITE)
    assert not canvas.pixels.any()


# ------------------------------------------------------------------ files


def test_the_script_writes_the_same_bytes_twice_and_redraws_its_own(tmp_path):
    for folder in (tmp_path / "a", tmp_path / "b", tmp_path / "b"):
        draw_cats.main(folder)
    names = ["preview.png", "test_catvnoncat.h5", "train_catvnoncat.h5"]
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == names
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def foreign_hdf5(path):
    with h5py.File(path, "w") as file:
        file["train_set_x"] = np.zeros((2, 64, 64, 3), np.uint8)


def lfs_pointer(path):
    path.write_text("version https://git-lfs.github.com/spec/v1\n")


@pytest.mark.parametrize("make", [foreign_hdf5, lfs_pointer])
@pytest.mark.parametrize("name", ["train_catvnoncat.h5", "test_catvnoncat.h5"])
def test_the_script_refuses_to_overwrite_what_it_did_not_draw(tmp_path, name, make):
    path = tmp_path / name
    make(path)
    before = path.read_bytes()
    with pytest.raises(SystemExit, match="was not drawn by this script") as stop:
        draw_cats.main(tmp_path)
    assert str(path) in str(stop.value) and "move it to another folder" in str(stop.value)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == [name]  # and it wrote nothing else


# ------------------------------------------------------------------ measuring


def test_the_check_compares_the_short_way_with_the_plain_one(monkeypatch, capsys):
    def differences():
        measure_cats.check(m=20, num_iterations=40)
        lines = capsys.readouterr().out.splitlines()
        return [float(re.search(r"more than (\S+) after", line)[1]) for line in lines]

    right = differences()
    assert len(right) == 3 and max(right) < 1e-10
    exact = np.linalg.qr
    # Only the short way uses it: were both ways the short one, they would still agree.
    monkeypatch.setattr(np.linalg, "qr", lambda X: (exact(X)[0], 1.01 * exact(X)[1]))
    assert min(differences()) > 1e-6
