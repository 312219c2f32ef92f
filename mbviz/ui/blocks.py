"""Tables of texts: as the arrays being edited stand in their cells, and how a block is put into them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mbviz._messages import Message
from mbviz.article.cells import both_ways

__all__ = ["MAX_CLASSES", "MAX_ROWS", "Rows", "is_number", "is_whole", "numbers", "put", "replaced", "shown", "texts"]

MAX_ROWS, MAX_CLASSES = 100, 20

Rows = tuple[tuple[str, ...], ...]


def texts(values: NDArray[Any]) -> Rows:
    """The cells of an array (B, C)."""
    return tuple(tuple(map(str, row)) for row in values.tolist())


def replaced(cells: tuple[str, ...], i: int, *new: str) -> tuple[str, ...]:
    """The cells with others from place `i` on; there may be more of them than before."""
    return (*cells[:i], *new, *cells[i + len(new) :])


def put(rows: Rows, block: Rows, row: int, column: int, name: str, *, filler: str = "", grow: bool = True) -> Rows:
    """A table with a block put in from a cell on, as a spreadsheet does it.

    Parameters
    ----------
    rows, block : tuple of tuple of str
    row, column : int
        The block's first cell.
    name : str
        What a sentence calls the table.
    filler : str
        What stands in cells that are new and that the block does not reach.
    grow : bool
        Whether the table may get more columns; it may always get more rows.

    Returns
    -------
    tuple of tuple of str

    Raises
    ------
    ValueError
        With a `Message`, if the block sticks out further than the table may grow.

    Examples
    --------
    >>> put((("1", "2"), ("3", "4")), (("5",), ("6",)), 1, 1, "y", filler="0")
    (('1', '2'), ('3', '5'), ('0', '6'))
    """
    down, right = max(len(rows), row + len(block)), max(len(rows[0]), column + len(block[0]))
    most = MAX_CLASSES if grow else len(rows[0])
    if down > MAX_ROWS or right > most:
        raise ValueError(
            Message("What was pasted needs {down} rows and {right} columns; {name} has room for {rows} and {columns}.",
                    down=down, right=right, name=name, rows=MAX_ROWS, columns=most)
        )  # fmt: skip
    wide = [(*cells, *[filler] * (right - len(cells))) for cells in rows] + [(filler,) * right] * (down - len(rows))
    for i, cells in enumerate(block, start=row):
        wide[i] = replaced(wide[i], column, *cells)
    return tuple(wide)


def numbers(name: str, rows: Rows) -> NDArray[Any]:
    """The cells as numbers, shape (N, C): float64 for y, int64 else; a ValueError names the first that holds none."""
    wanted = Message("a number such as 0.8") if name == "y" else Message("a whole number such as 2")
    for i, row in enumerate(rows):
        for k, text in enumerate(row):
            if not (is_number(text) if name == "y" else is_whole(text)):
                place = f"{name}[{i}, {k}]" if len(row) > 1 else f"{name}[{i}]"
                if not text.strip():
                    raise ValueError(Message("{place} must be {wanted}; it is empty.", place=place, wanted=wanted))
                either = both_ways(text.strip())
                raise ValueError(
                    either or Message("{place} must be {wanted}; got {got!r}.", place=place, wanted=wanted, got=text)
                )
    found = np.array([[float(text) for text in row] for row in rows])
    return found if name == "y" else found.astype(np.int64)


def is_number(text: str, least: float = -np.inf) -> bool:
    """Whether a cell holds a finite number of at least `least`."""
    try:
        return np.isfinite(float(text)) and float(text) >= least
    except ValueError:
        return False


def is_whole(text: str, most: float = np.inf) -> bool:
    """Whether a cell holds a whole number, with `most` one from 0 to that."""
    return (
        is_number(text)
        and float(text) == int(float(text))
        and abs(float(text)) < 2**53
        and (most == np.inf or 0 <= float(text) <= most)
    )


def shown(rows: Rows) -> list[list[str]]:
    """The cells as they are shown: long numbers rounded, any other text as it was typed."""
    return [[_rounded(float(text)) if len(text) > 7 and is_number(text) else text for text in row] for row in rows]


def _rounded(number: float) -> str:
    """Short enough for ten columns on a laptop, and in one notation; the steps show more digits of what is picked."""
    return f"{number:.4f}" if abs(number) < 100 else f"{number:.3g}"
