"""The planner: the table of expected numbers, the smallest size that does, and simulated populations."""

from fractions import Fraction
from statistics import NormalDist

import numpy as np
import pytest

import mbviz
from mbviz.stats.planner import half_width, required_batch_size
from mbviz.stats.population import simulate_population
from mbviz.stats.summary import LossSummary, summarize

BILLION, TRILLION = 10**9, 10**12
Z = NormalDist().inv_cdf(0.975)


def losses_with(cv: float, mean: float = 1.0) -> LossSummary:
    return LossSummary(60_000, mean, cv * mean, 6.3, 60.0, 0.0, 16.1)


@pytest.mark.parametrize(
    ("cv", "one_percent", "per_mille", "at_1e4", "at_1e6", "at_1e8"),
    [
        (2.86, 314_000, 30.4e6, 0.056, 0.0056, 0.00053),
        (4.98, 954_000, 87.1e6, 0.098, 0.0098, 0.00093),
        (12.1, 5.59e6, 360e6, 0.24, 0.024, 0.00225),
    ],
)
def test_a_billion_examples_as_in_the_table(cv, one_percent, per_mille, at_1e4, at_1e6, at_1e8):
    losses = losses_with(cv)
    assert required_batch_size(losses, 0.01, population=BILLION) == pytest.approx(one_percent, rel=3e-3)
    assert required_batch_size(losses, 0.001, population=BILLION) == pytest.approx(per_mille, rel=3e-3)
    found = half_width(losses, [10**4, 10**6, 10**8], population=BILLION)
    np.testing.assert_allclose(found, [at_1e4, at_1e6, at_1e8], rtol=0.015)


def test_the_true_risk_by_hand():
    # z CV/ε = 1.959964 · 2 / 0.1 = 39.19928, its square 1536.58
    assert required_batch_size(losses_with(2.0), 0.1) == 1537
    # in nats: the same losses ten times as large, ±1 nat
    assert required_batch_size(losses_with(2.0, mean=10.0), 1.0, relative=False) == 1537
    # z = 2.575829 for 99%: (51.51659)² = 2653.96
    assert required_batch_size(losses_with(2.0), 0.1, confidence=0.99) == 2654


def test_a_population_by_hand():
    # 1536.58/(1 + 1535.58/1000) = 606.007
    assert required_batch_size(losses_with(2.0), 0.1, population=1000) == 607
    assert required_batch_size(losses_with(2.0), 1e-9, population=1000) == 1000
    assert required_batch_size(losses_with(2.0), 0.1, population=1) == 1


@pytest.mark.parametrize("population", [None, 7, 1000, 10**6, BILLION, TRILLION, TRILLION - 1])
@pytest.mark.parametrize("precision", [1.0, 0.03, 1e-3, 1e-5, 3e-7])
@pytest.mark.parametrize("cv", [0.26, 2.86, 12.1])
def test_the_answer_is_the_smallest_size_that_does(cv, precision, population):
    losses = losses_with(cv, mean=0.279)
    size = required_batch_size(losses, precision, population=population)

    def does(b: int) -> bool:  # z²σ²/b · (n − b)/(n − 1) <= (ε μ)², in fractions
        left = 1 if population is None else Fraction(population - b, max(population - 1, 1))
        return (Fraction(Z) * Fraction(losses.std)) ** 2 / b * left <= (
            Fraction(precision) * Fraction(losses.mean)
        ) ** 2

    assert does(size)
    assert size == 1 or not does(size - 1)
    assert population is None or size <= population


@pytest.mark.parametrize("population", [None, 10**5, TRILLION])
def test_the_half_width_at_the_answer_is_the_precision(population):
    losses = losses_with(4.98, mean=0.0794)
    size = required_batch_size(losses, 0.02, population=population)
    assert half_width(losses, size, population=population) == pytest.approx(0.02, rel=1e-4)
    assert half_width(losses, size, population=population, relative=False) == pytest.approx(0.02 * 0.0794, rel=1e-4)


