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


LABELS, Y = [0, 1], [[0.5, 0.5], [0.1, 0.9]]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (([0, 1], [0, 1, 1], Y), r"a label and a row of outputs for each example.*got shapes \(3,\) and \(2, 2\)"),
        (([0], [0], Y[1]), r"got shapes \(1,\) and \(2,\)"),
        (([0], [[0, 1]], Y), r"got shapes \(1, 2\) and \(2, 2\)"),
        (([0], [], np.zeros((0, 2))), "with N >= 1"),
        (([-1], LABELS, Y), "batch_mask must hold indices from 0 to 1; got -1 at index 0"),
        (([0, 5], LABELS, Y), "batch_mask must hold indices from 0 to 1; got 5 at index 1"),
        (([2**63], LABELS, Y), "got 9223372036854775808 at index 0"),
        (([2**64], LABELS, Y), "batch_mask must hold numbers of at most 64 bits; got 18446744073709551616 at index"),
        (([], LABELS, Y), r"batch_mask must hold at least one index, shape \(B,\); got shape \(0,\)"),
        ((0, LABELS, Y), r"got shape \(\)"),
        (([[0, 1]], LABELS, Y), r"got shape \(1, 2\)"),
        (([0.0], LABELS, Y), "batch_mask must hold integer indices; got dtype float64"),
        (([True, False], LABELS, Y), r"got dtype bool\. np\.flatnonzero\(batch_mask\) are the indices"),
        (([0], [2, 1], Y), "t must hold labels from 0 to 1; got 2 at index 0"),
        (([1], LABELS, [[0.5, 0.5], [-0.1, 1.1]]), "y must not hold negative numbers"),
    ],
)
def test_what_does_not_fit_gets_a_sentence(given, sentence):
    with pytest.raises(ValueError, match=sentence):
        mbviz.open_batch(*given)


def test_a_batch_has_the_indices_and_labels_of_any_whole_dtype():
    batch = mbviz.open_batch(np.array([1, 0], np.uint8), np.array([0.0, 1.0]), Y)
    assert batch.batch_mask.dtype == batch.t.dtype == np.int64
    assert batch.picks.tolist() == [0.9, 0.5]
