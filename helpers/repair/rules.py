"""The rules for expressions: each looks at one Spot and yields (kind, cost, form[, parts[, tag]]).

A form is a text or a node: what may belong in the expression's place. In a text, _X stands for the expression
itself and _A, _B, … for the nodes in `parts`. Nothing is built before it is tried.
"""

import ast
import difflib
import math
import re

import numpy as np

from helpers.repair.call_rules import calls, einsum_variants
from helpers.repair.item_rules import sequences, subscripts
from helpers.repair.model import (
    COMPARISONS,
    EDGES,
    EPSILONS,
    NEAR,
    NEUTRAL,
    OPERATORS,
    REWRITES,
    TERMS,
    WRAPS_OF_ARRAYS,
    WRAPS_OF_NUMBERS,
)
from helpers.repair.trees import (
    called,
    constant,
    expression,
    form,
    is_count,
    match,
    operands,
    unary,
)

NUMERIC = ("array", "matrix", "number", "int", None)

SMALL = 1e-3

REWRITES_BY_TYPE: dict = {}
for kind, cost, old, new in REWRITES:
    REWRITES_BY_TYPE.setdefault(type(form(old)), []).append((kind, cost, form(old), new))


def rewrites(spot, scope):
    """The table of forms."""
    for kind, cost, old, new in REWRITES_BY_TYPE.get(type(spot.node), ()):
        found = match(old, spot.node)
        if found is not None:
            yield kind, cost, new, found


def operators(spot, scope):
    """Another operator, the operands exchanged, one of them too many."""
    operator, left, right = operands(spot.node) or (None, None, None)
    if operator is None:
        return
    both = {"_A": left, "_B": right}
    if isinstance(getattr(left, "value", None), str):  # "W" + l
        yield "key", 0.9, "_A + str(_B)", both
        return
    for other, kind, cost in OPERATORS.get(operator, ()):
        yield kind, cost, f"_A {other} _B", both
    joined = operator == "+" and isinstance(left if isinstance(left, ast.List) else right, ast.List)
    if operator in ("-", "/", "@", "**") or joined:
        yield "operands", 1.0, f"_B {operator} _A", both
    yield "too much", 1.3, left
    yield "too much", 1.5, right


def brackets(spot, scope):
    """The same things grouped otherwise; a function too many."""
    node = spot.node
    if parts := operands(node):
        yield from brackets_of(*parts)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and operands(node.operand):
        operator, left, right = operands(node.operand)
        yield "brackets", 1.2, f"-_A {operator} _B", {"_A": left, "_B": right}
    if one := unary(node):
        inside, make = one
        yield "extra function", 1.2, inside
        if parts := operands(inside):
            operator, left, right = parts
            both = {"_A": left, "_B": right, "_C": make(left), "_D": make(right)}
            yield "brackets", 1.3, f"_C {operator} _B", both
            yield "brackets", 1.4, f"_A {operator} _D", both
            yield "brackets", 1.5, f"_C {operator} _D", both
        if two := unary(inside):
            yield "brackets", 1.2, two[1](make(two[0]))


def brackets_of(outer, left, right):
    """Other brackets in an operation."""
    if inner := operands(left):
        operator, a, b = inner
        parts = {"_A": a, "_B": b, "_C": right}
        yield "brackets", 1.1, f"_A {operator} (_B {outer} _C)", parts
        if operands(a) and operator != outer:
            first, c, d = operands(a)
            parts = {"_A": c, "_B": d, "_C": b, "_D": right}
            yield "brackets", 1.3, f"_A {first} (_B {operator} _C {outer} _D)", parts
    if inner := operands(right):
        operator, c, d = inner
        yield "brackets", 1.2, f"(_A {outer} _B) {operator} _C", {"_A": left, "_B": c, "_C": d}
        if begin := operands(left):
            operator_before, a, b = begin
            parts = {"_A": a, "_B": b, "_C": c, "_D": d}
            yield "brackets", 1.1, f"_A {operator_before} (_B {outer} _C) {operator} _D", parts
    if isinstance(left, ast.UnaryOp) and isinstance(left.op, ast.USub):
        yield "brackets", 1.2, f"-(_A {outer} _B)", {"_A": left.operand, "_B": right}
    for side, cost in ((left, 1.3), (right, 1.4)):
        if one := unary(side):
            inside, make = one
            a, b = (inside, right) if side is left else (left, inside)
            yield "brackets", cost, make(ast.BinOp(a, form(f"1 {outer} 1").op, b))


