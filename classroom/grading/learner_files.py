"""Learners' folders and files, read without ever leaving a learner's own folder.

`unzip` and `tar` restore symbolic links, a shared folder may hold hard links and mounts, and a teacher may have put any
of them in place: followed, they hand in a lesson or a neighbour's work. Here each folder and file is opened by its
name within the folder before it, and what is read is what was checked, even if the name changes in between.
Sources: the manual pages openat(2), open(2) (O_PATH, O_NOFOLLOW) and proc_pid_fdinfo(5) (mnt_id). Linux only.
"""

import contextlib
import fnmatch
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from classroom.text import visible

DEEPEST = 30  # folders within each other; what lies deeper is not looked at
LONGEST_NAME = 80  # characters of a file's name in a message


class Refused(ValueError):
    """A file or folder that may not be the learner's own; the text completes "not graded: "."""


def shown(name: str) -> str:
    """Return a file's name for a message: short, and without what a terminal or a table can't show."""
    return visible(os.fsencode(name).decode("utf-8", "backslashreplace")).replace("\n", "⏎")[
        :LONGEST_NAME
    ]


def mount_of(descriptor: int) -> str:
    """Return the number of the mount through which an open file is seen.

    Not its device: a bind mount shows the same device, and an overlay several in one mount.
    """
    for line in Path(f"/proc/self/fdinfo/{descriptor}").read_text().splitlines():
        if line.startswith("mnt_id:"):
            return line.partition(":")[2].strip()
    raise OSError("the kernel tells no mnt_id")


def refuse_foreign(descriptor: int, within: int, name: str, folder: bool) -> None:
    """Raise Refused unless an open file is a folder, or an ordinary file, that belongs to the folder it lies in.

    A file with several names (hard links) is refused whatever they are: nothing on the disk says whose file it is, and
    no zip, browser or copy makes one.
    """
    found = os.fstat(descriptor)
    if stat.S_ISLNK(found.st_mode):
        raise Refused(
            f"{shown(name)} is a link, and links are not followed: put a copy in its place"
        )
    if mount_of(descriptor) != mount_of(within):
        raise Refused(f"{shown(name)} is mounted from elsewhere: put a copy in its place")
    if folder and not stat.S_ISDIR(found.st_mode):
        raise Refused(f"{shown(name)} is not a folder")
    if not folder and not stat.S_ISREG(found.st_mode):
        raise Refused(f"{shown(name)} is a folder or a device, not a file")
    if not folder and found.st_nlink > 1:
        raise Refused(
            f"{shown(name)} is a hard link: the same file has another name, and nothing says whose it is. Put a copy "
            "in its place"
        )


@contextlib.contextmanager
def opened(name: str, within: int, folder: bool = False) -> Iterator[int]:
    """Yield a descriptor to read a file, or folder, called `name` in an open folder.

    Raises Refused for what is no learner's own (see `refuse_foreign`), OSError for what can't be opened.
    """
    # With O_PATH nothing happens yet: opening a pipe may wait for ever, opening a device may do anything.
    seen = os.open(name, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=within)
    try:
        refuse_foreign(seen, within, name, folder)
        descriptor = os.open(f"/proc/self/fd/{seen}", os.O_RDONLY | os.O_CLOEXEC)
    finally:
        os.close(seen)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def entered(top: Path, *names: str) -> Iterator[int]:
    """Yield a descriptor of the folder top/names…; `top` is the teacher's, and may be a link.

    Raises Refused, OSError as `opened` does.
    """
    with contextlib.ExitStack() as stack:
        descriptor = os.open(top, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        stack.callback(os.close, descriptor)
        for name in names:
            descriptor = stack.enter_context(opened(name, descriptor, folder=True))
        yield descriptor


def read_file(name: str, within: int, largest: int) -> bytes:
    """Return what a file holds. Raises Refused for one that is larger than `largest` bytes, or as `opened` does."""
    with opened(name, within) as descriptor, open(descriptor, "rb", closefd=False) as file:
        data = file.read(largest + 1)
        if len(data) > largest:
            size = max(len(data), os.fstat(descriptor).st_size)
            raise Refused(
                f"{shown(name)} has {size / 1e6:.0f} MB, and {largest / 1e6:.0f} are the most: clear its outputs"
            )
        return data


def mode_of(name: str, within: int) -> int:
    """Return the kind of a file in an open folder; a link is not followed."""
    return os.stat(name, dir_fd=within, follow_symlinks=False).st_mode


def is_file(name: str, within: int) -> bool:
    """Return whether an ordinary file has this name in an open folder."""
    return stat.S_ISREG(mode_of(name, within))


def walk(
    within: int, ignore=(), path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], str, int, str]]:
    """Yield (folders that lead there, name, the open folder it lies in, reason) of all that lies below an open folder.

    ignore -- patterns of names that are left out, folders with all that is in them
    The reason is "" for what is the learner's own, else why it is not read. Folders come before what is in them.
    """
    for name in sorted(os.listdir(within)):
        if any(fnmatch.fnmatch(name, pattern) for pattern in ignore):
            continue
        folder = stat.S_ISDIR(mode_of(name, within))
        try:
            with opened(name, within, folder) as inner:
                yield path, name, within, ""
                if folder and len(path) < DEEPEST:
                    yield from walk(inner, ignore, (*path, name))
        except Refused as problem:
            yield path, name, within, str(problem)


def copy_files(within: int, target: Path, ignore=()) -> None:
    """Copy what is the learner's own below an open folder into `target`, a new folder."""
    target.mkdir()
    for path, name, folder, reason in walk(within, ignore):
        if reason:
            continue
        place = target.joinpath(*path, name)
        if not is_file(name, folder):
            place.mkdir()
            continue
        with opened(name, folder) as source, place.open("xb") as file:
            with open(source, "rb", closefd=False) as content:
                shutil.copyfileobj(content, file, 1 << 20)


def folder_for(top: Path, *names: str, make: bool = True) -> Path:
    """Return the folder top/names…, made where it is not there; `top` is the teacher's.

    make -- False makes none
    Raises Refused where one of the names is a link or no folder: what is written there would land elsewhere.
    """
    path = top
    if make:
        path.mkdir(parents=True, exist_ok=True)
    for name in names:
        path = path / name
        if make:
            with contextlib.suppress(FileExistsError):
                path.mkdir()
        if path.is_symlink() or (os.path.lexists(path) and not path.is_dir()):
            raise Refused(
                f"{top.name}/{shown(str(path.relative_to(top)))} is a link or no folder: remove it"
            )
    return path
