"""What nbgrader's own grading does in this course: it refuses."""

from nbgrader.preprocessors import NbGraderPreprocessor

from classroom.errors import ClassroomError


class RefuseToRunHere(NbGraderPreprocessor):
    """Stands in place of nbgrader's own grading, which would run submissions with the teacher's rights."""

    def preprocess(self, nb, resources):
        """Raise, with what to do instead."""
        raise ClassroomError(
            "Grade with `make grade WEEK=…`: it runs submissions in a sandbox, nbgrader doesn't."
        )
