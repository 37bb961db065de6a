"""Release a week to learners: `python -m classroom.release 2`.

nbgrader makes release/<week>/ and enters the test cells in the gradebook. Beside that folder a zip
is made that runs on its own: the notebooks, the helpers they import, the data, a README.
"""

import ast
import contextlib
import io
import os
import re
import shutil
import sqlite3
import sys
import time
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import MissingEntry
from nbgrader.apps.api import NbGraderAPI
from nbgrader.utils import find_all_files
from traitlets.config.loader import PyFileConfigLoader

from classroom.learner_copy import learner_copy

try:
    import tomllib
except ModuleNotFoundError:  # Python 3.10, where JupyterLab brings this one
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent
LESSON_NAME = re.compile(r"\d+_\w+\.ipynb")
EARLIEST = (1980, 1, 1, 0, 0, 0)  # a zip's earliest date, so that equal content gives equal zips

# Which files of data/ a loader of helpers.datasets reads.
FILES_READ_BY = {
    "load_cats": ["cats/*.h5", "cats/preview.png", "README.md"],
    "load_fresh_cats": ["draw_cats.py"],
    "load_photo": ["photos/*"],
    "load_football": ["football.mat", "README.md"],
    "load_learning_curves": ["learning_curves.csv"],
}

# The week whose finished functions a helper module holds. Learners get it from the week after on; within its own week,
# if it holds none of the week's exercises. Modules that are not named here hold no exercise of any week.
WEEK_OF = {"activations": 2, "logistic_regression": 2, "shallow_network": 3, "deep_network": 4}

README = """{title}

1. Unpack the zip, and keep what is in it together.
2. Open a terminal in this folder. You need Python 3.10 to 3.13, and once

     python -m pip install -r requirements.txt

   (in an environment of its own, if you have one for this course).
3. Start JupyterLab here and open the notebooks in the order of their numbers:

     python -m jupyterlab

{lessons}

Where a cell says "Your code here", write yours, and run the cell after it: it says whether you are
right, and if not, what is wrong. Before you hand in, choose Kernel > Restart Kernel and Run All
Cells once. Hand in the notebooks under the names they have; don't delete or copy the test cells.
"""


class ClassroomError(Exception):
    """Something the teacher can put right; its text is one clear sentence."""


# ------------------------------------------------------------------------------- week and course


def find_week(week: str | int, root: Path = ROOT) -> str:
    """Return the folder's name of a week given by number, such as 2, or by that name.

    Raises ClassroomError, with the weeks there are, for any other.
    """
    names = {}
    for path in sorted((root / "notebooks").glob("week*_*")):
        number = re.fullmatch(r"week(\d+)_\w+", path.name)
        if number and path.is_dir():
            names[number[1]] = path.name
    if str(week) in names.values():
        return str(week)
    if str(week) in names:
        return names[str(week)]
    raise ClassroomError(f"There is no week {week}; there are: {', '.join(names) or 'none'}.")


def find_lessons(week: str, root: Path = ROOT) -> list[Path]:
    """Return the notebooks of a week in order; raise ClassroomError if one is no lesson by its name."""
    paths = sorted((root / "notebooks" / week).glob("*.ipynb"))
    strange = [path.name for path in paths if not LESSON_NAME.fullmatch(path.name)]
    if strange:
        raise ClassroomError(
            f"In notebooks/{week}/ every notebook is released, and {', '.join(strange)} is not named "
            "like a lesson (3_some_name.ipynb): rename it or move it away."
        )
    if not paths:
        raise ClassroomError(f"There is no notebook in notebooks/{week}/.")
    return paths


def open_course(root: Path = ROOT) -> NbGraderAPI:
    """Return nbgrader's API with the settings of nbgrader_config.py for the course in `root`."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
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


def keep_gradebook(root: Path = ROOT) -> Path | None:
    """Copy an existing gradebook to gradebook.db.<time>; return the copy's path, None if there is none."""
    gradebook = root / "gradebook.db"
    if not gradebook.exists():
        return None
    copy = fresh(root / f"gradebook.db.{time.strftime('%Y-%m-%d_%H%M%S')}")
    try:
        with contextlib.closing(sqlite3.connect(gradebook)) as source:
            with contextlib.closing(sqlite3.connect(copy)) as target:
                source.backup(target)  # whole even if formgrader writes meanwhile
    except sqlite3.Error as error:
        copy.unlink(missing_ok=True)
        raise ClassroomError(
            f"gradebook.db can't be read ({error}): put a good copy in its place (gradebook.db.… are "
            "earlier ones), or move it away to begin a new one."
        ) from error
    return copy


