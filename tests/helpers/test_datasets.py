"""Loading: what comes back, and one clear sentence for everything that can be wrong with a file."""

import re
import shutil
import traceback

import h5py
import numpy as np
import pytest
import scipy.io
from PIL import Image

from helpers.datasets import (
    CAT_DRAWING,
    CATS,
    CHELSEA,
    DataError,
    MissingDataError,
    flatten_images,
    load_cats,
    load_football,
    load_fresh_cats,
    load_photo,
)

TRAIN, TEST = "train_catvnoncat.h5", "test_catvnoncat.h5"


@pytest.fixture(autouse=True)
def no_folder_of_their_own(monkeypatch):
    monkeypatch.delenv("CATS_FOLDER", raising=False)
    monkeypatch.delenv("FOOTBALL_FILE", raising=False)


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


def assert_one_clear_sentence(error, path, *words):
    """The message names the file and the remedy, on one line, and hides the library's own error."""
    message = str(error)
    assert str(path) in message
    for word in words:
        assert word in message
    assert "\n" not in message and message.endswith(".")
    assert error.__cause__ is None and (error.__context__ is None or error.__suppress_context__)
    assert "h5py" not in message and "PIL" not in message
    assert "During handling" not in "".join(traceback.format_exception(error))


# ------------------------------------------------------------------ load_cats, good files


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


# ------------------------------------------------------------------ load_fresh_cats


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


# ------------------------------------------------------------------ load_cats, bad files


def missing(path):
    path.unlink()


def a_folder(path):
    path.unlink()
    path.mkdir()


def lfs_pointer(path):
    path.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 2572022\n")


def truncated(path):
    path.write_bytes(path.read_bytes()[:1500])


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


def empty(path):
    path.write_bytes(b"")


def web_page(path):
    path.write_text("<!DOCTYPE html><html>Sign in to download</html>")


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


# ------------------------------------------------------------------ flatten_images


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


# ------------------------------------------------------------------ load_photo


def test_the_photograph_of_chelsea():
    photo = load_photo(CHELSEA)
    assert (photo.shape, photo.dtype) == ((64, 64, 3), np.uint8)
    assert photo.flags.writeable
    red, _, blue = photo.mean(axis=(0, 1))
    assert red > blue + 20 and photo.std() > 20  # a ginger cat, not a grey square
    assert load_photo(str(CHELSEA), size=20).shape == (20, 20, 3)
    assert CHELSEA.stat().st_size <= 250_000


