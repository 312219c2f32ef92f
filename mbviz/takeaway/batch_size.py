"""The cells of the page "Batch size": the losses of all the data, real draws, and how many examples are enough."""

from __future__ import annotations

import numpy as np

from mbviz._messages import Message
from mbviz.data.dataset import Dataset
from mbviz.model.snapshots import Snapshot
from mbviz.stats.planner import normal_quantile
from mbviz.takeaway._shared import importing
from mbviz.takeaway.cells import Cell
from mbviz.takeaway.literals import packed

__all__ = ["batch_size_cells"]

MOMENTS = """\
all_losses = -np.log(all_picks.astype(np.float64) + 1e-7)
train_size = len(all_losses)
mean, std = all_losses.mean(), all_losses.std()
skewness = np.mean(((all_losses - mean) / std) ** 3) if std else 0.0
largest = np.sort(np.maximum(all_losses, 0))[-int(np.ceil(0.01 * train_size)):]
print(f"mean: {mean:.4f} nats ({mean})")
print(f"standard deviation: {std:.4f} nats ({std})")
print(f"CV: {std / mean:.2f}, skewness: {skewness:.1f}")
print(f"the largest 1% hold {largest.sum() / np.maximum(all_losses, 0).sum():.0%} of the loss")
print(f"Cochran's rule, 25 * skewness**2: {int(np.ceil(25 * skewness**2)):,}")"""

DRAWS = """\
batch_size, seed = {batch_size}, {seed}
estimates = np.array([
    all_losses[np.random.default_rng([seed, batch_size, draw]).choice(train_size, batch_size{way})].mean()
    for draw in range(200)
])
standard_error = std / np.sqrt(batch_size){correction}
spread = np.sqrt(np.mean((estimates - mean) ** 2))
print(f"spread of 200 draws: {{spread:.4f}} nats ({{spread}})")
print(f"standard error: {{standard_error:.4f}} nats ({{standard_error}})")"""

CORRECTION = " * np.sqrt((train_size - batch_size) / max(train_size - 1, 1))  # finite population correction"

ENOUGH = """\
confidence, z, population = {confidence!r}, {z}, {population}
for precision in ({precision}, {tenth}):
    for_the_risk = (z * std / (precision * mean)) ** 2
    for_the_mean = for_the_risk / (1 + (for_the_risk - 1) / population)
    print(f"within {{100 * precision:.3g}}%: {{int(np.ceil(for_the_mean)):,}} of {{population:,}}, {{int(np.ceil(for_the_risk)):,}} for the true risk")"""


def batch_size_cells(
    dataset: Dataset,
    snapshot: Snapshot,
    *,
    batch_size: int,
    seed: int,
    replace: bool,
    population: int = 10**9,
    precision: float = 0.01,
    confidence: float = 0.95,
) -> list[Cell]:
    """Write the statistics of a network's losses as code that gives them again.

    Parameters
    ----------
    dataset : Dataset
        N digits; only their labels are used.
    snapshot : Snapshot
        The network's outputs for all of them; the picks go along packed, 4 bytes each.
    batch_size, seed, replace
        Of the 200 draws whose spread is measured (see `draw_batch`).
    population, precision, confidence
        How many examples there are, and how well their mean loss is wanted (see `required_batch_size`); ten times
        that precision is computed as well.

    Returns
    -------
    list of Cell

    Examples
    --------
    >>> from pathlib import Path
    >>> from mbviz import per_example_loss
    >>> digits = Dataset(np.zeros((2, 28, 28), np.uint8), np.array([1, 0]), "file", Path("two.npz"))
    >>> y = np.array([[0.5, 0.5], [0.75, 0.25]], np.float32)
    >>> network = Snapshot("untrained", 0, y, per_example_loss(y, digits.labels), ())
    >>> [cell.kind for cell in batch_size_cells(digits, network, batch_size=1, seed=0, replace=True)]
    ['markdown', 'code', 'code', 'markdown', 'code', 'markdown', 'code']
    """
    picks = snapshot.y[np.arange(dataset.n), dataset.labels]
    way, correction = ("", "") if replace else (", replace=False", CORRECTION)
    return importing(
        [
            Cell(
                "markdown",
                Message(
                    "# How far off is a mini-batch? The losses of {n:,} digits\n\n"
                    "`all_picks` holds what the network gives the true class of each digit: float32, packed.",
                    n=dataset.n,
                ),
            ),
            Cell("code", f"all_picks = {packed(picks)}"),
            Cell("code", MOMENTS),
            Cell("markdown", Message("## The spread of 200 mini-batches, and the exact standard error")),
            Cell("code", DRAWS.format(batch_size=batch_size, seed=seed, way=way, correction=correction)),
            Cell("markdown", Message("## How many are enough, of {n:,} such examples", n=population)),
            Cell(
                "code",
                ENOUGH.format(
                    z=normal_quantile(confidence),
                    population=population,
                    confidence=confidence,
                    precision=precision,
                    tenth=precision / 10,
                ),
            ),
        ]
    )
