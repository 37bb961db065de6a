"""What `make grade` does: collect, mark what has changed, keep results and marks, write the table and the report.

Each submission in submitted/<learner>/<week>/ is marked by marking.py, in processes that workers.py looks after. A
submission is marked again only when it, the lesson, or the release has changed; a run that was stopped goes on.
"""

import contextlib
import json
import os
import re
import secrets
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from nbgrader.apps.api import NbGraderAPI
from tqdm import tqdm

from classroom.errors import ClassroomError
from classroom.files import write_whole
from classroom.gradebook_backup import back_up
from classroom.grading.collect import collect, digest_of, misnamed, submitted_learners
from classroom.grading.gradebook import Marks
from classroom.grading.graded_week import GradedWeek
from classroom.grading.kept_results import (
    PENDING,
    GivenByHand,
    failed,
    load_results,
    store_result,
    with_problem,
    write_pages,
)
from classroom.grading.learner_files import Refused, shown
from classroom.grading.marks_table import write_table
from classroom.grading.merged_notebook import lesson_cells
from classroom.grading.sandbox.client import Limits, SandboxUnavailable, require_sandbox
from classroom.grading.workers import GradingPlugin, MarkingTask, mark_all
from classroom.nbgrader_api import nbgrader_at_work, open_course
from classroom.paths import ROOT, find_lessons, find_week, title_of, week_number
from classroom.reports.class_report import class_report
from classroom.reports.similarity import similar_pairs
from classroom.results import SubmissionResult
from classroom.text import plural

FEW = 30  # learners of whom each gets a line while grading
DEFAULT = Limits()
UNSAFE = "graded without the sandbox: submissions ran with the teacher's rights"


@nbgrader_at_work()
def grade(
    week: str | int,
    folder: str | Path | None = None,
    root: Path = ROOT,
    tell=print,
    limits: Limits = DEFAULT,
    confined: bool = True,
    scheduler: str | None = None,
    processes: int | None = None,
) -> list[SubmissionResult]:
    """Grade a week's submissions, all or those in `folder`; return what was found of each.

    tell      -- gets lines on what happens
    limits    -- of what one submission may use
    confined  -- False runs submissions without the sandbox, with the rights of the teacher
    scheduler -- address of a running Dask scheduler; by default this machine's cores are used
    processes -- how many of them, at most
    Hidden tests draw their inputs from a seed that is told; GRADING_SEED in the environment repeats a draw.
    Raises ClassroomError when the week isn't released, there is nothing to grade, or there is no sandbox.
    """
    if sys.platform != "linux":
        raise ClassroomError(
            "Grading needs Linux, with --unsafe too: on macOS and Windows, grade in a Linux virtual machine."
        )
    if confined:
        try:
            require_sandbox()
        except SandboxUnavailable as problem:
            raise ClassroomError(str(problem)) from problem
    week = find_week(week, root)
    back_up(root)
    api = open_course(root)
    with api.gradebook as gradebook:
        marks = Marks(gradebook, week)
        graded, plugin = prepare(root, week, marks.notebooks, limits, confined)
        learners, uncollected = which(graded, folder, api)
        with seed_of(graded) as (seed, wanted):
            results = load_results(graded, learners, seed if wanted else None)
            todo = [learner for learner in learners if learner not in results]
            before = f", {len(results)} unchanged since they were graded" if results else ""
            tell(
                f"{title_of(week)}: {plural(len(todo), 'submission')} to grade{before}; "
                f"GRADING_SEED={seed} repeats the hidden tests' inputs."
            )
            marks.clear(todo)
            by_hand = GivenByHand(marks.by_hand(), marks.comments())
            for learner in [name for name in results if (graded.home(name) / PENDING).exists()]:
                results[learner] = store_result(graded, marks, by_hand, results[learner])
            running = run(graded, plugin, todo, seed, limits, scheduler, processes)
            for result in with_progress(running, len(todo), tell):
                results[result.learner] = store_result(graded, marks, by_hand, result)
        results |= {name: failed(graded, name, why) for name, why in uncollected.items()}
        for learner in by_hand.learners.intersection(results).difference(todo):
            try:
                write_pages(graded, results[learner], by_hand)
            except Refused as problem:
                results[learner] = with_problem(results[learner], problem)
        finish(graded, marks, results, by_hand, confined)
    return [results[learner] for learner in sorted(results)]


def prepare(
    root: Path, week: str, names: list[str], limits: Limits, confined: bool
) -> tuple[GradedWeek, GradingPlugin]:
    """Return what is needed for marking. Raises ClassroomError if the release's zip is not there."""
    archive = root / "release" / f"{week}.zip"
    if not archive.exists():
        raise ClassroomError(
            f"There is no release/{archive.name}: release the week again (make release WEEK={week_number(week)})."
        )
    lessons = {
        path.name: path.read_text(encoding="utf-8")
        for path in find_lessons(week, root)
        if path.name in names
    }
    version = digest_of(
        {"zip": archive.read_bytes()}, *lessons.values(), repr(limits), str(confined)
    )
    return GradedWeek(root, week, lessons, version), GradingPlugin(
        archive.read_bytes(), lessons, confined
    )


