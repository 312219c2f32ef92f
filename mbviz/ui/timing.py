"""How long the three versions of the loss take on this machine, measured once in the background."""

from __future__ import annotations

import threading

import numpy as np
import streamlit as st

from mbviz.losses import DELTA
from mbviz.ui.settings import Settings
from mbviz.versions import time_versions

SIZES = (10, 1_000, 60_000)


class Timing:
    """The measurement; `seconds[size][version]` is whole once `done` is set, `share` says how far it is."""

    def __init__(self, y: np.ndarray, t: np.ndarray) -> None:
        self.seconds: dict[int, dict[str, float]] = {}
        self.done = threading.Event()
        self._arrays = y, t
        threading.Thread(target=self._run, daemon=True, name="mbviz-timing").start()

    @property
    def share(self) -> float:
        return len(self.seconds) / len(SIZES)

    def _run(self) -> None:
        y, t = self._arrays
        for size in SIZES:
            rows = np.resize(np.arange(len(t)), size)  # from the start again when there are fewer
            self.seconds[size] = time_versions(y[rows].astype(np.float64), t[rows], DELTA)
        self._arrays = ()
        self.done.set()


def timing(settings: Settings) -> Timing:
    """The one measurement of this server."""
    return timed(settings.snapshot.y, settings.dataset.labels)


@st.cache_resource(show_spinner=False)
def timed(_y: np.ndarray, _t: np.ndarray) -> Timing:
    """The measurement, begun by the first page that asks."""
    return Timing(_y, _t)
