"""The gallery: digits with their softmax bars on a canvas, however many there are."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from mbviz.figures import palette
from mbviz.ui.components import component
from mbviz.ui.components.packing import pack
from mbviz.ui.components.save import saving

_COLORS = {"pick": palette.PICK, "wrong": palette.WRONG, "other": palette.FAINT, "batch": palette.BATCH}


def gallery(
    images: NDArray[np.uint8],
    y: NDArray[np.floating],
    t: NDArray[np.integer],
    rows: NDArray[np.integer],
    *,
    selected: int,
    summary: str,
    painted: str,
    key: str,
    on_pick: Callable[[], None],
    whole: int | None = None,
    row: bool = False,
) -> None:
    """Show digits with their softmax bars; a click or the arrow keys choose one.

    Parameters
    ----------
    images : ndarray of uint8, shape (B, height, width)
        Grey values, 0 is paper.
    y : ndarray of float, shape (B, C)
    t : ndarray of int, shape (B,)
    rows : ndarray of int, shape (B,)
        The number n of each digit within its batch.
    selected : int
        The n of the selected example.
    summary : str
        What the canvas shows, for those who do not see it.
    painted : str
        Becomes a mark on the frame once it shows this batch.
    key : str
        The component's key; ``st.session_state[key].pick`` holds the chosen n in `on_pick`.
    on_pick : callable
        Called when another digit is chosen.
    whole : int, optional
        How high the gallery may be with all its digits in sight; without it they are large, and it scrolls.
    row : bool
        Whether the digits share one row, as far as they can be seen there.
    """
    header = {
        "colors": _COLORS,
        "rows": rows.tolist(),
        "selected": int(selected),
        "whole": whole,
        "row": row,
        "summary": summary,
        "painted": painted,
        "t": t.tolist(),
        "predicted": y.argmax(axis=1).tolist(),
        "classes": y.shape[1],
        "image": {"height": images.shape[1], "width": images.shape[2]},
        "save": saving("digits"),
    }
    component("gallery")(data=pack(header, y=y.astype(np.float32), pixels=images), key=key, on_pick_change=on_pick)
