"""What the loss of a batch costs on this machine, measured once, in a process of its own."""

from __future__ import annotations

from mbviz._measured import Measured
from mbviz.model.cost import measure_cost
from mbviz.ui.data import HEAVY, while_training
from mbviz.ui.jobs import Job
from mbviz.ui.settings import Settings
from mbviz.ui.workers import apart


def cost(settings: Settings) -> Job[Measured]:
    """The one measurement of this server for these data, at all round sizes; all snapshots cost the same."""
    dataset = settings.dataset
    work = apart(measure_cost, dataset.images, dataset.labels, settings.snapshot.weights, progress=True)
    return HEAVY.start(("cost", dataset.fingerprint), work, unless=while_training)
