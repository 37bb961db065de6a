"""The process that workers are forked from: `python -I nursery.py RELEASE DESCRIPTOR`.

It has numpy, matplotlib and the release's helpers loaded, so that a worker starts in hundredths of a second. It knows
nothing of the teacher's: no test, no answer, no other submission, and an environment of a few variables.
"""

import contextlib
import glob
import importlib
import json
import os
import pkgutil
import signal
import socket
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def prepare(release):
    """Let `helpers` come from the release and from nowhere else, and load what answers usually need."""
    sys.meta_path[:] = [
        f for f in sys.meta_path if "editable" not in str(getattr(f, "__module__", f))
    ]
    sys.path_hooks[:] = [hook for hook in sys.path_hooks if "editable" not in str(hook)]
    sys.path[:] = [
        release,
        HERE,
        *(path for path in sys.path if path.startswith((sys.prefix, sys.base_prefix))),
    ]
    sys.path_importer_cache.clear()
    import confine  # noqa: F401
    import matplotlib.pyplot  # noqa: F401
    import numpy.random  # noqa: F401
    import worker  # noqa: F401

    helpers = importlib.import_module("helpers")
    for module in pkgutil.iter_modules(helpers.__path__):
        importlib.import_module(f"helpers.{module.name}")
    if "helpers.datasets" in sys.modules:  # it loads these only when it reads a file
        for name in ("h5py", "PIL.ImageOps", "scipy.io"):
            importlib.import_module(name)
    read_lessons(release)
    sys.path.remove(HERE)


def read_lessons(release):
    """Take the cells that a lesson gives apart once, for all workers: it takes longer than to run the answers."""
    import needed

    for path in glob.glob(os.path.join(glob.escape(release), "*.ipynb")):
        with open(path, encoding="utf-8") as file:
            cells = json.load(file)["cells"]
        for cell in cells:
            if cell["cell_type"] == "code":
                with contextlib.suppress(SyntaxError):
                    needed.statements_of_cell("".join(cell["source"]))


def main():
    """Fork a worker for each request that comes, until the grader hangs up."""
    release, control = sys.argv[1], socket.socket(fileno=int(sys.argv[2]))
    prepare(release)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 2)
        if not message:
            return
        if os.fork() == 0:
            control.close()
            become_a_worker(
                json.loads(message), *map(lambda d: socket.socket(fileno=d), descriptors)
            )
        for descriptor in descriptors:
            os.close(descriptor)


def become_a_worker(request, wire_end, keep):
    """Lock this process in and answer the grader. Never returns."""
    import confine
    import wire
    import worker

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        confine.in_a_room(keep, request["shown"], request["limits"], request["confined"])
        wire.send(wire_end, {"answer": "ready"})
        sys.argv[:] = [""]
        worker.serve(wire_end)
    except confine.NoRoom as problem:
        wire.send(wire_end, {"failed": str(problem)})
    except (EOFError, OSError, wire.WireError):
        pass
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
