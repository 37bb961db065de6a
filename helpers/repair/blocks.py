"""Edits of the statements of one block: too many, in another order, indented otherwise, missing, or moved on."""

import ast
import copy
import itertools

from helpers.repair.edits import NUMBERS
from helpers.repair.trees import (
    MODULES,
    called,
    name,
    without_places,
)

BLOCK = ast.For | ast.While | ast.If
# Functions and methods that change what is given to them.
CHANGE_ARGUMENTS = frozenset("copyto fill_diagonal place put putmask shuffle".split())
# Functions that make what a loop then fills or adds to.
STARTS = frozenset("zeros zeros_like empty list dict copy".split())


def order_edits(body, scope):
    """A statement too many, or at another place of its block."""
    for i, statement in enumerate(body):
        if isinstance(statement, ast.FunctionDef | ast.Return | ast.Import | ast.ImportFrom):
            continue
        rest = body[:i] + body[i + 1 :]
        fixed = isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant)
        fixed = fixed and getattr(statement.targets[0], "id", None) in scope.arguments
        cost = 1.0 if fixed or id(statement) in scope.repeated else 2.4
        yield "extra statement", cost, statement, rest or [ast.Pass()]
        for j in range(i + 1, len(body)):
            if not isinstance(body[j], ast.Return) and order_matters(statement, body[j]):
                later = [*rest[:j], statement, *rest[j:]]
                yield "statement order", 1.4 if j == i + 1 else 2.4, statement, later
            if (
                j > i + 1
                and not isinstance(body[j], ast.Return)
                and order_matters(body[i], body[j])
            ):
                earlier = [*body[:i], body[j], *body[i:j], *body[j + 1 :]]
                yield "statement order", 2.4, body[j], earlier


def order_matters(one, other):
    """Whether two statements give other results in the other order: one changes a name that the other has in it."""
    return bool(changed_in(one) & names_in(other) or names_in(one) & changed_in(other))


def names_in(statement):
    """All names in a statement."""
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}


def changed_in(statement):
    """The names that a statement gives a value, or whose object it may change: random numbers come from such, too."""
    found = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.Subscript | ast.Attribute) and not isinstance(node.ctx, ast.Load):
            found |= {holder_of(node)}
        elif isinstance(node, ast.Call):
            found |= changed_by(node)
    return found


def holder_of(node):
    """The name of the object in which an item or attribute lies: a of a[i].b[j]; "" where there is none."""
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return getattr(node, "id", "")


def changed_by(call):
    """The names whose objects a call may change; functions of the lesson change nothing."""
    if not isinstance(call.func, ast.Attribute):
        return set()
    given = {n for argument in call.args for n in names_in(argument)}
    of_module = holder_of(call.func) in MODULES
    random = "random" in ast.unparse(call.func)
    own = set() if of_module and not random else names_in(call.func.value)
    return own | given if called(call) in CHANGE_ARGUMENTS else own


def indentation_edits(body):
    """Statements that belong into or out of the loop or condition beside them."""
    for i, statement in enumerate(body):
        before, after = body[:i], body[i + 1 :]
        for part in ("body", "orelse") if isinstance(statement, BLOCK) else ():
            inner = getattr(statement, part)
            for k in range(1, len(inner)):
                cost = 1.2 if isinstance(inner[-k], ast.Return) else 1.4 + 0.1 * k
                cost = 0.9 if is_alike_each_turn(statement, inner[-k:]) else cost
                out = [with_block(statement, part, inner[:-k]), *inner[-k:]]
                yield "indentation", cost, inner[-k], [*before, *out, *after]
            for k, one in enumerate(inner if len(inner) > 1 else ()):
                if k == 0 or is_start(one):
                    rest = with_block(statement, part, inner[:k] + inner[k + 1 :])
                    cost = 1.2 if is_start(one) else 1.6 if isinstance(statement, ast.If) else 2.0
                    yield "indentation", cost, one, [*before, one, rest, *after]
            if inner and after:
                into = with_block(statement, part, [*inner, after[0]])
                yield "indentation", 1.8, after[0], [*before, into, *after[1:]]
            for k, one in enumerate(before if inner else ()):
                if is_start(one) or k == i - 1 and not isinstance(one, ast.FunctionDef):
                    into = with_block(statement, part, [one, *inner])
                    rest = [*before[:k], *before[k + 1 :]]
                    yield "indentation", 1.2 if is_start(one) else 2.0, one, [*rest, into, *after]
        if isinstance(statement, ast.If) and len(statement.body) > 1 and not statement.orelse:
            for one, test in loosened(statement):
                less = ast.If(test, [one], [])
                rest = with_block(statement, "body", [s for s in statement.body if s is not one])
                yield "condition", 1.4, one, [*before, less, rest, *after]
        if isinstance(statement, ast.If) and not statement.orelse and after:
            if isinstance(after[0], ast.If):
                chain = with_block(statement, "orelse", [after[0]])
                yield "chain", 1.2, after[0].test, [*before, chain, *after[1:]]
        if isinstance(statement, ast.If) and statement.orelse:
            turned = with_block(statement, "body", statement.orelse)
            turned.orelse = statement.body
            yield "branches", 1.4, statement.test, [*before, turned, *after]


