"""Any finite input: a number that plain Python gives as well, or ValueError with a sentence; no warning, no other error."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mbviz
from mbviz.article.indexing import logit_gradient, loss_gradient
from mbviz.model.keras_losses import NAMES, as_keras_does
from mbviz.model.network import forward
from tests.extremes import EDGES, EXACTLY, FINITE, TINY, said


@EXACTLY
@given(st.lists(FINITE, min_size=1, max_size=5))
def test_softmax_is_the_quotient_of_exponentials(logits):
    found = said(lambda: mbviz.softmax(logits))
    raised = [math.exp(z - max(logits)) for z in logits]
    np.testing.assert_allclose(found, [e / math.fsum(raised) for e in raised], rtol=1e-12, atol=TINY)
    single = np.clip(logits, -3e38, 3e38).astype(np.float32)
    narrow = said(lambda: mbviz.softmax(single))
    assert narrow.dtype == np.float32 and narrow.sum() == pytest.approx(1, abs=1e-6)


@EXACTLY
@given(
    st.lists(st.lists(st.one_of(st.sampled_from(EDGES), FINITE), min_size=2, max_size=2), min_size=1, max_size=3),
    st.sampled_from([0, TINY, 1e-7, 0.5, 1e100]),
    st.booleans(),
)
def test_a_loss_is_minus_log_or_refused_in_both_forms(y, delta, second):
    labels = [int(second)] * len(y)
    rows = [[1 - label, label] for label in labels]
    found = [
        said(lambda t=t, call=call: call(y, t, delta))
        for call, t in (
            (mbviz.per_example_loss, labels),
            (mbviz.per_example_loss, rows),
            (lambda *given: [mbviz.sparse_cross_entropy_error(*given)], labels),
            (lambda *given: [mbviz.cross_entropy_error(*given)], rows),
        )
    ]
    if any(value < 0 for row in y for value in row):
        assert found == [None] * 4
        return
    picks = [row[second] + delta for row in y]
    expected = [-math.log(pick) if pick else math.inf for pick in picks]
    for losses in found[:2]:
        np.testing.assert_allclose(losses, expected, rtol=1e-14)
    for loss in found[2:]:
        np.testing.assert_allclose(loss, np.mean(expected), rtol=1e-12)


@EXACTLY
@given(st.lists(FINITE, min_size=1, max_size=3), st.sampled_from([0, TINY, 1e-7, 1]))
def test_gradients_of_a_pick_are_their_formulas(p, delta):
    slope, lean = said(lambda: loss_gradient(p, delta)), said(lambda: logit_gradient(p, delta))
    assert (slope is None) == (min(p) < 0) and (lean is None) == (min(p) < 0 or max(p) > 1)
    if slope is not None:
        for value, found in zip(p, slope):
            total = Fraction(value) + Fraction(delta)
            if total < Fraction(1, 2**1023):
                assert found < -(2.0**1022)  # or -inf: about where float64 ends
            else:
                assert found == pytest.approx(float(-1 / total), rel=1e-14, abs=TINY)


@EXACTLY
@given(st.sampled_from(NAMES), st.lists(st.one_of(st.sampled_from(EDGES), FINITE), min_size=2, max_size=2))
def test_keras_rules_give_a_loss_or_a_refusal(name, row):
    t = [0] if name.startswith("sparse") else [[1, 0]]
    found = said(lambda: as_keras_does(name, t, [row]))
    assert (found is None) == (min(row) < 0 or max(row) > float(np.finfo(np.float32).max))
    if found is not None and sum(row):
        assert -1e-6 <= found <= 33 or math.isnan(found)


@EXACTLY
@given(st.lists(FINITE, min_size=4, max_size=4), st.lists(FINITE, min_size=2, max_size=2))
def test_the_network_gives_probabilities_or_a_refusal(w, b):
    found = said(lambda: forward([[0, 255]], [np.reshape(w, (2, 2)), b]))
    assert found is None or found.sum() == pytest.approx(1, abs=1e-6)
