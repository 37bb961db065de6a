"""All edits of a function: those of its expressions, found by walking through it, of statements and of blocks."""

import ast
import copy
import itertools

from helpers.repair.assignments import assignment_edits
from helpers.repair.blocks import indentation_edits, is_start, missing_edits, moved_on, order_edits
from helpers.repair.edits import Edit, Everywhere, Spot, edit_at, everywhere
from helpers.repair.model import OPERATORS, SHAPED, SYMBOLS
from helpers.repair.rules import RULES
from helpers.repair.trees import (
    MODULES,
    called,
    children,
    is_count,
    name,
)

PLACES = {
    "range": "range",
    "str": "key",
    "len": "count",
    "reversed": "count",
    "enumerate": "count",
    "zip": "count",
}


def all_edits(functions, scope, skip=frozenset()):
    """Every edit of some definitions up to scope.up_to, cheapest first, else in the order of the source.

    None at lines to `skip`. A cost holds what the scope adds for the place of the edit. `groups` of an edit are those
    that make it at several places, whatever they cost.
    """
    for inner in (n for f in functions for n in ast.walk(f) if isinstance(n, ast.Lambda)):
        for node in ast.walk(inner.body):
            node.within = inner.lineno, inner.col_offset
    edits = [
        edit
        for function in functions
        for edit in edits_of(function, scope)
        if edit.mark.lineno not in skip
    ]
    groups = [*everywhere(edits), *turned_arguments(functions, scope, skip)]
    for edit in [*edits, *groups]:
        edit.cost += scope.extra(edit.statement, edit.marks[0])
    for group in groups:
        for edit in group.edits:
            edit.groups.append(group)
    return sorted(
        (edit for edit in [*edits, *groups] if edit.cost <= scope.up_to), key=lambda edit: edit.cost
    )


def turned_arguments(functions, scope, skip):
    """One edit for each matrix among the arguments: it is transposed wherever it is read, for who thinks of rows.

    Also in len(x) and x[i, j], where no part of it is an expression by itself.
    """
    for argument in scope.of_kind("matrix"):
        if argument not in scope.arguments or f"{argument}.shape" in scope.shapes_of_rows:
            continue
        turned = ast.Attribute(name(argument), "T", ast.Load())
        edits = [
            Edit("transpose", 1.3, node, holder, field, k, turned)
            for holder in (n for function in functions for n in ast.walk(function))
            for field, k, node in children(holder)
            if isinstance(node, ast.Name) and node.id == argument and isinstance(node.ctx, ast.Load)
        ]
        lines = {edit.mark.lineno for edit in edits}
        if 2 <= len(edits) <= 8 and len(lines) <= 4 and not lines & set(skip):
            yield Everywhere(edits)


def edits_of(function, scope):
    """The edits of one function definition, or of a lambda with a name."""
    if isinstance(function, ast.Assign):
        yield from of_expressions(spots(function.value, "body", None, function.value.body), scope)
        return
    for part in ("defaults", "kw_defaults"):
        for k, value in enumerate(getattr(function.args, part)):
            if value is not None:
                yield from of_expressions(spots(function.args, part, k, value), scope)
    yield from of_block(function, "body", scope, outermost=True)


# --- expressions -------------------------------------------------------------------------------------


def of_expressions(found, scope, statement=None):
    """The edits at some Spots of a statement."""
    for spot in found:
        dearest = scope.dearest(statement, scope.up_to)
        for rule in RULES:
            for option in rule(spot, scope):
                if option[1] <= dearest:
                    yield edit_at(spot, statement, *option)


def spots(holder, part, index, node, role="value", mark=None):
    """A Spot for an expression and for each within it."""
    yield Spot(node, holder, part, index, role, mark or node)
    if isinstance(node, ast.JoinedStr | ast.Constant | ast.Name):
        return
    for field, k, child in children(node):
        if isinstance(child, ast.keyword):
            if child.arg not in ("axis", "keepdims", "dtype", "order"):
                inner = "shape" if child.arg in ("size", "shape") else "value"
                yield from spots(child, "value", None, child.value, inner)
        elif isinstance(child, ast.comprehension):
            yield from spots(child, "iter", None, child.iter, "count")
            for i, test in enumerate(child.ifs):
                yield from spots(child, "ifs", i, test)
        elif isinstance(child, ast.expr) and not is_function_name(node, field, child):
            at = node if isinstance(child, ast.Slice) else None  # a slice has too little text
            yield from spots(node, field, k, child, role_within(node, field, role), at)


def is_function_name(node, field, child):
    """Whether an expression only names a function or module: f in f(x), np.random in np.random.randn."""
    if field == "func" and isinstance(child, ast.Name):
        return True
    while isinstance(child, ast.Attribute) and isinstance(node, ast.Attribute):
        child = child.value
    return isinstance(node, ast.Attribute) and isinstance(child, ast.Name) and child.id in MODULES


