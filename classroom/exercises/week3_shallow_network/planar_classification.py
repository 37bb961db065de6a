"""The exercises of lesson 2, planar classification."""

EXERCISES = ()
