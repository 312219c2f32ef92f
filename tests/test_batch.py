"""A batch opened from a mask agrees with the plain indexing of the article."""

import numpy as np
import pytest

import mbviz


@pytest.fixture
def data():
    rng = np.random.default_rng(0)
    y = mbviz.softmax(rng.normal(size=(100, 10)).astype(np.float32))
    return rng.integers(0, 10, 100), y


def test_an_opened_batch_is_the_articles_indexing(data):
    labels, y = data
    mask = mbviz.draw_batch(100, 20)
    batch = mbviz.open_batch(mask, labels, y)
    y_batch, t = y[mask].astype(np.float64), labels[mask]
    assert len(batch) == 20
    np.testing.assert_array_equal(batch.picks, y_batch[np.arange(20), t])
    assert batch.loss == -np.sum(np.log(y_batch[np.arange(20), t] + 1e-7)) / 20
    assert batch.wrong.tolist() == [max(range(10), key=lambda k: row[k]) != label for row, label in zip(y_batch, t)]


def test_the_loss_of_a_batch_is_its_dot_on_the_chart(data):
    labels, y = data
    losses = mbviz.per_example_loss(y, labels)
    estimates = mbviz.loss_estimates(losses, [5, 50], 4, seed=9)
    batch = mbviz.open_batch(mbviz.draw_batch(100, 50, seed=9, draw=2), labels, y)
    assert batch.loss == estimates[1, 2]


def test_the_order_by_loss_has_the_worst_first_and_keeps_ties_as_drawn(data):
    labels, y = data
    batch = mbviz.open_batch([3, 3, 7], labels, y)
    by_hand = sorted(range(3), key=lambda n: -batch.losses[n])
    assert batch.order(by_loss=True, most=3).tolist() == by_hand
    assert batch.order(by_loss=False, most=2).tolist() == [0, 1]
