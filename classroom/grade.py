"""Grade a week: `python -m classroom.grade 2 [FOLDER]`.

nbgrader runs every submission in submitted/<learner>/<week>/, marks its test cells, and writes a
feedback page a notebook. A table of all marks is written to feedback/<week>.csv.
"""

import contextlib
import csv
import os
import re
import secrets
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps.api import NbGraderAPI
from nbgrader.preprocessors import ClearHiddenTests, DeduplicateIds
from nbgrader.utils import is_grade

from classroom.release import (
    ROOT,
    ClassroomError,
    find_week,
    fresh,
    keep_gradebook,
    nbgrader_at_work,
    open_course,
)

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
SHORTEST_QUOTE = 12  # shorter lines of a test, such as `)`, stand in anybody's code


@dataclass
class Result:
    """What became of one learner's submission: marks {(notebook, cell): (score, maximum)}, or a problem."""

    learner: str
    marks: dict = field(default_factory=dict)
    problem: str = ""
    seconds: float = 0.0

    @property
    def total(self) -> float:
        """The points reached."""
        return sum(score for score, _ in self.marks.values())

    @property
    def maximum(self) -> float:
        """The points there are."""
        return sum(maximum for _, maximum in self.marks.values())


# ----------------------------------------------------- steps that nbgrader_config.py adds to nbgrader's


