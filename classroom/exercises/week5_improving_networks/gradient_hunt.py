"""The exercises of lesson 3 that find mistakes in a backward pass: the report, the verdict, and what mends it."""

import numpy as np

from classroom.exercises import Case, Exercise
from classroom.exercises.week5_improving_networks.gradient_checking import check_n_inputs
from helpers.faulty_backward import mistakes_in

MEASURED = "measured = vector_to_dictionary(column, parameters)"
COLUMN = "column = numerical_gradient_n(parameters, X, Y, epsilon, forward)"
EACH = 'relative_difference(gradients[f"d{name}"], measured[name])'
REPORTED = f"{{name: {EACH} for name in parameters}}"
BY_GRADIENT = REPORTED.replace("measured[name]", 'measured[f"d{name}"]')

WITH_ITSELF = "one side is compared with itself, which always gives 0: one is the gradients given, the other is measured."

REPORT = Exercise(
    "report",
    check_n_inputs,
    "one relative difference per parameter, for gradients in any order, with the given nudge.",
    returns=("differences",),
    nothing_else=True,
    hints=(
        "Measure once, for all parameters; then cut the column into the parameters' pieces, and compare each with its own gradient.",
        "The column is (n, 1); a piece has the shape of its parameter, as its gradient has; the result has one number per name.",
        "vector_to_dictionary(…, parameters) cuts; the gradient of the parameter name is gradients[f\"d{name}\"].",
    ),
    mistakes=(
        (COLUMN, COLUMN.replace("epsilon, forward", "epsilon"), "forward is not handed on, so that another network's gradients are compared with slopes of forward_propagation_n."),
        (COLUMN, COLUMN.replace("epsilon, forward", "forward=forward"), "epsilon is not handed on."),
        (COLUMN, COLUMN.replace("epsilon, forward", "1e-5, forward"), "epsilon is fixed inside: use the argument."),
        (COLUMN, COLUMN.replace(", epsilon, forward", ""), "epsilon and forward are not handed on."),
        (COLUMN, "column = gradients_to_vector(gradients, parameters)", WITH_ITSELF),
        (COLUMN, "column = dictionary_to_vector(parameters)", "the gradients are compared with the parameters: the other side is measured, by numerical_gradient_n."),
        (MEASURED, "measured = vector_to_dictionary(column, gradients)", "the column is cut in the order of the gradients' own dictionary: it is in that of the parameters."),
        (f"{MEASURED}\n    return {REPORTED}", f"measured = vector_to_dictionary(column, gradients)\n    return {BY_GRADIENT}", "the column is cut in the order of the gradients' own dictionary: it is in that of the parameters."),
        (MEASURED, "measured = dict(zip(parameters, column))", "each name gets one number of the column: vector_to_dictionary cuts it into whole pieces."),
        (EACH, EACH.replace('f"d{name}"', "name"), "the gradient of a parameter is called d and its name, dW1 for W1."),
        (EACH, "relative_difference(parameters[name], measured[name])", "the parameters themselves are compared with the measured slopes: take their gradients."),
        (EACH, "gradient_check_n(parameters, gradients, X, Y, epsilon, forward)", "each name gets the one number of all parameters together: compare piece by piece."),
        (EACH, 'np.linalg.norm(gradients[f"d{name}"] - measured[name])', "these are absolute distances: relative differences are wanted."),
        (EACH, 'np.max(np.abs(gradients[f"d{name}"] - measured[name]))', "these are the largest distances of single elements: relative differences of whole pieces are wanted."),
        (EACH, 'relative_difference(gradients[f"d{name}"], -measured[name])', "the gradients are added where they should be subtracted."),
        (EACH, "relative_difference(measured[name], measured[name])", WITH_ITSELF),
        (EACH, 'bool(relative_difference(gradients[f"d{name}"], measured[name]) < 1e-7)', "these are verdicts: the numbers themselves are wanted."),
        (EACH, "measured[name]", "these are the measured gradients: compare each with the one given."),
        (f"return {REPORTED}", f"return [{EACH} for name in parameters]", "the names are lost: a dictionary is wanted, with a number for each name."),
        (f"return {REPORTED}", f"return max({REPORTED}.values())", "this is the largest alone: the report has a number for each parameter."),
        (f"return {REPORTED}", f'return {{f"d{{name}}": {EACH} for name in parameters}}', "the names have a d: the report goes by the parameters, W1, b1 and so on."),
        (f"return {REPORTED}", f"for name in parameters:\n        differences = {{name: {EACH}}}\n    return differences", "only the last parameter is left: add to one dictionary, made before the loop."),
        (f"return {REPORTED}", f"differences = {{}}\n    for name in parameters:\n        differences[name] = {EACH}\n        return differences", "it ends after the first parameter: does a return or a break stand inside the loop?"),
        (f"return {REPORTED}", f'return {{name: d for name, d in {REPORTED}.items() if d > 1e-3}}', "only the wrong ones are reported: each parameter gets its number."),
        (f"return {REPORTED}", f"print({REPORTED})", "it prints and returns None: return hands the report back."),
    ),
    right=(
        """
def report(parameters, gradients, X, Y, epsilon=1e-5, forward=None):
    differences, start = {}, 0
    column = numerical_gradient_n(parameters, X, Y, epsilon=epsilon, forward=forward)
    for name, values in parameters.items():
        piece = column[start : start + values.size, 0]
        differences[name] = relative_difference(np.ravel(gradients["d" + name]), piece)
        start += values.size
    return differences
""",
        """
def report(parameters, gradients, X, Y, epsilon=1e-5, forward=None):
    measured = vector_to_dictionary(numerical_gradient_n(parameters, X, Y, epsilon, forward), parameters)
    differences = dict()
    for name in parameters:
        g, h = gradients["d" + name], measured[name]
        total = np.linalg.norm(g) + np.linalg.norm(h)
        differences[name] = float(np.linalg.norm(g - h) / total) if total else 0.0
    return differences
""",
    ),
)


