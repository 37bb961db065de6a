"""Draw small pictures with a cat or without one, and write data/cats/*.h5.

    python data/draw_cats.py            writes the two files and data/cats/preview.png

    from data.draw_cats import draw_cats
    images, labels = draw_cats(1000, seed=7)

Picture i depends on (seed, i) alone. Every shape is painted by comparing pixel positions with its
outline, using only +, -, *, / and square roots, which give the same digits on every computer;
random numbers come from a local RandomState, whose stream numpy has frozen. So the pixels are the
same everywhere. data/README.md says why the pictures look as they do, and what learns from them.
"""

import math
import sys
from pathlib import Path
from typing import NamedTuple

import h5py
import numpy as np
from PIL import Image

SIZE = 64  # pixels on a side
CATS = Path(__file__).parent / "cats"
COMMITTED_SEED = 9000
M_TRAIN, M_TEST = 209, 50
SHARE_OF_CATS = 0.5
SHARE_PARTLY_HIDDEN = 0.3
GRAIN = 6  # noise of the camera, from darkest to brightest, of 255
CLASSES = np.array([b"non-cat", b"cat"])
DRAWN_BY = "data/draw_cats.py"  # stored in our files, so that the script knows its own drawings

PIXEL_Y, PIXEL_X = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32) + np.float32(0.5)
HALF, ZERO, ONE = np.float32(0.5), np.float32(0), np.float32(1)


# ------------------------------------------------------------------ the pen


def colour(red, green, blue):
    """Return a colour as the shape (3, 1, 1) that a Canvas paints with; 0 is dark, 255 bright."""
    return np.array([red, green, blue], dtype=np.float32).reshape(3, 1, 1)


BLACK, WHITE, PINK = colour(22, 20, 24), colour(244, 242, 238), colour(222, 130, 132)


