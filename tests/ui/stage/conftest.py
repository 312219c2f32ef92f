"""A data set of 2,500 pictures with the outputs of made-up networks: large enough for every way of showing a batch."""

import numpy as np
import pytest
import streamlit as st

from mbviz.data.datasets import load_file
from mbviz.losses import per_example_loss, softmax
from mbviz.model.snapshots import Snapshot
from mbviz.ui.settings import Settings

N = 2500


@pytest.fixture(scope="session")
def dataset(tmp_path_factory):
    rng = np.random.default_rng(0)
    path = tmp_path_factory.mktemp("stage") / "digits.npz"
    np.savez(path, x_train=rng.integers(0, 256, (N, 28, 28), dtype=np.uint8), y_train=rng.integers(0, 10, N))
    return load_file(path)


@pytest.fixture(scope="session")
def snapshots(dataset) -> dict[str, Snapshot]:
    """Two networks, the second much better than the first."""
    rng = np.random.default_rng(1)
    made = {}
    for name, skill in {"1-epoch": 1.0, "40-epochs": 6.0}.items():
        scores = rng.normal(size=(N, 10)) + skill * rng.random((N, 1)) * np.eye(10)[dataset.labels]
        y = softmax(2 * scores).astype(np.float32)
        made[name] = Snapshot(name, 1, y, per_example_loss(y, dataset.labels), ())
    return made


@pytest.fixture
def settings(dataset, snapshots):
    """Makes what the stage shows, as if the server had just been started."""
    st.cache_resource.clear()

    def of(batch_size=10, *, seed=0, draw=0, replace=True, network="1-epoch") -> Settings:
        return Settings(dataset, snapshots[network], batch_size, seed, draw, replace)

    yield of
    st.cache_resource.clear()
