"""Building, matching and placing syntax trees."""

import ast
import copy
import re

PLACED = ast.expr | ast.stmt | ast.keyword | ast.excepthandler | ast.arg


def name(text):
    """A name that is read."""
    return ast.Name(text, ast.Load())


def constant(value):
    """A number, text or truth value."""
    return ast.Constant(value)


def expression(text):
    """A fresh node for an expression given as text."""
    return ast.parse(text, mode="eval").body


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


def is_variable(node):
    """Whether a node of a form stands for anything: a single capital."""
    return isinstance(node, ast.Name) and re.fullmatch("[A-DX]", node.id) is not None


def match(form, node, found=None):
    """What the capitals of a form stand for in a node, {letter: node}; None where the node is not of this form."""
    found = {} if found is None else found
    if is_variable(form):
        found[form.id] = node
        return found
    if type(form) is not type(node):
        return None
    for key in form._fields:
        if key in ("ctx", "kind", "type_comment"):
            continue
        mine, theirs = getattr(form, key), getattr(node, key)
        if not isinstance(mine, list):
            mine, theirs = [mine], [theirs]
        if not isinstance(theirs, list) or len(mine) != len(theirs):
            return None
        for a, b in zip(mine, theirs):
            fits = match(a, b, found) is not None if isinstance(a, ast.AST) else a == b
            if not fits:
                return None
    return found


def fill(form, found):
    """A fresh node of a form, with nodes in place of its capitals."""
    if is_variable(form):
        return found[form.id]
    new = copy.copy(form)
    for attribute in ("lineno", "col_offset", "end_lineno", "end_col_offset"):
        new.__dict__.pop(attribute, None)
    for key, value in ast.iter_fields(form):
        if isinstance(value, ast.AST):
            setattr(new, key, fill(value, found))
        elif isinstance(value, list):
            setattr(new, key, [fill(v, found) if isinstance(v, ast.AST) else v for v in value])
    return new
