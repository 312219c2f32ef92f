"""Work for the tests of jobs: threads and events, and a clock that stands still."""

from __future__ import annotations

import threading
from collections.abc import Callable

from mbviz.ui.jobs import Jobs, Report

SECONDS = 60  # for what comes at once, on a busy machine


class Clock:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Work:
    """Work that says when it has begun, and goes on when it is told to; it reports once on the way."""

    def __init__(self, value: object = None) -> None:
        self.value = value
        self.calls = 0
        self.begun, self.go, self.left = threading.Event(), threading.Event(), threading.Event()

    def __call__(self, report: Report) -> object:
        self.calls += 1
        self.begun.set()
        try:
            assert self.go.wait(SECONDS)
            report(0.5)
            return self.value
        finally:
            self.left.set()


def fail_with(error: BaseException) -> Callable[[Report], None]:
    def work(report: Report) -> None:
        raise error

    return work


def freed(jobs: Jobs) -> None:
    """Wait until no thread of an ended job holds a place: a new job runs."""
    jobs.start(object(), lambda report: None).result(SECONDS)