def hunt_inputs(rng):
    """Each pass with ten examples; the third with one, with two, and with others; the first with one and with others."""
    several = [int(m) for m in rng.choice(np.arange(3, 60), 4, replace=False)]
    cases = [(1, 10), (2, 10), (3, 10), (3, 1), (3, 2), (1, 1), (3, 100), *zip((1, 2, 3, 3), several)]
    return [Case(pair, wanted={"names": mistakes_in(*pair)}) for pair in cases]


ONE, TWO, THREE = 'return ["db3"]', 'return ["dZ2"]', 'return ["db2", "dW1"] if m > 1 else ["dW1"]'
INHERITED = "gradients are named that only inherit a mistake made above them: find the line where it is made, in the highest layer that is wrong."
MADE_FROM_DZ = "W and b of a layer are wrong together, and all below: both are made from one array, and that one is wrong."
PASS_1 = "pass 1: "
PASS_2 = "pass 2: "
PASS_3 = "pass 3: "

HUNT = Exercise(
    "bugs_found",
    hunt_inputs,
    "the lines that are wrong in all three passes, with one example and with several.",
    summary="named_mistakes",
    hints=(
        "Run the report of each pass, and begin with the highest layer that is wrong. The third pass needs more than one report.",
        "One parameter alone is wrong: its own line is. W and b of a layer are wrong, and all below: the dZ of that layer is.",
        "For the third pass set examples = 1 and compare: what is right then is wrong only where a mean or a sum over examples matters.",
    ),
    mistakes=(
        (ONE, 'return ["b3"]', PASS_1 + "this is the parameter's name; its gradient has a d before it."),
        (ONE, 'return "db3"', "a text is returned: a list is wanted, also for one name."),
        (ONE, 'return ["dW3"]', PASS_1 + "the weights' gradient of the last layer is named: read off which of the two, W3 or b3, has the large number."),
        (ONE, 'return ["dZ3"]', PASS_1 + "were dZ3 wrong, W3 would be wrong too, and all below."),
        (ONE, 'return ["dW3", "db3"]', PASS_1 + "two gradients are named, and the report has one large number alone."),
        (ONE, 'return ["db2"]', PASS_1 + "another layer is named than the one with the large number."),
        (ONE, 'return ["db1"]', PASS_1 + "another layer is named than the one with the large number: this is the first."),
        (ONE, 'return ["db3", "dW2", "db2", "dW1", "db1"]', PASS_1 + "all below is named too, and the report finds it right."),
        (ONE, "return []", PASS_1 + "nothing is named: run its report."),
        (f"{ONE}\n    if number == 2:\n        {TWO}", f"{TWO}\n    if number == 2:\n        {ONE}", "the passes 1 and 2 have changed places."),
        (TWO, 'return ["dW2", "db2"]', PASS_2 + MADE_FROM_DZ),
        (TWO, 'return ["dW2"]', PASS_2 + "W2 is not wrong alone. " + MADE_FROM_DZ),
        (TWO, 'return ["db2"]', PASS_2 + "b2 is not wrong alone. " + MADE_FROM_DZ),
        (TWO, 'return ["dW2", "db2", "dW1", "db1"]', PASS_2 + INHERITED),
        (TWO, 'return ["dW1", "db1", "dW2", "db2"]', PASS_2 + INHERITED),
        (TWO, 'return ["dZ2", "dZ1"]', PASS_2 + INHERITED),
        (TWO, 'return ["dZ1"]', PASS_2 + "layer 1 is named, but the layer above it is wrong already: there the mistake is made, and layer 1 inherits it."),
        (TWO, 'return ["dW1", "db1"]', PASS_2 + "layer 1 is named, but the layer above it is wrong already: there the mistake is made, and layer 1 inherits it."),
        (TWO, 'return ["dZ3"]', PASS_2 + "were dZ3 wrong, W3 and b3 would be wrong too."),
        (TWO, 'return ["dA2"]', PASS_2 + "no gradient of this name is made in a line of its own: what W2 and b2 are both made from is dZ2."),
        (TWO, 'return ["Z2"]', PASS_2 + "Z2 comes from the forward pass; a gradient is wanted, and its name begins with d."),
        (TWO, "return []", PASS_2 + "nothing is named: run its report."),
        (THREE, 'return ["db2", "dW1"]', PASS_3 + "with one example one of the two is right: run the report with examples = 1."),
        (THREE, 'return ["dW1"]', PASS_3 + "it has a second mistake, which does not show with one example: run the report with ten."),
        (THREE, 'return ["db2"] if m > 1 else []', PASS_3 + "it has a second mistake, which shows with one example too."),
        (THREE, 'return ["db2"]', PASS_3 + "the report with one example finds another one wrong than this."),
        (THREE, 'return ["dW1", "db2"] if m > 1 else ["dW1"]', PASS_3 + "the order is that of the backward pass: the last layer first."),
        (THREE, 'return ["dW1"] if m > 1 else ["db2", "dW1"]', PASS_3 + "one example and several have changed places."),
        (THREE, 'return ["db2", "dW1"] if m == 1 else ["dW1"]', PASS_3 + "one example and several have changed places."),
        (THREE, 'return ["db2", "dW1"] if m > 2 else ["dW1"]', PASS_3 + "two examples are more than one: the condition is m > 1."),
        (THREE, 'return ["db2", "dW1"] if m >= 10 else ["dW1"]', PASS_3 + "it shows with fewer than ten examples too: with any number above one."),
        (THREE, 'return ["dZ2", "dZ1"] if m > 1 else ["dZ1"]', PASS_3 + "in each layer one of the two, W or b, is right: so dZ, from which both are made, is right too."),
        (THREE, 'return ["db2", "dZ1"] if m > 1 else ["dZ1"]', PASS_3 + "were dZ1 wrong, b1 would be wrong too."),
        (THREE, 'return ["db2", "dZ1"]', PASS_3 + "were dZ1 wrong, b1 would be wrong too."),
        (THREE, 'return ["db2", "dW1"] if m > 1 else ["db2"]', PASS_3 + "with one example db2 is right; the other one is wrong for every m."),
        (THREE, 'return ["b2", "W1"] if m > 1 else ["W1"]', PASS_3 + "these are the parameters' names; their gradients have a d before them."),
        (THREE, "return []", PASS_3 + "nothing is named: run its report."),
        (THREE, "pass", PASS_3 + "None is returned: its verdict is missing."),
    ),
    right=(
        """
def bugs_found(number, m):
    found = {1: ["db3"], 2: ["dZ2"], 3: ["db2", "dW1"]}[number]
    return [name for name in found if m > 1 or name != "db2"]
""",
        """
def bugs_found(number, m):
    if number < 3:
        return ("db3",) if number == 1 else ("dZ2",)
    return ("dW1",) if m == 1 else ("db2", "dW1")
""",
    ),
)


