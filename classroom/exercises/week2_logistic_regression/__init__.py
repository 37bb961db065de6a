"""Week 2's exercises, lesson by lesson."""

from classroom.exercises.week2_logistic_regression import logistic_regression

EXERCISES = logistic_regression.EXERCISES
