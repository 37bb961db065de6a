"""What every test and notebook runs under, however pytest was started."""

import os
import sys
from pathlib import Path

import matplotlib

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))  # `import course`, `import tools`

from tools.environment import STEADY  # noqa: E402

matplotlib.use("agg")  # no windows
os.environ.pop("MPLBACKEND", None)
os.environ.update(STEADY)  # for the kernels that notebooks run in

# Longest first, by file, so that no worker is left with a long one at the end. The rest follow as they are found.
LONGEST = [
    "test_regrading.py",
    "test_grade.py",
    "test_corpus.py",
    "2_image_classifier.ipynb",
    "test_exercises_bank.py",
    "2_planar_classification.ipynb",
    "test_shares.py",
    "2_regularization.ipynb",
    "3_softmax_classifier.ipynb",
    "test_hidden_tests.py",
    "test_live_figures.py",
    "test_in_browser.py",
    "3_logistic_regression.ipynb",
    "test_release.py",
    "test_repair.py",
    "1_initialization.ipynb",
    "test_types.py",
    "test_records.py",
    "1_what_is_a_neural_network.ipynb",
    "test_running_notebooks.py",
    "1_activation_functions.ipynb",
    "test_value_replacement.py",
    "3_gradient_checking.ipynb",
    "test_notebooks.py",
]

# What everyday work on lessons and checks can do without: `make test` leaves it out, `make test-all` runs it.
LONG = (
    "tests/bench/",
    "tests/checks/test_hidden_tests.py",
    "tests/classroom/",
    "tests/corpus/",
    "tests/live/test_in_browser.py",
    "tests/site/",
    "tests/test_binder.py",
    "tests/test_running_notebooks.py",
)


def pytest_collection_modifyitems(items):
    """Mark the long ones, and put the tests of the longest files first; else nothing moves."""
    long = tuple((ROOT / name).as_posix() for name in LONG)
    for item in items:
        if item.path.as_posix().startswith(long):
            item.add_marker("long")
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))
