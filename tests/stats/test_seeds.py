"""Seeding and drawing in bulk are NumPy's, bit for bit; where NumPy's are others, they are NumPy's still."""

import numpy as np
import pytest

import mbviz
from mbviz import sampling
from mbviz.stats import seeds
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
    for draw, rng in zip(draws, made, strict=True):
        expected = np.random.default_rng([seed, size, draw])
        assert rng.bit_generator.state == expected.bit_generator.state


@pytest.fixture
def asked_anew(monkeypatch):
    """The comparisons of this process are still to come."""
    for check in (seeds.numpy_agrees, sampling.integers_are_choice):
        monkeypatch.setattr(check, "_found", None)


class Turned(np.random.Generator):
    """Draws other numbers from the same stream, each word mirrored."""

    def integers(self, low, high=None, size=None, **more):
        low, high = (0, low) if high is None else (low, high)
        return high - 1 + low - super().integers(low, high, size, **more)

    def choice(self, n, size=None, replace=True):
        return self.integers(0, n, size) if replace else n - 1 - super().choice(n, size, replace=False)


def mirrored(seed):
    return Turned(np.random.PCG64(seed))


def of_another_stream(seed):
    return np.random.Generator(np.random.PCG64DXSM(seed))


def reseeded(seed):
    return np.random.Generator(np.random.PCG64([1, *seed]))


def assert_estimates_are_those_of_pasted_lines() -> None:
    losses = np.sin(np.arange(1000.0)) ** 8
    for replace in (True, False):
        found = mbviz.loss_estimates(losses, [1, 10, 300], 7, seed=2, replace=replace)
        for row, size in zip(found, (1, 10, 300), strict=True):
            masks = [np.random.default_rng([2, size, k]).choice(1000, size, replace=replace) for k in range(7)]
            np.testing.assert_array_equal(row, [losses[mask].mean() for mask in masks])


@pytest.mark.parametrize("other", [mirrored, of_another_stream, reseeded])
def test_where_numpy_draws_otherwise_estimates_are_those_of_its_draws_and_the_log_says_so_once(
    monkeypatch, caplog, asked_anew, other
):
    monkeypatch.setattr(np.random, "default_rng", other)
    assert_estimates_are_those_of_pasted_lines()
    assert_estimates_are_those_of_pasted_lines()
    assert [record.getMessage() for record in caplog.records] == [
        "A fast way is not taken, since its results differ. "
        "Batches are drawn one by one by NumPy's default_rng, which takes longer."
    ]


def test_where_the_bit_generator_asks_for_other_words_estimates_are_those_of_numpys_draws(
    monkeypatch, caplog, asked_anew
):
    whole = np.random.PCG64
    monkeypatch.setattr(np.random, "PCG64", lambda seed: whole(seed.generate_state(8, np.uint32)))
    assert_estimates_are_those_of_pasted_lines()
    (record,) = caplog.records
    assert "4 words of 64 bits are at hand; asked for 8 of <class 'numpy.uint32'>." in record.getMessage()


def test_where_numpy_draws_as_here_nothing_is_logged(caplog, asked_anew):
    assert_estimates_are_those_of_pasted_lines()
    assert seeds.numpy_agrees() and sampling.integers_are_choice() and not caplog.records
