"""The grader's side of the sandbox: start workers, ask them, and never believe or wait for them longer than said."""

import contextlib
import json
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from classroom.grading.sandbox import protocol
from classroom.grading.sandbox.responses import InvalidResponse, text_of

HERE = Path(__file__).resolve().parent
SYSTEM = (
    "/usr",
    "/lib",
    "/lib64",
    "/bin",
    "/etc/ld.so.cache",
    "/dev/null",
    "/dev/zero",
    "/dev/urandom",
)
GRACE = 1.0  # seconds after which a call that the worker itself should have stopped is killed
ATTEMPTS = 3  # starts of the process that workers come from, for one worker
START = 60.0  # seconds for loading numpy and matplotlib, on a busy machine
WHAT_TO_DO = (
    "Learners' code runs in a sandbox of Linux 5.12 or newer (user namespaces; x86-64 or ARM64), which this system "
    "refuses: {}. On Ubuntu: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0; in a container, let it make "
    "user namespaces; on macOS and Windows, grade in a Linux virtual machine. Or, on Linux, accept that submissions "
    "run with your rights: --unsafe."
)


class SandboxUnavailable(RuntimeError):
    """There is no sandbox here; the text says what to do."""


class WorkerEnded(RuntimeError):
    """The worker is gone; `reason` is "time", "death", or "form" for an answer that is none."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Limits:
    """What one notebook's code may use: seconds a call, a cell, in all; bytes of memory, bytes in files."""

    call: float = 10.0
    cell: float = 20.0
    total: float = 120.0
    memory: int = 2 << 30
    files: int = 16 << 20


class ForkServer:
    """Workers for one release. Use it as a context manager, or close it.

    scratch -- a folder for what it writes, by default the system's
    Its process is started again if something ends it: a machine short of memory, say.
    """

    def __init__(self, release, sandboxed=True, scratch=None):
        self.release, self.sandboxed = str(release), sandboxed
        self.shown = [path for path in SYSTEM if os.path.lexists(path)] + installed()
        self.scratch = tempfile.TemporaryDirectory(prefix="fork_server-", dir=scratch)
        self.start()

    def start(self):
        """Start the process that workers are forked from."""
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = {
            "HOME": "/tmp",
            "LANG": "C.UTF-8",
            "MPLBACKEND": "agg",
            "MPLCONFIGDIR": self.scratch.name,
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
            "TQDM_DISABLE": "1",
            "HDF5_USE_FILE_LOCKING": "FALSE",  # nobody writes to what is read here
            "PYTHONWARNINGS": "ignore",
        }
        kept = {
            name: os.environ[name]
            for name in ("OPENBLAS_CORETYPE", "LD_LIBRARY_PATH")
            if name in os.environ
        }
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-I",
                str(HERE / "fork_server.py"),
                self.release,
                str(theirs.fileno()),
            ],
            pass_fds=[theirs.fileno()],
            env=environment | kept,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the grader
        )
        theirs.close()

    def worker(self, limits=Limits()):
        """A new worker. Raises SandboxUnavailable where the system doesn't allow one."""
        for _ in range(ATTEMPTS):
            with contextlib.suppress(ForkServerEnded):
                return self.fork_worker(limits)
            self.end()
            self.start()
        raise SandboxUnavailable(
            WHAT_TO_DO.format("the process that workers come from ends each time")
        )

    def fork_worker(self, limits):
        """A new worker. Raises ForkServerEnded, or SandboxUnavailable where the system doesn't allow one."""
        mine, worker_socket = socket.socketpair()
        keep_alive, keep_alive_end = socket.socketpair()
        request = {
            "shown": [*self.shown, self.release],
            "limits": {"memory": limits.memory, "seconds": limits.total, "files": limits.files},
            "sandboxed": self.sandboxed,
        }
        try:
            with worker_socket, keep_alive_end:
                ends = [worker_socket.fileno(), keep_alive_end.fileno()]
                socket.send_fds(self.control, [json.dumps(request).encode()], ends)
            answer = protocol.receive(mine, time.monotonic() + START, answer=True)
        except (EOFError, OSError, protocol.ProtocolError) as error:
            answer = {"failed": f"no worker starts ({type(error).__name__})"}
        if answer == {"answer": "ready"}:
            return WorkerProcess(mine, keep_alive)
        mine.close()
        keep_alive.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(GRACE)  # one that was killed is gone a moment later
            raise ForkServerEnded
        raise SandboxUnavailable(WHAT_TO_DO.format(answer["failed"]))

    def end(self):
        """End the process that workers come from."""
        self.control.close()
        self.process.kill()
        self.process.wait()

    def close(self):
        """End that process for good."""
        self.end()
        self.scratch.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        self.close()


