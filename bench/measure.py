"""Time all competitors in turn, in one process, for one kind of numbers; the command of `bench.run` starts it.

    python -m bench.measure network float64 full        prints what was measured as one line of JSON

The number of threads is that of the environment (OPENBLAS_NUM_THREADS, OMP_NUM_THREADS, MKL_NUM_THREADS).
"""

import cProfile
import json
import pstats
import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import threadpoolctl

from bench import implementations, original_code
from helpers.datasets import flatten_images, load_cats
from helpers.deep_network import initialize_parameters_deep

TOLERANCE = {"float64": 1e-8, "float32": 1e-5}  # relative, between two ways to the same costs
PROFILE_ROWS = 6
NO_TRAINING = "matrix products alone"  # this competitor alone may have no costs
TRY = 201  # iterations before anything is timed: costs to compare, and everyone warm


class Case(NamedTuple):
    """A training: its hidden layers, its descent, and how it is timed."""

    hidden: tuple
    learning_rate: float
    iterations: int  # of the whole training
    turn: int = 100  # iterations each time it is a competitor's turn
    rounds: int = 7


CASES = {
    "network": Case((20, 7, 5), 0.0075, 2500),
    "logistic regression": Case((), 0.005, 2500, turn=300),
}
QUICK = {"iterations": 300, "turn": 20, "rounds": 2}


def load(case, dtype, quick):
    """X (n_x, m), Y (1, m) and start parameters, all of one kind of float; quick takes every fourth pixel."""
    images, Y, *_ = load_cats()
    if quick:
        images = images[:, ::4, ::4]
    X = flatten_images(images)
    sizes = (X.shape[0], *case.hidden, 1)
    parameters = initialize_parameters_deep(sizes)
    if not case.hidden:
        parameters["W1"][:] = 0  # logistic regression starts from zeros
    parameters = {name: value.astype(dtype) for name, value in parameters.items()}
    return X.astype(dtype), Y.astype(dtype), parameters


def competitors(case):
    """Return name -> training function, those to be compared most closely side by side."""
    theirs = {
        "the notes": original_code.train_network if case.hidden else original_code.train_neuron,
        "scikit-learn": implementations.scikit_learn,
        NO_TRAINING: implementations.matrix_products,
        "plain loop": implementations.plain_loop,
        "PyTorch": implementations.pytorch,
        "exact shortcut": implementations.exact_shortcut,
    }
    if not implementations.HAS_PYTORCH:
        del theirs["PyTorch"]
    return theirs


def train_all(trainings, arguments, iterations):
    """Let everyone train. Returns name -> seconds, and name -> costs."""
    found, seconds = {}, {}
    for name, train in trainings.items():
        start = time.perf_counter()
        found[name] = np.array(train(*arguments, iterations))
        seconds[name] = time.perf_counter() - start
    return seconds, found


def require_agreement(found, tolerance):
    """Return name -> largest relative difference of a cost from the plain loop's, of all who train.

    Raises ValueError unless all reach the same costs, and the cost has changed by much more than the tolerance.
    """
    right = found["plain loop"]
    away = {
        name: float(np.max(np.abs(costs / right - 1))) if len(costs) == len(right) else np.inf
        for name, costs in found.items()
        if name != NO_TRAINING
    }
    wrong = {name: far for name, far in away.items() if not far <= tolerance}
    if wrong:
        raise ValueError(
            f"these do not reach the plain loop's costs (relative difference): {wrong}"
        )
    if not abs(right[-1] / right[0] - 1) > 10 * tolerance:
        raise ValueError(f"the cost hardly changes, so that equal costs mean nothing: {right}")
    return away


def time_turns(trainings, arguments, case):
    """Return name -> milliseconds an iteration, one number a round; the order turns round every time.

    The shortcut is timed over a whole training in each turn, because it has a beginning and an end of its own.
    """
    times = {name: [] for name in trainings}
    order = list(trainings)
    for _ in range(case.rounds):
        for name in order:
            iterations = case.iterations if name == "exact shortcut" else case.turn
            start = time.perf_counter()
            trainings[name](*arguments, iterations)
            times[name].append(1e3 * (time.perf_counter() - start) / iterations)
        order.reverse()
    return times


def profile(train, arguments, iterations):
    """Return rows [function, milliseconds an iteration in itself, share] by cProfile: the longest, then all others."""
    profiler = cProfile.Profile()
    profiler.runcall(train, *arguments, iterations)
    stats = pstats.Stats(profiler).stats
    whole = sum(own for _, _, own, _, _ in stats.values())
    rows = []
    for (file, _, function), (_, _, own, _, _) in stats.items():
        place = Path(file).stem + "." if file.endswith(".py") else ""
        rows.append([place + function, 1e3 * own / iterations, own / whole])
    rows.sort(key=lambda row: -row[1])
    rest = rows[PROFILE_ROWS:]
    return rows[:PROFILE_ROWS] + [
        ["everything else", *(sum(row[k] for row in rest) for k in (1, 2))]
    ]


def kernels():
    """Return the loaded libraries of matrix products and for which processors they calculate.

    Such as "openblas 0.3.30 for SkylakeX"; PyTorch's own, built into it, is not seen.
    """
    found = [library for library in threadpoolctl.threadpool_info() if "architecture" in library]
    words = "{internal_api} {version} for {architecture}"
    return sorted({words.format(**library) for library in found})


def measure(name, dtype, full=False, quick=False):
    """Return everything measured of one case as a dictionary that JSON can hold."""
    case = CASES[name]._replace(**QUICK) if quick else CASES[name]
    X, Y, parameters = load(case, dtype, quick)
    arguments, trainings = (X, Y, parameters, case.learning_rate), competitors(case)
    _, costs = train_all(trainings, arguments, TRY)
    result = {
        "sizes": [X.shape[1], X.shape[0], *case.hidden, 1],
        "case": case._asdict(),
        "agreement": require_agreement(costs, TOLERANCE[dtype]),
        "kernels": kernels(),
        "times": time_turns(trainings, arguments, case),
    }
    if full:
        everyone = {name: train for name, train in trainings.items() if name != NO_TRAINING}
        result["whole"], costs = train_all(everyone, arguments, case.iterations)
        result["agreement"] = require_agreement(costs, TOLERANCE[dtype])
        result["profile"] = {
            way: profile(trainings[way], arguments, iterations)
            for way, iterations in (("plain loop", TRY), ("exact shortcut", case.iterations))
        }
    return result


if __name__ == "__main__":
    print(json.dumps(measure(*sys.argv[1:3], "full" in sys.argv, "quick" in sys.argv)))
