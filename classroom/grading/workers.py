"""Many submissions at once: Dask hands them to worker processes, each with a fork server for sandboxes of its own.

A worker process that is killed is started again, and what it was marking is marked anew. Which machine marks a
submission makes no difference: all that marks depend on goes along.
"""

import contextlib
import io
import itertools
import logging
import os
import shutil
import signal
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import dask
from distributed import Client, KilledWorker, LocalCluster, WorkerPlugin, as_completed, get_worker
from distributed.comm import CommClosedError
from distributed.security import Security

from classroom.errors import ClassroomError
from classroom.grading.marking import mark_submission
from classroom.grading.sandbox.client import ForkServer, Limits
from classroom.results import SubmissionResult

AHEAD = 3  # submissions waiting at each worker, so that none is idle and memory stays small
ALLOWED_FAILURES = 10  # workers that a submission may end before it is given up
STARTS = 3  # of the worker processes: on a busy machine one may be too slow, or be ended
NO_KEY = (
    "Grading protects the ports of its processes with a key made by the program openssl, which fails here ({}): "
    "install the package openssl."
)
NO_TLS = (
    "SCHEDULER={}: whoever reaches a Dask port without TLS can run programs as you. Start scheduler and workers with "
    "--tls-ca-file, --tls-cert and --tls-key, name the same files in Dask's settings (distributed.comm.tls), and give "
    "SCHEDULER=tls://…; classroom/README.md has the commands."
)
SETTINGS = {
    "distributed.scheduler.allowed-failures": ALLOWED_FAILURES,
    "distributed.admin.tick.limit": "1h",
    "distributed.comm.timeouts.connect": "120s",
    # By default a worker that is not back 15 seconds after its end is given up for good, which takes less than starting
    # one on a busy machine: with the last one gone, a grading would wait for ever.
    "distributed.deploy.lost-worker-timeout": "1h",
    # Dask looks a hundred times a second at what each worker does, for a dashboard that nobody opens.
    "distributed.worker.profile.enabled": False,
}


class GradingPlugin(WorkerPlugin):
    """What a worker process needs for one week: the release, the lessons, and a fork server."""

    name = "grading"

    def __init__(
        self, archive: bytes, lessons: dict[str, str], sandboxed: bool, follow_on: bool = True
    ):
        self.archive, self.lessons, self.sandboxed = archive, lessons, sandboxed
        self.follow_on = follow_on

    def setup(self, worker) -> None:
        """Unpack the release into this process's own folder, and load its helpers.

        That folder is Dask's, which removes those of processes that were killed.
        """
        for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
            os.environ[name] = "1"
        with contextlib.suppress(ValueError):  # not the process's main thread
            signal.signal(
                signal.SIGINT, signal.SIG_IGN
            )  # Ctrl-C is for the grader, which ends this process
        self.folder = tempfile.mkdtemp(prefix="grading-", dir=worker.local_directory)
        with zipfile.ZipFile(io.BytesIO(self.archive)) as archive:
            archive.extractall(self.folder)
        release = next(Path(self.folder).iterdir())
        self.fork_server = ForkServer(release, self.sandboxed, scratch=self.folder)

    def teardown(self, worker) -> None:
        """End the fork server, and leave no folder behind."""
        self.fork_server.close()
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass(frozen=True)
class MarkingTask:
    """One submission to mark; see classroom.grading.marking.mark_submission."""

    learner: str
    week: str
    notebooks: dict[str, bytes | str]
    seed: int
    limits: Limits
    digest: str

    def without_result(self, why: str) -> SubmissionResult:
        """Return the result of a submission that there is no result of."""
        return SubmissionResult(self.learner, self.week, 0, (), why, 0.0, "")


def mark(task: MarkingTask) -> str:
    """Mark one submission in a worker process; return its SubmissionResult as JSON."""
    plugin = get_worker().plugins[GradingPlugin.name]
    assert isinstance(plugin, GradingPlugin)
    result = mark_submission(
        task.learner,
        task.week,
        task.notebooks,
        plugin.lessons,
        plugin.fork_server,
        task.seed,
        task.limits,
        task.digest,
        plugin.follow_on,
    )
    return result.to_json()


