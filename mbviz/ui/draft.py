"""The arrays that a visitor is editing: the texts of their cells, and the last arrays that made sense."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mbviz._messages import Message, reason
from mbviz.article.arrays import Arrays, parse_array, parse_labels
from mbviz.ui.edits import Edit

MAX_ROWS, MAX_CLASSES = 100, 20
MAX_PASTE = 5_000_000  # characters

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Draft:
    """What stands in the table, sound or not.

    Attributes
    ----------
    y, t : rows of texts
        As typed; `t` has one cell in each row, or as many as `y` when it is one-hot.
    sel : tuple of str or None
        The article's row selection, None for ``np.arange(batch_size)``.
    has_batch_axis : bool
        False for one example alone, whose `y` is (C,).
    arrays : Arrays
        The last ones that made sense; the results on the page are theirs.
    problem : Message or str
        What is wrong with the texts now; empty when `arrays` are made of them.
    """

    y: Rows
    t: Rows
    sel: tuple[str, ...] | None
    has_batch_axis: bool
    arrays: Arrays
    problem: str = ""

    @classmethod
    def of(cls, arrays: Arrays) -> Draft:
        """The texts of sound arrays."""
        one_hot = arrays.t.reshape(-1, arrays.batch_y.shape[1]) if arrays.is_one_hot else arrays.t.reshape(-1, 1)
        sel = None if arrays.rows is None else tuple(map(str, arrays.rows))
        return cls(_texts(arrays.batch_y), _texts(one_hot), sel, arrays.has_batch_axis, arrays)

    def edit(self, event: Edit) -> Draft:
        """This draft after what the visitor did: a cell typed, an array pasted, a row or a class more or less."""
        try:
            changed = {"cell": self._typed, "paste": self._pasted, "resize": self._resized}[event.kind](event)
        except ValueError as error:  # nothing of a paste that can not be read goes into the table
            return replace(self, problem=reason(error))
        return changed._judged()

    def wrong_cells(self) -> list[tuple[str, int, int]]:
        """The cells that can not stay as they are: (array, row, column)."""
        classes, rows = len(self.y[0]), len(self.y)
        wrong = [("y", i, k) for i, row in enumerate(self.y) for k, text in enumerate(row) if not _is_number(text, 0)]
        most = 1 if len(self.t[0]) > 1 else classes - 1
        wrong += [
            ("t", i, k) for i, row in enumerate(self.t) for k, text in enumerate(row) if not _is_whole(text, most)
        ]
        return wrong + [("sel", i, 0) for i, text in enumerate(self.sel or ()) if not _is_whole(text, rows - 1)]

    def _typed(self, event: Edit) -> Draft:
        array, i, k, text = event.array, event.row, event.column, event.text.strip()[:100]
        if array == "sel":
            return replace(self, sel=_replaced(self.sel, i, text)) if self.sel and i < len(self.sel) else self
        rows: Rows = getattr(self, array)
        if i >= len(rows) or k >= len(rows[i]):  # a cell that an earlier edit took away
            return self
        changed = (*rows[:i], _replaced(rows[i], k, text), *rows[i + 1 :])
        return replace(self, y=changed) if array == "y" else replace(self, t=changed)

    def _pasted(self, event: Edit) -> Draft:
        array, text = event.array, event.text
        if event.too_long or len(text) > MAX_PASTE:
            raise ValueError(
                Message(
                    "The text pasted is too long; at most {most} rows of {array} are allowed.",
                    most=MAX_ROWS,
                    array=array,
                )
            )
        if array != "y":
            labels = parse_labels(text, array, max_rows=MAX_ROWS, max_columns=MAX_CLASSES)
            if array == "sel":
                return replace(self, sel=tuple(map(str, labels.ravel())))
            is_row = labels.ndim == 1 and not self.has_batch_axis and labels.size > 1
            return replace(self, t=_texts(labels.reshape(1, -1) if is_row else labels.reshape(len(labels), -1)))
        y = parse_array(text, "y", max_rows=MAX_ROWS, max_columns=MAX_CLASSES)
        return replace(self, y=_texts(np.atleast_2d(y)), has_batch_axis=y.ndim == 2)._fitted()

    def _resized(self, event: Edit) -> Draft:
        rows, classes = len(self.y) + event.rows, len(self.y[0]) + event.classes
        if not (1 <= rows <= MAX_ROWS and 1 <= classes <= MAX_CLASSES):
            raise ValueError(
                Message("y must have 1 to {rows} rows and 1 to {classes} classes.", rows=MAX_ROWS, classes=MAX_CLASSES)
            )
        y = tuple((row + ("0.0",) * classes)[:classes] for row in self.y)
        y = (y + (("1.0",) + ("0.0",) * (classes - 1),) * rows)[:rows]
        return replace(self, y=y, has_batch_axis=self.has_batch_axis or rows > 1)._fitted()

    def _fitted(self) -> Draft:
        """With as many labels as `y` has rows, when it got more or fewer."""
        rows, classes = len(self.y), len(self.y[0])
        if self.sel is not None:
            return self
        one_hot = len(self.t[0]) > 1 and classes > 1
        filler = ("1",) + ("0",) * (classes - 1) if one_hot else ("0",)
        if one_hot:
            t = tuple((row + ("0",) * classes)[:classes] for row in self.t)
        else:  # of one class there is no one-hot, so such rows become labels
            t = tuple((_label(row),) for row in self.t)
        return replace(self, t=(t + (filler,) * rows)[:rows])

    def _judged(self) -> Draft:
        """With new `arrays` if the texts make sense, else with the sentence on what does not."""
        try:
            y = _numbers("y", self.y)
            t = _numbers("t", self.t)
            sel = None if self.sel is None else _numbers("sel", tuple((text,) for text in self.sel))[:, 0]
            is_one_hot = t.shape[1] > 1
            is_row = (
                is_one_hot and not self.has_batch_axis and len(t) == 1
            )  # of more rows Arrays says that they are too many
            t = t[0] if is_row else t if is_one_hot else t[:, 0]
            arrays = Arrays(y if self.has_batch_axis else y[0], t, sel)
        except ValueError as error:
            return replace(self, problem=reason(error))
        return replace(self, arrays=arrays, problem="")


def _replaced(texts: tuple[str, ...], i: int, text: str) -> tuple[str, ...]:
    return (*texts[:i], text, *texts[i + 1 :])


def _texts(values: NDArray[Any]) -> Rows:
    return tuple(tuple(map(str, row)) for row in values.tolist())


def _label(row: tuple[str, ...]) -> str:
    """A label as it stands, or the place of the 1 in a one-hot row."""
    ones = [k for k, text in enumerate(row) if _is_number(text) and float(text) == 1]
    return row[0] if len(row) == 1 else str(ones[0]) if ones else ""


def _numbers(name: str, rows: Rows) -> NDArray[Any]:
    """The cells as numbers: float64 for y, int64 else."""
    wanted = Message("a number such as 0.8") if name == "y" else Message("a whole number such as 2")
    for i, row in enumerate(rows):
        for k, text in enumerate(row):
            if not (_is_number(text) if name == "y" else _is_whole(text)):
                place = f"{name}[{i}, {k}]" if len(row) > 1 else f"{name}[{i}]"
                raise ValueError(
                    Message("{place} must be {wanted}; got {got!r}.", place=place, wanted=wanted, got=text)
                )
    numbers = np.array([[float(text) for text in row] for row in rows])
    return numbers if name == "y" else numbers.astype(np.int64)


def _is_number(text: str, least: float = -np.inf) -> bool:
    try:
        return np.isfinite(float(text)) and float(text) >= least
    except ValueError:
        return False


def _is_whole(text: str, most: float = np.inf) -> bool:
    return (
        _is_number(text)
        and float(text) == int(float(text))
        and abs(float(text)) < 2**53
        and (most == np.inf or 0 <= float(text) <= most)
    )


def shown(rows: Rows) -> list[list[str]]:
    """The cells as they are shown: long numbers rounded, any other text as it was typed."""
    return [[_rounded(float(text)) if len(text) > 7 and _is_number(text) else text for text in row] for row in rows]


def _rounded(number: float) -> str:
    """Short enough for ten columns on a laptop; the steps show more digits of what is picked."""
    return f"{number:.3f}" if 1e-3 <= number < 100 else f"{number:.0e}" if number else "0"
