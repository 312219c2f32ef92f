"""From many batches to one number: both ways by hand, by plain loops, and by the formula of their difference."""

import numpy as np
import pytest

from mbviz.article.batch_means import batch_means


def test_by_hand_a_short_last_batch_counts_too_much():
    found = batch_means([1, 1, 4], 2)  # (1 + 4) / 2 is not (1 + 1 + 4) / 3
    assert (found.mean, found.mean_of_means, found.apart, found.weight) == (2, 2.5, 0.5, 2)
    assert (found.full, found.rest) == (1, 1)


@pytest.mark.parametrize(("n", "size"), [(60_000, 128), (5_000, 128), (10, 3), (7, 6), (5, 9), (4, 1)])
def test_both_numbers_are_those_of_a_loop_and_differ_as_the_formula_says(n, size):
    losses = np.random.default_rng(n).exponential(size=n)
    batches = [losses[start : start + size] for start in range(0, n, size)]
    found = batch_means(losses, size)
    total, count = 0.0, 0
    for batch in batches:
        total, count = total + batch.sum(), count + len(batch)
    assert found.mean == pytest.approx(total / count, rel=1e-13)
    assert found.mean_of_means == pytest.approx(np.mean([batch.mean() for batch in batches]), rel=1e-13)
    assert (found.full, found.rest) == divmod(n, size)
    if found.rest and found.full:
        last, others = losses[-found.rest :].mean(), losses[: -found.rest].mean()
        apart = (last - others) * found.full * (size - found.rest) / ((found.full + 1) * n)
        assert found.apart == pytest.approx(apart, rel=1e-9)
        assert abs(found.apart) <= (size - found.rest) / size * abs(last - others) / (found.full + 1)


@pytest.mark.parametrize("size", [1, 4, 8, 16])
def test_batches_of_one_size_give_one_number(size):
    found = batch_means(np.random.default_rng(0).exponential(size=16), size)
    assert found.apart == 0 and found.weight == 1


@pytest.mark.parametrize(("losses", "size"), [([], 2), ([[1.0]], 2), ([1.0], 0), ([1.0], 1.5), ([np.inf], 1)])
def test_what_is_no_batch_gets_a_sentence(losses, size):
    with pytest.raises(ValueError, match="must"):
        batch_means(losses, size)
