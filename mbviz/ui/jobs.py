"""Work in the background: begun once for all who ask, told how far it is, given up when nobody waits any more.

Nothing here knows the page. A page asks `Jobs.start` in each of its runs and shows what the `Job` says; while the
job is under way it asks again, now and then, by `Job.renew`. That is all the clockwork there is: whoever asks
renews the lease of the job, and on this occasion the jobs whose lease has run out are given up and those whose
turn has come are begun.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import partial
from typing import Any, Generic, Literal, Protocol, TypeVar, cast

from mbviz._messages import Message, reason

__all__ = ["Job", "Jobs", "Report", "Stopped"]

T = TypeVar("T")
State = Literal["queued", "running", "done", "failed", "cancelled"]
GRACE = 1.5  # seconds for others who wait to renew what one has left: pages do it twice a second
log = logging.getLogger(__name__)


class Report(Protocol):
    """What work calls to say how far it is; it raises `Stopped` when the work shall end."""

    def __call__(self, done: float, total: float | None = 1.0, /) -> None:
        """Say that `done` of `total` is there: a share, or in the work's own unit; None when the total is unknown."""


class Stopped(BaseException):
    """Ends work that nobody wants now; no Exception, so that the work's own handlers let it pass."""


def _nothing() -> str:
    return ""


class Job(Generic[T]):
    """One piece of work. Made by `Jobs.start`; any thread may look at it.

    Attributes
    ----------
    key : hashable
        What it is asked for by.
    state : str
        "queued", "running", "done", "failed", or "cancelled" when nobody waited any more or it was forgotten.
    progress : tuple of float, float or None
        How much is done, and of how much, as the work last reported.
    held : str
        Why it may not run now, as a sentence; empty when it may.
    error : BaseException or None
        What the work raised.
    """

    def __init__(
        self, jobs: Jobs, key: Hashable, work: Callable[[Report], T], unless: Callable[[], str] = _nothing
    ) -> None:
        self.key = key
        self.state: State = "queued"
        self.progress: tuple[float, float | None] = 0.0, None
        self.held = ""
        self.error: BaseException | None = None
        self._jobs, self._work, self._unless = jobs, work, unless
        self._value: T | None = None
        self._ended = threading.Event()
        self._lease_ends = self._ended_at = float("inf")
        self._is_left = False  # somebody has left it, and nobody has renewed it since

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it: done, failed or cancelled."""
        return self._ended.is_set()

    @property
    def share(self) -> float:
        """How much is done, from 0 to 1; 0 where the total is unknown."""
        done, total = self.progress
        return min(max(done / total, 0.0), 1.0) if total else 0.0

    @property
    def before(self) -> int:
        """How many jobs that somebody waits for come before this one, in the queue or running. 0 if it runs."""
        return self._jobs._before(self)

    @property
    def problem(self) -> str:
        """Why it failed, as a sentence (a `Message` where the work gave one); empty when it did not."""
        return "" if self.error is None else reason(self.error) or type(self.error).__name__

    def renew(self) -> None:
        """Say that somebody still waits for it."""
        self._jobs._renew(self)

    def leave(self) -> None:
        """Say that one who waited for it waits no more: unless another renews it soon, it is given up."""
        self._jobs._leave(self)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it has ended; False when `timeout` seconds have passed before."""
        return self._ended.wait(timeout)

    def result(self, timeout: float | None = None) -> T:
        """What the work returned; waits for it.

        Raises
        ------
        Exception
            What the work raised.
        TimeoutError
            After `timeout` seconds.
        RuntimeError
            If the job was cancelled: no result will come.
        """
        if not self.wait(timeout):
            raise TimeoutError(f"{self.key!r} has not ended within {timeout} seconds.")
        if self.state == "cancelled":
            raise RuntimeError(f"{self.key!r} was cancelled.")
        if self.error is not None:
            raise self.error
        return cast(T, self._value)

    def forget(self) -> None:
        """Give it up if it has not ended, and let whoever asks next begin anew; a newer job of its key stays."""
        self._jobs._forget(self)


