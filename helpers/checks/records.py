"""Stored exercises: the inputs, the expected values, and the results of typical mistakes, as read from data/checks/.

A file is made by `make checks`: numbers and sentences only, no source of any answer.
"""

import functools
import json
from dataclasses import dataclass, field
from pathlib import Path

from helpers.checks.results import CallResult
from helpers.checks.values import decode

FOLDER = Path(__file__).parents[2] / "data" / "checks"
VERSION = 2  # of the files' form; 1 had no version field, and other names for two fields


class ChecksFileError(ValueError):
    """A file in data/checks/ that this version can't read; the message says why, and what to do."""


@dataclass(frozen=True)
class CaseRecord:
    """One input of an exercise and what is expected there.

    Values stay as JSON until they are asked for: each caller gets copies of its own.
    """

    stored: dict

    @property
    def arguments(self) -> list:
        """The arguments of the call."""
        return decode(self.stored["arguments"])

    @functools.cached_property
    def as_text(self) -> dict[str, str]:
        """Arguments and stand-ins as JSON's text, for a function in another process; made once for all functions."""
        stand_ins = self.stored.get("stand_ins", {})
        return {
            "arguments": json.dumps(self.stored["arguments"]),
            "stand_ins": json.dumps(stand_ins),
        }

    @property
    def expected(self):
        """The value that a right answer returns."""
        return decode(self.stored["expected"])

    @property
    def remark(self) -> str | None:
        """What to say of results that are not finite; such a case has no expected value."""
        return self.stored.get("remark")

    @property
    def compared_if_finite(self) -> bool:
        """Whether finite results are compared although there is a remark for others."""
        return bool(self.remark) and "expected" in self.stored

    @property
    def may_refuse(self) -> bool:
        """Whether it is no mistake that an array of whole numbers can't take a result in place."""
        return self.stored.get("may_refuse", False)

    @property
    def prints(self) -> bool:
        """Whether a right answer prints something."""
        return self.stored.get("prints", False)

    @property
    def stand_ins(self) -> dict:
        """{name of a function that the answer calls: what takes its place}; see helpers.checks.calling."""
        return {name: decode(value) for name, value in self.stored.get("stand_ins", {}).items()}

    @property
    def wanted(self):
        """What the exercise's summary looks for; see ExerciseRecord.summary."""
        return decode(self.stored["wanted"])


@dataclass(frozen=True)
class MistakeRecord:
    """A typical mistake: its sentence, and what a function that makes it does on each case."""

    sentence: str
    stored: list

    @functools.cached_property
    def results(self) -> list[CallResult]:
        """The CallResults, one per case; made once, as they are only compared with."""
        return [
            CallResult(
                value=decode(result.get("value")),
                error=result.get("error"),
                printed="printed" if result.get("printed") else "",
            )
            for result in self.stored
        ]


