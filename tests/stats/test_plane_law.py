"""The law of the mean of pairs: against enumeration, plain sums, and real batches."""

import itertools

import numpy as np
import pytest

from mbviz.stats import plane_law as module
from mbviz.stats.convolution import integer_power
from mbviz.stats.plane_law import plane_law

RNG = np.random.default_rng(3)


def skewed(n=400):
    """Pairs, (n, 2), with a long tail to one side and correlated."""
    return np.column_stack([RNG.exponential(1.0, n) + 0.5, RNG.normal(0, 2.0, n)]) @ np.array([[1, 0.3], [0, 1]])


PAIRS = skewed()


@pytest.mark.parametrize("size", [1, 2, 3])
def test_on_grid_points_the_law_is_the_one_of_all_batches_written_out(size):
    points = np.array([[0, 0], [1, 2], [3, 1], [3, 1], [-1, 5]])
    counts = np.zeros((64, 32))
    for batch in itertools.product(points.tolist(), repeat=size):
        x, y = np.sum(batch, axis=0)
        counts[y % 64, x % 32] += 1
    transform = module._binned(points.astype(float), [32, 64])
    assert np.fft.irfft2(integer_power(transform, size), (64, 32)) == pytest.approx(counts / 5**size, abs=1e-14)


def test_between_grid_points_the_mean_of_each_pair_stays():
    transform = module._binned(np.array([[0.25, 3.5], [7.0, 0.75]]), [32, 32])
    mass = np.fft.irfft2(transform, (32, 32))
    assert mass.sum(axis=0) @ np.arange(32) == pytest.approx((0.25 + 7) / 2)
    assert mass.sum(axis=1) @ np.arange(32) == pytest.approx((3.5 + 0.75) / 2)
    assert (mass > 1e-12).sum() == 6


def test_the_direct_transform_is_the_plain_sum_at_the_frequencies_that_it_has(monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 150)
    found = module._direct(PAIRS, [256, 512])
    for row, column in ((0, 0), (3, 5), (-7, 40), (-40, 1), (40, 0)):
        angle = 2 * np.pi * (column * PAIRS[:, 0] / 256 + row * PAIRS[:, 1] / 512)
        assert found[row, column] == pytest.approx(np.exp(-1j * angle).mean(), abs=1e-12)
    assert not found[41:-41].any() and not found[:, 41:].any()


@pytest.mark.parametrize("size", [1, 5, 50, 299, 300, 60_000])
def test_mean_and_covariance_are_those_of_the_mean_of_a_batch(size):
    law = plane_law(PAIRS, size)
    x, y = (law.corner[d] + law.step[d] * np.arange(law.mass.shape[1 - d]) for d in (0, 1))
    mean = law.mass.sum(axis=0) @ x, law.mass.sum(axis=1) @ y
    spread = (law.mass.sum(axis=0) @ (x - mean[0]) ** 2, law.mass.sum(axis=1) @ (y - mean[1]) ** 2)
    both = (y - mean[1]) @ law.mass @ (x - mean[0])
    wanted = np.cov(PAIRS.T, bias=True) / size
    assert np.abs(np.array(mean) - PAIRS.mean(axis=0)).max() < 0.01 * law.std.max()
    assert [*spread, both] == pytest.approx([wanted[0, 0], wanted[1, 1], wanted[0, 1]], rel=0.015)


def test_both_ways_to_the_transform_give_one_law():
    """Along a grid that goes around, the chances of four quarters, by either way; batches of 299 and of 300."""
    chances = []
    for size in (299, 300):
        law = plane_law(PAIRS, size)
        x, y = (law.corner[d] + law.step[d] * (np.arange(law.mass.shape[1 - d])) for d in (0, 1))
        at = (PAIRS.mean(axis=0) + np.multiply.outer([-1.0, 0.0, 1.0], law.std)).T
        chances.append([law.mass[np.ix_(y <= b, x <= a)].sum() for a in at[0] for b in at[1]])
    assert chances[0] == pytest.approx(chances[1], abs=0.012)  # of one grid line of these, up to 0.02 deviations wide
