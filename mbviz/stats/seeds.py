"""NumPy's seeding and drawing for many draws at once.

``np.random.default_rng([seed, batch_size, draw])`` spends most of its 30 µs on turning the three numbers into the
state of a generator. For thousands of draws that is more than the drawing itself, so here the same arithmetic runs
over all draws in one go.

What is repeated: NumPy's *SeedSequence*, after M. E. O'Neill, *Developing a seed_seq alternative*, 2015; her
PCG-XSL-RR-128/64 (*PCG: a family of simple fast space-efficient statistically good algorithms for random number
generation*, 2014), the stream of which NumPy guarantees for its `PCG64`; whole numbers in a range after D. Lemire,
*Fast random integer generation in an interval*, 2019, and how `default_rng` and `Generator` put these together.
NumPy gives "No Compatibility Guarantee" for the last (NEP 19). So each process compares the results with NumPy's
before it takes this way, and leaves all to NumPy where they differ.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import product

import numpy as np
from numpy.random.bit_generator import ISeedSequence
from numpy.typing import DTypeLike, NDArray

from mbviz._selfcheck import SelfCheck
from mbviz.sampling import choose

_POOL = 4  # words of 32 bits
_SHIFT = np.uint32(16)
_MIX_LEFT, _MIX_RIGHT = np.uint32(0xCA01F9DD), np.uint32(0x4973F715)

_MULTIPLIER = 2549297995355413924 << 64 | 4865540595714422341  # of the generator's steps, modulo 2**128
_LOW, _HALF, _ONE = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(1)
_STEPPED = 48  # words; for more, NumPy's own loop is faster than arithmetic on all draws at once

_Pair = tuple[NDArray[np.uint64], NDArray[np.uint64]]  # high and low words of numbers of 128 bits


class _Words(ISeedSequence):
    """Finished words in place of a seed: NumPy's own way in for other seeding."""

    def __init__(self, words: NDArray[np.uint64]) -> None:
        self._words = words

    def generate_state(self, n_words: int, dtype: DTypeLike = np.uint32) -> NDArray[np.uint64]:
        if (n_words, np.dtype(dtype)) != (len(self._words), self._words.dtype):
            raise ValueError(f"{len(self._words)} words of 64 bits are at hand; asked for {n_words} of {dtype}.")
        return self._words


def _pcg64(words: NDArray[np.uint64]) -> np.random.PCG64:
    """The generator whose seed gives these four words."""
    return np.random.PCG64(_Words(words))  # type: ignore[arg-type]  # NumPy's types know its own SeedSequence alone


class _Hash:
    """A hash whose constant moves on with every use."""

    def __init__(self, start: int, factor: int) -> None:
        self._constant, self._factor = start, factor

    def __call__(self, values: NDArray[np.uint32]) -> NDArray[np.uint32]:
        values = values ^ np.uint32(self._constant)
        self._constant = self._constant * self._factor & 0xFFFFFFFF
        values = values * np.uint32(self._constant)
        return values ^ (values >> _SHIFT)


def generators(seed: int, batch_size: int, draws: range) -> Iterator[np.random.Generator]:
    """The generators ``np.random.default_rng([seed, batch_size, draw])`` for each of the draws.

    Examples
    --------
    >>> [int(rng.integers(1000)) for rng in generators(7, 10, range(3))]
    [879, 427, 416]
    >>> [int(np.random.default_rng([7, 10, draw]).integers(1000)) for draw in range(3)]
    [879, 427, 416]
    """
    if max(seed, batch_size, draws[-1]) >= 2**32 or not numpy_agrees():  # such numbers fill several words each
        return (np.random.default_rng([seed, batch_size, draw]) for draw in draws)
    return _seeded(seed, batch_size, draws)


def _seeded(seed: int, batch_size: int, draws: range) -> Iterator[np.random.Generator]:
    """The `generators` by way of all their states at once."""
    return (np.random.Generator(_pcg64(words)) for words in _states(seed, batch_size, draws))


