"""The B-fold convolution of masses on a grid, by way of their Fourier transform.

See P. Embrechts and M. Frei, *Panjer recursion versus FFT for compound distributions*, Mathematical Methods of
Operations Research 69, 2009. Places are told in steps of the grid, those of sums from B times its first point.
"""

from __future__ import annotations

import math

import numpy as np

__all__ = ["LONGEST", "POINTS", "SMOOTH", "power", "zoomed_power"]

POINTS = 2**14  # of the grid that the masses lie on
LONGEST = 5 * POINTS  # the longest transform on this grid; wider sums get a grid of their own
ZOOMED = 2**14  # its points
SMOOTH = 2  # the noise that keeps it free of ripples: a normal one with so many steps as its standard deviation
MARGIN = 10 * SMOOTH  # steps beyond each end for that noise


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
