"""All edits of a function: those of its expressions, found by walking through it, and those of whole statements."""

import ast
import copy
import itertools

from helpers.repair.assignments import assignment_edits
from helpers.repair.edits import NUMBERS, Edit, Everywhere, Spot, edit_at, everywhere
from helpers.repair.model import OPERATORS, SHAPED, SYMBOLS
from helpers.repair.rules import RULES
from helpers.repair.trees import (
    MODULES,
    called,
    children,
    is_count,
    name,
    without_places,
)

BLOCK = ast.For | ast.While | ast.If
# Functions and methods that change what is given to them.
CHANGE_ARGUMENTS = frozenset("copyto fill_diagonal place put putmask shuffle".split())
# Functions that make what a loop then fills or adds to.
STARTS = frozenset("zeros zeros_like empty list dict copy".split())
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
