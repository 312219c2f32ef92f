"""The cells of the page "Mini-batch": from the draw to the loss, and how far off it is."""

from __future__ import annotations

import numpy as np

from mbviz._messages import Message
from mbviz.batch import Batch
from mbviz.data.dataset import Dataset
from mbviz.model.snapshots import Snapshot
from mbviz.takeaway._shared import FUNCTIONS, ROWS, check, drawing, importing, outputs
from mbviz.takeaway.cells import Cell
from mbviz.takeaway.literals import labels, packed

__all__ = ["mini_batch_cells"]

REPEATED = """\
print("batch_mask:", batch_mask)

values, counts = np.unique(batch_mask, return_counts=True)
print("different digits:", len(values))
print("more than once:", values[counts > 1])"""

SCORE = """\
picks = y[np.arange(batch_size), t]  # from each row, the true class picks one cell
losses = -np.log(picks + 1e-7)
for n in range(min(batch_size, 20)):
    print(f"n = {n}: y[{n}, {t[n]}] = {picks[n]:.4g} ({picks[n]}), loss {losses[n]:.4g} nats ({losses[n]})")

total, loss = losses.sum(), losses.mean()
wrong = np.sum(predicted != t)
print(f"wrong: {wrong} of {batch_size}")
print(f"sum: {total:,.4f} nats ({total})")
print(f"loss: {loss:.4f} nats ({loss})")
print(f"version 2: {sparse_cross_entropy_error(y, t)}")
one_hot = np.eye(y.shape[1])[t]
print(f"version 1: {cross_entropy_error(y, one_hot)}")  # adds in another order: the last digits may differ"""

ALL_LOSSES = """\
all_losses = -np.log(all_picks.astype(np.float64) + 1e-7)
mean, std = all_losses.mean(), all_losses.std()"""

GIVEN = "mean, std = {mean!r}, {std!r}  # of the losses of all the data; the notebook computes them"

COMPARE = """\
off = loss - mean
standard_error = std / np.sqrt(batch_size)
{correction}print(f"all the data: {{mean:.4f}} nats ({{mean}})")
print(f"standard deviation: {{std:.4f}} nats ({{std}})")
print(f"off by: {{off:+.4f}} nats ({{off}})")
print(f"in per cent: {{off / mean:+.1%}} ({{100 * off / mean}})")
print(f"standard error: {{standard_error:.4f}} nats ({{standard_error}})")"""

AGAIN = """\
print("this batch from the losses of all:", all_losses[batch_mask].mean() == loss)"""

CORRECTION = """\
# finite population correction: without replacement, a larger part of the data leaves less to chance
standard_error *= np.sqrt((train_size - batch_size) / max(train_size - 1, 1))
"""


def mini_batch_cells(
    dataset: Dataset, snapshot: Snapshot, batch: Batch, *, seed: int, draw: int, replace: bool, whole: bool = True
) -> list[Cell]:
    """Write one mini-batch as code that gives its numbers again, to the last digit.

    Parameters
    ----------
    dataset : Dataset
        N digits; only their labels and their number are used.
    snapshot : Snapshot
        The network's outputs for all of them.
    batch : Batch
        The mini-batch, opened on both.
    seed, draw, replace
        What it was drawn with (see `draw_batch`).
    whole : bool
        With the picks of all N digits (4 bytes each), from which the mean and the standard deviation of all losses
        follow; without them these two are written down, and the code is as small as it can be.

    Returns
    -------
    list of Cell

    Raises
    ------
    ValueError
        If seed, draw and replace give another batch, or the outputs are not those of N digits.

    Examples
    --------
    >>> from pathlib import Path
    >>> from mbviz import draw_batch, open_batch, per_example_loss
    >>> digits = Dataset(np.zeros((2, 28, 28), np.uint8), np.array([1, 0]), "file", Path("two.npz"))
    >>> y = np.array([[0.5, 0.5], [0.75, 0.25]], np.float32)
    >>> network = Snapshot("untrained", 0, y, per_example_loss(y, digits.labels), ())
    >>> batch = open_batch(draw_batch(2, 1), digits.labels, y)
    >>> cells = mini_batch_cells(digits, network, batch, seed=0, draw=0, replace=True, whole=False)
    >>> print(cells[1].text.splitlines()[4])
    batch_mask = np.random.default_rng([seed, batch_size, draw]).choice(train_size, batch_size)
    """
    check(dataset.n, snapshot.y, batch, seed, draw, replace)
    draw_lines = f"train_size = {dataset.n}\n{drawing(len(batch), seed, draw, replace)}\n{REPEATED}"
    cells = [
        Cell(
            "markdown",
            Message(
                "# One mini-batch: {size:,} of {n:,} digits\n\n"
                "The numbers of the page, made again by NumPy alone. The page shows a loss of **{loss:.4f} nats**. "
                "With the same NumPy on the same kind of processor every digit agrees; elsewhere the last ones may differ.",
                size=len(batch),
                n=dataset.n,
                loss=batch.loss,
            ),
        ),
        Cell("code", draw_lines),
    ]
    if whole:
        cells += _all_picks(dataset, snapshot)
    cells += _this_batch(snapshot, batch, whole)
    cells += [
        Cell(
            "markdown",
            Message(
                "## Pick, score and take the mean\n\n"
                "Version 2 takes labels and picks one output from each row; version 1 takes one-hot rows and multiplies."
            ),
        ),
        Cell("code", FUNCTIONS),
        Cell("code", SCORE),
    ]
    return importing(cells + _compare(dataset, snapshot, replace, whole))


def _all_picks(dataset: Dataset, snapshot: Snapshot) -> list[Cell]:
    picks = snapshot.y[np.arange(dataset.n), dataset.labels]
    text = Message(
        "## All the data\n\n"
        "`all_picks` holds what the network gives the true class of each of the {n:,} digits: float32, packed.",
        n=dataset.n,
    )
    return [Cell("markdown", text), Cell("code", f"all_picks = {packed(picks)}")]


def _this_batch(snapshot: Snapshot, batch: Batch, whole: bool) -> list[Cell]:
    text = Message(
        "## This batch\n\n"
        "`t` holds the true classes, `y` the softmax outputs, `predicted` the class with the largest output. "
        "The network works in float32; the losses are computed in float64."
    )
    predicted = f"predicted = {labels(batch.predicted)}" if len(batch) > ROWS else "predicted = y.argmax(axis=1)"
    lines = [
        f"t = {labels(batch.t)}",
        outputs(batch, snapshot.y, "all_picks[batch_mask]" if whole else None),
        predicted,
    ]
    return [Cell("markdown", text), Cell("code", "\n".join(lines))]


def _compare(dataset: Dataset, snapshot: Snapshot, replace: bool, whole: bool) -> list[Cell]:
    text = Message("## Compare with the loss of all {n:,} digits", n=dataset.n)
    mean, std = float(snapshot.losses.mean()), float(snapshot.losses.std())
    compared = COMPARE.format(correction="" if replace else CORRECTION)
    lines = [ALL_LOSSES, compared, AGAIN] if whole else [GIVEN.format(mean=mean, std=std), compared]
    return [Cell("markdown", text), Cell("code", "\n".join(lines))]
