"""The lower tail: answers up to its end, and the same masses as on the first grid."""

import numpy as np
import pytest

from mbviz.stats.convolution import linear_binning
from mbviz.stats.lower_tail import LowerTail, LowerTails
from tests.stats.test_law import SPIKED


def test_a_lower_tail_answers_up_to_its_end_and_what_lies_beyond_is_not_below_it():
    tail = LowerTail(np.array([1.0, 2.0]), np.array([0.25, 0.5]))
    beyond = np.array([9.0, 9.0, 9.0, 1.5, 3.0])
    assert tail.quantile(np.array([0.25, 0.3, 0.5, 0.6, 0.6]), beyond).tolist() == [1, 2, 2, 2, 3]
    beyond = np.array([0.9, 0.9, 0.9, 0.4, 0.7])
    assert tail.cdf(np.array([0.9, 1.0, 1.9, 2.1, 2.1]), beyond).tolist() == [0, 0.25, 0.25, 0.5, 0.7]


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_finer_grids_hold_the_losses_as_the_first_one_would(level):
    ordered = np.sort(SPIKED)
    reach = np.ptp(SPIKED) / 64**level
    excess = ordered[ordered - ordered[0] <= reach] - ordered[0]
    expected = np.cumsum(linear_binning(excess / reach * 8191, np.full(len(excess), 1 / len(ordered)), 8192))
    np.testing.assert_allclose(LowerTails(ordered).tail(1, reach).cumulative, expected, atol=1e-9)


def test_sums_of_truncated_losses_have_the_chances_of_the_binomial_law():
    """Of 1 loss in 4 at the minimum and 1 in 4 one step of a thousandth above it, the rest is beyond the tail."""
    ordered = np.array([2.0, 2.001, 3.0, 4.0])
    tail = LowerTails(ordered).tail(3, 2 / 64)
    means = 2 + np.arange(4) * 0.001 / 3
    chances = np.cumsum([1, 3, 3, 1]) / 4**3  # binomial coefficients
    np.testing.assert_allclose(tail.cdf(means + 0.0001, np.ones(4)), chances, atol=1e-9)
