"""What an edit is, where it can be made, and one edit at several places at once."""

import ast
import functools
import itertools
import math
import re
from dataclasses import dataclass, field

from helpers.repair.trees import fill, form, located

# Added to the cost of an edit of a statement that does not run or that right outputs need; taken off where a value
# comes up first that no right answer has.
UNLIKELY, LIKELIER = 0.8, 0.2
NUMBERS = {"array", "matrix", "number", "int"}


@dataclass
class Scope:
    """What the search knows of the names.

    kinds     -- {local name: "array", "matrix", "number", "int", "dict", "list", …; None where no run shows it}
    arguments -- names of the function's arguments
    read      -- names that are read somewhere
    functions -- {function of the lesson: its parameters}
    known     -- names defined outside the function
    words     -- texts that occur: keys, names of activations
    defaults  -- {argument: its number by default}
    counts    -- texts of lengths to divide by, such as m or X.shape[1]
    atoms     -- (text, cost) of what may be a missing term or factor
    items     -- texts of the items of arrays and the like that are read, such as y[0, i]
    starts    -- {name: the expression that gives it its only value apart from updates such as x *= …}
    made_of   -- {name that gets its value once: names that went into it, directly or by others}
    item_names -- {name: (array, index)} in texts, of names that stand for one item: ("y", "[0, i]") of t = y[0, i]
    cases     -- {text of a target, "" of a return: texts of the calculated values it may get}
    shapes_of_rows -- texts of the shapes of arrays with one row, such as y.shape
    repeated  -- ids of assignments in loops that stand before the loop as well
    late      -- ids of statements that do not run or that right outputs need: an edit there is less likely
    suspect   -- numbers of lines where a value comes up first that no right answer has: it is likelier there
    up_to     -- the highest cost of the edits that are asked for
    """

    kinds: dict
    arguments: list
    read: set
    functions: dict
    known: set
    words: list = field(default_factory=list)
    defaults: dict = field(default_factory=dict)
    counts: list = field(default_factory=list)
    atoms: list = field(default_factory=list)
    items: list = field(default_factory=list)
    starts: dict = field(default_factory=dict)
    made_of: dict = field(default_factory=dict)
    item_names: dict = field(default_factory=dict)
    cases: dict = field(default_factory=dict)
    shapes_of_rows: set = field(default_factory=set)
    repeated: set = field(default_factory=set)
    late: set = field(default_factory=set)
    suspect: set = field(default_factory=set)
    up_to: float = math.inf

    def extra(self, statement, mark):
        """What is added to the cost of an edit of a node in a statement."""
        return UNLIKELY * (id(statement) in self.late) - LIKELIER * (mark.lineno in self.suspect)

    def dearest(self, statement, up_to):
        """The cost, before what is added, up to which edits in a statement are made to have all up to another one.

        Alike ones at several places are one edit, too, so some are made that cost more by themselves.
        """
        return up_to + LIKELIER - UNLIKELY * (id(statement) in self.late)

    def of_kind(self, *kinds):
        """The local names of some kinds."""
        return [other for other, kind in self.kinds.items() if kind in kinds]

    def like(self, kind):
        """The local names whose values may stand where one of this kind stands."""
        return [
            other
            for other, its in self.kinds.items()
            if kind is None or its is None or its == kind or {its, kind} <= NUMBERS
        ]


@dataclass
class Spot:
    """An expression: the node, where it hangs in the tree, and what it serves for there.

    role -- "value", "index", "shape", "range", "key", "count", "holder" or "target"
    mark -- the node whose text is shown: the expression, or what encloses it where it has no place of its own
    """

    node: ast.AST
    holder: ast.AST
    field: str
    index: int | None
    role: str
    mark: ast.AST


@dataclass
class Edit:
    """One change of a tree, made while it is entered: holder.field, or its item `index`, becomes something else.

    new   -- text of a form, node, or list of statements; a functools.partial makes it when it is needed
    parts -- what the variables of the form stand for
    tag   -- alike for the same edit elsewhere; None for edits that are made at one place only
    groups -- Everywhere with this edit among others
    """

    kind: str
    cost: float
    mark: ast.AST
    holder: ast.AST
    field: str
    index: int | None
    new: object
    parts: dict | None = None
    tag: object = None
    statement: ast.AST | None = None

    def __post_init__(self):
        self.groups = []

    def __enter__(self):
        self.before = getattr(self.holder, self.field)
        new = self.made()
        for node in new if isinstance(new, list) else [new]:
            located(node, self.mark)
        if self.index is not None:
            new = [*self.before[: self.index], new, *self.before[self.index + 1 :]]
        setattr(self.holder, self.field, new)

    def made(self):
        """What comes: a node, or a list of statements."""
        if isinstance(self.new, str):
            return fill(form(self.new), self.parts)
        return self.new() if isinstance(self.new, functools.partial) else self.new

    def __exit__(self, *_):
        setattr(self.holder, self.field, self.before)

    @property
    def marks(self):
        """The nodes it changes."""
        return [self.mark]


