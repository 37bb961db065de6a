"""Runs a notebook's code where there are no processes, threads, alarms and windows, and 2 GB of memory: as in a browser.

python lesson_without.py NOTEBOOK, in the folder of the week. Prints what the cells print.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import threading

sys.path.insert(0, "")  # as a kernel has it

import h5py  # noqa: E402, F401
import matplotlib  # noqa: E402
import numpy  # noqa: E402, F401
import scipy.io  # noqa: E402, F401
import sklearn.neural_network  # noqa: E402, F401

matplotlib.use("agg")


def no_process(*words, **options):
    """Stand in for what starts a process; Pyodide has os.fork, and it fails."""
    raise OSError(52, "Function not implemented")


def no_thread(*words, **options):
    """Stand in for what starts a thread."""
    raise RuntimeError("can't start new thread")


os.fork = os.forkpty = os.posix_spawn = subprocess.Popen.__init__ = no_process
threading.Thread.start = no_thread
for name in ("setitimer", "alarm", "pthread_kill"):  # Pyodide's signal module has none of them
    delattr(signal, name)
sys.platform = "emscripten"
resource.setrlimit(resource.RLIMIT_AS, (2 * 2**30, 2 * 2**30))

with open(sys.argv[1], encoding="utf-8") as file:
    cells = json.load(file)["cells"]
namespace = {"__name__": "__main__"}
for number, cell in enumerate(cells):
    if cell["cell_type"] == "code":
        source = "".join(cell["source"])
        exec(compile(source, f"cell {number}", "exec"), namespace)
