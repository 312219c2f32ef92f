"""The arrays of ``y[np.arange(batch_size), t]``: checked, remarked on, and those of the article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_numbers
from mbviz._messages import Message
from mbviz.article.label_forms import check_indices, check_one_hot
from mbviz.article.pasted import parse_array, parse_labels

__all__ = ["PRESETS", "TURNED", "Arrays", "parse_array", "parse_labels", "remarks"]


@dataclass(frozen=True, eq=False)
class Arrays:
    """Outputs and labels that fit each other; the arrays kept are read-only copies.

    Attributes
    ----------
    y : ndarray of float64, shape (B, C), or (C,) for one example
        Not negative, finite. Softmax outputs as a rule, but rows need not sum to 1 (see `remarks`).
    t : ndarray of int64, shape (B,), or one-hot with the shape of `y`
        For y of shape (C,): one-hot (C,), as in `per_example_loss`, or a single label (1,), which it is for C = 1.
    rows : ndarray of int64, as long as t, or None
        Row numbers for ``y[rows, t]``, the article's `sel`. With them t has as many labels as there are row numbers.

    Raises
    ------
    ValueError
        With a `Message`, if values or shapes are not as above.

    Examples
    --------
    >>> arrays = Arrays([[0.1, 0.7, 0.2], [0.5, 0.3, 0.2]], [1, 0])
    >>> arrays.index_rows, arrays.labels, arrays.is_one_hot
    (array([0, 1]), array([1, 0]), False)
    """

    y: NDArray[np.float64]
    t: NDArray[np.int64]
    rows: NDArray[np.int64] | None = None

    def __post_init__(self) -> None:
        self._keep("y", _as_outputs(self.y))
        self._keep("t", as_numbers(self.t, "t", truth=True))
        if self.rows is not None:
            self._keep("rows", check_indices(as_numbers(self.rows, "sel"), "sel", len(self.batch_y) - 1))
        rows, classes = len(self.index_rows), self.batch_y.shape[1]
        if not self.has_batch_axis and self.t.shape not in ((1,), self.y.shape):
            shapes = {"y": self.y.shape, "t": self.t.shape}
            raise ValueError(
                Message("For one example t must be a single label, (1,), or one-hot, {y}; got {t}.", **shapes)
            )
        if self.is_one_hot:
            self._keep("t", check_one_hot(np.atleast_2d(self.t), (rows, classes)).reshape(self.t.shape))
            return
        self._keep("t", check_indices(self.t, "t", classes - 1))
        if len(self.t) != rows:
            raise ValueError(
                Message("t must hold one label for each row: {rows}; it holds {got}.", rows=rows, got=len(self.t))
            )

    def _keep(self, name: str, array: NDArray[Any]) -> None:
        array = array.copy()
        array.flags.writeable = False
        object.__setattr__(self, name, array)

    @property
    def has_batch_axis(self) -> bool:
        """Whether y is (B, C); one example alone is (C,)."""
        return self.y.ndim == 2

    @property
    def is_one_hot(self) -> bool:
        """Whether t marks each class with a 1 instead of naming it."""
        return self.t.ndim == 2 or (not self.has_batch_axis and self.t.size > 1)

    @property
    def batch_y(self) -> NDArray[np.float64]:
        """y with a batch axis, shape (B, C)."""
        return np.atleast_2d(self.y)

    @property
    def labels(self) -> NDArray[np.int64]:
        """The true classes, int64 (S,), one for each of the S `index_rows`."""
        return np.atleast_2d(self.t).argmax(axis=1) if self.is_one_hot else self.t

    @property
    def index_rows(self) -> NDArray[np.int64]:
        """The rows picked from, int64 (S,): ``np.arange(B)``, or `rows`."""
        return np.arange(len(self.batch_y)) if self.rows is None else self.rows

    @property
    def t_one_hot(self) -> NDArray[np.int64]:
        """The labels as one-hot rows, int64 (S, C), one row for each of `index_rows`."""
        return (self.labels[:, np.newaxis] == np.arange(self.batch_y.shape[1])).astype(np.int64)


def _as_outputs(given: ArrayLike) -> NDArray[np.float64]:
    y = as_numbers(given, "y").astype(np.float64)
    if y.ndim not in (1, 2) or y.size == 0:
        raise ValueError(
            Message("y must have shape (B, C), or (C,) for one example, and not be empty; got {y}.", y=y.shape)
        )
    if (y < 0).any():
        values = {"cell": _cell(y < 0), "got": y[y < 0][0].item()}
        raise ValueError(
            Message("y must not hold negative numbers, which have no logarithm; {cell} is {got}.", **values)
        )
    return y


def _cell(marked: NDArray[np.bool_]) -> str:
    return f"y[{', '.join(str(i) for i in np.argwhere(marked)[0])}]"  # the first one marked, as code


def remarks(arrays: Arrays) -> list[Message]:
    """What in `y` is no softmax output, though the loss can be computed from it.

    Parameters
    ----------
    arrays : Arrays

    Returns
    -------
    list of Message
        At most one on entries above 1 and one on rows whose sum is more than 0.001 away from 1; none for softmax outputs.

    Examples
    --------
    >>> remarks(Arrays([0.1, 3.0, 0.2], [1]))
    ['Entries of y above 1: 1, the first of them y[1] = 3.', 'Rows of y that do not sum to 1: 1 of 1; row 0 sums to 3.3.']
    """
    y, sums = arrays.y, arrays.batch_y.sum(axis=1)
    above, off = y > 1, np.abs(sums - 1) > 1e-3
    found = []
    if above.any():
        values = {"count": int(above.sum()), "cell": _cell(above), "value": f"{y[above][0]:.6g}"}
        found.append(Message("Entries of y above 1: {count}, the first of them {cell} = {value}.", **values))
    if off.any():
        values = {"count": int(off.sum()), "rows": len(sums), "row": int(off.argmax()), "total": f"{sums[off][0]:.6g}"}
        found.append(Message("Rows of y that do not sum to 1: {count} of {rows}; row {row} sums to {total}.", **values))
    return found


ROW_OF_FIVE = [0.1, 0.05, 0.8, 0.05, 0, 0, 0, 0, 0, 0]
SECOND_Y = np.tile(ROW_OF_FIVE, (5, 1))
SECOND_Y[[1, 2, 3, 4], [7, 0, 9, 8]] = [3.0, 0.9, 10, 8]  # as in the article, which no softmax gives
# The article's row of five, turned so that no two rows are equal: only then it shows which entries a line took.
TURNED = Arrays(np.stack([np.roll(ROW_OF_FIVE, by) for by in (0, 5, 7, 9, 6)]), np.array([2, 7, 0, 9, 8]))
PRESETS = {  # the article's examples
    "five-rows": Arrays(np.tile(ROW_OF_FIVE, (5, 1)), np.array([2, 7, 0, 9, 8])),
    "selection": Arrays(SECOND_Y, np.array([2, 7, 0]), rows=np.array([1, 3, 4])),
    "one-example": Arrays(np.array([0.1, 0.7, 0.2]), np.array([1])),
    "one-example-one-hot": Arrays(  # the article gives no y for this t
        np.array(ROW_OF_FIVE[:5]), np.array([0, 0, 1, 0, 0])
    ),
}
