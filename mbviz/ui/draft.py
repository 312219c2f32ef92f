"""The arrays that a visitor is editing: the texts of their cells, and the last arrays that made sense."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field, replace

import numpy as np

from mbviz._messages import Message, reason
from mbviz.article.arrays import Arrays
from mbviz.article.pasted import Pasted, read_pasted, whole_numbers
from mbviz.ui.blocks import MAX_CLASSES, MAX_ROWS, Rows, is_number, is_whole, numbers, put, texts
from mbviz.ui.edits import Edit

MAX_PASTE = 5_000_000  # characters
MAX_CELL = 100  # characters
MAX_PAST = 50  # changes that can be undone
MOST_NAMED = 6  # cells that are named in a sentence


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
    broken : Message or str
        Why the texts make no sense now; empty when `arrays` are made of them.
    refused : Message or str
        Why the last change was not made; empty when it was.
    notes : tuple of Message
        How the last change was read where it could have been read otherwise.
    past, future : tuple of Draft
        The drafts before, the last one last, and those that were undone, the next one first.
    """

    y: Rows
    t: Rows
    sel: tuple[str, ...] | None
    has_batch_axis: bool
    arrays: Arrays = field(compare=False)  # made of the rest
    broken: str = field(default="", compare=False)
    refused: str = field(default="", compare=False)
    notes: tuple[Message, ...] = field(default=(), compare=False)
    past: tuple[Draft, ...] = field(default=(), compare=False, repr=False)
    future: tuple[Draft, ...] = field(default=(), compare=False, repr=False)

    @classmethod
    def of(cls, arrays: Arrays) -> Draft:
        """The texts of sound arrays."""
        one_hot = arrays.t.reshape(-1, arrays.batch_y.shape[1]) if arrays.is_one_hot else arrays.t.reshape(-1, 1)
        sel = None if arrays.rows is None else tuple(map(str, arrays.rows))
        return cls(texts(arrays.batch_y), texts(one_hot), sel, arrays.has_batch_axis, arrays)

    @property
    def problem(self) -> str:
        """What there is to say of a change that was not made, or of texts that make no sense; empty when all is well."""
        return self.refused or self.broken

    def edit(self, event: Edit) -> Draft:
        """This draft after what the visitor did: a cell typed, a block pasted, a row or a class more or less, undone."""
        if event.kind in ("undo", "redo"):
            return self._back() if event.kind == "undo" else self._forth()
        change = {"cell": self._typed, "paste": self._pasted, "resize": self._resized, "restore": self._restored}
        try:
            changed = change[event.kind](event)
        except ValueError as error:  # nothing of a paste that can not be read goes into the table
            return replace(self, refused=reason(error), notes=())
        return self.then(changed._judged())

    def then(self, other: Draft) -> Draft:
        """Another draft after this one, which undoing brings back."""
        if other == self:
            return replace(self, refused="", notes=other.notes)
        return replace(other, refused="", past=(*self.past, self._alone())[-MAX_PAST:], future=())

    def _back(self) -> Draft:
        if not self.past:
            return replace(self, refused="", notes=())
        return replace(self.past[-1], past=self.past[:-1], future=(self._alone(), *self.future))

    def _forth(self) -> Draft:
        if not self.future:
            return replace(self, refused="", notes=())
        return replace(self.future[0], past=(*self.past, self._alone()), future=self.future[1:])

    def _alone(self) -> Draft:
        return replace(self, refused="", notes=(), past=(), future=())

    def wrong_cells(self) -> list[tuple[str, int, int]]:
        """The cells that can not stay as they are: (array, row, column)."""
        classes, rows = len(self.y[0]), len(self.y)
        wrong = [("y", i, k) for i, row in enumerate(self.y) for k, text in enumerate(row) if not is_number(text, 0)]
        most = 1 if len(self.t[0]) > 1 else classes - 1
        wrong += [("t", i, k) for i, row in enumerate(self.t) for k, text in enumerate(row) if not is_whole(text, most)]
        return wrong + [("sel", i, 0) for i, text in enumerate(self.sel or ()) if not is_whole(text, rows - 1)]

    def as_text(self) -> str:
        """The table as a text, for the browser to keep: a server that was started anew can `edit` from there."""
        return json.dumps({"y": self.y, "t": self.t, "sel": self.sel, "batch": self.has_batch_axis})

    def _restored(self, event: Edit) -> Draft:
        refusal = ValueError(Message("The arrays that were here before cannot be read."))
        try:
            kept = json.loads(event.text)
            y, t, sel, batch = kept["y"], kept["t"], kept["sel"], kept["batch"]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise refusal from None
        sound = _is_table(y) and _is_table(t) and (sel is None or _is_table([sel], most=MAX_ROWS))
        if not sound or type(batch) is not bool or not (batch or len(y) == 1):
            raise refusal
        return replace(
            self, y=_as_rows(y), t=_as_rows(t), sel=None if sel is None else tuple(sel), has_batch_axis=batch, notes=()
        )

    def _typed(self, event: Edit) -> Draft:
        text, notes = _as_cell(event.text.strip()[:MAX_CELL], event.array)
        if not self._has_cell(event):  # an earlier edit took it away
            return self
        return replace(self._with_block(event, ((text,),)), notes=notes)

    def _has_cell(self, event: Edit) -> bool:
        if event.array == "sel":
            return event.row < len(self.sel or ())
        rows: Rows = getattr(self, event.array)
        return event.row < len(rows) and event.column < len(rows[event.row])

    def _with_block(self, event: Edit, block: Rows) -> Draft:
        """With a block put in from a cell on; more rows of y get labels, more labels no rows."""
        row, column = event.row, event.column
        if event.array == "sel":
            column_of_sel = put(tuple((text,) for text in self.sel or ()), block, row, 0, "sel", grow=False)
            return replace(self, sel=tuple(text for (text,) in column_of_sel))
        if event.array == "t":
            return replace(self, t=put(self.t, block, row, column, "t", filler="0", grow=False))
        y = put(self.y, block, row, column, "y", filler="0.0")
        changed = replace(self, y=y, has_batch_axis=self.has_batch_axis or len(y) > 1)
        return changed if (len(y), len(y[0])) == (len(self.y), len(self.y[0])) else changed._fitted()

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
        pasted = read_pasted(text, array, max_rows=MAX_ROWS, max_columns=MAX_CLASSES, whole=array != "y")
        is_first = event.row == event.column == 0
        paste = self._y_pasted if array == "y" else self._t_pasted if array == "t" else self._sel_pasted
        return replace(paste(event, pasted, is_first), notes=pasted.notes)

    def _y_pasted(self, event: Edit, pasted: Pasted, is_first: bool) -> Draft:
        """On the first cell an array replaces all of y; a line or a column of numbers, or one alone, does not."""
        values = pasted.values
        block = np.atleast_2d(values)
        is_array = pasted.bracketed or min(block.shape) > 1
        if values.size > 1 and is_first and (is_array or len(block) == len(self.y) == 1):
            has_batch_axis = values.ndim == 2 if is_array else self.has_batch_axis
            return replace(self, y=texts(block), has_batch_axis=has_batch_axis)._fitted()
        return self._with_block(event, texts(block))

    def _t_pasted(self, event: Edit, pasted: Pasted, is_first: bool) -> Draft:
        """On the first cell an array, or as many labels as there are, replaces all of t."""
        values = whole_numbers(pasted.values, "t")
        block, is_one_hot = np.atleast_2d(values), len(self.t[0]) > 1
        one_example = values.ndim == 1 and not self.has_batch_axis  # a line of several is its one-hot row
        if values.ndim == 1 and not one_example and (not is_one_hot or (is_first and pasted.bracketed)):
            block = block.T  # labels, though they stand in a line
        is_array = pasted.bracketed or min(block.shape) > 1 or (block.shape[1] == 1 and len(block) >= len(self.t))
        if values.size > 1 and is_first and (is_array or one_example):
            return replace(self, t=texts(block))
        if block.shape[1] > 1 and not is_one_hot:
            raise ValueError(Message("One-hot rows take the place of all labels; paste them onto the first, t[0]."))
        return self._with_block(event, texts(block))

    def _sel_pasted(self, event: Edit, pasted: Pasted, is_first: bool) -> Draft:
        values = whole_numbers(pasted.values, "sel")
        values = values[:, 0] if values.shape[1:] == (1,) else values
        if values.ndim > 1:
            raise ValueError(
                Message("{name} must be flat, with at least one number; got shape {got}.", name="sel", got=values.shape)
            )
        if self.sel is None:
            return self
        if values.size > 1 and is_first and (pasted.bracketed or values.size >= len(self.sel)):
            return replace(self, sel=tuple(map(str, values.tolist())))
        return self._with_block(event, texts(values[:, np.newaxis]))

    def _resized(self, event: Edit) -> Draft:
        rows, classes = len(self.y) + event.rows, len(self.y[0]) + event.classes
        if not (1 <= rows <= MAX_ROWS and 1 <= classes <= MAX_CLASSES):
            raise ValueError(
                Message("y must have 1 to {rows} rows and 1 to {classes} classes.", rows=MAX_ROWS, classes=MAX_CLASSES)
            )
        y = tuple((row + ("0.0",) * classes)[:classes] for row in self.y)
        y = (y + (("1.0",) + ("0.0",) * (classes - 1),) * rows)[:rows]
        return replace(self, y=y, has_batch_axis=self.has_batch_axis or rows > 1, notes=())._fitted()

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
            y = numbers("y", self.y)
            t = numbers("t", self.t)
            sel = None if self.sel is None else numbers("sel", tuple((text,) for text in self.sel))[:, 0]
            is_one_hot = t.shape[1] > 1
            is_row = is_one_hot and not self.has_batch_axis and len(t) == 1  # Arrays says when there are more
            t = t[0] if is_row else t if is_one_hot else t[:, 0]
            arrays = Arrays(y if self.has_batch_axis else y[0], t, sel)
        except ValueError as error:
            return replace(self, broken=self._counted(reason(error)))
        return replace(self, arrays=arrays, broken="")

    def _counted(self, first: str) -> str:
        """What is wrong with the first cell, and which others can not stay as they are either."""
        wrong = self.wrong_cells()
        if len(wrong) < 2:
            return first
        names = [
            f"{name}[{i}, {k}]" if name != "sel" and len(getattr(self, name)[i]) > 1 else f"{name}[{i}]"
            for name, i, k in wrong
        ]
        named = ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")
        return Message(
            "{first} Cells that cannot stay as they are: {count} ({named}).", first=first, count=len(wrong), named=named
        )


