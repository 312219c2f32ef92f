"""The arrays of ``y[np.arange(batch_size), t]`` as people paste them: read, checked and remarked on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_numbers
from mbviz._messages import Message
from mbviz.article.label_forms import check_indices, check_one_hot

__all__ = ["PRESETS", "Arrays", "parse_array", "parse_labels", "remarks"]

KEYWORD = re.compile(r",\s*(?:dtype|shape|device|requires_grad|grad_fn)\s*=\s*(?:\([^()]*\)|[^\s,()\[\]]+)")
WRAPPER = r"(?:[A-Za-z_]\w*\.)*(?:array|asarray|tensor|Tensor|constant|float\d*|int\d*)\s*"
CALL = re.compile(rf"(?<![\w.])({WRAPPER})?\(([^()]*)\)")  # as in "np.array(…)" and "np.float64(…)", or a tuple
LIST = re.compile(r"(?:[A-Za-z_]\w*\s*=\s*)?\[(.*)\][\s;,]*", re.DOTALL)
ROW = re.compile(r"\[([^\[\]]*)\]")


def parse_array(text: str, name: str, *, max_rows: int = 100, max_columns: int = 20) -> NDArray[np.float64]:
    r"""Read an array of numbers from pasted text; nothing in it is ever run.

    Three forms are understood: Python's (``y = np.array([[0.1, 0.9], [0.8, 0.2]], dtype=float32)``, with
    comments, or tuples for lists), what NumPy prints (``[[0.1 0.9]\n [0.8 0.2]]``), and lines of numbers
    parted by tabs, semicolons, commas or spaces, as a spreadsheet gives them.

    Parameters
    ----------
    text, name : str
        What was pasted, and what sentences call it: ``"y"``.
    max_rows, max_columns : int
        Larger arrays are refused before a single number is read.

    Returns
    -------
    ndarray of float64, shape (B, C), or (C,) for one line or a list without inner lists

    Raises
    ------
    ValueError
        With a `Message` of its own for each problem: nothing there, an empty cell, no number, nan or inf, rows of
        different lengths, too many of them, brackets that do not match, "..." where NumPy shortened, and the like.

    Examples
    --------
    >>> parse_array("[[0.1 0.9]\n [0.8 0.2]]", "y")
    array([[0.1, 0.9],
           [0.8, 0.2]])
    >>> parse_array("0.1\t0.7\t0.2", "y")
    array([0.1, 0.7, 0.2])
    """
    return _read(text, name, max_rows, max_columns, max_flat=max_columns)


def parse_labels(text: str, name: str = "t", *, max_rows: int = 100, max_columns: int = 20) -> NDArray[np.int64]:
    r"""Read labels, one-hot rows or row numbers from pasted text, in the forms that `parse_array` reads.

    Parameters
    ----------
    text, name, max_rows, max_columns
        As in `parse_array`; a flat list may hold `max_rows` numbers.

    Returns
    -------
    ndarray of int64, shape (N,), or (N, C) for one-hot rows
        2.0 is taken as 2, and a single column as (N,).

    Raises
    ------
    ValueError
        As in `parse_array`, or for a number like 2.5.

    Examples
    --------
    >>> parse_labels("t = [2, 7., 0]  # labels"), parse_labels("2\n7\n0"), parse_labels("[[0, 1], [1, 0]]").shape
    (array([2, 7, 0]), array([2, 7, 0]), (2, 2))
    """
    array = _read(text, name, max_rows, max_columns, max_flat=max_rows)
    array = array[:, 0] if array.shape[1:] == (1,) else array
    labels = array.clip(-(2**53), 2**53).astype(np.int64)  # beyond, floats have no room for every whole number
    if (labels != array).any():
        got = array[labels != array][0].item()
        raise ValueError(Message("{name} must hold whole numbers such as 0, 1 or 2; got {got}.", name=name, got=got))
    return labels


def _read(text: str, name: str, max_rows: int, max_columns: int, max_flat: int) -> NDArray[np.float64]:
    _refuse_more(text.count("[") - 1, name, max_rows)
    if "..." in text:
        raise ValueError(
            Message("NumPy shortened {name}; print it after np.set_printoptions(threshold=np.inf).", name=name)
        )
    if "[" in text or "(" in text:
        (lines, flat), separators = _between_brackets(text, name), ","
    else:
        lines, separators = [line for line in text.splitlines() if line.strip()], "\t;,"
        flat = len(lines) == 1
    _refuse_more(len(lines), name, max_rows)
    separator = next((mark for mark in separators if any(mark in line for line in lines)), None)  # else spaces
    rows = [_split(line, separator) for line in lines]
    longest, most = max(map(len, rows), default=0), max_flat if flat else max_columns
    if longest == 0:
        raise ValueError(Message("{name} is empty; paste its numbers.", name=name))
    if longest > most:
        raise ValueError(
            Message("{name} has {n} numbers in a row; at most {most} are allowed.", name=name, n=longest, most=most)
        )
    numbers = [
        [_number(cell, name, row, column) for column, cell in enumerate(cells)] for row, cells in enumerate(rows)
    ]
    _check_lengths([len(row) for row in rows], name)
    return np.array(numbers[0] if flat else numbers)


def _refuse_more(rows: int, name: str, most: int) -> None:
    if rows > most:
        raise ValueError(Message("{name} has {got} rows; at most {most} are allowed.", name=name, got=rows, most=most))


def _between_brackets(text: str, name: str) -> tuple[list[str], bool]:
    """The text of each inner list, or of the only list there is; and whether it is the only one."""
    text = KEYWORD.sub("", re.sub(r"#[^\n]*", "", text))
    for _ in range(min(3, text.count("("))):  # from the innermost outwards: numbers, rows, the whole array
        text = CALL.sub(lambda call: call[2] if call[1] else f"[{call[2]}]", text)
    if text.count("[") != text.count("]"):
        raise ValueError(Message("Each bracket of {name} that opens must close; one is missing.", name=name))
    if re.search(r"\[\s*\[\s*\[", text):
        raise ValueError(Message("{name} must have one or two axes; three brackets in a row make a third.", name=name))
    whole = LIST.fullmatch(text.strip() or "[]")
    if whole and "[" not in whole[1]:
        return [whole[1]], True
    beside = _short(ROW.sub("", whole[1] if whole else text).replace(",", " "))
    if beside or not whole:
        raise ValueError(
            Message("{name} must be one list of numbers or of rows; “{found}” is neither.", name=name, found=beside)
        )
    return ROW.findall(whole[1]), False


def _split(line: str, separator: str | None) -> list[str]:
    cells = [cell.strip() for cell in line.split(separator)]
    return cells[:-1] if cells and not cells[-1] else cells  # a separator may stand at the end


def _short(found: str) -> str:
    found = " ".join(found.split())
    return found if len(found) <= 20 else found[:19] + "…"


def _number(cell: str, name: str, row: int, column: int) -> float:
    try:
        number = float(cell)
        if abs(number) < np.inf:
            return number
    except ValueError:
        number = None
    where = Message("row {row}, column {column} (counted from 0)", row=row, column=column)
    if not cell:
        raise ValueError(Message("{name} has an empty cell in {where}.", name=name, where=where))
    if number is None:
        raise ValueError(
            Message("{name} must hold numbers; {where} holds “{cell}”.", name=name, where=where, cell=_short(cell))
        )
    raise ValueError(
        Message("{name} must hold finite numbers; {where} holds {got}.", name=name, where=where, got=number)
    )


def _check_lengths(lengths: list[int], name: str) -> None:
    usual = max(dict.fromkeys(lengths), key=lengths.count)
    if lengths.count(usual) < len(lengths):
        got = next(length for length in lengths if length != usual)
        found = {"name": name, "row": lengths.index(got), "got": got, "other": lengths.index(usual), "usual": usual}
        raise ValueError(
            Message("{name} has rows of different lengths: row {row} has {got}, row {other} has {usual}.", **found)
        )


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
        self._keep("t", as_numbers(self.t, "t"))
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
PRESETS = {  # the article's examples
    "five-rows": Arrays(np.tile(ROW_OF_FIVE, (5, 1)), np.array([2, 7, 0, 9, 8])),
    "selection": Arrays(SECOND_Y, np.array([2, 7, 0]), rows=np.array([1, 3, 4])),
    "one-example": Arrays(np.array([0.1, 0.7, 0.2]), np.array([1])),
    "one-example-one-hot": Arrays(  # the article gives no y for this t
        np.array(ROW_OF_FIVE[:5]), np.array([0, 0, 1, 0, 0])
    ),
}
