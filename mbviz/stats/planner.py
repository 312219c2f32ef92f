"""How many examples a wanted precision needs, and what precision a number of examples gives.

Two targets, and they differ: the mean loss of a population of so many examples, which all of them give exactly,
and the true risk behind it, the mean over all digits that will ever be written, which no number gives exactly.
"""

from __future__ import annotations

import math
from fractions import Fraction
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_count, as_real
from mbviz._messages import Message
from mbviz.stats.estimates import standard_error
from mbviz.stats.intervals import as_confidence
from mbviz.stats.scale import gradual
from mbviz.stats.summary import LossSummary

__all__ = ["half_width", "required_batch_size"]


def required_batch_size(
    summary: LossSummary,
    precision: float,
    *,
    confidence: float = 0.95,
    relative: bool = True,
    population: int | None = None,
) -> int:
    """The smallest batch size whose confidence interval is no wider than wanted.

    n₀ = (z · σ/ε)², with ε in nats and z the normal quantile for the confidence, is what the true risk needs.
    For the mean of a population of n examples, drawn without replacement, n₀/(1 + (n₀ − 1)/n) are enough
    (W. G. Cochran, *Sampling Techniques*, 3rd edition, 1977, section 4.4). Both are rounded up in exact
    arithmetic, so that the answer b is right to the last example: b gives the precision and b − 1 does not.

    Parameters
    ----------
    summary : LossSummary
        Of losses like those of the population.
    precision : float
        ε, half the width of the interval: a share of the mean (0.01 is ±1%), or nats if not `relative`.
    confidence : float
        1 − α, between 0 and 1.
    relative : bool
        Whether `precision` is a share of the mean loss.
    population : int, optional
        n, where the mean of these n examples is wanted. Left out, the true risk is.

    Returns
    -------
    int
        At least 1. For a population at most n; for the true risk it can be more than there are examples.

    Raises
    ------
    ValueError
        If `precision` is not above 0, `confidence` not between 0 and 1, `population` below 1, or if the precision
        is relative to a mean loss of 0.

    Examples
    --------
    >>> losses = LossSummary(60_000, mean=1.0, std=2.86, skewness=6.3, kurtosis=60.0, minimum=0.0, maximum=16.1)
    >>> required_batch_size(losses, 0.01)
    314216
    >>> required_batch_size(losses, 0.01, population=10**6)
    239091
    """
    wanted = as_real(precision)
    if not math.isfinite(wanted):
        raise ValueError(Message("precision must be a finite number; got {got}.", got=repr(precision)))
    if not wanted > 0:
        raise ValueError(Message("precision must be a number above 0; got {got:g}.", got=wanted))
    n = None if population is None else as_count(population, "population", minimum=1)
    ratio = (
        Fraction(normal_quantile(confidence)) * Fraction(summary.std) / (Fraction(wanted) * _unit(summary, relative))
    )
    enough = ratio**2
    if n is not None:
        enough = enough * n / (enough + n - 1) if enough else enough
    return max(math.ceil(enough), 1)


@gradual
def half_width(
    summary: LossSummary,
    batch_size: ArrayLike,
    *,
    confidence: float = 0.95,
    relative: bool = True,
    population: int | None = None,
) -> NDArray[np.float64]:
    """Half the width of the confidence interval that a batch size gives: z · σ/√B, and 0 for a whole population.

    Parameters
    ----------
    summary, confidence, relative, population
        As in `required_batch_size`; with a population the finite population correction is applied.
    batch_size : array_like of int, any shape
        B, one or several, as large as can be; at most the population. 1e6 is taken as 1000000.

    Returns
    -------
    ndarray of float64, the shape of `batch_size`
        A share of the mean loss, or nats if not `relative`.

    Raises
    ------
    ValueError
        As in `required_batch_size`, and if a size is no whole number, below 1 or above the population.

    Examples
    --------
    >>> losses = LossSummary(60_000, mean=1.0, std=2.86, skewness=6.3, kurtosis=60.0, minimum=0.0, maximum=16.1)
    >>> half_width(losses, [10**4, 10**6, 10**8], population=10**9).round(5)
    array([0.05605, 0.0056 , 0.00053])
    """
    z, unit = normal_quantile(confidence), float(_unit(summary, relative))
    with np.errstate(over="ignore"):
        return z * standard_error(summary.std, batch_size, population) / unit


def _unit(summary: LossSummary, relative: bool) -> Fraction:
    """What a precision of 1 is in nats."""
    if relative and summary.mean == 0:
        raise ValueError(
            Message("A mean loss of 0 has no relative precision; ask for a precision in nats (relative=False).")
        )
    return abs(Fraction(summary.mean)) if relative else Fraction(1)


def normal_quantile(confidence: float) -> float:
    """z with P(|Z| <= z) = confidence; from the tail, which keeps its digits near 1."""
    return -NormalDist().inv_cdf((1 - as_confidence(confidence)) / 2)
