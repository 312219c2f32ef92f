"""What the loss of a batch costs on this machine: the network's forward pass, measured once in the background."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from mbviz.data.datasets import Dataset, flatten
from mbviz.losses import sparse_cross_entropy_error
from mbviz.model.network import Weights, forward
from mbviz.sampling import draw_batch, round_sizes
from mbviz.ui.data import HEAVY, while_training
from mbviz.ui.jobs import Job, Report
from mbviz.ui.measure import Measured, until_stable
from mbviz.ui.settings import Settings


@dataclass(frozen=True)
class Cost:
    """The batch sizes, and the time for the loss of one batch of each."""

    sizes: tuple[int, ...]
    measured: Measured


def cost(settings: Settings) -> Job[Cost]:
    """The one measurement of this server for these data; all snapshots cost the same."""
    dataset = settings.dataset
    work = partial(_measure, dataset, settings.snapshot.weights)
    return HEAVY.start(("cost", dataset.fingerprint), work, unless=while_training)


def _measure(dataset: Dataset, weights: Weights, report: Report) -> Cost:
    sizes = round_sizes(dataset.n)
    masks = [draw_batch(dataset.n, size) for size in sizes]

    def once() -> NDArray[np.float64]:
        return np.array([seconds_for(dataset, weights, mask) for mask in masks])

    return Cost(sizes, until_stable(once, report, estimate=fastest))


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


def seconds_for(dataset: Dataset, weights: Weights, batch_mask: NDArray[np.int64]) -> float:
    """How long it takes from the indices, (B,), to the mean loss."""
    start = perf_counter()
    y = forward(flatten(dataset.images[batch_mask]), weights)
    sparse_cross_entropy_error(y, dataset.labels[batch_mask])
    return perf_counter() - start
