"""How long the three versions of the loss take on this machine, measured once in the background."""

from __future__ import annotations

import threading

import numpy as np
import streamlit as st

from mbviz.article.versions import time_versions
from mbviz.losses import DELTA
from mbviz.ui.cost import ALONE, not_measured
from mbviz.ui.settings import Settings

SIZES = (10, 1_000, 60_000)


class Timing:
    """The measurement; once `done` is set, `seconds[size][version]` is whole, or `problem` says why not.

    `share` says how far it is.
    """

    def __init__(self, y: np.ndarray, t: np.ndarray) -> None:
        self.seconds: dict[int, dict[str, float]] = {}
        self.problem = ""
        self.done = threading.Event()
        self._arrays = y, t
        threading.Thread(target=self._run, daemon=True, name="mbviz-timing").start()

    @property
    def share(self) -> float:
        return len(self.seconds) / len(SIZES)

    def _run(self) -> None:
        try:
            with ALONE:
                self._measure(*self._arrays)
        except Exception as error:  # whatever it is: the pages wait for a word
            self.problem = not_measured(error)
        finally:
            self._arrays = ()
            self.done.set()

    def _measure(self, y: np.ndarray, t: np.ndarray) -> None:
        for size in SIZES:
            rows = np.resize(np.arange(len(t)), size)  # from the start again when there are fewer
            self.seconds[size] = time_versions(y[rows].astype(np.float64), t[rows], DELTA)


def timing(settings: Settings) -> Timing:
    """The one measurement of this server."""
    found = timed(settings.snapshot.y, settings.dataset.labels)
    if found.done.is_set() and found.problem:
        timed.clear()  # this visit shows the problem, the next one tries again
    return found


@st.cache_resource(show_spinner=False)
def timed(_y: np.ndarray, _t: np.ndarray) -> Timing:
    """The measurement, begun by the first page that asks."""
    return Timing(_y, _t)