class ForkServerEnded(RuntimeError):
    """Something has ended the process that workers come from."""


def installed():
    """The folders that hold Python and its packages; a folder within another one is left out."""
    paths = {os.path.realpath(p) for p in (sys.prefix, sys.base_prefix)} | {
        sys.prefix,
        sys.base_prefix,
    }
    paths = sorted(
        path for path in paths if not path.startswith(("/usr/", "/lib/")) and path != "/usr"
    )
    return [path for path in paths if not any(path.startswith(f"{other}/") for other in paths)]


class WorkerProcess:
    """One worker. Asking it raises WorkerEnded when it is dead, late, or talks nonsense; then it is killed."""

    def __init__(self, socket, keep_alive):
        self.socket, self.keep_alive = socket, keep_alive

    def ask(self, within, **request):
        """The worker's answer to {"do": …}, which must come within so many seconds, and a moment.

        Raises WorkerEnded, and WorkerFailed where the worker says it could not do it.
        """
        self.send(within, **request)
        return self.answer(within)

    def send(self, within, **request):
        """Ask without waiting for the answer. Raises WorkerEnded."""
        with self.giving_up():
            self.socket.settimeout(within + GRACE)
            self.socket.sendall(protocol.pack(request))

    def answer(self, within):
        """The next answer, as `ask` gives it: there is one for each of a request's "cases"."""
        with self.giving_up():
            answer = protocol.receive(self.socket, time.monotonic() + within + GRACE, answer=True)
        if isinstance(answer, dict) and list(answer) == ["answer"]:
            return answer["answer"]
        if isinstance(answer, dict) and list(answer) == ["failed"]:
            with contextlib.suppress(InvalidResponse):
                raise WorkerFailed(text_of(answer["failed"]))
        self.close()
        raise WorkerEnded("form")

    @contextlib.contextmanager
    def giving_up(self):
        """Within this context a worker that is late, dead, or breaks the protocol is killed; raises WorkerEnded."""
        try:
            yield
        except TimeoutError:
            self.close()
            raise WorkerEnded("time") from None
        except protocol.ProtocolError:
            self.close()
            raise WorkerEnded("form") from None
        except (EOFError, OSError):
            self.close()
            raise WorkerEnded("death") from None

    def close(self):
        """Kill the worker."""
        with contextlib.suppress(OSError):
            self.keep_alive.close()
            self.socket.close()


class WorkerFailed(RuntimeError):
    """The worker could not do what was asked; the text is its own word for it."""


def supported():
    """Whether this is a system that may have the sandbox at all."""
    return sys.platform == "linux" and platform.machine() in ("x86_64", "aarch64")


def require_sandbox():
    """Lock a process in, to see whether that can be done here. Raises SandboxUnavailable, in a sentence, if not."""
    if not supported():
        raise SandboxUnavailable(
            WHAT_TO_DO.format(f"it is {platform.system()} on {platform.machine()}")
        )
    command = [sys.executable, "-I", str(HERE / "isolation.py")]
    try:
        tried = subprocess.run(command, capture_output=True, text=True, timeout=START)
    except subprocess.TimeoutExpired:
        raise SandboxUnavailable(WHAT_TO_DO.format("the trial does not end")) from None
    if tried.returncode:
        raise SandboxUnavailable(
            WHAT_TO_DO.format((tried.stderr.strip().splitlines() or ["no reason given"])[-1])
        )
