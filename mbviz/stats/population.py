"""Mini-batches of a hundred million out of a population of a billion, without a billion of anything.

The population repeats the N losses in hand, so a batch is told by how often each of them came. These counts follow
the multinomial law with replacement, and the multivariate hypergeometric law without.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_count, as_draws, as_losses, shown
from mbviz._messages import Message
from mbviz.stats.scale import gradual

__all__ = ["LARGEST", "relative_errors", "simulate_population"]

LARGEST = 10**12  # population and batch
FEW = 2000  # drawn one by one


@gradual
def simulate_population(
    losses: ArrayLike, n: int, batch_size: int, n_draws: int, *, seed: int = 0, replace: bool = True
) -> NDArray[np.float64]:
    """Draw batches from a population of `n` examples with the losses ℓ_1 … ℓ_N, ℓ_1 … ℓ_N and so on.

    Each estimate is an exact draw: what is left out is only which of the copies of an example it was. One costs
    a few milliseconds for N = 60,000, whatever `n` and `batch_size`.

    Parameters
    ----------
    losses : array_like of float, shape (N,)
        In nats. Example i of the population has the loss ``losses[i % N]``.
    n : int
        The population, at most 10¹². The mean loss of it is that of `losses` where N divides `n`, and differs by
        less than N/n of their range elsewhere.
    batch_size : int
        B, at most 10¹², and at most `n` without replacement.
    n_draws : int
        How many batches.
    seed : int
        Which series of draws; draw k comes from ``np.random.default_rng([seed, batch_size, k])``.
    replace : bool
        With or without replacement.

    Returns
    -------
    ndarray of float64, shape (n_draws,)
        The mean loss of each batch, in nats.

    Raises
    ------
    ValueError
        If a number is not whole, too small or too large, or a loss is not finite.

    Examples
    --------
    >>> simulate_population([0.0, 1.0], 10**9, 10**8, 3).round(4)
    array([0.5, 0.5, 0.5])
    >>> float(simulate_population([0.0, 1.0], 10**9, 10**9, 1, replace=False)[0])
    0.5
    """
    values = as_losses(losses)
    n, batch_size = as_count(n, "n", minimum=1), as_count(batch_size, "batch_size", minimum=1)
    n_draws, seed = as_draws(n_draws, "n_draws"), as_count(seed, "seed")
    if not isinstance(replace, (bool, np.bool_)):
        raise ValueError(Message("replace must be True or False; got {got}.", got=repr(replace)))
    if max(n, batch_size) > LARGEST:
        raise ValueError(
            Message(
                "n and batch_size must be at most {top:,}; got {got}.", top=LARGEST, got=shown(max(n, batch_size), ",")
            )
        )
    if batch_size > n and not replace:
        raise ValueError(
            Message("batch_size must be at most n = {n} without replacement; got {got}.", n=n, got=batch_size)
        )
    copies = np.full(len(values), n // len(values))
    copies[: n % len(values)] += 1
    count = _with_replacement if replace else _without_replacement
    draws = (np.random.default_rng([seed, batch_size, draw]) for draw in range(n_draws))
    return np.array([count(rng, copies, batch_size).astype(np.float64) @ values / batch_size for rng in draws])


def _with_replacement(rng: np.random.Generator, copies: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """How often each loss comes among `size` draws with replacement: int64 (N,), multinomial."""
    return rng.multinomial(size, copies / copies.sum())


def _without_replacement(rng: np.random.Generator, copies: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """How often each loss comes in a subset of `size` examples: int64 (N,), multivariate hypergeometric.

    NumPy draws these counts for populations below 10⁹ only. Here every example is taken with the chance
    size/total first, which gives binomial counts. All subsets of the size C that comes out are equally likely, so
    a random subset of it, or a random addition to it from the rest, makes every subset of the wanted size equally
    likely. The correction, of about √size examples, is a draw of the same kind.
    """
    total = int(copies.sum())
    if size <= FEW:
        places = rng.choice(total, size, replace=False, shuffle=False)
        return np.bincount(np.searchsorted(np.cumsum(copies), places, side="right"), minlength=len(copies))
    taken = rng.binomial(copies, size / total)
    extra = int(taken.sum()) - size
    if extra > 0:
        return taken - _without_replacement(rng, taken, extra)
    return taken + _without_replacement(rng, copies - taken, -extra)


@gradual
def relative_errors(
    losses: ArrayLike, batch_size: int, n_draws: int, *, population: int | None = None, seed: int = 0
) -> NDArray[np.float64]:
    """How far off the mean losses of drawn batches are, as shares of the mean that they estimate: (ℓ̄ − μ)/|μ|.

    What `mbviz.required_batch_size` plans, tried: its `confidence` is the share of batches whose error is within its
    `precision`.

    Parameters
    ----------
    losses : array_like of float, shape (N,)
        In nats.
    batch_size : int
        B, at most 10¹², and at most `population`.
    n_draws : int
        How many batches.
    population : int, optional
        n, where μ is the mean of n examples, drawn from without replacement. More than N of them repeat the losses,
        as in `simulate_population`; fewer are drawn from the losses anew for each batch, and μ with them. Left out,
        μ is the true risk: the batches are drawn with replacement, as from a population without end.
    seed : int
        Which series of draws.

    Returns
    -------
    ndarray of float64, shape (n_draws,)
        0.01 is 1% too high.

    Raises
    ------
    ValueError
        If a number is not whole, too small or too large, a loss is not finite, or the mean loss is 0.

    Examples
    --------
    >>> relative_errors([1.0, 3.0], 4, 3).tolist()
    [-0.25, -0.5, 0.0]
    >>> relative_errors([1.0, 3.0], 10**6, 3, population=10**6).tolist()
    [0.0, 0.0, 0.0]
    """
    values = as_losses(losses)
    n = len(values)
    if population is not None and as_count(population, "population", minimum=1) < n:
        return _errors_of_subsets(values, population, as_count(batch_size, "batch_size", minimum=1), n_draws, seed)
    estimates = simulate_population(
        values, n if population is None else population, batch_size, n_draws, seed=seed, replace=population is None
    )
    times, rest = divmod(population or n, n)
    mean = (times * values.sum() + values[:rest].sum()) / (population or n)
    return _relative(estimates, mean)


def _errors_of_subsets(values: NDArray[np.float64], n: int, size: int, n_draws: int, seed: int) -> NDArray[np.float64]:
    """The `relative_errors` of batches of `size` examples in subsets of `n` of them."""
    if size > n:
        raise ValueError(
            Message("batch_size must be at most n = {n} without replacement; got {got}.", n=n, got=shown(size))
        )
    n_draws, seed = as_draws(n_draws, "n_draws"), as_count(seed, "seed")
    found = np.empty((2, n_draws))
    for draw in range(n_draws):
        subset = np.random.default_rng([seed, size, draw]).permutation(values)[:n]
        found[:, draw] = subset[:size].mean(), subset.mean()
    return _relative(*found)


def _relative(estimates: NDArray[np.float64], mean: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """(ℓ̄ − μ)/|μ|."""
    if not np.all(mean):
        raise ValueError(Message("A mean loss of 0 has no relative error."))
    return (estimates - mean) / np.abs(mean)
