"""Measure test accuracy against the number of training pictures, and write data/learning_curves.csv.

    python data/measure_learning_curves.py          about ten minutes on one core

Week 1 shows the result: Andrew Ng's sketch "why is deep learning taking off?", measured. Every
setting:

- Pictures: draw_cats, each block of 4 by 4 pixels averaged, so 16 · 16 · 3 = 768 numbers a picture;
  each number standardised with the mean and standard deviation of the training pictures.
- Training sets: for each seed of SEEDS the first m pictures of that seed, for each m of SIZES.
  So a larger set holds the smaller ones. Networks also start from the seed.
- Test set: always the same 5,000 pictures, drawn from a seed of their own.
- Linear model: scikit-learn's LogisticRegression with its standard penalty (C = 1).
- Networks: scikit-learn's MLPClassifier, one hidden layer of 4, 32 or 512 relu units, its standard
  penalty (alpha = 0.0001), Adam with its standard rate 0.001, batches of 100;
  training ends once the training loss has improved by less than 0.0001 ten passes running, or
  after STEPS steps. (The large network needs few: on 20,000 pictures some twenty passes.)
- Settings were chosen in a trial on other pictures. One was changed after a first whole
  measurement: with 4,000 steps the small and the medium network were cut short on the larger
  sets, and their curves flattened too early; now they may take 12,000.

The last digits may differ on another computer: these are thousands of steps in single precision.
"""

import csv
import math
import time
import warnings
from pathlib import Path

import numpy as np
from cat_drawing import SIZE, draw_cats

RESULT = Path(__file__).parent / "learning_curves.csv"
COLUMNS = ("model", "m", "seed", "train_accuracy", "test_accuracy")
BLOCK = 4  # pixels on a side that become one
SIZES = (100, 200, 500, 1000, 2000, 5000, 10_000, 20_000)
SEEDS = range(101, 106)
M_TEST, TEST_SEED = 5000, 100
HIDDEN = {
    "linear model": None,
    "small network": 4,
    "medium network": 32,
    "large network": 512,
}
STEPS = {4: 12_000, 32: 12_000, 512: 4000}  # at most, by the number of hidden units
BATCH = 100


def shrink(images):
    """Average each block of pixels.  images (m, 64, 64, 3) uint8 -> (m, 768) float32, a picture a row."""
    side = SIZE // BLOCK
    blocks = images.reshape(len(images), side, BLOCK, side, BLOCK, 3)
    return blocks.mean(axis=(2, 4), dtype=np.float32).reshape(len(images), -1)


def make_model(hidden, m, seed):
    """Return an untrained model for m pictures; hidden is its number of hidden units, None if linear."""
    # Here, since it takes seconds, and who reads the file's settings only does without.
    from sklearn.linear_model import LogisticRegression
    from sklearn.neural_network import MLPClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    if hidden is None:
        return make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000))
    batch = min(BATCH, m)
    passes = math.ceil(STEPS[hidden] * batch / m)
    network = MLPClassifier((hidden,), batch_size=batch, max_iter=passes, random_state=seed)
    return make_pipeline(StandardScaler(), network)


def measure(seed, sizes, X_test, y_test, hidden=HIDDEN):
    """Train every model on every size.  Returns rows of the result file."""
    from sklearn.exceptions import ConvergenceWarning  # see make_model

    images, y = draw_cats(max(sizes), seed)
    X, rows = shrink(images), []
    for m in sizes:
        for name, units in hidden.items():
            with warnings.catch_warnings():  # that the steps were used up is part of the plan
                warnings.simplefilter("ignore", ConvergenceWarning)
                model = make_model(units, m, seed).fit(X[:m], y[:m])
            right = model.score(X[:m], y[:m]), model.score(X_test, y_test)
            rows.append((name, m, seed, *(f"{share:.4f}" for share in right)))
    return rows


def write(rows, path=RESULT):
    """Write the result file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)


def main():
    """Measure all seeds and write the result."""
    images, y_test = draw_cats(M_TEST, TEST_SEED)
    X_test, rows = shrink(images), []
    for seed in SEEDS:
        start = time.time()
        rows += measure(seed, SIZES, X_test, y_test)
        print(f"seed {seed}: {time.time() - start:.0f} seconds", flush=True)
    write(rows)


if __name__ == "__main__":
    main()
