"""Trying edits: in the order of their cost, scored by how many outputs on how many inputs become right."""

import ast
import itertools
import math
import time
import warnings
from dataclasses import dataclass

import numpy as np

from helpers.repair.edits import Edit, Everywhere, Scope
from helpers.repair.precheck import Precheck
from helpers.repair.shown import described
from helpers.repair.statements import all_edits
from helpers.repair.trees import is_method, span
from helpers.repair.trial import ALL, Trial, definitions
from helpers.repair.two_mistakes import (
    LIKELY,
    SINGLES,
    SLACK,
    leaving_one_mistake,
    right_but_for_errors,
    try_all_pairs,
    try_elsewhere,
    try_one_each,
    try_seconds,
)
from helpers.repair.value_replacement import blame, first_unknown
from helpers.repair.verdict import verdict
from helpers.repair.watching import OF_THE_LAYER, only_one_left, scope_of, unlikely, watched
from helpers.repair.words import AXES

FAST = 0.003  # seconds of a call, below which none is slow
CHEAPER = 0.05  # than an edit at a likelier place: it stays
SHARE = 0.75  # of the time, for single edits
UNGUARDED = 0.5
# What is tried in the place of the likeliest edit: it may be this that it does.
LESS = (("copy", "_X.copy()"), ("type", "_X.astype(float)"), ("shape", "_X.item()"))
# Edits are made up to one of these costs after the other: those of a long function are many, and the time is short.
STEPS_OF_COST = (1.1, 1.3, 1.6, math.inf)


def find_edits(source, name, namespace, oracle, functions, words, skip, seconds, steps=None):
    """The edits that make everything right, as plain data.

    {"hits": single edits,
     "others": whether single edits help elsewhere, too: those are kept that stand where a value comes up first that no
               right answer has,
     "likened": where none does, edits that leave just one mistake, which the oracle knows, with its number,
     "parts": else edits that each make other outputs right, a list for each part,
     "blamed": where these tell no place, the place of a value that is wrong (value_replacement) per mistake, or the
               one expression that no right output needs,
     "halves": where none does, edits that make all right but for inputs on which the call ends in an error,
     "pairs": else pairs of edits,
     "tried": number of candidates}

    For a process of its own: defines candidates in `namespace`, takes the timer of processor time.
    """
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    tree = definitions(source)
    trial = Trial(tree, name, namespace, oracle, seconds, time.process_time() + seconds)
    if hasattr(oracle, "look_for"):
        trial.limited(lambda function, _: oracle.look_for(function), trial.build(), None)
    base, first = judged(trial)
    found = dict.fromkeys(("hits", "likened", "parts", "halves", "blamed", "pairs"), ())
    if first is not None:
        precheck = Precheck(tree)
        values, lines = watched(trial, trial.build(), first, precheck)
        precheck.prepare(trial)
        scope = scope_of(tree, trial, values, functions, words)
        scope.late = unlikely(trial, scope, base[first], first, lines)
        scope.suspect = first_unknown(trial, steps, oracle.given, base) if steps else set()
        idle = has_idle_loop(tree, lines)
        found |= Search(trial, precheck, scope, base, first, skip, steps, idle).found()
    return found | {"tried": trial.tried}


def judged(trial):
    """(the score on each input, the input to try edits on): the first that fails, or one that fails much faster."""
    function, base, needed = trial.build(), [], []
    for k in range(trial.oracle.inputs):
        begin = time.process_time()
        base.append(trial.score(function, k))
        needed.append(time.process_time() - begin)
    failing = [k for k, score in enumerate(base) if score < ALL]
    least = min((needed[k] for k in failing), default=0.0)
    return base, next((k for k in failing if needed[k] <= max(4 * least, FAST)), None)


def has_idle_loop(functions, lines):
    """Whether the lines that ran have a loop among them, and nothing that stands in it."""
    loops = (n for f in functions for n in ast.walk(f) if isinstance(n, ast.For | ast.While))
    return any(loop.lineno in lines and loop.body[0].lineno not in lines for loop in loops)


