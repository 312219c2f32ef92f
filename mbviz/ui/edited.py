"""What was changed in a table of arrays as a short text, as the address has it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from mbviz._messages import Message
from mbviz.ui.edits import Edit

if TYPE_CHECKING:
    from mbviz.ui.draft import Draft

MOST = 1500  # characters: browsers and mail programs cut off addresses of more than about 2,000
EXAMPLE = "y-0-3-0.5_t-2-0-7"


def written(draft: Draft, start: Draft) -> str:
    """What makes `draft` of `start`: its cells that differ, or the whole table where it has another form.

    Empty where nothing differs, and where it would be longer than `MOST`.
    """
    if draft == start:
        return ""
    cells = _cells(draft, start)
    text = draft.as_text() if cells is None else "_".join(cells)
    return text if len(text) <= MOST else ""


def _cells(draft: Draft, start: Draft) -> list[str] | None:
    """The cells that differ, each as array, row, column and text; None where they do not tell all."""
    if draft.has_batch_axis != start.has_batch_axis:
        return None
    found = []
    for name in ("y", "t", "sel"):
        now, before = (getattr(one, name) or () for one in (draft, start))
        if name == "sel":
            now, before = ([[text] for text in column] for column in (now, before))
        if [len(row) for row in now] != [len(row) for row in before]:
            return None
        found += [
            f"{name}-{i}-{k}-{quote(text, safe='').replace('_', '%5F')}"
            for i, row in enumerate(now)
            for k, text in enumerate(row)
            if text != before[i][k]
        ]
    return found


def read(text: str) -> list[Edit]:
    """The edits that make the table again which `written` wrote.

    Raises
    ------
    ValueError
        For what it has not written.

    Examples
    --------
    >>> [(edit.array, edit.row, edit.column, edit.text) for edit in read("y-0-3--0.5_t-2-0-7")]
    [('y', 0, 3, '-0.5'), ('t', 2, 0, '7')]
    """
    if not 0 < len(text) <= MOST:
        raise ValueError(text)
    if text.startswith("{"):
        json.loads(text)  # what it holds the draft looks at
        return [Edit(1, "restore", text=text)]
    return [_read_cell(cell) for cell in text.split("_")]


def _read_cell(cell: str) -> Edit:
    array, row, column, text = cell.split("-", 3)
    if array not in ("y", "t", "sel") or not (row + column).isascii() or not (row.isdigit() and column.isdigit()):
        raise ValueError(cell)
    return Edit(1, "cell", array=array, row=int(row), column=int(column), text=unquote(text))


def wanted() -> Message:
    """What such a text may be, to stand in a sentence."""
    return Message("changes of cells, such as {example}", example=EXAMPLE)
