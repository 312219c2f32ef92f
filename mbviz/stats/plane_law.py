"""The law of the mean of B pairs of numbers: how the gradients of batches lie in a plane, without drawing a single one.

With replacement the sum of B independent pairs follows the B-fold convolution of the pairs' own law, and its Fourier
transform is the B-th power of theirs (`mbviz.stats.convolution` does the same for losses, on one axis). A step of training
draws its batch with replacement; without, the transform of the sum is no power, and this law is too wide by the finite
population correction.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mbviz.stats.convolution import integer_power
from mbviz.stats.law import sampling_law

__all__ = ["PlaneLaw", "plane_law"]

BEYOND = 1e-4  # share of all batches beyond each edge of the grid
ROOM = 1.1  # times that the grid is wider
FINE = 0.02  # standard deviations of the mean: so fine a grid is wanted
LEAST, MOST = 256, 1024  # points along one direction; the least are enough for large batches, whose law is smooth
DIRECT = 300  # from so large a batch on the pairs' transform is computed at the few frequencies that their mean has
FREQUENCIES = 40  # and so many of them are enough along one direction, on both sides of 0
CHUNK = 8192  # pairs at a time


@dataclass(frozen=True, eq=False)
class PlaneLaw:
    """The law of the mean of `batch_size` pairs, drawn with replacement, on a grid.

    Of all batches less than 4 in 10,000 lie beyond the grid; they are counted at the opposite edge. Up to batches of 299
    each pair is split among the four grid points around it so that the mean stays, which moves the mean of a batch by less
    than a step or two; of larger ones the law is that of the pairs themselves.

    Attributes
    ----------
    batch_size : int
    corner : ndarray of float64, shape (2,)
        The first grid point, x and y.
    step : ndarray of float64, shape (2,)
        From one grid point to the next.
    mass : ndarray of float64, shape (rows, columns)
        The chance of each; rows go along y.
    std : ndarray of float64, shape (2,)
        Of the mean, along x and y.
    """

    batch_size: int
    corner: NDArray[np.float64]
    step: NDArray[np.float64]
    mass: NDArray[np.float64]
    std: NDArray[np.float64]


def plane_law(pairs: NDArray[np.float64], batch_size: int) -> PlaneLaw:
    """The law of the mean of `batch_size` of the pairs.

    Parameters
    ----------
    pairs : ndarray of float64, shape (N, 2)
        That differ along both directions.
    batch_size : int
        From 1 to 10⁹.

    Returns
    -------
    PlaneLaw

    Examples
    --------
    >>> law = plane_law(np.array([[0.0, 0.0], [1.0, 2.0]]), 2)
    >>> law.mass.shape, law.std.round(3).tolist()
    ((256, 256), [0.354, 0.707])
    """
    mean, std = pairs.mean(axis=0), pairs.std(axis=0) / math.sqrt(batch_size)
    reach = [_reach(np.ascontiguousarray(column), batch_size) for column in (pairs - mean).T]
    width = np.array([ROOM * (high - low) + 4 * FINE * one for (low, high), one in zip(reach, std, strict=True)])
    is_large = batch_size >= DIRECT
    points = [LEAST, LEAST] if is_large else [_points(one) for one in (width / std).tolist()]
    step = width / points
    centre = np.array([(low + high) / 2 for low, high in reach])
    first = np.floor(centre / step - np.array(points) / 2)  # the mean of all pairs lies on a grid point
    away = (pairs - mean) * (1 / (step * batch_size))  # in steps of the grid, of which the mean's are B
    transform = _direct(away, points) if is_large else _binned(away, points)
    mass = np.fft.irfft2(integer_power(transform, batch_size), (points[1], points[0]))
    mass = np.roll(mass, (-first[1].astype(int), -first[0].astype(int)), axis=(0, 1))
    mass = np.maximum(mass, 0.0)  # rounding errors of 1e-16
    return PlaneLaw(batch_size, mean + first * step, step, mass / mass.sum(), std)


def _reach(column: NDArray[np.float64], batch_size: int) -> tuple[float, float]:
    """Between which two numbers the mean of a batch lies, but for 2 in 10,000."""
    (law,) = sampling_law(column, [batch_size])
    low, high = law.quantile([BEYOND, 1 - BEYOND]).tolist()
    return low, high


def _points(width: float) -> int:
    """Of a grid of that many standard deviations: a power of 2."""
    return int(np.clip(2 ** math.ceil(math.log2(width / FINE)), LEAST, MOST))


def _binned(away: NDArray[np.float64], points: list[int]) -> NDArray[np.complex128]:
    """The transform of pairs that are counted in steps: each is split among the four grid points around it.

    The grid goes around: what leaves it at one edge comes in at the other, as in the transform of the sums.
    """
    columns, rows = points
    low = np.floor(away)
    share = away - low
    at = low.astype(np.int64)
    mass = np.zeros(rows * columns)
    for right in (0, 1):
        for down in (0, 1):
            place = (at[:, 1] + down) % rows * columns + (at[:, 0] + right) % columns
            weight = np.abs(1 - right - share[:, 0]) * np.abs(1 - down - share[:, 1])
            mass += np.bincount(place, weight, rows * columns)
    return np.fft.rfft2(mass.reshape(rows, columns) / len(away))


def _direct(away: NDArray[np.float64], points: list[int]) -> NDArray[np.complex128]:
    """The transform of pairs that are counted in steps, itself, at the lowest frequencies; 0 at the others.

    exp(−i(ux + vy)) is a product, so that the sums over all pairs at all frequencies are the product of two matrices. Of a
    large batch's mean next to nothing is left at the frequencies above.
    """
    columns, rows = points
    k = FREQUENCIES
    total = np.zeros((2 * k + 1, k + 1), np.complex128)
    for start in range(0, len(away), CHUNK):
        across, down = _waves(2 * np.pi / np.array(points) * away[start : start + CHUNK], k)
        total += np.concatenate([down[:0:-1].conj(), down]) @ across.T
    transform = np.zeros((rows, columns // 2 + 1), np.complex128)
    transform[np.arange(-k, k + 1), : k + 1] = total / len(away)
    return transform


def _waves(angles: NDArray[np.float64], k: int) -> NDArray[np.complex128]:
    """exp(−i j · angle) of angles (n, 2) for j = 0 … k, (2, k + 1, n): each from the one before it."""
    waves = np.empty((2, k + 1, len(angles)), np.complex128)
    waves[:, 0], waves[:, 1:] = 1.0, np.exp(-1j * angles.T)[:, None]
    np.cumprod(waves, axis=1, out=waves)
    return waves
