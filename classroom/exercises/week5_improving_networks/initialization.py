"""The exercises of lesson 1, initialization."""

EXERCISES = ()
