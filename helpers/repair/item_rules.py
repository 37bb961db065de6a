"""The rules for what is picked out of something or put together: indices, slices, tuples, lists, dictionaries.

See rules.py.
"""

import ast
import itertools

from helpers.repair.model import ROTATIONS
from helpers.repair.trees import called, constant, exchanged, expression, name


def subscripts(spot, scope):
    """Another slice, another index, an index too many, another item."""
    node, role = spot.node, spot.role
    if isinstance(node, ast.Slice):
        bounds = {"lower": node.lower, "upper": node.upper, "step": node.step}
        for bound in ("lower", "upper"):
            own = bounds[bound] and ast.unparse(bounds[bound])
            for text in (f"{own} + 1", f"{own} - 1", None) if own else ("1", "-1"):
                yield "index", 1.2, ast.Slice(**bounds | {bound: text and expression(text)})
        if node.lower and node.upper:
            upper = ast.BinOp(node.lower, ast.Add(), node.upper)
            yield "index", 1.1, ast.Slice(node.lower, upper, node.step)
    elif isinstance(node, ast.Subscript) and role == "target":
        for text in scope.items:
            other = expression(text)
            yield "index", 1.3, ast.Subscript(node.value, other.slice, ast.Store())
    elif isinstance(node, ast.Subscript):
        yield "extra index", 1.6, node.value
        if isinstance(node.slice, ast.Constant) and node.slice.value == 1:
            yield "index", 1.4, "_A[1:]", {"_A": node.value}  # of "W10" more than one character
        own = ast.unparse(node)
        for text, extra in scope.atoms if role == "value" else ():
            if "[" in text and text != own:
                yield "key", 1.4 + extra / 2, text
        if role == "value" and isinstance(getattr(node.slice, "value", None), str):
            for other in scope.of_kind("array", "matrix"):
                yield "name", 1.5, other
    elif role in ("index", "range", "key", "count") and isinstance(node, ast.Name | ast.BinOp):
        yield "index", 1.0, "_X + 1"
        yield "index", 1.0, "_X - 1"
        array = scope.kinds.get(getattr(node, "id", None)) == "matrix"
        if array and not is_measured(spot.holder):  # in zip, say, or after in
            yield "transpose", 1.0, "_X.T"


def is_measured(holder):
    """Whether an expression takes a length: x.shape, len(x)."""
    return (
        isinstance(holder, ast.Attribute)
        or isinstance(holder, ast.Call)
        and called(holder) == "len"
    )


def sequences(spot, scope):
    """The items of a tuple, list or dictionary in another order, one alone, one more; a list in the place of a set."""
    node = spot.node
    if isinstance(node, ast.SetComp):
        yield "function", 1.0, ast.ListComp(node.elt, node.generators)
    if isinstance(node, ast.Tuple | ast.List):
        returned = isinstance(spot.holder, ast.Return)
        kind = "result order" if returned else "shape" if spot.role == "shape" else "order"
        for i, j in itertools.combinations(range(len(node.elts)), 2) if len(node.elts) < 9 else ():
            yield kind, 1.0 + 0.1 * (j > i + 1), type(node)(exchanged(node.elts, i, j), node.ctx)
        for order in ROTATIONS if returned and len(node.elts) == 3 else ():
            yield kind, 1.2, ast.Tuple([node.elts[k] for k in order], ast.Load())
        if spot.role == "value" and not returned:
            for k, item in enumerate(node.elts):
                yield "too much", 1.3, item, None, ("item", "", str(k))
        if spot.role == "value" and isinstance(node, ast.Tuple):
            for k in range(len(node.elts)) if len(node.elts) > 2 else ():
                yield "too much", 1.3, type(node)(node.elts[:k] + node.elts[k + 1 :], node.ctx)
            there = set(map(ast.unparse, node.elts))
            for other in (name(text) for text in scope.kinds if text not in there):
                yield "missing result", 1.4, ast.Tuple([*node.elts, other], node.ctx)
                yield "missing result", 1.4, ast.Tuple([other, *node.elts], node.ctx)
    if isinstance(node, ast.Dict):
        keys = [getattr(key, "value", None) for key in node.keys]
        for i, j in itertools.combinations(range(len(node.values)), 2):
            yield "key", 1.3, ast.Dict(node.keys, exchanged(node.values, i, j))
        for word in scope.kinds if keys else ():
            if word not in keys:
                more = [*node.keys, constant(word)], [*node.values, name(word)]
                yield "missing result", 1.3, ast.Dict(*more)
