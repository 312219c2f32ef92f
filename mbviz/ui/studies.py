"""The gradients of a network over all the data, for all visitors: computed once, in a process of its own, kept on disk."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from mbviz.data.dataset import flatten
from mbviz.data.datasets import Dataset
from mbviz.model.kept_gains import gains_path, load_gains, measure_gains, save_gains
from mbviz.model.snapshots import Recipe, Snapshot, milestones
from mbviz.model.step_gains import StepGains
from mbviz.model.study import GradientStudy, load_study, save_study, study_gradients, study_path
from mbviz.sampling import draw_batch, round_sizes
from mbviz.stats.contour_table import ContourTable, contour_table
from mbviz.stats.gradient_cloud import GradientCloud, gradient_cloud
from mbviz.ui.data import HEAVY, N_DRAWS, training, while_training
from mbviz.ui.draws import DRAWS, drawn
from mbviz.ui.jobs import Job, Jobs, Report
from mbviz.ui.kept_contours import contours_path, load_contours, save_contours
from mbviz.ui.settings import Settings
from mbviz.ui.waiting import waits_for
from mbviz.ui.workers import apart

T = TypeVar("T")
LOOK = 0.5  # seconds between two looks at what is computed ahead
AHEAD = Jobs("ahead", lease=120.0)  # as long as somebody looks at these screens
log = logging.getLogger(__name__)


def study(dataset: Dataset, snapshot: Snapshot) -> Job[GradientStudy]:
    """The one study of this network on these data."""
    key = "study", dataset.fingerprint, snapshot.name
    return waits_for(HEAVY.start(key, partial(_study, dataset, snapshot)))


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
    key, *work = _clouds(settings.dataset, settings.snapshot, settings.seed, shadows)
    return drawn(key, *work, seed=settings.seed)


def _clouds(dataset: Dataset, snapshot: Snapshot, seed: int, shadows: NDArray[np.float64]) -> tuple[Any, ...]:
    """What these clouds are called, the function that draws them, and its arguments but for the seed."""
    key = "gradients", dataset.fingerprint, snapshot.name, seed
    return key, gradient_cloud, shadows, round_sizes(dataset.n), N_DRAWS


def ahead(settings: Settings) -> None:
    """Compute the planes of the other networks meanwhile, one after the other, so that a hand that comes to them finds them."""
    dataset, seed = settings.dataset, settings.seed
    AHEAD.start((dataset.fingerprint, seed), partial(_ahead, dataset, seed), unless=while_training)


def _ahead(dataset: Dataset, seed: int, report: Report) -> None:
    networks = milestones(Recipe.for_data(dataset), dataset.n)
    for k, milestone in enumerate(networks):
        snapshot = training(dataset).snapshot(milestone.name)
        if snapshot is None:
            continue
        report(k / len(networks))
        found = _awaited(study(dataset, snapshot), report)
        if found is None:
            continue
        _awaited(contours(dataset, snapshot, found.plane.shadows), report)
        key, function, *arguments = _clouds(dataset, snapshot, seed, found.plane.shadows)
        _awaited(DRAWS.start(key, apart(function, *arguments, seed=seed)), report)


def _awaited(job: Job[T], report: Report) -> T | None:
    """What a job results in; None where it fails. Ends with the one who waits, whom `report` tells so."""
    while not job.wait(LOOK):
        job.renew()
        report(*job.progress)
    return job.result() if job.state == "done" else None


def own_cloud(settings: Settings, shadows: NDArray[np.float64]) -> GradientCloud:
    """The cloud of the batch size alone, which is none of the round ones, from the shadows, (N, 2)."""
    key = "gradients", settings.dataset.fingerprint, settings.snapshot.name, settings.seed, settings.batch_size
    return drawn(key, gradient_cloud, shadows, [settings.batch_size], N_DRAWS, seed=settings.seed)


def contours(dataset: Dataset, snapshot: Snapshot, shadows: NDArray[np.float64]) -> Job[ContourTable]:
    """The one computation of the contours of all round sizes, from the examples' shadows, (N, 2)."""
    return HEAVY.start(("contours", dataset.fingerprint, snapshot.name), partial(_contours, dataset, snapshot, shadows))


def _contours(dataset: Dataset, snapshot: Snapshot, shadows: NDArray[np.float64], report: Report) -> ContourTable:
    return kept(
        lambda: contours_path(dataset.fingerprint, snapshot.weights),
        lambda path: load_contours(path, dataset.n),
        lambda: apart(contour_table, shadows, round_sizes(dataset.n), progress=True)(report),
        save_contours,
    )


def own_contours(settings: Settings, shadows: NDArray[np.float64]) -> ContourTable:
    """The contours of the batch size alone, which is none of the round ones, from the shadows, (N, 2)."""
    key = "contours", settings.dataset.fingerprint, settings.snapshot.name, settings.batch_size
    return drawn(key, contour_table, shadows, [settings.batch_size])


def batch_mask(settings: Settings) -> NDArray[np.int64]:
    """This batch, (B,), as a step of training draws it: with replacement."""
    return draw_batch(settings.dataset.n, settings.batch_size, seed=settings.seed, draw=settings.draw)


def gains(dataset: Dataset, snapshot: Snapshot) -> Job[StepGains]:
    """The one measurement of what single steps gain at this network."""
    key = "gains", dataset.fingerprint, snapshot.name
    return waits_for(HEAVY.start(key, partial(_gains, dataset, snapshot)))


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
