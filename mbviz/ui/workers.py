"""Processes that compute for the pages, so that no visitor's question takes the interpreter from the others.

`apart` makes of a function and its arguments the work of a job; `mbviz._worker` is the other end.
"""

from __future__ import annotations

import logging
import os
import pickle
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar, cast

from mbviz._messages import Message
from mbviz.model.child import start_child
from mbviz.ui.jobs import Report

T = TypeVar("T")
IDLE = 60.0  # seconds after which a process that nobody needs ends
LOST = Message(
    "The process that computed this was ended from outside, twice in a row; perhaps the machine has too little memory."
)
log = logging.getLogger(__name__)


class Lost(RuntimeError):
    """A process has ended before it had answered; says so in a sentence for the page."""


class Workers:
    """Processes by turns: one that is free is taken, else another started; who no longer waits ends his.

    How many there are at once is the affair of the jobs that use them.

    Attributes
    ----------
    started : int
        How many processes there have been.
    """

    def __init__(self, idle: float = IDLE) -> None:
        self.started = 0
        self._idle = idle
        self._free: list[subprocess.Popen[bytes]] = []
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()

    def run(self, question: bytes, report: Report) -> Any:
        """Have a question answered, a pickle as `mbviz._worker` takes it; waits for it.

        Raises
        ------
        OSError
            When no process can be started.
        Lost
            When it ended before it had answered.
        Exception
            What the function raised.
        """
        process = self._take()
        try:
            value = _ask(process, question, report)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            _end(process)
            raise Lost(LOST) from error
        except BaseException:  # above all `Stopped`: it computes for nobody
            _end(process)
            raise
        self._give(process)
        kind, answer = value
        if kind == "failed":
            raise answer
        return answer

    def warm(self) -> None:
        """Have a process ready, which takes it a quarter of a second."""
        with suppress(OSError):
            self._give(self._take())

    def end(self) -> None:
        """End those that are free."""
        with self._lock:
            free, self._free = self._free, []
        for process in free:
            _end(process)

    def _take(self) -> subprocess.Popen[bytes]:
        with self._lock:
            while self._free:
                process = self._free.pop()
                if process.poll() is None:
                    return process
                _end(process)
            self.started += 1
        return start_child(
            [], module="mbviz._worker", stdout=subprocess.PIPE, environment={"OPENBLAS_NUM_THREADS": "1"}
        )

    def _give(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._free.append(process)
            if self._timer:
                self._timer.cancel()
            self._timer = threading.Timer(self._idle, self.end)
            self._timer.daemon = True
            self._timer.start()


WORKERS = Workers()


def apart(
    function: Callable[..., T], *arguments: object, progress: bool = False, **named: object
) -> Callable[[Report], T]:
    """The work of a job: `function` of these arguments, computed in a process of its own.

    Where a process is killed, another one is tried, and then it fails with `Lost`: what has used up the memory of a
    process must not go on to that of the server. Only where none can be started does the server compute it itself.

    Parameters
    ----------
    function : callable
        Of a module that does without the page, since the process imports it.
    *arguments, **named
        For it. Arrays are copied to it, 0.5 ms for a million numbers.
    progress : bool
        Whether it takes a ``progress`` to tell how far it is.
    """

    def work(report: Report) -> T:
        question = pickle.dumps((function, arguments, named, progress), pickle.HIGHEST_PROTOCOL)
        try:
            try:
                return cast(T, WORKERS.run(question, report))
            except Lost as error:
                log.warning("A process that computed %s was lost: %r", function.__name__, error.__cause__)
                return cast(T, WORKERS.run(question, report))
        except OSError as error:
            log.warning("No process can be started (%s); the server computes %s itself.", error, function.__name__)
            more = {"progress": report} if progress else {}
            return function(*arguments, **named, **more)

    return work


def _ask(process: subprocess.Popen[bytes], question: bytes, report: Report) -> tuple[str, Any]:
    assert process.stdin and process.stdout, "pipes were asked for"
    process.stdin.write(question)
    process.stdin.flush()
    told: tuple[float, float | None] = 0.0, 1.0
    while True:
        kind, value = pickle.load(process.stdout)
        if kind != "beat":
            return kind, value
        told = value or told
        report(*told)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with suppress(OSError):  # half a question may be left that nobody reads any more
                pipe.close()
    process.wait()


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