def _states(seed: int, batch_size: int, draws: range) -> NDArray[np.uint64]:
    """Four words of 64 bits for each draw: uint64 (len(draws), 4)."""
    draw = np.array(draws, dtype=np.uint32)
    entropy = [np.full_like(draw, seed), np.full_like(draw, batch_size), draw, np.zeros_like(draw)]
    hashed = _Hash(0x43B0D7E5, 0x931E8875)
    pool = [hashed(word) for word in entropy]
    for source in range(_POOL):
        for target in range(_POOL):
            if source != target:
                mixed = _MIX_LEFT * pool[target] - _MIX_RIGHT * hashed(pool[source])
                pool[target] = mixed ^ (mixed >> _SHIFT)
    hashed = _Hash(0x8B51F9DD, 0x58F38DED)
    words = np.stack([hashed(pool[i % _POOL]) for i in range(2 * _POOL)], axis=1)
    low, high = words[:, 0::2].astype(np.uint64), words[:, 1::2].astype(np.uint64)
    return low | high << np.uint64(32)


def batch_masks(seed: int, batch_size: int, draws: range, n: int, rows: int) -> Iterator[NDArray[np.int64]]:
    """``rng.choice(n, batch_size)`` of each of the `generators`, as many as `rows` of them at a time.

    Yields int64 (at most `rows`, batch_size); the next batches take the place of the last ones.

    Examples
    --------
    >>> next(batch_masks(0, 5, range(10), 60_000, rows=1)), np.random.default_rng([0, 5, 0]).choice(60_000, 5)
    (array([[41784, 22928, 49898, 32864, 23437]]), array([41784, 22928, 49898, 32864, 23437]))
    """
    if max(seed, batch_size, draws[-1], n) >= 2**32 or sys.byteorder == "big" or not numpy_agrees():
        return (choose(rng, n, batch_size, True)[None] for rng in generators(seed, batch_size, draws))
    return _drawn(seed, batch_size, draws, n, rows)


