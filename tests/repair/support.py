"""What several tests of the search use: an oracle, functions defined from their sources, what is shown of a repair."""

import copy
import math
import sys
import time

import numpy as np
import pytest

from helpers.repair import find_places
from helpers.repair.precheck import Precheck
from helpers.repair.trial import Trial, definitions
from helpers.repair.watching import scope_of, watched
from tests.repair.planting import quiet

needs_fork = pytest.mark.skipif(sys.platform != "linux", reason="searched for on Linux only")

SOFTMAX = """def softmax(x):
    e = np.exp(x - np.max(x, axis=1, keepdims=True))
    return e / np.sum(e, axis=0, keepdims=True)
"""

LAYER = """def layer(X, W, b, rate=0.5):
    m = X.shape[1]
    Z = W @ X + b
    A = np.where(Z > 0, np.exp(-Z), 1.0)
    total = 0
    for k in range(m):
        total += A[0, k]
    return Z * rate, np.sum(A, axis=1, keepdims=True) / m, total
"""


class Equals:
    """An oracle: the outputs of a function equal those of another on some inputs."""

    def __init__(self, right, *inputs):
        self.right, self.arguments, self.inputs = right, inputs, len(inputs)
        self.alike = frozenset()

    def __call__(self, function, k):
        """(number of right outputs, number of outputs)."""
        right = self.right_outputs(function, k)
        return sum(right), len(right)

    def wrong(self, function, k):
        """The positions of the wrong outputs."""
        return {
            position for position, right in enumerate(self.right_outputs(function, k)) if not right
        }

    def right_outputs(self, function, k):
        """For each output whether it is right."""
        mine, expected = (f(*copy.deepcopy(self.arguments[k])) for f in (function, self.right))
        if not isinstance(expected, tuple):
            mine, expected = (mine,), (expected,)
        if not isinstance(mine, tuple) or len(mine) != len(expected):
            return [False] * len(expected)
        return [np.shape(a) == np.shape(b) and np.allclose(a, b) for a, b in zip(mine, expected)]


def softmax(x):
    """Each row of x, of shape (m, n), as probabilities."""
    e = np.exp(x)
    return e / np.sum(e, axis=1, keepdims=True)


ROWS = Equals(softmax, (np.array([[1.0, 2, 0], [3, 0, 1]]),), (np.eye(4),))


def defined(source, name):
    """The function of that name which a source defines."""
    space = {"np": np, "math": math}
    exec(source, space)
    return space[name]


def find(source, oracle, name="softmax", **options):
    """find_places among numpy and math."""
    return find_places(source, name, {"np": np, "math": math}, oracle, 3.0, **options)


def shown(repair):
    """[(line, the part that is marked)] of a repair; [] where nothing is found."""
    places = repair.places if repair else ()
    return [(place.line, place.text[place.start : place.end]) for place in places]


def started(source, oracle, name):
    """(a Trial of a wrong function, a Precheck and a Scope that have seen it run on the first input)."""
    tree = definitions(source)
    trial = Trial(tree, name, {"np": np}, oracle, 20.0, time.process_time() + 20)
    precheck = Precheck(tree)
    with quiet():
        values, _ = watched(trial, trial.build(), 0, precheck)
        precheck.prepare(trial)
    return trial, precheck, scope_of(tree, trial, values, (), ())


def drawn(*shapes, seed=0, inputs=2):
    """Arguments on some inputs: arrays of normal numbers, of a row and a column more on each input."""
    rng = np.random.default_rng(seed)
    return [
        tuple(rng.normal(size=[length + k for length in shape]) for shape in shapes)
        for k in range(inputs)
    ]
