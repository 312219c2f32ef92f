"""Figures say what the numbers say, and fit Plotly's schema (they are built without its checks, for speed)."""

import re
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import pytest

import mbviz
from mbviz import figures
from mbviz.figures import palette
from mbviz.stats.bands import quantile_bands, running_mean

RNG = np.random.default_rng(0)
N, B = 300, 12
LABELS = RNG.integers(0, 10, N)
Y = mbviz.softmax(RNG.normal(scale=3, size=(N, 10)))
LOSSES = mbviz.per_example_loss(Y, LABELS)
BATCH = mbviz.open_batch(mbviz.draw_batch(N, B), LABELS, Y)
SIZES = mbviz.round_sizes(N)
ESTIMATES = mbviz.loss_estimates(LOSSES, SIZES, 20)
BAND = mbviz.spread_band(LOSSES, SIZES)
BANDS = quantile_bands(LOSSES, SIZES)


def estimates(**options):
    return figures.estimates(SIZES, ESTIMATES, LOSSES.mean(), BAND, **options)


FIGURES = {
    "batch": lambda: figures.batch(BATCH.batch_mask, BATCH.t, LABELS),
    "digits": lambda: figures.digits(np.zeros((B, 28, 28), np.uint8), BATCH.y, BATCH.t, columns=5),
    "picks": lambda: figures.picks(BATCH.y, BATCH.t),
    "picks, many": lambda: figures.picks(Y, LABELS, rows=np.argsort(LOSSES)),
    "losses": lambda: figures.losses(BATCH.losses, BATCH.wrong, BATCH.loss),
    "losses, many": lambda: figures.losses(LOSSES, Y.argmax(axis=1) != LABELS, LOSSES.mean()),
    "estimates": lambda: estimates(batch=(B, BATCH.loss)),
    "estimates without draws": lambda: estimates(draws=False),
    "delta": lambda: figures.delta(0.0, 1e-7),
    "law": lambda: figures.law(BANDS, replace=True),
    "law, compared": lambda: figures.law(BANDS, replace=False, path=running_mean(LOSSES, SIZES, seed=0), pinned=BANDS),
}


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_passes_plotlys_own_checks(name):
    figure = FIGURES[name]()
    checked = go.Figure(figure.to_dict())  # raises on any property that Plotly does not know
    assert len(checked.data) == len(figure.data) > 0


SIZES_AND_LOSS = {"xaxis": "batch size B", "yaxis": "loss estimate, nats"}
BANDS_AND_LOSS = {"xaxis": "batch size B", "yaxis": "mean loss of the batch, nats"}
TITLES = {  # of the axes that have numbers on them; with a unit where there is one
    "batch": {"xaxis": "class", "yaxis": "share, %", "xaxis2": "index in the data", "yaxis2": "drawn"},
    "digits": {},  # pictures
    "picks": {"xaxis": "class k", "yaxis": "pick y[n, t]"},
    "picks, many": {"xaxis": "class k"},
    "losses": {"xaxis": "loss −log(y[n, t] + delta), nats"},  # its rows are those of the heatmap beside it
    "losses, many": {"xaxis": "loss −log(y[n, t] + delta), nats"},
    "estimates": SIZES_AND_LOSS,
    "estimates without draws": SIZES_AND_LOSS,
    "delta": {"xaxis": "probability p of the true class", "yaxis": "loss, nats", "yaxis2": "slope in the logit"},
    "law": BANDS_AND_LOSS,
    "law, compared": BANDS_AND_LOSS,
}


def titles(figure: go.Figure) -> dict[str, str]:
    """The titles of all axes, x and y, that are shown with numbers on them."""
    axes = {key: axis for key, axis in figure.to_dict()["layout"].items() if re.match("[xy]axis", key)}
    assert len(axes) >= 2
    return {
        key: axis["title"]["text"]
        for key, axis in axes.items()
        if axis.get("visible", True) and axis.get("showticklabels", True)
    }


@pytest.mark.parametrize("name", FIGURES)
def test_every_axis_with_numbers_on_it_says_what_they_are_and_their_unit(name):
    assert titles(FIGURES[name]()) == TITLES[name]


def test_rows_that_are_sorted_are_called_examples_though_their_numbers_do_not_fit():
    assert FIGURES["picks, many"]().layout.yaxis.title.text == "example n"


def test_a_property_that_plotly_does_not_know_would_be_found():
    with pytest.raises(ValueError, match="colour"):
        go.Figure({"data": [{"type": "scatter", "line": {"colour": "red"}}]})


