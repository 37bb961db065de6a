"""Where a mark is decided: one submission, the learner's code in the sandbox, the tests and all they compare with here.

A notebook is run twice, each time in a new worker. First the tests that learners have: their messages may say anything,
since learners can see the same. Then, for the answers that passed, the hidden tests: of these nothing is passed on but
points and the sentences of known mistakes, so that neither an input nor an expected value can leave with them.
"""

import ast
import contextlib
import functools
import io
import json
import sys
import textwrap
import time
import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from types import CodeType

from classroom.grading.exercise_results import (
    NO_TIME,
    exercise_results,
    not_shown,
    not_tried,
    unread_results,
)
from classroom.grading.follow_on import with_follow_on
from classroom.grading.hidden_tests import inputs_from_seed
from classroom.grading.merged_notebook import (
    Cell,
    Unreadable,
    lesson_cells,
    may_be_newer_syntax,
    merge,
    names_of_answers,
    newer_python,
    own_code,
    parse,
)
from classroom.grading.sandbox.client import ForkServer, Limits, WorkerEnded, WorkerFailed
from classroom.grading.sandbox.slicing import names_read, statements
from classroom.grading.session import TIME_IS_UP, AnswerError, RemoteFunction, Session, why
from classroom.results import SubmissionResult
from helpers.checks import CheckFailed, Diagnosis, Kind

LONGEST_MESSAGE = 6000  # characters of what a test prints
HIDDEN_FAILED = (
    "right on the inputs that the lesson shows, wrong on new ones. The result must follow from the arguments, "
    "whatever they are: is something fixed that only those inputs have in common?"
)
NO_RESULT = "right on the inputs that the lesson shows; on new ones there was no result in time."
NOTHING_THERE = "nothing of this name is there. Was the cell deleted, or the function renamed?"
NOT_DEFINED = "its cell ends in an error before it is defined."
PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"
OTHER_PYTHON = (
    "{0} was last run with Python {1}, and a cell of it is no Python for the {2} that grades it: "
    "newer syntax, or a slip"
)


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
                return RemoteFunction(self.session, (name,))
            if kind == "value":
                return self.session.ask(self.session.limits.call, do="value", name=name)
        except (WorkerEnded, WorkerFailed) as problem:
            error = why(problem, self.session.limits.cell)
            found = Diagnosis(name, Kind.ERROR_RAISED, lines=(("error", error),))
            raise CheckFailed(found.message, found) from None
        found = Diagnosis(name, Kind.MISSING, NOTHING_THERE)
        raise CheckFailed(found.message, found)


@dataclass(frozen=True)
class Verdict:
    """What a test gave: points, and the Diagnosis where it failed, or what it printed; and the answer's own error."""

    points: float
    diagnosis: Diagnosis | None = None
    text: str = ""
    cell_error: str = ""


@functools.lru_cache(maxsize=1000)
def compiled(test: str) -> tuple[CodeType, CodeType | None]:
    """Return a test's code without the expression that it ends in, and that expression's; None where it has none."""
    body, last = ast.parse(test).body, None
    if body and isinstance(ending := body[-1], ast.Expr):
        body, last = body[:-1], compile(ast.Expression(ending.value), "<test>", "eval")
    return compile(ast.Module(body, []), "<test>", "exec"), last


def run_test(name: str, source: str, names: dict, points: float) -> Verdict:
    """Run a test. As in nbgrader: an error gives 0 points, a number at the end so many, anything else all."""
    body, last = compiled(source)
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(body, names)
            value = eval(last, names) if last else None
    except CheckFailed as failure:
        found = failure.diagnosis or Diagnosis(name, Kind.NOT_A_FUNCTION, str(failure))
        return Verdict(0.0, found)
    except Exception as failure:
        error = f"{type(failure).__name__}: {failure}"
        error = str(failure) if isinstance(failure, AnswerError) else error
        lines = (("error", error[:LONGEST_MESSAGE]),)
        found = Diagnosis(name, Kind.ERROR_RAISED, "the test ends in an error.", lines)
        return Verdict(0.0, replace(found, error_type=error.partition(":")[0]))
    if isinstance(value, int | float) and not isinstance(value, bool):
        points = min(points, max(0.0, float(value)))
    return Verdict(points, text=printed.getvalue().rstrip()[:LONGEST_MESSAGE])


