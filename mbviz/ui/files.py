"""How many files and sockets the server may have open: raised as far as the system lets it, and told in the log when near.

Each visitor takes four of them, and after leaving three as long as Streamlit waits for his return. Beyond the limit nobody can connect, and each attempt writes a traceback into the log;
of these the log gets a few and then a count.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from functools import cache

from mbviz.ui.internals import close_left_sessions

WANTED = 65_536
NEAR = 0.8  # of the limit
EVERY = 10.0  # seconds between two looks for sessions that were left
PAUSE = 60.0  # seconds between two lines that say the same
BOUNDED = {"asyncio", "uvicorn", "streamlit"}  # what a visitor sends can make each of their modules complain
FEW = 5  # of a kind that are let through in this time
log = logging.getLogger(__name__)


@cache
def prepare() -> int:
    """Once for the process: raise the limit, bound the log, begin to keep house. Returns the limit, 0 where there is none."""
    told_from_outside = [name for name in logging.root.manager.loggerDict if name.split(".")[0] in BOUNDED]
    for name in {"asyncio", "uvicorn.error", f"{__name__}.ignored", *told_from_outside}:
        logging.getLogger(name).addFilter(FewOfAKind())
    sys.unraisablehook = ignored
    threading.Thread(target=_keep_house, daemon=True, name="mbviz-house").start()
    return raised()


def _keep_house() -> None:
    """Now and then close what visitors have left behind; for as long as the server runs."""
    while True:
        time.sleep(EVERY)
        try:
            close_left_sessions()
        except Exception:  # it is Streamlit's inside, and may have changed
            log.exception("Sessions that were left cannot be closed")
            return


def raised() -> int:
    """The limit after it was raised as far as the system lets it; 0 where there is none."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return 0
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return 0
    wanted = WANTED if hard == resource.RLIM_INFINITY else min(WANTED, hard)
    if soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
        except (OSError, ValueError) as error:
            log.warning("The limit of open files stays %d: %s", soft, error)
    return soft


def ignored(what: sys.UnraisableHookArgs) -> None:
    """Log what a finalizer raised: Python would write each of them to the error output, and a full server has hundreds."""
    error = what.exc_value
    logging.getLogger(f"{__name__}.ignored").error(
        "%s %r", what.err_msg or "Exception ignored in", what.object,
        exc_info=(type(error), error, error.__traceback__) if error else None,
    )  # fmt: skip


class Watch:
    """Looks now and then how many files are open.

    Parameters
    ----------
    limit, count : callable
        Give the limit, 0 where there is none, and how many are open.
    clock : callable
        Gives the seconds.
    """

    def __init__(
        self, limit: Callable[[], int], count: Callable[[], int], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit, self._count, self._clock = limit, count, clock
        self._next = 0.0

    def look(self) -> None:
        """Write a line into the log when the limit is near, but not twice within a minute."""
        limit, now = self._limit(), self._clock()
        if not limit or now < self._next:
            return
        opened = self._count()
        if opened >= NEAR * limit:
            self._next = now + PAUSE
            log.warning(
                "%d of at most %d files and sockets are open; beyond that no visitor can connect. "
                "Raise the limit before the start: ulimit -n %d",
                opened, limit, WANTED,
            )  # fmt: skip


class FewOfAKind(logging.Filter):
    """Lets a few records of a kind through in a minute; the first one after that says how many were left out."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._seen: dict[tuple[str, int, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written."""
        what = type(record.exc_info[1]).__name__ if record.exc_info else ""
        key = record.name, record.levelno, what or str(record.msg)[:80]
        since, count = self._seen.get(key, (self._clock(), 0))
        if self._clock() - since > PAUSE:
            if count > FEW:
                record.msg = f"({count - FEW} of these were left out of the log.) {record.msg}"
            since, count = self._clock(), 0
        self._seen[key] = since, count + 1
        while len(self._seen) > 100:
            del self._seen[next(iter(self._seen))]
        return count < FEW


def opened() -> int:
    """How many files and sockets this process has open; 0 where the system does not tell."""
    try:
        return len(os.listdir("/proc/self/fd"))
    except OSError:
        return 0


WATCH = Watch(prepare, opened)