@dataclass(frozen=True)
class ExerciseRecord:
    """One exercise as the checks know it.

    name         -- of the function
    parameters   -- their names in order; `optional` those with defaults, `unused` those the reference never reads
    returns      -- names of the returned values, for messages
    tested       -- completes "✓ name: …" when the answer is right
    no_loop      -- a right answer with a loop passes with a remark
    nothing_else -- a returned dictionary may hold no more than the expected keys
    whole_numbers -- where an int is expected, 2.0 is wrong
    summary      -- name of the summary that is compared in place of random results (helpers.checks.summaries)
    defaults     -- {optional parameter: its value}
    given_lines  -- lines of the answer's cell that the lesson gives, such as its first one
    error_hints  -- (part of an error's text, what it means here), before the general ones
    hints        -- for who is stuck, in this order: what to think of, the shapes, one line
    steps        -- values of right answers' steps on some of the inputs (classroom.exercises.steps); {} where none are
    calls        -- what right answers ask of the lesson's other functions (classroom.exercises.calls); {} where nothing
    """

    name: str
    parameters: list
    optional: list
    unused: list
    returns: list
    tested: str
    no_loop: bool = False
    nothing_else: bool = False
    whole_numbers: bool = False
    summary: str | None = None
    defaults: dict = field(default_factory=dict)
    given_lines: list = field(default_factory=list)
    error_hints: list = field(default_factory=list)
    hints: list = field(default_factory=list)
    steps: dict = field(default_factory=dict)
    calls: dict = field(default_factory=dict)
    cases: tuple[CaseRecord, ...] = ()
    mistakes: tuple[MistakeRecord, ...] = ()

    @classmethod
    def from_json(cls, stored: dict) -> "ExerciseRecord":
        """The record of what `to_json` gave, or of an exercise in a file of version 1."""
        fields = dict(stored)
        cases = tuple(CaseRecord(case) for case in fields.pop("cases"))
        mistakes = tuple(
            MistakeRecord(mistake["sentence"], mistake.get("results", mistake.get("outcomes")))
            for mistake in fields.pop("mistakes")
        )
        if "observe" in fields:  # its name in version 1
            fields["summary"] = fields.pop("observe")
        return cls(**fields, cases=cases, mistakes=mistakes)

    def to_json(self) -> dict:
        """The record as JSON can hold it; fields that are empty or False are left out, but for lists of names."""
        fields = {
            "name": self.name,
            "parameters": self.parameters,
            "optional": self.optional,
            "unused": self.unused,
            "returns": self.returns,
            "tested": self.tested,
        }
        for name in (
            "no_loop",
            "nothing_else",
            "whole_numbers",
            "summary",
            "defaults",
            "given_lines",
            "error_hints",
            "hints",
            "steps",
            "calls",
        ):
            if getattr(self, name):
                fields[name] = getattr(self, name)
        fields["cases"] = [case.stored for case in self.cases]
        fields["mistakes"] = [
            {"sentence": mistake.sentence, "results": mistake.stored} for mistake in self.mistakes
        ]
        return fields


def load_exercises(week: str) -> dict[str, ExerciseRecord]:
    """The stored exercises of a week, {name: ExerciseRecord}.

    week -- the folder's name, such as "week2_logistic_regression"
    Raises FileNotFoundError that names the weeks there are, ChecksFileError for a file of another version.
    """
    path = FOLDER / f"{week}.json"
    if not path.is_file():
        weeks = ", ".join(sorted(file.stem for file in FOLDER.glob("*.json"))) or "none"
        raise FileNotFoundError(f"No checks called {week!r} in {FOLDER.name}/; there are: {weeks}.")
    return read_exercises(path, path.stat().st_mtime_ns)


@functools.lru_cache
def read_exercises(path: Path, changed: int) -> dict[str, ExerciseRecord]:
    """A file's exercises, read once as long as the time of its last change, `changed`, stays the same."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        version = stored.get("version", 1)
        if version in (1, VERSION):
            exercises = stored["exercises"] if version == VERSION else stored
            return {name: ExerciseRecord.from_json(one) for name, one in exercises.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ChecksFileError(
            f"{path.name} can't be read as checks ({type(error).__name__}): the file is damaged or from another "
            "version of the course. Take helpers/ and data/ from one release, or run `make checks`."
        ) from error
    raise ChecksFileError(
        f"{path.name} has version {version!r}, these helpers read version {VERSION}: helpers/ and data/ are from "
        "different releases. Take both from one release, or run `make checks`."
    )


def to_text(exercises: dict[str, ExerciseRecord]) -> str:
    """A file's text, one line per case and mistake, so that changes can be read in a diff."""
    stored = {
        "generated": "by `make checks` from the lessons and classroom/exercises; do not edit",
        "version": VERSION,
        "exercises": {name: exercise.to_json() for name, exercise in exercises.items()},
    }
    text = json.dumps(stored, ensure_ascii=False, separators=(",", ":"))
    for start in ('{"name"', '{"sentence"', '{"arguments"', '"steps"', '"calls"'):
        text = text.replace(start, "\n" + start)
    return text + "\n"