class Everywhere:
    """One and the same edit at several places."""

    def __init__(self, edits):
        self.edits, self.kind, self.statement = edits, edits[0].kind, edits[0].statement
        self.cost = edits[0].cost + 0.1 + 0.1 * len(edits)
        self.groups = []

    def __enter__(self):
        for edit in self.edits:
            edit.__enter__()

    def __exit__(self, *_):
        for edit in reversed(self.edits):
            edit.__exit__()

    @property
    def marks(self):
        """The nodes it changes."""
        return [edit.mark for edit in self.edits]


def edit_at(spot, statement, kind, cost, new, parts=None, tag=None):
    """The Edit for what a rule yields at a Spot of a statement, with a tag that other places can share."""
    tag = tag or tag_of(spot.node, new)
    parts = {"_X": spot.node, **(parts or {})}
    place = spot.mark, spot.holder, spot.field, spot.index
    return Edit(kind, cost, *place, new, parts, tag, statement)


def tag_of(node, new):
    """(sort, what is there, what comes) of an edit, in texts: equal for what counts as the same edit."""
    text = new if isinstance(new, str) else ast.unparse(new)
    if isinstance(node, ast.Name):
        return "name", node.id, text
    if isinstance(node, ast.Constant):
        return "constant", repr(node.value), text
    if isinstance(new, ast.Call) and isinstance(node, ast.Call) and new.args is node.args:
        return "function", ast.unparse(node.func), ast.unparse(new.func)
    return "form", "", text if isinstance(new, str) else nameless(text)


# --- several places ----------------------------------------------------------------------------------


def everywhere(edits):
    """One edit at two to eight places: all those of one name, all in a statement or lambda, or those that look alike.

    Z1 to A1 and Z2 to A2 are alike. Of two names or keys exchanged, each pair of places.
    """
    groups, within, within_lambda, alike = {}, {}, {}, {}
    for edit in edits:
        if edit.tag is None or edit.cost > (1.6 if isinstance(edit.mark, ast.stmt) else 1.3):
            continue
        groups.setdefault((edit.kind, edit.cost, edit.tag), []).append(edit)
        there = edit.kind, edit.cost, edit.tag, id(edit.statement)
        within.setdefault(there, []).append(edit)
        if hasattr(edit.mark, "within"):
            within_lambda.setdefault((*there, edit.mark.within), []).append(edit)
        index = None if isinstance(edit.mark, ast.stmt) else edit.index
        for looks in skeletons(edit.mark):
            where = (looks, type(edit.holder), edit.field, index)
            alike.setdefault((edit.kind, edit.cost, layers(edit.tag), *where), []).append(edit)
    parts = [part for key, part in within.items() if len(part) < len(groups[key[:3]])]
    parts += [part for key, part in within_lambda.items() if len(part) < len(within[key[:4]])]
    for group in [*groups.values(), *parts, *alike.values()]:
        if alone(group):
            yield Everywhere(group)
    for (kind, cost, (what, old, new)), group in groups.items():
        if kind in ("name", "key") and old < new:
            for other in (cost, round(cost + 0.2, 1), round(cost - 0.2, 1)):
                back = groups.get((kind, other, (what, new, old)), [])
                pairs = itertools.product(group[:4], back[:4])
                yield from (Everywhere(list(pair)) for pair in pairs if alone(pair))


@functools.cache
def layers(tag):
    """The tag of an edit from Z1 to A1, or from W1 to W1.T, is that from Z2 to A2, or from W2 to W2.T."""
    what, old, new = tag
    if what == "name" and re.findall(r"\d", new) in ([], re.findall(r"\d", old)):
        return what, re.sub(r"\d", "#", old), re.sub(r"\d", "#", new)
    return tag


def alone(edits):
    """Whether these are two to eight edits of which none lies within another."""
    spans = sorted(
        ((e.mark.lineno, e.mark.col_offset), (e.mark.end_lineno, e.mark.end_col_offset))
        for e in edits
    )
    apart = all(after[0] >= before[1] for before, after in zip(spans, spans[1:]))
    return 2 <= len(edits) <= 8 and apart


def skeletons(node):
    """What a node looks like but for the numbers in it, and but for its names: W2 and W3, dZ2 * A1.T and dZ1 * X.T."""
    if not hasattr(node, "skeletons"):
        text = ast.unparse(node)
        node.skeletons = re.sub(r"\d", "#", text), nameless(text)
    return node.skeletons


@functools.cache
def nameless(text):
    """The text without its names, but for those after a dot."""
    return re.sub(r"(?<![.\w])[A-Za-z_]\w*|\d", "#", text)
