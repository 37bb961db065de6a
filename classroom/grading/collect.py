"""Submissions as files: where learners' notebooks lie, and what is taken from there."""

import hashlib
import os
import shutil
import time
from pathlib import Path

from classroom.errors import ClassroomError
from classroom.files import unused_path
from classroom.grading.learner_files import (
    Refused,
    copy_files,
    entered,
    folder_for,
    is_file,
    opened,
    read_file,
    shown,
    walk,
)

NO_NOTEBOOK = "no notebook of the week"
LARGEST = 50 << 20  # bytes of a notebook


def collect(
    folder: Path, week: str, root: Path, names: list[str], ignore: list[str]
) -> dict[str, str]:
    """Copy submissions from `folder`, one folder per learner in it, to where nbgrader expects them.

    A learner's folder may hold the notebooks anywhere below it (the unpacked zip, say). What lay in
    submitted/ before and differs is moved to submitted/.replaced/.
    Returns {learner: "", or why nothing could be collected}.
    Raises ClassroomError if there is no such folder or no learner in it.
    """
    if not folder.is_dir():
        raise ClassroomError(f"There is no folder {folder}.")
    entries = [entry for entry in sorted(folder.iterdir()) if entry.name[0] != "."]
    learners = [entry.name for entry in entries if entry.is_symlink() or entry.is_dir()]
    if not learners:
        raise ClassroomError(
            f"In {folder} there is no folder per learner: put the notebooks of each into one with the "
            "learner's name, for example anna/3_logistic_regression.ipynb."
        )
    replaced = unused_path(root / "submitted" / ".replaced" / time.strftime("%Y-%m-%d_%H%M%S"))
    found = {}
    for learner in learners:
        try:
            why = collect_one(folder, learner, week, root, names, ignore, replaced)
        except Refused as problem:
            why = str(problem)
        except OSError as error:
            why = f"its files can't be copied ({shown(str(error))})"
        found[learner if learner.isprintable() else shown(learner)] = why
    for path in entries:
        if path.suffix in (".ipynb", ".zip") and path.name not in learners:
            found[shown(path.name)] = (
                "it lies in no learner's folder: put it into one with the learner's name"
            )
    return found


def collect_one(
    inbox: Path, learner: str, week: str, root: Path, names, ignore, replaced: Path
) -> str:
    """Copy one learner's submission; return "" or why that can't be done. Raises Refused, OSError."""
    if not learner.isprintable():  # half characters too, which no gradebook can hold
        return "the folder's name holds signs that can't be printed: rename it"
    with entered(inbox, learner) as folder:
        homes, beside = homes_of(folder, names)
        if len(homes) > 1:
            where = ", ".join(shown("/".join([learner, *home])) for home in homes[:5])
            return f"its notebooks are in several folders: {where}"
        if not homes:
            return f"{NO_NOTEBOOK}, but {'; '.join(beside[:3])}" if beside else NO_NOTEBOOK
        with entered(inbox, learner, *homes[0]) as home:
            for name in names:
                if name in os.listdir(home):
                    with opened(name, home):
                        pass  # Refused if it is not the learner's own
            put_in_place(home, folder_for(root / "submitted", learner) / week, replaced, ignore)
    return ""


def homes_of(folder: int, names: list[str]) -> tuple[list[tuple[str, ...]], list[str]]:
    """Return the folders, by the names that lead there, that hold notebooks of the week (or any, if none do).

    folder -- a learner's, open
    Returns too, in words, what lies there and could not be looked into: links, archives.
    """
    found, beside = [], []
    for path, name, _, reason in walk(folder, [".ipynb_checkpoints"]):
        if name.endswith(".ipynb"):
            found.append((path, name))
        elif name.endswith(".zip"):
            beside.append(f"{shown(name)}: unpack it there")
        elif reason:
            beside.append(reason)
    known = [path for path, name in found if name in names]
    return sorted(set(known or [path for path, _ in found])), beside


def put_in_place(home: int, target: Path, replaced: Path, ignore: list[str]) -> None:
    """Copy an open folder to `target`; a different one that is there moves to the folder `replaced`."""
    new = unused_path(target.with_name(f".{target.name}.new"))
    copy_files(home, new, ignore)
    if os.path.lexists(target):
        if not target.is_symlink() and files_of(new) == files_of(target):
            shutil.rmtree(new)
            return
        earlier = replaced / target.parent.name / target.name
        earlier.parent.mkdir(parents=True, exist_ok=True)
        target.rename(earlier)
    new.rename(target)


def files_of(folder: Path) -> dict[tuple[str, ...], str]:
    """Return {names that lead to a file: digest of its bytes, or why it is not read}."""
    found = {}
    with entered(folder) as top:
        for path, name, within, reason in walk(top):
            if not reason and is_file(name, within):
                digest = hashlib.sha256()
                with opened(name, within) as source, open(source, "rb", closefd=False) as file:
                    while part := file.read(1 << 20):
                        digest.update(part)
                reason = digest.hexdigest()
            found[(*path, name)] = reason
    return found


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
    other = sorted(notebooks - set(names))
    if not other:
        return ""
    listed = ", ".join(map(shown, other[:5])) + (", …" if len(other) > 5 else "")
    return f"not used, as nothing of that name was released: {listed} (to use one, rename it and grade again)"
