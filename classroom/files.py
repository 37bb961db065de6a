"""Writing files so that nothing is lost: whole or not at all, and never over something that is there."""

import os
from pathlib import Path


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that it is never half there: beside it first, then in its place."""
    scratch = path.with_name(f".{path.name}.new")
    if isinstance(content, bytes):
        scratch.write_bytes(content)
    else:
        scratch.write_text(content, encoding="utf-8", newline="\n")
    os.replace(scratch, path)


def unused_path(path: Path) -> Path:
    """Return the path, or one like it with a number added, so that nothing is there yet."""
    number, result = 1, path
    while os.path.lexists(result):
        number, result = number + 1, path.with_name(f"{path.name}_{number}")
    return result