def fresh(path: Path) -> Path:
    """Return the path, or one like it with a number added, so that nothing is there yet."""
    number, result = 1, path
    while result.exists():
        number, result = number + 1, path.with_name(f"{path.name}_{number}")
    return result


def submissions_of(api: NbGraderAPI, week: str) -> int:
    """Return how many submissions of a week the gradebook holds."""
    with api.gradebook as gradebook:
        try:
            return len(gradebook.find_assignment(week).submissions)
        except MissingEntry:
            return 0


# ------------------------------------------------------------------------------ what goes along


def code_of(notebook: NotebookNode) -> ast.Module:
    """Return the syntax tree of a notebook's code cells, without Jupyter's own commands (%, !).

    Raises ClassroomError for a cell that is no Python.
    """
    lines = []
    for cell in notebook.cells:
        if cell.cell_type == "code" and not cell.source.startswith("%%"):
            lines += [line for line in cell.source.split("\n") if not line.startswith(("%", "!"))]
    try:
        return ast.parse("\n".join(lines))
    except SyntaxError as error:
        raise ClassroomError(f"A code cell can't be read ({error.msg}): {error.text}") from error


def imported_helpers(tree: ast.Module, helpers: Path) -> set[str]:
    """Return the names of the modules in the folder `helpers` that code imports itself."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
        elif isinstance(node, ast.ImportFrom):  # from .activations import sigmoid
            base = "helpers" + (f".{node.module}" if node.module else "")
            names |= {f"{base}.{alias.name}" for alias in node.names} | {base}
    modules = {name.split(".")[1] for name in names if name.startswith("helpers.")}
    return {module for module in modules if (helpers / f"{module}.py").is_file()}


def needed_helpers(week: str, copies: dict[str, NotebookNode], root: Path = ROOT) -> list[str]:
    """Return the helper modules that notebooks import, and those that these import in turn.

    Takes {file name: learner's copy}. Raises ClassroomError if one of the modules defines a function
    that is an exercise in these notebooks, or belongs to a later week. What belongs to an earlier week
    may share a name with an exercise (sigmoid, predict).
    """
    helpers, exercises = root / "helpers", exercise_names(copies.values())
    number = week_number(week)
    reached: dict[str, str] = {}  # module: what imports it
    waiting = [(name, code_of(notebook)) for name, notebook in copies.items()]
    while waiting:
        importer, tree = waiting.pop()
        for module in sorted(imported_helpers(tree, helpers) - set(reached)):
            reached[module] = importer
            source = ast.parse((helpers / f"{module}.py").read_text(encoding="utf-8"))
            if WEEK_OF.get(module, 0) > number:
                raise ClassroomError(
                    f"{importer} imports helpers.{module}, which holds answers of week {WEEK_OF[module]}: "
                    "learners would get them with this week."
                )
            answers = exercises & defined_functions(source)
            if answers and not 0 < WEEK_OF.get(module, 0) < number:
                raise ClassroomError(
                    f"{importer} imports helpers.{module}, which holds the answer to the exercise "
                    f"{', '.join(sorted(answers))}: learners would get it with this week."
                )
            waiting.append((f"helpers.{module}", source))
    return sorted(reached)


def exercise_names(notebooks) -> set[str]:
    """Return the names of the functions that learners write in these notebooks."""
    names = set()
    for notebook in notebooks:
        for cell in notebook.cells:
            if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution"):
                names |= defined_functions(ast.parse(cell.source))
    return names


def defined_functions(tree: ast.Module) -> set[str]:
    """Return the names of the functions that code defines at its top level."""
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def needed_data(week: str, copies: dict[str, NotebookNode], root: Path = ROOT) -> list[Path]:
    """Return the files of data/ that a week needs: its checks, and what the loaders it names read.

    Raises ClassroomError for a loader that FILES_READ_BY doesn't list, or a file that isn't there.
    """
    patterns = {f"checks/{week}.json"}
    for name, notebook in copies.items():
        for word in words_of(code_of(notebook)):
            if word.startswith("load_"):
                if word not in FILES_READ_BY:
                    raise ClassroomError(
                        f"{name} uses {word}: say in FILES_READ_BY of classroom/release.py which "
                        "files of data/ it reads."
                    )
                patterns |= set(FILES_READ_BY[word])
    found = []
    for pattern in sorted(patterns):
        files = [path for path in sorted((root / "data").glob(pattern)) if path.is_file()]
        if not files:
            raise ClassroomError(f"The week needs data/{pattern}, which is not there.")
        found += files
    return found


def words_of(tree: ast.Module) -> set[str]:
    """Return every name that code imports from helpers.datasets or reads from that module."""
    words = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "helpers.datasets":
            words |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith("datasets"):
            words.add(node.attr)
    return words


def requirements(root: Path = ROOT) -> str:
    """Return the text of requirements.txt for a learner: what pyproject.toml says a lesson imports."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return "".join(f"{line}\n" for line in project["dependencies"])


def title_of(week: str) -> str:
    """Return a week's name in words: "Week 2: logistic regression"."""
    words = week.partition("_")[2]
    return f"Week {week_number(week)}: {words.replace('_', ' ')}"


def week_number(week: str) -> int:
    """Return the number in a week's name, 2 of "week2_logistic_regression"."""
    return int(re.match(r"week(\d+)", week)[1])


# ------------------------------------------------------------------------------------- releasing


@nbgrader_at_work()
def release(week: str | int, root: Path = ROOT) -> str:
    """Release a week into release/<week>/ and release/<week>.zip; return one line that says what happened.

    Raises ClassroomError when that can't be done; release and gradebook are then as they were.
    """
    week = find_week(week, root)
    copies = {path.name: read_copy(path) for path in find_lessons(week, root)}
    helpers, data = needed_helpers(week, copies, root), needed_data(week, copies, root)
    kept = keep_gradebook(root)
    scratch = root / "release" / ".new"
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        graded = generate(week, root, scratch)
        archive = zip_bytes(week, package(week, scratch / week, helpers, data, root))
        happened = replace(week, root / "release", scratch / week, archive)
    except BaseException:
        undo(root, kept)
        raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return describe(week, happened, copies, len(archive), graded, left_out(week, root))


def read_copy(lesson: Path) -> NotebookNode:
    """Return a lesson's learner's copy. Raises ClassroomError for a file that is no sound lesson."""
    try:
        return learner_copy(nbformat.read(lesson, as_version=4))
    except ValueError as error:
        raise ClassroomError(f"{lesson.name}: {error}") from error


def generate(week: str, root: Path, scratch: Path) -> int:
    """Let nbgrader make the release in the folder `scratch`; return the number of submissions it knows.

    Raises ClassroomError with nbgrader's reason in a sentence.
    """
    api = open_course(root)
    graded = submissions_of(api, week)
    api.coursedir.release_directory = scratch.relative_to(root).as_posix()
    api.coursedir.ignore = ["*"]  # nbgrader would release every other file of the folder too
    result = api.generate_assignment(week, force=True)
    if not result["success"]:
        raise ClassroomError(explain_refusal(week, result.get("log", "") + result["error"]))
    return graded


def explain_refusal(week: str, log: str) -> str:
    """Return nbgrader's reason for not releasing in a sentence."""
    if "submissions associated with" in log:
        return (
            f"{title_of(week)} has submissions in the gradebook, so its exercises, tests and notebooks "
            "can't be added, removed or renamed any more: keep the grade_ids and file names as they "
            "were released."
        )
    lines = [
        line.strip() for line in log.splitlines() if re.match(r"[\w.]*(Error|Exception)\b", line)
    ]
    other = [line for line in lines if "NbGraderException" not in line]
    return f"nbgrader can't release {week}: {(other or lines or ['no reason given'])[-1]}"


def undo(root: Path, kept: Path | None) -> None:
    """Put back the gradebook as it was before."""
    if kept:
        os.replace(kept, root / "gradebook.db")
    else:
        (root / "gradebook.db").unlink(missing_ok=True)


def package(week: str, released: Path, helpers: list[str], data: list[Path], root: Path) -> dict:
    """Return what goes into the zip: {name: bytes}."""
    files = {path.name: path.read_bytes() for path in released.glob("*.ipynb")}
    lessons = "\n".join(f"     {name}" for name in sorted(files))
    for module in ["__init__", *helpers]:
        files[f"helpers/{module}.py"] = (root / "helpers" / f"{module}.py").read_bytes()
    for path in data:
        files[path.relative_to(root).as_posix()] = path.read_bytes()
    files["requirements.txt"] = requirements(root).encode()
    files["README.txt"] = README.format(title=title_of(week), lessons=lessons).encode()
    return files


def zip_bytes(week: str, files: dict[str, bytes]) -> bytes:
    """Return a zip of the files in one folder named after the week; the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{week}/{name}", EARLIEST)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def replace(week: str, folder: Path, new: Path, archive: bytes) -> str:
    """Put the new release in the place of an earlier one; return "new", "replaced" or "unchanged".

    An earlier one is replaced only if nobody has changed it since it was made: then nothing is lost
    that can't be made again. Raises ClassroomError otherwise.
    """
    old, zipped = folder / week, folder / f"{week}.zip"
    there = old.exists()
    if there and contents(old) not in (contents(new), zipped_notebooks(zipped)):
        raise ClassroomError(
            f"release/{week}/ has been changed since it was released: move it away, then release again."
        )
    if (
        there
        and contents(old) == contents(new)
        and zipped.exists()
        and zipped.read_bytes() == archive
    ):
        return "unchanged"
    if there:
        shutil.rmtree(old)
    new.rename(old)
    scratch = zipped.with_name(f".{zipped.name}.new")
    scratch.write_bytes(archive)
    os.replace(scratch, zipped)
    return "replaced" if there else "new"


def contents(folder: Path) -> dict[str, bytes]:
    """Return {name: bytes} of a folder's files, without those that Jupyter leaves behind."""
    files = find_all_files(str(folder), [".ipynb_checkpoints"])
    return {Path(file).relative_to(folder).as_posix(): Path(file).read_bytes() for file in files}


def zipped_notebooks(path: Path) -> dict[str, bytes] | None:
    """Return {name: bytes} of a release's notebooks as they were zipped, None without a readable zip."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.endswith(".ipynb")]
            return {name.partition("/")[2]: archive.read(name) for name in names}
    except (OSError, zipfile.BadZipFile):
        return None


def left_out(week: str, root: Path) -> list[str]:
    """Return the names of the files in a lesson's folder that are not released."""
    folder = root / "notebooks" / week
    files = find_all_files(str(folder), [".*", "__pycache__", "*.ipynb"])
    return sorted(Path(file).relative_to(folder).as_posix() for file in files)


def describe(week, happened, copies, size, graded, others) -> str:
    """Return the line that says what the release is, and what the teacher should know of it."""
    tests = [
        c.metadata.nbgrader for n in copies.values() for c in n.cells if "nbgrader" in c.metadata
    ]
    points = sum(mark["points"] for mark in tests if mark["grade"])
    begin = {
        "new": f"Released release/{week}.zip",
        "replaced": f"Replaced release/{week}.zip",
        "unchanged": f"Nothing has changed: release/{week}.zip is up to date",
    }[happened]
    line = f"{begin} ({count(len(copies), 'notebook')}, {points:g} points, {size / 1e6:.1f} MB)."
    if graded and happened == "replaced":
        line += f" Graded by the earlier tests: {count(graded, 'submission')}; grade again."
    if others:
        line += f" Not released: {', '.join(others)}."
    return line


def count(number: int, noun: str) -> str:
    """Return "1 notebook", "2 notebooks"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def main(arguments: list[str]) -> int:
    """Release the week named on the command line; return the exit code."""
    if len(arguments) != 1:
        print("usage: python -m classroom.release WEEK      (for example 2)", file=sys.stderr)
        return 2
    try:
        print(release(arguments[0]))
    except ClassroomError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
