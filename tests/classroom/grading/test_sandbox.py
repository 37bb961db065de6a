"""What a learner's code can and can't do in the sandbox, and what it sees."""

import os
import platform
import shutil
import subprocess
import sys
import time

import pytest

from classroom.grading.sandbox.client import (
    GRACE,
    ForkServer,
    SandboxUnavailable,
    require_sandbox,
)
from classroom.grading.session import (
    SPARE,
    TIME_IS_UP,
    RemoteFunction,
    Session,
)
from classroom.paths import ROOT
from tests.classroom.grading.workers import LIMITS, LINUX, cell, value

HERE = ROOT / "classroom" / "grading" / "sandbox"
# Shared memory, semaphores and queues between processes, watching files, looking into processes, by their numbers.
REFUSED_NUMBERS = {
    "x86_64": [29, 64, 68, 240, 253, 294, 300, 312, 154, 278, 310, 101, 203, 222],
    "aarch64": [194, 190, 186, 180, 26, 262, 272, 75, 270, 117, 122, 107],
}.get(platform.machine(), [])


@LINUX
def test_a_worker_calculates(fork_server):
    found = value(
        fork_server,
        "import numpy as np\nfrom helpers.activations import sigmoid\nx = sigmoid(np.zeros(2))",
    )
    assert found.tolist() == [0.5, 0.5]


@LINUX
@pytest.mark.parametrize(
    "attempt, refused",
    [
        ("open('/etc/passwd').read()", "FileNotFoundError"),
        ("__import__('os').listdir('/home')", "FileNotFoundError"),
        ("open('/usr/lib/x', 'w')", "Error"),
        ("__import__('socket').socket()", "PermissionError"),
        ("__import__('os').fork()", "PermissionError"),
        ("__import__('subprocess').run(['true'])", "PermissionError"),
        ("__import__('os').kill(1, 9) or 1 / 0", "Error"),
        ("bytearray(3 << 30)", "MemoryError"),
        ("open('x', 'wb').write(bytes(17 << 20))", "OSError"),
        (
            "__import__('ctypes').CDLL(None).ptrace(16, 1, 0, 0) == -1 and 1 / 0",
            "ZeroDivisionError",
        ),
        ("exit()", "SystemExit"),
        *(
            (f"libc.syscall({number}, 0, 0, 0, 0) == -1 and 1 / 0", "ZeroDivisionError")
            for number in REFUSED_NUMBERS
        ),
        ("import fcntl; fcntl.fcntl(open('/usr/bin/env'), 1024, 0)", "PermissionError"),  # a lease
        ("import fcntl; fcntl.flock(open('/usr/bin/env'), 2)", "OSError: [Errno 38]"),
        ("import os; os.memfd_create('x')", "PermissionError"),
        (
            "libc.prctl(1, 0, 0, 0, 0) == -1 and 1 / 0",
            "ZeroDivisionError",
        ),  # outliving its guardian
    ],
)
def test_a_worker_is_refused(fork_server, attempt, refused):
    libc = "__import__('ctypes').CDLL(None)"
    assert refused in value(fork_server, f"x = 1; libc = {libc}; {attempt}")


@LINUX
def test_what_lies_beside_the_release_is_not_there(tmp_path):
    release = tmp_path / "release" / "week"
    shutil.copytree(ROOT / "helpers", release / "helpers")
    for path in (tmp_path / "gradebook.db", release / "week.txt"):
        path.write_text("a text")
    with ForkServer(release) as fork_server:
        for path in (tmp_path / "gradebook.db", ROOT / "README.md"):
            assert path.is_file()
            attempt = f"x = 1; open({str(path)!r})"
            assert "FileNotFoundError" in value(fork_server, attempt)
        attempt = f"x = open({str(release / 'week.txt')!r}).read()"
        assert value(fork_server, attempt) == "a text"


FILTER_TRIAL = """
import os, socket, sys

sys.path.insert(0, sys.argv[1])
import isolation

exec(sys.argv[2])
here, there = socket.socketpair()
said, say = os.pipe()
if os.fork() == 0:
    here.close()
    try:
        isolation.isolate(there, ["/usr"], {"memory": 1 << 30, "seconds": 5, "files": 1 << 20})
        os.write(say, isolation.self_test().encode())
    except OSError as problem:
        os.write(say, str(problem).encode())
    os._exit(0)
there.close()
os.close(say)
print(os.read(said, 4000).decode())
"""


