"""Mistakes planted in right answers, to see whether the search for a repair finds each at its place.

python -m tests.repair.planting [SHARE]     a table, one line per kind of edit; SHARE of all that can be planted (0.02)

Every edit of the error model is made in the reference answers and in the differently written right ones, one
per kind and answer. An edit that leaves the answer right on all inputs is no mistake and is left out.
"""

import ast
import contextlib
import copy
import difflib
import io
import sys
import time
import warnings
from collections import Counter, namedtuple

import numpy as np

from classroom.exercises import exercises_of
from classroom.exercises.recording import draw_inputs, solution_sources, weeks
from helpers.repair import find_places
from helpers.repair.precheck import Precheck
from helpers.repair.statements import all_edits
from helpers.repair.trial import ALL, Trial, definitions
from helpers.repair.watching import scope_of, watched

Answer = namedtuple("Answer", "name source namespace oracle functions")
Planted = namedtuple("Planted", "answer kind source lines")
# Edits that no edit of the model takes back: a statement or a condition left out is not written anew.
NO_WAY_BACK = ("condition", "extra statement", "missing call", "unpacking")


class Oracle:
    """How many outputs of a function equal those of the reference, on the recorded inputs of an exercise."""

    def __init__(self, reference, cases):
        self.arguments = [case.arguments for case in cases if not case.remark]
        self.expected = [parts(reference(*copy.deepcopy(a))) for a in self.arguments]
        self.inputs = len(self.arguments)
        self.alike = frozenset()

    def __call__(self, function, k):
        """(outputs that are right, all outputs) on input k; a part of 1 more for those of the right shape."""
        given = copy.deepcopy(self.arguments[k])
        mine, expected = parts(function(*given)), self.expected[k]
        right = sum(key in mine and equal(value, mine[key]) for key, value in expected.items())
        shaped = sum(
            key in mine and np.shape(mine[key]) == np.shape(expected[key]) for key in expected
        )
        unchanged = all(
            equal(a, b) for a, b in zip(parts(self.arguments[k]).values(), parts(given).values())
        )
        if right == len(expected) == len(mine) and unchanged:
            return right, right
        return min(right + 0.5 * shaped / len(expected), len(expected) - 0.1), len(expected)

    def wrong(self, function, k):
        """The names of the outputs that are wrong on input k."""
        mine = parts(function(*copy.deepcopy(self.arguments[k])))
        return {
            key
            for key, value in self.expected[k].items()
            if not (key in mine and equal(value, mine[key]))
        }