@dataclass
class Search:
    """What is known when the search begins, and its ways to go on, each where those before it have found nothing.

    base  -- the score of the function as it is on each input
    first -- the input on which edits are tried first
    skip  -- numbers of lines that are not edited
    steps -- value_replacement.Steps of right answers, or None
    idle  -- whether a loop never runs on input `first`: then values before it, given as they end, would make all right
    """

    trial: Trial
    precheck: Precheck
    scope: Scope
    base: list
    first: int
    skip: frozenset
    steps: object
    idle: bool = False

    def found(self):
        """What find_edits tells, but for the number of candidates."""
        tree, blamed, whole = self.trial.functions, [], False
        parts, pairs, halves, likened = [], [], [], []
        hits, better, alike = try_singles(
            self.trial, self.precheck, self.base, self.first, self.edits()
        )
        hits, others = self.likely_of(without_guards_undone(self.trial, hits))
        hits = changed_less(self.trial, self.first, hits) + hits
        shown = [described(tree, hit) for hit in hits]
        if not hits:  # before what takes longer
            likened = leaving_one_mistake(self.trial, self.base, alike)
        told = likened or verdict({"hits": shown}) is not None
        if self.steps and not (self.idle or told):
            given = self.trial.oracle.given
            blamed, whole = blame(self.trial, self.steps, given, self.base, self.skip)
        if not (hits or likened):
            parts = try_one_each(self.trial, self.base, self.first, better)
        if not (hits or likened or parts or whole):
            halves = right_but_for_errors(self.trial, self.base, better)
            pairs = [] if halves else self.pairs(better)
        if not (hits or likened or parts or pairs or blamed):
            left = only_one_left(self.trial, self.scope, self.base[self.first], self.first)
            blamed = [left] if left is not None and left.lineno not in self.skip else []
        return {
            "hits": shown,
            "others": others,
            "likened": [described(tree, edit) | {"mistake": number} for edit, number in likened],
            "parts": [[described(tree, edit) for edit in edits] for edits in parts],
            "halves": [described(tree, edit) for edit in halves],
            "blamed": [span(node) for node in blamed],
            "pairs": [
                {"first": described(tree, a), "second": described(tree, b), "cost": a.cost + b.cost}
                for a, b in pairs
            ],
        }

    def edits(self):
        """The edits of the function as it is now, the cheapest first."""
        return by_cost(self.trial.functions, self.scope, self.skip)

    def likely_of(self, hits):
        """(the edits where a value comes up first that no right answer has, else all; whether others are left out).

        Those that are cheaper stay, for that value may be right: nobody took this step before.
        """
        likely = [hit for hit in hits if hit.marks[0].lineno in self.scope.suspect]
        least = min((hit.cost for hit in likely), default=math.inf)
        kept = [hit for hit in hits if hit in likely or hit.cost < least + CHEAPER]
        return (kept, len(kept) < len(hits)) if likely else (hits, False)

    def pairs(self, better):
        """Pairs of edits that make all right; `better` as from try_singles."""
        # the others are too dear
        self.scope.atoms = [atom for atom in self.scope.atoms if atom[1] <= OF_THE_LAYER]
        pairs = try_seconds(self.trial, self.base, self.first, better, self.edits)
        if not pairs:
            late, self.scope.late = self.scope.late, set()  # it may run on another input
            better = try_elsewhere(self.trial, self.base, self.first, self.edits())
            pairs = try_seconds(self.trial, self.base, self.first, better, self.edits)
            self.scope.late = late
        if pairs:
            return pairs
        cheap = up_to(LIKELY, self.trial.functions, self.scope, self.skip)
        return try_all_pairs(self.trial, self.first, cheap)


def by_cost(tree, scope, skip):
    """The edits of a tree, the cheapest first; those that cost more are not made before they are asked for."""
    before = -math.inf
    for most in STEPS_OF_COST:
        edits = up_to(most, tree, scope, skip)
        yield from (edit for edit in edits if not made_before(edit, before, scope))
        before = most


def made_before(edit, before, scope):
    """Whether an edit came with those up to a cost: not one at several places of which some were too dear then."""
    if edit.cost > before:
        return False
    return all(
        one.cost - scope.extra(one.statement, one.mark) <= scope.dearest(one.statement, before)
        for one in getattr(edit, "edits", ())
    )


