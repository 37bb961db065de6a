"""Which statements of a notebook its answers need: grading runs those, not the lesson's long demonstrations.

The given cells of a lesson import, define, train and draw; an answer needs a few of their names. A statement is needed
if it binds a name that something needed reads. Read backwards from the answers, that is the program slice of
Mark Weiser (Program slicing, ICSE 1981), by whole statements at a cell's top level.
For a learner's own cells the question is what a statement may change, and what seems not to be needed runs too, for as
long as the caller likes: nobody can tell all that a statement changes without running it.
"""

import ast
import builtins
import functools
import re
import symtable
from dataclasses import dataclass

from IPython.core.inputtransformer2 import TransformerManager

BUILT_IN = frozenset(dir(builtins))
EVERYTHING = "*"  # as in a star import: nobody knows which names
# Of Python's own functions, those that change what they are given, and those after which any name may be another.
CHANGES_ARGUMENTS = {"setattr", "delattr", "next"}
CHANGES_ANYTHING = {"exec", "eval", "globals", "locals", "vars", "__import__"}
HARMLESS = frozenset(dir(builtins)) - CHANGES_ARGUMENTS
DRAWING = ("matplotlib", "helpers")  # modules whose functions leave their arguments as they are
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
# Commands whose cell, or statement, is run as if they were not there.
CELL_COMMAND = re.compile(r"^[ \t]*%%(?:time|timeit|capture|prun)\b.*$", re.MULTILINE)
LINE_COMMAND = re.compile(r"^([ \t]*)%(?:time|prun)[ \t]+(?=[^\s-])", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """Statements that run together.

    needed   -- an answer may depend on them
    imports  -- it is an import, which nothing should stop halfway
    """

    source: str
    needed: bool = True
    imports: bool = False


def statements(source):
    """A cell's statements at the top level: [(source, binds, reads)]. Raises SyntaxError."""
    return [
        (
            ast.unparse(ast.fix_missing_locations(ast.Module([node], []))),
            binds(node),
            names_read(node),
        )
        for node in ast.parse(source).body
    ]


@functools.lru_cache(maxsize=1000)
def statements_of_cell(source):
    """`statements` of a cell as it stands in a notebook: of a lesson's cells, looked at once for all submissions."""
    return statements(plain_python(source))


def names_read(code):
    """The names outside itself that a cell (text) or statement (node) reads, also within its functions."""
    text = code if isinstance(code, str) else ast.unparse(ast.Module([code], []))
    found, tables = set(), [symtable.symtable(text, "<cell>", "exec")]
    while tables:
        table = tables.pop()
        whole = table.get_type() == "module"
        found |= {
            symbol.get_name()
            for symbol in table.get_symbols()
            if symbol.is_referenced() and (whole or symbol.is_global())
        }
        tables += table.get_children()
    return found


def steps_to_run(cells, wanted=()):
    """What to run of a notebook's cells, {"kind": "answer", "given" or "extra", "source": …}: a list of Steps for each.

    wanted -- names that tests ask for
    Answers run whole; of given cells, the statements that something after or before needs; of extra ones, all, in
    steps that say whether something needs them. None in place of a list stands for a cell that is no Python.
    """
    parts, needed = [], set(wanted)
    for cell in cells:
        try:
            parts.append(parts_of(cell))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            parts.append(None)
        else:
            if cell["kind"] == "answer":
                needed |= parts[-1][0][2]
    needed -= BUILT_IN
    effects, modules = {}, {}
    if any(cell["kind"] == "extra" for cell in cells):  # only of these is it asked what they change
        learners = [c["source"] for c, part in zip(cells, parts) if part and c["kind"] != "given"]
        effects, modules = effects_of([plain_python(source) for source in learners])
    steps = []
    for cell, found in zip(reversed(cells), reversed(parts)):
        kind, kept = cell["kind"], []
        for source, bound, read in reversed(found or []):
            if kind == "extra":
                node = ast.parse(source).body[0]
                bound = bound | may_change(node, effects, modules)
            wanted_here = kind == "answer" or bool(bound & needed) or EVERYTHING in bound
            if wanted_here:
                needed |= read - BUILT_IN
            if wanted_here or kind == "extra":
                imports = source.startswith(("import ", "from "))
                kept.append(Step(source, wanted_here, imports))
        steps.append(None if found is None else joined(kept[::-1]))
    return steps[::-1]


@functools.lru_cache(maxsize=8)
def steps_of(cells, wanted):
    """`steps_to_run` of cells given as a tuple of (kind, source); each run of a notebook asks for the same ones.

    wanted -- frozenset of the names that tests ask for
    """
    return steps_to_run([{"kind": kind, "source": source} for kind, source in cells], wanted)


def parts_of(cell):
    """A cell's statements, as `statements` has them; an answer is one. Raises SyntaxError and its like."""
    if cell["kind"] == "given":
        return statements_of_cell(cell["source"])
    source = plain_python(cell["source"])
    if cell["kind"] == "extra":
        return statements(source)
    return [(source, set(), names_read(source))]


def joined(steps):
    """The steps, those that are needed one after the other as one."""
    found = []
    for step in steps:
        if found and step.needed and found[-1].needed:
            found[-1] = Step(f"{found[-1].source}\n{step.source}")
        else:
            found.append(step)
    return found


def plain_python(source):
    """A cell's source, IPython's own commands (%time, !ls, name?) turned into calls of get_ipython()."""
    try:
        ast.parse(source)
        return source
    except SyntaxError:
        # What is timed or captured is Python of the notebook's like any other, wherever the command stands.
        plain = LINE_COMMAND.sub(r"\1", CELL_COMMAND.sub("", source))
        changed = TransformerManager().transform_cell(plain)
        try:
            ast.parse(changed)
        except SyntaxError:
            return source  # whose error is the one that the learner sees
        return changed


# ------------------------------------------------------------------ what a statement may change


def binds(node):
    """The names that a statement gives a value or changes: x = …, def x, import x, x[0] = …, x.append(…)."""
    found = set()
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        found |= {root(node.value.func)} if isinstance(node.value.func, ast.Attribute) else set()
    for part in walk_outside_functions(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store | ast.Del):
            found.add(part.id)
        elif isinstance(part, ast.Attribute | ast.Subscript) and isinstance(part.ctx, ast.Store):
            found.add(root(part))
        elif isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(part.name)
        elif isinstance(part, ast.Import | ast.ImportFrom):
            found |= {(alias.asname or alias.name).partition(".")[0] for alias in part.names}
        elif isinstance(part, ast.MatchAs | ast.MatchStar):
            found.add(part.name)
        elif isinstance(part, ast.MatchMapping):
            found.add(part.rest)
    return found - {None}


def root(node):
    """The name that x.a[0].b begins with; None for anything else."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def walk_outside_functions(node):
    """A statement and its parts, without what stands in the functions it defines."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        yield part
        if not isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += ast.iter_child_nodes(part)


def effects_of(sources):
    """Return ({function or class: names outside it that a call may change}, {name: module} of what is imported).

    sources -- of a learner's cells, all of them Python
    """
    nodes = [node for source in sources for node in ast.walk(ast.parse(source))]
    modules = {}
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                name = (alias.asname or alias.name).partition(".")[0]
                modules[name] = getattr(node, "module", None) or alias.name
    defined = [node for node in nodes if isinstance(node, FUNCTION | ast.ClassDef)]
    effects = {node.name: set() for node in defined if not isinstance(node, ast.Lambda)}
    for _ in range(5):  # a function that calls one that calls one that …
        known = sum(map(len, effects.values()))
        for node in defined:
            if not isinstance(node, ast.Lambda):
                effects[node.name] |= changed_outside(node, effects, modules)
        if sum(map(len, effects.values())) == known:
            break
    return effects, modules


def changed_outside(node, effects, modules):
    """The names outside a function, or class, that its body may change."""
    local, declared = set(), set()
    for part in ast.walk(node):
        if isinstance(part, ast.arg):
            local.add(part.arg)
        elif isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            local.add(part.id)
        elif isinstance(part, ast.Global):
            declared |= set(part.names)
    found = set().union(*(may_change(part, effects, modules, True) for part in node.body))
    return declared | (found - local - set(modules))


def may_change(node, effects, modules, inside=False):
    """The names that a statement may change, with what the functions do that it calls.

    effects, modules -- see `effects_of`
    inside           -- look into the functions that it defines too
    """
    found = binds(node)
    for part in ast.walk(node) if inside else walk_outside_functions(node):
        if isinstance(part, ast.Call):
            found |= changed_by_call(part, effects, modules)
        elif isinstance(part, ast.Expr) and isinstance(part.value, ast.Call):
            found |= changed_arguments(part.value, effects, modules)
        elif isinstance(part, FUNCTION | ast.ClassDef):
            for decorator in getattr(part, "decorator_list", []):
                called = decorator.func if isinstance(decorator, ast.Call) else decorator
                found |= changed_by_call(ast.Call(called, [], []), effects, modules)
        elif isinstance(part, ast.Subscript | ast.Attribute) and isinstance(part.ctx, ast.Store):
            found.add(root(part))
    return found - {None}


def changed_by_call(call, effects, modules):
    """What a call changes besides its arguments: the object whose method it is, and what its function does."""
    name = root(call.func)
    if name in CHANGES_ANYTHING and isinstance(call.func, ast.Name):
        return {EVERYTHING}
    if isinstance(call.func, ast.Name):
        return effects.get(name, set())
    return set() if name in modules or name is None else {name} | effects.get(name, set())


def changed_arguments(call, effects, modules):
    """The arguments that a call may change whose value nobody takes: something it must be made for."""
    name = root(call.func)
    module = modules.get(name, "")
    if name in HARMLESS or module.partition(".")[0] in DRAWING or name == "check":
        return set()
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    names = {root(part.value if isinstance(part, ast.Starred) else part) for part in given}
    return names if name in CHANGES_ARGUMENTS else names - set(effects) - set(modules)
