"""What the learner reads of a repair: first where to look, then what kind of change helps. Never corrected code."""

WIDTH = 62  # of a shown line of code

# The kind of an edit, and what the check passes with: true whatever the mistake is, which an edit only makes up for.
KINDS = {
    "argument": "another text to compare with",
    "argument order": "the arguments in another order",
    "axes": "another axis or keepdims, or without them,",
    "axis": "another axis",
    "branches": "the two cases exchanged",
    "brackets": "other brackets, or something else inside them,",
    "chain": "the conditions in one chain, so that the second is asked only where the first does not hold,",
    "comparison": "another comparison",
    "complement": "one minus it, or it alone,",
    "condition": "another condition",
    "constant": "another number",
    "copy": "a new array, or a copy, in place of the array itself",
    "count": "another count or length",
    "extra argument": "one argument less in the call",
    "extra axis": "no axis named",
    "extra comparison": "no comparison",
    "extra function": "one function less",
    "extra index": "no index",
    "extra statement": "nothing",
    "extra transpose": "no transpose",
    "fixed number": "a variable in place of the number",
    "function": "another function",
    "indentation": "another place or indentation, inside or outside of the loop or condition,",
    "index": "another index",
    "keepdims": "another keepdims",
    "key": "another key or word",
    "mean": "one division more, one less, or one by another number",
    "missing argument": "one more argument in the call",
    "missing comparison": "a comparison of it or a part of it",
    "missing axis": "an axis named",
    "missing call": "a call of one of your earlier functions",
    "missing factor": "one more factor",
    "missing function": "one more function around it or a part of it",
    "missing result": "one more value returned",
    "missing index": "an index",
    "missing return": "a return",
    "missing statement": "one more step after it",
    "missing sum": "the sum or the mean of it or a part of it",
    "missing term": "one more term",
    "name": "another variable",
    "operands": "the two sides exchanged",
    "operation": "another operation",
    "order": "the items in another order",
    "power": "another power",
    "range": "another range of the loop",
    "result dropped": "a name for the result of the call",
    "result order": "the results in another order or number",
    "shape": "another shape",
    "sign": "another sign",
    "statement order": "another order of the steps",
    "target": "another name for the result",
    "too much": "a part of it left out",
    "transpose": "rows and columns exchanged",
    "type": "another type of numbers",
    "unpacking": "a name for each value that the call returns",
    "way out": "another way on from there, or with nothing,",
    "update": "an update in place of a new value, or a new value in place of an update,",
}

# Kinds that are one where an edit of each helps.
AXES = frozenset(("axes", "axis", "extra axis", "keepdims", "missing axis"))
# Which kinds are said: on 454 answers by others the sentence was judged by reading. Kinds that are not here led away
# from the mistake in one of seven cases and more: a constant or a factor often makes up for what is wrong elsewhere.
SURE = AXES | {
    "argument order",
    "chain",
    "comparison",
    "condition",
    "copy",
    "indentation",
    "missing return",
    "missing sum",
    "order",
    "range",
    "result order",
    "type",
    "update",
}
SURE_IF_CHEAP = frozenset(
    "argument brackets branches count function index key name operands operation sign transpose".split()
) | {
    "extra comparison",
    "extra function",
    "extra index",
    "extra transpose",
    "fixed number",
    "missing index",
    "statement order",
    "too much",
    "unpacking",
}
CHEAP = 1.25  # the cost up to which they are said: of those that cost more, one in five led away


def where(repair):
    """Stage 1, as lines of text: each place with the code of its line, and the part to look at marked below it."""
    lines = []
    for place in (part for whole in repair.places for part in (whole, *whole.more)):
        label = f"line {place.line}: "
        code, start, end = cropped(place)
        lines += [label + code, " " * (len(label) + start) + "^" * max(1, end - start)]
    return "\n".join(lines)


def cropped(place):
    """A line's code without indentation, cut to WIDTH around the marked part, and the part's columns in it."""
    indent = len(place.text) - len(place.text.lstrip())
    code = place.text.strip()
    start, end = max(0, place.start - indent), min(place.end - indent, len(code))
    if len(code) <= WIDTH:
        return code, start, end
    first = max(0, min(start - 8, len(code) - WIDTH))
    last = min(len(code), first + WIDTH)
    before, after = "… " if first else "", " …" if last < len(code) else ""
    shift = len(before) - first
    return before + code[first:last] + after, start + shift, min(end, last) + shift


def is_sure(kind, cost):
    """Whether the kind of an edit that makes everything right may be said, see SURE."""
    return kind in SURE or kind in SURE_IF_CHEAP and cost <= CHEAP


def what(repair):
    """Stage 2: the kind of change that helps, in one sentence; "" where it is unclear."""
    return (
        f"with {KINDS[repair.kind]} there the check passes." if repair.sure and repair.kind else ""
    )