def test_the_heatmap_holds_y_and_outlines_exactly_the_picked_cells():
    figure = FIGURES["picks"]()
    np.testing.assert_allclose(figure.data[0].z, BATCH.y, rtol=1e-6)
    path = figure.layout.shapes[0].path
    corners = [tuple(map(float, part.split("H")[0].split(","))) for part in path.split("M")[1:]]
    assert corners == [(t - 0.5, n - 0.5) for n, t in enumerate(BATCH.t)]
    assert list(figure.layout.yaxis.ticktext) == [f"y[{n}, {t}]" for n, t in enumerate(BATCH.t)]


def test_sorted_rows_keep_their_numbers():
    figure = figures.picks(BATCH.y[::-1], BATCH.t[::-1], rows=np.arange(B)[::-1])
    assert figure.layout.yaxis.ticktext[0] == f"y[{B - 1}, {BATCH.t[-1]}]"


def test_bars_are_as_long_as_the_losses_and_wrong_ones_stand_apart():
    figure = FIGURES["losses"]()
    right, wrong = (np.asarray(trace.x).reshape(B, 4)[:, 1] for trace in figure.data[:2])
    np.testing.assert_allclose(right, np.where(BATCH.wrong, 0, BATCH.losses), rtol=1e-6)
    np.testing.assert_allclose(wrong, np.where(BATCH.wrong, BATCH.losses, 0), rtol=1e-6)
    assert figure.layout.shapes[0].x0 == BATCH.loss
    assert figure.layout.annotations[0].text == f"mean = {BATCH.loss:.4f}"


def test_every_estimate_is_a_dot_and_those_above_the_axis_sit_on_its_edge():
    figure = estimates(batch=(B, BATCH.loss))
    dots = next(trace for trace in figure.data if trace.name == "mini-batches")
    top = figure.layout.yaxis.range[1]
    np.testing.assert_array_equal(dots.customdata, ESTIMATES.ravel())
    np.testing.assert_allclose(dots.y, np.minimum(ESTIMATES.ravel(), top))
    assert [s == "triangle-up" for s in dots.marker.symbol] == list(ESTIMATES.ravel() > top)
    assert min(next(trace for trace in figure.data if "errors" in trace.name).y) >= 0


def test_class_shares_and_positions_count_everything_once():
    figure = FIGURES["batch"]()
    by_name = {trace.name: trace for trace in figure.data}
    assert sum(by_name["this batch"].y) == pytest.approx(100)
    assert by_name["all the data"].y[3] == pytest.approx(100 * (LABELS == 3).mean())
    assert sum(by_name["indices"].y) == 2 * B  # each stretch has two corners


@pytest.mark.parametrize(("shape", "zoom"), [((28, 28), 1), ((8, 8), 4), ((20, 40), 1), ((9, 12), 2)])
def test_digits_are_in_the_mosaic_where_their_captions_are(shape, zoom):
    """Small pictures are enlarged, so that the bars below them have room."""
    images = RNG.integers(0, 256, (B, *shape)).astype(np.uint8)
    figure = figures.digits(images, BATCH.y, BATCH.t, columns=5)
    mosaic, (height, width) = np.asarray(figure.data[0].z), (zoom * side for side in shape)
    places = []
    for note, image, t, guess in zip(figure.layout.annotations, images, BATCH.t, BATCH.predicted, strict=True):
        left, top = int(note.x - width / 2), int(note.y + 1)
        np.testing.assert_array_equal(
            mosaic[top : top + height, left : left + width], np.kron(image, np.ones((zoom, zoom), np.uint8))
        )
        assert note.text == f"{t} → {guess} {'✓' if t == guess else '✗'}"
        places.append((left, top))
    assert len(set(places)) == B
    bars = [trace for trace in figure.data if trace.type == "bar"]
    assert sum(len(trace.x) for trace in bars) == BATCH.y.size
    assert max(max(trace.base) for trace in bars) < mosaic.shape[0]


# outlines, what is written in a hover label, no ground, and the digits' own grey
NEUTRAL = {"#000000", "#FFFFFF", "rgba(0,0,0,0)", "rgba(128,128,128,0)", "rgb(128,128,128)"}
COLOUR = re.compile(r"#[0-9A-Fa-f]{3,8}\b|rgba?\([\d., ]*\)")