def wraps(spot, scope):
    """Something is missing around the expression, or a term or factor beside it."""
    node = spot.node
    if spot.role != "value" or not numeric(node, scope):
        return
    kind = scope.kinds.get(node.id) if isinstance(node, ast.Name) else None
    is_length = kind == "int" or is_count(node)
    rows = list(WRAPS_OF_NUMBERS)
    for m in scope.counts:
        rows += (
            ("mean", 1.1, f"_X / {m}"),
            ("mean", 1.5, f"_X / (2 * {m})"),
            ("mean", 1.4, f"_X * {m}"),
        )
    if not is_length and kind != "number":
        rows += WRAPS_OF_ARRAYS
    if not isinstance(node, ast.UnaryOp):
        own = ast.unparse(node)
        read = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        within = {n for one in read for n in scope.made_of.get(one, ())} - read
        for text, extra in scope.atoms:
            if text != own:
                products = scope.kinds.get(text) not in ("number", "int")
                rows += [
                    (what, cost + extra, shape.replace("_T", text))
                    for what, cost, shape in TERMS
                    if products or "@" not in shape
                    # what is within already would make up for a mistake there
                    if what != "missing term" or text not in within
                ]
    for what, cost, text in rows:
        function = text.split("(")[0]
        unknown = function in ("sigmoid", "relu") and function not in scope.functions
        twice = (
            text == "-_X"
            and isinstance(node, ast.UnaryOp)
            or text == "_X.T"
            and is_transposed(node)
        )
        if not unknown and not twice and not (what == "sign" and is_length):
            yield what, cost + is_length, text


def counts(spot, scope):
    """Another count in place of a length."""
    if is_count(spot.node) and spot.role != "holder":
        for other in scope.of_kind("int"):
            yield "count", 1.2, other
        for text in lengths(scope, scope.kinds):
            yield "count", 1.2, text


def comparisons(spot, scope):
    """Another comparison, another way to join conditions, or the opposite of one."""
    node = spot.node
    if spot.field == "test":
        yield "condition", 1.2, "not _X"
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for other in COMPARISONS.get(type(node.ops[0]), ()):
            yield "comparison", 0.8, f"_A {other} _B", {"_A": node.left, "_B": node.comparators[0]}
        for item in scope.items:
            yield "index", 1.4, ast.Compare(expression(item), node.ops, node.comparators)
            yield "index", 1.4, ast.Compare(node.left, node.ops, [expression(item)])
    if isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield "condition", 1.0, ast.BoolOp(other, node.values)
        for value in node.values:
            yield "condition", 1.5, value


