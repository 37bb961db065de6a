"""Mark one submission: the learner's code in a room, the tests and all that they compare with here.

A notebook is run twice, each time in a new room. First the tests that learners have: their messages may say anything,
since learners can see the same. Then, for the answers that passed, the hidden tests: of these nothing is passed on but
points and the sentences of known mistakes, so that neither an input nor an expected value can leave with them.
"""

import ast
import contextlib
import functools
import io
import json
import os
import textwrap
import time
import warnings
from dataclasses import dataclass, replace
from pathlib import Path

from classroom.rebuild import (
    Cell,
    Unreadable,
    lesson_cells,
    names_of_answers,
    parse,
    rebuild,
)
from classroom.results import NOT_READ, ExerciseResult, SubmissionResult
from classroom.sandbox.needed import names_read, statements
from classroom.sandbox.room import Limits, Nursery, RoomEnded, WorkerFailed
from helpers.checks import WIDTH, CheckFailed
from helpers.checks.values import encode
from helpers.outcome import Outcome
from helpers.subject import Subject

RESTARTS = 20  # of a worker that dies, for one notebook
LONGEST_MESSAGE = 6000  # characters
LONGEST_ANSWER = 20_000
HIDDEN_FAILED = (
    "right on the inputs that the lesson shows, wrong on new ones. The result must follow from the arguments, "
    "whatever they are: is something fixed that only those inputs have in common?"
)
NOTHING_THERE = "nothing of this name is there. Was the cell deleted, or the function renamed?"
TIME_IS_UP = "TimeoutError: the notebook has used up its time"


class Session:
    """A learner's notebook in a room: cells run in order, and functions that can be called.

    A worker that dies or hangs is replaced, and the cells before are run again, without the one that did it.
    """

    def __init__(
        self, nursery: Nursery, files: dict, cells: list, wanted, limits: Limits, deadline
    ):
        self.nursery, self.files, self.cells, self.wanted = nursery, files, cells, wanted
        self.limits, self.deadline = limits, deadline
        self.room, self.restarts = None, 0
        self.done: list[int] = []  # the cells that were run, in order
        self.errors: dict[int, str] = {}
        self.endless: set[str] = set()  # names of functions that a call of did not end in time

    def open(self):
        """Make sure that there is a worker, with all cells run that were run before."""
        if self.room is None:
            self.room = self.nursery.room(self.limits)
            self.room.ask(self.limits.cell, do="write", files=self.files)
            self.room.ask(self.limits.cell, do="load", cells=self.cells, wanted=self.wanted)
            for cell in self.done:
                self.room.ask(self.limits.cell, do="run", cell=cell, seconds=self.limits.cell)

    def ask(self, within: float, **request):
        """An answer of the worker. Raises RoomEnded, and gives the worker up, if none comes."""
        if time.monotonic() > self.deadline or self.restarts > RESTARTS:
            self.close()
            raise RoomEnded("total")
        try:
            self.open()
            return self.room.ask(within, **request)
        except RoomEnded:
            self.restarts += 1
            self.close()
            raise

    def run(self, cell: int) -> None:
        """Run a cell by its number; its error, if any, goes into `errors`."""
        try:
            error = self.ask(self.limits.cell, do="run", cell=cell, seconds=self.limits.cell)
            self.done.append(cell)
        except (RoomEnded, WorkerFailed) as problem:
            error = why(problem, self.limits.cell)
        if error:
            self.errors[cell] = str(error)[:LONGEST_MESSAGE]

    def close(self) -> None:
        """End the worker."""
        if self.room is not None:
            self.room.close()
            self.room = None


def why(problem: Exception, seconds: float) -> str:
    """Return the error that a learner should read for a worker that gave no answer."""
    if not isinstance(problem, RoomEnded):
        return f"ValueError: {problem}"
    return {
        "time": f"TimeoutError: no result after {seconds:g} seconds",
        "death": "MemoryError: it ended the whole process (too much memory, or an exit)",
        "total": TIME_IS_UP,
    }[problem.reason]


