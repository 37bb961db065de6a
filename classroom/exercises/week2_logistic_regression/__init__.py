"""Week 2's exercises, lesson by lesson."""

from classroom.exercises.week2_logistic_regression import (
    gradient_descent,
    logistic_regression,
    numpy_basics,
)

EXERCISES = numpy_basics.EXERCISES + gradient_descent.EXERCISES + logistic_regression.EXERCISES
