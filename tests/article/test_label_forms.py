"""Which loss fits which labels, and the binary one by hand and by scikit-learn."""

import math

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import log_loss

import mbviz
from mbviz._messages import Message
from mbviz.article.label_forms import binary_cross_entropy_error, check_indices, check_one_hot, suggest_loss

SPARSE, ONE_HOT, BINARY = "sparse_categorical_crossentropy", "categorical_crossentropy", "binary_crossentropy"
CHOICES = [
    ([2, 7, 0, 9, 8], 10, SPARSE),
    ([[2], [7]], 10, SPARSE),
    ([2.0, 7.0], 10, SPARSE),
    ([0, 1, 1], 3, SPARSE),  # only 0 and 1 occur, but there are three classes
    ([0, 0, 1, 0, 0], 5, SPARSE),  # five labels, not one row
    ([[0], [1]], 3, SPARSE),
    (np.array([1], dtype=np.uint8), 10, SPARSE),
    (mbviz.one_hot([2, 7, 0]), 10, ONE_HOT),
    ([[0, 0, 1, 0, 0]], 5, ONE_HOT),
    ([[0, 1], [1, 0]], 2, ONE_HOT),
    ([0, 1, 1], 2, BINARY),
    ([[0], [1]], 2, BINARY),
    ([0.0, 1.0], 2, BINARY),
    ([1], 2, BINARY),
    ([True], 2, BINARY),
    ([[True], [False]], 2, BINARY),
    ([[True, False], [False, True]], 2, ONE_HOT),
    (pd.get_dummies([2, 7, 0]), 3, ONE_HOT),
    (pd.Series([1.0, 0.0, 2.0]), 3, SPARSE),
]


@pytest.mark.parametrize(("t", "n_classes", "name"), CHOICES)
def test_the_form_of_t_chooses_the_loss(t, n_classes, name):
    choice = suggest_loss(t, n_classes)
    assert choice.name == name
    assert isinstance(choice.reason, Message)


REFUSED = [
    ([], 10, "t must have shape (N,), (N, 1) or (N, 10), N at least 1; got (0,)."),
    (np.zeros((0, 10)), 10, "t must have shape (N,), (N, 1) or (N, 10), N at least 1; got (0, 10)."),
    (3, 10, "t must have shape (N,), (N, 1) or (N, 10), N at least 1; got ()."),
    ([[0, 1, 0]], 10, "t must have shape (N,), (N, 1) or (N, 10), N at least 1; got (1, 3)."),
    ([[[1]]], 10, "t must have shape (N,), (N, 1) or (N, 10), N at least 1; got (1, 1, 1)."),
    ([2, 10], 10, "t must hold whole numbers from 0 to 9; got 10 at index 1."),
    ([-1, 1], 2, "t must hold whole numbers from 0 to 1; got -1 at index 0."),
    ([[0], [2]], 2, "t must hold whole numbers from 0 to 1; got 2 at index 1."),
    ([0.5, 1], 2, "t must hold whole numbers from 0 to 1; got 0.5 at index 0."),
    ([[0, 1], [1, 1]], 2, "A one-hot t must hold a single 1 and zeros in each row; row 1 does not."),
    ([[0.3, 0.8]], 2, "A one-hot t must hold a single 1 and zeros in each row; row 0 does not."),
    ([[True, False], [True, True]], 2, "A one-hot t must hold a single 1 and zeros in each row; row 1 does not."),
    (
        [[0, 1], [0.3, 0.7]],
        2,
        "A one-hot t must hold a single 1 and zeros in each row; row 1 holds soft targets, as label smoothing gives them. "
        "The losses here take one true class for each example.",
    ),
    (
        [True, False, True],
        10,
        "t must hold whole numbers; True and False are labels of two classes only, and one-hot rows have one of them "
        "for each of the 10 classes. Got dtype bool of shape (3,).",
    ),
]


@pytest.mark.parametrize(("t", "n_classes", "sentence"), REFUSED)
def test_labels_of_no_form_get_a_sentence(t, n_classes, sentence):
    with pytest.raises(ValueError) as error:
        suggest_loss(t, n_classes)
    assert isinstance(error.value.args[0], Message)
    assert str(error.value) == sentence


