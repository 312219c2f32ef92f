"""The contours of several batch sizes in four arrays, as they are kept on disk and sent to the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mbviz.stats.gradient_contours import CHANCES, gradient_contours

__all__ = ["ContourTable", "contour_table"]


@dataclass(frozen=True, eq=False)
class ContourTable:
    """Contours of batches of m sizes.

    Attributes
    ----------
    batch_sizes : ndarray of int64, shape (m,)
    shares : ndarray of float64, shape (m, 2)
        What the regions hold, one for each of `CHANCES`; 0 where there are none.
    lines : ndarray of int32, shape (L, 3)
        Of each line the number of its size, of its chance, and how many points it has.
    points : ndarray of float32, shape (K, 2)
        Of all lines, one after the other.
    """

    batch_sizes: NDArray[np.int64]
    shares: NDArray[np.float64]
    lines: NDArray[np.int32]
    points: NDArray[np.float32]


def contour_table(
    shadows: NDArray[np.float64],
    batch_sizes: Sequence[int],
    *,
    progress: Callable[[float], object] = lambda done: None,
) -> ContourTable:
    """The contours of all these sizes.

    Parameters
    ----------
    shadows : ndarray of float64, shape (N, 2)
        As `gradient_contours` takes them.
    batch_sizes : sequence of int
    progress : callable
        Called with the share that is done; what it raises ends the work.

    Returns
    -------
    ContourTable

    Examples
    --------
    >>> table = contour_table(np.array([[0.0, 0.0], [1.0, 2.0], [3.0, 1.0]]), [1, 50])
    >>> table.shares.shape, table.lines[:, 2].sum() == len(table.points)
    ((2, 2), np.True_)
    """
    shares = np.zeros((len(batch_sizes), len(CHANCES)))
    lines: list[tuple[int, int, int]] = []
    points = [np.zeros((0, 2))]
    for i, size in enumerate(batch_sizes):
        for j, contour in enumerate(gradient_contours(shadows, size)):
            shares[i, j] = contour.share
            lines += [(i, j, len(line)) for line in contour.lines]
            points += contour.lines
        progress((i + 1) / len(batch_sizes))
    found = np.array(lines, np.int32).reshape(-1, 3)
    return ContourTable(np.array(batch_sizes, np.int64), shares, found, np.concatenate(points).astype(np.float32))