def mend_inputs(rng):
    """By hand, with round numbers; several sizes and numbers of examples, one example; a dictionary in another order, with
    more in it.
    """
    names = ("dW3", "db3", "dW2", "db2", "dW1", "db1")
    by_hand = dict(zip(names, (np.array([[2.0]]), np.array([[1.0]]), np.array([[3.0, 4.0]]), np.array([[10.0]]), np.array([[3.0], [-2.0]]), np.array([[1.0], [5.0]]))))
    cases = [Case((by_hand, 5))]
    for (n_x, first, second), m in (((4, 5, 3), 10), ((2, 3, 2), 1), ((3, 3, 3), 3), ((3, 2, 4), int(rng.integers(12, 40)))):
        shapes = ((1, second), (1, 1), (second, first), (second, 1), (first, n_x), (first, 1))
        cases.append(Case(({name: rng.normal(size=shape) for name, shape in zip(names, shapes)}, m)))
    gradients, m = cases[1].arguments
    other = {name: 0.5 * gradients[name] for name in reversed(names)} | {"dZ1": rng.normal(size=(5, 10))}
    return [*cases, Case((other, m))]


TWICE, BY_M = '"dW1": 2 * gradients["dW1"]', '"db2": gradients["db2"] / m'
MENDED = f"return {{**gradients, {TWICE}, {BY_M}}}"