@pytest.mark.parametrize(
    ("t", "n_classes"), [([0], 1), ([0], 2.0), (["a"], 2), ([True], 3), ([math.nan], 2), ([[0], [0, 1]], 2)]
)
def test_what_is_no_label_or_no_count_is_refused(t, n_classes):
    with pytest.raises(ValueError, match="must"):
        suggest_loss(t, n_classes)


def test_checked_labels_and_rows_come_as_int64():
    assert check_indices(np.array([2.0, 0.0]), "t", 2).dtype == np.int64
    assert check_one_hot(mbviz.one_hot([1], 3), (1, 3)).dtype == np.int64


def test_binary_loss_by_hand():
    expected = -(math.log(0.5) + math.log(0.25)) / 2
    assert binary_cross_entropy_error([0.5, 0.75], [1, 0], delta=0) == pytest.approx(expected, rel=1e-15)
    assert binary_cross_entropy_error([0.0], [1]) == pytest.approx(-math.log(1e-7), rel=1e-15)
    assert binary_cross_entropy_error([1.0], [0], delta=0.5) == pytest.approx(-math.log(0.5), rel=1e-15)


def test_binary_loss_equals_its_formula():
    rng = np.random.default_rng(1)
    p, t = rng.random(100), rng.integers(0, 2, 100)
    formula = -np.mean(t * np.log(p + 0.01) + (1 - t) * np.log(1 - p + 0.01))
    assert binary_cross_entropy_error(p, t, 0.01) == pytest.approx(formula, rel=1e-13)
    assert binary_cross_entropy_error(p[:, None], t[:, None], 0.01) == pytest.approx(formula, rel=1e-13)


def test_binary_loss_equals_scikit_learns_and_that_of_two_classes():
    rng = np.random.default_rng(2)
    p, t = rng.random(100), rng.integers(0, 2, 100)
    assert binary_cross_entropy_error(p, t, delta=0) == pytest.approx(log_loss(t, p), rel=1e-12)
    both = np.column_stack([1 - p, p])
    assert binary_cross_entropy_error(p, t) == pytest.approx(
        mbviz.cross_entropy_error(both, mbviz.one_hot(t, 2)), rel=1e-13
    )


@pytest.mark.filterwarnings("error")
def test_binary_loss_without_delta_is_zero_or_infinite_at_the_ends():
    assert binary_cross_entropy_error([0.0, 1.0], [0, 1], delta=0) == 0
    assert binary_cross_entropy_error([0.0, 0.5], [1, 1], delta=0) == math.inf


def test_a_label_of_two_classes_may_be_true_or_false():
    assert binary_cross_entropy_error([0.9, 0.2], [True, False]) == binary_cross_entropy_error([0.9, 0.2], [1, 0])


def test_binary_loss_is_computed_in_float64():
    p = np.array([0.1], dtype=np.float32)
    assert binary_cross_entropy_error(p, [1]) == -math.log(float(p[0]) + 1e-7)
    assert binary_cross_entropy_error(p, [0]) == -math.log(1 - float(p[0]) + 1e-7)


@pytest.mark.parametrize(
    ("p", "t", "delta", "sentence"),
    [
        ([0.5, 0.5], [[0], [1]], 0, "p and t must have the same shape and not be empty; got (2,) and (2, 1)."),
        ([], [], 0, "p and t must have the same shape and not be empty; got (0,) and (0,)."),
        ([0.5, 1.5], [0, 1], 0, "p must hold probabilities from 0 to 1; got 1.5."),
        ([-0.5], [0], 0, "p must hold probabilities from 0 to 1; got -0.5."),
        ([0.5, 0.5], [0, 2], 0, "t must hold 0 or 1 for two classes; got 2."),
        ([0.5], [0.5], 0, "t must hold 0 or 1 for two classes; got 0.5, a soft target as label smoothing gives it."),
        ([0.5], [1.5], 0, "t must hold 0 or 1 for two classes; got 1.5."),
        ([0.5], [0], -1, "delta must be a number of at least 0; got -1."),
    ],
)
def test_binary_loss_refuses_with_a_sentence(p, t, delta, sentence):
    with pytest.raises(ValueError) as error:
        binary_cross_entropy_error(p, t, delta)
    assert str(error.value) == sentence
