"""Copies of the gradebook: made before each release and grading, put back when a release fails."""

import contextlib
import sqlite3
import time
from pathlib import Path

from classroom.errors import ClassroomError
from classroom.files import unused_path, write_whole
from classroom.paths import ROOT


def back_up(root: Path = ROOT) -> Path | None:
    """Copy an existing gradebook to gradebook.db.<time>; return the copy's path, None if there is none.

    Where nothing was written to it since it was last copied, that copy is enough.
    """
    gradebook = root / "gradebook.db"
    if not gradebook.exists():
        return None
    latest = max(root.glob("gradebook.db.[0-9]*"), key=written_at, default=None)
    if latest is not None and written_at(latest) > written_at(gradebook):
        return latest
    readable = False
    copy = unused_path(root / f"gradebook.db.{time.strftime('%Y-%m-%d_%H%M%S')}")
    try:
        with contextlib.closing(sqlite3.connect(gradebook)) as source:
            source.execute("PRAGMA schema_version")  # fails for a file that is no data base
            readable = True
            with contextlib.closing(sqlite3.connect(copy)) as target:
                source.backup(target)  # whole even if formgrader writes meanwhile
    except sqlite3.Error as error:
        with contextlib.suppress(OSError):
            copy.unlink(missing_ok=True)
        if readable:
            raise ClassroomError(
                f"The gradebook can't be copied to {copy.name} ({error}): make room on the disk (older copies, "
                "gradebook.db.…, may be deleted), or change the rights of the course's folder."
            ) from error
        raise ClassroomError(
            f"gradebook.db can't be read ({error}): put a good copy in its place (gradebook.db.… are "
            "earlier ones), or move it away to begin a new one."
        ) from error
    return copy


def written_at(file: Path) -> int:
    """Return when a file was last written, in nanoseconds since 1970."""
    return file.stat().st_mtime_ns


def restore(root: Path, kept: Path | None) -> None:
    """Put back the gradebook as it was before."""
    if kept:
        write_whole(root / "gradebook.db", kept.read_bytes())
    else:
        (root / "gradebook.db").unlink(missing_ok=True)
