"""What may be said of the edits that were found: a place only where they agree on it."""

from helpers.repair.words import AXES

# How much dearer an edit may be where a name is used than where it is defined, or the other way round, to be shown too.
USE = 0.45


def verdict(found):
    """(places as [line, column, last column], kind or None, number of edits, the part of `found` that tells) or None.

    None where nothing may be said.
    """
    sources = (
        ("hits", of_singles),
        ("likened", of_one_of_two),
        ("parts", of_parts),
        ("pairs", of_pairs),
        ("halves", of_one_of_two),
        ("blamed", of_values),
    )
    verdicts = (
        (*one, source)
        for source, judge in sources
        if found.get(source) and (one := judge(found[source])) is not None
    )
    return next(verdicts, None)


def mistake_left(found):
    """The number of the known mistake that is left after the edits that leave one; None where they disagree."""
    numbers = {hit["mistake"] for hit in found["likened"]}
    return numbers.pop() if len(numbers) == 1 else None


def helped_elsewhere(found):
    """Whether a single edit on another line than those that are shown makes everything right, too."""
    hits = found.get("hits") or []
    shown = of_singles(hits) if hits else None
    lines_shown = {place[0] for place in shown[0]} if shown else set()
    return bool(found.get("others")) or any(lines(hit) - lines_shown for hit in hits)


def of_singles(hits):
    """The place of the cheapest edit, when all agree on the line or two lines tie."""
    best = hits[0]
    groups = []
    for hit in hits:
        group = next((g for g in groups if any(same_place(hit, other) for other in g)), None)
        if group is None:
            groups.append([hit])
        else:
            group.append(hit)
    likely = [group for group in groups if group[0]["cost"] <= best["cost"] + 0.1]
    if len(likely) > 2:
        return None
    near = [hit for group in likely for hit in group if hit["cost"] <= best["cost"] + 0.15]
    shown = [hit for group in likely for hit in (group[0], *use_of(group))]
    kinds = {hit["kind"] for hit in near + shown}
    there = {hit["kind"] for group in likely for hit in group if same_place(hit, best)}
    # Whatever else makes a new object, or other numbers, helps for that alone.
    kinds = {"copy"} if "copy" in there else {"type"} if "type" in there else kinds
    if best["kind"] == "shape" and "missing sum" in kinds:
        kinds = {"shape"}  # the sum of one number is that number
    if best["kind"] == "extra function":
        kinds -= AXES  # along an axis of length 1 a sum changes nothing
    kinds = {"axes"} if len(kinds) > 1 and kinds <= AXES else kinds
    places = merged(place for hit in shown for place in hit["places"])
    if len(places) > 4:
        return None
    return places, kinds.pop() if len(kinds) == 1 else None, 1


def same_place(a, b):
    """Whether two edits are of one place: they share a line, or a name is defined at one and used at the other."""
    if lines(a) & lines(b):
        return True
    return any(
        defined is not None and any(defined in read for read in other["reads"])
        for one, other in ((a, b), (b, a))
        for defined in one["defines"]
    )


def use_of(group):
    """Of edits where a name is defined and where it is used: one at the second line, if there are just two."""
    others = [hit for hit in group[1:] if not lines(hit) & lines(group[0])]
    elsewhere = set().union(*map(lines, others)) if others else set()
    return others[:1] if len(elsewhere) == 1 and others[0]["cost"] <= group[0]["cost"] + USE else []


def lines(hit):
    """The lines an edit changes."""
    return {place[0] for place in hit["places"]}


def merged(places):
    """The places in the order of the source, one a line: the first that came."""
    by_line = {}
    for place in places:
        by_line.setdefault(place[0], place)
    return [by_line[line] for line in sorted(by_line)]


def of_parts(parts):
    """The places of edits that each make other outputs right, at most four lines."""
    found = [of_singles(sorted(hits, key=lambda hit: hit["cost"])) for hits in parts]
    if None in found:
        return None
    places = []
    for hits, (shown, _, _) in zip(parts, found):
        cheapest = min(hits, key=lambda hit: hit["cost"])
        # Of a name's definition and its use, the use: the definition may serve other outputs as well.
        places += shown if len(cheapest["places"]) > 1 else shown[-1:]
    places = merged(places)
    return (places, None, len(found)) if len(places) <= 4 else None


def of_pairs(pairs):
    """The places of the cheapest pair; those alone that the pairs about as cheap have, too."""
    best = pairs[0]
    places = merged(best["first"]["places"] + best["second"]["places"])
    for pair in pairs:
        if pair["cost"] <= best["cost"] + 0.1:
            there = lines(pair["first"]) | lines(pair["second"])
            places = [place for place in places if place[0] in there]
    return (places, None, 2) if 0 < len(places) <= 3 else None


def of_one_of_two(hits):
    """The place of an edit that mends one of two mistakes."""
    found = of_singles(hits)
    return found and (found[0], None, 2)


def of_values(blamed):
    """The place of the first value that is wrong: what is wrong after it may come of it."""
    return blamed[:1], None, len(blamed)
