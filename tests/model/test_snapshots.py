"""Recipes, milestones, and snapshot files: what is written comes back, and nothing else does."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from mbviz.data.dataset import Dataset, Schema
from mbviz.losses import per_example_loss
from mbviz.model.network import forward, initial_weights
from mbviz.model.snapshots import (
    Milestone,
    Recipe,
    load_snapshot,
    milestones,
    run_dir,
    run_key,
    save_snapshot,
    snapshot_path,
    take_snapshot,
)

RECIPE = Recipe(layers=(784, 5, 6, 10), epochs=2)
UNTRAINED = milestones(RECIPE, 40)[0]


def make_digits(path, seed=0):
    rng = np.random.default_rng(seed)
    images, labels = rng.integers(0, 256, (40, 28, 28), dtype=np.uint8), rng.integers(0, 10, 40)
    return Dataset(images, labels, "file", path)


@pytest.fixture
def digits(tmp_path, monkeypatch):
    monkeypatch.setenv("MBVIZ_CACHE", str(tmp_path / "cache"))
    return make_digits(tmp_path / "digits.npz")


@pytest.fixture
def saved(digits):
    snapshot = take_snapshot(digits, UNTRAINED, initial_weights(RECIPE.layers, seed=0))
    save_snapshot(digits, RECIPE, snapshot)
    return snapshot


def rewrite(path, **changes):
    """Change entries of a snapshot's file; None takes one out."""
    with np.load(path) as archive:
        entries = {name: archive[name] for name in archive.files} | changes
    np.savez(path, **{name: value for name, value in entries.items() if value is not None})


def test_milestones_of_60000_digits_are_the_five_in_order():
    assert milestones(Recipe(), 60_000) == (
        Milestone("untrained", 0, 0),
        Milestone("100-steps", 100, 0),
        Milestone("1-epoch", 469, 1),
        Milestone("10-epochs", 4_690, 10),
        Milestone("40-epochs", 18_760, 40),
    )


def test_milestones_of_5000_digits_have_100_steps_after_the_first_epoch():
    names = [m.name for m in milestones(Recipe(), 5_000)]
    assert names == ["untrained", "1-epoch", "100-steps", "10-epochs", "40-epochs"]


def test_milestones_beyond_the_epochs_of_the_recipe_are_left_out():
    assert [m.name for m in milestones(Recipe(epochs=2), 300)] == ["untrained", "1-epoch"]


def test_a_recipe_survives_json():
    recipe = Recipe(layers=(784, 7, 10), learning_rate=0.1, milestones=(("a", 3, "steps"),))
    assert Recipe.from_json(recipe.to_json()) == recipe


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"layers": (784,)}, "layers must hold at least two widths"),
        ({"batch_size": 0}, "batch_size must be a whole number of at least 1; got 0"),
        ({"epochs": 1.5}, "epochs must be a whole number of at least 1; got 1.5"),
        ({"seed": -1}, "seed must be a whole number of at least 0; got -1"),
        ({"learning_rate": 0}, "learning_rate must be a number above 0; got 0"),
        ({"learning_rate": float("nan")}, "learning_rate must be a number above 0; got nan"),
        ({"milestones": (("a", -1, "steps"),)}, "milestones must be a whole number of at least 0; got -1"),
        ({"milestones": (("a", 1, "hours"),)}, "milestones must be .* got .*hours"),
        ({"milestones": (("../a", 1, "steps"),)}, "milestones must be .* got .*../a"),
        ({"milestones": (("a", 1, "steps"), ("a", 2, "steps"))}, "milestones must have a name of its own"),
    ],
)
def test_a_recipe_that_makes_no_sense_is_refused(fields, sentence):
    with pytest.raises(ValueError, match=sentence):
        Recipe(**fields)


@pytest.mark.parametrize("text", ["", "no json", "[]", "{}", '{"layers": 3, "milestones": []}', "null"])
def test_text_that_is_no_recipe_is_refused(text):
    with pytest.raises(ValueError, match="recipe must be the JSON"):
        Recipe.from_json(text)


def test_take_snapshot_holds_outputs_losses_and_weights_of_the_network(digits):
    weights = initial_weights(RECIPE.layers, seed=0)
    snapshot = take_snapshot(digits, UNTRAINED, weights)
    y = forward(digits.images.reshape(40, 784), weights)
    np.testing.assert_array_equal(snapshot.y, y)
    np.testing.assert_array_equal(snapshot.losses, per_example_loss(y, digits.labels))
    assert all(np.array_equal(a, b) for a, b in zip(snapshot.weights, weights, strict=True))


def test_a_saved_snapshot_comes_back_as_it_was(digits, saved):
    loaded = load_snapshot(digits, RECIPE, "untrained")
    assert (loaded.name, loaded.step) == ("untrained", 0)
    assert (loaded.y.dtype, loaded.losses.dtype) == (np.float32, np.float64)
    for ours, theirs in zip(
        (loaded.y, loaded.losses, *loaded.weights), (saved.y, saved.losses, *saved.weights), strict=True
    ):
        np.testing.assert_array_equal(ours, theirs)


def test_arrays_of_a_snapshot_are_read_only_when_taken_and_when_loaded(digits, saved):
    loaded = load_snapshot(digits, RECIPE, "untrained")
    for snapshot in (saved, loaded):
        assert not any(a.flags.writeable for a in (snapshot.y, snapshot.losses, *snapshot.weights))


def test_a_snapshot_that_was_never_saved_is_none(digits):
    assert load_snapshot(digits, RECIPE, "untrained") is None


def test_a_name_that_is_no_milestone_is_refused(digits):
    with pytest.raises(ValueError, match="name must be one of untrained, 1-epoch; got '40-epochs'"):
        load_snapshot(digits, RECIPE, "40-epochs")


