"""The process that workers are forked from: `python -I fork_server.py RELEASE DESCRIPTOR`.

It has numpy, matplotlib and the release's helpers loaded, so that a worker starts in hundredths of a second. It knows
nothing of the teacher's: no test, no answer, no other submission, and an environment of a few variables.
"""

import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


COURSE = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))


def prepare(release):
    """Load what a worker runs on: first our own modules, then the release's helpers in their place.

    A release may be older than the grader. So `worker` calls functions by the means of this version, and what a
    learner imports as `helpers` is what came with the release.
    """
    sys.meta_path[:] = [
        f for f in sys.meta_path if "editable" not in str(getattr(f, "__module__", f))
    ]
    sys.path_hooks[:] = [hook for hook in sys.path_hooks if "editable" not in str(hook)]
    packages = [path for path in sys.path if path.startswith((sys.prefix, sys.base_prefix))]
    sys.path[:] = [HERE, COURSE, *packages]
    sys.path_importer_cache.clear()
    import isolation  # noqa: F401
    import matplotlib.pyplot  # noqa: F401
    import numpy.random  # noqa: F401
    import worker  # noqa: F401

    for name in [name for name in sys.modules if name.partition(".")[0] == "helpers"]:
        del sys.modules[name]
    sys.path[:] = [release, *packages]
    helpers = importlib.import_module("helpers")
    for module in pkgutil.iter_modules(helpers.__path__):
        importlib.import_module(f"helpers.{module.name}")
    if "helpers.datasets" in sys.modules:  # it loads these only when it reads a file
        for name in ("h5py", "PIL.ImageOps", "scipy.io"):
            importlib.import_module(name)
    gc.collect()
    gc.freeze()  # a collection in a worker would copy each page that it looks at


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


def become_a_worker(request, worker_socket, keep_alive):
    """Lock this process in and answer the grader. Never returns."""
    import isolation
    import protocol
    import worker

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        isolation.isolate(keep_alive, request["shown"], request["limits"], request["sandboxed"])
        protocol.send(worker_socket, {"answer": "ready"})
        sys.argv[:] = [""]
        worker.serve(worker_socket)
    except isolation.IsolationError as problem:
        protocol.send(worker_socket, {"failed": str(problem)})
    except (EOFError, OSError, protocol.ProtocolError):
        pass
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
