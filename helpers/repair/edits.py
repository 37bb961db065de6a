"""The edits of one expression: rules that look at it and yield Options, nothing built before it is tried."""

import ast
import difflib
import itertools
import math
import re
from collections import namedtuple
from dataclasses import dataclass, field

import numpy as np

from helpers.repair.model import (
    CALLED_OPERATORS,
    COMPARISONS,
    EDGES,
    EPSILONS,
    FAMILIES,
    NEAR,
    OPERATORS,
    REDUCERS,
    REWRITES,
    UNARY,
    WRAPS_OF_ARRAYS,
    WRAPS_OF_NUMBERS,
)
from helpers.repair.trees import constant, expression, fill, located, match, name

# --- what is known of the function -------------------------------------------------------------------


@dataclass
class Scope:
    """What the search knows of the names.

    kinds     -- {local name: "array", "matrix", "number", "int", "dict", "list", "str", … or None where no run showed it}
    arguments -- names of the function's arguments
    read      -- names that are read somewhere
    functions -- {function of the lesson: its parameters}
    known     -- names defined outside the function
    keys      -- {local dictionary: its keys}, as a run showed them
    words     -- texts that occur: keys, names of activations
    defaults  -- {argument: its number by default}
    counts    -- local names of lengths, such as m = X.shape[1]
    atoms     -- texts of terms and factors with their cost, once `atoms` has made them
    lookups   -- items of dictionaries and lists that the function reads, such as parameters["W" + str(l)]
    """

    kinds: dict
    arguments: list
    read: set
    functions: dict
    known: set
    keys: dict = field(default_factory=dict)
    words: list = field(default_factory=list)
    lookups: list = field(default_factory=list)
    defaults: dict = field(default_factory=dict)
    counts: list = field(default_factory=list)
    atoms: list | None = None

    def like(self, kind):
        """The local names whose values may stand where one of this kind stands."""
        numeric = {"array", "matrix", "number", "int"}
        return [
            other
            for other, its in self.kinds.items()
            if kind is None or its is None or its == kind or {its, kind} <= numeric
        ]


@dataclass
class Spot:
    """An expression: the node, where it hangs in the tree, and what it serves for there.

    role -- "value", "index", "shape", "range", "key", "count" or "target"
    mark -- the node whose text is shown: the expression itself, or what encloses it where it has no place of its own
    """

    node: ast.AST
    holder: ast.AST
    field: str
    index: int | None
    role: str
    mark: ast.AST


Option = namedtuple("Option", "kind cost tag build")


@dataclass
class Edit:
    """One change of a tree: the content of holder.field (or of its item `index`) becomes what `build` gives."""

    kind: str
    cost: float
    tag: object
    mark: ast.AST
    holder: ast.AST
    field: str
    index: int | None
    build: object
    statement: ast.AST = None

    def __enter__(self):
        self.before = getattr(self.holder, self.field)
        new = self.build()
        for node in new if isinstance(new, list) else [new]:
            located(node, self.mark)
        if self.index is not None:
            new = [*self.before[: self.index], new, *self.before[self.index + 1 :]]
        setattr(self.holder, self.field, new)

    def __exit__(self, *_):
        setattr(self.holder, self.field, self.before)

    @property
    def marks(self):
        """The nodes it changes."""
        return [self.mark]


class Everywhere:
    """One and the same edit at several places."""

    def __init__(self, edits):
        self.edits, self.kind = edits, edits[0].kind
        self.statement = edits[0].statement
        self.cost = edits[0].cost + 0.1 + 0.1 * len(edits)

    def __enter__(self):
        for edit in self.edits:
            edit.__enter__()

    def __exit__(self, *_):
        for edit in reversed(self.edits):
            edit.__exit__()

    @property
    def marks(self):
        """The nodes it changes."""
        return [edit.mark for edit in self.edits]


# --- rules for expressions ---------------------------------------------------------------------------

