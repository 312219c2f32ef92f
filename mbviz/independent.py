"""Batch means for studies of many thousand batches: as fast as random numbers come, but no batch can be opened again."""

from __future__ import annotations

import math
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from mbviz._checks import as_count, as_losses

__all__ = ["DrawnMoments", "independent_estimates", "independent_moments"]

CHUNK = 2**17  # losses that are looked up at once, in the cache
TASK = 2**20  # losses for each generator, so that results do not depend on the number of threads
WORDS = 2**16  # what a random word of 16 bits can say
LONG = 500  # batch size from which on such words are used


@dataclass(frozen=True)
class DrawnMoments:
    """What `interval_from_moments` wants of each batch: arrays of float64, shape (m, n_draws).

    Attributes
    ----------
    mean : ndarray
        ℓ̄, in nats.
    std : ndarray
        s with divisor B − 1, in nats; 0 for B = 1.
    skewness : ndarray
        γ̂ with divisor B; 0 where `std` is 0.
    """

    mean: np.ndarray
    std: np.ndarray
    skewness: np.ndarray


def independent_estimates(losses, batch_sizes, n_draws: int, *, seed: int = 0) -> np.ndarray:
    """Mean losses of many batches with replacement, each drawn independently of all others.

    What `loss_estimates` gives, several times faster, but not of batches that `draw_batch` can draw again. The
    same seed gives the same numbers, whatever the number of threads.

    Parameters
    ----------
    losses : array_like of float, shape (N,)
        In nats.
    batch_sizes : array_like of int, shape (m,)
        The sizes B.
    n_draws : int
        How many batches of each size.
    seed : int
        Which series of draws.

    Returns
    -------
    ndarray of float64, shape (m, n_draws)
        In nats, to about 1e-6 of σ: losses are looked up as float32.

    Raises
    ------
    ValueError
        If a loss is not finite, or a number is not whole or too small.

    Examples
    --------
    >>> independent_estimates([0.0, 1.0], [1, 10_000], 4).round(1)
    array([[0. , 0. , 0. , 1. ],
           [0.5, 0.5, 0.5, 0.5]])
    """
    values, sizes, n_draws = _checked(losses, batch_sizes, n_draws)
    sums, centre = _power_sums(values, sizes, n_draws, seed, np.float32, 1)
    return centre + sums[0] / np.array(sizes)[:, None]


def independent_moments(losses, batch_sizes, n_draws: int, *, seed: int = 0) -> DrawnMoments:
    """Mean, standard deviation and skewness of many batches with replacement, each drawn independently.

    Parameters
    ----------
    losses, batch_sizes, n_draws, seed
        As in `independent_estimates`.

    Returns
    -------
    DrawnMoments

    Raises
    ------
    ValueError
        As in `independent_estimates`.

    Examples
    --------
    >>> found = independent_moments([0.0, 1.0], [100], 1000)
    >>> found.mean.shape, round(float(found.std.mean()), 2)
    ((1, 1000), 0.5)
    """
    values, sizes, n_draws = _checked(losses, batch_sizes, n_draws)
    sums, centre = _power_sums(values, sizes, n_draws, seed, np.float64, 3)
    size = np.array(sizes)[:, None]
    r1, r2, r3 = sums / size
    m2 = r2 - r1 * r1
    m2[m2 < 1e-12 * r2] = 0  # losses that are equal but for rounding
    m3 = r3 - 3 * r1 * r2 + 2 * r1**3
    skewness = np.divide(m3, m2**1.5, out=np.zeros_like(m2), where=m2 > 0)
    return DrawnMoments(centre + r1, np.sqrt(m2 * size / np.maximum(size - 1, 1)), skewness)


def _checked(losses, batch_sizes, n_draws) -> tuple[np.ndarray, list[int], int]:
    """The arguments in the form that the rest works with."""
    sizes = [as_count(size, "batch_sizes", minimum=1) for size in np.atleast_1d(np.asarray(batch_sizes))]
    return as_losses(losses), sizes, as_count(n_draws, "n_draws", minimum=1)