def two_colours(width=80, height=40):
    """A red left half and a blue right half."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, : width // 2, 0] = pixels[:, width // 2 :, 2] = 200
    return Image.fromarray(pixels)


@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P", "RGBA", "LA", "CMYK", "I;16", "I"])
def test_every_mode(tmp_path, mode):
    suffix = ".tif" if mode in ("CMYK", "I") else ".png"
    path = tmp_path / f"photo{suffix}"
    if mode.startswith("I"):
        deep = np.zeros((40, 80), np.uint16 if mode == "I;16" else np.int32)
        deep[:, 40:] = 128 * 257
        Image.fromarray(deep).save(path)
    else:
        two_colours().convert(mode).save(path)
    photo = load_photo(path)
    assert (photo.shape, photo.dtype) == ((64, 64, 3), np.uint8)
    left, right = photo[:, :20].mean(axis=(0, 1)), photo[:, -20:].mean(axis=(0, 1))
    if mode.startswith("I"):
        np.testing.assert_allclose(left, 0, atol=1)
        np.testing.assert_allclose(right, 128, atol=1)
    elif mode in ("RGB", "P", "RGBA", "CMYK"):
        np.testing.assert_allclose(left, (200, 0, 0), atol=6)
        np.testing.assert_allclose(right, (0, 0, 200), atol=6)
    else:
        assert left.mean() > right.mean() + 15  # red is brighter than blue, seen in grey


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparent_parts_become_white(tmp_path, mode):
    path = tmp_path / "photo.png"
    image = Image.new("RGBA", (30, 30), (10, 10, 10, 0))
    image.paste((10, 10, 10, 255), (15, 0, 30, 30))
    if mode == "P":
        image = Image.fromarray((np.arange(900).reshape(30, 30) % 30 >= 15).astype(np.uint8))
        image = image.convert("P")
        image.putpalette([10] * 768)
        image.save(path, transparency=0)
    else:
        image.convert(mode).save(path)
    photo = load_photo(path)
    assert (photo[:, :28] > 250).all() and (photo[:, 36:] < 20).all()


def test_the_middle_is_kept_and_nothing_stretched(tmp_path):
    pixels = np.zeros((30, 90, 3), np.uint8)
    pixels[:, 30:60] = 255
    Image.fromarray(pixels).save(tmp_path / "wide.png")
    assert (load_photo(tmp_path / "wide.png")[:, 8:-8] > 250).all()
    Image.fromarray(pixels.transpose(1, 0, 2)).save(tmp_path / "tall.png")
    assert (load_photo(tmp_path / "tall.png")[8:-8] > 250).all()


def test_shrinking_averages(tmp_path):
    """A fine chequered pattern becomes grey: no pixel is merely skipped."""
    pattern = (np.indices((640, 640)).sum(axis=0) % 2 * 255).astype(np.uint8)
    Image.fromarray(pattern).save(tmp_path / "fine.png")
    np.testing.assert_allclose(load_photo(tmp_path / "fine.png"), 127.5, atol=3)


ORIENTATIONS = [(1, "left"), (3, "right"), (6, "top"), (8, "bottom")]


@pytest.mark.parametrize(("orientation", "where"), ORIENTATIONS)
def test_a_photograph_is_turned_as_the_camera_was_held(tmp_path, orientation, where):
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "held.jpg"
    two_colours(80, 80).save(path, exif=exif, quality=95)
    photo = load_photo(path).astype(int)
    redness = photo[..., 0] - photo[..., 2]
    sides = {"left": redness[:, :20], "right": redness[:, -20:]}
    sides |= {"top": redness[:20], "bottom": redness[-20:]}
    assert max(sides, key=lambda side: sides[side].mean()) == where


def test_a_tiny_picture_is_enlarged(tmp_path):
    Image.new("RGB", (1, 1), (1, 2, 3)).save(tmp_path / "dot.png")
    assert (load_photo(tmp_path / "dot.png") == (1, 2, 3)).all()


def heic(path):
    path.write_bytes(b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic" + bytes(400))


def cut_short(path):
    two_colours(400, 400).save(path, format="JPEG")
    path.write_bytes(path.read_bytes()[:1200])


def cut_short_png(path):
    Image.open(CHELSEA).save(path, format="PNG")
    path.write_bytes(path.read_bytes()[:5000])


def spoiled_png(path):
    data = bytearray(CHELSEA.read_bytes())
    data[3000:3400] = b"\x00" * 400
    path.write_bytes(data)


def too_many_pixels(path):
    Image.new("1", (20000, 10000)).save(path, format="PNG")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (heic, "HEIC"),
        (web_page, "not a picture"),
        (empty, "not a picture"),
        (cut_short, "cut short"),
        (cut_short_png, "cut short"),
        (spoiled_png, "not a picture"),
        (too_many_pixels, "too many pixels"),
    ],
)
def test_what_is_no_picture(tmp_path, make, words, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 20_000_000)
    path = tmp_path / "my_cat.jpg"
    make(path)
    with pytest.raises(DataError) as caught:
        load_photo(path)
    assert_one_clear_sentence(caught.value, path, words, "export it as JPEG or PNG")


def test_no_photograph_there(tmp_path):
    with pytest.raises(MissingDataError) as caught:
        load_photo(tmp_path / "my_cat.jpg")
    assert_one_clear_sentence(caught.value, tmp_path / "my_cat.jpg", "is missing", "give the path")
    with pytest.raises(DataError, match="is a folder"):
        load_photo(tmp_path)


# ------------------------------------------------------------------ load_football


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
