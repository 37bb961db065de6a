"""nbgrader's settings for this course; read when nbgrader is started in this folder."""

from classroom.grading.refuse_nbgrader import RefuseAutograde, RefuseFeedback
from classroom.release.learner_copy import CODE_STUB, TEXT_STUB

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

# Nothing but `make grade` runs submissions and writes feedback: not nbgrader's commands, not formgrader's buttons.
c.Autograde.exporter_class = RefuseAutograde
c.GenerateFeedback.exporter_class = RefuseFeedback

# Late submissions: the due date of each week, with time and zone, for example
# c.Grading.due_dates = {"week2_logistic_regression": "2026-10-12 23:59 Europe/Berlin"}
# and what lateness costs, by nbgrader's own plugin interface: "none", "zero" (all points), or a class of your own,
# c.AssignLatePenalties.plugin_class = TenPercentADay; classroom/README.md has one. Extensions stand in roster.csv.
c.Grading.due_dates = {}
c.LateSubmissionPlugin.penalty_method = "none"

# An exercise that is right on top of a wrong one of the learner's keeps its points; False takes them away.
c.Grading.follow_on_credit = True
