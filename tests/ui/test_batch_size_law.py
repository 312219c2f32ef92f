"""The part "The law, and draws that check it" of the page "Batch size": its shares count the dots that are drawn."""

import numpy as np
import pytest

from mbviz import loss_estimates, round_sizes
from mbviz.data.datasets import load_file
from mbviz.model.snapshots import Recipe, load_snapshot
from mbviz.stats.bands import quantile_bands
from mbviz.ui.screens.batch_size.law import _band_sizes
from tests.ui.conftest import N
from tests.ui.test_app import page_text


@pytest.mark.parametrize("replace", [True, False])
def test_the_shares_are_those_of_the_dots_and_leave_out_the_size_that_has_one_mean(app, open_page, folder, replace):
    app.query_params.update(replace=str(replace).lower(), seed="3")
    text = page_text(open_page(app, "batch-size"))
    losses = load_snapshot(load_file(folder / "digits.npz"), Recipe(), "1-epoch").losses
    sizes = [size for size in round_sizes(N) if replace or size < N]
    drawn, bands = (
        loss_estimates(losses, sizes, 200, seed=3, replace=replace),
        quantile_bands(losses, sizes, replace=replace),
    )
    for row, name in enumerate(("95%", "50%")):
        # Whether a mean that is an edge lies within is decided with a slack of 1e-9
        held = [
            ((bands.low[row, :, None] - d <= drawn) & (drawn <= bands.high[row, :, None] + d)).mean() for d in (0, 1e-8)
        ]
        shown = {f"{share:.1%}" for share in held}
        assert any(f"dots within the {name} band{share}" in text for share in shown)
    assert ("the bands' shape approximates the law" in text) is not replace
    assert ("from the exact law of the mean" in text) is replace


@pytest.mark.parametrize("replace", [True, False])
@pytest.mark.parametrize("n", [1, 2, 3, 300, 60_000])
def test_the_bands_are_computed_at_every_size_that_has_dots(n, replace):
    sizes = _band_sizes(n, replace)
    assert set(round_sizes(n)) <= set(sizes.tolist())
    assert (sizes[0], sizes[-1]) == (1, n)
    assert (np.diff(sizes) > 0).all()


def test_without_replacement_straight_lines_between_the_sizes_follow_the_band_where_it_closes():
    n = 60_000
    fine = np.arange(n // 2, n + 1)
    knots = _band_sizes(n, False)
    true, drawn = np.sqrt((n - fine) / fine), np.interp(np.log(fine), np.log(knots), np.sqrt((n - knots) / knots))
    assert np.abs(true - drawn).max() < 0.1
