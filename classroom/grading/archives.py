"""Zips that learners and learning platforms make, unpacked so that nothing in them lands elsewhere or fills the disk.

What a zip says of itself is checked before anything is written, and its sizes again while it is read.
Source: the ZIP File Format Specification (APPNOTE.TXT 6.3), sections 4.3 and 4.4.
"""

import contextlib
import fnmatch
import os
import shutil
import stat
import time
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from classroom.grading.learner_files import DEEPEST, Refused, shown

# What operating systems and browsers leave beside files; fnmatch patterns.
LEFTOVERS = ["__MACOSX", "._*", ".DS_Store", "[Dd]esktop.ini", "[Tt]humbs.db", ".ipynb_checkpoints"]
UTF8, ENCRYPTED = 0x800, 0x1  # bits of an entry's flags


@dataclass(frozen=True)
class Bounds:
    """The most that is unpacked of one zip: files, and their bytes in all."""

    files: int
    size: int


OF_A_LEARNER = Bounds(5_000, 250 << 20)
OF_A_CLASS = Bounds(200_000, 8 << 30)


def is_leftover(name: str) -> bool:
    """Return whether a file or folder of this name is an operating system's, no learner's."""
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in LEFTOVERS)


def unpack(file: BinaryIO, name: str, target: Path, bounds: Bounds) -> None:
    """Unpack a zip into `target`, a new folder; links and leftovers of operating systems are left out.

    name -- what to call it in a message
    Raises Refused, before anything is written, for what is no zip, leads out of it, or is larger than `bounds`.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = checked_entries(archive, name, bounds)
            if sum(entry.file_size for _, entry in entries) > shutil.disk_usage(target.parent).free:
                raise Refused(f"{shown(name)} has no room on this disk once it is unpacked")
            target.mkdir()
            left = bounds.size
            for parts, entry in entries:
                left = extract(archive, entry, target.joinpath(*parts), left, name)
    except (zipfile.BadZipFile, UnicodeError, EOFError, NotImplementedError) as error:
        raise Refused(f"{shown(name)} is no zip that can be read ({shown(str(error))})") from None
    except (OSError, RuntimeError, ValueError, zlib.error) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(f"{shown(name)} can't be unpacked ({shown(str(error))})") from None


def checked_entries(
    archive: zipfile.ZipFile, name: str, bounds: Bounds
) -> list[tuple[tuple[str, ...], zipfile.ZipInfo]]:
    """Return the files to unpack, each with the names that lead to it. Raises Refused as `unpack` does."""
    entries = archive.infolist()
    if len(entries) > bounds.files:
        raise Refused(
            f"{shown(name)} holds {len(entries):,} files, and {bounds.files:,} are the most"
        )
    size = sum(entry.file_size for entry in entries)
    if size > bounds.size:
        raise Refused(
            f"{shown(name)} unpacks to {size / 1e6:,.0f} MB, and {bounds.size / 1e6:,.0f} are the most"
        )
    found: dict[tuple[str, ...], zipfile.ZipInfo] = {}
    for entry in entries:
        parts = parts_of(entry, name)
        if any(map(is_leftover, parts)) or entry.is_dir() or name_of(entry).endswith("\\"):
            continue
        if stat.S_ISLNK(entry.external_attr >> 16):
            continue
        if entry.flag_bits & ENCRYPTED:
            raise Refused(f"{shown(name)} is protected by a password: hand it in without one")
        if parts in found:
            raise Refused(f"{shown(name)} holds {shown('/'.join(parts))} twice")
        found[parts] = entry
    return list(found.items())


def parts_of(entry: zipfile.ZipInfo, name: str) -> tuple[str, ...]:
    """Return the folders and the name of an entry. Raises Refused for one that leads out of the zip."""
    full = name_of(entry).replace("\\", "/")  # as some programs for Windows write it
    parts = full.split("/")
    drive = len(parts[0]) == 2 and parts[0][1] == ":"
    if full.startswith("/") or drive or ".." in parts:
        raise Refused(f"{shown(name)} holds {shown(full)}, which leads out of it")
    if len(parts) > DEEPEST:
        raise Refused(f"{shown(name)} holds more than {DEEPEST} folders within each other")
    return tuple(part for part in parts if part not in ("", "."))


def name_of(entry: zipfile.ZipInfo) -> str:
    """Return an entry's name; one that is UTF-8 without saying so, as from macOS and Moodle, is read as UTF-8."""
    if not entry.flag_bits & UTF8:
        with contextlib.suppress(UnicodeError):
            return entry.filename.encode("cp437").decode("utf-8")
    return entry.filename


def extract(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: Path, left: int, name: str
) -> int:
    """Write one file with its time; return how many bytes may still follow."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as source, place.open("xb") as file:
        while part := source.read(1 << 20):
            left -= len(part)
            if left < 0:
                raise Refused(f"{shown(name)} unpacks to more than it says")
            file.write(part)
    with contextlib.suppress(ValueError, OverflowError, OSError):
        seconds = time.mktime((*entry.date_time, 0, 0, -1))
        os.utime(place, (seconds, seconds))
    return left
