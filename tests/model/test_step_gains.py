"""One step and its gain: against the losses themselves, and against the theory of small steps."""

import numpy as np
import pytest

import mbviz

LAYERS = (20, 8, 5)
RNG = np.random.default_rng(1)
CENTRES = RNG.integers(0, 200, (5, 20))
T = RNG.integers(0, 5, 900)
X = np.clip(CENTRES[T] + RNG.normal(0, 60, (900, 20)), 0, 255).astype(np.uint8)
NET = mbviz.initial_weights(LAYERS, 0)


def loss(weights):
    return mbviz.sparse_cross_entropy_error(mbviz.forward(X, weights), T)


def squared(gradient):
    return sum(float((part.astype(np.float64) ** 2).sum()) for part in gradient)


def dot(one, other):
    return sum(float((a.astype(np.float64) * b).sum()) for a, b in zip(one, other))


def test_losses_before_and_after_are_those_of_the_moved_weights():
    g = mbviz.gradients(X[:50], T[:50], NET)
    found = mbviz.step_losses(X, T, NET, g, [0.0, 0.5, 2.0])
    assert found.before == loss(NET) == found.after[0]
    for rate, after in zip(found.learning_rates, found.after):
        assert after == pytest.approx(loss([w - rate * part for w, part in zip(NET, g)]), rel=1e-6)


def test_a_small_step_gains_its_size_times_the_squared_gradient():
    g = mbviz.gradients(X, T, NET)
    found = mbviz.step_losses(X, T, NET, g, [0.01])
    assert found.before - found.after[0] == pytest.approx(0.01 * squared(g), rel=0.05)


def test_a_step_beyond_all_numbers_costs_infinitely_much():
    assert mbviz.step_losses(X, T, NET, mbviz.gradients(X, T, NET), [1e300]).after[0] == np.inf


def test_gains_are_those_of_steps_along_real_batches():
    seen, full = [], mbviz.gradients(X, T, NET)
    found = mbviz.step_gains(X, T, NET, [5, 50], 6, seed=2, report=seen.append)
    assert seen == pytest.approx([1 / 3, 2 / 3, 1])
    for i, size in enumerate((5, 50)):
        for k in range(6):
            mask = mbviz.draw_batch(900, size, seed=2, draw=k)
            step = mbviz.step_losses(X, T, NET, mbviz.gradients(X[mask], T[mask], NET), [found.learning_rates[i]])
            assert found.gains[i, k] == pytest.approx(step.before - step.after[0], rel=1e-9)
            luck = dot(mbviz.gradients(X[mask], T[mask], NET), full) - squared(full)
            assert found.centred[i, k] == pytest.approx(found.gains[i, k] - found.learning_rates[i] * luck, abs=1e-6)


def test_no_other_step_size_gains_more_on_average():
    found = mbviz.step_gains(X, T, NET, [30], 8)
    slopes = [mbviz.gradients(X[mask], T[mask], NET) for mask in (mbviz.draw_batch(900, 30, draw=k) for k in range(8))]
    full = mbviz.gradients(X, T, NET)
    luck = np.mean([dot(g, full) - squared(full) for g in slopes])
    for factor in (0.5, 0.8, 1.25, 2.0):
        rate = factor * found.learning_rates[0]
        others = [mbviz.step_losses(X, T, NET, g, [rate]) for g in slopes]
        assert np.mean([one.before - one.after[0] for one in others]) - rate * luck <= found.centred.mean() + 1e-6


def test_larger_batches_gain_more_and_all_the_data_most():
    found = mbviz.step_gains(X, T, NET, [2, 20, 200], 12)
    means = found.centred.mean(axis=1)
    assert means[0] < means[1] < means[2] < found.full_gain * 1.02
    assert found.learning_rates[0] < found.full_rate


@pytest.mark.parametrize(
    "call, sentence",
    [
        (lambda: mbviz.step_losses(X, T, NET, NET[:2], [1.0]), "shapes of weights"),
        (lambda: mbviz.step_losses(X, T, NET, NET, [-1.0]), "at least 0"),
        (lambda: mbviz.step_losses(X, T, NET, NET, []), "at least 0"),
        (lambda: mbviz.step_gains(X, T, NET, []), "at least one size"),
        (lambda: mbviz.step_gains(X, T, NET, [0]), "at least 1"),
        (lambda: mbviz.gradient_plane(X[:1], T[:1], NET), "differ"),
    ],
)
def test_what_makes_no_step_is_refused(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
