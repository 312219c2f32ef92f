"""Training children: one for each run, none for a complete one, none that outlives its server."""

import dataclasses
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from filelock import FileLock

from mbviz.data.datasets import load_file
from mbviz.model.snapshots import Recipe, load_snapshot, run_dir, snapshot_path
from mbviz.model.trainer import LOCK, LOG, Progress, Training, read_progress, write_progress

MARKS = (("untrained", 0, "steps"), ("4-steps", 4, "steps"), ("1-epoch", 1, "epochs"), ("2-epochs", 2, "epochs"))
RECIPE = Recipe(layers=(784, 5, 6, 10), epochs=2, milestones=MARKS)
NAMES = ("untrained", "1-epoch", "4-steps", "2-epochs")  # with three steps in an epoch
SECONDS = 120  # the longest that a child may take

HANG = "import threading; threading.Event().wait()"
CRASH = "import os; os._exit(77)"
COMPLAIN = "raise ImportError('no keras today')"


def write_digits(path):
    """300 made-up digits."""
    rng = np.random.default_rng(0)
    np.savez(path, x_train=rng.integers(0, 256, (300, 28, 28), dtype=np.uint8), y_train=rng.integers(0, 10, 300))


@pytest.fixture
def digits(tmp_path, monkeypatch):
    monkeypatch.setenv("MBVIZ_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    write_digits(tmp_path / "digits.npz")
    return load_file(tmp_path / "digits.npz")


@pytest.fixture
def start(digits):
    """Make Training objects whose children end with the test."""
    made = []

    def make(recipe=RECIPE):
        made.append(Training(digits, recipe))
        return made[-1]

    yield make
    for training in made:
        training.stop()


@pytest.fixture
def fake_keras(tmp_path, monkeypatch):
    """Give the children a module in Keras's place, with the given code; None gives Keras back."""
    folder = tmp_path / "fake"
    folder.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)

    def fake(code):
        if code is None:
            shutil.rmtree(folder)
        else:
            (folder / "keras.py").write_text(code)

    return fake


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A cache in which two servers, starting at once and calling ensure() from two threads each, have trained."""
    base = tmp_path_factory.mktemp("finished")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MBVIZ_CACHE", str(base / "cache"))
        patch.setenv("KERAS_HOME", str(base / "keras"))
        write_digits(base / "digits.npz")
        servers = [Training(load_file(base / "digits.npz"), RECIPE) for _ in range(2)]
        tabs = [threading.Thread(target=wait_until, args=(lambda t=t: is_over(t),)) for t in servers * 2]
        for tab in tabs:
            tab.start()
        for tab in tabs:
            tab.join()
        states = [server.progress() for server in servers]
        for server in servers:
            server.stop()
    return base / "cache", states


@pytest.fixture
def complete(finished, digits):
    """The run of `digits`, complete."""
    shutil.copytree(finished[0], os.environ["MBVIZ_CACHE"])
    return digits


def is_over(training):
    training.ensure()
    return training.progress().state in ("done", "failed")


def wait_until(condition):
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)


def trained(folder):
    """How many children have begun to train in this run's folder."""
    return (folder / LOG).read_text().count("Training on 300 digits")


def test_two_servers_that_start_at_once_train_once(finished, complete):
    assert [p.state for p in finished[1]] == ["done", "done"]
    assert trained(run_dir(complete, RECIPE)) == 1


def test_a_child_that_has_made_every_snapshot_runs_until_it_has_ended(complete, start):
    training, codes = start(), [None]
    training._child = SimpleNamespace(exit_code=lambda: codes[0], end=lambda: None)
    assert training.progress().state == "done" and training.is_running()
    codes[0] = 0
    assert not training.is_running()


def test_where_no_folder_can_be_made_nothing_runs(start, monkeypatch, tmp_path):
    monkeypatch.setenv("MBVIZ_CACHE", str(tmp_path / "digits.npz" / "no-folder"))
    assert not start().is_running()


def test_a_finished_training_has_every_snapshot_and_full_progress(complete, start):
    training = start()
    assert training.available() == NAMES
    assert training.progress() == Progress("done", 2, 2, 6, 6)
    assert [training.snapshot(name).step for name in NAMES] == [0, 3, 4, 6]


