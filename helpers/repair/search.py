"""Trying edits: in the order of their cost, scored by how many outputs on how many inputs become right."""

import ast
import itertools
import time
import warnings

import numpy as np

from helpers.repair.edits import Edit
from helpers.repair.model import TERMS, WRAPS_OF_ARRAYS, WRAPS_OF_NUMBERS
from helpers.repair.statements import all_edits
from helpers.repair.trees import span
from helpers.repair.trial import ALL, Trial, definitions
from helpers.repair.value_replacement import blame, first_unknown
from helpers.repair.verdict import verdict
from helpers.repair.watching import scope_of, unlikely, watched

SLACK = 0.35  # of edits whose costs differ by no more, any may be the mistake
SHARE = 0.75  # of the time, for single edits
# Candidates: single edits, second edits after each of the best first ones.
SINGLES, SECONDS = 4000, 1200
FIRSTS = 8  # first edits that are followed up
DEAREST_SECOND = 1.7
LIKELY, MOST_LIKELY = 1.0, 80  # cost and number of the edits that are tried in all pairs
# Added to the cost of an edit of a statement that does not run or that right outputs need; taken off where a value
# comes up first that no right answer has.
UNLIKELY, LIKELIER = 0.8, 0.2
# Kinds of edits that put something around a name.
AROUND = frozenset(kind for kind, *_ in (*WRAPS_OF_NUMBERS, *WRAPS_OF_ARRAYS, *TERMS))


def find_edits(source, name, namespace, oracle, functions, words, skip, seconds, steps=None):
    """The edits that make everything right, as plain data: {"hits": single edits, "pairs": pairs, "tried": candidates}.

    "blamed": where single edits tell no place, those of values that are wrong (value_replacement), per mistake.

    For a process of its own: defines candidates in `namespace`, takes the timer of processor time.
    """
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    tree = definitions(source)
    trial = Trial(tree, name, namespace, oracle, seconds, time.process_time() + seconds)
    function, base, needed = trial.build(), [], []
    for k in range(oracle.inputs):
        begin = time.process_time()
        base.append(trial.score(function, k))
        needed.append(time.process_time() - begin)
    failing = [k for k, score in enumerate(base) if score < ALL]
    hits, pairs, blamed, whole = [], [], [], False
    if failing:
        # The first failing input, unless it takes much longer than another.
        least = min(needed[k] for k in failing)
        first = next(k for k in failing if needed[k] <= 4 * least)
        values, lines = watched(trial, function, first)
        scope = scope_of(tree, trial, values, functions, words)
        late = unlikely(trial, scope, base[first], first, lines)
        suspect = first_unknown(trial, steps, oracle.given, base) if steps else ()

        def edits():
            found = all_edits(tree, scope, skip)
            for edit in found:
                edit.cost += UNLIKELY * (id(edit.statement) in late)
                edit.cost -= LIKELIER * (edit.marks[0].lineno in suspect)
            return sorted(found, key=lambda edit: edit.cost)

        hits, better = try_singles(trial, base, first, edits())
        if steps and verdict({"hits": hits and described_all(tree, hits)}) is None:
            blamed, whole = blame(trial, steps, oracle.given, base, skip)
        if not hits and not whole:
            scope.atoms = [atom for atom in scope.atoms if not atom[1]]  # the others are too dear
            pairs = try_seconds(trial, base, first, better, edits)
            pairs = pairs or try_all_pairs(trial, first, edits())
    return {
        "blamed": [[span(node) for node in nodes] for nodes in blamed],
        "hits": described_all(tree, hits),
        "pairs": [
            {"first": described(tree, a), "second": described(tree, b), "cost": a.cost + b.cost}
            for a, b in pairs
        ],
        "tried": trial.tried,
    }


# --- one edit, two edits -----------------------------------------------------------------------------


def try_singles(trial, base, first, edits):
    """(edits that make all right, the cheapest and those about as likely; [(gain, edit)] of those that help)."""
    hits, better, before = [], [], trial.arguments_read()
    for edit in edits[:SINGLES]:
        if trial.over(SHARE) or hits and edit.cost > hits[0].cost + SLACK:
            break
        with edit:
            function = trial.build()
            score = trial.score(function, first) if function else 0
            if score == ALL:
                if trial.passes(function, first) and before <= trial.arguments_read():
                    hits.append(edit)
            elif score > base[first] + 1e-9:
                better.append((score - base[first], edit))
    return hits, better


def try_seconds(trial, base, first, better, edits):
    """[(first edit, second edit)] that make all right: from the best first edits on."""
    before = trial.arguments_read()
    for one in best_firsts(trial, base, better):
        pairs = []
        with one:
            for other in edits()[:SECONDS]:
                dear = pairs and other.cost > pairs[0][1].cost + SLACK
                if dear or trial.over() or other.cost > DEAREST_SECOND:
                    break
                with other:
                    function = trial.build()
                    if function and trial.passes(function, first):
                        if before <= trial.arguments_read():
                            pairs.append((one, other))
        if pairs:
            return pairs
    return []


