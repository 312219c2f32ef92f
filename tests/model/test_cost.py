"""What a batch costs is measured at each round size, by the clock that this process has."""

import numpy as np

from mbviz.losses import sparse_cross_entropy_error
from mbviz.model import cost
from mbviz.model.network import forward, initial_weights
from mbviz.sampling import draw_batch, round_sizes

N = 60
IMAGES = np.random.default_rng(0).integers(0, 256, (N, 2, 2), dtype=np.uint8)
LABELS = np.arange(N) % 10
WEIGHTS = initial_weights((4, 10), 0)


def test_every_round_size_has_its_time_and_a_larger_one_never_a_shorter():
    told = []
    found = cost.measure_cost(IMAGES, LABELS, WEIGHTS, progress=told.append)
    assert found.seconds.shape == (len(round_sizes(N)),)
    assert (found.seconds > 0).all() and (np.diff(found.seconds) >= 0).all()
    assert told == sorted(told) and 0 < told[0] < told[-1] <= 0.9


def test_what_is_timed_is_the_loss_of_that_batch(monkeypatch):
    seen = []

    def noted(y, t):
        seen.append((y, t))
        return sparse_cross_entropy_error(y, t)

    monkeypatch.setattr(cost, "sparse_cross_entropy_error", noted)
    mask = draw_batch(N, 5)
    assert cost.seconds_for(IMAGES, LABELS, WEIGHTS, mask) > 0
    ((y, t),) = seen
    np.testing.assert_allclose(y, forward(IMAGES[mask].reshape(5, 4), WEIGHTS))
    assert t.tolist() == LABELS[mask].tolist()


def test_the_time_is_that_of_the_clock(monkeypatch):
    clock = iter([10.0, 10.25])
    monkeypatch.setattr(cost, "perf_counter", lambda: next(clock))
    assert cost.seconds_for(IMAGES, LABELS, WEIGHTS, np.array([0])) == 0.25


def test_what_a_larger_batch_has_taken_no_smaller_one_needs_more_than():
    rounds = np.array(
        [[0.2, 0.4, 381, 190], [0.3, 0.1, 400, 185]]
    )  # as once seen: 50,000 and 60,000 digits on a busy machine
    np.testing.assert_array_equal(cost.fastest(rounds), [0.1, 0.1, 185, 185])
    rng = np.random.default_rng(0)
    true = np.geomspace(1e-4, 0.2, 16)
    noisy = true * (1 + rng.exponential(2, (6, 16)))
    found = cost.fastest(noisy)
    assert (np.diff(found) >= 0).all() and (found >= true).all() and (found <= noisy.min(axis=0)).all()
