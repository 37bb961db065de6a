"""Grade a week: `python -m classroom.grade 2 [FOLDER] [--unsafe]`.

Each submission in submitted/<learner>/<week>/ is marked by classroom.marking, in processes that classroom.workers looks
after. Here the results are kept, entered in nbgrader's gradebook, and written as pages, a table and a report.
A submission is marked again only when it, the lesson, or the release has changed; a run that was stopped goes on.
"""

import argparse
import contextlib
import csv
import functools
import json
import os
import re
import secrets
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from nbgrader.apps.api import NbGraderAPI
from tqdm import tqdm

from classroom.collect import collect, digest_of, handed_in, misnamed, submitted_learners
from classroom.feedback import page
from classroom.gradebook import Marks
from classroom.learner_files import Refused, entered, folder_for, read_file
from classroom.pages import plural
from classroom.rebuild import lesson_cells
from classroom.release import (
    ROOT,
    ClassroomError,
    find_lessons,
    find_week,
    keep_gradebook,
    nbgrader_at_work,
    open_course,
    title_of,
    week_number,
)
from classroom.report import class_report
from classroom.results import SubmissionResult
from classroom.sandbox.room import Limits, NoSandbox, try_the_sandbox
from classroom.similarity import similar_pairs
from classroom.workers import Room, mark_all

DONE, PENDING = (
    "result.json",
    "pending.json",
)  # a result whose marks are entered, and one before that
FEW = 30  # learners of whom each gets a line while grading
LARGEST_RESULT = 50 << 20  # bytes
DEFAULT = Limits()
UNSAFE = "graded without the sandbox: submissions ran with the teacher's rights"
ATTACHED = re.compile(r"!\[[^\]]*\]\(attachment:[^)]*\)")  # a picture in Markdown


@dataclass(frozen=True)
class Course:
    """What a grading of one week has at hand.

    lessons -- {file name: text} of the released notebooks, as the teacher has them
    kind    -- what marks depend on besides the submission, as text: lessons, release, sandbox, limits
    """

    root: Path
    week: str
    lessons: dict[str, str]
    kind: str

    def home(self, learner: str) -> Path:
        """Return the folder of a graded submission, where formgrader looks for it."""
        return self.root / "autograded" / learner / self.week

    def submission(self, learner: str) -> Path:
        """Return the folder of a submission as it was handed in."""
        return self.root / "submitted" / learner / self.week

    @property
    def run_file(self) -> Path:
        """The file that remembers the seed of a run until it is over."""
        return self.root / "autograded" / f".{self.week}.run.json"


# ------------------------------------------------------------------------------------------ grading


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
            try_the_sandbox()
        except NoSandbox as problem:
            raise ClassroomError(str(problem)) from problem
    week = find_week(week, root)
    keep_gradebook(root)
    api = open_course(root)
    with api.gradebook as gradebook:
        marks = Marks(gradebook, week)
        course, room = prepare(root, week, marks.notebooks, limits, confined)
        learners, uncollected = which(course, folder, api)
        with seed_of(course) as (seed, wanted):
            results = stored(course, learners, seed if wanted else None)
            todo = [learner for learner in learners if learner not in results]
            before = f", {len(results)} unchanged since they were graded" if results else ""
            tell(
                f"{title_of(week)}: {plural(len(todo), 'submission')} to grade{before}; "
                f"GRADING_SEED={seed} repeats the hidden tests' inputs."
            )
            marks.clear(todo)
            comments, by_hand = marks.comments(), marks.by_hand()
            keep = functools.partial(keep_result, course, marks, comments, by_hand)
            for learner in [name for name in results if (course.home(name) / PENDING).exists()]:
                results[learner] = keep(results[learner])
            running = run(course, room, todo, seed, limits, scheduler, processes)
            for result in with_progress(running, len(todo), tell):
                results[result.learner] = keep(result)
        results |= {name: failed(course, name, why) for name, why in uncollected.items()}
        for learner in set(by_hand) | set(comments):
            if learner in results and learner not in todo:
                try:
                    write_pages(course, results[learner], comments, by_hand)
                except Refused as problem:
                    results[learner] = with_problem(results[learner], problem)
        finish(course, marks, results, by_hand, confined)
    return [results[learner] for learner in sorted(results)]


