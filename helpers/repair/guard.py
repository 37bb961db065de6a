"""Which functions may be run with edits: those that can reach nothing but numbers."""

import ast
import builtins
import collections
import copy
import functools
import inspect
import itertools
import math
import operator
import sys
import textwrap
import types

import numpy as np

HARMLESS = frozenset(
    "abs all any bool dict divmod enumerate filter float int isinstance iter len list map max min next pow print range "
    "reversed round set slice sorted str sum tuple zip True False None Exception ArithmeticError AssertionError "
    "AttributeError FloatingPointError IndexError KeyError NotImplementedError OverflowError RuntimeError "
    "StopIteration TypeError ValueError ZeroDivisionError".split()
)
SUBMODULES = frozenset(("linalg", "random", "fft"))  # of numpy
# What reads or writes files, or memory that is not its own.
FORBIDDEN = frozenset(
    "save savez savez_compressed savetxt load loads loadtxt genfromtxt fromfile tofile fromregex memmap DataSource "
    "dump dumps open ctypes data setflags frombuffer ndarray fromstring lib ctypeslib f2py testing tobytes getfield "
    "format format_map".split()
)
# What may be used of some modules: nothing that reaches an attribute by its name, runs text or reads files.
OF_MODULES = {
    functools: frozenset(("partial", "reduce")),
    itertools: frozenset(
        "accumulate batched chain combinations compress count cycle dropwhile filterfalse groupby islice pairwise "
        "permutations product repeat starmap takewhile zip_longest".split()
    ),
    operator: frozenset(
        "add and_ concat eq floordiv ge getitem gt itemgetter le lt matmul mod mul ne neg not_ or_ pos pow sub "
        "truediv".split()
    ),
    collections: frozenset(("Counter", "OrderedDict", "defaultdict", "deque")),
    copy: frozenset(("copy", "deepcopy")),
}
NODES = (
    ast.With,
    ast.AsyncWith,
    ast.AsyncFor,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Await,
    ast.Global,
)
KNOWN = {module.__name__: module for module in OF_MODULES}
PLAIN = (int, float, complex, bool, str, type(None), np.ndarray, np.generic)


def refusal(tree, namespace, functions, depth=2):
    """Why edits of this code are not run, in a few words; None where they may be.

    functions -- names of the lesson's functions, that the code may call
    depth     -- other functions of the notebook may be called where their own code is as harmless, so many deep
    """
    own = bound_names(tree)
    types_asked = asked_for(tree) if "isinstance" not in own | namespace.keys() else ()
    if used := used_of_modules(tree, namespace):
        return f"it uses {used}"
    for node in ast.walk(tree):
        if isinstance(node, NODES) and not is_errstate(node):
            return f"it uses {type(node).__name__.lower()}"
        if isinstance(node, ast.Import | ast.ImportFrom):
            modules = [getattr(node, "module", None)] if hasattr(node, "module") else []
            modules += [] if modules else [alias.name for alias in node.names]
            if other := [module for module in modules if module not in ("numpy", "math", *KNOWN)]:
                return f"it imports {other[0]}"
            if any(alias.name in FORBIDDEN for alias in node.names):
                return "it imports what reads files"
            of_module = OF_MODULES.get(KNOWN.get(modules[0])) if modules else None
            if isinstance(node, ast.ImportFrom) and of_module is not None:
                if more := [alias.name for alias in node.names if alias.name not in of_module]:
                    return f"it imports {more[0]}"
        if isinstance(node, ast.Attribute):
            forbidden = node.attr in FORBIDDEN and id(node) not in types_asked
            if node.attr.startswith("_") or forbidden or is_module(node):
                return f"it uses .{node.attr}"
        if isinstance(node, ast.Name):
            if node.id.startswith("__"):
                return f"it uses {node.id}"
            if node.id not in own and not harmless(node.id, namespace, functions, depth):
                return f"it uses {node.id}"
    return None


