"""Mean, standard error and skewness of a mini-batch's mean loss, for both ways of drawing, in closed form."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_sizes
from mbviz.stats.estimates import over_root, standard_error
from mbviz.stats.scale import gradual
from mbviz.stats.summary import LossSummary

__all__ = ["BatchMoments", "batch_mean_moments"]

EXACT = 2**31  # the product of two numbers up to here has room in 64 bits


@dataclass(frozen=True)
class BatchMoments:
    """Moments of a mini-batch's mean loss, each a float64 array of the shape of the batch sizes.

    Attributes
    ----------
    mean, std : ndarray
        In nats; `std` is the standard error.
    skewness : ndarray
        0 where `std` is 0.
    """

    mean: NDArray[np.float64]
    std: NDArray[np.float64]
    skewness: NDArray[np.float64]


@gradual
def batch_mean_moments(summary: LossSummary, batch_size: ArrayLike, *, replace: bool = True) -> BatchMoments:
    """Mean, standard deviation and skewness of the mean loss of B examples.

    With replacement: μ, σ/√B and γ/√B. Without: μ, σ/√B · √((N − B)/(N − 1)) and
    γ · (N − 2B)/(N − 2) · √((N − 1)/(B(N − B))), see W. G. Cochran, *Sampling Techniques*, 1977, section 2.6, and
    J. Wishart, *Moment coefficients of the k-statistics in samples from a finite population*, Biometrika 39, 1952.

    Parameters
    ----------
    summary : LossSummary
        Of the N losses.
    batch_size : array_like of int, any shape
        B, one or several, as large as can be; at most N without replacement. 1e6 is taken as 1000000.
    replace : bool
        With or without replacement.

    Returns
    -------
    BatchMoments

    Raises
    ------
    ValueError
        If a size is no whole number, below 1, or above N without replacement.

    Examples
    --------
    >>> from mbviz.stats.summary import summarize
    >>> moments = batch_mean_moments(summarize([0.0, 0.0, 0.0, 4.0]), [1, 3], replace=False)
    >>> moments.std.round(4), moments.skewness.round(4)
    (array([1.7321, 0.5774]), array([ 1.1547, -1.1547]))
    """
    n = summary.n
    std = standard_error(summary.std, batch_size, None if replace else n)
    sizes = as_sizes(batch_size, "batch_size", whole_floats=True)
    if replace:
        skewness = over_root(summary.skewness, sizes)
    else:  # of 1 or 2 losses all means are symmetric
        counts = sizes.astype(object) if n > EXACT else sizes  # Python's integers do not overflow
        rest = np.maximum(counts * (n - counts), 1)
        slant, root = (n - 2 * counts) / max(n - 2, 1), np.sqrt(np.asarray((n - 1) / rest, dtype=np.float64))
        skewness = summary.skewness * np.asarray(slant, dtype=np.float64) * root * (sizes < n) * (n > 2)
    return BatchMoments(np.full(sizes.shape, summary.mean), std, skewness)
