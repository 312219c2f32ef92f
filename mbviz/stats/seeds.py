"""NumPy's seeding and drawing for many draws at once.

``np.random.default_rng([seed, batch_size, draw])`` spends most of its 30 µs on turning the three
numbers into the state of a generator. For thousands of draws that is more than the drawing itself,
so here the same arithmetic runs over all draws in one go. NumPy guarantees it: seeds give the same
streams in every version (NEP 19). Sources: NumPy's manual, *SeedSequence*, after M. E. O'Neill,
*Developing a seed_seq alternative*, 2015; the generator is her PCG-XSL-RR-128/64 (*PCG: a family of
simple fast space-efficient statistically good algorithms for random number generation*, 2014); whole
numbers in a range after D. Lemire, *Fast random integer generation in an interval*, 2019.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
from numpy.random.bit_generator import ISeedSequence

_POOL = 4  # words of 32 bits
_SHIFT = np.uint32(16)
_MIX_LEFT, _MIX_RIGHT = np.uint32(0xCA01F9DD), np.uint32(0x4973F715)

_MULTIPLIER = 2549297995355413924 << 64 | 4865540595714422341  # of the generator's steps, modulo 2**128
_LOW, _HALF, _ONE = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(1)
_STEPPED = 48  # words; for more, NumPy's own loop is faster than arithmetic on all draws at once


class _Words(ISeedSequence):
    """Finished words in place of a seed: NumPy's own way in for other seeding."""

    def __init__(self, words: np.ndarray) -> None:
        self._words = words

    def generate_state(self, n_words, dtype=np.uint32):
        return self._words


class _Hash:
    """A hash whose constant moves on with every use."""

    def __init__(self, start: int, factor: int) -> None:
        self._constant, self._factor = start, factor

    def __call__(self, values: np.ndarray) -> np.ndarray:
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
    if max(seed, batch_size, draws[-1]) >= 2**32:  # such numbers fill several words each
        return (np.random.default_rng([seed, batch_size, draw]) for draw in draws)
    return (np.random.Generator(np.random.PCG64(_Words(words))) for words in _states(seed, batch_size, draws))


def _states(seed: int, batch_size: int, draws: range) -> np.ndarray:
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


def batch_masks(seed: int, batch_size: int, draws: range, n: int, rows: int) -> Iterator[np.ndarray]:
    """``rng.integers(0, n, batch_size)`` of each of the `generators`, as many as `rows` of them at a time.

    Yields int64 (at most `rows`, batch_size); the next batches take the place of the last ones.

    Examples
    --------
    >>> next(batch_masks(0, 5, range(10), 60_000, rows=1)), np.random.default_rng([0, 5, 0]).integers(0, 60_000, 5)
    (array([[41784, 22928, 49898, 32864, 23437]]), array([41784, 22928, 49898, 32864, 23437]))
    """
    drawn = np.empty((min(rows, len(draws)), batch_size), dtype=np.int64)
    if max(seed, batch_size, draws[-1], n) >= 2**32 or sys.byteorder == "big":
        for rng in generators(seed, batch_size, draws):
            drawn[0] = rng.integers(0, n, batch_size)
            yield drawn[:1]
        return
    states = _states(seed, batch_size, draws)
    words = np.empty((len(drawn), batch_size // 2 + 2 + batch_size // 2**13), dtype=np.uint64)
    for first in range(0, len(draws), rows):
        part = states[first : first + rows]
        if words.shape[1] <= _STEPPED:
            words[: len(part)] = _stepped(part, words.shape[1])
        else:
            for row, state in zip(words, part):
                row[:] = np.random.PCG64(_Words(state)).random_raw(len(row))
        for k in _scale(words[: len(part)].view(np.uint32), n, drawn[: len(part)]):
            drawn[k] = np.random.default_rng([seed, batch_size, draws[first + k]]).integers(0, n, batch_size)
        yield drawn[: len(part)]


def _scale(words: np.ndarray, n: int, drawn: np.ndarray) -> list[int]:
    """Turn words of 32 bits, NumPy takes the low halves first, into numbers below `n`; the rows that need more words.

    A word u becomes u·n >> 32. Where the low half of u·n is below a bound, the next word is taken in its place.
    """
    size, bound = drawn.shape[1], (2**32 - n) % n
    head = words[:, :size]
    low = np.multiply(head, np.uint32(n), out=drawn.view(np.uint32)[:, :size])
    short = []
    for k in (low < bound).any(axis=1).nonzero()[0] if low.min() < bound else ():
        passed = (words[k] * np.uint32(n) < bound).nonzero()[0]
        for place in passed[::-1]:
            words[k, place:-1] = words[k, place + 1 :]
        if len(passed) > words.shape[1] - size:
            short.append(int(k))
    product = drawn.view(np.uint64)
    np.multiply(head, np.uint64(n), out=product)
    np.right_shift(product, _HALF, out=product)
    return short


def _stepped(states: np.ndarray, count: int) -> np.ndarray:
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
        state = tuple(np.concatenate(halves, axis=1) for halves in zip(state, more))
        power, total = power * power % 2**128, total * (power + 1) % 2**128
    high, low = state[0][:, :count], state[1][:, :count]
    mixed, turn = high ^ low, high >> np.uint64(58)
    return mixed >> turn | mixed << (-turn & np.uint64(63))


def _sum(x: tuple, y: tuple) -> tuple:
    """x + y modulo 2**128, each a pair of high and low words."""
    low = x[1] + y[1]
    return x[0] + y[0] + (low < y[1]), low


def _product(x: tuple, factor: int) -> tuple:
    """x · factor modulo 2**128, by halves of 32 bits."""
    high, low = np.uint64(factor >> 64), np.uint64(factor & 2**64 - 1)
    x0, x1, f0, f1 = x[1] & _LOW, x[1] >> _HALF, low & _LOW, low >> _HALF
    middle = x1 * f0 + (x0 * f0 >> _HALF)
    other = x0 * f1 + (middle & _LOW)
    carried = x1 * f1 + (middle >> _HALF) + (other >> _HALF)
    return x[0] * low + x[1] * high + carried, x[1] * low
