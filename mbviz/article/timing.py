"""How long the three versions of the loss take on this machine, at three sizes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mbviz._measured import Measured, until_stable
from mbviz.article.versions import VERSIONS, time_versions
from mbviz.losses import DELTA

__all__ = ["SIZES", "Timing", "measure_versions"]

SIZES = (10, 1_000, 60_000)
LOOK = 2  # rounds, each of the median of five runs but for what is slow


@dataclass(frozen=True)
class Timing:
    """The time of each version at each of `SIZES`: `measured.seconds` has shape (sizes, versions).

    Examples
    --------
    >>> Timing(Measured(np.array([[3e-5, 1e-5, 2e-4]] * 3), apart=0.1)).seconds[10]
    {'one_hot_version': 3e-05, 'picked_version': 1e-05, 'loop_version': 0.0002}
    """

    measured: Measured

    @property
    def seconds(self) -> dict[int, dict[str, float]]:
        """By size and by the version's name."""
        names = [version.__name__ for version in VERSIONS]
        rows = self.measured.seconds.tolist()
        return {size: dict(zip(names, row, strict=True)) for size, row in zip(SIZES, rows, strict=True)}


def measure_versions(y: NDArray[np.floating], t: NDArray[np.int64], *, progress: Callable[[float], object]) -> Timing:
    """Time the versions on the first rows of these, from the start again where there are fewer than a size needs.

    Parameters
    ----------
    y : ndarray, shape (N, C)
        Softmax outputs.
    t : ndarray of int, shape (N,)
        Labels.
    progress : callable
        Told how far it is, from 0 to 1.

    Returns
    -------
    Timing
    """
    rows = [np.resize(np.arange(len(t)), size) for size in SIZES]
    batches = [(y[of_size].astype(np.float64), t[of_size]) for of_size in rows]

    def once() -> NDArray[np.float64]:
        return np.array([list(time_versions(*batch, DELTA).values()) for batch in batches])

    return Timing(until_stable(once, progress, look=LOOK))