def constants(spot, scope):
    """Another number, or an argument in its place."""
    value, role = getattr(spot.node, "value", None), spot.role
    if not isinstance(spot.node, ast.Constant) or not isinstance(value, int | float):
        return
    if isinstance(value, bool):
        yield "constant", 0.9, str(not value)
        return
    others = [*NEAR, value + 1, value - 1]
    if role == "value":
        others += [value * 2, value / 2, -value, value * 10, value / 10, value * 100, 1 - value]
        if isinstance(value, float) and value > 0:
            others += [value**2, math.sqrt(value), *EPSILONS]
        if isinstance(value, float) and 0 < value <= SMALL:  # a step, or what keeps from 0
            others = [x for x in others if 0 <= x <= 10 * SMALL]
    else:
        others = [x for x in others if isinstance(x, int)]
        if role == "range" and value == 0 and spot.index == 0:
            # one turn more at the beginning would make up for one that is missing at the end
            others = [x for x in others if x >= 0]
        others = [] if value == 1 and is_rows_of_one(spot, scope) else others
    if isinstance(spot.holder, ast.Call) and called(spot.holder) in EDGES:
        # np.maximum(-1, z) would do where the maximum has no place at all; how many digits are kept is no mistake
        others = [] if called(spot.holder) in ("round", "around") else [0]
    kind = {"value": "constant", "target": "index", "key": "index", "holder": "constant"}.get(
        role, role
    )
    nothing = NEUTRAL.get(type(getattr(spot.holder, "op", None)))
    for other in dict.fromkeys(x for x in others if x != value):
        what = "too much" if role == "value" and other == nothing else kind
        yield what, 0.9 if other in NEAR or abs(other - value) == 1 else 1.0, repr(other)
    for other in scope.of_kind("int", *(("number",) if role == "value" else ())):
        unused = other in scope.arguments and other not in scope.read
        default = scope.defaults.get(other) == value
        yield "fixed number", 0.9 if default else 1.1 if unused else 1.4, other
        if value == 2 * scope.defaults.get(other, math.nan):
            yield "fixed number", 0.9, f"2 * {other}"
    if isinstance(spot.holder, ast.Return | ast.Assign):
        target = spot.holder.targets[0] if isinstance(spot.holder, ast.Assign) else None
        for text in scope.cases.get(ast.unparse(target) if target else "", ())[:3]:
            yield "fixed number", 1.3, f"-({text})"
            yield "fixed number", 1.4, text
    if isinstance(value, int) and value > 1:
        for text in lengths(scope, scope.arguments):
            yield "fixed number", 1.3, text


def names(spot, scope):
    """Another name, or an item or a length or a call in its place."""
    node, role = spot.node, spot.role
    if not isinstance(node, ast.Name) or role == "target":
        return
    if node.id not in scope.kinds:
        if node.id not in scope.known:
            yield from unknown_names(node.id, role, scope)
        return
    kind = scope.kinds[node.id]
    counted = isinstance(spot.holder, ast.Call) and called(spot.holder) == "len"
    for other in scope.like(kind):
        if counted and f"{other}.shape" in scope.shapes_of_rows:
            continue  # a length of 1 would hide a division by it
        if other != node.id:
            alike = re.sub(r"\d", "", other) == re.sub(r"\d", "", node.id)
            yield "name", (1.2 if other in scope.read else 1.0) - 0.1 * alike, other
    if kind in ("array", "matrix", "number", None):
        for text, extra in scope.atoms:
            if "[" in text:
                yield "name", 1.5 + extra / 2, text
    array, index = scope.item_names.get(node.id, (None, None))
    for other in scope.like(scope.kinds[array]) if array else ():
        if other != array and scope.kinds[other] == scope.kinds[array]:
            yield "name", 1.4, other + index
    if kind in ("tuple", "list", None) and role == "value":
        for k in (0, 1, -1):
            yield "missing index", 1.6, f"_X[{k}]"
    if spot.field == "left" and isinstance(getattr(spot.holder, "op", None), ast.Div):
        yield "constant", 1.2, "1"  # as of e / (1 + e)
    if kind == "int":
        for text in lengths(scope, scope.kinds if role == "range" else scope.arguments):
            yield "count", 1.4, text
        for other in scope.of_kind("int") if role in ("index", "key") else ():
            if other != node.id:
                yield "index", 1.5, f"{other} - _X"
    if kind == "matrix" and role in ("value", "holder"):
        for other in scope.arguments:
            if scope.kinds.get(other) == "array":
                yield "missing index", 1.2, f"_X[:, {other}]"
    if kind in ("array", "matrix", "list") and role in ("value", "holder"):
        for other in scope.of_kind("int"):
            yield "missing index", 1.1, f"_X[{other}]"
    if role == "key" and isinstance(spot.holder, ast.Dict):
        yield "key", 0.9, repr(node.id)
    for function, parameters in scope.functions.items():
        if parameters and all(p in scope.kinds for p in parameters):
            yield "missing call", 1.5, f"{function}({', '.join(parameters)})"


