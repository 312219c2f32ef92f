"""The numbers that the page must show, by plain NumPy from the snapshots in the server's cache."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mbviz.data.datasets import Dataset, load_sample
from mbviz.model.snapshots import Recipe, Snapshot, load_snapshot
from mbviz.ui.settings import Settings

NAMES = ("untrained", "1-epoch", "100-steps", "10-epochs", "40-epochs")  # in the order of 5,000 digits


@dataclass(frozen=True, eq=False)
class Expected:
    """One mini-batch: what was chosen, and what follows from it.

    Attributes
    ----------
    settings : Settings
        Its `name` is the mark that painted parts carry.
    batch_mask, t : ndarray of int, shape (B,)
    y : ndarray of float64, shape (B, 10)
    losses : ndarray of float64, shape (B,), nats
    """

    settings: Settings
    batch_mask: np.ndarray
    t: np.ndarray
    y: np.ndarray
    losses: np.ndarray

    @property
    def picks(self) -> np.ndarray:
        return self.y[np.arange(len(self.t)), self.t]

    @property
    def loss(self) -> float:
        return float(self.losses.mean())


class Oracle:
    """Answers for one data set; MBVIZ_CACHE must name the server's cache."""

    def __init__(self) -> None:
        self.dataset: Dataset = load_sample()
        self._snapshots: dict[str, Snapshot] = {}

    def snapshot(self, network: str) -> Snapshot:
        """The network's outputs, read once."""
        if network not in self._snapshots:
            self._snapshots[network] = load_snapshot(self.dataset, Recipe(), network)
        return self._snapshots[network]

    def batch(self, batch_size: int = 10, *, seed=0, draw=0, replace=True, network="1-epoch") -> Expected:
        """The mini-batch that these settings stand for; the defaults are the page's."""
        batch_mask = np.random.default_rng([seed, batch_size, draw]).choice(self.dataset.n, batch_size, replace=replace)
        t = self.dataset.labels[batch_mask]
        y = self.snapshot(network).y[batch_mask].astype(np.float64)
        losses = -np.log(y[np.arange(batch_size), t] + 1e-7)
        settings = Settings(self.dataset, self.snapshot(network), batch_size, seed, draw, replace)
        return Expected(settings, batch_mask, t, y, losses)
