"""How far grading is, on one line of a terminal: "57 of 200, about 40 s left"."""

import sys
import time
from collections.abc import Callable, Iterator
from typing import TextIO, TypeVar

Item = TypeVar("Item")
CLEAR = "\r\x1b[K"  # back to the line's beginning, and empty it


def with_progress(
    items: Iterator[Item],
    count: int,
    line_of: Callable[[Item], str],
    tell: Callable[[str], None],
    terminal: TextIO | None = None,
) -> Iterator[Item]:
    """Yield the items; say how many of `count` are done, and tell what `line_of` returns unless it is "".

    terminal -- where the line of progress stands, by default standard error; nothing stands there if it is a file
    """
    terminal = terminal or sys.stderr
    watched = terminal.isatty()
    start = time.monotonic()
    for done, item in enumerate(items, 1):
        if watched:
            terminal.write(CLEAR)
        if line := line_of(item):
            tell(line)
        if watched:
            left = (time.monotonic() - start) / done * (count - done)
            terminal.write(progress(done, count, left) if done < count else "")
            terminal.flush()
        yield item


def progress(done: int, count: int, seconds: float) -> str:
    """Return the line of progress."""
    left = f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
    return f"{done:,} of {count:,}, about {left} left"
