"""A function whose expressions report their values, and can be given other ones: one compilation for all trials."""

import ast
import builtins
import copy
from collections import defaultdict

import numpy as np

from helpers.repair.trees import CHANGING, called

HOOK = "value_of"  # the name under which the recorder stands in the function's globals
LONGEST = 12  # values kept of one expression: of more, none is compared
LARGEST = 2000  # numbers in one value
TEXTS = "texts"  # stands for a value that is made of texts
MOST_LEAVES = 30  # arrays and numbers in one container
# Functions whose values mean nothing until they are filled.
UNFILLED = frozenset(("empty", "empty_like"))
# What these make is a result, or is filled step by step afterwards: then its values say nothing.
ALLOCATED = frozenset(("zeros", "zeros_like", "ones", "ones_like", "full", "full_like", "array"))
# Calls whose values are no steps of a calculation.
NO_STEPS = frozenset(dir(builtins)) - {"abs", "sum", "max", "min", "pow", "round", "float"}


class Recorder:
    """Called in the place of each expression: computes it, keeps its value, or hands out a given one instead.

    given  -- {number of an expression: its values, in order}
    values -- {number: [(time, copy of the value) …]}, see `kept` for one that is not made of numbers; the time counts
              values. Those that an exception left open come last, the innermost of them first, as (time, None)
    calls  -- {number: how often it was called for}
    """

    def __init__(self):
        self.begin({})

    def begin(self, given, watch=True):
        """Forget what was seen, for a run with these given values; values are kept only with `watch`."""
        self.given, self.watch, self.open = given, watch, []
        self.values, self.calls, self.time = defaultdict(list), defaultdict(int), 0

    def __call__(self, number, compute):
        """The value of an expression: a given one, or what `compute()` returns."""
        turn = self.calls[number]
        self.calls[number] += 1
        others = self.given.get(number, ())
        if turn < len(others):
            return copy.deepcopy(others[turn])
        if not self.watch:
            return compute()
        self.open.append(number)
        value = compute()
        self.open.pop()
        self.time += 1
        if turn < LONGEST:
            copied = kept(value)  # before the list is made: a limit of time may end the run in here
            self.values[number].append((self.time, copied))
        return value

    def end(self):
        """Note the expressions that an exception left open."""
        for number in reversed(self.open):
            self.time += 1
            self.values[number].append((self.time, None))


def kept(value):
    """A copy of a value made of numbers, TEXTS for one made of texts, None for any other."""
    parts = value if isinstance(value, tuple | list) else [value]
    if parts and all(isinstance(part, str) for part in parts):
        return TEXTS
    return None if leaves(value) is None else copy.deepcopy(value)


def leaves(value):
    """The numbers and arrays of a value, as a list of arrays; None where it holds anything else, or too much."""
    found, pending = [], [value]
    while pending:
        item = pending.pop()
        if isinstance(item, tuple | list):
            pending += reversed(item)
        elif isinstance(item, dict):
            pending += reversed(item.values())
        elif isinstance(item, np.ndarray | np.generic | bool | int | float):
            found.append(np.array(item))
            if found[-1].dtype.kind not in "biuf" or found[-1].size > LARGEST:
                return None
        else:
            return None
        if len(found) > MOST_LEAVES:
            return None
    return found


def instrumented(functions):
    """(copies of the definitions whose expressions call the recorder, {number: the expression's own node}).

    Each of those nodes knows its statement, and the numbers of the expressions inside it. Left as they are: names from
    outside, constants, conditions, what a loop runs over, and what does not compute, such as len(x).
    """
    nodes = [node for function in functions for node in ast.walk(function)]
    stored = [n.id for n in nodes if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)]
    arguments = [node.arg for node in nodes if isinstance(node, ast.arg)]
    filled = {
        n.value.id
        for n in nodes
        if isinstance(n, ast.Subscript) and isinstance(n.ctx, ast.Store)
        if isinstance(n.value, ast.Name)
    }
    wrapper = Wrapper({*stored, *arguments}, filled)
    return [wrapper.visit(copy.deepcopy(function)) for function in functions], wrapper.expressions


class Wrapper(ast.NodeTransformer):
    """Puts value_of(number, lambda: expression) in the place of each expression that computes something.

    names  -- the local ones, which are expressions too
    filled -- those of arrays that are filled item by item
    """

    def __init__(self, names, filled):
        self.names, self.filled = names, filled
        self.expressions, self.statement = {}, None

    def visit(self, node):
        """The node, wrapped; keeps track of the statement."""
        before = self.statement
        if isinstance(node, ast.stmt):
            self.statement = node
        try:
            return self.generic_visit(node)
        finally:
            self.statement = before

    def generic_visit(self, node):
        """The node with what is inside it wrapped, and itself where it is a step."""
        own = copy.deepcopy(node) if self.is_step(node) else None
        first = len(self.expressions)
        for field, value in ast.iter_fields(node):
            if field in skipped(node):
                continue
            if isinstance(value, list):
                value[:] = [self.visit(v) if isinstance(v, ast.AST) else v for v in value]
            elif isinstance(value, ast.AST):
                setattr(node, field, self.visit(value))
        if own is None:
            return node
        number = len(self.expressions)
        own.statement, own.inside = self.statement, range(first, number)
        self.expressions[number] = own
        nothing = ast.arguments([], [], None, [], [], None, [])
        parts = [ast.Constant(number), ast.Lambda(nothing, node)]
        wrapped = ast.Call(ast.Name(HOOK, ast.Load()), parts, [])
        return ast.fix_missing_locations(ast.copy_location(wrapped, own))

    def is_step(self, node):
        """Whether a node is a local name that is read, or computes a value that another one could stand for."""
        if isinstance(node, ast.Name):
            return isinstance(node.ctx, ast.Load) and node.id in self.names
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                return node.func.id not in NO_STEPS
            return called(node) not in CHANGING | UNFILLED and not self.is_filled_later(node)
        if isinstance(node, ast.Subscript):
            return isinstance(node.ctx, ast.Load)
        if isinstance(node, ast.BinOp) and self.is_filled_later(node):
            return False
        return isinstance(node, ast.BinOp | ast.UnaryOp | ast.Compare | ast.IfExp | ast.BoolOp)

    def is_filled_later(self, node):
        """Whether a call, or [0] * n, makes the array or list that its statement names, and that is filled by items."""
        own = isinstance(self.statement, ast.Assign) and self.statement.value is node
        target = getattr(self.statement.targets[0], "id", None) if own else None
        made = is_repeated_list(node) or isinstance(node, ast.Call) and called(node) in ALLOCATED
        return made and target in self.filled


def is_repeated_list(node):
    """Whether a node is of the form [0] * n or n * [0]."""
    product = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)
    return product and isinstance(
        node.left if isinstance(node.left, ast.List) else node.right, ast.List
    )


def skipped(node):
    """The fields of a node in which no expression is a step of the calculation."""
    if isinstance(node, ast.FunctionDef | ast.Lambda):
        return ("args", "decorator_list", "returns")
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        return ("test",)
    if isinstance(node, ast.For | ast.comprehension):
        return ("target", "iter", "ifs")
    if isinstance(node, ast.Call):
        return () if isinstance(node.func, ast.Attribute) else ("func",)
    if isinstance(node, ast.Subscript):
        return ("slice",)
    if isinstance(node, ast.AnnAssign):
        return ("annotation", "target")
    if isinstance(node, ast.JoinedStr | ast.Delete | ast.Assert | ast.Raise):
        return node._fields
    return ()
