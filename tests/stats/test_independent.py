"""Independent draws: every example equally likely on each of the three ways, and the same numbers from any threads."""

import os
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import sparse

from mbviz.stats import independent
from mbviz.stats.independent import CHUNK, LONG, independent_estimates, independent_moments
from mbviz.stats.summary import summarize

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


def assert_batches_are_whole(moments, size: int) -> None:
    """With a share p of losses 2.0 and the rest 0.3, s² = 1.7² p(1 − p) B/(B − 1) and γ̂ = (1 − 2p)/√(p(1 − p)).

    Sums are taken about 1.15, where each loss adds the same to the squares: one more or less would show.
    """
    p = np.round((moments.mean[0] - 0.3) / 1.7 * size) / size
    assert moments.mean[0] == pytest.approx(0.3 + 1.7 * p, rel=1e-12)
    mixed = (p > 0) & (p < 1)
    assert not moments.std[0, ~mixed].any() and not moments.skewness[0, ~mixed].any()
    p, std, skewness = p[mixed], moments.std[0, mixed], moments.skewness[0, mixed]
    assert std == pytest.approx(1.7 * np.sqrt(p * (1 - p) * size / (size - 1)), rel=1e-9)
    assert skewness == pytest.approx((1 - 2 * p) / np.sqrt(p * (1 - p)), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("n", [1000, 60_000, 70_000])
@pytest.mark.parametrize("size", SIZES[1:])
def test_moments_of_two_kinds_of_losses_follow_from_the_mean(n, size):
    losses = np.repeat([0.3, 2.0], n // 2)
    assert_batches_are_whole(independent_moments(losses, [size], 60), size)


@pytest.mark.parametrize("size", [LONG, 5000, 60_000, 150_000])
def test_words_that_met_too_many_losses_are_passed_over(monkeypatch, size):
    """Without the margin of two roots that makes it as good as impossible, every second time is one time too many."""
    monkeypatch.setattr(independent, "math", SimpleNamespace(sqrt=lambda missing: 0.0))
    losses = np.repeat([0.3, 2.0], 30_000)
    moments = independent_moments(losses, [size], 400)
    assert_batches_are_whole(moments, size)
    assert moments.mean.std() == pytest.approx(0.85 / np.sqrt(size), rel=4.5 * np.sqrt(1 / (2 * 400)))


class Copying(sparse.csr_array):
    """A sparse matrix that gives its columns away as a copy, so that writing into them changes nothing."""

    @property
    def indices(self):
        return self._columns.copy()

    @indices.setter
    def indices(self, columns):
        self._columns = columns


class Closed(Copying):
    """One whose columns cannot be written into."""

    @property
    def indices(self):
        columns = self._columns.copy()
        columns.flags.writeable = False
        return columns

    @indices.setter
    def indices(self, columns):
        self._columns = columns


@pytest.mark.parametrize(("other", "reason"), [(Copying, "its results differ"), (Closed, "it failed with ValueError")])
def test_where_a_sparse_matrix_works_otherwise_losses_are_added_without_one_and_the_log_says_so_once(
    monkeypatch, caplog, other, reason
):
    expected = independent_moments(LOSSES, [LONG, 20_000], 40, seed=2)
    monkeypatch.setattr(independent.sparse_agrees, "_found", None)
    monkeypatch.setattr(sparse, "csr_array", other)
    found = independent_moments(LOSSES, [LONG, 20_000], 40, seed=2)
    for name in ("mean", "std", "skewness"):
        np.testing.assert_allclose(getattr(found, name), getattr(expected, name), rtol=1e-9)
    (record,) = caplog.records
    assert reason in record.getMessage()


def test_where_the_sparse_matrix_works_nothing_is_logged(monkeypatch, caplog):
    monkeypatch.setattr(independent.sparse_agrees, "_found", None)
    independent_estimates(LOSSES, [20_000], 40)
    assert independent.sparse_agrees() and not caplog.records


@pytest.mark.parametrize("size", [2, 40, LONG, 20_000])
def test_the_squares_of_the_deviations_are_unbiased(size):
    moments = independent_moments(LOSSES, [size], 4000)
    whole = summarize(LOSSES)
    # Var s² = σ⁴ (κ/B + 2/(B − 1))
    tolerance = 4.5 * np.sqrt((whole.kurtosis / size + 2 / (size - 1)) / 4000)
    assert (moments.std**2).mean() == pytest.approx(whole.std**2, rel=tolerance)


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


def test_losses_that_float32_has_no_room_for_are_estimated_as_well():
    once, thrice = independent_estimates([0.0, 1e39], [1, 3], 200)
    assert set(once.tolist()) == {0.0, 1e39}
    np.testing.assert_allclose(np.sort(np.unique((3e-39 * thrice).round(6))), [0, 1, 2, 3], atol=1e-6)


@pytest.mark.parametrize("unit", [2.0**-1000, 2.0**-200, 2.0**200])
def test_losses_in_another_unit_give_the_same_estimates_in_it(unit):
    losses = np.random.default_rng(1).gamma(1, 1, 1000)
    for size in (3, 2000):
        np.testing.assert_array_equal(
            independent_estimates(unit * losses, [size], 5), unit * independent_estimates(losses, [size], 5)
        )
        found, expected = independent_moments(unit * losses, [size], 5), independent_moments(losses, [size], 5)
        np.testing.assert_array_equal(found.std, unit * expected.std)
        np.testing.assert_array_equal(found.skewness, expected.skewness)


@pytest.mark.parametrize(("sizes", "draws"), [([10**9 + 1], 1), ([2**64], 1), ([1], 10**12), ([1, 2], 10**8)])
def test_more_than_time_or_memory_has_room_for_gets_a_sentence(sizes, draws):
    for call in (independent_estimates, independent_moments):
        with pytest.raises(ValueError, match="(batch_sizes|n_draws) must be at most"):
            call([0.0, 1.0], sizes, draws)
