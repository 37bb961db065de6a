"""The week that is graded: its lessons, and where its submissions, results and pages lie."""

from dataclasses import dataclass
from pathlib import Path

from classroom.grading.submitted import read_notebooks


@dataclass(frozen=True)
class GradedWeek:
    """One week of a course while it is graded.

    lessons -- {file name: text} of the released notebooks, as the teacher has them
    version -- a digest of what marks depend on besides the submission, lessons, release, sandbox, limits
    """

    root: Path
    week: str
    lessons: dict[str, str]
    version: str

    def home(self, learner: str) -> Path:
        """Return the folder of a graded submission, where formgrader looks for it."""
        return self.root / "autograded" / learner / self.week

    def submission(self, learner: str) -> Path:
        """Return the folder of a submission as it came."""
        return self.root / "submitted" / learner / self.week

    @property
    def run_file(self) -> Path:
        """The file that remembers the seed of a run until it is over."""
        return self.root / "autograded" / f".{self.week}.run.json"

    def notebooks_of(self, learner: str) -> dict[str, bytes | str]:
        """Return the notebooks of a submission, {file name: what it holds, or in words why it can't be read}."""
        return read_notebooks(self.submission(learner), list(self.lessons))
