"""The race on its screen: it is started, runs in child processes, and says who is ahead."""

import json
import math
import os
import re
import time
from types import SimpleNamespace

import numpy as np
import pytest

import mbviz
from mbviz.data.datasets import load_file
from mbviz.model.sgd import explosion, train_sgd
from mbviz.ui import races
from mbviz.ui.races import Plan, along, at
from mbviz.ui.screens.learning import race, standing
from tests.ui.bar import act, acts, wish
from tests.ui.page import drawn_by, page_text


def app_data():
    """The file of the digits that the page shows."""
    return os.environ["MBVIZ_MNIST"]


LOOKED_AT = 600  # examples; the real race is 300 times as long


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(races, "EXAMPLES", LOOKED_AT)
    races._recipe.cache_clear()
    races.RACES.reset()
    yield
    for place in races.RACES.results():
        place.close()
    races.RACES.reset()
    races._recipe.cache_clear()


def test_the_runners_are_the_round_sizes_the_chosen_one_and_all():
    assert Plan(300, 1.0, False, 0.0, 0).sizes(60_000) == [10, 100, 300, 1_000, 10_000, 60_000]
    assert Plan(60_000, 1.0, False, 0.0, 0).sizes(5_000) == [10, 100, 1_000, 5_000]


def test_everybody_looks_at_the_same_number_of_examples_and_a_rate_that_grows_is_in_proportion_to_b(folder):
    dataset = load_file(folder / "digits.npz")
    for size in (7, 100, 300):
        recipe = Plan(10, 0.3, True, 0.5, 4).recipe(dataset, size)
        assert recipe.steps == math.ceil(races.EXAMPLES / size) and recipe.examples - races.EXAMPLES < size
        assert recipe.learning_rate == pytest.approx(0.3 * size / 100) and (recipe.momentum, recipe.seed) == (0.5, 4)
        assert Plan(10, 0.3, False, 0.5, 4).recipe(dataset, size).learning_rate == 0.3


def test_how_far_a_run_is_and_what_it_had_learned_there():
    class Curve:
        steps, seconds = np.array([0, 1, 4]), np.array([0.0, 0.5, 2.5])

    assert along(Curve, 10, "examples").tolist() == [0, 10, 40]
    assert along(Curve, 10, "steps").tolist() == [0, 1, 4] and along(Curve, 10, "seconds").tolist() == [0, 0.5, 2.5]
    x, y = np.array([0.0, 10, 40]), np.array([2.5, 2.0, 1.0])
    assert [at(x, y, where) for where in (0, 9.9, 10, 39, 1e9)] == [2.5, 2.5, 2.0, 2.0, 1.0]
    assert math.isnan(at(x, y, -1))


def test_who_has_taken_no_step_yet_is_not_ranked():
    """The loss that all begin with would stand before that of a runner who has learned nothing good so far."""

    class Small:
        steps, loss = np.array([0, 1, 4]), np.array([2.5, 3.0, 2.6])

    class All:
        steps, loss = np.array([0, 1]), np.array([2.5, 2.8])

    assert standing.order({10: Small, 300: All}, races.BY_EXAMPLES, "train-loss") == (40, [(10, 2.6)])
    assert standing.order({10: Small, 300: All}, races.BY_STEPS, "train-loss") == (1, [(300, 2.8), (10, 3.0)])


def test_each_state_is_told_with_what_to_press_next(folder):
    dataset, plan = load_file(folder / "digits.npz"), Plan(10, 1.0, False, 0.0, 0)

    def told(*states, is_replay=False):
        runs = [SimpleNamespace(state=state, ended=state in ("done", "failed", "cancelled")) for state in states]
        return standing.told(plan, dataset, dict(zip(plan.sizes(300), runs)), "The lesson.", is_replay)

    assert plan.sizes(300) == [10, 100, 300]
    assert "press “Start”" in told() and "Guess first" in told()
    assert told("running", "waiting", "done").startswith("1 of 3 have arrived")
    assert "“Go on”" in told("paused", "paused", "done") and "Paused" in told("paused", "running", "done")
    assert "“Go on”" in told("cancelled", "done", "done") and "Stopped" in told("failed", "cancelled", "done")
    assert told("done", "done") == "Not run yet with these settings: all 300. “Start” lets them join."
    assert told("done", "done", "done") == "The lesson. Click a point to open the step after it."
    assert told("done", "done", "done", is_replay=True).startswith("A replay")


