"""Building, matching, reading and placing syntax trees."""

import ast
import copy
import functools
import re

from helpers.repair.model import CALLED_OPERATORS, SYMBOLS, UNARY

PLACED = ast.expr | ast.stmt | ast.keyword | ast.excepthandler | ast.arg
MODULES = ("np", "numpy", "math")
# Methods that change their object; their value is none.
CHANGING = frozenset(("append", "extend", "insert", "reverse", "sort", "update"))


def name(text):
    """A name that is read."""
    return ast.Name(text, ast.Load())


def constant(value):
    """A number, text or truth value."""
    return ast.Constant(value)


# --- forms -------------------------------------------------------------------------------------------


@functools.lru_cache(2048)
def form(text):
    """The expression of a text, without places in a source."""
    return without_places(ast.parse(text, mode="eval").body)


def without_places(tree):
    """The tree, so that its nodes take the place of what they are put for."""
    for node in ast.walk(tree):
        for attribute in ("lineno", "col_offset", "end_lineno", "end_col_offset"):
            node.__dict__.pop(attribute, None)
    return tree


def expression(text):
    """A fresh node for the expression of a text."""
    return fill(form(text), {})


def is_variable(node):
    """Whether a node of a form stands for anything: _A, _X."""
    return isinstance(node, ast.Name) and re.fullmatch("_[A-DX]", node.id) is not None


def match(wanted, node, found=None):
    """What the variables of a form stand for in a node, {name: node}; None where the node is not of this form.

    A variable that the form has twice stands for the same twice.
    """
    found = {} if found is None else found
    if is_variable(wanted):
        if wanted.id in found and ast.dump(found[wanted.id]) != ast.dump(node):
            return None
        found[wanted.id] = node
        return found
    if type(wanted) is not type(node):
        return None
    for key in wanted._fields:
        if key in ("ctx", "kind", "type_comment"):
            continue
        mine, theirs = getattr(wanted, key), getattr(node, key)
        if not isinstance(mine, list):
            mine, theirs = [mine], [theirs]
        if len(mine) != len(theirs):
            return None
        for a, b in zip(mine, theirs):
            fits = match(a, b, found) is not None if isinstance(a, ast.AST) else a == b
            if not fits:
                return None
    return found


def fill(wanted, found):
    """A fresh node of a form, with nodes in place of its variables."""
    if is_variable(wanted):
        return found[wanted.id]
    new = copy.copy(wanted)
    for key, value in ast.iter_fields(wanted):
        if isinstance(value, ast.AST):
            setattr(new, key, fill(value, found))
        elif isinstance(value, list):
            setattr(new, key, [fill(v, found) if isinstance(v, ast.AST) else v for v in value])
    return new


def located(new, old):
    """`new`, each node of it without a place in the source given that of `old`."""
    if isinstance(new, PLACED):
        if hasattr(new, "lineno"):
            return new
        ast.copy_location(new, old)
    for _, value in ast.iter_fields(new):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):  # the key of **parameters in a dictionary is None
                located(child, old)
    return new


# --- reading -----------------------------------------------------------------------------------------


def children(node):
    """(field, index in a list or None, child) for each child of a node."""
    for field, value in ast.iter_fields(node):
        for k, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST):
                yield field, k, child


def operands(node):
    """(operator, left, right) of a binary operation, np.dot(a, b) and a.dot(b) among them; else None."""
    if isinstance(node, ast.BinOp):
        return SYMBOLS[type(node.op)], node.left, node.right
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.keywords:
        operator = CALLED_OPERATORS.get(node.func.attr)
        parts = [node.func.value, *node.args] if is_method(node) else node.args
        if operator and len(parts) == 2:
            return operator, *parts
    return None


