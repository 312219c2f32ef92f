"""The server's side of the training: start the child process, watch it, read what it leaves.

TensorFlow costs seconds and hundreds of megabytes, so it lives in a child (`mbviz.model.train`). The
two meet in the run's folder: snapshots, `progress.json`, a lock file that the child holds as long as
it lives (so one run has one trainer, whatever the number of tabs and servers), and a log.
"""

from __future__ import annotations

import json
import logging
import subprocess
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

from mbviz._files import atomic_path
from mbviz._messages import Message, without_folders
from mbviz.data.dataset import Dataset
from mbviz.data.datasets import keep
from mbviz.model.child import last_line, start_child
from mbviz.model.network import initial_weights
from mbviz.model.snapshots import (
    Recipe,
    Snapshot,
    load_snapshot,
    milestones,
    run_dir,
    run_key,
    save_snapshot,
    snapshot_path,
    take_snapshot,
)

__all__ = ["Progress", "Training"]

log = logging.getLogger(__name__)
BUSY = 3  # the child's exit code when another process trains the same run
LOCK, LOG, PROGRESS = "training.lock", "training.log", "progress.json"  # files in the run's folder


@dataclass(frozen=True)
class Progress:
    """How far a training run is.

    Parameters
    ----------
    state : str
        "starting" (no step reported yet), "training", "done", "failed" or "stopped".
    epoch, epochs : int
        The epoch under way, from 1 (0 before the first step), and how many there will be.
    step, steps : int
        Training steps taken, and how many there will be.
    loss : float or None
        Mean training loss over the epoch so far, in nats; None before the first step and when done.
    message : str
        Why it failed, as a sentence; empty otherwise.
    """

    state: str
    epoch: int
    epochs: int
    step: int
    steps: int
    loss: float | None = None
    message: str = ""


def write_progress(folder: Path, progress: Progress) -> None:
    """Replace the report in the run's folder (the child does, the servers read)."""
    # On Windows a file can not be replaced while a server has it open. The next report is soon there.
    with suppress(PermissionError), atomic_path(folder / PROGRESS) as temporary:
        temporary.write_text(json.dumps(asdict(progress)), encoding="utf-8")


def read_progress(folder: Path) -> Progress | None:
    """The last report in the run's folder, None when there is none that can be read."""
    try:
        return Progress(**json.loads((folder / PROGRESS).read_text(encoding="utf-8")))
    except (OSError, TypeError, ValueError):
        return None


