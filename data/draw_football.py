"""Draw the points of the football field, and write data/football.mat.

    python data/draw_football.py

The rule is make_football in helpers/planar_data.py; data/README.md says why it is as it is. The file has the names and
shapes of the well-known data.mat, which it stands in for.
"""

import io
import sys
from pathlib import Path

import numpy as np
import scipy.io

sys.path.insert(0, str(Path(__file__).parents[1]))  # to be run from anywhere

from helpers.planar_data import make_football  # noqa: E402

FOOTBALL = Path(__file__).parent / "football.mat"
COMMITTED_SEED = 1
M_TRAIN, M_TEST = 211, 200
# The 116 bytes of text at the start of a MAT-file; scipy would write the platform and the date there.
HEADER = b"MATLAB 5.0 MAT-file, drawn by data/draw_football.py".ljust(116)


def draw(seed=COMMITTED_SEED):
    """The arrays of the file: X, y to learn from and Xval, yval to test on, one point a row."""
    X, Y = make_football(M_TRAIN + M_TEST, seed=seed)
    X, Y = np.ascontiguousarray(X.T), np.ascontiguousarray(Y.T.astype(np.uint8))
    return {"X": X[:M_TRAIN], "y": Y[:M_TRAIN], "Xval": X[M_TRAIN:], "yval": Y[M_TRAIN:]}


def to_bytes(arrays):
    """The arrays as a MAT-file: the same arrays give the same bytes."""
    buffer = io.BytesIO()
    scipy.io.savemat(buffer, arrays)
    return HEADER + buffer.getvalue()[len(HEADER) :]


def refuse_to_overwrite(path):
    """Raise FileExistsError if path holds anything but our drawing, such as the original."""
    if path.exists() and not (path.is_file() and path.read_bytes().startswith(HEADER)):
        raise FileExistsError(
            f"{path} was not drawn by this script, so it stays as it is: "
            "move it to another folder, then run the script again."
        )


def main(path=FOOTBALL):
    """Write the file, or end with one sentence that says why not."""
    try:
        refuse_to_overwrite(path)
    except FileExistsError as error:
        sys.exit(str(error))
    arrays = draw()
    path.write_bytes(to_bytes(arrays))
    print(f"{path}: {M_TRAIN} points, {arrays['y'].sum()} ours; {M_TEST} to test on")


if __name__ == "__main__":
    main()
