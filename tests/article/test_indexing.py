"""The way from y and t to the loss: by hand, by plain Python, and the gradients by differences."""

import math

import numpy as np
import pytest

import mbviz
from mbviz._messages import Message
from mbviz.article.arrays import PRESETS, Arrays
from mbviz.article.indexing import logit_gradient, loss_gradient, trace


def random_arrays(seed, size=57, classes=10, one_hot=False, rows=False):
    rng = np.random.default_rng(seed)
    y, t = mbviz.softmax(rng.normal(scale=3, size=(size, classes))), rng.integers(0, classes, size)
    return Arrays(y, mbviz.one_hot(t, classes) if one_hot else t, rng.integers(0, size, size) if rows else None)


def test_the_articles_five_rows_by_hand():
    steps = trace(PRESETS["five-rows"])
    assert list(zip(steps.rows.tolist(), steps.columns.tolist(), strict=True)) == [
        (0, 2),
        (1, 7),
        (2, 0),
        (3, 9),
        (4, 8),
    ]
    assert steps.picks.tolist() == [0.8, 0, 0.1, 0, 0]
    logs = [math.log(0.8 + 1e-7), math.log(1e-7), math.log(0.1 + 1e-7), math.log(1e-7), math.log(1e-7)]
    np.testing.assert_allclose(steps.logs, logs, rtol=1e-14)
    np.testing.assert_allclose(steps.sums, [sum(logs[: n + 1]) for n in range(5)], rtol=1e-14)
    assert steps.loss == pytest.approx(-sum(logs) / 5, rel=1e-14)


def test_the_articles_selection_by_hand():
    steps = trace(PRESETS["selection"])
    assert (steps.rows.tolist(), steps.columns.tolist(), steps.picks.tolist()) == ([1, 3, 4], [2, 7, 0], [0.8, 0, 0.1])
    assert steps.loss == pytest.approx(-(math.log(0.8 + 1e-7) + math.log(1e-7) + math.log(0.1 + 1e-7)) / 3, rel=1e-14)


@pytest.mark.parametrize(("name", "pick"), [("one-example", 0.7), ("one-example-one-hot", 0.8)])
def test_one_example_without_a_batch_axis(name, pick):
    steps = trace(PRESETS[name])
    assert (steps.rows.tolist(), steps.picks.tolist()) == ([0], [pick])
    assert steps.loss == pytest.approx(-math.log(pick + 1e-7), rel=1e-14)


@pytest.mark.parametrize("delta", [0, 1e-7, 0.1])
@pytest.mark.parametrize("one_hot", [False, True])
def test_the_loss_is_that_of_the_articles_functions_to_the_last_digit(one_hot, delta):
    for seed in range(20):
        arrays = random_arrays(seed, size=3 * seed + 1, one_hot=one_hot)
        version = mbviz.cross_entropy_error if one_hot else mbviz.sparse_cross_entropy_error
        assert trace(arrays, delta).loss == version(arrays.y, arrays.t, delta)


def test_the_loss_of_selected_rows_is_that_of_a_batch_of_them():
    arrays = random_arrays(1, rows=True)
    assert trace(arrays).loss == mbviz.sparse_cross_entropy_error(arrays.y[arrays.rows], arrays.t)


def test_every_step_equals_a_plain_loop():
    arrays = random_arrays(2, rows=True)
    steps, total = trace(arrays, 0.01), 0.0
    for n, (row, label) in enumerate(zip(arrays.rows, arrays.t, strict=True)):
        assert steps.picks[n] == arrays.y[row, label]
        assert steps.logs[n] == pytest.approx(math.log(arrays.y[row, label] + 0.01), rel=1e-14)
        total += float(steps.logs[n])
        assert steps.sums[n] == total
    assert steps.loss == pytest.approx(-total / len(arrays.t), rel=1e-14)


@pytest.mark.filterwarnings("error")
def test_without_delta_a_pick_of_zero_costs_infinity_and_warns_nobody():
    steps = trace(PRESETS["five-rows"], delta=0)
    assert steps.logs.tolist() == [math.log(0.8), -math.inf, math.log(0.1), -math.inf, -math.inf]
    assert steps.sums[1] == -math.inf
    assert steps.loss == math.inf


