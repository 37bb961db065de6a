"""Grade the whole corpus in one run, shut off from the machine, and look for damage.

    report = grade_corpus(SUBMISSIONS)

The attacks are real. The grader runs in a process namespace of its own, so that what they leave behind
is seen and ended, and on a scratch course, home and temporary folder. They reach no further: what an
attack fills, forks or writes is bounded in the attack itself.
"""

import contextlib
import hashlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry

from classroom.grading.sandbox.client import Limits
from classroom.grading.workflow import grade
from classroom.nbgrader_api import nbgrader_at_work
from classroom.paths import ROOT
from tests.corpus.assignment import VICTIM, WEEK, environment, make_course, released_lesson
from tests.corpus.submissions import Submission

# The one place for the arguments of `grade` that bound what a submission may use.
LIMITS = {"call": 1, "cell": 4, "total": 20}
SECONDS = 600  # of the batch; then it counts as stalled
GRACE = 2  # seconds that killed processes have to vanish
SHARED = (Path("/tmp"), Path("/dev/shm"), Path("/var/tmp"))  # where colluding submissions may meet
FORGED = b"corpus_forged_remark"  # begins the remarks that submissions try to put into the teacher's mouth
MARK = "corpus_left_behind"  # begins the name of every file that attacks leave there


@dataclass
class BatchReport:
    """What came of grading the corpus.

    marks     -- {learner: (points or None, maximum, problem)}
    gradebook -- {learner: points that the gradebook holds after all is over}
    told      -- the lines the grader told
    leaks     -- {place of a secret: the files in which it was found}
    forged    -- places in the teacher's tables, report and named mistakes where submissions have put text of theirs
    changed   -- files of the teacher's that were changed, added or removed
    dropped   -- files written where only the teacher should write
    contacts  -- who reached the harness's listener
    left      -- processes left running
    code, log, seconds, peak -- exit code (None: stalled), output, duration, bytes of the largest process
    """

    marks: dict = field(default_factory=dict)
    gradebook: dict = field(default_factory=dict)
    told: list = field(default_factory=list)
    leaks: dict = field(default_factory=dict)
    forged: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    dropped: list = field(default_factory=list)
    contacts: list = field(default_factory=list)
    left: list = field(default_factory=list)
    code: int | None = None
    log: str = ""
    seconds: float = 0.0
    peak: int = 0


def contained(*command: str) -> list[str]:
    """Return the command that runs `command` in a process namespace of its own, ended with it."""
    user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    return ["unshare", *user, "--pid", "--fork", "--kill-child", "--mount-proc", *command]


