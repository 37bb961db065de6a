"""A learner's notebook in the sandbox, and its functions as the checks see them."""

import functools
import re
import time

from classroom.grading.sandbox.client import (
    ForkServer,
    Limits,
    WorkerEnded,
    WorkerFailed,
    WorkerProcess,
)
from classroom.grading.sandbox.responses import (
    InvalidResponse,
    call_result_of,
    error_of,
    look_of,
    processor_time_of,
)
from helpers.checks.calling import CheckedFunction
from helpers.checks.results import CallResult
from helpers.checks.values import encode

RESTARTS = 20  # of a worker that dies, for one notebook
SPARE = 2.0  # seconds, in all, for a learner's statements that no answer seems to need
# A call that ran out of time while it had less than this share of it on a processor is made again, with so many times
# the time: the machine was busy. So many calls of a notebook, for those that only wait.
BUSY, PATIENCE, AGAIN = 0.5, 3, 2
TIME_IS_UP = "TimeoutError: the notebook has used up its time"
NO_ANSWER = "ValueError: its process answers in a form that no answer has; it was not asked again"
WORD = re.compile(r"\w{1,80}")


class Session:
    """A learner's notebook in a worker: cells run in order, and functions that can be called.

    A worker that dies or hangs is replaced, and the cells before are run again, without the one that did it; all that
    within the deadline.

    slow -- numbers of cells of which only what answers need is run; those that end the worker are entered there
    """

    def __init__(
        self,
        fork_server: ForkServer,
        files: dict,
        cells: list,
        wanted,
        limits: Limits,
        deadline: float,
        slow: set[int] | None = None,
    ):
        self.fork_server, self.files, self.cells, self.wanted = fork_server, files, cells, wanted
        self.limits, self.deadline = limits, deadline
        self.slow = set() if slow is None else slow
        self.worker: WorkerProcess | None = None
        self.restarts = 0
        self.again = AGAIN
        self.not_python: list[int] = []  # the cells that are none
        self.done: list[int] = []  # the cells that were run, in order
        self.errors: dict[int, str] = {}
        self.endless: set[str] = set()  # names of functions that a call of did not end in time
        # paths of functions that gave no answer of the right form
        self.broken: set[tuple[str, ...]] = set()

    @functools.cached_property
    def words(self) -> frozenset[str]:
        """The words of the notebook's cells, names among them."""
        return frozenset(word for cell in self.cells for word in WORD.findall(cell["source"]))

    def open(self) -> WorkerProcess:
        """Return the worker, or a new one with all cells run that were run before."""
        if self.worker is None:
            worker = self.worker = self.fork_server.worker(self.limits)
            ask = functools.partial(self.ask_within, worker, self.limits.cell)
            ask(do="write", files=self.files)
            # Nothing of the learner's has run yet: this answer is the worker's own.
            cells = {"cells": self.cells, "wanted": self.wanted, "spare": SPARE}
            self.not_python = ask(do="load", **cells)
            for cell in self.done:
                self.ask_to_run(worker, cell)
        return self.worker

    def ask_within(self, worker: WorkerProcess, within: float, /, **request):
        """An answer of a worker, in the time that is left for the notebook. Raises WorkerEnded if none comes."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise WorkerEnded("total")
        try:
            return worker.ask(min(within, left), **request)
        except WorkerEnded as end:
            if end.reason == "time" and left < within:
                raise WorkerEnded("total") from None
            raise

    def ask_to_run(self, worker: WorkerProcess, cell: int):
        """Run a cell in a worker, and return what it tells of that."""
        seconds = self.limits.cell
        run = {"do": "run", "cell": cell, "seconds": seconds, "spare": cell not in self.slow}
        return self.ask_within(worker, seconds, **run)

    def guarded(self, ask):
        """What ask(worker) returns. Raises WorkerEnded, and gives the worker up, if none comes."""
        if time.monotonic() > self.deadline or self.restarts > RESTARTS:
            self.close()
            raise WorkerEnded("total")
        try:
            return ask(self.open())
        except WorkerEnded:
            self.restarts += 1
            self.close()
            raise

    def ask(self, within: float, /, **request):
        """An answer of the worker. Raises WorkerEnded, and gives the worker up, if none comes."""
        return self.guarded(lambda worker: self.ask_within(worker, within, **request))

    def run(self, cell: int) -> None:
        """Run a cell by its number; its error, if any, goes into `errors`.

        A learner's own cell that ends the worker is tried again with what answers need of it.
        """
        error = None
        for _ in range(2 if self.cells[cell]["kind"] == "extra" and cell not in self.slow else 1):
            try:
                told = self.guarded(lambda worker: self.ask_to_run(worker, cell))
                self.done.append(cell)
                error = error_of(told)
                break
            except (WorkerEnded, WorkerFailed, InvalidResponse) as problem:
                error = why(problem, self.limits.cell)
                self.slow.add(cell)
        if error:
            self.errors[cell] = error

    def close(self) -> None:
        """End the worker."""
        if self.worker is not None:
            self.worker.close()
            self.worker = None


def why(problem: Exception, seconds: float) -> str:
    """Return the error that a learner should read for a worker that gave no answer."""
    if isinstance(problem, InvalidResponse):
        return NO_ANSWER
    if not isinstance(problem, WorkerEnded):
        return f"ValueError: {problem}"
    return {
        "time": f"TimeoutError: no result after {seconds:g} seconds",
        "death": "MemoryError: it ended the whole process (too much memory, or an exit)",
        "total": TIME_IS_UP,
        "form": NO_ANSWER,
    }[problem.reason]


class AnswerError(RuntimeError):
    """A learner's function raised; the text is its error, with the name of its type."""


