"""The histogram of per-example losses: its bars fill their bins, its marks stand where they should."""

import re

import numpy as np
import plotly.graph_objects as go
import pytest

from mbviz.figures import palette
from mbviz.figures.loss_histogram import loss_histogram, plain, short

EDGES = np.logspace(-3, 1.5, 10)
COUNTS, SHARES = np.arange(9), np.arange(9) / 36


def drawn(mean=2.0, median=0.01):
    return loss_histogram(EDGES, COUNTS, SHARES, mean, median)


def test_it_passes_plotlys_own_checks_and_every_axis_has_a_title():
    figure = go.Figure(drawn().to_dict())
    assert len(figure.data) == 2
    assert all(axis.title.text for axis in (figure.layout.xaxis, figure.layout.yaxis, figure.layout.yaxis2))


def test_every_bar_fills_its_bin():
    for trace in drawn().data:
        np.testing.assert_allclose(trace.x - trace.width / 2, EDGES[:-1])
        np.testing.assert_allclose(trace.x + trace.width / 2, EDGES[1:])


def test_counts_are_drawn_as_they_are_and_shares_in_per_cent():
    examples, held = drawn().data
    np.testing.assert_array_equal(examples.y, COUNTS)
    np.testing.assert_allclose(held.y, 100 * SHARES)
    assert (examples.yaxis or "y", held.yaxis) == ("y", "y2")


def test_median_and_mean_are_marked_and_named():
    layout = drawn().layout
    assert [shape.x0 for shape in layout.shapes] == [0.01, 2.0]
    assert [(note.text, note.x) for note in layout.annotations] == [
        ("median 0.01", pytest.approx(-2)),
        ("mean 2", pytest.approx(np.log10(2))),
    ]


@pytest.mark.parametrize(("median", "mean"), [(-1e-7, 0.0), (1e-9, 1e6)])
def test_marks_beyond_the_axis_stand_at_its_ends(median, mean):
    layout = drawn(mean, median).layout
    assert all(EDGES[0] <= shape.x0 <= EDGES[-1] for shape in layout.shapes)
    assert all(-3 <= note.x <= 1.5 for note in layout.annotations)


def test_labels_point_to_the_side_with_more_room():
    assert [note.xanchor for note in drawn().layout.annotations] == ["left", "right"]


def test_the_first_tick_says_that_it_holds_all_below():
    layout = drawn().layout
    assert list(layout.xaxis.tickvals) == pytest.approx([1e-3, 1e-2, 0.1, 1, 10])
    assert layout.xaxis.ticktext == ("≤10<sup>−3</sup>", "10<sup>−2</sup>", "0.1", "1", "10")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0784, "0.0784"),
        (2.3e-6, "2.3·10<sup>−6</sup>"),
        (0, "0"),
        (-1e-7, "−1.0·10<sup>−7</sup>"),
        (12.766, "12.8"),
        (1e-3, "0.001"),
        (1e6, "1,000,000"),
    ],
)
def test_small_losses_are_written_with_a_power_of_ten(value, said):
    assert short(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0997, "0.1"),
        (0.0994, "0.099"),
        (9.97, "10"),
        (99.7, "100"),
        (12_345.6, "12,346"),
        (1e-7, "0.0000001"),
        (2.34e-5, "0.000023"),
        (5.0, "5"),
        (0, "0"),
        (-0.0, "0"),
        (-1e-7, "−0.0000001"),
        (-123.4, "−123"),
    ],
)
def test_two_digits_have_neither_an_exponent_nor_a_negative_zero(value, said):
    assert plain(value) == plain(np.float64(value)) == said


def test_two_digits_are_those_of_pythons_own_rounding():
    for value in np.random.default_rng(0).lognormal(0, 5, 1000):
        rounded = float(f"{value:.0f}" if value >= 10 else f"{value:.2g}")
        assert float(plain(value).replace(",", "")) == pytest.approx(rounded, rel=1e-12)


def test_its_colours_stand_in_the_palette():
    used = re.findall(r"#[0-9A-Fa-f]{6}|rgba?\([\d., ]*\)", str(drawn().to_dict()))
    assert set(used) <= {palette.DATA, palette.FAINT, palette.TEXT, "#FFFFFF", "rgba(0,0,0,0)"}
