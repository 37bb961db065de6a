"""Whose is what in a folder, or zip, of submissions: one folder per learner, and the downloads of Canvas and Moodle.

Canvas: flat files `doejane_123_456_3_lesson.ipynb`, late ones `doejane_LATE_123_456_3_lesson.ipynb`, in any case; 123
is the learner's id, 456 the submission's. Moodle: folders `Jane Doe_123_assignsubmission_file_`, or flat files whose
names begin like that; 123 changes with each assignment.
"""

import os
import re
import shutil
import stat
import zipfile
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from classroom.errors import ClassroomError
from classroom.grading.archives import OF_A_CLASS, OF_A_LEARNER, is_leftover, unpack
from classroom.grading.learner_files import (
    Refused,
    entered,
    is_file,
    mode_of,
    opened,
    shown,
    walk,
)

CANVAS = re.compile(
    r"(?P<name>.+?)(?P<late>_(?i:late))?_(?P<id>\d+)_(?P<submission>\d+)_(?P<file>.+)"
)
CANVAS_TEXT = re.compile(r"(?P<name>.+?)(?P<late>_(?i:late))?_(?P<id>\d+)_(?P<file>text\.html)")
MOODLE = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_(?P<kind>[a-z]+)_?(?P<file>.*)")
MOST_ZIPS = 10  # in a learner's folder
LOST = "it lies in no learner's folder: put it into one with the learner's name"


@dataclass(frozen=True)
class Source:
    """Where one learner's files lie.

    top, names -- the folder top/names…, of which only `top` is trusted to be no link
    system     -- "canvas", "moodle" or ""; id is the learner's there, folder the name of Moodle's folder
    """

    learner: str
    top: Path
    names: tuple[str, ...]
    system: str = ""
    id: str = ""
    folder: str = ""
    late: bool = False


def find_sources(
    inbox: Path, scratch: Path, names: list[str]
) -> tuple[list[Source], dict[str, str]]:
    """Return where each learner's files lie, and {name: why} for what belongs to nobody or can't be unpacked.

    inbox   -- a folder, or a zip of one
    scratch -- a new folder for what is unpacked; what is in the inbox stays as it is
    names   -- of the week's notebooks
    Raises ClassroomError if there is no such folder, or the zip can't be unpacked.
    """
    scratch.mkdir(parents=True)
    if inbox.suffix == ".ipynb":
        raise ClassroomError(
            f"{inbox} is a notebook: name the folder, or the zip, with the learners' submissions."
        )
    if inbox.is_file():
        try:
            with inbox.open("rb") as file:
                unpack(file, inbox.name, scratch / "inbox", OF_A_CLASS)
        except Refused as problem:
            raise ClassroomError(f"{problem}.") from None
        inbox = scratch / "inbox"
        inside = [name for name in os.listdir(inbox) if not is_leftover(name)]
        while len(inside) == 1 and (inbox / inside[0]).is_dir() and not holds(inbox, inside, names):
            inbox = inbox / inside[0]  # a folder around the learners'
            inside = os.listdir(inbox)
    if not inbox.is_dir():
        raise ClassroomError(f"There is no folder {inbox}.")
    sources, problems = look_through(inbox, scratch, names)
    return told_apart(sources), problems


def holds(inbox: Path, inside: list[str], names: list[str]) -> bool:
    """Return whether the only folder in an inbox is a learner's: a download's, or one with notebooks in it."""
    there = os.listdir(inbox / inside[0])
    return bool(MOODLE.fullmatch(inside[0])) or any(lesson_of(name, names) for name in there)


def look_through(
    inbox: Path, scratch: Path, names: list[str], packed: bool = False
) -> tuple[list[Source], dict[str, str]]:
    """Return the Sources in a folder, and {name: why}; zips in it are unpacked, but none in those (`packed`)."""
    sources: list = []
    problems: dict = {}
    flat: dict[Source, list[tuple[str, str]]] = defaultdict(list)
    with entered(inbox) as top:
        for name in sorted(os.listdir(top)):
            if name.startswith(".") or is_leftover(name):
                continue
            folder = not is_file(name, top)
            source, file = source_of(name, inbox, folder)
            if source and file:
                flat[source].append((name, file))
            elif source:
                sources.append(source)
            elif name.endswith(".zip") and not packed:
                try:
                    more, lost = unpacked(name, top, scratch, names)
                except (Refused, OSError) as problem:
                    more, lost = [], {shown(name): str(problem)}
                sources += more
                problems |= lost
            elif name.endswith((".ipynb", ".zip")):
                problems[shown(name)] = LOST
        for source, files in flat.items():
            home = scratch / f"flat{len(os.listdir(scratch))}"
            home.mkdir()
            try:
                for name, file in files:
                    copy_file(name, top, home / file)
            except Refused as problem:
                problems[shown(source.learner)] = str(problem)
                continue
            except OSError:  # one is there already, from an earlier download
                twice = f"two of its files are called {shown(file)}: keep those of one download"
                problems[shown(source.learner)] = twice
                continue
            sources.append(replace(source, top=home, names=()))
    return sources, problems


