"""Points in the plane, of two classes: data that a figure can show whole, and that no straight line can tell apart.

Every function returns X (2, m), one point a column, and Y (1, m), its class 0 or 1, the same for the same seed.
"""

import numpy as np


def make_flower(m=400, noise=0.2, seed=1):
    """A flower whose petals belong to the classes in turn.

    The rose r = 4·sin 4θ, with noise in angle and radius. The first half of the points has θ from 0 to 3.12 and
    class 0, the second half θ from 3.12 to 6.24 and class 1. Drawn from numpy's legacy stream `seed`, class by
    class, angle before radius.
    """
    rng = np.random.RandomState(seed)
    half = m // 2
    points = []
    for label in (0, 1):
        angle = np.linspace(label * 3.12, (label + 1) * 3.12, half) + rng.randn(half) * noise
        radius = 4 * np.sin(4 * angle) + rng.randn(half) * noise
        points.append([radius * np.sin(angle), radius * np.cos(angle)])
    return np.hstack(points), labels(half, half)


def make_circles(m=200, noise=0.1, factor=0.5, seed=0):
    """Two circles around the origin: class 0 of radius 1, class 1 of radius `factor`, with noise."""
    rng = np.random.default_rng(seed)
    half = m // 2
    angle = rng.uniform(0, 2 * np.pi, m)
    radius = np.repeat([1.0, factor], [m - half, half])
    X = radius * np.vstack([np.cos(angle), np.sin(angle)])
    return X + noise * rng.normal(size=X.shape), labels(m - half, half)


def make_moons(m=200, noise=0.2, seed=0):
    """Two half circles that reach into one another."""
    rng = np.random.default_rng(seed)
    half = m // 2
    outer, inner = rng.uniform(0, np.pi, m - half), rng.uniform(0, np.pi, half)
    X = np.hstack([[np.cos(outer), np.sin(outer)], [1 - np.cos(inner), 0.5 - np.sin(inner)]])
    return X + noise * rng.normal(size=X.shape), labels(m - half, half)


def make_blobs(m=200, noise=0.6, seed=0):
    """Six round clouds of points on a ring, of class 0 and 1 in turn."""
    rng = np.random.default_rng(seed)
    cloud = rng.integers(0, 6, m)
    angle = np.pi / 3 * cloud
    X = 3 * np.vstack([np.cos(angle), np.sin(angle)]) + noise * rng.normal(size=(2, m))
    return X, (cloud % 2).reshape(1, -1)


def make_quantiles(m=200, seed=0):
    """One round cloud: the half of the points that is nearer to the origin is class 0, the other half class 1."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(2, m))
    distance = np.hypot(*X)
    return X, (distance > np.median(distance)).astype(int).reshape(1, -1)


def make_football(m=211, noise=0.3, seed=0):
    """Places on a football field where the ball was headed: by a player of ours, class 1, or of theirs, class 0.

    Uniform over −0.8 < x1 < 0.4, −0.7 < x2 < 0.7. With t = x1 + 0.2, class 1 lies below the curve
    x2 = 0.9·t + t² − 2·t³, each point's height being mistaken by a normal error of standard deviation
    `noise` (the sum of twelve uniform numbers, so that nothing depends on a library's logarithm). Coordinates have
    six digits. Drawn from numpy's legacy stream `seed`.
    """
    rng = np.random.RandomState(seed)
    u = rng.random_sample((2, m))
    x1, x2 = np.round(1.2 * u[0] - 0.8, 6), np.round(1.4 * u[1] - 0.7, 6)
    t = x1 + 0.2
    error = noise * (rng.random_sample((12, m)).sum(axis=0) - 6)
    ours = x2 + error < 0.9 * t + t * t - 2 * t * t * t
    return np.vstack([x1, x2]), ours.astype(int).reshape(1, -1)


def labels(zeros, ones):
    """A row of so many zeros, then so many ones."""
    return np.repeat([0, 1], [zeros, ones]).reshape(1, -1)
