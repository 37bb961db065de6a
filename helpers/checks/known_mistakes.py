"""Whether a learner's results are those of a typical mistake, or of several at once."""

import re

import numpy as np

from helpers.checks.calling import MORE
from helpers.checks.comparing import compare, is_tolerated

# Errors of shapes that do not fit: other arrays of the same shapes give the same one.
OF_SHAPES = re.compile(r"not aligned|matmul: Input operand|could not be broadcast")


def known_mistakes(exercise, results):
    """The sentences of the mistakes that give the learner's results, and the set of outputs they explain.

    One mistake that explains every output on every input stands alone. Else, since a function can
    hold two at once, those that explain some: each output they change is changed alike here.
    """
    names = exercise.returns
    compared = [
        k
        for k, case in enumerate(exercise.cases)
        if not (case.remark or is_tolerated(case, results[k].error))
    ]
    compared = without_own_assertions(exercise, results, compared)
    mine = [results[k] for k in compared]
    right = [outputs(exercise.cases[k].expected, names) for k in compared]
    # What else a dictionary holds on an input is no output of that input.
    my_outputs = [
        {path: value for path, value in outputs(result.value, names).items() if path in expected}
        for result, expected in zip(mine, right)
    ]
    paths = set().union(*right)
    found, explained = [], set()
    for mistake in exercise.mistakes:
        all_theirs = mistake.results
        theirs = [all_theirs[k] for k in compared]
        if all(map(equal_results, mine, theirs)) and may_be(mistake.sentence, mine):
            return [mistake.sentence], paths | {"", "result"}
        if any(result.error or result.value is None for result in mine + theirs):
            continue
        their_outputs = [outputs(result.value, names) for result in theirs]
        changed = outputs_changed_alike(paths, my_outputs, their_outputs, right)
        if changed:
            found.append((mistake.sentence, changed))
            explained |= changed
    if exercise.summary and wrong_outputs(paths, my_outputs, right) - explained:
        return [], set()  # facts are coarse: other code may change one of them alike
    found = enough(found) if exercise.summary else found
    return list(dict.fromkeys(most_exact(found))), explained


def without_own_assertions(exercise, results, compared):
    """The numbers of the cases to compare, without those on which an assert of the learner's own has ended the call.

    A mistake shows on the others; where all are right there, the assert is what is wrong. On few of them several
    mistakes may look alike, so most must be left.
    """
    kept = [k for k in compared if not stopped_by_itself(exercise, results[k])]
    if len(kept) == len(compared):
        return compared
    wrong = (
        results[k].error or compare(exercise.cases[k].expected, results[k].value) is not None
        for k in kept
    )
    return kept if any(wrong) and len(kept) > 0.6 * len(compared) else compared


def stopped_by_itself(exercise, result):
    """Whether a call ended with an assert in the exercise's own function."""
    own = bool(result.lines) and result.lines[-1].function == exercise.name
    return own and result.error_type == "AssertionError"


def enough(found):
    """Of (sentence, outputs it explains) so many as explain all: facts are coarse, and two mistakes may look alike."""
    kept, explained = [], set()
    for sentence, changed in sorted(found, key=lambda one: -len(one[1])):
        if changed - explained:
            kept.append((sentence, changed))
            explained |= changed
    return kept


def most_exact(found):
    """The sentences of (sentence, outputs it explains), without those that others make up.

    Where one mistake explains all there is no other; so what tells of everything at once is not what was made, nor what
    shares its outputs with several others that explain them without it.
    """
    kept = list(found)
    by_overlap = sorted(found, key=lambda one: -sum(bool(one[1] & other) for _, other in found))
    for one in by_overlap:
        others = [changed for other, changed in kept if other != one[0] and changed & one[1]]
        if one[1] and len(others) > 1 and one[1] <= set().union(*others):
            kept.remove(one)
    return [sentence for sentence, _ in kept]


def wrong_outputs(paths, mine, right):
    """The outputs that are not right on every input."""
    return {path for path in paths if not equal_outputs(path, mine, right)}


def may_be(sentence, mine):
    """Whether a mistake that shows as an error may be the learner's: other code may raise the same error.

    An array as a condition is refused alike in max, in if, in a chain of comparisons and beside `and`.
    """
    shapes = [one.lines[-1].text for one in mine if OF_SHAPES.search(one.error or "") and one.lines]
    for name in re.findall(r"\bd?[A-Z]\d\b", sentence.split(":")[0]) if shapes else ():
        others = re.findall(rf"\b{name[:-1]}\d\b", shapes[0])
        if others and name not in others:
            return False  # the error is one of another layer's arrays
    refused = [one for one in mine if "truth value of an array" in (one.error or "") and one.lines]
    if not refused or "max" not in sentence:
        return True
    line = refused[0].lines[-1].text
    return bool(re.search(r"(?<![.\w])(?:max|min|abs|if|while|sorted)\b", line))


def outputs_changed_alike(paths, mine, theirs, right):
    """The outputs that a mistake changes, when the learner's are changed alike; else none."""
    changed = set()
    for path in paths:
        if not equal_outputs(path, theirs, right):
            if not equal_outputs(path, mine, theirs):
                return set()
            changed.add(path)
    return changed if any(tells(path, mine) for path in changed) else set()


def tells(path, mine):
    """Whether an output can tell a mistake from others: one that is the same number on every input can't."""
    values = [row[path] for row in mine if path in row]
    numbers = all(isinstance(value, int | float | np.number) for value in values)
    return not numbers or any(value != values[0] for value in values)


def equal_results(mine, other):
    """Whether two CallResults are alike: the same error, nothing returned, or equal values."""
    if mine.error or other.error:
        return comparable_error(mine.error) == comparable_error(other.error)
    if mine.value is None or other.value is None:
        return mine.value is other.value and bool(mine.printed) == bool(other.printed)
    # Both ways, since a dictionary may have more than the expected keys.
    return compare(other.value, mine.value) is None and compare(mine.value, other.value) is None


def comparable_error(error):
    """An error's text, without the sign that more arguments came than are compared.

    That of a matrix product is worded alike, whether np.dot or @ refused the shapes.
    """
    dot = re.search(r"not aligned: (\d+) \(dim \d\) != (\d+) \(dim \d\)", error or "")
    if dot:
        return f"{dot[1]} columns times {dot[2]} rows"
    matmul = re.search(r"matmul: .*\(size (\d+) is different from (\d+)\)", error or "")
    if matmul:
        return f"{matmul[2]} columns times {matmul[1]} rows"
    return error and error.replace(MORE, ")")


def equal_outputs(path, mine, theirs):
    """Whether two rows of `outputs` are alike in the one called `path`, which not every input need have.

    That it is missing everywhere tells nothing: many mistakes can be the reason.
    """
    pairs = list(zip(mine, theirs))
    present = [(a[path], b[path]) for a, b in pairs if path in a and path in b]
    alike = all((path in a) == (path in b) for a, b in pairs) and all(
        compare(b, a) is None and compare(a, b) is None for a, b in present
    )
    return bool(present) and alike


def outputs(value, names):
    """A returned value taken apart: {name of the output: number or array}."""
    if isinstance(value, tuple | list) and len(value) == len(names) > 1:
        return {
            key: part
            for item, name in zip(value, names)
            for key, part in outputs(item, [name]).items()
        }
    name = names[0] if names else "result"
    if isinstance(value, dict):
        return {f'{name}["{key}"]': part for key, part in value.items()}
    return {name: value}
