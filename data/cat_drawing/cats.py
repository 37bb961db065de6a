"""Cats in five poses."""

from .canvas import BLACK, PINK, WHITE
from .choices import between, mix
from .scenes import box


def cat_ears(c, look):
    """Draw two pointed ears, pink inside."""
    outside = look.mark if look.coat == "points" else look.fur
    inside = mix(look.fur, PINK, 0.7)
    for s in (-1, 1):
        tip = [(0.62 * s, -1.25), (0.8 * s, -1.4), (0.9 * s, -1.3)]
        c.polygon([(0.98 * s, -0.05), (0.1 * s, -0.7), *tip], outside)
        c.polygon([(0.84 * s, -0.45), (0.36 * s, -0.76), (0.77 * s, -1.18)], inside)


def cat_eyes(c, look, pupil):
    """Draw the eyes; pupil is the half width of the pupils, and closed eyes have none."""
    for s in (-1, 1):
        if pupil == 0:
            lid = mix(look.mark, BLACK, 0.6)
            c.curve((0.64 * s, -0.04), (0.42 * s, 0.2), (0.2 * s, -0.02), 0.1, lid, 4)
            continue
        c.ellipse(0.43 * s, -0.05, 0.27, 0.24, BLACK)
        c.ellipse(0.43 * s, -0.05, 0.225, 0.2, look.eye)
        c.ellipse(0.43 * s, -0.05, pupil, 0.19, BLACK)
        c.ellipse(0.43 * s - 0.07, -0.13, 0.055, 0.055, WHITE)


def cat_coat(c, look):
    """Draw the marks of the coat on the face."""
    if look.coat == "points":  # a dark mask, as Siamese cats have
        c.ellipse(0, 0.3, 0.55, 0.5, mix(look.fur, look.mark, 0.75))
    elif look.coat == "patches":
        c.ellipse(-0.48, -0.2, 0.42, 0.45, look.mark)
        c.ellipse(0.1, 0.3, 0.34, 0.52, look.belly)
    elif look.coat == "stripes":
        c.stroke([(0, -0.8), (0, -0.42)], 0.12, look.mark)
        for s in (-1, 1):
            c.stroke([(0.26 * s, -0.76), (0.2 * s, -0.44)], 0.11, look.mark)
            c.stroke([(0.98 * s, 0.05), (0.72 * s, 0.12)], 0.1, look.mark)
            c.stroke([(0.95 * s, 0.3), (0.72 * s, 0.3)], 0.1, look.mark)


def cat_muzzle(c, look):
    """Draw cheeks, chin, a small nose and the mouth below it."""
    fur = mix(look.fur, look.mark, 0.6) if look.coat == "points" else look.belly
    for s in (-1, 1):
        c.ellipse(0.2 * s, 0.4, 0.27, 0.22, fur)
    c.ellipse(0, 0.58, 0.18, 0.14, fur)
    c.polygon([(-0.14, 0.17), (0.14, 0.17), (0, 0.33)], mix(PINK, look.mark, 0.25))
    for s in (-1, 1):
        c.curve((0, 0.32), (0.04 * s, 0.52), (0.22 * s, 0.46), 0.07, mix(look.mark, BLACK, 0.3), 3)


def cat_whiskers(c, new):
    """Draw three whiskers on each side."""
    for s in (-1, 1):
        for start, end in ((0.34, 0.16), (0.42, 0.42), (0.5, 0.68)):
            c.stroke([(0.36 * s, start), (1.3 * s, end)], 0.035, new)


def cat_head(c, rng, look, sleepy=0.1):
    """Draw a cat's face: the pen is at its middle, its half width is 1.

    sleepy is the probability that its eyes are closed.
    """
    cat_ears(c, look)
    c.ellipse(0, 0, 1.0, 0.84, look.fur, roundness=0.1)
    for s in (-1, 1):
        c.ellipse(0.5 * s, 0.3, 0.5, 0.42, look.fur)
    cat_coat(c, look)
    cat_eyes(c, look, 0 if rng.random_sample() < sleepy else between(rng, 0.06, 0.14))
    cat_muzzle(c, look)
    cat_whiskers(c, mix(look.belly, WHITE, 0.5))


def cat_tail(c, look, start, bend, end, width):
    """Draw a tail with a tip of another colour."""
    c.curve(start, bend, end, width, mix(look.fur, look.mark, 0.2))
    before = (0.9 * end[0] + 0.1 * bend[0], 0.9 * end[1] + 0.1 * bend[1])
    c.stroke([before, end], width, look.belly if look.coat == "plain" else look.mark)


def body_stripes(c, look, x, y, rx, ry):
    """Draw short stripes along both sides of a body, for cats that wear them."""
    if look.coat != "stripes":
        return
    for k in (-0.35, 0.0, 0.35):
        for s in (-1, 1):
            outer, inner = (x + 0.9 * s * rx, y + k * ry), (x + 0.5 * s * rx, y + (k + 0.1) * ry)
            c.stroke([outer, inner], 0.12, look.mark)


