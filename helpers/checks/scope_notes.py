"""What the text shows of names that are looked up later, or whose values live longer, than one may think."""

import ast
import re
from typing import Any

from helpers.checks.state_notes import nodes_of, stored_in
from helpers.repair.trees import called

BETWEEN_CALLS = "from one call to the next"
DEFAULT = f"line {{}}: the {{}} is made once, and {{}} keeps what is put into it {BETWEEN_CALLS}."
OUTSIDE = f"line {{}} keeps a value in {{}}, which stays as it is {BETWEEN_CALLS}."
ALL_OF_THEM = "line {} gives {} all that {} returns, {} results at once: {}."
NEVER_RUNS = "the loop in line {}, which gives {} its values, does not run on this input."
OTHER_KEYS = "line {} goes through all keys of {}, and '{}' is one of them."
USED_UP = "line {}: what {} makes can be gone through once. Line {} does so, and nothing is left for line {}."
# Functions whose result is gone through once, and those that go through all of what they get.
ONCE = frozenset("enumerate filter map reversed zip".split())
ALL_THROUGH = frozenset("dict list max min set sorted sum tuple".split())
# What is in one of these need not run, or not here.
PERHAPS = ast.If | ast.IfExp | ast.Try | ast.Lambda | ast.FunctionDef
LATE = "the lambda in line {} looks {} up when it is called, not when it is made: after the loop that is the last one."


def kept_between_calls(source: str, first_line: int) -> list[str]:
    """A sentence where a function of a cell puts something into a default argument, or into a container outside."""
    found, body = [], ast.parse(source).body
    outside = {
        n.id
        for s in body
        if isinstance(s, ast.Assign)
        for n in s.targets
        if isinstance(n, ast.Name)
    }
    for function in (n for n in body if isinstance(n, ast.FunctionDef)):
        nodes = nodes_of(function)
        filled = {name: n.lineno for n in nodes for name in filled_by(n)}
        arguments = function.args.args
        defaults = zip(reversed(arguments), reversed(function.args.defaults))
        for argument, value in defaults:
            if argument.arg in filled and is_container(value):
                line = value.lineno + first_line - 1
                found.append(DEFAULT.format(line, ast.unparse(value), argument.arg))
        own = stored_in(function) | {n.arg for n in nodes if isinstance(n, ast.arg)}
        for name in sorted(filled.keys() & outside - own):
            found.append(OUTSIDE.format(filled[name] + first_line - 1, name))
    return found[:1]


def filled_by(node) -> list[str]:
    """The names of what a node puts something into: a[…] = …, a.append(…), a.update(…)."""
    targets = getattr(node, "targets", [getattr(node, "target", None)])
    if isinstance(node, ast.Assign | ast.AugAssign):
        items = [target.value for target in targets if isinstance(target, ast.Subscript)]
        return [item.id for item in items if isinstance(item, ast.Name)]
    method = node.func if isinstance(node, ast.Call) else None
    if isinstance(method, ast.Attribute) and isinstance(method.value, ast.Name):
        return [method.value.id] * (method.attr in ("append", "extend", "update", "setdefault"))
    return []


def is_container(value) -> bool:
    """Whether an expression makes a list, dictionary or set."""
    if isinstance(value, ast.List | ast.Dict | ast.Set):
        return True
    return isinstance(value, ast.Call) and called(value) in ("list", "dict", "set")