@contextlib.contextmanager
def quiet():
    """Whatever an answer prints or warns of goes nowhere."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        with contextlib.redirect_stdout(io.StringIO()):
            yield


def parts(value, path=""):
    """A result taken apart: {path: number, array or other}."""
    if isinstance(value, dict):
        return {
            p: v for key, item in value.items() for p, v in parts(item, f"{path}[{key!r}]").items()
        }
    if isinstance(value, tuple | list):
        kind = type(value).__name__
        return {
            p: v
            for k, item in enumerate(value)
            for p, v in parts(item, f"{path}.{kind}{k}").items()
        }
    return {path: value}


def equal(a, b):
    """Whether two parts of a result are equal, to rounding."""
    try:
        return np.shape(a) == np.shape(b) and bool(np.allclose(a, b, 1e-6, 1e-9, equal_nan=True))
    except TypeError:  # texts, functions
        return callable(a) or (type(a) is type(b) and a == b)


def answers(step):
    """The reference answers and the right ones written differently, with an Oracle; of one in `step` exercises."""
    number = 0
    for week in weeks():
        sources = solution_sources(week)
        for index, (name, exercise) in enumerate(exercises_of(week).items()):
            number += 1
            if number % step:
                continue
            source, namespace = sources[name]
            functions = [n for n, value in namespace.items() if callable(value) and n != name]
            with quiet():
                oracle = Oracle(namespace[name], draw_inputs(exercise, index, 1))
            for text in [source, *exercise.right]:
                answer = Answer(name, text, dict(namespace), oracle, functions)
                if all_right(answer, text):
                    yield answer


def all_right(answer, source):
    """Whether a source passes its Oracle."""
    space = dict(answer.namespace)
    try:
        exec(compile(source, "<answer>", "exec"), space)
        with quiet():
            return all(
                right == total
                for right, total in (
                    answer.oracle(space[answer.name], k) for k in range(answer.oracle.inputs)
                )
            )
    except Exception:
        return False


def planted(answer, rng, share):
    """Mistakes of one answer, at most one of a kind, for that share of the kinds; drawn by `rng`."""
    functions = definitions(answer.source)
    if not functions or answer.name not in [getattr(f, "name", "") for f in functions]:
        return
    trial = Trial(
        functions,
        answer.name,
        dict(answer.namespace),
        answer.oracle,
        10.0,
        time.process_time() + 10,
    )
    with quiet():
        values, _ = watched(trial, trial.build(), 0, Precheck(functions))
    edits = all_edits(functions, scope_of(functions, trial, values, answer.functions, ()))
    before = text_of(functions)
    by_kind = {}
    for edit in edits:
        by_kind.setdefault(edit.kind, []).append(edit)
    for kind, some in by_kind.items():
        if kind in NO_WAY_BACK or rng.random() >= share:
            continue
        for k in rng.permutation(len(some))[:6]:
            with some[k]:
                after = text_of(functions)
            if runs(after) and after != before and wrong_in_time(answer, after):
                yield Planted(answer, kind, after, changed_lines(before, after))
                break


def text_of(functions):
    """The source of a tree, one line a statement."""
    return ast.unparse(ast.Module(functions, []))


def runs(source):
    """Whether it can be compiled: a planted loop is not searched for."""
    try:
        compile(source, "<planted>", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def wrong_in_time(answer, source):
    """Whether a planted source fails its Oracle, each input ended after a tenth of a second."""
    functions = definitions(source)
    trial = Trial(functions, answer.name, dict(answer.namespace), answer.oracle, 10.0, 0.0)
    function = trial.build()
    with quiet():
        scores = [trial.score(function, k) for k in range(answer.oracle.inputs)]
    return function is not None and min(scores) < ALL


def changed_lines(before, after):
    """The numbers of the lines of `after` that differ, or beside which one is missing."""
    old, new = before.splitlines(), after.splitlines()
    found = set()
    for tag, _, _, j1, j2 in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        if tag == "delete":
            found |= {j1, j1 + 1}
        elif tag != "equal":
            found |= set(range(j1 + 1, j2 + 1))
    return found


def searched(mistake, seconds=3.0):
    """ "found", "elsewhere" or "nothing": what the search says of a planted mistake."""
    answer = mistake.answer
    repair = find_places(
        mistake.source,
        answer.name,
        answer.namespace,
        answer.oracle,
        seconds,
        functions=answer.functions,
    )
    if repair is None:
        return "nothing"
    return "found" if any(place.line in mistake.lines for place in repair.places) else "elsewhere"


def table_of(share, step=1, seed=1):
    """({kind planted: Counter of what `searched` says}, the mistakes placed elsewhere)."""
    rng = np.random.default_rng(seed)
    table, elsewhere = {}, []
    for answer in answers(step):
        for mistake in planted(answer, rng, share):
            result = searched(mistake)
            table.setdefault(mistake.kind, Counter())[result] += 1
            if result == "elsewhere":
                elsewhere.append(mistake)
    return table, elsewhere


def main(share):
    """Print the table, then what was placed elsewhere."""
    table, elsewhere = table_of(share)
    print(f"{'kind planted':18} planted  found  elsewhere  nothing")
    table["all"] = sum(table.values(), Counter())
    for kind, counts in sorted(table.items()):
        row = [counts.total(), counts["found"], counts["elsewhere"], counts["nothing"]]
        print(f"{kind:18} {row[0]:7} {row[1]:6} {row[2]:10} {row[3]:8}   {row[1] / row[0]:.0%}")
    for mistake in elsewhere:
        print(f"\nelsewhere: {mistake.kind} in lines {sorted(mistake.lines)}\n{mistake.source}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 0.02)