def test_the_lesson_names_who_is_ahead_by_each_way_to_count():
    small = SimpleNamespace(steps=np.array([0, 1, 4]), seconds=np.array([0, 0.1, 0.4]), loss=np.array([2.5, 2.0, 1.0]))
    large = SimpleNamespace(steps=np.array([0, 1, 2]), seconds=np.array([0, 0.2, 0.3]), loss=np.array([2.5, 1.5, 1.2]))
    said = re.sub("</?b>", "", standing.lesson({10: small, 20: large}, 300, "train-loss"))
    assert said == (
        "For the same number of examples B = 10 is ahead, for the same number of steps B = 20, and in the same time B = 20."
    )
    assert standing.lesson({10: small}, 300, "train-loss") == ""


def test_while_some_still_run_each_stands_with_what_it_has(folder):
    dataset, plan = load_file(folder / "digits.npz"), Plan(10, 1.0, False, 0.0, 0)
    small = SimpleNamespace(steps=np.array([0, 1, 6]), loss=np.array([2.5, 3.0, 2.6]))
    large = SimpleNamespace(steps=np.array([0, 1]), loss=np.array([2.5, 2.8]))
    begun = SimpleNamespace(steps=np.array([0]), loss=np.array([2.5]))
    shown = standing.ranking(
        plan, dataset, {10: small, 100: begun, 300: large}, races.BY_EXAMPLES, "train-loss", is_over=False
    )
    assert re.findall(r"<li>(.*?) <b>(.*?)</b><br><small>(.*?)</small>", shown) == [
        ("B = 10", "2.60", "After 60 examples"),
        ("all 300", "2.80", "After 300 examples"),
    ]
    for curves, is_over in (({}, False), ({}, True), ({10: small}, True), ({10: begun}, False), ({10: begun}, True)):
        said = standing.ranking(plan, dataset, curves, races.BY_EXAMPLES, "train-loss", is_over=is_over)
        assert "18,000 steps" in said  # two runs at least are compared


def finish(app, open_page):
    """Run a race on the page to its end."""
    app = open_page(app, "race")
    act(app, "start_race")
    deadline = time.monotonic() + 60
    while "stop_race" in acts(app):
        assert time.monotonic() < deadline
        app.run()
    assert not app.exception
    return app


def test_before_the_start_the_plan_stands_there_and_nothing_to_click(app, open_page, short):
    app = open_page(app, "race")
    text = page_text(app)
    assert "60 steps of η = 1" in text and "Click a point" not in text
    figure = json.loads(drawn_by(app, "race_examples_train-loss")["figure"])
    low, high = figure["layout"]["xaxis"]["range"]
    assert low < np.log10(LOOKED_AT) < high
    dataset = load_file(app_data())
    begin = mbviz.sparse_cross_entropy_error(
        mbviz.forward(mbviz.flatten(dataset.images), mbviz.initial_weights((784, 50, 100, 10), 0)), dataset.labels
    )
    assert drawn_by(app, "race_examples_train-loss")["summary"].endswith(f"untrained: {begin:.2f}")
    (across,) = figure["data"]
    assert across["mode"] == "lines" and "customdata" not in across  # nothing to click
    assert figure["layout"]["yaxis"]["range"][0] == 0
    wish(app, score="test-accuracy")
    figure = json.loads(drawn_by(app, "race_examples_test-accuracy")["figure"])
    assert not figure["data"] and figure["layout"]["yaxis"]["range"] == [0, 1]


def test_settings_changed_after_a_race_show_what_has_not_run_and_keep_no_step_of_another(app, open_page, short):
    app = finish(app, open_page)
    assert "is ahead, for the same number of steps" in page_text(app)
    run = races.RACES.results()[0].look(Plan(10, 1.0, False, 0.0, 0).recipe(load_file(app_data()), 10))
    app.session_state["mbviz"].opened = run.key, 1
    assert "Step 1 of B = 10" in page_text(app.run())
    text = page_text(wish(app, batch_size=7))
    assert "Not run yet with these settings: B = 7." in text and "Step 1 of B = 10" not in text
    text = page_text(wish(app, batch_size=10, scaling="linear"))
    assert "Not run yet with these settings: B = 10, all 300." in text and "60 steps of η = 0.1" in text
    text = page_text(wish(app, rate="0.3", scaling="constant"))
    assert "Guess first" in text and "Step 1 of" not in text and "is ahead" not in text


