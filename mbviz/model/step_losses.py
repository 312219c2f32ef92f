"""One step from given weights: what the loss of all the data is after it, along one batch or along all the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_delta, as_float32, as_numbers
from mbviz._messages import Message
from mbviz.losses import DELTA, per_example_loss
from mbviz.model.backward import Checked, checked
from mbviz.model.network import forward

__all__ = ["StepLosses", "mean_loss", "moved", "step_losses"]


@dataclass(frozen=True, eq=False)
class StepLosses:
    """The mean loss of all N examples before and after steps of several sizes along one direction, in nats.

    Attributes
    ----------
    before : float
    learning_rates : ndarray of float64, shape (m,)
        η, in their order.
    after : ndarray of float64, shape (m,)
        With the weights w − η g. Infinite where they are too large for finite outputs.
    """

    before: float
    learning_rates: NDArray[np.float64]
    after: NDArray[np.float64]


def step_losses(
    x: ArrayLike,
    t: ArrayLike,
    weights: Sequence[ArrayLike],
    gradient: Sequence[ArrayLike],
    learning_rates: ArrayLike,
    delta: float = DELTA,
) -> StepLosses:
    """Try steps of several sizes against a gradient: a batch's, the full one, or any other direction.

    Parameters
    ----------
    x : array_like, shape (N, inputs)
        Pixels, 0 … 255.
    t : array_like, shape (N,) of int, or one-hot of shape (N, classes)
    weights : sequence of array_like, shapes as in `weight_shapes`
    gradient : sequence of array_like, shapes as in `weight_shapes`
        g.
    learning_rates : array_like of float, shape (m,)
        η, each at least 0.
    delta : float
        Added to the probability before the logarithm, at least 0.

    Returns
    -------
    StepLosses

    Raises
    ------
    ValueError
        If the gradient is not shaped as the weights, a learning rate is negative, or as `gradients`.

    Examples
    --------
    >>> net = [np.zeros((1, 2)), np.zeros(2)]
    >>> step_losses([[255]], [1], net, [[[0.5, -0.5]], [0.5, -0.5]], [0.0, 1.0]).after.round(3)
    array([0.693, 0.127])
    """
    given, delta = checked(x, t, weights), as_delta(delta)
    rates = np.atleast_1d(as_numbers(learning_rates, "learning_rates")).astype(np.float64)
    if rates.ndim != 1 or len(rates) == 0 or (rates < 0).any():
        raise ValueError(
            Message("learning_rates must hold numbers of at least 0, shape (m,); got {got}.", got=rates.tolist())
        )
    flat = [array for pair in given.layers for array in pair]
    along = [as_float32(as_numbers(part, "gradient"), "gradient") for part in gradient]
    shapes = [[part.shape for part in parts] for parts in (flat, along)]
    if shapes[0] != shapes[1]:
        raise ValueError(
            Message("gradient must have the shapes of weights, {one}; got {other}.", one=shapes[0], other=shapes[1])
        )
    before = mean_loss(given, flat, delta)
    after = [mean_loss(given, moved(flat, along, rate), delta) for rate in rates.tolist()]
    return StepLosses(before, rates, np.array(after))


def moved(
    weights: Sequence[NDArray[np.float32]], along: Sequence[NDArray[np.float32]], rate: float
) -> list[NDArray[np.float32]]:
    """The weights after a step of size `rate` against `along`; both shaped as in `weight_shapes`."""
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        return [(w - rate * g.astype(np.float64)).astype(np.float32) for w, g in zip(weights, along, strict=True)]


def mean_loss(given: Checked, weights: Sequence[NDArray[np.float32]], delta: float) -> float:
    """Mean loss of all examples, in nats; infinite where the network, with weights shaped as in `weight_shapes`, gives no finite numbers."""
    try:
        return float(per_example_loss(forward(given.x, weights), given.labels, delta).mean())
    except ValueError:  # the pixels and labels are good, so it is the weights
        return float("inf")
