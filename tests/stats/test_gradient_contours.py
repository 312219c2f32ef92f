"""The contours hold the shares that they say, of batches that are really drawn, and no smaller region does."""

import numpy as np
import pytest

import mbviz
from mbviz.stats.gradient_contours import CHANCES, gradient_contours
from tests.stats.polygons import area, inside
from tests.stats.test_plane_law import skewed

N, DRAWS = 400, 20_000
SHADOWS = skewed(N)


def means(shadows, size, seed=1):
    """The mean shadows of DRAWS batches, (DRAWS, 2)."""
    rng = np.random.default_rng(seed)
    return sum(shadows[rng.integers(0, len(shadows), DRAWS)] for _ in range(size)) / size


@pytest.mark.parametrize("size", [1, 2, 5, 50, 600])
def test_contours_hold_the_share_of_real_batches_that_they_say(size):
    """Of 20,000 batches, within five standard errors and half a percent for lines between points of a grid."""
    points = means(SHADOWS, size)
    for chance, contour in zip(CHANCES, gradient_contours(SHADOWS, size), strict=True):
        error = np.sqrt(chance * (1 - chance) / DRAWS)
        assert contour.share == pytest.approx(chance, abs=0.005)
        assert inside(contour.lines, points).mean() == pytest.approx(contour.share, abs=5 * error + 0.005)


def test_batches_as_the_app_draws_them_lie_within_as_often():
    """Of 2,000 batches of 20, `draw_batch`'s, within five standard errors."""
    points = mbviz.gradient_cloud(SHADOWS, [20], 2_000, seed=7).points[0]
    for chance, contour in zip(CHANCES, gradient_contours(SHADOWS, 20), strict=True):
        assert inside(contour.lines, points).mean() == pytest.approx(
            chance, abs=5 * np.sqrt(chance * (1 - chance) / 2_000)
        )


def test_of_large_batches_they_are_the_ellipses_of_the_normal_law():
    """The squared distance in standard deviations of two normal coordinates is exponential: −2 log(1 − chance)."""
    inverse = np.linalg.inv(np.cov(SHADOWS.T, bias=True) / 1_000_000)
    for chance, contour in zip(CHANCES, gradient_contours(SHADOWS, 1_000_000), strict=True):
        (line,) = contour.lines
        away = line - SHADOWS.mean(axis=0)
        distance = np.sqrt(np.einsum("ij,jk,ik->i", away, inverse, away))
        assert distance == pytest.approx(np.full(len(line), np.sqrt(-2 * np.log1p(-chance))), rel=0.02)


def test_an_ellipse_that_holds_as_much_of_a_skewed_law_is_larger():
    points, covariance = means(SHADOWS, 2), np.cov(SHADOWS.T, bias=True) / 2
    away = points - SHADOWS.mean(axis=0)
    distance = np.einsum("ij,jk,ik->i", away, np.linalg.inv(covariance), away)
    for chance, contour in zip(CHANCES, gradient_contours(SHADOWS, 2), strict=True):
        ellipse = np.pi * np.quantile(distance, chance) * np.sqrt(np.linalg.det(covariance))
        assert sum(area(line) for line in contour.lines) < 0.95 * ellipse


def test_where_most_lie_in_one_place_the_region_says_that_it_holds_more():
    shadows = np.concatenate([np.zeros((900, 2)), skewed(100) + 5])
    half, most = gradient_contours(shadows, 1)
    assert half.share > 0.6 and most.share == pytest.approx(0.95, abs=0.01)
    assert sum(area(line) for line in half.lines) < sum(area(line) for line in most.lines)


def test_other_units_and_another_origin_change_nothing_else():
    moved = 1e-150 * SHADOWS + 1e-148
    for one, other in zip(gradient_contours(SHADOWS, 5), gradient_contours(moved, 5), strict=True):
        assert other.share == pytest.approx(one.share, abs=1e-4)
        assert sum(map(area, other.lines)) == pytest.approx(1e-300 * sum(map(area, one.lines)), rel=0.02)


def test_what_spreads_along_one_direction_alone_has_no_contour():
    assert gradient_contours([[1.0, 2.0], [1.0, 3.0]], 5) == ()


def test_what_is_no_plane_size_or_chance_is_refused():
    for shadows in (SHADOWS[:, 0], np.zeros((0, 2)), np.zeros((3, 3))):
        with pytest.raises(ValueError, match="two numbers for each example"):
            gradient_contours(shadows, 1)
    for size in (0, 10**9 + 1):
        with pytest.raises(ValueError, match="batch_size"):
            gradient_contours(SHADOWS, size)
    with pytest.raises(ValueError, match="chance must lie"):
        gradient_contours(SHADOWS, 10, [1.0])