def can_contain() -> bool:
    """Return whether this system lets us make such namespaces (Linux, with unshare)."""
    try:
        done = subprocess.run(contained("true"), capture_output=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def run_contained(command: list[str], scratch: Path, seconds: float, grace: float) -> dict:
    """Run a command under the monitor in `scratch`; return its report, {} if the monitor was ended.

    What the command prints goes to scratch/log.
    """
    report = scratch / "report.json"
    monitor = [sys.executable, str(Path(__file__).with_name("monitor.py"))]
    line = contained(*monitor, str(report), str(seconds), str(grace), *command)
    variables = environment(scratch, PYTHONPATH=str(ROOT))
    with (scratch / "log").open("wb") as log, open(os.devnull) as silence:
        process = subprocess.Popen(
            line,
            cwd=ROOT,
            env=variables,
            stdin=silence,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            process.wait(seconds + grace + 30)
        finally:
            process.kill()
            process.wait()
    return json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """Yield a folder that is removed afterwards, however deep and odd what lies in it."""
    scratch = Path(tempfile.mkdtemp(prefix="corpus_"))
    try:
        yield scratch
    finally:
        subprocess.run(["rm", "-rf", "--", str(scratch)], check=False)


@contextlib.contextmanager
def listening(scratch: Path) -> Iterator[list]:
    """Yield the list of those who contact a port, or a name, that only this machine can reach.

    scratch/port holds the number.
    """
    contacts: list[str] = []
    port = socket.create_server(("127.0.0.1", 0))
    number = port.getsockname()[1]
    name = socket.socket(socket.AF_UNIX)
    name.bind(f"\0bank-{number}")
    name.listen()
    (scratch / "port").write_text(str(number))

    def accept(server: socket.socket) -> None:
        with contextlib.suppress(OSError):  # closed at the end
            while True:
                connection, _ = server.accept()
                connection.settimeout(2)
                said = b""
                with contextlib.suppress(OSError):
                    said = connection.recv(200)
                contacts.append(said.decode(errors="replace"))
                connection.close()

    threads = [threading.Thread(target=accept, args=(server,)) for server in (port, name)]
    for thread in threads:
        thread.start()
    try:
        yield contacts
    finally:
        for server in (port, name):
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            server.close()
        for thread in threads:
            thread.join()


def hand_in(submissions: list[Submission], scratch: Path) -> None:
    """Write all submissions into scratch/inbox."""
    released = released_lesson(scratch / "course")
    for submission in submissions:
        folder = scratch / "inbox" / submission.name
        folder.mkdir()
        submission.make(folder, released)


def teachers_files(scratch: Path) -> dict[str, str]:
    """Return {path: digest} of what grading must leave as it is: lessons, release, helpers, data, inbox of others."""
    course = scratch / "course"
    folders = [course / name for name in ("notebooks", "release", "helpers", "data")]
    folders += [
        scratch / "inbox" / VICTIM,
        course / "submitted" / VICTIM,
        scratch / "home" / ".ssh",
    ]
    found = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and ".cache" not in path.parts:
                name = str(path.relative_to(scratch))
                found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def changes(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Return the paths that differ; what the grader itself collects is not a change."""
    names = {name for name in before | after if before.get(name) != after.get(name)}
    collected = f"course/submitted/{VICTIM}/"
    return sorted(name for name in names if not name.startswith(collected) or name in before)


def leaks(scratch: Path) -> dict[str, list[str]]:
    """Return {place of a secret: files that hold it and shouldn't}."""
    hidden = json.loads((scratch / "secrets.json").read_text(encoding="utf-8"))
    course, found = scratch / "course", {}
    for folder, places in (
        (course / "feedback", set(hidden)),
        (course / "autograded", set(hidden) - {"hidden"}),  # the teacher's: tests stand in it
        (course / "release", set(hidden)),
        (scratch / "drop", set(hidden)),
        (scratch / "tmp", set(hidden) - {"hidden"}),
    ):
        for path in sorted(folder.rglob("*")):
            own = VICTIM in path.relative_to(folder).parts  # her note, on her own page
            if path.is_file() and not path.is_symlink():
                text = path.read_bytes()
                for place in places - ({"learner"} if own else set()):
                    if hidden[place].encode() in text:
                        found.setdefault(place, []).append(str(path.relative_to(scratch)))
    for name in ("log", "results.json"):
        text = (scratch / name).read_bytes() if (scratch / name).exists() else b""
        for place in hidden:
            if hidden[place].encode() in text:
                found.setdefault(place, []).append(name)
    return found


def forged(scratch: Path) -> list[str]:
    """Return where a learner's remark stands that only the grader's own words should be in."""
    course = scratch / "course"
    files = [course / "feedback" / f"{WEEK}.html", course / "feedback" / f"{WEEK}.csv"]
    files += [scratch / "log", scratch / "results.json"]
    found = [path.name for path in files if path.exists() and FORGED in path.read_bytes()]
    for path in sorted((course / "autograded").glob(f"*/{WEEK}/result.json")):
        parts = json.loads(path.read_text(encoding="utf-8"))["exercises"]
        said = [part["diagnosis"] or {} for part in parts]
        if any(FORGED.decode() in str(each.get("mistakes")) for each in said):
            found.append(path.parts[-3])
    return found


def left_in_shared_folders() -> list[Path]:
    """Return the files that attacks left in folders all processes share."""
    return [path for folder in SHARED if folder.is_dir() for path in folder.glob(f"{MARK}*")]


def dropped(scratch: Path) -> list[str]:
    """Return the files that attacks left where only the teacher writes."""
    course = scratch / "course"
    folders = [scratch / name for name in ("home", "tmp", "drop")]
    folders += [course / name for name in ("release", "notebooks", "feedback")]
    found = [path for folder in folders for path in folder.rglob(f"{MARK}*")]
    found += [*course.glob(f"{MARK}*"), *left_in_shared_folders()]
    found += (scratch / "home").rglob("*customize.py")
    return sorted(map(str, found))


def gradebook_marks(course: Path) -> dict[str, float]:
    """Return {learner: points} as the gradebook has them."""
    with nbgrader_at_work(), Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        try:
            submissions = gradebook.find_assignment(WEEK).submissions
        except MissingEntry:
            return {}
        return {submission.student.id: submission.score for submission in submissions}


def grade_corpus(submissions: list[Submission], limits: dict | None = None) -> BatchReport:
    """Grade submissions in one batch with the course's grader; return the BatchReport.

    Raises RuntimeError where processes can't be shut off: the attacks must not run there.
    """
    if not can_contain():
        raise RuntimeError("The corpus's attacks run only where Linux namespaces contain them.")
    with scratch_folder() as scratch, listening(scratch) as contacts:
        course = make_course(scratch)
        hand_in(submissions, scratch)
        before = teachers_files(scratch)
        request = {"limits": LIMITS if limits is None else limits}
        (scratch / "request.json").write_text(json.dumps(request), encoding="utf-8")
        command = [sys.executable, "-m", "tests.corpus.grade_all", str(scratch)]
        report = run_contained(command, scratch, SECONDS, GRACE)
        results = scratch / "results.json"
        given = json.loads(results.read_text("utf-8")) if results.exists() else {}
        report = BatchReport(
            marks={name: tuple(mark) for name, mark in given.get("marks", {}).items()},
            gradebook=gradebook_marks(course),
            told=given.get("told", []),
            leaks=leaks(scratch),
            forged=forged(scratch),
            changed=changes(before, teachers_files(scratch)),
            dropped=dropped(scratch),
            contacts=list(contacts),
            left=report.get("left", ["unknown: the monitor was ended"]),
            code=report.get("code"),
            log=(scratch / "log").read_bytes()[-20_000:].decode(errors="replace"),
            seconds=report.get("seconds", 0.0),
            peak=report.get("peak", 0),
        )
        for path in left_in_shared_folders():
            path.unlink()
        return report


def main(scratch: Path) -> None:
    """Grade the inbox of a scratch course, and write marks and lines to scratch/results.json."""
    limits = json.loads((scratch / "request.json").read_text(encoding="utf-8"))["limits"]
    told: list[str] = []
    results = grade(
        2, scratch / "inbox", root=scratch / "course", tell=told.append, limits=Limits(**limits)
    )
    marks = {
        result.learner: (
            result.total if result.exercises else None,
            result.maximum,
            result.problem,
        )
        for result in results
    }
    text = json.dumps({"marks": marks, "told": told})
    (scratch / "results.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
