"""A release as files: the zip that runs on its own, and nbgrader's folder, put in the place of an earlier one."""

import io
import shutil
import zipfile
from pathlib import Path

import nbformat
from nbgrader.utils import find_all_files

from classroom.errors import ClassroomError
from classroom.files import write_whole
from classroom.paths import title_of
from classroom.release.contents import files_of_module, requirements
from classroom.release.links import OVERVIEW, overview

EARLIEST = (1980, 1, 1, 0, 0, 0)  # a zip's earliest date, so that equal content gives equal zips

README = """{title}

1. Unpack the zip, and keep what is in it together.
2. Open a terminal in this folder. You need Python 3.10 to 3.13, and once

     python -m pip install -r requirements.txt

   (in an environment of its own, if you have one for this course).
3. Start JupyterLab here and open the notebooks in the order of their numbers:

     python -m jupyterlab

{lessons}
{more}
Where a cell says "Your code here", write yours, and run the cell after it: it says whether you are
right, and if not, what is wrong. Before you hand in, choose Kernel > Restart Kernel and Run All
Cells once. Hand in the notebooks under the names they have; don't delete or copy the test cells.
"""
MORE = """
   START_HERE.ipynb has the map of the lessons, the notation on one page, and a glossary.
"""


def package(week: str, released: Path, helpers: list[str], data: list[Path], root: Path) -> dict:
    """Return what goes into the zip: {name: bytes}."""
    files = {path.name: path.read_bytes() for path in released.glob("*.ipynb")}
    names = sorted(files)
    lessons = "\n".join(f"     {name}" for name in names)
    start_here = root / "notebooks" / OVERVIEW
    if start_here.exists():
        page = overview(nbformat.read(start_here, as_version=4), week, [*names, OVERVIEW])
        files[OVERVIEW] = (nbformat.writes(page) + "\n").encode()
    for module in ["__init__", *helpers]:
        for path in files_of_module(module, root / "helpers"):
            files[path.relative_to(root).as_posix()] = path.read_bytes()
    for path in data:
        files[path.relative_to(root).as_posix()] = path.read_bytes()
    files["requirements.txt"] = requirements(root).encode()
    more = MORE if OVERVIEW in files else ""
    files["README.txt"] = README.format(title=title_of(week), lessons=lessons, more=more).encode()
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
    if there and files_in(old) not in (files_in(new), zipped_notebooks(zipped)):
        raise ClassroomError(
            f"release/{week}/ has been changed since it was released: move it away, then release again."
        )
    if (
        there
        and files_in(old) == files_in(new)
        and zipped.exists()
        and zipped.read_bytes() == archive
    ):
        return "unchanged"
    if there:
        shutil.rmtree(old)
    new.rename(old)
    write_whole(zipped, archive)
    return "replaced" if there else "new"


def files_in(folder: Path) -> dict[str, bytes]:
    """Return {name: bytes} of a folder's files, without those that Jupyter leaves behind."""
    files = find_all_files(str(folder), [".ipynb_checkpoints"])
    return {Path(file).relative_to(folder).as_posix(): Path(file).read_bytes() for file in files}


def zipped_notebooks(path: Path) -> dict[str, bytes] | None:
    """Return {name: bytes} of a release's lessons as they were zipped, None without a readable zip."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.partition("/")[2]: name for name in archive.namelist()}
            lessons = [name for name in names if name.endswith(".ipynb") and name != OVERVIEW]
            return {name: archive.read(names[name]) for name in lessons}
    except (OSError, zipfile.BadZipFile):
        return None


def left_out(week: str, root: Path) -> list[str]:
    """Return the names of the files in a lesson's folder that are not released."""
    folder = root / "notebooks" / week
    files = find_all_files(str(folder), [".*", "__pycache__", "*.ipynb"])
    return sorted(Path(file).relative_to(folder).as_posix() for file in files)
