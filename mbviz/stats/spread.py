"""How the spread of loss estimates, their standard deviation, falls with the batch size: a line on log–log axes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import LARGEST, LARGEST_LOSS, as_numbers
from mbviz._messages import Message
from mbviz.stats.estimates import standard_error
from mbviz.stats.scale import gradual, small_scale
from mbviz.stats.summary import LossSummary

__all__ = ["SpreadFit", "fit_spread", "times_apart"]


@dataclass(frozen=True)
class SpreadFit:
    """The standard deviation of loss estimates against batch size, measured and exact.

    Attributes
    ----------
    batch_sizes : ndarray of int64, shape (m,)
        B, ascending.
    measured : ndarray of float64, shape (m,)
        Root mean square distance of the estimates from μ, in nats.
    exact : ndarray of float64, shape (m,)
        σ/√B, with the finite population correction for draws without replacement, in nats.
    slope, slope_error : float
        Of the line through the measured points, and its standard error. σ/√B has the slope −½.
    fitted : ndarray of float64, shape (m,)
        That line at `batch_sizes`, times the correction where there is one, in nats.
    """

    batch_sizes: NDArray[np.int64]
    measured: NDArray[np.float64]
    exact: NDArray[np.float64]
    slope: float
    slope_error: float
    fitted: NDArray[np.float64]


@gradual
def fit_spread(
    batch_sizes: ArrayLike, estimates: ArrayLike, summary: LossSummary, *, replace: bool = True
) -> SpreadFit:
    """Measure the spread of loss estimates, and fit log(spread) = a + slope · log B by weighted least squares.

    The mean of R squared distances from μ has the relative variance (2 + κ/B)/R, as the estimates have the excess
    kurtosis κ/B; the logarithm of its root varies by a quarter of that. The inverse is the weight of each point, and
    the slope's standard error follows from the weights.
    Without replacement the line is fitted to what is left when the finite population correction is taken out, the
    size B = N is left out since nothing spreads there, and κ/(N − B) stands for κ/B above N/2: the batch and what
    it leaves tell the same.

    Parameters
    ----------
    batch_sizes : array_like of int, shape (m,)
        B, whole numbers of at least 1, ascending.
    estimates : array_like of float, shape (m, R)
        Mean losses of R batches of each size, in nats.
    summary : LossSummary
        Of the N losses.
    replace : bool
        How the batches were drawn.

    Returns
    -------
    SpreadFit

    Raises
    ------
    ValueError
        If the arguments are not as above, a size is above N without replacement, or fewer than two sizes have
        estimates that differ, which leaves no slope to fit.

    Examples
    --------
    >>> from mbviz.stats.summary import summarize
    >>> found = fit_spread([1, 4, 16], [[0.0, 2.0], [0.5, 1.5], [0.75, 1.25]], summarize([0.0, 2.0]))
    >>> found.measured, found.exact, round(found.slope, 6)
    (array([1.  , 0.5 , 0.25]), array([1.  , 0.5 , 0.25]), -0.5)
    """
    sizes, drawn = _checked(batch_sizes, estimates)
    exact = standard_error(summary.std, sizes, None if replace else summary.n)
    measured = np.where(exact > 0, _distance(drawn, summary.mean), 0.0)  # not the rounding at B = N
    plain = standard_error(summary.std, sizes)
    spreads = (exact > 0) & (measured > 0)
    if spreads.sum() < 2:
        got = int(spreads.sum())
        raise ValueError(Message("A slope needs at least two batch sizes whose estimates differ; got {got}.", got=got))
    correction = np.divide(exact, plain, out=np.zeros_like(exact), where=plain > 0)
    x, y = np.log(sizes[spreads]), np.log(measured[spreads] / correction[spreads])
    alike = sizes if replace else np.maximum(np.minimum(sizes, summary.n - sizes), 1)
    weight = (
        4 * drawn.shape[1] / np.maximum(2 + summary.kurtosis / alike[spreads], 0.1)
    )  # of B = 1 with two losses κ is −2
    centre, height = np.average(x, weights=weight), np.average(y, weights=weight)
    inertia = np.sum(weight * (x - centre) ** 2)
    slope = float(np.sum(weight * (x - centre) * (y - height)) / inertia)
    fitted = np.exp(height + slope * (np.log(sizes) - centre)) * correction
    return SpreadFit(sizes, measured, exact, slope, float(1 / np.sqrt(inertia)), fitted)


def _distance(drawn: NDArray[np.float64], mean: float) -> NDArray[np.float64]:
    """The root mean square distance of each row from `mean`: (m, R) to (m,)."""
    away = drawn - mean
    scale = small_scale(away)
    return scale * np.sqrt(np.square(away / scale).mean(axis=1))


def _checked(batch_sizes: ArrayLike, estimates: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Ascending sizes (m,) and their estimates (m, R) as float64."""
    sizes = as_numbers(batch_sizes, "batch_sizes", most=LARGEST)
    drawn = as_numbers(estimates, "estimates", most=LARGEST_LOSS)
    if sizes.ndim != 1 or sizes.dtype.kind not in "iu" or (np.diff(sizes, prepend=0) <= 0).any():
        got = np.array2string(sizes, separator=", ", threshold=8)
        raise ValueError(
            Message("batch_sizes must be whole numbers of at least 1, each above the one before; got {got}.", got=got)
        )
    if drawn.ndim != 2 or len(drawn) != len(sizes) or drawn.shape[1] == 0:
        raise ValueError(
            Message(
                "estimates must hold a row of mean losses for each of the {m} batch sizes, shape ({m}, R); "
                "got shape {shape}.",
                m=len(sizes),
                shape=drawn.shape,
            )
        )
    return sizes.astype(np.int64), drawn.astype(np.float64, copy=False)


def times_apart(batch_sizes: Iterable[int], factor: int) -> tuple[int, int] | None:
    """The largest two of some batch sizes of which one is `factor` times the other, or None.

    Examples
    --------
    >>> times_apart([1, 5, 20, 100, 500], 4), times_apart([1, 5, 100, 500], 100), times_apart([1, 2], 4)
    ((5, 20), (5, 500), None)
    """
    sizes = set(batch_sizes)
    pairs = ((size // factor, size) for size in sizes if size % factor == 0 and size // factor in sizes)
    return max(pairs, default=None)
