"""Edits of assignments to one target: of the target, of what it is given, of the names in that."""

import ast
import copy
import functools
import itertools

from helpers.repair.trees import called, exchanged


def assignment_edits(statement, target, scope):
    """The edits of an assignment to one target."""
    value = statement.value
    if isinstance(target, ast.Tuple):
        for i, j in itertools.combinations(range(len(target.elts)), 2):
            names = ast.Tuple(exchanged(target.elts, i, j), ast.Store())
            # Of a long row there are many; of what is taken apart as it is, the order is likely.
            cost = 1.0 if isinstance(value, ast.Name) else 1.2
            of_lesson = isinstance(value, ast.Call) and called(value) in scope.functions
            cost = 1.5 if len(target.elts) > 4 or of_lesson else cost  # taken as it is returned
            yield "result order", cost, ast.Assign([names], value)
        if isinstance(value, ast.Call) and called(value) == "values":
            yield from values_by_their_keys(target, value)
    if isinstance(target, ast.Name | ast.Subscript):
        yield "update", 1.5, ast.AugAssign(target, ast.Add(), value)
        yield "update", 1.6, ast.AugAssign(target, ast.Sub(), value)
    if not isinstance(target, ast.Name):
        return
    if isinstance(value, ast.Name | ast.Subscript):
        copied = ast.Call(ast.Attribute(value, "copy", ast.Load()), [], [])
        yield "copy", 1.2, ast.Assign([target], copied)
    lost = sorted(scope.read - set(scope.kinds) - scope.known)[:3]  # read, but never given a value
    for other in (*lost, *scope.kinds):
        if other != target.id:
            cost = 1.2 if other in lost else 2.0
            yield "target", cost, ast.Assign([ast.Name(other, ast.Store())], value)
    if isinstance(value, ast.Call) and called(value) in scope.functions:
        for other in (*lost, "_"):
            second = ast.Name(other, ast.Store())
            for cost, names in ((1.2, [target, second]), (1.4, [second, target])):
                yield "unpacking", cost, ast.Assign([ast.Tuple(names, ast.Store())], value)
    for change in renamings(value, scope):
        yield "name", 1.5, functools.partial(renamed, target, value, change)


def values_by_their_keys(target, value):
    """A dictionary's values, taken in its order, each by the key that is called as its name in a row of names."""
    names = [getattr(one, "id", None) for one in target.elts]
    if isinstance(value.func, ast.Attribute) and None not in names:
        holder = value.func.value
        items = [ast.Subscript(holder, ast.Constant(one), ast.Load()) for one in names]
        yield "order", 1.0, ast.Assign([target], ast.Tuple(items, ast.Load()))


def renamed(target, value, change):
    """The assignment to a target with other names in its value: {old name: new name}."""
    new = copy.deepcopy(value)
    for node in ast.walk(new):
        if isinstance(node, ast.Name):
            node.id = change.get(node.id, node.id)
    return ast.Assign([target], new)


def renamings(value, scope):
    """{old name: new name}: all of one layer's for another's, or two exchanged."""
    names = {n.id for n in ast.walk(value) if isinstance(n, ast.Name)}
    for old, new in itertools.permutations("123", 2):
        change = {
            n: n.replace(old, new) for n in names if old in n and n.replace(old, new) in scope.kinds
        }
        if len(change) >= 2:
            yield change
    own = sorted(n for n in names if n in scope.of_kind("array", "matrix", "number", "int"))
    yield from ({a: b, b: a} for a, b in itertools.combinations(own[:6], 2))
