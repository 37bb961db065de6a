"""How the cost of training grows with the number of images, of inputs, of hidden layers and of units.

    python -m bench.growth draw FILE 100000          writes so many images to an HDF5 file
    python -m bench.growth images FILE 1000          one pass over the first 1000 of them, by mini-batches
    python -m bench.growth sizes                     the other three

The last two print what was measured as one line of JSON. Each number of images has a process of its own, since what is
measured of memory is the most a process ever held.
"""

import json
import re
import statistics
import sys
import time
from pathlib import Path

import h5py
import numpy as np

from data.cat_drawing import draw_cats
from helpers.datasets import flatten_images
from helpers.deep_network import initialize_parameters_deep, train

IMAGES = (100, 300, 1000, 3000, 10_000, 30_000, 100_000)
QUICK_IMAGES = (100, 250)
BATCH = 100  # images in a chunk of the file, and in a mini-batch
DRAWN, SEED = 2000, 11
HIDDEN, LEARNING_RATE = (20, 7, 5), 0.0075
SECONDS = 0.3  # repeat a measurement for so long, and three times at least

# Each network reads m columns of random numbers; sizes spread over a factor of 30 at least.
SWEEPS = {
    "inputs": {n: (200, (n, 20, 7, 5, 1)) for n in (400, 1200, 4000, 12_288, 40_000)},
    "layers": {L: (200, (64,) * (L + 1) + (1,)) for L in (4, 8, 16, 32, 64, 128)},
    "width": {n: (1000, (n, n, n, n, 1)) for n in (32, 64, 128, 256, 512, 1024)},
}
QUICK = {
    "inputs": {n: (20, (n, 4, 1)) for n in (30, 300)},
    "layers": {L: (20, (8,) * (L + 1) + (1,)) for L in (2, 20)},
    "width": {n: (20, (n, n, 1)) for n in (10, 100)},
}


def draw(path, m):
    """Write m images and their labels, in chunks of BATCH.

    The first DRAWN are drawn; then they come again and again with new noise, the last three bits of every pixel.
    """
    images, labels = draw_cats(min(m, DRAWN), SEED)
    rng = np.random.default_rng(SEED)
    with h5py.File(path, "w") as file:
        X = file.create_dataset(
            "X", (m, *images.shape[1:]), "u1", chunks=(BATCH, *images.shape[1:])
        )
        Y = file.create_dataset("Y", (m,), "i8")
        for start in range(0, m, BATCH):
            places = slice(start, min(start + BATCH, m))
            chosen = np.arange(places.start, places.stop)
            batch, again = images[chosen % len(images)], chosen >= len(images)
            noise = np.frombuffer(rng.bytes(batch.size), np.uint8).reshape(batch.shape)
            batch[again] = (batch[again] & 0b11111000) | (noise[again] & 0b111)
            X[places], Y[places] = batch, labels[chosen % len(images)]


def one_pass(file, m, parameters):
    """One step of gradient descent for each mini-batch of the first m images. Returns parameters and the mean cost.

    Only one mini-batch is in memory at a time. The plain loop of the course takes each step.
    """
    costs = []
    for start in range(0, m, BATCH):
        places = slice(start, min(start + BATCH, m))
        X, Y = flatten_images(file["X"][places]), file["Y"][places].reshape(1, -1)
        parameters, (cost,) = train(X, Y, parameters, LEARNING_RATE, 1, shortcut=False)
        costs.append(cost)
    return parameters, float(np.mean(costs))


def repeat(work):
    """Return the median of the seconds that work() takes, three times or more."""
    times = []
    while len(times) < 3 or sum(times) < SECONDS:
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def peak_memory():
    """Return the most memory this process ever held, in megabytes; None on Windows."""
    status = Path("/proc/self/status")
    if status.is_file():  # on Linux, getrusage() counts what the process that started this one held
        return int(re.search(r"^VmHWM:\s*(\d+) kB", status.read_text(), re.M).group(1)) / 1e3
    try:
        import resource
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # bytes on a Mac, else kilobytes
    return most / (1e6 if sys.platform == "darwin" else 1e3)


def measure_images(path, m):
    """Return the seconds of one pass over m images, the peak memory in MB, and the mean cost of each pass."""
    costs = []
    with h5py.File(path, "r") as file:
        parameters = initialize_parameters_deep((int(np.prod(file["X"].shape[1:])), *HIDDEN, 1))

        def work():
            nonlocal parameters
            parameters, cost = one_pass(file, m, parameters)
            costs.append(cost)

        return {"seconds": repeat(work), "memory": peak_memory(), "costs": costs}


def multiplications(m, sizes):
    """How many multiplications the products of one iteration need: three products a layer, the first layer two."""
    weights = [a * b for a, b in zip(sizes[1:], sizes)]
    return m * (3 * sum(weights) - weights[0])


def measure_sizes(quick=False):
    """Return sweep -> [[size, seconds an iteration, multiplications], …]."""
    rng, result = np.random.default_rng(SEED), {}
    for name, networks in (QUICK if quick else SWEEPS).items():
        result[name] = []
        for size, (m, sizes) in networks.items():
            X, Y = rng.random((m, sizes[0])).T, rng.integers(0, 2, (1, m))
            start = initialize_parameters_deep(sizes)
            seconds = repeat(lambda: train(X, Y, start, LEARNING_RATE, 5, shortcut=False)) / 5  # noqa: B023
            result[name].append([size, seconds, multiplications(m, sizes)])
    return result


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "draw":
        draw(rest[0], int(rest[1]))
    elif what == "images":
        print(json.dumps(measure_images(rest[0], int(rest[1]))))
    else:
        print(json.dumps(measure_sizes("quick" in rest)))