@pytest.mark.parametrize(
    "function",
    [
        lambda delta: trace(PRESETS["one-example"], delta),
        lambda delta: loss_gradient(0.5, delta),
        lambda delta: logit_gradient(0.5, delta),
    ],
)
def test_a_negative_delta_is_refused(function):
    with pytest.raises(ValueError) as error:
        function(-0.1)
    assert isinstance(error.value.args[0], Message)
    assert str(error.value) == "delta must be a number of at least 0; got -0.1."
    with pytest.raises(ValueError, match="^delta must"):
        function([0.1])


def test_loss_gradient_by_hand():
    assert loss_gradient(0.8, 0.2) == -1
    assert loss_gradient(0.5, 0) == -2
    assert loss_gradient(3.0, 1) == -0.25
    assert loss_gradient(0, 1e-7) == -1e7
    assert loss_gradient([[0.5], [0.25]], 0).tolist() == [[-2], [-4]]


@pytest.mark.filterwarnings("error")
def test_loss_gradient_is_infinite_where_the_loss_is():
    assert loss_gradient(0, 0) == -math.inf


@pytest.mark.parametrize("delta", [0, 1e-7, 0.05])
def test_loss_gradient_is_the_slope_of_the_loss(delta):
    h = 1e-6
    for p in (0.001, 0.1, 0.7, 1.0, 3.0):
        ahead, behind = (mbviz.per_example_loss([[p + step, 1.0]], [0], delta)[0] for step in (h, -h))
        assert loss_gradient(p, delta) == pytest.approx((ahead - behind) / (2 * h), rel=1e-5)


def test_logit_gradient_by_hand():
    assert logit_gradient(0.5, 0) == -0.5
    assert logit_gradient(0.5, 0.5) == -0.25
    assert logit_gradient(1, 0.1) == 0
    np.testing.assert_allclose(logit_gradient([0.8, 0.2], 0.2), [-0.16, -0.4], rtol=1e-14)


def test_logit_gradient_without_delta_is_one_minus_p_also_at_zero():
    p = np.array([0, 5e-324, 1e-300, 1e-16, 0.3, 1])
    np.testing.assert_array_equal(logit_gradient(p, 0), -(1 - p))
    assert logit_gradient(0, 0) == -1


def test_logit_gradient_vanishes_at_zero_with_any_delta():
    assert logit_gradient(0, 1e-7) == 0
    assert not np.signbit(logit_gradient(0, 1e-7))
    assert logit_gradient(1e-7, 1e-7) == pytest.approx(-0.5, rel=1e-6)


@pytest.mark.parametrize("delta", [0, 1e-7, 1e-3, 0.05])
def test_logit_gradient_is_the_slope_of_the_loss_through_softmax(delta):
    rng = np.random.default_rng(3)
    h = 1e-5
    for _ in range(30):
        z, label = rng.normal(scale=2, size=6), rng.integers(6)
        nudge = h * (np.arange(6) == label)
        ahead, behind = (mbviz.per_example_loss(mbviz.softmax(z + step), [label], delta)[0] for step in (nudge, -nudge))
        p = mbviz.softmax(z)[label]
        assert logit_gradient(p, delta) == pytest.approx((ahead - behind) / (2 * h), rel=1e-6, abs=1e-9)


def test_logit_gradient_is_the_chain_rules_product():
    p = np.linspace(0.01, 1, 34)
    np.testing.assert_allclose(logit_gradient(p, 0.02), loss_gradient(p, 0.02) * p * (1 - p), rtol=1e-13)


IMPROBABLE = [(loss_gradient, -0.1), (loss_gradient, math.nan), (logit_gradient, [0.5, 1.5]), (logit_gradient, -1)]


@pytest.mark.parametrize(("function", "p"), IMPROBABLE)
def test_what_is_no_probability_is_refused(function, p):
    with pytest.raises(ValueError, match="^probability must"):
        function(p)
