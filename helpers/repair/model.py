"""The error model as tables: which small edits of a function are tried, each with its kind and its cost.

A cost says how unlikely an edit is: those of least cost are tried first, and of several that make a function right
the cheapest are believed. An edit that hides a mistake (np.nansum, np.nan_to_num, a condition on a size) is in no table.
"""

import ast

# The operator that stands there: those that may belong there, with kind and cost.
OPERATORS = {
    ast.Add: ((ast.Sub, "sign", 0.8), (ast.Mult, "operation", 1.1)),
    ast.Sub: ((ast.Add, "sign", 0.8), (ast.Mult, "operation", 1.1), (ast.Div, "operation", 1.3)),
    ast.Mult: (
        (ast.MatMult, "operation", 0.9),
        (ast.Div, "operation", 1.0),
        (ast.Add, "operation", 1.0),
        (ast.Sub, "operation", 1.1),
        (ast.Pow, "operation", 1.2),
    ),
    ast.Div: (
        (ast.Mult, "operation", 0.9),
        (ast.FloorDiv, "operation", 1.0),
        (ast.Mod, "operation", 1.2),
        (ast.Sub, "operation", 1.2),
    ),
    ast.MatMult: ((ast.Mult, "operation", 0.9),),
    ast.Pow: ((ast.Mult, "operation", 1.0),),
    ast.FloorDiv: ((ast.Mod, "operation", 1.0), (ast.Div, "operation", 1.0)),
    ast.Mod: ((ast.FloorDiv, "operation", 1.0), (ast.Div, "operation", 1.2)),
    ast.BitXor: ((ast.Pow, "operation", 0.9),),
}
# Calls that are operators: np.dot(a, b) is a @ b.
CALLED_OPERATORS = {
    "dot": ast.MatMult,
    "matmul": ast.MatMult,
    "multiply": ast.Mult,
    "add": ast.Add,
    "subtract": ast.Sub,
    "divide": ast.Div,
    "power": ast.Pow,
}
COMPARISONS = {
    ast.Lt: (ast.LtE, ast.Gt, ast.GtE),
    ast.LtE: (ast.Lt, ast.GtE, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt, ast.LtE),
    ast.GtE: (ast.Gt, ast.LtE, ast.Lt),
    ast.Eq: (ast.NotEq, ast.Gt, ast.Lt),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
# Functions that are taken for one another.
FAMILIES = (
    ("sum", "mean", "max", "prod", "min", "median", "cumsum"),
    ("max", "maximum"),
    ("min", "minimum"),
    ("maximum", "minimum"),
    ("exp", "log", "log2", "log10", "log1p", "expm1"),
    ("abs", "square", "sqrt"),
    ("std", "var"),
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
# Around an expression X something is missing: kind, cost, what belongs there.
WRAPS_OF_NUMBERS = (
    ("sign", 0.9, "-X"),
    ("complement", 1.3, "1 - X"),
    ("power", 1.2, "X ** 2"),
    ("missing function", 1.3, "np.sqrt(X)"),
    ("missing function", 1.3, "np.abs(X)"),
    ("missing function", 1.4, "np.exp(X)"),
    ("missing function", 1.4, "np.log(X)"),
    ("constant", 1.3, "2 * X"),
    ("constant", 1.3, "X / 2"),
    ("constant", 1.4, "1 + X"),
    ("constant", 1.4, "X - 1"),
    ("operation", 1.5, "1 / X"),
)
WRAPS_OF_ARRAYS = (
    ("transpose", 1.0, "X.T"),
    ("missing sum", 1.3, "np.sum(X)"),
    ("missing sum", 1.3, "np.mean(X)"),
    ("missing sum", 1.5, "np.sum(X, axis=1, keepdims=True)"),
    ("missing sum", 1.6, "np.sum(X, axis=0, keepdims=True)"),
    ("missing sum", 1.6, "np.mean(X, axis=1, keepdims=True)"),
    ("missing function", 1.3, "np.maximum(0, X)"),
    ("missing function", 1.4, "np.tanh(X)"),
    ("missing function", 1.3, "sigmoid(X)"),
    ("missing function", 1.3, "relu(X)"),
    ("missing function", 1.5, "np.clip(X, 1e-15, 1 - 1e-15)"),
    ("missing function", 1.5, "X - np.max(X, axis=1, keepdims=True)"),
    ("missing function", 1.6, "X - np.max(X, axis=0, keepdims=True)"),
    ("missing function", 1.6, "X - np.max(X)"),
    ("comparison", 1.3, "X > 0"),
    ("comparison", 1.4, "X > 0.5"),
    ("missing function", 1.5, "1 - X ** 2"),
    ("missing function", 1.5, "X * (1 - X)"),
    ("shape", 1.2, "X.reshape(-1, 1)"),
    ("shape", 1.5, "X.reshape(1, -1)"),
    ("shape", 1.7, "X.item()"),
    ("shape", 1.7, "np.array(X)"),
    ("shape", 1.7, "X[:, None]"),
    ("copy", 1.5, "X.copy()"),
    ("shape", 1.7, "X.astype(float)"),
)
# An expression of this form (A, B, C, D stand for anything), and what may belong in its place.
REWRITES = (
    ("sign", 0.7, "-A", "A"),
    ("complement", 1.2, "1 - A", "A"),
    ("condition", 0.8, "not A", "A"),
    ("transpose", 0.8, "A.T", "A"),
    ("transpose", 1.2, "A.T @ B", "A @ B.T"),
    ("transpose", 1.2, "A @ B.T", "A.T @ B"),
    ("operation", 0.9, "A * 2", "A ** 2"),
    ("operation", 1.0, "1 / A", "A"),
    ("power", 1.1, "A ** 2", "A"),
    ("missing sum", 1.4, "A * B", "np.sum(A * B)"),
    ("operation", 1.2, "A * B", "np.dot(A.T, B)"),
    ("operation", 1.2, "A * B", "np.dot(A, B.T)"),
    ("branches", 0.9, "np.where(A, B, C)", "np.where(A, C, B)"),
    ("branches", 0.9, "A if B else C", "C if B else A"),
    ("condition", 1.8, "A if B else C", "A"),
    ("condition", 1.8, "A if B else C", "C"),
    ("missing argument", 1.1, "np.where(A)", "np.where(A, 1, 0)"),
    ("function", 0.8, "np.e(A)", "np.exp(A)"),
    ("operation", 1.2, "2 ** A", "np.exp(A)"),
    ("operation", 0.8, "A / B == 0", "A % B == 0"),
    ("count", 0.9, "len(A)", "A.shape[1]"),
    ("count", 1.2, "len(A)", "A.size"),
    ("count", 0.9, "len(A)", "len(A) // 2"),
    ("range", 1.2, "len(A)", "len(A) - 1"),
    ("range", 1.3, "len(A)", "len(A) + 1"),
    ("count", 1.0, "A.size", "A.shape[1]"),
    ("count", 1.2, "A.size", "A.shape[0]"),
    ("count", 1.2, "A.shape[0]", "A.size"),
    ("count", 1.2, "A.shape[1]", "A.size"),
    ("brackets", 0.8, "A.shape(B)", "A.shape[B]"),
    ("operation", 1.2, "max(0, A)", "np.maximum(0, A)"),
    ("function", 1.2, "np.max(A)", "np.maximum(0, A)"),
    ("extra function", 1.2, "np.maximum(0, A)", "A"),
    ("extra function", 1.2, "np.maximum(A, 0)", "A"),
    ("comparison", 1.2, "np.maximum(0, A)", "A > 0"),
    ("comparison", 1.2, "np.maximum(A, 0)", "A > 0"),
    ("function", 1.2, "A > 0", "np.maximum(0, A)"),
    ("comparison", 1.3, "A > 0", "A"),
    ("comparison", 1.4, "A > 0.5", "A"),
    ("range", 1.0, "range(A)", "range(1, A)"),
    ("range", 1.1, "range(A)", "range(1, A + 1)"),
    ("range", 1.0, "range(A)", "range(A + 1)"),
    ("range", 1.0, "range(A)", "range(A - 1)"),
    ("range", 1.2, "range(A)", "reversed(range(A))"),
    ("range", 1.4, "range(A)", "range(A, 0, -1)"),
    ("range", 1.0, "range(A, B)", "range(A, B + 1)"),
    ("range", 1.0, "range(A, B)", "range(A, B - 1)"),
    ("range", 1.0, "range(A, B)", "range(A + 1, B)"),
    ("range", 1.0, "range(A, B)", "range(A - 1, B)"),
    ("range", 1.1, "range(A, B)", "range(B)"),
    ("range", 1.2, "range(A, B)", "range(A - 1, B - 1)"),
    ("range", 1.3, "range(A, B)", "range(A + 1, B + 1)"),
    ("range", 1.0, "range(A, B)", "range(A, B, -1)"),
    ("range", 1.1, "range(A, B)", "reversed(range(A, B))"),
    ("range", 1.0, "range(A, B, C)", "range(A - 1, B, C)"),
    ("range", 1.0, "range(A, B, C)", "range(A + 1, B, C)"),
    ("range", 1.0, "range(A, B, C)", "range(A, B - 1, C)"),
    ("range", 1.0, "range(A, B, C)", "range(A, B + 1, C)"),
    ("range", 1.2, "range(A, B, C)", "range(A - 1, B - 1, C)"),
    ("range", 1.2, "reversed(A)", "A"),
    ("index", 1.2, "A[B]", "A[:, B]"),
    ("index", 1.5, "A[B]", "A[:, B:B + 1]"),
    ("index", 1.1, "A[B, C]", "A[C, B]"),
    ("index", 1.3, "A[:, B]", "A[B]"),
    ("index", 1.4, "A[B, :]", "A[:, B]"),
    ("index", 1.5, "A[B, C]", "A[:, C]"),
    ("index", 1.5, "A[B, C]", "A[B, :]"),
    ("index", 1.5, "A[B][C]", "A[B]"),
    ("shape", 0.9, "np.zeros(A, B)", "np.zeros((A, B))"),
    ("shape", 0.9, "np.ones(A, B)", "np.ones((A, B))"),
    ("shape", 1.1, "np.zeros(A)", "np.zeros((A, 1))"),
    ("shape", 1.1, "np.zeros((A,))", "np.zeros((A, 1))"),
    ("shape", 1.3, "np.zeros((A, B))", "np.zeros(A)"),
    ("shape", 0.9, "np.random.randn((A, B))", "np.random.randn(A, B)"),
    ("shape", 1.1, "A.reshape(B)", "A.reshape(B, 1)"),
    ("shape", 1.0, "A.reshape(B, C)", "A.reshape(C, B)"),
    ("shape", 1.2, "A.reshape(B, C)", "A"),
    ("shape", 1.2, "A.reshape(B, C)", "A.reshape(-1, 1)"),
    ("shape", 1.2, "A.ravel()", "A.reshape(-1, 1)"),
    ("shape", 1.2, "A.flatten()", "A.reshape(-1, 1)"),
    ("brackets", 1.2, "A - B / C - D", "(A - B) / (C - D)"),
    ("brackets", 1.2, "A + B / C + D", "(A + B) / (C + D)"),
    ("function", 1.2, "max(A, np.max(B))", "np.maximum(A, B)"),
    ("key", 0.9, "A + B", "A + str(B)"),
    ("argument", 1.0, "A == 'Relu'", "A == 'relu'"),
    ("transpose", 1.2, "A.T * B", "(A * B).T"),
    ("transpose", 1.2, "(A @ B).T", "A @ B.T"),
)
# Calls of one argument that may stand where none should, and between which the order matters.
UNARY = frozenset(
    "exp log sqrt abs absolute fabs square sum mean max min prod sigmoid tanh relu softmax round around rint floor "
    "ceil squeeze float int cumsum std list tuple transpose flatten ravel copy astype array norm reversed sorted "
    "sort log1p expm1 negative item log2 log10 median".split()
)
REDUCERS = frozenset(
    "sum mean max min std var prod norm amax amin argmax argmin median any all concatenate stack softmax average".split()
)
SHAPED = frozenset("zeros ones full empty eye reshape randn rand normal uniform".split())
EDGES = frozenset(
    ("maximum", "minimum", "max", "min", "round", "around")
)  # their numbers are no candidates
NEAR = (0, 1, 2, 0.5, -1)
EPSILONS = (1e-15, 1e-8, 1e-7)
