"""All exercises of week 5."""

from classroom.exercises.week5_improving_networks import (
    gradient_checking,
    gradient_hunt,
    initialization,
    regularization,
)

EXERCISES = (
    *initialization.EXERCISES,
    *regularization.EXERCISES,
    *gradient_checking.EXERCISES,
    *gradient_hunt.EXERCISES,
)
