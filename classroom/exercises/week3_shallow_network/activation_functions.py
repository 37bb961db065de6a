"""The exercises of lesson 1, activation functions."""

EXERCISES = ()