class Training:
    """The snapshots of one run, and the child process that makes those that are missing.

    Every method is quick and may be called from any thread, as often as one likes.

    Parameters
    ----------
    dataset : Dataset
        The digits; the child reads them again from ``dataset.path``.
    recipe : Recipe, optional
        How to train; `Recipe.for_data` by default.

    Raises
    ------
    ValueError
        If the recipe does not fit the data.

    Examples
    --------
    >>> training = Training(dataset)                                    # doctest: +SKIP
    >>> training.ensure()                                               # doctest: +SKIP
    >>> training.progress().state, training.available()                 # doctest: +SKIP
    ('training', ('untrained', '100-steps'))
    """

    def __init__(self, dataset: Dataset, recipe: Recipe | None = None) -> None:
        recipe = recipe or Recipe.for_data(dataset)
        pixels, classes = dataset.schema.pixels, dataset.schema.n_classes
        if recipe.layers[0] != pixels:
            raise ValueError(f"recipe.layers must begin with the {pixels} pixels of an image; got {recipe.layers[0]}.")
        if recipe.layers[-1] != classes:
            raise ValueError(f"recipe.layers must end with the {classes} classes; got {recipe.layers[-1]}.")
        self._dataset = dataset
        self._recipe = recipe
        self._milestones = milestones(recipe, dataset.n)
        self._loaded: dict[str, Snapshot] = {}
        self._refused: dict[str, tuple[int, ...]] = {}  # damaged files, by name, so that each is read once
        self._child: _Child | None = None
        self._crashes = 0
        self._failure = ""
        self._stopped = False
        self._lock = threading.RLock()

    def prepare(self) -> None:
        """Make the untrained snapshot here when it is missing: NumPy does, and a child takes seconds to start.

        It is usable even when the cache folder cannot be written; `ensure` says so then.
        """
        first = self._milestones[0]
        with self._lock:
            if first.step == 0 and self._load(first.name) is None:
                weights = initial_weights(self._recipe.layers, self._recipe.seed)
                self._loaded[first.name] = take_snapshot(self._dataset, first, weights)
                with suppress(OSError):
                    save_snapshot(self._dataset, self._recipe, self._loaded[first.name])

    def ensure(self) -> None:
        """Start a child if snapshots are missing and no process trains this run.

        A child that was killed or crashed is started once more; one that reports an error is not, nor
        anything after `stop`, until `retry` is called.
        """
        with self._lock:
            self._reap()
            if self._child or self._failure or self._stopped or self._is_complete():
                return
            try:
                folder = run_dir(self._dataset, self._recipe)
                folder.mkdir(parents=True, exist_ok=True)
                if not _is_held(folder):
                    keep(self._dataset)
                    self._child = _Child(self._dataset, self._recipe, folder)
            except OSError as error:
                log.warning("The network could not be trained: %s", error)
                self._failure = unwritable(error)

    def retry(self) -> None:
        """Forget a failure or a stop, and do what `ensure` does."""
        with self._lock:
            self._reap()
            self._crashes, self._failure, self._stopped = 0, "", False
            self.ensure()

    def stop(self) -> None:
        """End our own child, if there is one, and start no other. Another server's child goes on."""
        with self._lock:
            self._stopped = True
            child, self._child = self._child, None
        if child:
            child.end()

    def progress(self) -> Progress:
        """How far the run is, whichever process trains it."""
        with self._lock:
            self._reap()
            epochs, steps = self._recipe.epochs, self._recipe.epochs * self._recipe.steps_per_epoch(self._dataset.n)
            if self._is_complete():
                return Progress("done", epochs, epochs, steps, steps)
            nothing = Progress("starting", 0, epochs, 0, steps)
            try:
                folder = run_dir(self._dataset, self._recipe)
                latest = read_progress(folder) or nothing
                is_running = self._child is not None or _is_held(folder)
            except OSError:
                latest, is_running = nothing, False
            if self._failure:
                return replace(latest, state="failed", message=self._failure)
            if self._stopped:
                return replace(latest, state="stopped")
            return latest if is_running else nothing

    def is_running(self) -> bool:
        """Whether a process trains this run now, our child or another server's, or is about to end after it has."""
        with self._lock:
            self._reap()
            if self._child or self._is_complete():
                return self._child is not None
            try:
                return _is_held(run_dir(self._dataset, self._recipe))
            except OSError:  # no folder, no trainer in it
                return False

    def available(self) -> tuple[str, ...]:
        """The names of the snapshots that can be used now, in the order of training."""
        with self._lock:
            return tuple(m.name for m in self._milestones if self._load(m.name))

    def snapshot(self, name: str) -> Snapshot | None:
        """A snapshot, kept in memory once read; None as long as there is none.

        Raises
        ------
        ValueError
            If the run has no milestone `name`.
        """
        names = [m.name for m in self._milestones]
        if name not in names:
            raise ValueError(f"name must be one of {', '.join(names)}; got {name!r}.")
        with self._lock:
            return self._load(name)

    def _is_complete(self) -> bool:
        return all(self._load(m.name) for m in self._milestones)

    def _load(self, name: str) -> Snapshot | None:
        if name not in self._loaded:
            mark = _file_mark(self._dataset, self._recipe, name)
            if mark is None or mark == self._refused.get(name):
                return None
            snapshot = load_snapshot(self._dataset, self._recipe, name)
            if snapshot is None:
                self._refused[name] = mark
                return None
            self._loaded[name] = snapshot
        return self._loaded[name]

    def _reap(self) -> None:
        """Take notice of a child that has ended."""
        child = self._child
        code = child.exit_code() if child else None
        if child is None or code is None:
            return
        self._child = None
        if code == BUSY or self._is_complete():
            return
        self._crashes += 1
        if code in (0, 1, 2) or self._crashes > 1:  # 1 and 2 are Python's and argparse's: it has said why
            log.warning("The training ended early (exit code %d): %s", code, child.last_words())
            words = Message("Its last words: {line}", line=without_folders(child.last_words()))
            self._failure = Message("The training ended early (exit code {code}). {words}", code=code, words=words)


class _Child:
    """A running `mbviz.model.train`."""

    def __init__(self, dataset: Dataset, recipe: Recipe, folder: Path) -> None:
        self._log = folder / LOG
        with suppress(OSError):  # what a killed child reported is not what this one does
            (folder / PROGRESS).unlink(missing_ok=True)
        arguments = ["--follow-stdin", "--data", str(dataset.path), "--source", dataset.source]
        arguments += ["--schema", dataset.schema.to_json()]
        arguments += ["--recipe", recipe.to_json(), "--key", run_key(dataset, recipe)]
        # Added to, never emptied: another server's child may be writing its own lines there.
        with open(self._log, "ab") as log:
            self._log_start = log.tell()
            self._process = start_child(arguments, stdout=subprocess.DEVNULL, stderr=log)

    def exit_code(self) -> int | None:
        return self._process.poll()

    def end(self) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def last_words(self) -> str:
        """The last line of the log since the child's start."""
        try:
            return last_line(self._log.read_bytes()[self._log_start :]) or "nothing"
        except OSError:
            return "nothing"


def unwritable(error: OSError) -> str:
    """The sentence for a cache folder that refuses our files."""
    return Message(
        "The cache folder can not be used: {reason}. Set MBVIZ_CACHE to a folder that can be written.",
        reason=without_folders(str(error)),
    )


def _is_held(folder: Path) -> bool:
    """Whether a child holds the run's lock. The lock of a process that is gone is free."""
    try:
        with FileLock(folder / LOCK, timeout=0):
            return False
    except Timeout:
        return True


def _file_mark(dataset: Dataset, recipe: Recipe, name: str) -> tuple[int, ...] | None:
    """What changes when a snapshot's file is replaced; None without a file."""
    try:
        status = snapshot_path(dataset, recipe, name).stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
