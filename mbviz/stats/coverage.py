"""How often a confidence interval from one mini-batch holds the mean loss of all the data, found by drawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_count, as_draws, as_losses, as_sizes
from mbviz.stats.independent import LARGEST, independent_moments
from mbviz.stats.intervals import as_confidence, interval_from_moments
from mbviz.stats.scale import gradual
from mbviz.stats.summary import summarize

__all__ = ["ROWS", "Coverage", "coverage"]

ROWS = ("t", "hall")  # the method of each row of the arrays
PARTS = 10  # that the draws are done in, so that progress can be told


@dataclass(frozen=True)
class Coverage:
    """How many of `n_batches` intervals missed the truth, and on which side.

    Attributes
    ----------
    batch_sizes : ndarray of int64, shape (m,)
        B.
    n_batches : int
        R, how many batches of each size were drawn.
    confidence : float
        The share of the intervals that ought to hold the truth.
    below, above : ndarray of int64, shape (2, m)
        Intervals that lie as a whole below the truth, and above it: for each method in `ROWS`, at each size.
    """

    batch_sizes: NDArray[np.int64]
    n_batches: int
    confidence: float
    below: NDArray[np.int64]
    above: NDArray[np.int64]

    @property
    def held(self) -> NDArray[np.float64]:
        """The share of the intervals that hold the truth, p: float64 (2, m)."""
        return 1 - (self.below + self.above) / self.n_batches

    @property
    def error(self) -> NDArray[np.float64]:
        """The standard error of `held`, that of a binomial share: √(p(1 − p)/R), float64 (2, m)."""
        return np.sqrt(self.held * (1 - self.held) / self.n_batches)


@gradual
def coverage(
    losses: ArrayLike,
    batch_sizes: ArrayLike,
    n_batches: int = 2000,
    *,
    confidence: float = 0.95,
    seed: int = 0,
    progress: Callable[[float], None] | None = None,
) -> Coverage:
    """Draw batches with replacement, make both intervals from each, and count those that miss the mean of all losses.

    Parameters
    ----------
    losses : array_like of float, shape (N,)
        In nats; their mean is the truth.
    batch_sizes : array_like of int, shape (m,)
        The sizes B, each from 2 to 10⁹.
    n_batches : int
        How many batches of each size; memory grows with them, not with their size.
    confidence : float
        Between 0 and 1.
    seed : int
        Which series of draws; the same seed gives the same counts.
    progress : callable, optional
        Called with the share that is done, now and then, and at last with 1.

    Returns
    -------
    Coverage

    Raises
    ------
    ValueError
        If a loss is not finite, a number is not whole, too small or too large, or `confidence` is not as above.

    Examples
    --------
    >>> found = coverage([0.0, 0.0, 0.0, 4.0], [4], 500)  # the truth is 1; a third of such batches hold zeros alone
    >>> found.held.round(1).tolist(), bool((found.below > 10 * found.above).all())
    ([[0.7], [0.7]], True)
    """
    values = as_losses(losses)
    sizes = np.atleast_1d(as_sizes(batch_sizes, "batch_sizes", minimum=2, maximum=LARGEST)).tolist()
    n_batches, seed = as_draws(n_batches, "n_batches", len(sizes)), as_count(seed, "seed")
    level = as_confidence(confidence)
    truth = summarize(values).mean  # of equal losses exactly their value, as the means of their batches are
    below, above = np.zeros((2, len(ROWS), len(sizes)), np.int64)
    for part in range(PARTS):
        count = n_batches * (part + 1) // PARTS - n_batches * part // PARTS
        if count:
            _count_misses(values, sizes, count, seed * PARTS + part, level, truth, below, above)
        if progress:
            progress((part + 1) / PARTS)
    return Coverage(np.array(sizes), n_batches, level, below, above)


def _count_misses(
    values: NDArray[np.float64],
    sizes: list[int],
    count: int,
    seed: int,
    confidence: float,
    truth: float,
    below: NDArray[np.int64],
    above: NDArray[np.int64],
) -> None:
    """Draw `count` batches of each size, and add the misses of each method to `below` and `above`, (2, m)."""
    drawn = independent_moments(values, sizes, count, seed=seed)
    for j, (size, mean, std, skewness) in enumerate(zip(sizes, drawn.mean, drawn.std, drawn.skewness, strict=True)):
        for i, method in enumerate(ROWS):
            interval = interval_from_moments(mean, std, skewness, size, confidence=confidence, method=method)
            below[i, j] += np.count_nonzero(interval.high < truth)
            above[i, j] += np.count_nonzero(interval.low > truth)
