"""Another data set has one seam, its schema: real digits of 8 × 8 pixels and four classes go through the whole house."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits

import mbviz
from mbviz import figures
from mbviz.data.dataset import Dataset, Schema, flatten
from mbviz.data.datasets import load_file
from mbviz.model.network import forward, initial_weights, weight_shapes
from mbviz.model.snapshots import Recipe, load_snapshot, milestones, save_snapshot, take_snapshot
from mbviz.takeaway import as_code, as_notebook, batch_csv, batch_size_cells, mini_batch_cells, shapes_cells
from tests.takeaway.conftest import run  # noqa: F401  (run is a fixture)

SMALL = Schema("small digits", (8, 8), ("zero", "one", "two", "three"))
WAY = {"seed": 3, "draw": 1, "replace": True}


def small_digits(path: Path) -> Dataset:
    """scikit-learn's digits 0 to 3, written to `path` and read again."""
    found = load_digits()
    chosen = found.target < SMALL.n_classes
    images = (found.images[chosen] * (255 / 16)).astype(np.uint8)
    np.savez(path, x_train=images, y_train=found.target[chosen])
    return load_file(path, SMALL)


@pytest.fixture
def dataset(tmp_path, monkeypatch):
    monkeypatch.setenv("MBVIZ_CACHE", str(tmp_path / "cache"))
    return small_digits(tmp_path / "small.npz")


@pytest.fixture
def snapshot(dataset):
    recipe = Recipe.for_data(dataset)
    return take_snapshot(dataset, milestones(recipe, dataset.n)[0], initial_weights(recipe.layers, recipe.seed))


@pytest.fixture
def batch(dataset, snapshot):
    return mbviz.open_batch(mbviz.draw_batch(dataset.n, 20, **WAY), dataset.labels, snapshot.y)


def test_the_network_has_as_many_inputs_and_outputs_as_the_data_need(dataset, snapshot):
    recipe = Recipe.for_data(dataset)
    assert recipe.layers == (64, 50, 100, 4)
    assert tuple(w.shape for w in snapshot.weights) == weight_shapes(recipe.layers)
    np.testing.assert_array_equal(snapshot.y, forward(flatten(dataset.images), snapshot.weights))
    assert snapshot.y.shape == (dataset.n, 4)


def test_its_snapshot_is_kept_and_found_again(dataset, snapshot):
    recipe = Recipe.for_data(dataset)
    save_snapshot(dataset, recipe, snapshot)
    found = load_snapshot(dataset, recipe, "untrained")
    np.testing.assert_array_equal(found.y, snapshot.y)
    assert load_snapshot(dataset, dataclasses.replace(recipe, layers=(64, 5, 4)), "untrained") is None


def test_a_batch_and_its_estimates_are_those_of_plain_numpy(dataset, snapshot, batch):
    mask = np.random.default_rng([3, 20, 1]).choice(dataset.n, 20)
    losses = -np.log(snapshot.y[mask, dataset.labels[mask]].astype(float) + 1e-7)
    np.testing.assert_allclose(batch.losses, losses, rtol=1e-12)
    estimates = mbviz.loss_estimates(snapshot.losses, [20], 2, seed=3)
    assert estimates[0, 1] == pytest.approx(losses.mean(), rel=1e-12)


def test_every_figure_of_a_batch_is_drawn(dataset, batch):
    images = dataset.images[batch.batch_mask]
    drawn = figures.batch(batch.batch_mask, batch.t, dataset.labels)
    shares = next(trace for trace in drawn.data if trace.name == "all the data")
    np.testing.assert_allclose(shares.y, 100 * np.bincount(dataset.labels) / dataset.n)
    bars = [trace for trace in figures.digits(images, batch.y, batch.t).data if trace.type == "bar"]
    assert sum(len(trace.y) for trace in bars) == 20 * 4
    assert figures.picks(batch.y, batch.t).data[0].z.shape == (20, 4)
    assert len(figures.losses(batch.losses, batch.wrong, batch.loss).data) == 3


def test_the_code_to_take_along_gives_its_shapes_and_its_loss(dataset, snapshot, batch, run):  # noqa: F811
    cells = shapes_cells(dataset, batch, 7, **WAY, y=snapshot.y)
    printed, seen = run(as_code(cells), "x_batch", "y_batch")
    assert f"x_train: shape ({dataset.n}, 8, 8), dtype uint8" in printed
    assert f"y_train: shape ({dataset.n}, 4), dtype float32" in printed
    assert f"labels, version 2: {batch.loss:.4f} nats ({batch.loss})" in printed
    np.testing.assert_array_equal(seen["x_batch"], dataset.images[batch.batch_mask].reshape(20, 64))
    assert "8 × 8 pixels in one row" in as_code(cells) and "small.npz" in as_code(cells)


def test_the_other_cells_and_the_table_are_made_without_an_error(dataset, snapshot, batch):
    cells = mini_batch_cells(dataset, snapshot, batch, **WAY)
    more = batch_size_cells(dataset, snapshot, batch_size=20, seed=3, replace=True)
    assert as_notebook(cells) and as_notebook(more)
    assert len(batch_csv(batch).splitlines()) == 21
