"""The screen "The spread and its cost": the numbers it says are those of the draws."""

import re
import time

import numpy as np
import pytest
import streamlit as st

from mbviz import loss_estimates, round_sizes
from mbviz._measured import Measured
from mbviz._numbers import milliseconds, plain, short
from mbviz.article.timing import SIZES
from mbviz.data.datasets import load_file
from mbviz.model.network import initial_weights
from mbviz.model.snapshots import Recipe, load_snapshot, milestones, save_snapshot, take_snapshot
from mbviz.model.trainer import Training
from mbviz.stats.spread import fit_spread
from mbviz.stats.summary import summarize
from mbviz.ui import cost, data, timing
from mbviz.ui.coverage_job import coverage_job
from mbviz.ui.data import HEAVY
from mbviz.ui.screens.batch_size.spread import _overhead
from tests.ui.conftest import N
from tests.ui.page import page_html
from tests.ui.test_app import page_text
from tests.ui.work import Clock, Work


@pytest.fixture
def measured(app, open_page, settings):
    """The page when the times are there, and the measurement."""

    def run(**address: str):
        app.query_params.update(address)
        open_page(app, "spread")
        found = cost.cost(settings()).result(60)  # of the job that the page has started
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
    assert f"a slope of {found.slope:.3f} ± {found.slope_error:.3f}".replace("-", "−") in page_text(app)
    assert ("finite population correction √((N − B)/(N − 1)); the slope" in page_text(app)) is not replace


def test_the_sentence_is_read_off_the_measured_numbers(measured):
    app, found = measured()
    text = page_text(app)
    assert "By the same law ten times the precision costs a hundred times the work." in text
    start, end = (found.seconds[round_sizes(N).index(size)] for size in (50, 200))
    longer = "just as long" if plain(end / start) == "1" else f"{plain(end / start)} times as long"
    said = f"takes {milliseconds(end)} ms and not {milliseconds(start)} ms: {longer}. "
    assert f"{said}All 300 take {milliseconds(found.seconds[-1])} ms" in text


def test_four_times_the_digits_are_half_the_wobble_in_plain_sight_and_in_the_draws(measured, folder):
    text = page_text(measured()[0])
    assert "Four times the digits, half the wobble." in text
    losses = load_snapshot(load_file(folder / "digits.npz"), Recipe(), "1-epoch").losses
    few, many = np.sqrt(((loss_estimates(losses, [50, 200], 200) - losses.mean()) ** 2).mean(axis=1))
    assert re.search(f"wobble at B = 50, nats.*?{plain(few)}at B = 200{plain(many)}", text)
    assert few / many == pytest.approx(2, rel=5 / np.sqrt(200))  # each is known to 1/√(2 · 200) of itself


def test_without_replacement_the_pair_is_one_that_spreads_when_n_is_a_round_number(measured, folder):
    stored = np.load(folder / "digits.npz")
    rows = np.arange(500) % N
    np.savez(folder / "digits.npz", x_train=stored["x_train"][rows], y_train=stored["y_train"][rows])
    dataset = load_file(folder / "digits.npz")
    for seed, milestone in enumerate(milestones(Recipe(), dataset.n)):
        save_snapshot(dataset, Recipe(), take_snapshot(dataset, milestone, initial_weights(Recipe().layers, seed)))
    text = page_text(measured(replace="false")[0])
    assert "wobble at B = 50, nats" in text and "at B = 200" in text  # not 500 instead of 125
    assert not re.search(r"\b(inf|nan)\b", text)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        ([1e-4, 1e-4, 1e-4, 1.5e-4, 9e-4], "the time hardly grows: a batch of 10 takes 1.5 times as long as one of 1."),
        ([1e-4, 1e-4, 1e-4, 1.02e-4, 9e-4], "a batch of 10 takes just as long as one of 1."),
        ([1e-4, 2e-4, 5e-4, 9e-4, 2e-3], ""),
    ],
)
def test_the_overhead_is_named_only_where_the_times_of_the_smallest_batches_show_it(seconds, said):
    found = _overhead(np.array([1, 2, 5, 10, 20]), np.array(seconds))
    assert found.endswith(said) and bool(found) is bool(said)


