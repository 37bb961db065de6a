"""The exercises of lesson 2, regularization."""

EXERCISES = ()
