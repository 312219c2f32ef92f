"""Code that several pages' cells have in common."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mbviz._checks import as_array
from mbviz._messages import Message
from mbviz.batch import Batch
from mbviz.sampling import draw_batch
from mbviz.takeaway.cells import Cell
from mbviz.takeaway.literals import TYPED, packed, typed

ROWS = 1000  # up to so many examples take their whole rows of y along

# The article's two functions, with its slips mended (y.dim, np.arrange, reshape without its array).
FUNCTIONS = """\
def sparse_cross_entropy_error(y, t):  # version 2: t holds labels
    if y.ndim == 1:  # one example without a batch
        t = t.reshape(1, t.size)
        y = y.reshape(1, y.size)

    delta = 1e-7
    batch_size = y.shape[0]

    return -np.sum(np.log(y[np.arange(batch_size), t] + delta)) / batch_size


def cross_entropy_error(y, t):  # version 1: t is one-hot
    if y.ndim == 1:
        t = t[np.newaxis, :]
        y = y.reshape(1, -1)

    batch_size = y.shape[0]
    delta = 1e-7

    return -np.sum(t * np.log(y + delta)) / batch_size"""


def importing(cells: list[Cell]) -> list[Cell]:
    """The cells, the first code cell of which imports what all of them need."""
    first = next(i for i, cell in enumerate(cells) if cell.kind == "code")
    needs = "import base64\n\n" if any("base64." in cell.text for cell in cells if cell.kind == "code") else ""
    start = Cell("code", f"{needs}import numpy as np\n\n{cells[first].text}")
    return [*cells[:first], start, *cells[first + 1 :]]


def check(n: int, y: NDArray[np.float32], batch: Batch, seed: int, draw: int, replace: bool) -> None:
    """Raise ValueError unless the code will draw this batch, and `y`, shape (N, C), belongs to the data."""
    y = as_array(y, "y")
    if y.ndim != 2 or len(y) != n or y.dtype != np.float32:
        raise ValueError(
            Message(
                "y must be float32 with one row for each of the {n} digits; got {dtype} of shape {shape}.",
                n=n,
                dtype=y.dtype,
                shape=y.shape,
            )
        )
    drawn = draw_batch(n, len(batch), seed=seed, draw=draw, replace=replace)
    if not np.array_equal(drawn, batch.batch_mask):
        raise ValueError(
            Message(
                "batch must be the one that seed={seed}, draw={draw} and replace={replace} give; it holds other digits.",
                seed=seed,
                draw=draw,
                replace=replace,
            )
        )


def drawing(batch_size: int, seed: int, draw: int, replace: bool) -> str:
    """The lines that draw the batch; `train_size` is there already."""
    way = "" if replace else ", replace=False"
    return (
        f"batch_size, seed, draw = {batch_size}, {seed}, {draw}\n"
        f"batch_mask = np.random.default_rng([seed, batch_size, draw]).choice(train_size, batch_size{way})"
    )


def outputs(batch: Batch, y: NDArray[np.float32], picks: str | None = None) -> str:
    """The lines that put the batch's rows of `y`, float32 (N, C), into y; its labels t are there already.

    A large batch has only its picks in them: `picks`, or else packed. The loss reads nothing else.
    """
    classes = y.shape[1]
    if len(batch) > ROWS:
        values = picks or packed(y[batch.batch_mask, batch.t])
        return (
            f"y = np.zeros((batch_size, {classes}))  # of each row only the picked output is filled in: the loss reads no other\n"
            f"y[np.arange(batch_size), t] = {values}"
        )
    rows = y[batch.batch_mask]
    if len(batch) > TYPED:
        return f"y = {packed(rows)}.reshape(batch_size, {classes}).astype(np.float64)"
    return f"y = {typed(rows)}"
