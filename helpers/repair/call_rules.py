"""The rules for calls: another function, other arguments, another axis. See rules.py."""

import ast
import difflib
import itertools

import numpy as np

from helpers.repair.model import FAMILIES, REDUCERS, ROTATIONS
from helpers.repair.trees import called, constant, exchanged, expression, is_method, name, operands


def calls(spot, scope):
    """Another function, arguments in another order or missing, another axis; a lambda's arguments exchanged."""
    node = spot.node
    if isinstance(node, ast.Lambda) and len(node.args.args) == 2:
        turned = ast.arguments([], node.args.args[::-1], None, [], [], None, [])
        plain = not (node.args.defaults or node.args.vararg or node.args.kwonlyargs)
        yield from [("argument order", 1.1, ast.Lambda(turned, node.body))] if plain else []
    if not isinstance(node, ast.Call):
        return
    function, args = called(node), node.args
    yield from functions(node, function, scope)
    if function in REDUCERS:
        yield from axes(node, function)
    for keyword in node.keywords:
        if keyword.arg in ("ord", "ddof"):
            fewer = again(node, args, [k for k in node.keywords if k is not keyword])
            yield "extra argument", 1.0, fewer, None, ("argument", "", keyword.arg)
    if not operands(node) and not any(isinstance(a, ast.Starred) for a in args):
        for i, j in itertools.combinations(range(len(args)), 2):
            yield "argument order", 1.0 if j == i + 1 else 1.2, again(node, exchanged(args, i, j))
        for order in ROTATIONS if len(args) == 3 else ():
            yield "argument order", 1.1, again(node, [args[k] for k in order])
    if function in ("maximum", "minimum", "where", "clip") and len(args) > 1:
        yield "extra function", 1.4, args[0]
        yield "extra function", 1.4, args[-1]
    if function in ("zeros", "ones", "random", "standard_normal") and len(args) == 2:
        yield "brackets", 0.8, again(node, [ast.Tuple(args, ast.Load())])
    if function in ("randn", "rand") and len(args) == 1 and isinstance(args[0], ast.Tuple):
        yield "brackets", 0.8, again(node, args[0].elts)
    if isinstance(node.func, ast.Name) and len(args) == 1:
        if scope.kinds.get(node.func.id) in ("array", "matrix", "list", "dict", "tuple"):
            yield "brackets", 0.8, "_A[_B]", {"_A": node.func, "_B": args[0]}
    given = {keyword.arg for keyword in node.keywords}
    for k, wanted in enumerate(scope.functions.get(function, [])):
        if k < len(args) or wanted in given:
            continue
        unused = [n for n in scope.arguments if n not in scope.read]
        for other in dict.fromkeys([wanted, *unused] if wanted in scope.kinds else unused):
            more = [*node.keywords, ast.keyword(wanted, name(other))]
            yield "missing argument", 1.1, again(node, args, more)
        if k == len(args) and "activ" in wanted:
            for word in scope.words[:8]:
                yield "missing argument", 1.3, again(node, [*args, constant(word)])


def functions(node, function, scope):
    """Another function of the same family, or of the lesson; the right one for a name that does not exist."""
    plain = isinstance(node.func, ast.Name)
    others = [o for family in FAMILIES if function in family for o in family if o != function]
    others += scope.functions if plain and function in scope.functions else ()
    for other in dict.fromkeys(others):
        if is_method(node):
            yield "function", 1.0, calling(node, ast.Attribute(node.func.value, other, ast.Load()))
        elif other in scope.functions:
            yield "function", 1.0, calling(node, name(other))
        elif hasattr(np, other):
            yield "function", 1.0, calling(node, expression(f"np.{other}"))
    if plain and function in ("sum", "max", "min", "abs", "round", "pow"):
        yield "function", 1.0, calling(node, expression(f"np.{function}"))
    if plain and function not in scope.known and function not in scope.kinds:
        near = difflib.get_close_matches(function, scope.functions, 3, 0.5)
        for other in [f"np.{function}"] * hasattr(np, function) + near:
            yield "name", 0.8, calling(node, expression(other))
    root = getattr(getattr(node.func, "value", None), "id", None)
    if root == "math" and hasattr(np, function):
        yield "function", 0.8, calling(node, expression(f"np.{function}"))
    elif root in ("np", "math") and not hasattr(np, function):
        for other in difflib.get_close_matches(function.lower(), dir(np), 2):
            yield "function", 0.8, calling(node, expression(f"np.{other}"))


def axes(node, function):
    """Another axis, and the dimension kept or not."""
    base = [] if is_method(node) else node.args[:1]
    placed = node.args[len(base) :]
    if function == "norm":
        base, placed = node.args[:2], node.args[2:]
    options = {keyword.arg: keyword.value for keyword in node.keywords}
    now = options.get("axis", placed[0] if placed else constant(None))
    now, kept = getattr(now, "value", "?"), bool(getattr(options.get("keepdims"), "value", False))
    rest = [k for k in node.keywords if k.arg not in ("axis", "keepdims")]
    both = (False, True) if function not in ("concatenate", "stack", "softmax") else (False,)
    for axis, keep in itertools.product((None, 0, 1), both):
        if (axis, keep) != (now, kept):
            more = [ast.keyword("axis", constant(axis))] if axis is not None else []
            more += [ast.keyword("keepdims", constant(True))] if keep else []
            cost = 0.7 + 0.15 * (axis != now and keep != kept) + 0.4 * (axis is None and keep)
            kind = (
                kind_of_axis(now, axis) if keep == kept else "keepdims" if axis == now else "axes"
            )
            tag = "axis", f"{now} {kept}", f"{axis} {keep}"
            yield kind, cost, again(node, base, rest + more), None, tag


def kind_of_axis(now, axis):
    """The kind of an edit that puts one axis in the place of another, None for all of them."""
    return "missing axis" if now is None else "extra axis" if axis is None else "axis"


def again(node, args, keywords=None):
    """The call with other arguments."""
    return ast.Call(node.func, list(args), node.keywords if keywords is None else keywords)


def calling(node, function):
    """The call of another function with the same arguments."""
    return ast.Call(function, node.args, node.keywords)


def einsum_variants(text):
    """Subscripts of np.einsum with one operand or the result transposed, or with another letter at one place."""
    groups = text.replace(" ", "").replace("->", ",").split(",")
    letters = dict.fromkeys("".join(groups))
    for k, group in enumerate(groups):
        others = [group[::-1]] if len(group) == 2 else []
        others += [
            group[:i] + letter + group[i + 1 :] for i in range(len(group)) for letter in letters
        ]
        for other in dict.fromkeys(others):
            if other != group:
                changed = [*groups[:k], other, *groups[k + 1 :]]
                yield ",".join(changed[:-1]) + "->" + changed[-1]
