"""Which expression has a wrong value: give each the value it should have, and see whether the outputs become right.

What values there should be is known from right answers: the values of their own steps on the same inputs, without any
code. It finds the place of a mistake however it is made, where the search for an edit knows no edit for it.

Source: Jeffrey, Gupta, Gupta, "Fault localization using value replacement", ISSTA 2008.
"""

import ast
from dataclasses import dataclass, replace

import numpy as np

from helpers.repair.known_values import Known, lengths_in, look_of, numbers_in
from helpers.repair.observed import (
    ALLOCATED,
    HOOK,
    LONGEST,
    TEXTS,
    Recorder,
    instrumented,
    leaves,
)
from helpers.repair.trees import called, functions_in, only_use, places_of, reads_any, same_place
from helpers.repair.trial import ALL

MISTAKES = 2  # that are looked for
LINES = 2  # that one mistake may lie in


@dataclass(frozen=True)
class Steps:
    """Values of the steps of right answers.

    inputs -- numbers of the oracle's inputs on which they were taken
    values -- per step, per input: its values in the order of the run, numbers, arrays or containers of them
    """

    inputs: list
    values: list


@dataclass(frozen=True)
class Run:
    """What a run on one input shows: its score, and the Recorder's values and calls."""

    score: float
    values: dict
    calls: dict


@dataclass(frozen=True)
class Wrong:
    """An expression that is wrong.

    number -- of the expression
    node   -- its own
    step   -- the values that make it right, per input
    score  -- how many outputs are right with them, on the input looked at; ALL where all are
    """

    number: int
    node: ast.AST
    step: list
    score: int


def blame(trial, steps, arguments, base, skip=frozenset()):
    """([the node to look at per mistake], whether these are all mistakes); ([], False) for nothing sure.

    trial     -- search.Trial, for its namespace and its bounded, scored calls
    steps     -- Steps
    arguments -- arguments(k) ↦ the arguments on input k
    base      -- the scores of the function as it is, per input of the oracle
    skip      -- numbers of lines that are not blamed
    """
    failing = [row for row, k in enumerate(steps.inputs) if base[k] < ALL]
    replacement, found = Replacement(trial, steps, arguments, skip), []
    while failing and len(found) < MISTAKES and replacement.function is not None:
        one = replacement.first_wrong(failing)
        if one is None:
            one = None if found else replacement.collected_wrong(failing)
        if one is None:
            break
        found.append(one)
        replacement.given[one.number] = one.step
        failing = [row for row in failing if replacement.score(row) < ALL]
    nodes = [one.node for one in found]
    if found and (failing or len(found) > 1) and replacement.outputs() == 1:
        return [], False  # of a single output, what is right on some inputs may be so by chance
    if found and not failing:
        return nodes, True
    if found and trial.over() and found[0].score < ALL:
        return [], False  # a better one may not have had its turn
    return nodes[:1], False


def first_unknown(trial, steps, arguments, base):
    """The lines of the statement in which a value comes up first that no right answer has; none if there is no such.

    The same arguments as for blame. It is one run: what it says is a guess, not a place to show.
    """
    failing = [row for row, k in enumerate(steps.inputs) if base[k] < ALL]
    replacement = Replacement(trial, steps, arguments)
    if not failing or replacement.function is None:
        return ()
    run = replacement.run(failing[-1])
    # Whole numbers may be counts that other answers do without.
    wrong = [
        number
        for number in replacement.wrong_ones(run, failing[-1])
        if not isinstance(run.values[number][0][1], int | np.integer)
    ]
    if not wrong:
        return ()
    statement = replacement.expressions[wrong[0]].statement
    return range(statement.lineno, statement.end_lineno + 1)