@pytest.mark.parametrize("keep", [0, 1, 100, 0.3, 0.9, 0.999])
def test_a_truncated_file_is_none(digits, saved, keep):
    path = snapshot_path(digits, RECIPE, "untrained")
    whole = path.read_bytes()
    path.write_bytes(whole[: keep if keep >= 1 else int(keep * len(whole))])
    assert load_snapshot(digits, RECIPE, "untrained") is None


@pytest.mark.parametrize(
    "garbage", [b"garbage" * 1000, b"PK\x03\x04" + b"\0" * 5000, b"\x93NUMPY\x01\x00" + b"\xff" * 500]
)
def test_a_file_of_garbage_is_none(digits, saved, garbage):
    snapshot_path(digits, RECIPE, "untrained").write_bytes(garbage)
    assert load_snapshot(digits, RECIPE, "untrained") is None


def test_a_file_with_one_flipped_bit_in_its_outputs_is_none(digits, saved):
    path = snapshot_path(digits, RECIPE, "untrained")
    damaged = bytearray(path.read_bytes())
    damaged[damaged.index(saved.y.tobytes()) + 100] ^= 1
    path.write_bytes(damaged)
    assert load_snapshot(digits, RECIPE, "untrained") is None


@pytest.mark.parametrize(
    "change",
    [
        lambda s: {"key": "0" * 32},
        lambda s: {"name": "1-epoch"},
        lambda s: {"step": 7},
        lambda s: {"step": np.array([0, 0])},
        lambda s: {"y": s.y.astype(np.float64)},
        lambda s: {"y": s.y[:-1]},
        lambda s: {"y": np.where(np.arange(10) == 3, np.nan, s.y).astype(np.float32)},
        lambda s: {"y": s.y * np.float32(1.01), "losses": s.losses - np.log(1.01)},
        lambda s: {"y": s.y + np.float32([0.5, -0.5] * 5)},
        lambda s: {"y": s.y[:, ::-1]},
        lambda s: {"losses": s.losses.astype(np.float32)},
        lambda s: {"losses": s.losses[1:]},
        lambda s: {"losses": s.losses + 1e-6 * (np.arange(40) == 3)},
        lambda s: {"losses": s.losses[::-1]},
        lambda s: {"weight_0": s.weights[0].T},
        lambda s: {"weight_0": s.weights[0] * np.float32(np.inf)},
        lambda s: {"weight_5": s.weights[5].astype(np.float64)},
        lambda s: {"weight_5": None},
        lambda s: {"weight_6": s.weights[5]},
        lambda s: {"losses": None},
        lambda s: {"y": np.array([None] * 40)},
    ],
)
def test_a_file_with_an_entry_that_does_not_belong_is_none(digits, saved, change):
    path = snapshot_path(digits, RECIPE, "untrained")
    rewrite(path)
    assert load_snapshot(digits, RECIPE, "untrained") is not None
    rewrite(path, **change(saved))
    assert load_snapshot(digits, RECIPE, "untrained") is None


def test_a_file_of_other_data_or_of_another_recipe_is_none(digits, saved, tmp_path):
    file = snapshot_path(digits, RECIPE, "untrained").read_bytes()
    for run in ((make_digits(tmp_path, seed=1), RECIPE), (digits, dataclasses.replace(RECIPE, learning_rate=0.1))):
        run_dir(*run).mkdir(parents=True)
        snapshot_path(*run, "untrained").write_bytes(file)
        assert load_snapshot(*run, "untrained") is None


def test_the_key_of_a_run_changes_with_data_and_with_every_field_of_the_recipe(digits, tmp_path):
    others = {
        "layers": (784, 10),
        "batch_size": 64,
        "learning_rate": 0.1,
        "epochs": 3,
        "seed": 1,
        "milestones": (("a", 0, "steps"),),
    }
    assert set(others) == {f.name for f in dataclasses.fields(Recipe)}
    keys = [run_key(digits, dataclasses.replace(RECIPE, **{name: value})) for name, value in others.items()]
    keys += [run_key(digits, RECIPE), run_key(make_digits(tmp_path, seed=1), RECIPE)]
    assert len(set(keys)) == len(others) + 2
    assert run_key(make_digits(tmp_path / "elsewhere"), RECIPE) == run_key(digits, RECIPE)


def test_the_key_of_mnist_with_the_apps_own_recipe_is_the_one_that_caches_have_had_all_along():
    """Another key would train again what lies in a cache; raise `FORMAT` when that is wanted."""
    images = (np.arange(3 * 784) % 256).astype(np.uint8).reshape(3, 28, 28)
    three = Dataset(images, np.array([7, 0, 9]), "file", Path("three.npz"))
    assert run_key(three, Recipe()) == run_key(three, Recipe.for_data(three)) == "f375c739a3b45f4d520fe59c8dc4a3ab"


def test_the_layers_are_those_that_the_data_need():
    letters = Schema("letters", (8, 6), ("a", "b", "c"))
    data = Dataset(np.zeros((1, 8, 6), np.uint8), np.array([2]), "file", Path("one.npz"), schema=letters)
    assert Recipe.for_data(data) == dataclasses.replace(Recipe(), layers=(48, 50, 100, 3))


def test_a_save_that_fails_leaves_the_old_file_and_nothing_else(digits, saved, monkeypatch):
    path = snapshot_path(digits, RECIPE, "untrained")
    before = path.read_bytes()

    def half(target, **entries):
        target.write_bytes(b"half a file")
        raise OSError("the disk is full")

    monkeypatch.setattr(np, "savez", half)
    with pytest.raises(OSError, match="the disk is full"):
        save_snapshot(digits, RECIPE, saved)
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == ["untrained.npz"]