def _drawn(seed: int, batch_size: int, draws: range, n: int, rows: int) -> Iterator[NDArray[np.int64]]:
    """The `batch_masks` by way of all their states at once, and many words at once for small batches."""
    drawn = np.empty((min(rows, len(draws)), batch_size), dtype=np.int64)
    states = _states(seed, batch_size, draws)
    words = np.empty((len(drawn), batch_size // 2 + 2 + batch_size // 2**13), dtype=np.uint64)
    for first in range(0, len(draws), rows):
        part = states[first : first + rows]
        if words.shape[1] <= _STEPPED:
            words[: len(part)] = _stepped(part, words.shape[1])
        else:
            for row, state in zip(words, part, strict=False):  # the last part can be shorter
                row[:] = _pcg64(state).random_raw(len(row))
        for k in _scale(words[: len(part)].view(np.uint32), n, drawn[: len(part)]):
            drawn[k] = np.random.default_rng([seed, batch_size, draws[first + k]]).choice(n, batch_size)
        yield drawn[: len(part)]


def _scale(words: NDArray[np.uint32], n: int, drawn: NDArray[np.int64]) -> list[int]:
    """Turn words of 32 bits, NumPy takes the low halves first, into numbers below `n`; the rows that need more words.

    A word u becomes u·n >> 32. Where the low half of u·n is below a bound, the next word is taken in its place.
    """
    size, bound = drawn.shape[1], (2**32 - n) % n
    head = words[:, :size]
    low = np.multiply(head, np.uint32(n), out=drawn.view(np.uint32)[:, :size])
    short = []
    for k in np.flatnonzero((low < bound).any(axis=1)) if low.min() < bound else ():
        passed = np.flatnonzero(words[k] * np.uint32(n) < bound)
        for place in passed[::-1]:
            words[k, place:-1] = words[k, place + 1 :]
        if len(passed) > words.shape[1] - size:
            short.append(int(k))
    product = drawn.view(np.uint64)
    np.multiply(head, np.uint64(n), out=product)
    np.right_shift(product, _HALF, out=product)
    return short


def _stepped(states: NDArray[np.uint64], count: int) -> NDArray[np.uint64]:
    """`count` words from each of the generators with these seed states, all in step.

    A state x is followed by a·x + c modulo 2**128, so m steps are A·x + C·c with A = a**m and
    C = 1 + a + … + a**(m − 1). From the first m states come the next m, and so on.
    """
    initial = states[:, 0:1], states[:, 1:2]
    increment = states[:, 2:3] << _ONE | states[:, 3:4] >> np.uint64(63), states[:, 3:4] << _ONE | _ONE
    state = _sum(initial, increment)
    for _ in range(2):  # one step belongs to NumPy's seeding, one to the first word
        state = _sum(_product(state, _MULTIPLIER), increment)
    power, total = _MULTIPLIER, 1
    while state[0].shape[1] < count:
        more = _sum(_product(state, power), _product(increment, total))
        state = np.concatenate([state[0], more[0]], axis=1), np.concatenate([state[1], more[1]], axis=1)
        power, total = power * power % 2**128, total * (power + 1) % 2**128
    high, low = state[0][:, :count], state[1][:, :count]
    mixed, turn = high ^ low, high >> np.uint64(58)
    return np.bitwise_or(mixed >> turn, mixed << (-turn & np.uint64(63)))


def _sum(x: _Pair, y: _Pair) -> _Pair:
    """x + y modulo 2**128."""
    low = x[1] + y[1]
    return x[0] + y[0] + (low < y[1]), low


def _product(x: _Pair, factor: int) -> _Pair:
    """x · factor modulo 2**128, by halves of 32 bits."""
    high, low = np.uint64(factor >> 64), np.uint64(factor & 2**64 - 1)
    x0, x1, f0, f1 = x[1] & _LOW, x[1] >> _HALF, low & _LOW, low >> _HALF
    middle = x1 * f0 + (x0 * f0 >> _HALF)
    other = x0 * f1 + (middle & _LOW)
    carried = x1 * f1 + (middle >> _HALF) + (other >> _HALF)
    return x[0] * low + x[1] * high + carried, x[1] * low


def _seeding_agrees(seed: int, batch_size: int, draws: range) -> bool:
    """Whether the generators made here start as those of ``default_rng``, and draw the same."""
    for draw, ours in zip(draws, _seeded(seed, batch_size, draws), strict=True):
        numpys = np.random.default_rng([seed, batch_size, draw])
        same = np.array_equal(ours.choice(999, 99, replace=False), numpys.choice(999, 99, replace=False))
        if not same or ours.bit_generator.state != numpys.bit_generator.state:
            return False
    return True


def _drawing_agrees(batch_size: int, n: int) -> bool:
    """Whether batches drawn here are those of ``default_rng``."""
    draws = range(3, 9)
    masks = np.concatenate([rows.copy() for rows in _drawn(7, batch_size, draws, n, 4)])
    numpys = [np.random.default_rng([7, batch_size, draw]).choice(n, batch_size) for draw in draws]
    return np.array_equal(masks, numpys)


def _agree() -> bool:
    """All ways here: short and long batches, with hardly any words passed over, some, and more than there are."""
    seeding = ((0, 1, range(3)), (2**32 - 1, 60_000, range(5, 2**32, 2**31)))
    drawing = product((1, 10, 60, 1001), (1, 60_000, 2**32 - 2**25, 3 * 2**30))
    return all(_seeding_agrees(*case) for case in seeding) and all(_drawing_agrees(*case) for case in drawing)


numpy_agrees = SelfCheck(_agree, "Batches are drawn one by one by NumPy's default_rng, which takes longer.")
