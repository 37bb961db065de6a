"""What a run of the learner's function shows: kinds of values, lines that run, values that right outputs need."""

import ast
import builtins
import inspect
import re
import sys

import numpy as np

from helpers.repair.edits import Scope
from helpers.repair.trees import fill, form, located

CHANGED = form("1.37 * _X + 0.21")
OF_THE_LAYER = 0.4  # the cost of the biases beside weights that are read
NUMBERS = ("array", "matrix", "number", "int", None)
LENGTH = re.compile(r"\.(shape|size)\b|\blen\(")


def watched(trial, function, k, precheck):
    """({local variable: value at the end}, numbers of the lines that ran) of a call on input k.

    The Precheck is told of each line before it runs.
    """
    values, lines = {}, set()

    def look(frame, event, _):
        if frame.f_code.co_filename != "<candidate>":
            return None
        if event == "line":
            lines.add(frame.f_lineno)
            if not frame.f_code.co_name.startswith("<"):
                precheck.note(frame)
        if event == "return" and not frame.f_code.co_name.startswith("<"):
            values.update(frame.f_locals)
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        trial.score(function, k)
    finally:
        sys.settrace(before)
    return values, lines


def scope_of(functions, trial, values, of_lesson, words):
    """The Scope of some definitions, with the values that a run showed."""
    nodes = [node for function in functions for node in ast.walk(function)]
    names = [node for node in nodes if isinstance(node, ast.Name)]
    read = {node.id for node in names if isinstance(node.ctx, ast.Load)}
    arguments = list(dict.fromkeys(node.arg for node in nodes if isinstance(node, ast.arg)))
    stored = [node.id for node in names if not isinstance(node.ctx, ast.Load)]
    kinds = {n: kind_of(values[n]) if n in values else None for n in [*arguments, *stored]}
    texts = [node.value for node in nodes if isinstance(node, ast.Constant)]
    texts += [key for n in kinds if isinstance(values.get(n), dict) for key in values[n]]
    texts = [text for text in dict.fromkeys([*texts, *words]) if isinstance(text, str)]
    known = trial.namespace.keys() | set(dir(builtins))
    of_lesson = [
        f for f in of_lesson if f != trial.name and inspect.isfunction(trial.namespace.get(f))
    ]
    return Scope(
        kinds=kinds,
        arguments=arguments,
        read=read,
        functions={f: list(inspect.signature(trial.namespace[f]).parameters) for f in of_lesson},
        known=known,
        words=[text for text in texts if 0 < len(text) < 20][:30],
        defaults=defaults_in(nodes),
        counts=counts_in(nodes, kinds, arguments),
        atoms=atoms_in(nodes, kinds, read, values),
        items=items_in(nodes),
        starts=starts_in(nodes),
        made_of=made_of_in(nodes),
        item_names=item_names_in(nodes, kinds),
        cases=cases_in(nodes),
        shapes_of_rows={
            f"{n}.shape"
            for n in kinds
            if isinstance(values.get(n), np.ndarray) and values[n].shape[:1] == (1,)
        },
        repeated=repeated_in(functions),
    )


def repeated_in(functions):
    """The ids of assignments in loops that stand word for word before the loop as well."""
    found = set()
    for function in functions:
        body = getattr(function, "body", [])
        before = set()
        for statement in body if isinstance(body, list) else ():
            if isinstance(statement, ast.For | ast.While):
                inner = (n for n in ast.walk(statement) if isinstance(n, ast.Assign))
                found |= {id(node) for node in inner if ast.unparse(node) in before}
            before.add(ast.unparse(statement))
    return found


def kind_of(value):
    """What a value is, as Scope.kinds says it."""
    if isinstance(value, np.ndarray):
        return {0: "number", 2: "matrix"}.get(value.ndim, "array")
    for types, kind in (
        (bool, "bool"),
        (int | np.integer, "int"),
        (float | np.floating, "number"),
        (dict, "dict"),
        (list, "list"),
        (tuple, "tuple"),
        (str, "str"),
    ):
        if isinstance(value, types):
            return kind
    return "other"