def test_all_examples_give_their_own_mean_but_not_the_true_risk():
    losses = losses_with(2.86)
    assert half_width(losses, 60_000, population=60_000) == 0
    assert half_width(losses, 60_000) == pytest.approx(Z * 2.86 / np.sqrt(60_000))
    assert required_batch_size(losses, 0.01) > 60_000 > required_batch_size(losses, 0.01, population=60_000)


def test_losses_without_spread_need_one_example():
    assert required_batch_size(summarize([0.3, 0.3]), 1e-9) == 1
    assert required_batch_size(summarize([0.3, 0.3]), 1e-9, population=TRILLION) == 1


@pytest.mark.parametrize("population", [40_000, BILLION])
def test_95_of_100_batches_of_the_answer_are_as_near_as_wanted(population):
    losses = np.random.default_rng(2).gamma(0.3, 1.0, 200)
    summary, draws = summarize(losses), 2000
    size = required_batch_size(summary, 0.02, population=population)
    means = simulate_population(losses, population, size, draws, replace=False)
    near = np.abs(means / summary.mean - 1) <= 0.02
    assert abs(near.mean() - 0.95) < 4 * np.sqrt(0.95 * 0.05 / draws)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: required_batch_size(losses_with(2), 0), "precision must be a number above 0; got 0"),
        (lambda: required_batch_size(losses_with(2), np.nan), "precision must be a finite number; got nan"),
        (lambda: required_batch_size(losses_with(2), "1%"), "precision must be a finite number; got '1%'"),
        (lambda: required_batch_size(losses_with(2), 0.1, confidence=1), "confidence must lie between 0 and 1"),
        (lambda: required_batch_size(losses_with(2), 0.1, confidence=95), "confidence must lie between 0 and 1"),
        (
            lambda: required_batch_size(losses_with(2), 0.1, population=0),
            "population must be a whole number of at least 1",
        ),
        (lambda: required_batch_size(losses_with(2), 0.1, population=1e9), "population must be a whole number"),
        (lambda: required_batch_size(summarize([0.0, 0.0]), 0.1), "A mean loss of 0 has no relative precision"),
        (lambda: half_width(summarize([-1.0, 1.0]), 1), "A mean loss of 0 has no relative precision"),
        (lambda: half_width(losses_with(2), 11, population=10), "batch_size must be at most n = 10"),
    ],
)
def test_bad_input_gets_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_a_mean_of_0_has_a_precision_in_nats():
    assert required_batch_size(summarize([-1.0, 1.0]), Z, relative=False) == 1
    assert required_batch_size(summarize([-1.0, 1.0]), Z / 9.9, relative=False) == 99  # 98.01


def test_the_widths_are_those_of_the_standard_error():
    losses = losses_with(2.86, mean=0.5)
    assert half_width(losses, 100, relative=False) == pytest.approx(Z * float(mbviz.standard_error(losses.std, 100)))


@pytest.mark.parametrize("precision", [1e-9, 1e-12, 1e-160, 1e-300])
def test_the_size_for_a_tiny_precision_gives_it_though_no_64_bits_hold_it(precision):
    size = required_batch_size(losses_with(2.86), precision)
    assert size > 2**64 or precision == 1e-9
    assert float(half_width(losses_with(2.86), size)) == pytest.approx(precision, rel=1e-9)
    pair = half_width(losses_with(2.86), [100, size])
    assert pair.shape == (2,) and pair[0] == half_width(losses_with(2.86), 100)


def test_a_population_larger_than_any_float_counts_too():
    losses, everyone = losses_with(2.86), 10**400
    size = required_batch_size(losses, 1e-9, population=everyone)
    assert float(half_width(losses, size, population=everyone)) == pytest.approx(1e-9, rel=1e-12)
    assert half_width(losses, everyone, population=everyone) == 0


def test_a_precision_in_floats_of_numpy_is_taken():
    found = mbviz.LossSummary(
        100, np.float32(1), np.float32(2), np.float32(3), np.float32(4), np.float32(0), np.float32(9)
    )
    assert required_batch_size(found, np.float32(0.25)) == required_batch_size(found, 0.25)
