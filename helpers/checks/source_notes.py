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
DRAWN = frozenset(("choice", "permutation"))  # new arrays: nothing is shuffled in place
DRAWS = "draws random numbers"
RANDOM = f"line {{}} {DRAWS}; the result must follow from the arguments alone."
UNUSED = "line {} gives {} a value that nothing uses."
GENERATORS = ("default_rng", "RandomState")
EMPTY = ("[]", "{}", "list()", "dict()")
STAYS_EMPTY = "stays empty: nothing is put into it."
IS_ONE = "which is 1."
ONE_ROW = f"line {{}}: {{}} is the number of rows of {{}}, {IS_ONE}"
NO_AXIS = "{}: no axis is given, so {} goes over all the numbers."
FLAT = "line {}: .T changes nothing in a flat array, of shape (n,)."
BUILT_IN_SUM = "line {}: Python's own sum adds up the rows of an array, np.sum all of its numbers."
ONLY_COUNTED = "line {}: of {} nothing is used but how many there are in it."
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
                found.append(node)
    alike = [node for node in found if called(node) == called(found[0])]
    lines = [node.lineno + first_line - 1 for node in alike]
    return [NO_AXIS.format(named_lines(lines), called(found[0]))] if found else []


def named_lines(numbers) -> str:
    """ "line 3", "lines 3 and 5", "lines 3, 5 and 7"."""
    words = [str(number) for number in dict.fromkeys(sorted(numbers))]
    if len(words) == 1:
        return f"line {words[0]}"
    return f"lines {', '.join(words[:-1])} and {words[-1]}"


def lines_that(verb, numbers) -> str:
    """The lines as subject of a verb: "line 3 changes", "lines 3 and 5 change"."""
    return f"{named_lines(numbers)} {verb}{'s' if len(set(numbers)) == 1 else ''}"


def flat_transposed(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence where a flat array is transposed: x.flatten().T, x.ravel().T, x.reshape(-1).T."""
    nodes: list[Any] = list(ast.walk(function))
    stored = [n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    flat = {
        n.targets[0].id
        for n in nodes
        if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Name)
        if is_flattened(n.value) and stored.count(n.targets[0].id) == 1
    }
    found = [
        n
        for n in nodes
        if isinstance(n, ast.Attribute) and n.attr == "T"
        if is_flattened(n.value) or getattr(n.value, "id", "") in flat
    ]
    return [FLAT.format(found[0].lineno + first_line - 1)] if found else []


def is_flattened(node) -> bool:
    """Whether a node makes a flat array of another: x.flatten(), x.ravel(), np.ravel(x), x.reshape(-1)."""
    if not isinstance(node, ast.Call):
        return False
    one = len(node.args) == 1 and ast.unparse(node.args[0]) in ("-1", "(-1,)")
    return called(node) in ("flatten", "ravel") or called(node) == "reshape" and one


def built_in_sum(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence where Python's own sum is called."""
    calls = [n for n in ast.walk(function) if isinstance(n, ast.Call)]
    found = [n for n in calls if getattr(n.func, "id", None) == "sum" and len(n.args) == 1]
    lists = {
        getattr(n.targets[0], "id", None)
        for n in ast.walk(function)
        if isinstance(n, ast.Assign) and isinstance(n.value, ast.List | ast.ListComp)
    }
    found = [n for n in found if isinstance(n.args[0], ast.Name | ast.BinOp)]
    found = [n for n in found if getattr(n.args[0], "id", "") not in lists]
    return [BUILT_IN_SUM.format(found[0].lineno + first_line - 1)] if len(found) == 1 else []


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


def only_counted(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence per name that a loop over something else than numbers gives values, of which only len is taken."""
    nodes: list[Any] = list(ast.walk(function))
    counted = {
        id(n.args[0]) for n in nodes if isinstance(n, ast.Call) and called(n) == "len" and n.args
    }
    found = []
    for loop in (n for n in nodes if isinstance(n, ast.For)):
        name = getattr(loop.target, "id", None)
        read = [
            n for n in nodes if isinstance(n, ast.Name) and n.id == name and n is not loop.target
        ]
        if read and all(id(n) in counted for n in read):
            found.append(ONLY_COUNTED.format(loop.lineno + first_line - 1, name))
    return found[:1]


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
    return target.attr in METHODS | DRAWN and len(value.args) < inputs_of(target.attr)


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