def defaults_in(nodes):
    """{argument: its number by default}."""
    pairs = [
        (argument.arg, getattr(value, "value", None))
        for node in nodes
        if isinstance(node, ast.arguments)
        for argument, value in zip(reversed(node.args), reversed(node.defaults))
    ]
    return {argument: value for argument, value in pairs if type(value) in (int, float)}


def counts_in(nodes, kinds, arguments):
    """Texts of what a mean may divide by: lengths that have a name, and the columns of the last argument."""
    named = [
        target.id
        for node in nodes
        if isinstance(node, ast.Assign) and LENGTH.search(ast.unparse(node.value))
        for target in ast.walk(node.targets[0])
        if isinstance(target, ast.Name) and kinds.get(target.id) == "int"
    ]
    matrices = [n for n in arguments if kinds[n] == "matrix"]
    return list(dict.fromkeys(named))[:3] + [f"{n}.shape[1]" for n in matrices[-1:]]


def items_in(nodes):
    """The texts of the single items that are read somewhere: in S[y[0, i], i] the whole, and y[0, i]."""
    found = [
        ast.unparse(node)
        for node in nodes
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load)
        if not any(isinstance(inner, ast.Slice) for inner in ast.walk(node.slice))
    ]
    return [text for text in dict.fromkeys(found) if len(text) < 40][:6]


def starts_in(nodes):
    """{name: the expression that gives it its only value apart from updates such as x *= …}."""
    given = {}
    for node in nodes:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            given.setdefault(getattr(node.targets[0], "id", None), []).append(node.value)
    updated = {getattr(n.target, "id", "") for n in nodes if isinstance(n, ast.AugAssign)}
    return {n: values[0] for n, values in given.items() if n in updated and len(values) == 1}


def made_of_in(nodes):
    """{name that gets its value once: names that went into it, directly or by others}."""
    made = {}
    for node in nodes:
        if isinstance(node, ast.Assign | ast.AugAssign | ast.For):
            source = node.iter if isinstance(node, ast.For) else node.value
            read = {n.id for n in ast.walk(source) if isinstance(n, ast.Name)}
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in (n for one in targets for n in ast.walk(one) if isinstance(n, ast.Name)):
                made.setdefault(target.id, []).append(read)
    once = {target: set(reads[0]) for target, reads in made.items() if len(reads) == 1}
    for _ in once:
        for names in once.values():
            names |= {n for inner in names & once.keys() for n in once[inner]}
    return once