def mark_notebook(
    lesson: tuple[Cell, ...],
    merged: tuple[Cell, ...],
    files: dict,
    fork_server: ForkServer,
    limits: Limits,
    deadline: float,
    seed: int,
) -> tuple[dict[str, Verdict], bool]:
    """Mark a notebook, merged from lesson and submission.

    Returns {grade_id of the test: Verdict}, and whether a cell of the learner's is no Python.

    files    -- {name: text} of the week's merged notebooks, for a lesson that uses the learner's functions of another
    deadline -- by time.monotonic(), after which nothing of the learner's runs any more
    seed     -- of the hidden tests' inputs
    """
    remote = names_of_answers(lesson)
    tests = [cell for cell in merged if cell.kind == "test"]
    slow: set[int] = set()
    session = functools.partial(
        Session, fork_server, files, limits=limits, deadline=deadline, slow=slow
    )
    visible = {c.grade_id: c.visible for c in tests}
    verdicts, all_python = run_cells(merged, remote, session, visible)
    # The whole test, so that the function is called as often as it would be in a notebook.
    hidden = {
        c.grade_id: c.source for c in tests if c.hidden.strip() and verdicts[c.grade_id].points
    }
    if hidden:
        with inputs_from_seed(seed):
            found, _ = run_cells(merged, remote, session, hidden)
        for grade_id, verdict in found.items():
            seen, late = verdicts[grade_id], ""
            if verdict.diagnosis and verdict.diagnosis.error_type == "TimeoutError":
                up = time.monotonic() > deadline and TIME_IS_UP in str(verdict.diagnosis)
                late = NO_TIME if up else NO_RESULT
            verdicts[grade_id] = with_hidden_test(grade_id, seen, verdict, late)
    return verdicts, all_python


def whole_tests(
    lesson: tuple[Cell, ...],
    merged: tuple[Cell, ...],
    files: dict,
    fork_server: ForkServer,
    limits: Limits,
    deadline: float,
    seed: int,
) -> dict[str, Verdict]:
    """Return {grade_id: Verdict} of tests, visible and hidden parts in one run, where nothing but points is passed on.

    Arguments as for `mark_notebook`. A test as a whole passes where both its parts do.
    """
    remote = names_of_answers(lesson)
    session = functools.partial(Session, fork_server, files, limits=limits, deadline=deadline)
    with inputs_from_seed(seed):
        tests = {c.grade_id: c.source for c in merged if c.kind == "test"}
        return run_cells(merged, remote, session, tests)[0]


def with_hidden_test(
    grade_id: str, seen: Verdict, hidden: Verdict, out_of_time: str = ""
) -> Verdict:
    """Return the Verdict of a test with its hidden part.

    out_of_time -- what to say instead where no time was left to find out about new inputs

    Where the hidden part fails, nothing is passed on that came from the worker, nothing that was compared.
    """
    if hidden.points > 0:
        return replace(seen, points=min(seen.points, hidden.points))
    if out_of_time:
        name = grade_id.removeprefix("test_")
        return Verdict(0.0, Diagnosis(name, Kind.ERROR_RAISED, out_of_time))
    mistakes = hidden.diagnosis.mistakes if hidden.diagnosis else ()
    found = Diagnosis(
        grade_id.removeprefix("test_"),
        Kind.WRONG_VALUE,
        HIDDEN_FAILED,
        tuple(("mistake", mistake) for mistake in mistakes),
        mistakes,
    )
    return Verdict(0.0, found)


def run_cells(cells, remote, new_session, tests: dict[str, str]) -> tuple[dict[str, Verdict], bool]:
    """Run a notebook's cells in a new worker, and tests, {grade_id: source}, in their places.

    Returns their Verdicts, and whether all cells of the learner's are Python. What follows the last test isn't run.
    """
    runnable = [{"kind": c.kind, "source": c.source} for c in cells if c.kind != "test"]
    session = new_session(cells=runnable, wanted=sorted(remote))
    names, number = TestNames(session, remote), 0
    verdicts: dict[str, Verdict] = {}
    given: list[str] = []  # sources of the lesson's own cells so far
    errors: list[str] = []  # of the answers since the last test
    try:
        for cell in cells:
            if len(verdicts) == len(tests):
                break
            if cell.kind == "test":
                if cell.grade_id in tests:
                    source = tests[cell.grade_id]
                    for statement in needed_by(source, tuple(given), remote):
                        exec(statement, names)
                    name = cell.grade_id.removeprefix("test_")
                    verdict = run_test(name, source, names, cell.points)
                    verdicts[cell.grade_id] = with_cell_error(verdict, errors)
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
    return verdicts, all(runnable[n]["kind"] == "given" for n in session.not_python)


