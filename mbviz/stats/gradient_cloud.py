"""Where the gradients of mini-batches lie in a plane: real batches as points, and the exact law along either direction.

A batch's gradient has as its shadow on a direction the mean of its examples' shadows, so all that holds for losses
holds for it: the estimates are those of `loss_estimates`, the laws those of `sampling_law`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import LARGEST_LOSS, as_draws, as_numbers, as_sizes
from mbviz._messages import Message
from mbviz.stats.bands import quantile_bands
from mbviz.stats.estimates import loss_estimates
from mbviz.stats.gradient_contours import CHANCES
from mbviz.stats.scale import gradual

__all__ = ["GradientCloud", "gradient_cloud"]


@dataclass(frozen=True, eq=False)
class GradientCloud:
    """Batch gradients in a plane, for several batch sizes.

    Attributes
    ----------
    batch_sizes : ndarray of int64, shape (m,)
        B.
    points : ndarray of float64, shape (m, n_draws, 2)
        Entry [i, k] is the shadow of the gradient of batch ``draw_batch(N, B_i, seed=seed, draw=k)``.
    chances : tuple of float
        (0.5, 0.95).
    low, high : ndarray of float64, shape (m, 2, 2)
        Entry [i, j, d]: between these lies the middle share `chances[j]` of all batches of B_i along direction d, exactly.
    centre : ndarray of float64, shape (2,)
        The full gradient's shadow.
    covariance : ndarray of float64, shape (2, 2)
        Of the examples' shadows, with divisor N; that of batches is covariance / B.
    """

    batch_sizes: NDArray[np.int64]
    points: NDArray[np.float64]
    chances: tuple[float, ...]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    centre: NDArray[np.float64]
    covariance: NDArray[np.float64]


@gradual
def gradient_cloud(shadows: ArrayLike, batch_sizes: ArrayLike, n_draws: int = 200, *, seed: int = 0) -> GradientCloud:
    """The clouds of batch gradients in a plane.

    Parameters
    ----------
    shadows : array_like of float, shape (N, 2)
        Each example's g_i · u for the plane's two directions (`mbviz.model.gradient_plane`).
    batch_sizes : array_like of int, shape (m,)
        B, each at most N.
    n_draws : int
        How many real batches of each size.
    seed : int
        Which series of draws.

    Returns
    -------
    GradientCloud

    Raises
    ------
    ValueError
        If `shadows` is not of two columns, or a size, number of draws or seed does not fit.

    Examples
    --------
    >>> cloud = gradient_cloud([[1.0, 2.0], [1.0, -2.0]], [1, 2], 3)
    >>> cloud.centre, cloud.low[0, 1], cloud.high[0, 1], cloud.points.shape
    (array([1., 0.]), array([ 1., -2.]), array([1., 2.]), (2, 3, 2))
    """
    values = as_numbers(shadows, "shadows", most=LARGEST_LOSS).astype(np.float64)
    if values.ndim != 2 or values.shape[1] != 2 or len(values) == 0:
        raise ValueError(
            Message("shadows must hold two numbers for each example, shape (N, 2); got {shape}.", shape=values.shape)
        )
    sizes = np.atleast_1d(as_sizes(batch_sizes, "batch_sizes"))
    n_draws = as_draws(n_draws, "n_draws", 2 * len(sizes))
    columns = [np.ascontiguousarray(column) for column in values.T]
    points = [loss_estimates(column, sizes, n_draws, seed=seed) for column in columns]
    bands = [quantile_bands(column, sizes, chances=CHANCES) for column in columns]
    low, high = (np.stack([getattr(band, end).T for band in bands], axis=-1) for end in ("low", "high"))
    away = values - values.mean(axis=0)
    return GradientCloud(
        batch_sizes=sizes,
        points=np.stack(points, axis=-1),
        chances=CHANCES,
        low=low,
        high=high,
        centre=values.mean(axis=0),
        covariance=away.T @ away / len(values),
    )
