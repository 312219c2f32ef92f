"""What the hostile cases are tried on: 60,000 made-up digits whose networks are there, and a server that shows them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import psutil

from mbviz.data.datasets import Dataset, load_file
from mbviz.model.network import initial_weights
from mbviz.model.snapshots import Recipe, milestones, save_snapshot, take_snapshot
from tests.app_server import AppServer

N = 60_000


def prepare(folder: Path, n: int = N) -> None:
    """Write digits, and networks for all of its snapshots, so that nothing has to be trained."""
    rng = np.random.default_rng(0)
    images, labels = rng.integers(0, 256, (n, 28, 28), dtype=np.uint8), rng.integers(0, 10, n)
    np.savez(folder / "digits.npz", x_train=images, y_train=labels)
    with_networks(folder, lambda: load_file(folder / "digits.npz"))


def with_networks(folder: Path, load: Callable[[], Dataset]) -> None:
    """Write networks for the digits that `load` gives, another one for each snapshot, though none was trained."""
    before, os.environ["MBVIZ_CACHE"] = os.environ.get("MBVIZ_CACHE", ""), str(folder / "mbviz")
    try:
        dataset = load()
        for seed, milestone in enumerate(milestones(Recipe(), dataset.n)):
            weights = initial_weights(Recipe().layers, seed)
            save_snapshot(dataset, Recipe(), take_snapshot(dataset, milestone, weights))
    finally:
        os.environ["MBVIZ_CACHE"] = before


@contextmanager
def digits() -> Iterator[Path]:
    """A folder with digits and networks."""
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        yield Path(folder)


@contextmanager
def serve(folder: Path, *, options: tuple[str, ...] = (), files: str = "", **environment: str) -> Iterator[Site]:
    """A server of what `prepare` has written into a folder; `files` limits how many it may open."""
    with AppServer(
        folder, options=options, files=files, **{"MBVIZ_MNIST": str(folder / "digits.npz"), **environment}
    ) as server:
        yield Site(server)


class Site:
    """A running server, and what it costs."""

    def __init__(self, server: AppServer) -> None:
        assert server.process
        self.server, self.url, self.port = server, server.url, server.port
        self.process = psutil.Process(server.process.pid)

    def memory(self) -> float:
        """Its own memory in MB, that of its children left out."""
        return self.process.memory_info().rss / 1e6

    def cpu(self) -> float:
        """Seconds of CPU so far, with those of its children that are there."""
        everybody = [self.process, *self.process.children(recursive=True)]
        return sum(sum(one.cpu_times()[:2]) for one in everybody)

    def children(self) -> list[str]:
        """What its children run."""
        return [" ".join(child.cmdline()) for child in self.process.children(recursive=True)]

    def threads(self) -> int:
        return self.process.num_threads()

    def files(self) -> int:
        """How many files and sockets it has open."""
        return self.process.num_fds()

    def log(self) -> str:
        return self.server.log()