TEMPLATES = {
    text: expression(text)
    for text in {t for *_, t in WRAPS_OF_NUMBERS + WRAPS_OF_ARRAYS}
    | {t for row in REWRITES for t in row[2:]}
}
REWRITES_BY_TYPE = {}
for _kind, _cost, _old, _new in REWRITES:
    _root = type(TEMPLATES[_old])
    REWRITES_BY_TYPE.setdefault(_root, []).append((_kind, _cost, _old, _new))


def operands(node):
    """(operator, left, right) of a binary operation, np.dot(a, b) and a.dot(b) among them; else None."""
    if isinstance(node, ast.BinOp):
        return type(node.op), node.left, node.right
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.keywords:
        operator = CALLED_OPERATORS.get(node.func.attr)
        of_module = isinstance(node.func.value, ast.Name) and node.func.value.id in ("np", "numpy")
        parts = node.args if of_module else [node.func.value, *node.args]
        if operator and len(parts) == 2:
            return operator, *parts
    return None


def binary(left, operator, right):
    """The operation as a node."""
    return ast.BinOp(left, operator(), right)


def unary(node):
    """(the argument, argument ↦ the same call of it) for a call such as np.sum(x, axis=0) or x.sum(); else None."""
    if not isinstance(node, ast.Call):
        return None
    function = called(node)
    if function not in UNARY:
        return None
    if is_method(node):
        return node.func.value, lambda x: ast.Call(
            ast.Attribute(x, function, ast.Load()), node.args, node.keywords
        )
    if node.args:
        return node.args[0], lambda x: ast.Call(node.func, [x, *node.args[1:]], node.keywords)
    return None


def called(node):
    """The last part of the name of what a Call calls."""
    function = node.func
    return getattr(function, "id", None) or getattr(function, "attr", "")


def is_method(node):
    """Whether a Call is one of a value's methods, x.sum(), and not np.sum or np.linalg.norm."""
    if not isinstance(node.func, ast.Attribute):
        return False
    root = node.func.value
    while isinstance(root, ast.Attribute):
        root = root.value
    return not (isinstance(root, ast.Name) and root.id in ("np", "numpy", "math"))


def operator_options(spot, scope):
    """Another operator, the operands exchanged, one of them too many."""
    parts = operands(spot.node)
    if not parts:
        return
    operator, left, right = parts
    is_text = isinstance(left, ast.Constant) and isinstance(left.value, str)
    if is_text:
        return
    for other, kind, cost in OPERATORS.get(operator, ()):
        yield Option(kind, cost, (operator, other), lambda o=other: binary(left, o, right))
    if operator in (ast.Sub, ast.Div, ast.MatMult, ast.Pow):
        yield Option(
            "operands", 1.0, ("swap", operator), lambda: binary(right, operator, left)
        )
    yield Option("too much", 1.3, ("left", operator, ast.dump(right)), lambda: left)
    yield Option("too much", 1.5, ("right", operator, ast.dump(left)), lambda: right)


def bracket_options(spot, scope):
    """The same things grouped otherwise."""
    node, parts, one = spot.node, operands(spot.node), unary(spot.node)
    if parts:
        outer, left, right = parts
        if inner := operands(left):
            op, a, b = inner
            yield Option(
                "brackets", 1.1, ("→", op, outer), lambda: binary(a, op, binary(b, outer, right))
            )
            if outer is not op and (deeper := operands(a)):  # a∘b∘c∘right → a∘(b∘c∘right)
                op2, c, d = deeper
                whole = lambda: binary(c, op2, binary(binary(d, op, b), outer, right))  # noqa: E731
                yield Option("brackets", 1.3, ("→→", op, outer), whole)
        if inner := operands(right):
            op2, c, d = inner
            yield Option(
                "brackets", 1.2, ("←", outer, op2), lambda: binary(binary(left, outer, c), op2, d)
            )
        if isinstance(left, ast.UnaryOp) and isinstance(left.op, ast.USub):
            yield Option(
                "brackets",
                1.2,
                ("-", outer),
                lambda: ast.UnaryOp(ast.USub(), binary(left.operand, outer, right)),
            )
        if one_left := unary(left):
            x, make = one_left
            yield Option("brackets", 1.3, ("f→", outer), lambda: make(binary(x, outer, right)))
        if one_right := unary(right):
            y, make_right = one_right
            yield Option(
                "brackets", 1.4, ("→f", outer), lambda: make_right(binary(left, outer, y))
            )
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        if inner := operands(node.operand):
            op3, e, f = inner
            yield Option(
                "brackets", 1.2, "-()", lambda: binary(ast.UnaryOp(ast.USub(), e), op3, f)
            )
    if one:
        argument, again = one
        yield Option("extra function", 1.2, ("un", called(node)), lambda: argument)
        if inner := operands(argument):
            op4, g, h = inner
            yield Option("brackets", 1.3, ("f()", op4), lambda: binary(again(g), op4, h))
            yield Option("brackets", 1.4, ("()f", op4), lambda: binary(g, op4, again(h)))
            yield Option("brackets", 1.5, ("f()f", op4), lambda: binary(again(g), op4, again(h)))
        if inner := unary(argument):
            x2, make2 = inner
            yield Option("brackets", 1.2, "ff", lambda: make2(again(x2)))


