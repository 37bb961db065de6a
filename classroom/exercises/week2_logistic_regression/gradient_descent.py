"""The exercises of lesson 2, gradient descent."""

import numpy as np

from classroom.exercises import Case, Exercise
from helpers.checks.formulas import LinearFunction


def walk_inputs(rng):
    """Slopes of parabolas: the lesson's own, a steeper one, a hill; a few steps, none; a start where it is level.

    From the level start nothing moves, and a walk that stops by itself where it is flat is too short.
    """
    return [
        Case((LinearFunction(2, -2), 6.0, 0.05, 2)),
        Case((LinearFunction(3.5, float(rng.normal())), float(rng.normal()), 0.1, 5)),
        Case((LinearFunction(-1, 0.5), 1.0, 0.2, 3)),
        Case((LinearFunction(2, -2), 6.0, 0.05, 0)),
        Case((LinearFunction(2, -2), 1.0, 0.3, 3)),
        Case((LinearFunction(4, 2.5), 5, 0.1, 4)),
    ]


def surface_inputs(rng):
    """Gradients of bowls over two and three parameters; one parameter, a single step; as many positions as
    parameters; a start where it is level, as for one parameter; one of whole numbers.
    """
    bowl = LinearFunction([[4, 0, 1], [0, 2, 0], [1, 0, 3]], rng.normal(size=3))
    return [
        Case((LinearFunction([[2, 1], [1, 6]], [0, 0]), np.array([-3.0, 2.0]), 0.1, 2)),
        Case((bowl, rng.normal(size=3), 0.05, 4)),
        Case((LinearFunction([[2, 1], [1, 6]], [1, -1]), rng.normal(size=2), 0.2, 1)),
        Case((bowl, rng.normal(size=3), 0.15, 2)),
        Case((LinearFunction([[3]], [-1]), rng.normal(size=1), 0.1, 5)),
        Case((LinearFunction([[2, 1], [1, 6]], [0, 0]), np.array([0.0, 0.0]), 0.1, 3)),
        Case((LinearFunction([[2, 1], [1, 6]], [0, 0]), np.array([-3, 2]), 0.1, 2), may_refuse=True),
    ]


def graph_inputs(rng):
    """Small numbers; then every combination of signs in the products bc, no two numbers alike; whole numbers; a factor
    of 0; a sum of 0; a first number of 0.
    """
    sizes = [rng.permutation([1.5, 2.0, 4.0, 5.0])[:3] + rng.random(3) / 4 for _ in range(3)]
    signs = [(1, 1, 1), (1, -1, 1), (-1, 1, -1)]
    drawn = [Case(tuple(float(s * x) for s, x in zip(*pair))) for pair in zip(signs, sizes)]
    zeros = [Case(one) for one in ((1.5, 0.0, 3.0), (2.5, 4.0, 0.0), (-6.0, 2.0, 3.0), (0.0, 2.0, 3.5))]
    return [Case((2.0, 5.0, 4.0)), *drawn, Case((-3, 7, 4)), *zeros]


CALLED = (
    ("LinearFunction.__call__", "the function given as argument takes one position: gradient(x)."),
    ("'LinearFunction'", "a function given as argument has to be called with a position: slope(x)."),
)
STEP = "x = x - learning_rate * slope(x)"
LOOP = f"positions = [x]\n    for _ in range(num_steps):\n        {STEP}\n        positions.append(x)"
LATE = f"positions = []\n    for _ in range(num_steps):\n        positions.append(x)\n        {STEP}"

