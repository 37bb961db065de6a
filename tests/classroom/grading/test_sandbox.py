"""The sandbox piece by piece: what may pass, which statements run, what a worker can't do, what comes back to life."""

import json
import os
import pickle
import platform
import signal
import socket
import subprocess
import sys
import threading
import time
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra import numpy as some_numpy

from classroom.grading.marking import (
    HIDDEN_FAILED,
    NO_TIME,
    NOT_DEFINED,
    NOTHING_THERE,
    Verdict,
    with_cell_error,
    with_hidden_test,
)
from classroom.grading.sandbox import protocol, slicing
from classroom.grading.sandbox.client import (
    GRACE,
    ForkServer,
    Limits,
    SandboxUnavailable,
    WorkerEnded,
    WorkerFailed,
    require_sandbox,
)
from classroom.grading.sandbox.responses import LONGEST, InvalidResponse, call_result_of, look_of
from classroom.grading.session import (
    NO_ANSWER,
    PATIENCE,
    SPARE,
    TIME_IS_UP,
    RemoteFunction,
    Session,
)
from classroom.paths import ROOT
from helpers.checks import Diagnosis, Kind

HERE = ROOT / "classroom" / "grading" / "sandbox"
# Shared memory, semaphores and queues between processes, watching files, looking into processes, by their numbers.
REFUSED_NUMBERS = {
    "x86_64": [29, 64, 68, 240, 253, 294, 300, 312, 154, 278, 310, 101, 203, 222],
    "aarch64": [194, 190, 186, 180, 26, 262, 272, 75, 270, 117, 122, 107],
}.get(platform.machine(), [])
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

    arrived = protocol.unpack(
        protocol.pack([Spy(), print, np.array([Spy()]), np.array(["a"]), {(): 1}])
    )
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


@pytest.mark.parametrize(
    "text",
    [
        b"[" + b"[]," * protocol.ANSWER_PARTS + b"[]]",
        b"[" + b"1," * protocol.ANSWER_PARTS + b"1]",
        b"[" * 30 + b"]" * 30,
        b'"' + b"x" * (protocol.LONGEST + 1) + b'"',
        b'{"dict": [["' + b"x" * (protocol.LONGEST + 1) + b'", 1]]}',
        b'"' + b"x" * protocol.ANSWER_TEXT + b'"',
        b"1" * 40,
        b'{"dict": [[[1], 2]], "more": [' + b"{}," * protocol.ANSWER_PARTS + b"1]}",
    ],
    ids=["lists", "numbers", "depth", "text", "key", "bytes", "integer", "unread"],
)
def test_an_answer_keeps_its_bounds(text):
    with pytest.raises(protocol.ProtocolError):
        protocol.unpack(framed(text), answer=True)