def role_within(node, field, role):
    """What the children of a node in one of its fields serve for."""
    if isinstance(node, ast.Call) and field == "args":
        return "shape" if called(node) in SHAPED else PLACES.get(called(node), "value")
    if isinstance(node, ast.Subscript):
        return "holder" if field == "value" else "count" if is_count(node) else "index"
    if isinstance(node, ast.Attribute):
        return "count" if node.attr in ("shape", "size") else "value"
    if isinstance(node, ast.Dict) and field == "keys":
        return "key"
    if isinstance(node, ast.Tuple | ast.BinOp | ast.UnaryOp | ast.Slice | ast.IfExp):
        return role if role in ("index", "shape", "range", "key", "count") else "value"
    return "value"


# --- statements --------------------------------------------------------------------------------------


def of_block(owner, part, scope, outermost=False, begun=frozenset()):
    """The edits of the statements in one block, and of what is in them.

    begun -- names that have a value before the loop around the block begins
    """
    body, started = getattr(owner, part), set()
    for kind, cost, mark, block in itertools.chain(
        order_edits(body, scope),
        indentation_edits(body),
        missing_edits(body, scope, outermost),
        moved_on(body, scope) if isinstance(owner, ast.For | ast.While) else (),
    ):
        yield Edit(kind, cost, mark, owner, part, None, block)
    for i, statement in enumerate(body):
        for kind, cost, new in statement_edits(statement, scope, begun):
            alike = kind in ("update", "copy") or kind == "operation" and isinstance(new, ast.Expr)
            tag = ("statement", "", kind) if alike else None
            yield Edit(kind, cost, statement, owner, part, i, new, None, tag, statement)
        for field, k, child in children(statement):
            if not isinstance(child, ast.expr):
                continue
            places = [(statement, field, k, child)]
            stored = field in ("targets", "target")
            if stored and isinstance(child, ast.Tuple):
                places = [(child, "elts", i, one) for i, one in enumerate(child.elts)]
            for holder, part_of, number, node in places:
                if not stored or isinstance(node, ast.Subscript):
                    found = spots(holder, part_of, number, node, "target" if stored else "value")
                    yield from of_expressions(found, scope, statement)
        before = begun | started if isinstance(statement, ast.For | ast.While) else begun
        for block in ("body", "orelse", "finalbody"):
            if isinstance(getattr(statement, block, None), list) and getattr(statement, block):
                yield from of_block(statement, block, scope, begun=before)
        if is_start(statement):
            started.add(statement.targets[0].id)


def statement_edits(statement, scope, begun):
    """(kind, cost, another form of one statement); see of_block for `begun`."""
    value = getattr(statement, "value", None)
    if isinstance(statement, ast.Break | ast.Continue):
        for other in (ast.Continue, ast.Break, ast.Pass):
            if not isinstance(statement, other):
                yield "way out", 1.0, other()
    elif isinstance(statement, ast.AugAssign):
        target = statement.target
        read = copy.copy(target)
        read.ctx = ast.Load()
        yield "copy", 1.2, ast.Assign([target], ast.BinOp(read, statement.op, value))
        yield "update", 1.6, ast.Assign([target], value)
        if isinstance(statement.op, ast.Add) and scope.kinds.get(ast.unparse(target)) == "list":
            append = ast.Attribute(read, "append", ast.Load())
            yield "operation", 1.0, ast.Expr(ast.Call(append, [value], []))
        if start := scope.starts.get(getattr(target, "id", None)):
            anew = ast.BinOp(start, statement.op, value)
            yield "update", 1.5, ast.Assign([target], anew)
        operators = {symbol: operator for operator, symbol in SYMBOLS.items()}
        for other, kind, cost in OPERATORS.get(SYMBOLS[type(statement.op)], ()):
            yield kind, cost, ast.AugAssign(target, operators[other](), value)
    elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        if getattr(target, "id", None) in begun and not is_start(statement):
            yield "update", 1.1, ast.AugAssign(target, ast.Add(), value)
            yield "update", 1.2, ast.AugAssign(target, ast.Sub(), value)
            append = ast.Attribute(name(target.id), "append", ast.Load())
            yield "update", 1.2, ast.Expr(ast.Call(append, [value], []))
        yield from assignment_edits(statement, target, scope)
    elif isinstance(statement, ast.Expr) and not isinstance(value, ast.Constant):
        printed = isinstance(value, ast.Call) and called(value) == "print" and value.args
        yield (
            "missing return",
            0.9 if printed else 1.2,
            ast.Return(value.args[0] if printed else value),
        )
        for other in scope.kinds:
            yield "result dropped", 1.4, ast.Assign([ast.Name(other, ast.Store())], value)
    elif isinstance(statement, ast.Return) and value is not None:
        parts = value.elts if isinstance(value, ast.Tuple) else [value]
        for item in parts if isinstance(value, ast.Tuple) else ():
            yield "result order", 1.7, ast.Return(item)
        for other in scope.kinds:
            for items in ([*parts, name(other)], [name(other), *parts]):
                yield "missing result", 1.5, ast.Return(ast.Tuple(items, ast.Load()))
