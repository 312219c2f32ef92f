"""The figures of one step and of its gain say what the numbers say, and fit Plotly's schema."""

import numpy as np
import plotly.graph_objects as go
import pytest

import mbviz
from mbviz import figures

RNG = np.random.default_rng(0)
SHADOWS = RNG.normal([1.0, 0.0], 3.0, (500, 2))
CLOUD = mbviz.gradient_cloud(SHADOWS, [10, 100], 200)
LINES = [line for contour in mbviz.gradient_contours(SHADOWS, 10) for line in contour.lines]
GAINS = 1 / (1 + 30 / np.array([[10.0], [100.0], [400.0]])) + RNG.normal(0, 0.01, (3, 8))
FIT = mbviz.fit_gains([10, 100, 400], GAINS)


def plane(**options):
    return figures.gradient_plane(CLOUD.points[0], CLOUD.centre, **options)


FIGURES = {
    "plane": lambda: plane(batch=CLOUD.points[0, 3], ghost=CLOUD.points[1], contours=LINES),
    "noise scale": lambda: figures.noise_scale(FIT, GAINS),
}


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_passes_plotlys_own_checks_and_names_its_axes(name):
    figure = FIGURES[name]()
    checked = go.Figure(figure.to_dict())  # raises on any property that Plotly does not know
    assert len(checked.data) == len(figure.data) > 0
    assert checked.layout.xaxis.title.text and checked.layout.yaxis.title.text


def test_the_plane_has_its_arrows_from_0_to_the_gradients():
    shown = {trace.name: trace for trace in plane(batch=CLOUD.points[0, 3]).data}
    assert [shown["all the data"].x[1], shown["all the data"].y[1]] == CLOUD.centre.tolist()
    assert [shown["this batch"].x[1], shown["this batch"].y[1]] == CLOUD.points[0, 3].tolist()
    assert len(shown["mini-batches"].x) == 200


def test_the_curve_of_the_noise_scale_is_half_of_its_end_there():
    figure = figures.noise_scale(FIT, GAINS)
    half = figure.data[-1]
    assert half.x[0] == pytest.approx(FIT.noise_scale) and half.y[1] == pytest.approx(FIT.largest / 2)
    (means,) = (trace for trace in figure.data if trace.name == "their mean")
    assert means.y.tolist() == pytest.approx(GAINS.mean(axis=1))


def test_small_gains_leave_room_for_their_long_numbers_beside_the_axis_title():
    def margin(scale):
        gains = scale * GAINS
        return figures.noise_scale(mbviz.fit_gains(FIT.batch_sizes, gains), gains).layout.margin.l

    assert margin(1e-4) - margin(1e-3) == margin(1e-5) - margin(1e-4) == 8 and margin(1e-3) > 72
    assert margin(1e3) == margin(1) == 72


@pytest.mark.parametrize(
    "draw, sentence",
    [
        (lambda: figures.gradient_plane([[1.0]], [1.0, 0.0]), "pairs of numbers"),
        (lambda: figures.gradient_plane([[1.0, 2.0]], [1.0]), "two numbers"),
        (lambda: figures.noise_scale(FIT, GAINS[:2]), "a row for each of the 3"),
    ],
)
def test_numbers_that_do_not_fit_are_refused(draw, sentence):
    with pytest.raises(ValueError, match=sentence):
        draw()
