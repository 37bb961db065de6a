"""The references of all exercises, for the tests of the checks."""

import pytest

from classroom.exercises import recording


@pytest.fixture(scope="session")
def sources():
    """{week: {exercise: (reference source, namespace)}}"""
    return {week: recording.solution_sources(week) for week in recording.weeks()}
