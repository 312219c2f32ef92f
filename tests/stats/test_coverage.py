"""Coverage: the counts are those of a plain loop, and the shares those that theory gives."""

import numpy as np
import pytest
from scipy import stats

from mbviz.stats.coverage import ROWS, Coverage, coverage
from mbviz.stats.independent import independent_moments
from mbviz.stats.intervals import interval_from_moments

RNG = np.random.default_rng(3)
NORMAL = RNG.normal(1.0, 0.3, 50_000)
SKEWED = RNG.exponential(size=50_000)


def by_loop(losses, size, n_batches, seed):
    """Below and above for each method, batch by batch: the same draws, compared in plain Python."""
    counts = {method: [0, 0] for method in ROWS}
    for part in range(10):
        drawn = independent_moments(losses, [size], n_batches // 10, seed=10 * seed + part)
        for k in range(n_batches // 10):
            for method in ROWS:
                interval = interval_from_moments(
                    drawn.mean[0, k], drawn.std[0, k], drawn.skewness[0, k], size, method=method
                )
                counts[method][0] += bool(interval.high < np.mean(losses))
                counts[method][1] += bool(interval.low > np.mean(losses))
    return counts


def test_the_counts_are_those_of_a_plain_loop_over_the_same_draws():
    found = coverage(SKEWED, [8, 50], 300, seed=2)
    for j, size in enumerate((8, 50)):
        loop = by_loop(SKEWED, size, 300, 2)
        assert [[found.below[i, j], found.above[i, j]] for i in range(2)] == [loop[method] for method in ROWS]


def test_the_shares_are_those_of_batches_drawn_by_numpy_and_intervals_written_out():
    n_batches, size = 4000, 20
    batches = SKEWED[np.random.default_rng(8).integers(0, len(SKEWED), (n_batches, size))]
    half = stats.t.ppf(0.975, size - 1) * batches.std(axis=1, ddof=1) / np.sqrt(size)
    below = (batches.mean(axis=1) + half < SKEWED.mean()).mean()
    above = (batches.mean(axis=1) - half > SKEWED.mean()).mean()
    found = coverage(SKEWED, [size], n_batches)
    for share, count in ((below, found.below[0, 0]), (above, found.above[0, 0])):
        assert abs(share - count / n_batches) < 4 * np.sqrt(2 * share * (1 - share) / n_batches)


def test_t_holds_normal_losses_as_often_as_it_says_and_misses_on_both_sides():
    found = coverage(NORMAL, [4, 30, 500], 4000)
    np.testing.assert_array_less(np.abs(found.held[0] - 0.95), 4 * np.sqrt(0.95 * 0.05 / 4000))
    misses = found.below[0] + found.above[0]
    np.testing.assert_array_less(np.abs(found.below[0] - misses / 2), 4 * np.sqrt(misses) / 2)


def test_with_another_confidence_it_is_that_share():
    found = coverage(NORMAL, [30], 4000, confidence=0.5)
    assert abs(found.held[0, 0] - 0.5) < 4 * np.sqrt(0.25 / 4000)


def test_hall_is_better_than_t_for_skewed_losses_whose_misses_lie_below():
    found = coverage(SKEWED, [16, 64], 4000)
    np.testing.assert_array_less(found.held[0] + 2 * found.error[0], found.held[1])
    np.testing.assert_array_less(4 * found.above[0], found.below[0])


def test_the_share_of_two_point_losses_is_the_one_counted_by_hand():
    # of 4 losses 0 or 1: t holds ½ unless all are equal, 2 of 16 batches; for 1, 2 or 3 ones the interval is wide
    found = coverage([0.0, 1.0], [4], 4000)
    for count in (found.below[0, 0], found.above[0, 0]):
        assert abs(count / 4000 - 1 / 16) < 4 * np.sqrt(15 / 256 / 4000)


def test_held_and_its_error_by_hand():
    found = Coverage(np.array([16]), 100, 0.95, np.array([[8], [3]]), np.array([[2], [1]]))
    np.testing.assert_allclose(found.held, [[0.9], [0.96]])
    np.testing.assert_allclose(found.error, [[0.03], [np.sqrt(0.96 * 0.04 / 100)]])


def test_the_same_seed_gives_the_same_counts_and_another_others():
    first, again, other = (coverage(SKEWED, [16, 32], 1000, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.below, again.below)
    assert (first.below != other.below).any()


@pytest.mark.parametrize("loss", [0.1, -9.9999995e-8, 0.3])
@pytest.mark.parametrize("n", [3, 7, 60_000])
def test_of_equal_losses_every_interval_is_the_truth(loss, n):
    assert coverage(np.full(n, loss), [16, 100], 100).held.tolist() == [[1, 1], [1, 1]]


@pytest.mark.parametrize("n_batches", [3, 25])
def test_every_batch_is_counted_and_progress_ends_at_one(n_batches):
    told = []
    found = coverage(np.zeros(5), [4], n_batches, progress=told.append)
    assert told == sorted(told) and len(told) == 10 and told[-1] == 1
    assert found.held.tolist() == [[1], [1]]  # equal losses: an interval without width, on the truth
    extreme = coverage([0.0] * 999 + [1.0], [2], n_batches)  # nearly every batch is all zeros and misses
    assert extreme.below[0, 0] >= n_batches - 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (dict(losses=[], batch_sizes=[4]), "losses"),
        (dict(losses=[1.0, 2.0], batch_sizes=[1]), "batch_sizes"),
        (dict(losses=[1.0, 2.0], batch_sizes=[4], n_batches=0), "n_batches"),
        (dict(losses=[1.0, 2.0], batch_sizes=[4], seed=-1), "seed"),
        (dict(losses=[1.0, 2.0], batch_sizes=[4], confidence=1), "confidence"),
        (dict(losses=[1.0, 2.0], batch_sizes=[4], confidence="0.95"), "confidence"),
    ],
)
def test_what_does_not_fit_gets_a_sentence(arguments, said):
    with pytest.raises(ValueError, match=f"^{said} must"):
        coverage(**arguments)
