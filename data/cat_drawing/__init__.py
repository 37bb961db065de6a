"""Draw small pictures with a cat or without one.

    from data.cat_drawing import draw_cats
    images, labels = draw_cats(1000, seed=7)

Picture i depends on (seed, i) alone, and its pixels are the same on every computer: canvas.py says
how. data/README.md says why the pictures look as they do, and what learns from them.
A module imports only from those named before it: canvas, choices, scenes, cats, other_objects,
pictures.
"""

from .canvas import SIZE
from .pictures import COMMITTED_SEED, M_TEST, M_TRAIN, draw_cats, draw_one

__all__ = ["COMMITTED_SEED", "M_TEST", "M_TRAIN", "SIZE", "draw_cats", "draw_one"]
