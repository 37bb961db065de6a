"""Trying edits: in the order of their cost, scored by how many outputs on how many inputs become right."""

import ast
import builtins
import inspect
import itertools
import re
import signal
import sys
import time
import warnings
from dataclasses import dataclass

import numpy as np

from helpers.repair.edits import Edit, Scope, atoms
from helpers.repair.statements import all_edits
from helpers.repair.trees import expression, fill, located

ALL = 10**6  # the score of an input on which every output is right
SLACK = 0.35  # of two edits whose costs differ by less, either may be the mistake
CALL = 0.1  # seconds of processor for one call of a candidate
SHARE = 0.75  # of the time, for single edits
SINGLES, SECONDS = 4000, 1200  # candidates: single edits, second edits after each of the best first ones
FIRSTS = 8  # first edits that are followed up
DEAREST_SECOND = 1.7
LIKELY, MOST_LIKELY = 1.0, 80  # cost and number of the edits that are tried in all pairs
UNLIKELY = 0.8  # added to the cost of an edit of a statement that runs not at all or that right outputs need
CHANGED = expression("1.37 * X + 0.21")


class OutOfTime(BaseException):
    """A candidate has run too long."""


@dataclass
class Trial:
    """Runs candidates, and counts them.

    until -- the time, by time.process_time, at which to stop: a busy machine changes nothing
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
        return self.namespace[self.name]

    def score(self, function, k):
        """How many outputs are right on input k, less than 1 more for those nearly right; ALL where all are."""
        signal.setitimer(signal.ITIMER_VIRTUAL, CALL, CALL)
        try:
            right, total = self.oracle(function, k)
            return ALL if right >= total else right
        except (Exception, OutOfTime):
            return 0
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    def over(self, share=1.0):
        """Whether this share of the time is over."""
        return time.process_time() > self.until - (1 - share) * self.seconds


def find_edits(source, name, namespace, oracle, functions, words, skip, seconds):
    """The edits that make everything right, as plain data.

    {"hits": [single edits], "pairs": [pairs of edits], "tried": number of candidates, "whole": whether none was left out}
    For a process of its own: defines candidates in `namespace`, takes the timer of processor time.
    """
    until = time.process_time() + seconds
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    tree = definitions(source)
    trial = Trial(tree, name, namespace, oracle, seconds, until)
    function = trial.build()
    base, needed = [], []
    for k in range(oracle.inputs):
        begin = time.process_time()
        base.append(trial.score(function, k))
        needed.append(time.process_time() - begin)
    failing = [k for k, score in enumerate(base) if score < ALL]
    if not failing:
        return {"hits": [], "pairs": [], "tried": 0, "whole": True}
    # The first failing input, unless it takes much longer than another.
    least = min(needed[k] for k in failing)
    first = next(k for k in failing if needed[k] <= 4 * least)
    values, lines = watched(trial, function, first)
    scope = scope_of(tree, trial, values, functions, words)
    late = unlikely(trial, scope, base[first], first, lines)

    def edits():
        found = all_edits(tree, scope, skip)
        for edit in found:
            edit.cost += UNLIKELY * (id(edit.statement) in late)
        return sorted(found, key=lambda edit: edit.cost)

    hits, better, whole = try_singles(trial, scope, base, first, edits)
    pairs = []
    if not hits:
        pairs, rest = try_pairs(trial, scope, base, first, better, edits)
        whole = whole and rest
    return {
        "hits": [described(tree, edit) | {"cost": edit.cost} for edit in hits],
        "pairs": [
            {"first": described(tree, a), "second": described(tree, b), "cost": a.cost + b.cost}
            for a, b in pairs
        ],
        "tried": trial.tried,
        "whole": whole,
    }


def out_of_time(number, frame):
    """The handler of the timer."""
    raise OutOfTime


def definitions(source):
    """The functions that a cell defines, without their docstrings; lambdas with a name too."""
    kept = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            for inner in ast.walk(node):
                if isinstance(inner, ast.FunctionDef) and ast.get_docstring(inner) is not None:
                    inner.body = inner.body[1:] or [ast.copy_location(ast.Pass(), inner.body[0])]
            kept.append(node)
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            kept.append(node)
    return kept


# --- what a run shows --------------------------------------------------------------------------------


def scope_of(functions, trial, values, of_lesson, words):
    """What is known of the names, with the values that a run showed."""
    arguments, stored, read, texts, lookups = [], [], set(), [], []
    counted, defaults = [], {}
    for node in (n for f in functions for n in ast.walk(f)):
        if isinstance(node, ast.arg):
            arguments.append(node.arg)
        elif isinstance(node, ast.Name):
            read.add(node.id) if isinstance(node.ctx, ast.Load) else stored.append(node.id)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.append(node.value)
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            if isinstance(node.value, ast.Name) and not isinstance(node.slice, ast.Slice | ast.Tuple):
                lookups.append(ast.unparse(node))
        elif isinstance(node, ast.Assign) and re.search(r"\.(shape|size)\b|\blen\(", ast.unparse(node.value)):
            counted += [n.id for n in ast.walk(node.targets[0]) if isinstance(n, ast.Name)]
        elif isinstance(node, ast.arguments):
            pairs = zip(reversed(node.args), reversed(node.defaults))
            numbers = {a.arg: getattr(value, "value", None) for a, value in pairs}
            defaults |= {a: v for a, v in numbers.items() if type(v) in (int, float)}
    names = dict.fromkeys([*arguments, *stored])
    kinds = {n: kind_of(values[n]) if n in values else None for n in names}
    keys = {n: list(values[n]) for n in names if isinstance(values.get(n), dict)}
    texts += [key for own in keys.values() for key in own if isinstance(key, str)]
    known = {}
    for other in of_lesson:
        if other != trial.name and inspect.isfunction(trial.namespace.get(other)):
            known[other] = list(inspect.signature(trial.namespace[other]).parameters)
    return Scope(
        kinds=kinds,
        arguments=list(dict.fromkeys(arguments)),
        read=read,
        functions=known,
        known=set(trial.namespace) | set(dir(builtins)),
        keys=keys,
        words=[w for w in dict.fromkeys([*texts, *words]) if 0 < len(w) < 20][:30],
        lookups=[t for t in dict.fromkeys(lookups) if len(t) < 40],
        defaults=defaults,
        counts=[n for n in dict.fromkeys(counted) if kinds[n] == "int"],
    )


def watched(trial, function, k):
    """({local variable: value at the end}, numbers of the lines that ran) of a call on input k."""
    values, lines = {}, set()

    def look(frame, event, _):
        if frame.f_code.co_filename != "<candidate>":
            return None
        if event == "line":
            lines.add(frame.f_lineno)
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


def unlikely(trial, scope, base, k, lines):
    """The statements whose edit is unlikely to help: those that do not run on input k, and those that right outputs need.

    Whether right outputs need a value is seen by changing it a little: then they are no longer right.
    """
    found = set()
    for statement in (n for f in trial.functions for n in ast.walk(f) if isinstance(n, ast.stmt)):
        body = getattr(statement, "body", None)
        last = body[0].lineno - 1 if isinstance(body, list) else statement.end_lineno
        if lines.isdisjoint(range(statement.lineno, max(last, statement.lineno) + 1)):
            found.add(id(statement))
        elif int(base) and isinstance(statement, ast.Assign) and not trial.over(0.2):
            target = statement.targets[0]
            if scope.kinds.get(getattr(target, "id", None)) in ("array", "matrix", "number"):
                before, statement.value = statement.value, changed(statement.value)
                if int(trial.score(trial.build(), k)) < int(base):
                    found.add(id(statement))
                statement.value = before
    return found


def changed(value):
    """A little more than the value."""
    return located(fill(CHANGED, {"X": value}), value)


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


# --- trying ------------------------------------------------------------------------------------------


def try_singles(trial, scope, base, first, edits):
    """(edits that make all right and those about as likely, [(gain, edit)] of those that help, whether none was left out)."""
    hits, better = [], []
    before = arguments_read(trial.functions, scope)
    for edit in edits()[:SINGLES]:
        if hits and edit.cost > hits[0].cost + SLACK:
            break
        if trial.over(SHARE):
            return hits, better, False
        with edit:
            function = trial.build()
            if function is None:
                continue
            trial.tried += 1
            score = trial.score(function, first)
            if score == ALL and all_right(trial, function, first):
                if before <= arguments_read(trial.functions, scope):
                    hits.append(edit)
            elif score > base[first] + 1e-9:
                better.append((score - base[first], edit))
    return hits, better, True


def all_right(trial, function, done):
    """Whether every other input is right too."""
    return all(trial.score(function, k) == ALL for k in range(trial.oracle.inputs) if k != done)


def arguments_read(functions, scope):
    """The arguments that are read somewhere: a repair may not drop one."""
    names = {
        node.id
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    return names & set(scope.arguments)


def try_pairs(trial, scope, base, first, better, edits):
    """([(first edit, second edit)] that make all right, whether none was left out): from the best first edits on."""
    before = arguments_read(trial.functions, scope)
    scope.atoms = [(text, extra) for text, extra in atoms(scope) if extra == 0]  # the others are too dear here
    for one in best_firsts(trial, base, better):
        pairs = []
        with one:
            for second in edits()[:SECONDS]:
                dear = second.cost > DEAREST_SECOND
                if dear or pairs and second.cost > pairs[0][1].cost + SLACK:
                    break
                if trial.over():
                    return pairs, False
                with second:
                    function = trial.build()
                    if function is None:
                        continue
                    trial.tried += 1
                    if trial.score(function, first) == ALL and all_right(trial, function, first):
                        if before <= arguments_read(trial.functions, scope):
                            pairs.append((one, second))
        if pairs:
            return pairs, True
    return try_all_pairs(trial, first, edits)


def try_all_pairs(trial, first, edits):
    """Pairs of likely edits of which neither alone makes anything better; the first that makes all right, and its like."""
    likely = [e for e in edits() if e.cost <= LIKELY and isinstance(e, Edit) and e.tag][:MOST_LIKELY]
    couples = sorted(itertools.combinations(likely, 2), key=lambda two: two[0].cost + two[1].cost)
    pairs = []
    for one, other in couples[:SECONDS]:
        cost = one.cost + other.cost
        if pairs and cost > pairs[0][0].cost + pairs[0][1].cost + SLACK:
            break
        if trial.over():
            return pairs, False
        with one, other:
            function = trial.build()
            if function is None:
                continue
            trial.tried += 1
            if trial.score(function, first) == ALL and all_right(trial, function, first):
                pairs.append((one, other))
    return pairs, len(couples) <= SECONDS


def best_firsts(trial, base, better):
    """The first edits to go on from: those that make most right on all inputs together, and nothing worse."""
    ranked = []
    better = sorted(better, key=lambda pair: (-round(pair[0], 6), pair[1].cost))
    for _, edit in better[:40]:
        if trial.over():
            return []
        with edit:
            function = trial.build()
            scores = [trial.score(function, k) for k in range(trial.oracle.inputs)]
        if all(new >= old - 1e-9 for new, old in zip(scores, base)):
            ranked.append((-round(sum(scores), 6), edit.cost, edit))
    ranked.sort(key=lambda row: row[:2])
    chosen, lines = [], {}
    for _, _, edit in ranked:
        line = edit.marks[0].lineno
        if lines.get(line, 0) < 2:
            lines[line] = lines.get(line, 0) + 1
            chosen.append(edit)
    return chosen[:FIRSTS]


# --- what is found, as data --------------------------------------------------------------------------


def described(functions, edit):
    """An edit as plain data: its kind, its places, and the names each place defines and reads."""
    return {
        "kind": edit.kind,
        "places": [span(mark) for mark in edit.marks],
        "defines": [defined_at(functions, mark) for mark in edit.marks],
        "reads": [sorted(read_in(mark)) for mark in edit.marks],
    }


def span(node):
    """[line, column, last column] of a node, of its first line where it has several; columns in bytes."""
    end = node.end_col_offset if node.end_lineno == node.lineno else None
    return [node.lineno, node.col_offset, end]


def defined_at(functions, mark):
    """The one name that the statement of a node assigns; None where there is none."""
    for node in (n for f in functions for n in ast.walk(f)):
        if isinstance(node, ast.Assign) and node.lineno <= mark.lineno <= node.end_lineno:
            target = node.targets[0]
            return target.id if isinstance(target, ast.Name) else None
    return None


def read_in(mark):
    """The names read within a node."""
    return {n.id for n in ast.walk(mark) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
