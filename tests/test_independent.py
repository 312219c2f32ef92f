"""Independent draws: every example equally likely on each of the three ways, and the same numbers from any threads."""

import os

import numpy as np
import pytest

from mbviz import independent
from mbviz.independent import CHUNK, LONG, independent_estimates, independent_moments
from mbviz.summary import summarize

LOSSES = np.random.default_rng(5).gamma(0.3, 1.2, size=60_000)
SIZES = [1, 2, 37, 1000, LONG - 1, LONG, 20_000, CHUNK, 150_000]  # below and above every limit


@pytest.mark.parametrize("n", [60_000, 40_000, 100, 65_536, 70_000])  # 16 bits with and without misses, or too few
@pytest.mark.parametrize("size", SIZES)
def test_mean_and_spread_are_those_of_the_theory(n, size):
    losses, draws = LOSSES[:n] if n <= 60_000 else np.resize(LOSSES, n), 400
    estimates = independent_estimates(losses, [size], draws, seed=2)[0]
    whole = summarize(losses)
    error = whole.std / np.sqrt(size)
    assert abs(estimates.mean() - whole.mean) < 4.5 * error / np.sqrt(draws)
    assert estimates.std() == pytest.approx(error, rel=4.5 * np.sqrt((2 + whole.kurtosis / size) / (4 * draws)))


@pytest.mark.parametrize("n", [3, 700, 40_000, 65_536, 70_000])
@pytest.mark.parametrize("place", [0, 0.5, 1])
def test_each_example_is_as_likely_as_any_other(n, place):
    losses = np.zeros(n)
    losses[round(place * (n - 1))] = 1
    for size in (1000, 60_000):
        draws = 400
        hits = independent_estimates(losses, [size], draws, seed=6)[0].sum() * size
        expected = size * draws / n
        assert abs(hits - expected) < 4.5 * np.sqrt(expected)


def test_batches_do_not_repeat_one_another():
    estimates = independent_estimates(LOSSES, [100, 10_000, 100], 3000)
    assert len(np.unique(estimates[0])) == 3000
    assert len(np.unique(estimates[1])) == 3000
    assert abs(np.corrcoef(estimates[:2])[0, 1]) < 4.5 / np.sqrt(3000)
    assert abs(np.corrcoef(estimates[1, 1:], estimates[1, :-1])[0, 1]) < 4.5 / np.sqrt(3000)
    np.testing.assert_array_equal(estimates[0], estimates[2])  # a size and a seed say it all


def test_the_numbers_do_not_depend_on_the_threads(monkeypatch):
    found = independent_estimates(LOSSES, SIZES, 30, seed=3)
    for workers in (1, 5):
        monkeypatch.setattr(os, "cpu_count", lambda workers=workers: workers)
        np.testing.assert_array_equal(independent_estimates(LOSSES, SIZES, 30, seed=3), found)
    assert (independent_estimates(LOSSES, SIZES[2:], 30, seed=4) != found[2:]).all()


@pytest.mark.parametrize("size", SIZES)
def test_moments_are_of_the_same_batches_as_the_means(size):
    estimates = independent_estimates(LOSSES, [size], 50, seed=1)[0]
    moments = independent_moments(LOSSES, [size], 50, seed=1)
    np.testing.assert_allclose(moments.mean[0], estimates, atol=1e-6 * LOSSES.std())


@pytest.mark.parametrize("size", [2, 3, 50, 20_000])
def test_moments_are_those_of_the_losses_that_were_looked_up(monkeypatch, size):
    batches = []
    look_up = independent._look_up

    def listen(table, places, sums, scratch):
        batches.extend(table[places].reshape(sums.shape[1], -1))
        look_up(table, places, sums, scratch)

    monkeypatch.setattr(independent, "_look_up", listen)
    draws = 20 if size < LONG else 1
    losses = np.round(LOSSES[:60_000], 1)  # among which many batches of 2 and 3 are of equal losses
    moments = independent_moments(losses, [size], draws)
    if size >= LONG:  # one batch in pieces, with zeros for the words that met no loss
        found = np.concatenate(batches)
        batches = [np.r_[found[found != 0], np.zeros(size - np.count_nonzero(found))]]
    centre = np.median(losses)
    for k, batch in enumerate(np.array(batches)):
        exact = summarize(batch + centre)
        assert moments.mean[0, k] == pytest.approx(exact.mean)
        assert moments.std[0, k] == pytest.approx(exact.std * np.sqrt(size / (size - 1)), abs=1e-9)
        assert moments.skewness[0, k] == pytest.approx(exact.skewness, abs=1e-6)


def test_one_loss_has_no_spread():
    moments = independent_moments([0.3], [1, 10, 10_000], 2)
    np.testing.assert_allclose(moments.mean, 0.3)
    assert not moments.std.any() and not moments.skewness.any()


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: independent_estimates([], [1], 1), "losses must hold one loss"),
        (lambda: independent_estimates([1.0], [0], 1), "batch_sizes must be a whole number of at least 1; got 0"),
        (lambda: independent_estimates([1.0], [1], 0), "n_draws must be a whole number of at least 1; got 0"),
        (lambda: independent_moments([1.0], [1], 1, seed=-1), "seed must be a whole number of at least 0; got -1"),
    ],
)
def test_bad_input_gets_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
