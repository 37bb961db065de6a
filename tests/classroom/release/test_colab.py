"""The cell for Google Colab, run against a server of this computer."""

import functools
import http.server
import subprocess
import sys
import threading

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from classroom.errors import ClassroomError
from classroom.release.colab import with_colab_cell
from classroom.release.workflow import release, write_colab_copies
from tests.classroom.tiny_course import LESSON, WEEK, make_course


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and prints nothing."""

    def log_message(self, *words):
        """Say nothing."""


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path / "course")


@pytest.fixture
def served(course):
    """The address of the released zip."""
    release(WEEK, course)
    handler = functools.partial(Quiet, directory=str(course / "release"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{WEEK}.zip"
        server.shutdown()
        thread.join()


def run_first_cell(notebook, folder, on_colab, then=""):
    """Run a copy's first cell, and a line after it, in a process that has nothing but the folder."""
    begin = "import sys, types\nsys.path.insert(0, '')\n"
    begin += "sys.modules['google.colab'] = types.ModuleType('google.colab')\n" * on_colab
    code = begin + notebook.cells[0].source + "\n" + then
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


def test_on_colab_the_first_cell_fetches_what_the_lesson_imports(course, served, tmp_path):
    write_colab_copies(WEEK, served, course)
    copy = nbformat.read(course / "release" / f"{WEEK}_colab" / LESSON, as_version=4)
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / LESSON).write_text("mine")
    then = f"import helpers.checks as c; print(c.__file__, len(c.load_exercises('{WEEK}')) > 0)"
    ran = run_first_cell(copy, folder, True, then)
    assert ran.returncode == 0, ran.stderr
    assert f"fetched {served}" in ran.stdout
    assert str(folder) in ran.stdout and ran.stdout.rstrip().endswith("True")
    assert (folder / LESSON).read_text() == "mine", "what a learner has written stays"


def test_elsewhere_the_first_cell_does_nothing(course, tmp_path):
    copy = with_colab_cell(new_notebook(cells=[]), "https://example.org/week.zip")
    ran = run_first_cell(copy, tmp_path, False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["course"]


def test_a_copy_begins_with_the_cell_and_the_given_one_stays():
    given = new_notebook(cells=[new_code_cell("x = 1", id="x")])
    copy = with_colab_cell(given, "https://example.org/week.zip")
    assert [cell.id for cell in copy.cells] == ["colab", "x"]
    assert [cell.id for cell in given.cells] == ["x"]


@pytest.mark.parametrize("address", ["week.zip", "ftp://x/week.zip", "https://example.org/week"])
def test_what_is_no_address_of_a_zip_is_refused(address, course):
    release(WEEK, course)
    with pytest.raises(ClassroomError, match="https:// and ends in .zip"):
        write_colab_copies(WEEK, address, course)
