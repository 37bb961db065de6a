"""The pictures of cats: what load_cats, load_fresh_cats and flatten_images return, and the errors of bad files."""

import re
import shutil

import h5py
import numpy as np
import pytest

from helpers.datasets import (
    CAT_DRAWING,
    CATS,
    DataError,
    MissingDataError,
    flatten_images,
    load_cats,
    load_fresh_cats,
    load_photo,
)
from tests.helpers.spoiled_files import (
    a_folder,
    assert_one_clear_sentence,
    empty,
    lfs_pointer,
    missing,
    truncated,
    web_page,
)

TRAIN, TEST = "train_catvnoncat.h5", "test_catvnoncat.h5"


@pytest.fixture(autouse=True)
def no_folder_of_their_own(monkeypatch):
    monkeypatch.delenv("CATS_FOLDER", raising=False)


def contents(name, m, size=4, seed=0):
    """Return what a good file holds, as a dictionary."""
    rng = np.random.RandomState(seed)
    return {
        f"{name}_set_x": rng.randint(0, 256, (m, size, size, 3)).astype(np.uint8),
        f"{name}_set_y": (np.arange(m) % 2).astype(np.int64),
        "list_classes": np.array([b"non-cat", b"cat"]),
    }


def write(path, data):
    with h5py.File(path, "w") as file:
        for key, value in data.items():
            file[key] = value


@pytest.fixture
def folder(tmp_path):
    """A folder with two good small files, written as the well-known ones are: no attributes."""
    write(tmp_path / TRAIN, contents("train", 6))
    write(tmp_path / TEST, contents("test", 3, seed=1))
    return tmp_path


def test_the_drawn_cats():
    train_x, train_y, test_x, test_y, classes = load_cats()
    assert (train_x.shape, train_x.dtype) == ((209, 64, 64, 3), np.uint8)
    assert (test_x.shape, test_x.dtype) == ((50, 64, 64, 3), np.uint8)
    assert (train_y.shape, test_y.shape) == ((1, 209), (1, 50))
    assert train_y.dtype == test_y.dtype == np.int64
    assert classes[1].decode() == "cat"


def test_round_trip(folder):
    train, test = contents("train", 6), contents("test", 3, seed=1)
    for given in (folder, str(folder)):
        train_x, train_y, test_x, test_y, classes = load_cats(given)
        np.testing.assert_array_equal(train_x, train["train_set_x"])
        np.testing.assert_array_equal(train_y, train["train_set_y"][np.newaxis])
        np.testing.assert_array_equal(test_x, test["test_set_x"])
        np.testing.assert_array_equal(test_y, test["test_set_y"][np.newaxis])
        assert classes.tolist() == [b"non-cat", b"cat"]


def test_files_of_the_original_shares_and_size(tmp_path):
    for name, m, cats in (("train", 209, 72), ("test", 50, 33)):
        data = contents(name, m, size=64)
        data[f"{name}_set_y"] = (np.arange(m) < cats).astype(np.int64)
        write(tmp_path / f"{name}_catvnoncat.h5", data)
    train_x, train_y, test_x, test_y, _ = load_cats(tmp_path)
    assert train_x.shape == (209, 64, 64, 3) and test_x.shape == (50, 64, 64, 3)
    assert (train_y.sum(), test_y.sum()) == (72, 33)


def test_the_environment_names_the_folder(folder, monkeypatch):
    monkeypatch.setenv("CATS_FOLDER", str(folder))
    assert load_cats()[0].shape == (6, 4, 4, 3)
    assert load_cats(CATS)[0].shape == (209, 64, 64, 3)  # an argument goes first
    monkeypatch.setenv("CATS_FOLDER", "")
    assert load_cats()[0].shape == (209, 64, 64, 3)
    monkeypatch.setenv("HOME", str(folder.parent))
    monkeypatch.setenv("USERPROFILE", str(folder.parent))
    monkeypatch.setenv("CATS_FOLDER", f"~/{folder.name}")
    assert load_cats()[0].shape == (6, 4, 4, 3)


