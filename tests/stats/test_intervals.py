"""Confidence intervals: formulas by hand and by a second route, and coverage by simulation."""

from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from mbviz.stats.independent import independent_moments
from mbviz.stats.intervals import confidence_interval, interval_from_moments, trustworthy_from
from mbviz.stats.planner import required_batch_size
from mbviz.stats.summary import LossSummary, summarize

BATCH = np.array([0.1, 0.0, 2.3, 0.2, 0.0, 0.4, 0.1, 0.0])
SKEWED = np.random.default_rng(8).gamma(0.1, 3.0, size=60_000)  # γ = 6.3, like five epochs of a single layer
TWO_HEAPS = np.repeat([1.0, 3.0], 5000) + np.random.default_rng(9).normal(
    0, 0.01, size=10_000
)  # γ = 0, but nothing like normal


def transformed(t, skewness: float, size: int) -> np.ndarray:
    """Hall's g(t) itself, t + γ(t²/3 + 1/6)/√B + γ² t³/(27 B); the code has its inverse."""
    g = skewness / np.sqrt(size)
    return t + g * (t**2 / 3 + 1 / 6) + g**2 * t**3 / 27


@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.999])
def test_the_t_interval_is_that_of_scipy(confidence):
    found = confidence_interval(BATCH, confidence=confidence, method="t")
    low, high = stats.t.interval(confidence, len(BATCH) - 1, BATCH.mean(), stats.sem(BATCH))
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


def test_halls_interval_by_hand():
    # B = 100, s/√B = 0.2, γ̂/√B = 0.3, t = 1.984217: g⁻¹(q) = 10 (∛(1 + 0.3 (q − 0.05)) − 1)
    low_end = 10 * (1.5802651 ** (1 / 3) - 1)  # q = t
    high_end = 10 * (0.3897349 ** (1 / 3) - 1)  # q = −t
    found = interval_from_moments(1.0, 2.0, 3.0, 100)
    assert found.low == pytest.approx(1 - 0.2 * low_end, abs=1e-6)
    assert found.high == pytest.approx(1 - 0.2 * high_end, abs=1e-6)


@pytest.mark.parametrize("skewness", [-2.0, -1e-9, 0.0, 1e-9, 0.5, 2.0, 2.4])
@pytest.mark.parametrize("size", [8, 1000])
def test_the_ends_of_halls_interval_are_where_the_transformed_t_is_its_quantile(skewness, size):
    found = interval_from_moments(0.0, np.sqrt(size), skewness, size)  # s/√B = 1, so an end is −g⁻¹
    quantile = stats.t.ppf(0.975, size - 1)
    assert transformed(-found.low, skewness, size) == pytest.approx(quantile, rel=1e-9)
    assert transformed(-found.high, skewness, size) == pytest.approx(-quantile, rel=1e-9)


@pytest.mark.parametrize("skewness", [-2.0, 0.5, 2.0])
@pytest.mark.parametrize("drawn", [Fraction(1, 5), Fraction(1, 2), Fraction(7, 10)])
def test_without_replacement_the_ends_are_where_a_t_freed_of_its_cumulants_is_its_quantile(skewness, drawn):
    """With κ₁ = −λ(1 − f)/2 and κ₃ = −λ(2 − f), g(T) = T + λ(aT² + b) + λ²a²T³/3 has neither mean nor skewness
    in first order if κ₃ + 6aλ = 0 and κ₁ + (a + b)λ = 0."""
    size, f = 700, float(drawn)
    found = interval_from_moments(0.0, np.sqrt(size / (1 - f)), skewness, size, n=int(size / drawn))  # an end is −g⁻¹
    a = (2 - f) / 6
    b = (1 - f) / 2 - a
    scaled, quantile = skewness / np.sqrt(size * (1 - f)), stats.t.ppf(0.975, size - 1)
    for end, wanted in ((-found.low, quantile), (-found.high, -quantile)):
        assert end + scaled * (a * end**2 + b) + scaled**2 * a**2 * end**3 / 3 == pytest.approx(wanted, rel=1e-9)


def test_without_skewness_hall_is_t():
    for n in (None, 400):
        hall = interval_from_moments(1.0, 2.0, 0.0, 100, n=n)
        plain = interval_from_moments(1.0, 2.0, 0.0, 100, n=n, method="t")
        assert (hall.low, hall.high) == (pytest.approx(float(plain.low)), pytest.approx(float(plain.high)))


