"""Grade a week: `python -m classroom.grading 2 [FOLDER] [--unsafe]`."""

import argparse
import os
import sys

from classroom.errors import ClassroomError
from classroom.grading.marks_table import note_of
from classroom.grading.roster import names_of, read_roster
from classroom.grading.workflow import UNSAFE, grade
from classroom.paths import find_week
from classroom.text import with_name


def main(arguments: list[str]) -> int:
    """Grade the week named on the command line; return 0 if all went well with every submission, else 1."""
    parser = argparse.ArgumentParser(
        prog="python -m classroom.grading", description="Grade a week's submissions."
    )
    parser.add_argument("week", help="its number, 2")
    parser.add_argument(
        "folder", nargs="?", help="holds one folder per learner; by default submitted/ is graded"
    )
    parser.add_argument(
        "--unsafe", action="store_true", help="run submissions with your own rights"
    )
    chosen = parser.parse_args(arguments)
    try:
        results = grade(
            chosen.week,
            chosen.folder,
            sandboxed=not chosen.unsafe,
            scheduler=os.environ.get("SCHEDULER") or None,
        )
        week, names = find_week(chosen.week), names_of(read_roster())
    except ClassroomError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"Grading stops, as a file can't be read or written ({error}): is the disk full, or a folder read-only? "
            "What was graded is kept: the same command goes on from there.",
            file=sys.stderr,
        )
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
        print(f"Note: {UNSAFE}.")
    if problems:
        print(f"Look at these, {len(problems)} of {len(results)}:")
        for result in problems:
            print(f"  {with_name(result.learner, names)}: {note_of(result)}")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
