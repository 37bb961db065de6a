"""All exercises of week 3."""

from classroom.exercises.week3_shallow_network import (
    activation_functions,
    planar_classification,
)

EXERCISES = (
    *activation_functions.EXERCISES,
    *planar_classification.EXERCISES,
)
