"""A step along a batch beside one along all the data."""

import numpy as np
import pytest

import mbviz
from mbviz.model.two_steps import two_steps
from tests.model.test_study import NET, T, X


def test_both_losses_are_those_of_the_moved_weights():
    mask, full = mbviz.draw_batch(240, 20), mbviz.gradients(X, T, NET)
    found = two_steps(X, T, NET, mask, full, 0.5)

    def loss(gradient, rate):
        return mbviz.sparse_cross_entropy_error(mbviz.forward(X, [w - rate * g for w, g in zip(NET, gradient)]), T)

    assert found.before == pytest.approx(loss(full, 0))
    assert found.after_full == pytest.approx(loss(full, 0.5), rel=1e-6)
    assert found.after_batch == pytest.approx(loss(mbviz.gradients(X[mask], T[mask], NET), 0.5), rel=1e-6)


def test_along_all_the_data_as_a_batch_both_are_the_same():
    found = two_steps(X, T, NET, np.arange(240), mbviz.gradients(X, T, NET), 1.0)
    assert found.after_batch == found.after_full < found.before
