"""Common random numbers: the spread of a difference by hand, by covariances, by the theory, and what is said of it."""

import numpy as np
import pytest

from mbviz import loss_estimates, standard_error
from mbviz.stats.paired import Luck, PairedDifferences, paired_differences, shared_luck

RNG = np.random.default_rng(3)
LOSSES = RNG.gamma(0.3, 1.2, size=2000)


def test_three_batches_worked_out_by_hand():
    found = paired_differences([[1.0, 2.0, 6.0], [0.0, 0.0, 0.0]], [[1.0, 1.0, 4.0], [1.0, 2.0, 3.0]])
    assert found.mean.tolist() == [1, -2]  # of 0, 1, 2 and of −1, −2, −3
    assert found.std_common.tolist() == [1, 1]
    assert found.std_separate == pytest.approx([np.sqrt(7 + 3), 1])
    assert found.std_single == pytest.approx([np.sqrt(3), 0])


def test_the_spread_by_the_same_batches_follows_from_variances_and_covariance():
    a = RNG.normal(size=(4, 50))
    b = 0.7 * a + RNG.normal(size=(4, 50))
    found = paired_differences(a, b)
    for row in range(4):
        covariance = np.cov(a[row], b[row])
        assert found.std_common[row] ** 2 == pytest.approx(found.std_separate[row] ** 2 - 2 * covariance[0, 1])
        assert found.std_single[row] ** 2 == pytest.approx(min(covariance[0, 0], covariance[1, 1]))


@pytest.mark.parametrize("share", [0.0, 0.9])
def test_networks_spread_as_the_theory_says_with_the_same_batches_and_with_batches_of_their_own(share):
    """a − b by the same batches is the mean of the examples' differences: σ of those over √B."""
    other = share * LOSSES + (1 - share) * RNG.permutation(LOSSES)
    sizes, draws = [50, 500], 2000
    a, b = loss_estimates(LOSSES, sizes, draws, seed=1), loss_estimates(other, sizes, draws, seed=1)
    found = paired_differences(a, b)
    tolerance = 4 * np.sqrt((2 + 30 / 50) / (4 * draws))  # κ is 20 for this gamma law, a little more in the sample
    assert found.std_common == pytest.approx(standard_error((LOSSES - other).std(), sizes), rel=tolerance)
    own = np.hypot(standard_error(LOSSES.std(), sizes), standard_error(other.std(), sizes))
    assert found.std_separate == pytest.approx(own, rel=tolerance)
    separate = (a - loss_estimates(other, sizes, draws, seed=2)).std(axis=1)
    assert separate == pytest.approx(own, rel=tolerance)  # what it stands for
    if share:
        assert shared_luck(found, decimals=4) is Luck.SHARED


def spreads(*rows: list[float]) -> PairedDifferences:
    """Of the same batches, of separate ones, and of the estimate that spreads less; one row for each size."""
    common, separate, single = np.array(rows, dtype=np.float64).reshape(-1, 3).T
    return PairedDifferences(np.zeros(len(common)), common, separate, single)


@pytest.mark.parametrize(
    ("found", "luck"),
    [
        (spreads([0.3, 0.9, 0.4], [0.1, 0.3, 0.2]), Luck.SHARED),
        (spreads([0.3, 0.9, 0.4], [0.2, 0.3, 0.1]), Luck.PARTLY_SHARED),  # once one loss is known better
        (spreads([0.0533, 0.0857, 0.0437]), Luck.PARTLY_SHARED),
        (spreads([0.0917, 0.0869, 0.0437]), Luck.NOT_SHARED),
        (spreads([0.2767, 0.2738, 0.1], [0.0261, 0.0267, 0.01]), Luck.MIXED),
        (spreads([0.3, 0.9, 0.4], [0.0, 0.0, 0.0]), Luck.SHARED),  # all the digits without replacement: nothing spreads
        (spreads([0, 0, 0], [0, 0, 0]), None),
        (spreads(), None),
        (spreads([0.10001, 0.10004, 0.05]), None),  # which looks the same
    ],
)
def test_the_cases_are_told_apart_by_the_numbers_as_they_are_shown(found, luck):
    assert shared_luck(found, decimals=4) is luck


def test_one_more_decimal_can_tell_two_spreads_apart():
    assert shared_luck(spreads([0.10001, 0.10004, 0.05]), decimals=5) is Luck.PARTLY_SHARED


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: paired_differences([[1.0, 2.0]], [[1.0, 2.0, 3.0]]), r"got shapes \(1, 2\) and \(1, 3\)"),
        (lambda: paired_differences([1.0, 2.0], [1.0, 2.0]), r"both of shape \(m, R\) with R >= 2"),
        (lambda: paired_differences([[1.0]], [[2.0]]), "with R >= 2"),
        (lambda: paired_differences([[1.0, np.nan]], [[1.0, 2.0]]), "a must hold finite numbers"),
        (lambda: shared_luck(spreads(), decimals=-1), "decimals must be a whole number of at least 0; got -1"),
    ],
)
def test_bad_input_gets_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
