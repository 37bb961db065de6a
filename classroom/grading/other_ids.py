"""Learners in submitted/ whom the roster knows under another id: one who was graded before there was a roster, say."""

from classroom.grading.graded_week import GradedWeek
from classroom.grading.origins import move_origins, origins_of
from classroom.grading.roster import Learner, other_ids
from classroom.grading.submitted import submitted_learners

OTHER_IDS = (
    "On the roster under another id: {0}. Rename submitted/<name> to submitted/<id> (if that is there, move {1} into "
    "it) and grade again; points and comments given by hand stay with the old name, so give them again."
)
TWO_NAMES = (
    "Handed in under two names: {0}. What lies under the id counts: move notebooks that are only in "
    "submitted/<name>/{1} to submitted/<id>/{1}, and delete the rest; points and comments given by hand stay with the "
    "old name, so give them again."
)


def ids_in_submitted(graded: GradedWeek, roster: dict[str, Learner]) -> dict[str, str]:
    """Return {name: id} of those in submitted/ whom the roster knows under another id.

    Where their folders were renamed since the last grading, it is noted where they came from.
    """
    if not roster:
        return {}
    root, week = graded.root, graded.week
    origins = origins_of(root, week)
    move_origins(root, week, other_ids(origins, origins, roster))
    return other_ids(submitted_learners(root, week), origins, roster)


def twice(graded: GradedWeek, ids: dict[str, str]) -> set[str]:
    """Return the names, among {name: id}, of those who have a submission under their id too."""
    there = set(submitted_learners(graded.root, graded.week))
    return {name for name, id in ids.items() if id in there}


def tell_of_other_ids(graded: GradedWeek, ids: dict[str, str], tell) -> None:
    """Tell who is in submitted/ under another name than the roster's, {name: id}, and what to do."""
    double = twice(graded, ids)
    for sentence, names in ((OTHER_IDS, set(ids) - double), (TWO_NAMES, double)):
        if names:
            listed = ", ".join(f"{name} is {ids[name]}" for name in sorted(names))
            tell(sentence.format(listed, graded.week))