def prepare(
    root: Path, week: str, names: list[str], limits: Limits, confined: bool
) -> tuple[Course, Room]:
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
    kind = digest_of({"zip": archive.read_bytes()}, *lessons.values(), repr(limits), str(confined))
    return Course(root, week, lessons, kind), Room(archive.read_bytes(), lessons, confined)


def which(course: Course, folder, api: NbGraderAPI) -> tuple[list[str], dict[str, str]]:
    """Return the learners to grade, and {learner: why} for those of whom nothing could be collected.

    Raises ClassroomError if there is nobody.
    """
    if folder:
        found = collect(
            Path(folder).expanduser(),
            course.week,
            course.root,
            list(course.lessons),
            api.coursedir.ignore,
        )
        return [name for name, why in found.items() if not why], {
            name: why for name, why in found.items() if why
        }
    learners = submitted_learners(course.root, course.week)
    if not learners:
        raise ClassroomError(
            f"There is nothing to grade: no folder submitted/<learner>/{course.week}/."
        )
    return learners, {}


@contextlib.contextmanager
def seed_of(course: Course) -> Iterator[tuple[int, bool]]:
    """Yield the seed of this run, and whether it was asked for. A run that is stopped leaves its seed to the next."""
    asked = os.environ.get("GRADING_SEED")
    try:
        before = json.loads(course.run_file.read_text(encoding="utf-8"))["seed"]
    except (OSError, ValueError, KeyError):
        before = secrets.randbits(32)
    seed = int(asked) if asked else before
    course.run_file.parent.mkdir(exist_ok=True)
    course.run_file.write_text(json.dumps({"seed": seed}), encoding="utf-8")
    yield seed, bool(asked)
    course.run_file.unlink()


def stored(course: Course, learners: list[str], seed: int | None) -> dict[str, SubmissionResult]:
    """Return the results that earlier runs kept and that still hold, {learner: result}.

    seed -- if given, those with other inputs don't
    """
    found = {}
    for learner in learners:
        for name in (PENDING, DONE):
            with contextlib.suppress(OSError, ValueError):
                with entered(course.root / "autograded", learner, course.week) as folder:
                    text = read_file(name, folder, LARGEST_RESULT).decode()
                result = SubmissionResult.from_json(text)
                same = result.digest == digest_of(handed(course, learner), course.kind)
                if same and seed in (None, result.seed):
                    found[learner] = result
    return found


def handed(course: Course, learner: str) -> dict[str, bytes | str]:
    """Return the notebooks of a submission."""
    return handed_in(course.submission(learner), list(course.lessons))


def run(course, room, todo, seed, limits, scheduler, processes) -> Iterator[SubmissionResult]:
    """Mark submissions; yield what was found of each, as they are done."""

    def submissions():
        for learner in todo:  # read when its turn comes: all of them need not fit in memory
            notebooks = handed(course, learner)
            yield learner, course.week, notebooks, seed, limits, digest_of(notebooks, course.kind)

    if not todo:
        return
    processes = min(processes or os.cpu_count() or 2, len(todo))  # each takes a second to start
    for learner, found in mark_all(submissions(), room, scheduler, processes):
        if isinstance(found, str):
            yield failed(course, learner, found)
            continue
        note = misnamed(course.submission(learner), list(course.lessons))
        yield replace(found, problem="; ".join(filter(None, [found.problem, note])))


def failed(course: Course, learner: str, why: str) -> SubmissionResult:
    """Return the result of a submission that there is no result of."""
    return SubmissionResult(learner, course.week, 0, (), why, 0.0, "")


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


# ------------------------------------------------------------------------------------ what is kept


def keep_result(
    course: Course, marks: Marks, comments, by_hand, result: SubmissionResult
) -> SubmissionResult:
    """Write down a result, its pages and its marks; return it, with a problem where that can't be done.

    It is kept as pending until its marks are entered: a run that is stopped in between loses nothing.
    """
    try:
        home = folder_for(course.root / "autograded", result.learner, course.week)
        if result.digest:
            write_new(home / PENDING, result.to_json())
        write_pages(course, result, comments, by_hand)
        for name, text in course.lessons.items():
            (home / name).unlink(missing_ok=True)
            if result.exercises:
                write_new(home / name, graded_notebook(text, Path(name).stem, result))
        if result.exercises:
            marks.enter(result)
        if result.digest:
            os.replace(home / PENDING, home / DONE)
    except (OSError, ValueError, ClassroomError) as problem:
        return with_problem(result, problem)
    return result


