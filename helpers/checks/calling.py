"""Calling a learner's function, and what can be seen of it without calling it."""

import contextlib
import copy
import difflib
import dis
import functools
import inspect
import io
import linecache
import re
import sysconfig
import traceback
import warnings
from pathlib import Path

import numpy as np

from helpers.checks.comparing import compare, identical
from helpers.checks.describing import shown
from helpers.checks.results import CallResult, CodeLine
from helpers.checks.time_limit import time_limit

# Where code lies that is not the learner's: these helpers, Python itself, installed packages.
NOT_THE_LEARNERS = (str(Path(__file__).parents[1]), *set(sysconfig.get_paths().values()))
KINDS = ("data", "function", "other")  # of what a function reads from the notebook
SECONDS = 10  # for one call; then a loop is taken to be endless

# What comes before the loop over a tuple or list that is written out, such as ("W1", "b1").
WRITTEN_OUT = frozenset(("BUILD_LIST", "BUILD_TUPLE", "LOAD_CONST"))


def in_turn(call, cases):
    """The CallResults call(case) in turn; one that timed out stands for all that follow, which are not tried."""
    results = []
    for case in cases:
        timed_out = results and results[-1].error_type == "TimeoutError"
        results.append(results[-1] if timed_out else call(case))
    return results


class CheckedFunction:
    """A learner's function as the checks see it. Grading has a subclass for functions in another process.

    seconds -- that one call may take
    """

    def __init__(self, function, seconds=None):
        self.function, self.seconds = function, SECONDS if seconds is None else seconds

    def call(self, arguments, parameters=(), stand_ins=None, **options):
        """The CallResult of one call on copies of `arguments`; see `call` below."""
        return call(self.function, arguments, parameters, stand_ins, self.seconds, **options)

    def call_all(self, cases, parameters=()):
        """The CallResults on CaseRecords in turn; after a call that timed out no other is tried."""
        return in_turn(lambda case: self.call(case.arguments, parameters, case.stand_ins), cases)

    def takes(self, parameters, optional):
        """Whether it can be called as the lesson does: all arguments in order, optional ones by name too."""
        return takes(self.function, parameters, optional)

    def other_defaults(self, defaults):
        """The names of the optional arguments, of {name: value}, whose default is another value."""
        return other_defaults(self.function, defaults)

    def is_python(self):
        """Whether it is written in Python, so that its code can be looked at."""
        return code_of(self.function) is not None

    def loops(self):
        """Whether a for loop stands in it that is no loop over a few things which are written out."""
        code = code_of(self.function)
        steps = [step.opname for step in dis.get_instructions(code)] if code else []
        begins = [k for k, name in enumerate(steps) if name == "GET_ITER"]
        return any(
            steps[k - 1] not in WRITTEN_OUT for k in begins if "FOR_ITER" in steps[k : k + 3]
        )

    def unused(self):
        """The parameters it never looks at."""
        return unused_parameters(self.function)

    def reads(self):
        """What it takes from the notebook: {name: one of KINDS}, in the order of use."""
        outside = globals_of(self.function)
        names = [name for name in global_names(self.function) if name in outside]
        return {name: kind_of(outside[name]) for name in names}

    def beside(self, name):
        """Another function that it reads from the notebook, as a CheckedFunction."""
        return CheckedFunction(globals_of(self.function)[name], self.seconds)

    def other_is_right(self, name, right):
        """What right(another function that it reads) tells. Grading asks once for all that read it."""
        return right(self.beside(name))


def as_checked(function):
    """The function as a CheckedFunction, if it is none yet."""
    return function if isinstance(function, CheckedFunction) else CheckedFunction(function)


def kind_of(value):
    """What a value of the notebook is: one of KINDS."""
    if inspect.isfunction(value):
        return "function"
    return "data" if isinstance(value, np.ndarray | int | float | np.number | dict) else "other"


