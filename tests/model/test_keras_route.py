"""TensorFlow's gradients and Keras's own SGD as the second route, on 500 real digits, computed in a child process."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import mbviz
from mbviz.data.datasets import flatten, load_sample
from mbviz.model.sgd import replay
from mbviz.stats.law import sampling_law

STEPS, RATE, BATCH = 50, 0.5, 20


def flat(gradient):
    return np.concatenate([np.asarray(part, np.float64).ravel() for part in gradient])


def apart(found, expected):
    """Relative distance of two rows."""
    return np.linalg.norm(found - expected) / np.linalg.norm(expected)


@pytest.fixture(scope="module")
def digits(tmp_path_factory):
    """500 digits, 50 of each class."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MBVIZ_CACHE", str(tmp_path_factory.mktemp("cache")))
        whole = load_sample()
    return mbviz.Dataset(whole.images[::10].copy(), whole.labels[::10].copy(), "file", Path("none.npz"))


def recipe(momentum):
    return mbviz.SgdRecipe(BATCH, STEPS, learning_rate=RATE, momentum=momentum, seed=3)


@pytest.fixture(scope="module")
def weights(digits):
    """After 50 steps, so that some digits are known and others are not."""
    return replay(recipe(0.9), digits, [STEPS])[0]


@pytest.fixture(scope="module")
def keras(digits, weights, tmp_path_factory):
    """For the gradients: of these weights. The path of SGD begins at them, too."""
    folder = tmp_path_factory.mktemp("keras")
    masks = np.array([mbviz.draw_batch(500, BATCH, seed=3, draw=k) for k in range(STEPS)])
    named = {f"w{i}": w for i, w in enumerate(weights)}
    given = {"x": flatten(digits.images), "t": digits.labels, "masks": masks, "delta": 1e-7, "rate": RATE}
    np.savez(folder / "inputs.npz", **given, **named)
    subprocess.run([sys.executable, Path(__file__).with_name("keras_route.py"), folder], check=True, timeout=240)
    with np.load(folder / "outputs.npz") as found:
        return {name: found[name] for name in found.files}


@pytest.mark.parametrize("name, rows", [("one", slice(0, 1)), ("ten", slice(0, 10)), ("all", slice(None))])
def test_gradients_are_those_of_tensorflows_tape(digits, weights, keras, name, rows):
    found = mbviz.gradients(flatten(digits.images)[rows], digits.labels[rows], weights)
    for i, part in enumerate(found):
        assert apart(part, keras[f"{name}{i}"]) < 1e-5


def test_lengths_shadows_and_noise_are_those_of_the_tapes_500_gradients(digits, weights, keras):
    x, t, each = flatten(digits.images), digits.labels, keras["each"]
    np.testing.assert_allclose(mbviz.squared_gradient_norms(x, t, weights), (each**2).sum(axis=1), rtol=2e-5)
    found, mean = mbviz.gradient_noise(x, t, weights), each.mean(axis=0)
    assert found.signal == pytest.approx(mean @ mean, rel=1e-5)
    assert found.noise == pytest.approx(each.var(axis=0).sum(), rel=1e-5)
    assert found.scale == pytest.approx(each.var(axis=0).sum() / (mean @ mean), rel=2e-5)
    squares = np.sort((each**2).sum(axis=1))
    assert found.top_share == pytest.approx(squares[-5:].sum() / squares.sum(), rel=1e-5)


def test_the_plane_holds_the_strongest_noise_that_an_svd_finds(digits, weights, keras):
    plane, each = mbviz.gradient_plane(flatten(digits.images), digits.labels, weights), keras["each"]
    mean = each.mean(axis=0)
    along = mean / np.linalg.norm(mean)
    beside = each - np.outer(each @ along, along)
    largest = np.linalg.svd(beside - beside.mean(axis=0), compute_uv=False)[0] ** 2 / 500
    assert plane.length == pytest.approx(np.linalg.norm(mean), rel=1e-5)
    assert plane.variance == pytest.approx(largest, rel=1e-3)
    assert abs(flat(plane.along) @ flat(plane.across)) < 1e-6
    expected = each @ np.array([flat(plane.along), flat(plane.across)]).T
    np.testing.assert_allclose(plane.shadows, expected, atol=1e-5 * np.abs(expected).max())
    assert plane.shadows.mean(axis=0) == pytest.approx([plane.length, 0], abs=1e-5)
    assert plane.share == pytest.approx(expected.var(axis=0).sum() / each.var(axis=0).sum(), rel=1e-4)


def test_the_law_of_a_batchs_shadow_is_that_of_gradients_that_were_drawn(digits, weights, keras):
    """The share of 4,000 batch gradients below each quantile, within five standard errors."""
    u = flat(mbviz.gradients(flatten(digits.images), digits.labels, weights))
    shadows = mbviz.gradient_shadows(flatten(digits.images), digits.labels, weights, [_cut(u, weights)])[:, 0]
    (law,) = sampling_law(shadows, [8])
    drawn = np.array([keras["each"][mbviz.draw_batch(500, 8, seed=1, draw=k)].mean(axis=0) @ u for k in range(4_000)])
    for chance in (0.025, 0.25, 0.5, 0.75, 0.975):
        error = np.sqrt(chance * (1 - chance) / len(drawn))
        assert (drawn <= law.quantile(chance)).mean() == pytest.approx(chance, abs=5 * error)


def _cut(row, weights):
    ends = np.cumsum([w.size for w in weights])[:-1]
    return tuple(part.reshape(w.shape) for part, w in zip(np.split(row, ends), weights))


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_fifty_steps_are_those_of_kerass_own_sgd(digits, weights, keras, momentum):
    start = mbviz.model.sgd.Point(0, 0.0, 0.0, 0.0, None, None, weights)
    path = replay(recipe(momentum), digits, list(range(1, STEPS + 1)), start)
    for found, expected in zip(path, keras[f"path {momentum:g}"], strict=True):
        assert apart(flat(found), expected) < 1e-4
