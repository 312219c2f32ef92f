"""The cloud of batch gradients: real draws, exact bands, and a normal ellipse that large batches follow."""

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


@pytest.mark.parametrize("chance", [0.5, 0.95])
def test_an_ellipse_holds_its_share_of_large_batches(chance):
    """Of 2,000 batches of 400, within five standard errors; the ellipse lies at one distance by the covariance."""
    inverse = np.linalg.inv(CLOUD.covariance / 400)

    def distance(points):
        away = points - CLOUD.centre
        return np.einsum("ij,jk,ik->i", away, inverse, away)

    line = distance(CLOUD.ellipse(400, chance))
    assert line == pytest.approx(np.full(64, line[0]))
    share = (distance(CLOUD.points[2]) <= line[0]).mean()
    assert share == pytest.approx(chance, abs=5 * np.sqrt(chance * (1 - chance) / 2_000))


def test_what_is_no_plane_is_refused():
    for shadows in (SHADOWS[:, 0], np.zeros((0, 2)), np.zeros((3, 3))):
        with pytest.raises(ValueError, match="two numbers for each example"):
            mbviz.gradient_cloud(shadows, [1])
    with pytest.raises(ValueError, match="chance must lie"):
        CLOUD.ellipse(10, 1.0)