GRADIENT_DESCENT_1D = Exercise(
    "gradient_descent_1d",
    walk_inputs,
    "every position is right, for a parabola, a steeper one and a hill, and for no step at all.",
    returns=("positions",),
    error_hints=CALLED,
    hints=(
        "Each step goes against the slope at the present position. Keep every position, the start among them.",
        "x and slope(x) are numbers; the list has num_steps + 1 of them.",
        "Begin with positions = [x] and append after every step.",
    ),
    mistakes=(
        (STEP, "x = x + learning_rate * slope(x)", "it walks uphill: the step is minus the learning rate times the slope."),
        (STEP, "x = x - slope(x)", "the learning rate is missing from the step."),
        (STEP, "x = -learning_rate * slope(x)", "the old position is missing: the new one is x minus the step."),
        (STEP, "x = x - learning_rate", "the slope is missing: the length of the step depends on it."),
        (STEP, "x = x - learning_rate * x", "the slope is missing: it steps by learning_rate times x instead of times slope(x)."),
        (STEP, "x = x - learning_rate * slope(positions[0])", "the slope is always taken at the start: take it at the present position."),
        (STEP, "x - learning_rate * slope(x)", "the position never changes: each step must put the new one in place of the old, x = x - …"),
        (LOOP, LOOP.replace("        x = x -", "        new = x -").replace("append(x)", "append(new)"), "each step begins at the start again: x must move on to the new position."),
        (STEP, "x = learning_rate * slope(x)", "the old position is missing: the new one is x minus the step."),
        (STEP, "x = x - learning_rate * (2 * x - 2)", "it uses the slope of the lesson's f, 2x − 2: take the function slope that comes in as an argument."),
        (STEP, "x = round(x - learning_rate * slope(x), 3)", "the positions are rounded, and each rounding moves all later ones: keep all digits."),
        (STEP, STEP + "\n        if abs(slope(x)) < 1e-6:\n            break", "it stops by itself where it is flat: make all num_steps steps."),
        (STEP, "if abs(slope(x)) < 1e-6:\n            break\n        " + STEP, "it stops by itself where it is flat: make all num_steps steps."),
        (STEP, "x = x - learning_rate * np.sign(slope(x))", "only the sign of the slope is used; its size makes the steps shrink near the lowest point."),
        ("positions = [x]", "positions = []", "the start is missing from the positions."),
        (LOOP, LATE, "the last position is missing: make num_steps steps, and record each position after its step."),
        (LOOP, LATE.replace("[]", "[x]"), "the start is there twice, every later position comes one place too late, and the last is missing."),
        ("        positions.append(x)\n", "        positions.insert(0, x)\n", "the positions stand in reverse: the start comes first, and append adds at the end."),
        ("positions = [x]", "positions = np.full(num_steps + 1, x)", "an array has no append: begin with a list, or fill the array by index."),
        (
            LOOP + "\n    return positions",
            "positions = np.full(num_steps + 1, x)\n    for k in range(num_steps):\n        positions[k + 1] = positions[k] - learning_rate * slope(positions[k])\n    return positions",
            "where the start is a whole number, all positions are cut to such: the array takes its type, as np.full(…, x) does.",
        ),
        ("range(num_steps)", "range(num_steps + 1)", "one step too many: num_steps steps give num_steps + 1 positions, the start among them."),
        ("range(num_steps)", "range(1, num_steps)", "one step is missing: num_steps of them are wanted."),
        ("    return positions", "    return x", "only the last position is returned; the list of all is wanted."),
        ("        positions.append(x)\n", "", "the new positions are not recorded: append each to the list."),
        ("        positions.append(x)\n    return", "        positions.append(x)\n        return", "the return stands inside the loop: it ends after the first step.")
    ),
    right=(
        """
def gradient_descent_1d(df, start, eta, n):
    xs = np.empty(n + 1)
    xs[0] = start
    for k in range(n):
        xs[k + 1] = xs[k] - eta * df(xs[k])
    return xs
""",
        """
def gradient_descent_1d(slope, x, learning_rate, num_steps):
    if num_steps == 0:
        return [x]
    return [x, *gradient_descent_1d(slope, x - learning_rate * slope(x), learning_rate, num_steps - 1)]
""",
    ),
)

STEPS = "x = x - learning_rate * gradient(x)"
LOOPS, LATES = LOOP.replace("slope", "gradient"), LATE.replace("slope", "gradient")

