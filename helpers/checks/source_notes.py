"""What the text of a function shows at once, whatever it computes.

A value that is kept nowhere or is None, random numbers, a condition on a whole array, a forgotten raise.
"""

import ast
import textwrap
from typing import Any

import numpy as np

from helpers.repair.trees import called
from helpers.repair.watching import LENGTH

# Methods of an array that change it, or write it somewhere; all that the others do is what they return.
CHANGE_THE_ARRAY = frozenset(
    "byteswap dump fill partition put resize setfield setflags sort tofile".split()
)
METHODS = frozenset(name for name in dir(np.ndarray) if name[0] != "_") - CHANGE_THE_ARRAY
RETURN_NONE = frozenset(
    "append clear extend fill insert remove resize reverse shuffle sort update".split()
)
# Functions of Python and of numpy, which are asked for by np, that change nothing either.
FUNCTIONS = frozenset("abs float int len max min range reversed round sorted sum zip".split())
LAZY = frozenset(("filter", "map"))
OF_NUMPY = frozenset(name for name in dir(np) if isinstance(getattr(np, name), np.ufunc)) | METHODS
OF_NUMPY |= frozenset("array concatenate ones ones_like where zeros zeros_like".split())
CHOSEN_FOR_ALL = "gives one answer for the whole array, so every element goes the same way"
DRAWS = "draws random numbers"
RANDOM = f"line {{}} {DRAWS}; the result must follow from the arguments alone."
UNUSED = "line {} gives {} a value that nothing uses."
GENERATORS = ("default_rng", "RandomState")
EMPTY = ("[]", "{}", "list()", "dict()")
STAYS_EMPTY = "stays empty: nothing is put into it."
OF_THE_SECOND = (
    "the else above line {} belongs to the if before it alone: where the condition in line {} holds, "
    "it runs as well."
)
IS_ONE = "which is 1."
ONE_ROW = f"line {{}}: {{}} is the number of rows of {{}}, {IS_ONE}"
NO_AXIS = "line {}: no axis is given, so {} goes over all the numbers."
IS_A_CHAIN = "is a chain of comparisons, which asks"
ALWAYS = "line {}: a text by itself, {}, counts as true; == belongs before it, too."
BY_PLACE = "line {} takes the values of {} by their places: their order may be another, the names say which is which."
IN_A_SET = "line {} puts the values into a set, which keeps equal ones only once."
NEVER_FILLED = f"{{}}, made in line {{}}, {STAYS_EMPTY}"
STILL_RAISES = "line {} is still `raise NotImplementedError`, and what stands there is no answer: delete that line."


def definition(source: str, name: str) -> ast.FunctionDef | None:
    """The last definition of a function in a source; None where there is none, or the source does not compile."""
    try:
        tree = ast.parse(textwrap.dedent(source))
    except (SyntaxError, ValueError):
        return None
    found = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == name]
    return found[-1] if found else None


def dropped_values(function: ast.FunctionDef, source: str, first_line: int) -> list[str]:
    """A sentence per statement of a function that computes a value and keeps it nowhere.

    first_line -- the number that messages give to the first line of `source`
    """
    return [
        sentence(
            node, ast.get_source_segment(textwrap.dedent(source), node.value) or "", first_line
        )
        for node in ast.walk(function)
        if isinstance(node, ast.Expr) and is_dropped(node.value)
    ]


