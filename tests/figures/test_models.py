"""The histogram of per-example losses: its bars fill their bins, its marks stand where they should."""

import re

import numpy as np
import plotly.graph_objects as go
import pytest

from mbviz.figures import palette
from mbviz.figures.loss_histogram import loss_histogram

EDGES = np.logspace(-3, 1.5, 10)
COUNTS, SHARES = np.arange(9), np.arange(9) / 36


def drawn(mean=2.0, median=0.01):
    return loss_histogram(EDGES, COUNTS, SHARES, mean, median)


def test_it_passes_plotlys_own_checks_and_every_axis_has_a_title():
    figure = go.Figure(drawn().to_dict())
    assert len(figure.data) == 2
    titles = [axis.title.text for axis in (figure.layout.xaxis, figure.layout.yaxis)]
    assert titles == ["loss of an example, nats", "share, %"]


def test_every_bar_fills_its_bin():
    for trace in drawn().data:
        np.testing.assert_allclose(trace.x - trace.width / 2, EDGES[:-1])
        np.testing.assert_allclose(trace.x + trace.width / 2, EDGES[1:])


def test_both_histograms_are_in_per_cent_of_all():
    examples, held = drawn().data
    np.testing.assert_allclose(examples.y, 100 * COUNTS / 36)
    np.testing.assert_array_equal(examples.customdata[:, 2], COUNTS)
    np.testing.assert_allclose(held.y, 100 * SHARES)


def test_each_histogram_is_named_at_its_highest_bar():
    names = [note for note in drawn().layout.annotations if note.font.weight == "bold"]
    assert [note.text for note in names] == ["of the examples", "of the loss"]
    for note, trace in zip(names, drawn().data, strict=True):
        assert (10**note.x, note.y) == (pytest.approx(trace.x[8]), trace.y[8])


def test_median_and_mean_are_marked_and_named():
    layout = drawn().layout
    assert [shape.x0 for shape in layout.shapes] == [0.01, 2.0]
    assert [(note.text, note.x) for note in layout.annotations[:2]] == [
        ("median 0.01", pytest.approx(-2)),
        ("mean 2", pytest.approx(np.log10(2))),
    ]


@pytest.mark.parametrize(("median", "mean"), [(-1e-7, 0.0), (1e-9, 1e6)])
def test_marks_beyond_the_axis_stand_at_its_ends(median, mean):
    layout = drawn(mean, median).layout
    assert all(EDGES[0] <= shape.x0 <= EDGES[-1] for shape in layout.shapes)
    assert all(-3 <= note.x <= 1.5 for note in layout.annotations)


def test_labels_point_to_the_side_with_more_room():
    assert [note.xanchor for note in drawn().layout.annotations[:2]] == ["left", "right"]


def test_the_first_tick_says_that_it_holds_all_below():
    layout = drawn().layout
    assert list(layout.xaxis.tickvals) == pytest.approx([1e-3, 1e-2, 0.1, 1, 10])
    assert layout.xaxis.ticktext == ("≤10<sup>−3</sup>", "10<sup>−2</sup>", "0.1", "1", "10")


def test_its_colours_stand_in_the_palette():
    used = re.findall(r"#[0-9A-Fa-f]{6}|rgba?\([\d., ]*\)", str(drawn().to_dict()))
    assert set(used) == {palette.faded(palette.DATA, 0.65), palette.FAINT, palette.TEXT, "#FFFFFF", "rgba(0,0,0,0)"}
