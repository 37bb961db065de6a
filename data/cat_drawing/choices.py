"""Random choices: numbers, colours, and the look of an animal or thing.

Random numbers come from a RandomState that the caller passes, whose stream numpy has frozen.
"""

from typing import NamedTuple

import numpy as np

from .canvas import BLACK, WHITE, colour


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
