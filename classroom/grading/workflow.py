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
from functools import partial
from pathlib import Path

from nbgrader.apps.api import NbGraderAPI

from classroom.errors import ClassroomError
from classroom.files import write_whole
from classroom.gradebook_backup import back_up
from classroom.grading.collect import collect
from classroom.grading.export import (
    WeeksMarks,
    other_ids_in,
    under_ids,
    unknown_to_moodle,
    without_the_gone,
    write_exports,
)
from classroom.grading.gradebook import Marks, marks_of_all_weeks
from classroom.grading.graded_week import GradedWeek
from classroom.grading.kept_results import (
    PENDING,
    GivenByHand,
    earlier_totals,
    failed,
    load_results,
    store_result,
    verify_outputs,
    with_given_points,
    with_lower_by_hand,
    with_problem,
)
from classroom.grading.late import late_rule, stamped
from classroom.grading.learner_files import Refused, shown
from classroom.grading.marks_table import write_table
from classroom.grading.merged_notebook import lesson_cells
from classroom.grading.origins import kept_from_before, kept_notebooks, origins_of
from classroom.grading.other_ids import ids_in_submitted, tell_of_other_ids, twice
from classroom.grading.progress import with_progress
from classroom.grading.requirements import (
    alone,
    as_released,
    require_full_marks,
    require_released,
)
from classroom.grading.roster import Learner, name_on_roster, names_of, read_roster
from classroom.grading.sandbox.client import Limits, SandboxUnavailable, require_sandbox
from classroom.grading.submitted import digest_of, misnamed, submitted_learners
from classroom.grading.told import due_line, late_lines, line_of, tell_of_collected, to_grade
from classroom.grading.workers import GradingPlugin, MarkingTask, mark_all
from classroom.nbgrader_api import nbgrader_at_work, open_course
from classroom.paths import ROOT, find_lessons, find_week, title_of, week_number
from classroom.reports.class_report import class_report
from classroom.reports.similarity import similar_pairs
from classroom.results import NOTHING, SubmissionResult
from classroom.text import plural, with_name

DEFAULT = Limits()
NOT_COLLECTED = (
    "the marks are those of the submission before, as nothing new could be collected: {0}"
)
UNSAFE = "graded without the sandbox: submissions ran with the teacher's rights"


@nbgrader_at_work()
def grade(
    week: str | int,
    folder: str | Path | None = None,
    root: Path = ROOT,
    tell=print,
    limits: Limits = DEFAULT,
    sandboxed: bool = True,
    scheduler: str | None = None,
    processes: int | None = None,
) -> list[SubmissionResult]:
    """Grade a week's submissions, all or those in `folder`; return what was found of each.

    tell      -- gets lines on what happens
    limits    -- of what one submission may use
    sandboxed  -- False runs submissions without the sandbox, with the rights of the teacher
    scheduler -- address of a running Dask scheduler; by default this machine's cores are used
    processes -- how many of them, at most
    Hidden tests draw their inputs from a seed that is told; GRADING_SEED in the environment repeats a draw.
    Raises ClassroomError when the week isn't released, there is nothing to grade, or there is no sandbox.
    """
    if sys.platform != "linux":
        raise ClassroomError(
            "Grading needs Linux, with --unsafe too: on macOS and Windows, grade in a Linux virtual machine."
        )
    if sandboxed:
        try:
            require_sandbox()
        except SandboxUnavailable as problem:
            raise ClassroomError(str(problem)) from problem
    week = find_week(week, root)
    with alone(root, week):
        back_up(root)
        api = open_course(root)
        with api.gradebook as gradebook:
            marks = Marks(gradebook, week)
            require_released(root, week, marks.maximum)
            follow_on = bool(api.config.Grading.get("follow_on_credit", True))
            graded, plugin = prepare(root, week, marks.notebooks, limits, sandboxed, follow_on)
            roster = read_roster(root)
            marks.enter_roster(roster)
            learners, uncollected = which(graded, folder, api, roster, tell)
            ids = ids_in_submitted(graded, roster)
            double = twice(graded, ids)
            learners = [learner for learner in learners if learner not in double]
            with seed_of(graded) as (seed, wanted):
                results = load_results(graded, learners, seed if wanted else None)
                todo = [learner for learner in learners if learner not in results]
                submitted = submitted_learners(root, week)
                called = roster | {name: roster[id] for name, id in ids.items()}
                rule = late_rule(root, week, api.config, marks.due, submitted, called)
                names = names_of(roster)
                names |= {name: names[id] for name, id in ids.items() if id in names}
                before = marks.by_hand_before(todo)
                kept = kept_notebooks(root, week)
                by_hand = GivenByHand(marks.by_hand(), marks.comments(), rule, names, before, kept)
                to_do = to_grade(len(todo), len(results), seed, len(by_hand.learners))
                tell(f"{title_of(week)}: {to_do}.")
                for learner in not_entered(graded, marks, results):
                    results[learner] = store_result(graded, marks, by_hand, results[learner])
                results = verified(graded, results, by_hand, tell)
                if rule.due and learners:
                    tell(due_line(rule))
                totals = earlier_totals(graded, todo)
                begin = partial(marks.clear, todo)
                running = run(graded, plugin, todo, seed, limits, scheduler, processes, begin)
                for result in with_progress(
                    running, len(todo), partial(line_of, by_hand, totals), tell
                ):
                    results[result.learner] = store_result(graded, marks, by_hand, result)
            results |= not_collected(graded, uncollected)
            finish(graded, marks, results, by_hand, sandboxed, roster, ids, tell)
        return [with_lower_by_hand(by_hand, results[learner]) for learner in sorted(results)]


