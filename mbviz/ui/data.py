"""What all visitors share: the data, the training run, and the estimates computed from them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas  # noqa: F401  Plotly uses it when it is there: two first visitors must not meet it half imported
import plotly.graph_objects as go
import streamlit as st

from mbviz import figures
from mbviz._messages import Message, reason
from mbviz.data.datasets import Dataset, load_mnist, load_without_path
from mbviz.figures.estimates import loss_top
from mbviz.model.trainer import Training
from mbviz.sampling import round_sizes
from mbviz.stats.estimates import Band, loss_estimates, spread_band
from mbviz.ui.language import _, current
from mbviz.ui.settings import Settings

N_DRAWS = 200


class Loading:
    """Loads the data in a thread, so that no page waits for a download.

    `dataset` stays None until it is there; `problem` holds a sentence when something the user
    asked for could not be had.
    """

    def __init__(self) -> None:
        self.dataset: Dataset | None = None
        self.problem = ""
        self.received, self.total = 0, None
        self.done = threading.Event()
        threading.Thread(target=self._run, daemon=True, name="mbviz-loading").start()

    def _run(self) -> None:
        try:
            try:
                dataset = load_mnist(progress=self._report)
            except ValueError as error:
                self.problem = reason(error)
                dataset = load_without_path(progress=self._report)
            training(dataset.fingerprint, dataset).prepare()
            self.dataset = dataset
        except (OSError, ImportError, ValueError) as error:
            self.problem = Message(
                "{before} No digits could be loaded: {reason}", before=self.problem, reason=reason(error)
            )
        finally:
            self.done.set()

    def _report(self, received: int, total: int | None) -> None:
        self.received, self.total = received, total


@st.cache_resource(show_spinner=False)
def loading() -> Loading:
    """The one loading of this server; ``loading.clear()`` lets the next page try again."""
    return Loading()


@st.cache_resource(show_spinner=False)
def training(fingerprint: str, _dataset: Dataset) -> Training:
    """The one training run of this server for these data."""
    return Training(_dataset)


@dataclass(frozen=True)
class Cloud:
    """Loss estimates of many mini-batches, and the figure they are drawn on.

    Attributes
    ----------
    sizes : tuple of int, m batch sizes
    estimates : ndarray of float64, shape (m, N_DRAWS), nats
    mean, std : float
        Of all N losses, nats.
    band : Band
    figure : plotly.graph_objects.Figure
        Without the dots; those are laid over it.
    top : float
        Where its loss axis ends, nats.
    """

    sizes: tuple[int, ...]
    estimates: np.ndarray
    mean: float
    std: float
    band: Band
    figure: go.Figure
    top: float


@cache
def with_spinner(work: Callable, text: str) -> Callable:
    """`work`, its results kept, with a text while it runs; made once for each text, since Streamlit reads the code of `work` for it."""
    return st.cache_resource(max_entries=64, show_spinner=text)(work)


def cloud(settings: Settings) -> Cloud:
    """Estimates at all round sizes, computed once for data, network, seed, way of drawing, and language."""
    network, language = settings.snapshot.name, current()
    drawing = with_spinner(_cloud, _("Drawing mini-batches of all sizes …"))
    return drawing(
        settings.dataset.fingerprint, network, settings.seed, settings.replace, language, settings.snapshot.losses
    )


def _cloud(fingerprint: str, network: str, seed: int, replace: bool, language: str, _losses: np.ndarray) -> Cloud:
    sizes = round_sizes(len(_losses))
    drawn = loss_estimates(_losses, sizes, N_DRAWS, seed=seed, replace=replace)
    grid = np.unique(np.geomspace(1, len(_losses), 200).round().astype(int))
    band = spread_band(_losses, grid, replace=replace)
    mean = float(_losses.mean())
    figure = figures.estimates(sizes, drawn, mean, band, draws=False, translate=_)
    finished = figure.to_dict()
    figure.to_dict = lambda: finished  # Streamlit asks for it in every run, and Plotly would copy all of it each time
    return Cloud(sizes, drawn, mean, float(_losses.std()), band, figure, loss_top(band))