def wrap_options(spot, scope):
    """Something is missing around the expression."""
    node = spot.node
    if spot.role != "value" or not numeric(node, scope):
        return
    kind = scope.kinds.get(node.id) if isinstance(node, ast.Name) else None
    count = kind == "int" or is_count(node)
    already = isinstance(node, ast.UnaryOp)
    for what, cost, text in WRAPS_OF_NUMBERS:
        if not (already and what == "sign"):
            yield Option(what, cost + count, text, lambda t=text: fill(TEMPLATES[t], {"X": node}))
    for m in counts(scope):
        yield Option("mean", 1.1 + count, ("/", m), lambda m=m: binary(node, ast.Div, expression(m)))
        yield Option("mean", 1.5 + count, ("/2", m), lambda m=m: binary(node, ast.Div, expression(f"(2 * {m})")))
        yield Option("mean", 1.4 + count, ("*", m), lambda m=m: binary(node, ast.Mult, expression(m)))
    if count or kind == "number":
        return
    for what, cost, text in WRAPS_OF_ARRAYS:
        needs = text.split("(")[0]
        if needs in ("sigmoid", "relu") and needs not in scope.functions:
            continue
        if what == "transpose" and isinstance(node, ast.Attribute) and node.attr == "T":
            continue
        yield Option(what, cost, text, lambda t=text: fill(TEMPLATES[t], {"X": node}))


def term_options(spot, scope):
    """A term or a factor is missing beside the expression."""
    node = spot.node
    if spot.role != "value" or not numeric(node, scope) or isinstance(node, ast.UnaryOp):
        return
    own = ast.unparse(node)
    for text, extra in atoms(scope):
        if text == own:
            continue
        plain = scope.kinds.get(text) in ("number", "int")
        for kind, cost, op in (
            ("missing term", 1.2, ast.Add),
            ("missing term", 1.4, ast.Sub),
            ("missing factor", 1.2, ast.Mult),
            ("missing factor", 1.3, ast.Div),
            ("missing factor", 1.5, ast.MatMult),
        ):
            if not (plain and op is ast.MatMult):
                build = lambda o=op, t=text: binary(node, o, expression(t))  # noqa: E731
                yield Option(kind, cost + extra, (op, text), build)
        if not plain:
            for op, kind, cost in (
                (ast.MatMult, "missing factor", 1.5),
                (ast.Div, "missing factor", 1.4),
                (ast.Sub, "missing term", 1.5),
            ):
                before = lambda o=op, t=text: binary(expression(t), o, node)  # noqa: E731
                yield Option(kind, cost + extra, ("before", op, text), before)


def rewrite_options(spot, scope):
    """The table of forms."""
    for kind, cost, old, new in REWRITES_BY_TYPE.get(type(spot.node), ()):
        found = match(TEMPLATES[old], spot.node)
        if found is not None:
            yield Option(
                kind, cost, (old, new), lambda n=new, f=found: fill(TEMPLATES[n], f)
            )


