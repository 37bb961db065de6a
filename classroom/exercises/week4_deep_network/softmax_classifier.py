"""The exercises of lesson 3, softmax classifier."""

EXERCISES = ()