def source_of(name: str, inbox: Path, folder: bool) -> tuple[Source | None, str]:
    """Return the Source that an entry of an inbox belongs to, and its file's own name, "" for a folder."""
    if found := MOODLE.fullmatch(name):
        if found["kind"] != "file":
            return None, ""  # onlinetext: what a learner wrote into the browser
        own = f"{found['name']}_{found['id']}_assignsubmission_file_"
        source = Source(found["name"], inbox, (name,), "moodle", found["id"], own)
        return source, "" if folder else found["file"]
    if folder:
        return Source(name, inbox, (name,)), ""
    if found := CANVAS.fullmatch(name) or CANVAS_TEXT.fullmatch(name):
        learner, late = f"{found['name']}_{found['id']}", bool(found["late"])
        return Source(learner, inbox, (), "canvas", found["id"], late=late), found["file"]
    return None, ""


def unpacked(
    name: str, top: int, scratch: Path, names: list[str]
) -> tuple[list[Source], dict[str, str]]:
    """Return the Sources of a zip in an inbox: a download with several learners, or one learner's, called like it.

    Raises Refused for one that can't be unpacked.
    """
    target = scratch / f"zip{len(os.listdir(scratch))}"
    with opened(name, top) as descriptor, open(descriptor, "rb", closefd=False) as file:
        unpack(file, name, target, OF_A_CLASS if is_download(file) else OF_A_LEARNER)
    inside = os.listdir(target)
    download = any(map(looks_downloaded, inside))
    with entered(target) as folder:
        homes = {path[:1] for path, file, _, _ in walk(folder) if lesson_of(file, names)}
    if download or (len(homes) > 1 and () not in homes):
        return look_through(target, scratch, names, packed=True)
    return [Source(name.removesuffix(".zip"), target, ())], {}


def looks_downloaded(name: str) -> bool:
    """Return whether a file or folder is called as Canvas and Moodle call them."""
    return bool(MOODLE.fullmatch(name) or CANVAS.fullmatch(name))


def is_download(file: BinaryIO) -> bool:
    """Return whether a zip holds a class, by the names in it; False for what is no zip."""
    try:
        with zipfile.ZipFile(file) as archive:
            return any(looks_downloaded(name.partition("/")[0]) for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError):
        return False
    finally:
        file.seek(0)


def told_apart(sources: list[Source]) -> list[Source]:
    """Return the Sources with names of their own: two learners of one name in Moodle get their numbers behind it."""
    ids = defaultdict(set)
    for source in sources:
        ids[source.learner].add(source.id)
    return [
        replace(source, learner=f"{source.learner}_{source.id}")
        if source.system == "moodle" and len(ids[source.learner]) > 1
        else source
        for source in sources
    ]


def lesson_of(name: str, names: list[str]) -> str:
    """Return which of the week's notebooks a file is by its name, "" if none.

    Browsers save a second download as "3_lesson (1).ipynb", Canvas calls a second submission "3_lesson-1.ipynb".
    """
    if name in names:
        return name
    plain = re.sub(r"( ?\(\d+\)|-\d+)\.ipynb$", ".ipynb", name)
    return plain if plain in names else ""


def copy_file(name: str, within: int, place: Path) -> None:
    """Copy a learner's file with its time to a new place. Raises Refused as `opened` does."""
    if not stat.S_ISREG(mode_of(name, within)):
        raise Refused(f"{shown(name)} is a link or no file: put a copy in its place")
    with opened(name, within) as source, open(source, "rb", closefd=False) as content:
        with place.open("xb") as file:
            shutil.copyfileobj(content, file, 1 << 20)
        seconds = os.fstat(source).st_mtime
    os.utime(place, (seconds, seconds))


def unpack_beside(source: Source, scratch: Path) -> Source:
    """Return a Source with the zips in a learner's folder unpacked, each in a folder of its own in scratch/learner.

    Raises Refused for a zip that can't be unpacked, or too many.
    """
    target = scratch / "learner"
    shutil.rmtree(target, ignore_errors=True)  # of the learner before
    target.mkdir()
    with entered(source.top, *source.names) as folder:
        for number, (path, name, within, reason) in enumerate(walk(folder)):
            if reason or not name.lower().endswith(".zip") or any(map(is_leftover, (*path, name))):
                continue
            if is_file(name, within):
                if len(os.listdir(target)) == MOST_ZIPS:
                    raise Refused(f"there are more than {MOST_ZIPS} zips in it: unpack them there")
                with opened(name, within) as zipped, open(zipped, "rb", closefd=False) as file:
                    unpack(file, name, target / str(number), OF_A_LEARNER)
    return replace(source, top=target, names=())
