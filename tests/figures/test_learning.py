"""Figures of "how large a batch pays": what is drawn is what was given."""

import math

import numpy as np
import plotly.graph_objects as go
import pytest

from mbviz import figures
from mbviz.stats.batch_tradeoff import fit_gains, fit_trade_off
from mbviz.stats.noise_scale import NoiseScaleEstimate

ESTIMATES = [
    NoiseScaleEstimate(1.0, 20.0, 20.0, 5.0, 40.0, 0.95),
    NoiseScaleEstimate(-1.0, 20.0, math.inf, 100.0, math.inf, 0.95),
]
FIT = fit_trade_off([10, 100, 1_000], [110.0, 20.0, 11.0])


def scales(**more):
    return figures.noise_scales(["untrained", "1 epoch"], [18.0, 1_800.0], ESTIMATES, **more)


@pytest.mark.parametrize("chart", [scales(chosen=1), figures.trade_off(FIT)], ids=["noise scales", "trade-off"])
def test_plotly_knows_all_that_is_in_them(chart):
    go.Figure(chart.to_dict())
    assert chart.layout.xaxis.title.text


def test_each_network_has_its_exact_number_and_an_interval_that_may_have_no_end():
    chart = scales(chosen=1)
    intervals, exact = chart.data
    assert exact.x.tolist() == [18.0, 1_800.0] and exact.y[0] > exact.y[1]  # from above
    assert intervals.x[:3].tolist() == [5.0, 20.0, 40.0]
    end = 10 ** chart.layout.xaxis.range[1]
    assert intervals.x[4] == 100.0 and intervals.x[6] == pytest.approx(end) and end > 1_800
    assert intervals.marker.size[:3] == (0, 11, 0) and intervals.marker.size[5] == 0  # no dot for what is infinite
    assert [note.text for note in chart.layout.annotations] == ["18", "1,800"]
    assert list(chart.layout.yaxis.ticktext) == ["untrained", "<b>1 epoch</b>"]


def test_the_exact_number_stands_right_of_its_diamond_and_of_what_lies_below_it():
    places = [10**note.x for note in scales().layout.annotations]
    assert places == pytest.approx([40.0, 1_800.0])  # the interval's end; one without an end would be the axis's


def test_rows_that_do_not_belong_together_are_refused():
    with pytest.raises(ValueError, match="of one length"):
        figures.noise_scales(["one"], [1.0, 2.0], ESTIMATES)
    with pytest.raises(ValueError, match="of one length"):
        figures.noise_scales([], [], [])


def test_the_curve_goes_through_runs_that_lie_on_it_and_each_says_its_batch_size():
    chart = figures.trade_off(FIT)
    curve, runs = chart.data
    assert ((curve.y / FIT.s_min - 1) * (curve.x / FIT.e_min - 1)).tolist() == pytest.approx([1] * 80)
    assert (runs.x / runs.y).tolist() == pytest.approx([10, 100, 1_000])
    assert [note.text for note in chart.layout.annotations] == ["B = 10", "B = 100", "B = 1,000"]
    assert [note.yanchor for note in chart.layout.annotations] == ["bottom", "bottom", "top"]  # no two side by side
    for axis, values in ((chart.layout.xaxis, runs.x), (chart.layout.yaxis, runs.y)):
        assert axis.range[0] < np.log10(values).min() and np.log10(values).max() < axis.range[1]


def test_a_click_on_a_step_says_which_one():
    gains = np.array([[0.9, 1.1], [1.9, 2.1]])
    steps, *_ = figures.noise_scale(fit_gains([10, 30], gains), gains, marks=[1, 2, 3, 4]).data
    assert list(zip(steps.customdata, steps.x, steps.y)) == [(1, 10, 0.9), (2, 10, 1.1), (3, 30, 1.9), (4, 30, 2.1)]
