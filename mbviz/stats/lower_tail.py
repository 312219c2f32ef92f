"""The lower tail of the law of a mean loss, on grids finer than the one that holds the whole law.

Sums that lie at most c above their smallest value hold no loss that lies more than c above the smallest loss. So the
tail follows from the truncated law of the losses, a sub-probability on a short range that a fine grid resolves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mbviz.stats.convolution import integer_power

__all__ = ["REFINEMENT", "LowerTail", "LowerTails"]

LEVELS = 3  # of refinement near the smallest loss
REFINEMENT = 64  # how much narrower, and finer, each level is than the one before
POINTS = 2**13  # of each level
ROUNDING = 1e-9  # of chances on them
TILT = np.exp(-11 / POINTS * np.arange(POINTS))  # aliases are damped by exp(−22), rounding grows by exp(11) at most


@dataclass(frozen=True)
class LowerTail:
    """The law of the mean loss up to a loss that is not far above the smallest.

    Attributes
    ----------
    points : ndarray of float64, shape (m,)
        Ascending, from the smallest loss on, in nats.
    cumulative : ndarray of float64, shape (m,)
        The chance of a mean up to each of them; the last one is the chance of the tail.
    """

    points: NDArray[np.float64]
    cumulative: NDArray[np.float64]

    def quantile(self, chance: NDArray[np.float64], beyond: NDArray[np.float64]) -> NDArray[np.float64]:
        """The quantiles; where they are not in this tail, those `beyond` it. All of shape (...,)."""
        k = np.searchsorted(self.cumulative, chance - ROUNDING)
        last = len(self.points) - 1
        return np.where(k <= last, self.points[np.minimum(k, last)], np.maximum(beyond, self.points[-1]))

    def cdf(self, x: NDArray[np.float64], beyond: NDArray[np.float64]) -> NDArray[np.float64]:
        """The chance of a mean up to `x`; where that is not in this tail, the one `beyond` it. All of shape (...,)."""
        x = x + 4 * np.spacing(np.abs(x))  # the mean of equal losses is that loss but for rounding
        k = np.searchsorted(self.points, x, side="right") - 1
        inside = np.where(k < 0, 0.0, self.cumulative[np.maximum(k, 0)])
        return np.where(x <= self.points[-1], inside, np.maximum(beyond, self.cumulative[-1]))


class LowerTails:
    """Makes the lower tails of one set of losses for any batch size, and keeps the transform of each level.

    Parameters
    ----------
    ordered : ndarray of float64, shape (N,)
        The losses, ascending, in nats, not all equal.

    Attributes
    ----------
    reaches : ndarray of float64, shape (LEVELS,)
        How far above its smallest value a sum may lie on each level, in nats, descending.
    """

    def __init__(self, ordered: NDArray[np.float64]) -> None:
        self.ordered = ordered
        self._excess = ordered - ordered[0]
        self._total = np.concatenate([[0], np.cumsum(self._excess)])
        self._transforms: dict[float, NDArray[np.complex128]] = {}
        self.reaches = self._excess[-1] / float(REFINEMENT) ** np.arange(1, LEVELS + 1)

    def truncated(self, reach: float) -> NDArray[np.float64]:
        """The losses up to `reach` above the smallest, ascending: float64 (k,), in nats."""
        return self.ordered[: np.searchsorted(self._excess, reach, side="right")]

    def _binned(self, reach: float) -> NDArray[np.float64]:
        """The truncated law by `linear_binning`, float64 (POINTS,), from how many losses a step holds, and their sum."""
        step = reach / (POINTS - 1)
        left = step * np.arange(POINTS - 1)
        ends = np.append(np.searchsorted(self._excess, left), len(self.truncated(reach)))
        count = np.diff(ends)
        to_right = np.clip((np.diff(self._total[ends]) - left * count) / step, 0, count)  # rounding errors
        return (np.append(count - to_right, 0) + np.append(0, to_right)) / len(self.ordered)

    def tail(self, size: int, reach: float) -> LowerTail:
        """The law where `size` losses together lie at most `reach` (nats) above `size` times the smallest.

        It is the convolution power of the truncated law. What wraps around is damped by exponential tilting, as
        Embrechts and Frei advise (see `mbviz.stats.convolution`): it is below 3e-10 in all.

        Examples
        --------
        >>> coin = LowerTails(np.array([2.0, 3.0]))
        >>> lower = coin.tail(4, 1.0)
        >>> lower.points[[0, -1]], lower.cumulative[[0, 1, -2, -1]].round(9)
        (array([2.  , 2.25]), array([0.0625, 0.0625, 0.0625, 0.3125]))
        """
        if reach not in self._transforms:
            self._transforms[reach] = np.fft.rfft(self._binned(reach) * TILT, 2 * POINTS)
        mass = np.fft.irfft(integer_power(self._transforms[reach], size), 2 * POINTS)[:POINTS] / TILT
        points = self.ordered[0] + reach / size * np.linspace(0, 1, POINTS)
        return LowerTail(points, np.minimum(np.cumsum(np.maximum(mass, 0)), 1))
