"""What is kept of a grading: results, learners' pages, the notebooks that formgrader shows, marks in the gradebook."""

import contextlib
import functools
import hashlib
import json
import math
import os
import re
from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from classroom.errors import ClassroomError
from classroom.files import write_whole
from classroom.grading.gradebook import Marks
from classroom.grading.graded_week import GradedWeek
from classroom.grading.late import LateRule
from classroom.grading.learner_files import entered, folder_for, read_file
from classroom.grading.merged_notebook import lesson_cells
from classroom.grading.submitted import digest_of
from classroom.paths import title_of
from classroom.reports.learner_page import page, week_page
from classroom.results import Late, SubmissionResult
from classroom.text import points as points_in_words

# a result whose marks are entered, and one before that
DONE, PENDING = "result.json", "pending.json"
WRITTEN = "written.json"  # digests of the files that were made of a result
LARGEST_RESULT = 50 << 20  # bytes
LOWER_BY_HAND = (
    "{}: {} by hand from before it was last marked, {} by the tests (clear those by hand, or enter "
    "them again, in formgrader)"
)
ATTACHED = re.compile(r"!\[[^\]]*\]\(attachment:[^)]*\)")  # a picture in Markdown


@dataclass(frozen=True)
class GivenByHand:
    """What a teacher gave: points and comments in the gradebook, the rule for late submissions, names.

    points   -- {learner: {(notebook, test cell): (points in place of the tests', extra points)}}
    comments -- {learner: {(notebook, answer cell): text}}
    names    -- {learner: name} of the roster
    before   -- {learner: (notebook, test cell) of points given before the answer was last marked}
    kept     -- {learner: file names of notebooks that are of an earlier hand-in}
    """

    points: Mapping[str, Mapping[tuple[str, str], tuple[float | None, float]]]
    comments: Mapping[str, Mapping[tuple[str, str], str]]
    rule: LateRule = LateRule()
    names: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, Container[tuple[str, str]]] = field(default_factory=dict)
    kept: Mapping[str, Collection[str]] = field(default_factory=dict)

    @property
    def learners(self) -> set[str]:
        """Those for whom there is something."""
        return {*self.points, *self.comments}

    def late(self, result: SubmissionResult) -> Late:
        """Return how late a submission is, and what that costs of its points, those given by hand among them."""
        reached: dict[str, float] = {}
        for (notebook, _), value in points_of(result, self).items():
            reached[notebook] = reached.get(notebook, 0.0) + value
        return self.rule.late(result.learner, reached)


def load_results(
    week: GradedWeek, learners: list[str], seed: int | None
) -> dict[str, SubmissionResult]:
    """Return the results that earlier runs kept and that still hold, {learner: result}.

    seed -- if given, those with other inputs don't
    """
    found = {}
    for learner in learners:
        for name in (PENDING, DONE):
            with contextlib.suppress(OSError, ValueError):
                with entered(week.root / "autograded", learner, week.week) as folder:
                    text = read_file(name, folder, LARGEST_RESULT).decode()
                result = SubmissionResult.from_json(text)
                same = result.digest == digest_of(week.notebooks_of(learner), week.version)
                if same and seed in (None, result.seed):
                    found[learner] = result
    return found


def earlier_totals(week: GradedWeek, learners: list[str]) -> dict[str, float]:
    """Return the points by the tests that learners had at their last marking, whatever has changed since."""
    found = {}
    for learner in learners:
        with contextlib.suppress(OSError, ValueError):
            text = file_of(week, "autograded", learner, DONE)
            found[learner] = SubmissionResult.from_json((text or b"").decode()).total
    return found


def failed(week: GradedWeek, learner: str, why: str) -> SubmissionResult:
    """Return the result of a submission that there is no result of."""
    return SubmissionResult(learner, week.week, 0, (), why, 0.0, "")


def with_problem(result: SubmissionResult, problem: Exception) -> SubmissionResult:
    """Return a result with one more problem to tell of."""
    return replace(result, problem="; ".join(filter(None, [result.problem, str(problem)])))


def store_result(
    week: GradedWeek, marks: Marks, by_hand: GivenByHand, result: SubmissionResult
) -> SubmissionResult:
    """Write down a result, its pages and its marks; return it, with a problem where that can't be done.

    It is kept as pending until its marks are entered: a run that is stopped in between loses nothing.
    """
    try:
        home = folder_for(week.root / "autograded", result.learner, week.week)
        if result.digest:
            write_whole(home / PENDING, result.to_json())
        write_outputs(week, result, by_hand)
        if result.exercises:
            marks.enter(result)
        if result.digest:
            os.replace(home / PENDING, home / DONE)
    except (OSError, ValueError, ClassroomError) as problem:
        return with_problem(result, problem)
    return result


def outputs(
    week: GradedWeek, result: SubmissionResult, by_hand: GivenByHand
) -> Iterator[tuple[str, str, str | None]]:
    """Yield ("feedback" or "autograded", file name, text) of all that is made of a result for people to look at.

    The text is None where no such file may be: nothing was graded, or it is nbgrader's copy of a result, which holds
    the seed of the hidden tests and would be handed out with the pages.
    """
    points, given = points_of(result, by_hand), by_hand.points.get(result.learner, {})
    comments: dict[tuple[str, str], str] = {}
    late, called = by_hand.late(result), by_hand.names.get(result.learner, "")
    kept = by_hand.kept.get(result.learner, ())
    for name, text in week.lessons.items():
        notebook = Path(name).stem
        shown = html = None
        if result.exercises:
            written = comments_on_tests(text, notebook, by_hand.comments.get(result.learner, {}))
            comments |= {(notebook, cell): comment for cell, comment in written.items()}
            manual = {cell: points[where, cell] for where, cell in given if where == notebook}
            title = f"{title_of(week.week)}, {notebook.partition('_')[2].replace('_', ' ')}"
            html = page(result, notebook, written, title, manual, late, called, kept)
            shown = graded_notebook(text, notebook, result)
        yield "feedback", f"{notebook}.html", html
        yield "autograded", name, shown
    whole = {place: points[place] for place in given}
    title = title_of(week.week)
    html = None
    if result.exercises:
        html = week_page(result, comments, title, whole, late, called, kept)
    yield "feedback", f"{week.week}.html", html
    for name in (DONE, PENDING, WRITTEN):
        yield "feedback", name, None