def test_too_few_sizes_say_nothing_of_the_overhead():
    assert _overhead(np.array([1, 2, 5]), np.full(3, 1e-4)) == ""


def test_all_numbers_are_a_row_for_each_size(measured, folder):
    app, found = measured()
    losses = load_snapshot(load_file(folder / "digits.npz"), Recipe(), "1-epoch").losses
    sizes = round_sizes(N)
    spreads = np.sqrt(((loss_estimates(losses, sizes, 200) - losses.mean()) ** 2).mean(axis=1))
    exact = losses.std() / np.sqrt(sizes)
    rows = re.findall(r"<tr>(.*?)</tr>", page_html(app))[1:]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]
    wanted = zip(sizes, spreads.tolist(), exact.tolist(), found.seconds.tolist(), strict=True)
    assert cells == [[f"{size:,}", short(a), short(b), milliseconds(c)] for size, a, b, c in wanted]


def test_every_size_is_measured_and_the_largest_takes_longest(measured):
    _, found = measured()
    seconds = found.seconds
    assert len(seconds) == len(round_sizes(N))
    assert np.isfinite(seconds).all() and (seconds > 0).all()
    assert (np.diff(seconds) >= 0).all() and seconds[-1] > seconds[0]


def bars(app) -> list[str]:
    """What the bars of progress say."""
    return [bar.proto.text for bar in app.main.get("progress")]


def test_while_the_time_is_measured_the_page_says_so_and_the_slope_is_there(app, open_page):
    HEAVY.start("first", Work())  # whoever measures must wait
    open_page(app, "spread")
    assert any("Measuring what the loss of a batch costs" in text for text in bars(app))
    assert re.search(r"−0\.\d{3} ± 0\.\d{3}", page_text(app))
    assert "By the same law" not in page_text(app)


def test_who_waits_knows_how_many_come_before(app, open_page):
    first, second = Work(), Work()
    HEAVY.start("first", first)
    HEAVY.start("second", second)
    open_page(app, "spread")
    assert bars(app) == ["Measuring what the loss of a batch costs on this machine … (2 before you)"]
    first.go.set()
    assert second.begun.wait(60)
    assert [text.split("(")[1] for text in bars(app.run())] == ["1 before you)"]


def test_who_waits_is_told_in_korean_too(app, open_page, monkeypatch):
    HEAVY.start("first", Work())
    monkeypatch.setattr(Training, "is_running", lambda self: True)
    app.query_params["lang"] = "ko"
    assert bars(open_page(app, "spread")) == ["학습이 끝날 때까지 기다립니다"]
    assert bars(open_page(app, "trust")) == ["배치 크기마다 배치를 수천 개씩 추출하는 중 … (앞에 1건)"]


def test_the_time_is_measured_when_the_training_has_ended_and_the_intervals_need_not_wait(
    app, open_page, settings, monkeypatch
):
    goes_on = [True]
    monkeypatch.setattr(Training, "is_running", lambda self: goes_on[0])
    open_page(app, "trust")
    assert coverage_job(settings()).result(60).n_batches
    assert "intervals that miss" in page_text(app.run())
    assert bars(open_page(app, "spread")) == ["Waits until the training has ended"]
    assert "By the same law" not in page_text(app)
    goes_on[0] = False
    app.run()
    cost.cost(settings()).result(60)
    assert "By the same law" in page_text(app.run()) and not bars(app)


def found_at_once(apart):
    """Instead of `apart`: a measurement whose looks differ by this share."""
    return lambda *_, **__: lambda report: Measured(np.arange(1.0, len(round_sizes(N)) + 1), apart)


def fails_with(error):
    """Instead of `apart`: work that fails."""

    def fail(report):
        raise error

    return lambda *_, **__: fail


