"""Which statements of a notebook its answers need: grading runs those, not the lesson's long demonstrations.

The given cells of a lesson import, define, train and draw; an answer needs a few of their names. A statement is slicing
if it binds a name that something slicing reads. Read backwards from the answers, that is the program slice of
Mark Weiser (Program slicing, ICSE 1981), by whole statements at a cell's top level.
"""

import ast
import builtins
import functools
import symtable

from IPython.core.inputtransformer2 import TransformerManager

BUILT_IN = frozenset(dir(builtins))


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
    """`statements` of a cell as it stands in a notebook. A worker inherits what its fork server has looked at."""
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


def sources_to_run(cells, wanted=()):
    """What to run of a notebook's cells, {"kind": "answer", "given" or "extra", "source": …}: a text for each cell.

    wanted -- names that tests ask for
    Answers run whole; of the other cells, the statements that something after or before needs. A star import
    is always slicing. A cell that is no Python gives an error where it is an answer, and nothing elsewhere.
    """
    parts, slicing = [], set(wanted)
    for cell in cells:
        try:
            if cell["kind"] != "answer":
                parts.append(statements_of_cell(cell["source"]))
                continue
            source = plain_python(cell["source"])
            parts.append([(source, set(), names_read(source))])
            slicing |= parts[-1][0][2]
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            parts.append([(cell["source"], set(), set())] if cell["kind"] == "answer" else [])
    slicing -= BUILT_IN
    texts = []
    for cell, found in zip(reversed(cells), reversed(parts)):
        kept = []
        for source, bound, read in reversed(found):
            if cell["kind"] == "answer" or bound & slicing or "*" in bound:
                kept.append(source)
                slicing |= read - BUILT_IN
        texts.append("\n".join(reversed(kept)))
    return texts[::-1]


def plain_python(source):
    """A cell's source, IPython's own commands (%time, !ls, name?) turned into calls of get_ipython()."""
    try:
        ast.parse(source)
        return source
    except SyntaxError:
        changed = TransformerManager().transform_cell(source)
        try:
            ast.parse(changed)
        except SyntaxError:
            return source  # whose error is the one that the learner sees
        return changed