def test_the_child_reported_the_last_step_and_its_loss(complete):
    report = read_progress(run_dir(complete, RECIPE))
    assert (report.state, report.epoch, report.step, report.steps) == ("training", 2, 6, 6)
    assert 1 < report.loss < 4


def test_a_complete_run_starts_no_child(complete, start, monkeypatch):
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **k: pytest.fail("a child was started"))
    start().ensure()


def test_a_snapshot_is_kept_in_memory_once_read(complete, start):
    training = start()
    first = training.snapshot("1-epoch")
    snapshot_path(complete, RECIPE, "1-epoch").unlink()
    assert training.snapshot("1-epoch") is first


def test_a_damaged_file_is_rebuilt_and_the_others_stay(complete, start, fake_keras):
    fake_keras(COMPLAIN)  # the untrained snapshot must not need it
    files = {name: snapshot_path(complete, RECIPE, name) for name in NAMES}
    files["untrained"].write_bytes(b"garbage")
    before = {name: path.stat().st_mtime_ns for name, path in files.items()}
    training = start()
    assert training.available() == NAMES[1:]
    wait_until(lambda: is_over(training))
    assert training.progress().state == "done" and training.available() == NAMES
    assert load_snapshot(complete, RECIPE, "untrained") is not None
    assert [name for name, path in files.items() if path.stat().st_mtime_ns != before[name]] == ["untrained"]


def test_before_the_first_start_nothing_is_there_and_progress_says_starting(start):
    training = start()
    assert training.available() == () and training.snapshot("untrained") is None
    assert training.progress() == Progress("starting", 0, 2, 0, 6)
    assert not training.is_running()


def test_the_untrained_snapshot_can_be_used_while_the_child_goes_on(digits, start, fake_keras):
    fake_keras(HANG)
    training = start()
    training.ensure()
    wait_until(lambda: training.available() == ("untrained",))
    assert training.progress() == Progress("starting", 0, 2, 0, 6)
    assert training.snapshot("untrained").y.shape == (300, 10)


def test_ensure_starts_no_child_while_another_process_trains(digits, start, monkeypatch):
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **k: pytest.fail("a child was started"))
    folder = run_dir(digits, RECIPE)
    folder.mkdir(parents=True)
    theirs = Progress("training", 1, 2, 2, 6, 2.25)
    training = start()
    with FileLock(folder / LOCK):
        write_progress(folder, theirs)
        training.ensure()
        assert training.progress() == theirs and training.is_running()
    assert training.progress().state == "starting", "the report of a process that is gone is no news"
    assert not training.is_running()


def test_a_child_that_reports_an_error_is_not_started_again_until_retry(digits, start, fake_keras):
    fake_keras(COMPLAIN)
    training = start()
    wait_until(lambda: is_over(training))
    failure = training.progress()
    assert failure.state == "failed"
    assert "exit code 1" in failure.message and "ImportError: no keras today" in failure.message
    for _ in range(3):
        training.ensure()
    assert training.progress() == failure
    assert trained(run_dir(digits, RECIPE)) == 1
    assert training.available() == ("untrained",)
    assert not training.is_running()
    training.retry()
    assert training.progress().state == "starting" and training.is_running()
    wait_until(lambda: is_over(training))
    assert trained(run_dir(digits, RECIPE)) == 2


def test_a_child_that_dies_is_replaced_once_and_retry_completes_the_run(digits, start, fake_keras):
    fake_keras(CRASH)
    training = start()
    wait_until(lambda: is_over(training))
    assert training.progress().state == "failed" and "exit code 77" in training.progress().message
    assert trained(run_dir(digits, RECIPE)) == 2
    untrained = snapshot_path(digits, RECIPE, "untrained").stat().st_mtime_ns
    snapshot_path(digits, RECIPE, "1-epoch").write_bytes(b"half of a file")
    fake_keras(None)
    training.retry()
    wait_until(lambda: is_over(training))
    assert training.progress().state == "done"
    assert load_snapshot(digits, RECIPE, "1-epoch") is not None
    assert snapshot_path(digits, RECIPE, "untrained").stat().st_mtime_ns == untrained, "a sound snapshot was rewritten"


