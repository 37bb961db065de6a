"""All exercises of week 1."""

from classroom.exercises.week1_introduction import what_is_a_neural_network

EXERCISES = (
    *what_is_a_neural_network.EXERCISES,
)
