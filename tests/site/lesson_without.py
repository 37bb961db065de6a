"""Runs a notebook's code without processes, threads, alarms and windows, in 2 GB of memory: as in a browser.

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
import matplotlib.font_manager  # noqa: E402, F401 (the first time it starts a thread; a browser's is ready)
import numpy  # noqa: E402, F401
import scipy.io  # noqa: E402, F401
import sklearn.neural_network  # noqa: E402, F401
from IPython.core.interactiveshell import InteractiveShell  # noqa: E402
from traitlets.config import Config  # noqa: E402

matplotlib.use("agg")
config = Config()
config.HistoryManager.enabled = False  # it has a thread
shell = InteractiveShell.instance(config=config)


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
for cell in cells:
    if cell["cell_type"] == "code":
        result = shell.run_cell("".join(cell["source"]))
        if not result.success:
            sys.exit(1)  # the shell has printed why
