"""The pictures of cats, your own photographs, measured learning curves, and points on a football field, as arrays.

    train_set_x, train_set_y, test_set_x, test_set_y, classes = load_cats()
    X = flatten_images(train_set_x)        (12288, 209), numbers from 0 to 1, one example a column
    x = flatten_images(load_photo("my_cat.jpg")[np.newaxis])        (12288, 1)
    train_X, train_Y, test_X, test_Y = load_football()
    sizes, test, train = load_learning_curves()

Files are only ever read. Where something is wrong with one, the error says in one sentence which
file it is and what to do.
"""

import csv
import importlib.util
import os
import sys
from pathlib import Path

import numpy as np

# h5py, scipy.io and Pillow are imported where they read: no lesson needs all three.

CATS = Path(__file__).parents[1] / "data" / "cats"
FOOTBALL = CATS.parent / "football.mat"
CHELSEA = CATS.parent / "photos" / "chelsea.png"  # a real cat, see data/README.md
LEARNING_CURVES = CATS.parent / "learning_curves.csv"
CAT_DRAWING = CATS.parent / "cat_drawing"  # the package that drew data/cats
LFS_POINTER = b"version https://git-lfs"


class DataError(ValueError):
    """A file does not hold what it should; the message says which file, and the remedy."""


class MissingDataError(DataError, FileNotFoundError):
    """A file is not there; the message says where it was looked for, and the remedy."""


# ------------------------------------------------------------------ cats or not


def load_cats(folder=None):
    """Load the training set and the test set.

    folder -- where train_catvnoncat.h5 and test_catvnoncat.h5 are; if None, the folder named by
        the environment variable CATS_FOLDER, and if that is not set, data/cats. Both the drawn
        files of this course and the photographs of Andrew Ng's course can be read.
    Returns train_set_x (m_train, h, w, 3) uint8, train_set_y (1, m_train),
        test_set_x (m_test, h, w, 3) uint8, test_set_y (1, m_test),
        classes (2,): the names, as bytes, of labels 0 and 1.
        Everything is as stored, except that the labels, stored as (m,), come as rows.
    Raises MissingDataError where a file is missing, DataError where one is not as described.
    """
    folder = Path(folder or os.environ.get("CATS_FOLDER") or CATS).expanduser()
    train_path, test_path = folder / "train_catvnoncat.h5", folder / "test_catvnoncat.h5"
    train_set_x, train_set_y, _ = read_set(train_path, "train")
    test_set_x, test_set_y, classes = read_set(test_path, "test")
    if train_set_x.shape[1:] != test_set_x.shape[1:]:
        raise DataError(
            f"The images of {test_path} have shape {test_set_x.shape[1:]}, those of {train_path} "
            f"{train_set_x.shape[1:]}: take both files from the same source."
        )
    return train_set_x, train_set_y, test_set_x, test_set_y, classes


def load_fresh_cats(m=1000, skip=0):
    """Draw pictures as those of data/cats, which are in neither of its two sets; a good second for 1000.

    m    -- how many
    skip -- leave so many out first, to have others than in an earlier call
    Returns images (m, 64, 64, 3) uint8 and labels (1, m), 1 for a cat and 0 for none; the same on every computer.
    Raises MissingDataError where data/cat_drawing, which draws them, is missing or lacks a module.
    """
    try:
        drawing = import_package(CAT_DRAWING)
    except (FileNotFoundError, ModuleNotFoundError):
        raise MissingDataError(
            f"{CAT_DRAWING} is missing or lacks a module: put a fresh copy of {CAT_DRAWING.name} there, "
            "it draws the pictures."
        ) from None
    first = drawing.M_TRAIN + drawing.M_TEST + skip
    drawn = [drawing.draw_one(drawing.COMMITTED_SEED, i) for i in range(first, first + m)]
    images = np.array([image for image, _ in drawn], np.uint8).reshape(
        m, drawing.SIZE, drawing.SIZE, 3
    )
    return images, np.array([[label for _, label in drawn]], np.int64)


def import_package(folder):
    """Import the package in a folder, wherever that is, and return it."""
    plan = importlib.util.spec_from_file_location(folder.name, folder / "__init__.py")
    package = importlib.util.module_from_spec(plan)
    sys.modules[folder.name] = package  # its modules import one another through this
    try:
        plan.loader.exec_module(package)
    except BaseException:
        del sys.modules[folder.name]
        raise
    return package


def read_set(path, name):
    """Read one file, name being "train" or "test".  Returns images, labels (1, m), class names."""
    import h5py

    remedy = f"put a fresh copy of {path.name} there (data/README.md says where it comes from)."
    require_file(path, remedy)
    try:
        with h5py.File(path, "r") as file:
            images = read_array(file, f"{name}_set_x", path, remedy)
            labels = read_array(file, f"{name}_set_y", path, remedy)
            classes = read_array(file, "list_classes", path, remedy)
    except OSError:  # h5py says only how its reading of the bytes ended
        raise DataError(f"{path} is damaged, cut short, or no HDF5 file: {remedy}") from None
    check_set(images, labels, classes, name, path, remedy)
    return images, labels.reshape(1, -1), classes


