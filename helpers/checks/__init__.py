"""Checks that say which mistake was made: the check engine's public face.

    check = Checks("week2_logistic_regression")
    check(propagate)

Who lives here, in the order in which a check goes through them: records (what is stored of an exercise), calling (the
learner's function) within a time_limit, summaries and random_results (facts in place of random numbers), comparing,
known_mistakes, hints, number_hints and error_hints (what can be said in general), judging (all together),
source_notes, condition_notes, state_notes, scope_notes, text_notes, call_notes, first_nonfinite and place (what the
learner's own code shows), contrast (what tells wrong inputs from right ones), results (the records of a call and of a
diagnosis), message (a diagnosis as text), notebook (`Checks`), which keeps progress and shows solutions; describing,
values and formulas serve several.
"""

from helpers.checks.judging import diagnose, diagnose_exercise
from helpers.checks.notebook import CheckFailed, Checks
from helpers.checks.records import ChecksFileError, load_exercises
from helpers.checks.results import Diagnosis, Kind

__all__ = [
    "CheckFailed",
    "Checks",
    "ChecksFileError",
    "Diagnosis",
    "Kind",
    "diagnose",
    "diagnose_exercise",
    "load_exercises",
]