def test_the_skewness_in_use_is_the_one_with_divisor_b():
    found = confidence_interval(BATCH)
    again = interval_from_moments(BATCH.mean(), BATCH.std(ddof=1), stats.skew(BATCH), len(BATCH))
    assert (found.low, found.high) == (pytest.approx(float(again.low)), pytest.approx(float(again.high)))


def test_many_batches_at_once_equal_one_by_one():
    batches = np.random.default_rng(0).gamma(0.5, 1.0, size=(3, 4, 20))
    for method in ("hall", "t"):
        found = confidence_interval(batches, method=method, n=50)
        assert found.low.shape == found.high.shape == (3, 4)
        for where in np.ndindex(3, 4):
            one = confidence_interval(batches[where], method=method, n=50)
            assert (found.low[where], found.high[where]) == (
                pytest.approx(float(one.low)),
                pytest.approx(float(one.high)),
            )


def coverage(size: int, method: str, draws: int = 20_000, losses=SKEWED) -> tuple[float, float]:
    """The share of intervals that hold the mean, and the share that lie wholly below it."""
    drawn = independent_moments(losses, [size], draws, seed=1)
    found = interval_from_moments(drawn.mean[0], drawn.std[0], drawn.skewness[0], size, method=method)
    below, above = (found.high < losses.mean()).mean(), (found.low > losses.mean()).mean()
    return float(1 - below - above), float(below)


@pytest.mark.parametrize("size", [64, 256])
def test_hall_covers_better_than_t_and_ts_misses_lie_below(size):
    (plain, below), (hall, _) = coverage(size, "t"), coverage(size, "hall")
    assert plain < 0.93 < 0.95 + 0.005 > hall > plain + 0.02
    assert below > 0.9 * (1 - plain)


def test_halls_error_shrinks_faster_than_ts():
    """With four times the batch a second-order error falls to a quarter, a first-order one of one side to a half."""
    misses = {method: [coverage(size, method, 60_000)[1] - 0.025 for size in (512, 2048)] for method in ("t", "hall")}
    assert misses["t"][1] / misses["t"][0] == pytest.approx(0.5, abs=0.12)
    assert abs(misses["hall"][1]) < 0.15 * misses["t"][1] + 3 * np.sqrt(0.025 / 60_000)
    assert abs(misses["hall"][0]) < 0.5 * misses["t"][0]


