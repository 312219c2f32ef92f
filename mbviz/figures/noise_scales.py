"""The noise scale of several networks, exact and as it is estimated from batches of two sizes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import plotly.graph_objects as go

from mbviz._numbers import plain
from mbviz.figures._layout import MARGIN, Part, axis, figure, layout
from mbviz.figures.palette import BATCH, DATA, FAINT
from mbviz.stats.noise_scale import NoiseScaleEstimate

__all__ = ["noise_scales"]

HEIGHT = 320
ROOM = 8.0  # times beyond the largest number that the axis reaches, for the names


def noise_scales(
    names: Sequence[str],
    exact: Sequence[float],
    estimates: Sequence[NoiseScaleEstimate],
    *,
    chosen: int | None = None,
    height: int = HEIGHT,
    translate: Callable[[str], str] = str,
) -> go.Figure:
    """Draw a row for each network: its noise scale as a diamond, the estimate as a dot with its interval.

    Parameters
    ----------
    names : sequence of str, of length m
        Of the networks, from above.
    exact : sequence of float, of length m
        Their noise scales, above 0.
    estimates : sequence of NoiseScaleEstimate, of length m
    chosen : int, optional
        The row that stands out.
    height : int
        Of the figure in pixels.
    translate : callable
        Gives the words of the figure in another language.

    Returns
    -------
    plotly.graph_objects.Figure

    Raises
    ------
    ValueError
        If the rows are not of one length, or there is none.

    Examples
    --------
    >>> from mbviz.stats.noise_scale import noise_scale_from_batches
    >>> found = noise_scale_from_batches([3.0, 5.0], [2.0, 2.0], 10, 30)
    >>> [trace.name for trace in noise_scales(["1 epoch"], [28.0], [found]).data]
    ['from batches of two sizes', 'exact']
    """
    if not len(names) == len(exact) == len(estimates) or not names:
        raise ValueError(
            f"names, exact and estimates must be of one length above 0; got {len(names)}, {len(exact)} and {len(estimates)}."
        )
    ends = [end for one in estimates for end in (one.low, one.high, one.scale)]
    known = [value for value in (*exact, *ends) if 0 < value < math.inf]
    low, high = math.log10(min(known)) - 0.3, math.log10(max(known) * ROOM)
    rows = np.arange(len(names))[::-1]
    ticks = [f"<b>{name}</b>" if i == chosen else name for i, name in enumerate(names)]
    return figure(
        [_intervals(estimates, rows, low, high, translate), _exact(exact, rows, translate)],
        layout(
            height,
            margin={**MARGIN, "t": 8, "l": 88},
            xaxis=axis(translate("B_simple, examples, log scale"), type="log", range=[low, high], dtick=1,
                       exponentformat="none", tickformat="~s"),
            yaxis=axis("", tickvals=rows, ticktext=ticks, range=[-0.6, len(names) - 0.4]),
            annotations=[_number(*row, high) for row in zip(exact, estimates, rows.tolist(), strict=True)],
            hovermode="closest",
        ),
    )  # fmt: skip


def _intervals(
    estimates: Sequence[NoiseScaleEstimate], rows: np.ndarray, low: float, high: float, translate: Callable[[str], str]
) -> Part:
    """One line through all intervals, with gaps, and a dot on each; those without an end reach the axis's."""
    x: list[float] = []
    y: list[float] = []
    sizes: list[int] = []
    for one, row in zip(estimates, rows.tolist(), strict=True):
        inside = [min(max(value, 10**low), 10**high) for value in (one.low, one.scale, one.high)]
        x += [*inside, math.nan]
        y += [row - 0.16] * 3 + [math.nan]
        sizes += [0, 11 if 0 < one.scale < math.inf else 0, 0, 0]
    name = translate("from batches of two sizes")
    return {
        "type": "scatter", "name": name, "x": np.array(x), "y": np.array(y), "mode": "lines+markers",
        "line": {"color": FAINT, "width": 3}, "marker": {"color": BATCH, "size": sizes, "opacity": 1},
        "hovertemplate": "%{x:,.3~r}<extra>" + name + "</extra>",
    }  # fmt: skip


def _exact(exact: Sequence[float], rows: np.ndarray, translate: Callable[[str], str]) -> Part:
    name = translate("exact")
    return {
        "type": "scatter", "name": name, "x": np.array(exact, np.float64), "y": rows + 0.12, "mode": "markers",
        "marker": {"color": DATA, "size": 13, "symbol": "diamond"},
        "hovertemplate": "%{x:,.4~r}<extra>" + name + "</extra>",
    }  # fmt: skip


def _number(value: float, estimate: NoiseScaleEstimate, row: int, end: float) -> Part:
    """The exact number, right of its diamond and of the interval below it, or of those that end before the axis does."""
    known = [x for x in (estimate.scale, estimate.high) if 0 < x < math.inf and math.log10(x) < end]
    place = {
        "x": math.log10(max(value, *known)) if known else math.log10(value),
        "y": row + 0.12,
        "xanchor": "left",
        "xshift": 10,
    }
    return {"text": plain(value), "showarrow": False, "font": {"color": DATA}, **place}