def _label(row: tuple[str, ...]) -> str:
    """A label as it stands, or the place of the 1 in a one-hot row."""
    ones = [k for k, text in enumerate(row) if is_number(text) and float(text) == 1]
    return row[0] if len(row) == 1 else str(ones[0]) if ones else ""


def _as_cell(text: str, array: str) -> tuple[str, tuple[Message, ...]]:
    """What was typed, as Python writes it if it is one number written otherwise; and how it was read."""
    if not text.isascii() or not is_number(text):
        with suppress(ValueError):
            pasted = read_pasted(text, array, whole=array != "y")
            if pasted.values.size == 1:
                value = pasted.values.item()
                return str(int(value) if array != "y" and value.is_integer() else value), pasted.notes
    return text, ()


def _is_table(rows: object, most: int = MAX_CLASSES) -> bool:
    """Whether something sent by a browser is rows of cells, all as long, within the limits."""
    if not isinstance(rows, list) or not 1 <= len(rows) <= MAX_ROWS:
        return False
    if not all(isinstance(row, list) and 1 <= len(row) <= most for row in rows) or len(set(map(len, rows))) > 1:
        return False
    return all(isinstance(text, str) and len(text) <= MAX_CELL for row in rows for text in row)


def _as_rows(rows: list[list[str]]) -> Rows:
    return tuple(map(tuple, rows))