def not_collected(graded: GradedWeek, uncollected: dict[str, str]) -> dict:
    """Return the results of learners of whom nothing new could be collected: what was graded before stands.

    uncollected -- {learner: why}
    """
    earlier = load_results(graded, list(uncollected), None)
    return {
        name: with_problem(earlier[name], ValueError(NOT_COLLECTED.format(why)))
        if name in earlier
        else failed(graded, name, why)
        for name, why in uncollected.items()
    }


def not_entered(graded: GradedWeek, marks: Marks, results: dict) -> list[str]:
    """Return the learners whose kept results are not in the gradebook as they are."""
    there = marks.automatic()
    found = []
    for learner, result in results.items():
        points = {(part.notebook, part.exercise): part.points for part in result.exercises}
        known = {place: value for place, value in points.items() if place in marks.maximum}
        entered = there.get(learner, {})
        if (graded.home(learner) / PENDING).exists() or (known and known != entered):
            found.append(learner)
    return found


def verified(graded: GradedWeek, results: dict, by_hand: GivenByHand, tell) -> dict:
    """Return the kept results once their pages and notebooks are there as they were written; tell what was not."""
    checked, put_back = {}, 0
    for learner, result in results.items():
        try:
            put_back += verify_outputs(graded, result, by_hand)
        except (Refused, OSError) as problem:
            result = with_problem(result, problem)
        checked[learner] = result
    if put_back:
        tell(
            f"Written again, as files of theirs were missing or changed: the pages of "
            f"{plural(put_back, 'learner')}."
        )
    return checked


def prepare(
    root: Path, week: str, names: list[str], limits: Limits, sandboxed: bool, follow_on: bool
) -> tuple[GradedWeek, GradingPlugin]:
    """Return what is needed for marking. Raises ClassroomError if the release's zip is not there."""
    archive = root / "release" / f"{week}.zip"
    if not archive.exists():
        raise ClassroomError(
            f"There is no release/{archive.name}: release the week again (make release WEEK={week_number(week)})."
        )
    lessons = {
        path.name: as_released(path, root / "release" / week)
        for path in find_lessons(week, root)
        if path.name in names
    }
    version = digest_of(
        {"zip": archive.read_bytes()},
        *lessons.values(),
        repr(limits),
        str(sandboxed),
        str(follow_on),
    )
    return GradedWeek(root, week, lessons, version), GradingPlugin(
        archive.read_bytes(), lessons, sandboxed, follow_on
    )


def which(
    graded: GradedWeek, folder, api: NbGraderAPI, roster: dict[str, Learner], tell
) -> tuple[list[str], dict[str, str]]:
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
            lambda source: name_on_roster(source, roster),
        )
        strangers = sorted(name for name, why in found.items() if not why and name not in roster)
        if roster and strangers:
            tell(f"Not on the roster: {', '.join(strangers)}.")
        tell_of_collected(origins_of(graded.root, graded.week), found, tell)
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


