"""The earlier name of helpers.earlier_lesson, which copies of lessons that learners have begun still import."""

from helpers.earlier_lesson import LessonError, functions_from

__all__ = ["LessonError", "functions_from"]
