"""Where the mean loss of a mini-batch lies, for many batch sizes: two kinds of bands, and what lies in them.

- `NormalBand`, by `spread_band`: μ ± 2 standard errors, what the spread alone says, whatever the shape of the law
- `QuantileBands`, by `quantile_bands`: quantiles of the law itself, which are not symmetric about μ
- `share_inside`: how much of drawn batches lies within them; `running_mean`: one path to the mean of all the data
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import LARGEST, LARGEST_LOSS, as_count, as_losses, as_numbers, as_sizes, shown
from mbviz._messages import Message
from mbviz.stats.estimates import standard_error
from mbviz.stats.law import LARGEST as LARGEST_BATCH
from mbviz.stats.law import sampling_law
from mbviz.stats.scale import gradual
from mbviz.stats.summary import summarize

__all__ = ["NormalBand", "QuantileBands", "quantile_bands", "running_mean", "share_inside", "spread_band"]


@dataclass(frozen=True)
class NormalBand:
    """Where mini-batch losses are expected: μ ± 2 standard errors.

    Attributes
    ----------
    batch_sizes : ndarray, shape (m,)
        B, ascending.
    low, high : ndarray of float64, shape (m,)
        The band's edges in nats; `low` is never below 0, since no mean loss is.
    """

    batch_sizes: NDArray[np.int64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


@gradual
def spread_band(losses: ArrayLike, batch_sizes: ArrayLike, *, replace: bool = True) -> NormalBand:
    """The band μ ± 2σ/√B over batch sizes, with the finite population correction without replacement.

    Parameters
    ----------
    losses : array_like of float, shape (N,)
        One loss for each example, in nats.
    batch_sizes : array_like of int, shape (m,)
        B, below 2⁶³, at most N without replacement; 1e6 is taken as 1000000.
    replace : bool
        With or without replacement.

    Returns
    -------
    NormalBand

    Raises
    ------
    ValueError
        As in `standard_error`, and if a loss is not finite.

    Examples
    --------
    >>> band = spread_band([0.0, 2.0], [1, 4])
    >>> band.low, band.high
    (array([0., 0.]), array([3., 2.]))
    """
    found, sizes = summarize(losses), as_sizes(batch_sizes, "batch_sizes", maximum=LARGEST, whole_floats=True)
    error = standard_error(found.std, sizes, None if replace else found.n)
    return NormalBand(sizes, np.maximum(found.mean - 2 * error, 0), found.mean + 2 * error)


@dataclass(frozen=True)
class QuantileBands:
    """Quantiles of the law of the mean loss against batch size.

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

    batch_sizes: NDArray[np.int64]
    chances: tuple[float, ...]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    mean: float
    std_with: NDArray[np.float64]
    std_without: NDArray[np.float64]


@gradual
def quantile_bands(
    losses: ArrayLike, batch_sizes: ArrayLike, *, replace: bool = True, chances: ArrayLike = (0.95, 0.5)
) -> QuantileBands:
    """The central part of the law of a mini-batch's mean loss, for each batch size.

    With replacement the law is exact (`mbviz.sampling_law`).

    Without replacement, B = 1, N − 1 and N are exact, and no edge lies beyond the mean of the B smallest or of the B
    largest losses. Else the shape is an approximation: that of the law with replacement for the batch size whose
    skewness is the same, B(N − B)(N − 2)²/((N − 1)(N − 2B)²), stretched about the mean to the exact standard
    deviation (`mbviz.stats.moments.batch_mean_moments`); at N/2, where there is no skewness, it is normal. Up to B = √(N/6) or
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
    chances : array_like of float, shape (c,)
        How much of the law each band holds, above 0 and below 1.

    Returns
    -------
    QuantileBands

    Raises
    ------
    ValueError
        If there is no size, one is below 1 or above N, a loss is not finite, or there is no chance or one is not as above.

    Examples
    --------
    >>> bands = quantile_bands([0.0, 1.0], [1, 2], replace=False)
    >>> bands.low[0], bands.high[0]
    (array([0. , 0.5]), array([1. , 0.5]))
    """
    values = as_losses(losses)
    sizes, levels, n = _sizes(batch_sizes, len(values)), _chances(chances), len(values)
    summary = summarize(values)
    std_with, std_without = standard_error(summary.std, sizes), standard_error(summary.std, sizes, n)
    tails = np.array([[(1 - chance) / 2, (1 + chance) / 2] for chance in levels])
    shapes = sizes if replace else _same_skewness(sizes, n)
    edges = np.array([law.quantile(tails) for law in sampling_law(values, shapes)])  # (m, chances, 2)
    if not replace:
        edges = _without_replacement(edges - summary.mean, sizes, shapes, np.sort(values)) + summary.mean
    low, high = edges.transpose(2, 1, 0)
    return QuantileBands(sizes, levels, low, high, summary.mean, std_with, std_without)


