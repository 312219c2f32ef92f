"""The gradients of a network over all the data, for all visitors: computed once, in a process of its own, kept on disk."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from mbviz.data.dataset import flatten
from mbviz.data.datasets import Dataset
from mbviz.model.kept_gains import gains_path, load_gains, measure_gains, save_gains
from mbviz.model.snapshots import Snapshot
from mbviz.model.step_gains import StepGains
from mbviz.model.study import GradientStudy, load_study, save_study, study_gradients, study_path
from mbviz.sampling import draw_batch, round_sizes
from mbviz.stats.gradient_cloud import GradientCloud, gradient_cloud
from mbviz.ui.data import HEAVY, N_DRAWS
from mbviz.ui.draws import drawn
from mbviz.ui.jobs import Job, Report
from mbviz.ui.settings import Settings
from mbviz.ui.workers import apart

T = TypeVar("T")
log = logging.getLogger(__name__)


def study(dataset: Dataset, snapshot: Snapshot) -> Job[GradientStudy]:
    """The one study of this network on these data."""
    return HEAVY.start(("study", dataset.fingerprint, snapshot.name), partial(_study, dataset, snapshot))


def _study(dataset: Dataset, snapshot: Snapshot, report: Report) -> GradientStudy:
    weights = snapshot.weights
    return kept(
        lambda: study_path(dataset.fingerprint, weights),
        lambda path: load_study(path, dataset.n, weights),
        lambda: apart(study_gradients, flatten(dataset.images), dataset.labels, weights, progress=True)(report),
        save_study,
    )


def kept(
    place: Callable[[], Path],
    load: Callable[[Path], T | None],
    compute: Callable[[], T],
    save: Callable[[Path, T], None],
) -> T:
    """What is on disk, else what is computed and then lies there; without a disk to write on it is computed all the same."""
    try:
        path: Path | None = place()
    except OSError as error:
        path = None
        log.warning("There is no folder to keep what is computed: %s", error)
    found = load(path) if path else None
    if found is not None:
        return found
    value = compute()
    if path:
        try:
            save(path, value)
        except OSError as error:
            log.warning("What was computed can not be kept: %s", error)
    return value


def clouds(settings: Settings, shadows: NDArray[np.float64]) -> GradientCloud:
    """The clouds of all round sizes for the seed, from the examples' shadows, (N, 2)."""
    dataset = settings.dataset
    key = "gradients", dataset.fingerprint, settings.snapshot.name, settings.seed
    return drawn(key, gradient_cloud, shadows, round_sizes(dataset.n), N_DRAWS, seed=settings.seed)


def own_cloud(settings: Settings, shadows: NDArray[np.float64]) -> GradientCloud:
    """The cloud of the batch size alone, which is none of the round ones, from the shadows, (N, 2)."""
    key = "gradients", settings.dataset.fingerprint, settings.snapshot.name, settings.seed, settings.batch_size
    return drawn(key, gradient_cloud, shadows, [settings.batch_size], N_DRAWS, seed=settings.seed)


def batch_mask(settings: Settings) -> NDArray[np.int64]:
    """This batch, (B,), as a step of training draws it: with replacement."""
    return draw_batch(settings.dataset.n, settings.batch_size, seed=settings.seed, draw=settings.draw)


def gains(dataset: Dataset, snapshot: Snapshot) -> Job[StepGains]:
    """The one measurement of what single steps gain at this network."""
    return HEAVY.start(("gains", dataset.fingerprint, snapshot.name), partial(_gains, dataset, snapshot))


def _gains(dataset: Dataset, snapshot: Snapshot, report: Report) -> StepGains:
    return kept(
        lambda: gains_path(dataset.fingerprint, dataset.n, snapshot.weights),
        lambda path: load_gains(path, dataset.n),
        lambda: apart(measure_gains, flatten(dataset.images), dataset.labels, snapshot.weights, progress=True)(report),
        save_gains,
    )


def is_at_hand(dataset: Dataset, snapshot: Snapshot) -> bool:
    """Whether the study of a network is there already or lies on disk."""
    job = HEAVY.look(("study", dataset.fingerprint, snapshot.name))
    if job is not None and job.state == "done":
        return True
    try:
        return study_path(dataset.fingerprint, snapshot.weights).exists()
    except OSError:
        return False
