"""NumPy's seeding for many draws at once.

``np.random.default_rng([seed, batch_size, draw])`` spends most of its 30 µs on turning the three
numbers into the state of a generator. For thousands of draws that is more than the drawing itself,
so here the same arithmetic runs over all draws in one go. NumPy guarantees it: seeds give the same
streams in every version (NEP 19). Source: NumPy's manual, *SeedSequence*, after
M. E. O'Neill, *Developing a seed_seq alternative*, 2015.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.random.bit_generator import ISeedSequence

_POOL = 4  # words of 32 bits
_SHIFT = np.uint32(16)
_MIX_LEFT, _MIX_RIGHT = np.uint32(0xCA01F9DD), np.uint32(0x4973F715)


class _Words(ISeedSequence):
    """Finished words in place of a seed: NumPy's own way in for other seeding."""

    def __init__(self, words: np.ndarray) -> None:
        self._words = words

    def generate_state(self, n_words, dtype=np.uint32):  # noqa: D102  (NumPy asks for exactly these 4 words of 64 bits)
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
