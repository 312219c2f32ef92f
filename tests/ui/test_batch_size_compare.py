"""Pin and compare: the table's numbers are NumPy's, and its sentence claims what they show."""

import re

import numpy as np
import pytest

from mbviz import loss_estimates
from mbviz.data.datasets import load_file
from mbviz.model.snapshots import Recipe, load_snapshot
from mbviz.ui.pages.batch_size.compare import _luck
from tests.ui.test_app import page_text

BETTER = "here the difference of the two is known better than either loss."
SHARED = "the same batches tell the difference better than batches of their own."
OPPOSED = "the same batches tell the difference no better than batches of their own."
LITTLE = "here that helps at some batch sizes only"


@pytest.mark.parametrize(
    ("spreads", "said"),
    [
        ([[0.3, 0.9, 0.4], [0.1, 0.3, 0.2]], BETTER),
        ([[0.3, 0.9, 0.4], [0.2, 0.3, 0.1]], SHARED),  # at B = 100 one loss is known better than the difference
        ([[0.0533, 0.0857, 0.0437]], SHARED),
        ([[0.0917, 0.0869, 0.0437]], OPPOSED),
        ([[0.2767, 0.2738, 0.1], [0.0261, 0.0267, 0.01]], LITTLE),
        ([[0.3, 0.9, 0.4], [0.0, 0.0, 0.0]], BETTER),  # all the digits without replacement: nothing spreads
    ],
)
def test_the_sentence_claims_what_the_spreads_show(spreads, said):
    found = _luck(np.array(spreads))
    assert [text for text in (BETTER, SHARED, OPPOSED, LITTLE) if text in found] == [said]


@pytest.mark.parametrize("spreads", [np.zeros((2, 3)), np.zeros((0, 3)), [[0.10001, 0.10004, 0.05]]])
def test_spreads_that_the_table_shows_as_equal_get_no_sentence(spreads):
    assert _luck(np.array(spreads)) == ""


def test_the_table_compares_the_same_batches_with_batches_of_their_own(app, open_page, folder):
    app.query_params["network"] = "10-epochs"
    open_page(app, "batch-size")
    app.button(key="pin_now").click().run()
    app.select_slider(key="network").set_value("untrained").run()
    assert not app.exception
    dataset = load_file(folder / "digits.npz")
    a, b = (
        loss_estimates(load_snapshot(dataset, Recipe(), name).losses, [100], 200)[0]
        for name in ("untrained", "10-epochs")
    )
    same, own = (a - b).std(ddof=1), np.hypot(a.std(ddof=1), b.std(ddof=1))
    text = re.sub(r"\s+", "", page_text(app))
    difference = f"{(a - b).mean():+.4f}".replace("-", "−")
    assert f"B=100{difference}{same:.4f}{own:.4f}" in text
    covariance = np.cov(a, b)[0, 1]
    assert same**2 == pytest.approx(own**2 - 2 * covariance)  # why either may be the smaller


def test_a_pin_is_in_the_address_and_comes_back_from_it(app, open_page):
    open_page(app, "batch-size")
    app.button(key="pin_now").click().run()
    assert app.query_params["pin"] in ("1-epoch,0,true", ["1-epoch,0,true"])
    app.button(key="defaults").click().run()
    assert "pin" not in app.query_params
    assert app.button(key="unpin").disabled


def test_an_address_pins_a_curve(app, open_page):
    app.query_params["pin"] = "untrained,3,false"
    open_page(app, "batch-size")
    assert not app.exception and not app.warning
    assert "Pinned: untrained, without replacement, seed 3." in page_text(app)


@pytest.mark.parametrize("asked", ["2-epochs,0,true", "untrained,-1,true", "untrained,0,perhaps", "untrained", ","])
def test_an_address_that_names_no_curve_gets_a_sentence(app, open_page, asked):
    app.query_params["pin"] = asked
    open_page(app, "batch-size")
    assert not app.exception
    (warning,) = app.warning
    assert f"pin = `{asked}`, but pin must be a network, a seed, and true or false for the replacement" in warning.value
