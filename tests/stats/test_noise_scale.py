"""The estimate of two batch sizes by hand, and its interval by simulation."""

import math

import numpy as np
import pytest

import mbviz


def test_the_estimate_is_the_one_by_hand():
    found = mbviz.noise_scale_from_batches([7.0, 5.0], [2.5, 1.5], 2, 10)  # 1 + 10/2 = 6, 1 + 10/10 = 2
    assert (found.signal, found.noise, found.scale) == pytest.approx((1.0, 10.0, 10.0))
    assert found.low <= 10 <= found.high


def simulated(rng, scale, m):
    """‖g_B‖² of m batches of 10 and of 200, for ‖G‖² = 1 and tr Σ = `scale` in 50 dimensions."""
    G = np.zeros(50)
    G[0] = 1.0
    spread = math.sqrt(scale / 50)
    return [((G + rng.normal(scale=spread / math.sqrt(b), size=(m, 50))) ** 2).sum(axis=1) for b in (10, 200)]


def test_the_interval_holds_the_true_scale_as_often_as_it_says():
    """1,000 trials: the share within four standard errors of .95 and above, since Student's t errs to the safe side."""
    rng = np.random.default_rng(1)
    held = [
        (found := mbviz.noise_scale_from_batches(*simulated(rng, 60.0, 12), 10, 200)).low <= 60.0 <= found.high
        for _ in range(1_000)
    ]
    assert np.mean(held) >= 0.95 - 4 * math.sqrt(0.95 * 0.05 / 1_000)
    assert np.mean(held) < 0.995


def test_a_signal_that_may_be_nothing_leaves_the_scale_open_above():
    found = mbviz.noise_scale_from_batches([10.0, 12.0], [0.5, 0.4], 10, 200)  # less than noise alone would leave
    assert found.signal < 0 and found.scale == found.high == math.inf


def test_noise_that_comes_out_below_nothing_is_no_scale():
    found = mbviz.noise_scale_from_batches([1.0, 1.1], [2.0, 2.1], 10, 200)
    assert found.noise < 0 and found.scale == found.low == 0


@pytest.mark.parametrize(
    "changed, sentence",
    [
        ({"squared_norms_small": [1.0]}, "at least two batches"),
        ({"squared_norms_big": [[1.0, 2.0]]}, "at least two batches"),
        ({"squared_norms_big": [-1.0, 2.0]}, "at least 0"),
        ({"b_small": 100}, "b_small must be below b_big"),
        ({"b_small": 0}, "at least 1"),
        ({"confidence": 1.0}, "between 0 and 1"),
        ({"squared_norms_small": [0.0, 0.0], "squared_norms_big": [0, 0]}, "all be 0"),
    ],
)
def test_what_says_nothing_of_a_scale_is_refused(changed, sentence):
    given = {"squared_norms_small": [3.0, 4.0], "squared_norms_big": [1.0, 2.0], "b_small": 10, "b_big": 100, **changed}
    with pytest.raises(ValueError, match=sentence):
        mbviz.noise_scale_from_batches(**given)
