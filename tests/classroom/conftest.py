"""What all tests of the classroom share."""

import functools

import nbgrader.api
import pytest

ALEMBIC_VERSION = functools.cache(nbgrader.api.get_alembic_version)


@pytest.fixture(autouse=True, scope="module")
def alembic_asked_once():
    """A new gradebook asks a program for its version number; once is enough for all tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nbgrader.api, "get_alembic_version", ALEMBIC_VERSION)
        yield
