"""Arrays of numbers as tables on which the entries meant are outlined."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mbviz.ui.blocks import MAX_CLASSES, shown, texts
from mbviz.ui.language import _
from mbviz.ui.text import table

MOST = 5  # rows, and columns of what has as many of them, that are shown; the article's arrays have five


def grid(
    values: NDArray[np.number],
    meant: NDArray[np.bool_],
    *,
    caption: str,
    columns: Sequence[str] = (),
    faint: bool = False,
) -> str:
    """An array (R, K) as a table, the entries `meant`, (R, K), outlined (HTML).

    Parameters
    ----------
    values : ndarray, shape (R, K)
    meant : ndarray of bool, shape (R, K)
    caption : str
        HTML; that not all rows or columns are shown is added to it.
    columns : sequence of str
        The columns' heads (HTML), of which only the first are shown, as of the rows; without them all columns are, with
        their numbers.
    faint : bool
        Whether all other entries stand back.
    """
    rows, width = min(len(values), MOST), min(values.shape[1], MOST if columns else MAX_CLASSES)
    heads = list(columns[:width]) or list(map(str, range(width)))
    cells = shown(texts(values[:rows, :width]))
    marked = [
        [str(n), *(_marked(text, bool(is_meant), faint) for text, is_meant in zip(row, meant[n, :width], strict=True))]
        for n, row in enumerate(cells)
    ]
    return table(["n", *heads], marked, caption=caption + _more(len(values), values.shape[1] if columns else 0))


def _marked(text: str, is_meant: bool, faint: bool) -> str:
    text = "0" if text == "0.0" else text
    if is_meant:
        return f'<span class="mbviz-pick">{text}</span>'
    return f'<span class="mbviz-faint">{text}</span>' if faint else text


def _more(rows: int, columns: int) -> str:
    if columns > MOST:
        return " · " + _(
            "first {shown} of {rows} rows and of {columns} columns", shown=MOST, rows=rows, columns=columns
        )
    return " · " + _("first {shown} of {count} rows", shown=MOST, count=rows) if rows > MOST else ""
