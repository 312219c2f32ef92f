"""The numbers of the page "Batch size" for the shipped recipe, as the README's table: ``python -m tests.bench.numbers [mnist.npz]``.

Reads the snapshots from the app's cache, and trains the network first when they are not there (a few minutes).
"""

from __future__ import annotations

import sys
import time

import numpy as np

import mbviz
from mbviz.model.snapshots import Recipe, Snapshot, load_snapshot, milestones
from mbviz.model.trainer import Training
from mbviz.stats.planner import required_batch_size
from mbviz.stats.profile import top_share
from mbviz.stats.summary import summarize

BILLION = 10**9


def snapshots(dataset: mbviz.Dataset) -> list[Snapshot]:
    """All snapshots of the recipe, trained if they must be."""
    training = Training(dataset)
    training.prepare()
    training.ensure()
    while training.progress().state not in ("done", "failed"):
        time.sleep(1)
    return [load_snapshot(dataset, Recipe(), milestone.name) for milestone in milestones(Recipe(), dataset.n)]


def row(dataset: mbviz.Dataset, snapshot: Snapshot) -> list[str]:
    """One line of the table."""
    summary = summarize(snapshot.losses)
    accuracy = np.mean(snapshot.y.argmax(axis=1) == dataset.labels)
    needed = [required_batch_size(summary, precision, population=BILLION) for precision in (0.1, 0.01, 0.001)]
    held = np.maximum(snapshot.losses, 0)  # -log(1 + delta) is a hair below 0
    return [
        snapshot.name.replace("-", " "),
        f"{accuracy:.3f}",
        f"{summary.mean:.4f}",
        f"{summary.std:.4f}",
        f"{summary.cv:.2f}",
        f"{summary.skewness:.1f}",
        f"{top_share(held):.0%}",
        *(f"{size:,}" for size in needed),
    ]


def main() -> None:
    """Print the table."""
    dataset = mbviz.load_mnist(sys.argv[1] if len(sys.argv) > 1 else None)
    head = [
        "trained for",
        "accuracy",
        "μ, nats",
        "σ, nats",
        "CV",
        "γ",
        "top 1% hold",
        "for ±10%",
        "for ±1%",
        "for ±0.1%",
    ]
    print(f"| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for snapshot in snapshots(dataset):
        print(f"| {' | '.join(row(dataset, snapshot))} |")


if __name__ == "__main__":
    main()