@LINUX
@pytest.mark.parametrize(
    "fault, told",
    [
        ("", ""),
        ("isolation.filter_system_calls = lambda: None", "a lease"),
        ("isolation.WITH_ARGUMENT.update(fcntl=(1, (1, 1024)))", "a lease"),
        (
            f"old = isolation.filter_program\nshmget = {(REFUSED_NUMBERS or [0])[0]}\n"
            "isolation.filter_program = lambda m, a, s: old(m, dict(a, shmget=shmget), s)",
            f"call {(REFUSED_NUMBERS or [0])[0]}",
        ),
    ],
    ids=["none", "no filter", "leases", "shared memory"],
)
def test_the_filter_of_system_calls_is_tried_as_a_whole(fault, told):
    command = [sys.executable, "-I", "-c", FILTER_TRIAL, str(HERE), fault]
    found = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert found.stdout.strip().startswith(told) and bool(told) == bool(found.stdout.strip()), found


# All that a learner's code can see besides its own memory, and the answer it gives here.
SEEN = r"""
import ctypes, glob, os, resource, stat

libc = ctypes.CDLL(None, use_errno=True)


def refused(attempt):
    try:
        return f"seen: {attempt()}"[:80]
    except OSError as error:
        return error.strerror


def call(*arguments):
    result = libc.syscall(*arguments)
    return os.strerror(ctypes.get_errno()) if result == -1 else f"seen: {result}"


def kind(number):
    mode = os.fstat(number).st_mode
    return "socket" if stat.S_ISSOCK(mode) else stat.filemode(mode)[0]


def descriptors():
    found = {}
    for number in range(64):
        try:
            found[number] = kind(number)
        except OSError:
            pass
    return found


x = {
    "top": sorted(name for name in os.listdir("/")),
    "dev": sorted(os.listdir("/dev")),
    "etc": sorted(os.listdir("/etc")),
    "proc": refused(lambda: os.listdir("/proc")),
    "sys": refused(lambda: os.listdir("/sys")),
    "tmp": sorted(os.listdir("/tmp")),
    "cwd": os.getcwd(),
    "environment": sorted(os.environ),
    "descriptors": sorted(descriptors().values()),
    "user": [os.getuid(), os.getgid(), os.getgroups()],
    "processes": [os.getpid(), os.getppid(), os.getsid(0)],
    "host": os.uname().nodename,
    "written": refused(lambda: open("/usr/x", "w")),
    "sockets": refused(lambda: __import__("socket").socket()),
    "keys": call(KEYCTL, 0, -3, 1),
    "shared memory": call(SHMGET, 0, 4096, 0o1600),
    "semaphores": call(SEMGET, 0, 1, 0o1600),
    "queues": call(MSGGET, 0, 0o1600),
    "capabilities": libc.prctl(23, 0, 0, 0, 0),
    "threads": resource.getrlimit(resource.RLIMIT_NPROC)[1],
    "open files": resource.getrlimit(resource.RLIMIT_NOFILE)[1],
}
"""
NUMBERS_OF = {
    "x86_64": {"KEYCTL": 250, "SHMGET": 29, "SEMGET": 64, "MSGGET": 68},
    "aarch64": {"KEYCTL": 219, "SHMGET": 194, "SEMGET": 190, "MSGGET": 186},
}


