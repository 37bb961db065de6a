"""Release a week to learners: `python -m classroom.release 2`."""

import argparse
import sys

from classroom.errors import ClassroomError
from classroom.release.workflow import release, write_colab_copies


def main(arguments: list[str]) -> int:
    """Release the week named on the command line; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m classroom.release",
        description="Make the learners' zip of a week: release/<week>.zip.",
    )
    parser.add_argument("week", metavar="WEEK", help="the week's number, for example 2")
    parser.add_argument(
        "--colab",
        metavar="ADDRESS",
        help="write copies for Google Colab, too: ADDRESS is where you put the zip",
    )
    options = parser.parse_args(arguments)
    try:
        print(release(options.week))
        if options.colab:
            print(write_colab_copies(options.week, options.colab))
    except ClassroomError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
