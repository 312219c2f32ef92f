"""The values of the real Keras, in a child: by hand, beside the article's, and restated in NumPy."""

import math
import os

import numpy as np
import psutil
import pytest

from mbviz._messages import Message
from mbviz.losses import one_hot, sparse_cross_entropy_error
from mbviz.model.keras_losses import NAMES, KerasLosses, as_keras_does

SPARSE, CATEGORICAL, BINARY = NAMES
SECONDS = 120  # the longest that anything here may take


@pytest.fixture(scope="module")
def real():
    """One child with the real Keras for the whole module: its start takes ten seconds."""
    losses = KerasLosses()
    losses.value(SPARSE, [0], [[1.0, 0.0]], timeout=SECONDS)
    yield losses
    losses.end()


def children_of_this_process():
    found = [child for child in psutil.Process().children() if "--losses" in child.cmdline()]
    assert found
    return found


def outputs(case):
    """y (B, C) and labels of one of the cases in which Keras treats y in its own way."""
    rng = np.random.default_rng(0)
    t = rng.integers(0, 10, 200)
    y = rng.dirichlet(np.full(10, 0.3), 200)
    if case == "rows that do not sum to 1":
        y *= rng.uniform(0.2, 3.0, (200, 1))
    if case == "a probability of exactly 0":
        y[np.arange(200), t] = 0
        y /= y.sum(axis=1, keepdims=True)
    if case == "all on the true class":
        y = one_hot(t)
    if case == "all on a wrong class":
        y = one_hot((t + 1) % 10)
    return y.astype(np.float32), t


CASES = ["softmax rows", "rows that do not sum to 1", "a probability of exactly 0"]
CASES += ["all on the true class", "all on a wrong class"]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", NAMES)
def test_the_restatement_gives_the_value_of_the_real_keras(real, name, case):
    y, t = outputs(case)
    t = t if name == SPARSE else one_hot(t)
    # float32 has 24 bits: the logarithm of a sum near 1 can be off by 2**-23
    assert real.value(name, t, y) == pytest.approx(as_keras_does(name, t, y), rel=3e-7, abs=2**-23)


def test_rows_of_nothing_are_even_odds_to_the_sparse_loss_and_no_number_to_the_other(real):
    nothing = np.zeros((1, 10))
    for value in (real.value, as_keras_does):
        assert value(SPARSE, [3], nothing) == pytest.approx(math.log(10), rel=1e-6)
        assert math.isnan(value(CATEGORICAL, one_hot([3]), nothing))


@pytest.mark.parametrize(
    ("name", "t", "y", "nats"),
    [
        (SPARSE, [1], [[0.1, 0.7, 0.2]], -math.log(0.7)),
        (SPARSE, [1], [[0.05, 0.35, 0.1]], -math.log(0.7)),
        (SPARSE, [1], [[0.2, 1.4, 0.4]], -math.log(1 / 1.6)),  # clipped before it is divided by the sum
        (SPARSE, [1, 0], [[0.1, 0.7, 0.2], [0.5, 0.3, 0.2]], -(math.log(0.7) + math.log(0.5)) / 2),
        (SPARSE, [0], [[0.0, 1.0]], 16.1180957),
        (CATEGORICAL, [[0, 1, 0]], [[0.1, 0.7, 0.2]], -math.log(0.7)),
        (CATEGORICAL, [[0, 1, 0]], [[0.2, 1.4, 0.4]], -math.log(0.7)),
        (CATEGORICAL, [[0.5, 0.5]], [[0.25, 0.75]], -(math.log(0.25) + math.log(0.75)) / 2),
        (CATEGORICAL, [[1, 0]], [[0.0, 1.0]], 16.1180957),
        (BINARY, [[0, 1, 0]], [[0.1, 0.7, 0.2]], -(math.log(0.9) + math.log(0.7) + math.log(0.8)) / 3),
        (BINARY, [[0, 1, 0]], [[0.2, 0.5, 0.5]], -(math.log(0.8) + 2 * math.log(0.5)) / 3),
        (BINARY, [[1, 0]], [[0.0, 0.0]], 16.1180957 / 2),
        (BINARY, [[1, 0]], [[1.0, 0.0]], 2**-23),  # so much is 1e-7 beside 1 in float32
        (BINARY, [[1, 0]], [[1.0, 1.0]], 15.9423847 / 2),  # −log 2**-23
    ],
)
def test_both_give_the_value_worked_by_hand(real, name, t, y, nats):
    assert real.value(name, t, y) == pytest.approx(nats, rel=3e-7)
    assert as_keras_does(name, t, y) == pytest.approx(nats, rel=3e-7)


