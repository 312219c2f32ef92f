"""Bands of the mean loss: exact with replacement, closed at N without, and one path that ends there."""

import itertools

import numpy as np
import pytest

from mbviz.bands import exact_bands, running_mean

SKEWED = np.random.default_rng(0).gamma(0.3, 2.0, 2000)


def test_with_replacement_the_edges_are_the_quantiles_of_all_possible_batches():
    losses = np.array([0.0, 1.0, 5.0])
    means = np.sort([np.mean(batch) for batch in itertools.product(losses, repeat=4)])
    bands = exact_bands(np.tile(losses, 2), [4], chances=(0.9, 0.5))
    for row, chance in enumerate((0.9, 0.5)):
        low, high = np.quantile(means, [(1 - chance) / 2, (1 + chance) / 2], method="inverted_cdf")
        assert bands.low[row, 0] == pytest.approx(low, abs=1e-3)
        assert bands.high[row, 0] == pytest.approx(high, abs=1e-3)


@pytest.mark.parametrize("size", [5, 100])
def test_the_bands_hold_their_share_of_real_draws(size):
    bands = exact_bands(SKEWED, [size])
    rng, draws = np.random.default_rng(1), 4000
    means = SKEWED[rng.integers(len(SKEWED), size=(draws, size))].mean(axis=1)
    for row, chance in enumerate((0.95, 0.5)):
        held = ((bands.low[row, 0] <= means) & (means <= bands.high[row, 0])).mean()
        assert held == pytest.approx(chance, abs=4 * np.sqrt(chance * (1 - chance) / draws))


def test_without_replacement_the_bands_close_at_n_and_have_the_exact_standard_deviation():
    n = len(SKEWED)
    bands, free = exact_bands(SKEWED, [10, n // 2, n], replace=False), exact_bands(SKEWED, [10, n // 2, n])
    assert bands.low[:, 2] == pytest.approx(SKEWED.mean())
    assert bands.high[:, 2] == pytest.approx(SKEWED.mean())
    width, free_width = bands.high - bands.low, free.high - free.low
    assert width[:, 1] / free_width[:, 1] == pytest.approx(np.sqrt((n - n // 2) / (n - 1)))
    assert free_width[0, 2] > 0
    assert bands.std_with == pytest.approx(SKEWED.std() / np.sqrt([10, n // 2, n]))


def test_the_narrow_band_lies_within_the_wide_one_and_both_shrink():
    bands = exact_bands(SKEWED, [1, 10, 100, 1000])
    assert (bands.low[0] <= bands.low[1]).all()
    assert (bands.high[1] <= bands.high[0]).all()
    assert (np.diff(bands.high[0] - bands.low[0])[1:] < 0).all()


def test_the_path_is_the_mean_of_the_first_examples_and_ends_at_the_mean_of_all():
    sizes = [1, 7, 2000]
    order = np.random.default_rng([3, 2000]).permutation(2000)
    path = running_mean(SKEWED, sizes, seed=3)
    assert path == pytest.approx([SKEWED[order[:size]].mean() for size in sizes])
    assert path[-1] == pytest.approx(SKEWED.mean())


@pytest.mark.parametrize("sizes", [[0], [2001], [1.5]])
def test_sizes_beyond_the_data_are_refused(sizes):
    with pytest.raises(ValueError, match="batch_size"):
        running_mean(SKEWED, sizes, seed=0)
    with pytest.raises(ValueError, match="batch_size"):
        exact_bands(SKEWED, sizes, replace=False)
