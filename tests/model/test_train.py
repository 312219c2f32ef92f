"""Keras as the second route for outputs and losses; the training child's arguments and its order of work."""

import dataclasses
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from mbviz.data.dataset import Schema
from mbviz.data.datasets import load_file
from mbviz.model import train
from mbviz.model.network import forward, initial_weights, scale
from mbviz.model.snapshots import Recipe, load_snapshot, milestones, run_dir, run_key, save_snapshot, take_snapshot
from mbviz.model.trainer import BUSY, LOCK, PROGRESS, read_progress

MARKS = (("untrained", 0, "steps"), ("4-steps", 4, "steps"), ("1-epoch", 1, "epochs"), ("2-epochs", 2, "epochs"))
RECIPE = Recipe(layers=(784, 5, 6, 10), epochs=2, milestones=MARKS)
LETTERS = Schema("letters", (8, 6), ("a", "b", "c"))
SECONDS = 120  # the longest that a child may take


@pytest.fixture
def digits(tmp_path, monkeypatch):
    """300 made-up digits: three training steps in an epoch."""
    monkeypatch.setenv("MBVIZ_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    rng = np.random.default_rng(0)
    images, labels = rng.integers(0, 256, (300, 28, 28), dtype=np.uint8), rng.integers(0, 10, 300)
    np.savez(tmp_path / "digits.npz", x_train=images, y_train=labels)
    return load_file(tmp_path / "digits.npz")


def child(digits, *arguments, keras=None, **options):
    """Start the child; `keras` is the code of a module that takes Keras's place."""
    paths = [str(Path(train.__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    if keras is not None:
        folder = digits.path.parent / "no-keras"
        folder.mkdir(exist_ok=True)
        (folder / "keras.py").write_text(keras)
        paths.insert(0, str(folder))
    command = [
        sys.executable,
        "-P",
        "-m",
        "mbviz.model.train",
        "--data",
        str(digits.path),
        "--recipe",
        RECIPE.to_json(),
    ]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    pipes = {"stdin": subprocess.DEVNULL, "stderr": subprocess.PIPE} | options
    return subprocess.Popen([*command, *arguments], env=environment, text=True, **pipes)


def outcome(process):
    try:
        _, log = process.communicate(timeout=SECONDS)
    finally:
        process.kill()
    return process.returncode, log


def no_step(step, loss, weights):
    pass


def test_keras_predicts_what_forward_computes(digits):
    weights = initial_weights((784, 50, 100, 10), seed=4)
    model = train.build_model(Recipe(), weights)
    pixels = digits.images.reshape(300, 784)
    np.testing.assert_allclose(model.predict(scale(pixels), verbose=0), forward(pixels, weights), atol=2e-6)


def test_keras_computes_the_losses_of_a_snapshot(digits):
    import keras

    snapshot = take_snapshot(digits, milestones(RECIPE, 300)[0], initial_weights(RECIPE.layers, seed=0))
    losses = keras.losses.sparse_categorical_crossentropy(digits.labels, snapshot.y).numpy()
    np.testing.assert_allclose(losses, snapshot.losses, rtol=1e-5)


def test_training_lowers_the_loss_and_tells_of_every_step(digits):
    steps = []
    recipe = dataclasses.replace(RECIPE, epochs=6, learning_rate=0.01)
    train.train(digits, recipe, lambda step, loss, weights: steps.append((step, loss)))
    assert [step for step, _ in steps] == list(range(1, 19))
    assert steps[-1][1] < steps[2][1]


def test_training_starts_from_the_weights_of_the_untrained_snapshot(digits):
    still = dataclasses.replace(RECIPE, epochs=1, learning_rate=1e-30)
    weights = train.train(digits, still, no_step)
    for end, start in zip(weights, initial_weights(RECIPE.layers, RECIPE.seed), strict=True):
        np.testing.assert_allclose(end, start, rtol=0, atol=1e-12)


def test_two_trainings_with_one_recipe_give_the_same_weights(digits):
    first, again = (train.train(digits, RECIPE, no_step) for _ in range(2))
    other = train.train(digits, dataclasses.replace(RECIPE, seed=1), no_step)
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not np.array_equal(first[0], other[0])


def test_snapshots_hold_the_weights_of_their_step(digits):
    seen = {0: initial_weights(RECIPE.layers, RECIPE.seed)}
    train.train(digits, RECIPE, lambda step, loss, weights: seen.update({step: weights()}))
    marks = milestones(RECIPE, 300)
    recorder = train._Recorder(digits, RECIPE, marks[1:])
    end = train.train(digits, RECIPE, recorder)
    assert [m.step for m in marks] == [0, 3, 4, 6]
    for mark in marks[1:]:
        stored = load_snapshot(digits, RECIPE, mark.name).weights
        assert all(np.array_equal(a, b) for a, b in zip(stored, seen[mark.step], strict=True))
    assert all(np.array_equal(a, b) for a, b in zip(end, seen[6], strict=True))
    assert not np.array_equal(seen[3][0], seen[4][0])


def test_a_child_trains_on_pictures_of_another_size_and_with_other_classes(digits):
    path, rng = digits.path.with_name("letters.npz"), np.random.default_rng(1)
    np.savez(path, x_train=rng.integers(0, 256, (200, 8, 6), dtype=np.uint8), y_train=rng.integers(0, 3, 200))
    letters = load_file(path, LETTERS)
    recipe = dataclasses.replace(Recipe.for_data(letters), epochs=1)
    told = ["--schema", LETTERS.to_json(), "--recipe", recipe.to_json(), "--key", run_key(letters, recipe)]
    assert train.main(["--data", str(path), *told]) == 0
    snapshot = load_snapshot(letters, recipe, "1-epoch")
    assert snapshot.y.shape == (200, 3) and snapshot.weights[0].shape == (48, 50)


def test_the_recorder_reports_at_least_every_epoch(digits):
    recorder = train._Recorder(digits, RECIPE, ())
    for step, loss in ((1, 2.5), (2, 2.4), (3, 2.25)):
        recorder(step, loss, lambda: pytest.fail("no snapshot is wanted"))
    assert dataclasses.astuple(read_progress(run_dir(digits, RECIPE))) == ("training", 1, 2, 3, 6, 2.25, "")


def test_the_untrained_snapshot_is_there_before_keras_is_imported(digits):
    code, log = outcome(child(digits, keras="raise ImportError('no keras today')"))
    assert (code, log.splitlines()[-1]) == (1, "ImportError: no keras today")
    assert load_snapshot(digits, RECIPE, "untrained") is not None
    assert load_snapshot(digits, RECIPE, "1-epoch") is None


def test_a_complete_run_needs_no_keras(digits):
    for mark in milestones(RECIPE, 300):
        snapshot = take_snapshot(digits, mark, initial_weights(RECIPE.layers, seed=0))
        save_snapshot(digits, RECIPE, snapshot)
    assert outcome(child(digits, keras="raise ImportError")) == (0, "")


def test_a_child_ends_with_its_standard_input_and_frees_the_lock(digits):
    hang = "import sys, threading\nprint('hanging', file=sys.stderr, flush=True)\nthreading.Event().wait()"
    process = child(digits, "--follow-stdin", keras=hang, stdin=subprocess.PIPE)
    try:
        while process.stderr.readline() != "hanging\n":
            assert process.poll() is None
        assert process.poll() is None
        process.stdin.close()
        process.stdin = None
        assert process.wait(timeout=SECONDS) == 1
    finally:
        process.kill()
        process.stderr.close()
    with FileLock(run_dir(digits, RECIPE) / LOCK, timeout=0):
        pass


def test_a_child_leaves_a_run_alone_that_another_process_trains(digits):
    run_dir(digits, RECIPE).mkdir(parents=True)
    with FileLock(run_dir(digits, RECIPE) / LOCK, timeout=0):
        assert outcome(child(digits)) == (BUSY, "Another process trains this run.\n")
    assert load_snapshot(digits, RECIPE, "untrained") is None


def test_a_child_refuses_data_that_are_not_those_of_the_run(digits):
    code, log = outcome(child(digits, "--key", "0" * 32))
    assert code == 1 and "does not hold the digits any more" in log
    assert not run_dir(digits, RECIPE).exists()


def test_a_child_says_so_when_the_cache_folder_can_not_be_used(digits, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("MBVIZ_CACHE", str(tmp_path / "file" / "cache"))
    code, log = outcome(child(digits, "--key", run_key(digits, RECIPE)))
    assert code == 1 and log.startswith("The cache folder can not be used:") and "Traceback" not in log


def test_a_progress_report_that_can_not_be_read_counts_as_none(tmp_path):
    for text in ("", "{", "[]", "null", '{"state": "training", "surprise": 1}'):
        (tmp_path / PROGRESS).write_text(text)
        assert read_progress(tmp_path) is None


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "the following arguments are required: --data"),
        (["--data", "absent.npz"], "argument --data: .*absent.npz"),
        (["--data", "digits.npz", "--recipe", "{}"], "argument --recipe: recipe must be the JSON"),
        (["--data", "digits.npz", "--schema", "{}"], "argument --schema: schema must be the JSON"),
        (["--data", "digits.npz", "--schema", LETTERS.to_json()], r"argument --data: .* shape \(N, 8, 6\)"),
        (["--data", "digits.npz", "--source", "internet"], "argument --source: invalid choice"),
        (["--data", "digits.npz", "--epochs", "3"], "unrecognized arguments: --epochs 3"),
        (["--data", "broken.npz"], "argument --data: "),
    ],
)
def test_bad_arguments_get_a_sentence_and_exit_code_2(digits, monkeypatch, capsys, arguments, sentence):
    monkeypatch.chdir(digits.path.parent)
    Path("broken.npz").write_bytes(b"broken")
    with pytest.raises(SystemExit) as stop:
        train.main(arguments)
    said = capsys.readouterr().err
    assert stop.value.code == 2 and "Traceback" not in said
    assert re.search(sentence, said)
