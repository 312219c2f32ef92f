"""A mini-batch with everything the page shows of it: indices, labels, outputs, picks and losses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_array, as_indices, as_labels, as_outputs
from mbviz.losses import per_example_loss, pick

__all__ = ["Batch", "open_batch"]


@dataclass(frozen=True)
class Batch:
    """One mini-batch of B examples, seen by one network.

    Attributes
    ----------
    batch_mask : ndarray of int64, shape (B,)
        Which of the N examples were drawn.
    t : ndarray of int64, shape (B,)
        True classes.
    y : ndarray of float64, shape (B, C)
        Softmax outputs.
    picks : ndarray of float64, shape (B,)
        ``y[np.arange(B), t]``.
    losses : ndarray of float64, shape (B,)
        −log(picks + delta), in nats.
    """

    batch_mask: NDArray[np.int64]
    t: NDArray[np.int64]
    y: NDArray[np.float64]
    picks: NDArray[np.float64]
    losses: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.batch_mask)

    @property
    def predicted(self) -> NDArray[np.int64]:
        """The class with the largest output for each example, int64 (B,)."""
        return self.y.argmax(axis=1)

    @property
    def wrong(self) -> NDArray[np.bool_]:
        """Whether the prediction is not the true class, bool (B,)."""
        return self.predicted != self.t

    @property
    def loss(self) -> float:
        """The batch's loss: the mean of its losses, in nats."""
        return float(self.losses.mean())

    def order(self, *, by_loss: bool, most: int) -> NDArray[np.int64]:
        """The numbers n of at most `most` examples, int64 (k,): the first ones as drawn, or the largest losses first."""
        order = np.argsort(-self.losses, kind="stable") if by_loss else np.arange(len(self))
        return order[:most]


def open_batch(batch_mask: ArrayLike, labels: ArrayLike, y: ArrayLike) -> Batch:
    """Look up what belongs to the indices of a mini-batch.

    Parameters
    ----------
    batch_mask : array_like of int, shape (B,)
        Indices from 0 to N − 1, at least one. A negative index does not count from the end.
    labels : array_like of int, shape (N,)
        True classes of all the data.
    y : array_like of float, shape (N, C)
        Softmax outputs for all the data, not negative; the batch's rows are widened to float64 so that the
        losses are those of `per_example_loss` to the last digit.

    Returns
    -------
    Batch

    Raises
    ------
    ValueError
        If `labels` and `y` differ in length, an index is none of theirs, or the batch's labels and outputs do not fit
        each other (see `per_example_loss`).

    Examples
    --------
    >>> batch = open_batch([2, 0], [1, 0, 1], [[0.5, 0.5], [0.9, 0.1], [0.2, 0.8]])
    >>> batch.picks, batch.predicted, round(batch.loss, 4)
    (array([0.8, 0.5]), array([1, 0]), 0.4581)
    """
    every_label, every_row = as_array(labels, "labels"), as_array(y, "y")
    if every_label.ndim != 1 or every_row.ndim != 2 or len(every_label) != len(every_row) or len(every_row) == 0:
        raise ValueError(
            "labels and y must hold a label and a row of outputs for each example, shapes (N,) and (N, C) with N >= 1; "
            f"got shapes {every_label.shape} and {every_row.shape}."
        )
    mask = as_indices(batch_mask, "batch_mask", len(every_label))
    rows = as_outputs(every_row[mask]).astype(np.float64)
    t = as_labels(every_label[mask], rows.shape[1])
    return Batch(mask, t, rows, pick(rows, t), per_example_loss(rows, t))
