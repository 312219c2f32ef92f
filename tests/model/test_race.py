"""Runs in child processes: shared, paused, cancelled, gone on with after a kill, and failed with a sentence."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from filelock import FileLock

import mbviz
from mbviz.data.datasets import load_file
from mbviz.data.npz import load_test_file
from mbviz.model import race, run_files
from mbviz.model.race import Races
from mbviz.model.sgd_recipe import points

LAYERS = (784, 6, 10)
SECONDS = 120  # the longest that anything here may take


@pytest.fixture
def digits(tmp_path, monkeypatch):
    """300 made-up digits, and 40 for tests."""
    monkeypatch.setenv("MBVIZ_CACHE", str(tmp_path / "cache"))
    rng = np.random.default_rng(0)
    arrays = {}
    for part, n in (("train", 300), ("test", 40)):
        arrays[f"x_{part}"] = rng.integers(0, 256, (n, 28, 28), dtype=np.uint8)
        arrays[f"y_{part}"] = rng.integers(0, 10, n)
    np.savez(tmp_path / "digits.npz", **arrays)
    return load_file(tmp_path / "digits.npz")


@pytest.fixture
def races(digits):
    made = []

    def make(at_once=2):
        made.append(Races(digits, at_once))
        return made[-1]

    yield make
    for one in made:
        one.close()


def recipe(batch_size=10, steps=30, **options):
    return mbviz.SgdRecipe(batch_size, steps, learning_rate=0.3, layers=LAYERS, **options)


LONG = recipe(steps=500_000)  # longer than any test


def wait(condition):
    until = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def children(of):
    return [child._process for child in of._children]


def test_runs_end_with_what_the_same_recipe_gives_here(races, digits):
    recipes = [recipe(10), recipe(100, 12), recipe(300, 1), recipe(20, 25, momentum=0.5)]
    own = races()
    runs = [own.start(one) for one in recipes]
    wait(lambda: all(run.ended for run in runs))
    assert len(own._children) <= 2
    for run in runs:
        assert (run.state, run.problem, run.step) == ("done", "", run.recipe.steps)
        curve = run.curve()
        reports = list(mbviz.train_sgd(run.recipe, digits, test=load_test_file(digits.path)))
        kept = [report.point for report in reports if report.point]
        assert curve.steps.tolist() == list(points(run.recipe))
        for name in ("loss", "accuracy", "test_loss", "test_accuracy"):
            np.testing.assert_allclose(getattr(curve, name), [getattr(point, name) for point in kept], rtol=1e-5)
        np.testing.assert_allclose(curve.batch_losses, [report.batch_loss for report in reports[1:]], rtol=1e-5)
        assert (np.diff(curve.seconds) > 0).all() and len(curve.live_steps) == 0
        middle = run.point(run.recipe.steps - 1)
        assert middle.step == kept[-2].step
        for w, expected in zip(middle.weights, kept[-2].weights):
            np.testing.assert_allclose(w, expected, atol=1e-5)


def test_runs_of_children_that_are_ready_begin_at_one_first_point_and_are_the_same(races, digits):
    own, test = races(1), load_test_file(digits.path)
    for one in (recipe(momentum=0.5), recipe(batch_size=20), recipe(momentum=0.9, weights_seed=1)):
        own.ready(one)
        assert len(children(own)) == 1
        run = own.start(one)
        wait(lambda run=run: run.ended)
        found = [report.point for report in mbviz.train_sgd(one, digits, test=test) if report.point]
        assert run.curve().loss.tolist() == [point.loss for point in found]
        assert run.curve().test_loss.tolist() == [point.test_loss for point in found]


def test_a_curve_is_cut_to_what_was_known_after_some_seconds(races):
    run = races().start(recipe())
    wait(lambda: run.ended)
    whole = run.curve()
    for p in (1, 3, len(whole.steps)):
        cut = whole.until(float(whole.seconds[p - 1]))
        assert cut.steps.tolist() == whole.steps[:p].tolist() and cut.loss.tolist() == whole.loss[:p].tolist()
        assert len(cut.batch_losses) == cut.steps[-1] and not len(cut.live_steps)
    assert not len(whole.until(-1.0).steps)


def test_a_child_that_has_had_no_run_for_a_while_ends(digits):
    command = [sys.executable, "-m", "mbviz.model.racer", "--data", str(digits.path), "--idle", "0.3"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE)
    assert process.wait(SECONDS) == 0
    process.stdin.close()


def test_a_finished_run_is_there_at_once_without_a_child(races):
    first = races().start(recipe())
    wait(lambda: first.ended)
    other = races()
    run = other.start(recipe())
    assert run.state == "done" and children(other) == []
    np.testing.assert_array_equal(run.curve().loss, first.curve().loss)
    np.testing.assert_array_equal(run.curve().batch_losses, first.curve().batch_losses)


def test_two_askers_get_one_run_and_two_servers_one_training(races):
    one, other = races(), races()
    run = one.start(LONG)
    assert one.start(LONG) is run and len(children(one)) == 1
    wait(lambda: run.step > 0)
    theirs = other.start(LONG)
    wait(lambda: len(theirs.curve().steps) > 1)  # read from disk, while the other child trains
    assert len(theirs.curve().live_steps) == 0
    run.cancel()
    wait(lambda: len(theirs.curve().live_steps) > 0)  # now it goes on here


def test_live_losses_come_between_points_and_pause_holds_them(races):
    run = races().start(LONG)
    wait(lambda: len(run.curve().live_steps) > 2)
    curve = run.curve()
    assert curve.live_steps[0] > curve.steps[-1] and (curve.live_losses > 0).all()
    run.pause()
    assert run.state == "paused"
    time.sleep(0.3)  # the turn under way ends
    held = run.step
    time.sleep(0.3)
    assert run.step == held
    run.resume()
    wait(lambda: run.step > held)
    assert run.state == "running"


def test_a_cancelled_run_goes_on_from_its_last_point_when_asked_for_again(races, digits):
    own = races()
    run = own.start(recipe(steps=3_000))
    wait(lambda: len(run.curve().steps) > 5)
    run.cancel()
    assert run.state == "cancelled" and run.ended
    again = own.start(recipe(steps=3_000))
    assert again is not run and len(again.curve().steps) > 5
    wait(lambda: again.ended)
    expected = list(mbviz.train_sgd(again.recipe, digits))[-1].point
    assert again.curve().loss[-1] == pytest.approx(expected.loss, rel=1e-4)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_killed_child_is_followed_by_another_once(races):
    own = races(1)
    runs = [own.start(recipe(steps=500_000, seed=seed)) for seed in (0, 1)]
    for _ in range(2):
        wait(lambda: all(run.curve().steps.size > 3 and not run.ended for run in runs) and children(own))
        (process,) = children(own)
        process.kill()
        wait(lambda gone=process: gone not in children(own))
    wait(lambda: all(run.ended for run in runs))
    assert {run.state for run in runs} == {"failed"} and "ended early" in runs[0].problem
    assert own.start(runs[0].recipe).curve().steps.size > 3


def test_a_run_that_explodes_is_done_with_a_sentence_and_leaves_the_others(races):
    own = races(1)
    wild = mbviz.SgdRecipe(10, 200, learning_rate=3e38, momentum=0.99, layers=LAYERS)
    runs = [own.start(one) for one in (wild, recipe())]
    wait(lambda: all(run.ended for run in runs))
    assert [run.state for run in runs] == ["done", "done"]
    assert "not finite any more" in runs[0].problem and runs[1].problem == ""
    again = races().start(wild)
    assert (again.state, again.problem, again.step) == ("done", runs[0].problem, runs[0].step)


def test_a_cache_that_cannot_be_written_is_told(races, tmp_path):
    (tmp_path / "cache").mkdir(exist_ok=True)
    (tmp_path / "cache" / "sgd").write_text("in the way")
    run = races().start(recipe())
    wait(lambda: run.ended)
    assert run.state == "failed" and "cache folder can not be used" in run.problem


def test_data_that_changed_are_not_trained_on(races, digits):
    own = races()
    rng = np.random.default_rng(9)
    np.savez(digits.path, x_train=rng.integers(0, 256, (5, 28, 28), dtype=np.uint8), y_train=np.arange(5))
    run = own.start(recipe())
    wait(lambda: run.ended)
    assert run.state == "failed" and "does not hold any more" in run.problem


def test_a_run_that_nobody_asks_for_is_given_up(races, monkeypatch):
    monkeypatch.setattr(race, "LEASE", 0.2)
    run = races().start(LONG)
    wait(lambda: run.state == "cancelled")


def test_a_run_that_nobody_has_asked_for_of_late_makes_room_for_one_that_is_started(races):
    own = races(1)
    left, watched = own.start(LONG), own.start(recipe(steps=500_000, seed=1))
    left.asked_at -= race.SPARE + 1
    own.start(recipe(seed=2))
    assert left.state == "cancelled" and not watched.ended


def test_children_end_with_their_races(races):
    own = races()
    own.start(LONG)
    (process,) = children(own)
    own.close()
    assert process.wait(SECONDS) == 0


@pytest.mark.parametrize("harm", ["other bytes", "other key", "not finite", "missing"])
def test_a_damaged_point_and_what_comes_after_it_are_done_again(races, digits, harm):
    first = races().start(recipe())
    wait(lambda: first.ended)
    key, at = first.key, points(recipe())
    path = run_files.folder_of(key) / f"{at[10]:08d}.npz"
    with np.load(path) as archive:
        stored = {name: archive[name] for name in archive.files}
    if harm == "other bytes":
        path.write_bytes(path.read_bytes()[:-200])
    elif harm == "missing":
        path.unlink()
    else:
        stored |= {"key": "x"} if harm == "other key" else {"weight_0": stored["weight_0"] * np.nan}
        np.savez(path, **stored)
    assert [kept.point.step for kept in run_files.load_run(key, recipe())] == list(at[:10])
    again = races().start(recipe())
    assert again.curve().steps.tolist() == list(at[:10])
    wait(lambda: again.ended)
    np.testing.assert_array_equal(again.curve().loss, first.curve().loss)


def test_a_lock_left_by_a_process_that_is_gone_is_free(races):
    key = run_files.key_of(races()._dataset, recipe())
    folder = run_files.folder_of(key)
    folder.mkdir(parents=True)
    with FileLock(folder / "training.lock"):
        pass
    run = races().start(recipe())
    wait(lambda: run.ended)
    assert run.state == "done" and os.listdir(folder)
