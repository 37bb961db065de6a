"""A learner's notebook in the sandbox, and its functions as the checks see them."""

import functools
import json
import re
import time

from classroom.grading.sandbox import protocol
from classroom.grading.sandbox.client import (
    ForkServer,
    Limits,
    WorkerEnded,
    WorkerFailed,
    WorkerProcess,
)
from classroom.grading.sandbox.responses import (
    InvalidResponse,
    bool_of,
    call_result_of,
    error_of,
    look_of,
    names_of,
    processor_time_of,
)
from classroom.grading.sandbox.slicing import Step, steps_of
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

    cells      -- {"kind": "answer", "given" or "extra", "source": …}
    wanted     -- names that tests ask for
    not_python -- the numbers of the cells that are none
    slow       -- numbers of cells of which only what answers need is run; those that end the worker are entered there
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
        self.fork_server, self.files, self.cells = fork_server, files, cells
        found = steps_of(tuple((c["kind"], c["source"]) for c in cells), frozenset(wanted))
        self.not_python = [number for number, steps in enumerate(found) if steps is None]
        self.steps = [
            # an answer that is no Python is run for the sake of its error
            ([Step(c["source"])] if c["kind"] == "answer" else []) if steps is None else steps
            for c, steps in zip(cells, found, strict=True)
        ]
        self.limits, self.deadline = limits, deadline
        self.slow = set() if slow is None else slow
        self.worker: WorkerProcess | None = None
        self.restarts = 0
        self.again = AGAIN
        self.done: list[int] = []  # the cells that were run, in order
        self.errors: dict[int, str] = {}
        self.endless: set[str] = set()  # names of functions that a call of did not end in time
        # paths of functions that gave no answer of the right form
        self.broken: set[tuple[str, ...]] = set()
        # of functions that others call, when so many cells had been run: whether they are right
        self.right: dict[tuple[str, int], bool] = {}

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
            steps = [[[one.source, one.needed, one.imports] for one in c] for c in self.steps]
            ask(do="load", cells=steps, spare=SPARE)
            for cell in self.done:
                self.ask_to_run(worker, cell)
        return self.worker

    def ask_within(self, worker: WorkerProcess, within: float, /, **request):
        """An answer of a worker, in the time that is left for the notebook. Raises WorkerEnded if none comes."""
        return self.in_time(worker.ask, within, **request)

    def in_time(self, ask, within: float, /, **request):
        """What ask(seconds) returns, with the seconds that are left of so many. Raises WorkerEnded."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise WorkerEnded("total")
        try:
            return ask(min(within, left), **request)
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
            self.give_up()
            raise

    def ask(self, within: float, /, **request):
        """An answer of the worker. Raises WorkerEnded, and gives the worker up, if none comes."""
        return self.guarded(lambda worker: self.ask_within(worker, within, **request))

    def send(self, within: float, /, **request) -> None:
        """Ask without waiting for the answers, one for each of the request's cases. Raises WorkerEnded."""
        self.guarded(lambda worker: self.in_time(worker.send, within, **request))

    def answer(self, within: float):
        """The next answer to what was sent. Raises WorkerEnded, and gives the worker up, if none comes."""
        return self.guarded(lambda worker: self.in_time(worker.answer, within))

    def give_up(self) -> None:
        """End a worker that answers are still due from: none of them may be taken for that to another question."""
        self.restarts += 1
        self.close()

    def run(self, cell: int) -> None:
        """Run a cell by its number; its error, if any, goes into `errors`.

        A learner's own cell that ends the worker is tried again with what answers need of it.
        """
        if not self.steps[cell]:
            return  # most of a lesson's own cells: no answer needs anything of them
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
        known = {name: encode(value) for name, value in (stand_ins or {}).items()}
        case = {"arguments": json.dumps(encode(list(arguments))), "stand_ins": json.dumps(known)}
        return self.noted(self.without_asking() or self.ask_for_call(case, parameters, options))

    def call_all(self, cases, parameters=()) -> list[CallResult]:
        """The CallResults on all cases, for which the worker is asked at once."""
        results: list[CallResult] = []
        while len(results) < len(cases):
            if results and results[-1].error_type == "TimeoutError":
                results.append(results[-1])
            elif known := self.without_asking():
                results.append(known)
            else:
                left = [case.as_text for case in cases[len(results) :]]
                results += map(self.noted, self.ask_for_calls(left, parameters))
        return results

    def without_asking(self) -> CallResult | None:
        """What is known of a call before it is made, or None."""
        if len(self.path) > 1 and self.path[-1] in self.session.endless:
            # Only a hint hangs on it, whether another function calls one that fails: not worth waiting again.
            return CallResult(error=why(WorkerEnded("time"), self.session.limits.call))
        return CallResult(error=NO_ANSWER) if self.path in self.session.broken else None

    def noted(self, result: CallResult) -> CallResult:
        """The same CallResult; that the function is endless, if it tells so, is remembered."""
        if result.error_type == "TimeoutError":
            self.session.endless.add(self.path[-1])
        return result

    def ask_for_call(self, case: dict, parameters, options) -> CallResult:
        """The CallResult of one call, by asking the worker."""
        result, told = self.asked(case, self.session.limits.call, parameters, options)
        return self.with_patience(result, told, case, parameters, options)

    def asked(self, case, seconds, parameters, options) -> tuple[CallResult, dict | None]:
        """`taken` of one call that may take so many seconds."""
        request = self.request(seconds, parameters, options) | case
        return self.taken(lambda within: self.session.ask(within, **request), seconds, parameters)

    def ask_for_calls(self, cases: list[dict], parameters) -> list[CallResult]:
        """The CallResults of calls, by one request: of all, or up to one that ran out of time or ended the worker."""
        session, seconds = self.session, self.session.limits.call
        results: list[CallResult] = []
        try:
            session.send(seconds, cases=cases, **self.request(seconds, parameters, {}))
        except WorkerEnded as problem:
            return [CallResult(error=why(problem, seconds))]
        for case in cases:
            result, told = self.taken(session.answer, seconds, parameters)
            if protocol.out_of_time(told):  # the last answer to this request
                return [*results, self.with_patience(result, told, case, parameters, {})]
            results.append(result)
            if self.path in session.broken and len(results) < len(cases):
                session.give_up()
            if session.worker is None:
                break
        return results

    def request(self, seconds, parameters, options) -> dict:
        """What is asked of the worker, apart from the case."""
        request = dict(do="call", path=list(self.path), parameters=list(parameters))
        return request | dict(options=options, seconds=seconds)

    def taken(self, ask, seconds, parameters) -> tuple[CallResult, dict | None]:
        """The CallResult that the answer of ask(seconds) tells, and the answer; None for one that breaks the form."""
        try:
            told = ask(seconds)
            return call_result_of(told, parameters), told
        except InvalidResponse as problem:
            self.session.broken.add(self.path)
            return CallResult(error=why(problem, seconds)), None
        except (WorkerEnded, WorkerFailed) as problem:
            if isinstance(problem, WorkerEnded) and problem.reason == "form":
                self.session.broken.add(self.path)
            return CallResult(error=why(problem, seconds)), None

    def with_patience(self, result, told, case, parameters, options) -> CallResult:
        """The CallResult of a call; of one that the machine had no time for, that of another with more time."""
        seconds = self.session.limits.call
        late = protocol.out_of_time(told) and processor_time_of(told) < BUSY * seconds
        if not (late and self.session.again):
            return result
        self.session.again -= 1
        return self.asked(case, PATIENCE * seconds, parameters, options)[0]

    def __call__(self, *arguments, **options):
        """The function's value, for a test that calls it directly. Raises AnswerError with the learner's error."""
        result = self.call(arguments, **options)
        if result.error:
            raise AnswerError(result.error)
        return result.value

    @functools.cached_property
    def seen(self) -> dict:
        """What can be seen of the function without calling it, asked once."""
        nothing = {"python": False, "loops": False, "unused": [], "reads": {}}
        return self.told(nothing, lambda told: look_of(told, self.session.words), do="look")

    def told(self, otherwise, read, **request):
        """What read(answer) makes of an answer on this function; `otherwise` where there is none, or none it takes."""
        try:
            return read(self.session.ask(self.session.limits.call, path=list(self.path), **request))
        except (WorkerEnded, WorkerFailed, InvalidResponse):
            return otherwise

    def takes(self, parameters, optional) -> bool:
        """Whether it can be called as the lesson does."""
        names = {"parameters": list(parameters), "optional": list(optional)}
        return self.told(True, bool_of, do="takes", **names)

    def other_defaults(self, defaults) -> list[str]:
        """The optional arguments whose default is another value than the lesson's."""
        if not defaults:
            return []
        encoded = encode(dict(defaults))
        return self.told(
            [], lambda told: names_of(told, defaults), do="other_defaults", defaults=encoded
        )

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

    def other_is_right(self, name: str, right) -> bool:
        """Whether another function that it reads is right: asked once as long as no other cell is run."""
        known = self.session.right
        key = (name, len(self.session.done))
        if key not in known:
            known[key] = right(self.beside(name))
        return known[key]