def _same_skewness(sizes: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """The batch sizes with replacement whose skewness is, but for its sign, that of `sizes` without: int64 (m,)."""
    b = sizes.astype(np.float64)
    gap = np.maximum((n - 2 * b) ** 2, 1e-9)  # at N/2 there is no skewness: as large a batch as can be
    same = b * (n - b) * (n - 2) ** 2 / (max(n - 1, 1) * gap)
    return np.clip(same, 1, LARGEST_BATCH).round().astype(np.int64)


def _without_replacement(
    edges: NDArray[np.float64], sizes: NDArray[np.int64], shapes: NDArray[np.int64], ordered: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Quantiles about the mean for `shapes` with replacement, stretched to `sizes` without, and mirrored above N/2."""
    n, total = len(ordered), np.cumsum(ordered)
    few = np.minimum(sizes, n - sizes)  # drawn or left out; a stretch would move an edge at the smallest loss off it
    stretch = np.where(shapes == few, few / sizes, np.sqrt(shapes / sizes * (n - sizes) / max(n - 1, 1)))
    edges = np.where((2 * sizes > n)[:, None, None], -edges[:, :, ::-1], edges) * stretch[:, None, None]
    rest = total[-1] - np.concatenate([total[::-1][1:], [0.0]])
    low, high = (ends[sizes - 1] / sizes - total[-1] / n for ends in (total, rest))  # of the B smallest and largest
    return edges.clip(low[:, None, None], np.maximum(low, high)[:, None, None])


def _sizes(batch_sizes: ArrayLike, n: int) -> NDArray[np.int64]:
    """Batch sizes from 1 to `n` as int64 (m,), at least one of them."""
    sizes = np.atleast_1d(as_sizes(batch_sizes, "batch_sizes")).ravel()
    if len(sizes) == 0:
        raise ValueError(Message("batch_sizes must hold at least one size."))
    if sizes.max() > n:
        raise ValueError(
            Message("batch_sizes must be at most {n}, the number of losses; got {got}.", n=n, got=shown(sizes.max()))
        )
    return sizes.astype(np.int64)


def _chances(chances: ArrayLike) -> tuple[float, ...]:
    """The chances as floats, at least one of them."""
    found = tuple(as_numbers(chances, "chances").astype(float).ravel().tolist())
    if not found or not 0 < min(found) <= max(found) < 1:
        got = ", ".join(f"{chance:g}" for chance in found) or "none"
        raise ValueError(
            Message("chances must hold at least one number, each above 0 and below 1; got {got}.", got=got)
        )
    return found


@gradual
def running_mean(losses: ArrayLike, batch_sizes: ArrayLike, *, seed: int) -> NDArray[np.float64]:
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


@gradual
def share_inside(
    bands: QuantileBands, batch_sizes: ArrayLike, estimates: ArrayLike, *, replace: bool = True
) -> NDArray[np.float64]:
    """The share of drawn mean losses that lies within each band: for the exact law near `bands.chances`.

    Sizes at which all batches have one mean (B = N without replacement) are left out, since their bands have no
    width and say nothing; but where no size varies, all losses being equal, they all count. A mean that lies on an
    edge but for rounding is within.

    Parameters
    ----------
    bands : QuantileBands
    batch_sizes : array_like of int, shape (k,)
        Sizes of the bands, in any order.
    estimates : array_like of float, shape (k, R)
        Mean losses of R batches of each size, in nats.
    replace : bool
        How the batches were drawn.

    Returns
    -------
    ndarray of float64, shape (len(chances),)
        One share for each of `bands.chances`.

    Raises
    ------
    ValueError
        If a size is not one of the bands', or the estimates are no numbers of such a shape.

    Examples
    --------
    >>> bands = quantile_bands([0.0, 1.0], [1, 2], replace=False, chances=0.5)
    >>> share_inside(bands, [1, 2], [[0.0, 1.0, 1.0, 1.5], [0.5, 0.5, 0.5, 0.5]], replace=False)
    array([0.75])
    """
    sizes, drawn = (
        np.atleast_1d(as_numbers(batch_sizes, "batch_sizes")),
        as_numbers(estimates, "estimates", most=LARGEST_LOSS),
    )
    same = sizes[:, None] == bands.batch_sizes
    if not same.any(axis=1).all():
        got = sizes[~same.any(axis=1)][0]
        raise ValueError(Message("batch_sizes must be sizes that the bands were made for; got {got}.", got=got))
    if drawn.ndim != 2 or drawn.shape[0] != len(sizes) or drawn.size == 0:
        raise ValueError(
            Message(
                "estimates must hold a row of mean losses for each of the {m} batch sizes, shape ({m}, R); "
                "got shape {shape}.",
                m=len(sizes),
                shape=drawn.shape,
            )
        )
    at = same.argmax(axis=1)
    error = (bands.std_with if replace else bands.std_without)[at]
    varied = error > 0 if error.any() else np.full(len(at), True)
    low, high = bands.low[:, at[varied], None], bands.high[:, at[varied], None]
    slack = 1e-9 * abs(bands.mean)
    inside = (low - slack <= drawn[varied]) & (drawn[varied] <= high + slack)
    return inside.mean(axis=(1, 2))
