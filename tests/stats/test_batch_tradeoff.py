"""What a larger batch buys: fits of numbers that lie on the curves, near them, and off them."""

import math

import numpy as np
import pytest

import mbviz

SIZES = np.array([10, 100, 1_000, 10_000])


def test_gains_on_the_curve_give_the_curve():
    exact = 0.4 / (1 + 250 / SIZES)
    fit = mbviz.fit_gains(SIZES, np.column_stack([exact * 0.9, exact * 1.1]))
    assert (fit.largest, fit.noise_scale) == pytest.approx((0.4, 250))
    assert fit.fitted == pytest.approx(exact) and fit.gain(250) == pytest.approx(0.2)
    assert fit.errors == pytest.approx(0.1 * exact)  # 0.2·√½ / √2


def test_noisy_gains_give_the_curve_on_average():
    """200 fits: the mean of 1/ΔL_max within five of its standard errors, and a small bias of the reciprocal."""
    rng = np.random.default_rng(0)
    exact = (0.4 / (1 + 250 / SIZES))[:, None]
    found = np.array([mbviz.fit_gains(SIZES, exact * rng.normal(1, 0.1, (4, 16))).largest for _ in range(200)])
    assert found.mean() == pytest.approx(0.4, abs=5 * found.std() / math.sqrt(200) + 0.4 * 0.1**2 / 16)


def test_a_loss_is_reached_between_two_points_at_one_or_never():
    steps, losses = [0, 2, 4, 8], [3.0, 2.0, 2.5, 1.0]
    assert [mbviz.steps_to_reach(steps, losses, at) for at in (3.5, 3.0, 2.5, 2.0)] == [0, 0, 1, 2]
    assert mbviz.steps_to_reach(steps, losses, 1.75) == 6
    assert math.isnan(mbviz.steps_to_reach(steps, losses, 0.5))


def test_steps_on_the_hyperbola_give_the_hyperbola():
    s_min, e_min = 40.0, 8_000.0
    fit = mbviz.fit_trade_off(SIZES, s_min + e_min / SIZES)
    assert (fit.s_min, fit.e_min, fit.critical) == pytest.approx((40, 8_000, 200))
    assert (fit.steps / fit.s_min - 1) * (fit.examples / fit.e_min - 1) == pytest.approx(np.ones(4))
    assert fit.worst < 1e-9


def test_runs_off_the_hyperbola_are_told_by_the_worst_of_them():
    fit = mbviz.fit_trade_off(SIZES, [900, 120, 90, 200.0])
    assert fit.worst > 0.25
    assert fit.worst == pytest.approx(np.abs(fit.steps / fit.fitted - 1).max())


def test_steps_that_fall_with_every_batch_size_have_no_end_in_sight():
    fit = mbviz.fit_trade_off([10, 100], [1_000.0, 50.0])  # falls even faster than 1/B
    assert fit.s_min == 0 and fit.critical == math.inf and fit.e_min == pytest.approx(20_000 / 3)


def test_steps_that_do_not_fall_have_a_critical_size_of_nothing():
    fit = mbviz.fit_trade_off([10, 100], [50.0, 60.0])
    assert fit.e_min == 0 and fit.critical == 0


@pytest.mark.parametrize(
    "call, sentence",
    [
        (lambda: mbviz.fit_gains([10], [[1, 2]]), "two different sizes"),
        (lambda: mbviz.fit_gains([10, 20], [[1], [2]]), "at least two gains"),
        (lambda: mbviz.fit_gains([10, 20], [[-1, 0.5], [2, 3]]), "above 0"),
        (lambda: mbviz.fit_gains([10, 20], [[3, 3], [2, 2]]), "grow with the batch size"),
        (lambda: mbviz.fit_trade_off([10, 10], [1, 2]), "two different sizes"),
        (lambda: mbviz.fit_trade_off([10, 20], [1, 0]), "above 0"),
        (lambda: mbviz.steps_to_reach([0, 0], [1, 2], 1), "must ascend"),
        (lambda: mbviz.steps_to_reach([0, 1], [1, 2, 3], 1), "must ascend"),
        (lambda: mbviz.steps_to_reach([0, 1], [1, 2], math.nan), "finite loss"),
    ],
)
def test_what_fits_no_curve_is_refused(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
