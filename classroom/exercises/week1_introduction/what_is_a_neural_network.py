"""The exercises of lesson 1, what is a neural network."""

EXERCISES = ()
