"""The references of all exercises, for the tests of the checks, and time enough for the search of a place."""

import pytest

from classroom.exercises import recording
from helpers.repair import child


@pytest.fixture(scope="session")
def sources():
    """{week: {exercise: (reference source, namespace)}}"""
    return {week: recording.solution_sources(week) for week in recording.weeks()}


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """The search is bounded by processor time: what it finds must not hang on what else the machine runs."""
    monkeypatch.setattr(child, "PATIENCE", 20)