def count_options(spot, scope):
    """Another count in place of a length."""
    if is_count(spot.node) and spot.role != "holder":
        for other, kind in scope.kinds.items():
            if kind == "int":
                yield Option("count", 1.2, other, lambda o=other: name(o))
        for other, kind in scope.kinds.items():
            for text in lengths(other, kind):
                yield Option("count", 1.2, text, lambda t=text: expression(t))


def compare_options(spot, scope):
    """Another comparison, or another way to join conditions."""
    node = spot.node
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for other in COMPARISONS.get(type(node.ops[0]), ()):
            yield Option(
                "comparison",
                0.8,
                (type(node.ops[0]), other),
                lambda o=other: ast.Compare(node.left, [o()], node.comparators),
            )
    if isinstance(node, ast.BoolOp):
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield Option("condition", 1.0, "and/or", lambda: ast.BoolOp(other(), node.values))
        for k, value in enumerate(node.values):
            yield Option("condition", 1.5, ("only", k), lambda v=value: v)


def constant_options(spot, scope):
    """Another number, or an argument in its place."""
    node, role = spot.node, spot.role
    if not isinstance(node, ast.Constant) or not isinstance(node.value, bool | int | float):
        return
    value = node.value
    if isinstance(value, bool):
        yield Option("constant", 0.9, "bool", lambda: constant(not value))
        return
    kind = {"value": "constant", "target": "index", "key": "index"}.get(role, role)
    neutral = {ast.Add: 0, ast.Sub: 0, ast.Mult: 1, ast.Div: 1, ast.Pow: 1}
    nothing = neutral.get(type(getattr(spot.holder, "op", None)))
    others = [*NEAR, value + 1, value - 1]
    if role == "value":
        others += [value * 2, value / 2, -value, value * 10, value / 10, value * 100, 1 - value]
        if isinstance(value, float) and value > 0:
            others += [value**2, math.sqrt(value), *EPSILONS]
    else:
        others = [x for x in others if isinstance(x, int)]
    if isinstance(spot.holder, ast.Call) and called(spot.holder) in EDGES:
        others = [0]  # np.maximum(-1, z) would do where the maximum has no place at all
    for k, other in enumerate(dict.fromkeys(others)):
        if other != value:
            near = k < len(NEAR) or abs(other - value) == 1
            cost = 0.9 if near else 1.0
            what = "too much" if role == "value" and other == nothing else kind
            yield Option(what, cost, (value, other), lambda o=other: constant(o))
    for other, its in scope.kinds.items():
        fits = its in ("number", "int") if role == "value" else its == "int"
        if fits:
            cost = 1.1 if other in scope.arguments and other not in scope.read else 1.4
            cost = 0.9 if scope.defaults.get(other) == value else cost
            yield Option("fixed number", cost, (value, other), lambda o=other: name(o))
        if other in scope.arguments and isinstance(value, int) and value > 1:
            for text in lengths(other, its):
                yield Option("fixed number", 1.3, (value, text), lambda t=text: expression(t))


