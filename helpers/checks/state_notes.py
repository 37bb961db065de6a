"""What the text of a function shows of values that begin anew, are added again, or are the same under two names.

A sentence is true of the text whatever it computes; whether it is the mistake, it does not say.
"""

import ast
from typing import Any

from helpers.checks.source_notes import lines_that
from helpers.repair.blocks import is_start
from helpers.repair.trees import called

ANEW = "anew, so that only the last turn counts."
EVEN = "{} numbers that lie evenly between two limits, as {} does: normal ones are wanted, as of randn."
EVERY_TURN = "once in every turn"
EACH_TURN = f"line {{}} adds {{}} {EVERY_TURN}, so as many times as there are turns."
SORTED = 'line {} sorts, and texts are sorted letter by letter: "W10" comes before "W2".'
SORTING = frozenset(("sorted", "sort"))
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


def last_turn_only(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence where a function returns just a name to which each turn of a loop gives a value of that turn alone."""
    if len(function.body) < 2:
        return []
    loop, end = function.body[-2:]
    name = getattr(end.value, "id", None) if isinstance(end, ast.Return) else None
    if not isinstance(loop, ast.For) or name is None:
        return []
    given = [s for s in loop.body if isinstance(s, ast.Assign) and reads_as(s.targets[0], name)]
    if len(given) != 1 or any(isinstance(n, ast.Break | ast.Return) for n in ast.walk(loop)):
        return []
    counted = {n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name)}
    before = loop.body[: loop.body.index(given[0])]
    if name not in counted and reads(name, nodes_in([*before, given[0].value])):
        return []  # what the turn before has left goes into it
    line, of_loop = (n.lineno + first_line - 1 for n in (given[0], loop))
    return [f"each turn of the loop in line {of_loop} gives {name} (line {line}) a value {ANEW}"]


def reads_as(target, name) -> bool:
    """Whether a target is a plain name, that one."""
    return isinstance(target, ast.Name) and target.id == name


def nodes_in(trees) -> list[Any]:
    """All nodes of some trees."""
    return [node for tree in trees for node in ast.walk(tree)]


def sorted_as_text(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence per line that puts something in the order of sorted or sort, for keys such as "W10" and "W2"."""
    lines = (
        n.lineno for n in ast.walk(function) if isinstance(n, ast.Call) and called(n) in SORTING
    )
    return [SORTED.format(line + first_line - 1) for line in list(lines)[:1]]


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
    """Whether a statement adds to a name: s += x, s = s + x, s.append(x), or a loop over such statements."""
    if isinstance(statement, LOOPS):
        adding = [inner for inner in statement.body if adds_to(inner, name)]
        others = [inner for inner in statement.body if inner not in adding]
        head = statement.test if isinstance(statement, ast.While) else statement.iter
        return bool(adding) and not reads(name, (n for s in [head, *others] for n in ast.walk(s)))
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


def added_each_turn(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence where each turn of a loop adds, beside what is new in it, a term that is always the same.

    In a for loop, in sum(… for …), or in the function that reduce calls.
    """
    nodes: list[Any] = list(ast.walk(function))
    found = []
    for loop in (n for n in nodes if isinstance(n, ast.For)):
        loops = [n for n in nodes_of(loop) if isinstance(n, LOOPS) and n is not loop]
        inner = {statement for other in loops for statement in other.body}
        for statement in [n for n in nodes_of(loop) if n not in inner]:
            name = added_to(statement, stored_in(loop))
            if name is not None and name in read_after(function, loop):
                terms = [t for t in terms_of(statement.value) if getattr(t, "id", None) != name]
                found += always_the_same(terms, stored_in(loop))
    for call in (n for n in nodes if isinstance(n, ast.Call) and n.args):
        part = call.args[0]
        if called(call) == "sum" and isinstance(part, ast.GeneratorExp | ast.ListComp):
            found += always_the_same(terms_of(part.elt), stored_in(part))
        if called(call) == "reduce" and isinstance(part, ast.Lambda):
            own = {argument.arg for argument in part.args.args}
            terms = [t for t in terms_of(part.body) if getattr(t, "id", None) not in own]
            found += always_the_same(terms, own) if len(terms) < len(terms_of(part.body)) else []
    return [EACH_TURN.format(t.lineno + first_line - 1, ast.unparse(t)) for t in found[:1]]


def nodes_of(node) -> list[Any]:
    """A node and all that is in it."""
    return list(ast.walk(node))


def added_to(statement: Any, changing: set[str]) -> str | None:
    """The name that s += x or s = s + x adds to, or that of S in S[k] += x for a k that no turn changes; else None."""
    if isinstance(statement, ast.AugAssign) and isinstance(statement.op, ast.Add):
        target: Any = statement.target
        if isinstance(target, ast.Subscript):
            read = {n.id for n in ast.walk(target.slice) if isinstance(n, ast.Name)}
            target = None if read & changing else target.value
        return getattr(target, "id", None)
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        name = getattr(statement.targets[0], "id", None)
        terms = terms_of(statement.value)
        alone = sum(getattr(term, "id", None) == name for term in terms) == 1
        return name if name and alone and len(terms) > 1 else None
    return None


def terms_of(value: Any) -> list[Any]:
    """What a sum adds up: a, b and c of a + b + c."""
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        return terms_of(value.left) + terms_of(value.right)
    return [value]


def always_the_same(terms, changing) -> list[Any]:
    """Of several terms those that read nothing that changes, where others do; numbers apart."""
    fixed = [
        term
        for term in terms
        if isinstance(term, ast.Name | ast.Subscript | ast.Attribute)
        and not any(isinstance(n, ast.Name) and n.id in changing for n in ast.walk(term))
    ]
    return fixed if len(fixed) < len(terms) else []


def stored_in(loop) -> set[str]:
    """The names that get a value in a loop or a comprehension."""
    names = (n for n in ast.walk(loop) if isinstance(n, ast.Name))
    return {n.id for n in names if not isinstance(n.ctx, ast.Load)}


def read_after(function, loop) -> set[str]:
    """The names that a function reads below a loop."""
    names = (n for n in ast.walk(function) if isinstance(n, ast.Name))
    return {n.id for n in names if n.lineno > loop.end_lineno and isinstance(n.ctx, ast.Load)}


def draws_evenly(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence where evenly spread random numbers are drawn and no normal ones."""
    nodes = list(ast.walk(function))
    own = {n.id for n in nodes if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
    calls = [n for n in nodes if isinstance(n, ast.Call)]
    even = [n for n in calls if called(n) in EVENLY and getattr(n.func, "id", None) not in own]
    if not even or any(called(n) in NORMAL for n in calls):
        return []
    alike = [n.lineno + first_line - 1 for n in even if called(n) == called(even[0])]
    return [EVEN.format(lines_that("draw", alike), called(even[0]))]


def listed(names: list[str]) -> str:
    """Names as a sentence has them: a, b and c."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
