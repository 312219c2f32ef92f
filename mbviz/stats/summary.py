"""What N losses are like in seven numbers, from one pass, mergeable from parts."""

from __future__ import annotations

import math
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import LARGEST_LOSS, as_array, as_count, as_losses, as_real
from mbviz.stats.scale import SMALL, gradual, scale_of

__all__ = ["LossSummary", "summarize"]

ROWS, COLUMNS = 256, 1024  # of a chunk; NumPy lets other threads work while it goes through more than 500 rows
THREADED_FROM = 2**20  # losses


@dataclass(frozen=True)
class LossSummary:
    """N losses ℓ_1 … ℓ_N in seven numbers. All divisors are N.

    Summaries of parts add up: ``summarize(a) + summarize(b)`` is the summary of both together.

    Attributes
    ----------
    n : int
        N.
    mean, std : float
        μ and σ, in nats.
    skewness : float
        γ = Σ(ℓ − μ)³ / (N σ³); 0 where all losses are equal.
    kurtosis : float
        The excess kurtosis κ = Σ(ℓ − μ)⁴ / (N σ⁴) − 3; 0 where all losses are equal.
    minimum, maximum : float
        In nats.

    Raises
    ------
    ValueError
        If n is no whole number of at least 1, another number is not finite, or `std` is negative.
    """

    n: int
    mean: float
    std: float
    skewness: float
    kurtosis: float
    minimum: float
    maximum: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "n", as_count(self.n, "n", minimum=1))
        for name in ("mean", "std", "skewness", "kurtosis", "minimum", "maximum"):
            number = as_real(getattr(self, name))
            if not math.isfinite(number) or (name == "std" and number < 0):
                least = " of at least 0" if name == "std" else ""
                raise ValueError(f"{name} must be a finite number{least}; got {getattr(self, name)}.")
            object.__setattr__(self, name, number)  # NumPy's own scalars as Python's float

    @property
    def cv(self) -> float:
        """The coefficient of variation, CV = σ/|μ|; infinite where the mean is 0."""
        return self.std / abs(self.mean) if self.mean else math.inf

    def __add__(self, other: LossSummary) -> LossSummary:
        return self.merge(other) if isinstance(other, LossSummary) else NotImplemented

    @gradual
    def merge(self, other: LossSummary) -> LossSummary:
        """The summary of both sets of losses together.

        Source: T. F. Chan, G. H. Golub and R. J. LeVeque, *Updating formulae and a pairwise algorithm for
        computing sample variances*, 1979; for the third and the fourth moment P. Pébay, *Formulas for robust,
        one-pass parallel computation of covariances and arbitrary-order statistical moments*, SAND2008-6212,
        equations 2.1 and 3.1 (here with shares of N in place of sums).

        Examples
        --------
        >>> both = summarize([0.0, 1.0]) + summarize([5.0])
        >>> both.n, both.mean, round(both.std, 4) == round(summarize([0.0, 1.0, 5.0]).std, 4)
        (3, 2.0, True)
        """
        n = self.n + other.n
        p, q = self.n / n, other.n / n
        unit = max(abs(other.mean - self.mean), self.std, other.std) or 1.0  # of it no power is too large or too small
        delta = (other.mean - self.mean) / unit
        a2, a3, a4 = self._central(unit)
        b2, b3, b4 = other._central(unit)
        m2 = p * a2 + q * b2 + p * q * delta**2
        m3 = p * a3 + q * b3 + p * q * (p - q) * delta**3 + 3 * p * q * delta * (b2 - a2)
        m4 = (
            p * a4
            + q * b4
            + p * q * (p * p - p * q + q * q) * delta**4
            + 6 * p * q * delta**2 * (p * b2 + q * a2)
            + 4 * p * q * delta * (b3 - a3)
        )
        low, high = min(self.minimum, other.minimum), max(self.maximum, other.maximum)
        return _summary(n, self.mean + q * (other.mean - self.mean), m2, m3, m4, low, high, unit)

    def _central(self, unit: float) -> tuple[float, float, float]:
        """The second, third and fourth central moment, of losses counted in `unit` nats."""
        std = self.std / unit
        return std**2, self.skewness * std**3, (self.kurtosis + 3) * std**4


def _summary(
    n: int, mean: float, m2: float, m3: float, m4: float, low: float, high: float, unit: float = 1.0
) -> LossSummary:
    """A summary from central moments in powers of `unit`. Equal losses have no spread, whatever rounding left of it."""
    if low == high:
        return LossSummary(n, low, 0.0, 0.0, 0.0, low, high)
    if not m2 * m2 > 0:  # a spread below 1e-81 of the unit, whose powers are 0
        return LossSummary(n, mean, unit * math.sqrt(max(m2, 0.0)), 0.0, 0.0, low, high)
    return LossSummary(n, mean, unit * math.sqrt(m2), m3 / m2**1.5, m4 / m2**2 - 3, low, high)


