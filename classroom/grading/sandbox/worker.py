"""What runs in the sandbox: the cells of a learner's notebook, and calls of its functions, as the grader asks.

Nothing here decides anything: the learner's code may change all of it, and can then only make its own answers worse.
It imports nothing that holds an answer or a test.
"""

import json
import linecache
import sys
import time
import types
from pathlib import Path

import protocol

from helpers.checks.calling import CheckedFunction
from helpers.checks.time_limit import time_limit
from helpers.checks.values import decode

LONGEST = 2000  # characters of what was printed or said


class Shell:
    """Stands where IPython would: its commands do nothing, but the body of a cell such as %%time runs."""

    def run_cell_magic(self, name, line, body):
        """Run the body of %%time and its like; leave other cells, of other languages, alone."""
        if name in ("time", "timeit", "capture", "prun"):
            exec(compile(body, f"<%%{name}>", "exec"), sys.modules["__main__"].__dict__)

    def run_line_magic(self, name, line, *more):
        """Run the statement after %time; leave other commands alone."""
        if name in ("time", "timeit", "prun"):
            exec(compile(line, f"<%{name}>", "exec"), sys.modules["__main__"].__dict__)

    def __getattr__(self, name):
        return lambda *values, **options: None


class Notebook:
    """The names a learner's cells have defined, and what the grader may ask of them."""

    def __init__(self):
        module = types.ModuleType("__main__")
        sys.modules["__main__"] = module
        self.names = module.__dict__
        self.names.update(display=lambda *values, **options: None, get_ipython=Shell)
        self.cells = []
        self.spare = 0.0

    def write(self, files):
        """Lay files, {name: text}, into the working directory."""
        for name, text in files.items():
            Path(name).write_text(text, encoding="utf-8")

    def load(self, cells, spare=0.0):
        """Take a notebook's cells, each a list of steps: [source, whether it is needed, whether it is an import].

        spare -- seconds, in all, for statements of the learner's that nothing seems to need
        """
        self.cells, self.spare = cells, spare

    def run(self, cell, seconds, spare=True):
        """Run a cell, by its number; return its error in words, or None.

        spare -- whether statements run too that nothing seems to need
        """
        end = time.monotonic() + seconds
        for number, (source, needed, imports) in enumerate(self.cells[cell]):
            place = f"<cell {cell}>" if not number else f"<cell {cell}.{number}>"
            if needed:
                left = round(end - time.monotonic(), 1) if number else seconds
                error = self.execute(source, place, left)
                if error:
                    return error
            elif spare and self.spare > 0:
                begin = time.monotonic()
                within = end - begin if imports else min(self.spare, end - begin)
                self.execute(source, place, within)  # an error may come of what was left out
                self.spare -= time.monotonic() - begin
        return None

    def execute(self, source, place, seconds):
        """Run a text; return its error in words, or None."""
        linecache.cache[place] = (len(source), None, source.splitlines(keepends=True), place)
        try:
            code = compile(source, place, "exec", dont_inherit=True)
            with time_limit(max(seconds, 0.1)):
                exec(code, self.names)
        except BaseException as error:  # SystemExit too: the grader goes on with the next cell
            # the number of a cell says nothing to its author
            said = f"{type(error).__name__}: {error}".replace(f"{place}, ", "")
            line = isinstance(error, SyntaxError) and error.filename == place and error.text
            return (f"{said}: {line.strip()}" if line else said)[:LONGEST]
        return None

    def find(self, path, seconds=None):
        """The CheckedFunction at a path: a name of the notebook, then names that each reads. KeyError if none."""
        found = CheckedFunction(self.names[path[0]], seconds)
        for name in path[1:]:
            found = found.beside(name)
        return found

    def kind(self, name):
        """Whether a name is "missing", a "function" (or something else that can be called), or a "value"."""
        if name not in self.names:
            return "missing"
        return "function" if callable(self.names[name]) else "value"

    def value(self, name):
        """A value of the notebook."""
        return self.names[name]

    def takes(self, path, parameters, optional):
        """Whether a function can be called as the lesson does."""
        return self.find(path).takes(parameters, optional)

    def other_defaults(self, path, defaults):
        """The names of the optional arguments, of {name: value}, whose default is another value."""
        return self.find(path).other_defaults(decode(defaults))

    def look(self, path):
        """What else the checks ask of a function without calling it."""
        found = self.find(path)
        return {
            "python": found.is_python(),
            "loops": found.loops(),
            "unused": found.unused(),
            "reads": found.reads(),
        }

    def call(self, path, arguments, parameters, stand_ins, options, seconds):
        """What one call did, as the fields of a CallResult. Arguments and stand-ins come encoded, as JSON's text."""
        known = {name: decode(value) for name, value in json.loads(stand_ins).items()}
        found, given = self.find(path, seconds), decode(json.loads(arguments))
        before = time.process_time()
        result = found.call(given, tuple(parameters), known, **options)
        return {
            "value": result.value,
            "error": result.error and result.error[:LONGEST],
            "lines": [[line.number, line.function, line.text] for line in result.lines],
            "changed": list(result.changed),
            "printed": bool(result.printed),
            "warned": result.warned[:LONGEST],
            "suggestion": result.suggestion[:LONGEST],
            "processor": time.process_time() - before,
        }


def serve(socket):
    """Answer the grader until it hangs up. A request is {"do": method of Notebook, and its arguments}.

    With "cases", a list of further arguments, there is an answer for each of them, up to a call that ran out of time.
    """
    notebook = Notebook()
    while True:
        request = protocol.receive(socket)
        do, cases = request.pop("do"), request.pop("cases", [{}])
        for case in cases:
            told = None
            try:
                told = getattr(notebook, do)(**request, **case)
                answer = protocol.pack({"answer": told}, answer=True)
            except BaseException as error:
                # What a learner's function returns may fail in any way when it is looked at.
                answer = protocol.pack({"failed": f"{type(error).__name__}: {error}"[:LONGEST]})
            socket.settimeout(None)
            socket.sendall(answer)
            if do == "call" and protocol.out_of_time(told):
                break
