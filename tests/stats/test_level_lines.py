"""Lines of equal height: what they part, how they meet, and what they keep when points are left out."""

import numpy as np
import pytest

from mbviz.stats.level_lines import level_lines, simplified
from tests.stats.polygons import area, inside

ROWS, COLUMNS = np.mgrid[0:40, 0:60]
GRID = np.column_stack([COLUMNS.ravel(), ROWS.ravel()]).astype(float)


@pytest.mark.parametrize("seed", range(5))
def test_exactly_the_points_that_are_higher_lie_within(seed):
    rough = np.random.default_rng(seed).normal(size=ROWS.shape)  # with holes, saddles, and high points on the edge
    lines = level_lines(rough, 0.3)
    assert inside(lines, GRID).tolist() == (rough > 0.3).ravel().tolist()
    assert sum(len(line) for line in lines) == sum(len(np.unique(line, axis=0)) for line in lines)


def test_a_cone_is_cut_in_a_circle_and_a_ring_has_a_line_for_its_hole():
    away = np.hypot(COLUMNS - 30.0, ROWS - 20.0)
    (circle,) = level_lines(-away, -10.0)
    assert np.hypot(*(circle - [30, 20]).T) == pytest.approx(np.full(len(circle), 10), abs=0.03)
    ring = level_lines(-np.abs(away - 10.0), -4.0)
    assert sorted(area(line) for line in ring) == pytest.approx([np.pi * 6**2, np.pi * 14**2], rel=0.02)


def test_two_peaks_across_a_square_are_one_where_its_middle_is_high_and_two_where_it_is_low():
    saddle = np.array([[1.0, 0.0], [0.0, 1.0]])
    assert [len(level_lines(saddle, level)) for level in (0.4, 0.6)] == [1, 2]


def test_nothing_higher_has_no_line():
    assert level_lines(np.zeros((3, 4)), 0.0) == []


def test_points_are_left_out_as_far_as_the_line_stays_where_it_was():
    angle = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    few = simplified(circle, 0.01)
    assert len(few) < 60
    middles = (few + np.roll(few, -1, axis=0)) / 2
    assert np.hypot(*middles.T).min() > 0.99 and area(few) == pytest.approx(np.pi, rel=0.01)
    assert len(simplified(circle, 0.0)) == 400
