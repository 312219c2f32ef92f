"""The forward pass against hand values and SciPy; the first weights against their formula."""

import math
import warnings

import numpy as np
import pytest
from scipy.special import expit
from scipy.special import softmax as scipy_softmax

from mbviz.model.network import forward, initial_weights, scale, weight_shapes

LAYERS = (784, 50, 100, 10)


@pytest.fixture(scope="module")
def pixels():
    return np.random.default_rng(1).integers(0, 256, (37, 784), dtype=np.uint8)


def test_forward_equals_the_hand_value_of_a_net_with_one_hidden_unit():
    weights = [np.array([[2.0], [-4.0]]), np.array([0.5]), np.array([[1.0, 3.0]]), np.array([0.0, -1.0])]
    h = 1 / (1 + math.exp(-(2 * 1 - 4 * 0.2 + 0.5)))  # pixels 255 and 51 are inputs 1 and 0.2
    first = 1 / (1 + math.exp((3 * h - 1) - h))  # a softmax of two is a sigmoid of the difference
    assert forward([[255, 51]], weights)[0] == pytest.approx([first, 1 - first], abs=1e-6)


def test_forward_equals_scipy_in_double_precision(pixels):
    w1, b1, w2, b2, w3, b3 = (w.astype(np.float64) for w in initial_weights(LAYERS, seed=3))
    h = expit(expit(pixels / 255 @ w1 + b1) @ w2 + b2)
    np.testing.assert_allclose(
        forward(pixels, initial_weights(LAYERS, 3)), scipy_softmax(h @ w3 + b3, axis=1), atol=2e-6
    )


def test_forward_takes_float_pixels_of_the_same_range_as_uint8(pixels):
    weights = initial_weights(LAYERS, seed=0)
    np.testing.assert_array_equal(forward(pixels.astype(np.float64), weights), forward(pixels, weights))


@pytest.mark.parametrize("chunk", [1, 10, 37, 100])
def test_forward_does_not_depend_on_the_chunk(pixels, chunk):
    weights = initial_weights(LAYERS, seed=0)
    np.testing.assert_allclose(forward(pixels, weights, chunk=chunk), forward(pixels, weights), atol=1e-6)


def test_forward_gives_float32_rows_that_sum_to_one(pixels):
    y = forward(pixels, initial_weights(LAYERS, seed=0))
    assert y.dtype == np.float32 and y.shape == (37, 10)
    np.testing.assert_allclose(y.sum(axis=1), 1, atol=1e-6)


def test_forward_saturates_without_overflow():
    weights = [np.array([[-1e6]]), np.zeros(1), np.array([[0.0, 1e6]]), np.array([0.0, 1.0])]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert forward([[255]], weights)[0] == pytest.approx([1 / (1 + math.e), math.e / (1 + math.e)], abs=1e-6)


def test_forward_of_no_images_is_empty():
    assert forward(np.empty((0, 784), dtype=np.uint8), initial_weights(LAYERS, seed=0)).shape == (0, 10)


def test_initial_weights_fill_the_glorot_interval_and_biases_are_zero():
    weights = initial_weights(LAYERS, seed=0)
    assert tuple(w.shape for w in weights) == weight_shapes(LAYERS)
    assert {w.dtype for w in weights} == {np.dtype(np.float32)}
    for w, b in zip(weights[::2], weights[1::2], strict=True):
        limit = math.sqrt(6 / sum(w.shape))
        assert 0.98 * limit < np.abs(w).max() <= limit
        assert w.std() == pytest.approx(limit / math.sqrt(3), rel=0.05)
        assert not b.any()


def test_initial_weights_depend_on_the_seed_alone():
    first, again, other = (initial_weights(LAYERS, seed) for seed in (5, 5, 6))
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not np.array_equal(first[0], other[0])


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: initial_weights((784,), 0), r"layers must hold at least two widths.*\(784,\)"),
        (lambda: initial_weights((784, 0), 0), "layers must be a whole number of at least 1; got 0"),
        (lambda: initial_weights((784, 10), -1), "seed must be a whole number of at least 0; got -1"),
        (lambda: scale(np.zeros((1, 28, 28))), r"x must hold one row of pixels.*\(1, 28, 28\)"),
        (lambda: scale([[-1.0, 0.0]]), "x must hold pixels from 0 to 255; got -1"),
        (lambda: scale([[256, 0]]), "x must hold pixels from 0 to 255; got 0 to 256"),
        (lambda: scale([[math.nan]]), "x must hold finite numbers"),
        (lambda: forward([[1, 2, 3]], initial_weights((2, 4), 0)), "x must have 2 pixels in each row.*got 3"),
        (lambda: forward([1, 2], initial_weights((2, 4), 0)), "x must hold one row of pixels"),
        (lambda: forward([[1, 2]], initial_weights((2, 4), 0), chunk=0), "chunk must be a whole number of at least 1"),
        (lambda: forward([[1, 2]], [np.zeros((2, 4)), np.zeros(3)]), "weights must be W1, b1"),
        (lambda: forward([[1, 2]], [np.zeros((2, 4))]), "weights must be W1, b1"),
        (lambda: forward([[1, 2]], []), "weights must be W1, b1"),
    ],
)
def test_bad_input_is_answered_with_a_sentence_that_names_the_argument(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
