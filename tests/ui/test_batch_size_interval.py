"""The interval of the batch at hand, on the screen "Can I trust ± 2 s/√B?": what it says, and what it is worth."""

import math
import re
from types import SimpleNamespace

import numpy as np
import pytest

from mbviz.ui.screens.batch_size import interval
from tests.ui.test_app import page_text

EIGHT = [0.1, 0.0, 2.3, 0.2, 0.0, 0.4, 0.1, 0.0]  # mean 0.3875, s = 0.78455: t₇ = 2.36462 gives ± 0.6559
T7 = 2.3646242510102993


def told(losses, truth=0.3, n=100, replace=True) -> str:
    values = np.array(losses, float)
    all_losses = np.full(n, truth)
    found = interval.told(
        SimpleNamespace(
            batch=lambda: Few(values),
            snapshot=SimpleNamespace(losses=all_losses),
            dataset=SimpleNamespace(n=n),
            replace=replace,
        )
    )
    return re.sub("</?(button|span)[^>]*>", "", found)  # of the terms that can be tapped the words


class Few:
    """As much of a batch as is asked for."""

    def __init__(self, losses: np.ndarray) -> None:
        self.losses, self.loss = losses, float(losses.mean())

    def __len__(self) -> int:
        return len(self.losses)


def test_an_interval_that_would_begin_below_0_is_cut_there_and_says_so():
    half = T7 * np.std(EIGHT, ddof=1) / math.sqrt(8)
    assert np.mean(EIGHT) - half == pytest.approx(-0.268, abs=5e-4)
    found = told(EIGHT)
    assert "0.388 ± 0.656, so from 0 to 1.04 nats." in found
    assert "By the formula it begins at −0.268; no mean loss is below 0, and it is cut there." in found
    assert "It <b>holds</b> 0.3, the loss of all." in found


def test_an_interval_above_0_is_not_cut():
    assert "By the formula" not in told([1.0, 1.1, 1.2, 1.0])


@pytest.mark.parametrize(("truth", "side"), [(2.0, "below"), (0.5, "above")])
def test_a_miss_says_on_which_side_it_lies(truth, side):
    found = told([1.0, 1.1, 1.2, 1.0], truth)
    assert f"It <b>misses</b> {truth:g}, the loss of all, and lies <b>{side}</b> it." in found


def test_equal_losses_give_the_width_0_and_the_screen_says_what_that_is_worth():
    found = told([0.2] * 5)
    assert "all its losses are equal, 0.2 nats. So s = 0, and the interval has the width 0." in found
    assert "That is no certainty" in found and "<b>holds</b>" not in found and "<b>misses</b>" not in found


def test_one_loss_has_no_interval():
    assert "one loss shows no spread" in told([0.2])


def test_all_the_data_need_none():
    assert "these are all the data" in told([0.1, 0.5], n=2, replace=False)
    assert "these are all the data" not in told([0.1, 0.5], n=2)  # with replacement they may not be


def test_without_replacement_the_interval_is_narrower_by_the_root_of_what_is_left():
    half = 4.302652729911275 * np.std([1.0, 1.1, 1.2], ddof=1) / math.sqrt(3) * math.sqrt(1 - 3 / 4)  # t₂
    assert f"1.1 ± {half:.3g}" in told([1.0, 1.1, 1.2], n=4, replace=False)


def test_the_screen_tells_it_of_the_batch_that_is_set(app, open_page):
    app.query_params.update(batch_size="20", draw="3")
    assert "This batch of 20: " in page_text(open_page(app, "trust"))