def unknown_names(own, role, scope):
    """What a name that does not exist may mean."""
    if hasattr(np, own):
        yield "name", 0.8, f"np.{own}"
    near = difflib.get_close_matches(own, [*scope.kinds, *scope.functions], 3, 0.5)
    for other in dict.fromkeys([*near, *scope.kinds]):
        yield "name", 0.8 if other in near else 1.0, other
    for text in lengths(scope, scope.arguments):
        yield "count", 1.2, text
    if role in ("index", "key"):
        yield "key", 0.9, repr(own)


def texts(spot, scope):
    """Another key or word; in f"W{l}" another letter or index."""
    node = spot.node
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        begins = stems(scope) if node.value.isalpha() else ()  # of a key that is put together
        for other in dict.fromkeys([*scope.words, *begins]):
            if other != node.value:
                yield "key", 1.0 if len(other) == len(node.value) else 1.2, repr(other)
        if re.search(r"\{\w+\}", node.value):
            yield "key", 0.8, "f" + repr(node.value)
        if "->" in node.value:
            for other in einsum_variants(node.value):
                yield "index", 1.0, repr(other)
    if isinstance(node, ast.JoinedStr):
        for k, part in enumerate(node.values):
            if isinstance(part, ast.Constant):
                others = [("key", constant(one)) for one in stems(scope) if one != part.value]
            else:
                own = ast.unparse(part.value)
                forms = [f"{own} + 1", f"{own} - 1", *scope.of_kind("int")]
                forms += [f"{other} - {own}" for other in scope.of_kind("int")]
                forms += [ast.unparse(part.value.left)] if isinstance(part.value, ast.BinOp) else []
                others = [
                    ("index", ast.FormattedValue(expression(text), part.conversion, None))
                    for text in forms
                    if text not in (own, f"{own} - {own}")
                ]
            for kind, new in others:
                yield kind, 1.1, ast.JoinedStr([*node.values[:k], new, *node.values[k + 1 :]])


def stems(scope):
    """The words without the numbers at their ends: "dW" for "dW1"."""
    return list(dict.fromkeys(re.sub(r"\d+$", "", word) for word in scope.words))


RULES = (
    rewrites,
    operators,
    brackets,
    wraps,
    counts,
    comparisons,
    constants,
    names,
    texts,
    calls,
    subscripts,
    sequences,
)


def is_rows_of_one(spot, scope):
    """Whether a 1 is that of y.shape[1] where y is one row: the other length is 1, which hides a division by it."""
    node = spot.holder
    shape = getattr(node, "value", None)
    return isinstance(node, ast.Subscript) and ast.unparse(shape) in scope.shapes_of_rows


def numeric(node, scope):
    """Whether a node may stand for a number or an array."""
    if isinstance(node, ast.Name):
        return scope.kinds.get(node.id, "?") in NUMERIC
    if isinstance(node, ast.Attribute):
        return node.attr in ("T", "size") or not isinstance(node.value, ast.Name)
    return isinstance(node, ast.BinOp | ast.Call | ast.Subscript | ast.UnaryOp | ast.Compare)


def is_transposed(node):
    """Whether a node is something.T."""
    return isinstance(node, ast.Attribute) and node.attr == "T"


def lengths(scope, of):
    """Texts of the lengths of some names' values."""
    for other in of:
        rows = () if f"{other}.shape" in scope.shapes_of_rows else (f"{other}.shape[0]",)
        yield from {
            "matrix": (f"{other}.shape[1]", *rows, f"{other}.size"),
            "array": (f"len({other})", f"{other}.size"),
            "list": (f"len({other})",),
            "dict": (f"len({other}) // 2", f"len({other})"),
        }.get(scope.kinds.get(other), ())
