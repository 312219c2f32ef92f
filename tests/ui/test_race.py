"""The race on its screen: it is started, runs in child processes, and says who is ahead."""

import math
import re
import time

import numpy as np
import pytest

from mbviz.data.datasets import load_file
from mbviz.model.sgd import train_sgd
from mbviz.ui import races
from mbviz.ui.races import Plan, along, at
from mbviz.ui.screens.learning import race
from tests.ui.test_app import page_text

LOOKED_AT = 600  # examples; the real race is 300 times as long


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(races, "EXAMPLES", LOOKED_AT)
    races.RACES.reset()
    yield
    for place in races.RACES.results():
        place.close()
    races.RACES.reset()


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

    assert race._ranked({10: Small, 300: All}, races.BY_EXAMPLES, "train-loss") == (40, [(10, 2.6)])
    assert race._ranked({10: Small, 300: All}, races.BY_STEPS, "train-loss") == (1, [(300, 2.8), (10, 3.0)])


def test_a_race_is_run_and_its_ranking_is_that_of_the_losses_that_sgd_gives(app, open_page, folder, short):
    app = open_page(app, "race")
    assert "Guess first" in page_text(app)
    app.button(key="start_race").click().run()
    deadline = time.monotonic() + 60
    while any(button.key == "stop_race" for button in app.button):
        assert time.monotonic() < deadline
        app.run()
    assert not app.exception and not any(button.key == "start_race" for button in app.button)
    dataset = load_file(folder / "digits.npz")
    plan = Plan(10, 1.0, False, 0.0, 0)
    ends = {}
    for size in plan.sizes(dataset.n):
        *_, last = (report.point for report in train_sgd(plan.recipe(dataset, size), dataset) if report.point)
        ends[size] = last.loss
    shown = re.findall(r"(B = [\d,]+|all [\d,]+) (\d\.\d\d)", page_text(app))
    names = {size: "all 300" if size == 300 else f"B = {size}" for size in ends}
    assert shown == [(names[size], f"{ends[size]:.2f}") for size in sorted(ends, key=ends.__getitem__)]


def test_a_second_visit_shows_a_finished_race_at_once(app, open_page, folder, short):
    dataset = load_file(folder / "digits.npz")
    plan = Plan(10, 1.0, False, 0.0, 0)
    place = races.races(dataset)
    races.start(place, dataset, plan)
    deadline = time.monotonic() + 60
    while not all(run.ended for run in races.found(place, dataset, plan).values()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    place.close()
    races.RACES.reset()  # as if the server were another one: it finds them on disk
    assert "After 600 examples" in page_text(open_page(app, "race"))
