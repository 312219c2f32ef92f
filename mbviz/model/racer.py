"""Trains runs of SGD in a process of its own, ``python -m mbviz.model.racer``: several at once, in turns.

It reads commands from standard input and writes what happens to standard output, one line of JSON each:

    {"ready": RECIPE}   {"start": KEY, "recipe": RECIPE}   {"pause": KEY}   {"resume": KEY}   {"cancel": KEY}
    {"key": KEY, "step": 300, "seconds": 0.1, "loss": 0.7}      so far; the mean loss of the batches since the last line
    {"key": KEY, "point": 300}                                  this point is on disk
    {"key": KEY, "end": "done" | "exploded" | "failed", ...}          no more will come; of a cancelled run nothing is said

All runs begin at the same weights, and their loss of all the data is taken once; who says "ready" has it taken before.
The process ends with its standard input, or when it has had nothing to do for a while. NumPy alone is loaded here. `mbviz.model.race` starts it with one thread for
NumPy's products: the runs take turns, and as many processes as there are cores keep the machine busy.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from filelock import FileLock, Timeout

from mbviz.data.dataset import MNIST, Dataset, Schema
from mbviz.data.npz import load_file, load_test_file
from mbviz.model.child import take_stdin
from mbviz.model.run_files import (
    Kept,
    folder_of,
    key_of,
    load_run,
    save_explosion,
    save_kept,
)
from mbviz.model.sgd import Point, StepReport, first_point, train_sgd
from mbviz.model.sgd_recipe import SgdRecipe

__all__ = ["main"]

TURN = 0.05  # seconds that a run trains before the next one has its turn
IDLE = 300.0  # seconds without a run after which the process ends
TRY_AGAIN = 0.5  # seconds until a run that another process trains is looked at again
LOCK = "training.lock"


def say(**words: Any) -> None:
    """Write one line."""
    print(json.dumps(words), flush=True)


class _Run:
    """A run under way: its generator, its lock, and what is not on disk yet."""

    def __init__(
        self, key: str, recipe: SgdRecipe, data: Dataset, test: Dataset | None, first: Callable[[SgdRecipe], Point]
    ) -> None:
        self.key, self.recipe = key, recipe
        self.paused = False
        self._data, self._test, self._first = data, test, first
        self._reports: Iterator[StepReport] | None = None
        self._lock: FileLock | None = None
        self._done = -1  # the last point that was told of
        self._losses: list[float] = []  # of the batches since the last point
        self._untold = 0  # how many of them came after the last line
        self._next_try = 0.0

    def turn(self) -> bool:
        """Train for a moment; whether there is more to do."""
        if self._reports is None and not self._begin():
            return True
        until = time.monotonic() + TURN
        for report in self._reports or ():
            if not self._take(report):
                return False
            if time.monotonic() >= until:
                self._tell(report)
                return True
        say(key=self.key, end="done")
        return False

    def is_waiting(self) -> bool:
        """Whether nothing can be done now."""
        return self.paused or (self._reports is None and time.monotonic() < self._next_try)

    def close(self) -> None:
        """Let others train it."""
        if self._lock:
            self._lock.release()

    def _begin(self) -> bool:
        """Take the lock and go on from the last point on disk; False while another process has it."""
        self._next_try = time.monotonic() + TRY_AGAIN
        folder = folder_of(self.key)
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK, timeout=0)
        try:
            lock.acquire()
        except Timeout:
            self._told_by_others()
            return False
        self._lock = lock
        start = self._told_by_others()
        point = start.point if start else self._first(self.recipe)
        self._reports = train_sgd(self.recipe, self._data, test=self._test, start=point)
        return True

    def _told_by_others(self) -> Kept | None:
        """Tell of the points that are on disk and were not told of; the last of all, where there is one."""
        found = load_run(self.key, self.recipe)
        for kept in found:
            if kept.point.step > self._done:
                self._done = kept.point.step
                say(key=self.key, point=self._done)
        return found[-1] if found else None

    def _take(self, report: StepReport) -> bool:
        """Keep what a report brings; False at the end of a run that explodes."""
        if report.problem:
            save_explosion(self.key, report.step)
            say(key=self.key, end="exploded", step=report.step)
            return False
        if np.isfinite(report.batch_loss):
            self._losses.append(report.batch_loss)
            self._untold += 1
        if report.point and report.step > self._done:
            save_kept(self.key, Kept(report.point, np.array(self._losses, np.float32)))
            self._done, self._losses, self._untold = report.step, [], 0
            say(key=self.key, point=report.step)
        return True

    def _tell(self, report: StepReport) -> None:
        if self._untold:
            recent = self._losses[-self._untold :]
            self._untold = 0
            say(key=self.key, step=report.step, seconds=report.seconds, loss=sum(recent) / len(recent))


class _Racer:
    """All runs of this process."""

    def __init__(self, data: Dataset, test: Dataset | None) -> None:
        self._data, self._test = data, test
        self._runs: dict[str, _Run] = {}
        self._firsts: dict[tuple[object, ...], Point] = {}

    def first(self, recipe: SgdRecipe) -> Point:
        """Where a run begins, its losses taken once for all."""
        begins = recipe.layers, recipe.weights_seed
        point = first_point(recipe, self._data, self._test, like=self._firsts.get(begins))
        self._firsts.setdefault(begins, point)
        return point

    def command(self, line: bytes) -> None:
        """Do what a line asks for."""
        words = json.loads(line)
        if "ready" in words:
            self.first(SgdRecipe.from_json(words["ready"]))
            return
        if "start" in words:
            recipe = SgdRecipe.from_json(words["recipe"])
            if key_of(self._data, recipe) != words["start"]:
                say(key=words["start"], end="failed", reason="data")
            elif words["start"] not in self._runs:
                self._runs[words["start"]] = _Run(words["start"], recipe, self._data, self._test, self.first)
            return
        ((verb, key),) = words.items()
        run = self._runs.get(key)
        if run and verb == "cancel":
            self._end(key)
        elif run:
            run.paused = verb == "pause"

    def is_empty(self) -> bool:
        """Whether there is no run."""
        return not self._runs

    def idle(self) -> bool:
        """Whether no run can do anything now."""
        return all(run.is_waiting() for run in self._runs.values())

    def turns(self) -> None:
        """One turn for each run."""
        for key, run in list(self._runs.items()):
            if run.is_waiting():
                continue
            try:
                more = run.turn()
            except OSError as error:
                say(key=key, end="failed", reason="disk", text=str(error))
                more = False
            except Exception as error:  # whatever it is: the other runs go on
                say(key=key, end="failed", reason="error", text=f"{type(error).__name__}: {error}")
                more = False
            if not more:
                self._end(key)

    def _end(self, key: str) -> None:
        self._runs.pop(key).close()


def main(argv: Sequence[str] | None = None) -> int:
    """Train what standard input asks for, until it ends or has had no run for a while.

    Returns
    -------
    int
        Exit code, 0.

    Raises
    ------
    SystemExit
        With code 2, after a sentence on standard error, when the data can not be read.
    """
    parser = argparse.ArgumentParser(prog="python -m mbviz.model.racer", description="Train runs of SGD, in turns.")
    parser.add_argument("--data", required=True, help="an .npz file with x_train and y_train")
    parser.add_argument("--schema", default=MNIST.to_json(), help="as Schema.to_json writes it; MNIST's by default")
    parser.add_argument("--idle", type=float, default=IDLE, help="seconds without a run after which the process ends")
    options = parser.parse_args(argv)
    commands: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(commands,), daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(10)  # the page comes first
    try:
        schema = Schema.from_json(options.schema)
        racer = _Racer(load_file(options.data, schema), load_test_file(options.data, schema))
    except ValueError as error:
        parser.error(str(error))
    busy = time.monotonic()
    while time.monotonic() < busy + options.idle:
        try:
            racer.command(commands.get(timeout=TURN if racer.idle() else 0.0))
        except queue.Empty:
            racer.turns()
        busy = busy if racer.is_empty() else time.monotonic()
    return 0


def _listen(commands: queue.SimpleQueue[bytes]) -> None:
    """Hand on the lines of standard input; end the process as soon as it ends, from whatever it is doing."""
    with os.fdopen(take_stdin(), "rb") as lines:
        for line in lines:
            commands.put(line)
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