@LINUX
def test_what_a_learners_code_can_see(fork_server, monkeypatch):
    """The whole list: what is new in it is to be decided upon, and written down here."""
    monkeypatch.setenv("TEACHERS_PASSWORD", "secret")
    program = SEEN
    for name, number in NUMBERS_OF[platform.machine()].items():
        program = program.replace(name, str(number))
    seen = value(fork_server, program)
    assert isinstance(seen, dict), seen
    top = {path.strip("/").partition("/")[0] for path in [*fork_server.shown, str(ROOT), "/tmp"]}
    assert set(seen.pop("top")) == top
    # Python's packages and the release are shown where they lie, which may be in /tmp, too
    in_tmp = {
        path.split("/")[2] for path in [*fork_server.shown, str(ROOT)] if path.startswith("/tmp/")
    }
    assert set(seen.pop("tmp")) == in_tmp
    kept = {"OPENBLAS_CORETYPE", "LD_LIBRARY_PATH"} & set(os.environ)
    by_scikit_learn = {"KMP_DUPLICATE_LIB_OK", "KMP_INIT_AT_FORK"}
    assert set(seen.pop("environment")) - by_scikit_learn == {
        "HOME", "LANG", "MPLBACKEND", "MPLCONFIGDIR", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS",
        "TQDM_DISABLE", "HDF5_USE_FILE_LOCKING", "PYTHONWARNINGS", *kept,
    }  # fmt: skip
    assert seen == {
        "dev": ["null", "urandom", "zero"],
        "etc": ["ld.so.cache"],
        "proc": "No such file or directory",
        "sys": "No such file or directory",
        "cwd": "/tmp",
        "descriptors": [
            "c",
            "c",
            "c",
            "socket",
        ],  # three times /dev/null, and the socket to the grader
        "user": [1000, 1000, []],
        "processes": [1, 0, 1],
        "host": "grading",
        "written": "Read-only file system",
        "sockets": "Operation not permitted",
        "keys": "Operation not permitted",
        "shared memory": "Operation not permitted",
        "semaphores": "Operation not permitted",
        "queues": "Operation not permitted",
        "capabilities": -1,
        "threads": 128,
        "open files": 64,
    }


@LINUX
def test_a_filter_with_a_hole_is_told_when_grading_begins(monkeypatch, tmp_path):
    source = (HERE / "isolation.py").read_text()
    (tmp_path / "isolation.py").write_text(source.replace("(0, 1, 2, 3,", "(1024, 0, 1, 2, 3,", 1))
    monkeypatch.setattr("classroom.grading.sandbox.client.HERE", tmp_path)
    with pytest.raises(SandboxUnavailable, match="lets through: a lease"):
        require_sandbox()


@LINUX
def test_replays_of_earlier_cells_keep_the_deadline(fork_server):
    """Cells that sleep now and then would otherwise be waited for again after each worker that dies."""
    sleeps = "import os, time\nif os.path.exists('slow') or open('slow', 'w').close():\n    pass\ntime.sleep(0.5)"
    cells = [cell("answer", sleeps) for _ in range(6)] + [
        cell("answer", "import os; os._exit(0)")
    ] * 6
    start = time.monotonic()
    session = Session(fork_server, {}, cells, [], LIMITS, deadline=start + 4)
    for number in range(len(cells)):
        session.run(number)
    session.close()
    assert time.monotonic() - start < 4 + 1 + GRACE
    assert TIME_IS_UP in session.errors.values()


@LINUX
def test_an_own_cell_that_ends_the_worker_is_tried_with_what_answers_need(fork_server):
    own = "rate = 3\nimport os\nos._exit(0)"
    cells = [cell("extra", own), cell("answer", "def f():\n    return rate")]
    session = Session(fork_server, {}, cells, ["f"], LIMITS, deadline=time.monotonic() + 20)
    session.run(0)
    session.run(1)
    assert session.slow == {0} and session.restarts == 1 and session.errors == {}
    assert RemoteFunction(session, ("f",)).call([]).value == 3
    session.close()


@LINUX
def test_own_statements_run_as_long_as_time_is_to_spare(fork_server):
    """What no text tells: a list changed by another name of it; and a training that nothing needs is stopped."""
    own = "import time\na = [1]\nb = a\nb[0] = 2\nbegin = time.time()\nwhile True:\n    c = 1"
    cells = [cell("extra", own), cell("answer", "def f():\n    return a")]
    session = Session(fork_server, {}, cells, ["f"], LIMITS, deadline=time.monotonic() + 20)
    start = time.monotonic()
    session.run(0)
    session.run(1)
    assert RemoteFunction(session, ("f",)).call([]).value == [2]
    assert session.restarts == 0 and time.monotonic() - start < SPARE + 3
    session.close()