def name_options(spot, scope):
    """Another name."""
    node = spot.node
    if not isinstance(node, ast.Name) or spot.role == "target":
        return
    mine = node.id
    if mine in scope.kinds:
        kind = scope.kinds[mine]
        for other in scope.like(kind):
            if other != mine:
                alike = re.sub(r"\d", "", other) == re.sub(r"\d", "", mine)
                cost = (1.2 if other in scope.read else 1.0) - 0.1 * alike
                yield Option("name", cost, ("all", mine, other), lambda o=other: name(o))
        if kind in ("array", "matrix", "number", None):
            for text, extra in atoms(scope):
                if "[" in text:
                    yield Option(
                        "name", 1.5 + extra / 2, (mine, text), lambda t=text: expression(t)
                    )
        if kind in ("tuple", "list", None) and spot.role == "value":
            for k in (0, 1, -1):
                item = lambda k=k: ast.Subscript(node, constant(k), ast.Load())  # noqa: E731
                yield Option("index", 1.6, (mine, k), item)
        if kind == "int":
            for other in scope.arguments:
                for text in lengths(other, scope.kinds[other]):
                    yield Option("count", 1.4, ("all", mine, text), lambda t=text: expression(t))
        for text in calls_of_lesson(scope):
            yield Option("missing call", 1.5, (mine, text), lambda t=text: expression(t))
        if kind in ("array", "matrix", "list") and spot.role in ("value", "holder"):
            for other in (n for n, its in scope.kinds.items() if its == "int"):
                item = lambda o=other: ast.Subscript(node, name(o), ast.Load())  # noqa: E731
                yield Option("index", 1.1, (mine, "[", other), item)
        if spot.role == "key" and isinstance(spot.holder, ast.Dict):
            yield Option("key", 0.9, ("all", "quote"), lambda: constant(mine))
    elif mine not in scope.known:
        if hasattr(np, mine):
            yield Option("name", 0.8, ("all", mine), lambda: expression(f"np.{mine}"))
        near = difflib.get_close_matches(mine, [*scope.kinds, *scope.functions], 3, 0.5)
        for other in [*near, *scope.kinds]:
            cost = 0.8 if other in near else 1.0
            yield Option("name", cost, ("all", mine, other), lambda o=other: name(o))
        for other in scope.arguments:
            for text in lengths(other, scope.kinds[other]):
                yield Option("name", 1.2, ("all", mine, text), lambda t=text: expression(t))
        if spot.role in ("index", "key"):
            yield Option("key", 0.9, ("all", "quote"), lambda: constant(mine))


def text_options(spot, scope):
    """Another key or word; in f"W{l}" another letter or index."""
    node = spot.node
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        for other in scope.words:
            if other != node.value:
                cost = 1.0 if len(other) == len(node.value) else 1.2
                yield Option("key", cost, (node.value, other), lambda o=other: constant(o))
        if re.search(r"\{\w+\}", node.value):
            whole = lambda: expression("f" + repr(node.value))  # noqa: E731
            yield Option("key", 0.8, ("all", "f"), whole)
        if "->" in node.value:
            for other in einsum_variants(node.value):
                yield Option("index", 1.0, other, lambda o=other: constant(o))
    if isinstance(node, ast.JoinedStr):
        stems = dict.fromkeys(re.sub(r"\d+$", "", word) for word in scope.words)
        for k, part in enumerate(node.values):
            if isinstance(part, ast.Constant):
                changed = [(f"key {s}", "key", constant(s)) for s in stems if s != part.value]
            else:
                changed = [
                    (f"index {step}", "index", part_moved(part, step)) for step in (1, -1)
                ]
                others = [n for n, its in scope.kinds.items() if its == "int"]
                changed += [
                    (f"index {n}", "index", ast.FormattedValue(name(n), part.conversion, None))
                    for n in others
                    if not (isinstance(part.value, ast.Name) and part.value.id == n)
                ]
                if isinstance(part.value, ast.BinOp):
                    bare = ast.FormattedValue(part.value.left, part.conversion, None)
                    changed.append(("index", "index", bare))
            for tag, kind, new in changed:
                build = lambda k=k, new=new: ast.JoinedStr(  # noqa: E731
                    [*node.values[:k], new, *node.values[k + 1 :]]
                )
                yield Option(kind, 1.1, (tag, k), build)


