"""Whole pictures, each drawn from a seed and its number."""

import numpy as np

from .canvas import SIZE, Canvas
from .cats import CAT_POSES
from .choices import choose_look, pick
from .other_objects import no_cat
from .scenes import background, obstacle, shine_light

SHARE_OF_CATS = 0.5
SHARE_PARTLY_HIDDEN = 0.3

# The data set of data/cats: the first M_TRAIN + M_TEST pictures of this seed.
COMMITTED_SEED = 9000
M_TRAIN, M_TEST = 209, 50


def draw_one(seed, i):
    """Draw picture i of a seed.  Returns the image (64, 64, 3) uint8 and its label, 1 for a cat.

    Half of the objects, cats or not, are light on dark and half are dark on light. So one weight
    for each pixel cannot say "cat", while relu units can: some for each sign of the contrast.
    """
    rng = np.random.RandomState([seed, i])
    label = int(rng.random_sample() < SHARE_OF_CATS)
    light = rng.random_sample() < 0.5
    c = Canvas()
    background(c, rng, not light)
    look = choose_look(rng, light)
    if label:
        pick(rng, CAT_POSES)(c, rng, look)
    else:
        no_cat(c, rng, look)
    if rng.random_sample() < SHARE_PARTLY_HIDDEN:
        obstacle(c, rng)
    shine_light(c, rng)
    pixels = np.minimum(np.maximum(c.pixels, 0), 255)
    return np.rint(pixels).astype(np.uint8).transpose(1, 2, 0), label


def draw_cats(m, seed):
    """Draw m pictures, about half of them with a cat; about a millisecond each.

    Returns images (m, 64, 64, 3) uint8 and labels (m,) int64, 1 for a cat, 0 for none.
    """
    images, labels = np.empty((m, SIZE, SIZE, 3), np.uint8), np.empty(m, np.int64)
    for i in range(m):
        images[i], labels[i] = draw_one(seed, i)
    return images, labels