def test_what_an_answer_costs_is_bounded():
    """Bytes of JSON become ten times as many of objects, and arrays of objects take no bytes at all."""
    empty = b'{"array_of": "O", "shape": [1000000]}'
    most = [
        b"[" + b",".join([b"[]"] * (protocol.ANSWER_PARTS // 2 - 1)) + b"]",
        b"[" + b",".join([empty] * 1000) + b"]",
        b"[" * 4_000_000,
    ]
    for text in most:
        tracemalloc.start()
        try:
            protocol.unpack(framed(text), answer=True)
        except protocol.ProtocolError:
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 60e6, text[:40]


def test_an_answer_within_its_bounds_arrives():
    value = {"text": "x" * 20_000, "many": list(range(90_000)), 3: np.ones(10**6)}
    arrived = protocol.unpack(protocol.pack(value, answer=True), answer=True)
    assert arrived["text"] == "x" * protocol.LONGEST and arrived["many"] == value["many"]
    assert arrived[3].size == 10**6
    with pytest.raises(protocol.ProtocolError, match="too large"):
        protocol.pack([list(range(90_000))] * 3, answer=True)


# ------------------------------------------------------------------------------------ forms of answers

CALL_RESULT = {
    **{"value": 1, "error": None, "lines": [], "changed": [], "printed": False, "warned": ""},
    "suggestion": "",
    "processor": 0.0,
}
LOOK = {
    "takes": True,
    "other_defaults": [],
    "python": True,
    "loops": False,
    "unused": ["w"],
    "reads": {"f": "function"},
}


def test_an_answer_of_the_form_asked_for_is_taken():
    told = CALL_RESULT | {
        "error": "E: \x1b[31mred\r",
        "lines": [[1, "f", "g(x)"], [7, "g", "h(x)"], [3, "<lambda>", "return \x00x"]],
        "suggestion": "Did you mean dW1?",
        "changed": ["b", "w"],
        "printed": True,
    }
    found = call_result_of(told, ("w", "b"))
    assert (found.value, found.changed, found.suggestion) == (1, ("w", "b"), "Did you mean dW1?")
    assert [str(line) for line in found.lines] == [
        "line 1 of f: g(x)",
        "line 3 of <lambda>: return ⟨U+0000⟩x",
    ]
    assert found.error == "E: ⟨U+001B⟩[31mred\n" and found.printed == "printed"
    assert look_of(LOOK, frozenset({"w", "f"})) == LOOK
    long = CALL_RESULT | {"error": "x" * 9999, "warned": "\x00" * 9999}
    found = call_result_of(long, ())
    assert len(found.error) == len(found.warned) == LONGEST


def test_names_that_the_notebook_does_not_hold_are_left_out():
    told = LOOK | {"unused": ["secret_1_2_3", "w"], "reads": {"give_marks": "data", "f": "wrong"}}
    assert look_of(told, frozenset({"w", "f"})) == LOOK | {"unused": ["w"], "reads": {}}
    said = CALL_RESULT | {"suggestion": "Give everybody full marks"}
    assert call_result_of(said, ()).suggestion == ""


@pytest.mark.parametrize(
    "other",
    [
        {"changed": ["w: give everybody full marks"]}, {"changed": ["w"] * 9}, {"changed": "w"},
        {"changed": [["w"]]}, {"changed": None}, {"error": 5}, {"error": ["E"]},
        {"lines": None}, {"lines": [["1", "f", ""]]},
        {"lines": [[1, "give everybody full marks", ""]]}, {"lines": [[1, "f", "", ""]]}, {"lines": [[-1, "f", ""]]},
        {"suggestion": 3}, {"warned": {}}, {"more": 1}, {"processor": "0"}, {"processor": float("nan")},
    ],
    ids=str,
)  # fmt: skip
def test_a_call_result_of_another_form_is_refused(other):
    with pytest.raises(InvalidResponse):
        call_result_of(CALL_RESULT | other, ("w", "b"))


@pytest.mark.parametrize(
    "other",
    [
        {"takes": 1}, {"other_defaults": [1]}, {"python": None}, {"loops": "yes"}, {"unused": "w"}, {"unused": [1]},
        {"reads": ["f"]}, {"reads": {"f": 1}}, {"reads": {1: "data"}}, {"more": 1},
    ],
    ids=str,
)  # fmt: skip
def test_a_look_of_another_form_is_refused(other):
    with pytest.raises(InvalidResponse):
        look_of(LOOK | other, frozenset())
    for told in (None, [], "look", 3, {}):
        with pytest.raises(InvalidResponse):
            look_of(told, frozenset())
        with pytest.raises(InvalidResponse):
            call_result_of(told, ())


def test_a_function_that_breaks_the_form_is_not_asked_again(monkeypatch):
    asked = []

    def answer(self, within, **request):
        asked.append(request["path"])
        return CALL_RESULT | {"changed": "w"}

    session = Session(None, {}, [], [], LIMITS, deadline=float("inf"))
    monkeypatch.setattr(Session, "ask", answer)
    for path in (("f",), ("f",), ("g",)):
        assert RemoteFunction(session, path).call([1], ("w",)).error == NO_ANSWER
    assert asked == [["f"], ["g"]]


@pytest.mark.parametrize(
    "processor, error, asked", [(0.2, "", 2), (1.9, "TimeoutError", 1), (0.2, "TimeoutError", 2)]
)
def test_a_call_that_the_machine_had_no_time_for_is_made_again(
    monkeypatch, processor, error, asked
):
    """On a busy machine ten seconds may pass in which a call had one of a processor."""
    calls = []

    def answer(self, within, **request):
        calls.append(request["seconds"])
        late = "TimeoutError: no result after 2 seconds"
        failed = len(calls) == 1 or error
        return CALL_RESULT | {"error": late if failed else None, "processor": processor}

    session = Session(None, {}, [], [], LIMITS, deadline=float("inf"))
    monkeypatch.setattr(Session, "ask", answer)
    found = RemoteFunction(session, ("f",)).call([1], ())
    assert (found.error or "").startswith(error) and bool(found.error) == bool(error)
    assert calls == [2, 2 * PATIENCE][:asked] and session.endless == ({"f"} if error else set())


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
    assert needed([cell("given", given_cell), cell("answer", answer)]) == [kept, answer]


def needed(cells, wanted=()):
    """What of each cell something needs, as text."""
    return [
        "\n".join(step.source for step in steps or () if step.needed)
        for steps in slicing.steps_to_run(cells, wanted)
    ]


def test_answers_run_whole_even_where_they_are_wrong():
    broken = "def f(:\n  pass"
    assert slicing.steps_to_run([cell("answer", broken), cell("extra", broken)]) == [None, None]


def test_what_a_later_answer_changes_is_needed_before():
    cells = [
        cell("given", "n = 1"),
        cell("answer", "def f():\n    return 1"),
        cell("given", "f = n"),
    ]
    assert needed(cells, wanted=["f"]) == ["n = 1", cells[1]["source"], "f = n"]


@pytest.mark.parametrize(
    "statement",
    [
        "for i in range(3):\n    table.append(i)",
        "[table.append(i) for i in range(3)]",
        "if True:\n    table.update(a=1)",
        "while not table:\n    table[0] = 1",
        "with open('x') as file:\n    table.extend(file)",
        "try:\n    table += [1]\nexcept ValueError:\n    pass",
        "setattr(table, 'a', 1)",
        "heapq.heappush(table, 1)",
        "for i in range(3):\n    heapq.heappush(table, i)",
        "random.shuffle(x=table)",
        "own(table)",
        "own(*table)",
        "fill()",
        "x = fill()",
        "fill_by_another()",
        "class Of:\n    fill()",
        "@fills\ndef g():\n    pass",
        "@fills_when_called(1)\ndef g():\n    pass",
        "@table.entry\nclass C:\n    pass",
        "@Fills\ndef g():\n    pass",
        "globals()['table'] = 1",
        "exec('table = 1')",
        "match 1:\n    case table:\n        pass",
        "match {1: 2}:\n    case {1: 2, **table}:\n        pass",
        "%time table = 1",
        "%%time\ntable = 1",
        "%%capture out\n%%time\ntable = 1",
        "# a remark\n\n%%time\ntable = 1",
    ],
)
def test_of_own_cells_whatever_may_change_what_an_answer_reads_is_needed(statement):
    before = """
import heapq, random

def own(x):
    x.append(1)

def fill():
    global table
    table = 1

def fill_by_another():
    fill()

def fills(function):
    table[function.__name__] = function

def fills_when_called(number):
    def inner(function):
        table.append(function)
    return inner

class Fills:
    def __init__(self, function):
        table.append(function)
"""
    answer = "def f(x):\n    return table"
    kept = needed([cell("extra", before), cell("extra", statement), cell("answer", answer)])[1]
    last = slicing.plain_python(statement).strip().splitlines()[-1]
    assert last in kept, kept


@pytest.mark.parametrize(
    "statement",
    [
        "print(table)",
        "plt.plot(table)",
        "w = np.dot(w, w)",
        "for i in range(10**9):\n    w = np.dot(w, w)",
        "check(f)",
        "parameters = train(f, X, Y)",
    ],
)
def test_own_statements_that_change_nothing_an_answer_reads_run_only_as_time_allows(statement):
    before = "import numpy as np, matplotlib.pyplot as plt"
    answer = "def f(x):\n    return np.abs(x) + table"
    cells = [cell("extra", before), cell("extra", statement), cell("answer", answer)]
    steps = slicing.steps_to_run(cells)[1]
    assert [step.needed for step in steps] == [False], steps


# ---------------------------------------------------------------------------------------- the workers


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


@LINUX
def test_a_worker_knows_nothing_of_the_graders_environment(fork_server, monkeypatch):
    monkeypatch.setenv("TEACHERS_PASSWORD", "secret")
    names = value(fork_server, "import os; x = sorted(os.environ)")
    assert "HOME" in names and "TEACHERS_PASSWORD" not in names
    assert value(fork_server, "import os; x = len(os.listdir('/proc'))") in (
        0,
        1,
    ) or "Error" in value(fork_server, "import os; x = len(os.listdir('/proc'))")


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
def test_a_closed_worker_leaves_no_process(fork_server):
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
    nothing = Verdict(0.0, Diagnosis("f", Kind.MISSING, NOTHING_THERE))
    assert with_cell_error(nothing, []) == nothing
    error = "SyntaxError: invalid syntax (line 1): retrun"
    found = with_cell_error(nothing, [error])
    assert found.diagnosis.headline == NOT_DEFINED and found.cell_error == error


def test_what_time_did_not_allow_is_not_called_wrong():
    seen, failed = Verdict(3.0), Verdict(0.0, Diagnosis("f", Kind.WRONG_VALUE, "wrong"))
    assert with_hidden_test("test_f", seen, failed).diagnosis.headline == HIDDEN_FAILED
    late = with_hidden_test("test_f", seen, failed, out_of_time=NO_TIME)
    assert late.points == 0 and late.diagnosis.headline == NO_TIME
    assert with_hidden_test("test_f", seen, Verdict(3.0), out_of_time=NO_TIME) == seen


@LINUX
def test_a_fork_server_that_something_ends_is_started_again():
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
    with ForkServer(ROOT, sandboxed=False) as fork_server:
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
        assert (
            RemoteFunction(session, path).call([1]).error
            == "TimeoutError: no result after 2 seconds"
        )
    assert asked == [["f"], ["f"], ["g", "h"]]


def children_of(number):
    """The numbers of a process's children."""
    return list(map(int, Path(f"/proc/{number}/task/{number}/children").read_text().split()))


def guardian_and_worker(fork_server):
    """The numbers of the processes of the only worker: the one that waits for it, and itself."""
    (guardian,) = children_of(fork_server.process.pid)
    return guardian, *children_of(guardian)


def kilobytes(number, name):
    """What the kernel counts of a process under a name of /proc/…/status, in kB."""
    lines = Path(f"/proc/{number}/status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


FILLS = """
import mmap, os, threading

kept = []
def keep(make):
    try:
        while len(kept) < 10_000:
            kept.append(make())
    except (OSError, MemoryError, ValueError):
        pass

def pipe():
    ends = os.pipe()
    os.set_blocking(ends[1], False)
    os.write(ends[1], bytes(1 << 20))
    return ends

def file():
    with open(f"/tmp/{len(kept)}", "wb") as made:
        made.write(bytes(1 << 20))

def shared():
    part = mmap.mmap(-1, 8 << 20)
    part.write(bytes(8 << 20))
    return part

def child():
    return os.fork() or os._exit(0)

for make in (pipe, file, child, shared, lambda: bytearray(4 << 20)):
    keep(make)
x = len(kept)
"""


@LINUX
def test_what_a_submission_fills_in_every_way_is_within_its_limit():
    """One process, whose memory the kernel bounds; it has no child, and shares no memory that outlives a mapping."""
    limits = Limits(memory=700 << 20)
    with ForkServer(ROOT) as fork_server:
        worker = fork_server.worker(limits)
        worker.ask(10, do="load", cells=[{"kind": "answer", "source": FILLS}], wanted=["x"])
        worker.ask(60, do="run", cell=0, seconds=60.0)
        guardian, *workers = guardian_and_worker(fork_server)
        assert len(workers) == 1 and children_of(workers[0]) == []
        resident = kilobytes(workers[0], "VmRSS") << 10
        assert (limits.memory >> 1) < resident <= limits.memory
        used = os.statvfs(f"/proc/{workers[0]}/root/tmp")
        assert (used.f_blocks - used.f_bfree) * used.f_frsize <= limits.files
        worker.close()


@LINUX
def test_a_worker_whose_guardian_is_killed_ends():
    with ForkServer(ROOT) as fork_server:
        worker = fork_server.worker(LIMITS)
        guardian, number = guardian_and_worker(fork_server)
        os.kill(guardian, signal.SIGKILL)
        deadline = time.monotonic() + 20
        while Path(f"/proc/{number}").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not Path(f"/proc/{number}").exists()
        worker.close()


@LINUX
def test_each_submission_is_a_session_of_its_own():
    """Linux divides processors among sessions (sched_autogroup_enabled): a hundred threads get the share of one."""
    with ForkServer(ROOT) as fork_server:
        workers = [fork_server.worker(LIMITS) for _ in range(2)]
        inner = [
            number
            for guardian in children_of(fork_server.process.pid)
            for number in children_of(guardian)
        ]
        assert len({os.getsid(number) for number in [*inner, 0]}) == 3
        for worker in workers:
            worker.close()
