"""The animals and things that are no cats."""

from .canvas import BLACK, PINK, WHITE, colour
from .choices import between, mix, pick, vary
from .scenes import box


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