def with_problem(result: SubmissionResult, problem: Exception) -> SubmissionResult:
    """Return a result with one more problem to tell of."""
    return replace(result, problem="; ".join(filter(None, [result.problem, str(problem)])))


def write_pages(course: Course, result: SubmissionResult, comments, by_hand) -> None:
    """Write a learner's feedback, a page a notebook; where nothing was graded, no page stays.

    Raises Refused where the learner's folder in feedback/ is a link.
    """
    top = course.root / "feedback"
    folder = folder_for(top, result.learner, course.week, make=bool(result.exercises))
    for name, text in course.lessons.items():
        notebook, target = Path(name).stem, folder / f"{Path(name).stem}.html"
        if not result.exercises:
            target.unlink(missing_ok=True)
            continue
        written = on_tests(text, notebook, comments.get(result.learner, {}))
        points, given = points_of(result, by_hand), by_hand.get(result.learner, {})
        manual = {cell: points[where, cell] for where, cell in given if where == notebook}
        title = f"{title_of(course.week)}, {notebook.partition('_')[2].replace('_', ' ')}"
        write_new(target, page(result, notebook, written, title, manual))


def points_of(result: SubmissionResult, by_hand: dict) -> dict[tuple[str, str], float]:
    """Return the points of each test cell, {(notebook, cell): points}: the tests', or a teacher's, and extra ones."""
    points = {(part.notebook, part.exercise): part.points for part in result.exercises}
    for place, (manual, extra) in by_hand.get(result.learner, {}).items():
        points[place] = (points.get(place, 0.0) if manual is None else manual) + extra
    return points


def on_tests(lesson: str, notebook: str, comments: dict) -> dict[str, str]:
    """Return {test cell: comments} of a notebook: a teacher comments answers, a page shows them at their test."""
    found, waiting = {}, []
    for cell in lesson_cells(lesson):
        waiting += (
            [comments[notebook, cell.grade_id]] if (notebook, cell.grade_id) in comments else []
        )
        if cell.kind == "test" and waiting:
            found[cell.grade_id], waiting = "\n\n".join(waiting), []
    return found


@functools.lru_cache(maxsize=32)
def without_outputs(lesson: str) -> str:
    """Return a lesson as JSON text without outputs and pictures, to put answers into."""
    notebook = json.loads(lesson)
    for cell in notebook["cells"]:
        if cell.pop(
            "attachments", None
        ):  # formgrader shows no page that names a picture which isn't there
            cell["source"] = ATTACHED.sub("", "".join(cell["source"]))
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return json.dumps(notebook)


def graded_notebook(lesson: str, notebook: str, result: SubmissionResult) -> str:
    """Return the notebook that formgrader shows: the lesson with the learner's answers, each test with its message."""
    found = {part.exercise: part for part in result.exercises if part.notebook == notebook}
    copy = json.loads(without_outputs(lesson))
    tests = {cell.grade_id: cell.visible for cell in lesson_cells(lesson) if cell.kind == "test"}
    answer = None  # the first answer cell since the last test
    for cell in copy["cells"]:
        mark = cell["metadata"].get("nbgrader", {})
        if mark.get("grade") and mark["grade_id"] in tests:
            cell["source"] = tests[mark["grade_id"]]
        if mark.get("grade") and mark["grade_id"] in found:
            part = found[mark["grade_id"]]
            kind = {"output_type": "stream", "name": "stdout" if part.solved else "stderr"}
            cell["outputs"] = [kind | {"text": part.message + "\n"}]
            if answer is not None:
                answer["source"], answer = part.answer, None
        elif mark.get("solution"):
            cell["source"] = ""
            if cell["cell_type"] == "code":
                answer = answer if answer is not None else cell
    return json.dumps(copy, ensure_ascii=False, indent=1)