class Canvas:
    """64×64 pixels, and a pen with its own place, scale and tilt on them.

    Every shape is given in the pen's coordinates: (0, 0) is the place, 1 is the scale, y points
    down. A pixel on an edge takes the new colour by the share of it that the shape covers: that
    makes edges smooth.
    """

    def __init__(self):
        self.pixels = np.zeros((3, SIZE, SIZE), dtype=np.float32)
        self.place(0, 0, 1)

    def place(self, x, y, scale, tilt=0.0, flip=False):
        """Move the pen to pixel (x, y), and turn it; flip swaps left and right.

        tilt is the tangent of half the angle: the cosine and the sine then need no library, whose
        last digit may differ between computers.
        """
        self.x, self.y, self.scale = x, y, scale
        self.cos, self.sin = (1 - tilt * tilt) / (1 + tilt * tilt), 2 * tilt / (1 + tilt * tilt)
        self.side = -1 if flip else 1

    def to_pixels(self, x, y):
        """Turn pen coordinates into pixel coordinates."""
        x, y = self.side * x * self.scale, y * self.scale
        return self.x + self.cos * x - self.sin * y, self.y + self.sin * x + self.cos * y

    def window(self, xs, ys, margin):
        """Return the slices of rows and columns around some pixels: nothing else needs painting."""
        x0, x1 = max(int(min(xs) - margin), 0), min(int(max(xs) + margin) + 1, SIZE)
        y0, y1 = max(int(min(ys) - margin), 0), min(int(max(ys) + margin) + 1, SIZE)
        return slice(y0, max(y1, y0)), slice(x0, max(x1, x0))

    def paint(self, window, distance, new):
        """Paint where distance (in pixels from the outline, negative inside) is below one half."""
        cover = np.minimum(np.maximum(HALF - distance, ZERO), ONE)
        patch = self.pixels[:, window[0], window[1]]
        patch += cover * (new - patch)

    def ellipse(self, x, y, rx, ry, new, roundness=0.0):
        """Fill an ellipse; roundness > 0 brightens its top and darkens its bottom, as on a ball."""
        cx, cy = self.to_pixels(x, y)
        rx, ry = max(rx * self.scale, 0.4), max(ry * self.scale, 0.4)
        window = self.window((cx,), (cy,), max(rx, ry) + 1)
        dx, dy = PIXEL_X[window] - np.float32(cx), PIXEL_Y[window] - np.float32(cy)
        u = (dx * np.float32(self.cos) + dy * np.float32(self.sin)) / np.float32(rx)
        v = (dy * np.float32(self.cos) - dx * np.float32(self.sin)) / np.float32(ry)
        distance = (np.sqrt(u * u + v * v) - ONE) * np.float32(min(rx, ry))
        if roundness:
            new = new * (ONE - np.float32(roundness) * (v + HALF * u))
        self.paint(window, distance, new)

    def shadow(self, x, y, rx, ry):
        """Darken a soft ellipse, darkest in its middle, as on the ground under an object."""
        cx, cy = self.to_pixels(x, y)
        rx, ry = rx * self.scale, ry * self.scale
        rows, columns = self.window((cx - rx, cx + rx), (cy - ry, cy + ry), 1)
        u = (PIXEL_X[rows, columns] - np.float32(cx)) / np.float32(rx)
        v = (PIXEL_Y[rows, columns] - np.float32(cy)) / np.float32(ry)
        depth = np.maximum(ONE - u * u - v * v, ZERO)
        self.pixels[:, rows, columns] *= ONE - HALF * depth

    def rectangle(self, left, top, right, bottom, new):
        """Fill a rectangle."""
        self.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], new)

    def polygon(self, points, new):
        """Fill a polygon without dents: its inside lies on one side of all of its edges."""
        corners = [self.to_pixels(x, y) for x, y in points]
        xs, ys = [c[0] for c in corners], [c[1] for c in corners]
        window = self.window(xs, ys, 1)
        px, py = PIXEL_X[window], PIXEL_Y[window]
        turn = (xs[1] - xs[0]) * (ys[2] - ys[1]) - (ys[1] - ys[0]) * (xs[2] - xs[1])
        distance = None
        for i in range(len(xs)):
            x0, y0, x1, y1 = xs[i - 1], ys[i - 1], xs[i], ys[i]
            length = max(math.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0)), 1e-6)
            nx, ny = (y1 - y0) / length, (x0 - x1) / length
            if turn < 0:
                nx, ny = -nx, -ny
            edge = px * np.float32(nx) + py * np.float32(ny) - np.float32(nx * x0 + ny * y0)
            distance = edge if distance is None else np.maximum(distance, edge)
        self.paint(window, distance, new)

    def stroke(self, points, width, new):
        """Draw a line with round ends through the points, width thick (at least half a pixel)."""
        corners = [self.to_pixels(x, y) for x, y in points]
        xs, ys = [c[0] for c in corners], [c[1] for c in corners]
        radius = max(width * self.scale / 2, 0.28)
        window = self.window(xs, ys, radius + 1)
        px, py = PIXEL_X[window], PIXEL_Y[window]
        nearest = None
        for i in range(1, len(xs)):
            ax, ay = xs[i] - xs[i - 1], ys[i] - ys[i - 1]
            dx, dy = px - np.float32(xs[i - 1]), py - np.float32(ys[i - 1])
            along = dx * np.float32(ax) + dy * np.float32(ay)
            along /= np.float32(max(ax * ax + ay * ay, 1e-6))
            along = np.minimum(np.maximum(along, ZERO), ONE)
            dx, dy = dx - along * np.float32(ax), dy - along * np.float32(ay)
            square = dx * dx + dy * dy
            nearest = square if nearest is None else np.minimum(nearest, square)
        self.paint(window, np.sqrt(nearest) - np.float32(radius), new)

    def curve(self, start, bend, end, width, new, pieces=6):
        """Draw a curve from start to end, pulled towards the point bend (a quadratic Bézier)."""
        points = []
        for k in range(pieces + 1):
            t = k / pieces
            a, b, c = (1 - t) * (1 - t), 2 * t * (1 - t), t * t
            x = a * start[0] + b * bend[0] + c * end[0]
            y = a * start[1] + b * bend[1] + c * end[1]
            points.append((x, y))
        self.stroke(points, width, new)


