"""Steps against examples, to reach one loss: runs of several batch sizes, and the hyperbola of the theory."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import plotly.graph_objects as go

from mbviz.figures._layout import MARGIN, Part, axis, figure, layout
from mbviz.figures.palette import DATA, TEXT
from mbviz.stats.batch_tradeoff import TradeOff

__all__ = ["trade_off"]

HEIGHT = 320


def trade_off(fit: TradeOff, *, height: int = HEIGHT, translate: Callable[[str], str] = str) -> go.Figure:
    """Draw each run as a dot with its batch size, and the fitted curve with its two ends.

    Parameters
    ----------
    fit : TradeOff
        As `fit_trade_off` gives it.
    height : int
        Of the figure in pixels.
    translate : callable
        Gives the words of the figure in another language.

    Returns
    -------
    plotly.graph_objects.Figure

    Examples
    --------
    >>> from mbviz.stats.batch_tradeoff import fit_trade_off
    >>> [trace.name for trace in trade_off(fit_trade_off([10, 100], [110.0, 20.0])).data]
    ['(S/S_min − 1)(E/E_min − 1) = 1', 'runs']
    """
    sizes = np.geomspace(fit.batch_sizes.min() / 3, fit.batch_sizes.max() * 3, 80)
    steps = fit.s_min + fit.e_min / sizes
    name = "(S/S_min − 1)(E/E_min − 1) = 1"
    curve = {
        "type": "scatter", "name": name, "x": steps * sizes, "y": steps, "mode": "lines", "hoverinfo": "skip",
        "line": {"color": DATA, "width": 3},
    }  # fmt: skip
    runs = {
        "type": "scatter", "name": translate("runs"), "x": fit.examples, "y": fit.steps, "mode": "markers",
        "customdata": fit.batch_sizes,
        "marker": {"size": 12, "color": TEXT},
        "hovertemplate": translate("B = %{customdata:,}: %{y:,.3~r} steps, %{x:,.3~r} examples") + "<extra></extra>",
    }  # fmt: skip
    return figure(
        [curve, runs],
        layout(
            height,
            margin={**MARGIN, "t": 16, "r": 24},
            xaxis=axis(translate("examples E, log scale"), **_log(fit.examples)),
            yaxis=axis(translate("steps S, log scale"), **_log(fit.steps)),
            annotations=[
                _name(f"B = {size:,}", x, y, is_last=x == fit.examples.max()) for size, x, y in zip(fit.batch_sizes.tolist(), fit.examples, fit.steps, strict=True)
            ],
            hovermode="closest",
        ),
    )  # fmt: skip


def _log(values: np.ndarray) -> Part:
    """A logarithmic axis around some values, with room for names; ticks at 1, 2 and 5, or where that are many at 1."""
    low, high = np.log10(values.min()), np.log10(values.max())
    room = max(0.18 * (high - low), 0.3)
    low, high = float(low - room), float(high + room)
    steps = (1, 2, 5) if high - low < 2 else (1,)
    ticks = [m * 10.0**k for k in range(math.floor(low), math.ceil(high) + 1) for m in steps]
    return {"type": "log", "exponentformat": "none", "tickformat": "~s", "tickvals": ticks, "range": [low, high]}


def _name(text: str, x: float, y: float, *, is_last: bool) -> Part:
    """A run's name above the curve, right of its dot; below, where the axis ends and the curve is flat."""
    above = {"xanchor": "left", "xshift": 6, "yanchor": "bottom", "yshift": 5}
    side = {"xanchor": "right", "xshift": 8, "yanchor": "top", "yshift": -7} if is_last else above
    return {
        "text": text,
        "showarrow": False,
        "x": np.log10(x),
        "y": np.log10(y),
        **side,
    }
