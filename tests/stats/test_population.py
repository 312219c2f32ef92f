"""Simulated populations: the counts' exact laws where they can be enumerated, and the spread of huge ones."""

import tracemalloc
from itertools import combinations, product

import numpy as np
import pytest
from scipy import stats

import mbviz
from mbviz.stats import population
from mbviz.stats.population import relative_errors, simulate_population
from mbviz.stats.summary import summarize

LOSSES = np.random.default_rng(5).gamma(0.3, 1.2, size=3000)


def assert_same_law(estimates: np.ndarray, means: list[float]) -> None:
    """A χ² test on the 0.1% level: each of the `means` of all batches is equally likely."""
    values, counts = np.unique(np.round(means, 9), return_counts=True)
    found = np.array([(np.round(estimates, 9) == value).sum() for value in values])
    assert found.sum() == len(estimates)  # nothing else was drawn
    expected = counts / counts.sum() * len(estimates)
    assert expected.min() > 5
    assert stats.chisquare(found, expected).pvalue > 0.001


@pytest.mark.parametrize("few", [0, 2, 2000])
@pytest.mark.parametrize(("n", "size"), [(7, 1), (7, 3), (7, 5), (8, 7), (2, 1)])
def test_without_replacement_every_batch_is_equally_likely(monkeypatch, few, n, size):
    monkeypatch.setattr(population, "FEW", few)  # 0: every count goes by way of the binomial and its correction
    losses = [1.0, 10.0, 100.0]
    everyone = [losses[i % 3] for i in range(n)]
    estimates = simulate_population(losses, n, size, 4000, seed=1, replace=False)
    assert_same_law(estimates, [np.mean(batch) for batch in combinations(everyone, size)])


@pytest.mark.parametrize(("n", "size"), [(7, 1), (7, 3), (4, 4), (2, 3)])
def test_with_replacement_every_ordered_batch_is_equally_likely(n, size):
    losses = [1.0, 10.0, 100.0]
    everyone = [losses[i % 3] for i in range(n)]
    estimates = simulate_population(losses, n, size, 4000, seed=1)
    assert_same_law(estimates, [np.mean(batch) for batch in product(everyone, repeat=size)])


@pytest.mark.parametrize("few", [0, 2000])
def test_the_counts_are_hypergeometric(monkeypatch, few):
    monkeypatch.setattr(population, "FEW", few)
    # 300 of 1000 examples have loss 1: the sum over 1500 … is the count of these
    losses, size, draws = np.r_[np.ones(3), np.zeros(7)], 400, 3000
    counts = np.round(simulate_population(losses, 1000, size, draws, replace=False) * size)
    law = stats.hypergeom(1000, 300, size)
    edges = law.ppf([0.1, 0.3, 0.5, 0.7, 0.9])
    found = np.bincount(np.searchsorted(edges, counts), minlength=6)
    expected = np.diff(np.r_[0, law.cdf(edges), 1]) * draws
    assert stats.chisquare(found, expected).pvalue > 0.001


@pytest.mark.parametrize("replace", [True, False])
@pytest.mark.parametrize(
    ("n", "size"),
    [(10**6, 500_000), (10**9, 10**4), (10**9, 10**8), (10**9, 9 * 10**8), (10**12, 10**11), (10**12, 10**12 - 10**6)],
)
def test_mean_and_spread_are_those_of_the_theory(replace, n, size):
    draws = 400
    losses = LOSSES[:1000]  # 1000 divides every n
    estimates = simulate_population(losses, n, size, draws, replace=replace)
    error = mbviz.standard_error(losses.std(), size, None if replace else n)
    assert abs(estimates.mean() - losses.mean()) < 4 * error / np.sqrt(draws)
    excess = summarize(losses).kurtosis
    assert estimates.std() == pytest.approx(error, rel=4 * np.sqrt((2 + excess / size) / (4 * draws)))


@pytest.mark.parametrize("replace", [True, False])
def test_a_population_of_the_losses_themselves_gives_what_loss_estimates_gives(replace):
    draws, size = 1500, 1000
    ours = simulate_population(LOSSES, len(LOSSES), size, draws, replace=replace)
    theirs = mbviz.loss_estimates(LOSSES, [size], draws, seed=9, replace=replace)[0]
    assert stats.ks_2samp(ours, theirs).pvalue > 0.001


