"""Run the checks on answers, and sort what they say."""

import ast
import contextlib
import functools
import hashlib
import json
import linecache
import statistics
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from classroom.exercises import recording
from helpers.checks import Diagnosis, load_exercises
from helpers.checks.message import GENERAL
from helpers.checks.notebook import diagnose_with_place
from helpers.notebook_cells import cells_of
from helpers.repair import child

HERE = Path(__file__).parent
VERDICTS = HERE / "verdicts.json"
child.PATIENCE = 20  # the search is bounded by processor time: what it finds here must not hang on what else runs


@dataclass(frozen=True)
class Answer:
    """One answer to an exercise.

    what  -- what is wrong with it, or how a right one is written
    where -- texts in the source that are wrong, where the writer has told them; for something missing, the line that it
             belongs in or after
    """

    lesson: str
    exercise: str
    right: bool
    what: str
    source: str
    where: tuple[str, ...] = ()

    @property
    def week(self) -> str:
        """The week's folder."""
        return self.lesson.split("/")[0]

    @property
    def wrong_lines(self) -> set[int]:
        """The numbers of the lines that hold a text of `where`, from 1."""
        found = set()
        for text in self.where:
            begin = self.source.find(text)
            while begin >= 0:
                first = 1 + self.source.count("\n", 0, begin)
                found |= set(range(first, first + 1 + text.rstrip().count("\n")))
                begin = self.source.find(text, begin + 1)
        return found


@dataclass(frozen=True)
class Found:
    """What the checks say of an answer, and how long that took, in milliseconds."""

    answer: Answer
    diagnosis: Diagnosis
    milliseconds: float

    @property
    def said(self) -> str:
        """What the message concludes: all lines but inputs and values."""
        kept = ("mistake", "look at", "or at", "hint", "note", "error")
        lines = [f"{label}: {text}" for label, text in self.diagnosis.lines if label in kept]
        return "\n".join([self.diagnosis.headline, *lines]).strip()

    @property
    def key(self) -> str:
        """Identifies the answer together with what is said of it."""
        return hashlib.sha256(f"{self.answer.source}\0{self.said}".encode()).hexdigest()[:16]

    @property
    def mark_is_right(self) -> bool | None:
        """Whether a marked line is one that is wrong; None where none is marked, or nobody has told which are."""
        place, wrong = self.diagnosis.place, self.answer.wrong_lines
        if place is None or not wrong:
            return None
        parts = [part for whole in place.places for part in (whole, *whole.more)]
        return any(part.line in wrong for part in parts)

    def sort(self, verdicts: dict[str, str]) -> str:
        """Its column in the table: right, rejected, accepted, or, as readers or its labels say, one of COLUMNS."""
        if self.answer.right:
            return "right" if self.diagnosis.passed else "rejected"
        if self.diagnosis.passed:
            return "accepted"
        if self.key in verdicts:
            return verdicts[self.key]
        labels = [label for label, _ in self.diagnosis.lines]
        if "mistake" in labels:
            return "named"
        if "look at" in labels:
            return "placed"
        return "clue" if any(text in self.said for text in GENERAL) else "hint"


def load_answers(name: str) -> list[Answer]:
    """The answers of a file: the name of one beside this one, or the path of a .json."""
    path = Path(name) if name.endswith(".json") else HERE / f"{name}.json"
    return [Answer(**one) for one in json.loads(path.read_text("utf-8"))]


def load_verdicts() -> dict[str, str]:
    """{key of a Found: "named", "placed", "clue" or "misled"}, as readers have judged."""
    return json.loads(VERDICTS.read_text("utf-8")) if VERDICTS.is_file() else {}


