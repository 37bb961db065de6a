"""What lies in submitted/: the learners, their notebooks, each read once, and digests of them."""

import hashlib
import os
from pathlib import Path

from classroom.grading.learner_files import Refused, entered, read_file, shown
from classroom.release.links import OVERVIEW
from classroom.results import RENAME

LARGEST = 50 << 20  # bytes of a notebook
TIMESTAMP = "timestamp.txt"  # when it was handed in, where nbgrader looks for it


def submitted_learners(root: Path, week: str) -> list[str]:
    """Return the names of the learners with a folder submitted/<learner>/<week>, sorted.

    A learner's folder that is a link is among them, for every week: it is not looked into, only listed.
    """
    found = []
    for path in sorted((root / "submitted").glob("*")):
        inner = path / week
        if path.name.startswith(".") or not path.name.isprintable():
            continue
        if path.is_symlink() or (path.is_dir() and os.path.lexists(inner)):
            found.append(path.name)
    return found


def read_notebooks(submission: Path, names: list[str]) -> dict[str, bytes | str]:
    """Return {file name: what it holds, or in words why it is not read} for the week's notebooks.

    submission -- the folder submitted/<learner>/<week>, of which the last two names are the learner's
    Each file is read once: what is marked are these bytes, whatever becomes of the file.
    """
    found: dict[str, bytes | str] = {}
    try:
        with entered(submission.parents[1], *submission.parts[-2:]) as folder:
            for name in names:
                try:
                    found[name] = read_file(name, folder, LARGEST)
                except Refused as problem:
                    found[name] = str(problem)
                except FileNotFoundError:
                    found[name] = f"{name} is not there"
                except OSError as error:
                    found[name] = f"{name} can't be read ({error.strerror})"
    except Refused as problem:
        return dict.fromkeys(names, str(problem))
    except OSError as error:
        return dict.fromkeys(names, f"its folder can't be read ({error.strerror})")
    return found


def digest_of(notebooks: dict[str, bytes | str], *more: str) -> str:
    """Return a digest of a submission and of what else its marks depend on."""
    digest = hashlib.sha256(repr(more).encode())
    for name, content in notebooks.items():
        data = content if isinstance(content, bytes) else b"\0" + content.encode()
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def misnamed(submission: Path, names: list[str]) -> str:
    """Return words for notebooks of a submission that have other names than the released ones, "" if there are none.

    A browser saves a second download as "3_lesson (1).ipynb"; nobody should lose points by that unseen.
    """
    try:
        with entered(submission.parents[1], *submission.parts[-2:]) as folder:
            there = os.listdir(folder)
    except (Refused, OSError):
        return ""
    notebooks = {name for name in there if name.endswith(".ipynb") and name[0] != "."}
    other = sorted(notebooks - {*names, OVERVIEW})
    if not other:
        return ""
    listed = ", ".join(map(shown, other[:5])) + (", …" if len(other) > 5 else "")
    return f"not used, as nothing of that name was released: {listed} {RENAME}"


def timestamp_in(submission: Path) -> str:
    """Return what nbgrader's timestamp.txt in a folder submitted/<learner>/<week> says, "" if there is none."""
    try:
        with entered(submission.parents[1], *submission.parts[-2:]) as folder:
            return read_file(TIMESTAMP, folder, 1000).decode("utf-8", "replace").strip()
    except (OSError, Refused):
        return ""
