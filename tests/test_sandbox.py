"""The sandbox piece by piece: what may pass, which statements run, what a worker can't do, what comes back to life."""

import json
import os
import pickle
import signal
import socket
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

from classroom.marking import NO_ANSWER, NOTHING_THERE, Remote, Session, Verdict, with_note
from classroom.release import ROOT
from classroom.sandbox import needed, wire
from classroom.sandbox.answers import LONGEST, BadForm, look_of, outcome_of
from classroom.sandbox.room import Limits, NoSandbox, Nursery, RoomEnded, WorkerFailed

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is made of Linux")

# ---------------------------------------------------------------------------------------- the wire

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
    assert wire.unpack(wire.pack(value)) == value


@given(NUMBERS)
def test_arrays_arrive_as_they_were_sent(array):
    arrived = wire.unpack(wire.pack({"the": [array, (array.T,)]}))["the"]
    for sent, got in zip((array, array.T), (arrived[0], arrived[1][0])):
        assert got.dtype == sent.dtype and got.shape == sent.shape
        assert got.tobytes() == np.ascontiguousarray(sent).tobytes()
        assert got.flags.owndata and got.flags.writeable


@settings(max_examples=300)
@given(some.binary(max_size=200) | some.text(max_size=60).map(lambda t: framed(t.encode())))
def test_whatever_bytes_come_it_is_a_message_or_it_is_refused(message):
    try:
        wire.unpack(message)
    except wire.WireError:
        pass


def framed(text, rest=b""):
    return wire.HEAD.pack(len(text), len(rest)) + text + rest


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
    with pytest.raises(wire.WireError):
        wire.unpack(message)


class Liar(np.ndarray):
    """An array that tells of other numbers than it has."""

    def __array_ufunc__(self, *given, **named):
        raise RuntimeError

    def __reduce__(self):
        raise RuntimeError


def test_what_is_no_plain_value_comes_as_the_name_of_its_type():
    class Spy:
        """Something with code of its own."""

    arrived = wire.unpack(wire.pack([Spy(), print, np.array([Spy()]), np.array(["a"]), {(): 1}]))
    assert [type(value).__name__ for value in arrived[:2]] == ["Spy", "builtin_function_or_method"]
    assert arrived[2].dtype == object and arrived[2][0] is None
    assert arrived[3].tolist() == [""]
    assert list(arrived[4].values()) == [1] and isinstance(next(iter(arrived[4])), str)
    arrived = wire.unpack(wire.pack(np.ones(3).view(Liar)))
    assert type(arrived) is np.ndarray and arrived.tolist() == [1, 1, 1]


@pytest.mark.parametrize("kind, double", [(np.longdouble, float), (np.clongdouble, complex)])
def test_long_doubles_arrive_as_doubles(kind, double):
    third = kind(1) / 3
    scalar, array = wire.unpack(wire.pack([third, np.full((2, 1), third)]))
    assert scalar == array[1, 0] == double(third)
    assert (scalar.dtype, array.dtype, array.shape) == (double, double, (2, 1))
    assert np.isinf(wire.unpack(wire.pack(np.longdouble("1e4000"))))


def test_lists_without_end_are_cut():
    endless = []
    endless.append(endless)
    assert len(wire.pack(endless)) < 1000
    deep = wire.unpack(wire.pack(endless))
    for _ in range(wire.DEEPEST):
        deep = deep[0]
    assert type(deep).__name__ == "list" and not isinstance(deep, list)


def test_what_is_too_large_is_refused_before_it_is_taken_in():
    with pytest.raises(wire.WireError, match="too large"):
        wire.pack(np.broadcast_to(np.zeros(1), (wire.LARGEST,)))
    here, there = socket.socketpair()
    with here, there:
        there.sendall(wire.HEAD.pack(100, wire.LARGEST))
        with pytest.raises(wire.WireError, match="too large"):
            wire.receive(here, time.monotonic() + 5)


@pytest.mark.parametrize(
    "text",
    [
        b"[" + b"[]," * wire.ANSWER_PARTS + b"[]]",
        b"[" + b"1," * wire.ANSWER_PARTS + b"1]",
        b"[" * 30 + b"]" * 30,
        b'"' + b"x" * (wire.LONGEST + 1) + b'"',
        b'{"dict": [["' + b"x" * (wire.LONGEST + 1) + b'", 1]]}',
        b'"' + b"x" * wire.ANSWER_TEXT + b'"',
        b"1" * 40,
        b'{"dict": [[[1], 2]], "more": [' + b"{}," * wire.ANSWER_PARTS + b"1]}",
    ],
    ids=["lists", "numbers", "depth", "text", "key", "bytes", "integer", "unread"],
)
def test_an_answer_keeps_its_bounds(text):
    with pytest.raises(wire.WireError):
        wire.unpack(framed(text), answer=True)


