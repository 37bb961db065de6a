"""Backgrounds, what hides a part of the picture, and the light."""

import numpy as np

from .canvas import BLACK, HALF, ONE, PIXEL_X, PIXEL_Y, SIZE, WHITE, colour
from .choices import DARK_ROOMS, LIGHT_ROOMS, between, mix, pick, vary

GRAIN = 6  # noise of the camera, from darkest to brightest, of 255


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
