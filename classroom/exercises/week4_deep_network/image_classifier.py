"""The exercises of lesson 2, image classifier."""

EXERCISES = ()
