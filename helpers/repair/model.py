"""The error model as tables: which small edits of a function are tried, each with its kind and its cost.

A cost says how unlikely an edit is: those of least cost are tried first, and of several that make a function right
the cheapest are believed. An edit that hides a mistake (np.nansum, a condition on a size) is in no table.
"""

import ast

SYMBOLS = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.MatMult: "@",
    ast.Pow: "**",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.BitXor: "^",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.LShift: "<<",
    ast.RShift: ">>",
}
# Calls that are operators: np.dot(a, b) is a @ b.
CALLED_OPERATORS = {
    "dot": "@",
    "matmul": "@",
    "multiply": "*",
    "add": "+",
    "subtract": "-",
    "divide": "/",
    "power": "**",
}
# The operator that stands there: those that may belong there, with kind and cost.
OPERATORS = {
    "+": (("-", "sign", 0.8), ("*", "operation", 1.1)),
    "-": (("+", "sign", 0.8), ("*", "operation", 1.1), ("/", "operation", 1.3)),
    "*": (
        ("@", "operation", 0.9),
        ("/", "operation", 1.0),
        ("+", "operation", 1.0),
        ("-", "operation", 1.1),
        ("**", "operation", 1.2),
    ),
    "/": (
        ("*", "operation", 0.9),
        ("//", "operation", 1.0),
        ("%", "operation", 1.2),
        ("-", "operation", 1.2),
    ),
    "@": (("*", "operation", 0.9),),
    "**": (("*", "operation", 1.0),),
    "//": (("%", "operation", 1.0), ("/", "operation", 1.0)),
    "%": (("//", "operation", 1.0), ("/", "operation", 1.2)),
    "^": (("**", "operation", 0.9),),
}
# The number that leaves a value as it is.
NEUTRAL = {ast.Add: 0, ast.Sub: 0, ast.Mult: 1, ast.Div: 1, ast.Pow: 1}
COMPARISONS = {
    ast.Lt: ("<=", ">", ">="),
    ast.LtE: ("<", ">=", ">"),
    ast.Gt: (">=", "<", "<="),
    ast.GtE: (">", "<=", "<"),
    ast.Eq: ("!=", ">", "<"),
    ast.NotEq: ("==",),
    ast.Is: ("is not",),
    ast.IsNot: ("is",),
    ast.In: ("not in",),
    ast.NotIn: ("in",),
}
# Functions that are taken for one another.
FAMILIES = (
    ("sum", "mean", "max", "prod", "min", "median", "cumsum"),
    ("max", "maximum"),
    ("min", "minimum"),
    ("maximum", "minimum"),
    ("exp", "log", "log2", "log10", "log1p", "expm1"),
    ("abs", "square", "sqrt"),
    ("std", "var", "norm"),
    ("zeros", "ones"),
    ("zeros_like", "ones_like"),
    ("argmax", "argmin", "max"),
    ("tanh", "sinh", "cosh", "sigmoid", "relu", "arctan", "tan"),
    ("sin", "cos"),
    ("randn", "rand"),
    ("normal", "uniform"),
    ("standard_normal", "random"),
    ("round", "floor", "ceil"),
    ("dot", "multiply", "outer"),
    ("vstack", "hstack"),
    ("append", "extend"),
    ("any", "all"),
    ("keys", "values", "items"),
)
# Around an expression _X something is missing: kind, cost, what belongs there.
WRAPS_OF_NUMBERS = (
    ("sign", 0.9, "-_X"),
    ("complement", 1.3, "1 - _X"),
    ("power", 1.2, "_X ** 2"),
    ("missing function", 1.3, "np.sqrt(_X)"),
    ("missing function", 1.3, "np.abs(_X)"),
    ("missing function", 1.4, "np.exp(_X)"),
    ("missing function", 1.4, "np.log(_X)"),
    ("missing factor", 1.3, "2 * _X"),
    ("missing factor", 1.3, "_X / 2"),
    ("missing term", 1.4, "1 + _X"),
    ("missing term", 1.4, "_X - 1"),
    ("operation", 1.5, "1 / _X"),
)
WRAPS_OF_ARRAYS = (
    ("transpose", 1.0, "_X.T"),
    ("missing sum", 1.3, "np.sum(_X)"),
    ("missing sum", 1.3, "np.mean(_X)"),
    ("missing sum", 1.5, "np.sum(_X, axis=1, keepdims=True)"),
    ("missing sum", 1.6, "np.sum(_X, axis=0, keepdims=True)"),
    ("missing sum", 1.6, "np.mean(_X, axis=1, keepdims=True)"),
    ("missing function", 1.3, "np.maximum(0, _X)"),
    ("missing function", 1.4, "np.tanh(_X)"),
    ("missing function", 1.3, "sigmoid(_X)"),
    ("missing function", 1.3, "relu(_X)"),
    ("missing function", 1.5, "np.clip(_X, 1e-15, 1 - 1e-15)"),
    ("missing function", 1.5, "_X - np.max(_X, axis=1, keepdims=True)"),
    ("missing function", 1.6, "_X - np.max(_X, axis=0, keepdims=True)"),
    ("missing function", 1.6, "_X - np.max(_X)"),
    ("missing comparison", 1.3, "_X > 0"),
    ("missing comparison", 1.4, "_X > 0.5"),
    ("missing function", 1.5, "1 - _X ** 2"),
    ("missing function", 1.5, "_X * (1 - _X)"),
    ("shape", 1.2, "_X.reshape(-1, 1)"),
    ("shape", 1.5, "_X.reshape(1, -1)"),
    ("shape", 1.7, "_X.item()"),
    ("shape", 1.7, "np.array(_X)"),
    ("shape", 1.7, "_X[:, None]"),
    ("copy", 1.5, "_X.copy()"),
    ("type", 1.4, "_X.astype(float)"),
)
# Beside an expression _X a term or factor _T is missing.
TERMS = (
    ("missing term", 1.2, "_X + _T"),
    ("missing term", 1.4, "_X - _T"),
    ("missing term", 1.5, "_T - _X"),
    ("missing factor", 1.2, "_X * _T"),
    ("missing factor", 1.3, "_X / _T"),
    ("missing factor", 1.4, "_T / _X"),
    ("missing factor", 1.5, "_X @ _T"),
    ("missing factor", 1.5, "_T @ _X"),
)
# An expression of this form (_A, _B, _C stand for anything), and what may belong in its place.
REWRITES = (
    ("sign", 0.7, "-_A", "_A"),
    ("complement", 1.2, "1 - _A", "_A"),
    ("condition", 0.8, "not _A", "_A"),
    ("extra transpose", 0.8, "_A.T", "_A"),
    ("transpose", 1.2, "_A.T @ _B", "_A @ _B.T"),
    ("transpose", 1.2, "_A @ _B.T", "_A.T @ _B"),
    ("operation", 0.9, "_A * 2", "_A ** 2"),
    ("operation", 1.2, "_A * (1 - _A)", "1 - _A ** 2"),
    ("operation", 1.2, "_A * _B * (1 - _B)", "_A * (1 - _B ** 2)"),
    ("operation", 1.2, "1 - _A ** 2", "_A * (1 - _A)"),
    ("operation", 1.2, "1 - _A * _A", "_A * (1 - _A)"),
    ("function", 1.2, "list(_A)", "list(_A.values())"),
    ("function", 1.0, "set(_A)", "list(_A)"),
    ("operation", 1.0, "1 / _A", "_A"),
    ("power", 1.1, "_A ** 2", "_A"),
    ("missing sum", 1.4, "_A * _B", "np.sum(_A * _B)"),
    ("operation", 1.2, "_A * _B", "np.dot(_A.T, _B)"),
    ("operation", 1.2, "_A * _B", "np.dot(_A, _B.T)"),
    ("branches", 0.9, "np.where(_A, _B, _C)", "np.where(_A, _C, _B)"),
    ("branches", 0.9, "_A if _B else _C", "_C if _B else _A"),
    ("condition", 1.8, "_A if _B else _C", "_A"),
    ("condition", 1.8, "_A if _B else _C", "_C"),
    ("missing argument", 1.1, "np.where(_A)", "np.where(_A, 1, 0)"),
    ("function", 0.8, "np.e(_A)", "np.exp(_A)"),
    ("operation", 1.2, "2 ** _A", "np.exp(_A)"),
    ("brackets", 0.8, "_A + np.exp - _B", "_A + np.exp(-_B)"),
    ("brackets", 0.8, "_A + math.exp - _B", "_A + math.exp(-_B)"),
    ("operation", 0.8, "_A / _B == 0", "_A % _B == 0"),
    ("count", 0.9, "len(_A)", "_A.shape[1]"),
    ("count", 1.2, "len(_A)", "_A.size"),
    ("count", 0.9, "len(_A)", "len(_A) // 2"),
    ("range", 1.2, "len(_A)", "len(_A) - 1"),
    ("range", 1.3, "len(_A)", "len(_A) + 1"),
    ("count", 1.0, "_A.size", "_A.shape[1]"),
    ("count", 1.2, "_A.size", "_A.shape[0]"),
    ("count", 1.2, "_A.shape[0]", "_A.size"),
    ("count", 1.2, "_A.shape[1]", "_A.size"),
    ("brackets", 0.8, "_A.shape(_B)", "_A.shape[_B]"),
    ("operation", 1.2, "max(0, _A)", "np.maximum(0, _A)"),
    ("function", 1.2, "np.max(_A)", "np.maximum(0, _A)"),
    ("extra function", 1.2, "np.maximum(0, _A)", "_A"),
    ("extra function", 1.2, "np.maximum(_A, 0)", "_A"),
    ("missing comparison", 1.2, "np.maximum(0, _A)", "_A > 0"),
    ("missing comparison", 1.2, "np.maximum(_A, 0)", "_A > 0"),
    ("function", 1.2, "_A > 0", "np.maximum(0, _A)"),
    ("extra comparison", 1.3, "_A > 0", "_A"),
    ("extra comparison", 1.4, "_A > 0.5", "_A"),
    ("range", 1.0, "range(_A)", "range(1, _A)"),
    ("range", 1.1, "range(_A)", "range(1, _A + 1)"),
    ("range", 1.0, "range(_A)", "range(_A + 1)"),
    ("range", 1.0, "range(_A)", "range(_A - 1)"),
    ("range", 1.2, "range(_A)", "reversed(range(_A))"),
    ("range", 1.4, "range(_A)", "range(_A, 0, -1)"),
    ("range", 1.0, "range(_A, _B)", "range(_A, _B + 1)"),
    ("range", 1.0, "range(_A, _B)", "range(_A, _B - 1)"),
    ("range", 1.0, "range(_A, _B)", "range(_A + 1, _B)"),
    ("range", 1.0, "range(_A, _B)", "range(_A - 1, _B)"),
    ("range", 1.1, "range(_A, _B)", "range(_B)"),
    ("range", 1.2, "range(_A, _B)", "range(_A - 1, _B - 1)"),
    ("range", 1.3, "range(_A, _B)", "range(_A + 1, _B + 1)"),
    ("range", 1.0, "range(_A, _B)", "range(_A, _B, -1)"),
    ("range", 1.1, "range(_A, _B)", "reversed(range(_A, _B))"),
    ("range", 1.0, "range(_A, _B, _C)", "range(_A - 1, _B, _C)"),
    ("range", 1.0, "range(_A, _B, _C)", "range(_A + 1, _B, _C)"),
    ("range", 1.0, "range(_A, _B, _C)", "range(_A, _B - 1, _C)"),
    ("range", 1.0, "range(_A, _B, _C)", "range(_A, _B + 1, _C)"),
    ("range", 1.2, "range(_A, _B, _C)", "range(_A - 1, _B - 1, _C)"),
    ("range", 1.2, "reversed(_A)", "_A"),
    ("index", 1.2, "_A[_B]", "_A[:, _B]"),
    ("index", 1.5, "_A[_B]", "_A[:, _B:_B + 1]"),
    ("index", 1.1, "_A[_B, _C]", "_A[_C, _B]"),
    ("index", 1.3, "_A[:, _B]", "_A[_B]"),
    ("index", 1.4, "_A[_B, :]", "_A[:, _B]"),
    ("index", 1.5, "_A[_B, _C]", "_A[:, _C]"),
    ("index", 1.5, "_A[_B, _C]", "_A[_B, :]"),
    ("extra index", 1.5, "_A[_B][_C]", "_A[_B]"),
    ("shape", 1.1, "np.zeros(_A)", "np.zeros((_A, 1))"),
    ("shape", 1.1, "np.zeros((_A,))", "np.zeros((_A, 1))"),
    ("shape", 1.3, "np.zeros((_A, _B))", "np.zeros(_A)"),
    ("shape", 1.1, "_A.reshape(_B)", "_A.reshape(_B, 1)"),
    ("shape", 1.0, "_A.reshape(_B, _C)", "_A.reshape(_C, _B)"),
    ("shape", 1.2, "_A.reshape(_B, _C)", "_A"),
    ("shape", 1.2, "_A.reshape(_B, _C)", "_A.reshape(-1, 1)"),
    ("shape", 1.2, "_A.ravel()", "_A.reshape(-1, 1)"),
    ("shape", 1.2, "_A.flatten()", "_A.reshape(-1, 1)"),
    ("brackets", 1.2, "_A - _B / _C - _D", "(_A - _B) / (_C - _D)"),
    ("brackets", 1.2, "_A + _B / _C + _D", "(_A + _B) / (_C + _D)"),
    ("function", 1.2, "max(_A, np.max(_B))", "np.maximum(_A, _B)"),
    ("brackets", 1.0, "_A ** 2 - _B ** 2", "(_A - _B) ** 2"),
    ("brackets", 1.0, "np.square(_A) - np.square(_B)", "np.square(_A - _B)"),
    ("brackets", 1.1, "max(0, _A) + _B", "max(0, _A + _B)"),
    ("brackets", 1.1, "max(0.0, _A) + _B", "max(0, _A + _B)"),
    ("brackets", 1.1, "np.maximum(0, _A) + _B", "np.maximum(0, _A + _B)"),
    ("brackets", 1.1, "np.maximum(_A, 0) + _B", "np.maximum(_A + _B, 0)"),
    ("argument", 1.0, "_A == 'Relu'", "_A == 'relu'"),
    ("transpose", 1.2, "_A.T * _B", "(_A * _B).T"),
    ("transpose", 1.2, "(_A @ _B).T", "_A @ _B.T"),
)
# Calls of one argument that may stand where none should, and between which the order matters.
UNARY = frozenset(
    "exp log sqrt abs absolute fabs square sum mean max min prod sigmoid tanh relu softmax round around rint floor "
    "ceil squeeze float int cumsum std list tuple transpose flatten ravel copy astype array norm reversed sorted "
    "sort log1p expm1 negative item log2 log10 median".split()
)
REDUCERS = frozenset(
    "sum mean max min std var prod norm amax amin argmax argmin median any all concatenate stack softmax".split()
)
SHAPED = frozenset("zeros ones full empty eye reshape randn rand normal uniform".split())
EDGES = frozenset(
    ("maximum", "minimum", "max", "min", "round", "around")
)  # their numbers are no candidates
NEAR = (0, 1, 2, 0.5, -1)
EPSILONS = (1e-15, 1e-8, 1e-7)
ROTATIONS = ((1, 2, 0), (2, 0, 1))  # orders of three