class Remote(Subject):
    """A learner's function in a room: the checks run it and look at it as they do with one of their own."""

    def __init__(self, session: Session, path: tuple[str, ...]):
        self.session, self.path, self.__name__ = session, path, path[-1]

    def run(self, arguments, parameters=(), stand_ins=None, **options) -> Outcome:
        """The Outcome of one call, as the worker tells it."""
        seconds = self.session.limits.call
        if len(self.path) > 1 and self.path[-1] in self.session.endless:
            # Only a hint hangs on it, whether another function calls one that fails: not worth waiting again.
            return Outcome(error=why(RoomEnded("time"), seconds))
        outcome = self.call(seconds, arguments, parameters, stand_ins, options)
        if (outcome.error or "").startswith("TimeoutError"):
            self.session.endless.add(self.path[-1])
        return outcome

    def call(self, seconds, arguments, parameters, stand_ins, options) -> Outcome:
        """`run`, by asking the worker."""
        frozen = {name: encode(value) for name, value in (stand_ins or {}).items()}
        request = dict(path=list(self.path), arguments=encode(list(arguments)), stand_ins=frozen)
        try:
            told = self.session.ask(
                seconds,
                do="outcome",
                parameters=list(parameters),
                options=options,
                seconds=seconds,
                **request,
            )
            return Outcome(
                told["value"],
                told["error"] and str(told["error"])[:LONGEST_MESSAGE],
                *(str(told["where"])[:LONGEST_MESSAGE], tuple(map(str, told["changed"]))),
                *(str(told["printed"])[:LONGEST_MESSAGE], str(told["warned"])[:LONGEST_MESSAGE]),
            )
        except (RoomEnded, WorkerFailed) as problem:
            return Outcome(error=why(problem, seconds))
        except (KeyError, TypeError):
            return Outcome(error="ValueError: the worker tells nothing that can be understood")

    def __call__(self, *arguments, **options):
        """The function's value, for a test that calls it directly. Raises RuntimeError with the learner's error."""
        outcome = self.run(arguments, **options)
        if outcome.error:
            raise RuntimeError(outcome.error)
        return outcome.value

    def look(self, parameters=(), optional=()) -> dict:
        """What can be seen of the function without calling it."""
        request = dict(path=list(self.path), parameters=list(parameters), optional=list(optional))
        nothing = {"takes": True, "python": False, "loops": False, "unused": [], "reads": {}}
        try:
            told = self.session.ask(self.session.limits.call, do="look", **request)
            return nothing | {
                key: value for key, value in told.items() if isinstance(value, type(nothing[key]))
            }
        except (RoomEnded, WorkerFailed, KeyError, AttributeError):
            return nothing

    def takes(self, parameters, optional) -> bool:
        """Whether it can be called as the lesson does."""
        return self.look(parameters, optional)["takes"]

    def is_python(self) -> bool:
        """Whether it is written in Python."""
        return self.look()["python"]

    def loops(self) -> bool:
        """Whether a for loop stands in it."""
        return self.look()["loops"]

    def unused(self) -> list[str]:
        """The parameters it never looks at."""
        return [str(name) for name in self.look()["unused"]]

    def reads(self) -> dict[str, str]:
        """What it takes from the notebook."""
        return {str(name): str(kind) for name, kind in self.look()["reads"].items()}

    def beside(self, name: str) -> "Remote":
        """Another function that it reads."""
        return Remote(self.session, (*self.path, name))


class TestNames(dict):
    """The names that a test cell sees: the lesson's own, and, for what the answers define, the learner's."""

    def __init__(self, session: Session, remote: frozenset[str]):
        super().__init__(__name__="tests")
        self.session, self.remote = session, remote

    def __missing__(self, name: str):
        if name not in self.remote:
            raise KeyError(name)  # Python then looks among its own names
        try:
            kind = self.session.ask(self.session.limits.call, do="kind", name=name)
            if kind == "function":
                return Remote(self.session, (name,))
            if kind == "value":
                return self.session.ask(self.session.limits.call, do="value", name=name)
        except (RoomEnded, WorkerFailed) as problem:
            raise CheckFailed(f"✗ {name}: {why(problem, self.session.limits.cell)}") from None
        raise CheckFailed(f"✗ {name}: {NOTHING_THERE}")


@dataclass(frozen=True)
class Verdict:
    """What a part of a test cell gave: points, and the message and mistake where it failed."""

    points: float
    message: str = ""
    mistake: str | None = None


