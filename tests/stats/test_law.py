"""The law of the batch mean: against enumeration where that can be done, against known laws and real draws elsewhere."""

from itertools import product
from math import factorial

import numpy as np
import pytest
from scipy import stats

import mbviz
from mbviz.stats.convolution import POINTS
from mbviz.stats.law import sampling_law
from mbviz.stats.moments import batch_mean_moments
from mbviz.stats.summary import summarize

SKEWED = np.random.default_rng(5).lognormal(-2.5, 1.6, size=6000)  # γ about 10, like ten epochs
FEW = np.array([0.0, 0.1, 0.7, 5.3])
CHANCES = np.linspace(0.0005, 0.9995, 1999)


def spiked(rng: np.random.Generator, n: int) -> np.ndarray:
    """Losses of all magnitudes from 1e-7 or so to 4 nats."""
    losses = rng.lognormal(0, 4, size=n)
    return losses * (4 / losses.max())


SPIKED = np.r_[
    np.full(12_600, -1e-7), spiked(np.random.default_rng(6), 47_400)
]  # 21% are the smallest, like forty epochs


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
    """q(p − 1e-5) − 5 error <= quantile(p) <= q(p + 1e-5) + 5 error, without an error for B = 1."""
    cumulative = np.cumsum(chances)

    def true(p):
        return means[np.searchsorted(cumulative, np.clip(p, 0, 1) - 1e-12).clip(max=len(means) - 1)]

    found = law.quantile(CHANCES)
    slack = 0 if law.batch_size == 1 else 5 * law.error
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


@pytest.mark.parametrize("losses", [FEW, SKEWED, SPIKED, [3.0, 3.0, 3.0, 3.5], np.r_[np.zeros(999), 1.0]])
def test_single_examples_have_the_losses_own_quantiles_and_shares(losses):
    (law,) = sampling_law(losses, [1])
    chances = np.r_[0, CHANCES + 1e-6, 1]  # not where the share of some losses is met exactly, but for rounding
    np.testing.assert_array_equal(law.quantile(chances), np.quantile(losses, chances, method="inverted_cdf"))
    x = np.r_[np.unique(losses)[:50], np.mean(losses), np.max(losses) + 1]
    np.testing.assert_allclose(law.cdf(x), [(np.asarray(losses) <= value).mean() for value in x], rtol=1e-12)
    assert law.step == pytest.approx(np.ptp(losses) / (POINTS - 1), rel=1e-4)


def finest_error(losses: np.ndarray, size: int, means: np.ndarray) -> np.ndarray:
    """√B/2 steps of the narrowest grid of 8192 points over 64⁻¹, 64⁻², 64⁻³ of the range that holds these means."""
    above, spread = size * (means - losses.min()) * 1.05, np.ptp(losses)
    level = np.select([above <= spread / 64**k for k in (3, 2, 1)], [3, 2, 1], 0)
    steps = np.where(level == 0, POINTS - 1, 64.0**level * 8191)
    return np.sqrt(size) / 2 * spread / steps / size


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("size", [2, 3])
def test_losses_of_all_magnitudes_equal_the_enumeration_of_all_batches_at_every_magnitude(size, seed):
    losses = np.r_[[-1e-7] * 3, spiked(np.random.default_rng(seed), 9)]
    (law,) = sampling_law(losses, [size])
    means, chances = enumerated(losses, size)
    cumulative = np.cumsum(chances)
    low, high = (means[np.searchsorted(cumulative, (CHANCES + d).clip(0, 1) - 1e-12)] for d in (-1e-5, 1e-5))
    found = law.quantile(CHANCES)
    assert (found >= low - 5 * finest_error(losses, size, low) - 1e-15).all()
    assert (found <= high + 5 * finest_error(losses, size, high) + 1e-15).all()
    apart = np.flatnonzero(np.diff(means) > 20 * finest_error(losses, size, means[1:]))
    assert len(apart) > 20
    np.testing.assert_allclose(law.cdf((means[apart] + means[apart + 1]) / 2), cumulative[apart], atol=1e-5)


