"""Drawing mini-batches: a draw is a pure function of (seed, batch_size, draw) and N."""

from __future__ import annotations

import numpy as np

from mbviz._checks import as_count

__all__ = ["draw_batch", "repeated", "round_sizes"]


def draw_batch(n: int, batch_size: int, *, seed: int = 0, draw: int = 0, replace: bool = True) -> np.ndarray:
    """Draw the indices of one mini-batch, the article's ``batch_mask``.

    The same four numbers give the same batch on every machine, since NumPy keeps the stream of
    ``default_rng`` for a given sequence of seeds (NumPy manual, *Parallel random number generation*).

    Parameters
    ----------
    n : int
        How many examples there are, N (the article's ``train_size``).
    batch_size : int
        How many to draw, B. At most N without replacement.
    seed, draw : int
        Which series of draws, and which draw of it: 0, 1, 2 …
    replace : bool
        Whether an example may come twice, as NumPy's default has it.

    Returns
    -------
    ndarray of int64, shape (batch_size,)
        Indices from 0 to N − 1.

    Raises
    ------
    ValueError
        If a number is not whole, too small, or `batch_size` is above N without replacement.

    Examples
    --------
    >>> draw_batch(60_000, 5)
    array([41784, 22928, 49898, 32864, 23437])
    >>> np.random.default_rng([0, 5, 0]).choice(60_000, 5)
    array([41784, 22928, 49898, 32864, 23437])
    """
    n = as_count(n, "n", minimum=1)
    batch_size = as_count(batch_size, "batch_size", minimum=1)
    seed, draw = as_count(seed, "seed"), as_count(draw, "draw")
    if not isinstance(replace, (bool, np.bool_)):
        raise ValueError(f"replace must be True or False; got {replace!r}.")
    if batch_size > n and not replace:
        raise ValueError(f"batch_size must be at most n = {n} without replacement; got {batch_size}.")
    return choose(np.random.default_rng([seed, batch_size, draw]), n, batch_size, replace)


def choose(rng: np.random.Generator, n: int, batch_size: int, replace: bool) -> np.ndarray:
    """``rng.choice(n, batch_size, replace=replace)`` for arguments that are known to be good."""
    if replace:
        return rng.integers(0, n, batch_size)  # all that choice does with replacement, in half the time
    return rng.choice(n, batch_size, replace=False)


def repeated(batch_mask) -> np.ndarray:
    """The indices that stand more than once in a batch.

    Parameters
    ----------
    batch_mask : array_like of int, shape (B,)

    Returns
    -------
    ndarray of int64
        Each of them once, ascending.

    Examples
    --------
    >>> repeated([7, 3, 7, 1, 3, 7])
    array([3, 7])
    """
    values, counts = np.unique(np.asarray(batch_mask, dtype=np.int64), return_counts=True)
    return values[counts > 1]


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
    steps = (m * 10**k for k in range(len(str(n))) for m in (1, 2, 5))
    return (*(size for size in steps if size < n), n)
