"""The lines that `make grade` prints."""

from collections.abc import Mapping

from classroom.grading.kept_results import GivenByHand, total_of, with_lower_by_hand
from classroom.grading.late import LateRule
from classroom.grading.origins import kept_from_before
from classroom.results import Late, SubmissionResult
from classroom.text import plural, points, with_name

FEW = 5  # lines or names of one kind


def tell_of_collected(origins: dict[str, dict], found: dict[str, str], tell) -> None:
    """Tell, of the learners in `found`, which files are used under other names, and what is not as it was handed in."""
    few = 0
    for learner, origin in origins.items():
        if found.get(learner) != "":
            continue
        remarks = list(filter(None, [kept_from_before(origin), origin.get("by_hand", "")]))
        few += bool(origin["note"])
        if origin["note"] and few <= FEW:
            remarks.append(origin["note"])
        if remarks:
            tell(f"{learner:<20} {'; '.join(remarks)}")
    if few > FEW:
        tell(f"Copies under other names are used of {plural(few - FEW, 'more learner')}.")


def to_grade(count: int, unchanged: int, seed: int, by_hand: int = 0) -> str:
    """Return what to tell before grading; a seed that nothing is graded with would repeat nothing.

    by_hand -- learners with points or comments by hand
    """
    kept = f", {unchanged} unchanged since they were graded" if unchanged else ""
    repeats = f"; GRADING_SEED={seed} repeats the hidden tests' inputs" if count else ""
    given = f"; points or comments by hand: {plural(by_hand, 'learner')}" if by_hand else ""
    return f"{plural(count, 'submission')} to grade{kept}{repeats}{given}"


def line_of(by_hand: GivenByHand, before: Mapping[str, float], result: SubmissionResult) -> str:
    """Return what to tell about one learner, "" where there is nothing to look at.

    before -- {learner: points by the tests of the submission before}
    """
    result = with_lower_by_hand(by_hand, result)
    old = before.get(result.learner, 0.0)
    fewer = f", {points(old)} before" if result.exercises and result.total < old else ""
    right = {part.exercise for part in result.exercises if part.solved}
    said = [cell for _, cell in by_hand.comments.get(result.learner, ()) if f"test_{cell}" in right]
    stale = f"   comment from before, on what is right now: {', '.join(said)}" if said else ""
    if not (result.problem or by_hand.points.get(result.learner) or fewer or stale):
        return ""
    who = f"{with_name(result.learner, by_hand.names):<20}"
    took = f"   ({result.seconds:.1f} s)" if result.seconds else ""
    if not result.exercises:
        return f"{who} not graded: {result.problem}{took}"
    note = f"   {result.problem}" if result.problem else ""
    given = ", some by hand" if by_hand.points.get(result.learner) else ""
    sums = f"{points(total_of(result, by_hand))} of {points(result.maximum)} points"
    return f"{who} {sums}{given}{fewer}{note}{stale}{took}"


def due_line(rule: LateRule) -> str:
    """Return what to tell of the due date, "" where there is none."""
    return f"Due {rule.due:%Y-%m-%d %H:%M} UTC." if rule.due else ""


def late_lines(late: Mapping[str, Late], rule: LateRule, names: Mapping[str, str]) -> list[str]:
    """Return what to tell of lateness: who is late and what that costs, and what the teacher decides."""
    lines = []
    if by_time := [learner for learner, one in late.items() if any(one.delays.values())]:
        taken = points(sum(late[learner].penalty for learner in by_time))
        lines.append(f"Late: {listed(by_time, names)}; {taken} points less in all.")
        # Canvas knows its own due date: where it marks some as late, the others should not be.
        others = [one for one in by_time if one not in rule.marked_late]
        if rule.marked_late and others:
            lines.append(
                f"Late by the times in the download, and not by Canvas' own mark: {listed(others, names)}. Are these "
                "times right? They are read in this computer's time zone."
            )
    if marked := [learner for learner, one in late.items() if one.marked]:
        lines.append(
            f"Marked as late by Canvas, and by how much is not known: {listed(marked, names)}. It costs nothing "
            "unless you take points by hand."
        )
    return lines


def listed(learners: list[str], names: Mapping[str, str]) -> str:
    """Return learners with their names, the first FEW, and how many they are if there are more."""
    shown = ", ".join(with_name(learner, names) for learner in learners[:FEW])
    more = len(learners) - FEW
    return f"{shown} and {more} more" if more > 0 else shown
