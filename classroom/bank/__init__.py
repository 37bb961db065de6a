"""The bank of submissions that the grader is judged by, honest and hostile, each with its fair mark.

assignment.py   a scratch course with one assignment: three functions, ten points, secrets to be read
submissions.py  what a submission is, and the means to write one
honest.py, mishaps.py, hostile.py   the submissions
batch.py        grades them all in one run, shut off from the rest of the machine, and looks for damage
stock.py        measures what nbgrader as it comes gives for each
`python -m classroom.bank` grades the bank and writes the table in classroom/README.md; `--stock`
measures nbgrader's marks anew.
"""

from classroom.bank.honest import HONEST
from classroom.bank.hostile import HOSTILE
from classroom.bank.mishaps import MISHAPS

SUBMISSIONS = HONEST + MISHAPS + HOSTILE
