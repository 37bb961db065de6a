"""Running candidates of a function, with bounds, and counting how many of its outputs are right."""

import ast
import signal
import time
from dataclasses import dataclass

ALL = 10**6  # the score of an input on which every output is right
CALL = 0.1  # seconds of processor for one call of a candidate


class OutOfTime(BaseException):
    """A candidate has run too long."""


@dataclass
class Trial:
    """Runs candidates, and counts them.

    seconds -- for the whole search
    until   -- the time, by time.process_time, at which to stop: that a machine is busy changes nothing
    """

    functions: list
    name: str
    namespace: dict
    oracle: object
    seconds: float
    until: float
    tried: int = 0

    def __post_init__(self):
        signal.signal(signal.SIGVTALRM, out_of_time)

    def build(self):
        """The function as the tree has it now; None where it can't be compiled."""
        try:
            code = compile(ast.Module(self.functions, []), "<candidate>", "exec")
            exec(code, self.namespace)
        except Exception:
            return None
        self.tried += 1
        return self.namespace[self.name]

    def score(self, function, k):
        """How many outputs are right on input k, less than 1 more for those nearly right; ALL where all are."""
        found = self.limited(self.oracle, function, k)
        if found is None:
            return 0
        right, total = found
        return ALL if right >= total else right

    def wrong(self, function, k):
        """The names of the outputs that are wrong on input k; None where the call ends in an error."""
        return self.limited(self.oracle.wrong, function, k)

    def limited(self, ask, function, k):
        """What ask(function, k) gives, None where it raises or runs too long."""
        try:
            signal.setitimer(signal.ITIMER_VIRTUAL, CALL, CALL)
            try:
                return ask(function, k)
            except (Exception, OutOfTime):
                return None
            finally:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        except OutOfTime:  # the call had just ended
            return None

    def passes(self, function, first):
        """Whether all inputs are right, that one first."""
        others = (k for k in range(self.oracle.inputs) if k != first)
        return all(self.score(function, k) == ALL for k in (first, *others))

    def arguments_read(self):
        """The arguments that are read somewhere: a repair may not drop one."""
        nodes = [node for function in self.functions for node in ast.walk(function)]
        arguments = {node.arg for node in nodes if isinstance(node, ast.arg)}
        read = (n for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load))
        return arguments & {node.id for node in read}

    def over(self, share=1.0):
        """Whether this share of the time is over."""
        return time.process_time() > self.until - (1 - share) * self.seconds


def out_of_time(number, frame):
    """The handler of the timer."""
    raise OutOfTime


class UnlimitedTrial(Trial):
    """A Trial that sets no timer, for systems without it: nothing ends a call that runs on."""

    def __post_init__(self):
        """No timer is set."""

    def limited(self, ask, function, k):
        """As Trial.limited, without a limit of time."""
        try:
            return ask(function, k)
        except Exception:
            return None


def definitions(source):
    """The functions that a cell defines, without their docstrings and types; lambdas with a name too."""
    kept = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            for inner in ast.walk(node):
                without_types(inner)
                if isinstance(inner, ast.FunctionDef) and ast.get_docstring(inner) is not None:
                    inner.body = inner.body[1:] or [ast.copy_location(ast.Pass(), inner.body[0])]
            kept.append(node)
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            kept.append(node)
    return kept


def without_types(node):
    """Take the types off a function, an argument, or an assignment with a value: nothing depends on them."""
    if isinstance(node, ast.FunctionDef):
        node.returns = None
    elif isinstance(node, ast.arg):
        node.annotation = None
    body = getattr(node, "body", None)
    for block in (body, getattr(node, "orelse", None)) if isinstance(body, list) else ():
        for k, statement in enumerate(block or ()):
            if isinstance(statement, ast.AnnAssign) and statement.value is not None:
                plain = ast.Assign([statement.target], statement.value)
                block[k] = ast.copy_location(plain, statement)
