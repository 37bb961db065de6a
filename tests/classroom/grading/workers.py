"""Workers for the tests of the sandbox."""

import sys

import pytest

from classroom.grading.sandbox.client import (
    Limits,
)

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is made of Linux")
LIMITS = Limits(call=2, cell=4, total=20)


def cell(kind, source):
    return {"kind": kind, "source": source}


def load(worker, *answers):
    """Load cells of answers, and run them; return their errors."""
    worker.ask(5, do="load", cells=[[[source, True, False]] for source in answers])
    return [worker.ask(5, do="run", cell=number, seconds=4) for number in range(len(answers))]


def value(fork_server, source):
    """The value of x after `source` ran in a new worker; the error in words where it ended in one."""
    worker = fork_server.worker(LIMITS)
    try:
        (error,) = load(worker, source)
        return error or worker.ask(5, do="value", name="x")
    finally:
        worker.close()