class Replacement:
    """Runs of a function in which expressions are given other values.

    given -- {number of an expression: its values, per row of steps.inputs}
    """

    def __init__(self, trial, steps, arguments, skip=frozenset()):
        self.trial, self.steps, self.recorder, self.given = trial, steps, Recorder(), {}
        functions, self.expressions = instrumented(trial.functions)
        trial.namespace[HOOK] = self.recorder
        try:
            code = compile(ast.Module(functions, []), "<candidate>", "exec")
            exec(code, trial.namespace)
            self.function = trial.namespace[trial.name]
        except Exception:
            self.function = None
        self.own = {name for function in trial.functions for name in functions_in(function)}
        self.never = {
            number
            for number, node in self.expressions.items()
            if isinstance(node, ast.Name)
            or node.lineno in skip
            or reads_any(node, self.own)
            or isinstance(node, ast.Call)
            and called(node) in ALLOCATED - {"array"}
        }
        # A number that is summed up step by step may be right by chance on the way.
        nodes = [node for function in trial.functions for node in ast.walk(function)]
        self.summed_up = {
            getattr(node.target, "id", None) for node in nodes if isinstance(node, ast.AugAssign)
        }
        self.rows = range(len(steps.inputs))
        self.known, self.lengths = [], []
        for row in self.rows:
            self.lengths.append(lengths_in(arguments(steps.inputs[row])))
            values = [value for step in steps.values for value in step[row]]
            known = [leaf for value in values for leaf in leaves(value) or ()]
            self.known.append(Known([*known, *numbers_in(arguments(steps.inputs[row]))]))

    def score(self, row, number=None, step=None, watch=False):
        """The score on the input of a row, with one more expression given the values of a step."""
        given = {k: values[row] for k, values in self.given.items()}
        if number is not None:
            given[number] = step[row]
        self.recorder.begin(given, watch)
        self.trial.tried += 1
        score = self.trial.score(self.function, self.steps.inputs[row])
        self.recorder.end()
        return score

    def outputs(self):
        """How many outputs there are, on the input of the first row."""
        found = self.trial.limited(self.trial.oracle, self.function, self.steps.inputs[0])
        return found[1] if found else 0

    def run(self, row):
        """The Run on the input of a row with what is given."""
        score = self.score(row, watch=True)
        return Run(score, dict(self.recorder.values), dict(self.recorder.calls))

    def first_wrong(self, failing):
        """The expression that is wrong first in the run, and with another value makes more outputs right; or None.

        One that makes all of them right comes before one that makes some of them right, and a right value that lacks
        the next step after one that is wrong, unless it makes more outputs right.
        """
        runs = list(map(self.run, self.rows))
        # Where most outputs are wrong; the last of those, as the first inputs are small and round: on them, wrong
        # values may equal others by chance.
        row = min(failing, key=lambda one: (int(runs[one].score), -one))
        wrong = self.wrong_ones(runs[row], row)
        best = None
        for one in self.better_ones(wrong, runs, row):
            if one.score == ALL:
                return one
            best = best or one
        # A right value may lack the next step: no expression is wrong before it is used.
        for one in self.better_ones(self.assigned_ones(runs[row], row, but=wrong), runs, row):
            if one.score == ALL:
                return replace(one, node=only_use(self.trial.functions, one.node))
            if best is None or one.score > best.score:
                best = one
        return best

    def collected_wrong(self, failing):
        """What is put into a list or a table and wrong in a later turn, if its right values make all right; or None.

        Of what is not collected, a later turn may be wrong by what the turn before has left.
        """
        runs = list(map(self.run, self.rows))
        row = min(failing, key=lambda one: (int(runs[one].score), -one))
        late = [
            number
            for number in runs[row].values
            if number not in self.never
            and is_collected(self.expressions[number])
            and self.first_time(number, runs[row], row) is not None
        ]
        found = self.better_ones(late, runs, row)
        return next((one for one in found if one.score == ALL), None)

    def better_ones(self, numbers, runs, row):
        """Yields a Wrong for each of these expressions that makes more outputs right with another value."""
        for number in numbers:
            node, unsure = self.expressions[number], self.unsure(number, runs)
            # Its names may have wrong values already: then what is shown is one of them in use, not too far away.
            if len({place.lineno for place in (node, *unsure)}) > LINES:
                continue
            if any(reads_any(place, self.own) for place in unsure):
                continue  # what is wrong may be in that function
            if self.holds_nothing(number, runs[row]):
                continue  # a list that was to be filled: the line that does it may be missing
            best = None
            for step in self.candidates(number, runs[row], row):
                if self.trial.over():
                    return
                score = int(self.score(row, number, step))
                enough = score > (best.score if best else int(runs[row].score))
                if enough and self.holds(number, step, runs):
                    best = Wrong(number, node, step, score)
                    if score == ALL:
                        break
            if best:
                yield best

    def holds_nothing(self, number, run):
        """Whether a name in an expression stands for an empty list or dictionary, in its first turn; not in len(…)."""
        calls = (n for n in ast.walk(self.expressions[number]) if isinstance(n, ast.Call))
        counted = {n.args[0].id for n in calls if is_plain_count(n)}
        for inner in self.expressions[number].inside:
            values = run.values.get(inner, ())
            name = self.expressions[inner]
            if isinstance(name, ast.Name) and name.id not in counted and values:
                value = values[0][1]
                if isinstance(value, list | tuple | dict) and not value:
                    return True
        return False

    def assigned_ones(self, run, row, but):
        """The numbers of the expressions, except some, that are all that a name is given, once in the run.

        In a loop the right values, given turn by turn, would hide what is wrong before each of them.
        """
        return [
            number
            for number in run.values
            if number not in but
            and number not in self.given
            and number not in self.never
            and run.calls[number] == 1
            and self.may_be_wrong(run.values[number][0][1], row)
            and isinstance(self.expressions[number].statement, ast.Assign)
            and same_place(self.expressions[number], self.expressions[number].statement.value)
        ]

    def wrong_ones(self, run, row):
        """The numbers of the expressions with a value that right answers do not have, the first in the run first.

        Not those that are right in their first turn: what is wrong there is what the turn before has left, or not
        changed.
        """
        times = {}
        for number, values in run.values.items():
            first = self.first_time(number, run, row)
            few = run.calls[number] <= LONGEST and number not in self.given
            may_be = number not in self.never and self.may_be_wrong(values[0][1], row)
            if first == values[0][0] and few and may_be:
                times[number] = first
        return sorted(times, key=times.get)

    def first_time(self, number, run, row):
        """The time of the first value of an expression that right answers do not have; None where they have all."""
        values = run.values.get(number, ())
        return next((time for time, value in values if not self.is_known(value, row, True)), None)

    def candidates(self, number, run, row):
        """The steps whose values may stand for those of an expression: as many, those of the same shapes first."""
        mine = [value for _, value in run.values.get(number, ())]
        wanted, looks = run.calls[number], list(map(look_of, mine))
        whole = None not in looks
        fitting = [
            step
            for step in self.steps.values
            if (len(step[row]) == wanted if whole else len(step[row]) >= wanted)
        ]
        return sorted(fitting, key=lambda step: list(map(look_of, step[row])) != looks)

    def holds(self, number, step, runs):
        """Whether on no input fewer outputs are right with these values than before."""
        return all(int(self.score(row, number, step)) >= int(runs[row].score) for row in self.rows)

    def is_known(self, value, row, exactly):
        """Whether a value on an input is among those of right answers."""
        parts = None if value is None else leaves(value)
        if parts is None:
            return False
        known = self.known[row]
        if exactly:
            return all(map(known.has_exactly, parts))
        if not parts:  # an empty list: what should be in it may be missing
            return False
        if isinstance(value, list):  # of a list, order and number matter
            parts = [np.concatenate([part.astype(float).ravel() for part in parts])]
        return all(map(known.has, parts))

    def may_be_wrong(self, value, row):
        """Whether a value may be a wrong step: it is no text, and no length, as answers may do without."""
        whole_number = isinstance(value, int | np.integer)
        return value is not TEXTS and not (whole_number and int(value) in self.lengths[row])

    def unsure(self, number, runs):
        """The nodes where the names in an expression get their values, of those that are not known as right.

        What counts is the first time that the expression is wrong: later, in the next turn of a loop, they may be wrong
        through it.
        """
        places, pending, seen = [], [number], set()
        while pending:
            names = self.unsure_names(pending.pop(), runs) - seen
            seen |= names
            found = [place for name in names for place in places_of(self.trial.functions, name)]
            places += found
            pending += [
                k for k, e in self.expressions.items() if any(same_place(e, p) for p in found)
            ]
        line = self.expressions[number].lineno
        # A sum begins with a number, which is seldom wrong.
        return [p for p in places if p.lineno != line and not isinstance(p, ast.Constant)]

    def unsure_names(self, number, runs):
        """The names inside an expression whose values, when it is wrong first, are not known as right."""
        found = set()
        for row, run in enumerate(runs):
            time_of_wrong = self.first_time(number, run, row)
            for inner in self.expressions[number].inside if time_of_wrong else ():
                name = self.expressions[inner]
                before = [v for time, v in run.values.get(inner, ()) if time < time_of_wrong]
                if isinstance(name, ast.Name) and before and self.may_be_wrong(before[-1], row):
                    summed_up = name.id in self.summed_up and np.size(before[-1]) == 1
                    if summed_up or not self.is_known(before[-1], row, False):
                        found.add(name.id)
        return found


def is_plain_count(call):
    """Whether a call is len of a mere name."""
    return called(call) == "len" and len(call.args) == 1 and isinstance(call.args[0], ast.Name)


def is_collected(expression):
    """Whether an expression is what its statement appends to a list, or stores as an item."""
    statement = expression.statement
    value = getattr(statement, "value", None)
    if isinstance(statement, ast.Expr) and isinstance(value, ast.Call) and value.args:
        return called(value) == "append" and same_place(value.args[0], expression)
    stored = isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Subscript)
    return stored and same_place(value, expression)
