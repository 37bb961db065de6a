"""The exercises of lesson 3, gradient checking."""

EXERCISES = ()
