"""What the learner reads of a repair: first where to look, then what kind of mistake it is. Never corrected code."""

WIDTH = 62  # of a shown line of code

# The kind of an edit, and the sentence of the second stage.
KINDS = {
    "argument": "a text is compared with another one than the caller gives",
    "argument order": "the arguments stand in another order than the function takes them",
    "axis": "it sums, averages or picks along another direction than it should",
    "branches": "the two cases are exchanged",
    "brackets": "the brackets group other things together than the formula does",
    "comparison": "the comparison lets other values through than it should",
    "complement": "something and one minus it are mixed up",
    "condition": "the condition holds in other cases than it should",
    "constant": "a number is not the one of the formula",
    "copy": "it changes in place what is still needed as it was, or keeps no copy",
    "count": "it counts something other than it should",
    "extra function": "a function is applied that has no place here",
    "extra statement": "this line does something that has no place here",
    "fixed number": "a fixed number stands where something that changes decides",
    "function": "another function belongs here",
    "indentation": "this line is on the wrong side of a loop or condition: see how far it is indented",
    "index": "an index picks something other than it should",
    "keepdims": "the result of the sum has another shape than the next step needs",
    "key": "a key or word is not the one that belongs here",
    "mean": "the division by the number of examples is missing, stands here once too often, or is by another number",
    "missing argument": "a call leaves out an argument that it needs here",
    "missing call": "a call of one of your earlier functions belongs here",
    "missing factor": "a factor of the formula is missing here",
    "missing function": "a function has still to be applied here",
    "missing result": "something that should be returned is not",
    "missing return": "the result is computed but not returned",
    "missing statement": "after this line a step is missing",
    "missing sum": "the values are not yet summed up here",
    "missing term": "a term of the formula is missing here",
    "name": "another variable belongs here",
    "operands": "the two sides of this operation are exchanged",
    "operation": "this is not the operation of the formula",
    "order": "the items stand in another order than they should",
    "power": "a power is missing here or has no place here",
    "range": "the loop begins or ends at another value than it should",
    "result dropped": "the result of this call is not kept",
    "result order": "the results are returned or received in another order or number than they should be",
    "shape": "the array has another shape than it should",
    "sign": "a sign is wrong",
    "statement order": "the steps are in another order than they should be",
    "target": "the result is stored under another name than it should be",
    "too much": "something stands here that is not part of the formula",
    "transpose": "an array lies the wrong way round: rows and columns are exchanged",
    "unpacking": "the call returns more than one value",
    "update": "a value is replaced where it should be updated, or updated where it should be replaced",
}


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


def what(repair):
    """Stage 2: the kind of mistake in one sentence; "" where it is unclear."""
    if repair.kind:
        return KINDS[repair.kind] + "."
    if repair.edits > 1 and len(repair.places) > 1:
        return "there is more than one mistake: look at each of these places."
    return ""