GRADIENT_DESCENT = Exercise(
    "gradient_descent",
    surface_inputs,
    "every position is right, for two and three parameters, and the start stays as it was.",
    returns=("positions",),
    error_hints=CALLED,
    hints=(
        "The same walk as in one dimension; x is an array now, and the start must stay as it is.",
        "x and gradient(x) have shape (n,); num_steps + 1 of them make an array (num_steps + 1, n).",
        "x = x - … makes a new array, x -= … would change the caller's; np.array turns a list of rows into a table.",
    ),
    mistakes=(
        (STEPS, "x = x + learning_rate * gradient(x)", "it walks uphill: the step is minus the learning rate times the gradient."),
        (STEPS, "x -= learning_rate * gradient(x)", "all rows are the last position, as when x -= … changes the one array that is stored again and again: x = x - … makes a new one in each step."),
        (STEPS, "x = x - gradient(x)", "the learning rate is missing from the step."),
        (STEPS, "x = x - learning_rate * gradient(positions[0])", "the gradient is always taken at the start: take it at the present position."),
        (STEPS, "x = x - learning_rate * gradient(x)[0]", "all parameters step by the slope of the first: each has its own, so subtract the whole gradient."),
        (STEPS, "x = x - learning_rate * np.sum(gradient(x))", "all parameters step by the sum of the slopes: subtract the gradient element by element."),
        (STEPS, "x = x - learning_rate * np.mean(gradient(x))", "all parameters step by the mean of the slopes: subtract the gradient element by element."),
        (STEPS, "x - learning_rate * gradient(x)", "the position never changes: each step must put the new one in place of the old, x = x - …"),
        (
            STEPS,
            "x = x.astype(float)\n        for k in range(len(x)):\n            x[k] = x[k] - learning_rate * gradient(x)[k]",
            "the parameters are changed one after the other, so the later ones get the slope at a point that has moved: one gradient a step serves all.",
        ),
        (LOOPS, LOOPS.replace("        x = x -", "        new = x -").replace("append(x)", "append(new)"), "each step begins at the start again: x must move on to the new position."),
        (STEPS, "x = -learning_rate * gradient(x)", "the old position is missing: the new one is x minus the step."),
        (STEPS, "x = x - learning_rate", "the gradient is missing: the step is the learning rate times the gradient."),
        (LOOPS, LATES.replace("x = x - learning_rate *", "x -= learning_rate *"), "all rows are the last position, as when x -= … changes the one array that is stored again and again: x = x - … makes a new one in each step."),
        (
            LOOPS,
            LATES.replace("x = x - learning_rate *", "x -= learning_rate *").replace("range(num_steps)", "range(num_steps + 1)"),
            "all rows are the last position, as when x -= … changes the one array that is stored again and again: x = x - … makes a new one in each step.",
        ),
        (LOOPS, LATES.replace("[]", "[x]"), "the start is there twice, every later position comes one place too late, and the last is missing."),
        (STEPS, STEPS + "\n        if np.linalg.norm(gradient(x)) < 1e-6:\n            break", "it stops by itself where it is flat: make all num_steps steps."),
        (STEPS, "if np.linalg.norm(gradient(x)) < 1e-6:\n            break\n        " + STEPS, "it stops by itself where it is flat: make all num_steps steps."),
        ("np.array(positions)", "np.hstack(positions)", "all numbers stand in one row: one position a row is wanted."),
        ("        positions.append(x)\n", "", "the new positions are not recorded: append each to the list."),
        (STEPS, "x = x - learning_rate * gradient(x) / np.linalg.norm(gradient(x))", "the gradient is scaled to length 1: its length makes the steps shrink near the lowest point."),
        ("positions = [x]", "positions = []", "the start is missing from the positions."),
        (LOOPS, LATES, "the last position is missing: make num_steps steps, and record each position after its step."),
        ("        positions.append(x)\n    return np.array(positions)", "        positions.append(x)\n        return np.array(positions)", "it ends after the first step: does a return or a break stand inside the loop?"),
        ("range(num_steps)", "range(num_steps + 1)", "one step too many: num_steps steps give num_steps + 1 positions, the start among them."),
        ("np.array(positions)", "np.array(positions).T", "the positions are the columns; one position a row is wanted."),
        ("return np.array(positions)", "return x", "only the last position is returned; all of them are wanted."),
        ("np.array(positions)", "positions", "it returns a list; np.array makes one array of it."),
    ),
    right=(
        """
def gradient_descent(gradient, x, learning_rate, num_steps):
    path = np.zeros((num_steps + 1, len(x)))
    path[0] = x
    for k in range(num_steps):
        path[k + 1] = path[k] - learning_rate * np.asarray(gradient(path[k]))
    return path
""",
        """
def gradient_descent(gradient, x, learning_rate, num_steps):
    x, path = x.copy(), [x.copy()]
    for _ in range(num_steps):
        x -= learning_rate * gradient(x)
        path.append(x.copy())
    return np.vstack(path)
""",
    ),
)

