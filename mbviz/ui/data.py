"""What all visitors share: the data, the training run, and the estimates computed from them."""

from __future__ import annotations

import gc
import logging
import threading
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mbviz._messages import Message, reason, without_folders
from mbviz.data.datasets import Dataset, load_mnist, load_without_path
from mbviz.model.trainer import Training
from mbviz.sampling import round_sizes
from mbviz.stats.estimates import loss_estimates
from mbviz.ui import session
from mbviz.ui.draws import drawn
from mbviz.ui.jobs import Job, Jobs, Report
from mbviz.ui.language import _
from mbviz.ui.settings import Settings
from mbviz.ui.workers import WORKERS

N_DRAWS = 200
log = logging.getLogger(__name__)

# Kept by the modules and not by Streamlit, whose caches any browser may ask to be emptied
LOADINGS = Jobs("loading", kept=2, pause=float("inf"))  # the page offers another try
TRAININGS = Jobs("training", kept=4)
HEAVY = Jobs("heavy", lease=30.0)  # each keeps all cores busy, and two at once would spoil what is measured


@dataclass(frozen=True)
class Loaded:
    """The data; `problem` is a sentence when what the user asked for could not be had, and these are others."""

    dataset: Dataset
    problem: str


class Looks:
    """The loadings by their numbers: what one has brought is shown until a later one has brought something."""

    def __init__(self) -> None:
        self._shown = self._last = 0
        self._lock = threading.Lock()

    def shown(self) -> Job[Loaded]:
        """The loading whose digits are shown; the first one also while it has none."""
        with self._lock:
            shown, last = self._job(self._shown), self._job(self._last)
            if last is shown or not last.ended:
                return shown
            if last.state != "done":  # the old digits stay
                last.forget()
                self._last = self._shown
                return shown
            shown.forget()
            self._shown = self._last
            return last

    def again(self) -> None:
        """Begin another loading, unless one is under way."""
        with self._lock:
            if self._job(self._last).ended:
                self._last += 1
                self._job(self._last)

    def under_way(self) -> Job[Loaded] | None:
        """The loading that may take the place of what is shown, if there is one."""
        with self._lock:
            return self._job(self._last) if self._last != self._shown else None

    def _job(self, number: int) -> Job[Loaded]:
        return LOADINGS.start(("mnist", number), _load)


LOOKS = Looks()


def loading() -> Job[Loaded]:
    """The loading of this server whose digits are shown, in the background, so that no page waits for a download."""
    return LOOKS.shown()


def look_again() -> None:
    """Look for better digits; whoever asked for it is told how far that is, and nobody waits."""
    LOOKS.again()
    session.memory().looks = True


def _load(report: Report) -> Loaded:
    WORKERS.warm()  # the first page will need one
    problem = ""
    try:
        try:
            dataset = load_mnist(progress=report)
        except ValueError as error:
            problem = without_folders(reason(error))
            log.warning("%s", error)
            dataset = load_without_path(progress=report)
        training(dataset)
    except (OSError, ImportError, ValueError, MemoryError) as error:
        log.exception("No digits could be loaded")
        said = Message("No digits could be loaded: {reason}", reason=without_folders(reason(error)))
        raise OSError(Message("{before} {said}", before=problem, said=said) if problem else said) from error
    _spare_the_collector()
    return Loaded(dataset, problem)


@cache
def _spare_the_collector() -> None:
    """Keep Python's garbage collector from all that is there by now: modules, data, networks. Once in a server's life.

    They stay as long as the server, and to search them takes as long as a dozen moves of a hand.
    """
    gc.freeze()


def training(dataset: Dataset) -> Training:
    """The one training run of this server for these data, its untrained snapshot ready."""

    def create(report: Report) -> Training:
        created = Training(dataset)
        created.prepare()
        return created

    return TRAININGS.start(dataset.fingerprint, create).result()


def while_training() -> str:
    """Why what measures times has to wait, as a sentence; empty when no network is being trained."""
    goes_on = any(run.is_running() for run in TRAININGS.results())
    return Message("Waits until the training has ended") if goes_on else ""


@dataclass(frozen=True)
class Cloud:
    """Loss estimates of many mini-batches.

    Attributes
    ----------
    sizes : tuple of int, m batch sizes
    estimates : ndarray of float64, shape (m, N_DRAWS), nats
    """

    sizes: tuple[int, ...]
    estimates: NDArray[np.float64]


def cloud(settings: Settings) -> Cloud:
    """Estimates at all round sizes, computed once for data, network, seed and way of drawing."""
    dataset, snapshot, seed, replace = settings.dataset, settings.snapshot, settings.seed, settings.replace
    key = dataset.fingerprint, snapshot.name, seed, replace
    sizes, text = round_sizes(dataset.n), _("Drawing mini-batches of all sizes …")
    estimates = drawn(
        ("cloud", *key), loss_estimates, snapshot.losses, sizes, N_DRAWS, seed=seed, replace=replace, text=text
    )
    return Cloud(sizes, estimates)
