"""Batch means for studies of many thousand batches: as fast as random numbers come, but no batch can be opened again."""

from __future__ import annotations

import math
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from mbviz._checks import as_count, as_draws, as_losses, as_sizes
from mbviz._selfcheck import SelfCheck
from mbviz.stats.scale import gradual, scale_of

__all__ = ["DrawnMoments", "independent_estimates", "independent_moments"]

CHUNK = 2**19  # losses that are looked up at once; threads that changed places more often would wait for one another
PIECE = 2**17  # losses that are drawn by `rng.integers` at once, in the cache
STEP = 64  # losses that are added as one row; float32 sums of so few are good to 1e-6
TASK = 2**22  # losses for each generator, so that results do not depend on the number of threads
WORDS = 2**16  # what a random word of 16 bits can say
LARGEST = 10**9  # batch size; one such batch takes a second
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

    mean: NDArray[np.float64]
    std: NDArray[np.float64]
    skewness: NDArray[np.float64]


@gradual
def independent_estimates(
    losses: ArrayLike, batch_sizes: ArrayLike, n_draws: int, *, seed: int = 0
) -> NDArray[np.float64]:
    """Mean losses of many batches with replacement, each drawn independently of all others.

    What `loss_estimates` gives, several times faster, but not of batches that `draw_batch` can draw again. The
    same seed gives the same numbers, whatever the number of threads.

    Parameters
    ----------
    losses : array_like of float, shape (N,)
        In nats.
    batch_sizes : array_like of int, shape (m,)
        The sizes B, each from 1 to 10⁹.
    n_draws : int
        How many batches of each size.
    seed : int
        Which series of draws.

    Returns
    -------
    ndarray of float64, shape (m, n_draws)
        In nats, to about 1e-6 of σ: losses are looked up as float32, in units of the largest of them.

    Raises
    ------
    ValueError
        If a loss is not finite, a number is not whole, too small or too large (sizes up to 10⁹), or there would be more
        than 10⁸ estimates.

    Examples
    --------
    >>> independent_estimates([0.0, 1.0], [1, 10_000], 4).round(1)
    array([[0. , 0. , 0. , 1. ],
           [0.5, 0.5, 0.5, 0.5]])
    """
    values, sizes, n_draws = _checked(losses, batch_sizes, n_draws)
    sums, centre, scale = _power_sums(values, sizes, n_draws, seed, np.float32, 1)
    return _within(values, scale * (centre + sums[0] / np.array(sizes)[:, None]))


@gradual
def independent_moments(losses: ArrayLike, batch_sizes: ArrayLike, n_draws: int, *, seed: int = 0) -> DrawnMoments:
    """Mean, standard deviation and skewness of many batches with replacement, each drawn independently.

    Parameters
    ----------
    losses : array_like of float, shape (N,)
    batch_sizes : array_like of int, shape (m,)
    n_draws, seed : int
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
    sums, centre, scale = _power_sums(values, sizes, n_draws, seed, np.float64, 3)
    size = np.array(sizes)[:, None]
    r1, r2, r3 = sums / size
    m2 = r2 - r1 * r1
    m2[m2 < 1e-12 * r2] = 0  # losses that are equal but for rounding
    m3 = r3 - 3 * r1 * r2 + 2 * r1**3
    cubed = m2**1.5
    skewness = np.divide(m3, cubed, out=np.zeros_like(m2), where=cubed > 0)
    std = np.sqrt(m2 * size / np.maximum(size - 1, 1))
    return DrawnMoments(_within(values, scale * (centre + r1)), scale * std, skewness)


def _within(values: NDArray[np.float64], means: NDArray[np.float64]) -> NDArray[np.float64]:
    """The means, none beyond the smallest and the largest loss, as float32's rounding would have it."""
    return means.clip(values.min(), values.max())


def _checked(losses: ArrayLike, batch_sizes: ArrayLike, n_draws: int) -> tuple[NDArray[np.float64], list[int], int]:
    """The arguments in the form that the rest works with."""
    sizes = np.atleast_1d(as_sizes(batch_sizes, "batch_sizes", maximum=LARGEST)).tolist()
    return as_losses(losses), sizes, as_draws(n_draws, "n_draws", len(sizes))