def require_file(path, remedy):
    """Raise unless path is a file with content of its own."""
    if not path.exists():
        raise MissingDataError(f"{path} is missing: {remedy}")
    if not path.is_file():
        raise DataError(f"{path} is a folder, not a file: {remedy}")
    try:
        with path.open("rb") as file:
            start = file.read(len(LFS_POINTER))
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}): {remedy}") from None
    if start == LFS_POINTER:
        raise DataError(
            f"{path} is a Git LFS pointer, a short text in place of the data: "
            f"run `git lfs pull` in the folder it was cloned to, or {remedy}"
        )


def read_array(file, key, path, remedy):
    """Return the data set `key` of an open HDF5 file as an array."""
    import h5py

    if not isinstance(file.get(key), h5py.Dataset):
        raise DataError(f"{path} holds no data set {key!r}, only {sorted(file)}: {remedy}")
    return file[key][()]


def check_set(images, labels, classes, name, path, remedy):
    """Raise DataError unless images, labels and class names have the right types and shapes."""
    if images.dtype != np.uint8:
        problem = f"{name}_set_x of {path} is {images.dtype}, not uint8 (whole numbers 0 to 255)"
    elif images.ndim != 4 or images.shape[3] != 3 or images.size == 0:
        problem = f"{name}_set_x of {path} has shape {images.shape}, not (m, height, width, 3)"
    elif labels.dtype.kind not in "iu":
        problem = f"{name}_set_y of {path} is {labels.dtype}, not a type of whole numbers"
    elif labels.ndim != 1:
        problem = f"{name}_set_y of {path} has shape {labels.shape}, not (m,)"
    elif len(labels) != len(images):
        problem = f"{path} holds {len(images)} images but {len(labels)} labels"
    elif not np.isin(labels, (0, 1)).all():
        problem = f"{name}_set_y of {path} holds {np.unique(labels)[:5]}, not only labels 0 and 1"
    elif classes.shape != (2,):
        problem = f"list_classes of {path} has shape {classes.shape}, not two names"
    else:
        return
    raise DataError(f"{problem}: {remedy}")


def flatten_images(images):
    """Turn images into columns of numbers from 0 to 1.

    images -- (m, height, width, 3), whole numbers from 0 to 255, as load_cats returns them.
    Returns (height * width * 3, m) float64: one example a column, red, green, blue of the first
        pixel first, divided by 255. For 64 by 64 pixels that is (12288, m).
    Raises ValueError for a single image, for another shape, and for numbers that are not whole or
        not from 0 to 255.
    """
    images = np.asarray(images)
    if images.ndim == 3:
        raise ValueError(
            f"images has shape {images.shape}, a single image: add the axis of the examples first, "
            "images[np.newaxis]."
        )
    if images.ndim != 4 or images.shape[3] != 3:
        raise ValueError(
            f"images has shape {images.shape}: (m, height, width, 3) is expected; pass them as "
            "load_cats returns them."
        )
    if images.dtype.kind not in "iu":
        raise ValueError(
            f"images is {images.dtype}: whole numbers from 0 to 255 (uint8) are expected; pass "
            "them as load_cats returns them, since they are divided by 255 here."
        )
    if images.size and (images.min() < 0 or images.max() > 255):
        raise ValueError(
            f"images holds numbers from {images.min()} to {images.max()}: 0 to 255 are expected; "
            "pass them as load_cats returns them."
        )
    return images.reshape(images.shape[0], -1).T / 255


# ------------------------------------------------------------------ your own photograph


def load_photo(path, size=64):
    """Load a photograph as the networks want it: upright, square, small, in colour.

    path -- a JPEG, PNG, GIF, WebP, TIFF or BMP file of any size. It is turned as the camera was
        held, transparent parts become white, and what exceeds the middle square is cut off.
    size -- the number of pixels on a side of the result.
    Returns (size, size, 3) uint8.
    Raises MissingDataError where there is no such file, DataError where it is no picture that can
        be read (an iPhone's HEIC is not: convert it to JPEG or PNG).
    """
    from PIL import Image, ImageOps

    path = Path(path).expanduser()
    remedy = "open it in a picture viewer and export it as JPEG or PNG."
    if not path.exists():
        raise MissingDataError(
            f"{path} is missing: give the path of a picture, starting from {Path.cwd()}."
        )
    require_file(path, "give the path of a picture.")
    try:
        with Image.open(path) as image:
            image = to_rgb(ImageOps.exif_transpose(image))
    except Image.DecompressionBombError:
        raise DataError(f"{path} has too many pixels: make it smaller, or {remedy}") from None
    except (OSError, SyntaxError, ValueError):  # whatever a decoder says to bytes it can't read
        raise DataError(
            f"{path} is not a picture that can be read here (HEIC is not, and a file cut short "
            f"neither): {remedy}"
        ) from None
    return np.array(ImageOps.fit(image, (size, size), method=Image.Resampling.LANCZOS))


