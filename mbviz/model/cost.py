"""What the loss of a batch costs on this machine: the forward pass, the picks, and the mean, measured."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from mbviz._measured import Measured, until_stable
from mbviz.data.dataset import flatten
from mbviz.losses import sparse_cross_entropy_error
from mbviz.model.network import Weights, forward
from mbviz.sampling import draw_batch, round_sizes

__all__ = ["fastest", "measure_cost", "seconds_for"]


def measure_cost(
    images: NDArray[np.uint8], labels: NDArray[np.int64], weights: Weights, *, progress: Callable[[float], object]
) -> Measured:
    """The seconds for the loss of one batch of each round size.

    Parameters
    ----------
    images : ndarray of uint8, shape (N, height, width)
    labels : ndarray of int, shape (N,)
    weights : Weights
        What a network costs does not hang on how well it was trained.
    progress : callable
        Told how far it is, from 0 to 1.

    Returns
    -------
    Measured
        Of the m sizes of ``round_sizes(N)``, shape (m,).

    Examples
    --------
    >>> from mbviz.model.network import initial_weights
    >>> images, labels = np.zeros((20, 2, 2), np.uint8), np.arange(20) % 10
    >>> found = measure_cost(images, labels, initial_weights((4, 10), 0), progress=lambda share: None)
    >>> found.seconds.shape == (len(round_sizes(20)),)
    True
    """
    masks = [draw_batch(len(labels), size) for size in round_sizes(len(labels))]

    def once() -> NDArray[np.float64]:
        return np.array([seconds_for(images, labels, weights, mask) for mask in masks])

    return until_stable(once, progress, estimate=fastest)


def fastest(rounds: NDArray[np.float64]) -> NDArray[np.float64]:
    """What each of m sizes costs, from the times of some rounds, (r, m), the smallest size first.

    Whatever else the machine does only adds to a time, so that the shortest tells most. And a larger batch is no
    less work: what one has taken, no smaller one needs more than.

    Examples
    --------
    >>> fastest(np.array([[0.1, 0.9, 0.3], [0.2, 0.4, 0.5]]))
    array([0.1, 0.3, 0.3])
    """
    shortest = rounds.min(axis=0)
    return np.minimum.accumulate(shortest[::-1])[::-1]


def seconds_for(
    images: NDArray[np.uint8], labels: NDArray[np.int64], weights: Weights, batch_mask: NDArray[np.int64]
) -> float:
    """How long it takes from the indices, (B,), to the mean loss."""
    start = perf_counter()
    y = forward(flatten(images[batch_mask]), weights)
    sparse_cross_entropy_error(y, labels[batch_mask])
    return perf_counter() - start
