"""Gradients against hand values, differences of losses, and plain loops over single examples in double precision."""

import math

import numpy as np
import pytest

import mbviz

LAYERS = (6, 5, 4, 3)


@pytest.fixture(scope="module")
def net():
    return tuple(w + 0.1 for w in mbviz.initial_weights(LAYERS, seed=2))


@pytest.fixture(scope="module")
def digits():
    rng = np.random.default_rng(5)
    return rng.integers(0, 256, (1_100, LAYERS[0]), dtype=np.uint8), rng.integers(0, LAYERS[-1], 1_100)


def mean_loss(x, t, weights, delta):
    """−log(y_t + delta) in double precision, by a route of its own."""
    h = x / 255
    for w, b in zip(weights[:-2:2], weights[1:-2:2]):
        h = 1 / (1 + np.exp(-(h @ w + b)))
    e = np.exp(h @ weights[-2] + weights[-1])
    y = e / e.sum(axis=1, keepdims=True)
    return float(-np.log(y[np.arange(len(t)), t] + delta).mean())


def flat(gradient):
    return np.concatenate([np.asarray(part, np.float64).ravel() for part in gradient])


def one_by_one(x, t, weights, delta=1e-7):
    """Each example's gradient, in a row of its own."""
    return np.array([flat(mbviz.gradients(x[i : i + 1], t[i : i + 1], weights, delta)) for i in range(len(t))])


def test_the_gradient_of_one_hidden_unit_is_the_one_made_by_hand():
    w1, b1, w2, b2 = 2.0, 0.5, np.array([[1.0, 3.0]]), np.array([0.0, -1.0])
    h = 1 / (1 + math.exp(-(w1 + b1)))
    y = np.exp(h * w2[0] + b2) / np.exp(h * w2[0] + b2).sum()
    lean = y[1] / (y[1] + 0.25)
    back = lean * (y - [0, 1])
    inner = float(back @ w2[0]) * h * (1 - h)
    found = mbviz.gradients([[255]], [1], [[[w1]], [b1], w2, b2], delta=0.25)
    for part, expected in zip(found, ([[inner]], [inner], [h * back], back)):
        np.testing.assert_allclose(part, expected, rtol=1e-5)


@pytest.mark.parametrize("delta", [0, 1e-7, 0.3])
def test_the_gradient_is_the_slope_of_the_mean_loss_along_each_weight(net, digits, delta):
    x, t = digits[0][:40], digits[1][:40]
    found = mbviz.gradients(x, t, net, delta)
    exact = [np.asarray(w, np.float64) for w in net]
    for number, part in enumerate(found):
        for at in np.ndindex(part.shape):
            ends = []
            for step in (1e-5, -1e-5):
                moved = [w.copy() for w in exact]
                moved[number][at] += step
                ends.append(mean_loss(x, t, moved, delta))
            assert part[at] == pytest.approx((ends[0] - ends[1]) / 2e-5, abs=3e-7)


def test_the_gradient_of_many_is_the_mean_of_those_of_single_examples(net, digits):
    found = mbviz.gradients(*digits, net)
    assert [part.shape for part in found] == [w.shape for w in net]
    assert {part.dtype for part in found} == {np.dtype(np.float32)}
    np.testing.assert_allclose(flat(found), one_by_one(*digits, net).mean(axis=0), atol=1e-7)


def test_one_hot_labels_give_the_same_gradient(net, digits):
    one_hot = mbviz.one_hot(digits[1], 3)
    for part, other in zip(mbviz.gradients(digits[0], one_hot, net), mbviz.gradients(*digits, net)):
        np.testing.assert_array_equal(part, other)


def test_squared_norms_and_shadows_are_those_of_gradients_that_were_formed(net, digits):
    x, t = digits[0][:600], digits[1][:600]
    each = one_by_one(x, t, net)
    np.testing.assert_allclose(mbviz.squared_gradient_norms(x, t, net), (each**2).sum(axis=1), rtol=2e-5)
    rng = np.random.default_rng(0)
    directions = [tuple(rng.normal(size=w.shape) for w in net) for _ in range(3)]
    expected = each @ np.array([flat(direction) for direction in directions]).T
    found = mbviz.gradient_shadows(x, t, net, directions)
    assert found.shape == (600, 3) and found.dtype == np.float64
    np.testing.assert_allclose(found, expected, atol=2e-6)


