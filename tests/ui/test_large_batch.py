"""The screen "how large a batch pays": the advice, the steps that runs took, and what is said where no curve fits."""

import re
import time
from types import SimpleNamespace

import numpy as np
import pytest

from mbviz._numbers import plain
from mbviz.data.datasets import load_file
from mbviz.model.gradient_noise import gradient_noise
from mbviz.model.snapshots import Recipe, load_snapshot
from mbviz.model.step_gains import StepGains
from mbviz.stats.batch_tradeoff import fit_trade_off
from mbviz.ui import races, studies
from mbviz.ui.races import Plan
from mbviz.ui.screens.learning import large_batch, runs
from mbviz.ui.screens.learning.large_batch import fitted
from mbviz.ui.screens.learning.runs import taken, told
from tests.ui.bar import act, acts, tell, wish
from tests.ui.page import drawn_by, page_html
from tests.ui.test_app import page_text
from tests.ui.test_race import short  # noqa: F401  a fixture

NETWORKS = ("untrained", "100 steps", "1 epoch", "10 epochs", "40 epochs")


class Run:
    """A run with this curve."""

    def __init__(self, steps, loss):
        self._curve = type("Curve", (), {"steps": np.array(steps), "loss": np.array(loss)})
        self.ended = True

    def curve(self):
        return self._curve


def pressed(app, what):
    """Which of the buttons to guess the fewest examples or steps with are pressed."""
    return re.findall(rf'data-act="guess_{what}_(\d+)"[^>]*aria-pressed="true"', page_html(app))


def wait_for(app, what):
    deadline = time.monotonic() + 60
    while what not in page_text(app):
        assert time.monotonic() < deadline and not app.exception
        app.run()
    return page_text(app)


def test_steps_are_counted_to_the_loss_and_runs_that_stay_above_it_are_left_out():
    found = {10: Run([0, 10, 20], [2.0, 1.0, 0.5]), 100: Run([0, 4], [2.0, 1.5]), 300: Run([0, 1], [2.0, np.nan])}
    assert taken(found, 0.75) == {10: 15.0}
    assert taken(found, 1.5) == {10: 5.0, 100: 4.0}


def test_a_hyperbola_is_told_with_its_ends_and_where_it_does_not_fit_that_is_said():
    fits = fit_trade_off([10, 100, 1_000], [110.0, 20.0, 11.0])  # 10 + 1,000 / B
    assert "10 steps at least" in told(fits) and "1,000 examples at least" in told(fits) and "<b>100</b>" in told(fits)
    assert "does not fit" in told(fit_trade_off([10, 100, 1_000], [20.0, 100.0, 11.0]))
    assert "outside of these runs" in told(fit_trade_off([10, 100, 1_000], [100.0, 10.0, 1.0]))
    assert "any two runs" in told(fit_trade_off([10, 100], [110.0, 20.0]))


def test_sizes_whose_steps_gain_nothing_on_average_have_no_part_in_the_curve():
    gains = np.array([[-1.0, 0.5], [0.9, 1.1], [1.9, 2.1]])
    fit, rows = fitted(StepGains(np.array([1, 10, 30]), np.ones(3), gains, gains, 1.0, 4.0))
    assert rows.tolist() == [1, 2] and fit.noise_scale == pytest.approx(30) and fit.largest == pytest.approx(4)
    with pytest.raises(ValueError, match="two different"):
        fitted(StepGains(np.array([1, 10]), np.ones(2), gains[:2], gains[:2], 1.0, 4.0))


def test_the_advice_names_the_noise_scale_or_says_that_there_are_too_few_examples(app, open_page, folder):
    app = open_page(app, "large-batch")
    dataset = load_file(folder / "digits.npz")
    for network in ("1-epoch", "40-epochs"):
        scale = gradient_noise(
            dataset.images.reshape(300, -1), dataset.labels, load_snapshot(dataset, Recipe(), network).weights
        ).scale
        wish(app, network=network)
        wanted = "even in a batch of all 300" if scale >= 300 else f"up to about {float(f'{scale:.2g}'):,.0f} examples"
        assert wanted in wait_for(app, wanted)


def test_all_networks_come_one_after_the_other_and_the_gains_of_the_chosen_one(app, open_page):
    app = open_page(app, "large-batch")
    deadline = time.monotonic() + 60
    while True:
        there = {part.proto.id.rsplit("-", 1)[-1] for part in app.get("bidi_component")}
        named = drawn_by(app, "chart_scales")["figure"] if "chart_scales" in there else ""
        if "chart_gain" in there and all(name in named for name in NETWORKS):
            break
        assert time.monotonic() < deadline and not app.exception
        app.run()
    assert "A step of a batch of 10 gains about" in page_text(app) and "click it" in page_text(app)
    app.session_state.mbviz.values["hide"] = ("mini-batch",)
    text = page_text(app.run())
    assert "A step of a batch of 10 gains about" in text and "click it" not in text
    assert not drawn_by(app, "chart_gain")["opens"]


