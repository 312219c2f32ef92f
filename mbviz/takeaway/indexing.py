"""The cells of ``y[np.arange(batch_size), t]``: one loss, reached in three ways."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_array, as_numbers
from mbviz._messages import Message
from mbviz.losses import DELTA, per_example_loss
from mbviz.takeaway._shared import importing
from mbviz.takeaway.cells import Cell
from mbviz.takeaway.literals import typed

__all__ = ["indexing_cells"]

ONE_LABEL = """\
print(t.size)
print(y.size)
print(t.reshape(1, t.size))
print(y.reshape(1, y.size))
y = y.reshape(1, y.size)
t = t.reshape(t.size)  # shape (1,): one label for the one row"""

ONE_ROW = """\
print(t.size)
print(y.size)
t = t[np.newaxis, :]
y = y.reshape(1, -1)  # two ways to do the same
print(t.shape, y.shape)"""

PICKED = """\
losses = -np.log(picks + delta)
sums = np.cumsum(losses)
for n in range(batch_size):
    print(f"n = {n}: pick {picks[n]}, loss {losses[n]}, sum so far {sums[n]}")

loss = np.sum(losses) / batch_size
print(f"loss: {loss:.4f} nats ({loss})")"""

THREE = """\
terms = {terms}
loss_one_hot = -np.sum(terms.sum(axis=1)) / batch_size

losses = np.zeros(batch_size)
for n in range(batch_size):
    for k in range(y.shape[1]):
{step}
loss_loop = np.sum(losses) / batch_size

print(f"picked: {{loss}}")
print(f"one-hot: {{loss_one_hot}}")
print(f"double loop: {{loss_loop}}")
print("the same number:", loss == loss_one_hot == loss_loop)"""

# With delta = 0 a term 0 · log 0 would be nan; in the formula it counts as 0.
TERMS = {
    True: "t_one_hot * np.log(y + delta)",
    False: "np.where(t_one_hot == 1, np.log(y + delta), 0)  # 0 * log 0 counts as 0",
}
STEP = {
    True: "        losses[n] -= t_one_hot[n, k] * np.log(y[n, k] + delta)",
    False: "        if t_one_hot[n, k] == 1:\n            losses[n] -= np.log(y[n, k] + delta)",
}


def indexing_cells(y: ArrayLike, t: ArrayLike, rows: ArrayLike | None = None, delta: float = DELTA) -> list[Cell]:
    """Write small arrays as code that picks from `y`, and takes the loss in three ways.

    Parameters
    ----------
    y : array_like of float, shape (B, C), or (C,) for one example without a batch
        Not negative; rows need not sum to 1.
    t : array_like of int
        Labels, shape (B,), or one-hot, (B, C); for y of shape (C,) a scalar, (1,), or one-hot (C,).
    rows : array_like of int, shape (R,), optional
        The article's ``sel``: the rows to pick from. `t` then has one label, or one-hot row, for each of them.
    delta : float
        Added before the logarithm.

    Returns
    -------
    list of Cell

    Raises
    ------
    ValueError
        As in `per_example_loss`, or if a row is not there.

    Examples
    --------
    >>> print(indexing_cells([[0.1, 0.9], [0.8, 0.2]], [1, 0])[1].text)
    import numpy as np
    <BLANKLINE>
    y = np.array([
        [0.1, 0.9],
        [0.8, 0.2],
    ])
    t = np.array([1, 0])
    delta = 1e-07
    print(y.shape, t.shape)
    """
    outputs, classes = as_numbers(y, "y"), as_numbers(t, "t", truth=True)
    sel = None if rows is None else _rows(rows, outputs)
    per_example_loss(outputs if sel is None else outputs[sel], classes, delta)  # says what is wrong first of all
    is_alone = outputs.ndim == 1
    one_hot = classes.ndim == 2 or (is_alone and classes.ndim == 1 and classes.size == outputs.size > 1)
    return importing(
        [
            Cell(
                "markdown",
                Message("# Indexing: `y[np.arange(batch_size), t]`\n\nFrom each row, the true class picks one number."),
            ),
            Cell("code", _arrays(outputs, classes, sel, delta)),
            *(_one_example(one_hot) if is_alone else []),
            Cell("markdown", Message("## Pick, take −log, add, divide")),
            Cell("code", _picked(sel, one_hot)),
            Cell(
                "markdown",
                Message(
                    "## The same number in three ways\n\n"
                    "Picked by index, as the sum of one-hot rows times logarithms, and with the formula’s two sums as two loops."
                ),
            ),
            Cell("code", THREE.format(terms=TERMS[delta != 0], step=STEP[delta != 0])),
        ]
    )


def _rows(rows: ArrayLike, y: NDArray[Any]) -> NDArray[np.int64]:
    """`rows` as int64 (R,), each a row of `y`."""
    sel = as_array(rows, "rows")
    if (
        y.ndim != 2
        or sel.ndim != 1
        or sel.size == 0
        or sel.dtype.kind not in "iu"
        or sel.min() < 0
        or sel.max() >= len(y)
    ):
        raise ValueError(
            Message(
                "rows must hold row numbers of y, which has shape {shape}; got {rows}.",
                shape=y.shape,
                rows=sel.tolist(),
            )
        )
    return sel.astype(np.int64)


def _arrays(y: NDArray[Any], t: NDArray[Any], sel: NDArray[np.int64] | None, delta: float) -> str:
    lines = [f"y = {typed(y.astype(np.float64))}", f"t = {typed(t.astype(np.int64))}"]
    if sel is not None:
        lines.append(f"sel = {typed(sel)}")
    lines.append(f"delta = {float(delta)!r}")
    if delta == 0:
        lines.append('np.seterr(divide="ignore")  # log 0 is minus infinity, no accident')
    return "\n".join([*lines, "print(y.shape, t.shape)"])


def _one_example(one_hot: bool) -> list[Cell]:
    """How an example without a batch gets the axis of the batch."""
    text = Message(
        "## One example without a batch\n\n`y` has one axis, so both arrays are given a first axis of length 1."
    )
    return [Cell("markdown", text), Cell("code", ONE_ROW if one_hot else ONE_LABEL)]


def _picked(sel: NDArray[np.int64] | None, one_hot: bool) -> str:
    forms = "t_one_hot, t = t, t.argmax(axis=1)" if one_hot else "t_one_hot = np.eye(y.shape[1])[t]"
    if sel is None:
        pick = "batch_size = y.shape[0]\npicks = y[np.arange(batch_size), t]"
    else:
        pick = "picks = y[sel, t]\nbatch_size = sel.size\ny = y[sel]  # the rows picked from, for the other two ways"
    return f"{forms}\n{pick}\nprint(picks)\n\n{PICKED}"