class RemoteFunction(CheckedFunction):
    """A learner's function in a worker: the checks run it and look at it as they do with one of their own."""

    def __init__(self, session: Session, path: tuple[str, ...]):
        self.session, self.path, self.__name__ = session, path, path[-1]

    def call(self, arguments, parameters=(), stand_ins=None, **options) -> CallResult:
        """The CallResult of one call, as the worker tells it."""
        seconds = self.session.limits.call
        if len(self.path) > 1 and self.path[-1] in self.session.endless:
            # Only a hint hangs on it, whether another function calls one that fails: not worth waiting again.
            return CallResult(error=why(WorkerEnded("time"), seconds))
        if self.path in self.session.broken:
            return CallResult(error=NO_ANSWER)
        result = self.ask_for_call(seconds, arguments, parameters, stand_ins, options)
        if result.error_type == "TimeoutError":
            self.session.endless.add(self.path[-1])
        return result

    def ask_for_call(self, seconds, arguments, parameters, stand_ins, options) -> CallResult:
        """`call`, by asking the worker."""
        encoded = {name: encode(value) for name, value in (stand_ins or {}).items()}
        request = dict(path=list(self.path), arguments=encode(list(arguments)), stand_ins=encoded)
        try:
            told = self.session.ask(
                seconds,
                do="call",
                parameters=list(parameters),
                options=options,
                seconds=seconds,
                **request,
            )
            result = call_result_of(told, parameters)
        except InvalidResponse as problem:
            self.session.broken.add(self.path)
            return CallResult(error=why(problem, seconds))
        except (WorkerEnded, WorkerFailed) as problem:
            if isinstance(problem, WorkerEnded) and problem.reason == "form":
                self.session.broken.add(self.path)
            return CallResult(error=why(problem, seconds))
        late = result.error_type == "TimeoutError" and processor_time_of(told) < BUSY * seconds
        if late and self.session.again and seconds == self.session.limits.call:
            self.session.again -= 1
            longer = PATIENCE * seconds
            return self.ask_for_call(longer, arguments, parameters, stand_ins, options)
        return result

    def __call__(self, *arguments, **options):
        """The function's value, for a test that calls it directly. Raises AnswerError with the learner's error."""
        result = self.call(arguments, **options)
        if result.error:
            raise AnswerError(result.error)
        return result.value

    def look(self, parameters=(), optional=(), defaults=None) -> dict:
        """What can be seen of the function without calling it."""
        request = dict(path=list(self.path), parameters=list(parameters), optional=list(optional))
        request["defaults"] = encode(dict(defaults or {}))
        nothing = {"takes": True, "other_defaults": [], "python": False, "loops": False}
        nothing |= {"unused": [], "reads": {}}
        try:
            told = self.session.ask(self.session.limits.call, do="look", **request)
            return look_of(told, self.session.words)
        except (WorkerEnded, WorkerFailed, InvalidResponse):
            return nothing

    @functools.cached_property
    def seen(self) -> dict:
        """`look`, asked once: each question is a message there and back."""
        return self.look()

    def takes(self, parameters, optional) -> bool:
        """Whether it can be called as the lesson does."""
        return self.look(parameters, optional)["takes"]

    def other_defaults(self, defaults) -> list[str]:
        """The optional arguments whose default is another value than the lesson's."""
        told = self.look(defaults=defaults)["other_defaults"] if defaults else []
        return [name for name in defaults if name in told]

    def is_python(self) -> bool:
        """Whether it is written in Python."""
        return self.seen["python"]

    def loops(self) -> bool:
        """Whether a for loop stands in it."""
        return self.seen["loops"]

    def unused(self) -> list[str]:
        """The parameters it never looks at."""
        return self.seen["unused"]

    def reads(self) -> dict[str, str]:
        """What it takes from the notebook."""
        return self.seen["reads"]

    def beside(self, name: str) -> "RemoteFunction":
        """Another function that it reads."""
        return RemoteFunction(self.session, (*self.path, name))