GRAPH_FORWARD = Exercise(
    "graph_forward",
    graph_inputs,
    "u, v and J are right, also for negative numbers.",
    returns=("values",),
    hints=(
        "Follow the graph from left to right: each node needs only the ones before it.",
        "Everything is a number; the dictionary has the keys \"u\", \"v\" and \"J\".",
        "The first node is u = b * c.",
    ),
    mistakes=(
        ("u = b * c", "u = b + c", "u is the product of b and c, not their sum."),
        ("v = a + u", "v = a - u", "u is subtracted: v is the sum of a and u."),
        ("v = a + u", "v = a + b", "v is a + u, not a + b."),
        ("v = a + u", "v = a * u", "v is the sum of a and u, not their product."),
        ("v = a + u", "v = (a + b) * c", "v is a + bc: the product comes before the sum."),
        ("J = 3 * v", "J = 3 * a + u", "the 3 multiplies all of v, not a alone: J = 3v."),
        ("J = 3 * v", "J = 3 + v", "J is 3 times v, not 3 plus v."),
        ("J = 3 * v", "J = v**3", "J is 3 times v, not its third power."),
        ("J = 3 * v", "J = v", "the factor 3 is missing: J = 3v."),
        ('return {"u": u, "v": v, "J": J}', "return J", "only J is returned; a dictionary with u, v and J is wanted."),
        ('return {"u": u, "v": v, "J": J}', "return u, v, J", "three results come; one is wanted, a dictionary with u, v and J."),
    ),
    right=(
        'def graph_forward(a, b, c):\n    return {"J": 3 * (a + b * c), "v": a + b * c, "u": b * c}',
        'def graph_forward(a, b, c):\n    u = np.multiply(b, c)\n    v = np.add(a, u)\n    return dict(u=u, v=v, J=np.array(3 * v))',
    ),
)

GRAPH_BACKWARD = Exercise(
    "graph_backward",
    graph_inputs,
    "all five derivatives are right, also for negative numbers.",
    returns=("derivatives",),
    hints=(
        "Go from the end to the inputs: the derivative at a node is the one of the node after it, times the slope of the arrow between them.",
        "Five numbers under the keys \"dv\", \"du\", \"da\", \"db\" and \"dc\".",
        "Since u = b · c, one step of b changes u by c: db = du * c.",
    ),
    mistakes=(
        ("db = du * c\n    dc = du * b", "db = du * b\n    dc = du * c", "db and dc have changed places: moving b moves u = bc by c times as much."),
        ("dv = 3", "dv = 1", "dv is the slope of J = 3v, which is 3."),
        ("dv = 3", "dv = 3 * (a + b * c)", "dv is the slope of J = 3v, not J itself."),
        ("dv = 3", "dv = 9 * (a + b * c)", "all are J times too large: the way back begins with ∂J/∂J = 1, not with J itself."),
        ("du = dv * 1", "du = 1", "the chain rule is cut: du is dv times ∂v/∂u, and not ∂v/∂u alone."),
        ("da = dv * 1", "da = 1", "the chain rule is cut: da is dv times ∂v/∂a, and not ∂v/∂a alone."),
        ("da = dv * 1", "da = dv * a", "da is dv times ∂v/∂a, and ∂v/∂a is 1."),
        ("db = du * c", "db = du * a", "∂u/∂b is c, the other factor of the product: a has no part in u."),
        ("db = du * c\n    dc = du * b", "db = dv * du * c\n    dc = dv * du * b", "dv comes in twice: du holds it already."),
        ("db = du * c\n    dc = du * b", "db = c\n    dc = b", "the chain rule is cut: db is du times ∂u/∂b, and dc is du times ∂u/∂c."),
        ("du = dv * 1\n    da = dv * 1", "du = 1\n    da = 1", "the chain rule is cut: du is dv times ∂v/∂u, and da is dv times ∂v/∂a."),
        ("da = dv * 1", "da = du * b * c", "a reaches J through v alone, not through u: da is dv times ∂v/∂a."),
        ("db = du * c", "db = c", "the chain rule is cut: db is du times ∂u/∂b."),
        ("dc = du * b", "dc = b", "the chain rule is cut: dc is du times ∂u/∂c."),
        ("du = dv * 1", "du = dv * b * c", "du is dv times ∂v/∂u, and ∂v/∂u is 1."),
        ("db = du * c\n    dc = du * b", "db = du\n    dc = du", "∂u/∂b is c and ∂u/∂c is b: the other factor of the product is missing."),
        ("da = dv * 1", "da = -dv * 1", "the sign of da is wrong: J grows with a."),
    ),
    right=(
        'def graph_backward(a, b, c):\n    return {"da": 3, "db": 3 * c, "dc": 3 * b, "du": 3, "dv": 3}',
        """
def graph_backward(a, b, c):
    def J(a, b, c):
        return 3 * (a + b * c)

    step = 1e-20j  # a complex step measures a slope without rounding
    da, db, dc = (np.imag(J(*args)) / 1e-20 for args in ((a + step, b, c), (a, b + step, c), (a, b, c + step)))
    return {"dv": 3.0, "du": da, "da": da, "db": db, "dc": dc}
""",
    ),
)

EXERCISES = (GRADIENT_DESCENT_1D, GRADIENT_DESCENT, GRAPH_FORWARD, GRAPH_BACKWARD)
