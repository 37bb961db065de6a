"""The edits of whole statements, and the walk over a function that collects all edits, cheapest first."""

import ast
import copy
import itertools
import re

from helpers.repair.edits import EXPRESSION_RULES, Edit, Everywhere, Spot, called, is_count
from helpers.repair.model import OPERATORS, SHAPED
from helpers.repair.trees import name

MODULES = ("np", "numpy", "math")
SIMPLE = ast.Assign | ast.AugAssign | ast.Expr
BLOCK = ast.For | ast.While | ast.If


def all_edits(functions, scope, skip=frozenset()):
    """Every edit of some function definitions, cheapest first; none at the lines to `skip`."""
    edits, seen = [], set()
    for function in functions:
        for edit in edits_of(function, scope):
            if edit.mark.lineno not in skip:
                edits.append(edit)
    del seen
    edits += everywhere(edits)
    return sorted(edits, key=lambda edit: edit.cost)  # of equal cost: in the order of the source


def edits_of(function, scope):
    """The single edits of one function definition or assigned lambda."""
    if not isinstance(function, ast.FunctionDef):
        yield from of_expression(spots(function.value, "body", None, function.value.body), scope)
        return
    arguments = function.args
    for holder, part in ((arguments, "defaults"), (arguments, "kw_defaults")):
        for k, value in enumerate(getattr(holder, part)):
            if value is not None:
                yield from of_expression(spots(holder, part, k, value), scope)
    yield from of_block(function, "body", scope, function)


def of_expression(found, scope):
    """The edits at Spots."""
    for spot in found:
        for rule in EXPRESSION_RULES:
            for kind, cost, tag, build in rule(spot, scope):
                yield Edit(kind, cost, tag, spot.mark, spot.holder, spot.field, spot.index, build)


def spots(holder, part, index, node, role="value", mark=None):
    """A Spot for an expression and for each one within it, those of lists, calls and indices with their role."""
    mark = mark or node
    yield Spot(node, holder, part, index, role, mark)
    kept = role if role in ("index", "shape", "range", "key", "count") else "value"
    if isinstance(node, ast.JoinedStr | ast.Constant | ast.Name):
        return
    for field, k, child in children(node):
        inner = "value"
        if isinstance(child, ast.keyword):
            if child.arg in ("axis", "keepdims", "dtype", "order"):
                continue
            inner = "shape" if child.arg in ("size", "shape") else "value"
            yield from spots(child, "value", None, child.value, inner)
            continue
        if isinstance(child, ast.comprehension):
            yield from spots(child, "iter", None, child.iter, "count")
            for i, test in enumerate(child.ifs):
                yield from spots(child, "ifs", i, test)
            continue
        if not isinstance(child, ast.expr):
            continue
        if isinstance(node, ast.Call):
            function = called(node)
            if field == "func":
                if isinstance(child, ast.Name):
                    continue
                inner = "value"
            elif function in SHAPED:
                inner = "shape"
            elif function in ("range", "str", "len", "reversed", "enumerate", "zip"):
                inner = {"range": "range", "str": "key"}.get(function, "count")
        elif isinstance(node, ast.Subscript):
            inner = ("count" if is_count(node) else "index") if field == "slice" else "holder"
        elif isinstance(node, ast.Attribute):
            if isinstance(child, ast.Name) and child.id in MODULES:
                continue
            inner = "count" if node.attr in ("shape", "size") else "value"
        elif isinstance(node, ast.Dict):
            inner = "key" if field == "keys" else "value"
        elif isinstance(node, ast.Lambda):
            inner = "value"
        elif isinstance(node, ast.Tuple | ast.BinOp | ast.UnaryOp | ast.Slice | ast.IfExp):
            inner = kept
        if isinstance(node, ast.Attribute) and field == "value" and isinstance(child, ast.Attribute):
            if isinstance(child.value, ast.Name) and child.value.id in MODULES:  # np.random.randn
                continue
        at = node if isinstance(child, ast.Slice) else None  # a slice has too little text of its own
        yield from spots(node, field, k, child, inner, at)


def children(node):
    """(field, index in a list or None, child) for each child of a node."""
    for field, value in ast.iter_fields(node):
        for k, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST):
                yield field, k, child


