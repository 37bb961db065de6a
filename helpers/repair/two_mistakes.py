"""Where no single edit makes everything right: edits that make a part right, and pairs of edits."""

import contextlib
import itertools
import math

from helpers.repair.edits import Edit
from helpers.repair.trial import ALL

SLACK = 0.35  # of edits whose costs differ by no more, any may be the mistake
# Candidates: single edits, second edits after each of the best first ones.
SINGLES, SECONDS = 4000, 1200
FIRSTS = 8  # first edits that are followed up
DEAREST_FIRST, DEAREST_SECOND = 1.6, 1.7
MOST_PARTS = 4  # that edits of their own make right
ELSEWHERE = 3  # other inputs on which first edits are looked for
LIKELY, MOST_LIKELY = 1.0, 80  # cost and number of the edits that are tried in all pairs


def leaving_one_mistake(trial, base, alike):
    """[(edit, number of the mistake)] of edits after which more is right and one known mistake explains the rest.

    Then the function has two mistakes, of which the edit mends one. It must show the other one already, in an output
    that has nothing to do with the edit: else the edit itself may have made that mistake. `alike` as from try_singles.
    """
    found = []
    for edit, numbers in sorted(alike, key=lambda pair: pair[0].cost):
        dear = edit.cost > (found[0][0].cost + SLACK if found else DEAREST_FIRST)
        if dear or trial.over():
            break
        with edit:
            function, scores = trial.build(), []
            for k in range(trial.oracle.inputs):
                scores.append(trial.score(function, k))
                numbers = numbers & trial.oracle.alike
                if not numbers:
                    break
        worse = any(new < old - 1e-9 for new, old in zip(scores, base))
        if numbers and not worse and sum(map(int, scores)) > sum(map(int, base)):
            found.append((edit, min(numbers)))
    return found


def try_one_each(trial, base, first, better):
    """Edits that each make other outputs right, on all inputs, and together make all right: a list of them per part.

    Of a part the cheapest edit comes first, and those about as likely follow it.
    """
    function, parts = trial.build(), []
    inputs = range(trial.oracle.inputs)
    wrong = [trial.wrong(function, k) for k in inputs]
    if None in wrong:
        return []
    for score, edit in sorted(better, key=lambda pair: pair[1].cost):
        if math.floor(score) <= math.floor(base[first]) or trial.over():
            continue
        with edit:
            function = trial.build()
            now = [trial.wrong(function, k) for k in inputs]
        if None in now or any(new - old for new, old in zip(now, wrong)):
            continue
        mended = frozenset(wrong[first] - now[first])
        if not mended or any(mended & new for new in now):
            continue
        known = next((edits for outputs, edits in parts if outputs == mended), None)
        if known is None and not any(mended & outputs for outputs, _ in parts):
            parts.append((mended, [edit]))
        elif known and edit.cost <= known[0].cost + SLACK:
            known.append(edit)
    if not 2 <= len(parts) <= MOST_PARTS:
        return []
    with contextlib.ExitStack() as together:
        for _, edits in parts:
            together.enter_context(edits[0])
        function = trial.build()
        passed = function is not None and trial.passes(function, first)
    return [edits for _, edits in parts] if passed else []


def try_elsewhere(trial, base, first, edits):
    """[(score, edit)] of likely edits that make all right on an input where other mistakes may not show.

    Such as one with a single layer, or without biases; those that are nearest to right come first.
    """
    failing = [k for k, score in enumerate(base) if k != first and score < ALL]
    nearest = sorted(failing, key=lambda k: -base[k])[:ELSEWHERE]
    better = []
    for edit in itertools.islice(edits, SINGLES):
        if edit.cost > LIKELY + SLACK or trial.over():
            break
        with edit:
            function = trial.build()
            if function and any(trial.score(function, k) == ALL for k in nearest):
                better.append((trial.score(function, first), edit))
    return better


def try_seconds(trial, base, first, better, edits):
    """[(first edit, second edit)] that make all right: from the best first edits on."""
    before, firsts = trial.arguments_read(), best_firsts(trial, base, better)
    most = SECONDS * FIRSTS // max(len(firsts), 1)  # of few the more are tried
    for one in firsts:
        pairs = []
        with one:
            for other in itertools.islice(edits(), most):
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


def right_but_for_errors(trial, base, better):
    """Edits after which every input is right on which the call does not end in an error, as it did before.

    The error is another mistake, such as a method of arrays that is asked of a number.
    """
    found = []
    for edit in best_firsts(trial, base, better):
        with edit:
            function = trial.build()
            left = [k for k in range(len(base)) if trial.score(function, k) < ALL]
            errors = [trial.wrong(function, k) is None for k in left]
        mended = sum(score < ALL for score in base) - len(left)
        if left and all(errors) and mended > 1 and not any(base[k] for k in left):
            found.append(edit)
    return sorted(found, key=lambda edit: edit.cost)


def try_all_pairs(trial, first, edits):
    """Pairs of likely edits, of which neither alone makes anything better: the cheapest and those about as likely."""
    likely = [edit for edit in edits if isinstance(edit, Edit) and edit.tag]
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
