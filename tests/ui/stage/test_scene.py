"""A scene's estimates are NumPy's, its quantiles the law's, its axis the same for every batch of a network."""

import numpy as np
import pytest

from mbviz.sampling import round_sizes
from mbviz.stats.bands import quantile_bands
from mbviz.stats.law import sampling_law
from mbviz.ui.stage.scene import BLOCK, CHANCES, block_of, levels, name_of, quantiles_of, scene_of
from tests.ui.stage.conftest import N


def mean_of(settings, size: int, draw: int) -> float:
    losses = settings.snapshot.losses
    return losses[np.random.default_rng([settings.seed, size, draw]).choice(N, size, replace=settings.replace)].mean()


@pytest.mark.parametrize("replace", [True, False])
def test_estimates_are_numpys_means_draw_by_draw(settings, replace):
    shown = settings(seed=3, replace=replace)
    scene = scene_of(shown)
    assert scene.sizes == round_sizes(N) and scene.estimates.shape == (len(scene.sizes), BLOCK)
    for size, row in zip(scene.sizes, scene.estimates):
        np.testing.assert_allclose(row, [mean_of(shown, size, k) for k in range(BLOCK)], rtol=1e-6)  # float32


def test_later_blocks_go_on_where_the_first_ended(settings):
    shown = settings()
    first = block_of("x", name_of(shown), 20, 0, 0, True, shown.snapshot.losses)
    np.testing.assert_array_equal(first, scene_of(shown).estimates[scene_of(shown).sizes.index(20)])
    later = block_of("x", name_of(shown), 20, 1000, 0, True, shown.snapshot.losses)
    wanted = [mean_of(shown, 20, 1000 * BLOCK + k) for k in range(BLOCK)]
    np.testing.assert_allclose(later, wanted, rtol=1e-6)


@pytest.mark.parametrize("replace", [True, False])
def test_quantiles_ascend_and_are_those_of_the_bands(settings, replace):
    shown = settings(replace=replace)
    scene = scene_of(shown)
    assert scene.quantiles.shape == (len(scene.sizes), len(levels()))
    assert (np.diff(scene.quantiles, axis=1) >= 0).all()
    bands = quantile_bands(shown.snapshot.losses, scene.sizes, replace=replace, chances=CHANCES)
    for i in range(len(CHANCES)):
        np.testing.assert_array_equal(scene.quantiles[:, i], bands.low[i].astype(np.float32))
        np.testing.assert_array_equal(scene.quantiles[:, -1 - i], bands.high[i].astype(np.float32))


def test_quantiles_are_the_exact_laws(settings):
    losses, sizes = settings().snapshot.losses, (2, 50, 1000)
    table = quantiles_of(losses, sizes, True)
    for law, row in zip(sampling_law(losses, sizes), table):
        np.testing.assert_allclose(row, law.quantile(levels()), rtol=1e-6)  # float32


def test_levels_ascend_and_lie_in_pairs_about_a_half():
    assert (np.diff(levels()) > 0).all()
    np.testing.assert_allclose(np.add(levels(), levels()[::-1]), 1, rtol=0, atol=1e-15)
    assert {0.025, 0.25, 0.75, 0.975} <= {round(level, 12) for level in levels()}


@pytest.mark.parametrize("size", [1, 10, 100, 1000])
def test_as_many_of_numpys_draws_lie_between_the_quantiles_as_they_say(settings, size):
    shown, draws = settings(), 4000
    row = quantiles_of(shown.snapshot.losses, (size,), True)[0]
    means = shown.snapshot.losses[np.random.default_rng(9).integers(N, size=(draws, size))].mean(axis=1)
    for level, quantile in zip(levels(), row):
        spread = np.sqrt(level * (1 - level) / draws)
        grain = 1 / N if size == 1 else 0  # one loss alone is a step of the law
        assert abs((means <= quantile).mean() - level) <= 4.5 * spread + grain + 2e-3


def test_the_axis_is_the_same_for_every_batch_of_a_network(settings):
    tops = {
        scene_of(settings(size, seed=seed, draw=draw)).top for size, seed, draw in [(1, 0, 0), (10, 1, 5), (N, 2, 9)]
    }
    assert len(tops) == 1
    scene = scene_of(settings())
    at = scene.sizes.index(2)
    assert scene.top >= scene.quantiles[at, -1 - CHANCES.index(0.95)] > scene.top / 2
    assert scene_of(settings(network="40-epochs")).top < scene.top


def test_mean_and_deviation_are_those_of_all_losses(settings):
    scene, losses = scene_of(settings()), settings().snapshot.losses
    assert (scene.mean, scene.std) == (losses.mean(), losses.std())


def test_a_scene_is_named_by_all_that_it_depends_on_and_by_nothing_else(settings):
    assert name_of(settings(7, draw=3)) == name_of(settings())
    others = [settings(seed=1), settings(replace=False), settings(network="40-epochs")]
    assert len({name_of(other) for other in [settings(), *others]}) == 4
    assert scene_of(settings(7, draw=3)) is scene_of(settings())
