"""What mini-batches say of the loss of all the data: their estimates, and the standard error.

N losses ℓ_1 … ℓ_N have mean μ and standard deviation σ (divisor N). A mini-batch of B of them
estimates μ by its own mean. Everything is in nats.
"""

from __future__ import annotations

import math
import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import LARGEST, as_count, as_draws, as_losses, as_numbers, as_sizes, shown
from mbviz.sampling import choose, draw_batch
from mbviz.stats.scale import gradual
from mbviz.stats.seeds import batch_masks, generators

__all__ = ["loss_estimates", "standard_error"]

WORKERS = os.cpu_count() or 1
GROUP = 2**18  # losses that are looked up at once; threads that changed places more often would wait for one another


@gradual
def loss_estimates(
    losses: ArrayLike, batch_sizes: ArrayLike, n_draws: int, *, seed: int = 0, replace: bool = True, first: int = 0
) -> NDArray[np.float64]:
    """Estimate the mean loss from many mini-batches of several sizes.

    Every estimate is a batch that can be opened again: entry [i, k] is the mean of
    ``losses[draw_batch(len(losses), batch_sizes[i], seed=seed, draw=first + k, replace=replace)]``.

    Parameters
    ----------
    losses : array_like of float, shape (N,)
        One loss for each example, in nats.
    batch_sizes : array_like of int, shape (m,)
        The sizes B.
    n_draws : int
        How many batches of each size.
    seed : int
        Which series of draws.
    replace : bool
        With or without replacement.
    first : int
        The first draw.

    Returns
    -------
    ndarray of float64, shape (m, n_draws)
        Mean losses in nats.

    Raises
    ------
    ValueError
        If a loss is not finite, a size, seed or number of draws does not fit (see `draw_batch`), or there would be more
        than 10⁸ estimates.

    Examples
    --------
    >>> loss_estimates([0.5, 0.5], [1, 2], 3)
    array([[0.5, 0.5, 0.5],
           [0.5, 0.5, 0.5]])
    """
    values = as_losses(losses)
    sizes = np.atleast_1d(as_sizes(batch_sizes, "batch_sizes")).tolist()
    n_draws, first = as_draws(n_draws, "n_draws", len(sizes)), as_count(first, "first")
    for size in sizes:
        draw_batch(len(values), size, seed=seed, replace=replace)  # says what is wrong before any work is done
    estimates = np.empty((len(sizes), n_draws))
    fill = partial(_fill if replace else _fill_without_replacement, values, seed, first)
    parts = [range(n_draws * i // WORKERS, n_draws * (i + 1) // WORKERS) for i in range(WORKERS)]
    jobs = [(size, row, part) for size, row in zip(sizes, estimates, strict=True) for part in parts if part]
    with ThreadPoolExecutor(WORKERS) as pool:  # NumPy draws, gathers and adds outside of Python's lock
        list(pool.map(lambda job: fill(*job), jobs))
    return estimates


def _fill(
    values: NDArray[np.float64], seed: int, start: int, size: int, row: NDArray[np.float64], draws: range
) -> None:
    """Put the means of some draws of one size into their places of `row`, many small batches at a time."""
    first = draws.start
    gathered = np.empty((max(1, GROUP // size), size))
    for drawn in batch_masks(seed, size, _from(start, draws), len(values), rows=len(gathered)):
        found = values.take(drawn, out=gathered[: len(drawn)], mode="wrap")  # the mode that checks least
        row[first : first + len(drawn)] = np.add.reduce(found, axis=1) / size  # np.mean to the last digit
        first += len(drawn)


def _from(start: int, draws: range) -> range:
    return range(start + draws.start, start + draws.stop)


def _fill_without_replacement(
    values: NDArray[np.float64], seed: int, start: int, size: int, row: NDArray[np.float64], draws: range
) -> None:
    """The same without replacement, batch by batch."""
    for k, rng in zip(draws, generators(seed, size, _from(start, draws)), strict=True):
        row[k] = np.add.reduce(values.take(choose(rng, len(values), size, False))) / size


@gradual
def standard_error(std: float, batch_size: ArrayLike, n: int | None = None) -> NDArray[np.float64]:
    """Standard deviation of a mini-batch's mean loss: σ/√B.

    Without replacement (when `n` is given) the finite population correction makes it
    σ/√B · √((N − B)/(N − 1)), 0 at B = N (Cochran, *Sampling Techniques*, 1977, section 2.6).

    Parameters
    ----------
    std : float
        σ, the standard deviation of the N losses with divisor N, in nats.
    batch_size : array_like of int, any shape
        B, one or several, as large as can be; 1e6 is taken as 1000000.
    n : int, optional
        N, for draws without replacement; left out for draws with replacement.

    Returns
    -------
    ndarray of float64, the shape of `batch_size`
        In nats.

    Raises
    ------
    ValueError
        If `std` is negative, a size is no whole number, below 1, or above `n`.

    Examples
    --------
    >>> float(standard_error(2.0, 100))
    0.2
    >>> standard_error(2.0, [1, 10], n=10)
    array([2., 0.])
    """
    deviation = as_numbers(std, "std")
    if deviation.ndim != 0 or deviation < 0:
        raise ValueError(f"std must be a number of at least 0; got {std}.")
    sizes = as_sizes(batch_size, "batch_size", whole_floats=True)
    error = over_root(float(deviation), sizes)
    if n is None:
        return error
    n = as_count(n, "n", minimum=1)
    if (sizes > n).any():
        raise ValueError(f"batch_size must be at most n = {shown(n)} without replacement; got {shown(sizes.max())}.")
    counts = (
        sizes if n <= LARGEST else sizes.astype(object)
    )  # Python's integers, whose quotients are right at any length
    left = (n - counts) / max(n - 1, 1)
    return error * np.sqrt(np.asarray(left, dtype=np.float64))


@gradual
def over_root(value: float, sizes: NDArray[Any]) -> NDArray[np.float64]:
    """value/√B for batch sizes as `as_sizes` gives them: float64 of their shape, also for those that no float holds.

    Examples
    --------
    >>> over_root(3.0, np.array([9, 10**400], dtype=object))
    array([1.e+000, 3.e-200])
    """
    if sizes.dtype != object:
        return np.float64(value) / np.sqrt(sizes.astype(np.float64))
    return np.vectorize(partial(_over_root, value), otypes=[np.float64])(sizes)[()]


def _over_root(value: float, size: int) -> float:
    """value/√size of a whole number of any length: what float64 has no room for is shifted out in pairs of bits."""
    pairs = max(size.bit_length() - 1000, 0) // 2
    return math.ldexp(value / math.sqrt(size >> 2 * pairs), -pairs)
