"""The coverage of confidence intervals for a snapshot, drawn once in the background."""

from __future__ import annotations

import threading

import numpy as np
import streamlit as st

from mbviz._messages import reason
from mbviz.stats.coverage import Coverage, coverage
from mbviz.ui.cost import ALONE
from mbviz.ui.settings import Settings

N_BATCHES = 4000  # of each size; a share of 95% is then known to ± 0.7%
SMALLEST, LARGEST = 16, 16_384


class CoverageJob:
    """The work; `result`, or what was the `problem`, is there once `done` is set, `share` says how far it is."""

    def __init__(self, losses: np.ndarray) -> None:
        self.result: Coverage | None = None
        self.problem: str | None = None
        self.share = 0.0
        self.done = threading.Event()
        threading.Thread(target=self._run, args=(losses,), daemon=True, name="mbviz-coverage").start()

    def _run(self, losses: np.ndarray) -> None:
        try:
            with ALONE:
                self.result = coverage(losses, sizes(len(losses)), N_BATCHES, progress=self._report)
        except Exception as error:  # no one else would hear of it
            self.problem = reason(error) or type(error).__name__
        finally:
            self.done.set()

    def _report(self, share: float) -> None:
        self.share = share


def sizes(n: int) -> list[int]:
    """16, 64, 256 … up to 16,384 or `n`; a single size where `n` is below 16."""
    found = [size for size in (SMALLEST * 4**k for k in range(6)) if size <= min(n, LARGEST)]
    return found or [max(n, 2)]


def coverage_job(settings: Settings) -> CoverageJob:
    """The one job of this server for these data and this snapshot."""
    return started(settings.dataset.fingerprint, settings.snapshot.name, settings.snapshot.losses)


def forget(settings: Settings) -> None:
    """Let the next visit begin the job anew."""
    started.clear(settings.dataset.fingerprint, settings.snapshot.name, settings.snapshot.losses)


@st.cache_resource(show_spinner=False, max_entries=64)
def started(fingerprint: str, network: str, _losses: np.ndarray) -> CoverageJob:
    """The job, begun by the first page that asks."""
    return CoverageJob(_losses)
