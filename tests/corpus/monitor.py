"""Run a command as the first process of its own: python monitor.py REPORT SECONDS GRACE COMMAND …

Started in a process namespace of its own (see `contained` in grade_all.py), so whatever the command leaves
behind, however it hides, is among the processes seen here, and ends with this one.
The report (JSON): the command's exit code (null if it was stopped after SECONDS), the processes still
there half a second and GRACE seconds later, the size in bytes of the largest process, seconds.
"""

import contextlib
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path


def other_processes() -> list[str]:
    """Return the command lines of all processes but this one; those that have ended don't count."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it may end meanwhile
            state = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()[0]
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            if folder.name != str(os.getpid()) and state not in "ZX":
                found.append(line[:200] or (folder / "comm").read_text(errors="replace"))
    return sorted(found)


def reap() -> None:
    """Let go of the processes that have ended: orphans become children of the first process."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def main(report: str, seconds: str, grace: str, *command: str) -> None:
    """Run the command, wait, report."""
    start = time.monotonic()
    process = subprocess.Popen(command)
    try:
        code = process.wait(float(seconds))
    except subprocess.TimeoutExpired:
        code = None
        process.kill()
        process.wait()
    took = time.monotonic() - start
    time.sleep(0.5)
    reap()
    at_once = other_processes()
    end = time.monotonic() + float(grace)
    while (left := other_processes()) and time.monotonic() < end:
        reap()
        time.sleep(0.1)
    reap()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    found = {"code": code, "at_once": at_once, "left": left, "peak": peak, "seconds": took}
    Path(report).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
