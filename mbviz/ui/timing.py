"""How long the three versions of the loss take on this machine, measured once in the background."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from mbviz.article.versions import VERSIONS, time_versions
from mbviz.losses import DELTA
from mbviz.ui.data import HEAVY, while_training
from mbviz.ui.jobs import Job, Report
from mbviz.ui.measure import Measured, until_stable
from mbviz.ui.settings import Settings

SIZES = (10, 1_000, 60_000)
LOOK = 2  # rounds, each of the median of five runs but for what is slow


@dataclass(frozen=True)
class Timing:
    """The time of each version at each of `SIZES`: `measured.seconds` has shape (sizes, versions)."""

    measured: Measured

    @property
    def seconds(self) -> dict[int, dict[str, float]]:
        """By size and by the version's name."""
        names = [version.__name__ for version in VERSIONS]
        rows = self.measured.seconds.tolist()
        return {size: dict(zip(names, row, strict=True)) for size, row in zip(SIZES, rows, strict=True)}


def timing(settings: Settings) -> Job[Timing]:
    """The one measurement of this server."""
    work = partial(_measure, settings.snapshot.y, settings.dataset.labels)
    return HEAVY.start("timing", work, unless=while_training)


def _measure(y: NDArray[np.floating], t: NDArray[np.int64], report: Report) -> Timing:
    rows = [np.resize(np.arange(len(t)), size) for size in SIZES]  # from the start again when there are fewer
    batches = [(y[of_size].astype(np.float64), t[of_size]) for of_size in rows]

    def once() -> NDArray[np.float64]:
        return np.array([list(time_versions(*batch, DELTA).values()) for batch in batches])

    return Timing(until_stable(once, report, look=LOOK))
