"""The part "The spread, and its cost" of the page "Batch size": the numbers it says are those of the draws."""

import re

import numpy as np
import pytest

from mbviz import loss_estimates, round_sizes
from mbviz.datasets import load_file
from mbviz.snapshots import Recipe, load_snapshot
from mbviz.spread import measure_spread
from mbviz.summary import summarize
from mbviz.ui import cost
from mbviz.ui.pages.batch_size.spread import milliseconds
from tests.ui.conftest import N
from tests.ui.test_app import page_text


@pytest.fixture
def measured(app, open_page, folder):
    """The page when the times are there, and the measurement."""

    def run(**address: str):
        app.query_params.update(address)
        open_page(app, "batch-size")
        found = cost.measured(load_file(folder / "digits.npz").fingerprint, None, None)  # the one that the page has started
        assert found.done.wait(60)
        return app.run(), found

    return run


@pytest.mark.parametrize("replace", [True, False])
def test_the_slope_is_that_of_the_draws_that_can_be_opened(measured, folder, replace):
    app, _ = measured(replace=str(replace).lower(), seed="3")
    assert not app.exception
    losses = load_snapshot(load_file(folder / "digits.npz"), Recipe(), "1-epoch").losses
    sizes = round_sizes(N)
    drawn = loss_estimates(losses, sizes, 200, seed=3, replace=replace)
    found = measure_spread(sizes, drawn, summarize(losses), replace=replace)
    assert f"{found.slope:.3f} ± {found.slope_error:.3f}".replace("-", "−") in page_text(app)
    assert ("finite population correction √((N − B)/(N − 1)); the slope" in page_text(app)) is not replace


def test_the_sentence_is_read_off_the_measured_numbers(measured):
    app, found = measured()
    text = page_text(app)
    assert "Ten times the precision costs a hundred times the work. Here: with B = 200 instead of 2 " in text
    times = found.seconds[found.sizes.index(200)] / found.seconds[found.sizes.index(2)]
    assert f"{times:,.0f} times as long. All 300 take {milliseconds(found.seconds[-1])} ms" in text


def test_every_size_is_measured_and_the_largest_takes_longest(measured):
    _, found = measured()
    assert found.sizes == round_sizes(N)
    assert np.isfinite(found.seconds).all() and (found.seconds > 0).all()
    assert found.seconds[-1] > found.seconds[0]


def test_while_the_time_is_measured_the_page_says_so_and_the_slope_is_there(app, open_page):
    with cost.ALONE:  # whoever measures must wait
        open_page(app, "batch-size")
        assert any("Measuring what the loss of a batch costs" in bar.proto.text for bar in app.get("progress"))
        assert re.search(r"−0\.\d{3} ± 0\.\d{3}", page_text(app))
        assert "times as long" not in page_text(app)
