"""Loss estimates: each is the batch it says, and their spread is the one the theory gives."""

from itertools import combinations

import numpy as np
import pytest

import mbviz
from mbviz.stats import estimates as module
from mbviz.stats import seeds
from mbviz.stats.seeds import batch_masks

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


@pytest.mark.parametrize("replace", [True, False])
@pytest.mark.parametrize("workers", [1, 2, 7])
def test_fewer_draws_than_threads_are_drawn_as_well(monkeypatch, workers, replace):
    monkeypatch.setattr(module, "WORKERS", workers)
    (found,) = mbviz.loss_estimates(LOSSES, [7], 1, seed=4, replace=replace)
    assert found == LOSSES[mbviz.draw_batch(2000, 7, seed=4, replace=replace)].mean()


@pytest.mark.parametrize("size", [1, 2, 3, 93, 96, 1000, 1021, 40_000])
def test_each_estimate_has_the_very_bits_of_its_batchs_mean(size):
    losses = np.tile(LOSSES, 30)
    got = mbviz.loss_estimates(losses, [size], 37, seed=123)[0]
    for draw in range(37):
        assert got[draw] == losses[mbviz.draw_batch(len(losses), size, seed=123, draw=draw)].mean()


@pytest.mark.parametrize("n", [1, 2, 3, 60_000, 2**16, 2**31 + 1, 3 * 10**9, 2**32 - 1, 2**32, 2**40])
@pytest.mark.parametrize("size", [1, 2, 7, 89, 90, 1000, 20_001])
@pytest.mark.parametrize(
    ("seed", "draws"),
    [(0, range(5)), (2**32 - 1, range(3, 12, 4)), (2**40, range(2)), (5, range(2**32 - 1, 2**32 + 1))],
)
def test_batch_masks_in_bulk_are_those_of_draw_batch(n, size, seed, draws):
    """Above 2³¹ a third to a half of NumPy's 32-bit words are passed over, far more than are drawn to spare."""
    rows = [row.copy() for group in batch_masks(seed, size, draws, n, rows=2) for row in group]
    assert len(rows) == len(draws)
    for row, draw in zip(rows, draws, strict=True):
        np.testing.assert_array_equal(row, mbviz.draw_batch(n, size, seed=seed, draw=draw))


@pytest.mark.parametrize("stepped", [0, 2**20])
def test_both_ways_to_draw_give_the_same_batches(monkeypatch, stepped):
    monkeypatch.setattr(seeds, "_STEPPED", stepped)
    (found,) = batch_masks(9, 5001, range(4), 60_000, rows=4)
    for row, draw in zip(found, range(4), strict=True):
        np.testing.assert_array_equal(row, mbviz.draw_batch(60_000, 5001, seed=9, draw=draw))


def test_single_words_that_numpy_passes_over_are_passed_over():
    """One word in 91,000 is, for 60,000 examples: these seeds have some at the start, in the middle and at the end."""
    draws, size, n = range(40), 60_000, 60_000
    shifted = 0
    for draw, row in zip(draws, (group[0] for group in batch_masks(1, size, draws, n, rows=1))):
        rng = np.random.default_rng([1, size, draw])
        words = rng.bit_generator.random_raw(size // 2).view(np.uint32).astype(np.uint64)
        shifted += bool((row != (words * np.uint64(n) >> np.uint64(32)).astype(np.int64)).any())
        np.testing.assert_array_equal(row, mbviz.draw_batch(n, size, seed=1, draw=draw))
    assert 5 < shifted < 35


def test_fewer_draws_and_other_sizes_change_no_estimate():
    many = mbviz.loss_estimates(LOSSES, [3, 500], 50)
    np.testing.assert_array_equal(mbviz.loss_estimates(LOSSES, [500], 7)[0], many[1, :7])


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
    losses = [0.1, 0.4, 2.0, 5.0, 0.0]
    means = [np.mean(batch) for batch in combinations(losses, 3)]
    assert mbviz.standard_error(np.std(losses), 3, n=5) == pytest.approx(np.std(means))


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
        (lambda: mbviz.standard_error(1.0, [0, 1]), "batch_size must be a whole number of at least 1; got 0"),
        (lambda: mbviz.standard_error(1.0, 3, n=2), "at most n = 2"),
    ],
)
def test_bad_input_gets_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


@pytest.mark.parametrize("replace", [True, False])
@pytest.mark.parametrize("first", [1, 200, 2**32 - 2, 2**53 - 4])
def test_estimates_from_a_later_draw_on_are_those_of_its_batches(replace, first):
    losses = np.random.default_rng(0).exponential(size=500)
    (found,) = mbviz.loss_estimates(losses, [7], 5, seed=3, replace=replace, first=first)
    masks = [mbviz.draw_batch(500, 7, seed=3, draw=first + k, replace=replace) for k in range(5)]
    np.testing.assert_array_equal(found, [losses[mask].mean() for mask in masks])


def test_a_first_draw_that_is_no_count_is_refused():
    with pytest.raises(ValueError, match="first must be a whole number of at least 0"):
        mbviz.loss_estimates([1.0], [1], 1, first=-1)


def test_the_standard_error_of_sizes_that_no_float_holds():
    np.testing.assert_allclose(mbviz.standard_error(1.0, [10, 2**64]), [10**-0.5, 2.0**-32], rtol=1e-15)
    assert mbviz.standard_error(3.0, 10**400) == pytest.approx(3e-200, rel=1e-15)
    assert mbviz.standard_error(1.0, 10**5000) == 0.0
    errors = mbviz.standard_error(1.0, [2**70 // 4, 2**70], n=2**70)
    np.testing.assert_allclose(errors, [2.0**-34 * 0.75**0.5, 0.0], rtol=1e-15)
    assert mbviz.standard_error(1.0, 1e6) == mbviz.standard_error(1.0, 10**6)


@pytest.mark.parametrize("size", [2.5, float("inf"), True, "9", [1, [2]]])
def test_what_is_no_whole_number_has_no_standard_error(size):
    with pytest.raises(ValueError, match="batch_size must be a "):
        mbviz.standard_error(1.0, size)


@pytest.mark.parametrize(("sizes", "draws"), [([1], 10**12), ([1, 2], 10**8), ([10**12], 1), ([2**64], 1)])
def test_more_estimates_than_memory_has_room_for_get_a_sentence(sizes, draws):
    with pytest.raises(ValueError, match="(batch_size|n_draws) must be at most"):
        mbviz.loss_estimates([0.0, 1.0], sizes, draws)