def everywhere(edits):
    """One edit at two to eight places at once: all that its tag allows, or those that look alike.

    Z1 to A1 and Z2 to A2 are alike. Of two names exchanged, each pair of places.
    """
    groups, alike = {}, {}
    for edit in edits:
        tag = edit.tag
        if tag is None or edit.cost > (1.6 if isinstance(edit.mark, ast.stmt) else 1.3):
            continue
        groups.setdefault((edit.kind, edit.cost, tag), []).append(edit)
        index = None if isinstance(edit.mark, ast.stmt) else edit.index
        for looks in skeletons(edit.mark):
            where = (looks, type(edit.holder), edit.field, index)
            alike.setdefault((edit.kind, edit.cost, layers(tag), *where), []).append(edit)
    whole = [g for (_, _, tag), g in groups.items() if isinstance(tag, tuple) and tag[0] == "all"]
    yield from (Everywhere(group) for group in [*whole, *alike.values()] if alone(group))
    for (kind, cost, tag), group in groups.items():
        if kind in ("name", "key") and exchangeable(tag):
            for other_cost in (cost, cost + 0.2, cost - 0.2):
                back = groups.get((kind, round(other_cost, 1), (*tag[:-2], tag[-1], tag[-2])), [])
                for one, other in itertools.product(group[:4], back[:4]):
                    if alone([one, other]):
                        yield Everywhere([one, other])


def layers(tag):
    """The tag of an edit from Z1 to A1 is that from Z2 to A2."""
    if isinstance(tag, tuple) and len(tag) == 3 and all(isinstance(part, str) for part in tag):
        old, new = (re.findall(r"\d+", part) for part in tag[1:])
        if old and old == new:
            return tuple(re.sub(r"\d", "#", part) for part in tag)
    return tag


def exchangeable(tag):
    """Whether a tag says (…, old text, new text), in the order of the alphabet so that each exchange comes once."""
    return isinstance(tag, tuple) and isinstance(tag[-1], str) and str(tag[-2]) < tag[-1]


def alone(edits):
    """Whether these are two to eight edits at places of their own."""
    return 2 <= len(edits) <= 8 and not nested(edits)


def skeletons(node):
    """What a node looks like but for the numbers in it, and but for its names: W2 and W3, dZ2 * A1.T and dZ1 * X.T."""
    if not hasattr(node, "skeletons"):
        text = ast.unparse(node)
        nameless = re.sub(r"(?<![.\w])[A-Za-z_]\w*|\d", "#", text)
        node.skeletons = (re.sub(r"\d", "#", text), nameless)
    return node.skeletons


def nested(edits):
    """Whether one of the edits lies within another."""
    spans = sorted(
        ((e.mark.lineno, e.mark.col_offset), (e.mark.end_lineno, e.mark.end_col_offset))
        for e in edits
    )
    return any(after[0] < before[1] for before, after in zip(spans, spans[1:]))


# --- statements --------------------------------------------------------------------------------------


def of_block(owner, part, scope, function):
    """The edits of the statements in one block, and of what is in them."""
    body = getattr(owner, part)
    for kind, cost, mark, build in itertools.chain(
        order_edits(body, scope),
        indentation_edits(body),
        return_edits(body, scope, function, owner is function and part == "body"),
        missing_edits(body, scope),
    ):
        yield Edit(kind, cost, None, mark, owner, part, None, build, None)
    for i, statement in enumerate(body):
        for kind, cost, new in statement_edits(statement, scope):
            tag = (kind, type(statement)) if kind in ("update", "copy") else None
            yield Edit(kind, cost, tag, statement, owner, part, i, new, statement)
        for edit in inside(statement, scope):
            edit.statement = statement
            yield edit
        for block in ("body", "orelse", "finalbody"):
            inner = getattr(statement, block, None)
            if isinstance(inner, list) and inner:
                yield from of_block(statement, block, scope, function)


def inside(statement, scope):
    """The edits of the expressions of one statement."""
    for field, k, child in children(statement):
        if not isinstance(child, ast.expr):
            continue
        if field in ("targets", "target"):
            if isinstance(child, ast.Subscript):
                yield from of_expression(
                    spots(statement, field, k, child, "target"), scope
                )
        elif field != "decorator_list":
            yield from of_expression(spots(statement, field, k, child), scope)


