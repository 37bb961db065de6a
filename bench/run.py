"""Measure everything and write the report: `make bench`, or python -m bench.run [--quick] [--folder FOLDER].

Every measurement has a process of its own, in which the number of threads is set before numpy is imported.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import figure, growth, implementations, machine, measure, report

HERE = Path(__file__).resolve().parent
THREADS = (1, 2)
DTYPES = ("float64", "float32")


class BenchError(Exception):
    """A measurement that ended early; its text says which, and why."""


def start(module, *arguments, threads=1):
    """Run a module of this folder in its own process. Returns what it printed as JSON, None when it printed nothing.

    Raises BenchError, with the process's last line, when it fails.
    """
    environment = {**os.environ, "TQDM_DISABLE": "1", "PYTHONPATH": str(HERE.parent)}
    for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):  # OpenBLAS shall choose by itself
        environment.pop(name, None)
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        environment[name] = str(threads)
    command = [sys.executable, "-m", f"bench.{module}", *map(str, arguments)]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True)
    if ended.returncode:
        last = (ended.stderr.strip() or "it said nothing").splitlines()[-1]
        raise BenchError(f"bench.{module} {' '.join(map(str, arguments))} failed: {last}")
    return json.loads(ended.stdout.splitlines()[-1]) if ended.stdout.strip() else None


def missing_pytorch():
    """Return one sentence that says PyTorch is missing and how to get it, with the line for pip."""
    root, python = HERE.parent, Path(sys.executable)
    if python.is_relative_to(root):
        python = python.relative_to(root)
    return (
        "PyTorch is not installed and is left out; to compare with it, run "
        f"`{python} -m pip install --target bench/packages -r bench/requirements.txt` and `make bench` again."
    )


def compare(quick):
    """Time all competitors. Returns a list of what bench.measure prints, with "name", "dtype" and "threads"."""
    found = []
    for name in measure.CASES:
        for dtype in DTYPES:
            for threads in THREADS[:1] if quick else THREADS:
                full = (dtype, threads) == (DTYPES[0], THREADS[0])
                options = ["full"] * full + ["quick"] * quick
                say(f"{name}, {dtype}, threads: {threads}")
                result = start("measure", name, dtype, *options, threads=threads)
                found.append({"name": name, "dtype": dtype, "threads": threads, **result})
    return found


def grow(quick):
    """Measure growth. Returns (list of what bench.growth prints for numbers of images, its sweeps)."""
    say("growth with the number of images, inputs, layers, units")
    numbers = growth.QUICK_IMAGES if quick else growth.IMAGES
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "images.h5"
        start("growth", "draw", file, max(numbers))
        images = [{"m": m, **start("growth", "images", file, m)} for m in numbers]
    return images, start("growth", "sizes", *["quick"] * quick)


def say(line):
    """Print a line at once."""
    print(line, flush=True)


def main(arguments=None):
    """Measure and write results.md, speed.png and growth.png; return the exit code."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.splitlines()[0])
    quick = "small networks, a few seconds: to try the command, not to quote"
    parser.add_argument("--quick", action="store_true", help=quick)
    parser.add_argument("--folder", type=Path, help="where to write (bench/, or bench/quick/)")
    parser.add_argument("--again", action="store_true", help="write the last measurement again")
    options = parser.parse_args(arguments)
    folder = options.folder or (HERE / "quick" if options.quick else HERE)
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "results.json"
    if not options.again:
        if not implementations.HAS_PYTORCH:
            say(missing_pytorch())
        begin = time.time()
        try:
            comparisons = compare(options.quick)
            images, sweeps = grow(options.quick)
        except BenchError as error:
            print(error, file=sys.stderr)
            return 1
        results = {"machine": machine.describe(implementations.HAS_PYTORCH), "quick": options.quick}
        results |= {"comparisons": comparisons, "images": images, "sweeps": sweeps}
        results["minutes"] = (time.time() - begin) / 60
        kept.write_text(json.dumps(results), encoding="utf-8")
    results = json.loads(kept.read_text(encoding="utf-8"))
    (folder / "results.md").write_text(report.write(results), encoding="utf-8")
    figure.speed(results).savefig(folder / "speed.png", metadata={"Software": None})
    figure.growth(results).savefig(folder / "growth.png", metadata={"Software": None})
    say(f"Written: results.md, speed.png, growth.png. README.md's line: {report.summary(results)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
