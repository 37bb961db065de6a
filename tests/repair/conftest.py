"""Time enough for the searches."""

import pytest

from helpers.repair import child


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """On a busy machine a search may take longer than its time of the processor."""
    monkeypatch.setattr(child, "PATIENCE", 20)
