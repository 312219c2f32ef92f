"""Times measured on a machine that others use, too: again and again, until two looks agree."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from mbviz.ui.jobs import Report

TOLERANCE = 0.2  # share by which the medians of one look and the next may differ
PATIENCE = 15.0  # seconds after which no further round begins, in agreement or not


@dataclass(frozen=True)
class Measured:
    """Times, and how far they can be relied on.

    Attributes
    ----------
    seconds : ndarray of float64
        The median over the last two looks, of each thing measured.
    apart : float
        By what share the medians of these two looks differ, at the worst: 1 − smaller/larger, from 0 to 1.
    """

    seconds: NDArray[np.float64]
    apart: float

    @property
    def stable(self) -> bool:
        """Whether the looks agree; else the machine was busy with something else."""
        return self.apart <= TOLERANCE


def until_stable(
    measure: Callable[[], NDArray[np.float64]],
    report: Report,
    *,
    look: int = 3,
    patience: float = PATIENCE,
    clock: Callable[[], float] = perf_counter,
) -> Measured:
    """Measure in rounds until the medians of the last `look` rounds and of the `look` before them agree.

    What was slow for a while, as the first round is, falls behind in this way; what goes on, shows.

    Parameters
    ----------
    measure : callable
        One round: the seconds of each thing, always of the same shape. All things in each round, so that a busy
        moment does not spoil one alone.
    report : Report
        Told how far it is. The last tenth is for a machine that has not come to rest.
    look : int
        Rounds that a median is taken of.
    patience : float
        Seconds after which the rounds end anyway; two there are at least.
    clock : callable
        Gives the seconds for `patience`.

    Returns
    -------
    Measured

    Examples
    --------
    >>> times = iter([9.0, 2.0, 2.1, 2.0])
    >>> until_stable(lambda: np.array([next(times)]), lambda *_: None, look=1)
    Measured(seconds=array([2.05]), apart=0.04761904761904767)
    """
    rounds: deque[NDArray[np.float64]] = deque(maxlen=2 * look)
    start = clock()
    while True:
        rounds.append(measure())
        report(min(len(rounds) / (2 * look), 0.9))
        is_late = clock() - start > patience
        if len(rounds) == 2 * look or (is_late and len(rounds) > 1):
            measured = _summed_up(np.array(rounds))
            if measured.stable or is_late:
                return measured


def _summed_up(rounds: NDArray[np.float64]) -> Measured:
    half = len(rounds) // 2
    earlier, later = np.median(rounds[:-half], axis=0), np.median(rounds[-half:], axis=0)
    agreement = np.minimum(earlier, later) / np.maximum(earlier, later)
    return Measured(np.median(rounds, axis=0), float(1 - agreement.min()))