def test_the_numbers_of_the_three_charts_are_told_together(app, open_page, folder, monkeypatch):
    monkeypatch.setattr(runs, "critical", lambda settings: 34.0)
    app = open_page(app, "large-batch")
    hidden = wait_for(app, "by real steps")
    assert "? on the way of whole runs" in hidden and "34" not in hidden  # the answer would stand before the question
    app.session_state.mbviz.reach_shown = True
    app.run()
    text = wait_for(app, "on the way of whole runs")
    dataset = load_file(folder / "digits.npz")
    snapshot = load_snapshot(dataset, Recipe(), "1-epoch")
    scale = gradient_noise(dataset.images.reshape(300, -1), dataset.labels, snapshot.weights).scale
    noise = large_batch._fit(SimpleNamespace(dataset=dataset, snapshot=snapshot), studies.gains(dataset, snapshot))
    assert "One number in 3 ways:" in text and f"{plain(scale)} by the gradient of each digit" in text
    assert f"{plain(noise.noise_scale)} by real steps" in text and "34 on the way of whole runs to a loss of 1" in text


def test_the_runs_that_did_not_reach_a_loss_are_named_as_one_says_it():
    def missing(*sizes):
        return runs._missing({size: SimpleNamespace(ended=True) for size in sizes}, {}, 1.0)

    assert missing() == "" and missing(100) == "B\u00a0=\u00a0100 did not get there."
    assert missing(100, 10_000) == "B\u00a0=\u00a0100 and B\u00a0=\u00a010,000 did not get there."
    assert missing(1, 2, 3) == "B\u00a0=\u00a01, B\u00a0=\u00a02 and B\u00a0=\u00a03 did not get there."


def test_a_batch_size_is_critical_only_where_the_hyperbola_fits_and_bends_among_the_runs(app, folder, monkeypatch):
    monkeypatch.setattr(runs.session, "word", lambda key: "1")
    monkeypatch.setattr(runs, "_plan", lambda: None)
    monkeypatch.setattr(runs.races, "races", lambda dataset: None)

    def critical(steps):
        monkeypatch.setattr(runs.races, "found", lambda *_: steps)
        monkeypatch.setattr(runs, "taken", lambda found, goal: found)
        return runs.critical(SimpleNamespace(dataset=None))

    assert critical({10: 110.0, 100: 20.0, 1_000: 11.0}) == pytest.approx(100)  # 10 + 1,000 / B
    assert critical({10: 110.0, 100: 20.0}) is None
    assert critical({10: 20.0, 100: 100.0, 1_000: 11.0}) is None
    assert critical({10: 100.0, 100: 10.0, 1_000: 1.0}) is None


@pytest.mark.parametrize(
    ("examples", "steps", "told"),
    [
        ("10", "300", "Fewest examples: B = 10, as you guessed. Fewest steps: B = 100 (your guess: 300)."),
        ("100", "100", "Fewest examples: B = 10 (your guess: 100). Fewest steps: B = 100, as you guessed."),
        ("", "", "Fewest examples: B = 10. Fewest steps: B = 100."),
    ],
)
def test_what_was_guessed_of_the_runs_is_judged_when_they_are_shown(app, open_page, monkeypatch, examples, steps, told):
    app = open_page(app, "large-batch")
    for what, guess in {"examples": examples, "steps": steps}.items():
        tell(app, "act", {"name": f"guess_{what}_12", "settings": {}})  # no runner's
        assert pressed(app, what) == []
        if guess:
            act(app, f"guess_{what}_{guess}")
        assert pressed(app, what) == [guess] * bool(guess)
    assert "Fewest" not in page_text(app)
    found = {size: Run([0], [2.0]) for size in (10, 100, 300)}
    monkeypatch.setattr(runs.races, "found", lambda *_: found)
    monkeypatch.setattr(runs, "taken", lambda found, goal: {10: 11.0, 100: 2.0})  # 110 and 200 examples
    act(app, "start_runs")
    assert told in page_text(app)


def test_a_guess_is_for_the_runs_and_the_loss_that_it_was_made_for(app, open_page):
    app = act(open_page(app, "large-batch"), "guess_steps_10")
    assert pressed(wish(app, reach="2"), "steps") == []
    assert pressed(wish(app, reach="1"), "steps") == ["10"]
    tell(
        app, "act", {"name": "guess_steps_100", "settings": {"reach": "2"}}
    )  # chosen in the instant after another loss was
    assert pressed(app, "steps") == ["100"] and pressed(wish(app, reach="1"), "steps") == []


def test_the_runs_of_the_race_are_used_and_can_be_started_here(app, open_page, folder, short):  # noqa: F811
    app = open_page(app, "large-batch")
    assert "Guess first" in page_text(app)
    act(wish(app, reach="2"), "start_runs")
    dataset, plan = load_file(folder / "digits.npz"), Plan(10, 1.0, False, 0.0, 0)
    deadline = time.monotonic() + 60
    while not all(run.ended for run in races.found(races.races(dataset), dataset, plan).values()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    app.run()
    reached = taken(races.found(races.races(dataset), dataset, plan), 2.0)
    wanted = "It takes two runs" if len(reached) < 2 else "hyperbola"
    assert wanted in page_text(app) and "start_runs" not in acts(app)
    app.session_state.mbviz.reach_shown = False  # as who comes when others have let them run
    text = page_text(app.run())
    assert "Guess first: with η = 1," in text and wanted not in text
    assert acts(app)["start_runs"] == "Show the runs"
    app.session_state.mbviz.values["hide"] = ("race",)
    assert "race" not in page_text(app.run()).lower()
    app.session_state.mbviz.values["hide"] = ("answers",)
    assert "The answer comes in class." in page_text(app.run()) and "start_runs" not in acts(app)
    app.session_state.mbviz.values["hide"] = ()
    assert wanted in page_text(act(app.run(), "start_runs"))
