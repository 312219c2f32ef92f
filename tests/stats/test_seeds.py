"""Seeding in bulk is NumPy's seeding, bit for bit."""

import numpy as np
import pytest

from mbviz.stats.seeds import generators


@pytest.mark.parametrize(
    ("seed", "size", "draws"),
    [
        (0, 1, range(0, 300)),
        (123456789, 60_000, range(5, 400, 7)),
        (2**32 - 1, 2**32 - 1, range(2**32 - 2, 2**32)),
        (2**40, 5, range(3)),
        (0, 2, range(2**33, 2**33 + 2)),
    ],
)
def test_each_generator_is_the_one_of_default_rng(seed, size, draws):
    made = list(generators(seed, size, draws))
    assert len(made) == len(draws)
    for draw, rng in zip(draws, made):
        expected = np.random.default_rng([seed, size, draw])
        assert rng.bit_generator.state == expected.bit_generator.state
