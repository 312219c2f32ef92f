"""Halved pictures are those that a plain loop makes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from mbviz.data.pictures import halved

IMAGES = arrays.arrays(np.uint8, st.tuples(st.integers(0, 3), st.integers(1, 7), st.integers(1, 7)))


def by_loop(images: np.ndarray) -> np.ndarray:
    """The mean of each four pixels rounded down, those beyond the edge 0."""
    n, height, width = images.shape
    out = np.zeros((n, -(-height // 2), -(-width // 2)), np.uint8)
    for i, row, column in np.ndindex(out.shape):
        out[i, row, column] = int(images[i, 2 * row : 2 * row + 2, 2 * column : 2 * column + 2].sum(dtype=int)) // 4
    return out


def test_four_pixels_become_their_mean_rounded_down():
    assert halved(np.array([[[1, 2], [3, 5]]], np.uint8)).tolist() == [[[2]]]  # 11 / 4
    assert halved(np.array([[[255, 255], [255, 255]]], np.uint8)).tolist() == [[[255]]]  # no overflow on the way


@pytest.mark.parametrize(("image", "wanted"), [([[8]], [[2]]), ([[4, 8, 8]], [[3, 2]]), ([[4], [8], [12]], [[3], [3]])])
def test_beyond_an_odd_edge_pixels_count_as_0(image, wanted):
    assert halved(np.array([image], np.uint8)).tolist() == [wanted]


@given(IMAGES)
def test_any_pictures_are_those_of_a_plain_loop(images):
    small = halved(images)
    assert small.dtype == np.uint8
    np.testing.assert_array_equal(small, by_loop(images))


def test_the_pictures_given_stay_as_they_are():
    images = np.full((2, 3, 3), 200, np.uint8)
    images.flags.writeable = False
    halved(images)
    assert (images == 200).all()
