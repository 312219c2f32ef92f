"""The app under Streamlit's own test runner, on made-up digits whose snapshots are there already."""

import shutil

import numpy as np
import pytest
import streamlit as st
from streamlit.navigation.page import calc_hash
from streamlit.testing.v1 import AppTest

from mbviz.data.datasets import load_file
from mbviz.model.network import initial_weights
from mbviz.model.snapshots import Recipe, load_snapshot, milestones, save_snapshot, take_snapshot
from mbviz.ui import data, draws, studies
from mbviz.ui.classes import CLASSES_HERE
from mbviz.ui.jobs import Jobs
from mbviz.ui.settings import Settings
from tests.app_server import ROOT
from tests.ui.work import Clock

N = 300


class Idle:
    """A child that lives and never comes to anything."""

    def __init__(self, *_: object) -> None:
        pass

    def exit_code(self) -> None:
        return None


@pytest.fixture(scope="session")
def trained(tmp_path_factory):
    """A folder with 300 digits and a cache that holds every snapshot, so that no child starts."""
    folder = tmp_path_factory.mktemp("trained")
    rng = np.random.default_rng(0)
    images, labels = rng.integers(0, 256, (N, 28, 28), dtype=np.uint8), rng.integers(0, 10, N)
    np.savez(folder / "digits.npz", x_train=images, y_train=labels)
    dataset = load_file(folder / "digits.npz")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MBVIZ_CACHE", str(folder / "mbviz"))
        for seed, milestone in enumerate(milestones(Recipe(), N)):
            weights = initial_weights(Recipe().layers, seed)  # another network each, though none was trained
            save_snapshot(dataset, Recipe(), take_snapshot(dataset, milestone, weights))
    return folder


@pytest.fixture
def folder(trained, tmp_path, monkeypatch):
    """This test's own copy of the digits and of the cache."""
    shutil.copytree(trained, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("MBVIZ_CACHE", str(tmp_path / "mbviz"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setenv("MBVIZ_MNIST", str(tmp_path / "digits.npz"))
    monkeypatch.setenv("MBVIZ_MNIST_URL", "http://127.0.0.1:9/mnist.npz")
    return tmp_path


@pytest.fixture
def app(folder, monkeypatch):
    """The app, not run yet. Its training child does nothing: training is tests/browser's part."""
    monkeypatch.setattr("mbviz.model.trainer._Child", Idle)
    forget_all()
    yield AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    forget_all()


def forget_all() -> None:
    """As if the server had just been started."""
    st.cache_resource.clear()
    for jobs in (data.LOADINGS, data.TRAININGS, studies.AHEAD, data.HEAVY, draws.DRAWS):
        jobs.reset()
    data.LOOKS.__init__()
    CLASSES_HERE.reset()


@pytest.fixture
def settings(folder):
    """What a page is called with, as far as the jobs ask: the data and a snapshot."""

    def of(network: str = "1-epoch") -> Settings:
        dataset = load_file(folder / "digits.npz")
        return Settings(dataset, load_snapshot(dataset, Recipe(), network), 10, 0, 0, True)

    return of


@pytest.fixture
def open_page():
    """Runs the app on another than its first page."""

    def run(app: AppTest, path: str) -> AppTest:
        app._page_hash = calc_hash(path)  # AppTest.switch_page knows only pages that are files
        app.run()
        assert not app.exception
        return app

    return run


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make_jobs(clock):
    """Makes Jobs by this clock, and lets nothing run on after the test."""
    made = []

    def run(**options) -> Jobs:
        made.append(Jobs("test", clock=clock, **options))
        return made[-1]

    yield run
    for jobs in made:
        jobs.reset()
