"""What all figures share: fonts, margins, axes, and bars as one path."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mbviz._checks import as_float32, as_numbers
from mbviz.figures.palette import DATA, FAINT, ON_TEXT, TEXT

Part = dict[str, Any]  # a trace, an axis, a note or a layout, with Plotly's names

FONT_SIZE = 15  # legible on a projector
MARGIN = {"l": 72, "r": 16, "t": 12, "b": 56}


def figure(traces: list[Part], layout: Part) -> go.Figure:
    """A figure from finished parts, taken as they are: checking each property again would cost four times the rest.

    The tests check every figure against Plotly's schema instead.
    """
    return go.Figure({"data": traces, "layout": layout}, _validate=False)


def layout(height: int, **more: Any) -> Part:
    """A figure's layout, as a plain dict for the constructor (attribute access on figures is slow)."""
    return {
        "template": {},
        "height": height,
        "font": {"family": "Source Sans, Noto Sans, sans-serif", "size": FONT_SIZE, "color": TEXT},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": MARGIN,
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {"bgcolor": TEXT, "bordercolor": TEXT, "font": {"size": FONT_SIZE, "color": ON_TEXT}},
        **more,
    }


def legend(y: float) -> Part:
    """A legend in one line above the chart, its lower edge at `y` (1 is the chart's upper edge); clicks do nothing."""
    return {"orientation": "h", "x": 0, "y": y, "yanchor": "bottom", "itemclick": False, "itemdoubleclick": False}


def axis(title: str, **more: Any) -> Part:
    """An axis without grid and zoom (a chart that zooms while the page scrolls is a trap on a phone)."""
    return {
        "title": {"text": title, "standoff": 8},
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "ticks": "outside",
        "linecolor": FAINT,
        "tickcolor": FAINT,
        **more,
    }


def pointing(text: str, tip: tuple[float, float], place: tuple[float, float], **more: Any) -> Part:
    """A name beside a curve, with a line from it to the curve; a logarithmic axis wants logarithms."""
    return {
        "text": text,
        "x": tip[0],
        "y": tip[1],
        "ax": place[0],
        "ay": place[1],
        "axref": "x",
        "ayref": "y",
        "xanchor": "left",
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": FAINT,
        **more,
    }


def size_axis(title: str, last: int, **more: Any) -> Part:
    """A logarithmic axis of batch sizes from 1 to `last`, its ticks short enough for a phone: 500, 10k."""
    ticks = [10**k for k in range(len(str(last))) if 10**k < last / 2] + [last]
    return axis(
        title,
        type="log",
        range=[-0.12, np.log10(last) + 0.12],
        tickangle=0,
        tickvals=ticks,
        ticktext=[f"{size / 1000:g}k" if size >= 1000 else str(size) for size in ticks],
        **more,
    )


def area(name: str, x: NDArray[Any], low: NDArray[Any], high: NDArray[Any], colour: str) -> Part:
    """A filled band between two curves, with the line of all the data around it; `x`, `low` and `high` have shape (m,)."""
    return {
        "type": "scatter",
        "name": name,
        "x": np.concatenate([x, x[::-1]]),
        "y": np.concatenate([low, high[::-1]]),
        "mode": "lines",
        "fill": "toself",
        "fillcolor": colour,
        "line": {"color": DATA, "width": 1},
        "hoverinfo": "skip",
    }


def bar_outline(lengths: ArrayLike, thickness: float = 0.8) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The outline of B bars on the positions 0 … B − 1 as one line of 4·B points.

    A thousand bars drawn as one filled line paint in a third of the time of ``go.Bar``.

    Parameters
    ----------
    lengths : array_like of float, shape (B,)
    thickness : float
        Of a bar, where 1 is the distance between two.

    Returns
    -------
    along, across : ndarray of float32, shape (4 · B,)
        Coordinates along the bars (0 or the length) and across them (position ± half the thickness).
    """
    reach = as_float32(as_numbers(lengths, "lengths"), "lengths")
    along = np.zeros((len(reach), 4), dtype=np.float32)
    along[:, 1:3] = reach[:, None]
    half = thickness / 2
    across = np.arange(len(reach), dtype=np.float32)[:, None] + np.array([-half, -half, half, half], np.float32)
    return along.ravel(), across.ravel()