def run_test(source: str, names: dict, points: float) -> Verdict:
    """Run a test. As in nbgrader: an error gives 0 points, a number at the end so many, anything else all."""
    body = ast.parse(source).body
    last = ast.Expression(body.pop().value) if body and isinstance(body[-1], ast.Expr) else None
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(compile(ast.Module(body, []), "<test>", "exec"), names)
            value = eval(compile(last, "<test>", "eval"), names) if last else None
    except CheckFailed as failure:
        return Verdict(0.0, str(failure), failure.mistake)
    except Exception as failure:
        return Verdict(0.0, f"✗ {type(failure).__name__}: {failure}")
    if isinstance(value, int | float) and not isinstance(value, bool):
        points = min(points, max(0.0, float(value)))
    return Verdict(points, printed.getvalue().rstrip())


def mark_notebook(
    lesson: tuple[Cell, ...],
    rebuilt: tuple[Cell, ...],
    files: dict,
    nursery: Nursery,
    limits: Limits,
    deadline: float,
) -> dict[str, Verdict]:
    """Mark a rebuilt notebook; return {grade_id of the test: Verdict}.

    files    -- {name: text} of the week's rebuilt notebooks, for a lesson that uses the learner's functions of another
    deadline -- by time.monotonic(), after which nothing of the learner's runs any more
    """
    remote = names_of_answers(lesson)
    tests = [cell for cell in rebuilt if cell.kind == "test"]
    session = functools.partial(Session, nursery, files, limits=limits, deadline=deadline)
    verdicts = go_through(rebuilt, remote, session, {c.grade_id: c.visible for c in tests})
    # The whole test, so that the function is called as often as it would be in a notebook.
    hidden = {
        c.grade_id: c.source for c in tests if c.hidden.strip() and verdicts[c.grade_id].points
    }
    if hidden:
        for grade_id, verdict in go_through(rebuilt, remote, session, hidden).items():
            seen = verdicts[grade_id]
            if verdict.points == 0:
                seen = Verdict(
                    0.0,
                    hidden_message(grade_id.removeprefix("test_"), verdict.mistake),
                    verdict.mistake,
                )
            verdicts[grade_id] = replace(seen, points=min(seen.points, verdict.points))
    return verdicts


def hidden_message(name: str, mistake: str | None) -> str:
    """Return what a learner reads of a hidden test: nothing that came from the worker, nothing that was compared."""
    text = textwrap.fill(f"✗ {name}: {HIDDEN_FAILED}", WIDTH, subsequent_indent="  ")
    if mistake:
        text += "\n" + textwrap.fill(f"  mistake    {mistake}", WIDTH, subsequent_indent=" " * 13)
    return text


def go_through(cells, remote, new_session, tests: dict[str, str]) -> dict[str, Verdict]:
    """Run a notebook's cells in a new room, and tests, {grade_id: source}, in their places; return their Verdicts."""
    runnable = [{"kind": c.kind, "source": c.source} for c in cells if c.kind != "test"]
    session = new_session(cells=runnable, wanted=sorted(remote))
    names, verdicts, given, number = TestNames(session, remote), {}, [], 0
    errors: list[str] = []  # of the answers since the last test
    try:
        for cell in cells:
            if cell.kind == "test":
                if cell.grade_id in tests:
                    source = tests[cell.grade_id]
                    for statement in needed_by(source, tuple(given), remote):
                        exec(compile(statement, "<given>", "exec"), names)
                    verdict = run_test(source, names, cell.points)
                    verdicts[cell.grade_id] = with_note(verdict, errors)
                errors = []
                continue
            session.run(number)
            if cell.kind == "given":
                given.append(cell.source)
            elif cell.kind == "answer" and number in session.errors:
                errors.append(session.errors[number])
            number += 1
    finally:
        session.close()
    return verdicts


def with_note(verdict: Verdict, errors: list[str]) -> Verdict:
    """Return a failed Verdict with the error that the answer's own cell ended in, if it did."""
    if verdict.points or not errors:
        return verdict
    message = verdict.message.replace(
        NOTHING_THERE, "its cell ends in an error before it is defined."
    )
    note = textwrap.shorten(f"the cell ended in an error: {errors[-1]}", 300)
    lines = textwrap.fill(f"  note       {note}", WIDTH, subsequent_indent=" " * 13)
    return replace(verdict, message=f"{message}\n{lines}")


