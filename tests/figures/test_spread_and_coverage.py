"""The charts of the spread and of the coverage say what the numbers say, and fit Plotly's schema."""

import re

import numpy as np
import plotly.graph_objects as go
import pytest

from mbviz.figures import palette
from mbviz.figures.coverage import coverage
from mbviz.figures.spread import spread
from mbviz.stats.coverage import Coverage
from mbviz.stats.spread import SpreadFit

SIZES = np.array([1, 10, 100, 1000])
EXACT = 2 / np.sqrt(SIZES)
FOUND = SpreadFit(SIZES, EXACT * [1.1, 0.9, 1.0, 1.05], EXACT, -0.51, 0.01, EXACT * 1.01)
CLOSED = SpreadFit(
    SIZES, EXACT * [1, 1, 1, 0], EXACT * [1, 1, 1, 0], -0.5, 0.01, EXACT * [1, 1, 1, 0]
)  # without replacement
SECONDS = np.array([1e-4, 2e-4, 1e-3, 9e-3])
COVERAGE = Coverage(
    np.array([16, 64, 256]), 400, 0.95, np.array([[160, 80, 20], [60, 30, 12]]), np.array([[0, 0, 4], [4, 6, 8]])
)
FIGURES = {
    "spread": lambda: spread(FOUND, SECONDS, pair=(10, 1000)),
    "spread before the times are there": lambda: spread(FOUND, pair=(10, 1000)),
    "spread without replacement": lambda: spread(CLOSED, SECONDS, pair=(10, 1000)),
    "coverage": lambda: coverage(COVERAGE, 100),
    "coverage trusted from far off": lambda: coverage(COVERAGE, 22_000),
}


def named(figure, name):
    return [trace for trace in figure.data if trace.name == name]


@pytest.mark.parametrize("name", FIGURES)
def test_each_figure_passes_plotlys_own_checks_and_has_titles(name):
    figure = FIGURES[name]()
    assert len(go.Figure(figure.to_dict()).data) == len(figure.data) > 0
    axes = {key: axis for key, axis in figure.to_dict()["layout"].items() if re.match("[xy]axis", key)}
    wanted = {"xaxis": "batch size B"} | (
        {"yaxis": f"intervals that hold the truth, % (axis from {figure.layout.yaxis.range[0]:.0f}%)"}
        if name.startswith("coverage")
        else {"yaxis": "standard deviation, nats", "yaxis2": "time, ms"}
    )
    assert {key: axis["title"]["text"] for key, axis in axes.items()} == wanted


def test_colours_are_those_of_the_palette():
    known = {palette.BATCH, palette.DATA, palette.TEXT, palette.FAINT, "#000000", "#FFFFFF", "rgba(0,0,0,0)"}
    used = set(re.findall(r"#[0-9A-Fa-f]{6}|rgba?\([\d., ]*\)", str([make().to_dict() for make in FIGURES.values()])))
    assert used == known


def test_the_spread_shows_measured_exact_and_fitted_and_the_time_in_milliseconds():
    figure = FIGURES["spread"]()
    np.testing.assert_allclose(named(figure, "measured")[0].y, FOUND.measured)
    np.testing.assert_allclose(named(figure, "exact: σ/√B")[0].y, FOUND.exact)
    np.testing.assert_allclose(named(figure, "fitted, B<sup>−0.51</sup>")[0].y, FOUND.fitted)
    np.testing.assert_allclose(named(figure, "time")[0].y, [0.1, 0.2, 1, 9])


def test_the_marked_pair_stands_on_both_curves_with_the_factors_between():
    figure = FIGURES["spread"]()
    above, below = named(figure, "compared")
    np.testing.assert_allclose(above.y, FOUND.measured[[1, 3]])
    np.testing.assert_allclose(below.y, [0.2, 9])
    assert [note.text for note in figure.layout.annotations if note.text[0] in "÷×"] == [
        f"÷ {FOUND.measured[1] / FOUND.measured[3]:.3g}",
        "× 45",
    ]


def test_large_factors_and_small_powers_of_ten_have_no_exponent():
    tiny = SpreadFit(SIZES, EXACT * 1e-4, EXACT * 1e-4, -0.5, 0.01, EXACT * 1e-4)
    figure = spread(tiny, [1e-6, 1e-5, 1e-4, 4e-3], pair=(1, 1000))
    assert figure.layout.annotations[-1].text == "× 4,000"
    texts = [*figure.layout.yaxis.ticktext, *figure.layout.yaxis2.ticktext]
    assert not [text for text in texts if "e" in text] and "0.00001" in texts and "1,000" in texts


def test_no_spread_has_no_place_on_a_logarithmic_axis():
    figure = FIGURES["spread without replacement"]()
    for name in ("measured", "exact: σ/√B"):
        assert named(figure, name)[0].x.tolist() == [1, 10, 100]
    assert [note.text for note in figure.layout.annotations if note.text[0] in "÷×"] == ["× 45"]


def test_before_the_times_are_there_the_frame_is_the_same():
    early, late = FIGURES["spread before the times are there"](), FIGURES["spread"]()
    assert len(named(early, "time")[0].y) == 0
    assert early.layout.height == late.layout.height and early.layout.yaxis.domain == late.layout.yaxis.domain


def test_the_coverage_is_shown_in_per_cent_with_two_standard_errors():
    figure = FIGURES["coverage"]()
    plain, hall = named(figure, "mean ± t · s/√B")[0], named(figure, "Hall’s interval")[0]
    np.testing.assert_allclose(plain.y, [60, 80, 94])
    np.testing.assert_allclose(hall.y, [84, 91, 95])
    np.testing.assert_allclose(plain.error_y.array[:2], [200 * np.sqrt(0.24 / 400), 4])


def test_the_axes_hold_all_shares_and_the_mark():
    for trusted in (2, 100, 22_000):
        figure = coverage(COVERAGE, trusted)
        low, high = figure.layout.xaxis.range
        assert low < np.log10(min(16, trusted)) and np.log10(max(256, trusted)) < high
        assert named(figure, "25 γ²")[0].x.tolist() == [trusted, trusted]
        assert figure.layout.yaxis.range[0] <= 60 - 200 * np.sqrt(0.24 / 400)


def test_each_thing_in_the_charts_has_its_name_beside_it_with_a_line_to_it():
    spreads, held = FIGURES["spread"](), FIGURES["coverage"]()
    for figure, names in (
        (spreads, ["exact: σ/√B", "fitted, B<sup>−0.51</sup>", "measured"]),
        (held, ["mean ± t · s/√B", "Hall’s interval"]),
    ):
        assert not figure.layout.showlegend
        pointing = [note for note in figure.layout.annotations if note.showarrow is not False]
        assert [note.text for note in pointing] == names
        for note in pointing:
            (curve,) = named(figure, note.text)
            at = list(curve.x).index(round(10**note.x))
            shown = np.log10(curve.y[at]) if figure is spreads else curve.y[at]
            assert note.y == pytest.approx(shown)
    (wanted,) = [note for note in held.layout.annotations if note.text == "wanted: 95%"]
    assert wanted.yanchor == "bottom" and wanted.xanchor == "right"  # above what stands at the right end
    assert all(wanted.y >= named(held, name)[0].y[-1] for name in ("mean ± t · s/√B", "Hall’s interval"))