def order_edits(body, scope):
    """A statement too many, or at another place of its block."""
    for i, statement in enumerate(body):
        if isinstance(statement, ast.FunctionDef | ast.Return):
            continue
        if not isinstance(statement, ast.Import | ast.ImportFrom):
            rest = body[:i] + body[i + 1 :] or [ast.Pass()]
            yield "extra statement", cost_of_leaving_out(statement, scope), statement, lambda r=rest: r
        for j in range(i + 1, len(body)):
            later = body[:i] + body[i + 1 : j + 1] + [statement] + body[j + 1 :]
            yield "statement order", 2.0 if j == i + 1 else 2.6, statement, lambda b=later: b
            if j > i + 1 and not isinstance(body[j], ast.Return):
                earlier = body[:i] + [body[j]] + body[i:j] + body[j + 1 :]
                yield "statement order", 2.6, body[j], lambda b=earlier: b


def cost_of_leaving_out(statement, scope):
    """How unlikely it is that a statement is too many: a fixed number for an argument is likely."""
    if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant):
        return 1.0 if getattr(statement.targets[0], "id", None) in scope.arguments else 2.4
    return 2.4


def indentation_edits(body):
    """A statement that belongs into or out of the loop or branch beside it."""
    for i, statement in enumerate(body):
        for part in ("body", "orelse"):
            inner = getattr(statement, part, None)
            if not isinstance(statement, BLOCK) or not inner:
                continue
            before, after = body[:i], body[i + 1 :]
            if len(inner) > 1:
                for k in range(1, len(inner)):
                    out = [*before, with_block(statement, part, inner[:-k]), *inner[-k:], *after]
                    cost = 1.2 if isinstance(inner[-k], ast.Return) else 1.5 + 0.1 * (k - 1)
                    yield "indentation", cost, inner[-k], lambda b=out: b
                first = [*before, inner[0], with_block(statement, part, inner[1:]), *after]
                yield "indentation", 2.0, inner[0], lambda b=first: b
            if after:
                into = [*before, with_block(statement, part, [*inner, after[0]]), *after[1:]]
                yield "indentation", 1.8, after[0], lambda b=into: b
            if before and not isinstance(before[-1], ast.FunctionDef):
                into = [*before[:-1], with_block(statement, part, [before[-1], *inner]), *after]
                yield "indentation", 2.0, before[-1], lambda b=into: b
        if isinstance(statement, ast.If) and statement.orelse:
            turned = with_block(statement, "body", statement.orelse)
            turned.orelse = statement.body
            new = [*body[:i], turned, *body[i + 1 :]]
            yield "branches", 1.4, statement.test, lambda b=new: b


def with_block(statement, part, block):
    """The statement with another block."""
    new = copy.copy(statement)
    setattr(new, part, block)
    return new


def return_edits(body, scope, function, outermost):
    """A return that is missing, and what is returned beside the rest."""
    locals_ = list(scope.kinds)
    if outermost and not isinstance(body[-1], ast.Return):
        for k, other in enumerate(reversed(locals_)):
            if other not in scope.arguments:
                new = [*body, ast.Return(name(other))]
                yield "missing return", 1.1 + 0.02 * k, body[-1], lambda b=new: b
    for i, statement in enumerate(body):
        if isinstance(statement, ast.Expr) and not isinstance(statement.value, ast.Constant):
            value, cost = statement.value, 1.2
            if isinstance(value, ast.Call) and called(value) == "print" and value.args:
                value, cost = value.args[0], 0.9
            new = [*body[:i], ast.Return(value), *body[i + 1 :]]
            yield "missing return", cost, statement, lambda b=new: b


def missing_edits(body, scope):
    """A statement that is missing: one that stands nearby once more, a value appended to a list."""
    near = [s for s in body if isinstance(s, SIMPLE)]
    near += [s for b in body if isinstance(b, BLOCK) for s in b.body if isinstance(s, SIMPLE)]
    near = [s for s in near if not isinstance(getattr(s, "value", None), ast.Constant)][:10]
    lists = [n for n, kind in scope.kinds.items() if kind == "list" and n not in scope.arguments]
    values = [n for n, kind in scope.kinds.items() if kind != "list"]
    for i, statement in enumerate(body):
        if isinstance(statement, ast.Return | ast.FunctionDef):
            continue
        for other in near:
            if other is not statement:
                new = [*body[: i + 1], other, *body[i + 1 :]]
                yield "missing statement", 2.6, statement, lambda b=new: b
        for holder, value in itertools.product(lists, values):
            new = [*body[: i + 1], ast.parse(f"{holder}.append({value})").body[0], *body[i + 1 :]]
            new[i + 1] = stripped(new[i + 1])
            yield "missing statement", 2.2, statement, lambda b=new: b


