"""Times measured on a machine that others use, too: again and again, until two looks agree."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

TOLERANCE = 0.2  # share by which one look and the next may differ
PATIENCE = 15.0  # seconds after which no further round begins, in agreement or not


@dataclass(frozen=True)
class Measured:
    """Times, and how far they can be relied on.

    Attributes
    ----------
    seconds : ndarray of float64
        What the last two looks found, of each thing measured.
    apart : float
        By what share these two looks differ, at the worst: 1 − smaller/larger, from 0 to 1.
    """

    seconds: NDArray[np.float64]
    apart: float

    @property
    def stable(self) -> bool:
        """Whether the looks agree; else the machine was busy with something else."""
        return self.apart <= TOLERANCE


def median(rounds: NDArray[np.float64]) -> NDArray[np.float64]:
    """The usual time of each thing in some rounds, (r, …)."""
    middle: NDArray[np.float64] = np.median(rounds, axis=0)
    return middle


def until_stable(
    measure: Callable[[], NDArray[np.float64]],
    report: Callable[[float], object],
    *,
    look: int = 3,
    estimate: Callable[[NDArray[np.float64]], NDArray[np.float64]] = median,
    patience: float = PATIENCE,
    clock: Callable[[], float] = perf_counter,
) -> Measured:
    """Measure in rounds until what the last `look` rounds say and what the `look` before them do agree.

    What was slow for a while, as the first round is, falls behind in this way; what goes on, shows.

    Parameters
    ----------
    measure : callable
        One round: the seconds of each thing, always of the same shape. All things in each round, so that a busy
        moment does not spoil one alone.
    report : callable
        Told how far it is, from 0 to 1. The last tenth is for a machine that has not come to rest.
    look : int
        Rounds that make one look.
    estimate : callable
        The times of some rounds, from (r, …) to (…).
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
            measured = _summed_up(np.array(rounds), estimate)
            if measured.stable or is_late:
                return measured


def _summed_up(rounds: NDArray[np.float64], estimate: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> Measured:
    half = len(rounds) // 2
    earlier, later = estimate(rounds[:-half]), estimate(rounds[-half:])
    agreement = np.minimum(earlier, later) / np.maximum(earlier, later)
    return Measured(estimate(rounds), float(1 - agreement.min()))