class Jobs:
    """Jobs by key: each begun once, shared by all who ask, so many at a time, the rest in a queue.

    Parameters
    ----------
    name : str
        Of the threads, in a debugger.
    at_once : int
        How many run at a time.
    kept : int
        How many jobs that have ended are remembered; the one asked for longest ago is dropped first.
    lease : float
        Seconds after which a job that nobody has asked for is given up: in the queue at once, while it runs at its
        next report. Without end by default.
    pause : float
        Seconds for which a failed job is handed out, so that all who waited can show why; who asks later begins anew.
    clock : callable
        Gives the seconds.

    Examples
    --------
    >>> jobs = Jobs("doctest")
    >>> job = jobs.start("sum", lambda report: sum(range(5)))
    >>> job.result(), job.state, jobs.start("sum", lambda report: 0) is job
    (10, 'done', True)
    """

    def __init__(
        self,
        name: str,
        *,
        at_once: int = 1,
        kept: int = 64,
        lease: float = float("inf"),
        pause: float = 5.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self.at_once = at_once
        self.kept = kept
        self.lease = lease
        self.pause = pause
        self.clock = clock
        self._jobs: OrderedDict[Hashable, Job[Any]] = OrderedDict()
        self._queue: list[Job[Any]] = []
        self._running: list[Job[Any]] = []  # with those that are given up and have not noticed yet
        self._lock = threading.RLock()

    def start(self, key: Hashable, work: Callable[[Report], T], *, unless: Callable[[], str] = _nothing) -> Job[T]:
        """The job of a key; begun now if there is none, or if the last one failed a while ago.

        Parameters
        ----------
        key : hashable
            Names what the work results in.
        work : callable
            Called in a thread with a `Report`. It should report often: only then can it be stopped.
        unless : callable, optional
            Says in a sentence why the work may not run now, or ''. It is asked before the start and at each report;
            work that may not go on is stopped and begins again when it may.
        """
        with self._lock:
            found = self._jobs.get(key)
            if found is None or (found.state == "failed" and self.clock() >= found._ended_at + self.pause):
                found = Job(self, key, work, unless)
                self._jobs[key] = found
                self._queue.append(found)
            self._jobs.move_to_end(key)
        found.renew()
        return found

    def look(self, key: Hashable) -> Job[Any] | None:
        """The job of a key if there is one; nothing is begun, and nobody waits."""
        with self._lock:
            return self._jobs.get(key)

    def results(self) -> list[Any]:
        """What the jobs that are done returned, the one asked for last at the end."""
        with self._lock:
            return [job._value for job in self._jobs.values() if job.state == "done"]

    def reset(self) -> None:
        """Forget every job, and wait for none that still runs; for tests."""
        with self._lock:
            for job in (*self._jobs.values(), *self._running):
                self._forget(job)
            self._running.clear()

    def _renew(self, job: Job[Any]) -> None:
        held = job._unless()  # outside of the lock: it may read files
        with self._lock:
            if not job.ended:
                job.held, job._lease_ends, job._is_left = held, self.clock() + self.lease, False
                self._jobs.move_to_end(job.key)
            self._tend()

    def _leave(self, job: Job[Any]) -> None:
        with self._lock:
            if not job.ended:
                job._is_left, job._lease_ends = True, min(job._lease_ends, self.clock() + GRACE)
            self._tend()

    def _before(self, job: Job[Any]) -> int:
        with self._lock:
            if job not in self._queue:
                return 0
            ahead = self._queue[: self._queue.index(job)]
            return sum(not other._is_left for other in (*self._running, *(one for one in ahead if not one.held)))

    def _forget(self, job: Job[Any]) -> None:
        with self._lock:
            if self._jobs.get(job.key) is job:
                del self._jobs[job.key]
            self._close(job, "cancelled")
            self._tend()

    def _tend(self) -> None:
        """Give up what nobody waits for, begin what may run, drop what is too much; the lock is held."""
        for job in list(self._queue):
            if self._has_lapsed(job):
                self._close(job, "cancelled")
        free = self.at_once - len(self._running)
        for job in [job for job in self._queue if not job.held and not job._is_left][:free]:
            self._queue.remove(job)
            self._running.append(job)
            job.state = "running"
            threading.Thread(target=self._run, args=(job,), daemon=True, name=f"mbviz-{self.name}").start()
        ended = [key for key, job in self._jobs.items() if job.ended]
        for key in ended[: max(len(ended) - self.kept, 0)]:
            del self._jobs[key]

    def _has_lapsed(self, job: Job[Any]) -> bool:
        return self.clock() > job._lease_ends

    def _close(self, job: Job[Any], state: State, value: object = None, error: BaseException | None = None) -> None:
        """Let a job end, if it has not; the lock is held."""
        if job.ended:
            return
        if job in self._queue:
            self._queue.remove(job)
        if state == "cancelled" and self._jobs.get(job.key) is job:
            del self._jobs[job.key]  # who asks now begins anew
        job.state, job._value, job.error, job._ended_at = state, value, error, self.clock()
        job._work = job._unless = cast(Callable[..., Any], _nothing)  # with them go the arrays that they hold
        job._ended.set()

    def _run(self, job: Job[Any]) -> None:
        """The thread of a job."""
        state: State = "failed"
        value: object = None
        error: BaseException | None = None
        work, report = job._work, partial(self._report, job, job._unless)
        try:
            report(0.0)
            value = work(report)
            state = "done"
        except Stopped:
            state = "queued"  # unless it was given up
        except BaseException as raised:  # whatever it is: the pages wait for a word
            if not isinstance(reason(raised), Message):  # no sentence of ours: not foreseen
                log.exception("%s: %r failed", self.name, job.key)
            error = raised.with_traceback(None)  # its frames hold the arrays that were worked on
        del work, report
        with self._lock:
            if job in self._running:
                self._running.remove(job)
            if state != "queued":
                self._close(job, state, value, error)
            elif not job.ended:
                job.state, job.progress = "queued", (0.0, None)
                self._queue.insert(0, job)
            self._tend()

    def _report(self, job: Job[Any], unless: Callable[[], str], done: float, total: float | None = 1.0, /) -> None:
        held = unless()
        with self._lock:
            if self._has_lapsed(job):
                self._close(job, "cancelled")
            if not job.ended:
                job.held, job.progress = held, (done, total)
            if job.ended or held:
                raise Stopped
