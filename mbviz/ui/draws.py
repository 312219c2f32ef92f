"""What a page must have at once and any visitor may ask for: drawn once, in turn, for as long as somebody waits.

A run of a page that waits here ends as soon as its visitor has left or wants the whole page anew, and with the last who
waits the work ends, too (`mbviz.ui.jobs`, `mbviz.ui.workers`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import nullcontext
from typing import Any, TypeVar

import streamlit as st

from mbviz.ui import session
from mbviz.ui.jobs import Job, Jobs
from mbviz.ui.language import _
from mbviz.ui.workers import apart, cores

T = TypeVar("T")
LOOK = 0.25  # seconds between two looks whether the visitor still waits
# All but one of the processors: the last is for the pages. Kept are tables of some kB each.
DRAWS = Jobs("draws", at_once=max(cores() - 1, 1), kept=256, lease=2.0, pause=1.0)


def drawn(key: Hashable, function: Callable[..., T], *arguments: object, text: str = "", **named: Any) -> T:
    """What `function` returns for these arguments, computed once for all who ask by the same key; waits for it.

    Parameters
    ----------
    key : hashable
        Names the result. The data's fingerprint belongs in it, and all else that it hangs on.
    function : callable
        As `mbviz.ui.workers.apart` takes it, with `arguments` and `named`.
    text : str
        What the page shows meanwhile, with the place in the queue; nothing where empty.

    Raises
    ------
    Exception
        What the function raised; `mbviz.ui.workers.Lost`, which `mbviz.ui.status.says_when_lost` tells the visitor.
    """
    while True:
        job = DRAWS.start(key, apart(function, *arguments, **named))
        _wait(job, text)
        if job.state != "cancelled":
            return job.result()


def _wait(job: Job[Any], text: str) -> None:
    """Wait until the job has ended; what is read of the session gives Streamlit the occasion to end this run."""
    while not job.ended:
        before = job.before
        with st.spinner(_told(text, before)) if text else nullcontext():
            while not job.wait(LOOK) and job.before == before:
                job.renew()
                session.memory()


def _told(text: str, before: int) -> str:
    return _("{what} ({before:,} before you)", what=text, before=before) if before else text