def to_rgb(image):
    """Return a Pillow image of any mode as red, green and blue of 8 bits each."""
    from PIL import Image

    if image.mode.startswith("I"):  # 16 bits a pixel; Pillow's own conversion would cut them off
        grey = np.asarray(image).astype(np.float64) / 257
        return Image.fromarray(np.clip(np.rint(grey), 0, 255).astype(np.uint8)).convert("RGB")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(white, image).convert("RGB")
    return image.convert("RGB")


# ------------------------------------------------------------------ the football field


def load_football(path=None):
    """Load the points of the football field: where the ball was headed, and by whom.

    path -- a MAT-file with X, y, Xval, yval, one point a row; if None, the file named by the environment
        variable FOOTBALL_FILE, and if that is not set, data/football.mat. Both the drawn file of this
        course and data.mat of Andrew Ng's course can be read.
    Returns train_X (2, m_train) float64, train_Y (1, m_train) int, test_X (2, m_test), test_Y (1, m_test):
        one point a column, labels 0 and 1.
    Raises MissingDataError where the file is missing, DataError where it is not as described.
    """
    import scipy.io

    path = Path(path or os.environ.get("FOOTBALL_FILE") or FOOTBALL).expanduser()
    remedy = f"put a fresh copy of {path.name} there (data/README.md says where it comes from)."
    require_file(path, remedy)
    try:
        with path.open("rb") as file:
            stored = scipy.io.loadmat(file)
    except Exception:  # scipy's reader raises errors of many kinds for bytes it can't read
        raise DataError(f"{path} is damaged, cut short, or no MAT-file: {remedy}") from None
    return (
        *read_points(stored, "X", "y", path, remedy),
        *read_points(stored, "Xval", "yval", path, remedy),
    )


def read_points(stored, points, labels, path, remedy):
    """Return one set of an opened MAT-file, X (2, m) and Y (1, m); raise DataError unless it is as described."""
    for name in (points, labels):
        if name not in stored:
            found = sorted(key for key in stored if not key.startswith("__"))
            raise DataError(f"{path} holds no {name!r}, only {found}: {remedy}")
    X, Y = stored[points], stored[labels]
    if X.dtype.kind not in "fiu" or not np.isfinite(X).all():
        problem = f"{points} of {path} does not hold finite numbers"
    elif X.ndim != 2 or X.shape[1] != 2 or X.size == 0:
        problem = f"{points} of {path} has shape {X.shape}, not (m, 2)"
    elif Y.shape != (len(X), 1):
        problem = f"{labels} of {path} has shape {Y.shape}, not ({len(X)}, 1)"
    elif Y.dtype.kind not in "fiu" or not np.isin(Y, (0, 1)).all():
        problem = f"{labels} of {path} holds other labels than 0 and 1"
    else:
        return X.T.astype(float), Y.T.astype(int)
    raise DataError(f"{problem}: {remedy}")


# ------------------------------------------------------------------ measured learning curves


def load_learning_curves(path=LEARNING_CURVES):
    """Load how accurate four models became with more and more training pictures.

    path -- the file that data/measure_learning_curves.py writes
    Returns sizes (n_sizes,): the numbers of training pictures, growing;
        test, train: dictionaries {model: (n_sizes, n_runs)} of the shares of right answers on
        fresh pictures, and on those learned from. Column k is the same run in every row; models
        stand in the order of the file, from the smallest.
    Raises MissingDataError where there is no such file, DataError where it is not as described.
    """
    path = Path(path).expanduser()
    remedy = f"put a fresh copy of {path.name} there, or run data/measure_learning_curves.py."
    require_file(path, remedy)
    test, train = {}, {}  # {model: {(size, run): share}}
    try:
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                model, place = row["model"], (int(row["m"]), int(row["seed"]))
                test.setdefault(model, {})[place] = float(row["test_accuracy"])
                train.setdefault(model, {})[place] = float(row["train_accuracy"])
    except (KeyError, TypeError, ValueError):  # a column is missing, or a number is none
        raise DataError(f"{path} is damaged or another kind of table: {remedy}") from None
    places = sorted({place for shares in test.values() for place in shares})
    sizes, runs = (sorted(set(numbers)) for numbers in zip(*places)) if places else ([], [])
    whole = len(sizes) * len(runs)
    if not whole or any(len(shares) != whole for shares in test.values()):
        raise DataError(f"{path} has rows missing, a model, a size or a run: {remedy}")
    test, train = (
        {
            model: np.array([[shares[size, run] for run in runs] for size in sizes])
            for model, shares in accuracies.items()
        }
        for accuracies in (test, train)
    )
    return np.array(sizes), test, train