@pytest.mark.parametrize("size", [1, 2, 5, 10, 20])
def test_both_tails_of_losses_crowded_at_their_minimum_are_those_of_real_draws(size):
    (law,), draws = sampling_law(SPIKED, [size]), 50_000
    estimates = mbviz.loss_estimates(SPIKED, [size], draws, seed=4)[0]
    for p in (0.001, 0.025, 0.25, 0.5, 0.75, 0.975):
        edge, tolerance = law.quantile(p), 4 * np.sqrt(p * (1 - p) / draws)
        assert (estimates < edge - 1e-15).mean() < p + tolerance  # many means can be equal to the edge
        assert (estimates <= edge + 1e-15).mean() > p - tolerance
    at = np.quantile(estimates, [0.01, 0.1, 0.3, 0.5, 0.8], method="inverted_cdf")
    shares = (estimates[:, None] <= at + 1e-15).mean(axis=0)
    np.testing.assert_allclose(law.cdf(at), shares, atol=4 * 0.5 / np.sqrt(draws))


@pytest.mark.parametrize("size", [1, 2, 5])
def test_the_smallest_loss_has_its_exact_chance_and_is_never_passed(size):
    (law,) = sampling_law(SPIKED, [size])
    smallest = SPIKED.min()
    share = (smallest == SPIKED).mean() ** size
    assert (law.quantile([0, share / 2, share]) == smallest).all()
    assert law.quantile(share * 1.01) > smallest
    assert law.cdf([smallest, np.nextafter(smallest, -1)]) == pytest.approx(share, rel=1e-6)  # means are rounded
    assert law.cdf(smallest - 1e-12) == 0


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 100, 2000])
def test_quantiles_ascend_and_the_cdf_at_each_is_its_chance_across_all_grids(size):
    (law,) = sampling_law(SPIKED, [size])
    ends = [float(tail.cumulative[-1]) for tail in law.lower_tails]
    chances = np.sort(np.r_[CHANCES, [end + d for end in ends for d in (-1e-7, 0, 1e-7) if end + d <= 1]])
    found = law.quantile(chances)
    assert (np.diff(found) >= 0).all()
    assert (law.cdf(found) >= chances - 2e-9).all()
    assert (np.diff(law.cdf(np.sort(np.r_[found, found * 1.001]))) >= 0).all()


def test_finer_grids_are_made_only_where_the_first_is_too_coarse():
    assert [len(law.lower_tails) for law in sampling_law(SPIKED, [1, 2, 2000, 10**6])] == [1, 3, 0, 0]
    assert [len(law.lower_tails) for law in sampling_law(SKEWED, [500, 10**4])] == [0, 0]


@pytest.mark.parametrize("share", [0.001, 0.3])
@pytest.mark.parametrize("size", [50, 1000, 10_000, 1_000_000])
def test_losses_of_0_and_1_give_the_binomial_law(share, size):
    losses = np.r_[np.zeros(round(1000 * (1 - share))), np.ones(round(1000 * share))]
    (law,) = sampling_law(losses, [size])
    counts = np.arange(
        max(0, int(size * share - 60 * np.sqrt(size))), min(size, int(size * share + 60 * np.sqrt(size))) + 1
    )
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


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: sampling_law([], [1]), "losses must hold one loss"),
        (lambda: sampling_law([1.0, np.inf], [1]), "losses must hold finite numbers"),
        (lambda: sampling_law([1.0, 2.0], [0]), "batch_sizes must be a whole number of at least 1; got 0"),
        (lambda: sampling_law([1.0, 2.0], [1.5]), "batch_sizes must be a whole number"),
        (lambda: sampling_law([1.0, 2.0], [10**9 + 1]), "batch_sizes must be at most 1000000000; got 1000000001"),
        (
            lambda: sampling_law([1.0, 2.0], [1])[0].quantile([0.5, 1.01]),
            "p must hold chances from 0 to 1; got 0.5 to 1.01",
        ),
        (lambda: sampling_law([1.0, 2.0], [1])[0].cdf(np.nan), "x must hold finite numbers"),
    ],
)
def test_bad_input_gets_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
