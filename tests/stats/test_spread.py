"""The slope of the spread: exact on exact points, within its own error on drawn ones."""

import numpy as np
import pytest

from mbviz import loss_estimates, standard_error
from mbviz.stats.spread import fit_spread, times_apart
from mbviz.stats.summary import summarize

LOSSES = np.random.default_rng(5).gamma(0.3, 1.2, size=2000)
SUMMARY = summarize(LOSSES)
SIZES = np.array([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000])


def estimates_with(spreads):
    """Two estimates for each size, at exactly these distances from the mean."""
    return SUMMARY.mean + np.outer(spreads, [-1, 1])


def test_the_measured_spread_is_the_root_mean_square_distance_from_the_mean():
    found = fit_spread([1, 4], estimates_with([0.3, 0.2]), SUMMARY)
    np.testing.assert_allclose(found.measured, [0.3, 0.2])
    assert found.slope == pytest.approx(np.log(0.2 / 0.3) / np.log(4))


@pytest.mark.parametrize("replace", [True, False])
def test_the_exact_spread_has_the_slope_minus_one_half_and_fits_itself(replace):
    exact = standard_error(SUMMARY.std, SIZES, None if replace else SUMMARY.n)
    found = fit_spread(SIZES, estimates_with(exact), SUMMARY, replace=replace)
    assert found.slope == pytest.approx(-0.5, abs=1e-9)
    np.testing.assert_allclose(found.exact, exact)
    np.testing.assert_allclose(found.fitted, exact, atol=1e-12)


def test_slope_and_error_are_those_of_weighted_least_squares_by_polyfit():
    drawn = loss_estimates(LOSSES, SIZES, 50, seed=1)
    weight = 4 * 50 / (2 + SUMMARY.kurtosis / SIZES)
    spread = np.sqrt(((drawn - LOSSES.mean()) ** 2).mean(axis=1))
    line, covariance = np.polyfit(np.log(SIZES), np.log(spread), 1, w=np.sqrt(weight), cov="unscaled")
    found = fit_spread(SIZES, drawn, SUMMARY)
    assert found.slope == pytest.approx(line[0])
    assert found.slope_error == pytest.approx(np.sqrt(covariance[0, 0]))
    np.testing.assert_allclose(found.fitted, np.exp(np.polyval(line, np.log(SIZES))))


@pytest.mark.parametrize("replace", [True, False])
def test_over_many_seeds_the_slope_lies_off_as_far_as_its_error_says(replace):
    sizes = SIZES[3:]  # where the logarithm of the spread is nearly normal
    drawn = [loss_estimates(LOSSES, sizes, 100, seed=seed, replace=replace) for seed in range(60)]
    found = [fit_spread(sizes, estimates, SUMMARY, replace=replace) for estimates in drawn]
    off = np.array([(one.slope + 0.5) / one.slope_error for one in found])
    assert abs(off.mean()) < 4 / np.sqrt(60) + 0.2  # a logarithm bends a little
    assert abs(off.std() - 1) < 4 / np.sqrt(2 * 60)


def test_the_size_of_all_without_replacement_has_no_spread_but_for_rounding():
    drawn = loss_estimates(LOSSES, SIZES, 20, replace=False)
    assert fit_spread(SIZES, drawn, SUMMARY, replace=False).measured[-1] == 0


def test_one_size_or_equal_losses_leave_no_slope():
    with pytest.raises(ValueError, match="^A slope needs at least two"):
        fit_spread([5], estimates_with([0.1]), SUMMARY)
    with pytest.raises(ValueError, match="^A slope needs at least two"):
        fit_spread([1, 2], np.ones((2, 4)), summarize(np.ones(9)))


@pytest.mark.parametrize("sizes", [[[1, 2]], 5, [], [1, 2.5], [2, 2], [2, 1], [0, 1]])
def test_sizes_that_are_no_ascending_whole_numbers_get_a_sentence(sizes):
    with pytest.raises(
        ValueError, match="^batch_sizes must be whole numbers of at least 1, each above the one before; got "
    ):
        fit_spread(sizes, np.ones((2, 4)), SUMMARY)


@pytest.mark.parametrize(
    ("estimates", "sentence"),
    [
        (
            np.ones((1, 4)),
            r"^estimates must hold a row of mean losses for each of the 2 batch sizes, shape \(2, R\); got shape \(1,",
        ),
        (np.ones(2), r"got shape \(2,\)"),
        (np.ones((2, 0)), r"got shape \(2, 0\)"),
        ([[1.0, 2.0], [np.nan, 1.0]], r"^estimates must hold finite numbers; got nan at index \(1, 0\)"),
        ([[1.0, 2.0], [1.0]], "^estimates must be a regular array"),
        ([["a"], ["b"]], "^estimates must hold real numbers"),
    ],
)
def test_estimates_of_another_shape_or_not_finite_get_a_sentence(estimates, sentence):
    with pytest.raises(ValueError, match=sentence):
        fit_spread([1, 2], estimates, SUMMARY)


def test_the_pair_is_the_largest_with_a_factor_of_a_hundred():
    assert times_apart(SIZES.tolist(), 100) == (20, 2000)
    assert times_apart([1, 2, 5, 10, 20, 50, 60], 100) is None
