"""Runs of SGD side by side, as the server sees them: start, watch, pause, cancel.

`Races` holds as many child processes (`mbviz.model.racer`) as there are cores and deals the runs out among them; a
child trains its runs in turns, so all curves grow at once. Who asks for a recipe that runs gets the run that there is;
what other processes train is waited for, and read from disk.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from mbviz._messages import Message
from mbviz.data.dataset import Dataset
from mbviz.model.child import last_line, start_child
from mbviz.model.curve import Curve
from mbviz.model.run_files import Kept, explosion_step, key_of, load_kept, load_run, may_have_ended
from mbviz.model.sgd import Point, explosion
from mbviz.model.sgd_recipe import SgdRecipe
from mbviz.model.trainer import unwritable

__all__ = ["Races", "Run"]

State = Literal["waiting", "running", "paused", "done", "failed", "cancelled"]
ONE_THREAD = {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")}
LEASE = 60.0  # seconds after which a run that nobody asks for is given up; what it has done stays on disk
SPARE = 10.0  # and after which it makes room for one that somebody starts


class Run:
    """One run. Made by `Races.start`; any thread may look at it, as often as it likes.

    Attributes
    ----------
    recipe : SgdRecipe
        How it learns.
    key : str
        Of data and recipe.
    state : str
        "waiting" (no step taken here yet), "running", "paused", "done", "failed" or "cancelled". A run that exploded
        is "done", with a `problem`.
    step : int
        Steps taken.
    problem : str
        Why it failed, or ended early, as a sentence; empty otherwise.
    """

    def __init__(self, recipe: SgdRecipe, key: str, send: Callable[[Run, str], None]) -> None:
        self.recipe, self.key = recipe, key
        self.state: State = "waiting"
        self.step = 0
        self.problem = ""
        self.asked_at = time.monotonic()
        self.crashes = 0
        self._send = send
        self._kept: list[tuple[float, ...]] = []
        self._losses: list[NDArray[np.float32]] = []
        self._live: list[tuple[float, ...]] = []
        self._drawn: tuple[tuple[int, int, int], Curve] | None = None  # the curve of so many entries
        self._lock = threading.RLock()

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ("done", "failed", "cancelled")

    def renew(self) -> None:
        """Say that somebody still wants it."""
        self.asked_at = time.monotonic()

    def curve(self) -> Curve:
        """What is known of it by now; asking renews the lease."""
        self.renew()
        with self._lock:
            known = len(self._kept), len(self._live), self.step
            if self._drawn and self._drawn[0] == known:
                return self._drawn[1]
            kept = np.array(self._kept, np.float64).reshape(-1, 6).T
            live = np.array(self._live, np.float64).reshape(-1, 3).T
            losses = np.concatenate([np.zeros(0, np.float32), *self._losses])
        steps, seconds, loss, accuracy, test_loss, test_accuracy = kept
        whole = steps.astype(np.int64), live[0].astype(np.int64)
        curve = Curve(whole[0], seconds, loss, accuracy, test_loss, test_accuracy, losses, whole[1], live[1], live[2])
        self._drawn = known, curve
        return curve

    def point(self, step: int) -> Point | None:
        """The last point at or before `step`, with its weights, read from disk; None where there is none."""
        with self._lock:
            before = [int(one[0]) for one in self._kept if one[0] <= step]
        kept = load_kept(self.key, self.recipe, before[-1]) if before else None
        return kept.point if kept else None

    def pause(self) -> None:
        """Let it rest until `resume`."""
        if self.state in ("waiting", "running"):
            self.state = "paused"
            self._send(self, "pause")

    def resume(self) -> None:
        """Let it go on."""
        self.renew()
        if self.state == "paused":
            self.state = "running"
            self._send(self, "resume")

    def cancel(self) -> None:
        """Give it up; what it has done stays on disk."""
        if not self.ended:
            self.state = "cancelled"
            self._send(self, "cancel")

    def take(self, kept: Kept) -> None:
        """Add a point that is on disk."""
        point = kept.point
        tested = (np.nan if value is None else value for value in (point.test_loss, point.test_accuracy))
        with self._lock:
            if not self._kept or point.step > self._kept[-1][0]:
                self._kept.append((point.step, point.seconds, point.loss, point.accuracy, *tested))
                self._losses.append(kept.batch_losses)
                self._live = [one for one in self._live if one[0] > point.step]
                self.step = max(self.step, point.step)

    def hear(self, words: dict[str, Any]) -> None:
        """Take in a line of the child."""
        if self.ended:
            return
        if "end" in words:
            self._end(words)
            return
        if self.state == "waiting":
            self.state = "running"
        if "point" in words:
            kept = load_kept(self.key, self.recipe, words["point"])
            if kept:
                self.take(kept)
        else:
            with self._lock:
                if words["step"] > self.step:  # or it is the last word of a run that was cancelled and began again
                    self._live.append((words["step"], words["seconds"], words["loss"]))
                    self.step = words["step"]

    def _end(self, words: dict[str, Any]) -> None:
        if words["end"] == "exploded":
            self.step, self.problem, self.state = words["step"], explosion(self.recipe, words["step"]), "done"
        elif words["end"] == "failed":
            self.fail(_reason(words))
        else:
            self.state = words["end"]

    def fail(self, problem: str) -> None:
        """End with a sentence."""
        self.problem, self.state = problem, "failed"


def _reason(words: dict[str, Any]) -> str:
    if words["reason"] == "disk":
        return unwritable(OSError(words["text"]))
    if words["reason"] == "data":
        return Message("The file of the digits does not hold any more what it held before; load the page again.")
    return Message("The run ended early. Its last words: {text}", text=words["text"])


class _Child:
    """A running `mbviz.model.racer`, and its runs."""

    def __init__(self, dataset: Dataset, on_end: Callable[[_Child], None]) -> None:
        arguments = ["--data", str(dataset.path), "--schema", dataset.schema.to_json()]
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  closed with the child
        self._process = start_child(
            arguments, stdout=subprocess.PIPE, stderr=self._log, module="mbviz.model.racer", environment=ONE_THREAD
        )
        self.runs: dict[str, Run] = {}
        self._on_end = on_end
        threading.Thread(target=self._listen, daemon=True, name="mbviz-race").start()

    def send(self, **words: str) -> None:
        """Write one command; a child that is gone does not read it."""
        with suppress(OSError, ValueError):
            if self._process.stdin:
                self._process.stdin.write(json.dumps(words).encode() + b"\n")
                self._process.stdin.flush()

    def active(self) -> list[Run]:
        return [run for run in list(self.runs.values()) if not run.ended]

    def end(self) -> None:
        """Close its standard input, with which it ends."""
        with suppress(OSError):
            if self._process.stdin:
                self._process.stdin.close()

    def last_words(self) -> str:
        self._log.seek(0)
        return last_line(self._log.read()) or "nothing"

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            words = json.loads(line)
            run = self.runs.get(words["key"])
            if run:
                run.hear(words)
            for other in self.active():
                if time.monotonic() - other.asked_at > LEASE:
                    other.cancel()
        self._process.wait()
        self._on_end(self)


class Races:
    """All runs on one data set.

    Parameters
    ----------
    dataset : Dataset
        The digits; the children read them again from ``dataset.path``, and the test digits where that file has any.
    at_once : int, optional
        How many child processes; one for each core by default.

    Examples
    --------
    >>> races = Races(dataset)                                            # doctest: +SKIP
    >>> runs = [races.start(SgdRecipe(b, 180_000 // b)) for b in (10, 100, 1_000, 10_000, 60_000)]   # doctest: +SKIP
    >>> [(run.state, run.curve().loss[-1]) for run in runs]               # doctest: +SKIP
    """

    def __init__(self, dataset: Dataset, at_once: int | None = None) -> None:
        self._dataset = dataset
        self._at_once = at_once or os.cpu_count() or 1
        self._runs: dict[str, Run] = {}
        self._children: list[_Child] = []
        self._lock = threading.RLock()

    def start(self, recipe: SgdRecipe) -> Run:
        """The run of a recipe: the one under way, the one on disk, or a new one.

        One that failed or was cancelled begins again, from its last point on disk.

        Raises
        ------
        ValueError
            If the recipe does not fit the data.
        """
        key = key_of(self._dataset, recipe)
        with self._lock:
            run = self._runs.get(key)
            if run is None or run.state in ("failed", "cancelled"):
                run = self._runs[key] = Run(recipe, key, self._send)
                self._read(run)
                if not run.ended:
                    self._make_room()
                    self._deal(run)
        run.renew()
        return run

    def _make_room(self) -> None:
        """Give up what nobody has asked for of late: who left, or set another race going, waits for none of it."""
        for run in self._runs.values():
            if not run.ended and time.monotonic() - run.asked_at > SPARE:
                run.cancel()

    def ready(self, recipe: SgdRecipe) -> None:
        """Have the children read the data and take the first loss of such a recipe, so that runs begin at once."""
        with self._lock:
            while len(self._children) < self._at_once:
                try:
                    self._children.append(_Child(self._dataset, self._ended))
                except OSError:  # who starts a run is told
                    return
                self._children[-1].send(ready=recipe.to_json())

    def look(self, recipe: SgdRecipe) -> Run | None:
        """The run of a recipe where there is one, under way or finished on disk; nothing is started."""
        key = key_of(self._dataset, recipe)
        with self._lock:
            run = self._runs.get(key)
            if run is None and may_have_ended(key, recipe):
                run = Run(recipe, key, self._send)
                self._read(run)
                if not run.ended:
                    return None  # a file on the way to its end is damaged
                self._runs[key] = run
        return run

    def _read(self, run: Run) -> None:
        """What is on disk of it."""
        with suppress(OSError):  # no folder, nothing in it; the child says why
            for kept in load_run(run.key, run.recipe):
                run.take(kept)
            exploded = explosion_step(run.key)
            if exploded is not None:
                run.hear({"end": "exploded", "step": exploded})
            elif run.step == run.recipe.steps:
                run.state = "done"

    def _deal(self, run: Run) -> None:
        """Give a run to the child with the fewest, or to a new one; the lock is held."""
        least = min(self._children, key=lambda child: len(child.active()), default=None)
        if least is None or (least.active() and len(self._children) < self._at_once):
            try:
                least = _Child(self._dataset, self._ended)
            except OSError as error:
                run.fail(Message("No process for the training: {reason}", reason=str(error)))
                return
            self._children.append(least)
        least.runs[run.key] = run
        least.send(start=run.key, recipe=run.recipe.to_json())

    def _send(self, run: Run, verb: str) -> None:
        for child in list(self._children):
            if child.runs.get(run.key) is run:
                child.send(**{verb: run.key})

    def _ended(self, child: _Child) -> None:
        """Take notice of a child that is gone: its runs go on in another one, once."""
        with self._lock:
            if child in self._children:
                self._children.remove(child)
            for run in child.active():
                run.crashes += 1
                if run.crashes > 1:
                    run.fail(Message("The run ended early. Its last words: {text}", text=child.last_words()))
                else:
                    self._deal(run)

    def close(self) -> None:
        """End the children; for tests, and for data that are left."""
        with self._lock:
            children, self._children = self._children, []
            for child in children:
                for run in child.active():
                    run.state = "cancelled"
                child.end()
