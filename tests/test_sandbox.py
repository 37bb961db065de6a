"""The sandbox piece by piece: what may pass, which statements run, what a worker can't do, what comes back to life."""

import json
import os
import pickle
import signal
import socket
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra import numpy as some_numpy

from classroom.grading.marking import NOTHING_THERE, RemoteFunction, Session, Verdict, with_note
from classroom.grading.sandbox import protocol, slicing
from classroom.grading.sandbox.client import (
    ForkServer,
    Limits,
    SandboxUnavailable,
    WorkerEnded,
    WorkerFailed,
)
from classroom.paths import ROOT

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is made of Linux")

# ---------------------------------------------------------------------------------------- the protocol

PLAIN = some.recursive(
    some.none()
    | some.booleans()
    | some.integers(-(2**63), 2**64 - 1)
    | some.floats(allow_nan=False)
    | some.text(),
    lambda inner: (
        some.lists(inner, max_size=4)
        | some.tuples(inner, inner)
        | some.dictionaries(some.text() | some.integers(-9, 9), inner, max_size=4)
    ),
    max_leaves=12,
)
NUMBERS = some_numpy.arrays(
    some.sampled_from(["f8", "f4", "i8", "u1", "?", "c16", ">i4"]),
    some_numpy.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
)


@given(PLAIN)
def test_plain_values_arrive_as_they_were_sent(value):
    assert protocol.unpack(protocol.pack(value)) == value


@given(NUMBERS)
def test_arrays_arrive_as_they_were_sent(array):
    arrived = protocol.unpack(protocol.pack({"the": [array, (array.T,)]}))["the"]
    for sent, got in zip((array, array.T), (arrived[0], arrived[1][0])):
        assert got.dtype == sent.dtype and got.shape == sent.shape
        assert got.tobytes() == np.ascontiguousarray(sent).tobytes()
        assert got.flags.owndata and got.flags.writeable


@settings(max_examples=300)
@given(some.binary(max_size=200) | some.text(max_size=60).map(lambda t: framed(t.encode())))
def test_whatever_bytes_come_it_is_a_message_or_it_is_refused(message):
    try:
        protocol.unpack(message)
    except protocol.ProtocolError:
        pass


def framed(text, rest=b""):
    return protocol.HEAD.pack(len(text), len(rest)) + text + rest


@pytest.mark.parametrize(
    "message",
    [
        pickle.dumps(print),
        framed(pickle.dumps(print)),
        framed(b'{"array": [3], "dtype": "<f8"}', b"12345678"),  # says more than it has
        framed(b'{"array": [1], "dtype": "<f8"}', b"123456789"),  # has more than it says
        framed(b'{"array": [1], "dtype": "|O8"}', b"12345678"),  # objects: addresses in memory
        framed(b'{"array": [-1, -1], "dtype": "<f8"}', b"12345678"),
        framed(b'{"array": [1,1,1,1,1,1,1,1,1], "dtype": "|u1"}', b"1"),
        framed(b'{"array": [99999999999, 99999999999], "dtype": "|u1"}'),
        framed(b'{"array": "many", "dtype": "|u1"}'),
        framed(b'{"scalar": 3}'),
        framed(b'{"unknown": 3}'),
        framed(b"[" * 100_000),
        framed(b"1" * 5000),
        framed(b""),
        b"",
    ],
)
def test_what_is_no_message_is_refused(message):
    with pytest.raises(protocol.ProtocolError):
        protocol.unpack(message)


class Liar(np.ndarray):
    """An array that tells of other numbers than it has."""

    def __array_ufunc__(self, *given, **named):
        raise RuntimeError

    def __reduce__(self):
        raise RuntimeError


def test_what_is_no_plain_value_comes_as_the_name_of_its_type():
    class Spy:
        """Something with code of its own."""

    arrived = protocol.unpack(protocol.pack([Spy(), print, np.array([Spy()]), np.array(["a"]), {(): 1}]))
    assert [type(value).__name__ for value in arrived[:2]] == ["Spy", "builtin_function_or_method"]
    assert arrived[2].dtype == object and arrived[2][0] is None
    assert arrived[3].tolist() == [""]
    assert list(arrived[4].values()) == [1] and isinstance(next(iter(arrived[4])), str)
    arrived = protocol.unpack(protocol.pack(np.ones(3).view(Liar)))
    assert type(arrived) is np.ndarray and arrived.tolist() == [1, 1, 1]


