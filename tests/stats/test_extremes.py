"""Statistics of any finite input: a number that plain Python gives as well, or ValueError with a sentence; no warning, no other error."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mbviz
from mbviz.stats.bands import quantile_bands, running_mean
from mbviz.stats.coverage import coverage
from mbviz.stats.independent import independent_moments
from mbviz.stats.intervals import interval_from_moments
from mbviz.stats.moments import batch_mean_moments
from mbviz.stats.paired import paired_differences
from mbviz.stats.population import relative_errors
from mbviz.stats.profile import loss_profile, loss_shares, top_share
from mbviz.stats.spread import fit_spread
from tests.extremes import COUNT, EXACTLY, FEWER, FINITE, LOSSES, TINY, inside, mean_and_std, near, root, said


@EXACTLY
@given(LOSSES, st.sampled_from(["float64", "float32", "float16", "longdouble"]))
def test_a_summary_is_the_exact_one_but_for_rounding(losses, dtype):
    with np.errstate(all="ignore"):
        given_losses = np.array(losses).astype(dtype)
    found = said(lambda: mbviz.summarize(given_losses))
    if not np.isfinite(given_losses.astype(float)).all():
        assert found is None
        return
    values = given_losses.astype(float).tolist()
    mean, std = mean_and_std(values)
    assert found.mean == pytest.approx(mean, abs=near(values, 1e-13), rel=1e-12)
    assert found.std == pytest.approx(std, abs=near(values, 1e-13), rel=1e-12)
    assert (found.minimum, found.maximum, found.n) == (min(values), max(values), len(values))
    assert abs(found.skewness) <= math.sqrt(len(values)) + 1e-3 and math.isfinite(found.kurtosis)


@EXACTLY
@given(LOSSES, LOSSES)
def test_summaries_of_parts_add_up_at_any_size(left, right):
    found = said(lambda: mbviz.summarize(left) + mbviz.summarize(right))
    mean, std = mean_and_std(left + right)
    assert found.mean == pytest.approx(mean, abs=near(left + right, 1e-13), rel=1e-12)
    assert found.std == pytest.approx(std, abs=near(left + right, 1e-13), rel=1e-12)


@EXACTLY
@given(st.floats(0, 1e300), st.lists(COUNT, min_size=1, max_size=3), st.one_of(st.none(), COUNT))
def test_a_standard_error_is_right_for_whole_numbers_of_any_length(std, sizes, n):
    found = said(lambda: mbviz.standard_error(std, sizes, n))
    assert (found is None) == (n is not None and max(sizes) > n)
    if found is not None:
        left = [Fraction(1) if n is None else Fraction(n - size, max(n - 1, 1)) for size in sizes]
        exact = [root(Fraction(std) ** 2 / size * share) for size, share in zip(sizes, left)]
        np.testing.assert_allclose(found, exact, rtol=1e-13, atol=4 * TINY)


SUMMARIES = st.builds(
    mbviz.LossSummary,
    st.integers(1, 10**6),
    st.floats(1e-3, 1e3),
    st.floats(0, 1e3),
    st.floats(-1e200, 1e200),
    st.floats(-2, 1e6),
    st.just(0.0),
    st.just(16.0),
)


@EXACTLY
@given(SUMMARIES, st.one_of(st.sampled_from([1e-9, 1e-160, 0.01, 1e300]), st.floats(1e-300, 1e300)))
def test_the_width_of_the_size_that_a_precision_needs_is_that_precision(summary, precision):
    needed = said(lambda: mbviz.required_batch_size(summary, precision))
    assert isinstance(needed, int)
    width = said(lambda: float(mbviz.half_width(summary, needed)))
    assert width <= precision * (1 + 1e-13) + TINY
    if needed > 1:
        assert said(lambda: float(mbviz.half_width(summary, needed - 1))) >= precision * (1 - 1e-13) - TINY
    square = Fraction(summary.skewness) ** 2
    assert said(lambda: mbviz.trustworthy_from(summary)) == pytest.approx(max(math.ceil(25 * square), 2), rel=1e-15)


@EXACTLY
@given(SUMMARIES, st.lists(COUNT, min_size=1, max_size=3), st.booleans())
def test_moments_of_a_batch_are_finite_or_refused(summary, sizes, replace):
    found = said(lambda: batch_mean_moments(summary, sizes, replace=replace))
    assert (found is None) == (not replace and max(sizes) > summary.n)
    if found is not None:
        assert all(np.isfinite(part).all() for part in (found.mean, found.std, found.skewness))
    if replace:
        exact = [math.copysign(root(Fraction(summary.skewness) ** 2 / size), summary.skewness) for size in sizes]
        np.testing.assert_allclose(found.skewness, exact, rtol=1e-13, atol=4 * TINY)


@FEWER
@given(LOSSES, st.integers(1, 700), st.integers(0, 2**70), st.booleans())
def test_estimates_are_means_of_drawn_losses(losses, size, seed, replace):
    found = said(lambda: mbviz.loss_estimates(losses, [size], 2, seed=seed, replace=replace))
    assert (found is None) == (not replace and size > len(losses))
    for k, estimate in enumerate([] if found is None else found[0]):
        mask = mbviz.draw_batch(len(losses), size, seed=seed, draw=k, replace=replace)
        exact = math.fsum(losses[i] for i in mask) / size
        assert estimate == pytest.approx(exact, abs=near(losses, 1e-13), rel=1e-12)
    assert inside(said(lambda: mbviz.independent_estimates(losses, [size], 3, seed=seed)), losses)


@FEWER
@given(LOSSES, st.integers(1, 700))
def test_moments_drawn_independently_are_finite_and_scale_with_the_losses(losses, size):
    found = said(lambda: independent_moments(losses, [size], 3))
    assert inside(found.mean, losses)
    assert np.isfinite(found.std).all() and (found.std <= 2 * max(map(abs, losses))).all()
    assert (np.abs(found.skewness) <= math.sqrt(size) + 1e-3).all()


@EXACTLY
@given(LOSSES, st.sampled_from(["hall", "t"]))
def test_an_interval_is_finite_and_holds_its_mean_or_is_refused(losses, method):
    found = said(lambda: mbviz.confidence_interval(losses, method=method))
    assert (found is None) == (len(losses) < 2 or min(losses) == max(losses))
    if found is not None:
        assert math.isfinite(found.low) and math.isfinite(found.high)
        mean, std = mean_and_std(losses)
        slack = near(losses, 1e-12)
        if method == "t" and len(losses) > 1:
            half = (found.high - found.low) / 2
            assert found.low - slack <= mean <= found.high + slack
            assert half >= std / math.sqrt(len(losses) - 1) - slack  # t is above 1 for 95%


@EXACTLY
@given(FINITE, FINITE, FINITE, COUNT)
def test_an_interval_from_any_moments_is_finite_or_refused(mean, std, skewness, size):
    found = said(lambda: interval_from_moments(mean, std, skewness, size))
    assert found is None or (np.isfinite(found.low) and np.isfinite(found.high))


@FEWER
@given(LOSSES, st.lists(st.sampled_from([1, 2, 3, 100, 10**6, 10**9]), min_size=1, max_size=2))
def test_the_law_lies_between_the_losses_and_ascends(losses, sizes):
    laws = said(lambda: mbviz.sampling_law(losses, sizes))
    if laws is None:
        assert 0 < max(losses) - min(losses) < 1e-290
        return
    for law in laws:
        found = said(lambda law=law: law.quantile([0, 1e-9, 0.025, 0.5, 0.975, 1]))
        assert inside(found, losses) and (np.diff(found) >= 0).all()
        mean, std = mean_and_std(losses)
        assert law.mean == pytest.approx(mean, abs=near(losses, 1e-13), rel=1e-12)
        assert law.std == pytest.approx(std / math.sqrt(law.batch_size), abs=near(losses, 1e-13), rel=1e-12)
        beyond = said(lambda law=law: law.cdf([-1e300, *losses, 1e300]))
        assert np.isfinite(beyond).all() and (beyond[0], beyond[-1]) == (0, pytest.approx(1))
        assert np.isfinite(said(lambda law=law: law.density([-1e300, *losses, 1e300]))).all()


@FEWER
@given(LOSSES, st.booleans())
def test_bands_and_paths_lie_between_the_losses(losses, replace):
    sizes = sorted({1, len(losses)})
    bands = said(lambda: quantile_bands(losses, sizes, replace=replace))
    if bands is None:
        assert 0 < max(losses) - min(losses) < 1e-290
    else:
        assert inside(bands.low, losses) and inside(bands.high, losses)
    assert inside(said(lambda: running_mean(losses, sizes, seed=0)), losses)
    band = said(lambda: mbviz.spread_band(losses, sizes, replace=replace))
    mean, std = mean_and_std(losses)
    assert band.high[0] == pytest.approx(mean + 2 * std * (replace or len(losses) > 1), abs=near(losses, 1e-12))


@FEWER
@given(LOSSES)
def test_coverage_counts_every_interval(losses):
    found = said(lambda: coverage(losses, [2, 5], 20))
    assert ((found.held >= 0) & (found.held <= 1)).all()


@FEWER
@given(LOSSES, st.sampled_from([1, 7, 10**12]), st.sampled_from([1, 3, 5000, 10**12]), st.booleans())
def test_a_population_gives_means_between_the_losses(losses, n, size, replace):
    found = said(lambda: mbviz.simulate_population(losses, n, size, 2, replace=replace))
    assert (found is None) == (size > n and not replace)
    assert found is None or inside(found, losses)
    errors = said(lambda: relative_errors(losses, min(size, n), 2, population=n))
    assert errors is None or not np.isnan(errors).any()


@EXACTLY
@given(LOSSES, st.sampled_from([0.01, 0.5, 1.0]))
def test_shares_of_the_loss_add_up(losses, share):
    shares = said(lambda: loss_shares(losses))
    assert shares.sum() == pytest.approx(1 if max(losses) > 0 else 0, abs=1e-9)
    top = said(lambda: top_share(losses, share))
    assert (top is None) == (max(losses) <= 0) and (top is None or 0 < top <= 1 + 1e-9)
    found = said(lambda: loss_profile(losses, np.ones(len(losses), bool)))
    assert found.counts.sum() == len(losses) and (found.needed > 0) == (found.summary.mean > 0)


@EXACTLY
@given(st.lists(st.tuples(FINITE, FINITE), min_size=2, max_size=4))
def test_differences_of_networks_are_exact_or_refused(pairs):
    a, b = zip(*pairs)
    found = said(lambda: paired_differences([a], [b]))
    if max(map(abs, a + b)) > 1e70:
        assert found is None
        return
    apart = [Fraction(x) - Fraction(y) for x, y in pairs]
    centre = sum(apart) / len(apart)
    std = root(sum((value - centre) ** 2 for value in apart) / (len(apart) - 1))
    assert found.std_common[0] == pytest.approx(std, abs=near(a + b, 1e-12), rel=1e-12)


@EXACTLY
@given(st.lists(FINITE, min_size=2, max_size=2), st.lists(FINITE, min_size=2, max_size=2))
def test_a_slope_is_fitted_or_refused(one, other):
    found = said(lambda: fit_spread([1, 4], [one, other], mbviz.summarize([0.0, 2.0])))
    assert found is None or (math.isfinite(found.slope) and np.isfinite(found.fitted).all())