def late_lambdas(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence where a lambda that is made in a loop, and kept for later, reads what each turn changes."""
    for loop in nodes_of(function):
        changing = stored_in(loop) if isinstance(loop, ast.For | ast.ListComp) else set()
        for one in kept_lambdas(loop) if changing else []:
            own = {argument.arg for argument in one.args.args}
            names = {n.id for n in nodes_of(one.body) if isinstance(n, ast.Name)}
            if late := (names - own) & changing:
                return [LATE.format(one.lineno + first_line - 1, min(late))]
    return []


def kept_lambdas(loop) -> list[ast.Lambda]:
    """The lambdas that a loop puts somewhere in each turn, in a list or a dictionary, or that a comprehension makes."""
    if isinstance(loop, ast.ListComp):
        return [n for n in nodes_of(loop.elt) if isinstance(n, ast.Lambda)]
    kept: list = []
    for statement in loop.body:
        if isinstance(statement, ast.Assign) and not isinstance(statement.targets[0], ast.Name):
            kept.append(statement.value)
        elif isinstance(statement, ast.Expr):
            kept += getattr(statement.value, "args", [])
    return [one for one in kept if isinstance(one, ast.Lambda)]


def used_up(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence where what zip, map or the like makes has a name, and is gone through twice."""
    nodes = nodes_of(function)
    if any(isinstance(n, ast.Break) for n in nodes):
        return []
    stored = [n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    stored += [n.arg for n in nodes if isinstance(n, ast.arg)]
    parts = [one for one in nodes if isinstance(one, PERHAPS) and one is not function]
    conditional = {id(n) for one in parts for n in nodes_of(one)}
    for node in nodes:
        value = node.value if isinstance(node, ast.Assign) else None
        name = getattr(node, "targets", [None])[0]
        if not (
            isinstance(value, ast.Call)
            and getattr(value.func, "id", None) in ONCE
            and isinstance(name, ast.Name)
        ):
            continue
        uses = [
            one
            for other in nodes
            for one in gone_through(other)
            if getattr(one, "id", "") == name.id
        ]
        simple = stored.count(name.id) == 1 and not any(id(one) in conditional for one in uses)
        if len(uses) > 1 and simple:
            lines = [one.lineno + first_line - 1 for one in uses]
            return [USED_UP.format(node.lineno + first_line - 1, called(value), *sorted(lines)[:2])]
    return []


def gone_through(node) -> list[Any]:
    """The expressions whose values a node goes through to the end."""
    if isinstance(node, ast.For | ast.comprehension):
        return [node.iter]
    through = isinstance(node, ast.Call) and getattr(node.func, "id", None) in ALL_THROUGH
    return list(node.args) if through else []


def results_in_one(function: ast.FunctionDef, first_line: int, exercises: dict) -> list[str]:
    """A sentence where a name gets all results of a function of the lesson at once and is used like one of them."""
    found, nodes = [], nodes_of(function)
    holders = {child: node for node in nodes for child in ast.iter_child_nodes(node)}
    for node in nodes:
        value = node.value if isinstance(node, ast.Assign) else None
        target = getattr(node, "targets", [None])[0]
        known = exercises.get(called(value)) if isinstance(value, ast.Call) else None
        if known is None or len(known.returns) < 2 or not isinstance(target, ast.Name):
            continue
        read = [
            n for n in nodes if isinstance(n, ast.Name) and n.id == target.id and n is not target
        ]
        if any(is_one_value(holders.get(n)) for n in read):
            names = ", ".join(known.returns)
            line, count = node.lineno + first_line - 1, len(known.returns)
            found.append(ALL_OF_THEM.format(line, target.id, called(value), count, names))
    return found[:1]


def is_one_value(holder) -> bool:
    """Whether what holds a name calculates with it, or hands it to a function, as with one array."""
    if isinstance(holder, ast.Call):
        return called(holder) not in ("append", "tuple", "list", "len", "print", "iter")
    return isinstance(holder, ast.BinOp | ast.UnaryOp | ast.Compare)


def loops_that_never_run(
    function: ast.FunctionDef, first_line: int, error: str, line: int
) -> list[str]:
    """A sentence where a name had no value, and only a loop above `line`, the error's, would have given one."""
    name = re.search(r"UnboundLocalError: .*variable '(\w+)'", error)
    nodes: list[Any] = list(ast.walk(function)) if name else []
    stores = [n for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    stores = [n for n in stores if n.id == name[1]] if name else []
    above = line - first_line + 1
    loops = [n for n in nodes if isinstance(n, ast.For) and n.target in stores]
    loops = [loop for loop in loops if (loop.end_lineno or 0) < above]
    deleted = any(isinstance(n, ast.Name) and isinstance(n.ctx, ast.Del) for n in nodes)
    if len(loops) != 1 or len(stores) != 1 or deleted:
        return []
    return [NEVER_RUNS.format(loops[0].lineno + first_line - 1, stores[0].id)]


def other_keys(
    function: ast.FunctionDef, first_line: int, error: str, arguments: dict
) -> list[str]:
    """A sentence where a key is missing that was made of a key of another dictionary, whose keys a loop goes through.

    arguments -- {name: value} on the input that ended in the error
    """
    missing = re.match(r"KeyError: '(\w+)'", error)
    if missing is None:
        return []
    for node in ast.walk(function):
        if not isinstance(node, ast.For | ast.comprehension):
            continue
        name, inner = ast.unparse(node.iter), node.iter
        if isinstance(inner, ast.Call) and called(inner) in ("items", "keys") and not inner.args:
            name = name.rsplit(".", 1)[0]
        given = arguments.get(name)
        keys = [key for key in given if isinstance(key, str)] if isinstance(given, dict) else []
        longer = [key for key in keys if key.endswith(missing[1]) and missing[1] not in keys]
        if longer:
            return [OTHER_KEYS.format(inner.lineno + first_line - 1, name, longer[0])]
    return []
