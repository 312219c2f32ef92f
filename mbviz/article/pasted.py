"""Arrays of numbers from pasted text."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mbviz._messages import Message
from mbviz.article.cells import read_number, short, split_cells

__all__ = ["Pasted", "parse_array", "parse_labels", "read_pasted"]


@dataclass(frozen=True, eq=False)
class Pasted:
    """What a pasted text holds.

    Attributes
    ----------
    values : ndarray of float64, shape (B, C), or (C,) for one line or a list without inner lists
    bracketed : bool
        Whether it was an array with its brackets; else lines of numbers, as from a spreadsheet.
    notes : tuple of Message
        How it was read where it could have been read otherwise.
    """

    values: NDArray[np.float64]
    bracketed: bool
    notes: tuple[Message, ...]


def read_pasted(text: str, name: str, *, max_rows: int = 100, max_columns: int = 20, whole: bool = False) -> Pasted:
    r"""Read numbers from pasted text; nothing in it is ever run.

    These forms are understood:

    - Python's, ``y = np.array([[0.1, 0.9], [0.8, 0.2]], dtype=float32)``, with comments, or tuples for lists;
    - what NumPy, TensorFlow, PyTorch and JAX show, ``[[0.1 0.9]\n [0.8 0.2]]`` or ``<tf.Tensor: …, numpy=array(…)>``,
      also behind the prompts of Python and IPython;
    - lines of numbers parted by tabs, semicolons, commas or spaces, as a spreadsheet gives them, also with the names
      that pandas and CSV files put above and before them;
    - MATLAB's, Julia's and R's ``[0.1 0.9; 0.8 0.2]`` and ``c(0.1, 0.9)``, and what they print.

    A minus sign or a dash is a minus, 70% is 0.7 and True is 1. A comma within a number is a decimal point where no
    number has a point: ``0,1 0,9`` is 0.1 and 0.9. That, and what was left out, stands in the notes.

    Parameters
    ----------
    text, name : str
        What was pasted, and what sentences call it: ``"y"``.
    max_rows, max_columns : int
        Larger arrays are refused before a single number is read.
    whole : bool
        Whether only whole numbers are wanted: a comma then always parts two of them, and a flat list may hold
        `max_rows` numbers.

    Returns
    -------
    Pasted

    Raises
    ------
    ValueError
        With a `Message` of its own for each problem: nothing there, an empty cell, no number, nan or inf, rows of
        different lengths, too many of them, brackets that do not match, "..." where NumPy shortened, and the like.

    Examples
    --------
    >>> read_pasted("0,1\t0,9", "y").values, read_pasted("0,1\t0,9", "y").notes
    (array([0.1, 0.9]), ('Commas were read as decimal points: 0,1 is 0.1.',))
    """
    cells = split_cells(text, name, max_rows=max_rows, whole=whole)
    longest, most = max(map(len, cells.rows), default=0), max_rows if whole and cells.flat else max_columns
    if longest == 0:
        raise ValueError(Message("{name} is empty; paste its numbers.", name=name))
    if longest > most:
        raise ValueError(
            Message("{name} has {n} numbers in a row; at most {most} are allowed.", name=name, n=longest, most=most)
        )
    numbers = [[_number(cell, name, row, column) for column, cell in enumerate(line)]
               for row, line in enumerate(cells.rows)]  # fmt: skip
    _check_lengths([len(row) for row in numbers], name)
    return Pasted(np.array(numbers[0] if cells.flat else numbers), cells.bracketed, cells.notes)


def parse_array(text: str, name: str, *, max_rows: int = 100, max_columns: int = 20) -> NDArray[np.float64]:
    r"""Read an array of numbers from pasted text; nothing in it is ever run.

    Parameters
    ----------
    text, name, max_rows, max_columns
        As in `read_pasted`, whose notes become warnings.

    Returns
    -------
    ndarray of float64, shape (B, C), or (C,) for one line or a list without inner lists

    Raises
    ------
    ValueError
        As in `read_pasted`.

    Examples
    --------
    >>> parse_array("[[0.1 0.9]\n [0.8 0.2]]", "y")
    array([[0.1, 0.9],
           [0.8, 0.2]])
    >>> parse_array("0.1\t0.7\t0.2", "y")
    array([0.1, 0.7, 0.2])
    """
    pasted = read_pasted(text, name, max_rows=max_rows, max_columns=max_columns)
    _warn(pasted)
    return pasted.values


def parse_labels(text: str, name: str = "t", *, max_rows: int = 100, max_columns: int = 20) -> NDArray[np.int64]:
    r"""Read labels, one-hot rows or row numbers from pasted text, in the forms that `read_pasted` reads.

    Parameters
    ----------
    text, name, max_rows, max_columns
        As in `read_pasted`, whose notes become warnings; a flat list may hold `max_rows` numbers.

    Returns
    -------
    ndarray of int64, shape (N,), or (N, C) for one-hot rows
        2.0 is taken as 2, and a single column as (N,).

    Raises
    ------
    ValueError
        As in `read_pasted`, or for a number like 2.5.

    Examples
    --------
    >>> parse_labels("t = [2, 7., 0]  # labels"), parse_labels("2\n7\n0"), parse_labels("[[0, 1], [1, 0]]").shape
    (array([2, 7, 0]), array([2, 7, 0]), (2, 2))
    """
    pasted = read_pasted(text, name, max_rows=max_rows, max_columns=max_columns, whole=True)
    _warn(pasted)
    array = pasted.values
    return whole_numbers(array[:, 0] if array.shape[1:] == (1,) else array, name)


def whole_numbers(array: NDArray[np.float64], name: str) -> NDArray[np.int64]:
    """Whole numbers as such, shape kept; a ValueError names one that is none.

    Examples
    --------
    >>> whole_numbers(np.array([2.0, 7.0]), "t")
    array([2, 7])
    """
    labels = array.clip(-(2**53), 2**53).astype(np.int64)  # beyond, floats have no room for every whole number
    if (labels != array).any():
        got = array[labels != array][0].item()
        raise ValueError(Message("{name} must hold whole numbers such as 0, 1 or 2; got {got}.", name=name, got=got))
    return labels


def _warn(pasted: Pasted) -> None:
    for note in pasted.notes:
        warnings.warn(note, stacklevel=3)


def _number(cell: str, name: str, row: int, column: int) -> float:
    number = read_number(cell)
    if number is not None and abs(number) < np.inf:
        return number
    where = Message("row {row}, column {column} (counted from 0)", row=row, column=column)
    if not cell:
        raise ValueError(Message("{name} has an empty cell in {where}.", name=name, where=where))
    if number is None:
        raise ValueError(
            Message("{name} must hold numbers; {where} holds “{cell}”.", name=name, where=where, cell=short(cell))
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
