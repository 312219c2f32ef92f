"""Where the mean loss of a mini-batch lies with a given chance, for many batch sizes; and one path to the whole data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mbviz._checks import as_count, as_losses
from mbviz.estimates import standard_error
from mbviz.law import batch_mean_moments, sampling_law
from mbviz.summary import summarize

__all__ = ["Bands", "exact_bands", "running_mean"]


@dataclass(frozen=True)
class Bands:
    """Quantiles of the mean loss against batch size.

    Attributes
    ----------
    batch_sizes : ndarray of int64, shape (m,)
    chances : tuple of float
        How much of the law lies within each band, the widest first: (0.95, 0.5).
    low, high : ndarray of float64, shape (len(chances), m)
        The bands' edges, in nats.
    mean : float
        The loss of all the data, in nats.
    std_with, std_without : ndarray of float64, shape (m,)
        Standard errors with and without replacement, in nats.
    """

    batch_sizes: np.ndarray
    chances: tuple[float, ...]
    low: np.ndarray
    high: np.ndarray
    mean: float
    std_with: np.ndarray
    std_without: np.ndarray


def exact_bands(losses, batch_sizes, *, replace: bool = True, chances: tuple[float, ...] = (0.95, 0.5)) -> Bands:
    """The central part of the law of a mini-batch's mean loss, for each batch size.

    With replacement the law is exact (`mbviz.sampling_law`). Without, its mean and standard deviation are
    (`mbviz.batch_mean_moments`), and its shape is that of the law with replacement, drawn together about the mean.

    Parameters
    ----------
    losses : array_like of float, shape (N,)
        In nats.
    batch_sizes : array_like of int, shape (m,)
        From 1 to N.
    replace : bool
        With or without replacement.
    chances : tuple of float
        How much of the law each band holds, between 0 and 1.

    Returns
    -------
    Bands

    Raises
    ------
    ValueError
        If a size is below 1 or above N, or a loss is not finite.

    Examples
    --------
    >>> bands = exact_bands([0.0, 1.0], [1, 2], replace=False)
    >>> bands.low[0], bands.high[0]
    (array([0. , 0.5]), array([1. , 0.5]))
    """
    values = as_losses(losses)
    sizes = np.array([as_count(size, "batch_sizes", minimum=1) for size in batch_sizes], dtype=np.int64)
    summary = summarize(values)
    std_with, std_without = standard_error(summary.std, sizes), batch_mean_moments(summary, sizes, replace=False).std
    tails = np.array([[(1 - chance) / 2, (1 + chance) / 2] for chance in chances])
    quantiles = np.array([law.quantile(tails) for law in sampling_law(values, sizes)]) - summary.mean  # (m, chances, 2)
    if not replace:
        shrink = np.divide(std_without, std_with, out=np.zeros_like(std_with), where=std_with > 0)
        quantiles *= shrink[:, None, None]
    low, high = (quantiles + summary.mean).transpose(2, 1, 0)
    return Bands(sizes, tuple(chances), low, high, summary.mean, std_with, std_without)


def running_mean(losses, batch_sizes, *, seed: int) -> np.ndarray:
    """The mean loss of the first B examples along one permutation: without replacement it ends at the loss of all.

    Parameters
    ----------
    losses : array_like of float, shape (N,)
        In nats.
    batch_sizes : array_like of int, shape (m,)
        The sizes B, from 1 to N.
    seed : int
        The permutation is ``np.random.default_rng([seed, N]).permutation(N)``.

    Returns
    -------
    ndarray of float64, shape (m,)
        In nats.

    Raises
    ------
    ValueError
        If a size is below 1 or above N, or a loss is not finite.

    Examples
    --------
    >>> running_mean([0.0, 1.0, 2.0], [3], seed=0)
    array([1.])
    """
    values = as_losses(losses)
    sizes = np.array([as_count(size, "batch_sizes", minimum=1) for size in batch_sizes], dtype=np.int64)
    if sizes.max(initial=1) > len(values):
        raise ValueError(f"batch_sizes must be at most {len(values)}, the number of losses; got {sizes.max()}.")
    order = np.random.default_rng([as_count(seed, "seed"), len(values)]).permutation(len(values))
    return np.cumsum(values[order])[sizes - 1] / sizes
