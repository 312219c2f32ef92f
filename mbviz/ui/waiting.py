"""What a screen waits for in the background, and what it does not wait for any more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from mbviz.ui import session
from mbviz.ui.jobs import Job

T = TypeVar("T")


def waits_for(job: Job[T]) -> Job[T]:
    """The job, for which the run of the screen waits that asks for it."""
    if not job.ended:
        session.memory().waits.append(job)
    return job


@contextmanager
def waiting(path: str) -> Iterator[None]:
    """Around a run of the screen `path`: what its run before waited for, and this one does not, is left.

    It was for a setting that a drag has passed. What another screen waits for goes on: the visitor may come back.
    """
    kept = session.memory()
    before = kept.waits if kept.waits_on == path else []
    kept.waits, kept.waits_on = [], path
    yield
    for job in before:
        if job not in kept.waits:
            job.leave()
