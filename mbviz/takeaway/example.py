"""The cells of the page "One example": its batch, and how its loss comes about."""

from __future__ import annotations

from mbviz._checks import as_count
from mbviz._messages import Message
from mbviz.batch import Batch
from mbviz.data.dataset import Dataset
from mbviz.model.snapshots import Snapshot
from mbviz.takeaway.cells import Cell
from mbviz.takeaway.literals import typed
from mbviz.takeaway.mini_batch import mini_batch_cells

__all__ = ["example_cells"]

ONE = """\
n = {n}
row = {row}  # y[n]
print(f"example {{n}} is digit {{batch_mask[n]}} of the data, a {{t[n]}}; the network says {{row.argmax()}}")
print(f"y[{{n}}, {{t[n]}}] = {{row[t[n]]:.4g}} ({{row[t[n]]}})")
print(f"-log({{row[t[n]]}} + 1e-7) = {{losses[n]:.4g}} nats ({{-np.log(row[t[n]] + 1e-7)}})")
held = np.maximum(losses, 0)  # no example holds less than none of the loss, as -1e-7 would be where y is 1
print(f"of the batch's loss: {{held[n] / held.sum():.2%}} ({{100 * held[n] / held.sum()}})")"""


def example_cells(
    dataset: Dataset,
    snapshot: Snapshot,
    batch: Batch,
    n: int,
    *,
    seed: int,
    draw: int,
    replace: bool,
    whole: bool = True,
) -> list[Cell]:
    """Write one example of a mini-batch as code that gives its numbers again, to the last digit.

    Parameters
    ----------
    dataset, snapshot, batch, seed, draw, replace, whole
        As of `mini_batch_cells`.
    n : int
        Which example, 0 … B − 1.

    Returns
    -------
    list of Cell
        Those of the batch, and one for the example.

    Raises
    ------
    ValueError
        If there is no such example, and where `mini_batch_cells` raises it.
    """
    which = as_count(n, "n", maximum=len(batch) - 1)
    cells = mini_batch_cells(dataset, snapshot, batch, seed=seed, draw=draw, replace=replace, whole=whole)
    row = typed(snapshot.y[batch.batch_mask[which]])
    text = Message(
        "## Example {n}\n\nIts row of `y`, the cell that its label picks, and its share of the batch's loss.", n=which
    )
    return [*cells, Cell("markdown", text), Cell("code", ONE.format(n=which, row=row))]
