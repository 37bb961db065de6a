"""What the text of a function shows of values that begin anew, or are one and the same under two names.

A sentence is true of the text whatever it computes; whether it is the mistake, it does not say.
"""

import ast
from typing import Any

from helpers.repair.statements import is_start
from helpers.repair.trees import called

ANEW = "anew, so that only the last turn counts."
EVEN = "line {} draws numbers that lie evenly between two limits, as {} does: normal ones are wanted, as of randn."
NORMAL = frozenset(("normal", "randn", "standard_normal"))
EVENLY = frozenset(("rand", "random", "random_sample", "ranf", "uniform"))
LOOPS = ast.For | ast.While


def begun_anew(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence per loop whose every turn begins what it adds to anew, though it is used after the loop."""
    found = []
    for loop in (n for n in ast.walk(function) if isinstance(n, LOOPS)):
        begun = [
            (name, statement)
            for k, statement in enumerate(loop.body)
            for name in started(statement)
            if only_added_to(name, loop.body[k + 1 :], function, loop, statement)
        ]
        if begun:
            found.append(
                f"each turn of the loop in line {loop.lineno + first_line - 1} begins "
                f"{listed([name for name, _ in begun])} (line {begun[0][1].lineno + first_line - 1}) {ANEW}"
            )
    return found


def started(statement: Any) -> list[str]:
    """The names that a statement gives the value from which a sum or a list begins, as in s, t = 0, []."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) > 1:
        return []
    target, value = statement.targets[0], statement.value
    pairs: Any = [(target, value)]
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        pairs = zip(target.elts, value.elts)
    return [one.id for one, start in pairs if is_start(ast.Assign([one], start))]


def only_added_to(name, rest, function, loop, start) -> bool:
    """Whether the rest of a loop's body only adds to a name that a statement begins, and what follows uses it."""
    adding = [statement for statement in rest if adds_to(statement, name)]
    others = (n for s in loop.body if s is not start and s not in adding for n in ast.walk(s))
    after = (n for n in ast.walk(function) if getattr(n, "lineno", 0) > loop.end_lineno)
    return bool(adding) and not reads(name, others) and reads(name, after)


def adds_to(statement, name) -> bool:
    """Whether a statement adds to a name: s += x, s = s + x, s.append(x)."""
    if isinstance(statement, ast.AugAssign):
        return getattr(statement.target, "id", None) == name
    if isinstance(statement, ast.Assign) and getattr(statement.targets[0], "id", None) == name:
        value = statement.value
        return isinstance(value, ast.BinOp) and name in (
            getattr(value.left, "id", None),
            getattr(value.right, "id", None),
        )
    call = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
        return called(call) in ("append", "extend") and getattr(call.func.value, "id", "") == name
    return False


def reads(name, nodes) -> bool:
    """Whether a name is read in some nodes."""
    return any(
        isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Load) for n in nodes
    )


def of_two_names(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence where a = b gives an object a second name, a[…] is changed by it, and b is used after that."""
    nodes: list[Any] = list(ast.walk(function))
    stored = [n.id for n in nodes if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)]
    found = []
    for node in nodes:
        one = getattr(node.targets[0], "id", "") if isinstance(node, ast.Assign) else ""
        other = getattr(node.value, "id", "") if one else ""
        if other in ("", one) or stored.count(one) != 1 or stored.count(other) > 1:
            continue
        changed = [n.lineno for n in nodes if is_item_of(n, one) and n.lineno > node.lineno]
        if changed and reads(other, (n for n in nodes if getattr(n, "lineno", 0) > min(changed))):
            found.append(
                f"line {node.lineno + first_line - 1} copies nothing: {one} and {other} are one and the same, and "
                f"line {min(changed) + first_line - 1} changes both."
            )
    return found


def is_item_of(node, name) -> bool:
    """Whether a node gives an item of a name's object a value, such as a[0] or a[:]."""
    stored = isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load)
    return stored and getattr(node.value, "id", None) == name


def one_row_for_all(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence where one list or array is put into every place of a table whose items are then changed."""
    nodes: list[Any] = list(ast.walk(function))
    tables = {
        getattr(n.value.value, "id", None)
        for n in nodes
        if isinstance(n, ast.Subscript) and not isinstance(n.ctx, ast.Load)
        if isinstance(n.value, ast.Subscript)
    } - {None}
    found = [
        (call.lineno, table, row)
        for loop in nodes
        if isinstance(loop, LOOPS)
        for call in calls_in(loop)
        if called(call) == "append" and len(call.args) == 1
        if (row := getattr(call.args[0], "id", None)) and not is_stored(row, loop)
        if (table := getattr(call.func.value, "id", None)) in tables and is_list(row, nodes)
    ]
    for node in nodes:
        table = getattr(node.targets[0], "id", None) if isinstance(node, ast.Assign) else None
        if table in tables and is_repeated_row(node.value):
            found.append((node.lineno, table, "row"))
    return [
        f"line {line + first_line - 1} puts one and the same {row} into every place of {table}: a change of one is a "
        "change of all."
        for line, table, row in found[:1]
    ]


def calls_in(loop) -> list[Any]:
    """The calls of methods in a loop."""
    calls = (n for n in ast.walk(loop) if isinstance(n, ast.Call))
    return [call for call in calls if isinstance(call.func, ast.Attribute)]


def is_stored(name, loop) -> bool:
    """Whether a name gets a value somewhere in a loop."""
    names = (n for n in ast.walk(loop) if isinstance(n, ast.Name) and n.id == name)
    return any(not isinstance(n.ctx, ast.Load) for n in names)


def is_list(name, nodes) -> bool:
    """Whether a name is given a list, or an array that is made for later."""
    values = [
        n.value
        for n in nodes
        if isinstance(n, ast.Assign) and getattr(n.targets[0], "id", None) == name
    ]
    return len(values) == 1 and (
        isinstance(values[0], ast.List | ast.ListComp)
        or isinstance(values[0], ast.BinOp)
        and isinstance(values[0].left, ast.List)
        or isinstance(values[0], ast.Call)
        and called(values[0]) in ("list", "zeros", "zeros_like", "ones", "empty")
    )


def is_repeated_row(value) -> bool:
    """Whether a value is of the form [[0] * n] * m."""
    if not (isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mult)):
        return False
    row = value.left.elts[0] if isinstance(value.left, ast.List) and value.left.elts else None
    repeated = isinstance(row, ast.BinOp) and isinstance(row.left, ast.List)
    return repeated or isinstance(row, ast.List | ast.ListComp)


def draws_evenly(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence where evenly spread random numbers are drawn and no normal ones."""
    calls = [n for n in ast.walk(function) if isinstance(n, ast.Call)]
    even = [n for n in calls if called(n) in EVENLY]
    if not even or any(called(n) in NORMAL for n in calls):
        return []
    return [EVEN.format(even[0].lineno + first_line - 1, called(even[0]))]


def listed(names: list[str]) -> str:
    """Names as a sentence has them: a, b and c."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
