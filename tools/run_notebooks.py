"""Run the lessons from top to bottom and save their outputs: `python course.py notebooks`.

The saved file depends on the lesson alone: no timings, no versions, the same names everywhere.
A notebook with a cell that fails is left as it was.
"""

import copy
import html
import multiprocessing
import os
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from traitlets.config import Config

from classroom.files import write_whole
from classroom.paths import ROOT, all_lessons

# The display name is the kernel's own: with another, JupyterLab marks a lesson as changed on opening it.
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE_INFO = {"name": "python"}
PICTURE = "result.png"
SECONDS_A_CELL = 600
HTML_PICTURE = re.compile(
    r'<img alt="(?P<alt>[^"]*)"[^>]* src="data:image/png;base64,(?P<png>[^"]*)"'
)


def run_notebook(path: Path) -> str | None:
    """Run a notebook in its own folder and save it; return one line if that can't be done.

    The line names the notebook, the cell (counted from 1, all cells) and the error; the file is
    then unchanged. None is returned when all went well.
    """
    shown = _short_name(path)
    try:
        text = path.read_text(encoding="utf-8")
        notebook = nbformat.reads(text, as_version=4)
    except (OSError, ValueError) as error:
        return f"{shown}: can't be read as a notebook: {error}"
    client = NotebookClient(
        notebook,
        timeout=SECONDS_A_CELL,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        config=Config(KernelManager={"transport_encryption": "auto"}),  # or the kernel warns
        resources={"metadata": {"path": str(path.resolve().parent)}},
    )
    try:
        client.execute()
        normalise(notebook)
        keep_timings(nbformat.reads(text, as_version=4), notebook)
        place_pictures(notebook)
    except CellExecutionError as error:
        return f"{shown}: {_failed_cell(notebook)}: {error.ename}: {_first_line(error.evalue)}"
    except CellTimeoutError:
        return f"{shown}: a cell runs for more than {SECONDS_A_CELL} seconds"
    except DeadKernelError:
        return f"{shown}: the kernel died"
    except ValueError as error:
        return f"{shown}: {error}"
    result = nbformat.writes(notebook).rstrip("\n") + "\n"
    if result != text:
        write_whole(path, result)
    return None


def normalise(notebook: NotebookNode) -> None:
    """Give a notebook, in place, the metadata that is the same on every machine."""
    notebook.metadata["kernelspec"] = nbformat.from_dict(KERNELSPEC)
    notebook.metadata["language_info"] = nbformat.from_dict(LANGUAGE_INFO)
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # JupyterLab's timings


def keep_timings(before: NotebookNode, after: NotebookNode) -> None:
    """Where a cell's outputs differ only in how long something took, keep the earlier, in place.

    Else every run would change the file. The lines are those that tests/sanitize.cfg lets through.
    """
    earlier = {cell.id: cell for cell in before.cells if cell.cell_type == "code"}
    for cell in after.cells:
        old = earlier.get(cell.get("id"))
        if old is not None and without_timings(old.outputs) == without_timings(cell.outputs):
            cell["outputs"] = old.outputs


def without_timings(outputs: list) -> list:
    """Return outputs, each line of printed text that ends in (timing) left out."""
    kept = []
    for output in copy.deepcopy(outputs):
        if output.output_type == "stream":
            lines = output.text.splitlines()
            output.text = "\n".join(line for line in lines if not line.endswith("(timing)"))
        kept.append(output)
    return kept


def place_pictures(notebook: NotebookNode) -> None:
    """Put each result into the markdown cell that shows it, in place.

    A markdown cell with metadata {"course": {"picture_of": cell id}} shows the first picture that
    the code cell with that id puts out, as its attachment result.png.
    Raises ValueError when there is no such cell or picture.
    """
    for cell in notebook.cells:
        source = picture_source(cell)
        if source is not None:
            attachment = {PICTURE: {"image/png": first_picture(notebook, source)}}
            cell["attachments"] = nbformat.from_dict(attachment)


def picture_source(cell: NotebookNode) -> str | None:
    """Return the id of the code cell whose picture a markdown cell shows, None if it has none."""
    return cell.metadata.get("course", {}).get("picture_of")


def first_picture(notebook: NotebookNode, cell_id: str) -> str:
    """Return the first picture a cell puts out: PNG in base64, one line. Raises ValueError."""
    for cell in notebook.cells:
        if cell.get("id") == cell_id:
            for output in cell.get("outputs", []):
                for png, _ in pictures_of(output):
                    return png
            raise ValueError(f"the cell {cell_id!r} puts out no picture, and one is shown above")
    raise ValueError(f"a picture of the cell {cell_id!r} is wanted, and there is no such cell")


def pictures_of(output: NotebookNode) -> list[tuple[str, str]]:
    """Return the pictures of an output, each (PNG in base64 on one line, alternative text, "" without one).

    Those are pictures in HTML, as helpers.plotting.show puts them out; or else the output's own image,
    with the text in its metadata, as in lessons saved before.
    """
    data = output.get("data", {})
    found = HTML_PICTURE.finditer(data.get("text/html", ""))
    pictures = [(match["png"], html.unescape(match["alt"])) for match in found]
    if not pictures and "image/png" in data:
        alt = output.metadata.get("image/png", {}).get("alt", "")
        pictures = [("".join(data["image/png"].split()), alt)]
    return pictures


def _failed_cell(notebook: NotebookNode) -> str:
    """Return words for the cell that holds the error."""
    for number, cell in enumerate(notebook.cells, start=1):
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            return f"cell {number} (id {cell.get('id')})"
    return "a cell"


def _first_line(text: str) -> str:
    """Return the first line of a text, empty for an empty one."""
    return (text.splitlines() or [""])[0]


def _short_name(path: Path) -> str:
    """Return a path as seen from the top of the course."""
    resolved = path.resolve()
    return str(resolved.relative_to(ROOT) if resolved.is_relative_to(ROOT) else resolved)


def main(arguments: list[str]) -> int:
    """Run the notebooks named, or all; print a line for each; return 1 if any fails, else 0."""
    paths = [Path(argument) for argument in arguments] or all_lessons(ROOT / "notebooks")
    # A fresh process each: notebooks share nothing. Two at a time, or as many as there are cores.
    workers = max(1, min(len(paths), max(2, os.cpu_count() or 2), 8))
    context = multiprocessing.get_context("spawn")
    failed = False
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        for path, problem in zip(paths, pool.map(run_notebook, paths), strict=True):
            print(problem or f"{_short_name(path)}: saved", flush=True)
            failed = failed or problem is not None
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
