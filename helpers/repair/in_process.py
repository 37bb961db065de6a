"""The search for a wrong value without a process of its own, for Windows, macOS and browsers.

Only values are replaced there, which changes neither what loops run over nor what is called; edits are not tried.
"""

import ast
import contextlib
import io
import time
import warnings

import numpy as np

from helpers.repair.trees import span
from helpers.repair.trial import UnlimitedTrial, definitions
from helpers.repair.value_replacement import blame


def find_values(source, name, namespace, oracle, steps, seconds, skip):
    """{"blamed": places as in search.find_edits}, found in this process; {} for code that may not end by itself."""
    functions = definitions(source)
    if any(isinstance(node, ast.While) for function in functions for node in ast.walk(function)):
        return {}
    until = time.process_time() + seconds
    trial = UnlimitedTrial(functions, name, dict(namespace), oracle, seconds, until)
    quiet = contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO())
    with quiet[0], quiet[1], warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        function = trial.build()
        base = [trial.score(function, k) for k in range(oracle.inputs)] if function else []
        nodes, _ = blame(trial, steps, oracle.given, base, skip) if base else ([], False)
    return {"blamed": [span(node) for node in nodes]}
