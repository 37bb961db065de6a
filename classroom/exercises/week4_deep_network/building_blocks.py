"""The exercises of lesson 1, building blocks."""

EXERCISES = ()