def test_stop_ends_the_child_and_ensure_starts_no_other(digits, start, fake_keras):
    fake_keras(HANG)
    training = start()
    training.ensure()
    wait_until(lambda: training.available() == ("untrained",))
    assert training.is_running()
    training.stop()
    training.ensure()
    assert training.progress().state == "stopped" and not training.is_running()
    with FileLock(run_dir(digits, RECIPE) / LOCK, timeout=0):
        pass  # nobody holds it any more
    training.retry()
    wait_until(lambda: trained(run_dir(digits, RECIPE)) == 2)
    assert training.progress().state == "starting"


def test_a_child_does_not_outlive_a_killed_server_and_the_next_server_takes_over(digits, start, fake_keras):
    fake_keras(HANG)
    server = (
        "import sys; from mbviz.data.datasets import load_file; from mbviz.model.trainer import Training, Recipe\n"
        "training = Training(load_file(sys.argv[1]), Recipe.from_json(sys.argv[2])); training.ensure()\n"
        "while not training.available(): pass\n"
        "print('ready', flush=True); sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", server, str(digits.path), RECIPE.to_json()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    with process:
        assert process.stdout.readline() == "ready\n"
        training = start()
        training.ensure()
        assert trained(run_dir(digits, RECIPE)) == 1
        process.kill()
    wait_until(lambda: training.ensure() or trained(run_dir(digits, RECIPE)) == 2)


def test_an_unwritable_cache_fails_with_a_sentence(digits, start, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("MBVIZ_CACHE", str(tmp_path / "file" / "cache"))
    training = start()
    training.ensure()
    assert training.available() == ()
    failure = training.progress()
    assert failure.state == "failed"
    assert failure.message.startswith("The cache folder can not be used:") and "Set MBVIZ_CACHE" in failure.message
    monkeypatch.setenv("MBVIZ_CACHE", str(tmp_path / "cache"))
    training.retry()
    wait_until(lambda: training.available())


def test_data_that_changed_since_they_were_loaded_fail_with_a_sentence(digits, start):
    np.savez(digits.path, x_train=255 - digits.images, y_train=digits.labels)
    training = start()
    wait_until(lambda: is_over(training))
    assert "does not hold the digits any more" in training.progress().message


def test_a_snapshot_of_no_milestone_is_refused(start):
    with pytest.raises(ValueError, match="name must be one of untrained, 1-epoch, 4-steps, 2-epochs; got 'best'"):
        start().snapshot("best")


def test_a_recipe_that_does_not_fit_the_images_is_refused(start):
    with pytest.raises(ValueError, match="recipe.layers must begin with the 784 pixels of an image; got 100"):
        start(dataclasses.replace(RECIPE, layers=(100, 10)))
    with pytest.raises(ValueError, match="recipe.layers must end with the 10 classes; got 3"):
        start(dataclasses.replace(RECIPE, layers=(784, 3)))


def test_the_server_side_imports_neither_tensorflow_nor_keras_nor_streamlit():
    code = (
        "import sys, mbviz.model.trainer, mbviz.model.snapshots, mbviz.model.network, mbviz.data.datasets\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'tensorflow', 'keras', 'streamlit', 'numpy'}))"
    )
    command = [sys.executable, "-c", code]
    seen = subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True, timeout=SECONDS
    )
    assert seen.stdout == "['numpy']\n"


def test_the_untrained_snapshot_needs_no_child(digits):
    training = Training(digits, RECIPE)
    training.prepare()
    assert training.available() == ("untrained",)
    again = load_snapshot(digits, RECIPE, "untrained")
    np.testing.assert_array_equal(again.y, training.snapshot("untrained").y)


def test_the_untrained_snapshot_is_there_when_nothing_can_be_written(digits, tmp_path, monkeypatch):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    monkeypatch.setenv("MBVIZ_CACHE", str(blocked))
    training = Training(digits, RECIPE)
    training.prepare()
    assert training.snapshot("untrained").y.shape == (300, 10)
    assert training.available() == ("untrained",)
