"""Grade the corpus and write the table in classroom/README.md: `python -m tests.corpus [--stock]`."""

import sys
from pathlib import Path

from classroom.paths import ROOT
from tests.corpus import HONEST, HOSTILE, MALFORMED, SUBMISSIONS
from tests.corpus.grade_all import BatchReport, grade_corpus
from tests.corpus.plain_nbgrader import measure_all, plain_nbgrader_marks
from tests.corpus.submissions import Submission

README = ROOT / "classroom" / "README.md"
BEGIN, END = "<!-- corpus: begin -->", "<!-- corpus: end -->"


def points(value: float | None) -> str:
    """Return points as the table shows them."""
    return "–" if value is None else f"{value:g}"


def is_fair(submission: Submission, given: tuple | None) -> bool:
    """Return whether a mark (points, maximum, problem) is fair: one that is not graded needs a reason."""
    if given is None:
        return False
    mark, _, problem = given
    if mark is None:
        return bool(problem) and (submission.fair is None or submission.or_refused)
    return mark == submission.fair


def row(submission: Submission, report: BatchReport, stock: dict) -> str:
    """Return a submission's row of the table."""
    fair = points(submission.fair) + (" or –" if submission.or_refused else "")
    given = report.marks.get(submission.name)
    mark = "missing" if given is None else points(given[0])
    mark = mark if is_fair(submission, given) else f"**{mark}**"
    other, note = stock.get(submission.name, (None, "not measured"))
    return f"| {submission.why} | {fair} | {mark} | {points(other)}{f' ({note})' if note else ''} |"


def table(report: BatchReport, stock: dict) -> str:
    """Return the table of the corpus in Markdown: submission, fair mark, mark given, nbgrader's mark."""
    lines = ["| | fair | given | stock nbgrader |", "|---|---|---|---|"]
    for title, group in (("Honest", HONEST), ("Malformed", MALFORMED), ("Hostile", HOSTILE)):
        lines.append(f"| **{title}** | | | |")
        lines += [row(submission, report, stock) for submission in group]
    return "\n".join(lines)


def summary(report: BatchReport, stock: dict) -> str:
    """Return one line of figures about the whole corpus."""
    fair = sum(is_fair(s, report.marks.get(s.name)) for s in SUBMISSIONS)
    by_stock = sum(
        is_fair(s, (*stock[s.name][:1], 0, "no mark")) for s in SUBMISSIONS if s.name in stock
    )
    ends = sum("batch" in note or "everything" in note for _, note in stock.values())
    return (
        f"{len(SUBMISSIONS)} submissions. Fair marks: {fair} here, {by_stock} from stock nbgrader, where "
        f"{ends} end the batch for others."
    )


def damage(report: BatchReport) -> list[str]:
    """Return a line for each kind of damage the harness found."""
    found = {
        "leaks": report.leaks,
        "forged": report.forged,
        "changed": report.changed,
        "written": report.dropped,
        "contacts": report.contacts,
        "left running": report.left,
    }
    return [f"{name}: {what}" for name, what in found.items() if what]


def main(arguments: list[str]) -> int:
    """Grade the corpus, print and write the table; with --stock measure nbgrader's marks first.

    --stock-new measures those that were not measured yet.
    """
    if arguments not in ([], ["--stock"], ["--stock-new"]):
        print("usage: python -m tests.corpus [--stock | --stock-new]", file=sys.stderr)
        return 2
    if arguments:
        only_new = arguments == ["--stock-new"]
        measure_all(SUBMISSIONS, lambda line: print(line, flush=True), only_new)
    report, stock = grade_corpus(SUBMISSIONS), plain_nbgrader_marks()
    text = f"{summary(report, stock)}\n\n{table(report, stock)}"
    print(text)
    print(f"\n{report.seconds:.0f} s, largest process {report.peak / 1e9:.1f} GB (timing)")
    print("\n".join(damage(report)) or "No damage.")
    write_table(text)
    return 0


def write_table(text: str, readme: Path = README) -> None:
    """Put the table between the two marks of the README; raise ValueError where they are missing."""
    before, begin, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{readme.name} has no {BEGIN} … {END}.")
    readme.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
