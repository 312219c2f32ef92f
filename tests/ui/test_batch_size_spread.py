"""The part "The spread, and its cost" of the page "Batch size": the numbers it says are those of the draws."""

import re
from types import SimpleNamespace

import numpy as np
import pytest
import streamlit as st

from mbviz import loss_estimates, round_sizes
from mbviz._numbers import milliseconds, plain
from mbviz.data.datasets import load_file
from mbviz.model.network import initial_weights
from mbviz.model.snapshots import Recipe, load_snapshot, milestones, save_snapshot, take_snapshot
from mbviz.stats.spread import fit_spread
from mbviz.stats.summary import summarize
from mbviz.ui import cost, timing
from mbviz.ui.pages.batch_size.spread import _overhead
from tests.ui.conftest import N
from tests.ui.test_app import page_text


@pytest.fixture
def measured(app, open_page, folder):
    """The page when the times are there, and the measurement."""

    def run(**address: str):
        app.query_params.update(address)
        open_page(app, "batch-size")
        found = cost.measured(
            load_file(folder / "digits.npz").fingerprint, None, None
        )  # the one that the page has started
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
    found = fit_spread(sizes, drawn, summarize(losses), replace=replace)
    assert f"{found.slope:.3f} ± {found.slope_error:.3f}".replace("-", "−") in page_text(app)
    assert ("finite population correction √((N − B)/(N − 1)); the slope" in page_text(app)) is not replace


def test_the_sentence_is_read_off_the_measured_numbers(measured):
    app, found = measured()
    text = page_text(app)
    assert "By the law σ/√B, ten times the precision costs a hundred times the work. " in text
    assert "Measured here: with B = 200 instead of 2 " in text
    start, end = (found.seconds[found.sizes.index(size)] for size in (2, 200))
    said = f"takes {milliseconds(end)} ms instead of {milliseconds(start)}, {plain(end / start)} times as long. "
    assert f"{said}All 300 take {milliseconds(found.seconds[-1])} ms" in text


def test_without_replacement_the_pair_is_one_that_spreads_when_n_is_a_round_number(measured, folder):
    stored = np.load(folder / "digits.npz")
    rows = np.arange(500) % N
    np.savez(folder / "digits.npz", x_train=stored["x_train"][rows], y_train=stored["y_train"][rows])
    dataset = load_file(folder / "digits.npz")
    for seed, milestone in enumerate(milestones(Recipe(), dataset.n)):
        save_snapshot(dataset, Recipe(), take_snapshot(dataset, milestone, initial_weights(Recipe().layers, seed)))
    text = page_text(measured(replace="false")[0])
    assert "with B = 200 instead of 2 " in text  # not 500 instead of 5
    assert not re.search(r"\b(inf|nan)\b", text)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        ([1e-4, 1e-4, 1e-4, 1.5e-4, 9e-4], "the time hardly grows: B = 10 takes 1.5 times as long as B = 1."),
        ([1e-4, 2e-4, 5e-4, 9e-4, 2e-3], ""),
    ],
)
def test_the_overhead_is_named_only_where_the_times_of_the_smallest_batches_show_it(seconds, said):
    found = _overhead(np.array([1, 2, 5, 10, 20]), np.array(seconds))
    assert found.endswith(said) and bool(found) is bool(said)


def test_too_few_sizes_say_nothing_of_the_overhead():
    assert _overhead(np.array([1, 2, 5]), np.full(3, 1e-4)) == ""


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


def test_a_measurement_that_fails_says_why_and_the_next_visit_tries_again(
    app, open_page, measured, folder, monkeypatch
):
    def fail(*_):
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(cost, "seconds_for", fail)
        with cost.ALONE:
            open_page(app, "batch-size")
            dead = cost.measured(load_file(folder / "digits.npz").fingerprint, None, None)
        assert dead.done.wait(60)
        assert not app.run().exception
        assert [warning.value for warning in app.warning] == ["The time could not be measured: MemoryError"]
        assert "times as long" not in page_text(app) and re.search(r"−0\.\d{3} ± 0\.\d{3}", page_text(app))
    again, found = measured()
    assert found is not dead
    assert not again.warning and "times as long" in page_text(again)


def test_the_versions_are_not_timed_while_others_keep_the_cores_busy():
    y, t = np.full((5, 10), 0.1), np.arange(5)
    with cost.ALONE:
        waiting = timing.Timing(y, t)
        assert not waiting.done.wait(0.2) and not waiting.seconds
    assert waiting.done.wait(60)
    assert list(waiting.seconds) == list(timing.SIZES) and not waiting.problem


def test_a_timing_that_fails_ends_with_a_sentence_and_gives_way_to_a_new_one(monkeypatch):
    def fail(*_):
        raise ValueError("no time")

    y, t = np.full((5, 10), 0.1), np.arange(5)
    settings = SimpleNamespace(snapshot=SimpleNamespace(y=y), dataset=SimpleNamespace(labels=t))
    st.cache_resource.clear()
    monkeypatch.setattr(timing, "time_versions", fail)
    with cost.ALONE:
        dead = timing.timing(settings)
    assert dead.done.wait(60)
    assert dead.problem == "The time could not be measured: no time"
    assert timing.timing(settings) is dead  # a visit that shows the problem
    again = timing.timing(settings)
    assert again is not dead and again.done.wait(60)
    st.cache_resource.clear()