# ------------------------------------------------------------------ choices


class Look(NamedTuple):
    """The colours of one animal or thing, each (3, 1, 1), and the coat a cat wears."""

    fur: np.ndarray
    belly: np.ndarray
    mark: np.ndarray
    eye: np.ndarray
    coat: str


COATS = ["stripes", "stripes", "stripes", "plain", "plain", "patches", "points"]


DARK_FURS = [(42, 40, 46), (92, 66, 46), (84, 88, 98), (136, 78, 36)]
LIGHT_FURS = [(238, 230, 216), (232, 204, 160), (236, 164, 92), (196, 198, 204)]
DARK_ROOMS = [(58, 46, 56), (44, 64, 54), (72, 50, 42), (42, 52, 82), (66, 66, 70)]
LIGHT_ROOMS = [(206, 198, 182), (174, 196, 214), (184, 202, 162), (214, 186, 176), (194, 194, 198)]
EYES = [(176, 200, 70), (228, 186, 58), (120, 190, 214), (146, 196, 120)]


def pick(rng, options):
    """Return one of the options."""
    return options[int(rng.random_sample() * len(options))]


def between(rng, low, high):
    """Return a random number from low to high."""
    return low + (high - low) * rng.random_sample()


def vary(rng, rgb, amount=14):
    """Return the colour rgb (three numbers), lighter or darker by up to amount, a little tinted."""
    brightness = between(rng, -amount, amount)
    return colour(*(channel + brightness + between(rng, -0.35, 0.35) * amount for channel in rgb))


def mix(first, second, share):
    """Return share of the second colour and the rest of the first."""
    return first + np.float32(share) * (second - first)


def choose_look(rng, light):
    """Choose the colours of a light or a dark animal or thing."""
    fur = vary(rng, pick(rng, LIGHT_FURS if light else DARK_FURS))
    belly = mix(fur, WHITE, between(rng, 0.25, 0.85))
    mark = mix(fur, BLACK, between(rng, 0.35, 0.6))
    return Look(fur, belly, mark, vary(rng, pick(rng, EYES)), pick(rng, COATS))


# ------------------------------------------------------------------ cats


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


# ------------------------------------------------------------------ everything else


def dog(c, rng, look):
    """A dog's head and shoulders: hanging ears, a long muzzle, a tongue."""
    x, y, scale = between(rng, 28, 36), between(rng, 27, 33), between(rng, 13, 18)
    c.place(x, y, scale)
    c.ellipse(0, 2.1, 1.1, 1.4, look.fur, roundness=0.12)
    c.ellipse(0, 1.9, 0.5, 0.9, look.belly)
    c.place(x, y, scale, between(rng, -0.12, 0.12))
    c.ellipse(0, 0, 0.88, 0.98, look.fur, roundness=0.12)
    for s in (-1, 1):
        c.curve((0.62 * s, -0.68), (1.15 * s, -0.5), (1.02 * s, 0.5), 0.5, look.mark)
        c.ellipse(0.36 * s, -0.15, 0.15, 0.16, BLACK)
        c.ellipse(0.36 * s - 0.05, -0.21, 0.05, 0.05, WHITE)
    c.ellipse(0, 0.55, 0.5, 0.52, look.belly)
    if rng.random_sample() < 0.6:
        c.ellipse(0, 1.0, 0.17, 0.3, colour(224, 96, 104))
    c.curve((-0.32, 0.78), (0, 1.0), (0.32, 0.78), 0.08, look.mark, 4)
    c.ellipse(0, 0.32, 0.23, 0.17, BLACK)