def test_of_these_skewed_losses_t_misses_at_most_6_percent_where_cochrans_rule_says():
    size = trustworthy_from(summarize(SKEWED))
    plain, _ = coverage(size, "t", 40_000)
    tolerance = 4 * np.sqrt(0.06 * 0.94 / 40_000)
    assert 0.94 - tolerance < plain < 0.95
    assert coverage(size // 8, "t", 40_000)[0] < 0.93


def test_of_losses_that_are_hardly_skewed_cochrans_rule_promises_nothing():
    summary = summarize(TWO_HEAPS)
    assert abs(summary.skewness) < 0.01
    assert trustworthy_from(summary) == 2
    assert coverage(2, "t", losses=TWO_HEAPS)[0] == pytest.approx(0.5, abs=0.05)  # two of the same heap miss


@pytest.mark.parametrize("size", [80, 200])
def test_coverage_without_replacement(size):
    """The intervals for draws from 400: those for endless data would be far too wide here, and lopsided."""
    rng = np.random.default_rng(3)
    losses = rng.gamma(0.5, 1.0, 400)
    batches = losses[np.argsort(rng.random((20_000, 400)), axis=1)[:, :size]]
    below, above = {}, {}
    for method in ("hall", "t"):
        found = confidence_interval(batches, method=method, n=400)
        below[method], above[method] = (found.high < losses.mean()).mean(), (found.low > losses.mean()).mean()
    assert below["t"] > 0.035  # too many below …
    assert above["t"] < 0.018  # … and too few above
    for misses in (below["hall"], above["hall"]):
        assert misses == pytest.approx(0.025, abs=0.008)


def constants(size: int, n: int) -> tuple[float, float]:
    """a and b as the code has them: an interval of λ near 0 and s √((1 − f)/B) = 1 is centred at λ(a t² + b)."""
    f, levels = size / n, (0.5, 0.95)
    ends = [interval_from_moments(0.0, np.sqrt(size / (1 - f)), 1e-3, size, n=n, confidence=level) for level in levels]
    middles = [float(found.low + found.high) / 2 * np.sqrt(size * (1 - f)) / 1e-3 for found in ends]
    squares = stats.t.ppf((1 + np.array(levels)) / 2, size - 1) ** 2
    a = (middles[1] - middles[0]) / (squares[1] - squares[0])
    return a, middles[0] - a * squares[0]


def test_the_constants_without_replacement_undo_the_cumulants_of_simulated_batches():
    """κ₃ + 6aλ = 0 and κ₁ + (a + b)λ = 0 for 7 of 10 losses, where the constants of endless data, 1/3 and 1/6, are far off."""
    rng, n, size, draws = np.random.default_rng(4), 1000, 700, 32_000
    losses = rng.gamma(0.5, 1.0, n)
    error, t, known = np.sqrt((1 - size / n) / size), [], []
    for _ in range(8):
        batches = losses[np.argsort(rng.random((draws // 8, n), np.float32), axis=1)[:, :size]]
        t.append((batches.mean(axis=1) - losses.mean()) / (batches.std(axis=1, ddof=1) * error))
        known.append((batches.mean(axis=1) - losses.mean()) / (losses.std(ddof=1) * error))
    t, known = (
        np.concatenate(t),
        np.concatenate(known),
    )  # the mean with σ known has expectation 0, and takes most noise away
    scaled = summarize(losses).skewness / np.sqrt(size * (1 - size / n))
    a, b = constants(size, n)
    assert a == pytest.approx(-stats.skew(t) / (6 * scaled), abs=4 * np.sqrt(6 / draws) / (6 * scaled))
    assert a + b == pytest.approx(
        -(t - known).mean() / scaled, abs=4 * (t - known).std() / np.sqrt(draws) / scaled + scaled**2
    )


def test_a_batch_of_all_without_replacement_is_certain():
    for method in ("hall", "t"):
        found = confidence_interval(BATCH, method=method, n=len(BATCH))
        assert found.low == found.high == BATCH.mean()
    equal = confidence_interval([0.3, 0.3], n=2)
    assert equal.low == equal.high == 0.3


def test_of_many_batches_those_of_equal_losses_have_no_width():
    found = confidence_interval([[0.1, 0.1, 0.1], [0.1, 0.2, 0.4]])
    assert found.low[0] == found.high[0] == pytest.approx(0.1)
    assert found.low[1] < found.high[1]


@pytest.mark.parametrize("confidence", [np.float32(0.75), np.float64(0.75), Fraction(3, 4), np.array(0.75)])
def test_any_real_number_may_be_the_confidence(confidence):
    found, plain = confidence_interval(BATCH, confidence=confidence), confidence_interval(BATCH, confidence=0.75)
    assert (found.low, found.high) == (plain.low, plain.high)
    summary = summarize(BATCH)
    assert required_batch_size(summary, 0.1, confidence=confidence) == required_batch_size(
        summary, 0.1, confidence=0.75
    )


def test_cochrans_rule_by_hand():
    def of(skewness):
        return trustworthy_from(LossSummary(100, 1.0, 1.0, skewness, 0.0, 0.0, 1.0))

    assert (of(6.3), of(-2.0), of(0.1), of(0.0)) == (993, 100, 2, 2)  # 25 · 39.69 = 992.25


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: confidence_interval([0.5]), "needs at least 2 losses for an interval"),
        (lambda: confidence_interval(0.5), "needs at least 2 losses for an interval"),
        (lambda: confidence_interval(np.zeros((0, 5))), "needs at least 2 losses for an interval"),
        (lambda: confidence_interval([0.1, 0.1, 0.1]), "All 3 losses of this batch are equal"),
        (lambda: confidence_interval([0.1, np.nan]), "batch_losses must hold finite numbers"),
        (lambda: confidence_interval(BATCH, confidence=1.0), "confidence must lie between 0 and 1"),
        (
            lambda: confidence_interval(BATCH, confidence="0.95"),
            "confidence must lie between 0 and 1, such as 0.95; got '0.95'",
        ),
        (lambda: confidence_interval(BATCH, confidence=10**400), "confidence must lie between 0 and 1"),
        (lambda: confidence_interval(BATCH, confidence=np.nan), "confidence must lie between 0 and 1"),
        (
            lambda: required_batch_size(summarize(BATCH), 0.1, confidence="0.95"),
            "confidence must lie between 0 and 1, such as 0.95; got '0.95'",
        ),
        (lambda: required_batch_size(summarize(BATCH), "0.1"), "precision must be a finite number; got '0.1'"),
        (lambda: confidence_interval(BATCH, method="z"), 'method must be "hall" or "t"; got \'z\''),
        (lambda: confidence_interval(BATCH, n=7), "batch_size must be at most n = 7 without replacement; got 8"),
        (lambda: interval_from_moments(1.0, 1.0, 0.0, 1), "batch_size must be a whole number of at least 2"),
    ],
)
def test_bad_input_gets_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
