"""The corpus of submissions that the grader is judged by, honest and hostile, each with its fair mark.

assignment.py   a scratch course with one assignment: three functions, ten points, secrets to be read
submissions.py  what a submission is, and the means to write one
honest.py, malformed ones.py, hostile.py   the submissions
grade_all.py        grades them all in one run, shut off from the rest of the machine, and looks for damage
plain_nbgrader.py        measures what nbgrader as it comes gives for each
`python -m tests.corpus` grades the corpus and writes the table in classroom/README.md; `--plain_nbgrader`
measures nbgrader's marks anew.
"""

from tests.corpus.honest import HONEST
from tests.corpus.hostile import HOSTILE
from tests.corpus.malformed import MALFORMED

SUBMISSIONS = HONEST + MALFORMED + HOSTILE