def bear(c, rng, look):
    """A teddy bear: round ears."""
    x, y, scale = between(rng, 28, 36), between(rng, 27, 34), between(rng, 13, 18)
    c.place(x, y, scale)
    c.ellipse(0, 1.95, 1.1, 1.25, look.fur, roundness=0.12)
    c.ellipse(0, 1.95, 0.65, 0.85, look.belly)
    for s in (-1, 1):
        c.ellipse(1.05 * s, 1.5, 0.34, 0.5, look.fur, roundness=0.12)
    c.place(x, y, scale, between(rng, -0.12, 0.12))
    for s in (-1, 1):
        c.ellipse(0.74 * s, -0.68, 0.4, 0.4, look.fur, roundness=0.1)
        c.ellipse(0.74 * s, -0.68, 0.22, 0.22, mix(look.fur, PINK, 0.6))
    c.ellipse(0, 0, 1.0, 0.9, look.fur, roundness=0.12)
    c.ellipse(0, 0.36, 0.46, 0.38, look.belly)
    for s in (-1, 1):
        c.ellipse(0.4 * s, -0.12, 0.13, 0.14, BLACK)
        c.ellipse(0.4 * s - 0.04, -0.17, 0.045, 0.045, WHITE)
    c.ellipse(0, 0.2, 0.17, 0.12, BLACK)
    c.curve((-0.2, 0.5), (0, 0.64), (0.2, 0.5), 0.07, BLACK, 4)


def rabbit(c, rng, look):
    """A rabbit: long ears side by side."""
    x, y, scale = between(rng, 28, 36), between(rng, 34, 39), between(rng, 12, 15)
    c.place(x, y, scale)
    c.ellipse(0, 1.7, 1.15, 1.25, look.fur, roundness=0.12)
    c.ellipse(0, 1.8, 0.6, 0.8, look.belly)
    lean = between(rng, 0.0, 0.35)
    for s in (-1, 1):
        top = (s * (0.3 + lean), -2.15)
        c.stroke([(0.36 * s, -0.6), top], 0.56, look.fur)
        c.stroke([(0.36 * s, -0.6), top], 0.24, mix(look.fur, PINK, 0.7))
    c.ellipse(0, 0, 0.92, 0.86, look.fur, roundness=0.12)
    for s in (-1, 1):
        c.ellipse(0.5 * s, -0.1, 0.15, 0.18, BLACK)
        c.ellipse(0.5 * s - 0.04, -0.17, 0.05, 0.05, WHITE)
        c.ellipse(0.2 * s, 0.38, 0.25, 0.2, look.belly)
    c.ellipse(0, 0.24, 0.11, 0.08, PINK)
    c.rectangle(-0.1, 0.52, 0.1, 0.72, WHITE)


def bird(c, rng, look):
    """A plump bird on the ground."""
    flip = rng.random_sample() < 0.5
    c.place(between(rng, 27, 37), between(rng, 32, 38), between(rng, 13, 17), flip=flip)
    c.shadow(0.1, 1.55, 1.2, 0.25)
    for x in (-0.2, 0.25):
        c.stroke([(x, 0.9), (x, 1.5), (x - 0.25, 1.55)], 0.1, colour(200, 120, 40))
    c.polygon([(0.8, -0.2), (2.1, -0.55), (2.0, 0.0), (0.9, 0.45)], look.mark)
    c.ellipse(0, 0.1, 1.15, 0.95, look.fur, roundness=0.14)
    c.ellipse(-0.3, 0.4, 0.7, 0.55, look.belly)
    c.polygon([(-1.15, -1.0), (-1.2, -0.62), (-1.75, -0.72)], colour(226, 150, 50))
    c.ellipse(-0.7, -0.8, 0.62, 0.58, look.fur, roundness=0.1)
    c.ellipse(0.35, 0.05, 0.72, 0.45, look.mark)
    c.ellipse(-0.85, -0.9, 0.12, 0.12, BLACK)
    c.ellipse(-0.89, -0.94, 0.04, 0.04, WHITE)