def test_a_finished_race_is_seen_again_at_its_pace_and_cut_short(app, open_page, short, monkeypatch):
    app = finish(app, open_page)
    whole = page_text(app)
    monkeypatch.setattr(race, "REPLAY", 3600.0)
    act(app, "replay_race")
    text = page_text(app)
    assert "A replay" in text and "60 steps of η" in text and "So far" not in text
    of, since = app.session_state["mbviz"].replayed
    app.session_state["mbviz"].replayed = of, since - 3500
    assert "So far" in page_text(app.run())
    act(app, "skip_replay")
    assert page_text(app) == whole
    monkeypatch.setattr(race, "REPLAY", 0.0)
    act(app, "replay_race")
    assert page_text(app) == whole and "skip_replay" not in acts(app)


def test_a_run_that_explodes_ends_with_its_sentence_and_has_no_rank(app, open_page, short):
    app = wish(open_page(app, "race"), rate="10", momentum="0.9")
    plan = Plan(10, 10.0, False, 0.9, 0)
    dataset, place = load_file(app_data()), races.RACES.results()[0]
    for size in plan.sizes(300):
        run = place.start(plan.recipe(dataset, size))
        run.state = "done"
        if size == 10:
            run.problem = explosion(run.recipe, 7)
    text = page_text(app.run())
    assert "B = 10: The numbers of this run are not finite any more after step 7: η = 10 is too large" in text
    assert "Watch again" in acts(app).values()


def test_a_race_is_run_and_its_ranking_is_that_of_the_losses_that_sgd_gives(app, open_page, folder, short):
    app = finish(app, open_page)
    assert "start_race" not in acts(app)
    dataset = load_file(folder / "digits.npz")
    plan = Plan(10, 1.0, False, 0.0, 0)
    ends = {}
    for size in plan.sizes(dataset.n):
        *_, last = (report.point for report in train_sgd(plan.recipe(dataset, size), dataset) if report.point)
        ends[size] = last.loss
    shown = re.findall(r"(B = [\d,]+|all [\d,]+) (\d\.\d\d)", page_text(app))
    names = {size: "all 300" if size == 300 else f"B = {size}" for size in ends}
    assert shown == [(names[size], f"{ends[size]:.2f}") for size in sorted(ends, key=ends.__getitem__)]


def keep_a_race(dataset, **other):
    """Let a race be run as by somebody else, before."""
    plan = Plan(10, other.get("rate", 1.0), False, 0.0, 0)
    place = races.races(dataset)
    races.start(place, dataset, plan)
    deadline = time.monotonic() + 60
    while not all(run.ended for run in races.found(place, dataset, plan).values()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return place


def test_a_second_visit_shows_a_finished_race_at_once(app, open_page, folder, short):
    place = keep_a_race(load_file(folder / "digits.npz"))
    place.close()
    races.RACES.reset()  # as if the server were another one: it finds them on disk
    assert "After 600 examples" in page_text(open_page(app, "race"))


def test_where_answers_are_hidden_no_race_is_shown_or_started(app, open_page, folder, short):
    keep_a_race(load_file(folder / "digits.npz"))
    app.query_params["hide"] = "answers"
    text = page_text(open_page(app, "race"))
    assert "After 600" not in text and "Start" not in text and "The answer comes in class." in text
    assert not acts(app)
    drawn = json.loads(drawn_by(app, "race_examples_train-loss")["figure"])["data"]
    assert not any("B = " in trace.get("name", "") for trace in drawn)


def test_until_a_lesson_about_the_race_is_solved_one_that_was_seen_before_is_hidden_and_can_be_started(
    app, open_page, folder, short
):
    keep_a_race(load_file(folder / "digits.npz"), rate=0.3)
    app = wish(open_page(app, "race"), rate="0.3")
    memory = app.session_state["mbviz"]

    def is_shown():
        return "After 600 examples" in page_text(app.run())

    assert is_shown()
    memory.values["lesson"] = "y-arange-t"  # about another screen
    assert is_shown()
    memory.values["lesson"] = "who-learns-more"
    assert not is_shown()
    drawn = json.loads(drawn_by(app, "race_examples_train-loss")["figure"])["data"]
    assert not any("B = " in trace.get("name", "") for trace in drawn)
    memory.lessons.given["who-learns-more"] = "0"  # the right one
    assert is_shown()
    memory.lessons.given["who-learns-more"] = "1"
    assert not is_shown()  # the student can see for themselves, and try again
    act(app, "start_race")
    memory.replayed = "", 0.0
    assert is_shown()