def call_options(spot, scope):
    """Another function, arguments in another order or missing, another axis."""
    node = spot.node
    if not isinstance(node, ast.Call):
        return
    function = called(node)
    yield from function_options(node, function, scope)
    if function in REDUCERS:
        yield from axis_options(node, function)
    args = node.args
    if len(args) >= 2 and not any(isinstance(a, ast.Starred) for a in args) and not operands(node):
        for i, j in itertools.combinations(range(len(args)), 2):
            swapped = list(args)
            swapped[i], swapped[j] = args[j], args[i]
            cost = 1.0 if j == i + 1 else 1.2
            yield Option("argument order", cost, ("all", function, i, j), lambda s=swapped: again(node, s))
        if function in ("maximum", "minimum", "where", "clip"):
            yield Option("extra function", 1.4, (function, 0), lambda: args[0])
            yield Option("extra function", 1.4, (function, -1), lambda: args[-1])
    if function in ("zeros", "ones", "random", "standard_normal") and len(args) == 2:
        yield Option("shape", 0.8, ("all", function), lambda: again(node, [ast.Tuple(args, ast.Load())]))
    if function in ("randn", "rand") and len(args) == 1 and isinstance(args[0], ast.Tuple):
        yield Option("shape", 0.8, ("all", function), lambda: again(node, args[0].elts))
    if len(args) == 3 and not operands(node):
        for order in ((1, 2, 0), (2, 0, 1)):
            turned = [args[k] for k in order]
            yield Option("argument order", 1.1, ("all", order), lambda t=turned: again(node, t))
    parameters = scope.functions.get(function, [])
    given = {k.arg for k in node.keywords}
    for k in range(len(args), len(parameters)):
        wanted = parameters[k]
        if wanted in given:
            continue
        fitting = [wanted] if wanted in scope.kinds else []
        fitting += [n for n in scope.arguments if n not in scope.read and n not in fitting]
        for other in fitting:
            keyword = ast.keyword(wanted, name(other))
            build = lambda w=keyword: again(node, args, [*node.keywords, w])  # noqa: E731
            yield Option("missing argument", 1.1, (wanted, other), build)
        for word in scope.words[:8] if k == len(args) and "activ" in wanted else ():
            text = lambda w=word: again(node, [*args, constant(w)])  # noqa: E731
            yield Option("missing argument", 1.3, (wanted, word), text)
    for k, keyword in enumerate(node.keywords):
        if keyword.arg not in ("axis", "keepdims"):
            rest = node.keywords[:k] + node.keywords[k + 1 :]
            yield Option("too much", 1.6, ("keyword", keyword.arg), lambda r=rest: again(node, args, r))
    if isinstance(node.func, ast.Name) and len(args) == 1:
        if scope.kinds.get(node.func.id) in ("array", "matrix", "list", "dict", "tuple"):
            item = lambda: ast.Subscript(node.func, args[0], ast.Load())  # noqa: E731
            yield Option("brackets", 0.8, "()[]", item)


def function_options(node, function, scope):
    """Another function of the same family, or of the lesson; the right one for a name that does not exist."""
    if isinstance(node.func, ast.Name) and function not in scope.known and function not in scope.kinds:
        near = [f"np.{function}"] if hasattr(np, function) else []
        near += difflib.get_close_matches(function, scope.functions, 3, 0.5)
        for other in near:
            new = expression(other)
            build = lambda n=new: ast.Call(n, node.args, node.keywords)  # noqa: E731
            yield Option("name", 0.8, ("all", function, other), build)
    others = [o for family in FAMILIES if function in family for o in family if o != function]
    if isinstance(node.func, ast.Name) and function in scope.functions:
        others += [o for o in scope.functions if o != function]
    for other in dict.fromkeys(others):
        if is_method(node):
            new = ast.Attribute(node.func.value, other, ast.Load())
        elif other in scope.functions:
            new = name(other)
        elif hasattr(np, other):
            new = expression(f"np.{other}")
        else:
            continue
        build = lambda n=new: ast.Call(n, node.args, node.keywords)  # noqa: E731
        yield Option("function", 1.0, (function, other), build)
    if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
        module = node.func.value.id
        if module == "math" and hasattr(np, function) or module not in scope.kinds and not hasattr(np, function):
            near = difflib.get_close_matches(function.lower(), dir(np), 2)
            for other in [function] if hasattr(np, function) else near:
                new = expression(f"np.{other}")
                yield Option(
                    "function", 0.8, (function, other), lambda n=new: ast.Call(n, node.args, node.keywords)
                )
    if isinstance(node.func, ast.Name) and function in ("sum", "max", "min", "abs", "round", "pow"):
        new = expression(f"np.{function}")
        yield Option("function", 1.0, (function, "np"), lambda: ast.Call(new, node.args, node.keywords))