MEND = Exercise(
    "mended",
    mend_inputs,
    "the two wrong gradients are mended, the others are as they were, and the argument too.",
    returns=("gradients",),
    hints=(
        "Each of the two wrong gradients differs from the right one by a factor. The other four are right as they are.",
        "All shapes stay. One factor is the same for every m; the other is m itself, or 1/m: the report with one example shows which.",
        "A new dictionary with some entries replaced is {**gradients, \"dW1\": …, …}.",
    ),
    mistakes=(
        (TWICE, '"dW1": gradients["dW1"] / 2', "dW1 is halved once more: it is half as large as measured, so multiply by 2."),
        (TWICE, '"dW1": 4 * gradients["dW1"]', "dW1 is made four times as large: |k − 1|/(k + 1) = 1/3 is a factor 2."),
        (TWICE, '"dW1": 3 * gradients["dW1"]', "dW1 is made three times as large: |k − 1|/(k + 1) = 1/3 is a factor 2, not 3."),
        (TWICE, '"dW1": -gradients["dW1"]', "dW1 gets another sign: its sign is right, its size is not."),
        (TWICE, '"dW1": gradients["dW1"] / m', "dW1 is divided by m: it is wrong with one example too, so its factor has nothing to do with m."),
        (TWICE, '"dW1": m * gradients["dW1"]', "dW1 is multiplied by m: it is wrong with one example too, so its factor has nothing to do with m."),
        (f"{TWICE}, ", "", "dW1 is left as it was: it is wrong for every m."),
        (TWICE, f'{TWICE}, "db1": 2 * gradients["db1"]', "db1 is doubled too: the report finds it right."),
        (TWICE, '"dW2": 2 * gradients["dW2"]', "dW2 is doubled, and it was right; dW1 is the one."),
        (TWICE, '"dW1": 2 * gradients["dW1"], "dW2": 2 * gradients["dW2"], "dW3": 2 * gradients["dW3"]', "all weights' gradients are doubled: only dW1 is too small."),
        (BY_M, '"db2": m * gradients["db2"]', "db2 is made m times larger still: it is a sum where a mean is meant, so divide by m."),
        (BY_M, '"db2": gradients["db2"] / 10', "db2 is divided by 10, which is right for ten examples alone: divide by m."),
        (BY_M, '"db2": gradients["db2"] / m**2', "db2 is divided by m twice."),
        (BY_M, '"db2": gradients["db2"] / 2', "db2 is halved: its factor goes with the number of examples."),
        (BY_M, '"db2": gradients["db2"] / max(m - 1, 1)', "db2 is divided by m − 1: the mean is the sum divided by m."),
        (BY_M, '"db2": np.full_like(gradients["db2"], np.mean(gradients["db2"]))', "the mean over the units is taken: each unit has its own, and the mean is over the examples, so divide by m."),
        (f", {BY_M}", "", "db2 is left as it was: it is wrong as soon as there is more than one example."),
        (BY_M, f'{BY_M}, "dW2": gradients["dW2"] / m', "dW2 is divided by m too: the report finds it right."),
        (BY_M, f'{BY_M}, "db1": gradients["db1"] / m, "db3": gradients["db3"] / m', "all biases' gradients are divided by m: only db2 is a sum."),
        (BY_M, '"db1": gradients["db1"] / m', "db1 is divided by m, and it was right; db2 is the one."),
        ("{**gradients, ", "{", "only the two mended ones are returned: the other four belong in the dictionary, as they are."),
        (MENDED, 'return 2 * gradients["dW1"], gradients["db2"] / m', "the two gradients are returned alone: the whole dictionary is wanted."),
        (MENDED, 'return {name: 2 * value for name, value in gradients.items()} | {' + BY_M + "}", "everything is doubled but db2: only dW1 is too small."),
        (MENDED, 'return {name: value / m for name, value in gradients.items()} | {' + TWICE + "}", "gradients that are means are divided by m too: only db2 is a sum."),
        (MENDED, 'gradients["dW1"] = 2 * gradients["dW1"]\n    gradients["db2"] = gradients["db2"] / m\n    return gradients', "changes its argument gradients"),
        (MENDED, 'gradients["dW1"] *= 2\n    gradients["db2"] /= m\n    return gradients', "changes its argument gradients"),
        (MENDED, "return gradients", "nothing is mended: the gradients come back as they were."),
        (MENDED, MENDED.replace("return ", "print(") + ")", "it prints and returns None: return hands the dictionary back."),
    ),
    right=(
        """
def mended(gradients, m):
    new = dict(gradients)
    new["dW1"] = new["dW1"] * 2
    new["db2"] = new["db2"] / m
    return new
""",
        """
def mended(gradients, m):
    factors = {"dW1": 2.0, "db2": 1 / m}
    return {name: factors.get(name, 1.0) * value for name, value in gradients.items()}
""",
    ),
)

EXERCISES = (REPORT, HUNT, MEND)
