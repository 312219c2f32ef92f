"""QuantileBands of the mean loss: exact with replacement, closed at N without, and one path that ends there."""

import itertools
import re

import numpy as np
import pytest

import mbviz
from mbviz.stats.bands import QuantileBands, quantile_bands, running_mean, share_inside

SKEWED = np.random.default_rng(0).gamma(0.3, 2.0, 2000)


def test_the_normal_band_is_never_below_zero_and_closes_at_all_without_replacement():
    band = mbviz.spread_band(SKEWED, [1, 2000], replace=False)
    assert band.low[0] == 0
    assert band.low[1] == band.high[1] == SKEWED.mean()
    assert band.high[0] == pytest.approx(SKEWED.mean() + 2 * SKEWED.std())


def test_with_replacement_the_edges_are_the_quantiles_of_all_possible_batches():
    losses = np.array([0.0, 1.0, 5.0])
    means = np.sort([np.mean(batch) for batch in itertools.product(losses, repeat=4)])
    bands = quantile_bands(np.tile(losses, 2), [4], chances=(0.9, 0.5))
    for row, chance in enumerate((0.9, 0.5)):
        low, high = np.quantile(means, [(1 - chance) / 2, (1 + chance) / 2], method="inverted_cdf")
        assert bands.low[row, 0] == pytest.approx(low, abs=1e-3)
        assert bands.high[row, 0] == pytest.approx(high, abs=1e-3)


@pytest.mark.parametrize("size", [5, 100])
def test_the_bands_hold_their_share_of_real_draws(size):
    bands = quantile_bands(SKEWED, [size])
    rng, draws = np.random.default_rng(1), 4000
    means = SKEWED[rng.integers(len(SKEWED), size=(draws, size))].mean(axis=1)
    for row, chance in enumerate((0.95, 0.5)):
        held = ((bands.low[row, 0] <= means) & (means <= bands.high[row, 0])).mean()
        assert held == pytest.approx(chance, abs=4 * np.sqrt(chance * (1 - chance) / draws))


