"""What the loss of a batch costs on this machine: the network's forward pass, measured once in the background."""

from __future__ import annotations

import threading
from time import perf_counter

import numpy as np
import streamlit as st

from mbviz._messages import Message, reason
from mbviz.data.datasets import Dataset, flatten
from mbviz.losses import sparse_cross_entropy_error
from mbviz.model.network import Weights, forward
from mbviz.sampling import draw_batch, round_sizes
from mbviz.ui.settings import Settings

ROUNDS = 12  # over all sizes, so that a busy moment does not spoil one size alone
PATIENCE = 4.0  # seconds, after which no further round begins
ALONE = threading.Lock()  # held by what keeps all cores busy, or it would spoil the measurement


class Cost:
    """The measurement; once `done` is set, `seconds` holds the shortest time for each of `sizes`, or `problem` why not.

    `share` says how far it is.
    """

    def __init__(self, dataset: Dataset, weights: Weights) -> None:
        self.sizes = round_sizes(dataset.n)
        self.seconds = np.full(len(self.sizes), np.inf)
        self.share = 0.0
        self.problem = ""
        self.done = threading.Event()
        threading.Thread(target=self._run, args=(dataset, weights), daemon=True, name="mbviz-cost").start()

    def _run(self, dataset: Dataset, weights: Weights) -> None:
        try:
            masks = [draw_batch(dataset.n, size) for size in self.sizes]
            with ALONE:
                self._measure(dataset, weights, masks)
        except Exception as error:  # whatever it is: the pages wait for a word
            self.problem = not_measured(error)
        finally:
            self.done.set()

    def _measure(self, dataset: Dataset, weights: Weights, masks: list[np.ndarray]) -> None:
        seconds_for(
            dataset, weights, masks[0]
        )  # the very first call is slower, and a busy machine may leave one round only
        start = perf_counter()
        for done in range(ROUNDS):
            self.seconds = np.minimum(self.seconds, [seconds_for(dataset, weights, mask) for mask in masks])
            self.share = (done + 1) / ROUNDS
            if perf_counter() - start > PATIENCE:
                break


def not_measured(error: Exception) -> Message:
    """The sentence for a measurement that failed; many errors name themselves only, as MemoryError does."""
    return Message("The time could not be measured: {reason}", reason=reason(error) or type(error).__name__)


def seconds_for(dataset: Dataset, weights: Weights, batch_mask: np.ndarray) -> float:
    """How long it takes from the indices to the mean loss."""
    start = perf_counter()
    y = forward(flatten(dataset.images[batch_mask]), weights)
    sparse_cross_entropy_error(y, dataset.labels[batch_mask])
    return perf_counter() - start


def cost(settings: Settings) -> Cost:
    """The one measurement of this server for these data; all snapshots cost the same."""
    what = settings.dataset.fingerprint, settings.dataset, settings.snapshot.weights
    found = measured(*what)
    if found.done.is_set() and found.problem:
        measured.clear(*what)  # this visit shows the problem, the next one tries again
    return found


@st.cache_resource(show_spinner=False)
def measured(fingerprint: str, _dataset: Dataset, _weights: Weights) -> Cost:
    """The measurement, begun by the first page that asks."""
    return Cost(_dataset, _weights)