def test_colours_stand_in_the_palette_alone():
    used = set(COLOUR.findall(str([make().to_dict() for make in FIGURES.values()])))
    known = {
        palette.PICK,
        palette.PREDICTION,
        palette.WRONG,
        palette.BATCH,
        palette.DATA,
        palette.TEXT,
        palette.FAINT,
        *palette.RUNNERS,
        *NEUTRAL,
    }
    faded = {palette.faded(palette.DATA, alpha) for alpha in (0.16, 0.18, 0.36)} | {
        colour for _, colour in palette.HEAT
    }
    assert faded <= used <= known | faded


FOLDER = Path(figures.__file__).parent


@pytest.mark.parametrize("name", [path.name for path in sorted(FOLDER.glob("*.py")) if path.name != "palette.py"])
def test_no_figures_code_writes_a_colour_of_its_own(name):
    assert set(COLOUR.findall((FOLDER / name).read_text(encoding="utf-8"))) <= NEUTRAL


@pytest.mark.parametrize(("alpha", "written"), [(0.18, "0.18"), (0, "0"), (1, "1")])
def test_a_faded_colour_is_the_same_red_green_and_blue(alpha, written):
    assert palette.faded("#CC79A7", alpha) == f"rgba(204, 121, 167, {written})"


@pytest.mark.parametrize(("probability", "said"), [(0.99999, "p = 0.99999: "), (1.0, "p = 1: "), (0.5, "p = 0.5: ")])
def test_a_probability_near_1_is_not_called_1(probability, said):
    drawn = figures.delta(probability, 1e-7)
    assert [trace.hovertemplate.startswith(said) for trace in drawn.data if trace.name == "this p"] == [True, True]


def notes(figure: go.Figure) -> dict[str, go.layout.Annotation]:
    return {note.text: note for note in figure.layout.annotations}


@pytest.mark.parametrize("replace", [True, False])
def test_every_curve_of_the_law_has_its_name_beside_it_with_a_line_to_a_point_of_it(replace):
    path = running_mean(LOSSES, SIZES, seed=0)
    bands = quantile_bands(LOSSES, SIZES, replace=replace)
    drawn = figures.law(bands, replace=replace, path=path, pinned=bands)
    assert not drawn.layout.showlegend
    assert all(note.y >= 0 for note in drawn.layout.annotations if note.yref == "y"), "Plotly shows none off its axis"
    std = bands.std_with if replace else bands.std_without
    curves = {
        "95% of all batches": bands.high[0],
        "50% of all batches": bands.high[1],
        "μ ± 2σ/√B" if replace else "μ ± 2σ/√B · √((N − B)/(N − 1))": bands.mean + 2 * std,
        "running mean of one shuffle": path,
        "pinned: 95%": bands.high[0],
    }
    found = notes(drawn)
    assert set(curves) == {text for text, note in found.items() if note.showarrow is not False}
    for name, curve in curves.items():
        assert found[name].y == pytest.approx(np.interp(found[name].x, np.log10(SIZES), curve))
        assert found[name].y < found[name].ay  # the names stand above what they name
    heights = sorted(found[name].ay for name in curves)
    assert min(np.diff(heights)) >= 0.1 * drawn.layout.yaxis.range[1]


def end(figure: go.Figure) -> go.layout.Annotation:
    """The words at the right end."""
    return next(note for note in figure.layout.annotations if note.name == "end")


def test_at_b_n_the_law_says_what_is_left_to_chance():
    with_it, without = (end(figures.law(quantile_bands(LOSSES, SIZES, replace=r), replace=r)) for r in (True, False))
    off = (BANDS.high[0, -1] - BANDS.low[0, -1]) / 2 / LOSSES.mean()
    all_of_them = f"all {N}: {LOSSES.mean():.4f} nats"
    assert with_it.text.split("<br>") == [all_of_them, "B = N with replacement:", f"still ±{off:.1%}"]
    assert off == pytest.approx(1.96 * LOSSES.std() / np.sqrt(N) / LOSSES.mean(), rel=0.05)
    assert without.text.split("<br>") == [all_of_them, "B = N:", "nothing left to chance"]