def best_firsts(trial, base, better):
    """The first edits to go on from: those that make most right on all inputs together, and nothing worse."""
    ranked = []
    for _, edit in sorted(better, key=lambda pair: (-round(pair[0], 6), pair[1].cost))[:40]:
        if trial.over():
            return []
        with edit:
            function = trial.build()
            scores = [trial.score(function, k) for k in range(trial.oracle.inputs)]
        if all(new >= old - 1e-9 for new, old in zip(scores, base)):
            ranked.append((-round(sum(scores), 6), edit.cost, edit))
    ranked.sort(key=lambda row: row[:2])
    chosen, lines = [], []
    for _, _, edit in ranked:
        if lines.count(edit.marks[0].lineno) < 2:
            lines.append(edit.marks[0].lineno)
            chosen.append(edit)
    return chosen[:FIRSTS]


def try_all_pairs(trial, first, edits):
    """Pairs of likely edits, of which neither alone makes anything better: the cheapest and those about as likely."""
    likely = [edit for edit in edits if edit.cost <= LIKELY and isinstance(edit, Edit) and edit.tag]
    couples = itertools.combinations(likely[:MOST_LIKELY], 2)
    pairs, before = [], trial.arguments_read()
    for one, other in sorted(couples, key=lambda two: two[0].cost + two[1].cost)[:SECONDS]:
        dear = pairs and one.cost + other.cost > sum(edit.cost for edit in pairs[0]) + SLACK
        if dear or trial.over():
            break
        with one, other:
            function = trial.build()
            if function and trial.passes(function, first) and before <= trial.arguments_read():
                pairs.append((one, other))
    return pairs


# --- what is found, as data --------------------------------------------------------------------------


def described_all(functions, hits):
    """The single edits as plain data."""
    return [described(functions, edit) | {"cost": edit.cost} for edit in hits]


def described(functions, edit):
    """An edit as plain data: its kind, its places, and the names each place defines and reads."""
    marks = shown_for(functions, edit)
    return {
        "kind": edit.kind,
        "places": [span(mark) for mark in marks],
        "defines": [defined_at(functions, mark) for mark in marks],
        "reads": [sorted(read_in(mark)) for mark in marks],
    }


def shown_for(functions, edit):
    """The nodes to show for an edit: its own, but for a name that is only collected or handed on, what gives its value.

    So it is with a name in a return, one of two that are exchanged in a dictionary under their own names, and one in
    whose place a call of another function belongs. A comparison is shown whole, and so is a call of which an edit puts
    something around a mere name: the call may be what is wrong.
    """
    nodes = [n for function in functions for n in ast.walk(function)]
    returned = {n for r in nodes if isinstance(r, ast.Return) for n in ast.walk(r)}
    shown = []
    for mark in edit.marks:
        around = [n for n in nodes if encloses(n, mark, edit.kind)]
        names = exchanged_names(mark, edit, returned) if mark in returned else []
        if isinstance(mark, ast.Name) and (edit.kind == "missing call" or mark in returned):
            names = [mark]
        values = [value_of(nodes, name) for name in names]
        shown += values if values and values != [mark] else around[:1] or [mark]
    return shown


def encloses(node, mark, kind):
    """Whether a node is to be shown in place of a node in it, for an edit of this kind."""
    if isinstance(node, ast.Compare):
        return mark in ast.iter_child_nodes(node)
    if not (isinstance(node, ast.Call) and isinstance(mark, ast.Name) and kind in AROUND):
        return False
    return mark in node.args or mark is getattr(node.func, "value", None)


def exchanged_names(mark, edit, returned):
    """The names that an edit exchanges in a returned dictionary, each under a key of its own text; [] for others."""
    new = getattr(edit, "new", None)
    if isinstance(mark, ast.Dict) and isinstance(new, ast.Dict):
        moved = [(k, a) for k, a, b in zip(mark.keys, mark.values, new.values) if a is not b]
    elif isinstance(mark, ast.Constant) and len(edit.marks) == 2:
        dictionaries = (n for n in returned if isinstance(n, ast.Dict))
        moved = [(k, a) for d in dictionaries for k, a in zip(d.keys, d.values) if k is mark]
    else:
        return []
    alike = [a for k, a in moved if isinstance(a, ast.Name) and getattr(k, "value", None) == a.id]
    return alike if len(alike) == len(moved) else []


def value_of(nodes, name):
    """For a name that gets its value in one place and is read in one: the value there. Else the name itself."""
    same = [n for n in nodes if isinstance(n, ast.Name) and n.id == name.id]
    given = [n for n in nodes if isinstance(n, ast.Assign) and n.targets[0] in same]
    return given[0].value if len(given) == 1 and len(same) == 2 else name


def defined_at(functions, mark):
    """The one name that the statement of a node assigns; None where there is none."""
    for node in (n for f in functions for n in ast.walk(f)):
        if isinstance(node, ast.Assign) and node.lineno <= mark.lineno <= node.end_lineno:
            target = node.targets[0]
            return target.id if isinstance(target, ast.Name) else None
    return None


def read_in(mark):
    """The names read within a node."""
    return {n.id for n in ast.walk(mark) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
