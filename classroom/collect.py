"""Submissions as files: where learners' notebooks lie, and what is taken from there."""

import hashlib
import os
import shutil
import time
from pathlib import Path

from classroom.rebuild import Unreadable, read
from classroom.release import ClassroomError, fresh

NO_NOTEBOOK = "no notebook of the week"


def collect(
    folder: Path, week: str, root: Path, names: list[str], ignore: list[str]
) -> dict[str, str]:
    """Copy submissions from `folder`, one folder a learner in it, to where nbgrader expects them.

    A learner's folder may hold the notebooks anywhere below it (the unpacked zip, say). What lay in
    submitted/ before and differs is moved to submitted/.replaced/.
    Returns {learner: "", or why nothing could be collected}.
    Raises ClassroomError if there is no such folder or no learner in it.
    """
    if not folder.is_dir():
        raise ClassroomError(f"There is no folder {folder}.")
    learners = [path for path in sorted(folder.iterdir()) if path.is_dir() and path.name[0] != "."]
    if not learners:
        raise ClassroomError(
            f"In {folder} there is no folder a learner: put the notebooks of each into one with the "
            "learner's name, for example anna/3_logistic_regression.ipynb."
        )
    replaced = fresh(root / "submitted" / ".replaced" / time.strftime("%Y-%m-%d_%H%M%S"))
    found = {}
    for learner in learners:
        try:
            found[learner.name] = collect_one(learner, week, root, names, ignore, replaced)
        except OSError as error:
            found[learner.name] = f"its files can't be copied ({error})"
        except RecursionError:
            found[learner.name] = "its folders lie too deep in each other"
    for path in sorted(folder.iterdir()):
        if path.suffix in (".ipynb", ".zip") and path.name[0] != "." and path.is_file():
            found[path.name] = (
                "it lies in no learner's folder: put it into one with the learner's name"
            )
    return found


def collect_one(learner: Path, week: str, root: Path, names, ignore, replaced: Path) -> str:
    """Copy one learner's submission; return "" or why that can't be done."""
    if not learner.name.isprintable():  # half characters too, which no gradebook can hold
        return "the folder's name holds signs that can't be printed: rename it"
    homes = homes_of(learner, names)
    if len(homes) > 1:
        where = ", ".join(home.relative_to(learner.parent).as_posix() for home in homes)
        return f"its notebooks are in several folders: {where}"
    if not homes:
        packed = ", ".join(sorted(path.name for path in learner.rglob("*.zip"))[:3])
        return f"{NO_NOTEBOOK}, but {packed}: unpack it there" if packed else NO_NOTEBOOK
    put_in_place(homes[0], root / "submitted" / learner.name / week, replaced, set(ignore))
    return ""


def homes_of(learner: Path, names: list[str]) -> list[Path]:
    """Return the folders below a learner's folder that hold notebooks of the week (or any, if none do)."""
    found = [path for path in learner.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts]
    known = [path for path in found if path.name in names]
    return sorted({path.parent for path in known or found})


def put_in_place(home: Path, target: Path, replaced: Path, ignore: set[str]) -> None:
    """Copy a submission to `target`; a different one that is there moves to the folder `replaced`."""
    new = fresh(target.with_name(f".{target.name}.new"))
    patterns = shutil.ignore_patterns(*ignore)

    def skip(directory, entries):
        links = {entry for entry in entries if os.path.islink(os.path.join(directory, entry))}
        return patterns(directory, entries) | links  # a link may lead anywhere

    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(home, new, ignore=skip)
    if target.exists():
        if files_of(new) == files_of(target):
            shutil.rmtree(new)
            return
        earlier = replaced / target.parent.name / target.name
        earlier.parent.mkdir(parents=True, exist_ok=True)
        target.rename(earlier)
    new.rename(target)


def files_of(folder: Path) -> dict[Path, str]:
    """Return {path within the folder: digest of its bytes}."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                digest = hashlib.sha256()
                while part := file.read(1 << 20):
                    digest.update(part)
            found[path.relative_to(folder)] = digest.hexdigest()
    return found


def submitted_learners(root: Path, week: str) -> list[str]:
    """Return the names of the learners with a folder submitted/<learner>/<week>, sorted."""
    found = [path.parent.name for path in (root / "submitted").glob(f"*/{week}") if path.is_dir()]
    return sorted(name for name in found if not name.startswith(".") and name.isprintable())


def handed_in(submission: Path, names: list[str]) -> dict[str, bytes | str]:
    """Return {file name: what it holds, or in words why it can't be read} for the week's notebooks."""
    found: dict[str, bytes | str] = {}
    for name in names:
        try:
            found[name] = read(submission / name)
        except Unreadable as problem:
            found[name] = str(problem)
    return found


def digest_of(handed: dict[str, bytes | str], *more: str) -> str:
    """Return a digest of a submission and of what else its marks depend on."""
    digest = hashlib.sha256(repr(more).encode())
    for name, content in handed.items():
        data = content if isinstance(content, bytes) else b"\0" + content.encode()
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def misnamed(submission: Path, names: list[str]) -> str:
    """Return words for notebooks of a submission that have other names than the released ones, "" if there are none.

    A browser saves a second download as "3_lesson (1).ipynb"; nobody should lose points by that unseen.
    """
    other = sorted({path.name for path in submission.glob("*.ipynb")} - set(names))
    if not other:
        return ""
    listed = ", ".join(other)
    return f"not used, as nothing of that name was released: {listed} (to use one, rename it and grade again)"
