"""Whether an edit can help at all: the value of its statement alone, worked out before the whole function is run.

Most edits of an expression end in an error, as when shapes do not fit, or give the value that was there.
"""

import ast
import builtins

import numpy as np

from helpers.repair.trees import CHANGING

SIMPLE = ast.Assign | ast.AugAssign | ast.Return
# Methods that change what they belong to, and what they give with it: such a value can't be worked out again.
TAKING = frozenset("remove pop popitem setdefault shuffle fill resize".split())


class Precheck:
    """The local values before each simple statement of a function, when it first ran on an input."""

    def __init__(self, functions):
        statements = [n for f in functions for n in ast.walk(f) if isinstance(n, ast.stmt)]
        lines = [node.lineno for node in statements]
        tried = {n for t in statements if isinstance(t, ast.Try) for n in ast.walk(t)}
        self.at = {
            node.lineno: node
            for node in statements
            if isinstance(node, SIMPLE) and lines.count(node.lineno) == 1
            if repeatable(node.value) and node not in tried  # an error in a try goes on elsewhere
        }
        self.inside = {id(n): set(map(id, ast.walk(n.value))) for n in self.at.values()}
        self.locals, self.runs, self.values = {}, {}, {}

    def note(self, frame):
        """Keep the local values of a frame that is about to run a line, when it first does."""
        node = self.at.get(frame.f_lineno)
        if node is not None:
            self.runs[id(node)] = self.runs.get(id(node), 0) + 1
            if id(node) not in self.locals:
                found = names_of(frame).items()
                self.locals[id(node)] = {name: kept(value) for name, value in found}

    def prepare(self, trial):
        """Work out what each statement gives as it stands; one that gives an error is not judged."""
        for node in self.at.values():
            if id(node) in self.locals:
                self.locals[id(node)] = trial.namespace | self.locals[id(node)]
                found = self.value(trial, node)
                if found:
                    self.values[id(node)] = found[0]

    def value(self, trial, statement):
        """(the value of a statement as it is now,) or None where it gives an error."""

        def work_out(*_):
            code = compile(ast.Expression(statement.value), "<statement>", "eval")
            return (eval(code, self.locals[id(statement)]),)

        return trial.limited(work_out, None, None)

    def useless(self, trial, edit):
        """Whether an edit, as it is made now, gives an error or changes nothing where its statement is run."""
        key = id(edit.statement)
        if key not in self.values or edit.kind == "copy":
            return False
        if not all(id(mark) in self.inside[key] for mark in edit.marks):
            return False
        found = self.value(trial, edit.statement)
        return found is None or self.runs[key] == 1 and same(found[0], self.values[key])


def names_of(frame):
    """The local values of a frame and, below them, of the learner's functions that have called it."""
    before = frame.f_back
    own = before is not None and before.f_code.co_filename == frame.f_code.co_filename
    return {**(names_of(before) if own else {}), **frame.f_locals}


def repeatable(value):
    """Whether an expression may be worked out alone: it calls numpy, builtins and methods, and changes nothing."""
    if value is None:
        return False
    for node in ast.walk(value):
        if isinstance(node, ast.NamedExpr | ast.Lambda | ast.Await | ast.Yield | ast.YieldFrom):
            return False
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and not hasattr(builtins, node.func.id):
                return False
            if isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING | TAKING:
                return False
            if isinstance(node.func, ast.Name) and node.func.id == "next":
                return False
    return True


def kept(value, otherwise=lambda value: value):
    """A copy of arrays and containers of them, several times as fast as copy.deepcopy; `otherwise` of anything else.

    What stands in two places becomes two things.
    """
    if type(value) is np.ndarray and value.dtype != object:
        return value.copy()
    if type(value) in (list, tuple):
        return type(value)(kept(item, otherwise) for item in value)
    if type(value) is dict:
        return {key: kept(item, otherwise) for key, item in value.items()}
    return otherwise(value)


def same(a, b):
    """Whether two values are alike in type, shape and all their numbers."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray | np.generic):
        return a.dtype == b.dtype and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
    return isinstance(a, bool | int | float | str) and a == b