def ball(c, rng, look):
    """A ball with bands or a patch."""
    x, y, scale = between(rng, 26, 38), between(rng, 28, 40), between(rng, 12, 20)
    c.place(x, y, scale)
    c.shadow(0, 1, 1.1, 0.3)
    c.place(x, y, scale, between(rng, -0.5, 0.5))
    c.ellipse(0, 0, 1, 1, look.fur, roundness=0.2)
    if rng.random_sample() < 0.5:
        for k in (-0.5, 0.5):
            c.curve((k, -0.84), (-0.4 * k, 0), (k, 0.84), 0.13, look.mark)
    else:
        c.ellipse(0, 0, 0.66, 1, look.belly, roundness=0.15)
        c.ellipse(0, 0, 0.26, 1, look.mark, roundness=0.15)
    c.ellipse(-0.35, -0.5, 0.16, 0.11, WHITE)


def house(c, rng, look):
    """A house with a pointed roof, two windows (like eyes) and a door."""
    c.place(between(rng, 27, 37), between(rng, 33, 38), between(rng, 13, 18))
    roof = vary(rng, pick(rng, [(168, 72, 54), (96, 84, 84), (120, 74, 48)]))
    c.shadow(0, 1.2, 1.6, 0.25)
    c.rectangle(0.5, -1.5, 0.8, -0.6, mix(roof, BLACK, 0.3))
    c.rectangle(-1.1, -0.4, 1.1, 1.2, look.fur)
    c.polygon([(-1.4, -0.4), (0, -1.55), (1.4, -0.4)], roof)
    c.rectangle(-0.2, 0.4, 0.2, 1.2, look.mark)
    for s in (-1, 1):
        x = 0.62 * s
        c.rectangle(x - 0.26, -0.15, x + 0.26, 0.35, look.eye)
        c.stroke([(x, -0.15), (x, 0.35)], 0.07, WHITE)
        c.stroke([(x - 0.26, 0.1), (x + 0.26, 0.1)], 0.07, WHITE)


def car(c, rng, look):
    """A car from the side."""
    flip = rng.random_sample() < 0.5
    c.place(between(rng, 28, 36), between(rng, 34, 40), between(rng, 12, 15), flip=flip)
    c.shadow(0, 1.15, 2.1, 0.25)
    c.polygon([(-1.15, 0.05), (-0.7, -0.8), (0.6, -0.8), (1.25, 0.05)], look.fur)
    c.polygon([(-0.88, -0.02), (-0.58, -0.62), (-0.1, -0.62), (-0.1, -0.02)], look.eye)
    c.polygon([(0.02, -0.02), (0.02, -0.62), (0.57, -0.62), (0.92, -0.02)], look.eye)
    c.polygon([(-1.9, 0), (1.7, 0), (1.9, 0.3), (1.9, 0.75), (-1.9, 0.75)], look.fur)
    c.rectangle(-1.9, 0.55, 1.9, 0.75, look.mark)
    for x in (-1.05, 1.1):
        c.ellipse(x, 0.75, 0.46, 0.46, BLACK)
        c.ellipse(x, 0.75, 0.2, 0.2, colour(176, 178, 182))
    c.ellipse(1.78, 0.25, 0.12, 0.12, colour(250, 232, 150))


def flower(c, rng, look):
    """A flower with eight petals."""
    x, y, scale = between(rng, 27, 37), between(rng, 24, 32), between(rng, 12, 17)
    c.place(x, y, scale)
    c.curve((0, 0), (between(rng, -0.6, 0.6), 1.5), (0, 4), 0.16, colour(62, 122, 58))
    c.ellipse(0.55, 2.0, 0.6, 0.2, colour(74, 140, 66))
    for tilt in (0.0, 0.41421, 1.0, 2.41421):  # turned by 0, 45, 90 and 135 degrees
        c.place(x, y, scale, tilt)
        for s in (-1, 1):
            c.ellipse(0.72 * s, 0, 0.46, 0.28, look.fur, roundness=0.1)
    c.ellipse(0, 0, 0.42, 0.42, look.eye if rng.random_sample() < 0.5 else look.mark)