def axis_options(node, function):
    """Another axis, and the dimension kept or not."""
    method = is_method(node)
    base = [] if method else node.args[:1]
    placed = node.args[len(base) :]
    if function == "norm" and placed:
        base, placed = node.args[:2], node.args[2:]
    options = {k.arg: k.value for k in node.keywords}
    now = options.get("axis", placed[0] if placed else None)
    now = now.value if isinstance(now, ast.Constant) else None if now is None else "?"
    kept = "keepdims" in options and getattr(options["keepdims"], "value", False)
    rest = [k for k in node.keywords if k.arg not in ("axis", "keepdims")]
    has_keepdims = function not in ("concatenate", "stack", "softmax")
    for axis, keep in itertools.product((None, 0, 1), (False, True) if has_keepdims else (False,)):
        if (axis, keep) == (now, bool(kept)):
            continue
        keywords = list(rest)
        if axis is not None:
            keywords.append(ast.keyword("axis", constant(axis)))
        if keep:
            keywords.append(ast.keyword("keepdims", constant(True)))
        kind = "keepdims" if axis == now else "axis"
        cost = 0.7 + 0.15 * ((axis != now) and (keep != bool(kept))) + 0.4 * (axis is None and keep)
        build = lambda w=keywords: ast.Call(node.func, base, w)  # noqa: E731
        yield Option(kind, cost, ("all", now, kept, axis, keep), build)


def subscript_options(spot, scope):
    """Another slice, another index, an index too many."""
    node = spot.node
    if isinstance(node, ast.Slice):
        for bound in ("lower", "upper"):
            value = getattr(node, bound)
            steps = [binary(value, ast.Add, constant(1)), binary(value, ast.Sub, constant(1)), None]
            for new in steps if value is not None else [constant(1), constant(-1)]:
                parts = {f: getattr(node, f) for f in ("lower", "upper", "step")} | {bound: new}
                tag = (bound, new and ast.dump(new))
                yield Option("index", 1.2, tag, lambda p=parts: ast.Slice(**p))
        if node.lower is not None and node.upper is not None:
            upper = binary(node.lower, ast.Add, node.upper)
            yield Option("index", 1.1, "length", lambda: ast.Slice(node.lower, upper, node.step))
    elif isinstance(node, ast.Subscript):
        if spot.role != "target":
            yield Option("index", 1.6, "no index", lambda: node.value)
        for text, extra in atoms(scope):
            if "[" in text and spot.role == "value" and text != ast.unparse(node):
                yield Option("key", 1.4 + extra / 2, text, lambda t=text: expression(t))
        if spot.role == "value" and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            for other, kind in scope.kinds.items():
                if kind in ("array", "matrix"):
                    yield Option("name", 1.5, other, lambda o=other: name(o))
    elif spot.role in ("index", "range", "key", "count") and isinstance(node, ast.Name | ast.BinOp):
        for op in (ast.Add, ast.Sub):
            yield Option("index", 1.0, op, lambda o=op: binary(node, o, constant(1)))


def sequence_options(spot, scope):
    """The items of a tuple or list in another order; (n,) for (n, 1); a key with no value in a dictionary."""
    node = spot.node
    if isinstance(node, ast.Tuple | ast.List) and 2 <= len(node.elts) <= 8:
        returned = isinstance(spot.holder, ast.Return)
        kind = "result order" if returned else "shape" if spot.role == "shape" else "order"
        for i, j in itertools.combinations(range(len(node.elts)), 2):
            items = list(node.elts)
            items[i], items[j] = items[j], items[i]
            build = lambda e=items: type(node)(e, node.ctx)  # noqa: E731
            yield Option(kind, 1.0 + 0.1 * (j > i + 1), (i, j), build)
        if len(node.elts) == 3 and returned:
            for order in ((1, 2, 0), (2, 0, 1)):
                items = [node.elts[k] for k in order]
                yield Option(kind, 1.2, order, lambda e=items: ast.Tuple(e, ast.Load()))
    if isinstance(node, ast.Tuple) and spot.role == "value" and not isinstance(spot.holder, ast.Return):
        for k, item in enumerate(node.elts):
            yield Option("too much", 1.3, ("all", "item", k), lambda e=item: e)
    if isinstance(node, ast.Tuple) and spot.role == "shape" and len(node.elts) == 1:
        yield Option("shape", 1.0, "(n, 1)", lambda: ast.Tuple([*node.elts, constant(1)], ast.Load()))
    if isinstance(node, ast.Dict):
        keys = [getattr(k, "value", None) for k in node.keys]
        for i, j in itertools.combinations(range(len(node.values)), 2):
            values = list(node.values)
            values[i], values[j] = values[j], values[i]
            yield Option("key", 1.3, (i, j), lambda v=values: ast.Dict(node.keys, v))
        for word in [w for w in scope.kinds if w not in keys and keys]:
            more = [*node.keys, constant(word)], [*node.values, name(word)]
            yield Option("missing result", 1.3, word, lambda m=more: ast.Dict(*m))


