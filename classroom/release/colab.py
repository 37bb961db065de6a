"""The cell that a lesson begins with on Google Colab: it fetches what the week's zip holds beside the lessons.

Elsewhere it does nothing: a copy that was worked in on Colab runs and is graded as any other.
"""

import copy

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

# Standard library alone: nothing of the course is there before it has run.
CELL = """\
# On Google Colab this cell fetches what the lesson needs; elsewhere it does nothing. Run it first.
import sys

if "google.colab" in sys.modules:
    import io
    import urllib.request
    import zipfile
    from pathlib import Path

    address = {address!r}
    with urllib.request.urlopen(address, timeout=60) as answer:
        archive = zipfile.ZipFile(io.BytesIO(answer.read()))
    for name in archive.namelist():
        path = Path(*Path(name).parts[1:])  # without the folder of the week
        if not path.exists():  # what you have written stays
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(archive.read(name))
    print("fetched", address)
"""


def with_colab_cell(notebook: NotebookNode, address: str) -> NotebookNode:
    """Return a learner's copy that begins with the cell; the copy given stays as it is.

    address -- where the week's zip can be downloaded, such as "https://example.org/week2_logistic_regression.zip"
    Raises ValueError for an address that is no zip's on the web.
    """
    if not (address.startswith(("https://", "http://")) and address.endswith(".zip")):
        raise ValueError(
            f"{address} is no address of a zip: one that begins with https:// and ends in .zip is expected."
        )
    result = copy.deepcopy(notebook)
    result.cells.insert(0, new_code_cell(CELL.format(address=address), id="colab"))
    return result