def run(
    graded, plugin, todo, seed, limits, scheduler, processes, begin
) -> Iterator[SubmissionResult]:
    """Mark submissions; yield what was found of each, as they are done.

    begin -- called once the lesson's own answers have passed all tests
    Raises ClassroomError if they don't.
    """

    def tasks():
        for learner in todo:  # read when its turn comes: all of them need not fit in memory
            notebooks = graded.notebooks_of(learner)
            digest = digest_of(notebooks, graded.version)
            yield MarkingTask(learner, graded.week, notebooks, seed, limits, digest)

    if not todo:
        return
    processes = min(processes or os.cpu_count() or 2, len(todo))  # each takes a second to start
    own: dict[str, bytes | str] = {name: text.encode() for name, text in graded.lessons.items()}
    patient = replace(
        limits, call=3 * limits.call, cell=3 * limits.cell, total=3 * limits.total
    )  # a busy machine is no reason to grade nobody
    lesson = MarkingTask("the lesson", graded.week, own, seed, patient, digest_of(own))
    marked = mark_all(lesson, tasks(), plugin, scheduler, processes)
    require_full_marks(next(marked))
    begin()
    for result in marked:
        note = misnamed(graded.submission(result.learner), list(graded.lessons))
        yield replace(result, problem="; ".join(filter(None, [result.problem, note])))


def finish(
    graded: GradedWeek,
    marks: Marks,
    results: dict,
    by_hand: GivenByHand,
    sandboxed: bool,
    roster: dict[str, Learner],
    ids: dict[str, str],
    tell,
) -> None:
    """Write the table of marks and the report, with all learners of the week, also those graded earlier.

    ids -- {name: id} of those in submitted/ whom the roster knows under another id
    """
    everybody = dict(results)
    double = twice(graded, ids)
    for learner in set(submitted_learners(graded.root, graded.week)) - set(results) - double:
        earlier = load_results(graded, [learner], None)
        everybody[learner] = earlier.get(learner) or failed(graded, learner, "not graded yet")
    tell_of_other_ids(graded, ids, tell)
    missing = [id for id in roster if id not in everybody and id not in ids.values()]
    everybody |= {learner: failed(graded, learner, NOTHING) for learner in missing}
    if missing:
        listed = ", ".join(with_name(learner, by_hand.names) for learner in missing)
        tell(f"Nothing handed in, {len(missing)} of {len(roster)} on the roster: {listed}.")
    feedback = graded.root / "feedback"
    feedback.mkdir(exist_ok=True)
    in_order = [with_lower_by_hand(by_hand, everybody[learner]) for learner in sorted(everybody)]
    origins = origins_of(graded.root, graded.week)
    kept = {learner: kept_from_before(origin) for learner, origin in origins.items()}
    cells = cells_in_order(graded, marks)
    names = by_hand.names
    write_table(feedback / f"{graded.week}.csv", in_order, by_hand, cells, names, kept)
    similar = similar_pairs(in_order, references(graded))
    warning = "" if sandboxed else UNSAFE
    with_page = [result.learner for result in in_order if result.exercises]
    late = {result.learner: by_hand.late(result) for result in in_order if result.exercises}
    times = {learner: stamped(graded.submission(learner)) for learner in late}
    marks.enter_lateness(by_hand.rule, late, times)
    for line in late_lines(late, by_hand.rule, names):
        tell(line)
    reached = without_the_gone(graded.root, marks_of_all_weeks(marks.gradebook), roster)
    totals = under_ids(reached, other_ids_in(graded.root, reached, roster))
    counted = [with_given_points(result, by_hand) for result in in_order]
    pages = {learner: f"{learner}/{graded.week}/{graded.week}.html" for learner in with_page}
    title = title_of(graded.week)
    report = class_report(counted, title, similar, warning, pages, weeks_of(totals), names)
    write_whole(feedback / f"{graded.week}.html", report)
    write_exports(graded.root, graded.week, totals, with_page, roster)
    if said := unknown_to_moodle(graded.root, totals, roster):
        tell(said)


def weeks_of(totals: WeeksMarks) -> dict[str, dict[str, float]]:
    """Return {title of a week: {learner: share of the points, in per cent}} of weeks with marks."""
    return {
        title_of(week): {learner: 100 * points / most for learner, points in reached.items()}
        for week, (most, reached) in totals.items()
        if most and reached
    }


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
