"""A function under test: how it is run, and what can be seen of it from outside."""

import contextlib
import copy
import dis
import inspect
import io
import signal
import sysconfig
import threading
import traceback
import warnings
from pathlib import Path

import numpy as np

from helpers.comparing import compare, identical, shown
from helpers.outcome import Outcome

# Where code lies that is not the learner's: these helpers, Python itself, installed packages.
NOT_THE_LEARNERS = (str(Path(__file__).parent), *set(sysconfig.get_paths().values()))
SECONDS = 10  # for one call; then a loop is taken to be endless


class Subject:
    """A learner's function as the checks see it. A grader has one of its own, for functions in another process."""

    def __init__(self, function):
        self.function = function

    def run(self, arguments, parameters=(), stand_ins=None, **options):
        """The Outcome of one call on copies of `arguments`; see `run` below."""
        return run(self.function, arguments, parameters, stand_ins, **options)

    def takes(self, parameters, optional):
        """Whether it can be called as the lesson does: all arguments in order, optional ones by name too."""
        return takes(self.function, parameters, optional)

    def is_python(self):
        """Whether it is written in Python, so that its code can be looked at."""
        return code_of(self.function) is not None

    def loops(self):
        """Whether a for loop stands in it."""
        code = code_of(self.function)
        return bool(code) and any(step.opname == "FOR_ITER" for step in dis.get_instructions(code))

    def unused(self):
        """The parameters it never looks at."""
        return unused_parameters(self.function)

    def reads(self):
        """What it takes from the notebook: {name: "array", "function" or "other"}, in the order of use."""
        outside = getattr(self.function, "__globals__", {})
        names = [name for name in global_names(self.function) if name in outside]
        return {name: kind_of(outside[name]) for name in names}

    def beside(self, name):
        """Another function that it reads from the notebook, as a Subject."""
        return Subject(self.function.__globals__[name])


def as_subject(function):
    """The function as a Subject, if it is none yet."""
    return function if isinstance(function, Subject) else Subject(function)


def kind_of(value):
    """What a value of the notebook is, in one word."""
    if isinstance(value, np.ndarray):
        return "array"
    return "function" if inspect.isfunction(value) else "other"


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


def run(function, arguments, parameters=(), stand_ins=None, **options):
    """Call `function` on copies of `arguments` and record what happened as an Outcome. Never raises."""
    given = copy.deepcopy(arguments)
    printed = io.StringIO()
    value, error, where = None, None, ""
    with warnings.catch_warnings(record=True) as caught, contextlib.redirect_stdout(printed):
        warnings.simplefilter("always")
        try:
            with time_limit(SECONDS), standing_in(function, stand_ins or {}):
                value = function(*given, **options)
        except KeyboardInterrupt:
            raise
        except BaseException as exception:  # SystemExit too: a learner's function may do anything
            error, where = f"{type(exception).__name__}: {exception}", place(exception)
    changed = tuple(
        name
        for name, before, after in zip(parameters, arguments, given)
        if not identical(before, after)
    )
    return Outcome(
        value, error, where, changed, printed.getvalue(), str(caught[0].message) if caught else ""
    )


@contextlib.contextmanager
def standing_in(function, stand_ins):
    """While `function` runs, give it known results in place of random ones, or another function in place of one.

    stand_ins -- {name of a function that it calls: (the arguments expected, what the stand-in returns), or a function}
    """
    space = getattr(function, "__globals__", {})
    before = {name: space[name] for name in stand_ins if name in space}
    for name in before:
        known = stand_ins[name]
        space[name] = known if callable(known) else stand_in(name, *known, before[name])
    try:
        yield
    finally:
        space.update(before)


def stand_in(name, expected, value, original=None):
    """A function that returns a copy of `value`, and raises ValueError unless its first arguments are `expected`.

    They may come by name, as `original` takes them; what is left out has its default there. What comes after
    those expected makes no difference.
    """

    def known(*arguments, **options):
        arguments = in_order(original, arguments, options)[: len(expected)]
        if compare(list(expected), list(arguments)):
            raise ValueError(
                f"{name} is called with {shown(arguments)} where {shown(expected)} is expected"
            )
        return copy.deepcopy(value)

    return known


def in_order(function, arguments, options):
    """The arguments of a call of `function` in its own order, with its defaults; as they come where that fails."""
    try:
        bound = inspect.signature(function).bind(*arguments, **options)
    except (TypeError, ValueError):  # no function, or one that does not take these
        return (*arguments, *options.values())
    bound.apply_defaults()
    return bound.args


@contextlib.contextmanager
def time_limit(seconds):
    """Raise TimeoutError in what runs longer; where the system has no such alarm, wait for ever."""
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return

    def stop(number, frame):
        raise TimeoutError(f"no result after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def place(exception):
    """The innermost line of the learner's own code that raised, or nothing when there is none to show."""
    frames = [frame for frame in traceback.extract_tb(exception.__traceback__)[1:] if frame.line]
    own = [frame for frame in frames if not frame.filename.startswith(NOT_THE_LEARNERS)] or frames
    return f"line {own[-1].lineno} of {own[-1].name}: {own[-1].line}" if own else ""


def code_of(function):
    """A Python function's code object; None for anything else that can be called."""
    return getattr(function, "__code__", None)


def global_names(function):
    """The names that a function written in Python looks up outside itself, each once; not those after a dot."""
    code = code_of(function)
    steps = dis.get_instructions(code) if code else ()
    return list(dict.fromkeys(step.argval for step in steps if step.opname == "LOAD_GLOBAL"))


def unused_parameters(function):
    """The parameters that a function written in Python never looks at; switches (True or False) apart."""
    code = code_of(function)
    if code is None:
        return []
    read = set(code.co_cellvars)  # used by a function inside
    for step in dis.get_instructions(code):
        if step.opname.startswith("LOAD"):
            read.update(step.argval if isinstance(step.argval, tuple) else [step.argval])
    names = code.co_varnames[: code.co_argcount]
    defaults = dict(zip(reversed(names), reversed(function.__defaults__ or ())))
    return [name for name in names if name not in read and not isinstance(defaults.get(name), bool)]