def with_cell_error(verdict: Verdict, errors: list[str]) -> Verdict:
    """Return a failed Verdict with the error that the answer's own cell ended in, if it did."""
    if verdict.points or not errors:
        return verdict
    found = verdict.diagnosis
    if found and found.kind is Kind.MISSING:
        found = replace(found, headline=NOT_DEFINED)
    return replace(verdict, diagnosis=found, cell_error=textwrap.shorten(errors[-1], 300))


@functools.lru_cache(maxsize=1000)
def needed_by(test: str, given: tuple[str, ...], remote: frozenset[str]) -> list[CodeType]:
    """Return the code of the statements of the lesson's given cells that a test needs, such as its imports."""
    needed, kept = names_read(test) - remote, []
    for source in reversed(given):
        with contextlib.suppress(SyntaxError):  # IPython's own commands
            for statement, binds, reads in reversed(statements(source)):
                if binds & needed:
                    kept.append(compile(statement, "<given>", "exec"))
                    needed |= reads - remote
    return kept[::-1]


# ---------------------------------------------------------------------------------- a submission


def mark_submission(
    learner: str,
    week: str,
    notebooks: dict[str, bytes | str],
    lessons: dict[str, str],
    fork_server: ForkServer,
    seed: int,
    limits: Limits,
    digest: str = "",
    follow_on: bool = True,
) -> SubmissionResult:
    """Mark a submission; never raises for what is in it.

    notebooks -- {file name: what it holds, or in words why it can't be read}
    lessons   -- {file name: text} of the week's notebooks, as the teacher has them
    seed      -- of the hidden tests' inputs
    follow_on -- whether what is right on top of a wrong exercise keeps its points
    """
    start = time.monotonic()
    merged, problems = merge_all(notebooks, lessons)
    files = {name: as_notebook(cells) for name, cells in merged.items()}
    exercises, deadline = [], start + limits.total
    for name, text in lessons.items():
        lesson = lesson_cells(text)
        if name in merged:
            verdicts, all_python = mark_notebook(
                lesson, merged[name], files, fork_server, limits, deadline, seed
            )
            if follow_on:

                def mark_again(cells, lesson=lesson):
                    return whole_tests(lesson, cells, files, fork_server, limits, deadline, seed)

                verdicts = with_follow_on(lesson, merged[name], verdicts, mark_again)
            newer = "" if all_python else newer_python(notebooks[name])
            if newer and may_be_newer_syntax(merged[name], newer):
                problems.append(OTHER_PYTHON.format(name, newer, PYTHON))
            problems += not_tried(verdicts)
            own = own_code(merged[name], names_of_answers(lesson))
            found = exercise_results(Path(name).stem, merged[name], verdicts, own)
            problems += not_shown(found)
            exercises += found
        elif merged:
            exercises += unread_results(Path(name).stem, lesson)
    seconds = round(time.monotonic() - start, 2)
    return SubmissionResult(
        learner, week, seed, tuple(exercises), "; ".join(problems), seconds, digest
    )


def merge_all(notebooks: dict, lessons: dict) -> tuple[dict[str, tuple[Cell, ...]], list[str]]:
    """Return {file name: the lesson's cells with the learner's answers}, and what could not be read, and why."""
    merged, problems = {}, []
    for name, text in lessons.items():
        handed_over = notebooks[name]
        if isinstance(handed_over, str):
            problems.append(handed_over)
            continue
        try:
            cells = parse(name, handed_over)
        except Unreadable as problem:
            problems.append(str(problem))
            continue
        try:
            merged[name] = merge(lesson_cells(text), cells)
        except Unreadable as problem:
            problems.append(f"{name}: {problem}")
    return merged, list(dict.fromkeys(problems))  # that of a whole folder comes once per notebook


def as_notebook(merged: tuple[Cell, ...]) -> str:
    """Return a merged notebook as a file beside the others, for lessons that read the learner's functions there."""
    cells: list[dict] = []
    for cell in merged:
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
