"""Pin and compare: the table's numbers are NumPy's, and its sentence claims what they show."""

import re

import numpy as np
import pytest

from mbviz import loss_estimates
from mbviz.data.datasets import load_file
from mbviz.model.snapshots import Recipe, load_snapshot
from mbviz.stats.paired import Luck
from mbviz.ui.screens.batch_size.compare import _luck
from tests.ui.bar import act, acts, tell, wish
from tests.ui.test_app import page_text

BETTER = "here the difference of the two is known better than either loss."
SHARED = "the same batches tell the difference better than batches of their own."
OPPOSED = "the same batches tell the difference no better than batches of their own."
LITTLE = "here that helps at some batch sizes only"


@pytest.mark.parametrize(
    ("luck", "said"),
    [(Luck.SHARED, BETTER), (Luck.PARTLY_SHARED, SHARED), (Luck.NOT_SHARED, OPPOSED), (Luck.MIXED, LITTLE)],
)
def test_the_sentence_claims_what_was_found(luck, said):
    assert [text for text in (BETTER, SHARED, OPPOSED, LITTLE) if text in _luck(luck)] == [said]


def test_spreads_that_look_the_same_get_no_sentence():
    assert _luck(None) == ""


def test_the_table_compares_the_same_batches_with_batches_of_their_own(app, open_page, folder):
    app.query_params["network"] = "10-epochs"
    open_page(app, "batch-size")
    act(app, "pin")
    wish(app, network="untrained")
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


def test_a_pin_is_in_the_address_and_comes_back_from_it(app, open_page):
    open_page(app, "batch-size")
    act(app, "pin")
    assert app.query_params["pin"] in ("1-epoch,0,true", ["1-epoch,0,true"])
    tell(app, "reset", 1)
    assert "pin" not in app.query_params
    assert "unpin" not in acts(app)


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
