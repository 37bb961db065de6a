"""A limit on the time that code of a learner's takes, on every system that has an alarm or threads."""

import contextlib
import signal
import threading


@contextlib.contextmanager
def time_limit(seconds):
    """Raise TimeoutError in what runs longer than this by the clock.

    It is raised between two steps of Python code: a single call of compiled code (`np.linalg.svd` of a huge
    matrix) ends first. Where the system has no alarm (Windows), and outside the main thread, a second thread does
    it; there `time.sleep` ends first, too. In a browser there is neither alarm nor thread, and no limit.
    """
    main = threading.current_thread() is threading.main_thread()
    limit = by_alarm if main and hasattr(signal, "setitimer") else by_thread
    with limit(seconds):
        yield


@contextlib.contextmanager
def by_alarm(seconds):
    """The limit by the system's alarm, which only the main thread can have."""

    def stop(number, frame):
        raise TimeoutError(message(seconds))

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def by_thread(seconds):
    """The limit by a thread that waits, and then has Python raise an exception in this one."""

    class OutOfTime(TimeoutError):
        """Python makes it from its class alone, in whatever line it is at: the message comes with the class."""

        def __str__(self):
            return message(seconds)

    OutOfTime.__name__ = "TimeoutError"  # what learners read

    def watch():
        begun.wait()  # an error that came while this thread is started would leave it half started
        if over.wait(seconds):
            return
        with deciding:
            if not ended:
                asked.append(True)
                raise_in(thread, OutOfTime)

    thread, deciding, ended, asked = threading.get_ident(), threading.Lock(), [], []
    begun, over = threading.Event(), threading.Event()
    try:
        threading.Thread(target=watch, daemon=True).start()  # the notebook may be closed meanwhile
    except RuntimeError:  # no threads: in a browser
        yield
        return
    try:
        begun.set()
        yield
    finally:
        over.set()
        with deciding:
            ended.append(True)
        if asked:
            # What is asked for and not yet raised comes here. Taken back, it would leave Python 3.11 looking for it for
            # good: a function that is traced (by a debugger, or the search for a mistake) then stays in its first step.
            with contextlib.suppress(OutOfTime):
                for _ in range(100):
                    pass


def raise_in(thread, kind):
    """Have Python raise an exception of a class in a thread, by its number."""
    import ctypes  # only wanted here

    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(kind))


def message(seconds):
    """What the TimeoutError says."""
    return f"no result after {seconds} seconds"
