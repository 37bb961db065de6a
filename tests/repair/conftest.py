"""Time enough for the searches, and no error in them that would look like one that finds nothing."""

import pytest

from helpers.repair import child


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """On a busy machine a search may take longer than its time of the processor."""
    monkeypatch.setattr(child, "PATIENCE", 20)
    monkeypatch.setenv(child.RAISE_ERRORS, "1")