def cup(c, rng, look):
    """A cup on a saucer."""
    flip = rng.random_sample() < 0.5
    c.place(between(rng, 28, 36), between(rng, 32, 38), between(rng, 13, 18), flip=flip)
    c.shadow(0, 1.25, 1.8, 0.3)
    c.ellipse(0, 1.1, 1.5, 0.25, look.belly)
    c.curve((0.8, -0.4), (1.9, 0.1), (0.7, 0.6), 0.2, look.mark)
    foot = [(0.7, 0.9), (0.4, 1.1), (-0.4, 1.1), (-0.7, 0.9)]
    c.polygon([(-0.95, -0.7), (0.95, -0.7), *foot], look.fur)
    c.ellipse(0, -0.7, 0.95, 0.22, look.belly)
    c.ellipse(0, -0.67, 0.8, 0.15, colour(82, 52, 36))
    for k in (-0.4, 0, 0.4):
        c.ellipse(k, 0.2, 0.13, 0.13, look.mark)


def clutter(c, rng, look):
    """Cushions, boxes and a scarf in the colours of a cat."""
    for new in (look.fur, look.belly, look.mark, look.fur, look.eye):
        x, y, scale = between(rng, 14, 50), between(rng, 20, 52), between(rng, 7, 13)
        c.place(x, y, scale, between(rng, -0.6, 0.6))
        kind = pick(rng, ["cushion", "box", "tent", "scarf"])
        if kind == "cushion":
            c.ellipse(0, 0, 1.2, 0.8, new, roundness=0.14)
        elif kind == "box":
            c.rectangle(-1, -0.7, 1, 0.7, new)
        elif kind == "tent":
            c.polygon([(-0.9, 0.7), (0.9, 0.7), (0, -0.9)], new)
        else:
            c.curve((-1.6, 0), (0, between(rng, -1.5, 1.5)), (1.6, 0), 0.4, new)


OTHERS = [dog, dog, bear, rabbit, rabbit, bird, ball, house, car, flower, cup, clutter, clutter]
SHARE_BEHIND_A_BOX = 0.2  # as a sixth of the cats peek over one, it must not give them away


def no_cat(c, rng, look):
    """Draw one of the other animals and things."""
    pick(rng, OTHERS)(c, rng, look)
    if rng.random_sample() < SHARE_BEHIND_A_BOX:
        box(c, rng, between(rng, 40, 47))


# ------------------------------------------------------------------ behind, before and above


def blurred_noise(rng, cells, amount):
    """Return a soft random pattern of shape (64, 64), from -amount to amount."""
    grid = ((rng.random_sample((cells + 1, cells + 1)) - 0.5) * 2 * amount).astype(np.float32)
    position = (np.arange(SIZE, dtype=np.float32) + HALF) * np.float32(cells / SIZE)
    low = position.astype(int)
    share = position - low
    rows = grid[low] + share[:, None] * (grid[low + 1] - grid[low])
    return rows[:, low] + share * (rows[:, low + 1] - rows[:, low])


def room(c, rng, back):
    """A wall, a floor, the skirting board between them, and perhaps a painting."""
    edge = between(rng, 38, 52)
    c.pixels[:] = back
    c.rectangle(0, edge, 64, 64, mix(back, colour(120, 84, 56), 0.35))
    c.rectangle(0, edge - 2, 64, edge, mix(back, WHITE, 0.25))
    if rng.random_sample() < 0.5:
        x, y = between(rng, 2, 48), between(rng, 2, 14)
        c.rectangle(x, y, x + 14, y + 12, mix(back, BLACK, 0.35))
        painting = mix(back, vary(rng, (120, 150, 160), 60), 0.6)
        c.rectangle(x + 1.5, y + 1.5, x + 12.5, y + 10.5, painting)


