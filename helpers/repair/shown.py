"""What is shown of an edit: the part of the learner's code to look at, as plain data."""

import ast

from helpers.repair.model import TERMS, WRAPS_OF_ARRAYS, WRAPS_OF_NUMBERS
from helpers.repair.trees import is_count, span
from helpers.repair.words import AXES

# Kinds of edits that put something around an expression, and those of them that put another one beside it.
AROUND = frozenset(kind for kind, *_ in (*WRAPS_OF_NUMBERS, *WRAPS_OF_ARRAYS, *TERMS))
BESIDE = frozenset(kind for kind, *_ in TERMS)
# Kinds that say what is wrong with the very node they change.
EXACT = AXES | {
    "argument",
    "argument order",
    "extra index",
    "function",
    "index",
    "key",
    "name",
    "range",
}
OPERANDS = ast.Name | ast.Attribute | ast.Subscript | ast.Constant
PRODUCTS = ast.Mult | ast.Div | ast.MatMult | ast.FloorDiv | ast.Mod


def described(functions, edit):
    """An edit as plain data: its kind, its places, and the names each place defines and reads."""
    marks = shown_for(functions, edit)
    there = {id(node) for mark in marks for node in ast.walk(mark)}
    # Where a name is shown by what gives it its value, another name says nothing of the kind of mistake.
    moved = edit.kind == "name" and not all(id(mark) in there for mark in edit.marks)
    return {
        "kind": None if moved else edit.kind,
        "cost": edit.cost,
        "places": joined([span(mark) for mark in marks]),
        "defines": [defined_at(functions, mark) for mark in marks],
        "reads": [sorted(read_in(mark)) for mark in marks],
    }


def joined(places):
    """The places of one edit, those on one line as one from the first to the last."""
    found = []
    for place in sorted(places):
        line, _, end, last = place
        if found and found[-1][0] == line == last == found[-1][3]:
            found[-1][2] = max(found[-1][2], end)
        else:
            found.append(list(place))
    return found


def shown_for(functions, edit):
    """The nodes to show for an edit: its own, but for a name that is only collected or handed on, what gives its value.

    So it is with a name in a return, one of two that are exchanged in a dictionary under their own names, and one in
    whose place a call of another function belongs.
    """
    nodes = [n for function in functions for n in ast.walk(function)]
    holders = {child: node for node in nodes for child in ast.iter_child_nodes(node)}
    returned = {n for r in nodes if isinstance(r, ast.Return) for n in ast.walk(r)}
    shown = []
    for mark in edit.marks:
        names = exchanged_names(mark, edit, returned) if mark in returned else []
        if isinstance(mark, ast.Name) and (edit.kind == "missing call" or mark in returned):
            names = [mark]
        values = [value_of(nodes, name) for name in names]
        given = values and values != [mark]
        shown += values if given else [whole_of(mark, holders, edit.kind)]
    return shown


def whole_of(mark, holders, kind):
    """The node to show in place of a node that an edit changes.

    An edit may make up for what is wrong beside it: so a comparison, a product and a call of a mere name are shown
    whole, with a length such as x.shape[1] as a part of it. What is stored at a wrong place is shown with the place.
    """
    around = holders.get(mark)
    if isinstance(around, ast.Compare):
        return around
    statement = stored_by(mark, holders)
    if statement is not None:
        return statement
    if kind == "missing index" and isinstance(around, ast.Subscript) and around.value is mark:
        return around
    node = length_around(mark, holders)
    if kind in EXACT and node is mark:
        return mark
    if kind in AROUND and (call := call_of_name(node, holders)):
        return call
    around = holders.get(node)
    while isinstance(around, ast.BinOp | ast.Attribute) and around.lineno == around.end_lineno:
        if isinstance(around, ast.Attribute):
            if around.attr != "T":
                break
        elif not isinstance(around.op, PRODUCTS) and kind not in BESIDE:
            beside = kind in AROUND and node is mark and isinstance(mark, OPERANDS)
            return around if beside else node
        node, around = around, holders.get(around)
    return node


def stored_by(mark, holders):
    """The assignment in whose target a node stands; None for other nodes."""
    node, around = mark, holders.get(mark)
    while around is not None and not isinstance(around, ast.stmt):
        node, around = around, holders.get(around)
    if isinstance(around, ast.Assign) and node in around.targets:
        return around
    return around if isinstance(around, ast.AugAssign) and node is around.target else None


def length_around(mark, holders):
    """The length x.shape[1] in which a node stands; else the node itself."""
    node = mark
    while node is not None and not isinstance(node, ast.stmt):
        if isinstance(node, ast.Subscript) and is_count(node):
            return node
        if not isinstance(holders.get(node), ast.Subscript | ast.Attribute | ast.UnaryOp):
            break
        node = holders[node]
    return mark


def call_of_name(node, holders):
    """The call of which a name is an argument, or to whose method it belongs; None for other nodes."""
    if not isinstance(node, ast.Name):
        return None
    around = holders.get(node)
    if isinstance(around, ast.Attribute):
        call = holders.get(around)
        return call if isinstance(call, ast.Call) and call.func is around else None
    return around if isinstance(around, ast.Call) and node in around.args else None


def exchanged_names(mark, edit, returned):
    """The names that an edit exchanges in a returned dictionary, each under a key of its own text; [] for others."""
    new = getattr(edit, "new", None)
    if isinstance(mark, ast.Dict) and isinstance(new, ast.Dict):
        moved = [(k, a) for k, a, b in zip(mark.keys, mark.values, new.values) if a is not b]
    elif isinstance(mark, ast.Constant) and len(edit.marks) == 2:
        dictionaries = (n for n in returned if isinstance(n, ast.Dict))
        moved = [(k, a) for d in dictionaries for k, a in zip(d.keys, d.values) if k is mark]
    else:
        return []
    alike = [a for k, a in moved if isinstance(a, ast.Name) and getattr(k, "value", None) == a.id]
    return alike if len(alike) == len(moved) else []


def value_of(nodes, name):
    """For a name that gets its value in one place and is read in one: the value there. Else the name itself."""
    same = [n for n in nodes if isinstance(n, ast.Name) and n.id == name.id]
    given = [n for n in nodes if isinstance(n, ast.Assign) and n.targets[0] in same]
    return given[0].value if len(given) == 1 and len(same) == 2 else name


def defined_at(functions, mark):
    """The one name that the statement of a node assigns; None where there is none."""
    for node in (n for f in functions for n in ast.walk(f)):
        if isinstance(node, ast.Assign) and node.lineno <= mark.lineno <= node.end_lineno:
            target = node.targets[0]
            return target.id if isinstance(target, ast.Name) else None
    return None


def read_in(mark):
    """The names read within a node."""
    return {n.id for n in ast.walk(mark) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
