"""Write data/cats/*.h5: the pictures that data/cat_drawing draws, as a training and a test set.

python data/draw_cats.py            writes the two files and data/cats/preview.png
"""

import sys
from pathlib import Path

import h5py
import numpy as np
from cat_drawing import COMMITTED_SEED, M_TEST, M_TRAIN, SIZE, draw_cats
from PIL import Image

CATS = Path(__file__).parent / "cats"
CLASSES = np.array([b"non-cat", b"cat"])
DRAWN_BY = "data/draw_cats.py"  # stored in our files, so that the script knows its own drawings


def refuse_to_overwrite(path):
    """Raise FileExistsError if path holds anything but our drawings, such as photographs."""
    if not path.exists():
        return
    try:
        with h5py.File(path, "r") as file:
            ours = file.attrs.get("drawn_by") == DRAWN_BY
    except OSError:
        ours = False
    if not ours:
        raise FileExistsError(
            f"{path} was not drawn by this script, so it stays as it is: "
            "move it to another folder, then run the script again."
        )


def write_set(path, name, images, labels):
    """Write one file: {name}_set_x, {name}_set_y and list_classes.

    Nothing of the moment (such as the time) is stored: the same pixels give the same bytes.
    """
    with h5py.File(path, "w") as file:
        file.attrs["drawn_by"] = DRAWN_BY
        file.create_dataset(
            f"{name}_set_x",
            data=images,
            chunks=(10, SIZE, SIZE, 3),
            compression="gzip",
            compression_opts=9,
            track_times=False,
        )
        file.create_dataset(f"{name}_set_y", data=labels, track_times=False)
        file.create_dataset("list_classes", data=CLASSES, track_times=False)


def contact_sheet(images, columns):
    """Return the images in full rows, side by side: (rows * 64, columns * 64, 3) uint8."""
    rows = len(images) // columns
    grid = images[: rows * columns].reshape(rows, columns, SIZE, SIZE, 3)
    return grid.transpose(0, 2, 1, 3, 4).reshape(rows * SIZE, columns * SIZE, 3)


def write_files(folder=CATS):
    """Write both sets and the preview into folder; files not drawn here are never overwritten."""
    train, test = folder / "train_catvnoncat.h5", folder / "test_catvnoncat.h5"
    refuse_to_overwrite(train)
    refuse_to_overwrite(test)
    folder.mkdir(parents=True, exist_ok=True)
    images, labels = draw_cats(M_TRAIN + M_TEST, COMMITTED_SEED)
    write_set(train, "train", images[:M_TRAIN], labels[:M_TRAIN])
    write_set(test, "test", images[M_TRAIN:], labels[M_TRAIN:])
    preview = Image.fromarray(contact_sheet(images[:24], 8))
    preview.save(folder / "preview.png", optimize=True)
    print(f"{train}: {M_TRAIN} images, {labels[:M_TRAIN].sum()} cats")
    print(f"{test}: {M_TEST} images, {labels[M_TRAIN:].sum()} cats")


def main(folder=CATS):
    """Write the files, or end with one sentence that says why not."""
    try:
        write_files(folder)
    except FileExistsError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