def garden(c, rng, back):
    """A sky or a hedge, and grass."""
    edge = between(rng, 34, 50)
    c.pixels[:] = back
    grass = mix(back, colour(76, 128, 62), 0.55)
    c.rectangle(0, edge, 64, 64, grass)
    for _ in range(6):
        x, y = between(rng, 0, 64), between(rng, edge, 64)
        c.stroke([(x, y), (x + between(rng, -2, 2), y - 5)], 1.2, mix(grass, BLACK, 0.2))


def wallpaper(c, rng, back):
    """Stripes, upright or leaning."""
    c.pixels[:] = back
    wide, lean, start = between(rng, 5, 10), between(rng, -12, 12), between(rng, -12, 0)
    other_colour = mix(back, vary(rng, (128, 118, 110), 60), 0.3)
    for k in range(8):
        x = start + 2 * k * wide
        c.stroke([(x - lean, -4), (x + lean, 68)], wide, other_colour)


def lights(c, rng, back):
    """Round spots out of focus."""
    c.pixels[:] = back
    for _ in range(6):
        spot = mix(back, vary(rng, (140, 130, 120), 80), 0.35)
        r = between(rng, 4, 11)
        c.ellipse(between(rng, 0, 64), between(rng, 0, 64), r, r, spot)


def background(c, rng, light):
    """Fill the canvas with a light or dark scene."""
    back = vary(rng, pick(rng, LIGHT_ROOMS if light else DARK_ROOMS), 18)
    c.place(0, 0, 1)
    pick(rng, [room, garden, wallpaper, lights])(c, rng, back)
    c.pixels += blurred_noise(rng, 3, 18)


def box(c, rng, top):
    """Hide everything below the row top behind the edge of a box."""
    wood = vary(rng, pick(rng, [(150, 110, 70), (96, 74, 58), (190, 150, 104)]))
    c.place(0, top, 1)
    c.rectangle(-1, 0, 65, 64, wood)
    c.rectangle(-1, 0, 65, 2, mix(wood, WHITE, 0.3))


def obstacle(c, rng):
    """Hide a part of the picture: leaves, a bar, or something near in a corner."""
    kind = pick(rng, ["leaves", "bar", "corner"])
    colours = [(62, 112, 58), (128, 92, 60), (96, 100, 110), (176, 150, 120)]
    new = vary(rng, pick(rng, colours), 20)
    if kind == "leaves":
        for _ in range(3):
            x, y = pick(rng, [4, 60]) + between(rng, -6, 6), between(rng, 30, 64)
            c.place(x, y, between(rng, 8, 14), between(rng, -2, 2))
            c.ellipse(0, 0, 1, 0.36, new, roundness=0.2)
    elif kind == "bar":
        x = between(rng, 4, 60)
        c.place(0, 0, 1)
        c.stroke([(x, -4), (x + between(rng, -4, 4), 68)], between(rng, 2.5, 4.5), new)
    else:
        c.place(pick(rng, [0, 64]), 64, between(rng, 18, 28))
        c.ellipse(0, 0, 1, 0.9, new, roundness=0.15)


def shine_light(c, rng):
    """Change the light: its strength, its warmth, the side it comes from; then add camera grain.

    On average the pictures come out rather dark (mean pixel 0.38 of 1), because gradient descent
    with the usual learning rates is unstable when the sum of squares of an example is large.
    """
    strength, warmth = between(rng, 0.58, 0.94), between(rng, -0.07, 0.07)
    c.pixels *= colour(strength * (1 + warmth), strength, strength * (1 - warmth))
    across, down = between(rng, -0.25, 0.25) / 32, between(rng, -0.15, 0.15) / 32
    c.pixels *= ONE + np.float32(across) * (PIXEL_X - 32) + np.float32(down) * (PIXEL_Y - 32)
    grain = (rng.random_sample((SIZE, SIZE)).astype(np.float32) - HALF) * np.float32(GRAIN)
    c.pixels += grain


# ------------------------------------------------------------------ pictures and files


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
