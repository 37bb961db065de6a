"""Activation functions of the units of a network. Week 2 needs the sigmoid."""

import numpy as np


def sigmoid(z):
    """The logistic function 1 / (1 + e⁻ᶻ), element by element.

    Computed as e to the power of −log(1 + e⁻ᶻ): `logaddexp` knows that sum without ever forming e⁻ᶻ,
    so nothing overflows, and a very negative z still gives a small number rather than 0.

    z -- a number or an array of any shape
    Returns a number or an array of the same shape, between 0 and 1.
    """
    return np.exp(-np.logaddexp(0, -np.asarray(z)))
