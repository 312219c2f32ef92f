"""From many batches to one number: the mean of their means, and the mean of all losses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mbviz._checks import as_count, as_numbers
from mbviz._messages import Message

__all__ = ["BatchMeans", "batch_means"]


@dataclass(frozen=True)
class BatchMeans:
    """What N losses come to when they are taken in batches, one after the other.

    Attributes
    ----------
    batch_size : int
        B.
    full, rest : int
        N = full · B + rest, with 0 ≤ rest < B: so many whole batches, and so many losses in the last one.
    mean : float
        Σ of losses / Σ of counts, in nats.
    mean_of_means : float
        Each batch's mean, added up and divided by the number of batches, in nats.

    Examples
    --------
    >>> batch_means([1.0, 1.0, 4.0], 2)
    BatchMeans(batch_size=2, full=1, rest=1, mean=2.0, mean_of_means=2.5)
    """

    batch_size: int
    full: int
    rest: int
    mean: float
    mean_of_means: float

    @property
    def apart(self) -> float:
        """`mean_of_means` − `mean`: (mean of the last batch − mean of the rest) · full · (B − rest) / ((full + 1) · N).

        It is 0 where all batches are of one size: rest = 0.
        """
        return self.mean_of_means - self.mean

    @property
    def weight(self) -> float:
        """How many times as much a loss of the last batch counts in `mean_of_means` as any other; 1 where rest = 0."""
        return self.batch_size / self.rest if self.rest and self.full else 1.0


def batch_means(losses: ArrayLike, batch_size: int) -> BatchMeans:
    """Take losses in batches, in their order, and make one number of them in both ways.

    Parameters
    ----------
    losses : array_like of float, shape (N,)
        In nats; N at least 1.
    batch_size : int
        B, at least 1.

    Returns
    -------
    BatchMeans

    Raises
    ------
    ValueError
        If there is no loss, or `batch_size` is no count.

    Examples
    --------
    >>> batch_means([1.0, 3.0, 2.0, 4.0], 2).apart
    0.0
    """
    values, size = as_numbers(losses, "losses").astype(np.float64), as_count(batch_size, "batch_size", minimum=1)
    if values.ndim != 1 or values.size == 0:
        raise ValueError(
            Message("losses must have shape (N,), and not be empty; got {shape}.", shape=str(values.shape))
        )
    starts = np.arange(0, len(values), size)
    sums, counts = np.add.reduceat(values, starts), np.diff([*starts, len(values)])
    full, rest = divmod(len(values), size)
    if not rest:  # the same number, which two ways of adding up would round otherwise
        mean = float(np.mean(values))
        return BatchMeans(size, full, rest, mean, mean)
    return BatchMeans(size, full, rest, float(np.mean(values)), float(np.mean(sums / counts)))
