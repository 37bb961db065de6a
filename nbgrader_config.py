"""nbgrader's settings for this course; read when nbgrader is started in this folder."""

import secrets

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearOutput,
    GetGrades,
    OverwriteCells,
    OverwriteKernelspec,
)

from classroom.grade import ForgetStrayMarks, HideTests
from classroom.learner_copy import CODE_STUB, TEXT_STUB

c = get_config()  # noqa: F821 -- traitlets puts it there

c.CourseDirectory.course_id = "networks-by-hand"
c.CourseDirectory.source_directory = "notebooks"
# What is not taken from a submission: the learner's copy of the course's own modules and data, and
# modules that would be imported in place of others.
c.CourseDirectory.ignore = [
    ".*",
    "__pycache__",
    "feedback",
    "helpers",
    "data",
    "classroom",
    "*.py",
    "*.pyc",
]

# The learner's copy in study/ and the released one show the same stub.
c.ClearSolutions.code_stub = {"python": CODE_STUB}
c.ClearSolutions.text_stub = TEXT_STUB

c.Execute.timeout = 60  # seconds a cell; the longest lesson cell takes about ten
c.Execute.extra_arguments = ["--IPKernelApp.log_level=40"]  # a kernel's remarks on itself
# A cell with this tag is not executed: a name nobody can guess, so no learner can skip a test.
c.Execute.skip_cells_with_tag = secrets.token_hex()
# nbgrader gives 0 points to a test cell with anything on stderr. A right answer may warn.
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = r"\A"
c.OverwriteCells.add_missing_cells = True

c.Autograde.sanitize_preprocessors = [
    ClearOutput,
    ForgetStrayMarks,
    OverwriteKernelspec,
    OverwriteCells,
    CheckCellMetadata,
]
c.GenerateFeedback.preprocessors = [GetGrades, HideTests, CSSHTMLHeaderPreprocessor]
