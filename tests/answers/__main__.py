"""Print what the checks say of answers: `python -m tests.answers [worked_on | measuring | FILE] [--show COLUMN]`."""

import argparse
import os
import warnings

from helpers.repair.child import RAISE_ERRORS
from tests.answers.measure import load_answers, load_verdicts, table, try_answer

parser = argparse.ArgumentParser(prog="python -m tests.answers", description=__doc__)
parser.add_argument("part", nargs="?", default="measuring")
parser.add_argument(
    "--show", help="print the messages of one column, such as clue or misled, or of all"
)
parser.add_argument("--exercise", help="only answers to this exercise")
chosen = parser.parse_args()
warnings.simplefilter("ignore")
# A search that ends in an error would look like one that finds nothing.
os.environ[RAISE_ERRORS] = "1"
verdicts = load_verdicts()
chosen_answers = [
    answer for answer in load_answers(chosen.part) if chosen.exercise in (None, answer.exercise)
]
found = [one for one in map(try_answer, chosen_answers) if one is not None]
for one in found:
    if chosen.show in ("all", one.sort(verdicts)):
        print(f"=== {one.key} {one.answer.week}/{one.answer.exercise}: {one.answer.what}")
        print(f"{one.answer.source.rstrip()}\n--- says\n{one.diagnosis.message}\n")
print(table(found, verdicts))
print(f"{len(chosen_answers) - len(found)} answers are refused by Python itself, and left out.")