def is_alike_each_turn(loop, statements):
    """Whether statements in a loop that counts add what its turns do not change, or divide by it in each turn."""
    inner = [s.body if isinstance(s, ast.For) else [s] for s in statements]
    changes = [s for block in inner for s in block]
    if not isinstance(loop, ast.For) or not all(isinstance(s, ast.AugAssign) for s in changes):
        return False
    others = [s for s in loop.body if s not in statements]
    changing = names_in(loop.target).union(*map(changed_in, others))
    return not any(
        names_in(s.value if isinstance(s.op, ast.Div) else s) & changing for s in changes
    )


def loosened(condition):
    """(a statement under a condition of several parts, the condition without one of them)."""
    parts = condition.test.values if isinstance(condition.test, ast.BoolOp) else []
    for k in range(len(parts) if isinstance(getattr(condition.test, "op", None), ast.And) else 0):
        left = [part for part in parts if part is not parts[k]]
        test = left[0] if len(left) == 1 else ast.BoolOp(ast.And(), left)
        yield from ((one, test) for one in condition.body)


def is_start(statement):
    """Whether a statement gives a name the value from which a loop goes on: a number, nothing yet, zeros."""
    if not (isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)):
        return False
    value = statement.value
    if isinstance(value, ast.Call):
        return called(value) in STARTS or "init" in called(value)
    empty = isinstance(value, ast.List | ast.Dict) and not list(ast.iter_child_nodes(value))[1:]
    return empty or isinstance(value, ast.Constant)


def with_block(statement, part, block):
    """The statement with another block."""
    new = copy.copy(statement)
    setattr(new, part, block)
    return new


def missing_edits(body, scope, outermost):
    """A return that is missing; a statement that stands nearby missing once more; a value not appended to a list."""
    if outermost and not isinstance(body[-1], ast.Return):
        stored = [n for n in scope.kinds if n not in scope.arguments]
        for k, other in enumerate(reversed(stored)):
            yield "missing return", 1.1 + 0.02 * k, body[-1], [*body, ast.Return(name(other))]
    inner = [s for block in body if isinstance(block, BLOCK) for s in block.body]
    near = [s for s in [*body, *inner] if isinstance(s, ast.Assign | ast.AugAssign | ast.Expr)]
    near = [s for s in near if not isinstance(s.value, ast.Constant)][:10]
    values = [n for n, kind in scope.kinds.items() if kind != "list"]
    lists = [n for n in scope.of_kind("list") if n not in scope.arguments]
    appended = [
        without_places(ast.parse(f"{holder}.append({value})").body[0])
        for holder, value in itertools.product(lists, values)
    ]
    for i, statement in enumerate(body):
        if not isinstance(statement, ast.Return | ast.FunctionDef):
            for cost, others in ((2.6, near), (2.2, appended)):
                for other in others:
                    if other is not statement:
                        more = [*body[: i + 1], copy.copy(other), *body[i + 1 :]]
                        yield "missing statement", cost, statement, more


def moved_on(body, scope):
    """In a loop, after a statement that makes something of a name which never changes there, it for that name.

    So x = new after new = x - step.
    """
    nodes = [n for s in body for n in ast.walk(s) if isinstance(n, ast.Name)]
    stored = {n.id for n in nodes if isinstance(n.ctx, ast.Store)}
    for i, statement in enumerate(body):
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        if not isinstance(target, ast.Name | ast.Subscript):
            continue
        read = {n.id for n in ast.walk(statement.value) if isinstance(n, ast.Name)} - stored
        kind = scope.kinds.get(getattr(target, "id", None))
        value = ast.parse(ast.unparse(target), mode="eval").body
        for other, its in scope.kinds.items():
            alike = its == kind or kind is None and its in NUMBERS or {its, kind} <= NUMBERS
            if other in read and alike:
                step = ast.Assign([ast.Name(other, ast.Store())], value)
                called_new = other in getattr(target, "id", "")  # new_x
                cost = 0.9 if called_new else 1.5
                yield "missing statement", cost, statement, [*body[: i + 1], step, *body[i + 1 :]]
