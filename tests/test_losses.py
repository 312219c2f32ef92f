"""The article's losses: by hand, by a plain loop, by scikit-learn; Keras is in model/test_keras_values.py."""

import math

import numpy as np
import pytest
from sklearn.metrics import log_loss

import mbviz

ARTICLE_Y = np.tile([0.1, 0.05, 0.8, 0.05, 0, 0, 0, 0, 0, 0], (5, 1))
ARTICLE_T = [2, 7, 0, 9, 8]


def random_batch(rng, size=50, classes=10):
    y = mbviz.softmax(rng.normal(scale=3, size=(size, classes)))
    return y, rng.integers(0, classes, size)


def test_pick_takes_the_articles_cells():
    assert mbviz.pick(ARTICLE_Y, ARTICLE_T).tolist() == [0.8, 0.0, 0.1, 0.0, 0.0]


def test_per_example_loss_of_the_articles_batch_by_hand():
    expected = [-math.log(0.8 + 1e-7), -math.log(1e-7), -math.log(0.1 + 1e-7), -math.log(1e-7), -math.log(1e-7)]
    np.testing.assert_allclose(mbviz.per_example_loss(ARTICLE_Y, ARTICLE_T), expected, rtol=1e-14)


def test_both_versions_equal_the_double_loop():
    y, t = random_batch(np.random.default_rng(1))
    rows = mbviz.one_hot(t)
    total = 0.0
    for n in range(len(y)):
        for k in range(10):
            total -= rows[n, k] * math.log(y[n, k] + 1e-7)
    assert mbviz.cross_entropy_error(y, rows) == pytest.approx(total / len(y), rel=1e-13)
    assert mbviz.sparse_cross_entropy_error(y, t) == pytest.approx(total / len(y), rel=1e-13)


def test_loss_without_delta_equals_scikit_learn():
    y, t = random_batch(np.random.default_rng(2))
    assert mbviz.sparse_cross_entropy_error(y, t, delta=0) == pytest.approx(log_loss(t, y, labels=range(10)), rel=1e-12)


def test_the_versions_are_the_mean_of_the_losses_per_example_to_the_last_digit():
    y, t = random_batch(np.random.default_rng(3))
    assert mbviz.sparse_cross_entropy_error(y, t) == mbviz.per_example_loss(y, t).mean()


@pytest.mark.parametrize("t", [1, [1], np.array([1])])
def test_one_example_without_a_batch_axis_and_an_integer_label(t):
    assert mbviz.sparse_cross_entropy_error([0.1, 0.7, 0.2], t) == pytest.approx(-math.log(0.7 + 1e-7))


def test_one_example_without_a_batch_axis_and_a_one_hot_label():
    assert mbviz.cross_entropy_error([0.1, 0.7, 0.2], [0, 1, 0]) == pytest.approx(-math.log(0.7 + 1e-7))
    assert mbviz.per_example_loss([0.1, 0.7, 0.2], [0, 1, 0]).shape == (1,)


def test_rows_are_not_normalised():
    assert mbviz.sparse_cross_entropy_error([[3.0, 1.0]], [0]) == pytest.approx(-math.log(3 + 1e-7))


def test_a_probability_of_zero_costs_infinity_without_delta_and_the_cap_with_it():
    y = [[0.0, 1.0]]
    assert mbviz.per_example_loss(y, [0], delta=0) == [math.inf]
    assert mbviz.per_example_loss(y, [[1, 0]], delta=0) == [math.inf]
    assert mbviz.per_example_loss(y, [[0, 1]], delta=0) == [0.0]
    assert mbviz.per_example_loss(y, [0])[0] == pytest.approx(16.118095650958317)


def test_float32_outputs_are_scored_in_float64():
    y = np.array([[0.1, 0.9]], dtype=np.float32)
    assert mbviz.per_example_loss(y, [0]) == [-math.log(float(np.float32(0.1)) + 1e-7)]


def test_one_hot_is_the_identitys_rows_in_float32():
    t = [3, 0, 9]
    rows = mbviz.one_hot(t)
    assert rows.dtype == np.float32
    np.testing.assert_array_equal(rows, np.eye(10)[t])
    assert mbviz.one_hot([], 4).shape == (0, 4)


def test_softmax_equals_the_quotient_of_exponentials_and_survives_large_logits():
    z = np.random.default_rng(4).normal(size=(3, 4, 5))
    plain = np.array([[[math.exp(v) / sum(map(math.exp, row)) for v in row] for row in block] for block in z])
    np.testing.assert_allclose(mbviz.softmax(z), plain, rtol=1e-12)
    np.testing.assert_allclose(mbviz.softmax(z + 5000), plain, rtol=1e-9)
    assert mbviz.softmax(np.zeros((1, 2), np.float32)).dtype == np.float32


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: mbviz.pick([[0.5, 0.5]], [2]), "t must hold labels from 0 to 1; got 2 at index 0"),
        (lambda: mbviz.pick([[0.5, 0.5]], [-1]), "got -1 at index 0"),
        (lambda: mbviz.pick([[0.5, 0.5]], [0.5]), "t must hold integer labels; got 0.5 at index 0"),
        (lambda: mbviz.pick([[0.5, 0.5]], [0, 1]), "one label for each of the 1 rows of y; got 2"),
        (lambda: mbviz.pick([[0.5, np.nan]], [0]), r"y must hold finite numbers; got nan at index \(0, 1\)"),
        (lambda: mbviz.pick([[0.5, 0.5], [1.0]], [0, 0]), "y must be a regular array"),
        (lambda: mbviz.pick(np.zeros((2, 2, 2)), [0, 0]), r"y must have shape \(B, C\)"),
        (lambda: mbviz.pick(np.zeros((0, 10)), []), "not be empty"),
        (lambda: mbviz.pick([["a", "b"]], [0]), "y must hold real numbers"),
        (lambda: mbviz.per_example_loss([[-0.1, 1.1]], [0]), "y must not hold negative numbers"),
        (lambda: mbviz.per_example_loss([[0.5, 0.5]], [0], delta=-1), "delta must be a number of at least 0"),
        (lambda: mbviz.per_example_loss([[0.5, 0.5]], [0], delta=np.nan), "delta must hold finite numbers"),
        (lambda: mbviz.per_example_loss([[0.5, 0.5]], [[0.5, 0.5]]), "a single 1 and zeros in each row; row 0"),
        (lambda: mbviz.cross_entropy_error([[0.5, 0.5]], [0]), "wants a one-hot t"),
        (lambda: mbviz.sparse_cross_entropy_error([[0.5, 0.5]], [[1, 0]]), "one integer label for each row"),
        (lambda: mbviz.one_hot([1.0, 1.5]), "t must hold integer labels; got 1.5 at index 1"),
        (lambda: mbviz.one_hot([[1]]), r"shape \(N,\); got shape \(1, 1\)"),
        (lambda: mbviz.one_hot([1], n_classes=0), "n_classes must be a whole number of at least 1; got 0"),
        (lambda: mbviz.softmax([np.inf, 0]), "logits must hold finite numbers"),
        (lambda: mbviz.softmax(3.0), "logits must have a last axis"),
    ],
)
def test_bad_input_gets_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
