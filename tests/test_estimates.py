"""Loss estimates: each is the batch it says, and their spread is the one the theory gives."""

import numpy as np
import pytest

import mbviz

LOSSES = np.random.default_rng(5).gamma(0.3, 1.2, size=2000)  # skewed, like the losses of a trained network


@pytest.mark.parametrize("replace", [True, False])
def test_each_estimate_is_the_mean_of_the_batch_it_names(replace):
    sizes = [1, 7, 2000]
    got = mbviz.loss_estimates(LOSSES, sizes, 3, seed=4, replace=replace)
    assert got.dtype == np.float64
    for i, size in enumerate(sizes):
        for k in range(3):
            mask = mbviz.draw_batch(2000, size, seed=4, draw=k, replace=replace)
            assert got[i, k] == pytest.approx(sum(LOSSES[j] for j in mask) / size, rel=1e-12)


def test_a_batch_of_all_without_replacement_is_the_mean_itself():
    got = mbviz.loss_estimates(LOSSES, [len(LOSSES)], 5, replace=False)
    np.testing.assert_allclose(got, LOSSES.mean(), rtol=1e-12)


@pytest.mark.parametrize("replace", [True, False])
@pytest.mark.parametrize("size", [10, 500])
def test_the_spread_of_estimates_is_the_standard_error(replace, size):
    draws = 2000
    estimates = mbviz.loss_estimates(LOSSES, [size], draws, replace=replace)[0]
    error = mbviz.standard_error(LOSSES.std(), size, None if replace else len(LOSSES))
    excess = ((LOSSES - LOSSES.mean()) ** 4).mean() / LOSSES.var() ** 2 - 3
    # relative standard error of a standard deviation over R draws: sqrt((2 + κ/B) / (4R))
    tolerance = 5 * np.sqrt((2 + excess / size) / (4 * draws))
    assert estimates.std() == pytest.approx(error, rel=tolerance)
    assert abs(estimates.mean() - LOSSES.mean()) < 5 * error / np.sqrt(draws)


def test_standard_error_by_hand():
    assert mbviz.standard_error(3.0, 9) == 1.0
    assert mbviz.standard_error(3.0, 9, n=9) == 0.0
    assert mbviz.standard_error(3.0, 4, n=9) == pytest.approx(1.5 * np.sqrt(5 / 8))
    assert mbviz.standard_error(3.0, 1, n=1) == 0.0


def test_standard_error_without_replacement_equals_the_enumeration_of_all_batches():
    from itertools import combinations

    losses = [0.1, 0.4, 2.0, 5.0, 0.0]
    means = [np.mean(batch) for batch in combinations(losses, 3)]
    assert mbviz.standard_error(np.std(losses), 3, n=5) == pytest.approx(np.std(means))


def test_the_band_is_never_below_zero_and_closes_at_all_without_replacement():
    band = mbviz.spread_band(LOSSES, [1, 2000], replace=False)
    assert band.low[0] == 0
    assert band.low[1] == band.high[1] == LOSSES.mean()
    assert band.high[0] == pytest.approx(LOSSES.mean() + 2 * LOSSES.std())


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: mbviz.loss_estimates([1.0, np.nan], [1], 1), "losses must hold finite numbers; got nan"),
        (lambda: mbviz.loss_estimates([], [1], 1), "losses must hold one loss for each example"),
        (lambda: mbviz.loss_estimates([1.0], [0], 1), "batch_sizes must be a whole number of at least 1; got 0"),
        (lambda: mbviz.loss_estimates([1.0], [1.5], 1), "batch_sizes must be a whole number"),
        (lambda: mbviz.loss_estimates([1.0], [1], 0), "n_draws must be a whole number of at least 1; got 0"),
        (lambda: mbviz.loss_estimates([1.0, 2.0], [3], 1, replace=False), "at most n = 2 without replacement"),
        (lambda: mbviz.standard_error(-1.0, 1), "std must be a number of at least 0"),
        (lambda: mbviz.standard_error(1.0, [0, 1]), "batch_size must be at least 1"),
        (lambda: mbviz.standard_error(1.0, 3, n=2), "at most n = 2"),
    ],
)
def test_bad_input_gets_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