def item_names_in(nodes, kinds):
    """{name: (array, "[index]")} of names that get their value in one place, where it is an item of an array."""
    stored = [n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    found = {}
    for node in nodes:
        value = node.value if isinstance(node, ast.Assign) else None
        if isinstance(value, ast.Subscript) and isinstance(value.value, ast.Name):
            target, array = getattr(node.targets[0], "id", None), value.value.id
            if stored.count(target) == 1 and kinds.get(array) in ("array", "matrix"):
                found[target] = array, ast.unparse(value).removeprefix(array)
    return found


def cases_in(nodes):
    """{text of a target, "" of a return: texts of the values it may get that are calculated}."""
    found = {}
    for node in nodes:
        if isinstance(node, ast.Assign | ast.Return) and isinstance(node.value, ast.BinOp):
            target = ast.unparse(node.targets[0]) if isinstance(node, ast.Assign) else ""
            found.setdefault(target, []).append(ast.unparse(node.value))
    return found


def atoms_in(nodes, kinds, read, values):
    """(text, cost) of what may be a missing term or factor: names not read yet, other names, items of dictionaries."""
    found = {n: 0.5 if n in read else 0.0 for n, kind in kinds.items() if kind in NUMBERS}
    for holder in kinds:
        if isinstance(values.get(holder), dict):
            found |= {f"{holder}[{key!r}]": 0.6 for key in values[holder] if isinstance(key, str)}
    for node in nodes:
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            if isinstance(node.value, ast.Name) and not isinstance(
                node.slice, ast.Slice | ast.Tuple
            ):
                found[ast.unparse(node)] = 0.5
                found |= dict.fromkeys(beside_weights(node), OF_THE_LAYER)
    return [(text, cost) for text, cost in found.items() if len(text) < 40][:30]


def beside_weights(node):
    """The text of the biases that belong to an item such as parameters["W" + str(k)], in a list."""
    begins = [n for n in ast.walk(node.slice) if getattr(n, "value", None) == "W"]
    if len(begins) != 1:
        return []
    begins[0].value = "b"
    text = ast.unparse(node)
    begins[0].value = "W"
    return [text]


def unlikely(trial, scope, base, k, lines):
    """The ids of statements whose edit is unlikely to help: they do not run on input k, or right outputs need them.

    Whether right outputs need a value is seen by changing it a little: then fewer outputs are right.
    """
    found, right, inner = set(), int(base), inner_returns(trial)
    for statement in (n for f in trial.functions for n in ast.walk(f) if isinstance(n, ast.stmt)):
        body = getattr(statement, "body", None)
        last = body[0].lineno - 1 if isinstance(body, list) else statement.end_lineno
        if lines.isdisjoint(range(statement.lineno, max(last, statement.lineno) + 1)):
            found.add(id(statement))
        elif right and not trial.over(0.2):
            holder, field = what_gives_a_number(statement, scope, inner)
            if holder is not None and is_needed(trial, holder, field, None, right, k):
                found.add(id(statement))
    return found


def what_gives_a_number(statement, scope, inner):
    """(node, field) of the expression with a statement's number or array: of a function in it, what that gives."""
    if isinstance(statement, ast.Return) and statement in inner:
        return statement, "value"
    if not isinstance(statement, ast.Assign):
        return None, None
    if isinstance(statement.value, ast.Lambda):
        return statement.value, "body"
    kind = scope.kinds.get(getattr(statement.targets[0], "id", None))
    return (statement, "value") if kind in ("array", "matrix", "number") else (None, None)


def inner_returns(trial):
    """The returns with a value of the functions that the one under test defines or has beside it."""
    functions = [n for f in trial.functions for n in ast.walk(f) if isinstance(n, ast.FunctionDef)]
    others = (f for f in functions if f.name != trial.name)
    return {n for f in others for n in ast.walk(f) if isinstance(n, ast.Return) and n.value}


def is_needed(trial, holder, field, index, right, k):
    """Whether fewer outputs are right on input k when an expression, holder.field or its item, gives another value."""
    before = getattr(holder, field)
    value = before if index is None else before[index]
    changed = located(fill(CHANGED, {"_X": value}), value)
    setattr(
        holder,
        field,
        changed if index is None else [*before[:index], changed, *before[index + 1 :]],
    )
    score = trial.score(trial.build(), k)
    setattr(holder, field, before)
    return int(score) < right


def only_one_left(trial, scope, base, k):
    """The one expression that can be wrong in a function without branches: right outputs need all others. Or None.

    base -- the score on input k
    """
    left = []
    for function in trial.functions:
        for statement in getattr(function, "body", [None]):
            if isinstance(statement, ast.Return) and statement.value is not None:
                value = statement.value
                field = {ast.Tuple: "elts", ast.Dict: "values"}.get(type(value))
                items = getattr(value, field) if field else []
                left += [
                    item
                    for index, item in enumerate(items)
                    if not is_plain(item)
                    if not is_needed(trial, value, field, index, int(base), k)
                ]
                left += [] if field or is_plain(value) else [value]
            elif isinstance(statement, ast.Assign):
                unused = getattr(statement.targets[0], "id", None) not in {None, *scope.read}
                plain = unused or is_plain(statement.value)
                left += [] if plain or id(statement) in scope.late else [statement.value]
            else:
                return None
    return left[0] if len(left) == 1 and int(base) else None


def is_plain(value):
    """Whether an expression only names or reads something, or counts it."""
    if isinstance(value, ast.Tuple):
        return all(map(is_plain, value.elts))
    if isinstance(value, ast.Call):
        return ast.unparse(value.func) == "len"
    return isinstance(value, ast.Name | ast.Constant | ast.Subscript | ast.Attribute)
