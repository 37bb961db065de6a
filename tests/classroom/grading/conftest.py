"""What the tests of grading share."""

from types import SimpleNamespace

import dask
import pytest

from classroom.grading.sandbox.client import ForkServer
from classroom.grading.workers import client_for
from classroom.grading.workflow import grade
from classroom.paths import ROOT
from classroom.release.workflow import release
from classroom.samples import write_samples
from tests.classroom.grading.submissions import (
    BY_HEART,
    NOISY,
    RIGHT,
    RIGHT_ONLY_WHERE_SEEN,
    copy_a_test_cell,
    delete_a_test_cell,
    delete_an_exercise,
    end_the_kernel,
    show_the_tests,
    skip_the_tests,
    submission,
    tls_settings,
)
from tests.classroom.tiny_course import (
    make_course,
)


@pytest.fixture(scope="module")
def fork_server():
    """The server that starts workers, for the tests of one module."""
    with ForkServer(ROOT) as fork_server:
        yield fork_server


@pytest.fixture(scope="module")
def scheduler():
    """The address of a worker process that the gradings here share: starting one takes seconds."""
    with client_for(None, 1) as client:
        with dask.config.set(tls_settings(client.security)):
            yield client.cluster.scheduler_address


@pytest.fixture(scope="module")
def graded(tmp_path_factory, scheduler):
    """A course with submissions of many kinds, graded in one run."""
    before = {path: path.stat().st_mtime for path in ROOT.glob("gradebook.db*")}
    course = make_course(tmp_path_factory.mktemp("grade") / "course")
    release(2, course)
    write_samples(2, root=course)
    wrong = {"sigmoid": "def sigmoid(z):\n    return np.zeros(3)[5]"}
    submission(course, "copied", change=copy_a_test_cell)
    submission(course, "deleted", change=delete_a_test_cell)
    submission(course, "gone", change=delete_an_exercise)
    submission(course, "crashed", change=end_the_kernel)
    submission(course, "hidden", RIGHT | {"initialize_with_zeros": RIGHT_ONLY_WHERE_SEEN})
    submission(course, "by_heart", RIGHT | {"sigmoid": BY_HEART})
    submission(course, "noisy", RIGHT | {"sigmoid": NOISY})
    submission(course, "renamed", RIGHT | {"predict": RIGHT["predict"].replace("predict", "guess")})
    submission(course, "shown", change=show_the_tests)
    submission(course, "skipped", wrong, change=skip_the_tests)
    path = submission(course, "browser")
    path.with_name("3_tiny (1).ipynb").write_bytes(path.read_bytes())
    path = submission(course, "cut_off")
    path.write_text(path.read_text(encoding="utf-8")[:900], encoding="utf-8")
    told = []
    results = grade(2, root=course, tell=told.append, scheduler=scheduler)
    assert {path: path.stat().st_mtime for path in ROOT.glob("gradebook.db*")} == before
    return SimpleNamespace(
        root=course, results={result.learner: result for result in results}, told=told
    )