@pytest.mark.parametrize("kind, double", [(np.longdouble, float), (np.clongdouble, complex)])
def test_long_doubles_arrive_as_doubles(kind, double):
    third = kind(1) / 3
    scalar, array = protocol.unpack(protocol.pack([third, np.full((2, 1), third)]))
    assert scalar == array[1, 0] == double(third)
    assert (scalar.dtype, array.dtype, array.shape) == (double, double, (2, 1))
    assert np.isinf(protocol.unpack(protocol.pack(np.longdouble("1e4000"))))


def test_lists_without_end_are_cut():
    endless = []
    endless.append(endless)
    assert len(protocol.pack(endless)) < 1000
    deep = protocol.unpack(protocol.pack(endless))
    for _ in range(protocol.DEEPEST):
        deep = deep[0]
    assert type(deep).__name__ == "list" and not isinstance(deep, list)


def test_what_is_too_large_is_refused_before_it_is_taken_in():
    with pytest.raises(protocol.ProtocolError, match="too large"):
        protocol.pack(np.broadcast_to(np.zeros(1), (protocol.LARGEST,)))
    here, there = socket.socketpair()
    with here, there:
        there.sendall(protocol.HEAD.pack(100, protocol.LARGEST))
        with pytest.raises(protocol.ProtocolError, match="too large"):
            protocol.receive(here, time.monotonic() + 5)


def test_a_message_that_trickles_in_does_not_hold_the_grader_up():
    here, there = socket.socketpair()
    over = threading.Event()

    def trickle():
        there.sendall(protocol.HEAD.pack(1000, 0))
        while not over.wait(0.02):
            there.sendall(b" ")

    with here, there:
        thread = threading.Thread(target=trickle)
        thread.start()
        with pytest.raises(TimeoutError):
            protocol.receive(here, time.monotonic() + 0.3)
        over.set()
        thread.join()


# ----------------------------------------------------------------------------- which statements run


def cell(kind, source):
    return {"kind": kind, "source": source}


@pytest.mark.parametrize(
    "given_cell, kept",
    [
        ("import numpy as np\nlong_demonstration()", "import numpy as np"),
        ("a = 1\nb = 2", ""),
        ("rate = 1\nrate += 1\nprint(rate)", "rate = 1\nrate += 1"),
        ("start = 3\nrate = start", "start = 3\nrate = start"),
        ("from math import *", "from math import *"),
        (
            "rate = {}\nrate['a'] = 1\nrate.update(b=2)",
            "rate = {}\nrate['a'] = 1\nrate.update(b=2)",
        ),
        ("if True:\n    rate = 3", "if True:\n    rate = 3"),
        ("def other():\n    rate = 1", ""),
        ("%matplotlib inline\nrate = 1", "rate = 1"),
        ("this is no Python", ""),
    ],
)
def test_of_given_cells_what_answers_need_is_run(given_cell, kept):
    answer = "def f(x):\n    return np.abs(x) * rate"
    texts = slicing.sources_to_run([cell("given", given_cell), cell("answer", answer)])
    assert texts == [kept, answer]


def test_answers_run_whole_even_where_they_are_wrong():
    broken = "def f(:\n  pass"
    assert slicing.sources_to_run([cell("answer", broken), cell("extra", broken)]) == [broken, ""]


def test_what_a_later_answer_changes_is_needed_before():
    cells = [
        cell("given", "n = 1"),
        cell("answer", "def f():\n    return 1"),
        cell("given", "f = n"),
    ]
    assert slicing.sources_to_run(cells, wanted=["f"]) == ["n = 1", cells[1]["source"], "f = n"]


# ---------------------------------------------------------------------------------------- the rooms


@pytest.fixture(scope="module")
def fork_server():
    with ForkServer(ROOT) as fork_server:
        yield fork_server


LIMITS = Limits(call=2, cell=4, total=20)


def load(worker, *answers):
    """Load cells of answers, and run them; return their errors."""
    worker.ask(5, do="load", cells=[cell("answer", source) for source in answers], wanted=[])
    return [worker.ask(5, do="run", cell=number, seconds=4) for number in range(len(answers))]


def value(fork_server, source):
    """The value of x after `source` ran in a new worker; the error in words where it ended in one."""
    worker = fork_server.worker(LIMITS)
    try:
        (error,) = load(worker, source)
        return error or worker.ask(5, do="value", name="x")
    finally:
        worker.close()


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
        (
            f"open({str(ROOT / 'README.md')!r}).read() and open({str(ROOT / 'gradebook.db')!r})",
            "FileNotFoundError",
        ),
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
    ],
)
def test_a_worker_is_refused(fork_server, attempt, refused):
    assert refused in value(fork_server, f"x = 1; {attempt}")


