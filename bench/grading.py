"""How long grading takes: `python -m bench.grading [COUNT] [--week 3] [--trouble]`.

Draws COUNT submissions of a week of the course, right answers and typical mistakes, and grades them in a scratch
folder.
With --trouble they are graded once more: worker processes are killed all the while, the grader itself half way; then
the same command goes on. The marks must be the same, and nothing may be left running.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import numpy as np

from classroom.exercises import exercises_of
from classroom.exercises.recording import patched
from classroom.grading.workflow import grade
from classroom.paths import ROOT, find_week
from classroom.release.workflow import release
from classroom.samples import answers, filled_in

SEED = 1
RIGHT, MISTAKEN = 0.7, 0.2  # shares of the answers; the rest stays as it was handed out
ENDLESS = 500  # one submission in so many never comes to an end
BETWEEN_KILLS = 10  # seconds
GRACE = 20  # seconds that what a killed grader leaves behind has to end
GRADING = (
    "import sys; from pathlib import Path; from classroom.grading.workflow import grade; "
    "grade(sys.argv[1], root=Path(sys.argv[2]))"
)


def make_course(week: str, root: Path) -> None:
    """Write a course with this one week into `root`, and release it."""
    for name in ("pyproject.toml", "nbgrader_config.py"):
        shutil.copy(ROOT / name, root)
    for folder in ("helpers", "data", f"notebooks/{week}"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    release(week, root)


def write_submissions(week: str, count: int, root: Path) -> None:
    """Hand in `count` submissions, the same ones each time, and write the roster of all who take the course."""
    lines = [f"{learner(k)},Learner {k},{learner(k)}@school.example" for k in range(count)]
    (root / "roster.csv").write_text("\n".join(["id,name,email", *lines]) + "\n", encoding="utf-8")
    rng, exercises = np.random.default_rng(SEED), exercises_of(week)
    for path in sorted((root / "release" / week).glob("*.ipynb")):
        right = answers(root / "notebooks" / week / path.name)
        for number in range(count):
            written = {}
            for name, source in right.items():
                luck = rng.random()
                if luck < RIGHT:
                    written[name] = source
                elif luck < RIGHT + MISTAKEN:
                    # some replace the lines that mark a solution, which no learner has
                    known = [m for m in exercises[name].mistakes if m[0] in source]
                    old, new, _ = known[rng.integers(len(known))]
                    written[name] = patched(source, old, new)
            if number % ENDLESS == ENDLESS // 2:
                name = next(iter(right))
                written[name] = f"def {name}(*given, **named):\n    while True:\n        pass"
            target = root / "submitted" / learner(number) / week / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(filled_in(path, written), target)


def learner(number: int) -> str:
    """Return the id of a learner."""
    return f"learner{number:05}"


def marks_of(week: str, root: Path) -> dict[str, list]:
    """Return the points of all exercises of all learners, as grading kept them."""
    found = {}
    for path in sorted(root.glob(f"autograded/*/{week}/result.json")):
        parts = json.loads(path.read_text(encoding="utf-8"))["exercises"]
        found[path.parts[-3]] = [(part["exercise"], part["points"]) for part in parts]
    return found


def start_grading(week: str, root: Path) -> subprocess.Popen:
    """Grade in a process of its own."""
    command = [sys.executable, "-c", GRADING, week, str(root)]
    with (root / "log").open("a") as log:
        return subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)


def descendants(of: int, generations: int = 9) -> set[int]:
    """Return the processes that a process has started, and those they have, and so on (Linux)."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue  # ended meanwhile
    found, new = set(), {of}
    for _ in range(generations):
        new = {process for process, parent in parents.items() if parent in new}
        found |= new
    return found


def kill_one(grader: int, luck: random.Random) -> bool:
    """Kill a process that marks submissions, or one that sandboxes come from, if there is one.

    The sandboxes themselves stay: one that is killed from outside looks like an answer that ends its own process.
    """
    for process in luck.sample(found := sorted(descendants(grader, 2)), len(found)):
        try:
            if "resource_tracker" not in Path(f"/proc/{process}/cmdline").read_text():
                os.kill(process, signal.SIGKILL)
                return True
        except OSError:
            continue  # ended meanwhile
    return False


def grade_in_trouble(week: str, count: int, root: Path) -> dict:
    """Grade while processes are killed, the grader too when half is done, and once more. Return what happened."""
    luck, kills, started = random.Random(SEED), 0, set()
    grader = start_grading(week, root)
    while (done := len(marks_of(week, root))) < count / 2 and grader.poll() is None:
        time.sleep(BETWEEN_KILLS)
        started |= descendants(grader.pid)
        kills += done > 0 and kill_one(grader.pid, luck)
    started |= descendants(grader.pid)
    grader.kill()
    grader.wait()
    half, deadline = len(marks_of(week, root)), time.monotonic() + GRACE
    while (left := running(started)) and time.monotonic() < deadline:
        time.sleep(0.5)
    grader = start_grading(week, root)
    while grader.poll() is None:
        time.sleep(BETWEEN_KILLS)
        kills += len(marks_of(week, root)) > half + 3 and kill_one(grader.pid, luck)
    return {"kills": kills, "half": half, "left": len(left), "code": grader.returncode}


def running(processes: set[int]) -> set[int]:
    """Return those processes that have not ended."""
    return {process for process in processes if Path(f"/proc/{process}").exists()}


def main(arguments: list[str]) -> int:
    """Draw, grade, print the figures; return 0 if all marks are as they should be."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.grading", description=__doc__.split("\n")[0]
    )
    parser.add_argument("count", nargs="?", type=int, default=1000)
    parser.add_argument("--week", default="3")
    parser.add_argument("--trouble", action="store_true", help="once more, with killed processes")
    chosen = parser.parse_args(arguments)
    week = find_week(chosen.week)
    os.environ["GRADING_SEED"] = str(SEED)
    with tempfile.TemporaryDirectory(prefix="crowd_") as folder:
        root = Path(folder)
        make_course(week, root)
        write_submissions(week, chosen.count, root)
        began = time.monotonic()
        results = grade(week, root=root)
        seconds = time.monotonic() - began
        marks = marks_of(week, root)
        points = [result.total / result.maximum for result in results if result.maximum]
        print(
            f"{chosen.count} submissions of {week} in {seconds:.0f} s: {chosen.count / seconds:.1f} a second; "
            f"{len(marks)} have marks, {np.mean(points):.0%} of the points on average."
        )
        if not chosen.trouble:
            return int(len(marks) != chosen.count)
        for place in ("autograded", "feedback"):
            shutil.rmtree(root / place)
        (root / "gradebook.db").unlink()
        release(week, root)
        found = grade_in_trouble(week, chosen.count, root)
        again = marks_of(week, root)
        differ = [learner for learner in marks if again.get(learner) != marks[learner]]
        print(
            f"With {found['kills']} processes killed, and the grader after {found['half']}: "
            f"{len(again)} have marks, {len(differ)} others than before; "
            f"{found['left']} processes left by the killed grader."
        )
        if differ or found["left"]:
            print((root / "log").read_text(), file=sys.stderr)
        return int(bool(differ or found["left"]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
