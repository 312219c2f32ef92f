"""The B-fold convolution of masses on a grid, by way of their Fourier transform.

See P. Embrechts and M. Frei, *Panjer recursion versus FFT for compound distributions*, Mathematical Methods of
Operations Research 69, 2009. Places are told in steps of the grid, those of sums from B times its first point.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

__all__ = ["LONGEST", "POINTS", "SMOOTH", "ZOOM", "LowerPart", "LowerSums", "dealt", "power", "zoomed_power"]

POINTS = 2**14  # of the grid that the masses lie on
LONGEST = 5 * POINTS  # the longest transform on this grid; wider sums get a grid of their own
ZOOMED = 2**14  # its points
SMOOTH = 2  # the noise that keeps it free of ripples: a normal one with so many steps as its standard deviation
MARGIN = 10 * SMOOTH  # steps beyond each end for that noise
LEVELS, ZOOM = (
    3,
    64,
)  # of finer grids near the smallest loss: how many, and how much narrower each is than the one before
FINE = 2**13  # their points
ROUNDING = 1e-9  # of chances on them
DECAY = np.exp(
    -11 / FINE * np.arange(FINE)
)  # what wraps around is damped by exp(-22), rounding grows by exp(11) at most


def dealt(place: np.ndarray, mass: np.ndarray, points: int) -> np.ndarray:
    """Deal masses to the two grid points about their places, which ascend, so that the mean stays: float64 (points,).

    Examples
    --------
    >>> dealt(np.array([0.0, 0.5, 3.0]), np.array([0.25, 0.5, 0.25]), 4)
    array([0.5 , 0.25, 0.  , 0.25])
    """
    left = np.minimum(place.astype(np.int64), points - 2)
    starts = np.concatenate([[0], np.flatnonzero(left[1:] != left[:-1]) + 1])
    moved = np.add.reduceat(mass * (place - left), starts)
    found = np.zeros(points)
    found[left[starts]] = np.add.reduceat(mass, starts) - moved
    found[left[starts] + 1] += moved
    return found


def power(mass: np.ndarray, size: int, first: int, last: int) -> np.ndarray:
    """The `size`-fold convolution from the point `first` to `last`, beyond which next to nothing lies.

    Examples
    --------
    >>> coin = np.zeros(POINTS)
    >>> coin[[0, 1]] = 0.5
    >>> power(coin, 3, 0, 4).round(9)
    array([0.125, 0.375, 0.375, 0.125, 0.   ])
    """
    if size == 1:
        return mass[first : last + 1].copy()
    length = -(-max(last - first + 1, POINTS) // POINTS) * POINTS
    whole = np.fft.irfft(_to_power(np.fft.rfft(mass, length), size), length)
    return np.roll(whole, -(first % length))[: last - first + 1]


def zoomed_power(mass: np.ndarray, centre: float, size: int, first: int, last: int) -> tuple[np.ndarray, float, float]:
    """The same on ZOOMED points of its own, with normal noise: masses, start and step. `centre` is the mean place.

    The transform is wanted at narrow steps of frequency, which is L. I. Bluestein's convolution, *A linear
    filtering approach to the computation of discrete Fourier transform*, 1970 (as the chirp z-transform).
    """
    step = (last - first) / (ZOOMED - 2 * MARGIN)
    start = first - size * centre - MARGIN * step  # from the mean
    n = ZOOMED // 2 + 1
    angle = 2 * math.pi / (ZOOMED * step)
    chirp = np.exp(-0.5j * angle * np.arange(max(POINTS, n), dtype=np.float64) ** 2)
    kernel = np.concatenate([chirp[POINTS - 1 : 0 : -1], chirp[:n]]).conj()  # jk = (j² + k² − (j − k)²)/2
    length = POINTS + ZOOMED // 2
    product = np.fft.fft(mass * chirp[:POINTS], length)
    product *= np.fft.fft(kernel, length)
    transform = np.fft.ifft(product, out=product)[POINTS - 1 : POINTS - 1 + n]
    transform *= chirp[:n]
    transform *= _turns(angle * centre, n)
    transform = _to_power(transform, size)
    transform *= _turns(angle * start, n)
    transform *= np.exp(-0.5 * (SMOOTH * 2 * math.pi / ZOOMED * np.arange(n)) ** 2)
    return np.fft.irfft(transform, ZOOMED), start + size * centre, step


@dataclass(frozen=True)
class LowerPart:
    """The law of the mean loss up to a loss that is not far above the smallest.

    Attributes
    ----------
    points : ndarray of float64, shape (m,)
        Ascending, from the smallest loss on, in nats.
    cumulative : ndarray of float64, shape (m,)
        The chance of a mean up to each of them.
    """

    points: np.ndarray
    cumulative: np.ndarray

    def quantile(self, chance: np.ndarray, beyond: np.ndarray) -> np.ndarray:
        """The quantiles; where they are not on this part, those `beyond` it."""
        k = np.searchsorted(self.cumulative, chance - ROUNDING)
        last = len(self.points) - 1
        return np.where(k <= last, self.points[np.minimum(k, last)], np.maximum(beyond, self.points[-1]))

    def cdf(self, x: np.ndarray, beyond: np.ndarray) -> np.ndarray:
        """The chance of a mean up to `x`; where that is not on this part, the one `beyond` it."""
        x = x + 4 * np.spacing(np.abs(x))  # the mean of equal losses is that loss but for rounding
        k = np.searchsorted(self.points, x, side="right") - 1
        inside = np.where(k < 0, 0.0, self.cumulative[np.maximum(k, 0)])
        return np.where(x <= self.points[-1], inside, np.maximum(beyond, self.cumulative[-1]))


class LowerSums:
    """Sums of losses not far above their minimum, on ever finer grids that are made when they are first asked for."""

    def __init__(self, ordered: np.ndarray) -> None:
        self.ordered, self._transforms = ordered, {}  # the losses, ascending
        self._excess = ordered - ordered[0]
        self._total = np.concatenate([[0], np.cumsum(self._excess)])
        self.reaches = self._excess[-1] / float(ZOOM) ** np.arange(1, LEVELS + 1)

    def near(self, reach: float) -> np.ndarray:
        """The losses up to `reach` above the smallest, ascending."""
        return self.ordered[: np.searchsorted(self._excess, reach, side="right")]

    def _mass(self, reach: float) -> np.ndarray:
        """The losses up to `reach` on FINE points, as `dealt` deals them: from how many a step holds, and their sum."""
        step = reach / (FINE - 1)
        left = step * np.arange(FINE - 1)
        ends = np.append(np.searchsorted(self._excess, left), len(self.near(reach)))
        count = np.diff(ends)
        moved = np.clip((np.diff(self._total[ends]) - left * count) / step, 0, count)  # rounding errors
        return (np.append(count - moved, 0) + np.append(0, moved)) / len(self.ordered)

    def part(self, size: int, reach: float) -> LowerPart:
        """The law where `size` losses together lie at most `reach` above `size` times the smallest.

        No loss beyond `reach` can be in such a sum. What wraps around is damped by exponential tilting, as
        Embrechts and Frei advise: it is below 3e-10 in all.

        Examples
        --------
        >>> coin = LowerSums(np.array([2.0, 3.0]))
        >>> lower = coin.part(4, 1.0)
        >>> lower.points[[0, -1]], lower.cumulative[[0, 1, -2, -1]].round(9)
        (array([2.  , 2.25]), array([0.0625, 0.0625, 0.0625, 0.3125]))
        """
        if reach not in self._transforms:
            self._transforms[reach] = np.fft.rfft(self._mass(reach) * DECAY, 2 * FINE)
        mass = np.fft.irfft(_to_power(self._transforms[reach], size), 2 * FINE)[:FINE] / DECAY
        points = self.ordered[0] + reach / size * np.linspace(0, 1, FINE)
        return LowerPart(points, np.minimum(np.cumsum(np.maximum(mass, 0)), 1))


def _turns(angle: float, n: int) -> np.ndarray:
    """exp(i · angle · j) for j = 0 … n − 1, from two short tables."""
    coarse, fine = np.exp(1j * angle * 128 * np.arange(n // 128 + 1)), np.exp(1j * angle * np.arange(128))
    return np.multiply.outer(coarse, fine).reshape(-1)[:n]


def _to_power(z: np.ndarray, exponent: int) -> np.ndarray:
    """z**exponent by squaring in place, many times faster than complex logarithms."""
    result, z = np.ones_like(z), z.copy()
    while True:
        if exponent & 1:
            result *= z
        exponent >>= 1
        if not exponent:
            return result
        z *= z