@functools.lru_cache(maxsize=1000)
def needed_by(test: str, given: tuple[str, ...], remote: frozenset[str]) -> list[str]:
    """Return the statements of the lesson's given cells that a test needs, such as its imports."""
    needed, kept = names_read(test) - remote, []
    for source in reversed(given):
        with contextlib.suppress(SyntaxError):  # IPython's own commands
            for statement, binds, reads in reversed(statements(source)):
                if binds & needed:
                    kept.append(statement)
                    needed |= reads - remote
    return kept[::-1]


# ---------------------------------------------------------------------------------- a submission


def mark_submission(
    learner: str,
    week: str,
    handed_in: dict[str, bytes | str],
    lessons: dict[str, str],
    nursery: Nursery,
    seed: int,
    limits: Limits,
    digest: str = "",
) -> SubmissionResult:
    """Mark a submission; never raises for what is in it.

    handed_in -- {file name: what it holds, or in words why it can't be read}
    lessons   -- {file name: text} of the week's notebooks, as the teacher has them
    seed      -- of the hidden tests' inputs
    """
    start = time.monotonic()
    os.environ["GRADING_SEED"] = str(seed)
    rebuilt, problems = {}, []
    for name, text in lessons.items():
        try:
            rebuilt[name] = rebuild(lesson_cells(text), parse(name, contents(handed_in[name])))
        except Unreadable as problem:
            problems.append(str(problem) if name in str(problem) else f"{name}: {problem}")
    files = {name: as_notebook(one) for name, one in rebuilt.items()}
    exercises, deadline = [], start + limits.total
    for name, text in lessons.items():
        lesson = lesson_cells(text)
        if name in rebuilt:
            verdicts = mark_notebook(lesson, rebuilt[name], files, nursery, limits, deadline)
            exercises += exercise_results(Path(name).stem, rebuilt[name], verdicts)
        elif rebuilt:
            without = Verdict(0.0, f"✗ {NOT_READ}.")
            tests = {cell.grade_id: without for cell in lesson if cell.kind == "test"}
            exercises += exercise_results(Path(name).stem, unanswered(lesson), tests)
    seconds = round(time.monotonic() - start, 2)
    return SubmissionResult(
        learner, week, seed, tuple(exercises), "; ".join(problems), seconds, digest
    )


def unanswered(lesson: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Return a lesson without the answers, which are the teacher's."""
    return tuple(replace(cell, source="") if cell.kind == "answer" else cell for cell in lesson)


def contents(handed_in: bytes | str) -> bytes:
    """Return a file's bytes. Raises Unreadable with the words that stand in their place."""
    if isinstance(handed_in, str):
        raise Unreadable(handed_in)
    return handed_in


def as_notebook(rebuilt: tuple[Cell, ...]) -> str:
    """Return a rebuilt notebook as a file beside the others, for lessons that read the learner's functions there."""
    cells = []
    for cell in rebuilt:
        if cell.kind != "test":
            mark = {"grade_id": cell.grade_id, "solution": True} if cell.kind == "answer" else {}
            cells.append(
                {
                    "cell_type": "code",
                    "id": f"cell-{len(cells)}",
                    "metadata": {"nbgrader": mark} if mark else {},
                    "source": cell.source,
                    "execution_count": None,
                    "outputs": [],
                }
            )
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def printable(text: str) -> str:
    """Return a text without what no file can hold: halves of characters, which Python lets a program make."""
    return text.encode("utf-8", "replace").decode()


def exercise_results(
    notebook: str, rebuilt: tuple[Cell, ...], verdicts: dict[str, Verdict]
) -> list[ExerciseResult]:
    """Return the results in order; an exercise's answer is what stands between the test before it and its own."""
    results, answer = [], []
    for cell in rebuilt:
        if cell.kind == "answer":
            answer.append(cell.source)
        elif cell.kind == "test":
            verdict = verdicts[cell.grade_id]
            text = "\n\n".join(answer)[:LONGEST_ANSWER]
            message = printable(verdict.message[:LONGEST_MESSAGE])
            results.append(
                ExerciseResult(
                    notebook,
                    cell.grade_id,
                    verdict.points,
                    cell.points,
                    message,
                    verdict.mistake,
                    text,
                )
            )
            answer = []
    return results
