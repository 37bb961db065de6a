"""What was measured, as the tables of bench/results.md. `results` is the dictionary that bench.run puts together."""

import numpy as np

from bench import growth

# (slower, faster, what is asked of slower / faster)
RATIOS = (
    ("plain loop", "matrix products alone", "at most 1.10"),
    ("PyTorch", "exact shortcut", "at least 10"),
    ("PyTorch", "plain loop", ""),
    ("scikit-learn", "plain loop", ""),
    ("the notes", "plain loop", ""),
    ("the notes", "exact shortcut", ""),
)
SWEEP_WORDS = {
    "inputs": "inputs n_x",
    "layers": "hidden layers L",
    "width": "units n of each layer",
}


def ratio(comparison, slower, faster):
    """Return how many times as long `slower` takes: quartiles (lower, median, upper) over the rounds."""
    times = comparison["times"]
    return np.quantile(np.divide(times[slower], times[faster]), (0.25, 0.5, 0.75))


def digits(number):
    """A number in three digits, or as a whole number from 100 on."""
    return f"{number:#.3g}" if number < 99.95 else f"{number:,.0f}"


def table(head, rows):
    """A table in Markdown; all but the first column stand on the right."""
    lines = [head, ["---"] + ["--:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def column(comparison):
    """The head of a comparison's column."""
    threads = comparison["threads"]
    return f"{comparison['dtype']}, {threads} thread{'s' * (threads > 1)}"


def network(results):
    """The comparison that is quoted: the network in float64 with one thread."""
    return results["comparisons"][0]


def summary(results):
    """The key ratios in one sentence; README.md quotes it."""
    found = network(results)
    plain = digits(ratio(found, "plain loop", "matrix products alone")[1])
    if "PyTorch" not in found["times"]:
        times = digits(ratio(found, "plain loop", "exact shortcut")[1])
        return (
            f"our plain loop takes {plain} times as long as its two largest matrix products alone, and the exact "
            f"shortcut is {times} times as fast as the plain loop"
        )
    torch, shortcut = (
        digits(ratio(found, "PyTorch", other)[1]) for other in ("plain loop", "exact shortcut")
    )
    return (
        f"our plain loop takes {plain} times as long as its two largest matrix products alone, PyTorch takes {torch} "
        f"times as long as our plain loop, and {shortcut} times as long as our exact shortcut"
    )


def compared(comparisons):
    """One case: milliseconds an iteration, and the ratios."""
    head = [column(found) for found in comparisons]
    times = [
        [name, *(digits(np.median(found["times"][name])) for found in comparisons)]
        for name in comparisons[0]["times"]
    ]
    rows = []
    for slower, faster, asked in RATIOS:
        if slower in comparisons[0]["times"]:
            cells = []
            for found in comparisons:
                low, middle, high = map(digits, ratio(found, slower, faster))
                cells.append(f"**{middle}** ({low}–{high})")
            rows.append([f"{slower} / {faster}", asked, *cells])
    return (
        f"Milliseconds an iteration, median of {comparisons[0]['case']['rounds']} rounds:\n\n"
        f"{table(['', *head], times)}\n\n"
        "How many times as long, as the median of the rounds' own ratios (and their quartiles):\n\n"
        f"{table(['', 'asked', *head], rows)}"
    )


def whole(found):
    """The whole training of one case, once each, and how far the costs are apart."""
    rows = []
    for name, seconds in found["whole"].items():
        away = found["agreement"][name]
        rows.append([name, digits(seconds), f"{away:.0e}" if away else "0"])
    head = ["", "seconds", "largest relative difference of a cost from the plain loop's"]
    return (
        f"The whole training of {found['case']['iterations']} iterations, once each ({column(found)}):\n\n"
        + table(head, rows)
    )


def profiles(found):
    """Where the time of one case goes, function by function."""
    parts = []
    for way, rows in found["profile"].items():
        cells = [
            [f"`{name.replace('|', '/')}`" if name != "everything else" else name]
            + [digits(1000 * own), f"{share:.1%}"]
            for name, own, share in rows
        ]
        head = ["in itself, without what it calls", "microseconds an iteration", "share"]
        parts.append(
            f"What the time of the {way} goes into ({column(found)}):\n\n{table(head, cells)}"
        )
    share = 1 / ratio(found, "plain loop", "matrix products alone")[1]
    parts.append(
        "A matrix product counts for the function it stands in. The two with X, measured alone, take "
        f"{share:.0%} of the time of the plain loop."
    )
    return "\n\n".join(parts)


def slope(sizes, seconds):
    """The power of the size that the seconds follow: the straight line's slope on a log-log figure."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def grown(results):
    """The tables of growth."""
    images, parts = results["images"], []
    numbers, seconds = [one["m"] for one in images], [one["seconds"] for one in images]
    rows = [
        [f"{one['m']:,}", digits(one["seconds"]), digits(1e6 * one["seconds"] / one["m"])]
        + ["unknown" if one["memory"] is None else f"{one['memory']:.0f}"]
        for one in images
    ]
    head = ["images m", "seconds of one pass", "microseconds an image", "most memory ever, MB"]
    parts.append(
        f"One pass over m images in an HDF5 file, by mini-batches of {growth.BATCH}, each read from the file as one "
        f"chunk; float64, 1 thread. The seconds follow m to the power {slope(numbers, seconds):.2f}; 1 is expected, "
        f"and memory that stays the same. The file holds {growth.DRAWN:,} drawn pictures, then the same ones again "
        f"with new noise.\n\n{table(head, rows)}"
    )
    for name, points in results["sweeps"].items():
        sizes, seconds, work = (list(values) for values in zip(*points))
        rows = [
            [f"{n:,}", digits(1000 * s), f"{w / 1e6:,.1f}", digits(w / s / 1e9)]
            for n, s, w in points
        ]
        head = [SWEEP_WORDS[name], "milliseconds an iteration"]
        head += ["million multiplications", "billion a second"]
        parts.append(
            f"The seconds follow the {SWEEP_WORDS[name]} to the power {slope(sizes, seconds):.2f}; the multiplications "
            f"follow them to the power {slope(sizes, work):.2f}.\n\n{table(head, rows)}"
        )
    return "\n\n".join(parts)


def write(results):
    """Return the whole of results.md."""
    cases = {}
    for found in results["comparisons"]:
        cases.setdefault(found["name"], []).append(found)
    first, m = network(results), network(results)["sizes"][0]
    machine = results["machine"] | {"products of numpy": ", ".join(first["kernels"])}
    quick = "**Small networks, to try the command: nothing to quote.**\n\n" * results["quick"]
    parts = [
        "# How fast?\n\n"
        f"{quick}Written by `make bench` in {results['minutes']:.0f} minutes.\n\n"
        f"In short, for the network in {column(first)}: {summary(results)}.",
        "![Milliseconds an iteration of each competitor, for the network and for logistic regression](speed.png)",
        f"Everyone trains the same network on the same {m} pictures by full-batch gradient descent, from the same "
        "weights, and must reach the same costs, or the command stops. They take turns, in an order that turns round "
        "every time; a ratio compares times of the same round.\n\n"
        "- **the notes**: the algorithm of the notes that the course began with, written anew with the same work "
        "(`bench/original_code.py`)\n"
        "- **scikit-learn**: `MLPClassifier`, with all pictures in one batch, no momentum, no penalty; its checks of "
        "the input count, and it takes the cost in every iteration\n"
        "- **matrix products alone**: no training, only W1·X and dZ1·Xᵀ, without which no iteration on full-width "
        "weights can do\n"
        "- **plain loop**: `helpers.deep_network.train(…, shortcut=False)`, or `logistic_regression.optimize`\n"
        "- **PyTorch**: eager, with `linear`, `binary_cross_entropy_with_logits`, `backward()` and `SGD`\n"
        "- **exact shortcut**: the course's own training as it is, in the span of the pictures; the time of a whole "
        "training, its beginning and end included, divided by the iterations",
        table(["measured on", ""], machine.items()),
    ]
    for name, comparisons in cases.items():
        sizes = " → ".join(map(str, comparisons[0]["sizes"][1:]))
        parts.append(f"## {name.capitalize()}: {sizes}\n\n{compared(comparisons)}")
        parts += [whole(comparisons[0]), profiles(comparisons[0])]
    parts.append(
        "## Growth\n\n![Seconds against images, inputs, layers and units, each with the straight line it should "
        f"follow](growth.png)\n\n{grown(results)}"
    )
    return "\n\n".join(parts) + "\n"
