"""What one call of a learner's function did, and what a check found: records without text layout."""

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from helpers.checks.message import as_text

if TYPE_CHECKING:
    from helpers.repair import Repair


@dataclass(frozen=True)
class CodeLine:
    """One line of a learner's code: its number in the cell, the function it stands in, its text."""

    number: int
    function: str
    text: str

    def __str__(self):
        """The line as messages quote it."""
        return f"line {self.number} of {self.function}: {self.text}"


@dataclass(frozen=True)
class CallResult:
    """What one call did.

    value   -- what it returned; None if it raised
    error   -- what it raised, "ValueError: …"; None if it returned
    lines   -- where it raised: CodeLines of the learner's code, the outermost call first
    changed -- names of the arguments whose values the call changed
    printed -- what it wrote to standard output
    warned  -- the first warning's text; "" if there was none
    suggestion -- "Did you mean …?" for a name or key that was not found; ""
    """

    value: object = None
    error: str | None = None
    lines: tuple[CodeLine, ...] = ()
    changed: tuple[str, ...] = ()
    printed: str = ""
    warned: str = ""
    suggestion: str = ""

    @property
    def error_type(self) -> str | None:
        """The name of the exception's type; None if the call returned."""
        return self.error.split(":")[0] if self.error else None


class Kind(str, Enum):
    """What a check can find."""

    RIGHT = "right"
    NOT_WRITTEN = "not written"
    MISSING = "missing"
    NOT_A_FUNCTION = "not a function"
    WRONG_PARAMETERS = "wrong parameters"
    ERROR_RAISED = "error raised"
    TIMED_OUT = "timed out"
    NOTHING_RETURNED = "nothing returned"
    WRONG_TYPE = "wrong type"
    WRONG_KEYS = "wrong keys"
    WRONG_SHAPE = "wrong shape"
    WRONG_VALUE = "wrong value"
    NOTHING_PRINTED = "nothing printed"
    ARGUMENT_CHANGED = "argument changed"
    UNREADABLE_RESULT = "unreadable result"
    CHECK_FAILED = "error in the check itself"


@dataclass(frozen=True)
class Diagnosis:
    """What a check found.

    exercise   -- the function's name
    kind       -- a Kind
    headline   -- what stands behind the name in the first line; "" where the lines say it all
    lines      -- (label, text) pairs below it, such as ("expected", "0.5")
    mistakes   -- sentences of the known mistakes that explain the results
    error_type -- the name of the exception's type, for ERROR_RAISED and TIMED_OUT
    position   -- the number of the input it was found on, from 1; None where none is meant
    code_line  -- the CodeLine of the learner's that raised
    place      -- the Repair (helpers.repair) that points to lines of the learner's code; None where none is found
    depends_on -- names of the learner's other exercises that it calls and that fail their own checks, or, for
                  NOT_WRITTEN, the one that is not written
    """

    exercise: str
    kind: Kind
    headline: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    mistakes: tuple[str, ...] = ()
    error_type: str | None = None
    position: int | None = None
    code_line: CodeLine | None = None
    depends_on: tuple[str, ...] = ()
    place: "Repair | None" = None

    @property
    def passed(self) -> bool:
        """Whether the function is right."""
        return self.kind is Kind.RIGHT

    @property
    def mistake(self) -> str | None:
        """The sentences of the known mistakes as one text; None if no known mistake explains the results."""
        return " ".join(self.mistakes) or None

    @property
    def message(self) -> str:
        """What a learner reads in a notebook."""
        return as_text(self)
