"""What a larger batch buys: the gain of one step, and steps against examples. Both are straight lines in 1/B."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import LARGEST_LOSS, as_numbers, as_real, as_sizes
from mbviz._messages import Message
from mbviz.stats.scale import gradual

__all__ = ["GainFit", "TradeOff", "fit_gains", "fit_trade_off", "steps_to_reach"]


@dataclass(frozen=True, eq=False)
class GainFit:
    """ΔL(B) = ΔL_max / (1 + B_noise/B), fitted to measured gains.

    Attributes
    ----------
    largest : float
        ΔL_max, in nats.
    noise_scale : float
        B_noise, the batch size that gains half of it.
    batch_sizes : ndarray of int64, shape (m,)
    means, errors : ndarray of float64, shape (m,)
        Mean gains in nats and their standard errors.
    fitted : ndarray of float64, shape (m,)
        The curve there, in nats.
    """

    largest: float
    noise_scale: float
    batch_sizes: NDArray[np.int64]
    means: NDArray[np.float64]
    errors: NDArray[np.float64]
    fitted: NDArray[np.float64]

    def gain(self, batch_size: ArrayLike) -> NDArray[np.float64]:
        """The curve at other sizes (array_like of int), float64 of their shape, in nats."""
        return self.largest / (1 + self.noise_scale / as_sizes(batch_size, "batch_size").astype(np.float64))


@gradual
def fit_gains(batch_sizes: ArrayLike, gains: ArrayLike) -> GainFit:
    """Fit the gain of one best step against batch size.

    1/ΔL = 1/ΔL_max + (B_noise/ΔL_max)/B is linear in 1/B; sizes weigh by the errors of their means (McCandlish et al.,
    *An Empirical Model of Large-Batch Training*, 2018, arXiv:1812.06162, equations 2.7 and 2.8).

    Parameters
    ----------
    batch_sizes : array_like of int, shape (m,)
        At least two different ones.
    gains : array_like of float, shape (m, R)
        Of R >= 2 steps at each size, in nats, each size with a mean above 0.

    Returns
    -------
    GainFit

    Raises
    ------
    ValueError
        If arguments are not as above, or the gains do not grow with B, so that no such curve fits.

    Examples
    --------
    >>> fit = fit_gains([10, 30], [[0.9, 1.1], [1.9, 2.1]])
    >>> round(fit.largest, 6), round(fit.noise_scale, 6)
    (4.0, 30.0)
    """
    sizes = _several_sizes(batch_sizes)
    values = as_numbers(gains, "gains", most=LARGEST_LOSS).astype(np.float64)
    if values.ndim != 2 or values.shape[0] != len(sizes) or values.shape[1] < 2:
        raise ValueError(
            Message(
                "gains must hold at least two gains for each of the {m} batch sizes; got shape {shape}.",
                m=len(sizes),
                shape=values.shape,
            )
        )
    means = values.mean(axis=1)
    errors = values.std(axis=1, ddof=1) / math.sqrt(values.shape[1])
    if not (means > 0).all():
        raise ValueError(
            Message("gains must have a mean above 0 at each batch size; got {least:g} at one.", least=means.min())
        )
    relative = np.maximum(errors / means, 1e-3)  # of 1/ΔL, too
    constant, slope = _line(1 / sizes, 1 / means, 1 / means * relative)
    if constant <= 0 or slope < 0:
        raise ValueError(
            "gains must grow with the batch size towards an end, as ΔL_max / (1 + B_noise/B) does; these do not."
        )
    largest, noise_scale = 1 / constant, slope / constant
    return GainFit(largest, noise_scale, sizes, means, errors, largest / (1 + noise_scale / sizes))


@gradual
def steps_to_reach(steps: ArrayLike, losses: ArrayLike, target: float) -> float:
    """After how many steps a run first has a loss, between its points on straight lines; NaN where it never has.

    Parameters
    ----------
    steps : array_like of int, shape (p,)
        Ascending.
    losses : array_like of float, shape (p,)
        The loss of all the data after so many steps, in nats.
    target : float
        The loss to reach, in nats.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the steps do not ascend, there is not one loss for each, or the target is no finite number.

    Examples
    --------
    >>> steps_to_reach([0, 10, 20], [2.0, 1.0, 0.5], 0.75)
    15.0
    """
    at = as_numbers(steps, "steps", most=LARGEST_LOSS).astype(np.float64)
    values = as_numbers(losses, "losses", most=LARGEST_LOSS).astype(np.float64)
    wanted = as_real(target)
    if at.ndim != 1 or at.shape != values.shape or len(at) == 0 or (np.diff(at) <= 0).any():
        raise ValueError(
            Message(
                "steps must ascend, with one of losses for each; got shapes {one} and {other}.",
                one=at.shape,
                other=values.shape,
            )
        )
    if not math.isfinite(wanted):
        raise ValueError(Message("target must be a finite loss in nats; got {got!r}.", got=target))
    reached = values <= wanted
    if not reached.any():
        return math.nan
    k = int(reached.argmax())
    if k == 0:
        return float(at[0])
    share = (values[k - 1] - wanted) / (values[k - 1] - values[k])
    return float(at[k - 1] + share * (at[k] - at[k - 1]))


@dataclass(frozen=True, eq=False)
class TradeOff:
    """Steps S against examples E = S · B to reach one loss, and the hyperbola (S/S_min − 1)(E/E_min − 1) = 1.

    Attributes
    ----------
    batch_sizes : ndarray of int64, shape (m,)
    steps, examples : ndarray of float64, shape (m,)
        Measured.
    s_min, e_min : float
        What no batch size falls below, fitted.
    critical : float
        E_min / S_min, the batch size that takes twice of both.
    fitted : ndarray of float64, shape (m,)
        Steps by the hyperbola, S_min + E_min/B.
    worst : float
        The largest |measured/fitted − 1|: above a quarter or so the hyperbola does not describe these runs.
    """

    batch_sizes: NDArray[np.int64]
    steps: NDArray[np.float64]
    examples: NDArray[np.float64]
    s_min: float
    e_min: float
    critical: float
    fitted: NDArray[np.float64]
    worst: float


@gradual
def fit_trade_off(batch_sizes: ArrayLike, steps: ArrayLike) -> TradeOff:
    """Fit the hyperbola of steps against examples (same paper, equation 2.11).

    With E = S · B it says S = S_min + E_min/B, a straight line in 1/B; relative distances are made least.

    Parameters
    ----------
    batch_sizes : array_like of int, shape (m,)
        At least two different ones, of runs that reached the loss.
    steps : array_like of float, shape (m,)
        How many steps each took, above 0.

    Returns
    -------
    TradeOff

    Raises
    ------
    ValueError
        If arguments are not as above.

    Examples
    --------
    >>> fit = fit_trade_off([10, 100], [110.0, 20.0])
    >>> round(fit.s_min, 9), round(fit.e_min, 9), round(fit.critical, 9)
    (10.0, 1000.0, 100.0)
    """
    sizes = _several_sizes(batch_sizes)
    taken = as_numbers(steps, "steps", most=LARGEST_LOSS).astype(np.float64)
    if taken.shape != sizes.shape or (taken <= 0).any():
        raise ValueError(
            Message("steps must hold a number above 0 for each batch size; got {got}.", got=taken.tolist())
        )
    s_min, e_min = _line(1 / sizes, taken, taken)
    if s_min < 0:  # no end is in sight: every batch size still pays in full
        s_min, e_min = 0.0, float(1 / np.mean(1 / (taken * sizes)))
    elif e_min < 0:
        s_min, e_min = float(1 / np.mean(1 / taken)), 0.0
    fitted = s_min + e_min / sizes
    critical = e_min / s_min if s_min else math.inf
    worst = float(np.abs(taken / fitted - 1).max())
    return TradeOff(sizes, taken, taken * sizes, s_min, e_min, critical, fitted, worst)


def _line(x: NDArray[np.float64], y: NDArray[np.float64], errors: NDArray[np.float64]) -> tuple[float, float]:
    """Constant and slope of the straight line with the least squares of (y − line) / errors."""
    unit = float(np.abs(x).max())
    columns = np.column_stack([np.ones_like(x), x / unit]) / errors[:, None]
    constant, slope = np.linalg.lstsq(columns, y / errors, rcond=None)[0]
    return float(constant), float(slope) / unit


def _several_sizes(batch_sizes: ArrayLike) -> NDArray[np.int64]:
    sizes = np.atleast_1d(as_sizes(batch_sizes, "batch_sizes", maximum=2**53)).ravel()
    if len(set(sizes.tolist())) < 2:
        raise ValueError(Message("batch_sizes must hold at least two different sizes; got {got}.", got=sizes.tolist()))
    return sizes.astype(np.int64)