def write_outputs(week: GradedWeek, result: SubmissionResult, by_hand: GivenByHand) -> None:
    """Write a learner's pages and the notebooks that formgrader shows, and note their digests in autograded/.

    Raises Refused where the learner's folder in feedback/ or autograded/ is a link.
    """
    home = folder_for(week.root / "autograded", result.learner, week.week)
    feedback = week.root / "feedback"
    folders = {
        "autograded": home,
        "feedback": folder_for(feedback, result.learner, week.week, make=bool(result.exercises)),
    }
    digests = {}
    for top, name, text in outputs(week, result, by_hand):
        if text is None:
            (folders[top] / name).unlink(missing_ok=True)
        else:
            write_whole(folders[top] / name, text)
        digests[f"{top}/{name}"] = None if text is None else digest_of_text(text)
    noted = {"given": given_to(result, by_hand), "files": digests}
    write_whole(home / WRITTEN, json.dumps(noted))


def verify_outputs(week: GradedWeek, result: SubmissionResult, by_hand: GivenByHand) -> bool:
    """Write a learner's pages and notebooks again unless they are there as they were written.

    Returns True if files were missing or changed; points or comments given since then are no reason to tell of.
    Raises Refused as `write_outputs` does.
    """
    found = {}
    try:
        noted = json.loads(file_of(week, "autograded", result.learner, WRITTEN) or b"null")
        for place in noted["files"]:
            top, _, name = place.partition("/")
            data = file_of(week, top, result.learner, name)
            found[place] = None if data is None else digest_of_text(data.decode())
        whole, same = found == noted["files"], noted["given"] == given_to(result, by_hand)
    except (ValueError, TypeError, KeyError, AttributeError):
        whole = same = False
    if not (whole and same):
        write_outputs(week, result, by_hand)
    return not whole


def file_of(week: GradedWeek, top: str, learner: str, name: str) -> bytes | None:
    """Return what a file in feedback/ or autograded/ holds, None if it isn't there. Raises Refused for a link."""
    try:
        with entered(week.root / top, learner, week.week) as folder:
            return read_file(name, folder, LARGEST_RESULT)
    except OSError:
        return None


def digest_of_text(text: str) -> str:
    """Return a digest of a file's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def given_to(result: SubmissionResult, by_hand: GivenByHand) -> str:
    """Return what a page has beside the result, in a form that can be compared: points, comments, lateness, name …"""
    learner, late = result.learner, by_hand.late(result).words
    points, comments = by_hand.points.get(learner, {}), by_hand.comments.get(learner, {})
    name, kept = by_hand.names.get(learner, ""), sorted(by_hand.kept.get(learner, ()))
    return repr((sorted(points.items()), sorted(comments.items()), late, name, kept))


def points_of(result: SubmissionResult, by_hand: GivenByHand) -> dict[tuple[str, str], float]:
    """Return the points of each test cell, {(notebook, cell): points}: the tests', or a teacher's, and extra ones."""
    points = {(part.notebook, part.exercise): part.points for part in result.exercises}
    for place, (manual, extra) in by_hand.points.get(result.learner, {}).items():
        points[place] = (points.get(place, 0.0) if manual is None else manual) + extra
    return points


def with_given_points(result: SubmissionResult, by_hand: GivenByHand) -> SubmissionResult:
    """Return a result with the points that a teacher gave in place of the tests', and what lateness takes."""
    points = points_of(result, by_hand)
    parts = [
        replace(part, points=points[part.notebook, part.exercise]) for part in result.exercises
    ]
    return replace(result, exercises=tuple(parts), penalty=by_hand.late(result).penalty)


def total_of(result: SubmissionResult, by_hand: GivenByHand) -> float:
    """Return the points of a learner's week, with those given by hand, less what lateness takes: one everywhere."""
    return math.fsum(points_of(result, by_hand).values()) - by_hand.late(result).penalty


def with_lower_by_hand(by_hand: GivenByHand, result: SubmissionResult) -> SubmissionResult:
    """Return a result that names the points by hand which are older than the tests' and lower: they still count."""
    before, given = by_hand.before.get(result.learner, ()), points_of(result, by_hand)
    found = [
        LOWER_BY_HAND.format(part.name, *map(points_in_words, (given[place], part.points)))
        for part in result.exercises
        if (place := (part.notebook, part.exercise)) in before and given[place] < part.points
    ]
    return replace(result, problem="; ".join(filter(None, [result.problem, *found])))


def comments_on_tests(lesson: str, notebook: str, comments: Mapping) -> dict[str, str]:
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
            cell["outputs"] = [kind | {"text": printable(part.message) + "\n"}]
            if answer is not None:
                answer["source"], answer = part.code, None
        elif mark.get("solution"):
            cell["source"] = ""
            if cell["cell_type"] == "code":
                answer = answer if answer is not None else cell
    # On one line: with indent, Python's own encoder takes ten times as long as the one in C.
    return json.dumps(copy, ensure_ascii=False)


def printable(text: str) -> str:
    """Return a text without what no file can hold: halves of characters, which Python lets a program make."""
    return text.encode("utf-8", "replace").decode()
