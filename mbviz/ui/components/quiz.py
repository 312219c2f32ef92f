"""A quiz: which cells of `y` does an index pick? The answer stays with the server until it is asked for."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mbviz.ui.components import component
from mbviz.ui.components.stepper import COLORS
from mbviz.ui.language import N_, _

WORDS = {
    "table": N_("Softmax outputs y; choose the cells that are picked"),
    "compare": N_("Compare"),
    "again": N_("Again, with another batch"),
    "chosen": N_("chosen in {count} of {rows} rows"),
    "right": N_("picked, and you chose it"),
    "wrong": N_("not picked"),
    "missed": N_("picked, and you missed it"),
    "picture": N_("its picture: {name}"),
}


def quiz(
    y: NDArray[np.floating],
    code: str,
    *,
    pictures: NDArray[np.uint8],
    names: Sequence[str],
    result: Mapping[str, object] | None,
    is_open: bool = True,
    words: Mapping[str, str] = WORDS,
    painted: str,
    key: str,
    on_answer: Callable[[], None],
    on_again: Callable[[], None],
) -> None:
    """Show `y` and a line of code; the visitor chooses the cells that it picks.

    Parameters
    ----------
    y : ndarray of float, shape (B, C)
    code : str
        The line asked about, such as ``y[np.arange(5), t]``; when it was judged, what it gave as well.
    pictures : ndarray of uint8, shape (B, H, W)
        Of each row its digit.
    names : sequence of str
        Of each row its true class, for those who do not see the picture.
    result : mapping or None
        None until an answer was judged. Then ``right``, ``wrong`` and ``missed``, each a list of [n, k], and
        ``score``, a sentence such as "4 of 5 cells right".
    is_open : bool
        Whether an answer can be compared.
    words : mapping of str to str
        Some or all of `WORDS`.
    painted : str
        Names this quiz; with another name the choices start anew. Becomes a mark on the root.
    key : str
        The component's key. In `on_answer`, ``st.session_state[key].answer`` is
        ``{"painted": …, "cells": [[n, k], …]}``; in `on_again`, ``.again`` is ``{"painted": …}``. Both come from
        a browser, perhaps twice, and may hold anything: see `read_cells` and `is_of`.
    on_answer, on_again : callable
        Called when an answer is to be compared, and when another batch is wanted.
    """
    rows = np.asarray(y, dtype=np.float64).tolist()
    data = {
        "y": [[f"{value:.3f}" for value in row] for row in rows],
        "full": [[repr(value) for value in row] for row in rows],
        "code": code,
        "pictures": [_drawn(picture) for picture in pictures],
        "names": list(names),
        "result": result and {name: result[name] for name in ("right", "wrong", "missed", "score")},
        "open": is_open,
        "words": {name: _(text) for name, text in {**WORDS, **words}.items()},
        "colors": COLORS,
        "painted": painted,
    }
    component("quiz")(data=data, key=key, on_answer_change=on_answer, on_again_change=on_again)


def _drawn(picture: NDArray[np.uint8]) -> str:
    """A picture, (H, W), as an address that holds it: ink on glass, which the page gives its colour."""
    png = BytesIO()
    Image.fromarray(np.stack([np.zeros_like(picture), picture], axis=-1), "LA").save(png, "PNG")
    return f"data:image/png;base64,{b64encode(png.getvalue()).decode()}"


def is_of(sent: object, painted: str) -> bool:
    """Whether what ``st.session_state[key]`` holds was sent from this quiz, and not from another before it."""
    return isinstance(sent, dict) and sent.get("painted") == painted


def read_cells(sent: object, painted: str, shape: tuple[int, int]) -> list[tuple[int, int]] | None:
    """The cells (n, k) of ``st.session_state[key].answer``, in order; None for an answer to another quiz.

    Whatever is no cell of a table of `shape` is left out.
    """
    if not isinstance(sent, dict) or not is_of(sent, painted) or not isinstance(sent.get("cells"), list):
        return None
    cells = (tuple(cell) for cell in sent["cells"] if isinstance(cell, list) and len(cell) == 2)
    return sorted(
        {cell for cell in cells if all(type(i) is int and 0 <= i < top for i, top in zip(cell, shape, strict=True))}
    )