def rows_counted(function: ast.FunctionDef, first_line: int, rows: set[str]) -> list[str]:
    """A sentence where it is divided by the number of rows, 1, of one of the arguments that are a single row each."""
    nodes: list[Any] = list(ast.walk(function))
    counts = {
        node.targets[0].id: node.value
        for node in nodes
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    stored = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    rows = rows - stored  # what is given another value may have other rows
    found: list[Any] = []
    for node in nodes:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            parts = [counts.get(getattr(n, "id", ""), n) for n in ast.walk(node.right)]
            found += [part for part in parts if number_of_rows(part) in rows]
    return [
        ONE_ROW.format(d.lineno + first_line - 1, ast.unparse(d), number_of_rows(d))
        for d in found[:1]
    ]


def without_axis(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence where a sum or a mean keeps its dimensions and goes over all of them, as no axis is given."""
    found = []
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and called(node) in ("sum", "mean", "max", "min"):
            named = {keyword.arg for keyword in node.keywords}
            method = isinstance(node.func, ast.Attribute) and not of_numpy(node)
            if "keepdims" in named and "axis" not in named and len(node.args) < 2 - method:
                found.append(NO_AXIS.format(node.lineno + first_line - 1, called(node)))
    return found[:1]


def number_of_rows(node) -> str | None:
    """The name of the array whose rows a node counts: len(Y) or Y.shape[0]; None for another node."""
    if isinstance(node, ast.Call) and called(node) == "len" and len(node.args) == 1:
        return getattr(node.args[0], "id", None)
    shape = node.value if isinstance(node, ast.Subscript) else None
    first = getattr(getattr(node, "slice", None), "value", None) == 0
    if isinstance(shape, ast.Attribute) and shape.attr == "shape" and first:
        return getattr(shape.value, "id", None)
    return None


def by_place(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence where the values of a dictionary that is an argument are told apart by their places."""
    arguments = {argument.arg for argument in function.args.args}
    found = []
    for node in ast.walk(function):
        given: list[Any] = []
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            given = [node.value]
        elif isinstance(node, ast.Call) and called(node) in ("list", "tuple", "zip", "iter"):
            given = node.args
        for value in given:
            method = value.func if isinstance(value, ast.Call) and not value.args else None
            if isinstance(method, ast.Attribute) and method.attr == "values":
                holder = getattr(method.value, "id", None)
                if holder in arguments:
                    found.append(BY_PLACE.format(value.lineno + first_line - 1, holder))
    return found[:1]


def texts_as_conditions(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence where a text by itself is a part of a condition, as in a == "relu" or "Relu"."""
    parts = [
        part
        for node in ast.walk(function)
        if isinstance(node, ast.BoolOp) and any(isinstance(v, ast.Compare) for v in node.values)
        for part in node.values
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value
    ]
    return [ALWAYS.format(p.lineno + first_line - 1, ast.unparse(p)) for p in parts[:1]]


def chained_equality(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence where == stands between two other comparisons without brackets, as in a > c == b > c."""
    found = []
    for node in ast.walk(function):
        if isinstance(node, ast.Compare) and len(node.ops) > 1:
            equal = [isinstance(operator, ast.Eq | ast.NotEq) for operator in node.ops]
            if any(equal) and not all(equal):
                sides = [node.left, *node.comparators]
                parts = [
                    ast.unparse(ast.Compare(a, [operator], [b]))
                    for a, operator, b in zip(sides, node.ops, sides[1:])
                ]
                line = node.lineno + first_line - 1
                found.append(
                    f"line {line} {IS_A_CHAIN} {' and '.join(parts)}: brackets around each comparison keep them apart."
                )
    return found[:1]


def else_of_the_second(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence where two conditions on one name follow each other and the else after the second undoes the first."""
    blocks = [
        block
        for n in ast.walk(function)
        for block in (getattr(n, "body", None), getattr(n, "orelse", None))
        if isinstance(block, list)
    ]
    pairs = [pair for block in blocks for pair in zip(block, block[1:])]
    return [
        OF_THE_SECOND.format(last_else(second)[0].lineno + first_line - 1, first.lineno + first_line - 1)
        for first, second in pairs
        if isinstance(first, ast.If) and isinstance(second, ast.If) and not first.orelse
        if asked_of(first) is not None and asked_of(first) == asked_of(second)
        if last_else(second) and (changes(first.body) & changes(last_else(second)) or raises(last_else(second)))
        if not isinstance(first.body[-1], ast.Return | ast.Raise | ast.Continue | ast.Break)
    ]  # fmt: skip


def asked_of(condition):
    """The name that a condition such as name == "relu" is about; None for another condition."""
    test = condition.test
    equal = isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq)
    constant = equal and isinstance(test.comparators[0], ast.Constant)
    return getattr(test.left, "id", None) if constant else None


def last_else(condition):
    """The statements of the else that ends a chain of conditions; [] where there is none."""
    block = condition.orelse
    while len(block) == 1 and isinstance(block[0], ast.If):
        block = block[0].orelse
    return block


def changes(block) -> set[str]:
    """The names that the statements of a block give values."""
    nodes = (n for statement in block for n in ast.walk(statement) if isinstance(n, ast.Name))
    return {n.id for n in nodes if not isinstance(n.ctx, ast.Load)}


def raises(block) -> bool:
    """Whether a block ends in raise."""
    return isinstance(block[-1], ast.Raise)


def summed_sets(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence per sum, mean or length that is taken of a set, where equal values count only once."""
    return [
        IN_A_SET.format(node.lineno + first_line - 1)
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and called(node) in ("sum", "mean", "fsum", "prod")
        and node.args
        and (isinstance(node.args[0], ast.SetComp | ast.Set) or is_set(node.args[0]))
    ]


def is_set(node) -> bool:
    """Whether an expression is a call of set."""
    return isinstance(node, ast.Call) and getattr(node.func, "id", None) == "set"


def unused_values(
    function: ast.FunctionDef, given_lines: tuple[str, ...], source: str, first_line: int
) -> list[str]:
    """A sentence per name of the learner's own that gets a value which nothing uses; lengths apart."""
    lines = textwrap.dedent(source).splitlines()
    given = {line.strip() for line in given_lines}
    nodes = list(ast.walk(function))
    read = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    read |= {name for n in nodes if isinstance(n, ast.Global | ast.Nonlocal) for name in n.names}
    read |= {
        n.target.id
        for n in nodes
        if isinstance(n, ast.AugAssign) and isinstance(n.target, ast.Name)
    }
    return [
        UNUSED.format(node.lineno + first_line - 1, node.targets[0].id)
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        if node.targets[0].id not in read and not node.targets[0].id.startswith("_")
        if lines[node.lineno - 1].strip() not in given
        and not LENGTH.search(ast.unparse(node.value))
    ]


def never_filled(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence per list or dictionary that is made empty and never filled.

    It may be filled wherever it is used otherwise than in a return, a loop over it or a function of numpy.
    """
    nodes = list(ast.walk(function))
    names = [n for n in nodes if isinstance(n, ast.Name)]
    harmless = {id(n) for node in nodes for n in left_as_they_are(node)}
    found = []
    for node in nodes:
        if not (isinstance(node, ast.Assign) and ast.unparse(node.value) in EMPTY):
            continue
        name = getattr(node.targets[0], "id", None) if len(node.targets) == 1 else None
        others = [n for n in names if n.id == name and n is not node.targets[0]]
        if name and others and all(id(n) in harmless for n in others):
            found.append(NEVER_FILLED.format(name, node.lineno + first_line - 1))
    return found


def left_as_they_are(node: ast.AST) -> list[ast.expr]:
    """The expressions in a node whose values it only looks at: what is returned, looped over, or given to numpy."""
    if isinstance(node, ast.Return) and node.value is not None:
        value = node.value
        if isinstance(value, ast.Dict):
            return value.values
        return value.elts if isinstance(value, ast.Tuple | ast.List) else [value]
    if isinstance(node, ast.For | ast.comprehension):
        return [node.iter]
    return node.args if isinstance(node, ast.Call) and of_numpy(node) else []


def of_numpy(call: ast.Call) -> bool:
    """Whether a call is that of one of numpy's functions, or of len, which fill nothing."""
    base = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    return isinstance(base, ast.Name) and base.id in ("np", "numpy", "len")


def none_of_methods(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence per value taken from a method that changes its object and returns None, as in return x.sort()."""
    values = [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Return | ast.Assign) and isinstance(node.value, ast.Call)
    ]
    return [
        f"line {call.lineno + first_line - 1}: .{called(call)}(…) changes what stands before the dot, and returns None."
        for call in values
        if isinstance(call.func, ast.Attribute) and called(call) in RETURN_NONE
        if not (isinstance(call.func.value, ast.Name) and call.func.value.id in ("np", "numpy"))
    ]


def random_numbers(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence where a function draws random numbers, for exercises in which nothing is random."""
    generators = {
        getattr(node.targets[0], "id", None)
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        if called(node.value) in GENERATORS
    }
    nodes: list[Any] = list(ast.walk(function))
    for node in nodes:
        drawn = isinstance(node, ast.Attribute) and getattr(node.value, "id", None) in generators
        name = getattr(node, "attr", getattr(node, "id", None))
        if drawn or not generators and name in ("random", "randn", *GENERATORS):
            return [RANDOM.format(node.lineno + first_line - 1)]
    return []


def conditions_on_all(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence per condition on a whole array, np.all(…) or np.any(…), for results that go element by element."""
    branches = (n for n in ast.walk(function) if isinstance(n, ast.If | ast.IfExp | ast.While))
    tests = [
        (branch.test.lineno, called(node))
        for branch in branches
        for node in ast.walk(branch.test)
        if isinstance(node, ast.Call) and called(node) in ("all", "any")
    ]
    return [
        f"line {line + first_line - 1}: {name}(…) {CHOSEN_FOR_ALL}; here each element has its own."
        for line, name in tests
    ]


def is_dropped(value: ast.expr) -> bool:
    """Whether an expression, as a statement by itself, has no effect."""
    if not isinstance(value, ast.Call):
        return isinstance(
            value, ast.BinOp | ast.Compare | ast.UnaryOp | ast.Subscript | ast.Attribute
        )
    target = value.func
    if isinstance(target, ast.Name):
        return target.id in FUNCTIONS | LAZY
    if not isinstance(target, ast.Attribute) or any(word.arg == "out" for word in value.keywords):
        return False
    if isinstance(target.value, ast.Name) and target.value.id in ("np", "numpy"):
        return target.attr in OF_NUMPY and len(value.args) <= inputs_of(target.attr)
    return target.attr in METHODS and len(value.args) < inputs_of(target.attr)


def inputs_of(name: str) -> int:
    """How many arguments of one of numpy's functions are only read: what comes after them may take the result."""
    function = getattr(np, name, None)
    if isinstance(function, np.ufunc):
        return function.nin
    return 2 if name in ("concatenate", "dot") else 3


def sentence(node: ast.Expr, text: str, first_line: int) -> str:
    """What one such statement lacks."""
    place = f"line {node.lineno + first_line - 1}, {textwrap.shorten(text, 60, placeholder='…')},"
    if called(node.value) in LAZY:
        return f"{place} calls nothing by itself: only a loop over it, or list(…), does."
    if isinstance(node.value, ast.Compare):
        return f"{place} only compares: one = gives a name a value, == asks whether two are equal."
    return f"{place} computes a value that nothing keeps: it changes no name."


def forgotten_raise(
    function: ast.FunctionDef, given_lines: tuple[str, ...], source: str
) -> int | None:
    """The line, from 1, of a raise NotImplementedError left beside a learner's own lines; None where none is."""
    lines = textwrap.dedent(source).splitlines()
    given = {line.strip() for line in given_lines}
    statements = [n for n in ast.walk(function) if isinstance(n, ast.stmt) and n is not function]
    raises = [n for n in statements if is_the_raise(n)]
    texts = [n for n in statements if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)]
    own = [
        n
        for n in statements
        if n not in raises and n not in texts and lines[n.lineno - 1].strip() not in given
    ]
    return raises[0].lineno if raises and own else None


def is_the_raise(statement: ast.stmt) -> bool:
    """Whether a statement is `raise NotImplementedError`, called or not."""
    if not isinstance(statement, ast.Raise):
        return False
    raised = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