def _power_sums(
    values: NDArray[np.float64], sizes: list[int], n_draws: int, seed: int, dtype: DTypeLike, powers: int
) -> tuple[NDArray[np.float64], float, float]:
    """Sums of (ℓ − centre)^k over each batch, k = 1 … `powers`: float64 (powers, m, n_draws), the centre, and the scale.

    The centre is the median, about which most losses of a trained network are small. Losses are counted in units of
    the scale, a power of two, so that float32 has room for the largest of them.
    """
    seed, scale = as_count(seed, "seed"), scale_of(values)
    values = values / scale
    centre = float(np.median(values))
    table = np.power.outer(values - centre, np.arange(1, powers + 1)).T.astype(dtype)
    if len(values) <= WORDS:  # as often as it fits, then zeros, which add nothing
        fits = WORDS // len(values)
        table = np.pad(np.tile(table, fits), ((0, 0), (0, WORDS - fits * len(values))))
    sums = np.zeros((powers, len(sizes), n_draws))
    tasks = []
    for i, size in enumerate(sizes):
        rows = max(1, TASK // size)
        tasks += [(size, sums[:, i, first : first + rows], first) for first in range(0, n_draws, rows)]
    own = threading.local()

    def work(task: tuple[int, NDArray[np.float64], int]) -> None:
        size, part, first = task
        rng = np.random.Generator(np.random.SFC64([seed, size, first]))
        _add_batches(rng, table, len(values), size, part, own)

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:  # NumPy and SciPy work outside of Python's lock
        list(pool.map(work, tasks))
    return sums, centre, scale


def _add_batches(
    rng: np.random.Generator, table: NDArray[Any], n: int, size: int, sums: NDArray[np.float64], own: threading.local
) -> None:
    """Add the losses of batches to their sums: float64 (powers, rows)."""
    together = max(1, CHUNK // size)
    for first in range(0, sums.shape[1], together):
        rows = sums[:, first : first + together]
        left = np.full(rows.shape[1], size)
        if size >= LONG and n <= WORDS:
            _add_words(rng, table, WORDS // n * n, left, rows, own)
        while left.any():
            now = np.minimum(left, -(-PIECE // len(left)))
            _add_drawn(rng, table, n, now, rows)
            left -= now


def _add_words(
    rng: np.random.Generator,
    table: NDArray[Any],
    fits: int,
    left: NDArray[np.int64],
    sums: NDArray[np.float64],
    own: threading.local,
) -> None:
    """Look up random words of 16 bits, four times cheaper than `rng.integers`; `left` is how many losses are missing then.

    Words from `fits` on meet no loss. Which losses the others meet does not depend on how many they are, so that
    the words of a batch that met more losses than were missing may be passed over.
    """
    add = _add_steps if sparse_agrees() else _add_steps_plainly
    while (missing := int(left.min())) * len(left) > CHUNK // 4:
        width = min(int((missing - 2 * math.sqrt(missing)) * WORDS / fits), CHUNK // len(left)) // STEP * STEP
        words = rng.bit_generator.random_raw(len(left) * width // 4).view(np.uint16)
        met = np.array([np.count_nonzero(row) for row in (words < fits).reshape(-1, width)])
        taken = met <= left
        for total, column in zip(sums, table, strict=True):
            found = add(words, column, own).reshape(len(left), -1)
            total += np.add.reduce(found, axis=1, dtype=np.float64) * taken
        left -= met * taken


def _add_steps(words: NDArray[np.uint16], column: NDArray[Any], own: threading.local) -> NDArray[Any]:
    """The sums of each STEP of the losses that the words name: (len(words) // STEP,), of the dtype of `column`.

    A sparse matrix of ones in the columns that the words name, times the losses, looks up and adds in one go. Each
    thread keeps its own, and only changes the columns: fresh memory comes page by page.
    """
    from scipy.sparse import csr_array  # slow to load, and nothing else needs it

    if not hasattr(own, "adder"):
        ones, starts = np.ones(CHUNK, column.dtype), np.arange(0, CHUNK + 1, STEP).astype(np.int32)
        own.adder = csr_array((ones, np.zeros(CHUNK, np.int32), starts), (len(starts) - 1, WORDS))
    own.adder.indices[: len(words)] = words
    return (own.adder @ column)[: len(words) // STEP]


def _add_steps_plainly(words: NDArray[np.uint16], column: NDArray[Any], own: threading.local) -> NDArray[Any]:
    """The same by NumPy alone, in three times the time."""
    return np.add.reduce(column.take(words).reshape(-1, STEP), axis=1)


def _sparse_agrees() -> bool:
    """Whether the sparse matrix adds as a plain sum does, also when its columns are changed."""
    rng, own = np.random.default_rng(0), threading.local()
    column = rng.integers(0, 99, WORDS).astype(np.float64)  # whole numbers, whose sums are exact in any order
    cases = [rng.integers(0, WORDS, size).astype(np.uint16) for size in (CHUNK, 10 * STEP, STEP)]
    return all(
        np.array_equal(_add_steps(words, column, own), _add_steps_plainly(words, column, own)) for words in cases
    )


sparse_agrees = SelfCheck(_sparse_agrees, "Losses are looked up and added by NumPy, and not by SciPy's sparse matrix.")


def _add_drawn(
    rng: np.random.Generator, table: NDArray[Any], n: int, left: NDArray[np.int64], sums: NDArray[np.float64]
) -> None:
    """Draw the `left` losses of each batch, so many for one and so many for the next."""
    starts, some = np.cumsum(left) - left, left > 0
    found = raised = table[0].take(rng.integers(0, n, left.sum())).astype(np.float64)
    for total in sums:
        total[some] += np.add.reduceat(raised, starts[some])
        raised = raised * found