def asked_for(tree):
    """The ids of the nodes np.ndarray that isinstance asks for."""
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and len(n.args) == 2]
    asked = [c.args[1] for c in calls if getattr(c.func, "id", None) == "isinstance"]
    parts = [part for one in asked for part in (one.elts if isinstance(one, ast.Tuple) else [one])]
    return {
        id(part) for part in parts if isinstance(part, ast.Attribute) and part.attr == "ndarray"
    }


def is_errstate(node):
    """Whether a with does no more than tell numpy which warnings to give: with np.errstate(…)."""
    items = node.items if isinstance(node, ast.With) else []
    return bool(items) and all(
        isinstance(item.context_expr, ast.Call)
        and ast.unparse(item.context_expr.func) in ("np.errstate", "numpy.errstate")
        and item.optional_vars is None
        for item in items
    )


def used_of_modules(tree, namespace):
    """What of the modules in OF_MODULES is used and may not be, or which is passed on; None if all is well."""
    modules = {name: value for name, value in namespace.items() if is_known_module(value)}
    for node in ast.walk(tree):
        for alias in node.names if isinstance(node, ast.Import) else ():
            if alias.name in KNOWN:
                modules[alias.asname or alias.name] = KNOWN[alias.name]
    bases = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = modules.get(node.value.id)
            if module is not None and node.attr not in OF_MODULES[module]:
                return f".{node.attr}"
        if isinstance(node, ast.Name) and node.id in modules and id(node) not in bases:
            return node.id
    return None


def is_known_module(value):
    """Whether a value is one of the modules in OF_MODULES."""
    return isinstance(value, types.ModuleType) and value in OF_MODULES


def bound_names(tree):
    """The names that the code itself gives a value: arguments, targets, functions."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.alias):
            names.add(node.asname or node.name)
    return names


def harmless(name, namespace, functions, depth):
    """Whether a name that the code reads from outside can do no harm. One that is not defined can't."""
    if name in namespace:
        value = namespace[name]
        if name in functions:
            return inspect.isfunction(value) or isinstance(value, np.ufunc)
        if isinstance(value, types.ModuleType):
            return value is np or value is math or is_known_module(value)
        return is_plain(value) or of_numpy(value) or is_harmless_function(value, functions, depth)
    return name in HARMLESS or not hasattr(builtins, name)


def is_harmless_function(value, functions, depth):
    """Whether a value is a Python function whose source can be read and may be run."""
    if not inspect.isfunction(value) or depth == 0:
        return False
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(value)))
    except (OSError, TypeError, SyntaxError):
        return False
    return refusal(tree, value.__globals__, functions, depth - 1) is None


def is_plain(value, depth=3):
    """Whether a value is data: numbers, texts, arrays, and containers of them."""
    if type(value) in (list, tuple, set):
        return depth > 0 and all(is_plain(item, depth - 1) for item in value)
    if type(value) is dict:
        return depth > 0 and all(is_plain(item, depth - 1) for item in value.values())
    return isinstance(value, PLAIN)


def of_numpy(value):
    """Whether a value is a harmless function of numpy, math, scipy.special or OF_MODULES, imported by name."""
    own = getattr(value, "__name__", "")
    if any(own in names and getattr(m, own, None) is value for m, names in OF_MODULES.items()):
        return True
    if own in FORBIDDEN or own.startswith("_") or isinstance(value, type):
        return False
    special = sys.modules.get("scipy.special")  # only where the lesson has imported it
    return any(getattr(module, own, None) is value for module in (np, math, special))


def is_module(node):
    """Whether an attribute is a module of numpy's other than the harmless ones."""
    of_numpy_itself = isinstance(node.value, ast.Name) and node.value.id in ("np", "numpy")
    if not of_numpy_itself or node.attr in SUBMODULES:
        return False
    return isinstance(getattr(np, node.attr, None), types.ModuleType)