def test_the_table_of_the_differences_from_the_article_is_true():
    y, t = outputs("all on the true class")
    assert sparse_cross_entropy_error(y, t) == pytest.approx(-1.0e-7, rel=0.01)
    assert as_keras_does(SPARSE, t, y) == pytest.approx(9.0e-7, rel=0.01)
    assert as_keras_does(CATEGORICAL, one_hot(t), y) == pytest.approx(1.2e-7, rel=0.01)
    y, t = outputs("a probability of exactly 0")
    nats = (sparse_cross_entropy_error(y, t), as_keras_does(SPARSE, t, y), as_keras_does(CATEGORICAL, one_hot(t), y))
    np.testing.assert_allclose(nats, 16.118096, atol=1e-6)
    y, t = np.full((1, 10), 0.1), [4]
    assert sparse_cross_entropy_error(y, t) + 1e-7 / 0.1 == pytest.approx(as_keras_does(SPARSE, t, y), abs=1e-9)
    assert as_keras_does(SPARSE, t, y * 3) == pytest.approx(
        sparse_cross_entropy_error(y * 3, t) + math.log(3), abs=1e-6
    )


@pytest.mark.parametrize(
    ("name", "t", "y", "sentence"),
    [
        ("mse", [0], [[1.0]], "name must be one of sparse_categorical_crossentropy, .*; got 'mse'"),
        (SPARSE, [0], [1.0, 0.0], r"y must have shape \(B, C\) and not be empty; got shape \(2,\)"),
        (SPARSE, [], np.zeros((0, 2)), r"y must have shape \(B, C\) and not be empty; got shape \(0, 2\)"),
        (SPARSE, [2], [[1.0, 0.0]], "t must hold labels from 0 to 1; got 2"),
        (SPARSE, [0, 1], [[1.0, 0.0]], "t must hold one label for each of the 1 rows"),
        (CATEGORICAL, [0], [[1.0, 0.0]], r"t must have the shape of y, \(1, 2\); got shape \(1,\)"),
        (BINARY, [[0, 1]], [[np.nan, 0.0]], "y must hold finite numbers"),
    ],
)
def test_the_restatement_refuses_what_does_not_fit(name, t, y, sentence):
    with pytest.raises(ValueError, match=sentence):
        as_keras_does(name, t, y)


def test_all_the_digits_go_through_the_pipe(real):
    rng = np.random.default_rng(1)
    y, t = rng.dirichlet(np.ones(10), 60_000).astype(np.float32), rng.integers(0, 10, 60_000, dtype=np.uint8)
    nats = real.value(SPARSE, t, y)
    assert nats == pytest.approx(sparse_cross_entropy_error(y, t, delta=0), rel=2e-6)
    assert real.value(CATEGORICAL, one_hot(t), y) == pytest.approx(nats, rel=2e-6)


def test_arrays_arrive_in_their_order_whatever_their_layout(real):
    y, t = outputs("softmax rows")
    expected = as_keras_does(SPARSE, t[::2], y[::2])
    assert real.value(SPARSE, t[::2], np.asfortranarray(y[::2])) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("name", "t", "sentence"),
    [
        (SPARSE, [0, 1, 2], "Keras refuses t and y: Arguments `target` and `output` must have the same shape up until"),
        (
            SPARSE,
            [0, 12],
            "Keras refuses t and y: Received a label value of 12 which is outside the valid range of [0, 3).",
        ),
        (CATEGORICAL, [0, 1], "Keras refuses t and y: Arguments `target` and `output` must have the same rank (ndim)."),
        (BINARY, [[0, 1]], "Keras refuses t and y: Arguments `target` and `output` must have the same shape."),
    ],
)
def test_what_keras_refuses_comes_back_as_a_sentence_and_the_child_lives_on(real, name, t, sentence):
    y = [[0.1, 0.7, 0.2], [0.5, 0.3, 0.2]]
    before = children_of_this_process()
    with pytest.raises(ValueError) as refusal:
        real.value(name, t, y)
    answer = real.ask(name, t, y)
    assert str(refusal.value).startswith(sentence) and "{{" not in answer.message and "[Op:" not in answer.message
    assert (answer.state, answer.value, answer.message) == ("failed", None, str(refusal.value))
    assert isinstance(answer.message, Message)
    assert real.value(SPARSE, [1, 0], y) > 0
    assert children_of_this_process() == before


def test_a_refusal_of_60000_labels_does_not_list_them(real):
    answer = real.ask(SPARSE, np.full(60_000, 10), np.ones((60_000, 10)), patience=SECONDS)
    assert "Received a label value of 10" in answer.message and len(answer.message) < 400


def test_a_child_that_is_up_answers_a_page_at_once(real):
    y = np.random.default_rng(2).dirichlet(np.ones(10), 100)
    assert real.ask(SPARSE, np.arange(100) % 10, y, patience=SECONDS).state == "ready"


@pytest.mark.skipif(not hasattr(os, "nice"), reason="Windows has priority classes")
def test_the_page_comes_before_the_child(real):
    assert min(child.nice() for child in children_of_this_process()) >= 10