@gradual
def summarize(losses: ArrayLike) -> LossSummary:
    """Summarise losses in one pass, with float64 sums whatever their dtype.

    Memory-mapped arrays are read piece by piece. Sums of powers are taken about a number near the mean, in
    cache-sized chunks that are added pairwise, so that 10⁸ float32 losses give all seven numbers to a relative
    1e-10 and better (a float32 running sum of them would be 11% wrong).

    Parameters
    ----------
    losses : array_like of float, shape (N,)
        In nats; any real dtype.

    Returns
    -------
    LossSummary

    Raises
    ------
    ValueError
        If `losses` is not one-dimensional, empty, masked, not of finite real numbers, or of numbers above 1e70 in
        size, whose fourth powers no float64 holds.

    Examples
    --------
    >>> found = summarize([0.0, 0.0, 0.0, 4.0])
    >>> found.n, found.mean, found.std, found.cv
    (4, 1.0, 1.7320508075688772, 1.7320508075688772)
    >>> round(found.skewness, 4), round(found.kurtosis, 4), found.minimum, found.maximum
    (1.1547, -0.6667, 0.0, 4.0)
    """
    array = as_array(losses, "losses")
    if array.ndim != 1 or array.dtype.kind not in "iuf" or len(array) == 0:
        as_losses(array)  # says what is wrong
    spread = (np.arange(1000) * 0.6180339887498949 % 1 * len(array)).astype(np.int64)
    with np.errstate(all="ignore"):  # what is not finite shows in the sums
        sample = array[spread].astype(np.float64)
        centre = float(sample.mean()) if abs(sample.mean()) > 4 * sample.std() else 0.0
        found = _about(array, centre)
        # Powers about a far number cancel: 8σ away they cost 4 of 16 digits, and a pass about the mean mends it
        if found.std > 0 and abs(found.mean - centre) > 8 * found.std:
            found = _about(array, found.mean)
        if found.minimum < found.maximum and max(-found.minimum, found.maximum) < SMALL:
            return _summary_of_small(array)
    return found


def _summary_of_small(array: NDArray[Any]) -> LossSummary:
    """The summary of losses whose powers would vanish, by way of ones near 1."""
    scale = scale_of(array)
    found = summarize(array.astype(np.float64) / scale)
    nats = {name: scale * getattr(found, name) for name in ("mean", "std", "minimum", "maximum")}
    return replace(found, **nats)


def _about(array: NDArray[Any], centre: float) -> LossSummary:
    """The summary by way of sums of (ℓ − centre)^k, k = 1 … 4."""
    rows = min(ROWS, -(-len(array) // COLUMNS))
    n_chunks = -(-len(array) // (rows * COLUMNS))
    sums, ends = np.empty((n_chunks, 4, rows)), np.empty((n_chunks, 2))
    fill = partial(_add_up, array, centre, sums, ends)
    if len(array) < THREADED_FROM:
        fill(range(n_chunks))
    else:
        workers = os.cpu_count() or 1
        parts = [range(n_chunks * i // workers, n_chunks * (i + 1) // workers) for i in range(workers)]
        with ThreadPoolExecutor(workers) as pool:  # NumPy works outside of Python's lock
            list(pool.map(fill, parts))
    r1, r2, r3, r4 = (float(power) for power in sums.sum(axis=(0, 2)) / len(array))
    low, high = float(ends[:, 0].min()), float(ends[:, 1].max())
    if not math.isfinite(r4) or max(-low, high) > LARGEST_LOSS:
        as_losses(array)  # names the loss that is not finite, or how large they are
    m3, m4 = r3 - 3 * r1 * r2 + 2 * r1**3, r4 - 4 * r1 * r3 + 6 * r1**2 * r2 - 3 * r1**4
    return _summary(len(array), centre + r1, r2 - r1 * r1, m3, m4, low, high)


def _add_up(
    array: NDArray[Any], centre: float, sums: NDArray[np.float64], ends: NDArray[np.float64], chunks: range
) -> None:
    """Put the sums of powers and the smallest and largest loss of some chunks into their places."""
    rows = sums.shape[2]
    powers, ones = np.empty((2, rows, COLUMNS)), np.ones(COLUMNS)
    flat = powers[0].reshape(-1)
    with np.errstate(all="ignore"):
        for k in chunks:
            chunk = array[k * len(flat) : (k + 1) * len(flat)]
            ends[k] = np.minimum.reduce(chunk), np.maximum.reduce(chunk)
            flat[len(chunk) :] = centre
            np.copyto(flat[: len(chunk)], chunk)
            if centre:
                flat -= centre
            np.multiply(powers[0], powers[0], out=powers[1])
            np.vecdot(powers, ones, out=sums[k, :2])
            np.vecdot(powers, powers[1], out=sums[k, 2:])
