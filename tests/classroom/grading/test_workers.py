"""Workers begin, end and hang: what is told, and that no process is left."""

import contextlib
import json
import os
import signal
import time
from pathlib import Path

import pytest

from classroom.grading.marking import (
    HIDDEN_FAILED,
    NO_TIME,
    NOT_DEFINED,
    NOTHING_THERE,
    Verdict,
    with_cell_error,
    with_hidden_test,
)
from classroom.grading.sandbox.client import (
    ForkServer,
    Limits,
    SandboxUnavailable,
    WorkerEnded,
    WorkerFailed,
)
from classroom.grading.session import (
    NO_ANSWER,
    RemoteFunction,
    Session,
)
from classroom.paths import ROOT
from helpers.checks import Diagnosis, Kind
from helpers.checks.calling import CheckedFunction
from helpers.checks.records import CaseRecord
from tests.classroom.grading.workers import LIMITS, LINUX, load, value

HERE = ROOT / "classroom" / "grading" / "sandbox"


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
    worker.ask(5, do="load", cells=[[[attempt, True, False]]])
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
        worker.ask(10, do="load", cells=[[[FILLS, True, False]]])
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


# ------------------------------------------------------------------ many calls by one request

COUNTS = """
count = 0
def f(x):
    global count
    count += 1
    if x == "raise":
        raise ValueError(count)
    if x == "late":
        raise TimeoutError(count)
    if x == "exit":
        import os
        os._exit(1)
    return count, x

def g(x):
    return "g"
"""
BREAKS = """
import sys

protocol = sys.modules["protocol"]
pack, answers = protocol.pack, []

def broken(value, answer=False):
    answers.append(value)
    return pack({"answer": "of another form"} if len(answers) == 3 else value, answer)

def begin():
    protocol.pack = broken
"""


def cases(*values):
    return [CaseRecord({"arguments": [value]}) for value in values]


@contextlib.contextmanager
def session_of(fork_server, *sources):
    wanted = ["f", "g", "count", "begin"]
    cells = [{"kind": "answer", "source": source} for source in sources]
    session = Session(fork_server, {}, cells, wanted, LIMITS, deadline=time.monotonic() + 60)
    try:
        for number in range(len(cells)):
            session.run(number)
        yield session
    finally:
        session.close()


@LINUX
@pytest.mark.parametrize(
    "values",
    [("a", "b", "c"), ("a", "raise", "c"), ("late", "b", "c"), ("a", "late", "c"), ("a", "exit", "c", "d")],
)  # fmt: skip
def test_many_calls_by_one_request_are_those_made_one_by_one(fork_server, values):
    with session_of(fork_server, COUNTS) as session:
        one_by_one = CheckedFunction.call_all(RemoteFunction(session, ("f",)), cases(*values))
        calls = session.ask(5, do="value", name="count")
    with session_of(fork_server, COUNTS) as session:
        at_once = RemoteFunction(session, ("f",)).call_all(cases(*values))
        assert session.ask(5, do="value", name="count") == calls
        assert RemoteFunction(session, ("g",)).call(["x"]).value == "g"
    assert at_once == one_by_one and len(at_once) == len(values)


@LINUX
def test_answers_that_are_due_are_taken_for_no_others(fork_server):
    """Where one of many breaks the form, the worker is given up with those after it."""
    with session_of(fork_server, COUNTS, BREAKS) as session:
        RemoteFunction(session, ("begin",)).call([])
        found = RemoteFunction(session, ("f",)).call_all(cases("a", "b", "c", "d"))
        assert [one.error for one in found] == [None, NO_ANSWER, NO_ANSWER, NO_ANSWER]
        assert RemoteFunction(session, ("g",)).call(["x"]).value == "g"


@LINUX
def test_a_worker_starts_small(fork_server):
    """Each page that its fork server holds is copied, or marked to be, at every start of a worker."""
    program = "import gc, sys\nx = ['sklearn' in sys.modules, gc.get_freeze_count() > 100_000]"
    assert value(fork_server, program) == [False, True]


def test_a_cell_of_which_nothing_is_needed_takes_no_worker():
    cells = [{"kind": "given", "source": "print(1)"}, {"kind": "answer", "source": "x = 1"}]
    session = Session(None, {}, cells, ["x"], LIMITS, deadline=float("inf"))
    session.run(0)
    with pytest.raises(AttributeError):  # there is no fork server to start one
        session.run(1)
