"""The pile of a class: the axis it stands on, the law above it, and what is said of both."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mbviz._numbers import fixed, nats
from mbviz.ui.language import _
from mbviz.ui.settings import Settings
from mbviz.ui.stage.scene import CHANCES, quantiles_at, scene_of

NARROW = 0.2  # of the network's whole axis: where 95 % of all batches lie within less of it, it is magnified


@dataclass(frozen=True)
class Axis:
    """Where the loss axis begins and ends, in nats, and how many times it is magnified."""

    low: float
    high: float
    times: float


def middle(quantiles: NDArray[np.float32], chance: float) -> tuple[float, float]:
    """Between which losses a share of all batches lies.

    Parameters
    ----------
    quantiles : ndarray of float32, shape (2 · len(CHANCES),)
        Of the law, ascending, in nats.
    chance : float
        The share, one of `CHANCES`.

    Examples
    --------
    >>> middle(np.arange(2 * len(CHANCES), dtype=np.float32), 0.9999)
    (0.0, 31.0)
    """
    k = CHANCES.index(chance)
    return float(quantiles[k]), float(quantiles[-1 - k])


def axis_of(quantiles: NDArray[np.float32], top: float) -> Axis:
    """The axis for a law: the network's, from 0 to `top` nats, or a part of it between round numbers.

    It hangs on the law and never on the dots, so that it stands still while they fall.

    Parameters
    ----------
    quantiles : ndarray of float32, shape (2 · len(CHANCES),)
        Of the law, ascending, in nats.
    top : float
        Where the network's axis ends, in nats.

    Examples
    --------
    >>> law = np.linspace(0.31, 0.42, 2 * len(CHANCES), dtype=np.float32)
    >>> axis_of(law, 2.0)
    Axis(low=0.3, high=0.42, times=16.666666666666668)
    """
    low, high = middle(quantiles, 0.95)
    if high - low >= NARROW * top or high <= low:
        return Axis(0.0, top, 1.0)
    least, most = middle(quantiles, 0.999)
    power = 10.0 ** math.floor(math.log10((most - least) / 4))
    step = next(size for size in (1, 2, 5, 10) if size * power >= (most - least) / 4 * 0.4) * power
    low, high = step * math.floor(least / step), step * math.ceil(most / step)
    return Axis(round(low, 12), round(high, 12), top / (high - low))


def law_of_class(settings: Settings) -> tuple[NDArray[np.float32], Axis]:
    """The law of an experiment, and its axis.

    Returns
    -------
    quantiles : ndarray of float32, shape (2 · len(CHANCES),)
        Ascending, in nats; their chances are `mbviz.ui.stage.scene.levels`.
    axis : Axis
    """
    quantiles = quantiles_at(settings)
    return quantiles, axis_of(quantiles, scene_of(settings).top)


def within(losses: NDArray[np.float32], low: float, high: float) -> int:
    """How many of the losses, (k,), lie between two, in nats."""
    return int(np.count_nonzero((losses >= low) & (losses <= high)))


def sentence(settings: Settings, quantiles: NDArray[np.float32], losses: NDArray[np.float32]) -> str:
    """What the law says, and what the dots, (k,), in nats, say to it."""
    low, high = middle(quantiles, 0.5)
    digits = 2 if high <= low else max(2, 1 - math.floor(math.log10(high - low)))  # enough to tell the ends apart
    told = {"size": settings.batch_size, "low": fixed(low, digits), "high": fixed(high, digits)}
    if not len(losses):
        return _("Half of all batches of {size:,} lie between {low} and {high} nats.", **told)
    return _(
        "Half of all batches of {size:,} lie between {low} and {high} nats: here {inside:,} of {dots:,}.",
        inside=within(losses, low, high),
        dots=len(losses),
        **told,
    )


def summary(losses: NDArray[np.float32]) -> str:
    """What the pile shows, for those who do not see it; its losses, (k,), in nats."""
    if not len(losses):
        return _("No dot has fallen yet.")
    return _(
        "A pile of {dots:,} dots between {low} and {high} nats; their mean is {mean} nats.",
        dots=len(losses),
        low=nats(float(losses.min())),
        high=nats(float(losses.max())),
        mean=nats(float(losses.mean(dtype=np.float64))),
    )
