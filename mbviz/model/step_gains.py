"""What one step of the best size gains with batches of several sizes, measured by real steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_count, as_delta, as_sizes
from mbviz.losses import DELTA
from mbviz.model.backward import Checked, checked
from mbviz.model.gradients import gradients
from mbviz.model.network import Weights
from mbviz.model.step_losses import mean_loss, moved
from mbviz.sampling import draw_batch

__all__ = ["StepGains", "step_gains"]

SEARCHED = 10_000  # about so many examples, evenly spaced, choose the step size; all of them measure the gain
RATES: NDArray[np.float64] = np.exp2(np.arange(-8.0, 5.0))  # η that are tried
FINER: NDArray[np.float64] = np.exp2(np.arange(-0.75, 1.0, 0.25))  # and around the best of them


@dataclass(frozen=True, eq=False)
class StepGains:
    """Gains of one step: the loss of all N before it minus the loss after it, in nats.

    Attributes
    ----------
    batch_sizes : ndarray of int64, shape (m,)
        B.
    learning_rates : ndarray of float64, shape (m,)
        The η with the largest mean of the centred gains over this size's batches.
    gains : ndarray of float64, shape (m, n_draws)
        Entry [i, k]: of the step of size `learning_rates[i]` along batch ``draw_batch(N, B_i, seed=seed, draw=k)``.
    centred : ndarray of float64, shape (m, n_draws)
        The gains less η (g_B · G − ‖G‖²): what chance did to first order is taken out. It has the mean 0, so the mean of
        these is an estimate of the same mean gain, with far less noise where B is below the noise scale.
    full_rate, full_gain : float
        The same along the gradient of all N, the largest gain there is for the mean of batches.
    """

    batch_sizes: NDArray[np.int64]
    learning_rates: NDArray[np.float64]
    gains: NDArray[np.float64]
    centred: NDArray[np.float64]
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

    The best η of a size is the same for all its batches, as it is in training: the one with the largest mean of the
    `centred` gains.

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
    >>> step_gains(x_train, t_train, weights, [10, 100, 1_000]).centred.mean(axis=1)      # doctest: +SKIP
    array([8.6e-06, 1.0e-04, 1.2e-03])
    """
    given, delta = checked(x, t, weights), as_delta(delta)
    sizes = np.atleast_1d(as_sizes(batch_sizes, "batch_sizes", maximum=10**8)).ravel()
    if len(sizes) == 0:
        raise ValueError("batch_sizes must hold at least one size; got none.")
    n_draws = as_count(n_draws, "n_draws", minimum=1, maximum=10_000)
    flat = [array for pair in given.layers for array in pair]
    part = slice(None, None, max(len(given.labels) // SEARCHED, 1))
    searched, whole = (_Measure(_some(given, rows), flat, delta) for rows in (part, slice(None)))
    full = whole.slope
    rates, gains, centred = [], [], []
    for done, size in enumerate(sizes.tolist()):
        masks = [draw_batch(len(given.labels), size, seed=seed, draw=k) for k in range(n_draws)]
        slopes = [gradients(given.x[mask], given.labels[mask], flat, delta) for mask in masks]
        rate = _best_rate(searched, slopes, full)
        found = whole.gains(slopes, [rate])
        rates.append(rate)
        gains.append(found[:, 0])
        centred.append((found - whole.luck(slopes, [rate], full))[:, 0])
        report((done + 1) / (len(sizes) + 1))
    full_rate = _best_rate(searched, [full], full)
    full_gain = float(whole.gains([full], [full_rate])[0, 0])
    report(1.0)
    return StepGains(sizes, np.array(rates), np.array(gains), np.array(centred), full_rate, full_gain)


def _some(given: Checked, rows: slice) -> Checked:
    return Checked(given.x[rows], given.labels[rows], given.layers)


class _Measure:
    """Gains of steps, as the loss of some examples has them."""

    def __init__(self, given: Checked, weights: list[NDArray[np.float32]], delta: float) -> None:
        self._given, self._weights, self._delta = given, weights, delta
        self._before = mean_loss(given, weights, delta)
        self.slope = gradients(given.x, given.labels, weights, delta)

    def gains(self, slopes: Sequence[Weights], rates: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
        """(len(slopes), len(rates)) gains."""
        moves = [[moved(self._weights, slope, rate) for rate in rates] for slope in slopes]
        return self._before - np.array([[mean_loss(self._given, w, self._delta) for w in row] for row in moves])

    def luck(
        self, slopes: Sequence[Weights], rates: Sequence[float] | NDArray[np.float64], mean: Weights
    ) -> NDArray[np.float64]:
        """What of these chance did to first order, where `mean` is the slopes' expectation."""
        more = np.array([_product(slope, self.slope) for slope in slopes]) - _product(mean, self.slope)
        return np.multiply.outer(more, np.asarray(rates, np.float64))


def _product(one: Weights, other: Weights) -> float:
    return sum(float(np.vdot(a.astype(np.float64), b.astype(np.float64))) for a, b in zip(one, other, strict=True))


def _best_rate(searched: _Measure, slopes: Sequence[Weights], full: Weights) -> float:
    """The η with the largest mean gain after a step along each of some gradients: first the octave, then finer."""
    best = 1.0
    for tried in (RATES, FINER):
        rates = best * tried
        found = searched.gains(slopes, rates) - searched.luck(slopes, rates, full)
        best = float(rates[found.mean(axis=0).argmax()])
    return best