def unary(node):
    """(the argument, argument ↦ the same call of it) for a call such as np.sum(x, axis=0) or x.sum(); else None."""
    if not isinstance(node, ast.Call) or called(node) not in UNARY:
        return None
    if is_method(node):
        attribute = called(node)
        return node.func.value, lambda x: ast.Call(
            ast.Attribute(x, attribute, ast.Load()), node.args, node.keywords
        )
    if node.args:
        return node.args[0], lambda x: ast.Call(node.func, [x, *node.args[1:]], node.keywords)
    return None


def called(node):
    """The last part of the name of what a Call calls; "" for any other node."""
    function = getattr(node, "func", None)
    return getattr(function, "id", None) or getattr(function, "attr", "")


def is_method(node):
    """Whether a Call is one of a value's methods, x.sum(), and not np.sum or np.linalg.norm."""
    root = node.func
    if not isinstance(root, ast.Attribute):
        return False
    while isinstance(root, ast.Attribute):
        root = root.value
    return not (isinstance(root, ast.Name) and root.id in MODULES)


def is_count(node):
    """Whether a node is a length: x.shape[1], x.size, len(x)."""
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Attribute) and node.value.attr == "shape"
    if isinstance(node, ast.Call):
        return called(node) in ("len", "range")
    return isinstance(node, ast.Attribute) and node.attr in ("size", "shape")


def exchanged(items, i, j):
    """The items with two of them exchanged."""
    items = list(items)
    items[i], items[j] = items[j], items[i]
    return items


def span(node):
    """[line, column, column after the end, last line] of a node; columns in bytes."""
    return [node.lineno, node.col_offset, node.end_col_offset, node.end_lineno]


def same_place(node, other):
    """Whether two nodes stand at the same place of the source."""
    ends = "lineno", "col_offset", "end_lineno", "end_col_offset"
    return all(getattr(node, end) == getattr(other, end, None) for end in ends)


def only_use(functions, node):
    """For a value that is computed, named and used in one place: what it is used in there. Else the node itself."""
    nodes = [n for function in functions for n in ast.walk(function)]
    statement = next(
        (n for n in nodes if isinstance(n, ast.Assign) and same_place(n.value, node)), None
    )
    target = getattr(statement.targets[0], "id", None) if statement else None
    names = [n for n in nodes if isinstance(n, ast.Name) and n.id == target]
    uses = [n for n in names if isinstance(n.ctx, ast.Load)]
    if len(names) != 2 or len(uses) != 1 or isinstance(node, ast.Name | ast.Subscript):
        return node
    around = next((n for n in nodes if uses[0] in ast.iter_child_nodes(n)), None)
    return around if isinstance(around, ast.BinOp | ast.Call | ast.UnaryOp) else uses[0]


def functions_in(tree):
    """The names of the functions that are defined in a tree, those given by lambda among them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def reads_any(node, names):
    """Whether an expression reads one of these functions: where they stand in the same source, the place is in them."""
    return any(isinstance(inner, ast.Name) and inner.id in names for inner in ast.walk(node))


def places_of(functions, name):
    """The nodes where a name gets a value, or its value is changed: x = …, x += …, for x in …, x.append(…), x[…] = …

    Not those of a loop that counts.
    """
    found = []
    for node in (n for function in functions for n in ast.walk(function)):
        if isinstance(node, ast.For) and called(node.iter) in ("range", "enumerate"):
            continue
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.For):
            if isinstance(node, ast.Assign) and side_by_side(node):
                found += [
                    value
                    for target, value in zip(node.targets[0].elts, node.value.elts)
                    if getattr(target, "id", None) == name
                ]
                continue
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            parts = (part for target in targets for part in ast.walk(target))
            if any(isinstance(part, ast.Name) and part.id == name for part in parts):
                found.append(node.iter if isinstance(node, ast.For) else node.value or node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if called(node) in CHANGING and getattr(node.func.value, "id", None) == name:
                found.append(node)
    return found


def side_by_side(assignment):
    """Whether an assignment is of the form a, b = c, d."""
    target, value = assignment.targets[0], assignment.value
    both = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
    return both and len(target.elts) == len(value.elts)
