"""Hostile submissions: those that want points for nothing, and those that want to do harm."""

from tests.corpus.attacks_on_points import ATTACKS_ON_POINTS
from tests.corpus.attacks_on_systems import ATTACKS_ON_SYSTEMS

HOSTILE = ATTACKS_ON_POINTS + ATTACKS_ON_SYSTEMS
