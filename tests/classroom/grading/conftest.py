"""What the tests of the sandbox share."""

import pytest

from classroom.grading.sandbox.client import ForkServer
from classroom.paths import ROOT


@pytest.fixture(scope="module")
def fork_server():
    """The server that starts workers, for the tests of one module."""
    with ForkServer(ROOT) as fork_server:
        yield fork_server