def write_new(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    scratch = path.with_name(f".{path.name}.new")
    scratch.write_text(text, encoding="utf-8")
    os.replace(scratch, path)


# ---------------------------------------------------------------------------------------- reporting


def finish(course: Course, marks: Marks, results: dict, by_hand: dict, confined: bool) -> None:
    """Write the table of marks and the report, with all learners of the week, also those graded earlier."""
    everybody = dict(results)
    for learner in set(submitted_learners(course.root, course.week)) - set(results):
        earlier = stored(course, [learner], None)
        everybody[learner] = earlier.get(learner) or failed(course, learner, "not graded yet")
    feedback = course.root / "feedback"
    feedback.mkdir(exist_ok=True)
    in_order = [everybody[learner] for learner in sorted(everybody)]
    write_table(feedback / f"{course.week}.csv", in_order, by_hand, cells_in_order(course, marks))
    similar = similar_pairs(in_order, references(course))
    warning = "" if confined else UNSAFE
    report = class_report(in_order, title_of(course.week), similar, warning)
    write_new(feedback / f"{course.week}.html", report)


def cells_in_order(course: Course, marks: Marks) -> dict:
    """Return the test cells of the week that the gradebook has, {(notebook, cell): maximum}, in the lessons' order."""
    places = [
        (Path(name).stem, cell.grade_id)
        for name, text in course.lessons.items()
        for cell in lesson_cells(text)
    ]
    return {place: marks.maximum[place] for place in places if place in marks.maximum}


def references(course: Course) -> dict[tuple[str, str], str]:
    """Return the lessons' own answers with nbgrader's marks in them, {(notebook, test cell): source}."""
    found = {}
    for name, text in course.lessons.items():
        answer = []
        for cell in lesson_cells(text):
            if cell.kind == "answer":
                answer.append(cell.source)
            elif cell.kind == "test":
                found[Path(name).stem, cell.grade_id], answer = "\n\n".join(answer), []
    return found


def write_table(path: Path, results: list[SubmissionResult], by_hand: dict, cells: dict) -> None:
    """Write the table of marks, a row a learner: points a test cell, total, maximum, percentage, note."""
    maximum = sum(cells.values())
    rows = [["learner", *map("/".join, cells), "total", "maximum", "percentage", "note"]]
    for result in results:
        points = points_of(result, by_hand)
        row = [f"{points[cell]:g}" if cell in points else "" for cell in cells]
        total = sum(points.get(cell, 0.0) for cell in cells)
        sums = (
            [f"{total:g}", f"{maximum:g}", f"{100 * total / maximum:.1f}"]
            if points
            else ["", f"{maximum:g}", ""]
        )
        rows.append([safe_in_a_sheet(result.learner), *row, *sums, note_of(result)])
    scratch = path.with_name(f".{path.name}.new")
    with scratch.open(
        "w", encoding="utf-8-sig", newline=""
    ) as file:  # with the mark Excel looks for
        csv.writer(file).writerows(rows)
    os.replace(scratch, path)


def safe_in_a_sheet(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def note_of(result: SubmissionResult) -> str:
    """Return what the table says beside a learner's marks."""
    if result.problem and not result.exercises and result.problem != "not graded yet":
        return f"not graded: {result.problem}"
    return result.problem


def line_of(result: SubmissionResult) -> str:
    """Return what to tell about one learner."""
    took = f"   ({result.seconds:.1f} s)" if result.seconds else ""
    if not result.exercises:
        return f"{result.learner:<20} not graded: {result.problem}{took}"
    note = f"   {result.problem}" if result.problem else ""
    return f"{result.learner:<20} {result.total:g} of {result.maximum:g} points{note}{took}"


def main(arguments: list[str]) -> int:
    """Grade the week named on the command line; return 0 if all went well with every submission, else 1."""
    parser = argparse.ArgumentParser(
        prog="python -m classroom.grade", description="Grade a week's submissions."
    )
    parser.add_argument("week", help="its number, 2")
    parser.add_argument(
        "folder", nargs="?", help="holds a folder a learner; by default submitted/ is graded"
    )
    parser.add_argument(
        "--unsafe", action="store_true", help="run submissions with your own rights"
    )
    chosen = parser.parse_args(arguments)
    try:
        results = grade(
            chosen.week,
            chosen.folder,
            confined=not chosen.unsafe,
            scheduler=os.environ.get("SCHEDULER") or None,
        )
        week = find_week(chosen.week)
    except ClassroomError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(
            "Stopped. What was graded is kept: the same command goes on from there.",
            file=sys.stderr,
        )
        return 130
    problems = [result for result in results if result.problem]
    print(
        f"Marks: feedback/{week}.csv   Report: feedback/{week}.html   Pages: feedback/<learner>/{week}/"
    )
    if chosen.unsafe:
        print(f"Mind: {UNSAFE}.")
    if problems:
        print(f"Look at these, {len(problems)} of {len(results)}:")
        print("".join(f"  {result.learner}: {note_of(result)}\n" for result in problems), end="")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
