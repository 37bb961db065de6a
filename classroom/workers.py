"""Many submissions at once: Dask hands them to worker processes, each with a nursery of sandboxes of its own.

A worker process that is killed is started again, and what it was marking is marked anew. Which machine marks a
submission makes no difference: all that marks depend on goes along.
"""

import contextlib
import io
import logging
import os
import shutil
import signal
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import dask
from distributed import Client, KilledWorker, LocalCluster, WorkerPlugin, as_completed, get_worker
from distributed.comm import CommClosedError

from classroom.marking import mark_submission
from classroom.results import SubmissionResult
from classroom.sandbox.room import Limits, Nursery

AHEAD = 3  # submissions waiting at each worker, so that none is idle and memory stays small
LIVES = 10  # workers that a submission may end before it is given up
STARTS = 3  # of the worker processes: on a busy machine one may be too slow, or be ended
SETTINGS = {
    "distributed.scheduler.allowed-failures": LIVES,
    "distributed.admin.tick.limit": "1h",
    "distributed.comm.timeouts.connect": "120s",
}


class Room(WorkerPlugin):
    """What a worker process needs for one week: the release, the lessons, and a nursery."""

    name = "grading"

    def __init__(self, archive: bytes, lessons: dict[str, str], confined: bool):
        self.archive, self.lessons, self.confined = archive, lessons, confined

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
        self.nursery = Nursery(release, self.confined, scratch=self.folder)

    def teardown(self, worker) -> None:
        """End the nursery, and leave no folder behind."""
        self.nursery.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def mark(learner: str, week: str, handed_in: dict, seed: int, limits: Limits, digest: str) -> str:
    """Mark one submission in a worker process; return its SubmissionResult as JSON."""
    room = get_worker().plugins[Room.name]
    result = mark_submission(
        learner, week, handed_in, room.lessons, room.nursery, seed, limits, digest
    )
    return result.to_json()


def mark_all(
    submissions: Iterable[tuple],
    room: Room,
    scheduler: str | None,
    processes: int,
) -> Iterator[tuple[str, SubmissionResult | str]]:
    """Mark submissions, each the arguments of `mark`; yield (learner, result, or why there is none) as they are done.

    scheduler -- address of a running Dask scheduler, tcp://…; if there is none, worker processes are started here
    processes -- how many
    """
    with contexts(scheduler, processes) as client:
        furnish(client, room)
        waiting = iter(submissions)
        running = as_completed(raise_errors=False)
        ahead = AHEAD * max(1, len(client.nthreads()))
        for arguments in take(waiting, ahead):
            running.add(start(client, arguments))
        for future in running:
            learner = future.key.partition("/")[2].rpartition("/")[0]
            yield learner, outcome_of(future)
            for arguments in take(waiting, 1):
                running.add(start(client, arguments))


def contexts(scheduler: str | None, processes: int) -> Client:
    """Return a client of a running scheduler, or of a cluster of this machine's that ends with it."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    dask.config.set(SETTINGS)
    if scheduler:
        return Client(scheduler)
    for _ in range(STARTS - 1):
        with contextlib.suppress(RuntimeError, OSError):
            return LocalClient(cluster(processes))
    return LocalClient(cluster(processes))


def cluster(processes: int) -> LocalCluster:
    """Start worker processes here. Raises RuntimeError if one ends, or is too slow, before it has begun."""
    return LocalCluster(
        n_workers=processes,
        threads_per_worker=1,
        dashboard_address="127.0.0.1:0",  # any free port: with None, Dask wants 8787
        memory_limit=0,  # the sandbox has its own
        silence_logs=logging.CRITICAL,
    )


class LocalClient(Client):
    """A client that ends its cluster with itself."""

    def __exit__(self, *problem):
        cluster = self.cluster
        super().__exit__(*problem)
        cluster.close()


def furnish(client: Client, room: Room) -> None:
    """Give every worker its room, now or when it starts. A worker that ends in that moment is no reason to stop."""
    for _ in range(LIVES):
        with contextlib.suppress(CommClosedError):
            return client.register_plugin(room)
    client.register_plugin(room)


def start(client: Client, arguments: tuple):
    """Hand one submission over."""
    return client.submit(mark, *arguments, key=f"mark/{arguments[0]}/{arguments[-1]}", pure=False)


def take(items: Iterator, count: int) -> Iterator:
    """Yield the next `count` items, or those that are left."""
    for _ in range(count):
        try:
            yield next(items)
        except StopIteration:
            return


def outcome_of(future) -> SubmissionResult | str:
    """Return what became of a submission that was handed over.

    A worker that ends before its result is fetched takes it along; then this waits until another one has marked anew.
    """
    try:
        return SubmissionResult.from_json(future.result())
    except KilledWorker:
        return f"it ended {LIVES} processes that were marking it"
    except Exception as error:
        return f"marking it failed ({type(error).__name__}: {error})"[:300]
