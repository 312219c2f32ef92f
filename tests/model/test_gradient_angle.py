"""Angles between gradients by hand, and by simulation."""

import math

import numpy as np
import pytest

import mbviz


def test_a_cosine_is_the_one_of_the_triangle_3_4_5():
    assert mbviz.cosine([1.0, 0.0], [3.0, 4.0]) == pytest.approx(0.6)
    assert mbviz.cosine((np.array([[1.0]]), np.array([0.0])), (np.array([[-3.0]]), np.array([4.0]))) == -0.6
    assert mbviz.cosine([1e-150, 0.0], [1e140, 1e140]) == pytest.approx(math.sqrt(0.5))


@pytest.mark.parametrize("g, G", [([0.0, 0.0], [1.0, 0.0]), ([1.0], [1.0, 2.0]), ((np.ones(2), [1.0]), (np.ones(3),))])
def test_a_cosine_without_a_direction_or_of_other_shapes_is_refused(g, G):
    with pytest.raises(ValueError, match="must"):
        mbviz.cosine(g, G)


def test_batches_as_large_as_the_noise_scale_point_45_degrees_off():
    assert mbviz.expected_cosine(50.0, [50, 10**400]) == pytest.approx([math.sqrt(0.5), 1.0])
    assert mbviz.expected_cosine(math.inf, 10) == 0


def test_the_expected_cosine_is_that_of_simulated_gradients():
    """In 4,000 dimensions, where all noise is at right angles but for 1/√4,000 of it."""
    rng = np.random.default_rng(0)
    G = np.zeros(4_000)
    G[0] = 1.0
    noise = rng.normal(scale=math.sqrt(30 / 4_000), size=(200, 4_000))  # tr Σ / B = 30 / 10 with B = 10
    found = [mbviz.cosine(G + one / math.sqrt(10), G) for one in noise]
    assert np.mean(found) == pytest.approx(float(mbviz.expected_cosine(30.0, 10)), abs=0.01)