def test_noise_is_the_variance_of_gradients_that_were_formed(net, digits):
    found, each = mbviz.gradient_noise(*digits, net), one_by_one(*digits, net)
    mean = each.mean(axis=0)
    assert found.n == 1_100
    assert found.signal == pytest.approx(mean @ mean, rel=1e-5)
    assert found.noise == pytest.approx(each.var(axis=0).sum(), rel=1e-5)
    assert found.scale == pytest.approx(found.noise / found.signal)
    squares = np.sort((each**2).sum(axis=1))
    assert found.top_share == pytest.approx(squares[-11:].sum() / squares.sum(), rel=1e-5)
    ends = np.cumsum([0, *(w.size + b.size for w, b in zip(net[::2], net[1::2]))])
    for layer, low, high in zip(found.by_layer, ends, ends[1:]):
        assert layer.signal == pytest.approx((mean[low:high] ** 2).sum(), rel=1e-5)
        assert layer.noise == pytest.approx(each[:, low:high].var(axis=0).sum(), rel=1e-5)


def test_the_mean_square_of_a_batchs_gradient_is_signal_plus_noise_over_its_size(net, digits):
    """E‖g_B‖² = ‖G‖² + tr Σ / B, within five standard errors of 4,000 batches."""
    found, each = mbviz.gradient_noise(*digits, net), one_by_one(*digits, net)
    masks = np.array([mbviz.draw_batch(1_100, 7, draw=k) for k in range(4_000)])
    squares = (each[masks].mean(axis=1) ** 2).sum(axis=1)
    error = squares.std() / math.sqrt(len(squares))
    assert squares.mean() == pytest.approx(found.signal + found.noise / 7, abs=5 * error)


def test_examples_without_a_difference_have_no_noise():
    found = mbviz.gradient_noise([[9], [9], [9]], [1, 1, 1], [np.zeros((1, 2)), np.zeros(2)])
    assert found.noise == pytest.approx(0, abs=1e-7) and found.signal > 0.4


def test_a_true_class_that_is_nearly_certain_keeps_its_digits():
    """y_t − 1 is taken as the sum of the others, so float32 does not round it to 0."""
    w, b = mbviz.gradients([[0]], [0], [np.zeros((1, 2)), [20.0, 0.0]], delta=0)
    np.testing.assert_allclose(b, [-math.exp(-20), math.exp(-20)], rtol=1e-5)
    assert not w.any()


def test_a_true_class_without_any_chance_pulls_fully_without_delta_and_not_at_all_with():
    for delta, pull in ((0, 1.0), (1e-7, 0.0)):
        _, b = mbviz.gradients([[0]], [0], [np.zeros((1, 2)), [-200.0, 0.0]], delta)
        np.testing.assert_allclose(b, [-pull, pull], atol=1e-7)


@pytest.mark.parametrize(
    "changed, sentence",
    [
        ({"x": np.zeros((0, 6))}, "at least one image"),
        ({"x": [[256.0] * 6]}, "pixels from 0 to 255"),
        ({"x": [[1] * 5]}, "6 pixels in each row"),
        ({"x": [1] * 6}, "shape"),
        ({"t": [3]}, "labels from 0 to 2"),
        ({"t": [0, 1]}, "one label for each of the 1 rows"),
        ({"t": [[0, 1]]}, "the shape of y"),
        ({"delta": -1}, "at least 0"),
        ({"weights": [np.zeros((6, 3)), np.zeros(4)]}, "follow on one another"),
        (
            {"weights": [np.eye(6, 2), np.zeros(2), np.eye(2, 3) * 1e30, np.zeros(3)], "t": [2], "delta": 0},
            "small enough",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(net, changed, sentence):
    given = {"x": [[200] * 6], "t": [0], "weights": net, **changed}
    for function in (mbviz.gradients, mbviz.squared_gradient_norms, mbviz.gradient_noise):
        with pytest.raises(ValueError, match=sentence):
            function(**given)


def test_directions_of_other_shapes_are_refused(net, digits):
    for directions in ([], [net[:2]], [tuple(w.T for w in net)]):
        with pytest.raises(ValueError, match="directions must"):
            mbviz.gradient_shadows(*digits, net, directions)