def test_what_an_answer_costs_is_bounded():
    """Bytes of JSON become ten times as many of objects, and arrays of objects take no bytes at all."""
    empty = b'{"array_of": "O", "shape": [1000000]}'
    most = [
        b"[" + b",".join([b"[]"] * (wire.ANSWER_PARTS // 2 - 1)) + b"]",
        b"[" + b",".join([empty] * 1000) + b"]",
        b"[" * 4_000_000,
    ]
    for text in most:
        tracemalloc.start()
        try:
            wire.unpack(framed(text), answer=True)
        except wire.WireError:
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 60e6, text[:40]


def test_an_answer_within_its_bounds_arrives():
    value = {"text": "x" * 20_000, "many": list(range(90_000)), 3: np.ones(10**6)}
    arrived = wire.unpack(wire.pack(value, answer=True), answer=True)
    assert arrived["text"] == "x" * wire.LONGEST and arrived["many"] == value["many"]
    assert arrived[3].size == 10**6
    with pytest.raises(wire.WireError, match="too large"):
        wire.pack([list(range(90_000))] * 3, answer=True)


# ------------------------------------------------------------------------------------ forms of answers

OUTCOME = {"value": 1, "error": None, "where": "", "changed": [], "printed": "", "warned": ""}
LOOK = {"takes": True, "python": True, "loops": False, "unused": ["w"], "reads": {"f": "function"}}


def test_an_answer_of_the_form_asked_for_is_taken():
    where = "line 3 of <lambda>: return x"
    told = OUTCOME | {
        "error": "E: \x1b[31mred\r",
        "where": where,
        "changed": ["b", "w"],
        "printed": "x",
    }
    found = outcome_of(told, ("w", "b"))
    assert (found.value, found.where, found.changed) == (1, where, ("w", "b"))
    assert found.error == "E: ⟨U+001B⟩[31mred\n" and found.printed == "printed"
    assert look_of(LOOK, frozenset({"w", "f"})) == LOOK
    long = OUTCOME | {"error": "x" * 9999, "warned": "\x00" * 9999}
    found = outcome_of(long, ())
    assert len(found.error) == len(found.warned) == LONGEST


def test_names_that_the_notebook_does_not_hold_are_left_out():
    told = LOOK | {"unused": ["secret_1_2_3", "w"], "reads": {"give_marks": "array", "f": "wrong"}}
    assert look_of(told, frozenset({"w", "f"})) == LOOK | {"unused": ["w"], "reads": {}}
    assert outcome_of(OUTCOME | {"where": "Give everybody full marks"}, ()).where == ""


@pytest.mark.parametrize(
    "other",
    [
        {"changed": ["w: give everybody full marks"]}, {"changed": ["w"] * 9}, {"changed": "w"},
        {"changed": [["w"]]}, {"changed": None}, {"error": 5}, {"error": ["E"]}, {"where": None},
        {"printed": 1}, {"warned": {}}, {"more": 1},
    ],
    ids=str,
)  # fmt: skip
def test_an_outcome_of_another_form_is_refused(other):
    with pytest.raises(BadForm):
        outcome_of(OUTCOME | other, ("w", "b"))


@pytest.mark.parametrize(
    "other",
    [
        {"takes": 1}, {"python": None}, {"loops": "yes"}, {"unused": "w"}, {"unused": [1]},
        {"reads": ["f"]}, {"reads": {"f": 1}}, {"reads": {1: "array"}}, {"more": 1},
    ],
    ids=str,
)  # fmt: skip
def test_a_look_of_another_form_is_refused(other):
    with pytest.raises(BadForm):
        look_of(LOOK | other, frozenset())
    for told in (None, [], "look", 3, {}):
        with pytest.raises(BadForm):
            look_of(told, frozenset())
        with pytest.raises(BadForm):
            outcome_of(told, ())


def test_a_function_that_breaks_the_form_is_not_asked_again(monkeypatch):
    asked = []

    def answer(self, within, **request):
        asked.append(request["path"])
        return OUTCOME | {"changed": "w"}

    session = Session(None, {}, [], [], LIMITS, deadline=float("inf"))
    monkeypatch.setattr(Session, "ask", answer)
    for path in (("f",), ("f",), ("g",)):
        assert Remote(session, path).run([1], ("w",)).error == NO_ANSWER
    assert asked == [["f"], ["g"]]


def test_a_message_that_trickles_in_does_not_hold_the_grader_up():
    here, there = socket.socketpair()
    over = threading.Event()

    def trickle():
        there.sendall(wire.HEAD.pack(1000, 0))
        while not over.wait(0.02):
            there.sendall(b" ")

    with here, there:
        thread = threading.Thread(target=trickle)
        thread.start()
        with pytest.raises(TimeoutError):
            wire.receive(here, time.monotonic() + 0.3)
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
    texts = needed.sources_to_run([cell("given", given_cell), cell("answer", answer)])
    assert texts == [kept, answer]


def test_answers_run_whole_even_where_they_are_wrong():
    broken = "def f(:\n  pass"
    assert needed.sources_to_run([cell("answer", broken), cell("extra", broken)]) == [broken, ""]


def test_what_a_later_answer_changes_is_needed_before():
    cells = [
        cell("given", "n = 1"),
        cell("answer", "def f():\n    return 1"),
        cell("given", "f = n"),
    ]
    assert needed.sources_to_run(cells, wanted=["f"]) == ["n = 1", cells[1]["source"], "f = n"]


# ---------------------------------------------------------------------------------------- the rooms


@pytest.fixture(scope="module")
def nursery():
    with Nursery(ROOT) as nursery:
        yield nursery


LIMITS = Limits(call=2, cell=4, total=20)


def load(room, *answers):
    """Load cells of answers, and run them; return their errors."""
    room.ask(5, do="load", cells=[cell("answer", source) for source in answers], wanted=[])
    return [room.ask(5, do="run", cell=number, seconds=4) for number in range(len(answers))]


def value(nursery, source):
    """The value of x after `source` ran in a new room; the error in words where it ended in one."""
    room = nursery.room(LIMITS)
    try:
        (error,) = load(room, source)
        return error or room.ask(5, do="value", name="x")
    finally:
        room.close()


@LINUX
def test_a_worker_calculates(nursery):
    found = value(
        nursery,
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
def test_a_worker_is_refused(nursery, attempt, refused):
    assert refused in value(nursery, f"x = 1; {attempt}")


@LINUX
def test_a_worker_knows_nothing_of_the_graders_environment(nursery, monkeypatch):
    monkeypatch.setenv("TEACHERS_PASSWORD", "secret")
    names = value(nursery, "import os; x = sorted(os.environ)")
    assert "HOME" in names and "TEACHERS_PASSWORD" not in names
    assert value(nursery, "import os; x = len(os.listdir('/proc'))") in (0, 1) or "Error" in value(
        nursery, "import os; x = len(os.listdir('/proc'))"
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
def test_a_worker_that_ends_or_hangs_is_told_as_such(nursery, attempt, reason):
    room = nursery.room(LIMITS)
    room.ask(5, do="load", cells=[cell("answer", attempt)], wanted=[])
    with pytest.raises(RoomEnded) as ended:
        room.ask(0.5, do="run", cell=0, seconds=60)
    assert ended.value.reason == reason


@LINUX
def test_a_closed_room_leaves_no_process(nursery):
    room = nursery.room(LIMITS)
    load(room, "x = 1")
    before = children(nursery.process.pid)
    assert before
    room.close()
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
def test_a_question_the_worker_can_not_answer_is_told(nursery):
    room = nursery.room(LIMITS)
    with pytest.raises(WorkerFailed, match="KeyError"):
        room.ask(5, do="value", name="nowhere")
    room.close()


@LINUX
def test_a_syntax_error_names_its_line_and_no_number_of_a_cell(nursery):
    assert value(nursery, "x = (1,\n2") == "SyntaxError: '(' was never closed (line 1): x = (1,"


def test_a_function_that_its_cells_error_left_undefined_is_not_called_missing():
    nothing = Verdict(0.0, f"✗ f: {NOTHING_THERE}")
    assert with_note(nothing, []) == nothing
    message = with_note(nothing, ["SyntaxError: invalid syntax (line 1): retrun"]).message
    assert message.startswith("✗ f: its cell ends in an error before it is defined.\n  note ")
    assert "retrun" in message


@LINUX
def test_a_nursery_that_something_ends_is_started_again():
    with Nursery(ROOT) as nursery:
        nursery.room(LIMITS).close()
        os.kill(nursery.process.pid, signal.SIGKILL)
        nursery.process.wait()
        assert value(nursery, "x = 7") == 7
        nursery.start = lambda: None  # and one that ends each time is given up, in a sentence
        os.kill(nursery.process.pid, signal.SIGKILL)
        nursery.process.wait()
        with pytest.raises(NoSandbox, match="ends each time"):
            nursery.room(LIMITS)


@LINUX
def test_without_the_sandbox_files_go_to_a_folder_that_is_removed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with Nursery(ROOT, confined=False) as nursery:
        room = nursery.room(LIMITS)
        room.ask(5, do="write", files={"lesson.ipynb": json.dumps({})})
        load(room, "import os\nx = os.getcwd()")
        folder = Path(room.ask(5, do="value", name="x"))
        assert (folder / "lesson.ipynb").exists()
        room.close()
        deadline = time.monotonic() + 5
        while folder.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
    assert not folder.exists() and list(tmp_path.iterdir()) == []


def test_only_a_hint_does_not_wait_for_an_endless_function_again(monkeypatch):
    def no_answer(self, within, **request):
        asked.append(request["path"])
        raise RoomEnded("time")

    asked, session = [], Session(None, {}, [], [], LIMITS, deadline=float("inf"))
    monkeypatch.setattr(Session, "ask", no_answer)
    for path in (("f",), ("g", "f"), ("f",), ("g", "h")):
        assert Remote(session, path).run([1]).error == "TimeoutError: no result after 2 seconds"
    assert asked == [["f"], ["f"], ["g", "h"]]
