"""The cloud of batch gradients: real draws and exact bands."""

import numpy as np
import pytest

import mbviz

N, SIZES = 400, (5, 50, 400)
RNG = np.random.default_rng(3)
SHADOWS = np.column_stack([RNG.exponential(1.0, N) + 0.5, RNG.normal(0, 2.0, N)]) @ np.array([[1, 0.3], [0, 1]])
CLOUD = mbviz.gradient_cloud(SHADOWS, SIZES, 2_000, seed=7)


def test_points_are_the_mean_shadows_of_real_draws():
    for i, size in enumerate(SIZES):
        for k in (0, 1, 1_999):
            expected = SHADOWS[mbviz.draw_batch(N, size, seed=7, draw=k)].mean(axis=0)
            assert CLOUD.points[i, k] == pytest.approx(expected, rel=1e-12)
    assert CLOUD.centre == pytest.approx(SHADOWS.mean(axis=0))
    assert CLOUD.covariance == pytest.approx(np.cov(SHADOWS.T, bias=True))


def test_bands_hold_the_share_of_batches_that_they_say():
    """Of 2,000 batches, within five standard errors."""
    inside = (CLOUD.points[:, None] >= CLOUD.low[:, :, None]) & (CLOUD.points[:, None] <= CLOUD.high[:, :, None])
    for chance, shares in zip(CLOUD.chances, np.moveaxis(inside.mean(axis=2), 1, 0)):
        assert shares == pytest.approx(chance, abs=5 * np.sqrt(chance * (1 - chance) / 2_000))


def test_what_is_no_plane_is_refused():
    for shadows in (SHADOWS[:, 0], np.zeros((0, 2)), np.zeros((3, 3))):
        with pytest.raises(ValueError, match="two numbers for each example"):
            mbviz.gradient_cloud(shadows, [1])