def takes(function, parameters, optional):
    """Whether a function can be called as the lesson does: all arguments in order, optional ones by name too."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # a function that is not written in Python
        return True
    required = parameters[: len(parameters) - len(optional)]
    try:
        signature.bind(*parameters)
        signature.bind(*required, **dict.fromkeys(optional))
    except TypeError:
        return False
    return True


def other_defaults(function, defaults):
    """The names of the optional arguments, of {name: value}, whose default is another value."""
    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):  # a function that is not written in Python
        return []
    given = {name: p.default for name, p in parameters.items()}
    return [name for name in defaults if name in given and compare(defaults[name], given[name])]


def call(function, arguments, parameters=(), stand_ins=None, seconds=SECONDS, **options):
    """Call `function` on copies of `arguments` and record what happened as a CallResult. Never raises.

    parameters -- the names of the arguments, in order
    stand_ins  -- see `standing_in`
    seconds    -- after which the call is stopped
    """
    given = copy.deepcopy(arguments)
    printed = io.StringIO()
    value, error, lines, suggestion = None, None, (), ""
    with warnings.catch_warnings(record=True) as caught, contextlib.redirect_stdout(printed):
        warnings.simplefilter("always")
        try:
            with time_limit(seconds), standing_in(function, stand_ins or {}):
                value = function(*given, **options)
        except KeyboardInterrupt:
            raise
        except BaseException as exception:  # SystemExit too: a learner's function may do anything
            error, lines = f"{type(exception).__name__}: {exception}", lines_of(exception)
            suggestion = suggest(exception)
    changed = tuple(
        name
        for name, before, after in zip(parameters, arguments, given)
        if not identical(before, after)
    )
    warned = str(caught[0].message) if caught else ""
    return CallResult(value, error, lines, changed, printed.getvalue(), warned, suggestion)


@contextlib.contextmanager
def standing_in(function, stand_ins):
    """While `function` runs, give it known results in place of random ones, or another function in place of one.

    stand_ins -- {name of a function that it calls: (the arguments expected, what the stand-in returns), or a function}
    """
    space = globals_of(function)
    before = {name: space[name] for name in stand_ins if name in space}
    for name in before:
        known = stand_ins[name]
        space[name] = known if callable(known) else stand_in(name, *known, before[name])
    try:
        yield
    finally:
        space.update(before)


MORE = ", …)"  # where more arguments came than are compared


def stand_in(name, expected, value, original=None):
    """A function that returns a copy of `value`, and raises ValueError unless its first arguments are `expected`.

    They may come by name, as `original` takes them; what is left out has its default there. What comes after
    those expected makes no difference.
    """

    def known(*arguments, **options):
        given = in_order(original, arguments, options)
        compared = given[: len(expected)]
        if compare(list(expected), list(compared)):
            came = shown(compared)
            if len(given) > len(expected):
                came = came.removesuffix(")") + MORE
            raise ValueError(f"{name} is called with {came} where {shown(expected)} is expected")
        return copy.deepcopy(value)

    return known


def in_order(function, arguments, options):
    """The arguments of a call of `function` in its own order, with its defaults; as they come where that fails."""
    bound = bound_arguments(function, arguments, options)
    if bound is None:
        return (*arguments, *options.values())
    return (*bound.args, *bound.kwargs.values())  # a decorator may take names only as **options


def bound_arguments(function, arguments, options):
    """inspect.BoundArguments of a call of `function`, with its defaults; None where it does not take these."""
    try:
        bound = inspect.signature(function).bind(*arguments, **options)
    except (TypeError, ValueError):
        return None
    bound.apply_defaults()
    return bound


def lines_of(exception):
    """The CodeLines of the learner's own code that an exception came through, the outermost call first.

    Where none can be shown, those of other code.
    """
    frames = [frame for frame in traceback.extract_tb(exception.__traceback__)[1:] if frame.line]
    own = [frame for frame in frames if not frame.filename.startswith(NOT_THE_LEARNERS)] or frames
    return tuple(CodeLine(frame.lineno, frame.name, frame.line) for frame in own)


def suggest(exception):
    """ "Did you mean …?" with the name that is nearest to one that was not found; "" where none is near."""
    if isinstance(exception, UnboundLocalError):
        return ""
    if isinstance(exception, NameError):
        wanted, names = exception.name, names_in_scope(exception)
    elif isinstance(exception, KeyError):
        return suggest_key(exception)
    elif isinstance(exception, AttributeError) and inspect.ismodule(exception.obj):
        wanted, names = exception.name, dir(exception.obj)
        frames = [frame for frame, _ in traceback.walk_tb(exception.__traceback__)]
        if any(inspect.isfunction(frame.f_globals.get(wanted)) for frame in frames):
            return f"{wanted} is a function of the lesson: call it by its name alone."
    elif isinstance(exception, AttributeError) and isinstance(exception.obj, np.ndarray):
        wanted, names = exception.name, dir(np.ndarray)
    else:
        return ""
    public = [name for name in names if name[:1] != "_" and name != wanted]
    cutoff = 0.8 if isinstance(exception, AttributeError) else 0.7  # numpy has many names
    near = difflib.get_close_matches(wanted or "", public, n=1, cutoff=cutoff)
    return f"Did you mean {near[0]}?" if near else ""


def suggest_key(exception):
    """The key that is nearest to one that was not found, or, where none is near, the keys that there are.

    Of the local dictionary that was asked, which Python 3.11 and later tell; before, of those that are indexed in the
    line that raised; of all local ones where none is seen there.
    """
    frame = innermost_frame(exception)
    line = asked_in(traceback.extract_tb(exception.__traceback__)[-1])
    local = {name: value for name, value in frame.f_locals.items() if type(value) is dict}
    wanted = exception.args[0] if exception.args else None
    there = [v for n, v in local.items() if re.search(rf"\b{n}\[", line) and wanted not in v]
    keys = list(dict.fromkeys(key for value in there or local.values() for key in value))
    keys = [key for key in keys if type(key) in (str, int)]
    texts = [key for key in keys if isinstance(key, str)]
    wanted = wanted if isinstance(wanted, str) else ""
    near = [text for text in texts if text.lower() == wanted.lower()]
    near = near or difflib.get_close_matches(wanted, texts, n=1, cutoff=0.6)
    if near:
        return f"Did you mean {near[0]}?"
    if len(there) == 1 and 0 < len(keys) <= 8:
        return f"It has {', '.join(map(repr, keys))}."
    return ""


def asked_in(summary):
    """The part of a line that raised, as far as it is known; the whole line where that goes over several."""
    line = summary.line or ""
    columns = getattr(summary, "colno", None), getattr(summary, "end_colno", None)
    if None in columns or getattr(summary, "end_lineno", summary.lineno) != summary.lineno:
        return line
    whole = linecache.getline(summary.filename, summary.lineno).encode()
    return whole[slice(*columns)].decode(errors="replace") or line


def innermost_frame(exception):
    """The frame that raised an exception."""
    trace = exception.__traceback__
    while trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame


def names_in_scope(exception):
    """The names that the code that raised an exception could have used: its own first."""
    frame = innermost_frame(exception)
    return [*frame.f_locals, *frame.f_globals]


def globals_of(function):
    """The names of the notebook that a function was written in, a dictionary; {} for one that is not in Python.

    A functools.partial has those of its function, an object that can be called those of its class.
    """
    while isinstance(function, functools.partial):
        function = function.func
    if not hasattr(function, "__globals__"):
        function = vars(type(function)).get("__call__")
    return getattr(function, "__globals__", {})


def code_of(function):
    """A Python function's code object; None for anything else that can be called."""
    return getattr(function, "__code__", None)


def global_names(function):
    """The names that a function written in Python looks up outside itself, each once; not those after a dot."""
    code = code_of(function)
    steps = dis.get_instructions(code) if code else ()
    return list(dict.fromkeys(step.argval for step in steps if step.opname == "LOAD_GLOBAL"))


def unused_parameters(function):
    """The parameters that a function written in Python never looks at."""
    code = code_of(function)
    if code is None:
        return []
    read = set(code.co_cellvars)  # used by a function inside
    for step in dis.get_instructions(code):
        if step.opname.startswith("LOAD"):
            read.update(step.argval if isinstance(step.argval, tuple) else [step.argval])
    return [name for name in code.co_varnames[: code.co_argcount] if name not in read]
