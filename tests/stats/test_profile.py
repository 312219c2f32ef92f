"""The profile of one network's losses: its numbers are NumPy's, and the shares are never below 0 nor above the whole."""

import math
import re

import numpy as np
import pytest

from mbviz.stats.profile import EDGES, loss_profile, loss_shares, top_share

RNG = np.random.default_rng(0)
LOSSES = RNG.lognormal(-3, 2, 5000)


def test_the_numbers_are_those_of_numpy():
    right = RNG.random(5000) < 0.9
    found = loss_profile(LOSSES, right, n_worst=7)
    largest = np.sort(LOSSES)[::-1]
    assert found.accuracy == right.sum() / 5000
    assert found.median == np.median(LOSSES)
    assert found.below_mean == sum(LOSSES.mean() > LOSSES) / 5000
    assert found.top == pytest.approx(largest[:50].sum() / LOSSES.sum())
    assert found.needed == math.ceil((1.959963984540054 * LOSSES.std() / LOSSES.mean() / 0.1) ** 2)
    assert LOSSES[found.worst].tolist() == largest[:7].tolist()


def test_the_numbers_of_four_losses_are_those_worked_out_by_hand():
    found = loss_profile([0.5, 0.0, 1.5, 0.0], [False, True, False, True], n_worst=9, precision=0.5)
    assert (found.accuracy, found.median, found.below_mean, found.top) == (0.5, 0.25, 0.5, 0.75)
    # μ = 1/2 and σ² = (1/4 + 9/4)/4 − 1/4 = 3/8, so (1.96/0.5)² · CV² = 15.37 · 1.5 = 23.05
    assert found.needed == 24
    assert found.worst.tolist() == [2, 0, 1, 3]
    assert (found.counts[0], found.counts.sum(), found.shares[0], found.shares.max()) == (2, 4, 0, 0.75)


def test_every_example_and_all_the_loss_lie_in_some_bin():
    losses = np.concatenate([LOSSES, [-1e-7, 0, 1e-12, EDGES[0], EDGES[-1], 50.0]])
    found = loss_profile(losses, np.zeros(len(losses), bool))
    assert found.counts.sum() == len(losses)
    assert found.shares.sum() == pytest.approx(1)
    k = 40
    inside = LOSSES[(EDGES[k] <= LOSSES) & (EDGES[k + 1] > LOSSES)]
    assert found.counts[k] == len(inside) > 0
    assert found.shares[k] == pytest.approx(inside.sum() / losses.sum())


def test_a_sure_network_whose_losses_fall_below_zero_by_delta_has_shares_all_the_same():
    assert loss_profile(np.array([-1e-7] * 99 + [3.0]), np.ones(100, bool)).top == 1


@pytest.mark.parametrize("loss", [0.0, -1e-7])
def test_a_network_without_any_loss_has_no_shares_and_no_relative_precision(loss):
    found = loss_profile(np.full(20, loss), np.ones(20, bool))
    assert (found.needed, found.shares.sum()) == (0, 0)
    assert math.isnan(found.top)


def test_shares_are_never_below_zero_nor_above_the_whole():
    np.testing.assert_array_equal(loss_shares(np.array([3.0, 1.0, -1e-7, -1e-7])), [0.75, 0.25, 0, 0])
    np.testing.assert_array_equal(loss_shares(np.full(3, -1e-7)), np.zeros(3))


@pytest.mark.parametrize("share", [0.001, 0.01, 0.2, 0.5, 1])
def test_the_top_share_is_one_minus_the_lorenz_curve(share):
    lorenz = np.r_[0, np.cumsum(np.sort(loss_shares(LOSSES)))]
    assert top_share(LOSSES, share) == pytest.approx(1 - np.interp(1 - share, np.linspace(0, 1, 5001), lorenz))


@pytest.mark.parametrize("seed", range(3))
def test_losses_of_an_exponential_law_have_the_lorenz_curve_of_the_books(seed):
    """L(p) = p + (1 − p) log(1 − p), so the top 1% hold 0.01 · (1 + log 100) = 5.6%; γ adds the error of 10⁵ draws."""
    losses, share = np.random.default_rng(seed).exponential(size=10**5), 0.01
    # The share is a mean of N terms with a standard deviation below √(share) · (3 + log 100), over a mean of 1
    tolerance = 4 * np.sqrt(share) * (3 + math.log(100)) / np.sqrt(len(losses))
    assert top_share(losses, share) == pytest.approx(share * (1 - math.log(share)), abs=tolerance)


def test_the_share_of_the_largest_losses():
    assert top_share([4.0, 1.0, 3.0, 2.0], 0.25) == 0.4
    assert top_share([4.0, 1.0, 3.0, 2.0], 0.26) == 0.7  # rounded up to two of the four
    assert top_share([4.0, 1.0, 3.0, 2.0], 1) == 1
    assert top_share([-1e-7, 1.0, 1.0], 0.5) == pytest.approx(1)  # a trace below 0 is what delta makes of y = 1
    assert top_share([-1e-7, -1e-7, -1e-7, 1.0, 3.0], 0.2) == 0.75  # which holds nothing, not less
    losses = np.sort(LOSSES)[::-1]
    assert top_share(LOSSES, 0.01) == pytest.approx(losses[: -(-len(losses) // 100)].sum() / losses.sum())


@pytest.mark.parametrize(
    ("share", "n", "examples"), [(0.07, 100, 7), (0.1 + 0.2, 10, 3), (0.0701, 100, 8), (0.29, 10**6, 290_000)]
)
def test_the_rounding_of_a_product_adds_no_example(share, n, examples):
    assert top_share(np.ones(n), share) == examples / n


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: top_share([1.0], 0), "share must be above 0"),
        (lambda: top_share([1.0], "1%"), "share must be above 0 and at most 1; got 1%"),
        (lambda: top_share([1.0], np.nan), "share must be above 0 and at most 1; got nan"),
        (lambda: top_share([0.0, 0.0]), "losses must hold at least one above 0"),
        (lambda: top_share([-1e-7, -1e-7]), "losses must hold at least one above 0"),
        (lambda: loss_shares([np.nan]), "losses must hold finite numbers"),
        (
            lambda: loss_profile([1.0, 2.0], [True]),
            "right must hold True or False for each of the 2 losses; got dtype bool",
        ),
        (lambda: loss_profile([1.0], [0.5]), "got dtype float64 and shape (1,)"),
        (lambda: loss_profile([1.0], [True], n_worst=-1), "n_worst must be a whole number of at least 0; got -1"),
        (lambda: loss_profile([1.0], [True], precision=0), "precision must be a number above 0"),
    ],
)
def test_bad_input_gets_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        call()
