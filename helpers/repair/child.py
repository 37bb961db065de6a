"""A forked process that may use so much memory, processor and time and no file, and hands back plain data."""

import gc
import json
import os
import select
import signal
import sys
import time
import traceback
import warnings

MEMORY = 400 * 2**20  # bytes it may map beyond what the process has mapped already
LONGEST = 2**16  # bytes of an answer
FAILED = "failed"  # the key of an error's text in an answer
RAISE_ERRORS = "NETWORKS_BY_HAND_RAISE"  # environment variable: errors in checks are raised whole
PATIENCE = 4  # times its time after which it is killed: on a busy machine it gets only a part of the processor


def available():
    """Whether this system can run a limited process: it needs fork, and a limit on memory that holds."""
    return sys.platform == "linux" and hasattr(os, "fork")


def in_child(work, seconds):
    """What `work()` returns in a forked process, as JSON brings it over; None when that fails or takes too long.

    The process ends with this call, whatever it does. Raises OSError where no process can be started, and, with
    RAISE_ERRORS in the environment, RuntimeError with the error that `work` ended in.
    """
    readable, writable = os.pipe()
    with warnings.catch_warnings():  # that other threads are running: the child uses none of them
        warnings.simplefilter("ignore")
        process = os.fork()
    if process == 0:
        try:
            os.close(readable)
            limit_process(seconds)
            os.write(writable, json.dumps(answer_of(work)).encode()[:LONGEST])
        finally:
            os._exit(0)
    try:
        os.close(writable)
        found = received(readable, time.monotonic() + PATIENCE * seconds)
    finally:
        os.close(readable)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    if isinstance(found, dict) and FAILED in found:
        raise RuntimeError(found[FAILED])
    return found


def answer_of(work):
    """What `work()` returns; the text of its error where errors are to be raised."""
    if not os.environ.get(RAISE_ERRORS):
        return work()
    try:
        return work()
    except Exception:
        return {FAILED: traceback.format_exc()[-LONGEST // 2 :]}


def received(readable, until):
    """The data from a pipe; None unless it is whole before that time."""
    text = b""
    while len(text) <= LONGEST:
        left = until - time.monotonic()
        if left <= 0 or not select.select([readable], [], [], left)[0]:
            return None
        more = os.read(readable, LONGEST)
        if not more:
            break
        text += more
    try:
        return json.loads(text)
    except ValueError:  # it was ended in the middle of it, or before
        return None


def limit_process(seconds):
    """Limit this process for good, and let what it prints go nowhere."""
    import resource  # not on every system

    signal.set_wakeup_fd(-1)  # else a signal here would wake the parent's event loop
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    sys.stdin = sys.stdout = sys.stderr = open(nowhere, "r+", closefd=False)
    with open("/proc/self/statm") as sizes:
        mapped = int(sizes.read().split()[0]) * resource.getpagesize()
    processor = int(seconds) + 2
    for what, limit in (
        (resource.RLIMIT_AS, mapped + MEMORY),
        (resource.RLIMIT_CPU, processor),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (limit, limit))
    gc.disable()  # a search makes many objects in a second, and hardly a cycle