class ForgetStrayMarks(DeduplicateIds):
    """Make cells ordinary ones whose nbgrader marks are a copy's, or not of this notebook.

    A learner makes one by copying a test cell; nbgrader alone would refuse the whole submission.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Return the notebook with each released grade_id at most once, and no other."""
        nb, resources = super().preprocess(nb, resources)
        mine = resources["nbgrader"]
        with Gradebook(mine["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(mine["notebook"], mine["assignment"])
            released = {cell.name for cell in notebook.source_cells}
        for cell in nb.cells:
            if (
                "nbgrader" in cell.metadata
                and cell.metadata.nbgrader.get("grade_id") not in released
            ):
                del cell.metadata["nbgrader"]
        return nb, resources


class HideTests(ClearHiddenTests):
    """Take hidden tests out of a feedback page: out of the cells, and out of outputs that quote them."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Return the notebook without hidden lines."""
        hidden = {line for cell in nb.cells for line in self.hidden_lines(cell)}
        for cell in nb.cells:
            if cell.cell_type == "code":
                tested = bool(self.hidden_lines(cell))
                cell.outputs = [without_quotes(output, hidden, tested) for output in cell.outputs]
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell: NotebookNode, resources: dict, cell_index: int) -> tuple:
        """Clear a test cell; a learner's own cell may say what it likes."""
        return (
            super().preprocess_cell(cell, resources, cell_index)
            if is_grade(cell)
            else (cell, resources)
        )

    def hidden_lines(self, cell: NotebookNode) -> set[str]:
        """Return the lines of a test cell that learners don't see."""
        begin, end = self.begin_test_delimeter, self.end_test_delimeter
        if not is_grade(cell) or begin not in cell.source:
            return set()
        inside = cell.source.partition(begin)[2].partition(end)[0]
        return {begin, end} | {line.strip() for line in inside.split("\n")[1:-1] if line.strip()}


def without_quotes(output: NotebookNode, hidden: set[str], tested: bool) -> NotebookNode:
    """Return an output of a cell, shortened if it quotes a hidden line.

    tested -- the cell has hidden tests. Python's tracebacks quote the lines around an error, so of
    those only the error itself is kept; a check's message comes without a traceback and stays whole.
    """
    if output.output_type == "error":
        message = f"{output.ename}: {output.evalue}"
        whole = COLOURS.sub("", "\n".join(output.traceback))
        if (tested and whole.strip() != output.evalue.strip()) or quotes(whole, hidden):
            output.traceback = [message]
            if quotes(message, hidden):
                output.traceback, output.evalue = [output.ename], ""
        return output
    text = output.get("text", "") + "".join(map(str, output.get("data", {}).values()))
    if quotes(COLOURS.sub("", text), hidden):
        return nbformat.v4.new_output(
            "stream", name="stdout", text="(Not shown: it quotes the tests.)\n"
        )
    return output


def quotes(text: str, hidden: set[str]) -> bool:
    """Return whether a text holds one of the hidden lines."""
    return any(line in text for line in hidden if len(line) >= SHORTEST_QUOTE)


# ----------------------------------------------------------------------------------- before grading


@contextlib.contextmanager
def steady_kernels() -> Iterator[int]:
    """Let kernels start with settings that make marks fair; yield the seed of the hidden tests' inputs.

    All learners of a run get the same inputs. GRADING_SEED in the environment repeats an earlier run.
    """
    before = dict(os.environ)
    seed = os.environ.get("GRADING_SEED", str(secrets.randbits(32)))
    path = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    os.environ.update(
        GRADING_SEED=seed,
        OPENBLAS_NUM_THREADS="1",
        PYTHONPATH=os.pathsep.join(path),  # the hidden tests import `classroom`
        PYTHONWARNINGS="ignore",
        TQDM_DISABLE="1",
    )
    try:
        yield int(seed)
    finally:
        os.environ.clear()
        os.environ.update(before)


def collect(folder: Path, week: str, api: NbGraderAPI, names: list[str]) -> list[Result]:
    """Copy submissions from `folder`, one folder a learner in it, to where nbgrader expects them.

    A learner's folder may hold the notebooks anywhere below it (the unpacked zip, say). What lay in
    submitted/ before and differs is moved to submitted/.replaced/.
    Returns a Result for each learner, with a problem where nothing could be collected.
    Raises ClassroomError if there is no such folder or no learner in it.
    """
    if not folder.is_dir():
        raise ClassroomError(f"There is no folder {folder}.")
    learners = [path for path in sorted(folder.iterdir()) if path.is_dir() and path.name[0] != "."]
    if not learners:
        raise ClassroomError(
            f"In {folder} there is no folder a learner: put the notebooks of each into one with the "
            "learner's name, for example anna/3_logistic_regression.ipynb."
        )
    root = Path(api.coursedir.root)
    replaced = fresh(root / "submitted" / ".replaced" / time.strftime("%Y-%m-%d_%H%M%S"))
    results = []
    for learner in learners:
        homes = homes_of(learner, names)
        if len(homes) != 1:
            where = ", ".join(home.relative_to(folder).as_posix() for home in homes)
            problem = (
                f"its notebooks are in several folders: {where}"
                if homes
                else "no notebook of the week"
            )
            results.append(Result(learner.name, problem=problem))
            continue
        put_in_place(
            homes[0], root / "submitted" / learner.name / week, replaced, set(api.coursedir.ignore)
        )
        results.append(Result(learner.name))
    return results


def homes_of(learner: Path, names: list[str]) -> list[Path]:
    """Return the folders below a learner's folder that hold notebooks of the week (or any, if none do)."""
    found = [path for path in learner.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts]
    known = [path for path in found if path.name in names]
    return sorted({path.parent for path in known or found})


def put_in_place(home: Path, target: Path, replaced: Path, ignore: set[str]) -> None:
    """Copy a submission to `target`; a different one that is there moves to the folder `replaced`."""
    new = fresh(target.with_name(f".{target.name}.new"))
    patterns = shutil.ignore_patterns(*ignore)

    def skip(directory, entries):
        links = {entry for entry in entries if os.path.islink(os.path.join(directory, entry))}
        return patterns(directory, entries) | links  # a link may lead anywhere

    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(home, new, ignore=skip)
    if target.exists():
        earlier = replaced / target.parent.name / target.name
        earlier.parent.mkdir(parents=True, exist_ok=True)
        if same_files(new, target):
            shutil.rmtree(new)
            return
        target.rename(earlier)
    new.rename(target)


def same_files(one: Path, other: Path) -> bool:
    """Return whether two folders hold the same files."""
    return files_of(one) == files_of(other)


def files_of(folder: Path) -> dict[Path, bytes]:
    """Return {path within the folder: bytes}."""
    return {
        path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def submitted_learners(root: Path, week: str) -> list[str]:
    """Return the names of the learners with a folder submitted/<learner>/<week>, sorted."""
    found = [path.parent.name for path in (root / "submitted").glob(f"*/{week}") if path.is_dir()]
    return sorted(name for name in found if not name.startswith("."))


# ------------------------------------------------------------------------------------------ grading


@nbgrader_at_work()
def grade(
    week: str | int, folder: str | Path | None = None, root: Path = ROOT, tell=print
) -> list[Result]:
    """Grade a week's submissions, all or those in `folder`; return a Result for each of them.

    A submission graded before is graded anew. One that can't be graded keeps no automatic mark from
    earlier and doesn't stop the others. Writes feedback/<week>.csv, with all learners of the week, and
    feedback/<learner>/<week>/<notebook>.html. `tell` gets a line for each learner as it is done.
    Raises ClassroomError when the week isn't released or there is nothing to grade.
    """
    week = find_week(week, root)
    keep_gradebook(root)
    api = open_course(root)
    names = released_notebooks(api, week)
    collected = collect(Path(folder).expanduser(), week, api, names) if folder else []
    todo = [result.learner for result in collected if not result.problem]
    if not folder:
        todo = submitted_learners(root, week)
        if not todo:
            raise ClassroomError(
                f"There is nothing to grade: no folder submitted/<learner>/{week}/."
            )
    results = [result for result in collected if result.problem]
    with steady_kernels() as seed:
        tell(
            f"Grading {len(todo)} submissions; GRADING_SEED={seed} repeats the hidden tests' inputs."
        )
        for result in results:
            tell(line_of(result))
        for learner in todo:
            results.append(grade_one(api, week, learner, root))
            tell(line_of(results[-1]))
    others = set(submitted_learners(root, week)) - {result.learner for result in results}
    earlier = [earlier_result(api, week, learner) for learner in sorted(others)]
    table = root / "feedback" / f"{week}.csv"
    write_table(
        table, sorted(results + earlier, key=lambda r: r.learner), cells_in_order(api, week, root)
    )
    return sorted(results, key=lambda result: result.learner)


def released_notebooks(api: NbGraderAPI, week: str) -> list[str]:
    """Return the file names of the notebooks of a released week; raise ClassroomError if it is not released."""
    with api.gradebook as gradebook:
        try:
            return sorted(
                f"{notebook.name}.ipynb" for notebook in gradebook.find_assignment(week).notebooks
            )
        except MissingEntry:
            number = week.removeprefix("week").partition("_")[0]
            raise ClassroomError(
                f"The gradebook doesn't know {week}: release it first (make release WEEK={number})."
            ) from None


def grade_one(api: NbGraderAPI, week: str, learner: str, root: Path) -> Result:
    """Grade one submission and write its feedback pages; return its Result. Never raises for what is in it."""
    start = time.perf_counter()
    if re.search(r"[*?\[\]]", learner):  # nbgrader would look for all names of that pattern
        return Result(learner, problem="the folder's name holds *, ?, [ or ]: rename it")
    forget_marks(api, week, learner)
    pages = root / "feedback" / learner / week
    shutil.rmtree(pages, ignore_errors=True)  # a page must not outlive its mark
    submission = root / "submitted" / learner / week
    outcome = unless_stopped(api.autograde(week, learner, force=True))
    if not outcome["success"]:
        shutil.rmtree(root / "autograded" / learner / week, ignore_errors=True)
        problem = explain_failure(submission, outcome.get("log", "") + outcome["error"])
        return Result(learner, {}, problem, time.perf_counter() - start)
    marks = marks_of(api, week, learner)
    outcome = unless_stopped(api.generate_feedback(week, learner, force=True))
    if not outcome["success"]:
        shutil.rmtree(pages, ignore_errors=True)
        reason = explain_failure(submission, outcome.get("log", "") + outcome["error"])
        problem = f"graded, but there is no feedback page: {reason}"
        return Result(learner, marks, problem, time.perf_counter() - start)
    problem = misnamed(submission, released_notebooks(api, week))
    return Result(learner, marks, problem, time.perf_counter() - start)


def misnamed(submission: Path, names: list[str]) -> str:
    """Return words for released notebooks that are not in a submission, and notebooks under other names.

    A browser saves a second download as "3_lesson (1).ipynb"; nobody should lose points by that unseen.
    """
    present = {path.name for path in submission.glob("*.ipynb")}
    missing, other = sorted(set(names) - present), sorted(present - set(names))
    words = [f"not there, so without points: {', '.join(missing)}"] if missing else []
    words += (
        [f"not used, as nothing of that name was released: {', '.join(other)}"] if other else []
    )
    return "; ".join(words)


def unless_stopped(outcome: dict) -> dict:
    """Return what nbgrader's API returned; raise KeyboardInterrupt if Ctrl-C, which it swallows, ended it."""
    if outcome.get("error", "").rstrip().endswith("KeyboardInterrupt"):
        raise KeyboardInterrupt
    return outcome


def forget_marks(api: NbGraderAPI, week: str, learner: str) -> None:
    """Clear the automatic marks of an earlier run; what a teacher marked or wrote by hand stays."""
    with api.gradebook as gradebook:
        try:
            submission = gradebook.find_submission(week, learner)
        except MissingEntry:
            return
        for notebook in submission.notebooks:
            for mark in notebook.grades:
                mark.auto_score, mark.needs_manual_grade = None, True
        gradebook.db.commit()


def marks_of(api: NbGraderAPI, week: str, learner: str) -> dict:
    """Return {(notebook, cell): (score, maximum)} from the gradebook, {} where there is no submission."""
    with api.gradebook as gradebook:
        try:
            notebooks = gradebook.find_submission(week, learner).notebooks
        except MissingEntry:
            return {}
        return {
            (notebook.name, mark.name): (mark.score, mark.max_score)
            for notebook in notebooks
            for mark in notebook.grades
            if not (mark.auto_score is None and mark.manual_score is None)
        }


def earlier_result(api: NbGraderAPI, week: str, learner: str) -> Result:
    """Return the Result that the gradebook remembers of a learner who was not graded in this run."""
    marks = marks_of(api, week, learner)
    return Result(learner, marks, "" if marks else "not graded yet")


def explain_failure(submission: Path, log: str) -> str:
    """Return in a few words why nbgrader could not grade a submission."""
    for path in sorted(submission.glob("*.ipynb")):
        try:
            nbformat.validate(nbformat.read(path, as_version=4))
        except Exception:  # a file can be broken in any way
            return (
                f"{path.name} is not a whole notebook: it was cut off, or is another kind of file"
            )
    if "No notebooks found" in log or "No notebooks were matched" in log:
        return "it has no notebook with a released name"
    if "DeadKernelError" in log:
        return "its code ended the kernel: too much memory, or an exit"
    if "add_missing_grade_cells" in log:
        return (
            "whole exercises are missing from a notebook, answer and test cell: "
            "put them back from the release"
        )
    errors = [
        line for line in log.splitlines() if re.match(r"[\w.]+(Error|Exception|Exists)\b", line)
    ]
    known = [line for line in errors if "NbGraderException" not in line]
    return (known or errors or ["nbgrader gives no reason"])[-1].strip()


# ---------------------------------------------------------------------------------------- reporting


def line_of(result: Result) -> str:
    """Return what to tell about one learner."""
    took = f"   ({result.seconds:.0f} s)" if result.seconds else ""
    if not result.marks:
        return f"{result.learner:<20} not graded: {result.problem}{took}"
    note = f"   {result.problem}" if result.problem else ""
    return f"{result.learner:<20} {result.total:g} of {result.maximum:g} points{note}{took}"


def cells_in_order(api: NbGraderAPI, week: str, root: Path) -> dict:
    """Return the test cells the gradebook has of a week, {(notebook, cell): maximum}, in the lessons' order."""
    place = {}
    for path in sorted((root / "notebooks" / week).glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            place[path.stem, cell.metadata.get("nbgrader", {}).get("grade_id")] = len(place)
    with api.gradebook as gradebook:
        notebooks = gradebook.find_assignment(week).notebooks
        cells = {(n.name, cell.name): cell.max_score for n in notebooks for cell in n.grade_cells}
    return dict(sorted(cells.items(), key=lambda item: (place.get(item[0], len(place)), item[0])))


def write_table(path: Path, results: list[Result], cells: dict) -> None:
    """Write the table of marks, a row a learner: points a test cell, total, maximum, percentage, note."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.new")
    maximum = sum(cells.values())
    with scratch.open(
        "w", encoding="utf-8-sig", newline=""
    ) as file:  # with the mark Excel looks for
        writer = csv.writer(file)
        writer.writerow(
            ["learner", *map("/".join, cells), "total", "maximum", "percentage", "note"]
        )
        for result in results:
            points = [
                f"{result.marks[cell][0]:g}" if cell in result.marks else "" for cell in cells
            ]
            sums = ["", f"{maximum:g}", ""]
            if result.marks:
                sums = [f"{result.total:g}", f"{maximum:g}", f"{100 * result.total / maximum:.1f}"]
            writer.writerow([result.learner, *points, *sums, note_of(result)])
    os.replace(scratch, path)


def note_of(result: Result) -> str:
    """Return what the table says beside a learner's marks."""
    if result.problem and not result.marks and result.problem != "not graded yet":
        return f"not graded: {result.problem}"
    return result.problem


def main(arguments: list[str]) -> int:
    """Grade the week named on the command line; return 0 if all went well with every submission, else 1."""
    if len(arguments) not in (1, 2):
        print("usage: python -m classroom.grade WEEK [FOLDER]", file=sys.stderr)
        return 2
    try:
        results = grade(*arguments, tell=lambda line: print(line, flush=True))
        week = find_week(arguments[0])
    except ClassroomError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(
            "Stopped. The table of marks is as it was; grade again to complete it.", file=sys.stderr
        )
        return 130
    problems = [result for result in results if result.problem]
    print(f"Marks: feedback/{week}.csv   Pages: feedback/<learner>/{week}/")
    if problems:
        print(f"Look at these, {len(problems)} of {len(results)}:")
        print("".join(f"  {result.learner}: {result.problem}\n" for result in problems), end="")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
