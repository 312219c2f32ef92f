"""What one step of the best size gains with batches of several sizes, measured by real steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_count, as_delta, as_sizes
from mbviz.losses import DELTA
from mbviz.model.backward import checked
from mbviz.model.gradients import gradients
from mbviz.model.network import Weights
from mbviz.model.step_losses import step_losses
from mbviz.sampling import draw_batch

__all__ = ["StepGains", "step_gains"]

SEARCHED = 10_000  # about so many examples, evenly spaced, choose the step size; all of them measure the gain
RATES = 2.0 ** np.arange(-8, 5)  # η that are tried
FINER = 2.0 ** np.arange(-0.75, 1.0, 0.25)  # and around the best of them


@dataclass(frozen=True, eq=False)
class StepGains:
    """Gains of one step: the loss of all N before it minus the loss after it, in nats.

    Attributes
    ----------
    batch_sizes : ndarray of int64, shape (m,)
        B.
    learning_rates : ndarray of float64, shape (m,)
        The η with the largest mean gain over this size's batches.
    gains : ndarray of float64, shape (m, n_draws)
        Entry [i, k]: of the step of size `learning_rates[i]` along batch ``draw_batch(N, B_i, seed=seed, draw=k)``.
    full_rate, full_gain : float
        The same along the gradient of all N, the largest gain there is for the mean of batches.
    """

    batch_sizes: NDArray[np.int64]
    learning_rates: NDArray[np.float64]
    gains: NDArray[np.float64]
    full_rate: float
    full_gain: float


def step_gains(
    x: ArrayLike,
    t: ArrayLike,
    weights: Sequence[ArrayLike],
    batch_sizes: ArrayLike,
    n_draws: int = 12,
    *,
    seed: int = 0,
    delta: float = DELTA,
    report: Callable[[float], object] = lambda done: None,
) -> StepGains:
    """Take real steps along the gradients of real batches, each size with the step size that is best for it.

    The best η of a size is the same for all its batches, as it is in training: the one with the largest mean gain.

    Parameters
    ----------
    x : array_like, shape (N, inputs)
        Pixels, 0 … 255.
    t : array_like, shape (N,) of int, or one-hot of shape (N, classes)
    weights : sequence of array_like, shapes as in `weight_shapes`
    batch_sizes : array_like of int, shape (m,)
        B, at least one.
    n_draws : int
        Batches of each size.
    seed : int
        Which series of draws.
    delta : float
        Added to the probability before the logarithm, at least 0.
    report : callable
        Called with the share that is done, 0 to 1; what it raises ends the work.

    Returns
    -------
    StepGains

    Raises
    ------
    ValueError
        If there is no size, or one is below 1; or as `gradients`.

    Examples
    --------
    >>> step_gains(x_train, t_train, weights, [10, 100, 1_000]).gains.mean(axis=1)      # doctest: +SKIP
    array([0.002, 0.011, 0.035])
    """
    given, delta = checked(x, t, weights), as_delta(delta)
    sizes = np.atleast_1d(as_sizes(batch_sizes, "batch_sizes", maximum=10**8)).ravel()
    if len(sizes) == 0:
        raise ValueError("batch_sizes must hold at least one size; got none.")
    n_draws = as_count(n_draws, "n_draws", minimum=1, maximum=10_000)
    flat = [array for pair in given.layers for array in pair]
    rates, gains = [], []

    def measure(directions: Sequence[Weights]) -> tuple[float, list[float]]:
        part = slice(None, None, max(len(given.labels) // SEARCHED, 1))
        rate = _best_rate(given.x[part], given.labels[part], flat, directions, delta)
        tried = [step_losses(given.x, given.labels, flat, g, [rate], delta) for g in directions]
        return rate, [one.before - float(one.after[0]) for one in tried]

    for done, size in enumerate(sizes.tolist()):
        masks = [draw_batch(len(given.labels), size, seed=seed, draw=k) for k in range(n_draws)]
        rate, found = measure([gradients(given.x[mask], given.labels[mask], flat, delta) for mask in masks])
        rates.append(rate)
        gains.append(found)
        report((done + 1) / (len(sizes) + 1))
    full_rate, (full_gain,) = measure([gradients(given.x, given.labels, flat, delta)])
    report(1.0)
    return StepGains(sizes, np.array(rates), np.array(gains), full_rate, full_gain)


def _best_rate(
    x: NDArray[np.uint8],
    labels: NDArray[np.int64],
    weights: list[NDArray[np.float32]],
    directions: Sequence[Weights],
    delta: float,
) -> float:
    """The η with the smallest mean loss after a step along each of some gradients."""
    few = directions[:4]  # enough to find the octave
    best = float(RATES[0])
    for rates, some in ((RATES, few), (FINER, directions)):
        tried = best * rates if rates is FINER else rates
        losses = [step_losses(x, labels, weights, g, tried, delta).after for g in some]
        best = float(tried[np.mean(losses, axis=0).argmin()])
    return best
