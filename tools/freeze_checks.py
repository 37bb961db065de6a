"""Write data/checks/ anew: `python -m tools.freeze_checks [WEEK …]`, for every week unless some are named.

"practice" is the exercise in START_HERE.

To run after a change of an exercise, its inputs or its typical mistakes.
"""

import sys
from pathlib import Path

from classroom.exercises.recording import ROOT, record_practice, record_week, weeks
from helpers.checks.records import FOLDER, to_text

PRACTICE = "practice"


def write(week: str) -> Path:
    """Record a week into data/checks/<week>.json; return the path."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{week}.json"
    records = record_practice() if week == PRACTICE else record_week(week)
    path.write_text(to_text(records), encoding="utf-8", newline="\n")
    return path


if __name__ == "__main__":
    for name in sys.argv[1:] or [*weeks(), PRACTICE]:
        print(write(name).relative_to(ROOT))
