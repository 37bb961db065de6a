"""Hostile submissions: those that want points for nothing, and those that want to do harm."""

from classroom.bank.thieves import THIEVES
from classroom.bank.vandals import VANDALS

HOSTILE = THIEVES + VANDALS
