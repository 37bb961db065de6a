"""What several tests of the checks use: the exercises, a function defined from its source, a message in one line."""

from classroom.exercises import exercises_of, recording

WEEK = "week2_logistic_regression"
EXERCISES = [
    (week, exercise) for week in recording.weeks() for exercise in exercises_of(week).values()
]


def flat(diagnosis):
    """The message with its line breaks taken out."""
    return " ".join(diagnosis.message.split())


def function_of(sources, week, exercise, source=None):
    """The reference's function, or the one `source` defines among the reference's names."""
    reference, namespace = sources[week][exercise.name]
    return recording.define(source or reference, exercise.name, namespace)