def stripped(tree):
    """The tree without places in a source, so that it takes that of what it is put beside."""
    for node in ast.walk(tree):
        for attribute in ("lineno", "col_offset", "end_lineno", "end_col_offset"):
            node.__dict__.pop(attribute, None)
    return tree


def statement_edits(statement, scope):
    """Another form of one statement: an update for an assignment, a copy, another target, more or fewer results."""
    if isinstance(statement, ast.AugAssign):
        target, value = statement.target, statement.value
        read = copy.copy(target)
        read.ctx = ast.Load()
        plain = lambda v: ast.Assign([target], v)  # noqa: E731
        yield "copy", 1.2, lambda: plain(ast.BinOp(read, statement.op, value))
        yield "update", 1.6, lambda: plain(value)
        for other, kind, cost in OPERATORS.get(type(statement.op), ()):
            yield kind, cost, lambda o=other: ast.AugAssign(target, o(), value)
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        yield from assignment_edits(statement, statement.targets[0], scope)
    if isinstance(statement, ast.Expr) and not isinstance(statement.value, ast.Constant):
        for other in scope.kinds:
            target = ast.Name(other, ast.Store())
            yield "result dropped", 1.4, lambda t=target: ast.Assign([t], statement.value)
    if isinstance(statement, ast.Return) and statement.value is not None:
        value = statement.value
        if isinstance(value, ast.Tuple):
            for item in value.elts:
                yield "result order", 1.7, lambda e=item: ast.Return(e)
        parts = value.elts if isinstance(value, ast.Tuple) else [value]
        for other in scope.kinds:
            for items in ([*parts, name(other)], [name(other), *parts]):
                yield "missing result", 1.5, lambda e=items: ast.Return(ast.Tuple(e, ast.Load()))
        if not isinstance(value, ast.Tuple):
            yield "result order", 2.2, lambda: ast.Return(ast.Tuple([value], ast.Load()))


def assignment_edits(statement, target, scope):
    """The edits of an assignment to one target."""
    value = statement.value
    if isinstance(target, ast.Name | ast.Subscript):
        for op, cost in ((ast.Add, 1.5), (ast.Sub, 1.6)):
            yield "update", cost, lambda o=op: ast.AugAssign(target, o(), value)
    if isinstance(value, ast.Name | ast.Subscript) and isinstance(target, ast.Name):
        copied = ast.Attribute(value, "copy", ast.Load())
        yield "copy", 1.2, lambda: ast.Assign([target], ast.Call(copied, [], []))
    if isinstance(target, ast.Tuple):
        for i, j in itertools.combinations(range(len(target.elts)), 2):
            names = list(target.elts)
            names[i], names[j] = names[j], names[i]
            yield "result order", 1.2, lambda n=names: ast.Assign([ast.Tuple(n, ast.Store())], value)
    if isinstance(target, ast.Name):
        for other in scope.kinds:
            if other != target.id:
                store = ast.Name(other, ast.Store())
                yield "target", 2.0, lambda s=store: ast.Assign([s], value)
        if isinstance(value, ast.Call) and called(value) in scope.functions:
            lost = sorted(scope.read - set(scope.kinds) - scope.known)[:3]
            for other, first in itertools.product([*lost, "_"], (True, False)):
                names = [target, ast.Name(other, ast.Store())][:: 1 if first else -1]
                unpacked = ast.Tuple(names, ast.Store())
                cost = 1.2 + 0.2 * (not first)
                yield "unpacking", cost, lambda u=unpacked: ast.Assign([u], value)
        yield from renumbered(statement, scope)


def renumbered(statement, scope):
    """All names of a statement with another number, the other layer's; or two names exchanged."""
    names = {n.id for n in ast.walk(statement.value) if isinstance(n, ast.Name)}
    for old, new in itertools.permutations("123", 2):
        change = {n: n.replace(old, new) for n in names if n.replace(old, new) in scope.kinds}
        change = {a: b for a, b in change.items() if a != b}
        if len(change) >= 2:
            yield "name", 1.4, lambda c=change: renamed(statement, c)
    own = sorted(n for n in names if scope.kinds.get(n) in ("array", "matrix", "number", "int"))
    for a, b in itertools.combinations(own[:6], 2):
        yield "name", 1.5, lambda a=a, b=b: renamed(statement, {a: b, b: a})


def renamed(statement, change):
    """The assignment with the names of its value changed."""
    value = copy.deepcopy(statement.value)
    for node in ast.walk(value):
        if isinstance(node, ast.Name):
            node.id = change.get(node.id, node.id)
    return ast.Assign(statement.targets, value)
