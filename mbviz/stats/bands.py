"""Where the mean loss of a mini-batch lies with a given chance, for many batch sizes; and one path to the whole data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mbviz._checks import as_count, as_losses, as_numbers
from mbviz._messages import Message
from mbviz.stats.estimates import standard_error
from mbviz.stats.law import LARGEST, sampling_law
from mbviz.stats.summary import summarize

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

    With replacement the law is exact (`mbviz.sampling_law`).

    Without replacement, B = 1, N − 1 and N are exact, and no edge lies beyond the mean of the B smallest or of the B
    largest losses. Else the shape is an approximation: that of the law with replacement for the batch size whose
    skewness is the same, B(N − B)(N − 2)²/((N − 1)(N − 2B)²), stretched about the mean to the exact standard
    deviation (`mbviz.stats.law.batch_mean_moments`); at N/2, where there is no skewness, it is normal. Up to B = √(N/6) or
    so that size is B itself, and the law is taken as it is: the two differ by a chance of at most B(B − 1)/(2N), that
    of a repeated example. Above N/2 it is the mirror image of the law of the N − B examples left out, as their mean
    lies on the other side of μ: ℓ̄ − μ = −(N − B)/B · (ℓ̄_left − μ).

    Parameters
    ----------
    losses : array_like of float, shape (N,)
        In nats.
    batch_sizes : array_like of int, shape (m,)
        From 1 to N.
    replace : bool
        With or without replacement.
    chances : tuple of float
        How much of the law each band holds, above 0 and below 1.

    Returns
    -------
    Bands

    Raises
    ------
    ValueError
        If there is no size, one is below 1 or above N, a loss is not finite, or there is no chance or one is not as above.

    Examples
    --------
    >>> bands = exact_bands([0.0, 1.0], [1, 2], replace=False)
    >>> bands.low[0], bands.high[0]
    (array([0. , 0.5]), array([1. , 0.5]))
    """
    values = as_losses(losses)
    sizes, chances, n = _sizes(batch_sizes, len(values)), _chances(chances), len(values)
    summary = summarize(values)
    std_with, std_without = standard_error(summary.std, sizes), standard_error(summary.std, sizes, n)
    tails = np.array([[(1 - chance) / 2, (1 + chance) / 2] for chance in chances])
    shapes = sizes if replace else _same_skewness(sizes, n)
    edges = np.array([law.quantile(tails) for law in sampling_law(values, shapes)])  # (m, chances, 2)
    if not replace:
        edges = _without_replacement(edges - summary.mean, sizes, shapes, np.sort(values)) + summary.mean
    low, high = edges.transpose(2, 1, 0)
    return Bands(sizes, chances, low, high, summary.mean, std_with, std_without)


def _same_skewness(sizes: np.ndarray, n: int) -> np.ndarray:
    """The batch sizes with replacement whose skewness is, but for its sign, that of `sizes` without: int64 (m,)."""
    b = sizes.astype(np.float64)
    gap = np.maximum((n - 2 * b) ** 2, 1e-9)  # at N/2 there is no skewness: as large a batch as can be
    same = b * (n - b) * (n - 2) ** 2 / (max(n - 1, 1) * gap)
    return np.clip(same, 1, LARGEST).round().astype(np.int64)


def _without_replacement(edges: np.ndarray, sizes: np.ndarray, shapes: np.ndarray, ordered: np.ndarray) -> np.ndarray:
    """Quantiles about the mean for `shapes` with replacement, stretched to `sizes` without, and mirrored above N/2."""
    n, total = len(ordered), np.cumsum(ordered)
    few = np.minimum(sizes, n - sizes)  # drawn or left out; a stretch would move an edge at the smallest loss off it
    stretch = np.where(shapes == few, few / sizes, np.sqrt(shapes / sizes * (n - sizes) / max(n - 1, 1)))
    edges = np.where((2 * sizes > n)[:, None, None], -edges[:, :, ::-1], edges) * stretch[:, None, None]
    rest = total[-1] - np.concatenate([total[::-1][1:], [0.0]])
    low, high = (ends[sizes - 1] / sizes - total[-1] / n for ends in (total, rest))  # of the B smallest and largest
    return edges.clip(low[:, None, None], np.maximum(low, high)[:, None, None])


def _sizes(batch_sizes: object, n: int) -> np.ndarray:
    """Batch sizes from 1 to `n` as int64 (m,), at least one of them."""
    given = np.atleast_1d(as_numbers(batch_sizes, "batch_sizes")).tolist()
    sizes = np.array([as_count(size, "batch_sizes", minimum=1) for size in given], dtype=np.int64)
    if len(sizes) == 0:
        raise ValueError(Message("batch_sizes must hold at least one size."))
    if sizes.max() > n:
        raise ValueError(
            Message("batch_sizes must be at most {n}, the number of losses; got {got}.", n=n, got=int(sizes.max()))
        )
    return sizes


def _chances(chances: object) -> tuple[float, ...]:
    """The chances as floats, at least one of them."""
    found = tuple(as_numbers(chances, "chances").astype(float).ravel().tolist())
    if not found or not 0 < min(found) <= max(found) < 1:
        got = ", ".join(f"{chance:g}" for chance in found) or "none"
        raise ValueError(
            Message("chances must hold at least one number, each above 0 and below 1; got {got}.", got=got)
        )
    return found


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
        If there is no size, one is below 1 or above N, or a loss is not finite.

    Examples
    --------
    >>> running_mean([0.0, 1.0, 2.0], [3], seed=0)
    array([1.])
    """
    values = as_losses(losses)
    sizes = _sizes(batch_sizes, len(values))
    order = np.random.default_rng([as_count(seed, "seed"), len(values)]).permutation(len(values))
    return np.cumsum(values[order])[sizes - 1] / sizes
