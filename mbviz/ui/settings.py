"""What the visitor has chosen, as the pages see it."""

from __future__ import annotations

from dataclasses import dataclass

from mbviz.batch import Batch, open_batch
from mbviz.data.datasets import Dataset
from mbviz.model.snapshots import Snapshot
from mbviz.sampling import draw_batch


@dataclass(frozen=True)
class Settings:
    """The controls that hold on every page, and what they stand for."""

    dataset: Dataset
    snapshot: Snapshot
    batch_size: int
    seed: int
    draw: int
    replace: bool

    @property
    def name(self) -> str:
        """What tells this batch from any other on the same data: the mark that a painted part carries."""
        way = "with" if self.replace else "without"
        return f"B={self.batch_size} seed={self.seed} draw={self.draw} {way} {self.snapshot.name}"

    def batch(self) -> Batch:
        """This batch, seen by this network."""
        mask = draw_batch(self.dataset.n, self.batch_size, seed=self.seed, draw=self.draw, replace=self.replace)
        return open_batch(mask, self.dataset.labels, self.snapshot.y)
