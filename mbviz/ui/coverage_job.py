"""The coverage of confidence intervals for a snapshot, drawn once in the background."""

from __future__ import annotations

from mbviz.stats.coverage import Coverage, coverage
from mbviz.ui.data import HEAVY
from mbviz.ui.jobs import Job
from mbviz.ui.settings import Settings
from mbviz.ui.waiting import waits_for
from mbviz.ui.workers import apart

N_BATCHES = 4000  # of each size; a share of 95% is then known to ± 0.7%
SMALLEST, LARGEST = 16, 16_384


def sizes(n: int) -> list[int]:
    """16, 64, 256 … up to 16,384 or `n`; a single size where `n` is below 16."""
    found = [size for size in (SMALLEST * 4**k for k in range(6)) if size <= min(n, LARGEST)]
    return found or [max(n, 2)]


def coverage_job(settings: Settings) -> Job[Coverage]:
    """The one job of this server for these data and this snapshot."""
    key = "coverage", settings.dataset.fingerprint, settings.snapshot.name
    losses = settings.snapshot.losses
    work = apart(coverage, losses, sizes(len(losses)), N_BATCHES, progress=True)
    return waits_for(HEAVY.start(key, work))
