"""A network that is nearly sure: no number is shown as 1, 0 or 100% beside a computation in which it is not."""

import math
import re

import numpy as np
import pytest

from mbviz.data.datasets import load_file
from mbviz.model.network import initial_weights
from mbviz.model.snapshots import Recipe, milestones, save_snapshot, take_snapshot
from tests.ui.conftest import N
from tests.ui.page import page_text


@pytest.fixture
def batch(folder):
    """Picks and losses of draw 0 of 200, from weights so large that most outputs are near 0 or 1."""
    dataset = load_file(folder / "digits.npz")
    weights = tuple(40 * w for w in initial_weights(Recipe().layers, 0))
    milestone = next(one for one in milestones(Recipe(), N) if one.name == "1-epoch")
    snapshot = take_snapshot(dataset, milestone, weights)
    save_snapshot(dataset, Recipe(), snapshot)
    mask = np.random.default_rng([0, 200, 0]).choice(N, 200)
    return snapshot.y[mask, dataset.labels[mask]].astype(float), snapshot.losses[mask]


@pytest.mark.parametrize("which", ["near", "nearest", "exactly"])
@pytest.mark.parametrize("path", ["example"])
def test_the_loss_follows_from_the_pick_that_is_shown(app, open_page, batch, path, which):
    picks, losses = batch
    below = np.where(picks < 1, picks, 0)
    n = {"near": np.flatnonzero(below > 0.999)[0], "nearest": below.argmax(), "exactly": picks.argmax()}[which]
    assert (picks[n] == 1) == (which == "exactly")
    app.query_params.update(batch_size="200", n=str(n))
    text = page_text(open_page(app, path))
    pick, loss = re.search(r"-log\((\S+) \+ 1e-7\) = (\S+) nats?", text).groups()
    assert f"= {pick}" in text and (float(pick) == 1) == (picks[n] == 1)
    assert -math.log(float(pick) + 1e-7) == pytest.approx(losses[n], rel=1e-3, abs=2e-11)
    assert float(loss) == pytest.approx(losses[n], rel=1e-3)
    share = re.search(r"([\d.−]+)% of the batch’s loss", text)[1]
    assert float(share) == pytest.approx(100 * max(losses[n], 0) / losses.sum(), rel=0.01)
