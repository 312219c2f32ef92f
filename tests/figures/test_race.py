"""The race's figure: a line for each run, named at its end, and no two names on each other."""

from itertools import pairwise

import numpy as np
import plotly.graph_objects as go
import pytest

from mbviz.figures import Runner, palette, race

RUNNERS = [
    Runner("B = 10", [0, 10, 100, 180_000], [2.5, 2.0, 1.0, 0.1], [0, 1, 10, 18_000]),
    Runner("B = 100", [0, 100, 180_000], [2.5, 1.8, 0.12], [0, 1, 1_800], "chosen"),
    Runner("all 60,000", [0, 60_000], [2.5, 2.8], [0, 1], "all"),
]


def drawn(runners=RUNNERS):
    return race(runners, "examples", "loss, nats")


def test_plotly_knows_all_of_it():
    assert len(go.Figure(drawn().to_dict()).data) == 3


def test_a_point_at_0_has_no_place_on_a_logarithmic_axis_and_every_other_is_there_with_its_mark():
    for runner, trace in zip(RUNNERS, drawn().data, strict=True):
        assert trace.x.tolist() == list(runner.x)[1:] and trace.y.tolist() == list(runner.y)[1:]
        assert list(trace.customdata) == list(runner.marks)[1:]


def test_the_chosen_one_and_all_the_data_have_their_colours_and_each_name_stands_at_its_end():
    figure = drawn()
    colours = {trace.name: trace.line.color for trace in figure.data}
    assert colours["B = 100"] == palette.BATCH and colours["all 60,000"] == palette.DATA
    ends = {note.text: (note.x, note.y) for note in figure.layout.annotations}
    assert ends == {f"<b>{one.name}</b>": (np.log10(one.x[-1]), one.y[-1]) for one in RUNNERS}


def test_no_two_runners_look_alike_and_a_line_in_the_colour_of_each_leads_to_its_name():
    others = [Runner(f"B = {10**k}", [10, 100], [2.0, 2.0 - k / 9], kind="other") for k in range(1, 5)]
    figure = drawn([*others, *RUNNERS[1:]])
    assert len({trace.line.color for trace in figure.data}) == 6
    assert [note.arrowcolor for note in figure.layout.annotations] == [trace.line.color for trace in figure.data]
    assert all(note.ax > note.x for note in figure.layout.annotations)
    symbols = [trace.marker.symbol for trace in figure.data[:4]]
    assert all(one != other for one, other in pairwise(symbols))  # neighbours, by shape as well


def test_names_of_ends_that_lie_together_are_moved_apart():
    ends = sorted(note.ay * 290 / 2.8 for note in drawn().layout.annotations)  # pixels, as _apart has them
    assert min(np.diff(ends)) >= 19


def test_nobody_on_the_way_is_an_empty_chart():
    assert len(drawn([]).data) == 0
    assert len(drawn([Runner("B = 10", [0], [2.5], [0])]).data[0].x) == 0


def test_what_all_begin_with_is_a_line_across_until_one_has_taken_a_step():
    def with_begin(runners, value=2.5, text="untrained: 2.50"):
        return race(runners, "examples", "loss, nats", ends=(10, 180_000), begin=(value, text))

    waiting = [Runner("B = 10", [], [])]
    figure = with_begin(waiting)
    assert len(go.Figure(figure.to_dict()).data) == 1 and figure.data[0].y.tolist() == [2.5, 2.5]
    assert 0 == figure.layout.yaxis.range[0] < 2.5 < figure.layout.yaxis.range[1]
    assert [note.text for note in figure.layout.annotations] == ["untrained: 2.50"]
    assert figure.layout.margin.r == drawn(RUNNERS[:1]).layout.margin.r  # the names will have room, nothing jumps
    assert with_begin(waiting, 0.1).layout.yaxis.range == (0, 1)  # an accuracy
    assert len(with_begin(waiting, text="").data) == 0
    assert with_begin(RUNNERS).to_dict() == race(RUNNERS, "examples", "loss, nats", ends=(10, 180_000)).to_dict()


@pytest.mark.parametrize(("x", "y"), [([1, 2], [1]), ([2, 1], [1, 1]), ([[1]], [[1]])])
def test_what_is_no_curve_is_refused(x, y):
    with pytest.raises(ValueError, match="x must ascend"):
        drawn([Runner("B", x, y)])


def test_the_axis_can_be_that_of_the_whole_race_before_anybody_has_begun():
    for runners in ([], RUNNERS[:1]):
        low, high = race(runners, "examples", "loss", ends=(10, 180_000)).layout.xaxis.range
        assert low == pytest.approx(1, abs=0.2) and high == pytest.approx(np.log10(180_000), abs=0.2)
