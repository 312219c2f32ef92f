"""A step along one batch beside a step along all the data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mbviz.model.gradients import gradients
from mbviz.model.network import Weights
from mbviz.model.step_losses import step_losses

__all__ = ["TwoSteps", "two_steps"]


@dataclass(frozen=True)
class TwoSteps:
    """The mean loss of all N examples, in nats.

    Attributes
    ----------
    before : float
    after_batch : float
        After a step along the batch's gradient.
    after_full : float
        After one of the same η along the full gradient.
    """

    before: float
    after_batch: float
    after_full: float


def two_steps(
    x: NDArray[np.uint8],
    t: NDArray[np.int64],
    weights: Weights,
    batch_mask: NDArray[np.int64],
    full: Weights,
    learning_rate: float,
) -> TwoSteps:
    """Take both.

    Parameters
    ----------
    x : ndarray of uint8, shape (N, inputs)
        Pixels.
    t : ndarray of int64, shape (N,)
        Labels.
    weights : tuple of ndarray of float32, shapes as in `weight_shapes`
    batch_mask : ndarray of int64, shape (B,)
        The batch.
    full : tuple of ndarray of float32, shapes as in `weight_shapes`
        G.
    learning_rate : float
        η, at least 0.

    Returns
    -------
    TwoSteps

    Raises
    ------
    ValueError
        As `step_losses`.

    Examples
    --------
    >>> x, t, net = np.array([[255], [0]], np.uint8), np.array([1, 0]), [np.zeros((1, 2)), np.zeros(2)]
    >>> found = two_steps(x, t, net, np.array([0]), gradients(x, t, net), 1.0)
    >>> round(found.before, 3), round(found.after_batch, 3), round(found.after_full, 3)
    (0.693, 0.72, 0.584)
    """
    along = gradients(x[batch_mask], t[batch_mask], weights)
    one = step_losses(x, t, weights, along, [learning_rate])
    other = step_losses(x, t, weights, full, [learning_rate])
    return TwoSteps(one.before, float(one.after[0]), float(other.after[0]))
