"""What one call of a learner's function did."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """What one call did: returned `value`, or raised `error` ("ValueError: …"); what it changed, printed, warned of."""

    value: object = None
    error: str | None = None
    where: str = ""
    changed: tuple = ()
    printed: str = ""
    warned: str = ""