def close_cat(c, rng, look):
    """A head and shoulders."""
    x, y = between(rng, 28, 36), between(rng, 30, 36)
    scale, tilt = between(rng, 17, 22), between(rng, -0.12, 0.12)
    c.place(x, y, scale)
    c.ellipse(0, 1.75, 1.15, 1.3, look.fur, roundness=0.1)
    c.ellipse(0, 1.6, 0.5, 0.9, look.belly)
    c.ellipse(0, 0.72, 0.75, 0.26, mix(look.fur, BLACK, 0.25))
    body_stripes(c, look, 0, 1.5, 1.15, 1.0)
    c.place(x, y, scale, tilt)
    cat_head(c, rng, look)


def sitting_cat(c, rng, look):
    """The whole animal from the front, tail to one side."""
    x, y, scale = between(rng, 28, 36), between(rng, 21, 25), between(rng, 11.5, 14.5)
    flip = rng.random_sample() < 0.5
    c.place(x, y, scale, flip=flip)
    c.shadow(0.1, 3.1, 1.7, 0.4)
    cat_tail(c, look, (0.7, 2.6), (2.3, 2.9), (1.75, between(rng, 0.4, 1.5)), 0.34)
    c.ellipse(0, 1.9, 1.12, 1.25, look.fur, roundness=0.14)
    body_stripes(c, look, 0, 1.9, 1.12, 1.1)
    c.ellipse(0, 1.35, 0.55, 0.75, look.belly)
    for s in (-1, 1):
        c.stroke([(0.32 * s, 1.7), (0.34 * s, 2.8)], 0.46, mix(look.fur, look.belly, 0.15))
        c.ellipse(0.36 * s, 2.95, 0.34, 0.22, look.belly)
    c.place(x, y, scale, between(rng, -0.12, 0.12), flip)
    cat_head(c, rng, look)


def lying_cat(c, rng, look):
    """A cat lying down, its head before its body."""
    flip = rng.random_sample() < 0.5
    x, y, scale = between(rng, 27, 37), between(rng, 32, 37), between(rng, 12, 15)
    c.place(x, y, scale, flip=flip)
    c.shadow(0.8, 1.6, 2.4, 0.5)
    cat_tail(c, look, (2.2, 1.3), (3.0, 1.5), (2.1, 1.75), 0.3)
    c.ellipse(0.95, 0.75, 1.7, 1.0, look.fur, roundness=0.14)
    body_stripes(c, look, 1.3, 0.6, 1.2, 1.0)
    for s in (-0.6, 0.35):
        c.ellipse(s, 1.45, 0.5, 0.24, look.belly)
    c.place(x, y, scale, between(rng, -0.12, 0.12), flip)
    cat_head(c, rng, look, sleepy=0.4)


def walking_cat(c, rng, look):
    """A cat walking past with its tail up, looking at you."""
    flip = rng.random_sample() < 0.5
    s = -1 if flip else 1
    x, y, scale = 32 - s * between(rng, 4, 9), between(rng, 24, 28), between(rng, 11, 13)
    c.place(x, y, scale, flip=flip)
    c.shadow(1.4, 2.7, 2.0, 0.35)
    cat_tail(c, look, (2.7, 0.7), (3.3, -0.2), (2.8, between(rng, -1.6, -1.0)), 0.3)
    for leg, step in ((0.2, -0.15), (0.75, 0.1), (2.1, -0.1), (2.6, 0.15)):
        c.stroke([(leg, 1.2), (leg + step, 2.5)], 0.42, mix(look.fur, look.mark, 0.15))
    c.ellipse(1.4, 0.85, 1.6, 0.78, look.fur, roundness=0.14)
    body_stripes(c, look, 1.5, 0.6, 1.0, 0.7)
    c.place(x, y, scale, between(rng, -0.12, 0.12), flip)
    cat_head(c, rng, look)


def peeking_cat(c, rng, look):
    """Head and two paws over the edge of a box."""
    x, y, scale = between(rng, 27, 37), between(rng, 29, 33), between(rng, 15, 18)
    c.place(x, y, scale, between(rng, -0.1, 0.1))
    cat_head(c, rng, look)
    box(c, rng, y + 0.72 * scale)
    c.place(x, y, scale)
    for s in (-1, 1):
        c.ellipse(0.62 * s, 0.8, 0.3, 0.24, look.belly)
        c.stroke([(0.62 * s, 0.84), (0.62 * s, 1.0)], 0.05, look.mark)


# The more often a pose stands here, the more often it is drawn. Most heads are near the middle:
# from 209 examples a small network cannot learn a cat for every corner of the picture.
CAT_POSES = [close_cat] * 4 + [sitting_cat] * 3 + [lying_cat] * 2 + [peeking_cat] * 2
CAT_POSES += [walking_cat]
