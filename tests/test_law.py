"""The law of the batch mean: against enumeration where that can be done, against known laws and real draws elsewhere."""

from itertools import combinations, product
from math import comb, factorial

import numpy as np
import pytest
from scipy import stats

import mbviz
from mbviz._convolution import POINTS
from mbviz.law import batch_mean_moments, sampling_law
from mbviz.summary import summarize

SKEWED = np.random.default_rng(5).lognormal(-2.5, 1.6, size=6000)  # γ about 10, like ten epochs
FEW = np.array([0.0, 0.1, 0.7, 5.3])
CHANCES = np.linspace(0.0005, 0.9995, 1999)


def enumerated(losses: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Means of all batches, ascending, and their chances: every ordered batch counts once."""
    means = np.sort(np.mean(list(product(losses, repeat=size)), axis=1))
    return means, np.full(len(means), 1 / len(means))


def multinomial(losses: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """The same for three losses, by how often each of them comes."""
    counts = [(a, b, size - a - b) for a in range(size + 1) for b in range(size + 1 - a)]
    chances = [factorial(size) // (factorial(a) * factorial(b) * factorial(c)) / 3**size for a, b, c in counts]
    means = np.array(counts) @ losses / size
    order = np.argsort(means)
    return means[order], np.array(chances)[order]


def assert_within_the_bound(law, means: np.ndarray, chances: np.ndarray) -> None:
    """q(p − 1e-5) − 5 error <= quantile(p) <= q(p + 1e-5) + 5 error, with a step for B = 1."""
    cumulative = np.cumsum(chances)

    def true(p):
        return means[np.searchsorted(cumulative, np.clip(p, 0, 1) - 1e-12).clip(max=len(means) - 1)]

    found = law.quantile(CHANCES)
    slack = min(5 * law.error, law.step * 1.000001) if law.batch_size == 1 else 5 * law.error
    assert (found >= true(CHANCES - 1e-5) - slack).all()
    assert (found <= true(CHANCES + 1e-5) + slack).all()


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8])
def test_few_losses_and_small_batches_equal_the_enumeration_of_all_batches(size):
    (law,) = sampling_law(FEW, [size])
    means, chances = enumerated(FEW, size)
    assert law.atoms == (size <= 5)  # both ways are tried
    assert_within_the_bound(law, means, chances)
    # halfway between two means that stand apart, the chance is right to the last digits
    apart = np.flatnonzero(np.diff(means) > 10 * law.error)
    middles = (means[apart] + means[apart + 1]) / 2
    np.testing.assert_allclose(law.cdf(middles), np.cumsum(chances)[apart], atol=1e-5)


@pytest.mark.parametrize("losses", [[0.0, 1.0, 10.0], [2.0, 2.5, 2.7]])
@pytest.mark.parametrize("size", [12, 60])
def test_three_losses_equal_the_enumeration_of_all_counts(losses, size):
    losses = np.array(losses)
    (law,) = sampling_law(losses, [size])
    assert_within_the_bound(law, *multinomial(losses, size))


@pytest.mark.parametrize("losses", [FEW, SKEWED, [3.0, 3.0, 3.0, 3.5], np.r_[np.zeros(999), 1.0]])
def test_single_examples_have_the_losses_own_quantiles_up_to_a_step(losses):
    (law,) = sampling_law(losses, [1])
    chances = np.r_[0, CHANCES, 1]
    expected = np.quantile(losses, chances, method="inverted_cdf")
    assert np.abs(law.quantile(chances) - expected).max() <= law.step * 1.000001
    assert law.step == pytest.approx(np.ptp(losses) / (POINTS - 1), rel=1e-4)


@pytest.mark.parametrize("share", [0.001, 0.3])
@pytest.mark.parametrize("size", [50, 1000, 10_000, 1_000_000])
def test_losses_of_0_and_1_give_the_binomial_law(share, size):
    losses = np.r_[np.zeros(round(1000 * (1 - share))), np.ones(round(1000 * share))]
    (law,) = sampling_law(losses, [size])
    counts = np.arange(max(0, int(size * share - 60 * np.sqrt(size))), min(size, int(size * share + 60 * np.sqrt(size))) + 1)
    assert_within_the_bound(law, counts / size, stats.binom.pmf(counts, size, share))


@pytest.mark.parametrize("size", [20, 200, 2000, 50_000])
def test_the_cdf_is_that_of_real_draws(size):
    draws = 4000
    (law,) = sampling_law(SKEWED, [size])
    estimates = mbviz.loss_estimates(SKEWED, [size], draws, seed=3)[0]
    # Kolmogorov's statistic stays below 1.95/√R in 999 of 1000 cases
    assert stats.kstest(estimates, law.cdf).statistic < 1.95 / np.sqrt(draws)


@pytest.mark.parametrize("size", [1, 2, 17, 100, 2000, 10**5, 10**7, 10**9])
def test_mean_deviation_and_skewness_are_the_exact_ones(size):
    (law,) = sampling_law(SKEWED, [size])
    exact = batch_mean_moments(summarize(SKEWED), size)
    assert law.mean == pytest.approx(exact.mean)
    assert law.std == pytest.approx(exact.std)
    mass, z = np.diff(law.cumulative, prepend=0), (law.points - law.mean) / law.std
    rounding = 1e-8 if size <= 10**5 else 2e-5
    assert mass @ z == pytest.approx(0, abs=rounding)
    assert mass @ z**2 == pytest.approx(1, abs=rounding)
    assert mass @ z**3 == pytest.approx(exact.skewness, rel=2e-3, abs=1e-4)


@pytest.mark.parametrize("size", [10**5, 10**7, 10**9])
def test_large_batches_follow_the_expansion_of_cornish_and_fisher(size):
    (law,) = sampling_law(SKEWED, [size])
    z = stats.norm.ppf(CHANCES)
    whole = summarize(SKEWED)
    g, k = whole.skewness / np.sqrt(size), whole.kurtosis / size
    expected = z + g * (z**2 - 1) / 6 + k * (z**3 - 3 * z) / 24 - g**2 * (2 * z**3 - 5 * z) / 36
    np.testing.assert_allclose((law.quantile(CHANCES) - law.mean) / law.std, expected, atol=1e-4)


def test_nothing_wraps_around_the_ends():
    for law in sampling_law(SKEWED, [2, 5, 100, 10**4, 10**9]):
        assert (np.diff(law.cumulative) >= 0).all()
        assert law.cumulative[-1] == pytest.approx(1)
        assert law.cdf(law.mean - 9 * law.std) < 1e-9
        assert law.points[0] >= SKEWED.min() - 30 * law.step


def test_no_quantile_is_a_mean_that_cannot_be():
    losses = np.r_[np.zeros(999), 1.0]
    for law in sampling_law(losses, [20, 500, 5000]):  # the last two with noise about the mean of 0
        assert law.quantile(1e-9) == 0 == law.minimum
    assert sampling_law(1 - losses, [500])[0].quantile(1 - 1e-9) == 1


def test_cdf_quantile_and_density_belong_together():
    for law in sampling_law(SKEWED, [300, 10**4]):
        x = law.mean + law.std * np.linspace(-1.5, 3, 50)
        np.testing.assert_allclose(law.cdf(law.quantile(CHANCES)), CHANCES, atol=1e-3)
        fine = np.linspace(law.points[0] - law.step, law.points[-1] + law.step, 400_001)
        assert np.trapezoid(law.density(fine), fine) == pytest.approx(1, abs=1e-3)
        slope = (law.cdf(x + law.std / 50) - law.cdf(x - law.std / 50)) / (law.std / 25)
        np.testing.assert_allclose(law.density(x), slope, rtol=0.02, atol=0.002 / law.std)


def test_the_law_moves_and_stretches_with_the_losses():
    here, there = sampling_law(SKEWED, [500])[0], sampling_law(3 * SKEWED - 7, [500])[0]
    np.testing.assert_allclose(there.quantile(CHANCES), 3 * here.quantile(CHANCES) - 7, rtol=1e-9)


@pytest.mark.parametrize("losses", [[0.0], [2.5], [0.0] * 5, [0.1] * 7, np.full(1000, 16.118, dtype=np.float32)])
@pytest.mark.parametrize("size", [1, 1000, 10**9])
def test_equal_losses_leave_nothing_to_chance(losses, size):
    value = float(losses[0])
    (law,) = sampling_law(losses, [size])
    assert (law.quantile([0, 0.5, 1]) == value).all()
    assert (law.cdf([value - 0.01, value, value + 0.01]) == [0, 1, 1]).all()
    assert (law.mean, law.std, law.error) == (value, 0, 0)


def test_one_law_for_each_size_in_their_order():
    laws = sampling_law(SKEWED, [100, 1, 100])
    assert [law.batch_size for law in laws] == [100, 1, 100]
    np.testing.assert_array_equal(laws[0].cumulative, laws[2].cumulative)
    assert sampling_law(SKEWED, 100)[0].batch_size == 100
    assert sampling_law(SKEWED, []) == ()


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6])
def test_moments_without_replacement_equal_the_enumeration_of_all_batches(size):
    losses = [0.1, 0.4, 2.0, 5.0, 0.0, 0.3]
    means = summarize([np.mean(batch) for batch in combinations(losses, size)])
    assert comb(6, size) == means.n
    found = batch_mean_moments(summarize(losses), size, replace=False)
    assert found.mean == pytest.approx(means.mean)
    assert found.std == pytest.approx(means.std, abs=1e-12)
    assert found.skewness == pytest.approx(means.skewness, abs=1e-9)


def test_moments_with_replacement_equal_the_enumeration_of_all_batches():
    means = summarize([np.mean(batch) for batch in product(FEW, repeat=4)])
    found = batch_mean_moments(summarize(FEW), [4, 1])
    assert found.std[0] == pytest.approx(means.std)
    assert found.skewness[0] == pytest.approx(means.skewness)
    assert found.skewness[1] == pytest.approx(summarize(FEW).skewness)


@pytest.mark.parametrize("losses", [[1.0], [1.0, 4.0]])
def test_moments_of_one_or_two_losses_without_replacement(losses):
    for size in range(1, len(losses) + 1):
        found = batch_mean_moments(summarize(losses), size, replace=False)
        assert found.skewness == 0
        assert found.std == (1.5 if (len(losses), size) == (2, 1) else 0)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: sampling_law([], [1]), "losses must hold one loss"),
        (lambda: sampling_law([1.0, np.inf], [1]), "losses must hold finite numbers"),
        (lambda: sampling_law([1.0, 2.0], [0]), "batch_sizes must be a whole number of at least 1; got 0"),
        (lambda: sampling_law([1.0, 2.0], [1.5]), "batch_sizes must be a whole number"),
        (lambda: sampling_law([1.0, 2.0], [10**9 + 1]), "batch_sizes must be at most 1000000000; got 1000000001"),
        (lambda: sampling_law([1.0, 2.0], [1])[0].quantile([0.5, 1.01]), "p must hold chances from 0 to 1; got 0.5 to 1.01"),
        (lambda: sampling_law([1.0, 2.0], [1])[0].cdf(np.nan), "x must hold finite numbers"),
        (lambda: batch_mean_moments(summarize([1.0, 2.0]), 0), "batch_size must be at least 1"),
        (lambda: batch_mean_moments(summarize([1.0, 2.0]), 3, replace=False), "batch_size must be at most n = 2"),
    ],
)
def test_bad_input_gets_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
