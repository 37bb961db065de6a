"""nbgrader, with this course's settings and without its libraries' warnings."""

import contextlib
import os
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

from nbgrader.apps.api import NbGraderAPI
from traitlets.config.loader import PyFileConfigLoader

from classroom.errors import ClassroomError
from classroom.paths import ROOT


def open_course(root: Path = ROOT) -> NbGraderAPI:
    """Return nbgrader's API with the settings of nbgrader_config.py for the course in `root`.

    Raises ClassroomError for settings that are no Python.
    """
    try:
        config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    except SyntaxError as error:
        raise ClassroomError(
            f"nbgrader_config.py, line {error.lineno}, is no Python: {error.msg}."
        ) from error
    config.CourseDirectory.root = str(root)
    return NbGraderAPI(config=config)


@contextlib.contextmanager
def nbgrader_at_work() -> Iterator[None]:
    """Let nbgrader start `alembic`, which makes a gradebook, and keep its libraries' warnings quiet."""
    before = dict(os.environ)
    os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + before.get("PATH", "")
    os.environ.pop("PYTHONWARNINGS", None)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)