def test_of_a_busy_machine_the_page_says_so_and_measures_again_when_asked(measured, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(cost, "apart", found_at_once(0.456))
        app, _ = measured()
    said = "The machine was busy while this was measured: from one look to the next the times differ by up to 46%."
    assert said in [caption.value for caption in app.caption]
    (button,) = [button for button in app.button if button.label == "Measure again"]
    monkeypatch.setattr(cost, "apart", found_at_once(0.1))
    button.click().run()
    app, found = measured()
    assert found.stable and not [button for button in app.button if button.label == "Measure again"]


def test_what_a_visitor_waited_for_is_given_up_when_he_has_left_and_begun_anew_when_he_is_back(
    app, open_page, settings, monkeypatch
):
    clock = Clock()
    monkeypatch.setattr(HEAVY, "clock", clock)
    first = Work()
    running = HEAVY.start("first", first)
    open_page(app, "spread")
    asked = cost.cost(settings())
    clock.now = 0.9 * HEAVY.lease
    app.run()  # the page asks again
    clock.now = 1.8 * HEAVY.lease
    running.renew()
    assert asked.state == "queued"
    clock.now = 3 * HEAVY.lease
    running.renew()
    assert asked.state == "cancelled"
    first.go.set()
    assert "By the same law" in page_text(measure_anew(app, settings))


def measure_anew(app, settings):
    app.run()
    cost.cost(settings()).result(60)
    return app.run()


def test_a_measurement_that_fails_says_why_and_the_next_visit_tries_again(
    app, open_page, measured, settings, monkeypatch
):
    with monkeypatch.context() as patch:
        patch.setattr(cost, "apart", fails_with(MemoryError()))
        open_page(app, "spread")
        dead = cost.cost(settings())
        assert dead.wait(60)
        assert not app.run().exception
        assert [warning.value for warning in app.warning] == [
            "The time could not be measured: there is not enough memory"
        ]
        assert "By the same law" not in page_text(app) and re.search(r"−0\.\d{3} ± 0\.\d{3}", page_text(app))
    monkeypatch.setattr(HEAVY, "clock", lambda: time.monotonic() + HEAVY.pause)
    again, _ = measured()
    assert cost.cost(settings()) is not dead
    assert not again.warning and "By the same law" in page_text(again)


def test_emptying_streamlits_caches_begins_nothing_anew(app, open_page, settings):
    open_page(app, "spread")
    jobs = data.loading(), cost.cost(settings()), coverage_job(settings())
    training = data.training(settings().dataset)
    st.cache_resource.clear()
    open_page(app, "spread")
    assert (data.loading(), cost.cost(settings()), coverage_job(settings())) == jobs
    assert data.training(settings().dataset) is training


def test_the_versions_are_not_timed_while_others_keep_the_cores_busy(app, settings):
    first = Work()
    HEAVY.start("first", first)
    waiting = timing.timing(settings())
    assert waiting.state == "queued"
    first.go.set()
    found = waiting.result(60)
    assert list(found.seconds) == list(SIZES) and found.measured.seconds.shape == (3, 3)


def test_the_versions_are_not_timed_while_a_network_trains(app, settings, monkeypatch):
    monkeypatch.setattr(Training, "is_running", lambda self: True)
    data.training(settings().dataset)
    assert timing.timing(settings()).held == "Waits until the training has ended"


def test_a_timing_that_fails_ends_with_a_sentence_and_gives_way_to_a_new_one(app, open_page, settings, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(timing, "apart", fails_with(ValueError("no time")))
        app.query_params["beside"] = "time"
        open_page(app, "versions")
        dead = timing.timing(settings())
        assert dead.wait(60)
        assert [warning.value for warning in app.run().warning] == ["The time could not be measured: no time"]
    monkeypatch.setattr(HEAVY, "clock", lambda: time.monotonic() + HEAVY.pause)
    again = timing.timing(settings())
    assert again is not dead and again.result(60)
