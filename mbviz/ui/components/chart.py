"""Figures on a canvas: what `mbviz.figures` builds for notebooks, drawn on the page without Plotly.

Plotly needs a hundred milliseconds to build a chart's elements, in every run in which one of its numbers changes, and
four megabytes to be there at all. Our figures use a small part of its language, which charts/figure/ draws in a few.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mbviz.figures import palette
from mbviz.ui import session
from mbviz.ui.components import component
from mbviz.ui.components.save import saving
from mbviz.ui.components.sheets import COLORS


@dataclass(frozen=True, eq=False)
class Dots:
    """Mini-batches as dots over a figure with batch sizes along and losses upwards.

    Attributes
    ----------
    sizes : sequence of int, shape (m,)
    estimates : ndarray of float, shape (m, n_draws)
        Mean losses in nats.
    top : float
        Dots above it are drawn on it, as triangles.
    batch : mapping
        ``size``, ``loss`` and ``label`` of this batch.
    hover : str
        Text for a dot, with ``{size}``, ``{draw}`` and ``{loss}``.
    """

    sizes: Sequence[int]
    estimates: NDArray[np.floating]
    top: float
    batch: Mapping[str, object]
    hover: str


def as_sent(figure: go.Figure) -> str:
    """A figure as the text that the browser reads; make it once for a figure that does not change.

    Examples
    --------
    >>> figure = go.Figure({"data": [{"y": np.array([1, 2], np.int8)}], "layout": {"template": {}}}, _validate=False)
    >>> as_sent(figure)
    '{"data":[{"y":{"dtype":"i1","bdata":"AQI="},"type":"scatter"}],"layout":{"template":{}}}'
    """
    return json.dumps(figure.to_dict(), default=_plain, separators=(",", ":"), allow_nan=False)


def _plain(value: np.generic | NDArray[np.generic]) -> object:
    """NumPy's numbers as Python's; arrays of 64-bit integers, which JavaScript has no type for, as lists."""
    return value.tolist()


def chart(
    figure: str,
    name: str,
    *,
    key: str,
    alt: str,
    painted: str = "",
    dots: Dots | None = None,
    on_pick: Callable[[], None] | None = None,
    leads: bool = False,
) -> None:
    """Show a figure.

    Parameters
    ----------
    figure : str
        As `as_sent` gives it.
    name : str
        What it shows, in a word; a file that it is saved to is named after it.
    key : str
        The component's key. What was clicked is ``st.session_state[key].pick`` in `on_pick`: ``{"batch_size": …,
        "draw": …}`` of a dot, or what stands as ``customdata`` of a point.
    alt : str
        What it shows, for those who do not see it.
    painted : str
        Becomes a mark on the canvas once it shows this; a number made of the figure where there is none.
    dots : Dots, optional
        Drawn over it.
    on_pick : callable, optional
        Called when a dot or a point is clicked.
    leads : bool
        Whether that opens the stage.
    """
    data = {
        "figure": figure,
        "dots": dots and _dots(dots),
        "opens": on_pick is not None,
        "leads": leads,
        "height": 0,  # the figure says it
        "painted": painted or f"{crc32((figure + alt).encode()):08x}",
        "summary": alt,
        "colors": COLORS,
        "save": saving(name),
    }
    component("figure")(data=data, key=key, on_pick_change=on_pick or (lambda: None))


def _dots(dots: Dots) -> dict[str, object]:
    return {
        "sizes": list(dots.sizes),
        "estimates": base64.b64encode(dots.estimates.astype("<f4").tobytes()).decode(),
        "top": dots.top,
        "batch": dict(dots.batch),
        "hover": dots.hover,
        "colors": {"batch": palette.BATCH, "onBright": palette.TEXT, "onDark": palette.FAINT},
    }


def clicked(key: str) -> int | None:
    """The number that the point clicked last on a figure stands for, if it is one."""
    value = session.sent(key, "pick")
    return value if type(value) is int and value >= 0 else None
