"""Moments of the batch mean: those of all batches, enumerated."""

from dataclasses import replace
from itertools import combinations, product
from math import comb

import numpy as np
import pytest

from mbviz.stats.moments import batch_mean_moments
from mbviz.stats.summary import summarize

FEW = np.array([0.0, 0.1, 0.7, 5.3])


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6])
def test_moments_without_replacement_equal_the_enumeration_of_all_batches(size):
    losses = [0.1, 0.4, 2.0, 5.0, 0.0, 0.3]
    means = summarize([np.mean(batch) for batch in combinations(losses, size)])
    assert comb(6, size) == means.n
    found = batch_mean_moments(summarize(losses), size, replace=False)
    assert found.mean == pytest.approx(means.mean)
    assert found.std == pytest.approx(means.std, abs=1e-12)
    assert found.skewness == pytest.approx(means.skewness, abs=1e-9)


def test_moments_with_replacement_equal_the_enumeration_of_all_batches():
    means = summarize([np.mean(batch) for batch in product(FEW, repeat=4)])
    found = batch_mean_moments(summarize(FEW), [4, 1])
    assert found.std[0] == pytest.approx(means.std)
    assert found.skewness[0] == pytest.approx(means.skewness)
    assert found.skewness[1] == pytest.approx(summarize(FEW).skewness)


@pytest.mark.parametrize("losses", [[1.0], [1.0, 4.0]])
def test_moments_of_one_or_two_losses_without_replacement(losses):
    for size in range(1, len(losses) + 1):
        found = batch_mean_moments(summarize(losses), size, replace=False)
        assert found.skewness == 0
        assert found.std == (1.5 if (len(losses), size) == (2, 1) else 0)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: batch_mean_moments(summarize([1.0, 2.0]), 0),
            "batch_size must be a whole number of at least 1; got 0",
        ),
        (lambda: batch_mean_moments(summarize([1.0, 2.0]), 3, replace=False), "batch_size must be at most n = 2"),
    ],
)
def test_bad_input_gets_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_sizes_that_no_float_holds_have_moments_too():
    found = batch_mean_moments(summarize(FEW), [4, 10**400])
    small = batch_mean_moments(summarize(FEW), 4)
    assert found.skewness[0] == small.skewness and found.skewness[1] == pytest.approx(
        small.skewness * 2e-200, rel=1e-14
    )
    many = replace(summarize(FEW), n=2**70)
    half = batch_mean_moments(many, [2**69, 2**70 - 1], replace=False)
    assert half.skewness.tolist() == [0, pytest.approx(-many.skewness, rel=1e-14)]  # all but one: −γ