@functools.lru_cache
def given_functions(lesson: str) -> dict:
    """{name: compiled definition} of the functions that a lesson's given cells define, which answers may call."""
    found = {}
    for cell in cells_of((recording.ROOT / "notebooks" / f"{lesson}.ipynb").read_bytes()):
        with contextlib.suppress(SyntaxError):  # one of IPython's own commands
            nodes = ast.parse(cell.source).body if cell.kind == "code" else []
            place = f"<given {hashlib.sha256(cell.source.encode()).hexdigest()[:12]}>"
            for node in nodes if not cell.is_solution else ():
                if isinstance(node, ast.FunctionDef):
                    linecache.cache[place] = (1, None, cell.source.splitlines(True), place)
                    found[node.name] = compile(ast.Module([node], []), place, "exec")
    return found


def try_answer(answer: Answer) -> Found | None:
    """What the checks say of an answer whose lesson's other functions are right; None where Python refuses the cell."""
    _, namespace = recording.solution_sources(answer.week)[answer.exercise]
    space = {name: value for name, value in namespace.items() if name != answer.exercise}
    for name, definition in given_functions(answer.lesson).items():
        if name in answer.source and name not in space:
            exec(definition, space)
    place = f"<answer {hashlib.sha256(answer.source.encode()).hexdigest()[:12]}>"
    linecache.cache[place] = (len(answer.source), None, answer.source.splitlines(True), place)
    try:
        exec(compile(answer.source, place, "exec"), space)
    except Exception:  # the learner sees Python's own message, and no check runs
        return None
    function = space[answer.exercise]
    begin = time.perf_counter()
    diagnosis = diagnose_with_place(load_exercises(answer.week), answer.exercise, function)
    return Found(answer, diagnosis, 1000 * (time.perf_counter() - begin))


# A hint is a sentence of another kind, which may name the mistake: that is seen by reading only. A clue says no more
# than that something is wrong.
COLUMNS = ("named", "placed", "hint", "clue", "misled", "accepted")


def table(found: list[Found], verdicts: dict[str, str]) -> str:
    """The table in Markdown: a row per exercise and one for all, and a line on right answers and time."""
    counts = defaultdict(Counter)
    for one in found:
        if not one.answer.right:
            counts[f"{one.answer.week[:5]} {one.answer.exercise}"][one.sort(verdicts)] += 1
    counts = dict(sorted(counts.items()))
    counts["**all**"] = sum(counts.values(), Counter())
    lines = [f"| | wrong answers | {' | '.join(COLUMNS)} |", "|---" * (len(COLUMNS) + 2) + "|"]
    for name, row in counts.items():
        total = sum(row.values())
        numbers = " | ".join(str(row[column] or "") for column in COLUMNS)
        lines.append(f"| {name} | {total} | {numbers} |")
    total = sum(counts["**all**"].values()) or 1
    shares = " | ".join(f"{100 * counts['**all**'][column] / total:.1f} %" for column in COLUMNS)
    lines.append(f"| | | {shares} |")
    right = [one for one in found if one.answer.right]
    rejected = [one for one in right if not one.diagnosis.passed]
    unread = sum(one.key not in verdicts for one in found if not one.answer.right)
    marks = [one.mark_is_right for one in found if one.mark_is_right is not None]
    by_values = [
        one.mark_is_right for one in found if one.diagnosis.place and one.diagnosis.place.by_values
    ]
    lines += [
        "",
        f"{len(right)} right answers, {len(rejected)} rejected. {unread} messages not read by anybody yet.",
        f"Of {len(marks)} marks on answers with a known place {sum(marks)} touch its line; of "
        f"{len(by_values) - by_values.count(None)} by values {by_values.count(True)}.",
        f"Wrong answers: {times(one for one in found if not one.answer.right)}; right ones: {times(right)} (timing)",
    ]
    return "\n".join(lines)


def times(found) -> str:
    """Median, 95 % and longest time in milliseconds."""
    values = sorted(one.milliseconds for one in found)
    if not values:
        return "none"
    high = values[min(len(values) - 1, int(0.95 * len(values)))]
    return f"median {statistics.median(values):.1f} ms, 95 % {high:.0f} ms, longest {values[-1]:.0f} ms"