def _power_sums(values, sizes: list[int], n_draws: int, seed: int, dtype, powers: int) -> tuple[np.ndarray, float]:
    """Sums of (ℓ − centre)^k over each batch, k = 1 … `powers`: float64 (powers, m, n_draws), and the centre.

    The centre is the median, about which most losses of a trained network are small.
    """
    seed = as_count(seed, "seed")
    centre = float(np.median(values))
    table = (values - centre).astype(dtype)
    if len(values) <= WORDS:  # as often as it fits, then zeros, which add nothing
        table = np.resize(np.append(np.tile(table, WORDS // len(table)), np.zeros(len(table), dtype)), WORDS)
    sums = np.zeros((powers, len(sizes), n_draws))
    tasks = []
    for i, size in enumerate(sizes):
        rows = max(1, TASK // size)
        tasks += [(size, sums[:, i, first : first + rows], [seed, size, first]) for first in range(0, n_draws, rows)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:  # NumPy draws, gathers and adds outside of Python's lock
        list(pool.map(lambda task: _add_batches(table, len(values), *task), tasks))
    return sums, centre


def _add_batches(table: np.ndarray, n: int, size: int, sums: np.ndarray, seed: list[int]) -> None:
    """Add the losses of batches, drawn by one generator, to their sums: float64 (powers, rows)."""
    rng = np.random.Generator(np.random.SFC64(seed))
    scratch = np.empty(CHUNK, np.int64), np.empty((2, CHUNK), table.dtype)
    together = max(1, CHUNK // size)
    left = np.full(sums.shape[1], size)
    if size >= LONG and n <= WORDS:
        for first in range(0, len(left), together):
            rows = slice(first, first + together)
            _add_words(rng, table, WORDS // n * n, left[rows], sums[:, rows], scratch)
        _add_rest(rng, table, n, left, sums)
        return
    for first in range(0, len(left), together):
        rows = sums[:, first : first + together]
        for start in range(0, size, CHUNK):
            places = rng.integers(0, n, rows.shape[1] * min(CHUNK, size - start))
            rows += _look_up(table, places, rows.shape[1], len(sums), scratch)


def _add_words(rng: np.random.Generator, table: np.ndarray, fits: int, left: np.ndarray, sums: np.ndarray, scratch) -> None:
    """Look up random words of 16 bits, four times cheaper than `rng.integers`; `left` is how many losses are missing then.

    Words from `fits` on meet no loss. Which losses the others meet does not depend on how many they are, so that
    the words of a batch that met more losses than were missing may be passed over.
    """
    while (missing := int(left.min())) >= LONG:
        width = min(int((missing - 2 * math.sqrt(missing)) * WORDS / fits), CHUNK // len(left)) // 4 * 4
        places = rng.bit_generator.random_raw(len(left) * width // 4).view(np.uint16)
        met = np.array([np.count_nonzero(row) for row in (places < fits).reshape(-1, width)])
        found = _look_up(table, places, len(left), len(sums), scratch)
        taken = met <= left
        sums += found * taken
        left -= met * taken


def _add_rest(rng: np.random.Generator, table: np.ndarray, n: int, left: np.ndarray, sums: np.ndarray) -> None:
    """Draw the `left` losses of each batch, so many for one and so many for the next."""
    starts, some = np.cumsum(left) - left, left > 0
    found = raised = table.take(rng.integers(0, n, left.sum())).astype(np.float64)
    for total in sums:
        total[some] += np.add.reduceat(raised, starts[some])
        raised = raised * found


def _look_up(table: np.ndarray, places: np.ndarray, rows: int, powers: int, scratch: tuple) -> np.ndarray:
    """Sums of the powers of the table's numbers at `places`, the same number for each row: float64 (powers, rows)."""
    index, (found, power) = scratch[0][: len(places)], scratch[1][:, : len(places)]
    index[:] = places
    table.take(index, out=found, mode="wrap")
    found, power = found.reshape(rows, -1), power.reshape(rows, -1)
    sums, raised = np.empty((powers, rows)), found
    for k in range(powers):
        raised = np.multiply(raised, found, out=power) if k else found
        sums[k] = np.add.reduce(raised, axis=1)
    return sums
