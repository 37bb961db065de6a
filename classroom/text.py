"""Texts that are safe to show: without invisible characters, folders of the machine, or too much of them."""

import re
import unicodedata
from collections.abc import Mapping

# Most characters are none of these: looking at each takes too long.
NOT_PLAIN = re.compile(r"[^\n\t -~]")
FOLDERS = re.compile(r"(?<![\w./~])/(?:[^\s/'\"()<>:,]+/)+")  # of a path from the root


def visible(text: str) -> str:
    """Return a text with each character that has no picture of its own replaced by its number, as in ⟨U+202E⟩.

    Among them are those that turn the direction of writing, and lone surrogates, which no file can hold.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return NOT_PLAIN.sub(
        lambda found: found[0] if shows(found[0]) else f"⟨U+{ord(found[0]):04X}⟩", lines
    )


def shows(character: str) -> bool:
    """Return whether a character is a picture, a space, a tab, the end of a line, or joins letters of a script."""
    if character in "\n\t\u200c\u200d":
        return True
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


def without_folders(text: str) -> str:
    """Return a text with the folders of each path from the root left out: a learner need not know the teacher's."""
    return FOLDERS.sub("…/", text)


def shortened(text: str, longest: int) -> str:
    """Return a text, cut after so many characters."""
    more = len(text) - longest
    return text if more <= 0 else f"{text[:longest]}\n… and {more:,} more characters"


def points(number: float) -> str:
    """Return points as people write them: 2, 1.5, 0.33."""
    return f"{round(number, 2):g}" if abs(number) < 1e5 else f"{number:.0f}"


def with_name(learner: str, names: Mapping[str, str]) -> str:
    """Return what a learner is called in a line of text, with the name where one is known: jd (Jane Doe)."""
    name = " ".join(visible(names.get(learner, "")).split())
    return f"{learner} ({name})" if name and name != learner else learner


def plural(number: int, one: str, more: str = "") -> str:
    """Return a number with its noun: 1 learner, 2 learners."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"