@pytest.mark.parametrize("replace", [True, False])
@pytest.mark.parametrize("level", [None, 0, 0.1, 0.3, 0.6, 1, 2, 4, 50])
def test_the_words_of_the_law_are_within_the_chart_and_on_no_line_whatever_is_pinned(level, replace):
    losses = np.random.default_rng(0).gamma(0.2, 2, 60_000)  # most of them small, as a trained network's
    sizes = np.array(mbviz.round_sizes(len(losses)))
    bands, path = quantile_bands(losses, sizes, replace=replace), running_mean(losses, sizes, seed=0)
    pinned = None if level is None else quantile_bands(level + losses / 2, sizes, replace=not replace)
    drawn = figures.law(bands, replace=replace, path=path, pinned=pinned)
    top, n = drawn.layout.yaxis.range[1], np.log10(len(losses))
    pixel = top / (drawn.layout.height - drawn.layout.margin.t - drawn.layout.margin.b)
    note = end(drawn)
    high = 20 * pixel * len(note.text.split("<br>"))
    low = note.y + note.yshift * pixel - high * (note.yanchor == "top")
    assert 0 <= low < low + high <= top
    labels = [(note.ax, note.ay - 9 * pixel, note.ay + 9 * pixel) for note in drawn.layout.annotations if note.ax]
    assert all(0 < bottom < upper <= top * 1.01 for _, bottom, upper in labels)
    for start, bottom, upper in [(0.7 * n, low, low + high), *labels]:
        for line in (trace for trace in drawn.data if "fill" not in trace.to_plotly_json()):
            at = np.linspace(start, n, 99)
            heights = np.interp(at, np.log10(line.x), line.y)
            assert (heights.min() >= upper) or (heights.max() <= bottom), line.name


@pytest.mark.parametrize(
    ("probability", "value", "names"),
    [
        (0.0, 1e-7, ["without delta", "without delta", "p = 0", "with delta", "with delta"]),
        (0.5, 0.1, ["without delta", "without delta", "p = 0.5", "with delta", "with delta"]),
        (1.0, 0.1, ["without delta", "without delta", "p = 1", "with delta", "with delta"]),
        (0.0, 0.0, ["without delta", "without delta", "p = 0"]),  # the curves are one
    ],
)
def test_the_curves_of_delta_are_named_where_they_run(probability, value, names):
    drawn = figures.delta(probability, value)
    assert [note.text for note in drawn.layout.annotations] == names
    assert not drawn.layout.showlegend
    assert all(note.y >= 0 for note in drawn.layout.annotations if note.yref == "y"), "Plotly shows none off its axis"
    without = drawn.layout.annotations[0]
    assert without.y == pytest.approx(-np.log(10.0**without.x))
    if value:
        assert drawn.layout.annotations[3].y == pytest.approx(-np.log(value + 1e-14), rel=1e-9)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: figures.picks([[0.5, 0.5]], [2]), "t must hold labels from 0 to 1; got 2"),
        (lambda: figures.picks([0.5, 0.5], [0]), "y must have shape"),
        (lambda: figures.picks(BATCH.y, BATCH.t, rows=[1]), f"rows must hold a number for each of the {B} examples"),
        (lambda: figures.picks([[1e39, 0.5]], [0]), "y must hold numbers that float32 has room for"),
        (lambda: figures.losses([0.1, 0.2], [True], 0.1), "wrong must hold True or False for each of the 2 losses"),
        (lambda: figures.losses([0.1], [True], np.nan), "mean must be a finite number; got nan"),
        (lambda: figures.digits(np.zeros((2, 28, 28)), BATCH.y[:2], BATCH.t[:2]), "images must be uint8"),
        (lambda: figures.digits(np.zeros((3, 8, 8), np.uint8), BATCH.y[:2], BATCH.t[:2]), "with a row of y for each"),
        (lambda: figures.batch([N], [0], LABELS), f"batch_mask must hold indices from 0 to {N - 1}"),
        (lambda: figures.batch([0], [10], LABELS), "t must hold labels from 0 to 9; got 10"),
        (lambda: figures.delta(1.5, 1e-7), "probability must be from 0 to 1; got 1.5"),
        (lambda: figures.delta(0.5, -1), "delta must be a number of at least 0"),
        (lambda: figures.estimates(SIZES, ESTIMATES[:1], 1.0, BAND), "a row for each of the batch sizes"),
        (lambda: figures.law(BANDS, replace=True, path=[1.0]), "path must hold a mean for each of the"),
        (lambda: figures.loss_histogram([1, 0.1], [1], [1], 1.0, 1.0), "edges must increase from above 0"),
        (lambda: figures.loss_histogram([0.1, 1], [1, 2], [1], 1.0, 1.0), "a number for each of the 1 bins"),
    ],
)
def test_what_cannot_be_drawn_gets_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
