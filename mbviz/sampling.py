"""Drawing mini-batches: a draw is a pure function of (seed, batch_size, draw) and N."""

from __future__ import annotations

import math
from itertools import count, takewhile

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import LARGEST, ROOM, as_array, as_count, as_indices, shown
from mbviz._selfcheck import SelfCheck

__all__ = ["draw_batch", "likely_repeat", "repeat_chance", "repeated", "round_sizes"]

SPARSE = 50  # from n / 50 indices on NumPy shuffles all n of them to draw without replacement, and keeps them in memory


def draw_batch(n: int, batch_size: int, *, seed: int = 0, draw: int = 0, replace: bool = True) -> NDArray[np.int64]:
    """Draw the indices of one mini-batch, the article's ``batch_mask``.

    The same four numbers give the same batch on every machine with the same version of NumPy. Other versions have
    given the same batches so far, but need not: NumPy guarantees the stream of its bit generator PCG64, and gives
    "No Compatibility Guarantee" for what its `Generator` makes of it (NumPy manual, *Random Generator*; NEP 19).

    Parameters
    ----------
    n : int
        How many examples there are, N (the article's ``train_size``); below 2⁶³.
    batch_size : int
        How many to draw, B. At most 10⁸, and at most N without replacement.
    seed, draw : int
        Which series of draws, and which draw of it: 0, 1, 2 … without an end.
    replace : bool
        Whether an example may come twice, as NumPy's default has it.

    Returns
    -------
    ndarray of int64, shape (batch_size,)
        Indices from 0 to N − 1.

    Raises
    ------
    ValueError
        If a number is not whole, too small or too large, or `batch_size` is above N without replacement. Without
        replacement more than one in fifty of more than 10⁸ examples are refused as well.

    Examples
    --------
    >>> draw_batch(60_000, 5)
    array([41784, 22928, 49898, 32864, 23437])
    >>> np.random.default_rng([0, 5, 0]).choice(60_000, 5)
    array([41784, 22928, 49898, 32864, 23437])
    """
    n = as_count(n, "n", minimum=1, maximum=LARGEST)
    batch_size = as_count(batch_size, "batch_size", minimum=1)
    seed, draw = as_count(seed, "seed"), as_count(draw, "draw")
    if not isinstance(replace, (bool, np.bool_)):
        raise ValueError(f"replace must be True or False; got {replace!r}.")
    if batch_size > n and not replace:
        raise ValueError(f"batch_size must be at most n = {n} without replacement; got {shown(batch_size)}.")
    if batch_size > ROOM:
        raise ValueError(f"batch_size must be at most {ROOM}, which take 800 MB; got {shown(batch_size)}.")
    if not replace and n > ROOM and batch_size > n // SPARSE:
        raise ValueError(
            f"batch_size must be at most n // {SPARSE} = {n // SPARSE} of so many without replacement; got {batch_size}."
        )
    return choose(np.random.default_rng([seed, batch_size, draw]), n, batch_size, replace)


def choose(rng: np.random.Generator, n: int, batch_size: int, replace: bool) -> NDArray[np.int64]:
    """``rng.choice(n, batch_size, replace=replace)`` for arguments that are known to be good."""
    if replace and integers_are_choice():
        return rng.integers(0, n, batch_size)  # all that choice does with replacement, in half the time
    return rng.choice(n, batch_size, replace=replace)


def _integers_are_choice() -> bool:
    """Whether ``integers`` draws what ``choice`` draws, and leaves the generator as it does."""
    for n, size in ((1, 1), (10, 7), (60_000, 100), (3 * 2**30, 50), (2**33 + 1, 5)):  # words of 32 bits, and of 64
        one, other = np.random.default_rng([0, size, n]), np.random.default_rng([0, size, n])
        same = np.array_equal(one.integers(0, n, size), other.choice(n, size))
        if not same or one.bit_generator.state != other.bit_generator.state:
            return False
    return True


integers_are_choice = SelfCheck(_integers_are_choice, "Batches are drawn by Generator.choice, half as fast.")


def repeated(batch_mask: ArrayLike) -> NDArray[np.int64]:
    """The indices that stand more than once in a batch.

    Parameters
    ----------
    batch_mask : array_like of int, shape (B,)
        Indices of at least 0.

    Returns
    -------
    ndarray of int64, shape (k,)
        Each of them once, ascending.

    Raises
    ------
    ValueError
        If `batch_mask` holds anything but indices.

    Examples
    --------
    >>> repeated([7, 3, 7, 1, 3, 7])
    array([3, 7])
    """
    if as_array(batch_mask, "batch_mask").size == 0:
        return np.empty(0, np.int64)
    values, counts = np.unique(as_indices(batch_mask, "batch_mask", LARGEST), return_counts=True)
    return values[counts > 1]


def repeat_chance(n: int, size: int) -> float:
    """How likely a batch drawn with replacement holds some example more than once: the birthday problem.

    Parameters
    ----------
    n : int
        How many examples there are to draw from, N.
    size : int
        B.

    Returns
    -------
    float
        1 − (1 − 0/N)(1 − 1/N) … (1 − (B − 1)/N).

    Raises
    ------
    ValueError
        If `n` or `size` is no whole number of at least 1, or `size` more than memory has room for.

    Examples
    --------
    >>> round(repeat_chance(365, 23), 4), repeat_chance(10, 1), repeat_chance(10, 11)
    (0.5073, 0.0, 1.0)
    """
    n, size = as_count(n, "n", minimum=1, maximum=LARGEST), as_count(size, "size", minimum=1, maximum=ROOM)
    return 1.0 if size > n else float(0.0 - np.expm1(np.log1p(-np.arange(size) / n).sum()))


def likely_repeat(n: int) -> int:
    """The smallest batch that holds some example more than once with a chance above one half, drawn with replacement.

    Parameters
    ----------
    n : int
        How many examples there are to draw from, N.

    Returns
    -------
    int
        About 1.18 √N.

    Raises
    ------
    ValueError
        If `n` is no whole number from 1 to 10⁹.

    Examples
    --------
    >>> likely_repeat(365), likely_repeat(60_000)
    (23, 289)
    """
    n = as_count(n, "n", minimum=1, maximum=ROOM)
    most = min(n, math.isqrt(2 * n) + 2)  # from 1.42 √N on the chance is 1 − 1/e and more
    without = np.cumsum(np.log1p(-np.arange(most) / n))
    return int(np.count_nonzero(without >= math.log(0.5))) + 1


def round_sizes(n: int) -> tuple[int, ...]:
    """The batch sizes 1, 2, 5, 10, 20, 50 … below N, and N itself.

    Parameters
    ----------
    n : int
        How many examples there are, N.

    Returns
    -------
    tuple of int
        Ascending; 16 sizes for N = 60,000.

    Raises
    ------
    ValueError
        If `n` is no whole number of at least 1.

    Examples
    --------
    >>> round_sizes(60)
    (1, 2, 5, 10, 20, 50, 60)
    """
    n = as_count(n, "n", minimum=1)
    steps = (m * 10**k for k in count() for m in (1, 2, 5))
    return (*takewhile(lambda size: size < n, steps), n)