def test_the_whole_population_is_its_own_mean():
    for n in (3000, 10**9, 10**12):
        everyone = np.full(3000, n // 3000) + (np.arange(3000) < n % 3000)
        assert simulate_population(LOSSES, n, n, 1, replace=False)[0] == pytest.approx(everyone @ LOSSES / n, rel=1e-12)


def test_a_population_smaller_than_the_losses_is_the_first_of_them():
    assert simulate_population([1.0, 2.0, 99.0], 2, 2, 1, replace=False)[0] == 1.5


def test_a_billion_examples_take_no_room():
    tracemalloc.start()
    simulate_population(LOSSES, 10**9, 10**8, 2, replace=False)
    simulate_population(LOSSES, 10**12, 10**11, 2)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5e6


def test_a_seed_gives_the_same_draws_and_another_others():
    first, again, other = (simulate_population(LOSSES, 10**9, 10**6, 3, seed=seed) for seed in (4, 4, 5))
    np.testing.assert_array_equal(first, again)
    assert (first != other).all()
    np.testing.assert_array_equal(simulate_population(LOSSES, 10**9, 10**6, 2, seed=4), first[:2])


@pytest.mark.parametrize(("everyone", "size"), [(500, 80), (10**6 + 123, 300), (10**12, 300), (300, 70), (None, 300)])
def test_relative_errors_scatter_about_0_as_the_theory_says(everyone, size):
    losses = np.random.default_rng(0).lognormal(-1, 1, 500)
    found, draws = summarize(losses), 500
    errors = relative_errors(losses, size, draws, population=everyone, seed=1)
    theory = float(mbviz.standard_error(found.cv, size, everyone))
    tolerance = 4 * np.sqrt((2 + max(found.kurtosis, 0) / size) / (4 * draws))
    # subsets of 300 out of the 500 each have a mean and a spread of their own
    assert errors.std() == pytest.approx(theory, rel=tolerance + (0.1 if everyone == 300 else 0))
    assert abs(errors.mean()) < 4 * theory / np.sqrt(draws)


@pytest.mark.parametrize("n", [None, 3, 7])
def test_relative_errors_are_the_shares_of_simulated_means(n):
    losses = np.array([1.0, 10.0, 100.0])
    everyone = losses[np.arange(n or 3) % 3]
    drawn = simulate_population(losses, len(everyone), 2, 20, seed=4, replace=n is None)
    expected = drawn / everyone.mean() - 1
    np.testing.assert_allclose(relative_errors(losses, 2, 20, population=n, seed=4), expected, atol=1e-15)


def test_relative_errors_in_a_small_population_are_of_every_batch_of_every_subset():
    losses = [1.0, 10.0, 100.0, 1000.0]
    errors = relative_errors(losses, 2, 4000, population=3, seed=1)
    pairs = [(subset, batch) for subset in combinations(losses, 3) for batch in combinations(subset, 2)]
    assert_same_law(errors, [np.mean(batch) / np.mean(subset) - 1 for subset, batch in pairs])


def test_the_sign_of_a_relative_error_says_too_high_or_too_low_also_of_a_negative_mean():
    assert relative_errors([-3.0, -1.0], 1, 50).tolist() == [
        0.5 if mean == -1 else -0.5 for mean in simulate_population([-3.0, -1.0], 2, 1, 50)
    ]


def test_a_batch_of_everything_is_never_off():
    losses = np.random.default_rng(0).lognormal(-1, 1, 500)
    for n in (300, 500, 1234):
        assert np.abs(relative_errors(losses, n, 50, population=n)).max() < 1e-12


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: simulate_population([], 10, 1, 1), "losses must hold one loss"),
        (lambda: simulate_population([1.0], 0, 1, 1), "n must be a whole number of at least 1"),
        (lambda: simulate_population([1.0], 10, 0, 1), "batch_size must be a whole number of at least 1"),
        (lambda: simulate_population([1.0], 10, 1, 0), "n_draws must be a whole number of at least 1"),
        (lambda: simulate_population([1.0], 1e9, 1, 1), "n must be a whole number"),
        (lambda: simulate_population([1.0], 10, 1, 1, seed=-1), "seed must be a whole number of at least 0"),
        (lambda: simulate_population([1.0], 10**12 + 1, 1, 1), "at most 1,000,000,000,000; got 1,000,000,000,001"),
        (
            lambda: simulate_population([1.0], 10, 11, 1, replace=False),
            "batch_size must be at most n = 10 without replacement",
        ),
        (lambda: simulate_population([1.0], 10, 1, 1, replace=None), "replace must be True or False; got None"),
        (lambda: relative_errors([1.0, 2.0], 0, 1), "batch_size must be a whole number of at least 1; got 0"),
        (lambda: relative_errors([1.0, 2.0], 3, 1, population=2), "batch_size must be at most n = 2"),
        (lambda: relative_errors([1.0, 2.0, 3.0], 3, 1, population=2), "batch_size must be at most n = 2"),
        (lambda: relative_errors([1.0, 2.0, 3.0], 1, 0, population=2), "n_draws must be a whole number of at least 1"),
        (lambda: relative_errors([1.0], 1, 1, population=1.5), "population must be a whole number"),
        (lambda: relative_errors([1.0, -1.0], 1, 1), "A mean loss of 0 has no relative error."),
    ],
)
def test_bad_input_gets_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
