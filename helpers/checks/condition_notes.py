"""What the text of a function shows of its conditions: texts and chains in them, an else of the second if alone."""

import ast

from helpers.repair.trees import called

IS_A_CHAIN = "is a chain of comparisons, which asks"
ALWAYS = "line {}: a text by itself, {}, counts as true; == belongs before it, too."
CHOSEN_FOR_ALL = "gives one answer for the whole array, so every element goes the same way"
OF_THE_SECOND = (
    "the else above line {} belongs to the if before it alone: where the condition in line {} holds, "
    "it runs as well."
)


def texts_as_conditions(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence where a text by itself is a part of a condition, as in a == "relu" or "Relu"."""
    parts = [
        part
        for node in ast.walk(function)
        if isinstance(node, ast.BoolOp) and any(isinstance(v, ast.Compare) for v in node.values)
        for part in node.values
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value
    ]
    return [ALWAYS.format(p.lineno + first_line - 1, ast.unparse(p)) for p in parts[:1]]


def chained_equality(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence where == stands between two other comparisons without brackets, as in a > c == b > c."""
    found = []
    for node in ast.walk(function):
        if isinstance(node, ast.Compare) and len(node.ops) > 1:
            equal = [isinstance(operator, ast.Eq | ast.NotEq) for operator in node.ops]
            if any(equal) and not all(equal):
                sides = [node.left, *node.comparators]
                parts = [
                    ast.unparse(ast.Compare(a, [operator], [b]))
                    for a, operator, b in zip(sides, node.ops, sides[1:])
                ]
                line = node.lineno + first_line - 1
                found.append(
                    f"line {line} {IS_A_CHAIN} {' and '.join(parts)}: brackets around each comparison keep them apart."
                )
    return found[:1]


def else_of_the_second(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence where two conditions on one name follow each other and the else after the second undoes the first."""
    blocks = [
        block
        for n in ast.walk(function)
        for block in (getattr(n, "body", None), getattr(n, "orelse", None))
        if isinstance(block, list)
    ]
    pairs = [pair for block in blocks for pair in zip(block, block[1:])]
    return [
        OF_THE_SECOND.format(last_else(second)[0].lineno + first_line - 1, first.lineno + first_line - 1)
        for first, second in pairs
        if isinstance(first, ast.If) and isinstance(second, ast.If) and not first.orelse
        if asked_of(first) is not None and asked_of(first) == asked_of(second)
        if last_else(second) and (changes(first.body) & changes(last_else(second)) or raises(last_else(second)))
        if not isinstance(first.body[-1], ast.Return | ast.Raise | ast.Continue | ast.Break)
    ]  # fmt: skip


def asked_of(condition):
    """The name that a condition such as name == "relu" is about; None for another condition."""
    test = condition.test
    equal = isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq)
    constant = equal and isinstance(test.comparators[0], ast.Constant)
    return getattr(test.left, "id", None) if constant else None


def last_else(condition):
    """The statements of the else that ends a chain of conditions; [] where there is none."""
    block = condition.orelse
    while len(block) == 1 and isinstance(block[0], ast.If):
        block = block[0].orelse
    return block


def changes(block) -> set[str]:
    """The names that the statements of a block give values."""
    nodes = (n for statement in block for n in ast.walk(statement) if isinstance(n, ast.Name))
    return {n.id for n in nodes if not isinstance(n.ctx, ast.Load)}


def raises(block) -> bool:
    """Whether a block ends in raise."""
    return isinstance(block[-1], ast.Raise)


def conditions_on_all(function: ast.FunctionDef, first_line: int) -> list[str]:
    """A sentence per condition on a whole array, np.all(…) or np.any(…), for results that go element by element."""
    branches = (n for n in ast.walk(function) if isinstance(n, ast.If | ast.IfExp | ast.While))
    tests = [
        (branch.test.lineno, called(node))
        for branch in branches
        for node in ast.walk(branch.test)
        if isinstance(node, ast.Call) and called(node) in ("all", "any")
    ]
    return [
        f"line {line + first_line - 1}: {name}(…) {CHOSEN_FOR_ALL}; here each element has its own."
        for line, name in tests
    ]