def test_loading_changes_no_file_and_needs_no_right_to_write(folder):
    before = {path: path.read_bytes() for path in folder.iterdir()}
    for path in before:
        path.chmod(0o444)
    load_cats(folder)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_fresh_cats_are_in_neither_set():
    x, y = load_fresh_cats(40)
    assert (x.shape, x.dtype, y.shape, y.dtype.kind) == ((40, 64, 64, 3), np.uint8, (1, 40), "i")
    assert set(np.unique(y)) == {0, 1}
    train_x, _, test_x, _, _ = load_cats()
    known = {image.tobytes() for image in (*train_x, *test_x)}
    assert not known & {image.tobytes() for image in x}


def test_fresh_cats_continue_the_committed_ones_and_each_other():
    x, y = load_fresh_cats(6)
    later_x, later_y = load_fresh_cats(4, skip=2)
    np.testing.assert_array_equal(later_x, x[2:])
    np.testing.assert_array_equal(later_y, y[:, 2:])
    test_x, test_y = load_cats()[2:4]
    before_x, before_y = load_fresh_cats(2, skip=-2)
    np.testing.assert_array_equal(before_x, test_x[-2:])
    np.testing.assert_array_equal(before_y, test_y[:, -2:])


def test_no_fresh_cats():
    x, y = load_fresh_cats(0)
    assert (x.shape, y.shape) == ((0, 64, 64, 3), (1, 0))


def test_fresh_cats_without_the_script(monkeypatch, tmp_path):
    in_part = tmp_path / "in_part"
    in_part.mkdir()
    shutil.copy(CAT_DRAWING / "__init__.py", in_part)
    for folder in (tmp_path / CAT_DRAWING.name, in_part):
        monkeypatch.setattr("helpers.datasets.CAT_DRAWING", folder)
        with pytest.raises(MissingDataError) as caught:
            load_fresh_cats(1)
        assert_one_clear_sentence(caught.value, folder, "fresh copy")


def broken_inside(path):
    """Spoil the compressed pixels, so that the file opens but they can't be read."""
    with h5py.File(path, "w") as file:
        for key, value in contents("train", 6, size=64).items():
            if key == "train_set_x":
                file.create_dataset(key, data=value, compression="gzip")
            else:
                file[key] = value
        start = file["train_set_x"].id.get_chunk_info(0).byte_offset
    data = bytearray(path.read_bytes())
    data[start : start + 200] = b"\xff" * 200
    path.write_bytes(data)


BROKEN_FILES = [
    (missing, "is missing"),
    (a_folder, "is a folder"),
    (lfs_pointer, "Git LFS pointer"),
    (truncated, "cut short"),
    (broken_inside, "damaged"),
    (empty, "no HDF5 file"),
    (web_page, "no HDF5 file"),
]


@pytest.mark.parametrize(("spoil", "words"), BROKEN_FILES, ids=lambda v: getattr(v, "__name__", ""))
def test_a_broken_file(folder, spoil, words):
    spoil(folder / TRAIN)
    with pytest.raises(DataError) as caught:
        load_cats(folder)
    assert_one_clear_sentence(caught.value, folder / TRAIN, words, "put a fresh copy of", TRAIN)


def test_the_test_file_is_checked_too(folder):
    (folder / TEST).unlink()
    with pytest.raises(MissingDataError) as caught:
        load_cats(folder)
    assert_one_clear_sentence(caught.value, folder / TEST, "is missing")


