"""Where a wrong function is wrong: the smallest edit of its own source that makes it right.

    found = find_places(source, "softmax", space, oracle)
    where(found)      the places: "line 3: np.sum(x, axis=1)" with the part to look at marked
    what(found)       the kind of mistake in words, never the corrected code

The edits come from a table of typical ones (model.py), are tried in a process of their own (child.py) on functions that
can reach nothing but numbers (guard.py), and judged by the oracle that the caller gives; precheck.py leaves out those
that can't help. shown.py says which part of the code is shown of an edit. Where none helps, the place is where a value
first differs from those that right answers have on the way (value_replacement.py): the one way on systems where no
process can be forked and limited (in_process.py).
"""

import ast
import dataclasses
import textwrap
from collections import Counter
from dataclasses import dataclass

from helpers.repair.child import available, in_child
from helpers.repair.guard import refusal
from helpers.repair.in_process import find_values
from helpers.repair.search import find_edits
from helpers.repair.trial import definitions
from helpers.repair.verdict import helped_elsewhere, mistake_left, verdict
from helpers.repair.words import KINDS, is_sure, what, where

MOST_LINES = 4  # over which a part that is shown may go

__all__ = ["KINDS", "Place", "Repair", "find_places", "what", "where"]


@dataclass(frozen=True)
class Place:
    """A line of the learner's source, counted from `first_line`, and the columns of the part to look at.

    more -- the same of the lines that follow, where the part goes on in them
    """

    line: int
    text: str
    start: int
    end: int
    more: tuple = ()


@dataclass(frozen=True)
class Repair:
    """Where an edit makes a function right.

    places -- one Place, or the several that belong together, in the order of the source
    kind   -- one of KINDS; None where several kinds would do or two edits are needed
    edits  -- how many edits it takes
    by_values -- no edit is known that helps: a value differs there from those of right answers
    others -- whether an edit elsewhere would help as well
    left   -- of two mistakes, of which one is here: the oracle's number of the other, if it knows it
    sure   -- whether the kind may be said: other kinds of edits often make up for a mistake of another kind
    """

    places: tuple
    kind: str | None
    edits: int
    by_values: bool = False
    others: bool = False
    left: int | None = None
    sure: bool = True


def find_places(
    source,
    name,
    namespace,
    oracle,
    seconds=1.0,
    *,
    functions=(),
    words=(),
    given_lines=(),
    first_line=1,
    steps=None,
):
    """The Repair of a wrong function, or None: nothing found, several places that disagree, or code not to be run.

    source      -- text of the cell or of the function; only its function definitions are looked at
    name        -- of the function, as it is defined there
    namespace   -- its globals; what candidates do to it stays in their own process
    oracle      -- oracle(function, k) ↦ (right, total): how many of the outputs on input k are right, less than 1 added
                   for how near the others are: it helps to find two mistakes. oracle.wrong(function, k): the set of
                   names of the outputs that are wrong there. `oracle.inputs`: how many inputs. `oracle.alike`: the
                   numbers of the known mistakes, if any, whose results those of the last call are. Where it has them:
                   oracle.look_for(function) keeps those that a function shows in some output; `oracle.large`: lists of
                   arguments so large that exp of them overflows
    seconds     -- of processor after which the search ends, unless the number of candidates does; by the clock at most
                   twice as long. Most of it is the oracle's: it should call the function with no more around it than
                   a copy of the arguments
    functions   -- names of the lesson's functions, which the code may call
    words       -- texts that may belong in the code: keys of the expected result
    given_lines -- texts of lines that the notebook gave: no mistake is looked for there
    first_line  -- the number of the first line of `source`
    steps       -- value_replacement.Steps of right answers, for where no edit is found; `oracle.given(k)` then gives
                   the arguments on input k
    Never raises for what the code does.
    """
    source = textwrap.dedent(source)
    try:
        tree = ast.Module(definitions(source), [])
    except (SyntaxError, ValueError):
        return None
    defined = {getattr(f, "name", None) or f.targets[0].id for f in tree.body if named(f)}
    if name not in defined or refusal(tree, namespace, functions):
        return None
    lines = source.splitlines()
    skip = given_in(lines, given_lines)
    if available():
        found = in_child(
            lambda: find_edits(
                source, name, namespace, oracle, functions, words, skip, seconds, steps
            ),
            seconds,
        )
    else:
        found = steps and find_values(source, name, namespace, oracle, steps, seconds, skip)
    chosen = verdict(found) if found else None
    if chosen is None:
        return None
    spans, kind, edits, told_by = chosen
    places = tuple(place_at(lines, span, first_line) for span in spans)
    left = mistake_left(found) if told_by == "likened" else None
    sure = told_by == "hits" and is_sure(kind, found["hits"][0]["cost"])
    return Repair(places, kind, edits, told_by == "blamed", helped_elsewhere(found), left, sure)


def named(function):
    """Whether a definition gives one plain name."""
    return isinstance(function, ast.FunctionDef) or isinstance(function.targets[0], ast.Name)


def given_in(lines, given):
    """The numbers of the lines that were given, from 1: one that stands once more is the learner's own.

    Of several alike those count as given that have a given line beside them.
    """
    texts = [line.strip() for line in lines]
    left = Counter(line.strip() for line in given)

    def beside(number):
        return sum(bool(text) and text in left for text in texts[number : number + 1])

    found = set()
    for number in sorted(range(1, len(texts) + 1), key=lambda number: -beside(number)):
        text = texts[number - 1]
        if text and left[text] > 0:
            left[text] -= 1
            found.add(number)
    return frozenset(found)


def place_at(lines, span, first_line):
    """The Place of [line, column, column after the end, last line], columns in bytes as ast counts them.

    What goes on for more than MOST_LINES is shown in its first line only.
    """
    line, start, end, last = span
    if last - line >= MOST_LINES:
        last, end = line, len(lines[line - 1].rstrip().encode())
    parts = []
    for number in range(line, last + 1):
        text = lines[number - 1]
        raw = text.encode()
        begin = start if number == line else len(raw) - len(raw.lstrip())
        stop = end if number == last else len(raw.rstrip())
        columns = len(raw[:begin].decode()), len(raw[:stop].decode())
        parts.append(Place(number + first_line - 1, text, *columns))
    return dataclasses.replace(parts[0], more=tuple(parts[1:]))