EXPRESSION_RULES = (
    operator_options,
    bracket_options,
    wrap_options,
    term_options,
    rewrite_options,
    count_options,
    compare_options,
    constant_options,
    name_options,
    text_options,
    call_options,
    subscript_options,
    sequence_options,
)


def again(node, args, keywords=None):
    """The call with other arguments."""
    return ast.Call(node.func, list(args), node.keywords if keywords is None else keywords)


def part_moved(part, step):
    """The {l} of an f-string, one more or less."""
    moved = binary(part.value, ast.Add if step > 0 else ast.Sub, constant(1))
    return ast.FormattedValue(moved, part.conversion, part.format_spec)


def einsum_variants(text):
    """Subscripts of np.einsum with one operand or the result transposed."""
    groups = text.replace(" ", "").replace("->", ",").split(",")
    for k, group in enumerate(groups):
        if len(group) == 2:
            turned = [*groups[:k], group[::-1], *groups[k + 1 :]]
            yield ",".join(turned[:-1]) + "->" + turned[-1]


def numeric(node, scope):
    """Whether a node may stand for a number or an array."""
    if isinstance(node, ast.Name):
        return scope.kinds.get(node.id, "?") in ("array", "matrix", "number", "int", None)
    if isinstance(node, ast.Attribute):
        return node.attr in ("T", "size") or not isinstance(node.value, ast.Name)
    return isinstance(node, ast.BinOp | ast.Call | ast.Subscript | ast.UnaryOp | ast.Compare)


def is_count(node):
    """Whether a node is a length: x.shape[1], x.size, len(x)."""
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Attribute) and node.value.attr == "shape"
    if isinstance(node, ast.Call):
        return called(node) in ("len", "range")
    return isinstance(node, ast.Attribute) and node.attr in ("size", "shape")


def lengths(other, kind):
    """The lengths of an argument, as texts."""
    return {
        "matrix": (f"{other}.shape[1]", f"{other}.shape[0]", f"{other}.size"),
        "array": (f"len({other})", f"{other}.size"),
        "list": (f"len({other})",),
        "dict": (f"len({other}) // 2", f"len({other})"),
    }.get(kind, ())


def counts(scope):
    """What a mean may divide by: lengths the function holds, or a number of examples."""
    matrices = [n for n in scope.arguments if scope.kinds.get(n) == "matrix"]
    return scope.counts[:3] + [f"{n}.shape[1]" for n in matrices[-1:]]


def calls_of_lesson(scope):
    """Texts of calls of the lesson's functions whose arguments are all names of the function."""
    return [
        f"{function}({', '.join(parameters)})"
        for function, parameters in scope.functions.items()
        if parameters and all(p in scope.kinds for p in parameters)
    ]


def atoms(scope):
    """Texts of what may be added or multiplied, with a cost: names, then what dictionaries hold."""
    if scope.atoms is None:
        found = {}
        for other, kind in scope.kinds.items():
            if kind in ("array", "matrix", "number", "int", None):
                found[other] = 0.5 if other in scope.read else 0.0
        for holder, keys in scope.keys.items():
            for key in keys:
                if isinstance(key, str) and len(key) < 12:
                    found[f"{holder}[{key!r}]"] = 0.6
        for text in scope.lookups:
            found[text] = 0.5
        scope.atoms = list(found.items())[:30]
    return scope.atoms