def which(graded: GradedWeek, folder, api: NbGraderAPI) -> tuple[list[str], dict[str, str]]:
    """Return the learners to grade, and {learner: why} for those of whom nothing could be collected.

    Raises ClassroomError if there is nobody.
    """
    if folder:
        found = collect(
            Path(folder).expanduser(),
            graded.week,
            graded.root,
            list(graded.lessons),
            api.coursedir.ignore,
        )
        return [name for name, why in found.items() if not why], {
            name: why for name, why in found.items() if why
        }
    learners = submitted_learners(graded.root, graded.week)
    if not learners:
        raise ClassroomError(
            f"There is nothing to grade: no folder submitted/<learner>/{graded.week}/."
        )
    return learners, {}


@contextlib.contextmanager
def seed_of(graded: GradedWeek) -> Iterator[tuple[int, bool]]:
    """Yield the seed of this run, and whether it was asked for. A run that is stopped leaves its seed to the next."""
    asked = os.environ.get("GRADING_SEED")
    try:
        before = json.loads(graded.run_file.read_text(encoding="utf-8"))["seed"]
    except (OSError, ValueError, KeyError):
        before = secrets.randbits(32)
    if asked and not re.fullmatch(r"\d{1,18}", asked):
        raise ClassroomError(
            f"GRADING_SEED={shown(asked)} is no seed: it is a whole number from 0, as a grading tells it."
        )
    seed = int(asked) if asked else before
    graded.run_file.parent.mkdir(exist_ok=True)
    graded.run_file.write_text(json.dumps({"seed": seed}), encoding="utf-8")
    yield seed, bool(asked)
    graded.run_file.unlink()


def run(graded, plugin, todo, seed, limits, scheduler, processes) -> Iterator[SubmissionResult]:
    """Mark submissions; yield what was found of each, as they are done."""

    def tasks():
        for learner in todo:  # read when its turn comes: all of them need not fit in memory
            notebooks = graded.notebooks_of(learner)
            digest = digest_of(notebooks, graded.version)
            yield MarkingTask(learner, graded.week, notebooks, seed, limits, digest)

    if not todo:
        return
    processes = min(processes or os.cpu_count() or 2, len(todo))  # each takes a second to start
    for result in mark_all(tasks(), plugin, scheduler, processes):
        note = misnamed(graded.submission(result.learner), list(graded.lessons))
        yield replace(result, problem="; ".join(filter(None, [result.problem, note])))


def with_progress(
    results: Iterator[SubmissionResult], count: int, tell
) -> Iterator[SubmissionResult]:
    """Yield the results, with a bar where somebody watches, and a line for each learner (of many: those to look at)."""
    disable = None if tell is print else True
    for result in tqdm(results, total=count, unit=" submissions", disable=disable, smoothing=0.05):
        if count <= FEW or result.problem:
            with tqdm.external_write_mode():
                tell(line_of(result))
        yield result


def line_of(result: SubmissionResult) -> str:
    """Return what to tell about one learner."""
    took = f"   ({result.seconds:.1f} s)" if result.seconds else ""
    if not result.exercises:
        return f"{result.learner:<20} not graded: {result.problem}{took}"
    note = f"   {result.problem}" if result.problem else ""
    return f"{result.learner:<20} {result.total:g} of {result.maximum:g} points{note}{took}"


def finish(
    graded: GradedWeek, marks: Marks, results: dict, by_hand: GivenByHand, confined: bool
) -> None:
    """Write the table of marks and the report, with all learners of the week, also those graded earlier."""
    everybody = dict(results)
    for learner in set(submitted_learners(graded.root, graded.week)) - set(results):
        earlier = load_results(graded, [learner], None)
        everybody[learner] = earlier.get(learner) or failed(graded, learner, "not graded yet")
    feedback = graded.root / "feedback"
    feedback.mkdir(exist_ok=True)
    in_order = [everybody[learner] for learner in sorted(everybody)]
    write_table(feedback / f"{graded.week}.csv", in_order, by_hand, cells_in_order(graded, marks))
    similar = similar_pairs(in_order, references(graded))
    warning = "" if confined else UNSAFE
    report = class_report(in_order, title_of(graded.week), similar, warning)
    write_whole(feedback / f"{graded.week}.html", report)


def cells_in_order(graded: GradedWeek, marks: Marks) -> dict:
    """Return the test cells of the week that the gradebook has, {(notebook, cell): maximum}, in the lessons' order."""
    places = [
        (Path(name).stem, cell.grade_id)
        for name, text in graded.lessons.items()
        for cell in lesson_cells(text)
    ]
    return {place: marks.maximum[place] for place in places if place in marks.maximum}


def references(graded: GradedWeek) -> dict[tuple[str, str], str]:
    """Return the lessons' own answers with nbgrader's marks in them, {(notebook, test cell): source}."""
    found = {}
    for name, text in graded.lessons.items():
        answer = []
        for cell in lesson_cells(text):
            if cell.kind == "answer":
                answer.append(cell.source)
            elif cell.kind == "test":
                found[Path(name).stem, cell.grade_id], answer = "\n\n".join(answer), []
    return found