def test_what_is_missing_is_also_a_file_not_found(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_cats(tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError):
        load_photo(tmp_path / "nowhere.jpg")


def test_a_git_lfs_pointer_tells_how_to_get_the_data(folder):
    lfs_pointer(folder / TEST)
    with pytest.raises(DataError, match="git lfs pull"):
        load_cats(folder)


def change(key, value):
    return lambda data: data.update({key: value})


def images(*shape, dtype=np.uint8):
    return np.zeros(shape, dtype)


WRONG_CONTENTS = [
    (lambda data: data.pop("train_set_x"), "no data set 'train_set_x'"),
    (lambda data: data.pop("train_set_y"), "no data set 'train_set_y'"),
    (lambda data: data.pop("list_classes"), "no data set 'list_classes'"),
    (change("train_set_x", images(6, 4, 4, 3, dtype=np.float64)), "float64, not uint8"),
    (change("train_set_x", images(6, 48)), "shape (6, 48), not (m, height, width, 3)"),
    (change("train_set_x", images(6, 4, 4, 1)), "shape (6, 4, 4, 1)"),
    (change("train_set_x", images(0, 4, 4, 3)), "shape (0, 4, 4, 3)"),
    (change("train_set_y", np.zeros(6)), "float64, not a type of whole numbers"),
    (change("train_set_y", np.zeros((1, 6), int)), "shape (1, 6), not (m,)"),
    (change("train_set_y", np.zeros(5, int)), "6 images but 5 labels"),
    (change("train_set_y", np.array([0, 1, 2, 0, 1, 0])), "not only labels 0 and 1"),
    (change("train_set_y", np.array([0, 1, -1, 0, 1, 0])), "not only labels 0 and 1"),
    (change("list_classes", np.array([b"cat"])), "list_classes"),
]


@pytest.mark.parametrize(("spoil", "words"), WRONG_CONTENTS, ids=[w for _, w in WRONG_CONTENTS])
def test_wrong_contents(folder, spoil, words):
    data = contents("train", 6)
    spoil(data)
    write(folder / TRAIN, data)
    with pytest.raises(DataError) as caught:
        load_cats(folder)
    assert_one_clear_sentence(caught.value, folder / TRAIN, words, "put a fresh copy of", TRAIN)


def test_a_group_in_place_of_a_data_set(folder):
    data = contents("train", 6)
    data["train_set_x/inside"] = data.pop("train_set_x")
    write(folder / TRAIN, data)
    with pytest.raises(DataError) as caught:
        load_cats(folder)
    assert_one_clear_sentence(caught.value, folder / TRAIN, "no data set 'train_set_x'")


def test_train_and_test_swapped(folder):
    shutil.copy(folder / TEST, folder / TRAIN)
    with pytest.raises(DataError) as caught:
        load_cats(folder)
    assert_one_clear_sentence(caught.value, folder / TRAIN, "'train_set_x'", "test_set_x")


def test_train_and_test_of_different_image_sizes(folder):
    write(folder / TEST, contents("test", 3, size=5))
    with pytest.raises(DataError) as caught:
        load_cats(folder)
    assert_one_clear_sentence(
        caught.value, folder / TEST, str(folder / TRAIN), "(5, 5, 3)", "(4, 4, 3)", "same source"
    )


def test_flatten_puts_one_example_in_a_column():
    given = np.arange(2 * 2 * 3 * 3, dtype=np.uint8).reshape(2, 2, 3, 3)  # neither square nor 64
    X = flatten_images(given)
    assert (X.shape, X.dtype) == ((18, 2), np.float64)
    np.testing.assert_array_equal(X[:, 0], np.arange(18) / 255)
    np.testing.assert_array_equal(X[:, 1], np.arange(18, 36) / 255)


def test_flatten_keeps_to_zero_and_one_and_leaves_its_argument():
    train_x = load_cats()[0]
    before = train_x.copy()
    X = flatten_images(train_x)
    assert X.shape == (12288, 209) and X.min() >= 0 and X.max() <= 1
    np.testing.assert_array_equal(train_x, before)
    assert flatten_images(np.full((1, 2, 2, 3), 255)).max() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (images(64, 64, 3), "images[np.newaxis]"),
        (images(12288, 209), "(m, height, width, 3) is expected"),
        (images(5, 64, 64, 4), "(m, height, width, 3) is expected"),
        (images(5, 64, 64, 3) / 255, "float64: whole numbers from 0 to 255"),
        (images(5, 4, 4, 3, dtype=int) - 1, "from -1 to -1: 0 to 255 are expected"),
        (images(5, 4, 4, 3, dtype=int) + 256, "from 256 to 256: 0 to 255 are expected"),
        (images(5, 4, 4, 3, dtype=bool), "bool: whole numbers"),
    ],
    ids=["single", "flat", "four channels", "fractions", "negative", "too large", "bool"],
)
def test_flatten_refuses(given, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        flatten_images(given)
