"""What the text shows of arrays and dictionaries that two names share, so that a change of one is one of the other."""

import ast
from typing import Any

from helpers.checks.source_notes import lines_that
from helpers.repair.trees import called, side_by_side

SAME_ARRAY = "line {} keeps {} itself, the one array that line {} changes in place: no copy of it."
SHALLOW = "line {} copies the dictionary, not the arrays in it, and {} those in place."
OF_THE_CALLER = "{} what the caller has handed over."
# Methods of dictionaries, lists and arrays that change them.
CHANGE = frozenset(
    "append clear extend fill insert partition pop popitem put remove reverse setdefault sort update".split()
)


def shallow_copies(function: ast.FunctionDef, first_line: int, dictionaries) -> list[str]:
    """A sentence where a dictionary is copied and the arrays in the copy, the same as before, are changed in place.

    dictionaries -- the names of the arguments that are dictionaries
    """
    nodes: list[Any] = list(ast.walk(function))
    copied = {
        n.targets[0].id: n
        for n in nodes
        if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Name) and is_copy(n.value)
    }
    anew = {item_of(t) for n in nodes if isinstance(n, ast.Assign) for t in n.targets}
    copied = {name: n for name, n in copied.items() if name not in anew}
    of_dictionaries = {
        name for name, n in copied.items() if makes_a_dictionary(n.value, dictionaries)
    }
    changed = [n.target for n in nodes if isinstance(n, ast.AugAssign)]
    items = [
        (getattr(item.value, "id", None), item)
        for item in changed
        if isinstance(item, ast.Subscript)
    ]
    found = [
        (copied[name].lineno, item.lineno)
        for name, item in items
        if name in of_dictionaries
        or name in copied
        and any(isinstance(getattr(n, "value", None), str) for n in ast.walk(item.slice))
    ]
    if not found:
        return []
    lines = [line + first_line - 1 for copy, line in found if copy == found[0][0]]
    return [SHALLOW.format(found[0][0] + first_line - 1, lines_that("change", lines))]


def same_array_kept(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence where a loop changes an array in place and puts that very array into a list, in each turn."""
    for loop in (n for n in ast.walk(function) if isinstance(n, ast.For | ast.While)):
        nodes: list[Any] = list(ast.walk(loop))
        changed = {
            n.target.id: n.lineno
            for n in nodes
            if isinstance(n, ast.AugAssign) and isinstance(n.target, ast.Name)
            if not isinstance(n.value, ast.Constant)  # a number that counts
        }
        anew = {t.id for n in nodes if isinstance(n, ast.Assign) for t in names_of(n.targets)}
        for node in nodes:
            kept = isinstance(node, ast.Call) and called(node) == "append" and len(node.args) == 1
            name = getattr(node.args[0], "id", None) if kept else None
            if name in changed.keys() - anew:
                lines = (node.lineno + first_line - 1, name, changed[name] + first_line - 1)
                return [SAME_ARRAY.format(*lines)]
    return []


def names_of(targets) -> list[Any]:
    """The names among the targets of an assignment."""
    return [target for target in targets if isinstance(target, ast.Name)]


def is_copy(value) -> bool:
    """Whether a value is a copy of a container that holds the same things: d.copy(), copy.copy(d), dict(d), {**d}."""
    if isinstance(value, ast.Dict):
        return value.keys == [None]
    if not isinstance(value, ast.Call) or value.keywords:
        return False
    if called(value) == "dict":
        return len(value.args) == 1 and isinstance(value.args[0], ast.Name)
    return called(value) == "copy"


def makes_a_dictionary(value, dictionaries) -> bool:
    """Whether a copy is one of a dictionary: dict(d), {**d}, or a copy of one of those of these names."""
    if isinstance(value, ast.Dict) or called(value) == "dict":
        return True
    copied = [*value.args, getattr(value.func, "value", None)][0]
    return getattr(copied, "id", None) in dictionaries


def of_the_caller(function: ast.FunctionDef, first_line: int, arguments, dictionaries) -> list[str]:
    """A sentence with the lines that change one of these arguments, or an array taken from one of the dictionaries.

    Names that get a value more than once, or are arguments of a function inside, may be others.
    """
    nodes: list[Any] = list(ast.walk(function))
    updated = {id(n.target) for n in nodes if isinstance(n, ast.AugAssign)}
    stored = [
        n.id
        for n in nodes
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store) and id(n) not in updated
    ]
    inner = [n.arg for n in nodes if isinstance(n, ast.arg) and n not in function.args.args]
    pairs = [pair for n in nodes if isinstance(n, ast.Assign) for pair in assigned_pairs(n)]
    theirs = set(arguments) - set(stored) - set(inner)
    taken = [
        target.id
        for target, value in pairs
        if isinstance(target, ast.Name) and item_of(value) in theirs & set(dictionaries)
    ]
    theirs |= {name for name in taken if stored.count(name) == 1 and name not in inner}
    lines = [n.lineno + first_line - 1 for n in nodes if changes(n, theirs)]
    return [OF_THE_CALLER.format(lines_that("change", lines))] if lines else []


def assigned_pairs(assignment) -> list[Any]:
    """(target, value) of an assignment, one by one where both are rows of as many."""
    target, value = assignment.targets[0], assignment.value
    if side_by_side(assignment):
        return list(zip(target.elts, value.elts))
    return [(target, value)]


def item_of(node) -> str | None:
    """The name of which a node takes an item: d of d["W1"]; None for other nodes."""
    return getattr(node.value, "id", None) if isinstance(node, ast.Subscript) else None


def changes(node, names) -> bool:
    """Whether a statement or a call changes what one of the names stands for, in place."""
    if isinstance(node, ast.AugAssign):
        return getattr(node.target, "id", item_of(node.target)) in names
    if isinstance(node, ast.Assign):
        return any(item_of(target) in names for target, _ in assigned_pairs(node))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return called(node) in CHANGE and getattr(node.func.value, "id", None) in names
    return False
