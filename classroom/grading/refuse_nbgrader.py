"""What nbgrader's own grading and feedback do in this course: they refuse, before they touch a file.

nbgrader makes a converter's exporter first, and only then removes what lies at the destination. So the refusal stands
in the exporter's place (source: nbgrader/converters/base.py, BaseConverter.start and init_destination).
"""

from nbconvert.exporters import NotebookExporter
from nbgrader.converters.base import NbGraderException

AUTOGRADE = "Grade with `make grade WEEK=…`: it runs submissions in a sandbox, nbgrader doesn't."
FEEDBACK = (
    "Feedback is made by `make grade WEEK=…`, with the points and comments that you gave here: its pages are in "
    "feedback/<learner>/<week>/, and nbgrader's would take their place. Nothing was changed."
)


class RefusingExporter(NotebookExporter):
    """Stands in place of an nbgrader converter's exporter; making one raises, with what to do instead."""

    sentence = ""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.log.error(self.sentence)  # what formgrader shows
        raise NbGraderException(self.sentence)


class RefuseAutograde(RefusingExporter):
    """In place of nbgrader's own grading, which would run submissions with the teacher's rights."""

    sentence = AUTOGRADE


class RefuseFeedback(RefusingExporter):
    """In place of nbgrader's own feedback, which would overwrite the learners' pages."""

    sentence = FEEDBACK