def up_to(most, tree, scope, skip):
    """The edits of a tree up to a cost."""
    scope.up_to = most
    return all_edits(tree, scope, skip)


# --- one edit, two edits -----------------------------------------------------------------------------


def try_singles(trial, precheck, base, first, edits):
    """(edits that make all right, the cheapest and those about as likely; [(score, edit)] of those that help;
    [(edit, numbers of mistakes)] of those after which the results on input `first` are those of known mistakes).

    Where an edit makes one of several outputs right, the same edit at other places is tried next.
    """
    hits, better, alike, before, tried = [], [], [], trial.arguments_read(), {}
    for edit in itertools.islice(edits, SINGLES):
        least = min((hit.cost for hit in hits), default=math.inf)
        if trial.over(SHARE) or edit.cost > least + SLACK:
            break
        for one in [edit, *edit.groups]:
            if id(one) in tried:
                continue
            tried[id(one)] = one  # kept: another would get its id
            with one:
                function = None if precheck.useless(trial, one) else trial.build()
                score = trial.score(function, first) if function else 0
                passes = score == ALL and trial.passes(function, first)
                if passes and before <= trial.arguments_read():
                    hits.append(one)
                elif not passes and score > base[first] + 1e-9:
                    better.append((score, one))
                if score and not passes and trial.oracle.alike and before <= trial.arguments_read():
                    alike.append((one, trial.oracle.alike))
            if not math.floor(base[first]) < math.floor(score) < ALL:
                break
    return sorted(hits, key=lambda hit: hit.cost), better, alike


def without_guards_undone(trial, hits):
    """The edits, those last and dearer by UNGUARDED after which large arguments end in an overflow that did not before.

    Such as exp(-|z|) without the |…|: then something else is missing, and the edit makes up for it.
    """
    if not hits or overflows(trial):
        return hits
    for hit in hits:
        with hit:
            hit.cost += UNGUARDED * overflows(trial)
    return sorted(hits, key=lambda hit: hit.cost)


def overflows(trial):
    """Whether the function as it is now overflows, or ends in an error, for one of the oracle's large arguments."""
    function, seen = trial.build(), []
    with np.errstate(over="call", call=lambda *_: seen.append(True)):
        for arguments in getattr(trial.oracle, "large", ()):
            if trial.limited(lambda f, a: (f(*a),), function, arguments) is None:
                return True
    return bool(seen)


def changed_less(trial, first, hits):
    """[the likeliest edit, as one that changes less where it stands], if that makes all right too; else [].

    Where a copy does, two names are one object, and it is no matter of a sign, say; where another type of numbers
    does, it is none of a factor; where the one number of an array does, it is none of a sum; where what a sum is taken
    of does, it is no matter of its axis.
    """
    best = hits[0].kind if hits else "copy"
    if best in AXES and (one := without_call(hits[0])):
        with one:
            function = trial.build()
            if function and trial.passes(function, first):
                return [one]
    for kind, form in LESS if best not in ("copy", "type") else ():
        if kind == "shape" and best != "missing sum":
            continue
        edits = getattr(hits[0], "edits", [hits[0]])
        if any("_X" not in (edit.parts or {}) for edit in edits):
            return []
        changed = [instead(edit, kind, form) for edit in edits]
        one = Everywhere(changed) if len(changed) > 1 else changed[0]
        one.cost = hits[0].cost
        with one:
            function = trial.build()
            if function and trial.passes(function, first):
                return [one]
    return []


def without_call(edit):
    """An Edit that leaves what is summed in the place of the sum whose axis an edit changes; None for another edit."""
    if isinstance(edit, Everywhere):
        return None
    call = edit.mark
    inside = call.func.value if is_method(call) else call.args[0] if call.args else None
    place = edit.mark, edit.holder, edit.field, edit.index
    return inside and Edit("extra function", edit.cost, *place, inside, None, None, edit.statement)


def instead(edit, kind, form):
    """Another Edit at the place of one."""
    place = edit.mark, edit.holder, edit.field, edit.index
    return Edit(kind, edit.cost, *place, form, edit.parts, None, edit.statement)
