"""The learner's copy of a lesson: exercises empty, outputs gone, everything else as it is."""

import copy
import logging

from nbformat import NotebookNode
from nbgrader.nbgraderformat import ValidationError
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    LockCells,
)
from traitlets.config import Config

# A learner sees this in place of each solution, at the solution's indentation.
CODE_STUB = "# Your code here: replace this line and the next.\nraise NotImplementedError"
TEXT_STUB = "*Your answer here.*"

# nbgrader's own steps of `generate_assignment`, in its order, without those that need its
# database. The checksums are taken of what the learner gets, so they come after the clearing.
STEPS = (
    LockCells,
    ClearSolutions,
    ClearOutput,
    ClearHiddenTests,
    ClearMarkScheme,
    ComputeChecksums,
    CheckCellMetadata,
)


def learner_copy(notebook: NotebookNode) -> NotebookNode:
    """Return the learner's copy of a lesson; the lesson given stays as it is.

    Takes a notebook with nbgrader's cell metadata and `### BEGIN SOLUTION` … `### END SOLUTION`
    (`### BEGIN HIDDEN TESTS` … `### END HIDDEN TESTS`) around what a learner must not see.
    The same lesson gives the same copy, cell ids included.
    Raises ValueError, in one sentence, when the marks or the metadata don't fit together.
    """
    result = copy.deepcopy(notebook)
    result.metadata.pop("widgets", None)  # the state of widgets that are cleared away
    config = Config(
        ClearSolutions={"code_stub": {"python": CODE_STUB}, "text_stub": TEXT_STUB},
    )
    for step in STEPS:
        try:
            result, _ = step(config=config, log=_silent_log()).preprocess(result, {})
        except (RuntimeError, ValidationError, KeyError) as error:
            reason = str(error).strip().rstrip(".") or step.__name__
            raise ValueError(f"No learner's copy of this lesson: {reason}.") from error
    return result


def _silent_log() -> logging.Logger:
    """Return a log that prints nothing: nbgrader prints whole cells, we raise one sentence."""
    log = logging.Logger("learner_copy")
    log.addHandler(logging.NullHandler())
    return log
