"""The gallery: digits with their softmax bars on a canvas, however many there are."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np

from mbviz.figures import palette
from mbviz.ui.components import component
from mbviz.ui.components.save import SCRIPTS, saving

_COLORS = {"pick": palette.PICK, "wrong": palette.WRONG, "other": palette.FAINT, "batch": palette.BATCH}


def pack(header: dict, y: np.ndarray, images: np.ndarray) -> bytes:
    """Header and arrays as bytes: its length (uint32, little endian), JSON padded to 4, y float32, pixels uint8."""
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    return len(text).to_bytes(4, "little") + text + y.astype("<f4").tobytes() + images.tobytes()


def gallery(
    images, y, t, rows, *, selected: int, summary: str, painted: str, key: str, on_pick: Callable[[], None]
) -> None:
    """Show digits with their softmax bars; a click or the arrow keys choose one.

    Parameters
    ----------
    images : ndarray of uint8, shape (B, 28, 28)
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
    """
    header = {
        "colors": _COLORS,
        "rows": rows.tolist(),
        "selected": int(selected),
        "summary": summary,
        "painted": painted,
        "t": t.tolist(),
        "predicted": y.argmax(axis=1).tolist(),
        "classes": y.shape[1],
        "save": saving("digits"),
    }
    css, scripts = ("gallery.css", "save.css"), ("picked.js", *SCRIPTS, "gallery.js")
    render = component("gallery", html="gallery.html", css=css, js=scripts)
    render(data=pack(header, y, images), key=key, on_pick_change=on_pick)