def test_without_replacement_the_bands_close_at_n_and_have_the_exact_standard_deviation():
    n = len(SKEWED)
    bands, free = quantile_bands(SKEWED, [10, n // 2, n], replace=False), quantile_bands(SKEWED, [10, n // 2, n])
    assert bands.low[:, 2] == pytest.approx(SKEWED.mean())
    assert bands.high[:, 2] == pytest.approx(SKEWED.mean())
    assert (bands.high[:, 2] - bands.low[:, 2] == 0).all()
    assert (free.high - free.low > 0).all()
    correction = np.sqrt((n - bands.batch_sizes) / (n - 1))
    assert bands.std_without == pytest.approx(SKEWED.std() / np.sqrt([10, n // 2, n]) * correction)
    assert bands.std_with == pytest.approx(SKEWED.std() / np.sqrt([10, n // 2, n]))


@pytest.mark.parametrize("size", [5, 100, 500, 1000, 1500, 1800, 1995])
def test_without_replacement_each_tail_holds_its_share_of_real_draws(size):
    losses = np.random.default_rng(2).gamma(0.05, 4.0, 2000)  # γ about 9; wrong-sided tails would hold 7% and 1%
    bands, draws = quantile_bands(losses, [size], replace=False), 20_000
    rng = np.random.default_rng(3)
    means = np.array([rng.choice(losses, size, replace=False).mean() for _ in range(draws)])
    for row, tail in enumerate((0.025, 0.25)):
        # The shape is an approximation: kurtosis is not exact; few examples may repeat, with the chance of B(B − 1)/(2N)
        few = min(size, 2000 - size)
        tolerance = 4 * np.sqrt(tail * (1 - tail) / draws) + (few * (few - 1) / 4000 if few < 10 else 0.1 * tail)
        assert (means < bands.low[row, 0]).mean() == pytest.approx(tail, abs=tolerance)
        assert (means > bands.high[row, 0]).mean() == pytest.approx(tail, abs=tolerance)


def test_all_but_one_without_replacement_have_the_mirror_image_of_the_law_of_that_one():
    losses = SKEWED[:401]
    means = np.sort((losses.sum() - losses) / 400)  # of all batches that leave one loss out
    bands = quantile_bands(losses, [400], replace=False)
    for row, chance in enumerate((0.95, 0.5)):
        expected = np.quantile(means, [(1 - chance) / 2, (1 + chance) / 2], method="inverted_cdf")
        assert [bands.low[row, 0], bands.high[row, 0]] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("size", [2, 3, 4, 5])
def test_without_replacement_no_edge_is_a_mean_that_cannot_be(size):
    losses = np.array([0.0, 0.0, 0.1, 0.3, 9.0, 9.5])
    means = [np.mean(batch) for batch in itertools.combinations(losses, size)]
    bands = quantile_bands(losses, [size], replace=False, chances=(0.9999,))
    assert min(means) - 1e-12 <= bands.low[0, 0] <= bands.high[0, 0] <= max(means) + 1e-12


def test_the_smallest_loss_is_within_a_band_that_starts_there():
    losses = np.r_[np.full(300, -1e-7), SKEWED[:700]]
    bands = quantile_bands(losses, [1, 2], chances=(0.95, 0.9))
    assert (bands.low == losses.min()).all()


def test_the_narrow_band_lies_within_the_wide_one_and_both_shrink():
    bands = quantile_bands(SKEWED, [1, 10, 100, 1000])
    assert (bands.low[0] <= bands.low[1]).all()
    assert (bands.high[1] <= bands.high[0]).all()
    assert (np.diff(bands.high[0] - bands.low[0])[1:] < 0).all()


def test_the_path_is_the_mean_of_the_first_examples_and_ends_at_the_mean_of_all():
    sizes = [1, 7, 2000]
    order = np.random.default_rng([3, 2000]).permutation(2000)
    path = running_mean(SKEWED, sizes, seed=3)
    assert path == pytest.approx([SKEWED[order[:size]].mean() for size in sizes])
    assert path[-1] == pytest.approx(SKEWED.mean())


def bands_about(mean: float, low: float, high: float) -> QuantileBands:
    sizes = np.array([1, 10])
    edges = np.array([[low, mean]]), np.array([[high, mean]])  # at B = 10 they meet
    return QuantileBands(sizes, (0.5,), *edges, mean, np.array([1.0, 0.3]), np.array([1.0, 0.0]))


@pytest.mark.parametrize("mean", [-1e-7, 3.0])
def test_a_mean_on_an_edge_lies_within_though_rounding_moved_it(mean):
    low, high = mean - abs(mean), mean + abs(mean)
    bands = bands_about(mean, low, high)
    moved = 1e-12 * abs(mean)
    estimates = np.array([[low - moved, high + moved, low - abs(mean), high + abs(mean)], [mean] * 4])
    assert share_inside(bands, [1, 10], estimates, replace=False) == [0.5]
    assert share_inside(bands, [1, 10], estimates) == [0.75]


def test_where_all_losses_are_equal_all_means_lie_within():
    bands = quantile_bands(np.full(20, 0.1), [1, 20])
    assert share_inside(bands, [20, 1], np.full((2, 5), 0.1)).tolist() == [1, 1]


@pytest.mark.parametrize("replace", [True, False])
def test_the_shares_inside_are_those_of_a_plain_count_and_near_the_bands_chances(replace):
    sizes, draws = [500, 3, 60, 2000], 400
    bands = quantile_bands(SKEWED, [1, 60, 500, 10, 3, 2000], replace=replace)
    drawn = mbviz.loss_estimates(SKEWED, sizes, draws, seed=2, replace=replace)
    found = share_inside(bands, sizes, drawn, replace=replace)
    for row, chance in enumerate(bands.chances):
        inside = 0
        counted = [size for size in sizes if replace or size < 2000]
        for size, means in zip(counted, drawn, strict=False):
            column = bands.batch_sizes.tolist().index(size)
            inside += sum(bands.low[row, column] <= mean <= bands.high[row, column] for mean in means)
        n = len(counted) * draws
        assert found[row] == inside / n
        # without replacement the shape is approximate, to a tenth of a tail's chance
        assert found[row] == pytest.approx(chance, abs=4 * np.sqrt(chance * (1 - chance) / n) + 0.1 * (1 - chance))


@pytest.mark.parametrize(
    ("sizes", "estimates", "sentence"),
    [
        ([1, 5], [[0.1], [0.1]], "batch_sizes must be sizes that the bands were made for; got 5."),
        ([1], [0.1, 0.2], "estimates must hold a row of mean losses for each of the 1 batch sizes, shape (1, R); got"),
        ([1, 10], [[0.1], [np.nan]], "estimates must hold finite numbers"),
    ],
)
def test_estimates_that_do_not_fit_the_bands_are_refused(sizes, estimates, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        share_inside(quantile_bands(SKEWED, [1, 10]), sizes, estimates)


@pytest.mark.parametrize("sizes", [[0], [2001], [1.5]])
def test_sizes_beyond_the_data_are_refused(sizes):
    with pytest.raises(ValueError, match="batch_size"):
        running_mean(SKEWED, sizes, seed=0)
    with pytest.raises(ValueError, match="batch_size"):
        quantile_bands(SKEWED, sizes, replace=False)


def test_one_size_and_one_chance_may_stand_alone():
    bands = quantile_bands(SKEWED, 7, chances=0.5)
    assert bands.batch_sizes.tolist() == [7]
    assert bands.chances == (0.5,)
    assert bands.low.shape == bands.high.shape == (1, 1)
    assert running_mean(SKEWED, 7, seed=0).shape == (1,)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"batch_sizes": []}, "batch_sizes must hold at least one size."),
        ({"batch_sizes": [1, 2001]}, "batch_sizes must be at most 2000, the number of losses; got 2001."),
        ({"batch_sizes": [[1, 2], [3]]}, "batch_sizes must be a regular array of numbers"),
        ({"chances": ()}, "chances must hold at least one number, each above 0 and below 1; got none."),
        ({"chances": (0.5, 1.5)}, "chances must hold at least one number, each above 0 and below 1; got 0.5, 1.5."),
        ({"chances": (0,)}, "chances must hold at least one number, each above 0 and below 1; got 0."),
        ({"chances": ("a",)}, "chances must hold real numbers"),
    ],
)
def test_bad_input_gets_a_sentence(arguments, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        quantile_bands(SKEWED, **{"batch_sizes": [1], **arguments})
    if "chances" not in arguments:
        with pytest.raises(ValueError, match=re.escape(sentence)):
            running_mean(SKEWED, **arguments, seed=0)