@LINUX
def test_a_worker_knows_nothing_of_the_graders_environment(fork_server, monkeypatch):
    monkeypatch.setenv("TEACHERS_PASSWORD", "secret")
    names = value(fork_server, "import os; x = sorted(os.environ)")
    assert "HOME" in names and "TEACHERS_PASSWORD" not in names
    assert value(fork_server, "import os; x = len(os.listdir('/proc'))") in (0, 1) or "Error" in value(
        fork_server, "import os; x = len(os.listdir('/proc'))"
    )


@LINUX
@pytest.mark.parametrize(
    "attempt, reason",
    [
        ("import os; os._exit(0)", "death"),
        (
            "import signal, time\nsignal.alarm(0); signal.setitimer(signal.ITIMER_REAL, 0)\nwhile True: pass",
            "time",
        ),
        ("import ctypes; ctypes.string_at(0)", "death"),
    ],
)
def test_a_worker_that_ends_or_hangs_is_told_as_such(fork_server, attempt, reason):
    worker = fork_server.worker(LIMITS)
    worker.ask(5, do="load", cells=[cell("answer", attempt)], wanted=[])
    with pytest.raises(WorkerEnded) as ended:
        worker.ask(0.5, do="run", cell=0, seconds=60)
    assert ended.value.reason == reason


@LINUX
def test_a_closed_room_leaves_no_process(fork_server):
    worker = fork_server.worker(LIMITS)
    load(worker, "x = 1")
    before = children(fork_server.process.pid)
    assert before
    worker.close()
    assert gone(before)


def children(of):
    return [int(p) for p in Path(f"/proc/{of}/task/{of}/children").read_text().split()]


def gone(processes, seconds=5):
    """Whether the processes end within so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not any(Path(f"/proc/{process}").exists() for process in processes):
            return True
        time.sleep(0.02)
    return False


@LINUX
def test_a_question_the_worker_can_not_answer_is_told(fork_server):
    worker = fork_server.worker(LIMITS)
    with pytest.raises(WorkerFailed, match="KeyError"):
        worker.ask(5, do="value", name="nowhere")
    worker.close()


@LINUX
def test_a_syntax_error_names_its_line_and_no_number_of_a_cell(fork_server):
    assert value(fork_server, "x = (1,\n2") == "SyntaxError: '(' was never closed (line 1): x = (1,"


def test_a_function_that_its_cells_error_left_undefined_is_not_called_missing():
    nothing = Verdict(0.0, f"✗ f: {NOTHING_THERE}")
    assert with_note(nothing, []) == nothing
    message = with_note(nothing, ["SyntaxError: invalid syntax (line 1): retrun"]).message
    assert message.startswith("✗ f: its cell ends in an error before it is defined.\n  note ")
    assert "retrun" in message


@LINUX
def test_a_nursery_that_something_ends_is_started_again():
    with ForkServer(ROOT) as fork_server:
        fork_server.worker(LIMITS).close()
        os.kill(fork_server.process.pid, signal.SIGKILL)
        fork_server.process.wait()
        assert value(fork_server, "x = 7") == 7
        fork_server.start = lambda: None  # and one that ends each time is given up, in a sentence
        os.kill(fork_server.process.pid, signal.SIGKILL)
        fork_server.process.wait()
        with pytest.raises(SandboxUnavailable, match="ends each time"):
            fork_server.worker(LIMITS)


@LINUX
def test_without_the_sandbox_files_go_to_a_folder_that_is_removed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with ForkServer(ROOT, confined=False) as fork_server:
        worker = fork_server.worker(LIMITS)
        worker.ask(5, do="write", files={"lesson.ipynb": json.dumps({})})
        load(worker, "import os\nx = os.getcwd()")
        folder = Path(worker.ask(5, do="value", name="x"))
        assert (folder / "lesson.ipynb").exists()
        worker.close()
        deadline = time.monotonic() + 5
        while folder.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
    assert not folder.exists() and list(tmp_path.iterdir()) == []


def test_only_a_hint_does_not_wait_for_an_endless_function_again(monkeypatch):
    def no_answer(self, within, **request):
        asked.append(request["path"])
        raise WorkerEnded("time")

    asked, session = [], Session(None, {}, [], [], LIMITS, deadline=float("inf"))
    monkeypatch.setattr(Session, "ask", no_answer)
    for path in (("f",), ("g", "f"), ("f",), ("g", "h")):
        assert RemoteFunction(session, path).run([1]).error == "TimeoutError: no result after 2 seconds"
    assert asked == [["f"], ["f"], ["g", "h"]]