def mark_all(
    first: MarkingTask,
    tasks: Iterable[MarkingTask],
    plugin: GradingPlugin,
    scheduler: str | None,
    processes: int,
) -> Iterator[SubmissionResult]:
    """Mark submissions; yield a result for each, as they are done, in words where marking itself has failed.

    first     -- is done, and its result taken, before the others are begun
    scheduler -- address of a running Dask scheduler, tcp://…; if there is none, worker processes are started here
    processes -- how many
    """
    with client_for(scheduler, processes) as client:
        register(client, plugin)
        yield result_of(client.submit(mark, first, key=f"first/{first.digest}", pure=False), first)
        waiting, running = iter(tasks), as_completed(raise_errors=False)
        started: dict[str, MarkingTask] = {}  # by the keys of their futures
        numbers = itertools.count()

        def start(task):
            key = f"mark/{next(numbers)}/{task.digest}"
            started[key] = replace(task, notebooks={})  # what is asked of it later needs none
            running.add(client.submit(mark, task, key=key, pure=False))

        for task in itertools.islice(waiting, AHEAD * max(1, len(client.nthreads()))):
            start(task)
        for future in running:
            yield result_of(future, started[future.key])
            for task in itertools.islice(waiting, 1):
                start(task)


def client_for(scheduler: str | None, processes: int) -> Client:
    """Return a client of a running scheduler, or of a cluster of this machine's that ends with it."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    dask.config.set(SETTINGS)
    if scheduler:
        if not scheduler.startswith("tls://"):
            raise ClassroomError(NO_TLS.format(scheduler))
        return Client(scheduler)
    for _ in range(STARTS - 1):
        with contextlib.suppress(RuntimeError, OSError):
            return LocalClient(cluster(processes))
    return LocalClient(cluster(processes))


def cluster(processes: int) -> LocalCluster:
    """Start worker processes here. Raises RuntimeError if one ends, or is too slow, before it has begun.

    Their ports are open to all users of this machine: only who has the key of this run is spoken to.
    """
    return LocalCluster(
        security=new_security(),
        n_workers=processes,
        threads_per_worker=1,
        dashboard_address="127.0.0.1:0",  # any free port: with None, Dask wants 8787
        memory_limit=0,  # the sandbox has its own
        silence_logs=logging.CRITICAL,
    )


def new_security() -> Security:
    """Return a key and certificate for one run, which never leave its processes. Raises ClassroomError without openssl.

    Dask's own Security.temporary does the same, with a package (cryptography) that nothing else here needs.
    """
    with tempfile.TemporaryDirectory(prefix="grading-") as folder:
        key, certificate = Path(folder, "key"), Path(folder, "certificate")
        command = ["openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt"]
        command += ["ec_paramgen_curve:prime256v1", "-days", "30", "-subj", "/CN=grading"]
        command += ["-keyout", str(key), "-out", str(certificate)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=60)
            pem = key.read_text(), certificate.read_text()
        except (OSError, subprocess.SubprocessError) as error:
            raise ClassroomError(NO_KEY.format(error)) from error
    roles = ("scheduler", "worker", "client")
    keys = {f"tls_{role}_key": pem[0] for role in roles}
    certificates = {f"tls_{role}_cert": pem[1] for role in roles}
    return Security(require_encryption=True, tls_ca_file=pem[1], **keys, **certificates)


class LocalClient(Client):
    """A client that ends its cluster with itself."""

    def __exit__(self, *problem):
        cluster = self.cluster
        super().__exit__(*problem)
        cluster.close()


def register(client: Client, plugin: GradingPlugin) -> None:
    """Give every worker process the plugin, now or when it starts; one that ends just then is no reason to stop."""
    for _ in range(ALLOWED_FAILURES):
        with contextlib.suppress(CommClosedError):
            return client.register_plugin(plugin)
    client.register_plugin(plugin)


def result_of(future, task: MarkingTask) -> SubmissionResult:
    """Return what became of a task.

    A worker that ends before its result is fetched takes it along; then this waits until another one has marked anew.
    """
    try:
        return SubmissionResult.from_json(future.result())
    except KilledWorker:
        return task.without_result(f"it ended {ALLOWED_FAILURES} processes that were marking it")
    except Exception as error:
        return task.without_result(f"marking it failed ({type(error).__name__}: {error})"[:300])
