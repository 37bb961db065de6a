"""The one place where a Diagnosis becomes the text that a learner reads in a notebook."""

import textwrap

# Parts of hints that say no more than that the numbers are wrong.
GENERAL = (
    "compute this small input by hand",
    "compare with the formula",
    "the function stops here",
)
WIDTH = 88  # of a message; JupyterLab would break longer lines in the middle of a word
LABEL = 9  # characters of a label's column
INDENT = LABEL + 4  # of the text beside it


def as_text(diagnosis) -> str:
    """The whole message of a Diagnosis: a headline with ✓ or ✗, and the lines below it."""
    first = f"{'✓' if diagnosis.passed else '✗'} {diagnosis.exercise}:"
    if not diagnosis.headline:
        return f"{first}\n{layout(diagnosis.lines)}"
    headline = f"{first} {diagnosis.headline}"
    if not diagnosis.passed:
        headline = textwrap.fill(headline, WIDTH, subsequent_indent="  ")
    return f"{headline}\n{layout(diagnosis.lines)}" if diagnosis.lines else headline


def layout(lines) -> str:
    """(label, text) pairs in two columns; each text's lines stand below each other, the first broken at spaces."""
    return "\n".join(line for label, text in lines for line in labelled(label, text))


def labelled(label, text):
    """The lines of one label and its text."""
    first, *more = text.split("\n")
    yield textwrap.fill(
        f"  {label:<{LABEL}}  {first}",
        WIDTH,
        subsequent_indent=" " * INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )
    for line in more:  # laid out already: a line of code with a mark below it, the rows of a matrix
        yield " " * INDENT + line
